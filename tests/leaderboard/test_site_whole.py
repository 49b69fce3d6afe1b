"""A site as a whole: under any path of a host, with a link to copy, and scripts that write numbers as reports do."""

from __future__ import annotations

import csv
import io
import random
import threading
from typing import TYPE_CHECKING, Any

import pytest
from report_support import an_item, ask
from site_support import visiting

from mmbench.leaderboard.entries import Entry
from mmbench.leaderboard.site.build import build_site
from mmbench.leaderboard.site.serving import served
from mmbench.reports.html.formats import interval, percent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

PAGES = (
    "index",
    "explorer",
    "compare",
    "releases",
    "about",
    "item",
    "domains/chart",
    "benchmarks/given",
    "models/scripted-one",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    items = [an_item(str(k), domain=("chart", "table")[k % 2]) for k in range(40)]
    runs = [
        ask(folder / "one", items, lambda key: key.item.endswith(("1", "2", "5"))),
        ask(folder / "two", items, lambda key: key.item.endswith(("2", "4", "6"))),
    ]
    out = folder / "host" / "some" / "path"
    build_site([Entry(run, run.name) for run in runs], out)
    return out


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """The address of a host that has the site under a path of its own."""
    with served(site.parent.parent, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("language", ["", "zh/"])
def test_it_works_under_any_path_of_a_host(site: Path, host: str, browser: Browser, language: str) -> None:
    with visiting(browser) as visit:
        failed: list[str] = []
        visit.page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
        for name in PAGES:
            visit.page.goto(f"{host}/some/path/{language}{name}.html")
            visit.page.wait_for_load_state("networkidle")
            assert visit.page.locator("h1").count() == 1
        assert failed == []
        assert visit.errors == []
        assert all(url.startswith(f"{host}/some/path/") for url in visit.requests)
        assert len(visit.requests) > 20


def test_a_link_is_copied_and_leads_back(site: Path, browser: Browser) -> None:
    with visiting(browser, permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = visit.open(site / "explorer.html")
        page.locator("label", has_text="chart").locator("input").check()
        page.get_by_role("button", name="Copy link").click()
        page.wait_for_function("document.getElementById('live').textContent === 'Link copied'")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.url
        assert "domain=chart" in copied
        before = page.locator("#told").inner_text()
        page.goto("about:blank")
        page.goto(copied)
        page.wait_for_selector("#found li")
        assert page.locator("#told").inner_text() == before == "20 of 40 items"
        assert visit.is_clean()


@pytest.fixture
def page(site: Path, browser: Browser) -> Iterator[Page]:
    with visiting(browser) as visit:
        yield visit.open(site / "about.html")


def test_scripts_write_numbers_as_reports_do(page: Page) -> None:
    draw = random.Random(5)
    shares = [k / 2000 for k in range(2001)] + [k / 8 for k in range(9)] + [draw.random() for _ in range(500)]
    assert page.evaluate("(all) => all.map(mmbench.percent)", shares) == [percent(share) for share in shares]
    pairs = [[low, low + draw.random() * (1 - low)] for low in shares[::7]]
    assert page.evaluate("(all) => all.map(([a, b]) => mmbench.interval(a, b))", pairs) == [
        interval(low, high) for low, high in pairs
    ]
    assert page.evaluate("[mmbench.percent(null), mmbench.interval(null, null), mmbench.count(1234567)]") == [
        "–", "–", "1,234,567",
    ]  # fmt: skip


def test_a_spreadsheet_gets_texts_that_it_does_not_run(page: Page) -> None:
    rows: list[list[Any]] = [
        ["plain", 'say "x"', "a,b", "two\nlines", None, 0.5, -3],
        ["=1+1", "+1-1", "-x", "@SUM(A1)", "\t=1", "-1.5", "+2e5"],
    ]
    text = page.evaluate("(rows) => mmbench.csv(rows)", rows)
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["plain", 'say "x"', "a,b", "two\nlines", "", "0.5", "-3"],
        ["'=1+1", "'+1-1", "'-x", "'@SUM(A1)", "'\t=1", "-1.5", "+2e5"],
    ]


def test_a_data_script_that_is_missing_or_broken_is_told(site: Path, browser: Browser) -> None:
    path = site / "data" / "index.js"
    whole = path.read_bytes()
    try:
        for content in (None, b"broken(", b"mmbench.receive('other', 1);"):
            path.unlink()
            if content is not None:
                path.write_bytes(content)
            for name in ("explorer", "compare", "item"):
                with visiting(browser) as visit:
                    page = visit.open(site / f"{name}.html")
                    page.wait_for_function("document.body.innerText.includes('data/index.js could not be loaded')")
            path.write_bytes(b"")
    finally:
        path.write_bytes(whole)
