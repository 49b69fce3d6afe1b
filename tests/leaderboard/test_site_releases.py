"""Releases: which run was the highest so far, where the chart puts it, and the page in a real browser."""

from __future__ import annotations

import random
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from chart_support import a_run, a_site
from made_pairs import HOSTILE, made_runs
from site_support import NARROW, WIDE, launched, serious, visiting

from mmbench.leaderboard.site.build import build_site
from mmbench.leaderboard.site.charts.releases import dates, timelines
from mmbench.reports.html.formats import interval, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from site_support import Visit

    from mmbench.leaderboard.site.charts.releases import Chart, Row
    from mmbench.leaderboard.site.shown import Site, Sort

    Open = Callable[..., Page]
    Built = dict[str, tuple[Site, Path]]


def a_dated_site(*runs: tuple[str, float, str, Sort], alike: bool = True) -> Site:
    """Return a site of runs by name, accuracy, day and sort, which were asked the same."""
    site = a_site(*(a_run(name, accuracy) for name, accuracy, _, _ in runs), sorts=[sort for *_, sort in runs])
    board = msgspec.structs.replace(site.overall, alike=alike)
    report = msgspec.structs.replace(site.report, leaderboards=(board, *site.boards))
    listed = [replace(each, released=day) for each, (_, _, day, _) in zip(site.listed, runs, strict=True)]
    return site._replace(report=report, listed=tuple(listed))


def rows_of(site: Site) -> dict[str, Row]:
    (timeline,) = timelines(site)
    return {row.listed.run.label: row for row in timeline.rows}


def chart_of(site: Site) -> Chart:
    (timeline,) = timelines(site)
    assert timeline.chart is not None
    return timeline.chart


ELEVEN = a_dated_site(
    ("first", 0.40, "2025-01-01", "model"),
    ("student", 0.99, "2025-01-15", "simulated"),
    ("worse", 0.35, "2025-02-01", "model"),
    ("best", 0.60, "2025-03-01", "imported"),
    ("as good", 0.60, "2025-03-01", "model"),
    ("same day, worse", 0.55, "2025-03-01", "model"),
    ("no better", 0.60, "2025-04-01", "model"),
    ("random", 0.70, "2025-05-01", "random"),
    ("last", 0.61, "2025-07-01", "model"),
    ("undated", 0.95, "", "model"),
    ("odd day", 0.95, "20250W1", "model"),
)


def test_runs_stand_by_date_and_the_highest_so_far_is_that_of_models() -> None:
    rows = rows_of(ELEVEN)
    assert list(rows) == [
        "first", "student", "worse", "best", "as good", "same day, worse", "no better", "random", "last",
        "undated", "odd day",
    ]  # fmt: skip
    best = {name: row.best for name, row in rows.items()}
    assert [name for name, found in best.items() if found] == ["first", "best", "as good", "last"]
    assert [name for name, found in best.items() if found is None] == ["student", "random", "undated", "odd day"]
    before = {name: row.before.run.label for name, row in rows.items() if row.before}
    assert before == {"best": "first", "last": "best"}
    assert dates(ELEVEN) == (
        "2025-01-01",
        "2025-01-15",
        "2025-02-01",
        "2025-03-01",
        "2025-04-01",
        "2025-05-01",
        "2025-07-01",
    )


def test_places_follow_days_and_accuracies() -> None:
    chart = chart_of(ELEVEN)
    marks = {mark.row.listed.run.label: mark for mark in chart.marks}
    assert len(marks) == 9
    for one, two in combinations(marks.values(), 2):
        days = [date.fromisoformat(mark.row.day) for mark in (one, two)]
        assert (one.x < two.x, one.x == two.x) == (days[0] < days[1], days[0] == days[1])
        assert (one.y < two.y, one.y == two.y) == (
            one.row.accuracy > two.row.accuracy,
            one.row.accuracy == two.row.accuracy,
        )
    spans = [(marks[name].x - marks["first"].x) / days for name, days in (("worse", 31), ("best", 59), ("last", 181))]
    assert spans == pytest.approx([spans[0]] * 3, abs=0.01)
    for mark in marks.values():
        assert mark.low is not None
        assert mark.high is not None
        assert chart.top <= mark.high <= mark.y <= mark.low <= chart.bottom
        assert chart.left <= mark.x <= chart.right
    unit = (marks["first"].y - marks["best"].y) / 20
    best = marks["best"]
    assert best.low is not None
    assert best.row.group.low is not None
    assert best.low - best.y == pytest.approx(unit * 100 * (0.60 - best.row.group.low), abs=0.2)
    for tick in chart.shares:
        assert tick.at == pytest.approx(marks["first"].y + unit * (40 - int(tick.text.removesuffix(" %"))), abs=0.2)


def test_the_line_goes_from_day_to_day_at_the_highest_so_far() -> None:
    chart = chart_of(ELEVEN)
    marks = {mark.row.listed.run.label: mark for mark in chart.marks}
    flat = [step for step in chart.steps if step.y1 == step.y2]
    rises = [step for step in chart.steps if step.y1 != step.y2]
    assert [step.day for step in flat] == list(dates(ELEVEN)[1:])
    assert [(step.x1, step.y1, step.y2) for step in rises] == [
        (marks["best"].x, marks["first"].y, marks["best"].y),
        (marks["last"].x, marks["best"].y, marks["last"].y),
    ]
    assert all(step.x1 == step.x2 and step.y2 < step.y1 for step in rises)
    assert (flat[0].x1, flat[-1].x2) == (marks["first"].x, marks["last"].x)
    for one, two in pairwise(chart.steps):
        assert (one.x2, one.y2) == (two.x1, two.y1)


def test_a_line_starts_with_the_first_model() -> None:
    site = a_dated_site(
        ("student", 0.9, "2025-01-01", "simulated"),
        ("a", 0.4, "2025-02-01", "model"),
        ("b", 0.3, "2025-03-01", "model"),
    )
    chart = chart_of(site)
    (step,) = chart.steps
    assert (step.x1, step.x2, step.day) == (chart.marks[1].x, chart.marks[2].x, "2025-03-01")
    assert chart_of(a_dated_site(("s", 0.9, "2025-01-01", "random"), ("t", 0.4, "2025-02-01", "simulated"))).steps == ()


@pytest.mark.parametrize("count", [2, 9, 40])
def test_labels_lie_on_no_other_and_stay_inside(count: int) -> None:
    drawn = random.Random(count)
    days = [date(2025, 1, 1) + timedelta(days=drawn.randrange(400)) for _ in range(count)]
    runs = [(f"a model of a long name {k}", drawn.uniform(0.5, 0.7), str(day), "model") for k, day in enumerate(days)]
    chart = chart_of(a_dated_site(*runs))  # type: ignore[arg-type]
    assert len(chart.labels) == count
    for one, two in combinations([label.box for label in chart.labels], 2):
        assert one.right <= two.left or two.right <= one.left or one.bottom <= two.top or two.bottom <= one.top
    for label in chart.labels:
        assert 0 <= label.box.left <= label.box.right <= chart.width
        assert 0 <= label.box.top <= label.box.bottom <= chart.bottom
    assert chart.numbered == (count == 40)
    if chart.numbered:
        assert [label.text for label in chart.labels] == [str(k + 1) for k in range(count)]
    assert all(later.at - day.at > 70 for day, later in pairwise(chart.days))


def test_there_is_no_chart_of_one_date_or_of_runs_asked_otherwise() -> None:
    one = [("a", 0.4, "2025-02-01", "model"), ("b", 0.3, "2025-02-01", "model"), ("c", 0.3, "", "model")]
    two = [("a", 0.4, "2025-02-01", "model"), ("b", 0.3, "2025-02-02", "model")]
    assert timelines(a_dated_site(*one))[0].chart is None  # type: ignore[arg-type]
    assert timelines(a_dated_site(*two, alike=False))[0].chart is None  # type: ignore[arg-type]
    assert {row.best for row in timelines(a_dated_site(*two, alike=False))[0].rows} == {None}  # type: ignore[arg-type]
    assert timelines(a_dated_site(*two))[0].chart is not None  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Sites of runs that were asked the same, and of those and one that was not."""
    runs = made_runs(tmp_path_factory.mktemp("dated"))
    folder = tmp_path_factory.mktemp("sites")
    alike = [each.entry for each in runs.values() if each.name != "fewer"]
    sites = {"alike": alike, "apart": [each.entry for each in runs.values()], "one": alike[:1]}
    return {name: (build_site(entries, folder / name), folder / name) for name, entries in sites.items()}


@pytest.fixture(scope="module")
def browser(built: Built) -> Iterator[Browser]:
    """Return a browser, opened when all runs are made: its loop and theirs do not go together."""
    with launched() as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser, built: Built) -> Iterator[Open]:
    """Return a function that opens the page; at the end nothing was said on a console, asked of a network or run."""
    visits: list[Visit] = []
    with ExitStack() as stack:

        def opened(site: str = "alike", fragment: str = "", **settings: Any) -> Page:
            visits.append(stack.enter_context(visiting(browser, **settings)))
            return visits[-1].open(built[site][1] / "releases.html", fragment)

        yield opened
        assert all(each.is_clean() for each in visits)


def names(page: Page) -> list[str]:
    """Return the names in the rows that are shown, in their order."""
    found: list[str] = page.locator("table.releases tbody tr:not([hidden]) th a").all_inner_texts()
    return found


def test_the_table_can_be_read_without_scripts(visit: Open, built: Built) -> None:
    site, _ = built["alike"]
    page = visit(java_script_enabled=False)
    assert names(page) == ["early", "random", " ".join(HOSTILE.split()), "late", "undated"]
    by_name = {" ".join(each.run.label.split()): each for each in site.listed}
    days = ["2025-01-10", "2025-02-01", "2025-03-02", "2025-06-20", "unknown"]
    told = ["yes", "–", "yes compare with the one before", "no", "–"]
    for row, day, best in zip(page.locator("table.releases tbody tr").all(), days, told, strict=True):
        cells = [" ".join(text.split()) for text in row.locator("th, td").all_inner_texts()]
        run = by_name[row.locator("a").first.inner_text()].run
        place = site.place(site.overall, by_name[run.label].index)
        assert place is not None
        group = run.overall
        assert cells[1] == day
        assert cells[2] == f"{percent(group.accuracy)} {interval(group.low, group.high)} · n {group.n}"
        assert cells[3] == (str(place.best) if place.best == place.worst else f"{place.best}–{place.worst}")
        assert cells[4] == best
    assert page.locator("#controls").is_hidden()
    assert page.locator("svg.chart g.mark").count() == 4
    href = page.get_by_role("link", name="compare with the one before").get_attribute("href") or ""
    slugs = {each.run.label: each.run.slug for each in site.listed}
    assert href == f"compare.html#a=early&b={slugs[HOSTILE]}"


def test_the_chart_has_a_text_alternative_and_labels_that_do_not_overlap_as_drawn(visit: Open, built: Built) -> None:
    page = visit()
    drawing = page.get_by_role("img", name="Runs by date, all items")
    said = drawing.locator("desc").text_content() or ""
    early, best = (percent(each.run.overall.accuracy) for each in built["alike"][0].listed[:2])
    told = f"2025-01-10 early {early}, 2025-03-02 {HOSTILE} {best}."
    assert said.endswith(f"Highest accuracy of a model so far: {told}")
    boxes = page.locator("svg.chart text").evaluate_all(
        "(all) => all.map((each) => { const b = each.getBBox(); return [b.x, b.y, b.x + b.width, b.y + b.height]; })"
    )
    for one, two in combinations(boxes, 2):
        assert one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
    shapes = page.locator("svg.chart g.mark .dot").evaluate_all("(all) => all.map((each) => each.classList[1])")
    assert shapes == ["model", "baseline", "model", "model"]


def test_as_of_a_day_later_runs_go_and_the_others_stand_best_first(visit: Open) -> None:
    page = visit()
    everything = names(page)
    page.get_by_label("As of").select_option("2025-03-02")
    shown = [" ".join(HOSTILE.split()), "early", "random"]
    assert names(page) == shown
    assert "3 of 5 rows, best first" in page.locator("#told").inner_text()
    assert "unknown date are left out: 1" in page.locator("#told").inner_text()
    grey = page.locator("svg.chart .later").evaluate_all("(all) => all.map((each) => each.dataset.date)")
    assert set(grey) == {"2025-06-20"}
    assert page.locator("svg.chart g.mark.later").count() == 1
    page.reload()
    assert names(page) == shown
    fresh = visit(fragment="asof=2025-01-10")
    assert names(fresh) == ["early"]
    fresh.evaluate("() => { location.hash = '#asof=2025-03-02'; }")
    fresh.wait_for_function("document.querySelectorAll('table.releases tbody tr:not([hidden])').length === 3")
    page.get_by_label("As of").select_option("")
    assert names(page) == everything
    assert page.locator("svg.chart .later").count() == 0
    assert page.evaluate("location.hash") == ""


def test_a_day_that_is_none_shows_all_and_says_so(visit: Open) -> None:
    page = visit(fragment="asof=<img src=x onerror=window.pwned=1>")
    assert len(names(page)) == 5
    assert "a day on which no run was made" in page.locator("#told").inner_text()


def test_runs_that_were_not_asked_the_same_have_no_chart_and_no_highest(visit: Open) -> None:
    page = visit("apart")
    assert page.get_by_role("heading", level=2).all_inner_texts() == ["Given"]
    assert page.locator("svg.chart").count() == 0
    said = page.locator("main").inner_text()
    assert "accuracies are not comparable" in said
    assert "No chart: it takes two runs that were asked the same." in said
    assert page.locator("table.releases thead th").all_inner_texts() == ["model", "date", "accuracy"]
    assert len(names(page)) == 6


def test_one_run_has_a_table_and_no_chart(visit: Open) -> None:
    page = visit("one")
    assert names(page) == ["early"]
    assert page.locator("svg.chart").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_and_fits_a_phone(visit: Open, scheme: str) -> None:
    for viewport in (WIDE, NARROW):
        for site, fragment in (("alike", ""), ("apart", ""), ("alike", "asof=2025-03-02")):
            settings = {"color_scheme": scheme, "viewport": viewport, "bypass_csp": True}
            page = visit(site, fragment, **settings)
            assert serious(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
