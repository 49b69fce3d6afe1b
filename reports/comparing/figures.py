"""A comparison in figures, from runs that were put side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.errors import UsageError, did_you_mean
from mmbench.reports.comparing.changes import kinds, wins_and_losses
from mmbench.reports.comparing.groups import by_domain, compare_cells, grouped, share_of
from mmbench.reports.comparing.ranking import rank
from mmbench.reports.comparing.records import Comparison, Entry, Pair
from mmbench.reports.comparing.wording import percent, read_difference

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mmbench.reports.answers import Cell, Identity
    from mmbench.reports.comparable import Aligned
    from mmbench.reports.comparing.records import Compared

__all__ = ["compare", "restricted"]

MANY_FAILED = 0.005
"""From this share of failed lines on, a reader is warned that a difference includes them."""
LARGE_RATIO = 1.25


def restricted(aligned: Aligned, domains: Sequence[str]) -> Aligned:
    """Return the items of some domains only, as the first run labels them; all of them where none is named.

    Raises:
        UsageError: no item is of a domain that was named.
    """
    if not domains:
        return aligned
    known = sorted({cell.domain for cell in aligned.columns[0]})
    for domain in domains:
        if domain not in known:
            raise UsageError(
                f"--domain: no item is of the domain '{domain}'.{did_you_mean(domain, known)} Here: {', '.join(known)}."
            )
    kept = [place for place, cell in enumerate(aligned.columns[0]) if cell.domain in domains]
    return aligned._replace(columns=[[column[place] for place in kept] for column in aligned.columns])


def compare(aligned: Aligned, domains: Sequence[str] = ()) -> Comparison:
    """Compare runs with the first of them.

    Args:
        aligned: two runs or more, side by side.
        domains: those that they were `restricted` to, if any, so that a reader is told.
    """
    identities, _, notes = aligned
    columns = [sorted(column, key=lambda cell: cell.key) for column in aligned.columns]
    runs = [_entry(*each) for each in zip(_labels(identities), identities, columns, strict=True)]
    pairs = [_pair(runs[0], run, columns[0], column) for run, column in zip(runs[1:], columns[1:], strict=True)]
    return Comparison(
        rule=identities[0].rule,
        domains=tuple(domains),
        items=pairs[0].overall.items,
        clusters=pairs[0].overall.clusters,
        runs=tuple(runs),
        pairs=tuple(pairs),
        ranking=rank(runs, columns) if len(runs) > 2 else None,
        notes=tuple(notes),
    )


def _labels(identities: Sequence[Identity]) -> list[str]:
    """Return what to call each run: its model, with the path where several share it, then a number."""
    models = [each.label for each in identities]
    labels = [
        model if models.count(model) == 1 else f"{model} ({each.name})"
        for model, each in zip(models, identities, strict=True)
    ]
    return [
        label if labels.count(label) == 1 else f"{label}, {labels[:place].count(label) + 1}"
        for place, label in enumerate(labels)
    ]


def _entry(label: str, identity: Identity, cells: Sequence[Cell]) -> Entry:
    return Entry(
        label=label, path=identity.name, origin=identity.origin, model=dict(identity.model), share=share_of(cells)
    )


def _pair(one: Entry, two: Entry, baseline: Sequence[Cell], candidate: Sequence[Cell]) -> Pair:
    overall = compare_cells("all", baseline, candidate)
    benchmarks = _by(lambda cell: cell.benchmark, baseline, candidate)
    conditions = _by(lambda cell: cell.condition, baseline, candidate)
    many = any(run.share.failed > MANY_FAILED * run.share.asked for run in (one, two))
    without = _without_failed(baseline, candidate) if many else None
    wins, losses = wins_and_losses(baseline, candidate)
    notes = [*_failures(one, two, overall, without, many), *_clusters(overall)]
    if conditions:
        named = "; ".join(row.name for row in conditions)
        notes.append(f"the conditions are taken together but where a row names one: {named}")
    return Pair(
        baseline=one.label,
        candidate=two.label,
        reading=read_difference(one.label, two.label, overall),
        overall=overall,
        without_failed=without,
        benchmarks=benchmarks,
        conditions=conditions,
        domains=by_domain(baseline, candidate),
        mistakes=kinds(baseline, candidate),
        wins=wins,
        losses=losses,
        notes=tuple(notes),
    )


def _by(label: Callable[[Cell], str], baseline: Sequence[Cell], candidate: Sequence[Cell]) -> tuple[Compared, ...]:
    """Compare two runs by a label, in order of first appearance; nothing where all cells have the same."""
    groups = grouped(label, baseline, candidate)
    return tuple(compare_cells(name, *cells) for name, cells in groups.items()) if len(groups) > 1 else ()


def _without_failed(baseline: Sequence[Cell], candidate: Sequence[Cell]) -> Compared | None:
    kept = [(b, c) for b, c in zip(baseline, candidate, strict=True) if not b.failed and not c.failed]
    return compare_cells("without failed", [b for b, _ in kept], [c for _, c in kept]) if kept else None


def _failures(one: Entry, two: Entry, overall: Compared, without: Compared | None, many: bool) -> list[str]:
    if not many:
        return []
    counts = ", ".join(
        f"{run.share.failed} of {run.share.asked} lines failed in {run.label} "
        f"({percent(run.share.failed / run.share.asked)})"
        for run in (one, two)
    )
    left = (
        "every item failed in one or the other"
        if without is None
        else f"without the {overall.items - without.items} items that failed in either: "
        + read_difference(one.label, two.label, without)
    )
    return [f"failures count as not right, and the difference includes them: {counts}; {left}"]


def _clusters(overall: Compared) -> list[str]:
    if overall.error_ratio is None or overall.error_ratio <= LARGE_RATIO:
        return []
    return [
        f"{overall.items} items form {overall.clusters} groups that share a figure, a seed or a version group; kept "
        f"together, the standard error is {overall.error_ratio:.2f} times that of independent items"
    ]
