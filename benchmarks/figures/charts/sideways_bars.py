"""Horizontal bar charts: one bar for each person, place or article, with the names on the vertical axis."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.chart import Chart
from mmbench.benchmarks.figures.charts.questions import DIFFERENCE, EXCESS, MEAN, RATIO, SHARE, TOTAL, VALUE, View
from mmbench.benchmarks.figures.charts.readings import Reading, far_apart, reading_of
from mmbench.benchmarks.figures.charts.topics import GOODS, Split, split_of
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.scales import Band
from mmbench.benchmarks.figures.style import style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "sideways-bars"
DOMAIN: Domain = "chart"

KINDS = (
    ("value", "difference", "difference"),
    ("some", "ratio", "median", "mean"),
    ("pair", "top two", "excess", "if"),
)
EXACT = ("ratio", "mean", "pair", "top two", "excess", "if")
MEDIAN = Asked(
    ("What was the median {one}?", "If the values in the chart are put in order, what is the median {one}?"),
    ("{one}的中位数是多少{unit}？", "将图中数据从小到大排列，{one}的中位数是多少{unit}？"),
    "median({row})",
    ("read a value", "median"),
    (
        logic("mean({row})", "takes the mean for the median"),
        logic("(max({row}) + min({row})) / 2", "takes the middle between the greatest and the least"),
        misread("{a}", "takes the bar in the middle of the picture"),
        logic("nth_largest(2, {row})", "takes the second largest value"),
    ),
    "{unit}",
    description=("{described}", "{described}"),
)
TOP_TWO = SHARE._replace(
    en=(
        "What percentage of the total {one} did the two largest values make up?",
        "Taken together, the two longest bars make up what percentage of the total {one}?",
    ),
    zh=("最大的两个数值之和占{one}总和的百分之几？", "最长的两个条形合起来占{one}总和的百分之几？"),
    program="percent_of(max({row}) + nth_largest(2, {row}), sum({row}))",
    skills=("read a value", "compare", "add", "percentage"),
    wrong=(
        logic("percent_of(max({row}), sum({row}))", "takes the largest value only"),
        logic("100 - percent_of(max({row}) + nth_largest(2, {row}), sum({row}))", "gives the share of the others"),
        logic("200 / {count}", "takes all values for equal"),
        misread("percent_of(max({row}) + nth_largest(3, {row}), sum({row}))", "takes the third for the second"),
    ),
)
IF = Asked(
    ("What would the mean {one} be if the value for {name} rose to the largest value shown?",
     "Suppose the value for {name} were as large as the largest one shown. What would the mean {one} be?"),
    ("如果{name}的数值提高到图中的最大值，{one}的平均数将是多少{unit}？",
     "假如{name}的数值与图中的最大值相同，{one}的平均数会是多少{unit}？"),
    "(sum({row}) - {a} + max({row})) / {count}",
    ("read a value", "compare", "mean"),
    (
        logic("mean({row})", "leaves the value as it is"),
        logic("(sum({row}) + max({row})) / {count}", "adds the largest value without taking off the old one"),
        logic("(sum({row}) - {a} + max({row})) / ({count} - 1)", "divides by one too few"),
        logic("(sum({row}) - {a}) / ({count} - 1)", "leaves the value out"),
    ),
    "{unit}",
    decimals=1,
    description=("{described}", "{described}"),
)  # fmt: skip


class _Bars(NamedTuple):
    split: Split
    values: list[int]
    high: float

    @property
    def groups(self) -> range:
        return range(len(self.values))

    def row(self, groups: list[int] | range) -> str:
        return ", ".join([self.fact(group) for group in groups])

    def fact(self, group: int) -> str:
        return q(self.split.labels[group])


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: a value or a difference. Level 2: the sum of three, a ratio, the median, the mean. Level 3: what two make
    up of all in percent, a value compared with the mean in percent, the mean if a value were another.
    """
    same, rng = dice.same, dice.fresh
    kind, phrase = same.choice(KINDS[level - 1]), same.randrange(2)
    split = split_of(same, rng, language, GOODS, groups=(5, 5) if kind == "median" else (4, 6))
    reading = reading_of(rng, split.topic.steps, exact=kind in EXACT)
    bars = _Bars(split, reading.stretch(reading.values(rng, len(split.groups), 0.26)), reading.scale.high)
    view = View(_draw(rng, bars, reading), language, phrase, split.unit, _described(split))
    if kind in ("value", "difference", "ratio"):
        return _one_or_two(view, bars, rng, kind, reading)
    if kind in ("some", "pair"):
        return _some(view, bars, rng, kind)
    return _all(view, bars, rng, kind)


def _draw(rng: random.Random, bars: _Bars, reading: Reading) -> Sheet:
    style, split = style_of(rng), bars.split
    sheet = sheet_in(style)
    chart = Chart(sheet, style, x=reading.scale, y=Band(split.labels), title=split.title, x_title=split.axis)
    share, hatch = rng.uniform(0.5, 0.75), rng.choice(("", "", "", "//"))
    many = rng.random() < 0.3
    for group, value in enumerate(bars.values):
        colour = style.palette[group if many else 0]
        end = chart.bar(group, value, share=share, colour=colour, hatch=hatch, printed=reading.text(value))
        sheet.fact(split.labels[group], value, end, resolution=reading.resolution, unit=split.unit)
    return sheet


def _described(split: Split) -> str:
    kind = split.say(*split.kind.axis)
    return split.say(
        f"A horizontal bar chart titled '{split.title}' has one bar for each {kind.lower()} on the vertical axis; "
        f"the horizontal axis shows '{split.axis}'.",
        f"这是一幅横向条形统计图，标题为“{split.title}”，纵轴列出{kind}，横轴表示“{split.axis}”。",
    )


def _one_or_two(view: View, bars: _Bars, rng: random.Random, kind: str, reading: Reading) -> Problem:
    split = bars.split
    if kind == "value":
        g, h = rng.sample(bars.groups, 2)
        step = f"{reading.scale.step:g}"
        return view.ask(VALUE, one=split.cell(0, g), a=bars.fact(g), b=bars.fact(h), step=step)
    g, h = far_apart(rng, combinations(bars.groups, 2), lambda n: bars.values[n], max(0.2 * bars.high, reading.sure))
    words = {"one": split.cell(0, g), "other": split.say(f"that {split.at(h)}", split.groups[h].name)}
    return view.ask(RATIO if kind == "ratio" else DIFFERENCE, a=bars.fact(g), b=bars.fact(h), **words)


def _some(view: View, bars: _Bars, rng: random.Random, kind: str) -> Problem:
    split = bars.split
    some = sorted(rng.sample(bars.groups, 3 if kind == "some" else 2))
    names, row, fact = split.names(some), bars.row(some), bars.fact(some[0])
    if kind == "some":
        at = split.say(split.kind.at[0].format(names), f"{names}的")
        other = next(group for group in bars.groups if group not in some)
        wrong = misread(f"sum({row}) - {fact} + {bars.fact(other)}", f"takes {split.labels[other]} for another")
        all_of = logic(f"sum({bars.row(bars.groups)})", "adds up all bars")
        one = split.say(f"{split.of(0)} {at}", f"{at}{split.of(0)}")
        return view.ask(TOTAL, wrong, all_of, one=one, row=row, a=fact, b=fact)
    wrong = logic(f"percent_of({fact}, sum({bars.row(bars.groups)}))", f"takes {split.labels[some[0]]} only")
    one = split.share_of(some)
    return view.ask(SHARE, wrong, one=one, a=f"sum({row})", b=f"sum({bars.row(bars.groups)})")


def _all(view: View, bars: _Bars, rng: random.Random, kind: str) -> Problem:
    split, row = bars.split, bars.row(bars.groups)
    one = split.say(f"{split.of(0)} {split.over}", f"{split.over}{split.of(0)}")
    middle = bars.fact(len(bars.values) // 2)
    if kind == "median":
        return view.ask(MEDIAN, one=one, row=row, a=middle)
    if kind in ("mean", "top two"):
        return view.ask(MEAN if kind == "mean" else TOP_TWO, one=one, row=row, count=len(bars.values))
    order = sorted(bars.groups, key=lambda group: bars.values[group])
    if kind == "if":
        g = rng.choice(order[:-1])
        name = split.labels[g]
        return view.ask(IF, one=one, row=row, a=bars.fact(g), count=len(bars.values), name=name)
    g = rng.choice(order[-2:]) if bars.values[order[-2]] * len(order) > 1.1 * sum(bars.values) else order[-1]
    mean = split.say(f"the mean {one}", f"{one}的平均数")
    wrong = logic(f"percent_change(median({row}), {bars.fact(g)})", "takes the median for the mean")
    return view.ask(EXCESS, wrong, one=split.cell(0, g), other=mean, a=bars.fact(g), b=f"mean({row})")
