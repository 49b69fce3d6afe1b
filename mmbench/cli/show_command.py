"""`mmbench show`."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mmbench.cli import print_json
from mmbench.errors import UsageError, did_you_mean
from mmbench.records import MISTAKES, OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.records import ImageRef, Item, Line, Verdict

__all__ = ["command"]


@click.command("show")
@click.argument("run", type=click.Path(path_type=Path))
@click.argument("ids", nargs=-1)
@click.option("--outcome", type=click.Choice(OUTCOMES), help="Show the items that ended so.")
@click.option("--domain", help="Show the items of this domain.")
@click.option("--mistake", type=click.Choice(MISTAKES), help="Show the wrong answers with this kind of mistake.")
@click.option("--differences", is_flag=True, help="Show the items that a recorded or official verdict differs on.")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="Show at most so many items.")
@click.option("--breakdown", is_flag=True, help="Show the benchmark's official breakdown in full.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(run: Path, ids: tuple[str, ...], as_json: bool, breakdown: bool, limit: int, **filters: Any) -> None:
    """Show a scored run; with IDS or a filter, single items: question, picture, facts, solution, response, verdict."""
    from mmbench.reports.item_text import item_text
    from mmbench.reports.text import breakdown_text, summary_text
    from mmbench.rundir import RunDir

    folder = RunDir(run)
    if not ids and not any(filters.values()):
        summary = folder.summary()
        if as_json:
            print_json({"run": str(run), **summary})
        else:
            click.echo(summary_text(str(run), summary))
            if breakdown:
                click.echo(breakdown_text(summary))
        return
    shown = list(islice(_chosen(folder, ids, **filters), None if ids else limit))
    missing = set(ids) - {item.question.id for item, *_ in shown} - {item.line_key().item for item, *_ in shown}
    if missing:
        known = [item.question.id for item in folder.items()]
        name = sorted(missing)[0]
        raise UsageError(f"{run} has no answered item '{name}'.{did_you_mean(name, known)}")
    if as_json:
        named = ("item", "response", "verdict", *(["differences"] if filters["differences"] else []))
        print_json([dict(zip(named, entry, strict=False)) for entry in shown])
        return
    for item, line, judged, reasons in shown:
        click.echo(item_text(item, line, judged, reasons, lambda image: _path(run, image)))
    if not shown:
        click.echo("no such items")


def _path(run: Path, image: ImageRef) -> str:
    """Say where a picture is; one that is ours and was not drawn, as for a blind model, is drawn into the run now."""
    from mmbench import images
    from mmbench.errors import BadItem
    from mmbench.rundir import kept_image

    if not images.is_ours(image):
        return images.where(image)
    try:
        return kept_image(run, images.read_bytes(image)).path
    except (OSError, BadItem) as error:
        return f"{images.where(image)} ({error})"


def _chosen(
    folder: Any, ids: tuple[str, ...], outcome: str | None, domain: str | None, mistake: str | None, differences: bool
) -> Iterator[tuple[Item, Line, Verdict, tuple[str, ...]]]:
    """Yield the items that pass the filters in order, with response, verdict and, where asked, what differs from it."""
    from mmbench.reports.differences import differences as reasons_of
    from mmbench.rescore import answered

    verdicts = folder.verdicts()
    for item, line in answered(folder):
        if line is None:
            continue
        judged = next(verdicts, None)
        if judged is None or judged.line_key() != line.line_key():
            raise UsageError(f"{folder.path} was not scored since it last changed; do: mmbench score {folder.path}")
        if ids and item.question.id not in ids and item.line_key().item not in ids:
            continue
        if (outcome and judged.outcome != outcome) or (domain and item.domain != domain):
            continue
        if mistake and (judged.diagnosis is None or judged.diagnosis.kind != mistake):
            continue
        reasons = reasons_of(item, line, judged) if differences else ()
        if differences and not reasons:
            continue
        yield item, line, judged, reasons
