"""The arithmetic of the grammar: sums, products written and implied, quotients, powers.

A `Parser` holds the tokens of one text and the place reached. What a command, a bracket or an environment means stands
in the modules beside this one: functions of the parser, called with the place just behind the token that named them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction
from typing import TYPE_CHECKING

from mmbench.scoring.answers.limits import MAX_DEPTH, MAX_EXPONENT, MAX_TOKENS
from mmbench.scoring.answers.reading.latex_literals import literal
from mmbench.scoring.answers.reading.lexer import Unreadable
from mmbench.scoring.answers.values import Apply, Node, Number

if TYPE_CHECKING:
    from mmbench.scoring.answers.values import Value

__all__ = ["Parser", "product"]

_STOP, _TIMES, _OVER, _DIVIDED, _MODULO, _BAR, _SQUARE = range(7)
_ENDS = (
    r"+ - \pm \mp ) ] } \} ⟩ \rvert \rfloor \rceil , ; : & \\ and or = != < <= > >= ≈ ∈ ∪ ∩ ∖ \choose \over ^ _ ' ° % "
    r"! if when for otherwise where else \to \end . $ ¥ € £ ₹ ₩ \pmod"
)
_KINDS = dict.fromkeys(("", "d ", *_ENDS.split()), _STOP) | {
    "*": _TIMES, "/": _OVER, "÷": _DIVIDED, "mod": _MODULO, "|": _BAR, "[": _SQUARE,
}  # fmt: skip
_SIGNS = frozenset(("+", "-", "\\pm", "\\mp"))
_POSTFIX = frozenset(("^", "!", "%", "°", "'", "_", "\\circ", "..."))
_UNITS = frozenset((*"mgsLlhNJWVU", "\\mu", "\\Omega"))
"""Letters that can be a unit by themselves, and the union sign U."""
_TEN = literal("10")


class Parser(ABC):
    """The tokens of one text, the place reached, and what has been met on the way.

    `compound`, `signed` and `vectors` say that a bracketed value, a plus-minus or a unit vector stands in the place of
    a scalar; the grammar settles those at the end. `named` counts the symbols read, `mathematical` says whether there
    is more than words (None: not yet known), `units` which letters were taken for units. `bars` and `stops` say what
    ends a product here: a closing `|`, or one of some tokens.
    """

    __slots__ = (
        "at", "bars", "compound", "depth", "mathematical", "named", "signed", "stops", "symbols", "tokens", "units",
        "vectors",
    )  # fmt: skip

    def __init__(self, tokens: list[str], symbols: frozenset[str]) -> None:
        self.tokens = [*tokens, "", "", "", ""]
        self.symbols = symbols
        self.at = self.depth = self.bars = self.named = 0
        self.stops: tuple[str, ...] = ()
        self.units: frozenset[str] = frozenset()
        self.mathematical: bool | None = None
        self.compound = self.signed = self.vectors = False

    @abstractmethod
    def operand(self) -> Node:
        """Return what one token, or a command with its arguments, stands for."""

    @abstractmethod
    def postfix(self, base: Node) -> Node:
        """Return a value with the power or sign behind it; the place does not move where that is none of it."""

    @abstractmethod
    def magnitude(self, lexeme: str) -> int:
        """Step over a word such as `million` and return its power of ten; 0 where the token is none."""

    @abstractmethod
    def at_unit(self, factors: list[Node]) -> bool:
        """Whether a unit of measure, or a union sign, stands here behind some factors and belongs to the whole."""

    @abstractmethod
    def at_remark(self) -> bool:
        """Whether the round bracket here holds a unit, a modulus or a condition, so that it is no factor."""

    @abstractmethod
    def relation(self, first: Node | None = None) -> Value:
        """Return a value between separators: a scalar, a quantity, a set, a ratio, or a chain of relations of those.

        `first` is the sum it starts with, where that has been read.
        """

    @abstractmethod
    def listing(self, first: Node | None = None) -> list[Value]:
        """Return the values that commas and semicolons separate, up to whatever ends them."""

    @abstractmethod
    def together(self, first: Node | None = None) -> Value:
        """Return the values that are separated as one: a sequence, or what the words between them say."""

    def expect(self, lexeme: str) -> None:
        """Step over a token that must be here."""
        if self.tokens[self.at] != lexeme:
            raise Unreadable(f"{lexeme!r} expected")
        self.at += 1

    def deeper(self) -> None:
        """Count one more level of nesting, against the cap; who calls this takes it off `depth` again."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable("nested too deeply")

    def within(self, closer: str) -> Node:
        """Return the sum up to a closing token, which is stepped over."""
        self.deeper()
        bars, self.bars, stops, self.stops = self.bars, 0, self.stops, ()
        found = self.additive()
        self.bars, self.stops = bars, stops
        self.depth -= 1
        self.expect(closer)
        return found

    def split(self, index: int, parts: list[str], count: int = 1) -> None:
        """Replace a token, or `count` of them, by other parts."""
        self.tokens[index : index + count] = parts
        if len(self.tokens) > 2 * MAX_TOKENS:
            raise Unreadable("too many tokens")

    def additive(self) -> Node:
        """Return a sum of terms, or the one term."""
        left = self.term()
        tokens = self.tokens
        sign = tokens[self.at]
        if sign not in _SIGNS:
            return left
        parts = [left]
        while sign in _SIGNS:
            self.at += 1
            right = self.term()
            if sign == "+":
                parts.append(right)
            elif sign == "-":
                parts.append(Apply("neg", (right,)))
            else:
                self.signed = True
                before = parts[0] if len(parts) == 1 else Apply("add", tuple(parts))
                parts = [Apply(sign[1:], (before, right))]
            sign = tokens[self.at]
        return parts[0] if len(parts) == 1 else Apply("add", tuple(parts))

    def term(self) -> Node:
        """Return a product of factors with its sign, or the one factor."""
        tokens = self.tokens
        if tokens[self.at] in _SIGNS:
            return self.signed_term()
        found = self.factor()
        if _KINDS.get(tokens[self.at]) == _STOP:
            return found
        factors = [found]
        while True:
            lexeme = tokens[self.at]
            kind = _KINDS.get(lexeme)
            if kind == _STOP or lexeme in self.stops:
                break
            if kind is None:
                if not self.joins(lexeme, factors):
                    break
            elif kind == _TIMES:
                self.at += 1
                if tokens[self.at] == "10" and tokens[self.at + 1] == "^" and isinstance(factors[-1], Number):
                    factors[-1:] = self.scientific(factors[-1])
                elif tokens[self.at] == "°":
                    factors[-1] = self.postfix(factors[-1])
                else:
                    factors.append(self.signed_factor())
            elif kind in (_OVER, _DIVIDED):
                self.at += 1
                divisor = self.divisor(kind == _OVER)
                factors = [Apply("div", (product(factors), divisor))]
            elif kind == _MODULO:
                self.at += 1
                factors = [Apply("mod", (product(factors), self.signed_factor()))]
            elif (kind == _BAR and self.bars) or (kind == _SQUARE and _KINDS.get(tokens[self.at + 1]) == _STOP):
                break
            else:
                factors.append(self.factor())
        return product(factors)

    def signed_term(self) -> Node:
        """Return a term behind one or more signs."""
        negative, both = False, ""
        while (sign := self.tokens[self.at]) in _SIGNS:
            self.at += 1
            if sign == "-":
                negative = not negative
            elif sign != "+":
                both = sign[1:]
        found = self.term()
        if both:
            self.signed = True
            return Apply(both, (found,))
        return Apply("neg", (found,)) if negative else found

    def signed_factor(self) -> Node:
        """Return a factor that may have a sign: what follows a multiplication or division sign, or `^`."""
        sign = self.tokens[self.at]
        if sign not in _SIGNS:
            return self.factor()
        self.at += 1
        self.deeper()
        found = self.signed_factor()
        self.depth -= 1
        if sign == "+":
            return found
        if sign == "-":
            return Apply("neg", (found,))
        self.signed = True
        return Apply(sign[1:], (found,))

    def divisor(self, greedy: bool) -> Node:
        """Return what is divided by: a factor; with `/` also the factors that follow a letter or bracket (`1/xy`)."""
        first = self.tokens[self.at]
        found = self.signed_factor()
        if not greedy or isinstance(found, Number) or not (first.isalpha() or first in ("(", "\\pi")):
            return found
        factors: list[Node] = [found]
        while _KINDS.get(lexeme := self.tokens[self.at]) is None and lexeme not in self.stops:
            if lexeme[0].isdigit() or not self.joins(lexeme, factors):
                break
        return product(factors)

    def joins(self, lexeme: str, factors: list[Node]) -> bool:
        """Read a factor that follows without a sign; False where it is a unit and belongs to the whole."""
        last = factors[-1]
        head = lexeme[0]
        if head.isdigit() or (head == "." and lexeme[1:2].isdigit()):
            if isinstance(last, Number):
                factors[-1] = self.mixed(last)
                return True
            before = self.tokens[self.at - 1]
            if before not in (")", "]", "}", "|", "\\rvert", "!", "...") and before[:1] != "\\":
                raise Unreadable("a number behind a value")
        elif lexeme == "...":
            if isinstance(last, Number) and _KINDS.get(self.tokens[self.at + 1]) == _STOP:
                return False
        elif head == "(":
            if self.at_remark():
                return False
        elif lexeme == "\\frac":
            if isinstance(last, Number):
                factors[-1:] = self.mixed_fraction(last)
                return True
        elif len(lexeme) == 1 and head < "\x7f":
            if head in "xX" and isinstance(last, Number) and self.at_times_sign(lexeme):
                self.at += 1
                factors[-1:] = self.scientific(last) if self.tokens[self.at] == "10" else [last, self.factor()]
                return True
            if head in _UNITS and self.at_unit(factors):
                return False
        elif head.isalpha() or lexeme[-1] == "}" or lexeme in _UNITS:
            if isinstance(last, Number) and (size := self.magnitude(lexeme)):
                factors[-1] = _shifted(last, size)
                return True
            if self.at_unit(factors):
                return False
        factors.append(self.factor())
        return True

    def at_times_sign(self, lexeme: str) -> bool:
        """Whether the letter x, behind a number, stands before another one, so that it is no variable."""
        return self.tokens[self.at + 1].lstrip(".")[:1].isdigit() and lexeme not in self.symbols

    def mixed(self, whole: Number) -> Node:
        """Return `1 1/2`, the place being at the second number; any other number behind a number is refused."""
        tokens, at = self.tokens, self.at
        if tokens[at + 1] == "/" and tokens[at].isdigit() and tokens[at + 2].isdigit() and tokens[at + 3] != "^":
            top, bottom = literal(tokens[at]), literal(tokens[at + 2])
            if top.value < bottom.value and _spelled_whole(whole, tokens[at - 1]):
                self.at += 3
                return self.behind(Apply("add", (whole, Apply("div", (top, bottom)))))
        raise Unreadable("a number behind a number")

    def mixed_fraction(self, whole: Number) -> list[Node]:
        r"""Return `1\frac{1}{2}` as one sum where both are whole numbers and the fraction is proper, else a product."""
        spelled = _spelled_whole(whole, self.tokens[self.at - 1])
        fraction = self.operand()
        if spelled and isinstance(fraction, Apply) and fraction.op == "div":
            top, bottom = fraction.args
            if isinstance(top, Number) and isinstance(bottom, Number) and top.value < bottom.value:
                return [self.behind(Apply("add", (whole, fraction)))]
        return [whole, self.behind(fraction)]

    def scientific(self, mantissa: Number) -> list[Node]:
        """Return `1.2 * 10^{-3}` as one number, the place being at the 10; else as a product."""
        self.at += 1
        if self.tokens[self.at] != "^":
            return [mantissa, _TEN]
        power = self.exponent()
        negative = isinstance(power, Apply) and power.op == "neg"
        size = power.args[0] if isinstance(power, Apply) and negative else power
        if not isinstance(size, Number) or size.value.denominator != 1 or size.value > MAX_EXPONENT:
            return [mantissa, Apply("pow", (_TEN, power))]
        return [_shifted(mantissa, int(-size.value if negative else size.value))]

    def exponent(self) -> Node:
        """Return what stands behind `^`, the place being at it."""
        self.at += 1
        if self.tokens[self.at] == "{":
            self.at += 1
            return self.within("}")
        sign = self.tokens[self.at]
        if sign == "-" or sign == "+":
            self.at += 1
        self.deeper()
        found = self.operand()
        if self.tokens[self.at] == "^":
            found = self.postfix(found)
        self.depth -= 1
        return Apply("neg", (found,)) if sign == "-" else found

    def factor(self) -> Node:
        """Return an operand with the powers and signs behind it."""
        return self.behind(self.operand())

    def behind(self, found: Node) -> Node:
        """Return a value with the powers and signs that stand behind it."""
        while self.tokens[self.at] in _POSTFIX:
            before = self.at
            found = self.postfix(found)
            if self.at == before:
                break
        return found


def _spelled_whole(number: Number, lexeme: str) -> bool:
    """Whether a number is a whole one, written with digits alone, perhaps in groups."""
    return lexeme[0].isdigit() and lexeme[-1].isdigit() and number.decimals is None and number.value.denominator == 1


def _shifted(number: Number, places: int) -> Number:
    decimals = None if number.decimals is None else max(0, number.decimals - places)
    return Number(number.value * Fraction(10) ** places, decimals)


def product(factors: list[Node]) -> Node:
    """Return factors as one node."""
    return factors[0] if len(factors) == 1 else Apply("mul", tuple(factors))
