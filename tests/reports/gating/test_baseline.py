"""A baseline's file: small, the same bytes each time, without what was asked or answered, and strictly read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from support import Numbers, Scripted, mmbench, number_in

from mmbench.config import EvalConfig
from mmbench.errors import RunError, UsageError
from mmbench.evaluate import evaluate
from mmbench.importing import Predictions, import_run
from mmbench.reports.answers import Cell, Identity
from mmbench.reports.baselines.baseline import Baseline, baseline_of, load_baseline
from mmbench.reports.baselines.content import FORMAT, Calibrated, Calibration, Content, Entry, encode
from mmbench.reports.results import Results, load_results

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmbench.interfaces import Row
    from mmbench.records import Item, Request


class Families(Numbers):
    """Sums that share a figure three by three, the last two on their own."""

    def item(self, row: Row) -> Item:
        item = super().item(row)
        return msgspec.structs.replace(item, cluster=str(row.data // 3) if row.data < 6 else "")


def eight(out: Path, **settings: Any) -> Results:
    """Ask eight sums: 5 right, 2 wrong, 1 failed."""

    def answer(request: Request) -> str:
        number = number_in(request)
        if number == 7:
            raise ConnectionError("gone")
        return str(2 * number + (number in (1, 2)))

    config = EvalConfig(model="scripted", out=str(out), max_failures="100%", **settings)
    evaluate(config, model=Scripted(answer), benchmarks={"numbers": Families(8)})
    return load_results(out)


def saved(folder: Path, **settings: Any) -> Baseline:
    baseline = baseline_of(eight(folder / "run", **settings), folder / "baseline.json")
    baseline.save()
    return baseline


def groups(cells: list[Cell]) -> list[list[str]]:
    found: dict[str, list[str]] = {}
    for cell in cells:
        found.setdefault(cell.cluster, []).append(cell.key)
    return list(found.values())


@pytest.mark.parametrize("repeats", [1, 3])
def test_a_baseline_answers_as_its_run_does(repeats: int, tmp_path: Path) -> None:
    baseline = saved(tmp_path, repeats=repeats)
    run = eight(tmp_path / "run", repeats=repeats).answers()
    kept = load_baseline(baseline.path).answers()
    assert [cell._replace(cluster="") for cell in kept.cells] == [cell._replace(cluster="") for cell in run.cells]
    assert groups(kept.cells) == groups(run.cells)
    assert msgspec.structs.replace(kept.identity, name="") == msgspec.structs.replace(run.identity, name="")
    assert kept.identity.name == str(baseline.path)
    assert baseline.name == "run"


def test_views_of_an_item_stay_together() -> None:
    keys = ["x/1", "x/1|no-figure|||0", "x/2", "x/2|full|blur:1||0"]
    entries = tuple(Entry(key, "f", 0, 1) for key in keys)
    content = Content(format=FORMAT, identity=Identity(name="n"), rules=(), domains=(("x", "d"),), items=entries)
    assert groups(Baseline(Path("b.json"), content).answers().cells) == [keys[:2], keys[2:]]


def test_the_same_run_gives_the_same_bytes_and_reading_and_saving_changes_none(tmp_path: Path) -> None:
    baseline = saved(tmp_path)
    first = baseline.path.read_bytes()
    load_baseline(baseline.path).save()
    assert baseline.path.read_bytes() == first
    baseline_of(load_results(tmp_path / "run"), tmp_path / "again.json").save()
    assert (tmp_path / "again.json").read_bytes() == first


def test_a_baseline_holds_one_line_an_item_and_nothing_that_was_said(tmp_path: Path) -> None:
    text = saved(tmp_path).path.read_text()
    assert [line for line in text.split("\n") if line.startswith('["numbers/1"')] == [
        next(line for line in text.split("\n") if line.startswith('["numbers/1"'))
    ]
    assert len([line for line in text.split("\n") if line.startswith('["numbers/')]) == 8
    assert "1 + 1?" not in text
    assert "The answer" not in text
    assert str(tmp_path) not in text, "no path of the machine that made it"


def test_six_thousand_items_are_under_eighty_bytes_each(tmp_path: Path) -> None:
    entries = tuple(
        Entry(f"figures/similar-triangles-{n}-0000", "0123456789abcdef", n % 13, n % 2, (1, 0), 0, "c")
        for n in range(6000)
    )
    domains = tuple(("figures", f"domain {n}") for n in range(13))
    content = Content(format=FORMAT, identity=Identity(name="x"), rules=("a", "b"), domains=domains, items=entries)
    path = tmp_path / "b.json"
    Baseline(path, content).save()
    assert path.stat().st_size < 80 * 6000
    assert load_baseline(path).content.items == entries


def test_an_official_rule_s_scores_are_kept(shared: Callable[[str], Path], tmp_path: Path) -> None:
    path = shared("MathVista") / "results" / "bard" / "output_bard.json"
    import_run(Predictions("mathvista", (path,), "bard"), tmp_path / "bard", ())
    results = load_results(tmp_path / "bard")
    baseline_of(results, tmp_path / "b.json").save()
    kept = load_baseline(tmp_path / "b.json")
    assert (tmp_path / "b.json").stat().st_size < 60 * 1000
    for rule in ("", *results.rules):
        assert kept.answers(rule).cells == results.cells(rule)
        assert kept.answers(rule).identity.rule == rule
    assert sum(cell.right for cell in kept.answers("mathvista-published").cells) == 348
    with pytest.raises(RunError, match=r"no item was scored by the rule 'mathvsta'. Did you mean 'mathvista'"):
        kept.answers("mathvsta")


def test_what_a_rule_says_nothing_of_is_left_out_and_told() -> None:
    entries = (Entry("x/1", "f", 0, 1, (1,)), Entry("y/1", "f", 1, 1))
    domains = (("x", "d"), ("y", "d"))
    content = Content(format=FORMAT, identity=Identity(name="n"), rules=("r",), domains=domains, items=entries)
    kept = Baseline(Path("b.json"), content).answers("r")
    assert [cell.key for cell in kept.cells] == ["x/1"]
    assert kept.notes == ("b.json: the rule 'r' says nothing of y, which is left out",)


def edited(folder: Path, old: str, new: str) -> str:
    """Save a baseline, change its text, and return what is said of it."""
    path = saved(folder).path
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(RunError) as error:
        load_baseline(path)
    assert error.value.exit_code == 3
    assert f"save it anew with: mmbench baseline save RUN --out {path}" in str(error.value)
    return str(error.value).replace(str(path), "FILE")


def line_of(folder: Path, start: str) -> int:
    lines = (folder / "baseline.json").read_text().split("\n")
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (',1,7,[],0,"",1]', "expected counts and scores from 0 to 1, found 7"),
        (',9,1,[],0,"",1]', "there is no domain 9, there are 2"),
        (',1,-1,[],0,"",1]', "expected counts and scores from 0 to 1, found -1"),
        (',1,1,[],2,"",1]', "expected counts and scores from 0 to 1, found 2"),
        (',1,"right",[],0,"",1]', "Expected `int`, got `str`"),
        (',1,1,[1],0,"",1]', "expected 0 official scores, found 1"),
        (',1,1,[],0,"x",1]', "expected at most 1 letters of clmu for mistakes, found 'x'"),
        (',1,1,[],0,"",,1]', "JSON is malformed"),
        (',1,1,[],0,"",1,5]', "Expected `array` of at most length 8"),
    ],
)
def test_an_item_that_was_edited_by_hand_is_refused_with_its_line(new: str, message: str, tmp_path: Path) -> None:
    said = edited(tmp_path, ',1,1,[],0,"",1]', new)
    assert message in said
    number = line_of(tmp_path, '["numbers/3"')
    assert f"FILE, line {number}: " in said


def test_an_edit_that_could_be_true_is_refused_by_the_hash(tmp_path: Path) -> None:
    assert "was changed since it was saved: its hash is" in edited(tmp_path, ',1,1,[],0,"",1]', ',1,0,[],0,"",1]')


def test_an_item_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    assert "numbers/2 stands there twice" in edited(tmp_path, '"numbers/3"', '"numbers/2"')


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"rules"', '"rule"', "unknown field"),
        ('"identity":{"name":"run"', '"identity":{"name":3', "Expected `str`, got `int`"),
        ('"format":1', '"format":0', "expected a baseline of format 1, found none"),
        ('"digest":"', '"digest":"0', "its last line says 0"),
    ],
)
def test_a_head_that_was_edited_is_refused(old: str, new: str, message: str, tmp_path: Path) -> None:
    assert message in edited(tmp_path, old, new)


def test_a_file_laid_out_anew_is_the_same_baseline(tmp_path: Path) -> None:
    path = saved(tmp_path).path
    before = load_baseline(path)
    path.write_text(json.dumps(json.loads(path.read_text()), indent=4))
    assert load_baseline(path) == before


def test_a_torn_file_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path).path
    whole = path.read_bytes()
    for size in (0, 1, len(whole) // 2, len(whole) - 3):
        path.write_bytes(whole[:size])
        with pytest.raises(RunError, match="line"):
            load_baseline(path)
    path.write_bytes(b"\xff" + whole)
    with pytest.raises(RunError, match="line 1"):
        load_baseline(path)


def test_a_newer_format_asks_for_a_newer_mmbench(tmp_path: Path) -> None:
    path = saved(tmp_path).path
    path.write_text(path.read_text().replace('"format":1', '"format":2', 1).replace('"rules"', '"new"'))
    with pytest.raises(RunError, match="expected a baseline of format 1, found 2; a newer mmbench wrote it"):
        load_baseline(path)


def test_no_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(RunError, match="no baseline can be read there"):
            load_baseline(path)


def test_a_baseline_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    baseline = saved(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        baseline._replace(path=tmp_path / "file" / "b.json").save()
    (tmp_path / "taken").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        baseline._replace(path=tmp_path / "taken").save()
    assert not list(tmp_path.glob(".*.tmp"))


def test_a_calibration_is_kept_in_the_file(tmp_path: Path) -> None:
    suite = Calibrated(items=8, repeats=1, difference=0.125, p=1.0, discordance=0.125, variance=0.125, method="Tango")
    calibration = Calibration(runs=("a", "b"), suites={"numbers": suite})
    baseline = saved(tmp_path)
    baseline.with_calibration(calibration).save()
    kept = load_baseline(baseline.path)
    assert kept.content.calibration == calibration
    assert kept.answers() == baseline.answers()
    assert encode(kept.content) == baseline.path.read_bytes()


def test_a_run_without_items_can_be_no_baseline(tmp_path: Path) -> None:
    results = eight(tmp_path / "run")._replace(rows=[], unanswered=[])
    with pytest.raises(RunError, match="has no items"):
        baseline_of(results, tmp_path / "b.json")


def test_the_command_line_saves_and_shows(tmp_path: Path) -> None:
    eight(tmp_path / "run")
    done = mmbench("baseline", "save", "run", "--out", "kept/b.json", "--name", "release 3", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "note: 1 lines failed or have no response" in done.stderr
    assert "wrote kept/b.json (8 items, " in done.stderr
    done = mmbench("baseline", "show", "kept/b.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("release 3: 8 items\nmodel: spec scripted, name scripted\n")
    assert "62.5 %" in done.stdout
    assert "calibration: none" in done.stdout
    shown = json.loads(mmbench("baseline", "show", "kept/b.json", "--json", cwd=tmp_path).stdout)
    assert shown["scores"][""]["numbers"]["right"] == 5
    done = mmbench("baseline", "save", "none", "--out", "b.json", cwd=tmp_path)
    assert (done.returncode, (tmp_path / "b.json").exists()) == (3, False)
    assert mmbench("baseline", "show", "none.json", cwd=tmp_path).returncode == 3
    assert mmbench("baseline", "save", "run", cwd=tmp_path).returncode == 2
