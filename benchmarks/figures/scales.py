"""Scales of a chart: from a value to its share of the axis, with the ticks that are drawn."""

from __future__ import annotations

import math
from typing import NamedTuple

__all__ = ["Band", "Linear", "Log", "Scale"]


class Linear(NamedTuple):
    """Even steps from `low` to `high`, a tick each `step`; `minor` steps lie between two ticks."""

    low: float
    high: float
    step: float
    minor: int = 1

    def share(self, value: float) -> float:
        """Return where a value stands: 0 at the low end, 1 at the high end."""
        return (value - self.low) / (self.high - self.low)

    def ticks(self) -> list[tuple[float, str]]:
        """Return the ticks with their labels."""
        count = round((self.high - self.low) / self.step)
        values = [self.low + number * self.step for number in range(count + 1)]
        return [(value, tick_label(value)) for value in values]

    def fine(self) -> list[float]:
        """Return the values of the marks between ticks."""
        count = round((self.high - self.low) / self.step) * self.minor
        return [self.low + number * self.step / self.minor for number in range(count + 1) if number % self.minor]


class Log(NamedTuple):
    """Powers of ten from 10^`low` to 10^`high`, with a fine line at 2 to 9 times each."""

    low: int
    high: int

    def share(self, value: float) -> float:
        """Return where a value stands: 0 at the low end, 1 at the high end."""
        return (math.log10(value) - self.low) / (self.high - self.low)

    def ticks(self) -> list[tuple[float, str]]:
        """Return the ticks with their labels."""
        return [(10.0**power, tick_label(10.0**power)) for power in range(self.low, self.high + 1)]

    def fine(self) -> list[float]:
        """Return the values of the lines between powers."""
        return [times * 10.0**power for power in range(self.low, self.high) for times in range(2, 10)]


class Band(NamedTuple):
    """A place of equal width for each name."""

    names: tuple[str, ...]

    def share(self, value: float) -> float:
        """Return where the middle of the place of a number, from 0, stands."""
        return (value + 0.5) / len(self.names)

    def ticks(self) -> list[tuple[float, str]]:
        """Return the ticks with their labels."""
        return list(enumerate(self.names))

    def fine(self) -> list[float]:
        """Return nothing: there are no marks between names."""
        return []


Scale = Linear | Log | Band


def tick_label(value: float) -> str:
    """Return a tick's value as it is written: thousands in groups, at most six decimals and none that say nothing."""
    whole = round(value)
    if abs(value - whole) < 1e-9:
        return f"{whole:,}" if abs(whole) >= 10_000 else str(whole)
    return f"{value:.6f}".rstrip("0")
