"""A comparison as sections of sentences and tables, which the terminal and Markdown show in their own ways.

Names of models, items and domains stand here as they are: whoever shows a section makes them safe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.reports.comparing.wording import (
    interval,
    p_text,
    p_value,
    percent,
    points,
    share_interval,
    share_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.reports.comparing.records import Change, Compared, Comparison, Pair, Ranking

__all__ = ["Section", "sections"]


class Section(NamedTuple):
    """A title, sentences above a table, its rows with the header first, what its columns are, and notes below it."""

    title: str
    sentences: list[str]
    rows: list[tuple[str, ...]]
    legend: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def sections(comparison: Comparison, listed: int) -> list[Section]:
    """Return a comparison as sections.

    Args:
        comparison: what to show.
        listed: how many wins and how many losses to list.
    """
    shown = [_runs(comparison)]
    if comparison.ranking is not None:
        shown.append(_matrix(comparison.ranking))
    for pair in comparison.pairs:
        shown.append(_difference(pair))
        if pair.mistakes:
            shown.append(_mistakes(pair, comparison.rule))
        if listed:
            shown += [
                _changes(pair, "wins", pair.wins, listed),
                _changes(pair, "losses", pair.losses, listed),
            ]
    return [section for section in shown if section.rows]


def _runs(comparison: Comparison) -> Section:
    """The runs and what they score; of three or more, by accuracy and with their bands of ranks."""
    scored = f"the official rule '{comparison.rule}'" if comparison.rule else "our verdict"
    within = f" of {', '.join(comparison.domains)}" if comparison.domains else ""
    groups = "" if comparison.clusters == comparison.items else f", in {comparison.clusters} groups"
    each = ", each counted once under every condition" if comparison.pairs[0].conditions else ""
    about = f"{comparison.items} items{within}{each}{groups}, scored by {scored}; baseline: {comparison.runs[0].label}."
    header: tuple[str, ...] = ("run", "accuracy", "95 % interval", "right", "failed", "method")
    rows = [
        (
            run.label,
            percent(run.share.accuracy),
            share_interval(run.share),
            f"{run.share.right:g} of {run.share.asked}",
            str(run.share.failed),
            run.share.method,
        )
        for run in comparison.runs
    ]
    if comparison.ranking is None:
        return Section("Runs", [about], [header, *rows], notes=comparison.notes)
    of = {row[0]: row for row in rows}
    banded = [
        (f"{place} {row.label}", _band(row.best, row.worst), *of[row.label][1:])
        for place, row in enumerate(comparison.ranking.rows, 1)
    ]
    return Section("Runs", [about], [(header[0], "ranks", *header[1:]), *banded], notes=comparison.notes)


def _band(best: int, worst: int) -> str:
    return str(best) if best == worst else f"{best} to {worst}"


def _matrix(ranking: Ranking) -> Section:
    """The difference of every pair, the better minus the other."""
    tested = {(test.first, test.second): test for test in ranking.pairs}
    labels = [row.label for row in ranking.rows]
    rows: list[tuple[str, ...]] = [("points", *(str(place) for place in range(2, len(labels) + 1)))]
    for place, one in enumerate(labels[:-1], 1):
        cells = [""] * (place - 1)
        for two in labels[place:]:
            test = tested[one, two]
            cells.append(points(test.difference) + ("*" if test.shown else ""))
        rows.append((f"{place} {one}", *cells))
    about = (
        f"Row minus column. * is shown at 5 % by a paired test, adjusted by Holm over {len(ranking.pairs)} pairs. The "
        f"ranks above are those that these tests leave open; neighbours in the list are told apart in "
        f"{ranking.separable} of {len(labels) - 1} cases."
    )
    return Section("Every pair", [about], rows)


def _difference(pair: Pair) -> Section:
    """The difference in all and in parts, in points."""
    named = [
        *((f"{row.name} (few)" if row.few else row.name, row) for row in pair.domains),
        *((f"condition {row.name}", row) for row in pair.conditions),
        *((f"benchmark {row.name}", row) for row in pair.benchmarks),
        *([("without failed", pair.without_failed)] if pair.without_failed is not None else []),
        ("all", pair.overall),
    ]
    header = ("points", "n", "baseline", "candidate", "difference", "95 % interval", "p", "q", "won", "lost", "detects")
    rows = [header, *(_compared(name, row) for name, row in named)]
    overall = pair.overall
    counts = (
        f"{percent(overall.discordance)} of {overall.items} items differ: {overall.wins} won, {overall.losses} lost. "
        f"Interval by {overall.method}, {p_text(overall.p)} by {overall.test}."
    )
    title = f"{pair.candidate} minus {pair.baseline}"
    return Section(title, [pair.reading, counts], rows, _legend(pair, named), pair.notes)


def _compared(name: str, row: Compared) -> tuple[str, ...]:
    return (
        name,
        str(row.items),
        percent(row.baseline.accuracy),
        percent(row.candidate.accuracy),
        points(row.difference),
        interval(row.low, row.high),
        p_value(row.p),
        p_value(row.q),
        str(row.wins),
        str(row.losses),
        "-" if row.detectable is None else points(row.detectable, sign=False),
    )


def _legend(pair: Pair, named: Sequence[tuple[str, Compared]]) -> tuple[str, ...]:
    """Say what the columns are, and which rows go by another method than the whole."""
    legend = ["detects: the true difference that these items show four times in five (two-sided, 5 %)."]
    if len(pair.domains) > 1:
        adjusted = f"q: p adjusted over the {len(pair.domains)} domains (Benjamini-Hochberg)"
        legend.insert(0, f"{adjusted}; their intervals are not adjusted.")
    others: dict[str, list[str]] = {}
    for name, row in named:
        if row.method != pair.overall.method:
            others.setdefault(f"{row.method}, {row.test}", []).append(name)
    return (*legend, *(f"By {how}: {'; '.join(names)}." for how, names in others.items()))


def _mistakes(pair: Pair, rule: str) -> Section:
    """What kinds of mistake the wrong answers are."""
    rows: list[tuple[str, ...]] = [("kind of mistake", "baseline", "candidate", "change")]
    rows += [
        (
            row.kind,
            share_text(row.baseline),
            share_text(row.candidate),
            "-" if row.change is None else points(row.change),
        )
        for row in pair.mistakes
    ]
    wrong = "answers wrong by our verdict" if rule else "wrong answers"
    about = (
        f"Of the {wrong} of each that were diagnosed: how many are of a kind, their share with its 95 % "
        "interval, and the change of the share in points."
    )
    return Section(f"Mistakes: {pair.candidate} against {pair.baseline}", [about], rows)


def _mistake(change: Change) -> str:
    """Say why a loss is not right, as far as that is known."""
    known = [*dict.fromkeys(change.mistakes), *(["failed"] if change.failed else [])]
    return ", ".join(known) or "not diagnosed"


def _changes(pair: Pair, what: str, changes: Sequence[Change], listed: int) -> Section:
    """The first wins or losses, with what a loss is diagnosed as."""
    if not changes:
        return Section("", [], [])
    lost = what == "losses"
    header = ("item", "domain", "baseline", "candidate", *(["mistake"] if lost else []))
    rows = [
        (
            change.key,
            change.domain,
            f"{change.baseline:.3g}",
            f"{change.candidate:.3g}",
            *([_mistake(change)] if lost else []),
        )
        for change in changes[:listed]
    ]
    first = "all" if len(changes) <= listed else f"the first {listed}, by key"
    title = f"{what.capitalize()}: {pair.candidate} against {pair.baseline}"
    return Section(title, [f"{len(changes)} {what}, {first}."], [header, *rows])
