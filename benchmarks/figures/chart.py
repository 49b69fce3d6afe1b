"""A chart on a sheet: title, legend, axes and grid are laid out by measuring; data is drawn by value.

chart = Chart(sheet, style, x=Band(names), y=Linear(0, 60, 10), title="Trees planted", y_title="trees")
tip = chart.bar(0, 35, colour=style.palette[0])
sheet.fact("2019", 35, tip)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.base.fonts import text_size
from mmbench.benchmarks.figures.scales import Band, Log
from mmbench.benchmarks.figures.sheet import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.benchmarks.figures.scales import Scale
    from mmbench.benchmarks.figures.sheet import Point, Sheet
    from mmbench.benchmarks.figures.style import Style

__all__ = ["Chart", "Entry", "legend", "title_of"]

MARGIN = 14


class Entry(NamedTuple):
    """A line of a legend: its name and how its data is drawn."""

    name: str
    colour: str
    kind: str = "patch"
    hatch: str = ""
    dash: tuple[float, ...] = ()


def title_of(sheet: Sheet, title: str) -> float:
    """Write a title at the top, on two lines where one is too short, and return where it ends."""
    y = float(MARGIN)
    size = sheet.size + 2
    for row in wrapped(sheet, title, sheet.width - 2 * MARGIN, size):
        y = sheet.text((sheet.width / 2, y), row, anchor="mt", size=size).bottom + 4
    return y + 6 if title else y


def wrapped(sheet: Sheet, text: str, room: float, size: int) -> list[str]:
    """Return a text in lines no wider than `room` pixels, broken at spaces."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_size(sheet.font, size, longer)[0] <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def legend(sheet: Sheet, entries: Sequence[Entry], top: float, left: float, right: float) -> float:
    """Draw a legend in as many centred rows as it needs, and return where it ends."""
    size = sheet.size - 2
    widths = [26 + text_size(sheet.font, size, entry.name)[0] + 18 for entry in entries]
    rows: list[list[int]] = [[]]
    for number, width in enumerate(widths):
        if rows[-1] and sum(widths[n] for n in rows[-1]) + width > right - left:
            rows.append([])
        rows[-1].append(number)
    y = top + size / 2
    for row in rows:
        x = (left + right - sum(widths[n] for n in row) + 18) / 2
        for number in row:
            entry = entries[number]
            _key(sheet, entry, Box(x, y - 6, x + 20, y + 6))
            sheet.text((x + 26, y), entry.name, anchor="lm", size=size)
            x += widths[number]
        y += size + 8
    return y - size / 2


def _key(sheet: Sheet, entry: Entry, box: Box) -> None:
    if entry.kind == "patch":
        sheet.rect(box, colour=sheet.ink if entry.hatch else "", fill=entry.colour, hatch=entry.hatch, width=0.8)
        return
    if entry.kind != "points":
        ends = ((box.left, box.middle[1]), (box.right, box.middle[1]))
        sheet.path(ends, colour=entry.colour, width=2.4, dash=entry.dash)
    if entry.kind != "line":
        sheet.circle(box.middle, 4, colour="", fill=entry.colour)


class Chart:
    """Axes in a part of a sheet; `x`, `y` and `right` give pixels for values.

    Args:
        sheet: where it is drawn.
        style: its look.
        x: the horizontal scale.
        y: the vertical scale; bars lie where this is the band.
        title: above the chart.
        x_title: below the horizontal axis.
        y_title: along the vertical axis, turned.
        entries: the legend, below the title.
        right: a second vertical scale, on the right; `right_title` stands along it.
        grid: whether grid lines are drawn at the ticks of the value axes; None for as the style has it.
        broken: draws the sign of a broken axis at its foot.
    """

    def __init__(
        self,
        sheet: Sheet,
        style: Style,
        *,
        x: Scale,
        y: Scale,
        title: str = "",
        x_title: str = "",
        y_title: str = "",
        entries: Sequence[Entry] = (),
        right: Scale | None = None,
        right_title: str = "",
        grid: bool | None = None,
        broken: bool = False,
        bottom: float | None = None,
    ) -> None:
        self.sheet, self.style = sheet, style
        self.x_scale, self.y_scale, self.right_scale = x, y, right
        self._x_ticks, self._y_ticks = x.ticks(), y.ticks()
        self._small = sheet.size - 2
        top = title_of(sheet, title)
        if entries:
            top = legend(sheet, entries, top + 4, MARGIN, sheet.width - MARGIN) + 4
        left = MARGIN + (sheet.size + 10 if y_title else 0) + self._widest(self._y_ticks) + 10
        edge: float = sheet.width - MARGIN - 8
        if not isinstance(x, Band):
            edge = min(edge, sheet.width - 4 - text_size(sheet.font, self._small, self._x_ticks[-1][1])[0] / 2)
        if right is not None:
            edge -= (sheet.size + 10 if right_title else 0) + self._widest(right.ticks()) + 6
        self._x_rows = self._rows_below(edge - left)
        rows = max((len(rows) for rows in self._x_rows), default=0)
        foot = sheet.height - MARGIN if bottom is None else bottom
        foot -= (sheet.size + 8 if x_title else 0) + rows * (self._small + 3) + 8
        self.area = Box(left, top + 10, edge, foot)
        self._draw_grid(grid)
        self._draw_axes(x_title, y_title, right_title)
        if broken:
            self._draw_break()

    def _widest(self, ticks: list[tuple[float, str]]) -> float:
        return max([text_size(self.sheet.font, self._small, label)[0] for _, label in ticks])

    def _rows_below(self, width: float) -> list[list[str]]:
        if not isinstance(self.x_scale, Band):
            return [[label] for _, label in self._x_ticks]
        room = width / len(self._x_ticks) - 4
        return [wrapped(self.sheet, label, room, self._small) for _, label in self._x_ticks]

    def x(self, value: float) -> float:
        """Return the pixel of a value across."""
        return self.area.left + (self.area.right - self.area.left) * self.x_scale.share(value)

    def y(self, value: float) -> float:
        """Return the pixel of a value down."""
        return self.area.bottom - (self.area.bottom - self.area.top) * self.y_scale.share(value)

    def right(self, value: float) -> float:
        """Return the pixel of a value on the right scale, or the only one."""
        scale = self.right_scale or self.y_scale
        return self.area.bottom - (self.area.bottom - self.area.top) * scale.share(value)

    def _draw_grid(self, grid: bool | None) -> None:
        style, area = self.style, self.area
        wanted = True if grid is None else grid
        across = wanted and not isinstance(self.y_scale, Band)
        down = (
            wanted and not isinstance(self.x_scale, Band) and (style.grid == "both" or isinstance(self.y_scale, Band))
        )
        if across:
            self._grid_lines(self.y_scale, lambda v: ((area.left, self.y(v)), (area.right, self.y(v))))
        if down or isinstance(self.x_scale, Log):
            self._grid_lines(self.x_scale, lambda v: ((self.x(v), area.top), (self.x(v), area.bottom)))

    def _grid_lines(self, scale: Scale, ends: object) -> None:
        for value, _ in scale.ticks():
            self.sheet.path(ends(value), colour=self.style.faint, width=1.1, solid=False)  # type: ignore[operator]
        for value in scale.fine():
            self.sheet.path(ends(value), colour=self.style.faint, width=0.5, solid=False)  # type: ignore[operator]

    def _draw_axes(self, x_title: str, y_title: str, right_title: str) -> None:
        sheet, area, small = self.sheet, self.area, self._small
        if self.style.frame == "box" or self.right_scale is not None:
            sheet.rect(area, width=1.2, solid=False)
        else:
            sheet.line((area.left, area.bottom), (area.right, area.bottom), width=1.3, solid=False)
            if self.style.frame == "corner" or isinstance(self.y_scale, Band):
                sheet.line((area.left, area.top), (area.left, area.bottom), width=1.3, solid=False)
        for (value, _), rows in zip(self._x_ticks, self._x_rows, strict=True):
            x, y = self.x(value), area.bottom
            sheet.line((x, y), (x, y + 5), width=1.2, solid=False)
            for number, row in enumerate(rows):
                sheet.text((x, y + 9 + small * 0.45 + number * (small + 3)), row, size=small)
        for value, label in self._y_ticks:
            sheet.line((area.left - 5, self.y(value)), (area.left, self.y(value)), width=1.2, solid=False)
            sheet.text((area.left - 8, self.y(value)), label, anchor="rm", size=small)
        if self.right_scale is not None:
            for value, label in self.right_scale.ticks():
                sheet.line((area.right, self.right(value)), (area.right + 5, self.right(value)), width=1.2, solid=False)
                sheet.text((area.right + 8, self.right(value)), label, anchor="lm", size=small)
        middle = area.middle
        if x_title:
            rows_below = max(len(rows) for rows in self._x_rows) * (small + 3) + 12
            sheet.text((middle[0], area.bottom + rows_below + sheet.size * 0.6), x_title)
        if y_title:
            sheet.text((MARGIN + sheet.size / 2, middle[1]), y_title, angle=90)
        if right_title:
            sheet.text((sheet.width - MARGIN - sheet.size / 2, middle[1]), right_title, angle=90)

    def _draw_break(self) -> None:
        x, y = self.area.left, self.area.bottom
        zigzag = [(x, y), (x, y - 5), (x - 6, y - 9), (x + 6, y - 15), (x, y - 19), (x, y - 26)]
        self.sheet.path(zigzag, colour=self.sheet.paper, width=5, solid=False)
        self.sheet.path(zigzag, width=1.5, solid=False)

    def bar(
        self,
        place: float,
        value: float,
        *,
        low: float | None = None,
        slot: int = 0,
        slots: int = 1,
        share: float = 0.66,
        colour: str = "",
        hatch: str = "",
        printed: str = "",
    ) -> Box:
        """Draw a bar, and return the end that shows its value, or the box of the value where it is `printed`.

        Args:
            place: the number of its band.
            value: where it ends.
            low: where it begins; the foot of the axis by default.
            slot: its number among the `slots` bars side by side in the band.
            slots: how many bars share the band.
            share: the share of the band that bars fill.
            colour: its fill.
            hatch: its hatching.
            printed: text written at its end.
        """
        lies = isinstance(self.y_scale, Band)
        values = self.x_scale if lies else self.y_scale
        at = self.x if lies else self.y
        start = values.ticks()[0][0] if low is None else low
        near = place - share / 2 + share * slot / slots
        far = near + share / slots
        if lies:
            box = Box(at(start), self.y(far), at(value), self.y(near))
            end = Box(box.right - 4, box.top, box.right + 4, box.bottom)
        else:
            box = Box(self.x(near), at(value), self.x(far), at(start))
            end = Box(box.left, box.top - 4, box.right, box.top + 4)
        edge = self.sheet.ink if hatch or not self.style.fills else ""
        self.sheet.rect(box, colour=edge, fill=colour, hatch=hatch, width=1.0, solid=False)
        if not printed:
            return end
        if lies:
            return self.sheet.text((box.right + 5, box.middle[1]), printed, anchor="lm", size=self._small)
        return self.sheet.text((box.middle[0], box.top - 4), printed, anchor="mb", size=self._small)

    def curve(
        self,
        points: Sequence[Point],
        *,
        colour: str,
        dash: tuple[float, ...] = (),
        marked: bool = True,
        right: bool = False,
    ) -> list[Point]:
        """Draw a line through values, with a dot at each where it is `marked`, and return their pixels."""
        at = self.right if right else self.y
        pixels = [(self.x(x), at(y)) for x, y in points]
        self.sheet.path(pixels, colour=colour, width=2.2, dash=dash)
        if marked:
            for pixel in pixels:
                self.dot(pixel, colour)
        return pixels

    def dot(self, pixel: Point, colour: str, radius: float = 4.5) -> None:
        """Draw a dot at a pixel."""
        self.sheet.circle(pixel, radius, colour="", fill=colour)
