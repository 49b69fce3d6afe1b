"""`mmbench.diagnose`: the diagnosis of one response outside of any run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mmbench.records import Diagnosis
from mmbench.scoring.check import asked
from mmbench.scoring.diagnose.item import diagnose_answer
from mmbench.scoring.judging import judge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["diagnose"]


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
    """
    question_, key = asked(gold, question=question, choices=tuple(choices) if choices else None, unit=unit)
    if program:
        from mmbench.program import evaluate

        evaluate(program, facts)
    key = msgspec.structs.replace(key, facts=dict(facts), program=program or "")
    judged = judge(response, question_, key)
    if judged.outcome == "right":
        return Diagnosis(kind="none", confidence=1.0, explanation="The answer is right.")
    return diagnose_answer(response, question_, key, judged.extraction)
