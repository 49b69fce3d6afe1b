"""What changed between two runs: the items won and lost, and what kinds of mistake the wrong answers are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.records import MISTAKES
from mmbench.reports.comparing.records import Change, Count, Kind
from mmbench.reports.statistics.means import estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.reports.answers import Cell

__all__ = ["kinds", "wins_and_losses"]


def wins_and_losses(
    baseline: Sequence[Cell], candidate: Sequence[Cell]
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Return the cells where the candidate scores higher and where it scores lower, in their order."""
    changed = [
        Change(
            key=before.key,
            domain=before.domain,
            baseline=before.score,
            candidate=after.score,
            mistakes=after.mistakes,
            failed=after.failed,
        )
        for before, after in zip(baseline, candidate, strict=True)
        if before.score != after.score
    ]
    wins = tuple(change for change in changed if change.candidate > change.baseline)
    return wins, tuple(change for change in changed if change.candidate < change.baseline)


def kinds(baseline: Sequence[Cell], candidate: Sequence[Cell]) -> tuple[Kind, ...]:
    """Return each kind of mistake in both runs; nothing where neither has a diagnosed wrong answer."""
    before, after = _counts(baseline), _counts(candidate)
    if not before and not after:
        return ()
    rows = []
    for kind in MISTAKES:
        here, there = before.get(kind), after.get(kind)
        change = there.share - here.share if here is not None and there is not None else None
        rows.append(Kind(kind=kind, baseline=here, candidate=there, change=change))
    return tuple(rows)


def _counts(cells: Sequence[Cell]) -> dict[str, Count]:
    """Return the share of each kind among a run's diagnosed wrong answers; nothing where it has none."""
    found = [(kind, cell.cluster) for cell in cells for kind in cell.mistakes if kind in MISTAKES]
    clusters = [cluster for _, cluster in found]
    counts: dict[str, Count] = {}
    for kind in MISTAKES if found else ():
        hits = [float(each == kind) for each, _ in found]
        share = estimate(hits, clusters)
        counts[kind] = Count(count=int(sum(hits)), share=share.mean, low=share.low, high=share.high)
    return counts
