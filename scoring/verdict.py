"""The verdict on one response: our own outcome, and the official rule's score beside it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from mmbench import registry
from mmbench.interfaces import Given
from mmbench.records import Diagnosis, Failure, Item, Key, Line, OfficialScore, Outcome, Question, Verdict
from mmbench.scoring.judging import judge

if TYPE_CHECKING:
    from mmbench.interfaces import OfficialRule

__all__ = ["decide", "official_rule", "verdict"]


@cache
def official_rule(name: str) -> OfficialRule:
    """Return an official rule by the name a benchmark's card gives."""
    return cast("OfficialRule", registry.resolve("scorers", name))


def verdict(item: Item, line: Line, rule_name: str = "", *, explain: bool = True) -> Verdict:
    """Judge one line, and say of a wrong answer what kind of mistake it is.

    An exception on the way is a `failed` verdict that names it, never a wrong answer; one in the diagnosis leaves the
    verdict and makes the diagnosis `undetermined`.

    Args:
        item: what was asked.
        line: what was answered.
        rule_name: the official rule that scores it beside our own verdict.
        explain: whether a wrong answer is diagnosed.
    """
    key: dict[str, Any] = {**line.line_key()._asdict(), "planted": line.planted.kind if line.planted else None}
    if line.failure is not None:
        return Verdict(**key, outcome="failed", failure=line.failure, official=_failed(rule_name))
    try:
        trace = line.trace
        outcome, extraction, how = decide(trace.text, item.question, item.key, trace.truncated)
        if line.imported is not None and not trace.calls:
            how = "no response was recorded"
        official: tuple[OfficialScore, ...] = ()
        if rule_name:
            official = _official(rule_name, item, line, extraction)
        diagnosis = _diagnosis(item, trace.text, extraction) if explain and outcome == "wrong" else None
        return Verdict(
            **key,
            outcome=outcome,
            extraction=extraction,
            how=how,
            truncated=trace.truncated,
            official=official,
            diagnosis=diagnosis,
        )
    except Exception as error:
        failure = Failure(stage="scorer", error=f"{type(error).__name__}: {error}")
        return Verdict(**key, outcome="failed", failure=failure, official=_failed(rule_name))


def _diagnosis(item: Item, response: str, extraction: str) -> Diagnosis | None:
    """Return what kind of mistake a wrong answer is; None where the task is not to solve a problem."""
    from mmbench.scoring.diagnose.item import diagnose_answer

    if item.task != "solve":
        return None
    try:
        return diagnose_answer(response, item.question, item.key, extraction)
    except Exception as error:
        return Diagnosis(kind="undetermined", explanation=f"the diagnosis failed: {type(error).__name__}: {error}")


def _official(rule_name: str, item: Item, line: Line, extraction: str) -> tuple[OfficialScore, ...]:
    rule = official_rule(rule_name)
    if item.task not in rule.tasks:
        raise ValueError(f"the rule '{rule_name}' scores {', '.join(rule.tasks)}, not {item.task}")
    recorded = line.imported
    if recorded is not None and recorded.extraction is not None:
        extraction = recorded.extraction
    scores = rule.score(item, Given(line.trace.text, extraction, recorded))
    given = tuple(score.rule for score in scores)
    if given != tuple(rule.versions):
        raise ValueError(f"the rule '{rule_name}' scored {given}, expected its versions {rule.versions}")
    return scores


def _failed(rule_name: str) -> tuple[OfficialScore, ...]:
    if not rule_name:
        return ()
    return tuple(OfficialScore(rule=name, score=0.0) for name in official_rule(rule_name).versions)


def decide(text: str, question: Question, key: Key, truncated: bool = False) -> tuple[Outcome, str, str]:
    """Return the outcome, the answer as extracted, and the rules that found and decided it.

    Raises:
        ValueError: the gold answer cannot be read, so that no answer could be right.
        SymbolicTimeout: the comparison needed symbolic work that did not end.
    """
    return judge(text, question, key, truncated)[:3]
