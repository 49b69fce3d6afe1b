"""Expressions as a solver writes them: numbers with what stands behind them, names, operations."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

__all__ = ["Expression", "Leaf", "Name", "Operation", "leaves", "names", "nested", "operations", "walk"]


class Leaf(NamedTuple):
    """A number as written: its value, digits behind the point, the words behind it, its place."""

    value: Fraction
    decimals: int
    label: str
    start: int
    end: int


class Name(NamedTuple):
    """A variable or another name that stands for a value."""

    text: str
    start: int
    end: int


class Operation(NamedTuple):
    """An operation: `+ - * / ^ neg abs`, `scientific` (`2 × 10^3`), `mixed` (`2 1/3`), marks, functions."""

    sign: str
    parts: tuple[Expression, ...]


Expression = Leaf | Name | Operation


def walk(tree: Expression) -> Iterator[Expression]:
    """Yield every node, outermost first, left to right."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Operation):
            waiting += reversed(node.parts)


def nested(sign: str, parts: Sequence[Leaf]) -> Operation:
    """Return numbers joined by an operation of two operands, from the left; at least two of them."""
    first, second, *rest = parts
    return reduce(lambda tree, part: Operation(sign, (tree, part)), rest, Operation(sign, (first, second)))


def leaves(tree: Expression) -> list[Leaf]:
    """Return the numbers of an expression, left to right."""
    return [node for node in walk(tree) if isinstance(node, Leaf)]


def names(tree: Expression) -> list[str]:
    """Return the names in an expression, left to right, as often as they stand there."""
    return [node.text for node in walk(tree) if isinstance(node, Name)]


def operations(tree: Expression) -> list[str]:
    """Return the signs of what is computed: no signs of single numbers, percent signs or degrees."""
    return [node.sign for node in walk(tree) if isinstance(node, Operation) and node.sign not in _MARKS]


_MARKS = frozenset({"neg", "percent", "degree", "pi", "scientific"})
