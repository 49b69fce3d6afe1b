"""Parsing answers to values: numbers as exact fractions, lists of numbers, options of a multiple choice.

Never `eval`, never sympy: the work is bounded by the caps below before anything is computed.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from mmbench.scoring.answers.equal import plain

__all__ = ["find_numbers", "parse_list", "parse_number", "pick_choice"]

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


def parse_number(text: str) -> Fraction | None:
    """Return the one number that a short answer gives, or None where there is none or more than one.

    What stands before the last equals sign is the writer's working and is left out; words around the number are units.
    Number words from two to ten count ("one" is as often a pronoun).
    """
    for sign in ("=", "≈"):
        text = text.rpartition(sign)[2] or text
    words = (Fraction(_WORDS.index(word.lower())) for word in _WORD.findall(text[:MAX_ANSWER]))
    numbers = {*find_numbers(text), *words}
    return numbers.pop() if len(numbers) == 1 else None


def parse_list(text: str) -> list[Fraction] | None:
    """Return the numbers of a bracketed or comma-separated list, or None where an entry is not a number."""
    inner = text[:MAX_ANSWER].strip().strip("$").strip("[](){}")
    values = [parse_number(entry) for entry in inner.split(",")]
    return [value for value in values if value is not None] if None not in values else None


_LETTER = re.compile(
    r"^\W*(?:option|choice|选项|answer|选)?\W*([A-Za-z])(?:\s*[)\]）.:：,，、。]|\s*$|\s*[*}$]|\s*[\u4e00-\u9fff])"
)


def pick_choice(text: str, choices: tuple[str, ...]) -> int | None:
    """Return the index of the option that a short answer names by letter, text or value, or None.

    A text that is itself an option wins over its reading as a letter; a value that two different options share picks
    neither.
    """
    text = text[:MAX_ANSWER]
    wanted = plain(text)
    same = [index for index, choice in enumerate(choices) if plain(choice) == wanted]
    if len({choices[index] for index in same}) == 1:
        return same[0]
    letter = _LETTER.match(re.sub(r"\\(?:text|mathrm|mathbf|textbf|boxed)\b|[{}]", "", text).strip())
    if letter and (letter[1].isupper() or len(wanted.strip("().")) == 1):
        index = ord(letter[1].upper()) - ord("A")
        if index < len(choices):
            return index
    if same:
        return None
    value = parse_number(text)
    equal = [index for index, choice in enumerate(choices) if value is not None and parse_number(choice) == value]
    if equal:
        return equal[0] if len(equal) == 1 else None
    inside = [index for index, choice in enumerate(choices) if _contains(wanted, plain(choice))]
    if len(inside) == 1:
        return inside[0]
    letters = {ord(named) - ord("A") for named in re.findall(r"[(（]([A-Z])[)）]", text)}
    return letters.pop() if len(letters) == 1 and max(letters) < len(choices) else None


def _contains(text: str, part: str) -> bool:
    if not part:
        return False
    if part.isascii():
        return re.search(rf"(?<![\w.]){re.escape(part)}(?![\w.])", text) is not None
    return part in text
