"""`mmbench site`."""

from __future__ import annotations

from pathlib import Path

import click

from mmbench.cli import key_value
from mmbench.errors import UsageError, printable

__all__ = ["command"]

OUT = Path("public")


@click.group("site")
def command() -> None:
    """Build a static leaderboard site of runs and submissions, look at one, or check either."""


def _folders(values: tuple[str, ...]) -> dict[str, Path]:
    return {name: Path(folder) for name, folder in (key_value(value, "--data") for value in values)}


_data = click.option(
    "--data", metavar="NAME=FOLDER", multiple=True, help="A local copy of a benchmark's data, to score submissions by."
)


_hub = click.option("--hub", is_flag=True, help="Read benchmarks that are not at hand from the hub, to do the same.")


@command.command("build")
@click.argument("runs", metavar="RUN...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--out", metavar="FOLDER", type=click.Path(path_type=Path), default=OUT, show_default=True,
    help="Write the site there, in the place of the site that is there.",
)  # fmt: skip
@click.option("--title", metavar="TEXT", help="What the site is called.  [default: mmbench leaderboard]")
@_data
@_hub
def build(runs: tuple[Path, ...], out: Path, title: str | None, data: tuple[str, ...], hub: bool) -> None:
    """Build a site of scored runs, of archives that `mmbench submit` made, or of folders that hold such.

    An archive is checked against its benchmark and scored anew; where the benchmark's data are not at hand, what it
    claims is shown as self-reported. Exit status: 0 done, 2 wrong usage, 3 a run is not scored or is damaged, or an
    archive is refused.
    """
    import tempfile

    from mmbench.leaderboard.site.build import TITLE, build_site
    from mmbench.site_runs import gathered

    with tempfile.TemporaryDirectory(prefix="mmbench-site-") as folder:
        entries = gathered(runs, Path(folder), _folders(data), hub=hub)
        site = build_site(entries, out, title or TITLE)
    for each in site.listed:
        for note in each.entry.notes:
            click.echo(printable(f"{each.entry.name}: {note}"), err=True)
    listed = f"{len(site.listed)} runs, {site.items} items, {len(site.boards)} domains"
    click.echo(f"wrote {out / 'index.html'} ({listed})", err=True)


@command.command("check")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@_data
@_hub
def check(paths: tuple[Path, ...], data: tuple[str, ...], hub: bool) -> None:
    """Check submissions as `site build` does, or a built site: that nothing it refers to is missing or elsewhere.

    Exit status: 0 all is well, 2 wrong usage, 3 an archive is refused or a site is broken.
    """
    from mmbench.leaderboard.site.checking import check_site, is_site
    from mmbench.site_runs import archives_in
    from mmbench.submissions import check_submission

    for path in paths:
        if is_site(path):
            click.echo(f"{path}: {check_site(path)} pages, nothing missing, nothing from elsewhere")
            continue
        for archive in archives_in(path):
            entry = check_submission(archive, _folders(data), hub=hub)
            click.echo(printable("; ".join([f"{archive}: {entry.status}", *entry.notes])))


@command.command("serve")
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path), default=OUT)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
def serve(folder: Path, port: int) -> None:
    """Serve a built site to this machine alone, until it is interrupted."""
    from mmbench.leaderboard.site.checking import is_site
    from mmbench.leaderboard.site.serving import served

    if not is_site(folder):
        raise UsageError(f"{folder} holds no site; make one with: mmbench site build RUN... --out {folder}")
    with served(folder, port) as server:
        click.echo(f"http://127.0.0.1:{server.server_port}/", err=True)
        server.serve_forever()
