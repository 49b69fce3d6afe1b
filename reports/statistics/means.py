"""Means of scores with intervals that know what belongs together: clusters, repeats, strata.

An interval is Wilson's with the effective sample size of a clustered sample, p (1 - p) / SE^2, corrected for the
degrees of freedom that SE has (Korn and Graubard 1998, Survey Methodology 24:193-201). SE is cluster-robust (Miller
2024, arXiv 2411.00640). Two corrections keep the interval honest where clusters differ in size, or few of them differ
at all: Kish's effective number of clusters, (sum of sizes)^2 / sum of squared sizes, stands in for their number, and
the effective size is no more than what the correlation rho within clusters allows, n / (1 + (n0 - 1) rho). For right
and wrong without clusters all that is Wilson's interval itself. `tests/reports/statistics` simulates the coverage.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mmbench.reports.statistics.proportions import t95, wilson

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

__all__ = ["FEW", "FEW_DIFFER", "Estimate", "Moments", "estimate", "stratified"]

FEW = 30
"""Fewer independent items, or groups of them, are marked: an interval over them is wide and rests on little."""
FEW_DIFFER = 10
"""With fewer clusters that differ from the rest, their spread says too little of itself."""


class Estimate(NamedTuple):
    """A mean in [0, 1] with its 95 % interval.

    `error` is the standard error, which may be 0; the interval never has width 0. `items` counts the cells the mean is
    over, `clusters` the independent groups of them. `method` is `Wilson`, `clustered` or `stratified`.
    """

    mean: float
    low: float
    high: float
    error: float
    items: int
    clusters: int
    method: str


class Moments:
    """Sums over clusters of cells, from which the mean and its error follow; what two have summed can be added."""

    __slots__ = ("between", "clusters", "flawed", "items", "products", "scoring", "sizes", "squares", "total")

    def __init__(self) -> None:
        self.clusters = 0
        self.items = 0
        self.total = 0.0
        self.squares = 0.0
        self.products = 0.0
        self.sizes = 0
        self.between = 0.0
        self.scoring = 0
        self.flawed = 0

    def add(self, total: float, size: int) -> None:
        """Take in one cluster: the sum of its cells' scores, and how many cells it has."""
        self.clusters += 1
        self.items += size
        self.total += total
        self.squares += total * total
        self.products += total * size
        self.sizes += size * size
        self.between += total * total / size
        self.scoring += total > 0
        self.flawed += total < size

    def include(self, other: Moments) -> None:
        """Take in the clusters of another."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def mean(self) -> float:
        """The mean over cells, in [0, 1]; ZeroDivisionError where there are none."""
        return min(max(self.total / self.items, 0.0), 1.0)

    @property
    def effective_clusters(self) -> float:
        """How many clusters of equal size would say as much (Kish 1965)."""
        return self.items**2 / self.sizes

    def variance(self) -> float | None:
        """Return the squared standard error of the mean; None for a single cluster, which says nothing of others."""
        if self.clusters < 2:
            return None
        mean = self.total / self.items
        spread = self.squares - 2 * mean * self.products + mean * mean * self.sizes
        if spread <= 1e-12 * self.sizes:
            return 0.0
        return self.clusters / (self.clusters - 1) * spread / self.items**2

    def estimate(self) -> Estimate:
        """Return the mean with its interval.

        Raises:
            ValueError: nothing was added.
        """
        if not self.items:
            raise ValueError("a mean of no scores has no interval")
        variance = self.variance()
        if self.sizes == self.clusters == self.items and self.total == self.squares:
            low, high = wilson(self.total, self.items)
            error = math.sqrt(variance or 0.0)
            return Estimate(self.mean, low, high, error, self.items, self.clusters, "Wilson")
        kish = self.effective_clusters
        widened = variance and variance * (self.clusters - 1) / self.clusters * kish / (kish - 1)
        effective = _effective(self.mean, widened, kish, kish - 1, self.items)
        effective = min(effective, self._allowed())
        return _estimate(self.mean, variance, effective, self.items, self.clusters, "clustered")

    def _allowed(self) -> float:
        """Return the largest effective size that can be trusted.

        Where few clusters differ from the rest, their spread says too little of itself, and each cluster counts as one
        observation. Else the bound is what the correlation within clusters allows, that of the analysis of variance. A
        fractional score, as of repeats, counts for its share of right ones, which only loosens the bound.
        """
        if min(self.scoring, self.flawed) < FEW_DIFFER:
            return self.effective_clusters
        free = self.items - self.clusters
        if free < 1 or self.clusters < 2:
            return math.inf
        mean = self.mean
        among = max(self.between - self.items * mean * mean, 0.0) / (self.clusters - 1)
        inside = max(self.total - self.between, 0.0) / free
        typical = (self.items - self.sizes / self.items) / (self.clusters - 1)
        scale = among + (typical - 1) * inside
        correlation = min(max((among - inside) / scale, 0.0), 1.0) if scale > 0 else 0.0
        return self.items / (1 + (self.sizes / self.items - 1) * correlation)


def _effective(mean: float, variance: float | None, clusters: float, degrees: float, items: int) -> float:
    """Return the effective sample size, corrected for degrees of freedom.

    Where the clusters do not differ at all, or there is one, each of them counts as one observation.
    """
    if not variance or mean in (0.0, 1.0):
        return float(clusters)
    return mean * (1 - mean) / variance * (t95(max(items - 1, 1)) / t95(max(degrees, 1))) ** 2


def _estimate(
    mean: float, variance: float | None, effective: float, items: int, clusters: int, method: str
) -> Estimate:
    low, high = wilson(min(mean * effective, effective), effective)
    return Estimate(mean, low, high, math.sqrt(variance or 0.0), items, clusters, method)


def _moments(scores: Iterable[float], clusters: Iterable[Hashable] | None) -> Moments:
    moments = Moments()
    if clusters is None:
        for score in scores:
            moments.add(float(score), 1)
        return moments
    sums: dict[Hashable, list[float]] = {}
    for score, cluster in zip(scores, clusters, strict=True):
        held = sums.setdefault(cluster, [0.0, 0])
        held[0] += float(score)
        held[1] += 1
    for total, size in sums.values():
        moments.add(total, int(size))
    return moments


def estimate(scores: Sequence[float], clusters: Sequence[Hashable] | None = None) -> Estimate:
    """Return the mean of scores in [0, 1] with its 95 % interval.

    Args:
        scores: one for each cell, shape (n,).
        clusters: what each cell belongs to; each is on its own where None.

    Raises:
        ValueError: there are no scores.
    """
    return _moments(scores, clusters).estimate()


def stratified(
    scores: Sequence[float],
    strata: Sequence[Hashable],
    clusters: Sequence[Hashable] | None = None,
    *,
    equal: bool = False,
) -> Estimate:
    """Return the mean over fixed strata, such as domains, with its 95 % interval.

    SE^2 is the sum of W^2 SE_h^2 over the strata h (Cochran 1977, 5.6), SE_h as for `estimate`, its degrees of freedom
    are Satterthwaite's: a macro mean may rest on a small stratum. A stratum whose clusters all score the same, or that
    has one, is not taken for certain: its spread is that of its mean with two right and two wrong answers added
    (Agresti and Coull 1998).

    Args:
        scores: one for each cell, in [0, 1], shape (n,).
        strata: the stratum of each cell.
        clusters: what each cell belongs to; a cluster that reaches into several strata counts in each of them.
        equal: whether every stratum weighs the same (macro mean), instead of by its cells.

    Raises:
        ValueError: there are no scores.
    """
    places: dict[Hashable, list[int]] = {}
    for place, stratum in enumerate(strata):
        places.setdefault(stratum, []).append(place)
    if not places:
        raise ValueError("a mean of no scores has no interval")
    parts = [
        _moments([scores[place] for place in here], None if clusters is None else [clusters[place] for place in here])
        for here in places.values()
    ]
    items = sum(part.items for part in parts)
    weights = [1 / len(parts) if equal else part.items / items for part in parts]
    mean = min(max(sum(weight * part.mean for weight, part in zip(weights, parts, strict=True)), 0.0), 1.0)
    variance = spread = shares = 0.0
    for weight, part in zip(weights, parts, strict=True):
        own, degrees = _of_stratum(part)
        variance += weight**2 * own
        spread += (weight**2 * own) ** 2 / degrees
        shares += weight**2 / part.effective_clusters
    effective = _effective(mean, variance, 1 / shares, variance**2 / spread, items)
    if min(sum(part.scoring for part in parts), sum(part.flawed for part in parts)) < FEW_DIFFER:
        effective = min(effective, 1 / shares)
    return _estimate(mean, variance, effective, items, sum(part.clusters for part in parts), "stratified")


def _of_stratum(part: Moments) -> tuple[float, float]:
    """Return the variance of a stratum's mean, never 0, and the degrees of freedom that it has."""
    own, clusters = part.variance(), part.effective_clusters
    if own:
        return own, max(clusters - 1, 1)
    mean = (clusters * part.mean + 2) / (clusters + 4)
    return mean * (1 - mean) / clusters, clusters + 3
