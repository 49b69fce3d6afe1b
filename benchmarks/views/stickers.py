"""Stickers, put where a picture is blank: something to look at that says nothing and hides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mmbench.benchmarks.views.paper import Box, border, content, filled

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.random import Generator
    from PIL.Image import Image as Picture

__all__ = ["with_stickers"]

LEAST = 12
SHARES = (0.14, 0.16, 0.18)
SMALLER = (1.0, 0.75, 0.5)
ROOM = 0.15  # kept clear around a sticker, of its size
FINE = 4

_COLOURS = ("#E4572E", "#2E86AB", "#F0A202", "#7B2D8B", "#3A9D5D", "#D6336C")


def with_stickers(picture: Picture, count: int, rng: Generator) -> Picture:
    """Return a picture with so many stickers where it is blank, far from the middle of what it shows.

    Stickers are the larger the more there are, and smaller where the blank places are. Where no place is blank, a strip
    of the border's colour is added below. No pixel that is not blank is touched.

    Args:
        picture: in RGB.
        count: 1 to 3.
        rng: decides which stickers and where.
    """
    shown = picture.copy()
    ink = filled(shown)
    middle = _middle(ink)
    side = max(LEAST, round(SHARES[count - 1] * min(picture.size)))
    order = rng.permutation(len(_STICKERS))
    for number in range(count):
        place = _roomiest(ink, side, middle, rng)
        if place is None:
            shown, ink = _extended(shown, ink, side + 2 * _room(side))
            place = _roomiest(ink, side, middle, rng) or (0, shown.height - side - 2 * _room(side), side)
        left, top, size = place
        sticker = _drawn(int(order[number]), size, rng)
        room = _room(size)
        shown.paste(sticker, (left + room, top + room), sticker)
        ink[top : top + size + 2 * room, left : left + size + 2 * room] = True
    return shown


def _roomiest(ink: Any, side: int, middle: tuple[float, float], rng: Generator) -> tuple[int, int, int] | None:
    """Return left and top of a blank place and the size of a sticker that fits it; None where there is none."""
    for share in SMALLER:
        size = max(LEAST, round(side * share))
        place = _blank_place(ink, size + 2 * _room(size), middle, rng)
        if place is not None:
            return (*place, size)
    return None


def _room(size: int) -> int:
    return max(1, round(ROOM * size))


def _middle(ink: Any) -> tuple[float, float]:
    box = content(ink) or Box(0, 0, ink.shape[1], ink.shape[0])
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _blank_place(ink: Any, size: int, middle: tuple[float, float], rng: Generator) -> tuple[int, int] | None:
    """Return left and top of a blank square, one of those farthest from the middle; None where there is none."""
    import numpy as np

    height, width = ink.shape
    if size > min(height, width):
        return None
    sums = np.zeros((height + 1, width + 1), dtype=np.int32)
    np.cumsum(np.cumsum(ink, axis=0, dtype=np.int32), axis=1, out=sums[1:, 1:])
    step = max(1, size // 6)
    tops = np.unique(np.append(np.arange(0, height - size + 1, step), height - size))
    lefts = np.unique(np.append(np.arange(0, width - size + 1, step), width - size))
    down, across = tops[:, None], lefts[None, :]
    inside = (
        sums[down + size, across + size] - sums[down, across + size] - sums[down + size, across] + sums[down, across]
    )
    rows, columns = (inside == 0).nonzero()
    if not len(rows):
        return None
    distances = np.hypot(lefts[columns] + size / 2 - middle[0], tops[rows] + size / 2 - middle[1])
    farthest = np.argsort(-distances, kind="stable")[: max(1, len(rows) // 4)]
    chosen = farthest[int(rng.integers(len(farthest)))]
    return int(lefts[columns[chosen]]), int(tops[rows[chosen]])


def _extended(picture: Picture, ink: Any, strip: int) -> tuple[Picture, Any]:
    """Return a picture with a blank strip below, and where it is not blank."""
    import numpy as np
    from PIL import Image

    width, height = picture.size
    wide = Image.new("RGB", (max(width, strip), height + strip), border(picture)[0])
    wide.paste(picture, (0, 0))
    more = np.zeros((wide.height, wide.width), dtype=bool)
    more[:height, :width] = ink
    return wide, more


def _drawn(which: int, size: int, rng: Generator) -> Picture:
    """Return a sticker of a size in pixels as RGBA: drawn large, turned a little, made small."""
    from PIL import Image, ImageDraw

    large = Image.new("RGBA", (size * FINE, size * FINE))
    colour = _COLOURS[int(rng.integers(len(_COLOURS)))]
    _STICKERS[which](ImageDraw.Draw(large), size * FINE, colour)
    turned = large.rotate(float(rng.uniform(-20, 20)), Image.Resampling.BICUBIC)
    return turned.resize((size, size), Image.Resampling.BOX)


def _smiley(pen: Any, size: int, colour: str) -> None:
    line = max(2, size // 16)
    pen.ellipse(_scaled(size, 0.08, 0.08, 0.92, 0.92), fill="#FFD43B", outline="#8A6D00", width=line)
    for left in (0.32, 0.58):
        pen.ellipse(_scaled(size, left, 0.33, left + 0.1, 0.47), fill="#5C4700")
    pen.arc(_scaled(size, 0.28, 0.32, 0.72, 0.74), 20, 160, fill="#5C4700", width=line)


def _heart(pen: Any, size: int, colour: str) -> None:
    for left in (0.12, 0.46):
        pen.ellipse(_scaled(size, left, 0.18, left + 0.42, 0.6), fill=colour)
    pen.polygon(_points(size, (0.155, 0.5), (0.845, 0.5), (0.5, 0.9)), fill=colour)


def _flower(pen: Any, size: int, colour: str) -> None:
    for x, y in ((0.5, 0.26), (0.73, 0.42), (0.64, 0.7), (0.36, 0.7), (0.27, 0.42)):
        pen.ellipse(_scaled(size, x - 0.17, y - 0.17, x + 0.17, y + 0.17), fill=colour)
    pen.ellipse(_scaled(size, 0.36, 0.36, 0.64, 0.64), fill="#FFE066")


def _leaf(pen: Any, size: int, colour: str) -> None:
    edge = [(0.5, 0.06), (0.68, 0.22), (0.78, 0.45), (0.72, 0.66), (0.5, 0.82)]
    other = [(1 - x, y) for x, y in reversed(edge[1:-1])]
    pen.polygon(_points(size, *edge, *other), fill="#3A9D5D")
    pen.line(_points(size, (0.5, 0.2), (0.5, 0.94)), fill="#1E5B34", width=max(2, size // 20))


def _scaled(size: int, *edges: float) -> tuple[float, ...]:
    return tuple(edge * size for edge in edges)


def _points(size: int, *points: tuple[float, float]) -> list[tuple[float, float]]:
    return [(x * size, y * size) for x, y in points]


_STICKERS: tuple[Callable[[Any, int, str], None], ...] = (_smiley, _heart, _flower, _leaf)
