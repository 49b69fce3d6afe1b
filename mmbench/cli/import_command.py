"""`mmbench import`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mmbench.cli import print_json
from mmbench.errors import EXIT_FAILURES, UsageError

__all__ = ["command"]


@click.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", metavar="FOLDER", type=click.Path(path_type=Path), help="Run directory. [default: runs/<file>]")
@click.option("--model", metavar="NAME", help="Name of the model in reports. [default: from the file's name]")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(kind: str, file: Path, out: Path | None, model: str | None, as_json: bool) -> int:
    """Make a run of another harness's predictions: KIND is one of `mmbench list`'s importers, FILE its output.

    Exit status: 0 done, 2 unknown kind or not such a file, 3 the run directory cannot be used, 5 unreadable rows.
    """
    from mmbench.importing import import_run
    from mmbench.reports.text import summary_text

    if not file.is_file():
        raise UsageError(f"{file}: no such file")
    name = file.stem.removeprefix("output_")
    folder = out or Path("runs") / f"{kind}--{name}"
    summary = import_run(kind, file, folder, model or name, ["mmbench", *sys.argv[1:]])
    if as_json:
        print_json({"run": str(folder), **summary})
    else:
        click.echo(summary_text(str(folder), summary))
    return EXIT_FAILURES if summary["failed"] else 0
