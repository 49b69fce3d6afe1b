"""`mmbench report`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mmbench.reports.gallery import Entry
    from mmbench.reports.reporting.figures import RunReport
    from mmbench.reports.results import Results

__all__ = ["command"]

GALLERY = 200


@click.command("report")
@click.argument("runs", metavar="RUN...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--out", metavar="FOLDER", type=click.Path(path_type=Path), default=Path("report"), show_default=True,
    help="Write the report there.",
)  # fmt: skip
@click.option("--rule", default="", metavar="RULE", help="Score by this official rule, not by our verdict.")
@click.option("--plots/--no-plots", default=True, show_default=True, help="Draw plots, as PNG and SVG.")
@click.option(
    "--gallery", "shown", type=click.IntRange(0, 2000), default=GALLERY, show_default=True,
    help="Show so many wrong answers, over all runs.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print report.json.")
def command(runs: tuple[Path, ...], out: Path, rule: str, plots: bool, shown: int, as_json: bool) -> None:
    """Write a report on scored runs: a leaderboard a domain over all of them, and everything on each.

    The folder gets index.html, which opens without a server, report.md, report.json, tables as CSV and LaTeX, plots as
    PNG and SVG, and a folder for each run. Exit status: 0 done, 2 wrong usage, 3 a run is not scored or is damaged.
    """
    from mmbench.errors import RunError
    from mmbench.reports.gallery import gallery
    from mmbench.reports.model_index import model_index
    from mmbench.reports.reporting.build import build_report
    from mmbench.reports.reporting.files import check_folder, report_json, write_report
    from mmbench.reports.reporting.text import report_text

    check_folder(out)
    galleries: dict[str, list[Entry]] = {}
    cards: dict[str, str] = {}

    def visit(run: RunReport, results: Results) -> None:
        k = len(galleries)
        share = shown // len(runs) + (k < shown % len(runs))
        galleries[run.slug] = gallery(results.path, results, share)
        if run.origin == "simulated":
            return
        try:
            cards[run.slug] = model_index(results)
        except RunError as error:
            click.echo(f"no model-index.yml: {error}", err=True)

    report = build_report(runs, rule, visit)
    write_report(report, out, galleries, cards, plots=plots)
    click.echo(report_json(report).decode().rstrip() if as_json else report_text(report))
    click.echo(f"wrote {out / 'index.html'}", err=True)
