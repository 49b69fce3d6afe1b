"""Graphs on fine-ruled paper: axes, and an amount over time with a letter at every bend; facts by key."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.chart import Chart
from mmbench.benchmarks.figures.problem import sheet_in
from mmbench.benchmarks.figures.scales import Linear
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from mmbench.benchmarks.figures.chart import Entry
    from mmbench.benchmarks.figures.problem import Dice
    from mmbench.benchmarks.figures.sheet import Box, Point
    from mmbench.benchmarks.figures.style import Language

__all__ = ["ACROSS", "FEW", "FINE", "LETTERS", "UP", "Plot", "Topic", "spread", "zigzag"]

UP = (1, 2, 5, 10, 20, 50, 100)
"""What a fine line of the vertical axis may stand for; five make a step."""
ACROSS = (1, 2, 5, 10, 20)
FEW = (1, 2)
LETTERS = "ABCDEFG"
FINE = 5


class Topic(NamedTuple):
    """What a graph shows: title, amount as a sentence and as the axis names it, its unit, time's unit, in words."""

    title: str
    amount: str
    short: str
    unit: str
    times: str


class Plot:
    """A chart that is being drawn; `names` are its facts by key, `words` what questions are filled with."""

    def __init__(self, dice: Dice, language: Language) -> None:
        self.same, self.rng, self.language = dice.same, dice.fresh, language
        self.style = style_of(self.rng)._replace(grid="both")
        self.sheet = sheet_in(self.style)
        self.colours = [colour for colour in self.style.palette if _dark(colour)]
        self.names: dict[str, str] = {}
        self.words: dict[str, str | int | float] = {}

    def axes(
        self, across: tuple[int, int], up: tuple[int, int], title: str, x: str, y: str, entries: Sequence[Entry] = ()
    ) -> Chart:
        """Draw axes with so many steps, five fine lines each; a fine line stands for so many units."""
        scales = [Linear(0, count * FINE * unit, FINE * unit, FINE) for count, unit in (across, up)]
        chart = Chart(
            self.sheet,
            self.style,
            x=scales[0],
            y=scales[1],
            title=title,
            x_title=x,
            y_title=y,
            entries=entries,
            grid=True,
        )
        left, top, right, bottom = chart.area
        for ends in (((left, top), (left, bottom)), ((left, bottom), (right, bottom)), ((right, top), (right, bottom))):
            self.sheet.keep_clear(*ends)
        return chart

    def note(
        self, key: str, en: str, zh: str, value: float, place: Box | Point, unit: str = "", group: str = ""
    ) -> None:
        """Note a fact."""
        self.names[key] = name = say(self.language, en, zh)
        self.sheet.fact(name, value, place, unit=unit, group=group or key[0])

    def line(
        self,
        columns: Sequence[int],
        heights: Sequence[int],
        across: tuple[int, int],
        up: tuple[int, int],
        topic: Topic,
    ) -> None:
        """Draw an amount over time with a letter at every bend; `x` and `y` with the letter are the facts' keys."""
        self.words |= {"amount": topic.amount, "unit": topic.unit, "times": topic.times}
        time = say(self.language, "time", "时间")
        chart = self.axes(across, up, topic.title, f"{time} ({topic.times})", f"{topic.short} ({topic.unit})")
        values = [(column * across[1], height * up[1]) for column, height in zip(columns, heights, strict=True)]
        pixels = chart.curve(values, colour=self.colours[0])
        for number, (letter, (x, y), pixel) in enumerate(zip(LETTERS, values, pixels, strict=False)):
            bend = self._away(pixels, number)
            self.sheet.near(pixel, letter, toward=bend, gap=8)
            self.note(f"x{letter}", f"time at {letter}", f"{letter}点的时间", x, pixel, topic.times)
            self.note(f"y{letter}", f"{topic.short} at {letter}", f"{letter}点的{topic.short}", y, pixel, topic.unit)

    def _away(self, pixels: Sequence[Point], number: int) -> Point:
        """Return the direction from a bend away from the lines that meet there."""
        x, y = pixels[number]
        toward = [0.0, 0.0]
        for other in pixels[max(0, number - 1) : number + 2]:
            far = math.dist(other, (x, y)) or 1.0
            toward = [toward[0] + (x - other[0]) / far, toward[1] + (y - other[1]) / far]
        return (toward[0], toward[1]) if math.hypot(*toward) > 0.2 else (0.0, -1.0)


def _dark(colour: str) -> bool:
    """Whether a line of a colour is well seen on paper."""
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 0.3 * red + 0.59 * green + 0.11 * blue < 165


def zigzag(rng: random.Random, points: int, most: int, low: int = 1) -> list[int]:
    """Return heights in fine lines that rise and fall, each at least 6 off the one before."""
    heights = [rng.randint(low, most)]
    up = rng.random() < 0.5
    while len(heights) < points:
        last = heights[-1]
        if (up and last > most - 6) or (not up and last < low + 6):
            up = not up
        heights.append(rng.randint(last + 6, most) if up else rng.randint(low, last - 6))
        up = not up if rng.random() < 0.75 or len(heights) == 2 else up
    return heights


def spread(rng: random.Random, points: int, count: int) -> list[int]:
    """Return places across in fine lines, from 0 to the end of the axis, at least 4 apart."""
    spare = FINE * count - 4 * (points - 1)
    cuts = sorted(rng.randint(0, spare) for _ in range(points - 2))
    return [0, *[cut + 4 * number for number, cut in enumerate(cuts, 1)], FINE * count]
