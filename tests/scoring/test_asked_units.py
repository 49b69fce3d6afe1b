"""Answers that repeat the unit the question asks for, be it one we know or not."""

from __future__ import annotations

import pytest

from mmbench.records import Hint, Key, Question
from mmbench.scoring.verdict import decide


@pytest.mark.parametrize(
    ("response", "gold", "unit", "outcome"),
    [
        ("150 t", "150", "t", "right"),
        ("150 t", "151", "t", "wrong"),
        ("The answer is 185 thousand.", "185", "thousand", "right"),
        ("353万人", "353", "万人", "right"),
        ("\\boxed{31} 升/分钟", "31", "升/分钟", "right"),
        ("\\boxed{43.3} °C/min", "43.3", "°C/min", "right"),
        ("答案是11.8千瓦时。", "11.8", "千瓦时", "right"),
        ("答案是11.8千瓦时。", "11.9", "千瓦时", "wrong"),
        ("50 mm", "5", "cm", "right"),
        ("5 mm", "5", "cm", "wrong"),
        ("2t", "4", "", "wrong"),
        ("x t", "4", "t", "wrong"),
    ],
)
def test_a_number_with_the_unit_asked_for(response: str, gold: str, unit: str, outcome: str) -> None:
    question = Question(id="1", text="How much is it?", unit=unit, hint=Hint(kind="float"))
    found, extraction, how = decide(response, question, Key(answer=gold, kind="float"))
    assert found == outcome, (extraction, how)
