"""Angles at parallel lines: one transversal or two, a bisector, crossing segments, zigzags between the lines."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mmbench.benchmarks.figures.board import polar
from mmbench.benchmarks.figures.geometry.lettered import Figure, look_of, meet, problem_with
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.problem import Wrong
    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "parallel-lines"
DOMAIN: Domain = "plane geometry"

PARALLEL = ("AB is parallel to CD.", "AB∥CD。")
AT_G = ("BGE", "AGH", "AGE", "BGH")
AT_H = ("DHG", "CHF", "CHG", "DHF")
"""The angles at the two crossings: the first two of each are those between line and transversal on one side."""


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: an angle at the other crossing, equal or supplementary. Level 2: a triangle between the lines, the
    bisector of an angle, two crossing segments. Level 3: zigzags with two bends, bisectors of the angles at one bend.
    """
    same = dice.same
    kind, number, look = same.randrange((1, 4, 5)[level - 1]), same.randrange(64), look_of(same)
    kinds = ((_crossings,), (_between, _between, _bisector, _crossing), (_zigzag, _zigzag, _zigzag, _bulge, _bisected))[
        level - 1
    ]
    return problem_with(kinds[kind](number, dice.fresh), look, dice.fresh, language)


def _lines(height: float, lean: float) -> dict[str, Point]:
    """Return lines AB above CD, crossed in G and H by EF, which rises at `lean` degrees."""
    run = height / math.tan(math.radians(lean))
    reach = 2.4 / math.sin(math.radians(lean))
    points = {"A": (0.0, height), "B": (11.0, height), "C": (0.0, 0.0), "D": (11.0, 0.0)}
    h = (3.6 - run / 2, 0.0)
    g = (h[0] + run, height)
    x, y = polar((0.0, 0.0), reach, lean)
    return {**points, "G": g, "H": h, "E": (g[0] + x, g[1] + y), "F": (h[0] - x, h[1] - y)}


def _crossings(number: int, rng: random.Random) -> Figure:
    lean, other = rng.randint(38, 88), rng.randint(98, 138)
    points = _lines(4.2, lean)
    run = 4.2 / math.tan(math.radians(other))
    x, y = polar((0.0, 0.0), 1.4, other)
    middle = (points["G"][0] + 2.6) - run / 2
    k, n = (middle + run / 2, 4.2), (middle - run / 2, 0.0)
    left, right = points["H"][0] - 2.2, n[0] + 2.2
    points |= {"A": (left, 4.2), "B": (right, 4.2), "C": (left, 0.0), "D": (right, 0.0)}
    points |= {"K": k, "N": n, "e": (k[0] + x, k[1] + y), "f": (n[0] - x, n[1] - y)}
    asked, given = (AT_G, AT_H) if number % 2 else (AT_H, AT_G)
    ask, give = number // 2 % 4, number // 8 % 4
    asked_name, given_name = asked[ask], given[give]
    size = lean if give < 2 else 180 - lean
    second = "CNK" if number >= 32 else "BKN"
    equal = (ask < 2) == (give < 2)
    known, beside = f"'∠{given_name}'", f"'∠{second}'"
    if equal:
        first = logic(f"180 - {known}", "takes equal angles for supplementary")
    else:
        first = logic(known, "takes supplementary angles for equal")
    return Figure(
        points, ("AB", "CD", "EF", "ef"), asked_name, known if equal else f"supplement({known})",
        ("angle relations",), PARALLEL,
        ("two lines AB and CD; the transversal EF crosses AB in G and CD in H, another one crosses AB in K and CD in N",
         "直线AB和CD，截线EF分别交AB、CD于点G、H，另一条截线分别交AB、CD于点K、N"),
        (first, misread(beside, "takes the angle at the other transversal"),
         misread(f"180 - {beside}", "takes the supplement of the angle at the other transversal"),
         logic(f"abs(90 - {known})", "takes the angles for complementary"), logic(f"{known} / 2", "halves the angle")),
        angles={given_name: size, second: 180 - other}, arrows={"AG": 1, "CH": 1}, most=30,
    )  # fmt: skip


def _two(rng: random.Random, low: int, high: int) -> tuple[int, int]:
    """Return two angles whose sum is as likely to be small as large."""
    total = rng.randint(2 * low + 2, 2 * high - 2)
    one = rng.randint(max(low, total - high), min(high, total - low))
    return one, total - one


def _between(number: int, rng: random.Random) -> Figure:
    outside = number % 2 == 1
    at_f, at_g = _two(rng, 28, 76)
    left, right = (4.6 / math.tan(math.radians(turn)) for turn in (at_f, at_g))
    points = {"A": (-4.0 - left, 4.6), "B": (right + 4.0, 4.6), "C": (-left - 3.0, 0.0), "D": (right + 3.6, 0.0),
              "E": (0.0, 4.6), "F": (-left, 0.0), "G": (right, 0.0)}  # fmt: skip
    setting = ("AB is parallel to CD; E lies on AB, and F and G lie on CD.", "AB∥CD，点E在AB上，点F、G在CD上。")
    if outside:
        program, given, size = "'∠DGE' - '∠AEF'", "DGE", 180 - at_g
        mistakes = (
            logic("180 - '∠DGE'", "gives the angle at G"), logic("180 - '∠AEF'", "takes the supplement"),
            logic("'∠AEF'", "takes the angle given"), logic("'∠DGE'", "takes the angle outside"),
            logic("360 - '∠DGE' - '∠AEF'", "takes the angles from 360"),
        )  # fmt: skip
    else:
        program, given, size = "third_angle('∠AEF', '∠EGF')", "EGF", at_g
        mistakes = (
            logic("'∠AEF' + '∠EGF'", "adds the angles"), logic("180 - '∠AEF'", "takes away one angle"),
            logic("180 - '∠EGF'", "takes away one angle"), logic("'∠EGF'", "takes the angle at G"),
            logic("'∠AEF'", "takes the angle at E"),
        )  # fmt: skip
    return Figure(
        points, ("AB", "CD", "FEG"), "FEG", program, ("angle relations", "angle sum"), setting,
        ("two lines and the segments EF and EG", "两条直线以及线段EF、EG"), mistakes,
        angles={"AEF": at_f, given: size}, arrows={"AE": 1, "CF": 1}, most=40,
    )  # fmt: skip


def _bisector(number: int, rng: random.Random) -> Figure:
    lean = 2 * rng.randint(19, 61)
    sharp, wide = (("BGE", "AGE"), ("DHG", "CHG"))[number // 8 % 2]
    flat = number % 4 == 1
    points = _lines(4.6, lean)
    points["F"] = (points["G"][0] + 4.6 / math.tan(math.radians(90 - lean / 2)), 0.0)
    right = max(11.0, points["F"][0] + 1.6)
    points |= {"B": (right, 4.6), "D": (right, 0.0)}
    asked, given, size = ("DFG", wide, 180 - lean) if flat else ("GFH", sharp, lean)
    known = f"'∠{given}'"
    program = f"supplement({known} / 2)" if flat else f"supplement({known}) / 2"
    return Figure(
        points, ("AB", "CD", "EH", "GF"), asked, program, ("angle relations", "divide"),
        ("AB is parallel to CD, and GF bisects ∠BGH, with F on CD.", "AB∥CD，GF平分∠BGH，交CD于点F。"),
        ("two lines AB and CD; the line EH crosses AB in G and ends in H on CD, and F lies on CD",
         "直线AB和CD，直线EH交AB于点G，交CD于点H，点F在CD上"),
        (logic(f"180 - {known}", "takes the supplement"), logic(f"{known} / 2", "halves the angle given"),
         logic(f"180 - {known} / 2" if not flat else f"(180 - {known}) / 2", "halves the wrong one of two angles"),
         logic(known, "takes the angle given"), logic(f"abs(90 - {known})", "takes a complement")),
        angles={given: size}, arrows={"AG": 1, "CH": 1}, most=40,
    )  # fmt: skip


def _crossing(number: int, rng: random.Random) -> Figure:
    at_a, at_c = _two(rng, 22, 70)
    a = (0.0, 4.6)
    wide = 8.0
    down_a, down_b = polar((0.0, 0.0), 1, -at_a), polar((0.0, 0.0), 1, 180 + at_c)
    b = (wide, 4.6)
    e = meet(a, (a[0] + down_a[0], a[1] + down_a[1]), b, (b[0] + down_b[0], b[1] + down_b[1]))
    share = rng.uniform(1.6, 2.1)
    points = {"A": a, "B": b, "E": e, "D": (e[0] * share, a[1] + (e[1] - a[1]) * share),
              "C": (b[0] + (e[0] - b[0]) * share, b[1] + (e[1] - b[1]) * share)}  # fmt: skip
    total = "'∠BAD' + '∠BCD'"
    beside = number % 2 == 1
    return Figure(
        points, ("AB", "CD", "AD", "BC"), "AEC" if beside else "AEB",
        "exterior_angle('∠BAD', '∠BCD')" if beside else "third_angle('∠BAD', '∠BCD')",
        ("angle relations", "angle sum"),
        ("AB is parallel to CD, and AD and BC meet in E.", "AB∥CD，AD与BC相交于点E。"),
        ("the segments AB, CD, AD and BC", "线段AB、CD、AD和BC"),
        (logic(f"180 - ({total})" if beside else total, "gives the angle beside it"),
         logic("180 - '∠BAD'", "takes away one angle"), logic("180 - '∠BCD'", "takes away one angle"),
         logic("2 * '∠BAD'", "takes the angles for equal"), logic("abs('∠BAD' - '∠BCD')", "subtracts the angles")),
        angles={"BAD": at_a, "BCD": at_c}, arrows={"AB": 1, "CD": 1},
    )  # fmt: skip


def _path(start: Point, *steps: tuple[float, float]) -> list[Point]:
    """Return the points of a path by the directions and heights of its segments."""
    found = [start]
    for turn, drop in steps:
        x, y = found[-1]
        found.append((x + drop / math.tan(math.radians(turn)), y - drop))
    return found


def _zigzag(number: int, rng: random.Random) -> Figure:
    first, second, third = (rng.randint(24, 70) for _ in range(3))
    a, e, f, c = _path((0.0, 0.0), (first, 3.4), (180 - second, 2.6), (third, 3.4))
    points = {"A": a, "B": (a[0] + 8.0, a[1]), "E": e, "F": f, "C": c, "D": (c[0] - 8.0, c[1])}
    sizes = {"BAE": first, "AEF": first + second, "EFC": second + third, "DCF": third}
    asked = ("DCF", "BAE", "EFC", "AEF")[number % 4]
    one, two, less = {
        "DCF": ("BAE", "EFC", "AEF"), "BAE": ("AEF", "DCF", "EFC"),
        "EFC": ("AEF", "DCF", "BAE"), "AEF": ("BAE", "EFC", "DCF"),
    }[asked]  # fmt: skip
    one, two, less = (f"'∠{name}'" for name in (one, two, less))
    del sizes[asked]
    return Figure(
        points, ("BAEFCD",), asked, f"{one} + {two} - {less}", ("angle relations", "equation"), PARALLEL,
        ("the zigzag A, E, F, C between the rays AB and CD, which point in opposite directions",
         "折线A—E—F—C，夹在方向相反的射线AB与CD之间"),
        (logic(f"abs({one} - {two}) + {less}", "exchanges the angles"), logic(f"180 - {less}", "takes a supplement"),
         logic(f"abs({less} - {two})", "leaves out one angle"), logic(f"{less} - {two} + {one} / 2", "halves an angle"),
         logic(f"360 - {one} - {two} - {less}", "takes the angles for those of a quadrilateral"),
         logic(f"abs({one} - {less})", "leaves out one angle")),
        angles=sizes, arrows={"AB": 1, "DC": 1}, most=40,
    )  # fmt: skip


def _bulge(number: int, rng: random.Random) -> Figure:
    first, second, third = rng.randint(22, 64), rng.randint(72, 108), rng.randint(116, 158)
    a, e, f, c = _path((0.0, 0.0), (first, 2.4), (second, 3.4), (third, 2.4))
    points = {"A": a, "B": (a[0] - 4.5, a[1]), "E": e, "F": f, "C": c, "D": (c[0] - 4.5, c[1])}
    sizes = {"BAE": 180 - first, "AEF": 180 - second + first, "EFC": 180 - third + second, "DCF": third}
    asked = ("DCF", "AEF", "BAE", "EFC")[number % 4]
    del sizes[asked]
    total = " + ".join(f"'∠{name}'" for name in sizes)
    one, two, three = (f"'∠{name}'" for name in sizes)
    return Figure(
        points, ("BAEFCD",), asked, f"540 - ({total})", ("angle relations", "angle sum"), PARALLEL,
        ("the path A, E, F, C between the rays AB and CD, which point in the same direction, away from the path",
         "折线A—E—F—C，夹在方向相同的射线AB与CD之间，折线向射线的反方向凸出"),
        (logic(f"abs(360 - ({total}))", "takes the angles for those of a quadrilateral"),
         logic(f"({total}) / 3", "takes the mean of the angles"), logic(f"720 - ({total})", "takes 720 for the sum"),
         logic(f"360 - {one} - {two}", "leaves out one angle"), logic(f"360 - {two} - {three}", "leaves out one angle"),
         logic(f"180 - {one} / 2", "halves an angle")),
        angles=sizes, arrows={"AB": 1, "CD": 1}, most=40,
    )  # fmt: skip


def _bisected(number: int, rng: random.Random) -> Figure:
    outside = number % 2 == 1
    up, down = (2 * rng.randint(*((46, 72) if outside else (18, 43))) for _ in range(2))
    a, e, c = _path((0.0, 0.0), (up, 3.4), (180 - down, 3.4))
    f = meet(a, polar(a, 1, -up / 2), c, polar(c, 1, down / 2))
    wide = max(f[0] + 1.5 - min(a[0], c[0]), 6.0)
    points = {"A": a, "B": (a[0] + wide, a[1]), "C": c, "D": (c[0] + wide, c[1]), "E": e, "F": f}
    known, part = "'∠AEC'", "'∠BAF'"
    given = {"AEC": 360 - up - down if outside else up + down} | ({} if outside else {"BAF": up // 2})
    mistakes: tuple[Wrong, ...]
    if outside:
        mistakes = (
            logic(f"{known} / 2", "takes a bend to the other side"), logic(f"180 - {known}", "takes the supplement"),
            logic(f"(180 - {known}) / 2", "halves the supplement"), logic(f"360 - {known}", "does not halve"),
        )  # fmt: skip
    else:
        mistakes = (
            logic(f"{known} - 2 * {part}", "gives the whole angle DCE"), logic(f"{known} / 2", "gives the angle AFC"),
            logic(f"{known} - {part}", "takes away half an angle"), logic(part, "takes the halves for equal"),
            logic(f"({known} - {part}) / 2", "takes away half an angle"),
        )  # fmt: skip
    return Figure(
        points, ("AB", "CD", "AEC", "AFC"), "AFC" if outside else "DCF",
        f"(360 - {known}) / 2" if outside else f"({known} - 2 * {part}) / 2", ("angle relations", "divide"),
        ("AB is parallel to CD; AF bisects ∠BAE and CF bisects ∠DCE.", "AB∥CD，AF平分∠BAE，CF平分∠DCE。"),
        ("the rays AB and CD and, between them, the paths A, E, C and A, F, C, which bend "
         + ("in opposite ways" if outside else "both toward the rays"),
         "射线AB、CD以及夹在其间的折线A—E—C与A—F—C，"
         + ("两条折线分别向相反方向凸出" if outside else "两条折线都向射线方向凸出")),
        mistakes, angles=given, arrows={"AB": 1, "CD": 1}, most=40,
    )  # fmt: skip
