"""Values of nodes: exact rational numbers where there are any, high-precision ones otherwise.

Work is bounded before it is done: exponents, factorials and binomials are estimated by their bits, sums by their terms.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

from mmbench.scoring.answers.algebra.rationals import RULES, bits, cost
from mmbench.scoring.answers.limits import MAX_BITS
from mmbench.scoring.answers.values import Apply, Number, Symbol
from mmbench.scoring.answers.work import (
    BeyondCapsError,
    IrrationalError,
    NoValueError,
    SpentError,
    UndefinedError,
    UnevaluatedError,
    budget,
    current,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from mmbench.scoring.answers.algebra.rationals import Pair
    from mmbench.scoring.answers.values import Node
    from mmbench.scoring.answers.work import Work

__all__ = [
    "BINDERS",
    "BeyondCapsError",
    "IrrationalError",
    "NoValueError",
    "Scope",
    "UndefinedError",
    "UnevaluatedError",
    "approx",
    "exact",
    "numeric",
    "rational",
    "scope",
    "size",
    "symbols",
    "terms",
]

MAX_TERMS = 1_000
"""Terms of a finite sum or product."""
MAX_STEPS = 10_000
"""Nodes visited in all the terms of all sums and products of one tree."""

BINDERS = frozenset({"integral", "sum", "product", "limit", "derivative"})
"""Operations whose second argument is a variable."""


def exact(node: Node, values: Mapping[str, Fraction] | None = None) -> Fraction | None:
    """Return the exact rational value of a tree, None where it is irrational, undefined or over the caps.

    `values` gives symbols theirs. Roots of perfect powers are exact, and so are logarithms of powers of the base.
    """
    if isinstance(node, Number):
        return node.value
    try:
        top, bottom = rational(node, scope(values))
    except (NoValueError, RecursionError):
        return None
    return Fraction(top, bottom)


def numeric(node: Node, values: Mapping[str, Fraction] | None = None, digits: int = 50, natural: bool = True) -> Any:
    """Return the value as an mpmath number, real or complex, to `digits` significant digits, or None.

    Functions take their principal branches, but an odd root of a negative number is real. `natural` tells whether a
    `log` without a base is to base e or to base 10.
    """
    from mmbench.scoring.answers.algebra.functions import evaluate

    need = int(digits * 3.33) + 8
    ball = None
    with budget():
        for precision in (need + 24, 2 * need + 64, 4 * need + 256):
            try:
                ball = evaluate(node, values or {}, precision, natural=natural, settle=precision > 4 * need)
            except (NoValueError, RecursionError):
                ball = None
                continue
            if ball.accuracy() >= need:
                return ball.value
    return ball.value * 0 if ball is not None and ball.has_zero() else None


def approx(node: Node, digits: int = 30, natural: bool = True) -> Fraction | None:
    """Return a real value, rounded to at least `digits` significant digits if it is irrational; None if there is none.

    `natural` as in `numeric`.
    """
    value = exact(node)
    if value is not None:
        return value
    number = numeric(node, {}, digits, natural)
    if number is None or not hasattr(number, "_mpf_"):
        return None
    sign, mantissa, exponent, width = number._mpf_
    if abs(exponent) + width > MAX_BITS:
        return None
    mantissa = -int(mantissa) if sign else int(mantissa)
    return Fraction(mantissa << exponent) if exponent >= 0 else Fraction(mantissa, 1 << -exponent)


def symbols(node: Node) -> frozenset[str]:
    """Return the names of the free symbols; the variable of a sum and the name of a function are not free."""
    return _symbols(node, current().free)


def _symbols(node: Node, known: dict[int, tuple[Any, frozenset[str]]]) -> frozenset[str]:
    if type(node) is Symbol:
        return frozenset((node.name,))
    if type(node) is not Apply:
        return _NONE
    found = known.get(id(node))
    if found is not None:
        return found[1]
    op, args = node.op, node.args
    bound = _NONE
    if op == "call":
        args = args[1:]
    elif op in BINDERS and len(args) > 2 and op != "derivative":
        bound = _symbols(args[1], known)
        args = (args[0], *args[2:])
    inner = [_symbols(arg, known) for arg in args]
    free = (inner[0] - bound).union(*inner[1:]) if inner else _NONE
    known[id(node)] = node, free
    return free


_NONE: frozenset[str] = frozenset()


def size(node: Node) -> int:
    """Return the number of nodes of a tree; a part that is there several times is looked at once."""
    return _size(node, {})


def _size(node: Node, known: dict[int, int]) -> int:
    if type(node) is not Apply:
        return 1
    found = known.get(id(node))
    if found is None:
        found = known[id(node)] = 1 + sum([_size(arg, known) for arg in node.args])
    return found


class Scope(dict[str, Fraction]):
    """The values of symbols.

    Attributes:
        work: The budget to spend.
        left: How many more nodes may be visited inside sums and products.
        known: Exact values of trees in this scope, as in `Work`.
    """

    __slots__ = ("known", "left", "work")

    def __init__(self, values: Mapping[str, Fraction], work: Work, left: list[int]) -> None:
        super().__init__(values)
        self.work = work
        self.left = left
        self.known: dict[int, tuple[Any, ...]] = {} if values else work.known


def scope(values: Mapping[str, Fraction] | None) -> Scope:
    """Return the values as a scope with all its steps left, on the budget that is open."""
    return Scope(values or {}, current(), [MAX_STEPS])


def terms(node: Apply, values: Scope, cost: int = 1) -> Iterator[Scope]:
    """Return the scopes in which the terms of a finite `sum` or `product` are evaluated, each node at `cost` steps.

    Raises `UnevaluatedError` where a bound is not an integer, `BeyondCapsError` where the steps run out.
    """
    if len(node.args) != 4 or type(node.args[1]) is not Symbol:
        raise UnevaluatedError(node.op)
    name = node.args[1].name
    try:
        (low, bottom), (high, other) = (rational(bound, values) for bound in node.args[2:])
    except (IrrationalError, UndefinedError):
        raise UnevaluatedError(node.op) from None
    if low % bottom or high % other:
        raise UnevaluatedError(node.op)
    count = max(high // other - low // bottom + 1, 0)
    values.left[0] -= min(count, MAX_STEPS) * size(node.args[0]) * cost
    if count > MAX_TERMS or values.left[0] < 0:
        raise BeyondCapsError(node.op)
    for index in range(low // bottom, low // bottom + count):
        yield Scope({**values, name: Fraction(index)}, values.work, values.left)


def rational(node: Node, values: Scope) -> Pair:
    """Return a rational value as numerator and positive denominator, not always in lowest terms.

    Raises a `NoValueError` where there is none.
    """
    if isinstance(node, Number):
        return node.value.numerator, node.value.denominator
    if isinstance(node, Apply):
        found = values.known.get(id(node))
        if found is None:
            try:
                found = node, _applied(node, values)
            except SpentError:
                raise
            except NoValueError as error:
                found = node, type(error), str(error)
            values.known[id(node)] = found
        if len(found) == 2:
            return cast("Pair", found[1])
        raise found[1](found[2]) from None
    if isinstance(node, Symbol):
        known = values.get(node.name)
        if known is None:
            raise IrrationalError(node.name)
        return known.numerator, known.denominator
    if node.name == "oo":
        raise UndefinedError("oo")
    raise IrrationalError(node.name)


def _applied(node: Apply, values: Scope) -> Pair:
    op = node.op
    rule = RULES.get(op)
    if rule is not None:
        pairs = [rational(arg, values) for arg in node.args]
        values.work.charge(cost(op, pairs))
        return rule(*pairs)
    if op in ("sum", "product"):
        rule = RULES["add" if op == "sum" else "mul"]
        total = (0, 1) if op == "sum" else (1, 1)
        for inner in terms(node, values):
            term = rational(node.args[0], inner)
            values.work.charge(2 + (bits(total) * (bits(term) + 64) >> 22))
            total = rule(total, term)
        return total
    if op in BINDERS or op == "call":
        raise UnevaluatedError(op)
    raise IrrationalError(op)
