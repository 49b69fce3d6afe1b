"""Pictographs: rows of symbols that each stand for several things, the last one of a row in part."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.base.fonts import text_size
from mmbench.benchmarks.figures.chart import title_of
from mmbench.benchmarks.figures.charts.kinds import KINDS, groups_of
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.sheet import Box
from mmbench.benchmarks.figures.style import say, style_of
from mmbench.program import format_number

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.charts.kinds import Group, Kind, Pair
    from mmbench.benchmarks.figures.sheet import Point, Sheet
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "pictograph"
DOMAIN: Domain = "chart"

TYPES = (("amount", "difference"), ("total", "mean", "needed", "other key"), ("share", "percent", "new row"))
GHOST = "#A3A3A3"
_DISC = tuple((math.cos(turn) / 2, math.sin(turn) / 2) for turn in (n * math.pi / 16 for n in range(32)))
KEYS = (2, 3, 4, 5, 6, 8, 10, 15, 16, 20, 25, 30, 40, 50, 80)
"""What a symbol stands for where the pictograph is drawn anew."""
SYMBOLS: dict[str, tuple[tuple[Point, ...], ...]] = {
    "coin": (_DISC,),
    "parcel": (((-0.46, -0.42), (0.46, -0.42), (0.46, 0.42), (-0.46, 0.42)),
               ((-0.09, -0.42), (0.09, -0.42), (0.09, 0.42), (-0.09, 0.42))),
    "letter": (((-0.5, -0.34), (0.5, -0.34), (0.5, 0.34), (-0.5, 0.34)), ((-0.5, -0.34), (0.5, -0.34), (0, 0.08))),
    "house": (((-0.5, -0.02), (0, -0.5), (0.5, -0.02)), ((-0.4, -0.02), (0.4, -0.02), (0.4, 0.5), (-0.4, 0.5))),
    "car": (
        ((-0.5, -0.02), (-0.34, -0.06), (-0.22, -0.32), (0.2, -0.32), (0.34, -0.04), (0.5, 0.0), (0.5, 0.22),
         (-0.5, 0.22)),
        tuple((0.13 * 2 * x - 0.26, 0.13 * 2 * y + 0.22) for x, y in _DISC),
        tuple((0.13 * 2 * x + 0.26, 0.13 * 2 * y + 0.22) for x, y in _DISC),
    ),
    "tree": (
        tuple((0.9 * x, 0.76 * y - 0.12) for x, y in _DISC),
        ((-0.1, 0.22), (0.1, 0.22), (0.1, 0.5), (-0.1, 0.5)),
    ),
}  # fmt: skip
"""Outlines in a square of side 1 about its centre, y downwards."""


class _Topic(NamedTuple):
    """Title, quantity, things in the key with the Chinese measure word, symbol, what the rows are."""

    title: Pair
    quantity: Pair
    things: Pair
    measure: str
    symbol: str
    kinds: tuple[str, ...]


TOPICS = (
    _Topic(("Letters delivered", "信件投递量"), ("number of letters delivered", "信件投递量"), ("letters", "封信"),
           "封", "letter", ("days", "months")),
    _Topic(("Parcels sent from the post office", "邮局寄出的包裹"), ("number of parcels sent", "寄出的包裹数"),
           ("parcels", "个包裹"), "个", "parcel", ("days", "months")),
    _Topic(("Trees planted", "植树情况"), ("number of trees planted", "植树棵数"), ("trees", "棵树"), "棵", "tree",
           ("years", "towns")),
    _Topic(("New houses", "新建房屋"), ("number of houses built", "新建房屋数"), ("houses", "座房屋"), "座", "house",
           ("years", "towns")),
    _Topic(("Cars washed at a petrol station", "加油站洗车数量"), ("number of cars washed", "洗车数量"),
           ("cars", "辆车"), "辆", "car", ("days", "months")),
    _Topic(("Oranges sold", "橙子销量"), ("number of oranges sold", "橙子销量"), ("oranges", "个橙子"), "个", "coin",
           ("days", "months")),
)  # fmt: skip


class _Drawn(NamedTuple):
    """A drawn pictograph: how many things a symbol stands for, and how many parts of a symbol each row has."""

    sheet: Sheet
    language: Language
    topic: _Topic
    kind: Kind
    groups: tuple[Group, ...]
    key: int
    parts: int
    counts: list[int]

    @property
    def one(self) -> str:
        return q(_key_name(self.language))

    def symbols(self, row: int) -> str:
        return q(self.groups[row].label)

    def total(self) -> str:
        return f"sum({', '.join(map(self.symbols, range(len(self.groups))))})"

    def problem(self, ask: str, program: str, skills: tuple[str, ...], **more: object) -> Problem:
        """Return a problem that is answered in things, unless `more` says otherwise."""
        names = [group.label for group in self.groups]
        description = say(
            self.language,
            f"Pictograph '{self.topic.title[0]}' with a row of symbols for each of {', '.join(names)}; the value of "
            "a row is its number of symbols, the key says what one symbol stands for.",
            f"象形统计图《{self.topic.title[1]}》，各行为{'、'.join(names)}；每行的数值是图案的个数，图例说明一个图案表示多少。",
        )
        more = {"unit": say(self.language, "", self.topic.measure), "description": description, **more}
        return Problem(self.sheet, ask, program, skills, **more)  # type: ignore[arg-type]


def _key_name(language: Language) -> str:
    return say(language, "one symbol", "一个图案")


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Ask for what rows of symbols stand for.

    Level 1: the number of one row, the difference of two.
    Level 2: the total, the mean, how many symbols a number needs, or a row needs with another key.
    Level 3: a share or a difference in percent, how many symbols a new row needs for a given mean.
    """
    same, rng = dice.same, dice.fresh
    kind, phrase, topic = same.choice(TYPES[level - 1]), same.randrange(2), same.choice(TOPICS)
    drawn = _draw(rng, topic, same.choice(topic.kinds), language)
    row = rng.randrange(len(drawn.groups))
    if kind == "amount":
        return _amount(drawn, row, phrase)
    if kind in ("difference", "percent"):
        order = sorted(range(len(drawn.counts)), key=drawn.counts.__getitem__)
        low, high = rng.choice(order[:2]), rng.choice(order[-2:])
        return (_difference if kind == "difference" else _percent)(drawn, low, high, phrase)
    if kind == "share":
        return _share(drawn, row, phrase)
    if kind == "other key":
        return _other_key(drawn, rng, row, phrase)
    if kind in ("needed", "new row"):
        return (_needed if kind == "needed" else _new_row)(drawn, rng, phrase)
    return _total(drawn, phrase) if kind == "total" else _mean(drawn, phrase)


def _draw(rng: random.Random, topic: _Topic, along: str, language: Language) -> _Drawn:
    style, parts = style_of(rng), rng.choice((2, 2, 4))
    key = rng.choice((4, 6, 8, 10, 12, 20, 30, 50, 100) if parts == 2 else (4, 8, 12, 20, 40, 60, 100))
    groups = groups_of(rng, KINDS[along], rng.randint(4, 6), language)
    counts = rng.sample(range(parts + 1, 8 * parts), len(groups))
    size, colour = rng.randint(34, 42), style.palette[0]
    left = 30 + max(text_size(style.font, style.size, group.label)[0] for group in groups)
    sheet = sheet_in(style, round(left + 8 * (size + 8) + 40), round(100 + len(groups) * (size + 14) + size))
    top = title_of(sheet, say(language, *topic.title)) + 4
    for row, (group, count) in enumerate(zip(groups, counts, strict=True)):
        y = top + (row + 0.5) * (size + 14)
        sheet.text((left, y), group.label, anchor="rm")
        whole, part = divmod(count, parts)
        for number in range(whole + (part > 0)):
            centre = (left + 20 + size / 2 + number * (size + 8), y)
            _symbol(sheet, style, topic.symbol, centre, size, colour, 1 if number < whole else part / parts)
        end = left + 20 + (whole + (part > 0)) * (size + 8)
        sheet.fact(
            group.label,
            format_number(Fraction(count, parts)),
            Box(left + 14, y - size / 2, end, y + size / 2),
            group="row",
        )
    bottom = top + len(groups) * (size + 14)
    sheet.line((left + 10, top), (left + 10, bottom), width=1.3, solid=False)
    if style.frame == "box":
        sheet.rect(Box(14, top - 4, sheet.width - 14, bottom + 4), width=1.2, solid=False)
    y = bottom + 14 + size / 2
    _symbol(sheet, style, topic.symbol, (left + 20 + size / 2, y), size, colour, 1)
    text = say(language, f"= {key} {topic.things[0]}", f"= {key}{topic.things[1]}")
    place = sheet.text((left + 32 + size, y), text, anchor="lm")
    sheet.fact(_key_name(language), key, place, group="key")
    return _Drawn(sheet, language, topic, KINDS[along], groups, key, parts, counts)


def _symbol(sheet: Sheet, style: Style, name: str, centre: Point, size: float, colour: str, share: float) -> None:
    """Draw a symbol, or the left part of one inside its outline."""
    for outline in SYMBOLS[name]:
        whole = [(centre[0] + size * x, centre[1] + size * y) for x, y in outline]
        if share < 1:
            sheet.path(whole, closed=True, colour=GHOST, width=1.2, solid=False)
        kept = whole if share == 1 else _left_of(whole, centre[0] + size * (share - 0.5))
        if kept:
            sheet.path(kept, closed=True, colour=style.ink, width=0.9, fill=colour, solid=False)


def _left_of(outline: Sequence[Point], x: float) -> list[Point]:
    """Return the part of a polygon to the left of a vertical line."""
    kept: list[Point] = []
    for (x0, y0), (x1, y1) in zip(outline, [*outline[1:], outline[0]], strict=True):
        if x0 <= x:
            kept.append((x0, y0))
        if (x0 < x) != (x1 < x) and x0 != x1:
            kept.append((x, y0 + (y1 - y0) * (x - x0) / (x1 - x0)))
    return kept


def _amount(drawn: _Drawn, row: int, phrase: int) -> Problem:
    (name, zh), at = drawn.topic.quantity, drawn.groups[row].at
    ask = say(
        drawn.language,
        (f"What was the {name} {at}?", f"How large was the {name} {at}, according to the pictograph?")[phrase],
        (f"{at}的{zh}是多少？", f"根据统计图，{at}的{zh}是多少{drawn.topic.measure}？")[phrase],
    )
    symbols, one = drawn.symbols(row), drawn.one
    mistakes = (
        misread(f"({symbols} + 1) * {one}", "counts a symbol too many"),
        misread(f"({symbols} - 1) * {one}", "counts a symbol too few"),
        logic(f"({symbols} + 1 / {drawn.parts}) * {one}", "takes the part of a symbol for more"),
        logic(f"({symbols} - 1 / {drawn.parts}) * {one}", "takes the part of a symbol for less"),
    )
    return drawn.problem(ask, f"{symbols} * {one}", ("read a value", "multiply"), mistakes=mistakes)


def _difference(drawn: _Drawn, low: int, high: int, phrase: int) -> Problem:
    (name, zh), a, b = drawn.topic.quantity, drawn.groups[high].at, drawn.groups[low].at
    ask = say(
        drawn.language,
        (f"How much greater was the {name} {a} than {b}?", f"By how much did the {name} {a} exceed that {b}?")[phrase],
        (f"{a}的{zh}比{b}多多少{drawn.topic.measure}？", f"{a}与{b}的{zh}相差多少？")[phrase],
    )
    one, more, less = drawn.one, drawn.symbols(high), drawn.symbols(low)
    mistakes = (
        logic(f"({more} + {less}) * {one}", "adds where the difference is asked"),
        misread(f"({more} - {less} + 1) * {one}", "counts a symbol too many"),
        misread(f"({more} - {less} - 1) * {one}", "counts a symbol too few"),
        logic(f"({more} - {less} + 1 / {drawn.parts}) * {one}", "takes the part of a symbol for more"),
        logic(f"{more} * {one}", "gives the greater number"),
    )
    return drawn.problem(ask, f"({more} - {less}) * {one}", ("subtract", "multiply"), mistakes=mistakes)


def _total(drawn: _Drawn, phrase: int) -> Problem:
    (name, zh), (over, over_zh) = drawn.topic.quantity, drawn.kind.over
    ask = say(
        drawn.language,
        (f"What was the total {name} {over}?", f"Find the {name} {over}, all rows together.")[phrase],
        (f"{over_zh}的{zh}一共是多少？", f"求{over_zh}{zh}的总和。")[phrase],
    )
    one, total = drawn.one, drawn.total()
    whole = " + ".join(f"floor({drawn.symbols(row)})" for row in range(len(drawn.groups)))
    mistakes = (
        logic(f"({whole}) * {one}", "leaves out the parts of symbols"),
        logic(f"({total} + 1) * {one}", "counts a symbol too many"),
        logic(f"({total} - {drawn.symbols(0)}) * {one}", "leaves out the first row"),
        logic(f"({total} + {drawn.symbols(len(drawn.groups) - 1)}) * {one}", "counts the last row twice"),
    )
    return drawn.problem(ask, f"{total} * {one}", ("add", "multiply"), mistakes=mistakes)


def _mean(drawn: _Drawn, phrase: int) -> Problem:
    (name, zh), (over, over_zh) = drawn.topic.quantity, drawn.kind.over
    ask = say(
        drawn.language,
        (f"What was the mean {name} {over}? Round to one decimal place.",
         f"Find the mean of the {name} {over}, to one decimal place.")[phrase],
        (f"{over_zh}的{zh}平均是多少？保留一位小数。", f"求{over_zh}{zh}的平均数，结果保留一位小数。")[phrase],
    )  # fmt: skip
    one, total, count = drawn.one, drawn.total(), len(drawn.groups)
    facts = ", ".join(map(drawn.symbols, range(count)))
    mistakes = (
        logic(f"median({facts}) * {one}", "takes the median for the mean"),
        logic(f"{total} / {count + 1} * {one}", f"divides by {count + 1} instead of {count}"),
        logic(f"{total} / {count - 1} * {one}", f"divides by {count - 1} instead of {count}"),
        logic(f"(max({facts}) + min({facts})) / 2 * {one}", "takes the middle of the longest and the shortest row"),
    )
    program = f"round(mean({facts}) * {one}, 1)"
    return drawn.problem(ask, program, ("mean", "multiply"), mistakes=mistakes, decimals=1)


def _needed(drawn: _Drawn, rng: random.Random, phrase: int) -> Problem:
    amount = (
        rng.choice([n for n in range(2 * drawn.parts, 12 * drawn.parts) if n % drawn.parts]) * drawn.key // drawn.parts
    )
    things, zh = drawn.topic.things
    ask = say(
        drawn.language,
        (f"A new row is to show {amount} {things}. How many symbols does it need?",
         f"How many symbols of this pictograph stand for {amount} {things}?")[phrase],
        (f"如果要再添一行表示{amount}{zh}，需要画多少个图案？", f"按图例，表示{amount}{zh}要用多少个图案？")[phrase],
    )  # fmt: skip
    mistakes = (
        logic(f"{amount} / {drawn.one} + 1", "takes a symbol too many"),
        logic(f"{amount} / {drawn.one} - 1", "takes a symbol too few"),
        logic(f"{amount} / {drawn.one} * 2", "takes half symbols for whole ones"),
        logic(f"{amount} / {drawn.one} + 1 / {drawn.parts}", "takes the part of a symbol for more"),
    )
    unit = say(drawn.language, "", "个")
    return drawn.problem(ask, f"{amount} / {drawn.one}", ("read a label", "divide"), mistakes=mistakes, unit=unit)


def _other_key(drawn: _Drawn, rng: random.Random, row: int, phrase: int) -> Problem:
    amount = Fraction(drawn.counts[row] * drawn.key, drawn.parts)
    keys = [
        key for key in (2, 3, 4, 5, 6, 8, 10, 15, 16, 20, 25, 30, 40, 50, 80) if (4 * amount / key).denominator == 1
    ]
    key = rng.choice([key for key in keys if key != drawn.key and 3 <= amount / key <= 30] or [drawn.key // 2])
    (name, zh), group, (things, things_zh) = drawn.topic.quantity, drawn.groups[row], drawn.topic.things
    ask = say(
        drawn.language,
        (f"If one symbol stood for {key} {things} instead, how many would the row for {group.name} have?",
         f"The pictograph is drawn anew with one symbol for {key} {things}. How many symbols does the {name} "
         f"{group.at} need?")[phrase],
        (f"如果改用一个图案表示{key}{things_zh}，{group.name}这一行应有多少个图案？",
         f"重新画图，用一个图案表示{key}{things_zh}，那么{group.at}的{zh}要画多少个图案？")[phrase],
    )  # fmt: skip
    symbols, one = drawn.symbols(row), drawn.one
    mistakes = (
        logic(f"{symbols} * {key} / {one}", "multiplies by the new number and divides by the old one"),
        misread(f"({symbols} + 1) * {one} / {key}", "counts a symbol too many"),
        misread(f"({symbols} - 1) * {one} / {key}", "counts a symbol too few"),
        logic(f"({symbols} - 1 / {drawn.parts}) * {one} / {key}", "takes the part of a symbol for less"),
        logic(f"({symbols} + 1 / {drawn.parts}) * {one} / {key}", "takes the part of a symbol for more"),
    )
    program, unit = f"{symbols} * {one} / {key}", say(drawn.language, "", "个")
    return drawn.problem(ask, program, ("multiply", "divide"), mistakes=mistakes, unit=unit)


def _share(drawn: _Drawn, row: int, phrase: int) -> Problem:
    (name, zh), at, (over, over_zh) = drawn.topic.quantity, drawn.groups[row].at, drawn.kind.over
    ask = say(
        drawn.language,
        (f"What percentage of the total {name} {over} is the {name} {at}? Round to one decimal place.",
         f"The {name} {at} is how many percent of the total {over}? Give one decimal place.")[phrase],
        (f"{at}的{zh}占{over_zh}总数的百分之几？保留一位小数。",
         f"{over_zh}的{zh}中，{at}占百分之几？结果保留一位小数。")[phrase],
    )  # fmt: skip
    one, total, symbols = drawn.one, drawn.total(), drawn.symbols(row)
    mistakes = (
        logic(f"{symbols} / ({total} - {symbols}) * 100", "divides by the other rows only"),
        misread(f"({symbols} + 1) / ({total} + 1) * 100", "counts a symbol too many"),
        misread(f"({symbols} - 1) / ({total} - 1) * 100", "counts a symbol too few"),
        logic(f"100 / {len(drawn.groups)}", "takes all rows for alike"),
    )
    program = f"round(percent_of({symbols} * {one}, {total} * {one}), 1)"
    return drawn.problem(ask, program, ("add", "percentage"), mistakes=mistakes, unit="%", decimals=1)


def _percent(drawn: _Drawn, low: int, high: int, phrase: int) -> Problem:
    (name, zh), a, b = drawn.topic.quantity, drawn.groups[high].at, drawn.groups[low].at
    ask = say(
        drawn.language,
        (f"By how many percent was the {name} {a} greater than {b}? Round to one decimal place.",
         f"How many percent more was the {name} {a} than that {b}? Give one decimal place.")[phrase],
        (f"{a}的{zh}比{b}多百分之几？保留一位小数。", f"与{b}相比，{a}的{zh}多百分之几？结果保留一位小数。")[phrase],
    )  # fmt: skip
    one, more, less = drawn.one, drawn.symbols(high), drawn.symbols(low)
    mistakes = (
        logic(f"({more} - {less}) / {more} * 100", "divides by the greater number"),
        logic(f"{more} / {less} * 100", "gives the share, not the increase"),
        logic(f"({more} - {less}) / ({more} + {less}) * 100", "divides by the sum"),
        misread(f"({more} - {less} + 1) / {less} * 100", "counts a symbol too many"),
        misread(f"({more} - {less} - 1) / {less} * 100", "counts a symbol too few"),
    )
    program = f"round(percent_change({less} * {one}, {more} * {one}), 1)"
    return drawn.problem(ask, program, ("multiply", "percentage change"), mistakes=mistakes, unit="%", decimals=1)


def _new_row(drawn: _Drawn, rng: random.Random, phrase: int) -> Problem:
    rows, total = len(drawn.groups) + 1, sum(drawn.counts)
    added = rng.choice([n for n in range(2 * drawn.parts, 9 * drawn.parts) if (total + n) % rows == 0])
    mean = (total + added) // rows * drawn.key // drawn.parts
    things, zh = drawn.topic.things
    ask = say(
        drawn.language,
        (f"One more row is added, and then a row stands for {mean} {things} on average. How many symbols does the "
         "new row have?",
         f"After a new row is drawn, the mean of all rows is {mean} {things}. How many symbols are in the "
         "new row?")[phrase],
        (f"再添上一行后，平均每行表示{mean}{zh}。新的一行有多少个图案？",
         f"如果增加一行，使所有各行的平均数为{mean}{zh}，新的一行应画多少个图案？")[phrase],
    )  # fmt: skip
    one, sums = drawn.one, drawn.total()
    mistakes = (
        logic(f"{mean} / {one}", "gives the mean itself in symbols"),
        logic(f"({rows - 1} * {mean} / {one} - {sums}) + {mean} / {one} + 1", "counts a symbol too many"),
        logic(f"({rows} * {mean}) / {one} - {sums} - 1", "counts a symbol too few"),
        logic(f"({mean} / {one} + {sums} / {rows - 1}) / 2", "takes the middle of the two means"),
    )
    unit = say(drawn.language, "", "个")
    program = f"({rows} * {mean} - {sums} * {one}) / {one}"
    return drawn.problem(ask, program, ("mean", "equation"), mistakes=mistakes, unit=unit)
