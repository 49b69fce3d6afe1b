"""Tables that are written in several forms: what stands in them, and each value as text."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from mmbench.reports.comparing.wording import interval, p_value, points

__all__ = ["Column", "Section", "Table", "shown", "visible"]

Kind = Literal["text", "count", "percent", "interval", "share", "points", "points interval", "number", "p"]
DASH = "-"
UNITS = {"percent": "(%)", "interval": "(%)", "share": "(%)", "points": "(points)", "points interval": "(points)"}


class Column(NamedTuple):
    """A column: what stands over it, and of what kind its values are; None is a dash everywhere.

    `percent` is a share in [0, 1], `interval` a pair of them, `share` a share with its interval (three of them);
    `points` and `points interval` are differences of shares. `hidden` columns stand in the CSV file only.
    """

    name: str
    kind: Kind = "text"
    hidden: bool = False


class Table(NamedTuple):
    """A table; `name` is that of its files, `title` what it shows."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]


class Section(NamedTuple):
    """A part of a report: paragraphs, then a list of points, then tables."""

    title: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    points: tuple[str, ...] = ()

    @property
    def says(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.sentences or self.points or any(table.rows for table in self.tables))


def visible(table: Table) -> tuple[list[Column], list[list[str]]]:
    """Return the columns that people read, their names with units, and the rows as text, not escaped."""
    places = [place for place, column in enumerate(table.columns) if not column.hidden]
    columns = [table.columns[place] for place in places]
    columns = [
        column._replace(name=" ".join(filter(None, (column.name, UNITS.get(column.kind))))) for column in columns
    ]
    return columns, [[shown(table.columns[place].kind, row[place]) for place in places] for row in table.rows]


def shown(kind: Kind, value: Any) -> str:
    """Return a value as people read it: shares in per cent with one decimal, differences in points with their sign."""
    if value is None:
        return DASH
    match kind:
        case "percent":
            return f"{100 * value:.1f}"
        case "interval":
            return f"{100 * value[0]:.1f} to {100 * value[1]:.1f}"
        case "share":
            return f"{100 * value[0]:.1f} ({100 * value[1]:.1f} to {100 * value[2]:.1f})"
        case "points":
            return points(value)
        case "points interval":
            return interval(*value)
        case "count":
            return _count(value)
        case "number":
            return _number(value)
        case "p":
            return p_value(value)
        case _:
            return str(value)


def _count(value: float) -> str:
    """Return a count; official rules may give half a right answer."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def _number(value: float) -> str:
    """Return an amount with three figures that count, or all those before the point."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
