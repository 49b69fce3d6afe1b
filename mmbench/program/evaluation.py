"""What a program is worth over the facts, at once or a step at a time."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.program.functions import OPERATORS, apply, bounded
from mmbench.program.grammar import parse
from mmbench.program.nodes import Apply, Fact, Node
from mmbench.program.numbers import Exact, FactValue, ProgramError, exact, format_number

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Step", "evaluate", "fact_value", "facts_used", "steps", "value_of"]


class Step(NamedTuple):
    """One evaluated operation: `operator` over `operands` gives `result`; `text` shows it."""

    operator: str
    operands: tuple[Fraction, ...]
    result: Fraction
    text: str


def evaluate(node: Node | str, facts: Mapping[str, FactValue]) -> Fraction:
    """Evaluate a program over the facts.

    Raises:
        ProgramError: unknown fact, division by zero, root of a negative number, or a result too large to hold.
    """
    return Fraction(value_of(parse(node) if isinstance(node, str) else node, facts))


def steps(node: Node | str, facts: Mapping[str, FactValue]) -> list[Step]:
    """Return the evaluation of a program, one operation a step, innermost first; a formula is one operation."""
    done: list[Step] = []
    _record(parse(node) if isinstance(node, str) else node, facts, done)
    return done


def facts_used(node: Node | str) -> list[str]:
    """Return the fact names in a program, each once, in order of appearance."""
    names: dict[str, None] = {}
    waiting = [parse(node) if isinstance(node, str) else node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Fact):
            names[node.name] = None
        elif isinstance(node, Apply):
            waiting += reversed(node.arguments)
    return list(names)


_SMALL = 10**18
_PAIRS = {operator: OPERATORS[operator] for operator in "+-*/"}


def value_of(node: Node, facts: Mapping[str, FactValue]) -> Exact:
    """Return what `evaluate` returns, as `int` where it is whole."""
    if isinstance(node, Apply):
        operator, arguments = node
        run = _PAIRS.get(operator)
        if run is None:
            return apply(operator, tuple([value_of(argument, facts) for argument in arguments]))
        left, right = arguments
        try:
            result = run(value_of(left, facts), value_of(right, facts))
        except ZeroDivisionError:
            raise ProgramError("division by zero") from None
        small = type(result) is int and -_SMALL < result < _SMALL
        return result if small else bounded(operator, result)
    if isinstance(node, Fact):
        known = facts.get(node.name)
        if type(known) is int and -_SMALL < known < _SMALL:
            return known
        return fact_value(node.name, facts)
    value = node.value
    return value.numerator if value.denominator == 1 else value


def fact_value(name: str, facts: Mapping[str, FactValue]) -> Exact:
    """Return the value of a fact.

    Raises:
        ProgramError: there is no such fact, or it is not a number.
    """
    try:
        value = facts[name]
    except KeyError:
        raise ProgramError(f"no fact named {name!r}; known: {', '.join(map(repr, facts)) or 'none'}") from None
    return exact(value)


def _record(node: Node, facts: Mapping[str, FactValue], done: list[Step]) -> Exact:
    if not isinstance(node, Apply):
        return value_of(node, facts)
    operands = tuple([_record(argument, facts, done) for argument in node.arguments])
    result = apply(node.operator, operands)
    if node.operator not in ("neg", "pi"):
        text = _show(node.operator, operands, result)
        done.append(Step(node.operator, tuple(map(Fraction, operands)), Fraction(result), text))
    return result


def _show(operator: str, operands: tuple[Exact, ...], result: Exact) -> str:
    shown = [f"({format_number(operand)})" if operand < 0 else format_number(operand) for operand in operands]
    left = f" {operator} ".join(shown) if operator in OPERATORS else f"{operator}({', '.join(shown)})"
    equals = "=" if Fraction(format_number(result)) == result else "≈"
    return f"{left} {equals} {format_number(result)}"
