"""The gate: may this candidate replace that baseline?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.errors import EXIT_INCONCLUSIVE, EXIT_REGRESSION, RunError
from mmbench.reports.comparing.changes import kinds
from mmbench.reports.gating.decision import Policy, decide
from mmbench.reports.gating.losses import newly_wrong
from mmbench.reports.gating.measuring import check_supported, measure
from mmbench.reports.gating.parts import domain_parts, suite_parts
from mmbench.reports.gating.records import Gated
from mmbench.reports.gating.settings import check_names, margin_of
from mmbench.reports.gating.sides import check_coverage, read_sides

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.reports.gating.decision import Whole
    from mmbench.reports.gating.settings import Settings
    from mmbench.reports.gating.sides import Sides

__all__ = ["gate", "invalid"]


def gate(baseline: Path, candidate: Path, settings: Settings) -> Gated:
    """Decide whether a candidate may replace a baseline.

    Args:
        baseline: a run directory, or a baseline's file.
        candidate: a run directory.
        settings: what was declared beforehand.

    Raises:
        UsageError: both are the same run, a margin is missing, or these items do not support it.
        RunError: they cannot be compared, too much failed, or the verdict depends on what failed.
    """
    sides = read_sides(baseline, candidate, settings.rule)
    policy = _policy(sides, settings)
    check_coverage(sides, settings.min_coverage)
    measures = measure(sides.baseline, sides.candidate, sides.calibration, policy.alpha)
    check_supported(measures, policy)
    decision = decide(measures.suites, measures.domains, policy)
    one, two = sides.described()
    return Gated(
        verdict=decision.verdict,
        exit_code=_exit_code(decision.verdict, settings),
        settings=settings,
        baseline=one,
        candidate=two,
        suites=suite_parts(measures, decision, policy),
        domains=domain_parts(measures, decision, policy),
        without_failed=_without_failed(sides, policy, decision.verdict),
        calibration=sides.calibration,
        mistakes=kinds(sides.baseline, sides.candidate),
        newly_wrong=newly_wrong(sides.baseline, sides.candidate, candidate),
        newly_right=sum(
            after.score > before.score for before, after in zip(sides.baseline, sides.candidate, strict=True)
        ),
        notes=tuple(sides.notes),
    )


def invalid(error: RunError, settings: Settings) -> Gated:
    """Return what there is to say where no verdict can be given."""
    return Gated(verdict="invalid", exit_code=error.exit_code, reason=str(error), settings=settings)


def _policy(sides: Sides, settings: Settings) -> Policy:
    suites: dict[str, set[str]] = {}
    for cell in sides.baseline:
        suites.setdefault(cell.benchmark, set()).add(cell.domain)
    check_names(settings, suites)
    return Policy(
        margins={suite: margin_of(settings, suite) for suite in suites},
        floor=settings.floor / 100,
        alpha=settings.alpha,
        domains=None if settings.domains is None else frozenset(settings.domains),
        domain_detectable=settings.domain_detectable / 100,
    )


def _without_failed(sides: Sides, policy: Policy, verdict: Whole) -> Whole | None:
    """Return the verdict without the items that failed in either run; None where none did.

    Raises:
        RunError: it is another.
    """
    pairs = list(zip(sides.baseline, sides.candidate, strict=True))
    answered = [(before, after) for before, after in pairs if not before.failed and not after.failed]
    failed = len(pairs) - len(answered)
    if not failed:
        return None
    suites = {before.benchmark for before, _ in answered}
    if missing := [suite for suite in policy.margins if suite not in suites]:
        raise RunError(f"no item of {', '.join(missing)} was answered in both runs: there is nothing to decide by")
    measures = measure(
        [before for before, _ in answered], [after for _, after in answered], sides.calibration, policy.alpha
    )
    again = decide(measures.suites, measures.domains, policy).verdict
    if again != verdict:
        raise RunError(
            f"the verdict depends on {failed} items that failed: {verdict.upper()} where they count as wrong, "
            f"{again.upper()} where they are left out. The same `mmbench eval` command asks them again."
        )
    return again


def _exit_code(verdict: Whole, settings: Settings) -> int:
    if verdict == "regression":
        return EXIT_REGRESSION
    return EXIT_INCONCLUSIVE if verdict == "inconclusive" and settings.on_inconclusive == "fail" else 0
