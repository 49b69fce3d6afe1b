"""`mmbench eval`: resolve what is asked, lay out the items, ask them, score them."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mmbench import registry
from mmbench.conditions import Conditions
from mmbench.config import EvalConfig, default_out, failure_budget
from mmbench.errors import RunError, UsageError
from mmbench.layout import Selection, lay_out
from mmbench.loop import Asking, run_items
from mmbench.making import make_answerer, make_benchmarks, make_conditions, make_strategy
from mmbench.progress import LineProgress
from mmbench.provenance import session_record
from mmbench.records import BenchmarkCard, Sampling
from mmbench.rescore import score_run
from mmbench.rundir import Run, Writer, differences
from mmbench.scoring.verdict import verdict
from mmbench.simulation import Door

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.interfaces import Benchmark, Model, Strategy
    from mmbench.layout import LaidOut
    from mmbench.progress import Progress
    from mmbench.records import Item, Line
    from mmbench.rundir import Resumed

__all__ = ["Evaluation", "evaluate"]


class Evaluation(NamedTuple):
    """What came of an evaluation: where it is, its summary, and whether failures stayed within the budget."""

    path: Path
    summary: dict[str, Any]
    within_budget: bool


def evaluate(
    config: EvalConfig,
    *,
    model: Model | None = None,
    benchmarks: dict[str, Benchmark] | None = None,
    progress: Progress | None = None,
    command: Sequence[str] = (),
) -> Evaluation:
    """Run an evaluation, or continue the one that the same settings began.

    Args:
        config: what is asked.
        model: answers in place of the model that `config` names.
        benchmarks: are asked in place of those that `config` names.
        progress: shows how far it is; lines on standard error by default.
        command: the command line, for the record.

    Raises:
        UsageError: something named in `config` does not exist or cannot do what is needed.
        RunError: the run directory holds another run, is in use, or cannot be written.
    """
    strategy = make_strategy(config.strategy)
    conditions = make_conditions(config)
    config = msgspec.structs.replace(config, views=conditions.views, corruptions=conditions.corruptions)
    benchmarks = benchmarks or make_benchmarks(config)
    model = model or make_answerer(config)
    failure_budget(config.max_failures, 0)
    with Writer(Path(config.out) if config.out else default_out(config)) as writer:
        laid = _prepare(writer, config, benchmarks, model, command)
        _require(model, strategy, config, laid)
        resumed = writer.resume()
        total = laid.items * config.repeats
        _tell(resumed, total, writer.path)
        if len(resumed.done) < total:
            _warn_of_greedy_repeats(config, model)
            model.load({name: benchmark.card for name, benchmark in benchmarks.items()})
            try:
                _ask(writer, config, strategy, model, laid, resumed, progress or LineProgress())
            finally:
                model.close()
        summary = score_run(writer)
    if summary["missing"]:
        raise RunError(f"{writer.path} is incomplete: {summary['missing']} of {total} items have no response")
    budget = failure_budget(config.max_failures, summary["n"])
    return Evaluation(writer.path, summary, summary["failed"] <= budget)


def _prepare(
    writer: Writer, config: EvalConfig, benchmarks: dict[str, Benchmark], model: Model, command: Sequence[str]
) -> LaidOut:
    """Lay out the items and begin the run, or check that the run begun here is the one asked for."""
    if not writer.exists and (writer.path / "responses.jsonl").exists():
        raise RunError(
            f"{writer.path} holds responses.jsonl but no run.json, which says what was asked; give another --out"
        )
    selection = Selection(config.ids, config.domains, config.offset, config.limit)
    with writer.replacing("items.jsonl") as write:
        laid = lay_out(benchmarks, selection, write, Conditions(config.views, config.corruptions))
        asked = _asked(config, model, laid)
        sessions = []
        if writer.exists:
            run = writer.run()
            different = differences(run.asked, asked)
            if different:
                listed = "\n  ".join(different[:20])
                raise RunError(
                    f"{writer.path} holds a run that was asked something else:\n  {listed}\n"
                    "Give another --out for the new run, or the old settings to continue the old one."
                )
            sessions = run.sessions
    for note in laid.notes:
        print(note, file=sys.stderr)
    session = session_record(command, msgspec.to_builtins(config))
    cards: dict[str, BenchmarkCard] = {name: benchmark.card for name, benchmark in benchmarks.items()}
    origin = "simulated" if isinstance(model, Door) else "model"
    writer.write_run(Run(asked=asked, cards=cards, origin=origin, sessions=[*sessions, session]))
    return laid


def _asked(config: EvalConfig, model: Model, laid: LaidOut) -> dict[str, Any]:
    """Return what makes this run this run, as plain JSON values."""
    strategy, options = registry.split_spec(config.strategy)
    asked = {
        "model": {"spec": config.model, **model.identity()},
        "benchmarks": laid.asked,
        "specs": list(config.benchmarks),
        "split": config.split,
        "views": list(config.views),
        "corruptions": list(config.corruptions),
        "strategy": {"name": strategy, "options": options},
        "sampling": _told(config),
        "seed": config.seed,
        "selection": {
            "ids": list(config.ids),
            "domains": list(config.domains),
            "offset": config.offset,
            "limit": config.limit,
        },
    }
    if config.system:
        asked["system"] = config.system
    if config.repeats > 1:
        asked["repeats"] = config.repeats
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(asked))
    return plain


def _sampling(config: EvalConfig) -> Sampling:
    return Sampling(**{field: getattr(config, field) for field in Sampling.__struct_fields__})


def _told(config: EvalConfig) -> dict[str, Any]:
    """Return the decoding settings; those that earlier runs did not have only where they are used."""
    settings = msgspec.structs.asdict(_sampling(config))
    added = {"top_k": 0, "stop": (), "logprobs": None}
    return {name: value for name, value in settings.items() if name not in added or value != added[name]}


_NEEDED = {"system": "--system", "stop": "--stop", "top_k": "--top-k", "logprobs": "--logprobs"}
"""Settings that a model must be able to heed, and their flags."""
_USUAL = EvalConfig()


def _require(model: Model, strategy: Strategy, config: EvalConfig, laid: LaidOut) -> None:
    """Refuse, before anything is asked, what the model cannot take or the strategy cannot do without."""
    capabilities = model.capabilities
    for setting, flag in _NEEDED.items():
        if getattr(config, setting) != getattr(_USUAL, setting) and not getattr(capabilities, setting):
            raise UsageError(f"{flag}: this model does not offer it.")
    if laid.most_images > 0 and not capabilities.images:
        raise UsageError("this model takes no pictures, and the items have some.")
    if laid.most_images > 1 and not capabilities.many_images:
        raise UsageError(f"this model takes one picture, and an item has {laid.most_images}.")
    for need in sorted(strategy.needs):
        if not getattr(capabilities, need):
            raise UsageError(f"the strategy '{config.strategy}' needs '{need}', which this model does not offer.")


def _tell(resumed: Resumed, items: int, path: Path) -> None:
    """Say what was found of an earlier session."""
    notes = []
    if resumed.done:
        notes.append(f"continuing {path}: {len(resumed.done)} of {items} done")
    if resumed.failed:
        notes.append(f"{resumed.failed} failed before and are asked again")
    if resumed.torn:
        notes.append(f"a torn last line of {resumed.torn} bytes was dropped and its item is asked again")
    if resumed.damaged:
        notes.append(f"{resumed.damaged} damaged or second lines were set aside in responses.damaged.jsonl")
    for note in notes:
        print(note, file=sys.stderr)


def _warn_of_greedy_repeats(config: EvalConfig, model: Model) -> None:
    """Say that repeats are worth little where nothing is sampled."""
    if config.repeats > 1 and config.temperature == 0 and model.capabilities.greedy:
        print(
            f"--repeats {config.repeats} at --temperature 0: greedy repeats of an item differ only by noise; "
            "give a temperature to sample",
            file=sys.stderr,
        )


def _ask(
    writer: Writer,
    config: EvalConfig,
    strategy: Strategy,
    model: Model,
    laid: LaidOut,
    resumed: Resumed,
    progress: Progress,
) -> None:
    concurrency = config.concurrency or model.concurrency
    asking = Asking(model, strategy, _sampling(config), config.seed, concurrency, config.system)

    def finished(item: Item, line: Line) -> None:
        progress.add(verdict(item, line, explain=False))

    progress.start(laid.items * config.repeats, len(resumed.done))
    try:
        waiting = (
            (item, repeat)
            for item in writer.items()
            for repeat in range(config.repeats)
            if item.line_key(repeat) not in resumed.done
        )
        asyncio.run(run_items(waiting, asking, writer, finished))
    except* RunError as group:
        raise group.exceptions[0] from None
    finally:
        progress.stop()
