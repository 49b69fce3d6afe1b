"""Paired comparison of two models on the same items: the difference, its interval, and tests.

The difference is always candidate minus baseline. Right and wrong without clusters: Tango's score interval and
McNemar's exact test. Otherwise a cluster-robust t interval and the exact test that flips the signs of whole clusters.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from mmbench.reports.statistics.exact import codes_of, flipped, is_binary, mcnemar, summed
from mmbench.reports.statistics.means import FEW_DIFFER

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = ["Difference", "paired", "tango"]


class Difference(NamedTuple):
    """The mean difference of paired scores, candidate minus baseline, in [-1, 1], with its interval.

    `error` is its standard error; `items` counts cells, `clusters` independent groups of them; `wins` and `losses` the
    cells where the candidate scores higher and lower, `discordance` their share. `variance` is that of one cell's
    difference around 0, the clusters' design effect included: what power goes by; for right and wrong without
    clusters it is the discordance. `method` is `Tango`, `clustered t` or `paired t`. `p` is two-sided, `p_worse`
    one-sided: small where the candidate is worse.
    """

    mean: float
    low: float
    high: float
    error: float
    items: int
    clusters: int
    wins: int
    losses: int
    variance: float
    discordance: float
    method: str
    p: float
    p_worse: float


def paired(
    baseline: ArrayLike, candidate: ArrayLike, clusters: Sequence[Hashable] | None = None, *, level: float = 0.95
) -> Difference:
    """Compare two models on the same cells.

    Args:
        baseline: scores in [0, 1], shape (n,).
        candidate: scores of the same cells.
        clusters: what each cell belongs to; each is on its own where None.
        level: of the interval; 0.90 gives the two one-sided 95 % bounds.

    Raises:
        ValueError: there are no cells, or the shapes differ.
    """
    before, after = np.asarray(baseline, float), np.asarray(candidate, float)
    if before.shape != after.shape or before.ndim != 1 or not before.size:
        raise ValueError(f"expected two equal rows of scores, found shapes {before.shape} and {after.shape}")
    differences = after - before
    n = len(differences)
    codes = codes_of(clusters, n)
    sums = summed(differences, codes)
    sizes = np.ones(n) if codes is None else np.bincount(codes).astype(float)
    wins, losses = int((differences > 0).sum()), int((differences < 0).sum())
    mean = float(differences.mean())
    error = _error(sums, sizes, mean, n)
    variance = float((sums**2).sum() / n)
    if codes is None and is_binary(differences):
        low, high = tango(wins, losses, n, level)
        p, p_worse = mcnemar(wins, losses), mcnemar(wins, losses, worse=True)
        method = "Tango"
    else:
        low, high = _t_interval(sums, sizes, mean, error, level)
        p, p_worse = flipped(sums)
        method = "paired t" if codes is None else "clustered t"
    share = (wins + losses) / n
    return Difference(mean, low, high, error, n, len(sums), wins, losses, variance, share, method, p, p_worse)


def _error(sums: NDArray[Any], sizes: NDArray[Any], mean: float, n: int) -> float:
    count = len(sums)
    if count < 2:
        return 0.0
    return math.sqrt(count / (count - 1) * float(((sums - mean * sizes) ** 2).sum())) / n


def _t_interval(
    sums: NDArray[Any], sizes: NDArray[Any], mean: float, error: float, level: float
) -> tuple[float, float]:
    """Return mean +- t SE, with Kish's effective number of clusters for the degrees of freedom.

    Where few clusters differ, or all by the same, their spread says too little of itself: then the interval is no
    narrower than Tango's over the clusters, each counted as won, lost or even.
    """
    from scipy.stats import t

    count = len(sums)
    kish = float(sizes.sum() ** 2 / (sizes**2).sum())
    low, high = -1.0, 1.0
    if count > 1:
        widened = error * math.sqrt((count - 1) / count * kish / (kish - 1))
        half = float(t.ppf((1 + level) / 2, max(kish - 1, 1))) * widened
        low, high = mean - half, mean + half
    if int((sums != 0).sum()) < FEW_DIFFER or error < 1e-9:
        under, over = tango(int((sums > 0).sum()), int((sums < 0).sum()), count, level)
        most = float(np.abs(sums / sizes).max())
        low, high = min(low, under, under * most), max(high, over, over * most)
    return max(low, -1.0), min(high, 1.0)


def tango(gained: int, lost: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return Tango's score interval of a paired difference of proportions, (gained - lost) / n, in [-1, 1].

    It holds the differences that a score test does not reject; McNemar's statistic is its case of no difference
    (Tango 1998, Statistics in Medicine 17:891-908).

    Args:
        gained: items that only the candidate got right.
        lost: items that only the baseline got right.
        n: all items.
        level: of the interval.

    Raises:
        ValueError: the counts are no counts of n items.
    """
    from scipy.optimize import brentq

    if gained < 0 or lost < 0 or gained + lost > n or n < 1:
        raise ValueError(f"{gained} gained and {lost} lost of {n} items are no counts")
    z = NormalDist().inv_cdf((1 + level) / 2)
    estimate = (gained - lost) / n

    def statistic(delta: float) -> float:
        return _score(gained, lost, n, delta)

    def bound(end: float, sign: int) -> float:
        if abs(statistic(end)) < z:
            return end
        return float(brentq(lambda delta: statistic(delta) - sign * z, *sorted((estimate, end)), xtol=1e-12))

    edge = 1 - 1e-12
    low = -1.0 if estimate <= -1 else bound(-edge, 1)
    high = 1.0 if estimate >= 1 else bound(edge, -1)
    return max(low, -1.0), min(high, 1.0)


def _score(gained: int, lost: int, n: int, delta: float) -> float:
    """Return the score statistic of a difference: how many standard errors the one observed lies above it."""
    a = 2 * n
    b = -gained - lost + (2 * n - gained + lost) * delta
    c = -lost * delta * (1 - delta)
    q = (math.sqrt(max(b * b - 4 * a * c, 0.0)) - b) / (2 * a)
    spread = n * (2 * q + delta * (1 - delta))
    distance = gained - lost - n * delta
    if spread <= 0:
        return math.copysign(math.inf, distance) if distance else 0.0
    return distance / math.sqrt(spread)
