"""Line charts with two or three lines and a legend: over months, years, days or minutes."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.chart import Chart, Entry
from mmbench.benchmarks.figures.charts.questions import DIFFERENCE, EXCESS, MEAN, TOTAL, VALUE, View
from mmbench.benchmarks.figures.charts.readings import Reading, far_apart, line_colours, reading_of
from mmbench.benchmarks.figures.charts.topics import CROSSED, MEASURED, Split, split_of
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.scales import Band, Linear
from mmbench.benchmarks.figures.style import style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "multi-line"
DOMAIN: Domain = "chart"

KINDS = (
    ("value", "apart", "apart"),
    ("total", "mean", "first", "gap"),
    ("crossing", "ahead", "totals", "percent"),
)
MEASURED_ONLY = ("crossing", "ahead")
EXACT = ("apart", "mean", "crossing", "ahead", "totals", "percent")
NAMES = ("months", "years", "days")
NUMBERS = ("minutes", "kilometres")
TIMES = tuple(topic for topic in CROSSED if set(topic.kinds) & set(NAMES))
PLACES = tuple(topic for topic in MEASURED if set(topic.kinds) & set(NUMBERS))
ANY = ("{described}", "{described}")
FIRST = Asked(
    (
        "{which} did {one} exceed {other} for the first time?",
        "{which} was {one} greater than {other} for the first time?",
    ),
    ("{which}{one}第一次超过{other}？", "{one}第一次多于{other}是在{which}？"),
    "argmax({row})",
    ("read a value", "compare"),
    (
        misread("argmax({a})", "takes the highest point"),
        logic("argmin({row})", "takes the first place where it is less"),
    ),
    description=ANY,
)
GAP = Asked(
    ("{which} was the gap between {one} and {other} greatest?", "{which} did {one} and {other} differ most?"),
    ("{which}{one}与{other}相差最大？", "{one}与{other}的差距在{which}最大？"),
    "argmax({row})",
    ("read a value", "subtract", "compare"),
    (misread("argmax({a})", "takes the highest point"), logic("argmin({row})", "takes the least gap")),
    description=ANY,
)
EVENLY = ("Between neighbouring points both quantities change evenly.", "相邻两点之间，两个量都均匀变化。")
CROSSING = Asked(
    ("{which} were {one} and {other} equal?", "{which} did the two lines show the same value?"),
    ("{which}{one}与{other}相等？", "{which}两条折线表示的数值相等？"),
    "interpolate({a0} - {b0}, {x0}, {a1} - {b1}, {x1}, 0)",
    ("read a value", "subtract", "interpolate"),
    (
        logic("({x0} + {x1}) / 2", "takes the middle between the two points"),
        misread("{x0}", "takes the point before the crossing"),
        misread("{x1}", "takes the point behind the crossing"),
        logic("interpolate({a1} - {b1}, {x0}, {a0} - {b0}, {x1}, 0)", "exchanges the two differences"),
    ),
    "{xunit}", decimals=1, setting=EVENLY, description=ANY,
)  # fmt: skip
AHEAD = Asked(
    ("Suppose both lines go on as straight as between their last two points. How large is the difference between {one} "
     "and {other} {next}?",
     "If both quantities keep changing as they did between the last two points, how large is the difference between "
     "{one} and {other} {next}?"),
    ("假如两条折线都沿最后一段的方向继续延伸，那么{next}{one}与{other}相差多少{unit}？",
     "如果两个量都保持最后一段的变化快慢，那么{next}{one}与{other}相差多少{unit}？"),
    "abs(({a1} + ({a1} - {a0})) - ({b1} + ({b1} - {b0})))",
    ("read a value", "subtract", "proportion"),
    (
        logic("abs({a1} - {b1})", "keeps the last difference"),
        logic("abs(({a1} + {a1} - {a0}) + ({b1} + {b1} - {b0}))", "adds the two values"),
        logic("abs({a1} + {a1} - {a0} - {b1})", "lets only one line go on"),
        misread("abs({a0} - {b0})", "goes back to the point before"),
    ),
    "{unit}", description=ANY,
)  # fmt: skip


class _Lines(NamedTuple):
    split: Split
    values: list[list[int]]
    reading: Reading

    @property
    def groups(self) -> range:
        return range(len(self.split.groups))

    def fact(self, series: int, group: int) -> str:
        return q(self.split.name(series, group))

    def row(self, series: int) -> str:
        return ", ".join([self.fact(series, group) for group in self.groups])


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: a value, or two lines compared at one time. Level 2: the total or mean of a line, when one is first above
    another, the widest gap. Level 3: when they cross, how far apart they will be, their totals compared.
    """
    same, rng = dice.same, dice.fresh
    kind, phrase, numbers = same.choice(KINDS[level - 1]), same.randrange(2), same.random() < 0.3
    measured = kind in MEASURED_ONLY or (numbers and level == 1)
    topics, kinds = (PLACES, NUMBERS) if measured else (TIMES, NAMES)
    split = split_of(same, rng, language, topics, groups=(4, 6), kinds=kinds)
    reading = reading_of(rng, split.topic.steps, exact=kind in EXACT, printable=False, least=6)
    values = [reading.values(rng, len(split.groups), 0.15, 0.9) for _ in split.series]
    if kind in ("totals", "percent") and sum(values[0]) == sum(values[1]):
        values[0][0] += reading.grain
    if kind == "first":
        _turning(rng, values, reading)
    if kind == "gap":
        reading.spread(rng, values[:2])
    if kind == "crossing":
        _crossing(rng, values, reading)
    if kind == "ahead":
        _parting(rng, values, reading)
    lines = _Lines(split, values, reading)
    view = View(_draw(rng, lines), language, phrase, split.unit, _described(split), split.topic.more)
    if kind in ("value", "apart"):
        return _at_once(view, lines, rng, kind)
    if kind in ("first", "gap"):
        return _which(view, lines, kind)
    if kind in MEASURED_ONLY:
        return _moving(view, lines, kind)
    return _over(view, lines, rng, kind)


def _turning(rng: random.Random, rows: list[list[int]], reading: Reading) -> None:
    """Change two rows so that the first is below the second up to a place, and above it there."""
    turn = rng.randrange(1, len(rows[0]))
    for group in range(len(rows[0])):
        low = rng.randint(1, reading.most - 2 - reading.apart)
        high = rng.randint(low + reading.apart, reading.most - 1)
        above = group == turn or (group > turn and rng.random() < 0.5)
        for row, times in zip(rows, (high, low) if above else (low, high), strict=False):
            row[group] = reading.grain * times


def _crossing(rng: random.Random, rows: list[list[int]], reading: Reading) -> None:
    """Change two rows so that they cross once."""
    at, flip = rng.randrange(1, len(rows[0]) - 1), rng.random() < 0.5
    for group in range(len(rows[0])):
        gap = rng.randint(2, reading.most // 2)
        low = rng.randint(1, reading.most - 1 - gap)
        pair = (low, low + gap) if (group <= at) == flip else (low + gap, low)
        for row, number in zip(rows, pair, strict=False):
            row[group] = reading.grain * number


def _parting(rng: random.Random, rows: list[list[int]], reading: Reading) -> None:
    """Change the last two values of two rows so that they go on within the chart, not side by side."""
    share = reading.most / 12
    slopes = rng.choice(((-1, 1), (-1, 2), (1, 2)))
    ends = rng.uniform(3, 5), rng.uniform(8, 10)
    for row, slope, end in zip(rng.sample(rows[:2], 2), slopes, ends, strict=True):
        turn = slope * rng.uniform(0.7, 1)
        row[-2:] = [reading.grain * round(share * (end - n * turn)) for n in (2, 1)]


def _draw(rng: random.Random, lines: _Lines) -> Sheet:
    style, split, reading = style_of(rng), lines.split, lines.reading
    sheet = sheet_in(style)
    dashes = rng.choice((((), (), ()), ((), (7, 4), (2, 3)), ((8, 3), (), (3, 3))))
    colours = line_colours(style.palette)
    entries = [Entry(name, colours[n], kind="curve", dash=dashes[n]) for n, name in enumerate(split.series)]
    xs = split.numbers
    chart = Chart(
        sheet, style, x=Linear(0, xs[-1], xs.step) if xs else Band(split.labels), y=reading.scale, title=split.title,
        x_title=split.say(*split.kind.axis) if xs else "", y_title=split.axis, entries=entries,
    )  # fmt: skip
    for series, (entry, row) in enumerate(zip(entries, lines.values, strict=True)):
        points = list(zip(xs or lines.groups, row, strict=True))
        pixels = chart.curve(points, colour=entry.colour, dash=entry.dash)
        for group, pixel in enumerate(pixels):
            name, resolution = split.name(series, group), reading.resolution
            sheet.fact(name, row[group], pixel, resolution=resolution, unit=split.unit)
    return sheet


def _described(split: Split) -> str:
    kind = split.say(*split.kind.axis)
    named = split.say(", ", "、").join(split.series)
    return split.say(
        f"A line chart titled '{split.title}' has one polyline each for {named}, with a dot at every value; the "
        f"horizontal axis shows '{kind}', the vertical axis '{split.axis}'.",
        f"这是一幅复式折线统计图，标题为“{split.title}”，{named}各有一条折线，每个数值处有一个点；"
        f"横轴表示“{kind}”，纵轴表示“{split.axis}”。",
    )


def _at_once(view: View, lines: _Lines, rng: random.Random, kind: str) -> Problem:
    split = lines.split
    pairs = [((s, g), (t, g)) for s, t in combinations(range(len(split.series)), 2) for g in lines.groups]
    least = max(0.35 * lines.reading.scale.high, lines.reading.sure)
    (s, g), (t, _) = far_apart(rng, pairs, lambda n: lines.values[n[0]][n[1]], least)
    if kind == "apart":
        return view.ask(
            DIFFERENCE,
            one=split.cell(s, g),
            other=split.say(split.the(t), split.cell(t, g)),
            a=lines.fact(s, g),
            b=lines.fact(t, g),
        )
    step = f"{lines.reading.scale.step:g}"
    return view.ask(VALUE, one=split.cell(s, g), a=lines.fact(s, g), b=lines.fact(t, g), step=step)


def _which(view: View, lines: _Lines, kind: str) -> Problem:
    split = lines.split
    call = "sign" if kind == "first" else "abs"
    row = ", ".join([f"{call}({lines.fact(0, g)} - {lines.fact(1, g)})" for g in lines.groups])
    words = {"which": split.which, "one": split.the(0), "other": split.the(1), "a": lines.row(0), "row": row}
    return view.which(FIRST if kind == "first" else GAP, split.labels, **words)


def _moving(view: View, lines: _Lines, kind: str) -> Problem:
    split, xs = lines.split, lines.split.numbers
    above = [a > b for a, b in zip(lines.values[0], lines.values[1], strict=True)]
    at = len(xs) - 2 if kind == "ahead" else above.index(not above[0]) - 1
    words: dict[str, str | float] = {
        f"{letter}{n}": lines.fact(series, at + n) for series, letter in enumerate("ab") for n in (0, 1)
    }
    words |= {"one": split.the(0), "other": split.the(1)}
    if kind == "ahead":
        return view.ask(AHEAD, next=split.say(*split.kind.at).format(xs[-1] + xs.step), **words)
    return view.ask(CROSSING, which=split.which, x0=xs[at], x1=xs[at + 1], xunit=split.number_unit, **words)


def _over(view: View, lines: _Lines, rng: random.Random, kind: str) -> Problem:
    split, over, series = lines.split, lines.split.over, range(len(lines.values))
    least = 0.5 * lines.reading.scale.high
    s, t = far_apart(rng, combinations(series, 2), lambda n: sum(lines.values[n]), least)
    if kind in ("total", "mean"):
        wrong = misread(f"sum({lines.row(t)})", f"takes the line of {split.series[t]}")
        words = {"one": split.say(f"{split.of(s)} {over}", f"{over}{split.of(s)}"), "row": lines.row(s)}
        if kind == "mean":
            return view.ask(MEAN, count=len(lines.groups), **words)
        return view.ask(TOTAL, wrong, a=lines.fact(s, 0), b=lines.fact(s, 1), **words)
    words = {
        "one": split.say(f"the total {split.of(s)} {over}", f"{over}{split.of(s)}之和"),
        "other": split.say(f"the total {split.of(t)}", f"{split.of(t)}之和"),
    }
    return view.ask(
        DIFFERENCE if kind == "totals" else EXCESS, a=f"sum({lines.row(s)})", b=f"sum({lines.row(t)})", **words
    )
