"""Balls: high-precision numbers, each with the power of two that its error stays below, and arithmetic on them.

Built on private mpmath contexts, one a thread; mpmath's shared one is not safe in threads.
"""

from __future__ import annotations

import os
import threading
from fractions import Fraction
from typing import Any, NamedTuple

from mmbench.scoring.answers.algebra.evaluate import BeyondCapsError, NoValueError, UndefinedError
from mmbench.scoring.answers.work import current

__all__ = ["EXACT", "MAX_PRECISION", "Arithmetic", "Ball", "UnsureError", "context", "magnitude"]

MAX_PRECISION = 6_000
"""Bits of the highest working precision."""
SPARE = 600
"""Bits above it to which mpmath computes its constants before any thread uses them: their caches are not safe."""
MAX_MAGNITUDE = 64
"""Bits of the integer part of the argument of an exponential or of a trigonometric function."""
MAX_COMPLEX = 10_000
"""Absolute value of the magnitudes of the parts of a complex number."""
EXACT = -(1 << 62)
"""The error of an exact value, and the magnitude of zero, as a power of two."""
NEARLY_EXACT = EXACT // 2
"""The error below which a value came from exact ones alone, without rounding."""

_local = threading.local()


class _Lock:
    """A lock that is free again in a forked child."""

    def __init__(self) -> None:
        self.renew()
        os.register_at_fork(after_in_child=self.renew)

    def renew(self) -> None:
        self.lock = threading.Lock()


_warming = _Lock()


class UnsureError(NoValueError):
    """The precision is too low to tell whether a value is zero, or on which side of a jump it is."""


class Ball(NamedTuple):
    """An mpmath number, real or complex, and the power of two that its error stays below."""

    value: Any
    error: int

    def magnitude(self) -> int:
        """Return the least power of two above the absolute value (for a complex number at most one more)."""
        return magnitude(self.value)

    def accuracy(self) -> int:
        """Return the number of leading bits that are right."""
        return magnitude(self.value) - self.error - 1

    def has_zero(self) -> bool:
        """Tell whether the value may be zero."""
        size = magnitude(self.value)
        return size == EXACT or size - 2 <= self.error

    def real(self) -> bool:
        """Tell whether the value is real as far as one can tell."""
        return hasattr(self.value, "_mpf_")

    def negative(self) -> bool:
        """Tell whether the value is real and negative."""
        return hasattr(self.value, "_mpf_") and bool(self.value._mpf_[0])


def magnitude(value: Any) -> int:
    """Return the least power of two above the absolute value of an mpmath number, `EXACT` for zero.

    Of a complex number it may be one more. Raises `BeyondCapsError` where the number is not finite.
    """
    if hasattr(value, "_mpf_"):
        _, mantissa, exponent, width = value._mpf_
        if mantissa:
            return int(exponent + width)
        if exponent:
            raise BeyondCapsError("not finite")
        return EXACT
    left, right = magnitude(value.real), magnitude(value.imag)
    return max(left, right) + (left != EXACT and right != EXACT)


def context() -> Any:
    """Return this thread's mpmath context."""
    found = getattr(_local, "context", None)
    if found is None:
        import mpmath  # type: ignore[import-untyped]

        with _warming.lock:
            found = mpmath.MPContext()
            found.prec = MAX_PRECISION + SPARE
            for constant in (found.pi, found.ln2, found.ln10, found.e):
                _ = +constant
        _local.context = found
    return found


class Arithmetic:
    """Operations on balls at one precision, in one thread, until the next is made there.

    Attributes:
        work: The thread's context, set to the precision.
        natural: Whether a `log` without a base is to base e, else to base 10.
        settle: Whether a value that may be zero is taken for zero; without it that raises `UnsureError`.
        only_real: Whether what is not real is undefined.
        budget: What the operations spend.
    """

    def __init__(self, bits: int, natural: bool = True, settle: bool = False, only_real: bool = False) -> None:
        if bits > MAX_PRECISION:
            raise BeyondCapsError("precision")
        self.work = context()
        self.work.prec = self.bits = bits
        self.budget = current()
        self.quick = 4 + (bits * bits >> 20)
        self.slow = bits * bits >> 15
        self.natural = natural
        self.settle = settle
        self.only_real = only_real

    def charge(self, value: Any, times: int = 1) -> None:
        """Spend the work of a function of a number that is not algebraic, or of a few of them."""
        real = hasattr(value, "_mpf_")
        self.budget.charge(10 + times * self.slow if real else 30 + 4 * times * self.slow)

    def fraction(self, value: Fraction | int) -> Ball:
        """Return the ball of a rational number, exact where it fits."""
        top, bottom = value.numerator, value.denominator
        spare = max(0, top.bit_length() - 2 * self.bits)
        number = self.work.ldexp(self.work.mpf(top >> spare), spare) if spare else self.work.mpf(top)
        if bottom != 1:
            number = number / bottom
        if top.bit_length() <= self.bits and not bottom & (bottom - 1):
            return Ball(number, EXACT)
        return Ball(number, magnitude(number) - self.bits + 2)

    def constant(self, name: str) -> Ball:
        """Return the ball of `pi`, `e` or `i`."""
        if name == "i":
            self.check_real()
            return Ball(self.work.mpc(0, 1), EXACT)
        if name == "oo":
            raise UndefinedError("oo")
        return Ball(+getattr(self.work, name), 3 - self.bits)

    def rounded(self, value: Any, *errors: int) -> Ball:
        """Return the ball of a rounded result whose errors from its arguments are given; real where it may be."""
        self.budget.charge(self.quick)
        error = max(errors)
        size = magnitude(value)
        if size != EXACT:
            error = max(error, size - self.bits + 2)
        error += 2
        return Ball(value if hasattr(value, "_mpf_") else self.parts(value, error), error)

    def parts(self, value: Any, error: int) -> Any:
        """Return a complex number without the part that may be zero; of the wide apart mpmath would make huge sums."""
        real, imaginary = magnitude(value.real), magnitude(value.imag)
        if imaginary <= max(error, EXACT):
            return value.real
        self.check_real()
        if real <= max(error, EXACT):
            real, value = imaginary, self.work.mpc(0, value.imag)
        if max(abs(real), abs(imaginary)) > MAX_COMPLEX:
            raise BeyondCapsError("complex number")
        return value

    def check_real(self) -> None:
        """Refuse a value that is not real, where only real ones are wanted."""
        if self.only_real:
            raise UndefinedError("not real")

    def zero(self, ball: Ball) -> bool:
        """Tell whether a ball is zero; raises where that cannot be told."""
        if not ball.has_zero():
            return False
        if self.settle or ball.error < NEARLY_EXACT:
            return True
        raise UnsureError("zero?")

    def small(self, ball: Ball) -> Ball:
        """Return the ball, which must be small and sharp enough for a function of exponential growth."""
        if magnitude(ball.value) > MAX_MAGNITUDE:
            raise BeyondCapsError("argument")
        if ball.error > -2:
            raise UnsureError("argument")
        return ball

    # Arithmetic

    def add(self, *balls: Ball) -> Ball:
        """Return a sum."""
        value, error = balls[0]
        self.budget.charge(len(balls))
        for other, other_error in balls[1:]:
            value = value + other
            error = max(error, other_error, magnitude(value) - self.bits + 2)
        return self.rounded(value, error + len(balls).bit_length())

    def neg(self, ball: Ball) -> Ball:
        """Return the negative."""
        return Ball(-ball.value, ball.error)

    def subtract(self, left: Ball, right: Ball) -> Ball:
        """Return a difference."""
        return self.add(left, self.neg(right))

    def mul(self, *balls: Ball) -> Ball:
        """Return a product."""
        result = balls[0]
        for other in balls[1:]:
            left, right = magnitude(result.value) + other.error, magnitude(other.value) + result.error
            result = self.rounded(result.value * other.value, left, right, result.error + other.error)
        return result

    def div(self, left: Ball, right: Ball) -> Ball:
        """Return a quotient."""
        if self.zero(right):
            raise UndefinedError("division by zero")
        size = magnitude(right.value)
        self.budget.charge(2 * self.quick)
        value = left.value / right.value
        return self.rounded(value, left.error - size + 3, magnitude(value) + right.error - size + 3)

    def over(self, ball: Ball, number: int) -> Ball:
        """Return the quotient by an integer."""
        return self.div(ball, self.fraction(number))

    def invert(self, ball: Ball) -> Ball:
        """Return the reciprocal."""
        return self.div(self.fraction(1), ball)

    # Roots, powers, exponentials and logarithms

    def ratio_power(self, ball: Ball, ratio: Fraction, odd: bool) -> Ball:
        """Return a rational power of a ball that is not zero: the real one of a negative number if `odd` is set."""
        top, bottom = ratio.numerator, ratio.denominator
        if bottom == 1:
            size = magnitude(ball.value)
            if abs(top) * max(abs(size), 1) >> MAX_MAGNITUDE:
                raise BeyondCapsError("power")
            if ball.error - size + top.bit_length() > -4:
                raise UnsureError("power")
            self.charge(ball.value)
            value = ball.value**top
            return self.rounded(value, magnitude(value) + ball.error - size + 2 + top.bit_length())
        if bottom <= 64:
            return self.ratio_power(self.take_root(ball, bottom, odd), Fraction(top), odd)
        if odd and ball.negative():
            positive = self.ratio_power(self.neg(ball), ratio, odd)
            return self.neg(positive) if top % 2 else positive
        return self.exp(self.mul(self.fraction(ratio), self.ln(ball)))

    def take_root(self, ball: Ball, degree: int, odd: bool) -> Ball:
        """Return a root of a ball that is not zero: of a negative number the real one if `odd` is set."""
        value = ball.value
        negative = ball.negative()
        if negative and odd:
            value = -value
        elif negative:
            self.check_real()
        self.budget.charge(self.slow >> 2)
        if degree > 2 or not hasattr(value, "_mpf_"):
            self.charge(value)
        value = self.work.sqrt(value) if degree == 2 else self.work.root(value, degree)
        error = magnitude(value) + ball.error - magnitude(ball.value) + 2
        return self.rounded(-value if negative and odd else value, error)

    def exp(self, ball: Ball) -> Ball:
        """Return e to a power."""
        self.charge(ball.value)
        value = self.work.exp(self.small(ball).value)
        return self.rounded(value, magnitude(value) + ball.error + 1)

    def ln(self, ball: Ball) -> Ball:
        """Return the natural logarithm."""
        if self.zero(ball):
            raise UndefinedError("logarithm of zero")
        if ball.negative():
            self.check_real()
        self.charge(ball.value, 2)
        return self.rounded(self.work.ln(ball.value), ball.error - magnitude(ball.value) + 3)

    def log(self, ball: Ball, base: Ball | None = None) -> Ball:
        """Return a logarithm; `natural` decides its base where none is given."""
        if base is None:
            return self.ln(ball) if self.natural else self.log(ball, self.fraction(10))
        return self.div(self.ln(ball), self.ln(base))

    # Trigonometric and hyperbolic functions and their inverses, by mpmath's names

    def smooth(self, name: str, ball: Ball) -> Ball:
        """Return `sin`, `cos`, `sinh` or `cosh`: its derivative is at most one more than its absolute value."""
        self.charge(ball.value)
        value = getattr(self.work, name)(self.small(ball).value)
        return self.rounded(value, max(magnitude(value), 0) + ball.error + 2)

    def ratio_of(self, top: str, bottom: str, ball: Ball) -> Ball:
        """Return the quotient of two smooth functions."""
        return self.div(self.smooth(top, ball), self.smooth(bottom, ball))

    def inverse(self, name: str, ball: Ball) -> Ball:
        """Return `asin`, `acos`, `asinh` or `acosh`: steep where a square root is zero."""
        square = self.mul(ball, ball)
        under = self.add(self.fraction(1), square if name == "asinh" else self.neg(square))
        if name in ("asin", "acos") and under.negative() and not under.has_zero():
            self.check_real()
        value, error = ball
        if under.has_zero():
            if ball.real():
                value = self.work.mpf(-1 if ball.negative() else 1)
            error = max(error, under.error) // 2 + 2
        else:
            error = error - magnitude(under.value) // 2 + 3
        return self.rounded(self.careful(name, value), error, -2 * self.bits)

    def flat_inverse(self, name: str, ball: Ball) -> Ball:
        """Return `atan` or `atanh`: with poles where the denominator of its derivative is zero."""
        square = self.mul(ball, ball)
        below = self.add(self.fraction(1), square if name == "atan" else self.neg(square))
        if self.zero(below):
            raise UndefinedError("pole")
        error = ball.error - magnitude(below.value) + 3
        return self.rounded(self.careful(name, ball.value), error, -2 * self.bits)

    def careful(self, name: str, value: Any) -> Any:
        """Return a function of a number; of a complex one, where mpmath loses bits, at twice the precision."""
        self.charge(value, 2 if hasattr(value, "_mpf_") else 8)
        if hasattr(value, "_mpf_"):
            return getattr(self.work, name)(value)
        if 2 * self.bits > MAX_PRECISION:
            raise BeyondCapsError("precision")
        self.work.prec = 2 * self.bits
        try:
            return getattr(self.work, name)(value)
        finally:
            self.work.prec = self.bits

    # Parts and steps

    def absolute(self, ball: Ball) -> Ball:
        """Return the absolute value."""
        return self.rounded(abs(ball.value), ball.error)

    def argument(self, ball: Ball) -> Ball:
        """Return the argument of a complex number, in (-pi, pi]."""
        if self.zero(ball):
            raise UndefinedError("argument of zero")
        self.charge(ball.value)
        return self.rounded(self.work.arg(ball.value), ball.error - magnitude(ball.value) + 3)

    def part(self, name: str, ball: Ball) -> Ball:
        """Return `re`, `im` or `conj`."""
        return Ball(getattr(self.work, name)(ball.value), ball.error)

    def floor(self, ball: Ball) -> Ball:
        """Return the largest integer not above a real ball."""
        if not ball.real():
            raise UndefinedError("floor of a complex number")
        if magnitude(ball.value) > self.bits:
            raise BeyondCapsError("floor")
        near = self.work.nint(ball.value)
        doubtful = magnitude(ball.value - near) <= ball.error
        if ball.error >= -1 or (doubtful and not self.settle and ball.error > NEARLY_EXACT):
            raise UnsureError("floor")
        return Ball(near if doubtful else self.work.floor(ball.value), EXACT)

    def modulo(self, left: Ball, right: Ball) -> Ball:
        """Return the remainder, of the divisor's sign."""
        return self.subtract(left, self.mul(right, self.floor(self.div(left, right))))

    def sign(self, ball: Ball) -> Ball:
        """Return -1, 0 or 1; of a complex number its direction."""
        if self.zero(ball):
            return self.fraction(0)
        if ball.real():
            return self.fraction(-1 if ball.negative() else 1)
        return self.div(ball, self.absolute(ball))

    def extreme(self, sign: int, *balls: Ball) -> Ball:
        """Return the largest of real balls (`sign` 1) or the smallest (-1)."""
        if not all(ball.real() for ball in balls):
            raise UndefinedError("order of complex numbers")
        return Ball(max(ball.value * sign for ball in balls) * sign, max(ball.error for ball in balls))
