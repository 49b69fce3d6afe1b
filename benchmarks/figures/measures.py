"""Lengths with one decimal, so many that none comes back often."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

__all__ = ["any_length", "tenths"]


def tenths(rng: random.Random, low: float, high: float) -> float:
    """Return a length with one decimal other than 0 from `low` to about `high`, each order of magnitude as likely."""
    number = round(10 * low * math.exp(math.log(high / low) * rng.random()))
    return (number + (number % 10 == 0)) / 10


def any_length(rng: random.Random, low: int, high: int) -> float:
    """Return a length for what has no other measure: with two decimals below 20, with one above, all as likely."""
    fine = 100 * (20 - low)
    number = rng.randrange(fine + 10 * (high - 20))
    number += number % 10 == 0
    return (100 * low + number) / 100 if number < fine else (200 + number - fine) / 10
