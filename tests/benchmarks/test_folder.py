"""A benchmark without Python: what it takes, and what `mmbench check-data` says of each thing that is wrong."""

from __future__ import annotations

import base64
import json
import os
import time
import zipfile
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from support import items_of, mmbench, png, write_parquet

from mmbench.config import EvalConfig
from mmbench.errors import BadItem, UsageError
from mmbench.evaluate import evaluate
from mmbench.images import open_image
from mmbench.making import make_benchmark
from mmbench.records import Line, Tolerance, Trace
from mmbench.scoring.verdict import verdict

if TYPE_CHECKING:
    from pathlib import Path

GOOD: list[dict[str, Any]] = [
    {"id": "a", "question": "How much is {2} + 3?", "answer": "5", "image": "1.png"},
    {"id": "b", "question": "Which?", "answer": "B", "choices": ["cat", "dog"], "image": "1.png"},
    {"id": "c", "question": "Growth?", "answer": "25", "unit": "%", "tolerance": {"abs": 0.5}, "image": "1.png",
     "facts": {"2018": 40, "2019": 50}, "program": "('2019' - '2018') / '2018' * 100"},
]  # fmt: skip
SETTINGS = "name: mine\nrows: rows.jsonl\nimages: pictures\ndomain: chart\n"


def folder(path: Path, rows: list[dict[str, Any]] = GOOD, settings: str = SETTINGS) -> Path:
    (path / "pictures").mkdir(parents=True, exist_ok=True)
    (path / "pictures" / "1.png").write_bytes(png())
    (path / "benchmark.yaml").write_text(settings)
    (path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return path


def test_rows_become_items(tmp_path: Path) -> None:
    first, second, third = items_of(str(folder(tmp_path)), tmp_path)
    assert (first.benchmark, first.question.id, first.key.kind, first.domain) == ("mine", "a", "integer", "chart")
    assert first.question.prompt == "How much is {2} + 3?"
    assert (second.key.choice, second.key.answer) == (1, "dog")
    assert second.question.prompt == "Which?\n(A) cat\n(B) dog"
    assert third.question.prompt == "Growth? (Unit: %)"
    assert (third.key.tolerance, third.key.facts) == (Tolerance(abs=0.5), {"2018": 40, "2019": 50})
    assert open_image(third.question.images[0]).size == (8, 6)


def test_it_is_asked_and_scored_by_its_path(tmp_path: Path) -> None:
    config = EvalConfig(model="random", benchmarks=(str(folder(tmp_path / "mine")),), out=str(tmp_path / "run"))
    summary = evaluate(config).summary
    assert (summary["n"], summary["failed"]) == (3, 0)
    assert list(summary["benchmarks"]) == ["mine"]
    checked = mmbench("check-data", str(tmp_path / "mine"))
    assert (checked.returncode, checked.stdout) == (0, "3 rows, 0 bad, 3 pictures; good ones: chart 3\n")


def test_an_official_rule_scores_beside_our_verdict(tmp_path: Path) -> None:
    rows = [{"id": "a", "question": "?", "answer": "\\frac{1}{2}", "kind": "expression"}]
    data = folder(tmp_path / "mine", rows, SETTINGS + "official_rule: hendrycks\n")
    done = mmbench("check-data", str(data))
    assert done.returncode == 0, done.stdout
    [item] = items_of(str(data), tmp_path)
    line = Line(item="mine/a", trace=Trace(text="\\boxed{1/2}"))
    scores = {score.rule: score.score for score in verdict(item, line, "hendrycks").official}
    assert scores["hendrycks"] == 1.0
    wrong = folder(tmp_path / "other", rows, SETTINGS + "official_rule: hendriks\n")
    done = mmbench("check-data", str(wrong))
    assert done.returncode == 2
    assert "Did you mean 'hendrycks'?" in done.stderr


@pytest.mark.parametrize("suffix", ["jsonl", "json", "csv", "xlsx", "parquet"])
def test_every_table_format_gives_the_same_items(suffix: str, tmp_path: Path) -> None:
    folder(tmp_path, settings=SETTINGS.replace("rows.jsonl", f"table.{suffix}"))
    rows = [{name: row.get(name) for name in ("id", "question", "answer", "choices", "image", "facts")} for row in GOOD]
    text = [
        {**row, **{name: json.dumps(row[name]) if row[name] else None for name in ("choices", "facts")}} for row in rows
    ]
    table = tmp_path / f"table.{suffix}"
    if suffix == "jsonl":
        table.write_text("\n".join(map(json.dumps, rows)))
    elif suffix == "json":
        table.write_text(json.dumps(rows))
    elif suffix == "csv":
        pd.DataFrame(text).to_csv(table, index=False)
    elif suffix == "xlsx":
        pd.DataFrame(text).to_excel(table, index=False)
    else:
        write_parquet(table, text)
    items = items_of(str(tmp_path), tmp_path)
    assert [item.key.answer for item in items] == ["5", "dog", "25"]
    assert items[2].key.facts == {"2018": 40, "2019": 50}
    assert all(item.question.images[0].sha256 for item in items)


def test_pictures_of_an_archive(tmp_path: Path) -> None:
    folder(tmp_path, settings=SETTINGS.replace("images: pictures", "images: all.zip"))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("1.png", png(7, 7))
    assert open_image(items_of(str(tmp_path), tmp_path)[0].question.images[0]).size == (7, 7)


@pytest.mark.parametrize("images", ["images: base64\n", ""])
def test_a_vlmevalkit_table_with_pictures_inside(images: str, tmp_path: Path) -> None:
    one, two = (base64.b64encode(png(width)).decode() for width in (9, 4))
    rows = [
        {"index": 0, "image": one, "question": "Which?", "A": "1", "B": "2", "answer": "B", "category": "angles"},
        {
            "index": 1,
            "image": "0",
            "question": "Same picture?",
            "A": "1",
            "B": "2",
            "answer": "A",
            "category": "angles",
        },
        {
            "index": 2,
            "image": str([one, two]),
            "question": "Two?",
            "A": "",
            "B": "",
            "answer": "3",
            "category": "angles",
        },
    ]
    (tmp_path / "benchmark.yaml").write_text(
        f"name: kit\nrows: kit.tsv\n{images}columns: {{domain: category}}\ndomains: {{angles: plane geometry}}\n"
    )
    pd.DataFrame(rows).to_csv(tmp_path / "kit.tsv", sep="\t", index=False, quoting=1)
    items = items_of(str(tmp_path), tmp_path)
    assert [item.question.id for item in items] == ["0", "1", "2"]
    assert [[open_image(image).width for image in item.question.images] for item in items] == [[9], [9], [9, 4]]
    assert items[0].question.choices == ("1", "2")
    assert items[2].question.choices == ()
    assert {item.domain for item in items} == {"plane geometry"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"answer": None}, "column 'answer': expected the right answer, found nothing"),
        ({"question": None, "image": None}, "column 'question': expected a text, or a picture that asks"),
        ({"choices": ["1", "2"], "answer": "7"}, "'7' is not among the choices ['1', '2']"),
        ({"choices": ["B", "A"], "answer": "A"}, "'A' is one option's letter and another's text"),
        ({"choices": ["x"]}, "expected two options or more"),
        ({"choices": ["x", "x"]}, "two options are the same"),
        ({"choices": "['x', __import__('os').getcwd()]"}, "column 'choices': expected a list as text"),
        ({"choices": "[" * 100_001}, "at most 100000 are read as a list"),
        ({"choices": "[" * 50_000}, "column 'choices': expected a list as text"),
        ({"kind": "essay"}, "column 'kind': no 'essay'"),
        ({"kind": "choice"}, "'choice' without choices"),
        ({"kind": "choices", "choices": ["1", "2"], "answer": "A, D"}, "expected letters of 2 options"),
        ({"tolerance": {"relative": 1}}, "column 'tolerance': expected abs, rel or decimals"),
        ({"tolerance": {"decimals": 10**9}}, "column 'tolerance': decimals: expected 0 to 30, found 1000000000"),
        ({"tolerance": {"abs": -1}}, "column 'tolerance': abs: expected a number from 0"),
        ({"A": "1", "B": "2", "D": "3", "answer": "1"}, "column 'C': expected an option, found nothing"),
        ({"answer": "x" * 100_000, "kind": "integer"}, "xxx"),
        ({"domain": "x" * 10**6}, "column 'domain': no 'xxx"),
        ({"tolerance": "5 %"}, "column 'tolerance': expected a list as text"),
        ({"facts": {"a": [1]}}, "column 'facts': expected names with their values"),
        ({"facts": {"Sales": 1}, "program": "'Sale' + 1"}, "no fact 'Sale'. Did you mean 'Sales'?"),
        ({"program": "1 +"}, "column 'program'"),
        ({"facts": {"a": 1}, "program": "'a' + 1"}, "the program gives 2, the answer says 5"),
        ({"domain": "charts"}, "column 'domain': no 'charts'. Did you mean 'chart'?"),
        ({"task": "guess"}, "column 'task': no 'guess'"),
        ({"image": "2.png"}, "2.png: No such file"),
        ({"image": "../../etc/passwd"}, "leads out of"),
        ({"image": "torn.png"}, "torn.png cannot be decoded"),
        ({"image": "link.png"}, "leads out of"),
        ({"image": "x" * 300}, "expected the path of a picture, found 'pictures/xxx"),
        ({"image": "1.png\u0000"}, "expected the path of a picture"),
        ({"answer": "x" * 5000, "choices": ["1", "2"]}, "... (5"),
        ({"domain": "\x1b[31mred"}, "no '�[31mred'"),
        ({"image": "pipe.png"}, "pipe.png is no file"),
        ({"answer": "many", "kind": "integer"}, "the gold answer 'many' is not one number"),
        ({"id": "a"}, "the id 'a' was met before"),
    ],
)  # fmt: skip
def test_check_data_says_what_is_wrong_where(changes: dict[str, Any], says: str, tmp_path: Path) -> None:
    row = {"id": "bad", "question": "2 + 3?", "answer": "5", "image": "1.png", **changes}
    folder(tmp_path / "mine", [GOOD[0], row, GOOD[1]])
    pictures = tmp_path / "mine" / "pictures"
    (pictures / "torn.png").write_bytes(png()[:40])
    (pictures / "link.png").symlink_to("/etc/hostname")
    os.mkfifo(pictures / "pipe.png")
    done = mmbench("check-data", str(tmp_path / "mine"))
    assert done.returncode == 5, done.stderr
    [problem, last] = done.stdout.splitlines()
    assert len(problem) < 1500
    assert says in problem
    assert "rows.jsonl, row 2" in problem
    assert last == "3 rows, 1 bad, 2 pictures; good ones: chart 2" or last.startswith("3 rows, 1 bad, 3 pictures")


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("name: mine\n", "missing required field `rows`"),
        ("name: mine\nrow: x", "no key 'row'. Did you mean 'rows'?"),
        ("- a\n", "expected a mapping"),
        ("a: [", "is not YAML"),
        ("name: mine\nrows: rows.jsonl\nversion: 2024-13-01", "is not YAML: month must be in 1..12"),
        ("name: mine\nrows: rows.jsonl\ntolerance: {rel: .inf}", "tolerance: rel: expected a number from 0"),
        ("name: mine\nrows: rows.jsonl\nbreakdowns: [lvel]", "breakdowns: rows.jsonl has no column 'lvel'"),
        ("name: mine\nrows: &a [x, x]\ntitle: *a", "anchors and aliases are not read"),
        ("name: mine\nrows: rows.jsonl\ncolumns: {ask: q}", "no role 'ask'"),
        (
            "name: mine\nrows: rows.jsonl\ncolumns: {question: quetsion}",
            "has no column 'quetsion'. Did you mean 'question'?",
        ),
        ("name: mine\nrows: rows.jsonl\ndomain: charts", "Domains: algebra"),
        ("name: a/b\nrows: rows.jsonl", "expected a name without '/'"),
        ("name: mine\nrows: ../rows.jsonl", "leads out of the folder"),
        ("name: mine\nrows: none.jsonl", "none.jsonl: No such file"),
        ("name: mine\nrows: rows.jsonl\nkind: essay", "Invalid"),
        ("!!python/object/apply:os.system ['true']", "is not YAML"),
    ],
)
def test_a_bad_benchmark_yaml_is_exit_2(settings: str, says: str, tmp_path: Path) -> None:
    done = mmbench("check-data", str(folder(tmp_path, settings=settings)))
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert says in done.stderr
    assert "benchmark.yaml" in done.stderr or "jsonl" in done.stderr


def test_no_folder_and_no_settings_say_what_to_do(tmp_path: Path) -> None:
    assert "no such folder" in mmbench("check-data", str(tmp_path / "x")).stderr
    done = mmbench("check-data", str(tmp_path))
    assert (done.returncode, "write one (docs/own-benchmark.md)" in done.stderr) == (2, True)
    with pytest.raises(UsageError, match="needs a folder"):
        make_benchmark("folder", None)


def test_a_single_good_row_is_counted(tmp_path: Path) -> None:
    done = mmbench("check-data", str(folder(tmp_path, GOOD[:1])))
    assert (done.returncode, done.stdout) == (0, "1 rows, 0 bad, 1 pictures; good ones: chart 1\n")


def test_published_data_is_checked_by_the_benchmark_s_name(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    row = {"id": "1", "question": "?", "options": [], "answer": "6", "level": 1, "subject": "origami", "image": "1.jpg"}
    (tmp_path / "data" / "test.jsonl").write_text(json.dumps(row))
    done = mmbench("check-data", str(tmp_path), "--benchmark", "mathvision", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["rows"], found["bad"]) == (5, 1, 1)
    assert "no domain for the label 'origami'" in found["problems"][0]


def test_a_column_may_be_two_things_and_json_leaves_out_what_is_empty(tmp_path: Path) -> None:
    settings = "columns: {question: ask, prompt: ask, domain: topic, solution: why}\nbreakdowns: [topic, level]\n"
    rows: list[dict[str, Any]] = [
        {"id": "1", "ask": "2 + 3?", "answer": "5", "topic": "chart"},
        {"id": "2", "ask": "2 + 4?", "answer": "6", "topic": "table", "why": "It is.", "level": 3},
    ]
    first, second = items_of(str(folder(tmp_path, rows, SETTINGS + settings)), tmp_path)
    assert (first.question.text, first.question.prompt, first.domain) == ("2 + 3?", "2 + 3?", "chart")
    assert (second.key.solution, second.metadata) == ("It is.", {"topic": "table", "level": "3"})


def test_rows_without_ids_in_several_tables_are_told_apart(tmp_path: Path) -> None:
    settings = SETTINGS.replace("rows.jsonl", "[rows.jsonl, more.jsonl]")
    rows = [{"question": "2 + 3?", "answer": "5"}, {"id": "", "question": "2 + 4?", "answer": "6"}]
    folder(tmp_path, rows, settings)
    (tmp_path / "more.jsonl").write_text((tmp_path / "rows.jsonl").read_text())
    names = [item.question.id for item in items_of(str(tmp_path), tmp_path)]
    assert names == ["rows.jsonl-1", "rows.jsonl-2", "more.jsonl-1", "more.jsonl-2"]


def test_a_picture_is_referred_to_across_splits_and_in_one_step(tmp_path: Path) -> None:
    picture = base64.b64encode(png(9)).decode()
    rows = [
        {"id": "a", "image": picture, "split": "train"},
        {"id": "b", "image": "a", "split": "test"},
        {"id": "c", "image": "b", "split": "test"},
    ]
    settings = "name: kit\nrows: rows.jsonl\nimages: base64\ndomain: chart\n"
    folder(tmp_path, [{**row, "question": "?", "answer": "1"} for row in rows], settings)
    benchmark = make_benchmark(str(tmp_path), None, "test")
    second, third = benchmark.rows()
    assert [open_image(image).width for image in benchmark.item(second).question.images] == [9]
    with pytest.raises(BadItem, match="expected the id of a row with a picture, found 'b', which has none"):
        benchmark.item(third)


def test_a_megabyte_of_spaces_is_soon_known_to_be_no_picture(tmp_path: Path) -> None:
    rows = [{"id": "1", "question": "?", "answer": "1", "image": "A" * 100 + " " * 2**20 + "!"}]
    folder(tmp_path, rows, "name: mine\nrows: rows.jsonl\ndomain: chart\n")
    start = time.process_time()
    [row] = make_benchmark(str(tmp_path), None).rows()
    assert time.process_time() - start < 2
    assert row.id == "1"


def test_a_pipe_or_a_large_file_is_no_benchmark_yaml(tmp_path: Path) -> None:
    folder(tmp_path, settings=SETTINGS + "#" * 1_000_001)
    with pytest.raises(UsageError, match="at most 1000000 are read"):
        make_benchmark(str(tmp_path), None)
    (tmp_path / "benchmark.yaml").unlink()
    os.mkfifo(tmp_path / "benchmark.yaml")
    with pytest.raises(UsageError, match="found no regular file"):
        make_benchmark("folder", tmp_path)
