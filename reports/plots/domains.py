"""Many models over many domains: dots with intervals for a few models, a heat map with figures for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib import colormaps
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from mmbench.reports.plots.forests import ACCURACY, Look, whisker
from mmbench.reports.plots.frame import EDGE, Margins, empty, framed, percent_ticks
from mmbench.reports.plots.labels import clean, widest, width_of, wrap
from mmbench.reports.plots.rows import ruled, scaled
from mmbench.reports.plots.style import (
    BAND,
    BLACK,
    BLUE,
    GREEN,
    LINE,
    ONE_COLUMN,
    ORANGE,
    PURPLE,
    SMALL,
    TWO_COLUMNS,
    drawing,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mmbench.reports.statistics.means import Estimate

__all__ = ["models_by_domain"]

LOOKS = (Look(BLUE, "o"), Look(ORANGE, "s"), Look(BLACK, "^"), Look(PURPLE, "D"), Look(GREEN, "v"))
"""Those of the models, as many as dots can tell apart."""
SLOT = 0.075
"""Inches from one model to the next within a domain."""
HIGH = 0.28
CELL = 0.36
"""Height and least width of a cell in inches: an interval of six characters fits."""
NAMES = 1.2
TURNED = 1.3
"""Inches that a line of a model's name, and of a heading that stands upright, may be long."""
PALE = 0.42
"""How much white is mixed into the colours of cells."""


@drawing()
def models_by_domain(
    models: Sequence[str], domains: Sequence[str], estimates: Mapping[tuple[str, str], Estimate]
) -> Figure:
    """Return the accuracy of each model in each domain; a dash where there is none.

    Args:
        models: names, at most 20 of them readable.
        domains: names, at most 15 of them readable.
        estimates: accuracy by model and domain.
    """
    known = {pair: estimate for pair, estimate in estimates.items() if pair[0] in models and pair[1] in domains}
    if not known:
        return empty()
    return _dots(models, domains, known) if len(models) <= len(LOOKS) else _map(models, domains, known)


def _dots(models: Sequence[str], domains: Sequence[str], estimates: Mapping[tuple[str, str], Estimate]) -> Figure:
    legend = [
        (Line2D([], [], color=look.colour, marker=look.marker, markersize=3.2, linewidth=1.1), model)
        for model, look in zip(models, LOOKS, strict=False)
    ]
    ticks = percent_ticks(min(each.low for each in estimates.values()), max(each.high for each in estimates.values()))
    columns = {"n": [_asked(models, domain, estimates) for domain in domains]}
    rows = ruled(domains, columns, least=len(models) * SLOT + 0.09, legend=legend)
    rows.axes.grid(visible=False, axis="y")
    for end in rows.ends[:-1]:
        rows.axes.axhline(end, color=BAND, linewidth=0.5, zorder=0)
    for domain, centre in zip(domains, rows.centres, strict=True):
        for place, (model, look) in enumerate(zip(models, LOOKS, strict=False)):
            y = centre + SLOT * (place - (len(models) - 1) / 2)
            estimate = estimates.get((model, domain))
            if estimate is None:
                x = ticks[0] + 0.03 * (ticks[-1] - ticks[0])
                rows.axes.text(x, y, "–", color=look.colour, ha="center", va="center")
            else:
                whisker(rows.axes, y, (100 * estimate.mean, 100 * estimate.low, 100 * estimate.high), look, 3.2)
    scaled(rows.axes, ticks, ACCURACY)
    return rows.figure


def _asked(models: Sequence[str], domain: str, estimates: Mapping[tuple[str, str], Estimate]) -> str:
    """Return how many items of a domain the models were asked, at least where that differs."""
    found = [estimates[model, domain].items for model in models if (model, domain) in estimates]
    if not found:
        return "–"
    return str(min(found)) if min(found) == max(found) else f"≥{min(found)}"


def _map(models: Sequence[str], domains: Sequence[str], estimates: Mapping[tuple[str, str], Estimate]) -> Figure:
    names = [wrap(model, NAMES, 2) for model in models]
    left = widest(names) + 0.1
    needed = left + len(domains) * CELL + EDGE
    width = next((each for each in (ONE_COLUMN, TWO_COLUMNS) if needed <= each), needed)
    cell = (width - left - EDGE) / len(domains)
    upright = any(width_of(word) > cell - 0.08 for domain in domains for word in clean(domain).split())
    headings = [wrap(domain, TURNED, 2) if upright else wrap(domain, cell - 0.08) for domain in domains]
    lines = max(heading.count("\n") + 1 for heading in headings)
    above = (widest(headings) if upright else lines * LINE) + 0.08
    figure, axes, _, height = framed(width, len(models) * HIGH, Margins(left, EDGE, 0.36, above))
    means = [estimate.mean for estimate in estimates.values()]
    span = percent_ticks(min(means), max(means))
    for row, model in enumerate(models):
        for column, domain in enumerate(domains):
            _cell(axes, column, row, estimates.get((model, domain)), (span[0], span[-1]))
    _head(axes, headings, names, upright=upright)
    for column, domain in enumerate(domains):
        below = (column + 0.5) / len(domains)
        asked = _asked(models, domain, estimates)
        axes.text(below, -0.04 / height, asked, transform=axes.transAxes, fontsize=SMALL, ha="center", va="top")
    axes.text(-0.06 / (cell * len(domains)), -0.04 / height, "n", transform=axes.transAxes, ha="right", va="top")
    axes.text(0, -0.19 / height, ACCURACY, transform=axes.transAxes, ha="left", va="top")
    return figure


def _head(axes: Axes, headings: Sequence[str], names: Sequence[str], *, upright: bool) -> None:
    """Give the map its names: domains above, models at the left."""
    axes.set_xlim(0, len(headings))
    axes.set_ylim(len(names), 0)
    axes.xaxis.tick_top()
    axes.set_xticks([place + 0.5 for place in range(len(headings))], headings, linespacing=1.1)
    if upright:
        for heading in axes.get_xticklabels():
            heading.set(rotation=90, multialignment="left")
    axes.set_yticks([place + 0.5 for place in range(len(names))], names, linespacing=1.1)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def _cell(axes: Axes, column: int, row: int, estimate: Estimate | None, span: tuple[float, float]) -> None:
    """Draw an accuracy and its interval on a ground that is the lighter the higher it is."""
    if estimate is None:
        axes.text(column + 0.5, row + 0.5, "–", ha="center", va="center")
        return
    mean = 100 * estimate.mean
    ground = _ground((mean - span[0]) / (span[1] - span[0]))
    axes.add_patch(Rectangle((column, row), 1, 1, facecolor=ground, edgecolor="white", linewidth=0.6))
    axes.text(column + 0.5, row + 0.32, f"{mean:.0f}", ha="center", va="center")
    interval = f"{100 * estimate.low:.0f}–{100 * estimate.high:.0f}"
    axes.text(column + 0.5, row + 0.74, interval, fontsize=SMALL, ha="center", va="center")


def _ground(share: float) -> tuple[float, float, float]:
    """Return the colour of a share in [0, 1]: cividis, perceptually uniform, made so light that black is read on it."""
    red, green, blue, _ = colormaps["cividis"](share)
    return (1 - PALE) * red + PALE, (1 - PALE) * green + PALE, (1 - PALE) * blue + PALE
