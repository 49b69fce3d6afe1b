"""Comparing scalars: numbers and expressions, with the tolerance stated and the units on either side."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.scoring.answers.algebra import symbolic
from mmbench.scoring.answers.algebra.evaluate import approx, exact
from mmbench.scoring.answers.algebra.identity import same
from mmbench.scoring.answers.reading.units import fitting, is_counted
from mmbench.scoring.answers.trees import canonical, replaced
from mmbench.scoring.answers.values import Apply, Constant, Node, Number, Quantity, Sequence, Unit, Value

if TYPE_CHECKING:
    from mmbench.records import Tolerance
    from mmbench.scoring.answers.comparing.policy import Policy

__all__ = ["Measure", "common_unit", "measure", "numbers_equal", "same_measure", "same_scalar"]

PERCENT = Unit(dimension=(("percent", Fraction(1)),), name="%")
DEGREE = Unit(dimension=(("deg", Fraction(1)),), name="°")
_RADIAN = (("rad", Fraction(1)),)


class Measure(NamedTuple):
    """A value and the unit it is written with."""

    value: Node | Sequence
    unit: Unit | None


def measure(value: Value) -> Measure | None:
    """Return a scalar or quantity as a value and its unit; None for other values.

    Signs of percent, degree and base count as units. A unit that measures nothing (`5 units`) is none.
    """
    if isinstance(value, Apply):
        if value.op == "percent":
            return Measure(value.args[0], PERCENT)
        if value.op == "degree":
            return Measure(value.args[0], DEGREE)
        if value.op == "base" and isinstance(base := value.args[1], Number):
            return Measure(
                value.args[0], Unit(dimension=((f"base {base.value}", Fraction(1)),), name=f"base {base.value}")
            )
        if value.op == "neg" and isinstance(inner := value.args[0], Apply) and inner.op in ("percent", "degree"):
            return Measure(Apply("neg", inner.args), PERCENT if inner.op == "percent" else DEGREE)
        return Measure(value, None)
    if isinstance(value, Quantity):
        return Measure(value.value, value.unit if value.unit.dimension else None)
    return Measure(value, None) if isinstance(value, Node) else None


def same_scalar(found: Node, gold: Node, policy: Policy) -> bool | None:
    """Whether two scalars are equal: exactly, or as far as the policy lets an answer be off; None is undecided.

    Integrals, limits and derivatives are worked out only where the gold has one: left undone they are no answer.

    Raises:
        symbolic.SymbolicTimeout: the question needed symbolic work that did not end.
    """
    if isinstance(found, Number) and isinstance(gold, Number):
        return _close(found.value, gold.value, policy)
    decided = same(found, gold)
    if decided:
        return True
    if policy.pi is not None:
        pi = Number(policy.pi)
        found, gold = (replaced(tree, Constant("pi"), pi) for tree in (found, gold))
        if same(found, gold):
            return True
    if not policy.exact():
        left, right = approx(found), approx(gold)
        if left is not None and right is not None:
            return _close(left, right, policy)
    if decided is None and canonical(found) == canonical(gold):
        return True
    if decided is None and symbolic.is_open(gold):
        return symbolic.decide(found, gold)
    return decided


def numbers_equal(found: Fraction, gold: Fraction, tolerance: Tolerance) -> bool:
    """Whether two numbers are equal: exactly, or within any tolerance stated.

    `decimals` means equal once rounded, so a difference of half a unit in the last place passes.
    """
    off = abs(found - gold)
    if off == 0:
        return True
    if tolerance.abs is not None and off <= Fraction(tolerance.abs):
        return True
    if tolerance.rel is not None and off <= abs(gold) * Fraction(tolerance.rel):
        return True
    return tolerance.decimals is not None and off <= Fraction(1, 2 * 10**tolerance.decimals)


def _close(found: Fraction, gold: Fraction, policy: Policy) -> bool:
    if numbers_equal(found, gold, policy.tolerance):
        return True
    return policy.figures is not None and abs(found - gold) <= _last_figure(gold, policy.figures) / 2


def _last_figure(gold: Fraction, figures: int) -> Fraction:
    """Return the unit of the last significant figure of a number."""
    if gold == 0:
        return Fraction(0)
    bits = gold.numerator.bit_length() - gold.denominator.bit_length()  # its decimals may be too many to write out
    magnitude = math.ceil((bits + 1) * math.log10(2))
    while abs(gold) < Fraction(10) ** magnitude:
        magnitude -= 1
    return Fraction(10) ** (magnitude - figures + 1)


def common_unit(found: Unit, gold: Unit) -> tuple[Unit, Unit] | bool | None:
    """Return the readings of two units in which they measure the same.

    False where they measure different things; None where one of them only counts something under another name.
    """
    fit = fitting(found, gold)
    if fit is not None:
        return fit
    if {found.dimension, gold.dimension} == {DEGREE.dimension, _RADIAN}:
        return found, gold
    return None if is_counted(found) or is_counted(gold) else False


def _converted(found: Node, unit: Unit, to: Unit) -> Node:
    """Return a value in another unit of the same kind."""
    if unit.dimension != to.dimension:
        if unit.dimension == _RADIAN:
            return Apply("div", (found, Apply("degree", (Number(Fraction(1)),))))
        return Apply("degree", (found,))
    scale = unit.scale / to.scale
    offset = (unit.offset - to.offset) / to.scale
    if scale == 1 and offset == 0:
        return found
    number = exact(found)
    if number is not None:
        return Number(number * scale + offset)
    scaled = Apply("mul", (Number(scale), found))
    return scaled if offset == 0 else Apply("add", (scaled, Number(offset)))


def same_measure(found: Value, gold: Value, policy: Policy) -> tuple[bool | None, str] | None:
    """Compare two scalars with their units; None where either is no scalar.

    Returns:
        Whether they are the same (None undecided) and the rule: "number", "expression", "unit", "unit missing"...
    """
    left, right = measure(found), measure(gold)
    if left is None or right is None or isinstance(left.value, Sequence) or isinstance(right.value, Sequence):
        return None
    asked = right.unit or policy.unit
    rule = "number" if isinstance(left.value, Number) and isinstance(right.value, Number) else "expression"
    if left.unit is not None and asked is not None:
        common = common_unit(left.unit, asked)
        if isinstance(common, tuple):
            return same_scalar(_converted(left.value, *common), right.value, policy), f"{rule}, same unit"
        equal = same_scalar(left.value, right.value, policy)
        if common is None and equal:
            return None, f"counts '{left.unit.name}' where '{asked.name}' were asked for"
        return False, f"unit '{left.unit.name}' instead of '{asked.name}'" if equal else rule
    if left.unit is None and right.unit is None:
        return same_scalar(left.value, right.value, policy), rule
    written = left.unit or right.unit
    note = "unit not checked" if right.unit is None else "unit missing"
    bare_percent = left.unit is not None and right.unit is None and left.unit.dimension == PERCENT.dimension
    decided = False if bare_percent else same_scalar(left.value, right.value, policy)
    if not decided and written is not None and written.dimension in (PERCENT.dimension, DEGREE.dimension):
        decided = same_scalar(_as_number(left.value, left.unit), _as_number(right.value, right.unit), policy)
    return decided, f"{rule}, {note}"


def _as_number(value: Node, unit: Unit | None) -> Node:
    """Return a percentage or an angle as the pure number it stands for."""
    if unit is None:
        return value
    return Apply("percent" if unit.dimension == PERCENT.dimension else "degree", (value,))
