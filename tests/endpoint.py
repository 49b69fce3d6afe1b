"""A chat-completions endpoint on this machine, for tests: answers from a function, remembers what it was asked."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Endpoint", "listening", "serving"]


class Endpoint:
    """The address of a running endpoint and the bodies it was sent."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[dict[str, Any]] = []


@contextmanager
def serving(reply: Callable[[dict[str, Any]], str | int]) -> Iterator[Endpoint]:
    """Serve `reply(body)`: the text of the answer, or an HTTP status to fail with."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.asked.append(body)
            given = reply(body)
            choice = {"message": {"role": "assistant", "content": given}, "finish_reason": "stop"}
            told = {"choices": [choice], "usage": {"prompt_tokens": 7, "completion_tokens": 3}}
            data = json.dumps(told if isinstance(given, str) else {"error": "as asked"}).encode()
            self.send_response(200 if isinstance(given, str) else given)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    with listening(Handler) as address:
        endpoint = Endpoint(f"{address}/v1")
        yield endpoint


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve with a handler on a free port of this machine, a thread a connection; yields the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
