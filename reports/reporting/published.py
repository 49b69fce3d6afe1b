"""A run on one benchmark: what `summary.json` holds of it, as records of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mmbench.records import MISTAKES, OUTCOMES, BenchmarkCard
from mmbench.reports.reporting.conditions import conditions
from mmbench.reports.reporting.figures import (
    BenchmarkReport,
    Group,
    Mean,
    OfficialEntry,
    OfficialTable,
    Repeats,
    Variants,
)
from mmbench.reports.reporting.groups import whole
from mmbench.reports.statistics.means import FEW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.reports.reporting.cells import Asked
    from mmbench.reports.results import Results

__all__ = ["benchmark_report"]


def benchmark_report(name: str, results: Results, cells: Sequence[Asked]) -> BenchmarkReport:
    """Return what is said of a run on one benchmark.

    Args:
        name: the benchmark.
        results: the run.
        cells: the benchmark's cells.
    """
    card = results.run.cards.get(name) or BenchmarkCard(name=name, title=name)
    asked = results.run.asked.get("benchmarks", {}).get(name, {})
    figures = results.summary.get("benchmarks", {}).get(name, {})
    return BenchmarkReport(
        name=name,
        title=card.title,
        version=card.version,
        licence=card.licence,
        images_republishable=card.images_republishable,
        citation=card.citation,
        url=card.url,
        fingerprint=asked.get("fingerprint", ""),
        human=_share(card.human),
        chance=_share(card.chance),
        overall=whole(name, cells),
        breakdown={
            group: tuple(_tally(bucket, each) for bucket, each in buckets.items())
            for group, buckets in figures.get("breakdown", {}).items()
        },
        official=tuple(_official(rule, table) for rule, table in figures.get("official", {}).items()),
        figures=_texts(figures.get("figures", {})),
        conditions=conditions(cells),
        variants=_variants(figures.get("variants")),
        repeats=_repeats(figures.get("repeats")),
    )


def _texts(figures: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in figures.items()}


def _share(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


def _tally(name: str, figures: dict[str, Any]) -> Group:
    """Return a tally of the summary, which counts the lines that have a response, as a group."""
    low, high = figures["interval"] or (None, None)
    items = figures.get("items", figures["n"])
    clusters = figures.get("clusters", items)
    counts = {outcome: figures[outcome] for outcome in OUTCOMES}
    return Group(
        name=name,
        n=figures["n"],
        items=items,
        clusters=clusters,
        accuracy=figures["accuracy"],
        low=low,
        high=high,
        method="Wilson" if clusters == figures["n"] else "clustered",
        few=clusters < FEW,
        correct=counts["right"],
        **counts,
        missing=0,
        truncated=figures["truncated"],
        accuracy_without_failed=figures["accuracy_without_failed"],
        mistakes={kind: figures["mistakes"].get(kind, 0) for kind in MISTAKES},
        others=(),
    )


def _official(rule: str, table: dict[str, Any]) -> OfficialTable:
    groups = {name: buckets for name, buckets in table.items() if name not in ("average", "figures")}
    return OfficialTable(
        rule=rule,
        average=_entry("average", table["average"]),
        groups={name: tuple(_entry(*each) for each in sorted(buckets.items())) for name, buckets in groups.items()},
        figures=_texts(table.get("figures", {})),
    )


def _entry(name: str, entry: dict[str, Any]) -> OfficialEntry:
    low, high = entry["interval"] or (None, None)
    return OfficialEntry(
        name=name, accuracy=str(entry["accuracy"]), correct=entry["correct"], total=entry["total"], low=low, high=high
    )


def _variants(figures: dict[str, Any] | None) -> Variants | None:
    if figures is None:
        return None
    names = ("average", "worst_case", "consistency")
    return Variants(
        problems=figures["problems"],
        variants=figures["variants"],
        estimates=tuple(_mean(name, figures) for name in names),
    )


def _repeats(figures: dict[str, Any] | None) -> Repeats | None:
    if figures is None:
        return None
    names = [name.removesuffix("_interval") for name in figures if name.endswith("_interval")]
    return Repeats(
        repeats=figures["repeats"],
        items=figures["items"],
        estimates=tuple(_mean(name, figures) for name in names),
        left_out=figures.get("left_out", {}),
    )


def _mean(name: str, figures: dict[str, Any]) -> Mean:
    low, high = figures.get(f"{name}_interval") or (None, None)
    return Mean(name=name.replace("_", " "), value=figures[name], low=low, high=high)
