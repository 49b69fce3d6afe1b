"""Operators and functions of programs: exact where mathematics is, angles in degrees, every result bounded."""

from __future__ import annotations

import math
import operator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.program.numbers import MAX_BITS, Exact, ProgramError, format_number, round_half_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmbench.program.nodes import Node

__all__ = ["FUNCTIONS", "OPERATORS", "PI", "Formula", "Function", "apply", "bounded"]

PLACES = 10**50
PI = Fraction(314159265358979323846264338327950288419716939937510, PLACES)
_LARGE = 1 << (MAX_BITS - 1)


class Formula(NamedTuple):
    """A named formula: its parameters, and its body, a program that reads the parameters as facts.

    `template` is the body as a textbook prints it, each parameter in braces. `angles` are the parameters given in
    degrees, `angle` says that the result is; `units` are the two of a conversion, else empty. `operators`, `nodes` and
    `uses` (how often each parameter stands in the body) say how large a call becomes when written out.
    """

    name: str
    parameters: tuple[str, ...]
    body: Node
    template: str
    english: str
    chinese: str
    shown: dict[str, tuple[str, ...]]
    angles: frozenset[str]
    angle: bool
    units: tuple[str, ...]
    operators: int
    nodes: int
    uses: tuple[int, ...]

    def title(self, language: str) -> str:
        """Return the formula's name in `en` or `zh`."""
        return self.chinese if language == "zh" else self.english

    def display(self, language: str) -> str:
        """Return the formula as a textbook prints it: `base × height ÷ 2`, `底 × 高 ÷ 2`."""
        return self.filled(self.shown[language])

    def filled(self, arguments: tuple[str, ...]) -> str:
        """Return the formula with the arguments, as text, in the places of its parameters."""
        return self.template.format_map(dict(zip(self.parameters, arguments, strict=True)))


class Function(NamedTuple):
    """A named function: how many arguments it takes, how it is computed, and the formula it stands for, if one."""

    arity: tuple[int, int]
    run: Callable[..., Exact]
    formula: Formula | None = None


def apply(name: str, operands: tuple[Exact, ...]) -> Exact:
    """Return the value of an operator, function or formula.

    Raises:
        ProgramError: it has none, or one too large to hold.
    """
    try:
        run = OPERATORS[name] if name in OPERATORS else FUNCTIONS[name].run
    except KeyError:
        raise ProgramError(f"no function or formula named {name!r}") from None
    try:
        result = run(*operands)
    except ZeroDivisionError:
        raise ProgramError("division by zero") from None
    except (ValueError, OverflowError) as error:
        raise ProgramError(f"{name}({_listed(operands)}): {error}") from None
    return bounded(name, result)


def _listed(operands: tuple[Exact, ...]) -> str:
    texts = [format_number(operand) for operand in operands[:8]] + ["…"] * (len(operands) > 8)
    return ", ".join(text if len(text) <= 40 else f"{text[:20]}… of {len(text)} digits" for text in texts)


def bounded(name: str, result: Exact) -> Exact:
    """Return the result of `name`, as `int` where it is whole.

    Raises:
        ProgramError: it is too large to hold.
    """
    if isinstance(result, int):
        if -_LARGE < result < _LARGE:
            return result
    else:
        numerator, denominator = result.numerator, result.denominator
        if numerator.bit_length() + denominator.bit_length() <= MAX_BITS:
            return numerator if denominator == 1 else result
    raise ProgramError(f"the result of {name} is too large to hold")


def _divide(left: Exact, right: Exact) -> Exact:
    if isinstance(left, int) and isinstance(right, int):
        quotient, rest = divmod(left, right)
        return Fraction(left, right) if rest else quotient
    return Fraction(left) / right


def _power(base: Exact, exponent: Exact) -> Exact:
    if exponent == Fraction(1, 2):
        return _sqrt(base)
    if exponent.denominator != 1:
        return Fraction(math.pow(base, exponent))
    whole = exponent.numerator
    if max(base.numerator.bit_length(), base.denominator.bit_length()) * abs(whole) > MAX_BITS:
        raise OverflowError("the power is too large to hold")
    return Fraction(base) ** whole


def _sqrt(value: Exact) -> Exact:
    if value < 0:
        raise ValueError("root of a negative number")
    numerator, denominator = math.isqrt(value.numerator), math.isqrt(value.denominator)
    if numerator**2 == value.numerator and denominator**2 == value.denominator:
        return Fraction(numerator, denominator)
    return Fraction(math.isqrt(value.numerator * PLACES**2 // value.denominator), PLACES)


_EXACT_SINES = {0: Fraction(0), 30: Fraction(1, 2), 90: Fraction(1), 150: Fraction(1, 2), 180: Fraction(0)}


def _sin(degrees: Exact) -> Fraction:
    turned = degrees % 360
    sign, half = (1, turned) if turned <= 180 else (-1, turned - 180)
    if half in _EXACT_SINES:
        return sign * _EXACT_SINES[int(half)]
    return sign * Fraction(math.sin(math.radians(half)))


def _tan(degrees: Exact) -> Fraction:
    if degrees % 180 in (45, 135):
        return Fraction(1) if degrees % 180 == 45 else Fraction(-1)
    return _sin(degrees) / _sin(degrees + 90)


def _inverse(function: Callable[[float], float]) -> Callable[[Exact], Exact]:
    return lambda value: Fraction(round(math.degrees(function(float(value))), 12)).limit_denominator(10**12)


def _mean(*values: Exact) -> Exact:
    return _divide(sum(values), len(values))


def _median(*values: Exact) -> Exact:
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else _divide(ordered[middle - 1] + ordered[middle], 2)


def _weighted_mean(*pairs: Exact) -> Exact:
    if len(pairs) % 2:
        raise ValueError("values and weights must come in pairs: value, weight, value, weight, ...")
    values, weights = pairs[::2], pairs[1::2]
    return _divide(sum(value * weight for value, weight in zip(values, weights, strict=True)), sum(weights))


def _nth_largest(number: Exact, *values: Exact) -> Exact:
    if number.denominator != 1 or not 1 <= number <= len(values):
        raise ValueError(f"n must be a whole number from 1 to {len(values)}, the number of values")
    return sorted(values, reverse=True)[int(number) - 1]


def _round(value: Exact, decimals: Exact = 0) -> Fraction:
    if decimals.denominator != 1 or not 0 <= decimals <= 50:
        raise ValueError("decimals must be a whole number from 0 to 50")
    return round_half_up(value, int(decimals))


OPERATORS: dict[str, Callable[..., Exact]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divide,
    "^": _power,
    "neg": operator.neg,
    "pi": lambda: PI,
}
FUNCTIONS: dict[str, Function] = {
    "abs": Function((1, 1), abs),
    "sqrt": Function((1, 1), _sqrt),
    "sin": Function((1, 1), _sin),
    "cos": Function((1, 1), lambda a: _sin(a + 90)),
    "tan": Function((1, 1), _tan),
    "asin": Function((1, 1), _inverse(math.asin)),
    "acos": Function((1, 1), _inverse(math.acos)),
    "atan": Function((1, 1), _inverse(math.atan)),
    "ln": Function((1, 1), lambda a: Fraction(math.log(a))),
    "log": Function((1, 1), lambda a: Fraction(math.log10(a))),
    "sum": Function((1, 1000), lambda *values: sum(values)),
    "mean": Function((1, 1000), _mean),
    "median": Function((1, 1000), _median),
    "min": Function((1, 1000), lambda *values: min(values)),
    "max": Function((1, 1000), lambda *values: max(values)),
    "range": Function((1, 1000), lambda *values: max(values) - min(values)),
    "argmax": Function((1, 1000), lambda *values: values.index(max(values)) + 1),
    "argmin": Function((1, 1000), lambda *values: values.index(min(values)) + 1),
    "weighted_mean": Function((2, 1000), _weighted_mean),
    "count_above": Function((2, 1000), lambda limit, *values: sum(value > limit for value in values)),
    "count_below": Function((2, 1000), lambda limit, *values: sum(value < limit for value in values)),
    "nth_largest": Function((2, 1000), _nth_largest),
    "round": Function((1, 2), _round),
    "floor": Function((1, 1), math.floor),
    "mod": Function((2, 2), operator.mod),
    "sign": Function((1, 1), lambda a: (a > 0) - (a < 0)),
}
