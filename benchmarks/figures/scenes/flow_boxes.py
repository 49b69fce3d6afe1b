"""Boxes and arrows of flow charts, with what the numbers in them are called."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from mmbench.benchmarks.base.fonts import text_size
from mmbench.benchmarks.figures.problem import sheet_in
from mmbench.benchmarks.figures.sheet import Box
from mmbench.benchmarks.figures.style import say

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["FlowChart", "foot", "head"]

ROW = 82
NAMES = {
    "m": ("factor", "乘数"), "p": ("number added", "加数"), "d": ("number subtracted", "减数"),
    "m2": ("second factor", "第二个乘数"), "limit": ("limit", "界限"),
    "my": ("factor (yes)", "乘数（是）"), "py": ("number added (yes)", "加数（是）"),
    "mn": ("factor (no)", "乘数（否）"), "dn": ("number subtracted (no)", "减数（否）"),
    "n": ("last round", "最后一轮"), "x0": ("first x", "x的初值"), "y0": ("first y", "y的初值"),
    "s0": ("first s", "s的初值"), "k0": ("first k", "k的初值"),
    "px": ("number added to x", "x的加数"), "dy": ("number subtracted from y", "y的减数"),
    "step": ("number added to k", "k的加数"),
}  # fmt: skip

Kind = Literal["box", "test", "io"]


class FlowChart:
    """Boxes and arrows on a sheet of some rows; `put` draws a box, `flow` an arrow."""

    def __init__(self, rng: random.Random, style: Style, language: Language, rows: int) -> None:
        self.sheet = sheet_in(style, rng.choice((540, 580, 620)), 36 + rows * ROW)
        self.rng, self.language = rng, language
        self.names = {key: say(language, *pair) for key, pair in NAMES.items()}
        self.sign = rng.choice(("←", ":=", "="))
        self.tint = style.palette[0] if style.fills else ""

    def put(self, kind: Kind, column: float, row: float, text: str, **facts: int) -> Box:
        """Draw a box in a row, its middle at a share of the sheet's width; numbers in it are facts."""
        sheet = self.sheet
        x, y = sheet.width * column, 18 + (row + 0.5) * ROW
        text = text.replace("=", self.sign)
        wide, high = text_size(sheet.font, sheet.size, text)[0] / 2 + (46 if kind == "test" else 20), 20
        if kind == "test":
            high = 32
        box = Box(x - wide, y - high, x + wide, y + high)
        corners = _outline(kind, box)
        if self.tint:
            sheet.path(corners, closed=True, colour="", fill=self.tint, alpha=0.16)
        sheet.path(corners, closed=True, width=1.6)
        place = sheet.text((x, y), text)
        for key, value in facts.items():
            sheet.fact(self.names[key], value, place, group="constant")
        return box

    def flow(self, *points: Point, word: str = "") -> None:
        """Draw an arrow along points, with a word at its start."""
        if len(points) > 2:
            self.sheet.path(points[:-1], width=1.5)
        self.sheet.arrow(points[-2], points[-1], width=1.5)
        if word:
            (x, y), (x1, _) = points[:2]
            sideways = 0 if x1 == x else 1 if x1 > x else -1
            at = (x + 8, y + 12) if not sideways else (x + 16 * sideways, y - 12)
            self.sheet.text(at, word, anchor="mm" if sideways else "lm", size=self.sheet.size - 2)

    def down(self, *boxes: Box, word: str = "") -> None:
        """Draw arrows from box to box downwards, the first with a word."""
        for number, (one, other) in enumerate(pairwise(boxes)):
            self.flow(foot(one), head(other), word="" if number else word)

    def first(self) -> Box:
        """Draw the box where x is input."""
        return self.put("io", 0.5, 0, say(self.language, "input x", "输入 x"))

    def last(self, row: float, name: str = "x", column: float = 0.5) -> Box:
        """Draw the box where the result is printed."""
        return self.put("io", column, row, say(self.language, f"print {name}", f"输出 {name}"))

    def test(self, text: str, row: float, **facts: int) -> Box:
        """Draw a test."""
        return self.put("test", 0.5, row, text, **facts)

    def words(self) -> tuple[str, str]:
        """Return the words at the ways out of a test."""
        return ("是", "否") if self.language == "zh" else ("yes", "no")

    def again(self, test: Box, body: Box) -> None:
        """Draw the way back from a test to a place above the first box of a loop."""
        left, y = self.sheet.width * 0.5 - 190, body.top - 20
        start = (test.left, test.middle[1])
        self.flow(start, (left, start[1]), (left, y), (body.middle[0], y), word=self.words()[1])


def head(box: Box) -> Point:
    """Return where arrows end at a box."""
    return box.middle[0], box.top


def foot(box: Box) -> Point:
    """Return where arrows begin at a box."""
    return box.middle[0], box.bottom


def _outline(kind: Kind, box: Box) -> list[Point]:
    left, top, right, bottom = box
    x, y = box.middle
    if kind == "test":
        return [(left, y), (x, top), (right, y), (x, bottom)]
    slant = 10 if kind == "io" else 0
    return [(left + slant, top), (right + slant, top), (right - slant, bottom), (left - slant, bottom)]
