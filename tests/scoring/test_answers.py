"""Extraction and comparison: real ways of answering, English and Chinese, right and wrong, and what is no answer."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mmbench
from mmbench.records import Hint, Tolerance
from mmbench.scoring.answers import extract, pick_choice
from mmbench.scoring.answers.comparing.scalars import numbers_equal
from mmbench.scoring.answers.reading.numbers import parse_number
from mmbench.scoring.answers.reading.text import plain

ANGLES = ("135°", "140°", "145°", "150°")
YES_NO = ("Yes", "No")


@pytest.mark.parametrize(
    ("response", "gold", "choices", "outcome"),
    [
        # options, in their costumes
        ("B", "140°", ANGLES, "right"),
        ("(B)", "140°", ANGLES, "right"),
        ("b.", "140°", ANGLES, "right"),
        ("**B**", "140°", ANGLES, "right"),
        ("B. 140°", "140°", ANGLES, "right"),
        ("\\boxed{B}", "140°", ANGLES, "right"),
        ("\\boxed{\\text{B}}", "140°", ANGLES, "right"),
        ("The angle is 140, so the answer is (B).", "140°", ANGLES, "right"),
        ("The correct answer is therefore choice (B).", "140°", ANGLES, "right"),
        ("Answer: option B", "140°", ANGLES, "right"),
        ("因为∠A＝110°，故选B。", "140°", ANGLES, "right"),
        ("答案：B", "140°", ANGLES, "right"),
        ("答案是 140°", "140°", ANGLES, "right"),
        ("... = \\boxed{140^\\circ}", "140°", ANGLES, "right"),
        ("The answer is (C).", "140°", ANGLES, "wrong"),
        ("The answer is (A) 135°, no wait.\nThe answer is (B) 140°.", "140°", ANGLES, "right"),
        ("The angle is 90°.\n\\boxed{90^\\circ}", "140°", ANGLES, "unparsed"),
        ("It could be (A) or (B).", "140°", ANGLES, "unparsed"),
        ("I cannot determine this from the picture.", "140°", ANGLES, "no_answer"),
        ("", "140°", ANGLES, "no_answer"),
        ("A function is shown.", "140°", ANGLES, "no_answer"),
        ("No", "No", YES_NO, "right"),
        ("The answer is no.", "No", YES_NO, "right"),
        ("Yes", "No", YES_NO, "wrong"),
        ("The answer is (F).", "140°", ANGLES, "unparsed"),
        # numbers
        ("3", "3", (), "right"),
        ("3.0", "3", (), "right"),
        ("The answer is 4.", "3", (), "wrong"),
        ("\\boxed{1,234}", "1234", (), "right"),
        ("\\boxed{\\frac{3}{4}}", "0.75", (), "right"),
        ("x = 12 - 9 = 3", "3", (), "right"),
        ("So there are 3 left.\n\nIs there anything else I can help you with?", "3", (), "right"),
        ("The perimeter is **16 m**.", "16", (), "right"),
        ("−5", "-5", (), "right"),
        ("答案是５。", "5", (), "right"),
        ("There are two bars with values smaller than 0.", "0", (), "unparsed"),
        ("There are 2 items sold less than 5 units in at least one store.", "2", (), "unparsed"),
        ("<think>Is it 3? or 4?", "3", (), "no_answer"),
        ("<think>Is it 4?</think>It is 3.", "3", (), "right"),
        ("The answer is either 3 or 4.", "3", (), "unparsed"),
        ("I do not know.", "3", (), "no_answer"),
        # short text
        ("The answer is larger than", "larger than", (), "right"),
        ("\\boxed{\\text{Paris}}", "paris", (), "right"),
        ("The answer is Rome.", "Paris", (), "wrong"),
    ],
)
def test_responses(response: str, gold: str, choices: tuple[str, ...], outcome: str) -> None:
    verdict = mmbench.check(response, gold, choices=choices)
    assert verdict.outcome == outcome, verdict


@pytest.mark.parametrize(
    ("response", "gold", "tolerance", "outcome"),
    [
        ("3.14", "3.14159", None, "wrong"),
        ("3.14", "3.14159", {"decimals": 2}, "right"),
        ("3.15", "3.14159", {"decimals": 2}, "wrong"),
        ("104", "100", {"rel": 0.05}, "right"),
        ("106", "100", {"rel": 0.05}, "wrong"),
        ("100.4", "100", {"abs": 0.5}, "right"),
    ],
)
def test_tolerance_is_the_key_s(response: str, gold: str, tolerance: Any, outcome: str) -> None:
    assert mmbench.check(response, gold, tolerance=tolerance).outcome == outcome


def test_a_truncated_response_counts_only_what_it_states() -> None:
    integer = Hint(kind="integer")
    assert extract("First there are 12 and then 7", integer, truncated=True).outcome == "no_answer"
    found = extract("The answer is 7. Let me verify that by", integer, truncated=True)
    assert (found.text, found.how) == ("7", "stated")


def test_values() -> None:
    assert parse_number("about 1,234.5 kg") == Fraction("1234.5")
    assert parse_number("3/4") == parse_number("\\dfrac{3}{4}") == Fraction(3, 4)
    assert parse_number("6.02e23") == Fraction("6.02e23")
    assert parse_number("1/0") is None
    assert parse_number("12 or 13") is None
    assert parse_number("v2") is None
    assert pick_choice("18", ("9", "12", "18", "18")) == 2
    assert pick_choice("5", ("5.0", "5.00", "6")) is None
    assert pick_choice("A", ("x", "A")) == 1
    assert plain("\\text{It would decrease. }") == plain("it would  decrease")
    assert plain("increase") != plain("decrease")


@given(st.integers(-(10**30), 10**30))
def test_every_integer_is_equal_to_itself_and_to_no_other(value: int) -> None:
    for written in (str(value), f"{value:,}", f"\\boxed{{{value}}}", f"The answer is {value}."):
        assert mmbench.check(written, str(value)).outcome == "right", written
        assert mmbench.check(written, str(value + 1)).outcome == "wrong", written


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=1000), st.integers(0, 6))
def test_a_difference_beyond_the_tolerance_is_never_right(value: Fraction, decimals: int) -> None:
    bound = Tolerance(decimals=decimals)
    half = Fraction(1, 2 * 10**decimals)
    assert numbers_equal(value + half, value, bound)
    assert not numbers_equal(value + half * Fraction(1001, 1000), value, bound)


HOSTILE = [
    "9**9**9**9",
    "(10^8)!",
    "2^{1000000000}",
    "\\boxed{" + "{" * 10_000 + "7" + "}" * 10_000 + "}",
    "\\frac{1}{" * 1_000,
    "9" * 1_000_000,
    "0." + "0" * 50_000 + "1",
    "$ " * 50_000,
    "\\[" * 50_000,
    "**" * 50_000,
    "a" * 100_000,
    "((" * 50_000,
    "answer is " * 20_000,
    "答案" * 50_000,
    "__import__('os').system('true')",
    "\ud800" * 999,
    "\x00" * 999,
    "\u202e" * 999,
    ",".join("9" * 30_000),
    "1,111" * 20_000,
    "(A)" * 30_000,
    "<think>" * 20_000,
    "</think>" * 20_000,
    "e" + "9" * 9_999,
    "1e999999999",
    "\n" * 100_000,
    " " * 100_000 + "x",
    "Let me know\n" * 10_000,
    "- - - " * 20_000,
    "/".join("1" * 50_000),
]


@pytest.mark.parametrize("response", HOSTILE, ids=lambda text: repr(text[:20]))
@pytest.mark.parametrize("choices", [(), ANGLES], ids=["number", "choice"])
def test_hostile_answers_are_bounded_and_never_right(response: str, choices: tuple[str, ...]) -> None:
    start = time.thread_time()
    verdict = mmbench.check(response, "140°" if choices else "140", choices=choices)
    assert time.thread_time() - start < 0.5
    assert verdict.outcome in ("wrong", "unparsed", "no_answer")


def test_the_answer_at_the_end_of_a_megabyte_of_prose_is_found() -> None:
    assert mmbench.check("the answer might be 3 " * 50_000 + "\nThe answer is \\boxed{140}", "140").outcome == "right"


@given(st.text(max_size=300))
def test_no_text_raises(response: str) -> None:
    for choices in ((), ANGLES):
        mmbench.check(response, "140°", choices=choices)
        mmbench.check(response, "140")


@pytest.mark.parametrize(
    "response",
    ["Let me know\n" * 83_000, "\\boxed{" + "x" * 1_000_000, "{}" * 500_000 + "\\boxed{", "answer is\n" * 100_000],
    ids=lambda text: repr(text[:12]),
)
def test_a_megabyte_costs_a_megabyte_s_work(response: str) -> None:
    start = time.thread_time()
    assert mmbench.check(response, "140").outcome in ("unparsed", "no_answer")
    assert time.thread_time() - start < 0.5


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"gold": "155°", "choices": ANGLES}, "names none of the choices"),
        ({"gold": "5", "tolerance": {"absolute": 1}}, "tolerance: expected abs, rel or decimals, found 'absolute'"),
    ],
)
def test_what_cannot_be_judged_is_an_error_not_a_verdict(arguments: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        mmbench.check("The answer is (B).", **arguments)
