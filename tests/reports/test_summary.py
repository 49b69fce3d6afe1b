"""Summaries: counts that add up, intervals that agree with scipy, text that a terminal can be trusted with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from support import Numbers, Scripted, mmbench, number_in

from mmbench.config import EvalConfig
from mmbench.errors import RunError
from mmbench.evaluate import evaluate
from mmbench.importing import Predictions, import_run
from mmbench.records import BenchmarkCard, Item, Key, Line, Question, Trace, Verdict
from mmbench.reports.intervals import wilson
from mmbench.reports.item_text import item_text
from mmbench.reports.summary import Summary
from mmbench.reports.text import breakdown_text, summary_text
from mmbench.rescore import score_run
from mmbench.rundir import RunDir, Writer

if TYPE_CHECKING:
    from pathlib import Path


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_scipy_s(counts: tuple[int, int]) -> None:
    right, asked = counts
    low, high = wilson(right, asked)
    reference = binomtest(right, asked).proportion_ci(method="wilson")
    assert (low, high) == pytest.approx((reference.low, reference.high), abs=1e-12)
    assert 0 <= low <= right / asked <= high <= 1
    assert high > low


def test_nothing_asked_has_no_interval() -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson(0, 0)


def answers(out: Path) -> dict[str, object]:
    """Ask ten: right, wrong, no answer, unparsed and failed in known numbers."""

    def answer(request: object) -> str:
        number = number_in(request)  # type: ignore[arg-type]
        if number == 9:
            raise ConnectionError("gone")
        return {6: "", 7: "I do not know", 8: "The answer is 3 or 4."}.get(number, str(2 * number + (number in (1, 2))))

    config = EvalConfig(model="scripted", out=str(out))
    return evaluate(config, model=Scripted(answer), benchmarks={"numbers": Numbers(10)}).summary


def test_outcomes_are_counted_and_a_failure_is_never_a_wrong_answer_in_silence(tmp_path: Path) -> None:
    summary = answers(tmp_path)
    counts = {name: summary[name] for name in ("n", "right", "wrong", "unparsed", "no_answer", "failed")}
    assert counts == {"n": 10, "right": 4, "wrong": 2, "unparsed": 1, "no_answer": 2, "failed": 1}
    assert summary["accuracy"] == 0.4
    assert summary["accuracy_without_failed"] == pytest.approx(4 / 9)
    [numbers] = summary["benchmarks"].values()  # type: ignore[attr-defined]
    assert {name: part["n"] for name, part in numbers["domains"].items()} == {"even": 5, "odd": 5}


def test_the_table_says_n_interval_unparsed_and_failed(tmp_path: Path) -> None:
    text = summary_text("run", answers(tmp_path))
    header, *rows = [line.split() for line in text.split("\n")[2:6]]
    assert header == [
        "accuracy",
        "95",
        "%",
        "interval",
        "n",
        "right",
        "wrong",
        "unparsed",
        "no",
        "answer",
        "failed",
        "truncated",
    ]
    assert rows[-1] == ["numbers", "40.0", "%", "16.8", "to", "68.7", "10", "4", "2", "1", "2", "1", "0"]


def test_scoring_again_changes_nothing_and_mends_what_was_lost(tmp_path: Path) -> None:
    answers(tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in ("verdicts.jsonl", "summary.json")}
    (tmp_path / "verdicts.jsonl").unlink()
    (tmp_path / "summary.json").write_text("{")
    with pytest.raises(RunError, match="make it anew with: mmbench score"):
        RunDir(tmp_path).summary()
    with Writer(tmp_path) as writer:
        score_run(writer)
    assert before == {name: (tmp_path / name).read_bytes() for name in before}


def test_a_run_can_be_scored_into_another_folder(tmp_path: Path) -> None:
    answers(tmp_path / "run")
    before = {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir()}
    done = mmbench("score", str(tmp_path / "run"), "--out", str(tmp_path / "scores"), "--max-failures", "1")
    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir()} == before
    made = {path.name for path in (tmp_path / "scores").iterdir()}
    assert made == {".lock", "verdicts.jsonl", "summary.json"}
    for name in ("verdicts.jsonl", "summary.json"):
        assert (tmp_path / "scores" / name).read_bytes() == before[name]


def test_a_hand_edited_run_is_refused_by_line(tmp_path: Path) -> None:
    answers(tmp_path)
    log = tmp_path / "responses.jsonl"
    whole = log.read_bytes()
    lines = whole.splitlines(keepends=True)
    for text, says in [
        (whole + lines[3], "a second response to numbers/|1 responses that answer no item"),
        (
            whole.replace(b'"item":"numbers/4"', b'"item":"numbers/44"'),
            "1 responses that answer no item of items",
        ),
        (lines[0] + b"{broken}\n" + b"".join(lines[2:]), "line 2: "),
    ]:
        log.write_bytes(text)
        with Writer(tmp_path) as writer, pytest.raises(RunError, match=says):
            score_run(writer)


def test_untrusted_text_cannot_drive_the_terminal() -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\u202egnp"
    item = Item(
        benchmark="x", question=Question(id="1", text=evil, choices=(evil,)), key=Key(answer=evil, facts={evil: 1})
    )
    text = item_text(
        item, Line(item="x/1", trace=Trace(text=evil)), Verdict(item="x/1", outcome="wrong", extraction=evil)
    )
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_an_empty_import_is_wrong_usage(tmp_path: Path) -> None:
    from mmbench.errors import UsageError

    (tmp_path / "output_x.json").write_text("{}")
    with pytest.raises(UsageError, match="holds no rows"):
        import_run(Predictions("mathvista", (tmp_path / "output_x.json",), "x"), tmp_path / "run", [])
    assert [path.name for path in (tmp_path / "run").iterdir()] == [".lock"]


def test_labels_of_a_dataset_cannot_drive_a_terminal_nor_break_the_table() -> None:
    labels = ("\x1b[31mred", "two\nlines", "x" * 5000, "")
    card = BenchmarkCard(name="mine\x1b[0m", title="Mine", breakdowns=("figures", "average"))
    summary = Summary({card.name: card})
    for number, label in enumerate(labels):
        item = Item(
            benchmark=card.name, question=Question(id=str(number), text="?"), key=Key(answer="1"), domain="chart",
            metadata={"figures": label, "average": "all"},
        )  # fmt: skip
        summary.add(item, Verdict(item=item.line_key().item, outcome="right"))
    figures = {**summary.figures(), "missing": 0}
    assert "" not in figures["benchmarks"][card.name]["breakdown"]["figures"]
    assert "\x1b" not in summary_text("run", figures)
    shown = breakdown_text(figures)
    assert "\x1b" not in shown
    assert "  two lines" in shown
    assert "average\n  all " in shown
    assert max(map(len, shown.splitlines())) < 200
