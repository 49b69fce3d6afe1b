"""Scoring a run from its directory: no model, no network; verdicts and summary are rebuilt and replaced atomically."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mmbench.errors import RunError
from mmbench.jsonl import encode_line
from mmbench.records import Line
from mmbench.reports.summary import Summary
from mmbench.scoring.verdict import verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.records import Item
    from mmbench.rundir import RunDir, Writer

__all__ = ["answered", "score_run"]


def answered(run: RunDir) -> Iterator[tuple[Item, Line | None]]:
    """Yield every item with its response line, in item order; None where there is none yet.

    Holds one number a line in memory, so that responses may stand in the order they finished.

    Raises:
        RunError: a damaged file, or responses to items that the run does not have.
    """
    index = run.response_index()
    decoder = msgspec.json.Decoder(Line)
    responses = run.path / "responses.jsonl"
    with responses.open("rb") if responses.exists() else (run.path / "run.json").open("rb") as file:
        for item in run.items():
            offset = index.pop(item.line_key(), None)
            if offset is None:
                yield item, None
                continue
            file.seek(offset)
            try:
                line = decoder.decode(file.readline())
            except msgspec.DecodeError as error:
                raise RunError(f"{responses}, the response to {item.line_key().item}: {error}") from error
            yield item, line
    if index:
        stray = ", ".join(key.item for key in list(index)[:5])
        raise RunError(f"{responses} holds {len(index)} responses to items that are not in items.jsonl: {stray}")


def score_run(writer: Writer) -> dict[str, Any]:
    """Rebuild `verdicts.jsonl` and `summary.json` and return the summary.

    `missing` counts the items without a response: the run is incomplete while it is not 0.

    Raises:
        RunError: the run is damaged or cannot be written.
    """
    run = writer.run()
    rules = {name: card.official_rule for name, card in run.cards.items()}
    summary = Summary(run.cards)
    missing = 0
    with writer.replacing("verdicts.jsonl") as write:
        for item, line in answered(writer):
            if line is None:
                missing += 1
                continue
            judged = verdict(item, line, rules.get(item.benchmark, ""))
            summary.add(item, judged)
            write(encode_line(judged))
    figures = {"missing": missing, **summary.figures()}
    writer.replace("summary.json", msgspec.json.format(msgspec.json.encode(figures)) + b"\n")
    return figures
