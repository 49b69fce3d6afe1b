"""An archive of a stranger, unpacked: known members only, each once and within bounds, whatever headers say."""

from __future__ import annotations

import contextlib
import hashlib
import stat
import struct
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn, TypeVar

import msgspec

from mmbench.errors import RunError
from mmbench.leaderboard.submitting.manifest import FORMAT, MANIFEST, MAX_BYTES, MAX_LINE, MEMBERS, Submission
from mmbench.leaderboard.submitting.reducing import reduced_item, reduced_line, reduced_run, reduced_verdict
from mmbench.records import Item, Line, Record, Verdict
from mmbench.rundir import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.records import BenchmarkCard

__all__ = ["Unpacked", "unpacked"]

AGAIN = "pack the run anew with: mmbench submit RUN"
BLOCK = 1 << 18
MOST_ENTRIES, MOST_DIRECTORY = 64, 1 << 16
"""How long the list of members at the end of the archive may be, in entries and in bytes."""
RATIO, FREE = 400, 16 << 20
"""How many times its packed size a member may have, once it is larger than `FREE` bytes."""
_END = struct.Struct("<4s4H2LH")
_END64 = b"PK\x06\x07"
_T = TypeVar("_T")

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    struct.error,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OSError,
)
_NO_RECORD = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class _Format(Record, frozen=True):
    format: int = 0


class Unpacked:
    """The members of an archive, read a line at a time; `digest` is 16 hex digits over the archive's bytes.

    Every method raises `RunError` where a member holds something else; the message names archive, member and line.
    """

    def __init__(self, archive: Path, folder: Path, digest: str, submission: Submission) -> None:
        self.archive = archive
        self.digest = digest
        self.submission = submission
        self._folder = folder

    def run(self) -> Run:
        """Return `run.json`, with paths cut."""
        return reduced_run(_decoded(self.archive, "run.json", (self._folder / "run.json").read_bytes(), Run))

    def items(self, cards: dict[str, BenchmarkCard]) -> Iterator[Item]:
        """Yield the items without anything that only scoring may see; `cards` say what labels they have."""
        return (reduced_item(item, cards.get(item.benchmark)) for item in self._lines("items.jsonl", Item))

    def responses(self) -> Iterator[Line]:
        """Yield the response lines."""
        return (reduced_line(line) for line in self._lines("responses.jsonl", Line))

    def verdicts(self) -> Iterator[Verdict]:
        """Yield the verdicts that are claimed."""
        return (reduced_verdict(verdict) for verdict in self._lines("verdicts.jsonl", Verdict))

    def refuse(self, member: str, found: str, line: int = 0, remedy: str = AGAIN) -> NoReturn:
        """Refuse the archive for what stands in one of its members."""
        _refuse(self.archive, f"{member}, line {line}" if line else member, found, remedy)

    def _lines(self, member: str, kind: type[_T]) -> Iterator[_T]:
        decoder = msgspec.json.Decoder(kind)
        with (self._folder / member).open("rb") as file:
            number = 0
            while raw := file.readline(MAX_LINE + 1):
                number += 1
                if len(raw) > MAX_LINE:
                    self.refuse(member, f"is longer than {MAX_LINE >> 20} MiB", number)
                if not raw.endswith(b"\n"):
                    self.refuse(member, f"is torn: {len(raw)} bytes without an end of line", number)
                try:
                    record = decoder.decode(raw)
                except _NO_RECORD as error:
                    self.refuse(member, f"expected a line as `mmbench submit` writes it: {error}", number)
                yield record


@contextlib.contextmanager
def unpacked(archive: Path) -> Iterator[Unpacked]:
    """Unpack an archive into a folder that is removed at the end of the block.

    Raises:
        RunError: it cannot be read, is no such archive, is too large, or was edited after it was packed.
    """
    with tempfile.TemporaryDirectory(prefix="mmbench-submission-") as name:
        folder = Path(name)
        try:
            with archive.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()[:16]
                hashes = _unpack(archive, file, folder)
        except OSError as error:
            raise RunError(f"{archive}: cannot be read: {error.strerror or error}") from error
        submission = _submission(archive, (folder / MANIFEST).read_bytes())
        _check_hashes(archive, submission, hashes)
        yield Unpacked(archive, folder, digest, submission)


def _unpack(archive: Path, file: IO[bytes], folder: Path) -> dict[str, str]:
    """Unpack the members and return the hash of each."""
    _check_end(archive, file)
    hashes: dict[str, str] = {}
    total = 0
    try:
        with zipfile.ZipFile(file) as opened:
            found = opened.infolist()
            for info in found:
                _check_entry(archive, info, hashes)
                hashes[info.filename] = ""
            for name in MEMBERS:
                if name not in hashes:
                    _refuse(archive, name, "is not in the archive")
            for info in found:
                left = MAX_BYTES - total
                with opened.open(info) as member, (folder / info.filename).open("wb") as out:
                    hashes[info.filename], size = _copied(archive, info, member, out, left)
                total += size
    except _DAMAGED as error:
        _refuse(archive, "the zip archive", f"is damaged: {error}")
    return hashes


def _check_end(archive: Path, file: IO[bytes]) -> None:
    """Check the record that ends a zip archive: a reader of a long list of members would need memory for all of it."""
    size = file.seek(0, 2)
    file.seek(max(size - _END.size - 20, 0))
    tail = file.read()
    end = tail[-_END.size :]
    if len(end) < _END.size or not end.startswith(b"PK\x05\x06"):
        _refuse(archive, "the file", "is no zip archive, or its end is missing: it ends in other bytes than one does")
    _, disk, first, here, entries, length, start, comment = _END.unpack(end)
    if tail[: -_END.size].startswith(_END64) or comment or disk or first or here != entries:
        _refuse(archive, "the zip archive", "ends otherwise than `mmbench submit` ends one")
    if entries > MOST_ENTRIES or length > MOST_DIRECTORY:
        _refuse(archive, "the zip archive", f"lists {entries} members in {length} bytes, expected {len(MEMBERS)}")
    if start + length + _END.size != size:
        _refuse(archive, "the zip archive", "holds bytes that belong to no member")
    file.seek(0)


def _check_entry(archive: Path, info: zipfile.ZipInfo, met: dict[str, str]) -> None:
    name = info.filename
    kind = stat.S_IFMT(info.external_attr >> 16)
    if name not in MEMBERS:
        _refuse(archive, f"the member {name!r:.100}", f"is none of {', '.join(MEMBERS)}")
    if name in met:
        _refuse(archive, name, "is in the archive twice")
    if kind not in (0, stat.S_IFREG):
        _refuse(archive, name, "is a link or folder, expected a file")
    if info.flag_bits & 0x1:
        _refuse(archive, name, "is encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        _refuse(archive, name, f"is packed by method {info.compress_type}, expected deflate")


def _copied(archive: Path, info: zipfile.ZipInfo, member: IO[bytes], out: IO[bytes], left: int) -> tuple[str, int]:
    """Unpack one member as far as its bounds let it, and return its hash and size."""
    digest = hashlib.sha256()
    size = 0
    name = info.filename
    while block := member.read(BLOCK):
        size += len(block)
        if size > min(MEMBERS[name], left):
            bound = f"{MEMBERS[name] >> 20} MiB, and all members together to {MAX_BYTES >> 20} MiB"
            _refuse(archive, name, f"unpacks to more than it may: a member may unpack to {bound}")
        if size > FREE and size > RATIO * info.compress_size:
            _refuse(archive, name, f"unpacks to more than {RATIO} times its packed size")
        digest.update(block)
        out.write(block)
    return digest.hexdigest(), size


def _submission(archive: Path, data: bytes) -> Submission:
    found = _decoded(archive, MANIFEST, data, _Format).format
    if found != FORMAT:
        remedy = "update mmbench" if found > FORMAT else AGAIN
        _refuse(archive, MANIFEST, f"the format is {found}, expected {FORMAT}", remedy)
    return _decoded(archive, MANIFEST, data, Submission)


def _check_hashes(archive: Path, submission: Submission, hashes: dict[str, str]) -> None:
    wanted = [name for name in MEMBERS if name != MANIFEST]
    if sorted(submission.members) != sorted(wanted):
        _refuse(archive, MANIFEST, f"it has the hashes of {len(submission.members)} members, expected {len(wanted)}")
    for name in wanted:
        if submission.members[name] != hashes[name]:
            _refuse(archive, name, "was edited after it was packed: its SHA-256 is not that of submission.json")


def _decoded(archive: Path, member: str, data: bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(data, type=kind)
    except _NO_RECORD as error:
        _refuse(archive, member, f"expected what `mmbench submit` writes: {error}")


def _refuse(archive: Path, where: str, found: str, remedy: str = AGAIN) -> NoReturn:
    raise RunError(f"{archive}: {where}: {found}; {remedy}")
