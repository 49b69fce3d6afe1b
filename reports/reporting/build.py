"""A report on runs, made one run after the other, so that only figures and scores are held of each."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mmbench.errors import UsageError
from mmbench.reports.reporting.cells import asked_cells
from mmbench.reports.reporting.figures import Report
from mmbench.reports.reporting.leaderboards import asked_otherwise, columns, leaderboards
from mmbench.reports.reporting.names import Slugs, unique
from mmbench.reports.reporting.run import run_report
from mmbench.reports.results import Results, labels, load_results
from mmbench.rundir import RunDir

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from mmbench.reports.answers import Answers
    from mmbench.reports.reporting.figures import RunReport
    from mmbench.reports.reporting.leaderboards import Columns

__all__ = ["build_report"]


class _Made(NamedTuple):
    """What is held of a run: its report, its scores on each leaderboard, and the checker that gave them."""

    report: RunReport
    columns: Columns
    checker: str


def build_report(
    paths: Sequence[Path], rule: str = "", visit: Callable[[RunReport, Results], None] | None = None
) -> Report:
    """Return the report on runs.

    Args:
        paths: the run directories, one or more.
        rule: the official rule whose scores to take; our verdict where empty.
        visit: called with each run while it is in memory.

    Raises:
        UsageError: no run, or one that is given twice.
        RunError: a path is no run, or its run was not scored since it last changed, is damaged, or has no line that was
            scored by the rule.
    """
    made: list[_Made] = []
    notes: list[str] = []
    first: Answers | None = None
    slugs = Slugs()
    for path, label in zip(paths, _names(paths), strict=True):
        results = load_results(path)
        cells = asked_cells(results, rule)
        report = run_report(results, cells, label, slugs.new(label, "run"), rule)
        found = columns(cells)
        identity = msgspec.structs.replace(results.identity(rule), name=label)
        alike = made and found.digest == made[0].columns.digest
        answers = (first if first and alike else results.answers(rule))._replace(identity=identity)
        if first is None:
            first = answers
        else:
            notes += asked_otherwise(first, answers, (made[0].report.label, label))
        made.append(_Made(report, found, identity.checker))
        if visit is not None:
            visit(report, results)
    runs = tuple(each.report for each in made)
    boards = leaderboards(runs, [each.columns for each in made], [each.checker for each in made])
    made_with = f"mmbench {version('mmbench')}"
    return Report(
        rule=rule,
        runs=runs,
        leaderboards=boards.domains,
        benchmarks=boards.benchmarks,
        notes=tuple(dict.fromkeys(notes)),
        made_with=made_with,
    )


def _names(paths: Sequence[Path]) -> list[str]:
    """Return what to call each run, after checking that none is given twice."""
    if not paths:
        raise UsageError("report needs a run or more; found none.")
    places = [path.resolve() for path in paths]
    for place, path in zip(places, paths, strict=True):
        if places.count(place) > 1:
            raise UsageError(f"{path} is given more than once; give each run once.")
    return unique(labels([Results(path, RunDir(path).run(), {}, [], [], []) for path in paths]))
