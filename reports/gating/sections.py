"""A verdict as sections of sentences, tables and lists, which the terminal and Markdown show in their own ways.

Names of models, items and domains stand here as they are: whoever shows a section makes them safe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.reports.comparing.wording import interval, p_value, percent, points, share_text
from mmbench.reports.gating.reading import level, size

if TYPE_CHECKING:
    from mmbench.reports.gating.records import Gated, Lost, Part

__all__ = ["LISTED", "Section", "headline", "sections"]

LISTED = 20
"""How many newly wrong items are listed for people; the JSON has all."""


class Section(NamedTuple):
    """A title, sentences, a table with its header first, a list, and notes."""

    title: str
    sentences: list[str]
    rows: list[tuple[str, ...]]
    listed: list[str]
    notes: list[str]


def headline(gated: Gated) -> str:
    """Return the verdict as a sentence."""
    if gated.baseline is None or gated.candidate is None:
        return f"INVALID: no verdict can be given. {gated.reason}"
    candidate, baseline = gated.candidate.label, gated.baseline.label
    if gated.verdict == "pass":
        return f"PASS: {candidate} may replace {baseline}."
    if gated.verdict == "regression":
        return f"REGRESSION: {candidate} may not replace {baseline}."
    told = "a failure" if gated.exit_code else "a warning"
    return (
        f"INCONCLUSIVE: these items do not show whether {candidate} may replace {baseline}. That is {told}, as "
        f"declared (on_inconclusive)."
    )


def sections(gated: Gated) -> list[Section]:
    """Return a verdict as sections; of an invalid one there is nothing but its headline."""
    if gated.verdict == "invalid":
        return [Section("Gate", [headline(gated)], [], [], [])]
    return [
        _suites(gated),
        *([_domains(gated)] if gated.domains else []),
        *([_mistakes(gated)] if gated.mistakes else []),
        *([_newly_wrong(gated)] if gated.newly_wrong else []),
    ]


def _suites(gated: Gated) -> Section:
    several = len(gated.suites) > 1
    readings = [f"{part.suite}: {part.reading}" if several else part.reading for part in gated.suites]
    readings += [_named(part) for part in gated.domains if part.verdict == "regression"]
    bounds = f"{level(gated.settings.alpha)} bounds"
    header = ("points", "verdict", "n", "baseline", "candidate", "difference", bounds, "margin", *TESTED, "won", "lost")
    rows = [
        (
            part.suite,
            part.verdict.upper(),
            *_difference(part),
            size(part.margin or 0.0),
            p_value(part.p),
            p_value(part.adjusted),
            str(part.wins),
            str(part.losses),
        )
        for part in gated.suites
    ]
    return Section("Gate", [headline(gated), *readings, _calibration(gated)], [header, *rows], [], _notes(gated))


TESTED = ("p worse", "adjusted")


def _named(part: Part) -> str:
    return f"{part.suite}, {part.domain}: {part.reading}"


def _difference(part: Part) -> tuple[str, ...]:
    return (
        str(part.items),
        percent(part.baseline),
        percent(part.candidate),
        points(part.difference),
        interval(part.low, part.high),
    )


def _calibration(gated: Gated) -> str:
    if gated.calibration is None:
        return (
            "How much two runs of the baseline itself differ is not known: no calibration (mmbench gate --calibrate)."
        )
    told = [
        f"{percent(suite.discordance)} of {suite.items} items of {name} ({points(suite.difference)} points)"
        for name, suite in gated.calibration.suites.items()
    ]
    return f"Two runs of the baseline itself differ on {', '.join(told)}."


def _notes(gated: Gated) -> list[str]:
    scored = f"the official rule '{gated.settings.rule}'" if gated.settings.rule else "our verdict"
    tested = (
        f"Scored by {scored}. p worse: one-sided, that the candidate is not worse; adjusted: after Holm's procedure"
    )
    notes = [f"{tested} over all that can fail, at {gated.settings.alpha:g} in all."]
    failed = [
        f"{side.failed} of {side.asked} lines in {side.label}" for side in (gated.baseline, gated.candidate) if side
    ]
    if gated.without_failed is not None:
        notes.append(f"Failed: {', '.join(failed)}. They count as wrong; left out, the verdict is the same.")
    return [*notes, *gated.notes]


def _domains(gated: Gated) -> Section:
    several = len(gated.suites) > 1
    bounds = f"{level(gated.settings.alpha)} bounds"
    header = ("points", "verdict", "n", "baseline", "candidate", "difference", bounds, *TESTED, "q", "shows")
    rows = [
        (
            f"{part.suite}: {part.domain}" if several else part.domain,
            part.verdict.upper() if part.verdict == "regression" else part.verdict,
            *_difference(part),
            p_value(part.p),
            p_value(part.adjusted),
            p_value(part.q),
            size(part.detectable),
        )
        for part in gated.domains
    ]
    notes = [
        "shows: the fall that these items show four times in five. watch: it is more than "
        f"{gated.settings.domain_detectable:g} points, or the domain is not among those that may fail.",
        "q: two-sided, adjusted over the domains (Benjamini and Hochberg); for reading, not for the verdict.",
    ]
    return Section("Domains", [], [header, *rows], [], notes)


def _mistakes(gated: Gated) -> Section:
    header = ("diagnosed wrong answers", "baseline", "candidate", "change")
    rows = [
        (
            kind.kind,
            share_text(kind.baseline),
            share_text(kind.candidate),
            "-" if kind.change is None else points(kind.change),
        )
        for kind in gated.mistakes
    ]
    notes = ["Shares with their 95 % intervals; never part of the verdict."]
    return Section("Kinds of mistake", [], [header, *rows], [], notes)


def _newly_wrong(gated: Gated) -> Section:
    count, shown = len(gated.newly_wrong), gated.newly_wrong[:LISTED]
    counts = f"{count} items are answered worse than by the baseline, {gated.newly_right} better."
    if len(shown) < count:
        counts += f" The first {len(shown)}; --json and gate.json have all."
    return Section("Newly wrong", [counts], [], [_lost(lost) for lost in shown], [])


def _lost(lost: Lost) -> str:
    told = lost.kind or lost.outcome.replace("_", " ") or "not right by this rule"
    if lost.subtype:
        told += f" ({lost.subtype})"
    parts = [f"{lost.key} ({lost.domain})", told, f"“{lost.quote}”" if lost.quote else "", lost.explanation]
    return ": ".join(" ".join(part.split()) for part in parts if part)
