"""What a report says of all its runs together: leaderboards, and the runs at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mmbench.reports.reporting.group_tables import group_table
from mmbench.reports.reporting.names import Slugs
from mmbench.reports.reporting.reading import READING
from mmbench.reports.reporting.tables import Column, Section, Table

if TYPE_CHECKING:
    from mmbench.reports.reporting.figures import Leaderboard, Place, Report

__all__ = ["marked", "report_sections"]


def report_sections(report: Report) -> list[Section]:
    """Return the leaderboard over all items, the runs by domain at a glance, then one a benchmark and one a domain.

    Where there is one benchmark, its leaderboard is that over all items.
    """
    whole, *domains = report.leaderboards
    benchmarks = report.benchmarks if len(report.benchmarks) > 1 else ()
    slugs = Slugs()
    rule = f" by the official rule '{report.rule}'" if report.rule else ""
    head = [f"Runs by accuracy{rule}, with 95 % intervals."]
    if any(board.alike for board in report.leaderboards):
        head.append(
            "Ranks are bands: those that paired tests of all pairs of runs, adjusted together (Holm, 5 %), leave open. "
            "Runs whose bands do not overlap are shown to differ."
        )
    sections = [
        Section("Leaderboard", (" ".join(head), *_notes(whole)), (_board(report, whole, slugs),)),
        Section("Notes", points=tuple(f"{note}." for note in report.notes)),
        *([_glance(report)] if len(domains) > 1 and len(report.runs) > 1 else []),
        *(Section(f"Benchmark: {board.name}", _notes(board), (_board(report, board, slugs),)) for board in benchmarks),
        *(Section(f"Domain: {board.name}", _notes(board), (_board(report, board, slugs),)) for board in domains),
        Section("How to read it", READING),
    ]
    return [section for section in sections if section.says]


def marked(report: Report, place: Place) -> str:
    """Return what to call a run on a leaderboard; that of no model, or of answers that others recorded, says so."""
    origin = report.runs[place.run].origin
    return place.label if origin == "model" else f"{place.label} ({origin})"


def _notes(board: Leaderboard) -> tuple[str, ...]:
    return (f"{'. '.join(note[:1].upper() + note[1:] for note in board.notes)}.",) if board.notes else ()


def _board(report: Report, board: Leaderboard, slugs: Slugs) -> Table:
    first = [Column("rank", hidden=not board.alike), Column("run")]
    rows = [((_band(place), marked(report, place)), place.group) for place in board.places]
    name = slugs.new(f"leaderboard {board.name}".strip(), "leaderboard")
    return group_table(name, board.name or "Leaderboard", first, rows)


def _band(place: Place) -> str | None:
    if place.best is None:
        return None
    return str(place.best) if place.best == place.worst else f"{place.best}-{place.worst}"


def _glance(report: Report) -> Section:
    """Return the accuracies of all runs in all domains, whose intervals stand in the leaderboards."""
    whole, *domains = report.leaderboards
    columns = (Column("run"), Column("all", "percent"), *(Column(board.name, "percent") for board in domains))
    found = [{place.run: place.group for place in board.places} for board in report.leaderboards]
    rows: list[tuple[Any, ...]] = []
    for place in whole.places:
        groups = [groups[place.run] for groups in found]
        accuracies = [None if group is None else group.accuracy for group in groups]
        rows.append((marked(report, place), *accuracies))
    table = Table("domains", "Accuracy by domain", columns, rows)
    return Section("Domains at a glance", ("Intervals and counts stand in the leaderboards below.",), (table,))
