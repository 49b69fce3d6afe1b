"""The verdict on one response: our own outcome, and the official rule's score beside it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from mmbench import registry
from mmbench.records import Failure, Hint, Item, Key, Line, OfficialScore, Outcome, Question, Tolerance, Verdict
from mmbench.scoring.answers import extract, numbers_equal, parse_list, parse_number, pick_choice, same_text

if TYPE_CHECKING:
    from mmbench.interfaces import OfficialRule

__all__ = ["check", "decide", "official_rule", "verdict"]


@cache
def official_rule(name: str) -> OfficialRule:
    """Return an official rule by the name a benchmark's card gives."""
    return cast("OfficialRule", registry.resolve("scorers", name))


def verdict(item: Item, line: Line, rule_name: str = "") -> Verdict:
    """Judge one line. An exception on the way is a `failed` verdict that names it, never a wrong answer."""
    key = line.line_key()._asdict()
    if line.failure is not None:
        return Verdict(**key, outcome="failed", failure=line.failure, official=_failed(item, rule_name))
    try:
        trace = line.trace
        outcome, extraction, how = decide(trace.text, item.question, item.key, trace.truncated)
        official: tuple[OfficialScore, ...] = ()
        if rule_name:
            given = extraction if line.imported is None else line.imported.extraction
            official = official_rule(rule_name).score(item, given)
        return Verdict(
            **key, outcome=outcome, extraction=extraction, how=how, truncated=trace.truncated, official=official
        )
    except Exception as error:
        failure = Failure(stage="scorer", error=f"{type(error).__name__}: {error}")
        return Verdict(**key, outcome="failed", failure=failure, official=_failed(item, rule_name))


def _failed(item: Item, rule_name: str) -> tuple[OfficialScore, ...]:
    if not rule_name:
        return ()
    return tuple(OfficialScore(rule=name, score=0.0) for name in official_rule(rule_name).versions)


def decide(text: str, question: Question, key: Key, truncated: bool = False) -> tuple[Outcome, str, str]:
    """Return the outcome, the answer as extracted, and the rules that found and decided it."""
    found = extract(text, question.hint, question.choices, truncated)
    if found is None:
        return "no_answer", "", "empty" if not text.strip() else "no answer found"
    outcome, how = _compare(found.text, question, key)
    return outcome, found.text, f"{found.how}; {how}"


def _compare(answer: str, question: Question, key: Key) -> tuple[Outcome, str]:
    if key.kind == "choice":
        picked = pick_choice(answer, question.choices)
        if picked is None:
            return "unparsed", "names no single option"
        gold = key.choice is not None and question.choices[picked] == question.choices[key.choice]
        return ("right" if gold else "wrong"), f"option {chr(ord('A') + picked)}"
    if key.kind in ("integer", "float"):
        number = parse_number(answer)
        if number is None:
            return "unparsed", "not one number"
        golds = [gold for gold in map(parse_number, (key.answer, *key.accepted)) if gold is not None]
        equal = any(numbers_equal(number, gold, key.tolerance) for gold in golds)
        return ("right" if equal else "wrong"), "number"
    if key.kind == "list":
        values, gold_values = parse_list(answer), parse_list(key.answer)
        if values is None or gold_values is None:
            return "unparsed", "not a list of numbers"
        equal = len(values) == len(gold_values) and all(
            numbers_equal(value, gold, key.tolerance) for value, gold in zip(values, gold_values, strict=True)
        )
        return ("right" if equal else "wrong"), "list"
    equal = any(same_text(answer, gold) for gold in (key.answer, *key.accepted))
    return ("right" if equal else "wrong"), "text"


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
        gold: the right answer; for a multiple choice, the text or the letter of the right option.
        question: the question, where there is one.
        choices: the options of a multiple choice, in order.
        unit: the unit the question asks for.
        tolerance: `{"abs": x}`, `{"rel": x}` or `{"decimals": n}`; none means exact.

    Returns:
        A verdict whose `outcome` is `right`, `wrong`, `unparsed` or `no_answer`.
    """
    options = tuple(choices or ())
    allowed = {name: value for name, value in (tolerance or {}).items() if name in ("abs", "rel")}
    decimals = (tolerance or {}).get("decimals")
    bounds = Tolerance(**allowed, decimals=None if decimals is None else int(decimals))
    if options:
        hint, key = Hint(kind="choice"), Key(answer=gold, kind="choice", choice=pick_choice(gold, options))
    elif parse_number(gold) is not None:
        hint, key = Hint(kind="float"), Key(answer=gold, kind="float", tolerance=bounds)
    else:
        hint, key = Hint(), Key(answer=gold)
    asked = Question(id="", text=question, choices=options, unit=unit or "", hint=hint)
    outcome, extraction, how = decide(response, asked, key)
    return Verdict(item="", outcome=outcome, extraction=extraction, how=how)
