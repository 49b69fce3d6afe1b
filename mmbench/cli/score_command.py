"""`mmbench score`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mmbench.cli import key_value, print_json
from mmbench.errors import EXIT_FAILURES, RunError, UsageError

if TYPE_CHECKING:
    from mmbench.interfaces import Model

__all__ = ["command"]


@click.command("score", context_settings={"show_default": True})
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--out",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Write the two files there, and leave the run as it is.",
)
@click.option("--max-failures", metavar="N|N%", default="0", help="Failed items allowed before the exit status is 5.")
@click.option(
    "--jobs", type=click.IntRange(1), show_default="one for each processor", help="Processes that score, at most."
)
@click.option(
    "--line-timeout",
    metavar="SECONDS",
    type=click.FloatRange(0, min_open=True),
    default=10.0,
    help="How long scoring one line may take; a line that takes longer is stopped and failed.",
)
@click.option(
    "--judge", metavar="MODEL", help="Ask a model, such as openai:NAME, where ours is unparsed or undetermined."
)
@click.option("--judge-option", "judge_options", metavar="KEY=VALUE", multiple=True, help="Option of its adapter.")
@click.option("--judge-all", is_flag=True, help="Ask the judge whether each answer is right, to measure agreement.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(
    run: Path,
    out: Path | None,
    max_failures: str,
    jobs: int | None,
    line_timeout: float,
    as_json: bool,
    **judging: Any,
) -> int:
    """Score a run anew from its directory, without the model.

    Rebuilds verdicts.jsonl and summary.json, the same however many processes score. Exit status: 0 done, 3 no such run,
    damaged, or not all items answered, 5 more failures than allowed, the judge's among them.

    A judge is asked whether an answer is right where our checker says unparsed, and what kind of mistake it is where
    our diagnosis is undetermined. What it says stands beside ours, in verdicts.jsonl and under `judge` in the summary,
    and changes none of our figures; judge.jsonl keeps it, so that nothing is asked twice.
    """
    from mmbench.config import failure_budget
    from mmbench.judge import judge_run
    from mmbench.progress import make_progress
    from mmbench.reports.text import summary_text
    from mmbench.rescore import score_run
    from mmbench.rundir import RunDir, Writer

    failure_budget(max_failures, 0)
    judge = _judge(**judging)
    source = RunDir(run)
    source.run()
    with Writer(out or run) as writer:
        summary = score_run(writer, source, jobs=jobs, line_seconds=line_timeout, progress=make_progress())
        if judge is not None:
            summary = judge_run(writer, source, judge, judging["judge_all"], summary)
    for note in source.notes:
        click.echo(f"note: {note}", err=True)
    if as_json:
        print_json({"run": str(run), **summary})
    else:
        click.echo(summary_text(str(run), summary))
    if summary["missing"]:
        missing = summary["missing"]
        raise RunError(f"{run} is incomplete: {missing} items have no response; the command in run.json continues it")
    told = summary.get("judge")
    silent = told["failed"] + told["mistakes"]["failed"] if told else 0
    if silent:
        click.echo(f"the judge failed on {silent} questions; the same command asks again where no reply came", err=True)
    failed = summary["failed"] + silent
    return EXIT_FAILURES if failed > failure_budget(max_failures, summary["n"]) else 0


def _judge(judge: str | None, judge_options: tuple[str, ...], judge_all: bool) -> Model | None:
    """Make the judge that the options name, or None."""
    from mmbench.config import EvalConfig
    from mmbench.making import make_model

    if judge is None:
        if judge_options or judge_all:
            raise UsageError("--judge-option and --judge-all need a judge: give one with --judge")
        return None
    options = dict(key_value(text, "--judge-option") for text in judge_options)
    return make_model(EvalConfig(model=judge, model_options=options))
