"""What the verdicts of one checker on one set amount to."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkers.pairs import Pair
    from checkers.running import Run

__all__ = ["Figures", "figures"]


class Figures(NamedTuple):
    """Counts over a set of pairs; `outcome_agreement` is None for a checker that only says right or not."""

    pairs: int
    accuracy: float
    false_accepts: int
    false_rejects: int
    pairs_per_cpu_second: float
    timeouts: int
    errors: int
    outcome_agreement: float | None = None


def figures(pairs: Sequence[Pair], runs: Sequence[Run]) -> Figures:
    """Return the figures of a checker: verdicts of the first run, CPU seconds the median of all."""
    said = runs[0].said
    accepts = [word == "right" for word in said]
    wanted = [pair.expected == "right" for pair in pairs]
    exact = [
        (word != "right" if pair.expected == "not right" else word == pair.expected)
        for word, pair in zip(said, pairs, strict=True)
    ]
    cpu = statistics.median(run.cpu for run in runs)
    return Figures(
        pairs=len(pairs),
        accuracy=round(sum(map(bool.__eq__, accepts, wanted)) / len(pairs), 4),
        false_accepts=sum(a and not w for a, w in zip(accepts, wanted, strict=True)),
        false_rejects=sum(w and not a for a, w in zip(accepts, wanted, strict=True)),
        pairs_per_cpu_second=round(len(pairs) / max(cpu, 1e-9), 1),
        timeouts=said.count("timeout"),
        errors=sum(word.startswith("error") for word in said),
        outcome_agreement=None if "not right" in said else round(sum(exact) / len(pairs), 4),
    )
