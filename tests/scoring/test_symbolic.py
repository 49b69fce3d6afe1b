"""Integrals, limits and sums by sympy in its own process: what it decides, and what happens when it does not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from fractions import Fraction
from pathlib import Path

import pytest

from mmbench.scoring.answers.algebra import symbolic
from mmbench.scoring.answers.algebra.symbolic import SymbolicTimeout, decide
from mmbench.scoring.answers.reading.grammar import parse
from mmbench.scoring.answers.values import Apply, Constant, Node, Number, Symbol


def tree(text: str) -> Node:
    value = parse(text)
    assert isinstance(value, Number | Constant | Symbol | Apply), value
    return value


def running(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False


def ends(process: int, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while running(process) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not running(process)


def worker() -> int:
    """The worker's process id; one is started if there is none."""
    assert decide(tree(r"\int x\,dx"), tree(r"\frac{x^2}{2}")) is True
    found = symbolic._state.worker
    assert found is not None
    return found.process.pid


ENDLESS = tree(r"\int \frac{1}{x^5+x^3+\sin x+\sqrt{x}\ln x}\,dx")


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (r"\int x\,dx", r"\frac{x^2}{2}+C", True),
        (r"\int x\,dx", r"\frac{x^2}{2}", True),
        (r"\int x\,dx", r"\frac{x^3}{2}+C", False),
        (r"\int \frac{1}{x}\,dx", r"\ln|x|+C", True),
        (r"\int_0^1 x^2\,dx", r"\frac{1}{3}", True),
        (r"\int_0^1 x^2\,dx", r"\frac{1}{2}", False),
        (r"\int_0^{\pi} \sin x\,dx", "2", True),
        (r"\int_{-\infty}^{\infty} e^{-x^2}\,dx", r"\sqrt{\pi}", True),
        (r"\int_0^a \sqrt{x}\,dx", r"\frac{2a\sqrt{a}}{3}", True),
        (r"\sum_{k=1}^{\infty} \frac{1}{k^2}", r"\frac{\pi^2}{6}", True),
        (r"\sum_{k=0}^{\infty} x^k", r"\frac{1}{1-x}", True),
        (r"\sum_{k=0}^{\infty} \frac{1}{2^k}", "2", True),
        (r"\lim_{x\to 0} \frac{\sin x}{x}", "1", True),
        (r"\lim_{x\to\infty} \frac{2x+1}{x}", "2", True),
        (r"\lim_{x\to\infty} \frac{2x+1}{x}", "1", False),
        (r"\lim_{n\to\infty} (1+\frac{1}{n})^n", "e", True),
        (r"\lim_{x\to 0} \frac{|x|}{x}", "1", None),
        (r"\frac{d}{dx} \sin^2 x", r"\sin 2x", True),
        (r"\int x^2\,dx", r"\int x^2\,dx+3", True),
        (r"\frac{1}{0}", "1", None),
        ("x", "y", None),
    ],
)
def test_decide(left: str, right: str, expected: bool | None) -> None:
    assert decide(tree(left), tree(right)) is expected
    assert decide(tree(right), tree(left)) is expected


@pytest.mark.parametrize(
    "left",
    [
        r"\int x^{13}\,dx",
        r"\int x^{-13}\,dx",
        r"\int 9^{9^9}x\,dx",
        r"\int 100000!x\,dx",
        rf"\int {'9' * 100}x\,dx",
        rf"\int ({'+'.join(['x'] * 70)})\,dx",
    ],
)
def test_large_questions_are_not_asked(left: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symbolic._state, "ask", lambda question: pytest.fail("asked"))
    assert decide(tree(left), tree("x")) is None


def test_work_without_end_is_cut_off_and_the_next_question_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    process = worker()
    monkeypatch.setattr(symbolic, "TIME_LIMIT", 0.5)
    start = time.monotonic()
    with pytest.raises(SymbolicTimeout, match=r"0\.5 s"):
        decide(ENDLESS, tree("x"))
    assert time.monotonic() - start < 5
    assert ends(process)
    monkeypatch.undo()
    assert worker() != process


def test_the_process_is_bounded_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    symbolic._state.stop()
    monkeypatch.setattr(symbolic, "MEMORY", 1 << 20)
    with pytest.raises(SymbolicTimeout, match="memory"):
        decide(ENDLESS, tree("x"))
    monkeypatch.undo()
    assert running(worker())


def test_a_killed_process_is_replaced() -> None:
    process = worker()
    os.kill(process, signal.SIGKILL)
    assert ends(process)
    assert worker() != process


def test_a_process_killed_at_work_is_a_timeout_not_a_verdict() -> None:
    process = worker()
    threading.Timer(0.5, os.kill, (process, signal.SIGKILL)).start()
    with pytest.raises(SymbolicTimeout, match="ended"):
        decide(ENDLESS, tree("x"))


def test_threads_share_the_process() -> None:
    process = worker()
    found: list[bool | None] = []

    def work(power: int) -> None:
        right = Apply("div", (tree(f"x^{power + 1}"), Number(Fraction(power + 1))))
        found.append(decide(tree(rf"\int x^{power}\,dx"), right))

    threads = [threading.Thread(target=work, args=(power,)) for power in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 8
    assert worker() == process


def test_a_forked_child_has_a_process_of_its_own() -> None:
    process = worker()
    reader, writer = os.pipe()
    with symbolic._state.lock:
        child = os.fork()
        if child == 0:
            try:
                os.write(writer, str(worker()).encode())
            finally:
                os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        own = int(pipe.read())
    assert os.waitpid(child, 0)[1] == 0
    assert own != process
    assert ends(own)
    assert running(process)
    assert worker() == process


@pytest.mark.parametrize("end", ["sys.exit()", "os._exit(1)", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_the_process_ends_with_its_parent(end: str) -> None:
    assert ends(started_and_left(end))


def test_a_process_at_work_ends_with_its_parent() -> None:
    """It does not see that its pipe is closed before it has done; its processor time is bounded."""
    ask = 'threading.Thread(target=decide, args=(tests.ENDLESS, tests.tree("x")), daemon=True).start()'
    assert ends(started_and_left(f"{ask}; time.sleep(0.3); os._exit(1)"), 30)


def started_and_left(end: str) -> int:
    """The id of the worker of a process that has ended."""
    code = f"""
import os, signal, sys, threading, time
sys.path[:0] = [{str(Path(__file__).parent)!r}]
import test_symbolic as tests
from mmbench.scoring.answers.algebra import symbolic
from mmbench.scoring.answers.algebra.symbolic import decide
symbolic.TIME_LIMIT = 1.0
print(tests.worker(), flush=True)
{end}
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return int(done.stdout)


def test_verdicts_do_not_depend_on_what_was_asked_before() -> None:
    question = tree(r"\int \sin x\,dx"), tree(r"-\cos x")
    first = decide(*question)
    decide(tree(r"\sum_{k=1}^{\infty} \frac{1}{k^2}"), tree("1"))
    symbolic._state.stop()
    assert decide(*question) is first is True
