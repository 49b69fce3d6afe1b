"""Three runs or more: bands of ranks in place of ranks, and the difference of every pair."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from mmbench.reports.comparing.groups import scores_of
from mmbench.reports.comparing.records import Ranked, Ranking, Tested
from mmbench.reports.statistics.multiplicity import bands, holm
from mmbench.reports.statistics.paired import paired

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.reports.answers import Cell
    from mmbench.reports.comparing.records import Entry

__all__ = ["rank"]

LEVEL = 0.05


def rank(runs: Sequence[Entry], columns: Sequence[Sequence[Cell]]) -> Ranking:
    """Return the runs by accuracy with their bands of ranks, and all pairs with p adjusted by Holm over them.

    Args:
        runs: K runs.
        columns: their cells, aligned: K rows of n.
    """
    order = sorted(range(len(runs)), key=lambda k: (-runs[k].share.accuracy, k))
    scores = [scores_of(columns[k]) for k in order]
    clusters = [cell.cluster for cell in columns[0]]
    pairs = list(combinations(range(len(order)), 2))
    differences = [paired(scores[two], scores[one], clusters) for one, two in pairs]
    adjusted = holm([difference.p for difference in differences])
    tested = [
        Tested(
            first=runs[order[one]].label,
            second=runs[order[two]].label,
            difference=difference.mean,
            low=difference.low,
            high=difference.high,
            p=difference.p,
            adjusted=p,
            shown=p <= LEVEL,
        )
        for (one, two), difference, p in zip(pairs, differences, adjusted, strict=True)
    ]
    won = [
        (one, two) if difference.mean > 0 else (two, one)
        for (one, two), difference, test in zip(pairs, differences, tested, strict=True)
        if test.shown
    ]
    rows = [
        Ranked(
            label=runs[k].label,
            accuracy=runs[k].share.accuracy,
            low=runs[k].share.low,
            high=runs[k].share.high,
            best=best,
            worst=worst,
        )
        for k, (best, worst) in zip(order, bands(len(order), won), strict=True)
    ]
    separable = sum(test.shown for (one, two), test in zip(pairs, tested, strict=True) if two == one + 1)
    return Ranking(rows=tuple(rows), pairs=tuple(tested), separable=separable)
