"""The items that a candidate answers worse than the baseline, with what is known of its wrong answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.reports.gating.records import Lost
from mmbench.rundir import RunDir

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mmbench.records import Verdict
    from mmbench.reports.answers import Cell

__all__ = ["newly_wrong"]


def newly_wrong(baseline: Sequence[Cell], candidate: Sequence[Cell], run: Path) -> tuple[Lost, ...]:
    """Return the cells that the candidate answers worse, in the order asked, each with a diagnosis where there is one.

    Args:
        baseline: its cells.
        candidate: the same cells of the candidate.
        run: the candidate's run directory.

    Raises:
        RunError: its verdicts cannot be read.
    """
    lost = [(before, after) for before, after in zip(baseline, candidate, strict=True) if after.score < before.score]
    verdicts = _wrong(run, {after.key for _, after in lost})
    return tuple(_lost(before, after, verdicts.get(after.key)) for before, after in lost)


def _wrong(run: Path, keys: set[str]) -> dict[str, Verdict]:
    """Return for each cell the verdict on its first repeat that is not right, one with a diagnosis where there is."""
    found: dict[str, Verdict] = {}
    if not keys:
        return found
    for verdict in RunDir(run).verdicts():
        key = verdict.line_key()._replace(repeat=0).text()
        if key not in keys or verdict.outcome == "right":
            continue
        if key not in found or (found[key].diagnosis is None and verdict.diagnosis is not None):
            found[key] = verdict
    return found


def _lost(before: Cell, after: Cell, verdict: Verdict | None) -> Lost:
    diagnosis = None if verdict is None else verdict.diagnosis
    return Lost(
        key=after.key,
        suite=before.benchmark,
        domain=before.domain,
        baseline=before.score,
        candidate=after.score,
        outcome="" if verdict is None else verdict.outcome,
        kind="" if diagnosis is None else diagnosis.kind,
        subtype="" if diagnosis is None else diagnosis.subtype,
        quote="" if diagnosis is None else diagnosis.quote,
        explanation="" if diagnosis is None else diagnosis.explanation,
    )
