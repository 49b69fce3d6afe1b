"""A verdict as Markdown, for the step summary of a CI job. Nothing of datasets or models may become markup there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.reports.gating.sections import sections
from mmbench.reports.markdown import bullets, escaped, paragraph, table

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
    parts = [f"## {escaped(section.title)}" if section.title else "", *map(paragraph, section.sentences)]
    parts += [table(section.rows) if section.rows else "", bullets(section.listed)]
    return "\n\n".join(filter(None, [*parts, bullets([f"Note: {note}" for note in section.notes])]))
