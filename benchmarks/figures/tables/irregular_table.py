"""Tables as reports have them: subtotals, missing entries, footnotes, units in the heading, cells over two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, slip
from mmbench.benchmarks.figures.ruled import Cell, draw_table
from mmbench.benchmarks.figures.style import say, style_of
from mmbench.benchmarks.figures.tables import meter_table

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "irregular-table"
DOMAIN: Domain = "table"

Pair = tuple[str, str]


class _Topic(NamedTuple):
    """A table. `of` is a value in a sentence; `less` what the footnote says is in it; `scale` the heading's unit.

    `thing` is what is counted, `scaled` its unit in the table.
    """

    title: Pair
    head: Pair
    thing: Pair
    scaled: Pair
    scale: int
    of: Pair
    note: Pair
    less: Pair
    groups: tuple[tuple[Pair, tuple[Pair, ...]], ...]


TOPICS = (
    _Topic(
        ("Visitors of the museums (in thousands)", "博物馆参观人数（单位：千人）"), ("Museum", "博物馆"),
        ("people", "人"), ("thousand", "千人"), 1000,
        ("the number of visitors of the {r} in {t}", "{t}年{r}的参观人数"),
        ("* incl. {} thousand with free tickets", "* 含免票参观者{}千人"),
        ("without those with free tickets", "不含免票参观者"),
        (
            (("Old town", "老城区"), (("Town Museum", "市博物馆"), ("Toy Museum", "玩具馆"), ("Art Gallery",
             "美术馆"))),
            (("Harbour", "港区"), (("Ship Museum", "航海馆"), ("Aquarium", "水族馆"), ("Lighthouse", "灯塔馆"))),
        ),
    ),
    _Topic(
        ("Milk from the farms (in hundred litres)", "各牧场产奶量（单位：百升）"), ("Farm", "牧场"),
        ("litres", "升"), ("hundred litres", "百升"), 100,
        ("the amount of milk from the {r} in {t}", "{t}年{r}的产奶量"),
        ("* incl. {} hundred litres for making cheese", "* 含制作奶酪用奶{}百升"),
        ("without the milk for cheese", "不含制作奶酪用奶"),
        (
            (("Valley", "谷地"), (("Brook Farm", "溪边牧场"), ("Mill Farm", "水车牧场"), ("Oak Farm", "橡树牧场"))),
            (("Hills", "山区"), (("Hill Farm", "山顶牧场"), ("Wood Farm", "林间牧场"), ("Lake Farm", "湖畔牧场"))),
        ),
    ),
    _Topic(
        ("Bottles filled by the plants (in thousands)", "各厂灌装瓶数（单位：千瓶）"), ("Plant", "工厂"),
        ("bottles", "瓶"), ("thousand", "千瓶"), 1000,
        ("the number of bottles filled at the {r} in {t}", "{t}年{r}灌装的瓶数"),
        ("* incl. {} thousand bottles for export", "* 含出口{}千瓶"),
        ("without the bottles for export", "不含出口部分"),
        (
            (("Water", "矿泉水"), (("Spring plant", "清泉厂"), ("Rock plant", "石泉厂"), ("Forest plant", "林泉厂"))),
            (("Juice", "果汁"), (("Apple plant", "苹果园厂"), ("Orange plant", "橙园厂"), ("Berry plant", "莓园厂"))),
        ),
    ),
)  # fmt: skip
SUBTOTAL, TOTAL = ("Subtotal", "小计"), ("Total", "合计")
YEARS = 3


class _Drawn(NamedTuple):
    """A drawn table. A row is a member (0 to 5), a subtotal (6, 7) or the total (8); columns are years.

    `asked` is the member and the column the question is about; the starred value stands there where `starred`.
    """

    sheet: Sheet
    topic: _Topic
    language: Language
    phrase: int
    years: tuple[str, ...]
    asked: tuple[int, int]
    names: dict[tuple[int, int], str]
    note: str

    def say(self, en: Pair, zh: Pair) -> str:
        """Return the phrasing drawn, in the language."""
        return say(self.language, en[self.phrase], zh[self.phrase])

    @property
    def of(self) -> str:
        row, column = self.asked
        member = say(self.language, *_member(self.topic, row))
        return say(self.language, *self.topic.of).format(r=member, t=self.years[column])

    @property
    def thing(self) -> str:
        return say(self.language, *self.topic.thing)

    def fact(self, row: int, column: int) -> str:
        return q(self.names[row, column])

    def others(self) -> list[str]:
        """Return the other members of the group asked for, in its column."""
        row, column = self.asked
        return [self.fact(n, column) for n in range(row // 3 * 3, row // 3 * 3 + 3) if n != row]


def _member(topic: _Topic, row: int) -> Pair:
    return topic.groups[row // 3][1][row % 3]


def _draw(rng: random.Random, topic: _Topic, language: Language, phrase: int, *, starred: bool, missing: str) -> _Drawn:
    """Draw a table; `missing` says which entries are: that of the member asked for, its subtotal, both or another."""
    start, asked = rng.randint(2012, 2021), (rng.randrange(6), rng.randrange(YEARS))
    years = tuple(str(start + n) for n in range(YEARS))
    values = {(r, c): rng.randint(41, 198) for r in range(6) for c in range(YEARS)}
    for c in range(YEARS):
        values[6, c] = sum(values[r, c] for r in range(3))
        values[7, c] = sum(values[r, c] for r in range(3, 6))
        values[8, c] = values[6, c] + values[7, c]
    row, column = asked
    empty = {"member": {asked}, "subtotal": {(6 + row // 3, column)}, "both": {asked, (6 + row // 3, column)}}.get(
        missing, {((row + 3) % 6, (column + 1) % YEARS)}
    )
    star = asked if starred else ((row + 3) % 6, column)
    beside = values[star[0], (star[1] + 1) % YEARS]
    less = rng.choice([n for n in range(8, min(40, values[star] - 20) + 1) if abs(values[star] - n - beside) > 4])
    sheet, names, note = _write(rng, topic, language, years, values, empty, star, less)
    return _Drawn(sheet, topic, language, phrase, years, asked, names, note)


def _write(
    rng: random.Random, topic: _Topic, language: Language, years: tuple[str, ...], values: dict[tuple[int, int], int],
    empty: set[tuple[int, int]], star: tuple[int, int], less: int,
) -> tuple[Sheet, dict[tuple[int, int], str], str]:  # fmt: skip
    def texts(row: int) -> list[Cell | None]:
        shown = []
        for c in range(YEARS):
            text = "–" if (row, c) in empty else f"{_tenths(values[row, c])}{'*' * ((row, c) == star)}"
            shown.append(Cell(text, head=row > 5, align="right"))
        return [*shown]

    head = Cell(say(language, *topic.head), columns=2, head=True, align="left")
    rows: list[list[Cell | None]] = [[head, None, *(Cell(year, head=True, align="right") for year in years)]]
    order = {}
    for g, (group, members) in enumerate(topic.groups):
        for n, member in enumerate(members):
            order[len(rows)] = 3 * g + n
            side = Cell(say(language, *group), rows=4) if n == 0 else None
            rows.append([side, Cell(say(language, *member), align="left"), *texts(3 * g + n)])
        order[len(rows)] = 6 + g
        rows.append([None, Cell(say(language, *SUBTOTAL), head=True, align="left"), *texts(6 + g)])
    order[len(rows)] = 8
    rows.append([Cell(say(language, *TOTAL), columns=2, head=True, align="left"), None, *texts(8)])
    amount = say(language, *topic.note).format(_tenths(less))
    lines = [amount, say(language, "– entry missing", "– 数据缺失")]
    table = draw_table(rng, style_of(rng), rows, title=say(language, *topic.title), notes=lines)
    names, unit, groups = {}, say(language, *topic.scaled), [say(language, *group) for group, _ in topic.groups]
    for y, r in order.items():
        name = say(language, *(TOTAL if r == 8 else SUBTOTAL if r > 5 else _member(topic, r)))
        if r in (6, 7):
            name = say(language, f"{name} {groups[r - 6]}", f"{groups[r - 6]}{name}")
        for c, year in enumerate(years):
            if (r, c) not in empty:
                names[r, c] = say(language, f"{name}, {year}", f"{year}年{name}")
                kind = "member" if r < 6 else "sum"
                table.sheet.fact(names[r, c], _tenths(values[r, c]), table.boxes[y, c + 2], unit=unit, group=kind)
    note = say(language, f"footnote for {names[star]}", f"{names[star]}的注")
    box = next(words.box for words in table.sheet.words if words.text == amount)
    table.sheet.fact(note, _tenths(less), box, unit=unit, group="note")
    return table.sheet, names, note


def _tenths(value: int) -> str:
    return f"{value // 10}.{value % 10}"


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: heading, footnote, cells over two months. Level 2: a missing entry. Level 3: more steps."""
    same, rng = dice.same, dice.fresh
    topic, phrase, kind = TOPICS[same.randrange(len(TOPICS))], same.randrange(2), same.randrange(3)
    if same.random() < 0.35:
        return meter_table.make(rng, level, language, phrase, kind)
    kinds = {1: (_plain, _footnote, _plain), 2: (_missing, _subtotal, _plain_footnote), 3: (_twice, _share, _change)}
    asked = kinds[level][kind]
    table = _draw(
        rng, topic, language, phrase, starred=asked in (_footnote, _plain_footnote, _change),
        missing={_missing: "member", _subtotal: "subtotal", _twice: "both", _share: "member"}.get(asked, ""),
    )  # fmt: skip
    described = say(
        language,
        f"The table '{topic.title[0]}' has two groups of three rows, each with a subtotal, and a total; one column a "
        f"year. A footnote says about one value: {topic.note[0].replace('{}', '...')}. Its amount is a fact. "
        "A dash marks an entry that is missing; subtotals and totals count it in.",
        f"表格“{topic.title[1]}”分两组，每组三行并有小计，最后一行是合计，每年一列。"
        f"脚注说明其中一个数值：{topic.note[1].replace('{}', '……')}。短横表示数据缺失，但小计与合计已包含该数。",
    )
    return asked(table)._replace(description=described)


def _plain(table: _Drawn) -> Problem:
    """Ask for a value in single things, not in the heading's unit."""
    row, column = table.asked
    fact, scale, of = table.fact(row, column), table.topic.scale, table.of
    thing = table.topic.thing[0]
    ask = table.say(
        (f"How large is {of}? Give the full number of {thing}.",
         f"Work out {of} as a full number of {thing}."),
        (f"{of}是多少{table.thing}？", f"求{of}，以“{table.thing}”为单位。"),
    )  # fmt: skip
    mistakes = (
        misread(f"{table.others()[0]} * {scale}", "reads the row of another one"),
        misread(f"{table.fact(row, (column + 1) % YEARS)} * {scale}", "reads another year"),
        slip(f"{fact} * {scale} * 2", "counts the value twice"),
        slip(f"{fact} * {scale} / 2", "halves the value"),
    )
    return Problem(
        table.sheet, ask, f"{fact} * {scale}", ("read a cell", "unit conversion"), mistakes=mistakes, unit=table.thing
    )


def _footnote(table: _Drawn) -> Problem:
    fact, note, less = table.fact(*table.asked), q(table.note), say(table.language, *table.topic.less)
    unit = say(table.language, *table.topic.scaled)
    ask = table.say(
        (f"What is {table.of}, in the unit of the table, {less}?",
         f"Take {table.of} {less}. What is it in the unit of the table?"),
        (f"{table.of}（{less}）是多少{unit}？", f"{less}，{table.of}是多少{unit}？"),
    )  # fmt: skip
    mistakes = (
        logic(f"{fact} + {note}", "adds what is included already"),
        misread(fact, "leaves the footnote out of account"),
        misread(note, "gives the amount of the footnote"),
    )
    return Problem(table.sheet, ask, f"{fact} - {note}", ("read a cell", "subtract"), mistakes=mistakes, unit=unit)


def _plain_footnote(table: _Drawn) -> Problem:
    fact, note, less = table.fact(*table.asked), q(table.note), say(table.language, *table.topic.less)
    scale = table.topic.scale
    ask = table.say(
        (f"How large is {table.of} {less}? Give the full number of {table.topic.thing[0]}.",
         f"Work out {table.of} {less} as a full number of {table.topic.thing[0]}."),
        (f"{table.of}（{less}）是多少{table.thing}？", f"{less}，{table.of}是多少{table.thing}？"),
    )  # fmt: skip
    mistakes = (
        logic(f"({fact} + {note}) * {scale}", "adds what is included already"),
        misread(f"{fact} * {scale}", "leaves the footnote out of account"),
        misread(f"{note} * {scale}", "gives the amount of the footnote"),
        misread(f"({table.others()[0]} - {note}) * {scale}", "reads the row of another one"),
    )
    return Problem(
        table.sheet, ask, f"({fact} - {note}) * {scale}", ("read a cell", "subtract", "unit conversion"),
        mistakes=mistakes, unit=table.thing,
    )  # fmt: skip


def _missing_program(table: _Drawn) -> str:
    """Return how a member's missing entry follows from its subtotal."""
    row, column = table.asked
    return " - ".join([table.fact(6 + row // 3, column), *table.others()])


def _missing(table: _Drawn) -> Problem:
    row, column = table.asked
    whole, others, scale = table.fact(6 + row // 3, column), table.others(), table.topic.scale
    ask = table.say(
        (f"One entry of {table.years[column]} is missing. What is {table.of}? "
         f"Give the full number of {table.topic.thing[0]}.",
         f"Work out the missing entry: how large is {table.of}? Give the full number of {table.topic.thing[0]}."),
        (f"表中{table.years[column]}年缺一个数据，{table.of}是多少{table.thing}？",
         f"推算缺失的数据：{table.of}是多少{table.thing}？"),
    )  # fmt: skip
    mistakes = (
        logic(f"({whole} - {others[0]}) * {scale}", "subtracts one of the others only"),
        logic(f"({others[0]} + {others[1]}) * {scale}", "gives the sum of the others"),
        misread(f"({table.fact(7 - row // 3, column)} - {' - '.join(others)}) * {scale}", "takes the other subtotal"),
        logic(f"{whole} * {scale} / 3", "divides the subtotal by three"),
    )
    program = f"({_missing_program(table)}) * {scale}"
    skills = ("read a cell", "subtract", "unit conversion")
    return Problem(table.sheet, ask, program, skills, mistakes=mistakes, unit=table.thing)


def _subtotal(table: _Drawn) -> Problem:
    row, column = table.asked
    total, other, scale = table.fact(8, column), table.fact(7 - row // 3, column), table.topic.scale
    group = say(table.language, *table.topic.groups[row // 3][0])
    year, thing = table.years[column], table.topic.thing[0]
    ask = table.say(
        (f"Which subtotal belongs to the group '{group}' in {year}? Give the full number of {thing}.",
         f"The subtotal of '{group}' for {year} is missing. What is it? Give the full number of {thing}."),
        (f"{year}年“{group}”的小计应是多少{table.thing}？", f"{year}年“{group}”的小计缺失，它是多少{table.thing}？"),
    )  # fmt: skip
    members = [table.fact(row, column), *table.others()]
    mistakes = (
        misread(f"{other} * {scale}", "gives the other subtotal"),
        logic(f"{total} * {scale} / 2", "halves the total"),
        logic(f"({members[0]} + {members[1]}) * {scale}", "leaves out one row of the group"),
        logic(f"({total} + {other}) * {scale}", "adds total and subtotal"),
    )
    skills = ("read a cell", "subtract", "unit conversion")
    return Problem(table.sheet, ask, f"({total} - {other}) * {scale}", skills, mistakes=mistakes, unit=table.thing)


def _twice(table: _Drawn) -> Problem:
    row, column = table.asked
    total, other, others = table.fact(8, column), table.fact(7 - row // 3, column), table.others()
    scale, year = table.topic.scale, table.years[column]
    ask = table.say(
        (f"Two entries of {year} are missing. What is {table.of}? Give the full number of {table.topic.thing[0]}.",
         f"Work out the missing entries of {year}: how large is {table.of}? "
         f"Give the full number of {table.topic.thing[0]}."),
        (f"表中{year}年缺两个数据，{table.of}是多少{table.thing}？",
         f"推算{year}年缺失的数据：{table.of}是多少{table.thing}？"),
    )  # fmt: skip
    program = f"({total} - {other} - {others[0]} - {others[1]}) * {scale}"
    mistakes = (
        logic(f"({total} - {other}) * {scale}", "gives the missing subtotal"),
        logic(f"({total} - {other} - {others[0]}) * {scale}", "subtracts one of the others only"),
        logic(f"({other} - {others[0]} - {others[1]}) * {scale}", "takes the other subtotal"),
        logic(f"({others[0]} + {others[1]}) * {scale} / 2", "takes the mean of the others"),
    )
    skills = ("read a cell", "subtract", "unit conversion")
    return Problem(table.sheet, ask, program, skills, mistakes=mistakes, unit=table.thing)


def _share(table: _Drawn) -> Problem:
    row, column = table.asked
    whole, total, others = table.fact(6 + row // 3, column), table.fact(8, column), table.others()
    year, missing = table.years[column], _missing_program(table)
    group = say(table.language, *table.topic.groups[row // 3][0])
    ask = table.say(
        (f"How many percent of the subtotal of '{group}' for {year} is {table.of}? Round to one decimal place.",
         f"Which share of the subtotal of '{group}' for {year}, in percent, falls to the entry that is missing? "
         "Give one decimal place."),
        (f"{table.of}占当年“{group}”小计的百分之几？保留一位小数。",
         f"{year}年“{group}”一组中缺失的数据占该组小计的百分之几？结果保留一位小数。"),
    )  # fmt: skip
    mistakes = (
        logic(f"({missing}) / {total} * 100", "divides by the total"),
        logic(f"({others[0]} + {others[1]}) / {whole} * 100", "takes the share of the two others"),
        misread(f"{others[0]} / {whole} * 100", "takes the share of another row"),
        logic(f"({missing}) / ({others[0]} + {others[1]}) * 100", "divides by the sum of the others"),
    )
    return Problem(
        table.sheet, ask, f"round(percent_of({missing}, {whole}), 1)", ("read a cell", "subtract", "percentage"),
        mistakes=mistakes, unit="%", decimals=1,
    )  # fmt: skip


def _change(table: _Drawn) -> Problem:
    """Ask for the change to another year, where the footnote's part is left out of the starred value."""
    row, column = table.asked
    other = (column + 1) % YEARS
    fact, note, against = table.fact(row, column), q(table.note), table.fact(row, other)
    without, less = f"({fact} - {note})", say(table.language, *table.topic.less)
    starred, of = table.years[column], table._replace(asked=(row, other)).of
    facts = table.sheet.facts
    grew = _value(facts[table.names[row, other]]) > _value(facts[table.names[row, column]]) - _value(facts[table.note])
    ask = table.say(
        (f"Take {table.of} {less}. By what percentage is {of} {'greater' if grew else 'smaller'}? "
         "Round to one decimal place.",
         f"By how many percent does {of} lie {'above' if grew else 'below'} the value of {starred} {less}? "
         "Give one decimal place."),
        (f"{table.of}{less}计算。{of}比它{'多' if grew else '少'}百分之几？保留一位小数。",
         f"与{starred}年（{less}）相比，{of}{'多' if grew else '少'}百分之几？结果保留一位小数。"),
    )  # fmt: skip
    change = f"({against} - {without})" if grew else f"({without} - {against})"
    mistakes = (
        misread(f"abs({against} - {fact}) / {fact} * 100", "leaves the footnote out of account"),
        logic(f"{change} / {against} * 100", "divides by the value that is compared"),
        logic(f"{against} / {without} * 100", "gives the whole percentage, not the change"),
        logic(f"abs({against} - ({fact} + {note})) / ({fact} + {note}) * 100", "adds what is included already"),
    )
    return Problem(
        table.sheet, ask, f"round({change} / {without} * 100, 1)", ("read a cell", "subtract", "percentage change"),
        mistakes=mistakes, unit="%", decimals=1,
    )  # fmt: skip


def _value(text: str | int | float) -> float:
    return float(text)
