"""The sorter's bench: metrics against numbers worked by hand, exact labels, and a whole quick run."""

from __future__ import annotations

import gc
import json
import os
import random
import subprocess
import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from support import ROOT

sys.path.insert(0, str(ROOT / "bench"))

from sorting.clock import Clock
from sorting.exact import equalities, is_false, worth
from sorting.injected import SLIPS, Injected, inject, injected, injected_scores, plain, slipped
from sorting.metrics import (
    Said,
    Steps,
    calibration,
    confusion,
    expected_calibration_error,
    macro_f1,
    quantiles,
    step_scores,
    threshold_for,
    type_scores,
)
from sorting.planted import Answered, dumped, numbers_only, planted_scores, played
from sorting.real import LOADERS, Solution, checked, given_step, real_scores

if TYPE_CHECKING:
    from pathlib import Path

C, L, M, U = "calculation", "logic", "misreading", "undetermined"


def said(*pairs: tuple[str, str]) -> list[Said]:
    return [Said(label, found) for label, found in pairs]


TEN = said((C, C), (C, C), (C, L), (C, U), (L, L), (L, L), (L, C), (M, M), (M, L), (M, U))


def test_scores_of_types_by_hand() -> None:
    """Said: calculation 3 (2 right), logic 4 (2 right), misreading 1 (right), undetermined 2."""
    scores = type_scores(TEN)
    assert scores["types"][C] == {"n": 4, "precision": 0.6667, "recall": 0.5, "f1": 0.5714}
    assert scores["types"][L] == {"n": 3, "precision": 0.5, "recall": 0.6667, "f1": 0.5714}
    assert scores["types"][M] == {"n": 3, "precision": 1.0, "recall": 0.3333, "f1": 0.5}
    assert scores["macro_f1"] == macro_f1(TEN) == round((4 / 7 + 4 / 7 + 1 / 2) / 3, 4)
    assert (scores["n"], scores["accuracy"], scores["precision"], scores["coverage"]) == (10, 0.5, 0.625, 0.8)


def test_undetermined_is_a_miss_and_no_false_accusation() -> None:
    scores = type_scores(said((C, C), (C, U)))
    assert scores["types"] == {C: {"n": 2, "precision": 1.0, "recall": 0.5, "f1": 0.6667}}
    assert macro_f1(said((C, C), (L, U), (M, "none"))) == 0.3333
    assert type_scores([])["macro_f1"] == 0.0


def test_confusion_by_hand() -> None:
    assert confusion(TEN)[C] == {C: 2, L: 1, M: 0, U: 1}
    assert confusion(TEN)[M] == {C: 0, L: 1, M: 1, U: 1}
    assert confusion(said(("deception", "none"))) == {"deception": {C: 0, L: 0, M: 0, U: 1}}


def test_scores_of_steps_by_hand() -> None:
    """Accused: 0 for 0 (hit), 3 for 2 (near), 5 for 1 (wrong), 2 in a solution without mistakes; 4 is missed."""
    scores = step_scores([Steps(0, 0), Steps(2, 3), Steps(1, 5), Steps(None, 2), Steps(4, None), Steps(None, None)])
    assert (scores["labelled"], scores["accused"]) == (4, 4)
    assert scores["exact"] == {"hits": 1, "precision": 0.25, "recall": 0.25, "f1": 0.25}
    assert scores["within_one"] == {"hits": 2, "precision": 0.5, "recall": 0.5, "f1": 0.5}


def test_calibration_by_hand() -> None:
    """Two bins of two: means 0.3 and 0.8, accuracies 0.5 and 1; the error is (2 * 0.2 + 2 * 0.2) / 4."""
    answers = [Said(C, C, 0.9), Said(L, C, 0.2), Said(C, C, 0.7), Said(C, C, 0.4), Said(C, U, 0.1)]
    bins = calibration(answers, 2)
    assert [(each.n, round(each.confidence, 6), each.accuracy) for each in bins] == [(2, 0.3, 0.5), (2, 0.8, 1.0)]
    assert expected_calibration_error(bins) == 0.2
    assert [each.n for each in calibration([Said(C, C, 0.5)] * 25, 10)] == [2, 3, 2, 3, 2, 3, 2, 3, 2, 3]
    assert expected_calibration_error(calibration([Said(C, C, 1.0), Said(C, L, 0.0)], 10)) == 0.0
    assert expected_calibration_error([]) == 0.0


def test_the_threshold_keeps_the_precision_and_as_much_as_it_can() -> None:
    answers = [Said(C, C, 0.9), Said(C, C, 0.8), Said(C, L, 0.6), Said(C, C, 0.6), Said(L, C, 0.3), Said(L, U, 0.9)]
    assert threshold_for(answers, 0.7) == 0.6
    assert threshold_for(answers, 0.85) == 0.8
    assert threshold_for(answers, 0.5) == 0.3
    assert threshold_for(said((C, L), (C, U)), 0.85) is None


def test_quantiles_by_nearest_rank() -> None:
    assert quantiles([float(value) for value in range(1, 101)]) == {"median": 50.0, "p95": 95.0, "worst": 100.0}
    assert quantiles([3.0]) == {"median": 3.0, "p95": 3.0, "worst": 3.0}


def test_a_call_is_timed_whatever_comes_of_it_and_without_the_garbage_of_others() -> None:
    clock = Clock()
    try:
        assert clock.time("sum", sum, [1, 2]) == 3
        with pytest.raises(ZeroDivisionError):
            clock.time("quotient", Fraction, 1, 0)
        held = gc.get_freeze_count()
    finally:
        gc.unfreeze()
    assert {what: len(taken) for what, taken in clock.taken.items()} == {"sum": 1, "quotient": 1}
    assert min(*clock.taken["sum"], *clock.taken["quotient"]) >= 0
    assert held > 0


def test_an_offset_is_mapped_to_the_step_that_was_given() -> None:
    steps = ["ab\ncd", "", "ef"]
    text = "\n".join(steps)
    assert [given_step(steps, at) for at in (0, text.index("c"), text.index("ef"), len(text) + 9)] == [0, 0, 2, 2]


@pytest.mark.parametrize(
    ("left", "right", "false"),
    [
        ("5*12", "60", False),
        ("5*12", "61", True),
        ("2/3*12", "8.0", False),
        ("7/2", "3", False),
        ("7/2", "5", True),
        ("10/3", "3.33", False),
        ("10/3", "3.35", True),
        ("0.5-0.4", "0.09999999999999998", False),
        ("50-49.4", "0.7000000000000014", True),
        ("1,200+(3-1)*2", "1204", False),
        ("¾*12", "9", False),
        ("24+-18", "6", False),
        ("3/0", "1", None),
        ("3 apples", "3", None),
    ],
)
def test_the_exact_check(left: str, right: str, false: bool | None) -> None:
    assert is_false(left, right) is false


def test_the_exact_check_finds_what_is_plain_and_leaves_the_rest() -> None:
    text = "So 3 + 4 = 8, <<2*3=7>>7; $5 - $2 = $3."
    silent = (
        "x + 3 + 4 = 8",
        "3 + 4 = 8x",
        "2^3 + 1 = 8",
        "3 + 4 = 8%",
        "2 times 3 + 4 = 10",
        "2 x 3 + 4 = 10",
        "三3 + 4 = 8",
    )
    assert [(one.left, one.right, one.false) for one in equalities(text)] == [
        ("3 + 4", "8", True),
        ("2*3", "7", True),
        ("$5 - $2", "3", False),
    ]
    assert not any(map(equalities, silent))
    assert [one.false for one in equalities("4+3=<<3+3=6>>6")] == [False, True]
    assert worth("(1+2)*3-8/4") == 7
    assert worth("(1+2") is None


SOLUTION = "She packs 5*12 = <<5*12=60>>60 eggs.\nHe adds 9, that is <<60+9=69>>69 eggs.\nHalf are 34.5.\nA: 69"


def test_an_injected_mistake_is_one_false_equality_and_the_rest_follows() -> None:
    for slip in SLIPS:
        made = inject(SOLUTION, "5 boxes of 12 eggs", slip, random.Random(slip))
        assert made is not None
        false = {one.right for one in equalities(made.text) if one.false}
        assert len(false) == 1
        wrong = false.pop()
        assert made.text[made.place :].startswith(wrong)
        bare = plain(made)
        assert "<<" not in bare.text
        assert bare.text[bare.place :].startswith(wrong)
    first = next(
        made
        for seed in range(50)
        if (made := inject(SOLUTION, "", "digit", random.Random(seed))) and "=60>>" not in made.text
    )
    new = Fraction(first.text.split("5*12=")[1].split(">>")[0])
    assert first.text.endswith(f"that is <<{new}+9={new + 9}>>{new + 9} eggs.\nHalf are 34.5.\nA: {new + 9}")


def test_nothing_is_injected_where_the_label_could_be_doubted() -> None:
    chance = random.Random(1)
    assert inject("No sums here.", "", "digit", chance) is None
    assert inject("<<5*12=61>>61 eggs", "", "digit", chance) is None, "already false"
    assert inject("<<5*12=60>>61 eggs", "", "digit", chance) is None, "the text goes on with another result"
    assert inject("<<60=60>>60 eggs", "", "digit", chance) is None, "nothing is worked out"
    assert inject("<<5*12=60>>60 eggs", "60 hens", "digit", chance) is None, "the question holds the number"
    assert inject("<<5*12=60>>60 eggs\n60 + 1 = 61", "", "digit", chance) is None, "later sums could be false too"


def test_slips_change_a_value_as_they_say() -> None:
    chance = random.Random(3)
    assert slipped(Fraction(42), "sign", chance) == -42
    assert slipped(Fraction(42), "place", chance) in (420, Fraction(21, 5))
    assert slipped(Fraction(42), "carry", chance) == 32
    for _ in range(20):
        changed = str(slipped(Fraction(42), "digit", chance))
        assert sum(one != other for one, other in zip(changed.zfill(2), "42", strict=True)) == 1


def test_the_audit_is_held_against_what_was_injected() -> None:
    text = "There are 5 boxes.\nShe has 5 * 12 = 61 eggs."
    both = "He has 3 + 4 = 8 hens.\n5 * 12 = 61"
    texts = [
        Injected(text, text.index("61"), "digit"),
        Injected(both, both.index("61"), "digit"),
        Injected("Nothing: 60", 9, "sign"),
    ]
    scores = injected_scores(texts, Clock())
    assert (scores["texts"], scores["found"], scores["accusations"]) == (3, 2, 3)
    assert (scores["recall"], scores["precision"]) == (0.6667, 0.6667)
    assert [one["quote"] for one in scores["false_accusations"]] == ["3 + 4 = 8"]
    assert scores["missed"] == [{"slip": "sign", "line": "Nothing: 60"}]
    assert scores["steps"]["exact"]["hits"] == 1


def test_sets_with_labels_are_scored() -> None:
    false, true = "5 * 12 = 61", "5 * 12 = 60"
    solutions = [
        Solution("s", "a", "How many?", "60", ["Well.", f"So {false}.", "The answer is 61."], False, 1, "x", C),
        Solution("s", "b", "How many?", "60", [f"So {false}.", "The answer is 61."], False, 1, "x", L),
        Solution("s", "c", "How many?", "60", [f"So {false}.", "The answer is 60."], True),
        Solution("s", "d", "How many?", "60", [f"So {true}.", "The answer is 60."], True),
    ]
    scores = real_scores(solutions, Clock())
    assert scores["steps"]["exact"]["hits"] == 1
    assert scores["steps"]["within_one"]["hits"] == scores["steps"]["accused"] == 2
    assert scores["confusion"] == {C: {C: 1, L: 0, M: 0, U: 0}, L: {C: 1, L: 0, M: 0, U: 0}}
    assert scores["right_accused"] == {C: 1, "algebra": 0, "any": 1, "rate": 0.5}
    assert [(one["id"], one["step"], one["quote"]) for one in scores["accusations_on_right"]] == [("c", 0, false)]
    audit = checked(solutions, Clock())
    assert (audit["accused"], audit["confirmed"], audit["unconfirmed"]) == (3, 3, [])
    assert (audit["false_by_exact_check"], audit["of_these_found"]) == (3, 3)


def test_an_accusation_that_the_exact_check_cannot_confirm_is_listed() -> None:
    audit = checked([Solution("s", "a", "", "", ["\\sqrt{16} + 1 = 6"], False, 0)], Clock())
    assert (audit["accused"], audit["confirmed"], len(audit["unconfirmed"])) == (1, 0, 1)


CATEGORIES = ("Calculation error easily solved by a calculator", "None of the above", "Unit conversion error")


def written(data: Path) -> Path:
    """Write one or two rows of every set."""
    rows: dict[str, Any] = {
        "verify-then-generate/dataset/dataset.json": [
            {
                "problem": "How many?",
                "reference_solution": "5 x 12 = 60\n 60",
                "student_incorrect_solution": ["5 x 12 = 61", "61"],
                "incorrect_index": 0,
                "error_category": category,
            }
            for category in CATEGORIES
        ],
        "ProcessBench/math.json": [
            {
                "id": "math-1",
                "problem": "How many?",
                "steps": ["5 x 12 = 60", f"So \\boxed{{{60 - label}}}"],
                "final_answer_correct": label == -1,
                "label": label,
            }
            for label in (-1, 1)
        ],
    }
    for name, content in rows.items():
        (data / name).parent.mkdir(parents=True)
        (data / name).write_text(json.dumps(content))
    prm = data / "PRMBench/mr_eval/tasks/prmtest_classified_subset400/data/target_data.jsonl"
    prm.parent.mkdir(parents=True)
    row = {"idx": "p", "question": "How many?", "original_process": ["So 5 x 12 = 60."], "classification": "deception"}
    prm.write_text(json.dumps({**row, "modified_process": ["Well.", "5 x 12 = 61."], "error_steps": [2]}) + "\n")
    gsm = data / "grade-school-math/grade_school_math/data/example_model_solutions.jsonl"
    gsm.parent.mkdir(parents=True)
    answer = {"solution": "<<5*12=61>>61\nA: 61", "is_correct": False}
    gsm.write_text(json.dumps({"question": "How many?", "ground_truth": SOLUTION, "6b_finetuning": answer}) + "\n")
    return data


def test_labels_are_read_as_the_sets_count_them(tmp_path: Path) -> None:
    data = written(tmp_path)
    read = {name: list(load(data)) for name, (_, load) in LOADERS.items()}
    assert [(one.wrong, one.kind, one.gold) for one in read["verify-then-generate"]] == [
        (0, C, "60"),
        (0, "", "60"),
        (0, L, "60"),
    ]
    assert [(one.right, one.wrong, one.gold) for one in read["ProcessBench"]] == [(True, None, "61"), (False, 1, "")]
    assert [(one.wrong, one.category) for one in read["PRMBench"]] == [(1, "deception")]
    assert [(one.id, one.right, one.gold) for one in read["GSM8K"]] == [
        ("0/6b_finetuning", False, "69"),
        ("0/ground_truth", True, "69"),
    ]
    assert {made.slip for made in injected(read["GSM8K"])} == set(SLIPS)


def test_students_are_scored_and_only_one_half_can_be_read() -> None:
    development, held_out = (played(half, 24, Clock()).answered for half in ("development", "held-out"))
    assert len(development) > 15
    scores = planted_scores(development)
    assert scores["n"] == len(development)
    assert sum(row["n"] for row in scores["by_evidence"].values()) == len(development)
    worst = [row._replace(said=row.alone) for row in development]
    assert dumped(worst, 2).count("planted:") == 2
    with pytest.raises(ValueError, match="held-out half"):
        dumped([row._replace(said=row.alone) for row in held_out], 2)
    alone = numbers_only(development, held_out)
    assert alone["held-out"]["n"] == len(held_out)


def test_what_is_planted_is_compared_with_what_is_said() -> None:
    rows = played("development", 24, Clock()).answered
    perfect = [as_planted(row) for row in rows]
    assert planted_scores(perfect)["accuracy"] == planted_scores(perfect)["steps"]["exact"]["recall"] == 1.0
    swapped = [as_planted(row, kind=L if row.planted.kind == C else C) for row in rows]
    assert planted_scores(swapped)["macro_f1"] == 0.0


def as_planted(row: Answered, kind: Any = None) -> Answered:
    import msgspec

    said_ = msgspec.structs.replace(row.said, kind=kind or row.planted.kind, step=row.steps().label)
    return row._replace(said=said_)


def run(*arguments: str, **environment: str) -> str:
    command = [sys.executable, str(ROOT / "bench" / "diagnose.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env={**os.environ, **environment})
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_quick_run_measures_everything(tmp_path: Path) -> None:
    """The limit of a minute is coarse: it takes some ten seconds."""
    printed = run("--quick", "--list", "--data", str(written(tmp_path)))
    figures = json.loads(printed.rstrip().split("\n")[-1])
    assert set(figures["real"]) == {*LOADERS, "injected, with annotations", "injected, plain"}
    assert set(figures["planted"]) == {"development", "held-out"}
    for half in figures["planted"].values():
        assert 250 < half["n"] <= 300
        assert half["n"] + sum(half["skipped"].values()) == 300
        assert half["macro_f1"] >= 0.9
        assert half["coverage"] >= 0.9
        assert half["ece"] <= 0.08  # 0.05 is claimed of 2,000 items; 300 are noisier
    for half in ("development", "held-out"):
        alone = figures["number only"][half]["at_threshold"]
        assert alone["precision"] >= 0.8  # 0.85 is claimed of 2,000 items
        assert alone["coverage"] >= 0.15
    assert not [row for row in figures["cost"]["hostile"].values() if "failed" in row]
    assert "planted mistakes, held-out half" in printed


@pytest.mark.slow
def test_two_runs_differ_in_nothing_but_cost(tmp_path: Path) -> None:
    data = written(tmp_path)
    (data / "ProcessBench/math.json").unlink()
    (data / "ProcessBench").rmdir()
    runs = []
    for seed in ("1", "2"):
        printed = run("--items", "59", "--json", "--data", str(data), PYTHONHASHSEED=seed)
        assert printed.count("\n") == 1
        figures = json.loads(printed)
        del figures["cost"]
        runs.append(json.dumps(figures))
    assert runs[0] == runs[1]
    assert "ProcessBench" not in json.loads(runs[0])["real"]
