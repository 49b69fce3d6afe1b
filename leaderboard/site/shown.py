"""What the pages of a site are made from: a report, and what is known of each run beyond it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from mmbench.leaderboard.entries import Entry  # noqa: TC001
from mmbench.reports.reporting.figures import BenchmarkReport, Leaderboard, Place, Report, RunReport  # noqa: TC001

__all__ = ["REFERENCES", "Listed", "Site", "Sort", "Tested"]

Sort = Literal["model", "imported", "simulated", "random", "frequent"]
"""What answered: a model here or elsewhere, a simulated student, an option at random, the most frequent answer."""
REFERENCES = ("simulated", "random", "frequent")
"""What is no model, and is shown for reference."""


@dataclass(frozen=True)
class Listed:
    """A run on the site: place `index` of `report.runs`.

    `released` is the day (YYYY-MM-DD) that stands for it on the page of releases: that of its first session, empty
    where that is not known. `sessions` are those of run.json: `started`, `command`, `versions`, `hardware`, `git`.
    `fingerprints` has those of each benchmark as asked.
    """

    index: int
    run: RunReport
    entry: Entry
    sort: Sort
    released: str
    sessions: tuple[dict[str, Any], ...]
    fingerprints: dict[str, str]

    @property
    def reference(self) -> bool:
        """Whether it is shown for reference only, and is no model."""
        return self.sort in REFERENCES


class Tested(NamedTuple):
    """A benchmark on the site: what it is, as the first run on it says, its leaderboard, and its page's name.

    `board` ranks the runs on it; `reports` has each run's part on it by the run's index.
    """

    about: BenchmarkReport
    slug: str
    board: Leaderboard
    reports: dict[int, BenchmarkReport]


class Site(NamedTuple):
    """All that pages show: `listed` has the runs in the report's order.

    `domains` maps each domain to the name of its page; `items` counts what was asked.
    """

    title: str
    report: Report
    listed: tuple[Listed, ...]
    benchmarks: tuple[Tested, ...]
    domains: dict[str, str]
    items: int

    @property
    def overall(self) -> Leaderboard:
        """The leaderboard over all items."""
        return self.report.leaderboards[0]

    @property
    def boards(self) -> tuple[Leaderboard, ...]:
        """The leaderboards of the domains, in alphabetical order."""
        return self.report.leaderboards[1:]

    def place(self, board: Leaderboard, index: int) -> Place | None:
        """Return the place of a run on a leaderboard."""
        return next((place for place in board.places if place.run == index), None)
