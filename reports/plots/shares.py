"""What groups are made up of: outcomes of all lines, kinds of mistakes among the wrong ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from matplotlib.patches import Patch

from mmbench.records import MISTAKES, OUTCOMES
from mmbench.reports.plots.frame import empty
from mmbench.reports.plots.rows import ruled, scaled
from mmbench.reports.plots.style import BAND, BLACK, BLUE, GREEN, ORANGE, PURPLE, SKY, VERMILLION, YELLOW, drawing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure

__all__ = ["mistakes", "outcomes"]


class Fill(NamedTuple):
    """How a part is filled: its colour, and the hatch that tells it in grey."""

    colour: str
    hatch: str


FILLS: dict[str, Fill] = {
    "right": Fill(GREEN, ""),
    "wrong": Fill(VERMILLION, "/////"),
    "unparsed": Fill(YELLOW, "....."),
    "no_answer": Fill(SKY, "xxxxx"),
    "failed": Fill(BLACK, ""),
    "calculation": Fill(BLUE, ""),
    "logic": Fill(ORANGE, "/////"),
    "misreading": Fill(PURPLE, "....."),
    "undetermined": Fill(BAND, ""),
}
EDGE = "#333333"


@drawing()
def outcomes(groups: Sequence[tuple[str, Mapping[str, int]]]) -> Figure:
    """Return what share of each group's lines had which outcome.

    Args:
        groups: name of each and how many lines had which of `mmbench.records.OUTCOMES`; one left out counts none.
    """
    return _stacked(groups, OUTCOMES, "share of the answers asked for (%)")


@drawing()
def mistakes(groups: Sequence[tuple[str, Mapping[str, int]]]) -> Figure:
    """Return what kinds of mistakes the wrong answers of each group are.

    Args:
        groups: name of each and how many wrong answers are which of `mmbench.records.MISTAKES`.
    """
    return _stacked(groups, MISTAKES, "share of the wrong answers (%)")


def _stacked(groups: Sequence[tuple[str, Mapping[str, int]]], kinds: Sequence[str], label: str) -> Figure:
    if not groups:
        return empty()
    legend = [(_patch(kind), kind.replace("_", " ")) for kind in kinds]
    totals = [sum(counts.get(kind, 0) for kind in kinds) for _, counts in groups]
    drawn = ruled([name for name, _ in groups], {"n": [str(total) for total in totals]}, legend=legend)
    for y, (_, counts), total in zip(drawn.centres, groups, totals, strict=True):
        if not total:
            drawn.axes.text(1, y, "–", ha="left", va="center")
        left = 0.0
        for kind in kinds:
            share = 100 * counts.get(kind, 0) / total if total else 0.0
            if share:
                fill = FILLS[kind]
                drawn.axes.barh(
                    y, share, 0.11, left, color=fill.colour, hatch=fill.hatch, edgecolor=EDGE, linewidth=0.4
                )
            left += share
    scaled(drawn.axes, [0, 20, 40, 60, 80, 100], label)
    return drawn.figure


def _patch(kind: str) -> Patch:
    fill = FILLS[kind]
    return Patch(facecolor=fill.colour, hatch=fill.hatch, edgecolor=EDGE, linewidth=0.4)
