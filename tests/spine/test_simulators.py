"""The door for simulators: they are handed whole items and marked as what they are; nothing else ever gets a key."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from support import Numbers, mmbench, read_lines

from mmbench import registry
from mmbench.config import EvalConfig
from mmbench.errors import UsageError
from mmbench.evaluate import evaluate
from mmbench.interfaces import Capabilities, NoOptions
from mmbench.making import make_answerer, make_model
from mmbench.records import Item, Key, Record, Request, Response
from mmbench.simulation import Door

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import msgspec

    from mmbench.records import BenchmarkCard


def test_the_first_run_needs_no_model_and_says_that_nothing_was_evaluated(tmp_path: Path) -> None:
    done = mmbench("eval", "--benchmark", "figures:n=60", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no --model given: a simulated student answers, not a model" in done.stderr
    run = tmp_path / "runs" / "student--figures-n=60--direct"
    asked = json.loads((run / "run.json").read_text())["asked"]
    assert asked["model"]["simulated"] == "true"
    assert json.loads((run / "run.json").read_text())["origin"] == "simulated"
    summary = json.loads((run / "summary.json").read_text())
    assert summary["simulated"] is True
    planted = summary["planted"]
    assert sum(count for row in planted.values() for count in row.values()) == summary["n"] == 60
    assert planted["none"] == {"right": summary["right"]}
    assert summary["wrong"] == sum(summary["mistakes"].values()) > 5


def test_reports_say_that_a_run_was_simulated(tmp_path: Path) -> None:
    run = tmp_path / "run"
    done = mmbench("eval", "--model", "student", "--benchmark", "figures:n=30", "--out", str(run))
    assert "simulated student, not a model" in done.stdout
    shown = mmbench("show", str(run), "--outcome", "wrong", "--limit", "2").stdout
    assert shown.count("simulated student, not a model") == 2
    assert shown.count("planted") == 2


def test_the_same_command_continues_a_simulated_run_and_gives_the_same_lines(tmp_path: Path) -> None:
    for out in ("a", "b"):
        mmbench("eval", "--model", "student:logic=.5", "--benchmark", "figures:n=20", "--out", out, cwd=tmp_path)
    lines = [[{**line, "seconds": 0} for line in read_lines(tmp_path / out / "responses.jsonl")] for out in ("a", "b")]
    assert lines[0] == lines[1]
    assert {line["planted"]["kind"] for line in lines[0]} >= {"logic", "none"}
    again = mmbench("eval", "--model", "student:logic=.5", "--benchmark", "figures:n=20", "--out", "a", cwd=tmp_path)
    assert "20 of 20 done" in again.stderr
    other = mmbench("eval", "--model", "student:logic=.4", "--benchmark", "figures:n=20", "--out", "a", cwd=tmp_path)
    assert other.returncode == 3
    assert "logic" in other.stderr


def test_an_item_without_a_program_is_a_failed_line_that_says_so(tmp_path: Path) -> None:
    summary = evaluate(
        EvalConfig(model="student", out=str(tmp_path / "run"), max_failures="100%"), benchmarks={"numbers": Numbers(3)}
    ).summary
    assert summary["failed"] == 3
    line = read_lines(tmp_path / "run" / "responses.jsonl")[0]
    assert line["failure"]["stage"] == "adapter"
    assert "has no program" in line["failure"]["error"]
    assert (summary["simulated"], summary["planted"]) == (True, {})


class Nosy:
    """An adapter that looks everywhere it can for the answer, and offers what a simulator offers."""

    Options: ClassVar[type[msgspec.Struct]] = NoOptions
    simulated = True
    capabilities = Capabilities(blind=True)
    concurrency = 2
    items: ClassVar[list[Item]] = []
    seen: ClassVar[list[Any]] = []

    def __init__(self, name: str = "", options: NoOptions | None = None) -> None:
        pass

    def identity(self) -> dict[str, str]:
        return {"name": "nosy", "simulated": "true"}

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        self.seen.extend(cards.values())

    def close(self) -> None:
        pass

    def answer(self, item: Item, seed: int) -> Any:
        self.items.append(item)
        raise AssertionError("handed an item")

    async def generate(self, request: Request) -> Response:
        self.seen.append(request)
        return Response(text="0")


def _records(found: Any) -> Iterator[Any]:
    yield found
    if isinstance(found, Record):
        for name in found.__struct_fields__:
            yield from _records(getattr(found, name))
    elif isinstance(found, list | tuple):
        for each in found:
            yield from _records(each)


def test_nothing_else_ever_gets_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.BUILT_IN["adapters"], "nosy", f"{__name__}:Nosy")
    for model in (None, Nosy()):
        config = EvalConfig(model="nosy", out=str(tmp_path / ("a" if model else "b")))
        evaluate(config, model=model, benchmarks={"numbers": Numbers(4)})
    assert Nosy.items == []
    assert len(Nosy.seen) >= 8
    assert not any(isinstance(record, Item | Key) for record in _records(Nosy.seen))
    assert not isinstance(make_answerer(EvalConfig(model="nosy")), Door)
    run, summary = (json.loads((tmp_path / "a" / name).read_text()) for name in ("run.json", "summary.json"))
    assert (run.get("origin", "model"), "simulated" in summary) == ("model", False)


def test_a_simulator_cannot_be_asked_as_a_model_is() -> None:
    door = make_answerer(EvalConfig(model="student"))
    assert isinstance(door, Door)
    with pytest.raises(UsageError, match="whole items"):
        asyncio.run(door.generate(Request(messages=())))
    with pytest.raises(UsageError, match="'student' is a simulator, which works from the key, not a model"):
        make_model(EvalConfig(model="student"))


def test_options_come_with_the_name_or_apart_and_the_name_s_win() -> None:
    door = make_answerer(EvalConfig(model="student:logic=.4", model_options={"logic": "0.1", "misreading": "0"}))
    identity = door.identity()
    assert (identity["logic"], identity["misreading"], identity["calculation"]) == ("0.4", "0", "0.15")


def test_a_strategy_makes_no_sense_for_a_simulator() -> None:
    with pytest.raises(UsageError, match="makes no calls"):
        make_answerer(EvalConfig(model="student", strategy="vote:n=8"))


@pytest.mark.parametrize(
    "config",
    [EvalConfig(model="student", views=("full", "text-only")), EvalConfig(model="student", corruptions=("blur:2",))],
)
def test_views_and_corruptions_make_no_sense_for_a_simulator(config: EvalConfig) -> None:
    with pytest.raises(UsageError, match="looks at no pictures"):
        make_answerer(config)


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("studnet", "Did you mean 'student'?"),
        ("studnet:logic=.2", "Did you mean 'student'?"),
        ("student:logik=.2", "Did you mean 'logic'?"),
        ("student:logic=2", "logic=2"),
        ("student:logic=.6,misreading=.6", "add up to"),
    ],
)
def test_a_wrong_spec_of_a_simulator_is_wrong_usage(spec: str, says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        make_answerer(EvalConfig(model=spec))


def test_simulators_are_listed_apart() -> None:
    listed = mmbench("list").stdout
    assert "simulators: (not models: they are handed the keys)" in listed
    assert "student" in listed.split("simulators:")[1].split("strategies:")[0]
