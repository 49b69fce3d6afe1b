"""An optional second opinion: a model judges answers beside our own verdicts, never instead of them.

It is asked whether an answer is right where our checker could not read it, and what kind of mistake it is where our
diagnosis is `undetermined`. What it said is kept in `judge.jsonl` of the run, so that nothing is paid for twice; its
verdicts stand in `Verdict.judged`, its kinds of mistake in `Verdict.second_opinion`, and both under `judge` in the
summary. A judge that cannot be reached, or whose reply names no verdict or kind, is `failed`: it gives no score.
"""

from __future__ import annotations

import asyncio
import hashlib
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from mmbench.errors import RunError
from mmbench.jsonl import encode_line
from mmbench.judge_prompts import mistake_named, mistake_prompt, verdict_named, verdict_prompt
from mmbench.records import Judged, Message, Record, Request, Sampling, SecondOpinion, Text, Verdict
from mmbench.rescore import answered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mmbench.interfaces import Model
    from mmbench.records import Item, Line
    from mmbench.rundir import RunDir, Writer

__all__ = ["JudgeFigures", "judge_run"]


class _Said(Record, frozen=True):
    """A line of `judge.jsonl`: `asked` is the hash of the judge's identity and the prompt."""

    asked: str
    reply: str


class JudgeFigures(NamedTuple):
    """What a judge made of a run.

    `asked` counts the lines it was asked about, of which it called `right`, `wrong`, or `failed` to answer. `agreed` of
    `compared` are the lines that it and our checker both decided, with the same outcome. `accuracy` is that of the run
    with the judge's word: on what it was asked about, ours on the rest. `mistakes` counts the wrong answers whose
    mistake we could not name and it was `asked` about, of which it called `calculation`, `logic`, `misreading` or
    `unclear`, or `failed` to answer; they are in no count of ours.
    """

    model: str
    scope: Literal["unparsed", "all"]
    asked: int
    right: int
    wrong: int
    failed: int
    compared: int
    agreed: int
    accuracy: float | None
    mistakes: dict[str, int]


class _Judge:
    """A model as judge, with what it said before."""

    def __init__(self, model: Model, path: Path) -> None:
        self.model = model
        identity = model.identity()
        self.name = identity.get("name", type(model).__name__)
        self.identity = msgspec.json.encode(sorted(identity.items()))
        self.path = path
        self.said: dict[str, str] = {}
        if path.exists():
            for raw in path.read_bytes().splitlines():
                try:
                    said = msgspec.json.decode(raw, type=_Said)
                except msgspec.DecodeError:
                    continue
                self.said[said.asked] = said.reply

    async def verdict(self, item: Item, line: Line) -> Judged:
        """Return the judge's verdict on one response."""
        reply, error = await self._reply(verdict_prompt(item, line))
        outcome = verdict_named(reply)
        if outcome is None:
            return Judged(model=self.name, outcome="failed", reply=reply, error=error or "the reply names no verdict")
        return Judged(model=self.name, outcome=outcome, reply=reply)

    async def opinion(self, item: Item, line: Line) -> SecondOpinion:
        """Return what kind of mistake the judge calls a wrong response; `undetermined` where it cannot tell."""
        reply, error = await self._reply(mistake_prompt(item, line))
        kind = mistake_named(reply)
        if kind is None:
            error = error or "the last line of the reply names no kind of mistake"
        return SecondOpinion(model=self.name, kind=kind or "undetermined", reply=reply, error=error)

    async def _reply(self, prompt: str) -> tuple[str, str]:
        """Return the reply to a prompt, from memory where it was asked before, or an empty one and why."""
        asked = hashlib.sha256(self.identity + prompt.encode("utf-8", "replace")).hexdigest()
        if asked not in self.said:
            message = Message(role="user", content=(Text(prompt),))
            request = Request(messages=(message,), sampling=Sampling(max_tokens=2048))
            try:
                response = await self.model.generate(request)
            except Exception as error:
                return "", f"{type(error).__name__}: {error}"
            if response.error:
                return "", response.error
            self.said[asked] = response.text
            with self.path.open("ab") as file:
                file.write(encode_line(_Said(asked=asked, reply=response.text)))
        return self.said[asked], ""


def judge_run(
    writer: Writer, source: RunDir, model: Model, everything: bool, summary: dict[str, Any]
) -> dict[str, Any]:
    """Ask a judge about a scored run, write its verdicts beside ours, and return the summary with its figures.

    Args:
        writer: holds the run whose `verdicts.jsonl` was just written; `judge.jsonl` is kept beside it.
        source: the run with items and responses.
        model: the judge.
        everything: whether to ask about every answered line, or only where our checker said `unparsed`. What kind of
            mistake an answer is, is asked where our diagnosis is `undetermined`, in either case.
        summary: what `summary.json` holds so far.

    Raises:
        RunError: `verdicts.jsonl` does not go with the responses.
    """
    judge = _Judge(model, writer.path / "judge.jsonl")
    figures = dict.fromkeys(("lines", "asked", "right", "wrong", "failed", "compared", "agreed", "counted"), 0)
    mistakes = dict.fromkeys(("asked", "calculation", "logic", "misreading", "unclear", "failed"), 0)

    async def judge_all() -> None:
        with writer.replacing("verdicts.jsonl") as write:
            for chunk in _chunks(_scored(writer, source), 4 * model.concurrency):
                for verdict in await _judged(judge, chunk, everything):
                    _count(figures, verdict)
                    _count_opinion(mistakes, verdict.second_opinion)
                    write(encode_line(verdict))

    model.load({})
    try:
        asyncio.run(judge_all())
    finally:
        model.close()
    lines, counted = figures.pop("lines"), figures.pop("counted")
    scope: Literal["unparsed", "all"] = "all" if everything else "unparsed"
    told = JudgeFigures(judge.name, scope, **figures, accuracy=counted / lines if lines else None, mistakes=mistakes)
    summary = {**summary, "judge": told._asdict()}
    writer.replace("summary.json", msgspec.json.format(msgspec.json.encode(summary)) + b"\n")
    return summary


_Scored = tuple["Item", "Line", Verdict]


def _scored(writer: Writer, source: RunDir) -> Iterator[_Scored]:
    verdicts = writer.verdicts()
    for item, line in answered(source):
        if line is None:
            continue
        verdict = next(verdicts, None)
        if verdict is None or verdict.line_key() != line.line_key():
            raise RunError(f"{writer.path / 'verdicts.jsonl'} does not go with the responses; score the run again")
        yield item, line, verdict


def _chunks(scored: Iterator[_Scored], size: int) -> Iterator[list[_Scored]]:
    while chunk := list(islice(scored, size)):
        yield chunk


async def _judged(judge: _Judge, chunk: list[_Scored], everything: bool) -> list[Verdict]:
    limit = asyncio.Semaphore(judge.model.concurrency)

    async def one(item: Item, line: Line, verdict: Verdict) -> Verdict:
        if line.failure is not None:
            return verdict
        async with limit:
            if everything or verdict.outcome == "unparsed":
                verdict = msgspec.structs.replace(verdict, judged=await judge.verdict(item, line))
            if verdict.diagnosis is not None and verdict.diagnosis.kind == "undetermined":
                verdict = msgspec.structs.replace(verdict, second_opinion=await judge.opinion(item, line))
        return verdict

    return await asyncio.gather(*(one(*scored) for scored in chunk))


def _count(figures: dict[str, int], verdict: Verdict) -> None:
    figures["lines"] += 1
    judged = verdict.judged
    outcome: str = verdict.outcome
    if judged is not None:
        figures["asked"] += 1
        figures[judged.outcome] += 1
        if judged.outcome != "failed" and outcome in ("right", "wrong"):
            figures["compared"] += 1
            figures["agreed"] += judged.outcome == outcome
        if judged.outcome != "failed":
            outcome = judged.outcome
    figures["counted"] += outcome == "right"


def _count_opinion(mistakes: dict[str, int], opinion: SecondOpinion | None) -> None:
    if opinion is None:
        return
    mistakes["asked"] += 1
    if opinion.error:
        mistakes["failed"] += 1
    else:
        mistakes["unclear" if opinion.kind == "undetermined" else opinion.kind] += 1
