"""A comparison as Markdown. Names come from datasets and models: nothing of them may become markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.reports.comparing.sections import sections
from mmbench.reports.markdown import bullets, escaped, paragraph, table

if TYPE_CHECKING:
    from mmbench.reports.comparing.records import Comparison
    from mmbench.reports.comparing.sections import Section

__all__ = ["comparison_markdown"]


def comparison_markdown(comparison: Comparison, listed: int) -> str:
    """Return a comparison as Markdown, with so many wins and losses listed."""
    parts = ["# Comparison", *(_section(section) for section in sections(comparison, listed))]
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> str:
    parts = [f"## {escaped(section.title)}", *map(paragraph, section.sentences), table(section.rows)]
    parts += [" ".join(map(escaped, section.legend)), bullets([f"Note: {note}" for note in section.notes])]
    return "\n\n".join(filter(None, parts))
