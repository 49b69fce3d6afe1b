"""False results injected into right solutions: the calculation audit against labels that are exact by construction.

One result of a calculator annotation is replaced, and everything later that rests on it follows, so that exactly one
equality is false. Only solutions where this can be done without doubt are used: the result is no number that stands
earlier or in the question.
"""

from __future__ import annotations

import random
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from mmbench.scoring.diagnose.calculation import audit
from mmbench.scoring.diagnose.steps import index_at, split
from sorting.exact import equalities, worth
from sorting.metrics import Steps, ratio, step_scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sorting.clock import Clock
    from sorting.real import Solution

__all__ = ["SLIPS", "Injected", "inject", "injected", "injected_scores", "plain", "slipped"]

SEED = 20_240_611
SLIPS = ("digit", "carry", "sign", "place")
_NUMBER = re.compile(r"(?<![\d.])\d+(?:,\d{3})*(?:\.\d+)?")
_STATED = re.compile(r"<<([^<>=]{1,80})=([^<>=]{1,40})>>(-?\d+(?:,\d{3})*(?:\.\d+)?)")
_BARE_EQUALS = re.compile(r"=(?! ?\$? ?<<)")


class Injected(NamedTuple):
    """A text with one false equality, where its result stands, and which slip made it."""

    text: str
    place: int
    slip: str


def slipped(value: Fraction, slip: str, chance: random.Random) -> Fraction:
    """Return a value with a digit changed, a carry dropped, its sign lost or its decimal point moved."""
    if slip == "sign":
        return -value
    if slip == "place":
        return value * chance.choice((Fraction(10), Fraction(1, 10)))
    if slip == "carry":
        return value - Fraction(10) ** chance.randint(1, max(1, len(str(int(abs(value)))) - 1))
    power: int = 10 ** chance.randrange(len(str(int(abs(value)))))
    digit = int(abs(value)) // power % 10
    return value + (chance.choice([other for other in range(10) if other != digit]) - digit) * power


def _written(value: Fraction) -> str | None:
    """Return a value in decimals, None where it needs more than four."""
    if (value * 10**4).denominator != 1:
        return None
    text = f"{'-' if value < 0 else ''}{int(abs(value))}"
    decimals = f"{int(abs(value) * 10**4) % 10**4:04}".rstrip("0")
    return f"{text}.{decimals}" if decimals else text


def _numbers(text: str) -> set[Fraction]:
    return {Fraction(found.group().replace(",", "")) for found in _NUMBER.finditer(text)}


def _changed(text: str, new: dict[Fraction, Fraction]) -> str | None:
    """Return a text with values replaced, None where one cannot be written."""
    failed = False

    def other(found: re.Match[str]) -> str:
        nonlocal failed
        value = Fraction(found.group().replace(",", ""))
        if value not in new:
            return found.group()
        written = _written(new[value])
        failed |= written is None
        return written or ""

    changed = _NUMBER.sub(other, text)
    return None if failed else changed


def _is_plain(found: re.Match[str]) -> bool:
    """Whether an annotation works something out, exactly, and the text goes on with the same result."""
    left, result, shown = found.groups()
    worked = worth(left) if re.search(r"[-+*/]", left) else None
    return worked is not None and worked == worth(result) == worth(shown)


def inject(text: str, question: str, slip: str, chance: random.Random) -> Injected | None:
    """Return a right text with one false result, None where that cannot be done without doubt."""
    stated = list(_STATED.finditer(text))
    if not stated or not all(map(_is_plain, stated)):
        return None
    first = chance.choice(stated)
    old = Fraction(first.group(3).replace(",", ""))
    value = slipped(old, slip, chance)
    known = _numbers(text[: first.start()]) | _numbers(question) | _numbers(first.group(1))
    if value in (0, old) or old in known or _written(value) is None:
        return None
    new = {old: value}
    parts = [f"{text[: first.start(2)]}{_written(value)}>>{_written(value)}"]
    place = first.start(2) + len(f"{_written(value)}>>")
    at = first.end()
    for found in _STATED.finditer(text, at):
        before, left = _changed(text[at : found.start()], new), _changed(found.group(1), new)
        result = worth(left) if left else None
        if before is None or left is None or result is None or _written(result) is None:
            return None
        said = Fraction(found.group(3).replace(",", ""))
        if result != said:
            if left == found.group(1) or (said not in new and said in known | _numbers(text[: found.start()])):
                return None
            new[said] = result
        parts.append(f"{before}<<{left}={_written(result)}>>{_written(result)}")
        at = found.end()
    rest = _changed(text[at:], new)
    if rest is None or _BARE_EQUALS.search("".join(_STATED.sub("<<>>", text[first.end() :]))):
        return None
    made = "".join([*parts, rest])
    false = [one.start for one in equalities(made) if one.false]
    return Injected(made, place, slip) if false and set(false) <= {first.start(2), place} else None


def plain(made: Injected) -> Injected:
    """Return a text without its annotations, as people write."""
    before = re.sub(r"<<[^<>]*>>", "", made.text[: made.place])
    return made._replace(text=before + re.sub(r"<<[^<>]*>>", "", made.text[made.place :]), place=len(before))


def injected(solutions: Sequence[Solution]) -> list[Injected]:
    """Return all texts that can be made of right solutions, one for each kind of slip, with a fixed seed."""
    found = []
    for solution in solutions:
        for slip in SLIPS if solution.right else ():
            chance = random.Random(f"{SEED}/{solution.set}/{solution.id}/{slip}")
            made = inject(solution.text, solution.question, slip, chance)
            if made is not None:
                found.append(made)
    return found


def injected_scores(texts: Sequence[Injected], clock: Clock) -> dict[str, Any]:
    """Return what the calculation audit finds in texts with one false equality each."""
    steps, wrong, missed = [], [], []
    hits = dict.fromkeys(SLIPS, 0)
    accused = true = 0
    for made in texts:
        findings = clock.time("audit", audit, made.text)
        marks = [one.start <= made.place < one.end for one in findings]
        hits[made.slip] += any(marks)
        if not any(marks):
            line = made.text[: made.place].count("\n")
            missed.append({"slip": made.slip, "line": made.text.split("\n")[line]})
        accused, true = accused + len(findings), true + sum(marks)
        steps.append(
            Steps(
                index_at(split(made.text), made.place),
                index_at(split(made.text), findings[0].start) if findings else None,
            )
        )
        wrong += [
            {"slip": made.slip, "quote": one.quote, "expected": one.expected}
            for one, mark in zip(findings, marks, strict=True)
            if not mark
        ]
    return {
        "texts": len(texts),
        "found": sum(hits.values()),
        "recall": ratio(sum(hits.values()), len(texts)),
        "found_by_slip": {slip: [hits[slip], sum(made.slip == slip for made in texts)] for slip in SLIPS},
        "accusations": accused,
        "precision": ratio(true, accused),
        "false_accusations": wrong,
        "missed": missed,
        "steps": step_scores(steps),
    }
