"""The work that one comparison may take, and why an expression may have no value.

Work is counted, never timed, so that a verdict does not depend on the machine.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "BUDGET",
    "BeyondCapsError",
    "IrrationalError",
    "NoValueError",
    "SpentError",
    "UndefinedError",
    "UnevaluatedError",
    "Work",
    "budget",
    "current",
]

BUDGET = 30_000
"""Units of work of one comparison. A unit is about a microsecond of a processor of 2024."""


class NoValueError(Exception):
    """There is no value of the kind asked for."""


class UndefinedError(NoValueError):
    """The expression has no value: division by zero, `0^0`, infinity inside an expression."""


class IrrationalError(NoValueError):
    """The value is not known to be rational."""


class BeyondCapsError(NoValueError):
    """The value would take more work than is allowed."""


class UnevaluatedError(NoValueError):
    """The expression holds an operation that is not evaluated here: an integral, a limit, an infinite sum."""


class SpentError(NoValueError):
    """The comparison has taken as much work as it may."""


class Work:
    """What is left to spend on one comparison, and what it has worked out.

    Attributes:
        left: Units.
        known: Exact values of trees without symbols, or why there is none, by the identity of the tree, which is kept.
        free: The free symbols of trees, likewise.
    """

    __slots__ = ("free", "known", "left")

    def __init__(self, left: int = BUDGET) -> None:
        self.left = left
        self.known: dict[int, tuple[Any, ...]] = {}
        self.free: dict[int, tuple[Any, frozenset[str]]] = {}

    def charge(self, units: int) -> None:
        """Spend units, before the work is done. Raises `SpentError` where too few are left."""
        self.left -= units
        if self.left < 0:
            raise SpentError("work")


_open: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def budget() -> Iterator[Work]:
    """Open a budget for everything inside; inside of another, use that one."""
    work = _open.get()
    if work is not None:
        yield work
        return
    work = Work()
    token = _open.set(work)
    try:
        yield work
    finally:
        _open.reset(token)


def current() -> Work:
    """Return the budget that is open, or one of its own for the caller."""
    return _open.get() or Work()
