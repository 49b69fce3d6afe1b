"""What a report says of one run, in sections of sentences and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mmbench.records import MISTAKES
from mmbench.reports.comparing.wording import percent
from mmbench.reports.mistakes import SIMULATED
from mmbench.reports.reporting.benchmark_sections import benchmark_section
from mmbench.reports.reporting.figures import KINDS
from mmbench.reports.reporting.group_tables import group_table
from mmbench.reports.reporting.reading import READING
from mmbench.reports.reporting.tables import Column, Section, Table, shown
from mmbench.reports.statistics.means import FEW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.reports.reporting.figures import Calibration, Mistakes, RunReport, Usage

__all__ = ["headline", "run_sections"]

SUBTYPES = 10
"""So many sub-types of mistakes are named in a sentence; the JSON has all."""


def run_sections(run: RunReport) -> list[Section]:
    """Return the report on a run; sections that have nothing to say are left out."""
    sections = [
        Section("", points=headline(run)),
        Section("Notes", points=tuple(f"{note}." for note in run.notes)),
        _accuracy(run),
        *(_kind(kind, run) for kind in KINDS if len(run.groups.get(kind, ())) > 1 or kind == "domain"),
        _mistakes(run),
        *(benchmark_section(benchmark, several=len(run.benchmarks) > 1) for benchmark in run.benchmarks),
        _usage(run.usage),
        _calibration(run.calibration),
        _asked(run),
        Section("How to read it", READING),
    ]
    return [section for section in sections if section.says]


def headline(run: RunReport) -> tuple[str, ...]:
    """Return the accuracy of a run in a few sentences, what it is over, and where it is worst."""
    marks = (f"This is a {SIMULATED}.",) if run.origin == "simulated" else ()
    overall = run.overall
    if overall.accuracy is None:
        return (*marks, "No item was asked.")
    by = f" by the official rule '{run.rule}'" if run.rule else ""
    return (
        *marks,
        f"Accuracy{by}: {_share(overall.accuracy, overall.low, overall.high)}, {overall.method}, over "
        f"{overall.items:,} items; of {overall.n:,} answers {overall.unparsed:,} unparsed, {overall.no_answer:,} "
        f"without an answer in them, {overall.failed:,} failed, {overall.truncated:,} truncated.",
        *(
            f"For a claim about {each.claim}, the interval is {shown('interval', (each.low, each.high))} "
            f"({each.method})."
            for each in overall.others
        ),
        *_over_domains(run),
    )


def _over_domains(run: RunReport) -> Iterator[str]:
    if run.macro is None or run.worst is None:
        return
    yield f"The {run.macro.name}, each of the same weight: {_share(run.macro.value, run.macro.low, run.macro.high)}."
    worst = run.worst
    among = (
        f"of few items: no domain has {FEW} independent ones" if worst.few else f"of {FEW} independent items or more"
    )
    share = _share(worst.accuracy, worst.low, worst.high)
    yield f"Worst domain ({among}): {worst.name}, {share}, over {worst.items:,} items."


def _share(value: float | None, low: float | None, high: float | None) -> str:
    if value is None or low is None or high is None:
        return "not known"
    return f"{percent(value)} (95 % interval {shown('interval', (low, high))})"


def _accuracy(run: RunReport) -> Section:
    rows = [((benchmark.name,), benchmark.overall) for benchmark in run.benchmarks]
    rows += [(("all",), run.overall)] if len(rows) > 1 else []
    table = group_table("benchmarks", "Accuracy", [Column("benchmark")], rows)
    return Section("Accuracy", (), (table,))


def _kind(kind: str, run: RunReport) -> Section:
    title = f"By {KINDS[kind]}"
    groups = run.groups.get(kind, ())
    table = group_table(f"by-{kind.replace('_', '-')}", title, [Column(KINDS[kind])], [((g.name,), g) for g in groups])
    notes = ("An item counts in each of its skills.",) if kind == "skill" and groups else ()
    return Section(title, notes, (table,))


def _mistakes(run: RunReport) -> Section:
    if not run.mistakes:
        return Section("Mistakes")
    columns = (
        Column("domain"),
        Column("wrong", "count"),
        Column("diagnosed", "count"),
        *(part for kind in MISTAKES for part in (Column(f"{kind} n", "count", hidden=True), Column(kind, "share"))),
        Column("note", hidden=not any(row.few for row in run.mistakes)),
    )
    rows = [_mistakes_row(row) for row in run.mistakes]
    sentences = [
        "What the wrong answers that were diagnosed are: the share of each kind, with its 95 % interval; 'few' marks "
        f"fewer than {FEW} of them."
    ]
    subtypes = list(run.mistakes[0].subtypes.items())
    if subtypes:
        more = f", and {len(subtypes) - SUBTYPES} more" if len(subtypes) > SUBTYPES else ""
        named = ", ".join(f"{name} {count}" for name, count in subtypes[:SUBTYPES])
        sentences.append(f"Sub-types, the most frequent first: {named}{more}.")
    return Section("Mistakes", tuple(sentences), (Table("mistakes", "Mistakes by domain", columns, rows),))


def _mistakes_row(row: Mistakes) -> tuple[Any, ...]:
    kinds = {each.kind: each for each in row.kinds}
    shares: list[Any] = []
    for kind in MISTAKES:
        each = kinds.get(kind)
        shares += [None, None] if each is None else [each.count, (each.share, each.low, each.high)]
    return (row.name or "all", row.wrong, row.diagnosed, *shares, "few" if row.few else "")


def _usage(usage: Usage | None) -> Section:
    if usage is None:
        return Section("Tokens, time and cost")
    columns = (
        Column("what"),
        Column("in all", "number"),
        Column("per response", "number"),
        Column("per right answer", "number"),
    )
    rows = [(each.name, each.total, each.per_response, each.per_right) for each in usage.taken]
    sentence = (
        f"{usage.calls:,} calls for {usage.responses:,} responses. Seconds add up over calls, which may overlap; "
        "dollars are those of the calls that were paid."
    )
    return Section("Tokens, time and cost", (sentence,), (Table("usage", "Tokens, time and cost", columns, rows),))


def _calibration(found: Calibration | None) -> Section:
    if found is None:
        return Section("Calibration")
    auroc = "not defined, as all or none are right" if found.auroc is None else f"{found.auroc:.3f}"
    few = f" Fewer than {FEW} independent answers: too few to say." if found.few else ""
    sentences = (
        f"The confidence of an answer is the geometric mean of the probabilities of its tokens; {found.answers:,} "
        f"responses have them, {found.without:,} have not. Mean confidence {found.confidence:.3f}, share right "
        f"{found.accuracy:.3f}.{few}",
        f"Expected calibration error {found.ece:.3f} ({len(found.bins)} bins of equal count), Brier score "
        f"{found.brier:.3f}, AUROC {auroc}: the chance that a right answer has more confidence than one that is not.",
    )
    columns = (
        Column("confidence", "percent"),
        Column("accuracy", "percent"),
        Column("95 % interval", "interval"),
        Column("n", "count"),
    )
    rows = [(each.confidence, each.accuracy, (each.low, each.high), each.n) for each in found.bins]
    return Section("Calibration", sentences, (Table("calibration", "Calibration by bin", columns, rows),))


def _asked(run: RunReport) -> Section:
    rows = list(_settings(run))
    return Section(
        "How it was asked", (), (Table("settings", "How it was asked", (Column("setting"), Column("value")), rows),)
    )


def _settings(run: RunReport) -> Iterator[tuple[str, str]]:
    yield "run", run.path
    yield from ((f"model {name}" if name != "name" else "model", value) for name, value in run.model.items() if value)
    for benchmark in run.benchmarks:
        about = filter(
            None, (benchmark.version, benchmark.fingerprint and f"items {benchmark.fingerprint}", benchmark.licence)
        )
        yield f"benchmark {benchmark.name}", ", ".join(about)
    yield from run.settings.items()
    if run.repeats > 1:
        yield "repeats", str(run.repeats)
