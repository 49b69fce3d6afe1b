"""Variants: several askings of one problem, and what share of problems hold in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mmbench.reports.repeats import Means, Place

if TYPE_CHECKING:
    from mmbench.records import Item, Verdict

__all__ = ["Variants"]


class _Problem:
    """A problem in one view and under one corruption: its variants, and how likely its answers are to agree.

    `every` and `none` are the chances that one asking of each variant is answered right in all of them, and in none.
    """

    __slots__ = ("cluster", "every", "none", "total", "variants")

    def __init__(self, cluster: str) -> None:
        self.cluster = cluster
        self.variants = 0
        self.total = 0.0
        self.every = 1.0
        self.none = 1.0

    def add(self, share: float) -> None:
        """Take in the share of right answers to the next variant."""
        self.variants += 1
        self.total += share
        self.every *= share
        self.none *= 1 - share


class Variants:
    """Counts, for each problem in each view and under each corruption, its variants and how many answers are right.

    Memory grows with the problems, not with their variants.
    """

    def __init__(self) -> None:
        self.problems: dict[tuple[str, str, str], _Problem] = {}
        self._place: Place | None = None
        self._problem: _Problem | None = None
        self._open = (0, 0)

    def add(self, item: Item, verdict: Verdict, place: Place) -> None:
        """Count one line of an item that is a variant."""
        if place is not self._place:
            self._close()
            key = (item.question.id, item.view, item.corruption)
            if key not in self.problems:
                self.problems[key] = _Problem(place.cluster)
            self._place, self._problem = place, self.problems[key]
        right, lines = self._open
        self._open = (right + (verdict.outcome == "right"), lines + 1)

    def _close(self) -> None:
        right, lines = self._open
        if self._problem is not None and lines:
            self._problem.add(right / lines)
        self._open = (0, 0)

    def figures(self) -> dict[str, Any]:
        """Return the shares, after the last line, with 95 % intervals; nothing where no problem has two variants.

        `average` is the mean over variants, `worst_case` the share of problems answered right in every variant,
        `consistency` that of problems answered right in every variant or in none. Where a variant was asked several
        times, a problem counts by how likely that is when each variant is asked once: the product over its variants of
        their shares right, which several repeats know better, and do not change.
        """
        self._close()
        problems = self.problems.values()
        most = max((problem.variants for problem in problems), default=0)
        if most < 2:
            return {}
        shares: dict[str, Any] = {}
        for name in ("worst_case", "consistency"):
            means = Means()
            for problem in problems:
                held = problem.every + (problem.none if name == "consistency" else 0.0)
                means.add(Place(problem.cluster, scattered=True), held)
            estimate = means.estimate()
            shares[name] = estimate.mean
            shares[f"{name}_interval"] = [estimate.low, estimate.high]
        return {
            "problems": len(problems),
            "variants": most,
            "average": sum(problem.total for problem in problems) / sum(problem.variants for problem in problems),
            **shares,
        }
