"""Stacked bar charts: parts read as top minus bottom or printed, and bars of 100 % with their totals above."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.chart import Chart, Entry
from mmbench.benchmarks.figures.charts.questions import DIFFERENCE, EXCESS, SHARE, TOTAL, VALUE, View
from mmbench.benchmarks.figures.charts.readings import Reading, far_apart, ink_on, reading_of
from mmbench.benchmarks.figures.charts.stacks import PART, Stack
from mmbench.benchmarks.figures.charts.topics import ADDITIVE, Split, split_of
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.scales import Band, Linear
from mmbench.benchmarks.figures.style import style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "stacked-bars"
DOMAIN: Domain = "chart"

KINDS = (
    (("part", "edges"), ("whole", "printed"), ("portion", "percent"), ("part", "edges")),
    (("total", "edges"), ("share", "printed"), ("amount", "percent"), ("change", "edges"), ("thickest", "edges")),
    (
        ("overall", "edges"),
        ("overall", "printed"),
        ("growth", "printed"),
        ("amounts", "percent"),
        ("pooled", "percent"),
    ),
)
"""What is asked at each level, and how the parts are read."""
THICKEST = Asked(
    ("{which} was the {one} greatest?", "{which} did the {one} reach its greatest value?"),
    ("{which}{one}最多？", "{one}在{which}最多？"),
    "argmax({row})",
    ("read a value", "subtract", "compare"),
    (misread("argmax({a})", "takes the part whose top is highest"), logic("argmin({row})", "takes the least part")),
    description=("{described}", "{described}"),
)


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: a part as top minus bottom, in units or percent, or the sum of a bar. Level 2: a part over all bars, its
    share of a bar, its amount from percent and total, its change, the bar where it is thickest. Level 3: its share of
    all bars, its change in percent, amounts from percents of different totals compared or pooled.
    """
    same, rng = dice.same, dice.fresh
    kind, read = same.choice(KINDS[level - 1])
    phrase = same.randrange(2)
    split = split_of(same, rng, language, ADDITIVE, groups=(3, 4))
    if read == "percent":
        reading = Reading(Linear(0, 104.9, 10, 2), 5, 0, False)
        if level == 1 and rng.random() < 0.5:
            reading = Reading(Linear(0, 104.9, 10, 2), 1, 1, False)
    else:
        reading = reading_of(rng, split.topic.steps, exact=True, printable=False, least=7)
    stack = Stack(split, _values(rng, split, reading, read), read)
    if read != "percent":
        reading = reading.up_to(max(stack.top(len(stack.values) - 1, group) for group in stack.groups))
    totals = [20 * times for times in rng.sample(range(9, 120), len(split.groups))]
    sheet = _draw(rng, stack, reading, totals)
    unit = "%" if kind == "portion" else split.unit
    view = View(sheet, language, phrase, unit, _described(stack))
    if read == "percent":
        problem = _in_percent(view, stack, rng, kind, totals)
        return problem._replace(setting=split.say("The total is printed above each bar.", "每个条形上方标有总量。"))
    if kind in ("part", "whole", "change", "growth"):
        return _one_or_two(view, stack, rng, kind)
    return _summed(view, stack, rng, kind)


def _values(rng: random.Random, split: Split, reading: Reading, read: str) -> list[list[int]]:
    """Draw the rows of parts, from the lowest up: none too thin to be read, no two of a row alike."""
    count, grain = len(split.series), 1 if read == "printed" else reading.grain
    most = round((100 if read == "percent" else reading.scale.high) / grain)
    room = range(max(1, most // 9), most // count + 1)
    rows = [[grain * part for part in rng.sample(room, len(split.groups))] for _ in range(count)]
    if read == "percent":
        for group in range(len(split.groups)):
            rows[rng.randrange(count)][group] += 100 - sum([row[group] for row in rows])
    return rows


def _draw(rng: random.Random, stack: Stack, reading: Reading, totals: list[int]) -> Sheet:
    style, split, read = style_of(rng), stack.split, stack.read
    sheet = sheet_in(style)
    hatches = ("", "", "") if read == "printed" else rng.choice((("", "", ""), ("", "//", ".."), ("\\\\", "", "xx")))
    entries = [Entry(name, style.palette[n], hatch=hatches[n]) for n, name in enumerate(split.series)]
    axis = split.say("Share (%)", "百分比（%）") if read == "percent" else split.axis
    chart = Chart(sheet, style, x=Band(split.labels), y=reading.scale, title=split.title, y_title=axis, entries=entries)
    share = rng.uniform(0.45, 0.65)
    for series, group in product(stack.series, stack.groups):
        value, top = stack.values[series][group], stack.top(series, group)
        end = chart.bar(
            group, top, low=top - value, share=share, colour=entries[series].colour, hatch=entries[series].hatch
        )
        if read == "printed":
            middle = (chart.x(group), chart.y(top - value / 2))
            box = sheet.text(middle, f"{value}", size=sheet.size - 2, colour=ink_on(entries[series].colour))
            sheet.fact(split.name(series, group), value, box, unit=split.unit)
        else:
            unit = "%" if read == "percent" else split.unit
            sheet.fact(stack.edge(series, group), top, end, resolution=reading.resolution, unit=unit)
    if read == "percent":
        for group, total in enumerate(totals):
            at = (chart.x(group), chart.y(100) - 4)
            text = split.say(f"{total} {split.unit}" if len(split.unit) < 5 else f"{total}", f"{total}{split.unit}")
            box = sheet.text(at, text.strip(), anchor="mb", size=sheet.size - 2)
            sheet.fact(stack.total(group), total, box, unit=split.unit, group="total")
    return sheet


def _described(stack: Stack) -> str:
    split = stack.split
    named = split.say(", ", "、").join(split.series)
    kind = split.say("100 % stacked", "百分比堆积") if stack.read == "percent" else split.say("stacked", "堆积")
    return split.say(
        f"A {kind} bar chart titled '{split.title}' has one bar for each place along the horizontal axis; the parts of "
        f"a bar are, from the bottom up: {named}.",
        f"这是一幅{kind}条形统计图，标题为“{split.title}”，横轴上每处有一个条形，条形自下而上依次为：{named}。",
    )


def _one_or_two(view: View, stack: Stack, rng: random.Random, kind: str) -> Problem:
    split, g = stack.split, rng.choice(stack.groups)
    if kind == "whole":
        one = split.say(f"the {split.all} {split.at(g)}", f"{split.at(g)}{split.all}")
        parts = [stack.part(n, g) for n in stack.series]
        wrong = misread(f"sum({', '.join([stack.part(0, n) for n in stack.groups])})", "adds up a part over all bars")
        ask = TOTAL._replace(en=VALUE.en, zh=VALUE.zh)
        return view.ask(ask, wrong, one=one, row=", ".join(parts), a=rng.choice(parts), b=rng.choice(parts))
    if kind == "part":
        s, g = stack.thick(rng, 25 * max(view.sheet.resolution.values(), default=0))
        below = q(stack.edge(s - 1, g))
        return view.ask(PART, one=split.cell(s, g), a=q(stack.edge(s, g)), b=below)
    pairs = [((s, g), (s, h)) for s in stack.series[1:] for g, h in combinations(stack.groups, 2)]
    (s, g), (_, h) = far_apart(rng, pairs, lambda n: stack.values[n[0]][n[1]], 0)
    words = {"one": split.cell(s, g), "other": split.say(f"that {split.at(h)}", split.at(h))}
    if kind == "growth":
        wrong = misread(f"percent_change({stack.part(s - 1, h)}, {stack.part(s - 1, g)})", "compares the parts below")
        return view.ask(EXCESS, wrong, a=stack.part(s, g), b=stack.part(s, h), **words)
    wrong = misread(f"abs({q(stack.edge(s, g))} - {q(stack.edge(s, h))})", "compares the tops of the parts")
    return view.ask(DIFFERENCE, wrong, a=stack.part(s, g), b=stack.part(s, h), **words)


def _summed(view: View, stack: Stack, rng: random.Random, kind: str) -> Problem:
    split, s, g = stack.split, rng.choice(stack.series[1:]), rng.choice(stack.groups)
    row = ", ".join([stack.part(s, group) for group in stack.groups])
    tops = ", ".join([q(stack.edge(s, group)) for group in stack.groups])
    if kind == "total":
        one = split.say(f"{split.of(s)} {split.over}", f"{split.over}{split.of(s)}")
        wrong = misread(f"sum({tops})", "adds up the tops of the parts")
        return view.ask(TOTAL, wrong, one=one, row=row, a=stack.part(s, g), b=stack.part(s, g))
    if kind == "thickest":
        return view.which(THICKEST, split.labels, which=split.which, one=split.of(s), row=row, a=tops)
    if kind == "share":
        wrong = misread(f"percent_of({stack.part(s - 1, g)}, {stack.whole(g)})", "takes the part below")
        one = split.share(s, split.at(g))
        return view.ask(SHARE, wrong, one=one, a=stack.part(s, g), b=stack.whole(g))
    everything = ", ".join([stack.whole(group) for group in stack.groups])
    wrong = misread(f"percent_of({stack.part(s, g)}, {stack.whole(g)})", f"looks at {split.labels[g]} only")
    return view.ask(SHARE, wrong, one=split.share(s, split.over), a=f"sum({row})", b=f"sum({everything})")


def _in_percent(view: View, stack: Stack, rng: random.Random, kind: str, totals: list[int]) -> Problem:
    (s, g), split = stack.thick(rng, 25 if kind == "portion" else 0), stack.split
    top, below = q(stack.edge(s, g)), q(stack.edge(s - 1, g))
    if kind == "portion":
        asked = Asked(
            SHARE.en,
            SHARE.zh,
            "{a} - {b}",
            ("read a value", "subtract"),
            PART.wrong,
            "%",
            description=SHARE.description,
        )
        return view.ask(asked, one=split.share(s, split.at(g)), a=top, b=below)
    if kind == "amount":
        total = q(stack.total(g))
        ask = VALUE._replace(
            skills=("read a value", "subtract", "percentage"),
            wrong=(
                misread(f"{total} * {top} / 100", "takes the top of the part for the part"),
                misread(f"{total} * {below} / 100", "takes the bottom of the part"),
                logic(f"{total} - {top} + {below}", "takes the percentage off the total"),
                logic(f"{total} * (100 - {stack.part(s, g)}) / 100", "takes all the other parts"),
            ),
        )
        return view.ask(ask, one=split.cell(s, g), a=stack.amount(s, g))
    pairs = [((s, g), (s, h)) for s in stack.series[1:] for g, h in combinations(stack.groups, 2)]
    (s, g), (_, h) = far_apart(rng, pairs, lambda n: stack.values[n[0]][n[1]] * totals[n[1]] / 100, 10)
    one, other = q(stack.total(g)), q(stack.total(h))
    if kind == "amounts":
        wrong = logic(f"abs({stack.part(s, g)} - {stack.part(s, h)})", "compares the percentages, not the amounts")
        more = misread(f"abs({one} - {other})", "compares the totals")
        words = {"one": split.cell(s, g), "other": split.say(f"that {split.at(h)}", split.at(h))}
        return view.ask(DIFFERENCE, wrong, more, a=stack.amount(s, g), b=stack.amount(s, h), **words)
    both = split.say(f"{split.at(g)} and {split.at(h)} together", f"{split.at(g)}和{split.at(h)}")
    wrong = logic(f"({stack.part(s, g)} + {stack.part(s, h)}) / 2", "takes the mean of the two percentages")
    more = logic(f"({stack.part(s, g)} + {stack.part(s, h)})", "adds the two percentages")
    amounts = f"sum({stack.amount(s, g)}, {stack.amount(s, h)})"
    return view.ask(SHARE, wrong, more, one=split.share(s, both), a=amounts, b=f"sum({one}, {other})")
