"""Expressions as a student writes them: numbers with where they come from, and operations over them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from mmbench.program import Fact, Number
from mmbench.program.functions import PI, apply
from mmbench.program.numbers import exact, round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mmbench.program import Node

__all__ = ["Expression", "Leaf", "Term", "coefficient", "leaves", "number", "over", "reduced", "shown", "value_of"]

Source = Literal["fact", "number", "result", "pi", "symbol"]


class Leaf(NamedTuple):
    """A number in an expression: its value, how it is shown, where it comes from, and its unit.

    `name` is the fact's name, the letter of a symbol, or `inner` for a part worked out on the way.
    """

    value: Fraction
    shown: Fraction
    source: Source
    name: str = ""
    unit: str = ""


class Term(NamedTuple):
    """An operation over expressions: `+ - * / ^ neg sqrt abs sum` or a function written by its name."""

    operator: str
    arguments: tuple[Expression, ...]


Expression = Leaf | Term


def number(value: Fraction | int) -> Leaf:
    """Return a plain number."""
    return Leaf(Fraction(value), Fraction(value), "number")


def over(body: Node, parts: Mapping[str, Expression], pi: Fraction = PI) -> Expression:
    """Return a formula's body over expressions in the places of its parameters."""
    if isinstance(body, Number):
        return number(body.value)
    if isinstance(body, Fact):
        return parts[body.name]
    if body.operator == "pi":
        return Leaf(pi, pi, "pi", "π")
    return Term(body.operator, tuple([over(argument, parts, pi) for argument in body.arguments]))


def leaves(expression: Expression) -> Iterator[Leaf]:
    """Yield the numbers of an expression, left to right."""
    if isinstance(expression, Leaf):
        yield expression
    else:
        for argument in expression.arguments:
            yield from leaves(argument)


def value_of(expression: Expression) -> Fraction:
    """Return what an expression is worth.

    Raises:
        ProgramError: it has no value.
    """
    if isinstance(expression, Leaf):
        return expression.value
    operator, arguments = expression
    values = tuple([exact(value_of(argument)) for argument in arguments])
    return Fraction(apply(operator, values))


def shown(value: Fraction, decimals: int) -> Fraction:
    """Return a value as people note it: exactly where that is short, else rounded with at least three digits.

    Where rounding would make it look whole, more places are noted.
    """
    denominator = value.denominator
    if denominator == 1:
        return value
    places = max(decimals, 3)
    if 10**places % denominator == 0:
        return value
    size = abs(value)
    places = decimals
    while size * 10**places < 100 and places < 8:
        places += 1
    rounded = round_half_up(value, places)
    while rounded.denominator == 1 and places < decimals + 3:
        places += 1
        rounded = round_half_up(value, places)
    return rounded


def reduced(expression: Expression, decimals: int) -> Expression:
    """Return the expression with its innermost operations done, where their results are short; else as it is."""
    if isinstance(expression, Leaf):
        return expression
    arguments = tuple([_reduce(argument, decimals) for argument in expression.arguments])
    return Term(expression.operator, arguments)


def _reduce(expression: Expression, decimals: int) -> Expression:
    if isinstance(expression, Leaf):
        return expression
    if all(isinstance(argument, Leaf) and argument.source != "pi" for argument in expression.arguments):
        value = value_of(expression)
        units = {argument.unit for argument in expression.arguments if isinstance(argument, Leaf)}
        unit = units.pop() if len(units) == 1 and expression.operator in ("+", "-", "sum") else ""
        return Leaf(value, value, "result", "inner", unit) if shown(value, decimals) == value else expression
    return Term(expression.operator, tuple([_reduce(argument, decimals) for argument in expression.arguments]))


def coefficient(expression: Expression, value: Fraction) -> Fraction | None:
    """Return k where the expression is k times pi, a short k, and pi stands in it as such; else nothing."""
    if sum(leaf.source == "pi" and leaf.value == PI for leaf in leaves(expression)) != 1:
        return None
    if not _linear(expression):
        return None
    ratio = value / PI
    return ratio if ratio != 1 and 1000 % ratio.denominator == 0 else None


def _linear(expression: Expression) -> bool:
    """Say whether pi stands only in products, above the line."""
    if isinstance(expression, Leaf):
        return True
    holding = [at for at, part in enumerate(expression.arguments) if any(leaf.source == "pi" for leaf in leaves(part))]
    if not holding:
        return True
    if expression.operator == "*" or (expression.operator == "/" and holding == [0]):
        return all(_linear(expression.arguments[at]) for at in holding)
    return False
