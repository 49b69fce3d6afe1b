"""Histograms: frequencies of classes, of equal width or, by their density, of different ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.chart import Chart
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.scales import Linear
from mmbench.benchmarks.figures.sheet import Box
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "histogram"
DOMAIN: Domain = "statistics"

TYPES = (("two", "more"), ("total", "share", "median"), ("mean", "count", "dense share"))


class _Topic(NamedTuple):
    """What is counted.

    Attributes:
        low: where the first class begins.
        widths: how wide classes may be.
        en: title, horizontal axis, what is counted, a sentence with a place for a span of values, unit.
        zh: title, quantity, unit, what is counted, vertical axis, measure word.
    """

    low: int
    widths: tuple[int, ...]
    en: tuple[str, str, str, str, str]
    zh: tuple[str, str, str, str, str, str]


TOPICS = (
    _Topic(0, (5, 10), ("Waiting times at a doctor's", "waiting time", "patients", "waited {} minutes", "min"),
           ("患者候诊时间", "候诊时间", "分钟", "患者", "人数", "名")),
    _Topic(140, (5, 10), ("Heights of the pupils of grade 9", "height", "pupils", "are {} cm tall", "cm"),
           ("九年级学生的身高", "身高", "cm", "学生", "人数", "名")),
    _Topic(100, (20, 25), ("Masses of the apples of a harvest", "mass", "apples", "weigh {} g", "g"),
           ("一批苹果的质量", "质量", "g", "苹果", "个数", "个")),
    _Topic(0, (5, 10), ("Ways to school", "time", "pupils", "take {} minutes to get to school", "min"),
           ("学生上学路上所用时间", "时间", "分钟", "学生", "人数", "名")),
    _Topic(0, (2, 5), ("Parcels at a post office", "mass", "parcels", "weigh {} kg", "kg"),
           ("邮局收寄的包裹", "质量", "kg", "包裹", "件数", "件")),
    _Topic(0, (2, 4), ("Calls to a help line", "length of the call", "calls", "lasted {} minutes", "min"),
           ("客服热线的通话时长", "通话时长", "分钟", "通话", "次数", "次")),
    _Topic(40, (5, 10), ("Times of the city run", "running time", "runners", "needed {} minutes for the run", "min"),
           ("城市跑步比赛用时", "用时", "分钟", "选手", "人数", "名")),
)  # fmt: skip


class _Histogram(NamedTuple):
    """A drawn histogram: class `n` goes from border `n` to the next and has the fact `names[n]`."""

    sheet: Sheet
    language: Language
    topic: _Topic
    borders: list[int]
    names: list[str]
    dense: bool

    def facts(self, first: int = 0, last: int | None = None) -> list[str]:
        return [q(name) for name in self.names[first:last]]

    def counts(self, first: int = 0, last: int | None = None) -> list[str]:
        """Return the frequencies of classes as programs."""
        if not self.dense:
            return self.facts(first, last)
        numbers = range(len(self.names))[first:last]
        return [f"({self.borders[n + 1]} - {self.borders[n]}) * {q(self.names[n])}" for n in numbers]

    def which(self, low: int, high: int | None = None) -> str:
        """Say which values lie from one border to another, or to the end."""
        if self.language == "zh":
            _, quantity, unit, who, *_ = self.topic.zh
            if high is not None and low > self.borders[0]:
                return f"{quantity}x（{unit}）满足{low}≤x<{high}的{who}"
            return f"{quantity}{f'不小于{low}' if high is None else f'小于{high}'}{unit}的{who}"
        span = f"at least {low}" if high is None else f"at least {low} but less than {high}"
        if high is not None and low == self.borders[0]:
            span = f"less than {high}"
        return self.topic.en[3].format(span)

    def problem(self, ask: str, program: str, skills: tuple[str, ...], **more: object) -> Problem:
        """Return a problem that states to which class borders belong, and what an area shows."""
        title, _, who, *_ = self.topic.en
        setting = say(self.language, "Each class contains its lower limit but not its upper limit.",
                      "每组含左端点值，不含右端点值。")  # fmt: skip
        if self.dense:
            setting = say(self.language, f"The area of each bar shows the number of {who} in the class.",
                          f"每个长方形的面积表示该组的{self.topic.zh[4]}。")  # fmt: skip
        shown = ("frequency density", "频数与组距之比") if self.dense else ("frequency", "频数")
        description = say(
            self.language,
            f"Histogram '{title}': each class, named by its limits, has a bar whose height is its {shown[0]}.",
            f"直方图《{self.topic.zh[0]}》：各组以两端的值命名，长方形的高表示{shown[1]}。",
        )
        return Problem(self.sheet, ask, program, skills, setting, description=description, **more)  # type: ignore[arg-type]


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Ask for frequencies.

    Level 1: how many lie in two classes together, how many more in one than in another.
    Level 2: the total, a share in percent, the class of the median.
    Level 3: an estimated mean; how many or what share, from frequency densities.
    """
    same, rng = dice.same, dice.fresh
    kind, phrase, topic = same.choice(TYPES[level - 1]), same.randrange(2), same.choice(TOPICS)
    draw = _draw_dense if kind in ("count", "dense share") else _draw
    drawn = draw(rng, topic, language)
    if kind in ("two", "count"):
        return _two(drawn, rng, phrase)
    if kind == "more":
        return _more(drawn, rng, phrase)
    if kind == "total":
        return _total(drawn, phrase)
    if kind == "median":
        return _median(drawn, phrase)
    return _mean(drawn, phrase) if kind == "mean" else _share(drawn, rng, phrase)


def _draw(rng: random.Random, topic: _Topic, language: Language) -> _Histogram:
    width, count = rng.choice(topic.widths), rng.randint(5, 7)
    borders = [topic.low + width * n for n in range(count + 1)]
    step, minor, most = rng.choice(((5, 5, 30), (10, 5, 30), (20, 5, 30), (50, 5, 30)))
    printed = rng.random() < 0.6
    peak, top = rng.uniform(1, count - 2), rng.randint(most * 2 // 3, most - 2)
    fall = rng.uniform(0.55, 0.9) / max(peak, count - 1 - peak)
    shares = [1 - fall * abs(n - peak) + rng.uniform(-0.12, 0.12) for n in range(count)]
    units = [max(1, round(top * share)) for share in shares]
    grain = step // minor
    counts = [unit * grain + (rng.randrange(grain) if printed else 0) for unit in units]
    counts[-1] += next(grain * n for n in range(count) if not _halved([*counts[:-1], counts[-1] + grain * n]))
    high = step * -(-(max(counts) + 1) // step)
    y_title = say(language, f"number of {topic.en[2]}", f"{topic.zh[4]}（{topic.zh[5]}）")
    scale = Linear(0, high, step, 1 if printed else minor)
    heights = [str(number) for number in counts]
    return _drawn(rng, topic, language, borders, heights, scale, y_title, tick=width, printed=printed)


def _halved(counts: list[int]) -> bool:
    """Whether some classes from the first on make up exactly one half."""
    return any(2 * sum(counts[:n]) == sum(counts) for n in range(len(counts)))


def _draw_dense(rng: random.Random, topic: _Topic, language: Language) -> _Histogram:
    widths = rng.sample((5, 5, 10, 10, 15, 20), rng.randint(4, 5))
    borders = [topic.low + sum(widths[:n]) for n in range(len(widths) + 1)]
    units = rng.sample(range(3, 23), len(widths))
    unit = say(language, topic.en[4], topic.zh[2])
    y_title = say(language, f"frequency density ({topic.en[2]} per {unit})", f"频数÷组距（{topic.zh[5]}/{unit}）")
    scale = Linear(0, max(units) // 5 + 1, 1, 5)
    heights = [f"{unit / 5:g}" for unit in units]
    return _drawn(rng, topic, language, borders, heights, scale, y_title, tick=5, dense=True)


def _drawn(
    rng: random.Random, topic: _Topic, language: Language, borders: list[int], heights: list[str],
    scale: Linear, y_title: str, *, tick: int, printed: bool = False, dense: bool = False,
) -> _Histogram:  # fmt: skip
    style = style_of(rng)
    sheet = sheet_in(style)
    title, quantity = (topic.en[0], topic.en[1]) if language == "en" else topic.zh[:2]
    x_title = say(language, f"{quantity} ({topic.en[4]})", f"{quantity}（{topic.zh[2]}）")
    x = Linear(borders[0], borders[-1], tick)
    chart = Chart(sheet, style, x=x, y=scale, title=title, x_title=x_title, y_title=y_title, grid=True)
    names = []
    for low, high, height in zip(borders, borders[1:], heights, strict=False):
        box = Box(chart.x(low), chart.y(float(height)), chart.x(high), chart.y(0))
        sheet.rect(box, colour=sheet.ink, fill=style.palette[0], width=1.2, alpha=1 if printed else 0.8, solid=False)
        place = Box(box.left + 2, box.top - 5, box.right - 2, box.top + 5)
        if printed:
            place = sheet.text((box.middle[0], box.top - 3), height, anchor="mb", size=sheet.size - 2)
        names.append(say(language, f"{low}–{high}", f"{low}～{high}"))
        sheet.fact(names[-1], height, place, group="class")
    return _Histogram(sheet, language, topic, borders, names, dense)


def _two(drawn: _Histogram, rng: random.Random, phrase: int) -> Problem:
    """Ask how many lie in neighbouring classes together."""
    first = rng.randint(0, len(drawn.names) - 3)
    last = first + (2 if drawn.dense else rng.choice((2, 3)))
    which = drawn.which(drawn.borders[first], drawn.borders[last])
    who, measure = drawn.topic.en[2], drawn.topic.zh[5]
    ask = say(
        drawn.language,
        (f"How many {who} {which}?", f"According to the histogram, how many {who} {which}?")[phrase],
        (f"{which}共有多少{measure}？", f"根据直方图，{which}一共有多少{measure}？")[phrase],
    )
    counts, facts = drawn.counts(first, last), ", ".join(drawn.facts(first, last))
    wide = drawn.borders[last] - drawn.borders[first]
    mistakes = (
        misread(" + ".join(drawn.counts(first, last + 1)), "counts the class above, too"),
        misread(" + ".join(drawn.counts(max(0, first - 1), last)), "counts the class below, too"),
        misread(counts[0], "counts the first class only"),
        misread(counts[-1], "counts the last class only"),
    )
    if drawn.dense:
        by_height = logic(f"sum({facts}) * {wide}", "multiplies the sum of the heights by the whole width")
        halfway = logic(f"mean({facts}) * {wide}", "takes the mean of the heights over the whole width")
        mistakes = (by_height, halfway, *mistakes[:2])
    skills = ("area", "add") if drawn.dense else ("read a value", "add")
    return drawn.problem(ask, " + ".join(counts), skills, mistakes=mistakes, unit=say(drawn.language, "", measure))


def _more(drawn: _Histogram, rng: random.Random, phrase: int) -> Problem:
    order = sorted(range(len(drawn.names)), key=lambda n: int(drawn.sheet.facts[drawn.names[n]]))
    low, high = rng.choice(order[:2]), rng.choice(order[-2:])
    one, two = (drawn.which(drawn.borders[n], drawn.borders[n + 1]) for n in (high, low))
    who, measure = drawn.topic.en[2], drawn.topic.zh[5]
    ask = say(
        drawn.language,
        (f"How many more {who} {one} than {two.removeprefix('are ')}?",
         f"By how much is the number of {who} in the class {drawn.names[high]} greater than in the class "
         f"{drawn.names[low]}?")[phrase],
        (f"{drawn.names[high]}这一组比{drawn.names[low]}这一组多多少{measure}{drawn.topic.zh[3]}？",
         f"{one}比{two}多多少{measure}？")[phrase],
    )  # fmt: skip
    a, b = q(drawn.names[high]), q(drawn.names[low])
    mistakes = (
        logic(f"{a} + {b}", "adds where the difference is asked"),
        misread(a, "gives the greater frequency"),
        misread(b, "gives the lesser frequency"),
        misread(f"range({', '.join(drawn.facts())})", "takes the highest and the lowest bar"),
    )
    unit = say(drawn.language, "", measure)
    return drawn.problem(ask, f"{a} - {b}", ("read a value", "subtract"), mistakes=mistakes, unit=unit)


def _total(drawn: _Histogram, phrase: int) -> Problem:
    who, measure, things = drawn.topic.en[2], drawn.topic.zh[5], drawn.topic.zh[3]
    ask = say(
        drawn.language,
        (f"How many {who} does the histogram show altogether?",
         f"What is the total number of {who} in the histogram?")[phrase],
        (f"直方图中一共有多少{measure}{things}？", f"这次一共统计了多少{measure}{things}？")[phrase],
    )  # fmt: skip
    facts = drawn.facts()
    mistakes = (
        logic(f"sum({', '.join(facts[1:])})", "leaves out the first class"),
        logic(f"sum({', '.join(facts[:-1])})", "leaves out the last class"),
        logic(f"sum({', '.join(facts)}) + {facts[1]}", "counts the second class twice"),
        logic(f"max({', '.join(facts)}) * {len(facts)}", "multiplies the highest bar by the number of classes"),
    )
    unit = say(drawn.language, "", measure)
    return drawn.problem(ask, f"sum({', '.join(facts)})", ("read a value", "add"), mistakes=mistakes, unit=unit)


def _share(drawn: _Histogram, rng: random.Random, phrase: int) -> Problem:
    first = rng.randint(1, len(drawn.names) - 2)
    which = drawn.which(drawn.borders[first])
    who, measure = drawn.topic.en[2], drawn.topic.zh[3]
    ask = say(
        drawn.language,
        (f"What percentage of the {who} {which}? Round to one decimal place.",
         f"How many percent of all the {who} {which}? Give one decimal place.")[phrase],
        (f"{which}占全部{measure}的百分之几？保留一位小数。",
         f"在全部{measure}中，{which}所占的百分比是多少？结果保留一位小数。")[phrase],
    )  # fmt: skip

    def added(parts: list[str]) -> str:
        return f"sum({', '.join(parts)})"

    part, whole, heights = added(drawn.counts(first)), added(drawn.counts()), drawn.facts()
    mistakes = [
        logic(f"{part} / {added(drawn.counts(0, first))} * 100", "divides by the rest instead of the total"),
        misread(f"{added(drawn.counts(first + 1))} / {whole} * 100", "leaves out the first of the classes asked for"),
        misread(f"{added(drawn.counts(0, first))} / {whole} * 100", "gives the share of the others"),
        misread(f"{added(drawn.counts(first - 1))} / {whole} * 100", "counts the class below the limit, too"),
    ]
    if drawn.dense:
        by_height = f"{added(heights[first:])} / {added(heights)} * 100"
        mistakes.append(logic(by_height, "compares the heights instead of the areas"))
    skills = ("area", "percentage") if drawn.dense else ("add", "percentage")
    program = f"round(percent_of({part}, {whole}), 1)"
    return drawn.problem(ask, program, skills, mistakes=tuple(mistakes), unit="%", decimals=1)


def _median(drawn: _Histogram, phrase: int) -> Problem:
    quantity = drawn.topic.en[1] if drawn.language == "en" else drawn.topic.zh[1]
    ask = say(
        drawn.language,
        (f"Which class contains the median {quantity}?",
         f"All values are put in order. In which class of the {quantity} does the median lie?")[phrase],
        (f"{quantity}的中位数落在哪一组？", f"把全部数据从小到大排列，{quantity}的中位数在哪个组内？")[phrase],
    )  # fmt: skip
    sums = [" + ".join(drawn.facts(0, n + 1)) for n in range(len(drawn.names) - 1)]
    program = f"count_below(sum({', '.join(drawn.facts())}) / 2, {', '.join(sums)}) + 1"
    mistakes = (logic(f"argmax({', '.join(drawn.facts())})", "takes the highest bar"),)
    return drawn.problem(ask, program, ("add", "median"), mistakes=mistakes, labels=tuple(drawn.names))


def _mean(drawn: _Histogram, phrase: int) -> Problem:
    unit = say(drawn.language, drawn.topic.en[4], drawn.topic.zh[2])
    quantity = drawn.topic.en[1] if drawn.language == "en" else drawn.topic.zh[1]
    ask = say(
        drawn.language,
        (f"Estimate the mean {quantity}: take the middle of each class for all its values. "
         "Round to one decimal place.",
         f"What is the mean {quantity} if every value is taken to be the middle of its class? "
         "Give one decimal place.")[phrase],
        (f"用各组的组中值代表该组的数据，估计{quantity}的平均数。保留一位小数。",
         f"若以组中值作为每组数据的代表值，{quantity}的平均数约是多少？结果保留一位小数。")[phrase],
    )  # fmt: skip
    pairs = list(zip(drawn.borders, drawn.borders[1:], drawn.facts(), strict=False))
    middles = ", ".join(f"midpoint({low}, {high}), {fact}" for low, high, fact in pairs)
    lower, upper = (", ".join(f"{pair[side]}, {pair[2]}" for pair in pairs) for side in (0, 1))
    mistakes = (
        logic(f"weighted_mean({lower})", "takes the lower limits for the middles"),
        logic(f"weighted_mean({upper})", "takes the upper limits for the middles"),
        logic(f"({drawn.borders[0]} + {drawn.borders[-1]}) / 2", "takes the middle of the axis"),
        logic(f"mean({', '.join(drawn.facts())})", "takes the mean of the frequencies"),
    )
    program = f"round(weighted_mean({middles}), 1)"
    return drawn.problem(ask, program, ("mean", "estimate"), mistakes=mistakes, unit=unit, decimals=1)
