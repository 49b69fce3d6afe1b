"""Bars or a line on an axis that is broken between zero and its first line, so that differences look large."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.chart import Chart
from mmbench.benchmarks.figures.charts.kinds import KINDS, groups_of
from mmbench.benchmarks.figures.charts.readings import line_colours
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.scales import Band, Linear
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.charts.kinds import Group, Kind, Pair
    from mmbench.benchmarks.figures.sheet import Box, Point, Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "broken-axis"
DOMAIN: Domain = "chart"

TYPES = (("difference", "together"), ("mean", "percent", "total"), ("illusion", "redrawn", "above mean"))


class _Topic(NamedTuple):
    """Title, quantity, its unit, what may stand along the axis, and between which values the axis may begin."""

    title: Pair
    quantity: Pair
    unit: Pair
    kinds: tuple[str, ...]
    lows: tuple[int, int]


STOCKS = (
    _Topic(("Members of a sports club", "某体育俱乐部的会员人数"), ("number of members", "会员人数"), ("", "人"),
           ("years",), (300, 900)),
    _Topic(("Rents by town", "各城市的平均月租金"), ("mean rent", "平均月租金"), ("$", "元"), ("towns",), (800, 2000)),
    _Topic(("Pupils at a school", "某校的学生人数"), ("number of pupils", "学生人数"), ("", "人"),
           ("years",), (400, 1200)),
    _Topic(("Price of the same phone by town", "同款手机在各地的售价"), ("price", "售价"), ("$", "元"), ("towns",),
           (600, 1500)),
)  # fmt: skip
"""Quantities that it makes no sense to add up."""
FLOWS = (
    _Topic(("Milk of a dairy farm", "某奶牛场的产奶量"), ("amount of milk", "产奶量"), ("l", "升"), ("months", "days"),
           (500, 1500)),
    _Topic(("Electricity used by a school", "某学校的用电量"), ("amount of electricity used", "用电量"),
           ("kWh", "千瓦时"), ("months", "years"), (2000, 6000)),
    _Topic(("Steps of a hiker", "某徒步者的步数"), ("number of steps", "步数"), ("", "步"), ("days",), (8000, 15000)),
    _Topic(("Newspapers sold", "报纸销量"), ("number of newspapers sold", "报纸销量"), ("", "份"), ("days", "months"),
           (400, 1600)),
)  # fmt: skip
"""Quantities that can be added up."""


class _Broken(Linear):
    """Even steps whose lowest tick stands for zero."""

    __slots__ = ()

    def ticks(self) -> list[tuple[float, str]]:
        """Return the ticks with their labels."""
        ticks = super().ticks()
        return [(ticks[0][0], "0"), *ticks[1:]]

    def fine(self) -> list[float]:
        """Return the values of the marks between ticks, none across the break."""
        return [value for value in super().fine() if value > self.low + self.step]


class _Drawn(NamedTuple):
    """A drawn chart: the first labelled line above zero, the values and their facts."""

    sheet: Sheet
    language: Language
    topic: _Topic
    kind: Kind
    groups: tuple[Group, ...]
    first: int
    values: list[int]
    bars: bool

    def facts(self) -> str:
        return ", ".join(q(group.label) for group in self.groups)

    def problem(self, ask: str, program: str, skills: tuple[str, ...], **more: object) -> Problem:
        """Return a problem in the unit of the values, unless `more` says otherwise."""
        names = [group.label for group in self.groups]
        description = say(
            self.language,
            f"{'Bar' if self.bars else 'Line'} chart '{self.topic.title[0]}' over {', '.join(names)}; the vertical "
            f"axis is broken between 0 and {self.first}.",
            f"{'条形' if self.bars else '折线'}统计图《{self.topic.title[1]}》，横轴为{'、'.join(names)}；"
            f"纵轴在0与{self.first}之间断开。",
        )
        more = {"unit": say(self.language, *self.topic.unit), "description": description, **more}
        return Problem(self.sheet, ask, program, skills, **more)  # type: ignore[arg-type]


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Ask for true values, not for what the picture suggests.

    Level 1: a difference or a sum of two values.
    Level 2: the mean, the total, a percentage change.
    Level 3: by how much a difference looks larger than it is, a bar redrawn without a break, a value against the mean.
    """
    same, rng = dice.same, dice.fresh
    kind, phrase = same.choice(TYPES[level - 1]), same.randrange(2)
    topic = same.choice(FLOWS if kind in ("together", "total") else STOCKS + FLOWS)
    along = same.choice(topic.kinds)
    drawn = _draw(rng, topic, along, language, bars=kind in ("illusion", "redrawn") or rng.random() < 0.6)
    if level == 2:
        return (
            {"mean": _mean, "total": _total}[kind](drawn, phrase) if kind != "percent" else _percent(drawn, rng, phrase)
        )
    if kind == "above mean":
        return _above_mean(drawn, phrase)
    low, high = _apart(rng, drawn.values, 1 if kind == "illusion" else 4)
    if level == 1:
        return _two(drawn, low, high, phrase, together=kind == "together")
    return _illusion(drawn, low, high, phrase) if kind == "illusion" else _redrawn(drawn, rng, low, high, phrase)


def _draw(rng: random.Random, topic: _Topic, along: str, language: Language, *, bars: bool) -> _Drawn:
    style = style_of(rng)
    style = style._replace(frame="corner" if style.frame == "base" else style.frame)
    groups = groups_of(rng, KINDS[along], rng.randint(4, 6), language)
    ticks, (least, most) = rng.randint(5, 6), topic.lows
    step = rng.choice([step for step in (10, 20, 50, 100, 200, 500) if least / 25 <= step <= least / 8])
    first = step * rng.randint(least // step, most // step)
    units = rng.sample(range(2, 5 * ticks), len(groups))
    values = [first + step * unit // 5 for unit in units]
    title, unit = (say(language, *pair) for pair in (topic.quantity, topic.unit))
    y_title = say(language, f"{title} ({unit})" if unit else title, f"{title}（{unit}）")
    sheet = sheet_in(style)
    names = tuple(group.label for group in groups)
    scale = _Broken(first - step, first + ticks * step, step, 5)
    chart = Chart(
        sheet, style, x=Band(names), y=scale, title=say(language, *topic.title), y_title=y_title, grid=True, broken=True
    )
    for name, value, place in zip(names, values, _marks(chart, values, bars=bars), strict=True):
        sheet.fact(name, value, place, unit=unit, group="value")
    return _Drawn(sheet, language, topic, KINDS[along], groups, first, values, bars)


def _marks(chart: Chart, values: list[int], *, bars: bool) -> Sequence[Box | Point]:
    """Draw the values, and return where they are read."""
    if not bars:
        return chart.curve(list(enumerate(values)), colour=line_colours(chart.style.palette)[0])
    ends = [chart.bar(n, value, colour=chart.style.palette[0], share=0.6) for n, value in enumerate(values)]
    for end in ends:
        _break(chart, end)
    return ends


def _break(chart: Chart, top: Box) -> None:
    """Break a bar where the axis is broken."""
    left, right, y = top.left - 3, top.right + 3, chart.area.bottom - 12
    steps = 2 * max(2, round((right - left) / 16))
    for shift, colour, width in ((0, chart.sheet.paper, 6.0), (-3, chart.sheet.ink, 1.0), (3, chart.sheet.ink, 1.0)):
        points = [(left + (right - left) * n / steps, y + shift + (3 if n % 2 else -3)) for n in range(steps + 1)]
        chart.sheet.path(points, colour=colour, width=width, solid=False)


def _apart(rng: random.Random, values: list[int], choices: int = 4) -> tuple[int, int]:
    """Return two places, the one of the lesser value first; the first few choices are the farthest apart."""
    order = sorted(range(len(values)), key=values.__getitem__)
    return rng.choice(
        ((order[0], order[-1]), (order[0], order[-2]), (order[1], order[-1]), (order[0], order[2]))[:choices]
    )


def _two(drawn: _Drawn, low: int, high: int, phrase: int, *, together: bool) -> Problem:
    a, b, (name, zh) = drawn.groups[high], drawn.groups[low], drawn.topic.quantity
    if together:
        ask = say(
            drawn.language,
            (f"What is the sum of the {name} {b.at} and that {a.at}?",
             f"Add the {name} {a.at} to the {name} {b.at}. What do you get?")[phrase],
            (f"{b.at}与{a.at}的{zh}之和是多少？", f"{a.at}和{b.at}的{zh}相加是多少？")[phrase],
        )  # fmt: skip
    else:
        ask = say(
            drawn.language,
            (f"How much greater is the {name} {a.at} than {b.at}?",
             f"By how much does the {name} {a.at} exceed that {b.at}?")[phrase],
            (f"{a.at}的{zh}比{b.at}高出多少？", f"{a.at}与{b.at}的{zh}相差多少？")[phrase],
        )  # fmt: skip
    one, two, first = q(a.label), q(b.label), drawn.first
    if together:
        mistakes = (
            misread(f"{one} + {two} - {2 * first}", "counts both values from the break"),
            misread(f"{one} + {two} - {first}", "counts one value from the break"),
            logic(f"2 * {one}", "takes the greater value twice"),
            logic(f"2 * {two}", "takes the lesser value twice"),
        )
        return drawn.problem(ask, f"{one} + {two}", ("read a value", "add"), mistakes=mistakes)
    mistakes = (
        misread(f"{one} - {first}", "reads the lesser value as the first line"),
        misread(f"{two} - {first}", "gives how far the lesser value is above the first line"),
        misread(f"({one} - {two}) / 2", "takes the grid lines for half as far apart"),
        misread(f"({one} - {two}) * 2", "takes the grid lines for twice as far apart"),
    )
    return drawn.problem(ask, f"{one} - {two}", ("read a value", "subtract"), mistakes=mistakes)


def _total(drawn: _Drawn, phrase: int) -> Problem:
    (name, zh), (over, over_zh) = drawn.topic.quantity, drawn.kind.over
    ask = say(
        drawn.language,
        (f"What is the sum of the values of the {name} {over}?",
         f"Add up the {name} {over}. What is the sum?")[phrase],
        (f"{over_zh}的{zh}之和是多少？", f"把{over_zh}的{zh}相加，和是多少？")[phrase],
    )  # fmt: skip
    facts, count = drawn.facts(), len(drawn.groups)
    mistakes = (
        misread(f"sum({facts}) - {count * drawn.first}", "counts all values from the break"),
        misread(f"sum({facts}) - {drawn.first}", "counts one value from the break"),
        logic(f"sum({facts}) + min({facts})", "counts the least value twice"),
        logic(f"sum({facts}) - max({facts})", "leaves out the greatest value"),
        logic(f"{count} * max({facts})", "takes the greatest value for all"),
    )
    return drawn.problem(ask, f"sum({facts})", ("read a value", "add"), mistakes=mistakes)


def _mean(drawn: _Drawn, phrase: int) -> Problem:
    (name, zh), (over, over_zh) = drawn.topic.quantity, drawn.kind.over
    ask = say(
        drawn.language,
        (f"What is the mean of the {name} {over}? Round to one decimal place.",
         f"Find the mean of the values shown for the {name}, to one decimal place.")[phrase],
        (f"{over_zh}的{zh}平均是多少？保留一位小数。", f"求{over_zh}{zh}的平均数，结果保留一位小数。")[phrase],
    )  # fmt: skip
    facts, count = drawn.facts(), len(drawn.groups)
    mistakes = (
        misread(f"mean({facts}) - {drawn.first}", "counts from the break"),
        logic(f"median({facts})", "takes the median for the mean"),
        logic(f"(max({facts}) + min({facts})) / 2", "takes the middle between the greatest and the least"),
        logic(f"sum({facts}) / {count - 1}", f"divides by {count - 1} instead of {count}"),
        logic(f"sum({facts}) / {count + 1}", f"divides by {count + 1} instead of {count}"),
    )
    program = f"round(mean({facts}), 1)"
    return drawn.problem(ask, program, ("read a value", "mean"), mistakes=mistakes, decimals=1)


def _percent(drawn: _Drawn, rng: random.Random, phrase: int) -> Problem:
    low, high = _apart(rng, drawn.values)
    a, b, (name, zh) = drawn.groups[high], drawn.groups[low], drawn.topic.quantity
    ask = say(
        drawn.language,
        (f"By how many percent is the {name} {a.at} greater than {b.at}? Round to one decimal place.",
         f"How many percent more is the {name} {a.at} than that {b.at}? Give one decimal place.")[phrase],
        (f"{a.at}的{zh}比{b.at}高百分之几？保留一位小数。",
         f"与{b.at}相比，{a.at}的{zh}高百分之几？结果保留一位小数。")[phrase],
    )  # fmt: skip
    one, two, first = q(a.label), q(b.label), drawn.first
    mistakes = (
        misread(f"({one} - {two}) / ({two} - {first}) * 100", "compares the heights above the break"),
        logic(f"({one} - {two}) / {one} * 100", "divides by the greater value"),
        logic(f"({one} - {two}) / ({one} + {two}) * 100", "divides by the sum"),
        misread(f"({one} - {two}) / {first} * 100", "divides by the first line"),
        misread(f"({one} - {first}) / {two} * 100", "subtracts the first line"),
    )
    program = f"round(percent_change({two}, {one}), 1)"
    return drawn.problem(ask, program, ("read a value", "percentage change"), mistakes=mistakes, unit="%", decimals=1)


def _illusion(drawn: _Drawn, low: int, high: int, phrase: int) -> Problem:
    a, b, first, (name, zh) = drawn.groups[high], drawn.groups[low], drawn.first, drawn.topic.quantity
    ask = say(
        drawn.language,
        (f"Measured from the line at {first} only, by how many times is the bar for {a.label} as high as the bar for "
         f"{b.label}, and by how many times is its value as large? Give the first number minus the second, to two "
         "decimal places.",
         f"Someone compares only the parts of the bars above the line at {first} and takes the {name} {a.at} for a "
         f"multiple of that {b.at}. By how much is this multiple greater than the true one? Round to two decimal "
         "places.")[phrase],
        (f"只看{first}刻度线以上的部分，{a.label}的条形是{b.label}的若干倍；实际上{a.at}的{zh}是{b.at}的若干倍。"
         "前一个倍数比后一个大多少？保留两位小数。",
         f"有人只比较条形在{first}刻度线以上的高度，认为{a.at}的{zh}是{b.at}的若干倍。"
         "这个倍数比真实的倍数大多少？保留两位小数。")[phrase],
    )  # fmt: skip
    one, two = q(a.label), q(b.label)
    mistakes = (
        logic(f"({one} - {first}) / ({two} - {first})", "gives the multiple that the heights suggest"),
        logic(f"{one} / {two}", "gives the true multiple"),
        logic(f"({one} - {first}) / ({two} - {first}) + {one} / {two}", "adds the two multiples"),
        logic(f"({one} - {first}) / ({two} - {first}) - 1", "compares with one"),
        logic(f"({one} - {two}) / ({two} - {first}) - ({one} - {two}) / {one}", "compares the increases"),
    )
    program = f"round(({one} - {first}) / ({two} - {first}) - {one} / {two}, 2)"
    return drawn.problem(ask, program, ("ratio", "subtract"), mistakes=mistakes, unit="", decimals=2)


def _redrawn(drawn: _Drawn, rng: random.Random, low: int, high: int, phrase: int) -> Problem:
    given, wanted = rng.sample((drawn.groups[low], drawn.groups[high]), 2)
    size = rng.choice((12, 15, 18, 20, 24, 25, 30))
    ask = say(
        drawn.language,
        (f"The chart is drawn anew with an axis that runs evenly from 0. The bar for {given.label} is then {size} cm "
         f"high. How high is the bar for {wanted.label}? Round to one decimal place.",
         f"On a poster without a broken axis, the bar for {given.label} is {size} cm high. How high must the bar for "
         f"{wanted.label} be there? Give one decimal place.")[phrase],
        (f"若纵轴不断开，从0开始均匀刻度重新画图，"
         f"{given.label}的条形高{size} cm，那么{wanted.label}的条形高多少？保留一位小数。",
         f"把这幅图改画成纵轴不断开的条形图，其中"
         f"{given.label}的条形高{size} cm，{wanted.label}的条形应高多少？保留一位小数。")[phrase],
    )  # fmt: skip
    a, b, first = q(wanted.label), q(given.label), drawn.first
    mistakes = (
        misread(f"{size} * ({a} - {first}) / ({b} - {first})", "compares the heights above the break"),
        logic(f"{size} * {b} / {a}", "divides the other way round"),
        logic(f"{size} * ({a} / {b}) ^ 2", "enlarges twice"),
        logic(f"{size} + ({a} - {b}) / {first} * 10", "adds instead of multiplying"),
    )
    program = f"round({size} * {a} / {b}, 1)"
    return drawn.problem(ask, program, ("read a value", "proportion"), mistakes=mistakes, unit="cm", decimals=1)


def _above_mean(drawn: _Drawn, phrase: int) -> Problem:
    (name, zh), (over, over_zh) = drawn.topic.quantity, drawn.kind.over
    ask = say(
        drawn.language,
        (f"By how many percent does the greatest value of the {name} exceed the mean {over}? "
         "Round to one decimal place.",
         f"How many percent above the mean {over} is the greatest {name} shown? Give one decimal place.")[phrase],
        (f"图中{zh}的最大值比{over_zh}的平均值高百分之几？保留一位小数。",
         f"{over_zh}中，最高的{zh}超过平均值百分之几？结果保留一位小数。")[phrase],
    )  # fmt: skip
    facts = drawn.facts()
    mistakes = (
        misread(f"(max({facts}) - mean({facts})) / (mean({facts}) - {drawn.first}) * 100", "counts from the break"),
        logic(f"(max({facts}) - mean({facts})) / max({facts}) * 100", "divides by the greatest value"),
        logic(f"(max({facts}) - min({facts})) / min({facts}) * 100", "compares with the least value"),
        logic(f"(max({facts}) - median({facts})) / median({facts}) * 100", "compares with the median"),
        logic(f"(max({facts}) - mean({facts})) / min({facts}) * 100", "divides by the least value"),
    )
    program = f"round(percent_change(mean({facts}), max({facts})), 1)"
    return drawn.problem(ask, program, ("mean", "percentage change"), mistakes=mistakes, unit="%", decimals=1)
