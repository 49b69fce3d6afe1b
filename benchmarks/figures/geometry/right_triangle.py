"""Right triangles: a side by Pythagoras, then the area, then the height on the hypotenuse."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.board import Board, along, turned
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, q, sheet_in
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "right-triangle"
DOMAIN: Domain = "plane geometry"

LETTERS = (("A", "B", "C"), ("P", "Q", "R"), ("D", "E", "F"), ("X", "Y", "Z"))


class _Triangle(NamedTuple):
    """The names of the sides: one leg is always given, the other one or the hypotenuse, too."""

    sheet: Sheet
    name: str
    leg: str
    other: str
    long: str
    right: str
    unit: str
    setting: str
    description: str


def _draw(
    rng: random.Random, letters: tuple[str, str, str], language: Language, *, long: bool, height: bool
) -> _Triangle:
    right, one, two = letters
    style = style_of(rng)
    a = rng.randint(12, 95)
    b = max(8, round(a * rng.uniform(0.45, 2.1)))
    c = round(math.hypot(a, b))
    drawn = math.sqrt(c * c - a * a) if long else b
    points = turned({right: (0.0, 0.0), one: (float(a), 0.0), two: (0.0, float(drawn))}, rng)
    if height:
        points["H"] = along(points[one], points[two], a * a / (c * c))
    board = Board(sheet_in(style), points)
    board.polygon(right, one, two, fill="#EEF3FA" if style.fills else "", width=2)
    board.right_angle(right, one, two)
    if height:
        board.line(right, "H", dash=(6, 4))
        board.right_angle("H", right, two)
    board.vertex(*points)
    unit = rng.choice(("cm", "m", "mm"))
    board.length(right, one, a, unit=unit)
    if not long:
        board.length(right, two, b, unit=unit)
    elif height:
        board.span(one, two, c, name=f"{one}{two}", unit=unit)
    else:
        board.length(one, two, c, unit=unit)
    name = "".join(letters)
    setting = say(
        language, f"In triangle {name}, the angle at {right} is a right angle", f"三角形{name}中，∠{right}是直角"
    )
    if height:
        setting += say(language, f" and {right}H is perpendicular to {one}{two}", f"，{right}H垂直于{one}{two}")
    setting += say(language, ".", "。")
    described = say(language, f"The figure shows triangle {name}.", f"图中是三角形{name}。")
    if height:
        described = say(
            language,
            f"The figure shows triangle {name} with H on {one}{two}.",
            f"图中是三角形{name}，H在{one}{two}上。",
        )
    sides = (f"{right}{one}", f"{right}{two}", f"{one}{two}")
    return _Triangle(board.sheet, name, *sides, right, unit, setting, described)


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: the hypotenuse or a leg. Level 2: the area from leg and hypotenuse. Level 3: the height on it."""
    letters, phrase = dice.same.choice(LETTERS), dice.same.randrange(2)
    long = level > 1 or dice.same.random() < 0.5
    triangle = _draw(dice.fresh, letters, language, long=long, height=level == 3)
    if level == 1:
        return (_leg if long else _hypotenuse)(triangle, language, phrase)
    return (_area if level == 2 else _height)(triangle, language, phrase)


def _problem(triangle: _Triangle, ask: str, program: str, skills: tuple[str, ...], unit: str = "") -> Problem:
    return Problem(
        triangle.sheet,
        ask,
        program,
        skills,
        setting=triangle.setting,
        unit=unit or triangle.unit,
        decimals=1,
        description=triangle.description,
    )


def _how_long(side: str, language: Language, phrase: int) -> str:
    return say(language, (f"How long is {side}? Round to one decimal place.",
                          f"What is the length of {side}, to one decimal place?")[phrase],
               (f"{side}的长是多少？保留一位小数。", f"求{side}的长度，结果保留一位小数。")[phrase])  # fmt: skip


def _hypotenuse(triangle: _Triangle, language: Language, phrase: int) -> Problem:
    leg, other = q(triangle.leg), q(triangle.other)
    program = f"round(hypotenuse({leg}, {other}), 1)"
    problem = _problem(triangle, _how_long(triangle.long, language, phrase), program, ("Pythagoras",))
    return problem._replace(
        mistakes=(
            logic(f"{leg} + {other}", "adds the legs"),
            logic(f"({leg} + {other}) / 2", "takes the mean of the legs"),
            logic(f"abs({other} - {leg})", "subtracts the legs"),
        )
    )


def _leg(triangle: _Triangle, language: Language, phrase: int) -> Problem:
    leg, long = q(triangle.leg), q(triangle.long)
    problem = _problem(
        triangle, _how_long(triangle.other, language, phrase), f"round(leg({long}, {leg}), 1)", ("Pythagoras",)
    )
    return problem._replace(
        mistakes=(
            logic(f"{long} - {leg}", "subtracts the sides"),
            logic(f"{long} + {leg}", "adds the sides"),
            logic(long, "takes the triangle as isosceles"),
        )
    )


def _area(triangle: _Triangle, language: Language, phrase: int) -> Problem:
    leg, long = q(triangle.leg), q(triangle.long)
    other = f"leg({long}, {leg})"
    name = triangle.name
    ask = say(language, ("What is the area of the triangle? Round to one decimal place.",
                         f"How large is the area of triangle {name}? Give one decimal place.")[phrase],
              ("这个三角形的面积是多少？保留一位小数。",
               f"求三角形{name}的面积，结果保留一位小数。")[phrase])  # fmt: skip
    unit, skills = f"{triangle.unit}²", ("Pythagoras", "area")
    return _problem(triangle, ask, f"round(triangle_area({leg}, {other}), 1)", skills, unit)._replace(
        mistakes=(
            logic(f"{leg} * {other}", "forgets to halve"),
            logic(f"{leg} * {other} / 4", "halves twice"),
            logic(f"{leg} * {long} / 2", "takes the hypotenuse for the height"),
            logic(f"{leg} * ({long} - {leg}) / 2", "subtracts the sides to get the other leg"),
        )
    )


def _height(triangle: _Triangle, language: Language, phrase: int) -> Problem:
    leg, long, wanted = q(triangle.leg), q(triangle.long), f"{triangle.right}H"
    other = f"leg({long}, {leg})"
    ask = _how_long(wanted, language, phrase)
    problem = _problem(triangle, ask, f"round({leg} * {other} / {long}, 1)", ("Pythagoras", "area"))
    return problem._replace(
        mistakes=(
            logic(f"{leg} * {other} / (2 * {long})", "halves the product of the legs"),
            logic(f"{other} / 2", "takes half the other leg"),
            logic(f"{long} / 2", "takes half the hypotenuse, as if H were its middle"),
            logic(f"{leg} * {long} / {other}", "divides by the wrong side"),
        ),
    )
