"""Grouped bar charts: two or three bars side by side for each month, year, town or club."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.chart import Chart, Entry
from mmbench.benchmarks.figures.charts.questions import DIFFERENCE, EXCESS, RATIO, SHARE, TOTAL, VALUE, View
from mmbench.benchmarks.figures.charts.readings import Reading, far_apart, reading_of
from mmbench.benchmarks.figures.charts.topics import ADDITIVE, CROSSED, Split, split_of
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.scales import Band
from mmbench.benchmarks.figures.style import style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "grouped-bars"
DOMAIN: Domain = "chart"

HEIGHTS = ((0.25, 0.6), (0.35, 0.75), (0.5, 0.97))
"""Between which shares of the axis the values of a series lie."""
HATCHES = (("", "", ""), ("", "//", ".."), ("\\\\", "", "xx"))
GAP = Asked(
    ("{which} was the difference between the {one} and the {other} greatest?",
     "{which} did the {one} and the {other} differ most?"),
    ("{which}{one}与{other}相差最大？", "{one}与{other}的差距在{which}最大？"),
    "argmax({row})",
    ("read a value", "subtract", "compare"),
    (logic("argmin({row})", "takes the least difference"), misread("argmax({a})", "takes the highest bar")),
    description=("{described}", "{described}"),
)  # fmt: skip
RICHEST = Asked(
    ("{which} was the {one} the largest percentage of the {other}?",
     "{which} did the {one} make up the largest share of the {other}?"),
    ("{which}{one}占{other}的百分比最大？", "{one}占{other}的比例在{which}最大？"),
    "argmax({row})",
    ("read a value", "add", "percentage", "compare"),
    (logic("argmin({row})", "takes the smallest share"),
     misread("argmax({a})", "takes the highest bar, not the largest share")),
    description=("{described}", "{described}"),
)  # fmt: skip


class _Bars(NamedTuple):
    split: Split
    values: list[list[int]]
    high: float

    @property
    def groups(self) -> range:
        return range(len(self.split.groups))

    @property
    def series(self) -> range:
        return range(len(self.split.series))

    def fact(self, series: int, group: int) -> str:
        return q(self.split.name(series, group))

    def row(self, series: int) -> str:
        return ", ".join([self.fact(series, group) for group in self.groups])

    def column(self, group: int) -> str:
        return ", ".join([self.fact(series, group) for series in self.series])

    def sum_of(self, series: int) -> int:
        return sum(self.values[series])

    def sum_at(self, group: int) -> int:
        return sum([row[group] for row in self.values])


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: a value, the difference of two bars of a group or of a series. Level 2: the total of a series, the group
    with the greatest gap, a ratio, a share of a group. Level 3: totals compared in percent, the share of a series
    over all groups, the group where it is greatest, two groups' totals compared in percent.
    """
    same, rng = dice.same, dice.fresh
    kind, phrase = same.choice(KINDS[level - 1]), same.randrange(2)
    split = split_of(
        same, rng, language, ADDITIVE if kind in _SUMMED else CROSSED, groups=(3, 3) if kind in _EXACT else (3, 5)
    )
    few = len(split.series) * len(split.groups) <= 9
    reading = reading_of(rng, split.topic.steps, exact=kind in (*_EXACT, "series", "groups"), printable=few)
    heights = rng.sample(HEIGHTS, 3) if len(split.series) == 3 else rng.sample((rng.choice(HEIGHTS[:2]), HEIGHTS[2]), 2)
    values = [reading.values(rng, len(split.groups), *height) for height in heights]
    if kind == "gap":
        reading.spread(rng, values[:2])
    bars = _Bars(split, values, reading.scale.high)
    if len({bars.sum_at(group) for group in bars.groups}) == 1 or bars.sum_of(0) == bars.sum_of(1):
        values[0][0] += reading.grain
    view = View(_draw(rng, bars, reading), language, phrase, split.unit, _described(split))
    if kind in ("gap", "richest"):
        return _which(view, bars, kind)
    if kind in ("excess", "growth"):
        return _in_percent(view, bars, rng, totals=kind == "excess")
    if kind in ("total", "share", "overall"):
        return _summed(view, bars, rng, kind)
    return _one_or_two(view, bars, rng, kind, reading)


KINDS = (
    ("value", "series", "groups"),
    ("total", "gap", "ratio", "share"),
    ("excess", "overall", "richest", "growth"),
)
_SUMMED = ("share", "overall", "richest", "growth")
_EXACT = (*_SUMMED, "ratio", "excess")


def _draw(rng: random.Random, bars: _Bars, reading: Reading) -> Sheet:
    style, split = style_of(rng), bars.split
    sheet = sheet_in(style)
    hatches = rng.choice(HATCHES)
    entries = [Entry(name, style.palette[n], hatch=hatches[n]) for n, name in enumerate(split.series)]
    chart = Chart(
        sheet, style, x=Band(split.labels), y=reading.scale, title=split.title, y_title=split.axis, entries=entries
    )
    for series, entry in enumerate(entries):
        for group, value in enumerate(bars.values[series]):
            end = chart.bar(
                group, value, slot=series, slots=len(entries), share=0.78, colour=entry.colour, hatch=entry.hatch,
                printed=reading.text(value),
            )  # fmt: skip
            sheet.fact(split.name(series, group), value, end, resolution=reading.resolution, unit=split.unit)
    return sheet


def _described(split: Split) -> str:
    named = split.say(", ", "、").join(split.series)
    return split.say(
        f"A grouped bar chart titled '{split.title}' has one bar each for {named} in every group along the horizontal "
        f"axis; the vertical axis shows '{split.axis}'.",
        f"这是一幅复式条形统计图，标题为“{split.title}”，横轴上每组并列画有{named}的条形，纵轴表示“{split.axis}”。",
    )


def _one_or_two(view: View, bars: _Bars, rng: random.Random, kind: str, reading: Reading) -> Problem:
    split, s, g = bars.split, rng.choice(bars.series), rng.choice(bars.groups)
    if kind == "value":
        t = (s + 1) % len(bars.series)
        step = reading.scale.step
        return view.ask(VALUE, one=split.cell(s, g), a=bars.fact(s, g), b=bars.fact(t, g), step=f"{step:g}")
    pairs = [
        ((s, g), (t, h))
        for (s, g), (t, h) in combinations(product(bars.series, bars.groups), 2)
        if (g == h if kind == "series" else s == t)
    ]
    (s, g), (t, h) = far_apart(rng, pairs, lambda n: bars.values[n[0]][n[1]], max(0.2 * bars.high, reading.sure))
    one = split.cell(s, g)
    other = (
        split.say(split.the(t), split.cell(t, g)) if kind == "series" else split.say(f"that {split.at(h)}", split.at(h))
    )
    return view.ask(
        RATIO if kind == "ratio" else DIFFERENCE, one=one, other=other, a=bars.fact(s, g), b=bars.fact(t, h)
    )


def _summed(view: View, bars: _Bars, rng: random.Random, kind: str) -> Problem:
    split, s, g = bars.split, rng.choice(bars.series), rng.choice(bars.groups)
    t = (s + 1) % len(bars.series)
    if kind == "total":
        wrong = misread(f"sum({bars.row(t)})", f"adds up the bars of {split.series[t]}")
        one = split.say(f"{split.of(s)} {split.over}", f"{split.over}{split.of(s)}")
        return view.ask(TOTAL, wrong, one=one, row=bars.row(s), a=bars.fact(s, g), b=bars.fact(s, g))
    if kind == "share":
        wrong = misread(f"percent_of({bars.fact(s, g)}, sum({bars.row(s)}))", "divides by the total of the series")
        return view.ask(SHARE, wrong, one=split.share(s, split.at(g)), a=bars.fact(s, g), b=f"sum({bars.column(g)})")
    wrong = misread(f"percent_of({bars.fact(s, g)}, sum({bars.column(g)}))", f"looks at {split.labels[g]} only")
    everything = ", ".join([f"sum({bars.row(n)})" for n in bars.series])
    return view.ask(SHARE, wrong, one=split.share(s, split.over), a=f"sum({bars.row(s)})", b=f"sum({everything})")


def _in_percent(view: View, bars: _Bars, rng: random.Random, *, totals: bool) -> Problem:
    split, least = bars.split, 0.2 * bars.high
    if totals:
        s, t = far_apart(rng, combinations(bars.series, 2), bars.sum_of, least)
        one, other, over = split.of(s), split.of(t), split.over
        words = {
            "one": split.say(f"the total {one} {over}", f"{over}{one}之和"),
            "other": split.say(f"the total {other}", f"{other}之和"),
        }
        wrong = misread(f"percent_change({bars.fact(t, 0)}, {bars.fact(s, 0)})", "compares the first group only")
        return view.ask(EXCESS, wrong, a=f"sum({bars.row(s)})", b=f"sum({bars.row(t)})", **words)
    g, h = far_apart(rng, combinations(bars.groups, 2), bars.sum_at, least)
    words = {
        "one": split.say(f"the {split.all} {split.at(g)}", f"{split.at(g)}{split.all}"),
        "other": split.say(f"that {split.at(h)}", split.at(h)),
    }
    wrong = misread(f"percent_change({bars.fact(0, h)}, {bars.fact(0, g)})", f"compares {split.series[0]} only")
    return view.ask(EXCESS, wrong, a=f"sum({bars.column(g)})", b=f"sum({bars.column(h)})", **words)


def _which(view: View, bars: _Bars, kind: str) -> Problem:
    split = bars.split
    if kind == "gap":
        gaps = ", ".join([f"abs({bars.fact(0, group)} - {bars.fact(1, group)})" for group in bars.groups])
        words = {"one": split.of(0), "other": split.of(1), "row": gaps, "a": bars.row(0)}
        return view.which(GAP, split.labels, which=split.which, **words)
    shares = [sorted([bars.values[s][g] / bars.sum_at(g) for g in bars.groups]) for s in bars.series]
    s = max(bars.series, key=lambda n: shares[n][-1] - shares[n][-2])
    row = ", ".join([f"percent_of({bars.fact(s, g)}, sum({bars.column(g)}))" for g in bars.groups])
    words = {"one": split.of(s), "other": split.all, "row": row, "a": bars.row(s)}
    return view.which(RICHEST, split.labels, which=split.which, **words)
