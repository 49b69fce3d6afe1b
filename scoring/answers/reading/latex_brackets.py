"""What brackets stand for: grouping, tuples, lists, sets, intervals, absolute values, floors."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from mmbench.scoring.answers.reading.latex_literals import literal
from mmbench.scoring.answers.reading.lexer import Unreadable
from mmbench.scoring.answers.values import Apply, Constant, Interval, Matrix, Node, Relation, Sequence, Union, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmbench.scoring.answers.reading.latex_parser import Parser

__all__ = ["BRACKETS", "infinite"]

_INFINITY = Constant("oo")
_MINUS_INFINITY = Apply("neg", (_INFINITY,))


def infinite(value: object) -> bool:
    """Whether a value is plus or minus infinity."""
    return value in (_INFINITY, _MINUS_INFINITY)


def _round(p: Parser) -> Value:
    """Return what is in round brackets: grouping, a tuple, or an interval that opens so."""
    p.deeper()
    bars, p.bars, stops, p.stops = p.bars, 0, p.stops, ()
    grouped = _grouped(p, ")")
    if grouped is not None:
        found: Value = Sequence(tuple(grouped), "tuple")
        p.compound = True
    else:
        first = p.additive()
        if p.tokens[p.at] == ")":
            p.at += 1
            found = first
        else:
            found = _several(p, p.listing(first), "(")
    p.bars, p.stops = bars, stops
    p.depth -= 1
    return found


def _grouped(p: Parser, closer: str) -> list[Node] | None:
    """Return the numbers of `(1,234)`: in brackets, commas separate."""
    lexeme = p.tokens[p.at]
    if "," not in lexeme or lexeme[:1] not in "123456789" or p.tokens[p.at + 1] != closer:
        return None
    if ",0" in lexeme or "{" in lexeme or "\\" in lexeme:
        return None
    p.at += 2
    return [literal(part) for part in lexeme.split(",")]


def _square(p: Parser) -> Value:
    p.deeper()
    bars, p.bars, stops, p.stops = p.bars, 0, p.stops, ()
    p.compound = True
    grouped = _grouped(p, "]")
    if grouped is not None:
        found: Value = Sequence(tuple(grouped), "list")
    elif p.tokens[p.at] == "]":
        p.at += 1
        found = Sequence((), "list")
    else:
        found = _several(p, p.listing(), "[")
    p.bars, p.stops = bars, stops
    p.depth -= 1
    return found


def _turned(p: Parser) -> Value:
    """Return an interval that opens with `]`."""
    p.deeper()
    p.compound = True
    found = _several(p, p.listing(), "]")
    p.depth -= 1
    if not isinstance(found, Interval):
        raise Unreadable("closing bracket")
    return found


def _several(p: Parser, items: list[Value], opener: str) -> Value:
    """Return the listed values as what the brackets around them make of them, the place being at the closing one."""
    closer = p.tokens[p.at]
    p.at += 1
    p.compound = True
    if len(items) == 2 and closer in (")", "]", "["):
        low, high = items
        if isinstance(low, Node) and isinstance(high, Node):
            halves = opener + closer
            if halves not in ("()", "[]") or infinite(low) or infinite(high):
                return Interval(low, high, low_closed=opener == "[", high_closed=closer == "]")
    if opener == "(" and closer == ")":
        return items[0] if len(items) == 1 else Sequence(tuple(items), "tuple")
    if opener == "[" and closer == "]":
        if len(items) == 1 and isinstance(items[0], Matrix):
            return items[0]
        rows = [item.items for item in items if isinstance(item, Sequence) and item.form == "bare"]
        if len(rows) == len(items) > 1 and len({len(row) for row in rows}) == 1:
            return Matrix(tuple(tuple(cast("Node", entry) for entry in row) for row in rows))
        return Sequence(tuple(items), "list")
    raise Unreadable("brackets that do not match")


def _brace(p: Parser) -> Value:
    r"""Return what is in braces: grouping, `{n \choose k}`, or a set written without backslashes."""
    p.deeper()
    bars, p.bars, stops, p.stops = p.bars, 0, p.stops, _separators(p, "{", "}")
    taken = p.at > 2 and p.tokens[p.at - 2] in ("-", "∖") and p.tokens[p.at - 3] in ("R", "\\mathbb{R}")
    first = p.additive()
    lexeme = p.tokens[p.at]
    found: Value = first
    if lexeme == "\\choose" or lexeme == "\\over":
        p.at += 1
        found = Apply("binomial" if lexeme == "\\choose" else "div", (first, p.additive()))
        p.expect("}")
    elif lexeme == "}":
        p.at += 1
        if taken:
            found = Sequence((first,), "set")
            p.compound = True
    else:
        found = _set_items(p, "}", first)
    p.bars, p.stops = bars, stops
    p.depth -= 1
    return found


def _braces(p: Parser) -> Value:
    p.deeper()
    bars, p.bars, stops, p.stops = p.bars, 0, p.stops, ()
    grouped = _grouped(p, "\\}")
    p.compound = True
    if grouped is not None:
        found: Value = Sequence(tuple(grouped), "set")
    elif p.tokens[p.at] == "\\}":
        p.at += 1
        found = Sequence((), "set")
    else:
        system = p.tokens[p.at].startswith("\\begin")
        p.stops = _separators(p, "\\{", "\\}")
        first = p.additive()
        found = first if system and p.tokens[p.at] != "\\}" else _set_items(p, "\\}", first)
    p.bars, p.stops = bars, stops
    p.depth -= 1
    return found


def _separators(p: Parser, opener: str, closer: str) -> tuple[str, ...]:
    """Return what stands before the condition of the set that opens here: a bar, where there is one without partner."""
    depth = 1
    bars = False
    for index in range(p.at, len(p.tokens)):
        lexeme = p.tokens[index]
        if lexeme == opener:
            depth += 1
        elif lexeme == closer:
            depth -= 1
            if not depth:
                break
        elif lexeme == "|":
            bars = not bars
    return ("|", ":") if bars else (":",)


def _set_items(p: Parser, closer: str, first: Node) -> Value:
    """Return the set that starts with a value, or of a set-builder the condition alone."""
    p.compound = True
    items = p.listing(first)
    lexeme = p.tokens[p.at]
    if lexeme in ("|", ":"):
        p.stops = ()
        p.at += 1
        if len(items) != 1:
            raise Unreadable("condition on several values")
        condition = p.together()
        p.expect(closer)
        parts = condition.items if isinstance(condition, Sequence) else (condition,)
        if not all(isinstance(part, Relation | Union) for part in parts):
            raise Unreadable("condition that is none")
        return condition
    p.expect(closer)
    if closer == "}" and len(items) == 1:
        return items[0]
    return Sequence(tuple(items), "set")


def _angle(closer: str, p: Parser) -> Value:
    """Return a vector in angle brackets."""
    p.deeper()
    p.compound = True
    stops, p.stops = p.stops, (closer,)
    items = p.listing()
    p.stops = stops
    p.expect(closer)
    p.depth -= 1
    return Sequence(tuple(items), "angle")


def _bar(p: Parser) -> Value:
    p.deeper()
    p.bars += 1
    stops, p.stops = p.stops, ()
    found = p.additive()
    p.stops = stops
    p.bars -= 1
    p.depth -= 1
    p.expect("|")
    return Apply("abs", (found,))


def _closed(op: str, closer: str, p: Parser) -> Value:
    return Apply(op, (p.within(closer),))


BRACKETS: dict[str, Callable[[Parser], Value]] = {
    "(": _round,
    "[": _square,
    "]": _turned,
    "{": _brace,
    "\\{": _braces,
    "⟨": partial(_angle, "⟩"),
    "<": partial(_angle, ">"),
    "|": _bar,
    "\\lvert": partial(_closed, "abs", "\\rvert"),
    "\\lfloor": partial(_closed, "floor", "\\rfloor"),
    "\\lceil": partial(_closed, "ceil", "\\rceil"),
}
