"""What a picture is drawn on: the colour of its paper, where it is blank, and a bound on its size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

__all__ = ["BLANK", "Box", "border", "bounded", "content", "filled"]

MAX_SIDE = 8_192
MAX_PIXELS = 16_000_000
BLANK = 6  # what differs less from the paper, of 255 in any channel, is blank: the noise of a good JPEG
NEAR = 24
MOST = 0.5

Colour = tuple[int, int, int]


class Box(NamedTuple):
    """Left, top, right and bottom edge in pixels; right and bottom lie just outside."""

    left: int
    top: int
    right: int
    bottom: int


def bounded(picture: Picture) -> Picture:
    """Return a picture made small enough to be worked on, in its proportions; itself where it is."""
    from PIL import Image

    width, height = picture.size
    scale = min(1.0, MAX_SIDE / max(width, height), (MAX_PIXELS / (width * height)) ** 0.5)
    if scale == 1.0:
        return picture
    return picture.resize((max(1, int(width * scale)), max(1, int(height * scale))), Image.Resampling.LANCZOS)


def border(picture: Picture) -> tuple[Colour, bool]:
    """Return the colour that most of a picture's border has, and whether that is a paper: half of the border or more.

    Args:
        picture: in RGB.
    """
    import numpy as np

    pixels = np.asarray(picture)
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]]).astype(np.int32)
    bins = (edge >> 4) @ (256, 16, 1)
    values, counts = np.unique(bins, return_counts=True)
    middle = np.median(edge[bins == values[counts.argmax()]], axis=0)
    share = float((np.abs(edge - middle).max(axis=1) <= NEAR).mean())
    red, green, blue = (int(channel) for channel in middle)
    return (red, green, blue), share >= MOST


def filled(picture: Picture) -> Any:
    """Return where a picture is not blank, as an array of height x width booleans: everywhere where it has no paper."""
    import numpy as np

    colour, is_paper = border(picture)
    pixels = np.asarray(picture)
    if not is_paper:
        return np.ones(pixels.shape[:2], dtype=bool)
    found = np.zeros(pixels.shape[:2], dtype=bool)
    for channel, value in enumerate(colour):
        found |= np.abs(pixels[..., channel].astype(np.int16) - value) > BLANK
    return found


def content(ink: Any) -> Box | None:
    """Return the box around all that is not blank (see `filled`); None where nothing is there."""
    rows, columns = ink.any(axis=1).nonzero()[0], ink.any(axis=0).nonzero()[0]
    if not len(rows):
        return None
    return Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
