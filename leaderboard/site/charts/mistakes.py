"""What the wrong answers are, as bars of shares: a row a run, or a row a domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mmbench.leaderboard.site.charts.placing import WIDTH, cut, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.leaderboard.site.shown import Site
    from mmbench.reports.reporting.figures import Mistakes, RunReport

__all__ = ["MistakeBars", "MistakeRow", "Segment", "mistakes", "mistakes_by_domain"]

LEFT, RIGHT = 120.0, 302.0
"""Between which a bar stands: names are to the left, counts to the right."""
TOP, LINE, THICK = 4.0, 22.0, 16.0
"""Room above, the height of a row, and that of its bar."""
SMALL = 10.0
"""Font size of the percentages in the bars."""


class Segment(NamedTuple):
    """A kind's share, in [0, 1], of the wrong answers diagnosed; `text` is what fits into it, which may be nothing."""

    kind: str
    answers: int
    share: float
    low: float
    high: float
    x: float
    width: float
    text: str


class MistakeRow(NamedTuple):
    """A bar: of a run or a domain, of everything where `name` is empty. `label` is the name as cut.

    `mistakes` are the figures that the bar is drawn from, for the table beside it.
    """

    name: str
    label: str
    y: float
    segments: tuple[Segment, ...]
    mistakes: Mistakes


class MistakeBars(NamedTuple):
    """A chart of bars; `of` says what a row is."""

    of: Literal["run", "domain"]
    width: float
    height: float
    thick: float
    left: float
    right: float
    rows: tuple[MistakeRow, ...]


def mistakes(site: Site) -> MistakeBars | None:
    """Return a bar for each run that has diagnosed wrong answers, in the order of the leaderboard; None for none."""
    runs = [site.report.runs[place.run] for place in site.overall.places]
    return _bars("run", [(run.label, run.mistakes[0]) for run in runs if run.mistakes])


def mistakes_by_domain(run: RunReport) -> MistakeBars | None:
    """Return a bar for all of a run's diagnosed wrong answers, then one a domain; None where it has none."""
    return _bars("domain", [(each.name, each) for each in run.mistakes])


def _bars(of: Literal["run", "domain"], found: Sequence[tuple[str, Mistakes]]) -> MistakeBars | None:
    drawn = [(name, each) for name, each in found if each.diagnosed]
    rows = tuple(
        MistakeRow(name, cut(name, LEFT - 8) if name else "", TOP + LINE * number, _segments(each), each)
        for number, (name, each) in enumerate(drawn)
    )
    return MistakeBars(of, WIDTH, TOP + LINE * len(rows), THICK, LEFT, RIGHT, rows) if rows else None


def _segments(found: Mistakes) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    start = 0.0
    for each in found.kinds:
        left, right = (LEFT + share * (RIGHT - LEFT) for share in (start, start + each.share))
        start += each.share
        room = right - left - 4
        text = next((text for text in _texts(each.share) if width_of(text, SMALL) <= room), "")
        x, width = round(left, 1), round(right - left, 1)
        segments.append(Segment(each.kind, each.count, each.share, each.low, each.high, x, width, text))
    return tuple(segments)


def _texts(share: float) -> tuple[str, str]:
    """Return what may stand in a bar, the longer first."""
    return f"{100 * share:.0f} %", f"{100 * share:.0f}"
