"""What a report says of a run on one benchmark: its published tables, conditions, variants and repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.reports.reporting.group_tables import group_table
from mmbench.reports.reporting.names import Slugs
from mmbench.reports.reporting.tables import Column, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mmbench.reports.reporting.figures import BenchmarkReport, Gap, Mean, OfficialEntry, OfficialTable

__all__ = ["benchmark_section"]


def benchmark_section(benchmark: BenchmarkReport, *, several: bool) -> Section:
    """Return what is said of one benchmark; `several` says that the run has others, so that its tables name it."""
    base = f"{Slugs().new(benchmark.name, 'benchmark')}-" if several else ""
    tables = (
        *_official(benchmark, base),
        *_ours(benchmark, base),
        *_conditions(benchmark, base),
        *_several(benchmark, base),
    )
    return Section(f"On {benchmark.title or benchmark.name}", tuple(_sentences(benchmark)), tables)


def _sentences(benchmark: BenchmarkReport) -> Iterator[str]:
    known = [("people", benchmark.human), ("chance", benchmark.chance)]
    published = [f"{name} {100 * share:.1f} %" for name, share in known if share is not None]
    if published:
        yield f"Published accuracies: {', '.join(published)}."
    if benchmark.variants is not None:
        found = benchmark.variants
        yield (
            f"{found.problems:,} problems were asked in up to {found.variants} variants. The worst case is the share "
            "right in every variant, consistency that right in every variant or in none."
        )
    if benchmark.repeats is not None:
        repeats = benchmark.repeats
        yield (
            f"{repeats.items:,} items were asked {repeats.repeats} times: pass@k is the chance that one of k answers "
            "is right, maj@k the share of items whose most frequent answer is, consistency that of items right "
            "in every repeat or in none."
        )
        few = [f"{count} of {name}" for name, count in repeats.left_out.items()]
        if few:
            yield f"Items left out for want of repeats: {', '.join(few)}."


def _official(benchmark: BenchmarkReport, base: str) -> Iterator[Table]:
    slugs = Slugs()
    for table in benchmark.official:
        columns = (
            Column("group"),
            Column(""),
            Column("accuracy, as published"),
            Column("correct", "count"),
            Column("n", "count"),
            Column("95 % interval", "interval"),
        )
        rows = [
            (group, entry.name, entry.accuracy, entry.correct, entry.total, _pair(entry.low, entry.high))
            for group, entry in _entries(table)
        ]
        yield Table(
            f"{base}{slugs.new(f'official-{table.rule}', 'official')}", f"Official rule {table.rule}", columns, rows
        )
        if table.figures:
            name = f"{base}{slugs.new(f'official-figures-{table.rule}', 'official-figures')}"
            yield _figures(name, f"What the official rule {table.rule} adds", table.figures)


def _entries(table: OfficialTable) -> Iterator[tuple[str, OfficialEntry]]:
    yield "", table.average
    for group, entries in table.groups.items():
        yield from ((group, entry) for entry in entries)


def _pair(low: float | None, high: float | None) -> tuple[float, float] | None:
    return None if low is None or high is None else (low, high)


def _figures(name: str, title: str, figures: dict[str, str]) -> Table:
    return Table(name, title, (Column("figure"), Column("value")), list(figures.items()))


def _ours(benchmark: BenchmarkReport, base: str) -> Iterator[Table]:
    rows = [((kind, group.name), group) for kind, groups in benchmark.breakdown.items() for group in groups]
    if rows:
        yield group_table(f"{base}breakdown", "By the paper's labels, our verdict", [Column("group"), Column("")], rows)
    if benchmark.figures:
        yield _figures(f"{base}figures", "As the paper computes it, from our verdicts", benchmark.figures)


def _conditions(benchmark: BenchmarkReport, base: str) -> Iterator[Table]:
    found = benchmark.conditions
    parts = (
        ("views", "view", found.views),
        ("corruptions", "corruption", found.corruptions),
        ("conditions", "view, corruption", found.both),
    )
    for name, column, groups in parts:
        if groups:
            yield group_table(
                f"{base}{name}", f"By {column}", [Column(column)], [((group.name,), group) for group in groups]
            )
    if found.gaps:
        yield _gaps(f"{base}gaps", "Views against each other, item by item", found.gaps)
    if found.falls:
        yield _gaps(f"{base}falls", "Corruptions against the picture as it is, item by item", found.falls)


def _gaps(name: str, title: str, gaps: Sequence[Gap]) -> Table:
    columns = (
        Column("what"),
        Column("of"),
        Column("accuracy", "percent"),
        Column("less"),
        Column("reference accuracy", "percent"),
        Column("difference", "points"),
        Column("95 % interval", "points interval"),
        Column("method"),
        Column("p", "p"),
        Column("items", "count"),
        Column("clusters", "count", hidden=all(gap.items == gap.clusters for gap in gaps)),
        Column("meaning", hidden=not any(gap.meaning for gap in gaps)),
        Column("note", hidden=not any(gap.few for gap in gaps)),
    )
    rows = [
        (
            gap.name,
            gap.condition,
            gap.accuracy,
            gap.reference,
            gap.reference_accuracy,
            gap.difference,
            (gap.low, gap.high),
            gap.method,
            gap.p,
            gap.items,
            gap.clusters,
            gap.meaning,
            "few" if gap.few else "",
        )
        for gap in gaps
    ]
    return Table(name, title, columns, rows)


def _several(benchmark: BenchmarkReport, base: str) -> Iterator[Table]:
    if benchmark.variants is not None:
        yield _means(f"{base}variants", "Over variants, our verdict", benchmark.variants.estimates)
    if benchmark.repeats is not None:
        yield _means(f"{base}repeats", "Over repeats, our verdict", benchmark.repeats.estimates)


def _means(name: str, title: str, means: Sequence[Mean]) -> Table:
    columns = (Column("what"), Column("value", "percent"), Column("95 % interval", "interval"))
    return Table(name, title, columns, [(mean.name, mean.value, _pair(mean.low, mean.high)) for mean in means])
