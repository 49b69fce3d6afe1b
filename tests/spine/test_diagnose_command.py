"""`mmbench diagnose`, `show --mistake`, what the reports say of mistakes; a user's own folder has error types, too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support import mmbench, read_lines

if TYPE_CHECKING:
    from pathlib import Path

SALES = ("--fact", "2018=30", "--fact", "2019=45", "--program", "'2019' - '2018'", "--gold", "15")


def test_a_response_is_explained_with_the_wrong_step_marked() -> None:
    done = mmbench("diagnose", "2019 is 45 and 2018 is 30.\n45 - 30 = 25.\nThe answer is 25.", *SALES)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:3] == [
        "     1  2019 is 45 and 2018 is 30.",
        ">>   2  45 - 30 = 25.",
        "     3  The answer is 25.",
    ]
    assert "mistake: calculation (arithmetic), confidence 0.9" in done.stdout
    assert "found 25, expected 15" in done.stdout
    assert "\x1b" not in done.stdout


def test_it_reads_standard_input_and_prints_json() -> None:
    done = mmbench("diagnose", "-", "--json", *SALES, stdin="2019 is 54. 54 - 30 = 24. The answer is 24.")
    said = json.loads(done.stdout)
    assert (said["kind"], said["subtype"], said["found"], said["expected"]) == ("misreading", "value", "54", "45")


def test_other_taxonomies_are_named_on_request() -> None:
    done = mmbench("diagnose", "45 + 30 = 75. The answer is 75.", "--explain", *SALES)
    assert "mistake: logic (operation)" in done.stdout
    assert "errorradar: Reasoning error" in done.stdout


def test_a_right_answer_is_said_to_be_right() -> None:
    assert "no mistake: the answer is right" in mmbench("diagnose", "45 - 30 = 15", *SALES).stdout


def test_untrusted_text_cannot_drive_the_terminal() -> None:
    done = mmbench("diagnose", "45 - 30 = 25 \x1b[2J\x07. So 25.", *SALES)
    assert "\x1b" not in done.stdout
    assert "calculation" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["5"], "nothing to hold the response against: give --item ID, or --gold"),
        (["--gold", "5"], "no response"),
        (["5", "--item", "cone-0-000"], "Did you mean 'cone-0-000"),
        (["5", "--item", "x", "--benchmark", "figure"], "Did you mean 'figures'?"),
        (["5", "--gold", "5", "--fact", "a"], "expected KEY=VALUE"),
        (["5", "--gold", "5", "--program", "'a' +"], "--program"),
        (["5", "--gold", "5", "--program", "'a'"], "no fact named 'a'"),
        (["5", "--gold", "", "--question", "q"], "gold answer"),
    ],
)
def test_wrong_usage_is_exit_2_with_a_hint(arguments: list[str], says: str) -> None:
    done = mmbench("diagnose", *arguments)
    assert (done.returncode, says in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scored run over a folder of a user's own: one mistake of each kind, and one right answer."""
    root = tmp_path_factory.mktemp("own")
    folder = root / "sales"
    folder.mkdir()
    (folder / "benchmark.yaml").write_text("name: sales\nrows: rows.jsonl\ndomain: chart\n")
    facts = {"Sales 2018": 30, "Sales 2019": 45, "Sales 2020": 51}
    row = {
        "question": "By how much did sales grow from 2018 to 2019?", "answer": "15", "facts": facts,
        "program": "'Sales 2019' - 'Sales 2018'",
    }  # fmt: skip
    (folder / "rows.jsonl").write_text("".join(json.dumps({"id": name, **row}) + "\n" for name in "abcd"))
    answers = {
        "a": "Sales were 45 and 30. 45 - 30 = 25. The answer is 25.",
        "b": "In 2019 sales were 51, in 2018 30. 51 - 30 = 21. The answer is 21.",
        "c": "45 + 30 = 75. The answer is 75.",
        "d": "45 - 30 = 15",
    }
    said = "".join(json.dumps({"id": name, "response": text}) + "\n" for name, text in answers.items())
    (root / "answers.jsonl").write_text(said)
    done = mmbench("eval", "--model", "replay:answers.jsonl", "--benchmark", "sales", "--out", "run", cwd=root)
    assert done.returncode == 0, done.stderr
    return root


def test_rows_with_facts_and_a_program_have_error_types(own: Path) -> None:
    verdicts = {line["item"][-1]: line for line in read_lines(own / "run" / "verdicts.jsonl")}
    kinds = {name: line["diagnosis"]["kind"] for name, line in verdicts.items() if "diagnosis" in line}
    assert kinds == {"a": "calculation", "b": "misreading", "c": "logic"}
    summary = json.loads((own / "run" / "summary.json").read_text())
    assert summary["mistakes"] == {"calculation": 1, "logic": 1, "misreading": 1, "undetermined": 0}
    assert summary["benchmarks"]["sales"]["subtypes"] == {"arithmetic": 1, "neighbour": 1, "operation": 1}
    assert "simulated" not in summary


def test_the_report_shows_the_kinds_of_mistakes(own: Path) -> None:
    shown = mmbench("show", "run", cwd=own).stdout
    table = [line.split() for line in shown.splitlines()]
    assert ["mistakes", "n", "calculation", "logic", "misreading", "undetermined"] in table
    assert ["sales", "3", "1", "(33", "%)", "1", "(33", "%)", "1", "(33", "%)", "0", "(0", "%)"] in table
    assert "simulated" not in shown


def test_show_filters_by_the_kind_of_mistake(own: Path) -> None:
    shown = mmbench("show", "run", "--mistake", "misreading", cwd=own).stdout
    assert shown.count("verdict: wrong") == 1
    assert "mistake: misreading (neighbour)" in shown
    assert "found 51, expected 45" in shown
    assert mmbench("show", "run", "--mistake", "undetermined", cwd=own).stdout.strip() == "no such items"


def test_a_recorded_response_is_explained_from_its_run(own: Path) -> None:
    done = mmbench("diagnose", "--run", "run", "--item", "a", cwd=own)
    assert ">>   2  45 - 30 = 25." in done.stdout
    missing = mmbench("diagnose", "--run", "run", "--item", "e", cwd=own)
    assert (missing.returncode, "has no item 'e'" in missing.stderr) == (2, True)


def test_scoring_in_any_number_of_processes_gives_the_same_diagnoses(own: Path) -> None:
    before = (own / "run" / "verdicts.jsonl").read_bytes()
    for jobs in ("1", "3"):
        assert mmbench("score", "run", "--jobs", jobs, cwd=own).returncode == 0
        assert (own / "run" / "verdicts.jsonl").read_bytes() == before
