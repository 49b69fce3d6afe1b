"""The diagnosis in a verdict: of wrong answers only, when the run is scored, and never at the cost of the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import msgspec
import pytest
from support import Numbers, Scripted, read_lines

from mmbench.config import EvalConfig
from mmbench.evaluate import evaluate
from mmbench.records import Failure, Line, Trace
from mmbench.scoring.diagnose import item as sorter
from mmbench.scoring.verdict import verdict

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.records import Item, Verdict

SLIP = "2 + 2 = 5, so \\boxed{5}"
"""A slip in the answer to the item `2 + 2?`."""


def _item(task: Any = "solve") -> Item:
    numbers = Numbers(3)
    return msgspec.structs.replace(numbers.item(list(numbers.rows())[2]), task=task)


def _line(text: str) -> Line:
    return Line(item="numbers/2", trace=Trace(text=text))


def test_a_wrong_answer_is_diagnosed_unless_that_is_not_asked() -> None:
    judged = verdict(_item(), _line(SLIP))
    assert judged.diagnosis is not None
    assert (judged.outcome, judged.diagnosis.kind, judged.diagnosis.quote) == ("wrong", "calculation", "2 + 2 = 5")
    assert verdict(_item(), _line(SLIP), explain=False) == msgspec.structs.replace(judged, diagnosis=None)


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        (_line("2 + 2 = 4, so \\boxed{4}"), "right"),
        (_line("The answer is either 6 or a cube root."), "unparsed"),
        (_line(""), "no_answer"),
        (Line(item="numbers/2", failure=Failure(stage="adapter", error="gone")), "failed"),
    ],
)
def test_what_is_not_wrong_has_no_diagnosis(line: Line, outcome: str) -> None:
    judged = verdict(_item(), line)
    assert (judged.outcome, judged.diagnosis) == (outcome, None)


def test_an_answer_about_somebody_else_s_mistake_has_no_diagnosis() -> None:
    judged = verdict(_item("error_step"), _line(SLIP))
    assert (judged.outcome, judged.diagnosis) == ("wrong", None)


@pytest.mark.parametrize("error", [RecursionError("too deep"), KeyError("2019"), MemoryError()])
def test_a_diagnosis_that_breaks_leaves_the_verdict_and_is_named(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    expected = verdict(_item(), _line(SLIP), explain=False)

    def broken(*_: object) -> NoReturn:
        raise error

    monkeypatch.setattr(sorter, "diagnose_answer", broken)
    judged = verdict(_item(), _line(SLIP))
    assert judged.diagnosis is not None
    assert judged.diagnosis.kind == "undetermined"
    assert type(error).__name__ in judged.diagnosis.explanation
    assert msgspec.structs.replace(judged, diagnosis=None) == expected


class _Watching:
    """A progress that keeps the verdicts it is shown."""

    def __init__(self) -> None:
        self.shown: list[Verdict] = []

    def start(self, total: int, done: int) -> None:
        pass

    def add(self, verdict: Verdict) -> None:
        self.shown.append(verdict)

    def stop(self) -> None:
        pass


def test_answers_are_diagnosed_when_the_run_is_scored_not_while_it_is_asked(tmp_path: Path) -> None:
    progress = _Watching()
    evaluate(
        EvalConfig(model="scripted", out=str(tmp_path / "run")),
        model=Scripted(lambda request: SLIP),
        benchmarks={"numbers": Numbers(4)},
        progress=progress,
    )
    assert [(judged.outcome, judged.diagnosis) for judged in progress.shown] == [("wrong", None)] * 4
    diagnosed = [line["diagnosis"]["kind"] for line in read_lines(tmp_path / "run" / "verdicts.jsonl")]
    assert diagnosed == ["calculation"] * 4
