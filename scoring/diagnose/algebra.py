"""Line-to-line algebra: an equation must keep its solution, an expression its value, from one line to the next.

Both are checked at sample points, exactly: two linear equations in one unknown that stand next to each other must have
the same solution; expressions that a chain or a word such as "expand" says are equal must agree everywhere.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mmbench.program import format_number
from mmbench.scoring.diagnose.calculation import Finding
from mmbench.scoring.diagnose.evaluating import PLAIN, NoValueError, value
from mmbench.scoring.diagnose.expressions import Name, Operation, leaves, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.scoring.diagnose.expressions import Expression
    from mmbench.scoring.diagnose.statements import Chain

__all__ = ["broken_lines"]

MAX_APART = 60
"""Characters between two lines of which the second is taken to follow from the first."""
POINTS = tuple(map(Fraction, (2, 3, 5, 7, 10**6)))
_ANEW = re.compile(
    r"other|second|also|similar|let |suppose|assume|given|equation|substitut|check|case|or|and|next"
    r"|另|又|设|代入|或|当",
    re.IGNORECASE,
)
_REWRITES = re.compile(r"expand|simplif|factor|distribut|combin|展开|化简|合并|因式分解", re.IGNORECASE)


class _Equation(NamedTuple):
    """A linear equation in one unknown: the unknown, the solution, the chain. `solved`: it only says what that is."""

    name: str
    root: Fraction
    chain: Chain
    solved: bool


def broken_lines(text: str, stated: Sequence[Chain]) -> list[Finding]:
    """Return the lines that do not follow from the one before, in order."""
    found = []
    last: _Equation | None = None
    for chain in stated:
        rewritten = _rewritten(text, chain)
        if rewritten is not None:
            found.append(rewritten)
        equation = _equation(chain)
        if equation is not None and last is not None and equation.name == last.name:
            broken = _unsolved(text, last, equation)
            if broken is not None:
                found.append(broken)
        last = equation
    return found


def _equation(chain: Chain) -> _Equation | None:
    """Return a chain as a linear equation in one unknown, with its solution; None where it is none."""
    if chain.signs[0] == "is":
        return None
    left, right = chain.sides[0].tree, chain.sides[1].tree
    if left is None or right is None:
        return None
    unknown = {*names(left), *names(right)}
    if len(unknown) != 1 or next(iter(unknown)).startswith("\\"):
        return None
    name = unknown.pop()
    values = [_at(Operation("-", (left, right)), name, Fraction(point)) for point in (0, 1, 2, 7)]
    if None in values:
        return None
    first, second, third, far = (each or Fraction(0) for each in values)
    slope = second - first
    if not slope or third - second != slope or far != first + 7 * slope:
        return None
    solved = any(isinstance(side.tree, Name) for side in chain.sides)
    return _Equation(name, -first / slope, chain, solved)


def _at(tree: Expression, name: str, point: Fraction) -> Fraction | None:
    try:
        return value(tree, PLAIN._replace(names={name: point}))
    except NoValueError:
        return None


def _unsolved(text: str, before: _Equation, after: _Equation) -> Finding | None:
    """Return what is wrong where one equation is followed by another that has another solution."""
    between = text[before.chain.end : after.chain.start]
    if before.solved or len(between) > MAX_APART or _ANEW.search(between) or any(sign.isdigit() for sign in between):
        return None
    if _close(before.root, after.root, after.chain):
        return None
    chain = after.chain
    found, shown = format_number(after.root), format_number(before.root)
    return Finding(
        "calculation", "equation", chain.start, chain.end, text[chain.start : chain.end], found, shown,
        f"The line before has the solution {before.name} = {shown}; this one has {found}.",
    )  # fmt: skip


def _close(one: Fraction, other: Fraction, chain: Chain) -> bool:
    """Whether two solutions are the same, as finely as the numbers of a line show."""
    decimals = [leaf.decimals for side in chain.sides if side.tree is not None for leaf in leaves(side.tree)]
    places = max(decimals, default=0)
    if one == other:
        return True
    rounded = one.denominator > 1 or places > 0
    return rounded and abs(one - other) <= max(Fraction(1, 10**places), abs(one) / 100)


def _rewritten(text: str, chain: Chain) -> Finding | None:
    """Return the first link of a chain between two expressions in one unknown that are not the same."""
    said = _REWRITES.search(text, max(0, chain.start - 60), chain.start) is not None
    sides = [side for side in chain.sides if side.tree is not None]
    for left, right in pairwise(sides):
        if left.tree is None or right.tree is None:
            continue
        unknown = set(names(left.tree))
        if len(unknown) != 1 or set(names(right.tree)) != unknown or isinstance(left.tree, Name):
            continue
        if not said and left is sides[0]:
            continue
        name = next(iter(unknown))
        pairs = [(_at(left.tree, name, point), _at(right.tree, name, point)) for point in POINTS]
        if any(a is None or b is None for a, b in pairs):
            continue
        if any(_equal(a, b) for a, b in pairs) or not _alike(pairs):
            continue
        return Finding(
            "calculation", "algebra", left.start, right.end, text[left.start : right.end],
            text[right.start : right.end], text[left.start : left.end],
            f"The two sides differ, for example at {name} = 2.",
        )  # fmt: skip
    return None


def _equal(one: Fraction | None, other: Fraction | None) -> bool:
    return one is None or other is None or abs(one - other) <= max(abs(one), abs(other)) / 10**9


def _alike(pairs: Sequence[tuple[Fraction | None, Fraction | None]]) -> bool:
    """Whether two expressions grow alike, so that one was meant to be the other: their ratio tends to one."""
    here, there = pairs[-1]
    return here is not None and there is not None and there != 0 and abs(here / there - 1) < Fraction(1, 1000)
