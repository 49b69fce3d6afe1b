"""The page that compares two runs, in a real browser: its figures, its cells, its links, what it does not run."""

from __future__ import annotations

import csv
import json
import re
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from made_pairs import DOMAINS, HOSTILE, made_runs, outcomes_of
from playwright.sync_api import expect
from site_support import NARROW, WIDE, launched, serious, visiting

from mmbench.leaderboard.site.build import build_site
from mmbench.reports.comparable import ACROSS, align
from mmbench.reports.comparing import wording
from mmbench.reports.comparing.figures import compare
from mmbench.reports.results import load_results

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from made_pairs import Made
    from playwright.sync_api import Browser, Page
    from site_support import Visit

    from mmbench.reports.comparing.records import Pair

    Open = Callable[..., Page]

CELLS = {"both": "Both right", "a": "Only A right", "b": "Only B right", "neither": "Neither right"}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """The runs, by name."""
    return made_runs(tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def site(runs: dict[str, Made], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A site of the runs, and the slug of each by name."""
    folder = tmp_path_factory.mktemp("built") / "site"
    made = build_site([each.entry for each in runs.values()], folder)
    return folder, dict(zip(runs, (each.run.slug for each in made.listed), strict=True))


@pytest.fixture(scope="module")
def browser(site: Any) -> Iterator[Browser]:
    """Return a browser, opened when all runs are made: its loop and theirs do not go together."""
    with launched() as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser, site: tuple[Path, dict[str, str]]) -> Iterator[Open]:
    """Return a function that opens the page; at the end nothing was said on a console, asked of a network or run."""
    visits: list[Visit] = []
    with ExitStack() as stack:

        def opened(fragment: str = "", wait: bool = True, path: str = "compare.html", **settings: Any) -> Page:
            visits.append(stack.enter_context(visiting(browser, **settings)))
            page = visits[-1].open(site[0] / path, fragment)
            if wait:
                expect(page.locator("#pair")).to_have_attribute("aria-busy", "false")
            return page

        yield opened
        assert all(each.is_clean() for each in visits)


def link(site: tuple[Path, dict[str, str]], a: str, b: str, **more: str) -> str:
    """Return the fragment of a pair."""
    return "&".join(f"{key}={value}" for key, value in ({"a": site[1][a], "b": site[1][b]} | more).items())


def fragment(page: Page) -> dict[str, str]:
    """Return what the fragment of a page's address holds."""
    return dict(part.split("=", 1) for part in page.evaluate("location.hash").lstrip("#").split("&"))


def chosen(page: Page) -> list[str]:
    """Return the names of A and B."""
    names: list[str] = page.evaluate("['a', 'b'].map((id) => document.getElementById(id).selectedOptions[0].text)")
    return names


def counts(page: Page) -> dict[str, int]:
    """Return the counts of the grid."""
    buttons = page.locator("#grid button")
    found = {each.get_attribute("data-cell") or "": each.locator("b").inner_text() for each in buttons.all()}
    return {name: int(text.replace(",", "")) for name, text in found.items()}


def listed(page: Page) -> list[str]:
    """Return the keys of the items that are listed, after checking that each is linked to its page."""
    keys: list[str] = page.locator("#cell tbody th").all_inner_texts()
    hrefs = page.locator("#cell tbody th a").evaluate_all("(all) => all.map((each) => each.getAttribute('href'))")
    assert [unquote(href.removeprefix("item.html#item=")) for href in hrefs] == keys
    return keys


def table(page: Page, name: str) -> list[list[str]]:
    """Return the texts of a table's body."""
    rows = page.locator(f"#{name} tbody tr").all()
    return [[" ".join(cell.inner_text().split()) for cell in row.locator("th, td").all()] for row in rows]


def sizes(cells: dict[str, list[str]]) -> dict[str, int]:
    return {name: len(keys) for name, keys in cells.items()}


def compared(runs: dict[str, Made], a: str, b: str) -> Pair:
    """Return what `mmbench compare` says of two runs."""
    answers = [load_results(runs[name].path).answers() for name in (a, b)]
    return compare(align(answers, ACROSS)).pairs[0]


@pytest.mark.parametrize(("a", "b"), [("early", HOSTILE), (HOSTILE, "early"), ("early", "late"), (HOSTILE, "late")])
def test_the_figures_are_those_of_compare(
    visit: Open, site: tuple[Path, dict[str, str]], runs: dict[str, Made], a: str, b: str
) -> None:
    pair = compared(runs, a, b)
    page = visit(link(site, a, b))
    size = wording.points(abs(pair.overall.difference), sign=False)
    bounds = [wording.points(abs(bound), sign=False) for bound in (pair.overall.low, pair.overall.high)]
    if wording.shown(pair.overall):
        better, (low, high) = ("B", bounds) if pair.overall.difference > 0 else ("A", bounds[::-1])
        assert page.locator("#reading").inner_text() == f"{better} is better by {size} points ({low} to {high})."
    else:
        signed, reach = wording.points(pair.overall.difference), wording.interval(pair.overall.low, pair.overall.high)
        assert page.locator("#reading").inner_text() == (
            f"No difference shown: B minus A is {signed} points ({reach})."
        )
    assert pair.overall.detectable is not None
    said = page.locator("#figures").inner_text()
    for part in (
        f"{wording.points(pair.overall.difference)} points",
        f"{wording.interval(pair.overall.low, pair.overall.high)} ({pair.overall.method})",
        f"{wording.p_value(pair.overall.p)} ({pair.overall.test})",
        f"{pair.overall.wins} items",
        f"{pair.overall.losses} items",
        f"a true difference of {wording.points(pair.overall.detectable, sign=False)} points, four times in five",
    ):
        assert part in said
    rows = table(page, "differences")
    assert rows[0][0] == "All items"
    for row, each in zip(rows, (pair.overall, *pair.domains), strict=True):
        assert row[1:] == [
            wording.points(each.difference) + (" few" if each.few else ""),
            wording.interval(each.low, each.high),
            wording.p_value(each.p),
            wording.p_value(each.q).replace("-", "–"),
            *map(str, (each.wins, each.losses, each.items)),
        ]
    assert [row[0] for row in rows[1:]] == [each.name or "unknown" for each in pair.domains]


def test_both_accuracies_are_those_of_the_runs_and_the_shown_sentence_is_not_the_only_one(
    visit: Open, site: tuple[Path, dict[str, str]], runs: dict[str, Made]
) -> None:
    pair = compared(runs, HOSTILE, "late")
    page = visit(link(site, HOSTILE, "late"))
    assert not wording.shown(pair.overall), "these two are there for the sentence that shows no difference"
    rows = table(page, "accuracies")
    assert [row[0] for row in rows] == [f"A {' '.join(HOSTILE.split())}", "B late"]
    for row, share, n in zip(rows, (pair.overall.baseline, pair.overall.candidate), (190, 570), strict=True):
        assert row[1:] == [wording.percent(share.accuracy), wording.share_interval(share), str(n)]


def test_the_forest_stands_where_the_table_says(visit: Open, site: tuple[Path, dict[str, str]]) -> None:
    page = visit(link(site, "early", HOSTILE))
    rows = table(page, "differences")
    zero = float(page.locator(".forest .zero").get_attribute("x1") or "")
    tick = page.locator(".forest text.tick", has_text=re.compile(r"^\+20$"))
    unit = (float(tick.get_attribute("x") or "") - zero) / 20
    reaches = page.locator(".forest g .reach")
    dots = page.locator(".forest g .dot")
    assert reaches.count() == dots.count() == len(rows) == 1 + len(DOMAINS)
    for k, row in enumerate(rows):
        low, high = row[2].split(" to ")
        at = [float(reaches.nth(k).get_attribute(side) or "") for side in ("x1", "x2")]
        assert at == pytest.approx([zero + unit * float(low), zero + unit * float(high)], abs=0.06 * unit)
        box = dots.nth(k).evaluate("(dot) => { const box = dot.getBBox(); return box.x + box.width / 2; }")
        assert box == pytest.approx(zero + unit * float(row[1].removesuffix(" few")), abs=0.06 * unit)
    drawing = page.get_by_role("img", name="Difference by domain")
    assert drawing.locator("desc").text_content() == "; ".join(
        f"{r[0]}: {r[1].removesuffix(' few')} ({r[2]})" for r in rows
    )


@pytest.mark.parametrize(("a", "b"), [("early", HOSTILE), ("late", "early"), ("undated", "late")])
def test_the_grid_counts_what_was_said(
    visit: Open, site: tuple[Path, dict[str, str]], runs: dict[str, Made], a: str, b: str
) -> None:
    page = visit(link(site, a, b))
    assert counts(page) == sizes(outcomes_of(runs[a], runs[b]))
    assert ("more than half of its answers" in page.locator("#counted").inner_text()) == ("late" in (a, b))
    for domain, number in DOMAINS.items():
        page.get_by_label("Domain", exact=True).select_option(label=domain or "unknown")
        assert counts(page) == sizes(outcomes_of(runs[a], runs[b], domain))
        assert page.locator("#counted").inner_text().startswith(f"{number} items that both were asked alike.")


def test_each_cell_opens_its_items_fifty_a_page(
    visit: Open, site: tuple[Path, dict[str, str]], runs: dict[str, Made]
) -> None:
    cells = outcomes_of(runs["early"], runs[HOSTILE])
    assert len(cells["both"]) > 50 >= len(cells["a"])
    page = visit(link(site, "early", HOSTILE))
    assert page.locator("#items").is_hidden()
    for name, keys in cells.items():
        button = page.get_by_role("button", name=CELLS[name])
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        assert page.locator("#grid [aria-pressed=true]").count() == 1
        found = listed(page)
        while len(keys) > 50 and page.get_by_role("button", name="Next 50").is_enabled():
            page.get_by_role("button", name="Next 50").click()
            assert page.evaluate("document.activeElement.id") == "range"
            found += listed(page)
        assert found == keys
        first = 50 * ((len(keys) - 1) // 50) + 1
        assert page.locator("#range").inner_text() == f"{CELLS[name]}: items {first} to {len(keys)} of {len(keys)}"
    page.get_by_role("button", name="Neither right").click()
    assert page.locator("#items").is_hidden()


def test_what_each_said_stands_beside_its_items(
    visit: Open, site: tuple[Path, dict[str, str]], runs: dict[str, Made]
) -> None:
    words = {"calculation": "wrong (calculation)", "undetermined": "wrong (undetermined)"}
    page = visit(link(site, "early", HOSTILE, cell="neither"))
    rows = table(page, "cell")
    assert rows
    for key, question, domain, a, b in rows:
        assert question == f"How long is {key.removeprefix('given/')}?"
        assert domain in DOMAINS or domain == "unknown"
        for name, said in (("early", a), (HOSTILE, b)):
            (meant,) = runs[name].said[key]
            assert said == words.get(meant, meant)
    page = visit(link(site, "late", "early", cell="neither"))
    partly = [(key, a) for key, _, _, a, _ in table(page, "cell") if a.startswith("partly")]
    assert partly
    assert all(a.startswith("partly right 33.3 %") and runs["late"].said[key].count("right") == 1 for key, a in partly)


def test_the_kinds_of_mistake_are_of_items_that_only_the_other_got_right(
    visit: Open, site: tuple[Path, dict[str, str]], runs: dict[str, Made]
) -> None:
    page = visit(link(site, "early", HOSTILE))
    for domain in (None, "charts"):
        if domain:
            page.get_by_label("Domain", exact=True).select_option(label=domain)
        cells = outcomes_of(runs["early"], runs[HOSTILE], domain)
        sides = [("early", cells["b"]), (HOSTILE, cells["a"])]
        meant = [[runs[name].said[key][0] for key in keys] for name, keys in sides]
        rows = {row[0]: row[1:] for row in table(page, "mistakes")}
        assert set(rows) == {"calculation", "logic", "misreading", "undetermined", "no answer"}
        for kind, found in rows.items():
            share = [f"{said.count(kind)} {100 * said.count(kind) / len(said):.1f} %" for said in meant]
            assert found == share
        assert [f"n {len(said)}" for said in meant] == page.locator("#mistakes thead small").all_inner_texts()


def test_a_link_keeps_everything_and_is_restored_after_a_reload(
    visit: Open, site: tuple[Path, dict[str, str]], runs: dict[str, Made]
) -> None:
    page = visit(link(site, "early", HOSTILE))
    page.get_by_label("Run A").select_option(label="undated")
    page.get_by_label("Domain", exact=True).select_option(label="charts")
    page.get_by_role("button", name="Only B right").click()
    page.get_by_role("button", name="Next 50").click()
    keys = outcomes_of(runs["undated"], runs[HOSTILE], "charts")["b"]
    assert len(keys) > 50
    want = (["undated", HOSTILE], {"a": "undated", "b": site[1][HOSTILE], "domain": "charts", "cell": "b", "page": "2"})
    assert (chosen(page), fragment(page)) == want
    address = page.url
    page.reload()
    fresh = visit(address.split("#")[1])
    for each in (page, fresh):
        expect(each.locator("#pair")).to_have_attribute("aria-busy", "false")
        assert (chosen(each), fragment(each)) == want
        assert each.get_by_label("Domain", exact=True).evaluate("(list) => list.selectedOptions[0].text") == "charts"
        assert listed(each) == keys[50:100]
    page.get_by_label("Domain", exact=True).select_option(label="unknown")
    page.reload()
    expect(page.locator("#counted")).to_contain_text("20 items")


def test_another_link_in_the_same_page_is_followed(visit: Open, site: tuple[Path, dict[str, str]]) -> None:
    page = visit(link(site, "early", HOSTILE))
    before = page.locator("#reading").inner_text()
    page.evaluate("(hash) => { location.hash = hash; }", link(site, "undated", "early", cell="both"))
    expect(page.locator("#accuracies tbody tr").first).to_contain_text("undated")
    assert chosen(page) == ["undated", "early"]
    assert page.locator("#items").is_visible()
    expect(page.locator("#reading")).not_to_have_text(before)


def test_swapping_turns_figures_grid_and_the_open_cell(visit: Open, site: tuple[Path, dict[str, str]]) -> None:
    page = visit(link(site, "early", HOSTILE, cell="a"))
    keys, grid, rows = listed(page), counts(page), table(page, "differences")
    page.get_by_role("button", name="Swap A and B").click()
    expect(page.locator("#reading")).to_contain_text("A is better")
    assert chosen(page) == [HOSTILE, "early"]
    assert counts(page) == {"both": grid["both"], "a": grid["b"], "b": grid["a"], "neither": grid["neither"]}
    assert listed(page) == keys
    assert fragment(page)["cell"] == "b"
    for before, after in zip(rows, table(page, "differences"), strict=True):
        assert float(after[1].split(" ")[0]) == -float(before[1].split(" ")[0])
        assert after[5:7] == before[5:7][::-1]
    page.get_by_label("Run A").select_option(label="early")
    assert chosen(page) == ["early", HOSTILE], "the run of the other side changes sides with it"


def test_a_pair_that_was_not_asked_the_same_says_why_and_has_no_interval(
    visit: Open, site: tuple[Path, dict[str, str]], runs: dict[str, Made]
) -> None:
    page = visit(link(site, "early", "fewer", cell="a"))
    reading = page.locator("#reading").inner_text()
    assert reading.startswith("No difference is given: the two were not asked or scored alike.")
    assert "20 with another question, choice, picture or gold answer" in reading
    assert page.locator("#figures").inner_text() == ""
    assert page.locator("#domains").is_hidden()
    cells = outcomes_of(runs["early"], runs["fewer"])
    assert sum(sizes(cells).values()) == 40
    assert counts(page) == sizes(cells)
    assert listed(page) == cells["a"]


def test_the_two_best_models_are_shown_where_the_link_names_none(
    visit: Open, site: tuple[Path, dict[str, str]]
) -> None:
    page = visit()
    assert chosen(page) == [HOSTILE, "late"]
    assert page.locator("#note").inner_text() == ""
    assert fragment(page) == {"a": site[1][HOSTILE], "b": "late"}
    assert "random (for reference)" in page.locator("#a option").all_inner_texts()
    page = visit("a=late")
    assert chosen(page) == ["late", HOSTILE]
    assert page.locator("#note").inner_text() == ""


@pytest.mark.parametrize(
    "given",
    ["a=nobody", "a=__proto__&b=constructor", "a=../../etc/passwd&b=early", "a=early&b=early", "domain=nowhere"],
)
def test_what_a_link_names_and_the_site_has_not_is_said_and_left_out(visit: Open, given: str) -> None:
    page = visit(f"{given}&cell=toString&page=-3")
    assert page.locator("#note").inner_text() == "The link names what is not on this site; the usual is shown instead."
    a, b = chosen(page)
    assert a != b
    assert page.locator("#items").is_hidden()
    assert set(fragment(page)) == {"a", "b", "cell", "page"}
    page.get_by_role("button", name="Swap A and B").click()
    assert page.locator("#note").inner_text() == ""


@pytest.mark.parametrize("kind", ["CSV", "JSON"])
def test_a_cell_can_be_downloaded(
    visit: Open, site: tuple[Path, dict[str, str]], runs: dict[str, Made], tmp_path: Path, kind: str
) -> None:
    page = visit(link(site, "early", "late", cell="both"))
    keys = outcomes_of(runs["early"], runs["late"])["both"]
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Download {kind}").click()
    assert waiting.value.suggested_filename == f"compare-early-late-both.{kind.lower()}"
    waiting.value.save_as(tmp_path / "cell")
    if kind == "CSV":
        with (tmp_path / "cell").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    else:
        held = json.loads((tmp_path / "cell").read_text("utf-8"))
        assert (held["a"], held["b"], held["cell"]) == ("early", "late", "both")
        rows = held["items"]
    assert [row["item"] for row in rows] == keys
    for row in rows:
        right = runs["late"].said[row["item"]].count("right")
        assert (row["a_outcome"], float(row["a_score"])) == ("right", 1.0)
        assert row["b_outcome"] == ("right" if right == 3 else "partly right")
        assert float(row["b_score"]) == pytest.approx(right / 3, abs=1e-4)


def test_numbers_are_rounded_as_the_report_rounds_them(visit: Open) -> None:
    page = visit()
    share = {"accuracy": 0.5, "low": 0.4, "high": 0.6}
    run = {"label": "x", "slug": "x", "sort": "model", "n": 8, **share}
    found = {"name": "", "items": 8, "clusters": 8, "few": True, "method": "m", "test": "t", "q": None, "wins": 5}
    for difference in (0.0025, -0.0025, 0.0075, 0.1225, -0.1275, 0.0004, -0.0004, 0.31, 0.0):
        for p in (0.0625, 0.1875, 0.3125, 0.0005, 0.00049, 1.0):
            cell = found | {"losses": 4, "difference": difference, "low": -0.5, "high": 0.5, "p": p, "detectable": None}
            pair = {"overall": cell, "domains": [], "notes": []}
            page.evaluate("([run, pair]) => mmbench.showPair(run, run, pair)", [run, pair])
            (row,) = table(page, "differences")
            assert row[1] == f"{wording.points(difference)} few"
            assert row[3] == wording.p_value(p)


def test_intervals_and_tests_that_disagree_and_items_that_do_not_differ_are_told(visit: Open) -> None:
    page = visit()
    run = {"label": "x", "slug": "x", "sort": "model", "n": 8, "accuracy": 0.5, "low": 0.4, "high": 0.6}
    cell = {"name": "", "items": 8, "clusters": 8, "few": True, "method": "m", "test": "t", "q": None}
    cell |= {"difference": 0.03, "low": 0.01, "high": 0.05, "p": 0.06, "wins": 5, "losses": 4, "detectable": 0.1}
    show = "([run, cell]) => mmbench.showPair(run, run, { overall: cell, domains: [], notes: [] })"
    page.evaluate(show, [run, cell])
    assert page.locator("#reading").inner_text() == (
        "No difference shown: B minus A is +3.0 points (+1.0 to +5.0). "
        "Interval and test disagree at 5 % (p 0.060), so it is taken as not shown."
    )
    assert page.locator(".forest .apart").count() == 0
    page.evaluate(
        show, [run, cell | {"difference": 0.0, "low": -0.02, "wins": 0, "losses": 0, "p": 1.0, "detectable": None}]
    )
    assert page.locator("#reading").inner_text().endswith("Differences of up to 5.0 points fit these items.")
    assert "unknown, as no item differs" in page.locator("#figures").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_and_fits_a_phone(visit: Open, site: tuple[Path, dict[str, str]], scheme: str) -> None:
    for viewport in (WIDE, NARROW):
        settings = {"color_scheme": scheme, "viewport": viewport, "bypass_csp": True}
        for fragment in (link(site, "late", HOSTILE, cell="both"), link(site, "early", "fewer")):
            page = visit(fragment, **settings)
            assert serious(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert page.locator("h1").count() == 1


def test_every_control_can_be_reached_and_used_by_keyboard(visit: Open, site: tuple[Path, dict[str, str]]) -> None:
    page = visit(link(site, "early", HOSTILE))
    page.locator("#a").focus()
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.dataset.cell || ''"))
    assert [each for each in reached if each in ("swap", "b", "link", "domain", *CELLS)] == [
        "swap", "b", "link", "domain", *CELLS,
    ]  # fmt: skip
    page.locator("[data-cell=b]").focus()
    page.keyboard.press("Enter")
    assert page.locator("#items").is_visible()


def test_without_scripts_the_page_says_what_it_needs(visit: Open) -> None:
    page = visit(wait=False, java_script_enabled=False)
    assert "Comparing needs JavaScript" in page.locator("main").inner_text()
    assert page.locator("#compare").is_hidden()


def test_the_page_is_there_in_chinese(visit: Open, site: tuple[Path, dict[str, str]]) -> None:
    page = visit(link(site, "early", HOSTILE), path="zh/compare.html")
    assert page.locator("#accuracies a").first.get_attribute("href") == "models/early.html"
    assert (site[0] / "zh" / "models" / "early.html").is_file()


def test_one_run_alone_is_compared_with_nothing(
    runs: dict[str, Made], browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The runs are made and read in no loop, so that the browser of the other tests may be open."""
    folder = tmp_path_factory.mktemp("alone") / "site"
    build_site([runs["early"].entry], folder)
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((folder / "compare.html").as_uri())
    assert "there is nothing to compare it with" in page.locator("main").inner_text()
    assert errors == []
    page.close()
