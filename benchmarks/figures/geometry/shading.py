"""Regions bounded by arcs, for the families that shade them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mmbench.benchmarks.figures.sheet import arc_points

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mmbench.benchmarks.figures.board import Board
    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Style

__all__ = ["bow", "shade"]


def bow(board: Board, centre: str | Point, start: str | Point, sweep: float) -> list[Point]:
    """Return the arc about a centre from a point on, by `sweep` degrees, counterclockwise where that is positive."""
    (cx, cy), (x, y) = board.point(centre), board.point(start)
    first = math.degrees(math.atan2(y - cy, x - cx))
    return arc_points(board.at(centre), math.hypot(x - cx, y - cy) * board.scale, first, first + sweep)


def shade(board: Board, style: Style, outline: Sequence[Point], *, holes: Iterable[Sequence[Point]] = ()) -> None:
    """Fill a region, except for its holes, without drawing its outline."""
    board.sheet.path(outline, closed=True, colour="", fill=style.palette[0], alpha=0.25 if style.fills else 0.45)
    for hole in holes:
        board.sheet.path(hole, closed=True, colour="", fill=style.paper)
