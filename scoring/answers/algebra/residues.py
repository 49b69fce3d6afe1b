"""Rational functions modulo a prime: equal functions have equal residues at every point, others almost nowhere.

Square roots of integers and pi belong to the field too. The primes below are 7 modulo 8 and all the primes to 97 are
squares modulo each, so sending each of their roots to a root of its residue, and pi to anything, keeps sums and
products: numbers with different residues differ for certain.
"""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import TYPE_CHECKING

from mmbench.scoring.answers.algebra.evaluate import (
    BeyondCapsError,
    IrrationalError,
    Scope,
    UndefinedError,
    rational,
    scope,
    terms,
)
from mmbench.scoring.answers.algebra.functions import opaque
from mmbench.scoring.answers.values import Apply, Constant, Node, Number, Symbol

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PRIMES", "residue"]

PRIMES = (2017612633120088759, 1297036693774242119)
MAX_DEGREE = 10**12
"""Of a tree as a polynomial, and the absolute value of exponents multiplied along a path."""
MAX_RADICAND = 1 << 128

_SMALL = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97)


def residue(node: Node, point: Mapping[str, int], prime: int) -> int:
    r"""Return the value of a tree modulo a prime.

    Arguments:
        node: The tree.
        point: A residue for every symbol, and for the constants pi and e under the names `\pi` and `\e`.
        prime: One of `PRIMES`.

    Raises:
        IrrationalError: The tree is no rational function of its symbols over the rationals, square roots, pi and e.
        UndefinedError: A denominator is zero.
        BeyondCapsError: It would take too much work.
        UnevaluatedError: There is an operation that is not evaluated here.
    """
    return _Residue(point, prime).value(node, scope(None), 1)


class _Residue:
    """One evaluation: at one point, modulo one prime."""

    def __init__(self, point: Mapping[str, int], prime: int) -> None:
        self.point = point
        self.prime = prime

    def value(self, node: Node, bound: Scope, degree: int) -> int:
        """Return the value of a tree; `bound` has the variables of sums, `degree` the product of exponents outside."""
        bound.work.charge(1)
        if isinstance(node, Number):
            number = node.value
            return _quotient(number.numerator, number.denominator, self.prime)
        if isinstance(node, Symbol):
            return int(bound[node.name]) % self.prime if node.name in bound else self.point[node.name]
        if isinstance(node, Apply):
            return self.apply(node, bound, degree)
        if node.name in ("pi", "e"):
            return self.point["\\" + node.name]
        raise UndefinedError("oo") if node.name == "oo" else IrrationalError("i")

    def apply(self, node: Apply, bound: Scope, degree: int) -> int:
        op, args = node.op, node.args
        if op == "pow":
            return self.power(args[0], args[1], bound, degree)
        if op == "root":
            return self.power(args[0], Apply("div", (_ONE, args[1])), bound, degree)
        if op == "exp":
            return self.power(Constant("e"), args[0], bound, degree)
        if op in ("sum", "product"):
            found = [self.value(args[0], inner, degree) for inner in terms(node, bound)]
            return sum(found) % self.prime if op == "sum" else self.times([1, *found])
        if op == "call" and args and isinstance(args[0], Symbol):
            return opaque(args[0].name, [self.value(arg, bound, degree) for arg in args[1:]]) % self.prime
        if op in ("add", "mul", "neg", "div", "percent", "degree"):
            return self.combine(op, [self.value(arg, bound, degree) for arg in args])
        return _quotient(*rational(node, bound), self.prime)

    def combine(self, op: str, found: list[int]) -> int:
        prime = self.prime
        if op == "add":
            return sum(found) % prime
        if op == "mul":
            return self.times(found)
        if op == "neg":
            return -found[0] % prime
        if op == "div":
            return _quotient(found[0], found[1], prime)
        if op == "percent":
            return _quotient(found[0], 100, prime)
        return _quotient(found[0] * self.point["\\pi"], 180, prime)

    def times(self, found: list[int]) -> int:
        result = found[0]
        for factor in found[1:]:
            result = result * factor % self.prime
        return result

    def power(self, base: Node, exponent: Node, bound: Scope, degree: int) -> int:
        if isinstance(exponent, Number) and exponent.value.denominator == 1:
            top, bottom = exponent.value.numerator, 1
        else:
            top, bottom = Fraction(*rational(exponent, bound)).as_integer_ratio()
        if abs(top) * degree > MAX_DEGREE:
            raise BeyondCapsError("degree")
        bound.work.charge(3 if bottom == 1 else 20)
        if bottom == 1:
            value = self.value(base, bound, degree * max(abs(top), 1))
            if not value and top <= 0:
                raise UndefinedError("zero to a power that is not positive")
            return pow(value, top, self.prime)
        radicand = rational(base, bound)
        if bottom == 2 and radicand[0] > 0:
            root = _surd(radicand[0] * radicand[1], self.prime) * pow(radicand[1], -1, self.prime)
            return pow(root, top, self.prime)
        return _quotient(*rational(Apply("pow", (base, exponent)), bound), self.prime)


_ONE = Number(Fraction(1))


def _quotient(top: int, bottom: int, prime: int) -> int:
    if bottom == 1:
        return top % prime
    if bottom % prime == 0:
        raise UndefinedError("division by zero")
    return top * pow(bottom, -1, prime) % prime


@functools.lru_cache(maxsize=1024)
def _surd(number: int, prime: int) -> int:
    """The residue that stands for the square root of a positive integer."""
    if number > MAX_RADICAND:
        raise IrrationalError("large radicand")
    root = 1
    for small in _SMALL:
        while number % (small * small) == 0:
            number //= small * small
            root *= small
        if number % small == 0:
            number //= small
            root = root * pow(small, (prime + 1) // 4, prime) % prime
    if number > 1:
        if number >= 101 * 101 or pow(number, (prime - 1) // 2, prime) != 1:
            raise IrrationalError("radicand")
        root = root * pow(number, (prime + 1) // 4, prime)
    return root % prime
