"""The item page in a real browser: it says what was asked, what is right and what each model made of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from made_site import BLOCK, Made, made_up, write_site
from PIL import Image
from playwright.sync_api import expect
from site_support import NARROW, Visit, serious, visiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page, Route

ITEMS, MODELS = 80, 7
WORDS = {"r": "right", "w": "wrong", "u": "unparsed", "n": "no answer", "f": "failed", "m": "no response"}
PICTURE = "pictures/0123abcd.webp"
TEXTS = [
    "<img src=x onerror=window.pwned=1>",
    "</script><script>window.pwned=1</script>",
    "javascript:window.pwned=1",
    "[x](javascript:window.pwned=1) ![x](https://example.org/x.png)",
    "__proto__",
    "constructor",
    "\u202eRTL \u2067override א",
    "$\\frac{1}{$ \\left( \\begin{cases} \\href{javascript:window.pwned=1}{x}",
    "\\" * 100_000,
    "$" * 9_999,
    "a" * 5_000,
    "{" * 3_000,
]


@pytest.fixture(scope="module")
def made() -> Made:
    made = made_up(ITEMS, MODELS)
    pictured = {"file": PICTURE, "width": 40, "height": 20}
    made.items[1] |= {"pictures": [pictured, {"file": "", "width": 0, "height": 0}], "others": 2}
    made.items[2]["withheld"] = "CC BY-NC 4.0"
    made.items[2]["question"] = "Find **all** $x$ with $x^2 = \\frac{9}{4}$ for $5."
    return made


@pytest.fixture(scope="module")
def site(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_site(tmp_path_factory.mktemp("item"), made)
    (folder / "pictures").mkdir()
    Image.new("RGB", (40, 20), "red").save(folder / PICTURE)
    return folder


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    with visiting(browser) as visit:
        yield visit
        assert visit.is_clean()


def opened(visit: Visit, site: Path, made: Made, item: int, **more: str) -> Page:
    """Open an item and wait until all answers are there."""
    page = visit.open(site / "item.html", urlencode({"item": made.index["items"]["key"][item], **more}))
    return loaded(page)


def loaded(page: Page) -> Page:
    page.locator("#item").wait_for()
    expect(page.locator("#answers", has_text="loading")).to_have_count(0)
    return page


def marks(made: Made, item: int) -> list[str]:
    return [run[item] for run in made.index["outcomes"]]


def with_mistake(made: Made) -> tuple[int, int]:
    """An item and a run that gave one wrong answer to it, with a mistake."""
    return next(
        (item, run)
        for item in range(ITEMS)
        for run in range(MODELS)
        if made.index["mistakes"][run][item] == "c" and marks(made, item)[run] == "w"
    )


def article(page: Page, made: Made, run: int) -> Locator:
    label = made.index["runs"][run]["label"]
    return page.locator("article", has=page.get_by_role("link", name=label, exact=True))


@pytest.mark.parametrize("item", [0, 1, 2, 33, ITEMS - 1])
def test_an_item_is_described(made: Made, site: Path, visit: Visit, item: int) -> None:
    page = opened(visit, site, made, item)
    about = made.items[item]
    assert page.locator("h1").inner_text() == about["key"]
    assert page.title().startswith(about["key"])
    facts = dict(
        page.locator("#facts > div").evaluate_all("(all) => all.map((e) => [...e.children].map((x) => x.textContent))")
    )
    assert facts["Benchmark"] == about["title"]
    assert facts["Domain"] == about["domain"]
    assert facts["Source"] == about["source"]
    assert facts.get("Level", "") == about["level"]
    assert facts.get("Asked as", "") == about["condition"]
    assert (
        page.get_by_role("link", name=about["title"]).get_attribute("href")
        == f"benchmarks/{about['benchmark_slug']}.html"
    )
    choices = page.locator("#asked .choices li")
    assert choices.count() == len(about["choices"])
    if about["choices"]:
        assert choices.nth(0).inner_text() == "\\frac{1}{2} as it is"
        assert choices.nth(2).inner_text() == "- 5"
        assert page.locator("#asked .choices .gold").evaluate_all(
            "(all) => all.map((e) => [...e.parentNode.children].indexOf(e))"
        ) == [1]
        assert page.locator("#asked .choices .gold mfrac").count() == 1
    else:
        assert page.locator(".truth").inner_text() == "Right answer: 7"


@pytest.mark.parametrize("item", [0, 1, 2, 33, ITEMS - 1])
def test_every_model_s_answer_is_there_in_order(made: Made, site: Path, visit: Visit, item: int) -> None:
    page = opened(visit, site, made, item)
    found = marks(made, item)
    runs = made.index["runs"]
    asked = [run for run in range(MODELS) if found[run] != "-"]
    links = page.locator("article h3 a")
    assert links.all_inner_texts() == [runs[run]["label"] for run in asked]
    assert links.evaluate_all("(all) => all.map((e) => e.getAttribute('href'))") == [
        f"models/{runs[run]['slug']}.html" for run in asked
    ]
    for place, run in enumerate(asked):
        outcomes = page.locator("article").nth(place).locator(".outcome").all_inner_texts()
        wanted = ["right", "wrong"] if found[run] == "p" else [WORDS[found[run]]]
        assert [re.sub(r"^\W+", "", each) for each in outcomes] == wanted
    unasked = page.locator("#unasked")
    assert unasked.is_visible() == (len(asked) < MODELS)
    if len(asked) < MODELS:
        names = ", ".join(runs[run]["label"] for run in range(MODELS) if run not in asked)
        assert unasked.inner_text() == f"Not asked: {names}"
    models = [mark for mark in found[:-1] if mark != "-"]
    assert page.locator("#summary").inner_text().startswith(f"{models.count('r')} of {len(models)} models right")


@pytest.mark.parametrize("written", ["", "1"])
def test_the_wrong_step_is_marked_and_explained(made: Made, site: Path, visit: Visit, written: str) -> None:
    item, run = with_mistake(made)
    page = opened(visit, site, made, item, written=written)
    answer = article(page, made, run)
    assert answer.locator("mark").inner_text() == "3 + 4 = 8"
    assert answer.locator("mark").is_visible()
    said = answer.locator(".diagnosis").inner_text()
    assert "Calculation (sum) in step 2, confidence 0.81: 3 + 4 is 7." in said
    assert "Found 8, expected 7" in said
    assert "answered 8" in answer.locator(".verdict").inner_text()
    assert "mathvista: 1" in answer.locator(".marginal").inner_text()
    reasoning = answer.locator("details", has_text="Reasoning")
    assert reasoning.get_attribute("open") is None
    reasoning.locator("summary").click()
    assert reasoning.locator(".said").inner_text() == "I think so."


def test_what_else_is_known_of_an_answer(site: Path, browser: Browser, tmp_path: Path) -> None:
    made = made_up(4, 4)
    made.index["outcomes"][0] = "w" * 4
    (line,) = made.answers["model-0"][1] = (
        made_up(ITEMS, MODELS).answers["model-0"][with_mistake(made_up(ITEMS, MODELS))[0]] or []
    )
    line |= {
        "outcome": "wrong", "truncated": True, "planted": "logic", "judge": "other model: misreading",
        "failure": "generation: gone",
        "response": {"before": "said", "marked": "", "after": " so", "left_out_before": 1234, "left_out_after": 5},
        "mistake": {"kind": "undetermined", "subtype": "", "confidence": 0.0, "step": None, "quote": "a quote",
                    "found": "", "expected": "7", "explanation": ""},
    }  # fmt: skip
    with visiting(browser) as visit:
        page = opened(visit, write_site(tmp_path / "site", made), made, 1)
        answer = article(page, made, 0)
        notes = answer.locator(".marginal").inner_text()
        for said in ("truncated", "failure: generation: gone", "judge: other model: misreading", "student: Logic"):
            assert said in notes
        diagnosis = answer.locator(".diagnosis").inner_text()
        assert "Undetermined" in diagnosis
        assert "confidence" not in diagnosis
        assert "Found nothing, expected 7" in diagnosis
        assert answer.locator("blockquote").inner_text() == "a quote"
        answer.locator("summary", has_text="Response").click()
        assert "1,234 characters left out" in answer.inner_text()
        assert "5 characters left out" in answer.inner_text()
        assert visit.is_clean()


def test_formulas_are_set_or_as_written(made: Made, site: Path, visit: Visit) -> None:
    page = opened(visit, site, made, 2)
    question = page.locator("#asked .text")
    assert question.locator("math").count() == 2
    assert question.locator("strong").inner_text() == "all"
    assert "for $5." in question.inner_text()
    page.get_by_label("Texts as written").check()
    assert question.inner_text() == made.items[2]["question"]
    page.reload()
    assert loaded(page).locator("#asked .text").inner_text() == made.items[2]["question"]
    page.get_by_label("Texts as written").uncheck()
    assert question.locator("math").count() == 2
    assert "written" not in page.evaluate("location.href")


def test_pictures_or_why_there_are_none(made: Made, site: Path, visit: Visit) -> None:
    page = opened(visit, site, made, 1)
    picture = page.get_by_role("img", name="Picture 1 of the question")
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 40
    assert picture.locator("..").get_attribute("href") == PICTURE
    assert "Picture 2 could not be opened here." in page.locator("#pictures").inner_text()
    assert "2 more pictures are not shown" in page.locator("#pictures").inner_text()
    opened(visit, site, made, 2)
    assert page.locator("#pictures img").count() == 0
    assert "licence does not allow" in page.locator("#pictures").inner_text()
    assert "CC BY-NC 4.0" in page.locator("#pictures").inner_text()
    opened(visit, site, made, 3)
    assert page.locator("#pictures").is_hidden()


def test_answers_by_outcome(made: Made, site: Path, visit: Visit) -> None:
    item = next(k for k in range(ITEMS) if {"r", "w", "p"} <= set(marks(made, k)))
    page = opened(visit, site, made, item)
    found = "".join(marks(made, item)).replace("p", "rw")
    page.get_by_label("Outcome").select_option(f"wrong ({found.count('w')})")
    assert page.locator(".outcome:visible").all_inner_texts() == ["✕ wrong"] * found.count("w")
    assert page.locator("article:visible").count() == sum(mark in "wp" for mark in marks(made, item))
    page.reload()
    assert loaded(page).locator(".outcome:visible").count() == found.count("w")
    page.get_by_role("button", name="Open all").click()
    assert page.locator("#answers details:not([open])").count() == 0
    page.get_by_role("button", name="Close all").click()
    assert page.locator("#answers details[open]").count() == 0
    page.get_by_label("Outcome").select_option("all")
    assert page.locator("article:visible").count() == sum(mark != "-" for mark in marks(made, item))


def test_all_items_one_after_the_other(made: Made, site: Path, visit: Visit) -> None:
    keys = made.index["items"]["key"]
    page = opened(visit, site, made, 0, written="1")
    assert page.locator("#place").inner_text() == f"1 of {ITEMS} items"
    assert page.get_by_role("link", name="Previous item").is_hidden()
    page.get_by_role("link", name="Next item").click()
    expect(page.locator("h1")).to_have_text(keys[1])
    expect(page.locator("h1")).to_be_focused()
    assert parse_qs(urlsplit(page.evaluate("location.href")).fragment) == {"item": [keys[1]], "written": ["1"]}
    page.go_back()
    expect(page.locator("h1")).to_have_text(keys[0])
    opened(visit, site, made, ITEMS - 1)
    assert page.get_by_role("link", name="Next item").is_hidden()


def test_from_the_explorer_through_its_selection_and_back(made: Made, site: Path, visit: Visit) -> None:
    page = visit.open(site / "explorer.html", "agree=differ&domain=charts*geometry")
    chosen = page.locator("#found a").all_inner_texts()
    assert 3 < len(chosen) < ITEMS
    page.locator("#found a").nth(1).click()
    expect(page.locator("h1")).to_have_text(chosen[1])
    assert page.locator("#place").inner_text() == f"2 of {len(chosen)} selected items"
    page.get_by_role("link", name="Next item").click()
    expect(page.locator("h1")).to_have_text(chosen[2])
    page.get_by_role("link", name="Previous item").click()
    expect(page.locator("h1")).to_have_text(chosen[1])
    page.get_by_role("link", name="Back to the explorer").click()
    page.locator("#found a").first.wait_for()
    assert page.locator("#found a").all_inner_texts() == chosen


def test_an_item_outside_of_its_selection(made: Made, site: Path, visit: Visit) -> None:
    page = opened(visit, site, made, 5, **{"from": "q=nothing-is-called-that"})
    assert page.locator("#place").inner_text() == f"6 of {ITEMS} items"


def test_compare_links_name_two_runs(made: Made, site: Path, visit: Visit) -> None:
    page = opened(visit, site, made, 2)
    runs = [run["slug"] for run, mark in zip(made.index["runs"], marks(made, 2), strict=True) if mark != "-"]
    links = page.locator("article .pair a").evaluate_all("(all) => all.map((each) => each.getAttribute('href'))")
    assert links == [f"compare.html#a={slug}&b={runs[0] if slug != runs[0] else runs[1]}" for slug in runs]


@pytest.mark.parametrize(
    "key", ["nowhere", "__proto__", "../../etc/passwd", "<img src=x onerror=window.pwned=1>", "%00"]
)
def test_an_item_that_is_not_there(site: Path, visit: Visit, key: str) -> None:
    page = visit.open(site / "item.html", f"item={quote(key)}&from=__proto__%3D1%26models%3D__proto__")
    expect(page.locator("#failure")).to_have_text(f"There is no item {key} on this site.")
    assert page.locator("#item").is_hidden()


def test_what_cannot_be_loaded_is_told(made: Made, browser: Browser, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", made)
    item, run = with_mistake(made)
    slug = made.index["runs"][run]["slug"]
    block = item // BLOCK
    (site / "data" / "answers" / slug / f"{block}.js").write_text("broken(")
    with visiting(browser) as visit:
        page = opened(visit, site, made, item)
        assert f"data/answers/{slug}/{block}.js could not be loaded" in article(page, made, run).inner_text()
        answered = [mark for mark in marks(made, item) if mark != "-"]
        assert page.locator("article", has=page.locator(".outcome")).count() == len(answered) - 1
        (site / "data" / "items" / f"{block}.js").unlink()
        page.reload()
        expect(page.locator("#failure")).to_contain_text(f"data/items/{block}.js could not be loaded")
        assert page.locator("#item").is_hidden()


def test_what_comes_late_does_not_replace_what_is_open(made: Made, site: Path, visit: Visit) -> None:
    held: list[Route] = []
    visit.page.route("**/items/0.js", lambda route: held.append(route))
    keys = made.index["items"]["key"]
    page = opened(visit, site, made, BLOCK)
    go = "(key) => { location.hash = new URLSearchParams({item: key}) }"
    page.evaluate(go, keys[0])
    expect(page.locator("h1")).to_have_text(keys[0])
    page.evaluate(go, keys[BLOCK])
    loaded(page)
    with page.expect_request_finished():
        held[0].continue_()
    page.evaluate("mmbench.load('items/0').then(() => new Promise((done) => setTimeout(done, 50)))")
    assert page.locator("#asked .text").inner_text() == made.items[BLOCK]["question"]
    assert page.locator("h1").inner_text() == keys[BLOCK]


def hostile() -> Made:
    """Data with a hostile text in every place that a run, an item or a person can fill."""
    made = made_up(len(TEXTS), 4)
    for place, text in enumerate(TEXTS):
        made.index["items"]["key"][place] = f"{text[:200]}{place}"
        made.items[place] |= dict.fromkeys(
            ("title", "domain", "condition", "question", "gold", "level", "source"), text
        )
        made.items[place] |= {"choices": [text, text], "choice": 0, "skills": [text], "answer_kind": text}
        made.items[place] |= {"withheld": text, "language": text, "pictures": [{"file": text, "width": 1, "height": 1}]}
        for run in made.index["runs"]:
            passage = {"before": text, "marked": text, "after": text, "left_out_before": 1, "left_out_after": 1}
            mistake: dict[str, Any] = dict.fromkeys(
                ("kind", "subtype", "quote", "found", "expected", "explanation"), text
            )
            line: dict[str, Any] = dict.fromkeys(("outcome", "extraction", "how", "failure", "planted", "judge"), text)
            line |= {"repeat": 0, "truncated": True, "response": passage, "reasoning": passage}
            line |= {"mistake": {**mistake, "confidence": 1.0, "step": 0}, "official": [[text, 1]]}
            made.answers[run["slug"]][place] = [line]
    made.index["outcomes"] = ["w" * len(TEXTS)] * 4
    for run, text in zip(made.index["runs"], TEXTS, strict=False):
        run["label"] = text
    return made


@pytest.mark.parametrize("written", ["", "1"])
def test_hostile_texts_are_texts(browser: Browser, tmp_path: Path, written: str) -> None:
    made = hostile()
    site = write_site(tmp_path / "site", made)
    with visiting(browser, NARROW) as visit:
        for place, text in enumerate(TEXTS):
            page = opened(visit, site, made, place, written=written)
            page.get_by_role("button", name="Open all").click()
            assert page.locator("#failure").is_hidden()
            assert page.locator("article").count() == 4
            assert page.locator("article mark").count() >= 4
            assert page.locator("main script, main img, main iframe, main [onerror], main [style]").count() == 0
            addresses = page.locator("main a[href]").evaluate_all("(all) => all.map((each) => each.protocol)")
            assert set(addresses) == {"file:"}
            assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], text[:40]
        assert visit.is_clean()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("wide", [True, False])
def test_access_and_width(browser: Browser, made: Made, site: Path, scheme: str, wide: bool) -> None:
    with visiting(browser, None if wide else NARROW, color_scheme=scheme, bypass_csp=True) as visit:
        for item in (with_mistake(made)[0], 1, 2):
            page = opened(visit, site, made, item)
            page.get_by_role("button", name="Open all").click()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert serious(page) == []
