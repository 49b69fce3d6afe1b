"""ChartAst's predictions on ChartQA, as published: questions in their prompts, output of tools among the answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support import items_of, png

from mmbench.errors import UsageError
from mmbench.importing import Predictions, import_run
from mmbench.rundir import RunDir

if TYPE_CHECKING:
    from pathlib import Path

START = (
    'Below is an instruction that describes a task. "\n                        "Write a response that appropriately '
)
INTRO = START + 'completes the request.\n\n"\n                        "### Instruction:\n'
ASK = "Please answer my question based on the chart: "
SOLVE = "Please use commandline to solve the math question: "


def row(
    pred: Any, gold: Any, question: str, kind: str = "human", picture: str = "a.png", cot: str = ""
) -> dict[str, Any]:
    sent = f"{INTRO}{SOLVE if cot else ASK}{question}\n\n### Response:"
    made = {
        "pred": pred,
        "image_path": f"/data/share/ChartQA-Dataset/test/png/{picture}",
        "gt": gold,
        "question": sent,
        "question_type": [kind] * 10,
    }
    return {**made, "COT": cot} if cot else made


ROWS = [
    row("46\n", "47", "How many stores?", "augment"),
    row("Ted Baker\n", "Ted Baker", "Who is ahead?", "augment", "b.png"),
    row("433.0", "32", "How many died?", "augment", cot="{'step1': {'func1': 'select'}}\n"),
    row("error cot", "0.02", "What is the difference?", cot="{'text_sequence': 'Venezuela'}\n"),
    row("[0.57 0.27]", "0.57", "What is the ratio?", cot="{'step1': {}}\n"),
    row("[No No]", "No", "Is it more?", cot="{'step1': {}}\n"),
    row("58%\n", "0.58", "What share?"),
    row("3\n", "3", "How many bars?"),
    row("4\n", "3", "How many bars?", picture="b.png"),
]


def imported(tmp_path: Path, rows: list[dict[str, Any]], data: Path | None = None) -> RunDir:
    path = tmp_path / "chartqa_all.json"
    path.write_text(json.dumps(rows))
    import_run(Predictions("chartast", (path,), "ChartAst", data=data), tmp_path / "run", [])
    return RunDir(tmp_path / "run")


def test_predictions_without_the_data(tmp_path: Path) -> None:
    run = imported(tmp_path, ROWS)
    lines = list(run.responses())
    verdicts = list(run.verdicts())
    official = [[score.score for score in verdict.official] for verdict in verdicts]
    assert official == [[1, 1], [1, 1], [0, 0], [0, 0], [0, 0], [0, 0], [1, 0], [1, 1], [0, 0]]
    outcomes = [verdict.outcome for verdict in verdicts]
    assert outcomes[:6] == ["right", "right", "wrong", "no_answer", "unparsed", "unparsed"]
    assert [lines[3].trace.text, lines[3].trace.reasoning] == ["error cot", "{'text_sequence': 'Venezuela'}"]
    assert (lines[0].trace.text, lines[0].trace.reasoning) == ("46", "")
    summary = json.loads((tmp_path / "run" / "summary.json").read_text())["benchmarks"]["chartqa"]["official"]
    table = summary["chartqa"]
    assert {kind: (part["correct"], part["total"]) for kind, part in table["type"].items()} == {
        "augmented": (2, 3),
        "human": (2, 6),
    }
    assert table["average"]["accuracy"] == "44.44"
    assert summary["chartqa-unichart"]["average"]["correct"] == 3


def test_the_questions_are_those_of_the_data_at_hand(tmp_path: Path) -> None:
    test = tmp_path / "ChartQA Dataset" / "test"
    (test / "png").mkdir(parents=True)
    (test / "png" / "a.png").write_bytes(png())
    (test / "tables").mkdir()
    (test / "tables" / "a.csv").write_text("Country,Share\nPeru,3\n")
    human = [{"imgname": "a.png", "query": "How many bars?", "label": "3"}]
    (test / "test_human.json").write_text(json.dumps([*human, {**human[0], "imgname": "b.png"}]))
    own = items_of("chartqa", tmp_path)
    items = {item.question.id: item for item in imported(tmp_path, ROWS[-2:], tmp_path).items()}
    assert list(items) == [item.question.id for item in own]
    for item in own:
        found = items[item.question.id]
        assert (found.question.images, found.key, found.cluster) == (item.question.images, item.key, item.cluster)
        assert found.question.prompt == f"{INTRO}{ASK}How many bars?\n\n### Response:"
    assert own[0].key.facts == {"Peru, Share": "3"}
    assert [item.question.images[0].sha256 != "" for item in own] == [True, False]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"question": "How many?"}, "no prompt of ChartAst's: 'How many?'"),
        (
            {"question_type": ["human", "augment"]},
            "question_type: expected one of human, augment, found augment, human",
        ),
        ({"question_type": []}, "found none"),
        ({"question_type": "robot"}, "found robot"),
        ({"gt": None}, ", got `null` - at `$.gt`"),
    ],
)
def test_a_bad_row_costs_only_itself(change: dict[str, Any], reason: str, tmp_path: Path) -> None:
    run = imported(tmp_path, [{**ROWS[0], **change}, ROWS[1]])
    bad, good = run.verdicts()
    assert bad.outcome == "failed"
    assert bad.failure is not None
    assert reason in bad.failure.error
    assert good.outcome == "right"


def test_another_benchmark_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "chartqa_all.json"
    path.write_text(json.dumps(ROWS))
    with pytest.raises(UsageError, match="files of kind 'chartast' are of 'chartqa'"):
        import_run(Predictions("chartast", (path,), "x", benchmark="mathvision"), tmp_path / "run", [])
