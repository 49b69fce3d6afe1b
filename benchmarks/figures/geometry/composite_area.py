"""Composite figures: L and T shapes, rectangles with triangles and semicircles added or cut out, frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.benchmarks.figures.geometry.lettered import Figure, look_of, problem_with
from mmbench.benchmarks.figures.measures import tenths
from mmbench.benchmarks.figures.problem import Dice, Problem, logic

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "composite-area"
DOMAIN: Domain = "plane geometry"

SQUARE = ("Neighbouring sides are perpendicular to each other.", "图中相邻的边都互相垂直。")
L_SHAPE = ("the L-shaped figure ABCDEF with its inner corner at D", "L形ABCDEF，点D处的角凹向内部")
AREA = (("What is the area of the figure?", "这个图形的面积是多少？"),
        ("Find the area of the figure.", "求这个图形的面积。"),
        ("How large is the area enclosed by the figure?", "这个图形所围成的面积有多大？"))  # fmt: skip
PERIMETER = (("What is the perimeter of the figure?", "这个图形的周长是多少？"),
             ("Find the perimeter of the figure.", "求这个图形的周长。"),
             ("How long is the outline of the figure?", "这个图形一周的长度是多少？"))  # fmt: skip
HALF_CIRCLE = "circle_area('AB' / 2) / 2"


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: a missing side or the perimeter of an L shape, the area of a trapezoid. Level 2: the area of an L or T
    shape, of a rectangle with a triangle or a semicircle added or cut out. Level 3: perimeters with slopes, windows
    and running tracks known by their whole length, a frame of even width.
    """
    kinds = (
        (_missing_side, _outline, _trapezoid),
        (_l_shape, _t_shape, _gable_area, _bow),
        (_gable_outline, _track, _frame, _window),
    )[level - 1]
    kind, other, look = dice.same.choice(kinds), dice.same.random() < 0.5, look_of(dice.same)
    figure = kind(other, dice.fresh)
    # Long figures lie, so that they are not drawn small.
    wide, tall = (max(side) - min(side) for side in zip(*figure.points.values(), strict=True))
    quarters = dice.fresh.randrange(4)
    if max(wide, tall) > 1.3 * min(wide, tall):
        quarters -= (quarters + (tall > wide)) % 2
    points = {name: _quarter(point, quarters) for name, point in figure.points.items()}
    return problem_with(figure._replace(points=points, most=0), look, dice.fresh, language)


def _quarter(point: Point, times: int) -> Point:
    x, y = point
    return ((x, y), (-y, x), (-x, -y), (y, -x))[times]


def _corners(rng: random.Random) -> tuple[dict[str, Point], dict[str, float]]:
    """Return an L shape and the lengths of its sides."""
    a = tenths(rng, 7.2, 68)
    d = tenths(rng, 0.65 * a, 1.2 * a)
    b, c = tenths(rng, 0.3 * a, 0.65 * a), tenths(rng, 0.3 * d, 0.65 * d)
    points = {"A": (0.0, 0.0), "B": (a, 0.0), "C": (a, c), "D": (b, c), "E": (b, d), "F": (0.0, d)}
    return points, {"AB": a, "BC": c, "CD": round(a - b, 1), "DE": round(d - c, 1), "EF": b, "AF": d}


def _missing_side(up: bool, rng: random.Random) -> Figure:
    points, sizes = _corners(rng)
    asked, long, short, aside = ("DE", "AF", "BC", "AB") if up else ("CD", "AB", "EF", "AF")
    return Figure(
        points, ("ABCDEFA",), asked, f"'{long}' - '{short}'", ("subtract",), SQUARE, L_SHAPE,
        (logic(f"'{long}' + '{short}'", "adds the sides"), logic(f"'{long}' / 2", "takes half the long side"),
         logic(f"abs('{aside}' - '{short}')", "takes a side across"), logic(f"'{short}'", "takes the parts for equal"),
         logic(f"abs('{long}' - '{aside}')", "takes a side across")),
        measure="length", lengths={name: sizes[name] for name in (long, short, aside)},
    )  # fmt: skip


def _outline(more: bool, rng: random.Random) -> Figure:
    points, sizes = _corners(rng)
    given = ("AB", "AF", "EF", "BC") if more else ("AB", "AF", "EF")
    return Figure(
        points, ("ABCDEFA",), "", "rectangle_perimeter('AB', 'AF')", ("perimeter",), SQUARE, L_SHAPE,
        (logic("'AB' + 'AF'", "forgets to double"), logic("'AB' * 'AF'", "takes the area of the rectangle around it"),
         logic("2 * ('AB' + 'AF') - 'EF'", "takes away a side"), logic("2 * ('AB' + 'AF' + 'EF')", "adds EF twice"),
         logic("'AB' + 'AF' + 'EF'", "adds only the sides given")),
        ask=PERIMETER, measure="length", lengths={name: sizes[name] for name in given},
    )  # fmt: skip


def _trapezoid(right: bool, rng: random.Random) -> Figure:
    low = tenths(rng, 6.2, 62)
    tall, top = tenths(rng, 0.4 * low, 0.7 * low), tenths(rng, 0.3 * low, 0.65 * low)
    left = 0.0 if right else (low - top) * rng.uniform(0.35, 0.6)
    points = {"A": (0.0, 0.0), "B": (low, 0.0), "C": (left + top, tall), "D": (left, tall),
              "E": (left, 0.0)}  # fmt: skip
    height = "AD" if right else "DE"
    if right:
        del points["E"]
    return Figure(
        points, ("ABCDA",), "", f"round(trapezoid_area('AB', 'CD', '{height}'), 1)", ("area",),
        ("AB is parallel to CD, and AD is perpendicular to AB.", "AB∥CD，AD⊥AB。") if right else
        ("AB is parallel to CD, and DE is perpendicular to AB.", "AB∥CD，DE⊥AB。"),
        ("trapezoid ABCD", "梯形ABCD") if right else ("trapezoid ABCD with E on AB", "梯形ABCD，点E在AB上"),
        (logic(f"('AB' + 'CD') * '{height}'", "forgets to halve"), logic(f"'AB' * '{height}'", "takes a rectangle"),
         logic(f"'CD' * '{height}'", "takes a rectangle"), logic(f"'AB' * '{height}' / 2", "takes a triangle"),
         logic(f"('AB' - 'CD') * '{height}' / 2", "subtracts the parallel sides")),
        ask=AREA, measure="area", decimals=1, lengths={"CD": top, height: tall} | ({"AB": low} if right else {}),
        spans={} if right else {"AB": low}, dashed=() if right else ("DE",), right=("DAB",) if right else ("DEB",),
        off={height: "B"} if right else {height: "A"},
    )  # fmt: skip


def _l_shape(hole: bool, rng: random.Random) -> Figure:
    points, sizes = _corners(rng)
    given, program = ("AB", "BC", "EF", "AF"), "rectangle_area('AB', 'BC') + rectangle_area('EF', 'AF' - 'BC')"
    if hole:
        given, program = ("AB", "CD", "DE", "AF"), "rectangle_area('AB', 'AF') - rectangle_area('CD', 'DE')"
        mistakes = (
            logic("'AB' * 'AF'", "takes the rectangle around it"), logic("'CD' * 'DE'", "gives the missing part"),
            logic("('AB' - 'CD') * ('AF' - 'DE')", "subtracts the sides before multiplying"),
            logic("'AB' * 'AF' + 'CD' * 'DE'", "adds the rest"), logic("2 * ('AB' + 'AF')", "gives the perimeter"),
        )  # fmt: skip
    else:
        mistakes = (
            logic("'AB' * 'BC' + 'EF' * 'AF'", "counts the corner twice"),
            logic("'AB' * 'AF'", "takes the rectangle around it"), logic("2 * ('AB' + 'AF')", "gives the perimeter"),
            logic("'AB' * 'BC'", "leaves out a part"), logic("'EF' * 'AF'", "leaves out a part"),
        )  # fmt: skip
    return Figure(
        points, ("ABCDEFA",), "", f"round({program}, 1)", ("area", "subtract" if hole else "add"), SQUARE,
        L_SHAPE, mistakes,
        ask=AREA, measure="area", decimals=1, lengths={name: sizes[name] for name in given},
    )  # fmt: skip


def _t_shape(notch: bool, rng: random.Random) -> Figure:
    wide = tenths(rng, 8.2, 68)
    part, deep, thick = (tenths(rng, 0.25 * wide, 0.45 * wide) for _ in range(3))
    left = rng.uniform(0.18 * wide, 0.82 * wide - part)
    # The stem hangs below the bar AB; the notch is cut into the side across from AB.
    tall = round(thick + deep, 1) if notch else thick
    end = thick if notch else thick + deep
    points = {"A": (0, 0), "B": (wide, 0), "C": (wide, tall), "D": (left + part, tall), "E": (left + part, end),
              "F": (left, end), "G": (left, tall), "H": (0, tall)}  # fmt: skip
    sign, verb = ("-", "subtract") if notch else ("+", "add")
    return Figure(
        {name: (float(x), float(y)) for name, (x, y) in points.items()}, ("ABCDEFGHA",), "",
        f"round(rectangle_area('AB', 'BC') {sign} rectangle_area('EF', 'DE'), 1)", ("area", verb), SQUARE,
        ("the figure ABCDEFGH, a rectangle with the rectangular notch DEFG" if notch else "the T shape ABCDEFGH",
         "图形ABCDEFGH，即有一个长方形缺口DEFG的长方形" if notch else "T形ABCDEFGH"),
        (logic("'AB' * 'BC'", "leaves out the notch" if notch else "leaves out a part"),
         logic("'AB' * 'BC' + 'EF' * 'DE'" if notch else "'AB' * 'BC' - 'EF' * 'DE'", "adds and subtracts wrongly"),
         logic("'AB' * ('BC' - 'DE')" if notch else "'AB' * ('BC' + 'DE')", "takes one wide rectangle"),
         logic("2 * ('AB' + 'BC')", "gives the perimeter of a rectangle"),
         logic(f"'AB' * 'BC' {sign} 'EF' * 'DE' / 2", "takes half of the smaller rectangle"),
         logic("('AB' - 'EF') * 'BC'" if notch else "('AB' + 'EF') * ('BC' + 'DE') / 2", "multiplies sums of sides")),
        ask=AREA, measure="area", decimals=1, lengths={"AB": wide, "BC": tall, "EF": part, "DE": deep},
    )  # fmt: skip


def _gable(inward: bool, rng: random.Random) -> tuple[dict[str, Point], dict[str, float]]:
    """Return the rectangle ABCE with a gable CDE over CE, or one cut into it, and F, the middle of CE; and lengths."""
    wide = tenths(rng, 6.2, 58)
    rise = tenths(rng, 0.25 * wide, 0.5 * wide)
    wall = tenths(rng, rise + 0.25 * wide, rise + 0.5 * wide) if inward else tenths(rng, 0.35 * wide, 0.75 * wide)
    half, top = wide / 2, wall - rise if inward else wall + rise
    points = {"A": (0.0, 0.0), "B": (wide, 0.0), "C": (wide, wall), "D": (half, top), "E": (0.0, wall),
              "F": (half, wall)}  # fmt: skip
    return points, {"AB": wide, "BC": wall, "DF": rise}


GABLE = ("ABCE is a rectangle, F is the midpoint of CE, and DF is perpendicular to CE.",
         "四边形ABCE是长方形，F是CE的中点，DF⊥CE。")  # fmt: skip


def _gable_shown(inward: bool) -> tuple[str, str]:
    if inward:
        return "rectangle ABCE with the triangle CDE cut out of it", "长方形ABCE中剪去三角形CDE后剩下的图形"
    return "rectangle ABCE with the triangle CDE on it", "由长方形ABCE和三角形CDE拼成的图形"


def _gable_area(inward: bool, rng: random.Random) -> Figure:
    points, lengths = _gable(inward, rng)
    sign = "-" if inward else "+"
    return Figure(
        points, ("ABCDEA",), "",
        f"round(rectangle_area('AB', 'BC') {sign} triangle_area('AB', 'DF'), 1)",
        ("area", "subtract" if inward else "add"),
        GABLE, _gable_shown(inward),
        (logic("'AB' * 'BC'", "leaves out the triangle"), logic(f"'AB' * 'BC' {sign} 'AB' * 'DF'", "forgets to halve"),
         logic("'AB' * 'BC' + 'AB' * 'DF' / 2" if inward else "'AB' * 'BC' - 'AB' * 'DF' / 2", "turns the sign round"),
         logic(f"'AB' * 'BC' {sign} 'AB' * 'DF' / 4", "halves the base of the triangle, too"),
         logic("2 * ('AB' + 'BC')", "gives the perimeter of the rectangle")),
        ask=AREA, measure="area", decimals=1, lengths=lengths, dashed=("CE", "DF"), right=("DFC",),
    )  # fmt: skip


def _gable_outline(inward: bool, rng: random.Random) -> Figure:
    points, lengths = _gable(inward, rng)
    slope = "hypotenuse('AB' / 2, 'DF')"
    return Figure(
        points, ("ABCDEA",), "", f"round('AB' + 2 * 'BC' + 2 * {slope}, 1)",
        ("perimeter", "Pythagoras"), GABLE, _gable_shown(inward),
        (logic(f"2 * 'AB' + 2 * 'BC' + 2 * {slope}", "counts the dashed line CE"),
         logic("'AB' + 2 * 'BC' + 2 * 'DF'", "takes the height for a slope"),
         logic("2 * ('AB' + 'BC')", "gives the perimeter of the rectangle"),
         logic(f"'AB' + 2 * 'BC' + {slope}", "counts one slope only"),
         logic("'AB' + 2 * 'BC' + 2 * ('AB' / 2 + 'DF')", "adds the legs instead of using Pythagoras")),
        ask=PERIMETER, measure="length", decimals=1, lengths=lengths, dashed=("CE", "DF"),
        right=("DFC",),
    )  # fmt: skip


def _bow(inward: bool, rng: random.Random) -> Figure:
    wide = tenths(rng, 5.2, 52)
    tall = tenths(rng, 0.65 * wide, wide) if inward else tenths(rng, 0.5 * wide, 1.2 * wide)
    points = {"A": (0.0, 0.0), "B": (wide, 0.0), "C": (wide, tall), "D": (0.0, tall),
              "m": (wide / 2, tall - wide / 2 if inward else tall + wide / 2)}  # fmt: skip
    sign = "-" if inward else "+"
    return Figure(
        points, ("ABCDA",), "", f"round(rectangle_area('AB', 'BC') {sign} {HALF_CIRCLE}, 1)",
        ("area", "subtract" if inward else "add"),
        ("ABCD is a rectangle, and CD is the diameter of a semicircle.", "四边形ABCD是长方形，CD是半圆的直径。"),
        (f"rectangle ABCD with a semicircle over CD {'cut out of' if inward else 'on'} it",
         "长方形ABCD中剪去以CD为直径的半圆后剩下的图形" if inward else "由长方形ABCD和以CD为直径的半圆拼成的图形"),
        (logic("'AB' * 'BC'", "leaves out the semicircle"),
         logic(f"'AB' * 'BC' {sign} circle_area('AB' / 2)", "takes a whole circle"),
         logic(f"'AB' * 'BC' {sign} circle_area('AB') / 2", "takes the diameter for the radius"),
         logic(f"'AB' * 'BC' {'+' if inward else '-'} {HALF_CIRCLE}", "adds or subtracts wrongly"),
         logic(f"'AB' * 'BC' {sign} circumference('AB' / 2) / 2", "takes the arc's length for the area")),
        ask=AREA, measure="area", decimals=1, lengths={"AB": wide, "BC": tall}, dashed=("CD",), bows={"CD": "m"},
    )  # fmt: skip


def _track(area: bool, rng: random.Random) -> Figure:
    wide = tenths(rng, 5.2, 52)
    whole = tenths(rng, 1.7 * wide, 2.6 * wide)
    half, straight = wide / 2, whole - wide
    points = {"A": (0.0, 0.0), "B": (straight, 0.0), "C": (straight, wide), "D": (0.0, wide),
              "E": (-half, half), "F": (straight + half, half)}  # fmt: skip
    program = "circumference('BC' / 2) + 2 * ('EF' - 'BC')"
    mistakes = (
        logic("circumference('BC' / 2) + 2 * 'EF'", "takes the whole length for the straight part"),
        logic("circumference('BC' / 2) + 2 * 'EF' - 'BC'", "takes away one semicircle only"),
        logic("circumference('BC' / 2) / 2 + 2 * ('EF' - 'BC')", "counts one semicircle only"),
        logic("2 * ('EF' + 'BC')", "takes the rectangle around the figure"),
        logic("circumference('BC' / 2) + 2 * ('EF' - 'BC') + 2 * 'BC'", "counts the dashed lines"),
    )  # fmt: skip
    if area:
        program = "circle_area('BC' / 2) + rectangle_area('EF' - 'BC', 'BC')"
        mistakes = (
            logic("circle_area('BC' / 2) + 'EF' * 'BC'", "takes the whole length for the straight part"),
            logic("circle_area('BC' / 2) / 2 + ('EF' - 'BC') * 'BC'", "counts one semicircle only"),
            logic("'EF' * 'BC'", "takes the rectangle around the figure"),
            logic("circle_area('BC') + ('EF' - 'BC') * 'BC'", "takes the diameter for the radius"),
            logic("('EF' - 'BC') * 'BC'", "leaves out the semicircles"),
        )  # fmt: skip
    return Figure(
        points, ("ABCDA",), "", f"round({program}, 1)", ("area", "add") if area else ("perimeter", "circumference"),
        ("ABCD is a rectangle, with semicircles over BC and AD.",
         "四边形ABCD是长方形，两端分别是以BC、AD为直径的半圆。"),
        ("rectangle ABCD with semicircles over BC and AD; EF is its whole length",
         "由长方形ABCD和两端的半圆拼成的图形，EF是它的全长"), mistakes,
        ask=AREA if area else PERIMETER, measure="area" if area else "length", decimals=1, lengths={"BC": wide},
        spans={"EF": whole}, reach={"EF": half}, off={"BC": "A", "EF": "D"}, dashed=("BC", "AD"),
        bows={"BC": "F", "DA": "E"},
    )  # fmt: skip


def _frame(inside: bool, rng: random.Random) -> Figure:
    a = tenths(rng, 9.2, 78)
    b, inner_side = tenths(rng, 0.6 * a, 0.95 * a), tenths(rng, 0.66 * a, 0.8 * a)
    r = (a - inner_side) / 2
    points = {"A": (0.0, 0.0), "B": (a, 0.0), "C": (a, b), "D": (0.0, b), "E": (r, r), "F": (a - r, r),
              "G": (a - r, b - r), "H": (r, b - r)}  # fmt: skip
    inner = "'BC' - ('AB' - 'EF')"
    if inside:
        program, ask = f"rectangle_perimeter('EF', {inner})", (
            ("What is the perimeter of the inner rectangle?", "里面的长方形的周长是多少？"),
            ("Find the perimeter of the inner rectangle.", "求里面的长方形的周长。"))  # fmt: skip
        mistakes = (
            logic("2 * ('AB' + 'BC')", "gives the outer perimeter"), logic("2 * ('EF' + 'BC')", "takes BC for FG"),
            logic("2 * ('EF' + 'BC' - ('AB' - 'EF') / 2)", "takes the frame away on one side"),
            logic(f"'EF' + {inner}", "forgets to double"), logic("4 * 'EF'", "takes the inner rectangle for a square"),
        )  # fmt: skip
    else:
        program, ask = f"round(rectangle_area('AB', 'BC') - rectangle_area('EF', {inner}), 1)", (
            ("What is the area of the frame between the two rectangles?", "两个长方形之间的边框的面积是多少？"),
            ("Find the area of the frame between the two rectangles.", "求两个长方形之间的边框的面积。"))  # fmt: skip
        mistakes = (
            logic(f"'EF' * ({inner})", "gives the inner area"), logic("'AB' * 'BC' - 'EF' * 'BC'", "takes BC for FG"),
            logic("'AB' * 'BC' - 'EF' * ('BC' - ('AB' - 'EF') / 2)", "takes the frame away on one side"),
            logic("2 * ('AB' + 'BC') * ('AB' - 'EF') / 2", "counts the corners twice"),
            logic("'AB' * 'BC' - 'EF' ^ 2", "takes the inner rectangle for a square"),
        )  # fmt: skip
    return Figure(
        points, ("ABCDA",), "", program, ("perimeter", "subtract") if inside else ("area", "subtract"),
        ("The frame between the rectangles is equally wide on all sides.", "两个长方形之间的边框宽度处处相等。"),
        ("rectangle ABCD and, inside it, rectangle EFGH with EF along AB", "长方形ABCD及其内部的长方形EFGH，EF靠近AB"),
        mistakes,
        ask=ask, measure="length" if inside else "area", decimals=None if inside else 1,
        lengths={"AB": a, "BC": b, "EF": inner_side},
        holes=("EFGHE",), off={"EF": "A"},
    )  # fmt: skip


def _window(area: bool, rng: random.Random) -> Figure:
    wide = tenths(rng, 5.2, 52)
    whole, half = tenths(rng, 1.25 * wide, 2 * wide), wide / 2
    points = {"A": (0.0, 0.0), "B": (wide, 0.0), "C": (wide, whole - half), "D": (0.0, whole - half),
              "E": (half, whole), "F": (half, 0.0)}  # fmt: skip
    side, arc = "'EF' - 'AB' / 2", "circumference('AB' / 2) / 2"
    if area:
        program = f"rectangle_area('AB', {side}) + {HALF_CIRCLE}"
        mistakes = (
            logic(f"'AB' * 'EF' + {HALF_CIRCLE}", "takes the whole height for the rectangle"),
            logic("'AB' * 'EF'", "takes the rectangle around the figure"),
            logic(f"'AB' * ({side}) + circle_area('AB' / 2)", "takes a whole circle"),
            logic(f"'AB' * ({side})", "leaves out the semicircle"),
            logic(f"'AB' * ('EF' - 'AB') + {HALF_CIRCLE}", "takes the diameter for the radius"),
        )  # fmt: skip
    else:
        program = f"'AB' + 2 * ({side}) + {arc}"
        mistakes = (
            logic(f"'AB' + 2 * 'EF' + {arc}", "takes the whole height for the straight sides"),
            logic(f"2 * 'AB' + 2 * ({side}) + {arc}", "counts the dashed line CD"),
            logic("2 * ('AB' + 'EF')", "takes the rectangle around the figure"),
            logic(f"2 * ({side}) + {arc}", "leaves out AB"),
            logic(f"'AB' + 2 * ({side}) + circumference('AB' / 2)", "takes a whole circle"),
        )  # fmt: skip
    return Figure(
        points, ("ABCDA",), "", f"round({program}, 1)", ("area", "add") if area else ("perimeter", "circumference"),
        ("ABCD is a rectangle, and CD is the diameter of a semicircle.", "四边形ABCD是长方形，CD是半圆的直径。"),
        ("rectangle ABCD with a semicircle over CD on it; EF, from the middle E of the arc to F on AB, is the length "
         "of the whole figure", "由长方形ABCD和以CD为直径的半圆拼成的图形，EF是整个图形的长，E是弧的中点，F在AB上"),
        mistakes,
        ask=AREA if area else PERIMETER, measure="area" if area else "length", decimals=1,
        spans={"AB": wide, "EF": whole}, reach={"EF": half}, off={"EF": "A", "AB": "E"}, dashed=("CD",),
        bows={"CD": "E"},
    )  # fmt: skip
