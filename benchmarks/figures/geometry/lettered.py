"""Figures of points with letters: what stands in them and what is asked, drawn and worded alike by several families."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from mmbench.benchmarks.figures.board import Board, along, polar, turned
from mmbench.benchmarks.figures.problem import Problem, Wrong, sheet_in
from mmbench.benchmarks.figures.sheet import Box
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping

    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language

__all__ = ["Figure", "Look", "Pair", "look_of", "meet", "on_circle", "problem_with", "triangle"]

Pair = tuple[str, str]
"""A wording in English and in Chinese."""

ALPHABETS = ("ABCDEFGH", "ABCDEFGH", "KLMNQRST", "DEFGHJKL", "QRSTUVWZ")
MARKS = ("x", "α", "θ", "β")
TINTS = ("#E8F0FA", "#FCF0DC", "#E6F4E8", "#F3EAF7")
KEPT = "OPI"
UNITS = ("cm", "cm", "m", "mm")
ROUNDING = (" Round to one decimal place.", "结果保留一位小数。")
_AREA = re.compile(r"area ([A-Z]+)")
_LETTERS = re.compile(r"(?<![a-z])[A-Z]+(?![a-z])")

_ANGLE = (("What is the size of {}?", "{}的度数是多少？"), ("Find {} in degrees.", "求{}的度数。"),
          ("How many degrees is {}?", "{}等于多少度？"))  # fmt: skip
_LENGTH = (("How long is {}?", "{}的长是多少？"), ("Find the length of {}.", "求{}的长。"),
           ("What is the length of {}?", "线段{}的长度是多少？"))  # fmt: skip


class Look(NamedTuple):
    """What stays the same in all variants: the phrasing, the mark of the angle asked for (or none), the letters."""

    phrase: int
    mark: str
    alphabet: str


class Figure(NamedTuple):
    """A figure in the letters A to H, which may be exchanged, and O, P and I, which stay.

    Attributes:
        points: its points by name; those in lower case get no letter.
        paths: lines through points by their names; one that ends where it starts is a polygon.
        asked: the angle or length asked for, by its letters.
        program: as in `Problem`, like `skills`, `mistakes` and `decimals`.
        setting: the conditions of the figure.
        shown: what it shows besides these, as the object of "The figure shows".
        ask: the question by phrasing, where it asks for something else than `asked`.
        measure: what is asked for.
        angles: the angles written in it, by their letters.
        lengths: the lengths written beside their segments.
        spans: the lengths on dimension lines, for segments with other points on them.
        areas: the areas written in triangles and quadrilaterals: `area ABC` in the program.
        reach: how far a dimension line stands off its segment, in units of the plane, where it must clear the figure.
        off: the point that a length is written away from.
        right: angles marked as right.
        equal: how many ticks a segment has.
        arrows: how many arrow heads a segment has.
        dashed: segments with a dashed line.
        bows: sides of paths that are half circles, and the point in the middle of each.
        holes: polygons cut out.
        radius: of the circle about O.
        sides: of the polygon that the figure shows, to be counted: the fact `n`.
        unit: of lengths, drawn where it is empty.
        most: the most it is turned, in degrees.
        mirror: whether it may be mirrored.
    """

    points: dict[str, Point]
    paths: tuple[str, ...]
    asked: str
    program: str
    skills: tuple[str, ...]
    setting: Pair
    shown: Pair
    mistakes: tuple[Wrong, ...]
    ask: tuple[Pair, ...] = ()
    measure: Literal["angle", "length", "area", "count"] = "angle"
    decimals: int | None = None
    angles: dict[str, int] = {}
    lengths: Mapping[str, float | str] = {}
    spans: Mapping[str, float | str] = {}
    areas: dict[str, int] = {}
    reach: dict[str, float] = {}
    off: dict[str, str] = {}
    right: tuple[str, ...] = ()
    equal: dict[str, int] = {}
    arrows: dict[str, int] = {}
    dashed: tuple[str, ...] = ()
    bows: dict[str, str] = {}
    holes: tuple[str, ...] = ()
    radius: float = 0
    sides: int = 0
    unit: str = ""
    most: float = 180
    mirror: bool = True


def look_of(same: random.Random) -> Look:
    """Draw a look."""
    return Look(same.randrange(3), same.choice(MARKS) if same.random() < 0.5 else "", same.choice(ALPHABETS))


def triangle(at_a: float, at_b: float, base: float = 10) -> tuple[Point, Point, Point]:
    """Return the triangle over the base AB with these angles at its ends."""
    long = base * math.sin(math.radians(at_b)) / math.sin(math.radians(at_a + at_b))
    return (0.0, 0.0), (base, 0.0), polar((0.0, 0.0), long, at_a)


def meet(a: Point, b: Point, c: Point, d: Point) -> Point:
    """Return where line AB meets line CD."""
    across, side, gap = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1]), (c[0] - a[0], c[1] - a[1])
    return along(a, b, (gap[0] * side[1] - gap[1] * side[0]) / (across[0] * side[1] - across[1] * side[0]))


def on_circle(**degrees: float) -> dict[str, Point]:
    """Return points on the circle of radius 1 about O, and O, by their directions."""
    return {"O": (0.0, 0.0), **{name: polar((0.0, 0.0), 1, turn) for name, turn in degrees.items()}}


def problem_with(figure: Figure, look: Look, rng: random.Random, language: Language) -> Problem:
    """Draw a figure and word its question."""
    marked = look.mark if figure.measure == "angle" and not figure.ask else ""
    renamed = _renamer(figure, look.alphabet)
    style = style_of(rng)
    sheet = sheet_in(style)
    points = turned(figure.points, rng, most=figure.most, mirror=figure.mirror)
    around = [(points["O"][0] + x, points["O"][1] + y) for x, y in _rim(figure.radius)] if figure.radius else []
    board = Board(sheet, points, extent=around, margin=92 if figure.spans else 74 if figure.lengths else 54)
    tint = rng.choice(TINTS) if style.fills else ""
    _draw_lines(board, figure, tint)
    _mark_angles(board, figure, renamed, marked, rng.choice((style.palette[0], sheet.ink)))
    unit = figure.unit or rng.choice(UNITS)

    def in_language(program: str) -> str:
        return renamed(_AREA.sub(say(language, r"area of \1", r"\1的面积"), program) if figure.areas else program)

    for name, size in figure.areas.items():
        corners = [board.at(letter) for letter in name]
        at = (sum(x for x, _ in corners) / len(name), sum(y for _, y in corners) / len(name))
        called = renamed(say(language, f"area of {name}", f"{name}的面积"))
        sheet.fact(called, size, sheet.text(at, f"{size} {unit}²"), unit=f"{unit}²", group="area")
    for name, value in figure.spans.items():
        distance = 26 + figure.reach.get(name, 0) * board.scale
        off = figure.off.get(name)
        board.span(name[0], name[1], value, name=renamed(name), unit=unit, off=off, distance=distance)
    for name in points:
        if name.isupper():
            _write_letter(board, figure, name, renamed(name))
    for name, value in figure.lengths.items():
        board.length(name[0], name[1], value, name=renamed(name), unit=unit, off=figure.off.get(name))
    index = 1 if language == "zh" else 0
    shown = say(language, f"The figure shows {figure.shown[0]}.", f"图中是{figure.shown[1]}。")
    setting = renamed(figure.setting[index])
    if figure.sides:
        corners = [board.at(name) for name in points]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        sheet.fact("n", figure.sides, Box(min(across), min(down), max(across), max(down)))
    description = renamed(shown) + say(language, f" {setting}" if setting else "", setting)
    if marked:
        angle = renamed(f"∠{figure.asked}")
        description += say(language, f" The angle marked {marked} is {angle}.", f"图中的∠{marked}就是{angle}。")
    return Problem(
        sheet,
        renamed(_question(figure, look.phrase, marked, index)),
        in_language(figure.program),
        figure.skills,
        setting,
        tuple(
            wrong._replace(program=in_language(wrong.program), note=renamed(wrong.note)) for wrong in figure.mistakes
        ),
        {"angle": "°", "length": unit, "area": f"{unit}²", "count": ""}[figure.measure],
        figure.decimals,
        description=description,
    )


def _renamer(figure: Figure, alphabet: str) -> Callable[[str], str]:
    letters = {name for name in figure.points if name.isupper() and name not in KEPT}
    if alphabet == ALPHABETS[0] or not letters <= set(ALPHABETS[0]):
        return str
    table = str.maketrans(ALPHABETS[0], alphabet)
    return lambda text: _LETTERS.sub(lambda found: found[0].translate(table), text)


def _question(figure: Figure, phrase: int, mark: str, index: int) -> str:
    if figure.ask:
        ask = figure.ask[phrase % len(figure.ask)][index]
    elif figure.measure == "angle":
        what = (f"the angle marked {mark}", f"图中∠{mark}")[index] if mark else f"∠{figure.asked}"
        ask = _ANGLE[phrase][index].format(what)
    else:
        ask = _LENGTH[phrase][index].format(figure.asked)
    return ask + ROUNDING[index] if figure.decimals == 1 else ask


def _rim(radius: float) -> list[Point]:
    return [polar((0.0, 0.0), radius, 15 * step) for step in range(24)]


def _draw_lines(board: Board, figure: Figure, tint: str) -> None:
    sheet = board.sheet
    polygons = [path for path in figure.paths if path[0] == path[-1] and len(path) > 2]
    for path in polygons if tint else ():
        sheet.path(_bent(board, figure, path), closed=True, colour="", fill=tint, solid=False)
    if figure.radius:
        board.circle("O", figure.radius, solid=False, width=1.8)
        rim = [(board.points["O"][0] + x, board.points["O"][1] + y) for x, y in _rim(figure.radius)]
        for number, point in enumerate(rim):
            sheet.keep_clear(board.at(rim[number - 1]), board.at(point))
        board.dot("O")
    for path in figure.paths:
        corners = _bent(board, figure, path)
        closed = path in polygons
        sheet.path(corners[:-1] if closed else corners, closed=closed, width=1.9)
    for path in figure.holes:
        sheet.path(_bent(board, figure, path)[:-1], closed=True, fill=sheet.paper if tint else "", width=1.9)
    for path in figure.dashed:
        sheet.path([board.at(name) for name in path], dash=(6, 4), width=1.5)
    for name in figure.right:
        board.right_angle(name[1], name[0], name[2])
    for name, count in figure.equal.items():
        board.ticks(name[0], name[1], count)
    for name, count in figure.arrows.items():
        board.arrows(name[0], name[1], count)


def _bent(board: Board, figure: Figure, path: str) -> list[Point]:
    """Return a path's points on the sheet, with half circles for the sides that are bows."""
    found = [board.at(path[0])]
    for start, end in pairwise(path):
        if middle := figure.bows.get(start + end):
            (x, y), (mx, my) = board.at(start), board.at(middle)
            x0, y0 = (x + board.at(end)[0]) / 2, (y + board.at(end)[1]) / 2
            for step in range(1, 24):
                c, s = math.cos(math.pi * step / 24), math.sin(math.pi * step / 24)
                found.append((x0 + c * (x - x0) + s * (mx - x0), y0 + c * (y - y0) + s * (my - y0)))
        found.append(board.at(end))
    return found


def _mark_angles(board: Board, figure: Figure, renamed: Callable[[str], str], mark: str, asked_colour: str) -> None:
    """Mark the angles given and the one asked for: all arcs first, so that no text comes to stand on one."""
    texts = {name: f"{value}°" for name, value in figure.angles.items()}
    if mark:
        texts[figure.asked] = mark
    places = {}
    for name in texts:
        first, vertex, second = (board.at(letter) for letter in name)
        (ax, ay), (bx, by) = _unit(vertex, first), _unit(vertex, second)
        half = math.hypot(ax + bx, ay + by) / 2
        toward = ((ax + bx) / (2 * half), (ay + by) / (2 * half))
        reach = min(max(20 / math.sqrt(1 - half * half) - 18, 22), 84)
        places[name] = (vertex[0] + reach * toward[0], vertex[1] + reach * toward[1]), toward
        colour = asked_colour if name == figure.asked and mark else None
        board.angle(name[1], name[0], name[2], radius=reach, colour=colour)
    for name, text in texts.items():
        edge, toward = places[name]
        box = board.sheet.near(edge, text, toward=toward, gap=4, size=board.sheet.size - 1)
        if name in figure.angles:
            board.sheet.fact(renamed(f"∠{name}"), figure.angles[name], box, unit="°", group="angle")


def _unit(start: Point, end: Point) -> Point:
    long = math.dist(start, end)
    return (end[0] - start[0]) / long, (end[1] - start[1]) / long


def _write_letter(board: Board, figure: Figure, name: str, letter: str) -> None:
    x, y = board.at(name)
    x0, y0 = board.at("O" if figure.radius else board.centre)
    toward = (x - x0, y - y0) if abs(x - x0) + abs(y - y0) > 1 else (0.3, 1.0)
    board.sheet.near((x, y), letter, toward=toward, gap=5)
