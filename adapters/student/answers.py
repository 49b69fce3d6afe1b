"""What a plan's value answers, and whether that is the right answer."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.adapters.student.terms import shown
from mmbench.program import ProgramError, format_number, round_half_up, to_fraction

if TYPE_CHECKING:
    from mmbench.adapters.student.plans import Plan
    from mmbench.records import Item, Key, Question

__all__ = ["Answer", "answer"]


class Answer(NamedTuple):
    """An answer: as text without unit, as value, and the option it is given as.

    `exact` says that the option is what was found; `right`, that the answer is the key's.
    """

    text: str
    value: Fraction
    choice: int | None
    exact: bool
    right: bool


def _places(question: Question, key: Key, plan: Plan) -> int | None:
    """Return to how many decimals the answer is asked for, if to so many."""
    if plan.rounding is not None:
        return plan.rounding
    return question.hint.decimals if question.hint.decimals is not None else key.tolerance.decimals


def answer(plan: Plan, item: Item) -> Answer | None:
    """Return what a plan answers; nothing where its value answers nothing."""
    question, key = item.question, item.key
    value = plan.value.value
    if key.labels:
        return _label(value, question, key)
    decimals = _places(question, key, plan)
    if plan.slip and plan.slip.form == "round":
        value = plan.slip.value
    elif decimals is not None:
        value = round_half_up(value, decimals)
    text = format_number(value if decimals is not None else shown(value, 3), decimals)
    if question.choices:
        return _option(text, value, question, key)
    try:
        gold = to_fraction(key.answer)
    except ProgramError:
        return None
    return Answer(text, value, None, True, abs(value - gold) <= _margin(key, gold))


def _margin(key: Key, gold: Fraction) -> Fraction:
    """Return how far an answer may be off."""
    tolerance = key.tolerance
    margins = [Fraction(0)]
    if tolerance.abs is not None:
        margins.append(Fraction(str(tolerance.abs)))
    if tolerance.rel is not None:
        margins.append(abs(gold) * Fraction(str(tolerance.rel)))
    return max(margins)


def _label(value: Fraction, question: Question, key: Key) -> Answer | None:
    if value.denominator != 1 or not 1 <= value <= len(key.labels):
        return None
    text = key.labels[int(value) - 1]
    if not question.choices:
        return Answer(text, value, None, True, text == key.answer)
    choice = question.choices.index(text) if text in question.choices else None
    return None if choice is None else Answer(text, value, choice, True, choice == key.choice)


def _option(text: str, value: Fraction, question: Question, key: Key) -> Answer | None:
    options: dict[int, Fraction] = {}
    for at, choice in enumerate(question.choices):
        try:
            options[at] = to_fraction(choice)
        except ProgramError:
            continue
    if not options:
        return None
    nearest = min(options, key=lambda at: (abs(options[at] - value), at))
    exact = abs(options[nearest] - value) <= _margin(key, value)
    return Answer(text, value, nearest, exact, nearest == key.choice)
