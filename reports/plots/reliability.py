"""A reliability diagram: how often answers are right that were given with a certain confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.lines import Line2D

from mmbench.reports.plots.frame import Margins, empty, framed, percent_ticks
from mmbench.reports.plots.labels import widest
from mmbench.reports.plots.rows import scaled
from mmbench.reports.plots.style import BLUE, GREY, ONE_COLUMN, drawing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

__all__ = ["calibration"]

HIGH = 2.0
COUNTS = 0.5
BETWEEN = 0.12
"""Inches: how tall the diagram and the counts below it are, and what lies between them."""


@drawing()
def calibration(bins: Sequence[tuple[float, float, float, float, int]], ece: float) -> Figure:
    """Return the accuracy over the confidence, with how many answers there are at each confidence below.

    Args:
        bins: of each, mean confidence, accuracy, low and high of its interval, all in [0, 1], and its answers.
        ece: the expected calibration error in [0, 1], that is the mean distance from the diagonal.
    """
    if not bins:
        return empty()
    asked = sum(n for *_, n in bins)
    legend = [
        (Line2D([], [], color=BLUE, marker="o", markersize=3.6, linewidth=1.1), "accuracy with 95 % interval"),
        (Line2D([], [], color=GREY, linewidth=0.7, linestyle="--"), "as confident as right"),
    ]
    most = str(max(n for *_, n in bins))
    margins = Margins(max(0.42, widest([most]) + 0.2), 0.14, 0.34 + COUNTS + BETWEEN)
    title = f"expected calibration error {100 * ece:.1f} points, n = {asked}"
    figure, axes, width, _ = framed(ONE_COLUMN, HIGH, margins, title=title, legend=legend)
    total = figure.get_figheight()
    below = figure.add_axes((margins.left / ONE_COLUMN, 0.34 / total, width / ONE_COLUMN, COUNTS / total))

    ticks = percent_ticks(min(confidence for confidence, *_ in bins), max(confidence for confidence, *_ in bins))
    axes.plot([0, 100], [0, 100], color=GREY, linewidth=0.7, linestyle="--", zorder=1)
    for confidence, accuracy, low, high, n in bins:
        axes.plot([100 * confidence] * 2, [100 * low, 100 * high], color=BLUE, linewidth=1.1, clip_on=False)
        axes.plot([100 * confidence], [100 * accuracy], color=BLUE, marker="o", markersize=3.6, clip_on=False)
        below.plot([100 * confidence] * 2, [0, n], color=BLUE, linewidth=3, solid_capstyle="butt")
    scaled(axes, ticks, "")
    axes.set_xticklabels([])
    axes.set_ylim(-2, 102)
    axes.set_yticks([0, 20, 40, 60, 80, 100])
    axes.grid(axis="y")
    axes.set_ylabel("accuracy (%)")
    scaled(below, ticks, "confidence (%)")
    below.set_ylim(0, 1.05 * int(most))
    below.set_yticks([0, int(most)], ["0", most])
    below.set_ylabel("n")
    return figure
