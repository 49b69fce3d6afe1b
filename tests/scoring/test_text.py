"""One spelling for each sign, text without markup, and both in linear time on any text."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmbench.scoring.answers.reading.text import plain, tidy

LENGTH = 200_000
MOST_SECONDS = 1.0
"""For `LENGTH` characters, on a busy machine; several times what it takes on a quiet one."""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("x = 3", "x = 3"),
        ("line\nline\t5", "line\nline\t5"),
        ("−5", "-5"),
        ("–5", "-5"),
        ("3–5", "3–5"),
        ("3 – 5", "3 - 5"),
        ("５＋３＝８", "5+3=8"),
        ("（３，４）", "(3,4)"),
        ("（3，4）", "(3, 4)"),
        ("１，２００", "1,200"),
        ("答案：５。", "答案:5. "),
        ("1、2；3", "1, 2; 3"),
        ("【解】「甲」", '[解]"甲"'),
        ("３：４", "3:4"),
        ("3∶4", "3:4"),
        ("x²", "x^{2}"),
        ("10⁻³", "10^{-3}"),
        ("x²³", "x^{23}"),
        ("aⁿ⁺¹", "a^{n+1}"),
        ("x₁₂", "x_{12}"),
        ("30⁰", "30°"),
        ("x⁰", "x^{0}"),
        ("½", "\\frac{1}{2}"),
        ("1½", "1\\frac{1}{2}"),
        ("⅞", "\\frac{7}{8}"),
        ("7⁄8", "7/8"),
        ("¹⁄₂", "\\frac{1}{2}"),
        ("√3", "\\sqrt 3"),
        ("∛8", "\\sqrt[3] 8"),
        ("2π", "2\\pi "),
        ("2𝜋", "2\\pi "),
        ("𝑥=𝟓", "x=5"),
        ("2⋅3∙4·5", "2·3·4·5"),
        ("3×4÷2", "3×4÷2"),
        ("x≦3⩾2", "x≤3≥2"),
        ("30˚, 30º", "30°, 30°"),
        ("25℃", "25°C"),
        ("5㎝", "5cm"),
        ("5㎡", "5m2"),
        ("5 µm", "5 µm"),
        ("ℝ", "\\mathbb{R}"),
        ("30°15′20″", "30°15'20''"),
        ("“yes”", '"yes"'),
        ("1…", "1..."),
        ("￥20", "¥20"),
        ("50％", "50%"),
        ("0.3̅", "0.\\overline{3}"),
        ("0.1̇", "0.\\dot{1}"),
        ("٣٤", "34"),
        ("①③", "①③"),
        ("a\u200bb\u00adc\ufeff\u202e\ud800\x00", "abc"),
        ("5\ufe0f\u20e3", "5"),
        ("a\u00a0b\u3000c\u2009d", "a b c d"),
        ("a\u2028b", "a\nb"),
        ("\x0crac{1}{2}", "\\frac{1}{2}"),
        ("\x08oxed{3}", "\\boxed{3}"),
        ("3 \times 4", "3 \\times 4"),
        ("三角形", "三角形"),
    ],
)
def test_signs_have_one_spelling(text: str, wanted: str) -> None:
    assert tidy(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Red Cat.", "red cat"),
        ("  an  apple ", "apple"),
        ("A", "a"),
        ("**Paris**", "paris"),
        ("`x`", "x"),
        ('"yes"', "yes"),
        ("don't", "don't"),
        ("'yes'", "yes"),
        ("\\text{(B)}", "(b)"),
        ("\\textbf{No  solution}", "no solution"),
        ("$\\text{red}$", "red"),
        ("5\\%", "5%"),
        ("30^\\circ", "30°"),
        ("30^{\\circ}", "30°"),
        ("２π", "2π"),
        ("2\\pi", "2π"),
        ("π²", "π^2"),
        ("\\pi^2", "π^2"),
        ("\\sqrt{23}", "√23"),
        ("\\sqrt{2}3", "√(2)3"),
        ("\\frac{1}{12}", "1/12"),
        ("\\frac{11}{2}", "11/2"),
        ("\\frac12", "1/2"),
        ("\\frac{\\sqrt{3}}{2}", "√3/2"),
        ("x^{2}", "x^2"),
        ("等腰三角形。", "等腰三角形"),
        ("Ｙes", "yes"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_plain_text_has_no_markup(text: str, wanted: str) -> None:
    assert plain(text) == wanted


TEXTS = st.text(
    st.one_of(
        st.sampled_from("0123456789x+-()[]{}\\$ ,.\n\t°²³½√π−–，。：；（）₁①\u0305\u200b\x00\x0c"),
        st.characters(categories=["L", "N", "P", "S", "Z", "M", "Cc", "Cf", "Cs"]),
    ),
    max_size=80,
)


@given(TEXTS)
def test_tidy_text_stays_as_it_is(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once


@given(TEXTS)
def test_tidy_text_has_no_hidden_characters(text: str) -> None:
    for sign in tidy(text):
        assert unicodedata.category(sign) != "Cs"
        assert sign == "\n" or sign == "\t" or sign == "\r" or unicodedata.category(sign) != "Cc"


@given(TEXTS)
def test_plain_text_is_single_spaced_lower_case(text: str) -> None:
    found = plain(text)
    assert found == " ".join(found.split())
    assert not found.endswith(".")


@pytest.mark.parametrize(
    "piece",
    ["a ", "中", "²", "π", "½", "aπ", "“”", "\u0315\u0301", "3\u0305", "\x08o", "\x00", "\ud800", "'", "\\", "{", "}",
     "$", "\\frac{", "\\frac{a}", "\\frac{{}", "\\text{", "\\sqrt ", "⁰⁄₁", "\t", "～"],
)  # fmt: skip
def test_long_text_costs_little(piece: str) -> None:
    text = (piece * LENGTH)[:LENGTH]
    for change in (tidy, plain):
        started = time.thread_time()
        change(text)
        assert time.thread_time() - started < MOST_SECONDS
