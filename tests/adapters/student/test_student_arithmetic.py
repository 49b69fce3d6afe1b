"""The student's arithmetic, held against a check of its own: right work holds no false equality, slips do.

The checker below finds every plain equality and every operation said in words. It reads what stands between equality
signs with a small parser of its own. Decimals may have been rounded: a number is every number that rounds to it, unless
`exact` numbers are asked for.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mmbench.adapters.student import Simulated, Student, StudentOptions
from mmbench.adapters.student.book import TABLES
from mmbench.making import make_benchmark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mmbench.records import Item

Range = tuple[float, float]

_RAISED = {ord(raised): f"^{plain}" for plain, raised in zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True)}
_PLAIN = (
    (r"\\\\\s*\n\s*&", " "),
    (r"\\\\", "\n"),
    (r"\\text\{[^{}]*\}(\^\d)?", " "),
    (r"\^\\circ|°| degrees\b|\\%|%", ""),
    (r"&|\\left|\\right|\\\[|\\\]|\\begin\{aligned\}|\\end\{aligned\}", " "),
    (r"\$(?=\d)|\\\$", ""),
    (r"[$€£¥￥]|\\\(|\\\)", " "),
    (r"\\times|\\cdot|×|·|(?<=[\d)π]) x (?=[\d(π])|(?<=[\d)])x(?=[\d(])", "*"),
    (r"\\div|÷", "/"),
    (r"−", "-"),
    (r"\\pi|(?<![a-z])pi(?![a-z])", " π "),
    (r"\\sqrt|\bsqrt\b", "√"),
    (r"\\approx|≈|= about", "~"),
    (r"(?<=\d),(?=\d{3}(\D|$))", ""),
    (r"(?<=\d) \(\d+(?:[-–～]\d+)?\)", ""),
)
_PLAIN_COMPILED = tuple((re.compile(pattern), plain) for pattern, plain in _PLAIN)
_FRACTION = re.compile(r"\\frac\{([^{}]*)\}\{([^{}]*)\}")
_SINE = re.compile(r"\\?(sin|cos|tan)\(([\d.]+)\)")
_NAMED = re.compile(r" \((?:[^()=~]|\([^()=~]*\))*[^\W\dπ√](?:[^()=~]|\([^()=~]*\))*\)")
_BRACED = re.compile(r"√\{([^{}]*)\}|\^\{([^{}]*)\}")
_ARITHMETIC = r"[\d.+\-*/^()|π√ ]"
_TOKEN = re.compile(r"\s*(\d+\.\d+|\d+|[-+*/^()|π√])")


class Equality(NamedTuple):
    """Two sides of a sign, as plain text, and what each may be worth."""

    left: str
    right: str
    left_range: Range
    right_range: Range

    @property
    def holds(self) -> bool:
        """Say whether the sides have a value in common."""
        slack = 1e-6 * max(1.0, abs(self.left_range[0]))
        return self.left_range[0] <= self.right_range[1] + slack and self.right_range[0] <= self.left_range[1] + slack


def _sine(found: re.Match[str]) -> str:
    functions: dict[str, Callable[[float], float]] = {"sin": math.sin, "cos": math.cos, "tan": math.tan}
    return f"{functions[found[1]](math.radians(float(found[2]))):.4f}"


def plain(text: str) -> str:
    """Return mathematics in any notation as plain characters."""
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]", lambda found: found[0].translate(_RAISED), re.sub(r"(?<=[a-z米吨])[²³]", "", text))
    for pattern, replacement in _PLAIN_COMPILED:
        text = pattern.sub(replacement, text)
    while True:
        flat = _FRACTION.sub(r"((\1)/(\2))", text)
        flat = _BRACED.sub(lambda found: f"√({found[1]})" if found[1] is not None else f"^({found[2]})", flat)
        if flat == text:
            return _NAMED.sub("", _SINE.sub(_sine, text))
        text = flat


def equalities(text: str, units: Iterable[str] = (), *, exact: bool = False) -> Iterator[Equality]:
    """Yield the equalities of a text whose sides are arithmetic; `units` are the units that may stand in them."""
    known = sorted({re.escape(unit.rstrip("²³")) for unit in units if unit}, key=len, reverse=True)
    if known:
        text = re.sub(rf"(?<=[\d)]) ?(?:{'|'.join(known)})[²³]?(?![A-Za-z一-鿿])", "", text)
    for line in re.split(r"\n(?!\s*&)|[;。，：]|, |\. |: ", plain(text)):
        signs = re.findall(r"[=~]", line)
        sides = re.split(r"[=~]", line.replace("\n", " "))
        for at, (left, right) in enumerate(pairwise(sides)):
            first = _arithmetic(left, at_end=True) if at == 0 else _arithmetic(left, at_end=True, whole=True)
            second = _arithmetic(right, at_end=False, whole=at + 2 < len(sides))
            if first and second:
                one, other = _value(first, exact), _value(second, exact and not re.fullmatch(r"-?[\d.]+", second))
                if other and signs[at] == "~" and other[0] == other[1]:
                    other = (other[0] - 0.5, other[1] + 0.5)
                if one and other:
                    yield Equality(first, second, one, other)


def _arithmetic(side: str, *, at_end: bool, whole: bool = False) -> str:
    """Return the arithmetic at the end or the start of a side of a sign; empty where letters touch it."""
    if whole:
        return side.strip() if re.fullmatch(rf"{_ARITHMETIC}+", side.strip()) else ""
    side = side.rstrip() if at_end else side.lstrip()
    found = re.search(rf"{_ARITHMETIC}+$" if at_end else rf"^{_ARITHMETIC}+", side)
    before = side[: found.start()].strip() if found and at_end else ""
    if found and before and found[0].lstrip()[:1] in ("-", "+", "*", "/"):
        return ""
    if not found or not re.search(r"\d|π", found[0]) or (at_end and re.search(r"[A-Za-z²³]$", side[: found.start()])):
        return ""
    return found[0].strip().rstrip(".")


def _value(text: str, exact: bool) -> Range | None:
    tokens = _TOKEN.findall(text)
    parser = _Parser(tokens, exact)
    try:
        value = parser.sum()
    except (IndexError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return value if parser.at == len(tokens) else None


class _Parser:
    def __init__(self, tokens: list[str], exact: bool) -> None:
        self.tokens = [*tokens, ""]
        self.at = 0
        self.exact = exact

    def take(self) -> str:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def seen(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def sum(self) -> Range:
        value = self.product()
        while self.seen() in ("+", "-"):
            sign, other = self.take(), self.product()
            value = (
                (value[0] + other[0], value[1] + other[1])
                if sign == "+"
                else (value[0] - other[1], value[1] - other[0])
            )
        return value

    def product(self) -> Range:
        value = self.signed()
        while self.seen() in ("*", "/", "π", "(", "√"):
            sign = self.take() if self.seen() in ("*", "/") else "*"
            other = self.signed()
            if sign == "/":
                if other[0] <= 0 <= other[1]:
                    raise ZeroDivisionError
                other = (1 / other[1], 1 / other[0])
            corners = [a * b for a in value for b in other]
            value = (min(corners), max(corners))
        return value

    def signed(self) -> Range:
        if self.seen() == "-":
            self.take()
            low, high = self.signed()
            return -high, -low
        return self.power()

    def power(self) -> Range:
        base = self.atom()
        if self.seen() == "^":
            self.take()
            exponents = self.signed()
            if exponents[0] == exponents[1] and exponents[0] % 2 == 0 and base[0] < 0:
                base = (0.0 if base[1] > 0 else -base[1], max(-base[0], base[1]))
            ends = [float(end**exponent) for end in base for exponent in exponents]
            return min(ends), max(ends)
        return base

    def atom(self) -> Range:
        token = self.take()
        if token == "(":
            value = self.sum()
            if self.take() != ")":
                raise ValueError
            return value
        if token == "|":
            low, high = self.sum()
            if self.take() != "|":
                raise ValueError
            return (low, high) if low >= 0 else (0.0 if high >= 0 else -high, max(-low, high))
        if token == "π":
            return math.pi, math.pi
        if token == "√":
            low, high = self.atom()
            return math.sqrt(max(low, 0.0)), math.sqrt(high)
        half = 0.5 * 10.0 ** -len(token.partition(".")[2])
        half = half if "." in token and not self.exact else 0.0
        return float(token) - half, float(token) + half


_WORDS = {
    "words_-": "a-b", "words_+": "a+b", "words_*": "a*b", "words_/": "a/b", "words_half": "a/2", "words_double": "a*2",
    "words_sum": "sum", "words_mean": "mean", "words_sqrt": "root", "words_square": "a*a",
    "words_percent_of": "a/b*100",
    "words_take_percent": "a*p/100",
}  # fmt: skip
_NUMBER = (
    r"(?:[$€£¥]?\(?[-−]?[$€£¥]?[\d,]*\d(?:\.\d+)?\)?(?:/\d+)?(?: ?(?:°C?|%|[A-Za-z一-鿿²³/]+(?: litres| points)?))?)"
)


def said_in_words(text: str, phrases: Mapping[str, Mapping[str, str]], *, exact: bool = False) -> Iterator[Equality]:
    """Yield the operations that a text says in words, by the phrases that may say them."""
    for purpose, table in phrases.items():
        for phrase in table.values() if purpose in _WORDS else ():
            pattern = re.escape(phrase.rstrip(".。")).replace(r"\ ", " ")
            for name in ("a", "b", "p"):
                pattern = pattern.replace(rf"\{{{name}\}}", f"(?P<{name}>{_NUMBER})", 1)
            pattern = pattern.replace(r"\{list\}", f"(?P<list>{_NUMBER}(?:(?:, | and |、|和){_NUMBER})+)")
            pattern = pattern.replace(r"\{r\}", f"(?:about |约)?(?P<r>{_NUMBER})")
            for found in re.finditer(pattern, text):
                values = {
                    name: number(value, exact=exact and name != "r")
                    for name, value in found.groupdict().items()
                    if name != "list"
                }
                listed = [number(one, exact=exact) for one in re.findall(_NUMBER, found.groupdict().get("list") or "")]
                yield Equality(found[0], "", _worth(_WORDS[purpose], values, listed), values["r"])


def number(text: str, *, exact: bool = False) -> Range:
    """Return the numbers that round to what is written, or the number itself."""
    top, _, bottom = re.sub(r"[^\d.\-−/]", "", text).replace("−", "-").rstrip("/").partition("/")
    half = 0.5 * 10.0 ** -len(top.partition(".")[2]) if "." in top and not exact else 0.0
    value = float(top) / float(bottom or 1)
    return value - half, value + half


def _worth(operation: str, values: Mapping[str, Range], listed: list[Range]) -> Range:
    if operation in ("sum", "mean"):
        share = len(listed) if operation == "mean" else 1
        return sum(low for low, _ in listed) / share, sum(high for _, high in listed) / share
    a, b = values["a"], values.get("b", values.get("p", (1.0, 1.0)))
    if operation == "root":
        return math.sqrt(a[0]), math.sqrt(a[1])
    counts: dict[str, Callable[[float, float], float]] = {
        "a-b": lambda x, y: x - y, "a+b": lambda x, y: x + y, "a*b": lambda x, y: x * y, "a/b": lambda x, y: x / y,
        "a/2": lambda x, _: x / 2, "a*2": lambda x, _: x * 2, "a*a": lambda x, _: x * x,
        "a/b*100": lambda x, y: x / y * 100, "a*p/100": lambda x, y: x * y / 100,
    }  # fmt: skip
    count = counts[operation]
    corners = [count(x, y) for x in a for y in b]
    return min(corners), max(corners)


def solves(text: str) -> bool | None:
    """Say whether the last value given to the unknown solves the first equation in it; nothing where there is none."""
    flat = plain(text)
    sides = [side.strip() for side in re.split(r"[=~]", flat)]
    letters = re.findall(r"(?<![A-Za-z])([xyt])(?![A-Za-z])", flat)
    if len(sides) < 3 or not letters:
        return None
    letter = letters[0]
    value = re.match(r"\(?-?\s*[\d.]*\d", sides[-1])
    left = re.search(rf"(?:{_ARITHMETIC}|{letter})+$", sides[0])
    right = re.match(rf"{_ARITHMETIC}+", sides[1])
    if not (value and left and right):
        return None
    filled = re.sub(rf"(?<![A-Za-z]){letter}(?![A-Za-z])", f"({value[0].strip('(')})", left[0])
    one, other = _value(filled, False), _value(right[0].strip().rstrip("."), False)
    return Equality(filled, right[0], one, other).holds if one and other else None


@pytest.fixture(scope="module")
def items() -> list[Item]:
    benchmark = make_benchmark("figures:n=590,seed=4", None)
    items = [benchmark.item(row) for row in benchmark.rows()]
    return [item for item in items if item.key.program]


def _checked(item: Item, text: str, *, exact: bool = False) -> list[Equality]:
    """Return what a text states of arithmetic, the question and the facts' names left out."""
    text = text.replace(item.question.text, " ")
    for name in sorted(item.key.facts, key=len, reverse=True):
        parts = [part for part in re.split(r"[,:()]", name) if re.search(r"\d", part)]
        for part in (name, *parts):
            text = re.sub(rf"{re.escape(part.strip())}(?= ?(?:=|,? \d+ ?=|[和的]))", "N", text)
    units = {*item.key.units.values(), item.question.unit}
    phrases = TABLES["zh" if item.question.language == "zh" else "en"]
    words = [
        said
        for said in said_in_words(text, phrases, exact=exact)
        if not re.search(r"(?:, |、|和| and )$", text[: text.find(said.left)])
    ]
    return [*equalities(text, units, exact=exact), *words]


def _plain_units(item: Item, text: str) -> str:
    for unit in sorted({*item.key.units.values(), item.question.unit}, key=len, reverse=True):
        text = re.sub(rf"(?<=\d) ?{re.escape(unit)}[²³]?(?![A-Za-z一-鿿])", "", text) if unit else text
    return text


def test_the_checker_tells_true_from_false() -> None:
    true = [
        r"\(\frac{1}{2} \times 6 \times 8 = 24\)",
        "75 − 58 = 17",
        "17/58 × 100 ≈ 29.31",
        "√(12² + 5²) = 13",
        "10² ÷ 4 = 25",
    ]
    false = [r"\[ \frac{6}{4} = 2.5 \]", "75 − 58 = 18", "7 × 8 = 54", "3 × 4 = 12 = 13", "12,500 + 1 = 12,502"]
    for text in true:
        assert [one.holds for one in equalities(text)] == [True], text
    for text in false:
        assert not all(one.holds for one in equalities(text)), text
    words = {"words_-": {"x": "Subtracting {b} from {a} gives {r}."}, "words_half": {"x": "{a}的一半是{r}。"}}
    said = list(said_in_words("Subtracting 30 cm from 45 cm gives 16 cm. 12的一半是6。", words))
    assert [one.holds for one in said] == [False, True]
    assert solves("x + 69 = 180, so x = 111") is True
    assert solves("$x + 133 = 180$, so $x = 57$") is False


def test_right_work_holds_no_false_equality(items: list[Item]) -> None:
    student = Student("", StudentOptions(calculation=0, logic=0, misreading=0))
    stated = 0
    for item in items:
        text = student.answer(item, 1).text
        for equality in _checked(item, text):
            assert equality.holds, (item.question.id, equality, text)
            stated += 1
    assert stated > 2 * len(items)


@pytest.mark.parametrize("rates", [(0, 1, 0), (0, 0, 1)], ids=["logic", "misreading"])
def test_wrong_plans_and_readings_hold_no_false_equality(items: list[Item], rates: tuple[int, int, int]) -> None:
    calculation, logic, misreading = rates
    student = Student("", StudentOptions(calculation=calculation, logic=logic, misreading=misreading))
    for item in items:
        made = student.answer(item, 2)
        if made.planted.kind != "calculation":
            for equality in _checked(item, made.text):
                assert equality.holds, (item.question.id, equality, made.text)


def test_calculation_mistakes_are_false_where_they_are_said_to_be_and_nowhere_else(items: list[Item]) -> None:
    student = Student("", StudentOptions(calculation=1, logic=0, misreading=0))
    found = 0
    for item in items:
        made = student.answer(item, 3)
        if made.planted.kind == "calculation":
            found += 1
            assert _false_at_the_span(item, made), (item.question.id, made.planted, made.text)
            rest = f"{made.text[: made.planted.start]} ; {made.text[made.planted.end :]}"
            for equality in _checked(item, rest):
                assert equality.holds, (item.question.id, equality, made.text)
    assert found > 0.9 * len(items)


def _false_at_the_span(item: Item, made: Simulated) -> bool:
    span = made.text[made.planted.start : made.planted.end]
    if made.planted.subtype == "rounding":
        return _misrounded(made)
    if made.planted.subtype == "equation" and solves(_plain_units(item, span)) is False:
        return True
    return any(not equality.holds for equality in _checked(item, span, exact=True))


def _misrounded(made: Simulated) -> bool:
    """Say whether the last number of a rounding is not the one nearest to the number before it."""
    text = re.sub(r"\^\d|(?<=\d),(?=\d{3})|(?:one|two|three) ", "", made.text[: made.planted.end])
    *_, before, rounded = re.findall(r"\d+(?:\.\d+)?", text)
    places = len(rounded.partition(".")[2])
    return abs(float(before) - float(rounded)) > 0.5 * 10.0**-places - 1e-9
