"""Views and corruptions: the score under each, and paired differences between them over the items asked in both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.reports.reporting.figures import Conditions, Gap
from mmbench.reports.reporting.groups import group, grouped
from mmbench.reports.statistics.means import FEW

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mmbench.reports.reporting.cells import Asked
    from mmbench.reports.results import Row

__all__ = ["conditions"]

TOLD = "visual gain over told facts"
"""What stands in for the visual gain where no bare question was asked; else the perception gap says the same."""
GAPS = (
    ("visual gain", "full", "no-figure", "what the picture adds to the bare question"),
    (TOLD, "full", "text-only", "what the picture adds to its facts told in words"),
    ("perception gap", "text-only", "full", "what telling the picture's facts instead of showing them gains"),
    ("perception gap, told and shown", "text-dominant", "full", "what telling them beside the picture gains"),
    ("perception gap of the page", "text-dominant", "vision-only", "told in words, against all of it in the picture"),
)
"""Differences between views: name, condition, reference, meaning."""


def conditions(cells: Sequence[Asked]) -> Conditions:
    """Return a benchmark's cells by view and corruption.

    Differences between views are of pictures that are not corrupted; the falls by corruption are of the view `full`
    where it was asked, else of the views that were.
    """
    views = grouped(cells, lambda row: (row.view,))
    corruptions = grouped(cells, lambda row: (row.corruption,))
    spoilt = len(corruptions) > 1 or "" not in corruptions
    several = len(views) > 1 or "full" not in views
    both = grouped(cells, lambda row: (f"{row.view}, {row.corruption or 'none'}",)) if several and spoilt else {}
    return Conditions(
        views=tuple(group(name, part) for name, part in views.items()) if several else (),
        corruptions=tuple(group(name or "none", part) for name, part in corruptions.items()) if spoilt else (),
        both=tuple(group(name, part) for name, part in both.items()),
        gaps=_gaps([cell for cell in cells if not cell.row.corruption]),
        falls=_falls(corruptions),
    )


def _gaps(cells: Sequence[Asked]) -> tuple[Gap, ...]:
    views = grouped(cells, lambda row: (row.view,))
    found: list[Gap] = []
    for name, condition, reference, meaning in GAPS:
        pairs = _pairs(views.get(condition, []), views.get(reference, []), lambda row: (row.item, row.variant))
        if pairs and (name != TOLD or not found):
            found.append(_gap(name, meaning, condition, reference, pairs))
    return tuple(found)


def _falls(corruptions: dict[str, list[Asked]]) -> tuple[Gap, ...]:
    plain = corruptions.get("", [])
    if any(cell.row.view == "full" for cell in plain):
        plain = [cell for cell in plain if cell.row.view == "full"]
    found = []
    for name, spoilt in corruptions.items():
        pairs = _pairs(spoilt, plain, lambda row: (row.item, row.view, row.variant)) if name else []
        if pairs:
            found.append(_gap(f"fall by {name}", "", name, "none", pairs))
    return tuple(found)


def _pairs(
    one: Sequence[Asked], two: Sequence[Asked], key: Callable[[Row], tuple[str, ...]]
) -> list[tuple[Asked, Asked]]:
    """Return the cells of two conditions that stand at the same key."""
    others = {key(cell.row): cell for cell in two}
    return [(cell, others[key(cell.row)]) for cell in one if key(cell.row) in others]


def _gap(name: str, meaning: str, condition: str, reference: str, pairs: Sequence[tuple[Asked, Asked]]) -> Gap:
    from mmbench.reports.statistics.paired import paired

    first, other = [cell.score for cell, _ in pairs], [cell.score for _, cell in pairs]
    found = paired(other, first, [cell.row.cluster for cell, _ in pairs])
    return Gap(
        name=name,
        meaning=meaning,
        condition=condition,
        reference=reference,
        accuracy=sum(first) / len(first),
        reference_accuracy=sum(other) / len(other),
        difference=found.mean,
        low=found.low,
        high=found.high,
        method=found.method,
        p=found.p,
        items=found.items,
        clusters=found.clusters,
        few=found.clusters < FEW,
    )
