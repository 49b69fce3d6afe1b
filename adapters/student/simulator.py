"""The simulator: draws whether a mistake is made and which, settles the habits, and has the response written."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from mmbench.adapters.student.answers import answer
from mmbench.adapters.student.book import Book, unmarked
from mmbench.adapters.student.chance import HALVES, Chance, Half
from mmbench.adapters.student.departure import departures
from mmbench.adapters.student.mistakes import Made, make
from mmbench.adapters.student.naming import described
from mmbench.adapters.student.plans import Habit, plan
from mmbench.adapters.student.styles import styles
from mmbench.adapters.student.task import Mistake, Task
from mmbench.adapters.student.writing import Marks, write
from mmbench.errors import BadItem, UsageError
from mmbench.program import Node, ProgramError, facts_used, parse
from mmbench.program.functions import PI
from mmbench.records import Planted, Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    import msgspec

    from mmbench.adapters.student.answers import Answer
    from mmbench.adapters.student.plans import Plan
    from mmbench.adapters.student.styles import Style
    from mmbench.program import FactValue
    from mmbench.records import Item, MistakeKind

__all__ = ["Simulated", "Student", "StudentOptions"]

_KINDS: tuple[MistakeKind, ...] = ("calculation", "logic", "misreading")


class StudentOptions(Record, frozen=True, forbid_unknown_fields=True):
    """The options of the student.

    `calculation`, `logic` and `misreading` are the shares of responses that hold a mistake of that kind. `style` keeps
    to one half of phrasings and mistakes (`development` or `held-out`); empty, each response is of either half. Rates
    may be text, since `.2` is no number to the reader of options.
    """

    calculation: float | str = 0.15
    logic: float | str = 0.15
    misreading: float | str = 0.15
    style: Literal["", "development", "held-out"] = ""
    seed: int = 0


class Simulated(NamedTuple):
    """A simulated response, the mistake planted in it, and the style and half it was written in."""

    text: str
    planted: Planted
    style: str
    half: Half


class Student:
    """A simulator: is handed whole items, keys included, and writes responses with known mistakes."""

    Options: ClassVar[type[msgspec.Struct]] = StudentOptions
    simulated: ClassVar[bool] = True

    def __init__(self, name: str, options: StudentOptions) -> None:
        if name:
            raise UsageError(f"the simulator 'student' takes no name, found 'student:{name}'")
        rates = {kind: _rate(kind, getattr(options, kind)) for kind in _KINDS}
        if sum(rates.values()) > 1 + 1e-9:
            listed = " + ".join(f"{kind}={rate:g}" for kind, rate in rates.items())
            raise UsageError(f"student: the rates add up to {sum(rates.values()):g} ({listed}); expected at most 1")
        self.rates = rates
        self.options = options

    def identity(self) -> dict[str, str]:
        """Return what `run.json` says of the simulator; `simulated` is `true`."""
        rates = {str(kind): f"{rate:g}" for kind, rate in self.rates.items()}
        return {
            "name": "student",
            "simulated": "true",
            **rates,
            "style": self.options.style,
            "seed": str(self.options.seed),
        }

    def answer(self, item: Item, seed: int) -> Simulated:
        """Return a response to an item, the same in every process for the same item, options and seed.

        Raises:
            BadItem: the item has no program that can be worked, or its program does not come to its answer.
        """
        chance = Chance(item.line_key().text(), self.options.seed, seed)
        if item.task == "error_category" and item.key.answer:
            return _named(item, _half(self.options.style, chance))
        root = _program(item)
        kind = self._kind(chance.share())
        half = _half(self.options.style, chance)
        style = chance.pick(styles(item.question.language, half))
        habit, work, right = _settled(item, root, style, chance)
        book = Book.of(item.question.language, half, chance)
        made = None
        if kind != "none":
            made = make(Task(item, root, work, right, habit, book, chance), kind, half)
        if made is None:
            asked = described(root, book) if chance.happens(style.opening * 0.4) else ""
            facts: Mapping[str, FactValue] = item.key.facts
            marks = Marks(asked=asked)
        else:
            work, right, facts = made.plan, made.answer, made.mistake.facts
            marks = _marks(made, root, chance)
        text, start, end = unmarked(write(item, work, facts, right, marks, style, half, chance))
        return Simulated(text, _planted(made, start, end), style.name, half)

    def _kind(self, share: float) -> MistakeKind:
        for kind, rate in self.rates.items():
            if share < rate:
                return kind
            share -= rate
        return "none"


def _rate(kind: MistakeKind, given: float | str) -> float:
    """Return a rate as a number.

    Raises:
        UsageError: it is no number from 0 to 1.
    """
    try:
        rate = float(given)
    except ValueError:
        rate = -1.0
    if not 0 <= rate <= 1:
        raise UsageError(f"student: {kind}={given} is no rate; expected a number from 0 to 1")
    return rate


def _half(style: Literal["", "development", "held-out"], chance: Chance) -> Half:
    return chance.pick(HALVES) if style == "" else style


def _program(item: Item) -> Node:
    """Return an item's program.

    Raises:
        BadItem: it has none, or one that cannot be read.
    """
    where = f"{item.benchmark}/{item.question.id}"
    if item.problem:
        raise BadItem(f"{where}: {item.problem}")
    if not item.key.program:
        raise BadItem(f"{where} has no program; the student answers only items that carry one")
    try:
        return parse(item.key.program)
    except ProgramError as error:
        raise BadItem(f"{where}: the student cannot work its program: {error}") from error


def _named(item: Item, half: Half) -> Simulated:
    """Return the right answer to what kind of error somebody made: no program to work, no mistake to plant."""
    said = f"答案是{item.key.answer}。" if item.question.language == "zh" else f"The answer is {item.key.answer}."
    return Simulated(said, Planted(kind="none"), "bare", half)


def _settled(item: Item, root: Node, style: Style, chance: Chance) -> tuple[Habit, Plan, Answer]:
    """Return the habits of a response and the right work by them: rounding never costs the answer.

    Raises:
        BadItem: the program has no value over the facts, or does not come to the answer.
    """
    pi = Fraction("3.14") if chance.happens(0.15) else PI
    drawn = Habit(style.grain, style.written_out, style.decimals, chance.happens(style.carried), pi)
    careful = drawn._replace(decimals=style.decimals + 2, pi=PI)
    found: Answer | None = None
    for habit in (drawn, careful, careful._replace(carried=False)):
        try:
            work = plan(root, item.key.facts, habit, units=item.key.units, unit=item.question.unit)
        except ProgramError as error:
            where = f"{item.benchmark}/{item.question.id}"
            raise BadItem(f"{where}: the student cannot work its program: {error}") from error
        found = answer(work, item)
        if found is not None and found.right and found.exact:
            return habit, work, found
    raise BadItem(
        f"{item.benchmark}/{item.question.id}: its program '{item.key.program[:200]}' comes to "
        f"{found.text if found else 'no answer'}, its answer is '{item.key.answer[:80]}'"
    )


def _marks(made: Made, root: Node, chance: Chance) -> Marks:
    """Return where a mistake shows."""
    mistake, work = made.mistake, made.plan
    departing: frozenset[int] = frozenset()
    if mistake.slip is None and not mistake.misread and not mistake.asked:
        departing = frozenset(departures(root, work)[:1])
    whole = mistake.kind == "logic" and (not work.operations or chance.happens(0.5))
    return Marks(
        misread=mistake.misread,
        naming=mistake.naming,
        operations=departing,
        asked=mistake.asked,
        given=mistake.given,
        quoted=bool(mistake.asked or mistake.given),
        end=True,
        also=tuple(facts_used(root)) if whole else (),
    )


def _planted(made: Made | None, start: int, end: int) -> Planted:
    if made is None:
        return Planted(kind="none")
    mistake: Mistake = made.mistake
    return Planted(kind=mistake.kind, subtype=mistake.subtype, start=start, end=end, note=mistake.note)
