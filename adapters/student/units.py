"""Units of results, as far as a student keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.adapters.student.terms import Leaf
from mmbench.program import FORMULAS

if TYPE_CHECKING:
    from mmbench.adapters.student.terms import Expression, Term

__all__ = ["unit_of"]

_LENGTHS = ("mm", "cm", "dm", "m", "km", "in")
_POWERS = {1: "", 2: "²", 3: "³"}
_ALIKE = ("+", "-", "sum", "mean", "median", "max", "min", "range", "abs", "nth_largest", "midpoint")


def unit_of(operator: str, expression: Term) -> str:
    """Return the unit of an operation's result, empty where it is not plain."""
    if operator in FORMULAS:
        formula = FORMULAS[operator]
        if formula.angle:
            return "°"
        if formula.units:
            return formula.units[1]
    if operator in ("argmax", "argmin", "count_above", "count_below", "sign", "mod"):
        return ""
    return _unit(expression) if operator not in _ALIKE else _common(expression)


def _common(expression: Expression) -> str:
    if isinstance(expression, Leaf):
        return expression.unit
    units = {unit for unit in map(_unit, expression.arguments) if unit}
    return units.pop() if len(units) == 1 else ""


def _unit(expression: Expression) -> str:
    if isinstance(expression, Leaf):
        return expression.unit
    operator, arguments = expression
    if operator in ("+", "-", "sum", "neg", "abs"):
        return _common(expression)
    units = [_unit(argument) for argument in arguments]
    powers = [_power(unit) for unit in units]
    known = {base for base, _ in powers if base}
    if operator == "sqrt" and known and powers[0][1] == 2:
        return known.pop()
    if len(known) != 1 or any(unit and not base for unit, (base, _) in zip(units, powers, strict=True)):
        given = [unit for unit in units if unit]
        return given[0] if operator in ("*", "/") and len(given) == 1 and units[0] == given[0] else ""
    base = known.pop()
    if operator == "^" and isinstance(arguments[1], Leaf):
        power = powers[0][1] * int(arguments[1].value)
    elif operator == "*":
        power = powers[0][1] + powers[1][1]
    elif operator == "/":
        power = powers[0][1] - powers[1][1]
    else:
        return ""
    return base + _POWERS[power] if power in _POWERS else ""


def _power(unit: str) -> tuple[str, int]:
    base = unit.rstrip("²³")
    if base not in _LENGTHS:
        return "", 0
    return base, {"": 1, "²": 2, "³": 3}.get(unit[len(base) :], 0)
