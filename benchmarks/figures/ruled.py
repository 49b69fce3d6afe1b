"""Tables on a sheet of their own size: cells that may span rows and columns, in one of several looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mmbench.benchmarks.base.fonts import text_size
from mmbench.benchmarks.figures.problem import sheet_in
from mmbench.benchmarks.figures.sheet import Box

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from mmbench.benchmarks.base.fonts import FontName
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Style

__all__ = ["Cell", "Table", "draw_table"]

MARGIN = 18
PAD = 12
_BANDS = ("#E8EEF4", "#F3E9D2", "#EDEDED", "#E6F0E8", "#F1E8F2")
_BOLD: dict[FontName, FontName] = {"sans": "sans-bold", "serif": "serif-bold"}


class Cell(NamedTuple):
    """A cell: its text, how many rows and columns it spans, whether it is a heading, where its text stands."""

    text: str
    rows: int = 1
    columns: int = 1
    head: bool = False
    align: Literal["left", "middle", "right"] = "middle"


class Table(NamedTuple):
    """A drawn table: the sheet, and the box of the text of each cell by row and column from 0."""

    sheet: Sheet
    boxes: dict[tuple[int, int], Box]


def draw_table(
    rng: random.Random,
    style: Style,
    rows: Sequence[Sequence[Cell | None]],
    *,
    title: str = "",
    notes: Sequence[str] = (),
) -> Table:
    """Draw a table as large as its texts need, with a title above and notes below.

    Args:
        rng: draws how it is ruled.
        style: its paper, ink and font.
        rows: the cells; None where a cell that spans from above or from the left covers the place.
        title: above the table.
        notes: a line each below it.
    """
    size = style.size
    columns, heights = _columns(rows, style), _heights(rows, size)
    heading = _BOLD.get(style.font, style.font)
    longest = max([text_size(heading, size + 2, title)[0], *(text_size(style.font, size - 2, n)[0] for n in notes)])
    wide = round(max(sum(columns), longest) + 2 * MARGIN)
    above = (size + 22 if title else 0) + MARGIN
    tall = round(above + sum(heights) + MARGIN + len(notes) * (size + 6) + (8 if notes else 0))
    sheet = sheet_in(style, wide, tall)
    if title:
        sheet.text((MARGIN, MARGIN), title, anchor="lt", size=size + 2, font=_BOLD.get(style.font))
    left, top = (wide - sum(columns)) / 2, float(above)
    lefts = [left + sum(columns[:n]) for n in range(len(columns) + 1)]
    tops = [top + sum(heights[:n]) for n in range(len(heights) + 1)]
    boxes = _cells(sheet, rows, lefts, tops, _look(rng))
    for number, note in enumerate(notes):
        at = (MARGIN, tops[-1] + 10 + number * (size + 6))
        sheet.text(at, note, anchor="lt", size=size - 2)
    return Table(sheet, boxes)


class _Look(NamedTuple):
    rules: Literal["all", "rows", "frame"]
    band: str
    striped: bool


def _look(rng: random.Random) -> _Look:
    return _Look(rng.choice(("all", "all", "rows", "frame")), rng.choice(_BANDS), rng.random() < 0.4)


def _cells(
    sheet: Sheet, rows: Sequence[Sequence[Cell | None]], lefts: list[float], tops: list[float], look: _Look
) -> dict[tuple[int, int], Box]:
    boxes = {}
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell is None:
                continue
            box = Box(lefts[c], tops[r], lefts[c + cell.columns], tops[r + cell.rows])
            band = cell.head or (look.striped and r % 2 == 0 and cell.rows == 1)
            ruled = look.rules == "all" or cell.rows > 1 or cell.columns > 1
            fill = look.band if band else ""
            sheet.rect(box, colour=sheet.ink if ruled else "", fill=fill, width=1.0, solid=False)
            boxes[r, c] = _write(sheet, cell, box)
    if look.rules == "rows":
        for y in _whole_rows(rows, tops):
            sheet.line((lefts[0], y), (lefts[-1], y), width=1.0, solid=False)
    frame = Box(lefts[0], tops[0], lefts[-1], tops[-1])
    if look.rules == "frame":
        sheet.rect(frame, width=1.6, solid=False)
    return boxes


def _whole_rows(rows: Sequence[Sequence[Cell | None]], tops: list[float]) -> list[float]:
    """Return where a rule may run through the whole table: not through a cell that spans rows."""
    covered = {r + n for r, row in enumerate(rows) for cell in row if cell for n in range(1, cell.rows)}
    return [y for number, y in enumerate(tops) if number not in covered]


def _write(sheet: Sheet, cell: Cell, box: Box) -> Box:
    font = _BOLD.get(sheet.font) if cell.head else None
    y = box.middle[1]
    if cell.align == "left":
        return sheet.text((box.left + PAD, y), cell.text, anchor="lm", font=font)
    if cell.align == "right":
        return sheet.text((box.right - PAD, y), cell.text, anchor="rm", font=font)
    return sheet.text((box.middle[0], y), cell.text, font=font)


def _columns(rows: Sequence[Sequence[Cell | None]], style: Style) -> list[float]:
    widths = [40.0] * max(len(row) for row in rows)
    wide: list[tuple[int, Cell, float]] = []
    for row in rows:
        for c, cell in enumerate(row):
            if cell is None:
                continue
            font = _BOLD.get(style.font, style.font) if cell.head else style.font
            needed = text_size(font, style.size, cell.text)[0] + 2 * PAD
            if cell.columns == 1:
                widths[c] = max(widths[c], needed)
            else:
                wide.append((c, cell, needed))
    for c, cell, needed in wide:
        lacking = needed - sum(widths[c : c + cell.columns])
        for n in range(cell.columns):
            widths[c + n] += max(0.0, lacking / cell.columns)
    return widths


def _heights(rows: Sequence[Sequence[Cell | None]], size: int) -> list[float]:
    return [float(size + 20)] * len(rows)
