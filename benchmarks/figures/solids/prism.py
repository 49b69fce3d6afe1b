"""Triangular and trapezoidal prisms: area of the base, volume, surface, water in a trough."""

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
    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "prism"
DOMAIN: Domain = "solid geometry"

SIDES = ((3, 4, 5), (5, 12, 13), (8, 15, 17), (28, 45, 53), (33, 56, 65), (48, 55, 73))
"""Legs and hypotenuse of the right triangles that are given with all three."""
WORDS = {
    "area": ("area of the front face", "前面（底面）的面积"),
    "base": ("base of the triangle", "三角形的底"),
    "height": ("height of the triangle", "三角形的高"),
    "slope": ("sloping side of the triangle", "三角形的腰"),
    "p": ("first leg of the right triangle", "直角三角形的一条直角边"),
    "q": ("second leg of the right triangle", "直角三角形的另一条直角边"),
    "hyp": ("hypotenuse of the right triangle", "直角三角形的斜边"),
    "top": ("upper side of the trapezoid", "梯形的上底"),
    "low": ("lower side of the trapezoid", "梯形的下底"),
    "tall": ("height of the trapezoid", "梯形的高"),
    "long": ("length of the prism", "棱柱的长（侧棱长）"),
    "deep": ("depth of the water", "水深"),
}
"""The measures and how the facts are called."""
RIGHT = ("The bases of the right prism are right triangles.", "图中是一个直三棱柱，底面是直角三角形。")
ROOF = ("The bases of the right prism are isosceles triangles.", "图中是一个直三棱柱，底面是等腰三角形。")
ANY = ("The solid is a right triangular prism.", "图中是一个直三棱柱。")
TRAPEZOID = ("The solid is a right prism whose bases are isosceles trapezoids.", "图中是一个直四棱柱，底面是等腰梯形。")
TROUGH = (
    "A trough has the shape of a right prism with isosceles trapezoids at its ends. It is partly filled with water.",
    "图中的水槽是直棱柱形，两端是等腰梯形，槽内盛有一些水。",
)
LYING = (
    "The figure shows a prism that lies on a side face, its base in front; lengths are written at its edges.",
    "图中是一个平放的棱柱，底面朝前，棱上标出了长度。",
)
VOLUME = (
    ("What is the volume of the prism?", "Find the volume of this prism."),
    ("这个棱柱的体积是多少？", "求图中棱柱的体积。"),
)
FRONT = (
    ("What is the area of the front face of the prism?", "Find the area of one base of the prism (its front face)."),
    ("棱柱前面（底面）的面积是多少？", "求这个棱柱的一个底面（前面）的面积。"),
)
SURFACE = (
    ("What is the surface area of the prism?", "Find the total surface area of this prism."),
    ("这个棱柱的表面积是多少？", "求图中棱柱的表面积。"),
)
LEG = "hypotenuse(({low} - {top}) / 2, {tall})"
WIDE = "({low} + ({top} - {low}) * {deep} / {tall})"


class _Kind(NamedTuple):
    """A kind of question: the measures that are given, the shape of the base, what is asked."""

    given: str
    shape: str
    asked: Asked


LEVELS = (
    (
        _Kind("area long", "any", Asked(
            *VOLUME, "prism_volume({area}, {long})", ("volume",),
            (logic("{area} * {long} / 2", "halves the product"),
             logic("{area} * {long} / 3", "takes the formula of the pyramid"),
             logic("2 * {area} * {long}", "counts both bases"), logic("{area} + {long}", "adds")),
            "{unit}³", 1, ANY, LYING)),
        _Kind("base height long", "any", Asked(
            *FRONT, "triangle_area({base}, {height})", ("area",),
            (logic("{base} * {height}", "forgets to halve"),
             misread("triangle_area({base}, {long})", "takes another edge"),
             misread("triangle_area({long}, {height})", "takes another edge"), logic("{base} + {height}", "adds")),
            "{unit}²", 1, ANY, LYING)),
        _Kind("low top tall long", "trapezoid", Asked(
            *FRONT, "trapezoid_area({top}, {low}, {tall})", ("area",),
            (logic("({top} + {low}) * {tall}", "forgets to halve"), logic("{low} * {tall}", "takes a rectangle"),
             logic("{top} * {tall}", "takes the shorter side only"),
             misread("trapezoid_area({top}, {low}, {long})", "takes the length for the height")),
            "{unit}²", 1, TRAPEZOID, LYING)),
    ),
    (
        _Kind("base height long", "any", Asked(
            *VOLUME, "prism_volume(triangle_area({base}, {height}), {long})", ("area", "volume"),
            (logic("{base} * {height} * {long}", "forgets to halve"),
             logic("{base} * {height} * {long} / 3", "takes a third"),
             logic("{base} * {height} * {long} / 6", "takes the formula of the pyramid"),
             logic("triangle_area({base}, {height})", "gives the area of the base")),
            "{unit}³", 1, ANY, LYING)),
        _Kind("low top tall long", "trapezoid", Asked(
            *VOLUME, "prism_volume(trapezoid_area({top}, {low}, {tall}), {long})", ("area", "volume"),
            (logic("({top} + {low}) * {tall} * {long}", "forgets to halve"),
             logic("{low} * {tall} * {long}", "takes a cuboid"),
             logic("{top} * {tall} * {long}", "takes the smaller cuboid"),
             logic("({top} + {low} + {tall}) * {long}", "adds the lengths of the base")),
            "{unit}³", 1, TRAPEZOID, LYING)),
        _Kind("p q hyp long", "right", Asked(
            ("What is the lateral area of the prism, without its two bases?",
             "Find the total area of the three rectangular faces."),
            ("这个棱柱的侧面积是多少？", "求三个长方形侧面的面积之和。"),
            "({p} + {q} + {hyp}) * {long}", ("surface", "add", "multiply"),
            (logic("({p} + {q} + {hyp}) * {long} + {p} * {q}", "adds the bases"),
             logic("({p} + {q}) * {long}", "leaves out a face"),
             logic("{p} * {q} / 2 * {long}", "gives the volume"),
             logic("({p} + {q} + {hyp}) * {long} + {p} * {q} / 2", "adds one base")),
            "{unit}²", 1, RIGHT, LYING)),
    ),
    (
        _Kind("p q long", "right", Asked(
            *SURFACE, "2 * triangle_area({p}, {q}) + ({p} + {q} + hypotenuse({p}, {q})) * {long}",
            ("Pythagoras", "surface", "add"),
            (logic("({p} + {q} + hypotenuse({p}, {q})) * {long}", "leaves out the bases"),
             logic("2 * triangle_area({p}, {q}) + ({p} + {q}) * {long}", "leaves out the sloping face"),
             logic("triangle_area({p}, {q}) + ({p} + {q} + hypotenuse({p}, {q})) * {long}", "counts one base only"),
             logic("2 * {p} * {q} + ({p} + {q} + hypotenuse({p}, {q})) * {long}", "forgets to halve the bases")),
            "{unit}²", 1, RIGHT, LYING)),
        _Kind("base slope long", "roof", Asked(
            *VOLUME, "prism_volume(triangle_area({base}, leg({slope}, {base} / 2)), {long})",
            ("Pythagoras", "area", "volume"),
            (logic("triangle_area({base}, {slope}) * {long}", "takes the sloping side for the height"),
             logic("{base} * leg({slope}, {base} / 2) * {long}", "forgets to halve"),
             logic("triangle_area({base}, {slope} - {base} / 2) * {long}", "subtracts to get the height"),
             logic("{base} * leg({slope}, {base} / 2) * {long} / 6", "takes the formula of the pyramid")),
            "{unit}³", 1, ROOF, LYING)),
        _Kind("low top tall long", "trapezoid", Asked(
            *SURFACE, "2 * trapezoid_area({top}, {low}, {tall}) + ({top} + {low} + 2 * " + LEG + ") * {long}",
            ("Pythagoras", "surface", "add"),
            (logic("({top} + {low} + 2 * " + LEG + ") * {long}", "leaves out the bases"),
             logic("2 * trapezoid_area({top}, {low}, {tall}) + ({top} + {low} + 2 * {tall}) * {long}",
                   "takes the height for the sloping sides"),
             logic("2 * trapezoid_area({top}, {low}, {tall}) + ({top} + {low} + " + LEG + ") * {long}",
                   "counts one sloping face only"),
             logic("2 * ({top} + {low}) * {tall} + ({top} + {low} + 2 * " + LEG + ") * {long}",
                   "forgets to halve the trapezoids")),
            "{unit}²", 1, TRAPEZOID, LYING)),
        _Kind("low top tall deep long", "trough", Asked(
            ("What is the volume of the water?", "How much water is in the trough?"),
            ("水槽中水的体积是多少？", "求水槽中所盛的水的体积。"),
            "prism_volume(trapezoid_area({low}, " + WIDE + ", {deep}), {long})", ("similarity", "area", "volume"),
            (logic("trapezoid_area({low}, {top}, {deep}) * {long}", "takes the width of the trough for the water's"),
             logic("trapezoid_area({low}, {top}, {tall}) * {long}", "gives the volume of the whole trough"),
             logic("{low} * {deep} * {long}", "takes a cuboid"),
             logic("trapezoid_area({low}, {top}, {tall}) * {long} * {deep} / {tall}",
                   "takes the volume to grow with the depth")),
            "{unit}³", 1, TROUGH, LYING)),
    ),
)  # fmt: skip
PLACES = {
    "base": ("A", "B"), "low": ("A", "B"), "p": ("A", "B"), "q": ("A", "C"), "hyp": ("B", "C"), "top": ("H", "G"),
}  # fmt: skip
"""The ends of the edge of each measure that is written beside one of the front face, or the upper one behind."""


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: area of the base or volume from it. Level 2: volume or lateral area. Level 3: a missing length first."""
    kind = dice.same.choice(LEVELS[level - 1])
    phrase = dice.same.randrange(2)
    rng = dice.fresh
    front, size = _front(rng, kind)
    wide = max(x for x, _ in front.values()) - min(x for x, _ in front.values())
    size["long"] = tenths(rng, 0.8 * wide, 1.4 * wide)
    board = _drawn(rng, kind, front, size)
    unit = rng.choice(("cm", "dm", "m"))
    names = {key: say(language, *WORDS[key]) for key in kind.given.split()}
    for key, name in names.items():
        _mark(board, key, size[key], name, unit)
    return kind.asked.of(board.sheet, language, phrase, names, unit=unit)


def _front(rng: random.Random, kind: _Kind) -> tuple[dict[str, Point], dict[str, float]]:
    """Draw the corners of the front face, counterclockwise from A at the lower left, and what it measures."""
    shape = kind.shape
    if shape == "right":
        p = tenths(rng, 3.2, 34)
        q = tenths(rng, 0.5 * p, 2 * p)
        hyp = math.hypot(p, q)
        if "hyp" in kind.given:
            sides = rng.choice(SIDES)
            times = rng.choice([n for n in range(50 // sides[2] + 1, 560 // sides[2] + 1) if n % 2 and n % 5])
            p, q, hyp = (times * side / 10 for side in sides)
        return {"A": (0, 0), "B": (p, 0), "C": (0, q)}, {"p": p, "q": q, "hyp": hyp}
    base = tenths(rng, 4.2, 38)
    if shape == "roof":
        slope = tenths(rng, 0.6 * base, 1.2 * base)
        height = math.sqrt(slope**2 - base**2 / 4)
        return {"A": (0, 0), "B": (base, 0), "C": (base / 2, height)}, {"base": base, "slope": slope}
    if shape == "any":
        height = tenths(rng, 0.5 * base, 0.85 * base)
        foot = rng.uniform(0.3, 0.7) * base
        size = {"base": base, "height": height, "area": round(base * height / 2, 1)}
        return {"A": (0, 0), "B": (base, 0), "C": (foot, height)}, size
    tall = tenths(rng, 0.4 * base, 0.7 * base)
    if shape == "trapezoid":
        top = tenths(rng, 0.4 * base, 0.75 * base)
        gap = (base - top) / 2
        size = {"low": base, "top": top, "tall": tall}
        return {"A": (0, 0), "B": (base, 0), "C": (base - gap, tall), "D": (gap, tall)}, size
    top = tenths(rng, 1.3 * base, 1.8 * base)
    gap = (top - base) / 2
    size = {"low": base, "top": top, "tall": tall, "deep": tenths(rng, 0.45 * tall, 0.75 * tall)}
    return {"A": (0, 0), "B": (base, 0), "C": (base + gap, tall), "D": (-gap, tall)}, size


def _drawn(rng: random.Random, kind: _Kind, front: dict[str, Point], size: dict[str, float]) -> Board:
    """Draw the prism and the lines inside its front face, and return its board.

    The corners behind A, B, C, D are E, F, G, H; Y and Z are the ends of a height, W and V those of the water's edge.
    """
    deep, shape = size["long"], kind.shape
    corners: dict[str, Space] = {}
    for name, (x, y) in front.items():
        corners |= {name: (x, 0, y), "EFGH"["ABCD".index(name)]: (x, deep, y)}
    names, back = "".join(front), "".join(front).translate(str.maketrans("ABCD", "EFGH"))
    count = len(names)
    faces = [names, back[::-1]]
    faces += [names[n] + back[n] + back[(n + 1) % count] + names[(n + 1) % count] for n in range(count)]
    top, style = front["C"], style_of(rng)
    if shape in ("any", "roof"):
        corners |= {"Y": (top[0], 0, 0), "Z": (top[0], 0, top[1])}
    elif shape != "right":
        x = front["A"][0] + (front["B"][0] - front["A"][0]) * (0.72 if shape == "trough" else 0.5)
        corners |= {"Y": (x, 0, 0), "Z": (x, 0, top[1])}
    if "deep" in size:
        share, level = size["deep"] / size["tall"], size["deep"]
        left, right = front["D"][0] * share, front["B"][0] + (top[0] - front["B"][0]) * share
        corners |= {"W": (left, 0, level), "V": (right, 0, level), "U": (right, deep, level), "T": (left, deep, level)}
    view = oblique(rng, corners, faces)
    board = draw_solid(sheet_in(style), style, view, corners, faces)
    if "deep" in size:
        board.polygon("A", "B", "V", "U", "T", "W", colour="", fill="#4C9BD6", alpha=0.25)
        board.polygon("W", "V", "U", "T", colour="#2F78B0", width=1.2, fill="#4C9BD6", alpha=0.3)
    if shape == "trough":
        board.sheet.arrow(board.at("Y"), board.at("Z"), both=True, width=1.1, head=7)
    elif "height" in kind.given or "tall" in kind.given:
        board.line("Y", "Z", dash=(5, 4), width=1.3)
        board.right_angle("Y", "Z", "B", size=10)
    elif "p" in size:
        board.right_angle("A", "B", "C", size=12)
    return board


def _mark(board: Board, key: str, value: float, name: str, unit: str) -> None:
    """Write a measure at its edge, or beside a line inside the front face."""
    points = board.points
    inside = ((points["A"][0] + points["B"][0]) / 2, points["C"][1] * 0.4)
    if key == "area":
        inside = ((points["A"][0] + points["B"][0] + points["C"][0]) / 3, points["C"][1] / 4)
        board.dot(inside, radius=2.5)
        x, y = board.at(inside)
        below = board.at("A")[1] + 26
        board.sheet.line((x, y), (x, below), width=1)
        box = board.sheet.text((x, below + 4), f"S = {value} {unit}²", anchor="mt")
        board.sheet.fact(name, value, box, unit=f"{unit}²")
    elif key == "long":
        right = points["F"][0] > points["B"][0]
        board.length(*(("B", "F") if right else ("A", "E")), value, name=name, unit=unit, off=inside)
    elif key == "slope":
        right = points["F"][0] > points["B"][0]
        board.length(*(("A", "C") if right else ("B", "C")), value, name=name, unit=unit, off=inside)
    elif key in ("height", "tall"):
        part = free_part(board, points["Y"], points["Z"], f"{value} {unit}")
        board.length(part[0], part[1], value, name=name, unit=unit, off=part[2])
    elif key == "deep":
        x = points["A"][0] + 0.25 * (points["B"][0] - points["A"][0])
        low, high = (x, 0.0), (x, points["W"][1])
        board.sheet.arrow(board.at(low), board.at(high), both=True, width=1.1, head=7)
        board.length(low, high, value, name=name, unit=unit, off="A")
    else:
        board.length(*PLACES[key], value, name=name, unit=unit, off=inside)
