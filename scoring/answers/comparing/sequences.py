"""Comparing several values with several: in order, in any order, and with the names that equations give them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

from mmbench.scoring.answers.algebra.identity import landmark
from mmbench.scoring.answers.comparing.equations import answer_sides, label
from mmbench.scoring.answers.comparing.scalars import measure
from mmbench.scoring.answers.values import Node, Relation, Sequence, Value
from mmbench.scoring.answers.work import SpentError, budget, current

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmbench.scoring.answers.comparing.compare import Comparison
    from mmbench.scoring.answers.comparing.policy import Policy

    _Compare: TypeAlias = Callable[[Value, Value, Policy], Comparison]

__all__ = ["matched"]

MAX_ITEMS = 200
MAX_UNORDERED = 50
FEW = 6
"""Items of a list short enough to compare all pairs outright."""
COMPARISON = 20
"""Units of work of one comparison beside what its values take."""


def matched(found: Sequence, gold: Sequence, policy: Policy, compare: _Compare) -> tuple[bool | None, str]:
    """Compare two sequences item by item, as `_matched` does, on one budget of work."""
    try:
        with budget():
            return _matched(found, gold, policy, compare)
    except SpentError:
        return None, "lists too hard to compare"


def _matched(found: Sequence, gold: Sequence, policy: Policy, compare: _Compare) -> tuple[bool | None, str]:
    """Compare two sequences item by item and return whether they are the same, and the rule.

    Brackets say what is meant: `(1, 2)` and `[1, 2]` are ordered and, where they could be intervals, differ; `{1, 2}`
    and bare lists are in any order, unless the policy says that order counts.
    """
    found, gold = _flat(found), _flat(gold)
    if len(found.items) > MAX_ITEMS or len(gold.items) > MAX_ITEMS:
        return None, "a list too long to compare"
    if {found.form, gold.form} == {"tuple", "list"} and _could_be_interval(found) and _could_be_interval(gold):
        return False, "another kind of brackets"
    if (
        "set" in (found.form, gold.form)
        and (found.form in _ORDERED or gold.form in _ORDERED)
        and policy.ordered is None
    ):
        return False, "a set where order counts"
    ordered = policy.ordered
    if ordered is None:
        ordered = found.form in _ORDERED or gold.form in _ORDERED
    mine, theirs = _named(found.items), _named(gold.items)
    if mine is not None and theirs is not None:
        if set(mine) != set(theirs):
            return None if len(mine) == len(theirs) else False, "values of other names"
        return _all([compare(mine[name], theirs[name], policy).same for name in theirs]), "named values"
    if _labels(found.items) and _labels(gold.items) and _labels(found.items) != _labels(gold.items):
        return False if len(found.items) != len(gold.items) else None, "values of other names"
    left = _values(found.items, mine, theirs is None and ordered)
    right = _values(gold.items, theirs, mine is None and ordered)
    if found.form == "set" or gold.form == "set":
        left, right = (_distinct(items, _Pairs(items, items, policy, compare)) for items in (left, right))
    if len(left) != len(right):
        return False, f"{len(left)} values instead of {len(right)}"
    if ordered:
        pairs = zip(left, right, strict=True)
        return _all([compare(answer, wanted, policy).same for answer, wanted in pairs]), "list in order"
    if len(left) > MAX_UNORDERED:
        return None, "a list too long to compare in any order"
    return _any_order(_Pairs(left, right, policy, compare)), "list in any order"


_ORDERED = ("tuple", "list", "angle")


def _flat(value: Sequence) -> Sequence:
    r"""Return a set or bare list with its bare parts (`a \pm b`) spread out."""
    if value.form not in ("set", "bare") or not any(_bare(item) for item in value.items):
        return value
    items: list[Value] = []
    for item in value.items:
        items += item.items if isinstance(item, Sequence) and _bare(item) else (item,)
    return Sequence(tuple(items), value.form)


def _bare(value: Value) -> bool:
    return isinstance(value, Sequence) and value.form == "bare" and all(isinstance(item, Node) for item in value.items)


def _could_be_interval(value: Sequence) -> bool:
    from mmbench.scoring.answers.algebra.identity import sign_order

    if len(value.items) != 2:
        return False
    low, high = value.items
    return isinstance(low, Node) and isinstance(high, Node) and sign_order(low, high) not in (0, 1)


def _named(items: tuple[Value, ...]) -> dict[str, Value] | None:
    """Return `x = 1, y = 2` by name, or None where not every item has a name of its own."""
    named = {}
    for item in items:
        name = label(item)
        if not name or name in named or not isinstance(item, Relation):
            return None
        named[name] = answer_sides(item)[0]
    return named or None


def _labels(items: tuple[Value, ...]) -> list[str]:
    """Return the sorted names that equations give the items, or none where an item has no name."""
    labels = sorted(map(label, items))
    return labels if all(labels) else []


def _values(items: tuple[Value, ...], named: dict[str, Value] | None, sort: bool) -> list[Value]:
    """Return items without the names that equations give them, by name where they stand against an ordered list."""
    if named is not None:
        return [named[name] for name in (sorted(named) if sort else named)]
    one_name = len({label(item) for item in items}) == 1
    if one_name and label(items[0]):
        return [answer_sides(item)[0] for item in items if isinstance(item, Relation)]
    return list(items)


class _Pairs:
    """Whether items of two lists are the same, each pair compared when it is asked for, and once.

    Where nothing lets an answer be off, expressions that are clearly apart in value are not compared any further.
    """

    def __init__(self, left: list[Value], right: list[Value], policy: Policy, compare: _Compare) -> None:
        self.left, self.right = left, right
        self.policy, self.compare = policy, compare
        self.seen: dict[tuple[int, int], bool | None] = {}
        by_value = policy.exact() and policy.pi is None and max(len(left), len(right)) > FEW
        self.marks = [[_mark(item) if by_value else None for item in items] for items in (left, right)]

    def same(self, row: int, column: int) -> bool | None:
        """Return whether an item of the right list and one of the left are the same."""
        if (row, column) not in self.seen:
            mine, theirs = self.marks[0][column], self.marks[1][row]
            if mine is not None and theirs is not None and not math.isclose(mine, theirs, rel_tol=1e-9):
                return False
            current().charge(COMPARISON)
            self.seen[row, column] = self.compare(self.left[column], self.right[row], self.policy).same
        return self.seen[row, column]


def _mark(item: Value) -> float | None:
    """Return a value that the same expressions share, None where a unit stands in the way."""
    read = measure(item) if isinstance(item, Node) else None
    return landmark(item) if read is not None and read.unit is None and isinstance(item, Node) else None


def _distinct(items: list[Value], pairs: _Pairs) -> list[Value]:
    kept: list[int] = []
    for place in range(len(items)):
        if not any(pairs.same(other, place) for other in kept):
            kept.append(place)
    return [items[place] for place in kept]


def _all(answers: list[bool | None]) -> bool | None:
    return False if False in answers else None if None in answers else True


def _any_order(pairs: _Pairs) -> bool | None:
    """Find a partner for every gold item (augmenting paths, so that a tolerance cannot pair them off badly)."""
    count = len(pairs.right)
    partner: dict[int, int] = {}

    def place(row: int, seen: set[int]) -> bool:
        for column in sorted(range(count), key=lambda column: column in partner):
            if column not in seen and pairs.same(row, column):
                seen.add(column)
                if column not in partner or place(partner[column], seen):
                    partner[column] = row
                    return True
        return False

    if all(place(row, set()) for row in range(count)):
        return True
    return None if any(pairs.same(row, column) is None for row in range(count) for column in range(count)) else False
