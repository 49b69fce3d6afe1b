"""Questions as data: words, program and mistakes with `{keys}` where a figure's facts and numbers go.

A family with many kinds of question keeps a table of these and draws a figure for each.

    VOLUME = Asked(
        en=("What is the volume of the cone?",), zh=("这个圆锥的体积是多少？",),
        program="cone_volume({r}, {h})", skills=("volume",), unit="{unit}³", decimals=1,
        wrong=(logic("pi * {r} ^ 2 * {h}", "forgets the third"),),
    )
    VOLUME.of(sheet, language, phrase, {"r": "radius", "h": "height"}, unit="cm")

A program may also name a fact itself, in quotes, where it is called the same in both languages: `circle_area('AB')`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.problem import Problem, Wrong, q
from mmbench.benchmarks.figures.style import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["Asked", "Pair"]

Pair = tuple[str, str]
"""A wording in English and in Chinese."""

_ROUNDED = (
    (" Round to a whole number.", "结果保留整数。"),
    (" Round to one decimal place.", "结果保留一位小数。"),
    (" Round to two decimal places.", "结果保留两位小数。"),
)


class Asked(NamedTuple):
    """A question in both languages, one or more phrasings each, and how it is solved well and badly.

    Attributes:
        en: the phrasings in English, without how the answer is rounded.
        zh: as many in Chinese.
        program: the solution, without rounding.
        skills: what it takes.
        wrong: mistakes, not rounded either.
        unit: the unit of the answer.
        decimals: places the answer is rounded to; the question says so.
        setting: the conditions of the figure, English and Chinese.
        description: what the figure shows besides its facts, English and Chinese.
    """

    en: tuple[str, ...]
    zh: tuple[str, ...]
    program: str
    skills: tuple[str, ...]
    wrong: tuple[Wrong, ...]
    unit: str = ""
    decimals: int | None = None
    setting: Pair = ("", "")
    description: Pair = ("", "")

    def of(
        self, sheet: Sheet, language: Language, phrase: int, names: Mapping[str, str], **words: str | int | float
    ) -> Problem:
        """Return the question asked of a figure.

        Args:
            sheet: the figure.
            language: the language.
            phrase: the number of the phrasing.
            names: the name of the fact that stands for each key of the programs; texts may name it, too.
            words: what stands for other keys, of programs and texts alike.
        """
        texts = {**names, **words}
        facts = {**words, **{key: q(name) for key, name in names.items()}}
        ask = say(language, self.en[phrase], self.zh[phrase]).format_map(texts)
        program = self.program.format_map(facts)
        if self.decimals is not None:
            ask += say(language, *_ROUNDED[self.decimals])
            program = f"round({program}, {self.decimals})"
        wrong = tuple([Wrong(kind, made.format_map(facts), note.format_map(texts)) for kind, made, note in self.wrong])
        return Problem(
            sheet, ask, program, self.skills, say(language, *self.setting).format_map(texts), wrong,
            self.unit.format_map(texts), self.decimals, description=say(language, *self.description).format_map(texts),
        )  # fmt: skip
