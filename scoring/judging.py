"""Judging an extracted answer against a key: one judge for each kind of answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mmbench.scoring.answers.algebra.evaluate import approx
from mmbench.scoring.answers.comparing.choices import pick_choice, pick_letter
from mmbench.scoring.answers.comparing.compare import Comparison, compare
from mmbench.scoring.answers.comparing.equations import label
from mmbench.scoring.answers.comparing.policy import Policy, policy
from mmbench.scoring.answers.comparing.scalars import measure
from mmbench.scoring.answers.extraction.extract import extract
from mmbench.scoring.answers.limits import MAX_ANSWER
from mmbench.scoring.answers.reading.numbers import parse_number
from mmbench.scoring.answers.reading.read import read
from mmbench.scoring.answers.reading.text import plain
from mmbench.scoring.answers.trees import names, renamed, sequence_of
from mmbench.scoring.answers.values import Apply, Node, Number, Quantity, Ratio, Sequence, Symbol, Truth, Value, Words
from mmbench.scoring.answers.work import budget

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmbench.records import Key, Outcome, Question

__all__ = ["Judgement", "judge"]


class Judgement(NamedTuple):
    """The outcome, the answer as extracted, the rules that found and decided it, and the values that were compared."""

    outcome: Outcome
    extraction: str
    how: str
    found: Value | None = None
    gold: Value | None = None


class _Ruling(NamedTuple):
    outcome: Outcome
    rule: str
    found: Value | None = None


def judge(text: str, question: Question, key: Key, truncated: bool = False) -> Judgement:
    """Judge a response.

    Raises:
        ValueError: the gold answer cannot be read, so that no answer could be right.
        symbolic.SymbolicTimeout: the comparison needed symbolic work that did not end.
    """
    with budget():
        rule, gold = _judge_of(question, key)
        if _is_prose(text, key.answer):
            return Judgement("right", key.answer, "whole; written alike", gold, gold)
        found = extract(text, question.hint, question.choices, truncated)
        if found.outcome != "found":
            return Judgement(found.outcome, found.text, found.how, None, gold)
        ruling = rule(found.text)
        return Judgement(ruling.outcome, found.text, f"{found.how}; {ruling.rule}", ruling.found, gold)


LONG_GOLD = 60
"""Characters of a gold that is prose: a response that is it word for word is right."""


def _is_prose(text: str, gold: str) -> bool:
    """Whether a response, or what its last answer tag holds, is a long gold word for word."""
    if len(gold) <= LONG_GOLD or len(text) < len(gold):
        return False
    return text.rpartition("<answer>")[2].strip().removesuffix("</answer>").strip() == gold.strip()


def _judge_of(question: Question, key: Key) -> tuple[Callable[[str], _Ruling], Value | None]:
    """Read the gold answer and return what judges an answer against it."""
    if key.kind == "choice":
        return _choice_judge(question, key), None
    if key.kind == "choices":
        return _choices_judge(question, key), None
    return _value_judge(question, key)


class _Gold(NamedTuple):
    text: str
    value: Value
    names: frozenset[str]


def _gold(text: str, key: Key, terms: Policy) -> _Gold:
    value = read(text, clock=terms.clock)
    if key.kind in ("integer", "float") and (value is None or not _is_number(value)):
        number = parse_number(text)
        value = None if number is None else Number(number)
        if value is None:
            raise ValueError(f"the gold answer '{text}' is not one number")
    if key.kind == "list" and value is not None:
        value = _listed(value, key.ordered)
    if value is None and (key.kind == "text" or (text.strip() and key.kind == "expression")):
        value = Words(plain(text))
    if value is None:
        raise ValueError(f"the gold answer '{text[:80]}' is empty or too long to read")
    return _Gold(text.strip(), value, names(value))


def _is_number(value: Value) -> bool:
    if isinstance(value, Ratio):
        return True
    read = measure(value)
    return read is not None and isinstance(read.value, Node) and approx(read.value) is not None


def _listed(value: Value, ordered: bool) -> Value:
    """Return a value as a list whose order counts or not, whatever its brackets."""
    items = sequence_of(value).items
    listed = Sequence(items, "list" if ordered else "bare")
    return Quantity(listed, value.unit) if isinstance(value, Quantity) else listed


def _value_judge(question: Question, key: Key) -> tuple[Callable[[str], _Ruling], Value]:
    ordered = key.ordered if key.kind == "list" else None
    terms = policy(key.wording or question.text, question.unit, key.tolerance, ordered)
    golds = [_gold(text, key, terms) for text in (key.answer, *key.accepted)]

    def rule(answer: str) -> _Ruling:
        rulings = []
        bare = _without_unit(answer, question.unit)
        for gold in golds:
            value, result = _compared(answer, gold, key, terms)
            if not result.same and bare:
                value, result = _compared(bare, gold, key, terms)
            if result.same:
                return _Ruling("right", result.rule, value)
            rulings.append(_Ruling("wrong" if result.same is False else "unparsed", result.rule, value))
        return next((ruling for ruling in rulings if ruling.outcome == "unparsed"), rulings[0])

    return rule, golds[0].value


def _without_unit(answer: str, unit: str) -> str:
    """Return the number that stands before the very unit the question asks for, be it one we know; else nothing.

    "150 t" is 150 where tonnes are asked, though `t` may be a variable anywhere else.
    """
    text = answer.strip().rstrip("。.")
    number = text.removesuffix(unit).strip() if unit and text.endswith(unit) else ""
    return number if number and len(number) <= MAX_ANSWER and parse_number(number) is not None else ""


def _compared(answer: str, gold: _Gold, key: Key, terms: Policy) -> tuple[Value | None, Comparison]:
    """Read an answer and compare it; where it differs, try the other readings of ambiguous signs on both sides."""
    if answer.strip() == gold.text:
        return gold.value, Comparison(True, "written alike")
    if (isinstance(gold.value, Words) or _WORD.fullmatch(gold.text)) and _alike(answer, gold.text):
        return gold.value, Comparison(True, "text")
    value = _read_as(answer, key, gold.names, terms)
    if value is None:
        return None, Comparison(None, "too long to read")
    result = compare(value, gold.value, terms)
    if result.same:
        return value, result
    for other, wanted in _other_readings(answer, value, gold, key, terms):
        reread = compare(other, wanted, terms)
        if reread.same:
            return other, reread
    if isinstance(value, Words) and _is_number(gold.value) and (number := parse_number(answer)) is not None:
        only = Number(number)
        return only, compare(only, gold.value, terms)._replace(rule="the only number")
    if key.kind == "text" and isinstance(value, Words) and not isinstance(gold.value, Truth):
        return value, Comparison(False, "text")
    return value, result


def _alike(answer: str, gold: str) -> bool:
    """Whether an answer is the gold's text, or a sentence that says so of its subject."""
    if max(len(answer), len(gold)) > MAX_ANSWER:
        return False
    return plain(gold) in (plain(answer), plain(_predicate(answer)))


_WORD = re.compile(r"[A-Za-z]{3,}")
_IS = re.compile(r".*\b(?:is|are|was|were)\b(?: called)?|.*[是为]", re.DOTALL)


def _predicate(sentence: str) -> str:
    """Return what a sentence says its subject is ("The shape is a hexagon."), or the sentence where it says no such."""
    found = _IS.match(sentence)
    return sentence[found.end() :] if found else sentence


def _read_as(text: str, key: Key, symbols: frozenset[str], terms: Policy, grouping: bool = True) -> Value | None:
    value = read(text, symbols=symbols, grouping=grouping, clock=terms.clock)
    return _listed(value, key.ordered) if key.kind == "list" and value is not None else value


def _renamed(value: Value, old: str, new: str, terms: Policy) -> Value | None:
    """Return a value with its one parameter named as in the gold, where the question speaks of neither name."""
    if not (old.isidentifier() and new.isidentifier()):
        return None
    if any(re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", terms.asked) for name in (old, new)):
        return None
    return renamed(value, Symbol(old), Symbol(new))


_BRACKETED = re.compile(r"\W{0,4}\([$€£¥]?\s?\d[\d,.]{0,30}%?\)(?:\s?(?:thousand|million|billion|%))?\W{0,3}")


def _negative(value: Value) -> bool:
    return isinstance(value, Apply) and value.op == "neg"


def _other_readings(answer: str, value: Value, gold: _Gold, key: Key, terms: Policy) -> list[tuple[Value, Value]]:
    """Return pairs of readings: `1,234` as two numbers where the other side has several, `5 m` as a product.

    Accountants write a negative number in brackets: `(16.7)`.
    """
    pairs: list[tuple[Value | None, Value | None]] = []
    if isinstance(gold.value, Sequence) and ("," in answer or "," in gold.text):
        apart = _read_as(answer, key, gold.names, terms, grouping=False)
        pairs += [(apart, gold.value), (apart, _read_as(gold.text, key, gold.names, terms, grouping=False))]
    if isinstance(value, Node) and _negative(gold.value) and _BRACKETED.fullmatch(answer):
        pairs.append((Apply("neg", (value,)), gold.value))
    symbols = names(value) - gold.names
    if symbols and not isinstance(value, Symbol) and isinstance(gold.value, Quantity | Words):
        pairs.append((value, _read_as(gold.text, key, symbols, terms)))
    missing = gold.names - names(value) - {label(gold.value)}
    if terms.asked and len(symbols) == len(missing) == 1:
        pairs.append((_renamed(value, min(symbols), min(missing), terms), gold.value))
    return [(left, right) for left, right in pairs if left is not None and right is not None]


def _choice_judge(question: Question, key: Key) -> Callable[[str], _Ruling]:
    if not question.choices:
        return _letter_judge(key)
    if key.choice is None:
        raise ValueError(f"the gold answer '{key.answer}' names none of the choices {list(question.choices)}")
    gold = question.choices[key.choice]
    terms = policy(key.wording or question.text, question.unit, key.tolerance)
    accepted = [_gold(text, key, terms) for text in key.accepted]

    def rule(answer: str) -> _Ruling:
        picked = pick_choice(answer, question.choices)
        if picked is not None:
            return _Ruling(_outcome(question.choices[picked] == gold), f"option {_letter(picked)}")
        results = [_compared(answer, text, key, terms)[1] for text in accepted]
        if any(result.same for result in results):
            return _Ruling("right", "an accepted answer")
        if results and all(result.same is False for result in results):
            return _Ruling("wrong", "no option and no accepted answer")
        return _Ruling("unparsed", "names no single option")

    return rule


def _letter_judge(key: Key) -> Callable[[str], _Ruling]:
    """Judge by letter alone, where the options are not known."""
    wanted = pick_letter(key.answer)
    if wanted is None:
        raise ValueError(f"the gold answer '{key.answer}' is no option letter, and there are no choices")

    def rule(answer: str) -> _Ruling:
        letter = pick_letter(answer)
        if letter is not None:
            return _Ruling(_outcome(letter == wanted), f"option {letter}")
        return _Ruling("unparsed", "names no single option")

    return rule


def _letter(index: int) -> str:
    return chr(ord("A") + index) if index < 26 else str(index + 1)


def _choices_judge(question: Question, key: Key) -> Callable[[str], _Ruling]:
    gold = _letters(key.answer, len(question.choices))
    if not gold:
        raise ValueError(f"the gold answer '{key.answer}' names none of the {len(question.choices)} choices")

    def rule(answer: str) -> _Ruling:
        named = _letters(answer, len(question.choices)) or _by_text(answer, question.choices)
        if not named:
            return _Ruling("unparsed", "names no options")
        return _Ruling(_outcome(named == gold), f"options {', '.join(sorted(named))}")

    return rule


def _by_text(answer: str, choices: tuple[str, ...]) -> frozenset[str]:
    """Return the letters of the options that a list names by text; none where an entry is no option."""
    picked = [pick_choice(part.strip(), choices) for part in re.split(r"[,;，；、\n]| and |和", answer) if part.strip()]
    return frozenset(_letter(index) for index in picked if index is not None) if None not in picked else frozenset()


def _letters(text: str, count: int) -> frozenset[str]:
    """Return the option letters that a text consists of ("A, C", "(a) and (d)", "BD"); none where it says more."""
    bare = re.sub(r"\band\b|\\text|[\s(),.;，；、和{}$]", "", text).upper()
    last = chr(ord("A") + max(count, 1) - 1)
    return frozenset(bare) if re.fullmatch(f"[A-{last}]+", bare) else frozenset()


def _outcome(right: bool) -> Outcome:
    return "right" if right else "wrong"
