"""Sectors: area, arc and perimeter, the rest of the circle, the angle from an arc, pieces of rings, segments."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.board import Board, along, polar
from mmbench.benchmarks.figures.geometry.shading import bow, shade
from mmbench.benchmarks.figures.measures import tenths
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.asked import Pair
    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "sector"
DOMAIN: Domain = "plane geometry"

AREA = "sector_area('OA', '∠AOB')"
ARC = "arc_length('OA', '∠AOB')"
TRIANGLE = "sine_area('OA', 'OA', '∠AOB')"
INNER = "sector_area('OA', '∠AOB')"
OUTER = "sector_area('OA' + 'AC', '∠AOB')"
INNER_ARC = "arc_length('OA', '∠AOB')"
OUTER_ARC = "arc_length('OA' + 'AC', '∠AOB')"
RADIUS = "'AB' / 2 / sin('∠AOB' / 2)"

_ASK_AREA = (
    ("What is the area of the shaded sector?", "Find the area of sector OAB.", "How large is the shaded area?"),
    ("阴影扇形的面积是多少？", "求扇形OAB的面积。", "图中阴影部分的面积是多少？"),
)
_SECTOR: Pair = (
    "The figure shows the sector with centre O, radii OA and OB and arc AB.",
    "图中是以O为圆心、OA和OB为半径的扇形OAB。",
)
_WITH_ARC: Pair = (
    "The figure shows the sector with centre O, radii OA and OB and arc AB, whose length is given.",
    "图中是以O为圆心、OA和OB为半径的扇形OAB，弧AB的长已标出。",
)
_CIRCLE: Pair = (
    "The figure shows a circle with centre O and the radii OA and OB, which make the marked angle AOB below 180°; "
    "the other, larger sector is shaded.",
    "图中有一个以O为圆心的圆和半径OA、OB；标出的∠AOB小于180°，另一个较大的扇形涂了阴影。",
)
_RING: Pair = (
    "Two arcs with centre O, AB and CD, bound a shaded piece of a ring; A lies on OC and B on OD.",
    "以O为圆心的弧AB和弧CD围成一个涂了阴影的扇环，点A在OC上，点B在OD上。",
)
_CHORD: Pair = (
    "The figure shows the sector with centre O, radii OA and OB and arc AB; the chord AB is drawn.",
    "图中是以O为圆心、OA和OB为半径的扇形OAB，并连接了弦AB。",
)

AREA_OF_SECTOR = Asked(
    *_ASK_AREA,
    AREA,
    ("area",),
    (
        logic(ARC, "works out the arc instead of the area"),
        logic(f"{AREA} * 2", "divides the angle by 180° instead of 360°"),
        logic(f"{AREA} / 2", "halves the area as that of a triangle"),
        logic("'OA' ^ 2 * '∠AOB' / 360", "forgets π"),
        misread("sector_area('OA', 360 - '∠AOB')", "takes the other part of the circle"),
    ),
    "{unit}²",
    1,
    description=_SECTOR,
)
LENGTH_OF_ARC = Asked(
    ("How long is the arc AB of the shaded sector?", "Find the length of the arc AB that bounds the shaded sector."),
    ("阴影扇形的弧AB长多少？", "求阴影扇形的弧AB的长。"),
    ARC,
    ("circumference",),
    (
        logic(f"{ARC} / 2", "forgets the factor 2"),
        logic(f"{ARC} + 2 * 'OA'", "gives the perimeter of the sector"),
        logic(AREA, "works out the area"),
        misread("arc_length('OA', 360 - '∠AOB')", "takes the other part of the circle"),
    ),
    "{unit}",
    1,
    description=_SECTOR,
)
PERIMETER = Asked(
    ("What is the perimeter of the sector?", "How long is the whole boundary of the shaded sector?"),
    ("这个扇形的周长是多少？", "阴影扇形一周的长是多少？"),
    f"{ARC} + 2 * 'OA'",
    ("perimeter", "circumference"),
    (
        logic(ARC, "forgets the two radii"),
        logic(f"{ARC} + 'OA'", "adds one radius only"),
        logic(f"2 * {ARC} + 2 * 'OA'", "divides the angle by 180° instead of 360°"),
        misread("arc_length('OA', 360 - '∠AOB') + 2 * 'OA'", "takes the arc of the other part of the circle"),
        logic(AREA, "works out the area"),
    ),
    "{unit}",
    1,
    description=_SECTOR,
)
REST = Asked(
    ("What is the area of the shaded part of the circle?", "How large is the area of the shaded sector?"),
    ("圆中阴影部分的面积是多少？", "求阴影扇形的面积。"),
    "sector_area('OA', 360 - '∠AOB')",
    ("area", "angle sum"),
    (
        misread(AREA, "takes the white sector"),
        logic("circle_area('OA')", "takes the whole circle"),
        logic("arc_length('OA', 360 - '∠AOB')", "works out the arc instead of the area"),
        logic("circle_area('OA') - '∠AOB'", "subtracts the angle from the area"),
        logic(f"circle_area('OA') + {AREA}", "adds the white sector to the circle"),
    ),
    "{unit}²",
    1,
    setting=("O is the centre of the circle.", "点O是圆心。"),
    description=_CIRCLE,
)
ANGLE_FROM_ARC = Asked(
    ("How many degrees is the angle AOB?", "What is the size of the central angle of the sector in degrees?"),
    ("∠AOB是多少度？", "这个扇形的圆心角是多少度？"),
    "{arc} / circumference('OA') * 360",
    ("circumference", "proportion"),
    (
        logic("{arc} / (pi * 'OA') * 360", "forgets the factor 2 in the circumference"),
        logic("{arc} / circumference('OA') * 180", "takes 180° for the full turn"),
        logic("{arc} / 'OA' * 90", "takes an arc as long as the radius for a right angle"),
        logic("360 - {arc} / circumference('OA') * 360", "gives the other angle at O"),
    ),
    "°",
    1,
    description=_WITH_ARC,
)
AREA_FROM_ARC = Asked(
    *_ASK_AREA,
    "{arc} * 'OA' / 2",
    ("area", "proportion"),
    (
        logic("{arc} * 'OA'", "forgets to halve"),
        logic("{arc} + 2 * 'OA'", "works out the perimeter"),
        logic("{arc} * 'OA' / 4", "halves twice"),
        logic("'OA' ^ 2 / 2", "takes the arc to be as long as the radius"),
        logic("{arc} ^ 2 / 2", "takes the radius to be as long as the arc"),
    ),
    "{unit}²",
    1,
    description=_WITH_ARC,
)
RING_AREA = Asked(
    ("What is the area of the shaded region?", "Find the area of the shaded piece of the ring."),
    ("阴影部分的面积是多少？", "求阴影扇环的面积。"),
    f"{OUTER} - {INNER}",
    ("area", "subtract"),
    (
        logic(OUTER, "forgets to subtract the inner sector"),
        logic("sector_area('AC', '∠AOB')", "takes the width of the ring for a radius"),
        logic(f"{OUTER} + {INNER}", "adds the inner sector"),
        logic(f"({INNER_ARC} + {OUTER_ARC}) * 'AC'", "forgets to halve"),
        logic(f"{INNER_ARC} * 'AC'", "takes the inner arc for the mean arc"),
    ),
    "{unit}²",
    1,
    setting=("Both arcs have the centre O.", "两段弧的圆心都是O。"),
    description=_RING,
)
RING_PERIMETER = Asked(
    ("What is the perimeter of the shaded region?", "How long is the boundary of the shaded piece of the ring?"),
    ("阴影部分的周长是多少？", "阴影扇环一周的长是多少？"),
    f"{OUTER_ARC} + {INNER_ARC} + 2 * 'AC'",
    ("perimeter", "circumference"),
    (
        logic(f"{OUTER_ARC} + {INNER_ARC}", "forgets the two straight edges"),
        logic(f"{OUTER_ARC} + 2 * 'AC'", "forgets the inner arc"),
        logic(f"{OUTER_ARC} + {INNER_ARC} + 2 * ('OA' + 'AC')", "takes the radii for the straight edges"),
        logic(f"2 * {OUTER_ARC} + 2 * 'AC'", "takes the inner arc to be as long as the outer one"),
    ),
    "{unit}",
    1,
    setting=("Both arcs have the centre O.", "两段弧的圆心都是O。"),
    description=_RING,
)
SEGMENT = Asked(
    (
        "What is the area of the shaded segment between the chord AB and the arc?",
        "The chord AB cuts the shaded segment off the sector. How large is its area?",
    ),
    ("弦AB与弧围成的阴影弓形的面积是多少？", "弦AB从扇形中截出阴影弓形，求它的面积。"),
    f"{AREA} - {TRIANGLE}",
    ("area", "trigonometry"),
    (
        logic(AREA, "forgets to subtract the triangle"),
        misread(TRIANGLE, "gives the area of the triangle"),
        logic(f"{AREA} - 'OA' ^ 2 / 2", "takes the triangle to be right-angled"),
        logic(f"{AREA} - {TRIANGLE} / 2", "halves the triangle twice"),
        logic(f"{AREA} - 2 * {TRIANGLE}", "forgets to halve the triangle"),
    ),
    "{unit}²",
    1,
    description=_CHORD,
)
ARC_ON_CHORD = Asked(
    ("How long is the arc AB?", "The length of the chord AB is given. Find the length of the arc AB."),
    ("弧AB长多少？", "已知弦AB的长，求弧AB的长。"),
    f"arc_length({RADIUS}, '∠AOB')",
    ("trigonometry", "circumference"),
    (
        logic("arc_length('AB', '∠AOB')", "takes the chord for the radius"),
        logic("arc_length('AB' / 2, '∠AOB')", "takes half the chord for the radius"),
        logic(f"arc_length({RADIUS}, '∠AOB') / 2", "forgets the factor 2"),
        logic("arc_length('AB' / 2 / sin('∠AOB'), '∠AOB')", "forgets to halve the angle"),
        logic(f"arc_length(2 * {RADIUS}, '∠AOB')", "takes the diameter for the radius"),
    ),
    "{unit}",
    1,
    setting=("O is the centre of the arc.", "点O是弧AB所在圆的圆心。"),
    description=_CHORD,
)


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: area or arc. Level 2: perimeter, rest of the circle, from an arc. Level 3: ring, segment, chord."""
    kinds = {
        1: ((AREA_OF_SECTOR, _plain), (LENGTH_OF_ARC, _plain)),
        2: ((PERIMETER, _plain), (REST, _rest), (ANGLE_FROM_ARC, _angle_from_arc), (AREA_FROM_ARC, _area_from_arc)),
        3: ((RING_AREA, _ring), (RING_PERIMETER, _ring), (SEGMENT, _segment), (ARC_ON_CHORD, _chord)),
    }[level]
    (question, draw), phrase = dice.same.choice(kinds), dice.same.randrange(6)
    rng = dice.fresh
    unit = rng.choice(("cm", "cm", "m", "mm"))
    drawing: Callable[[random.Random, str, Language], Board] = draw
    board = drawing(rng, unit, language)
    names = {"arc": say(language, "arc AB", "弧AB")}
    return question.of(board.sheet, language, phrase % len(question.en), names, unit=unit)


def _board(rng: random.Random, radius: float, angle: float, *, whole: bool = False) -> tuple[Board, Style]:
    """Return a board with O and an arc AB in any direction, with room for the sector or the whole circle."""
    style, start = style_of(rng), rng.uniform(0, 360)
    points = {"O": (0.0, 0.0), "A": polar((0, 0), radius, start), "B": polar((0, 0), radius, start + angle)}
    turns = range(0, 360, 30) if whole else (start + angle * n / 6 for n in range(7))
    return Board(sheet_in(style), points, extent=[polar((0, 0), radius, turn) for turn in turns]), style


def _ahead(board: Board, angle: float, times: float = 1) -> Point:
    """Return the point in the middle of the arc, or further out in its direction."""
    x, y = board.points["A"]
    return polar((0, 0), times * math.hypot(x, y), math.degrees(math.atan2(y, x)) + angle / 2)


def _letter(board: Board, angle: float) -> None:
    board.dot("O")
    board.vertex("A", "B", away="O")
    board.vertex("O", away=_ahead(board, angle))


def _angle(board: Board, angle: int) -> None:
    """Mark the angle AOB, which may be above 180 degrees, and write its size into it."""
    (x, y), share = board.at("O"), 28 / (board.scale * math.hypot(*board.points["A"]))
    arc = [along((x, y), point, share) for point in bow(board, "O", "A", angle)]
    board.sheet.path(arc, width=1.4)
    edge = arc[len(arc) // 2]
    box = board.sheet.near(edge, f"{angle}°", toward=(edge[0] - x, edge[1] - y), gap=4)
    board.sheet.fact("∠AOB", angle, box, unit="°", group="angle")


def _sector(rng: random.Random, radius: float, angle: float, unit: str, *, printed: bool = False) -> Board:
    board, style = _board(rng, radius, angle)
    outline = [board.at("O"), *bow(board, "O", "A", angle)]
    shade(board, style, outline)
    board.sheet.path(outline, closed=True, width=2)
    if printed:
        _angle(board, round(angle))
    _letter(board, angle)
    board.length("O", "A", radius, unit=unit, off="B" if angle < 180 else None)
    return board


def _plain(rng: random.Random, unit: str, _: Language) -> Board:
    angle = rng.choice((*range(50, 165), *range(200, 305)))
    return _sector(rng, tenths(rng, 3.2, 38), angle, unit, printed=True)


def _rest(rng: random.Random, unit: str, _: Language) -> Board:
    radius, angle = tenths(rng, 3.2, 38), rng.randint(50, 164)
    board, style = _board(rng, radius, angle, whole=True)
    shade(board, style, [board.at("O"), *bow(board, "O", "A", angle - 360)])
    board.circle("O", radius, width=2)
    board.sheet.path([board.at("A"), board.at("O"), board.at("B")], width=2)
    _angle(board, angle)
    _letter(board, angle)
    board.length("O", "A", radius, unit=unit, off="B")
    return board


def _arc(board: Board, angle: float, length: str, unit: str, language: Language) -> None:
    """Write the length of the arc beside its middle."""
    x, y = board.at(_ahead(board, angle))
    x0, y0 = board.at("O")
    box = board.sheet.near((x, y), f"{length} {unit}", toward=(x - x0, y - y0), gap=6)
    board.sheet.fact(say(language, "arc AB", "弧AB"), length, box, unit=unit, group="length")


def _angle_from_arc(rng: random.Random, unit: str, language: Language) -> Board:
    radius, angle = tenths(rng, 6.2, 48), rng.uniform(50, 164)
    board = _sector(rng, radius, angle, unit)
    _arc(board, angle, f"{math.radians(angle) * radius:.1f}", unit, language)
    return board


def _area_from_arc(rng: random.Random, unit: str, language: Language) -> Board:
    radius = tenths(rng, 4.2, 38)
    length = tenths(rng, 0.9 * radius, 2.7 * radius)
    angle = math.degrees(length / radius)
    board = _sector(rng, radius, angle, unit)
    _arc(board, angle, f"{length}", unit, language)
    return board


def _ring(rng: random.Random, unit: str, _: Language) -> Board:
    inner, angle = tenths(rng, 3.1, 32), rng.randint(60, 154)
    width = tenths(rng, 0.55 * inner, 1.2 * inner)
    board, style = _board(rng, inner + width, angle)
    for name, outer in (("A", "C"), ("B", "D")):
        board.points[outer] = board.points[name]
        board.points[name] = along((0, 0), board.points[outer], inner / (inner + width))
    region = [*bow(board, "O", "A", angle), *bow(board, "O", "D", -angle)]
    shade(board, style, region)
    board.sheet.path(region, closed=True, width=2)
    for name in "AB":
        board.line("O", name, dash=(5, 4), width=1.4)
    _angle(board, angle)
    board.dot("O")
    board.vertex("C", "D", away="O")
    board.vertex("O", away=_ahead(board, angle))
    board.vertex("A", away=along(board.points["A"], board.points["B"], 0.4))
    board.vertex("B", away=along(board.points["B"], board.points["A"], 0.4))
    board.length("O", "A", inner, unit=unit, off="B")
    board.length("A", "C", width, unit=unit, off="B")
    return board


def _segment(rng: random.Random, unit: str, _: Language) -> Board:
    radius, angle = tenths(rng, 6.2, 48), rng.randint(75, 134)
    board, style = _board(rng, radius, angle)
    arc = bow(board, "O", "A", angle)
    shade(board, style, arc)
    board.sheet.path([board.at("O"), *arc], closed=True, width=2)
    board.line("A", "B", width=2)
    _angle(board, angle)
    _letter(board, angle)
    board.length("O", "A", radius, unit=unit, off="B")
    return board


def _chord(rng: random.Random, unit: str, _: Language) -> Board:
    chord, angle = tenths(rng, 5.2, 68), rng.randint(60, 134)
    board, style = _board(rng, chord / 2 / math.sin(math.radians(angle / 2)), angle)
    outline = [board.at("O"), *bow(board, "O", "A", angle)]
    shade(board, style, outline)
    board.sheet.path(outline, closed=True, width=2)
    board.line("A", "B", width=1.6)
    _angle(board, angle)
    _letter(board, angle)
    board.length("A", "B", chord, unit=unit, off=_ahead(board, angle, 2))
    return board
