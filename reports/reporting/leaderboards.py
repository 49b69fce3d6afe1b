"""Leaderboards: the runs by accuracy, over all items and by domain, with bands of ranks where they may be compared."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mmbench.reports.comparable import ACROSS, differing, without_advice
from mmbench.reports.reporting.figures import Leaderboard, Place
from mmbench.reports.reporting.groups import grouped
from mmbench.reports.statistics.multiplicity import rank_bands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mmbench.reports.answers import Answers
    from mmbench.reports.reporting.cells import Asked
    from mmbench.reports.reporting.figures import Group, RunReport

__all__ = ["Boards", "Columns", "asked_otherwise", "columns", "leaderboards"]

ALL = ""
"""The name of the leaderboard over all items; no domain and no benchmark is called so."""


class Column(NamedTuple):
    """A run's scores on a leaderboard, of shape (n,) and in the order of the cells' keys, and what they belong to.

    `digest` is the same for runs that were asked the same items, questions and golds included.
    """

    scores: NDArray[np.float64]
    clusters: list[str]
    digest: str


class Columns(NamedTuple):
    """A run's columns by domain, with that over all its items under `ALL`, and by benchmark."""

    domains: dict[str, Column]
    benchmarks: dict[str, Column]

    @property
    def digest(self) -> str:
        """What is the same for runs that were asked the same items; empty where none was asked."""
        return self.domains[ALL].digest if ALL in self.domains else ""


class Boards(NamedTuple):
    """That over all items, then one a domain in alphabetical order; and one a benchmark in order of appearance."""

    domains: tuple[Leaderboard, ...]
    benchmarks: tuple[Leaderboard, ...]


def columns(cells: Sequence[Asked]) -> Columns:
    """Return a run's columns."""
    domains = grouped(cells, lambda row: (row.domain,))
    benchmarks = grouped(cells, lambda row: (row.benchmark,))
    return Columns(
        domains={name: _column(part) for name, part in ((ALL, cells), *domains.items()) if part},
        benchmarks={name: _column(part) for name, part in benchmarks.items()},
    )


def _column(cells: Sequence[Asked]) -> Column:
    keyed = sorted((cell.row.line_key()._replace(repeat=0).text(), cell) for cell in cells)
    digest = hashlib.sha256()
    for key, cell in keyed:
        digest.update(f"{key}\0{cell.row.fingerprint}\n".encode("utf-8", "surrogatepass"))
    scores = np.array([cell.score for _, cell in keyed])
    return Column(scores, [cell.row.cluster for _, cell in keyed], digest.hexdigest())


def leaderboards(runs: Sequence[RunReport], found: Sequence[Columns], checkers: Sequence[str]) -> Boards:
    """Return all leaderboards.

    Args:
        runs: the runs.
        found: the `columns` of each.
        checkers: the hash of the answer checker that scored each, empty where it is not known.
    """
    domains = [{group.name: group for group in run.groups.get("domain", ())} for run in runs]
    benchmarks = [{bench.name: bench.overall for bench in run.benchmarks} for run in runs]
    wholes = [{ALL: run.overall} if run.overall.items else {} for run in runs]
    by_domain, by_benchmark = [each.domains for each in found], [each.benchmarks for each in found]
    asked = dict.fromkeys(name for each in benchmarks for name in each)
    return Boards(
        domains=(
            _board(ALL, runs, wholes, by_domain, checkers),
            *(_board(name, runs, domains, by_domain, checkers) for name in sorted(set().union(*domains))),
        ),
        benchmarks=tuple(_board(name, runs, benchmarks, by_benchmark, checkers) for name in asked),
    )


def _board(
    name: str,
    runs: Sequence[RunReport],
    parts: Sequence[dict[str, Group]],
    found: Sequence[dict[str, Column]],
    checkers: Sequence[str],
) -> Leaderboard:
    groups = [each.get(name) for each in parts]
    asked = [k for k, group in enumerate(groups) if group is not None]
    columns = [found[k][name] for k in asked]
    same = len({column.digest for column in columns}) == 1
    known = len({checkers[k] for k in asked}) == 1 and all(checkers[k] for k in asked)
    alike = len(asked) > 1 and same and known
    bands = rank_bands([column.scores for column in columns], columns[0].clusters) if alike else [None] * len(asked)
    band = dict(zip(asked, bands, strict=True))
    order = sorted(range(len(runs)), key=lambda k: _rank(groups[k], k))
    places = [_place(k, runs[k], groups[k], band.get(k)) for k in order]
    items = max((group.items for group in groups if group is not None), default=0)
    notes = _notes(len(asked), len(runs), same=same, known=known)
    return Leaderboard(name=name, items=items, alike=alike, places=tuple(places), notes=tuple(notes))


def _rank(group: Group | None, k: int) -> tuple[bool, float, int]:
    accuracy = None if group is None else group.accuracy
    return (accuracy is None, -(accuracy or 0.0), k)


def _place(k: int, run: RunReport, group: Group | None, band: tuple[int, int] | None) -> Place:
    best, worst = band or (None, None)
    return Place(run=k, label=run.label, slug=run.slug, group=group, best=best, worst=worst)


def _notes(asked: int, runs: int, *, same: bool, known: bool) -> list[str]:
    notes = []
    if asked > 1 and not same:
        notes.append("the runs were not asked the same items: no ranks are given, and accuracies are not comparable")
    elif asked > 1 and not known:
        notes.append("the runs were not all scored by one known answer checker: no ranks are given; score them anew")
    if asked < runs:
        notes.append(f"{runs - asked} of {runs} runs {'was' if runs - asked == 1 else 'were'} not asked any of it")
    return notes


def asked_otherwise(first: Answers, other: Answers, labels: tuple[str, str]) -> list[str]:
    """Return notes on what another run was asked otherwise than the first one, and on what is not known of either.

    Strategy, sampling, system turn and prompts may differ: a leaderboard is there to compare them.

    Args:
        first: the first run.
        other: another.
        labels: what to call both.
    """
    reasons, remarks = differing(first, other, ACROSS)
    plain = [f"{labels[1]} was not asked as {labels[0]}: {without_advice(reason)}" for reason in reasons]
    return [*plain, *remarks]
