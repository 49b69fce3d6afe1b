"""A pupil's solution of a linear equation, line by line, with a mistake."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.problem import Wrong, logic, q, slip
from mmbench.benchmarks.figures.scenes.sizes import any_size
from mmbench.benchmarks.figures.student.errors import (
    TASKS,
    Asked,
    Error,
    line_name,
    misreadings,
    places_of,
    problem_about,
    slips,
)
from mmbench.benchmarks.figures.student.paper import Page
from mmbench.benchmarks.figures.style import say

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.problem import Dice, Problem
    from mmbench.benchmarks.figures.style import Language
    from mmbench.records import MistakeKind

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "student-equation"
DOMAIN: Domain = "algebra"

Value = int | Fraction
Side = tuple[tuple[Value, str], ...]
"""Terms: a number, and "x" or nothing."""


class _Form(NamedTuple):
    """An equation: how it is printed, what its numbers are called, and its solution, `{a}` standing for a number."""

    text: str
    names: dict[str, tuple[str, str]]
    program: str
    wrong: tuple[str, str]


FORMS = {
    1: _Form(
        "a x +b = c x +d",
        {"a": ("coefficient of x on the left", "左边x的系数"), "b": ("number on the left", "左边的常数"),
         "c": ("coefficient of x on the right", "右边x的系数"), "d": ("number on the right", "右边的常数")},
        "({d} - {b}) / ({a} - {c})",
        ("({d} + {b}) / ({a} - {c})", "({d} - {b}) / ({a} + {c})"),
    ),
    2: _Form(
        "a ( x +b ) = c x +d",
        {"a": ("factor before the brackets", "括号前的因数"), "b": ("number in the brackets", "括号内的常数"),
         "c": ("coefficient of x on the right", "右边x的系数"), "d": ("number on the right", "右边的常数")},
        "({d} - {a} * {b}) / ({a} - {c})",
        ("({d} - {b}) / ({a} - {c})", "({d} + {a} * {b}) / ({a} - {c})"),
    ),
    3: _Form(
        "a ( x +b ) − c ( x +e ) = d x +f",
        {"a": ("first factor", "第一个括号前的因数"), "b": ("number in the first brackets", "第一个括号内的常数"),
         "c": ("second factor", "第二个括号前的因数"), "e": ("number in the second brackets", "第二个括号内的常数"),
         "d": ("coefficient of x on the right", "右边x的系数"), "f": ("number on the right", "右边的常数")},
        "({f} - {a} * {b} + {c} * {e}) / ({a} - {c} - {d})",
        ("({f} - {a} * {b} - {c} * {e}) / ({a} - {c} - {d})", "({f} - {b} + {e}) / ({a} - {c} - {d})"),
    ),
}  # fmt: skip
"""The equations of each level. The second factor of level 3 is subtracted."""


TRIES = 300
HANDY = {
    1: {"a": 7, "b": 9, "c": 3, "d": 57},
    2: {"a": 7, "b": 3, "c": 3, "d": 69},
    3: {"a": 9, "b": 2, "c": 3, "d": 2, "e": 4, "f": 54},
}
"""An equation of each level that can be worked: taken if none that is drawn can."""


class _Solved(NamedTuple):
    """The lines of a solution, and every number worked out on the way, by its name."""

    lines: list[tuple[Side, Side]]
    values: dict[str, Value]


def _solved(level: int, given: Mapping[str, int], changed: Mapping[str, Value]) -> _Solved:
    """Solve an equation; `changed` has the numbers, read or worked out, that are others by mistake."""
    values: dict[str, Value] = {}

    def found(name: str, value: Value) -> Value:
        values[name] = changed.get(name, value)
        return values[name]

    read = {name: found(name, value) for name, value in given.items()}
    a, b, c, d = (read[name] for name in "abcd")
    left, constant, right = a, b, d
    lines: list[tuple[Side, Side]] = []
    if level == 1:
        lines.append((((a, "x"), (b, "")), ((c, "x"), (d, ""))))
    else:
        constant = found("product", a * b)
        lines.append((((a, "x"), (constant, "")), ((c, "x"), (d, ""))))
    if level == 3:
        second, right = found("second product", -c * read["e"]), read["f"]
        lines = [(((a, "x"), (constant, ""), (-c, "x"), (second, "")), ((d, "x"), (right, "")))]
        left, c = found("merged", a - c), d
        constant = found("sum", constant + second)
        lines.append((((left, "x"), (constant, "")), ((c, "x"), (right, ""))))
    values["added"] = left + c
    k = found("coefficient", left - c)
    lines.append((((k, "x"), (constant, "")), ((right, ""),)))
    moved = found("moved", -constant)
    lines.append((((k, "x"),), ((right, ""), (moved, ""))))
    value = found("value", right + moved)
    lines.append((((k, "x"),), ((value, ""),)))
    lines.append((((1, "x"),), ((found("x", Fraction(value) / k if k else 0), ""),)))
    return _Solved(lines, values)


def _solution(line: tuple[Side, Side]) -> Value | None:
    """Return the x that satisfies a line, if one does."""
    (a, b), (c, d) = (
        (sum(n for n, x in side if x), sum(n for n, x in side if not x)) for side in line
    )  # fmt: skip
    return None if a == c else Fraction(d - b) / (a - c)


class _Mistake(NamedTuple):
    """A mistake, the number that it changes, and what it makes of it."""

    error: Error
    name: str
    value: Value


def _mistakes(rng: random.Random, level: int, right: dict[str, Value], given: Mapping[str, int]) -> list[_Mistake]:
    """Return the mistakes that an equation allows."""
    found: list[_Mistake] = []

    def add(line: int, kind: MistakeKind, name: str, value: Value) -> None:
        if value != right[name]:
            found.append(_Mistake(Error(line, kind), name, value))

    def slipped(line: int, name: str) -> None:
        value = int(right[name])
        for wrong in slips(rng, abs(value))[:3]:
            add(line, "calculation", name, wrong if value > 0 else -wrong)

    for name, value in given.items():
        for wrong in misreadings(rng, value)[:3]:
            add(1, "misreading", name, wrong)
    collect = 2 if level < 3 else 3
    if level > 1:
        slipped(1, "product")
        add(1, "logic", "product", right["b"])
    if level == 3:
        slipped(1, "second product")
        add(1, "logic", "second product", -right["second product"])
        slipped(2, "merged")
        slipped(2, "sum")
    slipped(collect, "coefficient")
    add(collect, "logic", "coefficient", right["added"])
    add(collect + 1, "logic", "moved", -right["moved"])
    slipped(collect + 2, "value")
    slipped(collect + 3, "x")
    add(collect + 3, "logic", "x", right["value"] - right["coefficient"])
    return found


def _draw(rng: random.Random, level: int) -> dict[str, int]:
    """Draw the numbers of an equation whose solution is whole."""
    x = any_size(rng, 12, 480)
    b = rng.choice((-1, 1)) * rng.randint(2, 9 if level > 1 else 40)
    c = rng.randint(2, 6)
    if level < 3:
        a = c + rng.choice((2, 4, 5, 8, 10, 3, 6))
        left = a * (x + b) if level == 2 else a * x + b
        return {"a": a, "b": b, "c": c, "d": left - c * x}
    d, e = rng.randint(2, 5), rng.choice((-1, 1)) * rng.randint(2, 9)
    a = c + d + rng.choice((2, 4, 5, 8, 3))
    return {"a": a, "b": b, "c": c, "d": d, "e": e, "f": a * (x + b) - c * (x + e) - d * x}


def _wrong(rng: random.Random, level: int, asked: Asked) -> tuple[dict[str, int], _Solved, Error]:
    """Draw an equation and solve it with one mistake that leads to another short solution."""
    for _ in range(TRIES):
        given = _draw(rng, level)
        if abs(given["d"]) < 2 or abs(given.get("f", 2)) < 2:
            continue
        right = _solved(level, given, {})
        if right.values["value"] <= 1 or 0 in right.values.values():
            continue
        mistakes = _mistakes(rng, level, right.values, given)
        for error in places_of(rng, asked.task, {mistake.error: None for mistake in mistakes}):
            for mistake in rng.sample(mistakes, len(mistakes)):
                if mistake.error == error:
                    solved = _solved(level, given, {mistake.name: mistake.value})
                    if _fine(solved, right.values["x"]):
                        return given, solved, error
    given = HANDY[level]
    right = _solved(level, given, {})
    return given, _solved(level, given, {"x": right.values["x"] + 2}), Error(len(right.lines), "calculation")


def _fine(solved: _Solved, right: Value) -> bool:
    x, values = solved.values["x"], solved.values
    if x == right or not 1 < x < 4000 or values["coefficient"] < 2 or values["value"] < 2 or 0 in values.values():
        return False
    return x.denominator == 1 or 100 % x.denominator == 0


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: x on both sides. Level 2: with brackets. Level 3: with two. Asked: the solution, line or kind."""
    same, rng = dice.same, dice.fresh
    asked = Asked(TASKS[same.randrange(3)], same.randrange(2), language)
    form = FORMS[level]
    given, solved, error = _wrong(rng, level, asked)
    names = {letter: say(language, *name) for letter, name in form.names.items()}
    page = Page(rng, len(solved.lines), 84)
    _print(page, rng, form, names, given, language)
    return _problem(page, rng, asked, level, names, solved, error)


def _print(
    page: Page, rng: random.Random, form: _Form, names: dict[str, str], given: dict[str, int], language: Language
) -> None:
    """Print the equation on the card, and note its numbers."""
    sheet, card = page.sheet, page.card
    sheet.text((card.left + 16, card.top + 24), say(language, "Solve the equation:", "解方程："), anchor="lm")
    x, y = card.left + 40.0 + rng.randint(0, 60), card.top + 56
    for part in form.text.split():
        letter = part[-1] if part[-1] in names else ""
        sign = part[0] == "+"
        if sign:
            # A number in brackets that are subtracted is printed with its own sign.
            box = sheet.text((x + 5, y), "−" if given[letter] < 0 else "+", anchor="lm", size=sheet.size + 4)
            x = box.right + 6
        elif part in ("−", "="):
            x += 6
        text = str(abs(given[letter]) if sign else given[letter]) if letter else part
        box = sheet.text((x, y), text, anchor="lm", size=sheet.size + 4)
        x = box.right + (7 if part in ("−", "=") else 1.5)
        if letter:
            sheet.fact(names[letter], given[letter], box, group="given")


def _tokens(side: Side) -> list[str]:
    """Return a sum as it is written."""
    found: list[str] = []
    for number, letter in side:
        if number < 0:
            found.append("−")
        elif found:
            found.append("+")
        size = -number if number < 0 else number
        shown = _number(size)
        found.append(letter if letter and size == 1 else f"{shown}{letter}")
    return found


def _problem(
    page: Page, rng: random.Random, asked: Asked, level: int, names: dict[str, str], solved: _Solved, error: Error
) -> Problem:
    language, sheet, form = asked.language, page.sheet, FORMS[level]
    task, count = say(language, "solution of the task", "题中方程的解"), len(solved.lines)
    answer = say(language, "x at the end", "最后写出的x")
    facts = {letter: q(name) for letter, name in names.items()}
    solution = form.program.format_map(facts)
    checks = []
    for number, line in enumerate(solved.lines, 1):
        tokens = [*_tokens(line[0]), "=", *_tokens(line[1])]
        boxes = page.write(number, tokens, str(rng.randint(3, 60)))
        whole = boxes[0]._replace(
            right=boxes[-1].right, top=min(b.top for b in boxes), bottom=max(b.bottom for b in boxes)
        )
        sheet.fact(line_name(language, number), " ".join(tokens), whole, group="line")
        name = say(language, f"solution of line {number}", f"第{number}行的解")
        if asked.task == "error_step":
            sheet.fact(name, _number(_solution(line)), whole, group="solution")
        checks.append(f"abs({q(name)} - {q(task)})")
        if number == count:
            page.underline(boxes[-1])
            sheet.fact(answer, _number(solved.values["x"]), boxes[-1], group="answer")
    mistakes = (
        Wrong(error.kind, q(answer), f"follows the solution, which is wrong in line {error.line}"),
        *(logic(wrong.format_map(facts), "breaks a rule of signs or brackets") for wrong in form.wrong),
        slip(f"{solution} + {rng.randint(1, 5)}", "divides wrongly, to more"),
        slip(f"{solution} - {rng.randint(1, 3)}", "divides wrongly, to less"),
    )
    equation = _equation(form, names)
    return problem_about(
        sheet, asked, error, program=solution, check=f"argmax({', '.join(checks)})".replace(q(task), f"({solution})"),
        wanted=asked.say(
            ("The handwritten solution contains a mistake. What is the right value of x in the printed equation?",
             "Someone made a mistake in solving the printed equation. Which x solves it?"),
            ("手写解答中有一处错误。题中方程的解x应是多少？", "有人解题中的方程时出了错，正确的解x是多少？"),
        ),
        mistakes=mistakes, lines=count, skills=("equation",), unit="",
        description=say(
            language,
            f"The printed task is to solve the equation {equation}. Below it is a handwritten solution in numbered "
            "lines, each an equation. A number with a minus sign before it counts as negative.",
            f"印刷的题目是解方程{equation}，下面是分行编号的手写解答，每行一个方程。前面带减号的常数按负数计。",
        ),
    )  # fmt: skip


def _equation(form: _Form, names: dict[str, str]) -> str:
    """Return the equation in words: the names of its numbers, and x."""
    parts = []
    for part in form.text.split():
        letter = part[-1] if part[-1] in names else ""
        named = f"[{names[letter]}]" if letter else part
        parts.append(f"+ {named}" if part[0] == "+" else named)
    return " ".join(parts).replace("( ", "(").replace(" )", ")")


def _number(value: Value | None) -> str:
    if value is None:
        raise ValueError("a line without a solution")
    return str(value) if value.denominator == 1 else f"{float(value):g}"
