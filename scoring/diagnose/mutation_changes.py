"""What one change of a program is, and what is known of the item while changes are sought."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.program import Apply, Number, format_number, to_fraction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from fractions import Fraction

    from mmbench.program import Node
    from mmbench.scoring.diagnose.mutation_trees import Tree

__all__ = ["Case", "Change", "number", "operations", "shifted", "written"]

_NO_RESULT = frozenset(("pi", "neg", "round", "argmax", "argmin"))


class Case(NamedTuple):
    """An item's program, its facts that are numbers, how they are given, and the numbers of the question.

    `places` is to how many decimals the answer is asked, None where nothing is said of it.
    """

    tree: Tree
    known: Mapping[str, float]
    units: Mapping[str, str]
    resolution: Mapping[str, float]
    asked: frozenset[float]
    places: int | None

    @property
    def root(self) -> int:
        """Return where the whole program stands among the parts."""
        return len(self.tree.parts) - 1

    def is_question_number(self, at: int) -> bool:
        """Say whether a part is a plain number that stands in the question."""
        part = self.tree.parts[at]
        return isinstance(part.node, Number) and not part.formula and self.tree.values[at] in self.asked


class Change(NamedTuple):
    """A part that becomes worth `value`; `told` returns what then stands there, and what was done, in words.

    `weight` says how likely the change is among those of its group. `more` are further parts that change with it.
    """

    at: int
    value: float
    weight: float
    told: Callable[[], tuple[Node, str]]
    more: tuple[tuple[int, float, Node], ...] = ()


def operations(case: Case) -> Iterator[int]:
    """Yield where the operations stand whose results a solver writes down, the last one first."""
    for at in range(case.root, -1, -1):
        node = case.tree.parts[at].node
        if isinstance(node, Apply) and node.operator not in _NO_RESULT:
            yield at


def number(value: float) -> Fraction:
    """Return a float as the decimal that a person means by it."""
    return to_fraction(f"{value:.9f}")


def written(value: float) -> str:
    """Return a float as a person writes it."""
    return format_number(number(value)) if abs(value) < 1e15 else f"{value:.6g}"


def shifted(node: Node, by: float) -> Node:
    """Return a program plus or minus a number."""
    return Apply("+" if by >= 0 else "-", (node, Number(number(abs(by)))))
