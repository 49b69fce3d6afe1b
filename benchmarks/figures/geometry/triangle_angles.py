"""Angles in triangles: their sum, exterior angles, isosceles triangles, bisectors and heights."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mmbench.benchmarks.figures.board import along, polar
from mmbench.benchmarks.figures.geometry.lettered import Figure, look_of, meet, problem_with, triangle
from mmbench.benchmarks.figures.problem import Dice, Problem, logic

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "triangle-angles"
DOMAIN: Domain = "plane geometry"

TRIANGLE = ("triangle ABC", "三角形ABC")


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem; each kind asks for one of two angles.

    Level 1: the third angle, an exterior angle. Level 2: isosceles triangles, a bisector, a height. Level 3: where two
    bisectors meet, between height and bisector, isosceles triangles side by side, an exterior bisector.
    """
    kinds = (
        (_third, _exterior),
        (_isosceles, _bisector, _height),
        (*[_two_bisectors, _height_and_bisector, _outer_bisector] * 2, _chain),
    )[level - 1]
    kind, other, look = dice.same.choice(kinds), dice.same.random() < 0.5, look_of(dice.same)
    return problem_with(kind(other, dice.fresh), look, dice.fresh, language)


def _third(right: bool, rng: random.Random) -> Figure:
    c = rng.randint(20, 70) if right else rng.randint(22, 132)
    a = 90 - c if right else rng.randint(22, 158 - c)
    b = 180 - a - c
    points, skills = dict(zip("ABC", triangle(a, b), strict=True)), ("angle sum",)
    if right:
        return Figure(
            points, ("ABCA",), "ACB", "complement('∠BAC')", skills,
            ("The angle at B is a right angle.", "∠ABC是直角。"), TRIANGLE,
            (logic("180 - '∠BAC'", "takes the supplement"), logic("'∠BAC'", "takes the acute angles for equal"),
             logic("'∠BAC' / 2", "halves the angle given"), logic("90 + '∠BAC'", "adds the right angle")),
            angles={"BAC": a}, right=("ABC",),
        )  # fmt: skip
    return Figure(
        points, ("ABCA",), "ACB", "third_angle('∠BAC', '∠ABC')", skills, ("", ""), TRIANGLE,
        (logic("'∠BAC' + '∠ABC'", "adds the two angles and stops"), logic("180 - '∠BAC'", "takes away one angle"),
         logic("(180 - '∠BAC') / 2", "takes the triangle for isosceles"), logic("'∠BAC'", "takes A and C for equal")),
        angles={"BAC": a, "ABC": b},
    )  # fmt: skip


def _exterior(inside: bool, rng: random.Random) -> Figure:
    a = rng.randint(22, 104)
    b = rng.randint(22, min(104, 156 - a))
    points = dict(zip("ABC", triangle(a, b), strict=True))
    points["D"] = along(points["B"], points["C"], 1.45)
    setting = ("D lies on the extension of BC beyond C.", "点D在BC的延长线上。")
    if inside:
        return Figure(
            points, ("ABCA", "CD"), "ABC", "'∠ACD' - '∠BAC'", ("angle relations",), setting, TRIANGLE,
            (logic("180 - '∠ACD'", "gives the interior angle at C"), logic("180 - '∠BAC'", "takes the supplement"),
             logic("'∠ACD' / 2", "takes the triangle for isosceles"), logic("'∠BAC'", "takes two angles for equal")),
            angles={"BAC": a, "ACD": a + b},
        )  # fmt: skip
    return Figure(
        points, ("ABCA", "CD"), "ACD", "exterior_angle('∠BAC', '∠ABC')", ("angle relations",), setting, TRIANGLE,
        (logic("180 - '∠BAC' - '∠ABC'", "gives the interior angle at C"), logic("180 - '∠BAC'", "takes a supplement"),
         logic("180 - '∠ABC'", "takes a supplement"), logic("2 * '∠BAC'", "takes two angles for equal")),
        angles={"BAC": a, "ABC": b},
    )  # fmt: skip


def _on_base(base: int) -> dict[str, Point]:
    """Return triangle ABC with AB = AC and these angles at its base BC."""
    return dict(zip("BCA", triangle(base, base), strict=True))


def _isosceles(outside: bool, rng: random.Random) -> Figure:
    base = rng.randint(24, 80)
    points, equal, skills = _on_base(base), {"AB": 1, "AC": 1}, ("angle relations", "angle sum")
    points["D"] = along(points["B"], points["C"], 1.5)
    setting = ("AB = AC, and D lies on the extension of BC beyond C.", "AB = AC，点D在BC的延长线上。")
    if outside:
        return Figure(
            points, ("ABCA", "CD"), "ACD", "supplement((180 - '∠BAC') / 2)", skills, setting, TRIANGLE,
            (logic("(180 - '∠BAC') / 2", "gives the base angle"), logic("180 - '∠BAC'", "takes the supplement"),
             logic("180 - '∠BAC' / 2", "takes half the angle at A for the base angle"),
             logic("2 * '∠BAC'", "takes the triangle for equilateral")),
            angles={"BAC": 180 - 2 * base}, equal=equal,
        )  # fmt: skip
    return Figure(
        points, ("ABCA", "CD"), "BAC", "180 - 2 * supplement('∠ACD')", skills, setting, TRIANGLE,
        (logic("180 - '∠ACD'", "gives the base angle"), logic("'∠ACD' / 2", "halves the exterior angle"),
         logic("(180 - '∠ACD') / 2", "halves the base angle"), logic("'∠ACD'", "takes it for the exterior angle")),
        angles={"ACD": 180 - base}, equal=equal,
    )  # fmt: skip


def _bisector(at_b: bool, rng: random.Random) -> Figure:
    foot = rng.randint(44, 136)
    half = rng.randint(18, min(50, foot - 22, 158 - foot))
    a, b = 2 * half, 180 - foot - half if at_b else foot - half
    points = dict(zip("ABC", triangle(a, b), strict=True))
    points["D"] = meet(points["A"], polar(points["A"], 1, a / 2), points["B"], points["C"])
    near, far = ("∠ABC", "∠ACB") if at_b else ("∠ACB", "∠ABC")
    whole = "third_angle('∠ABC', '∠ACB')"
    return Figure(
        points, ("ABCA", "AD"), "ADB" if at_b else "ADC", f"third_angle('{near}', {whole} / 2)",
        ("angle sum", "divide"),
        ("AD bisects ∠BAC, and D lies on BC.", "AD平分∠BAC，点D在BC上。"), TRIANGLE,
        (logic("90", "takes the bisector for a height"),
         logic(f"third_angle('{far}', {whole} / 2)", "takes the other base angle"),
         logic(f"third_angle('{near}', {whole})", "does not halve the angle at A"),
         logic(f"180 - '{near}'", "leaves out the angle at A")),
        angles={"ABC": b, "ACB": 180 - a - b},
    )  # fmt: skip


def _height(from_base: bool, rng: random.Random) -> Figure:
    base = rng.randint(52, 79)
    points = _on_base(base)
    points["D"] = along(points["A"], points["C"], math.cos(math.radians(180 - 2 * base)))
    setting = ("AB = AC, and BD is perpendicular to AC.", "AB = AC，BD⊥AC，垂足为D。")
    shown = ("triangle ABC with D on AC", "三角形ABC，点D在AC上")
    if from_base:
        return Figure(
            points, ("ABCA", "BD"), "ABD", "complement(180 - 2 * '∠ACB')", ("angle sum",), setting, shown,
            (logic("180 - 2 * '∠ACB'", "gives the angle at A"), logic("90 - '∠ACB'", "gives the angle CBD"),
             logic("'∠ACB' / 2", "takes BD for the bisector"), logic("'∠ACB'", "takes the angle at the base")),
            angles={"ACB": base}, right=("BDC",),
        )  # fmt: skip
    return Figure(
        points, ("ABCA", "BD"), "CBD", "complement((180 - '∠BAC') / 2)", ("angle sum",), setting, shown,
        (logic("(180 - '∠BAC') / 2", "gives the base angle"), logic("90 - '∠BAC'", "gives the angle ABD"),
         logic("(180 - '∠BAC') / 4", "takes BD for the bisector"), logic("'∠BAC'", "takes it for the angle at A")),
        angles={"BAC": 180 - 2 * base}, right=("BDC",),
    )  # fmt: skip


def _two_bisectors(back: bool, rng: random.Random) -> Figure:
    b, c = 2 * rng.randint(13, 39), 2 * rng.randint(13, 39)
    points = dict(zip("BCA", triangle(b, c), strict=True))
    points["I"] = meet(points["B"], polar(points["B"], 1, b / 2), points["C"], polar(points["C"], 1, 180 - c / 2))
    setting = ("BI bisects ∠ABC and CI bisects ∠ACB.", "BI平分∠ABC，CI平分∠ACB。")
    shown = ("triangle ABC with the point I inside", "三角形ABC，点I在三角形内")
    if back:
        return Figure(
            points, ("ABCA", "BIC"), "BAC", "180 - 2 * supplement('∠BIC')", ("angle sum",), setting, shown,
            (logic("180 - '∠BIC'", "gives half the sum of the base angles"), logic("'∠BIC' / 2", "halves the angle"),
             logic("360 - 2 * '∠BIC'", "gives the sum of the base angles"),
             logic("'∠BIC' - 90", "gives half the angle at A")),
            angles={"BIC": 180 - (b + c) // 2},
        )  # fmt: skip
    return Figure(
        points, ("ABCA", "BIC"), "BIC", "supplement(supplement('∠BAC') / 2)", ("angle sum",), setting, shown,
        (logic("180 - '∠BAC'", "takes the supplement"), logic("2 * '∠BAC'", "doubles the angle at A"),
         logic("(180 - '∠BAC') / 2", "gives half the sum of the base angles"),
         logic("180 - '∠BAC' / 2", "takes away half the angle at A")),
        angles={"BAC": 180 - b - c},
    )  # fmt: skip


def _height_and_bisector(at_c: bool, rng: random.Random) -> Figure:
    between = rng.randint(13, 28)
    b = rng.randint(22, 84 - 2 * between)
    c = b + 2 * between
    points = dict(zip("BCA", triangle(b, c), strict=True))
    b_at, c_at, a_at = points["B"], points["C"], points["A"]
    points |= {"D": (a_at[0], 0.0), "E": meet(a_at, polar(a_at, 1, 180 + b + (180 - b - c) / 2), b_at, c_at)}
    setting = (
        "D and E lie on BC; AD is perpendicular to BC, and AE bisects ∠BAC.",
        "点D、E在BC上，AD⊥BC，AE平分∠BAC。",
    )
    if not at_c:
        half = "complement('∠ACB') + '∠DAE'"
        return Figure(
            points, ("ABCA", "AD", "AE"), "ABC", f"third_angle('∠ACB', 2 * ({half}))", ("angle sum", "divide"),
            setting, TRIANGLE,
            (logic(f"third_angle('∠ACB', {half})", "forgets to double"), logic("'∠ACB' - '∠DAE'", "does not double"),
             logic("90 - '∠DAE'", "gives the angle AED"), logic("90 - '∠ACB'", "gives the angle CAD"),
             logic(half, "gives half the angle at A"), logic("180 - '∠ACB' - '∠DAE'", "leaves out an angle")),
            angles={"ACB": c, "DAE": between}, right=("ADC",),
        )  # fmt: skip
    half = "complement('∠ABC') - '∠DAE'"
    return Figure(
        points, ("ABCA", "AD", "AE"), "ACB", f"third_angle('∠ABC', 2 * ({half}))", ("angle sum", "divide"),
        setting, TRIANGLE,
        (logic(f"third_angle('∠ABC', {half})", "forgets to double"), logic("'∠ABC' + '∠DAE'", "does not double"),
         logic("90 - '∠DAE'", "gives the angle AED"), logic("90 - '∠ABC'", "gives the angle BAD"),
         logic("180 - '∠ABC' - '∠DAE'", "leaves out an angle"), logic("90 - '∠ABC' + '∠DAE'", "adds the small angle")),
        angles={"ABC": b, "DAE": between}, right=("ADC",),
    )  # fmt: skip


def _chain(part: bool, rng: random.Random) -> Figure:
    b = rng.randint(20, 40)
    points = dict(zip("BCA", triangle(b, 2 * b), strict=True))
    points["D"] = (math.dist(points["A"], points["C"]), 0.0)
    return Figure(
        points, ("ABCA", "AD"), "CAD" if part else "BAC",
        "180 - 2 * (2 * '∠ABC')" if part else "third_angle('∠ABC', 2 * '∠ABC')", ("angle relations", "angle sum"),
        ("D lies on BC, and BD = AD = AC.", "点D在BC上，BD = AD = AC。"), TRIANGLE,
        (logic("180 - 2 * '∠ABC'", "takes AB and AC for equal"), logic("2 * '∠ABC'", "stops at the angle at C"),
         logic("180 - '∠ABC'", "takes the supplement"), logic("'∠ABC'", "takes it for the angle at B"),
         logic("180 - 5 * '∠ABC'", "takes away too much")),
        angles={"ABC": b}, equal={"BD": 1, "AD": 1, "AC": 1},
    )  # fmt: skip


def _outer_bisector(back: bool, rng: random.Random) -> Figure:
    a = 2 * rng.randint(23, 50)
    c = 2 * rng.randint(16, min(46, 74 - a // 2))
    b = 180 - a - c
    points = dict(zip("BCA", triangle(b, c), strict=True))
    points["D"] = (15.0, 0.0)
    points["E"] = meet(points["B"], polar(points["B"], 1, b / 2), points["C"], polar(points["C"], 1, 90 - c / 2))
    setting = ("D lies on the extension of BC beyond C; BE bisects ∠ABC and CE bisects ∠ACD.",
               "点D在BC的延长线上，BE平分∠ABC，CE平分∠ACD。")  # fmt: skip
    third = "third_angle('∠BAC', '∠ACB')"
    if back:
        return Figure(
            points, ("ABCA", "CD", "BE", "CE"), "CBE", "supplement('∠ACB') / 2 - '∠BEC'",
            ("angle relations", "divide"), setting, TRIANGLE,
            (logic("2 * (supplement('∠ACB') / 2 - '∠BEC')", "gives the whole angle at B"),
             logic("180 - '∠ACB' - '∠BEC'", "takes E for the angle at A"), logic("2 * '∠BEC'", "gives the angle at A"),
             logic("180 - '∠ACB'", "gives the exterior angle at C")),
            angles={"ACB": c, "BEC": a // 2},
        )  # fmt: skip
    return Figure(
        points, ("ABCA", "CD", "BE", "CE"), "BEC", f"supplement('∠ACB') / 2 - {third} / 2",
        ("angle relations", "divide"), setting, TRIANGLE,
        (logic("'∠BAC'", "takes it for the angle at A"), logic(f"{third} / 2", "gives half the angle at B"),
         logic("(180 - '∠ACB') / 2", "gives half the exterior angle"), logic(third, "gives the angle at B")),
        angles={"BAC": a, "ACB": c},
    )  # fmt: skip
