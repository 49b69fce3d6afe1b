"""Which option an answer names: letters in every costume, texts, values; never a guess."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import slowness

from mmbench.scoring.answers.comparing.choices import pick_choice, pick_letter

ANGLES = ("135°", "140°", "145°", "150°")
LENGTHS = ("10 cm", "12 cm", "15 cm", "18 cm")
HALVES = (r"$\frac{1}{2}$", r"$\frac{1}{3}$", r"$\frac{2}{3}$", "1")
YES_NO = ("Yes", "No")
TRUTH = ("True", "False")
TREND = ("increase", "decrease", "no change", "cannot be determined")
POINTS = ("A", "B", "C", "D")
MIXED = ("C", "A", "D", "B")
SMALL = ("(c)", "(a)", "(e)", "(d)", "(b)")
SURDS = ("2", "√3", "√2", r"2-\frac{√{3}}{3}")
SENTENCES = ("The population of tuna will increase", "Mice will decrease", "The grass will die")
NESTED = ("LLaVA-7B", "LLaVA", "GPT-4", "increase", "no increase")


@pytest.mark.parametrize(
    ("text", "choices", "picked"),
    [
        # letters
        ("B", ANGLES, 1),
        ("(B)", ANGLES, 1),
        ("B.", ANGLES, 1),
        ("B)", ANGLES, 1),
        ("B:", ANGLES, 1),
        ("[B]", ANGLES, 1),
        ("[[B]]", ANGLES, 1),
        ("<B>", ANGLES, 1),
        ("**B**", ANGLES, 1),
        ("`B`", ANGLES, 1),
        ('"B"', ANGLES, 1),
        ("$B$", ANGLES, 1),
        (r"\text{B}", ANGLES, 1),
        (r"\text{(B)}", ANGLES, 1),
        (r"\mathbf{(B)}\ 140^\circ", ANGLES, 1),
        ("b", ANGLES, 1),
        ("(b)", ANGLES, 1),
        ("b.", ANGLES, 1),
        ("Ｂ", ANGLES, 1),
        ("option B", ANGLES, 1),
        ("Option (B)", ANGLES, 1),
        ("choice (b)", ANGLES, 1),
        ("option B: 140°", ANGLES, 1),
        ("Answer: B", ANGLES, 1),
        ("It's B", ANGLES, 1),
        ("B is correct", ANGLES, 1),
        ("B because the lines are parallel", ANGLES, 1),
        ("B. Because the lines are parallel", ANGLES, 1),
        ("选B", ANGLES, 1),
        ("选项B", ANGLES, 1),
        ("选 B", ANGLES, 1),
        ("故选B", ANGLES, 1),
        ("B项", ANGLES, 1),
        ("B、140度", ANGLES, 1),
        ("B选项正确", ANGLES, 1),
        ("The angle is drawn, so (B)", ANGLES, 1),
        # a label with its text
        ("B. 140°", ANGLES, 1),
        ("(B) 140^\\circ", ANGLES, 1),
        ("B) 12 cm", LENGTHS, 1),
        ("B 12 cm", LENGTHS, 1),
        ("B - 12 cm", LENGTHS, 1),
        ("B (12 cm)", LENGTHS, 1),
        ("12 cm (B)", LENGTHS, 1),
        ("(B) 0.12 m", LENGTHS, 1),
        ("(b) 12 cm", LENGTHS, 1),
        ("(B) No", YES_NO, 1),
        ("(A) The population of tuna will increase.", SENTENCES, 0),
        ("B) 16 cm", LENGTHS, 1),
        # texts
        ("Yes", YES_NO, 0),
        ("no.", YES_NO, 1),
        ("No, the lines do not meet", YES_NO, 1),
        ("the answer must be no", YES_NO, 1),
        ("yes", TRUTH, 0),
        ("decrease", TREND, 1),
        ("It will decrease", TREND, 1),
        ("no change", TREND, 2),
        ("It cannot be determined from this", TREND, 3),
        ("the population of tuna will increase", SENTENCES, 0),
        ("LLaVA-7B", NESTED, 0),
        ("the best is LLaVA-7B here", NESTED, 0),
        ("there is no increase", NESTED, 4),
        # options that are letters
        ("A", ("x", "A"), 1),
        ("B", POINTS, 1),
        ("B", MIXED, 3),
        ("(C) D", MIXED, 2),
        ("(E)", SMALL, 4),
        ("(e)", SMALL, 2),
        # values
        ("140", ANGLES, 1),
        ("x = 140", ANGLES, 1),
        ("12", LENGTHS, 1),
        ("120 mm", LENGTHS, 1),
        ("0.5", HALVES, 0),
        (r"\dfrac{2}{4}", HALVES, 0),
        ("1", HALVES, 3),
        (r"\sqrt{2}", SURDS, 2),
        (r"2 - \frac{\sqrt{3}}{3}", SURDS, 3),
        ("twelve", ("11", "12"), 1),
        ("18", ("9", "12", "18", "18"), 2),
        ("The angle is 140°", ANGLES, 1),
        # numbers and signs for places
        ("①", ANGLES, 0),
        ("②", ("①", "③", "②"), 2),
        ("III", ANGLES, 2),
        ("(ii)", ANGLES, 1),
        ("Option 2", ANGLES, 1),
        ("第2个", ANGLES, 1),
        # more options than letters
        ("Z", tuple(str(10 * place) for place in range(30)), 25),
        ("270", tuple(str(10 * place) for place in range(30)), 27),
    ],
)
def test_one_option_is_named(text: str, choices: tuple[str, ...], picked: int) -> None:
    assert pick_choice(text, choices) == picked


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("", ANGLES),
        ("B", ()),
        ("E", ANGLES),
        ("(F)", ANGLES),
        ("A or B", ANGLES),
        ("(A) or (B)", ANGLES),
        ("A, C", ANGLES),
        ("A and B", POINTS),
        ("AB", ANGLES),
        ("A. 135° or B. 140°", ANGLES),
        ("A function is shown", ANGLES),
        ("a triangle", ANGLES),
        ("A 150°", ANGLES),
        ("not B", ANGLES),
        ("not (B)", ANGLES),
        ("not 140°", ANGLES),
        ("it is not decrease", TREND),
        ("It will not increase", TREND),
        ("A is wrong", ANGLES),
        ("B) 15 cm", LENGTHS),
        ("(B) 10 cm", LENGTHS),
        ("(C) No", ("Yes", "No", "Maybe")),
        ("90°", ANGLES),
        ("12 m", LENGTHS),
        ("5", ("5.0", "5.00", "6")),
        ("it rises or falls by an increase or a decrease", TREND),
        ("There is no difference", YES_NO),
        ("2x + 1", ("2", "1")),
        ("2√3", ("2", "√3")),
        ("None of the options A, B is correct", ANGLES),
        ("the sides are 10 cm and 12 cm", LENGTHS),
        ("option 9", ANGLES),
        ("1", ANGLES),
    ],
)
def test_no_single_option_is_named(text: str, choices: tuple[str, ...]) -> None:
    assert pick_choice(text, choices) is None


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("B", "B"),
        ("(b)", "B"),
        (r"\text{B}", "B"),
        ("J", "J"),
        ("B. 12 cm", "B"),
        ("(c) 35%", "C"),
        ("option D", "D"),
        ("选C", "C"),
        ("The correct one is (C)", "C"),
        ("B because it is", "B"),
        ("B is correct", "B"),
        ("A function", None),
        ("A 5", None),
        ("K", None),
        ("A or B", None),
        ("(A) and (B)", None),
        ("A, C", None),
        ("12 cm", None),
        ("", None),
        ("not (B)", None),
    ],
)
def test_letters_where_the_options_are_not_known(text: str, letter: str | None) -> None:
    assert pick_letter(text) == letter


@given(st.integers(0, 3), st.sampled_from(["{}", "({})", "{}.", "**{}**", "Option {}", r"\text{{{}}}", "答案是{}"]))
def test_every_costume_names_its_letter(place: int, costume: str) -> None:
    assert pick_choice(costume.format("ABCD"[place]), ANGLES) == place


@given(st.text(max_size=200), st.lists(st.text(max_size=30), max_size=6))
def test_no_text_raises(text: str, choices: list[str]) -> None:
    picked = pick_choice(text, tuple(choices))
    assert picked is None or 0 <= picked < len(choices)
    pick_letter(text)


@given(st.lists(st.text(max_size=12), min_size=1, max_size=6))
def test_an_option_s_own_text_never_names_another(choices: list[str]) -> None:
    for choice in choices:
        picked = pick_choice(choice, tuple(choices))
        assert picked is None or choices[picked].strip() == choice.strip() or len(choice.strip(" ().[]*")) <= 4


@pytest.mark.parametrize(
    "text",
    ["(A)" * 30_000, "A" * 100_000, " " * 100_000, "option " * 14_000, "140°" * 25_000, "((" * 50_000, "B, " * 30_000,
     "\\text{" * 16_000, "not " * 25_000, "9" * 100_000],
    ids=lambda text: repr(text[:10]),
)  # fmt: skip
def test_hostile_answers_are_bounded(text: str) -> None:
    start = time.thread_time()
    pick_choice(text, ANGLES)
    pick_letter(text)
    assert time.thread_time() - start < 0.1 * slowness()
