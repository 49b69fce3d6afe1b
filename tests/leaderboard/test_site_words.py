"""The Chinese words of the site: there is one for every phrase and no other, and they reach the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from jinja2 import Environment, meta, nodes
from playwright.sync_api import expect
from site_support import Visit, visiting
from site_tables_support import asked_alike
from support import ROOT

from mmbench.leaderboard.site.build import build_site
from mmbench.leaderboard.site.words import catalogue
from mmbench.records import MISTAKES
from mmbench.reports.mistakes import SIMULATED
from mmbench.reports.reporting.reading import READING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SITE = ROOT / "leaderboard" / "site"
CATALOGUE = SITE / "words" / "zh.toml"
ZH = catalogue("zh")
ALIKE = {"CPUs", "CSV", "GPUs", "JSON", "n", "n {n}", "p"}
"""What is written in Latin letters in Chinese, too."""
HAN = re.compile("[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"\{\w*\}")
TITLES = re.compile(r'^    \["\w+", "([^"]+)", \[', re.MULTILINE)

# The texts of a page and the labels of its controls, but for those of others and of the report. A control, a heading
# or a head of a table is a text of its own.
TEXTS = """() => {
  const OTHERS = 'bdi, code, script, noscript, body [lang=en]';
  const HEADS = 'button, label, legend, summary, h1, h2, h3, caption, th, dt, figcaption, nav a, .badge';
  const texts = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest(OTHERS)) found.push(walker.currentNode);
    }
    return found;
  };
  const trimmed = (text) => text.replace(/\\s+/g, ' ').trim();
  const ours = [...document.body.querySelectorAll('*')].filter((each) => !each.closest(OTHERS));
  const labels = ours.flatMap((each) =>
    ['aria-label', 'placeholder', 'alt'].map((name) => each.getAttribute(name)).filter(Boolean));
  const heads = ours.filter((each) => each.matches(HEADS)).map((head) =>
    texts(head).filter((node) => !node.parentElement.closest('option')).map((node) => node.data).join(' '));
  const single = texts(document.body).map((node) => node.data);
  return { heads: [...heads, ...labels].map(trimmed), all: [...single, ...labels].map(trimmed) };
}"""


def of_templates() -> tuple[set[str], set[str]]:
    """The phrases of the site's templates and of those of the report that they take in; the variables beside them."""
    folders = {"": SITE / "templates", "report/": ROOT / "reports" / "html" / "templates"}
    waiting = [path.name for path in folders[""].iterdir()]
    seen: set[str] = set()
    phrases: set[str] = set()
    variables: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        folder = "report/" if name.startswith("report/") else ""
        parsed = Environment().parse((folders[folder] / name.removeprefix(folder)).read_text("utf-8"))
        waiting += filter(None, meta.find_referenced_templates(parsed))
        for call in parsed.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "_":
                [said] = call.args
                if isinstance(said, nodes.Const):
                    phrases.add(said.value)
                else:
                    variables.add(f"{name}: {said}")
    return phrases, variables


def of_scripts() -> tuple[set[str], set[str]]:
    """The phrases of the scripts, and the variables that are said beside them."""
    phrases: set[str] = set()
    variables: set[str] = set()
    for path in (SITE / "assets").glob("*.js"):
        for said in re.findall(r"\bword\(\s*(\"(?:[^\"\\]|\\.)*\"|[^\s,)]+)", path.read_text("utf-8")):
            assert "\\" not in said, "a phrase has no escapes, so that it is the same in every place"
            if said.startswith('"'):
                phrases.add(said[1:-1])
            else:
                variables.add(f"{path.name}: {said}")
    return phrases, variables


def through_variables() -> set[str]:
    """The phrases that no template or script says in words of its own, from where the variables have them."""
    titles = TITLES.findall((SITE / "assets" / "table.js").read_text("utf-8"))
    return {SIMULATED, *MISTAKES, *READING, *titles}


def test_where_phrases_come_from_variables_is_known() -> None:
    assert of_templates()[1] == {
        "about.html.j2: Name(name='sentence', ctx='load')",
        "index.html.j2: Name(name='sentence', ctx='load')",
        "report/parts.html.j2: Name(name='simulated', ctx='load')",
        "report/parts.html.j2: Getattr(node=Name(name='each', ctx='load'), attr='kind', ctx='load')",
    }
    assert of_scripts()[1] == {"table.js: title"}
    assert len(TITLES.findall((SITE / "assets" / "table.js").read_text("utf-8"))) == 5


def test_every_phrase_has_its_chinese_and_there_is_no_other() -> None:
    said = of_templates()[0] | of_scripts()[0] | through_variables()
    assert said - ZH.keys() == set()
    assert ZH.keys() - said == set()


def test_the_values_of_a_phrase_are_those_of_its_chinese() -> None:
    differing = {
        english
        for english, chinese in ZH.items()
        if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(chinese))
    }
    assert differing == set()


def test_no_phrase_is_left_in_english() -> None:
    assert {english for english, chinese in ZH.items() if not HAN.search(PLACEHOLDER.sub("", chinese))} == ALIKE


def test_punctuation_beside_chinese_is_chinese() -> None:
    beside = re.compile(f"({HAN.pattern}|\\}})[,;:?!.()]|[(]({HAN.pattern}|\\{{)")
    assert {chinese for chinese in ZH.values() if beside.search(chinese)} == set()


def test_phrases_stand_one_a_line_in_order() -> None:
    lines = CATALOGUE.read_text("utf-8").splitlines()
    assert len(lines) == len(ZH)
    assert list(ZH) == sorted(ZH)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    (folder / "runs").mkdir()
    build_site(asked_alike(folder / "runs"), folder / "site")
    return folder / "site"


@pytest.fixture
def visit(built: Path, browser: Browser) -> Iterator[Visit]:
    with visiting(browser) as visit:
        yield visit
        assert visit.is_clean()


def english_of(page: Page) -> set[str]:
    """The texts of a page that are a phrase of ours in English, and its controls and heads without Chinese words."""
    patterns = [
        PLACEHOLDER.sub(".+", re.escape(phrase).replace(r"\{", "{").replace(r"\}", "}"))
        for phrase in sorted(ZH.keys() - ALIKE)
    ]
    phrase = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    texts = page.evaluate(TEXTS)
    latin = {text for text in texts["heads"] if re.search("[A-Za-z]{2}", text) and not HAN.search(text)}
    found = {text for text in texts["all"] if text and phrase.fullmatch(text) and not HAN.search(text)}
    return (latin - {"CSV", "JSON", "CPU", "GPU"}) | found


PAGES = {
    "index.html": ("", "Show all"),
    "explorer.html": ("agree=all-wrong", "Models considered"),
    "item.html": ("item=given/1-35", "Right answer:"),
    "compare.html": ("cell=a", "Only A right"),
    "releases.html": ("asof=2000-01-01", "The link asks for a day on which no run was made: all are shown."),
    "about.html": ("", "How it was measured"),
    "domains/charts.html": ("", "Kinds of mistake"),
    "benchmarks/given.html": ("", "Humans, as published"),
    "models/model-10.html": ("", "How the figures came here"),
}
"""A state of each kind of page, and a phrase that it shows then."""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_in_chinese(built: Path, visit: Visit, path: str) -> None:
    fragment, phrase = PAGES[path]
    page = visit.open(built / "zh" / path, fragment)
    expect(page.locator("main").get_by_text(ZH[phrase]).first).to_be_visible()
    expect(page.locator("#answers", has_text=ZH["loading"])).to_have_count(0)
    assert english_of(page) == set()


def test_the_same_page_in_english_would_be_found(built: Path, visit: Visit) -> None:
    page = visit.open(built / "explorer.html")
    expect(page.locator("#facets summary").first).to_be_visible()
    assert {"Domain", "Clear filters", "Models considered", "85 of 85 items", "page 1 of 2"} <= english_of(page)


def test_what_scripts_say_later_is_chinese(built: Path, visit: Visit) -> None:
    page = visit.open(built / "zh" / "item.html", urlencode({"item": "nowhere"}))
    expect(page.get_by_role("alert")).to_have_text(ZH["There is no item {key} on this site."].format(key="nowhere"))
    page = visit.open(built / "zh" / "index.html")
    page.get_by_role("button", name=ZH["Copy link"]).click()
    expect(page.locator("#live")).to_have_text(re.compile(f"{ZH['Link copied']}|{ZH['Copy the address of this page']}"))


def test_every_page_leads_to_itself_in_the_other_language(built: Path) -> None:
    link = re.compile(r'<a data-same lang="(\w+)" hreflang="\w+" href="([^"]+)"')
    english = [path for path in built.rglob("*.html") if path.relative_to(built).parts[0] != "zh"]
    assert len(english) > len(PAGES)
    for path in english:
        other = built / "zh" / path.relative_to(built)
        for source, target, language in ((path, other, "zh"), (other, path, "en")):
            [(said, href)] = link.findall(source.read_text("utf-8"))
            assert said == language
            assert (source.parent / href).resolve() == target


def test_the_other_language_opens_in_the_same_state(built: Path, visit: Visit) -> None:
    page = visit.open(built / "zh" / "explorer.html")
    page.get_by_label(ZH["only one model wrong"]).check()
    told = page.locator("#told").inner_text()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_label("only one model wrong")).to_be_checked()
    assert page.url == f"{(built / 'explorer.html').as_uri()}#agree=one-wrong"
    assert re.findall("[0-9]+", page.locator("#told").inner_text()) == re.findall("[0-9]+", told)
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_label(ZH["only one model wrong"])).to_be_checked()
    assert page.url == f"{(built / 'zh' / 'explorer.html').as_uri()}#agree=one-wrong"
