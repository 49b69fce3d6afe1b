"""A model never sees a key: change every key and the whole transcript stays the same, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from support import Numbers, Scripted, number_in, read_lines

from mmbench.config import EvalConfig
from mmbench.evaluate import evaluate
from mmbench.records import Item, Key, Line, Message, Question, Request, Trace

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.interfaces import Row


class Secret(Numbers):
    """Keys full of a marker that must not reach a model."""

    def item(self, row: Row) -> Item:
        item = super().item(row)
        key = Key(
            answer="xyzzy", kind="text", accepted=("xyzzy",), facts={"xyzzy": 1}, program="'xyzzy'", solution="xyzzy"
        )
        return msgspec.structs.replace(item, key=key, skills=("xyzzy",), metadata={"answer": "xyzzy"})


def transcripts(out: Path, benchmark: Any) -> tuple[list[bytes], list[dict[str, Any]]]:
    model = Scripted(lambda request: str(number_in(request)))
    evaluate(EvalConfig(model="scripted", out=str(out), seed=7), model=model, benchmarks={"numbers": benchmark})
    lines = read_lines(out / "responses.jsonl")
    for line in lines:
        line.pop("seconds")
    return [msgspec.json.encode(request) for request in model.asked], lines


def test_the_transcript_does_not_depend_on_the_key(tmp_path: Path) -> None:
    asked, lines = transcripts(tmp_path / "a", Numbers(20))
    asked_again, lines_again = transcripts(tmp_path / "b", Secret(20))
    assert asked == asked_again
    assert lines == lines_again
    assert not any(b"xyzzy" in request for request in asked_again)


def test_what_is_handed_to_models_and_strategies_has_no_room_for_a_key() -> None:
    for record in (Question, Request, Message):
        assert not {"key", "answer", "gold", "facts", "program", "solution"} & set(record.__struct_fields__)


def test_records_survive_a_round_trip() -> None:
    line = Line(item="numbers/1", view="text-only", repeat=2, trace=Trace(text="½ \u2028 \x00"))
    assert msgspec.json.decode(msgspec.json.encode(line), type=Line) == line
    assert line.line_key().text() == "numbers/1|text-only|||2"
