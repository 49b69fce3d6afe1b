"""Tables of meter readings: a cell over two months holds both together, a missing month follows from the total."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.problem import Problem, logic, misread, q
from mmbench.benchmarks.figures.ruled import Cell, draw_table
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["make"]

TITLES = (
    (("Electricity used, in kWh", "各户用电量（单位：千瓦时）"), ("electricity", "电"), ("kWh", "千瓦时"), (120, 390)),
    (("Heat used, in kWh", "各户供暖用量（单位：千瓦时）"), ("heat", "热"), ("kWh", "千瓦时"), (310, 980)),
    (("Water used, in litres", "各户用水量（单位：升）"), ("water", "水"), ("l", "升"), (2100, 6900)),
)
MONTHS = (("January", "1月"), ("February", "2月"), ("March", "3月"), ("April", "4月"))
FLATS = 4


class _Drawn(NamedTuple):
    """A drawn table. `merged` is a flat with a cell over months `first` and the next one, `empty` one with a gap.

    The gap of `empty` is in month `gap`, or its total is missing where `gap` is 4.
    """

    sheet: Sheet
    language: Language
    phrase: int
    thing: str
    unit: str
    merged: int
    first: int
    empty: int
    gap: int
    names: dict[tuple[int, int], str]

    def fact(self, flat: int, column: int) -> str:
        return q(self.names[flat, column])

    def flat(self, number: int) -> str:
        return say(self.language, f"flat {number + 1}", f"{number + 1}号住户")

    def month(self, number: int) -> str:
        return say(self.language, *MONTHS[number])

    def parts(self, flat: int) -> list[str]:
        """Return the facts of a flat's months, the merged ones together."""
        return [self.fact(flat, column) for column in range(4) if (flat, column) in self.names]


def _draw(rng: random.Random, language: Language, phrase: int, *, gap: int, together: bool) -> _Drawn:
    """Draw a table; `gap` is what is missing, and `together` says that it is missing in the row with the wide cell."""
    title, thing, unit, (low, high) = rng.choice(TITLES)
    grain = 10 if low > 1000 else 1
    values = [[grain * rng.randint(low // grain, high // grain) for _ in range(4)] for _ in range(FLATS)]
    merged, other = rng.sample(range(FLATS), 2)
    if sum(values[merged]) == sum(values[other]):
        values[merged][0] += grain
    empty = merged if together else other
    first = rng.randrange(3)
    if gap < 4:
        free = [n for n in range(4) if empty != merged or n not in (first, first + 1)]
        gap = rng.choice(free)
    names = {}
    rows: list[list[Cell | None]] = [[Cell(say(language, "Flat", "住户"), head=True, align="left")]]
    rows[0] += [Cell(say(language, *month), head=True) for month in MONTHS]
    rows[0].append(Cell(say(language, "Total", "合计"), head=True))
    shown: dict[tuple[int, int], int] = {}
    for flat, used in enumerate(values):
        cells: list[Cell | None] = [Cell(say(language, f"Flat {flat + 1}", f"{flat + 1}号住户"), align="left")]
        for column, value in enumerate([*used, sum(used)]):
            if (flat, column) == (empty, gap):
                cells.append(Cell("–"))
            elif flat == merged and column == first:
                shown[flat, column] = value + used[column + 1]
                cells.append(Cell(str(shown[flat, column]), columns=2))
            elif flat == merged and column == first + 1:
                cells.append(None)
            else:
                shown[flat, column] = value
                cells.append(Cell(str(value), head=column == 4))
        rows.append(cells)
    notes = [
        say(language, "A value across two months is for both together.", "跨两个月的数值是两个月的合计。"),
        say(language, "– not recorded", "– 未记录"),
    ]
    table = draw_table(rng, style_of(rng), rows, title=say(language, *title), notes=notes)
    for (flat, column), value in shown.items():
        spans = flat == merged and column == first
        names[flat, column] = _name(language, flat, column, spans)
        group = "wide" if spans else "total" if column == 4 else "month"
        box = table.boxes[flat + 1, column + 1]
        table.sheet.fact(names[flat, column], value, box, unit=say(language, *unit), group=group)
    return _Drawn(
        table.sheet, language, phrase, say(language, *thing), say(language, *unit), merged, first, empty, gap, names
    )


def _name(language: Language, flat: int, column: int, spans: bool) -> str:
    when = say(language, *MONTHS[column]) if column < 4 else say(language, "total", "合计")
    if spans:
        when = say(language, f"{when} and {MONTHS[column + 1][0]}", f"{when}和{MONTHS[column + 1][1]}")
    return say(language, f"flat {flat + 1}, {when}", f"{flat + 1}号住户{when}")


def make(rng: random.Random, level: int, language: Language, phrase: int, kind: int) -> Problem:
    """Level 1: mean of two months. Level 2: a missing month or total. Level 3: its share, or two means."""
    if level == 1:
        problem = _two_months(_draw(rng, language, phrase, gap=0, together=False))
    elif level == 2:
        problem = (_total if kind == 0 else _gap)(_draw(rng, language, phrase, gap=4 * (kind == 0), together=True))
    else:
        problem = (_share if kind else _means)(_draw(rng, language, phrase, gap=4 * (kind == 0), together=kind == 1))
    described = say(
        language,
        "The table has a row for each of four flats, a column for each month from January to April, and one for the "
        "total. One cell spans two months and holds both together; a dash marks a value that was not recorded.",
        "表格每行是一户，各列依次是1月至4月和合计。有一格跨两个月，是两个月的合计；短横表示未记录的数值。",
    )
    return problem._replace(description=described)


def _asked(table: _Drawn, en: tuple[str, str], zh: tuple[str, str]) -> str:
    return say(table.language, en[table.phrase], zh[table.phrase])


def _two_months(table: _Drawn) -> Problem:
    fact, flat = table.fact(table.merged, table.first), table.flat(table.merged)
    one, two = table.month(table.first), table.month(table.first + 1)
    thing, unit = table.thing, table.unit
    ask = _asked(
        table,
        (f"How many {unit} of {thing} did {flat} use on average in each of the months {one} and {two}?",
         f"What was the mean monthly use of {thing} of {flat} over {one} and {two}?"),
        (f"{flat}在{one}和{two}平均每月用{thing}多少{unit}？", f"{one}和{two}，{flat}的月平均用{thing}量是多少？"),
    )  # fmt: skip
    mistakes = (
        misread(fact, "takes the value of both months for one"),
        logic(f"{table.fact(table.merged, 4)} / 4", "takes the mean of all four months"),
        logic(f"{fact} / 4", "divides by four"),
        logic(f"({table.fact(table.merged, 4)} - {fact}) / 2", "takes the mean of the other two months"),
    )
    return Problem(table.sheet, ask, f"{fact} / 2", ("read a cell", "mean"), mistakes=mistakes, unit=unit)


def _total(table: _Drawn) -> Problem:
    flat, parts = table.flat(table.empty), table.parts(table.empty)
    ask = _asked(
        table,
        (f"How much {table.thing} did {flat} use from January to April?",
         f"The total of {flat} is missing. How large is it?"),
        (f"{flat}1月至4月一共用{table.thing}多少{table.unit}？", f"{flat}的合计缺失，它应是多少？"),
    )  # fmt: skip
    wide = table.fact(table.merged, table.first)
    mistakes = (
        logic(f"sum({', '.join(parts)}) + {wide}", "counts the wide cell for each of its months"),
        logic(f"sum({', '.join(parts[:-1])})", "leaves out the last cell"),
        logic(f"sum({', '.join(parts[1:])})", "leaves out the first cell"),
        logic(f"sum({', '.join(parts)}) - {wide} / 2", "counts half of the wide cell"),
    )
    program = f"sum({', '.join(parts)})"
    return Problem(table.sheet, ask, program, ("read a cell", "add"), mistakes=mistakes, unit=table.unit)


def _missing(table: _Drawn) -> str:
    return " - ".join([table.fact(table.empty, 4), *table.parts(table.empty)])


def _gap(table: _Drawn) -> Problem:
    flat, month, parts = table.flat(table.empty), table.month(table.gap), table.parts(table.empty)
    total, wide = table.fact(table.empty, 4), table.fact(table.merged, table.first)
    ask = _asked(
        table,
        (f"How much {table.thing} did {flat} use in {month}?",
         f"The value of {flat} for {month} was not recorded. Which one is it?"),
        (f"{flat}{month}用{table.thing}多少{table.unit}？", f"{flat}{month}的数值没有记录，它应是多少？"),
    )  # fmt: skip
    mistakes = (
        logic(f"{total} / 4", "shares the total equally among the months"),
        logic(f"{total} - {wide}", "subtracts the wide cell only"),
        logic(f"{total} - {parts[0]} - {parts[-1]} + {wide} / 2", "subtracts half of the wide cell"),
        logic(f"({parts[0]} + {parts[-1]}) / 3", "takes the mean of the other months"),
    )
    return Problem(table.sheet, ask, _missing(table), ("read a cell", "subtract"), mistakes=mistakes, unit=table.unit)


def _share(table: _Drawn) -> Problem:
    flat, month, total = table.flat(table.empty), table.month(table.gap), table.fact(table.empty, 4)
    missing, parts = _missing(table), table.parts(table.empty)
    ask = _asked(
        table,
        (f"What percentage of the {table.thing} that {flat} used in all was used in {month}? "
         "Round to one decimal place.",
         f"Which share of its total use of {table.thing}, in percent, did {flat} have in {month}? "
         "Give one decimal place."),
        (f"{flat}{month}的用{table.thing}量占其总用量的百分之几？保留一位小数。",
         f"在{flat}的总用{table.thing}量中，{month}占百分之几？结果保留一位小数。"),
    )  # fmt: skip
    mistakes = (
        logic(f"({total} - {parts[0]}) / {total} * 100", "subtracts one cell only"),
        logic("100 / 4", "shares equally among the months"),
        logic(f"({missing}) / ({total} - ({missing})) * 100", "divides by the use of the other months"),
        misread(f"{parts[-1]} / {total} * 100", "takes the share of another cell"),
    )
    return Problem(
        table.sheet, ask, f"round(percent_of({missing}, {total}), 1)", ("read a cell", "subtract", "percentage"),
        mistakes=mistakes, unit="%", decimals=1,
    )  # fmt: skip


def _means(table: _Drawn) -> Problem:
    """Ask by how much the monthly means of two flats differ, where the total of one is missing."""
    one, two = table.empty, table.merged
    facts = table.sheet.facts
    first, second = sum(int(facts[table.names[one, n]]) for n in range(4)), int(facts[table.names[two, 4]])
    mean, other = f"sum({', '.join(table.parts(one))}) / 4", f"{table.fact(two, 4)} / 4"
    program = f"{mean} - {other}" if first > second else f"{other} - {mean}"
    more, less = (one, two) if first > second else (two, one)
    ask = _asked(
        table,
        (f"By how much was the mean monthly use of {table.thing} of {table.flat(more)} higher than that of "
         f"{table.flat(less)}? Round to one decimal place.",
         f"Per month, how much more {table.thing} did {table.flat(more)} use than {table.flat(less)} on average? "
         "Give one decimal place."),
        (f"{table.flat(more)}平均每月用{table.thing}比{table.flat(less)}多多少？保留一位小数。",
         f"从月平均用{table.thing}量看，{table.flat(more)}比{table.flat(less)}多多少？结果保留一位小数。"),
    )  # fmt: skip
    parts, wide = table.parts(two), table.fact(table.merged, table.first)
    mistakes = (
        logic(f"4 * ({program})", "gives the difference of the totals"),
        logic(f"abs({mean} - sum({', '.join(parts)}) / 3)", "divides by the number of cells of the row"),
        logic(f"abs({mean} - ({table.fact(two, 4)} + {wide}) / 4)", "counts the wide cell twice"),
        logic(f"({program}) / 2", "halves the difference"),
    )
    return Problem(
        table.sheet, ask, f"round({program}, 1)", ("read a cell", "add", "mean", "subtract"), mistakes=mistakes,
        unit=table.unit, decimals=1,
    )  # fmt: skip
