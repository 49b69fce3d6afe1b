"""Printing values as plain text, for people: what was read, not what was written."""

from __future__ import annotations

from fractions import Fraction

from mmbench.scoring.answers.values import (
    Apply,
    Cases,
    Constant,
    Interval,
    Matrix,
    Moment,
    Node,
    Number,
    Quantity,
    Ratio,
    Relation,
    Sequence,
    Symbol,
    Truth,
    Union,
    Value,
    Words,
)

__all__ = ["shown"]

_BRACKETS = {"tuple": "()", "list": "[]", "set": "{}", "angle": "<>", "bare": ("", "")}
_INFIX = {"add": " + ", "mul": "·", "div": "/", "pow": "^"}
_RANK = {"add": 1, "neg": 2, "mul": 2, "div": 2, "pow": 4, "fact": 5, "percent": 5, "degree": 5}
_SUFFIX = {"fact": "!", "percent": "%", "degree": "°"}
_CONSTANTS = {"pi": "π", "oo": "∞"}


def shown(value: Value | None) -> str:
    """Return a value as one line of text."""
    if value is None:
        return "nothing"
    if isinstance(value, Node):
        return _tree(value, 0)
    if isinstance(value, Quantity):
        return f"{shown(value.value)} {value.unit.name or _dimension(value)}"
    if isinstance(value, Sequence):
        left, right = _BRACKETS[value.form]
        return f"{left}{', '.join(map(shown, value.items))}{right}"
    if isinstance(value, Interval):
        left, right = "[" if value.low_closed else "(", "]" if value.high_closed else ")"
        return f"{left}{shown(value.low)}, {shown(value.high)}{right}"
    if isinstance(value, Union):
        return " ∪ ".join(map(shown, value.parts))
    if isinstance(value, Matrix):
        return "[" + "; ".join(", ".join(map(shown, row)) for row in value.rows) + "]"
    if isinstance(value, Relation):
        signs = (*value.signs, "")
        return " ".join(f"{shown(side)} {sign}".rstrip() for side, sign in zip(value.sides, signs, strict=True))
    if isinstance(value, Ratio):
        return ":".join(map(shown, value.parts))
    return _other(value)


def _other(value: Cases | Moment | Truth | Words) -> str:
    if isinstance(value, Cases):
        return "; ".join(f"{shown(tree)} if {shown(when) if when else 'otherwise'}" for tree, when in value.branches)
    if isinstance(value, Truth):
        return "yes" if value.value else "no"
    if isinstance(value, Words):
        return f"“{value.text}”"
    date = "-".join("?" if part is None else f"{part:02}" for part in (value.year, value.month, value.day))
    time = ":".join(f"{part:02}" for part in (value.hour, value.minute, value.second) if part is not None)
    return " ".join(part for part in (date if date != "?-?-?" else "", time) if part)


def _dimension(value: Quantity) -> str:
    return " ".join(f"{base}^{power}" for base, power in value.unit.dimension)


def _tree(tree: Node, outer: int) -> str:
    if isinstance(tree, Number):
        text = _number(tree.value)
        return f"({text})" if outer > 2 and not text.isalnum() else text
    if isinstance(tree, Constant):
        return _CONSTANTS.get(tree.name, tree.name)
    if isinstance(tree, Symbol):
        return tree.name
    op, args = tree.op, tree.args
    rank = _RANK.get(op, 9)
    if op in _SUFFIX:
        text = _tree(args[0], 5) + _SUFFIX[op]
    elif op == "neg":
        text = "-" + _tree(args[0], 3)
    elif op == "add":
        text = _tree(args[0], 1)
        for arg in args[1:]:
            negative = isinstance(arg, Apply) and arg.op == "neg"
            text += f" - {_tree(arg.args[0], 2)}" if negative else f" + {_tree(arg, 1)}"  # type: ignore[union-attr]
    elif op in _INFIX:
        text = _INFIX[op].join(_tree(arg, rank + (1 if index or op == "pow" else 0)) for index, arg in enumerate(args))
    elif op == "root" and args[1] == Number(Fraction(2)):
        text = f"√{_tree(args[0], 5)}"
    elif op == "call":
        text = f"{_tree(args[0], 0)}({', '.join(_tree(arg, 0) for arg in args[1:])})"
    else:
        text = f"{op}({', '.join(_tree(arg, 0) for arg in args)})"
    return f"({text})" if rank < outer else text


def _number(value: Fraction) -> str:
    """Return a number exactly: as a decimal where it has a short one, else as a fraction."""
    if value.denominator == 1:
        return str(value.numerator) if value.numerator.bit_length() < 1000 else f"{value.numerator:#x}"[:40] + "…"
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    if rest == 1 and value.denominator < 10**9:
        return f"{float(value):.12g}" if abs(value) < 10**9 else str(value)
    return f"{value.numerator}/{value.denominator}" if value.denominator.bit_length() < 1000 else "a long fraction"
