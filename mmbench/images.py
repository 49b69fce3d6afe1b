"""Pictures by reference: hash them, open them, draw them; nothing else in mmbench touches image files.

A reference is opened by the adapter that needs the pixels, in whatever thread it likes.
"""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from mmbench import registry
from mmbench.errors import BadItem
from mmbench.records import CellImage, FileImage, GeneratedImage

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

    from mmbench.records import ImageRef

__all__ = ["MAX_PIXELS", "file_image", "generated_image", "open_image", "read_bytes", "read_cell", "where"]

MAX_PIXELS = 100_000_000
ORIENTATION = 0x0112


def file_image(folder: Path, relative: str) -> FileImage:
    """Return a reference to a file under `folder`, hashed; the hash is empty where the file is missing.

    Raises:
        BadItem: the path leads out of the folder.
    """
    path = folder / relative
    if not path.resolve().is_relative_to(folder.resolve()):
        raise BadItem(f"the picture's path '{relative}' leads out of {folder}")
    try:
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        return FileImage(path=str(path))
    return FileImage(path=str(path), sha256=hashlib.sha256(data).hexdigest())


def generated_image(generator: str, recipe: dict[str, str | int]) -> GeneratedImage:
    """Return a reference to a picture to be drawn; its hash is the recipe's."""
    digest = hashlib.sha256(msgspec.json.encode([generator, recipe], order="sorted")).hexdigest()
    return GeneratedImage(generator=generator, recipe=recipe, sha256=digest)


def read_bytes(image: ImageRef) -> bytes:
    """Return the encoded picture behind a reference, checked against its hash where that is of the bytes.

    Raises:
        BadItem: missing, unreadable, or changed since the items were laid out.
    """
    if isinstance(image, GeneratedImage):
        drawn: bytes = registry.resolve("generators", image.generator)(image.recipe)
        return drawn
    try:
        if isinstance(image, FileImage):
            data = Path(image.path).read_bytes()
        else:
            data = read_cell(image.table, image.row, image.column)
    except OSError as error:
        raise BadItem(f"the picture {where(image)}: {error.strerror or error}") from error
    if image.sha256 and hashlib.sha256(data).hexdigest() != image.sha256:
        raise BadItem(f"the picture {where(image)} has changed since the items were laid out; start a new run")
    return data


def where(image: ImageRef) -> str:
    """Say, for a person, where a picture is."""
    if isinstance(image, FileImage):
        return image.path
    if isinstance(image, CellImage):
        return f"{image.table}, row {image.row}, column '{image.column}'"
    return f"drawn by '{image.generator}' from {image.recipe}"


@lru_cache(maxsize=8)
def _arrow_table(path: str) -> Any:
    import pyarrow as pa

    return pa.ipc.open_stream(pa.memory_map(path)).read_all()


def read_cell(table: str, row: int, column: str) -> bytes:
    """Return the bytes of an image cell (`{bytes, path}` as `datasets` stores it, or plain binary) of an Arrow file.

    Raises:
        OSError: the table cannot be read.
        BadItem: the cell holds no picture.
    """
    cell = _arrow_table(table).column(column)[row].as_py()
    data = cell.get("bytes") if isinstance(cell, dict) else cell
    if not isinstance(data, bytes):
        raise BadItem(f"{table}, row {row}, column '{column}': expected a picture's bytes, found {type(data).__name__}")
    return data


def open_image(image: ImageRef) -> Picture:
    """Decode a picture to RGB, turned as its EXIF orientation says, transparency over white.

    Raises:
        BadItem: missing, truncated, not a picture, or more than `MAX_PIXELS` pixels.
    """
    from PIL import Image, ImageOps

    data = read_bytes(image)
    try:
        opened = Image.open(io.BytesIO(data))
        if opened.width * opened.height > MAX_PIXELS:
            size = f"{opened.width} x {opened.height} pixels"
            raise BadItem(f"the picture {where(image)} has {size}; at most {MAX_PIXELS} are opened")
        turned = opened.getexif().get(ORIENTATION, 1) != 1
        picture: Picture = ImageOps.exif_transpose(opened) if turned else opened
        if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
            layer = picture.convert("RGBA")
            picture = Image.new("RGBA", layer.size, "white")
            picture.alpha_composite(layer)
        return picture.convert("RGB")
    except BadItem:
        raise
    except Exception as error:
        raise BadItem(f"the picture {where(image)} cannot be decoded: {error}") from error
