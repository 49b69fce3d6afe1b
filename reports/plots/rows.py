"""Plots of rows: names on the left, something drawn beside each, figures in columns on the right."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from mmbench.reports.plots.frame import EDGE, Margins, framed
from mmbench.reports.plots.labels import widest, width_of, wrap
from mmbench.reports.plots.style import DPI, FAINT, GREY, LINE, ONE_COLUMN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Rows", "ruled", "scaled"]

NAMES = 1.2
BETWEEN = 0.1
"""Inches: how long a line of a name may be, and what lies between two columns of figures."""


class Rows(NamedTuple):
    """Axes of rows, whose vertical coordinate is inches from the top: where rows have their middles and their ends."""

    figure: Figure
    axes: Axes
    centres: list[float]
    ends: list[float]


def ruled(
    names: Sequence[str],
    columns: Mapping[str, Sequence[str]],
    *,
    least: float = 0.17,
    title: str = "",
    legend: Sequence[tuple[Artist, str]] = (),
) -> Rows:
    """Return axes with a row for each name.

    Args:
        names: untrusted; wrapped, which makes their rows taller.
        columns: what stands at the right of each row, by the column's heading.
        least: how tall a row is at least, in inches.
        title: over the figure.
        legend: as for `framed`.
    """
    labels = [wrap(name, NAMES) for name in names]
    heights = [max(least, (label.count("\n") + 1) * LINE + 0.035) for label in labels]
    ends = list(accumulate(heights))
    centres = [end - height / 2 for end, height in zip(ends, heights, strict=True)]
    right = [widest([heading, *texts]) + BETWEEN for heading, texts in columns.items()]
    margins = Margins(widest(labels) + 0.1, sum(right) + 2 * EDGE, above=LINE + 0.05)
    figure, axes, inside, height = framed(ONE_COLUMN, ends[-1], margins, title=title, legend=legend)
    axes.set_ylim(height, 0)
    axes.set_yticks(centres, labels, linespacing=1.1)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color=FAINT, linewidth=0.4)
    for end, (heading, texts) in zip(accumulate(right), columns.items(), strict=True):
        x = 1 + (EDGE + end) / inside
        axes.text(x, 1 + 0.04 / height, heading, transform=axes.transAxes, ha="right", va="bottom", color=GREY)
        for y, text in zip(centres, texts, strict=True):
            axes.text(x, y, text, transform=axes.get_yaxis_transform(), ha="right", va="center_baseline")
    return Rows(figure, axes, centres, ends)


def scaled(axes: Axes, ticks: Sequence[float], label: str) -> None:
    """Give horizontal axes their ticks, a little room at both ends, and what they measure.

    Where the axes are too narrow for all figures, every other tick has one.
    """
    room = 0.02 * (ticks[-1] - ticks[0])
    axes.set_xlim(ticks[0] - room, ticks[-1] + room)
    figures = [f"{tick:g}".replace("-", "−") for tick in ticks]
    pitch = axes.bbox.width / DPI / (1.04 * max(len(ticks) - 1, 1))
    if pitch < widest(figures) + width_of(" "):
        figures = [figure if place % 2 == 0 else "" for place, figure in enumerate(figures)]
    axes.set_xticks(ticks, figures)
    axes.grid(axis="x")
    axes.set_xlabel(label)
