"""A geometer's board on a sheet: points in a plane with y upwards, labelled sides, marked angles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mmbench.benchmarks.base.fonts import text_size
from mmbench.benchmarks.figures.sheet import Box

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from mmbench.benchmarks.figures.sheet import Point, Sheet

__all__ = ["Board", "along", "angle_at", "middle", "polar", "turned"]


def middle(a: Point, b: Point) -> Point:
    """Return the midpoint of two points."""
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def along(a: Point, b: Point, share: float) -> Point:
    """Return the point that divides the way from `a` to `b`: `a` at 0, `b` at 1, beyond them outside."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def polar(centre: Point, radius: float, degrees: float) -> Point:
    """Return the point at a distance and direction, degrees counterclockwise from the right."""
    turn = math.radians(degrees)
    return centre[0] + radius * math.cos(turn), centre[1] + radius * math.sin(turn)


def angle_at(vertex: Point, first: Point, second: Point) -> float:
    """Return the angle between two rays in degrees, 0 to 180."""
    one = math.atan2(first[1] - vertex[1], first[0] - vertex[0])
    two = math.atan2(second[1] - vertex[1], second[0] - vertex[0])
    turn = abs(math.degrees(one - two)) % 360
    return min(turn, 360 - turn)


def turned(points: dict[str, Point], rng: random.Random, *, most: float = 180, mirror: bool = True) -> dict[str, Point]:
    """Return named points turned by a random angle of at most `most` degrees either way, and mirrored half the time."""
    degrees = math.radians(rng.uniform(-most, most))
    sign = -1 if mirror and rng.random() < 0.5 else 1
    c, s = math.cos(degrees), math.sin(degrees)
    return {name: (c * sign * x - s * y, s * sign * x + c * y) for name, (x, y) in points.items()}


class Board:
    """Fits named points onto a sheet, keeping proportions; everything is drawn by points of the plane.

    Args:
        sheet: where it is drawn.
        points: the points by name; `extent` adds points that must be visible but have no name.
        area: the part of the sheet to fill; all of it by default.
        margin: pixels left free around the points for labels.
    """

    def __init__(
        self,
        sheet: Sheet,
        points: dict[str, Point],
        *,
        extent: Iterable[Point] = (),
        area: Box | None = None,
        margin: float = 58,
    ) -> None:
        self.sheet = sheet
        self.points = points
        seen = [*points.values(), *extent]
        left, right = min(p[0] for p in seen), max(p[0] for p in seen)
        low, high = min(p[1] for p in seen), max(p[1] for p in seen)
        area = (area or Box(0, 0, sheet.width, sheet.height)).grown(-margin)
        wide, tall = max(right - left, 1e-9), max(high - low, 1e-9)
        self.scale = min((area.right - area.left) / wide, (area.bottom - area.top) / tall)
        self._origin = (
            area.middle[0] - self.scale * (left + right) / 2,
            area.middle[1] + self.scale * (low + high) / 2,
        )
        self.centre = (
            sum(p[0] for p in points.values()) / len(points),
            sum(p[1] for p in points.values()) / len(points),
        )

    def point(self, place: str | Point) -> Point:
        """Return a point of the plane, by its name or as it is."""
        return self.points[place] if isinstance(place, str) else place

    def at(self, place: str | Point) -> Point:
        """Return where a point stands on the sheet."""
        x, y = self.point(place)
        return self._origin[0] + self.scale * x, self._origin[1] - self.scale * y

    def line(self, start: str | Point, end: str | Point, **style: object) -> None:
        """Draw a segment."""
        self.sheet.line(self.at(start), self.at(end), **style)

    def polygon(self, *corners: str | Point, **style: object) -> None:
        """Draw a closed polygon."""
        self.sheet.path([self.at(corner) for corner in corners], closed=True, **style)  # type: ignore[arg-type]

    def circle(self, centre: str | Point, radius: float, **style: object) -> None:
        """Draw a circle with its radius in units of the plane."""
        self.sheet.circle(self.at(centre), radius * self.scale, **style)

    def arc(self, centre: str | Point, radius: float, start: float, end: float, **style: object) -> None:
        """Draw an arc, counterclockwise in degrees, with its radius in units of the plane."""
        self.sheet.arc(self.at(centre), radius * self.scale, start, end, **style)

    def dot(self, place: str | Point, *, radius: float = 3, colour: str | None = None) -> None:
        """Mark a point."""
        self.sheet.circle(self.at(place), radius, colour="", fill=colour or self.sheet.ink, solid=False)

    def vertex(self, *names: str, away: str | Point | None = None) -> None:
        """Write the names of points, each on the side away from `away`, the middle of all points by default."""
        x0, y0 = self.at(self.centre if away is None else away)
        for name in names:
            x, y = self.at(name)
            toward = (x - x0, y - y0) if (x, y) != (x0, y0) else (0.0, -1.0)
            self.sheet.near((x, y), name, toward=toward, gap=4)

    def beside(self, start: str | Point, end: str | Point, text: str, *, off: str | Point | None = None) -> Box:
        """Write a text beside the middle of a segment, on the side away from `off`, the middle of all by default."""
        a, b = self.at(start), self.at(end)
        x, y = middle(a, b)
        ox, oy = self.at(self.centre if off is None else off)
        across = (b[1] - a[1], a[0] - b[0])
        if (x - ox) * across[0] + (y - oy) * across[1] < 0:
            across = (-across[0], -across[1])
        # As far off a slanting line as the text's corner, which would else strike it, asks for.
        wide, up, down = text_size(self.sheet.font, self.sheet.size, text)
        long = math.hypot(*across) or 1.0
        nx, ny = abs(across[0]) / long, abs(across[1]) / long
        gap = 5 + nx * (1 - nx) * wide / 2 + ny * (1 - ny) * (up + down) / 2
        return self.sheet.near((x, y), text, toward=across, gap=gap)

    def length(
        self,
        start: str | Point,
        end: str | Point,
        value: str | int | float,
        *,
        name: str = "",
        unit: str = "",
        off: str | Point | None = None,
        shown: str = "",
        group: str = "length",
    ) -> None:
        """Write a length beside a segment, as a fact named by its end points, or by `name`.

        `shown` is what is written, by default the value and its unit.
        """
        box = self.beside(start, end, shown or f"{value} {unit}".strip(), off=off)
        self.sheet.fact(name or f"{start}{end}", value, box, unit=unit, group=group)

    def span(
        self,
        start: str | Point,
        end: str | Point,
        value: str | int | float,
        *,
        name: str,
        unit: str = "",
        off: str | Point | None = None,
        distance: float = 26,
        shown: str = "",
        group: str = "length",
    ) -> None:
        """Draw a dimension line `distance` pixels beside a segment, away from `off`, with the value as a fact on it.

        `shown` is what is written, by default the value and its unit.
        """
        a, b = self.at(start), self.at(end)
        ox, oy = self.at(self.centre if off is None else off)
        long = math.dist(a, b)
        x, y = (b[1] - a[1]) / long, (a[0] - b[0]) / long
        if ((a[0] + b[0]) / 2 - ox) * x + ((a[1] + b[1]) / 2 - oy) * y < 0:
            x, y = -x, -y
        ends = [(p[0] + x * distance, p[1] + y * distance) for p in (a, b)]
        for p, q in zip((a, b), ends, strict=True):
            self.sheet.line((p[0] + 5 * x, p[1] + 5 * y), (q[0] + 5 * x, q[1] + 5 * y), width=0.9)
        self.sheet.arrow(ends[0], ends[1], both=True, width=1.1, head=8)
        box = self.sheet.near(middle(*ends), shown or f"{value} {unit}".strip(), toward=(x, y), gap=4)
        self.sheet.fact(name, value, box, unit=unit, group=group)

    def angle(
        self,
        vertex: str | Point,
        first: str | Point,
        second: str | Point,
        text: str = "",
        *,
        radius: float = 30,
        arcs: int = 1,
        colour: str | None = None,
        fill: str = "",
    ) -> Box:
        """Mark the angle below 180 degrees between two rays with `arcs` arcs, and write a text into it.

        `radius` is in pixels. Returns the box of the text, the middle of the arc where there is none.
        """
        at = self.at(vertex)
        one, two = (self._direction(vertex, ray) for ray in (first, second))
        start, sweep = (one, (two - one) % 360) if (two - one) % 360 <= 180 else (two, (one - two) % 360)
        if fill:
            self.sheet.wedge(at, radius, start, start + sweep, colour="", fill=fill, solid=False)
        for number in range(arcs):
            self.sheet.arc(at, radius + 5 * number, start, start + sweep, colour=colour, width=1.4)
        turn = math.radians(start + sweep / 2)
        toward = (math.cos(turn), -math.sin(turn))
        edge = (at[0] + radius * toward[0], at[1] + radius * toward[1])
        if not text:
            return Box(*edge, *edge)
        return self.sheet.near(edge, text, toward=toward, gap=3 + 5 * (arcs - 1), size=self.sheet.size - 1)

    def degrees(
        self,
        vertex: str,
        first: str,
        second: str,
        value: int | str,
        *,
        name: str = "",
        radius: float = 30,
        arcs: int = 1,
        colour: str | None = None,
        group: str = "angle",
    ) -> None:
        """Mark an angle and write its size, as a fact named `∠ABC` by its rays, or by `name`."""
        box = self.angle(vertex, first, second, f"{value}°", radius=radius, arcs=arcs, colour=colour)
        self.sheet.fact(name or f"∠{first}{vertex}{second}", value, box, unit="°", group=group)

    def right_angle(self, vertex: str | Point, first: str | Point, second: str | Point, *, size: float = 14) -> None:
        """Mark a right angle with a square of `size` pixels."""
        x, y = self.at(vertex)
        ends = []
        for ray in (first, second):
            turn = math.radians(self._direction(vertex, ray))
            ends.append((size * math.cos(turn), -size * math.sin(turn)))
        (ax, ay), (bx, by) = ends
        self.sheet.path([(x + ax, y + ay), (x + ax + bx, y + ay + by), (x + bx, y + by)], width=1.4)

    def ticks(self, start: str | Point, end: str | Point, count: int = 1) -> None:
        """Mark a segment as equal to others with `count` short strokes across its middle."""
        self._marks(start, end, count, [(0.0, -6.0), (0.0, 6.0)])

    def arrows(self, start: str | Point, end: str | Point, count: int = 1) -> None:
        """Mark a line as parallel to others with `count` arrow heads at its middle."""
        self._marks(start, end, count, [(-6.0, -5.0), (0.0, 0.0), (-6.0, 5.0)])

    def _marks(self, start: str | Point, end: str | Point, count: int, shape: list[Point]) -> None:
        a, b = self.at(start), self.at(end)
        turn = math.atan2(b[1] - a[1], b[0] - a[0])
        c, s = math.cos(turn), math.sin(turn)
        x0, y0 = middle(a, b)
        for number in range(count):
            shift = 6 * (number - (count - 1) / 2)
            points = [(x0 + c * (x + shift) - s * y, y0 + s * (x + shift) + c * y) for x, y in shape]
            self.sheet.path(points, width=1.4)

    def _direction(self, vertex: str | Point, ray: str | Point) -> float:
        """Return the direction of a ray on the sheet, degrees counterclockwise from the right."""
        (x0, y0), (x1, y1) = self.at(vertex), self.at(ray)
        return math.degrees(math.atan2(y0 - y1, x1 - x0)) % 360
