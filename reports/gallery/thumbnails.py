"""Small pictures that stand in the page itself, so that it needs no other file."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, NamedTuple

from mmbench.errors import BadItem
from mmbench.images import open_image
from mmbench.records.base import Record

if TYPE_CHECKING:
    from mmbench.records import ImageRef

__all__ = ["WIDTH", "Small", "Thumbnail", "small", "thumbnail"]

WIDTH = 320
"""How wide a thumbnail may be, in pixels."""
TALLEST = 2
"""How much taller than that it may be."""
QUALITY = 80


class Thumbnail(Record, frozen=True):
    """A picture as a `data:` URI with its size in pixels; the URI is empty where the picture cannot be opened."""

    uri: str = ""
    width: int = 0
    height: int = 0


class Small(NamedTuple):
    """A picture as the bytes of a WebP file, with its size in pixels; no bytes where it cannot be opened."""

    data: bytes = b""
    width: int = 0
    height: int = 0


def thumbnail(image: ImageRef, width: int = WIDTH) -> Thumbnail:
    """Return a picture as `small` makes it, as a `data:` URI."""
    made = small(image, width)
    if not made.data:
        return Thumbnail()
    uri = f"data:image/webp;base64,{base64.b64encode(made.data).decode()}"
    return Thumbnail(uri=uri, width=made.width, height=made.height)


def small(image: ImageRef, width: int) -> Small:
    """Return a picture at most `width` pixels wide, and never larger than it is.

    It is decoded with the limits of `mmbench.images`. Why one cannot be opened is not told: the reason would show where
    the pictures lie.
    """
    try:
        picture = open_image(image)
    except BadItem:
        return Small()
    picture.thumbnail((width, TALLEST * width), reducing_gap=2.0)
    encoded = io.BytesIO()
    picture.save(encoded, "WEBP", quality=QUALITY)
    return Small(encoded.getvalue(), picture.width, picture.height)
