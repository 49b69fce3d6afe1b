"""The parts of a parsed program, and how to find and replace one of them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.program.numbers import ProgramError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Apply", "Fact", "Node", "Number", "Path", "replace_at", "unrounded", "walk"]


class Number(NamedTuple):
    """A number as written."""

    value: Fraction


class Fact(NamedTuple):
    """A value read off the figure, by the name shown there."""

    name: str


class Apply(NamedTuple):
    """An operator (`+ - * / ^ neg`), `pi`, or a named function or formula over its arguments."""

    operator: str
    arguments: tuple[Node, ...]


Node = Number | Fact | Apply
Path = tuple[int, ...]
"""Where a node stands: the position of the argument to go down at, from the outermost node inwards."""


def walk(node: Node) -> Iterator[tuple[Path, Node]]:
    """Yield every node with its path, outermost first, left to right."""
    waiting: list[tuple[Path, Node]] = [((), node)]
    while waiting:
        path, node = waiting.pop()
        yield path, node
        if isinstance(node, Apply):
            waiting += [((*path, at), node.arguments[at]) for at in range(len(node.arguments) - 1, -1, -1)]


def replace_at(node: Node, path: Path, new: Node) -> Node:
    """Return the program with the node at `path` replaced.

    Raises:
        ProgramError: nothing stands at that path.
    """
    if not path:
        return new
    if not isinstance(node, Apply) or not 0 <= path[0] < len(node.arguments):
        raise ProgramError(f"{node!r} has no argument {path[0]} to replace")
    arguments = list(node.arguments)
    arguments[path[0]] = replace_at(arguments[path[0]], path[1:], new)
    return Apply(node.operator, tuple(arguments))


def unrounded(node: Node) -> tuple[Node, int | None]:
    """Return a program without the rounding that ends it, and to how many decimals that rounds.

    The decimals are None where nothing is rounded, or where they are no plain number.
    """
    if not isinstance(node, Apply) or node.operator != "round":
        return node, None
    places = node.arguments[1] if len(node.arguments) > 1 else Number(Fraction(0))
    return node.arguments[0], int(places.value) if isinstance(places, Number) else None
