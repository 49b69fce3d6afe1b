"""A page of a pupil's exercise book: a printed task, and below it lines written by hand, with words crossed out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mmbench.benchmarks.base.fonts import text_size
from mmbench.benchmarks.figures.problem import sheet_in
from mmbench.benchmarks.figures.sheet import Box
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

    from mmbench.benchmarks.figures.style import Language

__all__ = ["MARGIN", "PRINT", "Page", "print_sentence", "spoken"]

PAPERS = ("#FFFFFF", "#FDFBF3", "#F7F5EE", "#F8FAFC")
PENS = ("#1B3A8C", "#1F1F24", "#0D4F8B", "#3A2F6B", "#5A1E3C", "#14532D")
RULES = ("#C9D8EA", "#D3DCCF", "#D9D4E4")
RED = "#D9797C"
MARGIN = 74
"""Where the red line stands, and the handwriting begins to its right."""
EDGE = 16
PRINT = 16
"""Size of printed text."""
_LEAN = 0.006
"""How far a turned word reaches to the left of its start, by size and degree."""


class Page:
    """A page with a printed card of a height on top and room for `count` lines of handwriting.

    Attributes:
        sheet: the sheet it is drawn on.
        card: where the printed task stands.
    """

    def __init__(self, rng: random.Random, count: int, card: int) -> None:
        style = style_of(rng)
        self._rng = rng
        self._pitch = rng.choice((44, 48, 52))
        self._size = rng.choice((28, 29, 30, 31))
        self._pen = rng.choice(PENS)
        wide = rng.choice((620, 660, 700))
        self._top = EDGE + card + 14
        high = self._top + count * self._pitch + rng.choice((26, 34, 42))
        self.sheet = sheet_in(style, wide, high, paper=rng.choice(PAPERS), ink="#1A1A1A")
        self.card = Box(EDGE, EDGE, wide - EDGE, EDGE + card)
        self._rule(rng.choice(("ruled", "squared", "plain", "ruled")))
        if rng.random() < 0.6:
            self.sheet.line((MARGIN, 0), (MARGIN, high), colour=RED, width=1.2, solid=False)
        self.sheet.rect(self.card, colour="#8A8A8A", width=0.8, fill="#FFFFFF", solid=False)
        self._struck = set(rng.sample(range(count), min(count, rng.randint(1, 2))))
        self._light()

    def _rule(self, kind: str) -> None:
        sheet, colour = self.sheet, self._rng.choice(RULES)
        if kind == "plain":
            return
        step = self._pitch if kind == "ruled" else self._pitch / 2
        for number in range(1, math.ceil((sheet.height - self._top) / step) + 1):
            y = self._top + number * step
            if y < sheet.height:
                sheet.line((0, y), (sheet.width, y), colour=colour, width=0.9, solid=False)
        if kind == "squared":
            for number in range(1, math.ceil(sheet.width / step)):
                x = number * step
                sheet.line((x, self._top), (x, sheet.height), colour=colour, width=0.9, solid=False)

    def _light(self) -> None:
        rng, effects = self._rng, self.sheet.effects
        if rng.random() < 0.5:
            effects.append(("tilt", rng.choice((-6, -4, -3, 3, 4, 6))))
        if rng.random() < 0.3:
            effects.append(("lean", rng.choice((-4, -3, 3, 4))))
        if rng.random() < 0.6:
            effects.append(("shadow", rng.choice((-1, 1)) * rng.randint(6, 22)))
        if rng.random() < 0.4:
            effects.append(("warm", rng.randint(4, 14)))
        if rng.random() < 0.5:
            effects.append(("grain", rng.randint(3, 7)))

    def write(self, line: int, tokens: Sequence[str], wrong: str = "") -> list[Box]:
        """Write a numbered line, from 1, and return the box of each word.

        `wrong` is what is crossed out before one of the numbers, on the lines where something is.
        """
        rng = self._rng
        y = self._top + (line - 0.36) * self._pitch
        slope = rng.uniform(-0.4, 0.4)
        self._word((22, y), f"({line})", slope)
        x = MARGIN + rng.uniform(10, 26)
        numbers = [n for n, token in enumerate(tokens) if token[0].isdigit()]
        struck = rng.choice(numbers) if numbers and wrong and line - 1 in self._struck else -1
        boxes = []
        for number, token in enumerate(tokens):
            if number == struck:
                x = self._cross(self._word((x, y), wrong, slope)) + self._space()
            box = self._word((x, y), token, slope)
            y -= math.tan(math.radians(slope)) * (box.right - x)
            x = box.right + self._space()
            boxes.append(box)
        return boxes

    def underline(self, box: Box) -> None:
        """Underline a word twice, by hand."""
        rng = self._rng
        for gap in (5, 9):
            ends = [(x, box.bottom + gap + rng.uniform(-1, 1)) for x in (box.left - 3, box.right + 4)]
            self.sheet.path(ends, colour=self._pen, width=1.6, solid=False)

    def _space(self) -> float:
        return self._size * self._rng.uniform(0.3, 0.5)

    def _word(self, at: tuple[float, float], text: str, slope: float) -> Box:
        """Write a word that begins at a point, a little off in height, size and direction."""
        rng = self._rng
        size = self._size + rng.choice((-1, 0, 0, 1))
        angle = slope + rng.uniform(-1.6, 1.6)
        place = (at[0] + abs(angle) * size * _LEAN, at[1] + rng.uniform(-1.3, 1.3))
        if text == "−":
            return self._dash(place, size * rng.uniform(0.42, 0.5), angle)
        return self.sheet.text(place, text, anchor="lm", font="hand", size=size, colour=self._pen, angle=angle)

    def _dash(self, at: tuple[float, float], wide: float, angle: float) -> Box:
        """Draw a minus sign: the font's own is too thin to be turned."""
        down = math.tan(math.radians(angle)) * wide
        ends = (at, (at[0] + wide, at[1] - down))
        self.sheet.path(ends, colour=self._pen, width=2.2, solid=False)
        return Box(at[0], at[1] - 3, at[0] + wide, at[1] + 3)

    def _cross(self, box: Box) -> float:
        """Cross a word out, and return where it ends."""
        rng, middle = self._rng, box.middle[1]
        for _ in range(rng.randint(1, 2)):
            points = [
                (box.left - 3 + part * (box.right - box.left + 6) / 3, middle + rng.uniform(-5, 5)) for part in range(4)
            ]
            self.sheet.path(points, colour=self._pen, width=2.0, solid=False)
        return box.right + 3


def print_sentence(page: Page, text: str, name: str, given: Mapping[str, int]) -> float:
    """Print a sentence, with `|` between its lines, on a page's card and return where the next line would stand.

    A number that stands for `{}` in it is noted as the fact `name`.
    """
    sheet, card = page.sheet, page.card
    y = card.top + 26
    for line in text.split("|"):
        before, gap, after = line.partition("{}")
        number = str(given[name]) if gap else ""
        box = sheet.text((card.left + 16, y), f"{before}{number}{after}", anchor="lm", size=PRINT)
        if gap:
            start = box.left + text_size(sheet.font, PRINT, before)[0]
            place = Box(start, box.top, start + text_size(sheet.font, PRINT, number)[0], box.bottom)
            sheet.fact(name, given[name], place, group="number")
        y += 24
    return y


def spoken(text: str, language: Language, name: str) -> str:
    """Return a printed sentence in one line, with a number's name in the place of the number."""
    return text.replace("|", say(language, " ", "")).replace("{}", f"[{name}]")
