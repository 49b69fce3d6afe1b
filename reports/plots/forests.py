"""Dots with their intervals, a row for each: groups, models, conditions, paired differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from matplotlib.lines import Line2D

from mmbench.reports.plots.frame import empty, percent_ticks, ticks_over
from mmbench.reports.plots.rows import ruled, scaled
from mmbench.reports.plots.style import BAND, BLACK, BLUE, GREY, PURPLE, VERMILLION, drawing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mmbench.reports.statistics.means import Estimate

__all__ = ["ACCURACY", "accuracy_by_group", "conditions", "differences", "leaderboard", "whisker"]

ACCURACY = "accuracy (%) with 95 % interval"


class Look(NamedTuple):
    """How a dot is drawn: its colour and the marker's sign."""

    colour: str
    marker: str


PLAIN = Look(BLUE, "o")
REFERENCE = Look(BLACK, "s")
WORSE = Look(VERMILLION, "v")
BETTER = Look(BLUE, "^")
UNCLEAR = Look(GREY, "o")


def whisker(axes: Axes, y: float, estimate: tuple[float, float, float], look: Look, size: float = 3.6) -> None:
    """Draw a mean with its interval as a dot on a horizontal line.

    Args:
        axes: where.
        y: at which height, in data coordinates.
        estimate: mean, low and high, in data coordinates.
        look: its colour and marker.
        size: of the marker, in points.
    """
    mean, low, high = estimate
    axes.plot([low, high], [y, y], color=look.colour, linewidth=1.1, solid_capstyle="butt", clip_on=False)
    axes.plot([mean], [y], color=look.colour, marker=look.marker, markersize=size, markeredgewidth=0, clip_on=False)


def _percent(estimate: Estimate) -> tuple[float, float, float]:
    return 100 * estimate.mean, 100 * estimate.low, 100 * estimate.high


def _figures(estimates: Sequence[Estimate]) -> dict[str, list[str]]:
    return {"%": [f"{100 * each.mean:.1f}" for each in estimates], "n": [str(each.items) for each in estimates]}


def _upright(axes: Axes, estimate: Estimate) -> None:
    """Draw an estimate as a line over all rows, with its interval as a band."""
    axes.axvspan(100 * estimate.low, 100 * estimate.high, color=BAND, linewidth=0, zorder=0)
    axes.axvline(100 * estimate.mean, color=BLACK, linewidth=0.7, zorder=1)


@drawing()
def accuracy_by_group(
    title: str, groups: Sequence[tuple[str, Estimate]], overall: Estimate | None, chance: float | None
) -> Figure:
    """Return the accuracies of groups, such as domains, in the order given.

    Args:
        title: over the figure.
        groups: name and accuracy of each.
        overall: drawn as a line with its interval as a band.
        chance: the share in [0, 1] that guessing gets, drawn as a dashed line.
    """
    if not groups:
        return empty(title)
    legend = []
    if overall is not None:
        legend.append((Line2D([], [], color=BLACK, linewidth=0.7), f"overall {100 * overall.mean:.1f}"))
    if chance is not None:
        legend.append((Line2D([], [], color=PURPLE, linewidth=0.9, linestyle="--"), f"chance {100 * chance:.1f}"))
    estimates = [estimate for _, estimate in groups]
    rows = ruled([name for name, _ in groups], _figures(estimates), title=title, legend=legend)
    if overall is not None:
        _upright(rows.axes, overall)
    if chance is not None:
        rows.axes.axvline(100 * chance, color=PURPLE, linewidth=0.9, linestyle="--", zorder=1)
    for y, estimate in zip(rows.centres, estimates, strict=True):
        whisker(rows.axes, y, _percent(estimate), PLAIN)
    spanned = [*estimates, *([overall] if overall is not None else [])]
    extra = [chance] if chance is not None else []
    scaled(rows.axes, _ticks(spanned, extra), ACCURACY)
    return rows.figure


def _ticks(estimates: Sequence[Estimate], extra: Sequence[float] = ()) -> list[float]:
    lows, highs = [each.low for each in estimates], [each.high for each in estimates]
    return percent_ticks(min([*lows, *extra]), max([*highs, *extra]))


@drawing()
def leaderboard(models: Sequence[str], estimates: Sequence[Estimate], bands: Sequence[tuple[int, int]]) -> Figure:
    """Return models from the best to the worst, each with the ranks that cannot be excluded.

    Args:
        models: names, shape (k,).
        estimates: the accuracy of each.
        bands: the best and the worst rank of each.
    """
    ranked = sorted(zip(models, estimates, bands, strict=True), key=lambda each: -each[1].mean)
    if not ranked:
        return empty()
    ordered = [estimate for _, estimate, _ in ranked]
    ranks = [str(best) if best == worst else f"{best}–{worst}" for _, _, (best, worst) in ranked]
    figures = _figures(ordered)
    rows = ruled([name for name, _, _ in ranked], {"%": figures["%"], "rank": ranks, "n": figures["n"]})
    for y, estimate in zip(rows.centres, ordered, strict=True):
        whisker(rows.axes, y, _percent(estimate), PLAIN)
    scaled(rows.axes, _ticks(ordered), ACCURACY)
    return rows.figure


@drawing()
def conditions(title: str, rows: Sequence[tuple[str, Estimate]], reference: str) -> Figure:
    """Return the accuracy under each condition, a view or a corruption, against a reference.

    Args:
        title: over the figure.
        rows: name and accuracy of each condition, in the order to show.
        reference: the name of the condition that the others are held against; its accuracy is a line with a band.
    """
    if not rows:
        return empty(title)
    estimates = [estimate for _, estimate in rows]
    held = next((estimate for name, estimate in rows if name == reference), None)
    legend = []
    if held is not None:
        legend.append(
            (Line2D([], [], color=BLACK, linewidth=0.7, marker="s", markersize=3.6), f"reference: {reference}")
        )
    drawn = ruled([name for name, _ in rows], _figures(estimates), title=title, legend=legend)
    if held is not None:
        _upright(drawn.axes, held)
    for y, (name, estimate) in zip(drawn.centres, rows, strict=True):
        whisker(drawn.axes, y, _percent(estimate), REFERENCE if name == reference else PLAIN)
    scaled(drawn.axes, _ticks(estimates), ACCURACY)
    return drawn.figure


@drawing()
def differences(rows: Sequence[tuple[str, float, float, float]], margin: float | None) -> Figure:
    """Return paired differences, candidate minus baseline, in points.

    Args:
        rows: name, mean, low and high of each, the last three in [-1, 1].
        margin: the fall that the gate still allows, in [0, 1]; drawn as a dashed line on the side of the losses.
    """
    if not rows:
        return empty()
    looks = [WORSE if high < 0 else BETTER if low > 0 else UNCLEAR for _, _, low, high in rows]
    met = ((WORSE, "worse"), (BETTER, "better"), (UNCLEAR, "not separable"))
    legend = [
        (Line2D([], [], color=look.colour, marker=look.marker, markersize=3.6, linewidth=1.1), label)
        for look, label in met
        if look in looks
    ]
    if margin is not None:
        line = Line2D([], [], color=PURPLE, linewidth=0.9, linestyle="--")
        legend.append((line, f"margin −{100 * margin:g}"))
    points = [_signed(100 * mean) for _, mean, _, _ in rows]
    drawn = ruled([name for name, *_ in rows], {"points": points}, legend=legend)
    drawn.axes.axvline(0, color=BLACK, linewidth=0.7, zorder=1)
    if margin is not None:
        drawn.axes.axvline(-100 * margin, color=PURPLE, linewidth=0.9, linestyle="--", zorder=1)
    for y, (_, mean, low, high), look in zip(drawn.centres, rows, looks, strict=True):
        whisker(drawn.axes, y, (100 * mean, 100 * low, 100 * high), look)
    lowest = min([0.0, -(margin or 0.0), *(low for _, _, low, _ in rows)])
    highest = max([0.0, *(high for *_, high in rows)])
    if lowest == highest:
        lowest, highest = -0.01, 0.01
    scaled(drawn.axes, ticks_over(100 * lowest, 100 * highest), "candidate − baseline (points)")
    return drawn.figure


def _signed(points: float) -> str:
    shown = f"{points:+.1f}"
    return "0.0" if shown in ("+0.0", "-0.0") else shown.replace("-", "−")
