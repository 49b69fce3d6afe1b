"""Corruptions of a picture: what happens to one that is sent, scanned or photographed, in three strengths.

    blur            a Gaussian blur of 0.1, 0.2 or 0.35 % of the long side
    jpeg            saved as JPEG of quality 50, 25 or 10, colours at half the size
    low-resolution  made smaller by 1.5, 2.2 or 3.2 and larger again
    rotation        turned by 3, 8 or 15 degrees to either side; the canvas grows, so that nothing is lost
    noise           Gaussian noise of 10, 25 or 50 of 255 in every channel
    shadow          a soft shadow over one side, down to 70, 50 or 30 % of the light
    crop            1: half of each blank margin is cut off; 2: all of it but 2 pixels; 3: all of it, and 1 % of the
                    content's width or height at each edge (at most 4 % of its area, rounded down to whole pixels)
    distractor      1, 2 or 3 stickers where the picture is blank; where no place is, a strip is added below for them

A picture without a blank margin is not changed by `crop:1` and `crop:2`. The same picture, corruption and strength
give the same pixels in every process.
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import msgspec

from mmbench.errors import UsageError, did_you_mean
from mmbench.images import altered_image

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.random import Generator
    from PIL.Image import Image as Picture

    from mmbench.records import Item

__all__ = ["CORRUPTIONS", "STRENGTHS", "as_corrupted", "chosen_corruptions", "corrupted"]

STRENGTHS = (1, 2, 3)
USUAL = 2
NONE = "none"
ALL = "all"


def chosen_corruptions(specs: Sequence[str]) -> tuple[str, ...]:
    """Return corruptions as `name:strength`, each once; the empty one, written `none`, leaves a picture as it is.

    `all` stands for every corruption; a strength that is not named is 2.

    Raises:
        UsageError: an unknown corruption or strength, or none.
    """
    known = (*CORRUPTIONS, NONE, ALL)
    found: list[str] = []
    for spec in specs:
        name, colon, given = spec.partition(":")
        if spec in ("", NONE):
            found.append("")
            continue
        if name not in known or name == NONE:
            raise UsageError(
                f"--corrupt: no corruption '{name}'.{did_you_mean(name, known)} Known: {', '.join(known)}."
            )
        if colon and given not in map(str, STRENGTHS):
            raise UsageError(f"--corrupt {spec}: expected a strength of 1, 2 or 3, such as {name}:2, found '{given}'.")
        names = CORRUPTIONS if name == ALL else (name,)
        found += [f"{each}:{given or USUAL}" for each in names]
    if not found:
        raise UsageError(f"--corrupt: no corruption is named. Known: {', '.join(known)}.")
    return tuple(dict.fromkeys(found))


def as_corrupted(item: Item, corruption: str) -> Item:
    """Return an item whose pictures are all corrupted; itself where it has none, or the corruption is the empty one."""
    if not corruption or not item.question.images:
        return item
    images = tuple(altered_image(image, corruption=corruption) for image in item.question.images)
    return msgspec.structs.replace(
        item, question=msgspec.structs.replace(item.question, images=images), corruption=corruption
    )


def corrupted(picture: Picture, corruption: str, seed: str) -> Picture:
    """Return a corrupted picture.

    Args:
        picture: in RGB.
        corruption: `name:strength`.
        seed: what stands for the picture, such as its hash.
    """
    import numpy as np

    name, _, strength = corruption.partition(":")
    digest = hashlib.sha256(f"{seed}\x1f{corruption}".encode()).digest()
    rng = np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))
    return CORRUPTIONS[name](picture, int(strength), rng)


def _blur(picture: Picture, strength: int, rng: Generator) -> Picture:
    from PIL import ImageFilter

    share = (0.001, 0.002, 0.0035)[strength - 1]
    return picture.filter(ImageFilter.GaussianBlur(max(0.5 * strength, share * max(picture.size))))


def _jpeg(picture: Picture, strength: int, rng: Generator) -> Picture:
    from PIL import Image

    data = io.BytesIO()
    picture.save(data, "JPEG", quality=(50, 25, 10)[strength - 1], subsampling="4:2:0")
    return Image.open(data).convert("RGB")


def _low_resolution(picture: Picture, strength: int, rng: Generator) -> Picture:
    from PIL import Image

    factor = (1.5, 2.2, 3.2)[strength - 1]
    small = tuple(max(1, round(side / factor)) for side in picture.size)
    return picture.resize((small[0], small[1]), Image.Resampling.BOX).resize(picture.size, Image.Resampling.BICUBIC)


def _rotation(picture: Picture, strength: int, rng: Generator) -> Picture:
    from PIL import Image

    from mmbench.benchmarks.views.paper import border

    degrees = (3, 8, 15)[strength - 1] * (1 if rng.random() < 0.5 else -1)
    return picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=border(picture)[0])


def _noise(picture: Picture, strength: int, rng: Generator) -> Picture:
    import numpy as np
    from PIL import Image

    pixels = np.asarray(picture)
    noise = rng.standard_normal(pixels.shape, dtype=np.float32) * (10, 25, 50)[strength - 1]
    return Image.fromarray(np.clip(np.rint(pixels + noise), 0, 255).astype(np.uint8))


def _shadow(picture: Picture, strength: int, rng: Generator) -> Picture:
    import numpy as np
    from PIL import Image

    pixels = np.asarray(picture)
    height, width = pixels.shape[:2]
    angle = rng.random() * 2 * np.pi
    across, down = np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32)
    place = np.cos(angle) * across[None, :] + np.sin(angle) * down[:, None] + (rng.random() - 0.5) * 0.4
    depth = np.clip(0.5 + place / 1.2, 0, 1)
    light = 1 - (0.3, 0.5, 0.7)[strength - 1] * depth * depth * (3 - 2 * depth)
    return Image.fromarray(np.rint(pixels * light[..., None]).astype(np.uint8))


def _crop(picture: Picture, strength: int, rng: Generator) -> Picture:
    from mmbench.benchmarks.views.paper import Box, content, filled

    box = content(filled(picture))
    if box is None:
        return picture
    width, height = picture.size
    if strength == 1:
        kept = Box(box.left // 2, box.top // 2, (box.right + width + 1) // 2, (box.bottom + height + 1) // 2)
    elif strength == 2:
        kept = Box(max(0, box.left - 2), max(0, box.top - 2), min(width, box.right + 2), min(height, box.bottom + 2))
    else:
        sides, ends = (box.right - box.left) // 100, (box.bottom - box.top) // 100
        kept = Box(box.left + sides, box.top + ends, box.right - sides, box.bottom - ends)
    return picture.crop(kept)


def _distractor(picture: Picture, strength: int, rng: Generator) -> Picture:
    from mmbench.benchmarks.views.stickers import with_stickers

    return with_stickers(picture, strength, rng)


CORRUPTIONS: dict[str, Callable[[Picture, int, Generator], Picture]] = {
    "blur": _blur,
    "jpeg": _jpeg,
    "low-resolution": _low_resolution,
    "rotation": _rotation,
    "noise": _noise,
    "shadow": _shadow,
    "crop": _crop,
    "distractor": _distractor,
}
