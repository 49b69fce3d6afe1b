"""What a report says of one run, from its rows and its summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mmbench.errors import RunError
from mmbench.jsonl import encode_line
from mmbench.reports.reporting.figures import RunReport
from mmbench.reports.reporting.groups import by_kind, grouped, macro_mean, whole, worst_domain
from mmbench.reports.reporting.mistakes import mistakes_by_domain
from mmbench.reports.reporting.published import benchmark_report
from mmbench.reports.reporting.usage import calibration, usage
from mmbench.reports.statistics.means import FEW

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mmbench.reports.reporting.cells import Asked
    from mmbench.reports.reporting.figures import Group
    from mmbench.reports.results import Results

__all__ = ["run_report"]

MANY_FAILED = 0.005
"""From this share of failed lines on, a reader is warned that the accuracy counts them."""
SETTINGS = ("strategy", "sampling", "system", "split", "views", "corruptions", "seed")


def run_report(results: Results, cells: Sequence[Asked], label: str, slug: str, rule: str = "") -> RunReport:
    """Return what a report says of a run.

    Args:
        results: the run, loaded with what its calls took.
        cells: its cells by the rule.
        label: what to call it.
        slug: the name of its folder.
        rule: the official rule that scores; our verdict where empty.

    Raises:
        RunError: its summary is not one that mmbench wrote.
    """
    overall = whole("all", cells)
    groups = by_kind(cells)
    benchmarks = grouped(cells, lambda row: (row.benchmark,))
    try:
        reports = tuple(benchmark_report(name, results, part) for name, part in benchmarks.items())
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise RunError(
            f"{results.path / 'summary.json'}: not as mmbench writes it ({type(error).__name__}: {error}); "
            f"make it anew with: mmbench score {results.path}"
        ) from error
    return RunReport(
        label=label,
        slug=slug,
        path=str(results.path),
        origin=results.run.origin,
        model=_texts(results.run.asked.get("model", {})),
        settings=_settings(results),
        repeats=results.repeats,
        rule=rule,
        benchmarks=reports,
        overall=overall,
        macro=macro_mean(cells),
        worst=worst_domain(groups.get("domain", ())),
        groups=groups,
        mistakes=mistakes_by_domain(cells),
        usage=usage(results, rule),
        calibration=calibration(results.rows, rule),
        notes=tuple(_notes(results, cells, overall, rule)),
    )


def _texts(values: dict[str, Any]) -> dict[str, str]:
    return {str(name): _text(value) for name, value in values.items()}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else encode_line(value).decode().strip()


def _words(value: Any) -> str:
    """Return a setting in words: names with values, or a list; parts that are empty are left out."""
    if isinstance(value, dict):
        parts = {name: _words(inner) for name, inner in value.items()}
        return ", ".join(text if name == "name" else f"{name} {text}" for name, text in parts.items() if text)
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value)))
    return "" if value is None else _text(value)


def _settings(results: Results) -> dict[str, str]:
    """Return how a run was asked, and by which mmbench, in words; empty settings are left out."""
    asked = results.run.asked
    found = {name: _words(asked[name]) for name in SETTINGS if name in asked}
    found["selection"] = _words({name: value for name, value in asked.get("selection", {}).items() if value})
    if any(asked.get("corruptions", ())):
        found["corruptions"] = ", ".join(name or "none" for name in asked["corruptions"])
    found.update({f"imported {name}": _words(value) for name, value in results.run.imported.items()})
    if results.run.sessions:
        first, last = results.run.sessions[0], results.run.sessions[-1]
        found["started"] = str(first.get("started", ""))
        found["versions"] = ", ".join(f"{name} {version}" for name, version in last.get("versions", {}).items())
    return {name: text for name, text in found.items() if text}


def _notes(results: Results, cells: Sequence[Asked], overall: Group, rule: str) -> Iterator[str]:
    yield from results.notes
    if results.run.origin == "imported":
        yield "imported: how the model was asked is not known"
    yield from (f"the rule '{rule}' says nothing of {name}, which is left out" for name in results.silent(rule))
    if not cells:
        yield "no item was asked: there is nothing to report"
    if overall.missing:
        lines = f"{overall.missing:,} of {overall.n:,} lines have no" if results.rows else "no line has a"
        yield f"incomplete: {lines} response; such lines count as failed"
    elif overall.failed > MANY_FAILED * overall.n:
        yield f"{overall.failed} of {overall.n} lines failed and count as not right"
    conditions = dict.fromkeys(f"{cell.row.view}, {cell.row.corruption or 'none'}" for cell in cells)
    if len(conditions) > 1:
        yield f"views and corruptions are taken together but where a table names one: {'; '.join(conditions)}"
    if overall.clusters < overall.items:
        yield (
            f"{overall.items:,} items form {overall.clusters:,} groups that share a figure, a seed or a version group, "
            f"or are one item under several conditions; intervals go by these groups"
        )
    if results.repeats > 1:
        yield f"each item was asked {results.repeats} times; accuracies are means over items, counts are of lines"
    if rule:
        yield f"accuracies are by the official rule '{rule}'; right, wrong and mistakes are by our verdict"
    if 0 < overall.clusters < FEW:
        asked = "1 independent item was" if overall.clusters == 1 else f"{overall.clusters} independent items were"
        yield f"only {asked} asked: too few to rank or compare by"
