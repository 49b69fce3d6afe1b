"""Mistakes as text for a terminal: how many of which kind, one diagnosis in words, what simulated students planted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mmbench.records import MISTAKES

if TYPE_CHECKING:
    from mmbench.records import Diagnosis, Planted, SecondOpinion

__all__ = [
    "SIMULATED",
    "diagnosis_lines",
    "mistakes_rows",
    "opinions_line",
    "planted_line",
    "planted_rows",
    "second_opinion_line",
    "subtypes_lines",
]

SIMULATED = "simulated student, not a model"
"""What stands over every report on a simulated run."""
OPINIONS = ("calculation", "logic", "misreading", "unclear", "failed")


def mistakes_rows(summary: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return a table of what kinds of mistakes the wrong answers are, by domain; no rows where none was diagnosed."""
    rows: list[tuple[str, ...]] = [("mistakes", "n", *MISTAKES)]
    diagnosed = {name: part for name, part in summary["benchmarks"].items() if sum(part.get("mistakes", {}).values())}
    for name, benchmark in diagnosed.items():
        parts = [(f"  {domain}", figures["mistakes"]) for domain, figures in benchmark["domains"].items()]
        rows += [_row(label, mistakes) for label, mistakes in parts if sum(mistakes.values())]
        rows.append(_row(name, benchmark["mistakes"]))
    if len(diagnosed) > 1:
        rows.append(_row("all", summary["mistakes"]))
    return rows if diagnosed else []


def _row(label: str, mistakes: dict[str, int]) -> tuple[str, ...]:
    total = sum(mistakes.values())
    return (label, str(total), *(f"{mistakes[kind]} ({100 * mistakes[kind] / total:.0f} %)" for kind in MISTAKES))


def subtypes_lines(summary: dict[str, Any]) -> list[str]:
    """Return a line for each benchmark: how often each sub-type of mistake was met, the most frequent first."""
    lines = []
    for name, benchmark in summary["benchmarks"].items():
        counted = sorted(benchmark.get("subtypes", {}).items(), key=lambda each: -each[1])
        if counted:
            lines.append(f"sub-types on {name}: " + ", ".join(f"{subtype} {count}" for subtype, count in counted))
    return lines


def planted_rows(summary: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return a table of what simulated students planted against what was said of it; no rows for a model.

    "not sorted" are wrong answers about somebody else's mistake, which are given no type.
    """
    planted: dict[str, dict[str, int]] = summary.get("planted", {})
    met = {name for row in planted.values() for name in row}
    said = [*(kind for kind in MISTAKES if kind in met), *sorted(met.difference(MISTAKES))]
    header = ("planted \\ diagnosed", *("not sorted" if name == "wrong" else name.replace("_", " ") for name in said))
    rows = [(kind, *(str(row.get(name, 0)) for name in said)) for kind, row in planted.items()]
    return [header, *rows] if rows else []


def diagnosis_lines(diagnosis: Diagnosis) -> list[str]:
    """Return a diagnosis in words: the type, the step that proves it, what stands there and what should.

    Steps count from 1 here, and from 0 in records.
    """
    others, also = diagnosis.explanations, "also"
    if diagnosis.kind == "undetermined":
        also = "may be"
        lines = [f"mistake: undetermined. {diagnosis.explanation}".rstrip()]
    else:
        others = others[1:]
        step = "" if diagnosis.step is None else f", step {diagnosis.step + 1}"
        kind = _named(diagnosis.kind, diagnosis.subtype)
        lines = [f"mistake: {kind}, confidence {diagnosis.confidence:.3g}{step}"]
        if diagnosis.quote:
            lines.append(f"  at: {_on_one_line(diagnosis.quote)}")
        if diagnosis.expected:
            found = _on_one_line(diagnosis.found) or "nothing"
            lines.append(f"  found {found}, expected {_on_one_line(diagnosis.expected)}")
        lines.append(f"  why: {_on_one_line(diagnosis.explanation)}")
    for each in others:
        kind = _named(each.kind, each.subtype)
        lines.append(f"  {also}: {kind}, by {each.evidence}: {_on_one_line(each.note)}")
    if diagnosis.cut:
        lines.append("  not everything was looked at: the response, or the search, is too long")
    return lines


def _named(kind: str, subtype: str) -> str:
    return f"{kind} ({subtype})" if subtype else kind


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def planted_line(planted: Planted) -> str:
    """Return what a simulated student did on purpose."""
    if planted.kind == "none":
        return f"{SIMULATED}; planted: no mistake"
    return f"{SIMULATED}; planted: {_named(planted.kind, planted.subtype)}: {_on_one_line(planted.note)}"


def second_opinion_line(opinion: SecondOpinion) -> str:
    """Return what a judge says of a mistake that is undetermined."""
    return f"judge {opinion.model} on the mistake: " + (f"failed ({opinion.error})" if opinion.error else opinion.kind)


def opinions_line(judge: dict[str, Any]) -> list[str]:
    """Return, where a judge was asked about mistakes that are undetermined, a line of what it called them."""
    mistakes = judge.get("mistakes", {})
    if not mistakes.get("asked"):
        return []
    counted = ", ".join(f"{mistakes[kind]} {kind}" for kind in OPINIONS if mistakes[kind])
    return [f"judge {judge['model']} on {mistakes['asked']} undetermined mistakes: {counted}"]
