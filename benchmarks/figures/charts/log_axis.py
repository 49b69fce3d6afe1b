"""Charts with a logarithmic axis that has fine lines at 2 to 9 times each power of ten.

A value stands on a line, or it is printed; only where a single value is asked for, it stands between the lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.chart import Chart
from mmbench.benchmarks.figures.charts.readings import line_colours
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.scales import Band, Linear, Log, tick_label
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Box, Point, Sheet
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "log-axis"
DOMAIN: Domain = "chart"

SETTINGS = ("Values that are not printed lie exactly on a line.", "没有标出数值的点都恰好在刻度线上。")
TYPES = (("value", "times", "together"), ("difference", "mean", "excess"), ("factor", "projection", "share"))
TIMES = (1, 2, 3, 4, 5, 6, 8)
"""Multiples of a power of ten that values on lines are; others are too near their neighbours to be told apart."""


class _Value(NamedTuple):
    """A number, whether it is printed, and how finely it is read where it stands between lines."""

    number: int
    printed: bool = False
    resolution: float = 0


class _Words(NamedTuple):
    """In one language: title, axis, unit, the names, and the quantity of the one with the name `{}`."""

    title: str
    axis: str
    unit: str
    names: tuple[str, ...]
    of: str


THINGS = (
    (_Words("Bacteria in water samples", "bacteria per ml", "", tuple(f"Sample {n}" for n in range(1, 7)),
            "number of bacteria per ml in {}"),
     _Words("各水样中的细菌数", "每毫升细菌数（个）", "个", tuple(f"水样{n}" for n in range(1, 7)),
            "{}每毫升的细菌数")),
    (_Words("Views of videos", "views", "", tuple(f"Video {n}" for n in "ABCDEF"), "number of views of {}"),
     _Words("各视频的播放量", "播放量（次）", "次", tuple(f"视频{n}" for n in "ABCDEF"), "{}的播放量")),
    (_Words("Inhabitants of islands", "inhabitants", "", ("Ara", "Belo", "Kori", "Mina", "Tava", "Uno"),
            "number of inhabitants of {}"),
     _Words("各岛屿的人口", "人口（人）", "人", ("东屿", "西屿", "南屿", "北屿", "月岛", "石岛"),
            "{}的人口")),
    (_Words("Masses of meteorites", "mass (g)", "g", tuple(f"Stone {n}" for n in range(1, 7)), "mass of {}"),
     _Words("各块陨石的质量", "质量（g）", "g", tuple(f"陨石{n}" for n in range(1, 7)), "{}的质量")),
    (_Words("Downloads of apps", "downloads", "", ("Chess", "Maps", "Piano", "Quiz", "Radio", "Yoga"),
            "number of downloads of {}"),
     _Words("各款软件的下载量", "下载量（次）", "次", ("象棋", "地图", "钢琴", "问答", "电台", "瑜伽"),
            "“{}”的下载量")),
)  # fmt: skip


class _Growth(NamedTuple):
    """In one language: title, axis, unit, axis of times, a time's name, what grows, what a step of time is called."""

    title: str
    axis: str
    unit: str
    time: str
    mark: str
    what: str
    step: str


GROWING = (
    (_Growth("Growth of a bacterial culture", "number of bacteria", "", "time (h)", "{} h", "number of bacteria",
             "hour"),
     _Growth("细菌数的变化", "细菌数（个）", "个", "时间（小时）", "{}小时", "细菌数", "小时")),
    (_Growth("Users of a new app", "users", "", "time (months)", "{} months", "number of users", "month"),
     _Growth("某新软件的用户数", "用户数（人）", "人", "时间（个月）", "{}个月", "用户数", "个月")),
    (_Growth("Area covered by water plants", "area (cm²)", "cm²", "time (weeks)", "{} weeks", "area covered", "week"),
     _Growth("水面植物覆盖的面积", "面积（cm²）", "cm²", "时间（周）", "{}周", "覆盖面积", "周")),
)  # fmt: skip


class _Drawn(NamedTuple):
    """A drawn chart: title, unit of the values, the facts in order, how each is said, and its value."""

    sheet: Sheet
    language: Language
    title: str
    unit: str
    facts: list[str]
    said: list[str]
    values: list[int]

    def problem(self, ask: str, program: str, skills: tuple[str, ...], **more: object) -> Problem:
        """Return a problem in the unit of the values, unless `more` says otherwise."""
        names = say(self.language, ", ".join(self.facts), "、".join(self.facts))
        description = say(
            self.language,
            f"Chart '{self.title}' with a value for each of {names} on a logarithmic axis.",
            f"图《{self.title}》，用对数刻度的数轴表示{names}的数值。",
        )
        setting = "" if self.sheet.resolution else say(self.language, *SETTINGS)
        settings = {"setting": setting, "unit": self.unit, "description": description, **more}
        return Problem(self.sheet, ask, program, skills, **settings)  # type: ignore[arg-type]


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Ask for values on a logarithmic axis.

    Level 1: a value, a sum, how many times as large one is as another.
    Level 2: a difference, a mean, by how many percent one exceeds the other.
    Level 3: the factor of growth in one step of time, a projection by it, a share of all in percent.
    """
    same, rng = dice.same, dice.fresh
    kind, phrase = same.choice(TYPES[level - 1]), same.randrange(2)
    things, growing = same.choice(THINGS), same.choice(GROWING)
    if kind in ("factor", "projection"):
        growth = growing[language == "zh"]
        at = rng.randint(1, 2) if kind == "factor" else 3
        drawn = _draw_growth(rng, growth, language, at)
        return _factor(drawn, growth, at, phrase) if kind == "factor" else _projection(drawn, growth, rng, phrase)
    words = things[language == "zh"]
    if kind == "value":
        return _value(_draw_things(rng, words, language, rng.randint(1, 3), _between), rng, phrase)
    drawn = _draw_things(rng, words, language, rng.randint(1, 2), _mixed)
    if kind == "share":
        return _share(drawn, rng, phrase)
    if kind in ("together", "difference"):
        return _two_values(drawn, phrase, together=kind == "together")
    return {"times": _times, "mean": _mean, "excess": _excess}[kind](drawn, phrase)


def _between(rng: random.Random, base: int, count: int) -> list[_Value]:
    """Return values between the lines of two powers of ten."""
    found = []
    for _ in range(count):
        share, power = 10 ** rng.uniform(0.12, 0.99), base + rng.randint(0, 1)
        grain = 0.1 if share < 2.6 else 0.2 if share < 6 else 0.4
        number = round(share * 100) * 10**power // 100
        found.append(_Value(number, resolution=grain * 10**power))
    return found


def _mixed(rng: random.Random, base: int, count: int) -> list[_Value]:
    """Return values on lines and printed ones in turn; the first two are asked for, the greater one first."""
    power, first = base + rng.randint(0, 1), rng.randrange(2)
    low = rng.choice((2, 3, 4, 5, 6)) * 10**power
    high = rng.choice((1, 2, 3, 4, 5, 6)) * 10 ** (power + 1)
    high *= 10 if high < 1.5 * low else 1
    values = [_Value(high, first == 0), _Value(low, first == 1)]
    values += [_Value(times * 10 ** (base + rng.randint(0, 2)), n % 2 == 0)
               for n, times in enumerate(rng.sample(TIMES, count - 2))]  # fmt: skip
    return [_arbitrary(rng, value) if value.printed else value for value in values]


def _arbitrary(rng: random.Random, value: _Value) -> _Value:
    """Return a value somewhat above or below, with arbitrary last digits."""
    grain = max(1, value.number // 1000)
    return value._replace(number=grain * round(value.number * rng.uniform(0.78, 1.3) / grain))


def _draw_things(
    rng: random.Random,
    words: _Words,
    language: Language,
    base: int,
    values_of: Callable[[random.Random, int, int], list[_Value]],
) -> _Drawn:
    """Draw values of things; the first facts are those that are asked for."""
    style, count, lies = style_of(rng), rng.randint(4, 5), rng.random() < 0.5
    values = values_of(rng, base, count)
    order = rng.sample(range(count), count)
    names = rng.sample(words.names, count)
    band = Band(tuple(name for _, name in sorted(zip(order, names, strict=True))))
    numbers = [value.number for value in values]
    scale = Log(len(str(min(numbers))) - 1, len(str(max(numbers))))
    wide, high = style.shape
    sheet = sheet_in(style, max(wide, 640), 210 + 50 * count) if lies else sheet_in(style, wide, max(high, 560))
    x, y = (scale, band) if lies else (band, scale)
    chart = Chart(
        sheet, _crisp(style), x=x, y=y, title=words.title, x_title=words.axis if lies else "",
        y_title="" if lies else words.axis, grid=True,
    )  # fmt: skip
    colour = line_colours(style.palette)[0]
    tips = [(chart.x(n), chart.y(place)) if lies else (chart.x(place), chart.y(n))
            for place, n in zip(order, numbers, strict=True)]  # fmt: skip
    for tip in tips:
        foot = (chart.area.left, tip[1]) if lies else (tip[0], chart.area.bottom)
        sheet.line(foot, tip, colour=colour, width=2, solid=False)
        chart.dot(tip, colour, 4)
    for name, value, tip in zip(names, values, tips, strict=True):
        _fact(sheet, name, value, tip, words.unit)
    return _Drawn(sheet, language, words.title, words.unit, names, [words.of.format(name) for name in names], numbers)


def _fact(sheet: Sheet, name: str, value: _Value, tip: Point, unit: str) -> None:
    """Register a value, and print it beside its point where it is printed."""
    place: Point | Box = tip
    if value.printed:
        place = sheet.near(tip, tick_label(value.number), toward=(0, -1), gap=8, size=sheet.size - 2)
    sheet.fact(name, value.number, place, unit=unit, group="value", resolution=value.resolution)


def _draw_growth(rng: random.Random, growth: _Growth, language: Language, at: int) -> _Drawn:
    """Draw a value every two steps of time; of number `at` and the next one, one is printed and one on a line."""
    style, base, first = style_of(rng), rng.randint(1, 2), rng.randrange(2)
    ratios = (1.7, 4.5) if at == 3 else (3, 20)
    start = rng.choice((2, 3, 4, 5)) * 10**base
    end = _on_line(start * rng.uniform(*ratios))
    pair = [_Value(start, first == 0), _Value(end, first == 1)]
    pair = [_arbitrary(rng, value) if value.printed else value for value in pair]
    early = rng.sample((2, 3, 4, 5, 6, 8, 10), at)
    before = [_Value(times * 10 ** (base - 1)) for times in sorted(early)]
    after, last = [], pair[1].number
    for _ in range(3 - at):
        last = _on_line(last * rng.uniform(1.8, 4))
        after.append(_Value(last))
    values = [*before, *pair, *after]
    numbers = [value.number for value in values]
    sheet = sheet_in(style, style.shape[0], max(style.shape[1], 560))
    chart = Chart(
        sheet, _crisp(style), x=Linear(0, 8, 2), y=Log(base - 1, len(str(numbers[-1]))),
        title=growth.title, x_title=growth.time, y_title=growth.axis, grid=True,
    )  # fmt: skip
    pixels = chart.curve([(2 * n, number) for n, number in enumerate(numbers)], colour=line_colours(style.palette)[0])
    facts = [growth.mark.format(2 * n) for n in range(len(values))]
    for name, value, pixel in zip(facts, values, pixels, strict=True):
        _fact(sheet, name, value, pixel, growth.unit)
    return _Drawn(sheet, language, growth.title, growth.unit, facts, facts, numbers)


def _on_line(value: float) -> int:
    """Return the value of a line near one, of those that can be told from their neighbours."""
    power = int(10 ** (len(str(int(value))) - 1))
    return power * min((*TIMES, 10), key=lambda times: abs(times * power - value))


def _crisp(style: Style) -> Style:
    """Return a style whose grid lines can be counted between powers of ten."""
    return style._replace(grid="both", faint="#9AA0A8")


def _value(drawn: _Drawn, rng: random.Random, phrase: int) -> Problem:
    number = rng.randrange(len(drawn.facts))
    said, fact = drawn.said[number], q(drawn.facts[number])
    ask = say(
        drawn.language,
        (f"What is the {said}?", f"Read the {said} off the chart.")[phrase],
        (f"{said}是多少？", f"从图中读出{said}。")[phrase],
    )
    power = 10 ** (len(str(drawn.values[number])) - 1)
    below = power if drawn.values[number] > power else power // 10
    mistakes = (
        misread(f"{fact} + {power}", "takes the next fine line"),
        misread(f"{fact} - {below}", "takes the fine line before"),
        misread(f"{fact} + {power} / 2", "takes the fine lines for halves"),
        misread(f"{fact} + {2 * power}", "counts two fine lines too many"),
        misread(f"{fact} - {2 * below}", "counts two fine lines too few"),
    )
    return drawn.problem(ask, fact, ("read a value",), mistakes=mistakes)


def _times(drawn: _Drawn, phrase: int) -> Problem:
    (one, two), (a, b) = drawn.said[:2], map(q, drawn.facts[:2])
    ask = say(
        drawn.language,
        (f"How many times as large is the {one} as the {two}? Round to one decimal place.",
         f"What is the {one} divided by the {two}? Give one decimal place.")[phrase],
        (f"{one}是{two}的多少倍？保留一位小数。", f"从图中看，{one}是{two}的几倍？结果保留一位小数。")[phrase],
    )  # fmt: skip
    first, last = (10 ** (len(str(value)) - 1) for value in drawn.values[:2])
    mistakes = (
        misread(f"{a} / ({b} + {last})", "takes the next fine line for the lesser value"),
        misread(f"({a} + {first}) / {b}", "takes the next fine line for the greater value"),
        misread(f"{a} / ({b} - {last})", "takes the fine line before for the lesser value"),
        misread(f"{a} / {b} / 2", "takes a fine line for half way"),
        logic(f"log({a}) / log({b})", "compares the lengths drawn"),
    )
    program = f"round({a} / {b}, 1)"
    return drawn.problem(ask, program, ("read a value", "ratio"), mistakes=mistakes, unit="", decimals=1)


def _two_values(drawn: _Drawn, phrase: int, *, together: bool) -> Problem:
    (one, two), (a, b) = drawn.said[:2], map(q, drawn.facts[:2])
    first = 10 ** (len(str(drawn.values[0])) - 1)
    if together:
        ask = say(
            drawn.language,
            (f"What is the {one} plus the {two}?", f"Add the {one} and the {two}. What is the sum?")[phrase],
            (f"{one}与{two}的和是多少？", f"{one}加上{two}，一共是多少？")[phrase],
        )
    else:
        ask = say(
            drawn.language,
            (f"How much greater is the {one} than the {two}?", f"By how much does the {one} exceed the {two}?")[phrase],
            (f"{one}减去{two}，差是多少？", f"{one}与{two}相差多少？")[phrase],
        )
    sign, other = ("+", "-") if together else ("-", "+")
    mistakes = (
        logic(f"{a} {other} {b}", "adds instead of subtracting" if other == "+" else "subtracts instead of adding"),
        misread(f"{a} {sign} 10 * {b}", "takes the lesser value one power of ten too high"),
        misread(f"{a} + {first} {sign} {b}", "takes the next fine line for the greater value"),
        misread(f"{a} - {first} / 2 {sign} {b}", "takes the fine lines for halves"),
        misread(f"{a} {sign} {b} / 10", "takes the lesser value one power of ten too low"),
    )
    skills = ("read a value", "add" if together else "subtract")
    return drawn.problem(ask, f"{a} {sign} {b}", skills, mistakes=mistakes)


def _mean(drawn: _Drawn, phrase: int) -> Problem:
    (one, two), (a, b) = drawn.said[:2], map(q, drawn.facts[:2])
    ask = say(
        drawn.language,
        (f"What is the mean of the {one} and the {two}?", f"Find the arithmetic mean of the {one} and the {two}.")[
            phrase
        ],
        (f"{one}与{two}的平均数是多少？", f"求{one}和{two}的平均数。")[phrase],
    )
    mistakes = (
        logic(f"sqrt({a} * {b})", "takes the middle of the two points as drawn"),
        logic(f"{a} + {b}", "forgets to halve"),
        logic(f"({a} - {b}) / 2", "halves the difference"),
        misread(f"({a} + 10 * {b}) / 2", "takes the lesser value one power of ten too high"),
        misread(f"{a} / 2", "leaves out the lesser value"),
    )
    return drawn.problem(ask, f"mean({a}, {b})", ("read a value", "mean"), mistakes=mistakes)


def _excess(drawn: _Drawn, phrase: int) -> Problem:
    (one, two), (a, b) = drawn.said[:2], map(q, drawn.facts[:2])
    ask = say(
        drawn.language,
        (f"By what percentage is the {one} greater than the {two}? Round to one decimal place.",
         f"By how many percent does the {one} exceed the {two}? Give one decimal place.")[phrase],
        (f"{one}比{two}多百分之几？保留一位小数。", f"求{one}比{two}多百分之几，结果保留一位小数。")[phrase],
    )  # fmt: skip
    mistakes = (
        logic(f"{a} / {b} * 100", "gives the share, not how much more it is"),
        logic(f"({a} - {b}) / {a} * 100", "divides by the greater value"),
        logic(f"({a} + {b}) / {b} * 100", "adds instead of subtracting"),
        misread(f"({a} / 2 - {b}) / {b} * 100", "takes a fine line for half way"),
    )
    program = f"round(percent_change({b}, {a}), 1)"
    return drawn.problem(ask, program, ("read a value", "percentage change"), mistakes=mistakes, unit="%", decimals=1)


def _share(drawn: _Drawn, rng: random.Random, phrase: int) -> Problem:
    number = rng.choice([n for n, value in enumerate(drawn.values) if 12 * value > sum(drawn.values)])
    said, fact, facts = drawn.said[number], q(drawn.facts[number]), ", ".join(map(q, drawn.facts))
    ask = say(
        drawn.language,
        (f"Add up all the values of the chart. What percentage of the sum is the {said}? "
         "Round to one decimal place.",
         f"What percentage of the sum of all values shown does the {said} make up? Give one decimal place.")[phrase],
        (f"{said}占图中各项总和的百分之几？保留一位小数。",
         f"把图中各项相加，{said}占总和的百分之几？结果保留一位小数。")[phrase],
    )  # fmt: skip
    mistakes = (
        logic(f"{fact} / (sum({facts}) - {fact}) * 100", "divides by the rest"),
        logic(f"log({fact}) / ({' + '.join(f'log({q(name)})' for name in drawn.facts)}) * 100", "compares lengths"),
        logic(f"{fact} / max({facts}) * 100", "divides by the greatest value"),
        logic(f"100 / {len(drawn.facts)}", "takes all values for alike"),
    )
    program = f"round(percent_of({fact}, sum({facts})), 1)"
    return drawn.problem(ask, program, ("add", "percentage"), mistakes=mistakes, unit="%", decimals=1)


def _factor(drawn: _Drawn, growth: _Growth, at: int, phrase: int) -> Problem:
    start, end = drawn.facts[at : at + 2]
    ask = say(
        drawn.language,
        (f"Between {start} and {end} the {growth.what} was multiplied by the same number in every {growth.step}. "
         "What is this number? Round to two decimal places.",
         f"From {start} to {end} the {growth.what} grew by the same factor each {growth.step}. Find it to two "
         "decimal places.")[phrase],
        (f"从{start}到{end}，{growth.what}每经过1{growth.step}就变为原来的n倍（n不变），n是多少？保留两位小数。",
         f"在{start}到{end}之间，{growth.what}每过一{growth.step}都乘以同一个数，求这个数，结果保留两位小数。")[phrase],
    )  # fmt: skip
    a, b = q(start), q(end)
    mistakes = (
        logic(
            f"{b} / {a}", f"gives the factor of two {growth.step}s" if drawn.language == "en" else "forgets the root"
        ),
        logic(f"{b} / {a} / 2", "halves the factor instead of taking the root"),
        logic(f"sqrt({b} / {a}) + 1", "adds the old value once more"),
        logic(f"({b} - {a}) / {a} / 2", "takes the mean increase"),
    )
    skills = ("ratio", "equation")
    return drawn.problem(ask, f"round(sqrt({b} / {a}), 2)", skills, mistakes=mistakes, unit="", decimals=2)


def _projection(drawn: _Drawn, growth: _Growth, rng: random.Random, phrase: int) -> Problem:
    steps = rng.randint(1, 2)
    start, end = drawn.facts[3:5]
    later = growth.mark.format(8 + 2 * steps)
    ask = say(
        drawn.language,
        (f"Suppose the {growth.what} keeps growing by the same factor every two {growth.step}s as from {start} "
         f"to {end}. What will it be at {later}? Round to a whole number.",
         f"From {start} to {end} the {growth.what} grew by a certain factor. If it grows by this factor in "
         f"every two {growth.step}s from then on, what will it be at {later}? Round to a whole number.")[phrase],
        (f"假设此后每2{growth.step}都按{start}到{end}之间的倍数增长，到{later}时，{growth.what}是多少？结果保留整数。",
         f"从{start}到{end}，{growth.what}变为原来的若干倍。"
         f"若以后每2{growth.step}都按这个倍数增长，到{later}时{growth.what}是多少？结果保留整数。")[phrase],
    )  # fmt: skip
    a, b = q(start), q(end)
    power = f" ^ {steps}" if steps > 1 else ""
    mistakes = (
        logic(f"{b} + {steps} * ({b} - {a})", "adds the increase instead of multiplying"),
        logic(f"{b} * ({b} / {a}) ^ {steps + 1}", "multiplies once too often"),
        logic(f"{b} * {steps} * ({b} / {a})", "multiplies by a multiple of the factor"),
        logic(f"{b} * 10 ^ {steps}", "takes each step for a power of ten"),
        logic(f"{a} * ({b} / {a}) ^ {steps}", "starts from the value before"),
    )
    program = f"round({b} * ({b} / {a}){power}, 0)"
    return drawn.problem(ask, program, ("ratio", "proportion"), mistakes=mistakes, decimals=0)
