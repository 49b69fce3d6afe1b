"""`mmbench report` from the command line: what it writes, what it says of runs that are odd, what it refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from report_support import an_item, ask, given_as, key_of
from support import Scripted, mmbench

from mmbench.cli import cli
from mmbench.config import EvalConfig
from mmbench.errors import MmbenchError, RunError, UsageError
from mmbench.evaluate import evaluate
from mmbench.records import BenchmarkCard
from mmbench.reports.reporting.build import build_report
from mmbench.reports.reporting.figures import Report, RunReport
from mmbench.rescore import score_run
from mmbench.rundir import Writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mmbench.interfaces import Benchmark
    from mmbench.records import LineKey


def some(n: int, domains: int = 2) -> list[Any]:
    return [an_item(str(k), domain=f"domain {k % domains}", difficulty=str(k % 3)) for k in range(n)]


def number(key: LineKey) -> int:
    return int(key.item.rpartition("/")[2])


def report(*runs: Path, out: Path, **options: Any) -> Result:
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    arguments = ["report", *map(str, runs), "--out", str(out), "--no-plots", *flags]
    return CliRunner().invoke(cli, arguments, catch_exceptions=True)


def read(out: Path) -> Report:
    return msgspec.json.decode((out / "report.json").read_bytes(), type=Report)


def test_two_runs_from_end_to_end(tmp_path: Path) -> None:
    good = ask(tmp_path / "good", some(60), lambda key: number(key) % 10 != 0)
    bad = ask(tmp_path / "bad", some(60), lambda key: number(key) % 10 == 0)
    out = tmp_path / "report"
    done = mmbench("report", str(bad), str(good), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert "1     scripted (good)" in done.stdout
    assert f"wrote {out}/index.html" in done.stderr
    found = read(out)
    assert [run.label for run in found.runs] == ["scripted (bad)", "scripted (good)"]
    assert [board.name for board in found.leaderboards] == ["", "domain 0", "domain 1"]
    assert all(board.alike for board in found.leaderboards)
    assert [(p.label, p.best, p.worst) for p in found.leaderboards[0].places] == [
        ("scripted (good)", 1, 1), ("scripted (bad)", 2, 2),
    ]  # fmt: skip
    for name in ("index.html", "report.md", "report.json", "tables/leaderboard.csv", "tables/domains.tex",
                 "plots/leaderboard.svg", "runs/scripted-good/report.md", "runs/scripted-good/index.html",
                 "runs/scripted-good/tables/by-level.csv", "runs/scripted-good/plots/by-domain.png",
                 "runs/scripted-good/model-index.yml"):  # fmt: skip
        assert (out / name).stat().st_size > 100, name
    for run in found.runs:
        alone = (out / "runs" / run.slug / "report.json").read_bytes()
        assert msgspec.json.decode(alone, type=RunReport) == run
    again = mmbench("report", str(bad), str(good), "--out", str(tmp_path / "again"), "--no-plots")
    assert again.returncode == 0
    assert (tmp_path / "again" / "report.json").read_bytes() == (out / "report.json").read_bytes()
    assert (tmp_path / "again" / "report.md").read_bytes() == (out / "report.md").read_bytes()


def test_json_is_printed_and_is_the_file(tmp_path: Path) -> None:
    run = ask(tmp_path / "run", some(4), lambda key: True)
    done = mmbench("report", str(run), "--out", str(tmp_path / "report"), "--no-plots", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads((tmp_path / "report" / "report.json").read_bytes())


@pytest.mark.parametrize("right", [True, False])
def test_all_right_and_all_wrong_have_intervals(right: bool, tmp_path: Path) -> None:
    run = ask(tmp_path / "run", some(40), lambda key: right)
    assert report(run, out=tmp_path / "report").exit_code == 0
    [found] = read(tmp_path / "report").runs
    assert found.overall.accuracy == float(right)
    assert found.macro is not None
    groups = [found.overall, *(group for groups in found.groups.values() for group in groups)]
    assert all(group.low is not None and group.high is not None and group.low < group.high for group in groups)
    assert found.macro.low is not None
    assert found.macro.high is not None
    assert found.macro.low < found.macro.high
    assert bool(found.mistakes) != right
    page = (tmp_path / "report" / "runs" / "scripted" / "report.md").read_text()
    assert f"Accuracy: {100 * right}.0 % (95 % interval" in page
    assert "Worst domain (of few items: no domain has 30 independent ones)" in page


def test_all_failed_is_told(tmp_path: Path) -> None:
    def fail(key: LineKey) -> bool:
        raise ConnectionError("gone")

    run = ask(tmp_path / "run", some(40), fail)
    assert report(run, out=tmp_path / "report").exit_code == 0
    [found] = read(tmp_path / "report").runs
    assert (found.overall.failed, found.overall.missing, found.overall.accuracy) == (40, 0, 0.0)
    assert found.overall.accuracy_without_failed is None
    assert "40 of 40 lines failed and count as not right" in found.notes


def rescored(run: Path) -> Path:
    with Writer(run) as writer:
        score_run(writer)
    return run


def test_a_run_without_a_response_is_reported_as_such(tmp_path: Path) -> None:
    run = ask(tmp_path / "run", some(40), lambda key: True)
    (run / "responses.jsonl").unlink()
    rescored(run)
    done = report(run, out=tmp_path / "report")
    assert done.exit_code == 0, done.output
    [found] = read(tmp_path / "report").runs
    assert (found.overall.n, found.overall.missing, found.overall.failed) == (40, 40, 40)
    assert "incomplete: no line has a response; such lines count as failed" in found.notes
    assert "no model-index.yml" in done.stderr
    assert not (tmp_path / "report" / "runs" / "scripted" / "model-index.yml").exists()


def test_lines_without_a_response_count_as_failed(tmp_path: Path) -> None:
    run = ask(tmp_path / "run", some(40), lambda key: True)
    lines = (run / "responses.jsonl").read_bytes().splitlines(keepends=True)
    (run / "responses.jsonl").write_bytes(b"".join(lines[:-10]))
    rescored(run)
    assert report(run, out=tmp_path / "report").exit_code == 0
    [found] = read(tmp_path / "report").runs
    assert (found.overall.accuracy, found.overall.accuracy_without_failed) == (0.75, 1.0)
    assert (found.overall.failed, found.overall.missing, found.overall.n) == (10, 10, 40)
    assert sum(group.missing for group in found.groups["domain"]) == 10
    assert "incomplete: 10 of 40 lines have no response; such lines count as failed" in found.notes


def test_a_run_without_items_is_reported_as_such(tmp_path: Path) -> None:
    run = ask(tmp_path / "run", some(3), lambda key: True)
    for name in ("items.jsonl", "responses.jsonl"):
        (run / name).write_bytes(b"")
    rescored(run)
    other = ask(tmp_path / "other", some(3), lambda key: True)
    done = report(run, other, out=tmp_path / "report")
    assert done.exit_code == 0, done.output
    found = read(tmp_path / "report")
    assert (found.runs[0].overall.n, found.runs[0].overall.accuracy, found.runs[0].macro) == (0, None, None)
    assert "no item was asked: there is nothing to report" in found.runs[0].notes
    assert [place.group is None for place in found.leaderboards[0].places] == [False, True]
    alone = report(run, out=tmp_path / "alone")
    assert alone.exit_code == 0, alone.output


def test_one_item_is_marked_few_and_has_a_wide_interval(tmp_path: Path) -> None:
    run = ask(tmp_path / "run", some(1), lambda key: True)
    assert report(run, out=tmp_path / "report").exit_code == 0
    [found] = read(tmp_path / "report").runs
    assert (found.overall.few, found.overall.high) == (True, 1.0)
    assert found.overall.low is not None
    assert found.overall.low < 0.25
    assert "only 1 independent item was asked: too few to rank or compare by" in found.notes


def test_runs_that_were_not_asked_the_same_have_no_ranks(tmp_path: Path) -> None:
    first = ask(tmp_path / "first", some(40), lambda key: True)
    other = ask(tmp_path / "other", some(40)[::2], lambda key: False)
    done = report(first, other, out=tmp_path / "report")
    assert done.exit_code == 0, done.output
    found = read(tmp_path / "report")
    whole, same, missing = found.leaderboards
    assert (whole.alike, same.alike, missing.alike) == (False, True, False)
    assert [place.best for place in whole.places] == [None, None]
    assert [(place.best, place.worst) for place in same.places] == [(1, 1), (2, 2)]
    assert [place.group is None for place in missing.places] == [False, True]
    assert missing.notes == ("1 of 2 runs was not asked any of it",)
    page = (tmp_path / "report" / "report.md").read_text()
    assert "| scripted (other) | - | - | - | - | - | - | - |" in page
    assert "no ranks are given" in page
    assert any("scripted (other) was not asked as scripted (first): items: 20 only in" in note for note in found.notes)
    assert not any("--common" in note for note in found.notes), "a report has no such option"


def test_another_checker_gives_no_ranks(tmp_path: Path) -> None:
    runs = [ask(tmp_path / name, some(40), lambda key: True) for name in ("one", "two")]
    summary = json.loads((runs[1] / "summary.json").read_bytes())
    (runs[1] / "summary.json").write_text(json.dumps({**summary, "checker": "another"}))
    found = build_report(runs)
    assert not any(board.alike for board in found.leaderboards)
    assert any("answer checker" in note for note in found.leaderboards[0].notes)
    assert any("checker: " in note for note in found.notes)


def test_items_that_belong_together_are_few_where_their_groups_are(tmp_path: Path) -> None:
    items = [an_item(str(k), domain="chart", cluster=f"figure {k // 20}") for k in range(80)]
    [found] = build_report([ask(tmp_path / "run", items, lambda key: number(key) < 40)]).runs
    assert (found.overall.items, found.overall.clusters, found.overall.few) == (80, 4, True)
    assert found.overall.method == "clustered"


def damage(run: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    (run / name).write_bytes(change((run / name).read_bytes()))


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("verdicts.jsonl", lambda data: data.replace(b'"wrong"', b'"right"', 1), "do: mmbench score"),
        ("verdicts.jsonl", lambda data: data.replace(b'"outcome"', b'"outcom"', 1), "line 1"),
        ("responses.jsonl", lambda data: data.replace(b"{", b"", 1), "line 1"),
        ("items.jsonl", lambda data: data.replace(b'"id":"0"', b'"id":"00"', 1), "do: mmbench score"),
        ("summary.json", lambda data: b"{", "mmbench score"),
        ("summary.json", lambda data: data.replace(b'"breakdown": {}', b'"breakdown": 3'), "mmbench score"),
    ],
)  # fmt: skip
def test_what_was_changed_by_hand_is_refused(
    name: str, change: Callable[[bytes], bytes], said: str, tmp_path: Path
) -> None:
    run = ask(tmp_path / "run", some(4), lambda key: False)
    before = (run / name).read_bytes()
    damage(run, name, change)
    assert (run / name).read_bytes() != before
    done = report(run, out=tmp_path / "report")
    assert isinstance(done.exception, RunError)
    assert said in str(done.exception)
    assert not (tmp_path / "report").exists()


def refused(done: Result) -> str:
    assert isinstance(done.exception, MmbenchError), done.output
    return str(done.exception)


def test_what_cannot_be_reported_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    run = ask(tmp_path / "run", some(4), lambda key: True)
    out = tmp_path / "report"
    assert "needs a run or more" in refused(report(out=out))
    assert "more than once" in refused(report(run, tmp_path / "x" / ".." / "run", out=out))
    assert "no run in" in refused(report(tmp_path / "nothing", out=out))
    assert "is a run" in refused(report(run, out=run))
    assert "no line was scored by the rule 'mathvista'" in refused(report(run, out=out, rule="mathvista"))
    (tmp_path / "file").write_text("")
    assert "is a file" in refused(report(run, out=tmp_path / "file"))
    assert not out.exists()
    with pytest.raises(UsageError):
        build_report([])


def test_the_gallery_is_bounded_over_all_runs(tmp_path: Path) -> None:
    runs = [ask(tmp_path / name, some(30), lambda key: False) for name in ("one", "two", "three")]
    assert report(*runs, out=tmp_path / "report", gallery=7).exit_code == 0
    pages = [(tmp_path / "report" / "runs" / f"scripted-{name}" / "index.html") for name in ("one", "two", "three")]
    assert [page.read_text().count("How long is ") for page in pages] == [3, 2, 2]


def test_each_benchmark_has_a_leaderboard_as_if_it_were_reported_alone(tmp_path: Path) -> None:
    def asked(name: str, right: Callable[[LineKey], bool], benchmarks: tuple[str, ...]) -> Path:
        given: dict[str, Benchmark] = {
            each: given_as(BenchmarkCard(name=each, title=each), some(40)) for each in benchmarks
        }
        model = Scripted(lambda request: "7" if right(key_of(request)) else "8")
        config = EvalConfig(model="scripted", out=str(tmp_path / name))
        return evaluate(config, model=model, benchmarks=given).path

    runs = [
        asked("one", lambda key: number(key) % 10 != 0, ("first", "second")),
        asked("two", lambda key: number(key) % 10 == 0, ("first", "second")),
        asked("three", lambda key: key.item.startswith("first"), ("first",)),
    ]
    assert report(*runs, out=tmp_path / "report").exit_code == 0
    found = read(tmp_path / "report")
    assert [(board.name, board.alike, board.items) for board in found.benchmarks] == [
        ("first", True, 40), ("second", True, 40),
    ]  # fmt: skip
    assert not found.leaderboards[0].alike
    first, second = found.benchmarks
    assert next((place.label, place.best) for place in first.places) == ("scripted (three)", 1)
    assert second.places[-1].group is None
    for board in found.benchmarks:
        for place in board.places:
            bench = next((each for each in found.runs[place.run].benchmarks if each.name == board.name), None)
            assert place.group == (bench.overall if bench else None)
    text = (tmp_path / "report" / "report.md").read_text()
    assert "Benchmark: first" in text
    assert "Runs by accuracy on second" in (tmp_path / "report" / "index.html").read_text()
