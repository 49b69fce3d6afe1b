"""The fonts pictures are drawn with: those that matplotlib brings, Noto for Chinese, and a hand-drawn one.

All come with packages that are installed beside mmbench, so that a picture is the same on every machine. Nothing is
imported to find them.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mmbench.errors import BadItem

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

__all__ = ["CJK", "FontName", "font", "font_file", "has_cjk", "name_for", "text_size"]

FontName = Literal["sans", "sans-bold", "serif", "serif-bold", "mono", "times", "noto", "noto-serif", "hand"]

CJK = re.compile(r"[⺀-鿿豈-﫿︰-﹏＀-￯]")
"""Ideographs, their punctuation and full-width forms."""

_MATPLOTLIB = "matplotlib/mpl-data/fonts/ttf"
_FILES: dict[FontName, tuple[str, str]] = {
    "sans": (_MATPLOTLIB, "DejaVuSans.ttf"),
    "sans-bold": (_MATPLOTLIB, "DejaVuSans-Bold.ttf"),
    "serif": (_MATPLOTLIB, "DejaVuSerif.ttf"),
    "serif-bold": (_MATPLOTLIB, "DejaVuSerif-Bold.ttf"),
    "mono": (_MATPLOTLIB, "DejaVuSansMono.ttf"),
    "times": (_MATPLOTLIB, "STIXGeneral.ttf"),
    "noto": ("mplfonts/fonts", "NotoSansCJKsc-Regular.otf"),
    "noto-serif": ("mplfonts/fonts", "NotoSerifCJKsc-Regular.otf"),
    "hand": ("font_intuitive/files", "Intuitive.ttf"),
}
_NOT_BY_HAND = re.compile(r"[^\x20-\x7e×÷−°²³½¼¾±·–’]")
_CHINESE: dict[FontName, FontName] = {"serif": "noto-serif", "serif-bold": "noto-serif", "times": "noto-serif"}


@cache
def font_file(name: FontName) -> Path:
    """Return the file of a font.

    Raises:
        BadItem: the package that brings it is not installed.
    """
    folder, file = _FILES[name]
    package, _, inside = folder.partition("/")
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise BadItem(f"the font '{name}' comes with the package '{package}', which is not installed")
    return Path(spec.origin).parent / inside / file


def has_cjk(text: str) -> bool:
    """Whether a text has Chinese characters or punctuation."""
    return not text.isascii() and CJK.search(text) is not None


def name_for(name: FontName, text: str) -> FontName:
    """Return the font that can show a text: the one named, or the one that stands in for it."""
    if text.isascii() or name in ("noto", "noto-serif"):
        return name
    if CJK.search(text):
        return _CHINESE.get(name, "noto")
    return "sans" if name == "hand" and _NOT_BY_HAND.search(text) else name


def font(name: FontName, size: int, text: str = "") -> FreeTypeFont:
    """Return a font at a size in pixels: the one named, or what stands in for it where it cannot show `text`."""
    return _font(name_for(name, text), size)


@cache
def _font(name: FontName, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(font_file(name), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=20_000)
def text_size(name: FontName, size: int, text: str) -> tuple[float, float, float]:
    """Return width, ascent and descent of a line of text in pixels, as its ink fills them.

    Ascent and descent are measured from the middle of a line of this font (anchor `m`), upwards and downwards. Widths
    are those of the single characters, so that few things are measured; kerning makes a text a little narrower.
    """
    used = name_for(name, text)
    glyphs = [_glyph(used, size, character) for character in text]
    if not glyphs:
        return 0.0, 0.0, 0.0
    return sum([g[0] for g in glyphs]), max([g[1] for g in glyphs]), max([g[2] for g in glyphs])


@lru_cache(maxsize=50_000)
def _glyph(name: FontName, size: int, character: str) -> tuple[float, float, float]:
    used = _font(name, size)
    _, top, right, bottom = used.getbbox(character, anchor="lm")
    return max(right, used.getlength(character)), -top, bottom
