"""Exact arithmetic on rational numbers as pairs of integers: a rule for each operation, and the work it takes.

Results are bounded before they are worked out: exponents, factorials and binomials are estimated by their bits.
"""

from __future__ import annotations

import functools
import math
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from mmbench.scoring.answers.limits import MAX_BITS, MAX_EXPONENT, MAX_FACTORIAL
from mmbench.scoring.answers.work import BeyondCapsError, IrrationalError, UndefinedError, current

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RULES", "Pair", "bits", "cost"]

Pair: TypeAlias = tuple[int, int]


def bits(pair: Pair) -> int:
    """Return the bits of a pair."""
    return pair[0].bit_length() + pair[1].bit_length()


def cost(op: str, pairs: list[Pair]) -> int:
    """Return the work that a rule takes at most, by the bits of its arguments and of its result."""
    width = sum(map(bits, pairs))
    if width < 200 and op not in _GROWING:
        return 1
    small = width * min(width, 4 * MAX_BITS)
    if op == "pow":
        power = abs(pairs[1][0]) // pairs[1][1] + 1
        return 1 + (small >> (18 if pairs[1][1] > 1 else 20)) + (min(width * min(power, MAX_BITS), MAX_BITS) ** 2 >> 23)
    if op in _GROWING:
        number = abs(pairs[0][0]) // pairs[0][1]
        chosen = number if op == "fact" else abs(pairs[1][0]) // pairs[1][1]
        if op == "binomial":
            chosen = min(chosen, abs(number - chosen))
        return 2 + (min(min(number, chosen) * number.bit_length(), 2 * MAX_BITS) ** 2 >> 21)
    return 1 + (small >> (18 if op in ("root", "log") else 21))


_GROWING = frozenset({"pow", "fact", "binomial", "permutation"})


def _capped(top: int, bottom: int) -> Pair:
    if top.bit_length() <= MAX_BITS and bottom.bit_length() <= MAX_BITS:
        return top, bottom
    if top.bit_length() + bottom.bit_length() > 8 * MAX_BITS:
        raise BeyondCapsError("bits")
    current().charge(top.bit_length() * bottom.bit_length() >> 19)
    common = math.gcd(top, bottom)
    top, bottom = top // common, bottom // common
    if top.bit_length() > MAX_BITS or bottom.bit_length() > MAX_BITS:
        raise BeyondCapsError("bits")
    return top, bottom


def _lowest(pair: Pair) -> Pair:
    common = math.gcd(*pair)
    return pair[0] // common, pair[1] // common


def _add(*pairs: Pair) -> Pair:
    top, bottom = pairs[0]
    for other_top, other_bottom in pairs[1:]:
        if bottom == other_bottom:
            top, bottom = _capped(top + other_top, bottom)
        else:
            top, bottom = _capped(top * other_bottom + other_top * bottom, bottom * other_bottom)
    return top, bottom


def _mul(*pairs: Pair) -> Pair:
    top, bottom = pairs[0]
    for other_top, other_bottom in pairs[1:]:
        top, bottom = _capped(top * other_top, bottom * other_bottom)
    return top, bottom


def _div(left: Pair, right: Pair) -> Pair:
    if not right[0]:
        raise UndefinedError("division by zero")
    top, bottom = left[0] * right[1], left[1] * right[0]
    return _capped(-top, -bottom) if bottom < 0 else _capped(top, bottom)


def _neg(pair: Pair) -> Pair:
    return -pair[0], pair[1]


def _pow(base: Pair, exponent: Pair) -> Pair:
    number, degree = _lowest(exponent)
    top, bottom = _lowest(base)
    if not top:
        if number <= 0:
            raise UndefinedError("zero to a power that is not positive")
        return 0, 1
    if degree != 1:
        top, bottom = _root((top, bottom), (degree, 1))
    if number < 0:
        top, bottom = (bottom, top) if top > 0 else (-bottom, -top)
        number = -number
    if bottom == 1 and abs(top) == 1:
        return (top if number & 1 else 1), 1
    if number > MAX_EXPONENT or max(top.bit_length(), bottom.bit_length()) * number > MAX_BITS:
        raise BeyondCapsError("power")
    return top**number, bottom**number


def _root(radicand: Pair, degree: Pair) -> Pair:
    count, bottom = _lowest(degree)
    if bottom != 1 or count <= 0:
        return _pow(radicand, _div((1, 1), (count, bottom)))
    top, bottom = _lowest(radicand)
    if top < 0:
        if count % 2 == 0:
            raise IrrationalError("even root of a negative number")
        return _neg(_root((-top, bottom), (count, 1)))
    return _integer_root(top, count), _integer_root(bottom, count)


def _integer_root(number: int, degree: int) -> int:
    """Return the exact root of an integer from 0; raises `IrrationalError` where it is not an integer."""
    if number < 2 or degree == 1:
        return number
    if degree >= number.bit_length():
        raise IrrationalError("root")
    if degree == 2:
        root = math.isqrt(number)
    else:
        bits = math.log2(number) / degree
        shift = max(int(bits) - 50, 0)
        root = round(2.0 ** (bits - shift)) << shift
        for _ in range(shift.bit_length() if shift else 0):
            root = ((degree - 1) * root + number // root ** (degree - 1)) // degree
        root = min((root - 1, root, root + 1), key=lambda near: abs(near**degree - number))
    if root**degree != number:
        raise IrrationalError("root")
    return root


def _integer(pair: Pair) -> int:
    if pair[0] % pair[1]:
        raise UndefinedError("not an integer")
    return pair[0] // pair[1]


_factorial = functools.lru_cache(maxsize=256)(math.factorial)


def _fact(pair: Pair) -> Pair:
    number = _integer(pair)
    if number < 0:
        raise UndefinedError("factorial of a negative number")
    if number > MAX_FACTORIAL:
        raise BeyondCapsError("factorial")
    return _factorial(number), 1


def _permutation(count: Pair, chosen: Pair) -> Pair:
    number, size_ = _integer(count), _integer(chosen)
    if size_ < 0 or number < 0:
        raise UndefinedError("permutation")
    if min(size_, number) * number.bit_length() > MAX_BITS:
        raise BeyondCapsError("permutation")
    return math.perm(number, size_), 1


def _binomial(count: Pair, chosen: Pair) -> Pair:
    number = _integer(chosen)
    if number < 0:
        raise UndefinedError("binomial")
    if count[0] >= 0 and count[0] % count[1] == 0:
        total = count[0] // count[1]
        if min(number, max(total - number, 0)) * total.bit_length() > MAX_BITS:
            raise BeyondCapsError("binomial")
        return math.comb(total, number), 1
    if number > 64:
        raise BeyondCapsError("binomial")
    factors = [_add(count, (-index, 1)) for index in range(number)]
    return _mul((1, math.factorial(number)), *factors)


def _lcm(left: Pair, right: Pair) -> Pair:
    return _capped(math.lcm(_integer(left), _integer(right)), 1)


def _order(pair: Pair) -> Fraction:
    return Fraction(*pair)


def _log(power: Pair, base: Pair = (0, 1)) -> Pair:
    if power[0] == power[1]:
        return 0, 1
    if power[0] <= 0 or base[0] <= 0 or base[0] == base[1]:
        raise IrrationalError("logarithm")
    (top, bottom), (base_top, base_bottom) = _lowest(power), _lowest(base)
    bits, base_bits = math.log2(top) - math.log2(bottom), math.log2(base_top) - math.log2(base_bottom)
    if abs(bits) > abs(base_bits) * MAX_EXPONENT:
        raise IrrationalError("logarithm")
    guess = Fraction(bits / base_bits).limit_denominator(12)
    if abs(bits / base_bits - guess) > 1e-9:
        raise IrrationalError("logarithm")
    left, right = _pow((top, bottom), (guess.denominator, 1)), _pow((base_top, base_bottom), (guess.numerator, 1))
    if left[0] * right[1] != right[0] * left[1]:
        raise IrrationalError("logarithm")
    return guess.numerator, guess.denominator


def _only(argument: Pair, value: Pair) -> Callable[[Pair], Pair]:
    def rule(pair: Pair) -> Pair:
        if pair[0] * argument[1] != argument[0] * pair[1]:
            raise IrrationalError("function")
        return value

    return rule


def _mod(left: Pair, right: Pair) -> Pair:
    if not right[0]:
        raise UndefinedError("division by zero")
    return (Fraction(*left) % Fraction(*right)).as_integer_ratio()


_ZERO, _ONE = (0, 1), (1, 1)
_ODD = ("sin", "tan", "arcsin", "arctan", "sinh", "tanh", "arcsinh", "arctanh")
RULES: dict[str, Callable[..., Pair]] = {
    **{name: _only(_ZERO, _ZERO) for name in _ODD},
    "add": _add,
    "mul": _mul,
    "neg": _neg,
    "div": _div,
    "pow": _pow,
    "root": _root,
    "abs": lambda pair: (abs(pair[0]), pair[1]),
    "fact": _fact,
    "binomial": _binomial,
    "permutation": _permutation,
    "floor": lambda pair: (pair[0] // pair[1], 1),
    "ceil": lambda pair: (-(-pair[0] // pair[1]), 1),
    "sign": lambda pair: ((pair[0] > 0) - (pair[0] < 0), 1),
    "gcd": lambda *pairs: (math.gcd(*map(_integer, pairs)), 1),
    "lcm": lambda *pairs: functools.reduce(_lcm, pairs, _ONE),
    "max": lambda *pairs: max(pairs, key=_order),
    "min": lambda *pairs: min(pairs, key=_order),
    "mod": _mod,
    "percent": lambda pair: (pair[0], pair[1] * 100),
    "re": lambda pair: pair,
    "conj": lambda pair: pair,
    "im": lambda pair: _ZERO,
    "degree": _only(_ZERO, _ZERO),
    "log": _log,
    "ln": _only(_ONE, _ZERO),
    "exp": _only(_ZERO, _ONE),
    "cos": _only(_ZERO, _ONE),
    "cosh": _only(_ZERO, _ONE),
    "arccos": _only(_ONE, _ZERO),
}
