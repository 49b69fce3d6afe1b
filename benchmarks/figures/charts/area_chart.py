"""Area charts: quantities stacked over years, and rates over time with the area below them as an amount."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.chart import Chart, Entry
from mmbench.benchmarks.figures.charts.questions import EXCESS, SHARE, VALUE, View
from mmbench.benchmarks.figures.charts.readings import far_apart, reading_of
from mmbench.benchmarks.figures.charts.stacks import PART, Stack
from mmbench.benchmarks.figures.charts.topics import ADDITIVE, Split, split_of
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.scales import Linear
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.charts.kinds import Pair
    from mmbench.benchmarks.figures.charts.readings import Reading
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "area-chart"
DOMAIN: Domain = "chart"


class _Rate(NamedTuple):
    """A rate whose area over time is an amount: `of` names the rate, `amount` asks for the area, in `whole`."""

    title: Pair
    axis: Pair
    time: Pair
    of: Pair
    amount: tuple[Pair, Pair]
    unit: Pair
    tick: Pair
    whole: Pair
    per: Pair
    steps: tuple[int, ...]
    spans: tuple[int, ...] = (5, 10)


RATES = (
    _Rate(
        ("Speed of a train", "一列火车的速度"), ("Speed (m/s)", "速度（米/秒）"), ("Time (s)", "时间（秒）"),
        ("speed of the train", "火车的速度"),
        (("How far did the train travel from {one} to {other}?",
        "What distance did the train cover between {one} and {other}?"),
         ("从{one}到{other}，火车行驶了多少米？", "火车从{one}到{other}行驶的路程是多少米？")),
        ("m/s", "米/秒"), ("{} s", "{}秒"), ("m", "米"), ("second", "秒"), (5, 10),
    ),
    _Rate(
        ("Speed of a car", "一辆汽车的速度"), ("Speed (m/s)", "速度（米/秒）"), ("Time (s)", "时间（秒）"),
        ("speed of the car", "汽车的速度"),
        (("How far did the car travel from {one} to {other}?",
        "What distance did the car cover between {one} and {other}?"),
         ("从{one}到{other}，汽车行驶了多少米？", "汽车从{one}到{other}行驶的路程是多少米？")),
        ("m/s", "米/秒"), ("{} s", "{}秒"), ("m", "米"), ("second", "秒"), (4, 5),
    ),
    _Rate(
        ("Flow of water into a basin", "水池的进水速度"), ("Flow (l/min)", "进水速度（升/分钟）"), ("Time (min)",
        "时间（分钟）"),
        ("flow of water", "进水速度"),
        (("How much water flowed into the basin from {one} to {other}?",
          "What amount of water did the basin take in between {one} and {other}?"),
         ("从{one}到{other}，水池一共进水多少升？", "从{one}到{other}流入水池的水量是多少升？")),
        ("l/min", "升/分钟"), ("{} min", "{}分钟"), ("l", "升"), ("minute", "分钟"), (10, 20, 50),
    ),
    _Rate(
        ("Power of a machine", "一台机器的功率"), ("Power (kW)", "功率（千瓦）"), ("Time (h)", "时间（小时）"),
        ("power of the machine", "机器的功率"),
        (("How much energy did the machine use from {one} to {other}?",
          "What amount of energy was used by the machine between {one} and {other}?"),
         ("从{one}到{other}，机器消耗了多少千瓦时的电能？", "机器从{one}到{other}的耗电量是多少千瓦时？")),
        ("kW", "千瓦"), ("{} h", "{}小时"), ("kWh", "千瓦时"), ("hour", "小时"), (5, 10, 20), (1, 2),
    ),
)  # fmt: skip
YEARLY = tuple(topic for topic in ADDITIVE if "years" in topic.kinds)
KINDS = (
    ("whole", "value", "part"),
    ("share", "piece", "slope", "piece"),
    ("growth", "area", "average", "area"),
)
STACKED = ("whole", "part", "share", "growth")
ANY = ("{described}", "{described}")
EVENLY = ("Between neighbouring dots the {of} changes evenly.", "相邻两点之间，{of}均匀变化。")
SLOPE = Asked(
    ("From {one} to {other}, by how much per {per} did the {of} {verb}?",
     "By how much did the {of} {verb} in each {per} between {one} and {other}?"),
    ("从{one}到{other}，{of}平均每{per}{verb}多少{unit}？", "{of}从{one}到{other}每{per}{verb}了多少{unit}？"),
    "({a} - {b}) / {span}", ("read a value", "slope"),
    (logic("{a} - {b}", "gives the whole change"), logic("({a} + {b}) / 2", "takes the mean of the two values"),
     logic("({a} + {b}) / {span}", "adds instead of subtracting"), misread("{a} / {span}", "takes one value only")),
    "{slope}", decimals=2, setting=EVENLY, description=ANY,
)  # fmt: skip


class _Curve(NamedTuple):
    rate: _Rate
    language: Language
    times: list[int]
    values: list[int]

    def say(self, pair: Pair) -> str:
        return say(self.language, *pair)

    def label(self, n: int) -> str:
        return self.say(self.rate.tick).format(self.times[n])

    def area(self, n: int) -> str:
        """Return the program for the area below the piece that begins at a point."""
        a, b, span = q(self.label(n)), q(self.label(n + 1)), self.times[n + 1] - self.times[n]
        low, high = self.values[n], self.values[n + 1]
        if low == high:
            return f"rectangle_area({span}, {a})"
        if not low or not high:
            return f"triangle_area({span}, {b if high else a})"
        return f"trapezoid_area({a}, {b}, {span})"


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: a total or a band of a stacked chart, a value of a rate. Level 2: a band's share, the area below one piece
    of a rate, how fast it changes. Level 3: a band's change in percent, the area below several pieces, the mean rate.
    """
    same, rng = dice.same, dice.fresh
    kind, phrase = same.choice(KINDS[level - 1]), same.randrange(2)
    if kind in STACKED:
        return _of_stack(dice, kind, phrase, language)
    rate = same.choice(RATES)
    reading = reading_of(rng, rate.steps, exact=level > 1, least=6)
    curve = _curve(rng, rate, reading, language)
    view = View(_draw_curve(rng, curve, reading), language, phrase, curve.say(rate.unit), _about_curve(curve))
    return _of_curve(view, curve, rng, kind, reading)


def _of_stack(dice: Dice, kind: str, phrase: int, language: Language) -> Problem:
    same, rng = dice.same, dice.fresh
    split = split_of(same, rng, language, YEARLY, groups=(4, 6), kinds=("years",))
    reading = reading_of(rng, split.topic.steps, exact=kind != "whole", printable=False, least=7)
    count = len(split.series)
    room = range(max(1, reading.most // 9), reading.most // count)
    values = [[reading.grain * rng.choice(room) for _ in split.groups] for _ in split.series]
    for row in values:
        row[-2:] = [reading.grain * part for part in rng.sample(room, 2)]
    stack = Stack(split, values, "edges")
    reading = reading.up_to(max(stack.top(count - 1, group) for group in stack.groups))
    view = View(_draw_stack(rng, stack, reading), language, phrase, split.unit, _about_stack(split))
    s, g = rng.choice(stack.series[1:]), rng.choice(stack.groups)
    if kind == "whole":
        one = split.say(f"the {split.all} {split.at(g)}", f"{split.at(g)}{split.all}")
        step = f"{reading.scale.step:g}"
        return view.ask(VALUE, one=one, a=stack.whole(g), b=q(stack.edge(s - 1, g)), step=step)
    if kind == "part":
        s, g = stack.thick(rng, reading.sure)
        return view.ask(PART, one=split.cell(s, g), a=q(stack.edge(s, g)), b=q(stack.edge(s - 1, g)))
    if kind == "share":
        wrong = misread(f"percent_of({q(stack.edge(s - 1, g))}, {stack.whole(g)})", "takes the bottom of the band")
        return view.ask(SHARE, wrong, one=split.share(s, split.at(g)), a=stack.part(s, g), b=stack.whole(g))
    pairs = [((s, g), (s, h)) for s in stack.series[1:] for g, h in combinations(stack.groups, 2)]
    (s, g), (_, h) = far_apart(rng, pairs, lambda n: values[n[0]][n[1]], 0.08 * reading.scale.high)
    wrong = misread(
        f"percent_of(abs({q(stack.edge(s, g))} - {q(stack.edge(s, h))}), {q(stack.edge(s, h))})", "compares tops"
    )
    words = {"one": split.cell(s, g), "other": split.say(f"that {split.at(h)}", split.at(h))}
    return view.ask(EXCESS, wrong, a=stack.part(s, g), b=stack.part(s, h), **words)


def _draw_stack(rng: random.Random, stack: Stack, reading: Reading) -> Sheet:
    style, split = style_of(rng), stack.split
    sheet = sheet_in(style)
    entries = [Entry(name, style.palette[n]) for n, name in enumerate(split.series)]
    years = [int(group.name.removesuffix("年")) for group in split.groups]
    chart = Chart(
        sheet, style, x=Linear(years[0], years[-1], 1), y=reading.scale, title=split.title,
        x_title=split.say(*split.kind.axis), y_title=split.axis, entries=entries,
    )  # fmt: skip
    below = [(chart.x(year), chart.y(0)) for year in years]
    for series, entry in enumerate(entries):
        tops = [(chart.x(year), chart.y(stack.top(series, group))) for group, year in enumerate(years)]
        sheet.path([*tops, *below[::-1]], closed=True, colour="", fill=entry.colour, alpha=0.75, solid=False)
        below = tops
        for group, top in enumerate(tops):
            value, unit = stack.top(series, group), split.unit
            sheet.fact(stack.edge(series, group), value, top, resolution=reading.resolution, unit=unit)
    for series in stack.series:
        tops = [(chart.x(year), chart.y(stack.top(series, group))) for group, year in enumerate(years)]
        sheet.path(tops, width=1.4, solid=False)
        for top in tops:
            chart.dot(top, sheet.ink, 2.6)
    _lines_over(
        chart,
        [chart.y(value) for value, _ in reading.scale.ticks()] + [chart.y(value) for value in reading.scale.fine()],
        [point[0] for point in below],
    )
    return sheet


def _lines_over(chart: Chart, ys: list[float], xs: list[float]) -> None:
    """Draw thin lines over what is filled, so that values can be followed to the axes."""
    area, ink = chart.area, chart.sheet.ink
    for y in ys:
        chart.sheet.path(((area.left, y), (area.right, y)), colour=ink, width=0.5, dash=(2, 3), alpha=0.6, solid=False)
    for x in xs:
        chart.sheet.path(((x, area.top), (x, area.bottom)), colour=ink, width=0.5, dash=(2, 3), alpha=0.6, solid=False)


def _about_stack(split: Split) -> str:
    named = split.say(", ", "、").join(split.series)
    return split.say(
        f"A stacked area chart titled '{split.title}' runs over years; its bands are, from the bottom up: {named}. The "
        "top edge of the highest band is the total.",
        f"这是一幅堆积面积图，标题为“{split.title}”，横轴为年份，各部分自下而上依次为：{named}，最上面的边缘表示总量。",
    )


def _curve(rng: random.Random, rate: _Rate, reading: Reading, language: Language) -> _Curve:
    """Draw a rate that rises or falls first; later pieces may be level, and both ends may be 0."""
    span, count = rng.choice(rate.spans), rng.randint(4, 5)
    times = [0]
    for _ in range(count):
        times.append(times[-1] + span * rng.choice((1, 1, 2)))
    values = reading.values(rng, count + 1, 0.3)
    if rng.random() < 0.5:
        values[0] = 0
    for n in range(2, count + 1):
        if rng.random() < 0.3:
            values[n] = values[n - 1]
    if rng.random() < 0.5:
        values[-1] = 0
    return _Curve(rate, language, times, values)


def _draw_curve(rng: random.Random, curve: _Curve, reading: Reading) -> Sheet:
    style, rate = style_of(rng), curve.rate
    sheet = sheet_in(style)
    times, values = curve.times, curve.values
    span = min(b - a for a, b in pairwise(times))
    chart = Chart(
        sheet, style, x=Linear(0, times[-1], span), y=reading.scale, title=curve.say(rate.title),
        x_title=curve.say(rate.time), y_title=curve.say(rate.axis),
    )  # fmt: skip
    colour = style.palette[0]
    dots = [(chart.x(time), chart.y(value)) for time, value in zip(times, values, strict=True)]
    feet = [(dots[-1][0], chart.area.bottom), (dots[0][0], chart.area.bottom)]
    sheet.path([*dots, *feet], closed=True, colour="", fill=colour, alpha=0.35, solid=False)
    sheet.path(dots, width=2.2)
    sheet.keep_clear((chart.area.left, chart.area.top), (chart.area.left, chart.area.bottom))
    for n, (dot, value) in enumerate(zip(dots, values, strict=True)):
        chart.dot(dot, sheet.ink, 4)
        printed = reading.printed and value
        toward = (0.0, -1.0) if n else (0.7, -0.7)
        place = sheet.near(dot, f"{value}", toward=toward, gap=8, size=sheet.size - 2) if printed else dot
        sheet.fact(curve.label(n), value, place, resolution=reading.resolution, unit=curve.say(rate.unit))
    return sheet


def _about_curve(curve: _Curve) -> str:
    title, time, axis = (curve.say(pair) for pair in (curve.rate.title, curve.rate.time, curve.rate.axis))
    return say(
        curve.language,
        f"A graph titled '{title}' shows '{axis}' over '{time}' as a polyline with dots at the given "
        "times; the region between the polyline and the horizontal axis is filled.",
        f"这是一幅标题为“{title}”的图象，横轴表示“{time}”，纵轴表示“{axis}”，各点之间用线段连接，折线与横轴之间的区域涂有颜色。",
    )


def _of_curve(view: View, curve: _Curve, rng: random.Random, kind: str, reading: Reading) -> Problem:
    rate, last = curve.rate, len(curve.times) - 1
    of, facts = curve.say(rate.of), [q(curve.label(n)) for n in range(last + 1)]
    if kind == "value":
        n = rng.randrange(1, last)
        one = say(curve.language, f"the {of} at {curve.label(n)}", f"第{curve.label(n)}{of}")
        return view.ask(VALUE, one=one, a=facts[n], b=facts[n - 1], step=f"{reading.scale.step:g}")
    if kind == "slope":
        slopes = [
            (b - a) / (s - t) for (a, b), (t, s) in zip(pairwise(curve.values), pairwise(curve.times), strict=True)
        ]
        n = max(range(last), key=lambda n: abs(slopes[n]))
        rises = curve.values[n + 1] > curve.values[n]
        verb = say(curve.language, "rise" if rises else "fall", "增加" if rises else "减少")
        a, b = (facts[n + 1], facts[n]) if rises else (facts[n], facts[n + 1])
        per = curve.say(rate.per)
        return view.ask(
            SLOPE, one=curve.label(n), other=curve.label(n + 1), a=a, b=b, span=curve.times[n + 1] - curve.times[n],
            per=per, verb=verb, of=of, slope=say(curve.language, f"{view.unit} per {per}", view.unit),
        )  # fmt: skip
    first, end = (0, last) if kind != "piece" else (n := rng.randrange(last), n + 1)
    pieces = [curve.area(n) for n in range(first, end)]
    span = curve.times[end] - curve.times[first]
    row = ", ".join(facts[first : end + 1])
    words = {"one": curve.label(first), "other": curve.label(end), "of": of}
    if kind == "average":
        asked = Asked(
            ("What was the average {of} from {one} to {other}?",
            "From {one} to {other}, what was the {of} on average?"),
            ("{of}在{one}到{other}之间的平均值是多少{unit}？", "从{one}到{other}，{of}平均为多少{unit}？"),
            f"sum({', '.join(pieces)}) / {span}", ("read a value", "area", "mean"),
            (logic(f"mean({row})", "takes the mean of the values at the dots"),
             logic(f"({facts[first]} + {facts[end]}) / 2", "takes the mean of the two ends"),
             logic(f"max({row}) / 2", "takes half the greatest value"),
             logic(f"sum({', '.join(pieces[1:])}) / {span}", "leaves out the first piece")),
            "{unit}", decimals=1, setting=EVENLY, description=ANY,
        )  # fmt: skip
        return view.ask(asked, **words)
    program = f"sum({', '.join(pieces)})" if len(pieces) > 1 else pieces[0]
    asked = Asked(
        rate.amount[0], rate.amount[1], program, ("read a value", "area", *(("add",) if kind == "area" else ())),
        (logic(f"{span} * max({row})", "multiplies the greatest value by the time"),
         logic(f"{span} * mean({row})", "multiplies the mean of the values at the dots by the time"),
         logic(f"({program}) / 2", "halves once too often"), logic(f"2 * ({program})", "forgets the half"),
         *((logic(f"sum({', '.join(pieces[1:])})", "leaves out the first piece"),) if kind == "area" else ())),
        curve.say(rate.whole), setting=EVENLY, description=ANY,
    )  # fmt: skip
    return view.ask(asked, **words)
