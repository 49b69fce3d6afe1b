"""The reading audit: what a response says it read, held against the facts of the figure.

A reading is a number that stands as the value of a named thing ("the bar for 2019 is 45", "AB = 12", "45 (2019)"), not
the result of a computation. The thing is the fact whose name's parts all stand in the sentence up to there, some of
them since the last number. Where two facts could be meant, either may be right.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.program import format_number
from mmbench.scoring.diagnose.calculation import Finding
from mmbench.scoring.diagnose.expressions import operations
from mmbench.scoring.diagnose.facts import is_off_by_scale, parts_in
from mmbench.scoring.diagnose.labels import scale_of
from mmbench.scoring.diagnose.vocabulary import LINKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.scoring.diagnose.facts import Fact
    from mmbench.scoring.diagnose.lexing import Token
    from mmbench.scoring.diagnose.statements import Chain

__all__ = ["Bound", "Misreading", "bound", "misreadings"]

MAX_READINGS = 200
MAX_CLAUSE = 240
"""Characters before a number in which its name may stand."""


class Bound(NamedTuple):
    """A number that the response binds to facts: its value and unit, its place, from where to where it names them."""

    value: Fraction
    start: int
    end: int
    begin: int
    until: int
    facts: tuple[Fact, ...]
    unit: str


_HARD = frozenset({"newline", "stop"})
_LINKS = frozenset({"equals", "about", "colon", "open", "bar", "arrow"})
_COMPARING = re.compile(
    r"\s{0,3}(?:more|less|higher|lower|fewer|greater|larger|smaller|times|%|years|months|bars|倍|个百分点|比)",
    re.I,
)


def bound(text: str, tokens: Sequence[Token], stated: Sequence[Chain], facts: Sequence[Fact]) -> list[Bound]:
    """Return the readings of a response in order."""
    if not facts:
        return []
    results = _computed_places(stated)
    naming = {part for fact in facts for part in fact.parts if part[0].isdigit()}
    found: list[Bound] = []
    near = 0
    for at, token in enumerate(tokens):
        if token.kind in _HARD:
            near = at + 1
        if token.kind != "number" or token.value is None or len(found) >= MAX_READINGS:
            continue
        if token.text in naming and _is_in_name(text, token, facts, _is_joined(tokens, at)):
            continue
        reading = _reading(text, tokens, at, near, facts) if token.start not in results else None
        near = at + 1
        if reading is not None:
            found.append(reading)
            while near < len(tokens) and tokens[near].start < reading.until:
                near += 1
    return found


def _computed_places(stated: Sequence[Chain]) -> set[int]:
    """Return where numbers stand that a computation gives."""
    places: set[int] = set()
    for chain in stated:
        worked = False
        for side in chain.sides:
            computes = side.tree is not None and bool(operations(side.tree))
            if worked and not computes:
                places.update((side.start, side.start + 1, side.start + 2))
            worked = worked or computes
    return places


def _is_in_name(text: str, token: Token, facts: Sequence[Fact], joined: bool) -> bool:
    """Whether a number is part of a fact's name: what stands beside it in the name stands there in the text, too.

    Where nothing does, it is one unless a verb or sign joins it to what is before (`joined`).
    """
    before, behind = parts_in(text[max(0, token.start - 12) : token.start]), parts_in(text[token.end : token.end + 12])
    for fact in facts:
        name = parts_in(fact.name)
        for found in re.finditer(rf"(?<![\d.]){re.escape(token.text)}(?![\d.])", name):
            head, tail = name[: found.start()].strip()[-6:], name[found.end() :].strip()[:6]
            if (head and before.rstrip().endswith(head)) or (tail and behind.lstrip().startswith(tail)):
                return True
    return not joined


_JOINS = frozenset(("is", "are", "was", "were", "=", "equals", "为", "是"))


def _is_joined(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb or a sign that gives a value stands right before a number."""
    before = tokens[at - 1] if at else None
    return before is not None and (before.kind in ("equals", "about", "colon", "bar") or before.text.lower() in _JOINS)


def _is_linked(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word or sign stands right before a number that binds it to a name."""
    before = tokens[at - 1] if at else None
    if before is None:
        return False
    return before.kind in _LINKS or before.text.lower() in LINKS


def _reading(text: str, tokens: Sequence[Token], at: int, near: int, facts: Sequence[Fact]) -> Bound | None:
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if _COMPARING.match(text, token.end) and not (following and following.kind == "percent" and facts[0].unit == "%"):
        return None
    if token.value is None:
        return None
    first = at - 1 if _is_signed(tokens, at) else at
    worth, place = (token.value if first == at else -token.value), tokens[first].start
    unit = " ".join(each.text for each in tokens[at + 1 : at + 3] if each.kind in ("name", "han", "sup"))
    aside = _aside_text(text, tokens, at)
    if aside:
        meant = _named(parts_in(aside), parts_in(aside), facts)
        return Bound(worth, place, token.end, place, token.end, meant, "") if meant else None
    since = tokens[near].start if near < at else token.start
    close = parts_in(text[since:place])
    joined, until = _behind(text, tokens, at)
    behind = parts_in(text[joined:until])
    meant = _named(behind, behind, facts) if behind else ()
    if meant and (_READ.search(text, max(0, place - 24), place) or not _holds_a_name(close, facts)):
        return Bound(worth, place, token.end, place, until, meant, unit)
    before = tokens[first - 1] if first else None
    if (before is not None and before.kind in ("op", "frac", "root")) or (
        following is not None and _works_on(tokens, at)
    ):
        return None
    begin = _sentence(tokens, at)
    start = max(tokens[begin].start, token.start - MAX_CLAUSE)
    meant = _named(parts_in(text[start:place]), close, facts)
    if not meant or not (_is_linked(tokens, first) or _ends_in_name(close, meant) or _is_near(close, meant)):
        return None
    return Bound(worth, place, token.end, since, token.end, meant, unit)


def _holds_a_name(close: str, facts: Sequence[Fact]) -> bool:
    """Whether the whole name of a fact stands in the words since the last number."""
    return any(all(_holds(close, part) for part in fact.parts) for fact in facts)


_READ = re.compile(
    r"\b(?:read|see|saw|find|found|get|got|have|note|took|take|there (?:is|are|were|was)|读出|看到|得知)\W{0,3}[$€£]?$",
    re.I,
)
_FOR = re.compile(r"[^\d\n.;,]{0,24}?\b(?:for|at|in|on|under|as)\b", re.IGNORECASE)


_BEHIND_ENDS = frozenset({"and", "while", "read", "see", "is", "are", "was", "were"})


def _behind(text: str, tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """Return where the name behind a number stands in "45 for 2019": up to a comma, "and", a stop or a verb."""
    token = tokens[at]
    joint = _FOR.match(text, token.end)
    if joint is None:
        return token.end, token.end
    end = joint.end()
    for ahead in tokens[at + 1 : at + 24]:
        if ahead.start < joint.end():
            continue
        if ahead.kind in ("newline", "stop", "equals", "op") or ahead.text.lower() in _BEHIND_ENDS:
            break
        if ahead.kind == "comma" and not _continues(text, ahead.end):
            break
        end = ahead.end
    return joint.end(), end


def _continues(text: str, at: int) -> bool:
    """Whether a name goes on behind a comma ("Oslo, Dec"): no new clause begins there."""
    return re.match(r"\s(?:and |so |while |I |we |the |which )", text[at : at + 8]) is None


def _is_signed(tokens: Sequence[Token], at: int) -> bool:
    """Whether a minus sign before a number makes it negative: `x = −14`."""
    return at > 1 and tokens[at - 1].text == "-" and tokens[at - 1].kind == "op" and _is_linked(tokens, at - 1)


def _works_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether an operation follows a number, words of its label between."""
    ahead = at + 1
    while ahead < min(at + 5, len(tokens)) and tokens[ahead].kind in ("name", "percent", "degree", "han"):
        ahead += 1
    if ahead + 1 >= len(tokens) or tokens[ahead].kind != "op":
        return False
    return not (tokens[ahead].text == "/" and tokens[ahead + 1].kind in ("name", "han"))


def _sentence(tokens: Sequence[Token], at: int) -> int:
    begin = at
    while begin > 0 and at - begin < 60 and tokens[begin - 1].kind not in _HARD:
        begin -= 1
    return begin


def _aside_text(text: str, tokens: Sequence[Token], at: int) -> str:
    """Return what stands in brackets behind a number ("45 (2019)"), if no computation does."""
    if at + 2 >= len(tokens) or tokens[at + 1].kind != "open" or tokens[at + 1].start == tokens[at].end:
        return ""
    for ahead in range(at + 2, min(at + 12, len(tokens))):
        if tokens[ahead].kind == "close":
            return text[tokens[at + 1].end : tokens[ahead].start]
        if tokens[ahead].kind in ("op", "equals", "newline"):
            return ""
    return ""


def _named(clause: str, close: str, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return the facts whose names' parts all stand in a clause, some close to the number; the fullest names."""
    best: tuple[Fact, ...] = ()
    most = (False, 0, 0)
    for fact in facts:
        if not all(_holds(clause, part) for part in fact.parts):
            continue
        here = sum(_holds(close, part) for part in fact.parts)
        rank = (here == len(fact.parts), here, len(fact.parts))
        if not here or rank < most:
            continue
        best = (fact,) if rank > most else (*best, fact)
        most = rank
    return best


def _holds(clause: str, part: str) -> bool:
    if not (part[0].isascii() and part[0].isalnum()):
        return part in clause
    at = clause.find(part)
    while at >= 0:
        before, after = clause[at - 1 : at], clause[at + len(part) : at + len(part) + 1]
        if not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum()):
            return True
        at = clause.find(part, at + 1)
    return False


MAX_GAP = 24
"""Characters between a whole name and its value where no known word joins them."""


def _is_near(close: str, meant: Sequence[Fact]) -> bool:
    """Whether a whole name stands shortly before the number, whatever joins them ("2021年的点在56")."""
    whole = [fact for fact in meant if all(part in close for part in fact.parts)]
    ends = [max(close.rfind(part) + len(part) for part in fact.parts) for fact in whole]
    return bool(ends) and len(close) - max(ends) <= MAX_GAP


def _ends_in_name(close: str, meant: Sequence[Fact]) -> bool:
    """Whether a name stands right before the number: `Tuesday 48`."""
    tail = close.rstrip(" :,*$=(")
    return any(tail.endswith(part) for fact in meant for part in fact.parts)


class Misreading(NamedTuple):
    """A misreading, the fact that was misread, and the value it was given."""

    finding: Finding
    fact: Fact
    value: Fraction


def misreadings(text: str, readings: Sequence[Bound], facts: Sequence[Fact]) -> list[Misreading]:
    """Return the readings that no fact they could mean bears out, in order."""
    found = []
    wrong = [reading for reading in readings if not any(_fits(reading, fact) for fact in reading.facts)]
    for reading in wrong:
        fact = reading.facts[0]
        if len(reading.facts) > 1:
            continue
        subtype, note = _subtype(reading, fact, wrong, facts)
        shown = format_number(fact.value)
        quote, number = _said(text, reading), text[reading.start : reading.end]
        said = f"{fact.name} is {shown}, not {format_number(reading.value)}{note}."
        finding = Finding("misreading", subtype, reading.begin, reading.end, quote, number, shown, said)
        found.append(Misreading(finding, fact, reading.value))
    return found


_LEFT_OVER = re.compile(r"^\W{0,4}(?:[^\s,，]{1,8}\s?){0,2}[,，;；]\s*")


def _said(text: str, reading: Bound) -> str:
    """Return what a response says of a reading, without the unit left over from the one before."""
    return _LEFT_OVER.sub("", text[reading.begin : reading.end]).strip(" \n,，*-|")


_THOUSANDS = re.compile(r"thousand|million|千|百|万|亿")


def _fits(reading: Bound, fact: Fact) -> bool:
    """Whether a reading is a fact's value, as finely as it can be read, in its unit or as a share for a percentage."""
    value = reading.value * _factor(reading.unit, fact.unit)
    apart = abs(value - fact.value)
    if apart <= fact.resolution * 3 / 2:
        return True
    if abs(fact.value) < 1 and reading.value == fact.value * 100:
        return True
    scaled = _THOUSANDS.search(fact.unit)
    return bool(scaled) and reading.value in (
        fact.value * 1000,
        fact.value * 100,
        fact.value * 10000,
        fact.value * 10**6,
    )


def _factor(written: str, unit: str) -> Fraction:
    """Return the factor from the unit written behind a reading to that of a fact, 1 where they do not differ."""
    here, there = scale_of(written) if written else None, scale_of(unit) if unit else None
    if here is None or there is None or here[0] != there[0]:
        return Fraction(1)
    return here[1] / there[1]


def _subtype(reading: Bound, fact: Fact, wrong: Sequence[Bound], facts: Sequence[Fact]) -> tuple[str, str]:
    other = next((each for each in facts if each.value == reading.value and each.name != fact.name), None)
    if other is not None:
        swapped = any(each.value == fact.value and other in each.facts for each in wrong)
        return ("swap" if swapped else "neighbour"), f", which is the value of {other.name}"
    return ("scale" if is_off_by_scale(reading.value, fact.value) else "value"), ""
