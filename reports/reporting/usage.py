"""What the answers of a run took, and how well the model's token probabilities say which are right."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mmbench.reports.reporting.figures import Bin, Calibration, Taken, Usage
from mmbench.reports.statistics.means import FEW, estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.reports.results import Results, Row

__all__ = ["calibration", "usage"]

BINS = 10


def usage(results: Results, rule: str = "") -> Usage | None:
    """Return what the responses of a run took; None where nothing is known of it.

    Args:
        results: a run loaded with what its calls took.
        rule: the official rule by which answers are right; our verdict where empty.
    """
    rows = results.rows
    right = sum(row.score(rule) for row in rows)
    totals = {
        "input tokens": sum(row.input_tokens for row in rows),
        "output tokens": sum(row.output_tokens for row in rows),
        "reasoning tokens": results.summary.get("usage", {}).get("reasoning_tokens", 0),
        "US dollars": sum(row.cost for row in rows),
        "seconds": sum(row.seconds for row in rows),
    }
    taken = [
        Taken(name=name, total=total, per_response=total / len(rows), per_right=total / right if right else None)
        for name, total in totals.items()
        if total
    ]
    calls = sum(row.calls for row in rows)
    return Usage(responses=len(rows), right=right, calls=calls, taken=tuple(taken)) if taken else None


def calibration(rows: Sequence[Row], rule: str = "") -> Calibration | None:
    """Return how well the confidence of answers fits; None where no token probabilities are known.

    An answer is right where its score is 1.

    Args:
        rows: the lines of a run.
        rule: the official rule by which answers are right; our verdict where empty.
    """
    known = sorted(
        ((row.confidence, float(row.score(rule) == 1.0), row.cluster) for row in rows if row.confidence is not None),
        key=lambda each: each[0],
    )
    if not known:
        return None
    n = len(known)
    confidences, rights = [each[0] for each in known], [each[1] for each in known]
    # Equal confidences stay in one bin, so that no figure depends on the order of the lines.
    edges = sorted({_first_equal(confidences, n * k // BINS) for k in range(BINS)} | {n})
    bins = tuple(_bin(known[start:end]) for start, end in pairwise(edges))
    return Calibration(
        answers=n,
        without=len(rows) - n,
        few=len({cluster for _, _, cluster in known}) < FEW,
        confidence=sum(confidences) / n,
        accuracy=sum(rights) / n,
        ece=sum(each.n * abs(each.confidence - each.accuracy) for each in bins) / n,
        brier=sum((confidence - right) ** 2 for confidence, right, _ in known) / n,
        auroc=_auroc(confidences, rights),
        bins=bins,
    )


def _first_equal(confidences: Sequence[float], place: int) -> int:
    while place and confidences[place - 1] == confidences[place]:
        place -= 1
    return place


def _bin(answers: Sequence[tuple[float, float, str]]) -> Bin:
    accuracy = estimate([right for _, right, _ in answers], [cluster for _, _, cluster in answers])
    return Bin(
        confidence=sum(confidence for confidence, _, _ in answers) / len(answers),
        accuracy=accuracy.mean,
        low=accuracy.low,
        high=accuracy.high,
        n=len(answers),
    )


def _auroc(confidences: Sequence[float], rights: Sequence[float]) -> float | None:
    """Return the chance that a right answer has more confidence than another, from ranks (Mann and Whitney 1947)."""
    from scipy.stats import rankdata

    right = sum(rights)
    other = len(rights) - right
    if not right or not other:
        return None
    ranks = rankdata(confidences)
    total = sum(float(rank) for rank, is_right in zip(ranks, rights, strict=True) if is_right)
    return (total - right * (right + 1) / 2) / (right * other)
