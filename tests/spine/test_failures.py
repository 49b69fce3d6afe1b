"""One item that raises anywhere is one failed line; the run goes on; the exit status is honest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from support import ROOT, Numbers, Scripted, mmbench, number_in, read_lines

from mmbench.config import EvalConfig, failure_budget, read_config
from mmbench.errors import UsageError
from mmbench.evaluate import evaluate
from mmbench.interfaces import Row
from mmbench.records import FileImage, Item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def right(request: Any) -> str:
    return str(2 * number_in(request))


def ask(out: Path, benchmark: Any, answer: Any = right, **settings: Any) -> Any:
    config = EvalConfig(model="scripted", out=str(out), **settings)
    return evaluate(config, model=Scripted(answer), benchmarks={"numbers": benchmark})


def failures(out: Path) -> dict[str, tuple[str, str]]:
    lines = read_lines(out / "verdicts.jsonl")
    return {
        line["item"]: (line["failure"]["stage"], line["failure"]["error"])
        for line in lines
        if line["outcome"] == "failed"
    }


def test_a_row_that_raises(tmp_path: Path) -> None:
    done = ask(tmp_path, Numbers(10, broken=(4,)))
    assert (done.summary["right"], done.summary["failed"], done.within_budget) == (9, 1, False)
    assert failures(tmp_path) == {"numbers/4": ("loader", "row 4: \"column 'answer' of row 4\"")}
    assert done.summary["accuracy"] == 0.9
    assert done.summary["accuracy_without_failed"] == 1.0


def test_rows_that_stop_in_the_middle(tmp_path: Path) -> None:
    class Stopping(Numbers):
        def rows(self) -> Iterator[Row]:
            yield from list(super().rows())[:6]
            raise OSError("the archive ends here")

    done = ask(tmp_path, Stopping(10))
    assert (done.summary["right"], done.summary["failed"]) == (6, 1)
    [(stage, error)] = failures(tmp_path).values()
    assert (stage, error) == ("loader", "after 5: the rows stop here: the archive ends here")


def test_a_second_row_with_the_same_id(tmp_path: Path) -> None:
    class Twice(Numbers):
        def rows(self) -> Iterator[Row]:
            yield from super().rows()
            yield Row("3", "row 99", 3)

    done = ask(tmp_path, Twice(5))
    assert (done.summary["right"], done.summary["failed"]) == (5, 1)
    [(_stage, error)] = failures(tmp_path).values()
    assert "the id '3' was met before" in error


def test_a_model_that_raises(tmp_path: Path) -> None:
    def answer(request: Any) -> str:
        if number_in(request) == 2:
            raise RuntimeError("out of memory")
        return right(request)

    done = ask(tmp_path, Numbers(6), answer)
    assert (done.summary["right"], done.summary["failed"]) == (5, 1)
    assert failures(tmp_path) == {"numbers/2": ("adapter", "out of memory")}
    failed = next(line for line in read_lines(tmp_path / "responses.jsonl") if "failure" in line)
    assert failed["trace"]["calls"][0]["response"]["error"] == "out of memory"


def test_a_scorer_that_raises(tmp_path: Path) -> None:
    done = ask(tmp_path, Numbers(5, gold=lambda k: "blue" if k == 2 else str(2 * k)))
    assert (done.summary["right"], done.summary["failed"], done.within_budget) == (4, 1, False)
    assert failures(tmp_path) == {"numbers/2": ("scorer", "ValueError: the gold answer 'blue' is not one number")}


def test_hostile_answers_end_as_lines(tmp_path: Path) -> None:
    hostile = [
        "\ud800",
        "\x00" * 50,
        "\u202e" * 99,
        "{" * 10_000 + "2",
        "9" * 100_000,
        "\\boxed{" * 5_000,
        "💥",
        "",
        "\n" * 999,
    ]
    done = ask(tmp_path, Numbers(len(hostile)), lambda request: hostile[number_in(request)])
    assert done.summary["n"] == len(hostile)
    assert done.summary["missing"] == 0


@pytest.mark.parametrize(
    ("allowed", "status"), [("0", 5), ("1", 5), ("2", 0), ("10%", 5), ("20%", 0), ("100%", 0)]
)  # fmt: skip
def test_the_budget_decides_the_exit_status(tmp_path: Path, allowed: str, status: int) -> None:
    """Two of ten answers are missing from the file that is replayed."""
    answers = tmp_path / "answers.jsonl"
    names = [f"figures/{family}-0-{index:04d}" for index in range(5) for family in ("bar-chart", "price-list")]
    answers.write_text("".join(json.dumps({"id": name, "response": "A"}) + "\n" for name in names[2:]))
    done = mmbench(
        "eval", "--model", f"replay:{answers}", "--benchmark", "figures:n=10,families=bar-chart+price-list",
        "--max-failures", allowed,
        "--out", str(tmp_path / "run"),
    )  # fmt: skip
    assert done.returncode == status, done.stderr
    assert read_lines(tmp_path / "run" / "verdicts.jsonl")[0]["failure"]["error"].endswith(
        f"holds no answer to {names[0]}"
    )


def test_failure_budgets() -> None:
    budgets = [
        failure_budget("3", 50),
        failure_budget("2%", 50),
        failure_budget("0", 50),
        failure_budget("2.5 %", 1000),
    ]
    assert budgets == [3, 1, 0, 25]
    for wrong in ("x", "-1", "1.5", "101%", "", "nan"):
        with pytest.raises(UsageError, match="--max-failures"):
            failure_budget(wrong, 10)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["evaluate"], "Did you mean 'eval'?"),
        (["eval", "--model", "studnet"], "Did you mean 'student'?"),
        (["eval", "--model", "student:calculus=.2"], "no option 'calculus'. Did you mean 'calculation'?"),
        (["eval", "--model", "student:logic=1.2"], "logic=1.2 is no rate"),
        (["eval", "--model", "student", "--view", "text-only"], "a simulator looks at no pictures"),
        (["eval", "--model", "student", "--corrupt", "blur"], "a simulator looks at no pictures"),
        (["eval", "--model", "randon"], "Did you mean 'random'?"),
        (["eval", "--model", "hg:owner/name"], "no adapter 'hg'. Did you mean 'hf'?"),
        (["eval", "--model", "./no/such/folder"], "no adapter, local folder or hub id"),
        (["eval", "--model", "random", "--benchmark", "mathvisat"], "Did you mean 'mathvista'?"),
        (["eval", "--model", "random", "--benchmark", "figures:sead=1"], "no option 'sead'. Did you mean 'seed'?"),
        (["eval", "--model", "random", "--benchmark", "figures:n=many"], "option of 'figures'"),
        (["eval", "--model", "random", "--benchmark", "figures:n"], "without '='"),
        (["eval", "--model", "random", "--benchmark", "figures:families=bar-chat"], "Did you mean 'bar-chart'?"),
        (["eval", "--model", "random", "--strategy", "dirct"], "Did you mean 'direct'?"),
        (["eval", "--model", "random", "--modle", "x"], "--model"),
        (["eval", "--model", "random", "--limit", "none"], "--limit"),
        (["eval", "--model", "random", "--domain", "charts"], "Did you mean 'chart'?"),
        (["eval", "--model", "random", "--ids", "bar-chart-0-9999"], "no item named bar-chart-0-9999"),
        (["eval", "--model", "random", "--offset", "1000"], "nothing to ask"),
        (["eval", "--model", "random", "--max-failures", "few"], "expected a count such as 5"),
        (["eval", "--model", "random", "--data", "/nonexistent", "--benchmark", "mathvista"], "no such folder"),
        (
            ["eval", "--model", "random", "--data", "x", "--benchmark", "mathvista", "--benchmark", "figures"],
            "NAME=FOLDER",
        ),
        (["eval", "--model", "random:x"], "takes no name"),
        (["eval", "--model", "random", "--model-option", "dtype"], "expected KEY=VALUE"),
        (["eval", "--model", "random", "--model-option", "dtype=x"], "'random' has no option 'dtype'"),
        (["eval", "--model", "frequent"], "no table of frequent answers"),
        (["eval", "--model", "replay:/nonexistent.jsonl"], "no such file"),
        (["list", "benchmark"], "Did you mean 'benchmarks'?"),
        (["import", "mathvist", "pyproject.toml"], "Did you mean 'mathvista'?"),
        (["import", "mathvista", "/nonexistent.json"], "no such file"),
    ],
)
def test_wrong_usage_is_exit_2_with_a_hint(arguments: list[str], says: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("x = 1")
    done = mmbench(*arguments, cwd=tmp_path)
    assert (done.returncode, says in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("model: random\nbenchmark: [figures]", "Did you mean 'benchmarks'?"),
        ("- model", "expected a mapping"),
        ("model: [", "is not YAML"),
        ("limit: lots", "limit"),
        ("\x00", "is not YAML"),
    ],
)
def test_a_malformed_config_is_exit_2(text: str, says: str, tmp_path: Path) -> None:
    config = tmp_path / "run.yaml"
    config.write_text(text)
    done = mmbench("eval", "--config", str(config), cwd=tmp_path)
    assert (done.returncode, says in done.stderr) == (2, True), done.stderr
    assert "run.yaml" in done.stderr


def test_flags_win_over_the_config_and_the_result_is_recorded(tmp_path: Path) -> None:
    config = tmp_path / "run.yaml"
    config.write_text("model: random\nbenchmarks: ['figures:n=8,seed=4']\nseed: 3\nlimit: 6\n")
    assert read_config(config)["seed"] == 3
    out = tmp_path / "run"
    done = mmbench("eval", "--config", str(config), "--limit", "2", "--out", str(out), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["n"] == 2
    run = json.loads((out / "run.json").read_text())
    resolved = run["sessions"][0]["config"]
    assert (resolved["limit"], resolved["seed"], resolved["benchmarks"]) == (2, 3, ["figures:n=8,seed=4"])
    assert run["asked"]["selection"]["limit"] == 2


def test_an_option_given_as_a_flag_wins_and_the_config_s_others_stay(tmp_path: Path) -> None:
    """An address on the command line must not drop the settings that change answers."""
    config = tmp_path / "run.yaml"
    config.write_text(
        "model: 'openai:m'\nmodel_options: {thinking: 'off', retries: '5', base_url: 'http://127.0.0.1:8/v1'}\n"
        "benchmarks: ['figures:n=1']\nmax_failures: '1'\n"
    )
    out = tmp_path / "run"
    flags = ("--base-url", "http://127.0.0.1:9/v1", "--model-option", "retries=0")
    done = mmbench("eval", "--config", str(config), *flags, "--out", str(out))
    assert done.returncode == 0, done.stderr
    resolved = json.loads((out / "run.json").read_text())["sessions"][0]["config"]
    assert resolved["model_options"] == {"thinking": "off", "retries": "0", "base_url": "http://127.0.0.1:9/v1"}


@pytest.mark.parametrize("command", ["score", "show"])
def test_what_is_no_run_is_exit_3(command: str, tmp_path: Path) -> None:
    done = mmbench(command, str(tmp_path))
    assert done.returncode == 3
    assert "expected a folder with run.json" in done.stderr or "no summary.json" in done.stderr
    assert not list(tmp_path.iterdir())


def test_an_internal_error_is_exit_70_without_a_traceback(tmp_path: Path) -> None:
    code = (
        "import mmbench.evaluate as e\n"
        "def evaluate(*a, **k): raise ZeroDivisionError('oops')\n"
        "e.evaluate = evaluate\n"
        "import sys; sys.argv = ['mmbench', 'eval', '--model', 'random']\n"
        "from mmbench.cli import main; main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 70
    assert "internal error: ZeroDivisionError: oops" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_model_without_pictures_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    for capabilities, n, says in [({"images": False}, 1, "takes no pictures"), ({"many_images": False}, 2, "has 2")]:
        model = Scripted(right, **capabilities)
        config = EvalConfig(model="scripted", out=str(tmp_path / str(n)))
        with pytest.raises(UsageError, match=says):
            evaluate(config, model=model, benchmarks={"numbers": Pictured(3, n)})
        assert model.asked == []


class Pictured(Numbers):
    """Numbers with pictures that nobody will open."""

    def __init__(self, n: int, pictures: int) -> None:
        super().__init__(n)
        self.pictures = pictures

    def item(self, row: Row) -> Item:
        item = super().item(row)
        images = tuple(FileImage(path=f"{number}.png", sha256="0" * 64) for number in range(self.pictures))
        return msgspec.structs.replace(item, question=msgspec.structs.replace(item.question, images=images))


def test_a_reader_that_stops_reading_is_not_exit_1(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "mmbench", "list"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


def test_a_picture_that_cannot_be_drawn_is_one_failed_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mmbench import images
    from mmbench.benchmarks import figures

    monkeypatch.setattr(images, "_drawings", images._Drawings(images.MAX_KEPT))  # other tests drew the same pictures
    draw = figures.draw

    def failing(recipe: dict[str, str | int]) -> bytes:
        if recipe["number"] == 1:
            raise MemoryError("no room for the canvas")
        return draw(recipe)

    monkeypatch.setattr(figures, "draw", failing)
    config = EvalConfig(model="scripted", benchmarks=("figures:n=6,families=cone+venn",), out=str(tmp_path))
    done = evaluate(config, model=Scripted(lambda request: "A"))
    assert (done.summary["n"], done.summary["failed"]) == (6, 2)
    assert {stage for stage, _ in failures(tmp_path).values()} == {"image"}
    assert all("no room for the canvas" in error for _, error in failures(tmp_path).values())


def test_a_full_disk_for_pictures_ends_the_run_and_fails_no_item(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mmbench.errors import RunError

    (tmp_path / "images").write_text("a file where the folder should be")
    config = EvalConfig(model="scripted", benchmarks=("figures:n=6",), out=str(tmp_path))
    with pytest.raises(RunError, match=r"cannot write images/"):
        evaluate(config, model=Scripted(lambda request: "A"))
    assert not (tmp_path / "responses.jsonl").exists()


def test_an_error_in_the_model_s_identity_is_not_taken_for_a_full_disk(tmp_path: Path) -> None:
    class Nameless(Scripted):
        def identity(self) -> dict[str, str]:
            raise OSError("the checkpoint's disk went away")

    config = EvalConfig(model="scripted", out=str(tmp_path))
    with pytest.raises(OSError, match="the checkpoint's disk went away"):
        evaluate(config, model=Nameless(right), benchmarks={"numbers": Numbers(3)})


@pytest.mark.parametrize(
    "setting",
    ["concurrency: -1", "concurrency: 0", "limit: -5", "offset: -1", "max_tokens: 0", "temperature: -1", "top_p: 0"],
)
def test_a_config_is_held_to_the_ranges_of_the_flags(setting: str, tmp_path: Path) -> None:
    config = tmp_path / "run.yaml"
    config.write_text(f"model: random\n{setting}\n")
    done = mmbench("eval", "--config", str(config), "--out", str(tmp_path / "run"), cwd=tmp_path)
    assert (done.returncode, setting.split(":")[0] in done.stderr) == (2, True), done.stderr


def test_a_run_that_asked_nothing_is_not_done(tmp_path: Path) -> None:
    from mmbench.errors import RunError

    model = Scripted(right)
    model.concurrency = 0
    config = EvalConfig(model="scripted", out=str(tmp_path))
    with pytest.raises(RunError, match="3 of 3 items have no response"):
        evaluate(config, model=model, benchmarks={"numbers": Numbers(3)})


def test_a_gold_that_cannot_be_read_is_our_failure_not_a_wrong_answer(tmp_path: Path) -> None:
    done = ask(tmp_path, Numbers(4, gold=lambda k: "many" if k == 2 else str(2 * k)))
    assert (done.summary["right"], done.summary["wrong"], done.summary["failed"]) == (3, 0, 1)
    assert failures(tmp_path) == {"numbers/2": ("scorer", "ValueError: the gold answer 'many' is not one number")}
