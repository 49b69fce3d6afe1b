"""What a benchmark can see: how small a difference so many items show, how many items or repeats a difference needs.

The variance of one item's difference between two models is what it all goes by: for answers that are right or wrong the
discordance, the share of items that just one of the two gets right. Repeats take away the part that comes of sampling
(Miller 2024, arXiv 2411.00640: omega^2 + sigma_A^2 / K + sigma_B^2 / K), never the part that comes of the items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.errors import RunError, UsageError, printable
from mmbench.records.base import Record
from mmbench.reports.statistics.power import detectable, items_needed, sampling_variance
from mmbench.reports.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.reports.answers import Cell
    from mmbench.reports.comparable import Aligned

__all__ = ["Asked", "Plan", "Power", "Row", "assumed", "of_run", "of_runs", "power_text"]

TYPICAL = (0.05, 0.10, 0.18, 0.28)
"""Discordances to choose from: two versions of one model, one family's models, and any two of 21 on MathVista."""
REPEATS = (1, 2, 4, 8, 16)
DOMAIN_POINTS = 0.10


class Plan(NamedTuple):
    """The test that is planned: its level, its power, and whether it looks to one side only."""

    alpha: float = 0.05
    power: float = 0.8
    one_sided: bool = False

    def words(self) -> str:
        """Return it in words."""
        sides = "one-sided" if self.one_sided else "two-sided"
        return f"{sides} {100 * self.alpha:g} %, power {100 * self.power:g} %"


class Asked(NamedTuple):
    """What is asked without a run: how many items, how discordant, and which difference in [0, 1]; None where open."""

    items: int | None = None
    discordance: float | None = None
    difference: float | None = None


class Row(Record, frozen=True):
    """Some items, or a supposed discordance: what they show.

    `variance` is that of one item's difference. `detectable` is in [0, 1], None without a number of items; `needed` is
    how many items the difference asked for needs, None where none was.
    """

    name: str
    variance: float
    items: int | None = None
    detectable: float | None = None
    needed: int | None = None


class Power(Record, frozen=True):
    """What `mmbench power` says: rows by discordance, by domain and by repeats, each empty where it makes no sense.

    `difference` is the one asked for, in [0, 1].
    """

    title: str
    test: str
    rows: tuple[Row, ...]
    domains: tuple[Row, ...] = ()
    repeats: tuple[Row, ...] = ()
    difference: float | None = None
    notes: tuple[str, ...] = ()


def assumed(asked: Asked, test: Plan) -> Power:
    """Return what a benchmark of so many items shows at a supposed discordance, or at typical ones.

    Raises:
        UsageError: figures that cannot be, or nothing to say because neither items nor a difference is given.
    """
    _check(asked)
    shares = TYPICAL if asked.discordance is None else (asked.discordance,)
    rows = tuple(_row(f"{share:.2f}", share, asked.items, asked.difference, test) for share in shares)
    notes = ["discordance: the share of items that just one of the two models gets right"]
    if asked.discordance is None:
        notes.append("on MathVista, pairs of 21 published systems: .18 to .38, models of one family .18 to .25")
    title = f"{asked.items} items" if asked.items else "items that a difference needs"
    return Power(title=title, test=test.words(), rows=rows, difference=asked.difference, notes=tuple(notes))


def _check(asked: Asked) -> None:
    if asked.items is None and asked.difference is None:
        raise UsageError("power needs a run, --items or --difference; see: mmbench power --help")
    difference, discordance = asked.difference, asked.discordance
    if difference is not None and discordance is not None and difference > discordance:
        raise UsageError(
            f"--difference {100 * difference:g}: two models that differ on {100 * discordance:g} % of the items differ "
            f"by no more than {100 * discordance:g} points"
        )


def _row(name: str, variance: float, items: int | None, difference: float | None, test: Plan) -> Row:
    settings = test._asdict()
    return Row(
        name=name,
        variance=variance,
        items=items,
        detectable=detectable(variance, items, **settings) if items else None,
        needed=items_needed(variance, difference, **settings) if difference else None,
    )


def of_run(name: str, cells: Sequence[Cell], asked: Asked, test: Plan) -> Power:
    """Return what a benchmark shows, from one run on it: its items count, and its repeats say how far sampling goes.

    Raises:
        RunError: the run has no items.
    """
    if not cells:
        raise RunError(f"{name} has no items")
    shares = TYPICAL if asked.discordance is None else (asked.discordance,)
    clusters = len({cell.cluster for cell in cells})
    notes = ["discordance: the share of items that just one of two models gets right; two runs measure it"]
    if clusters < len(cells):
        notes.append(
            f"{len(cells)} items in {clusters} clusters that share a figure or a seed: two runs say what that costs"
        )
    sampling = _sampling(cells)
    repeats: list[Row] = []
    if sampling is not None:
        notes.append(
            f"sampling alone: two runs of this model, asked once, differ with a variance of {2 * sampling:.3f} an item"
        )
        repeats = [_row(str(k), 2 * sampling / k, len(cells), asked.difference, test) for k in REPEATS]
        notes.append("repeats: what two runs of this very model show; another model adds what the items differ by")
    return Power(
        title=f"{name}: {len(cells)} items",
        test=test.words(),
        rows=tuple(_row(f"{share:.2f}", share, len(cells), asked.difference, test) for share in shares),
        domains=_by_domain(cells, shares[len(shares) // 2], test),
        repeats=tuple(repeats),
        difference=asked.difference,
        notes=tuple(notes),
    )


def _by_domain(cells: Sequence[Cell], share: float, test: Plan) -> tuple[Row, ...]:
    counts: dict[str, int] = {}
    for cell in cells:
        counts[cell.domain] = counts.get(cell.domain, 0) + 1
    return tuple(_row(domain, share, count, None, test) for domain, count in sorted(counts.items()))


def of_runs(aligned: Aligned, asked: Asked, test: Plan) -> Power:
    """Return what a benchmark shows of two models such as these, from their runs side by side."""
    before, after = aligned.columns
    one, two = aligned.identities
    whole = _measured("all", before, after, asked.difference, test)
    grouped: dict[str, tuple[list[Cell], list[Cell]]] = {}
    for here, there in zip(before, after, strict=True):
        group = grouped.setdefault(here.domain, ([], []))
        group[0].append(here)
        group[1].append(there)
    domains = [_measured(domain, *grouped[domain], DOMAIN_POINTS, test) for domain in sorted(grouped)]
    notes = [f"measured: one item's difference has a variance of {whole.variance:.3f}", *aligned.notes]
    if not whole.variance:
        notes.append("no item differs between these runs: they say nothing of what other models would show")
    sampling = [_sampling(cells) for cells in aligned.columns]
    repeats: list[Row] = []
    if sampling[0] is not None and sampling[1] is not None:
        noise = sampling[0] + sampling[1]
        items = max(whole.variance - sampling[0] / before[0].asked - sampling[1] / after[0].asked, 0.0)
        notes.append(f"of it {items:.3f} comes of the items, which no repeats take away; sampling adds {noise:.3f} / K")
        repeats = [_row(str(k), items + noise / k, len(before), asked.difference, test) for k in REPEATS]
    return Power(
        title=f"{one.name} and {two.name}: {len(before)} items",
        test=test.words(),
        rows=(whole,),
        domains=tuple(domains),
        repeats=tuple(repeats),
        difference=asked.difference,
        notes=tuple(notes),
    )


def _measured(name: str, before: Sequence[Cell], after: Sequence[Cell], difference: float | None, test: Plan) -> Row:
    from mmbench.reports.statistics.paired import paired

    found = paired([cell.score for cell in before], [cell.score for cell in after], [cell.cluster for cell in before])
    return _row(name, found.variance, found.items, difference, test)


def _sampling(cells: Sequence[Cell]) -> float | None:
    return sampling_variance([cell.score for cell in cells], [cell.asked for cell in cells])


def power_text(power: Power) -> str:
    """Return it for a terminal."""
    lines = [f"{power.title} ({power.test})", ""]
    label = "discordance" if power.rows and power.rows[0].name != "all" else ""
    lines.append(_table(label, power.rows, power.difference))
    if power.domains:
        measured = any(row.needed is not None for row in power.domains)
        lines.append(_table("domain", power.domains, DOMAIN_POINTS if measured else None))
    if power.repeats:
        lines.append(_table("repeats of each", power.repeats, power.difference))
    return printable("\n".join([*lines, *power.notes]))


def _table(label: str, rows: Sequence[Row], difference: float | None) -> str:
    header = [label, "items", "variance", "smallest difference seen"]
    if difference is not None:
        header.append(f"items for {100 * difference:g} points")
    shown = [tuple(header)]
    for row in rows:
        seen = (
            "-" if row.detectable is None else "not known" if not row.variance else f"{100 * row.detectable:.1f} points"
        )
        cells = [row.name, "-" if row.items is None else f"{row.items:,}", f"{row.variance:.3f}", seen]
        if difference is not None:
            cells.append("not known" if not row.variance else f"{row.needed:,}")
        shown.append(tuple(cells))
    return table(shown)
