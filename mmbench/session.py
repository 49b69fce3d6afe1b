"""A strategy's way to the model: every call is recorded, whatever the strategy does with it."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

import msgspec

from mmbench.records import Call, Message, Request, Response, Sampling, Text

if TYPE_CHECKING:
    from mmbench.interfaces import Model
    from mmbench.records import LineKey

__all__ = ["CallFailed", "RecordingSession"]


class CallFailed(Exception):
    """A model call that failed; the reason is also in the recorded response."""


class RecordingSession:
    """The calls that one item makes. `calls` holds them in the order they were answered."""

    def __init__(self, model: Model, sampling: Sampling, run_seed: int, key: LineKey, system: str = "") -> None:
        self.sampling = sampling
        self.calls: list[Call] = []
        self._model = model
        self._about = key.text()
        self._origin = f"{run_seed}\x1f{self._about}"
        self._opening = (Message(role="system", content=(Text(text=system),)),) if system else ()

    def seed(self, call: int = 0) -> int:
        """Return the seed of this item's nth call: the same in every run, order and process."""
        digest = hashlib.sha256(f"{self._origin}\x1f{call}".encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:4], "big") >> 1

    async def generate(self, request: Request) -> Response:
        """Ask the model and record the call.

        Raises:
            CallFailed: the model raised, or answered with an error.
        """
        messages = request.messages if request.messages[0].role == "system" else self._opening + request.messages
        request = msgspec.structs.replace(request, about=self._about, messages=messages)
        start = time.perf_counter()
        try:
            response = await self._model.generate(request)
        except Exception as error:
            response = Response(finish="error", error=str(error) or repr(error), latency=time.perf_counter() - start)
            self.calls.append(Call(request=request, response=response))
            raise CallFailed(response.error) from error
        self.calls.append(Call(request=request, response=response))
        if response.error:
            raise CallFailed(response.error)
        return response
