"""Two straight lines in one plot: tariffs and stocks, how far they are apart and where they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.chart import Entry
from mmbench.benchmarks.figures.problem import logic, misread
from mmbench.benchmarks.figures.scenes.plotted import ACROSS, FINE, UP
from mmbench.benchmarks.figures.style import say

if TYPE_CHECKING:
    from mmbench.benchmarks.figures.scenes.plotted import Plot

__all__ = ["beyond", "gap", "meeting"]

PAIRS = (
    (("Two vans for hire", "van A", "van B", "distance", "km", "price", "$"),
     ("租用货车", "甲车", "乙车", "路程", "km", "租金", "元")),
    (("Two printers", "shop A", "shop B", "copies", "copies", "price", "$"),
     ("两家打印店", "甲店", "乙店", "张数", "张", "费用", "元")),
    (("Two boats for hire", "boat A", "boat B", "time", "h", "price", "$"),
     ("两种游船", "甲船", "乙船", "时间", "h", "租金", "元")),
)  # fmt: skip
"""Two lines: title, their names, what is across, its unit, what is up, its unit."""
TANKS = (
    (("Two tanks", "tank A", "tank B", "water", "l", "min"), ("两个水箱", "甲水箱", "乙水箱", "水量", "L", "min")),
    (("Two candles and sand clocks", "sand A", "sand B", "sand", "g", "s"), ("两个沙漏", "甲沙漏", "乙沙漏", "沙量",
     "g", "s")),
    (("Two stocks of coal", "stock A", "stock B", "coal", "t", "days"), ("两个煤场", "甲场", "乙场", "存煤量", "t",
     "天")),
)  # fmt: skip


def _lines(plot: Plot) -> tuple[tuple[int, int], tuple[int, int], int, int]:
    """Draw two tariffs; return start and rise of both in fine lines, the steps across and their size."""
    rng, words = plot.rng, plot.same.choice(PAIRS)[plot.language == "zh"]
    title, one, other, x, x_unit, y, unit = words
    plot.words |= {"one": one, "other": other, "x_unit": x_unit, "unit": unit, "x": x, "y": y}
    count, across, up = rng.randint(6, 8), rng.choice(ACROSS), rng.choice(UP)
    flat = (rng.randint(8, 16), rng.randint(0, 3))
    steep = (rng.randint(0, 5), flat[1] + rng.randint(2, 4))
    lines = [steep, flat]
    rng.shuffle(lines)
    colours = plot.colours[:2]
    entries = [
        Entry(name, colour, "line", dash=dash)
        for name, colour, dash in zip((one, other), colours, ((), (7, 4)), strict=True)
    ]
    high = max(-(-(start + rise * count) // FINE) for start, rise in lines)
    chart = plot.axes(
        (count, across),
        (max(high, 4), up),
        title,
        x if x_unit in ("copies", "张") else f"{x} ({x_unit})",
        f"{y} ({unit})",
        entries,
    )
    for key, name, (start, rise), entry in zip("ab", (one, other), lines, entries, strict=True):
        ends = [(0.0, start * up), (count * FINE * across, (start + rise * count) * up)]
        chart.curve(ends, colour=entry.colour, dash=entry.dash, marked=False)
        for n in range(count + 1):
            value = (start + rise * n) * up
            at = f"{n * FINE * across} {x_unit}"
            plot.note(
                f"{key}{n}",
                f"{y} of {name} at {at}",
                f"{name}{at}的{y}",
                value,
                (chart.x(n * FINE * across), chart.y(value)),
                unit,
            )
    return lines[0], lines[1], count, FINE * across


TARIFFS = (
    "Two straight lines show the {y} of {one} and of {other}.",
    "图中两条直线分别表示{one}和{other}的{y}。",
)


def gap(plot: Plot) -> Asked:
    """Ask how far the lines are apart at a place."""
    one, other, count, across = _lines(plot)
    places = [n for n in range(1, count + 1) if abs(one[0] + one[1] * n - other[0] - other[1] * n) > 3]
    n = plot.rng.choice(places)
    dear, cheap = ("a", "b") if one[0] + one[1] * n > other[0] + other[1] * n else ("b", "a")
    plot.words |= {
        "at": n * across,
        "dear": plot.words["one" if dear == "a" else "other"],
        "cheap": plot.words["other" if dear == "a" else "one"],
    }
    asks = (
        ("How much more does {dear} cost than {cheap} for {at} {x_unit}?",
         "At {at} {x_unit}, how far is the {y} of {dear} above that of {cheap}?"),
        ("{at}{x_unit}时，{dear}的{y}比{cheap}多多少？", "{x}为{at}{x_unit}时，选{dear}比选{cheap}贵多少？"),
    )  # fmt: skip
    first, second = f"{{{dear}{n}}}", f"{{{cheap}{n}}}"
    wrong = (
        misread(first, "gives one of the values"), logic(f"{first} + {second}", "adds"),
        misread(f"{first} - {{{cheap}0}}", "reads one line at the start"),
        misread(f"abs({{{dear}0}} - {{{cheap}0}})", "compares at the start"),
        logic(f"({first} + {second}) / 2", "takes the middle"),
    )  # fmt: skip
    return Asked(*asks, f"{first} - {second}", ("read a value", "subtract"), wrong, "{unit}", description=TARIFFS)


def beyond(plot: Plot) -> Asked:
    """Ask how far the lines are apart at a place beyond the plot."""
    one, other, count, across = _lines(plot)
    n = count + plot.rng.randint(3, 14)
    dear, cheap = ("a", "b") if one[1] > other[1] else ("b", "a")
    plot.words |= {
        "at": n * across,
        "end": count * across,
        "dear": plot.words["one" if dear == "a" else "other"],
        "cheap": plot.words["other" if dear == "a" else "one"],
    }
    asks = (
        ("Both lines go on straight. How much more does {dear} cost than {cheap} for {at} {x_unit}?",
         "How far will the {y} of {dear} be above that of {cheap} at {at} {x_unit} if both lines go on straight?"),
        ("如果两条直线都继续延长，{at}{x_unit}时{dear}的{y}比{cheap}多多少？",
         "按图中的规律，{x}为{at}{x_unit}时，选{dear}比选{cheap}贵多少？"),
    )  # fmt: skip
    ends = [f"interpolate(0, {{{key}0}}, {{end}}, {{{key}{count}}}, {{at}})" for key in (dear, cheap)]
    wrong = (
        misread(f"{{{dear}{count}}} - {{{cheap}{count}}}", "stops at the end of the graph"),
        logic(f"({{{dear}{count}}} - {{{cheap}{count}}}) * {{at}} / {{end}}",
        "takes the difference to be proportional"),
        logic(f"{ends[0]} - {ends[1]} + {{{cheap}0}}", "forgets the start of one line"),
        logic(f"({ends[0]} - {ends[1]}) / 2", "halves"),
        logic(f"({{{dear}{count}}} - {{{dear}0}} - {{{cheap}{count}}} + {{{cheap}0}}) * {{at}} / {{end}}",
        "forgets where the lines start"),
    )  # fmt: skip
    program = f"{ends[0]} - {ends[1]}"
    return Asked(*asks, program, ("read a value", "function", "subtract"), wrong, "{unit}", description=TARIFFS)


def _stocks(plot: Plot) -> bool:
    """Draw two stocks, one shrinking and one growing, and return whether the first is the larger one."""
    rng = plot.rng
    title, one, other, short, unit, times = plot.same.choice(TANKS)[plot.language == "zh"]
    count, high, across, up = rng.randint(6, 8), rng.randint(6, 8), rng.choice(ACROSS), rng.choice(UP)
    end = FINE * (count - 1) + rng.randint(-6, 3)
    low, top = [rng.randint(2, 9), 0], [FINE * high - rng.randint(1, 9), 0]
    low[1] = low[0] + rng.randint(0, 8)
    top[1] = max(top[0] - rng.randint(2, 10), low[1] + 3)
    lines = [low, top]
    rng.shuffle(lines)
    entries = [
        Entry(name, colour, "both", dash=dash)
        for name, colour, dash in zip((one, other), plot.colours, ((), (7, 4)), strict=False)
    ]
    time = say(plot.language, "time", "时间")
    chart = plot.axes((count, across), (high, up), title, f"{time} ({times})", f"{short} ({unit})", entries)
    for key, name, heights, entry in zip("ab", (one, other), lines, entries, strict=True):
        values = [(0, heights[0] * up), (end * across, heights[1] * up)]
        pixels = chart.curve(values, colour=entry.colour, dash=entry.dash)
        at = f"{end * across} {times}"
        plot.note(
            f"{key}0",
            f"{short} in {name} at the start",
            f"{name}开始时的{short}",
            values[0][1],
            pixels[0],
            unit,
            "y",
        )
        plot.note(
            f"{key}1",
            f"{short} in {name} after {at}",
            f"{name}{at}后的{short}",
            values[1][1],
            pixels[1],
            unit,
            "y",
        )
    plot.note(
        "t",
        "time of the right points",
        "右边两点的时间",
        end * across,
        (chart.x(end * across), chart.area.bottom),
        times,
    )
    plot.words |= {"one": one, "other": other, "short": short, "times": times}
    return lines[0][0] > lines[1][0]


def meeting(plot: Plot) -> Asked:
    """Ask where the lines meet, which is beyond the plot."""
    more, less = ("a", "b") if _stocks(plot) else ("b", "a")
    first, last = f"({{{more}0}} - {{{less}0}})", f"({{{more}1}} - {{{less}1}})"
    asks = (
        ("Both graphs go on straight. After how much time from the start do {one} and {other} hold the same?",
         "At what time will there be as much {short} in {one} as in {other} if both go on changing as shown?"),
        ("如果两条线都继续延长，从开始起经过多长时间{one}与{other}的{short}相等？",
         "按图中的变化规律，到什么时间{one}和{other}的{short}一样多？"),
    )  # fmt: skip
    wrong = (
        logic(f"{last} / (({first} - {last}) / {{t}})", "counts from the right points"),
        logic(f"{{t}} * {first} / {last}", "divides by the wrong difference"),
        logic(f"2 * {{t}} + {last} / (({first} - {last}) / {{t}})", "counts the time twice"),
        logic(f"{first} / ({first} / {{t}})", "takes the time shown"),
        logic(f"{{t}} + {first} / (({first} - {last}) / {{t}})", "adds the time shown"),
    )  # fmt: skip
    about = ("Two straight lines show the {short} in {one} and in {other} over time, with a point at both ends.",
             "图中两条直线分别表示{one}和{other}的{short}随时间的变化，各标出了开始时的点和右边的一点。")  # fmt: skip
    program = f"{first} / (({first} - {last}) / {{t}})"
    return Asked(*asks, program, ("read a value", "slope", "equation"), wrong, "{times}", 1, description=about)
