"""Pages: nothing of a dataset or a model becomes markup, a page asks for nothing, and it says what the report says."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

import msgspec
import pytest
from support import png

from mmbench.config import EvalConfig
from mmbench.evaluate import evaluate
from mmbench.records import Diagnosis, MistakeKind, OfficialScore, SecondOpinion
from mmbench.records.verdicts import Evidence
from mmbench.reports.gallery import Entry, gallery
from mmbench.reports.gallery.passages import passage
from mmbench.reports.html import formats
from mmbench.reports.html.page import write_pages
from mmbench.reports.html.plots import embedded
from mmbench.reports.mistakes import SIMULATED
from mmbench.reports.reporting.build import build_report
from mmbench.reports.reporting.figures import Bin, Calibration, OfficialEntry, OfficialTable, Report, Taken, Usage

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    "<script>alert(1)</script>",
    "\" onerror='alert(1)' x=\"",
    "</style><style>*{display:none}</style>",
    "javascript:alert(1)",
    "{{7*7}}{% raw %}",
    "\u202edesrever\u2066\u2069",
    "nul\x00bell\x07escape\x1b[31m",
    "half \ud800 of a character",
    "--><img src=https://example.org/x.png>",
    "&lt;b&gt; &amp; ]]>",
    "</title></textarea></details>",
    "名字，很长，很长",
)
TAGS = frozenset(
    re.findall(
        r"\S+",
        """html head meta title style body a header h1 h2 h3 h4 p nav main section article div table caption thead tbody
        tr th td small span b bdi code svg line rect details summary ul ol li figure figcaption img mark blockquote form
        label select option output footer script""",
    )
)
ATTRIBUTES = frozenset(
    re.findall(
        r"\S+",
        """lang charset http-equiv content name class href id role aria-label aria-hidden tabindex scope colspan dir src
        alt width height loading hidden value viewbox preserveaspectratio x x1 x2 y y1 y2 type data-domain data-kind
        open""",
    )
)
VOID = {"meta", "img", "line", "rect"}
LINK = re.compile(r"#[a-z]+|(\.\./\.\./|runs/[A-Za-z0-9._-]+/)index\.html")


class Page(HTMLParser):
    """A page taken apart: its elements with their attributes, its text, and what is wrong with how they nest."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.wrong: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.source = path.read_text("utf-8")
        self.feed(self.source)
        self.close()
        self.wrong += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = Counter(name for name, _ in attrs)
        self.wrong += [f"{tag}: {name} twice" for name, count in names.items() if count > 1]
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self._open[-1] if self._open else "", []).append(data)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"comment {data}")

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return "\n".join(text for tag, texts in self.texts.items() if tag not in ("style", "script") for text in texts)


def a_run(out: Path, model: str, benchmark: str, **settings: Any) -> Path:
    evaluate(EvalConfig(model=model, benchmarks=(benchmark,), out=str(out), max_failures="100%", **settings))
    return out


Made = tuple[Report, dict[str, list[Entry]]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A report on two runs that between them have every part a report can have, and their galleries."""
    folder = tmp_path_factory.mktemp("runs")
    paths = [
        a_run(folder / "student", "student", "figures:n=40,seed=3"),
        a_run(
            folder / "random",
            "random",
            "figures:n=8,seed=3,seeds=2",
            views=("full", "no-figure"),
            corruptions=("", "blur:1"),
            repeats=2,
            temperature=0.7,
        ),
    ]
    galleries: dict[str, list[Entry]] = {}
    report = build_report(
        paths, "", lambda run, results: galleries.update({run.slug: gallery(results.path, results, 8)})
    )
    first, second = report.runs
    benchmark = first.benchmarks[0]
    entry = OfficialEntry(name="all", accuracy="33.3", correct=1.5, total=4, low=0.1, high=0.7)
    table = OfficialTable(rule="rule", average=entry, groups={"kind": (entry,)}, figures={"figure": "12"})
    first = msgspec.structs.replace(
        first,
        benchmarks=(msgspec.structs.replace(benchmark, official=(table,), figures={"figure": "13"}, human=0.6),),
        usage=Usage(
            responses=40,
            right=0,
            calls=41,
            taken=(Taken(name="US dollars", total=0.1234, per_response=0.003, per_right=None),),
        ),
        calibration=Calibration(
            answers=40,
            without=2,
            few=False,
            confidence=0.9,
            accuracy=0.6,
            ece=0.3,
            brier=0.2,
            auroc=None,
            bins=(Bin(confidence=0.9, accuracy=0.6, low=0.4, high=0.7, n=40),),
        ),
    )
    return msgspec.structs.replace(report, runs=(first, second)), galleries


def pages(made: Made, folder: Path) -> list[Page]:
    report, galleries = made
    drawings = [
        folder / "plots" / "models-by-domain.svg",
        folder / "runs" / report.runs[0].slug / "plots" / "level.svg",
    ]
    for drawing in drawings:
        drawing.parent.mkdir(parents=True)
        drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return [Page(path) for path in write_pages(report, folder, galleries, drawings)]


KEPT = {*get_args(MistakeKind), *get_args(Evidence)}
LITERALS = {"slug", "uri", "kind", "evidence", "origin", "planted"}


def poisoned(value: Any, hostile: str, name: str = "") -> Any:
    """Return built-in data with a hostile text in place of every text that is not one of ours."""
    if isinstance(value, str):
        ours = value in ("", SIMULATED) or (name in LITERALS and (name != "kind" or value in KEPT))
        return value if ours else f"{hostile}{value}"
    if isinstance(value, dict):
        named = {"model", "settings", "subtypes", "breakdown", "figures", "groups", "mistakes"}
        renamed = (lambda key: f"{hostile}{key}") if name in named else (lambda key: key)
        return {renamed(key): poisoned(inner, hostile, key) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [poisoned(inner, hostile, name if isinstance(inner, str) else "") for inner in value]
    return value


def hostile_pages(made: Made, hostile: str, folder: Path) -> list[Page]:
    report, galleries = made
    bad = msgspec.convert(poisoned(msgspec.to_builtins(report), hostile), Report)
    entries = {
        slug: msgspec.convert(poisoned(msgspec.to_builtins(found), hostile), list[Entry])
        for slug, found in galleries.items()
    }
    return pages((bad, entries), folder)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_hostile_becomes_markup(made: Made, hostile: str, tmp_path: Path) -> None:
    honest = pages(made, tmp_path / "honest")
    for page, expected in zip(hostile_pages(made, hostile, tmp_path / "bad"), honest, strict=True):
        assert page.wrong == []
        assert [tag for tag, _ in page.elements] == [tag for tag, _ in expected.elements]
        for (_, attributes), (_, known) in zip(page.elements, expected.elements, strict=True):
            assert attributes.keys() - {"open"} == known.keys() - {"open"}
        assert str(formats.clean(hostile)) in page.text
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page.source)


def test_pages_hold_only_known_elements_and_ask_for_nothing(made: Made, tmp_path: Path) -> None:
    for page in pages(made, tmp_path / "out"):
        assert page.wrong == []
        assert {tag for tag, _ in page.elements} <= TAGS
        assert {name for _, attributes in page.elements for name in attributes} <= ATTRIBUTES
        assert all(attributes["src"].startswith("data:image/") for attributes in page.all("img"))
        assert all(LINK.fullmatch(attributes["href"]) for attributes in page.all("a"))
        targets = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
        assert {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")} <= targets
        assert "http" not in page.source.replace("http-equiv", "")


def test_only_our_style_and_script_may_run(made: Made, tmp_path: Path) -> None:
    for page in pages(made, tmp_path / "out"):
        (policy,) = [meta["content"] for meta in page.all("meta") if meta.get("http-equiv")]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert re.search(r"img-src data:;", policy)
        for tag in ("style", "script"):
            assert page.all(tag) == [{}]
            digest = hashlib.sha256("".join(page.texts[tag]).encode()).digest()
            assert f"{tag}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy


def test_tables_pictures_and_headings_can_be_followed_by_ear(made: Made, tmp_path: Path) -> None:
    for page in pages(made, tmp_path / "out"):
        tags = Counter(tag for tag, _ in page.elements)
        assert tags["caption"] == tags["table"] > 3
        assert all("scope" in head for head in page.all("th"))
        assert all(picture["alt"] for picture in page.all("img"))
        assert all(drawing["aria-hidden"] == "true" for drawing in page.all("svg"))
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        names = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(set(names)) == len(names)
        assert all(form.keys() >= {"hidden"} for form in page.all("form")), "filters need the script: it shows them"


def test_the_overview_says_what_the_leaderboards_say(made: Made, tmp_path: Path) -> None:
    report = made[0]
    overview, *runs = pages(made, tmp_path / "out")
    for board in report.leaderboards[1:]:
        assert board.name in overview.text
    for place in report.leaderboards[0].places:
        assert place.group is not None
        assert formats.percent(place.group.accuracy) in overview.text
        assert f"{place.group.no_answer}" in overview.text
        assert {"href": f"runs/{place.slug}/index.html"} in overview.all("a")
    assert "simulated student, not a model" in overview.text
    assert len(runs) == 2
    assert all({"href": "../../index.html"} in page.all("a") for page in runs)


def test_a_page_of_a_run_has_all_its_parts(made: Made, tmp_path: Path) -> None:
    _, student, random = pages(made, tmp_path / "out")
    for said in (
        "Official rule",
        "33.3",
        "Humans: 60.0 %",
        "0.123",
        "Expected calibration error 30.0 %",
        "2 more have",
    ):
        assert said in student.text
    for said in ("visual gain", "fall by blur:1", "pass@2", "worst case", "Every view under every corruption"):
        assert said in random.text
    assert "area under the ROC curve" not in student.text
    assert len(student.all("article")) == len(made[1][made[0].runs[0].slug]) + 1


def test_a_single_run_is_one_page(made: Made, tmp_path: Path) -> None:
    report, galleries = made
    alone = msgspec.structs.replace(report, runs=report.runs[:1])
    written = write_pages(alone, tmp_path, galleries)
    assert written == [tmp_path / "index.html"]
    page = Page(written[0])
    assert page.wrong == []
    assert all(link["href"].startswith("#") for link in page.all("a"))
    assert page.all("mark")


def test_a_report_on_nothing_is_a_page(made: Made, tmp_path: Path) -> None:
    """A run without items: no groups, no intervals, no wrong answer."""
    run = made[0].runs[0]
    nothing = msgspec.structs.replace(
        run.overall, n=0, items=0, clusters=0, accuracy=None, low=None, high=None, accuracy_without_failed=None
    )
    empty = msgspec.structs.replace(
        run, benchmarks=(), overall=nothing, macro=None, worst=None, groups={}, mistakes=(), usage=None
    )
    empty = msgspec.structs.replace(empty, calibration=None, notes=(), model={}, settings={})
    for runs in ((empty,), (empty, msgspec.structs.replace(empty, slug="other"))):
        report = msgspec.structs.replace(made[0], runs=runs, leaderboards=())
        for path in write_pages(report, tmp_path / str(len(runs)), {}):
            page = Page(path)
            assert page.wrong == []
            assert "None" not in page.text


def an_entry(**fields: Any) -> Entry:
    known: dict[str, Any] = {"key": "x/1", "item": "x/1", "benchmark": "figures", "domain": "algebra"}
    known |= {"question": "How many?", "gold": "7", "response": passage("3 + 4 = 8, so 8.", "3 + 4 = 8")}
    return Entry(**known | fields)


def page_of(made: Made, folder: Path, *entries: Entry) -> Page:
    report = msgspec.structs.replace(made[0], runs=made[0].runs[:1])
    folder.mkdir(exist_ok=True)
    return Page(write_pages(report, folder, {report.runs[0].slug: list(entries)})[0])


def test_the_quote_is_marked_or_else_shown(made: Made, tmp_path: Path) -> None:
    found = Diagnosis(kind="calculation", step=0, quote="3 + 4 = 8", found="8", expected="7", explanation="It is 7.")
    page = page_of(made, tmp_path / "marked", an_entry(diagnosis=found))
    assert page.texts["mark"] == ["3 + 4 = 8"]
    assert page.all("blockquote") == []
    assert "in step 1" in page.text
    page = page_of(made, tmp_path / "shown", an_entry(diagnosis=found, response=passage("3+4=8", found.quote)))
    assert page.all("mark") == []
    assert page.texts["blockquote"] == ["3 + 4 = 8"]


def test_what_was_left_out_of_a_response_is_told(made: Made, tmp_path: Path) -> None:
    long = passage("a" * 60_000 + "WRONG" + "b" * 40_000, "WRONG")
    page = page_of(made, tmp_path, an_entry(response=long))
    assert f"{long.left_out_before:,} characters left out" in page.text
    assert f"{long.left_out_after:,} characters left out" in page.text


def test_everything_known_of_an_entry_is_shown(made: Made, tmp_path: Path) -> None:
    entry = an_entry(
        condition="view no-figure",
        choices=("6", "7"),
        choice=1,
        others=3,
        truncated=True,
        extraction="8",
        second_opinion=SecondOpinion(model="judge-1", kind="logic"),
        planted="misreading",
        official=(OfficialScore(rule="strict", score=0.5),),
        reasoning=passage("I think."),
    )
    text = page_of(made, tmp_path, entry).text
    for said in (
        "view no-figure",
        "truncated",
        "No picture.",
        "3 more not shown",
        "judge-1",
        "strict",
        "0.50",
        "I think.",
    ):
        assert said in text
    assert "planted: misreading" in text


def test_a_picture_that_must_not_be_published_is_told_below(made: Made, tmp_path: Path) -> None:
    thumbnail = next(picture for found in made[1].values() for entry in found for picture in entry.pictures)
    told = "does not let them be published"
    assert told in page_of(made, tmp_path / "a", an_entry(pictures=(thumbnail,))).text
    assert told not in page_of(made, tmp_path / "b", an_entry(pictures=(thumbnail,), republishable=True)).text
    assert told not in page_of(made, tmp_path / "c", an_entry()).text


def test_a_line_of_a_million_characters_stays_small(made: Made, tmp_path: Path) -> None:
    long = "x" * 1_000_000
    entry = an_entry(domain=long, item=long, key=long, condition=long, diagnosis=Diagnosis(kind="logic", quote=long))
    plain = page_of(made, tmp_path / "plain", an_entry())
    assert len(page_of(made, tmp_path / "long", entry).source) < len(plain.source) + 10_000


def test_the_same_report_gives_the_same_bytes(made: Made, tmp_path: Path) -> None:
    one, two = (pages(made, tmp_path / name) for name in ("one", "two"))
    assert [page.source for page in one] == [page.source for page in two]


def test_a_plot_stands_in_the_page_beside_it(made: Made, tmp_path: Path) -> None:
    overview, student, random = pages(made, tmp_path / "out")
    for page, title in ((overview, "Models by domain"), (student, "Level")):
        (picture,) = [picture for picture in page.all("img") if "svg" in picture["src"]]
        assert picture["alt"].startswith(f"{title};")
    assert "image/svg" not in random.source


def test_a_large_drawing_is_shown_as_pixels(tmp_path: Path) -> None:
    drawing = tmp_path / "big.svg"
    drawing.write_bytes(b"<svg>" + b" " * 300_000)
    assert embedded([drawing])[0].uri.startswith("data:image/svg+xml;base64,")
    drawing.with_suffix(".png").write_bytes(png())
    assert embedded([drawing])[0].uri.startswith("data:image/png;base64,")


def test_nothing_of_an_earlier_report_is_shown(made: Made, tmp_path: Path) -> None:
    pages(made, tmp_path)
    report, galleries = made
    alone = msgspec.structs.replace(report, runs=report.runs[:1])
    (path,) = write_pages(alone, tmp_path, galleries)
    assert "image/svg" not in path.read_text("utf-8")
    assert not (tmp_path / "runs" / report.runs[0].slug / "index.html").exists()


def test_a_gallery_of_two_hundred_stays_light(made: Made, tmp_path: Path) -> None:
    entries = [entry for found in made[1].values() for entry in found]
    page = page_of(made, tmp_path, *(entries * 30)[:200])
    assert len(page.all("article")) == 201
    assert len(page.source.encode()) < 3_000_000


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0"), (0.00042, "4.2e-04"), (0.1234, "0.123"), (12.34, "12.3"), (1234567.8, "1,234,568")]
)
def test_amounts_have_the_digits_that_matter(number: float, shown: str) -> None:
    assert formats.amount(number) == shown


def test_nothing_known_is_a_dash() -> None:
    assert formats.percent(None) == formats.interval(None, None) == formats.amount(None) == formats.NOTHING
    assert formats.percent(0.3) == "30.0 %"
    assert formats.interval(0.302, 0.36) == "30.2 to 36.0"
    assert formats.count(2) == "2"
    assert formats.count(2.5) == "2.50"
