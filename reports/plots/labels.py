"""Untrusted names as labels: without control characters, in letters that the fonts have, cut to the room there is.

All of this is called under `style.drawing`, because how wide a text is depends on its settings.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from matplotlib.font_manager import FontProperties, get_font
from matplotlib.textpath import text_to_path

from mmbench.reports.plots.style import SIZE, font_files

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["clean", "shorten", "widest", "width_of", "wrap"]

LONGEST = 400
"""Characters of which a label is made at most; there is never room for more."""
MISSING = "□"
NOTHING = "–"
"""Stand for a character that no font of ours has, and for a name of which nothing is left."""
_PIECES = re.compile(
    r"\s|[⺀-鿿가-힣豈-﫿︰-﹏＀-￯]|[^\s⺀-鿿가-힣豈-﫿︰-﹏＀-￯/\-_:.,;]*[/\-_:.,;]+|[^\s⺀-鿿가-힣豈-﫿︰-﹏＀-￯/\-_:.,;]+"
)
"""What a line may end after: a space, an ideograph, the marks that names of models are put together with."""


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    return any(get_font(str(path)).get_char_index(ord(character)) for path in font_files())


def clean(text: str) -> str:
    """Return a text on one line, without control characters, with a box for what the fonts do not have; never empty."""
    printable = "".join(character for character in _cut(text) if character.isprintable() or character.isspace())
    shown = " ".join(printable.split())
    return "".join(character if _has_glyph(character) else MISSING for character in shown) or NOTHING


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}…{text[-LONGEST // 2 :]}"


@lru_cache(maxsize=20_000)
def width_of(text: str, size: float = SIZE) -> float:
    """Return how wide a line of text is, in inches, at a size in points."""
    if not text:
        return 0.0
    wide, _, _ = text_to_path.get_text_width_height_descent(text, FontProperties(size=size), ismath=False)
    return float(wide) / 72


def widest(texts: Sequence[str], size: float = SIZE) -> float:
    """Return the width in inches of the widest line of several texts; 0 for none."""
    return max((width_of(line, size) for text in texts for line in text.split("\n")), default=0.0)


def shorten(text: str, width: float, size: float = SIZE) -> str:
    """Return a text that fits into a width in inches, its middle left out first: names often differ at the end."""
    if width_of(text, size) <= width:
        return text
    fewest, most = 0, len(text) - 1
    while fewest < most:
        kept = (fewest + most + 1) // 2
        if width_of(_elided(text, kept), size) <= width:
            fewest = kept
        else:
            most = kept - 1
    return _elided(text, fewest)


def _elided(text: str, kept: int) -> str:
    """Return the first and last characters of a text, `kept` of them in all, around an ellipsis."""
    last = kept * 2 // 5
    return f"{text[: kept - last].rstrip()}…{text[len(text) - last :].lstrip()}"


def wrap(text: str, width: float, most: int = 3, size: float = SIZE) -> str:
    """Return a cleaned text on at most `most` lines of a width in inches, shortened where they do not suffice."""
    text = clean(text)
    for tenths in range(10, 0, -1):
        lines = _lines(shorten(text, width * max(most * tenths / 10, 1), size), width, size)
        if len(lines) <= most:
            return "\n".join(lines)
    return shorten(text, width, size)


def _lines(text: str, width: float, size: float) -> list[str]:
    lines = [""]
    for piece in _PIECES.findall(text):
        if width_of((lines[-1] + piece).strip(), size) <= width:
            lines[-1] += piece
        elif width_of(piece.strip(), size) <= width:
            lines.append(piece)
        else:
            for character in piece:
                if width_of((lines[-1] + character).strip(), size) > width:
                    lines.append("")
                lines[-1] += character
    return [line.strip() for line in lines if line.strip()]
