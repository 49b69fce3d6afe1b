"""How values can be read off a chart: printed, on grid lines, or between them; axes and values that go with it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mmbench.benchmarks.figures.scales import Linear

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable

__all__ = ["Reading", "far_apart", "ink_on", "line_colours", "reading_of", "step_near"]

T = TypeVar("T")
NEAR = {
    5: (5, 10), 10: (10, 15), 20: (15, 20, 25, 30), 50: (35, 40, 45, 50, 60), 100: (75, 80, 90, 100, 120, 150),
    200: (125, 150, 160, 200, 240, 250), 500: (350, 400, 450, 500, 600), 1000: (750, 800, 1000, 1200, 1500),
    2000: (1500, 2000, 2500),
}  # fmt: skip
"""Steps between ticks that may stand for one another."""


class Reading(NamedTuple):
    """A value axis, the grain its values are multiples of, how finely they are read, and whether they are printed."""

    scale: Linear
    grain: int
    resolution: float
    printed: bool

    @property
    def most(self) -> int:
        """How many grains the axis holds."""
        return round(self.scale.high / self.grain)

    @property
    def apart(self) -> int:
        """How many grains two differences are apart that can be told from each other."""
        return max(3, math.ceil(3 * self.resolution / self.grain))

    @property
    def sure(self) -> float:
        """From where on a difference of two values is read well."""
        return 25 * self.resolution

    def values(self, rng: random.Random, count: int, low: float = 0.15, high: float = 0.97) -> list[int]:
        """Draw values between two shares of the axis: different ones where there are enough."""
        high = min(high, 0.92) if self.printed else high
        room = range(max(1, round(self.most * low)), round(self.most * high) + 1)
        times = rng.sample(room, count) if len(room) >= count else rng.choices(room, k=count)
        return [self.grain * number for number in times]

    def stretch(self, numbers: list[int]) -> list[int]:
        """Return values, the greatest and the least moved to the ends where they are too near to be subtracted well."""
        low, high = min(numbers), max(numbers)
        if high - low >= self.sure:
            return numbers
        moved = list(numbers)
        moved[numbers.index(high)] = self.grain * round(0.9 * self.most)
        moved[len(numbers) - 1 - numbers[::-1].index(low)] = self.grain * round(0.2 * self.most)
        return moved

    def spread(self, rng: random.Random, rows: list[list[int]]) -> None:
        """Change two rows so that one gap between them is greater than all others by more than can be misread."""
        gaps = [rng.randint(1, max(1, self.most // 2 - self.apart)) for _ in rows[0]]
        gaps[rng.randrange(len(gaps))] = max(gaps) + self.apart
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
    """Draw an axis of at least so many steps and how its values are read.

    They are printed, or between lines; where they are to be `exact`, on fine lines.
    """
    step, ticks = step_near(rng, rng.choice(steps)), rng.randint(least, least + 3)
    if printable and rng.random() < (0.85 if exact else 0.45):
        return Reading(Linear(0, ticks * step, step), 1, 0, True)
    if exact:
        minor = next(parts for parts in (5, 4, 2, 1) if step % parts == 0)
        return Reading(Linear(0, ticks * step, step, minor), step // minor, 0, False)
    return Reading(Linear(0, ticks * step, step, 2), 1, step / 10, False)


def step_near(rng: random.Random, step: int) -> int:
    """Draw a step between ticks that may stand for another one."""
    return rng.choice(NEAR.get(step, (step,)))


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
