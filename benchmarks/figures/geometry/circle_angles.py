"""Angles in circles: central and inscribed angles, the angle in a semicircle, cyclic quadrilaterals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.benchmarks.figures.geometry.lettered import Figure, look_of, meet, on_circle, problem_with
from mmbench.benchmarks.figures.problem import Dice, Problem, logic

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "circle-angles"
DOMAIN: Domain = "plane geometry"

SKILLS = ("circle theorems",)
CENTRE = ("O is the centre of the circle.", "O是圆心。")
DIAMETER = ("AB is a diameter of circle O.", "AB是⊙O的直径。")
CIRCLE = ("a circle with the centre O", "圆O")


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem; each kind asks in two directions.

    Level 1: central and inscribed angle, a triangle in a semicircle, a cyclic quadrilateral. Level 2: angles on a
    diameter, radii and an inscribed angle, an inscribed angle on the minor arc. Level 3: the sides of a cyclic
    quadrilateral extended, the midpoint of an arc, two chords that cross, the centre inside a triangle.
    """
    kinds = (
        (_central, _semicircle, _quadrilateral),
        (_on_diameter, _radii, _minor_arc),
        (_extended, _arc_middle, _chords, _centre_inside),
    )[level - 1]
    kind, back, look = dice.same.choice(kinds), dice.same.random() < 0.5, look_of(dice.same)
    return problem_with(kind(back, dice.fresh), look, dice.fresh, language)


def _central(back: bool, rng: random.Random) -> Figure:
    inscribed = rng.randint(30, 74)
    points = on_circle(A=-90 - inscribed, B=-90 + inscribed, C=90 + rng.randint(-24, 24))
    given, asked = ("ACB", "AOB") if back else ("AOB", "ACB")
    known = f"'∠{given}'"
    return Figure(
        points, ("AOB", "ACB"), asked, f"central_angle({known})" if back else f"inscribed_angle({known})", SKILLS,
        CENTRE, ("a circle with the centre O, the central angle AOB and the inscribed angle ACB over the minor arc AB",
                 "圆O，∠AOB是圆心角，∠ACB是同一条劣弧所对的圆周角"),
        (logic(f"{known} / 2" if back else f"2 * {known}", "takes the two angles for each other"),
         logic(known, "takes the two angles for equal"), logic(f"180 - {known}", "takes the supplement"),
         logic(f"360 - 2 * {known}" if back else f"180 - {known} / 2", "takes the other arc"),
         logic(f"abs(90 - {known})", "takes a complement")),
        angles={given: inscribed if back else 2 * inscribed}, radius=1,
    )  # fmt: skip


def _semicircle(back: bool, rng: random.Random) -> Figure:
    at_a = rng.randint(24, 66)
    given, asked, size = ("ABC", "BAC", 90 - at_a) if back else ("BAC", "ABC", at_a)
    known = f"'∠{given}'"
    return Figure(
        on_circle(A=180, B=0, C=2 * at_a), ("AB", "ACB"), asked, f"complement({known})", SKILLS, DIAMETER,
        ("a circle with the centre O and triangle ABC inscribed in it", "圆O及其内接三角形ABC"),
        (logic(known, "takes the two angles for equal"), logic(f"180 - {known}", "takes the supplement"),
         logic(f"{known} / 2", "halves the angle"), logic(f"(180 - {known}) / 2", "takes the triangle for isosceles"),
         logic(f"2 * {known}", "doubles the angle")),
        angles={given: size}, radius=1,
    )  # fmt: skip


def _quadrilateral(back: bool, rng: random.Random) -> Figure:
    a, b = rng.randint(62, 118), rng.randint(66, 114)
    # The arc BCD is twice the angle at A, the arc CDA twice the angle at B.
    cd = rng.randint(max(40, 2 * (a + b) - 320), 2 * min(a, b) - 40)
    points = on_circle(B=0, C=2 * a - cd, D=2 * a, A=2 * a - cd + 2 * b)
    given, asked, other = ("BCD", "DAB", "ABC") if back else ("DAB", "BCD", "ABC")
    known, beside = f"'∠{given}'", f"'∠{other}'"
    return Figure(
        points, ("ABCDA",), asked, f"supplement({known})", SKILLS,
        ("A, B, C and D lie on circle O.", "四边形ABCD内接于⊙O。"),
        ("a circle with the centre O and quadrilateral ABCD inscribed in it", "圆O及其内接四边形ABCD"),
        (logic(known, "takes opposite angles for equal"), logic(f"180 - {beside}", "takes the neighbouring angle"),
         logic(beside, "takes the neighbouring angle"), logic(f"360 - {known} - {beside}", "takes both from 360"),
         logic(f"abs(90 - {known})", "takes a complement"), logic(f"2 * {known}", "takes it for a central angle")),
        angles={given: 180 - a if back else a, other: b}, radius=1,
    )  # fmt: skip


def _on_diameter(back: bool, rng: random.Random) -> Figure:
    at_a = rng.randint(24, 58)
    points = on_circle(A=180, B=0, C=2 * at_a, D=180 + 2 * at_a - rng.randint(20, min(46, 2 * at_a - 20)))
    known = "'∠BOC'" if back else "'∠BAC'"
    half = "inscribed_angle('∠BOC')" if back else known
    return Figure(
        points, ("AB", "OC" if back else "AC", "ADC"), "ADC", f"complement({half})", ("circle theorems", "angle sum"),
        DIAMETER,
        ("a circle with the centre O; C and D lie on it on different sides of AB", "圆O，点C、D在圆上，分别在AB的两侧"),
        (logic(known, "takes the angle given"), logic(f"180 - {known}", "takes the supplement"),
         logic(f"{known} / 2", "halves the angle given"), logic(f"abs(90 - {known})" if back else f"2 * {known}",
         "takes the central angle for an inscribed one" if back else "doubles the angle given"),
         logic(f"90 + {known} / 2" if back else f"90 + {known}", "takes the other arc")),
        angles={known[2:5]: 2 * at_a if back else at_a}, radius=1,
    )  # fmt: skip


def _radii(back: bool, rng: random.Random) -> Figure:
    base = rng.randint(20, 52)
    points = on_circle(A=base, B=180 - base, C=-90 + rng.randint(-28, 28))
    given, asked, size = ("ACB", "OAB", 90 - base) if back else ("OAB", "ACB", base)
    known = f"'∠{given}'"
    program = f"(180 - central_angle({known})) / 2" if back else f"inscribed_angle(180 - 2 * {known})"
    return Figure(
        points, ("AOBA", "ACB"), asked, program, ("circle theorems", "angle sum"), CENTRE,
        ("a circle with the centre O, triangle OAB and the inscribed angle ACB over the minor arc AB",
         "圆O、三角形OAB以及劣弧AB所对的圆周角∠ACB"),
        (logic(known, "takes the angle given"), logic(f"180 - 2 * {known}", "stops at the third angle of a triangle"),
         logic(f"2 * {known}", "doubles the angle"), logic(f"(180 - {known}) / 2", "leaves out the central angle"),
         logic(f"{known} / 2", "halves the angle given")),
        angles={given: size}, radius=1,
    )  # fmt: skip


def _minor_arc(back: bool, rng: random.Random) -> Figure:
    half = rng.randint(42, 72)
    points = on_circle(A=90 + half, C=90 - half, B=90 + rng.randint(-half // 3, half // 3))
    given, asked, size = ("ABC", "AOC", 180 - half) if back else ("AOC", "ABC", 2 * half)
    known = f"'∠{given}'"
    program = f"central_angle(supplement({known}))" if back else f"supplement(inscribed_angle({known}))"
    return Figure(
        points, ("OABCO",), asked, program, ("circle theorems", "angle relations"), CENTRE,
        ("a circle with the centre O; B lies on the minor arc AC; the quadrilateral OABC is drawn",
         "圆O，点B在劣弧AC上，连成四边形OABC"),
        (logic(f"180 - {known}", "takes the angles for supplementary"), logic(known, "takes opposite angles for equal"),
         logic(f"{known} / 2", "takes the other arc"),
         logic(f"90 + {known} / 2" if back else f"180 - {known} / 4", "halves once too often"),
         logic(f"abs(2 * {known} - 90)", "doubles and takes a right angle away")),
        angles={given: size}, radius=1,
    )  # fmt: skip


def _extended(back: bool, rng: random.Random) -> Figure:
    at_a, at_p = rng.randint(50, 60), rng.randint(26, 34)
    at_q = 180 - 2 * at_a - at_p
    bc = at_a + rng.randint(-6, 6)
    cd = 2 * at_a - bc
    ab = cd + 2 * at_q
    points = on_circle(A=0, B=ab, C=ab + bc, D=ab + bc + cd)
    del points["O"]
    points["E"] = meet(points["A"], points["B"], points["D"], points["C"])
    points["F"] = meet(points["A"], points["D"], points["B"], points["C"])
    points["O"] = (0.0, 0.0)
    given = {"AED": at_p, "EAF": at_a} if back else {"AED": at_p, "AFB": at_q}
    if back:
        program = "180 - 2 * '∠EAF' - '∠AED'"
        mistakes = (
            logic("180 - '∠EAF' - '∠AED'", "gives the angle ADC"), logic("'∠EAF' + '∠AED'", "gives the angle ABC"),
            logic("'∠AED'", "takes the angles at E and F for equal"), logic("'∠EAF'", "takes the angle at A"),
            logic("(180 - '∠EAF' - '∠AED') / 2", "halves the angle ADC"), logic("'∠EAF' - '∠AED'", "subtracts"),
        )  # fmt: skip
    else:
        program = "(180 - '∠AED' - '∠AFB') / 2"
        mistakes = (
            logic("180 - '∠AED' - '∠AFB'", "does not halve"), logic("'∠AED' + '∠AFB'", "adds the angles"),
            logic("90 - '∠AED'", "takes a complement"), logic("90 - '∠AFB'", "takes a complement"),
            logic("('∠AED' + '∠AFB') / 2", "takes the mean"), logic("180 - 2 * '∠AED'", "takes E and F for equal"),
        )  # fmt: skip
    return Figure(
        points, ("AE", "DE", "AF", "BF"), "AFB" if back else "EAF", program, ("circle theorems", "equation"),
        ("A, B, C and D lie on circle O. The extensions of AB and DC meet in E, those of AD and BC in F.",
         "四边形ABCD内接于⊙O，AB、DC的延长线相交于点E，AD、BC的延长线相交于点F。"),
        ("a circle with the centre O and quadrilateral ABCD inscribed in it", "圆O及其内接四边形ABCD"),
        mistakes, angles=given, radius=1,
    )  # fmt: skip


def _arc_middle(back: bool, rng: random.Random) -> Figure:
    at_a = 2 * rng.randint(14, 28)
    points = on_circle(A=180, B=0, C=2 * at_a, D=90 + at_a)
    known, half = "'∠BAC'", "complement('∠BAC') / 2"
    return Figure(
        points, ("AB", "ACB", "CD" if back else "AD"), "BCD" if back else "CAD", f"90 + {half}" if back else half,
        ("circle theorems", "divide"),
        ("AB is a diameter of circle O, and D is the midpoint of the arc AC.", "AB是⊙O的直径，点D是弧AC的中点。"),
        ("a circle with the centre O and, on the same side of AB, the points C and D on it", "圆O，点C、D在AB的同侧"),
        (logic("90 - '∠BAC'", "gives the angle ABC"), logic(f"{known} / 2", "takes AC for a bisector"),
         logic(f"90 + {known}" if back else known, "takes it for another angle"),
         logic("(180 - '∠BAC') / 2", "takes a triangle for isosceles"), logic(f"2 * {known}", "doubles the angle"),
         logic(half if back else f"{known} + {half}", "takes the wrong angle at that point"),
         logic(f"90 + {known} / 2" if back else f"90 - {known} / 2", "takes AC for a bisector")),
        angles={"BAC": at_a}, radius=1,
    )  # fmt: skip


def _chords(back: bool, rng: random.Random) -> Figure:
    ab, bc, cd = 2 * rng.randint(30, 42), rng.randint(44, 58), 2 * rng.randint(26, 38)
    points = on_circle(A=0, B=ab, C=ab + bc, D=ab + bc + cd)
    points["E"] = meet(points["A"], points["C"], points["B"], points["D"])
    given = {"CBD": cd // 2} | ({"AEB": (ab + cd) // 2} if back else {"AOB": ab})
    if back:
        program = "central_angle('∠AEB' - '∠CBD')"
        mistakes = (
            logic("'∠AEB' - '∠CBD'", "gives the inscribed angle"), logic("'∠AEB'", "takes O for E"),
            logic("2 * '∠AEB'", "doubles the angle at E"), logic("2 * '∠CBD'", "takes the wrong arc"),
            logic("180 - '∠AEB'", "takes the supplement"), logic("2 * '∠AEB' - '∠CBD'", "doubles one of two angles"),
        )  # fmt: skip
    else:
        program = "exterior_angle(inscribed_angle('∠AOB'), '∠CBD')"
        mistakes = (
            logic("'∠AOB' + '∠CBD'", "takes the central angle for an inscribed one"), logic("'∠AOB'", "takes O for E"),
            logic("180 - '∠AOB' / 2 - '∠CBD'", "gives the angle beside it"), logic("'∠AOB' / 2", "halves and stops"),
            logic("('∠AOB' + '∠CBD') / 2", "halves both angles"), logic("180 - '∠AOB'", "takes the supplement"),
        )  # fmt: skip
    return Figure(
        points, ("AOB", "AC", "BD", "BC"), "AOB" if back else "AEB", program, ("circle theorems", "angle relations"),
        ("The chords AC and BD of circle O meet in E.", "⊙O的弦AC、BD相交于点E。"),
        ("a circle with the centre O, its chords AC, BD and BC and its radii OA and OB",
         "圆O、弦AC、BD、BC以及半径OA、OB"),
        mistakes, angles=given, radius=1,
    )  # fmt: skip


def _centre_inside(back: bool, rng: random.Random) -> Figure:
    at_a, at_b = rng.randint(22, 36), rng.randint(22, 36)
    points = on_circle(A=0, B=180 - 2 * at_a, C=360 - 2 * at_a - 2 * at_b)
    rest = "(180 - 2 * '∠OAB' - 2 * '∠OBC') / 2"
    return Figure(
        points, ("ABCA", "AO", "BO", "CO"), "AOC" if back else "OCA", f"supplement(2 * ({rest}))" if back else rest,
        ("circle theorems", "angle sum"), CENTRE,
        ("a circle, triangle ABC inscribed in it, and its radii OA, OB and OC", "圆O、内接三角形ABC以及半径OA、OB、OC"),
        (logic("180 - '∠OAB' - '∠OBC'", "does not double the angles"), logic("'∠OAB' + '∠OBC'", "gives the angle ABC"),
         logic("180 - 2 * '∠OAB'", "gives the angle AOB"), logic("180 - 2 * '∠OBC'", "gives the angle BOC"),
         logic("'∠OAB'", "takes all triangles for congruent"), logic("('∠OAB' + '∠OBC') / 2", "takes the mean"),
         logic(rest if back else f"2 * ({rest})", "gives another angle of the same triangle")),
        angles={"OAB": at_a, "OBC": at_b}, radius=1,
    )  # fmt: skip
