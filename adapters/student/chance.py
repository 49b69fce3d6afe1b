"""What is left to chance, and the two halves that everything named falls in."""

from __future__ import annotations

import random
import zlib
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["HALVES", "Chance", "Half", "half_of"]

Half = Literal["development", "held-out"]
HALVES: tuple[Half, Half] = ("development", "held-out")
_T = TypeVar("_T")


@cache
def half_of(name: str) -> Half:
    """Return the half that a phrase, a style or a mistake belongs to: fixed by its name for good."""
    return HALVES[zlib.crc32(name.encode()) % 2]


class Chance:
    """A stream of random choices that follows from its parts alone, in every process and order."""

    def __init__(self, *parts: str | int) -> None:
        self._next = random.Random("\x1f".join(map(str, parts))).random  # noqa: S311

    def happens(self, probability: float) -> bool:
        """Say yes with this probability."""
        return self._next() < probability

    def share(self) -> float:
        """Return a number in [0, 1)."""
        return self._next()

    def below(self, bound: int) -> int:
        """Return a whole number from 0 to `bound` - 1."""
        return int(self._next() * bound)

    def pick(self, options: Sequence[_T]) -> _T:
        """Return one of the options."""
        return options[int(self._next() * len(options))]

    def shuffled(self, options: Sequence[_T]) -> list[_T]:
        """Return the options in another order."""
        mixed = list(options)
        for last in range(len(mixed) - 1, 0, -1):
            other = int(self._next() * (last + 1))
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed
