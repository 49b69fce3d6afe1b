"""Shaded regions: circles, quarter circles and squares in each other, rings, semicircles cut out of a figure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.board import Board, along, middle, polar, turned
from mmbench.benchmarks.figures.geometry.shading import bow, shade
from mmbench.benchmarks.figures.measures import any_length, tenths
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in
from mmbench.benchmarks.figures.style import style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.asked import Pair
    from mmbench.benchmarks.figures.sheet import Point, Sheet
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "shaded-region"
DOMAIN: Domain = "plane geometry"

_AREA = (
    (
        "What is the area of the shaded region?",
        "How large is the shaded area?",
        "Find the area of the shaded part of the figure.",
    ),
    ("阴影部分的面积是多少？", "图中阴影部分的面积有多大？", "求图中阴影部分的面积。"),
)
_ROUND = (
    ("What is the perimeter of the shaded region?", "How long is the whole boundary of the shaded region?"),
    ("阴影部分的周长是多少？", "阴影部分一周的长是多少？"),
)


_SQUARE: Pair = (
    "ABCD is a square and the circle touches its four sides.",
    "四边形ABCD是正方形，圆与它的四条边都相切。",
)
_QUARTER: Pair = (
    "ABCD is a square and the arc is a quarter of a circle with centre A.",
    "四边形ABCD是正方形，弧BD是以A为圆心的四分之一圆弧。",
)
_SEMICIRCLES: Pair = (
    "The three arcs are semicircles with the diameters AB, AC and CB.",
    "三段弧分别是以AB、AC、CB为直径的半圆。",
)  # fmt: skip
BIG, LEFT, RIGHT = "circle_area(('AC' + 'CB') / 2) / 2", "circle_area('AC' / 2) / 2", "circle_area('CB' / 2) / 2"

DISC = Asked(
    *_AREA, "circle_area('AB' / 2)", ("area",),
    (logic("circle_area('AB')", "takes the side for the radius"),
     logic("circumference('AB' / 2)", "works out the circumference"),
     logic("square_area('AB')", "takes the square"),
     logic("circle_area('AB' / 2) / 2", "halves the area")),
    "{unit}²", 1, _SQUARE,
    ("Square ABCD with the circle that touches its four sides; the circle is shaded.",
     "正方形ABCD内有一个与四条边都相切的圆，圆涂了阴影。"),
)  # fmt: skip
QUARTER = Asked(
    *_AREA, "sector_area('AB', 90)", ("area",),
    (logic("circle_area('AB')", "takes the whole circle"),
     logic("circle_area('AB' / 2)", "takes the side for the diameter of a whole circle"),
     logic("circle_area('AB') / 2", "takes half the circle"),
     logic("circumference('AB') / 4", "works out the arc"),
     misread("square_area('AB') - sector_area('AB', 90)", "takes the white part")),
    "{unit}²", 1, _QUARTER,
    ("Square ABCD with the quarter circle about A from B to D; the quarter circle is shaded.",
     "正方形ABCD内有以A为圆心、从B到D的四分之一圆，这个四分之一圆涂了阴影。"),
)  # fmt: skip
TRIANGLE = Asked(
    *_AREA, "triangle_area('AB', 'BC')", ("area",),
    (logic("rectangle_area('AB', 'BC')", "forgets to halve"),
     logic("'AB' + 'BC'", "adds the sides"),
     logic("triangle_area('AB', 'BC') / 2", "halves twice"),
     logic("rectangle_perimeter('AB', 'BC')", "works out the perimeter of the rectangle")),
    "{unit}²", 1, ("ABCD is a rectangle and E lies on CD.", "四边形ABCD是长方形，点E在CD上。"),
    ("Rectangle ABCD; E lies on side CD; triangle ABE is shaded.", "长方形ABCD，点E在边CD上，三角形ABE涂了阴影。"),
)  # fmt: skip
CORNERS = Asked(
    *_AREA, "square_area('AB') - circle_area('AB' / 2)", ("area", "subtract"),
    (logic("circle_area('AB' / 2)", "takes the white circle"),
     logic("square_area('AB') - circumference('AB' / 2)", "subtracts the circumference"),
     logic("abs(square_area('AB') - circle_area('AB'))", "takes the side for the radius"),
     logic("square_area('AB') - circle_area('AB' / 2) / 2", "subtracts half the circle"),
     logic("(square_area('AB') - circle_area('AB' / 2)) / 4", "takes one corner only")),
    "{unit}²", 1, _SQUARE,
    ("Square ABCD with the circle that touches its four sides; the rest of the square is shaded.",
     "正方形ABCD内有一个与四条边都相切的圆，正方形内、圆外的部分涂了阴影。"),
)  # fmt: skip
BESIDE_QUARTER = Asked(
    *_AREA, "square_area('AB') - sector_area('AB', 90)", ("area", "subtract"),
    (logic("sector_area('AB', 90)", "takes the white part"),
     logic("square_area('AB') - circumference('AB') / 4", "subtracts the arc"),
     logic("square_area('AB') / 4", "takes a quarter of the square"),
     logic("square_area('AB') - circle_area('AB') / 8", "subtracts half the quarter circle"),
     logic("square_area('AB') / 2", "takes the arc for the diagonal")),
    "{unit}²", 1, _QUARTER,
    ("Square ABCD with the quarter circle about A from B to D; what lies in the square but outside it is shaded.",
     "正方形ABCD内有以A为圆心、从B到D的四分之一圆，正方形内其余的部分涂了阴影。"),
)  # fmt: skip
RING = Asked(
    *_AREA, "circle_area('OB') - circle_area('OA')", ("area", "subtract"),
    (logic("circle_area('OB' - 'OA')", "subtracts the radii first"),
     logic("circle_area('OB')", "forgets to subtract the inner circle"),
     misread("circle_area('OA')", "takes the white circle"),
     logic("circumference('OB') - circumference('OA')", "works out circumferences"),
     logic("circle_area('OB') + circle_area('OA')", "adds the circles")),
    "{unit}²", 1, ("O is the centre of both circles.", "两个圆的圆心都是O。"),
    ("Two circles with centre O: OA is a radius of the inner, OB of the outer one; the ring between is shaded.",
     "两个圆的圆心都是O，OA是小圆的半径，OB是大圆的半径，两圆之间的圆环涂了阴影。"),
)  # fmt: skip
BITES = Asked(
    *_AREA, "rectangle_area('AB', 'BC') - circle_area('BC' / 2)", ("area", "subtract"),
    (logic("rectangle_area('AB', 'BC') - circle_area('BC' / 2) / 2", "subtracts one semicircle only"),
     logic("rectangle_area('AB', 'BC') - 2 * circle_area('BC' / 2)", "takes the semicircles for circles"),
     logic("abs(rectangle_area('AB', 'BC') - circle_area('BC'))", "takes the diameter for the radius"),
     logic("rectangle_area('AB', 'BC') - circumference('BC' / 2)", "subtracts the arcs"),
     logic("rectangle_area('AB' - 'BC', 'BC')", "takes the rectangle between the semicircles")),
    "{unit}²", 1,
    ("ABCD is a rectangle; BC and DA are the diameters of two semicircles.",
     "四边形ABCD是长方形，两个半圆分别以BC和DA为直径。"),
    ("Rectangle ABCD; semicircles with the diameters BC and DA are cut out of it; the rest is shaded.",
     "长方形ABCD中，以BC和DA为直径向内各截去一个半圆，其余部分涂了阴影。"),
)  # fmt: skip
BITES_ROUND = BITES._replace(
    en=_ROUND[0], zh=_ROUND[1], program="circumference('BC' / 2) + 2 * 'AB'", skills=("perimeter", "circumference"),
    unit="{unit}",
    wrong=(logic("rectangle_perimeter('AB', 'BC')", "goes round the rectangle"),
           logic("circumference('BC' / 2) + 'AB'", "adds one straight side only"),
           logic("circumference('BC') + 2 * 'AB'", "takes the diameter for the radius"),
           logic("circumference('BC' / 2) + rectangle_perimeter('AB', 'BC')", "adds the diameters, too"),
           logic("circumference('BC' / 2) / 2 + 2 * 'AB'", "takes one arc only")),
)  # fmt: skip
SQUARE_IN_CIRCLE = Asked(
    *_AREA, "circle_area(hypotenuse('AB', 'AB') / 2) - square_area('AB')", ("area", "Pythagoras"),
    (logic("circle_area(hypotenuse('AB', 'AB') / 2)", "forgets to subtract the square"),
     logic("circle_area('AB') - square_area('AB')", "takes the side for the radius"),
     logic("(circle_area(hypotenuse('AB', 'AB') / 2) - square_area('AB')) / 4", "takes one of the four parts"),
     logic("square_area('AB') - circle_area('AB' / 2)", "takes the side for the diameter"),
     logic("circle_area(hypotenuse('AB', 'AB') / 2) - square_area('AB') / 2", "subtracts half the square")),
    "{unit}²", 1, ("ABCD is a square with its corners on the circle.", "正方形ABCD的四个顶点都在圆上。"),
    ("A circle through the four corners of square ABCD; what lies in the circle but outside the square is shaded.",
     "圆经过正方形ABCD的四个顶点，圆内、正方形外的部分涂了阴影。"),
)  # fmt: skip
LEAF = Asked(
    *_AREA, "2 * sector_area('AB', 90) - square_area('AB')", ("area", "subtract"),
    (logic("square_area('AB') - sector_area('AB', 90)", "takes one of the white parts"),
     logic("sector_area('AB', 90)", "takes a quarter circle"),
     logic("sector_area('AB', 90) - triangle_area('AB', 'AB')", "takes half the leaf"),
     logic("2 * sector_area('AB', 90) - square_area('AB') / 2", "subtracts half the square"),
     logic("2 * (square_area('AB') - sector_area('AB', 90))", "takes the white parts")),
    "{unit}²", 1,
    ("ABCD is a square; the two arcs have the centres A and C.", "四边形ABCD是正方形，两段弧的圆心分别是A和C。"),
    ("Square ABCD with the quarter circles about A and about C, both from B to D; what lies in both of them is shaded.",
     "正方形ABCD内有分别以A和C为圆心、连接B和D的两段四分之一圆弧，两段弧围成的部分涂了阴影。"),
)  # fmt: skip
ROW = Asked(
    *_AREA, "rectangle_area('AB', 'AB' / 3) - 3 * circle_area('AB' / 3 / 2)", ("area", "subtract"),
    (logic("rectangle_area('AB', 'AB' / 3) - circle_area('AB' / 3 / 2)", "subtracts one circle only"),
     logic("3 * circle_area('AB' / 3 / 2)", "takes the white circles"),
     logic("rectangle_area('AB', 'AB' / 3) - 3 * circumference('AB' / 3 / 2)", "subtracts the circumferences"),
     logic("rectangle_area('AB', 'AB' / 3) - 2 * circle_area('AB' / 3 / 2)", "subtracts two circles only"),
     logic("square_area('AB' / 3) - circle_area('AB' / 3 / 2)", "takes the corners about one circle only")),
    "{unit}²", 1,
    ("ABCD is a rectangle; the three equal circles touch each other and its sides.",
     "四边形ABCD是长方形，三个等圆依次相切，并且都与长方形的边相切。"),
    ("Three equal circles in a row in rectangle ABCD; each touches its neighbours, AB and CD, the outer ones also the "
     "short sides. What lies in the rectangle but outside the circles is shaded.",
     "长方形ABCD内有三个排成一行的等圆，相邻的圆相切，每个圆都与AB和CD相切，两端的圆还与短边相切。长方形内、圆外的部分涂了阴影。"),
)  # fmt: skip
ARBELOS = Asked(
    *_AREA, f"{BIG} - {LEFT} - {RIGHT}", ("area", "subtract"),
    (logic(f"{BIG} - {LEFT}", "subtracts one semicircle only"),
     logic(f"{LEFT} + {RIGHT}", "takes the white semicircles"),
     logic(f"2 * ({BIG} - {LEFT} - {RIGHT})", "takes the semicircles for circles"),
     logic(f"4 * ({BIG} - {LEFT} - {RIGHT})", "takes the diameters for radii"),
     logic(BIG, "forgets to subtract the small semicircles")),
    "{unit}²", 1, _SEMICIRCLES,
    ("C lies on AB. On the same side of AB there are semicircles with the diameters AB, AC and CB; the part of the "
     "large one outside the two small ones is shaded.",
     "点C在AB上，在AB的同侧分别以AB、AC、CB为直径作半圆，大半圆中两个小半圆以外的部分涂了阴影。"),
)  # fmt: skip
ARBELOS_ROUND = ARBELOS._replace(
    en=_ROUND[0], zh=_ROUND[1],
    program="circumference(('AC' + 'CB') / 2) / 2 + circumference('AC' / 2) / 2 + circumference('CB' / 2) / 2",
    skills=("perimeter", "circumference"), unit="{unit}",
    wrong=(logic("circumference(('AC' + 'CB') / 2) / 2", "takes the outer arc only"),
           logic("circumference(('AC' + 'CB') / 2) / 2 + 'AC' + 'CB'", "takes the segments for the small arcs"),
           logic("2 * circumference(('AC' + 'CB') / 2)", "takes the semicircles for circles"),
           logic("circumference(('AC' + 'CB') / 2) / 2 + circumference('AC' / 2) / 2", "forgets an arc"),
           logic("circumference(('AC' + 'CB') / 2) + 'AC' + 'CB'", "adds the segment AB")),
)  # fmt: skip
THALES = Asked(
    *_AREA, "circle_area(hypotenuse('AC', 'CB') / 2) / 2 - triangle_area('AC', 'CB')",
    ("area", "Pythagoras", "circle theorems"),
    (logic("circle_area(hypotenuse('AC', 'CB') / 2) - triangle_area('AC', 'CB')", "takes the whole circle"),
     logic("triangle_area('AC', 'CB')", "takes the white triangle"),
     logic("circle_area(hypotenuse('AC', 'CB') / 2) / 2", "forgets to subtract the triangle"),
     logic("circle_area(('AC' + 'CB') / 2) / 2 - triangle_area('AC', 'CB')", "adds the sides to get the diameter"),
     logic("circle_area(hypotenuse('AC', 'CB') / 2) / 2 - triangle_area('AC', 'CB') / 2", "halves the triangle twice")),
    "{unit}²", 1, ("AB is the diameter of the semicircle and C lies on it.", "AB是半圆的直径，点C在半圆上。"),
    ("C lies on the semicircle with the diameter AB; the part of the half disc outside triangle ABC is shaded.",
     "点C在以AB为直径的半圆上，半圆内、三角形ABC以外的部分涂了阴影。"),
)  # fmt: skip


class _Draft(NamedTuple):
    """A drawing in the making."""

    rng: random.Random
    style: Style
    unit: str

    def board(self, points: dict[str, Point], extent: tuple[Point, ...] = ()) -> Board:
        """Return a board with the points turned in any direction, letters not yet written."""
        moved = turned({**points, **{f"+{n}": point for n, point in enumerate(extent)}}, self.rng, mirror=False)
        beyond = [moved.pop(f"+{n}") for n in range(len(extent))]
        return Board(sheet_in(self.style), moved, extent=beyond)

    def square(self, side: float) -> Board:
        """Return a board with the square ABCD."""
        return self.board({"A": (0, 0), "B": (side, 0), "C": (side, side), "D": (0, side)})

    def finish(self, board: Board, outline: str, *lengths: tuple[str, float]) -> Sheet:
        """Draw a polygon, name its corners and write lengths beside segments."""
        board.polygon(*outline, width=2)
        board.vertex(*outline)
        for name, value in lengths:
            board.length(name[0], name[1], value, unit=self.unit)
        return board.sheet


def _disc(draft: _Draft) -> Sheet:
    side = any_length(draft.rng, 5, 90)
    board = draft.square(side)
    circle = bow(board, middle(board.points["A"], board.points["C"]), middle(board.points["A"], board.points["B"]), 360)
    shade(board, draft.style, circle)
    board.sheet.path(circle, closed=True, width=2)
    return draft.finish(board, "ABCD", ("AB", side))


def _outside_disc(draft: _Draft) -> Sheet:
    side = any_length(draft.rng, 5, 90)
    board = draft.square(side)
    circle = bow(board, middle(board.points["A"], board.points["C"]), middle(board.points["A"], board.points["B"]), 360)
    shade(board, draft.style, [board.at(name) for name in "ABCD"], holes=(circle,))
    board.sheet.path(circle, closed=True, width=2)
    return draft.finish(board, "ABCD", ("AB", side))


def _quarter(draft: _Draft) -> Sheet:
    side = any_length(draft.rng, 5, 90)
    board = draft.square(side)
    arc = bow(board, "A", "B", 90)
    shade(board, draft.style, [board.at("A"), *arc])
    board.sheet.path(arc, width=2)
    return draft.finish(board, "ABCD", ("AB", side))


def _beside_quarter(draft: _Draft) -> Sheet:
    side = any_length(draft.rng, 5, 90)
    board = draft.square(side)
    arc = bow(board, "A", "B", 90)
    shade(board, draft.style, [board.at("C"), *reversed(arc)])
    board.sheet.path(arc, width=2)
    return draft.finish(board, "ABCD", ("AB", side))


def _triangle(draft: _Draft) -> Sheet:
    wide = tenths(draft.rng, 4.2, 46)
    high = tenths(draft.rng, 0.45 * wide, 1.3 * wide)
    corners = {"A": (0.0, 0.0), "B": (wide, 0.0), "C": (wide, high), "D": (0.0, high)}
    board = draft.board({**corners, "E": (wide * draft.rng.uniform(0.2, 0.8), high)})
    shade(board, draft.style, [board.at(name) for name in "ABE"])
    board.sheet.path([board.at("A"), board.at("E"), board.at("B")], width=2)
    sheet = draft.finish(board, "ABCD", ("AB", wide), ("BC", high))
    board.vertex("E")
    return sheet


def _ring(draft: _Draft) -> Sheet:
    inner = tenths(draft.rng, 2.1, 25)
    outer = tenths(draft.rng, 1.35 * inner, 2.1 * inner)
    rim = tuple(polar((0, 0), outer, turn) for turn in range(0, 360, 15))
    apart = draft.rng.randint(70, 170)
    board = draft.board({"O": (0.0, 0.0), "A": (inner, 0.0), "B": polar((0, 0), outer, apart)}, rim)
    circles = [bow(board, "O", name, 360) for name in "BA"]
    shade(board, draft.style, circles[0], holes=circles[1:])
    for circle in circles:
        board.sheet.path(circle, closed=True, width=2)
    board.line("O", "A")
    board.line("O", "B")
    board.dot("O")
    board.vertex("O", away=middle(board.points["A"], board.points["B"]))
    board.vertex("A", "B", away="O")
    board.length("O", "A", inner, unit=draft.unit, off="B")
    board.length("O", "B", outer, unit=draft.unit, off="A")
    return board.sheet


def _bites(draft: _Draft) -> Sheet:
    high = tenths(draft.rng, 4.2, 38)
    wide = tenths(draft.rng, 1.3 * high, 2 * high)
    board = draft.board({"A": (0.0, 0.0), "B": (wide, 0.0), "C": (wide, high), "D": (0.0, high)})
    points = board.points
    bites = [bow(board, middle(points[a], points[b]), a, -180) for a, b in ("BC", "DA")]
    corners = [board.at(name) for name in "ABCD"]
    shade(board, draft.style, corners, holes=bites)
    for bite in bites:
        board.sheet.path(bite, width=2)
    return draft.finish(board, "ABCD", ("AB", wide), ("BC", high))


def _square_in_circle(draft: _Draft) -> Sheet:
    side = any_length(draft.rng, 5, 90)
    centre = (side / 2, side / 2)
    rim = tuple(polar(centre, side / math.sqrt(2), turn) for turn in range(0, 360, 15))
    board = draft.board({"A": (0, 0), "B": (side, 0), "C": (side, side), "D": (0, side)}, rim)
    circle = bow(board, middle(board.points["A"], board.points["C"]), "A", 360)
    shade(board, draft.style, circle, holes=([board.at(name) for name in "ABCD"],))
    board.sheet.path(circle, closed=True, width=2)
    board.polygon(*"ABCD", width=2)
    board.vertex(*"ABCD")
    board.length("A", "B", side, unit=draft.unit, off=along(board.points["A"], board.points["D"], -0.5))
    return board.sheet


def _leaf(draft: _Draft) -> Sheet:
    side = any_length(draft.rng, 5, 90)
    board = draft.square(side)
    arcs = bow(board, "A", "B", 90), bow(board, "C", "D", 90)
    shade(board, draft.style, [*arcs[0], *arcs[1]])
    for arc in arcs:
        board.sheet.path(arc, width=2)
    return draft.finish(board, "ABCD", ("AB", side))


def _row(draft: _Draft) -> Sheet:
    wide = any_length(draft.rng, 8, 99)
    high = wide / 3
    board = draft.board({"A": (0.0, 0.0), "B": (wide, 0.0), "C": (wide, high), "D": (0.0, high)})
    points = board.points
    left, right = middle(points["A"], points["D"]), middle(points["B"], points["C"])
    circles = [bow(board, along(left, right, n / 6), along(left, right, (n + 1) / 6), 360) for n in (1, 3, 5)]
    shade(board, draft.style, [board.at(name) for name in "ABCD"], holes=circles)
    for circle in circles:
        board.sheet.path(circle, closed=True, width=2)
    return draft.finish(board, "ABCD", ("AB", wide))


def _arbelos(draft: _Draft) -> Sheet:
    one = tenths(draft.rng, 4.2, 38)
    other = tenths(draft.rng, 0.4 * one, 0.85 * one)
    if draft.rng.random() < 0.5:
        one, other = other, one
    whole = one + other
    rim = tuple(polar((whole / 2, 0), whole / 2, turn) for turn in range(0, 181, 15))
    board = draft.board({"A": (0.0, 0.0), "C": (one, 0.0), "B": (whole, 0.0)}, rim)
    points = board.points
    arcs = [bow(board, middle(points[a], points[b]), b, 180) for a, b in ("AB", "AC", "CB")]
    shade(board, draft.style, [*arcs[0], *reversed(arcs[1]), *reversed(arcs[2])])
    for arc in arcs:
        board.sheet.path(arc, width=2)
    board.line("A", "B", dash=(6, 4), width=1.4)
    (ax, ay), (bx, by) = points["A"], points["B"]
    top = ((ax + bx - by + ay) / 2, (ay + by + bx - ax) / 2)
    (x0, y0), (x1, y1) = board.at(top), board.at(middle(points["A"], points["B"]))
    for name in "ACB":
        board.sheet.near(board.at(name), name, toward=(x1 - x0, y1 - y0), gap=5)
    board.length("A", "C", one, unit=draft.unit, off=top)
    board.length("C", "B", other, unit=draft.unit, off=top)
    return board.sheet


def _thales(draft: _Draft) -> Sheet:
    rng = draft.rng
    one = tenths(rng, 5.2, 38)
    other = tenths(rng, 0.67 * one, 1.5 * one)
    whole = math.hypot(one, other)
    rim = tuple(polar((whole / 2, 0), whole / 2, turn) for turn in range(0, 181, 15))
    corner = polar((0, 0), one, math.degrees(math.atan2(other, one)))
    board = draft.board({"A": (0.0, 0.0), "B": (whole, 0.0), "C": corner}, rim)
    arc = bow(board, middle(board.points["A"], board.points["B"]), "B", 180)
    shade(board, draft.style, arc, holes=([board.at(name) for name in "ABC"],))
    board.sheet.path(arc, closed=True, width=2)
    board.sheet.path([board.at(name) for name in "ACB"], width=2)
    board.vertex("A", "B")
    board.vertex("C", away=middle(board.points["A"], board.points["B"]))
    for start, end, other_end, value in (("A", "C", "B", one), ("C", "B", "A", other)):
        side = middle(board.points[start], board.points[end])
        board.length(start, end, value, unit=draft.unit, off=along(board.points[other_end], side, 2))
    return board.sheet


KINDS = {
    1: ((DISC, _disc), (QUARTER, _quarter), (TRIANGLE, _triangle)),
    2: ((CORNERS, _outside_disc), (BESIDE_QUARTER, _beside_quarter), (RING, _ring), (BITES, _bites),
        (BITES_ROUND, _bites)),
    3: ((SQUARE_IN_CIRCLE, _square_in_circle), (LEAF, _leaf), (ROW, _row), (ARBELOS, _arbelos),
        (ARBELOS_ROUND, _arbelos), (THALES, _thales)),
}  # fmt: skip


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: a circle or quarter circle in a square, a triangle in a rectangle. Level 2: what is left of a square or a
    rectangle, a ring. Level 3: a square in a circle, a leaf, circles in a row, semicircles on a segment, a right
    triangle in a semicircle.
    """
    (question, draw), phrase = dice.same.choice(KINDS[level]), dice.same.randrange(6)
    rng = dice.fresh
    draft = _Draft(rng, style_of(rng), rng.choice(("cm", "cm", "m", "mm")))
    return question.of(draw(draft), language, phrase % len(question.en), {}, unit=draft.unit)
