"""Sections of a report as Markdown. Names come from datasets and models: nothing of them may become markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.reports.markdown import bullets, escaped, paragraph, table
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
    paragraphs = [paragraph(sentence) for sentence in section.sentences]
    heading = [f"## {escaped(section.title)}"] if section.title else []
    alone = len(section.tables) == 1 and section.title
    tables = [part for each in section.tables for part in ([] if alone else [_caption(each)]) + [_table(each)]]
    return [*heading, *paragraphs, bullets(section.points), *tables]


def _caption(each: Table) -> str:
    return f"### {escaped(each.title)}"


def _table(each: Table) -> str:
    columns, rows = visible(each)
    marks = ["---" if column.kind == "text" else "---:" for column in columns]
    return table([[column.name for column in columns], *rows], marks)
