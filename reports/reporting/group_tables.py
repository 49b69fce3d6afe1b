"""Tables of groups: the score, its interval, and what is no answer beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mmbench.reports.reporting.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.reports.reporting.figures import Group

__all__ = ["group_table"]

OUTCOMES = ("right", "wrong", "unparsed", "no_answer", "failed", "missing", "truncated")
HIDDEN = ("right", "wrong", "missing")


def group_table(
    name: str,
    title: str,
    first: Sequence[Column],
    rows: Sequence[tuple[Sequence[Any], Group | None]],
) -> Table:
    """Return a table of groups.

    Args:
        name: that of its files.
        title: what it shows.
        first: the columns before the score.
        rows: the values of these, and the group that follows; None where nothing was asked, which is dashes.
    """
    groups = [group for _, group in rows if group is not None]
    return Table(name, title, (*first, *_columns(groups)), [(*values, *_values(group)) for values, group in rows])


def _columns(groups: Sequence[Group]) -> tuple[Column, ...]:
    """Return the columns of a group's figures; those that say the same in every row are hidden."""
    clustered = any(group.clusters != group.n for group in groups)
    failed = any(group.failed for group in groups)
    return (
        Column("accuracy", "percent"),
        Column("95 % interval", "interval"),
        Column("method"),
        Column("n", "count"),
        Column("items", "count", hidden=all(group.items == group.n for group in groups)),
        Column("clusters", "count", hidden=not clustered),
        Column("correct", "number", hidden=True),
        *(Column(name.replace("_", " "), "count", hidden=name in HIDDEN) for name in OUTCOMES),
        Column("accuracy without failed", "percent", hidden=not failed),
        Column("note", hidden=not any(group.few for group in groups)),
    )


def _values(group: Group | None) -> tuple[Any, ...]:
    if group is None:
        return (None,) * (len(OUTCOMES) + 9)
    interval = None if group.low is None else (group.low, group.high)
    return (
        group.accuracy,
        interval,
        group.method,
        group.n,
        group.items,
        group.clusters,
        group.correct,
        *(getattr(group, name) for name in OUTCOMES),
        group.accuracy_without_failed,
        "few" if group.few else "",
    )
