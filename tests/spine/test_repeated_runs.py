"""Repeats from the question to the summary: votes by value, seeds recorded, kills in the middle, any number of jobs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from support import ROOT, Numbers, Scripted, mmbench, number_in, read_lines

from mmbench import majority
from mmbench.config import EvalConfig
from mmbench.evaluate import evaluate
from mmbench.importing import Predictions, import_run
from mmbench.majority import majority_is_right
from mmbench.records import Hint, Item, Key, Line, Question, Response, Tolerance, Trace, Usage, Verdict
from mmbench.rescore import score_run
from mmbench.rundir import RunDir, Writer
from mmbench.scoring.answers.algebra.symbolic import SymbolicTimeout
from mmbench.scoring.verdict import verdict

if TYPE_CHECKING:
    from mmbench.records import AnswerKind, Request

SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from test_repeated_runs import run
run(sys.argv[2], float(sys.argv[3]))
"""
ITEMS, REPEATS = 40, 5


def repeat_of(request: Request) -> int:
    """Return the repeat that a request is of."""
    return int(request.about.rpartition("|")[2]) if "|" in request.about else 0


def answer(request: Request) -> str:
    """Return the right answer in the first `number % 6` repeats, and then a wrong one that no other repeat gives."""
    number, repeat = number_in(request), repeat_of(request)
    return f"\\boxed{{{2 * number + (repeat + 1 if repeat >= number % 6 else 0)}}}"


def run(out: str, seconds: float = 0.0, **settings: Any) -> dict[str, Any]:
    """Ask `ITEMS` sums `REPEATS` times each."""
    config = EvalConfig(model="scripted", out=out, repeats=REPEATS, temperature=0.7, **settings)
    model = Scripted(answer, seconds)
    return evaluate(config, model=model, benchmarks={"numbers": Numbers(ITEMS)}).summary


def item(kind: AnswerKind = "expression", answer: str = "3", **key: Any) -> Item:
    choices = ("10 cm", "12 cm", "14 cm") if kind in ("choice", "choices") else ()
    question = Question(id="1", text="How much?", choices=choices, hint=Hint(kind=kind))
    return Item(benchmark="x", question=question, key=Key(answer=answer, kind=kind, **key))


def voted(asked: Item, *responses: str) -> bool:
    lines = [Line(item="x/1", repeat=repeat, trace=Trace(text=text)) for repeat, text in enumerate(responses)]
    return majority_is_right(asked, [verdict(asked, line, explain=False) for line in lines])


@pytest.mark.parametrize(
    ("asked", "responses", "right"),
    [
        (item(), ("3", "1/2", "0.5", "\\boxed{\\frac12}", "3"), False),
        (item(), ("3", "1/2", "0.51", "\\boxed{\\frac13}", "6/2"), True),
        (item(answer="1/2"), ("0.5", "\\frac12", "7", "7.0", "the answer is 1/2"), True),
        (item("integer"), ("3", "x+1", "1+x", "5", "3.0"), True),
        (item("integer"), ("3", "x+1", "1+x", "1+x+0", "3.0"), False),
        (item("text", "square"), ("circle", "Circle", "square"), False),
        (item("list", "1, 2", ordered=False), ("1, 2", "3, 4", "4, 3"), False),
        (item("list", "1, 2", ordered=True), ("1, 2", "3, 4", "4, 3"), True),
        (item("choice", "12 cm", choice=1), ("B", "A", "10 cm", "(A)", "12 cm"), False),
        (item("choice", "12 cm", choice=1), ("B", "A", "C", "the answer is 12 cm"), True),
        (item("choices", "A, C"), ("A and C", "A, B", "BA"), False),
        (item("float", "10", tolerance=Tolerance(rel=0.05)), ("10.1", "20", "20.2", "9.9", "9.8"), True),
        (item("float", "10", tolerance=Tolerance(rel=0.05)), ("10.1", "20", "20.2", "19.9", "9.8"), False),
    ],
)
def test_answers_of_one_value_are_one_vote_however_they_are_spelled(
    asked: Item, responses: tuple[str, ...], right: bool
) -> None:
    assert voted(asked, *responses) is right


def test_of_two_answers_given_as_often_the_first_counts() -> None:
    assert voted(item(), "3", "5", "5", "3")
    assert not voted(item(), "5", "3", "3", "5")
    assert voted(item(), "4", "3", "3.0", "5")


def test_who_gave_no_answer_has_no_vote() -> None:
    assert voted(item(), "I cannot tell.", "", "I cannot tell.", "3")
    assert not voted(item(), "", "I cannot tell.", "")
    failed = [Verdict(item="x/1", outcome="failed", repeat=repeat, extraction="3") for repeat in range(3)]
    assert not majority_is_right(item(), failed)
    assert majority_is_right(item(), [*failed, Verdict(item="x/1", outcome="right", repeat=3)])


@pytest.mark.parametrize("error", [RecursionError("deep"), SymbolicTimeout("late")])
def test_answers_that_cannot_be_compared_are_held_by_their_spelling(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    compared = []

    def broken(*arguments: object) -> Any:
        compared.append(arguments)
        raise error

    monkeypatch.setattr(majority, "judge", broken)
    answers = ["5", "6", "7", "5", "5.0"]
    wrong = [Verdict(item="x/1", outcome="wrong", repeat=place, extraction=text) for place, text in enumerate(answers)]
    right = [Verdict(item="x/1", outcome="right", repeat=repeat) for repeat in (5, 6)]
    assert not majority_is_right(item(), [*wrong, *right]), "5 stands first and twice"
    assert majority_is_right(item(), [*wrong[1:], *right])
    if isinstance(error, SymbolicTimeout):
        assert len(compared) == 2, "symbolic work that did not end is not begun again"


def test_a_run_of_repeats_end_to_end(tmp_path: Path) -> None:
    summary = run(str(tmp_path / "run"))
    lines = read_lines(tmp_path / "run" / "responses.jsonl")
    assert len(lines) == ITEMS * REPEATS
    seeds = {
        (line["item"], line.get("repeat", 0)): line["trace"]["calls"][0]["request"].get("seed", 0) for line in lines
    }
    assert len(set(seeds.values())) == ITEMS * REPEATS, "each repeat has a seed of its own, and it is recorded"
    asked = read_run(tmp_path / "run")["asked"]
    assert asked["repeats"] == REPEATS
    rights = [min(number % 6, REPEATS) for number in range(ITEMS)]
    figures = summary["benchmarks"]["numbers"]
    assert (figures["n"], figures["items"], figures["right"]) == (ITEMS * REPEATS, ITEMS, sum(rights))
    assert figures["accuracy"] == sum(rights) / (ITEMS * REPEATS)
    repeats = figures["repeats"]
    assert repeats["pass@5"] == sum(right > 0 for right in rights) / ITEMS
    assert repeats["maj@5"] == sum(right > 0 for right in rights) / ITEMS, "the wrong answers all differ"
    assert repeats["consistency"] == sum(right in (0, REPEATS) for right in rights) / ITEMS
    assert summary["usage"]["calls"] == ITEMS * REPEATS


def read_run(out: Path) -> dict[str, Any]:
    read: dict[str, Any] = msgspec.json.decode((out / "run.json").read_bytes())
    return read


def test_kills_in_the_middle_of_repeats_lose_nothing(tmp_path: Path) -> None:
    run(str(tmp_path / "whole"))
    out = tmp_path / "run"
    command = [sys.executable, "-c", SCRIPT, str(Path(__file__).parent), str(out), "0.02"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))}
    log, grown = out / "responses.jsonl", 0
    for _ in range(3):
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while (now := log.read_bytes().count(b"\n") if log.exists() else 0) < grown + 7:
            assert process.poll() is None, "it ended before it could be killed"
            assert time.monotonic() < deadline
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
        grown = now
    with Writer(out) as writer:
        half = score_run(writer)
    assert half["missing"] == ITEMS * REPEATS - half["n"] > 0
    run(str(out))
    for name in ("items.jsonl", "verdicts.jsonl", "summary.json"):
        assert (out / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name


def test_a_run_with_lines_taken_out_is_scored_for_what_it_has(tmp_path: Path) -> None:
    run(str(tmp_path))
    log = tmp_path / "responses.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    gone = {("numbers/3", 0), ("numbers/4", 2), ("numbers/4", 4), *(("numbers/5", repeat) for repeat in range(REPEATS))}

    def kept(line: bytes) -> bool:
        decoded = msgspec.json.decode(line, type=Line)
        return (decoded.item, decoded.repeat) not in gone

    log.write_bytes(b"".join(line for line in lines if kept(line)))
    with Writer(tmp_path) as writer:
        summary = score_run(writer)
    repeats = summary["benchmarks"]["numbers"]["repeats"]
    assert (summary["missing"], repeats["items"]) == (8, ITEMS - 1)
    assert repeats["left_out"] == {"pass@4": 1, "pass@5": 2, "maj@5": 2, "consistency": 2}


def test_the_summary_is_the_same_however_many_processes_score(tmp_path: Path) -> None:
    class Priced(Scripted):
        async def generate(self, request: Request) -> Response:
            given = await super().generate(request)
            number = number_in(request)
            usage = Usage(input_tokens=number, output_tokens=7, cost=0.1 / (number + 1))
            return Response(text=given.text, usage=usage, cached=number == 3)

    config = EvalConfig(model="scripted", out=str(tmp_path), repeats=4, temperature=1.0)
    summary = evaluate(config, model=Priced(answer), benchmarks={"numbers": Numbers(30)}).summary
    assert summary["usage"] == {
        "calls": 120,
        "cached_calls": 4,
        "input_tokens": 4 * sum(range(30)),
        "output_tokens": 4 * 30 * 7,
        "reasoning_tokens": 0,
        "cached_tokens": 0,
        "cost": pytest.approx(4 * sum(0.1 / (number + 1) for number in range(30) if number != 3)),
    }
    before = {name: (tmp_path / name).read_bytes() for name in ("verdicts.jsonl", "summary.json")}
    for jobs in (1, 2, 3):
        with Writer(tmp_path) as writer:
            score_run(writer, jobs=jobs)
        assert {name: (tmp_path / name).read_bytes() for name in before} == before, f"{jobs} jobs"


def test_every_repeat_of_an_item_is_shown(tmp_path: Path) -> None:
    run(str(tmp_path / "run"))
    shown = mmbench("show", str(tmp_path / "run"), "9")
    assert shown.returncode == 0, shown.stderr
    heads = [line for line in shown.stdout.splitlines() if line.startswith("── ")]
    assert heads == [
        "── numbers/9 · odd · right ──",
        *(f"── numbers/9|full|||{repeat} · odd · {'right' if repeat < 3 else 'wrong'} ──" for repeat in range(1, 5)),
    ]
    told = mmbench("show", str(tmp_path / "run"))
    assert "repeats of numbers: 40 items asked 5 times: average " in told.stdout


@pytest.mark.parametrize(("settings", "notes"), [({"temperature": 0.0}, 1), ({"temperature": 0.5}, 0)])
def test_greedy_repeats_are_legal_and_noted_once(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], settings: dict[str, float], notes: int
) -> None:
    for _ in range(2):
        config = EvalConfig(model="scripted", out=str(tmp_path), repeats=3, **settings)  # type: ignore[arg-type]
        evaluate(config, model=Scripted(answer), benchmarks={"numbers": Numbers(4)})
    assert capfd.readouterr().err.count("greedy repeats of an item differ only by noise") == notes


@pytest.mark.parametrize("model", ["random", "student"])
def test_what_draws_at_any_temperature_is_not_called_greedy(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], model: str
) -> None:
    evaluate(EvalConfig(model=model, benchmarks=("figures:n=2",), out=str(tmp_path), repeats=2))
    assert "greedy" not in capfd.readouterr().err


def test_runs_without_repeats_are_summed_up_as_before(tmp_path: Path) -> None:
    summary = evaluate(
        EvalConfig(model="scripted", out=str(tmp_path)), model=Scripted(answer), benchmarks={"numbers": Numbers(12)}
    ).summary
    numbers = summary["benchmarks"]["numbers"]
    for part in (summary, numbers, *numbers["domains"].values()):
        assert not {"items", "repeats"} & set(part)
    assert summary["usage"]["calls"] == 12
    run_file = tmp_path / "run.json"
    assert b"repeats" not in run_file.read_bytes().partition(b'"sessions"')[0]


def test_an_import_has_no_usage_and_is_scored_again_unchanged(tmp_path: Path) -> None:
    predictions = tmp_path / "predictions.json"
    row: dict[str, Any] = {
        "query": "?",
        "response": "4",
        "answer": "4",
        "question_type": "free_form",
        "answer_type": "integer",
    }
    row |= {"question": "2 + 2?", "precision": 1.0, "metadata": {"task": "x", "language": "english"}}
    predictions.write_bytes(msgspec.json.encode({"1": {"pid": "1", "image": "a.png", **row}}))
    summary = import_run(Predictions("mathvista", (predictions,), "x"), tmp_path / "run", [])
    assert summary["n"] == 1
    assert not {"usage", "items"} & set(summary)
    before = (tmp_path / "run" / "summary.json").read_bytes()
    with Writer(tmp_path / "run") as writer:
        score_run(writer)
    assert (tmp_path / "run" / "summary.json").read_bytes() == before
    assert RunDir(tmp_path / "run").summary() == summary
