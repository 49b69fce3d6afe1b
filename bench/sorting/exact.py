"""An exact check of plain arithmetic, written apart from the sorter: which equalities of a text are false.

It knows calculator annotations `<<5*12=60>>`, and `a op b ... = c` with nothing but numbers, signs and dollars. It
says nothing of the rest.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

__all__ = ["Equality", "equalities", "is_false", "worth"]

_ANNOTATION = re.compile(r"<<([^<>=]{1,80})=([^<>=]{1,40})>>")
_NUMBER = r"\$?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_PLAIN = re.compile(
    rf"(?<![\d)%°}}/^×÷*+−-] )(?<![\w.,)%$°}}/^×÷*+−\\-])({_NUMBER}(?: ?[-+*/×÷] ?{_NUMBER})+) ?=[ $]*"
    rf"(-?{_NUMBER})(?![\w%/^:°]|[.,]\d| ?[-+*/×÷^(])"
)
_JOINS = re.compile(
    r"(?:\b(?:x|times|plus|minus|by|of|over|than|and|twice|half|from|to)|[^\x00-\x7f])\s*$", re.IGNORECASE
)
"""What before a sum makes it a part of a larger one."""
_TOKEN = re.compile(r"\s*(\d+\.?\d*|\.\d+|[-+*/()])")
_PLAINLY = {",": "", "$": "", "×": "*", "÷": "/", "¼": "(1/4)", "½": "(1/2)", "¾": "(3/4)"}
_BINARY_DIGITS = 16


class Equality(NamedTuple):
    """An equality: what is worked out, what it is said to be, where the result stands, and whether it is false."""

    left: str
    right: str
    start: int
    end: int
    false: bool


def worth(text: str) -> Fraction | None:
    """Return the value of a sum, product or quotient of plain numbers; None where it is anything else."""
    tokens, at = [], 0
    for sign, plain in _PLAINLY.items():
        text = text.replace(sign, plain)
    text = text.strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            return None
        tokens.append(found.group(1))
        at = found.end()
    try:
        value, rest = _sum(tokens)
    except (IndexError, ValueError, ZeroDivisionError):
        return None
    return None if rest else value


def _sum(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _product(tokens)
    while rest and rest[0] in "+-":
        sign = rest[0]
        other, rest = _product(rest[1:])
        value = value + other if sign == "+" else value - other
    return value, rest


def _product(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _atom(tokens)
    while rest and rest[0] in "*/":
        sign = rest[0]
        other, rest = _atom(rest[1:])
        value = value * other if sign == "*" else value / other
    return value, rest


def _atom(tokens: list[str]) -> tuple[Fraction, list[str]]:
    if tokens[0] == "-":
        value, rest = _atom(tokens[1:])
        return -value, rest
    if tokens[0] == "(":
        value, rest = _sum(tokens[1:])
        if rest[0] != ")":
            raise ValueError(rest[0])
        return value, rest[1:]
    return Fraction(tokens[0]), tokens[1:]


def is_false(left: str, right: str) -> bool | None:
    """Return whether an equality is false, None where a side cannot be worked out.

    A result that needs more decimals than it is given may be off by less than one in its last place: it is rounded. One
    of sixteen digits or more comes from binary arithmetic and may be off in the last four.
    """
    exact, said = worth(left), worth(right)
    if exact is None or said is None:
        return None
    step = Fraction(1, 10 ** len(right.partition(".")[2].strip()))
    if sum(map(str.isdigit, right)) >= _BINARY_DIGITS:
        return abs(exact - said) >= step * 10**4
    if (exact / step).denominator == 1:
        return exact != said
    return abs(exact - said) >= step


def equalities(text: str) -> list[Equality]:
    """Return the equalities of a text that can be worked out, in order."""
    found = {}
    blank = _ANNOTATION.sub(lambda match: " " * len(match.group()), text)
    for pattern, where in ((_PLAIN, blank), (_ANNOTATION, text)):
        for match in pattern.finditer(where):
            false = is_false(match.group(1), match.group(2))
            joined = pattern is _PLAIN and _JOINS.search(where, max(0, match.start() - 8), match.start())
            if false is not None and not joined:
                found[match.start(2)] = Equality(match.group(1), match.group(2), match.start(2), match.end(2), false)
    return [found[start] for start in sorted(found)]
