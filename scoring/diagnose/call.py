"""`mmbench.diagnose` and `mmbench diagnose`: one response judged and diagnosed, outside of any run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mmbench.program import evaluate
from mmbench.records import Diagnosis
from mmbench.scoring.check import asked
from mmbench.scoring.diagnose.item import diagnose_answer
from mmbench.scoring.judging import judge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mmbench.records import Key, Outcome, Question

__all__ = ["Told", "described", "diagnose", "told"]


class Told(NamedTuple):
    """What is said of a response: the outcome, the answer found in it, and the diagnosis."""

    outcome: Outcome
    extraction: str
    diagnosis: Diagnosis


def diagnose(
    response: str,
    *,
    question: str,
    gold: str,
    facts: Mapping[str, str | int | float],
    program: str | None = None,
    choices: Sequence[str] | None = None,
    unit: str | None = None,
) -> Diagnosis:
    """Say what kind of mistake a response makes; `none` where its answer is right.

    Args:
        response: what a model answered, free-form.
        question: the question; its numbers are what the response may use.
        gold: the right answer; for a multiple choice, the right option's text or letter.
        facts: what can be read off the figure, by the name shown.
        program: how the answer follows, an expression over quoted fact names (see `mmbench.program`).
        choices: the options of a multiple choice, in order.
        unit: the unit the question asks for.

    Raises:
        ValueError: the gold cannot be read, or the program cannot be worked over the facts.
        SymbolicTimeout: whether the answer is right needed symbolic work that did not end.
    """
    return told(response, *described(gold, question, facts, program or "", choices or (), unit or "")).diagnosis


def described(
    gold: str, question: str, facts: Mapping[str, str | int | float], program: str, choices: Sequence[str], unit: str
) -> tuple[Question, Key]:
    """Return the question and key that somebody describes.

    Raises:
        ProgramError: the program cannot be worked over the facts.
        ValueError: the gold cannot be read.
    """
    question_, key = asked(gold, question=question, choices=tuple(choices), unit=unit)
    if program:
        evaluate(program, facts)
    return question_, msgspec.structs.replace(key, facts=dict(facts), program=program)


def told(response: str, question: Question, key: Key) -> Told:
    """Judge a response and diagnose it.

    Raises:
        ValueError: the gold cannot be read.
        SymbolicTimeout: as for `diagnose`.
    """
    judged = judge(response, question, key)
    if judged.outcome == "right":
        diagnosis = Diagnosis(kind="none", confidence=1.0, explanation="The answer is right.")
    else:
        diagnosis = diagnose_answer(response, question, key, judged.extraction)
    return Told(judged.outcome, judged.extraction, diagnosis)
