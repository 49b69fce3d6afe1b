"""Whether two sides of an equality are equal, by the rounding, the percent signs and the units their writer used."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mmbench.scoring.diagnose.evaluating import PLAIN, NoValueError, readings, value
from mmbench.scoring.diagnose.expressions import Leaf, Operation, leaves, walk
from mmbench.scoring.diagnose.labels import scale_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mmbench.scoring.diagnose.evaluating import Reading
    from mmbench.scoring.diagnose.expressions import Expression

__all__ = ["agree", "all_readings", "differs", "near", "precision"]


def precision(tree: Expression) -> Fraction | None:
    """Return one unit of the last digit that a written number shows; None where the side is no single number."""
    while isinstance(tree, Operation) and tree.sign in ("neg", "percent", "degree"):
        tree = tree.parts[0]
    if isinstance(tree, Operation) and tree.sign == "scientific":
        digits, power = tree.parts
        step = precision(digits)
        return step * value(power) if step is not None else None
    if not isinstance(tree, Leaf):
        return None
    return Fraction(1, 10**tree.decimals) if tree.value.denominator == 1 or tree.decimals else None


def near(exact: Fraction, written: Fraction, step: Fraction | None, loosely: bool = False) -> bool:
    """Whether a written number is an exact one rounded, up or down, to its digits (`step`); none: they must be equal.

    `loosely` is for `≈`: then zeros at the end may come of rounding, and the last digit may be off by one more.
    """
    apart = abs(exact - written)
    if not apart:
        return True
    if step is None:
        return apart <= max(abs(exact), abs(written)) / (1000 if loosely else 10**9)
    if loosely:
        while step >= 1 and step * 10 < abs(written) and written % (step * 10) == 0:
            step *= 10
        return apart < (step if step > 1 else 2 * step)
    if step == 1 and exact.denominator == 1:
        return False
    return apart < step


def agree(
    left: Expression, right: Expression, about: bool = False, carried: Mapping[Fraction, Fraction] | None = None
) -> bool | None:
    """Whether two sides are equal in one way of reading them; None where one of them has no value in any.

    Args:
        left: one side.
        right: the other.
        about: whether the sign between them says that they are only about equal.
        carried: exact values of numbers that were rounded before.
    """
    valued = False
    slack = _slack(left) + _slack(right)
    for reading in all_readings(left, right, carried):
        try:
            here, there = value(left, reading), value(right, reading)
        except NoValueError:
            continue
        valued = True
        if _same(here, there, left, right, about, slack, reading):
            return True
    return False if valued else None


def differs(left: Expression, right: Expression) -> bool:
    """Whether two sides both have a value, and not the same in any way of reading them."""
    return agree(left, right) is False


def _same(
    here: Fraction, there: Fraction, left: Expression, right: Expression, about: bool, slack: Fraction, reading: Reading
) -> bool:
    steps = precision(left), precision(right)
    scales = {Fraction(1)}
    if _has_percent(left) != _has_percent(right):
        scales |= {Fraction(100), Fraction(1, 100)}
    for scale in scales:
        scaled = here * scale
        if near(scaled, there, _scaled(steps[1], right, reading), about) or near(
            there / scale, here, _scaled(steps[0], left, reading), about
        ):
            return True
        if slack and abs(scaled - there) <= slack * max(abs(scaled), abs(there)):
            return True
    return False


def _scaled(step: Fraction | None, tree: Expression, reading: Reading) -> Fraction | None:
    """Return a digit's worth in the units of the comparison."""
    if step is None:
        return None
    if _has_percent(tree) and reading.hundredths:
        step /= 100
    if reading.units:
        step *= reading.units.get(leaves(tree)[0].start, Fraction(1))
    return step


def _has_percent(tree: Expression) -> bool:
    return any(isinstance(node, Operation) and node.sign == "percent" for node in walk(tree))


def _slack(tree: Expression) -> Fraction:
    """Return how far, as a share, a side may be off because the decimals in it are rounded ones.

    A side that is one number says itself how it was rounded; in a computation a number such as 0.33 or 1.414 may stand
    for one with more digits, if it has at least two behind the point and is no round one.
    """
    if isinstance(tree, Leaf) or precision(tree) is not None:
        return Fraction(0)
    total = Fraction(0)
    for leaf in leaves(tree):
        if leaf.decimals >= 2 and leaf.value and _is_endless(leaf):
            total += Fraction(1, 2 * 10**leaf.decimals) / abs(leaf.value)
    return min(total, Fraction(1, 20))


def _is_endless(leaf: Leaf) -> bool:
    """Whether a decimal looks like the beginning of an endless one: the rounding of n/3, n/6, n/7, n/9, a root, pi."""
    for bottom in (3, 6, 7, 9, 11, 12):
        top = round(leaf.value * bottom)
        if top % bottom and abs(leaf.value - Fraction(top, bottom)) <= Fraction(1, 10**leaf.decimals):
            return True
    square = leaf.value**2
    return any(abs(square - n) <= 2 * leaf.value / 10**leaf.decimals for n in (2, 3, 5, 6, 7, 10)) or leaf.decimals >= 4


def all_readings(
    left: Expression, right: Expression, carried: Mapping[Fraction, Fraction] | None = None
) -> list[Reading]:
    """Return the ways to read two sides of an equality, the plainest first."""
    found = list(readings((left, right), carried or {}))
    units = _unit_factors(left, right)
    if units:
        found.append(PLAIN._replace(units=units))
    return found


def _unit_factors(left: Expression, right: Expression) -> dict[int, Fraction]:
    """Return each number's factor to a common unit where different units of one kind stand in an equality."""
    scales: dict[int, Fraction] = {}
    dimensions = set()
    for leaf in (*leaves(left), *leaves(right)):
        known = scale_of(leaf.label)
        if known is not None:
            scales[leaf.start] = known[1]
            dimensions.add(known[0])
    return scales if len(set(scales.values())) > 1 and len(dimensions) == 1 else {}
