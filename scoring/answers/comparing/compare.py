"""Comparing an answer's value with the gold's: the same, different, or not decided, and by which rule."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.scoring.answers.comparing.equations import answer_sides, label, same_argument, same_relation, solves
from mmbench.scoring.answers.comparing.ranges import is_range, ranges, same_ranges
from mmbench.scoring.answers.comparing.scalars import measure, same_measure, same_scalar
from mmbench.scoring.answers.comparing.sequences import matched
from mmbench.scoring.answers.trees import sequence_of
from mmbench.scoring.answers.values import (
    Apply,
    Cases,
    Interval,
    Matrix,
    Moment,
    Node,
    Number,
    Quantity,
    Ratio,
    Relation,
    Sequence,
    Truth,
    Union,
    Value,
    Words,
)

if TYPE_CHECKING:
    from mmbench.scoring.answers.comparing.policy import Policy

__all__ = ["Comparison", "compare"]


class Comparison(NamedTuple):
    """Whether the answer is the same as the gold (None: it cannot be told) and the rule that decided."""

    same: bool | None
    rule: str


def compare(found: Value, gold: Value, policy: Policy) -> Comparison:
    """Compare an answer with the gold under a policy.

    Raises:
        symbolic.SymbolicTimeout: the question needed symbolic work that did not end.
    """
    if found == gold:
        return Comparison(True, "same form")
    if isinstance(found, Relation) or isinstance(gold, Relation):
        return _with_relation(found, gold, policy)
    if isinstance(gold, Words) or isinstance(found, Words):
        return _with_words(found, gold, policy)
    if (is_range(gold) or is_range(found)) and not isinstance(gold, Ratio):
        return _as_ranges(found, gold, policy)
    scalars = same_measure(found, gold, policy)
    if scalars is not None:
        return Comparison(*scalars)
    if isinstance(found, Ratio) or isinstance(gold, Ratio):
        return _with_ratio(found, gold, policy)
    if isinstance(found, Moment) or isinstance(gold, Moment):
        return _with_moment(found, gold)
    if isinstance(found, Matrix) or isinstance(gold, Matrix):
        return _with_matrix(found, gold, policy)
    if isinstance(found, Sequence | Quantity) or isinstance(gold, Sequence | Quantity):
        return _with_sequence(found, gold, policy)
    if isinstance(found, Cases) and isinstance(gold, Cases):
        return _cases(found, gold, policy)
    if isinstance(found, Truth) and isinstance(gold, Truth):
        return Comparison(found.value == gold.value, "yes or no")
    return Comparison(False, f"{_noun(found)} instead of {_noun(gold)}")


_ZERO = Number(Fraction(0))
_NOUNS = {
    Words: "text", Interval: "an interval", Union: "a union", Sequence: "several values", Matrix: "a matrix",
    Relation: "a relation", Ratio: "a ratio", Moment: "a date or time", Truth: "yes or no",
    Cases: "a piecewise function", Quantity: "a quantity", Number: "a number",
}  # fmt: skip


def _noun(value: Value) -> str:
    return _NOUNS.get(type(value), "an expression")


def _with_words(found: Value, gold: Value, policy: Policy) -> Comparison:
    """Text is the same where it is written alike; text that is no value leaves a gold that is one undecided."""
    if isinstance(found, Words) and isinstance(gold, Words):
        return Comparison(found.text == gold.text, "text")
    if isinstance(found, Words) and found.text != "none" and not isinstance(gold, Words):
        decided = same_ranges(found, gold, policy) if is_range(gold) else None
        return Comparison(decided, f"text instead of {_noun(gold)}")
    if isinstance(gold, Words) and is_range(gold):
        return _as_ranges(found, gold, policy)
    return Comparison(_empty(found) and _empty(gold), f"{_noun(found)} instead of {_noun(gold)}")


def _empty(value: Value) -> bool:
    if isinstance(value, Sequence):
        return not value.items
    return isinstance(value, Words) and value.text == "none"


def _as_ranges(found: Value, gold: Value, policy: Policy) -> Comparison:
    decided = same_ranges(found, gold, policy)
    if decided is None:
        if isinstance(found, Interval) and isinstance(gold, Interval):
            return Comparison(None, "intervals")
        return Comparison(_not_both_ranges(found, gold), f"{_noun(found)} instead of {_noun(gold)}")
    return Comparison(decided, "interval")


def _not_both_ranges(found: Value, gold: Value) -> bool | None:
    """A single number is no range: that is decided, but for "at least 5" where 5 is the gold; nor are two ranges."""
    read = ranges(found)
    if (
        read is not None
        and len(read[0]) == 1
        and measure(gold) is not None
        and gold in (read[0][0].low, read[0][0].high)
    ):
        return None
    return False if measure(found) is not None or measure(gold) is not None else None


def _with_relation(found: Value, gold: Value, policy: Policy) -> Comparison:
    if isinstance(found, Relation) and isinstance(gold, Relation):
        return _relations(found, gold, policy)
    if is_range(gold) and not (isinstance(found, Relation) and not is_range(found)):
        return _as_ranges(found, gold, policy)
    if is_range(found) and (is_range(gold) or isinstance(gold, Sequence)):
        return _as_ranges(found, gold, policy)
    if isinstance(found, Relation):
        sides = [*answer_sides(found), *_membership(found)]
        if not sides:
            return Comparison(False if measure(gold) is not None else None, f"a relation instead of {_noun(gold)}")
        results = [compare(side, gold, policy) for side in sides]
    elif isinstance(gold, Relation):
        sides = [*answer_sides(gold), *_membership(gold)]
        if not sides or (not label(gold) and not _chain(gold) and not _membership(gold)):
            if isinstance(found, Node) and solves(found, gold):
                return Comparison(True, "solves the equation")
            rule = f"{_noun(found)} instead of an equation"
            return Comparison(None if isinstance(found, Words) else False, rule)
        results = [compare(found, side, policy) for side in sides]
    else:
        raise TypeError("neither side is a relation")
    return _best(results)


def _membership(value: Relation) -> list[Value]:
    """Return the set in `x in {1, 2}`."""
    return [value.sides[-1]] if value.signs == ("in",) else []


def _chain(value: Relation) -> bool:
    return "~" in value.signs or len(value.sides) > 2


def _best(results: list[Comparison]) -> Comparison:
    """Return the comparison that found a match; else one that could not tell; else the first."""
    for wanted in (True, None):
        for result in results:
            if result.same is wanted:
                return result
    return results[0]


def _relations(found: Relation, gold: Relation, policy: Policy) -> Comparison:
    if is_range(found) or is_range(gold):
        decided = same_ranges(found, gold, policy)
        if decided is not None:
            return Comparison(decided, "inequality")
    if len(found.sides) == len(gold.sides) > 2 and _chained(found, gold, policy):
        return Comparison(True, "relations side by side")
    found = same_argument(found, gold)
    names = (label(found), label(gold))
    if all(names):
        best = _best(_sides(found, gold, policy))
        if names[0] == names[1] or not best.same:
            return best
        if len(found.sides) == 2 == len(gold.sides) and same_relation(found, gold, policy):
            return Comparison(True, "equation")
        return Comparison(None, f"the value of '{names[0]}' where '{names[1]}' was asked for")
    sides = _sides(found, gold, policy) if _chain(found) or _chain(gold) or names[0] else []
    if sides and (_best(sides).same or (_chain(found) and _chain(gold))):
        return _best(sides)
    decided = same_relation(found, gold, policy)
    if decided is None and (_membership(found) or _membership(gold)):
        return compare((_membership(found) or [found])[0], (_membership(gold) or [gold])[0], policy)
    return Comparison(decided, "equation")


def _chained(found: Relation, gold: Relation, policy: Policy) -> bool:
    """Whether two chains have the same signs and the same sides, read forward or backward."""
    turned = Relation(found.sides[::-1], tuple(sign.translate(_TURNED) for sign in reversed(found.signs)))
    return any(
        chain.signs == gold.signs
        and all(compare(mine, theirs, policy).same for mine, theirs in zip(chain.sides, gold.sides, strict=True))
        for chain in (found, turned)
    )


_TURNED = str.maketrans("<>", "><")


def _sides(found: Relation, gold: Relation, policy: Policy) -> list[Comparison]:
    """Compare what two equations give as value: the exact ones where both give an approximation besides."""
    left, right = answer_sides(found), answer_sides(gold)
    if len(left) > 1 and len(right) > 1:
        left, right = left[:1], right[:1]
    return [compare(mine, theirs, policy) for mine in left for theirs in right]


def _with_ratio(found: Value, gold: Value, policy: Policy) -> Comparison:
    if isinstance(found, Interval) and isinstance(gold, Ratio) and found.low_closed and found.high_closed:
        found = Ratio((found.low, found.high))
    if isinstance(found, Ratio) and isinstance(gold, Ratio):
        if len(found.parts) != len(gold.parts):
            return Comparison(False, "ratio")
        if _ZERO in (*found.parts, *gold.parts):
            return Comparison(found.parts == gold.parts, "ratio")
        first = (found.parts[0], gold.parts[0])
        answers = [
            same_scalar(Apply("mul", (mine, first[1])), Apply("mul", (theirs, first[0])), policy)
            for mine, theirs in zip(found.parts[1:], gold.parts[1:], strict=True)
        ]
        return Comparison(False if False in answers else None if None in answers else True, "ratio")
    if isinstance(found, Moment) or isinstance(gold, Moment):
        return _with_moment(found, gold)
    ratio, other = (found, gold) if isinstance(found, Ratio) else (gold, found)
    if isinstance(ratio, Ratio) and len(ratio.parts) == 2 and isinstance(other, Node):
        quotient = Apply("div", (ratio.parts[0], ratio.parts[1]))
        return Comparison(same_scalar(quotient, other, policy), "ratio as a number")
    return Comparison(False, f"{_noun(found)} instead of {_noun(gold)}")


def _with_moment(found: Value, gold: Value) -> Comparison:
    """Compare by what the gold gives; hours by the clock face where one side does not say which half of the day.

    `15:45` and `0:30` do say.
    """
    left, right = _moment(found), _moment(gold)
    if left is None or right is None:
        return Comparison(False, f"{_noun(found)} instead of {_noun(gold)}")
    halves = any(
        isinstance(side, Ratio) and 0 < (read.hour or 0) <= 12 for side, read in ((found, left), (gold, right))
    )
    for name in ("year", "month", "day", "hour", "minute", "second"):
        mine, theirs = getattr(left, name), getattr(right, name)
        if theirs is None or (name in ("minute", "second") and not theirs and not mine):
            continue
        if mine is None:
            return Comparison(None, f"date or time without the {name}")
        if mine != theirs and not (name == "hour" and halves and mine % 12 == theirs % 12):
            return Comparison(False, "date or time")
    return Comparison(True, "date or time")


def _moment(value: Value) -> Moment | None:
    if isinstance(value, Moment):
        return value
    if isinstance(value, Ratio) and len(value.parts) in (2, 3):
        parts = [part.value for part in value.parts if isinstance(part, Number) and part.value.denominator == 1]
        if len(parts) == len(value.parts) and 0 <= parts[0] < 24 and all(0 <= part < 60 for part in parts[1:]):
            return Moment(hour=int(parts[0]), minute=int(parts[1]), second=int(parts[2]) if len(parts) == 3 else None)
    return None


def _with_matrix(found: Value, gold: Value, policy: Policy) -> Comparison:
    left, right = _rows(found), _rows(gold)
    if left is None or right is None:
        return Comparison(False, f"{_noun(found)} instead of {_noun(gold)}")
    if not (isinstance(found, Matrix) and isinstance(gold, Matrix)):
        left, right = _as_row(left), _as_row(right)
    if [len(row) for row in left] != [len(row) for row in right]:
        return Comparison(False, "matrix of another shape")
    answers = [
        same_scalar(mine, theirs, policy)
        for upper, lower in zip(left, right, strict=True)
        for mine, theirs in zip(upper, lower, strict=True)
    ]
    return Comparison(False if False in answers else None if None in answers else True, "matrix")


_Rows = tuple[tuple[Node, ...], ...]


def _rows(value: Value) -> _Rows | None:
    """Return a matrix, a nested list or a vector in brackets row by row, or None."""
    if isinstance(value, Matrix):
        return value.rows
    if not isinstance(value, Sequence) or value.form == "set":
        return None
    rows = value.items if all(isinstance(item, Sequence) for item in value.items) else (value,)
    read = tuple(_row(row) for row in rows)
    return None if None in read else tuple(row for row in read if row is not None)


def _row(value: Value) -> tuple[Node, ...] | None:
    if not isinstance(value, Sequence):
        return None
    row = tuple(item for item in value.items if isinstance(item, Node))
    return row if len(row) == len(value.items) else None


def _as_row(rows: _Rows) -> _Rows:
    """Return a column as a row: a vector written in brackets does not say which it is."""
    return (tuple(row[0] for row in rows),) if rows and all(len(row) == 1 for row in rows) else rows


def _with_sequence(found: Value, gold: Value, policy: Policy) -> Comparison:
    left, right = _each_measured(found), _each_measured(gold)
    if not isinstance(found, Sequence) and not isinstance(gold, Sequence) and len(left.items) == 1 == len(right.items):
        return Comparison(False, f"{_noun(found)} instead of {_noun(gold)}")
    return Comparison(*matched(left, right, policy, compare))


def _each_measured(value: Value) -> Sequence:
    """Return a value as a sequence, a unit behind several values given to each of them."""
    if not isinstance(value, Quantity) or not isinstance(value.value, Sequence):
        return sequence_of(value)
    items = (Quantity(item, value.unit) if isinstance(item, Node) else item for item in value.value.items)
    return Sequence(tuple(items), value.value.form)


def _cases(found: Cases, gold: Cases, policy: Policy) -> Comparison:
    """Compare branch by branch, in any order; the last condition may be `otherwise` on one side."""
    if len(found.branches) != len(gold.branches):
        return Comparison(False, "piecewise function with another number of branches")
    left = list(found.branches)
    for expression, condition in gold.branches:
        for branch in left:
            same = same_scalar(branch[0], expression, policy)
            if same and (condition is None or branch[1] is None or compare(branch[1], condition, policy).same):
                left.remove(branch)
                break
        else:
            return Comparison(False, "piecewise function")
    return Comparison(True, "piecewise function")
