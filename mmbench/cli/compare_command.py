"""`mmbench compare`."""

from __future__ import annotations

from pathlib import Path

import click

from mmbench.errors import UsageError
from mmbench.reports.comparable import ACROSS

__all__ = ["command"]


@click.command("compare")
@click.argument("runs", metavar="BASELINE CANDIDATE...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--rule", default="", metavar="RULE", help="Compare by this official rule's scores, not by our verdict.")
@click.option(
    "--across", multiple=True, type=click.Choice(ACROSS), help="What is meant to differ between them. May be repeated."
)
@click.option("--common", is_flag=True, help="Compare only the items that all were asked alike.")
@click.option("--domain", "domains", metavar="DOMAIN", multiple=True, help="Compare this domain only. May be repeated.")
@click.option(
    "--list",
    "listed",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    help="List so many wins and losses; JSON has all.",
)
@click.option(
    "--out",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Write compare.md, compare.json and compare.csv there.",
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(
    runs: tuple[Path, ...],
    rule: str,
    across: tuple[str, ...],
    common: bool,
    domains: tuple[str, ...],
    listed: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Compare scored runs, or files of `mmbench baseline save`, with the first of them, item by item.

    Differences are candidate minus baseline, in points, with 95 % intervals and two-sided tests; three runs or more are
    ranked in bands. Exit status: 0 done, 2 wrong usage, 3 not comparable: not asked the same, not in the same way, or
    not scored by the same checker.
    """
    if len(runs) < 2:
        found = f"only {runs[0]}" if runs else "none"
        raise UsageError(f"compare needs two runs or more, the baseline first; found {found}.")
    from mmbench.reports.comparable import align
    from mmbench.reports.comparing.figures import compare, restricted
    from mmbench.reports.comparing.files import comparison_json, write_files
    from mmbench.reports.comparing.reading import read_all
    from mmbench.reports.comparing.text import comparison_text

    aligned = restricted(align(read_all(runs, rule), across, common=common), domains)
    comparison = compare(aligned, domains)
    files = write_files(out, comparison, aligned.columns, listed) if out is not None else ()
    click.echo(comparison_json(comparison).decode().rstrip() if as_json else comparison_text(comparison, listed))
    for path in files:
        click.echo(f"wrote {path}", err=True)
