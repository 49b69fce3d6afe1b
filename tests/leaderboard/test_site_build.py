"""What `mmbench site build` writes: the report's numbers, only pictures that may be published, and all or nothing."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from click.testing import CliRunner
from report_support import an_item, ask, given_as, key_of
from support import ROOT, Scripted, mmbench, png

from mmbench.cli import cli
from mmbench.config import EvalConfig
from mmbench.errors import RunError, UsageError
from mmbench.evaluate import evaluate
from mmbench.images import file_image
from mmbench.leaderboard.entries import Entry
from mmbench.leaderboard.site.build import build_site
from mmbench.leaderboard.site.checking import check_site
from mmbench.leaderboard.site.serving import served
from mmbench.leaderboard.site.words import translator
from mmbench.records import BenchmarkCard
from mmbench.reports.html.formats import count, interval, percent
from mmbench.reports.reporting.build import build_report
from mmbench.reports.results import load_results

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mmbench.interfaces import Benchmark
    from mmbench.records import LineKey

ITEMS = 80


def number(key: LineKey) -> int:
    return int(key.item.rpartition("/")[2])


def some(n: int = ITEMS) -> list[Any]:
    return [
        an_item(
            str(k),
            domain=("几何", "chart", "table")[k % 3],
            difficulty=str(k % 2),
            skills=(f"skill {k % 4}",),
            cluster=f"figure {k // 2}" if k % 3 == 1 else "",
            metadata={"source": f"source {k % 5}"},
        )
        for k in range(n)
    ]


def asked(
    out: Path, right: Callable[[LineKey], bool], benchmarks: tuple[str, ...] = ("first", "second"), **more: Any
) -> Path:
    given: dict[str, Benchmark] = {each: given_as(BenchmarkCard(name=each, title=each), some()) for each in benchmarks}
    model = Scripted(lambda request: "7" if right(key_of(request)) else "8")
    return evaluate(EvalConfig(model="scripted", out=str(out), **more), model=model, benchmarks=given).path


def data(site: Path, name: str) -> Any:
    text = (site / "data" / f"{name}.js").read_text("utf-8")
    start = f'mmbench.receive("{name}", '
    assert text.startswith(start)
    return json.loads(text.removeprefix(start).removesuffix(");\n"))


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("runs")
    return [
        asked(folder / "one", lambda key: number(key) % 4 != 0),
        asked(folder / "two", lambda key: number(key) % 3 == 0),
        asked(folder / "three", lambda key: number(key) % 5 != 0, ("first",)),
        asked(folder / "four", lambda key: number(key) % 7 > key.repeat, repeats=3, temperature=0.5),
    ]


@pytest.fixture(scope="module")
def site(runs: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "public"
    build_site([Entry(path, path.name) for path in runs], out)
    return out


def test_the_whole_report_is_there_as_report_writes_it(runs: list[Path], site: Path) -> None:
    report = msgspec.to_builtins(build_report(runs))
    shown = json.loads((site / "data" / "report.json").read_bytes())
    for run, path in zip(report["runs"], runs, strict=True):
        run["path"] = path.name
    assert shown == json.loads(msgspec.json.encode(report))


def test_the_index_has_the_report_s_scores_and_each_line_s_outcome(runs: list[Path], site: Path) -> None:
    index = data(site, "index")
    for told, run in zip(index["runs"], build_report(runs).runs, strict=True):
        overall = run.overall
        assert (told["accuracy"], told["low"], told["high"], told["n"]) == (
            overall.accuracy, overall.low, overall.high, overall.n,
        )  # fmt: skip
        assert (told["label"], told["slug"]) == (run.label, run.slug)
    keys = index["items"]["key"]
    assert len(keys) == len(set(keys)) == 2 * ITEMS
    assert index["items"]["text"] == [f"How long is {key.rpartition('/')[2]}?" for key in keys]
    domains = index["facets"]["domain"]
    assert [domains["values"][k] for k in domains["of"]][:3] == ["几何", "chart", "table"]
    assert index["facets"]["skill"]["of"][5] == [1]
    assert "language" not in index["facets"], "a label that is the same for all is no facet"
    for k, path in enumerate(runs):
        results = load_results(path)
        expected = {}
        for lines, _ in results.by_cell():
            marks = {"r" if row.outcome == "right" else "w" for row in lines}
            expected[lines[0].item] = marks.pop() if len(marks) == 1 else "p"
        assert index["outcomes"][k] == "".join(expected.get(key, "-") for key in keys)
    assert index["scores"][:3] == [None, None, None]
    assert index["scores"][3][1] == pytest.approx(1 / 3, abs=1e-4)


@pytest.mark.parametrize(("a", "b"), [(0, 1), (1, 0), (0, 3), (3, 1)])
def test_every_pair_has_the_numbers_of_compare(runs: list[Path], site: Path, a: int, b: int) -> None:
    told = CliRunner().invoke(cli, ["compare", str(runs[a]), str(runs[b]), "--across", "sampling", "--json"])
    assert told.exit_code == 0, told.output
    (pair,) = json.loads(told.stdout)["pairs"]
    slugs = [each["slug"] for each in data(site, "index")["runs"]]
    shown = data(site, f"pairs/{slugs[a]}")[b]
    parts = [(shown["overall"], pair["overall"]), *zip(shown["domains"], pair["domains"], strict=True)]
    assert len(parts) == 4
    for ours, theirs in parts:
        for name in ("name", "items", "clusters", "few", "wins", "losses", "method", "test"):
            assert ours[name] == theirs[name]
        for name in ("difference", "low", "high", "p", "q", "detectable"):
            assert ours[name] == pytest.approx(theirs[name], abs=1e-9), name
        for side, name in (("a", "baseline"), ("b", "candidate")):
            for part in ("accuracy", "low", "high"):
                assert ours[side][part] == pytest.approx(theirs[name][part], abs=1e-9)


def test_a_pair_that_was_not_asked_the_same_says_so(site: Path) -> None:
    index = data(site, "index")
    refused = data(site, f"pairs/{index['runs'][0]['slug']}")[2]["refused"]
    assert "cannot be compared" in refused
    assert "80 only in scripted (one)" in refused
    assert "--common" not in refused, "no option of a site"
    assert "/" not in refused.replace("second/", ""), "no path"
    assert data(site, f"pairs/{index['runs'][0]['slug']}")[0] is None


def text_of(page: Path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.read_text("utf-8")))


@pytest.mark.parametrize("language", ["", "zh"])
def test_every_number_of_every_leaderboard_is_on_its_page_with_n_and_interval(
    runs: list[Path], site: Path, language: str
) -> None:
    report = build_report(runs)
    words = translator(language or "en")("{low} to {high}")
    pages = {board.name: site / language / "domains" / f"{slug}.html" for board, slug in zip(
        report.leaderboards[1:], ("chart", "table", "domain"), strict=True)}  # fmt: skip
    pages |= {board.name: site / language / "benchmarks" / f"{board.name}.html" for board in report.benchmarks}
    index = text_of(site / language / "index.html")
    for board in (*report.leaderboards, *report.benchmarks):
        text = text_of(pages[board.name]) if board.name else index
        for place in board.places:
            if place.group is None:
                continue
            for page in {text, index} if board not in report.benchmarks else {text}:
                assert percent(place.group.accuracy) in page
                assert interval(place.group.low, place.group.high, words) in page
                assert count(place.group.n) in page
    scores = re.findall(r'<td class="score"[^>]* data-v=[^>]*>', (site / language / "index.html").read_text())
    assert len(scores) > 4 * len(runs)
    assert all(re.search(r' data-low="0\.\d+" data-high="[01]\.\d+" data-n="[1-9]\d*"', score) for score in scores)
    for run in report.runs:
        assert run.macro is not None
        assert percent(run.macro.value) in index
        assert interval(run.macro.low, run.macro.high, words) in index
        model = text_of(site / language / "models" / f"{run.slug}.html")
        for group in (each for kind in run.groups.values() for each in kind):
            assert percent(group.accuracy) in model
            assert interval(group.low, group.high, words) in model


def test_no_page_and_no_data_names_a_folder_of_this_machine(runs: list[Path], site: Path, tmp_path: Path) -> None:
    secret = str(runs[0].parent).encode()
    for path in site.rglob("*"):
        if path.is_file():
            assert secret not in path.read_bytes(), path
    assert site.parent.joinpath(".public.new").exists() is False
    assert site.parent.joinpath(".public.old").exists() is False


def test_a_local_checkpoint_is_called_by_the_last_part_of_its_folder(tmp_path: Path) -> None:
    class Local(Scripted):
        def identity(self) -> dict[str, str]:
            return {"name": "/home/somebody/secret/ckpt-9", "spec": "hf:/home/somebody/secret/ckpt-9"}

    for name in ("one", "two"):
        model = Local(lambda request: "7")
        config = EvalConfig(model="scripted", out=str(tmp_path / name))
        evaluate(config, model=model, benchmarks={"given": given_as(BenchmarkCard(name="given", title=""), some(4))})
    site = tmp_path / "site"
    build_site([Entry(tmp_path / name, name) for name in ("one", "two")], site)
    told = data(site, "index")["runs"]
    assert [(each["label"], each["slug"]) for each in told] == [
        ("ckpt-9 (one)", "ckpt-9-one"),
        ("ckpt-9 (two)", "ckpt-9-two"),
    ]
    assert (site / "models" / "ckpt-9-two.html").exists()
    for path in site.rglob("*"):
        assert path.is_dir() or b"somebody" not in path.read_bytes(), path


def with_pictures(folder: Path, name: str, republishable: bool) -> Path:
    folder.mkdir(parents=True)
    for k in range(3):
        (folder / f"{k}.png").write_bytes(png(2000, 100, ("red", "blue", "green")[k]))
    (folder / "broken.png").write_bytes(b"no picture")
    names = ("0.png", "1.png", "2.png", "0.png", "broken.png", "missing.png")
    items = [an_item(str(k), domain="chart", images=(file_image(folder, each),)) for k, each in enumerate(names)]
    card = BenchmarkCard(name=name, title=name, licence="None <given>", images_republishable=republishable)
    model = Scripted(lambda request: "7", images=True)
    config = EvalConfig(model="scripted", out=str(folder / "run"), max_failures="100%")
    return evaluate(config, model=model, benchmarks={name: given_as(card, items)}).path


def test_pictures_are_published_only_where_the_licence_lets_them_be(tmp_path: Path) -> None:
    from PIL import Image

    free = with_pictures(tmp_path / "free", "free", republishable=True)
    closed = with_pictures(tmp_path / "closed", "closed", republishable=False)
    site = tmp_path / "site"
    build_site([Entry(free, "free"), Entry(closed, "closed")], site)
    items = data(site, "items/0")
    shown = [each["pictures"] for each in items[:6]]
    assert shown[0] == shown[3], "one file for one picture"
    assert [picture["file"] != "" for (picture,) in shown] == [True, True, True, True, False, False]
    assert {path.relative_to(site).as_posix() for path in (site / "pictures").iterdir()} == {
        each[0]["file"] for each in shown[:3]
    }
    with Image.open(site / shown[0][0]["file"]) as picture:
        assert picture.size == (640, 32) == (shown[0][0]["width"], shown[0][0]["height"])
    assert all(each["pictures"] == [] and each["withheld"] == "None <given>" for each in items[6:])
    first = site / shown[0][0]["file"]
    before = first.stat().st_mtime_ns, first.read_bytes()
    (tmp_path / "free" / "0.png").unlink()
    build_site([Entry(free, "free")], site)
    assert first.read_bytes() == before[1], "taken from the site that was there"
    build_site([Entry(closed, "closed")], site)
    assert list((site / "pictures").iterdir()) == []
    assert not (site / "models" / "scripted-free.html").exists(), "nothing of the old site is left"


def test_a_gold_answer_that_is_not_known_is_taken_from_a_run_that_knows_it(tmp_path: Path) -> None:
    run = ask(tmp_path / "run", some(8), lambda key: True)
    other = ask(tmp_path / "other", some(8), lambda key: False)
    build_site([Entry(other, "claims", status="self-reported", claimed=0.9), Entry(run, "run")], tmp_path / "both")
    build_site([Entry(other, "claims", status="self-reported", claimed=0.9)], tmp_path / "alone")
    assert [item["gold"] for item in data(tmp_path / "both", "items/0")] == ["7"] * 8
    assert [item["gold"] for item in data(tmp_path / "alone", "items/0")] == [""] * 8
    for page in ("index.html", "models/scripted-other.html", "about.html"):
        assert "self-reported" in (tmp_path / "both" / page).read_text(), page
    assert "90.0 %" in text_of(tmp_path / "both" / "models" / "scripted-other.html")


def test_items_that_share_a_key_and_differ_are_two(tmp_path: Path) -> None:
    one = ask(tmp_path / "one", some(4), lambda key: True)
    items = [msgspec.structs.replace(item, key=msgspec.structs.replace(item.key, answer="8")) for item in some(4)]
    two = ask(tmp_path / "two", items, lambda key: True)
    build_site([Entry(one, "one"), Entry(two, "two")], tmp_path / "site")
    index = data(tmp_path / "site", "index")
    assert index["items"]["key"][::4] == ["given/0", "given/0~2"]
    assert index["outcomes"] == ["rrrr----", "----wwww"]
    assert [item["gold"] for item in data(tmp_path / "site", "items/0")] == ["7"] * 4 + ["8"] * 4
    assert data(tmp_path / "site", "answers/scripted-two/0")[:5] == [None] * 4 + [
        data(tmp_path / "site", "answers/scripted-two/0")[4]
    ]


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    run = ask(tmp_path / "run", some(4), lambda key: True)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.tex").write_text("years of work")
    (tmp_path / "file").write_text("")
    for out in (tmp_path / "home", tmp_path / "file", run):
        with pytest.raises(UsageError, match="is no site of ours"):
            build_site([Entry(run, "run")], out)
    assert (tmp_path / "home" / "thesis.tex").read_text() == "years of work"
    (tmp_path / "empty").mkdir()
    build_site([Entry(run, "run")], tmp_path / "empty")
    assert check_site(tmp_path / "empty") > 0


def test_a_build_that_fails_or_is_killed_leaves_the_old_site(tmp_path: Path) -> None:
    run = ask(tmp_path / "run", some(40), lambda key: True)
    site = tmp_path / "site"
    build_site([Entry(run, "run")], site)
    before = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    broken = ask(tmp_path / "broken", some(4), lambda key: True)
    (broken / "verdicts.jsonl").write_text("")
    with pytest.raises(RunError, match="mmbench score"):
        build_site([Entry(run, "run"), Entry(broken, "broken")], site)
    command = [sys.executable, "-m", "mmbench", "site", "build", str(run), "--out", str(site), "--title", "new"]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL)
    fresh = tmp_path / ".site.new"
    for _ in range(2000):
        if fresh.exists() or process.poll() is not None:
            break
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
    build_site([Entry(run, "run")], site, "new")
    assert not fresh.exists()
    assert "new" in (site / "index.html").read_text()


def test_the_command_takes_runs_archives_and_folders_of_them(tmp_path: Path) -> None:
    for name, option in (("a", "seed=1"), ("b", "seed=2")):
        done = mmbench(
            "eval", "--model", "student", "--model-option", option, "--benchmark", "figures:n=40,seed=3",
            "--out", str(tmp_path / "runs" / name),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert mmbench("submit", str(tmp_path / "runs" / "a"), "--out", str(tmp_path / "in" / "sub.zip")).returncode == 0
    out = tmp_path / "site"
    done = mmbench("site", "build", str(tmp_path / "runs"), str(tmp_path / "in"), "--out", str(out), "--title", "Ours")
    assert done.returncode == 0, done.stderr
    assert "3 runs, 40 items" in done.stderr
    index = data(out, "index")
    assert [each["status"] for each in index["runs"]] == ["run", "run", "rescored"]
    assert index["outcomes"][0] == index["outcomes"][2]
    assert {each["sort"] for each in index["runs"]} == {"simulated"}
    checked = mmbench("site", "check", str(out), str(tmp_path / "in"))
    assert checked.returncode == 0, checked.stderr
    assert "nothing missing, nothing from elsewhere" in checked.stdout
    assert "sub.zip: rescored" in checked.stdout


def test_a_name_that_a_stranger_chose_does_not_drive_the_terminal(tmp_path: Path) -> None:
    run = mmbench(
        "eval", "--model", "student", "--benchmark", "figures:n=8", "--limit", "4", "--out", str(tmp_path / "r")
    )
    assert run.returncode == 0, run.stderr
    archive = str(tmp_path / "x.zip")
    assert mmbench("submit", str(tmp_path / "r"), "--out", archive, "--name", "\x1b[31mred").returncode == 0
    done = mmbench("site", "build", archive, "--out", str(tmp_path / "site"))
    assert done.returncode == 0, done.stderr
    assert "[31mred: a selection was asked" in done.stderr
    assert "\x1b" not in done.stderr + mmbench("site", "check", archive).stdout


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        ((), 2, "found none"),
        (("nowhere",), 2, "holds no run"),
        (("run", "run"), 2, "given more than once"),
        (("unscored",), 3, "mmbench score"),
        (("bad.zip",), 3, "bad.zip"),
        (("run", "--data", "x"), 2, "KEY=VALUE"),
    ],
)
def test_what_cannot_be_built_says_why(tmp_path: Path, arguments: tuple[str, ...], status: int, says: str) -> None:
    ask(tmp_path / "run", some(4), lambda key: True)
    (ask(tmp_path / "unscored", some(4), lambda key: True) / "summary.json").unlink()
    (tmp_path / "bad.zip").write_text("no archive")
    done = mmbench("site", "build", *arguments, "--out", "site", cwd=tmp_path)
    assert done.returncode == status, done.stderr
    assert says in done.stderr
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ('<a href="models/nobody.html">x</a>', "refers to models/nobody.html, which is not there"),
        ('<a href="../../secret.html">x</a>', "which is not there"),
        ('<img src="https://example.org/x.png">', "loads from elsewhere"),
        ('<script src="//example.org/x.js"></script>', "loads from elsewhere"),
        ("<script>alert(1)</script>", "a script or style of its own"),
        ('<p onclick="alert(1)">x</p>', "a script or style of its own: onclick"),
        ('<p style="color: red">x</p>', "a script or style of its own: style"),
    ],
)
def test_a_site_that_is_not_whole_is_found_out(site: Path, page: str, says: str) -> None:
    about = site / "about.html"
    text = about.read_text()
    try:
        about.write_text(text.replace("</main>", f"{page}</main>"))
        with pytest.raises(RunError, match=re.escape(says)):
            check_site(site)
        about.write_text(text.replace("default-src 'none'", "default-src *").replace("default-src &#39;none&#39;", "x"))
        with pytest.raises(RunError, match="policy"):
            check_site(site)
    finally:
        about.write_text(text)
    assert check_site(site) > 10


def test_a_site_is_served_to_this_machine_alone(site: Path, tmp_path: Path) -> None:
    with served(site, 0) as server:
        assert server.server_address[0] == "127.0.0.1"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/") as answer:
            assert b"<h1" in answer.read()
        with pytest.raises(UsageError, match="give another, or 0"):
            served(site, server.server_port)
        server.shutdown()
    done = mmbench("site", "serve", str(tmp_path))
    assert (done.returncode, "holds no site" in done.stderr) == (2, True)
