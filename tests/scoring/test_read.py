"""Reading answers: what people write around a value, and what is no value."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import slowness

from mmbench.scoring.answers.reading.read import read
from mmbench.scoring.answers.values import (
    Apply,
    Constant,
    Interval,
    Moment,
    Number,
    Quantity,
    Ratio,
    Relation,
    Sequence,
    Symbol,
    Truth,
    Union,
    Value,
    Words,
)

_BRACKETS = {"tuple": "()", "list": "[]", "set": "{}", "angle": "<>", "bare": ("", "")}


def sketch(value: Value | None) -> str:
    """Return a value in short: `5 [1/100 m]` for 5 cm, `3..5` for an interval, text in quotes."""
    if isinstance(value, Number):
        return str(value.value)
    if isinstance(value, Constant | Symbol):
        return value.name
    if isinstance(value, Apply):
        sign = {"percent": "%", "degree": "°"}.get(value.op)
        return f"{sketch(value.args[0])}{sign}" if sign else f"{value.op}({', '.join(map(sketch, value.args))})"
    if isinstance(value, Quantity):
        bases = " ".join(base if power == 1 else f"{base}{power}" for base, power in value.unit.dimension)
        scale = "" if value.unit.scale == 1 else f"{value.unit.scale} "
        return f"{sketch(value.value)} [{scale}{bases}]"
    if isinstance(value, Sequence):
        left, right = _BRACKETS[value.form]
        return left + ", ".join(map(sketch, value.items)) + right
    if isinstance(value, Interval):
        return f"{sketch(value.low)}..{sketch(value.high)}"
    if isinstance(value, Moment):
        return ":".join("?" if part is None else str(part) for part in (value.year, value.month, value.day, value.hour))
    if isinstance(value, Relation):
        parts = [sketch(value.sides[0])]
        for sign, side in zip(value.signs, value.sides[1:], strict=True):
            parts += [sign, sketch(side)]
        return " ".join(parts)
    if isinstance(value, Ratio):
        return ":".join(map(sketch, value.parts))
    if isinstance(value, Truth):
        return "yes" if value.value else "no"
    if isinstance(value, Words):
        return f"'{value.text}'"
    return "union" if isinstance(value, Union) else type(value).__name__


WRAPPED = [
    ("5", "5"),
    ("$5$", "5"),
    ("$$5$$", "5"),
    ("\\(5\\)", "5"),
    ("\\[ 5 \\]", "5"),
    ("\\boxed{5}", "5"),
    ("$\\boxed{5}$", "5"),
    ("\\boxed{\\text{5}}", "5"),
    ("**5**", "5"),
    ("**5.**", "5"),
    ("`5`", "5"),
    ('"5"', "5"),
    ("“5”", "5"),
    ("'5'", "5"),
    ("5.", "5"),
    ("5。", "5"),
    ("5,", "5"),
    ("= 5", "5"),
    (": 5", "5"),
    ("\\displaystyle 5", "5"),
    ("\\text{5 cm}", "5 [1/100 m]"),
    ("$5$ cm", "5 [1/100 m]"),
    ("$5 \\text{ cm}$", "5 [1/100 m]"),
    ("５", "5"),
    ("5!", "fact(5)"),
    ("5?", "5"),
]

NUMBERS = [
    ("fourteen", "14"),
    ("Twenty-one", "21"),
    ("two thirds", "2/3"),
    ("half", "1/2"),
    ("minus five", "-5"),
    ("1.5 million", "1500000"),
    ("3k", "3000"),
    ("$1.5M", "1500000 [USD]"),
    ("$1.5 million", "1500000 [USD]"),
    ("2.5 billion dollars", "2500000000 [USD]"),
    ("-$5", "neg(5) [USD]"),
    ("-$5 million", "-5000000 [USD]"),
    ("1.2万元", "12000 [CNY]"),
    ("3亿", "300000000"),
    ("十五", "15"),
    ("三分之二", "2/3"),
    ("50 percent", "50%"),
    ("50 per cent", "50%"),
    ("50 percentage points", "50%"),
    ("fifty percent", "50%"),
    ("50\\%", "50%"),
    ("3 x 10^8", "300000000"),
    ("60*\\degree", "60°"),
    ("132 ^\\circT", "132°"),
    ("百分之五十", "50%"),
    ("百分之 50", "50%"),
    ("1又1/2", "add(1, div(1, 2))"),
    ("负3", "neg(3)"),
    ("正三", "3"),
    ("负的二分之三", "-3/2"),
    ("根号2", "root(2, 2)"),
    ("2倍根号下3", "mul(2, root(3, 2))"),
    ("二分之根号三", "div(root(3, 2), 2)"),
    ("30 degrees", "30°"),
    ("thirty degrees", "30°"),
    ("30度", "30°"),
    ("$1,234", "1234 [USD]"),
    ("\\$1,234.50", "2469/2 [USD]"),
]

QUANTITIES = [
    ("fourteen cm", "14 [1/100 m]"),
    ("two thirds of a cup", "2/3 [473176473/2000000000000 m3]"),
    ("5¢", "5 [1/100 USD]"),
    ("US$5", "5 [USD]"),
    ("0.5cm2", "1/2 [1/10000 m2]"),
    ("一个半小时", "3/2 [3600 s]"),
    ("half an hour", "1/2 [3600 s]"),
    ("5 apples", "5 [apple]"),
    ("12 students", "12 [student]"),
    ("3 red balls", "3 [red ball]"),
    ("\\frac{3}{4} apples", "div(3, 4) [apple]"),
    ("three red balls", "3 [red ball]"),
    ("5 in total", "5"),
    ("5 cm long", "5 [1/100 m]"),
    ("12 years old", "12 [12 month]"),
    ("5个苹果", "5 [苹果]"),
    ("五个人", "5 [person]"),
    ("15平方厘米", "15 [1/10000 m2]"),
    ("十五厘米", "15 [1/100 m]"),
    ("5元", "5 [CNY]"),
    ("5 ft 3 in", "21/4 [381/1250 m]"),
    ("5'", "5 [381/1250 m]"),
    ('5"', "5 [127/5000 m]"),
    ("5'3\"", "21/4 [381/1250 m]"),
    ("30°15'", "121/4 [deg]"),
    ("2 hours 30 minutes", "5/2 [3600 s]"),
    ("2 hours and 30 minutes", "5/2 [3600 s]"),
    ("2h 30min", "5/2 [3600 s]"),
    ("1小时20分", "4/3 [3600 s]"),
    ("3 dollars and 20 cents", "16/5 [USD]"),
    ("3元5角", "7/2 [CNY]"),
    ("十二元五角", "25/2 [CNY]"),
    ("seven dollars and fifty cents", "15/2 [USD]"),
    ("2 hours and 24 minutes together", "12/5 [3600 s]"),
    ("seven dollars and five apples", "7 [USD], 5 [apple]"),
    ("$3 per apple", "3 [USD apple-1]"),
    ("$3 each", "3 [USD]"),
    ("$3.50 profit", "7/2 [USD]"),
    ("每小时六十千米", "60 [5/18 m s-1]"),
    ("60 miles per hour", "60 [1397/3125 m s-1]"),
]

AROUND = [
    ("f(n) = n for all positive integers n", "call(f, n) = n"),
    ("f(x) = 1 \\text{ for all } x \\in \\mathbb{Q}_{>0}", "call(f, x) = 1"),
    (
        "f(x) = 1 \\text{ for all } x \\in \\mathbb{Z}, \\text{ and } f(x) = x \\text{ for all } x \\in \\mathbb{Z}",
        "call(f, x) = 1, call(f, x) = x",
    ),
    ("x = k\\pi, where k is an integer", "x = mul(k, pi)"),
    ("x = k\\pi, k \\in \\mathbb{Z}", "x = mul(k, pi)"),
    ("240 yuan (A)", "240 [CNY]"),
    ("2x for all x>0, -x for all x<0", "mul(2, x), neg(x)"),
    ("5 yuan for each child", "5 [CNY]"),
    ("The vertex is at (-1, 6).", "(neg(1), 6)"),
    ("The length is 0.05 m, i.e. 5 cm.", "1/20 [m]"),
    ("In 2020, the population was 5 million", "5000000"),
    ("15th Day", "15 [86400 s]"),
    ("3小时后相遇", "3 [3600 s]"),
    ("about 5", "5"),
    ("approximately 3.2", "16/5"),
    ("approx. 3.2", "16/5"),
    ("roughly 5 cm", "5 [1/100 m]"),
    ("5 or so", "5"),
    ("3.33 (rounded)", "333/100"),
    ("约5", "5"),
    ("大约5厘米", "5 [1/100 m]"),
    ("\\approx 5", "5"),
    ("≈ 5", "5"),
    ("~5", "5"),
    ("x = 5", "x = 5"),
    ("the area is 5", "5"),
    ("Area = 5 cm^2", "5 [1/10000 m2]"),
    ("\\text{Area} = 5", "5"),
    ("length: 5 cm", "5 [1/100 m]"),
    ("∠A = 30°", "angle_A = 30°"),
    ("答案：5", "5"),
    ("面积是5平方厘米", "5 [1/10000 m2]"),
    ("5 (since the sides are equal)", "5"),
    ("12 because the bars are equal", "12"),
    ("5, which is the smallest prime above 4", "5"),
    ("5 (the number of sides)", "5"),
    ("5 is the answer", "5"),
    ("There are two people in the image who were born after the war.", "2 [person]"),
    ("The highest amount this class measures is 3000 ml.", "3000 [1/1000000 m3]"),
    ("50% of the balls", "50%"),
    ("The square has a value of 1.", "1"),
    ("The answer is x = 5", "5"),
    ("Yes, because they are equal", "yes"),
    ("No. It is smaller.", "no"),
    ("Yes it is", "yes"),
    ("5，因为两边相等", "5"),
]

WORDS = [
    ("yes", "yes"),
    ("No.", "no"),
    ("True", "yes"),
    ("\\text{Yes}", "yes"),
    ("正确", "yes"),
    ("错误", "no"),
    ("是", "yes"),
    ("不对", "no"),
    ("该命题错误", "no"),
    ("这个说法是正确的", "yes"),
    ("假命题", "no"),
    ("(红色)", "'红色'"),
    ("2:", "'2:'"),
    ("no solution", "'none'"),
    ("\\text{No solution}", "'none'"),
    ("DNE", "'none'"),
    ("does not exist", "'none'"),
    ("undefined", "'none'"),
    ("\\emptyset", "{}"),
    ("无解", "'none'"),
    ("infinity", "oo"),
    ("infinitely many", "'infinitely many'"),
    ("infinitely many solutions", "'infinitely many'"),
    ("all real numbers", "'all real numbers'"),
    ("The Paris.", "'paris'"),
    ("larger than", "'larger than'"),
    ("around the corner", "'around the corner'"),
    ("the red triangle", "'red triangle'"),
    ("March", "'march'"),
    ("3rd", "'3rd'"),
    ("10:30-11:30", "'10:30-11:30'"),
    ("two-dimensional", "'two-dimensional'"),
    ("N/A", "'n/a'"),
    ("black cat", "'black cat'"),
    ("北京", "'北京'"),
    ("三角形", "'三角形'"),
    ("半圆", "'半圆'"),
    ("有", "'有'"),
]

SEVERAL = [
    ("from 3 to 5", "3..5"),
    ("between 3 and 5", "3..5"),
    ("3 to 5", "3..5"),
    ("3 to 5 cm", "[3, 5] [1/100 m]"),
    ("3-5 cm", "[3, 5] [1/100 m]"),
    ("3 - 5 \\text{ cm}", "[3, 5] [1/100 m]"),
    ("3cm-5cm", "[3, 5] [1/100 m]"),
    ("3 to 50 mm", "[3, 50] [1/1000 m]"),
    ("30 mm to 5 cm", "[3, 5] [1/100 m]"),
    ("10-15 apples", "[10, 15] [apple]"),
    ("$5-$10", "[5, 10] [USD]"),
    ("5-3 cm", "add(5, neg(3)) [1/100 m]"),
    ("1-2s", "add(1, neg(2)) [s]"),
    ("The temperature ranges from 5 to 12 degrees.", "5..12"),
    ("5 to 10%", "5%..10%"),
    ("5%-10%", "5%..10%"),
    ("The ratio is 3 to 4.", "3:4"),
    ("三比四", "3:4"),
    ("3比4比5", "3:4:5"),
    ("x is greater than 5", "x > 5"),
    ("x must be at least five", "x >= 5"),
    ("x不小于3", "x >= 3"),
    ("greater than 5", "5..oo"),
    ("At least 5", "5..oo"),
    ("5 or more", "5..oo"),
    ("no more than 7", "neg(oo)..7"),
    ("less than 3 cm", "neg(oo)..3"),
    ("周长大于28毫米", "28..oo"),
    ("Perimeter $>28 \\mathrm{~mm}$", "28..oo"),
    ("5 more than x", "'5 more than x'"),
    ("(1) 12; (2) 30", "(12, 30)"),
    ("(1) 12 (2) 30", "(12, 30)"),
    ("$(1)$ 12; $(2)$ 30", "(12, 30)"),
    ("(a) 5\n(b) 7", "(5, 7)"),
    ("(i) 5 and (ii) 7", "(5, 7)"),
    ("1) 5, 2) 7", "(5, 7)"),
    ("(1) (2)", "mul(1, 2)"),
    ("f(1) = 2, f(2) = 3", "call(f, 1) = 2, call(f, 2) = 3"),
    ("Minimum: 1, Maximum: 3", "'minimum' = 1, 'maximum' = 3"),
    ("Maximum = 2 and minimum = 1", "'maximum' = 2, 'minimum' = 1"),
    (
        "The rent for each $A$ room is $40$ yuan, and for each $B$ room is $210$ yuan.",
        "'rent for each a room' = 40 [CNY], 'for each b room' = 210 [CNY]",
    ),
    ("2.5 hours, or 150 minutes", "5/2 [3600 s]"),
    ("2.5 hours, or 151 minutes", "5/2 [3600 s], 151 [60 s]"),
    ("∀x>0, 3<sup>x</sup>≥x^2", "∀x > 0, pow(3, x) >= pow(x, 2)"),
    ("\\exists x > 0, x = 2", "∃x > 0, x = 2"),
    ("3 to 1", "3:1"),
    ("three to one", "3:1"),
    ("3~5", "3..5"),
    ("3–5", "3..5"),
    ("3至5", "3..5"),
    ("从3到5", "3..5"),
    ("2019, 2018 and 2017", "2019, 2018, 2017"),
    ("Alice, Bob and Carol", "'alice', 'bob', 'carol'"),
    ("①", "'①'"),
    ("①②④", "'①', '②', '④'"),
    ("①、②和④", "'①', '②', '④'"),
    ("Alice and Bob", "'alice', 'bob'"),
    ("['a', 'b']", "[a, b]"),
    ("['red', 'blue']", "['red', 'blue']"),
    ("[1, 2]", "[1, 2]"),
    ("(1, 2)", "(1, 2)"),
    ("5 apples and 3 oranges", "5 [apple], 3 [orange]"),
    ("254.4\n267.12", "1272/5, 6678/25"),
    ("x=5\ny=3", "x = 5, y = 3"),
    ("$$7$$ $$11$$", "7, 11"),
    ("x = 1 or x = 2", "x = 1, x = 2"),
    ("either 5 or 6", "5, 6"),
    ("crabs and limpets will decrease", "'crabs and limpets will decrease'"),
    ("12 cm by 5 cm", "'12 cm by 5 cm'"),
    ("3:4", "3:4"),
    ("1 in 4", "div(1, 4)"),
    ("two out of five", "div(2, 5)"),
    ("3:45 pm", "?:?:?:15"),
    ("half past three", "?:?:?:3"),
    ("March 5, 2020", "2020:3:5:?"),
    ("2020-03-05", "2020:3:5:?"),
    ("2020年3月5日", "2020:3:5:?"),
    ("下午3点45分", "?:?:?:15"),
    ("The train leaves at 9:05 AM", "?:?:?:9"),
    ("The date is July 4th, 1776.", "1776:7:4:?"),
    ("The train arrives at half past four, i.e. 4:30 pm.", "?:?:?:16"),
    ("火车15:50到达", "?:?:?:15"),
    ("03/05/2020", "'03/05/2020'"),
]


@pytest.mark.parametrize(("text", "expected"), [*WRAPPED, *NUMBERS, *QUANTITIES, *AROUND, *WORDS, *SEVERAL])
def test_read(text: str, expected: str) -> None:
    assert sketch(read(text)) == expected


def test_plain_dash_is_a_minus_sign() -> None:
    assert isinstance(read("3-5"), Apply)


def test_clock() -> None:
    assert isinstance(read("3:45"), Ratio)
    assert read("3:45", clock=True) == Moment(hour=3, minute=45)


def test_symbols() -> None:
    assert isinstance(read("5 m"), Quantity)
    assert isinstance(read("5 m", symbols=frozenset("m")), Apply)
    assert isinstance(read("3k", symbols=frozenset("k")), Apply)


def test_grouping() -> None:
    assert sketch(read("1,234")) == "1234"
    assert sketch(read("1,234", grouping=False)) == "1, 234"


@pytest.mark.parametrize(
    "text", ["", " ", "$$", "**", ".", "\\boxed{}", "\x00", "\ud800", "\u200b", "x" * 2001, "word " * 60]
)
def test_nothing(text: str) -> None:
    assert read(text) is None


def test_equal_text_gives_equal_values() -> None:
    for text, _ in [*NUMBERS, *QUANTITIES, *AROUND, *WORDS, *SEVERAL]:
        assert read(text) == read(f" {text} ") == read(f"**{text}**")


BAIT = [
    *("$" * 2000, "$ " * 1000, "\\[" * 1000, "{" * 2000, "(" * 2000, "\\text{" * 300, "\\boxed{" * 250, "1" * 2000),
    *("a" + "\n" * 1900 + "b", "a" + " \n" * 900 + "b", "a" + " " * 1900 + "b"),
    *(" is " * 500, "= " * 1000, "a is " * 400, ", " * 1000, "a, " * 660, "and " * 500, "5 and " * 330, "since " * 330),
    *(
        "about " * 330,
        "~" * 2000,
        "3 to " * 400,
        "from 3 to " * 200,
        "5 cm " * 400,
        "one " * 500,
        "五" * 2000,
        "'" * 2000,
    ),
    *(
        "x" * 100_000,
        "9" * 1_000_000,
        "\\" * 2000,
        "[" + "'a'," * 400 + "]",
        "\\text{a} " * 220,
        "*" * 2000,
        "是" * 2000,
    ),
    *(
        "9^9^9^9^9",
        "(10^8)!",
        "for all x " * 200,
        "\\text{ for all } x and " * 90,
        "at least " * 11,
        "(1) 5 " * 330,
        "x is " * 19 + "more than",
        "at 9:05 " * 250,
        "3-5 cm" * 300,
        "根号" * 1000,
        "每小时" * 600,
        "三比" * 900,
        "∀x," * 600,
        "Ab: 5, " * 280,
        "\\frac{" * 330,
        "a:" * 1000,
        "the area is " * 160,
        "5 (a " * 400,
        "一又" * 900,
        " " * 100_000,
    ),
]


@pytest.mark.parametrize("text", BAIT)
def test_hostile(text: str) -> None:
    start = time.thread_time()
    read(text)
    assert time.thread_time() - start < 0.1 * slowness()


_SEEDS = "5|3.5| | |cm|apples|$|\\text{|}|{|\\frac|is|about|=|:|,|and|to|(|)|[|]|'|two|thirds|是|约|万|点|分之|**|%|-|x"
_PIECES = st.lists(st.sampled_from(_SEEDS.split("|")), max_size=14).map("".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=80), _PIECES, _PIECES.map(lambda text: f"${text}$")), st.booleans(), st.booleans())
def test_never_raises(text: str, grouping: bool, clock: bool) -> None:
    value = read(text, grouping=grouping, clock=clock)
    assert value is not None or not text.strip(" \t\n") or len(sketch(value)) >= 0
    if isinstance(value, Number):
        assert isinstance(value.value, Fraction)
