"""All that is known of a wrong answer before anything is decided about it."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.program import ProgramError, to_fraction
from mmbench.scoring.answers.reading.numbers import parse_number
from mmbench.scoring.diagnose.cues import told
from mmbench.scoring.diagnose.facts import known_facts
from mmbench.scoring.diagnose.gold import gold_of
from mmbench.scoring.diagnose.lexing import lex, tokens_of
from mmbench.scoring.diagnose.plan import computations, is_given, plan_of
from mmbench.scoring.diagnose.readings import bound
from mmbench.scoring.diagnose.verbal import stated_in

if TYPE_CHECKING:
    from mmbench.records import Evidence, Key, Question
    from mmbench.scoring.diagnose.calculation import Finding
    from mmbench.scoring.diagnose.facts import Fact
    from mmbench.scoring.diagnose.gold import Gold
    from mmbench.scoring.diagnose.lexing import Token
    from mmbench.scoring.diagnose.plan import Computation, Plan
    from mmbench.scoring.diagnose.readings import Bound
    from mmbench.scoring.diagnose.statements import Chain

__all__ = ["Case", "Evidenced", "answered_number", "case_of", "last_digit", "number_in"]


class Case(NamedTuple):
    """A wrong answer: the response and what stands in it, the key and what it tells, the plan that led to the answer.

    `wanted` is the right answer, of an option its text; `right` and `final` are it and the one given as numbers.
    `final` is None where an option was picked that no computation gives. `asked` are the numbers of the question.
    """

    text: str
    question: Question
    key: Key
    tokens: list[Token]
    stated: list[Chain]
    facts: list[Fact]
    gold: Gold | None
    wanted: str
    right: Fraction | None
    final: Fraction | None
    done: list[Computation]
    plan: Plan | None
    asked: frozenset[Fraction]
    readings: list[Bound]
    extraction: str

    def is_right(self, worth: Fraction) -> bool:
        """Whether a value is the right answer, as finely as it is asked."""
        if self.right is None:
            return False
        tolerance = self.key.tolerance
        slack = max(tolerance.abs or 0.0, (tolerance.rel or 0.0) * abs(float(self.right)))
        apart = abs(worth - self.right)
        step = Fraction(1, 10 ** len(self.key.answer.partition(".")[2]))
        return apart <= max(Fraction(str(slack)), step * 3 / 4 if step < 1 else 0, abs(self.right) / 500)


class Evidenced(NamedTuple):
    """A finding, what speaks for it, and how strongly."""

    finding: Finding
    evidence: Evidence
    route: str


def case_of(response: str, question: Question, key: Key, extraction: str) -> Case:
    """Read a response against its key. `extraction` is the answer that the checker found in it."""
    tokens = tokens_of(response)
    stated = stated_in(tokens)
    facts = known_facts(key.facts, key.resolution, key.units)
    readings = bound(response, tokens, stated, facts)
    gold = gold_of(key)
    if gold is not None:
        known = frozenset(fact.value for fact in facts) | gold.numbers
        naming = frozenset(part for fact in facts for part in fact.parts if part.isdigit())
        read = frozenset(reading.start for reading in readings)
        stated = sorted(
            [*stated, *told(response, tokens, stated, known, naming, read)], key=lambda chain: (chain.start, chain.end)
        )
    done = computations(stated)
    final = _final(extraction, question)
    if question.choices and not any(is_given(one, final) for one in done):
        final = None
    right = gold.value if gold is not None and not key.labels else number_in(_right_text(question, key))
    return Case(
        text=response,
        question=question,
        key=key,
        tokens=tokens,
        stated=stated,
        facts=facts,
        readings=readings,
        extraction=extraction,
        gold=gold,
        wanted=_right_text(question, key),
        right=right,
        final=final,
        done=done,
        plan=plan_of(done, final, last_digit(extraction)) if done else None,
        asked=_numbers(key.wording or question.text),
    )


def _right_text(question: Question, key: Key) -> str:
    if key.choice is not None and key.choice < len(question.choices):
        return question.choices[key.choice]
    return key.answer


def answered_number(case: Case) -> Fraction | None:
    """Return the number answered, that of an option too; where the answer is a word, its number among the labels."""
    if not case.key.labels:
        return _final(case.extraction, case.question)
    said = case.extraction.strip().strip("().（） ")
    picked = ord(said[0]) - ord("A") if said[:1].isupper() and not said[1:2].isalnum() else -1
    if 0 <= picked < len(case.question.choices):
        said = case.question.choices[picked]
    found = [number for number, label in enumerate(case.key.labels, 1) if label.strip().lower() == said.lower()]
    return Fraction(found[0]) if len(found) == 1 else None


_LETTER = re.compile(r"\W{0,3}([A-Z])\W{0,3}")


def _final(extraction: str, question: Question) -> Fraction | None:
    """Return the number answered: the option's where a letter names one."""
    letter = _LETTER.fullmatch(extraction.strip()) if question.choices else None
    if letter is not None and ord(letter[1]) - ord("A") < len(question.choices):
        return number_in(question.choices[ord(letter[1]) - ord("A")])
    found = number_in(extraction)
    if found is None and question.choices:
        head = re.match(r"\W{0,3}[A-Z][).:：、\s]\s?(.{1,60})", extraction.strip())
        found = number_in(head[1]) if head else None
    return found


def last_digit(written: str) -> Fraction:
    """Return what the last digit of a written number is worth: a power of ten, 1 for whole numbers."""
    found = re.search(r"\d\.(\d{1,9})(?!\d)", written)
    return Fraction(1, 10 ** len(found[1])) if found else Fraction(1)


_EXPONENT = re.compile(r"\^\s?(?:\{[^{}]{0,8}\}|\d)")
_NUMBER = re.compile(r"-?\d{1,30}(?:,\d{3})*(?:\.\d{1,30})?(?:/\d{1,9})?")


def number_in(text: str) -> Fraction | None:
    """Return the one number of a short text."""
    found = _NUMBER.findall(_EXPONENT.sub("", text.replace("−", "-").replace("{,}", ",")[:200]))
    if len(found) != 1:
        return parse_number(text) if len(text) < 60 else None
    try:
        return to_fraction(found[0])
    except ProgramError:
        return None


def _numbers(text: str) -> frozenset[Fraction]:
    return frozenset(token.value for token in lex(text[:4000]) if token.value is not None)
