"""Bar charts: one series over years or days; values printed, on grid lines, or between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.chart import Chart
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.scales import Band, Linear
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "bar-chart"
DOMAIN: Domain = "chart"

TOPICS = (
    (("Bicycles sold", "bicycles"), ("自行车销量", "自行车")),
    (("Visitors to the museum", "visitors"), ("博物馆参观人数", "参观者")),
    (("Trees planted", "trees"), ("植树棵数", "树")),
    (("Books lent by the library", "books"), ("图书馆借阅量", "借出的书")),
)
DAYS = (
    ("Mon", "周一"),
    ("Tue", "周二"),
    ("Wed", "周三"),
    ("Thu", "周四"),
    ("Fri", "周五"),
    ("Sat", "周六"),
    ("Sun", "周日"),
)


class _Chart(NamedTuple):
    sheet: Sheet
    names: tuple[str, ...]
    values: tuple[int, ...]
    things: str


def _draw(rng: random.Random, topic: int, language: Language, *, days: bool, printed: bool) -> _Chart:
    style = style_of(rng)
    count = rng.randint(4, 6)
    start = rng.randint(0, len(DAYS) - count) if days else rng.randint(2008, 2019)
    names = tuple(say(language, *DAYS[start + n]) if days else str(start + n) for n in range(count))
    step = rng.choice((10, 20, 25, 50))
    unit = 1 if printed else step // 5
    high = rng.randint(7, 10) * step
    values = tuple(unit * n for n in rng.sample(range(high // (5 * unit), high // unit), count))
    title, things = TOPICS[topic][0] if language == "en" else TOPICS[topic][1]
    sheet = sheet_in(style)
    chart = Chart(sheet, style, x=Band(names), y=Linear(0, high, step), title=title)
    for number, (name, value) in enumerate(zip(names, values, strict=True)):
        end = chart.bar(number, value, colour=style.palette[0], printed=str(value) if printed else "")
        sheet.fact(name, value, end, resolution=0 if printed else unit)
    return _Chart(sheet, names, values, things)


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: a difference. Level 2: a mean or a total. Level 3: a percentage change between two bars."""
    same = dice.same
    topic, days, phrase, asked = (
        same.randrange(len(TOPICS)),
        same.random() < 0.5,
        same.randrange(2),
        same.random() < 0.5,
    )
    printed = level == 3 or same.random() < 0.4
    chart = _draw(dice.fresh, topic, language, days=days, printed=printed)
    if level == 1:
        problem = _difference(chart, dice.fresh, language, phrase)
    elif level == 2:
        problem = _mean(chart, language, phrase) if asked else _total(chart, language, phrase)
    else:
        problem = _change(chart, dice.fresh, language, phrase)
    described = say(language, f"A bar chart shows the number of {chart.things}.", f"条形图表示{chart.things}的数量。")
    return problem._replace(description=described)


def _difference(chart: _Chart, rng: random.Random, language: Language, phrase: int) -> Problem:
    low, high = sorted(rng.sample(range(len(chart.names)), 2), key=lambda n: chart.values[n])
    a, b, things = chart.names[high], chart.names[low], chart.things
    ask = say(
        language,
        (f"How many more {things} does the chart show for {a} than for {b}?",
         f"By how much does the number of {things} for {a} exceed that for {b}?")[phrase],
        (f"图中{a}{things}的数量比{b}多多少？", f"{a}与{b}相比，{things}的数量多了多少？")[phrase],
    )  # fmt: skip
    mistakes = (
        logic(f"{q(a)} + {q(b)}", "adds where the difference is asked"),
        misread(q(a), f"gives the value of {a} itself"),
        misread(q(b), f"gives the value of {b} itself"),
    )
    return Problem(chart.sheet, ask, f"{q(a)} - {q(b)}", ("read a value", "subtract"), mistakes=mistakes)


def _total(chart: _Chart, language: Language, phrase: int) -> Problem:
    facts = ", ".join(map(q, chart.names))
    things = chart.things
    ask = say(
        language,
        (f"What is the total number of {things} shown in the chart?",
         f"How many {things} are there over the whole period shown?")[phrase],
        (f"图中{things}的总数是多少？", f"整个期间{things}一共有多少？")[phrase],
    )  # fmt: skip
    mistakes = (
        logic(f"sum({', '.join(map(q, chart.names[1:]))})", f"leaves out {chart.names[0]}"),
        logic(f"sum({', '.join(map(q, chart.names[:-1]))})", f"leaves out {chart.names[-1]}"),
        logic(f"sum({facts}) + {q(chart.names[-1])}", f"counts {chart.names[-1]} twice"),
    )
    return Problem(chart.sheet, ask, f"sum({facts})", ("read a value", "add"), mistakes=mistakes)


def _mean(chart: _Chart, language: Language, phrase: int) -> Problem:
    facts, count = ", ".join(map(q, chart.names)), len(chart.names)
    things = chart.things
    ask = say(
        language,
        (f"What is the mean of the {count} values shown for {things}? Round to one decimal place.",
         f"On average, how many {things} does a bar of the chart show? Give one decimal place.")[phrase],
        (f"图中{things}的{count}个数值的平均数是多少？保留一位小数。",
         f"平均每个条形表示多少{things}？结果保留一位小数。")[phrase],
    )  # fmt: skip
    mistakes = (
        logic(f"sum({facts}) / {count - 1}", f"divides by {count - 1} instead of {count}"),
        logic(f"sum({facts}) / {count + 1}", f"divides by {count + 1} instead of {count}"),
        logic(f"median({facts})", "takes the median for the mean"),
        logic(f"(max({facts}) + min({facts})) / 2", "takes the middle between the greatest and the least"),
    )
    program = f"round(mean({facts}), 1)"
    return Problem(chart.sheet, ask, program, ("read a value", "mean"), mistakes=mistakes, decimals=1)


def _change(chart: _Chart, rng: random.Random, language: Language, phrase: int) -> Problem:
    first, last = sorted(rng.sample(range(len(chart.names)), 2))
    a, b, things = chart.names[first], chart.names[last], chart.things
    grew = chart.values[last] > chart.values[first]
    ask = say(
        language,
        (f"By what percentage did the number of {things} {'rise' if grew else 'fall'} from {a} to {b}?"
         " Round to one decimal place.",
         f"From {a} to {b} the number of {things} {'grew' if grew else 'shrank'}. By how many percent? "
         "Give one decimal place.")[phrase],
        (f"从{a}到{b}，{things}的数量{'增加' if grew else '减少'}了百分之几？保留一位小数。",
         f"{things}的数量从{a}到{b}{'增长' if grew else '下降'}了百分之几？结果保留一位小数。")[phrase],
    )  # fmt: skip
    change = f"({q(b)} - {q(a)})" if grew else f"({q(a)} - {q(b)})"
    mistakes = (
        logic(f"{change} / {q(b)} * 100", f"divides by the value of {b} instead of {a}"),
        logic(f"{change} / ({q(a)} + {q(b)}) * 100", "divides by the sum"),
        logic(change, "gives the difference, not the percentage"),
        logic(f"{q(b)} / {q(a)} * 100", "gives the share, not the change"),
    )
    program = f"round({change} / {q(a)} * 100, 1)"
    skills = ("read a value", "percentage change")
    return Problem(chart.sheet, ask, program, skills, mistakes=mistakes, unit="%", decimals=1)
