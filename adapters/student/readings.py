"""What a student reads off the figure: readings as sentences, bullets, a table, one by one, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.adapters.student.book import cleaned, marked
from mmbench.adapters.student.naming import figure_of, pair_of, sort_of, spoken
from mmbench.adapters.student.notation import digits, named, with_unit
from mmbench.program import ProgramError, to_fraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mmbench.adapters.student.book import Book
    from mmbench.adapters.student.notation import Notation
    from mmbench.adapters.student.styles import Style
    from mmbench.program import FactValue
    from mmbench.records import Item

__all__ = ["Readings"]


class _Reading(NamedTuple):
    name: str
    value: str
    text: str
    wrong: bool


class Readings:
    """Says readings in the habits of one response."""

    def __init__(
        self,
        item: Item,
        facts: Mapping[str, FactValue],
        misread: frozenset[str],
        style: Style,
        notation: Notation,
        book: Book,
    ) -> None:
        self.item = item
        self.facts = facts
        self.misread = misread
        self.style = style
        self.notation = notation
        self.book = book
        self.family = str(item.metadata.get("family", ""))
        self.figure = book.term(figure_of(item.domain, self.family))
        self.paired = book.chance.happens(0.6)
        self.purpose = ""

    def sentence(self, names: Iterable[str], *, framed: bool = True) -> str:
        """Return readings as one sentence, introduced or not."""
        readings = self.all(names)
        texts = [marked(reading.text, reading.wrong) for reading in readings]
        pause = "，" if self.book.language == "zh" else ", "
        if self.book.language == "en" and len(texts) > 1 and self.book.chance.happens(0.6):
            joined = f"{', '.join(texts[:-1])}{self.book.term('last')}{texts[-1]}"
        else:
            joined = pause.join(texts)
        if framed:
            return self.book.say("frame", f=self.figure, list=joined)
        return f"{_capital(joined)}{'。' if self.book.language == 'zh' else '.'}"

    def lines(self, names: Iterable[str]) -> list[str]:
        """Return readings one by one."""
        return [marked(_capital(reading.text), reading.wrong) for reading in self.all(names)]

    def table(self, names: Iterable[str]) -> str:
        """Return readings as a Markdown table."""
        head = "| 项目 | 数值 |" if self.book.language == "zh" else "| Item | Value |"
        rows = [marked(f"| {reading.name} | {reading.value} |", reading.wrong) for reading in self.all(names)]
        return "\n".join([head, "| --- | --- |", *rows])

    def unneeded(self, used: Iterable[str]) -> str:
        """Return a true reading or two that are not needed; empty where nothing else is shown."""
        taken = set(used)
        others = [name for name in self.facts if name not in taken and self.numeric(name)]
        if not others:
            return ""
        chance = self.book.chance
        chosen = chance.shuffled(others)[: 1 + chance.below(2)]
        paired, self.paired = self.paired, False
        joined = self.book.listed([reading.text for reading in self.all(chosen)])
        self.paired = paired
        return self.book.say("extra", f=self.figure, list=joined)

    def numeric(self, name: str) -> bool:
        """Say whether a fact is a number."""
        try:
            to_fraction(self.facts[name])
        except ProgramError:
            return False
        return True

    def all(self, names: Iterable[str]) -> list[_Reading]:
        """Return the readings of these facts, coordinates and times of day in pairs where the student reads so."""
        names = list(names)
        present = set(names)
        readings: list[_Reading] = []
        done: set[str] = set()
        for name in names:
            if name in done:
                continue
            reading = self.pair(name, present, done) if self.paired else None
            if reading is None:
                done.add(name)
                reading = self.single(name)
            readings.append(reading)
        return readings

    def pair(self, name: str, present: set[str], done: set[str]) -> _Reading | None:
        """Return a fact's reading together with its other half, where that is read as well."""
        found = pair_of(name)
        if found is None:
            return None
        halves = {
            other_pair.part: other
            for other in present
            if (other_pair := pair_of(other)) is not None and other_pair[:2] == found[:2]
        }
        if len(halves) != 2:
            return None
        done.update(halves.values())
        first, second = (to_fraction(self.facts[halves[part]]) for part in (0, 1))
        label = cleaned(found.name)
        if found.purpose == "clock":
            time = f"{int(first)}:{int(second):02d}"
            return _Reading(label, time, self.book.say("clock", n=label, t=time), self.wrong(*halves.values()))
        x, y = digits(first, self.notation), digits(second, self.notation)
        text = self.book.say("point", n=label, x=x, y=y)
        return _Reading(label, f"({x}, {y})", text, self.wrong(*halves.values()))

    def single(self, name: str) -> _Reading:
        """Return one fact's reading."""
        value = self.value(name)
        sort = sort_of(name, self.item.domain, self.family)
        label = spoken(name, self.book)
        if sort == "item_symbol" and self.notation.latex:
            if not self.purpose:
                self.purpose = self.book.pick("item_symbol")
            math = with_unit(digits(to_fraction(self.facts[name]), self.notation), self.unit(name), self.notation,
                             math=True)  # fmt: skip
            symbol = named(cleaned(name), self.notation)
            if "=" in self.purpose:
                text = f"{self.notation.open}{symbol} = {math}{self.notation.close}"
            else:
                text = self.purpose.format(n=f"{self.notation.open}{symbol}{self.notation.close}", v=value)
            return _Reading(label, value, text, self.wrong(name))
        if not self.purpose or self.book.chance.happens(0.15):
            self.purpose = self.book.pick(sort if self.book.chance.happens(0.6) else "item")
        return _Reading(label, value, self.purpose.format(n=label, v=value), self.wrong(name))

    def unit(self, name: str) -> str:
        """Return a fact's unit."""
        return cleaned(self.item.key.units.get(name, ""))

    def value(self, name: str) -> str:
        """Return a fact's value as said, with its unit where the style has units."""
        text = digits(to_fraction(self.facts[name]), self.notation)
        unit = self.unit(name)
        return text if self.style.units == "none" and unit != "°" else with_unit(text, unit, self.notation, math=False)

    def wrong(self, *names: str) -> bool:
        """Say whether one of these facts is what was misread."""
        return not self.misread.isdisjoint(names)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text[:1].isascii() and not text.startswith(("x ", "y ")) else text
