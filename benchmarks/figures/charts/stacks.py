"""Parts stacked on each other, in bars or areas: each is read as its top minus its bottom, or printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.charts.questions import VALUE
from mmbench.benchmarks.figures.problem import logic, misread, q

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.figures.charts.topics import Split

__all__ = ["PART", "Stack"]

PART = VALUE._replace(
    program="{a} - {b}",
    skills=("read a value", "subtract"),
    wrong=(
        misread("{a}", "reads the top of the part and forgets what lies below it"),
        logic("{a} + {b}", "adds the bottom instead of taking it off"),
        misread("{b}", "reads the bottom of the part"),
    ),
)


class Stack(NamedTuple):
    """Values by series, from the lowest up, and group; `read` says whether "edges" are read or parts are "printed"."""

    split: Split
    values: list[list[int]]
    read: str

    @property
    def groups(self) -> range:
        """The numbers of the groups."""
        return range(len(self.split.groups))

    @property
    def series(self) -> range:
        """The numbers of the series."""
        return range(len(self.split.series))

    def top(self, series: int, group: int) -> int:
        """Return where a part ends."""
        return sum(row[group] for row in self.values[: series + 1])

    def thick(self, rng: random.Random, least: float) -> tuple[int, int]:
        """Draw the series and group of a part that is not the lowest, of those of some size if there are any."""
        cells = [(s, g) for s in self.series[1:] for g in self.groups]
        return rng.choice([(s, g) for s, g in cells if self.values[s][g] >= least] or [max(cells, key=self._size)])

    def _size(self, cell: tuple[int, int]) -> int:
        return self.values[cell[0]][cell[1]]

    def edge(self, series: int, group: int) -> str:
        """Return what the top of a part is called."""
        name, one = self.split.labels[group], self.split.series[series]
        return self.split.say(f"top of {one}, {name}", f"{name}{one}上边缘")

    def total(self, group: int) -> str:
        """Return what a printed total is called."""
        return self.split.say(f"total, {self.split.labels[group]}", f"{self.split.labels[group]}总量")

    def part(self, series: int, group: int) -> str:
        """Return the program for a part."""
        if self.read == "printed":
            return q(self.split.name(series, group))
        top = q(self.edge(series, group))
        return f"({top} - {q(self.edge(series - 1, group))})" if series else top

    def whole(self, group: int) -> str:
        """Return the program for all parts of a group."""
        if self.read == "printed":
            return f"sum({', '.join([self.part(series, group) for series in self.series])})"
        return q(self.edge(len(self.values) - 1, group))

    def amount(self, series: int, group: int) -> str:
        """Return the program for a part of a printed total, where edges are in percent."""
        return f"{q(self.total(group))} * {self.part(series, group)} / 100"
