"""Alignment of a response's plan with the program: where it first departs, and whether by a number or by an operation.

The same operations over another value than the fact's are a misreading; another operation, formula or earlier result,
a node too few or too many are logic. Every number keeps its provenance.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from itertools import islice
from math import isqrt
from typing import TYPE_CHECKING, NamedTuple

from mmbench.program import format_number
from mmbench.scoring.diagnose.evaluating import NoValueError, value
from mmbench.scoring.diagnose.expressions import Leaf, Operation, leaves, walk
from mmbench.scoring.diagnose.facts import is_off_by_scale
from mmbench.scoring.diagnose.gold import is_among

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mmbench.records import MistakeKind
    from mmbench.scoring.diagnose.expressions import Expression
    from mmbench.scoring.diagnose.facts import Fact
    from mmbench.scoring.diagnose.gold import Gold
    from mmbench.scoring.diagnose.plan import Computation

__all__ = [
    "CONSTANTS",
    "Departure",
    "Sources",
    "departure",
    "local_departure",
    "mended_by",
    "misread",
    "other_signs",
    "sources_of",
]

CONSTANTS = frozenset(map(Fraction, (*range(13), 24, 30, 60, 90, 100, 180, 360, 1000))) | {
    Fraction(1, 2), Fraction(314, 100), Fraction(31416, 10000), Fraction(22, 7),
}  # fmt: skip
MAX_SUSPECTS = 24
MAX_WORK = 1_200
"""Numbers in all the changed plans that one search works out."""
SIGNS = ("+", "-", "*", "/")


class Departure(NamedTuple):
    """Where and how a plan departs: the type, the sub-type, the place, what stands there, what should, in a sentence.

    `sure` says that mending it gives the right answer.
    """

    kind: MistakeKind
    subtype: str
    start: int
    end: int
    found: str
    expected: str
    note: str
    sure: bool


class Sources(NamedTuple):
    """The numbers of a plan by where they come from.

    `missing` are the names and values of facts, and the numbers of the question, that the program uses and the plan
    does not; `strange` are numbers in the plan that nothing explains; `other` are those of facts that the program has
    no use for.
    """

    missing: tuple[tuple[str, Fraction], ...]
    strange: tuple[Leaf, ...]
    other: tuple[tuple[Leaf, Fact], ...]


def sources_of(trees: Iterable[Expression], gold: Gold, facts: Sequence[Fact], asked: frozenset[Fraction]) -> Sources:
    """Trace the numbers of some trees. `asked` are the numbers that stand in the question."""
    grains = {fact.name: fact.resolution for fact in facts}
    others = {fact.value: fact for fact in facts if fact.name not in gold.facts}
    found = [leaf for tree in trees for leaf in leaves(tree)]
    values = {leaf.value for leaf in found}
    missing = [
        (name, worth)
        for name, worth in gold.facts.items()
        if not any(_is_read(number, worth, grains.get(name, Fraction(0))) for number in values)
    ]
    missing += [(format_number(number), number) for number in sorted((gold.numbers & asked) - values)]
    strange, other = [], []
    for leaf in found:
        worth = leaf.value
        if any(_is_read(worth, gold.facts[name], grains.get(name, Fraction(0))) for name in gold.facts):
            continue
        if worth in others:
            other.append((leaf, others[worth]))
        elif worth not in gold.numbers and worth not in asked and worth not in CONSTANTS:
            strange.append(leaf)
    return Sources(tuple(missing), tuple(strange), tuple(other))


def _is_read(number: Fraction, worth: Fraction, grain: Fraction) -> bool:
    return abs(number - worth) <= 2 * grain or (0 < worth < 1 and number == worth * 100) or number == -worth


def departure(
    tree: Expression, used: Sequence[Computation], gold: Gold, sources: Sources, is_right: Callable[[Fraction], bool]
) -> Departure:
    """Return how a plan departs from the program; `is_right` says whether a value is the right answer."""
    wrongly_read = _misread(tree, sources, is_right, anywhere=True) or _swapped(tree, sources, gold, is_right)
    if wrongly_read is not None:
        return wrongly_read
    other = _other_constant(tree, used, gold, is_right)
    if other is not None:
        return other
    if len(sources.missing) == 1 and len({leaf.value for leaf in sources.strange}) == 1:
        return misread(sources.strange[0], sources.missing[0], None, sure=False)
    return _illogical(tree, used, gold, sources, is_right)


def local_departure(
    done: Sequence[Computation], gold: Gold, facts: Sequence[Fact], asked: frozenset[Fraction]
) -> Departure | None:
    """Return the first computation that leads nowhere the program goes, where no plan leads to the answer."""
    results = set()
    for one in done:
        if is_among(one.exact, gold.values):
            results.add(one.written.value)
            continue
        sources = sources_of([one.tree], gold, facts, asked | frozenset(results))
        on_the_way = partial(is_among, values=gold.values)
        wrongly_read = _misread(one.tree, sources, on_the_way, anywhere=False)
        if wrongly_read is not None:
            return wrongly_read
        if not sources.strange:
            return _illogical(one.tree, [one], gold, sources, on_the_way)
        return None
    return None


def _misread(
    tree: Expression, sources: Sources, is_right: Callable[[Fraction], bool], *, anywhere: bool
) -> Departure | None:
    """Return the misreading that explains a plan: one number replaced by a fact it lacks makes it right.

    The number is one that nothing explains or that the program has no use for; or, `anywhere`, any number where one
    fact is missing.
    """
    suspects: list[tuple[Leaf, Fact | None]] = [(leaf, None) for leaf in sources.strange]
    suspects += [(leaf, fact) for leaf, fact in sources.other]
    suspects += [(leaf, None) for leaf in leaves(tree)] if anywhere and len(sources.missing) == 1 else []
    tried = set()
    for leaf, fact in suspects[:MAX_SUSPECTS]:
        for name, worth in sources.missing[:12]:
            if (leaf.start, name) in tried:
                continue
            tried.add((leaf.start, name))
            if mended_by(tree, leaf, worth, is_right):
                return misread(leaf, (name, worth), fact, sure=True)
    return None


def _tries(numbers: Sequence[Leaf]) -> int:
    """Return how many changed plans of so many numbers are worked out: a long plan costs no more than a short one."""
    return max(12, MAX_WORK // (len(numbers) + 1))


def _swapped(tree: Expression, sources: Sources, gold: Gold, is_right: Callable[[Fraction], bool]) -> Departure | None:
    """Return the misreading of two values taken for each other: exchanged, they make a plan right.

    Operands of one difference or quotient that stand the wrong way round are no misreading.
    """
    if sources.missing or sources.strange or sources.other:
        return None
    numbers = leaves(tree)
    found = [leaf for leaf in numbers if leaf.value in gold.facts.values()]
    found = found[: min(MAX_SWAPPED, isqrt(2 * _tries(numbers)))]
    for index, left in enumerate(found):
        for right in found[index + 1 :]:
            if left.value == right.value or _are_operands(tree, left, right):
                continue
            result = _value(
                _replaced(
                    _replaced(_replaced(tree, left.value, _HOLD, left.start), right.value, left.value, right.start),
                    _HOLD,
                    right.value,
                )
            )
            if result is not None and is_right(result):
                one, other = format_number(left.value), format_number(right.value)
                note = f"{one} and {other} are taken for each other."
                return Departure("misreading", "swap", left.start, left.end, one, other, note, True)
    return None


MAX_SWAPPED = 10
_HOLD = Fraction(987654321, 1234567)


def _other_constant(
    tree: Expression, used: Sequence[Computation], gold: Gold, is_right: Callable[[Fraction], bool]
) -> Departure | None:
    """Return the departure of a plan that is right with another constant of the program in the place of one."""
    numbers = leaves(tree)
    for leaf in numbers[: min(MAX_SUSPECTS, _tries(numbers) // 6)]:
        if leaf.value not in CONSTANTS or leaf.value in gold.facts.values():
            continue
        for number in sorted(gold.numbers - {leaf.value})[:6]:
            if mended_by(tree, leaf, number, is_right):
                at = next((one for one in used if one.start <= leaf.start < one.end), used[-1])
                found, shown = format_number(leaf.value), format_number(number)
                note = f"{shown} belongs here, not {found}."
                return Departure("logic", "wrong quantity", at.start, at.end, found, shown, note, True)
    return None


def _are_operands(tree: Expression, left: Leaf, right: Leaf) -> bool:
    """Whether two numbers are the two operands of one operation."""
    return any(isinstance(node, Operation) and left in node.parts and right in node.parts for node in walk(tree))


def mended_by(tree: Expression, leaf: Leaf, worth: Fraction, is_right: Callable[[Fraction], bool]) -> bool:
    """Whether another number in the place of one, there or everywhere, makes a plan right."""
    for start in (None, leaf.start):
        result = _value(_replaced(tree, leaf.value, worth, start))
        if result is not None and is_right(result):
            return True
    return False


def misread(leaf: Leaf, missing: tuple[str, Fraction], fact: Fact | None, *, sure: bool) -> Departure:
    """Return the misreading that a number is, given what is missing, by name and value, and whose value it is."""
    name, worth = missing
    found, shown = format_number(leaf.value), format_number(worth)
    if name == shown:
        note = f"The question says {shown}, not {found}."
        return Departure("misreading", "condition", leaf.start, leaf.end, found, shown, note, sure)
    if fact is not None:
        note = f"{name} is {shown}; {found} is {fact.name}."
        return Departure("misreading", "neighbour", leaf.start, leaf.end, found, shown, note, sure)
    subtype = "scale" if is_off_by_scale(leaf.value, worth) else "value"
    return Departure(
        "misreading", subtype, leaf.start, leaf.end, found, shown, f"{name} is {shown}, not {found}.", sure
    )


def _replaced(tree: Expression, old: Fraction, new: Fraction, start: int | None = None) -> Expression:
    """Return a tree with a number replaced: everywhere, or only where it begins at `start`."""
    if isinstance(tree, Leaf):
        hit = tree.value == old and (start is None or tree.start == start)
        return tree._replace(value=new, label="") if hit else tree
    if isinstance(tree, Operation):
        return Operation(tree.sign, tuple(_replaced(part, old, new, start) for part in tree.parts))
    return tree


def _value(tree: Expression) -> Fraction | None:
    try:
        return value(tree)
    except NoValueError:
        return None


def _illogical(
    tree: Expression, used: Sequence[Computation], gold: Gold, sources: Sources, is_right: Callable[[Fraction], bool]
) -> Departure:
    """Return the logical mistake of a plan whose numbers are right: what kind, and the first step off the way."""
    off = next((one for one in used if not is_among(one.exact, gold.values)), None)
    at = off or used[-1]
    subtype, sure = _logic_subtype(tree, off, sources, is_right)
    note = {
        "operation": "Another operation leads on from here.",
        "formula": "This is not the formula that leads to the answer.",
        "missing step": "A step is left out: "
        + (", ".join(name for name, _ in sources.missing[:3]) or "the result is not the answer yet")
        + ".",
        "extra step": "This goes on beyond the answer.",
        "wrong quantity": "This quantity does not belong here.",
    }[subtype]
    return Departure("logic", subtype, at.start, at.end, format_number(at.exact), format_number(gold.value), note, sure)


def _logic_subtype(
    tree: Expression, off: Computation | None, sources: Sources, is_right: Callable[[Fraction], bool]
) -> tuple[str, bool]:
    if off is None:
        return "missing step", not sources.other
    if any(is_right(result) for result in other_signs(tree)):
        return "operation", True
    if isinstance(tree, Operation):
        for part in tree.parts:
            result = _value(part)
            if result is not None and is_right(result):
                return "extra step", True
    if sources.missing and not sources.other:
        return "missing step", False
    if sources.other:
        return "wrong quantity", False
    result = _value(tree)
    if result and any(is_right(result * factor) for factor in _FACTORS):
        return "formula", True
    return "formula", False


_FACTORS = [Fraction(a, b) for a in (1, 2, 3, 4) for b in (1, 2, 3, 4) if a != b] + [Fraction(100), Fraction(1, 100)]


def other_signs(tree: Expression) -> Iterator[Fraction]:
    """Yield what a plan comes to with one operator exchanged for another, or its operands for each other."""
    for changed in islice(_changed(tree), _tries(leaves(tree))):
        result = _value(changed)
        if result is not None:
            yield result


def _changed(tree: Expression, depth: int = 0) -> Iterator[Expression]:
    if not isinstance(tree, Operation) or depth > 8:
        return
    if tree.sign in SIGNS:
        for sign in SIGNS:
            if sign != tree.sign:
                yield Operation(sign, tree.parts)
        if tree.sign in "-/":
            yield Operation(tree.sign, tuple(reversed(tree.parts)))
    for index, part in enumerate(tree.parts):
        for other in _changed(part, depth + 1):
            yield Operation(tree.sign, (*tree.parts[:index], other, *tree.parts[index + 1 :]))
