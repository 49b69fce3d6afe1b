"""Benchmarks that are not at hand: self-reported, and rescored as soon as their data is given."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from report_support import an_item, ask
from submission_support import asked, forged, lines, members, packed
from support import png

from mmbench.importing import Predictions, import_run
from mmbench.records import FileImage
from mmbench.reports.reporting.build import build_report
from mmbench.reports.results import load_results
from mmbench.submissions import check_submission, prepare

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def mathvista(folder: Path, gold: str = "4") -> Path:
    """Write a local copy of a MathVista of six problems."""
    (folder / "data" / "images").mkdir(parents=True)
    problems: dict[str, Any] = {}
    for number in range(6):
        (folder / "data" / "images" / f"{number}.png").write_bytes(png(8 + number))
        tags = {
            "context": "geometry diagram", "source": "Geometry3K", "grade": "high school", "language": "english",
            "split": "testmini", "skills": ["geometry reasoning"], "category": "math-targeted-vqa",
            "task": "geometry problem solving",
        }  # fmt: skip
        problems[str(number)] = {
            "question": f"How long is {number}?", "question_type": "multi_choice" if number % 2 else "free_form",
            "answer_type": "text" if number % 2 else "integer", "answer": "4" if number else gold,
            "choices": ["3", "4", "5"] if number % 2 else None, "image": f"images/{number}.png", "metadata": tags,
            "pid": str(number),
        }  # fmt: skip
    (folder / "data" / "testmini.json").write_text(json.dumps(problems))
    return folder


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Return a local copy of a benchmark, a run on it and the run's archive."""
    folder = tmp_path_factory.mktemp("local")
    data = mathvista(folder / "copy")
    run = asked(folder / "run", "random", "mathvista", data={"mathvista": str(data)})
    return data, run, packed(run)


def test_a_benchmark_whose_data_is_given_is_rescored(local: tuple[Path, Path, Path], tmp_path: Path) -> None:
    data, run, archive = local
    copy = tmp_path / "moved"
    shutil.copytree(data, copy)
    entry = prepare(archive, tmp_path / "there", {"mathvista": copy})
    assert (entry.status, entry.changed, entry.notes) == ("rescored", 0, ())
    for name in ("verdicts.jsonl", "summary.json"):
        assert (entry.path / name).read_bytes() == (run / name).read_bytes()
    assert json.loads((entry.path / "summary.json").read_text())["benchmarks"]["mathvista"]["official"]


def test_without_its_data_it_is_self_reported(
    local: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is asked of the hub, and reports load what is claimed."""
    monkeypatch.setattr("mmbench.benchmarks.base.dataset.hub_records", _no_hub)
    _, run, archive = local
    entry = prepare(archive, tmp_path / "there", {})
    assert (entry.status, entry.changed) == ("self-reported", 0)
    assert entry.notes == ("no data of 'mathvista' is at hand: give a local copy with --data mathvista=FOLDER",)
    there, here = load_results(entry.path), load_results(run)
    assert there.rows == here.rows
    summary = json.loads((run / "summary.json").read_text())
    del summary["benchmarks"]["mathvista"]["official"]
    assert there.summary == summary
    assert entry.claimed == summary["accuracy"]
    for line in (entry.path / "items.jsonl").read_text().splitlines():
        item = json.loads(line)
        assert item["key"]["answer"] == ""
        assert item["question"]["images"] == [{"kind": "file", "path": "which is not part of a submission"}]
    assert build_report([entry.path]).runs[0].benchmarks[0].human == pytest.approx(0.603)


def _no_hub(*_: object) -> None:
    raise AssertionError("the hub was asked")


def test_a_hub_that_cannot_be_reached_is_self_reported(local: tuple[Path, Path, Path]) -> None:
    entry = check_submission(local[2], {}, hub=True)
    assert entry.status == "self-reported"
    assert "cannot be loaded" in entry.notes[0]


def test_the_command_asks_the_hub_only_where_it_is_told_to(local: tuple[Path, Path, Path]) -> None:
    from click.testing import CliRunner

    from mmbench.cli import cli

    for flags, says in (((), "give a local copy with --data mathvista=FOLDER"), (("--hub",), "cannot be loaded")):
        done = CliRunner().invoke(cli, ["site", "check", str(local[2]), *flags])
        assert done.exit_code == 0, done.output
        assert "self-reported" in done.stdout
        assert says in done.stdout


def test_data_that_holds_no_such_benchmark_is_self_reported(local: tuple[Path, Path, Path], tmp_path: Path) -> None:
    entry = check_submission(local[2], {"mathvista": tmp_path})
    assert entry.status == "self-reported"
    assert "expected data/testmini.json" in entry.notes[0]


def test_the_gold_is_that_of_the_data_given(local: tuple[Path, Path, Path], tmp_path: Path) -> None:
    """Another gold in the data is another item: neither taken from the archive, nor scored by in silence."""
    from mmbench.errors import RunError

    other = mathvista(tmp_path / "other", gold="7")
    with pytest.raises(RunError, match=r"1 items have another question, gold or picture here \(mathvista/0\)"):
        check_submission(local[2], {"mathvista": other})
    (tmp_path / "pictures").mkdir()
    shutil.copytree(local[0], tmp_path / "pictures" / "copy")
    (tmp_path / "pictures" / "copy" / "data" / "images" / "3.png").write_bytes(png(99))
    with pytest.raises(RunError, match=r"1 items have another question, gold or picture here \(mathvista/3\)"):
        check_submission(local[2], {"mathvista": tmp_path / "pictures" / "copy"})


def unknown(out: Path, **settings: Any) -> Path:
    """Return the archive of a run on a benchmark that nobody but its author has."""
    image = FileImage(path="/somewhere/x.png", sha256="ab" * 32)
    items = [an_item(str(n), images=(image,), domain=f"d{n % 3}", metadata={"source": "a"}) for n in range(9)]
    return packed(ask(out, items, lambda key: (int(key.item[-1]) + key.repeat) % 2 == 0, **settings))


@pytest.mark.parametrize("settings", [{}, {"repeats": 3, "temperature": 1.0}], ids=str)
def test_an_unknown_benchmark_is_self_reported(settings: dict[str, Any], tmp_path: Path) -> None:
    archive = unknown(tmp_path / "run", **settings)
    told = forged(archive, run=lambda run: {**run, "asked": {**run["asked"], "specs": ["given"]}})
    for each in (archive, told):
        entry = prepare(each, tmp_path / each.stem / "there", {})
        assert entry.status == "self-reported"
        assert load_results(entry.path).rows == load_results(tmp_path / "run").rows
        report, here = build_report([entry.path]), build_report([tmp_path / "run"])
        assert report.leaderboards[0] == here.leaderboards[0]
        assert len(report.leaderboards) == len(here.leaderboards) == 4
        assert entry.notes == ("no benchmark 'given' is known here; if it is a folder, give --data given=FOLDER",)


def test_claims_are_checked_where_nothing_else_can_be(tmp_path: Path) -> None:
    from mmbench.errors import RunError

    archive = unknown(tmp_path / "run")
    edited = forged(archive, honest=True, submission=lambda told: {**told, "claimed": {**told["claimed"], "right": 9}})
    with pytest.raises(RunError, match=r"claims 9 lines 'right', verdicts.jsonl has 5"):
        check_submission(edited, {})
    with pytest.raises(RunError, match="1 of 9 lines have no response"):
        check_submission(forged(archive, responses=lambda records: records[1:]), {})


def test_a_known_card_is_not_the_submitter_s(local: tuple[Path, Path, Path], tmp_path: Path) -> None:
    """Published figures on a benchmark are those that are known here, also where the benchmark is not at hand."""

    def edit(run: dict[str, Any]) -> dict[str, Any]:
        run["cards"]["mathvista"] |= {"human": 1.0, "official_rule": "no such rule", "images_republishable": True}
        return run

    entry = prepare(forged(local[2], run=edit), tmp_path / "there", {})
    card = load_results(entry.path).run.cards["mathvista"]
    assert (card.human, card.images_republishable, card.official_rule) == (60.3, False, "")


def own(folder: Path) -> Path:
    """Write a benchmark without Python."""
    folder.mkdir(parents=True)
    (folder / "benchmark.yaml").write_text("name: mine\nrows: rows.jsonl\ndomain: chart\n")
    rows = [{"id": str(n), "question": f"{n}?", "answer": "A", "choices": ["cat", "dog"]} for n in range(5)]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


def test_a_folder_of_one_s_own_is_rescored_where_it_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nowhere else: what a stranger's archive names is not looked for in the folder one stands in."""
    archive = packed(asked(tmp_path / "run", "random", str(own(tmp_path / "a" / "mine"))))
    monkeypatch.chdir(tmp_path / "a")
    entry = check_submission(archive, {})
    assert (entry.status, entry.notes) == (
        "self-reported", ("no benchmark 'mine' is known here; if it is a folder, give --data mine=FOLDER",),
    )  # fmt: skip
    assert check_submission(archive, {"mine": own(tmp_path / "elsewhere")}).status == "rescored"
    (tmp_path / "elsewhere" / "benchmark.yaml").write_text("name: other\nrows: rows.jsonl\n")
    assert "is of the benchmark 'other'" in check_submission(archive, {"mine": tmp_path / "elsewhere"}).notes[0]


def test_of_several_benchmarks_all_must_be_at_hand(local: tuple[Path, Path, Path], tmp_path: Path) -> None:
    data = local[0]
    run = asked(tmp_path / "run", "random", "figures:n=6", "mathvista", data={"mathvista": str(data)})
    archive = packed(run)
    assert check_submission(archive, {"mathvista": data}).status == "rescored"
    assert check_submission(archive, {}).status == "self-reported"


def test_a_published_output_comes_back_as_it_was_imported(shared: Callable[[str], Path], tmp_path: Path) -> None:
    """The real file of another harness: with MathVista's data rescored, golds from there, else as claimed."""
    folder = shared("MathVista")
    run = tmp_path / "run"
    import_run(Predictions("mathvista", (folder / "results" / "bard" / "output_bard.json",), "bard"), run, [])
    archive = packed(run)
    assert str(folder).encode() not in b"".join(members(archive).values())
    assert all(item["key"]["answer"] == "" for item in lines(members(archive)["items.jsonl"]))
    entry = check_submission(archive, {})
    assert (entry.status, entry.claimed) == (
        "self-reported",
        json.loads((run / "summary.json").read_text())["accuracy"],
    )
    entry = prepare(archive, tmp_path / "there", {"mathvista": folder})
    assert (entry.status, entry.changed) == ("rescored", 0)
    assert entry.notes == ("imported: 1000 of 1000 items of 'mathvista'",)
