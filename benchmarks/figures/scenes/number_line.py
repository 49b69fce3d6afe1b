"""Number lines: values between marks, distances, midpoints, sparse labels, divided segments, moving points."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in
from mmbench.benchmarks.figures.style import say, style_of
from mmbench.program import format_number

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Point, Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "number-line"
DOMAIN: Domain = "general mathematics"

STEPS = tuple(
    map(
        Fraction,
        (
            "0.1",
            "0.2",
            "0.25",
            "0.3",
            "0.4",
            "0.5",
            "0.6",
            "0.7",
            "0.8",
            "1.2",
            "1.5",
            "2",
            "3",
            "4",
            "5",
            "6",
            "7",
            "8",
            "9",
            "10",
            "12",
            "15",
            "18",
            "20",
            "25",
            "30",
            "40",
            "50",
        ),
    )
)
EVEN = ("The marks on the number line are evenly spaced.", "数轴上的刻度间隔相等。")
ONE_READ = (
    "The figure shows a number line with evenly spaced marks, some of them labelled. Point P is on a mark; the"
    " facts give the labelled marks on either side of P, the equal parts between them, and the parts from the first to"
    " P.",
    "图中是刻度均匀的数轴，部分刻度标有数。点P在刻度上，给出了P两旁标有数的刻度、这两个刻度之间的等份数以及从左边刻度到P的份数。",
)
READ = (
    "The figure shows a number line with labelled marks on which points are marked by letters.",
    "图中是标有刻度的数轴，上面用字母标出了一些点。",
)
SPARSE = (
    "The figure shows a number line with evenly spaced marks. Only A and B have their numbers written; other points"
    " lie on marks. The facts count the parts from A.",
    "图中是刻度均匀的数轴，只标出了A、B两点所表示的数，其他点也在刻度上，份数从A点数起。",
)
LEVELS = (
    (
        ("between", Asked(
            ("Which number does point P stand for?", "What is the value of P as a decimal or whole number?"),
            ("点P表示的数是多少？", "写出点P所表示的数（用整数或小数表示）。"),
            "{left} + ({right} - {left}) / {parts} * {n}", ("read a value", "interpolate"),
            (logic("{right} - ({right} - {left}) / {parts} * {n}", "counts from the wrong side"),
             logic("{left} + ({right} - {left}) / ({parts} + 1) * {n}", "counts the marks instead of the parts"),
             misread("{left} + ({right} - {left}) / {parts} * ({n} + 1)", "is one mark too far"),
             misread("{left} + ({right} - {left}) / {parts} * ({n} - 1)", "is one mark short")),
            "", None, EVEN, ONE_READ)),
        ("two", Asked(
            ("How far apart are the points P and Q?", "What is the distance between P and Q on the number line?"),
            ("P、Q两点之间的距离是多少？", "求数轴上P、Q两点间的距离。"),
            "{q} - {p}", ("read a value", "subtract"),
            (logic("abs({q} + {p})", "adds the numbers"), misread("{q} - {p} + {step}", "is one mark off"),
             misread("{q} - {p} - {step}", "is one mark off"), misread("({q} - {p}) / {step}", "counts marks"),
             misread("{r} - {p}", "takes R for Q")),
            "", None, EVEN, READ)),
    ),
    (
        ("middle", Asked(
            ("Which number lies exactly halfway between P and Q?", "M is the midpoint of PQ. Which number is M?"),
            ("P、Q两点正中间的点表示的数是多少？", "点M是线段PQ的中点，M表示的数是多少？"),
            "midpoint({p}, {q})", ("read a value", "mean"),
            (logic("({q} - {p}) / 2", "halves the distance"), logic("{p} + {q}", "forgets to halve"),
             misread("midpoint({p}, {r})", "takes R for Q"), misread("midpoint({q}, {r})", "takes R for P")),
            "", None, EVEN, READ)),
        ("mirror", Asked(
            ("Q is the midpoint of the segment from P to a point X. Which number is X?",
             "P is reflected in Q. Which number does the image of P stand for?"),
            ("点Q是线段PX的中点，点X表示的数是多少？", "点P关于点Q对称的点表示的数是多少？"),
            "{q} + ({q} - {p})", ("read a value", "subtract", "add"),
            (logic("midpoint({p}, {q})", "takes the midpoint of P and Q"), logic("{p} + {q}", "adds the numbers"),
             misread("{r} + ({r} - {p})", "takes R for Q"), misread("2 * {q} - {p} + {step}", "is one mark off")),
            "", None, EVEN, READ)),
        ("sparse", Asked(
            ("Which number does point P stand for?", "Find the number at point P."),
            ("点P表示的数是多少？", "求点P所表示的数。"),
            "{a} + ({b} - {a}) / {parts} * {n}", ("read a value", "divide", "proportion"),
            (logic("{a} + {n}", "takes a part for 1"),
             logic("{a} + ({b} - {a}) / ({parts} + 1) * {n}", "counts the marks"),
             misread("{a} + ({b} - {a}) / {parts} * ({n} - 1)", "is one mark short"),
             misread("{a} + ({b} - {a}) / {parts} * ({n} + 1)", "is one mark too far"),
             logic("({b} - {a}) / {parts} * {n}", "starts from 0")),
            "", None, EVEN, SPARSE)),
    ),
    (
        ("meet", Asked(
            ("P moves to the right at {u} units per second, and at the same time Q to the left at {v} units per second."
             " At which number do they meet?",
             "Two points start at P and Q at the same time and move towards each other, the first at {u} and the second"
             " at {v} units per second. At which number do they meet?"),
            ("点P以每秒{u}个单位长度的速度向右运动，同时点Q以每秒{v}个单位长度的速度向左运动，两点相遇处表示的数是多少？",
             "两个动点同时从P、Q出发相向而行，速度分别为每秒{u}个和每秒{v}个单位长度，它们在表示什么数的点相遇？"),
            "{p} + {u} * (({q} - {p}) / ({u} + {v}))", ("read a value", "equation", "multiply"),
            (logic("midpoint({p}, {q})", "lets them meet halfway"),
             logic("{p} + {v} * (({q} - {p}) / ({u} + {v}))", "exchanges the speeds"),
             logic("{u} * (({q} - {p}) / ({u} + {v}))", "gives the way of P"),
             misread("{p} + {u} * (({r} - {p}) / ({u} + {v}))", "takes R for Q")),
            "", None, EVEN, READ)),
        ("divide", Asked(
            ("The point X lies between P and Q, and PX is {k} times as long as XQ. Which number is X?",
             "X divides the segment PQ so that PX : XQ = {k} : 1. Which number does X stand for?"),
            ("点X在线段PQ上，PX的长是XQ的{k}倍，点X表示的数是多少？",
             "点X把线段PQ分成两段，PX∶XQ＝{k}∶1，求点X表示的数。"),
            "{p} + ({q} - {p}) / ({k} + 1) * {k}", ("read a value", "ratio"),
            (logic("{p} + ({q} - {p}) / {k}", "divides by the ratio"),
             logic("{p} + ({q} - {p}) / ({k} + 1)", "counts from the wrong end"),
             logic("({q} - {p}) / ({k} + 1) * {k}", "gives the length of PX"),
             logic("midpoint({p}, {q})", "takes the midpoint")),
            "", None, EVEN, READ)),
        ("both", Asked(
            ("What is the sum of the numbers at P and Q?", "Find the numbers at P and Q and add them."),
            ("P、Q两点所表示的数的和是多少？", "求P、Q两点所表示的数之和。"),
            "({a} + ({b} - {a}) / {parts} * {n}) + ({a} + ({b} - {a}) / {parts} * {m})",
            ("read a value", "divide", "proportion", "add"),
            (logic("2 * {a} + {n} + {m}", "takes a part for 1"),
             logic("{a} + ({b} - {a}) / {parts} * ({n} + {m})", "adds A once"),
             misread("2 * {a} + ({b} - {a}) / {parts} * ({n} + {m} + 1)", "is one mark off"),
             logic("2 * {a} + ({b} - {a}) / ({parts} + 1) * ({n} + {m})", "counts the marks"),
             logic("({b} - {a}) / {parts} * ({n} + {m})", "starts from 0")),
            "", None, EVEN, SPARSE)),
    ),
)  # fmt: skip
COUNTS = {
    "left": ("labelled mark before P", "P左边标有数的刻度"),
    "right": ("labelled mark after P", "P右边标有数的刻度"),
    "parts": ("parts between the two marks", "两个刻度之间的等份数"),
    "n": ("parts from the first mark to P", "从左边刻度到P的份数"),
}
SPARSE_COUNTS = {
    "parts": ("parts from A to B", "从A到B的份数"),
    "n": ("parts from A to P", "从A到P的份数"),
    "m": ("parts from A to Q", "从A到Q的份数"),
}


class _Line(NamedTuple):
    """A drawn line: the value of its first mark, a step, and where the marks stand."""

    sheet: Sheet
    low: Fraction
    step: Fraction
    places: list[Point]

    def value(self, mark: int) -> str:
        return format_number(self.low + mark * self.step)


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: a value, a distance. Level 2: midpoint, reflection, few labels. Level 3: meeting, ratio, two values."""
    kind, asked = dice.same.choice(LEVELS[level - 1])
    phrase = dice.same.randrange(2)
    rng = dice.fresh
    if kind == "between":
        return _between(rng, asked, language, phrase)
    if kind in ("sparse", "both"):
        return _sparse(rng, asked, language, phrase, two=kind == "both")
    words: dict[str, int] = {}
    p, r, q = rng.randint(1, 5), rng.randint(6, 9), rng.randint(10, 18)
    if kind == "mirror":
        p, q, r = rng.randint(1, 8), rng.randint(10, 14), rng.choice((9, 16, 17))
    elif kind == "meet":
        u, v = rng.choice(((1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2)))
        words = {"u": u, "v": v}
        q = p + (u + v) * rng.randint(8 // (u + v) + 1, 13 // (u + v))
    elif kind == "divide":
        k = rng.choice((2, 3, 4))
        words = {"k": k}
        q = p + (k + 1) * rng.randint(8 // (k + 1) + 1, 13 // (k + 1))
    r = r if r != q else r + 1
    step = rng.choice(STEPS[1:])
    group = 4 if step == Fraction("0.25") else rng.choice((2, 4, 5) if step.denominator == 1 else (4, 5))
    zero = rng.choice([n for n in range(-4, p + 3) if n != p and (n < p or kind in ("two", "divide"))])
    labelled = [n for n in range(21) if (n - zero) % group == 0]
    line = _line(rng, -zero * step, step, 20, labelled, {"P": p, "Q": q, "R": r})
    names = {"p": "P", "q": "Q", "r": "R"}
    for key, mark in (("p", p), ("q", q), ("r", r)):
        line.sheet.fact(names[key], line.value(mark), line.places[mark], group="point")
    return asked.of(line.sheet, language, phrase, names, step=format_number(step), **words)


def _between(rng: random.Random, asked: Asked, language: Language, phrase: int) -> Problem:
    group = rng.choice((4, 5, 8, 10))
    step = Fraction(rng.choice((1, 2, 10, 20, 40, 100))) / group if group < 10 else rng.choice(STEPS)
    first = rng.randint(0, 8)
    marks = group * (20 // group if group < 10 else 3)
    mark = rng.choice([n for n in range(group // 2, marks) if n % group])
    line = _line(rng, first * group * step, step, marks, range(0, marks + 1, group), {"P": mark})
    start = mark - mark % group
    values = {
        "left": line.value(start),
        "right": line.value(start + group),
        "parts": str(group),
        "n": str(mark - start),
    }
    names = {key: say(language, *COUNTS[key]) for key in values}
    for key, at in (("left", start), ("right", start + group), ("parts", start + group // 2), ("n", mark)):
        line.sheet.fact(names[key], values[key], line.places[at], group="mark" if key in ("left", "right") else "parts")
    return asked.of(line.sheet, language, phrase, names)


def _sparse(rng: random.Random, asked: Asked, language: Language, phrase: int, *, two: bool) -> Problem:
    parts = rng.choice((3, 4, 6, 7, 8))
    step = rng.choice(STEPS[1:-3])
    a = rng.randint(0, 4)
    b = a + parts
    marks = 16
    p, q = sorted(rng.sample([n for n in range(a + 1, marks + 1) if n != b], 2))
    if not two:
        p = rng.choice([n for n in range(b + 1, marks + 1)])
    low = step * rng.randint(1, 12)
    points = {"A": a, "B": b, "P": p, **({"Q": q} if two else {})}
    line = _line(rng, low, step, marks, (a, b), points)
    names = {"a": "A", "b": "B", **{key: say(language, *SPARSE_COUNTS[key]) for key in ("parts", "n", "m")[: 2 + two]}}
    for key, mark in (("a", a), ("b", b)):
        line.sheet.fact(names[key], line.value(mark), line.places[mark], group="mark")
    for key, mark in (("parts", b), ("n", p), ("m", q))[: 2 + two]:
        line.sheet.fact(names[key], mark - a, line.places[mark], group="parts")
    return asked.of(line.sheet, language, phrase, names)


def _line(
    rng: random.Random, low: Fraction, step: Fraction, marks: int, labelled: Iterable[int], points: dict[str, int]
) -> _Line:
    """Draw a line with its marks from 0 to `marks`, numbers at those that are labelled, and points."""
    style = style_of(rng)
    sheet = sheet_in(style, rng.choice((720, 760)), rng.choice((200, 220, 250)))
    y = sheet.height * rng.uniform(0.45, 0.6)
    left, right = 50.0, sheet.width - 62.0
    sheet.arrow((left - 26, y), (right + 34, y), width=1.8, head=11)
    places = [(left + (right - left) * n / marks, y) for n in range(marks + 1)]
    numbers = set(labelled)
    below = rng.random() < 0.5
    for number, (x, _) in enumerate(places):
        reach = 9 if number in numbers else 6
        sheet.line((x, y - (reach if not below else 0)), (x, y + reach), width=1.6 if number in numbers else 1.1)
        if number in numbers:
            text = format_number(low + number * step).replace("-", "−")
            sheet.text((x, y + 15), text, anchor="mt")
    for name, mark in points.items():
        x, _ = places[mark]
        sheet.circle((x, y), 4.5, colour="", fill=style.palette[0], solid=False)
        sheet.text((x, y - 27), name, size=sheet.size + 2)
    return _Line(sheet, low, step, places)
