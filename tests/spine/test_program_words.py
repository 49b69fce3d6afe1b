"""Worked solutions: the words of both languages, and that every line of them is true."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from mmbench.program import (
    FORMULAS,
    Apply,
    Formula,
    Node,
    Number,
    ProgramError,
    evaluate,
    facts_used,
    parse,
    quote,
    worked,
)

if TYPE_CHECKING:
    from mmbench.program import Language

FACTS: dict[str, str | int | float] = {
    "AB": 12, "BC": 5, "n": -3, "A": 50, "B": "60.5", "Mon": 12, "Tue": 18, "Wed": 15,
    "price": "1,250.50", "far": "0.1234567",
}  # fmt: skip
UNITS = {"AB": "cm", "BC": "cm", "A": "°", "B": "°", "price": "$"}


@pytest.mark.parametrize(
    ("program", "asked", "english", "chinese"),
    [
        (
            "triangle_area('AB', 'BC')",
            {"unit": "cm²"},
            ["Read from the figure: AB = 12 cm, BC = 5 cm.",
             "Area of a triangle = base × height ÷ 2 = 12 × 5 ÷ 2 = 30", "Answer: 30 cm²"],
            ["从图中读出：AB = 12 cm，BC = 5 cm。", "三角形的面积 = 底 × 高 ÷ 2 = 12 × 5 ÷ 2 = 30", "答案：30 cm²"],
        ),
        (
            "('AB' + 'BC') * 'AB' / ('AB' + 'BC') - 'n'",
            {},
            ["Read from the figure: AB = 12 cm, BC = 5 cm, n = −3.",
             "12 + 5 = 17", "17 × 12 = 204", "204 ÷ 17 = 12", "12 − (−3) = 15", "Answer: 15"],
            ["从图中读出：AB = 12 cm，BC = 5 cm，n = −3。",
             "12 + 5 = 17", "17 × 12 = 204", "204 ÷ 17 = 12", "12 − (−3) = 15", "答案：15"],
        ),
        (
            "mean('Mon', 'Tue', 'Wed') + sum('Mon', 5)",
            {},
            ["Read from the figure: Mon = 12, Tue = 18, Wed = 15.",
             "The mean of 12, 18 and 15 is (12 + 18 + 15) ÷ 3 = 15", "The sum of 12 and 5 is 12 + 5 = 17",
             "15 + 17 = 32", "Answer: 32"],
            ["从图中读出：Mon = 12，Tue = 18，Wed = 15。",
             "12、18 和 15 的平均数是 (12 + 18 + 15) ÷ 3 = 15", "12 和 5 的和是 12 + 5 = 17",
             "15 + 17 = 32", "答案：32"],
        ),
        (
            "argmax('Mon', 'Tue', 'Wed')",
            {"labels": ("Monday", "Tuesday", "Wednesday")},
            ["Read from the figure: Mon = 12, Tue = 18, Wed = 15.",
             "The greatest of 12, 18 and 15 is 18, at Tuesday", "Answer: Tuesday"],
            ["从图中读出：Mon = 12，Tue = 18，Wed = 15。", "12、18 和 15 中最大的是 18，对应 Tuesday", "答案：Tuesday"],
        ),
        (
            "argmin('Mon', 'Tue') * 2 + argmin(4, 1/3)",
            {},
            ["Read from the figure: Mon = 12, Tue = 18.",
             "The least of 12 and 18 is 12, at Mon", "1 × 2 = 2", "1 ÷ 3 ≈ 0.333333",
             "The least of 4 and 0.333333 is about 0.333333, at position 2", "2 + 2 = 4", "Answer: 4"],
            ["从图中读出：Mon = 12，Tue = 18。",
             "12 和 18 中最小的是 12，对应 Mon", "1 × 2 = 2", "1 ÷ 3 ≈ 0.333333",
             "4 和 0.333333 中最小的是约 0.333333，对应第 2 个", "2 + 2 = 4", "答案：4"],
        ),
        (
            "third_angle('A', 'B') - ('A' - 10) / 2",
            {"unit": "°"},
            ["Read from the figure: A = 50°, B = 60.5°.",
             "Third angle of a triangle = 180° − first angle − second angle = 180° − 50° − 60.5° = 69.5°",
             "50° − 10° = 40°", "40° ÷ 2 = 20°", "69.5° − 20° = 49.5°", "Answer: 49.5°"],
            ["从图中读出：A = 50°，B = 60.5°。",
             "三角形的第三个角 = 180° − 第一个角 − 第二个角 = 180° − 50° − 60.5° = 69.5°",
             "50° − 10° = 40°", "40° ÷ 2 = 20°", "69.5° − 20° = 49.5°", "答案：49.5°"],
        ),
        (
            "round(circle_area('BC'), 1)",
            {"unit": "cm²"},
            ["Read from the figure: BC = 5 cm.", "Area of a circle = π × radius² = π × 5² ≈ 78.5398",
             "Rounded to one decimal place: 78.5", "Answer: 78.5 cm²"],
            ["从图中读出：BC = 5 cm。", "圆的面积 = π × 半径² = π × 5² ≈ 78.5398",
             "保留一位小数：78.5", "答案：78.5 cm²"],
        ),
        (
            "'price' / 3",
            {"unit": "$", "decimals": 2},
            ["Read from the figure: price = $1250.5.", "1250.5 ÷ 3 ≈ 416.833", "Rounded to two decimal places: 416.83",
             "Answer: $416.83"],
            ["从图中读出：price = $1250.5。", "1250.5 ÷ 3 ≈ 416.833", "保留两位小数：416.83", "答案：$416.83"],
        ),
        (
            "m_to_cm(3) / l_to_cm3(0.5) + round('AB' / 7, 2)",
            {"decimals": 2},
            ["Read from the figure: AB = 12 cm.", "3 m = 300 cm",
             "0.5 L = 500 cm³", "300 ÷ 500 = 0.6", "12 ÷ 7 ≈ 1.71429",
             "1.71429 rounded to two decimal places is 1.71", "0.6 + 1.71 = 2.31", "Answer: 2.31"],
            ["从图中读出：AB = 12 cm。", "3 m = 300 cm",
             "0.5 L = 500 cm³", "300 ÷ 500 = 0.6", "12 ÷ 7 ≈ 1.71429",
             "1.71429 保留两位小数是 1.71", "0.6 + 1.71 = 2.31", "答案：2.31"],
        ),
        (
            "median(3, 1, 2) + median(4, 1, 3, 2) + range('AB', 'n')",
            {},
            ["Read from the figure: AB = 12 cm, n = −3.", "In order: 1, 2, 3. The median is 2",
             "In order: 1, 2, 3, 4. The median is (2 + 3) ÷ 2 = 2.5", "2 + 2.5 = 4.5",
             "The range of 12 and −3 is 12 − (−3) = 15", "4.5 + 15 = 19.5", "Answer: 19.5"],
            ["从图中读出：AB = 12 cm，n = −3。", "从小到大排列：1、2、3，中位数是 2",
             "从小到大排列：1、2、3、4，中位数是 (2 + 3) ÷ 2 = 2.5", "2 + 2.5 = 4.5",
             "12 和 −3 的极差是 12 − (−3) = 15", "4.5 + 15 = 19.5", "答案：19.5"],
        ),
        (
            "weighted_mean(80, 2, 90, 3) + weighted_mean(3, 2)",
            {},
            ["The weighted mean is (80 × 2 + 90 × 3) ÷ (2 + 3) = 86", "The weighted mean is 3 × 2 ÷ 2 = 3",
             "86 + 3 = 89", "Answer: 89"],
            ["加权平均数是 (80 × 2 + 90 × 3) ÷ (2 + 3) = 86", "加权平均数是 3 × 2 ÷ 2 = 3", "86 + 3 = 89", "答案：89"],
        ),
        (
            "count_above(11, 'AB', 'BC') + count_below(20, 1, 2) + nth_largest(2, 1, 3, 2)",
            {},
            ["Read from the figure: AB = 12 cm, BC = 5 cm.", "Of 12 and 5, 1 is greater than 11",
             "Of 1 and 2, 2 are less than 20", "1 + 2 = 3", "From the greatest to the least: 3, 2, 1. Number 2 is 2",
             "3 + 2 = 5", "Answer: 5"],
            ["从图中读出：AB = 12 cm，BC = 5 cm。", "12 和 5 中大于 11 的有 1 个",
             "1 和 2 中小于 20 的有 2 个", "1 + 2 = 3",
             "从大到小排列：3、2、1，第 2 个是 2", "3 + 2 = 5", "答案：5"],
        ),
        (
            "floor(12 / 5) + mod(12, 5) + sign('n') + abs('n') + max(1, 2) + min(1, 2)",
            {},
            ["Read from the figure: n = −3.", "12 ÷ 5 = 2.4", "2.4 rounded down is 2", "The remainder of 12 ÷ 5 is 2",
             "2 + 2 = 4", "The sign of −3 is −1", "4 + (−1) = 3", "|−3| = 3", "3 + 3 = 6",
             "The greatest of 1 and 2 is 2",
             "6 + 2 = 8", "The least of 1 and 2 is 1", "8 + 1 = 9", "Answer: 9"],
            ["从图中读出：n = −3。", "12 ÷ 5 = 2.4", "2.4 向下取整是 2", "12 ÷ 5 的余数是 2", "2 + 2 = 4",
             "−3 的符号是 −1",
             "4 + (−1) = 3", "|−3| = 3", "3 + 3 = 6", "1 和 2 中最大的是 2", "6 + 2 = 8", "1 和 2 中最小的是 1",
             "8 + 1 = 9",
             "答案：9"],
        ),
        (
            "sin(-30) + cos('A') + asin(1) / tan(45) + log(1000) + ln(1)",
            {},
            ["Read from the figure: A = 50°.", "sin (−30°) = −0.5", "cos 50° ≈ 0.642788", "−0.5 + 0.642788 ≈ 0.142788",
             "arcsin 1 = 90°", "tan 45° = 1", "90° ÷ 1 = 90°", "0.142788° + 90° ≈ 90.1428°", "log 1000 = 3",
             "90.1428° + 3° ≈ 93.1428°", "ln 1 = 0", "93.1428° + 0° ≈ 93.1428°", "Answer: about 93.1428"],
            ["从图中读出：A = 50°。", "sin (−30°) = −0.5", "cos 50° ≈ 0.642788", "−0.5 + 0.642788 ≈ 0.142788",
             "arcsin 1 = 90°", "tan 45° = 1", "90° ÷ 1 = 90°", "0.142788° + 90° ≈ 90.1428°", "lg 1000 = 3",
             "90.1428° + 3° ≈ 93.1428°", "ln 1 = 0", "93.1428° + 0° ≈ 93.1428°", "答案：约 93.1428"],
        ),
        (
            "sqrt(2) * pi + 'n' ^ 2 + 2 ^ 0.5 + 'n' ^ 5 + 4 ^ -'n'",
            {},
            ["Read from the figure: n = −3.", "√2 ≈ 1.41421", "1.41421 × π ≈ 4.44288",
             "(−3)² = 9", "4.44288 + 9 ≈ 13.4429",
             "√2 ≈ 1.41421", "13.4429 + 1.41421 ≈ 14.8571", "(−3)^5 = −243", "14.8571 + (−243) ≈ −228.143", "4³ = 64",
             "−228.143 + 64 ≈ −164.143", "Answer: about −164.143"],
            ["从图中读出：n = −3。", "√2 ≈ 1.41421", "1.41421 × π ≈ 4.44288",
             "(−3)² = 9", "4.44288 + 9 ≈ 13.4429",
             "√2 ≈ 1.41421", "13.4429 + 1.41421 ≈ 14.8571", "(−3)^5 = −243", "14.8571 + (−243) ≈ −228.143", "4³ = 64",
             "−228.143 + 64 ≈ −164.143", "答案：约 −164.143"],
        ),
    ],
)  # fmt: skip
def test_a_solution_in_both_languages(
    program: str, asked: dict[str, str], english: list[str], chinese: list[str]
) -> None:
    assert worked(program, FACTS, units=UNITS, **asked) == english  # type: ignore[arg-type]
    assert worked(parse(program), FACTS, units=UNITS, language="zh", **asked) == chinese  # type: ignore[arg-type]


def test_numbers_far_from_one_and_facts_of_many_digits() -> None:
    assert worked("10000000 / 3 * (1 / 30000000)", {})[:3] == [
        "10000000 ÷ 3 ≈ 3333333", "1 ÷ 30000000 ≈ 3.33333 × 10^(−8)", "3333333 × (3.33333 × 10^(−8)) ≈ 0.111111",
    ]  # fmt: skip
    assert worked("'far'", FACTS) == ["Read from the figure: far ≈ 0.123457.", "Answer: about 0.123457"]
    assert worked("'far'", FACTS, decimals=3, language="zh")[1:] == ["保留三位小数：0.123", "答案：0.123"]
    assert worked("pi * 10 ^ 60", {})[-1].startswith("Answer: about ")
    assert worked("'n' - 2", FACTS, unit="$")[-1] == "Answer: −$5"
    assert worked("'n' * 2", FACTS, unit="元", language="zh", decimals=1)[-1] == "答案：−6.0元"
    assert worked("round('AB' / 5)", FACTS)[-2:] == ["Rounded to a whole number: 2", "Answer: 2"]
    assert worked("round('AB' / 5)", FACTS, language="zh")[-2:] == ["保留整数：2", "答案：2"]


def test_what_cannot_be_worked() -> None:
    with pytest.raises(ProgramError, match="no fact named 'x'"):
        worked("'x' + 1", FACTS)
    with pytest.raises(ValueError, match="language 'de': worked solutions are written in en or zh"):
        worked("1 + 1", FACTS, language="de")  # type: ignore[arg-type]


def test_a_label_that_no_value_counts_is_not_said() -> None:
    assert worked("'BC'", FACTS, labels=("a", "b"))[-1] == "Answer: 5"
    assert worked("1 + 1", FACTS, labels=("a", "b"))[-1] == "Answer: b"


_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "π": " pi ", "²": " ^ 2", "³": " ^ 3", "°": " "})


def _program(shown: str) -> str:
    """Return the program that a line's arithmetic says."""
    shown = shown.translate(_SIGNS)
    shown = re.sub(r"√(?!\()([\d.]+| pi )", r"sqrt(\1)", shown).replace("√(", "sqrt(")
    return re.sub(r"\b(sin|cos|tan) ([\d.]+|\(.*?\))", r"\1(\2)", shown)


Range = tuple[float, float]


def _range(node: Node) -> Range:
    """Return between what a term lies whose numbers are shown to six significant digits."""
    if isinstance(node, Number):
        value = float(node.value)
        half = 0.5 * 10.0 ** min(math.floor(math.log10(abs(value))) - 5, 0) if value else 0.0
        return value - half, value + half
    assert isinstance(node, Apply)
    if node.operator == "pi":
        return math.pi, math.pi
    ranges = [_range(argument) for argument in node.arguments]
    (low, high), (least, most) = ranges[0], ranges[-1]
    if node.operator == "neg":
        return -high, -low
    if node.operator == "+":
        return low + least, high + most
    if node.operator == "-":
        return low - most, high - least
    if node.operator == "/":
        if least <= 0 <= most:
            return -math.inf, math.inf
        least, most = 1 / most, 1 / least
    if node.operator in ("*", "/"):
        corners = [a * b for a in (low, high) for b in (least, most)]
        return min(corners), max(corners)
    if node.operator == "sqrt":
        return math.sqrt(max(low, 0)), math.sqrt(max(high, 0))
    assert node.operator == "^"
    exponent = int(evaluate(node.arguments[1], {}))
    corners = [low**exponent, high**exponent, *([0.0] if low <= 0 <= high else [])]
    return min(corners), max(corners)


def _true(line: str) -> int:
    """Hold every arithmetic link of a line's chain; return how many there are."""
    held = 0
    parts = re.split(r" ([=≈]) ", re.sub(r"^.*( is |是 )", "", line))
    sides = []
    for side in parts[::2]:
        try:
            node = parse(_program(side))
        except ProgramError:
            node = None
        sides.append(node if node is not None and not facts_used(node) else None)
    for sign, (left, right) in zip(parts[1::2], pairwise(sides), strict=True):
        if left is None or right is None:
            continue
        held += 1
        if sign == "=":
            assert evaluate(left, {}) == evaluate(right, {}), line
        else:
            (low, high), (least, most) = _range(left), _range(right)
            slack = 1e-9 * max(abs(least), abs(most))
            assert low - slack <= most and least - slack <= high, line
    return held


def _grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    names = (
        "triangle_area",
        "percent_change",
        "hypotenuse",
        "cylinder_volume",
        "midpoint",
        "sum",
        "mean",
        "weighted_mean",
    )
    return st.one_of(
        st.tuples(parts, st.sampled_from("+-*/"), parts).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(st.sampled_from(names), parts, parts).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
        st.tuples(st.sampled_from(("circle_area", "sqrt", "sphere_volume", "-", "median")), parts).map(
            lambda p: f"{p[0]}({p[1]})"
        ),
        st.tuples(parts, st.integers(1, 4)).map(lambda p: f"({p[0]}) ^ {p[1]}"),
        st.lists(parts, min_size=1, max_size=5).map(lambda values: f"mean({', '.join(values)})"),
        st.lists(parts, min_size=1, max_size=5).map(lambda values: f"median({', '.join(values)})"),
    )


_PROGRAMS = st.recursive(st.sampled_from(["'a'", "'b'", "'c'", "2", "0.5", "7", "pi"]), _grown, max_leaves=8)
_VALUES = st.decimals(-1000, 1000, places=2).map(str)


@given(_PROGRAMS, st.tuples(_VALUES, _VALUES, _VALUES), st.sampled_from(["en", "zh"]), st.sampled_from([None, 0, 2]))
@example("'a' / 7 - 'a' / 7", ("1", "2", "3"), "en", None)
@example("sqrt(2) * sqrt(2)", ("1", "2", "3"), "zh", 2)
def test_every_line_of_a_solution_is_true(
    program: str, values: tuple[str, str, str], language: Language, decimals: int | None
) -> None:
    facts = dict(zip("abc", values, strict=True))
    try:
        value = evaluate(program, facts)
    except ProgramError:
        assume(False)
    assume(abs(value) < 10**12)
    lines = worked(program, facts, language=language, decimals=decimals)
    first = 1 if facts_used(program) else 0
    for line in lines[first:-1]:
        if " = " in line or " ≈ " in line:
            assert _true(line), line
    answer = re.sub("Answer: (about )?|答案：(约 )?", "", lines[-1])
    low, high = _range(parse(_program(answer)))
    slack = Fraction(1, 2 * 10**decimals) if decimals is not None else 0
    assert low - float(slack) - 1e-9 <= value <= high + float(slack) + 1e-9
    operations = [line for line in lines[first:-1] if not re.match("Rounded|保留", line)]
    assert len(operations) <= program.count("(") + sum(program.count(sign) for sign in "+-*/^")


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=FORMULAS)
def test_a_formula_says_what_it_computes(formula: Formula) -> None:
    """The printed form, read back with numbers in it, is worth what the body is."""
    values = dict(zip(formula.parameters, (13, 5, 29, 40, 7), strict=False))
    shown = formula.filled(
        tuple(f"{value}°" if name in formula.angles else str(value) for name, value in values.items())
    )
    assert evaluate(_program(shown), {}) == evaluate(formula.body, values)
    line = worked(f"{formula.name}({', '.join(map(quote, values))})", values)[1]
    assert formula.units or f"= {shown} " in line
    assert line.endswith("°") == formula.angle


def test_a_false_line_is_found_out() -> None:
    """The property above can fail."""
    for line in ("12 × 5 = 61", "12 ÷ 7 ≈ 1.71439", "The sum of 1 and 2 is 1 + 2 = 4", "√2 ≈ 1.41423", "1 − (−3) = −2"):
        with pytest.raises(AssertionError):
            _true(line)
