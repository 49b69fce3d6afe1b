"""What a site is made of: runs, each with how it came here and what was claimed of it."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003
from typing import Literal, NamedTuple

__all__ = ["Entry", "Status"]

Status = Literal["run", "rescored", "self-reported"]
"""`run`: a run directory, as it was scored. `rescored`: a submission, scored here against the benchmark's own golds.
`self-reported`: a submission to a benchmark that is not at hand, with the verdicts that it claims."""


class Entry(NamedTuple):
    """A scored run directory that becomes a row of the site.

    `name` is that of the folder or archive as it was given; `digest` 16 hex digits over what was handed in. `claimed`
    is the accuracy in [0, 1] that a submission says it has by our verdict, None of a run directory. `changed` counts
    the verdicts that are others here than the submission says. `notes` say what a reader should know of how it was
    checked.
    """

    path: Path
    name: str
    status: Status = "run"
    digest: str = ""
    claimed: float | None = None
    changed: int = 0
    notes: tuple[str, ...] = ()
