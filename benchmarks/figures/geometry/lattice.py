"""A coordinate grid on a sheet: squares, axes, named lattice points whose coordinates are facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.benchmarks.base.fonts import text_size
from mmbench.benchmarks.figures.problem import q, sheet_in
from mmbench.benchmarks.figures.scales import tick_label
from mmbench.benchmarks.figures.sheet import Box, arc_points
from mmbench.benchmarks.figures.style import say

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.figures.sheet import Point, Sheet
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["Cell", "Lattice", "Located"]

Cell = tuple[int, int]
"""A lattice point by its number of squares from the origin."""
_DOT = arc_points((0, 0), 3.6, 0, 360)[:-1:4]
WIDE, HIGH = 660, 540
_MARGIN = Box(58, 40, 44, 46)


class Located:
    """Named points whose coordinates are facts, and what programs say about them."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.points: dict[str, Cell] = {}

    def x(self, name: str) -> str:
        """Return the first coordinate of a point as programs read it."""
        return q(self._named(name, 0))

    def y(self, name: str) -> str:
        """Return the second coordinate of a point as programs read it."""
        return q(self._named(name, 1))

    def xy(self, *names: str) -> str:
        """Return the coordinates of points, in turn, as the arguments of a formula."""
        return ", ".join(f"{self.x(name)}, {self.y(name)}" for name in names)

    def run(self, one: str, other: str) -> str:
        """Return how far apart two points are across, the greater coordinate first."""
        less, more = sorted((one, other), key=lambda name: self.points[name][0])
        return f"({self.x(more)} - {self.x(less)})"

    def rise(self, one: str, other: str) -> str:
        """Return how far apart two points are upwards, the greater coordinate first."""
        less, more = sorted((one, other), key=lambda name: self.points[name][1])
        return f"({self.y(more)} - {self.y(less)})"

    def side(self, one: str, other: str) -> str:
        """Return how far apart two points are along the axis that their segment is parallel to."""
        return self.run(one, other) if self.points[one][1] == self.points[other][1] else self.rise(one, other)

    def height(self, one: str, other: str, top: str) -> str:
        """Return how far a third point is from a segment that is parallel to an axis."""
        return self.rise(one, top) if self.points[one][1] == self.points[other][1] else self.run(one, top)

    def distance(self, one: str, other: str) -> str:
        """Return the distance between two points."""
        return f"distance({self.xy(one, other)})"

    def note(self, sheet: Sheet, name: str, cell: Cell, place: Point, step: tuple[int, int] = (1, 1)) -> None:
        """Note a point's coordinates as facts that can be read at a place."""
        self.points[name] = cell
        for axis, value in enumerate(cell):
            sheet.fact(self._named(name, axis), value * step[axis], place, group="coordinate")

    def _named(self, name: str, axis: int) -> str:
        if axis:
            return say(self.language, f"y of {name}", f"{name}的纵坐标")
        return say(self.language, f"x of {name}", f"{name}的横坐标")


class Lattice(Located):
    """A grid of squares with axes; a square stands for `step` units across and up.

    Args:
        rng: decides the size of a square.
        style: how it looks.
        language: that of the facts' names.
        window: the first and last column and row, as left, low, right, high.
        step: the units of a square's side.
    """

    def __init__(
        self,
        rng: random.Random,
        style: Style,
        language: Language,
        window: tuple[int, int, int, int],
        step: tuple[int, int] = (1, 1),
    ) -> None:
        super().__init__(language)
        self.window, self.step, self.style = window, step, style
        left, low, right, high = window
        self.cell = min(rng.randint(34, 46), WIDE // (right - left), HIGH // (high - low))
        self.sheet = sheet_in(
            style,
            round(_MARGIN.left + self.cell * (right - left) + _MARGIN.right),
            round(_MARGIN.top + self.cell * (high - low) + _MARGIN.bottom),
        )
        self._axis = (min(max(0, left), right), min(max(0, low), high))
        for column in range(left, right + 1):
            self.sheet.line(self.at(column, low), self.at(column, high), colour=style.faint, width=1, solid=False)
        for row in range(low, high + 1):
            self.sheet.line(self.at(left, row), self.at(right, row), colour=style.faint, width=1, solid=False)
        self._axes()

    def at(self, column: float, row: float) -> Point:
        """Return where a place stands on the sheet, counted in squares."""
        left, _, _, high = self.window
        return _MARGIN.left + self.cell * (column - left), _MARGIN.top + self.cell * (high - row)

    def path(self, *cells: Cell, **style: object) -> None:
        """Draw a line through lattice points; `style` is that of `Sheet.path`."""
        self.sheet.path([self.at(*cell) for cell in cells], **style)  # type: ignore[arg-type]

    def mark(self, points: dict[str, Cell], *, dots: bool = True, away: tuple[float, float] | None = None) -> None:
        """Name lattice points, on the side away from `away`, by default their middle; their coordinates are facts."""
        count = len(points)
        middle = (sum(cell[0] for cell in points.values()) / count, sum(cell[1] for cell in points.values()) / count)
        x0, y0 = self.at(*(away or middle))
        for name, cell in points.items():
            x, y = place = self.at(*cell)
            if dots:
                self.sheet.path([(x + dx, y + dy) for dx, dy in _DOT], closed=True, colour="", fill=self.sheet.ink)
            toward = (x - x0, y - y0) if count > 1 or away else (1.0, -1.0)
            self.sheet.near(place, name, toward=toward, gap=6)
            self.note(self.sheet, name, cell, place, self.step)

    def number(self) -> None:
        """Write the numbers at the axes, after all else is drawn: beside what lies in their way, or not at all."""
        left, low, right, high = self.window
        column, row = self._axis
        size = max(14, self.sheet.size - 2)
        crossing = column == row == 0
        for axis, (first, last) in enumerate(((left, right), (low, high))):
            labels = {n: tick_label(n * self.step[axis]).replace("-", "−") for n in range(first, last + 1)}
            widest = max(text_size(self.sheet.font, size, text)[0] for text in labels.values()) if axis == 0 else size
            every = next(n for n in (1, 2, 5) if n * self.cell >= widest + 9)
            for number, text in labels.items():
                if number % every == 0 and not (crossing and number == 0):
                    x, y = self.at(number, row) if axis == 0 else self.at(column, number)
                    self._number(x, y, text, axis, size)
        if crossing:
            x, y = self.at(0, 0)
            wide, up, down = text_size(self.sheet.font, size, "O")
            across, along = 5 + wide / 2, 5 + (up + down) / 2
            corners = ((-across, along), (across, along), (-across, -along), (across, -along))
            for dx, dy in corners:
                if self._written((x + dx, y + dy), "O", size):
                    break

    def _number(self, x: float, y: float, text: str, axis: int, size: int) -> None:
        wide, up, down = text_size(self.sheet.font, size, text)
        across, along = (0.0, 6 + (up + down) / 2) if axis == 0 else (-7 - wide / 2, 0.0)
        if not self._written((x + across, y + along), text, size):
            self._written((x - across, y - along), text, size)

    def _written(self, middle: Point, text: str, size: int) -> bool:
        """Write a text with its box about a place where it is clear there, and return whether it is."""
        wide, up, down = text_size(self.sheet.font, size, text)
        x, y = middle
        clear = self.sheet.is_clear(Box(x - wide / 2, y - (up + down) / 2, x + wide / 2, y + (up + down) / 2))
        if clear:
            self.sheet.text((x, y + (up - down) / 2), text, size=size, halo=True)
        return clear

    def _axes(self) -> None:
        """Draw each axis, or a plain edge where the grid does not reach it."""
        left, low, right, high = self.window
        column, row = self._axis
        (x, _), (_, y) = self.at(column, low), self.at(left, row)
        east, north = self.at(right, row)[0] + 22, self.at(column, high)[1] - 22
        west, south = self.at(left, row)[0] - 6 * (left < 0), self.at(column, low)[1] + 6 * (low < 0)
        if row == 0:
            self.sheet.arrow((west, y), (east, y), width=1.6, head=10)
            self.sheet.text((east - 2, y - 8), "x", anchor="mb")
        else:
            self.sheet.line((west, y), self.at(right, row), width=1)
        if column == 0:
            self.sheet.arrow((x, south), (x, north), width=1.6, head=10)
            self.sheet.text((x + 9, north + 4), "y", anchor="lm")
        else:
            self.sheet.line((x, south), self.at(column, high), width=1)
