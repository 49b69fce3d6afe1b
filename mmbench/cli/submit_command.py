"""`mmbench submit`."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["command"]


@click.command("submit")
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path), help="The archive to write.  [default: the folder's .zip]"
)
@click.option("--name", metavar="NAME", default="", help="What to call the submission.  [default: the run's folder]")
def command(run: Path, out: Path | None, name: str) -> None:
    """Pack a scored run into one archive, to hand in to a leaderboard.

    It holds responses, provenance and verdicts; no gold answers, no pictures, and of paths on this machine only the
    last part. The same run always gives the same bytes. Exit status: 0 done, 2 the archive cannot be written, 3 no such
    run, not scored, incomplete, or damaged.
    """
    from mmbench.leaderboard.submitting.packing import pack

    packed = pack(run, out, name)
    for note in packed.notes:
        click.echo(f"note: {note}", err=True)
    claimed = packed.claimed
    click.echo(
        f"wrote {packed.path} ({packed.path.stat().st_size} bytes): {claimed.right} of {claimed.n} right, "
        f"{100 * claimed.accuracy:.1f} %",
        err=True,
    )
