"""One replica: the Ray actor that holds a copy of the model, in a process of its own on some node."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

import mmbench
from mmbench.errors import MmbenchError, UsageError
from mmbench.images import where
from mmbench.making import make_model
from mmbench.records import FileImage, Image, Record, Request, Response

if TYPE_CHECKING:
    from mmbench.config import EvalConfig
    from mmbench.interfaces import Model
    from mmbench.records import BenchmarkCard

__all__ = ["Loaded", "Origin", "Replica"]


class Loaded(Record, frozen=True):
    """What came of loading: how many requests are worth having in flight here, or why there is no model."""

    window: int = 0
    problem: str = ""


class Origin(NamedTuple):
    """Whose model this is a copy of: mmbench's version, the model's revision and the folder, as the driver has them."""

    version: str
    revision: str
    folder: str


class Replica:
    """Made anew by Ray, without its model, each time its process or node has died."""

    def __init__(self, config: EvalConfig, cards: dict[str, BenchmarkCard], origin: Origin) -> None:
        self._config = config
        self._cards = cards
        self._origin = origin
        self._model: Model | None = None
        self._loading = asyncio.Lock()
        self._asked: set[asyncio.Task[Response]] = set()

    async def where(self) -> str:
        """Return the name of the node: an answer means that the replica was placed."""
        return socket.gethostname()

    async def load(self) -> Loaded:
        """Load the model, unless it is loaded; whatever prevents it is told, not raised."""
        async with self._loading:
            try:
                if self._model is None:
                    self._model = await asyncio.to_thread(self._loaded)
                return Loaded(window=max(1, self._model.concurrency))
            except MmbenchError as error:
                return Loaded(problem=str(error))
            except Exception as error:
                return Loaded(problem=f"{type(error).__name__}: {error}")

    def _loaded(self) -> Model:
        version, revision, folder = self._origin
        if mmbench.__version__ != version:
            found = f"mmbench is {mmbench.__version__} on this node and {version} on the driver's"
            raise UsageError(f"{found}: install the same version on every node")
        with contextlib.suppress(OSError):  # relative paths in the spec are then the driver's, where nodes share files
            os.chdir(folder)
        model = make_model(self._config)
        found = model.identity().get("revision", "")
        if found != revision:
            raise UsageError(f"--model {self._config.model} is '{found}' on this node and '{revision}' on the driver's")
        model.load(self._cards)
        return model

    async def stand(self) -> None:
        """Never return: the caller learns from the end of this call that the process or its node is gone."""
        await asyncio.Event().wait()

    async def generate(self, request: Request, pictures: tuple[bytes, ...]) -> Response:
        """Answer a request; `pictures` are those of its image blocks, in order, or none for a blind model.

        The pictures lie in a folder of this call for as long as it takes. What the model raises is told as the
        response's error, in the words in which it would have been raised beside the caller.
        """
        if self._model is None:
            raise RuntimeError("asked before load, or after close")
        asked = asyncio.create_task(_answered(self._model, request, pictures))
        self._asked.add(asked)
        try:
            return await asked
        finally:
            self._asked.discard(asked)

    async def close(self) -> None:
        """End what is being answered, its pictures with it, and let the model give back what it took.

        The process is killed right after: what this does not wait for may stay behind.
        """
        model, self._model = self._model, None
        asked = set(self._asked)
        for task in asked:
            task.cancel()
        if asked:
            await asyncio.wait(asked)
        if model is not None:
            model.close()


async def _answered(model: Model, request: Request, pictures: tuple[bytes, ...]) -> Response:
    with tempfile.TemporaryDirectory(prefix="mmbench-") as folder:
        here, named = _unpacked(request, pictures, Path(folder)) if pictures else (request, {})
        try:
            return await model.generate(here)
        except Exception as error:
            said = str(error) or repr(error)
    for path, name in named.items():
        said = said.replace(path, name)
    return Response(finish="error", error=said)


def _unpacked(request: Request, pictures: tuple[bytes, ...], folder: Path) -> tuple[Request, dict[str, str]]:
    """Return the request with its pictures as files in the folder, and what each file is called where it comes from."""
    waiting = iter(pictures)
    named: dict[str, str] = {}

    def placed(image: Image) -> Image:
        data = next(waiting)
        digest = hashlib.sha256(data).hexdigest()
        path = folder / digest
        path.write_bytes(data)
        named[str(path)] = where(image.image)
        return Image(image=FileImage(path=str(path), sha256=digest))

    messages = tuple(
        msgspec.structs.replace(
            message,
            content=tuple(placed(block) if isinstance(block, Image) else block for block in message.content),
        )
        for message in request.messages
    )
    return msgspec.structs.replace(request, messages=messages), named
