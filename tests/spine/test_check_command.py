"""`mmbench check`: the decision, the parsed forms and the rule, for people and as JSON."""

from __future__ import annotations

import json

from support import mmbench


def test_the_decision_with_both_forms_and_the_rule() -> None:
    done = mmbench("check", r"So the area is $\boxed{\frac{2}{4}}$.", "0.5")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].split() == ["outcome", "right"]
    assert "(boxed)" in done.stdout
    assert "2/4" in done.stdout


def test_json_and_the_path() -> None:
    done = mmbench("check", "--json", "--explain", "<think>5?</think>about 3.1416", r"\pi", "--decimals", "3")
    told = json.loads(done.stdout)
    assert told["outcome"] == "right"
    assert told["tolerance"] == "decimals 3"
    assert told["reasoning left out"].startswith("17 characters")
    assert told["gold is about"].startswith("3.14159265")


def test_a_response_from_standard_input_and_options() -> None:
    done = mmbench("check", "-", "12 cm", "--choice", "10 cm", "--choice", "12 cm", stdin="Hence it is (B).")
    assert "option B" in done.stdout
    assert "right" in done.stdout.splitlines()[0]


def test_a_gold_that_names_no_option_is_wrong_usage() -> None:
    done = mmbench("check", "B", "14 cm", "--choice", "10 cm", "--choice", "12 cm")
    assert done.returncode == 2
    assert "names none of the choices" in done.stderr


def test_hostile_text_is_shown_without_its_control_characters() -> None:
    done = mmbench("check", "The answer is \x1b[31mred\x1b[0m.", "blue")
    assert "\x1b" not in done.stdout
