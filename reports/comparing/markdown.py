"""A comparison as Markdown. Names come from datasets and models: nothing of them may become markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mmbench.errors import printable
from mmbench.reports.comparing.sections import sections

if TYPE_CHECKING:
    from mmbench.reports.comparing.records import Comparison
    from mmbench.reports.comparing.sections import Section

__all__ = ["comparison_markdown", "escaped"]

_MARKUP = re.compile(r"[\\`*_\[\]|~#$]|[&<>@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;", ":": "&#58;", ".": "&#46;"}
_START = re.compile(r"^(\d*)(?=[-+.)] |[-=]{2})")
"""Where a paragraph would become a list or a rule."""


def comparison_markdown(comparison: Comparison, listed: int) -> str:
    """Return a comparison as Markdown, with so many wins and losses listed."""
    parts = ["# Comparison", *(_section(section) for section in sections(comparison, listed))]
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> str:
    paragraphs = [_START.sub(r"\1\\", escaped(sentence), count=1) for sentence in section.sentences]
    legend = " ".join(map(escaped, section.legend))
    notes = "\n".join(f"- Note: {escaped(note)}" for note in section.notes)
    return "\n\n".join(filter(None, [f"## {escaped(section.title)}", *paragraphs, _table(section.rows), legend, notes]))


def _table(rows: list[tuple[str, ...]]) -> str:
    header, *others = rows
    aligned = ("---", *("---:" for _ in header[1:]))
    lines = [tuple(map(escaped, header)), aligned, *(tuple(map(escaped, row)) for row in others)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def escaped(text: str) -> str:
    """Return untrusted text on one line, such that Markdown shows it as it is: no markup, no link, no mention."""
    return _MARKUP.sub(_literal, printable(" ".join(text.split())))


def _literal(found: re.Match[str]) -> str:
    """Return what Markdown shows as this character: an entity where a backslash would not keep markup from forming."""
    character = found[0]
    return _ENTITIES.get(character, f"\\{character}")
