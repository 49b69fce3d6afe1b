"""Wilson's interval of a proportion, and the quantiles of Student's t; without scipy, whose import costs more."""

from __future__ import annotations

import math
from functools import lru_cache

__all__ = ["Z95", "t95", "wilson"]

Z95 = 1.959963984540054
"""The 97.5 % quantile of the normal distribution."""


def wilson(right: float, asked: float, z: float = Z95) -> tuple[float, float]:
    """Return the Wilson score interval of a proportion (Wilson 1927), in [0, 1]; 95 % by default.

    Counts need not be whole: an effective sample size may stand in for them.

    Raises:
        ValueError: nothing was asked, or more was right than asked.
    """
    if not 0 <= right <= asked or asked == 0:
        raise ValueError(f"{right} right of {asked} asked is no proportion")
    share = right / asked
    spread = z * math.sqrt(share * (1 - share) / asked + z * z / (4 * asked * asked))
    scale = 1 + z * z / asked
    centre = share + z * z / (2 * asked)
    low = 0.0 if right == 0 else (centre - spread) / scale
    high = 1.0 if right == asked else (centre + spread) / scale
    return low, high


_SMALL = (
    12.706204736432095,
    4.302652729911275,
    3.182446305284263,
    2.7764451051977987,
    2.570581835636314,
    2.4469118511449692,
    2.3646242515927844,
    2.3060041350333704,
    2.2621571627409915,
    2.2281388519649385,
)


@lru_cache(maxsize=4096)
def t95(degrees: float) -> float:
    """Return the 97.5 % quantile of Student's t with so many degrees of freedom, at least 1.

    Tabled up to 10, beyond by the expansion of Abramowitz and Stegun 26.7.5, which is within 2e-6 of scipy there.
    """
    if degrees < len(_SMALL):
        return _SMALL[max(int(degrees), 1) - 1]
    z = Z95
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / degrees ** (power + 1) for power, term in enumerate(terms))
