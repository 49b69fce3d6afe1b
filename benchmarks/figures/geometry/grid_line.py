"""Lines on a coordinate grid: slope, intercept, values, distances, where two lines meet, areas they bound."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.geometry.lattice import Lattice
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread
from mmbench.benchmarks.figures.style import style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.asked import Pair
    from mmbench.benchmarks.figures.geometry.lattice import Cell
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "grid-line"
DOMAIN: Domain = "analytic geometry"

LINE: Pair = ("A straight line through the points A and B on a coordinate grid.", "坐标平面内经过点A和点B的一条直线。")
SEGMENT: Pair = ("The segment AB on a coordinate grid.", "坐标平面内的线段AB。")
FROM_AXIS: Pair = (
    "A straight line through the points A and B on a coordinate grid; A lies on the y-axis.",
    "坐标平面内经过点A和点B的一条直线，点A在y轴上。",
)
TALL = ((1, 6), (1, 8), (2, 12), (1, 15), (2, 25), (4, 30), (5, 60), (1, 12), (2, 9), (4, 18), (1, 25), (5, 35))
"""Units of a square's side, across and up, where the axes may have different scales."""
EQUAL = ((2, 2), (5, 5), (3, 3), (1, 1), (4, 4), (6, 6), (12, 12), (15, 15))
RISES = ((2, 1), (1, 1), (4, 1), (4, 3), (1, 2), (2, 3))
"""Squares across and up to the next lattice point on a line."""
MEETINGS = (
    (12, (1, 2), (1, 4)), (16, (1, 2), (1, 4)), (20, (1, 2), (1, 4)), (12, (3, 4), (1, 2)), (16, (3, 4), (1, 2)),
    (20, (3, 4), (1, 2)), (12, (1, 1), (3, 4)), (16, (1, 1), (3, 4)), (20, (1, 1), (3, 4)), (12, (5, 4), (1, 1)),
    (16, (5, 4), (1, 1)), (12, (1, 4), (-1, 4)),
)  # fmt: skip
"""The square across where two lines meet, and how far each goes up for so many across."""


class _Draft(NamedTuple):
    """What lines are drawn with; `turn` decides between two questions about the same drawing."""

    rng: random.Random
    style: Style
    language: Language
    turn: int

    def grid(self, window: tuple[int, int, int, int], steps: tuple[tuple[int, int], ...]) -> Lattice:
        """Return an empty grid."""
        return Lattice(self.rng, self.style, self.language, window, self.rng.choice(steps))

    def line(self, grid: Lattice, points: dict[str, Cell], colour: int = 0) -> None:
        """Draw the line through two lattice points as far as the grid reaches, and name the points."""
        left, low, right, high = grid.window
        (x0, y0), (x1, y1) = points.values()
        slope = Fraction(y1 - y0, x1 - x0)
        ends = [Fraction(left), Fraction(right)]
        if slope:
            ends = [min(max(x0 + (y - y0) / slope, ends[0]), ends[1]) for y in (low, high)]
        drawn = [grid.at(float(x), float(y0 + slope * (x - x0))) for x in ends]
        grid.sheet.path(drawn, width=2.2, colour=self.style.palette[colour])
        for name, (x, y) in points.items():
            beside = (x + float(slope), y - 1) if x else (x - 1, y + (0.7 if slope >= 0 else -0.7))
            grid.mark({name: (x, y)}, away=beside)


Made = tuple[Lattice, Asked]


def _rising(rng: random.Random, least: int, most: int) -> tuple[Cell, int]:
    """Return the step of a line, and how often it fits into a width of `least` to `most` and a height of 7 squares."""
    across, up = rng.choice([rise for rise in RISES if rise[0] <= most])
    times = [n for n in range(1, most + 1) if least <= n * across <= most and n * up <= 7]
    return (across, up), rng.choice(times or [1])


def _two(
    draft: _Draft, steps: tuple[tuple[int, int], ...], *, whole: bool, falls: bool, positive: bool = False
) -> Lattice:
    """Draw the line, or only the segment, from A to B, in one or, unless `positive`, in four quadrants."""
    rng = draft.rng
    (across, up), times = _rising(rng, 3, 8)
    wide, high = times * across, times * up
    right, above = rng.randint(1, 3), rng.randint(1, 3)
    if not positive and rng.random() < 0.4:
        right, above = -rng.randint(1, 3), -rng.randint(1, 3)
    window = (min(0, right - 1), min(0, above - 1), right + wide + rng.randint(1, 3), above + high + rng.randint(1, 2))
    grid = draft.grid((window[0], window[1], max(window[2], 5), max(window[3], 5)), steps)
    ends = [(right, above + high), (right + wide, above)] if falls else [(right, above), (right + wide, above + high)]
    points = dict(zip("AB", ends if whole else rng.sample(ends, 2), strict=True))
    if whole:
        draft.line(grid, points)
    else:
        grid.path(*points.values(), width=2.2, colour=draft.style.palette[0])
        grid.mark(points)
    return grid


def _slope(draft: _Draft) -> Made:
    grid = _two(draft, TALL, whole=True, falls=False)
    run, rise = grid.run("A", "B"), grid.rise("A", "B")
    cells = [abs(grid.points["A"][axis] - grid.points["B"][axis]) for axis in (0, 1)]
    wrong = (
        logic(f"{run} / {rise}", "divides the other way round"),
        logic(f"{rise} / {run} * {grid.step[0]}", "overlooks the scale of the x-axis"),
        logic(f"{cells[1]} / {cells[0]} + 0 * {rise}", "counts squares and overlooks the scales"),
        misread(f"{grid.y('B')} / {grid.x('B')}", "takes the line to go through the origin"),
        misread(rise, "gives the rise from A to B"),
        logic(f"abs({rise} - {run})", "subtracts instead of dividing"),
    )
    en = ("What is the slope of the line AB?", "By how much does y increase along the line when x increases by 1?")
    zh = ("直线AB的斜率是多少？", "沿这条直线，x每增加1，y增加多少？")
    return grid, Asked(en, zh, f"slope({grid.xy('A', 'B')})", ("coordinates", "slope"), wrong, description=LINE)


def _middle(draft: _Draft) -> Made:
    steps = ((2, 12), (5, 25), (12, 2), (25, 5), (4, 4), (6, 6), (3, 15), (15, 8), (8, 8))
    grid = _two(draft, steps, whole=False, falls=draft.rng.random() < 0.5, positive=True)
    axis, name = draft.turn, "xy"[draft.turn]
    value = grid.y if axis else grid.x
    grid_other = grid.x if axis else grid.y
    a, b = value("A"), value("B")
    wrong = (
        logic(f"abs({a} - {b}) / 2", "halves the difference"),
        logic(f"{a} + {b}", "forgets to halve"),
        misread(f"midpoint({grid_other('A')}, {grid_other('B')})", "takes the other coordinate"),
        misread(f"max({a}, {b})", "gives the coordinate of one end"),
        logic(f"abs({a} - {b})", "gives the difference"),
        misread(f"midpoint({a}, {b}) + {grid.step[axis]}", "is one grid line too far"),
    )
    en = (f"M is the midpoint of the segment AB. What is the {name}-coordinate of M?",
          f"What is the {name}-coordinate of the point halfway between A and B?")  # fmt: skip
    zh = (f"点M是线段AB的中点，点M的{'横纵'[axis]}坐标是多少？", f"线段AB的中点的{'横纵'[axis]}坐标是多少？")
    return grid, Asked(en, zh, f"midpoint({a}, {b})", ("coordinates", "mean"), wrong, description=SEGMENT)


def _distance(draft: _Draft) -> Made:
    grid = _two(draft, EQUAL, whole=False, falls=draft.rng.random() < 0.5)
    run, rise = grid.run("A", "B"), grid.rise("A", "B")
    wrong = (
        logic(f"{run} + {rise}", "adds the steps across and up"),
        logic(f"sqrt({run} ^ 2 + {rise} ^ 2) / {grid.step[0]}", "counts squares and overlooks the scale"),
        logic(f"max({run}, {rise})", "takes the longer of the two steps"),
        logic(f"sqrt(abs({run} ^ 2 - {rise} ^ 2))", "subtracts the squares"),
        logic(f"sqrt({run} + {rise})", "forgets to square"),
    )
    en = ("What is the distance between A and B in units of the axes?",
          "How long is the segment AB in units of the axes?")  # fmt: skip
    zh = ("按坐标轴上的单位计算，A、B两点间的距离是多少？", "以坐标轴上的单位长度为单位，线段AB的长是多少？")
    skills = ("coordinates", "Pythagoras")
    return grid, Asked(en, zh, grid.distance("A", "B"), skills, wrong, "", 1, description=SEGMENT)


def _from_axis(draft: _Draft) -> tuple[Lattice, Cell]:
    """Draw a rising line from A on the y-axis through B; return its step, too."""
    rng = draft.rng
    (across, up), times = _rising(rng, 2, 7)
    start = rng.randint(1, 4)
    grid = draft.grid((0, 0, max(6, times * across + rng.randint(1, 3)), max(6, start + times * up + 1)), TALL)
    draft.line(grid, {"A": (0, start), "B": (times * across, start + times * up)})
    return grid, (across, up)


def _beyond(draft: _Draft) -> Made:
    grid, (across, _) = _from_axis(draft)
    x = grid.step[0] * across * (grid.window[2] // across + draft.rng.randint(2, 5))
    slope = f"slope({grid.xy('A', 'B')})"
    wrong = (
        logic(f"{slope} * {x}", "forgets the intercept"),
        logic(f"{slope} * {x} + {grid.y('B')}", "adds the y-coordinate of B"),
        logic(f"{grid.y('B')} / {grid.x('B')} * {x}", "takes y to be proportional to x"),
        logic(f"{grid.y('A')} + {grid.rise('A', 'B')}", "gives the y-coordinate of B"),
        logic(f"{slope} * ({x} - {grid.x('B')}) + {grid.y('A')}", "counts on from B with the intercept of A"),
    )
    en = (f"What is the y-coordinate of the point of this line where x = {x}?",
          f"The line is extended beyond the grid. Which y-value does it reach at x = {x}?")  # fmt: skip
    zh = (f"这条直线上横坐标为{x}的点，纵坐标是多少？", f"把直线延长到网格之外，当x={x}时，y的值是多少？")
    program = f"line_value({slope}, {grid.y('A')}, {x})"
    return grid, Asked(en, zh, program, ("slope", "function"), wrong, description=FROM_AXIS)


def _reached(draft: _Draft) -> Made:
    grid, (across, up) = _from_axis(draft)
    times = grid.window[2] // across + draft.rng.randint(2, 6)
    y = grid.step[1] * (grid.points["A"][1] + up * times)
    slope = f"slope({grid.xy('A', 'B')})"
    wrong = (
        logic(f"{y} / {slope}", "forgets the intercept"),
        logic(f"({y} - {grid.y('B')}) / {slope}", "counts from B and forgets the way from A to B"),
        logic(f"({y} + {grid.y('A')}) / {slope}", "adds the intercept"),
        logic(f"{y} / {grid.y('B')} * {grid.x('B')}", "takes y to be proportional to x"),
        logic(f"({y} - {grid.y('A')}) / {slope} / {grid.step[0]}", "counts squares across"),
    )
    en = (f"At which x does the line reach the height y = {y}?",
          f"The line is extended beyond the grid. For which x is y = {y}?")  # fmt: skip
    zh = (f"当x等于多少时，这条直线上的点的纵坐标是{y}？", f"把直线延长到网格之外，当y={y}时，x的值是多少？")
    program = f"({y} - {grid.y('A')}) / {slope}"
    return grid, Asked(en, zh, program, ("slope", "equation"), wrong, description=FROM_AXIS)


def _meeting(draft: _Draft) -> Made:
    rng = draft.rng
    where, steep, flat = rng.choice(MEETINGS)
    start, wide = rng.randint(1, 2), rng.randint(8, 10)
    upper = start + where * steep[0] // steep[1] - where * flat[0] // flat[1]
    high = min(11, max(start + wide * steep[0] // steep[1], upper + wide * flat[0] // flat[1], upper) + 1)
    grid = draft.grid((0, 0, wide, high), TALL)
    for number, (names, first, (up, across)) in enumerate((("AB", start, steep), ("CD", upper, flat))):
        far = max(x for x in range(across, wide, across) if first + x // across * up < high)
        draft.line(grid, {names[0]: (0, first), names[1]: (far, first + far // across * up)}, number)
    one, other = f"slope({grid.xy('A', 'B')})", f"slope({grid.xy('C', 'D')})"
    a, c = grid.y("A"), grid.y("C")
    x = f"({c} - {a}) / ({one} - {other})"
    program = (x, f"line_value({one}, {a}, {x})")[draft.turn]
    wrong = (
        logic((f"({c} + {a}) / ({one} - {other})", f"{one} * ({x})")[draft.turn], "mistakes the first intercept"),
        logic((f"({c} - {a}) / {one}", f"line_value({one}, {c}, {x})")[draft.turn], "mixes up the two lines"),
        logic(
            (f"({c} - {a}) / ({one} + abs({other}))", f"line_value({other}, {a}, {x})")[draft.turn],
            "mixes up the slopes",
        ),
        misread((f"{x} * {grid.step[1]} / {grid.step[0]}", x)[draft.turn], "takes one axis for the other"),
        misread(
            (f"max({grid.x('B')}, {grid.x('D')})", f"max({grid.y('B')}, {grid.y('D')})")[draft.turn],
            "stays on the grid",
        ),
    )
    name = "xy"[draft.turn]
    en = (f"The lines AB and CD meet beyond the grid. What is the {name}-coordinate of their common point?",
          f"Find the {name}-coordinate of the intersection of the two lines, which lies outside the grid.")  # fmt: skip
    zh = (f"直线AB与直线CD相交于网格之外的一点，交点的{'横纵'[draft.turn]}坐标是多少？",
          f"两条直线的交点在网格之外，求交点的{'横纵'[draft.turn]}坐标。")  # fmt: skip
    about = ("Two straight lines on a coordinate grid: AB and CD; A and C lie on the y-axis.",
             "坐标平面内的两条直线：一条经过点A和点B，另一条经过点C和点D，点A和点C在y轴上。")  # fmt: skip
    return grid, Asked(en, zh, program, ("slope", "equation"), wrong, description=about)


def _with_axes(draft: _Draft) -> Made:
    rng = draft.rng
    across, up = rng.choice(((2, 1), (1, 1), (4, 3), (1, 2), (2, 3), (4, 1), (2, 5)))
    times = rng.randint(1, 2) if max(across, up) > 2 else rng.randint(2, 3)
    near, low = rng.randint(1, 2), rng.randint(1, 2)
    wide, high = times * across, times * up
    window = (0, 0, near + wide + -(-low * across // up) + 1, low + high + -(-near * up // across) + 1)
    grid = draft.grid(window, ((1, 1), (2, 2), (1, 2), (2, 5), (1, 5), (3, 3), (4, 3), (1, 6)))
    draft.line(grid, {"A": (near, low + high), "B": (near + wide, low)})
    slope = f"slope({grid.xy('A', 'B')})"
    intercept = f"({grid.y('A')} - {slope} * {grid.x('A')})"
    program = f"triangle_area({intercept}, {intercept} / abs({slope}))"
    wrong = (
        logic(f"rectangle_area({intercept}, {intercept} / abs({slope}))", "forgets to halve"),
        misread(f"triangle_area({grid.y('A')}, {grid.x('B')})", "takes A and B to lie on the axes"),
        logic(f"triangle_area({grid.rise('A', 'B')}, {grid.run('A', 'B')})", "takes the triangle with the side AB"),
        logic(f"{intercept} ^ 2 * abs({slope}) / 2", "multiplies by the slope to get the other leg"),
        logic(f"triangle_area({intercept}, {intercept})", "takes the legs to be equal"),
    )
    en = (
        "The line and the two axes enclose a triangle. What is its area in square units of the axes?",
        "What is the area of the triangle between the line AB and the axes, measured in the units of the axes?",
    )
    zh = ("直线AB与两条坐标轴围成一个三角形，按坐标轴上的单位计算，它的面积是多少？",
          "以坐标轴上的单位长度为长度单位，求直线AB与两条坐标轴围成的三角形的面积。")  # fmt: skip
    return grid, Asked(en, zh, program, ("slope", "function", "area"), wrong, "", 1, description=LINE)


def _hidden_intercept(draft: _Draft) -> Made:
    rng = draft.rng
    (across, up), times = _rising(rng, 3, 7)
    falls, left, right = rng.random() < 0.4, across * rng.randint(2, 3), rng.randint(1, 2)
    wide, high = times * across, times * up
    bottom = rng.randint(1, 3) + (0 if falls else (left + right) // across * up)
    ends = (bottom + high, bottom) if falls else (bottom, bottom + high)
    low = max(0, bottom - rng.randint(1, 2))
    grid = draft.grid((left, low, left + right + wide + 2, bottom + high + 1), TALL)
    draft.line(grid, {"A": (left + right, ends[0]), "B": (left + right + wide, ends[1])})
    slope = f"slope({grid.xy('A', 'B')})"
    program = f"{grid.y('A')} - {slope} * {grid.x('A')}"
    wrong = (
        misread(f"{grid.y('A')} - {slope} * {grid.step[0] * right}", "takes the left edge of the grid for the y-axis"),
        logic(f"{grid.y('A')} + {slope} * {grid.x('A')}", "goes the wrong way"),
        logic(f"{grid.y('B')} - {slope} * {grid.x('A')}", "mixes up the two points"),
        logic(f"abs({slope}) * {grid.x('A')}", "gives the change of y from the y-axis to A"),
        misread(f"{program} + {grid.step[1]}", "reads the height of A one grid line too far"),
        logic(f"abs({grid.y('A')} - {grid.x('A')} / {slope})", "divides by the slope"),
    )
    en = ("The line goes on to the left of the grid. At which y-value does it cross the y-axis?",
          "Only a part of the plane is shown. Find the y-intercept of the line AB.")  # fmt: skip
    zh = ("直线AB向左延长到网格之外，它与y轴交点的纵坐标是多少？",
          "图中只画出了坐标平面的一部分，求直线AB在y轴上的截距。")  # fmt: skip
    return grid, Asked(en, zh, program, ("slope", "function"), wrong, description=LINE)


def _parallel(draft: _Draft) -> Made:
    rng = draft.rng
    (across, up), times = _rising(rng, 3, 7)
    falls = rng.random() < 0.5
    right, wide, high = rng.randint(1, 2), times * across, times * up
    x = across * rng.randint(1, max(1, (right + wide) // across))
    shift = rng.randint(2, 3)
    bottom = rng.randint(1, 2)
    points = {"A": (right, bottom + high if falls else bottom), "B": (right + wide, bottom if falls else bottom + high)}
    c = rng.randint(2, 4) + (0 if falls else up * (x // across))
    on_line = points["A"][1] + Fraction(up, across) * (x - right) * (-1 if falls else 1)
    if abs(c - on_line) < 1.4:
        c += shift
    grid = draft.grid((0, 0, max(right + wide, x) + 2, max(bottom + high, c, 5) + 1), TALL)
    draft.line(grid, points)
    grid.mark({"C": (x, c)}, away=(x - 1, c - 1))
    slope = f"slope({grid.xy('A', 'B')})"
    program = f"{grid.y('C')} - {slope} * {grid.x('C')}"
    wrong = (
        misread(f"{grid.y('A')} - {slope} * {grid.x('A')}", "gives the intercept of the line AB"),
        misread(f"{program} + {grid.step[1]}", "reads the height of C one grid line too far"),
        logic(f"{grid.y('C')} + {slope} * {grid.x('C')}", "goes the wrong way"),
        misread(grid.y("C"), "gives the y-coordinate of C"),
        logic(f"abs({slope}) * {grid.x('C')}", "gives the change of y from the y-axis to C"),
        logic(f"abs({grid.y('C')} - {grid.x('C')} / {slope})", "divides by the slope"),
    )
    en = ("A line through C is parallel to the line AB. At which y-value does it cross the y-axis?",
          "Find the y-intercept of the line through C that is parallel to AB.")  # fmt: skip
    zh = ("过点C作直线AB的平行线，这条平行线与y轴交点的纵坐标是多少？", "求过点C且与直线AB平行的直线在y轴上的截距。")
    about = ("A straight line through A and B, and a point C off the line, on a coordinate grid.",
             "坐标平面内经过点A和点B的一条直线，以及直线外的一点C。")  # fmt: skip
    return grid, Asked(en, zh, program, ("slope", "function"), wrong, description=about)


KINDS = {
    1: (_slope, _middle),
    2: (_distance, _beyond, _reached),
    3: (_meeting, _meeting, _with_axes, _hidden_intercept, _parallel),
}


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: a slope, a coordinate of a midpoint. Level 2: a distance, a value beyond the grid, where one is reached.
    Level 3: where two lines meet, the triangle with the axes, an intercept out of sight, a parallel line.
    """
    same, rng = dice.same, dice.fresh
    kind, turn, phrase = same.choice(KINDS[level]), same.randrange(2), same.randrange(2)
    grid, question = kind(_Draft(rng, style_of(rng), language, turn))
    grid.number()
    return question.of(grid.sheet, language, phrase, {})
