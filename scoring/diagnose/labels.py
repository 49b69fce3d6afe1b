"""The units that the words behind a number name."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mmbench.scoring.answers.reading.units import unit

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["scale_of"]


@lru_cache(maxsize=4096)
def scale_of(label: str) -> tuple[object, Fraction] | None:
    """Return the dimension of the unit that a label begins with and its scale; None where it names none."""
    words = label.split(" ")
    for count in range(min(len(words), 4), 0, -1):
        written = " ".join(words[:count]).replace(" / ", "/").replace(" ²", "²").replace(" ³", "³")
        written = written.replace(" ", "") if not written.isascii() else written
        known = unit(written) if len(written) <= 24 else None
        if known is not None and known.dimension and not known.offset:
            counted = len(known.dimension) == 1 and known.scale == 1 and known.dimension[0][0].islower()
            base = known.dimension[0][0]
            if counted and base not in ("m", "kg", "s"):
                return None
            return known.dimension, known.scale
    return None
