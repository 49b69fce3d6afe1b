"""Similar triangles: a parallel to a side, crossing lines, shadows and mirrors, areas, an inscribed square."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mmbench.benchmarks.figures.board import along, polar
from mmbench.benchmarks.figures.geometry.lettered import Figure, look_of, problem_with
from mmbench.benchmarks.figures.problem import Dice, Problem, logic

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.geometry.lettered import Pair
    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "similar-triangles"
DOMAIN: Domain = "plane geometry"

SIMILAR = ("similarity", "proportion")
PARALLEL = ("D lies on AB, E lies on AC, and DE is parallel to BC.", "点D在AB上，点E在AC上，DE∥BC。")
CUT = ("triangle ABC and the segment DE in it", "三角形ABC及线段DE")


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: one proportion at a parallel, at crossing lines, in two similar triangles or two shadows. Level 2: a part
    of a side at a parallel, two shadows with one tip, a mirror. Level 3: areas at a parallel, a square in a right
    triangle, crossing lines between two poles, a street lamp's height from two shadows.
    """
    kinds = (
        (_parallel, _crossing, _side_by_side, _shadows),
        (_part, _one_tip, _mirror),
        (_areas, _side_by_areas, _square, _poles, _lamp),
    )[level - 1]
    kind, other, look = dice.same.choice(kinds), dice.same.random() < 0.5, look_of(dice.same)
    figure = kind(other, dice.fresh)
    return problem_with(figure._replace(program=f"round({figure.program}, 1)", decimals=1), look, dice.fresh, language)


def _parted(rng: random.Random) -> tuple[int, int, int]:
    """Return the length of a part of a side, of the whole side, and of another side of about the same length."""
    whole = rng.randint(19, 76)
    part = round(whole * rng.uniform(0.38, 0.72))
    other = round(whole * rng.uniform(0.75, 1.3))
    return part, whole, other


def _cut(ab: float, bc: float, share: float, at_b: float) -> dict[str, Point]:
    """Return triangle ABC with the angle at B, cut by the parallel DE to BC at a share of AB from A."""
    points = {"A": polar((0.0, 0.0), ab, at_b), "B": (0.0, 0.0), "C": (float(bc), 0.0)}
    return points | {"D": along(points["A"], points["B"], share), "E": along(points["A"], points["C"], share)}


def _parallel(back: bool, rng: random.Random) -> Figure:
    part, whole, other = _parted(rng)
    lengths: dict[str, int | str] = {"AD": part}
    bc = float(other)
    if back:
        lengths["BC"] = other
        asked, program = "DE", "scale_length('BC', 'AB', 'AD')"
        mistakes = (
            logic("'BC' - ('AB' - 'AD')", "subtracts instead of comparing"), logic("'AD'", "takes DE and AD for equal"),
            logic("'BC' * ('AB' - 'AD') / 'AB'", "compares with DB"), logic("'BC' / 2", "takes D for a midpoint"),
            logic("'AB' * 'AD' / 'BC'", "mixes up the sides"), logic("'BC' * 'AB' / 'AD'", "turns the ratio round"),
        )  # fmt: skip
    else:
        lengths["DE"] = round(other * part / whole)
        bc = round(other * part / whole) * whole / part
        asked, program = "BC", "scale_length('DE', 'AD', 'AB')"
        mistakes = (
            logic("'DE' + 'AB' - 'AD'", "adds instead of comparing"), logic("'AB'", "takes BC and AB for equal"),
            logic("'DE' * ('AB' - 'AD') / 'AD'", "compares with DB"), logic("2 * 'DE'", "takes D for a midpoint"),
            logic("'AB' * 'AD' / 'DE'", "mixes up the sides"), logic("'DE' * 'AD' / 'AB'", "turns the ratio round"),
        )  # fmt: skip
    return Figure(
        _cut(whole, bc, part / whole, rng.uniform(50, 78)), ("ABCA", "DE"), asked, program, SIMILAR,
        PARALLEL, CUT, mistakes, measure="length", lengths=lengths, spans={"AB": whole}, off={"AD": "C", "DE": "A"},
    )  # fmt: skip


def _crossing(back: bool, rng: random.Random) -> Figure:
    near_side, far_side, other = _parted(rng)
    given, asked, near, far = ("CD", "AB", "DE", "AE") if back else ("AB", "CD", "AE", "DE")
    size = other if back else round(other * near_side / far_side)
    ab, ratio = size * near_side / far_side if back else float(size), far_side / near_side
    a = polar((0.0, 0.0), near_side, 180 - rng.uniform(32, 58))
    b = (a[0] + ab, a[1])
    points = {"E": (0.0, 0.0), "A": a, "B": b, "D": (-a[0] * ratio, -a[1] * ratio),
              "C": (-b[0] * ratio, -b[1] * ratio)}  # fmt: skip
    lengths: dict[str, int | str] = {"AE": near_side, "DE": far_side, given: size}
    return Figure(
        points, ("AB", "CD", "AD", "BC"), asked, f"scale_length('{given}', '{near}', '{far}')", SIMILAR,
        ("AB is parallel to CD, and AD and BC meet in E.", "AB∥CD，AD与BC相交于点E。"),
        ("the segments AB, CD, AD and BC", "线段AB、CD、AD和BC"),
        (logic(f"abs('{given}' + '{far}' - '{near}')", "adds the difference"), logic(f"'{far}'", "takes it for equal"),
         logic(f"'{given}' * '{near}' / '{far}'", "turns the ratio round"), logic(f"'{given}'", "takes it for equal"),
         logic(f"'{near}' * '{far}' / '{given}'", "mixes up the sides"),
         logic(f"'{given}' * ('AE' + 'DE') / '{near}'", "compares with AD")),
        measure="length", lengths=lengths, off={"AE": "B", "DE": "C"},
    )  # fmt: skip


def _side_by_side(back: bool, rng: random.Random) -> Figure:
    de, ab, other = _parted(rng)
    size = round(other * de / ab) if back else other
    ef = size if back else size * de / ab
    bc = ef * ab / de
    turn = rng.uniform(48, 80)
    bend, gap = rng.uniform(-25, 25), 0.25 * max(ab, bc)
    at_e = (bc + gap + max(de, ef) * 0.6, 0.0)
    points = {"A": polar((0.0, 0.0), ab, turn), "B": (0.0, 0.0), "C": (bc, 0.0),
              "E": at_e, "F": polar(at_e, ef, bend), "D": polar(at_e, de, bend + turn)}  # fmt: skip
    asked = "BC" if back else "EF"
    given, old, new = ("EF", "DE", "AB") if back else ("BC", "AB", "DE")
    sizes = {"AB": ab, "DE": de, given: size}
    return Figure(
        points, ("ABCA", "DEFD"), asked, f"scale_length('{given}', '{old}', '{new}')", SIMILAR,
        ("Triangle ABC is similar to triangle DEF.", "△ABC∽△DEF。"),
        ("two separate triangles, ABC and DEF", "两个三角形ABC和DEF"),
        (logic(f"abs('{given}' + '{new}' - '{old}')", "adds the difference"), logic(f"'{new}'", "takes it for equal"),
         logic(f"'{given}' * '{old}' / '{new}'", "turns the ratio round"), logic(f"'{given}'", "takes it for equal"),
         logic(f"'{new}' * '{old}' / '{given}'", "mixes up the sides")),
        measure="length", lengths=dict(sizes), off={"AB": "C", "BC": "A", "DE": "F", "EF": "D"},
    )  # fmt: skip


def _height(letters: str, chinese: str) -> tuple[Pair, ...]:
    return (
        (f"How high is {letters}?", f"{chinese}有多高？"),
        (f"Find the height of {letters}.", f"求{chinese}的高度。"),
    )


def _number(value: float) -> str:
    return format(round(value, 3), "g")


def _shadows(back: bool, rng: random.Random) -> Figure:
    stick, cast, times = rng.randint(15, 49) / 10, rng.randint(15, 49) / 10, rng.uniform(2, 5)
    if back:
        tall = round(stick * times, 1)
        long = tall * cast / stick
    else:
        long = round(cast * times, 1)
        tall = long * stick / cast
    e = long + cast
    points = {"A": (0.0, tall), "B": (0.0, 0.0), "C": (long, 0.0), "D": (e, stick), "E": (e, 0.0), "F": (e + cast, 0.0)}
    sizes = {"AB": tall, "BC": long, "DE": stick, "EF": cast}
    asked = "BC" if back else "AB"
    given, old, new = ("AB", "DE", "EF") if back else ("BC", "EF", "DE")
    del sizes[asked]
    return Figure(
        points, ("BF", "AB", "DE"), asked, f"scale_length('{given}', '{old}', '{new}')", SIMILAR,
        ("The tree AB and the pole DE stand upright; at the same time of day their shadows are BC and EF.",
         "树AB和标杆DE都垂直于地面，同一时刻它们的影子分别是BC和EF。"),
        ("a tree, a pole and their shadows on level ground", "平地上的树、标杆和它们的影子"),
        (logic(f"'{given}' + '{new}' - '{old}'", "adds the difference"),
         logic(f"'{given}' * '{old}' / '{new}'", "turns the ratio round"), logic(f"'{given}'", "takes it for equal"),
         logic(f"'{given}' * '{new}'", "forgets to divide"), logic(f"'{given}' / '{new}'", "forgets a length")),
        measure="length", unit="m", lengths={name: _number(size) for name, size in sizes.items()},
        ask=() if back else _height("AB", "树AB"), dashed=("AC", "DF"), right=("ABC", "DEF"), most=0,
        off={"BC": "A", "EF": "D", "DE": "F", "AB": "C"},
    )  # fmt: skip


def _part(back: bool, rng: random.Random) -> Figure:
    ad, ab, other = _parted(rng)
    de = round(other * ad / ab)
    lengths: dict[str, int | str] = {"AD": ad, "DE": de}
    bc = float(other)
    if back:
        bc = float(max(other, de + 4))
        lengths["BC"] = max(other, de + 4)
        asked, program = "DB", "scale_length('AD', 'DE', 'BC') - 'AD'"
        mistakes = (
            logic("'AD' * 'BC' / 'DE'", "gives AB"), logic("'BC' - 'DE'", "subtracts the parallels"),
            logic("'AD' * 'DE' / 'BC'", "turns the ratio round"), logic("'AD'", "takes D for the midpoint"),
            logic("'DE' * 'BC' / 'AD' - 'DE'", "mixes up the sides"), logic("'AD' * 'BC' / 'DE' + 'AD'", "adds AD"),
        )  # fmt: skip
    else:
        lengths["DB"] = ab - ad
        bc = de * ab / ad
        asked, program = "BC", "scale_length('DE', 'AD', 'AD' + 'DB')"
        mistakes = (
            logic("'DE' * 'DB' / 'AD'", "compares with DB"), logic("'DE' + 'DB'", "adds instead of comparing"),
            logic("'DE' * ('AD' + 'DB') / 'DB'", "compares with DB"), logic("2 * 'DE'", "takes D for the midpoint"),
            logic("'AD' + 'DB'", "takes BC and AB for equal"),
            logic("'DE' * 'AD' / ('AD' + 'DB')", "turns the ratio round"),
        )  # fmt: skip
    return Figure(
        _cut(ad * bc / de, bc, de / bc, rng.uniform(50, 78)), ("ABCA", "DE"), asked, program,
        (*SIMILAR, "subtract" if back else "add"), PARALLEL, CUT, mistakes,
        measure="length", lengths=lengths, off={"AD": "C", "DB": "C", "DE": "A"},
    )  # fmt: skip


def _one_tip(back: bool, rng: random.Random) -> Figure:
    tall, cast = rng.randint(52, 240) / 10, rng.randint(21, 58) / 10
    apart = round(cast * rng.uniform(1.3, 3), 1)
    times = 1 + apart / cast
    pole = tall / times
    if not back:
        pole = round(pole, 1)
    points = {
        "A": (0.0, pole * times),
        "B": (0.0, 0.0),
        "C": (apart, pole),
        "D": (apart, 0.0),
        "E": (apart + cast, 0.0),
    }
    sizes = {"AB": pole * times, "BD": apart, "CD": pole, "DE": cast}
    if back:
        asked, program = "CD", "scale_length('AB', 'BD' + 'DE', 'DE')"
        mistakes = (
            logic("'AB' * 'DE' / 'BD'", "compares with BD"), logic("'AB' * 'BD' / ('BD' + 'DE')", "takes a wrong part"),
            logic("'AB' / 2", "takes half the height"), logic("'AB' - 'DE'", "subtracts the shadow"),
            logic("'DE'", "takes the pole for as long as its shadow"),
        )  # fmt: skip
    else:
        asked, program = "AB", "scale_length('CD', 'DE', 'BD' + 'DE')"
        mistakes = (
            logic("'CD' * 'BD' / 'DE'", "compares with BD"), logic("'CD' + 'BD'", "adds the distance"),
            logic("'CD' * ('BD' + 'DE') / 'BD'", "compares with BD"), logic("2 * 'CD'", "doubles the height"),
            logic("'BD' + 'DE'", "takes the tree for as long as its shadow"),
        )  # fmt: skip
    del sizes[asked]
    return Figure(
        points, ("BE", "AB", "CD"), asked, program, (*SIMILAR, "add"),
        ("The tree AB and the pole CD stand upright; the tips of their shadows fall together at E.",
         "树AB和标杆CD都垂直于地面，它们的影子的顶端重合于点E。"),
        ("a tree and, in its shadow, a pole on level ground; the dashed ray runs through A, C and E",
         "平地上的树和立在树影中的标杆，虚线光线经过A、C、E三点"), mistakes,
        measure="length", unit="m", lengths={name: _number(size) for name, size in sizes.items()},
        ask=_height("CD", "标杆CD") if back else _height("AB", "树AB"), dashed=("AE",), right=("ABD", "CDE"), most=0,
        off={"BD": "A", "DE": "C", "CD": "E", "AB": "E"},
    )  # fmt: skip


def _mirror(back: bool, rng: random.Random) -> Figure:
    eye, near = rng.randint(145, 185) / 100, rng.randint(14, 29) / 10
    total = round(near * rng.uniform(3.5, 7.5), 1)
    times = total / near - 1
    points = {"A": (0.0, eye), "B": (0.0, 0.0), "C": (near, 0.0), "D": (near * (1 + times), 0.0),
              "E": (near * (1 + times), eye * times)}  # fmt: skip
    lengths: dict[str, int | str] = {"AB": _number(eye), "BC": _number(near)}
    if not back:
        lengths["CD"] = _number(near * times)
    far = "('BD' - 'BC')" if back else "'CD'"
    return Figure(
        points, ("BD", "AB", "DE"), "DE", f"scale_length('AB', 'BC', {far[1:-1] if back else far})",
        (*SIMILAR, "subtract") if back else SIMILAR,
        ("The mirror lies flat on the ground at C. An observer with eyes at A, AB above the ground, just sees the top "
         "E of the wall DE in it.",
         "地面上点C处平放着一面小镜子，眼睛位于点A（离地面的高度为AB）的人恰好从镜中看到墙DE的顶端E。"),
        ("an observer AB and a wall DE, both upright on level ground BD; the dashed ray runs from A over C to E",
         "平地BD上垂直于地面的观察者AB和墙DE，虚线光线从A经C到E"),
        (logic(f"'BC' * {far} / 'AB'", "mixes up the sides"), logic(f"'AB' * 'BC' / {far}", "turns the ratio round"),
         logic(f"'AB' + {far} - 'BC'", "adds the difference"), logic(f"'AB' + {far}", "adds the lengths"),
         logic(f"'AB' * ({far} + 'BC') / 'BC'", "compares with BD"), logic("2 * 'AB'", "doubles the height"),
         logic(far, "takes the height for the distance")),
        measure="length", unit="m", lengths=lengths, spans={"BD": _number(total)} if back else {},
        ask=_height("DE", "墙DE"), dashed=("ACE",), right=("ABC", "CDE"), most=0,
        off={"AB": "C", "BC": "A", "CD": "E"},
    )  # fmt: skip


def _areas(back: bool, rng: random.Random) -> Figure:
    ad, ab, _ = _parted(rng)
    at_a, share = math.radians(rng.uniform(48, 72)), (ad / ab) ** 2
    known = (1 - share) if back else share
    size = round(ab * ab * rng.uniform(0.8, 1.1) * math.sin(at_a) / 2 * known)
    ac = 2 * size / known / (ab * math.sin(at_a))
    a, b, c = (0.0, 0.0), (float(ab), 0.0), polar((0.0, 0.0), ac, math.degrees(at_a))
    points = {"A": a, "B": b, "C": c, "D": along(a, b, ad / ab), "E": along(a, c, ad / ab)}
    if back:
        asked = (
            ("What is the area of triangle ADE?", "三角形ADE的面积是多少？"),
            ("Find the area of triangle ADE.", "求三角形ADE的面积。"),
        )
        areas, program = (
            {"DBCE": size},
            "'area DBCE' * 'AD' ^ 2 / (('AD' + 'DB') ^ 2 - 'AD' ^ 2)",
        )
        mistakes = (
            logic("'area DBCE' * 'AD' / 'DB'", "compares lengths instead of areas"),
            logic("'area DBCE' * ('AD' / ('AD' + 'DB')) ^ 2", "takes the area given for that of the whole triangle"),
            logic("'area DBCE' * ('AD' / 'DB') ^ 2", "squares the ratio of the parts"),
            logic("'area DBCE' * 'AD' / ('AD' + 'DB')", "does not square the ratio"),
        )  # fmt: skip
    else:
        asked = (("What is the area of quadrilateral DBCE?", "四边形DBCE的面积是多少？"),
                 ("Find the area of quadrilateral DBCE.", "求四边形DBCE的面积。"))  # fmt: skip
        areas, program = {"ADE": size}, "'area ADE' * (('AD' + 'DB') / 'AD') ^ 2 - 'area ADE'"
        mistakes = (
            logic("'area ADE' * 'DB' / 'AD'", "compares lengths instead of areas"),
            logic("'area ADE' * (('AD' + 'DB') / 'AD') ^ 2", "gives the area of the whole triangle"),
            logic("'area ADE' * ('DB' / 'AD') ^ 2", "squares the ratio of the parts"),
            logic("'area ADE' * ('AD' + 'DB') / 'AD'", "does not square the ratio"),
        )  # fmt: skip
    return Figure(
        points, ("ABCA", "DE"), "", program, ("similarity", "area", "ratio"), PARALLEL, CUT, mistakes,
        ask=asked, measure="area", areas=areas, lengths={"AD": ad, "DB": ab - ad},
        off={"AD": "C", "DB": "C"},
    )  # fmt: skip


def _side_by_areas(back: bool, rng: random.Random) -> Figure:
    _, long, _ = _parted(rng)
    share = rng.uniform(0.38, 0.72)
    size = long if back else round(long * share)
    bc = long if back else size / share
    whole = bc * bc * rng.uniform(0.35, 0.5)
    area, rest = round(whole * share**2), round(whole * (1 - share**2))
    share = math.sqrt(area / (area + rest))
    bc = size if back else size / share
    tall = 2 * (area + rest) / bc
    a, b, c = (bc * rng.uniform(0.25, 0.75), tall), (0.0, 0.0), (float(bc), 0.0)
    points = {"A": a, "B": b, "C": c, "D": along(a, b, share), "E": along(a, c, share)}
    ratio = "('area ADE' + 'area DBCE') / 'area ADE'"
    given, asked = ("BC", "DE") if back else ("DE", "BC")
    sign = "/" if back else "*"
    return Figure(
        points, ("ABCA", "DE"), asked, f"'{given}' {sign} sqrt({ratio})", ("similarity", "area", "ratio"), PARALLEL,
        CUT,
        (logic(f"'{given}' {sign} ({ratio})", "takes the ratio of areas for that of lengths"),
         logic(f"'{given}' {sign} ('area DBCE' / 'area ADE')", "compares the two parts"),
         logic(f"'{given}' {sign} sqrt('area DBCE' / 'area ADE')", "compares the two parts"),
         logic(f"'{given}' {sign} 2", "takes D for the midpoint"), logic(f"'{given}' {sign} 1.5", "guesses the ratio")),
        measure="length", areas={"ADE": area, "DBCE": rest},
        lengths={given: size}, off={"DE": "B", "BC": "A"},
    )  # fmt: skip


def _square(diagonal: bool, rng: random.Random) -> Figure:
    a = rng.randint(21, 78)
    b = round(a * rng.uniform(0.6, 1.7))
    side = a * b / (a + b)
    points = {"C": (0.0, 0.0), "B": (float(a), 0.0), "A": (0.0, float(b)), "D": (side, 0.0),
              "E": (side, side), "F": (0.0, side)}  # fmt: skip
    found = "'AC' * 'BC' / ('AC' + 'BC')"
    ask = (
        ("What is the area of the square?", "正方形CDEF的面积是多少？"),
        ("Find the area of the square.", "求正方形CDEF的面积。"),
    )
    mistakes = (
        logic("'AC' / 2", "takes E for the midpoint"), logic("'BC' / 2", "takes E for the midpoint"),
        logic("('AC' + 'BC') / 4", "takes a quarter of the sum"),
        logic("'AC' * 'BC' / hypotenuse('AC', 'BC')", "gives the height on AB"),
        logic("abs('AC' - 'BC')", "subtracts the legs"), logic("hypotenuse('AC', 'BC') / 2", "halves the hypotenuse"),
    )  # fmt: skip
    return Figure(
        points, ("ABCA", "DEF"), "" if diagonal else "CD", f"square_area({found})" if diagonal else found,
        ("similarity", "equation", "area") if diagonal else ("similarity", "equation"),
        ("CDEF is a square with D on BC, E on AB and F on AC.", "四边形CDEF是正方形，点D、E、F分别在BC、AB、AC上。"),
        ("triangle ABC with the right angle at C and a square in it", "直角三角形ABC（∠C是直角）及其内的正方形"),
        tuple(w._replace(program=f"({w.program}) ^ 2") for w in mistakes) if diagonal else mistakes,
        ask=ask if diagonal else (), measure="area" if diagonal else "length", spans={"BC": a, "AC": b}, right=("ACB",),
    )  # fmt: skip


def _poles(back: bool, rng: random.Random) -> Figure:
    low = rng.randint(18, 84)
    tall = round(low * rng.uniform(1.2, 2.2))
    height = tall * low / (tall + low)
    wide = 0.5 * (tall + low) * rng.uniform(1.3, 1.9)
    at = wide * low / (tall + low) if back else wide * tall / (tall + low)
    one, two = (low, tall) if back else (tall, low)
    points = {"A": (0.0, float(one)), "B": (0.0, 0.0), "C": (wide, float(two)), "D": (wide, 0.0),
              "E": (at, height), "F": (at, 0.0)}  # fmt: skip
    return Figure(
        points, ("AB", "CD", "BD", "AD", "BC", "EF"), "EF", "'AB' * 'CD' / ('AB' + 'CD')", ("similarity", "equation"),
        ("AB, CD and EF are perpendicular to BD; AD and BC meet in E.", "AB、CD、EF都垂直于BD，AD与BC相交于点E。"),
        ("the segments AB, CD, EF, BD, AD and BC", "线段AB、CD、EF、BD、AD和BC"),
        (logic("('AB' + 'CD') / 4", "takes half the mean"), logic("min('AB', 'CD') / 2", "takes half the shorter one"),
         logic("abs('AB' - 'CD')", "subtracts the lengths"), logic("('AB' + 'CD') / 2", "takes the mean"),
         logic("max('AB', 'CD') / 2", "takes half the longer"), logic("('AB' + 'CD') / 3", "divides the sum by 3")),
        measure="length", lengths={"AB": one, "CD": two}, right=("ABD", "CDB", "EFD"), off={"AB": "C", "CD": "A"},
    )  # fmt: skip


def _lamp(back: bool, rng: random.Random) -> Figure:
    first, between, person = rng.randint(11, 24) / 10, rng.randint(8, 34) / 10, rng.randint(145, 185) / 100
    walk = first + between
    more = round(walk / rng.uniform(1.8, 4.6), 1)
    second, times = first + more, walk / more
    start = first * times
    points = {"A": (0.0, person * (times + 1)), "B": (0.0, 0.0), "C": (start, person), "D": (start, 0.0),
              "E": (start + first, 0.0), "F": (start + walk, person), "G": (start + walk, 0.0),
              "H": (start + walk + second, 0.0)}  # fmt: skip
    sizes = {"DE": first, "EG": walk - first, "GH": second}
    start_at = "'DE' * ('DE' + 'EG') / ('GH' - 'DE')"
    tall = "'CD' * (1 + ('DE' + 'EG') / ('GH' - 'DE'))"
    return Figure(
        points, ("BH", "AB", "CD", "FG"), "BD" if back else "AB", start_at if back else tall,
        ("similarity", "equation"),
        ("The lamp A is on the post AB. Someone walks from D to G; the shadow is DE at first, then GH, and CD = FG.",
         "路灯A在灯杆AB的顶端，某人从点D走到点G，影子先是DE，后是GH，CD = FG。"),
        ("a lamp post AB and one person in two places, CD and FG, all upright on level ground BH",
         "平地BH上的灯杆AB以及同一个人先后所在的两个位置CD、FG"),
        (logic("'DE' + 'EG'" if back else "'CD' * ('DE' + 'EG') / ('GH' - 'DE')", "leaves out a part of the way"),
         logic("'GH' * ('DE' + 'EG') / ('GH' - 'DE')" if back else "'CD' * ('EG' + 'GH') / 'GH'", "takes GH for DE"),
         logic("'DE' * 'EG' / ('GH' - 'DE')" if back else "'CD' * (1 + 'EG' / ('GH' - 'DE'))", "leaves out DE"),
         logic("'EG' + 'GH'" if back else "'CD' * ('DE' + 'EG') / 'DE'", "compares the wrong lengths"),
         logic("2 * 'DE'" if back else "2 * 'CD'", "doubles a length"),
         logic("'GH' - 'DE'" if back else "'CD' * 'GH' / 'DE'", "compares the two shadows")),
        measure="length", unit="m", lengths={"CD": _number(person)},
        spans={name: _number(size) for name, size in sizes.items()}, ask=() if back else _height("AB", "灯杆AB"),
        dashed=("ACE", "AFH"), most=0, off={"CD": "E"},
    )  # fmt: skip
