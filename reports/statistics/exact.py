"""Exact tests of paired differences: McNemar's, and its like for whole clusters, by flipping their signs.

Where models do not differ, every cluster's difference is as likely with the other sign. For scores that are right,
wrong or a share of repeats, sums over clusters lie on a lattice, and the distribution under all flips is a convolution
of binomials: exact, with nothing drawn. For clusters that each differ by one it is McNemar's.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

__all__ = ["codes_of", "flipped", "is_binary", "mcnemar", "summed"]

DRAWS = 20_000
BATCH = 1_000
FINEST = 60
"""The largest denominator that is tried for a lattice."""
LONGEST = 50_000
"""The most steps of the lattice that a convolution may have; beyond, signs are drawn."""


def codes_of(clusters: Sequence[Hashable] | None, n: int) -> NDArray[Any] | None:
    """Return a number for the cluster of each of n cells, from 0 in order of first appearance; None for no clusters.

    Raises:
        ValueError: there is not one cluster a cell.
    """
    if clusters is None:
        return None
    if len(clusters) != n:
        raise ValueError(f"expected a cluster for each of {n} cells, found {len(clusters)}")
    numbers: dict[Hashable, int] = {}
    codes = np.array([numbers.setdefault(cluster, len(numbers)) for cluster in clusters])
    return None if len(numbers) == n else codes


def summed(differences: NDArray[Any], codes: NDArray[Any] | None) -> NDArray[Any]:
    """Return differences summed over clusters, shape (clusters,)."""
    return differences if codes is None else np.bincount(codes, differences)


def is_binary(differences: NDArray[Any]) -> bool:
    """Return whether all differences are those of right or wrong answers: -1, 0 or 1."""
    return bool(((differences == 0) | (np.abs(differences) == 1)).all())


@lru_cache(maxsize=1 << 14)
def mcnemar(gained: int, lost: int, *, worse: bool = False) -> float:
    """Return the p-value of McNemar's exact test: two-sided, or that of the candidate not being worse."""
    from scipy.stats import binomtest

    if gained + lost == 0:
        return 1.0
    alternative = "less" if worse else "two-sided"
    return float(binomtest(gained, gained + lost, alternative=alternative).pvalue)


def flipped(sums: NDArray[Any], seed: int = 0) -> tuple[float, float]:
    """Return the two-sided p-value of a difference under flips of whole clusters' signs, and that of it being no loss.

    Exact where the sums lie on a lattice; else 20,000 draws, where the observed one counts as a draw.

    Args:
        sums: the difference summed over each cluster, shape (clusters,).
        seed: of the draws, where there are any.
    """
    sums = sums[np.abs(sums) > 1e-12]
    if not len(sums):
        return 1.0, 1.0
    steps = _lattice(sums)
    return _convolved(steps) if steps is not None else _drawn(sums, seed)


def _lattice(sums: NDArray[Any]) -> NDArray[Any] | None:
    """Return sums in steps of the coarsest lattice that holds them, whole numbers; None where none is fine enough."""
    for denominator in range(1, FINEST + 1):
        steps = sums * denominator
        whole = np.rint(steps)
        if np.abs(steps - whole).max() < 1e-9:
            return whole.astype(int) if np.abs(whole).sum() <= LONGEST else None
    return None


def _convolved(steps: NDArray[Any]) -> tuple[float, float]:
    """Return the p-values from the exact distribution of the sum under random signs."""
    from scipy.stats import binom

    sizes, counts = np.unique(np.abs(steps), return_counts=True)
    chances = np.ones(1)
    for size, count in zip(sizes.tolist(), counts.tolist(), strict=True):
        spread = np.zeros(size * count + 1)
        spread[::size] = binom.pmf(np.arange(count + 1), count, 0.5)
        chances = np.convolve(chances, spread)
    totals = 2 * np.arange(len(chances)) - np.abs(steps).sum()
    observed = int(steps.sum())
    return _share(chances, np.abs(totals) >= abs(observed)), _share(chances, totals <= observed)


def _share(chances: NDArray[Any], chosen: NDArray[Any]) -> float:
    return float(min(chances[chosen].sum(), 1.0))


def _drawn(sums: NDArray[Any], seed: int) -> tuple[float, float]:
    """Return the p-values from sums under drawn signs: eight draws a random byte."""
    random = np.random.default_rng(seed)
    observed = float(sums.sum())
    slack = 1e-9 * max(float(np.abs(sums).sum()), 1.0)
    extreme = below = 1
    for _ in range(DRAWS // BATCH):
        packed = np.frombuffer(random.bytes(BATCH // 8 * len(sums)), np.uint8).reshape(BATCH // 8, -1)
        totals = observed - 2 * (np.unpackbits(packed, axis=0).astype(float) @ sums)
        extreme += int((np.abs(totals) >= abs(observed) - slack).sum())
        below += int((totals <= observed + slack).sum())
    return extreme / (DRAWS + 1), below / (DRAWS + 1)
