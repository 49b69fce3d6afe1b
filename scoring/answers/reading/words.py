"""Numbers in words, English and Chinese: "three hundred and five", "two thirds", "1.5 million", `三分之二`, `1.2万`."""

from __future__ import annotations

import re
from fractions import Fraction

__all__ = ["HAN", "leading_numbers", "number_words"]

HAN = r"[^\W\x00-\u04ff]"
"""The pattern of a Chinese character: any letter or figure beyond the alphabets, since ranges of Han compile slowly."""
MAX_WORDS = 160
"""Characters of a number in words; a longer text is none."""

_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TO_NINETY = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: value for value, word in enumerate(_TO_NINETEEN.split())}
_TENS = {word: 10 * value for value, word in enumerate(_TO_NINETY.split(), start=2)} | {"fourty": 40}
_LARGE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_PARTS = {
    "half": 2, "halve": 2, "third": 3, "fourth": 4, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
    "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
    "hundredth": 100, "thousandth": 1000, "millionth": 10**6,
}  # fmt: skip
_DENOMINATORS = _PARTS | {word + "s": value for word, value in _PARTS.items()}
_MAGNITUDES = _LARGE | {word + "s": value for word, value in _LARGE.items()} | {"hundred": 100, "dozen": 12}
_SIGNS = ("minus", "negative")
_VOCABULARY = frozenset((*_SMALL, *_TENS, *_MAGNITUDES, *_DENOMINATORS, *_SIGNS, "a", "an", "and", "point"))
_DIGITS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,9}(?:\.[0-9]{1,40})?|[0-9]{1,40}(?:\.[0-9]{1,40})?")
_WORD = re.compile(r"[A-Za-z]+|[0-9][0-9,.]*")
_GAP = re.compile(r"[ -]{1,3}")
_WIDE_GAP = re.compile(r"[ -]{1,3}|, ")


def number_words(text: str) -> Fraction | None:
    """Return the number that the whole of a text says in words, or None; digits alone are not words."""
    text = text.strip()
    if not text or len(text) > MAX_WORDS:
        return None
    if text.isascii():
        run = _run(text)
        return _english([word for word, _ in run]) if run and run[-1][1] == len(text) else None
    return _chinese(text) if _HAN_RUN.fullmatch(text) else None


def leading_numbers(text: str) -> list[tuple[Fraction, str]]:
    """Return what a text may begin with as a number in words, longest first, each with the text that is left.

    "two thirds of a cup" gives (2/3, "of a cup") and (2, "thirds of a cup").
    """
    text = text.strip()
    head = text[:MAX_WORDS]
    found: list[tuple[Fraction, str]] = []
    if head[:1].isascii() and (head[:1].isalpha() or head[:1].isdigit()):
        run = _run(head)
        for count in range(len(run), 0, -1):
            value = _english([word for word, _ in run[:count]])
            rest = text[run[count - 1][1] :]
            if value is not None and rest[:1] != "-":
                found.append((value, rest.lstrip()))
    if not found:
        match = None if head.startswith("正") else _HAN_RUN.match(head)
        for end in range(match.end() if match else 0, 0, -1):
            value = _chinese(head[:end])
            if value is not None:
                found.append((value, text[end:].lstrip()))
    return found


def _run(text: str) -> list[tuple[str, int]]:
    """Return the words of numbers that a text begins with, in lower case, each with where it ends."""
    run: list[tuple[str, int]] = []
    at = 0
    while (match := _WORD.match(text, at)) is not None:
        word = match[0].lower()
        if word not in _VOCABULARY and not (word[0].isdigit() and _DIGITS.fullmatch(word)):
            break
        run.append((word, match.end()))
        gap = (_WIDE_GAP if word in _LARGE else _GAP).match(text, match.end())
        if gap is None:
            break
        at = gap.end()
    return run


def _english(words: list[str]) -> Fraction | None:
    if not words or all(word[0].isdigit() for word in words):
        return None
    if words[0] in _SIGNS:
        value = _unsigned(words[1:])
        return None if value is None else -value
    return _unsigned(words)


def _unsigned(words: list[str]) -> Fraction | None:
    if not words or words[-1] in ("and", "a", "an", "point") or words[0] == "and":
        return None
    if "point" in words:
        return _decimal(words)
    if words[-1] in _DENOMINATORS:
        joint = len(words) - 1 - words[::-1].index("and") if "and" in words else -1
        part = _fraction(words[joint + 1 :], joint >= 0)
        whole = _cardinal(words[:joint]) if joint >= 0 else Fraction(0)
        return None if part is None or whole is None else whole + part
    if words[0] == "half" and len(words) == 3 and words[1] in ("a", "an"):
        size = _MAGNITUDES.get(words[2])
        return None if size is None else Fraction(size, 2)
    if words[-1] in _LARGE and len(words) > 3 and "and" in words:
        part = _unsigned(words[:-1])
        if part is not None and part.denominator > 1:
            return part * _LARGE[words[-1]]
    return _cardinal(words)


def _fraction(words: list[str], behind: bool) -> Fraction | None:
    """Return "two thirds", "a half", "half"; behind a whole number ("one and half") the article may be missing."""
    size = _DENOMINATORS[words[-1]]
    if len(words) == 1:
        return Fraction(1, 2) if words[0] == "half" or (behind and size == 2) else None
    if words[:-1] in (["a"], ["an"]):
        return Fraction(1, size)
    if words[-2] in _TENS and len(words) > 2 and size < 10:
        size += _TENS[words[-2]]
        words = words[:-1]
    top = _cardinal(words[:-1])
    return None if top is None else top / size


def _decimal(words: list[str]) -> Fraction | None:
    """Return "five point two", "zero point zero five", "five point two million"."""
    at = words.index("point")
    size = 1
    if words[-1] in _LARGE:
        size = _LARGE[words[-1]]
        words = words[:-1]
    whole = _cardinal(words[:at]) if at else Fraction(0)
    digits = [_SMALL.get(word, 10) for word in words[at + 1 :]]
    if whole is None or whole.denominator != 1 or not digits or max(digits) > 9:
        return None
    tail = Fraction(int("".join(map(str, digits))), 10 ** len(digits))
    return (whole + tail) * size


def _cardinal(words: list[str]) -> Fraction | None:
    if not words:
        return None
    if words[0] in ("a", "an") and len(words) > 1 and words[1] in _MAGNITUDES:
        words = ["one", *words[1:]]
    if words == ["zero"]:
        return Fraction(0)
    if words[0][0].isdigit() and any(word not in _MAGNITUDES for word in words[1:]):
        return None
    total = Fraction(0)
    current: Fraction | None = None
    last = 10**15
    for index, word in enumerate(words):
        if word == "and":
            if current % 100 if current else not total:
                return None
            continue
        if word in _MAGNITUDES:
            size = _MAGNITUDES[word]
            if current is None or size >= last:
                return None
            if size == 100:
                if current >= 100:
                    return None
                current *= 100
                continue
            if size == 12 and index < len(words) - 1:
                return None
            total += current * size
            current, last = None, size
            continue
        current = _joined(current, word, index)
        if current is None:
            return None
    return total + (current or 0)


def _joined(current: Fraction | None, word: str, index: int) -> Fraction | None:
    """Return the number below a thousand with one more word, or None where the word does not follow."""
    if word[0].isdigit():
        return Fraction(word.replace(",", "")) if index == 0 else None
    value = _SMALL.get(word) or _TENS.get(word)
    if not value:
        return None
    if current is None:
        return Fraction(value)
    room = current % 100
    if current >= 100 and room == 0:
        return current + value
    return current + value if room >= 20 and room % 10 == 0 and value < 10 else None


_HAN_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_SIZES = {"十": 10, "百": 100, "千": 1000}
_HAN_LARGE = {"万": 10**4, "亿": 10**8}
_HAN_RUN = re.compile(r"(?:[负正]的?)?[零〇一二两三四五六七八九十百千万亿点分之又半0-9.]+")
_HAN_SCALED = re.compile(r"([0-9]{1,40}(?:\.[0-9]{1,40})?)(百|千|万|亿|百万|千万|万亿)")


def _chinese(text: str) -> Fraction | None:
    if text[0] in "负正":
        digits = text[1:].removeprefix("的")
        value = _chinese(digits) if digits else None
        return value if value is None or text[0] == "正" else -value
    if text in ("一半", "半"):
        return Fraction(1, 2)
    if "之" in text:
        return _han_fraction(text)
    match = _HAN_SCALED.fullmatch(text)
    if match is not None:
        value = Fraction(match[1])
        for char in match[2]:
            value *= _HAN_SIZES.get(char) or _HAN_LARGE[char]
        return value
    return _han_decimal(text)


def _han_fraction(text: str) -> Fraction | None:
    whole_text, joint, rest = text.rpartition("又")
    bottom_text, sign, top_text = rest.partition("分之")
    if not sign:
        return None
    whole = _han_decimal(whole_text) if joint else Fraction(0)
    bottom, top = _han_value(bottom_text), _han_value(top_text)
    return None if whole is None or top is None or not bottom else whole + top / bottom


def _han_value(text: str) -> Fraction | None:
    """Return a number in Chinese or in digits; the bare `百` and `千` of `百分之` count."""
    if text in ("百", "千", "万"):
        return Fraction(_HAN_SIZES.get(text) or _HAN_LARGE[text])
    return Fraction(text) if _DIGITS.fullmatch(text) else _han_decimal(text)


def _han_decimal(text: str) -> Fraction | None:
    whole_text, point, tail = text.partition("点")
    whole = _han_integer(whole_text)
    if whole is None or not point:
        return None if whole is None else Fraction(whole)
    if not tail or any(char not in _HAN_DIGITS for char in tail):
        return None
    digits = "".join(str(_HAN_DIGITS[char]) for char in tail)
    return whole + Fraction(int(digits), 10 ** len(digits))


def _han_integer(text: str) -> int | None:
    if not text:
        return None
    if len(text) > 1 and all(char in _HAN_DIGITS for char in text) and "两" not in text:
        return int("".join(str(_HAN_DIGITS[char]) for char in text)) if len(text) <= 40 else None
    total = 0
    for sign in ("亿", "万"):
        head, found, rest = text.partition(sign)
        if found:
            part = _han_small(head)
            if not part or (rest and not total and "亿" in rest):
                return None
            total += part * _HAN_LARGE[sign]
            text = rest
    if not text:
        return total or None
    small = _han_small(text.removeprefix("零")) if total else _han_small(text)
    return None if small is None else total + small


def _han_small(text: str) -> int | None:
    """Return a number below ten thousand: `三千二百零五`, `十五`."""
    if text in ("零", "〇"):
        return 0
    total, digit, last, gap = 0, -1, 10_000, False
    for index, char in enumerate(text):
        if char in _HAN_SIZES:
            size = _HAN_SIZES[char]
            if digit < 0 and char == "十" and (index == 0 or gap):
                digit = 1
            if digit < 1 or size >= last:
                return None
            total += digit * size
            digit, last, gap = -1, size, False
        elif char in ("零", "〇"):
            if digit >= 0 or not total or gap:
                return None
            gap = True
        elif char in _HAN_DIGITS and digit < 0:
            digit = _HAN_DIGITS[char]
        else:
            return None
    if digit < 0:
        return total if total and not gap else None
    if total and last != 10 and not gap:
        return None
    return total + digit
