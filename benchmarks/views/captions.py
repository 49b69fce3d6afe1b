"""Words above a picture: wrapped to its width on a band of its own, in Latin letters, Chinese and mathematics."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from mmbench.benchmarks.base.fonts import CJK, font
from mmbench.benchmarks.views.paper import border

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image as Picture

__all__ = ["captioned"]

LEAST_WIDTH = 480
LEAST_SIZE, MOST_SIZE = 16, 96
SHARES = (32, 40, 48)  # the width over the letters' size: the first for which the band is not higher than the picture
ASCENT, DESCENT, LEADING = 0.93, 0.24, 0.18  # of the letters' size
DARK = 110
WHITE = (255, 255, 255)
MAX_MATH = 300
_CLOSING = frozenset(".,;:!?)]")  # never begin a line; the margin holds one

_MATH = re.compile(
    r"(?<!\\)\$\$(.+?)\$\$|(?<!\\)\$(?![\s$])((?:[^$\n]|\n(?!\n))+?)(?<![\s\\])\$(?!\d)|\\\((.+?)\\\)|\\\[(.+?)\\\]",
    re.DOTALL,
)
_IDEOGRAPH = CJK.pattern
_TOKEN = re.compile(rf"\s+|{_IDEOGRAPH}[，。；：！？、）》」』”’]*|(?:(?!{_IDEOGRAPH})\S)+")


class _Piece(NamedTuple):
    """What is not broken at the end of a line: a word, an ideograph, a formula. Sizes in pixels from the baseline."""

    width: float
    ascent: float
    descent: float
    text: str = ""
    mask: Any = None

    @property
    def space(self) -> bool:
        return self.mask is None and not self.text.strip()


def captioned(picture: Picture, caption: str) -> Picture:
    """Return a picture with words above it, black on a band of its paper's colour; white where it has none or is dark.

    The picture itself is not touched. Where it is narrower than 480 pixels, the canvas is 480 wide and the picture
    stands in its middle.

    Args:
        picture: in RGB.
        caption: plain text with line breaks; mathematics between dollars is set where matplotlib can.
    """
    from PIL import Image, ImageDraw

    width = max(picture.width, LEAST_WIDTH)
    size, lines, heights = _set(caption, width, picture.height)
    pad = _pad(size)
    band = round(sum(up + down for up, down in heights)) + 2 * pad
    colour, is_paper = border(picture)
    if not is_paper or sum(colour) < 3 * DARK:
        colour = WHITE
    canvas = Image.new("RGB", (width, band + picture.height), colour)
    canvas.paste(picture, ((width - picture.width) // 2, band))
    pen = ImageDraw.Draw(canvas)
    top = float(pad)
    for line, (up, down) in zip(lines, heights, strict=True):
        left = float(pad)
        for piece in line:
            _write(pen, piece, (left, top + up), size)
            left += piece.width
        top += up + down
    return canvas


def _pad(size: int) -> int:
    return round(0.7 * size)


def _set(caption: str, width: int, height: int) -> tuple[int, list[list[_Piece]], list[tuple[float, float]]]:
    """Return the size of the letters, the lines, and how far each goes up and down from its baseline."""
    size, lines, heights = 0, [], []
    for share in SHARES:
        size = min(MOST_SIZE, max(LEAST_SIZE, round(width / share)))
        lines = _lines(caption, size, width - 2 * _pad(size))
        heights = [_extent(line, size) for line in lines]
        if size == LEAST_SIZE or sum(map(sum, heights)) <= height:
            break
    return size, lines, heights


def _extent(line: list[_Piece], size: int) -> tuple[float, float]:
    up = max([ASCENT * size, *(piece.ascent for piece in line)])
    down = max([DESCENT * size, *(piece.descent for piece in line)])
    return up, down + LEADING * size


def _write(pen: Any, piece: _Piece, place: tuple[float, float], size: int) -> None:
    left, baseline = round(place[0]), round(place[1])
    if piece.mask is not None:
        pen.bitmap((left, baseline - round(piece.ascent)), piece.mask, fill="black")
    elif not piece.space:
        pen.text((left, baseline), piece.text, fill="black", font=font("sans", size, piece.text), anchor="ls")


def _lines(caption: str, size: int, width: float) -> list[list[_Piece]]:
    """Break a caption into lines no wider than this."""
    lines: list[list[_Piece]] = []
    for paragraph in re.split(r"\n+", _closed(caption)):
        line: list[_Piece] = []
        used = 0.0
        for piece in _pieces(paragraph, size, width):
            closing = piece.text in _CLOSING and bool(line) and not line[-1].space
            if line and not (piece.space or closing) and used + piece.width > width:
                lines.append(line)
                line, used = [], 0.0
            if line or not piece.space:
                line.append(piece)
                used += piece.width
        lines.append(line)
    return lines


def _closed(caption: str) -> str:
    """Return a caption whose formulas have no line breaks."""
    return _MATH.sub(lambda match: " ".join(match[0].split()), caption.replace("\r", "")).strip()


def _pieces(text: str, size: int, width: float) -> Iterator[_Piece]:
    place = 0
    for match in _MATH.finditer(text):
        yield from _words(text[place : match.start()], size, width)
        yield from _formula(match, size, width)
        place = match.end()
    yield from _words(text[place:], size, width)


def _words(text: str, size: int, width: float) -> Iterator[_Piece]:
    for token in _TOKEN.findall(text.replace("\\$", "$")):
        word = " " if token.isspace() else token
        while len(word) > 1 and (fits := _fitting(word, size, width)) < len(word):
            yield _word(word[:fits], size)
            word = word[fits:]
        yield _word(word, size)


def _word(word: str, size: int) -> _Piece:
    return _Piece(font("sans", size, word).getlength(word), ASCENT * size, DESCENT * size, word)


def _fitting(word: str, size: int, width: float) -> int:
    """Return how many characters of a word fit a line: at least one, and no more than a line of thin ones holds."""
    used = font("sans", size, word)
    longest = min(len(word), int(4 * width / size) + 1)
    fits = bisect_right(range(1, longest + 1), width, key=lambda count: used.getlength(word[:count]))
    return max(1, fits)


def _formula(match: re.Match[str], size: int, width: float) -> Iterator[_Piece]:
    """Yield a formula as one piece; as plain words where it is plain, and as it is written where it cannot be set."""
    source = next(group for group in match.groups() if group is not None).strip()
    if not re.search(r"[\\^_{}]", source):
        yield from _words(source, size, width)
        return
    piece = _set_formula(source, size)
    if piece is None or piece.width > width:
        yield from _words(match[0], size, width)
    else:
        yield piece


@lru_cache(maxsize=256)
def _set_formula(source: str, size: int) -> _Piece | None:
    if len(source) > MAX_MATH or CJK.search(source):
        return None
    import numpy as np
    from matplotlib.font_manager import FontProperties
    from matplotlib.mathtext import MathTextParser
    from PIL import Image

    properties = FontProperties(size=size, math_fontfamily="dejavusans")
    try:
        drawn = MathTextParser("agg").parse(f"${source}$", 72, properties)
    except (ValueError, RecursionError):
        return None
    mask = Image.fromarray(np.array(drawn.image, dtype=np.uint8))
    return _Piece(drawn.width, mask.height - drawn.depth, drawn.depth, mask=mask)
