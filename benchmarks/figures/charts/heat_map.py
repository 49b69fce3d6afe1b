"""Heat maps: rows and columns of coloured cells, with a number printed in each or a legend of distinct steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.chart import Chart, Entry
from mmbench.benchmarks.figures.charts.kinds import KINDS, Kind, groups_of
from mmbench.benchmarks.figures.charts.readings import ink_on
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.scales import Band
from mmbench.benchmarks.figures.sheet import Box
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.charts.kinds import Group, Pair
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "heat-map"
DOMAIN: Domain = "chart"

TYPES = (
    ("difference", "two", "greatest"),
    ("row total", "column mean"),
    ("totals differ", "share", "greatest total"),
)
TRIES = 100
COLOURS = (
    ("#D6E6F4", "#9FC8E6", "#5A9FD0", "#1F66AD", "#08264F"),
    ("#FEE5C4", "#FDC180", "#F98750", "#CF301F", "#6E0000"),
    ("#D8F0D3", "#A3D89B", "#5DB366", "#1F7F3D", "#003A18"),
    ("#DFDBEE", "#B8B2DA", "#8C83BE", "#5E459B", "#2C0064"),
    ("#DEDEDE", "#B4B4B4", "#848484", "#525252", "#1C1C1C"),
)
"""From the least to the greatest."""

_HOURS = Kind(
    tuple((f"{h}–{h + 2}", f"{h} and {h + 2} o'clock", f"{h}～{h + 2}时") for h in (8, 10, 12, 14, 16, 18)),
    ("between {}", "{}"), ("Between which hours", "哪个时段"), ("over all the hours shown", "图中各时段"),
    ("Time of day", "时段"),
)  # fmt: skip
_STATIONS = Kind(
    (("Park", "the park", "公园站"), ("Harbour", "the harbour", "码头站"), ("Museum", "the museum", "博物馆站"),
     ("Castle", "the castle", "古城站"), ("Market", "the market", "市场站"), ("Stadium", "the stadium", "体育场站")),
    ("at {}", "{}"), ("At which station", "哪个站点"), ("over all the stations shown", "图中各站点"),
    ("Station", "站点"), run=False,
)  # fmt: skip


class _Topic(NamedTuple):
    """Title, quantity and unit, the kinds of rows and columns, and the least and greatest printed value."""

    title: Pair
    quantity: Pair
    unit: Pair
    rows: Kind
    columns: Kind
    least: int
    most: int


TOPICS = (
    _Topic(("Visitors to the library", "图书馆到馆人数"), ("number of visitors", "到馆人数"), ("", "人"),
           KINDS["days"], _HOURS, 12, 95),
    _Topic(("Bicycles hired", "共享单车租借量"), ("number of bicycles hired", "租借量"), ("", "辆"),
           _STATIONS, KINDS["days"], 20, 160),
    _Topic(("Rainfall in mm", "降水量（毫米）"), ("rainfall", "降水量"), ("mm", "毫米"),
           KINDS["towns"], KINDS["months"], 15, 140),
    _Topic(("Calls to the help line", "客服热线来电数"), ("number of calls", "来电数"), ("", "个"),
           KINDS["days"], _HOURS, 10, 80),
    _Topic(("Sunshine in hours", "日照时数（小时）"), ("sunshine", "日照时数"), ("h", "小时"),
           KINDS["towns"], KINDS["months"], 40, 290),
    _Topic(("Tickets sold at the stations", "各站售票量"), ("number of tickets sold", "售票量"), ("", "张"),
           _STATIONS, _HOURS, 25, 190),
)  # fmt: skip


class _Map(NamedTuple):
    """A drawn map: the value and the fact of each cell, by row and column from the upper left one."""

    sheet: Sheet
    language: Language
    topic: _Topic
    rows: tuple[Group, ...]
    columns: tuple[Group, ...]
    values: list[list[int]]
    facts: list[list[str]]

    def row(self, number: int) -> list[str]:
        return [q(name) for name in self.facts[number]]

    def column(self, number: int) -> list[str]:
        return [q(row[number]) for row in self.facts]

    def total(self, row: int) -> str:
        return f"sum({', '.join(self.row(row))})"

    def problem(self, ask: str, program: str, skills: tuple[str, ...], **more: object) -> Problem:
        """Return a problem in the unit of the cells, unless `more` says otherwise."""
        topic = self.topic
        rows, columns = ([group.label for group in groups] for groups in (self.rows, self.columns))
        description = say(
            self.language,
            f"Heat map '{topic.title[0]}': a row for each of {', '.join(rows)}, a column for each of "
            f"{', '.join(columns)}; each cell shows a number.",
            f"热力图《{topic.title[1]}》：各行为{'、'.join(rows)}，各列为{'、'.join(columns)}，每个格子表示一个数值。",
        )
        more = {"unit": say(self.language, *topic.unit), "description": description, **more}
        return Problem(self.sheet, ask, program, skills, **more)  # type: ignore[arg-type]


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Ask for cells.

    Level 1: the difference or the sum of two cells, the greatest cell of a row.
    Level 2: the total of a row, the mean of a column.
    Level 3: how far the totals of two rows differ, a share of a total, the row of the greatest total.
    """
    same, rng = dice.same, dice.fresh
    kind, phrase, topic = same.choice(TYPES[level - 1]), same.randrange(2), same.choice(TOPICS)
    drawn = _draw(rng, topic, language)
    if kind in ("difference", "two"):
        return _pair(drawn, rng, phrase, together=kind == "two")
    if kind == "greatest":
        return _greatest(drawn, rng, phrase)
    if kind == "row total":
        return _total(drawn, rng, phrase)
    if kind == "column mean":
        return _mean(drawn, rng, phrase)
    if kind == "share":
        return _share(drawn, rng, phrase)
    return _totals(drawn, phrase) if kind == "totals differ" else _greatest_total(drawn, phrase)


def _draw(rng: random.Random, topic: _Topic, language: Language) -> _Map:
    style, printed = style_of(rng)._replace(frame="box"), rng.random() < 0.6
    rows = groups_of(rng, topic.rows, rng.randint(3, 5), language)
    columns = groups_of(rng, topic.columns, rng.randint(4, 5), language)
    shades = rng.choice(COLOURS)
    step = rng.choice([step for step in (5, 10, 20, 25, 50) if topic.most / 8 <= step <= topic.most / 3])
    levels = [] if printed else [step * n + rng.randint(-step // 3, step // 3) for n in range(1, 6)]
    values = _values(rng, topic, len(rows), len(columns), levels)
    sheet = sheet_in(style)
    across, down = (Band(tuple(group.label for group in groups)) for groups in (columns, rows[::-1]))
    chart = Chart(
        sheet, style, x=across, y=down, title=say(language, *topic.title),
        x_title=say(language, *topic.columns.axis), y_title=say(language, *topic.rows.axis),
        entries=() if printed else [Entry(str(level), shade) for level, shade in zip(levels, shades, strict=False)],
    )  # fmt: skip
    facts = []
    for number, (group, numbers) in enumerate(zip(rows, values, strict=True)):
        facts.append([say(language, f"{group.label}, {c.label}", f"{group.label}{c.label}") for c in columns])
        y = len(rows) - 1 - number
        for column, (name, value) in enumerate(zip(facts[-1], numbers, strict=True)):
            box = Box(chart.x(column - 0.48), chart.y(y + 0.48), chart.x(column + 0.48), chart.y(y - 0.48))
            shade = (
                min(4, 5 * (value - topic.least) // (topic.most + 1 - topic.least)) if printed else levels.index(value)
            )
            sheet.rect(box, colour="" if printed else sheet.ink, fill=shades[shade], width=0.6, solid=False)
            place = box.grown(-4)
            if printed:
                place = sheet.text(box.middle, str(value), colour=ink_on(shades[shade]))
            sheet.fact(name, value, place, unit=say(language, *topic.unit), group="cell")
    return _Map(sheet, language, topic, rows, columns, values, facts)


def _values(rng: random.Random, topic: _Topic, rows: int, columns: int, levels: list[int]) -> list[list[int]]:
    """Return the values of all rows, no two of which have the same sum."""
    for _ in range(TRIES):
        values = [_row(rng, topic, columns, levels) for _ in range(rows)]
        if len({sum(row) for row in values}) == rows:
            return values
    levels = levels or [topic.least + n for n in range(5)]
    return [
        [levels[4], *(levels[(row > column) + (row > column + 3)] for column in range(columns - 1))]
        for row in range(rows)
    ]


def _row(rng: random.Random, topic: _Topic, count: int, levels: list[int]) -> list[int]:
    """Return the values of a row, one of which is the greatest."""
    if not levels:
        return rng.sample(range(topic.least, topic.most + 1), count)
    most = rng.randint(2, 4)
    row = [levels[rng.randrange(most)] for _ in range(count - 1)]
    row.insert(rng.randrange(count), levels[most])
    return row


def _pair(drawn: _Map, rng: random.Random, phrase: int, *, together: bool) -> Problem:
    row = rng.randrange(len(drawn.rows))
    values, group = drawn.values[row], drawn.rows[row]
    low, high = sorted(rng.sample(range(len(values)), 2), key=values.__getitem__)
    if values[low] == values[high]:
        low, high = (min(range(len(values)), key=values.__getitem__), max(range(len(values)), key=values.__getitem__))
    (quantity, zh), one, two = drawn.topic.quantity, drawn.columns[high], drawn.columns[low]
    if together:
        ask = say(
            drawn.language,
            (f"What is the {quantity} {group.at} {two.at} and {one.at} together?",
             f"Add up the {quantity} {two.at} and {one.at}, both {group.at}. What is the sum?")[phrase],
            (f"{group.at}，{two.at}和{one.at}的{zh}共是多少？",
             f"{group.at}在{two.at}和{one.at}的{zh}之和是多少？")[phrase],
        )  # fmt: skip
    else:
        ask = say(
            drawn.language,
            (f"How much greater is the {quantity} {group.at} {one.at} than {two.at}?",
             f"By how much does the {quantity} {group.at} {one.at} exceed that {two.at}?")[phrase],
            (f"{group.at}，{one.at}的{zh}比{two.at}多多少？",
             f"{group.at}在{one.at}和{two.at}的{zh}相差多少？")[phrase],
        )  # fmt: skip
    a, b = q(drawn.facts[row][high]), q(drawn.facts[row][low])
    other = (row + 1) % len(drawn.rows)
    signs = ("+", "-") if together else ("-", "+")
    mistakes = (
        logic(f"{a} {signs[1]} {b}", f"{'subtracts' if together else 'adds'} the two values"),
        misread(a, f"gives the value for {one.label}"),
        misread(b, f"gives the value for {two.label}"),
        misread(f"abs({q(drawn.facts[other][high])} {signs[0]} {q(drawn.facts[other][low])})", "reads another row"),
    )
    return drawn.problem(
        ask, f"{a} {signs[0]} {b}", ("read a cell", "add" if together else "subtract"), mistakes=mistakes
    )


def _greatest(drawn: _Map, rng: random.Random, phrase: int) -> Problem:
    row, (quantity, zh) = rng.randrange(len(drawn.rows)), drawn.topic.quantity
    group, which = drawn.rows[row], drawn.topic.columns.which
    ask = say(
        drawn.language,
        (f"{which[0]} is the {quantity} {group.at} greatest?",
         f"Look at the {quantity} {group.at}. {which[0]} is it greatest?")[phrase],
        (f"{group.at}{which[1]}的{zh}最大？", f"从图中看，{group.at}的{zh}在{which[1]}最大？")[phrase],
    )  # fmt: skip
    labels = tuple(column.label for column in drawn.columns)
    other = (row + 1) % len(drawn.rows)
    mistakes = (
        misread(f"argmax({', '.join(drawn.row(other))})", "reads another row"),
        misread(f"argmin({', '.join(drawn.row(row))})", "takes the least value"),
    )
    program = f"argmax({', '.join(drawn.row(row))})"
    return drawn.problem(ask, program, ("read a cell", "compare"), mistakes=mistakes, labels=labels, unit="")


def _total(drawn: _Map, rng: random.Random, phrase: int) -> Problem:
    row, (quantity, zh) = rng.randrange(len(drawn.rows)), drawn.topic.quantity
    group, (over, over_zh) = drawn.rows[row], drawn.topic.columns.over
    ask = say(
        drawn.language,
        (
            f"What is the total {quantity} {group.at} {over}?",
            f"Add up the {quantity} {group.at} {over}. What is the total?",
        )[phrase],
        (f"{group.at}，{over_zh}的{zh}总和是多少？", f"{over_zh}中，{group.at}的{zh}一共是多少？")[phrase],
    )
    facts = drawn.row(row)
    mistakes = (
        misread(drawn.total((row + 1) % len(drawn.rows)), "adds up another row"),
        logic(f"sum({', '.join(facts[1:])})", "leaves out the first column"),
        logic(f"sum({', '.join(facts[:-1])})", "leaves out the last column"),
        misread(f"sum({', '.join(drawn.column(0))})", "adds up a column"),
        misread(f"sum({', '.join(drawn.column(1))})", "adds up a column"),
    )
    return drawn.problem(ask, drawn.total(row), ("read a cell", "add"), mistakes=mistakes)


def _mean(drawn: _Map, rng: random.Random, phrase: int) -> Problem:
    column, (quantity, zh) = rng.randrange(len(drawn.columns)), drawn.topic.quantity
    group, over_zh = drawn.columns[column], drawn.topic.rows.over[1]
    ask = say(
        drawn.language,
        (f"What is the mean {quantity} {group.at} over all rows of the chart? Round to one decimal place.",
         f"Find the mean of the {quantity} {group.at}, taken over all rows. Give one decimal place.")[phrase],
        (f"{group.at}，{over_zh}的{zh}平均是多少？保留一位小数。",
         f"求{over_zh}{group.at}{zh}的平均数，结果保留一位小数。")[phrase],
    )  # fmt: skip
    facts = ", ".join(drawn.column(column))
    count, other = len(drawn.rows), (column + 1) % len(drawn.columns)
    mistakes = (
        misread(f"mean({', '.join(drawn.column(other))})", "takes another column"),
        misread(f"mean({', '.join(drawn.row(0))})", "takes a row instead of the column"),
        logic(f"median({facts})", "takes the median for the mean"),
        logic(f"sum({facts}) / {count + 1}", f"divides by {count + 1} instead of {count}"),
        logic(f"sum({facts}) / {count - 1}", f"divides by {count - 1} instead of {count}"),
    )
    return drawn.problem(ask, f"round(mean({facts}), 1)", ("read a cell", "mean"), mistakes=mistakes, decimals=1)


def _totals(drawn: _Map, phrase: int) -> Problem:
    low, *_, high = sorted(range(len(drawn.rows)), key=lambda row: sum(drawn.values[row]))
    one, two, (quantity, zh) = drawn.rows[high], drawn.rows[low], drawn.topic.quantity
    over, over_zh = drawn.topic.columns.over
    ask = say(
        drawn.language,
        (f"Added up {over}, how much greater is the {quantity} {one.at} than {two.at}?",
         f"By how much does the total {quantity} {one.at} exceed the total {two.at}?")[phrase],
        (f"{over_zh}合计，{one.at}的{zh}比{two.at}多多少？",
         f"{one.at}的{zh}总和与{two.at}的{zh}总和相差多少？")[phrase],
    )  # fmt: skip
    a, b = drawn.total(high), drawn.total(low)
    first, last = (f"sum({', '.join(drawn.row(high)[part])}) - sum({', '.join(drawn.row(low)[part])})"
                   for part in (slice(1, None), slice(None, -1)))  # fmt: skip
    mistakes = (
        logic(f"max({', '.join(drawn.row(high))}) - max({', '.join(drawn.row(low))})", "compares the greatest cells"),
        logic(first, "leaves out the first column"),
        logic(last, "leaves out the last column"),
        logic(f"({a} - {b}) / {len(drawn.columns)}", "compares the means"),
        misread(a, "gives the greater total"),
        misread(b, "gives the lesser total"),
    )
    return drawn.problem(ask, f"{a} - {b}", ("add", "subtract"), mistakes=mistakes)


def _share(drawn: _Map, rng: random.Random, phrase: int) -> Problem:
    row, column = rng.randrange(len(drawn.rows)), rng.randrange(len(drawn.columns))
    group, part, (quantity, zh) = drawn.rows[row], drawn.columns[column], drawn.topic.quantity
    over, over_zh = drawn.topic.columns.over
    ask = say(
        drawn.language,
        (f"What percentage of the {quantity} {group.at} {over} is that {part.at}? Round to one decimal place.",
         f"The {quantity} {group.at} {part.at} is how many percent of the total {group.at} {over}? "
         "Give one decimal place.")[phrase],
        (f"{group.at}{part.at}的{zh}占{over_zh}总和的百分之几？保留一位小数。",
         f"{group.at}的{zh}（{over_zh}合计）中，{part.at}所占的百分比是多少？保留一位小数。")[phrase],
    )  # fmt: skip
    cell = q(drawn.facts[row][column])
    everything = ", ".join(q(name) for names in drawn.facts for name in names)
    mistakes = (
        logic(f"{cell} / ({drawn.total(row)} - {cell}) * 100", "divides by the rest of the row"),
        misread(f"{cell} / sum({', '.join(drawn.column(column))}) * 100", "divides by the total of the column"),
        misread(f"{cell} / sum({everything}) * 100", "divides by the total of all cells"),
        logic(f"{cell} / max({', '.join(drawn.row(row))}) * 100", "divides by the greatest cell"),
    )
    program = f"round(percent_of({cell}, {drawn.total(row)}), 1)"
    return drawn.problem(ask, program, ("add", "percentage"), mistakes=mistakes, unit="%", decimals=1)


def _greatest_total(drawn: _Map, phrase: int) -> Problem:
    (quantity, zh), which = drawn.topic.quantity, drawn.topic.rows.which
    over, over_zh = drawn.topic.columns.over
    ask = say(
        drawn.language,
        (f"{which[0]} is the total {quantity} {over} greatest?",
         f"Add up the {quantity} {over}. {which[0]} is the total greatest?")[phrase],
        (f"{over_zh}合计，{which[1]}的{zh}总和最大？", f"把{over_zh}的{zh}相加，{which[1]}的总和最大？")[phrase],
    )  # fmt: skip
    rows = range(len(drawn.rows))
    mistakes = (
        logic(
            f"argmax({', '.join(f'max({chr(44).join(drawn.row(row))})' for row in rows)})",
            "compares the greatest cells",
        ),
        misread(f"argmin({', '.join(map(drawn.total, rows))})", "takes the least total"),
    )
    labels, program = tuple(group.label for group in drawn.rows), f"argmax({', '.join(map(drawn.total, rows))})"
    return drawn.problem(ask, program, ("add", "compare"), mistakes=mistakes, labels=labels, unit="")
