"""Two runs of the same model against each other: how much the gate would see where nothing changed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mmbench.errors import RunError, printable
from mmbench.records.base import Record
from mmbench.reports.baselines.content import Calibrated, Calibration
from mmbench.reports.comparable import align
from mmbench.reports.comparing.groups import grouped, scores_of
from mmbench.reports.comparing.wording import p_value, percent, points
from mmbench.reports.gating.decision import smallest_margin
from mmbench.reports.statistics.paired import paired
from mmbench.reports.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.reports.answers import Answers, Identity
    from mmbench.reports.gating.settings import Settings

__all__ = ["Expected", "calibrate", "expectations", "expectations_text", "false_alarm"]

MAY_DIFFER = ("seed",)
"""What of a model's options may differ between two runs of it."""


def calibrate(first: Answers, second: Answers, baseline: Answers | None = None) -> tuple[Calibration, list[str]]:
    """Compare two runs of the same model, and return what differs in each suite, with notes for the reader.

    Args:
        first: one run.
        second: another, with batches of another size or order, or another seed.
        baseline: what the calibration is for; must be of the same model, asked the same.

    Raises:
        RunError: they are not of the same model, were not asked the same, or lines of them failed.
    """
    runs = [first, second, *([baseline] if baseline is not None else [])]
    for run in runs:
        _check(first.identity, run.identity)
    aligned = align(runs)
    for run in (first, second):
        failed = sum(cell.failed for cell in run.cells)
        if failed:
            raise RunError(
                f"{run.identity.name}: {failed} lines failed or have no response, which would count as noise of the "
                f"model; the same `mmbench eval` command asks them again"
            )
    suites = {}
    for suite, (before, after) in grouped(lambda cell: cell.benchmark, *aligned.columns[:2]).items():
        difference = paired(scores_of(before), scores_of(after), [cell.cluster for cell in before])
        suites[suite] = Calibrated(
            items=difference.items,
            repeats=first.identity.repeats,
            difference=difference.mean,
            p=difference.p,
            discordance=difference.discordance,
            variance=difference.variance,
            method=difference.method,
        )
    names = (_name(first.identity), _name(second.identity))
    return Calibration(runs=names, suites=suites, rule=first.identity.rule), aligned.notes


def _check(one: Identity, other: Identity) -> None:
    """Check that two runs are of one model, asked equally often."""
    for name in dict.fromkeys([*one.model, *other.model]):
        here, there = one.model.get(name), other.model.get(name)
        if here != there and name not in MAY_DIFFER:
            raise RunError(
                f"{one.name} and {other.name} are not of the same model: {name} is {here or 'not given'} and "
                f"{there or 'not given'}. A calibration takes two runs of the baseline's own model."
            )
    if one.repeats != other.repeats:
        raise RunError(
            f"{one.name} and {other.name} asked each item {one.repeats} and {other.repeats} times; a calibration "
            f"takes equal repeats"
        )


def _name(identity: Identity) -> str:
    return identity.name.rstrip("/").rsplit("/", 1)[-1]


def false_alarm(discordance: float, items: int, floor: float, alpha: float) -> float:
    """Return how often McNemar's one-sided exact test finds an equally good candidate worse, by no less than the floor.

    Exact for right-or-wrong scores without clusters: over the number of items that differ, which is binomial, and the
    part of them that is lost, which is binomial with one half.

    Args:
        discordance: the share of items that differ between equals.
        items: how many there are.
        floor: the smallest fall that counts, in [0, 1].
        alpha: the level of the test.
    """
    from scipy.stats import binom

    differ = np.arange(1, items + 1)
    chance = binom.pmf(differ, items, discordance)
    kept = chance > 1e-12
    differ, chance = differ[kept], chance[kept]
    gained = binom.ppf(alpha, differ, 0.5)
    gained -= binom.cdf(gained, differ, 0.5) > alpha
    gained = np.minimum(gained, np.floor((differ - floor * items) / 2 + 1e-9))
    return float((chance * np.where(gained < 0, 0.0, binom.cdf(gained, differ, 0.5))).sum())


class Expected(Record, frozen=True):
    """What a gate of these items would do to a candidate that is as good as the baseline.

    `false_alarm` is how often its suite would be called a regression, at most; `exact` says whether that is computed or
    only bounded by the level. `smallest_margin` is the smallest margin that the items support, in [0, 1]. `stable` is
    whether the two runs differ by no more than chance.
    """

    suite: str
    items: int
    discordance: float
    difference: float
    p: float
    false_alarm: float
    exact: bool
    smallest_margin: float
    stable: bool


def expectations(calibration: Calibration, settings: Settings) -> tuple[Expected, ...]:
    """Return what a gate of each suite would do to an equally good candidate."""
    alpha = settings.alpha / len(calibration.suites)
    found = []
    for name, suite in calibration.suites.items():
        exact = suite.method == "Tango"
        expected = Expected(
            suite=name,
            items=suite.items,
            discordance=suite.discordance,
            difference=suite.difference,
            p=suite.p,
            false_alarm=false_alarm(suite.discordance, suite.items, settings.floor / 100, alpha) if exact else alpha,
            exact=exact,
            smallest_margin=smallest_margin(max(suite.variance, 1 / suite.items), suite.items, settings.alpha),
            stable=suite.p > settings.alpha,
        )
        found.append(expected)
    return tuple(found)


def expectations_text(calibration: Calibration, expected: Sequence[Expected], notes: Sequence[str]) -> str:
    """Return a calibration as text for a terminal."""
    one, two = calibration.runs
    header = ("points", "n", "differ", "difference", "p", "false alarms", "smallest margin")
    rows = [
        (
            each.suite,
            str(each.items),
            percent(each.discordance),
            points(each.difference),
            p_value(each.p),
            percent(each.false_alarm) if each.exact else f"at most {percent(each.false_alarm)}",
            f"{math.ceil(1000 * each.smallest_margin - 1e-9) / 10:.1f}",
        )
        for each in expected
    ]
    told = [f"== Calibration: {two} minus {one}, two runs of one model ==", "", table([header, *rows])]
    told += [
        "false alarms: how often a suite of an equally good candidate would be called a regression, before domains.",
        "smallest margin: with less, two equally good models pass under 7 in 10 times.",
    ]
    told += [
        f"warning: on {each.suite} the two runs differ by more than chance: find out why before relying on them"
        for each in expected
        if not each.stable
    ]
    return printable("\n".join([*told, *(f"note: {note}" for note in notes)]))
