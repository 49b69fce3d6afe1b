"""A report as it may be published: without the folders of whoever made the runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from mmbench.leaderboard.folders import without_folders
from mmbench.reports.reporting.names import Slugs, unique

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mmbench.leaderboard.entries import Entry
    from mmbench.reports.reporting.figures import Leaderboard, Report, RunReport

__all__ = ["published"]


def published(report: Report, entries: Sequence[Entry]) -> Report:
    """Return a report whose texts name no folder; the path of each run is the name it was handed in by.

    A local checkpoint is labelled by its folder: of that the last part is left, and the run's page is called after it.
    """
    labels = unique([without_folders(run.label) for run in report.runs])
    slugs = Slugs()
    runs = tuple(
        _run(run, entry.name, label, slugs.new(label, "run"))
        for run, entry, label in zip(report.runs, entries, labels, strict=True)
    )
    return replace(
        report,
        runs=runs,
        leaderboards=tuple(_board(board, runs) for board in report.leaderboards),
        benchmarks=tuple(_board(board, runs) for board in report.benchmarks),
        notes=tuple(map(without_folders, report.notes)),
    )


def _run(run: RunReport, name: str, label: str, slug: str) -> RunReport:
    return replace(
        run,
        label=label,
        slug=slug,
        path=name,
        model=_reduced(run.model),
        settings=_reduced(run.settings),
        notes=tuple(map(without_folders, run.notes)),
    )


def _board(board: Leaderboard, runs: Sequence[RunReport]) -> Leaderboard:
    places = (replace(place, label=runs[place.run].label, slug=runs[place.run].slug) for place in board.places)
    return replace(board, places=tuple(places))


def _reduced(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: without_folders(text) for name, text in texts.items()}
