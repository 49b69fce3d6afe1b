"""The frame of a plot: a figure as tall as it needs to be, with title and legend above its axes.

All distances are in inches, so that nothing is squeezed: what does not fit makes the figure taller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from mmbench.reports.plots.labels import clean, shorten, width_of, wrap
from mmbench.reports.plots.style import LINE, ONE_COLUMN, SIZE, TITLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["EDGE", "Frame", "Margins", "empty", "framed", "percent_ticks", "ticks_over"]

EDGE = 0.06
"""What stays free at every edge."""
HANDLE = 1.6
GAP = 0.5
BETWEEN = 1.1
"""Of a legend, in multiples of the font size: a handle's length, from it to its text, from an entry to the next."""


class Margins(NamedTuple):
    """What stays free around the axes, in inches; `above` lies between them and the legend."""

    left: float
    right: float
    below: float = 0.34
    above: float = 0.05


class Frame(NamedTuple):
    """A figure with its axes, and the size of these in inches."""

    figure: Figure
    axes: Axes
    width: float
    height: float


def empty(title: str = "") -> Figure:
    """Return a figure that says that there is no data."""
    figure, axes, *_ = framed(ONE_COLUMN, 0.4, Margins(EDGE, EDGE, EDGE), title=title)
    axes.set_axis_off()
    axes.text(0.5, 0.5, "no data", ha="center", va="center")
    return figure


def framed(
    width: float,
    height: float,
    margins: Margins,
    *,
    title: str = "",
    legend: Sequence[tuple[Artist, str]] = (),
) -> Frame:
    """Return a figure with axes of a height, and title and legend above them.

    Args:
        width: of the figure, in inches.
        height: of the axes, in inches.
        margins: around the axes.
        title: set on up to three lines.
        legend: pairs of what is drawn and what it is called, set on as many rows as they need.
    """
    heading = wrap(title, width - 2 * EDGE, size=TITLE) if title else ""
    rows = _legend_rows([(handle, clean(label)) for handle, label in legend], width - 2 * EDGE)
    title_height = (heading.count("\n") + 1) * LINE * TITLE / SIZE + 0.04 if heading else 0.0
    top = EDGE + title_height + len(rows) * (LINE + 0.03) + margins.above
    total = top + height + margins.below
    figure = Figure(figsize=(width, total))
    FigureCanvasAgg(figure)
    if heading:
        figure.text(EDGE / width, 1 - EDGE / total, heading, fontsize=TITLE, ha="left", va="top", linespacing=1.1)
    for number, row in enumerate(rows):
        handles, labels = zip(*row, strict=True)
        figure.legend(
            handles,
            labels,
            ncols=len(row),
            loc="upper left",
            bbox_to_anchor=(EDGE / width, 1 - (EDGE + title_height + number * (LINE + 0.03)) / total),
            handlelength=HANDLE,
            handletextpad=GAP,
            columnspacing=BETWEEN,
        )
    inside = width - margins.left - margins.right
    place = (margins.left / width, margins.below / total, inside / width, height / total)
    return Frame(figure, figure.add_axes(place), inside, height)


def _legend_rows(entries: Sequence[tuple[Artist, str]], width: float) -> list[list[tuple[Artist, str]]]:
    """Return the entries of a legend in rows that fit into a width in inches."""
    rows: list[list[tuple[Artist, str]]] = []
    used = width
    for handle, label in entries:
        shown = shorten(label, width - (HANDLE + GAP) * SIZE / 72)
        needed = width_of(shown) + (HANDLE + GAP) * SIZE / 72
        if rows and used + BETWEEN * SIZE / 72 + needed <= width:
            rows[-1].append((handle, shown))
            used += BETWEEN * SIZE / 72 + needed
        else:
            rows.append([(handle, shown)])
            used = needed
    return rows


def ticks_over(low: float, high: float, most: int = 5) -> list[float]:
    """Return round values, at most `most` steps apart, the first not above `low` and the last not below `high`."""
    locator = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10])
    return [float(tick) for tick in locator.tick_values(low, high)]


def percent_ticks(low: float, high: float) -> list[float]:
    """Return ticks in percent that span shares in [0, 1], at least ten points and nothing outside of 0 to 100."""
    bottom, top = max(100 * low, 0.0), min(100 * high, 100.0)
    lacking = max(10 - (top - bottom), 0.0) / 2
    bottom, top = max(bottom - lacking, 0.0), min(top + lacking, 100.0)
    return [tick for tick in ticks_over(bottom, top) if -1e-9 <= tick <= 100 + 1e-9]
