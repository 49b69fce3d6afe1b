"""Labels of charts: how wide they will be about, cut to the room there is, and where they stand so that none overlap.

The reader's own fonts draw the page, so that widths are estimates on the wide side.
"""

from __future__ import annotations

import unicodedata
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from mmbench.reports.html.formats import NOTHING, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SIZE", "WIDTH", "Box", "Text", "beside", "cut", "width_of"]

WIDTH = 360.0
"""How wide charts are: about the pixels that a phone has for them, so that a unit is a pixel there or more."""
SIZE = 11.0
"""Font size of labels, in units of the chart."""
UNIT = 100.0
"""Units of a chart in an inch, which is what labels of plots are placed in."""
_EMS = {
    **dict.fromkeys(" !',.:;Iijl|·", 0.36),
    **dict.fromkeys("()-/[\\]frt", 0.43),
    **dict.fromkeys("cksvxyz", 0.6),
    **dict.fromkeys("%@MWm—…", 1.02),
}
"""Widths in the size of the font, of DejaVu Sans, which is wider than most; letters that are left out are of a kind."""


class Box(NamedTuple):
    """A rectangle in units of the chart, from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre, where a label is anchored."""
        return round((self.left + self.right) / 2, 1), round((self.top + self.bottom) / 2, 1)


class Text(NamedTuple):
    """A label, and the room that it was given."""

    text: str
    box: Box


def width_of(text: str, size: float = SIZE) -> float:
    """Return about how wide a line of text is: East Asian characters count double, marks upon others nothing."""
    return size * sum(map(_width, text))


def _width(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in ("F", "W"):
        return 1.25 if ord(character) > 0xFFFF else 1.04  # beyond the first plane are emoji, which are wider
    if ord(character) > 0x02FF and character not in _EMS:  # other scripts, by their widest letters
        return 1.02
    return _EMS.get(character, 0.8 if character.isupper() or character in "#&+<=>_w~" else 0.65)


def cut(name: str, room: float, size: float = SIZE) -> str:
    """Return a name on one line of a width, its middle left out where it is longer: names often differ at the end."""
    text = " ".join(str(clean(name[:1000])).split()) or NOTHING
    if width_of(text, size) <= room:
        return text
    kept = next((kept for kept in range(min(len(text), 200), 0, -1) if width_of(_elided(text, kept), size) <= room), 0)
    return _elided(text, kept)


def _elided(text: str, kept: int) -> str:
    """Return the first and last characters of a text, `kept` of them in all, around an ellipsis."""
    last = kept * 2 // 5
    return f"{text[: kept - last].rstrip()}…{text[len(text) - last :].lstrip()}"


def beside(
    names: Sequence[str],
    points: Sequence[tuple[float, float]],
    marks: Sequence[Box],
    area: Box,
    widest: float,
    lines: Sequence[Box] = (),
) -> tuple[list[Text], bool]:
    """Return a label for each point that no other label lies on, and whether names had to give way to numbers.

    Args:
        names: what the points are called; they are cut to `widest`, and to half of it where that makes room.
        points: centres of the dots.
        marks: what no name may lie on, such as dots.
        area: where labels may stand; it must have room for a number a point.
        widest: room for a name.
        lines: what names lie on only where they find no other room.
    """
    from mmbench.reports.plots.placing import Box as Placed
    from mmbench.reports.plots.placing import place

    def placed(texts: Sequence[str], taken: Sequence[Box], *, far: bool) -> list[Text] | None:
        sizes = [((width_of(text) + 2) / UNIT, (SIZE + 2) / UNIT) for text in texts]
        inches = [Placed(*(side / UNIT for side in box)) for box in (*taken, area)]
        found = place([(x / UNIT, y / UNIT) for x, y in points], sizes, inches[:-1], inches[-1], far=far)
        if found is None:
            return None
        return [Text(text, Box(*(UNIT * side for side in box))) for text, box in zip(texts, found, strict=True)]

    for taken, room in product(((*marks, *lines), marks), (widest, widest * 3 / 4, widest / 2)):
        labels = placed([cut(name, room) for name in names], taken, far=False)
        if labels is not None:
            return labels, False
    numbers = [str(number) for number in range(1, len(names) + 1)]
    tries = (placed(numbers, taken, far=True) for taken in ((*marks, *lines), marks, ()))
    return next(found for found in tries if found is not None), True
