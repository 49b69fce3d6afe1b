"""Scatter plots: points on grid positions, some labelled by letters, with or without a line of best fit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.chart import Chart
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.scales import Linear
from mmbench.benchmarks.figures.style import say, style_of
from mmbench.program.phrases import in_unit

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "scatter-plot"
DOMAIN: Domain = "statistics"

ACROSS, UP = 16, 20
"""Grid steps of the axes; every second one has a tick."""
LETTERS = "ABCDEF"
CUTS = (2, 3)
"""How many of the labelled points may be in the left one of two groups."""
SETTINGS = ("Each point of the diagram stands for one {}.", "图中每个点表示一{}。")
TYPES = (
    ("value", "difference", "count"),
    ("both", "range", "mean", "correlation"),
    ("prediction", "residual", "groups"),
)


class _Words(NamedTuple):
    """In one language: title, what a point stands for, one and many, then the name and unit of both axes."""

    title: str
    one: str
    many: str
    x: str
    x_unit: str
    y: str
    y_unit: str


class _Topic(NamedTuple):
    """Where the axes begin and how large the step between ticks is, and the words of both languages."""

    x: tuple[int, int]
    y: tuple[int, int]
    en: _Words
    zh: _Words


RISING = (
    _Topic((0, 2), (0, 10),
           _Words("Study time and test score", "pupil", "pupils", "study time", "h", "test score", "points"),
           _Words("学习时间与测验成绩", "名学生", "学生", "学习时间", "小时", "成绩", "分")),
    _Topic((14, 2), (0, 50),
           _Words("Temperature and ice creams sold", "day", "days", "temperature", "°C", "number of ice creams sold",
                  ""),
           _Words("气温与冰淇淋销量", "天", "日子", "气温", "°C", "冰淇淋销量", "支")),
    _Topic((0, 8), (0, 10),
           _Words("Age and thickness of trees", "tree", "trees", "age", "years", "trunk diameter", "cm"),
           _Words("树龄与树干直径", "棵树", "树", "树龄", "年", "树干直径", "cm")),
    _Topic((20, 20), (0, 20),
           _Words("Floor area and heating cost per month", "flat", "flats", "floor area", "m²", "heating cost", "$"),
           _Words("住房面积与每月取暖费", "套住房", "住房", "面积", "m²", "取暖费", "元")),
)  # fmt: skip
FALLING = (
    _Topic((0, 400), (0, 2),
           _Words("Altitude and temperature", "mountain hut", "mountain huts", "altitude", "m", "temperature", "°C"),
           _Words("海拔与气温", "个气象站", "气象站", "海拔", "m", "气温", "°C")),
    _Topic((0, 2), (60, 10),
           _Words("Weekly training and time for 100 m", "swimmer", "swimmers", "training time", "h", "swimming time",
                  "s"),
           _Words("每周训练时间与100 m游泳用时", "名运动员", "运动员", "训练时间", "小时", "游泳用时", "秒")),
    _Topic((0, 6), (0, 10),
           _Words("Age and capacity of phone batteries", "battery", "batteries", "age", "months", "capacity", "%"),
           _Words("手机电池的使用时间与剩余容量", "块电池", "电池", "使用时间", "个月", "剩余容量", "%")),
)  # fmt: skip
UNRELATED = (
    _Topic((32, 2), (0, 10),
           _Words("Shoe size and test score", "pupil", "pupils", "shoe size", "", "test score", "points"),
           _Words("鞋码与测验成绩", "名学生", "学生", "鞋码", "码", "成绩", "分")),
    _Topic((2, 4), (0, 50),
           _Words("House number and power used", "household", "households", "house number", "", "power used", "kWh"),
           _Words("门牌号与月用电量", "户家庭", "家庭", "门牌号", "号", "用电量", "kWh")),
)  # fmt: skip


class _Point(NamedTuple):
    x: int
    y: int
    letter: str
    x_fact: str
    y_fact: str


class _Plot(NamedTuple):
    """A drawn plot: its points from left to right, and two places on its line with the facts that stand there."""

    sheet: Sheet
    language: Language
    words: _Words
    points: list[_Point]
    line: list[tuple[int, int, str]]
    ahead: int

    def labelled(self) -> list[_Point]:
        return [point for point in self.points if point.letter]

    def x(self, value: int) -> str:
        return in_unit(str(value), self.words.x_unit)

    def y(self, value: int) -> str:
        return in_unit(str(value), self.words.y_unit)

    def problem(self, ask: str, program: str, skills: tuple[str, ...], **more: object) -> Problem:
        """Return a problem in the unit of the vertical axis, unless `more` says otherwise."""
        words = self.words
        description = say(
            self.language,
            f"Scatter plot '{words.title}': horizontal axis {words.x}, vertical axis {words.y}. Some points are "
            f"labelled by letters, the others are told apart by their {words.x}.",
            f"散点图《{words.title}》：横轴为{words.x}，纵轴为{words.y}。部分点标有字母，其余各点用{words.x}来区分。",
        )
        settings = {"setting": say(self.language, *SETTINGS).format(words.one), "unit": words.y_unit, **more}
        return Problem(self.sheet, ask, program, skills, description=description, **settings)  # type: ignore[arg-type]


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Ask for a reading of the points or of the line of best fit.

    Level 1: the value of a labelled point, the difference of two, how many lie above or below a value.
    Level 2: how many meet two conditions, the range, the mean of the labelled ones, the kind of correlation.
    Level 3: a prediction by the line, how far a point lies off it, the means of two groups.
    """
    same, rng = dice.same, dice.fresh
    kind, phrase, above = same.choice(TYPES[level - 1]), same.randrange(2), same.random() < 0.5
    way, number = same.choice((1, -1)), same.randrange(12)
    if kind == "correlation":
        way, number = rng.choice((1, -1, 0)), rng.randrange(12)
    topics = (UNRELATED, RISING, FALLING)[way]
    plot = _draw(rng, topics[number % len(topics)], way, language, line=kind in ("prediction", "residual"))
    if kind == "correlation":
        return _correlation(plot, phrase)
    if kind in ("value", "difference", "mean"):
        return {"value": _value, "difference": _difference, "mean": _mean}[kind](plot, rng, phrase)
    if kind in ("count", "both"):
        return {"count": _count, "both": _both}[kind](plot, rng, phrase, above)
    if kind == "range":
        return _range(plot, phrase)
    if kind == "prediction":
        return _prediction(plot, phrase)
    return _residual(plot, phrase, above) if kind == "residual" else _groups(plot, phrase)


def _draw(rng: random.Random, topic: _Topic, way: int, language: Language, *, line: bool) -> _Plot:
    style = style_of(rng)._replace(grid="both")
    words = topic.zh if language == "zh" else topic.en
    (x_low, x_step), (y_low, y_step) = topic.x, topic.y
    slope = Fraction(rng.choice((2, 3) if line else (2, 3, 4)), 4)
    low = rng.randint(2, UP - 2 - int(slope * (ACROSS + 4 * line)))
    slope, start = way * slope, low if way > 0 else UP - low
    sheet = sheet_in(style)
    chart = Chart(
        sheet, style, title=words.title,
        x=Linear(x_low, x_low + x_step * ACROSS // 2, x_step, 2), y=Linear(y_low, y_low + y_step * UP // 2, y_step, 2),
        x_title=_axis(words.x, words.x_unit, language), y_title=_axis(words.y, words.y_unit, language),
    )  # fmt: skip
    fit = []
    if line:
        ends = [(x_low + x_step * n // 2, y_low + int(y_step * (start + slope * n) / 2)) for n in (0, ACROSS)]
        fit = _fit(chart, ends, style.palette[1], words, language)
    at = _points(rng, slope, start, rng.choice((8, 10, 12)), (2, 3, 4, 5) if line else (1, 2, 3))
    at = [(x_low + x_step * across // 2, y_low + y_step * up // 2) for across, up in at]
    for x, y in at:
        chart.dot((chart.x(x), chart.y(y)), style.palette[0], 5)
    count = rng.randint(5, 6)
    named = dict(zip(sorted(rng.sample(range(len(at)), count)), rng.sample(LETTERS[:count], count), strict=True))
    points = [_point(chart, place, named.get(number, ""), words, language) for number, place in enumerate(at)]
    ahead = ACROSS + (4 if slope.denominator == 4 else rng.choice((2, 4)))
    return _Plot(sheet, language, words, points, fit, x_low + x_step * ahead // 2)


def _fit(
    chart: Chart, ends: list[tuple[int, int]], colour: str, words: _Words, language: Language
) -> list[tuple[int, int, str]]:
    """Draw the line between two places, and return them with the facts that they are."""
    pixels = [(chart.x(x), chart.y(y)) for x, y in ends]
    chart.sheet.line(*pixels, colour=colour, width=2)
    names = []
    for (x, y), pixel in zip(ends, pixels, strict=True):
        where = in_unit(str(x), words.x_unit)
        names.append(say(language, f"line at {where}", f"直线在{where}处的值"))
        chart.sheet.fact(names[-1], y, pixel, unit=words.y_unit, group="line")
    return [(x, y, name) for (x, y), name in zip(ends, names, strict=True)]


def _axis(name: str, unit: str, language: Language) -> str:
    return say(language, f"{name} ({unit})" if unit else name, f"{name}（{unit}）")


def _a(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _points(rng: random.Random, slope: Fraction, start: int, count: int, off: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return points about a line, in turn above it and below; without slope, about as high left as right."""
    places, half = sorted(rng.sample(range(1, ACROSS), count)), count // 2
    if slope:
        noise = [sign * size for size in rng.choices(off, k=half) for sign in (1, -1)]
        return [(x, min(UP - 1, max(1, round(start + slope * x) + up))) for x, up in zip(places, noise, strict=True)]
    left = [rng.randint(2, UP - 3) for _ in range(half)]
    right = rng.sample([height + rng.choice((0, 1)) for height in left], half)
    return list(zip(places, [*left, *right], strict=True))


def _point(chart: Chart, place: tuple[int, int], letter: str, words: _Words, language: Language) -> _Point:
    x, y = place
    pixel = chart.x(x), chart.y(y)
    if not letter:
        where = in_unit(str(x), words.x_unit)
        name = say(language, f"{words.y} at {words.x} {where}", f"{words.x}{where}处的{words.y}")
        chart.sheet.fact(name, y, pixel, unit=words.y_unit, group="y")
        return _Point(x, y, "", "", name)
    chart.sheet.near(pixel, letter, toward=(1, -1), gap=7)
    x_fact, y_fact = (say(language, f"{letter}: {name}", f"{letter}的{name}") for name in (words.x, words.y))
    chart.sheet.fact(x_fact, x, pixel, unit=words.x_unit, group="x")
    chart.sheet.fact(y_fact, y, pixel, unit=words.y_unit, group="y")
    return _Point(x, y, letter, x_fact, y_fact)


def _value(plot: _Plot, rng: random.Random, phrase: int) -> Problem:
    point, words = rng.choice(plot.labelled()), plot.words
    ask = say(
        plot.language,
        (f"What is the {words.y} at point {point.letter}?", f"Which {words.y} does point {point.letter} show?")[phrase],
        (f"点{point.letter}表示的{words.y}是多少？", f"从图中读出点{point.letter}的{words.y}。")[phrase],
    )
    mistakes = (misread(q(point.x_fact), f"gives the {words.x}"),) if plot.language == "en" else ()
    return plot.problem(ask, q(point.y_fact), ("read a value", "coordinates"), mistakes=mistakes)


def _difference(plot: _Plot, rng: random.Random, phrase: int) -> Problem:
    order = sorted(plot.labelled(), key=lambda p: p.y)
    low, high = rng.choice([(order[0], order[-1]), (order[0], order[-2]), (order[1], order[-1])])
    if low.y == high.y:
        low, high = order[0], order[-1]
    one, two = rng.sample((low, high), 2)
    words = plot.words
    ask = say(
        plot.language,
        (f"How much greater is the {words.y} at point {high.letter} than at point {low.letter}?",
         f"By how much does the {words.y} differ between points {one.letter} and {two.letter}?")[phrase],
        (f"点{high.letter}的{words.y}比点{low.letter}的大多少？",
         f"点{one.letter}与点{two.letter}的{words.y}相差多少？")[phrase],
    )  # fmt: skip
    mistakes = (
        misread(f"abs({q(high.x_fact)} - {q(low.x_fact)})", "takes the difference along the other axis"),
        misread(q(low.y_fact), f"gives the value of {low.letter} itself"),
        misread(q(high.y_fact), f"gives the value of {high.letter} itself"),
        logic(f"{q(high.y_fact)} + {q(low.y_fact)}", "adds where the difference is asked"),
    )
    program = f"{q(high.y_fact)} - {q(low.y_fact)}"
    return plot.problem(ask, program, ("read a value", "subtract"), mistakes=mistakes)


def _limit(rng: random.Random, points: list[_Point], everything: list[_Point], above: bool) -> tuple[int, int]:
    """Return a value that no point has, with four or more of the points above or below it, and how many are there."""
    taken = {point.y for point in everything}
    grain = min(b - a for a, b in zip(sorted(taken), sorted(taken)[1:], strict=False))
    found = []
    for value in range(min(taken) + grain, max(taken), grain):
        count = sum((point.y > value) == above for point in points)
        if value not in taken and 4 <= count <= len(points) - (len(points) > 4):
            found.append((value, count))
    return rng.choice(found) if found else (min(taken) - grain if above else max(taken) + grain, len(points))


def _count(plot: _Plot, rng: random.Random, phrase: int, above: bool) -> Problem:
    limit, _ = _limit(rng, plot.points, plot.points, above)
    words, value = plot.words, plot.y(limit)
    more = "greater" if above else "less"
    ask = say(
        plot.language,
        (f"For how many {words.many} is the {words.y} {more} than {value}?",
         f"How many of the {words.many} shown have a {words.y} of {'more' if above else 'less'} than {value}?")[phrase],
        (f"{words.y}{'大于' if above else '小于'}{value}的{words.many}共有多少{words.one[0]}？",
         f"图中有多少个点表示的{words.y}{'高于' if above else '低于'}{value}？")[phrase],
    )  # fmt: skip
    facts = ", ".join(q(point.y_fact) for point in plot.points)
    counted, other = ("count_above", "count_below") if above else ("count_below", "count_above")
    mistakes = (
        misread(f"{other}({limit}, {facts})", "counts the points on the other side of the limit"),
        logic(f"{counted}({limit}, {facts}) - 1", "misses a point"),
        logic(f"{counted}({limit}, {facts}) + 1", "counts a point twice"),
        logic(f"{counted}({limit}, {facts}) + 2", "counts two points too many"),
    )
    return plot.problem(ask, f"{counted}({limit}, {facts})", ("read a value", "count"), mistakes=mistakes, unit="")


def _both(plot: _Plot, rng: random.Random, phrase: int, above: bool) -> Problem:
    first = rng.randint(1, len(plot.points) // 3)
    right, words, start = plot.points[first:], plot.words, plot.points[first - 1].x
    limit, _ = _limit(rng, right, plot.points, above)
    x, y = plot.x(start), plot.y(limit)
    more, side = ("more", "大于") if above else ("less", "小于")
    ask = say(
        plot.language,
        (f"Of the {words.many} with {_a(words.x)} of more than {x}, how many have a {words.y} of {more} "
         f"than {y}?",
         f"How many of the {words.many} have {_a(words.x)} of more than {x} "
         f"and a {words.y} of {more} than {y}?")[phrase],
        (f"在{words.x}大于{x}的{words.many}中，{words.y}{side}{y}的有多少{words.one[0]}？",
         f"图中{words.x}大于{x}，且{words.y}{side}{y}的{words.many}共有多少{words.one[0]}？")[phrase],
    )  # fmt: skip
    facts, everything = (", ".join(q(p.y_fact) for p in points) for points in (right, plot.points))
    counted, other = ("count_above", "count_below") if above else ("count_below", "count_above")
    mistakes = (
        misread(f"{counted}({limit}, {everything})", "forgets the first condition"),
        misread(f"{other}({limit}, {facts})", "counts the points on the other side of the limit"),
        logic(f"{counted}({limit}, {facts}) - 1", "misses a point"),
        logic(f"{counted}({limit}, {facts}) + 1", "counts a point too many"),
    )
    return plot.problem(ask, f"{counted}({limit}, {facts})", ("coordinates", "count"), mistakes=mistakes, unit="")


def _range(plot: _Plot, phrase: int) -> Problem:
    words, facts = plot.words, ", ".join(q(point.y_fact) for point in plot.points)
    ask = say(
        plot.language,
        (f"What is the range of the {words.y} over all {words.many} shown?",
         f"How much greater is the greatest {words.y} shown than the least?")[phrase],
        (f"图中所有{words.many}的{words.y}的极差是多少？", f"图中最大的{words.y}比最小的大多少？")[phrase],
    )  # fmt: skip
    mistakes = (
        misread(f"max({facts})", "gives the greatest value"),
        misread(f"min({facts})", "gives the least value"),
        misread(f"abs({q(plot.points[-1].y_fact)} - {q(plot.points[0].y_fact)})", "takes the outermost points"),
        logic(f"max({facts}) + min({facts})", "adds the greatest and the least"),
    )
    return plot.problem(ask, f"range({facts})", ("read a value", "range"), mistakes=mistakes)


def _mean(plot: _Plot, rng: random.Random, phrase: int) -> Problem:
    points, words = sorted(plot.labelled(), key=lambda p: p.letter), plot.words
    facts, count = ", ".join(q(point.y_fact) for point in points), len(points)
    ask = say(
        plot.language,
        (f"What is the mean {words.y} of the labelled points? Round to one decimal place.",
         f"Find the mean of the {words.y} over points {_letters(points, plot.language)} to one decimal place.")[phrase],
        (f"标有字母的各点，{words.y}的平均数是多少？保留一位小数。",
         f"求{_letters(points, plot.language)}各点{words.y}的平均数，结果保留一位小数。")[phrase],
    )  # fmt: skip
    mistakes = (
        logic(f"median({facts})", "takes the median for the mean"),
        logic(f"(max({facts}) + min({facts})) / 2", "takes the middle between the greatest and the least"),
        logic(f"sum({facts}) / {count + 1}", f"divides by {count + 1} instead of {count}"),
        logic(f"sum({facts}) / {count - 1}", f"divides by {count - 1} instead of {count}"),
    )
    program = f"round(mean({facts}), 1)"
    return plot.problem(ask, program, ("read a value", "mean"), mistakes=mistakes, decimals=1)


def _letters(points: list[_Point], language: Language) -> str:
    names = [point.letter for point in points]
    return "、".join(names) if language == "zh" else f"{', '.join(names[:-1])} and {names[-1]}"


def _correlation(plot: _Plot, phrase: int) -> Problem:
    half = len(plot.points) // 2
    left, right = (", ".join(q(p.y_fact) for p in points) for points in (plot.points[:half], plot.points[half:]))
    ask = say(
        plot.language,
        ("Does the diagram show a positive correlation, a negative correlation or no correlation?",
         "What kind of correlation do the points show: positive, negative or none?")[phrase],
        ("图中的两个量是正相关、负相关，还是没有相关性？",
         "观察散点图，判断两个量的关系：正相关、负相关或没有相关性。")[phrase],
    )  # fmt: skip  # fmt: skip
    labels = say(plot.language, "positive correlation|negative correlation|no correlation", "正相关|负相关|没有相关性")
    span = max(p.y for p in plot.points) - min(p.y for p in plot.points)
    rise, fall = f"mean({right}) - mean({left})", f"mean({left}) - mean({right})"
    settings = {"labels": tuple(labels.split("|")), "setting": "", "unit": ""}
    return plot.problem(ask, f"argmax({rise}, {fall}, {span // 5})", ("read a value", "trend"), **settings)


def _prediction(plot: _Plot, phrase: int) -> Problem:
    (x0, _, first), (x1, _, last) = plot.line
    words, x = plot.words, plot.x(plot.ahead)
    ask = say(
        plot.language,
        (f"Suppose the line of best fit goes on beyond the diagram. What {words.y} does it predict for "
         f"{_a(words.x)} of {x}?",
         f"Extend the line of best fit in thought. What {words.y} does it give for {_a(words.x)} of {x}?")[phrase],
        (f"假设图中的拟合直线继续延伸，当{words.x}为{x}时，由直线预测的{words.y}是多少？",
         f"把拟合直线延长到图外，{words.x}为{x}时对应的{words.y}是多少？")[phrase],
    )  # fmt: skip
    slope = f"slope({x0}, {q(first)}, {x1}, {q(last)})"
    mistakes = (
        logic(q(last), "gives the last value on the line that can be read"),
        logic(f"{q(last)} + {slope} * ({plot.ahead} - {x0})", "goes on from the wrong point of the line"),
        logic(f"{q(last)} * {plot.ahead} / {x1}", "takes the line for proportional"),
        logic(f"{q(first)} + ({q(last)} - {q(first)}) / 2", "takes the middle of the line"),
        logic(f"{q(last)} - {slope} * ({plot.ahead} - {x1})", "goes on in the wrong direction"),
    )
    program = f"{q(last)} + {slope} * ({plot.ahead} - {x1})"
    return plot.problem(ask, program, ("slope", "proportion"), mistakes=mistakes)


def _residual(plot: _Plot, phrase: int, above: bool) -> Problem:
    (x0, y0, first), (x1, y1, last) = plot.line
    words = plot.words

    def off(point: _Point) -> Fraction:
        return (point.y - y0 - Fraction((y1 - y0) * (point.x - x0), x1 - x0)) * (1 if above else -1)

    point = max(plot.labelled(), key=off)
    letter = point.letter
    ask = say(
        plot.language,
        (f"How much {'greater' if above else 'less'} is the {words.y} at point {letter} than the value that the line "
         f"of best fit gives for the same {words.x}?",
         f"By how much does the {words.y} at point {letter} lie {'above' if above else 'below'} the value on the line "
         "of best fit at the same place?")[phrase],
        (f"点{letter}的{words.y}比拟合直线在同一{words.x}处的值{'大' if above else '小'}多少？",
         f"在{words.x}相同的位置，点{letter}的{words.y}{'高于' if above else '低于'}拟合直线上的值多少？")[phrase],
    )  # fmt: skip
    fitted = f"interpolate({x0}, {q(first)}, {x1}, {q(last)}, {q(point.x_fact)})"
    signs = (q(point.y_fact), fitted) if above else (fitted, q(point.y_fact))
    mistakes = (
        misread(fitted, "gives the value on the line"),
        misread(f"abs({q(point.y_fact)} - {q(last)})", "compares with the end of the line"),
        misread(f"abs({q(point.y_fact)} - {q(first)})", "compares with the beginning of the line"),
        logic(f"({signs[0]} - {signs[1]}) / 2", "halves the distance"),
    )
    return plot.problem(ask, f"{signs[0]} - {signs[1]}", ("interpolate", "subtract"), mistakes=mistakes)


def _groups(plot: _Plot, phrase: int) -> Problem:
    points, words = plot.labelled(), plot.words
    means = [sum(p.y for p in points[n:]) / (len(points) - n) - sum(p.y for p in points[:n]) / n for n in CUTS]
    cut = max(CUTS, key=lambda n: abs(means[n - CUTS[0]]))
    way = 1 if means[cut - CUTS[0]] > 0 else -1
    left, right = (", ".join(q(p.y_fact) for p in part) for part in (points[:cut], points[cut:]))
    x, more = plot.x(points[cut - 1].x), "greater" if way > 0 else "less"
    ask = say(
        plot.language,
        (f"Among the labelled points, how much {more} is the mean {words.y} of those with {_a(words.x)} of more than "
         f"{x} than that of the others? Round to one decimal place.",
         f"Split the labelled points into those with {_a(words.x)} of more than {x} and the rest. How much {more} is "
         f"the mean {words.y} of the first group? Round to one decimal place.")[phrase],
        (f"在标有字母的点中，{words.x}大于{x}的各点与其余各点相比，"
         f"{words.y}的平均数{'大' if way > 0 else '小'}多少？保留一位小数。",
         f"把标有字母的点按{words.x}是否大于{x}分成两组，"
         f"前一组{words.y}的平均数比后一组{'大' if way > 0 else '小'}多少？保留一位小数。")[phrase],
    )  # fmt: skip
    one, two = (right, left) if way > 0 else (left, right)
    mistakes = (
        misread(f"mean({one})", "gives the greater mean"),
        misread(f"mean({two})", "gives the less of the means"),
        logic(f"abs(median({one}) - median({two}))", "takes medians for means"),
        logic(f"max({one}) - min({two})", "takes the range of the labelled points"),
        logic(f"abs(sum({one}) - sum({two})) / {len(points)}", "divides the difference of the sums by all points"),
    )
    program = f"round(mean({one}) - mean({two}), 1)"
    return plot.problem(ask, program, ("mean", "subtract"), mistakes=mistakes, decimals=1)
