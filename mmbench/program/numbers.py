"""The numbers of programs: exact values out of facts, rounding as taught in school, digits as a person writes them."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

__all__ = ["Exact", "FactValue", "ProgramError", "exact", "format_number", "round_half_up", "to_fraction"]

MAX_DIGITS = 1_000
MAX_BITS = 10_000
FactValue = str | int | float | Fraction
Exact = int | Fraction
"""A value while it is computed: whole numbers stay `int`, which is ten times as fast as `Fraction`."""

_TOO_LARGE = 1 << MAX_BITS
_SHORT = 40
_NUMBER = re.compile(r"[-+]?(\d{1,1000}(\.\d{0,1000})?|\.\d{1,1000})(e[-+]?\d{1,3}|/\d{1,1000})?", re.IGNORECASE)


class ProgramError(ValueError):
    """A program that does not parse, names an unknown fact or cannot be evaluated."""


def to_fraction(value: FactValue) -> Fraction:
    """Return a fact's value as an exact fraction; text may be a decimal or `3/4`, with thousands commas.

    Raises:
        ProgramError: the value is not a number.
    """
    return Fraction(exact(value))


def exact(value: FactValue) -> Exact:
    """Return what `to_fraction` returns, as `int` where it is whole."""
    if type(value) is int:
        if -_TOO_LARGE < value < _TOO_LARGE:
            return value
        raise ProgramError(f"a whole number of more than {MAX_BITS} bits is not a number that programs read")
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else value
    text = str(value)
    return _read_again(text) if len(text) <= _SHORT else _read(text)


def _read(text: str) -> Exact:
    plain = text.replace(",", "").replace("−", "-").strip()
    if not _NUMBER.fullmatch(plain):
        raise ProgramError(f"{text!r} is not a number")
    try:
        value = Fraction(plain)
    except (ValueError, ZeroDivisionError):
        raise ProgramError(f"{text!r} is not a number") from None
    return value.numerator if value.denominator == 1 else value


# The same few facts are read for a program, each of its wrong variants and each of its steps.
_read_again = lru_cache(maxsize=8192)(_read)


def round_half_up(value: Exact, decimals: int = 0) -> Fraction:
    """Round as taught in school: halves away from zero, at the given number of decimals."""
    scale = 10**decimals
    numerator, denominator = value.numerator, value.denominator
    rounded = (2 * abs(numerator) * scale + denominator) // (2 * denominator)
    return Fraction(rounded if numerator >= 0 else -rounded, scale)


def format_number(value: Exact, decimals: int | None = None) -> str:
    """Return a number as a person writes it.

    With `decimals`, rounded half up to so many places. Without, whole numbers and decimals that end within six places
    are exact; anything else is shown to six significant digits.
    """
    if decimals is not None:
        rounded = round_half_up(value, decimals)
        whole, part = divmod(abs(rounded.numerator) * 10**decimals // rounded.denominator, 10**decimals)
        sign = "-" if rounded < 0 else ""
        return f"{sign}{whole}.{part:0{decimals}d}" if decimals else f"{sign}{whole}"
    denominator = value.denominator
    if denominator == 1:
        return str(value.numerator)
    for places in range(1, 7):
        if 10**places % denominator == 0:
            return format_number(value, places)
    if value.numerator.bit_length() - denominator.bit_length() > 1000:
        return str(round(value))
    return f"{float(value):.6g}"
