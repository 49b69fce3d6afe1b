"""Small operations on expression trees."""

from __future__ import annotations

from msgspec import Struct, structs

from mmbench.scoring.answers.values import (
    Apply,
    Constant,
    Node,
    Number,
    Quantity,
    Relation,
    Sequence,
    Symbol,
    Unit,
    Value,
)

__all__ = ["canonical", "difference", "names", "renamed", "replaced", "sequence_of"]


def replaced(tree: Node, what: Constant | Symbol, by: Node) -> Node:
    """Return a tree with one leaf replaced everywhere."""
    if isinstance(tree, Apply):
        args = tuple(replaced(arg, what, by) for arg in tree.args)
        return tree if args == tree.args else Apply(tree.op, args)
    return by if tree == what else tree


def canonical(tree: Node) -> Node:
    """Return a tree with sums and products flattened and in one order, and numbers without their decimals."""
    if isinstance(tree, Number):
        return Number(tree.value)
    if not isinstance(tree, Apply):
        return tree
    args = tuple(map(canonical, tree.args))
    if tree.op in ("add", "mul"):
        parts = (arg.args if isinstance(arg, Apply) and arg.op == tree.op else (arg,) for arg in args)
        args = tuple(sorted((part for group in parts for part in group), key=_order))
    return Apply(tree.op, args)


def _order(tree: Node) -> str:
    """Return what trees are put in order by; numbers in hexadecimal: Python refuses to write long decimals."""
    if isinstance(tree, Number):
        return f"{tree.value.numerator:x}/{tree.value.denominator:x}"
    return f"{tree.op}({','.join(map(_order, tree.args))})" if isinstance(tree, Apply) else repr(tree)


def difference(left: Node, right: Node) -> Node:
    """Return `left - right`."""
    return Apply("add", (left, Apply("neg", (right,))))


def sequence_of(value: Value) -> Sequence:
    """Return a value as a sequence: what a quantity measures, or the value alone."""
    if isinstance(value, Quantity):
        value = value.value
    return value if isinstance(value, Sequence) else Sequence((value,))


def names(value: object) -> frozenset[str]:
    """Return the names of all variables in a value."""
    if isinstance(value, Symbol):
        return frozenset((value.name,))
    if isinstance(value, Number | Constant | Unit | str | bool | int) or value is None:
        return frozenset()
    if isinstance(value, tuple):
        return frozenset[str]().union(*map(names, value))
    return names(structs.astuple(value)) if isinstance(value, Struct) else frozenset()


def renamed(value: Value, old: Symbol, new: Symbol) -> Value | None:
    """Return a scalar, a sequence or a relation with a variable renamed everywhere; None for other values."""
    if isinstance(value, Node):
        return replaced(value, old, new)
    if isinstance(value, Sequence | Relation):
        inner = value.items if isinstance(value, Sequence) else value.sides
        parts = [renamed(part, old, new) for part in inner]
        kept = tuple(part for part in parts if part is not None)
        if len(kept) < len(parts):
            return None
        return Sequence(kept, value.form) if isinstance(value, Sequence) else Relation(kept, value.signs)
    return None
