"""What expressions are worth, exactly, in each way that their writer may have meant them.

`25%` may count hundredths or stand for a share in percent, `sin 30` may be in degrees or radians, pi may have been
taken as 3.14, a number may carry the digits that its writer had before rounding it. A statement is true where it is
true in one way.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.program import ProgramError
from mmbench.program.functions import apply
from mmbench.scoring.diagnose.expressions import Leaf, Name, Operation, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mmbench.scoring.diagnose.expressions import Expression

__all__ = ["PLAIN", "NoValueError", "Reading", "aside_number", "readings", "settled", "value"]

MAX_FACTORIAL = 60
_PI = (Fraction(314, 100), Fraction(22, 7), Fraction(31416, 10000), Fraction(3))


class NoValueError(ValueError):
    """The expression has no value: a name in it is unknown, it divides by zero, or it is too large."""


class Reading(NamedTuple):
    """A way to read an expression.

    Attributes:
        hundredths: Whether a percent sign divides by 100.
        added: Whether `x + p%` adds p percent of x.
        degrees: Whether the argument of a function is in degrees where no sign says so.
        pi: Another value of pi, None for the exact one.
        carried: The exact values that rounded numbers stand for, by the number as written.
        units: Factors to a common unit, by the place of the number.
        mixed: Whether `2 1/3` is a sum; else a product.
        names: The values of names.
        asides: Whether the value of `2019 (45)` is the number in brackets.
    """

    hundredths: bool = True
    added: bool = False
    degrees: bool = True
    pi: Fraction | None = None
    carried: Mapping[Fraction, Fraction] = {}
    units: Mapping[int, Fraction] = {}
    mixed: bool = True
    names: Mapping[str, Fraction] = {}
    asides: bool = False


PLAIN = Reading()


def readings(trees: tuple[Expression, ...], carried: Mapping[Fraction, Fraction]) -> Iterator[Reading]:
    """Yield the ways to read some expressions, the plainest first."""
    yield PLAIN
    if any(aside_number(leaf) is not None for tree in trees for leaf in walk(tree) if isinstance(leaf, Leaf)):
        yield PLAIN._replace(asides=True)
    signs = {node.sign for tree in trees for node in walk(tree) if isinstance(node, Operation)}
    bases = [PLAIN]
    if carried:
        used = {leaf.value for tree in trees for leaf in walk(tree) if isinstance(leaf, Leaf)}
        kept = {number: exact for number, exact in carried.items() if number in used}
        if kept:
            bases.append(PLAIN._replace(carried=kept))
            yield bases[-1]
    for base in bases:
        if "percent" in signs:
            yield base._replace(hundredths=False)
            yield base._replace(added=True)
        if signs & {"sin", "cos", "tan", "asin", "acos", "atan"}:
            yield base._replace(degrees=False)
        if "pi" in signs:
            for pi in (*_PI, Fraction(180)) if "degree" in signs else _PI:
                yield base._replace(pi=pi)
        if "mixed" in signs:
            yield base._replace(mixed=False)


_ASIDE = re.compile(r"[(（] ([\d,]{1,12}(?:\.\d{1,9})?) [)）]")


def aside_number(leaf: Leaf) -> Fraction | None:
    """Return the number that stands in brackets behind a number, if nothing else stands there."""
    found = _ASIDE.match(leaf.label) if leaf.label else None
    return Fraction(found[1].replace(",", "")) if found else None


def settled(tree: Expression, written: Fraction) -> Expression:
    """Return an expression with `45 (2019)` read as one of the two numbers, whichever gives more nearly `written`."""
    if not any(isinstance(node, Leaf) and aside_number(node) is not None for node in walk(tree)):
        return tree
    other = _inside(tree)
    try:
        return min((tree, other), key=lambda each: abs(value(each) - written))
    except NoValueError:
        return tree


def _inside(tree: Expression) -> Expression:
    if isinstance(tree, Leaf):
        number = aside_number(tree)
        return tree if number is None else tree._replace(value=number, label="")
    return Operation(tree.sign, tuple(map(_inside, tree.parts))) if isinstance(tree, Operation) else tree


def value(tree: Expression, reading: Reading = PLAIN) -> Fraction:
    """Return the exact value of an expression; roots and pi carry 50 decimal places.

    Raises:
        NoValueError: there is none.
    """
    try:
        return Fraction(_value(tree, reading))
    except (ProgramError, OverflowError, RecursionError) as error:
        raise NoValueError(str(error)) from None


def _value(tree: Expression, reading: Reading) -> Fraction | int:
    if isinstance(tree, Leaf):
        if reading.asides and (number := aside_number(tree)) is not None:
            return number
        found = reading.carried.get(tree.value, tree.value)
        return found * reading.units.get(tree.start, 1) if reading.units else found
    if isinstance(tree, Name):
        known = reading.names.get(tree.text)
        if known is None:
            raise NoValueError(f"{tree.text} is not known")
        return known
    sign, parts = tree
    if sign == "percent":
        inner = _value(parts[0], reading)
        return Fraction(inner) / 100 if reading.hundredths else inner
    if sign == "pi":
        return reading.pi or apply("pi", ())
    if sign in "+-" and reading.added and isinstance(parts[1], Operation) and parts[1].sign == "percent":
        whole = _value(parts[0], reading)
        share = whole * _value(parts[1], reading)
        return whole + share if sign == "+" else whole - share
    if sign in _TURNS:
        return _turned(sign, parts[0], reading)
    values = tuple(_value(part, reading) for part in parts)
    if sign == "scientific":
        return apply("*", values)
    if sign in "+-*/^" or sign in ("neg", "sqrt"):
        return apply(sign, values)
    return _other(sign, values, reading)


_TURNS = frozenset({"sin", "cos", "tan", "asin", "acos", "atan"})


def _turned(sign: str, argument: Expression, reading: Reading) -> Fraction | int:
    """Return a trigonometric value: degrees where the sign is there or the reading says so, else radians."""
    inner = _value(argument, reading)
    marked = any(isinstance(node, Operation) and node.sign == "degree" for node in walk(argument))
    if marked or reading.degrees:
        return apply(sign, (inner,))
    try:
        return Fraction(getattr(math, sign)(float(inner)))
    except (ValueError, OverflowError):
        raise NoValueError(f"{sign} has no value there") from None


def _other(sign: str, values: tuple[Fraction | int, ...], reading: Reading) -> Fraction | int:
    if sign == "degree":
        return values[0]
    if sign in ("min", "max", "mean", "median", "abs"):
        return apply(sign, values)
    if sign == "mixed":
        return values[0] + values[1] if reading.mixed else values[0] * values[1]
    if sign == "fact":
        whole = Fraction(values[0])
        if whole.denominator != 1 or not 0 <= whole <= MAX_FACTORIAL:
            raise NoValueError("no factorial")
        return math.factorial(int(whole))
    if sign == "root":
        return _root(Fraction(values[0]), Fraction(values[1]))
    raise NoValueError(f"{sign} is not computed")


def _root(radicand: Fraction, degree: Fraction) -> Fraction:
    if degree.denominator != 1 or not 2 <= degree <= 20 or radicand < 0:
        raise NoValueError("no such root")
    root = float(radicand) ** (1 / float(degree))
    whole = Fraction(round(root))
    return whole if whole ** int(degree) == radicand else Fraction(root)
