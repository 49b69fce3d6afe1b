"""Tables with one row of headings and one column of names: all cells from their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.benchmarks.figures.ruled import Cell, Table, draw_table

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from mmbench.benchmarks.figures.style import Style

__all__ = ["filled"]


def filled(
    rng: random.Random,
    style: Style,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    title: str = "",
    notes: Sequence[str] = (),
) -> Table:
    """Draw a table from its texts: names to the left, values to the right or in the middle."""
    align = rng.choice(("right", "middle"))
    cells: list[list[Cell | None]] = [[_cell(text, number, align, head=True) for number, text in enumerate(head)]]
    cells += [[_cell(text, number, align) for number, text in enumerate(row)] for row in rows]
    return draw_table(rng, style, cells, title=title, notes=notes)


def _cell(text: str, number: int, align: str, *, head: bool = False) -> Cell:
    if number == 0:
        return Cell(text, head=head, align="left")
    return Cell(text, head=head, align="right" if align == "right" else "middle")
