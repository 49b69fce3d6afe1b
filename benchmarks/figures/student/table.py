"""A pupil's solution of a task about a small printed table, one operation a line, with a mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.base.fonts import text_size
from mmbench.benchmarks.figures.sheet import Box
from mmbench.benchmarks.figures.student.errors import TASKS, Asked
from mmbench.benchmarks.figures.student.paper import PRINT, Page, print_sentence, spoken
from mmbench.benchmarks.figures.student.steps import Step, solution_on, worked_wrongly
from mmbench.benchmarks.figures.style import say

if TYPE_CHECKING:
    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.problem import Dice, Problem
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "student-table"
DOMAIN: Domain = "table"

Pair = tuple[str, str]


class _Task(NamedTuple):
    """A task: its printed sentence with `{}` for a number in it, the table, the lines.

    `columns` are heading, and least and greatest value; a cell is called by its row's letter and its column's number,
    the number in the sentence "n". A line is its form, then its operands.
    """

    text: Pair
    number: tuple[int, int]
    head: Pair
    rows: tuple[Pair, ...]
    columns: tuple[tuple[Pair, int, int], ...]
    lines: tuple[tuple[str, ...], ...]
    unit: Pair


_PLUS, _MINUS, _TIMES = "{0} + {1}", "{0} − {1}", "{0} × {1}"
_WRONG = {
    _PLUS: (_MINUS,), _MINUS: (_PLUS,), _TIMES: (_PLUS,), "{0} ÷ 4": ("{0} ÷ 5", "{0} ÷ 2"), "{0} ÷ 5": ("{0} ÷ 4",),
}  # fmt: skip
_TWO = ((_TIMES, "A1", "A2"), (_TIMES, "B1", "B2"), (_PLUS, "1", "2"))
_THREE = ((_TIMES, "A1", "A2"), (_TIMES, "B1", "B2"), (_TIMES, "C1", "C2"), (_PLUS, "1", "2"), (_PLUS, "4", "3"))
_FOUR = ((_PLUS, "A1", "B1"), (_PLUS, "1", "C1"), (_PLUS, "2", "D1"))
_GOODS = (("Pens", "钢笔"), ("Rulers", "直尺"), ("Folders", "文件夹"))
_PRICED = ((("Price ($)", "单价（元）"), 3, 14), (("Number", "数量"), 4, 18))
_DAYS = (("Mon", "周一"), ("Tue", "周二"), ("Wed", "周三"), ("Thu", "周四"))

TASKS_BY_LEVEL: dict[int, tuple[_Task, ...]] = {
    1: (
        _Task(
            ("All of these are bought and paid with ${}. How much is the change?",
             "购买表中全部物品，付{}元，应找回多少元？"),
            (480, 520), ("Article", "物品"), _GOODS[:2], _PRICED, (*_TWO, (_MINUS, "n", "3")), ("$", "元"),
        ),
        _Task(
            ("How many visitors came in all, without the {} members?", "除去{}名会员，四天共有多少名参观者？"),
            (35, 90), ("Day", "日期"), _DAYS, ((("Visitors", "参观人数"), 120, 480),), (*_FOUR, (_MINUS, "3", "n")),
            ("", "人"),
        ),
    ),
    2: (
        _Task(
            ("How much does all this cost together with ${} for delivery?",
             "表中物品全部购买，另付运费{}元，一共多少元？"),
            (12, 38), ("Article", "物品"), _GOODS, _PRICED, (*_THREE, (_PLUS, "5", "n")), ("$", "元"),
        ),
        _Task(
            ("By how much is the mean of the four days above {}?", "四天的平均数比{}多多少？"),
            (60, 115), ("Day", "日期"), _DAYS, ((("Cars in the car park", "停车数"), 120, 480),),
            (*_FOUR, ("{0} ÷ 4", "3"), (_MINUS, "4", "n")), ("", "辆"),
        ),
    ),
    3: (
        _Task(
            ("A class sells all this. After costs of ${} the rest is|shared by 4 groups. How much does each get?",
             "班级卖出表中全部物品，扣除成本{}元后由4个小组平分，|每组得多少元？"),
            (24, 96), ("Article", "物品"), (("Cakes", "蛋糕"), ("Juice", "果汁"), ("Pizza", "披萨")),
            (_PRICED[0], (("Sold", "售出数量"), 12, 48)), (*_THREE, (_MINUS, "5", "n"), ("{0} ÷ 4", "6")), ("$", "元"),
        ),
        _Task(
            ("Of the harvest, {} kg are given away. Five families|share the rest equally. How many kg does each get?",
             "全部收成中有{} kg送人，其余由5户人家平分，|每户得多少千克？"),
            (24, 80), ("Crop", "作物"), (("Tomatoes", "番茄"), ("Beans", "豆角"), ("Carrots", "胡萝卜")),
            ((("Plants", "株数"), 14, 48), (("kg per plant", "每株千克数"), 2, 6)),
            (*_THREE, (_MINUS, "5", "n"), ("{0} ÷ 5", "6")), ("kg", "kg"),
        ),
    ),
}  # fmt: skip


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: four lines. Level 2: five or six. Level 3: seven. Asked: the result, the line or the kind."""
    same, rng = dice.same, dice.fresh
    asked = Asked(TASKS[same.randrange(3)], same.randrange(2), language)
    task = TASKS_BY_LEVEL[level][same.randrange(2)]
    names = _names(task, language)
    steps = tuple(_step(line, names) for line in task.lines)
    ranges = {names[f"{'ABCD'[r]}{c}"]: (low, high) for r in range(len(task.rows))
              for c, (_, low, high) in enumerate(task.columns, 1)} | {names["n"]: task.number}  # fmt: skip
    given, work = worked_wrongly(
        rng, asked, steps, lambda: {name: rng.randint(*limits) for name, limits in ranges.items()}
    )
    page = Page(rng, len(steps), 66 + 24 * task.text[0].count("|") + 30 * (len(task.rows) + 1))
    _print(page, task, names, given, language)
    text = spoken(say(language, *task.text), language, names["n"])
    return solution_on(
        page, rng, asked, work, unit=say(language, *task.unit), skills=("read a cell", "multiply", "add"),
        wanted=asked.say(
            ("The handwritten solution contains a mistake. What is the right answer to the printed task?",
             "Someone made a mistake in solving the printed task. What is the right result?"),
            ("手写解答中有一处错误。题目的正确答案是多少？", "有人解这道题时出了错，正确的结果应是多少？"),
        ),
        description=say(
            language,
            f"The printed task has a table with rows {', '.join(row[0] for row in task.rows)} and asks: '{text}' "
            "Below it is a handwritten solution in numbered lines.",
            f"印刷的题目有一张表，各行是{'、'.join(row[1] for row in task.rows)}，"
            f"题目是“{text}”，下面是分行编号的手写解答。",
        ),
    )  # fmt: skip


def _names(task: _Task, language: Language) -> dict[str, str]:
    """Return what the printed numbers are called, by the name that lines use."""
    names = {"n": say(language, "number in the text", "题中的数")}
    for row, pair in zip("ABCD", task.rows, strict=False):
        for column, (heading, _, _) in enumerate(task.columns, 1):
            head = say(language, heading[0].removesuffix(" ($)").lower(), heading[1].removesuffix("（元）"))
            names[f"{row}{column}"] = say(language, f"{pair[0]}, {head}", f"{pair[1]}，{head}")
    return names


def _step(line: tuple[str, ...], names: dict[str, str]) -> Step:
    form, *parts = line
    operands = tuple(int(part) if part.isdigit() else names[part] for part in parts)
    return Step(form, operands, _WRONG[form])


def _print(page: Page, task: _Task, names: dict[str, str], given: dict[str, int], language: Language) -> None:
    """Print the task on the card: the table, its sentence above, and note the numbers."""
    sheet, card = page.sheet, page.card
    y = print_sentence(page, say(language, *task.text), names["n"], given)
    heads = [say(language, *task.head), *(say(language, *heading) for heading, _, _ in task.columns)]
    rows = [heads]
    for letter, named in zip("ABCD", task.rows, strict=False):
        values = (str(given[names[f"{letter}{c}"]]) for c in range(1, len(task.columns) + 1))
        rows.append([say(language, *named), *values])
    widths = [max(text_size(sheet.font, PRINT, row[c])[0] for row in rows) + 26 for c in range(len(heads))]
    top = y - 2
    for r, row in enumerate(rows):
        left = card.left + 30
        for c, text in enumerate(row):
            cell = Box(left, top + 30 * r, left + widths[c], top + 30 * r + 30)
            sheet.rect(cell, width=0.9, fill="#ECECEC" if r == 0 else "", solid=False)
            box = sheet.text(cell.middle, text, size=PRINT)
            left = cell.right
            if r and c:
                name = names[f"{'ABCD'[r - 1]}{c}"]
                sheet.fact(name, given[name], box, group=heads[c])
