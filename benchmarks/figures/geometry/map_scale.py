"""Maps and plans with a grid and a scale bar: real distances, routes, areas, travel times, bearings."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.geometry.lattice import Located
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.sheet import Box
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.asked import Pair
    from mmbench.benchmarks.figures.geometry.lattice import Cell
    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "map-scale"
DOMAIN: Domain = "measurement"

PLACES: tuple[Pair, ...] = (
    ("Mill", "磨坊"), ("Castle", "古堡"), ("Harbour", "码头"), ("Station", "车站"), ("Farm", "农场"), ("Tower", "灯塔"),
    ("School", "学校"), ("Museum", "博物馆"), ("Camp", "营地"), ("Village", "村庄"), ("Spring", "泉眼"),
    ("Inn", "客栈"),
)  # fmt: skip
PLOTS: dict[str, tuple[Pair, ...]] = {
    "km": (("Nature reserve", "保护区"), ("Forest", "林区"), ("National park", "国家公园")),
    "m": (("Orchard", "果园"), ("Meadow", "草地"), ("Park", "公园"), ("Vineyard", "葡萄园")),
}
BARS = {
    "km": ((2, 3), (2, 5), (4, 6), (4, 10), (5, 6), (5, 8), (5, 12), (5, 15), (2, 7), (5, 9), (4, 14), (5, 13)),
    "m": ((2, 300), (2, 250), (4, 500), (4, 600), (5, 400), (5, 600), (2, 150), (4, 300), (2, 350), (5, 900), (5, 800)),
}
"""Squares that the scale bar covers, and what length it stands for."""
LOOKS = (("#E6F0DC", "#B5D6EA"), ("#F5EFDB", "#B4D3DF"), ("#EDF2E6", "#BDD9EC"), ("#FAF5E6", "#C2DAE8"))
"""Colours of land and water."""
WIDE, HIGH = 11, 8
MAP: Pair = (
    "A map with a square grid, a scale bar and an arrow to the north; its lines are numbered from west to east (x) "
    "and from south to north (y)",
    "一幅带方格网、比例尺和指北箭头的地图，网格线自西向东（横坐标）、自南向北（纵坐标）编号",
)


class _Map(Located):
    """A map of square cells, first without places."""

    def __init__(self, rng: random.Random, language: Language, unit: str, *, river: bool = True) -> None:
        super().__init__(language)
        self.rng, self.unit, self.style = rng, unit, style_of(rng)
        self.cell = rng.randint(46, 54)
        self.sheet = sheet_in(self.style, 50 + self.cell * WIDE + 62, 30 + self.cell * HIGH + 96)
        land, water = rng.choice(LOOKS)
        self.colour = rng.choice(("#7A5C3E", "#8C4A3B", "#5B5B5B"))
        (left, top), (right, low) = self.at((0, HIGH)), self.at((WIDE, 0))
        self.sheet.rect(Box(left, top, right, low), colour="", fill=land)
        if river:
            height, bend, start = rng.uniform(1.2, HIGH - 1.2), rng.uniform(0.25, 0.9), rng.uniform(0, 6)
            course = [(n * WIDE / 22, height + bend * math.sin(start + n * rng.uniform(0.29, 0.31))) for n in range(23)]
            self.path(*course, width=rng.randint(7, 13), colour=water, solid=False)
        for column in range(WIDE + 1):
            self.path((column, 0), (column, HIGH), width=0.8, colour="#8D98A0", solid=False, alpha=0.75)
        for row in range(HIGH + 1):
            self.path((0, row), (WIDE, row), width=0.8, colour="#8D98A0", solid=False, alpha=0.75)
        self.sheet.rect(Box(left, top, right, low), width=1.5)
        self.bar, self.squares = self._bar()
        self._margin()

    def at(self, cell: tuple[float, float]) -> Point:
        """Return where a place stands on the sheet, counted in squares."""
        return 50 + self.cell * cell[0], 30 + self.cell * (HIGH - cell[1])

    def path(self, *cells: tuple[float, float], **style: object) -> None:
        """Draw a line through places; `style` is that of `Sheet.path`."""
        self.sheet.path([self.at(cell) for cell in cells], **style)  # type: ignore[arg-type]

    @property
    def scale(self) -> str:
        """The real length of a square's side, as programs work it out."""
        return f"({self.bar} / {self.squares})"

    def road(self, *cells: Cell) -> None:
        """Draw a road."""
        self.path(*cells, width=5, colour=self.colour)
        self.path(*cells, width=2.6, colour="#FFFFFF", solid=False)

    def place(self, names: tuple[str, ...], cells: tuple[Cell, ...], *, others: tuple[str, ...] = ()) -> None:
        """Mark places by name, and some others where they are not in the way."""
        rng = self.rng
        free = [(x, y) for x in range(1, WIDE) for y in range(1, HIGH)]
        taken = list(cells)
        for _ in others:
            free = [(x, y) for x, y in free if all(abs(x - a) + abs(y - b) > 2 for a, b in taken)]
            if free:
                taken.append(rng.choice(free))
        for name, cell in zip((*names, *others), taken, strict=False):
            x, y = spot = self.at(cell)
            self.sheet.rect(Box(x - 5, y - 5, x + 5, y + 5), fill=self.style.palette[0], width=1.4)
            self.sheet.near(spot, name, toward=(0.8, -1), gap=8)
            self.note(self.sheet, name, cell, spot)

    def plot(self, name: str, *cells: Cell) -> None:
        """Draw an area with a name and lettered corners."""
        self.path(*cells, closed=True, colour="", fill=self.style.palette[1], alpha=0.3)
        self.path(*cells, closed=True, colour=self.style.palette[1], width=2.2)
        middle = tuple(sum(cell[axis] for cell in cells) / len(cells) for axis in (0, 1))
        x0, y0 = centre = self.at((middle[0], middle[1]))
        self.sheet.text(centre, name, halo=True)
        for letter, cell in zip("ABCD", cells, strict=False):
            x, y = spot = self.at(cell)
            self.sheet.near(spot, letter, toward=(x - x0, y - y0), gap=5)
            self.note(self.sheet, letter, cell, spot)

    def _bar(self) -> tuple[str, str]:
        count, value = self.rng.choice(BARS[self.unit])
        first = self.rng.randint(0, 4)
        (left, y), (right, _) = self.at((first, 0)), self.at((first + count, 0))
        y += 58
        self.sheet.line((left, y), (right, y), width=3)
        for x in (left, right):
            self.sheet.line((x, y - 7), (x, y + 7), width=2)
        self.sheet.text((left, y + 20), "0", size=16)
        box = self.sheet.text((right, y + 20), f"{value} {self.unit}", size=16)
        length = say(self.language, "scale bar", "比例尺")
        squares = say(self.language, "squares along the scale bar", "比例尺的格数")
        self.sheet.fact(length, value, box, unit=self.unit)
        self.sheet.fact(squares, count, Box(left, y - 7, right, y + 7))
        return q(length), q(squares)

    def _margin(self) -> None:
        for column in range(WIDE + 1):
            x, y = self.at((column, 0))
            self.sheet.text((x, y + 8), f"{column}", anchor="mt", size=15)
        for row in range(HIGH + 1):
            x, y = self.at((0, row))
            self.sheet.text((x - 8, y), f"{row}", anchor="rm", size=15)
        x, y = self.sheet.width - 32, self.at((0, HIGH))[1]
        self.sheet.arrow((x, y + 84), (x, y + 30), width=2.4, head=15)
        self.sheet.text((x, y + 16), say(self.language, "N", "北"))


class _Draft(NamedTuple):
    """A map with what stays the same in all variants: the names of places in random order, that of a plot, the unit."""

    map: _Map
    names: tuple[str, ...]
    plot: str

    @property
    def rng(self) -> random.Random:
        return self.map.rng


def _about(extra: Pair = ("", "")) -> Pair:
    return f"{MAP[0]}{extra[0]}.", f"{MAP[1]}{extra[1]}。"


def _level(draft: _Draft) -> Asked:
    rng, there, (one, other) = draft.rng, draft.map, draft.names[:2]
    upright = rng.random() < 0.4
    length = rng.randint(3, HIGH - 2 if upright else WIDE - 2)
    x, y = rng.randint(1, WIDE - 1 - (0 if upright else length)), rng.randint(1, HIGH - 1 - (length if upright else 0))
    ends = ((x, y), (x, y + length) if upright else (x + length, y))
    there.place((one, other), ends if rng.random() < 0.5 else ends[::-1], others=draft.names[2:5])
    side = there.side(one, other)
    wrong = (
        logic(f"{side} * {there.bar}", "takes the scale bar for one square"),
        misread(f"{side} + 0 * {there.bar}", "gives the number of squares"),
        logic(f"{side} / {there.scale}", "divides by the length of a square"),
        logic(f"({side} + 1) * {there.scale}", "counts grid lines instead of squares"),
        logic(f"({side} - 1) * {there.scale}", "counts the grid lines between the two"),
    )
    en = (f"What is the real straight-line distance between {one} and {other}?",
          f"According to the scale bar, how far is it from {one} to {other} in a straight line?")  # fmt: skip
    zh = (f"{one}与{other}之间的实际直线距离是多少？", f"根据图中的比例尺，从{one}到{other}的实际直线距离有多远？")
    skills = ("read a value", "proportion")
    return Asked(en, zh, f"{side} * {there.scale}", skills, wrong, "{unit}", description=_about())


def _width(draft: _Draft) -> Asked:
    rng, there, (one, other) = draft.rng, draft.map, draft.names[:2]
    x, y = rng.randint(1, 3), rng.randint(1, 3)
    right, up = x + rng.randint(4, WIDE - 1 - x), y + rng.randint(2, HIGH - 1 - y)
    ends = ((x, y), (right, up)) if rng.random() < 0.5 else ((x, up), (right, y))
    there.place((one, other), ends, others=draft.names[2:5])
    run, rise = there.run(one, other), there.rise(one, other)
    wrong = (
        misread(f"{rise} * {there.scale}", "takes how far north or south it is"),
        logic(f"{run} * {there.bar}", "takes the scale bar for one square"),
        misread(f"distance({there.xy(one, other)}) * {there.scale}", "gives the straight-line distance"),
        misread(f"({run} + {rise}) * {there.scale}", "adds both ways"),
        logic(f"({run} - 1) * {there.scale}", "counts the grid lines between the two"),
    )
    en = (f"How far east of {one} is {other}, measured along the west-east direction only?",
          f"Going from {one} to {other}, how far do you move towards the east in reality?")  # fmt: skip
    zh = (f"只看东西方向，{other}在{one}以东多远处（实际距离）？", f"从{one}到{other}，实际向东移动了多远？")
    skills = ("read a value", "proportion")
    return Asked(en, zh, f"{run} * {there.scale}", skills, wrong, "{unit}", description=_about())


def _straight(draft: _Draft) -> Asked:
    rng, there, (one, other) = draft.rng, draft.map, draft.names[:2]
    x, y = rng.randint(1, 3), rng.randint(1, 2)
    right, up = x + rng.randint(3, WIDE - 1 - x), y + rng.randint(3, HIGH - 1 - y)
    ends = ((x, y), (right, up)) if rng.random() < 0.5 else ((x, up), (right, y))
    there.place((one, other), ends if rng.random() < 0.5 else ends[::-1], others=draft.names[2:5])
    run, rise = there.run(one, other), there.rise(one, other)
    wrong = (
        misread(f"({run} + {rise}) * {there.scale}", "goes along the grid lines"),
        misread(there.distance(one, other), "gives the length in squares"),
        logic(f"{there.distance(one, other)} * {there.bar}", "takes the scale bar for one square"),
        logic(f"max({run}, {rise}) * {there.scale}", "takes the longer of the two ways only"),
        logic(f"sqrt({run} + {rise}) * {there.scale}", "forgets to square"),
    )
    en = (f"How far is it from {one} to {other} as the crow flies?",
          f"What is the real straight-line distance between {one} and {other}?")  # fmt: skip
    zh = (f"{one}与{other}之间的实际直线距离是多少？", f"求从{one}到{other}的实际直线距离。")
    program = f"{there.distance(one, other)} * {there.scale}"
    skills = ("read a value", "Pythagoras", "proportion")
    return Asked(en, zh, program, skills, wrong, "{unit}", 1, description=_about())


def _route(draft: _Draft) -> Asked:
    rng, there, names = draft.rng, draft.map, draft.names[:4]
    x, y = rng.randint(1, 2), rng.randint(1, 2)
    over, right = x + rng.randint(2, 4), WIDE - rng.randint(1, 2)
    up = y + rng.randint(3, HIGH - 1 - y)
    cells = ((x, y), (over, y), (over, up), (right, up))
    if rng.random() < 0.5:
        cells = tuple((cx, HIGH - cy) for cx, cy in cells)  # type: ignore[assignment]
    there.road(*cells)
    there.place(names, cells, others=draft.names[4:6])
    legs = [there.side(*pair) for pair in pairwise(names)]
    total = " + ".join(legs)
    wrong = (
        logic(f"({total}) * {there.bar}", "takes the scale bar for one square"),
        misread(f"{there.distance(names[0], names[3])} * {there.scale}", "gives the straight-line distance"),
        misread(f"({legs[0]} + {legs[1]}) * {there.scale}", f"stops at {names[2]}"),
        misread(f"({legs[1]} + {legs[2]}) * {there.scale}", f"starts at {names[1]}"),
        logic(f"({total} + 1) * {there.scale}", "counts a square too many"),
    )
    en = (f"How long is the road from {names[0]} via {names[1]} and {names[2]} to {names[3]} in reality?",
          f"You follow the road from {names[0]} to {names[3]}. How long is the way in reality?")  # fmt: skip
    zh = (f"从{names[0]}经{names[1]}、{names[2]}到{names[3]}的公路实际长多少？",
          f"沿公路从{names[0]}走到{names[3]}，实际路程是多少？")  # fmt: skip
    about = (f"; a road runs along grid lines from {names[0]} by {names[1]} and {names[2]} to {names[3]}",
             f"；一条公路沿网格线从{names[0]}经{names[1]}、{names[2]}到{names[3]}")  # fmt: skip
    skills = ("read a value", "add", "proportion")
    return Asked(en, zh, f"({total}) * {there.scale}", skills, wrong, "{unit}", description=_about(about))


def _rectangle(draft: _Draft) -> Asked:
    rng, there = draft.rng, draft.map
    wide, high = rng.randint(3, 7), rng.randint(2, 5)
    x, y = rng.randint(1, WIDE - 1 - wide), rng.randint(1, HIGH - 1 - high)
    there.plot(draft.plot, (x, y), (x + wide, y), (x + wide, y + high), (x, y + high))
    run, rise = there.run("A", "B"), there.rise("B", "C")
    return _area(draft, f"rectangle_area({run} * {there.scale}, {rise} * {there.scale})", f"{run} * {rise}", 1)


def _area(draft: _Draft, program: str, squares: str, halves: int) -> Asked:
    """Ask for the area of the plot; `squares` is its area in squares, times `halves`."""
    there, plot = draft.map, draft.plot
    wrong = (
        logic(f"{squares} / {halves} * {there.scale}", "forgets to square the scale"),
        logic(f"{squares} / {halves} * {there.bar} ^ 2", "takes the scale bar for one square"),
        misread(f"{squares} / {halves} + 0 * {there.bar}", "gives the number of squares"),
        logic(f"{squares} / {3 - halves} * {there.scale} ^ 2", "halves wrongly"),
        logic(f"{squares} / {halves} * {there.bar}", "multiplies by the length of the scale bar"),
    )
    en = (f"What is the real area of the {plot.lower()} ABCD?", f"How large is the {plot.lower()} in reality?")
    zh = (f"{plot}ABCD的实际面积是多少？", f"图中{plot}的实际占地面积有多大？")
    shape = ("rectangle", "长方形") if halves == 1 else ("quadrilateral", "四边形")
    about = (f"; the {plot.lower()} is the {shape[0]} ABCD", f"；{plot}是{shape[1]}ABCD")
    skills = ("read a value", "area", "proportion")
    return Asked(en, zh, program, skills, wrong, "{unit}²", description=_about(about))


def _trapezium(draft: _Draft) -> Asked:
    rng, there = draft.rng, draft.map
    left, top, right, high = rng.randint(0, 2), rng.randint(2, 4), rng.randint(1, 3), rng.randint(2, 5)
    wide = left + top + right
    x, y = rng.randint(1, WIDE - 1 - wide), rng.randint(1, HIGH - 1 - high)
    there.plot(draft.plot, (x, y), (x + wide, y), (x + left + top, y + high), (x + left, y + high))
    long, short, height = there.run("A", "B"), there.run("C", "D"), there.rise("B", "C")
    program = f"trapezoid_area({long}, {short}, {height}) * {there.scale} ^ 2"
    return _area(draft, program, f"({long} + {short}) * {height}", 2)


def _three(draft: _Draft) -> tuple[str, str, str]:
    """Draw a road with two straight legs, the second of them slanted; return the names of its places."""
    rng, there, (one, via, other) = draft.rng, draft.map, draft.names[:3]
    x, y = rng.randint(1, 2), rng.randint(1, 2)
    corner = x + rng.randint(3, 5)
    cells: tuple[Cell, ...] = ((x, y), (corner, y), (corner + rng.randint(1, 3), rng.randint(y + 4, HIGH - 1)))
    if rng.random() < 0.5:
        cells = tuple((cx, HIGH - cy) for cx, cy in cells)
    if rng.random() < 0.5:
        cells = tuple((WIDE - cx, cy) for cx, cy in cells)
    there.road(*cells)
    there.place((one, via, other), cells, others=draft.names[3:5])
    return one, via, other


def _via(names: tuple[str, str, str]) -> Pair:
    one, via, other = names
    return (
        f"; a road runs straight from {one} to {via} and straight on to {other}",
        f"；一条公路从{one}直行到{via}，再从{via}直行到{other}",
    )


def _time(draft: _Draft) -> Asked:
    names = one, via, other = _three(draft)
    there, rng = draft.map, draft.rng
    speed = rng.choice((12, 15, 18, 20) if there.unit == "km" else (60, 70, 80, 90))
    way = f"({there.side(one, via)} + {there.distance(via, other)}) * {there.scale}"
    times = " * 60" if there.unit == "km" else ""
    wrong = (
        logic(f"{there.distance(one, other)} * {there.scale} / {speed}{times}", "takes the straight line"),
        logic(f"({there.side(one, via)} + {there.distance(via, other)}) * {there.bar} / {speed}{times}",
              "takes the scale bar for one square"),
        logic(f"({there.run(one, other)} + {there.rise(one, other)}) * {there.scale} / {speed}{times}",
              "goes along the grid lines"),
        misread(f"{there.distance(via, other)} * {there.scale} / {speed}{times}", f"starts at {via}"),
        misread(f"{there.side(one, via)} * {there.scale} / {speed}{times}", f"stops at {via}"),
    )  # fmt: skip
    who = (f"A cyclist rides at {speed} km/h", f"骑车的速度是每小时{speed}千米") if times else (
        f"A walker goes {speed} m per minute", f"步行的速度是每分钟{speed}米")  # fmt: skip
    en = (f"{who[0]} along the road from {one} via {via} to {other}. How many minutes does it take?",
          f"{who[0]}. How many minutes does the way along the road from {one} to {other} take?")  # fmt: skip
    zh = (f"{who[1]}，沿公路从{one}经{via}到{other}需要多少分钟？", f"{who[1]}，沿公路从{one}到{other}要用多少分钟？")
    skills = ("read a value", "Pythagoras", "proportion", "time")
    program = f"{way} / {speed}{times}"
    return Asked(en, zh, program, skills, wrong, say(there.language, "min", "分钟"), 1, description=_about(_via(names)))


def _detour(draft: _Draft) -> Asked:
    names = one, via, other = _three(draft)
    there = draft.map
    road = f"({there.side(one, via)} + {there.distance(via, other)})"
    wrong = (
        misread(f"{road} * {there.scale}", "gives the length of the road"),
        logic(f"({road} - {there.distance(one, other)}) * {there.bar}", "takes the scale bar for one square"),
        misread(f"{there.distance(one, other)} * {there.scale}", "gives the straight-line distance"),
        misread(f"{road} - {there.distance(one, other)}", "gives the difference in squares"),
        logic(f"({there.run(one, other)} + {there.rise(one, other)} - {there.distance(one, other)}) * {there.scale}",
              "goes along the grid lines"),
    )  # fmt: skip
    en = (
        f"How much longer is the road from {one} via {via} to {other} than the straight line from {one} to {other}?",
        f"A direct straight path is built from {one} to {other}. How much shorter is it than the road via {via}?",
    )
    zh = (f"从{one}经{via}到{other}的公路比{one}与{other}之间的直线距离实际长多少？",
          f"如果从{one}到{other}修一条笔直的小路，它比经过{via}的公路短多少（实际长度）？")  # fmt: skip
    program = f"({road} - {there.distance(one, other)}) * {there.scale}"
    decimals = 1 if there.unit == "km" else 0
    skills = ("read a value", "Pythagoras", "proportion")
    return Asked(en, zh, program, skills, wrong, "{unit}", decimals, description=_about(_via(names)))


def _bearing(draft: _Draft) -> Asked:
    rng, there, (one, other) = draft.rng, draft.map, draft.names[:2]
    x, y = rng.randint(1, 3), rng.randint(1, 2)
    right, up = x + rng.randint(2, WIDE - 1 - x), y + rng.randint(2, HIGH - 1 - y)
    east, north = rng.random() < 0.5, rng.random() < 0.5
    ends = ((x if east else right, y if north else up), (right if east else x, up if north else y))
    there.place((one, other), ends, others=draft.names[2:5])
    run, rise = there.run(one, other), there.rise(one, other)
    program = f"atan({run} / {rise})"
    if east != north:
        program = f"180 - {program}" if east else f"360 - {program}"
    elif not east:
        program = f"180 + {program}"
    wrong = (
        logic(f"atan({rise} / {run})", "takes the angle with the west-east line"),
        logic(f"360 - ({program})", "measures counterclockwise"),
        misread(f"abs(180 - ({program}))", f"takes the bearing of {one} from {other}"),
        misread(f"180 + ({program})", "looks back"),
        logic(f"abs(90 - ({program}))", "measures from the east"),
    )
    en = (
        f"What is the bearing of {other} from {one} in degrees, measured clockwise from north?",
        f"You stand at {one} and look towards {other}. How many degrees clockwise from north are you looking?",
    )
    zh = (f"从{one}看{other}，它的方位角（从正北方向起按顺时针方向量）是多少度？",
          f"站在{one}朝{other}看，视线的方向是从正北方向起顺时针转多少度？")  # fmt: skip
    return Asked(en, zh, program, ("read a value", "trigonometry"), wrong, "°", 0, description=_about())


KINDS: dict[int, tuple[Callable[[_Draft], Asked], ...]] = {
    1: (_level, _level, _width),
    2: (_straight, _route, _rectangle),
    3: (_time, _detour, _trapezium, _bearing),
}


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: a distance along a grid line, how far east. Level 2: a straight line, a road along grid lines, the area of
    a rectangle. Level 3: a travel time, a detour, the area of a trapezium, a bearing.
    """
    same = dice.same
    kind, phrase, unit = same.choice(KINDS[level]), same.randrange(2), same.choice(("km", "km", "m"))
    names = tuple(say(language, *pair) for pair in same.sample(PLACES, 6))
    plot = say(language, *same.choice(PLOTS[unit]))
    there = _Map(dice.fresh, language, unit, river=kind not in (_rectangle, _trapezium))
    problem = kind(_Draft(there, names, plot)).of(there.sheet, language, phrase, {}, unit=unit)
    return problem if language == "zh" else _with_articles(problem, names)


def _with_articles(problem: Problem, names: tuple[str, ...]) -> Problem:
    """Return a problem that says `the Mill` where the map says `Mill`."""
    called = re.compile(rf"\b({'|'.join(names)})\b")
    ask, description = (called.sub(r"the \1", text) for text in (problem.ask, problem.description))
    return problem._replace(ask=ask, description=description)
