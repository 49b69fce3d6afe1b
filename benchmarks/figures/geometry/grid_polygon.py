"""Polygons on a coordinate grid: coordinates, sides, areas by base and height or by a box around, perimeters."""

from __future__ import annotations

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
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "grid-polygon"
DOMAIN: Domain = "analytic geometry"

TRIANGLE: Pair = ("Triangle ABC on a coordinate grid.", "坐标平面内的三角形ABC。")
QUADRILATERAL: Pair = ("Quadrilateral ABCD on a coordinate grid.", "坐标平面内的四边形ABCD。")
AREA = (
    ("What is the area of the polygon in square units of the axes?",
     "Find the area of the polygon. Lengths are measured in the units of the axes."),
    ("按坐标轴上的单位计算，这个多边形的面积是多少？", "以坐标轴上的单位长度为长度单位，求这个多边形的面积。"),
)  # fmt: skip
PERIMETER = (
    ("What is the perimeter of the polygon in units?", "How many units long is the boundary of the polygon?"),
    ("这个多边形的周长是多少个单位长度？", "这个多边形一周的长是多少个单位长度？"),
)


class _Draft(NamedTuple):
    """What a polygon is drawn with."""

    rng: random.Random
    language: Language
    steps: range

    def draw(self, points: dict[str, Cell], *, turn: bool = True, positive: bool = False, hidden: str = "") -> Lattice:
        """Draw a polygon, mirrored and moved at random.

        Args:
            points: its corners; the least coordinates are 0.
            turn: whether the axes may be exchanged.
            positive: whether all coordinates must be above 0.
            hidden: a corner that is left out, and the sides there.
        """
        rng, style = self.rng, style_of(self.rng)
        swap, back, down = (rng.random() < 0.5 for _ in range(3))
        points = {name: (y, x) if swap and turn else (x, y) for name, (x, y) in points.items()}
        wide, high = (max(cell[axis] for cell in points.values()) for axis in (0, 1))
        right, up = rng.randint(1, 3), rng.randint(1, 3)
        if not positive and rng.random() < 0.5:
            right, up = -rng.randint(1, wide - 1), -rng.randint(1, high - 1)
        window = (min(0, right - 1), min(0, up - 1), right + wide + rng.randint(1, 2), up + high + rng.randint(1, 2))
        step = rng.choice(self.steps)
        lattice = Lattice(rng, style, self.language, window, (step, step))
        moved = {n: (right + (wide - x if back else x), up + (high - y if down else y)) for n, (x, y) in points.items()}
        moved.pop(hidden, None)
        corners = list(moved.values())
        if style.fills and not hidden:
            lattice.path(*corners, closed=True, colour="", fill=style.palette[0], alpha=0.18)
        lattice.path(*corners, closed=not hidden, width=2.2, colour=style.palette[0])
        lattice.mark(moved)
        lattice.number()
        return lattice


Made = tuple[Lattice, Asked]


def _side(draft: _Draft) -> Made:
    rng = draft.rng
    wide, high = rng.randint(5, 14), rng.randint(3, 9)
    grid = draft.draw({"A": (0, 0), "B": (wide, 0), "C": (rng.randint(1, wide), high)})
    side, step = grid.side("A", "B"), grid.step[0]
    wrong = (
        logic(f"{side} + {step}", "counts grid lines instead of squares"),
        logic(f"{side} / {step}", "counts squares and overlooks the scale"),
        misread(f"max({grid.x('B')}, {grid.y('B')})", "gives a coordinate"),
        misread(grid.height("A", "B", "C"), "gives the height of the triangle"),
        logic(f"{side} - {step}", "counts the grid lines between the ends"),
    )
    en = ("How many units long is the side AB?", "What is the length of AB in units of the axes?")
    zh = ("边AB的长是多少个单位长度？", "以坐标轴上的单位长度为单位，AB的长是多少？")
    return grid, Asked(en, zh, side, ("coordinates", "subtract"), wrong, description=TRIANGLE)


def _four(rng: random.Random) -> dict[str, Cell]:
    """Return a quadrilateral with a corner on each side of a box."""
    wide, high = rng.randint(5, 12), rng.randint(5, 10)
    a, b, c, d = rng.randint(1, wide - 2), rng.randint(1, high - 2), rng.randint(2, wide - 1), rng.randint(2, high - 1)
    return {"A": (a, 0), "B": (wide, b), "C": (c, high), "D": (0, d)}


def _sum(draft: _Draft) -> Made:
    grid = draft.draw(_four(draft.rng), positive=True)
    name = "ABCD"[draft.rng.randrange(4)]
    x, y = grid.x(name), grid.y(name)
    wrong = (
        *(misread(f"{grid.x(n)} + {grid.y(n)}", f"reads {n}") for n in "ABCD" if n != name),
        logic(f"({x} + {y}) / {grid.step[0]}", "counts squares and overlooks the scale"),
        misread(x, "gives the x-coordinate only"),
    )
    en = (f"What is the sum of the two coordinates of {name}?",
          f"What do you get when you add the x-coordinate and the y-coordinate of {name}?")  # fmt: skip
    zh = (f"点{name}的横坐标与纵坐标的和是多少？", f"点{name}的横坐标加上纵坐标等于多少？")
    return grid, Asked(en, zh, f"{x} + {y}", ("coordinates", "add"), wrong, description=QUADRILATERAL)


def _triangle(draft: _Draft) -> Made:
    rng = draft.rng
    wide, high = rng.randint(5, 13), rng.randint(4, 10)
    grid = draft.draw({"A": (0, 0), "B": (wide, 0), "C": (rng.randint(1, wide - 1), high)})
    base, height, step = grid.side("A", "B"), grid.height("A", "B", "C"), grid.step[0]
    program = f"triangle_area({base}, {height})"
    wrong = (
        logic(f"rectangle_area({base}, {height})", "forgets to halve"),
        logic(f"{program} / 2", "halves twice"),
        logic(f"{program} / {step * step}", "counts squares and overlooks the scale"),
        logic(f"{base} + {height}", "adds base and height"),
        logic(f"triangle_area({base} + {step}, {height} + {step})", "counts grid lines instead of squares"),
    )
    return grid, Asked(*AREA, program, ("coordinates", "area"), wrong, description=TRIANGLE)


def _trapezium(draft: _Draft) -> Made:
    rng = draft.rng
    high, top, left, right = rng.randint(3, 9), rng.randint(2, 6), rng.randint(1, 4), rng.randint(0, 4)
    wide = left + top + right
    grid = draft.draw({"A": (0, 0), "B": (wide, 0), "C": (left + top, high), "D": (left, high)})
    long, short, height, step = grid.side("A", "B"), grid.side("C", "D"), grid.height("A", "B", "C"), grid.step[0]
    program = f"trapezoid_area({long}, {short}, {height})"
    wrong = (
        logic(f"({long} + {short}) * {height}", "forgets to halve"),
        logic(f"rectangle_area({long}, {height})", "takes the longer side for both"),
        logic(f"rectangle_area({short}, {height})", "takes the shorter side for both"),
        logic(f"{program} / {step * step}", "counts squares and overlooks the scale"),
        logic(f"triangle_area({long}, {height})", "takes a triangle"),
    )
    return grid, Asked(*AREA, program, ("coordinates", "area"), wrong, description=QUADRILATERAL)


def _slanted(draft: _Draft) -> Made:
    rng = draft.rng
    wide, high = rng.randint(4, 12), rng.randint(4, 9)
    grid = draft.draw({"A": (0, 0), "B": (wide, rng.randint(0, high - 3)), "C": (wide - rng.randint(1, 3), high)})
    name = rng.choice(("AC", "BC"))
    run, rise = grid.run(*name), grid.rise(*name)
    wrong = (
        logic(f"{run} + {rise}", "adds the steps across and up"),
        logic(f"sqrt({run} + {rise})", "forgets to square"),
        misread(grid.distance("A", "B"), "gives another side"),
        misread(grid.distance("A", "C") if name == "BC" else grid.distance("B", "C"), "gives another side"),
        logic(f"max({run}, {rise})", "takes the longer step for the side"),
    )
    en = (f"How long is the side {name} in units?",
          f"What is the distance between the vertices {name[0]} and {name[1]} in units?")  # fmt: skip
    zh = (f"边{name}的长是多少个单位长度？", f"顶点{name[0]}与{name[1]}之间的距离是多少个单位长度？")
    return grid, Asked(en, zh, grid.distance(*name), ("coordinates", "Pythagoras"), wrong, "", 1, description=TRIANGLE)


def _fourth(draft: _Draft) -> Made:
    rng = draft.rng
    ahead, aside, over, up = rng.randint(3, 9), rng.randint(0, 3), rng.randint(1, 3), rng.randint(3, 7)
    points = {"A": (0, 0), "B": (ahead, aside), "C": (ahead + over, aside + up), "D": (over, up)}
    grid = draft.draw(points, positive=True, hidden="D")
    (xa, ya), (xb, yb), (xc, yc) = ((grid.x(n), grid.y(n)) for n in "ABC")
    wrong = (
        logic(f"({xa} + {xb} - {xc}) + ({ya} + {yb} - {yc})", "takes C for the vertex opposite D"),
        logic(f"({xb} + {xc} - {xa}) + ({yb} + {yc} - {ya})", "takes A for the vertex opposite D"),
        misread(f"{xa} + {xc} - {xb}", "gives the x-coordinate only"),
        misread(f"{ya} + {yc} - {yb}", "gives the y-coordinate only"),
        logic(f"midpoint({xa}, {xc}) + midpoint({ya}, {yc})", "gives the middle of the parallelogram"),
    )
    en = ("What is the sum of the coordinates of D?",
          "D is not drawn. Find its coordinates and add them: what is their sum?")  # fmt: skip
    zh = ("点D的横坐标与纵坐标的和是多少？", "图中没有画出点D。求点D的坐标，它的横坐标与纵坐标的和是多少？")
    setting = (
        "ABCD is a parallelogram, with its vertices in this order.",
        "四边形ABCD是平行四边形，顶点按此顺序排列。",
    )
    about = ("Three vertices A, B, C of a parallelogram on a coordinate grid, with the sides AB and BC.",
             "坐标平面内平行四边形的三个顶点A、B、C以及边AB、BC。")  # fmt: skip
    program = f"({xa} + {xc} - {xb}) + ({ya} + {yc} - {yb})"
    return grid, Asked(en, zh, program, ("coordinates", "equation"), wrong, setting=setting, description=about)


def _boxed_triangle(draft: _Draft) -> Made:
    rng = draft.rng
    wide, high = rng.randint(5, 12), rng.randint(4, 10)
    points = {"A": (0, 0), "B": (wide, rng.randint(1, high - 2)), "C": (rng.randint(1, wide - 2), high)}
    grid = draft.draw(points, turn=False)
    box = f"rectangle_area({grid.run('A', 'B')}, {grid.rise('A', 'C')})"
    corners = [f"triangle_area({grid.run(*pair)}, {grid.rise(*pair)})" for pair in ("AB", "BC", "AC")]
    program = " - ".join((box, *corners))
    wrong = (
        logic(f"{box} / 2", "takes half of the rectangle around it"),
        logic(" - ".join((box, *corners[::2])), "forgets the triangle at BC"),
        logic(" - ".join((box, *corners[1:])), "forgets the triangle at AB"),
        logic(box, "gives the area of the rectangle around it"),
        logic(f"({program}) / 2", "halves the area once more"),
    )
    return grid, Asked(*AREA, program, ("coordinates", "area", "subtract"), wrong, description=TRIANGLE)


def _boxed_four(draft: _Draft) -> Made:
    grid = draft.draw(_four(draft.rng), turn=False)
    wide, high = grid.run("B", "D"), grid.rise("A", "C")
    corners = [f"triangle_area({grid.run(*pair)}, {grid.rise(*pair)})" for pair in ("AB", "BC", "CD", "AD")]
    program = " - ".join((f"rectangle_area({wide}, {high})", *corners))
    wrong = (
        logic(f"rectangle_area({wide}, {high})", "gives the area of the rectangle around it"),
        logic(" - ".join((f"rectangle_area({wide}, {high})", *corners[:3])), "forgets one of the four triangles"),
        logic(" - ".join((f"rectangle_area({wide}, {high})", *corners[:2])), "forgets two of the four triangles"),
        logic(
            f"rhombus_area({grid.distance('A', 'C')}, {grid.distance('B', 'D')})",
            "takes the diagonals to be perpendicular",
        ),
        logic(f"({program}) / 2", "halves the area once more"),
    )
    return grid, Asked(*AREA, program, ("coordinates", "area", "subtract"), wrong, description=QUADRILATERAL)


def _boundary(draft: _Draft) -> Made:
    rng = draft.rng
    wide, high = rng.randint(5, 12), rng.randint(5, 10)
    up = rng.randint(0, 1)
    grid = draft.draw({"A": (0, 0), "B": (wide, up), "C": (rng.randint(1, wide - 2), high)})
    sides = [grid.distance(*pair) for pair in ("AB", "BC", "AC")]
    steps = " + ".join(f"{grid.run(*pair)} + {grid.rise(*pair)}" for pair in ("AB", "BC", "AC"))
    wrong = (
        logic(steps, "adds the steps across and up"),
        logic(f"{sides[0]} + {sides[1]}", "forgets the side AC"),
        logic(f"{sides[1]} + {sides[2]}", "forgets the side AB"),
        logic(" + ".join(f"max({grid.run(*p)}, {grid.rise(*p)})" for p in ("AB", "BC", "AC")), "counts squares along"),
        logic(f"3 * {sides[0]}", "takes the sides to be equal"),
    )
    skills = ("coordinates", "perimeter", "Pythagoras")
    return grid, Asked(*PERIMETER, " + ".join(sides), skills, wrong, "", 1, description=TRIANGLE)


def _altitude(draft: _Draft) -> Made:
    rng = draft.rng
    wide, high = rng.randint(5, 12), rng.randint(4, 10)
    points = {"A": (0, 0), "B": (wide, rng.randint(1, high - 2)), "C": (rng.randint(1, wide - 2), high)}
    grid = draft.draw(points, turn=False)
    box = f"rectangle_area({grid.run('A', 'B')}, {grid.rise('A', 'C')})"
    area = " - ".join((box, *(f"triangle_area({grid.run(*p)}, {grid.rise(*p)})" for p in ("AB", "BC", "AC"))))
    base = grid.distance("A", "B")
    wrong = (
        logic(f"({area}) / {base}", "forgets to double the area"),
        misread(grid.rise("A", "C"), "goes up the grid lines, not perpendicular to AB"),
        logic(f"2 * ({area}) / {grid.run('A', 'B')}", "divides by the step across"),
        misread(f"2 * ({area}) / {grid.distance('A', 'C')}", "gives the height on AC"),
        misread(grid.distance("A", "C"), "gives the side AC"),
    )
    en = ("How far is C from the line AB, in units?", "How many units long is the height of the triangle on AB?")
    zh = ("点C到直线AB的距离是多少个单位长度？", "三角形ABC的边AB上的高是多少个单位长度？")
    skills = ("coordinates", "area", "Pythagoras")
    return grid, Asked(en, zh, f"2 * ({area}) / {base}", skills, wrong, "", 1, description=TRIANGLE)


KINDS = {
    1: ((_side, range(2, 27)), (_sum, range(2, 27))),
    2: ((_triangle, range(1, 17)), (_trapezium, range(1, 17)), (_slanted, range(1, 21)), (_fourth, range(2, 21))),
    3: (
        (_boxed_triangle, range(1, 9)),
        (_boxed_four, range(1, 9)),
        (_boundary, range(1, 13)),
        (_altitude, range(2, 17)),
    ),
}
"""The questions of each level, and what a square's side may stand for."""


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: the length of a level or upright side, a sum of coordinates. Level 2: area by base and height, a slanted
    side, the fourth vertex of a parallelogram. Level 3: area of a slanted triangle or quadrilateral, its perimeter, a
    height.
    """
    (kind, steps), phrase = dice.same.choice(KINDS[level]), dice.same.randrange(2)
    grid, question = kind(_Draft(dice.fresh, language, steps))
    return question.of(grid.sheet, language, phrase, {})
