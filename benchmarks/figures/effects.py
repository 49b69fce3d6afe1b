"""What happens to a sheet of paper before it is a picture: a shadow, warm light, grain, a slight turn.

Every effect is a name and a whole strength. Same picture, same effects, same pixels; no random state is touched.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

__all__ = ["EFFECTS", "applied"]

EFFECTS = ("tilt", "lean", "shadow", "warm", "grain")
"""`tilt` turns by tenths of a degree, counterclockwise; `lean` moves the upper corners inwards by so many pixels (the
lower ones where it is negative); `shadow` darkens by so many percent towards the right (to the left where it is
negative); `warm` takes so many percent of the blue and a third as many of the green; `grain` is the greatest change of
a pixel in levels of 255."""


def applied(picture: Picture, effects: list[tuple[str, int]]) -> Picture:
    """Return an RGB picture after some effects; the sheet is turned first, whatever their order.

    Raises:
        ValueError: there is no effect of that name.
    """
    strengths = dict(effects)
    if unknown := strengths.keys() - set(EFFECTS):
        raise ValueError(f"no effect '{min(unknown)}'; there are {', '.join(EFFECTS)}")
    tilt, lean, shadow, warm, grain = (strengths.get(name, 0) for name in EFFECTS)
    if tilt or lean:
        picture = _moved(picture, tilt, lean)
    if shadow or warm:
        picture = _shaded(picture, shadow, warm)
    return _grainy(picture, grain) if grain else picture


def _moved(picture: Picture, tilt: int, lean: int) -> Picture:
    from PIL import Image

    wide, high = picture.size
    top, bottom = max(lean, 0), max(-lean, 0)
    # A source wider than the picture at one edge makes that edge of the paper narrower.
    corners = ((-top, 0), (-bottom, high), (wide + bottom, high), (wide + top, 0))
    c, s = math.cos(math.radians(tilt / 10)), math.sin(math.radians(tilt / 10))
    turned = [(wide / 2 + c * (x - wide / 2) - s * (y - high / 2), high / 2 + s * (x - wide / 2) + c * (y - high / 2))
              for x, y in corners]  # fmt: skip
    quad = tuple(value for corner in turned for value in corner)
    return picture.transform(
        picture.size, Image.Transform.QUAD, quad, Image.Resampling.BILINEAR, fillcolor=picture.getpixel((1, 1))
    )


def _shaded(picture: Picture, shadow: int, warm: int) -> Picture:
    import numpy as np
    from PIL import Image, ImageChops

    wide, high = picture.size
    across = np.linspace(0, 1, wide, dtype=np.float32)[:: 1 if shadow >= 0 else -1]
    down = np.linspace(0, 0.35, high, dtype=np.float32)
    left = 255 - 2.55 * abs(shadow) * (across[None, :] ** 2 * 0.75 + down[:, None])
    light = Image.fromarray(left.astype(np.uint8))
    channels = [light.point([round(level * (1 - taken / 100)) for level in range(256)]) for taken in (warm / 3, warm)]
    return ImageChops.multiply(picture, Image.merge("RGB", (light, *channels)))


def _grainy(picture: Picture, most: int) -> Picture:
    from PIL import Image, ImageChops

    wide, high = picture.size
    noise = Image.frombytes("L", picture.size, random.Random(most).randbytes(wide * high))  # noqa: S311
    scaled = noise.point([round(level * 2 * most / 255) for level in range(256)])
    return ImageChops.add(picture, Image.merge("RGB", (scaled, scaled, scaled)), 1, -most)
