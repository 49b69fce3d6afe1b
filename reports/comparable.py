"""Which runs may be compared: those that were asked the same thing in the same way and scored by the same checker.

Everything that differs is named, so that nobody has to guess why a comparison was refused.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mmbench.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.reports.answers import Answers, Cell, Identity

__all__ = ["ACROSS", "Aligned", "align", "differing", "without_advice"]

ACROSS = ("strategy", "sampling", "system", "prompts")
"""What may be said to differ on purpose, as in comparing strategies of one model."""
SELECTION = ("split", "views", "corruptions")
"""What says only which items are asked, and not how: no hindrance where only the common ones are compared."""
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
        RunError: a run was not asked the same as another, or not in the same way; the message says what differs.
    """
    notes = [note for run in runs for note in run.notes]
    if common:
        runs, left_out = _common(runs)
        notes += left_out
    for one, two in combinations(runs, 2):
        reasons, remarks = differing(one, two, across, common=common)
        if reasons:
            listed = "\n  ".join(reasons)
            raise RunError(
                f"{one.identity.name} and {two.identity.name} cannot be compared, they were not asked or scored "
                f"alike:\n  {listed}"
            )
        notes += remarks
    first, *others = runs
    if not first.cells:
        raise RunError(
            "the runs have no item in common: there is nothing to compare"
            if common
            else f"{first.identity.name} has no items: there is nothing to compare"
        )
    columns = [first.cells]
    for other in others:
        by_key = {cell.key: cell for cell in other.cells}
        columns.append([by_key[cell.key] for cell in first.cells])
    return Aligned([run.identity for run in runs], columns, list(dict.fromkeys(notes)))


def _common(runs: Sequence[Answers]) -> tuple[list[Answers], list[str]]:
    """Return the runs with the items only that all of them have, with the same question and gold."""
    asked = [{(cell.key, cell.fingerprint) for cell in run.cells} for run in runs]
    shared = set.intersection(*asked)
    left_out = len({key for run in asked for key, _ in run}) - len(shared)
    kept = [run._replace(cells=[cell for cell in run.cells if (cell.key, cell.fingerprint) in shared]) for run in runs]
    return kept, [f"left out: {left_out} items that not all runs were asked alike"] if left_out else []


def differing(
    one: Answers, two: Answers, across: Sequence[str] = (), *, common: bool = False
) -> tuple[list[str], list[str]]:
    """Return why two runs cannot be compared, and what to note where they can; arguments as in `align`."""
    first, other = one.identity, two.identity
    reasons = [*_items(one.cells, two.cells, first.name, other.name), *_scoring(first, other)]
    notes = []
    if "imported" in (first.origin, other.origin):
        imported = [each.name for each in (first, other) if each.origin == "imported"]
        notes += [f"{name} was imported: how its model was asked is not known" for name in imported]
    else:
        for name, differs in _settings(first, other).items():
            if name in across:
                notes.append(f"{name} differs on purpose: {differs}")
            elif common and name in SELECTION:
                notes.append(f"{name} differs: {differs}")
            else:
                hint = f" (--across {name} where that is meant)" if name in ACROSS else ""
                reasons.append(f"{name}: {differs}{hint}")
        notes += [
            f"whether the prompts of {name} are worded alike is not known: the items, or their order, differ"
            for name in first.benchmarks
            if name in other.benchmarks and name not in _same_items(first, other)
        ]
    if first.repeats != other.repeats:
        asked = f"{first.repeats} in {first.name}, {other.repeats} in {other.name}"
        notes.append(f"repeats differ: {asked}; each item's mean is compared")
    notes += [f"{each.name} is simulated: a student, not a model" for each in (first, other) if _simulated(each)]
    return reasons, [*notes, *_versions(first, other)]


def without_advice(reason: str) -> str:
    """Return why two runs differ without what `compare` may be told about it, which is no option elsewhere."""
    return reason.replace("; --common leaves it out", "").replace("; --common leaves them out", "")


def _simulated(identity: Identity) -> bool:
    return identity.origin == "simulated"


def _items(first: Sequence[Cell], other: Sequence[Cell], one: str, two: str) -> list[str]:
    """Return how the items of two runs differ: which are in one only, which have another content."""
    here = {cell.key: cell.fingerprint for cell in first}
    there = {cell.key: cell.fingerprint for cell in other}
    if here == there:
        return []
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
            leaves = "leaves it out" if len(keys) == 1 else "leaves them out"
            reasons.append(f"items: {len(keys)} {what} ({_some(keys)}); --common {leaves}")
    return reasons


def _some(keys: Sequence[str]) -> str:
    shown = ", ".join(" ".join(key.split()) for key in keys[:SHOWN])
    return shown + (", ..." if len(keys) > SHOWN else "")


def _scoring(one: Identity, two: Identity) -> list[str]:
    """Return whether two runs were scored by different rules or checkers, or by a checker that is not known."""
    if one.rule != two.rule:
        return [f"rule: {_rule(one)} scored {one.name}, {_rule(two)} scored {two.name}; give both the same --rule"]
    unknown = [each.name for each in (one, two) if not each.checker]
    if unknown:
        say = "do not say" if len(unknown) == 2 else "does not say"
        return [f"checker: {' and '.join(unknown)} {say} which scored it; do: mmbench score {unknown[0]}"]
    if one.checker != two.checker:
        return [
            f"checker: {one.checker} scored {one.name}, {two.checker} scored {two.name}; "
            f"do: mmbench score, on both, with the same mmbench"
        ]
    return []


def _rule(identity: Identity) -> str:
    return f"the rule '{identity.rule}'" if identity.rule else "our verdict"


def _settings(one: Identity, two: Identity) -> dict[str, str]:
    """Return what differs in how two runs were asked, by the setting's name."""
    found = {}
    for name in dict.fromkeys([*one.settings, *two.settings]):
        here, there = one.settings.get(name), two.settings.get(name)
        if here != there:
            found[name] = f"{_shown(here)} in {one.name}, {_shown(there)} in {two.name}"
    prompts = [name for name in _same_items(one, two) if _prompts(one, name) != _prompts(two, name)]
    if prompts:
        found["prompts"] = f"those of {', '.join(prompts)} are worded otherwise"
    return found


def _same_items(one: Identity, two: Identity) -> list[str]:
    """Return the benchmarks of which both runs were asked the same items in the same order.

    Only of these can the hash over all prompts say whether they are worded alike.
    """
    return [
        name
        for name in one.benchmarks
        if name in two.benchmarks and one.benchmarks[name].get("fingerprint") == two.benchmarks[name].get("fingerprint")
    ]


def _prompts(identity: Identity, name: str) -> str:
    return str(identity.benchmarks[name].get("prompts"))


def _shown(value: object) -> str:
    return "nothing" if value in (None, "", [], {}) else msgspec.json.encode(value).decode()


def _versions(one: Identity, two: Identity) -> list[str]:
    """Return a note of the packages that both runs used in different versions."""
    differ = [
        f"{name} {one.versions[name]} and {two.versions[name]}"
        for name in one.versions
        if name in two.versions and one.versions[name] != two.versions[name]
    ]
    return [f"versions differ in {one.name} and {two.name}: {', '.join(differ)}"] if differ else []
