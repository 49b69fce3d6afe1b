"""Two-way tables: counts by two attributes with their totals, some of them missing; shares and what to expect."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q
from mmbench.benchmarks.figures.ruled import Cell, draw_table
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "two-way-table"
DOMAIN: Domain = "statistics"

Pair = tuple[str, str]


class _Topic(NamedTuple):
    """A table. Each row is a heading and a noun, each column a heading and a clause; `larger` is a bigger group."""

    title: Pair
    rows: tuple[tuple[Pair, Pair], tuple[Pair, Pair]]
    columns: tuple[tuple[Pair, Pair], ...]
    everyone: Pair
    larger: Pair
    unit: str


TOPICS = (
    _Topic(
        ("How pupils come to school", "学生上学方式调查"),
        ((("Girls", "女生"), ("girls", "女生")), (("Boys", "男生"), ("boys", "男生"))),
        ((("On foot", "步行"), ("who walk", "步行上学的")), (("By bus", "公交"), ("who come by bus", "乘公交上学的")),
         (("By bicycle", "骑车"), ("who come by bicycle", "骑车上学的"))),
        ("pupils", "学生"), ("In a school of {} pupils", "一所有{}名学生的学校"), "人",
    ),
    _Topic(
        ("A Sunday at the cinema", "影院周日观众统计"),
        ((("Adults", "成人"), ("adults", "成人观众")), (("Children", "儿童"), ("children", "儿童观众"))),
        ((("Comedy", "喜剧片"), ("who saw the comedy", "看喜剧片的")),
         (("Cartoon", "动画片"), ("who saw the cartoon", "看动画片的")),
         (("Adventure", "冒险片"), ("who saw the adventure film", "看冒险片的"))),
        ("visitors", "观众"), ("On a day with {} visitors", "某天有{}名观众，这一天"), "人",
    ),
    _Topic(
        ("Parts checked in a factory", "工厂零件质量检查"),
        ((("Machine A", "A机床"), ("parts from machine A", "A机床零件")), (("Machine B", "B机床"),
         ("parts from machine B", "B机床零件"))),
        ((("Good", "合格"), ("that are good", "合格的")), (("Scratched", "划伤"), ("that are scratched", "有划伤的")),
         (("Bent", "弯曲"), ("that are bent", "弯曲的"))),
        ("parts", "零件"), ("Among {} parts", "在{}个零件中"), "个",
    ),
    _Topic(
        ("Lunch orders of a canteen", "食堂午餐订餐统计"),
        ((("Staff", "教师"), ("members of staff", "教师")), (("Pupils", "学生"), ("pupils", "学生"))),
        ((("Rice", "米饭"), ("who ordered rice", "订米饭的")), (("Noodles", "面条"), ("who ordered noodles",
         "订面条的")),
         (("Dumplings", "饺子"), ("who ordered dumplings", "订饺子的"))),
        ("guests", "用餐者"), ("On a day with {} guests", "某天有{}人用餐，这一天"), "人",
    ),
)  # fmt: skip
TOTAL = ("Total", "合计")
ROWS, COLUMNS = 2, 3
Place = tuple[int, int]


class _Drawn(NamedTuple):
    """A drawn table. Row 2 and column 3 are the totals; `row` and `column` are asked for."""

    sheet: Sheet
    topic: _Topic
    language: Language
    phrase: int
    row: int
    column: int
    names: dict[Place, str]

    def ask(self, en: tuple[str, str], zh: tuple[str, str]) -> str:
        """Return the phrasing drawn, in the language."""
        return say(self.language, en[self.phrase], zh[self.phrase])

    def fact(self, row: int, column: int) -> str:
        return q(self.names[row, column])

    @property
    def cell(self) -> str:
        return self.fact(self.row, self.column)

    @property
    def whole(self) -> str:
        return self.fact(ROWS, COLUMNS)

    @property
    def of_row(self) -> str:
        """The total of the row asked for."""
        return self.fact(self.row, COLUMNS)

    @property
    def of_column(self) -> str:
        """The total of the column asked for."""
        return self.fact(ROWS, self.column)

    def noun(self, row: int = -1) -> str:
        return say(self.language, *(self.topic.everyone if row < 0 else self.topic.rows[row][1]))

    def group(self, row: int = -1, column: int = -1) -> str:
        """Return who is counted in a row, a column or a cell; all where none is given."""
        noun = self.noun(row)
        if column < 0:
            return noun
        clause = say(self.language, *self.topic.columns[column][1])
        return say(self.language, f"{noun} {clause}", f"{clause}{noun}")

    @property
    def unit(self) -> str:
        return say(self.language, "", self.topic.unit)


def _draw(
    rng: random.Random, topic: _Topic, language: Language, phrase: int, missing: Callable[[int, int], set[Place]]
) -> _Drawn:
    """Draw a table; `missing` says which entries are for the row and column asked for."""
    row, column = rng.randrange(ROWS), rng.randrange(COLUMNS)
    values = {(r, c): rng.randint(16, 96) for r in range(ROWS) for c in range(COLUMNS)}
    for r in range(ROWS):
        values[r, COLUMNS] = sum(values[r, c] for c in range(COLUMNS))
    for c in range(COLUMNS + 1):
        values[ROWS, c] = values[0, c] + values[1, c]
    empty = missing(row, column)
    sides = [say(language, *heading) for heading, _ in topic.rows], [say(language, *head) for head, _ in topic.columns]
    heads = tuple([*side, say(language, *TOTAL)] for side in sides)
    turned = rng.random() < 0.4
    across, down = (heads[0], heads[1]) if turned else (heads[1], heads[0])
    cells: list[list[Cell | None]] = [[Cell("", head=True), *(Cell(text, head=True) for text in across)]]
    for y, text in enumerate(down):
        line: list[Cell | None] = [Cell(text, head=True, align="left")]
        for x in range(len(across)):
            place = (x, y) if turned else (y, x)
            line.append(
                Cell("?" if place in empty else str(values[place]), head=place[0] == ROWS or place[1] == COLUMNS)
            )
        cells.append(line)
    table = draw_table(rng, style_of(rng), cells, title=say(language, *topic.title))
    names = {}
    for place, value in values.items():
        if place in empty:
            continue
        r, c = place
        if place == (ROWS, COLUMNS):
            names[place] = say(language, "Grand total", "总计")
        else:
            names[place] = say(language, f"{heads[0][r]}, {heads[1][c]}", f"{heads[0][r]}，{heads[1][c]}")
        x, y = (r, c) if turned else (c, r)
        group = "total" if r == ROWS or c == COLUMNS else "cell"
        table.sheet.fact(
            names[place], value, table.boxes[y + 1, x + 1], unit=say(language, "", topic.unit), group=group
        )
    return _Drawn(table.sheet, topic, language, phrase, row, column, names)


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: a missing entry in one step. Level 2: in two, and shares. Level 3: shares compared, what to expect."""
    same, rng = dice.same, dice.fresh
    topic, phrase, kind = TOPICS[same.randrange(len(TOPICS))], same.randrange(2), same.randrange(3)
    asked, missing = KINDS[level][kind]
    table = _draw(rng, topic, language, phrase, missing)
    title, rows = say(language, *topic.title), [say(language, *heading) for heading, _ in topic.rows]
    columns = [say(language, *heading) for heading, _ in topic.columns]
    described = say(
        language,
        f"The two-way table '{title}' counts {rows[0]} and {rows[1]} by {columns[0]}, {columns[1]} and {columns[2]}, "
        "with the totals of rows and columns. A question mark stands for each entry that is no fact here.",
        f"列联表“{title}”按{rows[0]}、{rows[1]}和{'、'.join(columns)}分类计数，并列出行、列的合计，问号表示缺失的数据。",
    )
    problem = asked(table, rng)
    return problem._replace(description=described, unit=problem.unit or table.unit)


def _how_many(table: _Drawn, group: str) -> str:
    return table.ask((f"How many {group} are there?", f"What is the number of {group}?"),
                     (f"{group}有多少{table.unit}？", f"求{group}的数量。"))  # fmt: skip


def _by_row(table: _Drawn, rng: random.Random) -> Problem:
    """Ask for a cell that follows from the total of its column."""
    other = table.fact(1 - table.row, table.column)
    ask = _how_many(table, table.group(table.row, table.column))
    mistakes = (
        logic(f"{table.of_column} + {other}", "adds cell and total"),
        logic(f"{table.of_column} / 2", "halves the total"),
        misread(other, "gives the other cell of the column"),
        misread(f"{table.of_row} - {other}", "takes the total of the row with the cell of the column"),
    )
    program = f"{table.of_column} - {other}"
    return Problem(table.sheet, ask, program, ("read a cell", "subtract"), mistakes=mistakes)


def _sum(table: _Drawn, rng: random.Random) -> Problem:
    """Ask for the missing total of a column."""
    ask = _how_many(table, table.group(-1, table.column))
    one, two = (table.fact(row, table.column) for row in range(ROWS))
    next_column = (table.column + 1) % COLUMNS
    mistakes = (
        misread(f"{one} + {table.fact(1, next_column)}", "takes the second number from the next column"),
        misread(f"{table.fact(0, next_column)} + {two}", "takes the first number from the next column"),
        logic(f"abs({one} - {two})", "subtracts where the sum is asked"),
        logic(f"({one} + {two}) / 2", "takes the mean"),
    )
    return Problem(table.sheet, ask, f"{one} + {two}", ("read a cell", "add"), mistakes=mistakes)


def _other_row(table: _Drawn, rng: random.Random) -> Problem:
    """Ask for the missing total of a row."""
    ask = _how_many(table, table.group(table.row))
    other = table.fact(1 - table.row, COLUMNS)
    cells = [table.fact(table.row, column) for column in range(COLUMNS)]
    mistakes = (
        misread(other, "gives the total of the other row"),
        logic(f"{table.whole} / 2", "halves the grand total"),
        logic(f"{cells[0]} + {cells[1]}", "leaves out the last column"),
        logic(f"{cells[1]} + {cells[2]}", "leaves out the first column"),
    )
    program = f"sum({', '.join(cells)})"
    return Problem(table.sheet, ask, program, ("read a cell", "add"), mistakes=mistakes)


def _two_steps(table: _Drawn, rng: random.Random) -> Problem:
    """Ask for a cell whose column's total is missing, too; so are the other cells of its row."""
    ask = _how_many(table, table.group(table.row, table.column))
    others = [table.fact(ROWS, column) for column in range(COLUMNS) if column != table.column]
    cell = table.fact(1 - table.row, table.column)
    program = f"{table.whole} - {others[0]} - {others[1]} - {cell}"
    mistakes = (
        logic(f"{table.whole} - {others[0]} - {others[1]}", "gives the total of the column"),
        misread(cell, "gives the other cell of the column"),
        logic(f"{table.whole} - {others[0]} - {cell}", "leaves out one column"),
        logic(f"({table.whole} - {others[0]} - {others[1]}) / 2", "halves the total of the column"),
    )
    return Problem(table.sheet, ask, program, ("read a cell", "subtract"), mistakes=mistakes)


ROUND = ((" Round to one decimal place.", " Give one decimal place."), ("保留一位小数。", "结果保留一位小数。"))


def _share(table: _Drawn, rng: random.Random) -> Problem:
    """Ask which share of all falls to a cell."""
    part, everyone = table.group(table.row, table.column), table.noun()
    ask = table.ask(
        (f"What percentage of all {everyone} are {part}?", f"How many percent of the {everyone} are {part}?"),
        (f"{part}占全部{everyone}的百分之几？", f"全部{everyone}中，{part}占百分之几？"),
    ) + table.ask(*ROUND)
    mistakes = (
        logic(f"{table.cell} / {table.of_row} * 100", "divides by the total of the row"),
        logic(f"{table.cell} / {table.of_column} * 100", "divides by the total of the column"),
        misread(f"{table.of_column} / {table.whole} * 100", "takes the whole column for the cell"),
        misread(f"{table.fact(1 - table.row, table.column)} / {table.whole} * 100", "reads the other row"),
    )
    return _percent(table, ask, table.cell, table.whole)._replace(mistakes=mistakes)


def _conditional(table: _Drawn, rng: random.Random) -> Problem:
    """Ask which share of a row falls to a cell."""
    row, column = table.row, table.column
    clause = say(table.language, *table.topic.columns[column][1])
    noun = table.noun(row)
    ask = table.ask(
        (f"Among the {noun}, what percentage are those {clause}?",
         f"How many percent of the {noun} are {noun} {clause}?"),
        (f"在{noun}中，{clause}占百分之几？", f"{clause}{noun}占{noun}总数的百分之几？"),
    ) + table.ask(*ROUND)  # fmt: skip
    mistakes = (
        logic(f"{table.cell} / {table.whole} * 100", "divides by the grand total"),
        logic(f"{table.cell} / {table.of_column} * 100", "divides by the total of the column"),
        misread(f"{table.fact(1 - row, column)} / {table.fact(1 - row, COLUMNS)} * 100", "takes the other row"),
        logic(f"{table.of_row} / {table.whole} * 100", "takes the share of the whole row"),
    )
    return _percent(table, ask, table.cell, table.of_row)._replace(mistakes=mistakes)


def _percent(table: _Drawn, ask: str, part: str, whole: str) -> Problem:
    program = f"round(percent_of({part}, {whole}), 1)"
    return Problem(table.sheet, ask, program, ("read a cell", "percentage"), unit="%", decimals=1)


def _points(table: _Drawn, rng: random.Random) -> Problem:
    """Ask by how many percentage points a share differs between the rows, for the column where it does most."""
    facts = table.sheet.facts
    counts = [[int(facts[table.names[row, n]]) for n in range(COLUMNS)] for row in range(ROWS)]
    parts = [[count / sum(row) for count in row] for row in counts]
    column = max(range(COLUMNS), key=lambda n: abs(parts[0][n] - parts[1][n]))
    shares = [row[column] for row in parts]
    more = int(shares[1] > shares[0])
    clause, one, two = say(table.language, *table.topic.columns[column][1]), table.noun(more), table.noun(1 - more)
    ask = table.ask(
        (f"By how many percentage points is the share of those {clause} greater among the {one} than among the {two}?",
         f"Compare the share of those {clause} among the {one} and among the {two}. "
         "How many percentage points lie between them?"),
        (f"{clause}所占的百分比，{one}比{two}高多少个百分点？",
         f"比较{one}与{two}中{clause}所占的百分比，前者比后者高多少个百分点？"),
    ) + table.ask(*ROUND)  # fmt: skip
    totals = [f"sum({', '.join(table.fact(row, n) for n in range(COLUMNS))})" for row in (more, 1 - more)]
    cells = [table.fact(row, column) for row in (more, 1 - more)]
    first = f"{cells[0]} / {totals[0]} * 100"
    mistakes = (
        logic(f"abs({cells[0]} - {cells[1]}) / {table.whole} * 100", "divides by the grand total"),
        logic(f"abs({cells[0]} - {cells[1]}) / ({cells[0]} + {cells[1]}) * 100", "compares shares of the column"),
        logic(f"abs({cells[0]} - {cells[1]})", "subtracts the numbers themselves"),
        logic(first, "gives one of the two shares"),
    )
    program = f"round(percent_of({cells[0]}, {totals[0]}) - percent_of({cells[1]}, {totals[1]}), 1)"
    skills = ("read a cell", "add", "percentage", "subtract")
    return Problem(
        table.sheet,
        ask,
        program,
        skills,
        mistakes=mistakes,
        decimals=1,
        unit=say(table.language, "percentage points", "个百分点"),
    )


def _larger(table: _Drawn, rng: random.Random) -> Problem:
    """Ask how many to expect in a larger group; the cell is missing."""
    row, column = table.row, table.column
    many = 50 * rng.randint(12, 60)
    where, part = say(table.language, *table.topic.larger).format(many), table.group(row, column)
    ask = table.ask(
        (f"{where} with the same shares as in the table, how many {part} are to be expected? Round to a whole number.",
         f"{where} the shares are the same as in the table. How many {part} do you expect? "
         "Give a whole number."),
        (f"{where}各类所占比例与表中相同，估计{part}有多少{table.topic.unit}？结果保留整数。",
         f"{where}若各类比例与表中相同，{part}大约有多少{table.topic.unit}？保留整数。"),
    )  # fmt: skip
    other, whole = table.fact(1 - row, column), table.whole
    cell = f"({table.of_column} - {other})"
    mistakes = (
        misread(f"{other} / {whole} * {many}", "takes the other cell of the column"),
        logic(f"{table.of_column} / {whole} * {many}", "takes the whole column"),
        logic(f"{cell} / {table.of_row} * {many}", "divides by the total of the row"),
        logic(f"{cell} / {table.of_column} * {many}", "divides by the total of the column"),
    )
    program = f"round({cell} * {many} / {whole}, 0)"
    skills = ("read a cell", "subtract", "proportion")
    return Problem(table.sheet, ask, program, skills, mistakes=mistakes, decimals=0)


def _independent(table: _Drawn, rng: random.Random) -> Problem:
    """Ask for the count to expect if the two attributes had nothing to do with each other."""
    row, column = table.row, table.column
    part, one, two = table.group(row, column), table.noun(row), table.noun(1 - row)
    clause = say(table.language, *table.topic.columns[column][1])
    ask = table.ask(
        (f"Suppose the share of those {clause} were the same among the {one} as among all {table.noun()}. "
         f"How many {part} would there then be?",
         f"How many {part} would there be if the share of those {clause} were the same for the {one} and the {two}, "
         "with the totals as they are?"),
        (f"假设{one}中{clause}所占比例与全部{table.noun()}中的相同，那么{part}应有多少{table.topic.unit}？",
         f"保持各行各列的合计不变，若{clause}所占比例在{one}和{two}中相同，{part}应有多少{table.topic.unit}？"),
    ) + table.ask(*ROUND)  # fmt: skip
    total = f"({table.fact(0, column)} + {table.fact(1, column)})"
    mistakes = (
        logic(f"{table.of_row} / {COLUMNS}", "shares the row equally among the columns"),
        logic(f"{total} / 2", "halves the column"),
        misread(table.cell, "gives the number that is in the table"),
        misread(f"{table.fact(1 - row, COLUMNS)} * {total} / {table.whole}", "takes the total of the other row"),
    )
    program = f"round({table.of_row} * {total} / {table.whole}, 1)"
    skills = ("read a cell", "add", "proportion", "probability")
    return Problem(table.sheet, ask, program, skills, mistakes=mistakes, decimals=1)


def _cell_only(row: int, column: int) -> set[Place]:
    return {(row, column), (ROWS, (column + 1) % COLUMNS)}


def _column_total(row: int, column: int) -> set[Place]:
    return {(ROWS, column)}


def _row_total(row: int, column: int) -> set[Place]:
    return {(row, COLUMNS)}


def _cell_and_total(row: int, column: int) -> set[Place]:
    return {(row, column), (ROWS, column), (row, COLUMNS), (row, (column + 1) % COLUMNS)}


def _elsewhere(row: int, column: int) -> set[Place]:
    return {(1 - row, (column + 1) % COLUMNS)}


def _both_row_totals(row: int, column: int) -> set[Place]:
    return {(0, COLUMNS), (1, COLUMNS)}


_Kind = tuple["Callable[[_Drawn, random.Random], Problem]", "Callable[[int, int], set[Place]]"]
KINDS: dict[int, tuple[_Kind, ...]] = {
    1: ((_by_row, _cell_only), (_sum, _column_total), (_other_row, _row_total)),
    2: ((_two_steps, _cell_and_total), (_share, _elsewhere), (_conditional, _elsewhere)),
    3: ((_points, _both_row_totals), (_larger, _cell_only), (_independent, _column_total)),
}
