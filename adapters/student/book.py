"""The phrases of one language and half, picked by chance, and where a mistake is marked while a text is written."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mmbench.adapters.student import phrases_en, phrases_zh
from mmbench.adapters.student.chance import half_of
from mmbench.adapters.student.nouns import NOUNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.adapters.student.chance import Chance, Half

__all__ = ["TABLES", "Book", "cleaned", "marked", "unmarked"]

TABLES = {"en": phrases_en.PHRASES, "zh": phrases_zh.PHRASES}
_START, _END = "\x02", "\x03"
_MARKS = str.maketrans("", "", _START + _END)


@cache
def _phrases(language: str, half: Half) -> dict[str, tuple[str, ...]]:
    """Return the phrases of a half by purpose."""
    return {
        purpose: tuple([text for name, text in table.items() if half_of(f"{language}/{purpose}/{name}") == half])
        for purpose, table in TABLES[language].items()
    }


class Book(NamedTuple):
    """The phrases of one language and half, and the chance that picks."""

    language: str
    half: Half
    chance: Chance

    @classmethod
    def of(cls, language: str, half: Half, chance: Chance) -> Book:
        """Return the book for a question's language; any but Chinese is answered in English."""
        return cls("zh" if language == "zh" else "en", half, chance)

    def has(self, purpose: str) -> bool:
        """Say whether there are phrases for this purpose."""
        return purpose in TABLES[self.language]

    def pick(self, purpose: str) -> str:
        """Return one phrase for a purpose, its braces open."""
        return self.chance.pick(_phrases(self.language, self.half)[purpose])

    def say(self, purpose: str, **inserts: str) -> str:
        """Return one phrase for a purpose with what it names put in."""
        return self.pick(purpose).format_map(inserts)

    def term(self, name: str) -> str:
        """Return a noun."""
        return NOUNS[self.language].get(name, "")

    def listed(self, parts: Sequence[str]) -> str:
        """Return a list in words."""
        if len(parts) == 1:
            return parts[0]
        pause = "、" if self.language == "zh" else ", "
        return f"{pause.join(parts[:-1])}{self.term('last')}{parts[-1]}"


def cleaned(text: str) -> str:
    """Return text of a dataset without the characters that mark a mistake."""
    return text.translate(_MARKS)


def marked(text: str, wrong: bool = True) -> str:
    """Return a statement marked as one where the mistake shows, if it is."""
    return f"{_START}{text}{_END}" if wrong else text


def unmarked(text: str) -> tuple[str, int, int]:
    """Return a text without marks, and where the first marked statement starts and ends (0, 0 if none is)."""
    start = text.find(_START)
    if start < 0:
        return text, 0, 0
    depth, end = 0, start
    for end in range(start, len(text)):
        depth += {_START: 1, _END: -1}.get(text[end], 0)
        if not depth:
            break
    statement = text[start:end].translate(_MARKS)
    return text.translate(_MARKS), start, start + len(statement)
