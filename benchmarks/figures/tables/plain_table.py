"""Plain tables of measurements: a row for each person, town, week or plot, a column for each quantity."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q
from mmbench.benchmarks.figures.style import say, style_of
from mmbench.benchmarks.figures.tables.filled import filled

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "plain-table"
DOMAIN: Domain = "table"

Pair = tuple[str, str]


class _Quantity(NamedTuple):
    """A column: its name, how it belongs to a row, its unit, the values in steps, who has the most and the least."""

    noun: Pair
    of: Pair
    unit: Pair
    values: tuple[int, int, int]
    places: int
    most: Pair
    least: Pair


class _Topic(NamedTuple):
    """A table. `rate` is asked of one row and `best` of all: the first column, times a number, by the second."""

    title: Pair
    head: Pair
    rows: tuple[Pair, ...]
    columns: tuple[_Quantity, ...]
    times: int
    rate: Pair
    best: Pair
    unit: Pair


TOPICS = (
    _Topic(
        ("Training runs in May", "五月跑步训练记录"),
        ("Name", "姓名"),
        (("Anna", "小雨"), ("Ben", "大伟"), ("Clara", "晓云"), ("David", "志强"), ("Emma", "美玲"), ("Felix", "子轩"),
         ("Grace", "思琪")),
        (
            _Quantity(("distance", "路程"), ("the distance of {}", "{}的路程"), ("km", "km"), (200, 321, 1), 1,
                      ("Who ran the longest distance?", "谁跑的路程最长？"),
                      ("Who ran the shortest distance?", "谁跑的路程最短？")),
            _Quantity(("time", "时间"), ("the time of {}", "{}的时间"), ("min", "分钟"), (130, 221, 1), 0,
                      ("Who ran for the longest time?", "谁跑的时间最长？"),
                      ("Who ran for the shortest time?", "谁跑的时间最短？")),
            _Quantity(("climb", "爬升高度"), ("the climb of {}", "{}的爬升高度"), ("m", "m"), (120, 780, 5), 0,
                      ("Who climbed the most metres?", "谁的爬升高度最大？"),
                      ("Who climbed the fewest metres?", "谁的爬升高度最小？")),
        ),
        60,
        ("What was the mean speed of {} in km/h?", "{}跑步的平均速度是每小时多少千米？"),
        ("Who had the greatest mean speed?", "谁的平均速度最快？"),
        ("km/h", "km/h"),
    ),
    _Topic(
        ("Towns of the district", "本地区各市概况"),
        ("Town", "城市"),
        (("Ashby", "青山市"), ("Eastham", "东湖市"), ("Norwick", "临江市"), ("Redford", "云岭市"), ("Stonehill",
         "白水市"),
         ("Westport", "安和市"), ("Millbrook", "丰南市")),
        (
            _Quantity(("population", "人口"), ("the population of {}", "{}的人口"), ("thousand", "万"), (120, 960, 4),
            1,
                      ("Which town has the largest population?", "哪个市的人口最多？"),
                      ("Which town has the smallest population?", "哪个市的人口最少？")),
            _Quantity(("area", "面积"), ("the area of {}", "{}的面积"), ("km²", "km²"), (40, 190, 2), 0,
                      ("Which town has the largest area?", "哪个市的面积最大？"),
                      ("Which town has the smallest area?", "哪个市的面积最小？")),
            _Quantity(("length of bus lines", "公交线路总长"), ("the length of the bus lines of {}",
            "{}的公交线路总长"),
                      ("km", "km"), (85, 400, 5), 0,
                      ("Which town has the longest bus lines in total?", "哪个市的公交线路总长最长？"),
                      ("Which town has the shortest bus lines in total?", "哪个市的公交线路总长最短？")),
        ),
        1000,
        ("How many people live on one square kilometre in {} on average?", "{}平均每平方千米有多少人？"),
        ("Which town is the most densely populated?", "哪个市的人口密度最大？"),
        ("", "人"),
    ),
    _Topic(
        ("A bookshop from week to week", "一家书店的每周记录"),
        ("Week", "周次"),
        tuple((f"week {n}", f"第{n}周") for n in range(1, 8)),
        (
            _Quantity(("sales", "销售额"), ("the sales in {}", "{}的销售额"), ("$", "元"), (1200, 5200, 20), 0,
                      ("In which week were the sales highest?", "哪一周的销售额最高？"),
                      ("In which week were the sales lowest?", "哪一周的销售额最低？")),
            _Quantity(("number of customers", "顾客人数"), ("the number of customers in {}", "{}的顾客人数"),
                      ("", "人"), (110, 420, 1), 0,
                      ("In which week were there the most customers?", "哪一周的顾客最多？"),
                      ("In which week were there the fewest customers?", "哪一周的顾客最少？")),
            _Quantity(("number of books sold", "售书量"), ("the number of books sold in {}", "{}的售书量"),
                      ("", "本"), (90, 480, 1), 0,
                      ("In which week were the most books sold?", "哪一周售出的书最多？"),
                      ("In which week were the fewest books sold?", "哪一周售出的书最少？")),
        ),
        1,
        ("How many dollars did a customer spend on average in {}?", "{}平均每位顾客消费多少元？"),
        ("In which week did a customer spend the most on average?", "哪一周平均每位顾客消费最多？"),
        ("$", "元"),
    ),
    _Topic(
        ("Potato harvest in the school garden", "学校菜园的土豆收成"),
        ("Plot", "地块"),
        tuple((f"plot {letter}", f"{letter}地块") for letter in "ABCDEFG"),
        (
            _Quantity(("harvest", "收成"), ("the harvest of {}", "{}的收成"), ("kg", "kg"), (150, 560, 5), 1,
                      ("Which plot had the largest harvest?", "哪个地块的收成最多？"),
                      ("Which plot had the smallest harvest?", "哪个地块的收成最少？")),
            _Quantity(("number of plants", "株数"), ("the number of plants of {}", "{}的株数"), ("", "株"), (15, 51,
            1), 0,
                      ("Which plot has the most plants?", "哪个地块的株数最多？"),
                      ("Which plot has the fewest plants?", "哪个地块的株数最少？")),
            _Quantity(("amount of water", "用水量"), ("the amount of water of {}", "{}的用水量"),
                      ("l", "L"), (80, 460, 5), 0,
                      ("Which plot got the most water?", "哪个地块的用水量最多？"),
                      ("Which plot got the least water?", "哪个地块的用水量最少？")),
        ),
        1000,
        ("How many grams did one plant of {} yield on average?", "{}平均每株收获多少克？"),
        ("On which plot was the harvest per plant greatest?", "哪个地块平均每株的收成最多？"),
        ("g", "g"),
    ),
)  # fmt: skip


class _Drawn(NamedTuple):
    """A drawn table: `names` are the facts by column, then by row; `units` those of the columns."""

    sheet: Sheet
    topic: _Topic
    language: Language
    phrase: int
    rows: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    values: tuple[tuple[int, ...], ...]

    def say(self, en: tuple[str, str], zh: tuple[str, str]) -> str:
        """Return the phrasing drawn, in the language."""
        return say(self.language, en[self.phrase], zh[self.phrase])

    def noun(self, column: int) -> str:
        return say(self.language, *self.topic.columns[column].noun)

    def unit(self, column: int) -> str:
        return say(self.language, *self.topic.columns[column].unit)

    def of(self, column: int, row: int) -> str:
        return say(self.language, *self.topic.columns[column].of).format(self.rows[row])


def _draw(rng: random.Random, topic: _Topic, language: Language, phrase: int) -> _Drawn:
    style = style_of(rng)
    count = rng.randint(5, 7)
    chosen = sorted(rng.sample(range(len(topic.rows)), count))
    rows = tuple(say(language, *topic.rows[n]) for n in chosen)
    values = tuple(_values(rng, quantity, count) for quantity in topic.columns)
    texts = [[_text(value, topic.columns[c].places) for value in column] for c, column in enumerate(values)]
    order = rng.sample(range(len(topic.columns)), len(topic.columns))
    head = [say(language, *topic.head)]
    for c in order:
        noun, unit = say(language, *topic.columns[c].noun), say(language, *topic.columns[c].unit)
        noun = noun[0].upper() + noun[1:]
        head.append(f"{noun} ({unit})" if unit and language == "en" else f"{noun}（{unit}）" if unit else noun)
    shown = [[row[0].upper() + row[1:], *(texts[c][r] for c in order)] for r, row in enumerate(rows)]
    table = filled(rng, style, head, shown, title=say(language, *topic.title))
    names = []
    for c, quantity in enumerate(topic.columns):
        noun, unit = say(language, *quantity.noun), say(language, *quantity.unit)
        named = tuple(say(language, f"{noun} ({row})", f"{noun}（{row}）") for row in rows)
        for r, name in enumerate(named):
            place = table.boxes[r + 1, order.index(c) + 1]
            table.sheet.fact(name, texts[c][r], place, unit=unit, group=noun)
        names.append(named)
    return _Drawn(table.sheet, topic, language, phrase, rows, tuple(names), values)


def _values(rng: random.Random, quantity: _Quantity, count: int) -> tuple[int, ...]:
    return tuple(rng.sample(range(*quantity.values), count))


def _text(value: int, places: int) -> str:
    return f"{value // 10}.{value % 10}" if places else str(value)


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: a difference, a value, the most. Level 2: total, mean, range. Level 3: rates, percentages, shares."""
    same, rng = dice.same, dice.fresh
    topic, phrase = TOPICS[same.randrange(len(TOPICS))], same.randrange(2)
    column, kind, least = same.randrange(3), same.randrange(4), same.randrange(2)
    table = _draw(rng, topic, language, phrase)
    if level == 1:
        asked = (_most if kind == 0 else _value if kind == 1 else _difference)(table, rng, column, least)
    elif level == 2:
        asked = (_total, _mean, _range, _mean)[kind](table, column)
    else:
        asked = (_rate, _best, _percent_more, _share)[kind](table, rng, column)
    described = say(
        language,
        f"The table '{topic.title[0]}' has a row for each {topic.head[0].lower()} and a column for each quantity.",
        f"表格“{topic.title[1]}”每行对应一个{topic.head[1]}，每列对应一个量。",
    )
    return asked._replace(description=described)


def _value(table: _Drawn, rng: random.Random, column: int, least: int) -> Problem:
    row = rng.randrange(len(table.rows))
    of, fact = table.of(column, row), q(table.names[column][row])
    ask = table.say(
        (f"What is {of}?", f"Which value does the table give for {of}?"), (f"{of}是多少？", f"由表可知，{of}是多少？")
    )
    return Problem(table.sheet, ask, fact, ("read a cell",), unit=table.unit(column))


def _difference(table: _Drawn, rng: random.Random, column: int, least: int) -> Problem:
    values = table.values[column]
    low, high = sorted(rng.sample(range(len(table.rows)), 2), key=lambda n: values[n])
    one, two = q(table.names[column][high]), q(table.names[column][low])
    of, than = table.of(column, high), table.of(column, low)
    ask = table.say(
        (f"What is the difference between {of} and {than}?", f"By how much does {of} exceed {than}?"),
        (f"{of}与{than}相差多少？", f"{of}比{than}多多少？"),
    )
    mistakes = (
        logic(f"{one} + {two}", "adds where the difference is asked"),
        misread(one, "gives the greater value itself"),
        misread(two, "gives the smaller value itself"),
    )
    return Problem(
        table.sheet, ask, f"{one} - {two}", ("read a cell", "subtract"), mistakes=mistakes, unit=table.unit(column)
    )


def _most(table: _Drawn, rng: random.Random, column: int, least: int) -> Problem:
    quantity = table.topic.columns[column]
    ask = say(table.language, *(quantity.least if least else quantity.most))
    if table.phrase:
        ask = say(table.language, f"Look at the table. {ask}", f"观察表格，{ask}")
    facts = ", ".join(map(q, table.names[column]))
    program = f"{'argmin' if least else 'argmax'}({facts})"
    mistakes = (misread(f"{'argmax' if least else 'argmin'}({facts})", "takes the other end"),)
    return Problem(table.sheet, ask, program, ("read a cell", "compare"), mistakes=mistakes, labels=table.rows)


def _total(table: _Drawn, column: int) -> Problem:
    names, noun = table.names[column], table.noun(column)
    facts = ", ".join(map(q, names))
    ask = table.say(
        (f"What is the total of the column '{_capital(noun)}'?",
         f"Add up the whole column '{_capital(noun)}'. What do you get?"),
        (f"表中“{noun}”一列的总和是多少？", f"把“{noun}”一列的数全部相加，和是多少？"),
    )  # fmt: skip
    mistakes = (
        logic(f"sum({', '.join(map(q, names[:-1]))})", "leaves out the last row"),
        logic(f"sum({', '.join(map(q, names[1:]))})", "leaves out the first row"),
        logic(f"sum({facts}) + {q(names[0])}", "counts the first row twice"),
        logic(f"sum({facts}) + max({facts})", "counts the greatest value twice"),
    )
    return Problem(
        table.sheet, ask, f"sum({facts})", ("read a cell", "add"), mistakes=mistakes, unit=table.unit(column)
    )


def _mean(table: _Drawn, column: int) -> Problem:
    facts, noun, count = ", ".join(map(q, table.names[column])), table.noun(column), len(table.rows)
    ask = table.say(
        (f"What is the mean {noun} over all rows of the table? Round to one decimal place.",
         f"Work out the mean of the column '{_capital(noun)}'. Give one decimal place."),
        (f"表中“{noun}”的平均数是多少？保留一位小数。", f"求表中各行{noun}的平均数，结果保留一位小数。"),
    )  # fmt: skip
    mistakes = (
        logic(f"sum({facts}) / {count - 1}", f"divides by {count - 1} instead of {count}"),
        logic(f"sum({facts}) / {count + 1}", f"divides by {count + 1} instead of {count}"),
        logic(f"median({facts})", "takes the median for the mean"),
        logic(f"(max({facts}) + min({facts})) / 2", "takes the middle between the greatest and the least"),
    )
    return Problem(
        table.sheet, ask, f"round(mean({facts}), 1)", ("read a cell", "mean"), mistakes=mistakes,
        unit=table.unit(column), decimals=1,
    )  # fmt: skip


def _range(table: _Drawn, column: int) -> Problem:
    facts, noun, first = ", ".join(map(q, table.names[column])), table.noun(column), q(table.names[column][0])
    ask = table.say(
        (f"What is the range of the column '{_capital(noun)}', from the smallest to the largest value?",
         f"By how much do the largest and the smallest {noun} in the table differ?"),
        (f"表中“{noun}”的极差是多少？", f"表中{noun}的最大值与最小值相差多少？"),
    )  # fmt: skip
    mistakes = (
        misread(f"max({facts})", "gives the largest value"),
        logic(f"max({facts}) + min({facts})", "adds the largest and the smallest value"),
        misread(f"max({facts}) - {first}", "subtracts the first value instead of the smallest"),
        misread(f"nth_largest(2, {facts}) - min({facts})", "takes the second largest value for the largest"),
    )
    return Problem(
        table.sheet, ask, f"range({facts})", ("read a cell", "range"), mistakes=mistakes, unit=table.unit(column)
    )


def _quotient(table: _Drawn, row: int) -> str:
    """Return the rate of a row: its first quantity, in the unit asked for, by the second."""
    times = 10_000 if table.topic.unit[1] == "人" and table.language == "zh" else table.topic.times
    first = q(table.names[0][row])
    return f"{first} * {times} / {q(table.names[1][row])}" if times > 1 else f"{first} / {q(table.names[1][row])}"


def _rate(table: _Drawn, rng: random.Random, column: int) -> Problem:
    row = rng.randrange(len(table.rows))
    other = (row + 1) % len(table.rows)
    rate, first, second = _quotient(table, row), table.names[0][row], table.names[1][row]
    wrong = rate.replace(q(second), q(table.names[1][other])), rate.replace(q(first), q(table.names[0][other]))
    ask = say(table.language, *table.topic.rate).format(table.rows[row])
    ask += table.say(
        (" Round to one decimal place.", " Give one decimal place."), ("保留一位小数。", "结果保留一位小数。")
    )
    mistakes = (
        misread(wrong[0], f"takes the {table.topic.columns[1].noun[0]} of another row"),
        misread(wrong[1], f"takes the {table.topic.columns[0].noun[0]} of another row"),
        misread(rate.replace(q(second), q(table.names[2][row])), "divides by the wrong column"),
    )
    return Problem(
        table.sheet, ask, f"round({rate}, 1)", ("read a cell", "divide", "ratio"), mistakes=mistakes,
        unit=say(table.language, *table.topic.unit), decimals=1,
    )  # fmt: skip


def _best(table: _Drawn, rng: random.Random, column: int) -> Problem:
    ask = say(table.language, *table.topic.best)
    if table.phrase:
        ask = say(table.language, f"Use two columns of the table. {ask}", f"根据表中数据计算，{ask}")
    count = range(len(table.rows))
    pairs = [f"{q(table.names[0][n])} / {q(table.names[1][n])}" for n in count]
    mistakes = (
        misread(f"argmax({', '.join(q(table.names[0][n]) for n in count)})", "compares the first quantity only"),
        misread(f"argmin({', '.join(q(table.names[1][n]) for n in count)})", "compares the second quantity only"),
        logic(f"argmin({', '.join(pairs)})", "takes the smallest quotient"),
    )
    return Problem(
        table.sheet, ask, f"argmax({', '.join(pairs)})", ("read a cell", "divide", "compare"), mistakes=mistakes,
        labels=table.rows,
    )  # fmt: skip


def _percent_more(table: _Drawn, rng: random.Random, column: int) -> Problem:
    values = table.values[column]
    low, high = sorted(rng.sample(range(len(table.rows)), 2), key=lambda n: values[n])
    one, two = q(table.names[column][low]), q(table.names[column][high])
    of, than = table.of(column, high), table.of(column, low)
    ask = table.say(
        (f"By what percentage is {of} greater than {than}? Round to one decimal place.",
         f"How many percent does {of} lie above {than}? Give one decimal place."),
        (f"{of}比{than}多百分之几？保留一位小数。", f"与{than}相比，{of}多百分之几？结果保留一位小数。"),
    )  # fmt: skip
    mistakes = (
        logic(f"({two} - {one}) / {two} * 100", "divides by the greater value"),
        logic(f"{two} / {one} * 100", "gives the whole percentage, not what it is more"),
        logic(f"{one} / {two} * 100", "gives the smaller value as a share of the greater one"),
        logic(f"{two} - {one}", "gives the difference, not the percentage"),
    )
    return Problem(
        table.sheet, ask, f"round(percent_change({one}, {two}), 1)", ("read a cell", "percentage change"),
        mistakes=mistakes, unit="%", decimals=1,
    )  # fmt: skip


def _share(table: _Drawn, rng: random.Random, column: int) -> Problem:
    row = rng.randrange(len(table.rows))
    names, noun, of = table.names[column], table.noun(column), table.of(column, row)
    facts, part = ", ".join(map(q, names)), q(names[row])
    rest = ", ".join(q(name) for n, name in enumerate(names) if n != row)
    ask = table.say(
        (f"What percentage of the total of the column '{_capital(noun)}' is {of}? Round to one decimal place.",
         f"Taking the sum of all rows as 100 %, how many percent is {of}? Give one decimal place."),
        (f"{of}占“{noun}”一列总和的百分之几？保留一位小数。",
         f"以各行{noun}的总和为100%，{of}占百分之几？结果保留一位小数。"),
    )  # fmt: skip
    mistakes = (
        logic(f"{part} / sum({rest}) * 100", "divides by the sum of the other rows"),
        logic(f"{part} / max({facts}) * 100", "divides by the greatest value"),
        logic("100 / " + str(len(names)), "shares equally among the rows"),
    )
    return Problem(
        table.sheet, ask, f"round(percent_of({part}, sum({facts})), 1)", ("read a cell", "add", "percentage"),
        mistakes=mistakes, unit="%", decimals=1,
    )  # fmt: skip


def _capital(noun: str) -> str:
    return noun[0].upper() + noun[1:]
