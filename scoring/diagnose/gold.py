"""What an item's program tells about a right solution: its facts and numbers, and every value on the way."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from mmbench import program
from mmbench.program import Apply, ProgramError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mmbench.program import FactValue, Node
    from mmbench.records import Key

__all__ = ["Gold", "gold_of", "is_among"]

MAX_TERMS = 7
"""Terms of a sum, or factors of a product, of which every part is a value on the way."""
MAX_VALUES = 4_000


class Gold(NamedTuple):
    """A right solution: the program, its value, its facts with their values, its plain numbers, the values on the way.

    `values` are the absolute values of all parts of the program, and of all partial sums and products of its chains.
    """

    tree: Node
    value: Fraction
    facts: Mapping[str, Fraction]
    numbers: frozenset[Fraction]
    values: frozenset[Fraction]


def gold_of(key: Key) -> Gold | None:
    """Return what a key's program tells, None where there is none that can be worked."""
    if not key.program:
        return None
    try:
        tree = program.parse(key.program)
        value = program.evaluate(tree, key.facts)
        plain = program.expand(tree)
        facts = {name: program.to_fraction(key.facts[name]) for name in program.facts_used(plain)}
        numbers = frozenset(node.value for _, node in program.walk(plain) if isinstance(node, program.Number))
        values = _values(plain, key.facts) | _values(tree, key.facts)
    except (ProgramError, RecursionError):
        return None
    return Gold(tree, value, facts, numbers, frozenset(values))


def _values(tree: Node, facts: Mapping[str, FactValue]) -> set[Fraction]:
    found: set[Fraction] = set()
    for _, node in program.walk(tree):
        if not isinstance(node, Apply) or len(found) > MAX_VALUES:
            continue
        try:
            found.add(abs(program.evaluate(node, facts)))
            found |= set(_parts_of(node, facts))
        except ProgramError:
            continue
    return found


def _parts_of(node: Apply, facts: Mapping[str, FactValue]) -> Iterator[Fraction]:
    """Yield the values of the partial sums or products that a chain of one kind of operation can be worked in."""
    if node.operator in ("+", "-", "sum", "mean"):
        terms = [program.evaluate(part, facts) * sign for part, sign in _flat(node, ("+", "-"), 1)]
        if len(terms) <= MAX_TERMS:
            for size in range(2, len(terms) + 1):
                yield from (abs(sum(some, Fraction(0))) for some in combinations(terms, size))
        else:
            total = Fraction(0)
            for term in terms:
                total += term
                yield abs(total)
    elif node.operator in ("*", "/"):
        factors = [(program.evaluate(part, facts), power) for part, power in _flat(node, ("*", "/"), 1)]
        if len(factors) <= MAX_TERMS and all(value or power > 0 for value, power in factors):
            for size in range(2, len(factors) + 1):
                for some in combinations(factors, size):
                    product = Fraction(1)
                    for value, power in some:
                        product = product * value if power > 0 else product / value
                    yield abs(product)


def _flat(node: Node, signs: tuple[str, str], power: int) -> list[tuple[Node, int]]:
    """Return the terms of a chain of sums (or the factors of one of products), each with its sign (or exponent)."""
    if isinstance(node, Apply) and node.operator in signs:
        left, right = node.arguments
        turned = -power if node.operator == signs[1] else power
        return [*_flat(left, signs, power), *_flat(right, signs, turned)]
    if isinstance(node, Apply) and node.operator in ("sum", "mean") and signs[0] == "+":
        return [pair for part in node.arguments for pair in _flat(part, signs, power)]
    return [(node, power)]


def is_among(value: Fraction, values: frozenset[Fraction], slack: Fraction = Fraction(1, 250)) -> bool:
    """Whether a value is one of those on the way, rounded, as a share or as a percentage."""
    size = abs(value)
    for scaled in (size, size * 100, size / 100):
        if scaled in values:
            return True
    return any(abs(size - other) <= slack * other for other in values)
