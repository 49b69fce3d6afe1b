"""Packing a scored run: the same run always gives the same bytes."""

from __future__ import annotations

import contextlib
import hashlib
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mmbench.errors import RunError, UsageError
from mmbench.jsonl import encode_line
from mmbench.leaderboard.submitting.archive import unpacked
from mmbench.leaderboard.submitting.checking import check
from mmbench.leaderboard.submitting.manifest import FORMAT, MANIFEST, Claimed, Submission
from mmbench.leaderboard.submitting.reducing import reduced_item, reduced_line, reduced_run, reduced_verdict
from mmbench.records import OUTCOMES
from mmbench.reports.results import load_results
from mmbench.rundir import RunDir

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mmbench.reports.results import Results

__all__ = ["Packed", "pack"]

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time that every member bears: the first that a zip archive can tell."""
UNIX, FILE = 3, 0o100644 << 16


class Packed(NamedTuple):
    """An archive that was written, what it claims, and what its submitter should be told."""

    path: Path
    claimed: Claimed
    notes: list[str]


def pack(run: Path, out: Path | None = None, name: str = "") -> Packed:
    """Pack a scored, complete run into one archive, and check it as whoever receives it will.

    Args:
        run: the run directory.
        out: the archive to write; by default `<folder>.zip` here, by the name of the run's folder.
        name: what to call the submission; by default the name of the run's folder.

    Raises:
        RunError: the run is not scored, incomplete, changed since it was scored, or cannot be submitted.
        UsageError: the archive cannot be written.
    """
    results = load_results(run, usage=False)
    if results.unanswered or not results.rows:
        missing, asked = len(results.unanswered), len(results.unanswered) + len(results.rows)
        raise RunError(
            f"{run} is incomplete: {missing} of {asked} lines have no response; finish it with the same `mmbench eval` "
            "command, then pack it"
        )
    folder = run.resolve().name
    out = out or Path(f"{folder}.zip")
    claimed = _claimed(results)
    temporary = out.with_name(f".{out.name}.tmp")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _write(temporary, results, name or folder, claimed)
        _check(temporary, run)
        temporary.replace(out)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror}); give another --out") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return Packed(out, claimed, results.notes)


def _check(archive: Path, run: Path) -> None:
    """Check an archive as whoever receives it will; what is refused is the run's own."""
    try:
        with unpacked(archive) as opened:
            check(opened)
    except RunError as error:
        raise RunError(str(error).replace(str(archive), str(run))) from error


def _claimed(results: Results) -> Claimed:
    summary = results.summary
    counts = {outcome: summary[outcome] for outcome in OUTCOMES}
    return Claimed(accuracy=summary["accuracy"], n=summary["n"], checker=summary.get("checker", ""), **counts)


def _write(path: Path, results: Results, name: str, claimed: Claimed) -> None:
    folder = RunDir(results.path)
    cards = results.run.cards
    members: dict[str, Iterable[bytes]] = {
        "run.json": [_pretty(reduced_run(results.run))],
        "items.jsonl": (encode_line(reduced_item(item, cards.get(item.benchmark))) for item in folder.items()),
        "responses.jsonl": (encode_line(reduced_line(line)) for line in folder.responses()),
        "verdicts.jsonl": (encode_line(reduced_verdict(verdict)) for verdict in folder.verdicts()),
    }
    made_with = f"mmbench {version('mmbench')}"
    with zipfile.ZipFile(path, "w") as archive:
        hashes = {member: _add(archive, member, parts) for member, parts in members.items()}
        submission = Submission(format=FORMAT, name=name, made_with=made_with, claimed=claimed, members=hashes)
        _add(archive, MANIFEST, [_pretty(submission)])


def _add(archive: zipfile.ZipFile, name: str, parts: Iterable[bytes]) -> str:
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = UNIX
    info.external_attr = FILE
    digest = hashlib.sha256()
    with archive.open(info, "w") as member:
        for part in parts:
            digest.update(part)
            member.write(part)
    return digest.hexdigest()


def _pretty(value: Any) -> bytes:
    return msgspec.json.format(encode_line(value)) + b"\n"
