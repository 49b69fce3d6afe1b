"""How close to zero an expression can come without being zero: the precision at which zero is believed.

For sums, products, quotients and roots of integers the bound is that of Burnikel, Fleischer, Mehlhorn and Schirra, with
the degree of the number counted up to `MAX_DEGREE`. Other functions add the bits of their arguments, which is a guess.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.scoring.answers.algebra.evaluate import NoValueError, rational, scope
from mmbench.scoring.answers.values import Apply, Constant, Number, Symbol

if TYPE_CHECKING:
    from mmbench.scoring.answers.values import Node

__all__ = ["needed_bits"]

MAX_DEGREE = 64
MARGIN = 64
CEILING = 1e9
"""Where the bits stop being counted."""


class _Height(NamedTuple):
    """Of numerator and denominator, in bits, and the degree; of a tree with symbols, the bits of its constants."""

    top: float
    bottom: float
    degree: float
    closed: bool


def needed_bits(left: Node, right: Node) -> int:
    """Return the bits of accuracy, relative to the larger side, at which the difference of two trees counts as zero."""
    left_height, right_height = _height(left), _height(right)
    if not (left_height.closed and right_height.closed):
        bits = max(left_height.top + left_height.bottom, right_height.top + right_height.bottom)
    else:
        both = _add(left_height, right_height)
        bits = (min(max(both.degree, 4.0), MAX_DEGREE) - 1) * both.top + both.bottom
        bits += max(left_height.top, right_height.top)
    return MARGIN + int(min(bits, CEILING))


def _add(left: _Height, right: _Height) -> _Height:
    top = max(left.top + right.bottom, right.top + left.bottom) + 1
    return _Height(top, left.bottom + right.bottom, left.degree * right.degree, left.closed and right.closed)


def _height(node: Node) -> _Height:
    if isinstance(node, Number):
        return _Height(node.value.numerator.bit_length(), node.value.denominator.bit_length() - 1, 1, True)
    if isinstance(node, Constant):
        return _Height(2, 0, 1, True)
    if isinstance(node, Symbol):
        return _Height(0, 0, 1, False)
    parts = [_height(arg) for arg in node.args]
    if not all(part.closed for part in parts) or node.op in ("sum", "product", "call"):
        bits = (max if node.op == "add" else sum)([part.top + part.bottom for part in parts])
        return _Height(min(bits, CEILING), 0, 1, False)
    height = _closed(node, parts)
    return _Height(min(height.top, CEILING), min(height.bottom, CEILING), min(height.degree, CEILING), True)


def _closed(node: Apply, parts: list[_Height]) -> _Height:
    first = parts[0]
    if node.op in ("neg", "abs", "re", "im", "conj"):
        return first
    if node.op == "add":
        for part in parts[1:]:
            first = _add(first, part)
        return first
    if node.op == "mul":
        degree = math.prod(part.degree for part in parts)
        return _Height(sum(part.top for part in parts), sum(part.bottom for part in parts), degree, True)
    if node.op == "div":
        second = parts[1]
        return _Height(first.top + second.bottom, first.bottom + second.top, first.degree * second.degree, True)
    if node.op in ("root", "pow"):
        power = _ratio(node.args[1])
        if power is not None and power != 0:
            return _power(first, power if node.op == "pow" else 1 / power)
    if node.op == "exp" or (node.op == "pow" and len(parts) > 1):
        power = _ratio(node.args[-1])
        size = float(abs(power)) if power is not None and abs(power) < CEILING else 2.0 ** min(parts[-1].top, 11.0)
        base = max(first.top, first.bottom) if node.op == "pow" else 1.5
        bits = min(size * base, CEILING) + parts[-1].top + parts[-1].bottom
        return _Height(bits, bits, 4, True)
    if node.op in ("fact", "permutation", "binomial"):
        power = _ratio(node.args[0])
        bits = float(power) * first.top if power is not None and power < CEILING else CEILING
        return _Height(bits, 0, 1, True)
    bits = sum(part.top + part.bottom for part in parts) + 4
    return _Height(bits, bits, 4, True)


def _power(base: _Height, power: Fraction) -> _Height:
    top, bottom = (base.top, base.bottom) if power > 0 else (base.bottom, base.top)
    degree, times = min(power.denominator, CEILING), min(abs(power.numerator), CEILING)
    top, bottom = top * times, bottom * times
    if top >= bottom:
        top = (top + (degree - 1) * bottom) / degree
    else:
        bottom = ((degree - 1) * top + bottom) / degree
    return _Height(top, bottom, base.degree * degree, True)


def _ratio(node: Node) -> Fraction | None:
    try:
        return Fraction(*rational(node, scope(None)))
    except NoValueError:
        return None
