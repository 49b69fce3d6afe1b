"""The pages of a site, in every language."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import PackageLoader

from mmbench.jsonl import encode_line
from mmbench.leaderboard.site.charts.costs import costs
from mmbench.leaderboard.site.charts.mistakes import mistakes, mistakes_by_domain
from mmbench.leaderboard.site.charts.profile import profile
from mmbench.leaderboard.site.charts.releases import dates, timelines
from mmbench.leaderboard.site.provenance import provenance
from mmbench.leaderboard.site.scripts import script
from mmbench.leaderboard.site.words import LANGUAGES, catalogue, translator
from mmbench.reports.html import formats
from mmbench.reports.html.environment import environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jinja2 import Environment

    from mmbench.leaderboard.site.shown import Site

__all__ = ["POLICY", "write_pages"]

POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What a page may load: its site's own styles, scripts and pictures. No script or style in the page itself is run."""
SHADES = 10


class _Page(NamedTuple):
    """A page to write: its kind, its path below the folder of a language, its template, what is put into that."""

    name: str
    path: str
    template: str
    shown: dict[str, Any]


class _Here(NamedTuple):
    name: str
    lang: str


def write_pages(site: Site, folder: Path) -> None:
    """Write all pages and what they load beside the data.

    Raises:
        OSError: a file cannot be written.
    """
    _write_assets(folder)
    for language, below in LANGUAGES.items():
        templates = _environment(language)
        for page in _pages(site):
            path = folder / below / page.path
            up = "../" * page.path.count("/")
            top = up + "../" * below.count("/")
            others = [f"{top}{LANGUAGES[other]}{page.path}" for other in LANGUAGES if other != language]
            text = templates.get_template(page.template).render(
                site=site, page=_Here(page.name, language), root=up, top=top, other=others[0], **page.shown
            )
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8", "replace"))


def _pages(site: Site) -> Iterator[_Page]:
    for name in ("index", "explorer", "item", "compare", "about"):
        yield _Page(name, f"{name}.html", f"{name}.html.j2", {})
    by_date = {"timelines": timelines(site), "days": dates(site)}
    yield _Page("releases", "releases.html", "releases.html.j2", by_date)
    for board in site.boards:
        yield _Page("domain", f"domains/{site.domains[board.name]}.html", "domain.html.j2", {"board": board})
    for tested in site.benchmarks:
        yield _Page("benchmark", f"benchmarks/{tested.slug}.html", "benchmark_page.html.j2", {"tested": tested})
    for listed in site.listed:
        yield _Page("model", f"models/{listed.run.slug}.html", "model.html.j2", {"listed": listed})


def _write_assets(folder: Path) -> None:
    assets = folder / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    for each in (resources.files("mmbench.leaderboard.site") / "assets").iterdir():
        (assets / each.name).write_bytes(each.read_bytes())
    report = resources.files("mmbench.reports.html") / "templates" / "style.css"
    (assets / "report.css").write_bytes(report.read_bytes())
    for language in LANGUAGES:
        if words := list(catalogue(language).items()):
            # A Map, as `word` expects: a phrase may be called like a member that every object has.
            content = b"new Map(%s)" % encode_line(words).rstrip(b"\n")
            (assets / f"words.{language}.js").write_bytes(script("words", content))


@cache
def _environment(language: str) -> Environment:
    translate = translator(language)

    def interval(low: float | None, high: float | None) -> str:
        return formats.interval(low, high, translate("{low} to {high}"))

    return environment(
        PackageLoader("mmbench.leaderboard.site"),
        _=translate,
        interval=interval,
        policy=POLICY,
        heat=_heat,
        costs_of=costs,
        mistakes_of=mistakes,
        mistakes_by_domain_of=mistakes_by_domain,
        profile_of=profile,
        provenance_of=provenance,
    )


def _heat(share: float) -> int:
    """Return the shade, from 0, of a share in [0, 1]."""
    return min(int(share * SHADES), SHADES - 1)
