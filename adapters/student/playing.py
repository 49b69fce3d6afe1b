"""One response: draws whether a mistake is made and which, settles the habits, and has the response written."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from mmbench.adapters.student.answers import answer
from mmbench.adapters.student.book import Book, unmarked
from mmbench.adapters.student.chance import HALVES, Chance, Half
from mmbench.adapters.student.departure import departures
from mmbench.adapters.student.mistakes import Made, make
from mmbench.adapters.student.naming import described
from mmbench.adapters.student.plans import Habit, plan
from mmbench.adapters.student.simulator import Simulated
from mmbench.adapters.student.styles import styles
from mmbench.adapters.student.task import Mistake, Task
from mmbench.adapters.student.writing import Marks, Writing
from mmbench.errors import BadItem
from mmbench.program import Node, ProgramError, facts_used, parse
from mmbench.program.functions import PI
from mmbench.records import Planted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mmbench.adapters.student.answers import Answer
    from mmbench.adapters.student.plans import Plan
    from mmbench.adapters.student.simulator import StudentOptions
    from mmbench.adapters.student.styles import Style
    from mmbench.program import FactValue
    from mmbench.records import Item, MistakeKind

__all__ = ["play"]


def play(item: Item, options: StudentOptions, rates: Mapping[MistakeKind, float], seed: int) -> Simulated:
    """Return a response to an item: one that makes a mistake at the given rates of kinds.

    Raises:
        BadItem: the item has no program that can be worked, or its program does not come to its answer.
    """
    chance = Chance(item.line_key().text(), options.seed, seed)
    if item.task == "error_category" and item.key.answer:
        return _named(item, _half(options.style, chance))
    root = _program(item)
    kind = _kind(rates, chance.share())
    half = _half(options.style, chance)
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
    text, start, end = unmarked(Writing(item, work, facts, right, marks, style, half, chance).text())
    return Simulated(text, _planted(made, start, end), style.name, half)


def _kind(rates: Mapping[MistakeKind, float], share: float) -> MistakeKind:
    for kind, rate in rates.items():
        if share < rate:
            return kind
        share -= rate
    return "none"


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
