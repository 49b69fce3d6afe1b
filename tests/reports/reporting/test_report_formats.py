"""Names that datasets and models chose cannot break a table, become markup, or run in a spreadsheet."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_support import an_item, ask

from mmbench.reports.reporting.build import build_report
from mmbench.reports.reporting.files import write_report
from mmbench.reports.reporting.formats import latex, latex_table, spreadsheet
from mmbench.reports.reporting.markdown import markdown
from mmbench.reports.reporting.names import Slugs, unique
from mmbench.reports.reporting.tables import Column, Section, Table, shown

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = [
    "a|b\n| --- |\n# x",
    "<img src=x onerror=alert(1)>",
    "[here](https://example.org) @somebody `code` *b* _i_ ~s~",
    '\\input{x} \\\\ $x^2$ 100% & #1 {a} ~b ^c " [2pt] *',
    '=HYPERLINK("https://example.org")',
    "-1+1",
    "\x1b[31mred\x00\u202egnp.\ud800",
    "\t=1+1",
    "图表 和 几何",
    "../../etc/passwd",
    "x" * 500,
]
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202e\ud800-\udfff]")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report on a run whose every label is hostile."""
    place = tmp_path_factory.mktemp("hostile")
    items = [
        an_item(str(k), domain=text, skills=(text,), difficulty=text, language=text, metadata={"source": text})
        for k, text in enumerate(HOSTILE)
    ]
    run = ask(place / "run", items, lambda key: False)
    write_report(build_report([run]), place / "report", {}, {}, plots=True)
    return place / "report"


def cells(line: str) -> int:
    return len(re.findall(r"(?<!\\)\|", line))


def test_markdown_tables_keep_their_columns_and_nothing_becomes_markup(folder: Path) -> None:
    pages = list(folder.rglob("*.md"))
    assert len(pages) == 2
    for page in pages:
        text = page.read_text("utf-8")
        assert not CONTROL.search(text)
        assert "<" not in text
        assert not re.search(r"(?<!\\)\]\(http", text)
        assert not re.search(r"(?<!\\)[`*$]", text)
        assert "@" not in text
        for block in text.split("\n\n"):
            if block.startswith("|"):
                rows = block.split("\n")
                assert len(rows) > 2
                assert {cells(row) for row in rows} == {cells(rows[0])}, block
    titles = re.findall(r"^#.*", (folder / "report.md").read_text("utf-8"), re.MULTILINE)
    assert len([title for title in titles if title.startswith("## Domain: ")]) == len(HOSTILE)


def test_every_domain_has_files_of_its_own_within_the_folder(folder: Path) -> None:
    boards = list((folder / "tables").glob("leaderboard*.csv"))
    assert len(boards) == len(HOSTILE) + 1
    assert all(re.fullmatch(r"[a-z0-9-]+\.(csv|tex)", path.name) for path in folder.rglob("tables/*"))


def test_no_cell_of_a_spreadsheet_is_a_formula(folder: Path) -> None:
    for path in folder.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert len({len(row) for row in rows}) == 1, path
        for row in rows:
            for cell in row:
                assert not cell.startswith(("=", "@", "\t", "\r"))
                assert not cell.startswith(("+", "-")) or float(cell) <= 0
    with (folder / "runs" / "scripted" / "tables" / "by-domain.csv").open(encoding="utf-8", newline="") as file:
        named = list(csv.DictReader(file))
    assert {"'-1+1", "图表 和 几何", '\'=HYPERLINK("https://example.org")'} < {row["domain"] for row in named}
    assert all((row["accuracy"], row["n"], row["wrong"]) == ("0", "1", "1") for row in named)


def assert_latex(text: str) -> None:
    """Assert that text is LaTeX without commands but those we write: no compiler is at hand."""
    bare = re.sub(r"\\text[a-z]+\{\}|\\[{}$&#%_]", "", text)
    bare = bare.replace("{[}", "").replace("{]}", "").replace("{*}", "")
    assert not re.search(r"[\\{}$&#%_~^<>\[\]]", bare), bare
    assert not CONTROL.search(text)


@given(st.text())
def test_latex_of_any_text_has_no_command_of_its_own(text: str) -> None:
    assert_latex(latex(text))


def test_latex_tables_have_rows_of_equal_length(folder: Path) -> None:
    paths = list(folder.rglob("*.tex"))
    assert len(paths) > len(HOSTILE)
    for path in paths:
        comment, opening, top, *rows, bottom, closing = path.read_text("utf-8").splitlines()
        assert comment.startswith("% ")
        aligned = re.fullmatch(r"\\begin\{tabular\}\{([lr]+)\}", opening)
        assert aligned
        assert (top, rows.pop(1), bottom, closing) == (r"\toprule", r"\midrule", r"\bottomrule", r"\end{tabular}")
        assert len(rows) > 1
        for row in rows:
            assert row.endswith(r" \\")
            parts = re.split(r"(?<!\\)&", row.removesuffix(r" \\"))
            assert len(parts) == len(aligned[1])
            for part in parts:
                assert_latex(part)


@given(st.lists(st.text(), min_size=1), st.text())
def test_any_text_stays_in_its_cell(texts: list[str], title: str) -> None:
    columns = (Column("name"), Column("n", "count"))
    table = Table("x", title, columns, [(text, 1) for text in texts])
    page = markdown(title, [Section("", (), (table,))])
    rows = [line for line in page.split("\n") if line.startswith("| ")]
    assert [cells(row) for row in rows] == [3] * (len(texts) + 2)
    assert len(list(csv.reader(spreadsheet(table).splitlines()))) == len(texts) + 1
    assert latex_table(table).count(r"\\" + "\n") >= len(texts) + 1


def test_values_are_shown_as_people_read_them() -> None:
    assert shown("percent", 0.3301) == "33.0"
    assert shown("interval", (0.302, 0.36)) == "30.2 to 36.0"
    assert shown("share", (0.5, 0.0, 1.0)) == "50.0 (0.0 to 100.0)"
    assert shown("points", -0.0004) == "0.0"
    assert shown("points interval", (-0.051, 0.2)) == "-5.1 to +20.0"
    assert shown("count", 12345) == "12,345"
    assert shown("count", 2.5) == "2.50"
    assert shown("number", 0.01234) == "0.0123"
    assert shown("number", 1234.5) == "1,234"
    assert shown("p", 0.0002) == "<0.001"
    assert shown("percent", None) == "-"


def test_hidden_columns_and_bounds_stand_in_the_spreadsheet_only() -> None:
    columns = (Column("name"), Column("accuracy", "percent"), Column("95 %", "interval"), Column("why", hidden=True))
    table = Table("x", "X", columns, [("a", 0.5, (0.25, 0.75), "so"), ("b", None, None, None)])
    assert spreadsheet(table) == "name,accuracy,95 % low,95 % high,why\na,0.5,0.25,0.75,so\nb,,,,\n"
    assert "| a | 50.0 | 25.0 to 75.0 |\n| b | - | - |" in markdown("X", [Section("", (), (table,))])


def test_names_of_files_are_plain_and_each_once() -> None:
    slugs = Slugs()
    assert [slugs.new(text, "run") for text in ("Qwen/Qwen2.5-VL", "qwen qwen2 5 vl", "图", "", "a" * 99)] == [
        "qwen-qwen2-5-vl", "qwen-qwen2-5-vl-2", "run", "run-2", "a" * 60,
    ]  # fmt: skip
    assert unique(["a", "b", "a", "a"]) == ["a", "b", "a, 2", "a, 3"]
