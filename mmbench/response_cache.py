"""Answers kept between runs (`--cache DIR`): a model around another, which asks it only what it was not asked before.

    DIR/mmbench-cache.json    says that the folder is a cache, and its format
    DIR/ab/abcdef....json     one answer, under the sha256 of all that it follows from

Each file is written under another name and renamed, so that processes and machines may share a folder and be killed at
any moment; what is torn or foreign is no answer, and is replaced. Reading never unpickles and never evaluates anything.
Whoever may write in the folder may put answers there: share it only with those you would take a run from.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import re
import secrets
import stat
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakValueDictionary

import msgspec

from mmbench.errors import RunError, UsageError
from mmbench.images import read_bytes
from mmbench.jsonl import encode_line
from mmbench.records import AlteredImage, GeneratedImage, Record, Response, Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mmbench.interfaces import Capabilities, Model
    from mmbench.records import BenchmarkCard, Image, Request

__all__ = ["CachedModel", "Entry", "Pruned", "Store"]

FORMAT = 1  # also part of every key: to be raised when the same request comes to be shown to models otherwise
MARKER = "mmbench-cache.json"
MAX_BYTES = 256 << 20
UNFINISHED_SECONDS = 3600.0
"""A file that is still under its other name after so long was left by a process that was killed."""
_FOLDER = re.compile(r"[0-9a-f]{2}")
_NAME = re.compile(r"[0-9a-f]{64}\.json")
_UNFINISHED = re.compile(rf"\.(?:[0-9a-f]{{64}}\.json|{re.escape(MARKER)})\.[0-9a-f]{{16}}\.tmp")


class CachedModel:
    """A model whose answers are kept, and taken from where they were kept before.

    An answer is found again by the model's identity and address, the messages (pictures by the bytes that are shown),
    the decoding settings, the number of samples and, where the temperature is above 0, the seed, which is what tells
    repeats apart. Greedy answers do not depend on a seed. Requests equal in all of this that wait at the same time ask
    once.

    Not kept, and passed straight on: what a blind model says, and sampled answers of a model that heeds no seed. Failed
    calls are never kept; answers cut at `max_tokens` are. An answer that is taken from the cache has `cached` set and
    took no time and no money; its token counts are those of the call that was made for it.

    The identity is as exact as the adapter makes it: what an endpoint serves behind a name can change, and nobody is
    told. Give another folder then, or drop the answers with `mmbench cache prune DIR --model NAME`.
    """

    capabilities: Capabilities
    concurrency: int

    def __init__(self, model: Model, folder: Path) -> None:
        self._model = model
        self._store = Store(folder)
        self._identity: dict[str, str] | None = None
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._wanted = self._taken = 0
        self._told = False

    def __getattr__(self, name: str) -> Any:
        """Return what is the model's own: `capabilities`, and `concurrency`, which `load` may change."""
        return getattr(self._model, name)

    def identity(self) -> dict[str, str]:
        """Return the model's identity; it is made once, for it may take the hash of a whole checkpoint."""
        if self._identity is None:
            self._identity = self._model.identity()
        return dict(self._identity)

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        """Open the folder, then load the model.

        Raises:
            UsageError: the folder holds something else, or a cache of another format.
            RunError: the folder cannot be written.
        """
        if not self.capabilities.blind:
            self._store.open()
        self._model.load(cards)

    def close(self) -> None:
        """Close the model, and say on standard error how many answers were taken from the cache."""
        self._model.close()
        if self._wanted:
            print(f"cache: {self._taken} of {self._wanted} answers taken from {self._store.folder}", file=sys.stderr)

    async def generate(self, request: Request) -> Response:
        """Answer from the cache, or ask the model and keep its answer.

        Raises:
            BadItem: a picture of the request cannot be read.
        """
        sampled = request.sampling.temperature > 0 or not self.capabilities.greedy
        if self.capabilities.blind or (sampled and not self.capabilities.seeds):
            return await self._model.generate(request)
        key = await asyncio.to_thread(_key, self._asked_of(), request, sampled)
        self._wanted += 1
        async with self._turns.setdefault(key, asyncio.Lock()):
            kept = await asyncio.to_thread(self._store.get, key)
            if kept is not None:
                self._taken += 1
                usage = msgspec.structs.replace(kept.usage, cost=0.0)
                return msgspec.structs.replace(kept, cached=True, latency=0.0, usage=usage)
            response = await self._model.generate(request)
            if not _failed(response):
                await asyncio.to_thread(self._keep, key, response)
            return response

    def _asked_of(self) -> dict[str, str]:
        """Return the identity, and of an endpoint the whole address: two ports of a host may serve two models."""
        return {**self.identity(), "url": getattr(self._model, "url", "")}

    def _keep(self, key: str, response: Response) -> None:
        """Keep an answer. A disk that has filled up since costs no answer, only its keeping; that is said once."""
        try:
            self._store.put(key, self.identity().get("name", ""), response)
        except OSError as error:
            if not self._told:
                self._told = True
                why = error.strerror or error
                print(f"warning: cache {self._store.folder}: {why}; answers are not kept", file=sys.stderr)


def _failed(response: Response) -> bool:
    return any(each.error or each.finish == "error" for each in (response, *response.others))


def _key(identity: dict[str, str], request: Request, sampled: bool) -> str:
    """Return the sha256 of all that an answer follows from, every setting spelled out: defaults may change."""
    asked = {
        "format": FORMAT,
        "model": identity,
        "messages": [[turn.role, [_shown(block) for block in turn.content]] for turn in request.messages],
        "sampling": msgspec.structs.asdict(request.sampling),
        "samples": request.samples,
        "seed": request.seed if sampled else None,
    }
    # The standard library's JSON tells lone surrogates apart, which no UTF-8 can hold.
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def _shown(block: Text | Image) -> tuple[str, str]:
    """Return a block by its text or the hash of its picture's bytes; of a drawn picture the reference has another."""
    if isinstance(block, Text):
        return ("text", block.text)
    image = block.image
    drawn = isinstance(image, GeneratedImage | AlteredImage)
    known = "" if drawn else image.sha256
    return ("image", known or hashlib.sha256(read_bytes(image)).hexdigest())


class _Kept(Record, frozen=True):
    """A file of the cache: when and by which model the answer was given, and the answer."""

    format: int
    made: str
    model: str
    response: Response


class _Label(Record, frozen=True):
    """What `mmbench cache` reads of such a file."""

    model: str = ""


class _Marker(Record, frozen=True):
    format: int
    about: str = ""


class Entry(NamedTuple):
    """A kept answer: its file, the file's size in bytes, and when it was last used, in seconds since 1970."""

    path: Path
    size: int
    used: float

    def model(self) -> str:
        """Return the name of the model that answered; empty where the file is torn or foreign."""
        if self.size > MAX_BYTES:
            return ""
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=_Label).model
        except (OSError, ValueError, RecursionError):
            return ""


class Pruned(NamedTuple):
    """What was removed and what is left: numbers of answers and bytes.

    `unfinished` counts files removed besides, which killed processes had left behind.
    """

    removed: int
    removed_bytes: int
    left: int
    left_bytes: int
    unfinished: int


class Store:
    """A folder of kept answers. A file's time of change is when it was last used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self) -> None:
        """Make the folder a cache, or find one there, and make sure that it can be written.

        Raises:
            UsageError: it holds something else, or a cache of another format.
            RunError: it cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            strangers = self._strangers()
            if (self.folder / MARKER).exists():  # looked for last: another process may be making it a cache right now
                self.check()
            elif strangers:
                raise UsageError(
                    f"{self.folder} is no cache of answers: it has no {MARKER} and holds '{strangers[0]}'. "
                    "Give a new or an empty folder."
                )
            about = "Answers of models, kept by `mmbench eval --cache`; `mmbench cache prune` makes room."
            # Written anew each time: nothing else shows that the folder can be written.
            _write(self.folder / MARKER, encode_line(_Marker(format=FORMAT, about=about)))
        except OSError as error:
            why = error.strerror or error
            raise RunError(f"the cache {self.folder} cannot be written: {why}. Give another folder.") from error

    def _strangers(self) -> list[str]:
        ours = (_FOLDER, _UNFINISHED)
        names = sorted(path.name for path in self.folder.iterdir())
        return [name for name in names if not any(each.fullmatch(name) for each in ours)]

    def check(self) -> None:
        """Make sure that the folder is a cache that this version can read.

        Raises:
            UsageError: it is not.
        """
        try:
            found = msgspec.json.decode((self.folder / MARKER).read_bytes(), type=_Marker).format
        except (OSError, ValueError, RecursionError):
            raise UsageError(
                f"{self.folder} is no cache of answers: expected a folder with {MARKER}, as `eval --cache` makes."
            ) from None
        if found != FORMAT:
            raise UsageError(
                f"{self.folder} is a cache of format {found}; this version reads format {FORMAT}. Give another folder."
            )

    def get(self, key: str) -> Response | None:
        """Return the answer kept under a key and note that it was used; None where there is none that can be read."""
        path = self._path(key)
        try:
            found = path.stat()
            if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_BYTES:
                return None
            kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
        except (OSError, ValueError, RecursionError):
            return None
        if kept.format != FORMAT or _failed(kept.response):
            return None
        with contextlib.suppress(OSError):  # removed meanwhile, or another user's
            os.utime(path)
        return kept.response

    def put(self, key: str, model: str, response: Response) -> None:
        """Keep an answer.

        Raises:
            OSError: it cannot be written.
        """
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        made = datetime.now(UTC).isoformat(timespec="seconds")
        _write(path, encode_line(_Kept(format=FORMAT, made=made, model=model, response=response)))

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"

    def entries(self) -> Iterator[Entry]:
        """Yield the kept answers, in no order; files that are not named as ours are passed over.

        Raises:
            RunError: the folder cannot be read.
        """
        return self._files(_NAME)

    def _files(self, name: re.Pattern[str]) -> Iterator[Entry]:
        try:
            for folder in self.folder.iterdir():
                if not _FOLDER.fullmatch(folder.name) or folder.is_symlink() or not folder.is_dir():
                    continue
                for path in folder.iterdir():
                    entry = _entry(path) if name.fullmatch(path.name) else None
                    if entry is not None:
                        yield entry
        except OSError as error:
            raise RunError(f"the cache {self.folder} cannot be read: {error.strerror or error}.") from error

    def prune(
        self, older_than: float | None = None, max_size: int | None = None, model: str | None = None, dry: bool = False
    ) -> Pruned:
        """Remove answers: those not used for long, then the least recently used until the rest fits.

        Args:
            older_than: remove what was not used for so many seconds.
            max_size: remove until at most so many bytes are left.
            model: look at this model's answers only, and remove all of them where neither bound is given.
            dry: remove nothing.

        Raises:
            UsageError: the folder is no cache.
            RunError: a file cannot be removed.
        """
        self.check()
        now = time.time()
        entries = sorted(self.entries(), key=lambda entry: entry.used)
        looked_at = [entry for entry in entries if model is None or entry.model() == model]
        held = sum(entry.size for entry in looked_at)
        leaving: list[Entry] = []
        for entry in looked_at:
            old = older_than is not None and now - entry.used > older_than
            over = max_size is not None and held > max_size
            if old or over or (older_than is None and max_size is None):
                leaving.append(entry)
                held -= entry.size
        unfinished = [entry for entry in self._files(_UNFINISHED) if now - entry.used > UNFINISHED_SECONDS]
        for entry in [] if dry else [*leaving, *unfinished]:
            _remove(entry.path)
        removed = sum(entry.size for entry in leaving)
        total = sum(entry.size for entry in entries)
        return Pruned(len(leaving), removed, len(entries) - len(leaving), total - removed, len(unfinished))


def _entry(path: Path) -> Entry | None:
    """Return what a file is; None where it is no file, or was removed meanwhile."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return Entry(path, found.st_size, found.st_mtime) if stat.S_ISREG(found.st_mode) else None


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise RunError(f"{path} cannot be removed: {error.strerror or error}.") from error


def _write(path: Path, data: bytes) -> None:
    """Replace a file at once: a reader finds the old one or the new one, whole."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
