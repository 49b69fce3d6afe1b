"""Write a report as HTML: an overview of all runs, and a page for each run with its gallery of wrong answers."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import PackageLoader
from markupsafe import Markup

from mmbench.reports.html.environment import environment
from mmbench.reports.html.plots import embedded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from jinja2 import Environment

    from mmbench.reports.gallery import Entry
    from mmbench.reports.reporting.figures import Leaderboard, Place, Report, RunReport

__all__ = ["write_pages"]


def write_pages(
    report: Report, folder: Path, galleries: Mapping[str, Sequence[Entry]], drawings: Sequence[Path] = ()
) -> list[Path]:
    """Write `index.html`, and `runs/<slug>/index.html` for each run where there are several; return what was written.

    A page is one file, opens without a server, asks for nothing and needs no script; its policy (CSP) lets no other
    script run than ours, which sorts and filters.

    Args:
        report: what to show.
        folder: where to write; it is made where it is missing.
        galleries: wrong answers by the slug of their run.
        drawings: the SVG files of this report's plots; each becomes part of the page beside its folder.
            They are named, since a folder may hold plots of an earlier report.

    Raises:
        OSError: a drawing cannot be read, or a page cannot be written.
    """
    overview = folder / "index.html"
    pages = {run.slug: folder / "runs" / run.slug / "index.html" for run in report.runs}
    if len(report.runs) == 1:
        (run,) = report.runs
        pages[run.slug].unlink(missing_ok=True)  # of an earlier report on several runs
        _write(overview, "run.html.j2", drawings, report=report, run=run, entries=galleries.get(run.slug, ()))
        return [overview]
    _write(overview, "overview.html.j2", _beside(overview, drawings), report=report, domains=report.leaderboards[1:])
    for run in report.runs:
        page, entries = pages[run.slug], galleries.get(run.slug, ())
        _write(page, "run.html.j2", _beside(page, drawings), report=report, run=run, entries=entries)
    return [overview, *pages.values()]


def _beside(page: Path, drawings: Sequence[Path]) -> list[Path]:
    return [drawing for drawing in drawings if drawing.parent == page.parent / "plots"]


def _write(path: Path, template: str, drawings: Sequence[Path], **shown: Any) -> None:
    page = _environment().get_template(template).render(plots=embedded(drawings), **shown)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(page.encode("utf-8", "replace"))


@cache
def _environment() -> Environment:
    style, script = _asset("style.css"), _asset("page.js")
    return environment(
        PackageLoader("mmbench.reports.html"),
        style=Markup(style),  # noqa: S704 - a file of this package
        script=Markup(script),  # noqa: S704 - a file of this package
        policy=_policy(style, script),
        places_of=_places_of,
        unpublishable=_unpublishable,
    )


def _asset(name: str) -> str:
    return (resources.files("mmbench.reports.html") / "templates" / name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    """Return a Content-Security-Policy under which a page shows its own pictures and runs its own script only."""
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _places_of(domains: Sequence[Leaderboard], run: int) -> list[Place | None]:
    """Return the place of a run on each domain's leaderboard."""
    return [next((place for place in board.places if place.run == run), None) for board in domains]


def _unpublishable(run: RunReport, entries: Sequence[Entry]) -> list[str]:
    """Return the titles of the benchmarks whose pictures are shown here and may not be published."""
    shown = {entry.benchmark for entry in entries if not entry.republishable and any(p.uri for p in entry.pictures)}
    titles = {bench.name: bench.title or bench.name for bench in run.benchmarks}
    return sorted(titles.get(name, name) for name in shown)
