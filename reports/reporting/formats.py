"""A table as CSV and as LaTeX. Names come from datasets and models: nothing of them may be run or become markup."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from mmbench.errors import printable
from mmbench.reports.reporting.tables import visible
from mmbench.reports.tables import inert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mmbench.reports.reporting.tables import Column, Table

__all__ = ["latex", "latex_table", "spreadsheet"]

_PARTS = {
    "interval": ("low", "high"),
    "points interval": ("difference low", "difference high"),
    "share": ("", "low", "high"),
}
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    # After the end of a row these would be options of it.
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
}


def spreadsheet(table: Table) -> str:
    """Return a table as CSV: shares and differences as numbers, of an interval each bound; what is unknown is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([name for column in table.columns for name in _names(column)])
    for row in table.rows:
        writer.writerow([cell for pair in zip(table.columns, row, strict=True) for cell in _cells(*pair)])
    return text.getvalue()


def _names(column: Column) -> Iterator[str]:
    for part in _PARTS.get(column.kind, ("",)):
        yield " ".join(filter(None, (_inert(column.name), part)))


def _cells(column: Column, value: Any) -> Iterator[str]:
    parts = _PARTS.get(column.kind, ("",))
    values: Sequence[Any] = [None] * len(parts) if value is None else value if len(parts) > 1 else [value]
    for each in values:
        yield "" if each is None else _inert(str(each)) if column.kind == "text" else f"{each:.10g}"


def _inert(text: str) -> str:
    return inert(printable(" ".join(text.split())))


def latex_table(table: Table) -> str:
    """Return a table as a LaTeX `tabular`, to be used with the package booktabs."""
    columns, rows = visible(table)
    aligned = "".join("l" if column.kind == "text" else "r" for column in columns)
    lines = [
        f"% {latex(table.title)}",
        f"\\begin{{tabular}}{{{aligned}}}",
        r"\toprule",
        _row([column.name for column in columns]),
        r"\midrule",
        *map(_row, rows),
        r"\bottomrule",
        r"\end{tabular}",
    ]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return " & ".join(map(latex, cells)) + r" \\"


def latex(text: str) -> str:
    """Return untrusted text on one line, such that LaTeX prints it as it is."""
    line = printable(" ".join(text.split()))
    return "".join(_LATEX.get(character, character) for character in line)
