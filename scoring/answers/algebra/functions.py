"""The value of a tree as a ball: every operation by the rules of balls, principal branches, real odd roots."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mmbench.scoring.answers.algebra.balls import EXACT, Arithmetic, Ball, UnsureError, magnitude
from mmbench.scoring.answers.algebra.evaluate import (
    BeyondCapsError,
    IrrationalError,
    Scope,
    UndefinedError,
    UnevaluatedError,
    rational,
    scope,
    symbols,
    terms,
)
from mmbench.scoring.answers.values import Apply, Constant, Node, Number, Symbol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["evaluate", "opaque"]

LOOP_COST = 16
"""Steps that a node inside a sum costs, where it costs one in exact arithmetic."""
OPAQUE_BITS = 96
"""Bits after the point of the arguments of an unknown function."""


def evaluate(
    node: Node,
    values: Mapping[str, Fraction],
    bits: int,
    *,
    natural: bool = True,
    settle: bool = False,
    real: bool = False,
) -> Ball:
    """Return the value of a tree at a working precision of `bits`, with its error.

    Arguments:
        node: The tree.
        values: Values of the symbols.
        bits: The working precision; what is lost in cancellation shows in the error.
        natural: Whether a `log` without a base is to base e, else to base 10.
        settle: Whether a value that may be zero is taken for zero; without it that raises where it matters.
        real: Whether roots and logarithms of negative numbers, and all else that is not real, are undefined.

    Raises:
        UnsureError: The precision is too low.
        UndefinedError: There is no value.
        UnevaluatedError: There is an operation that is not evaluated here.
        BeyondCapsError: It would take too much work.
    """
    return _Evaluation(bits, natural, settle, real).ball(node, scope(values))


def opaque(name: str, arguments: list[Any]) -> int:
    """Return a 64-bit number that stands for the value of an unknown function at these arguments."""
    text = "\0".join([name, *map(str, arguments)])
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")


class _Evaluation(Arithmetic):
    """One evaluation at one precision."""

    def ball(self, node: Node, values: Scope) -> Ball:
        self.budget.charge(2)
        if isinstance(node, Number):
            return self.fraction(node.value)
        if isinstance(node, Apply):
            return self.apply(node, values)
        if isinstance(node, Symbol):
            if node.name not in values:
                raise IrrationalError(node.name)
            return self.fraction(values[node.name])
        return self.constant(node.name)

    def apply(self, node: Apply, values: Scope) -> Ball:
        op = node.op
        rule = _RULES.get(op)
        if rule is not None:
            return rule(self, *[self.ball(arg, values) for arg in node.args])
        if op == "pow":
            return self.power(node.args[0], node.args[1], values)
        if op == "root":
            return self.root(node, values)
        if op in ("sum", "product"):
            balls = [self.ball(node.args[0], inner) for inner in terms(node, values, LOOP_COST)]
            start = self.fraction(int(op == "product"))
            return (self.add if op == "sum" else self.mul)(start, *balls)
        if op in _INTEGER:
            return self.fraction(Fraction(*rational(node, values)))
        if op == "call":
            return self.call(node, values)
        raise UnevaluatedError(op)

    def power(self, base: Node, exponent: Node, values: Scope) -> Ball:
        if base == Constant("e"):
            return self.exp(self.ball(exponent, values))
        try:
            ratio = Fraction(*rational(exponent, values))
        except (IrrationalError, BeyondCapsError):
            power = self.ball(exponent, values)
            ball = self.ball(base, values)
            if self.zero(ball):
                if self.zero(power) or not power.real() or power.value < 0:
                    raise UndefinedError("zero to a power that is not positive") from None
                return Ball(self.work.mpf(0), EXACT)
            return self.exp(self.mul(power, self.ln(ball)))
        ball = self.ball(base, values)
        if self.zero(ball):
            if ratio <= 0:
                raise UndefinedError("zero to a power that is not positive")
            return Ball(self.work.mpf(0), EXACT)
        odd = ratio.denominator % 2 == 1 and not symbols(exponent)
        return self.ratio_power(ball, ratio, odd)

    def root(self, node: Apply, values: Scope) -> Ball:
        degree = Fraction(*rational(node.args[1], values)) if len(node.args) > 1 else Fraction(2)
        if not degree:
            raise UndefinedError("root of degree zero")
        ball = self.ball(node.args[0], values)
        if self.zero(ball):
            if degree < 0:
                raise UndefinedError("division by zero")
            return Ball(self.work.mpf(0), EXACT)
        return self.ratio_power(ball, 1 / degree, degree.numerator % 2 == 1)

    def call(self, node: Apply, values: Scope) -> Ball:
        """Return the value of an unknown function, which its name and arguments decide."""
        if not node.args or not isinstance(node.args[0], Symbol):
            raise UnevaluatedError("call")
        keys = []
        for arg in node.args[1:]:
            ball = self.ball(arg, values)
            if ball.error > -OPAQUE_BITS - 8:
                raise UnsureError("argument")
            if magnitude(ball.value) > OPAQUE_BITS:
                raise BeyondCapsError("argument")
            scaled = ball.value * (1 << OPAQUE_BITS)
            keys.append((int(self.work.nint(scaled.real)), int(self.work.nint(scaled.imag))))
        return self.fraction(Fraction(opaque(node.args[0].name, keys) - (1 << 63), 1 << 62))


_INTEGER = frozenset({"fact", "binomial", "permutation", "gcd", "lcm"})
_A = Arithmetic
_RULES: dict[str, Callable[..., Ball]] = {
    "add": _A.add,
    "mul": _A.mul,
    "neg": _A.neg,
    "div": _A.div,
    "exp": _A.exp,
    "ln": _A.ln,
    "log": _A.log,
    "abs": _A.absolute,
    "arg": _A.argument,
    "floor": _A.floor,
    "ceil": lambda a, x: a.neg(a.floor(a.neg(x))),
    "mod": _A.modulo,
    "sign": _A.sign,
    "max": lambda a, *balls: a.extreme(1, *balls),
    "min": lambda a, *balls: a.extreme(-1, *balls),
    "re": lambda a, x: a.part("re", x),
    "im": lambda a, x: a.part("im", x),
    "conj": lambda a, x: a.part("conj", x),
    "degree": lambda a, x: a.over(a.mul(x, a.constant("pi")), 180),
    "percent": lambda a, x: a.over(x, 100),
    "sin": lambda a, x: a.smooth("sin", x),
    "cos": lambda a, x: a.smooth("cos", x),
    "tan": lambda a, x: a.ratio_of("sin", "cos", x),
    "cot": lambda a, x: a.ratio_of("cos", "sin", x),
    "sec": lambda a, x: a.invert(a.smooth("cos", x)),
    "csc": lambda a, x: a.invert(a.smooth("sin", x)),
    "sinh": lambda a, x: a.smooth("sinh", x),
    "cosh": lambda a, x: a.smooth("cosh", x),
    "tanh": lambda a, x: a.ratio_of("sinh", "cosh", x),
    "coth": lambda a, x: a.ratio_of("cosh", "sinh", x),
    "sech": lambda a, x: a.invert(a.smooth("cosh", x)),
    "csch": lambda a, x: a.invert(a.smooth("sinh", x)),
    "arcsin": lambda a, x: a.inverse("asin", x),
    "arccos": lambda a, x: a.inverse("acos", x),
    "arctan": lambda a, x: a.flat_inverse("atan", x),
    "arccot": lambda a, x: a.subtract(a.over(a.constant("pi"), 2), a.flat_inverse("atan", x)),
    "arcsec": lambda a, x: a.inverse("acos", a.invert(x)),
    "arccsc": lambda a, x: a.inverse("asin", a.invert(x)),
    "arcsinh": lambda a, x: a.inverse("asinh", x),
    "arccosh": lambda a, x: a.inverse("acosh", x),
    "arctanh": lambda a, x: a.flat_inverse("atanh", x),
    "arccoth": lambda a, x: a.flat_inverse("atanh", a.invert(x)),
    "arcsech": lambda a, x: a.inverse("acosh", a.invert(x)),
    "arccsch": lambda a, x: a.inverse("asinh", a.invert(x)),
}
