"""Pictures as an endpoint takes them: as they are stored where that fits its limits, else encoded again."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from mmbench.errors import BadItem
from mmbench.images import FORMATS, ORIENTATION, open_image, read_bytes, where

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

    from mmbench.records import ImageRef

__all__ = ["PictureLimits", "encoded"]

PLAIN = ("1", "L", "P", "RGB")
SMALLEST = 16


class PictureLimits(NamedTuple):
    """What an endpoint takes.

    Attributes:
        formats: of `png`, `jpeg`, `webp` and `gif`; one of the first three must be among them.
        max_bytes: the most bytes of a picture before base64, which adds a third; 0 for no limit.
        max_side: the most pixels of the longer side; 0 for no limit.
    """

    formats: tuple[str, ...]
    max_bytes: int
    max_side: int


def encoded(image: ImageRef, limits: PictureLimits) -> tuple[str, bytes]:
    """Return a picture's media type and its bytes.

    The stored bytes are sent where they are within the limits and every reader shows them alike. Else the picture is
    encoded again from what `open_image` returns, upright and over white: servers differ in what they make of EXIF
    orientation, transparency, animations and unusual colours. The aspect is kept.

    Raises:
        BadItem: the picture is missing or cannot be decoded, or cannot be made to fit the limits.
    """
    data = read_bytes(image)
    stored, size = _looked_at(data)
    small = not limits.max_side or size <= limits.max_side
    light = not limits.max_bytes or len(data) <= limits.max_bytes
    if stored in limits.formats and size and small and light:
        return f"image/{stored}", data
    del data
    picture = open_image(image)
    if limits.max_side:
        picture.thumbnail((limits.max_side, limits.max_side))
    return _fitting(picture, image, _order(stored, limits.formats), limits.max_bytes)


def _looked_at(data: bytes) -> tuple[str, int]:
    """Return the format and the longer side of a picture that may be sent as it is; no side where it may not."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            upright = opened.getexif().get(ORIENTATION, 1) == 1
            alike = upright and opened.mode in PLAIN and "transparency" not in opened.info
            still = not getattr(opened, "is_animated", False)
            return (opened.format or "").lower(), max(opened.size) if alike and still else 0
    except Exception:  # whatever is wrong with it, open_image says it better
        return "", 0


def _order(stored: str, formats: tuple[str, ...]) -> list[str]:
    """Return the formats to try in turn: as it was stored, without loss, then with loss, which is smaller."""
    wanted = [stored] if stored in ("jpeg", "webp") else []
    return [name for name in dict.fromkeys([*wanted, "png", "webp", "jpeg"]) if name in formats]


def _fitting(picture: Picture, image: ImageRef, formats: list[str], most: int) -> tuple[str, bytes]:
    while True:
        for name in formats:
            data = _written(picture, name)
            if not most or len(data) <= most:
                return f"image/{name}", data
        width, height = picture.size
        if max(width, height) <= SMALLEST:
            raise BadItem(f"the picture {where(image)} cannot be made to fit max_image_bytes={most}")
        picture = picture.resize((max(1, width * 3 // 4), max(1, height * 3 // 4)))


def _written(picture: Picture, name: str) -> bytes:
    buffer = io.BytesIO()
    settings = {"lossless": True} if name == "webp" else {"quality": 92} if name == "jpeg" else {}
    picture.save(buffer, name, **settings)
    return buffer.getvalue()
