"""Box plots: one to three of them, lying or standing, on a scale with grid lines.

Some values are printed; the others stand on grid lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.chart import Chart
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.scales import Band, Linear
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Box, Point, Sheet
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "box-plot"
DOMAIN: Domain = "statistics"

TYPES = (
    ("range", "quartiles", "medians"),
    ("ranges", "widest", "quartile ranges", "mean"),
    ("upper limit", "lower limit", "room", "box share", "percent"),
)
SETTING = ("Values that are not printed lie exactly on a grid line.", "没有标出的数据都恰好在网格线上。")
LABELS = (
    ("minimum", "lower quartile", "median", "upper quartile", "maximum"),
    ("最小值", "下四分位数", "中位数", "上四分位数", "最大值"),
)


class _Topic(NamedTuple):
    """Title, quantity, unit of the values and groups, in English and in Chinese; low end and step of the axis.

    `places` are those that values are printed with.
    """

    en: tuple[str, str, str, tuple[str, str, str]]
    zh: tuple[str, str, str, tuple[str, str, str]]
    low: int
    step: int
    places: int


TOPICS = (
    _Topic(("Scores in a quiz of three classes", "scores", "points", ("Class 9A", "Class 9B", "Class 9C")),
           ("三个班知识竞赛的得分", "得分", "分", ("九（1）班", "九（2）班", "九（3）班")), 200, 50, 0),
    _Topic(("Delivery times of courier services", "delivery times", "h", ("Swift", "Comet", "Arrow")),
           ("快递公司的送达时间", "送达时间", "小时", ("飞达", "通运", "捷城")), 10, 10, 1),
    _Topic(("Running times of phone batteries", "running times", "h", ("Model K", "Model L", "Model M")),
           ("各型号手机的续航时间", "续航时间", "小时", ("甲型", "乙型", "丙型")), 10, 5, 1),
    _Topic(("Heights of sunflowers in three beds", "heights", "cm", ("Bed 1", "Bed 2", "Bed 3")),
           ("三块花圃中向日葵的高度", "向日葵高度", "cm", ("1号花圃", "2号花圃", "3号花圃")), 100, 20, 1),
    _Topic(("Daily visitors to swimming pools", "visitor numbers", "", ("North Pool", "West Pool", "Lake Pool")),
           ("各游泳馆的日客流量", "日客流量", "人", ("城北馆", "城西馆", "湖滨馆")), 200, 50, 0),
    _Topic(("Masses of eggs from three farms", "egg masses", "g", ("Oak Farm", "Hill Farm", "Mill Farm")),
           ("三个养鸡场的鸡蛋质量", "鸡蛋质量", "g", ("东场", "西场", "南场")), 35, 5, 1),
)  # fmt: skip


class _Plots(NamedTuple):
    """Drawn box plots: the names of the groups, and each one's five facts from minimum to maximum."""

    sheet: Sheet
    language: Language
    quantity: str
    unit: str
    title: str
    groups: tuple[str, ...]
    facts: list[list[str]]

    def spread(self, group: int, *, box: bool) -> str:
        """Return the interquartile range or the range of a group as a program."""
        low, _, high = (1, 2, 3) if box else (0, 2, 4)
        return f"({q(self.facts[group][high])} - {q(self.facts[group][low])})"

    def size(self, group: int, *, box: bool) -> float:
        """Return the value of that program."""
        values = [float(self.sheet.facts[name]) for name in self.facts[group]]
        return values[3] - values[1] if box else values[4] - values[0]

    def problem(self, ask: str, program: str, skills: tuple[str, ...], **more: object) -> Problem:
        """Return a problem in the unit of the values, unless `more` says otherwise."""
        description = say(
            self.language,
            f"Box plots titled '{self.title}' for {', '.join(self.groups)}: each has whiskers from minimum to maximum "
            "and a box from the lower to the upper quartile with a line at the median.",
            f"箱线图《{self.title}》，各组为{'、'.join(self.groups)}：须线从最小值到最大值，"
            "箱体从下四分位数到上四分位数，箱内的线表示中位数。",
        )
        settings = {"setting": say(self.language, *SETTING), "unit": self.unit, "description": description, **more}
        return Problem(self.sheet, ask, program, skills, **settings)  # type: ignore[arg-type]


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Ask for the five numbers of box plots.

    Level 1: a range, an interquartile range, how far two medians differ.
    Level 2: how far two ranges or interquartile ranges differ, which group spreads most, the mean of the medians.
    Level 3: limits for outliers, what is left to them, interquartile ranges in percent.
    """
    same, rng = dice.same, dice.fresh
    kind, phrase, topic = same.choice(TYPES[level - 1]), same.randrange(2), same.choice(TOPICS)
    several = kind in ("medians", "ranges", "widest", "quartile ranges", "mean", "percent")
    count = 3 if kind in ("widest", "mean") else rng.choice((2, 3)) if several else rng.choice((1, 1, 2, 3))
    plots = _draw(rng, topic, language, count, narrow=kind in ("upper limit", "lower limit", "room"))
    group = rng.randrange(count)
    if kind in ("range", "quartiles"):
        return _spread(plots, group, phrase, box=kind == "quartiles")
    if kind in ("upper limit", "lower limit"):
        return _limit(plots, group, phrase, upper=kind == "upper limit")
    if kind in ("room", "box share"):
        return (_room if kind == "room" else _share)(plots, group, phrase)
    if kind == "medians":
        return _medians(plots, phrase)
    if kind in ("ranges", "quartile ranges"):
        return _spreads(plots, phrase, box=kind == "quartile ranges")
    if kind == "percent":
        return _percent(plots, phrase)
    return _widest(plots, phrase) if kind == "widest" else _mean(plots, phrase)


def _draw(rng: random.Random, topic: _Topic, language: Language, count: int, *, narrow: bool) -> _Plots:
    style, lies = style_of(rng), rng.random() < 0.55
    title, quantity, unit, named = topic.zh if language == "zh" else topic.en
    groups = tuple(rng.sample(named, count))
    minor = 4 if topic.step == 20 else 5
    ticks = 8 if minor == 4 else rng.randint(7, 8) if lies else rng.randint(6, 7)
    scale = Linear(topic.low, topic.low + ticks * topic.step, topic.step, minor)
    x_title = f"{quantity}（{unit}）" if language == "zh" else f"{quantity} ({unit})" if unit else quantity
    sheet = (
        sheet_in(style, style.shape[0], 150 + 95 * count)
        if lies
        else sheet_in(style, 270 + 125 * count, style.shape[1])
    )
    if lies:
        chart = Chart(sheet, style, x=scale, y=Band(groups), title=title, x_title=x_title, grid=True)
    else:
        chart = Chart(sheet, style, x=Band(groups), y=scale, title=title, y_title=x_title, grid=True)
    rows = _numbers(rng, count, ticks * minor, narrow=narrow)
    facts = []
    for place, (group, numbers) in enumerate(zip(groups, rows, strict=True)):
        printed = {*rng.choice(((0, 3), (1, 4))), *((2,) if place % 2 == 0 else ())}
        off = [_off(rng, topic, minor) if number in printed else 0 for number in range(5)]
        values = [round(topic.low + topic.step * number / minor + by, topic.places)
                  for number, by in zip(numbers, off, strict=True)]  # fmt: skip
        places = _box(chart, style, place, values, lies=lies)
        for number in printed:
            places[number] = _print(chart, place, number, values[number], lies=lies)
        names = [say(language, f"{group}: {en}", f"{group}的{zh}") for en, zh in zip(*LABELS, strict=True)]
        for name, value, where in zip(names, values, places, strict=True):
            sheet.fact(name, f"{value:g}", where, unit=unit, group="value")
        facts.append(names)
    return _Plots(sheet, language, quantity, unit, title, groups, facts)


def _off(rng: random.Random, topic: _Topic, minor: int) -> float:
    """Return how far a printed value is off a grid line: less than half way to the next one."""
    fine = 10**topic.places
    most = topic.step * fine * 45 // (100 * minor)
    return float(rng.choice((-1, 1)) * rng.randint(1, most) / fine)


def _print(chart: Chart, place: int, number: int, value: float, *, lies: bool) -> Box:
    """Print a value beside its mark: the quartiles of lying plots below the box, the median of standing ones left."""
    half, size = (0.13 if number in (0, 4) else 0.25), chart.sheet.size - 2
    if not lies:
        side = -1 if number == 2 else 1
        at = (chart.x(place + side * half) + 6 * side, chart.y(value))
        return chart.sheet.text(at, f"{value:g}", anchor="rm" if side < 0 else "lm", size=size, halo=True)
    side = -1 if number in (1, 3) else 1
    at = (chart.x(value), chart.y(place + side * half) - 5 * side)
    return chart.sheet.text(at, f"{value:g}", anchor="mt" if side < 0 else "mb", size=size, halo=True)


def _numbers(rng: random.Random, count: int, room: int, *, narrow: bool) -> list[list[int]]:
    """Return minimum, quartiles and maximum of each group in grid steps; no two ranges, boxes or medians are alike.

    Where they are narrow, the limits for outliers are on the axis, and no value is beyond them.
    """
    rows: list[list[int]] = []
    sizes = range(4, 8) if narrow else (rng.randint(4, 6), rng.randint(8, 10), rng.randint(12, 15))
    heights = rng.sample((0.0, 0.5, 1.0), count)
    for box, height in zip(rng.sample(sizes, count), heights, strict=True):
        reach = box * 3 // 2
        below, above = (rng.randint(2, reach - 2 if narrow else min(9, (room - 6 - box) // 2)) for _ in "<>")
        above += _free(below + box + above, {row[4] - row[0] for row in rows})
        middle = rng.randint(2, box - 2)
        if narrow:
            start = rng.randint(reach, room - reach - box)
        else:
            start = below + 2 + round(height * max(0, room - box - above - below - 3))
        if any(row[2] == start + middle for row in rows):
            middle += 1
        rows.append([start - below, start, start + middle, start + box, start + box + above])
    return rows


def _free(wanted: int, taken: set[int]) -> int:
    """Return how much is to be added to a number so that it is not taken."""
    return next(more for more in range(len(taken) + 1) if wanted + more not in taken)


def _box(chart: Chart, style: Style, place: int, values: list[float], *, lies: bool) -> list[Point | Box]:
    """Draw a box plot, and return where its five values stand."""
    sheet = chart.sheet

    def at(value: float, off: float) -> Point:
        return (chart.x(value), chart.y(place + off)) if lies else (chart.x(place + off), chart.y(value))

    low, first, median, third, high = values
    for start, end in ((low, first), (third, high)):
        sheet.line(at(start, 0), at(end, 0), width=1.6, solid=False)
    for end in (low, high):
        sheet.line(at(end, -0.13), at(end, 0.13), width=1.8, solid=False)
    corners = (at(first, -0.25), at(third, -0.25), at(third, 0.25), at(first, 0.25))
    fill = style.palette[place] if style.fills else style.palette[0]
    sheet.path(corners, closed=True, width=1.6, fill=fill, alpha=0.75, solid=False)
    sheet.line(at(median, -0.25), at(median, 0.25), width=2.8, solid=False)
    return [at(value, 0) for value in values]


def _spread(plots: _Plots, group: int, phrase: int, *, box: bool) -> Problem:
    low, first, median, third, high = map(q, plots.facts[group])
    of, zh = f"the {plots.quantity} for {plots.groups[group]}", f"{plots.groups[group]}{plots.quantity}"
    if box:
        english = (
            f"What is the interquartile range of {of}?",
            f"Find the interquartile range of {of} from the box plot.",
        )
        chinese = (f"{zh}的四分位距是多少？", f"根据箱线图，求{zh}的四分位距。")
    else:
        english = (f"What is the range of {of}?", f"How much greater is the maximum of {of} than the minimum?")
        chinese = (f"{zh}的极差是多少？", f"{zh}的最大值比最小值大多少？")
    mistakes = (
        misread(f"{high} - {low}" if box else f"{third} - {first}", "takes whiskers for boxes or boxes for whiskers"),
        misread(f"{third} - {median}", "takes the upper part of the box only"),
        misread(f"{high} - {median}", "begins at the median"),
        misread(f"{median} - {low}", "ends at the median"),
        misread(f"{high} - {first}", "begins at the lower quartile"),
    )
    program = f"{third} - {first}" if box else f"{high} - {low}"
    ask = say(plots.language, english[phrase], chinese[phrase])
    return plots.problem(ask, program, ("read a value", "range"), mistakes=mistakes)


def _medians(plots: _Plots, phrase: int) -> Problem:
    low, *_, high = sorted(range(len(plots.groups)), key=lambda n: float(plots.sheet.facts[plots.facts[n][2]]))
    a, b, quantity = plots.groups[high], plots.groups[low], plots.quantity
    ask = say(
        plots.language,
        (f"How much greater is the median of the {quantity} for {a} than for {b}?",
         f"By how much does the median for {a} exceed the median for {b}?")[phrase],
        (f"{a}{quantity}的中位数比{b}的大多少？", f"{a}的中位数与{b}的中位数相差多少？")[phrase],
    )  # fmt: skip
    one, two = plots.facts[high], plots.facts[low]
    mistakes = (
        misread(f"abs({q(one[3])} - {q(two[3])})", "compares the upper quartiles"),
        misread(f"abs({q(one[1])} - {q(two[1])})", "compares the lower quartiles"),
        misread(f"abs({q(one[4])} - {q(two[4])})", "compares the maxima"),
        logic(f"{q(one[2])} - {q(two[0])}", "compares with the minimum"),
    )
    program = f"{q(one[2])} - {q(two[2])}"
    return plots.problem(ask, program, ("read a value", "subtract"), mistakes=mistakes)


def _spreads(plots: _Plots, phrase: int, *, box: bool) -> Problem:
    low, *_, high = sorted(range(len(plots.groups)), key=lambda group: plots.size(group, box=box))
    a, b, quantity = plots.groups[high], plots.groups[low], plots.quantity
    what, what_zh = ("interquartile range", "四分位距") if box else ("range", "极差")
    ask = say(
        plots.language,
        (f"By how much is the {what} of the {quantity} greater for {a} than for {b}?",
         f"How much greater is the {what} for {a} than the {what} for {b}?")[phrase],
        (f"{a}{quantity}的{what_zh}比{b}的大多少？", f"{a}与{b}的{what_zh}相差多少？")[phrase],
    )  # fmt: skip
    mistakes = (
        misread(f"abs({plots.spread(high, box=not box)} - {plots.spread(low, box=not box)})",
                "takes whiskers for boxes or boxes for whiskers"),
        misread(plots.spread(high, box=box), f"gives the {what} for {a}"),
        misread(plots.spread(low, box=box), f"gives the {what} for {b}"),
        logic(f"abs({q(plots.facts[high][2])} - {q(plots.facts[low][2])})", "compares the medians"),
    )  # fmt: skip
    program = f"{plots.spread(high, box=box)} - {plots.spread(low, box=box)}"
    return plots.problem(ask, program, ("range", "subtract"), mistakes=mistakes)


def _widest(plots: _Plots, phrase: int) -> Problem:
    quantity = plots.quantity
    ask = say(
        plots.language,
        (f"For which group is the interquartile range of the {quantity} greatest?",
         f"Which group's {quantity} have the greatest interquartile range?")[phrase],
        (f"哪一组{quantity}的四分位距最大？", f"比较各组的四分位距，{quantity}的四分位距最大的是哪一组？")[phrase],
    )  # fmt: skip
    boxes, whole = ([plots.spread(group, box=box) for group in range(len(plots.groups))] for box in (True, False))
    mistakes = (logic(f"argmax({', '.join(whole)})", "compares the ranges"),)
    program = f"argmax({', '.join(boxes)})"
    return plots.problem(ask, program, ("range", "compare"), mistakes=mistakes, labels=plots.groups, unit="")


def _mean(plots: _Plots, phrase: int) -> Problem:
    quantity = plots.quantity
    ask = say(
        plots.language,
        (f"What is the mean of the medians of the {quantity} for the three groups? Round to one decimal place.",
         f"Find the mean of the three medians of the {quantity} to one decimal place.")[phrase],
        (f"三组{quantity}的中位数的平均数是多少？保留一位小数。",
         f"求图中三个{quantity}中位数的平均数，结果保留一位小数。")[phrase],
    )  # fmt: skip
    middles = ", ".join(q(facts[2]) for facts in plots.facts)
    mistakes = (
        logic(f"median({middles})", "takes the median of the medians"),
        misread(f"mean({', '.join(q(facts[3]) for facts in plots.facts)})", "reads the upper quartiles"),
        misread(f"mean({', '.join(q(facts[1]) for facts in plots.facts)})", "reads the lower quartiles"),
        logic(f"(max({middles}) + min({middles})) / 2", "takes the middle of the greatest and the least"),
    )
    program = f"round(mean({middles}), 1)"
    return plots.problem(ask, program, ("read a value", "mean"), mistakes=mistakes, decimals=1)


def _limit(plots: _Plots, group: int, phrase: int, *, upper: bool) -> Problem:
    low, first, median, third, high = map(q, plots.facts[group])
    of, zh = f"the {plots.quantity} for {plots.groups[group]}", f"{plots.groups[group]}{plots.quantity}"
    side, end = ("above", "upper quartile") if upper else ("below", "lower quartile")
    end_zh, beyond_zh = ("上四分位数", "超过") if upper else ("下四分位数", "低于")
    ask = say(
        plots.language,
        (f"A value counts as an outlier if it lies more than 1.5 times the interquartile range {side} the {end}. "
         f"What is this {'upper' if upper else 'lower'} limit for {of}?",
         f"Outliers lie more than 1.5 interquartile ranges {side} the {end}. {side.capitalize()} which value is "
         f"one of {of} an outlier?")[phrase],
        (f"若某个数据{beyond_zh}{end_zh}1.5倍四分位距以上，则视为异常值。"
         f"{zh}的异常值界限（{'上' if upper else '下'}限）是多少？",
         f"{beyond_zh}{end_zh}1.5倍四分位距以上的数据是异常值。"
         f"{zh}{'大于' if upper else '小于'}多少时算作异常值？")[phrase],
    )  # fmt: skip
    sign, here, there = ("+", third, first) if upper else ("-", first, third)
    box = f"({third} - {first})"
    mistakes = (
        logic(f"{here} {sign} {box}", "takes the interquartile range once"),
        logic(f"{median} {sign} 1.5 * {box}", "starts from the median"),
        logic(f"{there} {sign} 1.5 * {box}", "starts from the other quartile"),
        misread(f"{here} {sign} 1.5 * ({high} - {low})", "takes the range for the interquartile range"),
        logic(f"{high if upper else low} {sign} 1.5 * {box}", "starts from the end of the whisker"),
        logic(f"{here} {sign} 2 * {box}", "takes the interquartile range twice"),
        misread(high if upper else low, "gives the end of the whisker"),
    )
    return plots.problem(ask, f"{here} {sign} 1.5 * {box}", ("range", "follow steps"), mistakes=mistakes)


def _room(plots: _Plots, group: int, phrase: int) -> Problem:
    first, median, third, high = map(q, plots.facts[group][1:])
    of, zh = f"the {plots.quantity} for {plots.groups[group]}", f"{plots.groups[group]}{plots.quantity}"
    ask = say(
        plots.language,
        (f"Values more than 1.5 times the interquartile range above the upper quartile count as outliers. How far is "
         f"the maximum of {of} below this limit?",
         f"The limit for outliers is the upper quartile plus 1.5 times the interquartile range. By how much does the "
         f"maximum of {of} stay below it?")[phrase],
        (f"超过上四分位数1.5倍四分位距以上的数据视为异常值。{zh}的最大值比这个界限小多少？",
         f"异常值的上限等于上四分位数加上四分位距的1.5倍。{zh}的最大值离这个上限还差多少？")[phrase],
    )  # fmt: skip
    box = f"({third} - {first})"
    mistakes = (
        logic(f"{third} + 1.5 * {box}", "gives the limit itself"),
        logic(f"1.5 * {box}", "forgets to compare with the maximum"),
        logic(f"abs({third} + {box} - {high})", "takes the interquartile range once"),
        logic(f"{high} - {third}", "takes the length of the whisker"),
        logic(f"abs({median} + 1.5 * {box} - {high})", "starts from the median"),
    )
    program = f"{third} + 1.5 * {box} - {high}"
    return plots.problem(ask, program, ("range", "subtract"), mistakes=mistakes)


def _share(plots: _Plots, group: int, phrase: int) -> Problem:
    low, first, median, third, high = map(q, plots.facts[group])
    of, zh = f"the {plots.quantity} for {plots.groups[group]}", f"{plots.groups[group]}{plots.quantity}"
    ask = say(
        plots.language,
        (
            f"What percentage of the range of {of} does the interquartile range make up? Round to one decimal place.",
            f"How many percent of the range of {of} is the interquartile range? Give one decimal place.",
        )[phrase],
        (f"{zh}的四分位距占极差的百分之几？保留一位小数。", f"{zh}的四分位距是极差的百分之几？结果保留一位小数。")[
            phrase
        ],
    )
    wide, box = f"({high} - {low})", f"({third} - {first})"
    mistakes = (
        logic(f"({third} - {median}) / {wide} * 100", "takes the upper part of the box only"),
        logic(f"{box} / {high} * 100", "divides by the maximum"),
        logic(f"{wide} / {box} * 100", "divides the other way round"),
        logic(f"({wide} - {box}) / {wide} * 100", "gives the share of the whiskers"),
        logic(f"({high} - {first}) / {wide} * 100", "counts a whisker to the box"),
    )
    program = f"round(percent_of({third} - {first}, {high} - {low}), 1)"
    return plots.problem(ask, program, ("range", "percentage"), mistakes=mistakes, unit="%", decimals=1)


def _percent(plots: _Plots, phrase: int) -> Problem:
    low, *_, high = sorted(range(len(plots.groups)), key=lambda group: plots.size(group, box=True))
    a, b, quantity = plots.groups[high], plots.groups[low], plots.quantity
    ask = say(
        plots.language,
        (f"By what percentage is the interquartile range of the {quantity} greater for {a} than for {b}? "
         "Round to one decimal place.",
         f"How many percent wider is the box of the {quantity} for {a} than for {b}? Give one decimal place.")[phrase],
        (f"{a}{quantity}的四分位距比{b}的大百分之几？保留一位小数。",
         f"与{b}相比，{a}{quantity}的四分位距大百分之几？结果保留一位小数。")[phrase],
    )  # fmt: skip
    wide, narrow = plots.spread(high, box=True), plots.spread(low, box=True)
    ranges = plots.spread(high, box=False), plots.spread(low, box=False)
    mistakes = (
        logic(f"({wide} - {narrow}) / {wide} * 100", f"divides by the value for {a}"),
        logic(f"{wide} / {narrow} * 100", "gives the share, not the increase"),
        logic(f"{wide} - {narrow}", "gives the difference, not the percentage"),
        logic(f"abs({ranges[0]} - {ranges[1]}) / {ranges[1]} * 100", "compares the ranges"),
    )  # fmt: skip
    program = f"round(percent_change({narrow}, {wide}), 1)"
    return plots.problem(ask, program, ("range", "percentage change"), mistakes=mistakes, unit="%", decimals=1)
