"""Scatter plots: points, some labelled by letters, with or without a line of best fit.

Points stand on lines across; up they are read between the lines, to a fifth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.benchmarks.figures.charts.scatter_drawn import FALLING, RISING, SURE, UNRELATED, Marked, Plot, draw_plot
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q
from mmbench.benchmarks.figures.style import say

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "scatter-plot"
DOMAIN: Domain = "statistics"

CUTS = (2, 3)
"""How many of the labelled points may be in the left one of two groups."""
TYPES = (
    ("value", "difference", "halfway"),
    ("median", "range", "mean", "correlation"),
    ("prediction", "residual", "groups"),
)


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Ask for a reading of the points or of the line of best fit.

    Level 1: the value of a labelled point, the difference of two, the middle between two.
    Level 2: the range, the median or the mean of the labelled ones, the kind of correlation.
    Level 3: a prediction by the line, how far a point lies off it, the means of two groups.
    """
    same, rng = dice.same, dice.fresh
    kind, phrase, above = same.choice(TYPES[level - 1]), same.randrange(2), same.random() < 0.5
    way, number = same.choice((1, -1)), same.randrange(12)
    if kind == "correlation":
        way, number = rng.choice((1, -1, 0)), rng.randrange(12)
    topics = (UNRELATED, RISING, FALLING)[way]
    plot = draw_plot(rng, topics[number % len(topics)], way, language, kind)
    if kind in ("value", "difference", "halfway"):
        return {"value": _value, "difference": _difference, "halfway": _halfway}[kind](plot, rng, phrase)
    if kind == "residual":
        return _residual(plot, phrase, above)
    return {
        "correlation": _correlation, "range": _range, "median": _median, "mean": _mean, "prediction": _prediction,
        "groups": _groups,
    }[kind](plot, phrase)  # fmt: skip


def _a(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _value(plot: Plot, rng: random.Random, phrase: int) -> Problem:
    point, words = rng.choice(plot.sure()), plot.words
    ask = say(
        plot.language,
        (f"What is the {words.y} at point {point.letter}?", f"Which {words.y} does point {point.letter} show?")[phrase],
        (f"点{point.letter}表示的{words.y}是多少？", f"从图中读出点{point.letter}的{words.y}。")[phrase],
    )
    mistakes = (misread(q(point.x_fact), f"gives the {words.x}"),) if plot.language == "en" else ()
    return plot.problem(ask, q(point.y_fact), ("read a value", "coordinates"), mistakes=mistakes)


def _difference(plot: Plot, rng: random.Random, phrase: int) -> Problem:
    order = sorted(plot.labelled(), key=lambda p: p.y)
    pairs = [(a, b) for a in order for b in order if b.y - a.y >= 2 * SURE * max(plot.sheet.resolution.values())]
    low, high = rng.choice(pairs or [(order[0], order[-1])])
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


def _halfway(plot: Plot, rng: random.Random, phrase: int) -> Problem:
    sure = plot.sure()
    one = rng.choice(sure)
    two = rng.choice([point for point in plot.labelled() if point != one and point.y > 0])
    words, a, b = plot.words, q(one.y_fact), q(two.y_fact)
    ask = say(
        plot.language,
        (f"Which {words.y} is halfway between those at points {one.letter} and {two.letter}?",
         f"What is the mean of the {words.y} at point {one.letter} and that at point {two.letter}?")[phrase],
        (f"点{one.letter}与点{two.letter}的{words.y}的平均数是多少？",
         f"求点{one.letter}和点{two.letter}的{words.y}的平均数。")[phrase],
    )  # fmt: skip
    mistakes = (
        logic(f"{a} + {b}", "forgets to halve"),
        logic(f"abs({a} - {b})", "takes the difference"),
        logic(f"abs({a} - {b}) / 2", "halves the difference"),
        misread(f"mean({q(one.x_fact)}, {q(two.x_fact)})", "reads the other axis"),
    )
    return plot.problem(ask, f"mean({a}, {b})", ("read a value", "mean"), mistakes=mistakes)


def _median(plot: Plot, phrase: int) -> Problem:
    points, words = plot.labelled(), plot.words
    facts, half = ", ".join(q(point.y_fact) for point in points), len(points) // 2
    ask = say(
        plot.language,
        (f"What is the median {words.y} of the labelled points?",
         f"Find the median of the {words.y} over points {_letters(points, plot.language)}.")[phrase],
        (f"标有字母的各点，{words.y}的中位数是多少？",
         f"求{_letters(points, plot.language)}各点{words.y}的中位数。")[phrase],
    )  # fmt: skip
    mistakes = (
        misread(q(points[half].y_fact), "takes the point in the middle of the diagram"),
        logic(f"mean({facts})", "takes the mean for the median"),
        logic(f"(max({facts}) + min({facts})) / 2", "takes the middle between the greatest and the least"),
        misread(f"median({facts}) - range({facts}) / 4", "takes one point too low"),
        misread(f"median({facts}) + range({facts}) / 4", "takes one point too high"),
    )
    return plot.problem(ask, f"median({facts})", ("read a value", "median"), mistakes=mistakes)


def _range(plot: Plot, phrase: int) -> Problem:
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


def _mean(plot: Plot, phrase: int) -> Problem:
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


def _letters(points: list[Marked], language: Language) -> str:
    names = [point.letter for point in points]
    return "、".join(names) if language == "zh" else f"{', '.join(names[:-1])} and {names[-1]}"


def _correlation(plot: Plot, phrase: int) -> Problem:
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
    return plot.problem(ask, f"argmax({rise}, {fall}, {span / 5:.6g})", ("read a value", "trend"), **settings)


def _prediction(plot: Plot, phrase: int) -> Problem:
    (x0, _, first), (x1, _, last) = plot.line
    words, x = plot.words, plot.x(plot.ahead)
    ask = say(
        plot.language,
        (f"Suppose the line of best fit goes on beyond the diagram. What {words.y} does it predict for "
         f"{_a(words.x)} of {x}? Round to one decimal place.",
         f"Extend the line of best fit in thought. What {words.y} does it give for {_a(words.x)} of {x}? "
         "Round to one decimal place.")[phrase],
        (f"假设图中的拟合直线继续延伸，当{words.x}为{x}时，由直线预测的{words.y}是多少？保留一位小数。",
         f"把拟合直线延长到图外，{words.x}为{x}时对应的{words.y}是多少？结果保留一位小数。")[phrase],
    )  # fmt: skip
    slope = f"slope({x0}, {q(first)}, {x1}, {q(last)})"
    mistakes = (
        logic(q(last), "gives the last value on the line that can be read"),
        logic(f"{q(last)} + {slope} * ({plot.ahead} - {x0})", "goes on from the wrong point of the line"),
        logic(f"{q(last)} * {plot.ahead} / {x1}", "takes the line for proportional"),
        logic(f"{q(first)} + ({q(last)} - {q(first)}) / 2", "takes the middle of the line"),
        logic(f"{q(last)} - {slope} * ({plot.ahead} - {x1})", "goes on in the wrong direction"),
    )
    program = f"round({q(last)} + {slope} * ({plot.ahead} - {x1}), 1)"
    return plot.problem(ask, program, ("slope", "proportion"), mistakes=mistakes, decimals=1)


def _residual(plot: Plot, phrase: int, above: bool) -> Problem:
    (x0, y0, first), (x1, y1, last) = plot.line
    words = plot.words

    def off(point: Marked) -> float:
        return (point.y - y0 - (y1 - y0) * (point.x - x0) / (x1 - x0)) * (1 if above else -1)

    point = max(plot.labelled(), key=off)
    letter = point.letter
    ask = say(
        plot.language,
        (f"How much {'greater' if above else 'less'} is the {words.y} at point {letter} than the value that the line "
         f"of best fit gives for the same {words.x}? Round to one decimal place.",
         f"By how much does the {words.y} at point {letter} lie {'above' if above else 'below'} the value on the line "
         "of best fit at the same place? Round to one decimal place.")[phrase],
        (f"点{letter}的{words.y}比拟合直线在同一{words.x}处的值{'大' if above else '小'}多少？保留一位小数。",
         f"在{words.x}相同的位置，点{letter}的{words.y}{'高于' if above else '低于'}拟合直线上的值多少？"
         "结果保留一位小数。")[phrase],
    )  # fmt: skip
    fitted = f"interpolate({x0}, {q(first)}, {x1}, {q(last)}, {q(point.x_fact)})"
    signs = (q(point.y_fact), fitted) if above else (fitted, q(point.y_fact))
    mistakes = (
        misread(fitted, "gives the value on the line"),
        misread(f"abs({q(point.y_fact)} - {q(last)})", "compares with the end of the line"),
        misread(f"abs({q(point.y_fact)} - {q(first)})", "compares with the beginning of the line"),
        logic(f"({signs[0]} - {signs[1]}) / 2", "halves the distance"),
    )
    program = f"round({signs[0]} - {signs[1]}, 1)"
    return plot.problem(ask, program, ("interpolate", "subtract"), mistakes=mistakes, decimals=1)


def _groups(plot: Plot, phrase: int) -> Problem:
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
