"""The plots of a report: what is drawn of all runs, and of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.records import OUTCOMES
from mmbench.reports import plots
from mmbench.reports.reporting.figures import KINDS
from mmbench.reports.reporting.names import Slugs
from mmbench.reports.reporting.report_sections import marked
from mmbench.reports.statistics.means import Estimate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from matplotlib.figure import Figure

    from mmbench.reports.reporting.figures import BenchmarkReport, Group, Report, RunReport

__all__ = ["write_plots"]

MOST = 60
"""A plot of more groups than this is left out; the tables have them all."""


def write_plots(report: Report, folder: Path) -> list[Path]:
    """Write the plots of all runs into `plots/`, and those of each into `runs/<slug>/plots/`, as PNG and SVG.

    Returns:
        The SVG files, in the order drawn.

    Raises:
        OSError: one cannot be written.
    """
    written: list[Path] = []
    if len(report.runs) > 1:
        written += [plots.save(figure, folder / "plots", name)[1] for name, figure in _of_all(report)]
    for run in report.runs:
        place = folder / "runs" / run.slug / "plots"
        written += [plots.save(figure, place, name)[1] for name, figure in _of_run(run)]
    return written


def _estimate(group: Group) -> Estimate | None:
    if group.accuracy is None or group.low is None or group.high is None:
        return None
    return Estimate(group.accuracy, group.low, group.high, 0.0, group.items, group.clusters, group.method)


def _known(groups: Sequence[tuple[str, Group | None]]) -> list[tuple[str, Estimate]]:
    """Return the groups that have an accuracy, by name."""
    found = [(name, None if group is None else _estimate(group)) for name, group in groups]
    return [(name, estimate) for name, estimate in found if estimate is not None]


def _of_all(report: Report) -> Iterator[tuple[str, Figure]]:
    whole, *domains = report.leaderboards
    known = _known([(marked(report, place), place.group) for place in whole.places])
    bands = [(place.best, place.worst) for place in whole.places if place.best is not None and place.worst is not None]
    if whole.alike and len(known) == len(bands):
        yield "leaderboard", plots.leaderboard([name for name, _ in known], [each for _, each in known], bands)
    estimates = {
        (marked(report, place), board.name): estimate
        for board in domains
        for place in board.places
        if place.group is not None and (estimate := _estimate(place.group)) is not None
    }
    models = [marked(report, place) for place in whole.places]
    yield "domains", plots.models_by_domain(models, [board.name for board in domains], estimates)
    yield (
        "outcomes",
        plots.outcomes([(marked(report, place), _outcomes(place.group)) for place in whole.places if place.group]),
    )
    costs = [(run.label, tokens, _estimate(run.overall)) for run in report.runs if (tokens := _tokens(run))]
    drawn = [(label, tokens, estimate) for label, tokens, estimate in costs if estimate is not None]
    if len(drawn) > 1:
        yield "tokens", plots.cost_accuracy(drawn, "output tokens")


def _outcomes(group: Group) -> dict[str, int]:
    return {outcome: getattr(group, outcome) for outcome in OUTCOMES}


def _tokens(run: RunReport) -> float | None:
    taken = run.usage.taken if run.usage else ()
    return next((each.per_response for each in taken if each.name == "output tokens"), None)


def _of_run(run: RunReport) -> Iterator[tuple[str, Figure]]:
    chance = run.benchmarks[0].chance if len(run.benchmarks) == 1 else None
    for kind, title in KINDS.items():
        groups = run.groups.get(kind, ())
        if 1 < len(groups) <= MOST:
            drawn = _known([(group.name, group) for group in groups])
            figure = plots.accuracy_by_group(f"By {title}", drawn, _estimate(run.overall), chance)
            yield f"by-{kind.replace('_', '-')}", figure
    domains = run.groups.get("domain", ())
    if domains:
        yield "outcomes", plots.outcomes([(group.name, _outcomes(group)) for group in domains])
    mistakes = [(row.name or "all", {each.kind: each.count for each in row.kinds}) for row in run.mistakes]
    if mistakes:
        yield "mistakes", plots.mistakes(mistakes)
    slugs = Slugs()
    for benchmark in run.benchmarks:
        base = f"{slugs.new(benchmark.name, 'benchmark')}-" if len(run.benchmarks) > 1 else ""
        yield from _of_conditions(benchmark, base)
    if run.calibration is not None:
        bins = [(each.confidence, each.accuracy, each.low, each.high, each.n) for each in run.calibration.bins]
        yield "calibration", plots.calibration(bins, run.calibration.ece)


def _of_conditions(benchmark: BenchmarkReport, base: str) -> Iterator[tuple[str, Figure]]:
    found = benchmark.conditions
    for name, groups, reference in (("views", found.views, "full"), ("corruptions", found.corruptions, "none")):
        if len(groups) > 1:
            drawn = _known([(group.name, group) for group in groups])
            yield f"{base}{name}", plots.conditions(f"{benchmark.title or benchmark.name}: {name}", drawn, reference)
