"""Wrong options: what an item's own mistaken solutions come to, chosen so that they do not give the answer away.

Mistakes come from three sources, in the terms of the error sorter: those that a family names (mostly logic), facts
misread for others of their group, and slips in the result. Two of them make the options: the answer, the first
mistake, the second, and both at once. Each is made in its own direction half the time and in the opposite one
otherwise, whatever the answer is, so that the answer's rank is uniform and the ratios of the four values tell nothing.
All four end in digits of the same kind, so that roundness tells nothing either. A small answer stands in a row with
its neighbours. What is left is the look of an answer itself: families draw their numbers from wide ranges.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mmbench import program
from mmbench.records import Mistake

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from fractions import Fraction

    from mmbench.benchmarks.figures.problem import Problem

__all__ = ["OPTIONS", "Gold", "grains_of", "value_options", "word_options"]

OPTIONS = 4
MISREADINGS = 4
TRIES = 40
FEW = 10
"""An answer with fewer numbers of its kind below it stands in a row of them."""
FAR = 2.3
"""A mistake is used where it makes the answer at most so many times as large, or as small."""
MOST = 9
"""A mistake whose ratio to the answer has no larger numbers is made exactly, on the other options, too."""
APART = 1.03
"""Two options have at least this ratio."""
_LIMITS = {"°": 180, "%": 100}
"""What an answer in a unit stays below, where it does."""


class Gold(NamedTuple):
    """The answer: the program's tree, its value, how it is written, and how far readings may put it off.

    `grains` is the value as written in units of its last place, `slack` in the same units. `rounded` says whether the
    answer is asked rounded, or can only be read roughly.
    """

    tree: program.Node
    value: Fraction
    text: str
    places: int
    grains: int
    slack: float
    rounded: bool


class _Candidate(NamedTuple):
    """A wrong solution, and its answer in units of the gold's last place; `whole` where it can be written so."""

    grains: int
    whole: bool
    mistake: Mistake


def word_options(problem: Problem, gold: Gold, rng: random.Random) -> list[Mistake]:
    """Return up to three other words of a problem that is answered by a word."""
    others = [label for label in dict.fromkeys(problem.labels) if label != gold.text]
    rng.shuffle(others)
    note = f"takes another for {gold.text}"
    return [Mistake(kind="misreading", answer=label, note=note) for label in others[: OPTIONS - 1]]


def value_options(problem: Problem, gold: Gold, rng: random.Random) -> list[Mistake]:
    """Return three wrong values, or none where the answer leaves no room for them."""
    if gold.grains <= 0:
        return []
    known = _named(problem, gold)
    misread = _misread(problem, gold, rng)
    kin = _Kin(gold, misread)
    place = kin.place()
    if place is not None and not gold.slack:
        return _row(gold, kin, place, known, rng)
    own = [candidate for candidate in known if kin.has(candidate)]
    misread = [candidate for candidate in misread if kin.has(candidate)]
    rng.shuffle(own)
    limit = _LIMITS.get(problem.unit, 0) * 10**gold.places
    limit = limit if gold.grains < limit else 0
    if limit:
        own = [*own[: len(own) // 2], _missing(gold, limit)]
    up = (rng.random() < 0.5, rng.random() < 0.5)
    for attempt in range(TRIES):
        first = own[attempt] if attempt < len(own) else _slip(gold, kin, rng)
        second = rng.choice(misread) if misread and rng.random() < 0.6 else _slip(gold, kin, rng)
        corners = _corners(first, second, up, _map_of(first, limit, gold), kin, rng)
        if _room([corner.grains for corner in corners], kin, limit):
            return [corner.mistake for corner in corners]
    return []


class _Kin:
    """The numbers that could be the answer as far as their digits tell.

    They are multiples of what all readings of the figure give multiples of, and end like the answer: in as many zeros,
    before them an even digit, an odd one or a five.
    """

    def __init__(self, gold: Gold, misread: Sequence[_Candidate]) -> None:
        self.gold = gold
        others = {candidate.grains for candidate in misread}
        self.step = math.gcd(gold.grains, *others) if len(others) > 1 else 1
        self._look = _roundness(gold.grains)

    def fits(self, grains: int) -> bool:
        """Whether a number is one of them."""
        return grains > 0 and grains % self.step == 0 and _roundness(grains) == self._look

    def has(self, candidate: _Candidate) -> bool:
        """Whether a mistake's value is one of them, and of the answer's size."""
        gold, grains = self.gold.grains, candidate.grains
        return candidate.whole and gold < grains * FAR and grains < gold * FAR and self.fits(grains)

    def near(self, value: float, rng: random.Random) -> int:
        """Return one of those around a value, 0 where there is none."""
        reach = 5 * 10 ** self._look[0]
        middle, step = math.floor(value / self.step), max(1, reach // 5 // math.gcd(reach // 5, self.step))
        around = range((middle // step - 4) * step, (middle // step + 6) * step, step)
        found = [n * self.step for n in around if self.fits(n * self.step)]
        return rng.choice(found) if found else 0

    def number(self, place: int) -> int:
        """Return one of them by how many are below it."""
        grains = 0
        while place >= 0:
            grains += self.step
            place -= self.fits(grains)
        return grains

    def place(self) -> int | None:
        """Return how many of them are below the answer where these are few, or None."""
        zeros = 10 ** self._look[0]
        if self.gold.grains > 30 * math.lcm(self.step, zeros):
            return None
        below = sum([self.fits(n) for n in range(self.step, self.gold.grains, self.step)])
        return below if below < FEW else None


def _missing(gold: Gold, limit: int) -> _Candidate:
    """Return the mistake of giving what is missing to the whole."""
    whole, rest = _written(limit, gold.places), limit - gold.grains
    made = f"{whole} - ({program.text(gold.tree)})"
    note = f"gives what is missing to {whole}"
    return _Candidate(rest, True, Mistake(kind="logic", answer=_written(rest, gold.places), program=made, note=note))


def _map_of(first: _Candidate, limit: int, gold: Gold) -> tuple[str, int, int]:
    """Return what a mistake does to the answer, so that it can be done to another number, too.

    Taking it from a whole, a ratio of small numbers, or else just about a ratio.
    """
    if limit and first.grains + gold.grains in (limit, limit // 2):
        return "from", first.grains + gold.grains, 0
    common = math.gcd(first.grains, gold.grains)
    over, under = first.grains // common, gold.grains // common
    if max(over, under) <= MOST:
        return "times", over, under
    return "about", first.grains, gold.grains


def _made(does: tuple[str, int, int], grains: int, kin: _Kin, rng: random.Random) -> tuple[int, int]:
    """Return what a number becomes by a mistake and by its opposite, 0 where that cannot be written."""
    how, a, b = does
    if how == "times":
        return _times(grains, a, b), _times(grains, b, a)
    if how == "from":
        return a - grains, 0
    return kin.near(grains * a / b, rng), kin.near(grains * b / a, rng)


def _corners(
    first: _Candidate,
    second: _Candidate,
    up: tuple[bool, bool],
    does: tuple[str, int, int],
    kin: _Kin,
    rng: random.Random,
) -> list[_Candidate]:
    """Return the first mistake, the second, and both: each as it is where it leads `up` as wanted, or the other way."""
    gold = kin.gold.grains
    turned = (first.grains > gold) != up[0]
    if (second.grains > gold) != up[1]:
        second = _turned(second, kin.near(gold * gold / second.grains, rng), kin.gold)
    if turned:
        first = _turned(first, _made(does, gold, kin, rng)[1], kin.gold)
    both = _made(does, second.grains, kin, rng)[turned]
    note = f"{first.mistake.note}, and {second.mistake.note}"
    mixed = Mistake(kind=first.mistake.kind, answer=_written(both, kin.gold.places), note=note)
    return [first, second, _Candidate(both, True, mixed)]


def _turned(candidate: _Candidate, grains: int, gold: Gold) -> _Candidate:
    if grains == candidate.grains:
        return candidate
    mistake = candidate.mistake
    note = f"errs the other way than one who {mistake.note}"
    return _Candidate(grains, True, Mistake(kind=mistake.kind, answer=_written(grains, gold.places), note=note))


def _times(grains: int, over: int, under: int) -> int:
    """Return a value times a ratio, 0 where that is not whole."""
    whole, rest = divmod(grains * over, under)
    return 0 if rest else whole


def _room(wrong: list[int], kin: _Kin, limit: int) -> bool:
    """Whether the options can stand side by side: each could be the answer by its look, and they are apart.

    This asks nothing of the answer that it does not ask of the others, so that it tells nothing about which it is.
    """
    values = sorted([kin.gold.grains, *wrong])
    if not all([kin.fits(value) for value in wrong]) or (limit and values[-1] >= limit):
        return False
    return all([high - low > 2 * kin.gold.slack and high >= APART * low for low, high in pairwise(values)])


def _row(gold: Gold, kin: _Kin, at: int, known: Sequence[_Candidate], rng: random.Random) -> list[Mistake]:
    """Return the neighbours of a small answer among the numbers of its kind, each place in the row as likely."""
    strides = [stride for stride in (1, 2) if at >= (OPTIONS - 1) * stride]
    if not strides:
        return []
    stride, place = rng.choice(strides), rng.randrange(OPTIONS)
    named_by = {candidate.mistake.answer: candidate.mistake for candidate in known}
    found = []
    for number in range(OPTIONS):
        if number != place:
            grains = kin.number(at + (number - place) * stride)
            answer = _written(grains, gold.places)
            found.append(named_by.get(answer) or _slipped(answer, grains - gold.grains, gold))
    return found


def _roundness(grains: int) -> tuple[int, bool, bool]:
    """Return how many zeros a number ends in, and whether the digit before them is even or a five."""
    zeros = 0
    while grains and grains % 10 == 0:
        grains //= 10
        zeros += 1
    return zeros, grains % 2 == 0, grains % 5 == 0


def _named(problem: Problem, gold: Gold) -> list[_Candidate]:
    """Return the family's own mistakes that give another answer."""
    found = []
    for wrong in problem.mistakes:
        try:
            grains, whole = _fitting(program.evaluate(wrong.program, problem.sheet.facts), gold)
        except program.ProgramError:
            continue
        if whole and grains > 0 and abs(grains - gold.grains) > gold.slack:
            answer = _written(grains, gold.places)
            mistake = Mistake(kind=wrong.kind, answer=answer, program=wrong.program, note=wrong.note)
            found.append(_Candidate(grains, whole, mistake))
    return found


def _misread(problem: Problem, gold: Gold, rng: random.Random) -> list[_Candidate]:
    """Return what comes of taking one fact for another of its group."""
    sheet = problem.sheet
    kinds: dict[tuple[str, str], list[str]] = {}
    for name, group in sheet.groups.items():
        kinds.setdefault((group, sheet.units.get(name, "")), []).append(name)
    swaps = [
        (path, node.name, other)
        for path, node in program.walk(gold.tree)
        if isinstance(node, program.Fact)
        for other in kinds[sheet.groups[node.name], sheet.units.get(node.name, "")]
        if sheet.facts[other] != sheet.facts[node.name]
    ]
    found = []
    for path, name, other in rng.sample(swaps, min(MISREADINGS, len(swaps))):
        tree = program.replace_at(gold.tree, path, program.Fact(other))
        try:
            grains, whole = _fitting(program.evaluate(tree, sheet.facts), gold)
        except program.ProgramError:
            continue
        if whole and grains != gold.grains:
            near = gold.grains < grains * FAR and grains < gold.grains * FAR
            made = program.text(tree) if near else ""
            note = f"takes {other} for {name}"
            mistake = Mistake(kind="misreading", answer=_written(grains, gold.places), program=made, note=note)
            found.append(_Candidate(grains, whole, mistake))
    return found


def grains_of(value: Fraction, places: int) -> tuple[int, bool]:
    """Return a value in units of the last place it is written with, halves away from zero, and whether that is all."""
    numerator, denominator = value.numerator * 10**places, value.denominator
    whole, rest = divmod(abs(numerator), denominator)
    whole += 2 * rest >= denominator
    return (-whole if numerator < 0 else whole), rest == 0


def _fitting(value: Fraction, gold: Gold) -> tuple[int, bool]:
    """Return a value in units of the gold's last place, and whether it can be written so."""
    grains, exact = grains_of(value, gold.places)
    return grains, exact or gold.rounded


def _written(grains: int, places: int) -> str:
    if not places:
        return str(grains)
    whole, part = divmod(abs(grains), 10**places)
    return f"{'-' if grains < 0 else ''}{whole}.{part:0{places}d}"


def _slip(gold: Gold, kin: _Kin, rng: random.Random) -> _Candidate:
    """Return a result that is off, up or down, by up to sixty percent."""
    ratio = math.exp(rng.uniform(0.04, 0.5))
    grains = kin.near(gold.grains * ratio if rng.random() < 0.5 else gold.grains / ratio, rng) or gold.grains
    return _Candidate(grains, True, _slipped(_written(grains, gold.places), grains - gold.grains, gold))


def _slipped(answer: str, shift: int, gold: Gold) -> Mistake:
    by = _written(abs(shift), gold.places)
    how = "too much" if shift > 0 else "too little"
    made = f"{program.text(gold.tree)} {'+' if shift > 0 else '-'} {by}"
    return Mistake(kind="calculation", answer=answer, program=made, note=f"works out {by} {how}")
