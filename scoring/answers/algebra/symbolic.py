"""Integrals, limits, derivatives and infinite sums, left to sympy in a process of its own that can be killed.

Nothing else in the package asks sympy anything. The process is started when it is first needed, one for each process
that asks, and ends with it. Trees are bounded before they are sent, and the process in time and memory after that.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
import threading
import time
from typing import TYPE_CHECKING, TypeAlias

from mmbench.scoring.answers.algebra.evaluate import (
    BINDERS,
    BeyondCapsError,
    NoValueError,
    exact,
    rational,
    scope,
    size,
)
from mmbench.scoring.answers.values import Apply, Number
from mmbench.scoring.answers.work import SpentError, budget

if TYPE_CHECKING:
    from mmbench.scoring.answers.values import Node

__all__ = ["MEMORY", "TIME_LIMIT", "SymbolicTimeout", "decide", "is_open"]

TIME_LIMIT = 5.0
"""Seconds for one question."""
START_LIMIT = 60.0
"""Seconds for the process to start."""
MEMORY = 1 << 30
"""Bytes of address space of the process."""
MAX_NODES = 60
MAX_POWER = 12
MAX_BITS = 100

Spelled: TypeAlias = list["str | Spelled"]


class SymbolicTimeout(Exception):
    """The question took more time or memory than is allowed, or the process was killed."""


def decide(left: Node, right: Node) -> bool | None:
    """Tell whether two expressions are equal once their integrals, sums, limits and derivatives are worked out.

    Two sides of which one has an indefinite integral need to be equal up to a constant only. None where the expressions
    hold no such operation, are beyond the bounds, or cannot be worked out.

    Raises:
        SymbolicTimeout: The work did not end. It says nothing about the answer.
    """
    try:
        with budget() as work:
            work.charge(1)
            if not (is_open(left) or is_open(right)) or not (_bounded(left) and _bounded(right)):
                return None
        question = json.dumps([spell(left), spell(right)]).encode() + b"\n"
    except (RecursionError, SpentError):
        return None
    with _state.lock:
        return _state.ask(question)


def spell(node: Node) -> Spelled:
    """Return a tree as nested lists of strings: the operation and its arguments, or the kind of a leaf and its name."""
    if isinstance(node, Apply):
        return [node.op, *map(spell, node.args)]
    if isinstance(node, Number):
        return ["number", str(node.value)]
    return [type(node).__name__.lower(), node.name]


def is_open(node: Node) -> bool:
    """Whether a tree holds something left to be worked out: an integral, a sum, a product, a limit, a derivative."""
    return isinstance(node, Apply) and (node.op in BINDERS or any(map(is_open, node.args)))


def _bounded(node: Node) -> bool:
    return size(node) <= MAX_NODES and _small(node)


def _small(node: Node) -> bool:
    """Whether all numbers that can be worked out in a tree are small."""
    try:
        pair = rational(node, scope(None))
    except (BeyondCapsError, SpentError):
        return False
    except NoValueError:
        pass
    else:
        if max(map(int.bit_length, pair)) > MAX_BITS:
            return False
    if not isinstance(node, Apply):
        return True
    if node.op == "pow" and (power := exact(node.args[1])) is not None and abs(power) > MAX_POWER:
        return False
    return all(map(_small, node.args))


class _Worker:
    """The process and the pipes to it."""

    def __init__(self) -> None:
        import subprocess

        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", f"{__name__}_worker", str(TIME_LIMIT), str(MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)},
            process_group=0,
            bufsize=0,
        )

    def ask(self, question: bytes, seconds: float) -> bytes:
        """Send a line, or nothing, and return the line that comes back.

        Raises:
            SymbolicTimeout: The process ended, or the line did not come in time.
        """
        pipe = self.process.stdin
        try:
            if pipe is not None and question:
                pipe.write(question)
        except OSError:
            raise SymbolicTimeout("the symbolic process ended") from None
        return self.line(seconds)

    def line(self, seconds: float) -> bytes:
        import selectors

        pipe = self.process.stdout
        found = b""
        deadline = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            if pipe is not None:
                selector.register(pipe, selectors.EVENT_READ)
            while pipe is not None and not found.endswith(b"\n"):
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise SymbolicTimeout(f"no symbolic answer within {seconds:g} s")
                piece = os.read(pipe.fileno(), 4096)
                if not piece:
                    raise SymbolicTimeout("the symbolic process ended")
                found += piece
        return found.strip()

    def end(self) -> None:
        """Kill the process, wait for its end and close the pipes."""
        self.process.kill()
        self.process.wait()
        self.close()

    def close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    def forget(self) -> None:
        """In a forked child: close the copies of the parent's pipes; the process stays the parent's."""
        self.process.returncode = 0
        self.close()


class _State:
    """This process's worker, if any, and the lock to hold while asking it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.worker: _Worker | None = None

    def ask(self, question: bytes) -> bool | None:
        if self.worker is not None and self.worker.process.poll() is not None:
            self.stop()
        try:
            if self.worker is None:
                self.worker = _Worker()
                self.worker.ask(b"", START_LIMIT)
            answer = json.loads(self.worker.ask(question, TIME_LIMIT))
        except BaseException:
            self.stop()
            raise
        if answer == "failed":
            self.stop()
            raise SymbolicTimeout("the symbolic work took too much memory")
        return answer if isinstance(answer, bool) else None

    def stop(self) -> None:
        if self.worker is not None:
            self.worker.end()
        self.worker = None

    def forget(self) -> None:
        """In a forked child: start afresh, with no process and a free lock."""
        if self.worker is not None:
            self.worker.forget()
        self.worker = None
        self.lock = threading.Lock()


_state = _State()
atexit.register(_state.stop)
os.register_at_fork(after_in_child=_state.forget)
