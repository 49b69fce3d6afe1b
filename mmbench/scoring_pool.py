"""Scoring lines in processes that may hang or die: a line costs at most its time limit and its worker.

Workers are fresh interpreters (no fork, no import of `__main__`, no signal handler), so the pool works in any thread
and process. Lines go to them over pipes, a few at a time, and verdicts come back in the order of the lines. A worker
that takes too long over a line is killed; the line it was at is `failed`, the others it held are given to another.
Verdicts do not depend on the number of workers.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from typing import TYPE_CHECKING, NamedTuple, cast

import msgspec

from mmbench.errors import RunError
from mmbench.jsonl import encode_line
from mmbench.records import Verdict
from mmbench.scoring_worker import Case, Settings, failed

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from typing import IO

    from mmbench.records import Item, Line

__all__ = ["LINE_SECONDS", "Scored", "default_jobs", "score_lines"]

LINE_SECONDS = 10.0
"""What one line may take, unless said otherwise."""
START_SECONDS = 60.0
"""What a worker may take to start."""
GROW_SECONDS = 0.05
"""For how long there must have been work before a second worker is started: about what a start takes."""
TICK_SECONDS = 0.2
"""How often the workers are looked at when none has anything to say."""
AHEAD_SECONDS = 0.02
"""How much work a worker is given ahead, estimated from the latest lines, ..."""
AHEAD_LINES = (2, 256)
"""... at least and at most so many lines, ..."""
AHEAD_BYTES = 1 << 20
"""... and no more while so many bytes wait to be sent."""
PIPE_BYTES = 1 << 16
WINDOW_LINES = 4_000
"""How far the pool reads ahead of the first line that has no verdict yet, in lines and in bytes."""
WINDOW_BYTES = 4 << 20

_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from mmbench.scoring_worker import main; main()"


class Scored(NamedTuple):
    """A verdict with its item, and as the line of JSON that `verdicts.jsonl` holds."""

    item: Item
    verdict: Verdict
    line: bytes


def default_jobs() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def score_lines(
    pairs: Iterable[tuple[Item, Line]], rules: dict[str, str], *, jobs: int | None = None, seconds: float = LINE_SECONDS
) -> Generator[Scored]:
    """Score lines in worker processes and yield the verdicts in the same order.

    Memory stays bounded however many lines there are. Close the iterator, or use it up, to end the workers at once.

    Args:
        pairs: items and their responses; drawn as fast as they are scored.
        rules: the official rule of each benchmark that has one.
        jobs: how many processes may score; `default_jobs()` by default. They are started as the work asks for them.
        seconds: how long one line may take before it is stopped and becomes `failed`.

    Raises:
        RunError: a worker cannot be started.
    """
    pool = _Pool(rules, jobs or default_jobs(), seconds)
    try:
        yield from pool.score(iter(pairs))
    finally:
        pool.stop()


class _Task:
    """A line on its way through the pool."""

    __slots__ = ("item", "raw", "scored", "size")

    def __init__(self, item: Item, line: Line) -> None:
        self.item = item
        self.raw = encode_line(Case(item=item, line=line))
        self.size = len(self.raw)
        self.scored: Scored | None = None

    def settle(self, scored: Scored) -> None:
        """Hold the verdict, and no longer what it was made from."""
        self.scored = scored
        self.raw = b""


class _Worker:
    """A process, the tasks it holds, in order, and the bytes on their way to and from it.

    `since` says, in the pool's time, since when it has been starting or at its first task.
    """

    def __init__(self, settings: bytes, since: float) -> None:
        if not sys.executable:
            raise RunError("scoring starts worker processes, and this Python does not know its own executable")
        try:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-c", _BOOT, *sys.path],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, process_group=0,
                env={"OMP_NUM_THREADS": "1", **os.environ},
            )  # fmt: skip
        except OSError as error:
            raise RunError(f"a worker process cannot be started: {error}") from error
        self.input = cast("IO[bytes]", self.process.stdin)
        self.output = cast("IO[bytes]", self.process.stdout)
        os.set_blocking(self.input.fileno(), False)
        os.set_blocking(self.output.fileno(), False)
        self.tasks: deque[_Task] = deque()
        self.unsent = bytearray(settings)
        self.unread = b""
        self.ready = False
        self.since = since

    def send(self) -> None:
        """Write what the pipe takes now."""
        try:
            while self.unsent:
                del self.unsent[: os.write(self.input.fileno(), self.unsent[:PIPE_BYTES])]
        except BlockingIOError:
            pass
        except OSError:
            self.unsent.clear()

    def receive(self) -> tuple[list[bytes], bool]:
        """Return the whole lines that are there to read, and whether the output has ended."""
        ended = False
        parts = [self.unread]
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self.output.fileno(), PIPE_BYTES):
                parts.append(data)
            ended = True
        *lines, self.unread = b"".join(parts).split(b"\n")
        return lines, ended

    def stop(self, grace: float = 0.0) -> str:
        """Let the process end by itself for so many seconds, then kill it with all it has started; say how it ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(grace)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        status = self.process.wait()
        self.input.close()
        self.output.close()
        return f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"


class _Pool:
    """The supervisor: one thread that keeps the workers supplied, watches them and puts the verdicts in order.

    Its `clock` goes on only while it looks, so that a worker is not blamed where both were stopped for a while.
    """

    def __init__(self, rules: dict[str, str], jobs: int, seconds: float) -> None:
        self.rules = rules
        self.jobs = jobs
        self.seconds = seconds
        self.settings = encode_line(Settings(parent=os.getpid(), seconds=seconds, rules=rules))
        self.decoder = msgspec.json.Decoder(Verdict)
        self.selector = selectors.DefaultSelector()
        self.workers: list[_Worker] = []
        self.window: deque[_Task] = deque()
        self.window_bytes = 0
        self.ungiven: deque[_Task] = deque()
        self.tick = min(TICK_SECONDS, seconds / 4)
        self.clock = 0.0
        self.looked = time.monotonic()
        self.polled = 0.0
        self.first_ready: float | None = None
        self.recent_lines, self.recent_seconds = 1.0, 0.005

    def score(self, pairs: Iterator[tuple[Item, Line]]) -> Iterator[Scored]:
        """Yield the verdicts in order."""
        while True:
            self._supply(pairs)
            if not self.window:
                return
            for _ in range(AHEAD_LINES[1]):
                if not self.window or (scored := self.window[0].scored) is None:
                    break
                self.window_bytes -= self.window.popleft().size
                yield scored
            self._look(wait=bool(self.window) and self.window[0].scored is None)

    def stop(self) -> None:
        """End every worker."""
        for worker in self.workers:
            worker.stop()
        self.selector.close()

    def _supply(self, pairs: Iterator[tuple[Item, Line]]) -> None:
        """Give tasks to the workers that have room."""
        self._tell_time()
        while (self.ungiven or self._draw(pairs)) and (worker := self._with_room()) is not None:
            if not worker.tasks:
                worker.since = self.clock
            task = self.ungiven.popleft()
            worker.tasks.append(task)
            worker.unsent += task.raw
        for worker in self.workers:
            worker.send()
            self._watch_input(worker)

    def _draw(self, pairs: Iterator[tuple[Item, Line]]) -> bool:
        """Take one more line into the window; return False where it is full or no line is left."""
        if len(self.window) >= WINDOW_LINES or self.window_bytes >= WINDOW_BYTES:
            return False
        pair = next(pairs, None)
        if pair is None:
            return False
        task = _Task(*pair)
        self.window.append(task)
        self.window_bytes += task.size
        self.ungiven.append(task)
        return True

    def _with_room(self) -> _Worker | None:
        """Return the worker that holds least, if it may hold more, or a new one where that pays."""
        least = min(self.workers, key=lambda worker: len(worker.tasks), default=None)
        if least is None:
            return self._start()
        fewest, most = AHEAD_LINES
        ahead = int(AHEAD_SECONDS * self.recent_lines / max(self.recent_seconds, 1e-9))
        if len(least.tasks) < min(max(ahead, fewest), most) and len(least.unsent) < AHEAD_BYTES:
            return least
        return self._start() if self._growing() else None

    def _growing(self) -> bool:
        """Whether one more worker pays: the work has lasted as long as a start, and fewer start than are at work."""
        if self.first_ready is None or self.clock - self.first_ready < GROW_SECONDS:
            return False
        ready = sum(worker.ready for worker in self.workers)
        return len(self.workers) < min(self.jobs, 2 * max(ready, 1))

    def _start(self) -> _Worker:
        worker = _Worker(self.settings, self.clock)
        self.workers.append(worker)
        self.selector.register(worker.output, selectors.EVENT_READ, worker)
        return worker

    def _watch_input(self, worker: _Worker) -> None:
        """Wake when there is room in the worker's input, while something is to be sent."""
        watched = worker.input in self.selector.get_map()
        if worker.unsent and not watched:
            self.selector.register(worker.input, selectors.EVENT_WRITE, worker)
        elif watched and not worker.unsent:
            self.selector.unregister(worker.input)

    def _tell_time(self) -> None:
        now = time.monotonic()
        self.clock += min(now - self.looked, 2 * self.tick)
        self.looked = now

    def _look(self, wait: bool) -> None:
        """Take in what the workers have done, and see to those that are late or dead."""
        events = self.selector.select(self.tick if wait else 0)
        self._tell_time()
        for worker in {key.data: None for key, _ in events}:
            self._receive(worker)
        for worker in [worker for worker in self.workers if worker.tasks or not worker.ready]:
            self._check_time(worker)
        if self.clock - self.polled >= self.tick:
            self.polled = self.clock
            for worker in [worker for worker in self.workers if worker.process.poll() is not None]:
                self._receive(worker)
                if worker in self.workers:
                    self._lose(worker)

    def _check_time(self, worker: _Worker) -> None:
        taken = self.clock - worker.since
        if not worker.ready and taken > START_SECONDS:
            raise RunError(f"a worker process did not start within {START_SECONDS:g} s")
        if worker.ready and taken > self.seconds:
            self._blame(worker.tasks.popleft(), f"scoring took longer than {self.seconds:g} s and was stopped")
            self._dismiss(worker)

    def _receive(self, worker: _Worker) -> None:
        lines, ended = worker.receive()
        if lines and not worker.ready:
            del lines[0]
            worker.ready = True
            worker.since = self.clock
            if self.first_ready is None:
                self.first_ready = self.clock
        for raw in lines:
            if self._take(worker.tasks.popleft(), raw):
                self._dismiss(worker)
                return
        if lines:
            self.recent_lines = 0.9 * self.recent_lines + len(lines)
            self.recent_seconds = 0.9 * self.recent_seconds + self.clock - worker.since
            worker.since = self.clock
        if ended:
            self._lose(worker)

    def _take(self, task: _Task, raw: bytes) -> bool:
        """Note a verdict; return whether the worker ran out of memory over it and should not go on."""
        try:
            verdict = self.decoder.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            self._blame(task, f"the verdict cannot be read back: {error}")
            return False
        task.settle(Scored(task.item, verdict, raw + b"\n"))
        failure = verdict.failure
        return failure is not None and failure.stage == "scorer" and failure.error.startswith("MemoryError")

    def _lose(self, worker: _Worker) -> None:
        """See to a worker that has died: the line it was at is failed."""
        task = worker.tasks.popleft() if worker.tasks else None
        how = self._dismiss(worker, grace=1.0)
        if not worker.ready:
            raise RunError(f"a worker process did not start, it {how}; what it said stands above")
        if task is not None:
            self._blame(task, f"the process that was scoring this line {how}")

    def _blame(self, task: _Task, error: str) -> None:
        case = msgspec.json.decode(task.raw, type=Case)
        verdict = failed(case, self.rules.get(case.item.benchmark, ""), error)
        task.settle(Scored(task.item, verdict, encode_line(verdict)))

    def _dismiss(self, worker: _Worker, grace: float = 0.0) -> str:
        """End a worker and say how it ended; what it still held is given to others."""
        self.selector.unregister(worker.output)
        if worker.input in self.selector.get_map():
            self.selector.unregister(worker.input)
        self.workers.remove(worker)
        self.ungiven.extendleft(reversed(worker.tasks))
        return worker.stop(grace)
