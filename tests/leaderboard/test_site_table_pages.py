"""What pages of benchmarks and the page about a site say, read from the files: rules, conditions, provenance."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import msgspec
import pytest
from site_tables_support import HOSTILE, asked_alike, entry

from mmbench.config import EvalConfig
from mmbench.evaluate import evaluate
from mmbench.leaderboard.site.build import build_site
from mmbench.leaderboard.site.pages import write_pages
from mmbench.reports.html.formats import interval, percent
from mmbench.reports.reporting.figures import OfficialEntry, OfficialTable

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.leaderboard.site.shown import Site


class Tables(HTMLParser):
    """The tables of a page by their captions: rows of cells of text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self.inside: list[str] = []
        self.caption = ""
        self.source = path.read_text("utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside.append(tag)
        if tag == "caption":
            self.caption = ""
        elif tag == "tr":
            self.found.setdefault(self.caption, []).append([])
        elif tag in ("th", "td"):
            self.found[self.caption][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            continue

    def handle_data(self, data: str) -> None:
        if "caption" in self.inside:
            self.caption += data
        elif {"th", "td"} & set(self.inside):
            self.found[self.caption][-1][-1] += data

    def row(self, caption: str, name: str) -> list[str]:
        rows = [[" ".join(cell.split()) for cell in row] for row in self.found[caption]]
        return next(row for row in rows if row[0].startswith(name))


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Path]:
    folder = tmp_path_factory.mktemp("alike")
    (folder / "runs").mkdir()
    return build_site(asked_alike(folder / "runs"), folder / "site"), folder / "site"


def test_the_page_about_the_site_says_where_each_run_comes_from(alike: tuple[Site, Path]) -> None:
    site, folder = alike
    page = Tables(folder / "about.html")
    caption = "Every run, with what is known of how it was made"
    status = {"model 10": "run directory", "model 9": "rescored here", HOSTILE: "self-reported"}
    for listed in site.listed:
        row = page.row(caption, listed.run.label)
        assert row[1] == status.get(listed.run.label, "run directory")
        assert row[2].startswith(percent(listed.run.overall.accuracy))
        assert row[4] == listed.released
        assert row[5:7] == [listed.run.settings["strategy"], listed.run.settings["sampling"]]
        assert row[8] == listed.run.settings["versions"]
        assert row[9] == listed.entry.digest
    assert page.row(caption, "model 9")[3] == "75.0 %3 verdicts differ"
    benchmark = page.row("Benchmarks, with the fingerprint of the items as they were asked", "Given & taken")
    assert benchmark[1:] == ["2", "CC BY 4.0", "85", "6", site.listed[0].fingerprints["given"]]
    assert site.report.made_with in page.source


def test_a_benchmark_s_page_sets_official_accuracies_apart_from_ours(alike: tuple[Site, Path], tmp_path: Path) -> None:
    site, _ = alike
    tested = site.benchmarks[0]
    average = OfficialEntry(name="all", accuracy=f"33.{HOSTILE}", correct=28.5, total=85, low=0.2, high=0.4)
    table = OfficialTable(rule="a rule", average=average, groups={}, figures={})
    reports = {
        k: msgspec.structs.replace(
            each, official=(table,) if k else (), breakdown={"some_label": each.breakdown.get("", (each.overall,))}
        )
        for k, each in tested.reports.items()
    }
    write_pages(site._replace(benchmarks=(tested._replace(reports=reports),)), tmp_path)
    page = Tables(tmp_path / "benchmarks" / f"{tested.slug}.html")
    caption = "As published, by the official rule a rule"
    assert page.row(caption, "model 9")[1:] == [f"33.{HOSTILE}", "20.0 to 40.0", "28.50", "85"]
    assert not any(row[0].startswith("model 10") for row in page.found[caption])
    ours = page.row("Our verdict by some label", "model 10")
    overall = site.listed[0].run.overall
    assert ours[1] == f"{percent(overall.accuracy)}{interval(overall.low, overall.high)} · n 85"


def test_a_benchmark_s_page_has_views_corruptions_and_repeats(tmp_path: Path) -> None:
    config = EvalConfig(
        model="random",
        benchmarks=("figures:n=8,seed=3,seeds=2",),
        out=str(tmp_path / "run"),
        views=("full", "no-figure"),
        corruptions=("", "blur:1"),
        repeats=2,
        temperature=0.7,
    )
    evaluate(config)
    site = build_site([entry(tmp_path / "run")], tmp_path / "site")
    page = Tables(tmp_path / "site" / "benchmarks" / "figures.html")
    (report,) = site.benchmarks[0].reports.values()
    assert report.repeats is not None
    assert report.variants is not None
    for found, caption in (
        (report.repeats, f"{report.repeats.items} items asked 2 times"),
        (report.variants, f"{report.variants.problems} problems in up to 2 variants"),
    ):
        for mean in found.estimates:
            assert page.row(caption, mean.name)[1:] == [percent(mean.value), interval(mean.low, mean.high)]
    conditions = report.conditions
    for caption, rows in (
        ("By view", conditions.views),
        ("By corruption", conditions.corruptions),
        ("By view and corruption", conditions.both),
        ("What the views tell, paired by item", conditions.gaps),
        ("What the corruptions cost, paired by item", conditions.falls),
    ):
        assert len(page.found.get(caption, [])) == (1 + len(rows) if rows else 0), caption
    assert conditions.views
    assert conditions.corruptions
