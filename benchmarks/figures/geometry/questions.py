"""Questions as data: what families ask about one drawing, in both languages, and how the answer follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mmbench.benchmarks.figures.problem import Wrong
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["Pair", "Question", "asked"]

Pair = tuple[str, str]
"""A wording in English and in Chinese."""

_ROUNDING: dict[int | None, Pair] = {
    None: ("", ""),
    0: (" Round to the nearest whole number.", "结果保留整数。"),
    1: (" Round to one decimal place.", "结果保留一位小数。"),
}


class Question(NamedTuple):
    """A question about a figure with lengths in one unit.

    Attributes:
        asks: its phrasings, without the words that ask for rounding.
        program: how the answer follows, without rounding.
        skills: as in `Problem`, like `decimals`.
        mistakes: wrong solutions, without rounding.
        about: what the figure shows.
        setting: the conditions of the figure.
        power: 1 for a length, 2 for an area, 3 for a volume, 0 for a number.
        unit: the unit where it is none of these.
    """

    asks: tuple[Pair, ...]
    program: str
    skills: tuple[str, ...]
    mistakes: tuple[Wrong, ...]
    about: Pair
    setting: Pair = ("", "")
    power: int = 2
    unit: str = ""
    decimals: int | None = 1


def asked(
    question: Question,
    sheet: Sheet,
    language: Language,
    phrase: int,
    unit: str = "",
    *,
    chinese: Mapping[str, str] | None = None,
) -> Problem:
    """Return the problem that asks a question about a sheet; `chinese` are the names of facts that differ there."""
    index = 1 if language == "zh" else 0
    program, mistakes = question.program, question.mistakes
    if index:
        for english, name in (chinese or {}).items():
            program = program.replace(f"'{english}'", f"'{name}'")
            mistakes = tuple(m._replace(program=m.program.replace(f"'{english}'", f"'{name}'")) for m in mistakes)
    return Problem(
        sheet,
        question.asks[phrase % len(question.asks)][index] + _ROUNDING[question.decimals][index],
        program if question.decimals is None else f"round({program}, {question.decimals})",
        question.skills,
        question.setting[index],
        mistakes,
        question.unit or (unit + ("", "", "²", "³")[question.power] if question.power else ""),
        question.decimals,
        description=question.about[index],
    )
