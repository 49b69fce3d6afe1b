"""The errors that reach a user, each with the exit status it ends the process with.

    MmbenchError
    ├── UsageError        2   what was asked for cannot be done as written
    ├── RunError          3   the run directory cannot be used, or the job is incomplete
    └── BadItem           -   one item cannot be asked; it becomes a `failed` line, the run goes on

Uncaught exceptions end with 70, an interruption with 130, a closed pipe with 141, failures over budget with 5. The gate
ends with 1 where it finds a regression, and only then; with 4 where it finds nothing and is told to fail.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "EXIT_FAILURES",
    "EXIT_INCONCLUSIVE",
    "EXIT_INTERNAL",
    "EXIT_INTERRUPTED",
    "EXIT_PIPE",
    "EXIT_REGRESSION",
    "BadItem",
    "MmbenchError",
    "RunError",
    "UsageError",
    "did_you_mean",
    "printable",
]

EXIT_REGRESSION = 1
EXIT_INCONCLUSIVE = 4
EXIT_FAILURES = 5
EXIT_INTERNAL = 70
EXIT_INTERRUPTED = 130
EXIT_PIPE = 141


class MmbenchError(Exception):
    """An error with a message for the user; `exit_code` is what the command line exits with."""

    exit_code = EXIT_INTERNAL


class UsageError(MmbenchError):
    """An unknown name, a malformed option or configuration, a missing capability."""

    exit_code = 2


class RunError(MmbenchError):
    """A run directory that is locked, unwritable, damaged or was asked something else."""

    exit_code = 3


class BadItem(MmbenchError):
    """A row that cannot become an item, or an item whose picture cannot be opened."""


def printable(text: str) -> str:
    """Return untrusted text without the control characters that could drive a terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """Return ` Did you mean 'x'?` for the known name nearest to `found`, or an empty string."""
    near = difflib.get_close_matches(found, list(known), n=1, cutoff=0.5)
    return f" Did you mean '{near[0]}'?" if near else ""
