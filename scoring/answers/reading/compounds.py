"""Values made of numbers and words: "5 ft 3 in", "fourteen cm", "$1.5 million", "12 red balls", "1 in 4", `三比四`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from mmbench.scoring.answers.reading.unit_table import COUNTERS, NOUNS
from mmbench.scoring.answers.reading.units import convert, counted, fitting, is_counted, unit
from mmbench.scoring.answers.reading.words import HAN, leading_numbers, number_words
from mmbench.scoring.answers.values import Apply, Number, Quantity, Ratio, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmbench.scoring.answers.values import Node, Unit, Value

    Parse = Callable[[str], Value | None]

__all__ = [
    "compound",
    "in_words",
    "magnitude",
    "nth",
    "of_unit",
    "once",
    "proportion",
    "rate",
    "rooted",
    "share",
    "with_noun",
]

MAX_SIDE = 60
"""Characters of one part of a compound quantity."""


def of_unit(value: Node | Sequence, found: Unit) -> Value:
    """Return a value with a unit: percent and degrees as operators, and a value alone where the words name no unit."""
    if isinstance(value, Apply) and value.op in ("percent", "degree") and is_counted(found):
        return value
    if not found.dimension and found.scale == 1 and found.name not in _GENERIC:
        return value
    if isinstance(value, Number | Apply) and found.scale == 1:
        if found.dimension == _PERCENT:
            return Apply("percent", (value,))
        if found.dimension == _DEGREE:
            return Apply("degree", (value,))
    return Quantity(value, found)


_PERCENT, _DEGREE = (("percent", Fraction(1)),), (("deg", Fraction(1)),)
_GENERIC = ("units", "square units", "cubic units", "unit", "square unit", "sq units", "units^2", "units^3", "unit^2")

_SHARE = r"([A-Za-z]{3,9}|[0-9]{1,9}) (?:in|out of)(?: every)? ([A-Za-z]{3,9}|[0-9]{1,9})"


def share(text: str) -> Apply | None:
    """Return "1 in 4", "two out of five" as a fraction."""
    match = re.fullmatch(_SHARE, text) if " in " in text or " out of " in text else None
    if match is None:
        return None
    part, whole = (Fraction(side) if side[0].isdigit() else number_words(side) for side in match.groups())
    return None if part is None or not whole else Apply("div", (Number(part), Number(whole)))


def proportion(text: str) -> Ratio | None:
    """Return `三比四`, `3比4比5` as a ratio."""
    parts = text.split("比") if "比" in text and len(text) <= MAX_SIDE else []
    found = [
        Fraction(part) if re.fullmatch(r"[0-9]{1,12}(?:\.[0-9]{1,12})?", part) else number_words(part)
        for part in map(str.strip, parts)
    ]
    numbers = [Number(part) for part in found if part is not None]
    return Ratio(tuple(numbers)) if 1 < len(numbers) == len(parts) <= 5 else None


_NTH = (
    r"(?i)([0-9]{1,4})(?:st|nd|rd|th) (day|week|month|year|hour|minute|term|floor|row|number|place|position|step|time)"
)
_EVERY = (
    rf"每({HAN}{{1,2}}?)(?:走|行驶?|跑|飞行?|游|做|加工|生产|完成|是|有)?"
    r"(?=[0-9一二两三四五六七八九十百千万零])(.{1,40})"
)


def rooted(text: str) -> str | None:
    """Return `2倍根号3`, `二分之根号三` in LaTeX; None for text without such a root."""
    if "根号" not in text or len(text) > MAX_SIDE:
        return None
    text = re.sub("根号下? ?", r"\\sqrt ", re.sub(_HAN_FIGURES, _in_figures, text).replace("倍", ""))
    bottom, over, top = text.partition("分之")
    return f"\\frac{{{top}}}{{{bottom}}}" if over else text


def rate(text: str) -> str | None:
    """Return `每小时60千米` with what it is counted by behind: `60千米/小时`; None for other text."""
    match = re.fullmatch(_EVERY, text) if text.startswith("每") else None
    return f"{match[2]}/{match[1]}" if match is not None and counted(match[1]) is not None else None


def nth(text: str) -> Quantity | None:
    """Return "15th day" as 15 days: which one of them is asked for, and its number is the answer."""
    match = re.fullmatch(_NTH, text)
    named = counted(match[2].lower()) if match is not None else None
    return Quantity(Number(Fraction(match[1])), named) if match is not None and named is not None else None


def once(value: Value) -> Value:
    """Return one measure given in several units ("2.5 hours, or 150 minutes") as it was given first."""
    if not isinstance(value, Sequence) or value.form != "bare" or not value.items:
        return value
    first = value.items[0]
    if not isinstance(first, Quantity) or not isinstance(first.value, Number) or len(value.items) > 4:
        return value
    for item in value.items[1:]:
        if not isinstance(item, Quantity) or not isinstance(item.value, Number) or item.unit == first.unit:
            return value
        if convert(item.value.value, item.unit, first.unit) != first.value.value:
            return value
    return first


_MONEY = re.compile(r"(-?) ?\\?([$€£¥]) ?")
_FIGURES = re.compile(r"([0-9][0-9,]{0,30}(?:\.[0-9]{1,30})?) ?(?:(k|K|M|mn|mm|bn|B|b|tn|T)\b)? ?")
_SIZES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mm": 10**6, "b": 10**9, "bn": 10**9, "t": 10**12, "tn": 10**12}
_RATE = ("per ", "/", "a ", "an ", "each")


def magnitude(text: str, symbols: frozenset[str]) -> Value | None:
    """Return `3k`, where `k` is no variable, and money with words behind: `$1.5M`, "$1.5 million", "$3 per apple"."""
    money = _MONEY.match(text)
    start = money.end() if money is not None else 0
    figures = _FIGURES.match(text, start)
    if figures is None:
        return None
    value, behind = _figure(figures), text[figures.end() :]
    if money is None:
        if figures[2] not in ("k", "K", "M") or figures[2] in symbols:
            return None
        named = counted(behind) if behind else None
        return (None if behind else value) if named is None else of_unit(value, named)
    if figures[2] is None:
        words = leading_numbers(text[start:])
        if words:
            value, behind = Number(words[0][0]), words[0][1]
        elif not behind:
            return None
    if money[1]:
        value = Number(-value.value, value.decimals)
    return _money(value, money[2], behind)


def _figure(match: re.Match[str]) -> Number:
    digits = match[1].replace(",", "")
    size = _SIZES[match[2].lower()] if match[2] else 1
    _, point, places = digits.partition(".")
    return Number(Fraction(digits) * size, len(places) if point and size == 1 else None)


def _money(value: Number, sign: str, behind: str) -> Value | None:
    """Return an amount with what stands behind it: nothing new ("dollars", "in total"), or what it is paid for."""
    currency = unit(sign)
    if currency is not None and behind.startswith(_RATE):
        currency = counted(f"{sign} {behind}")
    elif behind and (sign in behind or counted(behind) is None):
        return None
    return None if currency is None else Quantity(value, currency)


def in_words(text: str) -> Value | None:
    """Return a number in words, alone or with what it counts or measures: "two thirds of a cup", `1.2万元`."""
    if "分之" in text:
        text = text.replace(" ", "")
    whole = number_words(text)
    if whole is not None:
        if text.startswith("百分之"):
            return Apply("percent", (Number(whole * 100),))
        return Number(whole)
    head, half, behind = text.partition("个半")
    more = number_words(head) if half else None
    found = leading_numbers(text) if more is None else [(more + Fraction(1, 2), behind)]
    for value, rest in found:
        measured = unit(rest)
        if measured is not None:
            return of_unit(Number(value), measured)
    rest = found[0][1] if found else ""
    if not rest.isascii() and rest[0] not in COUNTERS and rest not in NOUNS:
        return None
    named = counted(rest) if rest else None
    return None if named is None else of_unit(Number(found[0][0]), named)


_NOUN = re.compile(
    rf"(?<=[0-9)}}%! ])(?:[A-Za-z][A-Za-z'/^ -]{{0,60}}[A-Za-z.23]|{HAN}(?:{HAN}|/){{0,11}}|¢|'{{1,2}}|\")$"
)


def with_noun(text: str, parse: Parse) -> Value | None:
    """Return a number in figures with the noun or the rarer unit behind it: "12 red balls", `5个苹果`, "5 cm long"."""
    match = _NOUN.search(text, max(0, len(text) - MAX_SIDE))
    head = text[: match.start()].rstrip() if match is not None else ""
    if match is None or not head or head[-1] in ",;:=" or "\n" in text:
        return None
    named = unit(match[0]) or counted(match[0])
    if named is None:
        return None
    value = parse(head)
    return of_unit(value, named) if isinstance(value, Number | Apply) else None


_PART = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,12})?) ?([^0-9]{1,40})")


def compound(text: str) -> Quantity | None:
    """Return a measure in two to four units, each smaller than the one before, in the first: "2 h 30 min", `3元5角`.

    Its numbers may be in words: "seven dollars and fifty cents", `十二元五角`.
    """
    if len(text) > 2 * MAX_SIDE:
        return None
    if not text.isascii() and re.match(_HAN_FIGURES, text):
        text = re.sub(_HAN_FIGURES, _in_figures, text)
    if not text[:1].isdecimal():
        return _sum([_spelled(part) for part in re.split(_JOINTS, text)]) if re.search(_JOINTS, text) else None
    parts: list[tuple[Fraction, Unit] | None] = []
    at = 0
    while at < len(text) and len(parts) <= MAX_PARTS:
        match = _PART.match(text, at)
        found = _measure(match[2].strip(" ,").removesuffix(" and").rstrip(" ,又零")) if match is not None else None
        if match is None or found is None:
            return None
        parts.append((Fraction(match[1]), found))
        at = match.end()
    return _sum(parts)


MAX_PARTS = 4
_HAN_FIGURES = "[零一二两三四五六七八九十百千]{1,12}"
_JOINTS = r",? and |, "


def _in_figures(match: re.Match[str]) -> str:
    number = number_words(match[0].removeprefix("零"))
    return match[0] if number is None else str(number)


def _measure(name: str) -> Unit | None:
    found = unit(name) or (counted(name) if name.isascii() else None)
    return None if found is None or is_counted(found) else found


def _spelled(text: str) -> tuple[Fraction, Unit] | None:
    """Return "fifty cents" as its number and its unit."""
    for value, rest in leading_numbers(text):
        found = _measure(rest)
        if found is not None:
            return value, found
    return None


def _sum(found: list[tuple[Fraction, Unit] | None]) -> Quantity | None:
    """Return the sum of measures in the unit of the first, where each is less than one unit of the one before."""
    parts = [part for part in found if part is not None]
    if not 2 <= len(parts) == len(found) <= MAX_PARTS:
        return None
    first = parts[0][1]
    total, last = parts[0][0], Fraction(1)
    for value, part in parts[1:]:
        pair = fitting(part, first)
        if pair is None or part.offset:
            return None
        step = pair[0].scale / pair[1].scale
        if step >= last or value * step >= last:
            return None
        total, last = total + value * step, step
    return Quantity(Number(total), first)
