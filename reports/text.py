"""Summaries as plain text for a terminal."""

from __future__ import annotations

from typing import Any

from mmbench.errors import printable
from mmbench.reports.mistakes import SIMULATED, mistakes_rows, opinions_line, planted_rows, subtypes_lines
from mmbench.reports.repeats import repeats_line
from mmbench.reports.statistics.means import FEW
from mmbench.reports.tables import table
from mmbench.reports.usage import usage_line

__all__ = ["breakdown_text", "conditions", "summary_text"]

COLUMNS = ("n", "right", "wrong", "unparsed", "no_answer", "failed", "truncated")


def summary_text(path: str, summary: dict[str, Any]) -> str:
    """Return a run's summary: a row a domain, condition and benchmark, with n, interval and what is not an answer.

    Where a benchmark was asked under several conditions (views, corruptions), rows that count them all say so.
    """
    columns = (*(["items"] if "items" in summary else []), *COLUMNS)
    rows: list[tuple[str, ...]] = [("", "accuracy", "95 % interval", *(column.replace("_", " ") for column in columns))]
    for name, benchmark in summary["benchmarks"].items():
        several = _several(benchmark)
        rows += [_row(f"  {domain}{several}", figures, columns) for domain, figures in benchmark["domains"].items()]
        rows += [_row(f"  {condition}", figures, columns) for condition, figures in conditions(benchmark).items()]
        rows.append(_row(f"{name}{several}", benchmark, columns))
    if len(summary["benchmarks"]) > 1:
        rows.append(_row("all", summary, columns))
    lines = [path, *([SIMULATED] if summary.get("simulated") else []), "", table(rows), *_interval_notes(summary, rows)]
    mistakes, planted = mistakes_rows(summary), planted_rows(summary)
    if mistakes:
        lines += [table(mistakes), *subtypes_lines(summary), ""]
    if planted:
        lines.append(table(planted))
    for name, benchmark in summary["benchmarks"].items():
        for rule, scores in benchmark.get("official", {}).items():
            average = scores["average"]
            low, high = average["interval"]
            lines.append(
                f"official rule '{rule}' on {name}{_counted(benchmark)}: {average['accuracy']} "
                f"({average['correct']} of {average['total']}; 95 % interval {100 * low:.1f} to {100 * high:.1f})"
            )
        if "repeats" in benchmark:
            lines.append(repeats_line(name, benchmark["repeats"]))
        if "variants" in benchmark:
            lines.append(_variants_line(name, benchmark["variants"]))
    if "judge" in summary:
        lines.append(_judge_line(summary["judge"]))
        lines += opinions_line(summary["judge"])
    usage = usage_line(summary["usage"]) if "usage" in summary else ""
    if usage:
        lines.append(usage)
    if summary["missing"]:
        repeated = any("repeats" in benchmark for benchmark in summary["benchmarks"].values())
        asked = "repeats of items" if repeated else "items"
        lines.append(f"incomplete: {summary['missing']} {asked} have no response yet")
    return printable("\n".join(lines))


def _interval_notes(summary: dict[str, Any], rows: list[tuple[str, ...]]) -> list[str]:
    """Return what the intervals go by where that is not the items, and what marks those of few."""
    clustered = [
        f"{figures.get('items', figures['n'])} items of {name} in {figures['clusters']} clusters"
        for name, figures in summary["benchmarks"].items()
        if "clusters" in figures
    ]
    notes = [f"intervals go by clusters, which share a figure, a seed or a question: {', '.join(clustered)}"]
    few = [f"few: under {FEW} items, or clusters of items"]
    marked = any(row[2].startswith("few, ") for row in rows)
    return [*(notes if clustered else []), *(few if marked else []), *([""] if clustered or marked else [])]


def conditions(benchmark: dict[str, Any]) -> dict[str, Any]:
    """Return the tally of each condition by what it is called in the table."""
    if "conditions" in benchmark:
        return {f"view {condition}": figures for condition, figures in benchmark["conditions"].items()}
    views = {f"view {view}": figures for view, figures in benchmark.get("views", {}).items()}
    corruptions = benchmark.get("corruptions", {})
    return views or {f"corruption {name}": figures for name, figures in corruptions.items()}


def _several(benchmark: dict[str, Any]) -> str:
    """Return what a label needs that counts several conditions together."""
    return ", all conditions" if len(conditions(benchmark)) > 1 else ""


def _counted(benchmark: dict[str, Any]) -> str:
    """Return what a label needs whose counts are of lines: several conditions together, several repeats of an item."""
    repeats = f", over {benchmark['repeats']['repeats']} repeats" if "repeats" in benchmark else ""
    return _several(benchmark) + repeats


def _variants_line(name: str, variants: dict[str, Any]) -> str:
    shares = []
    for share in ("worst_case", "consistency"):
        low, high = variants[f"{share}_interval"]
        interval = f"95 % interval {100 * low:.1f} to {100 * high:.1f}"
        shares.append(f"{share.replace('_', ' ')} {100 * variants[share]:.1f} % ({interval})")
    count = f"{variants['problems']} problems in up to {variants['variants']} variants"
    return f"variants of {name}: {count}: average {100 * variants['average']:.1f} %, {', '.join(shares)}"


def _judge_line(judge: dict[str, Any]) -> str:
    scope = "all answers" if judge["scope"] == "all" else "answers our checker could not read"
    line = f"judge {judge['model']} on {judge['asked']} {scope}: {judge['right']} right, {judge['wrong']} wrong"
    line += f", {judge['failed']} failed" if judge["failed"] else ""
    if judge["compared"]:
        line += f"; agrees with our checker on {judge['agreed']} of {judge['compared']}"
    return line if judge["accuracy"] is None else f"{line}; accuracy with its word {100 * judge['accuracy']:.1f} %"


def _row(name: str, figures: dict[str, Any], columns: tuple[str, ...]) -> tuple[str, ...]:
    accuracy = f"{100 * figures['accuracy']:.1f} %"
    counts = (str(figures[column] if column in figures else figures["n"]) for column in columns)
    independent = figures.get("clusters", figures.get("items", figures["n"]))
    few = "few, " if independent < FEW else ""
    return (name, accuracy, f"{few}{_interval(figures)}", *counts)


def _interval(figures: dict[str, Any]) -> str:
    low, high = figures["interval"]
    return f"{100 * low:.1f} to {100 * high:.1f}"


def breakdown_text(summary: dict[str, Any]) -> str:
    """Return the breakdowns that each benchmark's paper prints, by our verdict and by the official rule."""
    parts = []
    for name, benchmark in summary["benchmarks"].items():
        ours = {
            group: {bucket: _shown(figures) for bucket, figures in buckets.items()}
            for group, buckets in benchmark["breakdown"].items()
        }
        asked = f"{name}{_counted(benchmark)}"
        parts.append(_breakdown(f"{asked}, our verdict", _shown(benchmark), ours, _own(benchmark, benchmark)))
        for rule, scores in benchmark.get("official", {}).items():
            groups = {group: buckets for group, buckets in scores.items() if group not in ("average", "figures")}
            parts.append(_breakdown(f"{asked}, rule '{rule}'", scores["average"], groups, _own(benchmark, scores)))
    return printable("\n".join(parts))


def _own(benchmark: dict[str, Any], scores: dict[str, Any]) -> dict[str, str]:
    """Return the benchmark's own figures by what they are called in the table; they are of the first repeat."""
    first = ", first repeat" if "repeats" in benchmark else ""
    return {f"{figure}{first}": value for figure, value in scores.get("figures", {}).items()}


def _shown(figures: dict[str, Any]) -> dict[str, Any]:
    """Return a tally in the form of an official table's entry."""
    return {
        "accuracy": f"{100 * figures['accuracy']:.2f}",
        "correct": figures["right"],
        "total": figures["n"],
        "interval": figures["interval"],
    }


def _breakdown(
    title: str, average: dict[str, Any], groups: dict[str, dict[str, dict[str, Any]]], figures: dict[str, str]
) -> str:
    rows: list[tuple[str, ...]] = [(title, "accuracy", "correct", "n", "95 % interval"), _bucket("average", average)]
    for group, buckets in groups.items():
        rows.append((group, "", "", "", ""))
        rows += [_bucket(f"  {bucket}", entry) for bucket, entry in sorted(buckets.items())]
    rows += [(figure, value, "", "", "") for figure, value in figures.items()]
    return table(rows)


def _bucket(name: str, entry: dict[str, Any]) -> tuple[str, ...]:
    return (name, str(entry["accuracy"]), str(entry["correct"]), str(entry["total"]), _interval(entry))
