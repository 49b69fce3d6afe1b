"""Variants: several askings of one problem, and what share of problems hold in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mmbench.reports.intervals import wilson

if TYPE_CHECKING:
    from mmbench.records import Item, Verdict

__all__ = ["Variants"]


class Variants:
    """Counts, for each problem in each view and under each corruption, its variants and how many answers are right.

    Memory grows with the problems, not with their variants.
    """

    def __init__(self) -> None:
        self.problems: dict[tuple[str, str, str], list[int]] = {}

    def add(self, item: Item, verdict: Verdict) -> None:
        """Count one line; an item without a variant is no part of this."""
        if not item.variant:
            return
        counts = self.problems.setdefault((item.question.id, item.view, item.corruption), [0, 0, 0])
        counts[0] += verdict.repeat == 0
        counts[1] += 1
        counts[2] += verdict.outcome == "right"

    def figures(self) -> dict[str, Any]:
        """Return the shares with 95 % Wilson intervals; nothing where no problem has two variants.

        `average` is over all answers, `worst_case` the share of problems answered right in every variant,
        `consistency` that of problems answered right in every variant or in none.
        """
        counts = self.problems.values()
        most = max((variants for variants, _, _ in counts), default=0)
        if most < 2:
            return {}
        whole = sum(right == asked for _, asked, right in counts)
        consistent = sum(right in (0, asked) for _, asked, right in counts)
        return {
            "problems": len(counts),
            "variants": most,
            "average": sum(right for _, _, right in counts) / sum(asked for _, asked, _ in counts),
            "worst_case": whole / len(counts),
            "worst_case_interval": list(wilson(whole, len(counts))),
            "consistency": consistent / len(counts),
            "consistency_interval": list(wilson(consistent, len(counts))),
        }
