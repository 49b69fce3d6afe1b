"""Square pyramids: volume, slant height and surface; cut off, or on a cuboid."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.measures import tenths
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in
from mmbench.benchmarks.figures.solids.wire import Space, draw_solid, free_part, oblique
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.board import Board
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "pyramid"
DOMAIN: Domain = "solid geometry"

WORDS = {
    "a": ("edge of the base", "底面边长"),
    "h": ("height of the pyramid", "棱锥的高"),
    "s": ("slant height", "斜高"),
    "e": ("lateral edge", "侧棱长"),
    "tall": ("height of the cuboid", "长方体的高"),
    "top": ("edge of the top", "上底面边长"),
    "low": ("edge of the bottom", "下底面边长"),
    "cut": ("height of the frustum", "棱台的高"),
    "side": ("slant height of a side face", "侧面梯形的高"),
}
"""The measures and how the facts are called."""
ALONE = ("The solid is a regular pyramid with a square base.", "图中是一个正四棱锥。")
HOUSE = (
    "A regular square pyramid stands on a cuboid with the same square base.",
    "图中的立体由长方体和同底的正四棱锥组成。",
)
FRUSTUM = ("The tip of a regular square pyramid was cut off parallel to its base.",
           "用平行于底面的平面截去正四棱锥的上部，得到图中的正四棱台。")  # fmt: skip
MARKED = (
    "The figure shows a square pyramid in an oblique view; some of these are marked: base edge, height,"
    " slant height of a side face, lateral edge.",
    "图中是一个正四棱锥的直观图，标出了底面边长以及高、斜高、侧棱长中的一个或几个。",
)
HOUSE_MARKED = (
    "The figure shows a cuboid with a square base and a pyramid on its top, like a house or a tower with a roof.",
    "图中是一个底面为正方形的长方体，上面有一个正四棱锥。",
)
FRUSTUM_MARKED = (
    "The figure shows a frustum of a square pyramid with the edges of its two squares and a height.",
    "图中是一个正四棱台，标出了上、下底面的边长和高。",
)
VOLUME = (
    ("What is the volume of the pyramid?", "Find the volume of this pyramid."),
    ("这个四棱锥的体积是多少？", "求图中四棱锥的体积。"),
)
SLANT = "hypotenuse({h}, {a} / 2)"
STUMP = "({low} ^ 2 + {low} * {top} + {top} ^ 2) * {cut} / 3"


class _Kind(NamedTuple):
    """A kind of question: the measures that are given, the solid, what is asked."""

    given: str
    solid: str
    asked: Asked


LEVELS = (
    (
        _Kind("a h", "pyramid", Asked(
            *VOLUME, "pyramid_volume(square_area({a}), {h})", ("area", "volume"),
            (logic("prism_volume(square_area({a}), {h})", "forgets the third"),
             logic("square_area({a}) * {h} / 2", "halves instead of taking a third"),
             logic("{a} * {h} / 3", "does not square the edge"), misread("{h} ^ 2 * {a} / 3", "exchanges the lengths")),
            "{unit}³", 1, ALONE, MARKED)),
        _Kind("a s", "pyramid", Asked(
            ("What is the total area of the four triangular side faces?", "Find the lateral area of the pyramid."),
            ("四个侧面的面积之和是多少？", "求这个四棱锥的侧面积。"),
            "4 * triangle_area({a}, {s})", ("area", "surface"),
            (logic("4 * {a} * {s}", "forgets to halve"), logic("triangle_area({a}, {s})", "takes one face only"),
             logic("4 * triangle_area({a}, {s}) + {a} ^ 2", "adds the base"),
             logic("3 * triangle_area({a}, {s})", "takes three faces only")),
            "{unit}²", 1, ALONE, MARKED)),
        _Kind("a e", "pyramid", Asked(
            ("How long are all edges of the pyramid together?", "Find the total length of the eight edges."),
            ("这个四棱锥所有棱的长度之和是多少？", "求图中四棱锥八条棱的总长。"),
            "4 * {a} + 4 * {e}", ("multiply", "add"),
            (logic("4 * {a} + {e}", "takes one lateral edge only"), logic("{a} + 4 * {e}", "takes one base edge only"),
             logic("3 * {a} + 3 * {e}", "leaves out the hidden edges"),
             logic("4 * {a} + 8 * {e}", "counts the lateral edges twice")),
            "{unit}", None, ALONE, MARKED)),
    ),
    (
        _Kind("a h", "pyramid", Asked(
            ("How long is the slant height of a side face, from the tip to the middle of a base edge?",
             "Find the distance from the tip of the pyramid to the middle of an edge of its base."),
            ("这个正四棱锥的斜高（侧面三角形的高）是多少？", "求顶点到底面一边中点的距离。"),
            SLANT, ("Pythagoras", "divide"),
            (logic("{h} + {a} / 2", "adds the lengths"), logic("{h}", "gives the height"),
             misread("sqrt({h} ^ 2 + {a} ^ 2)", "takes the whole edge of the base"),
             logic("sqrt(abs({h} ^ 2 - ({a} / 2) ^ 2))", "subtracts the squares")),
            "{unit}", 1, ALONE, MARKED)),
        _Kind("a s", "pyramid", Asked(
            *VOLUME, "pyramid_volume(square_area({a}), leg({s}, {a} / 2))", ("Pythagoras", "volume"),
            (logic("pyramid_volume(square_area({a}), {s})", "takes the slant height for the height"),
             logic("square_area({a}) * leg({s}, {a} / 2)", "forgets the third"),
             logic("pyramid_volume(square_area({a}), {s} - {a} / 2)", "subtracts the lengths to get the height"),
             logic("{a} * leg({s}, {a} / 2) / 3", "does not square the edge")),
            "{unit}³", 1, ALONE, MARKED)),
        _Kind("a s", "pyramid", Asked(
            ("What is the surface area of the pyramid, base included?", "Find the total surface area of the pyramid."),
            ("这个四棱锥的表面积是多少？", "求图中四棱锥的表面积。"),
            "square_area({a}) + 4 * triangle_area({a}, {s})", ("area", "surface", "add"),
            (logic("4 * triangle_area({a}, {s})", "leaves out the base"),
             logic("square_area({a}) + 4 * {a} * {s}", "forgets to halve"),
             logic("square_area({a}) + triangle_area({a}, {s})", "takes one side face only"),
             logic("2 * square_area({a}) + 4 * triangle_area({a}, {s})", "counts the base twice")),
            "{unit}²", 1, ALONE, MARKED)),
    ),
    (
        _Kind("a h tall", "house", Asked(
            ("What is the volume of the solid?", "Find the volume of the whole solid."),
            ("这个立体的体积是多少？", "求整个立体的体积。"),
            "cuboid_volume({a}, {a}, {tall}) + pyramid_volume(square_area({a}), {h})", ("volume", "add"),
            (logic("cuboid_volume({a}, {a}, {tall} + {h})", "treats the pyramid as a cuboid"),
             logic("cuboid_volume({a}, {a}, {tall}) + square_area({a}) * {h} / 2", "halves for the pyramid"),
             logic("cuboid_volume({a}, {a}, {tall})", "leaves out the pyramid"),
             misread("cuboid_volume({a}, {a}, {h}) + square_area({a}) * {tall} / 3", "exchanges the heights")),
            "{unit}³", 1, HOUSE, HOUSE_MARKED)),
        _Kind("a h tall", "house", Asked(
            ("What is the area of the whole outer surface, bottom included?",
             "Find the surface area of the solid, including its bottom."),
            ("这个立体的表面积是多少？", "求整个立体的表面积（包括底面）。"),
            "square_area({a}) + 4 * rectangle_area({a}, {tall}) + 4 * triangle_area({a}, " + SLANT + ")",
            ("Pythagoras", "surface", "add"),
            (logic("square_area({a}) + 4 * {a} * {tall} + 4 * triangle_area({a}, {h})",
                   "takes the height of the pyramid for its slant height"),
             logic("4 * {a} * {tall} + 4 * triangle_area({a}, " + SLANT + ")", "leaves out the bottom"),
             logic("2 * square_area({a}) + 4 * {a} * {tall} + 4 * triangle_area({a}, " + SLANT + ")",
                   "counts the hidden square"),
             logic("square_area({a}) + 4 * {a} * {tall} + 4 * {a} * " + SLANT, "forgets to halve the triangles")),
            "{unit}²", 1, HOUSE, HOUSE_MARKED)),
        _Kind("a e", "pyramid", Asked(
            *VOLUME, "pyramid_volume(square_area({a}), sqrt({e} ^ 2 - {a} ^ 2 / 2))", ("Pythagoras", "volume"),
            (logic("pyramid_volume(square_area({a}), {e})", "takes the lateral edge for the height"),
             logic("pyramid_volume(square_area({a}), sqrt({e} ^ 2 - {a} ^ 2 / 4))",
                   "takes the slant height for the height"),
             logic("square_area({a}) * sqrt({e} ^ 2 - {a} ^ 2 / 2)", "forgets the third"),
             logic("pyramid_volume(square_area({a}) / 2, sqrt({e} ^ 2 - {a} ^ 2 / 2))", "halves the area of the base")),
            "{unit}³", 1, ALONE, MARKED)),
        _Kind("low top cut", "frustum", Asked(
            ("What is its volume?", "Find the volume of this frustum."), ("这个棱台的体积是多少？", "求棱台的体积。"),
            STUMP, ("area", "volume", "add"),
            (logic("({low} ^ 2 + {top} ^ 2) * {cut} / 2", "takes the mean of the two squares"),
             logic("(({low} + {top}) / 2) ^ 2 * {cut}", "takes a cuboid of the mean edge"),
             logic("{low} ^ 2 * {cut} / 3", "takes a pyramid of the same height"),
             logic("({low} ^ 2 - {top} ^ 2) * {cut} / 3", "subtracts pyramids of the same height")),
            "{unit}³", 1, FRUSTUM, FRUSTUM_MARKED)),
        _Kind("low top side", "frustum", Asked(
            ("What is its surface area, both squares included?", "Find the total surface area of this frustum."),
            ("这个棱台的表面积是多少？", "求棱台的表面积（包括上、下底面）。"),
            "{low} ^ 2 + {top} ^ 2 + 4 * trapezoid_area({top}, {low}, {side})", ("area", "surface", "add"),
            (logic("4 * trapezoid_area({top}, {low}, {side})", "leaves out the two squares"),
             logic("{low} ^ 2 + {top} ^ 2 + 4 * ({top} + {low}) * {side}", "forgets to halve the trapezoids"),
             logic("{low} ^ 2 + 4 * trapezoid_area({top}, {low}, {side})", "leaves out the top"),
             logic("{low} ^ 2 + {top} ^ 2 + trapezoid_area({top}, {low}, {side})", "takes one side face only")),
            "{unit}²", 1, FRUSTUM, FRUSTUM_MARKED)),
    ),
)  # fmt: skip


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: one formula. Level 2: a length or an area first. Level 3: two solids, a cut pyramid, or its edges."""
    kind = dice.same.choice(LEVELS[level - 1])
    phrase = dice.same.randrange(2)
    rng = dice.fresh
    size = _measures(rng, kind)
    board = _drawn(rng, kind, size)
    unit = rng.choice(("cm", "m", "dm"))
    names = {key: say(language, *WORDS[key]) for key in kind.given.split()}
    for key, name in names.items():
        start, end, off = PLACES[key]
        if key in ("h", "cut", "s", "side"):
            part = free_part(board, board.points[start], board.points[end], f"{size[key]} {unit}")
            board.length(part[0], part[1], size[key], name=name, unit=unit, off=part[2])
        else:
            board.length(start, end, size[key], name=name, unit=unit, off=off)
    return kind.asked.of(board.sheet, language, phrase, names, unit=unit)


PLACES = {
    "a": ("A", "B", "P"), "low": ("A", "B", "E"), "h": ("O", "P", "R"), "s": ("P", "M", "O"), "e": ("P", "B", "O"),
    "tall": ("A", "E", "O"), "top": ("G", "H", "A"), "cut": ("O", "Q", "R"), "side": ("M", "N", "A"),
}  # fmt: skip
"""The ends of the line of each measure, and the point it is written away from."""


def _measures(rng: random.Random, kind: _Kind) -> dict[str, float]:
    """Draw what the solid measures, by the keys of `WORDS`."""
    given = kind.given.split()
    a = tenths(rng, 4.6, 42)
    if kind.solid == "frustum":
        top = tenths(rng, 0.35 * a, 0.6 * a)
        gap = (a - top) / 2
        side = tenths(rng, 1.5 * gap, 2.6 * gap)
        cut = tenths(rng, 1.1 * gap, 2.4 * gap) if "cut" in given else math.sqrt(side**2 - gap**2)
        return {"low": a, "top": top, "cut": cut, "side": side, "a": a, "h": cut}
    edge, slant = tenths(rng, 0.95 * a, 1.3 * a), tenths(rng, 0.7 * a, 1.3 * a)
    if "e" in given:
        height = math.sqrt(edge**2 - a**2 / 2)
    elif "s" in given:
        height = math.sqrt(slant**2 - a**2 / 4)
    else:
        height = tenths(rng, (0.6 if kind.solid == "house" else 0.45) * a, 1.1 * a)
    return {"a": a, "h": height, "s": slant, "e": edge, "tall": tenths(rng, 0.35 * a, 0.7 * a)}


def _drawn(rng: random.Random, kind: _Kind, size: dict[str, float]) -> Board:
    """Draw the solid with its inner lines and return its board.

    ABCD is the base, EFGH the square above it, P the tip, O and Q the centres of the squares, M and N the middles of
    the front edges, R and S those of the edges on the right.
    """
    a, rise, solid = size["a"], size["h"], kind.solid
    tall, half = size["tall"] if solid == "house" else 0.0, a / 2
    top = half - size["top"] / 2 if solid == "frustum" else 0.0
    high = rise if solid == "frustum" else tall
    corners: dict[str, Space] = {"A": (0, 0, 0), "B": (a, 0, 0), "C": (a, a, 0), "D": (0, a, 0)}
    if solid != "pyramid":
        corners |= {
            "E": (top, top, high),
            "F": (a - top, top, high),
            "G": (a - top, a - top, high),
            "H": (top, a - top, high),
        }
    walls = ["ABFE", "BCGF", "CDHG", "DAEH", "DCBA"]
    if solid == "frustum":
        faces = [*walls, "EFGH"]
    elif solid == "house":
        faces = [*walls, "EFP", "FGP", "GHP", "HEP"]
    else:
        faces = ["ABP", "BCP", "CDP", "DAP", "DCBA"]
    if solid == "frustum":
        corners |= {"O": (half, half, 0), "Q": (half, half, rise), "M": (half, 0, 0), "N": (half, top, rise)}
        corners |= {"R": (a, half, 0), "S": (a - top, half, rise)}
    else:
        corners |= {"P": (half, half, tall + rise), "O": (half, half, tall), "M": (half, 0, 0), "R": (a, half, tall)}
    style = style_of(rng)
    view = oblique(rng, corners, faces)
    tallest = max(z for _, _, z in corners.values()) > a
    board = draw_solid(sheet_in(style, *((600, 660) if tallest else ())), style, view, corners, faces)
    given = kind.given.split()
    if "h" in given:
        board.line("O", "P", dash=(5, 4), width=1.2)
        board.line("O", "R", dash=(2, 3), width=1.2)
        board.right_angle("O", "P", "R", size=10)
    elif "s" in given:
        board.line("P", "M", width=1.3)
        board.right_angle("M", "P", "B", size=10)
    elif "cut" in given:
        board.line("O", "Q", dash=(5, 4), width=1.2)
        board.line("O", "R", dash=(2, 3), width=1.2)
        board.line("Q", "S", dash=(2, 3), width=1.2)
        board.right_angle("O", "Q", "R", size=10)
    elif "side" in given:
        board.line("M", "N", width=1.3)
        board.right_angle("M", "N", "B", size=10)
    return board
