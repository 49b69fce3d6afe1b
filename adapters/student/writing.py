"""A whole response: what is asked, what is read, what is worked out, what is answered, in the layout of a style."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.adapters.student import closing, functions
from mmbench.adapters.student.book import Book, cleaned, marked
from mmbench.adapters.student.layouts import Parts, laid_out
from mmbench.adapters.student.notation import NOTATIONS, with_unit
from mmbench.adapters.student.plans import WORDED
from mmbench.adapters.student.readings import Readings
from mmbench.adapters.student.saying import Ending, Sayer, Statement
from mmbench.adapters.student.terms import leaves
from mmbench.program import format_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mmbench.adapters.student.answers import Answer
    from mmbench.adapters.student.chance import Chance, Half
    from mmbench.adapters.student.plans import Operation, Plan
    from mmbench.adapters.student.styles import Style
    from mmbench.program import FactValue
    from mmbench.records import Item

__all__ = ["Marks", "Writing"]


class Marks(NamedTuple):
    """Where a mistake shows: in these readings, these operations, the quantity said to be asked for, or the end.

    `naming` readings are named whatever the style. `asked` is what the response says is asked for; `given` the number
    that it says stands in the question. `quoted` says that the statement of what is asked or given is the mistake.
    `also` are facts that are read and not used.
    """

    misread: frozenset[str] = frozenset()
    naming: bool = False
    operations: frozenset[int] = frozenset()
    asked: str = ""
    given: str = ""
    quoted: bool = False
    end: bool = False
    also: tuple[str, ...] = ()


class Writing:
    """A response being written, in the habits of one style."""

    def __init__(
        self,
        item: Item,
        plan: Plan,
        facts: Mapping[str, FactValue],
        answer: Answer,
        marks: Marks,
        style: Style,
        half: Half,
        chance: Chance,
    ) -> None:
        self.item = item
        self.plan = plan
        self.answer = answer
        self.marks = marks
        self.style = style
        self.chance = chance
        self.notation = NOTATIONS[style.notation]
        self.book = Book.of(item.question.language, half, chance)
        self.readings = Readings(item, facts, marks.misread, style, self.notation, self.book)
        self.sayer = Sayer(style, self.notation, self.book, chance.pick(("x", "x", "y", "t")))
        self.named: set[str] = set()

    def text(self) -> str:
        """Return the whole response, with the statements where the mistake shows marked."""
        parts = Parts(
            opening=self.opening(),
            readings=self.first_readings(),
            steps=self.steps(),
            remarks=self.remarks(),
            answer=self.final(),
            figure=self.readings.figure,
        )
        return laid_out(parts, self.style, self.book)

    def opening(self) -> list[str]:
        """Return what is said before the work."""
        said: list[str] = []
        marks = self.marks
        if self.chance.happens(self.style.opening):
            phrase = self.book.pick("opening")
            if "{q}" not in phrase or not marks.quoted:
                question = cleaned(self.item.question.text)
                said.append(phrase.format(f=self.readings.figure, q=question))
        if marks.asked:
            said.append(_marked_sentence(self.book.say("asked", d=marks.asked), marks.quoted))
        if marks.given:
            said.append(_marked_sentence(self.book.say("given", v=marks.given), marks.quoted))
        if self.chance.happens(self.style.extras * 0.4) and not self.item.key.labels:
            said.append(self.book.say("estimate", e=_roughly(self.answer)))
        return said

    def first_readings(self) -> list[str]:
        """Return the readings that come before the work."""
        read = dict.fromkeys((*self.plan.used, *self.marks.also))
        names = [name for name in read if self.readings.numeric(name)]
        style, marks = self.style, self.marks
        if not names:
            return []
        kind = style.reading
        if not self.plan.operations or (marks.naming and kind in ("bare", "inline")):
            kind = "sentence" if kind in ("bare", "inline", "stepwise") else kind
        if kind in ("bare", "inline", "stepwise"):
            return []
        self.named.update(names)
        if kind == "sentence":
            return [self.readings.sentence(names)]
        return [self.readings.table(names)] if kind == "table" else self.readings.lines(names)

    def steps(self) -> list[Statement]:
        """Return the statements of the work, readings between them where the style reads as it goes."""
        said: list[Statement] = []
        operations = self.plan.operations
        for at, operation in enumerate(operations):
            before = self.new_readings(operation) if self.style.reading == "stepwise" else ""
            if before:
                said.append(Statement(before, True, "reading"))
            said += self.step(at, operation, last=at == len(operations) - 1)
        return said

    def new_readings(self, operation: Operation) -> str:
        """Return the readings that an operation is the first to use."""
        fresh = [leaf.name for leaf in leaves(operation.expression) if leaf.source == "fact"]
        fresh = [name for name in dict.fromkeys(fresh) if name not in self.named]
        self.named.update(fresh)
        return self.readings.sentence(fresh, framed=self.chance.happens(0.4)) if fresh else ""

    def step(self, at: int, operation: Operation, *, last: bool) -> list[Statement]:
        """Return the statements of one operation, and of the last rounding."""
        wrong = self.is_wrong(at, operation)
        if operation.operator in WORDED:
            labels = self.item.key.labels if last else ()
            sentence = functions.sentence(operation, self.sayer, labels)
            return [Statement(_marked_sentence(sentence, wrong), True)]
        ending, after = ("", "") if not last else self.rounding(operation)
        misrounded = self.plan.slip is not None and self.plan.slip.form == "round"
        statement = self.sayer.statement(operation, wrong, Ending(ending, misrounded), last=last)
        said = [statement]
        if not statement.sentence:
            said = [self.introduced(statement, operation)]
        return [*said, Statement(after, True)] if after else said

    def introduced(self, statement: Statement, operation: Operation) -> Statement:
        """Return mathematics with the sentence it stands in, `{c}` left open for the layout."""
        if not self.chance.happens(self.style.lead):
            return statement._replace(lead="")
        purpose = statement.lead if self.chance.happens(0.6) else "lead"
        title = cleaned(self.sayer.title(operation))
        phrase = self.book.pick(purpose).replace("{title}", title).replace("{Title}", title[:1].upper() + title[1:])
        return statement._replace(lead=phrase)

    def is_wrong(self, at: int, operation: Operation) -> bool:
        """Say whether an operation shows the mistake."""
        if at in self.marks.operations or operation.slip is not None:
            return True
        unnamed = {leaf.name for leaf in leaves(operation.expression) if leaf.source == "fact"} - self.named
        return not self.marks.misread.isdisjoint(unnamed)

    def rounding(self, operation: Operation) -> tuple[str, str]:
        """Return the rounded answer as the end of the last chain, or as a sentence of its own, or neither."""
        plan = self.plan
        if plan.rounding is None or operation.result.shown == self.answer.value:
            return "", ""
        rounded = format_number(self.answer.value, plan.rounding).replace("-", self.notation.minus)
        slipped = plan.slip is not None and plan.slip.form == "round"
        share = self.chance.share()
        if share < 0.5:
            return rounded, ""
        if share < 0.8 or slipped:
            given = {"a": self.sayer.said(operation.result), "places": self.book.term(f"places_{plan.rounding}")}
            unit = cleaned(self.item.question.unit) if self.style.units != "none" else ""
            sentence = self.book.say("round", r=with_unit(rounded, unit, self.notation, math=False), **given)
            return "", _marked_sentence(_capital(sentence), slipped)
        return "", ""

    def remarks(self) -> list[str]:
        """Return harmless words after the work."""
        said = []
        chance, extras = self.chance, self.style.extras
        if chance.happens(extras * 0.6) and self.readings.figure:
            said.append(self.book.say("remark", f=self.readings.figure))
        if chance.happens(extras * 0.5):
            said.append(self.readings.unneeded([*self.plan.used, *self.marks.misread]))
        if chance.happens(extras * 0.7):
            said.append(closing.check(self.plan, self.sayer))
        return [text for text in said if text]

    def final(self) -> str:
        """Return the answer as stated; marked where the mistake shows only there."""
        unit = cleaned(self.item.question.unit)
        return closing.final(self.item, self.answer, self.style, self.notation, self.book, unit, self.marks.end)


def _marked_sentence(text: str, wrong: bool) -> str:
    if not wrong:
        return text
    ends = text.endswith((".", "。"))
    return marked(text[:-1]) + text[-1] if ends else marked(text)


def _roughly(answer: Answer) -> str:
    """Return a value to one significant digit."""
    value = answer.value
    size = 10 ** max(len(str(abs(int(value)))) - 1, 0)
    return format_number(round(value / size) * size) if abs(value) >= 1 else "1"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
