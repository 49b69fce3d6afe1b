"""Scoring a run from its directory: no model, no network; verdicts and summary are rebuilt and replaced atomically."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from mmbench.errors import RunError
from mmbench.jsonl import encode_line
from mmbench.records import Line, LineKey
from mmbench.reports.summary import Summary
from mmbench.scoring.verdict import verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.records import Item
    from mmbench.rundir import RunDir, Writer

__all__ = ["answered", "score_run"]


def answered(run: RunDir) -> Iterator[tuple[Item, Line | None]]:
    """Yield every item with its response line, in item order; None where there is none yet.

    Responses stand in the order they finished, which is nearly that of the items: only where a response that was met
    too early starts is held in memory.

    Raises:
        RunError: a damaged line, a second response to an item, or responses to items that the run does not have.
    """
    with _Responses(run) as responses:
        for item in run.items():
            yield item, responses.find(item.line_key())
        responses.check_none_left()


class _Responses:
    """The responses of a run, by key, read forward."""

    def __init__(self, run: RunDir) -> None:
        self.run = run
        self.ahead: dict[LineKey, int] = {}
        self.lines = run.responses_with_offsets()
        self.decoder = msgspec.json.Decoder(Line)
        self.file: BinaryIO | None = None

    def __enter__(self) -> _Responses:
        return self

    def __exit__(self, *exception: object) -> None:
        if self.file is not None:
            self.file.close()

    def find(self, key: LineKey) -> Line | None:
        """Return the response with this key, reading on until it is met."""
        if key in self.ahead:
            return self._at(self.ahead.pop(key))
        while (line := self._next()) is not None:
            if line.line_key() == key:
                del self.ahead[key]
                return line
        return None

    def check_none_left(self) -> None:
        """Raise where responses are left over."""
        while self._next() is not None:
            pass
        if self.ahead:
            stray = ", ".join(key.text() for key in list(self.ahead)[:5])
            raise RunError(
                f"{self.run.path / 'responses.jsonl'} holds {len(self.ahead)} responses that answer no item of "
                f"items.jsonl, or one answered before: {stray}"
            )

    def _next(self) -> Line | None:
        """Read one more line and note where it stands; `find` takes the note back for the one it looks for."""
        found = next(self.lines, None)
        if found is None:
            return None
        offset, line = found
        key = line.line_key()
        if key in self.ahead:
            raise RunError(f"{self.run.path / 'responses.jsonl'} holds a second response to {key.text()}; remove one")
        self.ahead[key] = offset
        return line

    def _at(self, offset: int) -> Line:
        if self.file is None:
            self.file = (self.run.path / "responses.jsonl").open("rb")
        self.file.seek(offset)
        return self.decoder.decode(self.file.readline())


def score_run(writer: Writer, source: RunDir | None = None) -> dict[str, Any]:
    """Rebuild `verdicts.jsonl` and `summary.json` and return the summary.

    They are written by `writer`, of the run in its own folder or, where it is given, of the run in `source`.
    `missing` counts the items without a response: the run is incomplete while it is not 0.

    Raises:
        RunError: the run is damaged or cannot be written.
    """
    source = source or writer
    run = source.run()
    rules = {name: card.official_rule for name, card in run.cards.items()}
    summary = Summary(run.cards)
    missing = 0
    with writer.replacing("verdicts.jsonl") as write:
        for item, line in answered(source):
            if line is None:
                missing += 1
                continue
            judged = verdict(item, line, rules.get(item.benchmark, ""))
            summary.add(item, judged)
            write(encode_line(judged))
    figures = {"missing": missing, **summary.figures()}
    writer.replace("summary.json", msgspec.json.format(msgspec.json.encode(figures)) + b"\n")
    return figures
