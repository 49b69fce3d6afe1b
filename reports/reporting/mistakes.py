"""What the wrong answers are: kinds and sub-types of mistakes, in all and by domain."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mmbench.records import MISTAKES
from mmbench.reports.reporting.figures import Count, Mistakes
from mmbench.reports.reporting.groups import grouped
from mmbench.reports.statistics.means import FEW, estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.reports.reporting.cells import Asked

__all__ = ["mistakes_by_domain"]


def mistakes_by_domain(cells: Sequence[Asked]) -> tuple[Mistakes, ...]:
    """Return the mistakes of all cells, then of each domain that has a wrong answer; nothing where none has."""
    domains = grouped(cells, lambda row: (row.domain,))
    rows = [_mistakes("", cells), *(_mistakes(name, domains[name]) for name in sorted(domains))]
    return tuple(row for row in rows if row.wrong or row.diagnosed)


def _mistakes(name: str, cells: Sequence[Asked]) -> Mistakes:
    found = [(kind, subtype, cell.row.cluster) for cell in cells for kind, subtype in cell.mistakes]
    clusters = [cluster for _, _, cluster in found]
    subtypes = Counter(f"{kind}/{subtype}" for kind, subtype, _ in found if subtype)
    return Mistakes(
        name=name,
        wrong=sum(cell.wrong for cell in cells),
        diagnosed=len(found),
        few=len(set(clusters)) < FEW,
        kinds=tuple(_count(kind, [each for each, _, _ in found], clusters) for kind in MISTAKES) if found else (),
        subtypes=dict(sorted(subtypes.items(), key=lambda each: (-each[1], each[0]))),
    )


def _count(kind: str, kinds: Sequence[str], clusters: Sequence[str]) -> Count:
    share = estimate([float(each == kind) for each in kinds], clusters)
    return Count(kind=kind, count=kinds.count(kind), share=share.mean, low=share.low, high=share.high)
