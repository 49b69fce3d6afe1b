"""A comparison as files: for people, for programs, and one row an item for a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import msgspec

from mmbench.errors import UsageError
from mmbench.jsonl import encode_line
from mmbench.reports.comparing.markdown import comparison_markdown
from mmbench.reports.tables import inert

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mmbench.reports.answers import Cell
    from mmbench.reports.comparing.records import Comparison

__all__ = ["comparison_csv", "comparison_json", "write_files"]


def write_files(
    folder: Path, comparison: Comparison, columns: Sequence[Sequence[Cell]], listed: int
) -> tuple[Path, ...]:
    """Write `compare.md`, `compare.json` and `compare.csv` into a folder, and return their paths.

    Args:
        folder: made where it is not there.
        comparison: what to write.
        columns: the cells it was made of, one row of n for each run.
        listed: how many wins and losses the Markdown lists; the JSON has all.

    Raises:
        UsageError: the folder cannot be written.
    """
    contents = {
        "compare.md": comparison_markdown(comparison, listed).encode("utf-8", "replace"),
        "compare.json": comparison_json(comparison),
        "compare.csv": comparison_csv(comparison, columns).encode("utf-8", "replace"),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise UsageError(f"--out: {folder} cannot be written ({error.strerror}); give another folder.") from error
    return tuple(folder / name for name in contents)


def comparison_json(comparison: Comparison) -> bytes:
    """Return a comparison as indented JSON."""
    return msgspec.json.format(encode_line(comparison), indent=2) + b"\n"


def comparison_csv(comparison: Comparison, columns: Sequence[Sequence[Cell]]) -> str:
    """Return a row for each item under each condition: its key, its domain, the score of each run."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["item", "domain", *(inert(run.label) for run in comparison.runs)])
    for cells in zip(*columns, strict=True):
        writer.writerow([inert(cells[0].key), inert(cells[0].domain), *(f"{cell.score:.6g}" for cell in cells)])
    return text.getvalue()
