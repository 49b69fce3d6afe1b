"""Groups of cells: a score over each with its interval, and what stands beside it."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from mmbench.records import MISTAKES
from mmbench.reports.reporting.figures import KINDS, Group, Interval, Mean
from mmbench.reports.statistics.means import FEW, estimate, stratified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mmbench.reports.reporting.cells import Asked
    from mmbench.reports.results import Row

__all__ = ["by_kind", "group", "grouped", "macro_mean", "whole", "worst_domain"]

RATIO = 1.25
"""A second interval is given where one of the two standard errors is so many times the other."""
SOURCES = 5
"""Fewer sources than this say too little of what new ones would be like."""


def group(name: str, cells: Sequence[Asked], others: tuple[Interval, ...] = ()) -> Group:
    """Return the score over some cells, which may be none."""
    mean = estimate([cell.score for cell in cells], [cell.row.cluster for cell in cells]) if cells else None
    answered = [cell.correct / cell.answered for cell in cells if cell.answered]
    mistakes = Counter(kind for cell in cells for kind, _ in cell.mistakes)
    return Group(
        name=name,
        n=sum(cell.n for cell in cells),
        items=len(cells),
        clusters=mean.clusters if mean else 0,
        accuracy=mean.mean if mean else None,
        low=mean.low if mean else None,
        high=mean.high if mean else None,
        method=mean.method if mean else "",
        few=mean is None or mean.clusters < FEW,
        correct=sum(cell.correct for cell in cells),
        right=sum(cell.right for cell in cells),
        wrong=sum(cell.wrong for cell in cells),
        unparsed=sum(cell.unparsed for cell in cells),
        no_answer=sum(cell.no_answer for cell in cells),
        failed=sum(cell.failed for cell in cells),
        missing=sum(cell.missing for cell in cells),
        truncated=sum(cell.truncated for cell in cells),
        accuracy_without_failed=sum(answered) / len(answered) if answered else None,
        mistakes={kind: mistakes[kind] for kind in MISTAKES},
        others=others,
    )


def whole(name: str, cells: Sequence[Asked]) -> Group:
    """Return the score over all cells of a run or a benchmark, with the intervals that other claims would have."""
    return group(name, cells, _others(cells)) if cells else group(name, cells)


def _others(cells: Sequence[Asked]) -> tuple[Interval, ...]:
    """Return the intervals by fixed domains and by drawn sources, where they differ enough from the usual one."""
    scores = [cell.score for cell in cells]
    clusters = [cell.row.cluster for cell in cells]
    domains = [cell.row.domain for cell in cells]
    sources = [f"{cell.row.benchmark}/{cell.row.source}" if cell.row.source else "" for cell in cells]
    usual = estimate(scores, clusters)
    claims = []
    if len(set(domains)) > 1:
        fixed = stratified(scores, domains, clusters)
        claims.append(("new items, in the same numbers from the same domains", fixed))
    if all(sources) and len(set(sources)) >= SOURCES:
        claims.append((f"new sources like these {len(set(sources))}", estimate(scores, sources)))
    return tuple(
        Interval(claim=claim, low=mean.low, high=mean.high, method=mean.method)
        for claim, mean in claims
        if not usual.error / RATIO <= mean.error <= usual.error * RATIO
    )


def grouped(cells: Iterable[Asked], label: Callable[[Row], Iterable[str]]) -> dict[str, list[Asked]]:
    """Return the cells by label, in order of appearance; those with several labels stand in several groups."""
    groups: dict[str, list[Asked]] = {}
    for cell in cells:
        for name in label(cell.row):
            groups.setdefault(name, []).append(cell)
    return groups


def by_kind(cells: Sequence[Asked]) -> dict[str, tuple[Group, ...]]:
    """Return the groups by each of `KINDS`, in alphabetical order; a kind that no item has a label of is left out."""
    found = {}
    for kind in KINDS:
        groups = grouped(cells, partial(_labels, kind))
        if set(groups) - {"unknown"}:
            found[kind] = tuple(group(name, groups[name]) for name in sorted(groups))
    return found


def _labels(kind: str, row: Row) -> Iterable[str]:
    if kind == "skill":
        return dict.fromkeys(row.skills) or ("unknown",)
    label: str = getattr(row, kind)
    return (label or "unknown",)


def macro_mean(cells: Sequence[Asked]) -> Mean | None:
    """Return the mean of the domains' accuracies, each of the same weight; None where there are not two domains."""
    domains = [cell.row.domain for cell in cells]
    if len(set(domains)) < 2:
        return None
    clusters = [cell.row.cluster for cell in cells]
    mean = stratified([cell.score for cell in cells], domains, clusters, equal=True)
    return Mean(name=f"mean of {len(set(domains))} domains", value=mean.mean, low=mean.low, high=mean.high)


def worst_domain(domains: Sequence[Group]) -> Group | None:
    """Return the domain of the smallest accuracy, of those with items enough; of all, where none has enough."""
    enough = [domain for domain in domains if not domain.few] or list(domains)
    return min(enough, key=lambda domain: (domain.accuracy or 0.0, domain.name), default=None)
