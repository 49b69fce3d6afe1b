"""The gate's decision, a function of figures alone: thousands of gates a second can be simulated with it.

A suite is a benchmark. It passes where the candidate is shown to be worse by less than the margin (non-inferiority); it
is a regression where the candidate is shown to be worse at all, by no less than the floor, and that is not within the
margin; it is inconclusive otherwise. Domains may only be regressions. All tests for a regression share one alpha by
Holm's weighted procedure (Holm 1979): the suites seven tenths of it, the domains three, where any can carry a verdict.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

from mmbench.reports.statistics.multiplicity import holm
from mmbench.reports.statistics.power import detectable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mmbench.reports.statistics.paired import Difference

__all__ = [
    "SUITES_SHARE",
    "SUPPORTED",
    "Decision",
    "Measured",
    "Outcome",
    "Policy",
    "Verdict",
    "Whole",
    "decide",
    "noise",
    "smallest_margin",
]

Verdict = Literal["pass", "regression", "inconclusive", "no regression", "watch"]
"""Suites have the first three; domains `regression`, `no regression`, or `watch` where they can carry no verdict."""
Whole = Literal["pass", "regression", "inconclusive"]

SUITES_SHARE = 0.7
"""The part of alpha that the suites start with. With the whole alpha for each family, false alarms are too many."""
SUPPORTED = 0.87
"""The smallest margin over the difference that the items can show; with less, equal models pass under 7 in 10 times."""


class Measured(NamedTuple):
    """A suite, or one of its domains, as measured.

    `difference` has the two one-sided bounds. `calibrated` is the variance of one item's difference between two runs of
    the same model, None where it was not measured.
    """

    suite: str
    domain: str
    difference: Difference
    calibrated: float | None = None

    @property
    def noise(self) -> float:
        """The variance of one item's difference between equals: that of `noise`, or the calibration's if greater."""
        return max(noise(self.difference), self.calibrated or 0.0)


class Policy(NamedTuple):
    """What was declared beforehand; margins, `floor` and `domain_detectable` are in [0, 1].

    `domains` are those that may fail a build, all where None.
    """

    margins: Mapping[str, float]
    floor: float = 0.005
    alpha: float = 0.05
    domains: frozenset[str] | None = None
    domain_detectable: float = 0.1


class Outcome(NamedTuple):
    """What becomes of a suite or a domain.

    `adjusted` is the one-sided p after Holm's adjustment, None where it was not tested. `worse` says whether it shows
    that the candidate is worse, by no less than the floor. `detectable` is the fall that is shown four times in five.
    """

    verdict: Verdict
    adjusted: float | None
    worse: bool
    detectable: float


class Decision(NamedTuple):
    """The whole verdict, and the outcomes of suites and domains in the order in which they were given."""

    verdict: Whole
    suites: list[Outcome]
    domains: list[Outcome]


def noise(difference: Difference) -> float:
    """Return the variance of one item's difference that would be left if the two models were equally good.

    What a real fall adds to the discordance is taken off: of right and wrong there remains twice the smaller of gained
    and lost. Otherwise the greater the fall, the less could a suite be said to show it. At least one item is taken to
    differ: where none does, that is no proof that none would.
    """
    if not difference.discordance:
        return 1 / difference.items
    left = difference.variance * (1 - abs(difference.mean) / difference.discordance)
    return max(left, 1 / difference.items)


def smallest_margin(variance: float, items: int, alpha: float = 0.05) -> float:
    """Return the smallest margin, in [0, 1], that so many items support at the variance of one item's difference."""
    return SUPPORTED * detectable(variance, items, alpha=alpha, one_sided=True)


def decide(suites: Sequence[Measured], domains: Sequence[Measured], policy: Policy) -> Decision:
    """Decide whether a candidate may replace a baseline.

    Args:
        suites: one each benchmark, at least one.
        domains: those of the suites that are looked at apart.
        policy: what was declared beforehand.
    """
    loudest = {suite.suite: suite.noise for suite in suites}
    visible = [_detectable(domain, loudest[domain.suite], policy.alpha) for domain in domains]
    gated = [_may_fail(domain, shown, policy) for domain, shown in zip(domains, visible, strict=True)]
    adjusted = _adjusted(suites, [domain for domain, gate in zip(domains, gated, strict=True) if gate])
    of_suites = [
        _suite(suite, p, policy, _detectable(suite, 0.0, policy.alpha))
        for suite, p in zip(suites, adjusted[: len(suites)], strict=True)
    ]
    left = iter(adjusted[len(suites) :])
    of_domains = [
        _domain(domain, next(left) if gate else None, policy, shown)
        for domain, gate, shown in zip(domains, gated, visible, strict=True)
    ]
    return Decision(_whole(of_suites, of_domains), of_suites, of_domains)


def _detectable(part: Measured, at_least: float, alpha: float) -> float:
    """Return the fall that is shown four times in five: at least that of the fewest clusters that a test can show."""
    variance = max(part.noise, at_least)
    least = math.ceil(math.log2(1 / alpha)) / part.difference.clusters
    return max(detectable(variance, part.difference.items, alpha=alpha, one_sided=True), min(least, 1.0))


def _may_fail(domain: Measured, shown: float, policy: Policy) -> bool:
    return shown <= policy.domain_detectable and (policy.domains is None or domain.domain in policy.domains)


def _adjusted(suites: Sequence[Measured], domains: Sequence[Measured]) -> list[float]:
    share = SUITES_SHARE if domains else 1.0
    weights = [share / len(suites)] * len(suites) + [(1 - share) / max(len(domains), 1)] * len(domains)
    return holm([part.difference.p_worse for part in (*suites, *domains)], weights)


def _is_worse(part: Measured, adjusted: float, policy: Policy) -> bool:
    return adjusted <= policy.alpha and part.difference.mean <= -policy.floor + math.ulp(1.0)


def _suite(suite: Measured, adjusted: float, policy: Policy, shown: float) -> Outcome:
    worse = _is_worse(suite, adjusted, policy)
    if suite.difference.low > -policy.margins[suite.suite]:
        return Outcome("pass", adjusted, worse, shown)
    return Outcome("regression" if worse else "inconclusive", adjusted, worse, shown)


def _domain(domain: Measured, adjusted: float | None, policy: Policy, shown: float) -> Outcome:
    if adjusted is None:
        return Outcome("watch", None, False, shown)
    worse = _is_worse(domain, adjusted, policy)
    return Outcome("regression" if worse else "no regression", adjusted, worse, shown)


def _whole(suites: Sequence[Outcome], domains: Sequence[Outcome]) -> Whole:
    found = {outcome.verdict for outcome in (*suites, *domains)}
    if "regression" in found:
        return "regression"
    return "inconclusive" if "inconclusive" in found else "pass"
