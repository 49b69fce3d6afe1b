"""Cuboids: volume, surface, edges, diagonals, a missing edge, paths over faces, steps cut out, painted cubes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.board import middle
from mmbench.benchmarks.figures.measures import tenths
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in
from mmbench.benchmarks.figures.solids.wire import draw_solid, oblique
from mmbench.benchmarks.figures.style import style_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.asked import Pair
    from mmbench.benchmarks.figures.board import Board
    from mmbench.benchmarks.figures.solids.wire import Space, View
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "cuboid"
DOMAIN: Domain = "solid geometry"

FACES = ("ABFE", "BCGF", "CDHG", "DAEH", "ADCB", "EFGH")
VOLUME, SURFACE = "cuboid_volume('a', 'b', 'c')", "cuboid_surface('a', 'b', 'c')"
CUBOID: Pair = (
    "A cuboid with the edges a, b and c; a and b are the edges of its base, c is its height.",
    "棱长为a、b、c的长方体，a和b是底面的两条棱，c是高。",
)
STEPPED: Pair = (
    "A cuboid with the edges a, b and c (c is the height), from which a smaller cuboid is cut away at an upper edge of "
    "length b; the piece cut away is e wide in the direction of a and f high.",
    "棱长为a、b、c（c是高）的长方体，沿长为b的一条上棱截去一个小长方体；截去的部分在a方向上宽e，高f。",
)  # fmt: skip

FULL = Asked(
    ("What is the volume of the cuboid?", "Find the volume of this box."),
    ("这个长方体的体积是多少？", "求图中长方体的体积。"),
    VOLUME, ("volume",),
    (logic("'a' * 'b' + 'c'", "adds the height to the base area"),
     logic(SURFACE, "works out the surface area"),
     logic(f"{VOLUME} / 2", "halves the product"),
     misread("'a' * 'b' * 'b'", "takes b for the height"),
     misread("'a' * 'c' * 'c'", "takes c for the depth")),
    "{unit}³", 1, description=CUBOID,
)  # fmt: skip
EDGES = Asked(
    ("What is the total length of all the edges of the cuboid?",
     "The cuboid is made of wire along its edges. How much wire is needed?"),
    ("这个长方体所有棱长的和是多少？", "用铁丝焊接成图中的长方体框架，至少需要多长的铁丝？"),
    "4 * ('a' + 'b' + 'c')", ("count", "add"),
    (logic("'a' + 'b' + 'c'", "counts each edge once"),
     logic("2 * ('a' + 'b' + 'c')", "counts each edge twice"),
     logic("3 * ('a' + 'b' + 'c')", "counts the visible edges only"),
     logic("6 * ('a' + 'b' + 'c')", "takes the number of faces"),
     logic("8 * ('a' + 'b' + 'c')", "takes the number of corners")),
    "{unit}", description=CUBOID,
)  # fmt: skip
WHOLE = Asked(
    ("What is the surface area of the cuboid?", "Find the total area of the six faces of the cuboid."),
    ("这个长方体的表面积是多少？", "求图中长方体六个面的总面积。"),
    SURFACE, ("surface", "area"),
    (logic(f"{SURFACE} / 2", "counts each kind of face once"),
     logic(VOLUME, "works out the volume"),
     logic("2 * ('a' * 'c' + 'b' * 'c')", "leaves out base and top"),
     logic("'a' * 'b' + 2 * ('a' * 'c' + 'b' * 'c')", "leaves out the top"),
     logic("6 * 'a' * 'b'", "takes the faces to be equal")),
    "{unit}²", 1, description=CUBOID,
)  # fmt: skip
OPEN = WHOLE._replace(
    en=("The box has no lid. How much cardboard is needed for it?",
        "A tank of this shape is open at the top. What is the area of its bottom and its four sides?"),
    zh=("用硬纸板做一个图中形状的无盖纸盒，至少需要多大面积的硬纸板？",
        "一个图中形状的无盖水箱，底面和四个侧面的面积一共是多少？"),
    program="'a' * 'b' + 2 * ('a' * 'c' + 'b' * 'c')",
    wrong=(logic(SURFACE, "counts the lid, too"),
           logic("2 * ('a' * 'c' + 'b' * 'c')", "leaves out the bottom"),
           logic(VOLUME, "works out the volume"),
           logic(f"{SURFACE} / 2", "counts each kind of face once"),
           logic(f"{SURFACE} - 'b' * 'c'", "leaves out a side instead of the lid")),
)  # fmt: skip
MISSING = Asked(
    ("The volume V of the cuboid is given. How long is the edge c?",
     "Use the volume V to find the height c of the cuboid."),
    ("已知长方体的体积V，棱c长多少？", "根据体积V，求长方体的高c。"),
    "'V' / ('a' * 'b')", ("volume", "divide"),
    (logic("'V' / ('a' + 'b')", "divides by the sum"),
     logic("'V' / 'a'", "divides by one edge only"),
     logic("'V' / ('a' * 'b') / 2", "halves the result"),
     logic("'V' / ('a' * 'b') * 2", "doubles the result"),
     logic("'V' / (2 * ('a' + 'b'))", "divides by the perimeter of the base")),
    "{unit}", 1,
    description=("A cuboid with the edges a and b of its base, the unknown height c and the volume V.",
                 "底面两条棱为a、b，高c未知，体积为V的长方体。"),
)  # fmt: skip
FACE = Asked(
    ("How long is the diagonal d of the front face?",
     "The dashed line d is drawn on the front face. Find its length."),
    ("长方体前面的对角线d长多少？", "图中虚线d画在长方体的前面上，求它的长。"),
    "hypotenuse('a', 'c')", ("Pythagoras", "spatial view"),
    (misread("hypotenuse('a', 'b')", "takes the diagonal of the base"),
     misread("hypotenuse('b', 'c')", "takes the diagonal of a side face"),
     logic("'a' + 'c'", "adds the edges"),
     logic("sqrt('a' ^ 2 + 'b' ^ 2 + 'c' ^ 2)", "takes the space diagonal"),
     logic("sqrt('a' + 'c')", "forgets to square")),
    "{unit}", 1,
    description=("A cuboid with the edges a, b and c; d is the diagonal of the front face, whose edges are a and c.",
                 "棱长为a、b、c的长方体，d是前面的对角线，前面的两条棱是a和c。"),
)  # fmt: skip
SPACE = Asked(
    ("How long is the space diagonal PQ of the cuboid?",
     "What is the straight-line distance from the corner P to the corner Q?"),
    ("长方体的体对角线PQ长多少？", "从顶点P到顶点Q的直线距离是多少？"),
    "sqrt('a' ^ 2 + 'b' ^ 2 + 'c' ^ 2)", ("Pythagoras", "spatial view"),
    (logic("hypotenuse('a', 'b')", "stops at the diagonal of the base"),
     logic("'a' + 'b' + 'c'", "adds the edges"),
     logic("hypotenuse('a', 'b') + 'c'", "adds the height to the diagonal of the base"),
     logic("hypotenuse('a' + 'b', 'c')", "goes over the faces"),
     logic("hypotenuse('b', 'c')", "leaves out the edge a")),
    "{unit}", 1,
    description=("A cuboid with the edges a, b and c; P and Q are opposite corners, joined by a dashed line.",
                 "棱长为a、b、c的长方体，P和Q是相对的两个顶点，用虚线连接。"),
)  # fmt: skip
CRAWL = Asked(
    ("An ant crawls from P to Q over the front face and the visible side face. How long is the shortest way?",
     "What is the length of the shortest path from P to Q on the two visible upright faces?"),
    ("一只蚂蚁从点P出发，经过长方体的前面和可见的侧面爬到点Q，最短路程是多少？",
     "在图中可见的两个竖直面上，从点P到点Q的最短路线长多少？"),
    "hypotenuse('a' + 'b', 'c')", ("Pythagoras", "spatial view"),
    (logic("sqrt('a' ^ 2 + 'b' ^ 2 + 'c' ^ 2)", "goes through the inside"),
     logic("'a' + 'b' + 'c'", "goes along the edges"),
     logic("hypotenuse('a', 'c') + 'b'", "goes along the diagonal of the front face, then along an edge"),
     logic("hypotenuse('a', 'b') + 'c'", "goes over the base, then up"),
     logic("hypotenuse('a', 'b')", "forgets the height")),
    "{unit}", 1,
    description=("A cuboid with the edges a, b and c; P is a bottom corner of the front face, Q the opposite corner at "
                 "the top of the back; front face (a by c) and side face (b by c) share an upright edge.",
                 "棱长为a、b、c的长方体，P是前面下方的顶点，Q是与它相对的后上方顶点；前面（a×c）与可见侧面（b×c）相邻。"),
)  # fmt: skip
LEFT = Asked(
    ("A smaller cuboid has been cut away. What is the volume of the solid that is left?",
     "Find the volume of the stepped solid."),
    ("长方体被截去一个小长方体，剩下部分的体积是多少？", "求图中台阶形立体的体积。"),
    "'a' * 'b' * 'c' - 'e' * 'b' * 'f'", ("volume", "subtract"),
    (logic(VOLUME, "forgets the piece cut away"),
     logic("'a' * 'b' * 'c' - 'e' * 'f'", "subtracts the area of the cut"),
     logic("'e' * 'b' * 'f'", "gives the piece cut away"),
     logic("('a' - 'e') * 'b' * ('c' - 'f')", "subtracts the edges"),
     logic("'a' * 'b' * 'c' - 'e' * 'a' * 'f'", "takes a for the depth of the cut")),
    "{unit}³", 1, description=STEPPED,
)  # fmt: skip
SKIN = Asked(
    ("What is the surface area of the solid?",
     "The stepped solid is painted all over. How large is the painted area?"),
    ("图中立体的表面积是多少？", "给图中台阶形立体的全部表面涂漆，涂漆的面积是多少？"),
    f"{SURFACE} - 2 * 'e' * 'f'", ("surface", "spatial view"),
    (logic(SURFACE, "takes the surface to stay the same"),
     logic(f"{SURFACE} - 2 * ('e' * 'f' + 'e' * 'b' + 'f' * 'b')", "subtracts the surface of the piece cut away"),
     logic(f"{SURFACE} - 'e' * 'f'", "subtracts one of the two cut faces"),
     logic(f"{SURFACE} + 2 * 'e' * 'f'", "adds the cut"),
     logic("'a' * 'b' * 'c' - 'e' * 'b' * 'f'", "works out the volume")),
    "{unit}²", 1, description=STEPPED,
)  # fmt: skip
PAINTED: Pair = ("The cuboid is painted all over and then cut into cubes with edges of 1 cm.",
                 "把长方体的表面全部涂色，再切成棱长1 cm的小正方体。")  # fmt: skip
TWO_FACES = Asked(
    ("How many of the small cubes have exactly two painted faces?",
     "Count the small cubes with paint on two faces: how many are there?"),
    ("恰有两个面涂色的小正方体有多少个？", "两面涂色的小正方体一共有多少个？"),
    "4 * (('a' - 2) + ('b' - 2) + ('c' - 2))", ("spatial view", "count"),
    (logic("4 * ('a' + 'b' + 'c')", "counts the cubes at the corners, too"),
     logic("4 * (('a' - 1) + ('b' - 1) + ('c' - 1))", "takes away one corner of each edge"),
     logic("2 * (('a' - 2) + ('b' - 2) + ('c' - 2))", "counts half of the edges"),
     logic("('a' - 2) * ('b' - 2) * ('c' - 2)", "counts the cubes without paint"),
     logic("4 * (('a' - 2) + ('b' - 2) + ('c' - 2)) + 8", "adds the corners")),
    setting=PAINTED, description=CUBOID,
)  # fmt: skip
ONE_FACE = TWO_FACES._replace(
    en=("How many of the small cubes have exactly one painted face?",
        "Count the small cubes with paint on one face only: how many are there?"),
    zh=("恰有一个面涂色的小正方体有多少个？", "只有一面涂色的小正方体一共有多少个？"),
    program="2 * (('a' - 2) * ('b' - 2) + ('a' - 2) * ('c' - 2) + ('b' - 2) * ('c' - 2))",
    wrong=(logic("('a' - 2) * ('b' - 2) + ('a' - 2) * ('c' - 2) + ('b' - 2) * ('c' - 2)", "counts three faces only"),
           logic(SURFACE, "counts all painted faces"),
           logic("('a' - 2) * ('b' - 2) * ('c' - 2)", "counts the cubes without paint"),
           logic("2 * (('a' - 1) * ('b' - 1) + ('a' - 1) * ('c' - 1) + ('b' - 1) * ('c' - 1))",
                 "takes away one row of each face"),
           logic("4 * (('a' - 2) + ('b' - 2) + ('c' - 2))", "counts the cubes with two painted faces")),
)  # fmt: skip


class _Size(NamedTuple):
    """Edges to the right, away and up, and the unit."""

    a: float
    b: float
    c: float
    unit: str


def _size(rng: random.Random, unit: str) -> _Size:
    """Return edges that make a handy box."""
    long = tenths(rng, 4.3, 56)
    a, b, c = rng.sample((long, tenths(rng, 0.45 * long, 0.9 * long), tenths(rng, 0.45 * long, 0.9 * long)), 3)
    return _Size(a, b, c, unit)


def _corners(size: _Size) -> dict[str, Space]:
    a, b, c, _ = size
    floor: dict[str, Space] = {"A": (0, 0, 0), "B": (a, 0, 0), "C": (a, b, 0), "D": (0, b, 0)}
    return floor | {top: (floor[low][0], floor[low][1], c) for low, top in zip("ABCD", "EFGH", strict=True)}


def _box(rng: random.Random, size: _Size, given: str = "abc") -> tuple[Board, bool]:
    """Draw a cuboid and the edges given; return whether its right side is seen."""
    corners = _corners(size)
    view = oblique(rng, corners, FACES)
    # Edges that lead away must not seem to lie on the diagonals.
    if abs(math.atan2(size.c, size.a) - math.atan2(view.up, abs(view.right))) < 0.17:
        view = view._replace(up=view.up * 0.55)
    board = _drawn(rng, view, corners, FACES)
    right = view.right > 0
    for name, ends in zip("abc", ("AB", "BC" if right else "AD", "AE" if right else "BF"), strict=True):
        value = getattr(size, name)
        if name in given:
            board.length(ends[0], ends[1], value, name=name, unit=size.unit, shown=f"{name} = {value} {size.unit}")
        else:
            board.beside(ends[0], ends[1], f"{name} = ?")
    return board, right


def _drawn(rng: random.Random, view: View, corners: dict[str, Space], faces: Sequence[str]) -> Board:
    """Draw a solid on a sheet with room for what is written beside it."""
    style = style_of(rng)
    sheet = sheet_in(style, style.shape[0] + 100, style.shape[1] + 50)
    return draw_solid(sheet, style, view, corners, faces, margin=118)


def _plain(rng: random.Random, unit: str) -> Board:
    return _box(rng, _size(rng, unit))[0]


def _cubes(rng: random.Random, unit: str) -> Board:
    long = rng.randint(9, 48)
    a, b, c = rng.sample((long, rng.randint(long // 2, long - 2), rng.randint(long // 2, long - 2)), 3)
    return _box(rng, _Size(a, b, c, "cm"))[0]


def _with_volume(rng: random.Random, unit: str) -> Board:
    size = _size(rng, unit)
    board, _ = _box(rng, size, "ab")
    sheet, value = board.sheet, round(size.a * size.b * size.c, 1)
    box = sheet.text((24, 24), f"V = {value} {unit}³", anchor="lt")
    sheet.fact("V", value, box, unit=f"{unit}³")
    return board


def _diagonal(rng: random.Random, unit: str) -> Board:
    board, right = _box(rng, _size(rng, unit))
    ends = ("A", "F") if right else ("B", "E")
    board.line(*ends, dash=(7, 4), width=1.8)
    board.beside(*ends, "d", off="D" if right else "C")
    return board


def _opposite(rng: random.Random, unit: str, *, joined: bool) -> Board:
    board, right = _box(rng, _size(rng, unit))
    start, end = ("A", "G") if right else ("B", "H")
    if joined:
        board.line(start, end, dash=(3, 4), width=2.2)
    for name, place in (("P", start), ("Q", end)):
        board.dot(place, radius=4)
        (x, y), (x0, y0) = board.at(place), board.at(middle(board.points[start], board.points[end]))
        board.sheet.near((x, y), name, toward=(x - x0, y - y0), gap=10)
    return board


def _space(rng: random.Random, unit: str) -> Board:
    return _opposite(rng, unit, joined=True)


def _crawl(rng: random.Random, unit: str) -> Board:
    return _opposite(rng, unit, joined=False)


def _stepped(rng: random.Random, unit: str) -> Board:
    """Draw a cuboid with a step along its depth, on the side that is seen."""
    a = tenths(rng, 6.2, 58)
    b, c = tenths(rng, 0.4 * a, 0.75 * a), tenths(rng, 0.75 * a, a)
    e, f = tenths(rng, 0.36 * a, 0.55 * a), tenths(rng, 0.45 * c, 0.65 * c)
    front, back = "ABCDEF", "GHIJKL"
    faces = [front, back[::-1], *(front[n - 1] + back[n - 1] + back[n] + front[n] for n in range(6))]
    profile = ((0, 0), (a, 0), (a, c - f), (a - e, c - f), (a - e, c), (0, c))
    corners: dict[str, Space] = {name: (x, 0, z) for name, (x, z) in zip(front, profile, strict=True)}
    corners |= {name: (x, b, z) for name, (x, z) in zip(back, profile, strict=True)}
    view = oblique(rng, corners, faces)
    if view.right < 0:
        corners = {name: (a - x, y, z) for name, (x, y, z) in corners.items()}
        faces = [face[::-1] for face in faces]
    board = _drawn(rng, view, corners, faces)
    for name, ends, value, off in (
        ("a", "AB", a, None), ("b", "BH", b, None), ("c", "AF", c, None), ("e", "CD", e, "E"), ("f", "JK", f, "E")
    ):  # fmt: skip
        board.length(ends[0], ends[1], value, name=name, unit=unit, off=off, shown=f"{name} = {value} {unit}")
    return board


KINDS: dict[int, tuple[tuple[Asked, Callable[[random.Random, str], Board]], ...]] = {
    1: ((FULL, _plain), (EDGES, _plain)),
    2: ((WHOLE, _plain), (OPEN, _plain), (MISSING, _with_volume), (FACE, _diagonal)),
    3: ((SPACE, _space), (CRAWL, _crawl), (LEFT, _stepped), (SKIN, _stepped), (TWO_FACES, _cubes), (ONE_FACE, _cubes)),
}


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: volume, all edges together. Level 2: surface with or without a lid, a missing edge, a diagonal of a face.
    Level 3: the space diagonal, a path over two faces, what a cut leaves of volume and surface, cubes by painted faces.
    """
    (question, draw), phrase = dice.same.choice(KINDS[level]), dice.same.randrange(2)
    unit = dice.fresh.choice(("cm", "cm", "m", "mm"))
    return question.of(draw(dice.fresh, unit).sheet, language, phrase, {}, unit=unit)
