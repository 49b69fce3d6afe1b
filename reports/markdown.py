"""Untrusted text as Markdown: names come from datasets and models, and nothing of them may become markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mmbench.errors import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["bullets", "escaped", "paragraph", "table"]

_MARKUP = re.compile(r"[\\`*_\[\]|~#$]|[&<>@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;", ":": "&#58;", ".": "&#46;"}
_START = re.compile(r"^(\d*)(?=[-+.)] |[-=]{2})")
"""Where a paragraph would become a list or a rule."""


def escaped(text: str) -> str:
    """Return untrusted text on one line, such that Markdown shows it as it is: no markup, no link, no mention."""
    return _MARKUP.sub(_literal, printable(" ".join(text.split())))


def _literal(found: re.Match[str]) -> str:
    """Return what Markdown shows as this character: an entity where a backslash would not keep markup from forming."""
    character = found[0]
    return _ENTITIES.get(character, f"\\{character}")


def paragraph(text: str) -> str:
    """Return untrusted text as a paragraph, which does not become a list or a rule by how it begins."""
    return _START.sub(r"\1\\", escaped(text), count=1)


def bullets(lines: Sequence[str]) -> str:
    """Return untrusted lines as a list; nothing for none."""
    return "\n".join(f"- {paragraph(line)}" for line in lines)


def table(rows: Sequence[Sequence[str]], marks: Sequence[str] | None = None) -> str:
    """Return rows of untrusted cells as a table, the header first.

    Args:
        rows: at least the header.
        marks: the alignment of each column; the first to the left and the others to the right where None.
    """
    header, *others = rows
    aligned = marks or ("---", *("---:" for _ in header[1:]))
    lines = [list(map(escaped, header)), list(aligned), *(list(map(escaped, row)) for row in others)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
