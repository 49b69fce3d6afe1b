"""Nothing finished is lost: killed processes, torn lines, full and read-only disks, two processes on one run."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, Numbers, Scripted, number_in, read_lines

from mmbench.config import EvalConfig
from mmbench.errors import RunError
from mmbench.evaluate import evaluate
from mmbench.jsonl import encode_line
from mmbench.records import Line, LineKey
from mmbench.rundir import RunDir, Writer

SCRIPT = Path(__file__).parent / "slow_eval.py"
ITEMS = 300


def start(out: Path, seconds: float = 0.01, **limits: Any) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(SCRIPT), str(out), str(ITEMS), str(seconds)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, **limits
    )


def finish(process: subprocess.Popen[str]) -> str:
    _, errors = process.communicate(timeout=120)
    return errors


def check_whole(out: Path, reference: Path) -> None:
    """Every item once, and everything derived equal to the uninterrupted run's, byte for byte."""
    items = [line["item"] for line in read_lines(out / "responses.jsonl")]
    assert len(items) == ITEMS
    assert set(items) == {f"numbers/{number}" for number in range(ITEMS)}
    for name in ("items.jsonl", "verdicts.jsonl", "summary.json"):
        assert (out / name).read_bytes() == (reference / name).read_bytes(), name


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("reference") / "run"
    process = start(out, 0.0)
    errors = finish(process)
    assert process.returncode == 0, errors
    return out


@pytest.mark.parametrize("seed", range(4))
def test_kill_9_at_random_moments_loses_nothing(tmp_path: Path, reference: Path, seed: int) -> None:
    rng = random.Random(seed)
    out = tmp_path / "run"
    grown = [0]
    for _ in range(5):
        process = start(out)
        time.sleep(rng.uniform(0.05, 0.7))
        process.send_signal(signal.SIGKILL)
        finish(process)
        log = out / "responses.jsonl"
        grown.append(log.read_bytes().count(b"\n") if log.exists() else 0)
    assert grown == sorted(grown), "finished lines were lost"
    process = start(out, 0.0)
    errors = finish(process)
    assert process.returncode == 0, errors
    check_whole(out, reference)


def test_an_interrupted_run_says_how_to_go_on_and_goes_on(tmp_path: Path, reference: Path) -> None:
    out = tmp_path / "run"
    process = start(out, 0.05)
    log = out / "responses.jsonl"
    deadline = time.monotonic() + 30
    while not (log.exists() and log.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    finish(process)
    assert process.returncode not in (0, 1)
    process = start(out, 0.0)
    errors = finish(process)
    assert process.returncode == 0
    assert "continuing" in errors
    check_whole(out, reference)


@pytest.mark.parametrize("cut", [1, 7, 200])
def test_a_torn_last_line_is_repaired_and_reported(tmp_path: Path, reference: Path, cut: int) -> None:
    out = tmp_path / "run"
    finish(start(out, 0.0))
    log = out / "responses.jsonl"
    whole = log.read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    log.write_bytes(whole[: max(last + 1, len(whole) - cut)])
    process = start(out, 0.0)
    errors = finish(process)
    assert process.returncode == 0, errors
    assert "torn last line" in errors
    check_whole(out, reference)


def test_damaged_and_second_lines_are_set_aside_and_asked_again(tmp_path: Path, reference: Path) -> None:
    out = tmp_path / "run"
    finish(start(out, 0.0))
    log = out / "responses.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    damaged = [lines[0], b'{"item": "numbers/1", "trace": 7}\n', b"\xff\xfe not json\n", *lines[3:], lines[5]]
    log.write_bytes(b"".join(damaged))
    process = start(out, 0.0)
    errors = finish(process)
    assert process.returncode == 0, errors
    assert "3 damaged or second lines" in errors
    assert (out / "responses.damaged.jsonl").read_bytes().splitlines(keepends=True) == [
        damaged[1],
        damaged[2],
        lines[5],
    ]
    check_whole(out, reference)


def test_two_processes_on_one_run(tmp_path: Path, reference: Path) -> None:
    out = tmp_path / "run"
    first = start(out, 0.05)
    deadline = time.monotonic() + 30
    while not (out / "responses.jsonl").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    second = start(out, 0.0)
    errors = finish(second)
    assert second.returncode == 3
    assert f"is being written by process {first.pid}" in errors
    finish(first)
    assert first.returncode == 0
    check_whole(out, reference)


def test_a_file_that_may_not_grow_ends_the_run_and_loses_nothing(tmp_path: Path, reference: Path) -> None:
    """The kernel itself refuses: RLIMIT_FSIZE cuts a line in the middle, as a full disk does."""
    import resource

    limit = 70_000
    out = tmp_path / "run"
    process = start(out, 0.0, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    errors = finish(process)
    assert process.returncode == 3, errors
    assert "Nothing finished is lost" in errors
    kept = read_lines(out / "responses.jsonl")
    assert 0 < len(kept) < ITEMS
    process = start(out, 0.0)
    assert "torn" not in finish(process)
    assert process.returncode == 0
    check_whole(out, reference)


def scripted() -> Scripted:
    return Scripted(lambda request: f"\\boxed{{{2 * number_in(request)}}}")


def run_numbers(out: Path, n: int = 30) -> Any:
    return evaluate(EvalConfig(model="scripted", out=str(out)), model=scripted(), benchmarks={"numbers": Numbers(n)})


def test_no_space_left_in_the_middle_of_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "run"
    write, left = os.write, [2_000]

    def full(descriptor: int, data: bytes) -> int:
        if not data.startswith(b'{"item"'):
            return write(descriptor, data)
        if left[0] == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        part = data[: left[0]]
        left[0] -= len(part)
        return write(descriptor, part)

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(
        RunError, match=r"cannot write responses\.jsonl: No space left on device\. Nothing finished is lost"
    ):
        run_numbers(out)
    monkeypatch.undo()
    kept = (out / "responses.jsonl").read_bytes()
    assert kept.endswith(b"\n")
    done = run_numbers(out)
    assert (done.summary["right"], done.summary["missing"]) == (30, 0)
    assert (out / "responses.jsonl").read_bytes().startswith(kept)


@pytest.mark.parametrize("name", ["verdicts.jsonl", "summary.json", "items.jsonl", "run.json"])
def test_no_space_left_for_a_replaced_file_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    out = tmp_path / "run"
    run_numbers(out)
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    fsync = os.fsync

    def full(descriptor: int) -> None:
        if name in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RunError, match="No space left"):
        run_numbers(out)
    assert (out / name).read_bytes() == before[name]
    assert not list(out.glob(".*.tmp"))


def test_a_read_only_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def read_only(path: Any, flags: int, mode: int = 0o777, **where: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR) and str(path).startswith(str(tmp_path)):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return opened(path, flags, mode, **where)

    monkeypatch.setattr(os, "open", read_only)
    with pytest.raises(RunError, match=r"Read-only file system.*give another folder with --out"):
        run_numbers(tmp_path / "run")


def test_a_run_that_was_asked_something_else_is_refused_with_the_difference(tmp_path: Path) -> None:
    out = tmp_path / "run"
    run_numbers(out)
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    for config, numbers, says in [
        (
            EvalConfig(model="scripted", out=str(out), temperature=0.5),
            Numbers(30),
            r"temperature: 0\.0 in the run, 0\.5",
        ),
        (EvalConfig(model="scripted", out=str(out)), Numbers(31), "items: 30 in the run, 31 asked"),
        (EvalConfig(model="scripted", out=str(out)), Numbers(30, gold=str), "fingerprint: "),
        (EvalConfig(model="scripted", out=str(out), limit=5), Numbers(30), "limit: nothing in the run, 5 asked"),
    ]:
        with pytest.raises(RunError, match=says):
            evaluate(config, model=scripted(), benchmarks={"numbers": numbers})
    after = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    assert {name: data for name, data in after.items() if name != ".lock"} == {
        name: data for name, data in before.items() if name != ".lock"
    }


def test_responses_that_nobody_vouches_for_are_refused(tmp_path: Path) -> None:
    run_numbers(tmp_path)
    (tmp_path / "run.json").unlink()
    with pytest.raises(RunError, match=r"responses\.jsonl but no run\.json"):
        run_numbers(tmp_path)


def test_failed_items_are_asked_again_and_nothing_else_is(tmp_path: Path) -> None:
    out = tmp_path / "run"
    config = EvalConfig(model="scripted", out=str(out))

    def flaky(request: Any) -> str:
        if number_in(request) in (3, 8):
            raise ConnectionError("the server went away")
        return str(2 * number_in(request))

    first = evaluate(config, model=Scripted(flaky), benchmarks={"numbers": Numbers(10)})
    assert (first.summary["failed"], first.within_budget) == (2, False)
    model = scripted()
    second = evaluate(config, model=model, benchmarks={"numbers": Numbers(10)})
    assert (second.summary["right"], second.within_budget) == (10, True)
    assert sorted(number_in(request) for request in model.asked) == [3, 8]
    third = scripted()
    evaluate(config, model=third, benchmarks={"numbers": Numbers(10)})
    assert third.asked == []


def test_readers_of_a_growing_run_leave_out_the_torn_line(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.append(encode_line(Line(item="numbers/1")))
        writer.append(encode_line(Line(item="numbers/2", repeat=3)))
    with (tmp_path / "responses.jsonl").open("ab") as file:
        file.write(b'{"item": "numbers/3"')
    run = RunDir(tmp_path)
    assert [line.line_key() for line in run.responses()] == [LineKey("numbers/1"), LineKey("numbers/2", repeat=3)]
    assert "torn" in run.notes[0]
