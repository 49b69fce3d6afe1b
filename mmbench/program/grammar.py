"""The grammar of programs: from text to nodes and back, bounded in length, depth and number of operators.

sum     = product (("+" | "-") product)*
product = power (("*" | "/") power)*
power   = "-" power | atom ("^" power)?
atom    = number | quoted name | "pi" | function "(" sum ("," sum)* ")" | "(" sum ")"
"""

from __future__ import annotations

import difflib
import re
from fractions import Fraction
from functools import lru_cache

from mmbench.program.functions import FUNCTIONS
from mmbench.program.nodes import Apply, Fact, Node, Number
from mmbench.program.numbers import MAX_DIGITS, ProgramError

__all__ = ["check_size", "parse", "quote", "text"]

MAX_LENGTH = 10_000
MAX_DEPTH = 100
MAX_OPERATORS = 200
MAX_NODES = 10_000

# A character that starts no token is one by itself, so that the parser can say where it stands.
_TOKEN = re.compile(
    r"\s*(\d+(?:\.\d+)?|\.\d+|'[^']*(?:''[^']*)*'|\"[^\"]*(?:\"\"[^\"]*)*\"|[A-Za-z_][A-Za-z_0-9]*|\*\*|\S)"
)
_ALONE = frozenset("-+*/^(),")
_DIGITS = frozenset(".0123456789")


# The wrong variants of a program and the programs of a family's next item are often the same text again.
@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Parse a program.

    Raises:
        ProgramError: with the position and what was expected there.
    """
    if len(text) > MAX_LENGTH:
        raise ProgramError(f"program of {len(text)} characters; at most {MAX_LENGTH} are read")
    parser = _Parser(text)
    node = parser.sum(0)
    if parser.seen:
        raise parser.error("an operator or the end")
    if parser.formulas:
        check_size(node)
    return node


class _Parser:
    __slots__ = ("at", "formulas", "operators", "seen", "text", "tokens")

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[str] = _TOKEN.findall(text)
        self.tokens.append("")
        self.at = 0
        self.seen = self.tokens[0]
        self.operators = 0
        self.formulas = False

    def advance(self) -> None:
        self.at += 1
        self.seen = self.tokens[self.at]

    def error(self, expected: str) -> ProgramError:
        seen = self.seen
        if len(seen) == 1 and not (seen in _ALONE or seen.isdecimal() or re.match("[A-Za-z_]", seen)):
            expected = "a number, a quoted name, a function or an operator"
        ends = [0, *(match.end() for match in _TOKEN.finditer(self.text))]
        found = repr(seen) if seen else "the end"
        return ProgramError(f"program {self.text!r}, position {ends[self.at]}: expected {expected}, found {found}")

    def expect(self, seen: str) -> None:
        if self.seen != seen:
            raise self.error(repr(seen))
        self.advance()

    def counted(self) -> str:
        self.operators += 1
        if self.operators > MAX_OPERATORS:
            raise ProgramError(f"program of more than {MAX_OPERATORS} operators")
        seen = self.seen
        self.advance()
        return seen

    def sum(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ProgramError(f"program nested deeper than {MAX_DEPTH}")
        node = self.product(depth)
        while self.seen == "+" or self.seen == "-":
            operator = self.counted()
            node = Apply(operator, (node, self.product(depth)))
        return node

    def product(self, depth: int) -> Node:
        node = self.power(depth)
        while self.seen == "*" or self.seen == "/":
            operator = self.counted()
            node = Apply(operator, (node, self.power(depth)))
        return node

    def power(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ProgramError(f"program nested deeper than {MAX_DEPTH}")
        if self.seen == "-":
            self.advance()
            return Apply("neg", (self.power(depth + 1),))
        base = self.atom(depth)
        if self.seen in ("^", "**"):
            self.advance()
            return Apply("^", (base, self.power(depth + 1)))
        return base

    def atom(self, depth: int) -> Node:
        seen = self.seen
        first = seen[:1]
        if (first == "'" or first == '"') and len(seen) > 1:
            self.advance()
            name = seen[1:-1]
            return Fact(name.replace(first * 2, first) if first in name else name)
        if first in _DIGITS or first.isdecimal():
            return self.number(seen)
        if seen == "(":
            self.advance()
            node = self.sum(depth + 1)
            self.expect(")")
            return node
        if seen in FUNCTIONS:
            return self.call(seen, depth)
        if seen == "pi":
            self.advance()
            return Apply("pi", ())
        raise self.error(_known(seen))

    def number(self, seen: str) -> Node:
        if seen == ".":
            raise self.error("a number")
        if len(seen) > MAX_DIGITS:
            raise ProgramError(f"a number of {len(seen)} digits; at most {MAX_DIGITS} are read")
        self.advance()
        return _number(seen)

    def call(self, name: str, depth: int) -> Node:
        self.advance()
        self.expect("(")
        arguments = [self.sum(depth + 1)]
        while self.seen == ",":
            self.advance()
            arguments.append(self.sum(depth + 1))
        self.expect(")")
        function = FUNCTIONS[name]
        least, most = function.arity
        found = len(arguments)
        if not least <= found <= most:
            raise ProgramError(f"program {self.text!r}: {name} takes {least} to {most} arguments, found {found}")
        if function.formula:
            self.formulas = True
        return Apply(name, tuple(arguments))


@lru_cache(maxsize=1024)
def _number(seen: str) -> Number:
    return Number(Fraction(seen))


def _known(seen: str) -> str:
    """Say what may stand here: every function, and of the many formulas those whose name is near."""
    names = sorted(name for name, function in FUNCTIONS.items() if not function.formula)
    near = difflib.get_close_matches(seen[:40], FUNCTIONS, n=3)
    hint = f" or a formula (near {', '.join(near)})" if near else " or a formula"
    return "a number, a quoted name, '(' or one of " + ", ".join(names) + hint


def check_size(node: Node) -> None:
    """Refuse a program that is too large once its formulas are written out as plain operators.

    Raises:
        ProgramError: more than 200 of + - * / or 10,000 nodes.
    """
    operators, nodes = _size(node)
    if operators > MAX_OPERATORS:
        raise ProgramError(f"program of more than {MAX_OPERATORS} operators, its formulas written out")
    if nodes > MAX_NODES:
        raise ProgramError(f"program of more than {MAX_NODES} parts, its formulas written out")


def _size(node: Node) -> tuple[int, int]:
    if not isinstance(node, Apply):
        return 0, 1
    function = FUNCTIONS.get(node.operator)
    if function and function.formula:
        operators, nodes, uses = function.formula.operators, function.formula.nodes, function.formula.uses
    else:
        operators, nodes, uses = int(node.operator in ("+", "-", "*", "/")), 1, (1,) * len(node.arguments)
    for argument, used in zip(node.arguments, uses, strict=False):
        more_operators, more_nodes = _size(argument)
        operators += used * more_operators
        nodes += used * more_nodes
    return operators, nodes


def quote(name: str) -> str:
    """Return a fact's name as a program writes it: in single quotes, those inside doubled."""
    return "'" + name.replace("'", "''") + "'"


def text(node: Node) -> str:
    """Return a program as text, with no more parentheses than the grammar needs.

    `parse(text(node)) == node` for every node that `parse` returns. A number that no decimal writes, such as a third or
    a negative one, comes out as the division or negation that gives it.
    """
    return _text(node, 1)


# How tightly each operator binds, and how tightly what stands on each side of it must.
_BINDING = {"+": (1, 1, 2), "-": (1, 1, 2), "*": (2, 2, 3), "/": (2, 2, 3), "^": (3, 4, 3)}


def _text(node: Node, needed: int) -> str:
    if isinstance(node, Fact):
        return quote(node.name)
    if isinstance(node, Number):
        return _number_text(node.value, needed)
    operator, arguments = node
    if operator == "pi":
        return "pi"
    if operator == "neg":
        binding, shown = 3, f"-{_text(arguments[0], 3)}"
    elif operator in _BINDING:
        binding, left, right = _BINDING[operator]
        shown = f"{_text(arguments[0], left)} {operator} {_text(arguments[1], right)}"
    else:
        return f"{operator}({', '.join(_text(argument, 1) for argument in arguments)})"
    return shown if binding >= needed else f"({shown})"


def _number_text(value: Fraction, needed: int) -> str:
    if value < 0:
        shown = f"-{_number_text(-value, 3)}"
        return shown if needed <= 3 else f"({shown})"
    twos = (value.denominator & -value.denominator).bit_length() - 1
    fives, rest = 0, value.denominator >> twos
    while rest % 5 == 0:
        fives, rest = fives + 1, rest // 5
    if rest != 1:
        shown = f"{value.numerator} / {value.denominator}"
        return shown if needed <= 2 else f"({shown})"
    places = max(twos, fives)
    if not places:
        return str(value.numerator)
    whole, part = divmod(value.numerator * 10**places // value.denominator, 10**places)
    return f"{whole}.{part:0{places}d}"
