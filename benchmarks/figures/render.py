"""From a sheet to a PNG: shapes by matplotlib's Agg, words by Pillow, then what happened to the paper.

Same sheet, same versions of both, same bytes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from mmbench.benchmarks.base.fonts import font

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

    from mmbench.benchmarks.figures.sheet import Sheet, Words

__all__ = ["picture", "png"]

COMPRESSION = 4


def png(sheet: Sheet) -> bytes:
    """Return a sheet as PNG."""
    data = io.BytesIO()
    picture(sheet).save(data, "PNG", compress_level=COMPRESSION)
    return data.getvalue()


def picture(sheet: Sheet) -> Picture:
    """Return a sheet as an RGB picture of its size."""
    from PIL import ImageDraw

    drawn = _shapes(sheet)
    pen = ImageDraw.Draw(drawn)
    for words in sheet.words:
        _write(drawn, pen, words)
    if sheet.effects:
        from mmbench.benchmarks.figures.effects import applied

        drawn = applied(drawn, sheet.effects)
    return drawn


def _shapes(sheet: Sheet) -> Picture:
    import numpy as np
    from matplotlib.backends.backend_agg import RendererAgg
    from matplotlib.colors import to_rgba
    from matplotlib.path import Path
    from matplotlib.transforms import Affine2D
    from PIL import Image

    renderer: Any = RendererAgg(sheet.width, sheet.height, 72)
    upright = Affine2D().scale(1, -1).translate(0, sheet.height)
    flat = Affine2D()
    corners = [(0, 0), (sheet.width, 0), (sheet.width, sheet.height), (0, sheet.height), (0, 0)]
    blank: Any = renderer.new_gc()
    blank.set_linewidth(0)
    renderer.draw_path(blank, Path(corners), flat, to_rgba(sheet.paper))
    for stroke in sheet.shapes:
        gc: Any = renderer.new_gc()
        gc.set_alpha(stroke.alpha)
        gc.set_linewidth(stroke.width if stroke.colour else 0)
        if stroke.colour:
            gc.set_foreground(stroke.colour)
        gc.set_joinstyle("round")
        gc.set_capstyle("butt" if stroke.dash else "round")
        if stroke.dash:
            gc.set_dashes(0, stroke.dash)
        if stroke.hatch:
            gc.set_hatch(stroke.hatch)
            gc.set_hatch_color(to_rgba(stroke.colour or sheet.ink))
            gc.set_hatch_linewidth(1.0)
        gc.set_antialiased(True)
        points = np.asarray([*stroke.points, stroke.points[0]] if stroke.closed else stroke.points, dtype=float)
        renderer.draw_path(
            gc, Path(points, closed=stroke.closed), upright, to_rgba(stroke.fill) if stroke.fill else None
        )
        gc.restore()
    return Image.fromarray(np.asarray(renderer.buffer_rgba())).convert("RGB")


def _write(drawn: Picture, pen: Any, words: Words) -> None:
    from PIL import Image, ImageDraw

    used = font(words.font, words.size, words.text)
    rim = {"stroke_width": 3, "stroke_fill": words.halo} if words.halo else {}
    if not words.angle:
        pen.text((words.x, words.y), words.text, font=used, fill=words.colour, anchor="lm", **rim)
        return
    room = round(used.getlength(words.text)) + 2 * words.size
    strip = Image.new("L", (room, 3 * words.size), 0)
    left, top = words.size, 3 * words.size / 2
    ImageDraw.Draw(strip).text((left, top), words.text, font=used, fill=255, anchor="lm")
    inked = strip.getbbox() or (0, 0, 1, 1)
    turned = strip.crop(inked).rotate(words.angle, Image.Resampling.BICUBIC, expand=True)
    x, y = words.box.middle
    place = (round(x - turned.width / 2), round(y - turned.height / 2))
    drawn.paste(Image.new("RGB", turned.size, words.colour), place, turned)
