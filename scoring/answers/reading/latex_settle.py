"""The last step of the grammar: bracketed values, plus-minus signs and unit vectors in the place of scalars."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mmbench.scoring.answers.limits import MAX_DEPTH
from mmbench.scoring.answers.reading.latex_literals import literal
from mmbench.scoring.answers.reading.latex_matrices import combined, scalars
from mmbench.scoring.answers.reading.latex_sets import without_points
from mmbench.scoring.answers.reading.lexer import Unreadable
from mmbench.scoring.answers.values import (
    Apply,
    Cases,
    Constant,
    Interval,
    Matrix,
    Node,
    Number,
    Quantity,
    Ratio,
    Relation,
    Sequence,
    Symbol,
    Union,
    Value,
)

if TYPE_CHECKING:
    from mmbench.scoring.answers.reading.latex_parser import Parser

__all__ = ["settled"]

_MAX_BOTH = 4
"""Plus-minus signs of one expression that are spelled out."""
_ZERO, _ONE = literal("0"), literal("1")


def settled(value: Value, p: Parser) -> Value:
    """Return a parsed value with every scalar a scalar.

    Raises:
        Unreadable: a bracketed value stands where only a scalar can, or the tree is deeper than `MAX_DEPTH`.
    """
    if len(p.tokens) > MAX_DEPTH:
        _check_depth(value)
    return _settled(value, p)


def _check_depth(value: Value) -> None:
    level: list[object] = [value]
    for _ in range(2 * MAX_DEPTH):
        below: list[object] = []
        for item in level:
            if isinstance(item, Apply):
                below.extend(item.args)
            elif isinstance(item, Sequence):
                below.extend(item.items)
            elif isinstance(item, Relation):
                below.extend(item.sides)
            elif isinstance(item, Quantity):
                below.append(item.value)
        level = below
        if not level:
            return
    raise Unreadable("tree too deep")


def _settled(value: Value, p: Parser) -> Value:
    if isinstance(value, Number | Constant):
        return value
    if isinstance(value, Apply):
        return _expression(value, p)
    if isinstance(value, Sequence):
        if p.signed and value.form in ("tuple", "list", "angle"):
            trees = _both(Apply("mul", cast("tuple[Node, ...]", value.items)))
            if len(trees) > 1:
                return Sequence(tuple(_settled(Sequence(tree.args, value.form), p) for tree in trees))
        return Sequence(tuple(_settled(item, p) for item in value.items), value.form)
    if isinstance(value, Relation):
        return Relation(tuple(_settled(side, p) for side in value.sides), value.signs)
    if isinstance(value, Quantity):
        inner = _settled(value.value, p)
        if not isinstance(inner, Node | Sequence):
            raise Unreadable("a unit behind no scalar")
        return Quantity(inner, value.unit)
    if isinstance(value, Union):
        return Union(tuple(_settled(part, p) for part in value.parts))
    if isinstance(value, Interval):
        scalars((value.low, value.high))
    elif isinstance(value, Ratio):
        scalars(value.parts)
    elif isinstance(value, Matrix):
        for row in value.rows:
            scalars(row)
    elif isinstance(value, Cases):
        scalars(tuple(expression for expression, _ in value.branches))
    return _vector(value) if isinstance(value, Symbol) and p.vectors else value


def _expression(tree: Apply, p: Parser) -> Value:
    if p.compound:
        found = _placed(tree) or without_points(tree) or combined(tree)
        if found is not None:
            return found
        tree = _unlisted(tree)
    if p.signed:
        trees = _both(tree)
        if len(trees) > 1:
            return Sequence(tuple(_vector(each) if p.vectors else each for each in trees))
    return _vector(tree) if p.vectors else tree


def _placed(tree: Apply) -> Relation | None:
    """Return a point with its coordinates, `A(1, 2)`, where a tree is that."""
    if tree.op != "mul" or len(tree.args) != 2:
        return None
    point, place = tree.args
    if isinstance(place, Sequence) and place.form == "tuple" and isinstance(point, Symbol) and point.name[0].isupper():
        return Relation((point, place), ("=",))
    return None


def _unlisted(tree: Apply) -> Apply:
    """Return a tree with square brackets around one scalar as grouping."""
    if all(isinstance(arg, Number | Symbol | Constant) for arg in tree.args):
        return tree
    args: list[Node] = []
    for arg in tree.args:
        inner: object = arg
        if isinstance(inner, Sequence) and inner.form == "list" and len(inner.items) == 1:
            inner = inner.items[0]
        if not isinstance(inner, Node):
            raise Unreadable("a bracketed value in the place of a scalar")
        args.append(_unlisted(inner) if isinstance(inner, Apply) else inner)
    return Apply(tree.op, tuple(args))


def _both(tree: Apply) -> list[Apply]:
    """Return the trees for every choice of the plus-minus signs; with a minus-plus sign they go together."""
    marks = _count(tree)
    if not marks:
        return [tree]
    if len(marks) > _MAX_BOTH:
        raise Unreadable("too many plus-minus signs")
    if "mp" in marks:
        choices = [[False] * len(marks), [True] * len(marks)]
    else:
        choices = [[bool(number >> place & 1) for place in range(len(marks))] for number in range(2 ** len(marks))]
    return [cast("Apply", _chosen(tree, iter(choice))) for choice in choices]


def _count(tree: Node) -> list[str]:
    if not isinstance(tree, Apply):
        return []
    own = [tree.op] if tree.op in ("pm", "mp") else []
    return own + [mark for arg in tree.args for mark in _count(arg)]


def _chosen(tree: Node, choice: object) -> Node:
    if not isinstance(tree, Apply):
        return tree
    if tree.op not in ("pm", "mp"):
        return Apply(tree.op, tuple(_chosen(arg, choice) for arg in tree.args))
    minus = next(choice) != (tree.op == "mp")  # type: ignore[call-overload]
    args = [_chosen(arg, choice) for arg in tree.args]
    last = Apply("neg", (args[-1],)) if minus else args[-1]
    return last if len(args) == 1 else Apply("add", (args[0], last))


def _vector(tree: Value) -> Value:
    """Return a sum of multiples of unit vectors as the vector of its coordinates."""
    if not isinstance(tree, Node):
        return tree
    coordinates: dict[str, list[Node]] = {}
    for term in tree.args if isinstance(tree, Apply) and tree.op == "add" else (tree,):
        name, factor = _multiple(term)
        if name:
            coordinates.setdefault(name, []).append(factor)
        elif term != _ZERO:
            return tree
    size = "ijk" if "k" in coordinates else "ij"
    entries = [coordinates.get(name, [_ZERO]) for name in size]
    return Sequence(tuple(each[0] if len(each) == 1 else Apply("add", tuple(each)) for each in entries), "angle")


def _multiple(term: Node) -> tuple[str, Node]:
    if isinstance(term, Symbol) and term.name.startswith("vec_"):
        return term.name[4:], _ONE
    if isinstance(term, Apply) and term.op == "neg":
        name, factor = _multiple(term.args[0])
        return name, Apply("neg", (factor,))
    if isinstance(term, Apply) and term.op == "mul":
        name, factor = _multiple(term.args[-1])
        rest = term.args[:-1]
        if name and factor == _ONE and rest:
            return name, rest[0] if len(rest) == 1 else Apply("mul", rest)
    return "", term
