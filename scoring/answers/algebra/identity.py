"""Whether two expressions are the same function of their symbols: by exact values, residues and sample points.

No algebra is done. Points come from the two expressions themselves, so a verdict depends on nothing else, and swapping
the sides changes nothing.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING

from mmbench.scoring.answers.algebra.balls import MAX_PRECISION, Arithmetic, Ball, UnsureError
from mmbench.scoring.answers.algebra.evaluate import (
    BeyondCapsError,
    IrrationalError,
    NoValueError,
    UndefinedError,
    UnevaluatedError,
    rational,
    scope,
    size,
    symbols,
)
from mmbench.scoring.answers.algebra.functions import evaluate
from mmbench.scoring.answers.algebra.residues import PRIMES, residue
from mmbench.scoring.answers.algebra.sampling import Draws, Residues, integer_symbols, points
from mmbench.scoring.answers.algebra.separation import needed_bits
from mmbench.scoring.answers.values import Apply, Constant, Node, Number, Symbol
from mmbench.scoring.answers.work import budget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.scoring.answers.work import Work

__all__ = ["landmark", "proportional", "same", "sign_order", "up_to_constant"]

BITS = 192
"""The first working precision."""
POINTS = 6
"""Sample points at which both sides must agree."""
FEWEST = 4
"""The fewest points that decide, where the two sides are rarely defined together."""
TRIES = 40
HOPELESS_TRIES = 2
"""Points tried where the two sides can only turn out to differ."""
COMPLEX_POINTS = 6
"""Points tried where the two sides are nowhere real together."""
WORK = 2e7
"""Nodes times bits to the power 3/2 in an evaluation at the highest precision; an eighth of it at sample points."""
SAMPLED = 8_000
"""Nodes evaluated at all sample points together, where that leaves enough points."""

MAX_NODES = 4_000
"""Nodes of two trees together."""
LANDMARK_BITS = 96

NO_POINT = (UndefinedError, BeyondCapsError, IrrationalError)
"""Why a point is left out."""


def same(left: Node, right: Node) -> bool | None:
    """Tell whether two expressions are equal wherever both are defined and real; None where that is undecided.

    It is undecided for undefined constants, for sides that are never defined together, for operations that are not
    evaluated (integrals, limits), and where more work would be needed than is allowed. A `log` without a base may be
    to base e or to base 10. Infinity is equal to infinity of the same sign only.
    """
    if isinstance(left, Number) and isinstance(right, Number):
        return left.value == right.value
    try:
        with budget() as work:
            _charge(work, left, right)
            return _same(left, right)
    except (NoValueError, RecursionError, OverflowError):
        return None


def _same(left: Node, right: Node) -> bool | None:
    if left == right:
        return True
    if (infinite := infinity(left)) or infinity(right):
        return infinite == infinity(right)
    try:
        (top, bottom), (other_top, other_bottom) = rational(left, scope(None)), rational(right, scope(None))
        return top * other_bottom == other_top * bottom
    except (IrrationalError, BeyondCapsError, UnevaluatedError):
        pass
    draws = Draws(left, right)
    try:
        return _same_residues(left, right, draws)
    except (IrrationalError, BeyondCapsError, UnevaluatedError):
        pass
    natural = _Pair(left, right, draws).same()
    if natural or not (_has_bare_log(left) or _has_bare_log(right)):
        return natural
    return _Pair(left, right, draws, natural=False).same() or natural


def proportional(left: Node, right: Node) -> bool | None:
    """Tell whether one expression is a constant multiple, not zero, of the other; None where that is undecided.

    It tells whether `left = 0` and `right = 0` are the same equation but for a factor.
    """
    try:
        with budget() as work:
            _charge(work, left, right)
            draws = Draws(left, right)
            try:
                return all([_proportional_residues(left, right, draws, prime) for prime in PRIMES])
            except (IrrationalError, BeyondCapsError, UnevaluatedError):
                natural = _Pair(left, right, draws).proportional()
                if natural or not (_has_bare_log(left) or _has_bare_log(right)):
                    return natural
                return _Pair(left, right, draws, natural=False).proportional() or natural
    except (NoValueError, RecursionError, OverflowError):
        return None


def sign_order(left: Node, right: Node) -> int | None:
    """Return -1, 0 or 1 as a real constant is below, equal to or above another; None where that is undecided.

    Infinity is above and minus infinity below all others.
    """
    try:
        with budget() as work:
            _charge(work, left, right)
            return _sign_order(left, right)
    except (NoValueError, RecursionError, OverflowError):
        return None


def _sign_order(left: Node, right: Node) -> int | None:
    infinite = infinity(left), infinity(right)
    if any(infinite):
        return (infinite[0] > infinite[1]) - (infinite[0] < infinite[1])
    try:
        (top, bottom), (other_top, other_bottom) = rational(left, scope(None)), rational(right, scope(None))
        gap = top * other_bottom - other_top * bottom
        return (gap > 0) - (gap < 0)
    except (IrrationalError, BeyondCapsError):
        pass
    draws = Draws(left, right)
    bases = (True, False) if _has_bare_log(left) or _has_bare_log(right) else (True,)
    found = {_Pair(left, right, draws, natural).order() for natural in bases}
    return found.pop() if len(found) == 1 else None


def up_to_constant(left: Node, right: Node) -> bool | None:
    """Tell whether two expressions differ by a constant: antiderivatives of one function. A lone `+ C` is dropped."""
    try:
        left, right = _without_constant(left), _without_constant(right)
        with budget() as work:
            _charge(work, left, right)
            return _Pair(left, right, Draws(left, right)).same_but_for_a_constant()
    except (NoValueError, RecursionError, OverflowError):
        return None


def landmark(node: Node) -> float | None:
    """Return the value of an expression where each symbol has a fixed value, to 40 bits; None where there is none.

    Expressions of which that differs by more are not the same.
    """
    try:
        with budget() as work:
            _charge(work, node, node)
            if _has_bare_log(node):
                return None
            point = {name: 2 + Fraction(sum(name.encode("utf-8", "replace")) % 11) for name in symbols(node)}
            ball = evaluate(node, point, LANDMARK_BITS, real=True)
            if ball.has_zero() or ball.accuracy() < 42 or abs(ball.magnitude()) > 1000:
                return None
            return float(ball.value)
    except (NoValueError, RecursionError, OverflowError):
        return None


def _charge(work: Work, left: Node, right: Node) -> None:
    """Pay for walking over two trees a few times; trees of which parts were put together many times are too large."""
    work.charge(1)
    nodes = size(left) + size(right)
    if nodes > MAX_NODES:
        raise BeyondCapsError("nodes")
    work.charge(nodes)


def infinity(node: Node) -> int:
    """Return 1 for infinity, -1 for minus infinity, 0 for anything else."""
    if isinstance(node, Constant):
        return int(node.name == "oo")
    if not isinstance(node, Apply):
        return 0
    if node.op == "neg":
        return -infinity(node.args[0])
    if node.op == "mul" and len(node.args) == 2:
        for factor, other in (node.args, node.args[::-1]):
            if infinity(other) and isinstance(factor, Number) and factor.value:
                return infinity(other) * (1 if factor.value > 0 else -1)
    return 0


def _same_residues(left: Node, right: Node, draws: Draws) -> bool:
    for index, prime in enumerate(PRIMES):
        point = Residues(draws, index, prime)
        if residue(left, point, prime) != residue(right, point, prime):
            return False
    return True


def _proportional_residues(left: Node, right: Node, draws: Draws, prime: int) -> bool:
    where = [Residues(draws, index, prime) for index in range(3)]
    pairs = [(residue(left, point, prime), residue(right, point, prime)) for point in where]
    first, other = next((pair for pair in pairs if any(pair)), (1, 1))
    return bool(first and other) and all((one * other - two * first) % prime == 0 for one, two in pairs)


def _has_bare_log(node: Node) -> bool:
    if not isinstance(node, Apply):
        return False
    return (node.op == "log" and len(node.args) == 1) or any(map(_has_bare_log, node.args))


def _without_constant(node: Node) -> Node:
    if isinstance(node, Apply) and node.op == "add":
        kept = tuple(arg for arg in node.args if arg not in (Symbol("C"), Symbol("c")))
        if len(kept) == len(node.args) - 1:
            return kept[0] if len(kept) == 1 else Apply("add", kept)
    return node


class _Pair:
    """Two trees and their values at sample points, with the precision that these need."""

    def __init__(self, left: Node, right: Node, draws: Draws, natural: bool = True) -> None:
        self.sides = left, right
        self.natural = natural
        self.names = sorted(symbols(left) | symbols(right))
        nodes = size(left) + size(right)
        self.needed = needed_bits(left, right)
        second = max(2 * BITS, self.needed + 96)
        limit = min(MAX_PRECISION, (WORK / nodes / (8 if self.names else 1)) ** (2 / 3))
        self.precisions = [BITS, *(bits for bits in (second, 2 * second) if bits <= limit)]
        self.tries = 1
        if self.names:
            within_reach = self.needed < self.precisions[-1]
            self.tries = max(POINTS + 2, min(TRIES, SAMPLED // nodes)) if within_reach else HOPELESS_TRIES
        self.integers = integer_symbols(left) | integer_symbols(right)
        self.draws = draws

    def points(self, tries: int) -> Iterator[dict[str, Fraction]]:
        return points(self.names, self.integers, self.draws, tries)

    def values(self, point: dict[str, Fraction], bits: int, real: bool) -> tuple[Ball, Ball]:
        """Return the values of both sides; what may be zero is taken for zero at the last precision."""
        settle = bits == self.precisions[-1] and bits > BITS
        one, other = (
            evaluate(side, point, bits, natural=self.natural, settle=settle, real=real) for side in self.sides
        )
        return one, other

    def sharp(self, error: int, *balls: Ball) -> bool:
        """Whether an error is so small that what it may hide is zero."""
        return error < max(0, *(ball.magnitude() for ball in balls)) - self.needed

    def compare(self, point: dict[str, Fraction], real: bool) -> int | None:
        """Return the sign of the difference at a point (of a complex one 1), or None where there is none."""
        for bits in self.precisions:
            try:
                one, other = self.values(point, bits, real)
            except UnsureError:
                continue
            except NO_POINT:
                return None
            gap = Arithmetic(bits).subtract(one, other)
            if not gap.has_zero():
                return -1 if gap.negative() else 1
            if self.sharp(gap.error, one, other):
                return 0
        return None

    def same(self) -> bool | None:
        if not self.names:
            sign = self.compare({}, real=False)
            return None if sign is None else sign == 0
        for real in (True, False):
            agreed = 0
            for point in self.points(self.tries if real else COMPLEX_POINTS):
                sign = self.compare(point, real)
                if sign:
                    return False
                agreed += sign == 0
                if agreed == POINTS:
                    return True
            if agreed:
                return True if agreed >= FEWEST else None
        return None

    def order(self) -> int | None:
        return self.compare({}, real=True) if not self.names else None

    def pairs(self) -> list[tuple[Ball, Ball]]:
        """Return the values of both sides at points where they are real and known well."""
        known = (pair for point in self.points(self.tries) if (pair := self.sharp_values(point)))
        found = list(itertools.islice(known, POINTS))
        return found if len(found) >= FEWEST or not self.names else []

    def sharp_values(self, point: dict[str, Fraction]) -> tuple[Ball, Ball] | None:
        for bits in self.precisions:
            try:
                one, other = self.values(point, bits, real=True)
            except UnsureError:
                continue
            except NO_POINT:
                return None
            if self.sharp(max(one.error, other.error), one, other):
                return one, other
        return None

    def proportional(self) -> bool | None:
        pairs = self.pairs()
        if not pairs:
            return None
        first, other = next((pair for pair in pairs if not all(ball.has_zero() for ball in pair)), pairs[0])
        if first.has_zero() or other.has_zero():
            return first.has_zero() and other.has_zero()
        work = Arithmetic(self.precisions[-1])
        return all(work.subtract(work.mul(one, other), work.mul(two, first)).has_zero() for one, two in pairs)

    def same_but_for_a_constant(self) -> bool | None:
        pairs = self.pairs()
        work = Arithmetic(self.precisions[-1])
        gaps = [work.subtract(*pair) for pair in pairs]
        return all(work.subtract(gap, gaps[0]).has_zero() for gap in gaps) if gaps else None
