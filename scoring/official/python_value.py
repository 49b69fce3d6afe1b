"""The value of arithmetic as Python writes it, for official rules that hand an answer to `eval`: read, never run.

Numbers, lists and tuples, `+ - * / // % ** ^`, and `sqrt sin cos tan log exp factorial` with `pi` and `e`. As in
Python, `^` is no power: 2^3 is 1.
"""

from __future__ import annotations

import ast
import math
import operator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Value", "python_value"]

MAX_LENGTH = 300
MAX_BITS = 4_096
MAX_FACTORIAL = 500
MAX_DEPTH = 40

Number = int | float
Value = Number | list["Value"] | tuple["Value", ...]

_NAMES = {"pi": math.pi, "e": math.e}
_OPERATIONS: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "log": math.log,
    "exp": math.exp,
}


def python_value(text: str) -> Value | None:
    """Return the value of an expression; None where it is none, holds anything else, or is too large."""
    if len(text) > MAX_LENGTH or '"' in text or "'" in text:
        return None
    try:
        return _value(ast.parse(text.strip(), mode="eval").body, 0)
    except (SyntaxError, ValueError, TypeError, ArithmeticError, MemoryError, RecursionError):
        return None


def _value(node: ast.expr, depth: int) -> Value:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return node.value
    if isinstance(node, ast.List):
        return [_value(part, depth + 1) for part in node.elts]
    if isinstance(node, ast.Tuple):
        return tuple(_value(part, depth + 1) for part in node.elts)
    if isinstance(node, ast.Name) and node.id in _NAMES:
        return _NAMES[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        number = _number(node.operand, depth)
        return -number if isinstance(node.op, ast.USub) else number
    if isinstance(node, ast.BinOp):
        return _operation(node.op, _number(node.left, depth), _number(node.right, depth))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1 and not node.keywords:
        return _call(node.func.id, _number(node.args[0], depth))
    raise ValueError("no arithmetic")


def _number(node: ast.expr, depth: int) -> Number:
    value = _value(node, depth + 1)
    if not isinstance(value, int | float):
        raise ValueError("no number")
    return value


def _operation(sign: ast.operator, left: Number, right: Number) -> Number:
    if isinstance(sign, ast.BitXor) and isinstance(left, int) and isinstance(right, int):
        return left ^ right
    if isinstance(sign, ast.Pow):
        bits = left.bit_length() if isinstance(left, int) else 64
        if abs(right) * bits > MAX_BITS:
            raise OverflowError("too large a power")
        power = left**right
        if isinstance(power, complex):
            raise ValueError("not a real number")
        return power
    value = _OPERATIONS[type(sign)](left, right) if type(sign) in _OPERATIONS else None
    if value is None or (isinstance(value, int) and value.bit_length() > MAX_BITS):
        raise OverflowError("too large a number, or no arithmetic")
    return value


def _call(name: str, number: Number) -> Number:
    if name == "factorial" and isinstance(number, int) and 0 <= number <= MAX_FACTORIAL:
        return math.factorial(number)
    if name not in _FUNCTIONS:
        raise ValueError("no known function")
    return _FUNCTIONS[name](number)
