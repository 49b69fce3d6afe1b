"""ChartQAPro's score and TAT-QA's exact match and F1: the published code's results, traps and bounds."""

from __future__ import annotations

import time
from typing import Any

import pytest

from mmbench.interfaces import Given
from mmbench.records import Imported, Item, Key, Question
from mmbench.scoring.official import chartqapro, tatqa


@pytest.mark.parametrize(
    ("prediction", "gold", "years", "score"),
    [
        ("12.8", "12.5%", ["NO"], 1.0),
        ("13.2", "12.5%", ["NO"], 0.0),
        ("2016", "2016", ["YES"], 1.0),
        ("2017", "2016", ["YES"], 0.0),
        ("2017", "2016", ["NO"], 1.0),
        ("0.0", "0", ["NO"], 1.0),
        ("0.1", "0", ["NO"], 0.0),
        ("chile", "Chile", ["NO"], 1.0),
        ("Chilee", "Chile", ["NO"], 1 - 1 / 6),
        ("Chi", "Chile", ["NO"], 1 - 2 / 5),
        ("Ch", "Chile", ["NO"], 0.0),
        ("b", "a", ["NO"], 0.0),
        ("true", "True", ["NO"], 1.0),
        ("untrue", "true", ["NO"], 1 - 2 / 6),
        ("['Peru', 'Chile']", "[Peru, Chile]", ["NO"], 1.0),
        ("['Chile', 'Peru']", "[Peru, Chile]", ["NO"], 0.0),
        ("['Peru']", "[Peru, Chile]", ["NO"], 0.5),
        ("['Peru', 'Chile', 'Bolivia']", "[Peru, Chile]", ["NO"], 2 / 3),
        ("Peru, Chile", "[Peru, Chile]", ["NO"], 0.0),
        ("[3, 4.5]", "[3, 4.5]", ["NO"], 1.0),
        ("[2015, 2017]", "[2015, 2016]", ["YES"], 0.5),
        ("[2015, 2017]", "[2015, 2016]", ["YES", "NO"], 1.0),
        ("NewYork", "[New York]", ["NO"], 1.0),
        ("New York", "[New York]", ["NO"], 1 - 1 / 8),
        ("5", "5", [], 1.0),
        ("['a\\s']", "['a\\s']", ["NO"], 1.0),
    ],
)
def test_chartqapro(prediction: str, gold: str, years: list[str], score: float) -> None:
    assert chartqapro.relaxed(prediction, gold, years) == pytest.approx(score, abs=1e-12)


def test_chartqapro_takes_the_last_mark_of_a_conversation_and_the_published_gold() -> None:
    labels: dict[str, Any] = {"question type": "Conversational", "year": ["YES", "NO"], "answer": "1024."}
    asked = Item(benchmark="chartqapro", question=Question(id="x", text="?"), key=Key(answer="1024"), metadata=labels)
    [right] = chartqapro.rule.score(asked, Given("1050.", None))
    assert (right.score, right.prediction) == (1.0, "1050.")
    asked = Item(
        benchmark="chartqapro",
        question=Question(id="x", text="?"),
        key=Key(answer="1024"),
        metadata={**labels, "question type": "Factoid"},
    )
    assert chartqapro.rule.score(asked, Given("1050.", None))[0].score == 0.0
    assert chartqapro.rule.score(asked, Given("1", None, Imported(prediction="1024")))[0].score == 1.0


NO_LISTS = ("[" * 200_000, "['a'," * 50_000, f"[{'9' * 200_000}]", "[" * 1_000, "a" * 200_000, "[\\" * 900)


@pytest.mark.parametrize("text", NO_LISTS)
def test_chartqapro_reads_no_list_that_is_none(text: str) -> None:
    begun = time.process_time()
    assert chartqapro.relaxed(text, "[Peru, Chile]", ["NO"]) == 0.0
    assert time.process_time() - begun < 1


# Answers, scale, gold answers, scale, type, exact match, F1; the published metric's results.
TATQA = [
    (["here is, a test"], "", ["here is, a test"], "", "span", 1, 1),
    (["1234.1"], "thousand", ["1234.1"], "million", "span", 0, 0),
    (["12314.1"], "million", ["12314.1"], "million", "span", 1, 1),
    (["china", "singapore", "usa"], "", ["singapore", "china", "usa"], "", "multi-span", 1, 1),
    (["china", "singapore"], "", ["singapore", "china", "usa"], "", "multi-span", 0, 0.8),
    (["123.2"], "", ["123.2"], "million", "arithmetic", 0, 0),
    (["123200000"], "", ["123.2"], "million", "arithmetic", 1, 1),
    (["123.2010"], "", ["123.2"], "", "arithmetic", 1, 1),
    (["123.2"], "", ["123.22"], "", "arithmetic", 0, 0),
    (["0.2212"], "", ["22.12"], "percent", "arithmetic", 1, 1),
    (["22.1231"], "percent", ["22.12"], "percent", "arithmetic", 1, 1),
    (["0.22121"], "percent", ["22.12"], "percent", "arithmetic", 0, 0),
    (["22.12%"], "", ["22.12"], "percent", "span", 1, 1),
    (["$22.12"], "", ["22.12"], "", "span", 1, 1),
    (["(5)"], "", ["-5"], "", "span", 1, 1),
    (["23,234", "$234.12"], "", ["$23,234", "$234.12"], "", "multi-span", 0, 1),
    (["net sales of shares"], "", ["sales of the shares"], "", "span", 0, 0.86),
    (["abcd 5"], "", ["5"], "", "count", 0, 0),
    ([], "", ["5"], "", "count", 0, 0),
    (["9" * 400], "percent", ["5"], "percent", "arithmetic", 0, 0),
]


@pytest.mark.parametrize(("answers", "scale", "gold", "gold_scale", "kind", "exact", "f1"), TATQA)
def test_tatqa(
    answers: list[str], scale: str, gold: list[str], gold_scale: str, kind: str, exact: float, f1: float
) -> None:
    assert tatqa.measure(answers, scale, gold, gold_scale, kind) == (exact, f1)


def asked(kind: str, answers: list[str], scale: str = "") -> Item:
    return Item(
        benchmark="tatqa",
        question=Question(id="x", text="?"),
        key=Key(answer=", ".join(answers)),
        metadata={"answer_type": kind, "answers": answers, "scale": scale},
    )


@pytest.mark.parametrize(
    ("item", "given", "scores", "shown"),
    [
        (asked("arithmetic", ["2.5"], "million"), Given("", "2.5"), [1.0, 1.0], "2.5 million"),
        (asked("span", ["$2.5"]), Given("", "2.5"), [1.0, 1.0], "2.5"),
        (asked("multi-span", ["2019", "2021"]), Given("", "2021, 2019"), [1.0, 1.0], "2021 | 2019"),
        (asked("multi-span", ["2019", "2021"]), Given("", "2021"), [0.0, 0.67], "2021"),
        (asked("span", ["a, b"]), Given("", "a, b"), [1.0, 1.0], "a, b"),
        (
            asked("arithmetic", ["2.5"], "million"),
            Given("", "7", Imported(prediction='[["2500"], "thousand"]')),
            [1.0, 1.0],
            "2500 thousand",
        ),
        (asked("arithmetic", ["2.5"]), Given("", "7", Imported(prediction="2.5")), [1.0, 1.0], "2.5"),
        (asked("span", ["x"]), Given("", ""), [0.0, 0.0], None),
        (asked("span", ["x"]), Given("", "x " * 5_000), [0.0, 0.0], ("x " * 1_000).strip()),
    ],
)
def test_what_a_response_says_of_a_table(item: Item, given: Given, scores: list[float], shown: str | None) -> None:
    found = tatqa.rule.score(item, given)
    assert [score.score for score in found] == scores
    assert (found[0].prediction or "").strip() == (shown or "")
