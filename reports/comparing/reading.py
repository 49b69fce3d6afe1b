"""The answers of a run to be compared, with what a reader should know of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.reports.baselines.baseline import load_baseline
from mmbench.reports.results import load_results

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mmbench.reports.answers import Answers

__all__ = ["read_all", "read_answers"]


def read_all(paths: Sequence[Path], rule: str = "") -> list[Answers]:
    """Read the answers of several runs; of one that is given twice, the second says so. As `read_answers` otherwise."""
    read: dict[Path, Answers] = {}
    runs = []
    for path in paths:
        where = path.resolve()
        if where in read:
            runs.append(read[where]._replace(notes=(f"{path} is given more than once: a run compared with itself",)))
        else:
            read[where] = read_answers(path, rule)
            runs.append(read[where])
    return runs


def read_answers(path: Path, rule: str = "") -> Answers:
    """Read the answers of a run, or of a baseline's file.

    Benchmarks to which an official rule says nothing are left out, which a note says.

    Args:
        path: the run directory, or the file that `mmbench baseline save` wrote.
        rule: the official rule whose scores to take; our verdict where empty.

    Raises:
        RunError: there is no run, it was not scored since it last changed, a file is damaged, or no line was scored by
            this rule; the message says what to do.
    """
    if path.is_file():
        return load_baseline(path).answers(rule)
    results = load_results(path, usage=False)
    answers = results.answers(rule)
    notes = [f"{path}: {note}" for note in results.notes]
    if results.unanswered:
        asked = len(results.rows) + len(results.unanswered)
        missing = f"{len(results.unanswered)} of {asked} lines have no response and count as failed"
        notes.append(f"{path} is incomplete: {missing}")
    cells = answers.cells
    if rule:
        silent = results.silent(rule)
        cells = [cell for cell in cells if cell.benchmark not in silent]
        notes += [f"{path}: the rule '{rule}' says nothing of {name}, which is left out" for name in silent]
    return answers._replace(cells=cells, notes=tuple(notes))
