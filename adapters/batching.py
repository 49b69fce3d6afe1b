"""Batching for models that answer several requests at once: what is waiting when the model is free goes together."""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from mmbench.records import Request, Response

__all__ = ["Batcher"]


class Batcher:
    """Collects requests and answers them in batches, on one worker thread, one batch at a time.

    A batch never waits to fill. Requests go together only where `group` gives the same value. Where a batch of several
    fails, its requests are tried one by one, so that one bad request costs only itself.
    """

    def __init__(
        self, answer: Callable[[list[Request]], list[Response]], group: Callable[[Request], Hashable], size: int
    ) -> None:
        self._answer = answer
        self._group = group
        self._size = size
        self._waiting: deque[tuple[Request, asyncio.Future[Response]]] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="model")
        self._running: asyncio.Task[None] | None = None

    async def submit(self, request: Request) -> Response:
        """Answer a request with whatever else is waiting; raises what the model raised for it."""
        future: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, future))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return await future

    def close(self) -> None:
        """End the worker thread once its batch is done."""
        self._thread.shutdown()

    async def _run(self) -> None:
        await asyncio.sleep(0)  # let every task that is ready to ask do so
        while self._waiting:
            batch = self._take()
            try:
                await self._batch(batch)
            except BaseException:
                for _, future in batch:
                    future.cancel()
                raise

    def _take(self) -> list[tuple[Request, asyncio.Future[Response]]]:
        group = self._group(self._waiting[0][0])
        taken: list[tuple[Request, asyncio.Future[Response]]] = []
        left: deque[tuple[Request, asyncio.Future[Response]]] = deque()
        while self._waiting:
            entry = self._waiting.popleft()
            fits = len(taken) < self._size and self._group(entry[0]) == group
            (taken if fits else left).append(entry)
        self._waiting = left
        return taken

    async def _batch(self, batch: list[tuple[Request, asyncio.Future[Response]]]) -> None:
        loop = asyncio.get_running_loop()
        try:
            responses = await loop.run_in_executor(self._thread, self._answer, [request for request, _ in batch])
        except Exception as error:
            if len(batch) == 1:
                _settle(batch[0][1], error)
                return
            for entry in batch:
                await self._batch([entry])
            return
        for (_, future), response in zip(batch, responses, strict=True):
            _settle(future, response)


def _settle(future: asyncio.Future[Response], result: Response | Exception) -> None:
    if future.done():
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)
