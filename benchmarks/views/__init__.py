"""Views and corruptions of any benchmark's items: what stands in the text, what in the picture, how well it is seen.

A view moves what an item tells between text and picture, as MathVerse does by hand; a corruption spoils the picture.
Both are recipes: the picture is drawn when somebody looks (registry "generators", name `altered`).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mmbench.benchmarks.views.corruptions import CORRUPTIONS, as_corrupted, chosen_corruptions
from mmbench.benchmarks.views.views import VIEWS, CannotAsk, as_view, chosen_views

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

    from mmbench.records import AlteredImage

__all__ = [
    "CORRUPTIONS",
    "VIEWS",
    "CannotAsk",
    "as_corrupted",
    "as_view",
    "chosen_corruptions",
    "chosen_views",
    "draw",
]

COMPRESSION = 4


def draw(image: AlteredImage, base: Picture) -> bytes:
    """Draw an altered picture as PNG: same base and recipe, same versions of Pillow and numpy, same bytes.

    It has at most 16 million pixels and no side of more than 8,192; a larger base is made smaller first.

    Args:
        image: the recipe.
        base: the opened base, in RGB.
    """
    from mmbench.benchmarks.views.captions import captioned
    from mmbench.benchmarks.views.corruptions import corrupted
    from mmbench.benchmarks.views.paper import bounded

    picture = bounded(base)
    if image.caption:
        picture = captioned(picture, image.caption)
    if image.corruption:
        picture = corrupted(picture, image.corruption, image.base.sha256)
    png = io.BytesIO()
    bounded(picture).save(png, "PNG", compress_level=COMPRESSION)
    return png.getvalue()
