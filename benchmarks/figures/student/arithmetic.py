"""A pupil's solution of an arithmetic expression, one operation a line, with a mistake."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.student.errors import TASKS, Asked
from mmbench.benchmarks.figures.student.paper import Page
from mmbench.benchmarks.figures.student.steps import Step, solution_on, worked_wrongly
from mmbench.benchmarks.figures.style import say

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.problem import Dice, Problem
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "student-arithmetic"
DOMAIN: Domain = "general mathematics"


class _Expression(NamedTuple):
    """An expression: its text with letters for the numbers, their ranges, and the lines, each "left sign right"."""

    text: str
    ranges: dict[str, tuple[int, int]]
    lines: tuple[str, ...]


SMALL, MIDDLE, LARGE = (3, 9), (12, 38), (41, 96)
EXPRESSIONS: dict[int, tuple[_Expression, ...]] = {
    1: (
        _Expression("( a + b ) × c − d × e", {"a": MIDDLE, "b": LARGE, "c": SMALL, "d": MIDDLE, "e": SMALL},
                    ("a + b", "1 × c", "d × e", "2 − 3")),
        _Expression("a × b + c × d − e", {"a": LARGE, "b": SMALL, "c": MIDDLE, "d": SMALL, "e": LARGE},
                    ("a × b", "c × d", "1 + 2", "3 − e")),
        _Expression("a × ( b − c ) + d × e", {"a": SMALL, "b": LARGE, "c": MIDDLE, "d": MIDDLE, "e": SMALL},
                    ("b − c", "a × 1", "d × e", "2 + 3")),
    ),
    2: (
        _Expression("a × b − ( c + d ) × e + f",
                    {"a": LARGE, "b": (8, 15), "c": MIDDLE, "d": MIDDLE, "e": SMALL, "f": MIDDLE},
                    ("c + d", "1 × e", "a × b", "3 − 2", "4 + f")),
        _Expression("a + b × c − ( d − e ) × f",
                    {"a": LARGE, "b": LARGE, "c": SMALL, "d": LARGE, "e": MIDDLE, "f": (2, 4)},
                    ("d − e", "1 × f", "b × c", "a + 3", "4 − 2")),
        _Expression("( a − b ) × c + ( d + e ) × f",
                    {"a": LARGE, "b": MIDDLE, "c": SMALL, "d": MIDDLE, "e": LARGE, "f": SMALL},
                    ("a − b", "1 × c", "d + e", "3 × f", "2 + 4")),
    ),
    3: (
        _Expression("a × ( b + c ) − d × ( e − f ) + g",
                    {"a": (7, 12), "b": MIDDLE, "c": LARGE, "d": (3, 6), "e": LARGE, "f": MIDDLE, "g": MIDDLE},
                    ("b + c", "a × 1", "e − f", "d × 3", "2 − 4", "5 + g")),
        _Expression("( a × b − c × d ) × e + f × ( g − h )",
                    {"a": LARGE, "b": SMALL, "c": MIDDLE, "d": (2, 4), "e": SMALL, "f": SMALL, "g": LARGE, "h": MIDDLE},
                    ("a × b", "c × d", "1 − 2", "3 × e", "g − h", "f × 5", "4 + 6")),
        _Expression("( a + b ) × ( c − d ) − e × f + g",
                    {"a": MIDDLE, "b": MIDDLE, "c": LARGE, "d": MIDDLE, "e": MIDDLE, "f": SMALL, "g": LARGE},
                    ("a + b", "c − d", "1 × 2", "e × f", "3 − 4", "5 + g")),
    ),
}  # fmt: skip
WRONG = {"+": ("{0} − {1}",), "−": ("{0} + {1}",), "×": ("{0} + {1}",)}


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: four lines. Level 2: five lines. Level 3: six or seven. Asked: the result, the line or the kind."""
    same, rng = dice.same, dice.fresh
    asked = Asked(TASKS[same.randrange(3)], same.randrange(2), language)
    expression = EXPRESSIONS[level][same.randrange(len(EXPRESSIONS[level]))]
    letters = list(expression.ranges)
    names = {letter: say(language, f"number {n}", f"第{n}个数") for n, letter in enumerate(letters, 1)}
    steps = tuple(_step(line, names) for line in expression.lines)
    given, work = worked_wrongly(
        rng, asked, steps, lambda: {names[letter]: rng.randint(*expression.ranges[letter]) for letter in letters}
    )
    page = Page(rng, len(steps), 84)
    _print(page, rng, expression, names, given, language)
    shown = re.sub("[a-h]", lambda letter: names[letter.group()], expression.text).replace("( ", "(").replace(" )", ")")
    return solution_on(
        page, rng, asked, work, unit="", skills=("add", "multiply"),
        wanted=asked.say(
            ("The handwritten solution contains a mistake. What is the correct value of the printed expression?",
             "Someone made a mistake in working out the printed expression. What is the right result?"),
            ("手写解答中有一处错误。题中算式的正确结果是多少？", "有人计算题中的算式时出了错，正确的结果应是多少？"),
        ),
        description=say(
            language,
            f"The printed task is to work out {shown}. Below it is a handwritten solution in numbered lines.",
            f"印刷的题目是计算{shown}，下面是分行编号的手写解答。",
        ),
    )  # fmt: skip


def _step(line: str, names: dict[str, str]) -> Step:
    left, sign, right = line.split()
    operands = tuple(int(part) if part.isdigit() else names[part] for part in (left, right))
    return Step(f"{{0}} {sign} {{1}}", operands, WRONG[sign])


def _print(
    page: Page, rng: random.Random, expression: _Expression, names: dict[str, str], given: dict[str, int],
    language: Language,
) -> None:  # fmt: skip
    """Print the task on the card, and note its numbers."""
    sheet, card = page.sheet, page.card
    sheet.text((card.left + 16, card.top + 24), say(language, "Work out:", "计算："), anchor="lm")
    x, y = card.left + 40.0 + rng.randint(0, 60), card.top + 56
    for part in expression.text.split():
        x -= 5 * (part == ")")
        text = str(given[names[part]]) if part in names else part
        box = sheet.text((x, y), text, anchor="lm", size=sheet.size + 4)
        x = box.right + (3 if part == "(" else 8)
        if part in names:
            sheet.fact(names[part], given[names[part]], box, group="given")
