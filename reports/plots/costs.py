"""What accuracy costs: models by what an answer of theirs takes."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple

from mmbench.reports.plots.frame import EDGE, Margins, empty, framed, percent_ticks, ticks_over
from mmbench.reports.plots.labels import clean, shorten, widest, width_of
from mmbench.reports.plots.placing import Box, place
from mmbench.reports.plots.style import BLUE, GREY, LINE, ONE_COLUMN, drawing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mmbench.reports.statistics.means import Estimate

__all__ = ["cost_accuracy"]

FAR_APART = 20
"""Highest over lowest cost from which their logarithm is drawn."""
LEAST = 0.05
"""Least spread of costs, of the highest, that the axis resolves."""
HIGH = 2.0
LEFT = 0.42
RIGHT = 0.2
BELOW = 0.34
PAD = 0.08
"""Inches: height and margins of the axes, and what stays free of dots at their sides."""
LISTED = ONE_COLUMN - 2 * EDGE
"""Inches that the list of names is wide."""
DOT = 0.03
"""Half of a dot, in inches."""


class Scale(NamedTuple):
    """Horizontal axes: where the dots stand and where which ticks do, in inches from the left."""

    places: list[float]
    ticks: list[tuple[float, str]]


class Dot(NamedTuple):
    """A mean with its interval, in inches from the lower left corner of the axes."""

    x: float
    y: float
    low: float
    high: float

    def boxes(self) -> tuple[Box, Box]:
        """Return what the dot and its whisker cover."""
        dot = Box(self.x - DOT, self.y - DOT, self.x + DOT, self.y + DOT)
        return dot, Box(self.x - 0.01, self.low, self.x + 0.01, self.high)


class Labels(NamedTuple):
    """What stands beside each dot, its name or a number, and where."""

    texts: list[str]
    boxes: list[Box]


@drawing()
def cost_accuracy(rows: Sequence[tuple[str, float, Estimate]], unit: str) -> Figure:
    """Return the accuracy of models over what an answer costs.

    Names that would lie on one another give way to numbers, with a list of names below.

    Args:
        rows: name, cost per answer and accuracy of each.
        unit: of the costs, such as "output tokens".
    """
    if not rows:
        return empty()
    height, inside = max(HIGH, 0.03 * len(rows)), ONE_COLUMN - LEFT - RIGHT
    estimates = [estimate for *_, estimate in rows]
    ticks = percent_ticks(min(each.low for each in estimates), max(each.high for each in estimates))
    scale = _scale([cost for _, cost, _ in rows], inside)

    def level(percent: float) -> float:
        return PAD + (percent - ticks[0]) / (ticks[-1] - ticks[0]) * (height - 2 * PAD)

    dots = [
        Dot(x, level(100 * each.mean), level(100 * each.low), level(100 * each.high))
        for x, each in zip(scale.places, estimates, strict=True)
    ]
    names = [clean(name) for name, *_ in rows]
    labels = _labels(names, dots, Box(0.02, 0.02, inside, height))
    listed = [] if labels.texts == names else names
    below = BELOW + (_lines(listed) * LINE + 0.08 if listed else 0)
    figure, axes, *_ = framed(ONE_COLUMN, height, Margins(LEFT, RIGHT, below))
    _draw(axes, dots, labels)
    axes.set_xlim(0, inside)
    axes.set_ylim(0, height)
    axes.set_xticks([x for x, _ in scale.ticks], [text for _, text in scale.ticks])
    axes.set_yticks([level(tick) for tick in ticks], [f"{tick:g}" for tick in ticks])
    axes.grid()
    axes.set_xlabel(shorten(f"{clean(unit)} per answer", inside))
    axes.set_ylabel("accuracy (%) with 95 % interval")
    if listed:
        _list(figure, listed)
    return figure


def _draw(axes: Axes, dots: Sequence[Dot], labels: Labels) -> None:
    for dot, text, box in zip(dots, labels.texts, labels.boxes, strict=True):
        axes.plot([dot.x, dot.x], [dot.low, dot.high], color=BLUE, linewidth=0.9, alpha=0.6, zorder=2)
        axes.plot([dot.x], [dot.y], color=BLUE, marker="o", markersize=3.6, zorder=3)
        near = min(max(dot.x, box.left), box.right), min(max(dot.y, box.bottom), box.top)
        if abs(near[0] - dot.x) + abs(near[1] - dot.y) > 0.15:
            axes.plot([dot.x, near[0]], [dot.y, near[1]], color=GREY, linewidth=0.4, zorder=1)
        axes.text((box.left + box.right) / 2, (box.bottom + box.top) / 2, text, ha="center", va="center", zorder=4)


def _labels(names: list[str], dots: Sequence[Dot], area: Box) -> Labels:
    """Return the names beside their dots, or numbers where there is no room for a name."""
    points = [(dot.x, dot.y) for dot in dots]
    marks = [box for dot in dots for box in dot.boxes()]
    boxes = place(points, [_size(name) for name in names], marks, area)
    if boxes is not None:
        return Labels(names, boxes)
    numbers = [str(number) for number in range(1, len(names) + 1)]
    sizes = [_size(number) for number in numbers]
    only_dots = [dot.boxes()[0] for dot in dots]
    tried = (place(points, sizes, taken, area, far=True) for taken in (marks, only_dots, []))
    return Labels(numbers, next(boxes for boxes in tried if boxes is not None))  # the axes grow with the dots


def _size(text: str) -> tuple[float, float]:
    return width_of(text) + 0.03, LINE - 0.01


def _columns(names: Sequence[str]) -> int:
    """Return how many names stand side by side in the list below."""
    return max(1, min(3, floor(LISTED / (_number_width(names) + widest(names) + 0.12))))


def _lines(names: Sequence[str]) -> int:
    return ceil(len(names) / _columns(names))


def _number_width(names: Sequence[str]) -> float:
    return width_of(str(len(names))) + 0.06


def _list(figure: Figure, names: Sequence[str]) -> None:
    """Write the list of names, numbered, at the foot of a figure, column after column.

    A number is a text of its own: beside a name from right to left, it would change sides.
    """
    lines, room, indent = _lines(names), LISTED / _columns(names), _number_width(names)
    for index, name in enumerate(names):
        column, line = divmod(index, lines)
        x = EDGE + column * room + indent
        y = (EDGE + (lines - 1 - line) * LINE) / figure.get_figheight()
        figure.text((x - 0.06) / ONE_COLUMN, y, str(index + 1), ha="right", va="baseline", color=GREY)
        figure.text(x / ONE_COLUMN, y, shorten(name, room - indent), ha="left", va="baseline")


def _scale(costs: Sequence[float], inside: float) -> Scale:
    low, high = min(costs), max(costs)
    if high - low < LEAST * abs(high):
        low, high = low - LEAST * abs(high), high + LEAST * abs(high)
    elif low == high == 0:
        high = 1
    logarithmic = low > 0 and high > FAR_APART * low
    sets = _decades(low, high) if logarithmic else [ticks_over(low, high, most) for most in (5, 4, 3, 2)]
    ticks = next((each for each in sets if _apart([_number(tick) for tick in each], inside)), sets[-1])
    ends = (min(low, ticks[0]), max(high, ticks[-1]))

    def across(cost: float) -> float:
        first, last, here = (log10(each) if logarithmic else each for each in (*ends, cost))
        return PAD + (here - first) / (last - first) * (inside - 2 * PAD)

    return Scale([across(cost) for cost in costs], [(across(tick), _number(tick)) for tick in ticks])


def _decades(low: float, high: float) -> list[list[float]]:
    """Return sets of round values between two costs, the finest first."""
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    sets = [[step * 10.0**power for power in powers for step in steps] for steps in ((1, 2, 5), (1, 3), (1,))]
    return [[tick for tick in each if low / 1.5 <= tick <= high * 1.5] for each in sets]


def _apart(labels: Sequence[str], inside: float) -> bool:
    """Whether tick labels, taken as evenly spread, keep their distance."""
    pitch = (inside - 2 * PAD) / max(len(labels) - 1, 1)
    return all((width_of(one) + width_of(two)) / 2 + 0.08 <= 0.8 * pitch for one, two in pairwise(labels))


def _number(value: float) -> str:
    return f"{value / 1e6:,.6g}M" if abs(value) >= 1e6 else f"{value:,.6g}"
