"""The figures of two runs over some items: in all, and by benchmark, condition or domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from mmbench.reports.comparing.records import Compared, Share
from mmbench.reports.statistics.means import FEW, estimate
from mmbench.reports.statistics.multiplicity import benjamini_hochberg
from mmbench.reports.statistics.paired import paired
from mmbench.reports.statistics.power import detectable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mmbench.reports.answers import Cell
    from mmbench.reports.statistics.paired import Difference

__all__ = ["by_domain", "compare_cells", "grouped", "scores_of", "share_of", "test_of"]

TESTS = {"Tango": "exact McNemar", "clustered t": "cluster sign-flip", "paired t": "sign-flip"}


def scores_of(cells: Sequence[Cell]) -> np.ndarray:
    """Return the scores of n cells, of shape (n,), in [0, 1]."""
    return np.array([cell.score for cell in cells], dtype=float)


def share_of(cells: Sequence[Cell]) -> Share:
    """Return a run's accuracy over some cells, at least one."""
    mean = estimate([cell.score for cell in cells], [cell.cluster for cell in cells])
    return Share(
        accuracy=mean.mean,
        low=mean.low,
        high=mean.high,
        method=mean.method,
        right=sum(cell.right for cell in cells),
        asked=sum(cell.asked for cell in cells),
        failed=sum(cell.failed for cell in cells),
    )


def test_of(difference: Difference) -> str:
    """Return the name of the test that a difference's p is by."""
    return TESTS[difference.method]


def compare_cells(name: str, baseline: Sequence[Cell], candidate: Sequence[Cell]) -> Compared:
    """Compare two runs over some cells, at least one: place i of both is the same item under the same condition.

    What belongs together is taken from the baseline's cells.
    """
    before, after = scores_of(baseline), scores_of(candidate)
    difference = paired(before, after, [cell.cluster for cell in baseline])
    return Compared(
        name=name,
        items=difference.items,
        clusters=difference.clusters,
        few=difference.clusters < FEW,
        baseline=share_of(baseline),
        candidate=share_of(candidate),
        difference=difference.mean,
        low=difference.low,
        high=difference.high,
        error=difference.error,
        method=difference.method,
        p=difference.p,
        test=test_of(difference),
        q=None,
        wins=difference.wins,
        losses=difference.losses,
        discordance=difference.discordance,
        detectable=detectable(difference.variance, difference.items) if difference.discordance else None,
        error_ratio=_error_ratio(after - before, difference),
    )


def _error_ratio(differences: np.ndarray, paired_difference: Difference) -> float | None:
    """Return the clustered standard error over that of independent cells; None where one of them is not there."""
    if paired_difference.clusters == paired_difference.items:
        return None
    naive = float(np.std(differences, ddof=1) / np.sqrt(len(differences)))
    return paired_difference.error / naive if naive > 0 else None


def grouped(
    label: Callable[[Cell], str], baseline: Sequence[Cell], candidate: Sequence[Cell]
) -> dict[str, tuple[list[Cell], list[Cell]]]:
    """Return the cells of both runs by a label of the baseline's, in order of first appearance."""
    groups: dict[str, tuple[list[Cell], list[Cell]]] = {}
    for before, after in zip(baseline, candidate, strict=True):
        here, there = groups.setdefault(label(before), ([], []))
        here.append(before)
        there.append(after)
    return groups


def by_domain(baseline: Sequence[Cell], candidate: Sequence[Cell]) -> tuple[Compared, ...]:
    """Compare two runs in each domain, in alphabetical order, with q over the domains."""
    groups = grouped(lambda cell: cell.domain, baseline, candidate)
    rows = [compare_cells(name, *groups[name]) for name in sorted(groups)]
    adjusted = benjamini_hochberg([row.p for row in rows])
    return tuple(msgspec.structs.replace(row, q=q) for row, q in zip(rows, adjusted, strict=True))
