"""Planted mistakes: what a mistake is, the task it is made in, and how one that changes the answer is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.adapters.student import misreadings, reasoning, slips
from mmbench.adapters.student.answers import answer
from mmbench.adapters.student.chance import half_of
from mmbench.adapters.student.departure import canonical
from mmbench.adapters.student.plans import plan
from mmbench.program import ProgramError, parse, unrounded

if TYPE_CHECKING:
    from mmbench.adapters.student.answers import Answer
    from mmbench.adapters.student.chance import Half
    from mmbench.adapters.student.plans import Plan
    from mmbench.adapters.student.task import Mistake, Operator, Task
    from mmbench.records import MistakeKind

__all__ = ["OPERATORS", "Made", "make"]

OPERATORS: dict[MistakeKind, dict[str, Operator]] = {
    "calculation": slips.OPERATORS,
    "misreading": misreadings.OPERATORS,
    "logic": reasoning.OPERATORS,
}
_TRIES = 8
_RARE = frozenset(
    (
        "calculation/rounding",
        "calculation/kept",
        "calculation/solving",
        "logic/constant",
        "logic/conclusion",
        "misreading/condition",
        "misreading/opposite",
        "misreading/swap",
    )
)


class Made(NamedTuple):
    """A mistake together with the work and the answer it leads to."""

    mistake: Mistake
    plan: Plan
    answer: Answer


def make(task: Task, kind: MistakeKind, half: Half) -> Made | None:
    """Return a mistake that changes the answer: of this kind if any does, else of another; nothing if none does."""
    others = task.chance.shuffled([other for other in OPERATORS if other != kind])
    for wanted in (kind, *others):
        table = OPERATORS[wanted]
        for name in _order(task, [name for name in table if half_of(name) == half]):
            for mistake in task.chance.shuffled(list(table[name](task)))[:_TRIES]:
                made = _worked(task, mistake)
                if made:
                    return made
    return None


def _order(task: Task, names: list[str]) -> list[str]:
    """Return operators in the order to try them: now and then those first that few items allow."""
    mixed = task.chance.shuffled(names)
    return sorted(mixed, key=lambda name: name not in _RARE) if task.chance.happens(0.3) else mixed


def _worked(task: Task, mistake: Mistake) -> Made | None:
    """Return what comes of a mistake; nothing where it has no value, is implausible or answers rightly."""
    item = task.item
    try:
        work = plan(
            mistake.root,
            mistake.facts,
            task.habit,
            units=item.key.units,
            unit=item.question.unit,
            slip=mistake.slip,
            titles=mistake.titles,
        )
    except ProgramError:
        return None
    found = answer(work, item)
    if found is None:
        return None
    if mistake.choice is not None:
        found = task.concluded(found, mistake.choice)
    if found.right:
        return None
    if _known_otherwise(task, mistake):
        return None
    usual = task.answer.value
    below = found.value < 0 <= usual and not mistake.negative
    huge = abs(found.value) > 10_000 * (abs(usual) + 1)
    nothing = found.value == 0 and usual != 0
    return None if below or huge or nothing else Made(mistake, work, found)


def _known_otherwise(task: Task, mistake: Mistake) -> bool:
    """Say whether the item's author knows the same wrong program as a mistake of another kind."""
    if mistake.root == task.root:
        return False
    wrong = canonical(unrounded(mistake.root)[0])
    for known in task.item.key.mistakes:
        if known.program and known.kind != mistake.kind:
            try:
                if canonical(unrounded(parse(known.program))[0]) == wrong:
                    return True
            except ProgramError:
                continue
    return False
