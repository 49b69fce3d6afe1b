"""Arithmetic on matrices and vectors that are written out: sums, multiples, products, powers, determinants, lengths."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, TypeAlias, TypeGuard

from mmbench.scoring.answers.reading.latex_literals import literal
from mmbench.scoring.answers.reading.latex_sets import rational
from mmbench.scoring.answers.reading.lexer import Unreadable
from mmbench.scoring.answers.values import Apply, Matrix, Node, Number, Sequence, Symbol

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["combined", "scalars"]

_Body: TypeAlias = Matrix | Sequence
_TWO = literal("2")
_MAX_SIDE = 4
"""Rows and columns of a matrix that is multiplied."""


def combined(tree: Apply) -> _Body | Node | None:
    """Return what an operation on matrices or vectors gives; None where a tree has none of them at its top.

    Raises:
        Unreadable: the operation does not exist, or is not carried out here.
    """
    args: list[object] = [(isinstance(arg, Apply) and combined(arg)) or arg for arg in tree.args]
    bodies = [arg for arg in args if _is_body(arg)]
    if not bodies:
        return None
    first = args[0]
    if tree.op == "add" and len(bodies) == len(args):
        return reduce(_sum, bodies)
    if tree.op == "neg":
        return _each(bodies[0], lambda entry: Apply("neg", (entry,)))
    if tree.op == "mul":
        return _product(args)
    if tree.op == "div" and len(bodies) == 1 and _is_body(first):
        return _each(first, lambda entry: Apply("div", (entry, _scalar(args[1]))))
    if tree.op == "pow" and _is_body(first):
        return _power(first, args[1])
    if tree.op == "abs" and _is_body(first):
        return _size(first)
    raise Unreadable("a bracketed value in the place of a scalar")


def scalars(nodes: tuple[object, ...]) -> None:
    """Check that values are scalars to their leaves.

    Raises:
        Unreadable: one is not.
    """
    for node in nodes:
        if isinstance(_scalar(node), Apply):
            if node.op in ("pm", "mp"):  # type: ignore[attr-defined]
                raise Unreadable("plus-minus in the place of a scalar")
            scalars(node.args)  # type: ignore[attr-defined]


def _scalar(value: object) -> Node:
    if not isinstance(value, Node):
        raise Unreadable("a bracketed value in the place of a scalar")
    return value


def _is_body(value: object) -> TypeGuard[_Body]:
    return isinstance(value, Matrix) or (
        isinstance(value, Sequence) and value.form not in ("set", "bare") and len(value.items) > 1
    )


def _rows(body: _Body) -> tuple[tuple[Node, ...], ...]:
    """Return the entries row by row; a vector in brackets is one row."""
    rows = body.rows if isinstance(body, Matrix) else (tuple(map(_scalar, body.items)),)
    for row in rows:
        scalars(row)
    return rows


def _like(body: _Body, rows: tuple[tuple[Node, ...], ...]) -> _Body:
    return Matrix(rows) if isinstance(body, Matrix) else Sequence(rows[0], body.form)


def _each(body: _Body, changed: Callable[[Node], Node]) -> _Body:
    return _like(body, tuple(tuple(changed(entry) for entry in row) for row in _rows(body)))


def _sum(left: _Body, right: _Body) -> _Body:
    one, other = _rows(left), _rows(right)
    if type(left) is not type(right) or list(map(len, one)) != list(map(len, other)):
        raise Unreadable("a sum of different shapes")
    pairs = (zip(row, beside, strict=True) for row, beside in zip(one, other, strict=True))
    return _like(left, tuple(tuple(_added(*pair) for pair in row) for row in pairs))


def _added(left: Node, right: Node) -> Node:
    if isinstance(left, Number) and isinstance(right, Number):
        return Number(left.value + right.value)
    return Apply("add", (left, right))


def _product(args: list[object]) -> _Body:
    """Return the product of scalars and matrices, or of scalars and one vector."""
    factors = [_scalar(arg) for arg in args if not _is_body(arg)]
    scalars(tuple(factors))
    bodies = [arg for arg in args if _is_body(arg)]
    found = bodies[0]
    for body in bodies[1:]:
        if not isinstance(found, Matrix) or not isinstance(body, Matrix):
            raise Unreadable("a product of vectors")
        found = _multiplied(found, body)
    return _each(found, lambda entry: Apply("mul", (*factors, entry))) if factors else found


def _multiplied(left: Matrix, right: Matrix) -> Matrix:
    rows, columns = _numbers(left), list(zip(*_numbers(right), strict=True))
    if len(rows[0]) != len(columns[0]) or max(len(rows), len(rows[0]), len(columns)) > _MAX_SIDE:
        raise Unreadable("a product of matrices that do not fit")
    return Matrix(
        tuple(
            tuple(
                Number(sum((a * b for a, b in zip(row, column, strict=True)), start=Fraction(0))) for column in columns
            )
            for row in rows
        )
    )


def _numbers(matrix: Matrix) -> list[list[Fraction]]:
    return [[rational(entry) for entry in row] for row in matrix.rows]


def _power(body: _Body, power: object) -> _Body:
    """Return a matrix transposed, squared or cubed, or a vector transposed: as it is."""
    if power == Symbol("T"):
        return Matrix(tuple(zip(*body.rows, strict=True))) if isinstance(body, Matrix) else body
    if isinstance(body, Matrix) and isinstance(power, Number) and power.value in (2, 3):
        return reduce(_multiplied, [body] * int(power.value))
    raise Unreadable("a power of a matrix")


def _size(body: _Body) -> Node:
    """Return the determinant of a square matrix, or the length of a vector."""
    rows = _rows(body)
    if len(rows) == len(rows[0]) <= _MAX_SIDE:
        return _determinant(rows)
    entries = [entry for row in rows for entry in row]
    if len(entries) != max(len(rows), len(rows[0])):
        raise Unreadable("a determinant of no square")
    return Apply("root", (Apply("add", tuple(Apply("pow", (entry, _TWO)) for entry in entries)), _TWO))


def _determinant(rows: tuple[tuple[Node, ...], ...]) -> Node:
    if len(rows) == 1:
        return rows[0][0]
    terms: list[Node] = []
    for place, entry in enumerate(rows[0]):
        term: Node = Apply("mul", (entry, _determinant(tuple((*row[:place], *row[place + 1 :]) for row in rows[1:]))))
        terms.append(Apply("neg", (term,)) if place % 2 else term)
    return Apply("add", tuple(terms))
