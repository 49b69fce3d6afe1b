"""Charts with two scales: bars read on the left, a line read on the right, both over the same names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.chart import Chart, Entry
from mmbench.benchmarks.figures.charts.kinds import KINDS, groups_of
from mmbench.benchmarks.figures.charts.readings import step_near
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.scales import Band, Linear
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.charts.kinds import Group, Kind, Pair
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "dual-axis"
DOMAIN: Domain = "chart"

TYPES = (("bars differ", "line differs"), ("ratio", "total"), ("ratios differ", "overall", "best", "change"))


class _Topic(NamedTuple):
    """What bars and line show.

    Attributes:
        title: above the chart.
        bars: name of the quantity on the left, and its unit.
        line: name of the quantity on the right, and its unit.
        per: the line's quantity divided by the bars' one; empty where that says nothing.
        kinds: along the axis.
        steps: between two ticks on the left and on the right.
    """

    title: Pair
    bars: tuple[Pair, Pair]
    line: tuple[Pair, Pair]
    per: Pair
    kinds: tuple[str, ...]
    steps: tuple[tuple[int, int], ...]


TOPICS = (
    _Topic(("Visitors and takings of a castle", "某古堡的游客人数与门票收入"),
           (("number of visitors", "游客人数"), ("", "人")),
           (("takings", "门票收入"), ("$", "元")),
           ("takings per visitor", "平均每名游客的门票收入"), ("months", "days"),
           ((20, 100), (50, 200), (20, 200))),
    _Topic(("Orders and revenue of a web shop", "某网店的订单数与销售额"),
           (("number of orders", "订单数"), ("", "单")),
           (("revenue", "销售额"), ("$", "元")),
           ("revenue per order", "平均每单的销售额"), ("months", "years"),
           ((10, 200), (20, 500), (50, 2000))),
    _Topic(("Trees and harvest of an orchard", "某果园的果树棵数与产量"),
           (("number of trees", "果树棵数"), ("", "棵")),
           (("harvest", "产量"), ("kg", "千克")),
           ("harvest per tree", "平均每棵果树的产量"), ("years",),
           ((10, 200), (20, 500), (50, 1000))),
    _Topic(("Working time and pay of a student", "小李打工的时间与报酬"),
           (("working time", "工作时间"), ("h", "小时")),
           (("pay", "报酬"), ("$", "元")),
           ("pay per hour", "平均每小时的报酬"), ("months",),
           ((10, 100), (10, 200), (20, 200))),
    _Topic(("Tours and distance of a bus company", "某客运公司的班次与行驶里程"),
           (("number of tours", "班次"), ("", "班")),
           (("distance driven", "行驶里程"), ("km", "千米")),
           ("distance per tour", "平均每班的行驶里程"), ("months", "days"),
           ((5, 200), (10, 500), (10, 1000))),
)  # fmt: skip
CLIMATE = _Topic(
    ("Rainfall and temperature of a town", "某市的降水量与平均气温"), (("rainfall", "降水量"), ("mm", "毫米")),
    (("mean temperature", "平均气温"), ("°C", "°C")), ("", ""), ("months",), ((10, 5), (20, 5), (25, 5)),
)  # fmt: skip


class _Drawn(NamedTuple):
    """A drawn chart: the values of bars and line, and their facts."""

    sheet: Sheet
    language: Language
    topic: _Topic
    kind: Kind
    groups: tuple[Group, ...]
    steps: tuple[int, int]
    values: tuple[list[int], list[int]]
    facts: tuple[list[str], list[str]]

    def name(self, side: int) -> str:
        return say(self.language, *(self.topic.bars, self.topic.line)[side][0])

    def unit(self, side: int) -> str:
        return say(self.language, *(self.topic.bars, self.topic.line)[side][1])

    def per(self, group: int) -> str:
        """Return the ratio of line and bar as a program."""
        return f"{q(self.facts[1][group])} / {q(self.facts[0][group])}"

    def problem(self, ask: str, program: str, skills: tuple[str, ...], **more: object) -> Problem:
        """Return a problem in the unit of the line, unless `more` says otherwise."""
        bars, line = self.name(0), self.name(1)
        description = say(
            self.language,
            f"Chart '{self.topic.title[0]}' over {', '.join(group.label for group in self.groups)}: bars show the "
            f"{bars} on the left scale, a line shows the {line} on the right scale.",
            f"图《{self.topic.title[1]}》，横轴为{'、'.join(group.label for group in self.groups)}："
            f"条形表示{bars}，用左边的纵轴读数；折线表示{line}，用右边的纵轴读数。",
        )
        more = {"unit": self.unit(1), "description": description, **more}
        return Problem(self.sheet, ask, program, skills, **more)  # type: ignore[arg-type]


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Ask for what is read on two scales.

    Level 1: the difference of two bars, or of two points of the line.
    Level 2: the ratio of line and bar in one place, the total of one of them.
    Level 3: how far two ratios differ or by how many percent, the ratio of the totals, the place of the greatest ratio.
    """
    same, rng = dice.same, dice.fresh
    kind, phrase, number = same.choice(TYPES[level - 1]), same.randrange(2), same.randrange(len(TOPICS) + 1)
    topic = TOPICS[number % len(TOPICS)]
    if level == 1 and number >= len(TOPICS):
        topic = CLIMATE
    drawn = _draw(rng, topic, same.choice(topic.kinds), language)
    if level == 1:
        return _difference(drawn, rng, phrase, side=int(kind == "line differs"))
    if kind == "ratio":
        return _ratio(drawn, rng, phrase)
    if kind == "total":
        return _total(drawn, phrase, side=number % 2)
    if kind == "overall":
        return _overall(drawn, phrase)
    return _best(drawn, phrase) if kind == "best" else _compared(drawn, rng, phrase, percent=kind == "change")


def _draw(rng: random.Random, topic: _Topic, kind: str, language: Language) -> _Drawn:
    style, ticks = style_of(rng), rng.randint(5, 6)
    groups = groups_of(rng, KINDS[kind], rng.randint(4, 6), language)
    left_step, right_step = rng.choice(topic.steps)
    steps = step_near(rng, left_step), step_near(rng, right_step)
    bars = rng.sample(range(5, 5 * ticks), len(groups))
    line: list[int] = []
    for bar in bars:
        ratios = {b / a for a, b in zip(bars, line, strict=False)}
        line.append(rng.choice([n for n in range(5, 5 * ticks) if abs(n - bar) > 2 and n / bar not in ratios]))
    sheet = sheet_in(style)
    shades = sorted(style.palette, key=lambda colour: int(colour[3:5], 16))
    dark, light = rng.choice(shades[:2]), rng.choice(shades[-3:])
    titles = [_title(pair, language) for pair in (topic.bars, topic.line)]
    left, right = (Linear(0, ticks * step, step, 5) for step in steps)
    sides = (("left scale", "左轴"), ("right scale", "右轴"))
    names = [say(language, f"{pair[0][0]} ({side[0]})", f"{pair[0][1]}（{side[1]}）")
             for pair, side in zip((topic.bars, topic.line), sides, strict=True)]  # fmt: skip
    chart = Chart(
        sheet, style, x=Band(tuple(group.label for group in groups)), y=left, right=right,
        title=say(language, *topic.title), y_title=titles[0], right_title=titles[1],
        entries=[Entry(names[0], light), Entry(names[1], dark, "both")], grid=True,
    )  # fmt: skip
    values = ([steps[0] * n // 5 for n in bars], [steps[1] * n // 5 for n in line])
    ends = [chart.bar(n, value, colour=light, share=0.5) for n, value in enumerate(values[0])]
    rim = [(chart.x(n), chart.right(value)) for n, value in enumerate(values[1])]
    sheet.path(rim, colour=style.paper, width=5, solid=False)
    for pixel in rim:
        chart.dot(pixel, style.paper, 6.5)
    points = chart.curve(list(enumerate(values[1])), colour=dark, right=True)
    facts = tuple([say(language, f"{group.label}: {name}", f"{group.label}的{name}") for group in groups]
                  for name in (say(language, *topic.bars[0]), say(language, *topic.line[0])))  # fmt: skip
    for number, (end, point) in enumerate(zip(ends, points, strict=True)):
        sheet.fact(facts[0][number], values[0][number], end, unit=say(language, *topic.bars[1]), group="bars")
        sheet.fact(facts[1][number], values[1][number], point, unit=say(language, *topic.line[1]), group="line")
    return _Drawn(sheet, language, topic, KINDS[kind], groups, steps, values, (facts[0], facts[1]))


def _title(named: tuple[Pair, Pair], language: Language) -> str:
    (name, name_zh), (unit, unit_zh) = named
    return say(language, f"{name} ({unit})" if unit else name, f"{name_zh}（{unit_zh}）")


def _difference(drawn: _Drawn, rng: random.Random, phrase: int, *, side: int) -> Problem:
    values, facts, name = drawn.values[side], drawn.facts[side], drawn.name(side)
    order = sorted(range(len(values)), key=values.__getitem__)
    low, high = rng.choice(((order[0], order[-1]), (order[0], order[-2]), (order[1], order[-1])))
    if values[low] == values[high]:
        low, high = order[0], order[-1]
    a, b = drawn.groups[high], drawn.groups[low]
    ask = say(
        drawn.language,
        (f"How much greater was the {name} {a.at} than {b.at}?",
         f"By how much did the {name} {a.at} exceed that {b.at}?")[phrase],
        (f"{a.at}的{name}比{b.at}高出多少？", f"{a.at}与{b.at}的{name}相差多少？")[phrase],
    )  # fmt: skip
    one, two = q(facts[high]), q(facts[low])
    own, other = drawn.steps[side], drawn.steps[1 - side]
    mistakes = (
        misread(f"({one} - {two}) * {other} / {own}", "reads the other scale"),
        misread(f"abs({q(drawn.facts[1 - side][high])} - {q(drawn.facts[1 - side][low])})", "compares the other one"),
        misread(one, f"gives the value for {a.label}"),
        misread(two, f"gives the value for {b.label}"),
        logic(f"{one} + {two}", "adds where the difference is asked"),
    )
    skills = ("read a value", "subtract")
    return drawn.problem(ask, f"{one} - {two}", skills, mistakes=mistakes, unit=drawn.unit(side))


def _total(drawn: _Drawn, phrase: int, *, side: int) -> Problem:
    facts, name, (over, over_zh) = drawn.facts[side], drawn.name(side), drawn.kind.over
    ask = say(
        drawn.language,
        (f"What was the total {name} {over}?", f"Add up the {name} {over}. What is the sum?")[phrase],
        (f"{over_zh}的{name}总和是多少？", f"把{over_zh}的{name}相加，一共是多少？")[phrase],
    )
    added, own, other = f"sum({', '.join(map(q, facts))})", drawn.steps[side], drawn.steps[1 - side]
    mistakes = (
        misread(f"{added} * {other} / {own}", "reads the other scale"),
        misread(f"sum({', '.join(map(q, drawn.facts[1 - side]))})", "adds up the other quantity"),
        logic(f"sum({', '.join(map(q, facts[1:]))})", "leaves out the first value"),
        logic(f"sum({', '.join(map(q, facts[:-1]))})", "leaves out the last value"),
        logic(f"{added} + {q(facts[0])}", "counts the first value twice"),
    )
    return drawn.problem(ask, added, ("read a value", "add"), mistakes=mistakes, unit=drawn.unit(side))


def _ratio(drawn: _Drawn, rng: random.Random, phrase: int) -> Problem:
    group, (per, per_zh) = rng.randrange(len(drawn.groups)), drawn.topic.per
    at = drawn.groups[group].at
    ask = say(
        drawn.language,
        (f"What was the {per} {at}? Round to two decimal places.",
         f"Work out the {per} {at} and round to two decimal places.")[phrase],
        (f"{at}{per_zh}是多少？保留两位小数。", f"求{at}{per_zh}，结果保留两位小数。")[phrase],
    )  # fmt: skip
    bar, point = q(drawn.facts[0][group]), q(drawn.facts[1][group])
    left, right = drawn.steps
    other = (group + 1) % len(drawn.groups)
    totals = [f"sum({', '.join(map(q, facts))})" for facts in drawn.facts]
    mistakes = (
        logic(f"{bar} / {point}", "divides the other way round"),
        misread(f"({bar} * {right} / {left}) / ({point} * {left} / {right})", "exchanges the two scales"),
        misread(f"{point} / {q(drawn.facts[0][other])}", f"takes the bar for {drawn.groups[other].label}"),
        misread(f"{q(drawn.facts[1][other])} / {bar}", f"takes the point for {drawn.groups[other].label}"),
        logic(f"{totals[1]} / {totals[0]}", "divides the totals"),
    )
    program = f"round({point} / {bar}, 2)"
    return drawn.problem(ask, program, ("read a value", "ratio"), mistakes=mistakes, decimals=2)


def _overall(drawn: _Drawn, phrase: int) -> Problem:
    per, per_zh = drawn.topic.per
    ask = say(
        drawn.language,
        (
            f"What was the {per} over the whole period shown, all values taken together? Round to two decimal places.",
            f"Find the {per} from the totals of the whole period shown, to two decimal places.",
        )[phrase],
        (f"图中整个期间，{per_zh}是多少？保留两位小数。", f"按图中全部数据的总和计算，{per_zh}是多少？保留两位小数。")[
            phrase
        ],
    )
    bars, line = (f"sum({', '.join(map(q, facts))})" for facts in drawn.facts)
    count, left, right = len(drawn.groups), *drawn.steps
    mistakes = (
        logic(f"({' + '.join(map(drawn.per, range(count)))}) / {count}", "takes the mean of the single ratios"),
        logic(f"{line} / {bars} / {count}", "divides by the number of values once more"),
        logic(drawn.per(count - 1), "takes the last values only"),
        logic(drawn.per(0), "takes the first values only"),
        misread(f"({bars} * {right} / {left}) / ({line} * {left} / {right})", "exchanges the two scales"),
    )
    program = f"round({line} / {bars}, 2)"
    return drawn.problem(ask, program, ("add", "ratio"), mistakes=mistakes, decimals=2)


def _best(drawn: _Drawn, phrase: int) -> Problem:
    (per, per_zh), (which, which_zh) = drawn.topic.per, drawn.kind.which
    ask = say(
        drawn.language,
        (f"{which} was the {per} greatest?", f"Compare the {per}. {which} was it greatest?")[phrase],
        (f"{which_zh}{per_zh}最大？", f"比较图中的数据，{which_zh}{per_zh}最大？")[phrase],
    )
    ratios = ", ".join(map(drawn.per, range(len(drawn.groups))))
    mistakes = (
        misread(f"argmax({', '.join(map(q, drawn.facts[1]))})", "takes the highest point of the line"),
        misread(f"argmax({', '.join(map(q, drawn.facts[0]))})", "takes the highest bar"),
    )
    labels = tuple(group.label for group in drawn.groups)
    return drawn.problem(ask, f"argmax({ratios})", ("ratio", "compare"), mistakes=mistakes, labels=labels, unit="")


def _compared(drawn: _Drawn, rng: random.Random, phrase: int, *, percent: bool) -> Problem:
    bars, line = drawn.values
    order = sorted(range(len(bars)), key=lambda n: line[n] / bars[n])
    low, high = rng.choice(((order[0], order[-1]), (order[0], order[-2]), (order[1], order[-1])))
    a, b, (per, per_zh) = drawn.groups[high], drawn.groups[low], drawn.topic.per
    if percent:
        ask = say(
            drawn.language,
            (f"By what percentage was the {per} {a.at} greater than {b.at}? Round to one decimal place.",
             f"How many percent higher was the {per} {a.at} than {b.at}? Give one decimal place.")[phrase],
            (f"{a.at}{per_zh}比{b.at}大百分之几？保留一位小数。",
             f"与{b.at}相比，{a.at}{per_zh}高百分之几？保留一位小数。")[phrase],
        )  # fmt: skip
    else:
        ask = say(
            drawn.language,
            (f"By how much did the {per} {a.at} exceed that {b.at}? Round to two decimal places.",
             f"How much greater was the {per} {a.at} than {b.at}? Give two decimal places.")[phrase],
            (f"{a.at}{per_zh}比{b.at}高出多少？保留两位小数。",
             f"{a.at}与{b.at}，{per_zh}相差多少？保留两位小数。")[phrase],
        )  # fmt: skip
    one, two = drawn.per(high), drawn.per(low)
    points = [q(drawn.facts[1][n]) for n in (high, low)]
    heights = [q(drawn.facts[0][n]) for n in (high, low)]
    if percent:
        mistakes = (
            logic(f"({one} - {two}) / ({one}) * 100", f"divides by the ratio for {a.label}"),
            logic(f"({one}) / ({two}) * 100", "gives the share, not the increase"),
            logic(f"abs({points[0]} - {points[1]}) / {points[1]} * 100", "compares the line only"),
            logic(f"abs({heights[0]} - {heights[1]}) / {heights[1]} * 100", "compares the bars only"),
        )
        program = f"round(percent_change({two}, {one}), 1)"
        skills = ("ratio", "percentage change")
        return drawn.problem(ask, program, skills, mistakes=mistakes, unit="%", decimals=1)
    mistakes = (
        logic(f"abs({points[0]} - {points[1]}) / abs({heights[0]} - {heights[1]})", "divides the differences"),
        logic(one, f"gives the ratio for {a.label}"),
        logic(two, f"gives the ratio for {b.label}"),
        logic(f"({one} + {two}) / 2", "takes the mean of the two ratios"),
    )
    return drawn.problem(ask, f"round({one} - {two}, 2)", ("ratio", "subtract"), mistakes=mistakes, decimals=2)
