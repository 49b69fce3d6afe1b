"""`mmbench score`."""

from __future__ import annotations

from pathlib import Path

import click

from mmbench.cli import print_json
from mmbench.errors import EXIT_FAILURES, RunError

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
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(run: Path, out: Path | None, max_failures: str, as_json: bool) -> int:
    """Score a run anew from its directory, without the model.

    Rebuilds verdicts.jsonl and summary.json. Exit status: 0 done, 3 no such run, damaged, or not all items answered,
    5 more failures than allowed.
    """
    from mmbench.config import failure_budget
    from mmbench.reports.text import summary_text
    from mmbench.rescore import score_run
    from mmbench.rundir import RunDir, Writer

    failure_budget(max_failures, 0)
    source = RunDir(run)
    source.run()
    with Writer(out or run) as writer:
        summary = score_run(writer, source)
    for note in source.notes:
        click.echo(f"note: {note}", err=True)
    if as_json:
        print_json({"run": str(run), **summary})
    else:
        click.echo(summary_text(str(run), summary))
    if summary["missing"]:
        missing = summary["missing"]
        raise RunError(f"{run} is incomplete: {missing} items have no response; the command in run.json continues it")
    return EXIT_FAILURES if summary["failed"] > failure_budget(max_failures, summary["n"]) else 0
