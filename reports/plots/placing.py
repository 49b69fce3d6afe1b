"""Where labels stand beside their points, so that none lies on another; all in inches."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Box", "place"]

NEAR = 0.05
"""From a point to its label."""
STEP = 0.05
"""How finely places farther away are tried."""


class Box(NamedTuple):
    """A rectangle with its sides along the axes."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """Whether two rectangles share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def within(self, other: Box) -> bool:
        """Whether this rectangle lies in another."""
        return (
            self.left >= other.left
            and self.bottom >= other.bottom
            and self.right <= other.right
            and self.top <= other.top
        )


def place(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    taken: Sequence[Box],
    area: Box,
    *,
    far: bool = False,
) -> list[Box] | None:
    """Return a place for each label that no other and nothing taken lies on; None where one finds no room.

    Args:
        points: what the labels belong to, shape (n, 2).
        sizes: width and height of each label, shape (n, 2).
        taken: what no label may lie on.
        area: where labels may stand.
        far: whether a label may stand away from its point, anywhere in the area, the nearest place first.
    """
    placed: list[Box] = []
    for point, size in zip(points, sizes, strict=True):
        tried = _anywhere(point, size, area) if far else _beside(point, size)
        free = (box for box in tried if box.within(area) and not any(box.meets(other) for other in (*taken, *placed)))
        found = next(free, None)
        if found is None:
            return None
        placed.append(found)
    return placed


def _beside(point: tuple[float, float], size: tuple[float, float]) -> Iterator[Box]:
    """Yield the places around a point: right, left, above, below, then the corners."""
    (x, y), (wide, high) = point, size
    lefts = {-1: x - NEAR - wide, 0: x - wide / 2, 1: x + NEAR}
    bottoms = {-1: y - NEAR - high, 0: y - high / 2, 1: y + NEAR}
    for across, up in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)):
        left, bottom = lefts[across], bottoms[up]
        yield Box(left, bottom, left + wide, bottom + high)


def _anywhere(point: tuple[float, float], size: tuple[float, float], area: Box) -> Iterator[Box]:
    yield from _beside(point, size)
    (x, y), (wide, high) = point, size
    lefts = [area.left + STEP * k for k in range(int((area.right - area.left - wide) / STEP) + 1)]
    bottoms = [area.bottom + STEP * k for k in range(int((area.top - area.bottom - high) / STEP) + 1)]
    boxes = [Box(left, bottom, left + wide, bottom + high) for left in lefts for bottom in bottoms]
    yield from sorted(boxes, key=lambda box: hypot(box.left + wide / 2 - x, box.bottom + high / 2 - y))
