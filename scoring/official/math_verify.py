"""Math-Verify's verdict, for comparison: `verify(parse(gold), parse(response))` of the package `math-verify`.

Source: huggingface/Math-Verify (Apache-2.0), an optional dependency: `pip install 'mmbench[math-verify]'`. The response
is parsed as it is, the gold answer as a formula between dollar signs; a multiple choice by its letter, with the
package's `StringExtractionConfig` before the usual ones. Everything else is as the package has it: units are taken off,
not compared, equations are compared by their right sides.

The package bounds its work by a signal, which works in a process's main thread only and not against all of sympy. So it
runs in a process of its own, one answer at a time, that is stopped where an answer takes longer than 8 seconds or more
than 2 GiB; such an answer is wrong, and its prediction says so.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import json
import os
import select
import subprocess
import sys
import threading
import time
from typing import IO, TYPE_CHECKING, Any, cast

from mmbench.errors import UsageError
from mmbench.records import Item, OfficialScore
from mmbench.scoring.official.hendrycks import gold_of
from mmbench.scoring.official.rule import Rule

if TYPE_CHECKING:
    from mmbench.interfaces import Given

__all__ = ["MathVerifyRule", "rule"]

SECONDS = 8.0
START_SECONDS = 60.0
MAX_RESPONSE = 200_000
WORKER = "mmbench.scoring.official.math_verify_worker"


class MathVerifyRule(Rule):
    """The package's verdict, from a process of its own."""

    versions = ("math-verify",)

    def __init__(self) -> None:
        self.worker: _Worker | None = None
        self.lock = threading.Lock()

    def ready(self) -> None:
        """Raise `UsageError` where the package is not installed."""
        if importlib.util.find_spec("math_verify") is None:
            needed = "needs math-verify, which is not installed: pip install 'mmbench[math-verify]'"
            raise UsageError(f"the rule 'math-verify' {needed}")

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score a response.

        Raises:
            UsageError: the package is not installed.
        """
        self.ready()
        asked = {
            "gold": gold_of(item),
            "choice": item.key.choice is not None,
            "response": given.response[-MAX_RESPONSE:],
        }
        with self.lock:
            answer = self._ask(asked)
        return (OfficialScore(rule="math-verify", score=float(bool(answer.get("right"))), prediction=answer["found"]),)

    def _ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        if self.worker is None or not self.worker.alive():
            self.worker = _Worker()
        answer = self.worker.ask(asked)
        if answer is None:
            self.worker = None
            return {"right": False, "found": "stopped: it took too long or too much memory"}
        return answer


class _Worker:
    """A process that answers a line with a line."""

    def __init__(self) -> None:
        command = [sys.executable, "-P", "-m", WORKER]
        self.process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.questions = cast("IO[bytes]", self.process.stdin)
        self.answers = cast("IO[bytes]", self.process.stdout)
        self.rest = b""
        atexit.register(self.stop)
        if self._line(START_SECONDS) is None:
            self.stop()

    def alive(self) -> bool:
        return self.process.poll() is None

    def ask(self, asked: dict[str, Any]) -> dict[str, Any] | None:
        """Return the answer; None, with the process stopped, where none comes in time."""
        try:
            self.questions.write(json.dumps(asked).encode() + b"\n")
            self.questions.flush()
            line = self._line(SECONDS)
            found: dict[str, Any] | None = None if line is None else json.loads(line)
        except (OSError, ValueError):
            found = None
        if found is None:
            self.stop()
        return found

    def _line(self, seconds: float) -> bytes | None:
        """Return the next line; None where none comes in time."""
        end = time.monotonic() + seconds
        while b"\n" not in self.rest:
            ready, _, _ = select.select([self.answers], [], [], max(0.0, end - time.monotonic()))
            more = os.read(self.answers.fileno(), 65_536) if ready else b""
            if not more:
                return None
            self.rest += more
        line, _, self.rest = self.rest.partition(b"\n")
        return line

    def stop(self) -> None:
        """End the process and close its pipes."""
        self.process.kill()
        self.process.wait()
        self.answers.close()
        with contextlib.suppress(OSError):
            self.questions.close()
        atexit.unregister(self.stop)


rule = MathVerifyRule()
