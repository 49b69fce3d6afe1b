"""Which runs may be compared: those that were asked the same thing in the same way and scored by the same checker.

Everything that differs is named, so that nobody has to guess why a comparison was refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mmbench.errors import RunError
from mmbench.reports.answers import Answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.reports.answers import Cell, Identity

__all__ = ["ACROSS", "Aligned", "align", "differing"]

ACROSS = ("strategy", "sampling", "system", "prompts")
"""What may be said to differ on purpose, as in comparing strategies of one model."""
SHOWN = 3


class Aligned(NamedTuple):
    """Runs side by side: `columns[k][i]` is the cell of run k for what stands at place i of the first run.

    `notes` say what a reader should know of a comparison that was allowed.
    """

    identities: list[Identity]
    columns: list[list[Cell]]
    notes: list[str]


def align(runs: Sequence[Answers], across: Sequence[str] = (), *, common: bool = False) -> Aligned:
    """Put the cells of runs side by side.

    Args:
        runs: two or more.
        across: what of `ACROSS` is meant to differ.
        common: whether to take only the items that all runs were asked alike, and to note how many are left out.

    Raises:
        RunError: a run was not asked the same as the first, or not in the same way; the message says what differs.
    """
    runs, notes = _common(runs) if common else (runs, [])
    first, *others = runs
    columns = [first.cells]
    for other in others:
        reasons, remarks = differing(first, other, across)
        if reasons:
            listed = "\n  ".join(reasons)
            raise RunError(
                f"{first.identity.name} and {other.identity.name} cannot be compared, they were not asked or scored "
                f"alike:\n  {listed}"
            )
        notes += [remark for remark in remarks if remark not in notes]
        by_key = {cell.key: cell for cell in other.cells}
        columns.append([by_key[cell.key] for cell in first.cells])
    if not first.cells:
        raise RunError(f"{first.identity.name} has no items: there is nothing to compare")
    return Aligned([run.identity for run in runs], columns, notes)


def _common(runs: Sequence[Answers]) -> tuple[list[Answers], list[str]]:
    """Return the runs with the items only that all of them have, with the same question and gold."""
    asked = [{(cell.key, cell.fingerprint) for cell in run.cells} for run in runs]
    shared = set.intersection(*asked)
    left_out = len({key for run in asked for key, _ in run}) - len(shared)
    kept = [
        Answers(run.identity, [cell for cell in run.cells if (cell.key, cell.fingerprint) in shared]) for run in runs
    ]
    return kept, [f"{left_out} items that not all runs were asked alike are left out"] if left_out else []


def differing(first: Answers, other: Answers, across: Sequence[str] = ()) -> tuple[list[str], list[str]]:
    """Return why two runs cannot be compared, and what to note where they can."""
    one, two = first.identity, other.identity
    reasons = [*_items(first.cells, other.cells, one.name, two.name), *_checker(one, two)]
    notes: list[str] = []
    if "imported" in (one.origin, two.origin):
        for identity in (one, two):
            if identity.origin == "imported":
                notes.append(f"{identity.name} was imported: how its model was asked is not known")
    else:
        for name, differs in _settings(one, two).items():
            if name in across:
                notes.append(f"{name} differs on purpose: {differs}")
            else:
                hint = f" (--across {name} where that is meant)" if name in ACROSS else ""
                reasons.append(f"{name}: {differs}{hint}")
    if one.repeats != two.repeats:
        notes.append(f"repeats differ: {one.repeats} and {two.repeats}; each item's mean is compared")
    notes += [f"{each.name} is simulated: a student, not a model" for each in (one, two) if each.origin == "simulated"]
    return reasons, notes


def _items(first: Sequence[Cell], other: Sequence[Cell], one: str, two: str) -> list[str]:
    """Return how the items of two runs differ: which are in one only, which have another content."""
    here = {cell.key: cell.fingerprint for cell in first}
    there = {cell.key: cell.fingerprint for cell in other}
    only_here = [key for key in here if key not in there]
    only_there = [key for key in there if key not in here]
    changed = [key for key, fingerprint in here.items() if there.get(key, fingerprint) != fingerprint]
    reasons = []
    for keys, what in (
        (only_here, f"only in {one}"),
        (only_there, f"only in {two}"),
        (changed, "with another question, choice, picture or gold answer"),
    ):
        if keys:
            reasons.append(f"items: {len(keys)} {what} ({_some(keys)}); --common leaves them out")
    return reasons


def _some(keys: Sequence[str]) -> str:
    return ", ".join(keys[:SHOWN]) + (", ..." if len(keys) > SHOWN else "")


def _checker(one: Identity, two: Identity) -> list[str]:
    """Return whether two runs were scored by different checkers, or in a way that is not known."""
    unknown = [each.name for each in (one, two) if not each.checker]
    if unknown:
        return [f"checker: {' and '.join(unknown)} does not say which scored it; do: mmbench score {unknown[0]}"]
    if one.checker != two.checker:
        return [
            f"checker: {one.checker} scored {one.name}, {two.checker} scored {two.name}; "
            f"do: mmbench score, on both, with the same mmbench"
        ]
    return []


def _settings(one: Identity, two: Identity) -> dict[str, str]:
    """Return what differs in how two runs were asked, by the setting's name."""
    found = {}
    for name in dict.fromkeys([*one.settings, *two.settings]):
        here, there = one.settings.get(name), two.settings.get(name)
        if here != there:
            found[name] = f"{_shown(here)} in {one.name}, {_shown(there)} in {two.name}"
    prompts = [
        name
        for name in one.benchmarks
        if name in two.benchmarks and one.benchmarks[name].get("prompts") != two.benchmarks[name].get("prompts")
    ]
    if prompts:
        found["prompts"] = f"those of {', '.join(prompts)} are worded otherwise"
    return found


def _shown(value: object) -> str:
    return "nothing" if value in (None, "", [], {}) else msgspec.json.encode(value).decode()
