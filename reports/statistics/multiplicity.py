"""Many tests at once: Holm where none may be false, Benjamini and Hochberg where few may be, and bands of ranks."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from mmbench.reports.statistics.exact import codes_of, flipped, is_binary, mcnemar, summed

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = ["bands", "benjamini_hochberg", "holm", "rank_bands"]


def holm(p: Sequence[float], weights: Sequence[float] | None = None) -> list[float]:
    """Return p-values adjusted so that the chance of any false rejection stays at the level (Holm 1979).

    Args:
        p: the p-values.
        weights: how much of the level each may use, positive; equal where None.

    Raises:
        ValueError: a weight is not positive, or there are not as many as p-values.
    """
    shares = [1.0] * len(p) if weights is None else list(weights)
    if len(shares) != len(p) or any(share <= 0 for share in shares):
        raise ValueError(f"expected a positive weight for each of {len(p)} p-values, found {shares}")
    order = sorted(range(len(p)), key=lambda place: p[place] / shares[place])
    adjusted = [0.0] * len(p)
    left = sum(shares)
    highest = 0.0
    for place in order:
        highest = max(highest, min(p[place] * left / shares[place], 1.0))
        adjusted[place] = highest
        left -= shares[place]
    return adjusted


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """Return p-values adjusted so that the expected share of false ones among the rejected stays at the level."""
    from scipy.stats import false_discovery_control

    return [float(each) for each in false_discovery_control(p, method="bh")] if len(p) else []


def rank_bands(
    scores: Sequence[ArrayLike], clusters: Sequence[Hashable] | None = None, *, alpha: float = 0.05
) -> list[tuple[int, int]]:
    """Return the best and the worst rank of each model that its comparisons with the others do not exclude.

    Every pair is tested, two-sided and paired, and Holm's adjustment keeps the chance of any wrong exclusion below
    `alpha`: the bands hold all ranks at once (as the rank confidence sets of Mogstad et al. 2024).

    Args:
        scores: for each model, one at least, its scores in [0, 1] on the same cells, shape (n,).
        clusters: what each cell belongs to.
        alpha: the level.
    """
    rows = [np.asarray(row, float) for row in scores]
    pairs = list(combinations(range(len(rows)), 2))
    codes = codes_of(clusters, len(rows[0]))
    differences = [rows[two] - rows[one] for one, two in pairs]
    adjusted = holm([_p(each, codes) for each in differences])
    shown = [
        (two, one) if difference.sum() > 0 else (one, two)
        for (one, two), difference, p in zip(pairs, differences, adjusted, strict=True)
        if p <= alpha
    ]
    return bands(len(rows), shown)


def bands(models: int, shown: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the best and the worst rank that each of so many models may have.

    Args:
        models: how many there are.
        shown: the pairs, better and worse, that are shown to differ.
    """
    better, worse = [0] * models, [0] * models
    for above, below in shown:
        better[below] += 1
        worse[above] += 1
    return [(1 + above, models - below) for above, below in zip(better, worse, strict=True)]


def _p(differences: NDArray[Any], codes: NDArray[Any] | None) -> float:
    """Return the two-sided p of a pair, as `paired` has it."""
    if codes is None and is_binary(differences):
        return mcnemar(int((differences > 0).sum()), int((differences < 0).sum()))
    return flipped(summed(differences, codes))[0]
