"""The checker benchmark: files of pairs, checkers that hang or die, its figures, and a quick run without peers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from support import ROOT

sys.path.insert(0, str(ROOT / "bench"))

from checkers.figures import figures
from checkers.golds import SAMPLES, gold_pairs
from checkers.pairs import BadPairs, Pair, read_pairs
from checkers.running import Broken, Checker, Run, bare_answer, judge_all, message

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def write(folder: Path, *lines: str) -> Path:
    path = folder / "pairs.jsonl"
    path.write_text("\n".join(lines))
    return path


def test_pairs_by_other_names(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        '{"pred": "4", "answer": 4, "label": true}',
        "",
        '{"prediction": "B", "ground_truth": "7", "correct": 0, "choices": ["6", "7"], "id": 5, "why": "letters"}',
        '{"response": "", "target": "1.5", "outcome": "no_answer", "tolerance": {"abs": 0.1}}',
    )
    first, second, third = read_pairs(path)
    assert (first.id, first.response, first.gold, first.expected) == ("1", "4", "4", "right")
    assert (second.id, second.gold, second.expected, second.choices) == ("5", "7", "not right", ("6", "7"))
    assert (third.expected, third.tolerance) == ("no_answer", {"abs": 0.1})
    path.write_text(json.dumps([{"response": "a", "gold": "b", "expected": "wrong"}]))
    assert [pair.expected for pair in read_pairs(path)] == ["wrong"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "holds no pairs; write one JSON object a line"),
        ("{", "line 1: not JSON"),
        ("[1]", "entry 1: expected an object with response, gold and expected, found 1"),
        ("[", "not a JSON array"),
        ('{"gold": "1", "expected": 1}', "line 1: no response; add the field 'response' (or prediction, pred"),
        (
            '{"response": "1", "gold": "1"}',
            "line 1: no expected; add the field 'expected' (or label, correct, outcome)",
        ),
        ('{"response": "1", "gold": "1", "expected": "yes"}', "expected: give true or false, 1 or 0, or right, wrong"),
        ('{"response": "1", "gold": {}, "expected": 1}', "gold: expected a text or a number, found {}"),
        ('{"response": "1", "gold": "1", "expected": 1, "choices": "A"}', "choices: expected a list of texts"),
        ('{"response": "1", "gold": "1", "expected": 1, "tolerance": 0.1}', "tolerance: expected an object with abs"),
        ('{"response": "1", "gold": "1", "expected": 1, "ordered": "no"}', "ordered: expected true or false"),
    ],
)
def test_a_bad_file_is_named_with_its_line_and_field(line: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(BadPairs) as caught:
        read_pairs(write(tmp_path, line))
    assert says in str(caught.value)
    with pytest.raises(BadPairs, match="cannot be read"):
        read_pairs(tmp_path / "none.jsonl")


def test_what_a_checker_is_given_of_a_pair() -> None:
    pair = Pair("1", "So \\boxed{\\frac{1}{2}}.", "7", "right", choices=("6", "7"), why="because")
    given = message(pair)
    assert (given["golds"], given["bare"]) == (["7", "B"], "\\frac{1}{2}")
    assert not {"expected", "why"} & given.keys()
    assert message(pair._replace(gold="B"))["golds"] == ["B", "7"]
    assert bare_answer("Is the answer: 3? No, the answer is 4.") == "4"
    assert bare_answer(" 5 ") == "5"


ADAPTER = """
import os, time
VERSION = "1"
def judge(pair):
    if pair["response"] == "hang":
        time.sleep(60)
    if pair["response"] == "die":
        os._exit(3)
    print("noise")
    return pair["response"] == pair["gold"] if pair["response"] != "raise" else 1 / 0
"""


def test_a_checker_that_hangs_or_dies_loses_only_that_pair(tmp_path: Path) -> None:
    adapter = tmp_path / "adapter.py"
    adapter.write_text(ADAPTER)
    responses = ("hang", "4", "die", "5", "raise", "4", "hang")
    run = judge_all(Checker("x", adapter), [Pair(word, word, "4", "right") for word in responses], 1.0)
    assert run.said == [
        "timeout",
        "right",
        "error: the checker's process died",
        "not right",
        "error: ZeroDivisionError: division by zero",
        "right",
        "timeout",
    ]
    assert (run.version, run.sympy) == ("1", False)
    assert 2.0 < run.cpu < 3.0
    adapter.write_text("import no_such_module")
    with pytest.raises(Broken, match="no_such_module"):
        judge_all(Checker("x", adapter), [Pair("1", "4", "4", "right")], 1.0)


def test_the_figures_of_a_run() -> None:
    wanted = ("right", "right", "wrong", "unparsed", "not right")
    pairs = [Pair(str(number), "", "", expected) for number, expected in enumerate(wanted)]
    found = figures(pairs, [Run(["right", "wrong", "right", "wrong", "unparsed"], cpu, False, "") for cpu in (1, 2, 9)])
    assert found[:5] == (5, 0.6, 1, 1, 2.5)
    assert found.outcome_agreement == 0.4
    assert figures(pairs, [Run(["not right", "timeout", "error: x", "right", "right"], 1, False, "")])[5:] == (
        1,
        1,
        None,
    )


def test_every_gold_of_the_samples_is_right_against_itself(shared: Callable[[str], Path]) -> None:
    folder = shared("ChartQA").parent
    assert {path.name for path in folder.iterdir() if path.is_dir()} == SAMPLES.keys()
    pairs, problems = gold_pairs(folder)
    assert len(pairs) > 2000
    assert {pair.expected for pair in pairs} == {"right"}
    assert not problems


def quick(*arguments: str, shared: Path) -> tuple[str, dict[str, Any]]:
    command = [sys.executable, str(ROOT / "bench" / "checker.py"), "--quick", *arguments]
    settings = {**os.environ, "MMBENCH_SHARED": str(shared)}
    done = subprocess.run(command, capture_output=True, text=True, env=settings, timeout=300)
    assert done.returncode == 0, done.stderr
    table, last = done.stdout.strip().rsplit("\n", 1)
    return table, json.loads(last)


def test_a_quick_run_without_peers(tmp_path: Path) -> None:
    pairs = write(
        tmp_path,
        '{"response": "\\\\boxed{\\\\frac{2}{4}}", "gold": "1/2", "expected": true}',
        '{"response": "The answer is 8.", "gold": "7", "expected": "right", "why": "to disagree with"}',
    )
    where = tmp_path / "disagreements.jsonl"
    table, found = quick("--pairs", str(pairs), "--disagreements", str(where), shared=tmp_path)
    row = found["sets"]["pairs"]["mmbench"]
    assert (row["pairs"], row["accuracy"], row["false_accepts"], row["false_rejects"]) == (2, 0.5, 0, 1)
    assert row["pairs_per_cpu_second"] > 0
    facts = found["checkers"]["mmbench"]
    assert (facts["sympy_imported"], facts["reflexive"]) == (False, {"golds": 0, "failed": 0})
    assert "no peers" in table
    [line] = where.read_text().splitlines()
    assert json.loads(line)["said"] == {"mmbench": "wrong"}


def test_the_tests_own_pairs_are_the_default(tmp_path: Path) -> None:
    _, found = quick(shared=tmp_path)
    assert found["sets"].keys() == {path.stem for path in (ROOT / "tests" / "scoring" / "cases").glob("*.jsonl")}
