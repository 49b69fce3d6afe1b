"""Tables of plain text for a terminal, and cells that a spreadsheet does not run."""

from __future__ import annotations

import re

__all__ = ["SHOWN", "inert", "table"]

SHOWN = 80
"""The longest cell, in characters."""
_SPACE = re.compile(r"\s")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell's text for a formula."""


def table(rows: list[tuple[str, ...]]) -> str:
    """Return rows as a table: the first column to the left, the others to the right; it ends with an empty line."""
    rows = [tuple(map(_cell, row)) for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    """Return a label of a dataset as a cell: on one line, and no longer than a table can hold."""
    line = _SPACE.sub(" ", text)
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 3]}..."


def inert(text: str) -> str:
    """Return untrusted text as a cell of a CSV file that a spreadsheet shows and does not run."""
    return f"'{text}" if text.startswith(_FORMULA) else text
