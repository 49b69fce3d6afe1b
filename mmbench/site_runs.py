"""What a site is built of: run directories as they are, submissions checked and scored, folders of either."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mmbench.errors import UsageError
from mmbench.leaderboard.entries import Entry
from mmbench.rundir import RunDir
from mmbench.submissions import prepare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["archives_in", "gathered"]

FILES = ("run.json", "items.jsonl", "responses.jsonl", "verdicts.jsonl")
"""What the hash of a run directory is over."""


def gathered(paths: Sequence[Path], folder: Path, data: Mapping[str, Path], *, hub: bool = False) -> list[Entry]:
    """Return the runs of a site.

    Args:
        paths: run directories, archives, or folders that hold such.
        folder: where to make run directories of the archives.
        data: local copies of benchmarks' data, by the benchmark's name.
        hub: whether benchmarks without a local copy are read from the hub, to score archives by.

    Raises:
        UsageError: nothing is given, a path is neither, or the same run is given twice.
        RunError: an archive is refused, or a run directory lacks a file.
    """
    if not paths:
        raise UsageError("a site needs a run or more; found none. Give run directories, submissions, or their folder.")
    found = [each for path in paths for each in _found(path)]
    for path in found:
        if sum(path.resolve() == other.resolve() for other in found) > 1:
            raise UsageError(f"{path} is given more than once; give each run once.")
    entries = []
    for number, path in enumerate(found):
        if path.is_file():
            entries.append(prepare(path, folder / str(number) / path.stem, data, hub=hub))
        else:
            entries.append(Entry(path, path.name, digest=_digest(path)))
    return entries


def archives_in(path: Path) -> list[Path]:
    """Return an archive, or those of a folder.

    Raises:
        UsageError: there is none.
    """
    archives = [path] if path.is_file() else sorted(path.glob("*.zip"))
    if not archives:
        raise UsageError(f"{path} holds no site and no submission; expected a site's folder, or archives (.zip).")
    return archives


def _found(path: Path) -> list[Path]:
    if path.is_file() or RunDir(path).exists:
        return [path]
    inside = sorted(each for each in path.glob("*") if each.suffix == ".zip" or RunDir(each).exists)
    if not inside:
        raise UsageError(f"{path} holds no run (run.json), no submission (.zip), and no folder of a run.")
    return inside


def _digest(run: Path) -> str:
    digest = hashlib.sha256()
    for name in FILES:
        try:
            with (run / name).open("rb") as file:
                digest.update(f"{name}\0".encode())
                digest.update(hashlib.file_digest(file, "sha256").digest())
        except FileNotFoundError:
            continue
    return digest.hexdigest()[:16]
