"""A run as rows: every line with its labels, and what is stale, damaged or missing is told, never guessed at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from support import Numbers, Scripted, number_in, read_lines

from mmbench.config import EvalConfig
from mmbench.errors import RunError
from mmbench.evaluate import evaluate
from mmbench.importing import Predictions, import_run
from mmbench.jsonl import encode_line
from mmbench.records import Line, Request, Response, Token, Trace, Usage
from mmbench.records.calls import Call
from mmbench.reports.results import Results, labels, load_results
from mmbench.rescore import score_run
from mmbench.rundir import Writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def ten(out: Path, **settings: Any) -> Results:
    """Ask ten sums: 4 right, 2 wrong, 1 unparsed, 2 without an answer, 1 failed."""

    def answer(request: Request) -> str:
        number = number_in(request)
        if number == 9:
            raise ConnectionError("gone")
        return {6: "", 7: "I do not know", 8: "The answer is 3 or 4."}.get(number, str(2 * number + (number in (1, 2))))

    config = EvalConfig(model="scripted", out=str(out), max_failures="100%", **settings)
    evaluate(config, model=Scripted(answer), benchmarks={"numbers": Numbers(10)})
    return load_results(out)


def test_rows_are_the_lines_in_item_order(tmp_path: Path) -> None:
    results = ten(tmp_path / "run")
    assert [row.item for row in results.rows] == [f"numbers/{number}" for number in range(10)]
    outcomes = [row.outcome for row in results.rows]
    assert {outcome: outcomes.count(outcome) for outcome in outcomes} == {
        "right": 4,
        "wrong": 2,
        "no_answer": 2,
        "unparsed": 1,
        "failed": 1,
    }
    assert [row.domain for row in results.rows[:2]] == ["even", "odd"]
    first = results.rows[0]
    assert (first.answer_kind, first.question_type, first.language) == ("integer", "free_form", "en")
    assert results.unanswered == []
    assert results.summary["checker"] == results.identity().checker != ""


def test_cells_average_the_repeats_of_an_item(tmp_path: Path) -> None:
    results = ten(tmp_path / "run", repeats=3)
    assert len(results.rows) == 30
    cells = results.cells()
    assert [(cell.key, cell.asked) for cell in cells] == [(f"numbers/{number}", 3) for number in range(10)]
    assert sum(cell.score for cell in cells) == 4
    assert cells[9].failed == 3
    wrong = [row.mistake for row in results.rows if row.item == "numbers/1"]
    assert len(wrong) == 3
    assert cells[1].mistakes == tuple(wrong)
    assert all(wrong)


def test_a_line_without_a_response_counts_as_failed_and_is_listed(tmp_path: Path) -> None:
    ten(tmp_path / "run")
    path = tmp_path / "run" / "responses.jsonl"
    kept = [line for line in path.read_bytes().splitlines(keepends=True) if b'"numbers/3"' not in line]
    path.write_bytes(b"".join(kept))
    with Writer(tmp_path / "run") as writer:
        score_run(writer)
    results = load_results(tmp_path / "run")
    assert [row.item for row in results.unanswered] == ["numbers/3"]
    assert len(results.rows) == 9
    cells = {cell.key: cell for cell in results.cells()}
    assert len(cells) == 10
    assert (cells["numbers/3"].right, cells["numbers/3"].failed) == (0, 1)


def test_an_empty_run_has_cells_and_no_rows(tmp_path: Path) -> None:
    ten(tmp_path / "run")
    (tmp_path / "run" / "responses.jsonl").unlink()
    with Writer(tmp_path / "run") as writer:
        score_run(writer)
    results = load_results(tmp_path / "run")
    assert results.rows == []
    assert len(results.cells()) == len(results.unanswered) == 10


@pytest.mark.parametrize("usage", [True, False])
def test_a_response_that_came_after_the_scoring_is_told(usage: bool, tmp_path: Path) -> None:
    ten(tmp_path / "run")
    path = tmp_path / "run" / "responses.jsonl"
    path.write_bytes(path.read_bytes() + encode_line(Line(item="numbers/77", trace=Trace(text="1"))))
    with pytest.raises(RunError, match="11 responses and 10 verdicts; do: mmbench score"):
        load_results(tmp_path / "run", usage=usage)


def test_a_verdict_without_its_response_is_told(tmp_path: Path) -> None:
    ten(tmp_path / "run")
    path = tmp_path / "run" / "responses.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[1:], encode_line(Line(item="numbers/77"))]))
    with pytest.raises(RunError, match=r"to which responses.jsonl has no response; do: mmbench score"):
        load_results(tmp_path / "run")


def test_verdicts_changed_by_hand_do_not_pass(tmp_path: Path) -> None:
    ten(tmp_path / "run")
    path = tmp_path / "run" / "verdicts.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"outcome":"wrong"', b'"outcome":"right"', 1))
    with pytest.raises(RunError, match=r"summary.json counts 4 lines 'right', verdicts.jsonl has 5; do: mmbench score"):
        load_results(tmp_path / "run")


@pytest.mark.parametrize(
    ("name", "found", "remedy"),
    [
        ("verdicts.jsonl", b'"right"', "line 1: .*right-ish.*make it anew with: mmbench score"),
        ("items.jsonl", b'"numbers"', "items.jsonl, line 1: .*the same `mmbench eval` command writes it anew"),
    ],
)
def test_a_damaged_line_says_which_and_what_to_do(name: str, found: bytes, remedy: str, tmp_path: Path) -> None:
    ten(tmp_path / "run")
    path = tmp_path / "run" / name
    put = b'"right-ish"' if name == "verdicts.jsonl" else b'["numbers"'
    path.write_bytes(path.read_bytes().replace(found, put, 1))
    with pytest.raises(RunError, match=remedy):
        load_results(tmp_path / "run")


def test_a_torn_last_verdict_is_told(tmp_path: Path) -> None:
    ten(tmp_path / "run")
    path = tmp_path / "run" / "verdicts.jsonl"
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(RunError, match="10 responses and 9 verdicts"):
        load_results(tmp_path / "run")


def test_what_the_calls_took_and_how_sure_the_model_was(tmp_path: Path) -> None:
    ten(tmp_path / "run")
    path = tmp_path / "run" / "responses.jsonl"
    tokens = (Token(text="1", logprob=math.log(0.5)), Token(text="2", logprob=math.log(0.125)))

    def response(cached: bool = False) -> Response:
        usage = Usage(input_tokens=100, output_tokens=7, cost=0.25)
        return Response(text="0", usage=usage, latency=1.5, logprobs=tokens, cached=cached)

    def calls(number: str) -> tuple[Call, ...]:
        empty = Request(messages=())
        one = Call(request=empty, response=response())
        return {"numbers/0": (one,), "numbers/1": (one, Call(request=empty, response=response(True)))}.get(number, ())

    lines = [msgspec.json.decode(raw, type=Line) for raw in path.read_bytes().splitlines()]
    changed = [
        msgspec.structs.replace(line, trace=msgspec.structs.replace(line.trace, calls=calls(line.item)))
        for line in lines
    ]
    path.write_bytes(b"".join(map(encode_line, changed)))
    rows = {row.item: row for row in load_results(tmp_path / "run").rows}
    first, second, third = rows["numbers/0"], rows["numbers/1"], rows["numbers/2"]
    assert (first.calls, first.input_tokens, first.output_tokens, first.cost, first.seconds) == (1, 100, 7, 0.25, 1.5)
    assert first.confidence == pytest.approx(0.25)
    assert (second.calls, second.output_tokens, second.cost) == (2, 14, 0.25), "a cached call was not paid for"
    assert second.confidence is None
    assert (third.calls, third.confidence) == (0, None)


def test_official_scores_come_from_the_rule_that_is_named(shared: Callable[[str], Path], tmp_path: Path) -> None:
    path = shared("MathVista") / "results" / "bard" / "output_bard.json"
    import_run(Predictions("mathvista", (path,), "bard"), tmp_path / "bard", ())
    results = load_results(tmp_path / "bard")
    published = msgspec.json.decode((path.parent / "scores_bard.json").read_bytes())
    rule = "mathvista-published"
    assert sum(cell.right for cell in results.cells(rule)) == published["average"]["correct"] == 348
    for row, verdict in zip(results.rows, read_lines(tmp_path / "bard" / "verdicts.jsonl"), strict=True):
        assert row.item == verdict["item"]
        assert row.score(rule) == {one["rule"]: one["score"] for one in verdict["official"]}[rule]
    with pytest.raises(RunError, match=r"no line was scored by the rule 'mathvsta'. Did you mean 'mathvista'"):
        results.cells("mathvsta")


def test_runs_of_one_model_are_told_apart(tmp_path: Path) -> None:
    one, two = ten(tmp_path / "one"), ten(tmp_path / "two", temperature=0.5)
    assert labels([one]) == ["scripted"]
    assert labels([one, two]) == ["scripted (one)", "scripted (two)"]
