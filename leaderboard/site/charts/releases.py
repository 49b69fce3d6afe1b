"""Runs by their date: which had the highest accuracy so far, and where a chart of it puts what.

Places of a chart are in the units of its view box; `y` grows downwards.
"""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from mmbench.leaderboard.site.charts.placing import Box, Text, beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mmbench.leaderboard.site.shown import Listed, Site
    from mmbench.reports.reporting.figures import Group, Leaderboard, Place

__all__ = ["Chart", "Mark", "Row", "Step", "Tick", "Timeline", "dates", "timelines"]

WIDTH, HEIGHT = 760.0, 380.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 740.0, 16.0, 344.0
EDGE = 14.0
"""How far the first and the last day stand from the ends of the axis."""
TICK_GAP = 84.0
DOT = 5.0
"""Half of a dot."""
NAME = 150.0
"""Room for the name of a run."""


class Row(NamedTuple):
    """A run on a leaderboard; `day` (YYYY-MM-DD) is empty where it is not known.

    `best` says whether it had the highest accuracy of a model up to its day. That is None where it cannot be said: the
    day is not known, it is no model, or the runs were not asked the same. `before` is the run that had it until then.
    """

    listed: Listed
    day: str
    place: Place
    group: Group
    accuracy: float
    best: bool | None
    before: Listed | None


class Mark(NamedTuple):
    """A run on the chart; `low` and `high` are where its interval ends, None without one."""

    row: Row
    x: float
    y: float
    low: float | None
    high: float | None


class Step(NamedTuple):
    """A part of the line of the highest accuracy so far, which is drawn up to a day."""

    x1: float
    y1: float
    x2: float
    y2: float
    day: str


class Tick(NamedTuple):
    """A place on an axis and what is written there."""

    at: float
    text: str


class Chart(NamedTuple):
    """Accuracy by date: a view box of `width` x `height`, in it the frame of the axes, and what is drawn there.

    `labels` are those of `marks`: names, or where these found no room and it is `numbered`, the numbers of the marks.
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    days: tuple[Tick, ...]
    shares: tuple[Tick, ...]
    steps: tuple[Step, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Text, ...]
    numbered: bool


class Timeline(NamedTuple):
    """The runs of one leaderboard by date, those of unknown date last; `title` is empty where it has all items.

    `chart` is None where there are fewer than two dates, or the runs were not asked the same.
    """

    title: str
    board: Leaderboard
    rows: tuple[Row, ...]
    chart: Chart | None


def dates(site: Site) -> tuple[str, ...]:
    """Return the days (YYYY-MM-DD) of the runs, the first one first."""
    return tuple(sorted({day for each in site.listed if (day := _day(each.released))}))


def timelines(site: Site) -> tuple[Timeline, ...]:
    """Return the runs by date: over all items where all were asked the same, else a timeline for each benchmark."""
    if site.overall.alike or not site.benchmarks:
        return (_timeline(site, "", site.overall),)
    return tuple(_timeline(site, each.about.title or each.about.name, each.board) for each in site.benchmarks)


def _timeline(site: Site, title: str, board: Leaderboard) -> Timeline:
    rows = tuple(_rows(site, board))
    several = len({row.day for row in rows if row.day}) > 1
    return Timeline(title, board, rows, _chart(rows) if several and board.alike else None)


def _rows(site: Site, board: Leaderboard) -> Iterator[Row]:
    """Yield the runs that were asked, by date; those of one day by accuracy."""
    listed = {each.index: each for each in site.listed}
    asked = [
        Row(listed[place.run], _day(listed[place.run].released), place, place.group, place.group.accuracy, None, None)
        for place in board.places
        if place.group is not None and place.group.accuracy is not None
    ]
    asked.sort(key=lambda row: (not row.day, row.day, -row.accuracy))
    holder: Row | None = None
    for row in asked:
        if not board.alike or not row.day or row.listed.reference:
            yield row
            continue
        higher = holder is None or row.accuracy > holder.accuracy
        as_high = holder is not None and (row.day, row.accuracy) == (holder.day, holder.accuracy)
        yield row._replace(best=higher or as_high, before=holder.listed if holder and higher else None)
        if higher:
            holder = row


def _day(text: str) -> str:
    """Return a day of a run's record as YYYY-MM-DD, empty where it is none: records of others may hold anything."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _chart(rows: Sequence[Row]) -> Chart:
    dated = [row for row in rows if row.day]
    across = _Days([row.day for row in dated])
    up = _Shares(dated)
    marks = [
        Mark(
            row,
            across.at(row.day),
            up.at(row.accuracy),
            None if row.group.low is None else up.at(row.group.low),
            None if row.group.high is None else up.at(row.group.high),
        )
        for row in dated
    ]
    steps = tuple(_steps(marks))
    labels, numbered = _labels(marks, steps)
    return Chart(
        WIDTH,
        HEIGHT,
        LEFT,
        RIGHT,
        TOP,
        BOTTOM,
        days=across.ticks(),
        shares=up.ticks(),
        steps=steps,
        marks=tuple(marks),
        labels=tuple(labels),
        numbered=numbered,
    )


class _Days:
    """The axis of days, from the first to the last one."""

    def __init__(self, days: Sequence[str]) -> None:
        self.days = sorted(set(days))
        self.first = date.fromisoformat(self.days[0]).toordinal()
        self.span = date.fromisoformat(self.days[-1]).toordinal() - self.first

    def at(self, day: str) -> float:
        share = (date.fromisoformat(day).toordinal() - self.first) / self.span
        return round(LEFT + EDGE + share * (RIGHT - LEFT - 2 * EDGE), 1)

    def ticks(self) -> tuple[Tick, ...]:
        """Return the first and the last day, and those between them that leave room for what is written."""
        last = Tick(self.at(self.days[-1]), self.days[-1])
        ticks = [Tick(self.at(self.days[0]), self.days[0])]
        for day in self.days[1:-1]:
            at = self.at(day)
            if min(at - ticks[-1].at, last.at - at) >= TICK_GAP:
                ticks.append(Tick(at, day))
        return (*ticks, last)


class _Shares:
    """The axis of accuracy: from a round number below all intervals to one above them."""

    def __init__(self, rows: Sequence[Row]) -> None:
        ends = [end for row in rows for end in (row.accuracy, row.group.low, row.group.high) if end is not None]
        low, high = 100 * min(ends), 100 * max(ends)
        self.step = next((step for step in (1, 2, 5, 10) if high - low <= 5 * step), 20)
        self.low = math.floor(low / self.step) * self.step
        self.high = max(math.ceil(high / self.step) * self.step, self.low + self.step)

    def at(self, share: float) -> float:
        return round(BOTTOM - (100 * share - self.low) / (self.high - self.low) * (BOTTOM - TOP), 1)

    def ticks(self) -> tuple[Tick, ...]:
        return tuple(Tick(self.at(at / 100), f"{at} %") for at in range(self.low, self.high + 1, self.step))


def _steps(marks: Sequence[Mark]) -> Iterator[Step]:
    """Yield the line of the highest accuracy so far from day to day, so that it can end at any of them."""
    height = None
    before = 0.0
    for day in sorted({mark.row.day for mark in marks}):
        here = [mark for mark in marks if mark.row.day == day]
        x = here[0].x
        if height is not None:
            yield Step(before, height, x, height, day)
        best = next((mark for mark in here if mark.row.best), None)
        if best is not None:
            if height is not None:
                yield Step(x, height, x, best.y, day)
            height = best.y
        before = x


def _labels(marks: Sequence[Mark], steps: Sequence[Step]) -> tuple[list[Text], bool]:
    """Return a label for each mark, clear of the lines where there is room, and whether these are numbers."""
    dots = [Box(mark.x - DOT, mark.y - DOT, mark.x + DOT, mark.y + DOT) for mark in marks]
    lines = [Box(step.x1 - 1, min(step.y1, step.y2) - 1, step.x2 + 1, max(step.y1, step.y2) + 1) for step in steps]
    bars = [
        Box(mark.x - 1, mark.high, mark.x + 1, mark.low)
        for mark in marks
        if mark.low is not None and mark.high is not None
    ]
    names = [mark.row.listed.run.label for mark in marks]
    points = [(mark.x, mark.y) for mark in marks]
    area = Box(LEFT, 0.0, WIDTH, BOTTOM)
    for taken in ([*dots, *lines, *bars], [*dots, *lines]):
        labels, numbered = beside(names, points, taken, area, NAME)
        if not numbered:
            return labels, False
    return beside(names, points, dots, area, NAME)
