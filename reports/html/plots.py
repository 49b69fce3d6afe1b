"""The plots of a report as pictures that stand in the page itself."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Plot", "embedded"]

MOST_BYTES = 300_000
"""A larger drawing is shown as the PNG beside it."""


class Plot(NamedTuple):
    """A plot's title and the picture as a `data:` URI."""

    title: str
    uri: str


def embedded(drawings: Iterable[Path]) -> list[Plot]:
    """Return plots by name.

    Args:
        drawings: the SVG files; a PNG of the same name may lie beside each.

    Raises:
        OSError: one cannot be read.
    """
    plots = []
    for path in sorted(drawings):
        data, kind, drawn = path.read_bytes(), "svg+xml", path.with_suffix(".png")
        if len(data) > MOST_BYTES and drawn.exists():
            data, kind = drawn.read_bytes(), "png"
        title = path.stem.replace("-", " ").replace("_", " ").capitalize()
        plots.append(Plot(title, f"data:image/{kind};base64,{base64.b64encode(data).decode()}"))
    return plots
