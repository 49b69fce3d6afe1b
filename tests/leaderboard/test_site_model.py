"""The page of a model, in a browser: it says what the report says, shows no folder, and nothing in it runs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from chart_support import HOSTILE, a_run, a_site, charts_page, handed_in, some_mistakes
from playwright.sync_api import Page
from site_support import serious, visiting

from mmbench.leaderboard.folders import without_folders
from mmbench.leaderboard.site.build import build_site
from mmbench.leaderboard.site.charts.placing import width_of
from mmbench.leaderboard.site.provenance import command_line
from mmbench.reports.html.formats import amount, count, interval, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from site_support import Visit

    from mmbench.leaderboard.site.shown import Listed, Site, Sort

CHINESE = "一个名字非常非常长的多模态数学模型-72B"


# Paths


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/me/runs/x", "x"),
        ("/home/me/a, b/c d", "c d"),
        ("~/data/charts/", "charts"),
        ("~me/data", "data"),
        ("../secret/x.json", "x.json"),
        ("C:\\Users\\me\\x.xlsx", "x.xlsx"),
        ("\\\\server\\share\\x", "x"),
        ("file:///home/me/x", "x"),
        ("hf:/home/me/checkpoint-7", "hf:checkpoint-7"),
        ("fine-tuned from '/home/me/x' and '/home/me/y'", "fine-tuned from 'x' and 'y'"),
        ("/a/b,/c/d", "b,d"),
        ("figures:data=/home/me/x,n=3", "figures:data=x,n=3"),
        ("hf:Qwen/Qwen2.5-VL-7B-Instruct", "hf:Qwen/Qwen2.5-VL-7B-Instruct"),
        ("base_url=http://localhost:8000/v1", "base_url=http://localhost:8000/v1"),
        ("s3://bucket/key/x", "s3://bucket/key/x"),
        ("Answer yes / no. /no_think", "Answer yes / no. /no_think"),
        ("\\frac{1}{2} in km/h", "\\frac{1}{2} in km/h"),
        ("/data", "/data"),
        ("", ""),
    ],
)
def test_paths_are_reduced_to_their_last_part(text: str, shown: str) -> None:
    assert without_folders(text) == shown
    assert without_folders(shown) == shown


def test_a_command_is_as_it_was_typed_but_for_folders() -> None:
    words = ["/home/me/.venv/bin/mmbench", "eval", "--model", "hf:Qwen/Qwen2.5-VL", "--out", "runs/secret/x"]
    words += ["--data", "figures=private/figures", "--data=/home/me/y z", "--stop", "a/b", "--system", "/no_think"]
    words += ["--base-url", "http://localhost:8000/v1", "--domain", "plane geometry"]
    assert command_line(words) == (
        "mmbench eval --model hf:Qwen/Qwen2.5-VL --out x --data figures=figures '--data=y z' --stop a/b "
        "--system /no_think --base-url http://localhost:8000/v1 --domain 'plane geometry'"
    )
    assert command_line(["mmbench", "import", "vlmevalkit", "secret/preds.xlsx", "more/other.xlsx"]) == (
        "mmbench import vlmevalkit preds.xlsx other.xlsx"
    )
    assert command_line(["mmbench", 7, None, {"a": "/x/y"}]) == "mmbench"


# Pages


class Built(NamedTuple):
    """A site and where it is."""

    site: Site
    folder: Path

    def page(self, listed: Listed, language: str = "") -> str:
        return (self.folder / language / "models" / f"{listed.run.slug}.html").as_uri()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("models")
    (folder / "runs").mkdir()
    return Built(build_site(handed_in(folder / "runs"), folder / "site", f"A board {HOSTILE}"), folder / "site")


Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Yield a function that opens an address with all that is folded; nothing may go wrong on any of the pages."""
    with ExitStack() as stack:
        visits: list[Visit] = []

        def go(address: str, width: int = 1280, **settings: Any) -> Page:
            visits.append(stack.enter_context(visiting(browser, {"width": width, "height": 900}, **settings)))
            page = visits[-1].page
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            return page

        yield go
        assert all(visit.is_clean() for visit in visits)


def rows(page: Page, caption: str) -> list[list[str]]:
    """Return the cells of the body of a table, as a reader sees them."""
    found: list[list[str]] = page.evaluate(
        """(caption) => {
          const table = [...document.querySelectorAll("table")].find((each) => each.caption.innerText === caption);
          const texts = (row) => [...row.cells].map((cell) => cell.innerText.replace(/\\s+/g, " ").trim());
          return table ? [...table.tBodies].flatMap((body) => [...body.rows].map(texts)) : [];
        }""",
        caption,
    )
    return found


def facts(page: Page) -> dict[str, str]:
    """Return the terms of the page with what is said of each."""
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('dt')].map((each) => [each.innerText, "
        "each.nextElementSibling.innerText.replace(/\\s+/g, ' ').trim()]))"
    )
    return found


@pytest.mark.parametrize("index", range(5))
def test_a_page_says_what_the_report_says(built: Built, opened: Open, index: int) -> None:
    listed = built.site.listed[index]
    run = listed.run
    page = opened(built.page(listed))
    whole = run.overall
    said = page.locator(".headline").inner_text()
    assert said.startswith(
        f"{percent(whole.accuracy)} right, 95 % interval {interval(whole.low, whole.high)}, n {whole.n}"
    )
    for kind, caption in (("domain", "Accuracy by domain"), ("level", "Accuracy by level")):
        shown = rows(page, caption)
        assert len(shown) == len(run.groups[kind])
        for cells, group in zip(shown, run.groups[kind], strict=True):
            assert cells[0] == f"{group.name[:119]}…" if len(group.name) > 120 else group.name
            assert cells[1].split(" few")[0] == percent(group.accuracy)
            assert ("few" in cells[1]) == group.few
            assert cells[2].startswith(interval(group.low, group.high))
            assert cells[3:10] == [
                str(each)
                for each in (
                    group.n, group.right, group.wrong, group.unparsed, group.no_answer, group.failed, group.truncated,
                )
            ]  # fmt: skip
    known = facts(page)
    assert run.macro is not None
    assert run.worst is not None
    assert known["Mean of domains"] == f"{percent(run.macro.value)} {interval(run.macro.low, run.macro.high)}"
    assert percent(run.worst.accuracy) in known["Worst domain"]
    assert f"n {run.worst.n}" in known["Worst domain"]
    place = built.site.place(built.site.overall, index)
    assert place is not None
    assert place.best is not None
    assert known["Rank"].startswith(f"{place.best}–{place.worst}" if place.best != place.worst else f"{place.best} ")


def test_kinds_of_mistake_are_those_of_the_report(built: Built, opened: Open) -> None:
    run = built.site.listed[0].run
    page = opened(built.page(built.site.listed[0]))
    shown = rows(page, "Shares are of the wrong answers diagnosed, with 95 % intervals")
    assert len(shown) == len(run.mistakes) > 2
    for cells, each in zip(shown, run.mistakes, strict=True):
        assert cells[0] == (each.name[:120] or "all items")
        assert cells[1] == str(each.wrong)
        assert cells[2].split()[0] == str(each.diagnosed)
        for cell, kind in zip(cells[4:], each.kinds, strict=True):
            assert cell == f"{kind.count} {percent(kind.share)} ({interval(kind.low, kind.high)})"
    assert rows(page, "Mistakes by sub-type, over all domains") == [
        [name, str(number)] for name, number in run.mistakes[0].subtypes.items()
    ]
    told = page.locator("#mistakes-chart-desc").text_content() or ""
    for kind in run.mistakes[0].kinds:
        assert f"{kind.kind} {percent(kind.share)} ({interval(kind.low, kind.high)})" in told


def test_costs_and_calibration_are_those_of_the_report(built: Built, opened: Open) -> None:
    run = built.site.listed[1].run
    page = opened(built.page(built.site.listed[1]))
    assert run.usage is not None
    assert run.calibration is not None
    assert rows(page, f"What {count(run.usage.responses)} responses took in {count(run.usage.calls)} calls") == [
        [each.name, amount(each.total), amount(each.per_response), amount(each.per_right)] for each in run.usage.taken
    ]
    assert rows(page, "Accuracy by confidence, in bins of equal count") == [
        [percent(each.confidence), percent(each.accuracy), interval(each.low, each.high), str(each.n)]
        for each in run.calibration.bins
    ]
    known = facts(page)
    assert known["Expected calibration error"] == percent(run.calibration.ece)
    assert known["Brier score"] == f"{run.calibration.brier:.3f}"
    assert known["Area under the ROC curve"] == f"{run.calibration.auroc:.3f}"


def test_the_profile_is_drawn_and_told_as_reported(built: Built, opened: Open) -> None:
    listed = built.site.listed[0]
    page = opened(built.page(listed))
    chart = page.locator("#profile-figure svg[role=img]")
    told = chart.locator("desc").text_content() or ""
    groups = [listed.run.overall, *listed.run.groups["domain"]]
    for group in groups:
        assert f"{percent(group.accuracy)} ({interval(group.low, group.high)}), n {group.n}" in told
    ends = [float(chart.locator(".rail").first.get_attribute(name) or "") for name in ("x1", "x2")]
    dots = [float(dot.get_attribute("cx") or "") for dot in chart.locator(".dot").all()]
    assert len(dots) == len(groups)
    for dot, group in zip(dots, groups, strict=True):
        assert (dot - ends[0]) / (ends[1] - ends[0]) == pytest.approx(group.accuracy, abs=0.001)
    assert chart.locator(".other").count() == 4 * len(groups)
    assert chart.locator(".other.reference").count() == 2 * len(groups)
    assert chart.locator(".thin").count() == sum(group.few for group in groups)


def test_a_page_says_where_a_run_comes_from(built: Built, opened: Open) -> None:
    first, second, third, *_ = built.site.listed
    page = opened(built.page(first))
    model = dict(rows(page, "The model"))
    assert model["revision"] == "0a1b2c"
    assert model["name"] == "cheap-7B"
    assert dict(rows(page, "Fingerprints of what was asked")) == {"given": first.fingerprints["given"]}
    session = dict(rows(page, "Session"))
    assert session["command"] == "mmbench eval --out model-0 --data given=data"
    assert session["started"] == first.sessions[0]["started"]
    assert f"python {first.sessions[0]['versions']['python']}" in session["versions"]
    assert session["CPUs"] == str(first.sessions[0]["hardware"]["cpus"])
    assert session["commit"] == first.sessions[0]["git"].removesuffix("+")
    assert "digest of what was handed in" not in dict(rows(page, "How the figures came here"))
    page = opened(built.page(second))
    assert page.locator("h1 + p").inner_text() == "rescored here"
    came = dict(rows(page, "How the figures came here"))
    assert came["digest of what was handed in"] == "0123456789abcdef"
    assert came["accuracy claimed"] == "75.0 %"
    assert came["accuracy by our verdict"] == percent(second.run.overall.accuracy)
    assert came["verdicts that differ here"] == "3"
    assert "checked with care" in page.locator("#provenance").inner_text()
    page = opened(built.page(third))
    assert page.locator("h1 + p").inner_text() == "self-reported"
    assert "not at hand" in dict(rows(page, "How the figures came here"))["source"]


def test_badges_say_what_is_no_model(built: Built, opened: Open) -> None:
    for index, badge in ((0, ""), (3, "simulated"), (4, "guesses at random")):
        page = opened(built.page(built.site.listed[index]))
        assert page.locator("h1 + p").inner_text().strip() == badge


def test_no_page_tells_of_a_folder(built: Built) -> None:
    for listed in built.site.listed:
        for language in ("", "zh"):
            source = Path(urlsplit(built.page(listed, language)).path).read_text("utf-8")
            assert str(built.folder.parent) not in source
            assert "/home/someone" not in source
            assert "someone" not in source
    for name in ("report.json", "index.js", "leaderboard.csv"):
        source = (built.folder / "data" / name).read_text("utf-8")
        assert str(built.folder.parent) not in source
        assert "/home/someone" not in source


def test_links_lead_to_the_neighbours_on_the_leaderboard(built: Built, opened: Open) -> None:
    order = [place.slug for place in built.site.overall.places]
    for listed in built.site.listed:
        page = opened(built.page(listed))
        at = order.index(listed.run.slug)
        neighbours = [order[k] for k in (at - 1, at + 1) if 0 <= k < len(order)]
        links = [link.get_attribute("href") or "" for link in page.locator("a[href*='compare.html#']").all()]
        assert links == [f"../compare.html#a={slug}&b={listed.run.slug}" for slug in neighbours]
        wrong = page.get_by_text("Browse its wrong answers").get_attribute("href")
        assert wrong == f"../explorer.html#models={listed.run.slug}&agree=all-wrong"


def test_every_link_leads_somewhere(built: Built, opened: Open) -> None:
    for language in ("", "zh"):
        page = opened(built.page(built.site.listed[2], language))
        links: list[str] = page.evaluate("[...document.querySelectorAll('a')].map((each) => each.href)")
        assert len(links) > 15
        for link in links:
            assert Path(urlsplit(link).path).is_file(), link


def test_the_explorer_shows_the_wrong_answers_of_the_model(built: Built, opened: Open) -> None:
    listed = built.site.listed[1]
    page = opened(built.page(listed))
    page.get_by_text("Browse its wrong answers").click()
    page.wait_for_load_state()
    page.wait_for_function("document.body.innerText.includes('{n}')".replace("{n}", str(listed.run.overall.wrong)))


@pytest.mark.parametrize("language", ["", "zh"])
@pytest.mark.parametrize("index", range(5))
def test_nothing_of_a_run_becomes_markup(built: Built, opened: Open, index: int, language: str) -> None:
    page = opened(built.page(built.site.listed[index], language))
    page.wait_for_timeout(100)
    assert page.evaluate("document.querySelectorAll('main script, main img, [onerror], [style], style').length") == 0
    assert HOSTILE in page.locator("header").inner_text()


def findings(browser: Browser, address: str) -> list[str]:
    """Return what axe finds on a page; it loads styles anew, which is refused from a disk and told on the console."""
    with visiting(browser, bypass_csp=True) as visit:
        visit.page.goto(address)
        visit.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        return serious(visit.page)


def test_pages_are_accessible(built: Built, opened: Open, browser: Browser) -> None:
    for index in (1, 2, 3):
        assert findings(browser, built.page(built.site.listed[index])) == []
    levels = opened(built.page(built.site.listed[0])).evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4')].map((each) => Number(each.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


TEXTS = """() => [...document.querySelectorAll("svg.chart")].map((chart) => {
  const all = chart.getBoundingClientRect();
  return {
    frame: [all.left, all.top, all.right, all.bottom],
    size: Math.min(...[...chart.querySelectorAll("text")].map((each) =>
      parseFloat(getComputedStyle(each).fontSize) * all.width / chart.viewBox.baseVal.width)),
    texts: [...chart.querySelectorAll("text")].map((each) => {
      const box = each.getBoundingClientRect();
      return [each.textContent, box.left, box.top, box.right, box.bottom];
    }),
  };
})"""


def charts_are_legible(page: Page) -> None:
    """Hold that no text of a chart lies on another, that all are inside, and that none is tiny."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    charts: list[dict[str, Any]] = page.evaluate(TEXTS)
    assert charts
    for chart in charts:
        left, top, right, bottom = chart["frame"]
        assert chart["size"] >= 9.9
        for text, *box in chart["texts"]:
            assert box[0] >= left - 0.5, text
            assert box[1] >= top - 0.5, text
            assert box[2] <= right + 0.5, text
            assert box[3] <= bottom + 0.5, text
        for (one, *a), (two, *b) in combinations(chart["texts"], 2):
            apart = a[2] <= b[0] + 0.5 or b[2] <= a[0] + 0.5 or a[3] <= b[1] + 3 or b[3] <= a[1] + 3
            assert apart, (one, two)


@pytest.mark.parametrize("width", [390, 1280])
def test_charts_of_a_model_are_legible(built: Built, opened: Open, width: int) -> None:
    for language in ("", "zh"):
        charts_are_legible(opened(built.page(built.site.listed[2], language), width))


def many(count_of: int) -> Site:
    """Return a site of many runs and domains whose names are long, Chinese, hostile or all three."""
    names = [f"{('a-model-with-a-long-name', CHINESE, HOSTILE)[k % 3]}-{k}" for k in range(count_of)]
    domains = {f"{('domain', '领域', HOSTILE)[k % 3]} {k}": (k % 5) / 4 for k in range(min(count_of, 18))}
    runs = [
        a_run(
            name,
            (k + 1) / (count_of + 1),
            domains,
            {"US dollars": 1.5 ** (7 * k % count_of)},
            [some_mistakes("", 6, k, 1, 3)],
        )
        for k, name in enumerate(names)
    ]
    sorts: tuple[Sort, ...] = ("model", "imported", "simulated", "random")
    return a_site(*runs, sorts=[sorts[k % 4] for k in range(count_of)])


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("count_of", [2, 6, 25])
def test_all_charts_are_legible_with_few_and_many_runs(built: Built, opened: Open, count_of: int, width: int) -> None:
    path = charts_page(many(count_of), built.folder / f"charts-{count_of}-{width}.html")
    page = opened(path.as_uri(), width)
    assert page.locator("svg.chart").count() == 3
    charts_are_legible(page)
    assert page.evaluate("document.querySelectorAll('main script, main img').length") == 0


def test_all_charts_are_accessible(built: Built, browser: Browser) -> None:
    assert findings(browser, charts_page(many(6), built.folder / "charts.html").as_uri()) == []


def test_costs_are_drawn_and_told_as_reported(built: Built, opened: Open) -> None:
    page = opened(charts_page(built.site, built.folder / "costs.html").as_uri())
    paid = [built.site.listed[place.run] for place in built.site.overall.places if place.run < 3]
    told = page.locator("#costs-chart-desc").text_content() or ""
    shown = rows(page, "Accuracy against US dollars per response")
    assert len(shown) == 3
    for cells, listed in zip(shown, paid, strict=True):
        usage, group = listed.run.usage, listed.run.overall
        assert usage is not None
        cost = next(amount(each.per_response) for each in usage.taken if each.name == "US dollars")
        assert cells[-6:-2] == [cost, percent(group.accuracy), interval(group.low, group.high), str(group.n)]
        assert f"{cost} US dollars per response, {percent(group.accuracy)} ({interval(group.low, group.high)})" in told
    fronts = page.locator("#costs-figure .front").first.get_attribute("points") or ""
    assert len(fronts.split()) >= 2


def test_estimated_widths_are_on_the_wide_side(built: Built, opened: Open) -> None:
    page = opened(charts_page(many(2), built.folder / "widths.html").as_uri())
    names = [
        CHINESE,
        HOSTILE,
        "Qwen2.5-VL-72B-Instruct",
        "plane geometry",
        "WWWWMMMM@@@%%%",
        "1,234 few",
        "数学ABC",
        "éàü—ñ…",
        "ψφωЖЩЮ",
    ]
    for name in names:
        wide = page.evaluate(
            """(name) => {
              const text = document.querySelector("svg.chart text.name");
              text.textContent = name;
              return text.getBBox().width;
            }""",
            name,
        )
        assert wide <= width_of(name), name
        assert width_of(name) <= 1.45 * wide, name
