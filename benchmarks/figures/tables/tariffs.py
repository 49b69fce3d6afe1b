"""What tariffs share: the circumstances of a question, tables of prices, answers in money."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.problem import Problem
from mmbench.benchmarks.figures.style import say, style_of
from mmbench.benchmarks.figures.tables.filled import filled

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["Asked", "Pair", "money", "price_table", "priced"]

Pair = tuple[str, str]


class Asked(NamedTuple):
    """What a question is drawn with: language, phrasing, topic, and fresh numbers."""

    language: Language
    phrase: int
    topic: int
    rng: random.Random

    def say(self, en: str, zh: str) -> str:
        """Return the text in the language."""
        return say(self.language, en, zh)

    def ask(self, en: Pair, zh: Pair) -> str:
        """Return the phrasing drawn, in the language."""
        return say(self.language, en[self.phrase], zh[self.phrase])

    @property
    def money(self) -> str:
        """The unit of prices."""
        return self.say("$", "元")


def money(cents: int) -> str:
    """Return a number of cents as a price is written."""
    return f"{cents // 100}.{cents % 100:02d}"


def price_table(
    asked: Asked, title: Pair, head: tuple[Pair, ...], rows: Sequence[tuple[str, Sequence[int]]],
    names: Sequence[Sequence[str]],
    notes: tuple[Pair, ...] = (), limits: tuple[tuple[str, int, int, str], ...] = (),
) -> Sheet:  # fmt: skip
    """Draw a table of prices and note them as facts.

    `names` are the facts of each row; `limits` are facts in the row headings: name, value, row and unit.
    """
    rng = asked.rng
    texts = [[label, *(money(cents) for cents in row)] for label, row in rows]
    table = filled(
        rng, style_of(rng), [asked.say(*text) for text in head], texts, title=asked.say(*title),
        notes=[asked.say(*note) for note in notes],
    )  # fmt: skip
    for y, (_, row) in enumerate(rows):
        for x, cents in enumerate(row):
            place = table.boxes[y + 1, x + 1]
            table.sheet.fact(names[y][x], money(cents), place, unit=asked.money, group=f"price {x}")
    for name, value, y, unit in limits:
        table.sheet.fact(name, value, table.boxes[y + 1, 0], unit=unit, group="limit")
    return table.sheet


def priced(asked: Asked, sheet: Sheet, ask: str, program: str, skills: tuple[str, ...], description: Pair) -> Problem:
    """Return a problem whose answer is a price."""
    return Problem(sheet, ask, program, skills, unit=asked.money, decimals=2, description=asked.say(*description))
