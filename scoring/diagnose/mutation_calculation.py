"""Slips in one result of a program: the operation is right, the number it gives is not."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from mmbench.program import Apply, Number
from mmbench.scoring.diagnose.mutation_changes import Change, number, operations, shifted, written
from mmbench.scoring.diagnose.mutation_slips import carries, digits, places_shown, transposed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mmbench.program import Node
    from mmbench.scoring.diagnose.mutation_changes import Case

__all__ = ["final_slips", "offs", "places_moved", "roundings", "signs", "slips", "tables"]


def final_slips(case: Case) -> Iterator[Change]:
    """Yield wrong digits in the answer itself."""
    return _digits_wrong(case, case.root)


def slips(case: Case) -> Iterator[Change]:
    """Yield wrong digits in the results on the way."""
    for at in operations(case):
        if at != case.root:
            yield from _digits_wrong(case, at)


def offs(case: Case) -> Iterator[Change]:
    """Yield results that are off by one or by ten in their last digit."""
    for at in operations(case):
        unit = 10.0 ** -_places(case, at)
        for by in (1, -1, 10, -10, 2, -2):
            yield _off(case, at, by * unit, 0.3 if abs(by) == 2 else 1.0)


def tables(case: Case) -> Iterator[Change]:
    """Yield products taken from the neighbouring row of the multiplication table."""
    for at in operations(case):
        part = case.tree.parts[at]
        if isinstance(part.node, Apply) and part.node.operator == "*":
            for factor in {case.tree.values[argument] for argument in part.arguments}:
                if factor == int(factor) and 1 < abs(factor) <= 100:
                    yield _off(case, at, factor, 1.0)
                    yield _off(case, at, -factor, 1.0)


def places_moved(case: Case) -> Iterator[Change]:
    """Yield results whose decimal point is in the wrong place."""
    for at in operations(case):
        for factor, weight in ((10, 1.0), (0.1, 1.0), (100, 0.4), (0.01, 0.4)):
            yield Change(at, case.tree.values[at] * factor, weight, partial(_misplaced, case, at, factor))


def signs(case: Case) -> Iterator[Change]:
    """Yield results of the wrong sign."""
    for at in operations(case):
        yield Change(at, -case.tree.values[at], 1.0, partial(_negated, case, at))


def roundings(case: Case) -> Iterator[Change]:
    """Yield results that are cut off, rounded the wrong way, or rounded too soon."""
    for at in operations(case):
        value = case.tree.values[at]
        if at == case.root:
            places = _places(case, at)
            yield from (_rounded(case, at, value, places, way, 1.0) for way in (math.floor, math.ceil))
            continue
        for places in (0, 1):
            for way in (round, math.floor):
                yield _rounded(case, at, value, places, way, 0.5)


def _places(case: Case, at: int) -> int:
    if at == case.root and case.places is not None:
        return case.places
    return places_shown(case.tree.values[at])


def _digits_wrong(case: Case, at: int) -> Iterator[Change]:
    scale = 10 ** _places(case, at)
    value = case.tree.values[at]
    if abs(value) * scale > 1e12:
        return
    shown = round(abs(value) * scale)
    sign = -1 if value < 0 else 1
    for variants, share in ((digits(shown), 0.7), (carries(shown), 0.2), (transposed(shown), 0.1)):
        for wrong in variants:
            yield _off(case, at, sign * (wrong - shown) / scale, share / len(variants))


def _off(case: Case, at: int, by: float, weight: float) -> Change:
    value = case.tree.values[at] + by
    return Change(at, value, weight, partial(_worked_out, case, at, by))


def _worked_out(case: Case, at: int, by: float) -> tuple[Node, str]:
    right = case.tree.values[at]
    return shifted(case.tree.node(at), by), f"works out {written(right + by)} instead of {written(right)}"


def _misplaced(case: Case, at: int, factor: float) -> tuple[Node, str]:
    node, right = case.tree.node(at), case.tree.values[at]
    new = Apply("*", (node, Number(number(factor))))
    return new, f"puts the decimal point of {written(right)} in the wrong place"


def _negated(case: Case, at: int) -> tuple[Node, str]:
    return Apply("neg", (case.tree.node(at),)), f"takes the wrong sign for {written(case.tree.values[at])}"


def _rounded(case: Case, at: int, value: float, places: int, way: Callable[[float], int], weight: float) -> Change:
    scale = 10.0**places
    wrong = way(value * scale) / scale if abs(value) < 1e12 else value
    return Change(at, wrong, weight, partial(_badly_rounded, wrong, value))


def _badly_rounded(wrong: float, value: float) -> tuple[Node, str]:
    return Number(number(wrong)), f"rounds {written(value)} to {written(wrong)}"
