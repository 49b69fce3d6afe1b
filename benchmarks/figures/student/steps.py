"""Solutions of one operation a line, with one mistake: arithmetic that starts from printed numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.problem import Wrong, logic, q
from mmbench.benchmarks.figures.student.errors import (
    Error,
    line_name,
    misreadings,
    places_of,
    problem_about,
    slips,
)
from mmbench.benchmarks.figures.style import say

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Sequence

    from mmbench.benchmarks.figures.problem import Problem
    from mmbench.benchmarks.figures.student.errors import Asked
    from mmbench.benchmarks.figures.student.paper import Page
    from mmbench.benchmarks.figures.style import Language
    from mmbench.records import MistakeKind

__all__ = ["Step", "Work", "solution_on", "worked_wrongly"]

Value = int | Fraction
FORMS: dict[str, Callable[..., Value]] = {
    "{0} + {1}": lambda a, b: a + b,
    "{0} − {1}": lambda a, b: a - b,
    "{0} × {1}": lambda a, b: a * b,
    "{0} × {1} ÷ 2": lambda a, b: Fraction(a * b) / 2,
    "{0} ÷ 2": lambda a: Fraction(a) / 2,
    "{0} ÷ 4": lambda a: Fraction(a) / 4,
    "{0} ÷ 5": lambda a: Fraction(a) / 5,
    "{0} × 2": lambda a: a * 2,
}
"""What a line may work out, as it is written, and how it is computed."""
_SIGNS = str.maketrans("−×÷", "-*/")
LARGEST = 20_000
TRIES = 300


class Step(NamedTuple):
    """A line: its form, its operands (a name is a printed number, a whole number an earlier line from 1).

    `wrong` are forms that are taken by mistake; `label` is written before the line.
    """

    form: str
    operands: tuple[str | int, ...]
    wrong: tuple[str, ...]
    label: tuple[str, str] = ("", "")


class Work(NamedTuple):
    """A solution as it is written: the parts of each line before the equals sign, the results, and the mistake."""

    steps: tuple[Step, ...]
    left: tuple[tuple[str, ...], ...]
    results: tuple[Value, ...]
    error: Error


def worked_wrongly(
    rng: random.Random, asked: Asked, steps: tuple[Step, ...], draw: Callable[[], dict[str, int]]
) -> tuple[dict[str, int], Work]:
    """Draw numbers for a task that can be worked with one mistake that leaves all results positive and short."""
    for _ in range(TRIES):
        given = draw()
        work = _attempt(rng, asked, steps, given)
        if work is not None:
            return given, work
    given = draw()
    right = _results(steps, given)
    left = tuple([_left(step, step.form, given, right) for step in steps])
    return given, Work(steps, left, (*right[:-1], right[-1] + 2), Error(len(steps), "calculation"))


def _attempt(rng: random.Random, asked: Asked, steps: tuple[Step, ...], given: dict[str, int]) -> Work | None:
    right = _results(steps, given)
    if not all(map(_short, right)):
        return None
    possible = [Error(n, kind) for n, step in enumerate(steps, 1) for kind in _kinds(step)]
    for error in places_of(rng, asked.task, possible):
        for form, operands, slipped in _mistakes(rng, steps[error.line - 1], error, given, right):
            results = _results(steps, given, error.line, form, operands, slipped)
            if all(map(_short, results)) and results[-1] != right[-1]:
                left = [_left(step, step.form, given, results) for step in steps]
                left[error.line - 1] = _left(steps[error.line - 1], form, {**given, **operands}, results)
                return Work(steps, tuple(left), tuple(results), error)
    return None


def _kinds(step: Step) -> list[MistakeKind]:
    printed = any(isinstance(operand, str) for operand in step.operands)
    kinds: list[MistakeKind] = ["calculation"]
    if step.wrong:
        kinds.append("logic")
    if printed:
        kinds.append("misreading")
    return kinds


def _mistakes(
    rng: random.Random, step: Step, error: Error, given: dict[str, int], right: Sequence[Value]
) -> Iterator[tuple[str, dict[str, int], Value | None]]:
    """Yield ways to get a line wrong: the form, the numbers misread, the result slipped."""
    result = right[error.line - 1]
    if error.kind == "calculation":
        part = result - int(result)
        yield from ((step.form, {}, wrong + part) for wrong in slips(rng, int(result)))
    elif error.kind == "logic":
        yield from ((form, {}, None) for form in rng.sample(step.wrong, len(step.wrong)))
    else:
        printed = [operand for operand in step.operands if isinstance(operand, str)]
        for name in rng.sample(printed, len(printed)):
            yield from ((step.form, {name: wrong}, None) for wrong in misreadings(rng, given[name]))


def _results(
    steps: tuple[Step, ...], given: dict[str, int], line: int = 0, form: str = "",
    operands: dict[str, int] | None = None, slipped: Value | None = None,
) -> list[Value]:  # fmt: skip
    """Return the results of all lines, with a mistake in one of them where `line` says so."""
    results: list[Value] = []
    for number, step in enumerate(steps, 1):
        read = {**given, **(operands or {})} if number == line else given
        values = [read[name] if isinstance(name, str) else results[name - 1] for name in step.operands]
        result = FORMS[form if number == line else step.form](*values)
        results.append(slipped if number == line and slipped is not None else result)
    return results


def _short(value: Value) -> bool:
    """Whether a result is positive and has at most two decimal places."""
    return 1 < value < LARGEST and (value.denominator == 1 or 100 % value.denominator == 0)


def _text(value: Value) -> str:
    return str(value) if value.denominator == 1 else f"{float(value):g}"


def _left(step: Step, form: str, given: dict[str, int], results: Sequence[Value]) -> tuple[str, ...]:
    values = [_text(given[name] if isinstance(name, str) else results[name - 1]) for name in step.operands]
    return tuple(form.format(*values).split())


def solution_on(
    page: Page, rng: random.Random, asked: Asked, work: Work, *,
    wanted: str, unit: str, description: str, skills: tuple[str, ...],
) -> Problem:  # fmt: skip
    """Write a solution on a page and return the problem about it. The printed numbers are facts of the page already."""
    language, sheet = asked.language, page.sheet
    for number, (step, left, result) in enumerate(zip(work.steps, work.left, work.results, strict=True), 1):
        label = say(language, *step.label)
        tokens = [*([f"{label}:"] if label else []), *left, "=", _text(result)]
        boxes = page.write(number, tokens, str(max(2, int(result) + rng.choice((-7, 3, 6, 20)))))
        name = line_name(language, number)
        whole = boxes[0]._replace(
            right=boxes[-2].right, top=min(b.top for b in boxes), bottom=max(b.bottom for b in boxes)
        )
        sheet.fact(name, " ".join([*left, "=", _text(result)]), whole, group="line")
        sheet.fact(_result(language, number), _text(result), boxes[-1], group="result")
        if number == len(work.steps):
            page.underline(boxes[-1])
    last = q(_result(language, len(work.steps)))
    follows = Wrong(work.error.kind, last, f"follows the solution, which is wrong in line {work.error.line}")
    checks = [
        f"abs({q(_result(language, n))} - {_grouped(_program(step, step.form, language))})"
        for n, step in enumerate(work.steps, 1)
    ]
    return problem_about(
        sheet, asked, work.error, wanted=wanted, program=_whole(work.steps), check=f"argmax({', '.join(checks)})",
        mistakes=(follows, *_others(work.steps)), lines=len(work.steps), skills=skills, unit=unit,
        description=description,
    )  # fmt: skip


def _result(language: Language, number: int) -> str:
    return say(language, f"result of line {number}", f"第{number}行的结果")


def _program(step: Step, form: str, language: Language) -> str:
    """Return the program of a line, from the results of earlier lines as they are written."""
    operands = [q(name if isinstance(name, str) else _result(language, name)) for name in step.operands]
    return form.translate(_SIGNS).format(*operands)


def _whole(steps: Sequence[Step], line: int = 0, form: str = "") -> str:
    """Return the program of the last line from the printed numbers; one line may have another form."""
    programs: list[str] = []
    for number, step in enumerate(steps, 1):
        parts = [q(name) if isinstance(name, str) else _grouped(programs[name - 1]) for name in step.operands]
        programs.append((form if number == line else step.form).translate(_SIGNS).format(*parts))
    return programs[-1]


def _grouped(program: str) -> str:
    return f"({program})"


def _others(steps: Sequence[Step]) -> list[Wrong]:
    return [
        logic(_whole(steps, number, form), f"works line {number} with a wrong operation")
        for number, step in enumerate(steps, 1)
        for form in step.wrong[:1]
    ]
