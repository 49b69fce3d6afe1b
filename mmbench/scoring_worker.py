"""The process that scores lines for `mmbench.scoring_pool`.

On standard input: one line of JSON with the settings, then one for each line to score. On standard output: an empty
line when ready, then one verdict for each. It ends with its input, with its parent, or where a line asks for more
memory or processor time than one line may have; what a rule prints goes to standard error.
"""

from __future__ import annotations

import contextlib
import math
import os
import resource
import signal
import threading
import time
from typing import TYPE_CHECKING

import msgspec

from mmbench.jsonl import encode_line
from mmbench.records import Failure, Item, Line, Record, Verdict
from mmbench.scoring.verdict import official_rule, verdict

if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["MEMORY_BYTES", "Case", "Settings", "failed", "main"]

MEMORY_BYTES = 2 << 30
"""Address space of a worker; beyond it there is a `MemoryError`, which is a failed line."""
PARENT_SECONDS = 0.5
"""How often a worker looks whether its parent is still there."""


class Settings(Record, frozen=True):
    """What a worker is told first.

    `parent` is the process it ends with, `seconds` what one line may take, `rules` the official rule of each benchmark.
    """

    parent: int
    seconds: float
    rules: dict[str, str]


class Case(Record, frozen=True):
    """An item and the response to score."""

    item: Item
    line: Line


def failed(case: Case, rule: str, error: str) -> Verdict:
    """Return the verdict on a line that could not be scored: `failed`, with what went wrong."""
    return verdict(case.item, msgspec.structs.replace(case.line, failure=Failure(stage="scorer", error=error)), rule)


def main() -> None:
    """Score what comes in until nothing more does."""
    _bound(resource.RLIMIT_AS, MEMORY_BYTES)
    _bound(resource.RLIMIT_CORE, 0)
    cases, verdicts = _channels()
    settings = msgspec.json.decode(cases.readline(), type=Settings)
    threading.Thread(target=_end_with, args=(settings.parent,), daemon=True).start()
    for rule in settings.rules.values():
        official_rule(rule)
    decoder = msgspec.json.Decoder(Case)
    verdicts.write(b"\n")
    verdicts.flush()
    for raw in cases:
        _allow(settings.seconds)
        case = decoder.decode(raw)
        verdicts.write(_scored(case, settings.rules.get(case.item.benchmark, "")))
        verdicts.flush()


def _scored(case: Case, rule: str) -> bytes:
    try:
        return encode_line(verdict(case.item, case.line, rule))
    except Exception as error:
        return encode_line(failed(case, rule, f"{type(error).__name__}: {error}"))


def _channels() -> tuple[BinaryIO, BinaryIO]:
    """Return what comes in and what goes out, kept from whatever a rule reads or prints."""
    cases, verdicts = os.fdopen(os.dup(0), "rb", 1 << 16), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return cases, verdicts


def _bound(limit: int, most: int) -> None:
    """Lower a limit of this process, for good."""
    _, hard = resource.getrlimit(limit)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(limit, (most, most))


def _allow(seconds: float) -> None:
    """Let the system end this process should the next line compute for more than twice its time.

    The pool ends it earlier; this is for a pool that has died.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime + 2 * seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def _end_with(parent: int) -> None:
    """End this process, and what it started, when its parent is gone."""
    while os.getppid() == parent:
        time.sleep(PARENT_SECONDS)
    os.killpg(os.getpid(), signal.SIGKILL)
