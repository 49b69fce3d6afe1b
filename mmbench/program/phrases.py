"""How an operation is said: the sentences of both languages, and numbers and units as a solution shows them."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mmbench.program.numbers import Exact, format_number

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ENGLISH", "LANGUAGES", "Phrases", "Shown", "in_unit", "places_in_words", "shown"]

_EXACT_BITS = 150
_BEFORE = ("$", "€", "£", "¥", "￥")
_CLOSE = ("°", "%", "‰", "′", "″")


class Shown(NamedTuple):
    """A number as shown, and whether it is exactly that."""

    text: str
    exact: bool


# An operand is shown again in every line that uses it.
@lru_cache(maxsize=4096)
def shown(value: Exact) -> Shown:
    """Return a number as `format_number` does, with a true minus sign and powers of ten written out.

    A number of more digits than the 50 that roots and pi carry counts as approximate.
    """
    text = format_number(value)
    exact = value.numerator.bit_length() <= _EXACT_BITS and Fraction(text) == value
    if "e" in text and not -1 < value < 1:
        text = format_number(value, 0)
    elif "e" in text:
        digits, _, exponent = text.partition("e")
        text = f"{digits} × 10^({int(exponent)})"
    return Shown(text.replace("-", "−"), exact)


def in_unit(text: str, unit: str) -> str:
    """Return a number with its unit: `12 cm`, `30°`, `50%`, `$8`, `12厘米`."""
    if not unit:
        return text
    if unit in _BEFORE:
        return f"−{unit}{text[1:]}" if text.startswith("−") else f"{unit}{text}"
    close = unit in _CLOSE or "一" <= unit[0] <= "鿿"
    return f"{text}{unit}" if close else f"{text} {unit}"


class Phrases(NamedTuple):
    """The words of one language. `sentences` are by function; braces name what is put in."""

    comma: str
    pause: str
    last: str
    about: str
    read: str
    answer: str
    answer_about: str
    rounded: str
    position: str
    sentences: dict[str, str]

    def listed(self, parts: Sequence[str]) -> str:
        """Return a list in words: `12, 15 and 18`, `12、15 和 18`."""
        if len(parts) == 1:
            return parts[0]
        return f"{self.pause.join(parts[:-1])}{self.last}{parts[-1]}"


ENGLISH = Phrases(
    comma=", ",
    pause=", ",
    last=" and ",
    about="about ",
    read="Read from the figure: {facts}.",
    answer="Answer: {answer}",
    answer_about="Answer: about {answer}",
    rounded="Rounded to {places}: {value}",
    position="position {number}",
    sentences={
        "sum": "The sum of {list} is {work}",
        "mean": "The mean of {list} is {work}",
        "range": "The range of {list} is {work}",
        "weighted_mean": "The weighted mean is {work}",
        "odd_median": "In order: {ordered}. The median is {value}",
        "even_median": "In order: {ordered}. The median is {work}",
        "min": "The least of {list} is {value}",
        "max": "The greatest of {list} is {value}",
        "argmin": "The least of {list} is {extreme}, at {where}",
        "argmax": "The greatest of {list} is {extreme}, at {where}",
        "count_above": "Of {rest}, {value} are greater than {first}",
        "count_below": "Of {rest}, {value} are less than {first}",
        "one_above": "Of {rest}, {value} is greater than {first}",
        "one_below": "Of {rest}, {value} is less than {first}",
        "nth_largest": "From the greatest to the least: {descending}. Number {first} is {value}",
        "round": "{first} rounded to {places} is {value}",
        "floor": "{first} rounded down is {value}",
        "mod": "The remainder of {first} ÷ {second} is {value}",
        "sign": "The sign of {first} is {value}",
        "log": "log",
    },
)
CHINESE = Phrases(
    comma="，",
    pause="、",
    last=" 和 ",
    about="约 ",
    read="从图中读出：{facts}。",
    answer="答案：{answer}",
    answer_about="答案：约 {answer}",
    rounded="{places}：{value}",
    position="第 {number} 个",
    sentences={
        "sum": "{list} 的和是 {work}",
        "mean": "{list} 的平均数是 {work}",
        "range": "{list} 的极差是 {work}",
        "weighted_mean": "加权平均数是 {work}",
        "odd_median": "从小到大排列：{ordered}，中位数是 {value}",
        "even_median": "从小到大排列：{ordered}，中位数是 {work}",
        "min": "{list} 中最小的是 {value}",
        "max": "{list} 中最大的是 {value}",
        "argmin": "{list} 中最小的是 {extreme}，对应{where}",
        "argmax": "{list} 中最大的是 {extreme}，对应{where}",
        "count_above": "{rest} 中大于 {first} 的有 {value} 个",
        "count_below": "{rest} 中小于 {first} 的有 {value} 个",
        "one_above": "{rest} 中大于 {first} 的有 {value} 个",
        "one_below": "{rest} 中小于 {first} 的有 {value} 个",
        "nth_largest": "从大到小排列：{descending}，第 {first} 个是 {value}",
        "round": "{first} {places}是 {value}",
        "floor": "{first} 向下取整是 {value}",
        "mod": "{first} ÷ {second} 的余数是 {value}",
        "sign": "{first} 的符号是 {value}",
        "log": "lg",
    },
)
LANGUAGES = {"en": ENGLISH, "zh": CHINESE}

_COUNTED = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_CHINESE_COUNTED = "一两三四五六七八九十"


def places_in_words(decimals: int, language: str) -> str:
    """Return how a number is rounded: `a whole number`, `two decimal places`; `保留整数`, `保留两位小数`."""
    if language == "zh":
        if not decimals:
            return "保留整数"
        return f"保留{_CHINESE_COUNTED[decimals - 1] if decimals <= 10 else f' {decimals} '}位小数"
    if not decimals:
        return "a whole number"
    number = _COUNTED[decimals - 1] if decimals <= 10 else str(decimals)
    return f"{number} decimal place{'s' * (decimals > 1)}"
