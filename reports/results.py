"""A scored run as rows: one for each line, with its labels, what came of it and what it took.

Only what reports need is decoded, and nothing of questions, keys or responses is kept, so that twenty runs of thousands
of items fit in memory.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from mmbench.errors import RunError, did_you_mean
from mmbench.records import OUTCOMES, AnswerKind, LineKey, Outcome
from mmbench.records.base import Record
from mmbench.reports.answers import Answers, Cell, Identity
from mmbench.reports.keyed import Keyed
from mmbench.rundir import RunDir

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mmbench.rundir import Run

__all__ = ["Results", "Row", "labels", "load_results"]


class Row(NamedTuple):
    """One asking of an item: its labels, what came of it, what it took.

    `item` is `benchmark/id`; `level` is the item's difficulty; `question_type` is `multi_choice` or `free_form`;
    `cluster` is what shares a figure, a seed or a version group with it, else the item. `mistake` and `subtype` are
    those of the diagnosis, empty where there is none. `official` maps each official rule to its score in [0, 1]. `cost`
    is in US dollars, `seconds` how long the model's calls took, which may overlap with those of other items.
    `confidence` is the geometric mean of the probabilities of the answer's tokens, None where none were asked for.
    """

    item: str
    view: str
    corruption: str
    variant: str
    repeat: int
    benchmark: str
    domain: str
    skills: tuple[str, ...]
    level: str
    language: str
    answer_kind: str
    question_type: str
    source: str
    cluster: str
    fingerprint: str
    outcome: str
    truncated: bool
    mistake: str
    subtype: str
    official: dict[str, float]
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0
    seconds: float = 0.0
    confidence: float | None = None

    def line_key(self) -> LineKey:
        """Return the key of the line."""
        return LineKey(self.item, self.view, self.corruption, self.variant, self.repeat)

    def score(self, rule: str = "") -> float:
        """Return the score in [0, 1] by our verdict, or by an official rule; 0 where that says nothing of the line."""
        return self.official.get(rule, 0.0) if rule else float(self.outcome == "right")


class _Question(Record, frozen=True):
    id: str
    choices: tuple[str, ...] = ()
    language: str = "en"


class _Key(Record, frozen=True):
    kind: AnswerKind = "text"


class _Item(Record, frozen=True):
    benchmark: str
    question: _Question
    key: _Key = _Key()
    domain: str = ""
    skills: tuple[str, ...] = ()
    difficulty: str = ""
    cluster: str = ""
    view: str = "full"
    corruption: str = ""
    variant: str = ""
    metadata: dict[str, Any] = {}
    fingerprint: str = ""


class _Official(Record, frozen=True):
    rule: str
    score: float


class _Diagnosis(Record, frozen=True):
    kind: str
    subtype: str = ""


class _Verdict(Keyed, frozen=True, kw_only=True):
    outcome: Outcome
    truncated: bool = False
    official: tuple[_Official, ...] = ()
    diagnosis: _Diagnosis | None = None


class _Usage(Record, frozen=True):
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0


class _Token(Record, frozen=True):
    logprob: float


class _Response(Record, frozen=True):
    usage: _Usage = _Usage()
    latency: float = 0.0
    logprobs: tuple[_Token, ...] = ()
    cached: bool = False


class _Call(Record, frozen=True):
    response: _Response = _Response()


class _Trace(Record, frozen=True):
    calls: tuple[_Call, ...] = ()


class _Line(Keyed, frozen=True):
    trace: _Trace = _Trace()


class _Taken(NamedTuple):
    """What the calls of one line took."""

    calls: int
    input_tokens: int
    output_tokens: int
    cost: float
    seconds: float
    confidence: float | None


_NOTHING = _Taken(0, 0, 0, 0.0, 0.0, None)


class Results(NamedTuple):
    """A scored run: what was asked, its summary, a row for each line in item order, and the lines without a response.

    `notes` are what a reader should be told, such as that a last line is torn.
    """

    path: Path
    run: Run
    summary: dict[str, Any]
    rows: list[Row]
    unanswered: list[Row]
    notes: list[str]

    @property
    def repeats(self) -> int:
        """How often each item was asked."""
        return self.run.repeats

    @property
    def rules(self) -> list[str]:
        """The official rules that scored lines of this run, in order of first appearance."""
        return list(dict.fromkeys(rule for row in self.rows for rule in row.official))

    def check_rule(self, rule: str) -> None:
        """Check that a line was scored by an official rule; an empty name is our verdict.

        Raises:
            RunError: none was.
        """
        if rule and rule not in self.rules:
            known = ", ".join(self.rules) or "no official rule"
            raise RunError(
                f"{self.path}: no line was scored by the rule '{rule}'.{did_you_mean(rule, self.rules)} Here: {known}."
            )

    def cells(self, rule: str = "") -> list[Cell]:
        """Return one cell an item and condition, those without any response last; such lines count as failed.

        Args:
            rule: the official rule whose scores to take; our verdict where empty.

        Raises:
            RunError: no line was scored by this rule.
        """
        self.check_rule(rule)
        return [_cell(lines, missing, rule) for lines, missing in self.by_cell()]

    def by_cell(self) -> Iterator[tuple[list[Row], list[Row]]]:
        """Yield the lines of each item and condition, those with and those without a response.

        Cells stand in item order, those without any response last.
        """
        lines: dict[tuple[str, str, str, str], tuple[list[Row], list[Row]]] = {}
        for place, rows in enumerate((self.rows, self.unanswered)):
            for row in rows:
                key = (row.item, row.view, row.corruption, row.variant)
                if key not in lines:
                    lines[key] = ([], [])
                lines[key][place].append(row)
        yield from lines.values()

    def silent(self, rule: str) -> list[str]:
        """Return the benchmarks of which no line was scored by an official rule; none for our verdict.

        Raises:
            RunError: no line of any benchmark was.
        """
        self.check_rule(rule)
        scored = {row.benchmark for row in self.rows if rule in row.official}
        every = dict.fromkeys(row.benchmark for row in (*self.rows, *self.unanswered))
        return [name for name in every if name not in scored] if rule else []

    def identity(self, rule: str = "") -> Identity:
        """Return what was asked and how; `rule` as in `cells`."""
        asked = self.run.asked
        settings = {name: asked[name] for name in _SETTINGS if name in asked}
        return Identity(
            name=str(self.path),
            model=asked.get("model", {}),
            origin=self.run.origin,
            benchmarks=asked.get("benchmarks", {}),
            settings={} if self.run.origin == "imported" else settings,
            repeats=self.repeats,
            checker=self.summary.get("checker", ""),
            rule=rule,
            versions=self.run.sessions[-1].get("versions", {}) if self.run.sessions else {},
        )

    def answers(self, rule: str = "") -> Answers:
        """Return identity and cells together."""
        return Answers(self.identity(rule), self.cells(rule))


_SETTINGS = ("split", "views", "corruptions", "strategy", "sampling", "system")


def _cell(lines: list[Row], missing: list[Row], rule: str) -> Cell:
    labels = (lines or missing)[0]
    return Cell(
        key=labels.line_key()._replace(repeat=0).text(),
        benchmark=labels.benchmark,
        domain=labels.domain,
        cluster=labels.cluster,
        fingerprint=labels.fingerprint,
        asked=len(lines) + len(missing),
        right=sum(row.score(rule) for row in lines),
        failed=sum(row.outcome == "failed" for row in lines) + len(missing),
        mistakes=tuple(row.mistake for row in lines if row.mistake),
    )


def load_results(path: Path, *, usage: bool = True) -> Results:
    """Load a scored run.

    Args:
        path: the run directory.
        usage: whether to read what the calls took; without it the responses are only counted, which is faster.

    Raises:
        RunError: there is no run, it was not scored since it last changed, or a file is damaged; the message says what
            to do.
    """
    folder = RunDir(path)
    run = folder.run()
    summary = folder.summary()
    taken = _taken(folder) if usage else None
    verdicts = folder.lines("verdicts.jsonl", _Verdict)
    rows: list[Row] = []
    unanswered: list[Row] = []
    ahead = next(verdicts, None)
    for item in folder.lines("items.jsonl", _Item):
        labels = _labels(item)
        for repeat in range(run.repeats):
            key = LineKey(labels["item"], item.view, item.corruption, item.variant, repeat)
            if ahead is None or ahead.line_key() != key:
                unanswered.append(Row(repeat=repeat, outcome="failed", **_NO_VERDICT, **labels))
                continue
            rows.append(_row(labels, ahead, _NOTHING if taken is None else _of(taken, key, path)))
            ahead = next(verdicts, None)
    if ahead is not None:
        raise _stale(
            path, f"verdicts.jsonl judges {ahead.line_key().text()}, which is not the next item of items.jsonl"
        )
    results = Results(path, run, summary, rows, unanswered, folder.notes)
    _check(results, folder.count_responses() if taken is None else len(rows) + len(taken))
    return results


_NO_VERDICT: dict[str, Any] = {"truncated": False, "mistake": "", "subtype": "", "official": {}}


def _labels(item: _Item) -> dict[str, Any]:
    """Return the labels of an item by the names that `Row` gives them."""
    name = f"{item.benchmark}/{item.question.id}"
    source = item.metadata.get("source")
    return {
        "item": name,
        "view": item.view,
        "corruption": item.corruption,
        "variant": item.variant,
        "benchmark": item.benchmark,
        "domain": item.domain or "unknown",
        "skills": item.skills,
        "level": item.difficulty,
        "language": item.question.language,
        "answer_kind": item.key.kind,
        "question_type": "multi_choice" if item.question.choices else "free_form",
        "source": source if isinstance(source, str) else "",
        "cluster": f"{item.benchmark}/cluster/{item.cluster}" if item.cluster else name,
        "fingerprint": item.fingerprint,
    }


def _row(labels: dict[str, Any], verdict: _Verdict, taken: _Taken) -> Row:
    diagnosis = verdict.diagnosis
    return Row(
        repeat=verdict.repeat,
        outcome=verdict.outcome,
        truncated=verdict.truncated,
        mistake="" if diagnosis is None else diagnosis.kind,
        subtype="" if diagnosis is None else diagnosis.subtype,
        official={score.rule: score.score for score in verdict.official},
        **labels,
        **taken._asdict(),
    )


def _taken(folder: RunDir) -> dict[LineKey, _Taken]:
    """Return what the calls of each line took, by its key."""
    taken = {}
    for line in folder.lines("responses.jsonl", _Line):
        responses = [call.response for call in line.trace.calls]
        taken[line.line_key()] = _Taken(
            calls=len(responses),
            input_tokens=sum(response.usage.input_tokens for response in responses),
            output_tokens=sum(response.usage.output_tokens for response in responses),
            cost=sum(response.usage.cost for response in responses if not response.cached),
            seconds=sum(response.latency for response in responses),
            confidence=_confidence(responses),
        )
    return taken


def _confidence(responses: list[_Response]) -> float | None:
    """Return how sure of its tokens the model was; None where it made several calls, or no probabilities are known."""
    if len(responses) != 1 or not responses[0].logprobs:
        return None
    tokens = responses[0].logprobs
    return math.exp(min(math.fsum(token.logprob for token in tokens) / len(tokens), 0.0))


def _of(taken: dict[LineKey, _Taken], key: LineKey, path: Path) -> _Taken:
    found = taken.pop(key, None)
    if found is None:
        raise _stale(path, f"verdicts.jsonl judges {key.text()}, to which responses.jsonl has no response")
    return found


def _check(results: Results, responses: int) -> None:
    """Check that responses, verdicts and summary are of one scoring."""
    if responses != len(results.rows):
        raise _stale(results.path, f"there are {responses} responses and {len(results.rows)} verdicts")
    counted = Counter(row.outcome for row in results.rows)
    for outcome in OUTCOMES:
        if results.summary.get(outcome) != counted[outcome]:
            found = f"{results.summary.get(outcome)} lines '{outcome}', verdicts.jsonl has {counted[outcome]}"
            raise _stale(results.path, f"summary.json counts {found}")


def _stale(path: Path, found: str) -> RunError:
    return RunError(f"{path} was changed since it was scored: {found}; do: mmbench score {path}")


def labels(results: Iterator[Results] | list[Results]) -> list[str]:
    """Return what to call each run: its model, with the strategy or the folder where several share the model."""
    runs = list(results)
    names = [each.run.label for each in runs]
    strategies = [each.run.asked.get("strategy", {}).get("name", "") for each in runs]
    both = [f"{name}, {strategy}" if strategy else name for name, strategy in zip(names, strategies, strict=True)]
    folders = [f"{name} ({each.path.name})" for name, each in zip(names, runs, strict=True)]
    return [
        name if names.count(name) == 1 else other if both.count(other) == 1 else folder
        for name, other, folder in zip(names, both, folders, strict=True)
    ]
