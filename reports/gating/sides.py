"""The two sides of a gate, read and held against each other: a baseline, which may be a file, and a candidate's run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.errors import RunError, UsageError
from mmbench.reports.baselines.baseline import load_baseline
from mmbench.reports.comparable import align
from mmbench.reports.comparing.groups import grouped
from mmbench.reports.comparing.reading import read_answers
from mmbench.reports.gating.records import Side

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.reports.answers import Answers, Cell, Identity
    from mmbench.reports.baselines.content import Calibration

__all__ = ["Sides", "check_coverage", "read_pair", "read_sides"]


class Sides(NamedTuple):
    """Baseline and candidate side by side: place i of both is the same item under the same condition."""

    identities: tuple[Identity, Identity]
    baseline: list[Cell]
    candidate: list[Cell]
    calibration: Calibration | None
    notes: list[str]

    def described(self) -> tuple[Side, Side]:
        """Return what to say of each; the folder or file tells two runs of one model apart."""
        names = [each.label for each in self.identities]
        if names[0] == names[1]:
            places = [each.name.rstrip("/").rsplit("/", 1)[-1] for each in self.identities]
            names = [f"{name} ({place})" for name, place in zip(names, places, strict=True)]
        columns = (self.baseline, self.candidate)
        baseline, candidate = (
            Side(
                label=name,
                path=identity.name,
                origin=identity.origin,
                model=identity.model,
                asked=sum(cell.asked for cell in cells),
                failed=sum(cell.failed for cell in cells),
            )
            for name, identity, cells in zip(names, self.identities, columns, strict=True)
        )
        return baseline, candidate


def read_sides(baseline: Path, candidate: Path, rule: str) -> Sides:
    """Read a baseline, a run directory or a file, and a candidate's run directory.

    Args:
        baseline: where the baseline is.
        candidate: where the candidate is.
        rule: the official rule whose scores to take; our verdict where empty.

    Raises:
        UsageError: both are the same run.
        RunError: one of them cannot be read, or they were not asked or scored alike; the message says what differs.
    """
    if baseline.resolve() == candidate.resolve():
        raise UsageError(f"--baseline and --candidate are both {candidate}: a run always passes against itself")
    if candidate.is_file():
        raise RunError(f"{candidate} is a file; --candidate takes a run directory, as `mmbench eval` makes")
    calibration = None
    if baseline.is_file():
        kept = load_baseline(baseline)
        calibration = kept.content.calibration
        first = kept.answers(rule)
    else:
        first = read_answers(baseline, rule)
    second = read_answers(candidate, rule)
    for answers in (first, second):
        _check_gateable(answers)
    aligned = align([first, second])
    _check_order(first.identity, second.identity)
    notes = list(aligned.notes)
    if calibration is not None:
        reason = _unusable(calibration, first, second)
        notes += [f"the baseline's calibration is not used: {reason}"] if reason else []
        calibration = None if reason else calibration
    one, two = aligned.identities
    before, after = aligned.columns
    if one.model == two.model and [_outcome(cell) for cell in before] == [_outcome(cell) for cell in after]:
        notes.append("same model, and no outcome differs: is the candidate the baseline itself?")
    return Sides((one, two), before, after, calibration, notes)


def _outcome(cell: Cell) -> tuple[float, int, tuple[str, ...]]:
    return cell.right, cell.failed, cell.mistakes


def read_pair(runs: tuple[Path, Path], rule: str) -> tuple[Answers, Answers]:
    """Read two runs of one model; `rule` as in `read_sides`.

    Raises:
        UsageError: both are the same run.
        RunError: one of them cannot be read, or was imported.
    """
    first, second = runs
    if first.resolve() == second.resolve():
        raise UsageError(f"--calibrate was given {first} twice: run the model twice, into two folders")
    one, two = read_answers(first, rule), read_answers(second, rule)
    for answers in (one, two):
        _check_gateable(answers)
    return one, two


def _check_gateable(answers: Answers) -> None:
    """Check that it is known how a model was asked: it is not where its answers were imported."""
    if answers.identity.origin == "imported":
        raise RunError(
            f"{answers.identity.name} was imported: how its model was asked is not known, so it cannot be gated. "
            f"Compare it with: mmbench compare"
        )


def _check_order(first: Identity, second: Identity) -> None:
    """Check that items were asked in the same order: the hash that tells whether prompts are alike goes by it."""
    for name, benchmark in first.benchmarks.items():
        if benchmark.get("fingerprint") != second.benchmarks.get(name, {}).get("fingerprint"):
            raise RunError(
                f"{first.name} and {second.name} were asked {name} in another order, so that it is not known whether "
                f"the prompts were worded alike; ask both with the same `mmbench eval` settings"
            )


def _unusable(calibration: Calibration, first: Answers, second: Answers) -> str:
    """Return why a calibration says nothing of a gate; empty where it does."""
    if calibration.rule != first.identity.rule:
        return f"it was made by {calibration.rule or 'our verdict'}, this gate goes by {first.identity.rule or 'ours'}"
    repeats = {first.identity.repeats, second.identity.repeats, *(s.repeats for s in calibration.suites.values())}
    if len(repeats) > 1:
        return f"the repeats differ ({', '.join(map(str, sorted(repeats)))})"
    return ""


def check_coverage(sides: Sides, least: float) -> None:
    """Check that enough lines of each suite were answered, on both sides.

    Args:
        sides: both.
        least: the smallest share of lines that have a response and did not fail, in per cent.

    Raises:
        RunError: on one side too many failed or have no response.
    """
    for identity, cells in zip(sides.identities, (sides.baseline, sides.candidate), strict=True):
        for suite, (of_suite, _) in grouped(lambda cell: cell.benchmark, cells, cells).items():
            asked, failed = sum(cell.asked for cell in of_suite), sum(cell.failed for cell in of_suite)
            answered = 100 * (asked - failed) / asked
            if answered < least:
                raise RunError(
                    f"{identity.name}: of {suite}, {failed} of {asked} lines failed or have no response. Answered: "
                    f"{answered:.2f} %, expected: at least {least:g} % (min_coverage). The same `mmbench eval` "
                    f"command asks them again."
                )
