"""Line charts: one quantity over months, years, days or minutes, with a dot at each value."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.chart import Chart
from mmbench.benchmarks.figures.charts.questions import DIFFERENCE, MEAN, VALUE, View
from mmbench.benchmarks.figures.charts.readings import Reading, far_apart, line_colours, reading_of
from mmbench.benchmarks.figures.charts.topics import MEASURED, TIMES, Split, split_of
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.scales import Band, Linear
from mmbench.benchmarks.figures.style import style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "line-chart"
DOMAIN: Domain = "chart"

KINDS = (
    ("value", "change", "change"),
    ("steepest", "mean", "percent", "rate"),
    ("between", "reach", "again", "halves"),
)
ON_NUMBERS = ("rate", "between", "reach")
EXACT = ("mean", "percent", "again", "halves", "reach", "rate")
VALUABLE = tuple(topic for topic in TIMES if topic.unit[0] in ("kWh", "$"))
ANY = ("{described}", "{described}")
CHANGE = DIFFERENCE._replace(
    en=(
        "By how much did {of} {verb} from {one} to {other}?",
        "From {one} to {other}, {of} {past}. By how much?",
    ),
    zh=("从{one}到{other}，{of}{verb}了多少{unit}？", "{of}从{one}到{other}{verb}了多少{unit}？"),
)
PERCENT = Asked(
    ("By what percentage did {of} {verb} from {one} to {other}?",
     "From {one} to {other}, {of} {past}. By how many percent?"),
    ("从{one}到{other}，{of}{verb}了百分之几？", "{of}从{one}到{other}{verb}了百分之几？"),
    "percent_of({a} - {b}, {old})",
    ("read a value", "percentage change"),
    (
        logic("percent_of({a} - {b}, {new})", "divides by the later value"),
        logic("percent_of({new}, {old})", "gives the share, not the change"),
        logic("percent_of({a} - {b}, {a} + {b})", "divides by the sum of both"),
    ),
    "%", decimals=1, description=ANY,
)  # fmt: skip
RATE = Asked(
    ("From {one} to {other}, by how much per {per} did {of} {verb} on average?",
     "On average, by how much per {per} did {of} {verb} from {one} to {other}?"),
    ("从{one}到{other}，{of}平均每{per}{verb}多少{unit}？", "{of}从{one}到{other}平均每{per}{verb}了多少{unit}？"),
    "({a} - {b}) / {span}",
    ("read a value", "subtract", "divide"),
    (
        logic("{a} - {b}", "gives the whole change"),
        logic("({a} - {b}) / {late}", "divides by the later time"),
        logic("({a} + {b}) / {span}", "adds instead of subtracting"),
        logic("({a} - {b}) / ({span} + 1)", "divides by one step too many"),
    ),
    "{rate}", decimals=2, description=ANY,
)  # fmt: skip
STEEPEST = Asked(
    (
        "Between which two neighbouring points did {of} rise most?",
        "In which of the periods shown did {of} rise most?",
    ),
    ("{of}在哪两个相邻的点之间{verb}最多？", "{of}在图中哪一段时间内{verb}最多？"),
    "argmax({row})",
    ("read a value", "subtract", "compare"),
    (logic("argmin({row})", "takes the greatest fall"), misread("argmax({a})", "takes the highest point")),
    description=ANY,
)
VERBS = {
    "en": ((("rise", "rose"), ("fall", "fell")),) * 2,
    "zh": ((("增加", "增加"), ("减少", "减少")), (("上升", "上升"), ("下降", "下降"))),
}
"""A rise and a fall, by language; Chinese has other words where the quantity is a height."""
EVENLY = ("Between neighbouring points {of} changes evenly.", "相邻两点之间，{of}均匀变化。")
BETWEEN = Asked(
    ("What was {of} {other}?", "How large was {of} {other}?"),
    ("{other}{of}是多少{unit}？", "{other}，{of}为多少{unit}？"),
    "interpolate({x0}, {a}, {x1}, {b}, {x})",
    ("read a value", "interpolate"),
    (
        misread("{a}", "takes the point before"),
        misread("{b}", "takes the point behind"),
        logic("{a} - ({b} - {a}) * ({x} - {x0}) / ({x1} - {x0})", "changes in the wrong direction"),
        logic("{b} - ({b} - {a}) * ({x} - {x0}) / ({x1} - {x0})", "starts from the wrong end"),
    ),
    "{unit}", setting=EVENLY, description=ANY,
)  # fmt: skip
REACH = Asked(
    ("{which} was {of} exactly {y} {unit}?", "{which} did {of} come to {y} {unit}?"),
    ("{which}{of}正好是{y}{unit}？", "{which}{of}恰好达到{y}{unit}？"),
    "interpolate({a}, {x0}, {b}, {x1}, {y})",
    ("read a value", "interpolate"),
    (
        misread("{x0}", "takes the point before"),
        misread("{x1}", "takes the point behind"),
        logic("({x0} + {x1}) / 2", "takes the middle between the two points"),
        logic("{x1} - ({x1} - {x0}) * ({y} - {a}) / ({b} - {a})", "counts from the wrong end"),
    ),
    "{xunit}", setting=EVENLY, description=ANY,
)  # fmt: skip
AGAIN = Asked(
    ("From {one} to {other}, {of} changed by a certain percentage. If it changes by the same percentage once more, "
     "what will the next value be?",
     "Suppose {of} changes once more by the same percentage as from {one} to {other}. What is the next value?"),
    ("从{one}到{other}，{of}按一定的百分率变化。如果接下来再按同样的百分率变化一次，下一个数值是多少{unit}？",
     "假如{of}在{other}之后再变化一次，变化的百分率与从{one}到{other}的相同，那么下一个数值是多少{unit}？"),
    "{b} * (100 + percent_change({a}, {b})) / 100",
    ("read a value", "percentage change"),
    (
        logic("{b} + {b} - {a}", "adds the same amount, not the same percentage"),
        logic("{a} * {a} / {b}", "goes back in time"),
        logic("{b} * (100 - percent_change({a}, {b})) / 100", "changes in the wrong direction"),
        logic("{b} * (100 + percent_of({b} - {a}, {b})) / 100", "takes the percentage of the later value"),
    ),
    "{unit}", decimals=1, description=ANY,
)  # fmt: skip


class _Line(NamedTuple):
    split: Split
    values: list[int]
    xs: range
    reading: Reading

    @property
    def groups(self) -> range:
        return range(len(self.values))

    def fact(self, group: int) -> str:
        return q(self.split.name(0, group))

    def row(self, groups: range) -> str:
        return ", ".join([self.fact(group) for group in groups])


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: a value or a change. Level 2: the greatest rise, the mean, a change in percent, a rate. Level 3: a value
    between two points, where a value is reached, the same percentage once more, the means of both halves.
    """
    same, rng = dice.same, dice.fresh
    kind, phrase, numbers = same.choice(KINDS[level - 1]), same.randrange(2), same.random() < 0.4
    topics = (
        VALUABLE
        if kind == "again"
        else MEASURED
        if kind in ON_NUMBERS or (numbers and kind not in ("mean", "steepest", "halves"))
        else TIMES
    )
    split = split_of(same, rng, language, topics, groups=(6, 6) if kind == "halves" else (5, 7))
    split = split._replace(series=split.series[:1])
    reading = reading_of(rng, split.topic.steps, exact=kind in EXACT, least=6)
    values = reading.stretch(reading.values(rng, len(split.groups), 0.2))
    if kind == "steepest":
        _one_steepest(rng, values, reading)
    if kind == "halves":
        _uneven(values)
    if kind == "again":
        grain = reading.grain
        before = grain * rng.randint(max(3, round(0.35 * reading.most)), round(0.65 * reading.most))
        near = range(round(0.7 * before), round(1.4 * before) + 1)
        values[-2:] = before, rng.choice([value for value in near if value % grain == 0 and value != before])
    if kind == "reach" or split.kind.per[0] == "day":
        values.sort(reverse=split.kind.per[0] != "day" and rng.random() < 0.5)
    line = _Line(split, values, split.numbers, reading)
    view = View(_draw(rng, line), language, phrase, split.unit, _described(split), split.topic.more)
    if kind in ("change", "percent", "rate", "again"):
        return _two(view, line, rng, kind)
    if kind in ("between", "reach"):
        return _inside(view, line, rng, kind)
    return _all(view, line, rng, kind)


def _one_steepest(rng: random.Random, values: list[int], reading: Reading) -> None:
    """Change the values where two rises are too much alike to be told apart."""
    rises = sorted([b - a for a, b in pairwise(values)])
    if rises[-1] > 0 and rises[-1] - rises[-2] >= reading.apart * reading.grain:
        return
    grain, most = reading.grain, reading.most
    values[:] = [grain * rng.randint(round(0.35 * most), round(0.6 * most)) for _ in values]
    at = rng.randrange(len(values) - 1)
    values[at], values[at + 1] = grain * round(0.15 * most), grain * round(0.9 * most)


def _uneven(values: list[int]) -> None:
    """Exchange two values where the means of both halves are nearly alike."""
    half = len(values) // 2
    if abs(sum(values[:half]) - sum(values[half:])) < max(values) / 2:
        low, high = values.index(min(values[:half])), values.index(max(values[half:]))
        values[low], values[high] = values[high], values[low]


def _draw(rng: random.Random, line: _Line) -> Sheet:
    style, split, reading = style_of(rng), line.split, line.reading
    sheet = sheet_in(style)
    xs = line.xs
    x = Linear(0, xs[-1], xs.step) if xs else Band(split.labels)
    title = split.of(0)[0].upper() + split.of(0)[1:] if split.topic.series else split.title
    chart = Chart(
        sheet, style, x=x, y=reading.scale, title=title, x_title=split.say(*split.kind.axis) if xs else "",
        y_title=split.axis,
    )  # fmt: skip
    points = list(zip(xs or line.groups, line.values, strict=True))
    dash = rng.choice(((), (), (), (6, 3)))
    pixels = chart.curve(points, colour=line_colours(style.palette)[0], dash=dash)
    sheet.keep_clear((chart.area.left, chart.area.top), (chart.area.left, chart.area.bottom))
    for group, (value, pixel) in enumerate(zip(line.values, pixels, strict=True)):
        around = [line.values[n] for n in (group - 1, group + 1) if 0 <= n < len(line.values)]
        toward = (0.0 if group else 0.6, -1.0 if 2 * value >= max(around) + min(around) else 1.0)
        place = sheet.near(pixel, f"{value}", toward=toward, gap=8, size=sheet.size - 2) if reading.printed else pixel
        sheet.fact(split.name(0, group), value, place, resolution=reading.resolution, unit=split.unit)
    return sheet


def _described(split: Split) -> str:
    title = split.of(0) if split.topic.series else split.title
    kind = split.say(*split.kind.axis)
    return split.say(
        f"A line chart shows one quantity ({title}) as a polyline with a dot at every value; the horizontal axis shows "
        f"'{kind}', the vertical axis '{split.axis}'.",
        f"这是一幅折线统计图，表示{title}，每个数值处有一个点；横轴表示“{kind}”，纵轴表示“{split.axis}”。",
    )


def _two(view: View, line: _Line, rng: random.Random, kind: str) -> Problem:
    split = line.split
    if kind == "again":
        last = len(line.values) - 1
        one, other = (split.groups[n].name for n in (last - 1, last))
        return view.ask(AGAIN, of=split.the(0), one=one, other=other, a=line.fact(last - 1), b=line.fact(last))
    high = line.reading.scale.high
    g, h = far_apart(
        rng,
        combinations(line.groups, 2),
        lambda n: line.values[n],
        max((0.4 if kind == "rate" else 0.2) * high, line.reading.sure),
    )
    early, late = sorted((g, h))
    rose = late == g
    verbs = VERBS[view.language][view.more == "高"][not rose]
    words: dict[str, str | float] = {
        "of": split.the(0), "verb": verbs[0], "past": verbs[1], "a": line.fact(g), "b": line.fact(h),
        "one": split.groups[early].name, "other": split.groups[late].name,
    }  # fmt: skip
    if kind == "percent":
        return view.ask(PERCENT, old=line.fact(early), new=line.fact(late), **words)
    if kind == "change":
        return view.ask(CHANGE, **words)
    per = split.say(*split.kind.per)
    words |= {"span": line.xs[late] - line.xs[early], "late": line.xs[late], "per": per}
    return view.ask(RATE, rate=split.say(f"{split.unit} per {per}", f"{split.unit}/{per}"), **words)


def _inside(view: View, line: _Line, rng: random.Random, kind: str) -> Problem:
    split, g = line.split, rng.choice(line.groups[1:-1])
    x = line.xs[g] + rng.randint(1, line.xs.step - 1)
    words: dict[str, str | float] = {
        "of": split.the(0), "a": line.fact(g), "b": line.fact(g + 1), "x0": line.xs[g], "x1": line.xs[g + 1], "x": x,
    }  # fmt: skip
    if kind == "between":
        at = split.say(*split.kind.at).format(x)
        return view.ask(BETWEEN, other=at, **words)
    low, high = line.values[g], line.values[g + 1]
    y = low + (high - low) * (x - line.xs[g]) / line.xs.step
    return view.ask(REACH, y=f"{y:g}", which=split.which, xunit=split.number_unit, **words)


def _all(view: View, line: _Line, rng: random.Random, kind: str) -> Problem:
    split, groups = line.split, line.groups
    if kind == "value":
        g, step = rng.choice(groups), f"{line.reading.scale.step:g}"
        return view.ask(VALUE, one=split.cell(0, g), a=line.fact(g), b=line.fact(g - 1 if g else 1), step=step)
    if kind == "mean":
        one = split.say(f"{split.of(0)} {split.over}", f"{split.over}{split.of(0)}")
        return view.ask(MEAN, one=one, row=line.row(groups), count=len(groups))
    if kind == "halves":
        half = len(groups) // 2
        first = split.say(f"the mean of the first {half} values", f"前{half}个数值的平均数")
        last = split.say(f"the mean of the last {half} values", f"后{half}个数值的平均数")
        terms = [(f"mean({line.row(groups[half:])})", last), (f"mean({line.row(groups[:half])})", first)]
        if sum(line.values[:half]) > sum(line.values[half:]):
            terms.reverse()
        (a, one), (b, other) = terms
        asked = DIFFERENCE._replace(decimals=1, skills=("read a value", "mean", "subtract"))
        return view.ask(asked, one=one, other=other, a=a, b=b)
    rises = ", ".join([f"{line.fact(g + 1)} - {line.fact(g)}" for g in groups[:-1]])
    names = [split.say(f"{a} to {b}", f"{a}到{b}") for a, b in pairwise(split.labels)]
    return view.which(
        STEEPEST, names, of=split.the(0), verb=VERBS["zh"][view.more == "高"][0][0], row=rises, a=line.row(groups[1:])
    )
