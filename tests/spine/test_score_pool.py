"""Scoring in workers: a line that hangs, dies or eats memory is one failed line; nothing is left running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from click.testing import CliRunner
from support import ROOT, mmbench, read_lines

from mmbench import registry, scoring_pool
from mmbench.cli import cli
from mmbench.errors import RunError
from mmbench.jsonl import encode_line
from mmbench.records import BenchmarkCard, Hint, Item, Key, Line, Question, Trace
from mmbench.rescore import score_run
from mmbench.rundir import Run, Writer
from mmbench.scoring.verdict import verdict
from mmbench.scoring_pool import LINE_SECONDS, score_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PLUGIN = """
import ctypes, os, signal, subprocess, sys, time
from pathlib import Path
from mmbench.records import OfficialScore
from mmbench.scoring.official.rule import Rule

class Hostile(Rule):
    versions = ('hostile',)

    def score(self, item, given):
        word, _, rest = given.response.partition(' ')
        act = getattr(self, 'do_' + word, None)
        value = act(rest) if act else None
        return (OfficialScore(rule='hostile', score=1.0 if value is None else value),)

    def do_loop(self, rest):
        note(rest)
        while True: pass
    def do_lock(self, rest):
        note(rest)
        pow(3, 10**9)
    def do_sleep(self, rest):
        note(rest)
        time.sleep(float(rest) if rest.replace('.', '').isdigit() else 600)
    def do_exit(self, rest): os._exit(int(rest))
    def do_system_exit(self, rest): sys.exit(7)
    def do_interrupt(self, rest): raise KeyboardInterrupt
    def do_raise(self, rest): raise RecursionError('too deep')
    def do_memory(self, rest): raise MemoryError
    def do_balloon(self, rest): hold.append(bytes(3 << 30))
    def do_grow(self, rest):
        while True: hold.append(bytes(1 << 26))
    def do_segfault(self, rest): ctypes.string_at(0)
    def do_kill(self, rest): os.kill(os.getpid(), signal.SIGKILL)
    def do_orphan(self, rest):
        if os.fork() == 0: time.sleep(600)
        os._exit(0)
    def do_child(self, rest):
        note(rest, subprocess.Popen(['sleep', '600']).pid)
        while True: pass
    def do_print(self, rest): print('noise'); os.write(1, b'noise\\n'); return float(sys.stdin.read() == '')
    def do_nan(self, rest): return float('nan')
    def do_object(self, rest): return object()
    def do_unreadable(self, rest): raise Mute

class Mute(Exception):
    def __str__(self): raise ValueError('nothing to say')

hold = []
rule = Hostile()
def note(path, pid=None):
    if path.startswith('/'): Path(path).write_text(str(pid or os.getpid()))
"""
RULES = {"numbers": "hostile"}


@pytest.fixture
def plugged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Install a package with a hostile official rule, here and (the value, a PYTHONPATH) for other processes."""
    site = tmp_path / "site"
    info = site / "hostileplug-0.1.dist-info"
    info.mkdir(parents=True)
    (site / "hostileplug.py").write_text(PLUGIN)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: hostileplug\nVersion: 0.1\n")
    (info / "entry_points.txt").write_text("[mmbench.scorers]\nhostile = hostileplug:rule\n")
    monkeypatch.syspath_prepend(str(site))
    registry._entry_points.cache_clear()
    yield f"{ROOT}{os.pathsep}{site}"
    registry._entry_points.cache_clear()


def pairs(responses: list[str]) -> list[tuple[Item, Line]]:
    return [
        (
            Item(
                benchmark="numbers",
                question=Question(id=str(number), text="?", hint=Hint(kind="integer")),
                key=Key(answer=str(number % 7), kind="integer"),
                domain="even" if number % 2 == 0 else "odd",
            ),
            Line(item=f"numbers/{number}", trace=Trace(text=response)),
        )
        for number, response in enumerate(responses)
    ]


def lay_down(folder: Path, responses: list[str], rule: str = "") -> Path:
    """Write a run whose responses stand in another order than its items."""
    both = pairs(responses)
    card = BenchmarkCard(name="numbers", title="Numbers", official_rule=rule)
    with Writer(folder) as writer:
        writer.replace("items.jsonl", b"".join(encode_line(item) for item, _ in both))
        late = sorted(range(len(both)), key=lambda number: number * 7 % 13 + number)
        writer.replace("responses.jsonl", b"".join(encode_line(both[number][1]) for number in late))
        writer.write_run(Run(asked={"model": {"name": "x"}}, cards={"numbers": card}))
    return folder


def answers(n: int) -> list[str]:
    return [f"So {number} leaves \\boxed{{{number % 7 + (number % 5 == 0)}}}." for number in range(n)]


def errors(responses: list[str], **settings: Any) -> list[str]:
    """Return what failed, by line, of responses that the hostile rule is given; empty where a line was scored."""
    scored = list(score_lines(pairs(responses), RULES, **settings))
    assert [one.item.question.id for one in scored] == [str(number) for number in range(len(responses))]
    return [one.verdict.failure.error if one.verdict.failure else "" for one in scored]


def workers(pid: int) -> set[int]:
    """Return the worker processes that a process has started."""
    found: set[int] = set()
    for thread in Path(f"/proc/{pid}/task").iterdir():
        found |= {int(child) for child in (thread / "children").read_text().split()}
    return {child for child in found if b"scoring_worker" in Path(f"/proc/{child}/cmdline").read_bytes()}


def gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


def wait_until(what: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_verdicts_are_those_of_one_process_in_the_order_of_the_items(tmp_path: Path, jobs: int) -> None:
    out = lay_down(tmp_path / "run", answers(1000))
    with Writer(out) as writer:
        summary = score_run(writer, jobs=jobs)
    expected = b"".join(encode_line(verdict(item, line)) for item, line in pairs(answers(1000)))
    assert (out / "verdicts.jsonl").read_bytes() == expected
    assert (summary["n"], summary["right"], summary["missing"]) == (1000, 800, 0)
    assert not workers(os.getpid())


HOSTILE = [
    ("loop", "scoring took longer than 1 s and was stopped"),
    ("lock", "scoring took longer than 1 s and was stopped"),
    ("sleep", "scoring took longer than 1 s and was stopped"),
    ("exit 3", "the process that was scoring this line ended with status 3"),
    ("exit 0", "the process that was scoring this line ended with status 0"),
    ("system_exit", "the process that was scoring this line ended with status 7"),
    ("interrupt", "the process that was scoring this line was ended by SIGINT"),
    ("segfault", "the process that was scoring this line was ended by SIGSEGV"),
    ("kill", "the process that was scoring this line was ended by SIGKILL"),
    ("orphan", "the process that was scoring this line ended with status 0"),
    ("memory", "MemoryError: "),
    ("balloon", "MemoryError: "),
    ("grow", "MemoryError: "),
    ("raise", "RecursionError: too deep"),
    ("nan", "the verdict cannot be read back: Expected `float`, got `null` - at `$.official[0].score`"),
    ("object", "TypeError: Encoding objects of type object is unsupported"),
    ("unreadable", "ValueError: nothing to say"),
    ("print", ""),
    ("sleep 0.6", ""),
]


def test_the_score_of_a_failed_line_is_0_by_the_official_rule_too(plugged: str) -> None:
    for response in ("exit 1", "nan", "raise"):
        [scored] = score_lines(pairs([response]), RULES)
        assert scored.verdict.outcome == "failed"
        assert [(score.rule, score.score) for score in scored.verdict.official] == [("hostile", 0.0)]
        assert scored.line == encode_line(scored.verdict)


def mixed(hostile: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Return responses with hostile ones among them, and what is to fail."""
    responses = answers(20 * len(hostile))
    expected = [""] * len(responses)
    for place, (response, error) in enumerate(hostile):
        responses[place * 20 + 5], expected[place * 20 + 5] = response, error
    return responses, expected


def test_a_hostile_line_is_one_failed_line(plugged: str) -> None:
    responses, expected = mixed(HOSTILE)
    assert errors(responses, jobs=3, seconds=1.0) == expected
    assert not workers(os.getpid())


def test_a_run_with_hostile_lines_is_the_same_by_any_number_of_workers(plugged: str, tmp_path: Path) -> None:
    responses, expected = mixed([HOSTILE[number] for number in (0, 3, 10, 14, 16)])
    out = lay_down(tmp_path / "run", responses, "hostile")
    made = []
    for jobs in (1, 2):
        with Writer(out) as writer:
            score_run(writer, jobs=jobs, line_seconds=1.0)
        made.append([(out / name).read_bytes() for name in ("verdicts.jsonl", "summary.json")])
    assert made[0] == made[1]
    lines = read_lines(out / "verdicts.jsonl")
    assert [line["item"] for line in lines] == [f"numbers/{number}" for number in range(len(responses))]
    assert [line.get("failure", {}).get("error", "") for line in lines] == expected


def test_lines_larger_than_a_pipe_go_through() -> None:
    both = [
        (msgspec.structs.replace(item, question=msgspec.structs.replace(item.question, text=text * 500_000)), line)
        for (item, line), text in zip(pairs(answers(12)), ("x", "语", "\n\x00\u2028") * 4, strict=True)
    ]
    scored = list(score_lines(both, {}, jobs=2))
    assert [one.item for one in scored] == [item for item, _ in both]
    assert [one.verdict for one in scored] == [verdict(item, line) for item, line in both]


def test_lines_are_drawn_as_they_are_scored(plugged: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a line that hangs, others are scored ahead, but only so many."""
    monkeypatch.setattr(scoring_pool, "WINDOW_LINES", 300)
    drawn = 0

    def source() -> Iterator[tuple[Item, Line]]:
        nonlocal drawn
        for pair in pairs(["sleep", *answers(2000)]):
            drawn += 1
            yield pair

    for done, _ in enumerate(score_lines(source(), RULES, jobs=2, seconds=2.0)):
        assert drawn - done <= 300
        assert drawn > 50
    assert drawn == 2001


def test_a_consumer_that_is_slow_costs_no_line_its_time(plugged: str) -> None:
    scored = []
    for one in score_lines(pairs(["sleep 0.3"] * 6), RULES, jobs=1, seconds=1.0):
        scored.append(one.verdict.outcome)
        if len(scored) == 2:
            time.sleep(2.5)
    assert len(scored) == 6
    assert "failed" not in scored


def test_processes_that_were_stopped_for_a_while_are_not_blamed(plugged: str, tmp_path: Path) -> None:
    out = lay_down(tmp_path / "run", ["sleep 1"], "hostile")
    process = scoring(out, plugged, "--line-timeout", "2")
    wait_until(lambda: bool(workers(process.pid)))
    time.sleep(0.5)
    held = [*workers(process.pid), process.pid]
    for pid in reversed(held):
        os.kill(pid, signal.SIGSTOP)
    time.sleep(2.5)
    os.kill(process.pid, signal.SIGCONT)
    time.sleep(0.3)
    for pid in held:
        os.kill(pid, signal.SIGCONT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 0, said


def test_an_iterator_that_is_closed_early_leaves_no_worker(plugged: str) -> None:
    verdicts = score_lines(pairs([*answers(10), "loop", *answers(500)]), RULES, jobs=2)
    next(verdicts)
    verdicts.close()
    assert not workers(os.getpid())


def test_a_damaged_run_is_refused_and_leaves_no_worker(tmp_path: Path) -> None:
    out = lay_down(tmp_path / "run", answers(500))
    log = out / "responses.jsonl"
    log.write_bytes(log.read_bytes() + b"{broken}\n")
    with Writer(out) as writer, pytest.raises(RunError, match="line 501"):
        score_run(writer, jobs=2)
    assert not workers(os.getpid())
    assert not (out / "verdicts.jsonl").exists()


@pytest.mark.parametrize(
    ("python", "says"),
    [
        ("/nonexistent/python", "a worker process cannot be started"),
        ("/bin/false", "did not start, it ended with status 1"),
        ("", "does not know its own executable"),
    ],
)
def test_a_worker_that_cannot_be_started_is_said(monkeypatch: pytest.MonkeyPatch, python: str, says: str) -> None:
    monkeypatch.setattr(sys, "executable", python)
    with pytest.raises(RunError, match=says):
        list(score_lines(pairs(answers(3)), {}))


def test_no_lines_need_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    assert list(score_lines([], {})) == []


def scoring(out: Path, path: str, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "mmbench", "score", str(out), "--jobs", "2", *more],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


@pytest.mark.parametrize("act", ["loop", "sleep", "lock", "child"])
def test_a_killed_supervisor_leaves_no_worker(plugged: str, tmp_path: Path, act: str) -> None:
    note = tmp_path / "pid"
    out = lay_down(tmp_path / "run", [*answers(5), f"{act} {note}"], "hostile")
    process = scoring(out, plugged, "--line-timeout", "1" if act == "lock" else "600")
    wait_until(lambda: note.exists() and note.read_text() != "")
    started = {*workers(process.pid), int(note.read_text())}
    process.kill()
    process.communicate()
    wait_until(lambda: all(map(gone, started)), 15)


def test_ctrl_c_ends_at_once_and_leaves_all_as_it_was(plugged: str, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    out = lay_down(tmp_path / "run", [*answers(5), f"child {note}"], "hostile")
    (out / "verdicts.jsonl").write_text("before")
    process = scoring(out, plugged)
    wait_until(lambda: note.exists() and note.read_text() != "")
    started = {*workers(process.pid), int(note.read_text())}
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert time.monotonic() - begun < 3
    assert process.returncode == 130
    assert "interrupted; the same command continues" in said
    assert "Traceback" not in said
    wait_until(lambda: all(map(gone, started)), 5)
    assert (out / "verdicts.jsonl").read_text() == "before"
    assert {path.name for path in out.iterdir()} == {
        ".lock", "items.jsonl", "responses.jsonl", "run.json", "verdicts.jsonl",
    }  # fmt: skip


CONTEXTS = """
import multiprocessing, sys, threading
from pathlib import Path

def score(out):
    from mmbench.rescore import score_run
    from mmbench.rundir import Writer
    with Writer(Path(out)) as writer:
        assert score_run(writer, jobs=2, line_seconds=1.0)['failed'] == 2

if __name__ == '__main__':
    sys.setswitchinterval(1e-6)
    kind, *outs = sys.argv[1:]
    if kind == 'plain':
        score(outs[0])
    else:
        make = threading.Thread if kind == 'thread' else multiprocessing.get_context(kind).Process
        tasks = [make(target=score, args=(out,)) for out in outs]
        for task in tasks: task.start()
        for task in tasks: task.join()
        sys.exit(sum(getattr(task, 'exitcode', 0) for task in tasks))
"""


@pytest.mark.parametrize("kind", ["plain", "thread", "fork", "spawn", "forkserver", "stdin"])
def test_it_works_in_threads_in_forks_and_where_main_cannot_be_imported(
    plugged: str, tmp_path: Path, kind: str
) -> None:
    """Two runs at once, but for `plain` and `stdin`."""
    responses = [*answers(100), "exit 3", *answers(50), "loop", *answers(50)]
    outs = [lay_down(tmp_path / name, responses, "hostile") for name in ("a", "b")]
    script = tmp_path / "contexts.py"
    script.write_text(CONTEXTS)
    command = [sys.executable, *(["-", "plain"] if kind == "stdin" else [str(script), kind]), *map(str, outs)]
    done = subprocess.run(
        command, input=CONTEXTS if kind == "stdin" else None, capture_output=True, text=True, timeout=60,
        env={**os.environ, "PYTHONPATH": plugged},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    scored = [out / "verdicts.jsonl" for out in outs if kind not in ("plain", "stdin") or out == outs[0]]
    assert len({path.read_bytes() for path in scored}) == 1
    assert sum(line["outcome"] == "failed" for line in read_lines(scored[0])) == 2


def test_it_works_in_a_thread_of_this_process_and_in_an_xdist_worker(plugged: str, tmp_path: Path) -> None:
    out = lay_down(tmp_path / "run", [*answers(20), "loop"], "hostile")
    found: list[list[str]] = []
    thread = threading.Thread(target=lambda: found.append(errors(["loop", *answers(20)], seconds=0.5)))
    thread.start()
    (tmp_path / "test_inner.py").write_text(
        "from pathlib import Path\n"
        "from mmbench.rescore import score_run\n"
        "from mmbench.rundir import Writer\n"
        "def test_inner(worker_id):\n"
        "    assert worker_id == 'gw0'\n"
        f"    with Writer(Path({str(out)!r})) as writer:\n"
        "        assert score_run(writer, jobs=2, line_seconds=0.5)['failed'] == 1\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "1", "-p", "no:cacheprovider", "test_inner.py"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, env={**os.environ, "PYTHONPATH": plugged},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    thread.join(30)
    assert found == [["scoring took longer than 0.5 s and was stopped", *[""] * 20]]


def test_the_command_says_how_far_it_is_and_prints_nothing_a_rule_prints(plugged: str, tmp_path: Path) -> None:
    out = lay_down(tmp_path / "run", [*answers(40), "print", "exit 1"], "hostile")
    done = mmbench("score", str(out), "--jobs", "2", "--json", PYTHONPATH=plugged)
    assert done.returncode == 5
    assert json.loads(done.stdout)["failed"] == 1
    assert "42/42 · right" in done.stderr
    assert "noise" in done.stderr
    done = mmbench("score", str(out), "--max-failures", "1", PYTHONPATH=plugged)
    assert done.returncode == 0


def test_the_options_are_checked_and_the_help_says_the_default() -> None:
    shown = CliRunner().invoke(cli, ["score", "--help"]).output
    assert f"[default: {LINE_SECONDS}" in shown
    assert "one for each processor" in " ".join(shown.split())
    for option in (["--jobs", "0"], ["--line-timeout", "0"], ["--line-timeout", "x"]):
        assert CliRunner().invoke(cli, ["score", "x", *option]).exit_code == 2
