"""Accuracy against what a response costs, with the runs that no other beats in both."""

from __future__ import annotations

from itertools import groupby, pairwise
from math import ceil, floor, isfinite, log10
from typing import TYPE_CHECKING, Literal, NamedTuple

from mmbench.leaderboard.site.charts.placing import WIDTH, Box, Text, beside, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mmbench.leaderboard.site.shown import Listed, Site

__all__ = ["MEASURES", "Costs", "Dot", "Kind", "costs"]

Kind = Literal["model", "simulated", "baseline"]
"""What a dot stands for; the last is a guess that needs no model."""
MEASURES = ("US dollars", "output tokens", "seconds")
"""What a response may cost, the first of these that all runs have."""
FAR_APART = 10
"""Highest over lowest cost from which their logarithm is drawn."""
PLOT = Box(44.0, 8.0, 352.0, 250.0)
"""Where the dots stand: percentages are to the left, costs below."""
PAD = 12.0
"""What stays free of dots inside."""
BELOW = 36.0
"""Room for the scale of costs and its name."""
NAME = 130.0
"""Room for a name beside its dot."""
DOT = 4.0
"""Half of a dot."""


class Dot(NamedTuple):
    """A run: `cost` a response and accuracy in [0, 1] at (`x`, `y`), its interval from `top` to `bottom`.

    `front` says that no other is at least as right and cheaper, or as cheap and more often right.
    """

    listed: Listed
    name: str
    kind: Kind
    cost: float
    accuracy: float
    low: float
    high: float
    n: int
    few: bool
    front: bool
    x: float
    y: float
    top: float
    bottom: float
    label: Text


class Costs(NamedTuple):
    """A chart of dots, in the order of the leaderboard; `measure` is one of `MEASURES`.

    `front` are the corners of the Pareto front as steps. `numbered` says that names found no room, so that each dot
    has its place among `dots` for a label. `without` are the names of the runs whose cost is not known.
    """

    width: float
    height: float
    plot: Box
    measure: str
    logarithmic: bool
    across: tuple[tuple[float, str], ...]
    up: tuple[tuple[float, str], ...]
    dots: tuple[Dot, ...]
    front: tuple[tuple[float, float], ...]
    numbered: bool
    without: tuple[str, ...]


class _Paid(NamedTuple):
    """A run with its costs by measure."""

    listed: Listed
    costs: dict[str, float]
    accuracy: float
    low: float
    high: float

    @property
    def kind(self) -> Kind:
        if self.listed.sort == "simulated":
            return "simulated"
        return "baseline" if self.listed.reference else "model"


class _Scale(NamedTuple):
    """Where a value stands, and the ticks with what is written at them."""

    place: Callable[[float], float]
    ticks: tuple[tuple[float, str], ...]


def costs(site: Site) -> Costs | None:
    """Return the accuracies of the runs over what a response of theirs costs; None where fewer than two are known.

    The measure is the first of `MEASURES` that all models have, else the one that most of them have; simulated runs and
    baselines decide on it only where there is no model, and are no part of the front then either.
    """
    paid = [_paid(site.listed[place.run]) for place in site.overall.places]
    known = [each for each in paid if each is not None]
    models = [each for each in known if not each.listed.reference] or known
    measure = max(MEASURES, key=lambda name: sum(name in each.costs for each in models))  # the first of the most
    shown = [each for each in known if measure in each.costs]
    if len(shown) < 2:
        return None
    taken = [each.costs[measure] for each in shown]
    logarithmic = max(taken) > FAR_APART * min(taken)
    across = _logarithmic(taken) if logarithmic else _linear(taken)
    up = _percent(min(each.low for each in shown), max(each.high for each in shown))
    front = _front([each for each in models if measure in each.costs], measure)
    steps = _steps(sorted({(across.place(each.costs[measure]), up.place(each.accuracy)) for each in front}))
    dots, numbered = _dots(shown, measure, (across, up), {each.listed.index for each in front}, steps)
    drawn = {dot.listed.index for dot in dots}
    return Costs(
        width=WIDTH,
        height=PLOT.bottom + BELOW,
        plot=PLOT,
        measure=measure,
        logarithmic=logarithmic,
        across=across.ticks,
        up=up.ticks,
        dots=dots,
        front=steps,
        numbered=numbered,
        without=tuple(each.run.label for each in site.listed if each.index not in drawn),
    )


def _paid(listed: Listed) -> _Paid | None:
    """Return a run with what it cost; None where it was asked nothing or nothing is known of its costs."""
    overall, usage = listed.run.overall, listed.run.usage
    if overall.accuracy is None or overall.low is None or overall.high is None or usage is None:
        return None
    found = {each.name: each.per_response for each in usage.taken if each.per_response is not None}
    usable = {name: cost for name, cost in found.items() if cost > 0 and isfinite(cost)}
    return _Paid(listed, usable, overall.accuracy, overall.low, overall.high)


def _dots(
    shown: Sequence[_Paid],
    measure: str,
    scales: tuple[_Scale, _Scale],
    front: set[int],
    steps: Sequence[tuple[float, float]],
) -> tuple[tuple[Dot, ...], bool]:
    across, up = scales
    points = [(across.place(each.costs[measure]), up.place(each.accuracy)) for each in shown]
    spans = [(up.place(each.high), up.place(each.low)) for each in shown]
    marks = [Box(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in points]
    marks += [Box(x - 1, top, x + 1, bottom) for (x, _), (top, bottom) in zip(points, spans, strict=True)]
    lines = [
        Box(before[0] - 1, min(before[1], after[1]) - 1, after[0] + 1, max(before[1], after[1]) + 1)
        for before, after in pairwise(steps)
    ]
    names = [each.listed.run.label for each in shown]
    area = Box(PLOT.left + 1, PLOT.top, PLOT.right, PLOT.bottom)
    labels, numbered = beside(names, points, marks, area, NAME, lines)
    dots = tuple(
        Dot(
            listed=each.listed,
            name=each.listed.run.label,
            kind=each.kind,
            cost=each.costs[measure],
            accuracy=each.accuracy,
            low=each.low,
            high=each.high,
            n=each.listed.run.overall.n,
            few=each.listed.run.overall.few,
            front=each.listed.index in front,
            x=x,
            y=y,
            top=top,
            bottom=bottom,
            label=label,
        )
        for each, (x, y), (top, bottom), label in zip(shown, points, spans, labels, strict=True)
    )
    return dots, numbered


def _front(paid: Sequence[_Paid], measure: str) -> list[_Paid]:
    """Return the runs that no other beats: by rising cost, those more often right than all that cost less."""
    front: list[_Paid] = []
    best = -1.0
    for _, group in groupby(sorted(paid, key=lambda each: each.costs[measure]), lambda each: each.costs[measure]):
        alike = list(group)
        accuracy = max(each.accuracy for each in alike)
        if accuracy > best:
            front += [each for each in alike if each.accuracy == accuracy]
            best = accuracy
    return front


def _steps(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Return the corners of a line that goes across to the next point's cost, then up to it, and on to the edge."""
    corners = list(points[:1])
    for (_, before), (x, y) in pairwise(points):
        corners += [(x, before), (x, y)]
    return (*corners, (PLOT.right, corners[-1][1])) if corners else ()


def _across(share: float) -> float:
    return round(PLOT.left + PAD + share * (PLOT.right - PLOT.left - 2 * PAD), 1)


def _linear(taken: Sequence[float]) -> _Scale:
    low, high = min(taken), max(taken)
    if high - low < high / 20:  # all about the same: what little they differ by shall not fill the chart
        low, high = low - high / 20, high + high / 20

    def place(cost: float) -> float:
        return _across((cost - low) / (high - low))

    power = 10.0 ** floor(log10(high - low))
    steps = [step * scale for scale in (power / 10, power) for step in (1, 2, 5)]
    sets = [[step * k for k in range(ceil(low / step), floor(high / step) + 1)] for step in (*steps, 10 * power)]
    return _Scale(place, _fitting(sets, place))


def _logarithmic(taken: Sequence[float]) -> _Scale:
    low, high = log10(min(taken)), log10(max(taken))

    def place(cost: float) -> float:
        return _across((log10(cost) - low) / (high - low))

    powers = range(floor(low), ceil(high) + 1)
    every = [[step * 10.0**power for power in powers for step in steps] for steps in ((1, 2, 5), (1, 3), (1,))]
    every += [[10.0**power for power in powers if power % pace == 0] for pace in (2, 3, 5, 10)]
    return _Scale(place, _fitting([[each for each in ticks if low <= log10(each) <= high] for ticks in every], place))


def _fitting(sets: Sequence[Sequence[float]], place: Callable[[float], float]) -> tuple[tuple[float, str], ...]:
    """Return the finest ticks whose texts keep their distance; the sets have the finest first."""
    for values in sets:
        ticks = tuple((place(value), _number(value)) for value in values)
        spans = [(x - width_of(text) / 2, x + width_of(text) / 2) for x, text in ticks]
        apart = all(after[0] - before[1] >= 10 for before, after in pairwise(spans))
        if spans and apart and spans[0][0] >= 0 and spans[-1][1] <= WIDTH:
            return ticks
    return ()


def _number(value: float) -> str:
    return f"{value / 1e6:,.6g}M" if value >= 1e6 else f"{value:,.6g}"


def _percent(low: float, high: float) -> _Scale:
    """Return a scale from below the lowest to above the highest share, with seven ticks at most."""
    steps = (5, 10, 20, 25)
    step = next(step for step in steps if ceil(100 * high / step) - floor(100 * low / step) <= 6)
    first, last = step * floor(100 * low / step), step * ceil(100 * high / step)
    last = max(last, first + step)

    def place(share: float) -> float:
        part = (100 * share - first) / (last - first)
        return round(PLOT.bottom - PAD / 2 - part * (PLOT.bottom - PLOT.top - PAD), 1)

    return _Scale(place, tuple((place(percent / 100), str(percent)) for percent in range(first, last + 1, step)))
