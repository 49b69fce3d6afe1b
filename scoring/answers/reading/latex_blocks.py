r"""What LaTeX environments stand for: matrices, piecewise expressions, systems of equations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from mmbench.scoring.answers.reading.lexer import Unreadable
from mmbench.scoring.answers.values import Apply, Cases, Matrix, Node, Relation, Sequence, Union, Value

if TYPE_CHECKING:
    from mmbench.scoring.answers.reading.latex_parser import Parser

__all__ = ["environment"]

_NAME = re.compile(r"\\begin\s*\{([A-Za-z]+)")
_MATRICES = frozenset(("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "array"))
_ALIGNED = frozenset(("aligned", "align", "gathered", "gather", "split", "eqnarray", "equation", "alignedat"))
_CONDITIONS = frozenset(("if", "when", "for", "where"))
_OTHERWISE = frozenset(("otherwise", "else"))


def environment(p: Parser, lexeme: str) -> Value:
    r"""Return the value of an environment, the place being behind its `\begin`."""
    match = _NAME.match(lexeme)
    name = match[1] if match else ""
    p.deeper()
    stops, p.stops, bars, p.bars = p.stops, (), p.bars, 0
    p.compound = True
    if name in ("cases", "dcases", "rcases") or (name == "array" and p.tokens[p.at - 2 : p.at - 1] == ["\\{"]):
        found = _cases(p)
    elif name in _MATRICES:
        found = _matrix(p)
        if name in ("vmatrix", "Vmatrix"):
            found = cast("Value", Apply("abs", (cast("Node", found),)))
    elif name in _ALIGNED:
        found = _system([row for cells in _rows(p, aligned=True) for row in cells])
    else:
        raise Unreadable("unknown environment")
    p.stops, p.bars = stops, bars
    p.depth -= 1
    return found


def _ends(p: Parser) -> bool:
    return p.tokens[p.at] == "\\end"


def _rows(p: Parser, aligned: bool) -> list[list[Value]]:
    """Return the cells row by row and step over the end; where rows are aligned, `&` inside one means nothing."""
    if aligned:
        depth = 0
        for index in range(p.at, len(p.tokens)):
            lexeme = p.tokens[index]
            depth += lexeme.startswith("\\begin") - (lexeme == "\\end")
            if depth < 0 or not lexeme:
                break
            if lexeme == "&":
                p.tokens[index] = " "
        p.tokens[:] = [lexeme for lexeme in p.tokens if lexeme != " "]
    rows: list[list[Value]] = []
    while not _ends(p):
        row: list[Value] = list(p.listing()) if aligned else [p.relation()]
        while p.tokens[p.at] == "&":
            p.at += 1
            row.append(p.relation())
        rows.append(row)
        if p.tokens[p.at] == "\\\\":
            p.at += 1
        elif not _ends(p):
            raise Unreadable("environment not closed")
    p.at += 1
    return rows


def _matrix(p: Parser) -> Value:
    rows = _rows(p, aligned=False)
    if rows and all(len(row) == 1 and isinstance(row[0], Relation) for row in rows):
        return _system([row[0] for row in rows])
    cells = tuple(tuple(cell for cell in row if isinstance(cell, Node)) for row in rows)
    if not cells or len({len(row) for row in cells}) != 1 or [len(row) for row in rows] != [len(row) for row in cells]:
        raise Unreadable("matrix that is none")
    return Matrix(cells)


def _system(rows: list[Value]) -> Value:
    if not rows:
        raise Unreadable("empty environment")
    return rows[0] if len(rows) == 1 else Sequence(tuple(rows))


def _cases(p: Parser) -> Value:
    branches: list[tuple[Node, Value | None]] = []
    relations: list[Value] = []
    while not _ends(p):
        row = p.relation()
        if isinstance(row, Relation) and not branches and p.tokens[p.at] != "&":
            relations.append(row)
        elif isinstance(row, Node):
            branches.append((row, _condition(p)))
        else:
            raise Unreadable("piecewise expression that is none")
        if p.tokens[p.at] == "\\\\":
            p.at += 1
        elif not _ends(p):
            raise Unreadable("environment not closed")
    p.at += 1
    if relations and branches:
        raise Unreadable("equations beside cases")
    return _system(relations) if relations else Cases(tuple(branches))


def _condition(p: Parser) -> Value | None:
    """Return the condition of a branch, None for `otherwise`."""
    tokens = p.tokens
    while tokens[p.at] in (",", ";", "&", ":") or tokens[p.at] in _CONDITIONS:
        p.at += 1
    if tokens[p.at] in _OTHERWISE:
        p.at += 1
        while tokens[p.at] in (".", ",", ";"):
            p.at += 1
        return None
    condition = p.together()
    parts = condition.items if isinstance(condition, Sequence) else (condition,)
    if not all(isinstance(part, Relation | Union) for part in parts):
        raise Unreadable("condition that is none")
    return condition
