"""A hosted service on this machine, for tests: answers in turn, remembers paths, headers and bodies."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, NamedTuple

from endpoint import listening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Asked", "Service", "Told", "in_turn", "serving"]


class Told(NamedTuple):
    """A reply: JSON or text as it is, the status and further headers."""

    body: Any
    status: int = 200
    headers: dict[str, str] = {}


class Asked(NamedTuple):
    """A request as it came in; names of headers in lower case."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Service:
    """The address of a running service and what it was asked, and when, in seconds."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[Asked] = []
        self.times: list[float] = []


@contextmanager
def serving(reply: Callable[[Asked], Told]) -> Iterator[Service]:
    """Serve `reply(asked)`, over connections that are kept alive as the real services keep them."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            service.asked.append(asked)
            service.times.append(time.monotonic())
            told = reply(asked)
            data = (told.body if isinstance(told.body, str) else json.dumps(told.body)).encode()
            self.send_response(told.status)
            for name, value in {"Content-Type": "application/json", **told.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            with suppress(ConnectionError):  # whoever asked does not wait for it
                self.end_headers()
                self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    with listening(Handler) as address:
        service = Service(address)
        yield service


def in_turn(*told: Told) -> Callable[[Asked], Told]:
    """Return a function that gives the replies one after another, and fails when there are no more."""
    left = list(told)
    return lambda asked: left.pop(0)
