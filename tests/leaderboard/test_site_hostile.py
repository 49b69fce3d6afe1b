"""A site of hostile runs: whatever they hold is shown as text, and nothing of it is run, loaded or followed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hostile_run import HOSTILE, hostile_run
from site_support import visiting

from mmbench.leaderboard.entries import Entry
from mmbench.leaderboard.site.build import build_site
from mmbench.leaderboard.site.checking import check_site
from mmbench.leaderboard.site.pages import POLICY
from mmbench.reports.html.formats import clean

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

RUNS = len(HOSTILE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    entries = []
    for number, text in enumerate(HOSTILE):
        origin = ("model", "simulated", "imported")[number % 3]
        path = hostile_run(folder / f"run {number}", number, origin)
        status = "self-reported" if number % 4 == 3 else "run"
        entries.append(Entry(path, text, status=status, digest=text, claimed=0.5, changed=3, notes=(text,)))  # type: ignore[arg-type]
    build_site(entries, folder / "site", HOSTILE[0])
    return folder / "site"


def index(site: Path) -> dict[str, list[str]]:
    text = (site / "data" / "index.js").read_text()
    items: dict[str, list[str]] = json.loads(text.removeprefix('mmbench.receive("index", ').removesuffix(");\n"))[
        "items"
    ]
    return items


def test_every_page_in_both_languages_shows_it_as_text(site: Path, browser: Browser) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) == 2 * (6 + 1 + 2 * RUNS)
    with visiting(browser) as visit:
        for path in pages:
            page = visit.open(path)
            if path.parent in (site, site / "zh"):
                page.wait_for_load_state("networkidle")
            assert page.locator("h1").count() == 1, path
            assert page.locator("img[src='x'], svg[onload], b[onclick], a[href^='javascript:']").count() == 0, path
            assert visit.is_clean(), path


def test_the_policy_alone_would_stop_what_got_through(site: Path, browser: Browser) -> None:
    """The last line of defence works from the disk: a script and a handler written into a page do not run."""
    page = site / "about.html"
    hurt = site / "hurt.html"
    hurt.write_text(
        page.read_text().replace("</main>", "<script>window.pwned=1</script><img src=x onerror=window.pwned=1></main>")
    )
    try:
        with visiting(browser) as visit:
            visit.open(hurt).wait_for_timeout(300)
            assert visit.page.evaluate("window.pwned") is None
            assert len(visit.errors) >= 2, "the browser says what the policy stopped"
    finally:
        hurt.unlink()


def test_every_item_and_every_answer_is_shown_as_text(site: Path, browser: Browser) -> None:
    keys = index(site)["key"]
    assert len(keys) == len(HOSTILE)
    with visiting(browser) as visit:
        for key, text in zip(keys, HOSTILE, strict=True):
            page = visit.open(site / "item.html", f"item={quote(key, safe='')}")
            page.wait_for_function("document.querySelectorAll('details').length > 0")
            page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
            words = re.findall(r"\w{3,}", str(clean(text)))
            if "\u202e" not in text:
                shown = page.locator("main").inner_text()
                assert all(word in shown for word in words), text
            assert page.locator("main img[src='x'], main a[href^='javascript:']").count() == 0
            assert visit.is_clean(), text


@pytest.mark.parametrize("page", ["explorer", "compare", "item", "index", "releases"])
@pytest.mark.parametrize(
    "fragment",
    ["a=__proto__&b=constructor&item=__proto__&sort=__proto__&show=constructor&asof=%00&domain=__proto__",
     "q=<img src=x onerror=window.pwned=1>&item=..%2F..%2Fx&a=..%2Fb&from=javascript:window.pwned=1",
     "%&a=%E0%A4%A&&&===&item=0"],
)  # fmt: skip
def test_a_hostile_fragment_does_nothing(site: Path, browser: Browser, page: str, fragment: str) -> None:
    with visiting(browser) as visit:
        visit.open(site / f"{page}.html", fragment).wait_for_load_state("networkidle")
        assert visit.is_clean()
        assert visit.page.locator("h1").count() == 1


def test_hostile_searches_and_clicks_do_nothing(site: Path, browser: Browser) -> None:
    with visiting(browser) as visit:
        page = visit.open(site / "explorer.html")
        page.wait_for_selector("input[type=checkbox]", state="attached")
        for text in HOSTILE:
            page.get_by_label("Search id and beginning of the question").fill(str(clean(text)))
            page.wait_for_timeout(30)
        page.get_by_label("Search id and beginning of the question").fill("")
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        for box in page.locator("fieldset input[type=checkbox]").all()[:40]:
            if box.is_visible():
                box.click()
        assert visit.is_clean()


def test_nothing_of_it_leads_elsewhere_and_data_are_plain(site: Path) -> None:
    assert check_site(site) > 0
    for path in site.rglob("*.html"):
        text = path.read_text()
        assert f'content="{POLICY}"'.replace("'", "&#39;") in text
        for address in re.findall(r'(?:href|src)="([^"]*)"', text):
            assert not address.startswith(("javascript:", "//", "http:")), address
            assert not address.startswith("https:"), address
    names = [path.relative_to(site).as_posix() for path in site.rglob("*")]
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", name) for name in names), "a name of a file is not ours"
    keys: set[str] = set()
    for path in (site / "data").rglob("*.js"):
        name, content = path.read_text()[len("mmbench.receive(") :].removesuffix(");\n").split(", ", 1)
        assert json.loads(name) == path.relative_to(site / "data").with_suffix("").as_posix()
        json.loads(content, object_pairs_hook=lambda pairs: keys.update(key for key, _ in pairs))
        assert not re.search("[\x00-\x08\u202a-\u202e\u2028\u2029\u2066-\u2069]", content)
    assert all(re.fullmatch(r"[a-z_]+", key) for key in keys), f"a text became the name of a member: {sorted(keys)}"
