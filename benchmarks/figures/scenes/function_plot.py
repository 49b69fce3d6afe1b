"""Graphs of functions on a grid: linear, piecewise linear, stepped and exponential ones."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, slip
from mmbench.benchmarks.figures.scenes.plotted import ACROSS, FEW, FINE, LETTERS, UP, Plot, Topic, spread, zigzag
from mmbench.benchmarks.figures.scenes.two_graphs import beyond, gap, meeting
from mmbench.benchmarks.figures.style import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "function-plot"
DOMAIN: Domain = "function plot"

TOPICS = (
    (Topic("Water in a tank", "the amount of water", "water", "l", "min"),
     Topic("水箱中的水量", "水箱中的水量", "水量", "L", "min")),
    (Topic("Flight of a balloon", "the height of the balloon", "height", "m", "min"),
     Topic("气球的飞行", "气球的高度", "高度", "m", "min")),
    (Topic("A drone", "the drone's distance from the pilot", "distance", "m", "s"),
     Topic("无人机", "无人机离操作员的距离", "距离", "m", "s")),
    (Topic("A kiln", "the kiln's temperature", "temperature", "°C", "min"),
     Topic("窑炉的温度", "窑炉的温度", "温度", "°C", "min")),
    (Topic("Sand in a silo", "the mass of sand in the silo", "mass", "kg", "h"),
     Topic("料仓中的沙子", "料仓中沙子的质量", "质量", "kg", "h")),
)  # fmt: skip
FLOWS = (
    (("Speed of a train", "speed", "m/s", "s", "m", "How far does the train go", "What distance does the train cover"),
     ("列车的速度", "速度", "m/s", "s", "m", "列车行驶的路程", "列车经过的路程")),
    (("Water flowing into a pool", "inflow", "l/min", "min", "l", "How much water flows in",
     "What amount of water flows in"),
     ("注入水池的水流", "流量", "L/min", "min", "L", "注入的水量", "流入水池的水量")),
    (("Power of a heater", "power", "W", "h", "Wh", "How much energy does the heater use",
     "What amount of energy is used"),
     ("电热器的功率", "功率", "W", "h", "W·h", "电热器消耗的电能", "电热器所用的电能")),
)  # fmt: skip
"""Rates: title, name, unit, unit of time, unit of the whole; how much that is, twice."""
GROWTHS = (
    (("Bacteria in a dish", "the number of bacteria", "bacteria", "h"), ("培养皿中的细菌", "细菌的数量", "细菌数",
     "h")),
    (("Fish in a lake", "the number of fish", "fish", "years"), ("湖中的鱼", "鱼的数量", "鱼的条数", "年")),
    (("Visits to a web page", "the number of daily visits", "visits", "days"),
     ("网页的访问量", "每日访问量", "访问量", "天")),
)  # fmt: skip
SINGLE = {
    "s": ("second", "秒"),
    "h": ("hour", "小时"),
    "min": ("minute", "分钟"),
    "years": ("year", "年"),
    "days": ("day", "天"),
}
"""Units of time in words, one of each."""
ABOUT = (
    "The graph of {amount} over time; it runs straight from one of the points A, B, C, ... to the next.",
    "图中是{amount}随时间变化的图象，相邻两点A、B、C……之间是线段。",
)


def _bends(plot: Plot, across: Sequence[int], up: Sequence[int] = UP) -> list[int]:
    """Draw a graph of five or six bends, and return its heights in fine lines."""
    rng = plot.rng
    points = rng.randint(5, 6)
    count, high = rng.randint(8, 10), rng.randint(6, 8)
    columns, heights = spread(rng, points, count), zigzag(rng, points, FINE * high - 1)
    topic = plot.same.choice(TOPICS)[plot.language == "zh"]
    plot.line(columns, heights, (count, rng.choice(across)), (high, rng.choice(up)), topic)
    return heights


def _two(plot: Plot, heights: Sequence[int], *, falls: bool) -> None:
    """Choose two bends, the second lower or higher than the first, and put their letters into the words."""
    sign = -1 if falls else 1
    pairs = [
        (first, last)
        for last in range(len(heights))
        for first in range(last)
        if sign * (heights[last] - heights[first]) > 5
    ]
    first, last = plot.rng.choice([pair for pair in pairs if pair[0]] or pairs)
    plot.words |= {"P": LETTERS[first], "Q": LETTERS[last]}
    plot.names |= {axis + end: plot.names[axis + LETTERS[n]] for axis in "xy" for end, n in (("P", first), ("Q", last))}


def _change(plot: Plot) -> Asked:
    falls = plot.same.random() < 0.5
    heights = _bends(plot, ACROSS)
    _two(plot, heights, falls=falls)
    more, less = ("{yP}", "{yQ}") if falls else ("{yQ}", "{yP}")
    verb, chinese = ("fall", "减少") if falls else ("rise", "增加")
    asks = (
        (f"By how much does {{amount}} {verb} from {{P}} to {{Q}}?",
         f"How far does {{amount}} {verb} between {{P}} and {{Q}}?"),
        (f"从点{{P}}到点{{Q}}，{{amount}}{chinese}了多少？", f"与点{{P}}相比，点{{Q}}处{{amount}}{chinese}了多少？"),
    )  # fmt: skip
    wrong = (
        misread("{yQ}", "gives the last value"), misread("{yP}", "gives the first value"), logic("{yP} + {yQ}", "adds"),
        logic(f"({more} - {less}) / 2", "halves"), misread(f"{more} - {{yA}}", "takes the first point of the graph"),
    )  # fmt: skip
    return Asked(*asks, f"{more} - {less}", ("read a value", "subtract"), wrong, "{unit}", description=ABOUT)


def _duration(plot: Plot) -> Asked:
    heights = _bends(plot, ACROSS)
    _two(plot, heights, falls=plot.rng.random() < 0.5)
    asks = (
        ("How much time passes from {P} to {Q}?", "How long is it from {P} to {Q}?"),
        ("从点{P}到点{Q}经过了多长时间？", "点{P}与点{Q}之间相隔多长时间？"),
    )
    wrong = (
        misread("{xQ}", "counts from the beginning"), logic("{xP} + {xQ}", "adds the times"),
        logic("({xQ} - {xP}) / 2", "halves"), slip("({xQ} - {xP}) * 1.5", "misreads the scale"),
    )  # fmt: skip
    return Asked(*asks, "{xQ} - {xP}", ("read a value", "subtract"), wrong, "{times}", description=ABOUT)


def _spread(plot: Plot) -> Asked:
    heights = _bends(plot, ACROSS)
    listed = ", ".join([f"{{y{LETTERS[n]}}}" for n in range(len(heights))])
    asks = (
        ("By how much does the greatest value of {amount} exceed the least?",
         "What is the difference between the greatest and the least value shown for {amount}?"),
        ("{amount}的最大值比最小值大多少？", "图中{amount}的最大值与最小值相差多少？"),
    )  # fmt: skip
    wrong = (
        misread(f"max({listed})", "gives the greatest value"), logic(f"max({listed}) + min({listed})", "adds"),
        misread(f"max({listed}) - {{yA}}", "subtracts the first value"),
        misread(f"abs({{yA}} - {{y{LETTERS[len(heights) - 1]}}})", "compares both ends"),
        logic(f"(max({listed}) + min({listed})) / 2", "takes the middle"),
    )  # fmt: skip
    return Asked(
        *asks,
        f"max({listed}) - min({listed})",
        ("read a value", "compare", "subtract"),
        wrong,
        "{unit}",
        description=ABOUT,
    )


def _rate(plot: Plot) -> Asked:
    falls = plot.same.random() < 0.5
    heights = _bends(plot, FEW, UP[3:])
    _two(plot, heights, falls=falls)
    change = "({yP} - {yQ})" if falls else "({yQ} - {yP})"
    verb, chinese = ("fall", "减少") if falls else ("rise", "增加")
    asks = (
        (f"By how much does {{amount}} {verb} per {{one}} from {{P}} to {{Q}}, on average?",
         f"How fast does {{amount}} {verb} on average between {{P}} and {{Q}}?"),
        (f"从点{{P}}到点{{Q}}，{{amount}}平均每{{one}}{chinese}多少？",
         f"求{{amount}}从点{{P}}到点{{Q}}平均每{{one}}{chinese}的量。"),
    )  # fmt: skip
    wrong = (
        logic(f"{change} / {{xQ}}", "divides by the last time"),
        logic("{yQ} / {xQ}", "divides the last value by the last time"),
        logic(f"{change} / ({{xP}} + {{xQ}})", "adds the times"),
        logic("({yP} + {yQ}) / ({xQ} - {xP})", "adds the values"),
        logic(f"{change} / ({{xQ}} - {{xP}}) / 2", "halves"),
    )  # fmt: skip
    plot.words["one"] = _single(plot)
    program = f"{change} / ({{xQ}} - {{xP}})"
    return Asked(*asks, program, ("read a value", "slope"), wrong, "{unit}/{times}", 1, description=ABOUT)


def _later(plot: Plot) -> Asked:
    falls = plot.same.random() < 0.5
    rng = plot.rng
    points, count, high = rng.randint(4, 5), rng.randint(8, 10), rng.randint(6, 8)
    columns, most = spread(rng, points, count), FINE * high - 4
    heights = zigzag(rng, points - 1, most, 4)
    if falls:
        heights[-1] = max(heights[-1], most // 2)
        heights.append(rng.randint(4, heights[-1] - 6))
    else:
        heights[-1] = min(heights[-1], most // 2)
        heights.append(rng.randint(heights[-1] + 6, most))
    across, up = rng.choice(ACROSS), rng.choice(UP)
    plot.line(columns, heights, (count, across), (high, up), plot.same.choice(TOPICS)[plot.language == "zh"])
    level = 0 if falls else up * FINE * high + rng.randint(1, 12 * up)
    plot.words |= {"P": LETTERS[points - 2], "Q": LETTERS[points - 1], "level": level}
    plot.names |= {
        axis + end: plot.names[axis + LETTERS[points - n]] for axis in "xy" for end, n in (("P", 2), ("Q", 1))
    }
    rate = "(({yP} - {yQ}) / ({xQ} - {xP}))" if falls else "(({yQ} - {yP}) / ({xQ} - {xP}))"
    left = "{yQ}" if falls else "({level} - {yQ})"
    asks = (
        ("After {Q} the graph goes on as from {P} to {Q}. At what time does {amount} reach {level} {unit}?",
         "Suppose that after {Q} {amount} keeps changing as fast as from {P} to {Q}. When will it be {level} {unit}?"),
        ("如果点{Q}之后仍按从{P}到{Q}的速度变化，那么{amount}在什么时间达到{level} {unit}？",
         "假设从{P}到{Q}的变化速度一直保持下去，到什么时间{amount}是{level} {unit}？"),
    )  # fmt: skip
    wrong = (
        logic(f"{left} / {rate}", "counts from the last point"),
        logic(f"{{xP}} + {left} / {rate}", "counts from the wrong point"),
        logic("{xQ} * {level} / {yQ}" if not falls else "{xQ} * {yP} / {yQ}",
        "takes the amount to be proportional to time"),
        logic(f"{{xQ}} + {left} / ({{yQ}} / {{xQ}})", "takes the rate from the beginning"),
        logic(f"{{xQ}} + {left} / {rate} / 2", "halves the time"),
    )  # fmt: skip
    return Asked(
        *asks,
        f"{{xQ}} + {left} / {rate}",
        ("read a value", "slope", "equation"),
        wrong,
        "{times}",
        1,
        description=ABOUT,
    )


def _compose(plot: Plot) -> Asked:
    rng, size, unit = plot.rng, plot.rng.randint(7, 9), plot.rng.choice(UP[:5])
    rest = rng.randint(1, 4)
    heights = [FINE * rng.randint(0, size - 1) + rest for _ in range(size + 1)]
    start = rng.randint(0, size)
    inner = heights[start] = FINE * rng.choice([n for n in range(size) if start not in (n, n + 1)]) + rest
    chart = plot.axes((size, unit), (size, unit), "", "x", "f(x)")
    pixels = chart.curve([(n * FINE * unit, y * unit) for n, y in enumerate(heights)], colour=plot.colours[0])
    for n, (y, pixel) in enumerate(zip(heights, pixels, strict=True)):
        plot.note(f"f{n}", f"f({n * FINE * unit})", f"f({n * FINE * unit})", y * unit, pixel)
    left = inner // FINE
    plot.words |= {"x": start * FINE * unit, "low": left * FINE * unit, "high": (left + 1) * FINE * unit}
    plot.names |= {"in": plot.names[f"f{start}"], "left": plot.names[f"f{left}"], "right": plot.names[f"f{left + 1}"]}
    asks = (
        ("What is f(f({x}))?", "The graph of f is shown. Find the value of f(f({x}))."),
        ("f(f({x}))的值是多少？", "图中是函数f的图象，求f(f({x}))的值。"),
    )
    wrong = (
        misread("{in}", "applies f only once"), logic("2 * {in}", "doubles the value of f"),
        misread("{left}", "reads at the point before"),
        misread("{right}", "reads at the point behind"), logic("{in} + {x}", "adds x and f(x)"),
    )  # fmt: skip
    about = (
        "The graph of f; it runs straight from each of the points listed to the next.",
        "图中是函数f的图象，已知各点中相邻的两点之间是线段。",
    )
    program = "interpolate({low}, {left}, {high}, {right}, {in})"
    return Asked(*asks, program, ("read a value", "function"), wrong, description=about)


def _stages(plot: Plot) -> Asked:
    rng = plot.rng
    title, short, unit, times, whole, *asks = plot.same.choice(FLOWS)[plot.language == "zh"]
    stages, count, high = rng.randint(3, 4), rng.randint(8, 10), rng.randint(5, 8)
    columns = spread(rng, stages + 1, count)
    heights = rng.sample(range(3, FINE * high), stages)
    across, up = rng.choice(FEW), rng.choice(UP[:5])
    time = say(plot.language, "time", "时间")
    chart = plot.axes((count, across), (high, up), title, f"{time} ({times})", f"{short} ({unit})")
    parts = []
    for n, (height, (left, right)) in enumerate(zip(heights, pairwise(columns), strict=True), 1):
        y, ends = height * up, (left * across, right * across)
        chart.curve([(ends[0], y), (ends[1], y)], colour=plot.colours[0], marked=False)
        if n < stages:
            plot.sheet.line(
                (chart.x(ends[1]), chart.y(y)), (chart.x(ends[1]), chart.y(heights[n] * up)), width=1.3, dash=(3, 3)
            )
        plot.note(f"r{n}", f"{short} in stage {n}", f"第{n}段的{short}", y, (chart.x(sum(ends) / 2), chart.y(y)), unit)
        plot.note(f"e{n}", f"end of stage {n}", f"第{n}段结束的时间", ends[1], (chart.x(ends[1]), chart.y(y)), times)
        parts.append(f"{{r{n}}} * ({{e{n}}} - {{e{n - 1}}})" if n > 1 else f"{{r{n}}} * {{e{n}}}")
    plot.words |= {"whole": whole, "short": short}
    rates = ", ".join([f"{{r{n}}}" for n in range(1, stages + 1)])
    wrong = (
        logic(f"mean({rates}) * {{e{stages}}}", "takes the mean of the stages, however long"),
        logic(" + ".join(parts[:-1]), "leaves out the last stage"),
        logic(" + ".join(parts[1:]), "leaves out the first stage"),
        logic(f"max({rates}) * {{e{stages}}}", "takes the greatest value throughout"),
        misread(f"{{r{stages}}} * {{e{stages}}}", "takes the last value throughout"),
    )  # fmt: skip
    about = (
        "The {short} over time is constant in each of the stages, which follow each other.",
        "图中各段时间内{short}保持不变，各段首尾相接。",
    )
    skills = ("read a value", "multiply", "add")
    return Asked(*_over_all(asks, plot.language), " + ".join(parts), skills, wrong, "{whole}", description=about)


def _over_all(asks: list[str], language: Language) -> tuple[tuple[str, str], tuple[str, str]]:
    one, other = asks
    if language == "zh":
        return ("", ""), (f"整个过程中，{one}是多少？", f"求图中整段时间内{other}。")
    return (f"{one} over the whole time shown?", f"{other} from the beginning to the end of the graph?"), ("", "")


def _ramps(plot: Plot) -> Asked:
    rng = plot.rng
    title, short, unit, times, whole, *asks = plot.same.choice(FLOWS)[plot.language == "zh"]
    points, count, high = rng.randint(3, 4), rng.randint(8, 10), rng.randint(5, 8)
    columns, heights = spread(rng, points, count), zigzag(rng, points, FINE * high - 1)
    plot.line(
        columns, heights, (count, rng.choice(FEW)), (high, rng.choice(UP[:5])), Topic(title, short, short, unit, times)
    )
    letters = LETTERS[:points]
    parts = [f"trapezoid_area({{y{a}}}, {{y{b}}}, {{x{b}}} - {{x{a}}})" for a, b in pairwise(letters)]
    values = ", ".join([f"{{y{letter}}}" for letter in letters])
    last = letters[-1]
    plot.words |= {"whole": whole, "short": short}
    wrong = (
        logic(f"mean({values}) * {{x{last}}}", "takes the mean of the points, however far apart"),
        logic(parts[0], "leaves out all but the first part"),
        logic(f"max({values}) * {{x{last}}}", "takes the greatest value throughout"),
        logic(" + ".join(parts[1:]), "leaves out the first part"),
        logic(f"{{y{last}}} * {{x{last}}}", "takes the last value throughout"),
    )  # fmt: skip
    about = (
        "The graph of the {short} over time; it runs straight from each of the points A, B, C, ... to the next.",
        "图中是{short}随时间变化的图象，相邻两点A、B、C……之间是线段。",
    )
    skills = ("read a value", "area", "add")
    return Asked(*_over_all(asks, plot.language), " + ".join(parts), skills, wrong, "{whole}", description=about)


def _grow(plot: Plot) -> None:
    """Draw an exponential function with the values at two points printed."""
    rng = plot.rng
    title, amount, short, times = plot.same.choice(GROWTHS)[plot.language == "zh"]
    count, across = rng.randint(6, 9), rng.choice((1, 1, 2))
    end = rng.randint(count - 2, count - 1)
    start = rng.randint(110, 990)
    factor = rng.uniform(1.7, 7.5)
    last = round(start * factor)
    shape = (last / start) ** (1 / end)
    top = start * shape**count
    step = next(n for n in (100, 200, 500, 1000, 2000, 5000, 10_000) if top / n <= 9)
    time = say(plot.language, "time", "时间")
    up = (math.ceil(top / step), step // FINE)
    chart = plot.axes((count, across), up, title, f"{time} ({times})", short)
    curve = [(n / 4 * FINE * across, start * shape ** (n / 4)) for n in range(4 * count + 1)]
    chart.curve(curve, colour=plot.colours[0], marked=False)
    for key, n, value in (("a", 0, start), ("b", end, last)):
        pixel = (chart.x(n * FINE * across), chart.y(value))
        chart.dot(pixel, plot.style.ink)
        box = plot.sheet.near(pixel, str(value), toward=(1.0, 1.0) if n else (1.0, -1.6), gap=9)
        where = (("at the start", "开始时的"), ("at the second point", "第二点的"))[n > 0]
        plot.note(key, f"{short} {where[0]}", f"{where[1]}{short}", value, box, group="y")
    plot.note(
        "t",
        "time of the second point",
        "第二点的时间",
        end * FINE * across,
        (chart.x(end * FINE * across), chart.area.bottom),
        times,
    )
    plot.words |= {"amount": amount, "times": times, "time": end * FINE * across + rng.randint(2, 30)}
    plot.words["one"] = _single(plot)


def _single(plot: Plot) -> str:
    """Return the unit of time of the horizontal axis in words."""
    times = str(plot.words["times"])
    return SINGLE[times][plot.language == "zh"] if times in SINGLE else times


GROWING = (
    "The graph of {amount} over time, which grows by the same percentage in each unit of time; two points are marked.",
    "图中是{amount}随时间变化的图象，单位时间内增长的百分率相同，图象上标出了两点。",
)
STEADY = (
    "In equal times {amount} grows by the same percentage.",
    "在相等的时间内，{amount}增长的百分率相同。",
)


def _percent(plot: Plot) -> Asked:
    _grow(plot)
    asks = (
        ("By what percentage does {amount} grow per {one}?", "By how many percent does {amount} increase each {one}?"),
        ("{amount}平均每{one}增长百分之几？", "每{one}{amount}的增长率是百分之几？"),
    )
    wrong = (
        logic("percent_change({a}, {b}) / {t}", "divides the whole growth by the time"),
        logic("percent_change({a}, {b})", "gives the whole growth"),
        logic("(({b} / {a}) ^ (1 / ({t} + 1)) - 1) * 100", "counts a step too many"),
        logic("(({b} / {a}) ^ (1 / 2) - 1) * 100", "takes the square root"),
        logic("(1 - ({a} / {b}) ^ (1 / {t})) * 100", "relates the growth to the later value"),
    )  # fmt: skip
    program = "(({b} / {a}) ^ (1 / {t}) - 1) * 100"
    skills = ("read a value", "percentage change", "equation")
    return Asked(*asks, program, skills, wrong, "%", 1, setting=STEADY, description=GROWING)


def _grown(plot: Plot) -> Asked:
    _grow(plot)
    asks = (
        ("What is {amount} {time} {times} after the start?", "How large is {amount} after {time} {times}?"),
        ("从开始起经过{time} {times}，{amount}是多少？", "{time} {times}后{amount}是多少？"),
    )
    wrong = (
        logic("{a} + ({b} - {a}) * {time} / {t}", "takes the growth to be linear"),
        logic("{b} * {b} / {a}", "doubles the time of the second point"),
        logic("{b} * ({b} / {a}) ^ ({time} / {t})", "counts the time from the second point"),
        logic("{b} * {time} / {t}", "takes it to be proportional"),
    )  # fmt: skip
    program = "{a} * ({b} / {a}) ^ ({time} / {t})"
    return Asked(*asks, program, ("read a value", "function"), wrong, "", 0, setting=STEADY, description=GROWING)


KINDS: dict[int, tuple[Callable[[Plot], Asked], ...]] = {
    1: (_change, _duration, _spread),
    2: (_rate, _compose, gap),
    3: (_later, beyond, _stages, _ramps, meeting, _percent, _grown),
}


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: a change, a duration, the spread. Level 2: an average rate of change, f(f(x)), how far two lines are apart.
    Level 3: when a value is reached, values beyond the graph, areas under a graph, where lines meet, growth.
    """
    kind, phrase = dice.same.choice(KINDS[level]), dice.same.randrange(2)
    plot = Plot(dice, language)
    problem = kind(plot).of(plot.sheet, language, phrase, plot.names, **plot.words)
    return problem._replace(
        ask=problem.ask[0].upper() + problem.ask[1:] if language == "en" and problem.ask[0] != "f" else problem.ask
    )
