"""Checking one response against a gold answer, outside of any run: `mmbench.check` and `mmbench check`."""

from __future__ import annotations

import re

from mmbench.records import Failure, Hint, Key, Question, Tolerance, Verdict
from mmbench.scoring.answers.algebra.symbolic import SymbolicTimeout
from mmbench.scoring.answers.comparing.choices import pick_choice
from mmbench.scoring.answers.comparing.scalars import measure
from mmbench.scoring.answers.extraction.extract import extract
from mmbench.scoring.answers.reading.read import read
from mmbench.scoring.answers.reading.text import tidy
from mmbench.scoring.answers.trees import names
from mmbench.scoring.answers.values import Truth, Words
from mmbench.scoring.judging import Judgement, judge

__all__ = ["asked", "check"]

_LETTER = re.compile(r"\(?[A-J][).]?|（[A-J]）|\\text\{\(?[A-J]\)?\}|\$[A-J]\$")


def check(
    response: str,
    gold: str,
    *,
    question: str = "",
    choices: tuple[str, ...] | list[str] | None = None,
    unit: str | None = None,
    tolerance: dict[str, float] | None = None,
) -> Verdict:
    """Judge a response against a gold answer.

    Args:
        response: what a model answered, free-form.
        gold: the right answer, or a solution that boxes it; for a multiple choice, the right option's text or letter.
        question: the question, where there is one; what it says about rounding and order is heeded.
        choices: the options of a multiple choice, in order.
        unit: the unit the question asks for.
        tolerance: `{"abs": x}`, `{"rel": x}` or `{"decimals": n}`; none means exact.

    Returns:
        A verdict whose `outcome` is `right`, `wrong`, `unparsed` or `no_answer`, or `failed` where the comparison
        needed symbolic work that did not end.

    Raises:
        ValueError: the gold cannot be read or names none of the choices, or the tolerance has an unknown name.
    """
    question_, key = asked(gold, question=question, choices=choices, unit=unit, tolerance=tolerance)
    try:
        decision: Judgement = judge(response, question_, key)
    except SymbolicTimeout as error:
        return Verdict(item="", outcome="failed", failure=Failure(stage="scorer", error=str(error)))
    return Verdict(item="", outcome=decision.outcome, extraction=decision.extraction, how=decision.how)


def asked(
    gold: str,
    *,
    question: str = "",
    choices: tuple[str, ...] | list[str] | None = None,
    unit: str | None = None,
    tolerance: dict[str, float] | None = None,
) -> tuple[Question, Key]:
    """Return the question and key that a gold answer in words stands for; its form says what kind of answer it is.

    Raises:
        ValueError: as for `check`.
    """
    if not tidy(gold).strip():
        raise ValueError("the gold answer is empty")
    if "\\boxed" in gold:
        gold = extract(gold, Hint(kind="expression")).text or gold
    options = tuple(choices or ())
    bounds = _bounds(tolerance or {})
    if options:
        hint, key = Hint(kind="choice"), Key(answer=gold, kind="choice", choice=pick_choice(gold, options))
    elif _LETTER.fullmatch(gold.strip()):
        hint, key = Hint(kind="choice"), Key(answer=gold, kind="choice")
    else:
        value = read(gold)
        if isinstance(value, Words | Truth):
            hint = Hint(kind="text")
        else:
            scalar = value is not None and measure(value) is not None and not names(value)
            hint = Hint(kind="float" if scalar else "expression")
        key = Key(answer=gold, kind="text" if hint.kind == "text" else "expression", tolerance=bounds)
    return Question(id="", text=question, choices=options, unit=unit or "", hint=hint), key


def _bounds(tolerance: dict[str, float]) -> Tolerance:
    for name in tolerance:
        if name not in ("abs", "rel", "decimals"):
            raise ValueError(f"tolerance: expected abs, rel or decimals, found '{name}'")
    decimals = tolerance.get("decimals")
    return Tolerance(
        abs=tolerance.get("abs"), rel=tolerance.get("rel"), decimals=None if decimals is None else int(decimals)
    )
