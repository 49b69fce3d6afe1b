"""MMMU's and MMMU-Pro's parsers: the published code's results one by one, and no option drawn at random."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmbench.interfaces import Given
from mmbench.records import Item, Key, Question
from mmbench.scoring.official import mmmu, mmmu_pro

CHOICES = ("a dog", "The cat", "12", "$1,234")


@pytest.mark.parametrize(
    ("response", "found", "pro"),
    [
        ("B", "B", "B"),
        ("(B)", "B", "B"),
        ("B.", "B", "B"),
        ("The answer is (B) or (C).", "C", "C"),
        ("The answer is (C) or (B).", "B", "B"),
        ("b", None, None),
        ("Answer: C", "C", "C"),
        ("Answer: C. 12", None, "C"),
        ("Answer: Bamako", None, "B"),
        ("NASA says so", None, "A"),
        ("It is B\nfor sure", None, None),
        ("A dog it is, I would say", "A", "A"),
        ("it must be the cat, I would say", "B", "B"),
        ("a dog or the cat, who can tell it", "B", "B"),
        ("the cat", None, None),
        ("I do not know.", None, None),
        ("", None, None),
        ("'B',", "B", "B"),
        ("B A", "A", "A"),
    ],
)
def test_options(response: str, found: str | None, pro: str | None) -> None:
    assert (mmmu.option(response, CHOICES), mmmu_pro.option(response, CHOICES)) == (found, pro)


def test_an_option_without_text_is_in_every_long_response() -> None:
    assert mmmu.option("one two three four five six", ("x", "", "six")) == "B"
    assert mmmu.option("one two three four five", ("x", "", "six")) is None


@pytest.mark.parametrize(
    ("response", "golds", "right"),
    [
        ("24/7", ["24/7", "3.429"], True),
        ("The answer is 3.43.", ["24/7", "3.429"], True),
        ("The answer is 3.4", ["3.43"], False),
        ("It is 1,234 dollars", ["1234"], True),
        ("$1,234", ["1234"], True),
        ("so it costs 12.", ["12"], True),
        ("12 or 13, so 13", ["12"], False),
        ("12 or 13", ["12"], True),
        ("x = 12", ["12"], True),
        ("x = 12\nDone", ["12"], True),
        ("x = 12\nThe answer is unknown", ["12"], False),
        ("The buyers are to blame.", ["Buyers"], True),
        ("The result is a cat. So what", ["cat"], False),
        ("The final answer is D", ["d"], True),
        ("answer: 5%", ["5"], True),
        ("1e3", ["1000"], True),
        ("nan", ["nan"], False),
        ("", ["0"], False),
    ],
)
def test_open_answers(response: str, golds: list[str], right: bool) -> None:
    assert mmmu.right_open(mmmu.pieces(response), golds) is right


def item(choice: int | None = None, answer: str = "12") -> Item:
    key = Key(answer=answer, kind="float" if choice is None else "choice", choice=choice)
    return Item(benchmark="mmmu", question=Question(id="x", text="?", choices=CHOICES), key=key)


def test_scores_and_figures() -> None:
    [right] = mmmu.rule.score(item(1), Given("(B)", None))
    [none] = mmmu.rule.score(item(1), Given("I do not know.", "B"))
    [number] = mmmu.rule.score(item(), Given("So 12.0 it is", None))
    [pro] = mmmu_pro.rule.score(item(1), Given("Answer: B", None))
    assert (right.score, right.prediction) == (pro.score, pro.prediction) == (1.0, "B")
    assert (none.score, none.prediction) == (0.0, None)
    assert (number.score, number.prediction) == (1.0, "12.0 it is; 12.0")
    assert (mmmu.rule.published(1, 3, False), mmmu_pro.rule.published(1, 3, False)) == ("0.333", "33.33")


@given(st.text(st.sampled_from("AB() .,:!1e-\nis="), max_size=40))
def test_the_same_response_gets_the_same_option_twice(response: str) -> None:
    assert mmmu.option(response, CHOICES) == mmmu.option(response, CHOICES) in (None, "A", "B", "C", "D")
    assert mmmu.pieces(response) == mmmu.pieces(response) or "nan" in response


@pytest.mark.parametrize("piece", ["1", "1,", "1,111", "1.1", "-", "is ", "A ", "(A)", "1e", "\n", "Answer:", "= "])
def test_a_long_response_costs_little(piece: str) -> None:
    begun = time.process_time()
    response = piece * (200_000 // len(piece))
    for rule in (mmmu.rule, mmmu_pro.rule):
        rule.score(item(1), Given(response, None))
    mmmu.rule.score(item(), Given(response, None))
    assert time.process_time() - begun < 2
