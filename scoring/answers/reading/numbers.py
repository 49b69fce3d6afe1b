"""The one number of a short text that says more than a number. The typed reader is `read`."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

__all__ = ["find_numbers", "parse_number"]

MAX_ANSWER = 2_000
MAX_DIGITS = 400

_DECIMAL = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_FRACTION = re.compile(r"\\[dt]?frac\s*\{\s*(-?[\d.]{1,400})\s*\}\s*\{\s*(-?[\d.]{1,400})\s*\}")
_NUMBER = re.compile(
    rf"(?<![\w.])([-+]?)\s?((?:{_DECIMAL})(?:\s*[eE][-+]?\d{{1,3}}(?!\d))?(?:\s*/\s*\d[\d.]*)?)(?![\d])"
)


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFKC", text[:MAX_ANSWER]).replace("−", "-").replace("⁄", "/")
    text = re.sub(r"\\[,;!]|\\left|\\right|[$]", "", text)
    return _FRACTION.sub(r" \1/\2 ", text)


def _value(sign: str, digits: str) -> Fraction | None:
    digits = re.sub(r"[\s,]", "", digits)
    if len(digits) > MAX_DIGITS:
        return None
    top, _, bottom = digits.partition("/")
    try:
        value = Fraction(top) / Fraction(bottom or "1")
    except (ValueError, ZeroDivisionError):
        return None
    return -value if sign == "-" else value


def find_numbers(text: str) -> list[Fraction]:
    r"""Return the numbers in a short text, in order; fractions such as `3/4` or `\\frac{3}{4}` count as one."""
    found = (_value(match[1], match[2]) for match in _NUMBER.finditer(_clean(text)))
    return [value for value in found if value is not None]


_WORDS = ("zero", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORD = re.compile(rf"\b(?:{'|'.join(filter(None, _WORDS))})\b", re.IGNORECASE)


_UNDEFINED = re.compile(r"/\s*0+(?![\d.])")


def parse_number(text: str) -> Fraction | None:
    """Return the one number that a short answer gives, or None where there is none or more than one.

    What stands before the last equals sign is the writer's working and is left out; words around the number are units.
    Number words from two to ten count ("one" is as often a pronoun).
    """
    for sign in ("=", "≈"):
        text = text.rpartition(sign)[2] or text
    if _UNDEFINED.search(text[:MAX_ANSWER]):
        return None
    words = (Fraction(_WORDS.index(word.lower())) for word in _WORD.findall(text[:MAX_ANSWER]))
    numbers = {*find_numbers(text), *words}
    return numbers.pop() if len(numbers) == 1 else None
