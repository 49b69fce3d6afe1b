"""Intervals, unions and inequalities in one variable, in one form: a sorted list of intervals and points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.scoring.answers.algebra.identity import sign_order
from mmbench.scoring.answers.comparing.scalars import same_scalar
from mmbench.scoring.answers.values import (
    Apply,
    Constant,
    Interval,
    Node,
    Number,
    Quantity,
    Relation,
    Sequence,
    Symbol,
    Union,
    Value,
    Words,
)

if TYPE_CHECKING:
    from mmbench.scoring.answers.comparing.policy import Policy

__all__ = ["is_range", "ranges", "same_ranges"]

_INFINITY = Constant("oo")
_MINUS_INFINITY = Apply("neg", (_INFINITY,))
_REALS = Interval(_MINUS_INFINITY, _INFINITY, low_closed=False, high_closed=False)
_ORDER = ("<", "<=", ">", ">=")
MAX_PARTS = 20


def is_range(value: Value) -> bool:
    """Whether a value can only be a set of real numbers with intervals in it: so that brackets beside it are, too."""
    if isinstance(value, Interval | Union):
        return True
    if isinstance(value, Relation):
        return value.signs[0] in ("<", "<=", ">", ">=", "!=") or (value.signs[0] == "in" and is_range(value.sides[1]))
    if isinstance(value, Sequence) and value.form == "bare":
        return bool(value.items) and all(is_range(item) for item in value.items)
    return isinstance(value, Words) and value.text == "all real numbers"


def ranges(value: Value) -> tuple[list[Interval], str] | None:
    """Return a value as sorted disjoint intervals, and the variable it speaks of ("" where it names none), or None.

    A pair in brackets is read as an interval: `(3, 12)` is open, `[3, 12]` closed.
    """
    if isinstance(value, Quantity):
        value = value.value
    parts: list[Interval] = []
    if isinstance(value, Sequence) and value.form == "bare" and len(value.items) <= MAX_PARTS:
        return _several(value)
    if isinstance(value, Union) and len(value.parts) <= MAX_PARTS:
        names = set()
        for part in value.parts:
            read = ranges(part)
            if read is None:
                return None
            parts += read[0]
            names.add(read[1])
        return (_sorted(parts), names.pop()) if len(names) == 1 else None
    if isinstance(value, Relation):
        return _relation(value)
    single = _interval(value)
    return None if single is None else (single, "")


def _interval(value: Value) -> list[Interval] | None:
    if isinstance(value, Interval):
        return [value]
    if isinstance(value, Sequence) and value.form in ("tuple", "list") and len(value.items) == 2:
        low, high = value.items
        if isinstance(low, Node) and isinstance(high, Node):
            closed = value.form == "list"
            return [Interval(low, high, low_closed=closed, high_closed=closed)]
    if isinstance(value, Sequence) and value.form == "set":
        points = [item for item in value.items if isinstance(item, Node)]
        if len(points) == len(value.items):
            return [Interval(point, point, low_closed=True, high_closed=True) for point in points]
    if isinstance(value, Symbol) and value.name in ("R", "reals"):
        return [_REALS]
    if isinstance(value, Words) and value.text in ("all real numbers", "all reals"):
        return [_REALS]
    return None


def _relation(value: Relation) -> tuple[list[Interval], str] | None:
    """Return the set that `x > 3`, `1 < x <= 5`, `x != 2` or `x in [1, 2]` describes."""
    sides, signs = value.sides, value.signs
    if signs == ("in",) and isinstance(sides[0], Symbol):
        read = ranges(sides[1])
        return None if read is None else (read[0], sides[0].name)
    nodes = [side.value if isinstance(side, Quantity) else side for side in sides]
    if len(nodes) == 2 and not isinstance(nodes[0], Symbol) and isinstance(nodes[1], Symbol):
        nodes.reverse()
        signs = tuple(sign.translate(_TURNED) for sign in signs)
    if len(nodes) == 2 and isinstance(nodes[0], Symbol) and isinstance(nodes[1], Node):
        return _half_line(signs[0], nodes[1], nodes[0].name)
    if len(nodes) == 3 and isinstance(nodes[1], Symbol) and all(sign in _ORDER for sign in signs):
        low, high = nodes[0], nodes[2]
        if not isinstance(low, Node) or not isinstance(high, Node):
            return None
        closed = tuple("=" in sign for sign in signs)
        if signs[0][0] == signs[1][0] == "<":
            return [Interval(low, high, low_closed=closed[0], high_closed=closed[1])], nodes[1].name
        if signs[0][0] == signs[1][0] == ">":
            return [Interval(high, low, low_closed=closed[1], high_closed=closed[0])], nodes[1].name
    return None


_TURNED = str.maketrans("<>", "><")


def _half_line(sign: str, bound: Node, name: str) -> tuple[list[Interval], str] | None:
    below = Interval(_MINUS_INFINITY, bound, low_closed=False, high_closed=sign == "<=")
    above = Interval(bound, _INFINITY, low_closed=sign == ">=", high_closed=False)
    if sign == "=":
        return [Interval(bound, bound, low_closed=True, high_closed=True)], name
    if sign == "!=":
        return [below, above], name
    if sign in ("<", "<="):
        return [below], name
    return ([above], name) if sign in (">", ">=") else None


def _several(value: Sequence) -> tuple[list[Interval], str] | None:
    """Return what several conditions on one variable describe: where two half-lines overlap, both hold; else either."""
    parts: list[Interval] = []
    names = set()
    for item in value.items:
        read = ranges(item)
        if read is None:
            return None
        parts += read[0]
        names.add(read[1])
    if len(names) != 1:
        return None
    joint = _overlap(parts) if len(parts) == 2 and all(isinstance(item, Relation) for item in value.items) else None
    return ([joint] if joint is not None else _sorted(parts)), names.pop()


def _overlap(parts: list[Interval]) -> Interval | None:
    """Return the overlap of a half-line that ends above with one that ends below, or None."""
    lower = [part for part in parts if part.high == _INFINITY and part.low != _MINUS_INFINITY]
    upper = [part for part in parts if part.low == _MINUS_INFINITY and part.high != _INFINITY]
    if len(lower) != 1 or len(upper) != 1:
        return None
    low, high = lower[0], upper[0]
    if _less(low.low, high.high) is not True:
        return None
    return Interval(low.low, high.high, low_closed=low.low_closed, high_closed=high.high_closed)


def _less(left: Node, right: Node) -> bool | None:
    if left == right:
        return False
    if left == _MINUS_INFINITY or right == _INFINITY:
        return True
    if right == _MINUS_INFINITY or left == _INFINITY:
        return False
    if isinstance(left, Number) and isinstance(right, Number):
        return left.value < right.value
    order = sign_order(left, right)
    return None if order is None else order < 0


def _sorted(parts: list[Interval]) -> list[Interval]:
    """Sort by the lower end where ends can be compared, and join parts that touch."""
    done: list[Interval] = []
    for part in parts:
        place = len(done)
        while place and _less(part.low, done[place - 1].low):
            place -= 1
        done.insert(place, part)
    joined: list[Interval] = []
    for part in done:
        last = joined[-1] if joined else None
        if last is not None and last.high == part.low and (last.high_closed or part.low_closed):
            joined[-1] = Interval(last.low, part.high, low_closed=last.low_closed, high_closed=part.high_closed)
        else:
            joined.append(part)
    return joined


def same_ranges(found: Value, gold: Value, policy: Policy) -> bool | None:
    """Whether two values describe the same set of real numbers; None where one cannot be read as such a set."""
    left, right = ranges(found), ranges(gold)
    if left is None or right is None:
        return None
    if left[1] and right[1] and left[1] != right[1]:
        return None
    if len(left[0]) != len(right[0]):
        return False
    answers = []
    for mine, theirs in zip(left[0], right[0], strict=True):
        if (mine.low_closed, mine.high_closed) != (theirs.low_closed, theirs.high_closed):
            return False
        answers += [_same_end(mine.low, theirs.low, policy), _same_end(mine.high, theirs.high, policy)]
    if False in answers:
        return False
    return None if None in answers else True


def _same_end(found: Node, gold: Node, policy: Policy) -> bool | None:
    infinite = (_INFINITY, _MINUS_INFINITY)
    if found in infinite or gold in infinite:
        return found == gold
    return same_scalar(found, gold, policy)
