"""Pictures as endpoints take them: as stored where that does no harm, else encoded again within the limits."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from support import png

from mmbench.adapters.endpoints.pictures import PictureLimits, encoded
from mmbench.errors import BadItem
from mmbench.images import file_image

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.records import ImageRef

ANY = PictureLimits(("png", "jpeg", "webp", "gif"), 0, 0)


def kept(folder: Path, data: bytes) -> ImageRef:
    (folder / "a").write_bytes(data)
    return file_image(folder, "a")


def stored(picture: Image.Image, name: str, **settings: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, name, **settings)
    return buffer.getvalue()


def noise(width: int, height: int) -> Image.Image:
    return Image.fromarray(np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8))


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("name", ["png", "jpeg", "webp", "gif"])
def test_a_picture_within_the_limits_goes_as_it_is_stored(tmp_path: Path, name: str) -> None:
    data = stored(Image.new("RGB", (40, 30), "red"), name)
    assert encoded(kept(tmp_path, data), ANY) == (f"image/{name}", data)


@pytest.mark.parametrize("name", ["bmp", "tiff", "gif"])
def test_a_format_that_is_not_taken_becomes_one_that_is_without_loss(tmp_path: Path, name: str) -> None:
    picture = noise(40, 30).quantize(16).convert("RGB")
    kind, data = encoded(kept(tmp_path, stored(picture, name)), PictureLimits(("png", "jpeg"), 0, 0))
    assert (kind, opened(data).format) == ("image/png", "PNG")
    assert opened(data).convert("RGB").tobytes() == picture.tobytes()


def test_one_format_for_all(tmp_path: Path) -> None:
    kind, data = encoded(kept(tmp_path, png()), PictureLimits(("jpeg",), 0, 0))
    assert (kind, opened(data).format) == ("image/jpeg", "JPEG")


def test_what_servers_read_differently_is_sent_as_we_read_it(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    _, data = encoded(kept(tmp_path, stored(clear, "png")), ANY)
    assert opened(data).getpixel((0, 0)) == (255, 255, 255)
    turned = Image.Exif()
    turned[0x0112] = 6
    _, data = encoded(kept(tmp_path, stored(Image.new("RGB", (40, 20), "red"), "jpeg", exif=turned)), ANY)
    assert opened(data).size == (20, 40)
    assert opened(data).getexif().get(0x0112, 1) == 1
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    moving = stored(frames[0], "gif", save_all=True, append_images=frames[1:])
    kind, data = encoded(kept(tmp_path, moving), ANY)
    assert (kind, opened(data).getpixel((0, 0))) == ("image/png", (255, 0, 0))


def test_a_large_side_is_shrunk_and_the_aspect_kept(tmp_path: Path) -> None:
    image = kept(tmp_path, stored(noise(400, 100), "png"))
    assert opened(encoded(image, ANY._replace(max_side=200))[1]).size == (200, 50)
    assert opened(encoded(image, ANY._replace(max_side=400))[1]).size == (400, 100)


def test_many_bytes_become_few(tmp_path: Path) -> None:
    image = kept(tmp_path, stored(noise(200, 100), "png"))
    for most in (40_000, 5_000):
        kind, data = encoded(image, ANY._replace(max_bytes=most))
        assert (kind, len(data) <= most) == ("image/jpeg", True)
        width, height = opened(data).size
        assert width / height == pytest.approx(2, rel=0.1)
    only = PictureLimits(("png",), 5_000, 0)
    kind, data = encoded(image, only)
    assert (kind, len(data) <= 5_000) == ("image/png", True)
    with pytest.raises(BadItem, match="cannot be made to fit max_image_bytes=50"):
        encoded(image, only._replace(max_bytes=50))


@pytest.mark.parametrize("data", [b"", b"no picture", png()[:20]])
def test_what_is_no_picture_is_the_items_fault(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BadItem, match="cannot be decoded"):
        encoded(kept(tmp_path, data), ANY)
