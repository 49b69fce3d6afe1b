"""The tables of the site in a real browser: what they say, sorting, filters, downloads, links, colours, access."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from site_support import launched, serious
from site_tables_support import DOMAINS, HOSTILE, asked_alike, contrast, entry, group_of, items, run

from mmbench.leaderboard.site.build import build_site
from mmbench.reports.html.formats import interval, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page

    from mmbench.leaderboard.site.shown import Site

    Open = Callable[..., Page]
    Built = tuple[Site, Path]

PAGES = ("index.html", "about.html", "domains/charts.html", "benchmarks/given.html")
MODELS = ("imported one", "model 10", "model 9", HOSTILE)
"""The models by accuracy; two are alike, and stand in the order in which they were given."""
REFERENCES = ("student", "random", "Humans", "Chance")
VIEW = ["imported one", "model 9", "model 10"]
READ = """() => [...document.querySelectorAll('#leaderboard tbody tr:not(.heading)')].filter((row) => !row.hidden)
    .map((row) => row.cells[0].querySelector('a')?.textContent ?? row.cells[0].firstChild.textContent.trim())"""


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site of runs that were asked the same."""
    folder = tmp_path_factory.mktemp("alike")
    (folder / "runs").mkdir()
    return build_site(asked_alike(folder / "runs"), folder / "site", f"Sums & {HOSTILE}"), folder / "site"


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site of two runs on one benchmark and one on another."""
    folder = tmp_path_factory.mktemp("apart")
    (folder / "runs").mkdir()
    runs = [run(folder / "runs", name, 50, items(name.split()[0])) for name in ("given a", "given b", "linked c")]
    return build_site([entry(each) for each in runs], folder / "site"), folder / "site"


@pytest.fixture(scope="module")
def references(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site on which nothing is a model."""
    folder = tmp_path_factory.mktemp("references")
    (folder / "runs").mkdir()
    student = run(folder / "runs", "student", 50, items("linked"), origin="simulated")
    return build_site([entry(student)], folder / "site"), folder / "site"


@pytest.fixture(scope="module")
def browser(alike: Built, apart: Built, references: Built) -> Iterator[Browser]:
    """Return a browser, opened when all runs are made: its loop and theirs do not go together."""
    with launched() as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Return a function that opens a page; at the end nothing was said on a console, asked of a network or run."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []
    asked_for: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        wrong.append(dialog.message)
        dialog.dismiss()

    def opened(path: Path, fragment: str = "", **settings: Any) -> Page:
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", dismissed)
        page.on("request", lambda asked: asked_for.append(asked.url))
        page.goto(path.as_uri() + fragment)
        return page

    yield opened
    for context in contexts:
        wrong += [page.title() for page in context.pages if page.title() == "pwned"]
        context.close()
    wrong += [url for url in asked_for if not url.startswith(("file:", "blob:"))]
    assert wrong == []


def shown(page: Page) -> list[str]:
    """Return the names in the rows of the leaderboard that are shown, in their order."""
    names: list[str] = page.evaluate(READ)
    return names


def head(page: Page, column: str) -> Locator:
    return page.locator(f"#leaderboard thead th[data-column='{column}']")


def sort(page: Page, column: str) -> str | None:
    """Sort the leaderboard by a column and return what its head says of the order."""
    head(page, column).get_by_role("button").click()
    return head(page, column).get_attribute("aria-sort")


def test_the_leaderboard_says_what_the_report_says(visit: Open, alike: Built) -> None:
    site, folder = alike
    page = visit(folder / "index.html", java_script_enabled=False)
    assert shown_without_script(page) == [*MODELS, *REFERENCES]
    assert page.locator("main button, main form, main input").count() == 0
    assert page.locator("h1").inner_text() == site.title
    assert "85 items in 3 domains, 6 runs" in page.locator(".lead").inner_text()
    for listed in site.listed:
        cells = page.get_by_role("row").filter(has_text=listed.run.label).first.locator("td.score")
        groups = [listed.run.overall, *(group_of(site, name, listed.index) for name in sorted(DOMAINS))]
        for cell, group in zip([cells.nth(0), *(cells.nth(2 + k) for k in range(3))], groups, strict=True):
            text = " ".join(cell.inner_text().split())
            assert text.startswith(percent(group.accuracy))
            assert f"{interval(group.low, group.high)} · n {group.n}" in text
            assert ("few" in text) == group.few == (group.items < 30)
        assert listed.run.macro is not None
        assert percent(listed.run.macro.value) in cells.nth(1).inner_text()


def shown_without_script(page: Page) -> list[str]:
    names = page.locator("#leaderboard tbody tr:not(.heading) th").all_inner_texts()
    known = sorted({*MODELS, *REFERENCES}, key=len, reverse=True)
    return [next(each for each in known if name.startswith(each)) for name in names]


def test_ranks_badges_and_claims_stand_in_their_rows(visit: Open, alike: Built) -> None:
    site, folder = alike
    page = visit(folder / "index.html")
    rows = page.locator("#leaderboard tbody tr:not(.heading)")
    bands = {site.overall.places[k].label: site.overall.places[k] for k in range(len(site.listed))}
    for name, badges in {
        "imported one": ["imported"],
        "model 10": [],
        "model 9": ["rescored here"],
        HOSTILE: ["self-reported"],
        "student": ["simulated"],
        "random": ["guesses at random"],
    }.items():
        row = rows.filter(has_text=name).first
        assert row.locator("th .badge").all_inner_texts() == badges
        best, worst = bands[name].best, bands[name].worst
        assert row.locator("td").first.inner_text() == (str(best) if best == worst else f"{best}–{worst}")
        assert row.locator("a").get_attribute("href") == f"models/{bands[name].slug}.html"
    assert "claimed 75.0 %" in rows.filter(has_text="model 9").inner_text()
    assert "claimed" not in rows.filter(has_text=re.compile("self-reported")).inner_text()
    assert "60.3 %" in rows.filter(has_text="Humans").inner_text()
    assert "no interval" in rows.filter(has_text="Chance").inner_text()


@pytest.mark.parametrize("path", PAGES)
def test_a_self_reported_run_is_marked_wherever_it_stands(visit: Open, alike: Built, path: str) -> None:
    _, folder = alike
    page = visit(folder / path)
    marked = page.locator("tr[data-status=self-reported]")
    assert marked.count() == page.locator("tbody tr").filter(has_text=HOSTILE).count() > 0
    for row in marked.all():
        assert row.locator("th .badge.warn").text_content() == "self-reported"


@pytest.mark.parametrize(
    ("column", "first", "models", "others"),
    [
        ("accuracy", "ascending", (HOSTILE, "model 10", "model 9", "imported one"), None),
        ("rank", "ascending", MODELS, ("student", "random", "Humans", "Chance")),
        (
            "model",
            "ascending",
            (HOSTILE, "imported one", "model 9", "model 10"),
            ("Chance", "Humans", "random", "student"),
        ),
        ("domain-geometry", "descending", MODELS, ("student", "random", "Humans", "Chance")),
        ("date", "ascending", MODELS, ("student", "random", "Humans", "Chance")),
    ],
)
def test_a_column_sorts_both_ways_with_ties_as_given_and_empty_last(
    visit: Open, alike: Built, column: str, first: str, models: tuple[str, ...], others: tuple[str, ...] | None
) -> None:
    page = visit(alike[1] / "index.html")
    assert head(page, "accuracy").get_attribute("aria-sort") == "descending"
    assert sort(page, column) == first
    assert page.locator("#leaderboard th[aria-sort]").count() == 1
    found = shown(page)
    assert found[:4] == list(models)
    assert others is None or found[4:] == list(others)
    bodies = page.locator("#leaderboard tbody")
    assert [each.locator("tr").count() for each in bodies.all()] == [4, 5], "references and their heading stay apart"
    assert bodies.nth(1).locator("tr").first.get_attribute("class") == "heading"
    assert sort(page, column) == {"ascending": "descending", "descending": "ascending"}[first]
    turned = shown(page)
    assert set(turned[:4]) == set(models)
    assert (turned == found) == (column == "date")
    if {"model 10", "model 9"} <= set(turned) and column != "model":
        assert turned.index("model 10") + 1 == turned.index("model 9")
    if column in ("rank", "domain-geometry", "date"):
        assert turned[-2:] == ["Humans", "Chance"], "empty cells stay last"


def test_sorting_goes_by_keyboard(visit: Open, alike: Built) -> None:
    page = visit(alike[1] / "index.html")
    head(page, "accuracy").get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert head(page, "accuracy").get_attribute("aria-sort") == "ascending"
    assert shown(page)[:5] == [HOSTILE, "model 10", "model 9", "imported one", "random"]


def test_filters_show_what_they_say(visit: Open, alike: Built) -> None:
    page = visit(alike[1] / "index.html")
    told = page.locator(".filters output")
    assert told.inner_text() == "8 of 8 rows shown"
    page.get_by_label("Model", exact=True).fill("MODEL")
    assert shown(page) == ["model 10", "model 9"]
    assert told.inner_text() == "2 of 8 rows shown"
    assert page.locator("tr.heading").first.is_hidden()
    page.get_by_role("button", name="Show all").click()
    for label, left in (
        ("models", ["imported one", *REFERENCES]),
        ("simulated", ["imported one", "random", "Humans", "Chance"]),
        ("baselines", ["imported one", "Humans", "Chance"]),
        ("as published", ["imported one"]),
        ("imported", []),
    ):
        page.get_by_label(label, exact=True).uncheck()
        assert shown(page) == left
    page.get_by_role("button", name="Show all").click()
    page.get_by_label("only run or rescored here").check()
    assert shown(page) == ["imported one", "model 10", "model 9", *REFERENCES]
    page.get_by_text("Domains", exact=True).first.click()
    page.get_by_label("geometry", exact=True).uncheck()
    assert head(page, "domain-geometry").is_hidden()
    assert head(page, "domain-charts").is_visible()


def a_view(page: Page) -> None:
    """Search, hide and sort, so that `VIEW` is left."""
    page.get_by_label("Model", exact=True).fill("o")
    page.get_by_label("baselines", exact=True).uncheck()
    page.get_by_label("only run or rescored here").check()
    page.get_by_text("Domains", exact=True).first.click()
    page.get_by_label("geometry", exact=True).uncheck()
    sort(page, "model")


def test_a_link_shows_what_its_sender_saw(visit: Open, alike: Built) -> None:
    path = alike[1] / "index.html"
    page = visit(path)
    a_view(page)
    fragment = page.evaluate("location.hash")
    assert shown(page) == VIEW
    page.reload()
    again = visit(path, fragment)
    for each in (page, again):
        assert shown(each) == VIEW
        assert head(each, "model").get_attribute("aria-sort") == "ascending"
        assert head(each, "domain-geometry").is_hidden()
        assert each.get_by_label("Model", exact=True).input_value() == "o"
    again.evaluate("location.hash = '#hide=model&sort-leaderboard=accuracy.up'")
    expect(head(again, "accuracy")).to_have_attribute("aria-sort", "ascending")
    assert shown(again) == ["imported one", "random", "Chance", "student", "Humans"]
    again.evaluate("location.hash = ''")
    expect(head(again, "accuracy")).to_have_attribute("aria-sort", "descending")
    assert shown(again) == [*MODELS, *REFERENCES]


@pytest.mark.parametrize(
    "fragment",
    [
        "#sort-leaderboard=nothing.up&hide=__proto__,constructor&without=domain-none&checked=yes",
        "#sort-leaderboard=accuracy.sideways&hide=%00&without=model,accuracy",
        "#sort-leaderboard=99.down&q=%20",
        "#%E0%A4%A&&&===",
    ],
)
def test_a_fragment_that_says_nothing_is_ignored(visit: Open, alike: Built, fragment: str) -> None:
    page = visit(alike[1] / "index.html", fragment)
    assert shown(page) == [*MODELS, *REFERENCES]
    assert head(page, "accuracy").is_visible()
    assert head(page, "accuracy").get_attribute("aria-sort") == "descending"


def test_a_download_is_what_is_shown(visit: Open, alike: Built, tmp_path: Path) -> None:
    site, folder = alike
    page = visit(folder / "index.html", accept_downloads=True)
    a_view(page)
    files = {}
    for kind in ("CSV", "JSON"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=kind).click()
        files[kind] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(files[kind])
    content = json.loads(files["JSON"].read_text("utf-8"))
    names = ["accuracy", "mean of domains", *(name for name in sorted(DOMAINS) if name != "geometry")]
    scores = [f"{name}{part}" for name in names for part in ("", ", low", ", high", ", n")]
    assert content["columns"] == ["model", "marks", "rank", *scores, "without a verdict", "date"]
    assert [row[0] for row in content["rows"]] == VIEW
    by_name = {listed.run.label: listed for listed in site.listed}
    for row in content["rows"]:
        listed = by_name[row[0]]
        groups = [listed.run.overall, *(group_of(site, name, listed.index) for name in names[2:])]
        assert row[3:7] == [groups[0].accuracy, groups[0].low, groups[0].high, groups[0].n]
        assert row[11:-2] == [part for g in groups[1:] for part in (g.accuracy, g.low, g.high, g.n)]
        assert row[-2:] == [groups[0].unparsed + groups[0].no_answer + groups[0].failed, listed.released]
    assert content["rows"][1][1] == "rescored here"
    with files["CSV"].open(encoding="utf-8", newline="") as file:
        columns, *rows = list(csv.reader(file))
    assert columns == content["columns"]
    assert [[cell or None for cell in row] for row in rows] == [
        [None if cell in (None, "") else str(cell) for cell in row] for row in content["rows"]
    ]


def test_runs_asked_otherwise_have_no_ranks_but_where_they_may(visit: Open, apart: Built) -> None:
    site, folder = apart
    page = visit(folder / "index.html")
    assert not site.overall.alike
    assert head(page, "rank").count() == 0
    notes = page.locator("ul.notes[lang=en]").first.inner_text()
    assert "were not asked the same items" in notes
    given = page.locator("#board-given")
    assert given.locator("thead th").all_inner_texts()[1].startswith("rank")
    assert given.locator("tbody tr").count() == 2
    assert page.locator("#board-linked tbody tr").count() == 1
    linked = visit(folder / "benchmarks" / "linked.html")
    assert linked.locator("main a[href^='https:']").get_attribute("href") == "https://example.org/"
    given_page = visit(folder / "benchmarks" / "given.html")
    assert given_page.locator("a[href^='javascript:'], a[href^='http:']").count() == 0
    assert "60.3 %" in given_page.locator("dl").inner_text()


def test_a_site_of_references_only_says_so(visit: Open, references: Built) -> None:
    page = visit(references[1] / "index.html")
    assert "No model has been asked yet" in page.locator("main").inner_text()
    assert page.locator("#leaderboard tbody").count() == 1
    assert shown(page) == ["student"]


def test_a_domain_s_page_has_outcomes_mistakes_and_its_items(visit: Open, alike: Built) -> None:
    site, folder = alike
    page = visit(folder / "domains" / f"{site.domains[HOSTILE]}.html")
    assert page.locator("h1").inner_text() == HOSTILE
    link = page.locator("main a[href*='explorer.html']").evaluate("(link) => new URL(link.href).hash")
    assert page.evaluate("(hash) => new URLSearchParams(hash.slice(1)).get('domain')", link) == HOSTILE
    group = group_of(site, HOSTILE, 0)
    row = page.locator("#runs tbody tr").filter(has_text="model 10")
    counts = [group.right, group.wrong, group.unparsed, group.no_answer, group.failed, group.truncated]
    assert row.locator("td").all_inner_texts()[2:8] == [str(each) for each in counts]
    mistakes = next(each for each in site.listed[0].run.mistakes if each.name == HOSTILE)
    found = page.locator("#mistakes tbody tr").filter(has_text="model 10").locator("td")
    assert found.first.inner_text() == str(mistakes.wrong)
    assert found.nth(3).inner_text().split("\n")[0] == percent(mistakes.kinds[0].share)


def test_the_heat_map_shows_the_same_numbers_and_can_be_read(visit: Open, alike: Built) -> None:
    site, folder = alike
    for scheme in ("light", "dark"):
        page = visit(folder / "index.html", color_scheme=scheme)
        row = page.locator("table.heat tbody tr").filter(has_text="model 10")
        group = site.listed[0].run.overall
        assert group.accuracy is not None
        cell = row.locator("td").first
        assert cell.inner_text().startswith(f"{100 * group.accuracy:.1f}")
        assert interval(group.low, group.high) in cell.inner_text()
        assert cell.get_attribute("class") == f"heat-{int(10 * group.accuracy)}"
        colours = page.locator(".legend span[class^=heat-]").evaluate_all(
            """(cells) => cells.map((cell) => {
                const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
                return ['color', 'backgroundColor'].map((kind) => {
                    canvas.fillStyle = getComputedStyle(cell)[kind];
                    canvas.fillRect(0, 0, 1, 1);
                    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
                });
            })"""
        )
        assert len({tuple(back) for _, back in colours}) == 10
        assert min(contrast(*pair) for pair in colours) >= 4.5


def test_the_theme_can_be_chosen_against_what_the_device_prefers(visit: Open, alike: Built) -> None:
    path = alike[1] / "index.html"
    back = "getComputedStyle(document.body).backgroundColor"
    dark, light = "rgb(21, 24, 28)", "rgb(255, 255, 255)"
    for scheme, before, after in (("light", light, dark), ("dark", dark, light)):
        page = visit(path, color_scheme=scheme)
        heat = "getComputedStyle(document.querySelector('.heat-5')).backgroundColor"
        shade = page.evaluate(heat)
        assert page.evaluate(back) == before
        page.locator("#theme").click()
        assert page.evaluate(back) == after
        assert page.evaluate(heat) != shade
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") != scheme
        page.emulate_media(media="print")
        assert page.evaluate(back) == light
        assert page.locator(".filters").is_hidden()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_within_everyone_s_reach(visit: Open, alike: Built, path: str, scheme: str) -> None:
    page = visit(alike[1] / path, color_scheme=scheme, bypass_csp=True)
    page.locator("main details").evaluate_all("(all) => all.forEach((each) => { each.open = true; })")
    assert serious(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_scrolls_tables_and_not_the_page(visit: Open, alike: Built, path: str) -> None:
    page = visit(alike[1] / path, viewport={"width": 390, "height": 844})
    page.locator("main details").evaluate_all("(all) => all.forEach((each) => { each.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    region = page.locator(".scroll").first
    first = region.locator("tbody th[scope=row]").first
    before = first.bounding_box()
    region.evaluate("(box) => box.scrollBy(200, 0)")
    assert first.bounding_box() == before, "the first column stays"


@pytest.mark.parametrize("path", PAGES)
def test_names_of_others_never_become_markup(visit: Open, alike: Built, path: str) -> None:
    page = visit(alike[1] / path)
    assert page.locator("main img, main [onerror], main [style], script:not([src]), style").count() == 0
    assert HOSTILE in page.locator("main").inner_text()


def test_every_link_of_a_page_leads_somewhere(visit: Open, alike: Built) -> None:
    _, folder = alike
    for path in PAGES:
        page = visit(folder / path, java_script_enabled=False)
        links = page.locator("a[href]").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
        for link in links:
            target = (folder / path).parent / link.split("#")[0]
            assert link.startswith("#") or target.is_file(), (path, link)
