"""Confidence intervals for accuracies."""

from __future__ import annotations

import math

__all__ = ["wilson"]

Z95 = 1.959963984540054


def wilson(right: float, asked: float, z: float = Z95) -> tuple[float, float]:
    """Return the Wilson score interval of a proportion (Wilson 1927), in [0, 1]; 95 % by default.

    Tested against scipy, whose import costs more than a small run.

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
