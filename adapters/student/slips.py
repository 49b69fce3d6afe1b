"""Calculation mistakes: one result is not what its operands give."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mmbench.adapters.student.plans import WORDED, Slip
from mmbench.adapters.student.symbols import equation
from mmbench.adapters.student.task import Mistake
from mmbench.adapters.student.terms import Leaf, Term, leaves, shown, value_of
from mmbench.program import ProgramError, format_number, round_half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mmbench.adapters.student.plans import Operation
    from mmbench.adapters.student.task import Operator, Task

__all__ = ["OPERATORS"]

_FACTORS = (10, 60, 100, 1000, 3600, 10_000)
_MINUTES = ("min", "分钟", "s", "秒")
_UNITS = (
    ("mm", "cm", "dm", "m", "km", "毫米", "厘米", "米", "千米"),
    ("h", "min", "s", "小时", "分钟", "秒"),
    ("g", "kg", "t", "克", "千克", "吨"),
    ("ml", "l", "L", "hundred litres", "litres", "毫升", "升", "百升"),
)
_ROUNDING = Fraction(1, 250)


def _slips(task: Task, change: Callable[[Task, Operation], Iterator[Fraction]], note: str) -> Iterator[Mistake]:
    """Yield the slips that a change of one result makes."""
    for at, operation in enumerate(task.plan.operations):
        if operation.operator in WORDED:
            continue
        for changed in change(task, operation):
            value = shown(changed, task.habit.decimals)
            if _visible(value, operation.true, operation.result.shown):
                yield _mistake(task, operation, Slip(at, value), note, value, operation.result.shown)


def _visible(value: Fraction, true: Fraction, noted: Fraction) -> bool:
    """Say whether a wrong value cannot be taken for a rounding of the true one."""
    if value == true:
        return False
    if noted == true and true.denominator == 1 and value.denominator == 1:
        return True
    off = abs(value - true)
    return off >= max(3 * _last_place(noted), _last_place(value), abs(true) * _ROUNDING)


def _last_place(value: Fraction) -> Fraction:
    """Return the unit of the last decimal place of a number, 1 where it is whole."""
    return Fraction(1, 10 ** len(format_number(value).partition(".")[2]))


def _mistake(task: Task, operation: Operation, slip: Slip, note: str, value: Fraction, right: Fraction) -> Mistake:
    said = f"{note}: {format_number(value)} instead of {format_number(right)}"
    subtype = "conversion" if _converts(task, operation) else "arithmetic"
    return Mistake("calculation", subtype, said, task.root, task.facts, slip, negative=value < 0)


def _converts(task: Task, operation: Operation) -> bool:
    """Say whether an operation turns one unit into another."""
    if operation.title and operation.title.find("_to_") > 0:
        return True
    operator, arguments = operation.expression
    unit = task.item.question.unit
    factors = [leaf.value for leaf in arguments if isinstance(leaf, Leaf) and leaf.source == "number"]
    if operator not in ("*", "/") or not any(factor in _FACTORS for factor in factors):
        return False
    group = next((group for group in _UNITS if unit in group), ())
    others = {leaf.unit for leaf in leaves(operation.expression) if leaf.source != "number"}
    return any(other in group and other != unit for other in others) or (60 in factors and unit in _MINUTES)


def _digit(task: Task, operation: Operation) -> Iterator[Fraction]:
    """Change one digit."""
    text = format_number(operation.result.shown)
    for at, digit in enumerate(text):
        if digit.isdigit():
            other = (int(digit) + 1 + task.chance.below(9)) % 10
            if not (at == 0 and other == 0 and len(text) > 1):
                yield Fraction(f"{text[:at]}{other}{text[at + 1 :]}")


def _carry(task: Task, operation: Operation) -> Iterator[Fraction]:
    """Forget a carry or a borrowed ten."""
    value = operation.result.shown
    if operation.expression.operator not in ("+", "-", "*", "sum", "/"):
        return
    sign = 1 if operation.expression.operator == "-" else -1
    for power in (10, 100, 1000):
        if abs(value) > power:
            yield value + sign * power


def _sign(task: Task, operation: Operation) -> Iterator[Fraction]:
    """Turn the sign of a difference or a product with a negative number."""
    negative = operation.result.shown < 0 or any(leaf.value < 0 for leaf in leaves(operation.expression))
    last = operation is task.plan.operations[-1]
    if negative or (operation.expression.operator == "-" and not last):
        yield -operation.result.shown


def _place(task: Task, operation: Operation) -> Iterator[Fraction]:
    """Move the decimal place."""
    if operation.expression.operator in ("*", "/"):
        yield operation.result.shown * 10
        yield operation.result.shown / 10


def _near(task: Task, operation: Operation) -> Iterator[Fraction]:
    """Be off by one or two, or by ten."""
    noted = operation.result.shown
    unit = Fraction(1, 10) if abs(noted) < 10 and noted.denominator > 1 else Fraction(1)
    for off in (1, -1, 2, -2, 10, -10):
        if abs(off * unit) < abs(noted):
            yield noted + off * unit


def _table(task: Task, operation: Operation) -> Iterator[Fraction]:
    """Slip to a neighbour in the multiplication table."""
    operator, arguments = operation.expression
    if operator != "*" or not all(isinstance(part, Leaf) for part in arguments):
        return
    first, second = (value_of(part) for part in arguments)
    if first.denominator == second.denominator == 1:
        yield from ((first + 1) * second, first * (second - 1), first * second + 2, first * second - 3)


def _quotient(task: Task, operation: Operation) -> Iterator[Fraction]:
    """Drop the remainder of a division, or overlook a zero in the quotient."""
    if operation.expression.operator == "/" and abs(operation.true) >= 2:
        yield Fraction(int(operation.true))
        yield Fraction(int(operation.true) + 1)


def _square(task: Task, operation: Operation) -> Iterator[Fraction]:
    """Double where a square is taken, or halve where a root is."""
    operator, arguments = operation.expression
    if operator == "^" and isinstance(arguments[0], Leaf):
        yield arguments[0].value * value_of(arguments[1])
    if operator == "sqrt" and isinstance(arguments[0], Leaf):
        yield arguments[0].value / 2


def _term(task: Task, operation: Operation) -> Iterator[Fraction]:
    """Leave out a number while adding up."""
    parts = _addends(operation.expression)
    if len(parts) > 2:
        for part in parts:
            yield operation.true - value_of(part)


def _addends(expression: Term) -> list[Leaf]:
    if expression.operator == "/" and isinstance(expression.arguments[0], Term):
        return []
    if expression.operator not in ("+", "sum"):
        return []
    return list(leaves(expression)) if all(isinstance(part, Leaf) for part in expression.arguments) else []


def _exchanged(task: Task, operation: Operation) -> Iterator[Fraction]:
    """Write two digits of a result the wrong way round."""
    text = format_number(operation.result.shown)
    for at in range(len(text) - 1):
        pair = text[at : at + 2]
        if pair.isdigit() and pair[0] != pair[1] and not (at == 0 and pair[1] == "0"):
            yield Fraction(f"{text[:at]}{pair[::-1]}{text[at + 2 :]}")


def _inner(task: Task) -> Iterator[Mistake]:
    """Get a part of a longer expression wrong."""
    for at, operation in enumerate(task.plan.operations):
        if operation.stage is None or operation.operator in WORDED:
            continue
        inner = [leaf for leaf in leaves(operation.stage) if leaf.source == "result" and leaf.name == "inner"]
        for number, leaf in enumerate(inner):
            off = task.chance.pick((1, -1, 2, 10, -10, -2))
            if leaf.value.denominator == 1 and leaf.value + off != 0:
                value = leaf.value + off
                slip = Slip(at, value, inner=number)
                yield _mistake(task, operation, slip, "works out a part wrongly", value, leaf.value)


def _rounding(task: Task) -> Iterator[Mistake]:
    """Round the answer the wrong way."""
    places = task.plan.rounding
    operations = task.plan.operations
    if places is None or not operations or operations[-1].operator in WORDED:
        return
    noted, value = operations[-1].result.shown, task.plan.value.value
    right = round_half_up(value, places)
    if round_half_up(noted, places) != right or noted == right:
        return
    unit = Fraction(1, 10**places)
    other = right - unit if value < right else right + unit
    note = f"rounds to {format_number(other, places)} instead of {format_number(right, places)}"
    yield Mistake("calculation", "rounding", note, task.root, task.facts, Slip(-1, other, form="round"))


def _solving(task: Task) -> Iterator[Mistake]:
    """Solve an equation wrongly: a digit of the solution is off."""
    for at, operation in _equations(task):
        value = operation.result.shown + task.chance.pick((10, -10, 1, -1, 20, 5))
        if _visible(value, operation.true, operation.result.shown):
            note = f"solves to {format_number(value)} instead of {format_number(operation.result.shown)}"
            yield Mistake("calculation", "equation", note, task.root, task.facts, Slip(at, value, form="solve"))


def _kept(task: Task) -> Iterator[Mistake]:
    """Move a term to the other side of an equation and keep its sign."""
    for at, operation in _equations(task):
        found = equation(operation.node, operation.expression, "x")
        if found is None:
            continue
        try:
            value = value_of(found.kept)
        except ProgramError:
            continue
        if _visible(value, operation.true, operation.result.shown):
            note = "moves a term to the other side and keeps its sign"
            yield Mistake("calculation", "equation", note, task.root, task.facts, Slip(at, value, form="kept"))


def _equations(task: Task) -> Iterator[tuple[int, Operation]]:
    """Yield the operation that ends the work, where it can be written as an equation to solve."""
    operations = task.plan.operations
    if operations and equation(operations[-1].node, operations[-1].expression, "x"):
        yield len(operations) - 1, operations[-1]


OPERATORS: dict[str, Operator] = {
    "calculation/digit": lambda task: _slips(task, _digit, "gets a digit wrong"),
    "calculation/carry": lambda task: _slips(task, _carry, "forgets a carry"),
    "calculation/sign": lambda task: _slips(task, _sign, "turns the sign"),
    "calculation/place": lambda task: _slips(task, _place, "moves the decimal place"),
    "calculation/near": lambda task: _slips(task, _near, "is off by a little"),
    "calculation/table": lambda task: _slips(task, _table, "slips in the multiplication table"),
    "calculation/quotient": lambda task: _slips(task, _quotient, "drops the remainder"),
    "calculation/square": lambda task: _slips(task, _square, "doubles instead of squaring"),
    "calculation/term": lambda task: _slips(task, _term, "leaves out a number while adding"),
    "calculation/exchanged": lambda task: _slips(task, _exchanged, "exchanges two digits of a result"),
    "calculation/inside": _inner,
    "calculation/rounding": _rounding,
    "calculation/solving": _solving,
    "calculation/kept": _kept,
}
