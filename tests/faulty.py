"""A chat-completions endpoint that misbehaves as told: refuses, hangs, cuts, drips, resets, talks nonsense."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
from collections import Counter
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Faulty", "Reply", "completion", "faulty", "streamed"]


class Reply(NamedTuple):
    """What goes back, and how: `cut` stops in the middle, `slow` drips bytes, `hang` and `reset` send nothing."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    how: Literal["whole", "cut", "hang", "slow", "reset"] = "whole"
    delay: float = 0.0


class Faulty:
    """Where it listens, what it was sent, how often each question was asked, and the most it held at once."""

    def __init__(self) -> None:
        self.url = ""
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.hits: Counter[str] = Counter()
        self.connections = 0
        self.held = 0
        self.most_held = 0
        self.dying = asyncio.Event()

    def die(self) -> None:
        """Drop every connection and take no more; to be called from `reply`."""
        self.dying.set()


def completion(content: Any, finish: str | None = "stop", **message: Any) -> Reply:
    """Return a good completion."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content, **message}, "finish_reason": finish}
    return Reply(json.dumps({"choices": [choice], "usage": {"prompt_tokens": 7, "completion_tokens": 3}}).encode())


def streamed(*chunks: dict[str, Any] | str, done: bool = True, **how: Any) -> Reply:
    """Return server-sent events."""
    events = [chunk if isinstance(chunk, str) else json.dumps(chunk) for chunk in chunks] + ["[DONE]"] * done
    body = "".join(f"data: {event}\n\n" for event in events).encode()
    return Reply(body, headers=(("Content-Type", "text/event-stream"),), **how)


def question(body: dict[str, Any]) -> str:
    """Return the text of a request's last turn."""
    content = body["messages"][-1]["content"]
    return content if isinstance(content, str) else content[-1]["text"]


@contextmanager
def faulty(reply: Callable[[dict[str, Any], int], Reply]) -> Iterator[Faulty]:
    """Serve `reply(body, n)`, where n counts the hits of this question before; connections are kept alive."""
    server = Faulty()
    loop = asyncio.new_event_loop()
    started = threading.Event()

    async def serve() -> None:
        listening = await asyncio.start_server(
            lambda r, w: _connection(server, reply, r, w), "127.0.0.1", 0, limit=1 << 22
        )
        server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/v1"
        started.set()
        await server.dying.wait()
        listening.close()
        mine = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in mine:
            task.cancel()
        await asyncio.gather(*mine, return_exceptions=True)
        await asyncio.sleep(0)

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    started.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(server.die)
        thread.join()
        loop.close()


async def _connection(
    server: Faulty,
    reply: Callable[[dict[str, Any], int], Reply],
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    server.connections += 1
    with suppress(asyncio.CancelledError, ConnectionError, asyncio.IncompleteReadError):
        while await _exchange(server, reply, reader, writer):
            pass
    writer.close()
    with suppress(ConnectionError, asyncio.CancelledError):
        await writer.wait_closed()


async def _exchange(
    server: Faulty,
    reply: Callable[[dict[str, Any], int], Reply],
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> bool:
    """Answer one request; returns whether the connection is kept."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if line)
    body = json.loads(await reader.readexactly(int(headers["content-length"])))
    asked = question(body)
    given = reply(body, server.hits[asked])
    server.hits[asked] += 1
    server.bodies.append(body)
    server.headers.append({"authorization": headers.get("authorization", "")})
    server.held += 1
    server.most_held = max(server.most_held, server.held)
    try:
        await asyncio.sleep(given.delay)
        return await _send(given, writer)
    finally:
        server.held -= 1


async def _send(given: Reply, writer: asyncio.StreamWriter) -> bool:
    if given.how == "hang":
        await asyncio.sleep(3600)
    if given.how == "reset":
        plain: socket.socket = writer.get_extra_info("socket")
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
        return False
    lines = [f"HTTP/1.1 {given.status} Said", *(f"{name}: {value}" for name, value in given.headers)]
    lines.append(f"Content-Length: {len(given.body)}")
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    if given.how == "slow":
        for place in range(len(given.body)):
            writer.write(given.body[place : place + 1])
            await writer.drain()
            await asyncio.sleep(0.05)
        return True
    writer.write(given.body[: len(given.body) // 2] if given.how == "cut" else given.body)
    await writer.drain()
    return given.how == "whole"
