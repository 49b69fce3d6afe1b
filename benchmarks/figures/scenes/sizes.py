"""Numbers spread over orders of magnitude, so that an answer's size does not tell it from a wrong one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

__all__ = ["any_size"]


def any_size(rng: random.Random, low: float, high: float) -> int:
    """Return a whole number from `low` to `high`, each order of magnitude as likely."""
    return round(low * math.exp(math.log(high / low) * rng.random()))
