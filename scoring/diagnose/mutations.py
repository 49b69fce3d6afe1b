"""The last resort: small changes of an item's program whose value is the wrong answer.

After Brown & Burton 1978 (BUGGY). Every change belongs to a group, such as "a digit of the answer is wrong". A group
has a rate, how often mistakes are of it, and shares it out among its changes for the item. What a change costs is its
surprise: the binary logarithm of one over its share. A number alone rarely identifies a mistake, so all changes that
cost nearly as little as the cheapest are returned, and the confidence that the cheapest one's kind is right is measured
against all that match and against mistakes that are not among the changes at all.
"""

from __future__ import annotations

import math
import re
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from mmbench import program
from mmbench.program import ProgramError
from mmbench.scoring.diagnose import mutation_calculation as slip
from mmbench.scoring.diagnose import mutation_misreading as reading
from mmbench.scoring.diagnose import mutation_plans as plan
from mmbench.scoring.diagnose.mutation_changes import Case
from mmbench.scoring.diagnose.mutation_trees import TooManyPartsError, Tree
from mmbench.scoring.diagnose.taxonomies import USUAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

    from mmbench.records import Key, Mistake, MistakeKind
    from mmbench.scoring.diagnose.mutation_changes import Change

__all__ = ["Mutation", "Search", "search"]

MAX_CHANGES = 4_000
MAX_OF_A_GROUP = 500
MAX_WORK = 1_200
"""Parts worked again for the changes of one group."""
MAX_TOLD = 40
"""Matches whose programs are written out, the likeliest first."""
MAX_FACTS = 400
MAX_PLACES = 12
MAX_PLAUSIBLE = 1e5
"""How many answers are plausible at most."""
MAX_TEXT = 20_000
"""Characters of the programs written out, before no more are."""
MAX_KNOWN = 6_000
"""Characters of the programs of known mistakes."""
LEVEL = 0.5
"""How much more than the cheapest mutation one may cost that is returned with it."""
PICKED = 10.0
"""How much likelier any other mistake comes to an answer that is picked: what is not offered ends there, too."""
LOOSE = 0.1
"""The chance that an answer is off by what reading the figure or rounding on the way makes of it."""
ON_THE_WAY = 0.002
"""How far off rounding on the way makes an answer, as a share of it."""


class Mutation(NamedTuple):
    """A changed program that gives the wrong answer: kind, sub-type, cost in bits, and what was done, in words."""

    kind: MistakeKind
    subtype: str
    cost: float
    program: str
    note: str


class Search(NamedTuple):
    """The cheapest mutations in order of cost, whether the search was cut, and how likely the first one's kind is."""

    mutations: tuple[Mutation, ...]
    cut: bool
    confidence: float


class _Group(NamedTuple):
    """Changes of one sort: the kind and sub-type of mistake, how often mistakes are such, and the changes."""

    kind: MistakeKind
    subtype: str
    rate: float
    changes: Callable[[Case], Iterator[Change]]


_GROUPS: dict[str, _Group] = {
    "final slip": _Group("calculation", "arithmetic", 0.078, slip.final_slips),
    "slip": _Group("calculation", "arithmetic", 0.056, slip.slips),
    "off": _Group("calculation", "arithmetic", 0.135, slip.offs),
    "table": _Group("calculation", "arithmetic", 0.007, slip.tables),
    "place": _Group("calculation", "arithmetic", 0.007, slip.places_moved),
    "sign": _Group("calculation", "arithmetic", 0.029, slip.signs),
    "rounding": _Group("calculation", "rounding", 0.016, slip.roundings),
    "equation": _Group("calculation", "equation", 0.009, plan.turned_signs),
    "neighbour": _Group("misreading", "neighbour", 0.058, reading.neighbours),
    "renamed": _Group("misreading", "neighbour", 0.010, reading.renamed),
    "swap": _Group("misreading", "swap", 0.021, reading.swaps),
    "digit": _Group("misreading", "value", 0.098, reading.misread_digits),
    "tick": _Group("misreading", "scale", 0.016, reading.ticks),
    "scale": _Group("misreading", "scale", 0.020, reading.scales),
    "condition": _Group("misreading", "condition", 0.012, reading.conditions),
    "other quantity": _Group("misreading", "question", 0.025, reading.other_quantities),
    "operator": _Group("logic", "operation", 0.048, plan.operators),
    "exchanged": _Group("logic", "operation", 0.012, plan.exchanged),
    "function": _Group("logic", "operation", 0.011, plan.functions),
    "formula": _Group("logic", "formula", 0.020, plan.formulas),
    "formula part": _Group("logic", "formula", 0.016, plan.formula_parts),
    "dropped": _Group("logic", "missing step", 0.021, plan.dropped),
    "early": _Group("logic", "missing step", 0.027, plan.early),
    "extra": _Group("logic", "extra step", 0.016, plan.extra),
    "factor": _Group("logic", "factor", 0.024, plan.constants),
    "quantity": _Group("logic", "wrong quantity", 0.039, plan.quantities),
}
_OF_NUMBERS = frozenset(("final slip", "early", "extra", "other quantity"))
"""Groups that change the answer itself, which makes no sense of a word."""
_KNOWN: dict[MistakeKind, float] = {"calculation": 0.011, "misreading": 0.063, "logic": 0.056}
_UNKNOWN: dict[MistakeKind, float] = {"calculation": 0.014, "misreading": 0.008, "logic": 0.016}
"""How often a mistake is none of these changes."""


class _Match(NamedTuple):
    """A change that gives the answer: its cost, and what the program then is and what was done, when asked."""

    kind: MistakeKind
    subtype: str
    cost: float
    told: Callable[[], tuple[str, str]]


class _Aim(NamedTuple):
    """The answer, the right one, and how near a value must come: to `exact` as written, to `slack` as can be read.

    `unit` is what the last place of the answer is worth, `chance` how likely a mistake of any other sort comes to it.
    """

    answer: float
    right: float
    exact: float
    slack: float
    unit: float
    chance: float
    is_word: bool = False

    def fit(self, value: float) -> float:
        """Return how well a value explains the answer: 1 exactly, less where it is merely near, 0 where it is not."""
        apart = abs(value - self.answer)
        if apart <= self.exact:
            return 1.0
        loose = max(self.slack, 0.0 if value == round(value, 0) else abs(value) * ON_THE_WAY)
        return LOOSE / max(1.0, 2 * loose / self.unit) if apart <= loose else 0.0


def search(key: Key, question_text: str, wrong: Fraction, written: str) -> Search:
    """Return the small changes of a key's program whose value is a wrong answer. It never raises.

    Args:
        key: the key; nothing is found where it has no program that can be worked.
        question_text: the question; its numbers can be misquoted.
        wrong: the value answered; where the answer is a word, its number among `key.labels`.
        written: the answer as written, which says how it was rounded.
    """
    try:
        case = _case(key, question_text)
        aim = _aim(key, case, float(wrong), written)
    except TooManyPartsError:
        return Search((), True, 0.0)
    except (ArithmeticError, ValueError, KeyError, RecursionError):
        return Search((), False, 0.0)
    matches, cut = _matches(case, aim)
    return _ranked([*_known(key, aim), *matches], aim, cut)


def _case(key: Key, question_text: str) -> Case:
    root, places = program.unrounded(program.parse(key.program))
    values = {}
    for name in dict.fromkeys([*program.facts_used(root), *islice(key.facts, MAX_FACTS)]):
        try:
            values[name] = float(program.to_fraction(key.facts[name]))
        except (ProgramError, KeyError, OverflowError):
            continue
    known = {name: values[name] for name in key.facts if name in values}
    places = places if key.tolerance.decimals is None else key.tolerance.decimals
    places = places if places is not None and 0 <= places <= MAX_PLACES else None
    asked = frozenset(map(_float, _NUMBER.findall(question_text[:4000])[:40]))
    return Case(Tree(root, known), known, key.units, key.resolution, asked, places)


_NUMBER = re.compile(r"\d{1,15}(?:,\d{3}){0,4}(?:\.\d{1,9})?")


def _float(text: str) -> float:
    return float(text.replace(",", ""))


def _aim(key: Key, case: Case, answer: float, written: str) -> _Aim:
    right = case.tree.values[-1]
    if key.labels:
        return _Aim(answer, right, 1e-9, 0.0, 1.0, PICKED / len(key.labels), True)
    offered = {mistake.answer for mistake in key.mistakes if mistake.answer} if key.choice is not None else set()
    decimals = re.search(r"\.(\d{1,12})", written[:400])
    places = max(len(decimals[1]) if decimals else 0, case.places or 0)
    unit = 10.0**-places
    exact = (unit / 2 if places or case.places is not None else 0.0) + 1e-9 * max(1.0, abs(answer))
    slack = max(key.tolerance.abs or 0.0, (key.tolerance.rel or 0.0) * abs(answer))
    chance = 1 / min(max(10.0, abs(right) / unit, abs(answer) / unit), MAX_PLAUSIBLE)
    if any(abs(_read(option) - answer) <= exact for option in offered):
        chance = PICKED / len(offered)
    return _Aim(answer, right, exact, slack, unit, chance)


def _known(key: Key, aim: _Aim) -> list[_Match]:
    """Return the known mistakes of the item that give the answer."""
    found = []
    read = 0
    for mistake in key.mistakes:
        read += len(mistake.program)
        value = _value_of(mistake, key, read <= MAX_KNOWN)
        fit = aim.fit(value)
        if fit and mistake.kind in _KNOWN and abs(value - aim.right) > aim.exact:
            alike = sum(other.kind == mistake.kind for other in key.mistakes)
            cost = -math.log2(_KNOWN[mistake.kind] * fit / alike)
            found.append(_Match(mistake.kind, USUAL[mistake.kind], cost, partial(_told_known, mistake)))
    return found


def _value_of(mistake: Mistake, key: Key, may_work: bool) -> float:
    """Return what a known mistake comes to, by its answer or else by its program; not a number where by neither."""
    if mistake.answer in key.labels:
        return key.labels.index(mistake.answer) + 1.0
    try:
        if mistake.program and may_work:
            return float(program.evaluate(mistake.program, key.facts))
    except (ArithmeticError, ValueError, RecursionError):
        return math.nan
    return _read(mistake.answer)


def _read(text: str) -> float:
    """Return the first number of a short text, not a number where there is none."""
    found = _NUMBER.search(text[:80])
    if found is None:
        return math.nan
    return -_float(found[0]) if text[: found.start()].endswith(("-", "−")) else _float(found[0])


def _told_known(mistake: Mistake) -> tuple[str, str]:
    if not mistake.program:
        return "", mistake.note
    return program.text(program.unrounded(program.parse(mistake.program))[0]), mistake.note


def _matches(case: Case, aim: _Aim) -> tuple[list[_Match], bool]:
    """Return the changes that give the answer, and whether there were more changes than are tried."""
    found: list[_Match] = []
    left = MAX_CHANGES
    cut = False
    for name, group in _GROUPS.items():
        if aim.is_word and name in _OF_NUMBERS:
            continue
        hits, total, tried, ended = _hits(case, aim, group, min(left, MAX_OF_A_GROUP))
        left -= tried
        cut = cut or not ended
        for change, fit in hits:
            cost = -math.log2(group.rate * fit * change.weight / total)
            found.append(_Match(group.kind, group.subtype, cost, partial(_told, case, change)))
    return found, cut


def _hits(case: Case, aim: _Aim, group: _Group, most: int) -> tuple[list[tuple[Change, float]], float, int, bool]:
    """Return the changes of a group that give the answer with how well they do, the weight of all, and how many.

    The last is false where there were more changes than are tried.
    """
    hits: list[tuple[Change, float]] = []
    total, tried, work = 0.0, 0, 0
    for change in group.changes(case):
        work += case.tree.cost(change.at) + sum(case.tree.cost(at) for at, _, _ in change.more)
        if tried >= most or work > MAX_WORK:
            return hits, total, tried, False
        tried += 1
        value = _worth(case, change)
        if not abs(value - aim.right) > aim.exact:
            continue
        total += change.weight
        fit = aim.fit(value)
        if fit:
            hits.append((change, fit))
    return hits, total, tried, True


def _worth(case: Case, change: Change) -> float:
    """Return what the program is worth with a change, not a number where it has no value."""
    try:
        if change.more:
            return case.tree.worth_with({change.at: change.value, **{at: value for at, value, _ in change.more}})
        return case.tree.worth(change.at, change.value)
    except (ArithmeticError, ValueError):
        return math.nan


def _told(case: Case, change: Change) -> tuple[str, str]:
    new, note = change.told()
    return program.text(case.tree.program({change.at: new, **{at: node for at, _, node in change.more}})), note


def _ranked(matches: list[_Match], aim: _Aim, cut: bool) -> Search:
    """Return the cheapest of the matches, those that come to the same program counted once."""
    kinds = {kind: rate * aim.chance for kind, rate in _UNKNOWN.items()}
    found: dict[tuple[str, str], Mutation] = {}
    read = 0
    for match in sorted(matches, key=lambda match: match.cost)[:MAX_TOLD]:
        if read > MAX_TEXT:
            break
        try:
            text, note = match.told()
        except (ArithmeticError, ValueError, RecursionError):
            continue
        read += len(text)
        if (match.kind, text or note) in found:
            continue
        found[match.kind, text or note] = Mutation(match.kind, match.subtype, round(match.cost, 3), text, note)
        kinds[match.kind] += 2.0**-match.cost
    ordered = sorted(found.values(), key=lambda mutation: (mutation.cost, *mutation[:2], *mutation[3:]))
    if not ordered:
        return Search((), cut, 0.0)
    cheapest = tuple(mutation for mutation in ordered if mutation.cost <= ordered[0].cost + LEVEL)
    return Search(cheapest, cut, kinds[ordered[0].kind] / sum(kinds.values()))
