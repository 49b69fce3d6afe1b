"""A comparison as plain text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.errors import printable
from mmbench.reports.comparing.sections import sections
from mmbench.reports.tables import table

if TYPE_CHECKING:
    from mmbench.reports.comparing.records import Comparison
    from mmbench.reports.comparing.sections import Section

__all__ = ["comparison_text"]


def comparison_text(comparison: Comparison, listed: int) -> str:
    """Return a comparison as text, with so many wins and losses listed."""
    return printable("\n".join(_section(section) for section in sections(comparison, listed)))


def _section(section: Section) -> str:
    above = [f"== {_on_one_line(section.title)} ==", *map(_on_one_line, section.sentences), ""]
    below = [*map(_on_one_line, section.legend), *(f"note: {_on_one_line(note)}" for note in section.notes)]
    return "\n".join([*above, table(section.rows), *below, *([""] if below else [])])


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
