"""A verdict as plain text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.errors import printable
from mmbench.reports.gating.sections import sections
from mmbench.reports.tables import table

if TYPE_CHECKING:
    from mmbench.reports.gating.records import Gated
    from mmbench.reports.gating.sections import Section

__all__ = ["gate_text"]


def gate_text(gated: Gated) -> str:
    """Return a verdict as text."""
    return printable("\n".join(_section(section) for section in sections(gated)))


def _section(section: Section) -> str:
    lines = [f"== {section.title} ==", *map(_on_one_line, section.sentences)]
    if section.rows:
        lines += ["", table(section.rows)]
    lines += [f"  {_on_one_line(each)}" for each in section.listed]
    return "\n".join([*lines, *(f"note: {_on_one_line(note)}" for note in section.notes), ""])


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
