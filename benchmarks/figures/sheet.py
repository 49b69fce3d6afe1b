"""What a picture is before it is drawn: shapes and words in pixels, and the facts that can be read there.

A family draws on a sheet while it makes its problem. Nothing is rendered then: a sheet only knows where everything
will stand, so that facts have places and labels can be kept apart by measuring. `render` makes the picture.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

from mmbench.benchmarks.base.fonts import text_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mmbench.benchmarks.base.fonts import FontName

__all__ = ["Anchor", "Box", "Point", "Sheet", "Stroke", "Words"]

Point = tuple[float, float]
Anchor = Literal["lt", "mt", "rt", "lm", "mm", "rm", "lb", "mb", "rb"]
"""Which point of a text stands at the place given: left, middle or right; top, middle of the line, or bottom."""

EDGE = 3
"""Pixels that stay free between words and the edge of the sheet."""
AIR = 2
"""Pixels that stay free between two words."""
_AROUND = (0, 25, -25, 50, -50, 80, -80, 110, -110, 145, -145, 180)
_FURTHER = (1.0, 1.9, 3.0, 4.4)


class Box(NamedTuple):
    """A rectangle in pixels from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> Point:
        """The centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, by: float) -> Box:
        """Return the box with `by` pixels more on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def meets(self, other: Box) -> bool:
        """Whether two boxes share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def crossed_by(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether a segment passes through the box."""
        left, top, right, bottom = self
        if (x0 < left and x1 < left) or (x0 > right and x1 > right):
            return False
        if (y0 < top and y1 < top) or (y0 > bottom and y1 > bottom):
            return False
        if left <= x0 <= right and top <= y0 <= bottom:
            return True
        dx, dy = x1 - x0, y1 - y0
        sides = [dx * (y - y0) - dy * (x - x0) for x in (left, right) for y in (top, bottom)]
        return min(sides) <= 0 <= max(sides)


class Stroke(NamedTuple):
    """A line through points, closed or not, drawn and filled; no `colour` draws no line, no `fill` fills nothing."""

    points: Sequence[Point]
    closed: bool = False
    colour: str = ""
    width: float = 1.5
    dash: tuple[float, ...] = ()
    fill: str = ""
    hatch: str = ""
    alpha: float = 1.0


class Words(NamedTuple):
    """A line of text: `x` is its left edge and `y` the middle of the line before it is turned by `angle` degrees.

    A turn is about the middle of its box, counterclockwise. `halo` is the colour of a rim that keeps lines off it.
    """

    x: float
    y: float
    text: str
    font: FontName
    size: int
    colour: str
    angle: float
    halo: str
    box: Box


class Sheet:
    """A sheet of `width` x `height` pixels.

    Attributes:
        shapes: everything drawn, in order; words are drawn last.
        facts: the value of everything that can be read, by the name shown.
        places: where each fact stands.
        resolution: how finely a fact can be read, where it is not printed or exactly on a mark.
        units: the unit of each fact that has one.
        groups: which facts a careless reader could take for each other.
        effects: what happens to the finished picture, as `render` knows it: name and strength.
    """

    def __init__(
        self,
        width: int,
        height: int,
        *,
        paper: str = "#FFFFFF",
        ink: str = "#1A1A1A",
        font: FontName = "sans",
        size: int = 18,
    ) -> None:
        self.width, self.height = width, height
        self.paper, self.ink, self.font, self.size = paper, ink, font, size
        self.shapes: list[Stroke] = []
        self.words: list[Words] = []
        self.facts: dict[str, str | int | float] = {}
        self.places: dict[str, Box] = {}
        self.resolution: dict[str, float] = {}
        self.units: dict[str, str] = {}
        self.groups: dict[str, str] = {}
        self.effects: list[tuple[str, int]] = []
        self._obstacles: list[tuple[float, float, float, float]] = []

    def path(
        self,
        points: Sequence[Point],
        *,
        closed: bool = False,
        colour: str | None = None,
        width: float = 1.8,
        dash: tuple[float, ...] = (),
        fill: str = "",
        hatch: str = "",
        alpha: float = 1.0,
        solid: bool = True,
    ) -> None:
        """Draw a line through points. Words placed by `near` keep clear of it where it is `solid`."""
        colour = self.ink if colour is None else colour
        self.shapes.append(Stroke(points, closed, colour, width, dash, fill, hatch, alpha))
        if solid and colour:
            pairs = zip(points, [*points[1:], points[0]] if closed else points[1:], strict=False)
            self._obstacles += [(*a, *b) for a, b in pairs]

    def line(self, start: Point, end: Point, **style: object) -> None:
        """Draw a segment; `style` is that of `path`."""
        self.path((start, end), **style)  # type: ignore[arg-type]

    def rect(self, box: Box, **style: object) -> None:
        """Draw a rectangle; `style` is that of `path`."""
        left, top, right, bottom = box
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        self.path(corners, closed=True, **style)  # type: ignore[arg-type]

    def circle(self, centre: Point, radius: float, **style: object) -> None:
        """Draw a circle; `style` is that of `path`."""
        x, y = centre
        points = [(x + radius * right, y - radius * up) for right, up in _ROUND[radius >= 60]]
        self.path(points, closed=True, **style)  # type: ignore[arg-type]

    def ellipse(self, centre: Point, across: float, down: float, **style: object) -> None:
        """Draw an ellipse by its half axes in pixels; `style` is that of `path`."""
        points = [(centre[0] + x * across, centre[1] + y * down) for x, y in arc_points((0, 0), 1, 0, 360)[:-1]]
        self.path(points, closed=True, **style)  # type: ignore[arg-type]

    def arc(self, centre: Point, radius: float, start: float, end: float, **style: object) -> None:
        """Draw an arc from `start` to `end` degrees, counterclockwise from the right; `style` is that of `path`."""
        self.path(arc_points(centre, radius, start, end), **style)  # type: ignore[arg-type]

    def wedge(self, centre: Point, radius: float, start: float, end: float, **style: object) -> None:
        """Draw a slice from `start` to `end` degrees, counterclockwise from the right; `style` is that of `path`."""
        self.path([centre, *arc_points(centre, radius, start, end)], closed=True, **style)  # type: ignore[arg-type]

    def arrow(self, start: Point, end: Point, *, head: float = 9, both: bool = False, **style: object) -> None:
        """Draw an arrow with its head at `end`, or at both ends; `style` is that of `path`."""
        self.line(start, end, **style)
        colour = style.get("colour", self.ink)
        for tip, tail in ((end, start), (start, end))[: 1 + both]:
            turn = math.atan2(tail[1] - tip[1], tail[0] - tip[0])
            ends = [(tip[0] + head * math.cos(turn + a), tip[1] + head * math.sin(turn + a)) for a in (0.38, -0.38)]
            self.path((tip, *ends), closed=True, colour="", fill=str(colour), solid=False)

    def text(
        self,
        at: Point,
        text: str,
        *,
        anchor: Anchor = "mm",
        size: int | None = None,
        font: FontName | None = None,
        colour: str | None = None,
        angle: float = 0,
        halo: bool = False,
    ) -> Box:
        """Write a line of text and return the box its ink fills."""
        font, size = font or self.font, size or self.size
        wide, up, down = text_size(font, size, text)
        across, along = anchor
        x = at[0] - (wide / 2 if across == "m" else wide if across == "r" else 0.0)
        y = at[1] + (up if along == "t" else -down if along == "b" else 0.0)
        box = Box(x, y - up, x + wide, y + down)
        if angle:
            box = _turned(box, angle, at if anchor == "mm" else None)
            x, y = box.middle[0] - wide / 2, box.middle[1] + (up - down) / 2
        rim = self.paper if halo else ""
        self.words.append(Words(x, y, text, font, size, colour or self.ink, angle, rim, box))
        return box

    def near(
        self,
        at: Point,
        text: str,
        *,
        toward: Point = (0.0, -1.0),
        gap: float = 5,
        size: int | None = None,
        font: FontName | None = None,
        colour: str | None = None,
    ) -> Box:
        """Write a text beside a point, where it meets no other text and no line: first tried in direction `toward`.

        `gap` is the least distance in pixels between the point and the text's box.
        """
        used, height = font or self.font, size or self.size
        wide, up, down = text_size(used, height, text)
        aim = math.atan2(toward[1], toward[0])
        best = (math.inf, at)
        for further in _FURTHER:
            for turn in _AROUND:
                x, y = math.cos(aim + math.radians(turn)), math.sin(aim + math.radians(turn))
                reach = gap * further
                middle = (at[0] + x * (reach + wide / 2), at[1] + y * (reach + (up + down) / 2))
                box = Box(
                    middle[0] - wide / 2, middle[1] - (up + down) / 2, middle[0] + wide / 2, middle[1] + (up + down) / 2
                )
                cost = self._cost(box)
                if cost < best[0]:
                    best = (cost, (box.left, box.top + up))
                if cost == 0:
                    return self.text((box.left, box.top + up), text, anchor="lm", size=size, font=font, colour=colour)
        return self.text(best[1], text, anchor="lm", size=size, font=font, colour=colour, halo=True)

    def _cost(self, box: Box) -> float:
        """Return how bad a place for words is: off the sheet, over other words, over lines; 0 where it is clear."""
        inside = box.left >= EDGE and box.right <= self.width - EDGE
        inside = inside and box.top >= EDGE and box.bottom <= self.height - EDGE
        airy = box.grown(AIR)
        left, top, right, bottom = airy
        boxes = [words.box for words in self.words]
        over = sum([b[0] < right and left < b[2] and b[1] < bottom and top < b[3] for b in boxes])
        if over or not inside:
            return 100.0 * over + (0.0 if inside else 1000.0)
        # Most segments are far away: they are sorted out here, without a call.
        beside = [
            segment
            for segment in self._obstacles
            if (segment[0] >= left or segment[2] >= left)
            and (segment[0] <= right or segment[2] <= right)
            and (segment[1] >= top or segment[3] >= top)
            and (segment[1] <= bottom or segment[3] <= bottom)
        ]
        return float(sum([airy.crossed_by(*segment) for segment in beside]))

    def is_clear(self, box: Box) -> bool:
        """Whether words that fill a box would stand on the sheet, off all other words and lines."""
        return self._cost(box) == 0

    def is_legible(self) -> bool:
        """Whether no two texts overlap and none leaves the sheet."""
        boxes = sorted([words.box for words in self.words], key=lambda box: box.top)
        for number, box in enumerate(boxes):
            if box.left < 0 or box.top < 0 or box.right > self.width or box.bottom > self.height:
                return False
            for other in boxes[number + 1 :]:
                if other.top >= box.bottom:
                    break
                if box.left < other.right and other.left < box.right:
                    return False
        return True

    def keep_clear(self, start: Point, end: Point) -> None:
        """Keep words placed by `near` off a segment that is not drawn as one."""
        self._obstacles.append((*start, *end))

    def fact(
        self,
        name: str,
        value: str | int | float,
        place: Box | Point,
        *,
        resolution: float = 0,
        unit: str = "",
        group: str = "",
    ) -> None:
        """Note that a value can be read here.

        Args:
            name: what the figure calls it.
            value: the value.
            place: the box of the printed value, or the point of the mark that shows it.
            resolution: how finely it can be read; 0 where it is printed or stands exactly on a mark.
            unit: its unit.
            group: facts of one group and unit can be taken for each other.
        """
        if name in self.facts:
            raise ValueError(f"two facts are named '{name}'")
        self.facts[name] = value
        self.places[name] = place if isinstance(place, Box) else Box(*place, *place).grown(6)
        if resolution:
            self.resolution[name] = resolution
        if unit:
            self.units[name] = unit
        self.groups[name] = group


def arc_points(centre: Point, radius: float, start: float, end: float, *, fine: bool | None = None) -> list[Point]:
    """Return points along an arc, six degrees apart or, where it is large, three; angles as in `Sheet.arc`."""
    fine = radius >= 60 if fine is None else fine
    steps = max(2, math.ceil(abs(end - start) / (3 if fine else 6)))
    turns: Iterable[float] = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
    return [(centre[0] + radius * math.cos(turn), centre[1] - radius * math.sin(turn)) for turn in turns]


_ROUND = tuple(tuple((x, -y) for x, y in arc_points((0, 0), 1, 0, 360, fine=fine)[:-1]) for fine in (False, True))
"""Points of the circle of radius 1, y upwards: for small and for large circles."""


def _turned(box: Box, angle: float, about: Point | None) -> Box:
    """Return the box around a box turned by `angle` degrees about its middle, moved so that its middle is `about`."""
    x, y = about or box.middle
    turn = math.radians(angle)
    wide, high = box.right - box.left, box.bottom - box.top
    across = (abs(wide * math.cos(turn)) + abs(high * math.sin(turn))) / 2
    down = (abs(wide * math.sin(turn)) + abs(high * math.cos(turn))) / 2
    return Box(x - across, y - down, x + across, y + down)
