"""The facts of a figure as a reader meets them in a text: by the parts of their names, whatever stands between."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mmbench.program import ProgramError, to_fraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Fact", "is_off_by_scale", "known_facts", "parts_in"]

MAX_FACTS = 400
_WORD = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+|[\u4e00-\u9fff]+|[α-ωΑ-Ω]|′")
_IDLE = frozenset(
    ["of", "the", "in", "at", "on", "for", "a", "an", "and", "to", "by", "is", "的", "年", "月", "日", "第", "在"]
)
"""Words of a name that a text may leave out."""


class Fact(NamedTuple):
    """A fact: its name, its value, the parts of its name (lower case), how finely it can be read, and its unit."""

    name: str
    value: Fraction
    parts: frozenset[str]
    resolution: Fraction
    unit: str


def known_facts(
    facts: Mapping[str, str | int | float], resolution: Mapping[str, float], units: Mapping[str, str]
) -> list[Fact]:
    """Return the facts that are numbers, in order."""
    found = []
    cuts = _cuts(tuple(list(facts)[:MAX_FACTS]))
    for name, parts in cuts.items():
        try:
            value = to_fraction(facts[name])
        except (ProgramError, ValueError, OverflowError):
            continue
        grain = Fraction(str(resolution.get(name, 0)))
        found.append(Fact(name, value, parts, grain, units.get(name, "")))
    return found


@lru_cache(maxsize=64)
def _cuts(names: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Return the parts of each name: words, Chinese runs cut where names begin or end alike; none that all share."""
    runs = {name: [word for word in _WORD.findall(name) if word not in _IDLE] for name in names}
    chinese = sorted({word for words in runs.values() for word in words if word[0] >= "\u4e00"}, key=len)
    pieces = {word: _pieces(word, chinese) for word in chinese}
    cut: dict[str, frozenset[str]] = {}
    for name, words in runs.items():
        parts = [part for word in words for part in pieces.get(word, (word,))]
        kept = [part.lower() for part in parts if part not in _IDLE]
        cut[name] = frozenset(kept or [name.lower()])
    shared = frozenset.intersection(*cut.values()) if len(cut) > 1 else frozenset()
    return {name: parts - shared or parts for name, parts in cut.items()}


def _pieces(word: str, others: Iterable[str]) -> tuple[str, ...]:
    """Cut a Chinese run where another one ends that it begins with, or begins that it ends with, or that it shares."""
    places = {0, len(word)}
    places |= {at for at, sign in enumerate(word) if sign in "的年月，"} | {
        at + 1 for at, sign in enumerate(word) if sign in "的年月"
    }
    for other in others:
        if other == word:
            continue
        head = next(
            (at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
        )
        tail = next(
            (at for at, (a, b) in enumerate(zip(reversed(word), reversed(other), strict=False)) if a != b),
            min(len(word), len(other)),
        )
        if head >= 2 or (head and head == len(other)):
            places.add(head)
        if tail >= 2 or (tail and tail == len(other)):
            places.add(len(word) - tail)
    cuts = sorted(places)
    return tuple(word[a:b] for a, b in pairwise(cuts) if word[a:b] not in ("的", "，"))


def is_off_by_scale(read: Fraction, shown: Fraction) -> bool:
    """Whether a reading is ten, a hundred or a thousand times too large or too small."""
    return any(read == shown * power or read * power == shown for power in (10, 100, 1000)) and shown != 0


def parts_in(text: str) -> str:
    """Return a text as the parts of names are looked up in it: lower case, with marks and LaTeX names as in facts."""
    return text.lower().replace("\\angle", "∠").replace("$", "").replace("∠ ", "∠")
