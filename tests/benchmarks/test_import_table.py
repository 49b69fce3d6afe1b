"""Predictions in any table: every format, columns said by their role, cells that are not what they should be."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from small_vision import PROBLEMS, small_vision
from support import mmbench, read_lines

from mmbench.errors import UsageError
from mmbench.importing import Predictions, import_run
from mmbench.rundir import RunDir

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.records import Line, Verdict


class Imported:
    """What became of a table, by the item's key as text."""

    def __init__(self, folder: Path, path: Path, **columns: str) -> None:
        data = folder / "data"
        if not data.exists():
            small_vision(data)
        self.out = folder / f"run-{path.name}"
        predictions = Predictions("table", (path,), "a model", "mathvision", data, columns=columns)
        self.summary = import_run(predictions, self.out, [])
        run = RunDir(self.out)
        self.lines: dict[str, Line] = {_short(line.line_key().text()): line for line in run.responses()}
        self.verdicts: dict[str, Verdict] = {_short(found.line_key().text()): found for found in run.verdicts()}

    def outcomes(self) -> dict[str, str]:
        return {name: verdict.outcome for name, verdict in self.verdicts.items()}

    def error(self, name: str) -> str:
        failure = self.lines[name].failure
        assert failure is not None
        return failure.error


def _short(key: str) -> str:
    return key.removeprefix("mathvision/")


ROWS: list[dict[str, Any]] = [
    {"id": "11", "response": "The answer is 6."},
    {"id": "12", "response": "(B)"},
    {"id": "15", "response": None},
    {"id": "20", "response": "one half"},
]
OUTCOMES = {"11": "right", "12": "wrong", "15": "no_answer", "20": "right"}


def write(folder: Path, suffix: str, rows: list[dict[str, Any]]) -> Path:
    path = folder / f"answers.{suffix}"
    frame = pd.DataFrame(rows)
    if suffix == "xlsx":
        frame.to_excel(path, index=False)
    elif suffix == "parquet":
        frame.to_parquet(path)
    elif suffix == "json":
        path.write_text(json.dumps(rows))
    elif suffix == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    else:
        frame.to_csv(path, sep="\t" if suffix == "tsv" else ",", index=False, quoting=csv.QUOTE_MINIMAL)
    return path


@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "json", "xlsx", "parquet"])
def test_every_format_gives_the_same_run(suffix: str, tmp_path: Path) -> None:
    assert Imported(tmp_path, write(tmp_path, suffix, ROWS)).outcomes() == OUTCOMES


def test_an_object_of_rows_by_id_needs_no_id_column(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({row["id"]: {"response": row["response"]} for row in ROWS}))
    assert Imported(tmp_path, path).outcomes() == OUTCOMES


@pytest.mark.parametrize("name", [11, 11.0, "11", "11.0", "mathvision/11"])
def test_an_id_may_be_a_number_or_a_run_s_key(name: Any, tmp_path: Path) -> None:
    assert Imported(tmp_path, write(tmp_path, "jsonl", [{"id": name, "response": "6"}])).outcomes() == {"11": "right"}


def test_columns_are_said_by_their_role(tmp_path: Path) -> None:
    rows = [
        {"pid": 12, "out": ["I say (C)."], "got": "C", "pred": ["2:30"], "ok": "[True]", "sent": "What time?"},
        {"pid": 11, "out": 6, "got": [6], "pred": None, "ok": "", "sent": None},
    ]
    columns = {
        "id": "pid",
        "response": "out",
        "extraction": "got",
        "prediction": "pred",
        "right": "ok",
        "prompt": "sent",
    }
    found = Imported(tmp_path, write(tmp_path, "jsonl", rows), **columns)
    assert found.outcomes() == {"12": "right", "11": "right"}
    clock, apples = found.lines["12"].imported, found.lines["11"].imported
    assert clock is not None
    assert apples is not None
    assert (clock.extraction, clock.prediction, clock.right) == ("C", "['2:30']", True)
    assert (apples.extraction, apples.prediction, apples.right) == ("[6]", None, None)
    prompts = {item.question.id: item.question.prompt for item in RunDir(found.out).items()}
    assert prompts["12"] == "What time?"
    assert "How many apples" in prompts["11"]


@pytest.mark.parametrize(
    ("cell", "right"),
    [
        (True, True), (1, True), (1.0, True), ("yes", True), ("Correct", True), (" TRUE ", True), ([1], True),
        (False, False), (0, False), ("no", False), ("fail", False), ("incorrect", False), ("0.0", False),
        (None, None), ("", None),
    ],
)  # fmt: skip
def test_a_recorded_verdict_may_be_written_in_many_ways(cell: Any, right: bool | None, tmp_path: Path) -> None:
    found = Imported(tmp_path, write(tmp_path, "jsonl", [{"id": "11", "response": "6", "right": cell}]))
    imported = found.lines["11"].imported
    assert imported is not None
    assert imported.right is right


@pytest.mark.parametrize(
    ("row", "name", "says"),
    [
        ({"id": "99"}, "99", "'mathvision' has no item '99' in this split or folder"),
        ({"id": None}, "row-2", "expected an item's id in column 'id', found None"),
        ({"right": "maybe"}, "12", "right: expected true or false, 1 or 0, yes or no, correct or fail; found 'maybe'"),
        ({"right": "__import__('os').remove('x')"}, "12", "right: expected true or false"),
        ({"response": ["a", "b"]}, "12", "expected one response a row, found ['a', 'b']"),
        ({"response": {"text": "a"}}, "12", "expected one response a row"),
        ({"repeat": "twice"}, "12", "repeat: expected a number from 0, found 'twice'"),
        ({"repeat": -1}, "12", "repeat: expected a number from 0"),
        ({"id": "11"}, "11~2", "a second row for '11'"),
    ],
)
def test_a_bad_row_costs_only_itself(row: dict[str, Any], name: str, says: str, tmp_path: Path) -> None:
    rows = [{"id": "11", "response": "6", "right": 1, "repeat": 0}, {"id": "12", "response": "C", **row}]
    found = Imported(tmp_path, write(tmp_path, "jsonl", rows))
    assert (found.summary["n"], found.summary["right"], found.summary["failed"]) == (2, 1, 1)
    assert says in found.error(name)


def test_of_two_items_with_one_id_the_first_is_meant_as_where_they_are_asked(tmp_path: Path) -> None:
    data = small_vision(tmp_path / "data") / "data" / "test.jsonl"
    row = json.loads(data.read_text().splitlines()[0])
    data.write_text(data.read_text().rstrip() + "\n" + json.dumps({**row, "answer": "7"}))
    found = Imported(tmp_path, write(tmp_path, "csv", [{"id": "11", "response": "6"}]))
    assert found.outcomes() == {"11": "right"}


def test_a_row_without_the_column_says_so(tmp_path: Path) -> None:
    found = Imported(tmp_path, write(tmp_path, "jsonl", [{"id": "11", "response": "6"}, {"response": "C"}]))
    assert "row 2: expected an item's id in column 'id', found None" in found.error("row-2")


def test_variants_and_repeats_are_lines_of_their_own(tmp_path: Path) -> None:
    rows = [
        {"id": "12", "response": "A", "variant": "", "repeat": 0},
        {"id": "12", "response": "C", "variant": "", "repeat": 1},
        {"id": "12", "response": "C", "variant": "rotated", "repeat": 0},
        {"id": "12", "response": "B", "variant": "rotated", "repeat": 1},
    ]
    found = Imported(tmp_path, write(tmp_path, "csv", rows))
    assert found.outcomes() == {
        "12": "wrong",
        "12|full||repeat 1|0": "right",
        "12|full||rotated|0": "right",
        "12|full||rotated repeat 1|0": "wrong",
    }


def test_hostile_cells_are_text(tmp_path: Path) -> None:
    rows = [
        {"id": "11", "response": "=cmd|' /C calc'!A0"},
        {"id": "12", "response": "\0(C)" + "z" * 2**20},
        {"id": "__import__('os')", "response": "x"},
    ]
    found = Imported(tmp_path, write(tmp_path, "tsv", rows))
    assert found.lines["11"].trace.text == "=cmd|' /C calc'!A0"
    assert len(found.lines["12"].trace.text) == 2**20 + 4
    assert "has no item '__import__('os')'" in found.error("__import__('os')")


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"respone": "out"}, "no role 'respone'. Did you mean 'response'? Known: id, response, extraction"),
        (
            {"response": "ouput"},
            "--column response=ouput: .* has no such column. Did you mean 'output'\\? It has: id, output",
        ),
        ({}, "has no column 'response'. .*Say which it is with --column response=NAME; it has: id, output"),
    ],
)
def test_an_unknown_role_or_column_is_wrong_usage(columns: dict[str, str], says: str, tmp_path: Path) -> None:
    path = write(tmp_path, "csv", [{"id": "11", "output": "6"}])
    with pytest.raises(UsageError, match=says.replace("'? K", "'\\? K")):
        Imported(tmp_path, path, **columns)


def test_from_the_command_line_against_a_folder_s_benchmark(tmp_path: Path) -> None:
    data = small_vision(tmp_path / "data")
    path = write(tmp_path, "csv", [{"pid": row["id"], "response": row["response"]} for row in ROWS])
    command = ("import", "table", str(path), "--benchmark", "mathvision", "--data", str(data), "--column", "id=pid")
    done = mmbench(*command, "--out", "run", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    outcomes = {line["item"]: line["outcome"] for line in read_lines(tmp_path / "run" / "verdicts.jsonl")}
    assert outcomes == {f"mathvision/{name}": OUTCOMES[name] for name in PROBLEMS}
    stray = write(tmp_path, "tsv", [{"id": "99", "response": "6"}])
    done = mmbench(
        "import", "table", str(stray), "--benchmark", "mathvision", "--data", str(data), "--out", "b", cwd=tmp_path
    )
    assert done.returncode == 5
