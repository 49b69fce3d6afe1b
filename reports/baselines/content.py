"""The file of a baseline: its records, how it is written, and how strictly it is read.

JSON with one line an item, so that a difference between two of them can be read. Its last line is a hash of the rest:
a baseline that was edited or merged by hand is refused, and so is one that was torn.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from typing import TYPE_CHECKING, Any

import msgspec

from mmbench.errors import RunError
from mmbench.jsonl import encode_line
from mmbench.records import MISTAKES
from mmbench.records.base import Record
from mmbench.reports.answers import Identity  # noqa: TC001

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FORMAT", "KINDS", "Calibrated", "Calibration", "Content", "Entry", "decode", "encode"]

FORMAT = 1
KINDS = {kind[0]: kind for kind in MISTAKES}
"""The letter that stands for a kind of mistake."""


class Calibrated(Record, frozen=True, forbid_unknown_fields=True):
    """A suite in two runs of the same model: the second minus the first.

    `variance` is that of one item's difference around 0; for right and wrong it is `discordance`, the share of items
    on which the runs differ. `p` is two-sided. `repeats` is how often each item was asked.
    """

    items: int
    repeats: int
    difference: float
    p: float
    discordance: float
    variance: float
    method: str


class Calibration(Record, frozen=True, forbid_unknown_fields=True):
    """Two runs of the baseline's model, by name, and their difference in each suite; `rule` as in `Identity`."""

    runs: tuple[str, str]
    suites: dict[str, Calibrated]
    rule: str = ""


class Entry(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """An item under one condition. In the file it is a list, without what at its end is as usual.

    `domain` is a place in `domains`. `right` counts the repeats that are right by our verdict, `official` adds up the
    scores of each of `rules`, null where it says nothing of the benchmark. `mistakes` has a letter of `KINDS` for each
    wrong repeat that was diagnosed. `cluster` is the number of the group of items that it shares a figure, a seed or a
    version with, -1 where it is alone.
    """

    key: str
    fingerprint: str
    domain: int
    right: int
    official: tuple[int | float | None, ...] = ()
    failed: int = 0
    mistakes: str = ""
    cluster: int = -1


class Content(Record, frozen=True, forbid_unknown_fields=True):
    """What the file holds. `domains` are pairs of benchmark and domain. The identity's name is that of the baseline."""

    format: int
    identity: Identity
    rules: tuple[str, ...]
    domains: tuple[tuple[str, str], ...]
    items: tuple[Entry, ...]
    calibration: Calibration | None = None
    digest: str = ""


class _Format(msgspec.Struct):
    format: int = 0


class _Raw(msgspec.Struct):
    items: list[msgspec.Raw]


def encode(content: Content) -> bytes:
    """Return the file's bytes, always the same for the same content."""
    head: dict[str, Any] = {"format": content.format, "identity": content.identity, "rules": content.rules}
    head["domains"] = content.domains
    if content.calibration is not None:
        head["calibration"] = content.calibration
    lines = [f'"{name}":{_line(value)},' for name, value in head.items()]
    items = ",\n".join(_line(_trimmed(entry)) for entry in content.items)
    return "\n".join(["{", *lines, f'"items":[\n{items}\n],', f'"digest":"{_digest(content)}"', "}", ""]).encode()


def _line(value: Any) -> str:
    return encode_line(value).decode().rstrip()


def _trimmed(entry: Entry) -> list[Any]:
    """Return an entry as a list without the values at its end that are as usual."""
    values = [getattr(entry, name) for name in entry.__struct_fields__]
    usual = entry.__struct_defaults__
    required = len(values) - len(usual)
    while len(values) > required and values[-1] == usual[len(values) - 1 - required]:
        values.pop()
    return values


def _digest(content: Content) -> str:
    """Return 16 hex digits over everything but the digest, the same however the file is laid out."""
    return hashlib.sha256(encode_line(msgspec.structs.replace(content, digest=""))).hexdigest()[:16]


def decode(data: bytes, path: Path) -> Content:
    """Read the file's bytes.

    Raises:
        RunError: it is torn, damaged, edited, or of another format; the message says where, and what to do.
    """
    try:
        version = msgspec.json.decode(data, type=_Format).format
        if version != FORMAT:
            do = "a newer mmbench wrote it; update mmbench" if version > FORMAT else _anew(path)
            raise RunError(f"{path}: expected a baseline of format {FORMAT}, found {version or 'none'}; {do}")
        content = msgspec.json.decode(data, type=Content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RunError(f"{path}, {_where(data, str(error))}: {error}; {_anew(path)}") from error
    for place, entry in enumerate(content.items):
        problem = _problem(entry, content)
        if problem:
            raise RunError(f"{path}, {_line_of_item(data, place)}: {problem}; {_anew(path)}")
    keys = [entry.key for entry in content.items]
    if len(set(keys)) < len(keys):
        twice = next(place for place, key in enumerate(keys) if key in keys[:place])
        raise RunError(f"{path}, {_line_of_item(data, twice)}: {keys[twice]} stands there twice; {_anew(path)}")
    if content.digest != _digest(content):
        said = content.digest or "nothing"
        raise RunError(
            f"{path}: was changed since it was saved: its hash is {_digest(content)}, its last line says {said}; "
            f"{_anew(path)}"
        )
    return content


def _anew(path: Path) -> str:
    return f"save it anew with: mmbench baseline save RUN --out {path}"


def _problem(entry: Entry, content: Content) -> str:
    """Return what is impossible about an entry."""
    repeats = content.identity.repeats
    counts = [entry.right, entry.failed, *(score for score in entry.official if score is not None)]
    if not 0 <= entry.domain < len(content.domains):
        return f"there is no domain {entry.domain}, there are {len(content.domains)}"
    if len(entry.official) not in (0, len(content.rules)):
        return f"expected {len(content.rules)} official scores, found {len(entry.official)}"
    if not all(0 <= count <= repeats for count in counts):
        return f"expected counts and scores from 0 to {repeats}, found {max(counts, key=abs)}"
    if len(entry.mistakes) > repeats or set(entry.mistakes) - set(KINDS):
        return f"expected at most {repeats} letters of {''.join(KINDS)} for mistakes, found '{entry.mistakes}'"
    return ""


def _where(data: bytes, message: str) -> str:
    """Return which line a decoder's message is about."""
    byte = re.search(r"byte (\d+)", message)
    if byte:
        return _line_at(data, int(byte[1]))
    with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
        for raw in msgspec.json.decode(data, type=_Raw).items:
            try:
                msgspec.json.decode(raw, type=Entry)
            except msgspec.DecodeError:
                return _line_at(data, data.find(bytes(raw)))
    name = re.search(r"\$\.(\w+)", message)
    return _line_at(data, data.find(f'"{name[1]}"'.encode()) if name else len(data))


def _line_of_item(data: bytes, place: int) -> str:
    """Return on which line an item stands, however the file is laid out."""
    raw = bytes(msgspec.json.decode(data, type=_Raw).items[place])
    return _line_at(data, data.find(raw))


def _line_at(data: bytes, place: int) -> str:
    """Return on which line a byte is."""
    line = data.count(b"\n", 0, max(place, 0)) + 1
    return f"line {line}"
