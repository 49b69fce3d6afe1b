"""Tables with headings on two levels and rows in groups: members by year and sex, orders by day and time of day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q
from mmbench.benchmarks.figures.ruled import Cell, draw_table
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "grouped-table"
DOMAIN: Domain = "table"

Pair = tuple[str, str]
Named = tuple[str, str, str, str]
"""A name in the table, then as it stands in a sentence: English table and sentence, Chinese table and sentence."""


class _Topic(NamedTuple):
    """A table. `number` is a phrase for the values: `{r}` for the rows, `{t}` and `{s}` for the two headings."""

    title: Pair
    head: Pair
    unit: Pair
    number: Pair
    tops: tuple[Named, Named]
    subs: tuple[Named, Named]
    both_tops: Pair
    both_subs: Pair
    groups: tuple[tuple[Named, tuple[Named, ...]], ...]
    which: Pair


TOPICS = (
    _Topic(
        ("Members of the school clubs", "学校社团人数"), ("Club", "社团"), ("", "人"),
        ("the number of {s} in {r} {t}", "{t}{r}{s}的人数"),
        (("2022", "in 2022", "2022年", "2022年"), ("2023", "in 2023", "2023年", "2023年")),
        (("girls", "girls", "女生", "女生"), ("boys", "boys", "男生", "男生")),
        ("in both years together", "两年合计"), ("members", "社员"),
        (
            (("Sport", "the sport clubs", "体育", "体育类社团"), (
                ("Football", "the football club", "足球社", "足球社"),
                ("Swimming", "the swimming club", "游泳社", "游泳社"),
                ("Athletics", "the athletics club", "田径社", "田径社"))),
            (("Arts", "the arts clubs", "艺术", "艺术类社团"), (
                ("Choir", "the choir", "合唱团", "合唱团"),
                ("Theatre", "the theatre club", "话剧社", "话剧社"),
                ("Painting", "the painting club", "绘画社", "绘画社"))),
        ),
        ("Which club", "哪个社团"),
    ),
    _Topic(
        ("Loans of the town library", "市图书馆借阅情况"), ("Medium", "种类"), ("", "件"),
        ("the number of {r} lent {s} {t}", "{t}{s}{r}的数量"),
        (("spring", "in spring", "春季", "春季"), ("autumn", "in autumn", "秋季", "秋季")),
        (("children", "to children", "儿童", "借给儿童的"), ("adults", "to adults", "成人", "借给成人的")),
        ("in both seasons together", "两季合计"), ("in all", "借出的"),
        (
            (("Print", "printed media", "纸质", "纸质读物"), (
                ("Novels", "novels", "小说", "小说"), ("Comics", "comics", "漫画", "漫画"),
                ("Magazines", "magazines", "杂志", "杂志"))),
            (("Other", "other media", "其他", "其他类资料"), (
                ("Games", "games", "桌游", "桌游"), ("Films", "films", "影碟", "影碟"),
                ("Audio books", "audio books", "有声书", "有声书"))),
        ),
        ("Which kind of medium", "哪种资料"),
    ),
    _Topic(
        ("Harvest of a farm (in tonnes)", "农场产量（单位：吨）"), ("Crop", "作物"), ("t", "吨"),
        ("the harvest of {r} {s} {t}", "{t}{s}{r}的产量"),
        (("2022", "in 2022", "2022年", "2022年"), ("2023", "in 2023", "2023年", "2023年")),
        (("north", "on the north fields", "北区", "北区"), ("south", "on the south fields", "南区", "南区")),
        ("in both years together", "两年合计"), ("on all fields", "南北两区"),
        (
            (("Grain", "all grain", "粮食", "粮食作物"), (
                ("Wheat", "wheat", "小麦", "小麦"), ("Barley", "barley", "大麦", "大麦"), ("Oats", "oats", "燕麦",
                 "燕麦"))),
            (("Vegetables", "all vegetables", "蔬菜", "蔬菜"), (
                ("Potatoes", "potatoes", "土豆", "土豆"), ("Carrots", "carrots", "胡萝卜", "胡萝卜"),
                ("Onions", "onions", "洋葱", "洋葱"))),
        ),
        ("Which crop", "哪种作物"),
    ),
    _Topic(
        ("Orders in a café", "咖啡馆点单记录"), ("Order", "品种"), ("", "份"),
        ("the number of orders of {r} {t} {s}", "{t}{s}{r}的点单数"),
        (("Saturday", "on Saturday", "周六", "周六"), ("Sunday", "on Sunday", "周日", "周日")),
        (("morning", "in the morning", "上午", "上午"), ("afternoon", "in the afternoon", "下午", "下午")),
        ("on both days together", "两天合计"), ("over the whole day", "全天"),
        (
            (("Drinks", "drinks", "饮料", "饮料"), (
                ("Tea", "tea", "红茶", "红茶"), ("Coffee", "coffee", "咖啡", "咖啡"), ("Juice", "juice", "果汁",
                 "果汁"))),
            (("Food", "food", "食品", "食品"), (
                ("Cake", "cake", "蛋糕", "蛋糕"), ("Soup", "soup", "浓汤", "浓汤"), ("Salad", "salad", "沙拉",
                 "沙拉"))),
        ),
        ("Which article", "哪个品种"),
    ),
)  # fmt: skip
ROWS = range(6)
TRIES = 100
BOTH = -1
"""Both headings taken together."""


class _Drawn(NamedTuple):
    """A drawn table: the facts and values by row, upper and lower heading."""

    sheet: Sheet
    topic: _Topic
    language: Language
    phrase: int
    names: dict[tuple[int, int, int], str]
    values: dict[tuple[int, int, int], int]

    def say(self, en: Pair, zh: Pair) -> str:
        """Return the phrasing drawn, in the language."""
        return say(self.language, en[self.phrase], zh[self.phrase])

    @property
    def unit(self) -> str:
        return say(self.language, *self.topic.unit)

    def row(self, number: int) -> Named:
        return self.topic.groups[number // 3][1][number % 3]

    def number(self, rows: Named, top: int | None, sub: int) -> str:
        """Return the phrase for the values of rows under two headings; no `top` names none."""
        topic, language = self.topic, self.language
        when = ""
        if top is not None:
            when = say(language, *topic.both_tops) if top == BOTH else _sentence(topic.tops[top], language)
        part = say(language, *topic.both_subs) if sub == BOTH else _sentence(topic.subs[sub], language)
        return (
            say(language, *topic.number).format(r=_sentence(rows, language), t=when, s=part).strip().replace("  ", " ")
        )

    def cells(self, rows: Sequence[int], top: int, sub: int) -> list[tuple[int, int, int]]:
        tops, subs = (0, 1) if top == BOTH else (top,), (0, 1) if sub == BOTH else (sub,)
        return [(r, t, s) for r in rows for t in tops for s in subs]

    def total(self, rows: Sequence[int], top: int, sub: int) -> str:
        """Return the program for the sum of cells."""
        facts = [q(self.names[cell]) for cell in self.cells(rows, top, sub)]
        if len(facts) == 1:
            return facts[0]
        return f"({' + '.join(facts)})" if len(facts) == 2 else f"sum({', '.join(facts)})"

    def size(self, rows: Sequence[int], top: int, sub: int) -> int:
        return sum(self.values[cell] for cell in self.cells(rows, top, sub))


def _sentence(named: Named, language: Language) -> str:
    return say(language, named[1], named[3])


def _label(named: Named, language: Language) -> str:
    return say(language, named[0], named[2])


def _values(rng: random.Random) -> dict[tuple[int, int, int], int]:
    """Draw the values: each group grows or shrinks, one of them grows, and no two rows do so alike."""
    for _ in range(TRIES):
        values = {}
        grows = rng.choice(((True, False), (False, True), (True, True)))
        for r in ROWS:
            low, high = (1.1, 1.8) if grows[r // 3] else (0.5, 0.9)
            for s in range(2):
                values[r, 0, s] = rng.randint(18, 75)
                values[r, 1, s] = round(values[r, 0, s] * rng.uniform(low, high))
        sums = [[values[r, t, 0] + values[r, t, 1] for r in ROWS] for t in range(2)]
        if len({round(new / old, 3) for old, new in zip(*sums, strict=True)}) == len(ROWS):
            return values
    return {(r, t, s): 30 + 10 * (r + t) for r in ROWS for t in range(2) for s in range(2)}


def _draw(rng: random.Random, topic: _Topic, language: Language, phrase: int) -> _Drawn:
    style = style_of(rng)
    values = _values(rng)
    banded = rng.random() < 0.4
    beside = 1 if banded else 2
    tops, subs = ([_label(named, language) for named in side] for side in (topic.tops, topic.subs))
    first: list[Cell | None] = [Cell(say(language, *topic.head), rows=2, columns=beside, head=True)]
    cells: list[list[Cell | None]] = [first + [None] * (beside - 1), [None] * beside]
    for top in tops:
        cells[0] += [Cell(top, columns=2, head=True), None]
        cells[1] += [Cell(sub, head=True) for sub in subs]
    places = {}
    for g, (group, rows) in enumerate(topic.groups):
        name = _label(group, language)
        if banded:
            cells.append([Cell(name, columns=5, head=True, align="left"), None, None, None, None])
        for n, row in enumerate(rows):
            for t in range(2):
                for s in range(2):
                    places[3 * g + n, t, s] = (len(cells), beside + 2 * t + s)
            side: list[Cell | None] = [Cell(_label(row, language), align="left")]
            if not banded:
                side.insert(0, Cell(name, rows=3) if n == 0 else None)
            cells.append([*side, *(Cell(str(values[3 * g + n, t, s])) for t in range(2) for s in range(2))])
    table = draw_table(rng, style, cells, title=say(language, *topic.title))
    drawn = _Drawn(table.sheet, topic, language, phrase, {}, values)
    for cell, place in places.items():
        r, t, s = cell
        label = _label(drawn.row(r), language)
        drawn.names[cell] = say(language, f"{label} ({tops[t]}, {subs[s]})", f"{label}（{tops[t]}，{subs[s]}）")
        table.sheet.fact(drawn.names[cell], values[cell], table.boxes[place], unit=drawn.unit, group="cell")
    return drawn


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: a sum or difference of two cells. Level 2: of totals. Level 3: changes and shares in percent."""
    same, rng = dice.same, dice.fresh
    topic, phrase, kind = TOPICS[same.randrange(len(TOPICS))], same.randrange(2), same.randrange(3)
    table = _draw(rng, topic, language, phrase)
    kinds = {1: (_pair, _change, _pair), 2: (_group, _row, _balance), 3: (_percent_change, _percent, _fastest)}
    described = say(
        language,
        f"The table '{topic.title[0]}' has two headings with two columns each; its rows form two groups.",
        f"表格“{topic.title[1]}”的表头分两级，各有两列；各行分为两组。",
    )
    problem = kinds[level][kind](table, rng)
    return problem._replace(description=described, unit=problem.unit or ("" if problem.labels else table.unit))


def _what_is(table: _Drawn, number: str) -> str:
    return table.say((f"What is {number}?", f"According to the table, what is {number}?"),
                     (f"{number}是多少？", f"由表可知，{number}是多少？"))  # fmt: skip


def _pair(table: _Drawn, rng: random.Random) -> Problem:
    row, top = rng.choice(ROWS), rng.randrange(2)
    ask = _what_is(table, table.number(table.row(row), top, BOTH))
    one, two = (q(table.names[row, top, sub]) for sub in range(2))
    mistakes = (
        misread(one, "reads the first of the two columns only"),
        misread(two, "reads the second of the two columns only"),
        misread(table.total((row,), 1 - top, BOTH), "reads under the other heading"),
        logic(table.total((row,), BOTH, BOTH), "adds the whole row"),
    )
    return Problem(table.sheet, ask, f"{one} + {two}", ("read a cell", "add"), mistakes=mistakes)


def _change(table: _Drawn, rng: random.Random) -> Problem:
    row, sub = rng.choice(ROWS), rng.randrange(2)
    old, new = (table.values[row, top, sub] for top in range(2))
    high = int(new > old)
    one, two = q(table.names[row, high, sub]), q(table.names[row, 1 - high, sub])
    more, less = (table.number(table.row(row), top, sub) for top in (high, 1 - high))
    ask = table.say(
        (f"By how much is {more} greater than {less}?", f"What is the difference between {more} and {less}?"),
        (f"{more}比{less}多多少？", f"{more}与{less}相差多少？"),
    )
    mistakes = (
        misread(f"abs({one} - {q(table.names[row, high, 1 - sub])})", "compares the columns under one heading"),
        logic(f"{one} + {two}", "adds where the difference is asked"),
        misread(two, "gives the smaller value itself"),
    )
    return Problem(table.sheet, ask, f"{one} - {two}", ("read a cell", "subtract"), mistakes=mistakes)


def _rows(group: int) -> range:
    return range(3 * group, 3 * group + 3)


def _group(table: _Drawn, rng: random.Random) -> Problem:
    group, top, sub = (rng.randrange(2) for _ in range(3))
    named, rows = table.topic.groups[group][0], _rows(group)
    ask = _what_is(table, table.number(named, top, sub))
    mistakes = (
        misread(table.total(rows, 1 - top, sub), "reads under the other upper heading"),
        misread(table.total(rows, top, 1 - sub), "reads the other column"),
        logic(table.total(rows[:2], top, sub), "leaves out the last row of the group"),
        logic(table.total(rows, top, BOTH), "adds both columns"),
    )
    return Problem(table.sheet, ask, table.total(rows, top, sub), ("read a cell", "add"), mistakes=mistakes)


def _row(table: _Drawn, rng: random.Random) -> Problem:
    row = rng.choice(ROWS)
    ask = _what_is(table, table.number(table.row(row), BOTH, BOTH))
    other = row + 1 if row % 3 < 2 else row - 1
    mistakes = (
        misread(table.total((other,), BOTH, BOTH), "reads the next row"),
        logic(table.total((row,), 1, BOTH), "adds under the second heading only"),
        logic(f"{table.total((row,), BOTH, BOTH)} / 2", "takes the mean of the two headings"),
        logic(f"{table.total((row,), BOTH, BOTH)} + {q(table.names[row, 0, 0])}", "counts the first cell twice"),
    )
    return Problem(table.sheet, ask, table.total((row,), BOTH, BOTH), ("read a cell", "add"), mistakes=mistakes)


def _balance(table: _Drawn, rng: random.Random) -> Problem:
    """Ask by how much a row exceeds another one under an upper heading."""
    one, two = rng.sample(ROWS, 2)
    top = rng.randrange(2)
    if table.size((one,), top, BOTH) < table.size((two,), top, BOTH):
        one, two = two, one
    if table.size((one,), top, BOTH) - table.size((two,), top, BOTH) < 2:
        two = min(ROWS, key=lambda row: table.size((row,), top, BOTH))
        one = max(ROWS, key=lambda row: table.size((row,), top, BOTH))
    more, less = (table.number(table.row(row), top, BOTH) for row in (one, two))
    ask = table.say(
        (f"By how much does {more} exceed {less}?", f"How much greater is {more} than {less}?"),
        (f"{more}比{less}多多少？", f"由表可知，{more}比{less}多多少？"),
    )
    first, second = table.total((one,), top, BOTH), table.total((two,), top, BOTH)
    mistakes = (
        misread(f"abs({table.total((one,), 1 - top, BOTH)} - {table.total((two,), 1 - top, BOTH)})",
                "reads under the other upper heading"),
        misread(f"abs({q(table.names[one, top, 0])} - {q(table.names[two, top, 0])})",
        "compares the first column only"),
        misread(f"abs({q(table.names[one, top, 1])} - {q(table.names[two, top, 1])})",
        "compares the second column only"),
        logic(f"{first} + {second}", "adds where the difference is asked"),
    )  # fmt: skip
    return Problem(table.sheet, ask, f"{first} - {second}", ("read a cell", "add", "subtract"), mistakes=mistakes)


def _percent_change(table: _Drawn, rng: random.Random) -> Problem:
    group = rng.randrange(2)
    named, rows = table.topic.groups[group][0], _rows(group)
    grew = table.size(rows, 1, BOTH) > table.size(rows, 0, BOTH)
    since, until = (say(table.language, named[0], named[2]) for named in table.topic.tops)
    number = table.number(named, None, BOTH)
    ask = table.say(
        (f"By what percentage did {number} {'increase' if grew else 'decrease'} from {since} to {until}? "
         "Round to one decimal place.",
         f"From {since} to {until}, {number} {'rose' if grew else 'fell'}. By how many percent? "
         "Give one decimal place."),
        (f"从{since}到{until}，{number}{'增加' if grew else '减少'}了百分之几？保留一位小数。",
         f"与{since}相比，{until}{number}{'增加' if grew else '减少'}了百分之几？结果保留一位小数。"),
    )  # fmt: skip
    old, new = table.total(rows, 0, BOTH), table.total(rows, 1, BOTH)
    change = f"({new} - {old})" if grew else f"({old} - {new})"
    other = f"abs({table.total(rows, 1, 0)} - {table.total(rows, 0, 0)}) / {table.total(rows, 0, 0)} * 100"
    mistakes = (
        logic(f"{change} / {new} * 100", "divides by the later value"),
        misread(other, "works with the first column under each heading only"),
        logic(change, "gives the difference, not the percentage"),
        logic(f"{new} / {old} * 100", "gives the whole percentage, not the change"),
    )
    return Problem(
        table.sheet, ask, f"round({change} / {old} * 100, 1)", ("read a cell", "add", "percentage change"),
        mistakes=mistakes, unit="%", decimals=1,
    )  # fmt: skip


def _percent(table: _Drawn, rng: random.Random) -> Problem:
    """Ask which share of a group's total under an upper heading falls to one of its two columns."""
    group, top, sub = (rng.randrange(2) for _ in range(3))
    named, rows = table.topic.groups[group][0], _rows(group)
    part, whole = (table.number(named, top, side) for side in (sub, BOTH))
    ask = table.say(
        (f"How many percent of {whole} is {part}? Round to one decimal place.",
         f"What share of {whole} is {part}, in percent? Give one decimal place."),
        (f"{part}占{whole}的百分之几？保留一位小数。", f"由表可知，{part}占{whole}的百分之几？结果保留一位小数。"),
    )  # fmt: skip
    one, two = table.total(rows, top, sub), table.total(rows, top, 1 - sub)
    mistakes = (
        logic(f"{one} / {two} * 100", "divides by the other column"),
        logic(f"{two} / ({one} + {two}) * 100", "takes the share of the other column"),
        logic(f"{one} / ({one} + {table.total(rows, 1 - top, sub)}) * 100", "divides by the total under both headings"),
        logic(f"{one} / {table.total(rows, BOTH, BOTH)} * 100", "divides by the total of the whole group"),
    )
    program = f"round(percent_of({one}, {one} + {two}), 1)"
    return Problem(
        table.sheet, ask, program, ("read a cell", "add", "percentage"), mistakes=mistakes, unit="%", decimals=1
    )


def _fastest(table: _Drawn, rng: random.Random) -> Problem:
    topic, language = table.topic, table.language
    since, until = (say(language, named[0], named[2]) for named in topic.tops)
    both = say(language, " and ", "、").join(_label(named, language) for named in topic.subs)
    which = say(language, *topic.which)
    ask = table.say(
        (f"{which} has the largest value of {until} in relation to {since}, both columns ({both}) taken together?",
         f"Add the columns {both} for {since} and for {until}. {which} shows the strongest growth in percent?"),
        (f"两列（{both}）合计，从{since}到{until}{which}的增长率最大？",
         f"把{both}两列的数相加，与{since}相比，{until}{which}的增长率最大？"),
    )  # fmt: skip
    quotients = [f"{table.total((row,), 1, BOTH)} / {table.total((row,), 0, BOTH)}" for row in ROWS]
    changes = [f"{table.total((row,), 1, BOTH)} - {table.total((row,), 0, BOTH)}" for row in ROWS]
    mistakes = (
        logic(f"argmax({', '.join(changes)})", "compares differences, not percentages"),
        misread(f"argmax({', '.join(table.total((row,), 1, BOTH) for row in ROWS)})", "compares the later values only"),
    )
    labels = tuple(_label(table.row(row), language) for row in ROWS)
    skills = ("read a cell", "add", "percentage change", "compare")
    return Problem(table.sheet, ask, f"argmax({', '.join(quotients)})", skills, mistakes=mistakes, labels=labels)
