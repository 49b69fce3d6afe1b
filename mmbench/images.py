"""Pictures by reference: hash them, open them, draw them; nothing else in mmbench touches image files.

A reference is opened by the adapter that needs the pixels, in whatever thread it likes.
"""

from __future__ import annotations

import hashlib
import io
import stat
import threading
import zipfile
import zlib
from collections import OrderedDict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mmbench import registry
from mmbench.cells import MAX_CELL, read_cell
from mmbench.errors import BadItem
from mmbench.records import AlteredImage, CellImage, FileImage, GeneratedImage, MemberImage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image as Picture

    from mmbench.records import ImageRef

__all__ = [
    "MAX_BYTES",
    "MAX_PIXELS",
    "altered_image",
    "cell_images",
    "file_image",
    "generated_image",
    "is_ours",
    "member_image",
    "members",
    "open_image",
    "read_bytes",
    "where",
]

MAX_PIXELS = 100_000_000
MAX_BYTES = MAX_CELL
MAX_NAME = 255
SYMLINK = 0o120000
ORIENTATION = 0x0112
# What is opened as a picture; Pillow knows more, among them EPS, which it hands to another program to run.
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "PPM", "JPEG2000", "ICO")
MAX_KEPT = 64 << 20
ALTERING = 1  # to be raised when captions or corruptions come to look otherwise
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_lock = threading.Lock()


def file_image(folder: Path, relative: str) -> FileImage:
    """Return a reference to a file under `folder`, hashed; the hash is empty where the file is missing.

    Raises:
        BadItem: the path leads out of the folder, or is no path.
    """
    path = folder / relative
    if "\0" in relative or any(len(part.encode("utf-8", "replace")) > MAX_NAME for part in path.parts):
        raise BadItem(f"expected the path of a picture, found {relative!r:.80}")
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except RuntimeError:  # a link to itself
        raise BadItem(f"the picture's path '{relative}' is a link that leads nowhere") from None
    if not inside:
        raise BadItem(f"the picture's path '{relative}' leads out of {folder}")
    if not path.exists() or path.is_dir():
        return FileImage(path=str(path))
    return FileImage(path=str(path), sha256=hashlib.sha256(_file_bytes(path)).hexdigest())


def _file_bytes(path: Path) -> bytes:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise BadItem(f"the picture {path} is no file")
    size = found.st_size
    if size > MAX_BYTES:
        raise BadItem(f"the picture {path} has {size} bytes; at most {MAX_BYTES} are read")
    return path.read_bytes()


def cell_images(table: str, row: int, column: str, offset: int = 0) -> tuple[CellImage, ...]:
    """Return references to the picture, or the list of pictures, in a table's cell, hashed; none where it is empty."""
    return tuple(
        CellImage(table=table, row=row, column=name, offset=offset, sha256=hashlib.sha256(data).hexdigest())
        for name, data in read_cell(table, row, column, offset).items()
    )


def members(archive: str) -> frozenset[str]:
    """Return the names in a zip archive.

    Raises:
        BadItem: not a zip archive.
    """
    return _archive(archive)[1]


def _archive(archive: str) -> tuple[zipfile.ZipFile, frozenset[str]]:
    try:
        found = Path(archive).stat()
        if not stat.S_ISREG(found.st_mode):
            raise BadItem(f"{archive}: expected a zip archive, found no file")
        return _opened(archive, found.st_mtime_ns, found.st_size)
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile) as error:
        raise BadItem(f"{archive}: expected a zip archive: {error}") from None


@lru_cache(maxsize=16)
def _opened(archive: str, changed: int, size: int) -> tuple[zipfile.ZipFile, frozenset[str]]:
    """Return an archive as it is now, and its names: they are read once, not for every picture."""
    opened = zipfile.ZipFile(archive)
    return opened, frozenset(opened.namelist())


def member_image(archive: Path, member: str) -> MemberImage:
    """Return a reference to a picture in a zip archive, hashed; the hash is empty where the archive has no such member.

    Nothing is unpacked.

    Raises:
        BadItem: no zip archive, or the member leads out of it, is a link, or is too large.
    """
    _check_inside(str(archive), member)
    data = _member_bytes(str(archive), member) if member in members(str(archive)) else b""
    return MemberImage(archive=str(archive), member=member, sha256=hashlib.sha256(data).hexdigest() if data else "")


def _check_inside(archive: str, member: str) -> None:
    if member.startswith("/") or ".." in member.replace("\\", "/").split("/"):
        raise BadItem(f"{archive}: the member '{member}' leads out of the archive")


def _member_bytes(archive: str, member: str) -> bytes:
    _check_inside(archive, member)
    with _lock:  # an archive counts its readers without one
        opened, _ = _archive(archive)
        try:
            entry = opened.getinfo(member)
            if entry.external_attr >> 16 & 0o170000 == SYMLINK:
                raise BadItem(f"{archive}: the member '{member}' is a link")
            if entry.file_size > MAX_BYTES:
                raise BadItem(f"{archive}: the member '{member}' has {entry.file_size} bytes; at most {MAX_BYTES}")
            if entry.compress_type not in PACKED:  # the others unpack without a bound
                raise BadItem(f"{archive}: the member '{member}' is packed neither by deflate nor as it is")
            with opened.open(entry) as packed:
                return packed.read(entry.file_size)  # asked for so much, it unpacks no more than the entry says
        except (KeyError, RuntimeError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise BadItem(f"{archive}: the member '{member}' cannot be read: {error}") from None


def generated_image(generator: str, recipe: dict[str, str | int]) -> GeneratedImage:
    """Return a reference to a picture to be drawn; its hash is the recipe's."""
    digest = hashlib.sha256(msgspec.json.encode([generator, recipe], order="sorted")).hexdigest()
    return GeneratedImage(generator=generator, recipe=recipe, sha256=digest)


def altered_image(image: ImageRef, caption: str = "", corruption: str = "") -> AlteredImage:
    """Return a reference to a picture with a caption above it and corrupted, of one that is altered already the base.

    Nothing is opened; a missing picture gives a reference without a hash.
    """
    if isinstance(image, AlteredImage):
        return altered_image(image.base, caption or image.caption, corruption or image.corruption)
    digest = ""
    if image.sha256:
        recipe = [ALTERING, image.sha256, caption, corruption]
        digest = hashlib.sha256(msgspec.json.encode(recipe)).hexdigest()
    return AlteredImage(base=image, caption=caption, corruption=corruption, sha256=digest)


class _Drawings:
    """The pictures drawn last, by the hash of their recipe: several views of a picture draw it once.

    Threads that want the same picture wait for the one that draws it.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.held = 0
        self.kept: OrderedDict[str, bytes] = OrderedDict()
        self.turns: dict[str, threading.Lock] = {}
        self.lock = threading.Lock()

    def get(self, key: str, draw: Callable[[], bytes]) -> bytes:
        with self.lock:
            found = self._found(key)
            if found is not None:
                return found
            turn = self.turns.setdefault(key, threading.Lock())
        with turn:
            with self.lock:
                found = self._found(key)
            if found is not None:
                return found
            data = None
            try:
                data = draw()
            finally:
                with self.lock:
                    self.turns.pop(key, None)
                    if data is not None:
                        self._keep(key, data)
            return data

    def _found(self, key: str) -> bytes | None:
        if key in self.kept:
            self.kept.move_to_end(key)
        return self.kept.get(key)

    def _keep(self, key: str, data: bytes) -> None:
        if key in self.kept or len(data) > self.most:
            return
        self.kept[key] = data
        self.held += len(data)
        while self.held > self.most:
            self.held -= len(self.kept.popitem(last=False)[1])


_drawings = _Drawings(MAX_KEPT)


def _drawn(image: GeneratedImage | AlteredImage) -> bytes:
    def draw() -> bytes:
        if isinstance(image, GeneratedImage):
            drawn: bytes = registry.resolve("generators", image.generator)(image.recipe)
        else:
            drawn = registry.resolve("generators", "altered")(image, open_image(image.base))
        return drawn

    return _drawings.get(image.sha256, draw) if image.sha256 else draw()


def is_ours(image: ImageRef) -> bool:
    """Whether a picture is generated, or altered from a generated one, so that anybody may keep it."""
    return isinstance(image.base if isinstance(image, AlteredImage) else image, GeneratedImage)


def read_bytes(image: ImageRef) -> bytes:
    """Return the encoded picture behind a reference, checked against its hash where that is of the bytes.

    Raises:
        BadItem: missing, unreadable, or changed since the items were laid out.
    """
    if isinstance(image, GeneratedImage):
        return _drawn(image)
    if not image.sha256:
        raise BadItem(f"the picture {where(image)}: No such file when the items were laid out")
    if isinstance(image, AlteredImage):
        return _drawn(image)
    try:
        if isinstance(image, FileImage):
            data = _file_bytes(Path(image.path))
        elif isinstance(image, MemberImage):
            data = _member_bytes(image.archive, image.member)
        else:
            data = read_cell(image.table, image.row, image.column, image.offset).get(image.column, b"")
    except OSError as error:
        raise BadItem(f"the picture {where(image)}: {error.strerror or error}") from error
    if hashlib.sha256(data).hexdigest() != image.sha256:
        raise BadItem(f"the picture {where(image)} has changed since the items were laid out; start a new run")
    return data


def where(image: ImageRef) -> str:
    """Say, for a person, where a picture is."""
    if isinstance(image, FileImage):
        return image.path
    if isinstance(image, CellImage):
        return f"{image.table}, row {image.row + 1}, column '{image.column}'"
    if isinstance(image, MemberImage):
        return f"{image.member} in {image.archive}"
    if isinstance(image, AlteredImage):
        changes = ["with a caption"] * bool(image.caption) + [image.corruption] * bool(image.corruption)
        return f"{where(image.base)} ({', '.join(changes)})"
    return f"drawn by '{image.generator}' from {image.recipe}"


def open_image(image: ImageRef) -> Picture:
    """Decode a picture to RGB, turned as its EXIF orientation says, transparency over white.

    Raises:
        BadItem: missing, truncated, not a picture, or more than `MAX_PIXELS` pixels.
    """
    import numpy as np
    from PIL import Image, ImageOps, UnidentifiedImageError

    data = read_bytes(image)
    try:
        opened = Image.open(io.BytesIO(data), formats=FORMATS)
        if opened.width * opened.height > MAX_PIXELS:
            size = f"{opened.width} x {opened.height} pixels"
            raise BadItem(f"the picture {where(image)} has {size}; at most {MAX_PIXELS} are opened")
        turned = opened.getexif().get(ORIENTATION, 1) != 1
        picture: Picture = ImageOps.exif_transpose(opened) if turned else opened
        if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
            layer = picture.convert("RGBA")
            picture = Image.new("RGBA", layer.size, "white")
            picture.alpha_composite(layer)
        if picture.mode.startswith("I;16"):
            picture = Image.fromarray((np.asarray(picture) >> 8).astype("uint8"))
        return picture.convert("RGB")
    except BadItem:
        raise
    except UnidentifiedImageError:
        known = ", ".join(FORMATS)
        raise BadItem(f"the picture {where(image)} cannot be decoded: expected one of {known}") from None
    except Exception as error:
        raise BadItem(f"the picture {where(image)} cannot be decoded: {error}") from error
