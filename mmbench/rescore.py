"""Scoring a run from its directory: no model, no network; verdicts and summary are rebuilt and replaced atomically."""

from __future__ import annotations

from contextlib import closing
from itertools import groupby
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from mmbench.errors import RunError
from mmbench.majority import majority_is_right
from mmbench.provenance import checker_version
from mmbench.records import Item, Line, LineKey, Verdict
from mmbench.reports.summary import Summary
from mmbench.reports.usage import UsageTotal
from mmbench.rundir import Run
from mmbench.scoring_pool import LINE_SECONDS, score_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.progress import Progress
    from mmbench.rundir import RunDir, Writer
    from mmbench.scoring_pool import Scored

__all__ = ["answered", "score_run"]

# msgspec 0.22 crashes where two threads are the first to decode the same class; the first to do so is the import.
for _record in (Run, Item, Line, Verdict):
    msgspec.json.Decoder(_record)


def answered(run: RunDir) -> Iterator[tuple[Item, Line | None]]:
    """Yield every item with its response line, in item order, repeat by repeat; None where there is none yet.

    Responses stand in the order they finished, which is nearly that of the items: only where a response that was met
    too early starts is held in memory.

    Raises:
        RunError: a damaged line, a second response to an item, or responses to items that the run does not have.
    """
    repeats = run.run().repeats
    with _Responses(run) as responses:
        for item in run.items():
            for repeat in range(repeats):
                yield item, responses.find(item.line_key(repeat))
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


def score_run(
    writer: Writer,
    source: RunDir | None = None,
    *,
    jobs: int | None = None,
    line_seconds: float = LINE_SECONDS,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Rebuild `verdicts.jsonl` and `summary.json` and return the summary.

    Lines are scored in processes of their own (see `mmbench.scoring_pool`): one that hangs, dies or runs out of memory
    there is `failed`. What is written does not depend on how many processes there are.

    Args:
        writer: writes the two files.
        source: the run to score, where it is not that of `writer`.
        jobs: how many processes may score; one for each processor by default.
        line_seconds: how long scoring one line may take.
        progress: is shown every verdict.

    Returns:
        The summary. Its `missing` counts the items without a response: the run is incomplete while it is not 0.

    Raises:
        RunError: the run is damaged or cannot be written, or no process can be started.
    """
    source = source or writer
    run = source.run()
    rules = {name: card.official_rule for name, card in run.cards.items() if card.official_rule}
    repeats = run.repeats
    summary = Summary(run.cards, simulated=run.origin == "simulated", repeats=repeats)
    usage = UsageTotal()
    missing = 0

    def responses() -> Iterator[tuple[Item, Line]]:
        nonlocal missing
        for item, line in answered(source):
            if line is None:
                missing += 1
            else:
                usage.add(line)
                yield item, line

    if progress:
        progress.start(source.count_responses(), 0)
    try:
        with (
            writer.replacing("verdicts.jsonl") as write,
            closing(score_lines(responses(), rules, jobs=jobs, seconds=line_seconds)) as verdicts,
        ):
            for scored in _counted(verdicts, summary, repeats):
                write(scored.line)
                if progress:
                    progress.add(scored.verdict)
    finally:
        if progress:
            progress.stop()
    taken = usage.figures()
    figures = {
        "missing": missing,
        "checker": checker_version(),
        **({"usage": taken} if taken else {}),
        **summary.figures(),
    }
    writer.replace("summary.json", msgspec.json.format(msgspec.json.encode(figures)) + b"\n")
    return figures


def _counted(scored: Iterator[Scored], summary: Summary, repeats: int) -> Iterator[Scored]:
    """Count verdicts in the summary as they pass, and the vote of each item that has all its repeats."""
    for _, group in groupby(scored, key=lambda one: one.verdict.line_key()._replace(repeat=0)):
        verdicts = []
        for one in group:
            summary.add(one.item, one.verdict)
            verdicts.append(one.verdict)
            yield one
        if len(verdicts) == repeats > 1:
            summary.vote(one.item, majority_is_right(one.item, verdicts))
