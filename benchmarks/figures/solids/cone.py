"""Cones: slant height, volume and surface; with a hemisphere, on a cylinder, or cut off."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.board import Board
from mmbench.benchmarks.figures.measures import tenths
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "cone"
DOMAIN: Domain = "solid geometry"

WORDS = {
    "r": ("radius of the base", "底面半径", "r"),
    "d": ("diameter of the base", "底面直径", "d"),
    "h": ("height of the cone", "圆锥的高", "h"),
    "l": ("slant height", "母线长", "l"),
    "tall": ("height of the cylinder", "圆柱的高", "H"),
    "top": ("radius of the top", "上底面半径", "r"),
    "low": ("radius of the bottom", "下底面半径", "R"),
    "cut": ("height of the frustum", "圆台的高", "h"),
}
"""The measures: how the facts are called, and the letter beside the number in some pictures."""
ALONE = (
    "The figure shows a cone with some of these measures marked: radius or diameter of the base, height, slant height.",
    "图中是一个圆锥，标出了底面半径（或直径）、高、母线长中的两个。",
)
BALL = ("The figure shows a cone and a hemisphere joined along a circle.", "图中的立体由一个圆锥和一个半球拼成。")
ON_BALL = ("The solid is made of a cone and a hemisphere of the same radius.", "图中的立体由同底的圆锥和半球组成。")
ROCKET = ("The figure shows a cylinder with a cone on top.", "图中是一个圆柱，上面有一个圆锥。")
ON_CYLINDER = ("The solid is a cylinder with a cone of the same radius on top.", "图中的立体由同底的圆柱和圆锥组成。")
VOLUME = (
    ("What is the volume of the cone?", "Find the volume of this cone."),
    ("这个圆锥的体积是多少？", "求图中圆锥的体积。"),
)
SIDE = (
    ("What is the lateral (side) area of the cone?", "Find the area of the curved surface of the cone."),
    ("这个圆锥的侧面积是多少？", "求图中圆锥的侧面积。"),
)
WHOLE = (
    ("What is the volume of the solid?", "Find the volume of the whole solid."),
    ("这个立体的体积是多少？", "求整个立体的体积。"),
)


class _Kind(NamedTuple):
    """A kind of question: the measures that are given, the solid, what is asked."""

    given: str
    solid: str
    asked: Asked


LEVELS = (
    (
        _Kind("r h", "cone", Asked(
            ("How long is the slant height of the cone?", "Find the slant height of the cone."),
            ("这个圆锥的母线长是多少？", "求图中圆锥的母线长。"),
            "hypotenuse({r}, {h})", ("Pythagoras",),
            (logic("{r} + {h}", "adds radius and height"), logic("abs({h} - {r})", "subtracts radius and height"),
             logic("{r} * 2 + {h}", "adds the diameter to the height"),
             logic("sqrt(abs({h} ^ 2 - {r} ^ 2))", "subtracts the squares")),
            "{unit}", 1, description=ALONE)),
        _Kind("r h", "cone", Asked(
            *VOLUME, "cone_volume({r}, {h})", ("volume",),
            (logic("cylinder_volume({r}, {h})", "forgets the third"),
             logic("pi * {r} * {h} / 3", "does not square the radius"),
             logic("cylinder_volume({r}, {h}) / 2", "halves instead of taking a third"),
             misread("cone_volume({h}, {r})", "exchanges radius and height")),
            "{unit}³", 1, description=ALONE)),
        _Kind("r l", "cone", Asked(
            *SIDE, "cone_side({r}, {l})", ("surface",),
            (logic("cone_surface({r}, {l})", "adds the base"), logic("circle_area({r})", "gives the area of the base"),
             logic("cylinder_side({r}, {l})", "takes the formula of the cylinder"),
             logic("cone_side({r}, {l}) / 2", "halves the product"), logic("{r} * {l}", "leaves out pi")),
            "{unit}²", 1, description=ALONE)),
    ),
    (
        _Kind("r h", "cone", Asked(
            *SIDE, "cone_side({r}, hypotenuse({r}, {h}))", ("Pythagoras", "surface"),
            (logic("cone_side({r}, {h})", "takes the height for the slant height"),
             logic("cone_surface({r}, hypotenuse({r}, {h}))", "adds the base"),
             logic("cone_side({r}, {r} + {h})", "adds radius and height to get the slant height"),
             logic("circle_area({r})", "gives the area of the base")),
            "{unit}²", 1, description=ALONE)),
        _Kind("r l", "cone", Asked(
            *VOLUME, "cone_volume({r}, leg({l}, {r}))", ("Pythagoras", "volume"),
            (logic("cone_volume({r}, {l})", "takes the slant height for the height"),
             logic("cylinder_volume({r}, leg({l}, {r}))", "forgets the third"),
             logic("cone_volume({r}, {l} - {r})", "subtracts the lengths to get the height"),
             misread("cone_volume({r} / 2, leg({l}, {r}))", "takes the radius for a diameter")),
            "{unit}³", 1, description=ALONE)),
        _Kind("d l", "cone", Asked(
            ("What is the total surface area of the cone, base included?",
             "Find the whole surface area of the cone, side and base together."),
            ("这个圆锥的表面积是多少？", "求图中圆锥的表面积（侧面积与底面积之和）。"),
            "cone_surface({d} / 2, {l})", ("divide", "surface"),
            (logic("cone_side({d} / 2, {l})", "leaves out the base"),
             misread("cone_surface({d}, {l})", "takes the diameter for the radius"),
             logic("cylinder_surface({d} / 2, {l})", "takes the formula of the cylinder"),
             logic("cone_side({d} / 2, {l}) + pi * {d}", "adds the circumference of the base")),
            "{unit}²", 1, description=ALONE)),
        _Kind("r l", "unrolled", Asked(
            ("The side of the cone is cut along a slant height and unrolled into a sector. What is the sector's angle?",
             "What is the central angle of the sector into which the side of the cone unrolls?"),
            ("把圆锥的侧面沿一条母线剪开并展开，得到的扇形的圆心角是多少度？",
             "圆锥的侧面展开图是扇形，求扇形圆心角的度数。"),
            "{r} * 360 / {l}", ("ratio", "proportion"),
            (logic("{r} * 180 / {l}", "forgets to double"),
             logic("360 - 360 * {r} / {l}", "gives the rest of the circle"),
             logic("360 * {r} / ({r} + {l})", "divides by the sum"), logic("360 / {r}", "divides by the radius")),
            "°", 1, description=ALONE)),
    ),
    (
        _Kind("r h", "hemisphere", Asked(
            *WHOLE, "cone_volume({r}, {h}) + sphere_volume({r}) / 2", ("volume", "add"),
            (logic("cone_volume({r}, {h}) + sphere_volume({r})", "adds a whole sphere"),
             logic("cone_volume({r}, {h})", "leaves out the hemisphere"),
             logic("sphere_volume({r}) / 2", "leaves out the cone"),
             logic("cylinder_volume({r}, {h}) + sphere_volume({r}) / 2", "takes a cylinder for the cone")),
            "{unit}³", 1,
            ON_BALL, BALL)),
        _Kind("r l", "hemisphere", Asked(
            ("What is the surface area of the solid?", "Find the whole outer surface area of the solid."),
            ("这个立体的表面积是多少？", "求整个立体的表面积。"),
            "cone_side({r}, {l}) + sphere_surface({r}) / 2", ("surface", "add"),
            (logic("cone_side({r}, {l}) + sphere_surface({r})", "adds a whole sphere"),
             logic("cone_side({r}, {l})", "leaves out the hemisphere"),
             logic("cone_surface({r}, {l}) + sphere_surface({r}) / 2", "adds the hidden circle"),
             logic("cone_side({r}, {l}) + circle_area({r})", "takes a circle for the hemisphere")),
            "{unit}²", 1,
            ON_BALL, BALL)),
        _Kind("r h tall", "cylinder", Asked(
            *WHOLE, "cylinder_volume({r}, {tall}) + cone_volume({r}, {h})", ("volume", "add"),
            (logic("cylinder_volume({r}, {tall} + {h})", "treats it all as a cylinder"),
             logic("cone_volume({r}, {tall} + {h})", "treats it all as a cone"),
             misread("cylinder_volume({r}, {h}) + cone_volume({r}, {tall})", "exchanges the heights"),
             logic("cylinder_volume({r}, {tall})", "leaves out the cone")),
            "{unit}³", 1, ON_CYLINDER, ROCKET)),
        _Kind("r h tall", "cylinder", Asked(
            ("What is the surface area of the solid, bottom included?",
             "Find the whole outer surface area of the solid, including its bottom."),
            ("这个立体的表面积是多少？", "求整个立体的表面积（包括底面）。"),
            "cone_side({r}, hypotenuse({r}, {h})) + cylinder_side({r}, {tall}) + circle_area({r})",
            ("Pythagoras", "surface", "add"),
            (logic("cone_side({r}, hypotenuse({r}, {h})) + cylinder_side({r}, {tall})", "leaves out the bottom"),
             logic("cone_surface({r}, hypotenuse({r}, {h})) + cylinder_surface({r}, {tall})", "counts hidden circles"),
             logic("cone_side({r}, {h}) + cylinder_side({r}, {tall}) + circle_area({r})",
                   "takes the height of the cone for its slant height"),
             logic("cylinder_surface({r}, {tall})", "leaves out the cone")),
            "{unit}²", 1, ON_CYLINDER, ROCKET)),
        _Kind("low top cut", "frustum", Asked(
            ("What is its volume?", "Find the volume of this frustum."), ("这个圆台的体积是多少？", "求圆台的体积。"),
            "cone_volume({low}, {low} * {cut} / ({low} - {top}))"
            " - cone_volume({top}, {low} * {cut} / ({low} - {top}) - {cut})",
            ("similarity", "volume", "subtract"),
            (logic("cylinder_volume(({low} + {top}) / 2, {cut})", "takes a cylinder of the mean radius"),
             logic("cone_volume({low}, {cut})", "takes a cone of the same height"),
             logic("cone_volume({low}, {cut}) - cone_volume({top}, {cut})", "subtracts cones of the same height"),
             logic("(circle_area({low}) + circle_area({top})) / 2 * {cut}", "takes the mean of the two circles")),
            "{unit}³", 1,
            ("The tip of a cone was cut off parallel to its base.",
             "用平行于底面的平面截去圆锥的上部，得到图中的圆台。"),
            ("The figure shows a frustum of a cone with the radii of its two circles and its height.",
             "图中是一个圆台，标出了上、下底面的半径和高。"))),
    ),
)  # fmt: skip


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: one formula. Level 2: a missing length first, or the unrolled side. Level 3: a solid of two parts."""
    kind = dice.same.choice(LEVELS[level - 1])
    phrase = dice.same.randrange(2)
    rng = dice.fresh
    size = _measures(rng, kind)
    style = style_of(rng)
    unit = rng.choice(("cm", "m", "dm"))
    board = _drawn(rng, style, kind, size)
    lettered = rng.random() < 0.5 and size["r"] * board.scale > 190
    for key in kind.given.split():
        value = size[key]
        shown = f"{WORDS[key][2]} = {value} {unit}" if lettered else f"{value} {unit}"
        _mark(board, key, value, say(language, *WORDS[key][:2]), unit, shown)
    names = {key: say(language, *WORDS[key][:2]) for key in kind.given.split()}
    return kind.asked.of(board.sheet, language, phrase, names, unit=unit)


def _measures(rng: random.Random, kind: _Kind) -> dict[str, float]:
    """Draw what the solid measures, by the keys of `WORDS`."""
    if kind.solid == "frustum":
        low = tenths(rng, 4, 29)
        top, cut = tenths(rng, 0.35 * low, 0.65 * low), tenths(rng, 0.75 * low, 1.5 * low)
        return {"r": low, "low": low, "top": top, "cut": cut, "h": cut}
    given = kind.given.split()
    d = tenths(rng, 5, 42)
    r = d / 2 if "d" in given else tenths(rng, 2.5, 21)
    if "l" in given:
        slant = tenths(rng, 1.6 * r, 3.2 * r) if kind.solid == "unrolled" else tenths(rng, 1.3 * r, 2.5 * r)
        height = math.sqrt(slant**2 - r**2)
    else:
        height = tenths(rng, 0.8 * r, 2.2 * r)
        slant = math.hypot(r, height)
    return {"r": r, "d": 2 * r, "h": height, "l": slant, "tall": tenths(rng, 0.6 * r, 2 * r)}


def _drawn(rng: random.Random, style: Style, kind: _Kind, size: dict[str, float]) -> Board:
    """Draw the solid with its height and radii, and return its board.

    O is the centre of the cone's base, S its tip, R and L are the ends of the base; M and N mark other lengths.
    """
    flat, solid = rng.uniform(0.25, 0.32), kind.solid
    r, deep = size["r"], size["r"] * flat
    down = -1 if solid not in ("cylinder", "frustum") and rng.random() < 0.4 else 1
    h = size["h"] * down
    points: dict[str, Point] = {"O": (0, 0), "S": (0, h), "R": (r, 0), "L": (-r, 0)}
    extent: list[Point] = [(-r, -deep), (r, deep)]
    if solid == "hemisphere":
        extent.append((0, -r * down))
    elif solid == "cylinder":
        points |= {"M": (r, -size["tall"]), "N": (-r, -size["tall"])}
        extent.append((0, -size["tall"] - deep))
    elif solid == "frustum":
        points["M"] = (size["top"], h)
    tall = max(y for _, y in (*points.values(), *extent)) - min(y for _, y in (*points.values(), *extent)) > 2.2 * r
    board = Board(sheet_in(style, *((540, 560) if tall else ())), points, extent=extent, margin=66)
    fill = style.palette[0] if style.fills else ""
    if solid == "frustum":
        _barrel(board, (0, r), (h, size["top"]), flat, fill)
        _rim(board, _arc(board, h, size["top"], flat, 0, 360))
    else:
        _cone(board, h, r, flat, fill, open_top=down < 0 and solid != "hemisphere")
    if solid == "hemisphere":
        start = 0 if down < 0 else 180
        board.arc("O", r, start, start + 180, width=2)
    elif solid == "cylinder":
        _barrel(board, (-size["tall"], r), (0, r), flat, fill)
    board.line("O", "S", dash=(6, 4), width=1.2)
    board.right_angle("O", "S", "R", size=11)
    board.dot("O", radius=2.5)
    board.line("O", "R", width=1.2, dash=(3, 2))
    if solid == "frustum":
        board.line("S", "M", width=1.2, dash=(3, 2))
    return board


def _arc(board: Board, height: float, radius: float, flat: float, start: float, end: float) -> list[Point]:
    """Return an arc, on the sheet, of a circle that lies level and looks like an ellipse."""
    count = max(2, round((end - start) / 6))
    turns = [math.radians(start + (end - start) * step / count) for step in range(count + 1)]
    return [board.at((radius * math.cos(turn), height + radius * flat * math.sin(turn))) for turn in turns]


def _rim(board: Board, arc: list[Point], *, hidden: bool = False) -> None:
    """Draw an arc, and keep words off it."""
    board.sheet.path(arc, width=1.2 if hidden else 2, dash=(6, 4) if hidden else (), solid=False)
    coarse = [*arc[:-1:3], arc[-1]]
    for one, two in pairwise(coarse):
        board.sheet.keep_clear(one, two)


def _cone(board: Board, h: float, r: float, flat: float, fill: str, *, open_top: bool) -> None:
    touch = math.degrees(math.asin(r * flat / abs(h)))
    start, end = (180 - touch, 360 + touch) if h > 0 else (180 + touch, 360 - touch)
    front = _arc(board, 0, r, flat, start, end)
    if fill:
        board.sheet.path([*front, board.at("S")], closed=True, colour="", fill=fill, alpha=0.14)
    board.sheet.path([front[0], board.at("S"), front[-1]], width=2)
    if open_top:
        _rim(board, _arc(board, 0, r, flat, 0, 360))
        return
    if h < 0:
        start, end = 180, 360
        front = _arc(board, 0, r, flat, start, end)
    _rim(board, front)
    _rim(board, _arc(board, 0, r, flat, end - 360, start), hidden=True)


def _barrel(board: Board, low: tuple[float, float], high: tuple[float, float], flat: float, fill: str) -> None:
    """Draw the side and the bottom of a cylinder or frustum, between two circles given by height and radius."""
    front = _arc(board, *low, flat, 180, 360)
    if fill:
        top = _arc(board, *high, flat, 180, 360)
        board.sheet.path([*front, *top[::-1]], closed=True, colour="", fill=fill, alpha=0.08)
    for side in (-1, 1):
        board.line((side * low[1], low[0]), (side * high[1], high[0]), width=2)
    _rim(board, front)
    _rim(board, _arc(board, *low, flat, 0, 180), hidden=True)


def _mark(board: Board, key: str, value: float, name: str, unit: str, shown: str) -> None:
    """Write a measure beside its line, or on a dimension line below the solid."""
    points = board.points
    (r, _), (_, h) = points["R"], points["S"]
    if key == "d" or (key == "r" and r * board.scale < 130):
        floor = points["M"][1] if "M" in points else min(0.0, h)
        y = floor - (0.3 * r if floor == 0 or "M" in points else 0)
        board.span((-r if key == "d" else 0, y), (r, y), value, name=name, unit=unit, off=(0, h + 9 * r), distance=16)
        return
    if key == "top" and points["M"][0] * board.scale < 130:
        top, y = points["M"][0], h + 0.3 * points["M"][0]
        board.span((0, y), (top, y), value, name=name, unit=unit, off="O", distance=12)
        return
    start, end, off = {
        "r": ("O", "R", "S"), "low": ("O", "R", "S"), "top": ("S", "M", "O"), "h": ("O", "S", "R"),
        "cut": ("O", "S", "R"), "l": ("S", "L", "R"), "tall": ("R", "M", "L"),
    }[key]  # fmt: skip
    if key == "h":
        above_rim = 0.32 * r + 16 / board.scale
        board.length("O", (0, 2 * above_rim * h / abs(h)), value, name=name, unit=unit, off=off, shown=shown)
    else:
        board.length(start, end, value, name=name, unit=unit, off=off, shown=shown)
