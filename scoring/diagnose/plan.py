"""How a response came to its answer: its computations, and the tree they form when each number is traced to its source.

A number in a computation is an earlier result, a fact of the figure, a number of the question, or a constant. The tree
that leads to the final answer says what the writer's plan comes to, whatever slips were made on the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.scoring.diagnose.agreement import near, precision
from mmbench.scoring.diagnose.evaluating import NoValueError, settled, value
from mmbench.scoring.diagnose.expressions import Leaf, Name, Operation, leaves, operations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from mmbench.scoring.diagnose.expressions import Expression
    from mmbench.scoring.diagnose.statements import Chain

__all__ = ["Computation", "Plan", "computations", "is_given", "plan_of"]

MAX_COMPUTATIONS = 80
MAX_NODES = 300


class Computation(NamedTuple):
    """A computation: its tree, the number it is said to give, its exact value, and where it stands."""

    tree: Expression
    written: Leaf
    exact: Fraction
    start: int
    end: int
    name: str


class Plan(NamedTuple):
    """The tree that leads to the final answer. Its leaves are facts, numbers of the question or constants as written.

    `used` are the computations in it, in order; `exact` is what the plan comes to when every operation is done right;
    `final` is the answer it leads to, None where the answer is none of its results.
    """

    tree: Expression
    used: tuple[Computation, ...]
    exact: Fraction
    final: Fraction | None


def computations(stated: Sequence[Chain]) -> list[Computation]:
    """Return the computations of a response that have a value, in order; bound names are put in."""
    found: list[Computation] = []
    bound: dict[str, Fraction] = {}
    for chain in stated:
        done = _computation(chain, bound)
        if done is not None and len(found) < MAX_COMPUTATIONS:
            found.append(done)
        _bind(chain, bound)
    return found


def _computation(chain: Chain, bound: Mapping[str, Fraction]) -> Computation | None:
    worked: Expression | None = None
    exact: Fraction | None = None
    start = chain.start
    for side in chain.sides:
        if side.tree is None:
            continue
        number = _number(side.tree)
        if number is not None:
            if worked is not None and exact is not None:
                meant = settled(worked, number.value)
                exact = exact if meant is worked else value(meant)
                return Computation(meant, number, exact, start, chain.end, chain.name)
            continue
        if not operations(side.tree):
            continue
        tree = _filled(side.tree, bound)
        if tree is None or (worked is not None and exact is not None):
            continue
        try:
            exact = value(tree)
        except NoValueError:
            continue
        worked, start = tree, side.start
    return None


def _number(tree: Expression) -> Leaf | None:
    """Return a side that is a single number, its sign and percent sign worked in."""
    sign = 1
    while isinstance(tree, Operation) and tree.sign in ("neg", "percent", "degree"):
        sign = -sign if tree.sign == "neg" else sign
        tree = tree.parts[0]
    return tree._replace(value=sign * tree.value) if isinstance(tree, Leaf) else None


def _filled(tree: Expression, bound: Mapping[str, Fraction]) -> Expression | None:
    """Return an expression with the values of its names put in, None where one is not known."""
    if isinstance(tree, Name):
        known = bound.get(tree.text)
        return None if known is None else Leaf(known, 0, tree.text, tree.start, tree.end)
    if isinstance(tree, Leaf):
        return tree
    parts = [_filled(part, bound) for part in tree.parts]
    kept = tuple(part for part in parts if part is not None)
    return Operation(tree.sign, kept) if len(kept) == len(parts) else None


def _bind(chain: Chain, bound: dict[str, Fraction]) -> None:
    """Remember what a chain says a name is worth."""
    last = chain.sides[-1].tree
    number = _number(last) if last is not None else None
    first = chain.sides[0].tree
    if number is not None and isinstance(first, Name) and len(bound) < MAX_NODES:
        bound[first.text] = number.value


def plan_of(done: Sequence[Computation], final: Fraction | None, step: Fraction | None = None) -> Plan | None:
    """Return the tree that leads to the final answer: back from the last computation that gives it.

    `step` is what the last digit of the answer is worth. Where no computation gives the answer, the tree with the most
    computations is taken.
    """
    if not done:
        return None
    giving = [at for at, one in enumerate(done) if is_given(one, final, step)]
    if giving:
        return _back_from(giving[-1], done, final)
    unchecked = [at for at, one in enumerate(done) if all(leaf.value != final for leaf in leaves(one.tree))]
    plans = [plan for at in unchecked if (plan := _back_from(at, done, None)) is not None]
    return max(plans, key=lambda plan: (len(plan.used), plan.used[-1].start), default=None)


def _back_from(last: int, done: Sequence[Computation], final: Fraction | None) -> Plan | None:
    used: list[int] = []
    tree = _expanded(done[last].tree, done, last, used, [0])
    if tree is None:
        return None
    try:
        exact = value(tree)
    except NoValueError:
        return None
    return Plan(tree, tuple(done[at] for at in sorted({*used, last})), exact, final)


def is_given(one: Computation, final: Fraction | None, last: Fraction | None = None) -> bool:
    """Whether a computation's result is the final answer, perhaps rounded, or as a percentage."""
    if final is None:
        return False
    written, step = one.written.value, precision(one.written)
    if written == final or near(one.exact, final, step) or (last is not None and near(one.exact, final, last)):
        return True
    apart = abs(written - final)
    return (apart <= abs(final) / 200 and apart <= 1) or written * 100 == final


def _expanded(
    tree: Expression, done: Sequence[Computation], before: int, used: list[int], count: list[int]
) -> Expression | None:
    """Return a tree with every number that is an earlier result replaced by how it came about."""
    count[0] += 1
    if count[0] > MAX_NODES:
        return None
    if isinstance(tree, Leaf):
        source = _source(tree, done, before)
        if source is None:
            return tree
        used.append(source)
        return _expanded(done[source].tree, done, source, used, count)
    if isinstance(tree, Name):
        return tree
    parts = []
    for part in tree.parts:
        inner = _expanded(part, done, before, used, count)
        if inner is None:
            return None
        parts.append(inner)
    return Operation(tree.sign, tuple(parts))


def _source(leaf: Leaf, done: Sequence[Computation], before: int) -> int | None:
    """Return the latest computation before one whose result a number is."""
    for at in range(before - 1, -1, -1):
        written = done[at].written.value
        if written == leaf.value:
            return at
    return None
