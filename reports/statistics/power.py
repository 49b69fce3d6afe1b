"""Power: how small a difference so many items can show, and how many items a difference needs.

For paired right-or-wrong scores the variance of one item's difference is the discordance, the share of items that just
one of the two gets right; (z_a + z_b) sqrt(variance / n) is what n items can show (Miller 2024).
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["detectable", "items_needed", "pass_probability", "sampling_variance"]


def _quantiles(alpha: float, power: float, one_sided: bool) -> float:
    if not 0 < alpha < 1 or not 0 < power < 1:
        raise ValueError(f"alpha and power lie between 0 and 1, found {alpha} and {power}")
    normal = NormalDist()
    return normal.inv_cdf(1 - alpha if one_sided else 1 - alpha / 2) + normal.inv_cdf(power)


def detectable(
    variance: float, items: int, *, alpha: float = 0.05, power: float = 0.8, one_sided: bool = False
) -> float:
    """Return the smallest difference, in [0, 1], that so many items show with the given power.

    Raises:
        ValueError: no items, a negative variance, or a level or power outside (0, 1).
    """
    if items < 1 or variance < 0:
        raise ValueError(f"expected items and a variance, found {items} and {variance}")
    return _quantiles(alpha, power, one_sided) * math.sqrt(variance / items)


def items_needed(
    variance: float, difference: float, *, alpha: float = 0.05, power: float = 0.8, one_sided: bool = False
) -> int:
    """Return how many items a difference, in [0, 1], needs to be shown with the given power; at least 1.

    Raises:
        ValueError: a difference of 0, a negative variance, or a level or power outside (0, 1).
    """
    if difference == 0 or variance < 0:
        raise ValueError(f"expected a difference and a variance, found {difference} and {variance}")
    return max(math.ceil(_quantiles(alpha, power, one_sided) ** 2 * variance / difference**2 - 1e-9), 1)


def pass_probability(margin: float, error: float, *, alpha: float = 0.05) -> float:
    """Return the chance that a non-inferiority test passes where the two are truly equal.

    Args:
        margin: how much worse the candidate may be, in [0, 1].
        error: the standard error of the difference.
        alpha: the one-sided level.
    """
    if error <= 0:
        return 1.0
    normal = NormalDist()
    return normal.cdf(margin / error - normal.inv_cdf(1 - alpha))


def sampling_variance(shares: Sequence[float], repeats: Sequence[int]) -> float | None:
    """Return the mean variance of one answer around its item's chance: p (1 - p) K / (K - 1), without bias.

    It is what more repeats average out of a mean; how items differ stays.

    Args:
        shares: of each item the share of its repeats that are right.
        repeats: how often each item was asked.

    Returns:
        None where no item was asked more than once.
    """
    known = [(share, k) for share, k in zip(shares, repeats, strict=True) if k > 1]
    if not known:
        return None
    return math.fsum(share * (1 - share) * k / (k - 1) for share, k in known) / len(known)
