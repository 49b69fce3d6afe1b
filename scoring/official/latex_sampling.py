"""Values of LaTeX trees at chosen points: what stands for sympy's `simplify` and `evalf` in official rules.

Two expressions are taken for the same where they agree at points spread over the complex plane, so that what holds for
positive numbers only, such as sqrt(x^2) = x, is no identity, as it is none for sympy. What differs from sympy: an
identity that `simplify` would not find counts, and decimals are exact. Numbers have 120 bits; a power of more than 2^20
bits, a factorial above 5,000, an angle above 10^15 have no value. Work is bounded by the size of the tree, and nothing
is evaluated as code.
"""

from __future__ import annotations

import hashlib
import math
import threading
from typing import TYPE_CHECKING, Any

from mmbench.scoring.official.latex_tree import symbols_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mmbench.scoring.official.latex_tree import Tree

__all__ = ["POINTS", "NoValue", "evaluate", "points", "rounded"]

BITS = 120
POINTS = 10
MAX_DIGITS = 400
MAX_POWER_BITS = 2**20
MAX_FACTORIAL = 5_000
MAX_ANGLE = 1e15

# An mpmath number; the library carries no types.
Number = Any

_threads = threading.local()


class NoValue(ValueError):
    """The tree has no finite value there, or one that costs too much."""


def _context() -> Any:
    """Return this thread's mpmath context: a shared one changes its precision under another thread's feet."""
    if not hasattr(_threads, "context"):
        import mpmath  # type: ignore[import-untyped]

        _threads.context = mpmath.MPContext()
        _threads.context.prec = BITS
    return _threads.context


def points(*trees: Tree) -> list[dict[str, Number]]:
    """Return values for the symbols of trees: the same for the same names, in every run."""
    names = sorted(frozenset().union(*map(symbols_of, trees)))
    return [{name: _point(name, number) for name in names} for number in range(POINTS)]


def _point(name: str, number: int) -> Number:
    """Return a number off the axes: near the positive one first, then on either side of the negative one."""
    first, second, side = (_share(f"{number}:{part}:{name}") for part in ("size", "angle", "side"))
    size = 0.6 + 1.2 * first
    angle = 0.2 + 0.6 * second if number < 3 else 1.9 + second
    return _context().mpc(*_polar(size, angle if side < 0.5 else -angle))


def _polar(size: float, angle: float) -> tuple[float, float]:
    return size * math.cos(angle), size * math.sin(angle)


def _share(text: str) -> float:
    """Return a number from 0 to 1 that depends on the text only."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).digest(), "big") / 2**48


def rounded(value: Number) -> Number:
    """Return a value with the 53 bits that sympy's `evalf` gives it."""
    context = _context()
    with context.workprec(53):
        return +value


def evaluate(tree: Tree, symbols: Mapping[str, Number]) -> Number:
    """Return the value of a tree.

    Raises:
        NoValue: it has none, or one that costs too much.
    """
    context = _context()
    try:
        value = _value(tree, symbols, context)
        finite = bool(context.isfinite(value))
    except (ValueError, ZeroDivisionError, OverflowError, TypeError, context.NoConvergence) as error:
        raise NoValue(str(error)) from error
    if not finite:
        raise NoValue("not finite")
    return value


def _value(tree: Tree, symbols: Mapping[str, Number], context: Any) -> Number:
    kind, parts = str(tree[0]), tree[1:]
    if kind == "number":
        text = str(parts[0])
        if len(text) > MAX_DIGITS:
            raise NoValue("too many digits")
        return context.mpf(text)
    if kind == "symbol":
        return symbols[str(parts[0])]
    if kind in ("euler", "pi"):
        return +(context.e if kind == "euler" else context.pi)
    values = [_value(part, symbols, context) for part in parts if isinstance(part, tuple)]
    if kind == "function":
        return _unknown_function(str(parts[0]), values, context)
    if kind == "call":
        return _call(str(parts[0]), values[0], context)
    operation = _OPERATIONS.get(kind)
    if operation is None:
        raise NoValue(f"'{kind}' has no value")
    return operation(context, *values)


def _unknown_function(name: str, values: list[Number], context: Any) -> Number:
    """Return the value of a smooth function that stands for one that is only named."""
    total = context.mpf(_share(f"{name}/{len(values)}"))
    for place, value in enumerate(values):
        total += value * (_share(f"{name}/{place}") + 0.3 * value * _share(f"{name}/{place}/2"))
    return total


_ARC = {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "arccsc": "acsc", "arcsec": "asec", "arccot": "acot",
        "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh", "arsinh": "asinh", "arcosh": "acosh",
        "artanh": "atanh"}  # fmt: skip


def _call(name: str, value: Number, context: Any) -> Number:
    if abs(value) > (MAX_POWER_BITS if name in ("exp", "sinh", "cosh", "tanh") else MAX_ANGLE):
        raise NoValue("too large an argument")
    return getattr(context, _ARC.get(name, name))(value)


def _power(context: Any, base: Number, exponent: Number) -> Number:
    size = abs(context.log(base, 2)) if base else 0
    if abs(exponent) * max(size, 1) > MAX_POWER_BITS:
        raise NoValue("too large a power")
    return context.power(base, exponent)


def _factorial(context: Any, value: Number) -> Number:
    if abs(value) > MAX_FACTORIAL:
        raise NoValue("too large a factorial")
    return context.factorial(value)


def _binomial(context: Any, n: Number, k: Number) -> Number:
    if max(abs(n), abs(k)) > MAX_FACTORIAL:
        raise NoValue("too large a binomial coefficient")
    return context.binomial(n, k)


_OPERATIONS: dict[str, Callable[..., Number]] = {
    "add": lambda context, left, right: left + right,
    "multiply": lambda context, left, right: left * right,
    "negative": lambda context, value: -value,
    "power": _power,
    "root": lambda context, value, degree: _power(context, value, 1 / degree),
    "factorial": _factorial,
    "binomial": _binomial,
    "absolute": lambda context, value: abs(value),
    "conjugate": lambda context, value: context.conj(value),
    "floor": lambda context, value: context.floor(value),
    "ceiling": lambda context, value: context.ceil(value),
    "logarithm": lambda context, value, base: context.log(value) / context.log(base),
}
