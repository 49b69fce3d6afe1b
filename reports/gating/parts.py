"""Suites and domains as the gate shows them: their figures, and what they say in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import msgspec

from mmbench.reports.comparing.groups import scores_of, test_of
from mmbench.reports.gating.measuring import repeats_needed
from mmbench.reports.gating.reading import read_domain, read_suite
from mmbench.reports.gating.records import Part
from mmbench.reports.statistics.multiplicity import benjamini_hochberg
from mmbench.reports.statistics.power import items_needed, pass_probability

if TYPE_CHECKING:
    from mmbench.reports.gating.decision import Decision, Measured, Outcome, Policy
    from mmbench.reports.gating.measuring import Measures

__all__ = ["domain_parts", "suite_parts"]

POWER = 0.8


def suite_parts(measures: Measures, decision: Decision, policy: Policy) -> tuple[Part, ...]:
    """Return what became of each suite, in the order asked."""
    parts = []
    for measured, outcome in zip(measures.suites, decision.suites, strict=True):
        items = measured.difference.items
        margin = policy.margins[measured.suite]
        variance = measured.noise
        needed = items_needed(variance, margin, alpha=policy.alpha, power=POWER, one_sided=True)
        part = Part(
            **_figures(measures, measured, outcome),
            margin=margin,
            pass_probability=pass_probability(margin, math.sqrt(variance / items), alpha=policy.alpha),
            items_needed=needed,
            repeats_needed=repeats_needed(measures, measured, variance * items / needed),
        )
        parts.append(msgspec.structs.replace(part, reading=read_suite(part, policy.alpha)))
    return tuple(parts)


def domain_parts(measures: Measures, decision: Decision, policy: Policy) -> tuple[Part, ...]:
    """Return what became of each domain, in alphabetical order, with q over all of them."""
    two_sided = benjamini_hochberg([measured.difference.p for measured in measures.domains])
    parts = []
    for measured, outcome, q in zip(measures.domains, decision.domains, two_sided, strict=True):
        part = Part(**_figures(measures, measured, outcome), q=q)
        reading = read_domain(part, policy, allowed=policy.domains is None or measured.domain in policy.domains)
        parts.append(msgspec.structs.replace(part, reading=reading))
    return tuple(sorted(parts, key=lambda part: (part.suite, part.domain)))


def _figures(measures: Measures, measured: Measured, outcome: Outcome) -> dict[str, Any]:
    difference = measured.difference
    before, after = measures.cells[measured.suite, measured.domain]
    told = ("items", "clusters", "low", "high", "error", "wins", "losses", "discordance", "method")
    return {
        **{name: getattr(difference, name) for name in told},
        "suite": measured.suite,
        "domain": measured.domain,
        "verdict": outcome.verdict,
        "baseline": float(scores_of(before).mean()),
        "candidate": float(scores_of(after).mean()),
        "difference": difference.mean,
        "test": test_of(difference),
        "p": difference.p_worse,
        "adjusted": outcome.adjusted,
        "worse": outcome.worse,
        "detectable": outcome.detectable,
    }
