"""`mmbench baseline`."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["command"]


@click.group("baseline")
def command() -> None:
    """Save a run as a small file to hold later runs against, or show one."""


@command.command("save")
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), required=True, help="The file to write.")
@click.option("--name", metavar="NAME", default="", help="What to call it.  [default: the run's folder]")
def save(run: Path, out: Path, name: str) -> None:
    """Save what a scored run was asked and what came of each item, without questions, answers and responses.

    The same run always gives the same bytes. Exit status: 0 done, 2 the file cannot be written, 3 no such run, not
    scored, or damaged.
    """
    from mmbench.reports.baselines.baseline import baseline_of
    from mmbench.reports.results import load_results

    results = load_results(run, usage=False)
    baseline = baseline_of(results, out, name)
    baseline.save()
    for note in results.notes:
        click.echo(f"note: {note}", err=True)
    failed = sum(entry.failed for entry in baseline.content.items)
    if failed:
        click.echo(f"note: {failed} lines failed or have no response; the gate may refuse this baseline", err=True)
    size = f"{len(baseline.content.items)} items, {out.stat().st_size} bytes"
    click.echo(f"wrote {out} ({size})", err=True)


@command.command("show")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def show(file: Path, as_json: bool) -> None:
    """Show what a baseline is of, and what it scores. Exit status: 0 done, 3 no baseline, or one that was changed."""
    from mmbench.cli import print_json
    from mmbench.reports.baselines.baseline import load_baseline
    from mmbench.reports.gating.baseline_text import baseline_summary, baseline_text

    baseline = load_baseline(file)
    if as_json:
        print_json(baseline_summary(baseline))
    else:
        click.echo(baseline_text(baseline))
