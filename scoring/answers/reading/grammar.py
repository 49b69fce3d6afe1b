r"""The grammar of answers: `parse` reads LaTeX and plain text, freely mixed, to one value.

One pass over the tokens by precedence, without backtracking: sequences, unions, ratios and relations stand here, the
arithmetic in `latex_parser`. Nothing is evaluated but the literals. Every size is bounded before it costs anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from mmbench.scoring.answers.limits import MAX_DEPTH
from mmbench.scoring.answers.reading.latex_blocks import environment
from mmbench.scoring.answers.reading.latex_brackets import BRACKETS
from mmbench.scoring.answers.reading.latex_commands import COMMANDS, argument
from mmbench.scoring.answers.reading.latex_letters import call, number, postfix, word
from mmbench.scoring.answers.reading.latex_literals import SMALL, literal
from mmbench.scoring.answers.reading.latex_names import RELATIONS
from mmbench.scoring.answers.reading.latex_parser import Parser
from mmbench.scoring.answers.reading.latex_sets import SET_SIGNS, as_set, number_set, united
from mmbench.scoring.answers.reading.latex_settle import settled
from mmbench.scoring.answers.reading.latex_source import source
from mmbench.scoring.answers.reading.latex_units import (
    CURRENCIES,
    at_condition,
    at_remark,
    at_unit,
    magnitude,
    measured,
    money,
)
from mmbench.scoring.answers.reading.lexer import TEXTS, Unreadable, lex
from mmbench.scoring.answers.reading.text import plain
from mmbench.scoring.answers.values import (
    Apply,
    Node,
    Quantity,
    Ratio,
    Relation,
    Sequence,
    Symbol,
    Union,
    Value,
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Unreadable", "parse"]

_PLAIN = re.compile(r"(-?)([0-9]{1,200}(?:\.[0-9]{1,200})?)|(-?)\\[dt]?frac\{(-?)([0-9]{1,400})\}\{([0-9]{1,400})\}")
_SIDE_ENDS = frozenset(
    ("", ",", ";", "and", "or", ")", "]", "}", "\\}", "⟩", "=", "!=", "<", "<=", ">", ">=", "≈", "∈", "&", "\\\\")
)
_SIGNS = {"≈": "~", "∈": "in"}
_SEPARATORS = frozenset((",", ";", "and", "or"))
_NAMED = frozenset(("Var", "Cov", "det", "tr", "rank", "dim", "Re", "Im", "proj"))
"""Functions whose names are set as text."""


def parse(text: str, symbols: frozenset[str] = frozenset(), grouping: bool = True) -> Value:
    r"""Return the one value that the whole of a text is.

    `symbols` are names that are variables and neither units nor constants (`m`, `e`); `grouping` reads `1,234` as one
    number.

    Raises:
        Unreadable: it is none, or beyond the caps of `limits`.
    """
    match = _PLAIN.fullmatch(text)
    if match is not None:
        return _plain(match)
    text = source(text)
    match = _PLAIN.fullmatch(text)
    if match is not None:
        return _plain(match)
    reader = Reader(lex(text, grouping), symbols)
    try:
        return reader.whole()
    except Unreadable:
        if not reader.units:
            raise
    return Reader(lex(text, grouping), symbols | reader.units).whole()


def _plain(match: re.Match[str]) -> Value:
    if match[2]:
        number: Node = literal(match[2])
        return Apply("neg", (number,)) if match[1] else number
    top: Node = literal(match[5])
    if match[4]:
        top = Apply("neg", (top,))
    fraction = Apply("div", (top, literal(match[6])))
    return Apply("neg", (fraction,)) if match[3] else fraction


_OPERANDS: dict[str, Callable[[Parser], Value]] = {**COMMANDS, **BRACKETS}


class Reader(Parser):
    """The parser with all that stands above and below the arithmetic."""

    __slots__ = ()

    def whole(self) -> Value:
        """Return the value of all the tokens."""
        if self.tokens[0] in ("=", "≈", "\\Rightarrow"):
            self.at = 1
        label = self._label()
        found = self.together()
        if self.tokens[self.at]:
            raise Unreadable(f"unexpected {self.tokens[self.at][:20]!r}")
        if found == Symbol("..."):
            raise Unreadable("an ellipsis alone")
        if label is not None:
            found = Relation((label[0], found), (label[1],))
        if self.signed or self.compound or self.vectors or len(self.tokens) > MAX_DEPTH:
            found = settled(found, self)
        return found

    def _label(self) -> tuple[Words, str] | None:
        r"""Read the words before an equals sign (`\text{Area} = 5`), which name what follows."""
        tokens = self.tokens
        if "=" not in tokens[1:9] and "≈" not in tokens[1:9]:
            return None
        end = next(index for index in range(1, 9) if tokens[index] in ("=", "≈"))
        words = tokens[:end]
        if not all(lexeme.isalpha() or lexeme.startswith(("\\text", "\\mathrm")) for lexeme in words):
            return None
        if all(lexeme.isascii() and (len(lexeme) <= 3 or lexeme.isupper()) for lexeme in words):
            return None
        self.at = end + 1
        return Words(plain(" ".join(words))), _SIGNS.get(tokens[end], "=")

    def together(self, first: Node | None = None) -> Value:
        """Return the values up to whatever ends them as one."""
        items, words = self._items(first)
        return items[0] if len(items) == 1 else _sequence(items, words)

    def listing(self, first: Node | None = None) -> list[Value]:
        """Return the values up to whatever ends them; where both commas and semicolons stand, in groups."""
        return _groups(*self._items(first))

    def _items(self, first: Node | None) -> tuple[list[Value], list[str]]:
        """Return the values between separators and the separators."""
        items = [self.relation(first)]
        words: list[str] = []
        tokens = self.tokens
        while tokens[self.at] in _SEPARATORS:
            separator = ""
            while (lexeme := tokens[self.at]) in _SEPARATORS:
                if separator and lexeme in ",;":
                    raise Unreadable("nothing between separators")
                separator = lexeme
                self.at += 1
            words.append(separator)
            items.append(self.relation())
        if tokens[self.at] == "..." and words:
            self.at += 1
            words.append(",")
            items.append(Symbol("..."))
        if tokens[self.at] == "(" and at_condition(self):
            self.at += 1
            words.append(",")
            items.append(self.together())
            self.expect(")")
        return items, words

    def relation(self, first: Node | None = None) -> Value:
        """Return a side, or a chain of sides with relation signs between them."""
        left = self._side(first)
        sign = self.tokens[self.at]
        if sign not in RELATIONS or sign in self.stops:
            return left
        sides, signs = [left], []
        while sign in RELATIONS and sign not in self.stops:
            self.at += 1
            right = self._side(None)
            if sign == "∈":
                self.compound = True
                right = as_set(right)
            signs.append(_SIGNS.get(sign, sign))
            sides.append(right)
            sign = self.tokens[self.at]
        return Relation(tuple(sides), tuple(signs))

    def _side(self, first: Node | None) -> Value:
        """Return a scalar, a quantity, a ratio or a union of sets."""
        lexeme = self.tokens[self.at]
        if first is None:
            if lexeme in CURRENCIES and self.tokens[self.at + 1]:
                return money(self)
            if lexeme == "-" and self.tokens[self.at + 1] in CURRENCIES:
                self.at += 1
                amount = money(self)
                return Quantity(Apply("neg", (cast("Node", amount.value),)), amount.unit)
            self.named = 0
            first = self.additive()
        lexeme = self.tokens[self.at]
        if lexeme in _SIDE_ENDS:
            return first
        if lexeme == ":" and ":" not in self.stops:
            parts = [first]
            while self.tokens[self.at] == ":":
                self.at += 1
                parts.append(self.additive())
            self.compound = True
            return Ratio(tuple(parts))
        if lexeme in SET_SIGNS:
            return united(self, first)
        if lexeme == "\\pmod" or (lexeme == "(" and self.tokens[self.at + 1] == "mod"):
            return self._modulo(first)
        if lexeme in ("\\choose", "\\over"):
            self.at += 1
            return Apply("div" if lexeme == "\\over" else "binomial", (first, self.additive()))
        return measured(self, first) or first

    def _modulo(self, value: Node) -> Node:
        r"""Return a value with the modulus behind it, `(mod 7)` or `\pmod 7`."""
        if self.tokens[self.at] == "\\pmod":
            self.at += 1
            return Apply("mod", (value, argument(self)))
        self.at += 2
        return Apply("mod", (value, self.within(")")))

    def operand(self) -> Node:
        """Return what one token, or a command with its arguments, stands for."""
        lexeme = self.tokens[self.at]
        known = SMALL.get(lexeme)
        if known is not None:
            self.at += 1
            return known
        handler = _OPERANDS.get(lexeme)
        if handler is not None:
            self.at += 1
            return cast("Node", handler(self))
        if lexeme.isalpha():
            return word(self, lexeme)
        head = lexeme[:1]
        if head.isdigit() or (head == "." and lexeme[1:2].isdigit()):
            self.at += 1
            return number(self, lexeme)
        if head.isalpha():
            return word(self, lexeme)
        return self._special(lexeme)

    def _special(self, lexeme: str) -> Node:
        """Return what a token of a family stands for: sets of numbers, unit vectors, environments."""
        if lexeme.startswith("\\begin"):
            self.at += 1
            return cast("Node", environment(self, lexeme))
        if lexeme in ("_", "^"):
            return self._choices()
        if lexeme == "∅":
            self.at += 1
            self.compound = True
            return cast("Node", Sequence((), "set"))
        if lexeme.startswith("\\mathbb"):
            self.at += 1
            self.named += 1
            self.compound = True
            return cast("Node", number_set(lexeme.rstrip(" }")[-1]))
        letter = lexeme.partition("{")[2][:-1].strip()
        if lexeme.startswith(TEXTS) and len(letter) == 1:
            return word(self, letter)
        if lexeme.startswith(TEXTS) and self.tokens[self.at + 1] == "(" and (letter in _NAMED):
            self.at += 1
            self.named += 1
            return call(self, Symbol(letter))
        name = lexeme.rstrip("} ").removesuffix("math")[-1:]
        if lexeme.startswith(("\\hat", "\\widehat", "\\vec", "\\mathbf", "\\bold", "\\bm", "\\over")) and name in "ijk":
            self.at += 1
            self.named += 1
            self.vectors = True
            return Symbol(f"vec_{name}")
        raise Unreadable(f"unexpected {lexeme[:20]!r}")

    def _choices(self) -> Node:
        """Return `_5C_2` or `^5P_2`."""
        self.at += 1
        above = argument(self)
        letter, script = self.tokens[self.at], self.tokens[self.at + 1]
        if letter not in ("C", "P") or script != "_":
            raise Unreadable("a script before nothing")
        self.at += 2
        return Apply("binomial" if letter == "C" else "permutation", (above, argument(self)))

    def postfix(self, base: Node) -> Node:
        """Return a value with the power or sign behind it."""
        return postfix(self, base)

    def magnitude(self, lexeme: str) -> int:
        """Step over a word such as `million` and return its power of ten."""
        return magnitude(self, lexeme)

    def at_unit(self, factors: list[Node]) -> bool:
        """Whether a unit of measure, or a union sign, stands here behind some factors and belongs to the whole."""
        return at_unit(self, factors)

    def at_remark(self) -> bool:
        """Whether the round bracket here holds a unit, a modulus or a condition, so that it is no factor."""
        return at_remark(self)


def _groups(items: list[Value], words: list[str]) -> list[Value]:
    """Return `1, 2; 3, 4` as two groups, and `x = 1, y = 2 or x = 2, y = 1` too; other values as they are."""
    outer = ";" if ";" in words else "or"
    if outer not in words or "," not in words:
        return items
    groups: list[list[Value]] = [[items[0]]]
    for separator, item in zip(words, items[1:], strict=True):
        if separator == outer:
            groups.append([item])
        else:
            groups[-1].append(item)
    if outer == "or" and not all(len(group) > 1 and all(map(_is_equation, group)) for group in groups):
        return items
    return [group[0] if len(group) == 1 else _sequence(group, [","]) for group in groups]


def _are_nodes(values: list[Value]) -> bool:
    return all(isinstance(value, Node) for value in values)


def _is_equation(value: Value) -> bool:
    return isinstance(value, Relation) and value.signs == ("=",)


def _sequence(items: list[Value], words: list[str]) -> Value:
    """Return several values as one, as the words between them say."""
    items = _groups(items, words)
    first, rest = items[0], items[1:]
    if isinstance(first, Relation) and first.signs == ("=",) and not any(isinstance(item, Relation) for item in rest):
        return Relation((first.sides[0], _sequence([first.sides[1], *rest], [])), first.signs)
    if "or" in words and all(isinstance(item, Relation) and item.signs[0] not in ("=", "~", "in") for item in items):
        return Union(tuple(items))
    last = items[-1]
    if isinstance(last, Quantity) and not isinstance(last.value, Sequence) and _are_nodes(items[:-1]):
        return Quantity(Sequence((*items[:-1], last.value)), last.unit)
    names = (len(items) + 1) // 2
    middle = items[names - 1]
    if isinstance(middle, Relation) and names > 1 and len(items) == 2 * names - 1:
        left, right = (*items[: names - 1], middle.sides[0]), (*middle.sides[1:], *items[names:])
        if len(middle.sides) == 2 and all(isinstance(item, Symbol) for item in left):
            return Relation((Sequence(left), Sequence(right)), ("=",))
    return Sequence(tuple(items))
