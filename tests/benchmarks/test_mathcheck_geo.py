"""MathCheck-GEO: a checklist's four tasks, pictures in the archive, gold answers of each task."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from support import items_of, png

from mmbench.errors import BadItem
from mmbench.records import MemberImage
from mmbench.scoring.verdict import decide

if TYPE_CHECKING:
    from pathlib import Path

SOLUTION = "Step 1: The angles add up to 180 degrees.\n\nStep 2: 180 - 110 = 80.\n\nThe answer is 80."


def row(name: str = "0", task: str = "solving", answer: Any = 145.0, **changes: Any) -> dict[str, Any]:
    published = {
        "task_type": task, "question_type": "seed_question", "group_id": "4", "id": name,
        "question": "Find the angle BOC.", "image": "images/3.jpg", "answer": answer,
    }  # fmt: skip
    if task in ("outcome_judging", "process_judging"):
        published["solution"] = SOLUTION
    return {**published, **changes}


def native(folder: Path, *rows: dict[str, Any]) -> Path:
    (folder / "geo_checklist.json").write_text(json.dumps(rows))
    with zipfile.ZipFile(folder / "images.zip", "w") as archive:
        archive.writestr("images/3.jpg", png())
    return folder


def test_a_checklist(tmp_path: Path) -> None:
    rows = (
        row("0"),
        row("1", "outcome_judging", "Correct"),
        row("2", "process_judging", "Step 2"),
        row("3", "answerable_judging", "Unanswerable", question="求∠BOC＝（）°。"),
        row("4", answer=20.25, question_type="scenario_understanding"),
        row("5", answer="2√3"),
    )
    items = items_of("mathcheck_geo", native(tmp_path, *rows))
    assert [item.question.id for item in items] == ["0", "1", "2", "3", "4", "5"]
    assert [item.task for item in items] == ["solve", "solve", "error_step", "solve", "solve", "solve"]
    assert [item.key.kind for item in items] == ["integer", "choice", "text", "choice", "float", "expression"]
    assert [item.key.answer for item in items] == ["145", "Correct", "Step 2", "Unanswerable", "20.25", "2√3"]
    assert {item.cluster for item in items} == {"4"}
    assert [item.question.language for item in items] == ["en", "en", "en", "zh", "en", "en"]
    assert all(isinstance(item.question.images[0], MemberImage) for item in items)
    assert all(item.question.images[0].sha256 for item in items)
    assert items[1].question.choices == ("Correct", "Incorrect")
    assert (items[3].key.choice, items[3].question.choices) == (1, ("Answerable", "Unanswerable"))
    assert all((SOLUTION in item.question.prompt) == (number in (1, 2)) for number, item in enumerate(items))
    assert items[4].metadata == {
        "task_type": "solving",
        "question_type": "scenario_understanding",
        "task_type by question_type": "solving, scenario_understanding",
    }


@pytest.mark.parametrize(
    ("task", "answer", "response", "outcome"),
    [
        ("solving", 145.0, "So 180 - 35.\nThe answer is: 145°", "right"),
        ("outcome_judging", "Incorrect", "The final answer is wrong.\nThe answer is: Incorrect", "right"),
        ("outcome_judging", "Incorrect", "The answer is: Correct", "wrong"),
        ("answerable_judging", "Unanswerable", "The answer is: Answerable", "wrong"),
        ("process_judging", "Step 2", "Step 1 is fine.\nThe answer is: Step 2", "right"),
        ("process_judging", "Step 2", "The answer is: Step 1", "wrong"),
    ],
)
def test_responses_in_the_asked_form(task: str, answer: Any, response: str, outcome: str, tmp_path: Path) -> None:
    [item] = items_of("mathcheck_geo", native(tmp_path, row("0", task, answer)))
    assert decide(response, item.question, item.key)[0] == outcome


def test_unpacked_pictures(tmp_path: Path) -> None:
    (tmp_path / "geo_checklist.json").write_text(json.dumps([row()]))
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "3.jpg").write_bytes(png())
    [item] = items_of("mathcheck_geo", tmp_path)
    assert item.question.images[0].sha256


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (row(task="outcome_judging", answer="Maybe"), "'Maybe' is not among the choices"),
        (row(task="process_judging", answer="Step 9"), "'Step 9' names no step of the solution"),
        (row(task="process_judging", answer="Step 2", solution=None), "names no step of the solution"),
        (row(task="outcome_judging", answer="Correct", solution=""), "expected a solution to judge"),
        (row(answer=""), "no gold answer"),
        (row(task="proving"), "Invalid enum value 'proving'"),
        (row(question_type="other"), "Invalid enum value 'other'"),
        (row(image=None), "expected a picture"),
        ({"task_type": "solving", "id": "0"}, "missing required field"),
    ],
)
def test_bad_rows(bad: dict[str, Any], says: str, tmp_path: Path) -> None:
    with pytest.raises(BadItem, match=says):
        items_of("mathcheck_geo", native(tmp_path, bad))
