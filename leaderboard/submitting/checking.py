"""Whether an archive holds together: what was asked, every line once, answers that are those of the calls."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import msgspec
from msgspec import Meta

from mmbench.records import OUTCOMES, Line, LineKey, MistakeKind, Record, Response, Sampling
from mmbench.rundir import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.leaderboard.submitting.archive import Unpacked
    from mmbench.records import Verdict

__all__ = ["Asked", "Contents", "Selected", "check"]

EDITED = "it was edited by hand, and what was edited is not taken"


class Figures(Record, frozen=True):
    """What identifies a benchmark as asked."""

    items: int
    fingerprint: str
    prompts: str


class Strategy(Record, frozen=True):
    """How the model was asked."""

    name: str
    options: dict[str, str] = {}


class Selected(Record, frozen=True):
    """Which of the benchmarks' items were asked."""

    ids: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    offset: Annotated[int, Meta(ge=0)] = 0
    limit: Annotated[int, Meta(ge=1)] | None = None


class Asked(Record, frozen=True):
    """What `run.json` says was asked, as far as a submission is checked by it."""

    model: dict[str, str]
    benchmarks: dict[str, Figures]
    strategy: Strategy
    specs: tuple[str, ...] = ()
    split: str = ""
    views: tuple[str, ...] = ("full",)
    corruptions: tuple[str, ...] = ("",)
    selection: Selected = Selected()
    sampling: Sampling = Sampling()
    seed: int = 0
    system: str = ""
    repeats: Annotated[int, Meta(ge=1, le=1_000)] = 1


class _Session(Record, frozen=True):
    started: str = ""
    command: tuple[str, ...] = ()
    config: dict[str, Any] = {}
    versions: dict[str, str] = {}
    hardware: dict[str, str | int | list[str] | None] = {}
    git: str = ""


class Contents(NamedTuple):
    """What an archive holds: the run, its items' fingerprints by key, in order, and the outcomes that are claimed."""

    run: Run
    asked: Asked
    items: dict[LineKey, str]
    outcomes: dict[LineKey, str]


class _Answered(NamedTuple):
    """What a verdict must agree with of the line it judges."""

    failed: bool
    truncated: bool
    planted: MistakeKind | None


def check(archive: Unpacked) -> Contents:
    """Check an archive by itself, without the benchmark.

    Raises:
        RunError: something in it is not as `mmbench submit` writes it; the message says where and what.
    """
    run = archive.run()
    asked = _asked(archive, run)
    items = _items(archive, run, asked)
    answered = _responses(archive, run, asked, items)
    return Contents(run, asked, items, _verdicts(archive, asked, items, answered))


def _asked(archive: Unpacked, run: Run) -> Asked:
    try:
        asked = msgspec.convert(run.asked, Asked)
        msgspec.convert(run.sessions, list[_Session])
    except msgspec.ValidationError as error:
        archive.refuse("run.json", f"expected what `mmbench eval` writes: {error}")
    if run.format != Run(asked={}).format:
        archive.refuse(
            "run.json", f"the format of the run is {run.format}, which is not known here", 0, "update mmbench"
        )
    for name, card in run.cards.items():
        if card.name != name:
            archive.refuse("run.json", f"the card of '{name}' is that of '{card.name}'", 0, EDITED)
    simulated = asked.model.get("simulated") == "true"
    imported = asked.strategy.name == "imported"
    expected = "simulated" if simulated else "imported" if imported else "model"
    if run.origin != expected:
        found = f"the origin is '{run.origin}', and by model and strategy it is '{expected}'"
        archive.refuse("run.json", found, 0, EDITED)
    return asked


def _items(archive: Unpacked, run: Run, asked: Asked) -> dict[LineKey, str]:
    items: dict[LineKey, str] = {}
    counted: Counter[str] = Counter()
    for number, item in enumerate(archive.items(run.cards), 1):
        key = item.line_key()
        if item.benchmark not in asked.benchmarks:
            archive.refuse("items.jsonl", f"'{item.benchmark}' is no benchmark of run.json", number)
        if key in items:
            archive.refuse("items.jsonl", f"a second item {key.text()}", number, EDITED)
        items[key] = item.fingerprint
        counted[item.benchmark] += 1
    for name, figures in asked.benchmarks.items():
        if counted[name] != figures.items:
            found = f"it has {counted[name]} items of '{name}', and run.json says that {figures.items} were asked"
            archive.refuse("items.jsonl", found, 0, EDITED)
    return items


def _responses(archive: Unpacked, run: Run, asked: Asked, items: dict[LineKey, str]) -> dict[LineKey, _Answered]:
    answered: dict[LineKey, _Answered] = {}
    for number, line in enumerate(archive.responses(), 1):
        key = line.line_key()
        if key._replace(repeat=0) not in items or not 0 <= key.repeat < asked.repeats:
            archive.refuse("responses.jsonl", f"{key.text()} was not asked: no item of items.jsonl", number, EDITED)
        if key in answered:
            archive.refuse("responses.jsonl", f"a second response to {key.text()}", number, EDITED)
        problem = next(_problems(line, run.origin, asked.strategy.name), "")
        if problem:
            archive.refuse("responses.jsonl", f"{key.text()}: {problem}", number, EDITED)
        planted = line.planted.kind if line.planted else None
        answered[key] = _Answered(line.failure is not None, line.trace.truncated, planted)
    missing = len(items) * asked.repeats - len(answered)
    if missing:
        lines = (item._replace(repeat=repeat) for item in items for repeat in range(asked.repeats))
        first = next(key for key in lines if key not in answered)
        found = f"{missing} of {len(items) * asked.repeats} lines have no response, the first is {first.text()}"
        remedy = "finish the run with the same `mmbench eval` command, score it, and pack it anew"
        archive.refuse("responses.jsonl", found, 0, remedy)
    return answered


def _problems(line: Line, origin: str, strategy: str) -> Iterator[str]:
    """Say what of a line cannot have come about in a run of this origin and strategy."""
    trace = line.trace
    failed = line.failure is not None
    if line.planted is not None and origin != "simulated":
        yield f"a planted mistake, which only a simulated student has, and the origin is '{origin}'"
    if line.planted is None and origin == "simulated" and not failed:
        yield "a simulated student says what it planted, and this line does not"
    if line.imported is not None and origin != "imported":
        yield f"another harness recorded something of it, and the origin is '{origin}'"
    if line.imported is None and origin == "imported" and not failed:
        yield "the run was imported, and another harness recorded nothing of it"
    if failed and (trace.text or trace.reasoning):
        yield "it failed, and has an answer"
    if origin == "simulated" and trace.calls:
        yield "a simulated student makes no calls"
    if origin == "model" and strategy == "direct" and not failed:
        if len(trace.calls) != 1:
            yield f"the strategy 'direct' makes one call, and here are {len(trace.calls)}"
        else:
            yield from _other_than(line, trace.calls[0].response)
    for response in (call.response for call in trace.calls):
        usage = response.usage
        counts = (usage.input_tokens, usage.output_tokens, usage.reasoning_tokens, usage.cached_tokens)
        if min(*counts, usage.cost, response.latency, line.seconds) < 0:
            yield "a count, a cost or a time below 0"


def _other_than(line: Line, response: Response) -> Iterator[str]:
    """Say where the answer of a line is not what its only call was answered."""
    trace = line.trace
    if response.error:
        yield "its call failed, and it has not"
    if trace.text != response.text:
        yield "its answer is not what its call was answered"
    if trace.reasoning != response.reasoning:
        yield "its reasoning is not that of its call"
    if trace.truncated != (response.finish == "length"):
        yield "it says otherwise than its call whether the answer was cut"


def _verdicts(
    archive: Unpacked, asked: Asked, items: dict[LineKey, str], answered: dict[LineKey, _Answered]
) -> dict[LineKey, str]:
    outcomes: dict[LineKey, str] = {}
    expected = (item._replace(repeat=repeat) for item in items for repeat in range(asked.repeats))
    for number, verdict in enumerate(archive.verdicts(), 1):
        key = verdict.line_key()
        wanted = next(expected, None)
        if key != wanted:
            told = "the end" if wanted is None else wanted.text()
            archive.refuse("verdicts.jsonl", f"expected {told}, found {key.text()}", number, EDITED)
        problem = next(_disagreements(verdict, answered[key]), "")
        if problem:
            archive.refuse("verdicts.jsonl", f"{key.text()}: {problem}", number, EDITED)
        outcomes[key] = verdict.outcome
    left = next(expected, None)
    if left is not None:
        archive.refuse("verdicts.jsonl", f"{left.text()} has no verdict")
    _check_claims(archive, outcomes)
    return outcomes


def _disagreements(verdict: Verdict, line: _Answered) -> Iterator[str]:
    """Say what of a verdict cannot be, given the line that it judges."""
    if line.failed and verdict.outcome != "failed":
        yield f"'{verdict.outcome}', and the line failed"
    if verdict.outcome != "failed" and verdict.truncated != line.truncated:
        yield "it says otherwise than the line whether the answer was cut"
    if verdict.planted != line.planted:
        yield "the mistake planted is not that of the line"
    if verdict.diagnosis is not None and verdict.outcome != "wrong":
        yield f"a mistake is diagnosed in an answer that is '{verdict.outcome}'"
    if not all(0 <= score.score <= 1 for score in verdict.official):
        yield "an official score outside of 0 to 1"


def _check_claims(archive: Unpacked, outcomes: dict[LineKey, str]) -> None:
    claimed = archive.submission.claimed
    counted = Counter(outcomes.values())
    for outcome in OUTCOMES:
        if getattr(claimed, outcome) != counted[outcome]:
            found = f"it claims {getattr(claimed, outcome)} lines '{outcome}', verdicts.jsonl has {counted[outcome]}"
            archive.refuse("submission.json", found, 0, EDITED)
    accuracy = counted["right"] / max(len(outcomes), 1)
    if claimed.n != len(outcomes) or abs(claimed.accuracy - accuracy) > 1e-9:
        found = f"it claims an accuracy of {claimed.accuracy:g} of {claimed.n} lines, verdicts.jsonl has {accuracy:g}"
        archive.refuse("submission.json", f"{found} of {len(outcomes)}", 0, EDITED)
