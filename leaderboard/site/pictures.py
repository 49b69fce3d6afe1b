"""The pictures of a site: each once, no wider than a page shows it, encoded anew so that nothing else travels along."""

from __future__ import annotations

import hashlib
import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from PIL import Image

from mmbench.jsonl import encode_line
from mmbench.reports.gallery.thumbnails import small

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.records import ImageRef

__all__ = ["Pictures"]

WIDTH = 640
"""How wide a picture may be, in pixels."""
FEW = 64
"""So many are made in this process; for more, others help."""


class Pictures:
    """Collects the pictures of items, then makes them.

    What `add` returns is complete when `make` has returned: only then is it known whether a picture can be opened, and
    how large it is.
    """

    def __init__(self) -> None:
        self._wanted: dict[str, tuple[ImageRef, dict[str, Any]]] = {}

    def add(self, image: ImageRef) -> dict[str, Any]:
        """Take in a picture and return what a page needs: `file` (empty where there is none), `width`, `height`."""
        content = image.sha256.encode() if image.sha256 else encode_line(image)
        name = hashlib.sha256(b"%d %s" % (WIDTH, content)).hexdigest()[:24]
        return self._wanted.setdefault(name, (image, {"file": "", "width": 0, "height": 0}))[1]

    def make(self, site: Path, previous: Path) -> None:
        """Write the pictures into a site's `pictures/`; those that the previous site has are taken from there."""
        folder = site / "pictures"
        folder.mkdir(parents=True, exist_ok=True)
        missing: list[tuple[ImageRef, Path]] = []
        for name, (image, _) in self._wanted.items():
            there = previous / "pictures" / f"{name}.webp"
            if there.is_file():
                shutil.copyfile(there, folder / there.name)
            else:
                missing.append((image, folder / f"{name}.webp"))
        if len(missing) <= FEW:
            for each in missing:
                _make(each)
        else:
            with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
                list(pool.map(_make, missing, chunksize=8))
        for name, (_, entry) in self._wanted.items():
            path = folder / f"{name}.webp"
            if path.is_file():
                with Image.open(path) as picture:
                    entry.update(file=f"pictures/{path.name}", width=picture.width, height=picture.height)


def _make(task: tuple[ImageRef, Path]) -> None:
    image, path = task
    made = small(image, WIDTH)
    if made.data:
        path.write_bytes(made.data)
