"""Numbers in words, English and Chinese: what is one, what is not, and how much of a text belongs to it."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmbench.scoring.answers.reading.words import leading_numbers, number_words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("zero", "0"),
        ("fourteen", "14"),
        ("Twenty-One", "21"),
        ("seventy five", "75"),
        ("one hundred", "100"),
        ("a hundred", "100"),
        ("three hundred and five", "305"),
        ("twelve hundred", "1200"),
        ("12 hundred", "1200"),
        ("one hundred twenty-three thousand, four hundred and fifty-six", "123456"),
        ("two hundred thousand and five", "200005"),
        ("five million and three", "5000003"),
        ("one hundred thousand", "100000"),
        ("1.5 million", "1500000"),
        ("3 thousand", "3000"),
        ("3,000 million", "3000000000"),
        ("2 dozen", "24"),
        ("a dozen", "12"),
        ("half a dozen", "6"),
        ("half a million", "500000"),
        ("one and a half million", "1500000"),
        ("minus five", "-5"),
        ("negative three", "-3"),
        ("negative two thirds", "-2/3"),
        ("five point two", "26/5"),
        ("zero point zero five", "1/20"),
        ("five point two million", "5200000"),
        ("half", "1/2"),
        ("a half", "1/2"),
        ("one half", "1/2"),
        ("two thirds", "2/3"),
        ("two-thirds", "2/3"),
        ("three quarters", "3/4"),
        ("a quarter", "1/4"),
        ("one-hundredth", "1/100"),
        ("three twenty-fifths", "3/25"),
        ("ninety nine hundredths", "99/100"),
        ("one and a half", "3/2"),
        ("two and half", "5/2"),
        ("2 and a half", "5/2"),
        ("two and three fifths", "13/5"),
        ("五", "5"),
        ("两", "2"),
        ("零", "0"),
        ("十", "10"),
        ("十五", "15"),
        ("二十一", "21"),
        ("一百零三", "103"),
        ("一百一十", "110"),
        ("两百", "200"),
        ("三千二百", "3200"),
        ("三千零五", "3005"),
        ("三万五千", "35000"),
        ("二十二万三千四百五十六", "223456"),
        ("五百万", "5000000"),
        ("一亿零三百", "100000300"),
        ("二〇二〇", "2020"),
        ("三分之二", "2/3"),
        ("3分之2", "2/3"),
        ("二又三分之一", "7/3"),
        ("百分之五十", "1/2"),
        ("百分之12.5", "1/8"),
        ("千分之五", "1/200"),
        ("三点一四", "157/50"),
        ("零点五", "1/2"),
        ("负五", "-5"),
        ("正三", "3"),
        ("负的二分之三", "-3/2"),
        ("一半", "1/2"),
        ("1.2万", "12000"),
        ("3亿", "300000000"),
    ],
)
def test_number_words(text: str, value: str) -> None:
    assert number_words(text) == Fraction(value)


@pytest.mark.parametrize(
    "text",
    [
        *("", "5", "1,234", "a", "an", "and", "point", "cat", "fifth", "second", "21st", "twenty first", "hundred"),
        *(
            "one two three",
            "five and six",
            "twenty and five",
            "100 and 5",
            "20 five",
            "twenty, five",
            "nineteen eighty four",
        ),
        *("two million million", "one hundred and two hundred", "two hundred and", "fourteen cm", "no", "tenths"),
        *("minus", "minus minus two", "point five point two", "five point twelve"),
        *(
            "百",
            "万",
            "点",
            "分之",
            "三点",
            "一百二",
            "三千五百零",
            "五千万亿万",
            "五个",
            "负",
            "负负五",
            "零分之二",
            "三分之",
        ),
        *("\x00", "\ud800", "²", "٣ million"),
    ],
)
def test_no_number_words(text: str) -> None:
    assert number_words(text) is None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("fourteen cm", ("14", "cm")),
        ("two thirds of a cup", ("2/3", "of a cup")),
        ("a dozen eggs", ("12", "eggs")),
        ("half an hour", ("1/2", "an hour")),
        ("one and a half hours", ("3/2", "hours")),
        ("1.5 million dollars", ("1500000", "dollars")),
        ("twenty-five students", ("25", "students")),
        ("三分之二米", ("2/3", "米")),
        ("三千克", ("3000", "克")),
        ("1.2万元", ("12000", "元")),
        ("fourteen", ("14", "")),
        ("two-dimensional", None),
        ("cat", None),
        ("5 cm", None),
        ("and so on", None),
        ("", None),
    ],
)
def test_leading_numbers(text: str, first: tuple[str, str] | None) -> None:
    found = leading_numbers(text)
    assert (found[0] if found else None) == (first and (Fraction(first[0]), first[1]))


@pytest.mark.parametrize(
    "text",
    [
        "one " * 25_000,
        "million " * 10_000,
        "1," * 50_000,
        "9" * 1_000_000,
        "五" * 100_000,
        "分之" * 50_000,
        "负" * 150,
        "又" * 150,
    ],
)
def test_hostile(text: str) -> None:
    start = time.perf_counter()
    number_words(text)
    leading_numbers(text)
    assert time.perf_counter() - start < 0.05


_WORDS = st.sampled_from(
    [
        "one",
        "two",
        "ten",
        "twenty",
        "hundred",
        "thousand",
        "million",
        "and",
        "a",
        "half",
        "third",
        "thirds",
        "point",
        "minus",
        "3",
        "1.5",
        ",",
        "-",
    ]
)


@given(
    st.one_of(
        st.text(max_size=170),
        st.lists(_WORDS, max_size=12).map(" ".join),
        st.text("零一两十百千万亿点分之又负半3.", max_size=12),
    )
)
def test_never_raises(text: str) -> None:
    whole = number_words(text)
    for value, rest in leading_numbers(text):
        assert text.rstrip().endswith(rest)
        assert whole is None or rest or value == whole
