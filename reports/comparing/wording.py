"""Figures of a comparison in words: percentages, points, p, and the sentence that reads a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mmbench.reports.comparing.records import Compared, Count, Share

__all__ = [
    "interval",
    "p_text",
    "p_value",
    "percent",
    "points",
    "read_difference",
    "share_interval",
    "share_text",
    "shown",
]

LEVEL = 0.05


def percent(share: float) -> str:
    """Return a share as a percentage with one decimal."""
    return f"{100 * share:.1f} %"


def points(difference: float, *, sign: bool = True) -> str:
    """Return a difference of shares in points, with one decimal and its sign; never a minus before 0.0."""
    rounded = round(100 * difference, 1) + 0.0
    return f"{rounded:+.1f}" if sign and rounded else f"{rounded:.1f}"


def interval(low: float, high: float) -> str:
    """Return an interval of differences, in points."""
    return f"{points(low)} to {points(high)}"


def share_interval(share: Share | Count) -> str:
    """Return the interval of a share, in per cent."""
    return f"{100 * share.low:.1f} to {100 * share.high:.1f}"


def share_text(count: Count | None) -> str:
    """Return how many wrong answers are of a kind, their share and its interval."""
    return "-" if count is None else f"{count.count} ({percent(count.share)}; {share_interval(count)})"


def p_value(p: float | None) -> str:
    """Return a p or q with three decimals; `-` where there is none."""
    return "-" if p is None else "<0.001" if p < 0.001 else f"{p:.3f}"


def p_text(p: float) -> str:
    """Return a p as it stands in a sentence."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def shown(compared: Compared) -> bool:
    """Return whether a difference is shown at 5 %: by the interval and by the test, which near the edge may differ."""
    return compared.p <= LEVEL and (compared.low > 0 or compared.high < 0)


def read_difference(baseline: str, candidate: str, compared: Compared) -> str:
    """Return what a difference says, as a sentence or two; never that two runs are equal."""
    if not compared.wins + compared.losses:
        far = points(max(-compared.low, compared.high), sign=False)
        return (
            f"No item differs between {candidate} and {baseline}. That does not show that they are equal: differences "
            f"of up to {far} points fit these items."
        )
    between = f"95 % interval {interval(compared.low, compared.high)}"
    if shown(compared):
        size = points(abs(compared.difference), sign=False)
        better = "better" if compared.difference > 0 else "worse"
        return f"{candidate} is {better} than {baseline} by {size} points ({between})."
    sentence = (
        f"No difference is shown between {candidate} and {baseline}: {points(compared.difference)} points ({between})."
    )
    if compared.p <= LEVEL or compared.low > 0 or compared.high < 0:
        sentence += f" Interval and test disagree at 5 % ({p_text(compared.p)}), so it is taken as not shown."
    if compared.detectable is not None:
        size = points(compared.detectable, sign=False)
        sentence += f" Differences under {size} points cannot be seen reliably with these items."
    return sentence
