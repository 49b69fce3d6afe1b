"""What became of a suite or a domain, in sentences. None of them says that two models are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.reports.comparing.wording import interval, p_text, percent, points

if TYPE_CHECKING:
    from mmbench.reports.gating.decision import Policy
    from mmbench.reports.gating.records import Part

__all__ = ["level", "read_domain", "read_suite", "size"]


def size(share: float) -> str:
    """Return a size in points, without a sign."""
    return points(abs(share), sign=False)


def level(alpha: float) -> str:
    """Return the level of each one-sided bound in words."""
    return f"one-sided {100 * (1 - alpha):g} %"


def read_suite(part: Part, alpha: float) -> str:
    """Return what a suite's figures say, and, where they leave it open, what would settle it."""
    margin = size(part.margin or 0.0)
    bound = f"{level(alpha)} bound"
    if part.verdict == "pass":
        if part.low >= 0:
            return f"Better than the baseline by at least {size(part.low)} points ({bound})."
        sentence = (
            f"Worse than the baseline by at most {size(part.low)} points ({bound}), less than the margin of {margin}."
        )
        if part.worse:
            sentence += f" It is shown to be worse ({_test(part)}), by less than what was declared acceptable."
        return sentence
    if part.verdict == "regression":
        return (
            f"Worse than the baseline by {size(part.difference)} points ({bound}s {interval(part.low, part.high)}; "
            f"{_test(part)}); the margin of {margin} is not kept."
        )
    return (
        f"Neither shown to be worse, nor shown to be worse by less than the margin of {margin}: the difference is "
        f"{points(part.difference)} points ({bound}s {interval(part.low, part.high)}). {_open(part)}"
    )


def _test(part: Part) -> str:
    adjusted = "" if part.adjusted is None else f", adjusted {p_text(part.adjusted)}"
    return f"{part.test}, {p_text(part.p)}{adjusted}"


def _open(part: Part) -> str:
    """Return why a suite is inconclusive, and what would settle it."""
    passing = f"Two equally good models pass in {percent(part.pass_probability or 0.0)} of cases"
    shown = f"A fall of {size(part.detectable)} points is shown four times in five."
    needed = part.items_needed or 0
    if needed <= part.items:
        return f"{passing} with {part.items} items: it is the observed difference that stands in the way. {shown}"
    if part.repeats_needed:
        repeats = f", or {part.repeats_needed} repeats of each item,"
    elif part.repeats_needed == 0:
        repeats = " (repeats alone are not enough)"
    else:
        repeats = " (whether repeats would do instead is known after --calibrate)"
    return f"{passing}; with {needed} items{repeats} in four of five. {shown}"


def read_domain(part: Part, policy: Policy, *, allowed: bool) -> str:
    """Return what a domain's figures say; `allowed` is whether it may fail a build."""
    if part.verdict == "watch":
        if not allowed:
            return "Watched only: not among the domains that may fail."
        return (
            f"Watched only: {part.items} items show a fall of {size(part.detectable)} points, more than the "
            f"{size(policy.domain_detectable)} that a domain must be able to show."
        )
    if part.verdict == "regression":
        bounds = f"{level(policy.alpha)} bounds {interval(part.low, part.high)}"
        return f"Worse than the baseline by {size(part.difference)} points ({bounds}; {_test(part)})."
    return f"No fall is shown; one of {size(part.detectable)} points would be four times in five."
