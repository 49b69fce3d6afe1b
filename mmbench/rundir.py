"""The run directory: what was asked, the items, one durable line per finished response, and what is derived from them.

    run.json          what was asked, and every session that worked on it
    items.jsonl       the items as asked, keys included
    responses.jsonl   one line per finished trace, appended as it finishes
    verdicts.jsonl    derived: rebuilt by `mmbench score`
    summary.json      derived
    images/           by content hash, where the licence lets them be copied

A `kill -9` at any moment loses only the items in flight. Derived files are replaced atomically. Reading never unpickles
and never evaluates anything. docs/design/run-directory.md says why it is done this way.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import time
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from mmbench.errors import RunError
from mmbench.records import BenchmarkCard, FileImage, Item, Line, LineKey, Record, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

__all__ = ["Resumed", "Run", "RunDir", "Writer", "differences", "kept_image", "model_label"]

FORMAT = 1
SYNC_SECONDS = 2.0
_T = TypeVar("_T")


class Run(Record, frozen=True):
    """`run.json`. `asked` is what makes two runs the same run; `sessions` is who worked on it, when and with what.

    `origin` is `model`, `imported` (another harness's responses) or `simulated`.
    """

    asked: dict[str, Any]
    cards: dict[str, BenchmarkCard] = {}
    origin: str = "model"
    imported: dict[str, str | dict[str, str]] = {}
    sessions: list[dict[str, Any]] = []
    format: int = FORMAT

    @property
    def repeats(self) -> int:
        """How often each item is asked."""
        repeats: int = self.asked.get("repeats", 1)
        return repeats

    @property
    def label(self) -> str:
        """What to call the model: its name, else how it was asked for."""
        return model_label(self.asked.get("model", {}))


def model_label(model: dict[str, str]) -> str:
    """Return what to call a model by its identity: its name, else how it was asked for."""
    return model.get("name") or model.get("spec") or "unknown"


class Resumed(NamedTuple):
    """What was found in `responses.jsonl` when a run is continued."""

    done: set[LineKey]
    failed: int
    torn: int
    damaged: int


class RunDir:
    """A run directory, for reading. `notes` collects what a reader should be told (a torn last line)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: list[str] = []

    @property
    def exists(self) -> bool:
        """Whether a run was started here."""
        return (self.path / "run.json").exists()

    def run(self) -> Run:
        """Read `run.json`.

        Raises:
            RunError: no run here, or one that cannot be read.
        """
        path = self.path / "run.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=Run)
        except FileNotFoundError:
            raise RunError(f"no run in {self.path}: expected a folder with run.json, as `mmbench eval` makes") from None
        except (OSError, msgspec.DecodeError) as error:
            raise RunError(f"{path}: cannot be read: {error}") from error

    def items(self) -> Iterator[Item]:
        """Yield the items in the order they were laid out."""
        return self.lines("items.jsonl", Item)

    def responses(self) -> Iterator[Line]:
        """Yield the response lines in the order they finished."""
        return self.lines("responses.jsonl", Line)

    def verdicts(self) -> Iterator[Verdict]:
        """Yield the verdicts in item order."""
        return self.lines("verdicts.jsonl", Verdict)

    def summary(self) -> dict[str, Any]:
        """Read `summary.json`.

        Raises:
            RunError: the run was not scored, or the file is damaged.
        """
        path = self.path / "summary.json"
        try:
            summary: dict[str, Any] = msgspec.json.decode(path.read_bytes())
        except FileNotFoundError:
            raise RunError(f"{self.path} has no summary.json; make it with: mmbench score {self.path}") from None
        except (OSError, msgspec.DecodeError) as error:
            raise RunError(f"{path}: {error}; make it anew with: mmbench score {self.path}") from error
        return summary

    def responses_with_offsets(self) -> Iterator[tuple[int, Line]]:
        """Yield each response line with where it starts in `responses.jsonl`, in bytes."""
        decoder = msgspec.json.Decoder(Line)
        for number, offset, raw in self._raw("responses.jsonl"):
            yield offset, self._decode(decoder, raw, "responses.jsonl", number)

    def count_responses(self) -> int:
        """Return how many whole lines of responses there are; 0 where there is no file of them."""
        try:
            with (self.path / "responses.jsonl").open("rb") as file:
                return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
        except OSError:
            return 0

    def lines(self, name: str, kind: type[_T]) -> Iterator[_T]:
        """Yield the lines of one of the run's files as records of a kind, which may lack fields that were written.

        Raises:
            RunError: there is no such file, or a line is damaged; the message says which, and what to do.
        """
        decoder = msgspec.json.Decoder(kind)
        for number, _, raw in self._raw(name):
            yield self._decode(decoder, raw, name, number)

    def _decode(self, decoder: msgspec.json.Decoder[_T], raw: bytes, name: str, number: int) -> _T:
        try:
            return decoder.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise RunError(f"{self.path / name}, line {number}: {error}; {self._remedy(name)}") from error

    def _remedy(self, name: str) -> str:
        """Return what to do about a damaged line, or a missing file."""
        if name == "verdicts.jsonl":
            return f"make it anew with: mmbench score {self.path}"
        if name == "items.jsonl":
            return "the same `mmbench eval` command writes it anew"
        return "the same `mmbench eval` command sets it aside and asks again"

    def _raw(self, name: str) -> Iterator[tuple[int, int, bytes]]:
        try:
            file = (self.path / name).open("rb")
        except FileNotFoundError:
            if self.exists and name == "responses.jsonl":
                return
            raise RunError(f"{self.path} has no {name}; {self._remedy(name)}") from None
        except OSError as error:
            raise RunError(f"{self.path / name}: {error.strerror}") from error
        with file:
            offset = 0
            for number, raw in enumerate(file, 1):
                if not raw.endswith(b"\n"):
                    self.notes.append(f"{name}: the last line is torn and was left out ({len(raw)} bytes)")
                    return
                yield number, offset, raw
                offset += len(raw)


class Writer(RunDir):
    """A run directory held by this process alone: a context manager that locks, repairs and appends.

    Raises (on entry and from every method):
        RunError: another process writes here, or the folder cannot be written (full, read-only); the message says
            what was found and that nothing finished is lost.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._lock: int | None = None
        self._log: int | None = None
        self._size = 0
        self._synced = time.monotonic()

    def __enter__(self) -> Writer:
        with self._writing("the run directory"):
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self.path / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = os.read(self._lock, 100).decode(errors="replace").strip() or "unknown"
                os.close(self._lock)
                self._lock = None
                raise RunError(
                    f"{self.path} is being written by process {holder}; wait for it, or give another --out"
                ) from None
            os.ftruncate(self._lock, 0)
            os.pwrite(self._lock, str(os.getpid()).encode(), 0)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._log is not None:
            with contextlib.suppress(OSError):
                os.fdatasync(self._log)
            os.close(self._log)
        if self._lock is not None:
            os.close(self._lock)

    @contextlib.contextmanager
    def _writing(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            hint = {
                errno.ENOSPC: "free some space, then run the same command again",
                errno.EDQUOT: "free some space, then run the same command again",
                errno.EROFS: "give another folder with --out",
                errno.EACCES: "give another folder with --out",
            }.get(error.errno or 0, "mend that, then run the same command again")
            raise RunError(
                f"{self.path}: cannot write {name}: {error.strerror or error}. Nothing finished is lost; {hint}."
            ) from error

    def replace(self, name: str, data: bytes) -> None:
        """Replace a file atomically."""
        with self.replacing(name) as write:
            write(data)

    @contextlib.contextmanager
    def replacing(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """Yield a function that takes bytes; what it was given becomes the file, atomically, when the block ends."""
        temporary = self.path / f".{name}.tmp"
        with self._writing(name):
            file = temporary.open("wb", buffering=1 << 16)

        def write(data: bytes) -> None:
            with self._writing(name):
                file.write(data)

        try:
            yield write
            with self._writing(name):
                file.flush()
                os.fsync(file.fileno())
                temporary.replace(self.path / name)
        finally:
            with contextlib.suppress(OSError):
                file.close()
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)

    def write_run(self, run: Run) -> None:
        """Write `run.json`."""
        self.replace("run.json", msgspec.json.format(msgspec.json.encode(run)) + b"\n")

    def resume(self) -> Resumed:
        """Repair `responses.jsonl` and say what is done.

        A torn last line is dropped, damaged and duplicate lines are set aside in `responses.damaged.jsonl`, and failed
        lines are taken out so that their items are asked again.
        """
        done: set[LineKey] = set()
        failed = damaged = torn = 0
        decoder = msgspec.json.Decoder(Line)
        kept: list[tuple[int, int]] = []
        aside: list[bytes] = []
        path = self.path / "responses.jsonl"
        with self._writing(path.name):
            if not path.exists():
                return Resumed(done, 0, 0, 0)
            with path.open("rb") as file:
                start = 0
                for raw in file:
                    offset, start = start, start + len(raw)
                    if not raw.endswith(b"\n"):
                        torn = len(raw)
                        continue
                    try:
                        line = decoder.decode(raw)
                    except (msgspec.DecodeError, UnicodeDecodeError):
                        line = None
                    if line is None or line.line_key() in done:
                        damaged += 1
                        aside.append(raw)
                    elif line.failure is not None:
                        failed += 1
                    else:
                        done.add(line.line_key())
                        kept = _extend(kept, offset, start)
            if failed or damaged or torn:
                self._rewrite(path, kept, aside)
        return Resumed(done, failed, torn, damaged)

    def _rewrite(self, path: Path, kept: list[tuple[int, int]], aside: list[bytes]) -> None:
        if aside:
            with (self.path / "responses.damaged.jsonl").open("ab") as file:
                file.writelines(aside)
                file.flush()
                os.fsync(file.fileno())
        with path.open("rb") as file, self.replacing(path.name) as write:
            for start, end in kept:
                file.seek(start)
                while start < end:
                    block = file.read(min(1 << 20, end - start))
                    start += len(block)
                    write(block)

    def append(self, line: bytes) -> None:
        """Append one finished, encoded line.

        It is in the system's hands when this returns, and on the disk seconds later.
        """
        if self._log is None:
            with self._writing("responses.jsonl"):
                self._log = os.open(self.path / "responses.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
                self._size = os.fstat(self._log).st_size
        with self._writing("responses.jsonl"):
            try:
                written = os.write(self._log, line)
                if written != len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            except OSError:
                with contextlib.suppress(OSError):
                    os.ftruncate(self._log, self._size)
                raise
        self._size += len(line)
        now = time.monotonic()
        if now - self._synced > SYNC_SECONDS:
            self._synced = now
            with self._writing("responses.jsonl"):
                os.fdatasync(self._log)

    def keep_image(self, data: bytes, suffix: str = ".png") -> FileImage:
        """Store a picture under its content hash and return a reference to it."""
        with self._writing("images/"):
            return kept_image(self.path, data, suffix)


def kept_image(run: Path, data: bytes, suffix: str = ".png") -> FileImage:
    """Store a picture in a run's `images/` under its content hash and return a reference to it.

    Needs no lock: whoever stores the same picture at the same time stores the same bytes.

    Raises:
        OSError: it cannot be written.
    """
    digest = hashlib.sha256(data).hexdigest()
    path = run / "images" / f"{digest}{suffix}"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_bytes(data)
        temporary.replace(path)
    return FileImage(path=str(path), sha256=digest)


def _extend(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    if spans and spans[-1][1] == start:
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append((start, end))
    return spans


def differences(before: Any, now: Any, path: str = "") -> list[str]:
    """Say, one line each, where two nested settings differ: `path: <before> in the run, <now> asked`."""
    if isinstance(before, dict) and isinstance(now, dict):
        lines: list[str] = []
        for key in [*before, *(key for key in now if key not in before)]:
            lines += differences(before.get(key), now.get(key), f"{path}.{key}" if path else key)
        return lines
    if before == now:
        return []
    return [f"{path}: {_show(before)} in the run, {_show(now)} asked"]


def _show(value: Any) -> str:
    return "nothing" if value in (None, "", [], {}) else msgspec.json.encode(value).decode()
