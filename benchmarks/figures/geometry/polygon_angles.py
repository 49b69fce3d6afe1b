"""Angles in polygons: a missing one, regular polygons, stars, bisectors, a square inside a regular polygon."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mmbench.benchmarks.figures.board import along, polar
from mmbench.benchmarks.figures.geometry.lettered import Figure, look_of, meet, on_circle, problem_with
from mmbench.benchmarks.figures.problem import Dice, Problem, logic

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "polygon-angles"
DOMAIN: Domain = "plane geometry"

COUNTS = (5, 6, 8, 9, 10, 12)
RANGES = {4: (32, 142), 5: (26, 126), 6: (24, 110)}
"""How large an exterior angle may be, by the number of corners."""
NAMED = {4: ("quadrilateral", "四边形"), 5: ("pentagon", "五边形"), 6: ("hexagon", "六边形")}
REGULAR = ("a regular polygon with n sides", "一个正n边形")
TIPS = ("CAD", "DBE", "ACE", "ADB", "BEC")
INNER = "regular_polygon_angle('n')"


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: the fourth angle of a quadrilateral; a parallelogram's or trapezium's angle from another; seldom, an angle
    of a regular polygon. Level 2: the missing angle of a pentagon or hexagon, inside or outside; a part of a regular
    polygon's angle; seldom, a diagonal of it, or its number of sides. Level 3: a five-pointed star, two bisectors, a
    rhombus inside a regular polygon.
    """
    kinds = (
        (*[_missing, _beside] * 8, _regular),
        (*[_missing, _outside, _part] * 8, _diagonal, _number),
        (_star, _crossed, _bisectors, _bisectors, _inside),
    )[level - 1]
    kind, number, look = dice.same.choice(kinds), dice.same.randrange(12), look_of(dice.same)
    return problem_with(kind(level, number, dice.fresh), look, dice.fresh, language)


def _spread(count: int, total: int, low: int, high: int, rng: random.Random) -> list[int]:
    """Return whole numbers from `low` to `high` with a sum."""
    whole, rest = divmod(total, count)
    parts = [whole + (at < rest) for at in range(count)]
    for at in 2 * [*range(count)]:
        free = parts[at] + parts[at - 1]
        parts[at] = rng.randint(max(low, free - high), min(high, free - low))
        parts[at - 1] = free - parts[at]
    return parts


def _bends(count: int, rng: random.Random) -> list[int]:
    """Return the exterior angles of a convex polygon; the last is as likely to be small as large."""
    low, high = RANGES[count]
    last = rng.randint(low + 4, high - 4)
    return [*_spread(count - 1, 360 - last, low, high, rng), last]


def _convex(bends: list[int], rng: random.Random) -> dict[str, Point]:
    """Return a convex polygon ABC... with these exterior angles: its sides at about the same distance of a point."""
    turn, sides = 0, []
    for bend in bends:
        far = rng.uniform(0.97, 1.05)
        foot = polar((0.0, 0.0), far, turn)
        sides.append((foot, polar(foot, 1, turn + 90)))
        turn += bend
    corners = [meet(*side, *sides[(at + 1) % len(sides)]) for at, side in enumerate(sides)]
    return dict(zip("ABCDEF", corners, strict=False))


def _names(letters: str) -> list[str]:
    """Return the names of the interior angles of a polygon."""
    return [letters[at - 1] + letters[at] + letters[(at + 1) % len(letters)] for at in range(len(letters))]


def _missing(level: int, number: int, rng: random.Random) -> Figure:
    count = 4 if level == 1 else 5 + number % 2
    bends = _bends(count, rng)
    letters = "ABCDEF"[:count]
    *names, asked = _names(letters)
    total = " + ".join(f"'∠{name}'" for name in names)
    part = " + ".join(f"'∠{name}'" for name in names[:-1])
    whole = 180 * (count - 2)
    english, chinese = NAMED[count]
    return Figure(
        _convex(bends, rng), (letters + "A",), asked, f"polygon_angle_sum('n') - ({total})", ("angle sum",), ("", ""),
        (f"{english} {letters}; n is the number of its sides", f"{chinese}{letters}，n是它的边数"),
        (logic(f"abs({whole - 180} - ({total}))", "takes the angle sum of a polygon with one side less"),
         logic(f"{whole + 180} - ({total})", "takes the angle sum of a polygon with one side more"),
         logic(f"({total}) / {count - 1}", "takes the mean of the angles"),
         logic(f"{whole - 180} - ({part})", "leaves out one angle"),
         logic(f"180 - '∠{names[0]}'", "takes a supplement"), logic(f"'∠{names[1]}'", "takes the opposite angle")),
        angles={name: 180 - bend for name, bend in zip(names, bends, strict=False)}, sides=count,
    )  # fmt: skip


def _beside(_: int, number: int, rng: random.Random) -> Figure:
    size, trapezium = rng.randint(22, 158), number % 2 == 1
    sharp = size if size <= 90 else 180 - size
    rise = rng.uniform(2.6, 3.8)
    lean = rise / math.tan(math.radians(sharp))
    top = rng.uniform(3.4, 5.4)
    points = {"A": (0.0, 0.0), "B": (top + (2 * lean if trapezium else 0), 0.0), "C": (top + lean, rise),
              "D": (lean, rise)}  # fmt: skip
    given = "DAB" if size <= 90 else "CDA"
    asked = (("CDA", "DAB") if trapezium or number % 4 == 0 else ("ABC", "BCD"))[size > 90]
    known = f"'∠{given}'"
    setting = (
        ("AB is parallel to CD, and AD = BC.", "AB∥CD，AD = BC。") if trapezium
        else ("AB is parallel to CD, and AD is parallel to BC.", "AB∥CD，AD∥BC。")
    )  # fmt: skip
    return Figure(
        points, ("ABCDA",), asked, f"supplement({known})", ("angle relations",), setting,
        ("quadrilateral ABCD", "四边形ABCD"),
        (logic(known, "takes the angles for equal"), logic(f"abs(90 - {known})", "takes a complement"),
         logic(f"{known} / 2", "halves the angle"), logic(f"180 - {known} / 2", "takes away half the angle"),
         logic(f"(360 - {known}) / 3", "takes the other three angles for equal")),
        angles={given: size},
    )  # fmt: skip


def _regular_points(count: int, letters: str) -> dict[str, Point]:
    """Return a regular polygon whose first corners have letters."""
    names = letters + "abcdefghijkl"[: count - len(letters)]
    return {name: polar((0.0, 0.0), 1, 90 + 360 / count * at) for at, name in enumerate(names)}


def _regular(_: int, number: int, rng: random.Random) -> Figure:
    count = rng.choice(COUNTS)
    points = _regular_points(count, "ABC")
    outline, around, middle = "".join(points) + "A", f"360 / {count}", f"360 / {count - 1}"
    bend = "360 / 'n'"
    paths: tuple[str, ...] = (outline,)
    setting = ("The polygon is regular.", "图中的多边形是正多边形。")
    shown = (f"{REGULAR[0]}; A, B and C are neighbouring corners", f"{REGULAR[1]}，A、B、C是相邻的顶点")
    if number % 3 == 0:
        asked, program = "ABC", INNER
    elif number % 3 == 1:
        points["D"] = along(points["A"], points["B"], 1.9)
        asked, program, paths = "CBD", f"supplement({INNER})", (outline, "BD")
        setting = (
            "The polygon is regular; D lies on the extension of AB beyond B.",
            "图中的多边形是正多边形，点D在AB的延长线上。",
        )
    else:
        points["O"] = (0.0, 0.0)
        asked, program, paths = "AOB", bend, (outline, "AOB")
        setting = ("O is the centre of the regular polygon.", "O是正多边形的中心。")
    return Figure(
        points, paths, asked, program, ("angle sum",), setting, shown,
        (logic(INNER if asked != "ABC" else bend, "takes interior and exterior angle for each other"),
         logic(middle if asked != "ABC" else f"180 - {middle}", "counts one side too few"),
         logic(f"360 / {count + 1}" if asked != "ABC" else f"180 - 360 / {count + 1}", "counts one side too many"),
         logic("180 / 'n'", "divides 180 by the number of sides"), logic(f"2 * {around}", "doubles the angle"),
         logic("('n' - 1) * 180 / 'n'", "takes n - 1 triangles")),
        sides=count,
    )  # fmt: skip


def _outside(_: int, number: int, rng: random.Random) -> Figure:
    count = 4 + number % 2
    bends = _bends(count, rng)
    letters, ends = "ABCDE"[:count], "FGHKL"[:count]
    points = _convex(bends, rng)
    for at, end in enumerate(ends):
        points[end] = along(points[letters[at - 1]], points[letters[at]], 1.0 + 0.55 / math.dist(
            points[letters[at - 1]], points[letters[at]]))  # fmt: skip
    *names, asked = [ends[at] + letters[at] + letters[(at + 1) % count] for at in range(count)]
    total = " + ".join(f"'∠{name}'" for name in names)
    english, chinese = NAMED[count]
    return Figure(
        points, (letters + "A", *(letters[at] + ends[at] for at in range(count))), asked, f"360 - ({total})",
        ("angle sum",), (f"Each side of the {english} is extended at one end.", f"{chinese}的每条边都向一端延长。"),
        (f"{english} {letters}, its sides extended beyond the corners to {', '.join(ends)}",
         f"{chinese}{letters}，各边延长到点{'、'.join(ends)}"),
        (logic(f"abs(540 - ({total}))", "takes 540 for the sum"), logic(f"({total}) / {count - 1}", "takes the mean"),
         logic(f"abs(180 - (360 - ({total})))", "gives the interior angle"),
         logic(f"180 - '∠{names[0]}'", "takes a supplement"), logic(f"'∠{names[1]}'", "takes another exterior angle")),
        angles={name: bend for name, bend in zip(names, bends, strict=False)},
    )  # fmt: skip


def _part(_: int, number: int, rng: random.Random) -> Figure:
    count, outside = rng.choice(COUNTS), number % 2 == 1
    points = _regular_points(count, "ABC")
    outline = "".join(points) + "A"
    inner = 180 - 360 // count
    size = rng.randint(26, inner - 26)
    turn = math.degrees(math.atan2(points["A"][1] - points["B"][1], points["A"][0] - points["B"][0]))
    points["P"] = polar(points["B"], 0.95, turn + inner - size if outside else turn + size)
    given, known = ("CBP", "'∠CBP'") if outside else ("ABP", "'∠ABP'")
    setting = ("The polygon is regular.", "图中的多边形是正多边形。")
    paths: tuple[str, ...] = (outline, "BP")
    if outside:
        points["D"] = along(points["A"], points["B"], 1.9)
        paths = (*paths, "BD")
        setting = (
            "The polygon is regular; D lies on the extension of AB beyond B.",
            "图中的多边形是正多边形，点D在AB的延长线上。",
        )
    return Figure(
        points, paths, "DBP" if outside else "CBP",
        f"supplement({INNER}) + {known}" if outside else f"{INNER} - {known}", ("angle sum", "angle relations"),
        setting, (f"{REGULAR[0]}; A, B and C are neighbouring corners, and P lies inside",
                  f"{REGULAR[1]}，A、B、C是相邻的顶点，点P在多边形的内部"),
        (logic(f"{INNER} / 2", "takes BP for a bisector"), logic(f"180 - {known}", "takes a supplement"),
         logic(known, "takes two angles for equal"), logic(f"abs({INNER} - 2 * {known})", "takes the angle away twice"),
         logic(f"abs({INNER} - {known})" if outside else f"180 - {INNER} + {known}", "takes the wrong side of BC"),
         logic(f"abs(360 / 'n' - {known})", "takes the exterior angle for the interior one")),
        angles={given: size}, sides=count,
    )  # fmt: skip


def _diagonal(_: int, number: int, rng: random.Random) -> Figure:
    count = rng.choice(COUNTS)
    points = _regular_points(count, "ABCD")
    base = f"(180 - {INNER}) / 2"
    rest = number % 2 == 1
    return Figure(
        points, ("".join(points) + "A", "AC"), "ACD" if rest else "BAC", f"{INNER} - {base}" if rest else base,
        ("angle sum",), ("The polygon is regular.", "图中的多边形是正多边形。"),
        (f"{REGULAR[0]}; A, B, C and D are neighbouring corners, and AC is drawn",
         f"{REGULAR[1]}，A、B、C、D是依次相邻的顶点，连接AC"),
        (logic(f"{INNER} / 2", "takes AC for a bisector"), logic(f"180 - {INNER}", "gives the exterior angle"),
         logic(INNER, "gives the interior angle"),
         logic(f"{INNER} - (180 - {INNER})" if rest else f"(360 - {INNER}) / 2", "takes a wrong angle away"),
         logic(base if rest else f"{INNER} - {base}", "takes the two parts for each other")),
        sides=count,
    )  # fmt: skip


def _number(_: int, number: int, rng: random.Random) -> Figure:
    count = rng.choice((8, 9, 10, 12, 15, 18, 20, 24, 30, 36))
    outer, bend = number % 2 == 1, 360 // count
    # As much of the polygon as fits: seven corners, the outer sides broken off.
    points = {name: polar((0.0, 0.0), 1, 90 + bend * (at - 3)) for at, name in enumerate("aABCDEb")}
    for end, corner in (("a", "A"), ("b", "E")):
        points[end] = along(points[corner], points[end], 0.6)
    given = "ABC"
    paths: tuple[str, ...] = ("ABCDE",)
    if outer:
        points["F"] = along(points["A"], points["B"], 1.9)
        given, paths = "CBF", ("ABCDE", "BF")
    known = f"'∠{given}'"
    return Figure(
        points, paths, "", f"360 / {known}" if outer else f"360 / supplement({known})", ("angle sum", "divide"),
        ("A, B, C, D and E are corners of a regular polygon" + ("; F lies on the extension of AB." if outer else "."),
         "A、B、C、D、E是一个正多边形的顶点" + ("，点F在AB的延长线上。" if outer else "。")),
        ("part of a regular polygon", "一个正多边形的一部分"),
        (logic(f"180 / {known}" if outer else f"180 / supplement({known})", "divides 180 by the exterior angle"),
         logic(f"360 / {known} + 2" if outer else f"360 / supplement({known}) + 2", "adds two sides"),
         logic(f"360 / {known} - 2" if outer else f"360 / supplement({known}) - 2", "gives the number of triangles"),
         logic(f"540 / {known}" if outer else f"540 / supplement({known})", "divides 540 by the exterior angle")),
        ask=(("How many sides does the whole polygon have?", "这个正多边形一共有多少条边？"),
             ("Find the number of sides of the polygon.", "求这个正多边形的边数。")),
        measure="count", angles={given: bend if outer else 180 - bend}, dashed=("aA", "Eb"),
    )  # fmt: skip


STAR = ("the five-pointed star that the closed path A, C, E, B, D, A makes", "折线A—C—E—B—D—A围成的五角星")


def _tips(asked: int, rng: random.Random) -> tuple[dict[str, Point], dict[str, int]]:
    """Return the corners of a five-pointed star, and the angles at its tips; one is as likely small as large."""
    first = rng.randint(18, 64)
    tips = _spread(4, 180 - first, 18, 64, rng)
    tips.insert(asked, first)
    # The tip at A sees the arc CD, and so on around the circle.
    turns = dict(zip("CDEAB", (sum(tips[:at]) * 2.0 for at in range(5)), strict=True))
    points = on_circle(**turns)
    del points["O"]
    return points, dict(zip(TIPS, tips, strict=True))


def _star(_: int, number: int, rng: random.Random) -> Figure:
    points, named = _tips(number % 5, rng)
    del named[TIPS[number % 5]]
    total = " + ".join(f"'∠{name}'" for name in named)
    one, two, three = [f"'∠{name}'" for name in named][:3]
    return Figure(
        points, ("ACEBDA",), TIPS[number % 5], _tip(number % 5), ("angle relations", "angle sum"), ("", ""), STAR,
        (logic(f"({total}) / 4", "takes the mean of the angles"),
         logic(f"216 - ({total})", "takes 216 for the sum of the angles"),
         logic(f"180 - {one} - {two} - {three}", "leaves out one angle"),
         logic(f"180 - {one} - {two}", "stops at an angle of the inner pentagon"),
         logic(f"90 - {one}", "takes a complement")),
        angles=named,
    )  # fmt: skip


def _crossed(_: int, number: int, rng: random.Random) -> Figure:
    points, named = _tips(number % 5, rng)
    # The star's sides from A to C and from B to E meet in F, and so on around the circle.
    a, b, c, d, e = ("ABCDE"[(at + number) % 5] for at in range(5))
    points["F"] = meet(points[a], points[c], points[b], points[e])
    given = {name: size for name, size in named.items() if name[1] in (a, b, d)}
    at_a, at_b, at_d = (f"'∠{name}'" for name in sorted(given, key=lambda name: (a + b + d).index(name[1])))
    return Figure(
        points, ("ACEBDA",), c + "F" + e, f"exterior_angle({at_b}, exterior_angle({at_a}, {at_d}))",
        ("angle relations", "angle sum"), (f"{a}{c} and {b}{e} meet in F.", f"{a}{c}与{b}{e}相交于点F。"), STAR,
        (logic(f"180 - {at_a} - {at_b} - {at_d}", "gives the angle beside it"),
         logic(f"{at_a} + {at_d}", "stops at the first exterior angle"),
         logic(f"{at_a} + {at_b}", "leaves out one angle"), logic(f"180 - {at_b}", "takes a supplement"),
         logic(f"180 - {at_a} - {at_b}", "takes away the wrong angles")),
        angles=given,
    )  # fmt: skip


def _tip(at: int) -> str:
    """Return the program for a star's tip: two angles of its triangle are exterior angles, each of two other tips."""
    one, two, three, four = (f"'∠{TIPS[(at + step) % 5]}'" for step in (1, 3, 2, 4))
    return f"third_angle(exterior_angle({one}, {two}), exterior_angle({three}, {four}))"


def _bisectors(_: int, number: int, rng: random.Random) -> Figure:
    count = 4 + number % 2
    letters = "ABCDE"[:count]
    low, high = RANGES[count]
    both = 2 * rng.randint(*((46, 130) if count == 4 else (42, 108)))
    bends = [*_spread(count - 2, 360 - both, low, high, rng), *_spread(2, both, low, high, rng)]
    points = _convex(bends, rng)
    last, end = letters[-2], letters[-1]
    points["P"] = meet(points[last], _halfway(points, letters[-3:]), points[end], _halfway(points, last + end + "A"))
    sizes = dict(zip(_names(letters), (180 - bend for bend in bends), strict=True))
    given = {name: size for name, size in sizes.items() if name[1] not in (last, end)}
    total = " + ".join(f"'∠{name}'" for name in given)
    rest = f"polygon_angle_sum('n') - ({total})"
    english, chinese = NAMED[count]
    return Figure(
        points, (letters + "A", f"{last}P{end}"), f"{last}P{end}", f"supplement(({rest}) / 2)",
        ("angle sum", "divide"),
        (f"P lies inside {letters}; {last}P and {end}P bisect the angles at {last} and {end}.",
         f"{last}P、{end}P分别平分∠{letters[-3]}{last}{end}和∠{last}{end}A。"),
        (f"{english} {letters} with the point P inside; n is the number of its sides",
         f"{chinese}{letters}，点P在它的内部，n是它的边数"),
        (logic(f"({rest}) / 2", "gives half the sum of two angles"), logic(f"abs(180 - ({rest}))", "does not halve"),
         logic(f"({total}) / {count - 2}", "takes the mean of the angles"),
         logic(f"180 - '∠{next(iter(given))}'", "takes a supplement"), logic(f"({total}) / 3", "divides by 3")),
        angles=given, sides=count,
    )  # fmt: skip


def _halfway(points: dict[str, Point], name: str) -> Point:
    """Return a point on the bisector of an angle."""
    first, corner, second = (points[letter] for letter in name)
    return along(
        along(corner, first, 1 / math.dist(corner, first)), along(corner, second, 1 / math.dist(corner, second)), 0.5
    )


def _inside(_: int, number: int, rng: random.Random) -> Figure:
    at_top = number % 2 == 1
    count = rng.choice((6, 8, 9, 10, 10, 12, 12))
    inner = 180 - 360 // count
    size = inner - 2 * rng.randint(9, inner - 99)
    names = "AB" + "abcdefghijkl"[: count - 3] + "E"
    points = {name: polar((0.0, 0.0), 1, 90 + 360 / count * at) for at, name in enumerate(names)}
    side = math.dist(points["A"], points["B"])
    turn = math.degrees(math.atan2(points["B"][1] - points["A"][1], points["B"][0] - points["A"][0]))
    points |= {"G": polar(points["A"], side, turn + size), "F": polar(points["B"], side, turn + size)}
    known = "'∠BAG'"
    base = f"(180 - ({INNER} - {known})) / 2"
    return Figure(
        points, (names + "A", "AGFB", "EG"), "EGF" if at_top else "AEG",
        f"supplement({known}) + {base}" if at_top else base, ("angle sum", "angle relations"),
        ("AB and AE are sides of the regular polygon, and ABFG is a rhombus.",
         "AB、AE是正多边形的两条边，四边形ABFG是菱形。"),
        (f"{REGULAR[0]} and, inside it on side AB, a rhombus", f"{REGULAR[1]}，在它的内部以AB为一边作了菱形"),
        (logic(f"{INNER} - {known}", "gives the angle at A"), logic(INNER, "gives the interior angle of the polygon"),
         logic(base if at_top else f"180 - ({INNER} - {known})", "stops too early" if at_top else "does not halve"),
         logic(f"({INNER} - {known}) / 2", "halves the angle at A"), logic(f"{INNER} / 2", "halves an interior angle"),
         logic(f"{known} + {base}" if at_top else f"360 - {known} - {INNER}", "takes a wrong angle of the rhombus")),
        angles={"BAG": size}, sides=count,
    )  # fmt: skip
