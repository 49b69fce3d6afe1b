"""Sections of a report as Markdown. Names come from datasets and models: nothing of them may become markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.reports.comparing.markdown import escaped
from mmbench.reports.reporting.tables import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.reports.reporting.tables import Section, Table

__all__ = ["links", "markdown"]


def markdown(title: str, sections: Sequence[Section], beneath: str = "") -> str:
    """Return a page: its title, what stands beneath it in Markdown, then its sections."""
    parts = [f"# {escaped(title)}", beneath, *(part for section in sections for part in _section(section))]
    return "\n\n".join(filter(None, parts)) + "\n"


def links(pages: Sequence[tuple[str, str]]) -> str:
    """Return a list of links: what each is called, and its relative path, which is ours and needs no escape."""
    return "\n".join(f"- [{escaped(name)}]({path})" for name, path in pages)


def _section(section: Section) -> list[str]:
    paragraphs = [escaped(sentence) for sentence in section.sentences]
    heading = [f"## {escaped(section.title)}"] if section.title else []
    alone = len(section.tables) == 1 and section.title
    tables = [part for table in section.tables for part in ([] if alone else [_caption(table)]) + [_table(table)]]
    points = "\n".join(f"- {escaped(point)}" for point in section.points)
    return [*heading, *paragraphs, points, *tables]


def _caption(table: Table) -> str:
    return f"### {escaped(table.title)}"


def _table(table: Table) -> str:
    columns, rows = visible(table)
    marks = ["---" if column.kind == "text" else "---:" for column in columns]
    lines = [[escaped(column.name) for column in columns], marks, *([escaped(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
