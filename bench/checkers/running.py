"""Running a checker over pairs in a process of its own, stopped and started again where a pair takes too long."""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checkers.pairs import Pair

__all__ = ["Broken", "Checker", "Run", "import_seconds", "judge_all", "message"]

ROOT = Path(__file__).resolve().parents[2]
WORKER = Path(__file__).resolve().parent / "worker.py"
START_SECONDS = 120.0
STATED = re.compile(r"\banswer(?: is|:)", re.IGNORECASE)


class Broken(Exception):
    """A checker that does not start; the message holds the end of what it wrote."""


class Checker(NamedTuple):
    """A checker: its name, its adapter and the Python that has what the adapter imports."""

    name: str
    adapter: Path
    python: str = sys.executable


class Run(NamedTuple):
    """What came of one run over all pairs.

    `said` has an outcome, `not right`, `error: ...` or `timeout` for each pair; `cpu` is in seconds, a pair that was
    stopped counted at the limit; `sympy` says whether sympy was loaded by the end.
    """

    said: list[str]
    cpu: float
    sympy: bool
    version: str


def message(pair: Pair) -> dict[str, Any]:
    """Return what a checker is given of a pair, never the expected outcome.

    `golds` are all texts a right answer may be held against (the gold, the accepted alternatives, the right option's
    text and its letter), `bare` is the response's answer for checkers that look for none themselves.
    """
    golds = [pair.gold, *pair.accepted]
    letters = [chr(ord("A") + number) for number in range(len(pair.choices))]
    if pair.gold in pair.choices:
        golds.append(letters[pair.choices.index(pair.gold)])
    elif pair.gold in letters:
        golds.append(pair.choices[letters.index(pair.gold)])
    given = {name: value for name, value in pair._asdict().items() if name not in ("expected", "why")}
    return {**given, "golds": golds, "bare": bare_answer(pair.response)}


def bare_answer(response: str) -> str:
    """Return the last boxed text, else what follows the last `answer is` or `answer:`, else the whole response."""
    start = response.rfind("\\boxed{")
    if start >= 0:
        depth = 0
        for place in range(start + 6, len(response)):
            depth += {"{": 1, "}": -1}.get(response[place], 0)
            if depth == 0:
                return response[start + 7 : place]
    end = 0
    for found in STATED.finditer(response):
        end = found.end()
    return response[end:].strip().removesuffix(".").strip() if end else response.strip()


def judge_all(checker: Checker, pairs: Sequence[Pair], limit: float) -> Run:
    """Judge every pair in order, none for longer than `limit` seconds.

    Raises:
        Broken: the checker does not start.
    """
    said: list[str] = []
    cpu, sympy, version = 0.0, False, ""
    messages = [json.dumps(message(pair)) + "\n" for pair in pairs]
    while True:
        used = 0.0
        for line in _work(checker, messages[len(said) :], limit):
            version = line.get("version", version)
            sympy = line.get("sympy", sympy)
            used = line.get("cpu", used)
            if "said" in line:
                said.append(line["said"])
            if line.get("stopped"):
                used += limit
        cpu += used
        if len(said) == len(pairs):
            return Run(said, cpu, sympy, version)


def _work(checker: Checker, messages: list[str], limit: float) -> Iterator[dict[str, Any]]:
    """Yield a worker's lines, and one of ours where it had to be stopped or died over a pair."""
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryFile("w+") as errors:
        given = Path(place) / "pairs.jsonl"
        given.write_text("".join(messages))
        with given.open() as file:
            process = subprocess.Popen(
                [checker.python, str(WORKER), str(checker.adapter)],
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=place,
                env=_environment(checker),
                start_new_session=True,
            )
        judged, ready, done = 0, False, False
        try:
            for line in _lines(process, START_SECONDS, limit):
                ready = True
                judged += "said" in line
                done = done or "sympy" in line
                yield line
            if not ready:
                errors.seek(0)
                raise Broken(f"{checker.name} does not start with {checker.python}:\n{errors.read()[-2000:]}")
            if not done and judged < len(messages):
                stopped = process.poll() is None
                yield {"said": "timeout" if stopped else "error: the checker's process died", "stopped": stopped}
        finally:
            _stop(process)


def _environment(checker: Checker) -> dict[str, str]:
    """Return the environment of a checker's process: ours is this checkout's, a peer sees nothing of it."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT) if checker.python == sys.executable else ""}


def _lines(process: subprocess.Popen[bytes], first: float, limit: float) -> Iterator[dict[str, Any]]:
    """Yield the process's lines until it ends or takes longer than allowed for one."""
    assert process.stdout is not None
    buffer = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        deadline = time.monotonic() + first
        while selector.select(max(0.0, deadline - time.monotonic())):
            chunk = os.read(process.stdout.fileno(), 65536)
            if not chunk:
                process.wait()
                return
            *lines, buffer = (buffer + chunk).split(b"\n")
            for line in lines:
                yield json.loads(line)
            if lines:
                deadline = time.monotonic() + limit


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a worker and what it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def import_seconds(checker: Checker, cache: Path) -> tuple[float, float]:
    """Return the CPU and wall seconds of a fresh process that imports a checker, less those of a bare one.

    Bytecode is kept in the folder `cache`: the first call for a checker compiles, the later ones import what is
    compiled, as from an installed package.
    """
    bare = _timed(checker, "import runpy", cache)
    whole = _timed(checker, f"import runpy; runpy.run_path({str(checker.adapter)!r})", cache)
    return whole[0] - bare[0], whole[1] - bare[1]


def _timed(checker: Checker, code: str, cache: Path) -> tuple[float, float]:
    environment = {**_environment(checker), "PYTHONPYCACHEPREFIX": str(cache), "PYTHONDONTWRITEBYTECODE": ""}
    before, start = _children(), time.perf_counter()
    subprocess.run(
        [checker.python, "-c", code],
        check=True,
        cwd=checker.adapter.parent,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return _children() - before, time.perf_counter() - start


def _children() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime
