r"""The parser of expressions in running text.

`3 bedrooms x 2 windows each`, `\frac{1}{2}\cdot 6\cdot 8`, `25% of 80`, `half of 12`, `45 (2019) - 30 (2018)`. A parse
ends where the text no longer goes on as an expression; whoever asks says where it had to end.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mmbench.scoring.diagnose.expressions import Leaf, Name, Operation
from mmbench.scoring.diagnose.labels import scale_of
from mmbench.scoring.diagnose.vocabulary import FORBIDDEN, PREFIXES, SHARES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.scoring.diagnose.expressions import Expression
    from mmbench.scoring.diagnose.lexing import Token

__all__ = ["parse"]

MAX_DEPTH = 24
MAX_LABEL = 6
"""Words that may stand between a number and the next operator."""
_UNIT_LETTERS = "mgsLhltNWJVK"


def parse(tokens: Sequence[Token], at: int, end: int) -> tuple[Expression, int] | None:
    """Return the longest expression that begins at a token, and where it ends; None where none begins.

    Words behind a number are taken in as its label where an operator, a relation or the end follows.
    """
    parser = _Parser(tokens, at, end)
    try:
        tree = parser.sum(0)
    except _NoExpression:
        return None
    return tree, parser.at


class _NoExpression(Exception):
    """No expression stands here."""


_LEVELS = {"+": 1, "-": 1, "*": 2, "/": 2}
_POSTFIX = {"percent": "percent", "degree": "degree", "factorial": "fact"}
_CLOSING = {"|": "|", "(": ")", "[": "]", "{": "}", "（": "）", "【": "】"}
_FUNCTIONS = {"arcsin": "asin", "arccos": "acos", "arctan": "atan"}


class _Parser:
    def __init__(self, tokens: Sequence[Token], at: int, end: int) -> None:
        self.tokens = tokens
        self.at = at
        self.end = end

    def kind(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.tokens[at].kind if at < self.end else ""

    def text(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.tokens[at].text if at < self.end else ""

    def sum(self, depth: int) -> Expression:
        left = self.product(depth)
        while self.kind() == "op" and self.text() in "+-":
            sign, before = self.text(), self.at
            self.at += 1
            self.pass_newline()
            try:
                right = self.product(depth)
            except _NoExpression:
                self.at = before
                break
            left = Operation(sign, (left, right))
        return left

    def product(self, depth: int) -> Expression:
        left = self.signed(depth)
        while True:
            before = self.at
            sign = self.text() if self.kind() == "op" else ""
            if sign in ("*", "/"):
                self.at += 1
                self.pass_newline()
            elif self.kind() == "frac" and isinstance(left, Leaf) and left.value.denominator == 1 and self.is_beside():
                sign = "mixed"
            elif not self.is_beside():
                break
            try:
                right = self.signed(depth) if sign in ("*", "/") else self.power(depth)
            except _NoExpression:
                self.at = before
                break
            left = Operation(sign or "*", (left, right))
        return left

    def pass_newline(self) -> None:
        if self.kind() == "newline":
            self.at += 1

    def is_beside(self) -> bool:
        """Whether a factor follows without a sign: `3(4 + 5)`, `2π`, `2x`, `(x + 1)(x - 2)`."""
        kind = self.kind()
        if self.at >= self.end:
            return False
        gap = self.tokens[self.at].start - self.tokens[self.at - 1].end
        if kind == "open":
            return self.text() in "([{（" and gap == 0
        if kind == "name":
            return gap == 0 and _is_symbol(self.text(), True)
        return kind in ("constant", "root", "function", "frac") and gap <= 1

    def signed(self, depth: int) -> Expression:
        if self.kind() == "op" and self.text() in "+-":
            sign = self.text()
            self.at += 1
            inner = self.signed(depth + 1) if depth < MAX_DEPTH else self.fail()
            return Operation("neg", (inner,)) if sign == "-" else inner
        return self.power(depth)

    def fail(self) -> Expression:
        raise _NoExpression

    def power(self, depth: int) -> Expression:
        """Return a factor with what stands behind it: a power, `%`, `°`, `!`, "of ...", a label."""
        tree = self.primary(depth)
        while self.at < self.end:
            token = self.tokens[self.at]
            if token.kind in _POSTFIX:
                tree = Operation(_POSTFIX[token.kind], (tree,))
                self.at += 1
            elif token.kind == "sup" and token.value is not None:
                tree = Operation("^", (tree, Leaf(token.value, 0, "", token.start, token.end)))
                self.at += 1
            elif token.kind == "op" and token.text == "^":
                before, self.at = self.at, self.at + 1
                try:
                    exponent = self.exponent(depth)
                except _NoExpression:
                    self.at = before
                    break
                tree = Operation("^", (tree, exponent))
            else:
                break
        return self.labelled(self.of(tree, depth))

    def exponent(self, depth: int) -> Expression:
        if depth >= MAX_DEPTH:
            raise _NoExpression
        if self.kind() == "op" and self.text() in "+-":
            sign = self.text()
            self.at += 1
            inner = self.exponent(depth + 1)
            return Operation("neg", (inner,)) if sign == "-" else inner
        return self.primary(depth + 1)

    def of(self, tree: Expression, depth: int) -> Expression:
        """Take in "of 80" behind a share, and the Chinese 的 behind a whole: `80的25%`, `12的一半`."""
        if self.text() in ("of", "的") and _is_share(tree):
            before = self.at
            self.at += 1
            for _ in range(4):
                if self.kind() not in ("name", "han") or self.text().lower() in FORBIDDEN or self.text() in PREFIXES:
                    break
                self.at += 1
            try:
                whole = self.power(depth + 1) if depth < MAX_DEPTH else self.fail()
            except _NoExpression:
                self.at = before
                return tree
            return Operation("*", (tree, whole))
        if self.text() == "的" and isinstance(tree, Leaf | Operation):
            before = self.at
            self.at += 1
            share = self.share() or (self.primary_share(depth) if self.kind() == "number" else None)
            if share is not None:
                return Operation("*", (tree, share))
            self.at = before
        return tree

    def share(self) -> Expression | None:
        """Return a share in words, such as 一半 or 三分之一, if one stands here."""
        for words, value in SHARES.items():
            size = len(words)
            if self.at + size <= self.end and all(self.text(step) == words[step] for step in range(size)):
                start = self.tokens[self.at].start
                self.at += size
                return Leaf(value, 0, "", start, self.tokens[self.at - 1].end)
        return None

    def primary_share(self, depth: int) -> Expression | None:
        """Return a percentage or a fraction that stands here."""
        before = self.at
        share = self.primary(depth)
        if self.kind() == "percent":
            self.at += 1
            return Operation("percent", (share,))
        if _is_share(share):
            return share
        if self.text() == "倍":
            self.at += 1
            return share
        self.at = before
        return None

    def labelled(self, tree: Expression) -> Expression:
        """Take in the words behind a number where the expression, a relation or the end follows them."""
        at, words = self.at, 0
        while at < self.end and words <= MAX_LABEL:
            token = self.tokens[at]
            aside = _aside(self.tokens, at, self.end) if token.kind == "open" else 0
            if token.kind == "name" and not self.is_label(at):
                break
            if aside:
                at, words = aside, words + 1
            elif token.kind in ("name", "han") and token.text.lower() not in FORBIDDEN and token.text not in "倍的":
                at, words = at + 1, words + 1
            elif words and token.kind in ("sup", "percent"):
                at += 1
            elif words and token.kind == "op" and token.text == "^" and at + 1 < self.end:
                at += 2
            elif token.kind == "op" and token.text == "/" and at + 1 < self.end and _is_word(self.tokens[at + 1]):
                at, words = at + 2, words + 1
            else:
                break
        if at == self.at or not self.goes_on(at):
            return tree
        if isinstance(tree, Leaf):
            tree = tree._replace(label=self.written(at))
        self.at = at
        return tree

    def is_label(self, at: int) -> bool:
        """Whether a name behind a number is a word or a unit, rather than a variable, a side or an angle."""
        text = self.tokens[at].text
        touching = self.tokens[at].start == self.tokens[at - 1].end
        if text.startswith(("∠", "m∠", "△", "\\angle")) or (
            text.isupper() and 1 < len(text) < 4 and not _is_unit(text)
        ):
            return False
        if touching:
            return self.is_unit_letter(at) if _is_symbol(text, True) else _is_unit(text)
        return len(text) > 1 or text in _UNIT_LETTERS + "aA"

    def is_unit_letter(self, at: int) -> bool:
        """Whether a letter that touches a number is a unit (`5m × 3m`, `= 5m`) rather than a variable (`3m + 2`)."""
        if self.tokens[at].text not in _UNIT_LETTERS:
            return False
        if at + 1 >= len(self.tokens):
            return True
        following = self.tokens[at + 1]
        return following.text in ("*", "/") if following.kind == "op" else following.kind not in ("equals", "about")

    def written(self, at: int) -> str:
        return " ".join(token.text for token in self.tokens[self.at : at])

    def goes_on(self, at: int) -> bool:
        if at >= self.end:
            return True
        token = self.tokens[at]
        if token.kind == "op":
            hyphen = token.text == "-" and token.start == self.tokens[at - 1].end
            return at + 1 < self.end and not (hyphen and self.tokens[at + 1].kind == "name")
        return token.kind in ("equals", "about", "close")

    def primary(self, depth: int) -> Expression:
        if depth > MAX_DEPTH or self.at >= self.end:
            raise _NoExpression
        token = self.tokens[self.at]
        if token.kind == "number" and token.value is not None:
            return self.number(token)
        if token.kind == "open":
            return self.bracketed(depth)
        if token.kind == "constant":
            self.at += 1
            return Operation("pi", ())
        if token.kind == "frac":
            self.at += 1
            return Operation("/", (self.argument(depth), self.argument(depth)))
        if token.kind == "root":
            return self.rooted(depth)
        if token.kind == "function":
            self.at += 1
            name = token.text.strip("\\ ").replace(" ", "")
            inverse = "-1" in name
            name = name.split("^")[0]
            return Operation(_FUNCTIONS.get(name, f"a{name}" if inverse else name), (self.power(depth + 1),))
        if token.kind == "name":
            return self.worded(token, depth)
        raise _NoExpression

    def number(self, token: Token) -> Expression:
        self.at += 1
        leaf = Leaf(token.value or Fraction(0), token.decimals, "", token.start, token.end)
        if self.is_scientific():
            ten = self.tokens[self.at + 1]
            self.at += 3
            power = Operation("^", (Leaf(Fraction(10), 0, "", ten.start, ten.end), self.exponent(0)))
            return Operation("scientific", (leaf, power))
        following = self.tokens[self.at] if self.at < self.end else None
        if following is not None and following.kind == "number" and following.start - token.end <= 1:
            mixed = self.mixed(token)
            if mixed is None:
                raise _NoExpression
            return mixed
        return leaf

    def is_scientific(self) -> bool:
        """Whether `× 10^` follows a number."""
        ten = self.kind(1) == "number" and self.text(1) == "10"
        return ten and self.text() == "*" and self.kind() == "op" and self.text(2) == "^" and self.kind(2) == "op"

    def mixed(self, whole: Token) -> Expression | None:
        """Return a mixed number that goes on here: `2½`, `1 1/2`."""
        token = self.tokens[self.at]
        if whole.decimals or whole.value is None or token.value is None:
            return None
        if token.value.denominator > 1 and not token.decimals:
            self.at += 1
            return Leaf(whole.value + token.value, 0, "", whole.start, token.end)
        if self.kind(1) == "op" and self.text(1) == "/" and self.kind(2) == "number":
            bottom = self.tokens[self.at + 2]
            if bottom.value and token.value < bottom.value:
                self.at += 3
                return Leaf(whole.value + token.value / bottom.value, 0, "", whole.start, bottom.end)
        return None

    def bracketed(self, depth: int) -> Expression:
        opening = self.text()
        self.at += 1
        self.pass_newline()
        inner = self.sum(depth + 1)
        self.pass_newline()
        if self.kind() != "close" or self.text() != _CLOSING.get(opening):
            raise _NoExpression
        self.at += 1
        return Operation("abs", (inner,)) if opening == "|" else inner

    def argument(self, depth: int) -> Expression:
        if self.kind() == "open" and self.text() == "{":
            return self.bracketed(depth + 1)
        token = self.tokens[self.at] if self.at < self.end else None
        if token is not None and token.kind == "number" and token.value is not None:
            self.at += 1
            return Leaf(token.value, token.decimals, "", token.start, token.end)
        raise _NoExpression

    def rooted(self, depth: int) -> Expression:
        sign = self.text()
        self.at += 1
        if self.kind() == "open" and self.text() == "[":
            degree = self.bracketed(depth + 1)
            return Operation("root", (self.argument(depth), degree))
        radicand = self.bracketed(depth + 1) if self.kind() == "open" else self.primary(depth + 1)
        if sign == "∛":
            three = Leaf(Fraction(3), 0, "", 0, 0)
            return Operation("root", (radicand, three))
        return Operation("sqrt", (radicand,))

    def worded(self, token: Token, depth: int) -> Expression:
        factor = PREFIXES.get(token.text.lower())
        if factor is not None:
            start = self.at
            self.at += 1
            if self.text() in ("of", "-") or factor > 1:
                if self.text() == "of":
                    self.at += 1
                while self.kind() == "name" and self.text().lower() in ("the", "of", "that", "this", "these"):
                    self.at += 1
                if self.kind() in ("number", "open", "frac"):
                    inner = self.power(depth + 1)
                    return Operation("*", (Leaf(factor, 0, "", token.start, token.end), inner))
            self.at = start
            raise _NoExpression
        if self.kind(1) == "open" and self.tokens[self.at + 1].start == token.end:
            raise _NoExpression
        if _is_symbol(token.text, self.at > 0 and self.tokens[self.at - 1].end == token.start):
            self.at += 1
            return Name(token.text, token.start, token.end)
        raise _NoExpression


def _is_symbol(text: str, touching: bool = False) -> bool:
    """Whether a name is a variable: a letter, perhaps with a subscript; `A` and `I` where they touch what is before."""
    return (len(text) == 1 and (touching or text not in "AI")) or (
        text[:1].isalpha() and text[1:2] == "_" and len(text) < 8
    )


def _is_unit(text: str) -> bool:
    """Whether letters that touch a number are its unit (`12cm`), rather than names (`2ab`, `3BC`)."""
    return len(text) > 3 or scale_of(text) is not None


def _is_word(token: Token) -> bool:
    return token.kind in ("name", "han")


def _is_share(tree: Expression) -> bool:
    if isinstance(tree, Operation):
        return tree.sign == "percent" or (tree.sign == "/" and all(isinstance(part, Leaf) for part in tree.parts))
    return isinstance(tree, Leaf) and 0 < tree.value < 1


def _aside(tokens: Sequence[Token], at: int, end: int) -> int:
    """Return where a remark in brackets ends ("(from the last trip)"), 0 where the brackets hold no words."""
    words = 0
    touching = tokens[at].start == tokens[at - 1].end
    for index in range(at + 1, min(at + 14, end)):
        token = tokens[index]
        if token.kind == "close":
            return index + 1 if words else 0
        if token.kind in ("equals", "about", "open", "newline", "op"):
            return 0
        words += (_is_word(token) and not (touching and len(token.text) == 1)) or (
            token.kind == "number" and not touching
        )
    return 0
