"""Submissions for tests: runs of `figures`, their archives, and archives as a forger would leave them."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from mmbench.config import EvalConfig
from mmbench.evaluate import evaluate
from mmbench.layout import Fingerprints
from mmbench.leaderboard.submitting.manifest import MANIFEST, MEMBERS
from mmbench.leaderboard.submitting.packing import pack
from mmbench.records import OUTCOMES, Item

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["asked", "forged", "hashed", "lines", "members", "packed", "submitted", "unlined", "written"]


def asked(out: Path, model: str = "student", *benchmarks: str, **settings: Any) -> Path:
    """Ask a model, and return the run."""
    config = EvalConfig(model=model, benchmarks=benchmarks or ("figures:n=24",), out=str(out), **settings)
    evaluate(config)
    return out


def packed(run: Path) -> Path:
    """Pack a run beside it, and return the archive."""
    return pack(run, run.with_suffix(".zip")).path


def submitted(out: Path, model: str = "student", *benchmarks: str, **settings: Any) -> Path:
    """Ask a model, and return the archive of the run."""
    return packed(asked(out, model, *benchmarks, **settings))


def members(archive: Path) -> dict[str, bytes]:
    """Return what an archive holds."""
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def lines(member: bytes) -> list[dict[str, Any]]:
    """Return the lines of a member."""
    return [json.loads(line) for line in member.splitlines()]


def unlined(records: list[dict[str, Any]]) -> bytes:
    """Return lines as a member holds them."""
    return b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)


def written(path: Path, content: dict[str, bytes]) -> Path:
    """Write an archive of these members."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if len(data) > 10 << 20 else zipfile.ZIP_DEFLATED)
    return path


def forged(archive: Path, honest: bool = False, **edits: Callable[[Any], Any]) -> Path:
    """Return an archive beside this one with members edited: `run`, `items`, `responses`, `verdicts`, `submission`.

    An edit is given the member decoded (of JSON lines, the list), and returns what to write. Hashes and claimed counts
    are then those of what was edited, as of a forger who knows the format; `honest` leaves submission.json alone.
    """
    content = members(archive)
    for name in MEMBERS:
        edit = edits.get(name.partition(".")[0])
        if edit is not None and name != MANIFEST:
            several = name.endswith(".jsonl")
            edited = edit(lines(content[name]) if several else json.loads(content[name]))
            content[name] = edited if isinstance(edited, bytes) else unlined(edited if several else [edited])
    told = json.loads(content[MANIFEST])
    if not honest:
        told["members"] = {name: hashlib.sha256(content[name]).hexdigest() for name in MEMBERS if name != MANIFEST}
        counted = Counter(json.loads(line)["outcome"] for line in content["verdicts.jsonl"].splitlines())
        n = counted.total()
        claimed: dict[str, float] = {name: counted[name] for name in OUTCOMES}
        told["claimed"] |= {**claimed, "n": n, "accuracy": counted["right"] / n}
    if "submission" in edits:
        told = edits["submission"](told)
    content[MANIFEST] = json.dumps(told).encode()
    return written(archive.with_name(f"forged-{archive.name}"), content)


def hashed(archive: Path) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return the edit of run.json by a forger who works out the hashes of an archive's items, too; all of `figures`."""
    made = Fingerprints()
    for line in members(archive)["items.jsonl"].splitlines():
        made.add(msgspec.json.decode(line, type=Item))
    return lambda run: {**run, "asked": {**run["asked"], "benchmarks": {"figures": made.figures()}}}
