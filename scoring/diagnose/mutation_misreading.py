"""Readings gone wrong in a program: another value, another thing's value, another quantity than the one asked for."""

from __future__ import annotations

import math
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from mmbench.program import Fact, Number
from mmbench.scoring.diagnose.mutation_changes import Change, number, written
from mmbench.scoring.diagnose.mutation_slips import digits, places_shown, transposed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.program import Node
    from mmbench.scoring.diagnose.mutation_changes import Case

__all__ = ["conditions", "misread_digits", "neighbours", "other_quantities", "renamed", "scales", "swaps", "ticks"]

MAX_PAIRS = 480
"""Pairs of a fact used and another one that are compared; in large tables only those that stand near each other are."""
MAX_SWAPS = 60
MAX_RENAMES = 40


def neighbours(case: Case) -> Iterator[Change]:
    """Yield the values of other things shown, taken for a fact that is used; likelier the more alike the names are."""
    for name, other in _pairs(case):
        if case.known[other] != case.known[name]:
            likeness = sum(_ends(name, other)) / max(len(name), len(other), 1)
            same_unit = case.units.get(name, "") == case.units.get(other, "")
            weight = (0.3 + likeness) * (1.0 if same_unit else 0.1)
            told = partial(_taken_for, name, other)
            yield Change(case.tree.facts[name], case.known[other], weight, told)


def renamed(case: Case) -> Iterator[Change]:
    """Yield another row, series or time of all facts used: the same part of their names replaced by another."""
    tried: set[tuple[str, str]] = set()
    for name, other in _pairs(case):
        parts = _difference(name, other)
        if parts in tried or len(tried) >= MAX_RENAMES:
            continue
        tried.add(parts)
        old, other_part = parts
        found = {used: used.replace(old, other_part) for used in case.tree.facts if old and old in used}
        if len(found) > 1 and all(new in case.known for new in found.values()):
            first, *rest = [(case.tree.facts[used], case.known[new], Fact(new)) for used, new in found.items()]
            told = partial(_other_row, first[2], old, other_part)
            yield Change(first[0], first[1], 1.0, told, tuple(rest))


def swaps(case: Case) -> Iterator[Change]:
    """Yield pairs of facts used that are taken for each other."""
    for count, (name, other) in enumerate(combinations(case.tree.facts, 2)):
        if count >= MAX_SWAPS:
            return
        at, there = case.tree.facts[name], case.tree.facts[other]
        more = ((there, case.known[name], Fact(name)),)
        yield Change(at, case.known[other], 1.0, partial(_exchanged, name, other), more)


def misread_digits(case: Case) -> Iterator[Change]:
    """Yield facts of which a digit is misread, or two digits are exchanged."""
    for name, at in case.tree.facts.items():
        places = places_shown(case.known[name], 3)
        shown = round(abs(case.known[name]) * 10**places)
        sign = -1 if case.known[name] < 0 else 1
        for variants, share in ((transposed(shown), 0.5), (digits(shown), 0.5)):
            for wrong in variants:
                value = sign * wrong / 10**places
                yield Change(at, value, share / len(variants), partial(_misread, name, value))


def scales(case: Case) -> Iterator[Change]:
    """Yield facts read at the wrong scale: ten or a hundred times too large or too small."""
    for name, at in case.tree.facts.items():
        for factor, weight in ((10, 1.0), (0.1, 1.0), (100, 0.4), (0.01, 0.4), (2, 0.2), (0.5, 0.2)):
            value = case.known[name] * factor
            yield Change(at, value, weight, partial(_misread, name, value))


def ticks(case: Case) -> Iterator[Change]:
    """Yield facts read some marks of the scale too high or too low."""
    grids: dict[str, float] = {}
    for name, at in case.tree.facts.items():
        unit = case.units.get(name, "")
        if unit not in grids:
            grids[unit] = _grid(case, unit)
        step = case.resolution.get(name, 0.0)
        steps = {float(step * times) for times in (2, 3, 4, 5, 6, 8, 10)} if step else {1.0, 2.0, 5.0, 10.0}
        steps |= {grids[unit], 2 * grids[unit]}
        for by in sorted(steps - {0.0}):
            for value in (case.known[name] + by, case.known[name] - by):
                yield Change(at, value, 1.0 / len(steps), partial(_misread, name, value))


def conditions(case: Case) -> Iterator[Change]:
    """Yield numbers of the question that are misquoted: a digit, the scale, or another number of the question."""
    for at in range(len(case.tree.parts)):
        if not case.is_question_number(at):
            continue
        value = case.tree.values[at]
        places = places_shown(value, 3)
        shown = round(abs(value) * 10**places)
        wrong = [(other, 1.0) for other in sorted(case.asked)]
        wrong += [(value + by, 0.5) for by in (1, -1, 10, -10)]
        wrong += [(value * factor, 0.5) for factor in (10, 0.1, 2, 0.5)]
        for variants in (transposed(shown), digits(shown)):
            wrong += [(variant / 10**places, 1.0 / len(variants)) for variant in variants]
        for other, weight in wrong:
            yield Change(at, other, weight, partial(_misquoted, value, other))


def other_quantities(case: Case) -> Iterator[Change]:
    """Yield facts that are given as the answer themselves."""
    if isinstance(case.tree.node(case.root), Fact):
        return
    for name, value in case.known.items():
        yield Change(case.root, value, 1.0 if name in case.tree.facts else 0.3, partial(_answered, name))


def _pairs(case: Case) -> Iterator[tuple[str, str]]:
    """Yield each fact used with others that are known, the nearest in order first."""
    names = list(case.known)
    place = {name: at for at, name in enumerate(names)}
    used = list(case.tree.facts)[:MAX_PAIRS]
    most = max(2, MAX_PAIRS // max(len(used), 1))
    for name in used:
        here = place[name]
        low = max(0, min(here - most // 2, len(names) - most - 1))
        for other in names[low : low + most + 1]:
            if other != name:
                yield name, other


def _ends(name: str, other: str) -> tuple[int, int]:
    """Return how many characters two names begin with, and end with, alike."""
    shorter = min(len(name), len(other))
    head = next((at for at in range(shorter) if name[at] != other[at]), shorter)
    rest = shorter - head
    return head, next((at for at in range(rest) if name[-1 - at] != other[-1 - at]), rest)


def _difference(name: str, other: str) -> tuple[str, str]:
    """Return the parts in which two names differ, in whole words and numbers."""
    start, end = _ends(name, other)
    while start and name[start - 1].isascii() and name[start - 1].isalnum():
        start -= 1
    while end and name[-end].isascii() and name[-end].isalnum():
        end -= 1
    return name[start : len(name) - end], other[start : len(other) - end]


def _grid(case: Case, unit: str) -> float:
    """Return the largest step that all facts of a unit are multiples of, to three decimals; 0 where there is none."""
    values = [value for name, value in case.known.items() if case.units.get(name, "") == unit]
    thousandths = [round(value * 1000) for value in values if abs(value) < 1e9]
    return math.gcd(*thousandths) / 1000


def _taken_for(name: str, other: str) -> tuple[Node, str]:
    return Fact(other), f"takes the value of {other} for {name}"


def _other_row(new_fact: Node, old: str, new: str) -> tuple[Node, str]:
    return new_fact, f"takes {new} for {old} throughout"


def _exchanged(name: str, other: str) -> tuple[Node, str]:
    return Fact(other), f"takes {name} and {other} for each other"


def _misread(name: str, value: float) -> tuple[Node, str]:
    return Number(number(value)), f"reads {name} as {written(value)}"


def _misquoted(right: float, wrong: float) -> tuple[Node, str]:
    return Number(number(wrong)), f"takes {written(wrong)} for the {written(right)} of the question"


def _answered(name: str) -> tuple[Node, str]:
    return Fact(name), f"gives {name} itself"
