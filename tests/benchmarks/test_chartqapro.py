"""ChartQAPro: conversations, flagged years, lists and letters, on a fixture in the hub's columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support import items_of, png

from mmbench.benchmarks.chartqapro import TASKS
from mmbench.errors import BadItem
from mmbench.images import open_image
from mmbench.making import make_benchmark
from mmbench.scoring.verdict import decide

if TYPE_CHECKING:
    from pathlib import Path


def row(question: list[str], answer: list[str], kind: str = "Factoid", **more: Any) -> dict[str, Any]:
    made = {"Question": question, "Answer": answer, "Question Type": kind, "image": png(5, 4), "Year": ["NO"]}
    return {**made, "Paragraph": "", **more}


ROWS = [
    row(["How many?"], ["12.5%"]),
    row(["Which year?"], ["2016."], Year=["YES"]),
    row(["Which year, then?", "And its value?"], ["2016", "1,024"], "Conversational", Year=["YES", "NO"]),
    row(["Which two?"], ["[3, 4.5]"], Paragraph=" Sales fell. ", image=png(6, 4)),
    row(["Which two?"], ["['Peru', 'Chile']"]),
    row(["Sales fell."], ["true"], "Fact Checking", Paragraph=None),
    row(["Which? a) Peru b) Chile"], ["b"], "Multi Choice"),
    row(["Which two years?"], ["[2015, 2016]"], "Hypothetical", Year=["YES", "YES"]),
    row(["How many?"], ["12.5%"]),
]


def written(folder: Path, rows: list[dict[str, Any]]) -> Path:
    """Write rows as the hub has them: the picture is a bare binary column."""
    (folder / "data").mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows), folder / "data" / "test-00000-of-00001.parquet")
    return folder


def test_every_type_of_question(tmp_path: Path) -> None:
    items = items_of("chartqapro", written(tmp_path, ROWS))
    keys = [(item.key.kind, item.key.answer, item.key.tolerance.rel) for item in items]
    assert keys == [
        ("float", "12.5%", 0.05),
        ("integer", "2016", None),
        ("integer", "1,024", 0.05),
        ("list", "[3, 4.5]", 0.05),
        ("text", "['Peru', 'Chile']", None),
        ("text", "true", None),
        ("text", "b", None),
        ("list", "[2015, 2016]", None),
        ("float", "12.5%", 0.05),
    ]
    assert items[6].key.accepted == ("(b)", "b)")
    assert items[8].question.id == f"{items[0].question.id}-2"
    assert open_image(items[0].question.images[0]).size == (5, 4)
    assert len({item.cluster for item in items}) == 2
    assert {item.domain for item in items} == {"chart"}
    assert items[2].metadata == {"question type": "Conversational", "year": ["YES", "NO"], "answer": "1,024"}


def test_the_last_question_is_asked_behind_the_turns_before_it(tmp_path: Path) -> None:
    items = items_of("chartqapro", written(tmp_path, ROWS))
    assert items[2].question.text == "And its value?"
    task, rest = items[2].question.prompt.split("\n", 1)
    assert task == TASKS["Conversational"][0]
    assert rest.endswith(
        "any additional text!\nConversation:\nQuestion: Which year, then? Answer: 2016\nQuestion: And its value?"
    )
    assert items[3].question.prompt.endswith("text!\nContext: Sales fell.\nQuestion: Which two?")
    assert "either true or false" in items[5].question.prompt
    assert "a, b, c or d (just the letter itself without any additional text). If the q" in items[6].question.prompt


@pytest.mark.parametrize(
    ("gold", "response", "outcome"),
    [
        ("['Peru','Chile']", "['Peru', 'Chile']", "right"),
        ("[Peru, Chile]", "['Peru','Chile']", "right"),
        ("[Peru, Chile]", "Peru, Chile", "right"),
        ("[Peru, Chile]", "[Chile, Peru]", "wrong"),
        ("['1,024', '2,048']", "['1024', '2048']", "right"),
        ("['1,024', '2,048']", "[1, 24, 2, 48]", "wrong"),
        (".5", "0.5", "right"),
        (".5", "5", "wrong"),
        ("E5", "E5", "right"),
    ],
)
def test_answers_as_the_prompt_asks_for_them(gold: str, response: str, outcome: str, tmp_path: Path) -> None:
    [item] = items_of("chartqapro", written(tmp_path, [row(["Which?"], [gold])]))
    assert decide(response, item.question, item.key)[0] == outcome


def test_a_row_without_lists_is_refused_when_it_is_asked(tmp_path: Path) -> None:
    broken = [{**made, "Question": 5, "image": None} for made in ROWS[:1]]
    first, second = make_benchmark("chartqapro", written(tmp_path, broken * 2)).rows()
    assert second.id == f"{first.id}-2"
    with pytest.raises(BadItem, match="Expected `array`, got `int`"):
        make_benchmark("chartqapro", tmp_path).item(first)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row(["Why?"], ["x"], "Open"), "no domain for the label 'Open'; known: Conversational"),
        (row(["Why?"], []), r"expected an answer to every question, found \[\] to \['Why\?'\]"),
        (row(["Why?"], [" "]), "expected an answer to every question"),
        (row(["Why?", "And?"], ["x"]), "expected an answer to every question"),
        ({"Question": ["Why?"], "Answer": ["x"], "image": png()}, "Object missing required field `Question Type`"),
    ],
)
def test_a_bad_row_says_what_is_wrong(bad: dict[str, Any], reason: str, tmp_path: Path) -> None:
    with pytest.raises(BadItem, match=reason):
        items_of("chartqapro", written(tmp_path, [bad]))
