"""Cylinders: volume, lateral area, surface, water in a vessel, pouring, filling times, pipes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.measures import tenths
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in
from mmbench.benchmarks.figures.style import style_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.asked import Pair
    from mmbench.benchmarks.figures.sheet import Point, Sheet
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "cylinder"
DOMAIN: Domain = "solid geometry"

FLAT = 0.3
"""How high the ellipse of a cap is for its width."""
BY_RADIUS: Pair = ("A cylinder with the radius r of its base and the height h.", "底面半径为r、高为h的圆柱。")
BY_DIAMETER: Pair = ("A cylinder with the diameter d of its base and the height h.", "底面直径为d、高为h的圆柱。")
VESSEL: Pair = (
    "An upright cylindrical vessel with the inner radius r and the height h; water stands in it to the height w.",
    "一个直立的圆柱形容器，内部底面半径为r，高为h，水深为w。",
)
PIPE: Pair = (
    "A pipe: a cylinder of length h with the outer radius R and a round hole of radius r along its axis.",
    "一根管子：长为h、外半径为R的圆柱，沿轴线有半径为r的圆孔。",
)
WALLED: Pair = (
    "A pipe of length h with the outer diameter d; its wall is t thick.",
    "一根长为h、外直径为d的管子，管壁厚t。",
)
TWO: Pair = (
    "Two upright cylindrical vessels: the left one, with radius r and height h, is full of water; the right one, with "
    "radius R and height H, is empty.",
    "两个直立的圆柱形容器：左边的底面半径为r，高为h，装满水；右边的底面半径为R，高为H，是空的。",
)
VOLUME, SIDE, SURFACE = "cylinder_volume('r', 'h')", "cylinder_side('r', 'h')", "cylinder_surface('r', 'h')"
WIDE_VOLUME = "cylinder_volume('d' / 2, 'h')"
OUTER, INNER = "cylinder_volume('R', 'h')", "cylinder_volume('r', 'h')"
WHOLE, HOLE = "cylinder_volume('d' / 2, 'h')", "cylinder_volume('d' / 2 - 't', 'h')"

ASK_VOLUME = (
    ("What is the volume of the cylinder?", "Find the volume of this cylinder."),
    ("这个圆柱的体积是多少？", "求图中圆柱的体积。"),
)
FULL = Asked(
    *ASK_VOLUME, VOLUME, ("volume",),
    (logic("2 * pi * 'r' * 'h'", "works out the lateral area"),
     logic(f"{VOLUME} * 4", "takes the radius to be half of itself"),
     logic(f"{VOLUME} / 3", "takes the formula of the cone"),
     misread("cylinder_volume('h', 'r')", "exchanges radius and height"),
     logic("pi * 'r' * 'h'", "forgets to square the radius")),
    "{unit}³", 1, description=BY_RADIUS,
)  # fmt: skip
LABEL = Asked(
    ("What is the area of the curved surface of the cylinder?",
     "A paper label just covers the curved side of the can. What is its area?"),
    ("这个圆柱的侧面积是多少？", "给图中的圆柱形罐头侧面贴一圈商标纸，商标纸的面积是多少？"),
    SIDE, ("surface", "circumference"),
    (logic(SURFACE, "adds base and top"),
     logic(VOLUME, "works out the volume"),
     logic(f"{SIDE} / 2", "takes the radius for the diameter"),
     logic("2 * 'r' * 'h'", "takes the area seen from the front"),
     logic(f"{SIDE} + circle_area('r')", "adds the base")),
    "{unit}²", 1, description=BY_RADIUS,
)  # fmt: skip
CAN = Asked(
    ("What is the total surface area of the cylinder?",
     "How much sheet metal does the closed can need, with base and lid?"),
    ("这个圆柱的表面积是多少？", "做一个图中形状的有盖铁罐，至少需要多大面积的铁皮？"),
    SURFACE, ("surface", "area"),
    (logic(SIDE, "leaves out base and lid"),
     logic(f"{SIDE} + circle_area('r')", "counts one circle only"),
     logic(f"{SURFACE} / 2", "takes the radius for the diameter in the side and counts one circle"),
     logic(VOLUME, "works out the volume"),
     logic(f"{SIDE} + 4 * circle_area('r')", "doubles the circles twice")),
    "{unit}²", 1, description=BY_RADIUS,
)  # fmt: skip
THICK = Asked(
    *ASK_VOLUME, WIDE_VOLUME, ("volume", "divide"),
    (logic("cylinder_volume('d', 'h')", "takes the diameter for the radius"),
     logic(f"{WIDE_VOLUME} * 2", "halves the diameter after squaring"),
     logic("cylinder_side('d' / 2, 'h')", "works out the lateral area"),
     logic(f"{WIDE_VOLUME} / 3", "takes the formula of the cone"),
     misread("cylinder_volume('h' / 2, 'd')", "exchanges diameter and height")),
    "{unit}³", 1, description=BY_DIAMETER,
)  # fmt: skip
ROOM = Asked(
    ("How much more water fits into the vessel?",
     "The vessel is filled up to the brim. What is the volume of the water that is added?"),
    ("这个容器中还能再装多少水？", "把容器加满水，还需要加入多少体积的水？"),
    "cylinder_volume('r', 'h' - 'w')", ("volume", "subtract"),
    (misread("cylinder_volume('r', 'w')", "gives the water that is there"),
     logic(VOLUME, "gives the whole vessel"),
     logic("cylinder_side('r', 'h' - 'w')", "works out the lateral area"),
     logic("cylinder_volume('r', 'h' - 'w') / 2", "halves the result"),
     logic("cylinder_volume('r', 'h' + 'w')", "adds the heights")),
    "{unit}³", 1, description=VESSEL,
)  # fmt: skip
HEIGHT = Asked(
    ("The volume V of the cylinder is given. How high is the cylinder?",
     "Use the volume V to find the height h of the cylinder."),
    ("已知圆柱的体积V，圆柱的高h是多少？", "根据体积V，求圆柱的高h。"),
    "'V' / circle_area('r')", ("volume", "divide"),
    (logic("'V' / circumference('r')", "divides by the circumference"),
     logic("'V' / circle_area('r') * 3", "takes the formula of the cone"),
     logic("'V' / (pi * 'r')", "forgets to square the radius"),
     logic("'V' / circle_area('r') / 2", "halves the result"),
     logic("'V' / 'r' ^ 2", "forgets π")),
    "{unit}", 1,
    description=("A cylinder with the radius r of its base, the volume V and the unknown height h.",
                 "底面半径为r、体积为V、高h未知的圆柱。"),
)  # fmt: skip
BORED = Asked(
    ("What is the volume of the material of the pipe?", "Find the volume of the hollow cylinder, without the hole."),
    ("这根管子所用材料的体积是多少？", "求图中空心圆柱的体积（不含孔）。"),
    f"{OUTER} - {INNER}", ("volume", "subtract"),
    (logic(OUTER, "forgets the hole"),
     logic("cylinder_volume('R' - 'r', 'h')", "subtracts the radii first"),
     misread(INNER, "gives the volume of the hole"),
     logic(f"{OUTER} + {INNER}", "adds the hole"),
     logic("cylinder_side('R', 'h') - cylinder_side('r', 'h')", "works out the difference of the sides")),
    "{unit}³", 1, description=PIPE,
)  # fmt: skip
WALL = BORED._replace(
    program=f"{WHOLE} - {HOLE}", description=WALLED,
    wrong=(logic(WHOLE, "forgets the hole"),
           logic(f"{WHOLE} - cylinder_volume(('d' - 't') / 2, 'h')", "takes off the wall once only"),
           logic("cylinder_volume('d', 'h') - cylinder_volume('d' - 't', 'h')", "takes the diameter for the radius"),
           misread(HOLE, "gives the volume of the hole"),
           logic("cylinder_volume('t', 'h')", "takes the wall for a radius")),
)  # fmt: skip
POUR = Asked(
    ("All the water is poured from the left vessel into the right one. How high does it stand there?",
     "The left vessel is emptied into the right one. What is the depth of the water there?"),
    ("把左边容器中的水全部倒入右边的容器，水深是多少？",
     "左边容器里的水都倒进右边的空容器，这时右边容器中的水有多深？"),
    f"{VOLUME} / circle_area('R')", ("volume", "divide"),
    (logic("'r' * 'h' / 'R'", "forgets to square the radii"),
     logic(f"{VOLUME} / circumference('R')", "divides by the circumference"),
     logic("'h' * 'R' / 'r'", "takes the ratio the other way round"),
     misread("'h'", "takes the height to stay the same"),
     logic("'H' * 'r' / 'R'", "scales the height of the right vessel")),
    "{unit}", 1, description=TWO,
)  # fmt: skip


def _filling(flow: int) -> Asked:
    """Ask how long an empty vessel takes to fill at so many litres a minute."""
    return Asked(
        (f"Water flows into the empty tank at {flow} litres per minute. How many minutes does it take to fill it?",
         f"A pump delivers {flow} litres a minute. After how many minutes is the empty tank full?"),
        (f"水以每分钟{flow}升的速度注入空水箱，注满水箱需要多少分钟？",
         f"水泵每分钟注水{flow}升，多少分钟可以把空水箱注满？"),
        f"{VOLUME} / 1000 / {flow}", ("volume", "unit conversion", "time"),
        (logic(f"{VOLUME} * 4 / 1000 / {flow}", "takes the radius for half the radius"),
         logic(f"{SIDE} / 100 / {flow}", "works out the lateral area"),
         logic(f"{VOLUME} / 3 / 1000 / {flow}", "takes the formula of the cone"),
         logic(f"{VOLUME} / 1000 / {flow} / 2", "halves the result"),
         misread(f"cylinder_volume('h', 'r') / 1000 / {flow}", "exchanges radius and height")),
        "min", 1, description=BY_RADIUS,
    )  # fmt: skip


class _Drum(NamedTuple):
    """A cylinder on a sheet: the middle of its base, its radius and height in pixels, whether it lies on its side."""

    sheet: Sheet
    base: Point
    radius: float
    height: float
    lying: bool = False

    def at(self, across: float, along: float) -> Point:
        """Return a place by pixels from the axis and from the base."""
        x, y = self.base
        return (x + along, y + across) if self.lying else (x + across, y - along)

    def rim(self, along: float, start: int, end: int, share: float = 1) -> list[Point]:
        """Return a part of the circle about the axis, from degree to degree."""
        turns = [math.radians(turn) for turn in range(start, end + 1, 6)]
        r = share * self.radius
        return [self.at(r * math.cos(turn), along + FLAT * r * math.sin(turn)) for turn in turns]

    def draw(self, style: Style, *, water: float = 0) -> None:
        """Draw the cylinder, filled with water up to a height where that is not 0."""
        tint = style.palette[0]
        if style.fills:
            body = [*self.rim(0, 180, 360), *self.rim(self.height, 0, 180)]
            self.sheet.path(body, closed=True, colour="", fill=tint, alpha=0.12)
        if water:
            body = [*self.rim(0, 180, 360), *self.rim(water, 0, 180)]
            self.sheet.path(body, closed=True, colour="", fill="#5AA7E0", alpha=0.4)
            self.sheet.path(self.rim(water, 0, 360), width=1.2)
        for side in (-self.radius, self.radius):
            self.sheet.line(self.at(side, 0), self.at(side, self.height), width=2)
        self.sheet.path(self.rim(0, 180, 360), width=2)
        self.sheet.path(self.rim(0, 0, 180), dash=(6, 4), width=1.3)
        self.sheet.path(self.rim(self.height, 0, 360), width=2)

    def write(self, name: str, value: float, unit: str, at: Point, toward: Point) -> None:
        """Write a measure as a fact."""
        box = self.sheet.near(at, f"{name} = {value} {unit}", toward=toward, gap=6)
        self.sheet.fact(name, value, box, unit=unit, group="length")

    def across(self, name: str, value: float, unit: str, share: float = 1, *, degrees: int = 0) -> None:
        """Draw and write a radius of the cap, or of a smaller circle in it, to the side at 0 or 180 degrees.

        It is written in the cap where that is large enough, else beyond it.
        """
        centre, end = self.at(0, self.height), self.rim(self.height, degrees, degrees, share)[0]
        self.sheet.line(centre, end, width=1.6)
        self.sheet.circle(centre, 3, colour="", fill=self.sheet.ink, solid=False)
        toward = (1.0, 0.0) if self.lying else (0.0, -1.0)
        if self.radius * share > 150 and not self.lying:
            self.write(name, value, unit, ((centre[0] + end[0]) / 2, centre[1]), toward)
        else:
            turn = 60 if degrees == 0 else 120
            self.write(name, value, unit, self.rim(self.height, turn, turn)[0], toward)

    def along(self, name: str, value: float, unit: str, side: int = 1, *, up_to: float = 0) -> None:
        """Write a height, or a length along the axis, beside the cylinder with an arrow."""
        shift = side * (self.radius + 18)
        start, end = self.at(shift, 0), self.at(shift, up_to or self.height)
        self.sheet.arrow(start, end, both=True, width=1.2, head=9)
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        self.write(name, value, unit, middle, (0.0, float(side)) if self.lying else (float(side), 0.0))


def _fit(sheet: Sheet, radius: float, height: float, *, lying: bool = False) -> _Drum:
    """Return a drum of these measures that fills the sheet and leaves room for what is written beside it."""
    wide, high = sheet.width, sheet.height
    if lying:
        scale = min((wide - 210) / (height + 2 * FLAT * radius), (high - 150) / (2 * radius))
        base = (wide / 2 - 45 - height * scale / 2, high / 2)
    else:
        scale = min((wide - 270) / (2 * radius), (high - 130) / (height + 2 * FLAT * radius))
        base = (wide / 2, high / 2 + 15 + height * scale / 2)
    return _Drum(sheet, base, radius * scale, height * scale, lying)


def _measures(rng: random.Random, most: float = 19) -> tuple[float, float]:
    """Return a radius of at most about `most`, and a height."""
    radius = tenths(rng, 2.2, most)
    return radius, tenths(rng, 1.1 * radius, 3.6 * radius)


def _by_radius(rng: random.Random, unit: str) -> Sheet:
    style, (radius, height) = style_of(rng), _measures(rng)
    drum = _fit(sheet_in(style), radius, height)
    drum.draw(style)
    drum.across("r", radius, unit, degrees=rng.choice((0, 180)))
    drum.along("h", height, unit, rng.choice((1, -1)))
    return drum.sheet


def _by_diameter(rng: random.Random, unit: str) -> Sheet:
    style, (diameter, height) = style_of(rng), _measures(rng)
    drum = _fit(sheet_in(style), diameter / 2, height)
    drum.draw(style)
    start, end = drum.at(-drum.radius, drum.height), drum.at(drum.radius, drum.height)
    drum.sheet.arrow(start, end, both=True, width=1.6)
    drum.write("d", diameter, unit, drum.at(0, drum.height), (0.0, -1.0))
    drum.along("h", height, unit, rng.choice((1, -1)))
    return drum.sheet


def _by_volume(rng: random.Random, unit: str) -> Sheet:
    style, (radius, height) = style_of(rng), _measures(rng, 32)
    drum = _fit(sheet_in(style), radius, height)
    drum.draw(style)
    drum.across("r", radius, unit, degrees=rng.choice((0, 180)))
    value = round(math.pi * radius**2 * height)
    box = drum.sheet.text((24, 24), f"V = {value} {unit}³", anchor="lt")
    drum.sheet.fact("V", value, box, unit=f"{unit}³")
    drum.sheet.near(drum.at(drum.radius, drum.height / 2), "h = ?", toward=(1.0, 0.0), gap=6)
    return drum.sheet


def _vessel(rng: random.Random, unit: str) -> Sheet:
    style, (radius, height) = style_of(rng), _measures(rng)
    drum = _fit(sheet_in(style), radius, height)
    level = tenths(rng, 0.25 * height, 0.7 * height)
    side, water = rng.choice((1, -1)), drum.height * level / height
    drum.draw(style, water=water)
    drum.across("r", radius, unit, degrees=rng.choice((0, 180)))
    drum.along("h", height, unit, side)
    drum.along("w", level, unit, -side, up_to=water)
    return drum.sheet


def _tank(rng: random.Random, unit: str) -> Sheet:
    style, radius = style_of(rng), rng.randint(21, 69)
    height = rng.randint(round(1.2 * radius), 3 * radius)
    drum = _fit(sheet_in(style), radius, height)
    drum.draw(style)
    drum.across("r", radius, "cm", degrees=rng.choice((0, 180)))
    drum.along("h", height, "cm", rng.choice((1, -1)))
    return drum.sheet


def _hollow(rng: random.Random, unit: str) -> Sheet:
    style, outer = style_of(rng), tenths(rng, 4.1, 21)
    inner, lying = tenths(rng, 0.45 * outer, 0.8 * outer), rng.random() < 0.5
    height = tenths(rng, 1.1 * outer, 2.9 * outer)
    drum = _fit(sheet_in(style), outer, height, lying=lying)
    drum.draw(style)
    _hole(drum, style, inner / outer)
    drum.across("r", inner, unit, inner / outer, degrees=180)
    end = drum.at(drum.radius, drum.height)
    drum.sheet.line(drum.at(0, drum.height), end, width=1.6)
    drum.write("R", outer, unit, end, (0.0, 1.0) if lying else (1.0, -0.5))
    drum.along("h", height, unit, -1)
    return drum.sheet


def _hole(drum: _Drum, style: Style, share: float) -> None:
    """Draw the opening of the hole, dark inside, and its hidden edges."""
    drum.sheet.path(drum.rim(drum.height, 0, 360, share), fill=style.faint, width=2)
    for side in (-share, share):
        start, end = drum.at(side * drum.radius, 0), drum.at(side * drum.radius, drum.height)
        drum.sheet.line(start, end, dash=(6, 4), width=1.2)
    drum.sheet.path(drum.rim(0, 0, 360, share), dash=(6, 4), width=1.2)


def _walled(rng: random.Random, unit: str) -> Sheet:
    style, diameter = style_of(rng), tenths(rng, 8.2, 42)
    radius, lying = diameter / 2, rng.random() < 0.5
    wall, height = tenths(rng, 0.18 * radius, 0.33 * radius), tenths(rng, 1.1 * radius, 2.9 * radius)
    drum = _fit(sheet_in(style), radius, height, lying=lying)
    drum.draw(style)
    _hole(drum, style, 1 - wall / radius)
    r, sheet = drum.radius, drum.sheet
    start, end = drum.at(r * (1 - wall / radius), drum.height), drum.at(r, drum.height)
    sheet.line(start, end, width=3)
    drum.write("t", wall, unit, end, (1.0, 0.6) if lying else (1.0, -0.8))
    drum.along("h", height, unit, -1)
    ends = drum.at(-r, drum.height + FLAT * r + 14), drum.at(r, drum.height + FLAT * r + 14)
    sheet.arrow(*ends, both=True, width=1.2)
    drum.write("d", diameter, unit, drum.at(0, drum.height + FLAT * r + 14), (1.0, 0.0) if lying else (0.0, -1.0))
    return sheet


def _two(rng: random.Random, unit: str) -> Sheet:
    style = style_of(rng)
    sheet = sheet_in(style, 760, 500)
    small = tenths(rng, 2.6, 28)
    large = tenths(rng, 1.25 * small, 1.65 * small)
    high = tenths(rng, 2 * small, 4 * small)
    level = small**2 * high / large**2
    tall = tenths(rng, 1.3 * level, 1.9 * level)
    scale = min(350 / (max(high, tall) + 2 * FLAT * large), 380 / (2 * (small + large)))
    left = 380 - (small + large) * scale - 30
    right = left + (2 * small + large) * scale + 60
    left += small * scale
    for x, names, radius, height, side in ((left, "rh", small, high, -1), (right, "RH", large, tall, 1)):
        drum = _Drum(sheet, (x, 430), radius * scale, height * scale)
        drum.draw(style, water=drum.height if side < 0 else 0)
        drum.across(names[0], radius, unit, degrees=0)
        drum.along(names[1], height, unit, side)
    return sheet


EVERYDAY = (LABEL, CAN, ROOM, POUR)
"""Questions about things of a few centimetres."""
KINDS: dict[int, tuple[tuple[Asked | None, Callable[[random.Random, str], Sheet]], ...]] = {
    1: ((FULL, _by_radius), (LABEL, _by_radius)),
    2: ((CAN, _by_radius), (THICK, _by_diameter), (ROOM, _vessel), (HEIGHT, _by_volume)),
    3: ((BORED, _hollow), (WALL, _walled), (POUR, _two), (None, _tank)),
}
"""What is asked of which drawing; nothing stands for the time to fill it."""


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: volume, curved surface. Level 2: whole surface, volume from a diameter, room left in a vessel, height from
    volume. Level 3: pipes, water poured into another vessel, the time to fill a tank.
    """
    (question, draw), phrase = dice.same.choice(KINDS[level]), dice.same.randrange(2)
    rng = dice.fresh
    unit = "cm" if question in EVERYDAY else rng.choice(("cm", "cm", "m", "mm"))
    question = question or _filling(rng.randint(6, 29))
    problem = question.of(draw(rng, unit), language, phrase, {}, unit=unit)
    return problem._replace(unit="分钟") if problem.unit == "min" and language == "zh" else problem
