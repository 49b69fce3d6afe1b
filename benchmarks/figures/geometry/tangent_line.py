"""Tangents of circles: the right angle at the radius, two tangents from a point, a third one, the incircle."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mmbench.benchmarks.figures.board import along, polar
from mmbench.benchmarks.figures.geometry.lettered import Figure, look_of, on_circle, problem_with, triangle
from mmbench.benchmarks.figures.problem import Dice, Problem, logic

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "tangent-line"
DOMAIN: Domain = "plane geometry"

ONE = ("PA touches circle O at A.", "PA与⊙O相切于点A。")
TWO = ("PA and PB touch circle O at A and B.", "PA、PB分别与⊙O相切于点A、B。")
CIRCLE = ("a circle with the centre O", "圆O")
LENGTHS = ("Pythagoras", "circle theorems")


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: the right angle at the radius, for an angle or a length. Level 2: angles between two tangents, a tangent
    and a diameter, the tangent from a line through the centre, the area between tangents and radii. Level 3: the radius
    from two lengths, the chord between two tangents, a third tangent, the incircle, an inscribed angle.
    """
    kinds = (
        (_angle, _length),
        (_two_angles, _through_centre, _diameter, _kite),
        (_radius, _chord, _third_tangent, _incircle, _inscribed),
    )[level - 1]
    kind, back, look = dice.same.choice(kinds), dice.same.random() < 0.5, look_of(dice.same)
    figure = kind(back, dice.fresh)
    if kind in ROUNDED:
        figure = figure._replace(program=f"round({figure.program}, 1)", decimals=1)
    return problem_with(figure, look, dice.fresh, language)


def _with_tangent(rng: random.Random) -> tuple[int, int, float]:
    """Return radius and tangent in whole numbers, and the distance of the point from the centre."""
    radius = rng.randint(14, 68)
    tangent = round(radius * rng.uniform(0.75, 1.9))
    return radius, tangent, math.hypot(radius, tangent)


def _with_distance(rng: random.Random) -> tuple[int, int]:
    """Return the radius and the distance of a point from the centre in whole numbers."""
    radius = rng.randint(14, 68)
    return radius, round(radius * rng.uniform(1.27, 2.1))


def _tangent(radius: float, far: float) -> dict[str, Point]:
    """Return O, P at that distance from it, and where the two tangents from P touch the circle."""
    turn = math.degrees(math.acos(radius / far))
    return {"O": (0.0, 0.0), "P": (far, 0.0), "A": polar((0.0, 0.0), radius, turn),
            "B": polar((0.0, 0.0), radius, -turn)}  # fmt: skip


def _angle(outside: bool, rng: random.Random) -> Figure:
    at_p = rng.randint(18, 70)
    points = _tangent(math.sin(math.radians(at_p)), 1)
    del points["B"]
    known = "'∠OPA'"
    if outside:
        points["D"] = along(points["P"], points["O"], 1 + 0.7 * math.sin(math.radians(at_p)))
        return Figure(
            points, ("PAOP", "OD"), "AOD", f"exterior_angle(90, {known})", ("circle theorems", "angle relations"),
            ("PA touches circle O at A, and D lies on the extension of PO beyond O.",
             "PA与⊙O相切于点A，点D在PO的延长线上。"),
            ("a circle with the centre O and triangle OAP", "圆O及三角形OAP"),
            (logic(f"180 - {known}", "takes the supplement"), logic(f"90 - {known}", "gives the angle AOP"),
             logic(f"2 * {known}", "takes the triangle for isosceles"), logic(f"90 + {known} / 2", "halves the angle")),
            angles={"OPA": at_p}, radius=math.sin(math.radians(at_p)),
        )  # fmt: skip
    return Figure(
        points, ("PAOP",), "AOP", f"complement({known})", ("circle theorems",), ONE,
        ("a circle with the centre O and triangle OAP", "圆O及三角形OAP"),
        (logic(f"180 - {known}", "takes the supplement"), logic(known, "takes the acute angles for equal"),
         logic(f"(180 - {known}) / 2", "takes the triangle for isosceles"), logic(f"{known} / 2", "halves the angle"),
         logic(f"2 * {known}", "doubles the angle")),
        angles={"OPA": at_p}, radius=math.sin(math.radians(at_p)),
    )  # fmt: skip


def _length(back: bool, rng: random.Random) -> Figure:
    radius, tangent, far = _with_tangent(rng)
    whole = round(far)
    points = _tangent(radius, far if back else whole)
    del points["B"]
    if back:
        program, lengths, asked = "hypotenuse('OA', 'PA')", {"OA": radius, "PA": tangent}, "OP"
        mistakes = (
            logic("'OA' + 'PA'", "adds the lengths"), logic("abs('OA' - 'PA')", "subtracts the lengths"),
            logic("2 * 'OA'", "takes the diameter"), logic("max('OA', 'PA') + 1", "guesses from the longer side"),
            logic("('OA' + 'PA') / 2", "takes the mean"),
        )  # fmt: skip
    else:
        program, lengths, asked = "leg('OP', 'OA')", {"OP": whole, "OA": radius}, "PA"
        mistakes = (
            logic("'OP' - 'OA'", "subtracts the lengths"), logic("'OP' + 'OA'", "adds the lengths"),
            logic("'OP'", "takes the tangent for as long as OP"), logic("'OP' / 2", "halves OP"),
            logic("2 * 'OA'", "takes the diameter"),
        )  # fmt: skip
    return Figure(
        points, ("PAOP",), asked, program, LENGTHS, ONE,
        ("a circle with the centre O and triangle OAP", "圆O及三角形OAP"), mistakes,
        measure="length", lengths=lengths, radius=radius,
    )  # fmt: skip


def _two_angles(radius: bool, rng: random.Random) -> Figure:
    half = rng.randint(14, 62)
    size = math.sin(math.radians(half))
    known = "'∠APB'"
    between = f"(180 - {known}) / 2"
    return Figure(
        _tangent(size, 1), ("PABP", "AO") if radius else ("PABP",), "OAB" if radius else "PAB",
        f"complement({between})" if radius else between, ("circle theorems", "angle sum"), TWO,
        ("a circle with the centre O, triangle PAB and the radius OA", "圆O、三角形PAB以及半径OA") if radius else
        ("a circle with the centre O and triangle PAB", "圆O及三角形PAB"),
        (logic(f"180 - {known}", "gives the angle AOB"), logic(f"90 - {known}", "takes a complement"),
         logic(between if radius else f"{known} / 2", "gives another angle of the figure"),
         logic(known, "takes the angle given"), logic(f"{known} / 4", "halves once too often")),
        angles={"APB": 2 * half}, radius=size,
    )  # fmt: skip


def _through_centre(back: bool, rng: random.Random) -> Figure:
    radius, tangent, far = _with_tangent(rng)
    beyond = round(far - radius)
    points = _tangent(radius, far if back else radius + beyond)
    points["B"] = (float(radius), 0.0)
    if back:
        lengths, asked, program = {"PA": tangent, "OA": radius}, "PB", "hypotenuse('OA', 'PA') - 'OA'"
        mistakes = (
            logic("hypotenuse('OA', 'PA')", "gives OP"), logic("'PA'", "takes PA and PB for equal"),
            logic("'OA'", "takes B for the midpoint of OP"), logic("abs('PA' - 'OA')", "subtracts the lengths"),
            logic("hypotenuse('OA', 'PA') + 'OA'", "goes through to the far side"),
        )  # fmt: skip
    else:
        lengths, asked, program = {"PB": beyond, "OA": radius}, "PA", "leg('PB' + 'OA', 'OA')"
        mistakes = (
            logic("'PB' + 'OA'", "gives OP"), logic("'PB'", "takes PA and PB for equal"),
            logic("'PB' + 2 * 'OA'", "goes through to the far side"), logic("2 * 'OA'", "takes the diameter"),
            logic("'OA'", "takes OA and PA for equal"),
        )  # fmt: skip
    return Figure(
        points, ("PAO", "PBO"), asked, program, LENGTHS,
        ("PA touches circle O at A, and OP meets the circle in B.", "PA与⊙O相切于点A，OP交⊙O于点B。"),
        ("a circle with the centre O and triangle OAP", "圆O及三角形OAP"), mistakes,
        measure="length", lengths=lengths, radius=radius,
    )  # fmt: skip


def _diameter(back: bool, rng: random.Random) -> Figure:
    at_c = rng.randint(18, 35)
    points = on_circle(A=2 * at_c, B=0, C=180)
    points["P"] = (1 / math.cos(math.radians(2 * at_c)), 0.0)
    given, asked, size = ("ACB", "APB", at_c) if back else ("APB", "ACB", 90 - 2 * at_c)
    known = f"'∠{given}'"
    return Figure(
        points, ("PAC", "PC", "OA"), asked,
        f"complement(central_angle({known}))" if back else f"inscribed_angle(complement({known}))",
        ("circle theorems", "angle sum"),
        ("PA touches circle O at A, and the line PO meets the circle in B and C.",
         "PA与⊙O相切于点A，直线PO交⊙O于点B、C。"),
        ("a circle with the centre O, triangle PAC and the radius OA; B lies between P and O",
         "圆O、三角形PAC以及半径OA，点B在P、O之间"),
        (logic(f"90 - {known}", "takes a complement"), logic(known, "takes the triangle for isosceles"),
         logic(f"{known} / 2", "halves the angle given"), logic(f"2 * {known}", "doubles the angle given"),
         logic(f"(90 - {known}) / 2" if back else f"(180 - {known}) / 2", "takes the wrong angle at the centre")),
        angles={given: size}, radius=1,
    )  # fmt: skip


def _kite(perimeter: bool, rng: random.Random) -> Figure:
    radius, far = _with_distance(rng)
    side = "leg('OP', 'OA')"
    if perimeter:
        program, first = f"2 * ('OA' + {side})", logic("2 * ('OA' + 'OP')", "takes OP for the tangent")
        ask = (("What is the perimeter of the quadrilateral PAOB?", "四边形PAOB的周长是多少？"),
               ("Find the perimeter of the quadrilateral PAOB.", "求四边形PAOB的周长。"))  # fmt: skip
        last = logic(f"'OA' + {side} + 'OP'", "takes half the figure")
    else:
        program, first = f"2 * triangle_area({side}, 'OA')", logic("'OA' * 'OP'", "takes OP for the tangent")
        ask = (("What is the area of the quadrilateral PAOB?", "四边形PAOB的面积是多少？"),
               ("Find the area of the quadrilateral PAOB.", "求四边形PAOB的面积。"))  # fmt: skip
        last = logic(f"{side} * 'OA' / 2", "gives the area of one triangle")
    rule = " + " if perimeter else " * "
    return Figure(
        _tangent(radius, far), ("PAOBP", "OP"), "", program, (*LENGTHS, "perimeter" if perimeter else "area"), TWO,
        ("a circle with the centre O, the quadrilateral PAOB and its diagonal OP", "圆O、四边形PAOB及其对角线OP"),
        (first, last, logic(f"2 * 'OA'{rule}2 * ('OP' - 'OA')" if perimeter else "'OA' * ('OP' - 'OA')", "subtracts"),
         logic(f"'OA'{rule}hypotenuse('OA', 'OP')", "takes OP for a leg"),
         logic(f"2 * ('OP' + {side})" if perimeter else f"2 * 'OA' * {side}", "takes wrong sides")),
        ask=ask, measure="length" if perimeter else "area", lengths={"OP": far, "OA": radius}, radius=radius,
    )  # fmt: skip


def _radius(back: bool, rng: random.Random) -> Figure:
    tangent = rng.randint(24, 96)
    beyond = round(tangent * rng.uniform(0.33, 0.6))
    radius = (tangent**2 - beyond**2) / (2 * beyond)
    points = _tangent(radius, radius + beyond)
    points["B"] = (float(radius), 0.0)
    program = "('PA' ^ 2 - 'PB' ^ 2) / (2 * 'PB')"
    return Figure(
        points, ("PAO", "PBO"), "OP" if back else "OA", f"{program} + 'PB'" if back else program,
        ("Pythagoras", "equation", "circle theorems"),
        ("PA touches circle O at A, and OP meets the circle in B.", "PA与⊙O相切于点A，OP交⊙O于点B。"),
        ("a circle with the centre O and triangle OAP", "圆O及三角形OAP"),
        (logic("leg('PA', 'PB')", "takes PB for a side of a right triangle with PA"),
         logic("'PA' - 'PB'", "subtracts the lengths"), logic("'PA' + 'PB'", "adds the lengths"),
         logic(program if back else f"{program} + 'PB'", "takes OA and OP for each other"),
         logic("('PA' ^ 2 - 'PB' ^ 2) / 'PB'", "gives the diameter"), logic("'PA'", "takes it for as long as PA")),
        measure="length", lengths={"PA": tangent, "PB": beyond}, radius=radius,
    )  # fmt: skip


def _chord(half: bool, rng: random.Random) -> Figure:
    radius, tangent, far = _with_tangent(rng)
    points = _tangent(radius, far)
    points["E"] = (points["A"][0], 0.0)
    part = "'OA' * 'PA' / hypotenuse('OA', 'PA')"
    return Figure(
        points, ("PAO", "PB", "AB", "OP"), "AE" if half else "AB", f"{'' if half else '2 * '}{part}", LENGTHS,
        ("PA and PB touch circle O at A and B, and AB meets OP in E.", "PA、PB分别与⊙O相切于点A、B，AB交OP于点E。"),
        ("a circle with the centre O, triangle OAP and the chord AB", "圆O、三角形OAP以及弦AB"),
        (logic(f"2 * {part}" if half else part, "takes half the chord and the chord for each other"),
         logic("hypotenuse('OA', 'PA')", "gives OP"), logic("'OA'", "takes a triangle for equilateral"),
         logic("2 * 'OA'", "takes the diameter"), logic("'PA'", "takes triangle PAB for equilateral"),
         logic("hypotenuse('OA', 'PA') / 2", "takes E for the midpoint of OP")),
        measure="length", lengths={"OA": radius, "PA": tangent}, radius=radius,
    )  # fmt: skip


def _tenths(size: int) -> str:
    return format(size / 10, "g")


def _third_tangent(part: bool, rng: random.Random) -> Figure:
    pc = rng.randint(60, 290)
    pd = round(pc * rng.choice((rng.uniform(0.6, 0.92), rng.uniform(1.08, 1.65))))
    at_p = rng.uniform(48, 72)
    cd = round(math.sqrt(pc * pc + pd * pd - 2 * pc * pd * math.cos(math.radians(at_p))))
    cd += (pc + pd + cd) % 2
    tangent = (pc + pd + cd) // 2
    half = math.acos((pc * pc + pd * pd - cd * cd) / (2 * pc * pd)) / 2
    radius = tangent * math.tan(half)
    points = _tangent(radius, tangent / math.cos(half))
    points["C"] = along(points["P"], points["A"], pc / tangent)
    points["D"] = along(points["P"], points["B"], pd / tangent)
    points["E"] = along(points["C"], points["D"], (tangent - pc) / cd)
    program = "'CD' - ('PB' - 'PC')" if part else "2 * 'PB' - 'PC' - 'CD'"
    return Figure(
        points, ("PA", "PB", "CD"), "DE" if part else "PD", program, ("circle theorems", "subtract"),
        ("PA, PB and CD touch circle O at A, B and E.", "PA、PB、CD分别与⊙O相切于点A、B、E。"),
        ("a circle with the centre O; C lies on PA and D on PB", "圆O，点C在PA上，点D在PB上"),
        (logic("'PB' - 'PC'", "gives another tangent"), logic("'CD' / 2", "takes E for the midpoint of CD"),
         logic("'PC'", "takes the triangle for isosceles"), logic("'CD'", "takes the triangle for isosceles"),
         logic("'PB' - 'CD'", "takes CD for a tangent from D"), logic("'PB' - 'CD' / 2", "takes E for the midpoint"),
         logic("2 * 'PB' - 'PC' - 'CD'" if part else "2 * 'PB' - 'CD'", "gives another length")),
        measure="length", lengths={"PC": _tenths(pc), "CD": _tenths(cd)},
        spans={"PB": _tenths(tangent)}, off={"CD": "P", "PC": "B"},
        radius=radius,
    )  # fmt: skip


def _incircle(whole: bool, rng: random.Random) -> Figure:
    shortest = rng.randint(28, 190)
    parts = [shortest, round(shortest * rng.uniform(1.15, 1.55)), round(shortest * rng.uniform(1.65, 2.2))]
    at_a, at_b, at_c = rng.sample(parts, 3)
    ab, bc, ca = at_a + at_b, at_b + at_c, at_c + at_a
    angles = [
        math.degrees(math.acos((x * x + y * y - z * z) / (2 * x * y))) for x, y, z in ((ab, ca, bc), (ab, bc, ca))
    ]
    a, b, c = triangle(angles[0], angles[1], ab)
    radius = math.sqrt(at_a * at_b * at_c / (at_a + at_b + at_c))
    o = (float(at_a), radius)
    points = {"A": a, "B": b, "C": c, "D": along(b, c, at_b / bc), "E": along(c, a, at_c / ca), "F": (o[0], 0.0)}
    points = {name: (x - o[0], y - o[1]) for name, (x, y) in points.items()} | {"O": (0.0, 0.0)}
    setting = (
        "Circle O touches BC, CA and AB at D, E and F.",
        "⊙O是三角形ABC的内切圆，分别与BC、CA、AB相切于点D、E、F。",
    )
    shown = ("triangle ABC and its incircle with the centre O", "三角形ABC及其内切圆O")
    if whole:
        return Figure(
            points, ("ABCA",), "BC", "'AB' - ('CA' - 'CE') + 'CE'", ("circle theorems", "add"), setting, shown,
            (logic("'AB' + 'CE'", "adds a side and a tangent"), logic("'CA' - 'CE'", "gives AE"),
             logic("'AB' - ('CA' - 'CE')", "gives BD"), logic("2 * 'CE'", "takes D for the midpoint of BC"),
             logic("('AB' + 'CA') / 2", "takes the mean of the sides"), logic("'CA'", "takes BC and CA for equal"),
             logic("'AB' + 'CA' - 2 * 'CE'", "takes away too much")),
            measure="length", lengths={"CE": _tenths(at_c)},
            spans={"AB": _tenths(ab), "CA": _tenths(ca)}, radius=radius, off={"CE": "B"},
        )  # fmt: skip
    return Figure(
        points, ("ABCA",), "AF", "('AB' + 'CA' - 'BC') / 2", ("circle theorems", "equation"), setting, shown,
        (logic("'AB' / 2", "takes F for the midpoint of AB"), logic("'AB' + 'CA' - 'BC'", "does not halve"),
         logic("('AB' + 'BC' - 'CA') / 2", "gives BF"), logic("('CA' + 'BC' - 'AB') / 2", "gives CD"),
         logic("('AB' + 'BC' + 'CA') / 3", "takes the mean of the sides"), logic("'CA' / 2", "takes E for a midpoint"),
         logic("('AB' + 'BC' + 'CA') / 2", "takes half the perimeter")),
        measure="length", spans={"AB": _tenths(ab), "BC": _tenths(bc), "CA": _tenths(ca)}, radius=radius,
    )  # fmt: skip


def _inscribed(minor: bool, rng: random.Random) -> Figure:
    half = rng.randint(15, 60)
    radius = math.sin(math.radians(half))
    points = _tangent(radius, 1)
    points["C"] = polar((0.0, 0.0), radius, rng.uniform(-12, 12) + (0 if minor else 180))
    known = "'∠APB'"
    at_far = f"inscribed_angle(supplement({known}))"
    return Figure(
        points, ("PA", "PB", "ACB"), "ACB", f"supplement({at_far})" if minor else at_far,
        ("circle theorems", "angle sum"),
        (TWO[0][:-1] + f"; C lies on the {'minor' if minor else 'major'} arc AB.",
         TWO[1][:-1] + f"，点C在{'劣' if minor else '优'}弧AB上。"),
        ("a circle with the centre O, the tangents PA and PB and the chords AC and BC", "圆O、切线PA、PB以及弦AC、BC"),
        (logic(f"180 - {known}", "gives the central angle"), logic(f"{known} / 2", "halves the angle at P"),
         logic(at_far if minor else f"supplement({at_far})", "takes the other arc"),
         logic(known, "takes it for the angle at P"), logic(f"180 - {known} / 2", "leaves out the centre"),
         logic(f"(180 - {known}) / 4", "halves once too often")),
        angles={"APB": 2 * half}, radius=radius,
    )  # fmt: skip


ROUNDED = (_length, _through_centre, _kite, _radius, _chord)
"""The kinds whose lengths are not whole."""
