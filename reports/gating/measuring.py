"""What the gate decides by: the differences of suites and domains, and whether the items support the margin."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mmbench.errors import UsageError
from mmbench.reports.comparing.groups import grouped, scores_of
from mmbench.reports.comparing.wording import percent
from mmbench.reports.gating.decision import Measured, noise, smallest_margin
from mmbench.reports.statistics.paired import paired
from mmbench.reports.statistics.power import pass_probability, sampling_variance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.reports.answers import Cell
    from mmbench.reports.baselines.content import Calibration
    from mmbench.reports.gating.decision import Policy

__all__ = ["Measures", "check_supported", "measure", "repeats_needed"]


class Measures(NamedTuple):
    """The suites and their domains as measured, and the cells of each: baseline's and candidate's.

    `cells` are by suite and domain; the domain is empty for a whole suite.
    """

    suites: list[Measured]
    domains: list[Measured]
    cells: dict[tuple[str, str], tuple[list[Cell], list[Cell]]]


def measure(
    baseline: Sequence[Cell], candidate: Sequence[Cell], calibration: Calibration | None, alpha: float
) -> Measures:
    """Measure each suite and each of its domains, in order of first appearance; of a suite's only domain, nothing.

    Args:
        baseline: cells, at least one.
        candidate: the same cells.
        calibration: two runs of the baseline's model.
        alpha: of each one-sided bound.
    """
    cells: dict[tuple[str, str], tuple[list[Cell], list[Cell]]] = {}
    for suite, (before, after) in grouped(lambda cell: cell.benchmark, baseline, candidate).items():
        cells[suite, ""] = (before, after)
        parts = grouped(lambda cell: cell.domain, before, after)
        if len(parts) > 1:
            cells |= {(suite, domain): of_domain for domain, of_domain in parts.items()}
    suites: list[Measured] = []
    domains: list[Measured] = []
    for (suite, domain), (before, after) in cells.items():
        calibrated = calibration.suites.get(suite) if calibration is not None else None
        clusters = [cell.cluster for cell in before]
        difference = paired(scores_of(before), scores_of(after), clusters, level=1 - 2 * alpha)
        measured = Measured(suite, domain, difference, None if calibrated is None else calibrated.variance)
        (domains if domain else suites).append(measured)
    return Measures(suites, domains, cells)


def check_supported(measures: Measures, policy: Policy) -> None:
    """Check that two equally good models would pass at least seven times in ten.

    By the noise between two runs of the baseline where that was calibrated, otherwise by that of the two runs at hand,
    without what a real difference adds to it.

    Raises:
        UsageError: they would not; the message says which margin the items support, and what the margin needs.
    """
    for suite in measures.suites:
        items = suite.difference.items
        variance = noise(suite.difference) if suite.calibrated is None else max(suite.calibrated, 1 / items)
        margin, smallest = policy.margins[suite.suite], smallest_margin(variance, items, policy.alpha)
        if margin >= smallest:
            continue
        source = "these two runs; there is no calibration" if suite.calibrated is None else "the calibration"
        passing = pass_probability(margin, math.sqrt(variance / items), alpha=policy.alpha)
        needed = math.ceil(items * (smallest / margin) ** 2)
        target = variance * items / needed
        repeats = repeats_needed(measures, suite, target)
        more = f", or {repeats} repeats of each" if repeats else ""
        raise UsageError(
            f"{suite.suite}: a margin of {100 * margin:g} points is more than {items} items can show. Found: a "
            f"variance of {variance:.3g} an item (by {source}), with which two equally good models pass in "
            f"{percent(passing)} of cases. Expected: a margin of at least {_upwards(smallest)} points, with which "
            f"they pass in 70 %. Declare that, or ask {needed} items{more}."
        )


def _upwards(margin: float) -> str:
    """Return a margin in points, rounded up to a tenth."""
    return f"{math.ceil(1000 * margin - 1e-9) / 10:.1f}"


def repeats_needed(measures: Measures, suite: Measured, target: float) -> int | None:
    """Return how many repeats bring the variance of an item's difference down to a target.

    A repeat draws the model's answer anew, which averages out; how differently two models answer an item does not.

    Returns:
        None where it is not known how much is drawn anew, 0 where no number of repeats is enough.
    """
    before, after = measures.cells[suite.suite, ""]
    repeats = (before[0].asked, after[0].asked)
    if suite.calibrated is not None:
        drawn, averaged = suite.calibrated * repeats[0], suite.calibrated
    elif min(repeats) > 1:
        drawn = _drawn(before) + _drawn(after)
        averaged = _drawn(before) / repeats[0] + _drawn(after) / repeats[1]
    else:
        return None
    lasting = suite.noise - averaged
    return max(math.ceil(drawn / (target - lasting)), 1) if target > lasting else 0


def _drawn(cells: Sequence[Cell]) -> float:
    """Return the variance that one repeat of each item draws anew; 0 where items were asked once."""
    return sampling_variance([cell.score for cell in cells], [cell.asked for cell in cells]) or 0.0
