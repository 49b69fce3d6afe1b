"""The reward functions, called as TRL's trainer calls them."""

from __future__ import annotations

import pytest

from mmbench.reward_funcs import accuracy_reward, answered_reward


def conversation(text: str) -> list[dict[str, str]]:
    return [{"role": "assistant", "content": text}]


def test_a_reward_for_each_completion_text_or_conversation() -> None:
    completions = ["The answer is $\\frac{2}{4}$.", conversation("\\boxed{3}"), conversation("I cannot tell.")]
    columns = {"prompts": ["a", "b", "c"], "completion_ids": [[1], [2], [3]], "trainer_state": None}
    assert accuracy_reward(completions=completions, solution=["1/2", "4", "5"], **columns) == [1.0, 0.0, 0.0]
    assert answered_reward(completions=completions, solution=["1/2", "4", "5"], **columns) == [1.0, 1.0, 0.0]


def test_columns_of_the_data_set_are_heeded() -> None:
    given = accuracy_reward(
        ["3.14", "3.14", "B"],
        ["\\pi", "\\pi", "12 cm"],
        question=["Round to two decimal places.", "Exactly.", "How long?"],
        choices=[None, None, ["10 cm", "12 cm"]],
    )
    assert given == [1.0, 0.0, 1.0]


def test_no_reward_where_the_gold_cannot_be_read() -> None:
    assert accuracy_reward(["5", "5"], ["", "5"]) == [None, 1.0]


def test_a_column_of_another_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="'solution' has 1 entries for 2 completions"):
        accuracy_reward(["5", "5"], ["5"])
    with pytest.raises(ValueError, match="'unit' has 1 entries"):
        accuracy_reward(["5", "5"], ["5", "5"], unit=["cm"])


def test_blocks_of_text_in_a_message() -> None:
    message = [{"role": "assistant", "content": [{"type": "text", "text": "\\boxed{"}, {"type": "text", "text": "7}"}]}]
    assert accuracy_reward([message], ["7"]) == [1.0]
