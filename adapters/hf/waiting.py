"""Requests that are prepared and wait for the model, and which of them go together next."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable
    from concurrent.futures import Future

    from mmbench.adapters.hf.preparing import Prepared
    from mmbench.records import Response

__all__ = ["Job", "Limits", "Waiting", "cost"]

QUIET = 0.05
"""Seconds without a new request after which no more are waited for."""

MOST_BYTES = 4 << 30
"""How much memory waiting requests may take; a large picture alone can take hundreds of megabytes."""


class Job(NamedTuple):
    """One answer wanted: a prepared request, the seed it is sampled with, and the future that takes the answer."""

    prepared: Prepared
    seed: int
    future: Future[Response]

    @property
    def group(self) -> Hashable:
        """What must be equal in a batch: how tokens are chosen, which kinds of input there are, pictures attended to.

        Mllama's tokens attend to padding where another row has more pictures.
        """
        attended = self.prepared.inputs.get("cross_attention_mask")
        pictures = 0 if attended is None else attended.shape[2]
        sampling = self.prepared.request.sampling
        choice = (sampling.temperature, sampling.top_p, sampling.top_k, sampling.logprobs)
        return choice, frozenset(self.prepared.inputs), pictures


class Limits(NamedTuple):
    """How much fits in a batch: tokens, with padding and room for the answers; rows (0: any number)."""

    tokens: int
    rows: int = 0


def cost(jobs: list[Job], width: int = 0) -> int:
    """Return the tokens a batch may grow to: rows times the longest prompt, or its `width`, with the longest answer."""
    longest = max(width, *(job.prepared.length for job in jobs))
    return len(jobs) * (longest + max(job.prepared.request.sampling.max_tokens for job in jobs))


class Waiting:
    """Jobs in the order they came. Any thread may add; the model's thread takes.

    A batch is the oldest job and those nearest to it in length, so that little is padded and none waits for ever. It
    does not wait to fill, except for requests that are being prepared already and while others still come one after
    another, as at the start of a run: a batch of one takes as long as a batch of many. What waits is bounded in memory.
    """

    def __init__(self) -> None:
        self._jobs: list[Job] = []
        self._expected = 0
        self._last_came = 0.0
        self._closed = False
        self._changed = threading.Condition()

    def expect(self) -> None:
        """Announce a request that is being prepared; `add` or `withdraw` must follow."""
        with self._changed:
            self._expected += 1

    def wait_for_room(self) -> None:
        """Wait, before preparing a request, until the model has taken enough of those that are prepared."""
        with self._changed:
            self._changed.wait_for(lambda: not self._crowded())

    def add(self, jobs: list[Job]) -> None:
        """Add what an announced request has become."""
        with self._changed:
            self._expected -= 1
            self._jobs += jobs
            self._last_came = time.monotonic()
            self._changed.notify_all()

    def withdraw(self) -> None:
        """Take back an announcement: the request could not be prepared."""
        self.add([])

    def put_back(self, jobs: list[Job]) -> None:
        """Let taken jobs wait again, before all others."""
        with self._changed:
            self._jobs = jobs + self._jobs

    def close(self) -> None:
        """Let `take` end once nothing waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def take(self, limits: Limits) -> list[Job]:
        """Return the next batch, waiting until there is one; empty where there will be none."""
        with self._changed:
            while True:
                batch, full = self._next(limits)
                quiet = self._last_came + QUIET - time.monotonic()
                if batch and (full or self._crowded() or (self._expected == 0 and quiet <= 0)):
                    return self._taken(batch)
                if self._closed and not self._jobs:
                    return []
                self._changed.wait(max(quiet, 0.0) if batch and self._expected == 0 else None)

    def joining(self, running: list[Job], width: int, limits: Limits) -> list[Job]:
        """Return the jobs that fit beside those already running, in a batch of this width; does not wait."""
        with self._changed:
            return self._taken(_fill(running, self._alike(running[0]), limits, width)[0])

    def _next(self, limits: Limits) -> tuple[list[Job], bool]:
        self._jobs = [job for job in self._jobs if not job.future.cancelled()]
        self._changed.notify_all()
        if not self._jobs:
            return [], False
        oldest = self._jobs[0]
        others, full = _fill([oldest], [job for job in self._alike(oldest) if job is not oldest], limits)
        return [oldest, *others], full

    def _alike(self, like: Job) -> list[Job]:
        """Return the waiting jobs that may share a batch with this one, nearest in length first."""
        alike = [job for job in self._jobs if job.group == like.group]
        return sorted(alike, key=lambda job: abs(job.prepared.length - like.prepared.length))

    def _taken(self, batch: list[Job]) -> list[Job]:
        chosen = {id(job) for job in batch}
        self._jobs = [job for job in self._jobs if id(job) not in chosen]
        self._changed.notify_all()
        return batch

    def _crowded(self) -> bool:
        return sum(job.prepared.size for job in self._jobs) >= MOST_BYTES


def _fill(start: list[Job], candidates: list[Job], limits: Limits, width: int = 0) -> tuple[list[Job], bool]:
    """Return the candidates that fit beside `start`, in order, and whether one did not."""
    chosen = list(start)
    for job in candidates:
        if cost([*chosen, job], width) > limits.tokens or (limits.rows and len(chosen) == limits.rows):
            return chosen[len(start) :], True
        chosen.append(job)
    return chosen[len(start) :], bool(limits.rows) and len(chosen) >= limits.rows
