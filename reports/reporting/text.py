"""The leaderboards of a report as plain text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.errors import printable
from mmbench.reports.reporting.report_sections import report_sections
from mmbench.reports.reporting.run_sections import headline
from mmbench.reports.reporting.tables import visible
from mmbench.reports.tables import table

if TYPE_CHECKING:
    from mmbench.reports.reporting.figures import Report

__all__ = ["report_text"]

SHOWN = ("Leaderboard", "Notes")
"""The sections that a terminal shows."""


def report_text(report: Report) -> str:
    """Return the leaderboard over all items, with its notes; of a single run what its report starts with."""
    if len(report.runs) == 1:
        run = report.runs[0]
        lines = [run.label, "", *headline(run), *(f"Note: {note}." for note in run.notes)]
        return printable("\n".join(lines))
    parts = []
    for section in (section for section in report_sections(report) if section.title in SHOWN):
        parts += [*section.sentences, *(f"Note: {point}" for point in section.points)]
        for each in section.tables:
            columns, rows = visible(each)
            parts += ["", table([tuple(column.name for column in columns), *map(tuple, rows)])]
    return printable("\n".join(parts))
