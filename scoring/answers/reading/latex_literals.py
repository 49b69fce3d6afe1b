"""Numbers as written: digits in groups, decimal points and commas, exponents of ten, repeating decimals."""

from __future__ import annotations

import re
from fractions import Fraction

from mmbench.scoring.answers.limits import MAX_DIGITS, MAX_EXPONENT
from mmbench.scoring.answers.reading.lexer import Unreadable
from mmbench.scoring.answers.values import Number

__all__ = ["SMALL", "literal", "repeating", "trailing"]

SMALL = {str(value): Number(Fraction(value)) for value in range(201)}
"""Small whole numbers, kept at hand, by how they are written."""
_SEPARATORS = re.compile(r" ?\{, ?\} ?|,?\\[,:;!] ?|\\?[, ]")


def literal(lexeme: str) -> Number:
    """Return the number of a number token.

    Raises:
        Unreadable: more digits, or a larger exponent, than the caps allow.
    """
    if lexeme.isdigit():
        return SMALL.get(lexeme) or Number(Fraction(_integer(lexeme)))
    mantissa, _, power = lexeme.lower().partition("e")
    groups = _SEPARATORS.split(mantissa)
    comma = len(groups) == 2 and "{," in mantissa and "." not in groups[1]
    mantissa = ("." if comma and (len(groups[1]) != 3 or groups[0][0] == "0") else "").join(groups)
    whole, point, part = mantissa.partition(".")
    shift = int(power or 0)
    if abs(shift) > MAX_EXPONENT:
        raise Unreadable("exponent beyond the cap")
    value = Fraction(_integer(whole + part), 10 ** len(part))
    if power:
        value *= Fraction(10) ** shift
    return Number(value, max(0, len(part) - shift) if point and part else None)


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise Unreadable("too many digits")
    return int(digits)


def repeating(start: str, block: str) -> Number:
    """Return a decimal such as `0.1` that goes on with a block of digits for ever."""
    whole, _, part = start.partition(".")
    if len(block) > MAX_DIGITS:
        raise Unreadable("too many digits")
    tail = Fraction(_integer(block), (10 ** len(block) - 1) * 10 ** len(part))
    return Number(Fraction(_integer((whole + part) or "0"), 10 ** len(part)) + tail, len(part) + len(block))


_TRIPLE = re.compile(r"(.*?)([0-9])\2\2+")
_BLOCK = re.compile(r"(.{0,6}?)([0-9]{2,6})\2+")


def trailing(lexeme: str) -> Number:
    """Return a decimal that is followed by an ellipsis: repeating where the digits show it, else as far as it goes."""
    whole, _, part = lexeme.partition(".")
    shown = _TRIPLE.fullmatch(part) or _BLOCK.fullmatch(part)
    return repeating(f"{whole}.{shown[1]}", shown[2]) if shown else literal(lexeme)
