"""Solids with flat faces as textbooks draw them: an oblique picture, hidden edges dashed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.base.fonts import text_size
from mmbench.benchmarks.figures.board import Board, along
from mmbench.benchmarks.figures.sheet import Box

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

    from mmbench.benchmarks.figures.sheet import Point, Sheet
    from mmbench.benchmarks.figures.style import Style

__all__ = ["Space", "draw_solid", "free_part", "oblique"]

SHARES = tuple([0.5 + sign * n / 20 for n in range(9) for sign in (1, -1)])
"""Where on a line its length is written, the middle first."""
Space = tuple[float, float, float]
"""A point in space: to the right, away from the viewer, up."""


class View(NamedTuple):
    """Where a unit of depth goes on paper; widths and heights keep their length."""

    right: float
    up: float

    def point(self, place: Space) -> Point:
        """Return the point of the plane where a point in space is drawn."""
        x, y, z = place
        return x + self.right * y, z + self.up * y


def oblique(rng: random.Random, corners: Mapping[str, Space], faces: Sequence[str], *, least: float = 0.05) -> View:
    """Return a view from above, from the left or the right, in which no face is seen edge-on.

    `least` is the share of the largest face's area on paper that the smallest must have.
    """
    side = rng.choice((1, -1))
    views = []
    for _ in range(6):
        turn, share = math.radians(rng.uniform(28, 48)), rng.uniform(0.46, 0.62)
        view = View(side * share * math.cos(turn), share * math.sin(turn))
        flat = {name: view.point(place) for name, place in corners.items()}
        areas = [abs(_area([flat[name] for name in face])) for face in faces]
        views.append((min(areas) / max(areas), view))
        if views[-1][0] >= least:
            return view
    return max(views)[1]


def draw_solid(
    sheet: Sheet,
    style: Style,
    view: View,
    corners: Mapping[str, Space],
    faces: Sequence[str],
    *,
    margin: float = 62,
) -> Board:
    """Draw a convex solid and return its board.

    Args:
        sheet: where it is drawn.
        style: its look.
        view: from where it is seen.
        corners: points in space by a name of one letter; those on no face are only points of the board.
        faces: the corners of each face, counterclockwise as seen from outside.
        margin: pixels left free around it.
    """
    board = Board(sheet, {name: view.point(place) for name, place in corners.items()}, margin=margin)
    seen = [face for face in faces if _area([board.points[name] for name in face]) > 0]
    if style.fills:
        for number, face in enumerate(seen):
            colour = style.palette[0]
            board.polygon(*face, colour="", fill=colour, alpha=0.08 + 0.06 * (number % 3))
    shown = {frozenset(edge) for face in seen for edge in zip(face, face[1:] + face[0], strict=True)}
    for face in faces:
        for one, two in zip(face, face[1:] + face[0], strict=True):
            if one < two and frozenset((one, two)) not in shown:
                board.line(one, two, dash=(6, 4), width=1.3)
    for edge in sorted(tuple(sorted(edge)) for edge in shown):
        board.line(*edge, width=2)
    return board


def free_part(board: Board, start: Point, end: Point, text: str) -> tuple[Point, Point, Point]:
    """Return a part of a line inside a solid beside which a text is clear of others, and a point it is clear of.

    The part is about the middle where there is no such place.
    """
    (x0, y0), (x1, y1) = board.at(start), board.at(end)
    long = math.hypot(x1 - x0, y1 - y0)
    nx, ny = (y1 - y0) / long, (x0 - x1) / long
    wide, up, down = text_size(board.sheet.font, board.sheet.size, text)
    gap = 5 + abs(nx) * (1 - abs(nx)) * wide / 2 + abs(ny) * (1 - abs(ny)) * (up + down) / 2
    places = [(share, side) for share in SHARES for side in (1, -1)]
    for share, side in places:
        x, y = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
        x, y = x + side * nx * (gap + wide / 2), y + side * ny * (gap + (up + down) / 2)
        box = Box(x - wide / 2, y - (up + down) / 2, x + wide / 2, y + (up + down) / 2)
        if board.sheet.is_clear(box):
            break
    else:
        share, side = places[0]
    # The sheet's y runs down, the plane's up.
    middle = along(start, end, share)
    away = (middle[0] - side * nx, middle[1] + side * ny)
    return along(start, end, share - 0.02), along(start, end, share + 0.02), away


def _area(corners: Sequence[Point]) -> float:
    """Return twice the area within corners, below 0 where they run clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, (*corners[1:], corners[0]), strict=True))
