"""A verdict as Markdown, for the step summary of a CI job. Nothing of datasets or models may become markup there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.reports.comparing.markdown import escaped
from mmbench.reports.gating.sections import sections

if TYPE_CHECKING:
    from mmbench.reports.gating.records import Gated
    from mmbench.reports.gating.sections import Section

__all__ = ["gate_markdown"]


def gate_markdown(gated: Gated) -> str:
    """Return a verdict as Markdown."""
    first, *others = sections(gated)
    verdict, *rest = first.sentences
    parts = [f"# Gate: {gated.verdict.upper()}", escaped(verdict), _section(first._replace(title="", sentences=rest))]
    return "\n\n".join(filter(None, [*parts, *map(_section, others)])) + "\n"


def _section(section: Section) -> str:
    parts = [f"## {escaped(section.title)}" if section.title else "", *map(escaped, section.sentences)]
    parts += [_table(section.rows) if section.rows else "", _list(section.listed)]
    return "\n\n".join(filter(None, [*parts, _list([f"Note: {note}" for note in section.notes])]))


def _table(rows: list[tuple[str, ...]]) -> str:
    header, *others = rows
    aligned = ("---", *("---:" for _ in header[1:]))
    lines = [tuple(map(escaped, header)), aligned, *(tuple(map(escaped, row)) for row in others)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _list(lines: list[str]) -> str:
    return "\n".join(f"- {escaped(line)}" for line in lines)
