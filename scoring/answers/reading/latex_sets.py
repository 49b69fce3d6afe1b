"""Sets beside set signs: intervals, sets of numbers by their letters, unions, the reals without some points."""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, cast

from mmbench.scoring.answers.reading.lexer import Unreadable
from mmbench.scoring.answers.values import (
    Apply,
    Constant,
    Interval,
    Node,
    Number,
    Relation,
    Sequence,
    Symbol,
    Union,
    Value,
)

if TYPE_CHECKING:
    from fractions import Fraction

    from mmbench.scoring.answers.reading.latex_parser import Parser

__all__ = ["REALS", "SET_SIGNS", "as_set", "number_set", "rational", "united", "without_points"]

SET_SIGNS = frozenset(("∪", "∩", "∖", "U"))
_NAMES = {"Z": "ℤ", "N": "ℕ", "Q": "ℚ", "C": "ℂ"}
REALS = Interval(Apply("neg", (Constant("oo"),)), Constant("oo"), low_closed=False, high_closed=False)


def number_set(letter: str) -> Value:
    r"""Return what `\mathbb` with a letter stands for: the real numbers as an interval, other sets by their sign."""
    return REALS if letter == "R" else Symbol(_NAMES.get(letter, letter))


def as_set(value: Value) -> Value:
    """Return a value beside a set sign: a pair in brackets is an interval there, a letter the set it names."""
    if isinstance(value, Sequence) and value.form in ("tuple", "list") and len(value.items) == 2:
        low, high = value.items
        if isinstance(low, Node) and isinstance(high, Node):
            closed = value.form == "list"
            return Interval(low, high, low_closed=closed, high_closed=closed)
    if isinstance(value, Symbol):
        name = value.name.replace("_+", "+").replace("_*", "+")
        if name == "R":
            return REALS
        if name.rstrip("+") in _NAMES:
            return Symbol(_NAMES[name[0]] + name[1:])
    return value


def united(p: Parser, first: Value) -> Value:
    """Return what set signs make of sets, the place being at the first sign."""
    p.compound = True
    parts = [as_set(first)]
    while (sign := p.tokens[p.at]) in SET_SIGNS:
        p.at += 1
        last, right = parts[-1], as_set(cast("Value", p.operand()))
        if sign == "∩":
            if not isinstance(last, Symbol) or not isinstance(right, Symbol):
                raise Unreadable("an intersection of sets")
            parts[-1] = Symbol(f"{last.name}∩{right.name}")
        elif sign == "∖":
            parts[-1:] = _without(last, right)
        else:
            parts.append(right)
    return parts[0] if len(parts) == 1 else Union(tuple(parts))


def without_points(tree: Apply) -> Value | None:
    r"""Return `\mathbb{R} - \{0, 1\}`, read as a difference of scalars, as the set it is; None for another tree."""
    first: object = tree.args[0]
    if tree.op != "add" or not isinstance(first, Interval | Relation | Symbol | Sequence):
        return None
    points: list[Value] = []
    for term in tree.args[1:]:
        taken: object = term.args[0] if isinstance(term, Apply) and term.op == "neg" else None
        if not isinstance(taken, Sequence) or taken.form != "set":
            return None
        points += taken.items
    found = _without(as_set(first), Sequence(tuple(points), "set"))
    return found[0] if len(found) == 1 else Union(tuple(found))


def _without(whole: Value, points: Value) -> list[Value]:
    """Return a set without some points: an interval as the intervals between those, a letter as a name that says so."""
    if not isinstance(points, Sequence) or not points.items:
        raise Unreadable("difference of sets")
    if isinstance(whole, Symbol):
        return [Symbol(f"{whole.name}∖{','.join(map(str, sorted(map(rational, points.items))))}")]
    if isinstance(whole, Relation):
        whole = _half_line(whole)
    if not isinstance(whole, Interval):
        raise Unreadable("difference of sets")
    if whole == REALS and len(points.items) == 1 and isinstance(points.items[0], Node):
        inner = [points.items[0]]
    else:
        low, high = _place(whole.low), _place(whole.high)
        placed = {rational(item): cast("Node", item) for item in points.items}
        whole = Interval(
            whole.low, whole.high, whole.low_closed and low not in placed, whole.high_closed and high not in placed
        )
        inner = [placed[place] for place in sorted(placed) if low < place < high]
    ends = [whole.low, *inner, whole.high]
    return [
        Interval(
            low,
            high,
            low_closed=whole.low_closed and low is ends[0],
            high_closed=whole.high_closed and high is ends[-1],
        )
        for low, high in pairwise(ends)
    ]


def _half_line(relation: Relation) -> Interval:
    """Return the numbers that fulfil `x < 3`."""
    left, right = relation.sides[0], relation.sides[-1]
    if len(relation.sides) == 2 and isinstance(left, Symbol) and isinstance(right, Node):
        closed = relation.signs[0].endswith("=")
        if relation.signs[0][0] == "<":
            return Interval(REALS.low, right, low_closed=False, high_closed=closed)
        if relation.signs[0][0] == ">":
            return Interval(right, REALS.high, low_closed=closed, high_closed=False)
    raise Unreadable("difference of sets")


def _place(end: Node) -> Fraction | float:
    return -inf if end == REALS.low else inf if end == REALS.high else rational(end)


def rational(value: object) -> Fraction:
    """Return the value of a whole number or fraction with its sign.

    Raises:
        Unreadable: it is something else.
    """
    if isinstance(value, Number):
        return value.value
    if isinstance(value, Apply) and value.op == "neg":
        return -rational(value.args[0])
    if isinstance(value, Apply) and value.op == "div" and isinstance(value.args[1], Number) and value.args[1].value:
        return rational(value.args[0]) / value.args[1].value
    raise Unreadable("no number")
