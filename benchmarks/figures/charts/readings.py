"""How values can be read off a chart: printed, on grid lines, or between them; axes and values that go with it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mmbench.benchmarks.figures.scales import Linear

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable

__all__ = ["Reading", "far_apart", "ink_on", "line_colours", "reading_of"]

T = TypeVar("T")


class Reading(NamedTuple):
    """A value axis, the grain its values are multiples of, how finely they are read, and whether they are printed."""

    scale: Linear
    grain: int
    resolution: int
    printed: bool

    @property
    def most(self) -> int:
        """How many grains the axis holds."""
        return round(self.scale.high / self.grain)

    def values(self, rng: random.Random, count: int, low: float = 0.15, high: float = 0.97) -> list[int]:
        """Draw values between two shares of the axis: different ones where there are enough."""
        high = min(high, 0.92) if self.printed else high
        room = range(max(1, round(self.most * low)), round(self.most * high) + 1)
        times = rng.sample(room, count) if len(room) >= count else rng.choices(room, k=count)
        return [self.grain * number for number in times]

    def spread(self, rng: random.Random, rows: list[list[int]]) -> None:
        """Change two rows so that one gap between them is greater than all others by more than can be misread."""
        gaps = [rng.randint(1, max(1, self.most // 2 - 3)) for _ in rows[0]]
        gaps[rng.randrange(len(gaps))] = max(gaps) + 3
        for group, gap in enumerate(gaps):
            low = rng.randint(1, self.most - 1 - gap)
            for row, times in zip(rng.sample(rows, 2), (low, low + gap), strict=True):
                row[group] = self.grain * times

    def up_to(self, value: float) -> Reading:
        """Return the same with an axis that ends at the first tick well above a value."""
        scale = self.scale
        return self._replace(scale=scale._replace(high=scale.step * math.ceil(value / scale.step + 0.3)))

    def text(self, value: float) -> str:
        """Return what is printed for a value, if anything is."""
        return f"{value:g}" if self.printed else ""


def reading_of(
    rng: random.Random, steps: tuple[int, ...], *, exact: bool = False, printable: bool = True, least: int = 5
) -> Reading:
    """Draw an axis of at least so many steps and how its values are read: not between lines where `exact`."""
    step, ticks = rng.choice(steps), rng.randint(least, least + 3)
    way = rng.random() * (0.7 if exact else 1)
    if way < 0.45 and printable:
        return Reading(Linear(0, ticks * step, step), max(1, step // 10), 0, True)
    if way < 0.7 or step < 5:
        if step % 2:
            return Reading(Linear(0, (ticks + 2) * step, step), step, 0, False)
        return Reading(Linear(0, ticks * step, step, 2), step // 2, 0, False)
    return Reading(Linear(0, ticks * step, step), step // 5, step // 5, False)


def far_apart(
    rng: random.Random, pairs: Iterable[tuple[T, T]], value: Callable[[T], float], least: float
) -> tuple[T, T]:
    """Draw a pair whose values differ by at least so much, or take that which differs most; the greater comes first."""
    ordered = [(a, b) if value(a) >= value(b) else (b, a) for a, b in pairs]
    good = [pair for pair in ordered if value(pair[0]) - value(pair[1]) >= least]
    return rng.choice(good) if good else max(ordered, key=lambda pair: value(pair[0]) - value(pair[1]))


def ink_on(colour: str) -> str:
    """Return black or white, whichever is better read on a colour."""
    return "#111111" if _light(colour) > 135 else "#FFFFFF"


def line_colours(palette: tuple[str, ...]) -> list[str]:
    """Return the colours of a palette that are dark enough for lines."""
    return [colour for colour in palette if _light(colour) < 165]


def _light(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.3 * red + 0.59 * green + 0.11 * blue
