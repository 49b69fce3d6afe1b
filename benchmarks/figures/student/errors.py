"""What is asked about a pupil's solution: the right answer, the first wrong line, the kind of the mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.problem import Problem, Wrong, logic, misread
from mmbench.benchmarks.figures.style import say

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence

    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language
    from mmbench.records import MistakeKind, Task

__all__ = ["TASKS", "Asked", "Error", "line_name", "misreadings", "places_of", "problem_about", "slips"]

TASKS: tuple[Task, ...] = ("solve", "error_step", "error_category")
KINDS: tuple[MistakeKind, ...] = ("calculation", "misreading", "logic")
LABELS = (("calculation error", "计算错误"), ("misreading", "抄错数据"), ("reasoning error", "思路错误"))


class Error(NamedTuple):
    """Where the first mistake is, from line 1, and of what kind."""

    line: int
    kind: MistakeKind


class Asked(NamedTuple):
    """What is the same in all variants of a problem, and the language."""

    task: Task
    phrase: int
    language: Language

    def say(self, en: tuple[str, str], zh: tuple[str, str]) -> str:
        """Return the phrasing drawn, in the language."""
        return say(self.language, en[self.phrase], zh[self.phrase])


def line_name(language: Language, number: int) -> str:
    """Return what a line is called."""
    return say(language, f"line {number}", f"第{number}行")


def places_of(rng: random.Random, task: Task, possible: Iterable[Error]) -> Iterator[Error]:
    """Yield the possible errors in random order: kinds evenly where the kind is asked for, else lines evenly."""
    left = list(possible)
    while left:
        if task == "error_category":
            kind = rng.choice([kind for kind in KINDS if any(error.kind == kind for error in left)])
            some = [error for error in left if error.kind == kind]
        else:
            line = rng.choice(sorted({error.line for error in left}))
            some = [error for error in left if error.line == line]
        error = rng.choice(some)
        left.remove(error)
        yield error


def slips(rng: random.Random, value: int) -> list[int]:
    """Return what a slip makes of a whole result, likelier slips not first: all are positive and other than it."""
    by = [1, 2, 10] if value < 200 else [1, 10, 100]
    found = [value + sign * step for step in by for sign in (1, -1)]
    rng.shuffle(found)
    return [wrong for wrong in found if wrong > 0]


def misreadings(rng: random.Random, value: int) -> list[int]:
    """Return what a number is misread for: its digits exchanged, or one of them another."""
    digits = str(abs(value))
    found = [value + sign * step for step in (1, 2, 3, *((10, 30) if value > 40 else ())) for sign in (1, -1)]
    rng.shuffle(found)
    if len(digits) > 1 and digits[0] != digits[1] and digits[1] != "0":
        found.insert(0, int(digits[1] + digits[0] + digits[2:]) * (1 if value > 0 else -1))
    return [wrong for wrong in found if wrong * value > 0 and abs(wrong) > 1]


def problem_about(
    sheet: Sheet,
    asked: Asked,
    error: Error,
    *,
    wanted: str,
    program: str,
    check: str,
    mistakes: Sequence[Wrong],
    lines: int,
    skills: tuple[str, ...],
    unit: str,
    description: str,
) -> Problem:
    """Return the problem about a written solution.

    Args:
        sheet: the page.
        asked: the task and its wording.
        error: the first mistake.
        wanted: the question for the right answer.
        program: the right answer.
        check: the program for the first wrong line.
        mistakes: wrong answers to the task.
        lines: how many lines there are.
        skills: what the task itself takes.
        unit: the unit of its answer.
        description: what the page shows.
    """
    if asked.task == "solve":
        return Problem(
            sheet, wanted, program, (*skills, "find an error"), mistakes=tuple(mistakes), unit=unit,
            description=description,
        )  # fmt: skip
    if asked.task == "error_step":
        later = error.line % lines + 1
        return Problem(
            sheet,
            asked.say(
                ("The handwritten solution contains a mistake. In which line is the first one? Give the line's number.",
                 "Check the solution line by line. What is the number of the first line with a mistake?"),
                ("手写解答中有错误，第一处错误出现在第几行？", "逐行检查手写的解答，最先出错的是第几行？"),
            ),
            check, ("follow steps", "find an error"), description=description, task="error_step",
            mistakes=(
                misread(str(later), "takes a line that follows correctly from the one before"),
                logic(str(lines if error.line < lines - 1 else 1), "looks at the result only"),
            ),
        )  # fmt: skip
    labels = tuple(say(asked.language, *label) for label in LABELS)
    right = KINDS.index(error.kind)
    return Problem(
        sheet,
        asked.say(
            ("What kind of mistake does the handwritten solution contain: a calculation error (a right operation with "
             "a wrong result), a misreading (a number copied wrongly from the task), or a reasoning error (a wrong "
             "operation, rule or formula)?",
             "One line of the handwritten solution is wrong. Is it a calculation error (right operation, wrong "
             "result), a misreading (a number differs from the printed task) or a reasoning error (wrong operation, "
             "rule or formula)?"),
            ("手写解答中的错误属于哪一类：计算错误（方法对而结果算错）、抄错数据（把题中的数看错）、还是思路错误（运算、法则或公式用错）？",
             "手写解答中有一行出错。它是计算错误（结果算错）、抄错数据（与题中的数不符），还是思路错误（用错运算、法则或公式）？"),
        ),
        "", ("follow steps", "find an error"), description=description, task="error_category",
        labels=labels, answer=labels[right],
        mistakes=tuple(
            logic(str(n + 1), f"takes it for a {LABELS[n][0]}") for n in range(len(LABELS)) if n != right
        ),
    )  # fmt: skip
