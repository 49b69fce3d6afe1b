"""How expressions and numbers are written: Unicode, ASCII, LaTeX, with or without thousands separators."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mmbench.adapters.student.terms import Leaf, Term, leaves, number
from mmbench.program import format_number
from mmbench.program.functions import PI

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from mmbench.adapters.student.terms import Expression

__all__ = ["NOTATIONS", "Notation", "digits", "half_first", "named", "render", "with_unit"]


class Notation(NamedTuple):
    """One way to write mathematics; `open` and `close` stand around it in running text."""

    times: str = "×"
    over: str = "÷"
    minus: str = "−"
    power: str = "raised"
    root: str = "√"
    pi: str = "π"
    degree: str = "°"
    about: str = "≈"
    thousands: str = ""
    open: str = ""
    close: str = ""
    latex: bool = False
    tight: bool = False


_LATEX = Notation(
    times=r"\times",
    over="frac",
    minus="-",
    power="braces",
    root=r"\sqrt",
    pi=r"\pi",
    degree=r"^\circ",
    about=r"\approx",
    latex=True,
)
NOTATIONS: dict[str, Notation] = {
    "unicode": Notation(),
    "unicode slash": Notation(over="/", minus="-"),
    "school": Notation(times="×", over="÷", minus="-", tight=True),
    "ascii": Notation(times="*", over="/", minus="-", power="caret", root="sqrt", pi="pi", degree="°", about="≈"),
    "ascii x": Notation(times="x", over="/", minus="-", power="caret", root="sqrt", degree=" degrees", about="= about"),
    "tight ascii": Notation(times="*", over="/", minus="-", power="caret", root="sqrt", tight=True),
    "dots": Notation(times="·", over="/", minus="−"),
    "ratio": Notation(times="×", over="/", minus="−", thousands=","),
    "commas": Notation(times="×", over="÷", minus="-", thousands=","),
    "dollars": _LATEX._replace(open="$", close="$"),
    "dollars dot": _LATEX._replace(times=r"\cdot", open="$", close="$"),
    "brackets": _LATEX._replace(open=r"\( ", close=r" \)"),
    "brackets slash": _LATEX._replace(over="/", open=r"\(", close=r"\)"),
    "brackets div": _LATEX._replace(times=r"\cdot", over=r"\div", open=r"\(", close=r"\)"),
}
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SYMBOL = re.compile(r"∠?[A-Za-z]{1,3}′?")
_BEFORE = ("$", "€", "£", "¥", "￥")


def digits(value: Fraction, notation: Notation) -> str:
    """Return a number as it stands in an expression."""
    if 10**6 % value.denominator and value.denominator < 1000:
        return f"{value.numerator}/{value.denominator}"
    text = format_number(value)
    if "e" in text:
        text = format_number(value, 6).rstrip("0")
    negative = text.startswith("-")
    text = text.removeprefix("-")
    if notation.thousands and abs(value) >= 10_000:
        whole, point, part = text.partition(".")
        text = f"{int(whole):,}{point}{part}"
    return f"{notation.minus}{text}" if negative else text


def with_unit(text: str, unit: str, notation: Notation, *, math: bool) -> str:
    """Return a number with its unit, inside mathematics or in running text."""
    if not unit:
        return text
    latex = notation.latex and math
    if unit == "°":
        return f"{text}{notation.degree}" if latex or not notation.latex else f"{text}°"
    if unit in _BEFORE:
        sign = rf"\{unit}" if latex and unit == "$" else unit
        negative = text[:1] in ("−", "-")
        return f"{text[0]}{sign}{text[1:]}" if negative else f"{sign}{text}"
    if unit == "%":
        return f"{text}\\%" if latex else f"{text}%"
    if latex:
        base, power = unit.rstrip("²³"), {"²": "^2", "³": "^3"}.get(unit[-1], "")
        return rf"{text} \text{{ {base}}}{power}" if power else rf"{text} \text{{ {unit}}}"
    close = "一" <= unit[0] <= "鿿"
    return f"{text}{unit}" if close else f"{text} {unit}"


def named(name: str, notation: Notation) -> str:
    """Return a name as it stands in mathematics."""
    if not notation.latex:
        return name
    if _SYMBOL.fullmatch(name):
        return name.replace("∠", r"\angle ").replace("′", "'")
    return rf"\text{{{name}}}"


def render(expression: Expression, notation: Notation, leaf: Callable[[Leaf], str]) -> str:
    """Return an expression as written, its numbers as `leaf` shows them."""
    return _Writer(notation, leaf).write(expression, 0, first=True)


class _Writer:
    def __init__(self, notation: Notation, leaf: Callable[[Leaf], str]) -> None:
        self.notation = notation
        self.leaf = leaf

    def write(self, expression: Expression, above: int, *, first: bool = False) -> str:
        """Write an expression under an operation that binds so tightly."""
        if isinstance(expression, Leaf):
            text = self.number(expression, above)
            negative = text[:1] in ("-", "−") and expression.source != "symbol"
            return f"({text})" if negative and (above > 3 or not first) else text
        text, binding = self.term(expression)
        return f"({text})" if binding < above else text

    def number(self, leaf: Leaf, above: int) -> str:
        if leaf.source == "pi":
            return self.notation.pi if leaf.value == PI else digits(leaf.value, self.notation)
        if leaf.source == "fact" and 10**6 % leaf.value.denominator:
            return self.fraction(leaf.value, above)
        return self.leaf(leaf)

    def fraction(self, value: Fraction, above: int) -> str:
        """Write a fraction that the figure shows as such."""
        if self.notation.over == "frac":
            return rf"\frac{{{value.numerator}}}{{{value.denominator}}}"
        text = f"{value.numerator}/{value.denominator}"
        return f"({text})" if above > 1 else text

    def term(self, term: Term) -> tuple[str, int]:
        """Return an operation as written and how tightly it binds."""
        operator, arguments = term
        notation = self.notation
        gap = "" if notation.tight else " "
        if operator == "sum":
            return f"{gap}+{gap}".join(self.write(part, 1, first=at == 0) for at, part in enumerate(arguments)), 1
        if operator in ("+", "-"):
            sign = "+" if operator == "+" else notation.minus
            left, right = self.write(arguments[0], 1, first=True), self.write(arguments[1], 1 + (operator == "-"))
            return f"{left}{gap}{sign}{gap}{right}", 1
        if operator == "*":
            return self.product(arguments, gap), 2
        if operator == "/":
            return self.quotient(arguments, gap)
        if operator == "neg":
            return f"{notation.minus}{self.write(arguments[0], 4)}", 2
        if operator == "^":
            return self.power(arguments), 3
        return self.function(operator, arguments), 4

    def product(self, arguments: tuple[Expression, ...], gap: str) -> str:
        left, right = self.write(arguments[0], 2, first=True), self.write(arguments[1], 3)
        symbols = all(leaf.source in ("symbol", "pi") for part in arguments for leaf in leaves(part)) or (
            isinstance(arguments[1], Leaf) and arguments[1].source == "pi" and arguments[1].value == PI
            and isinstance(arguments[0], Leaf) and arguments[0].source == "number"
        )  # fmt: skip
        short = all(isinstance(part, Leaf) and len(part.name) <= 1 for part in arguments)
        if symbols and short and not right.startswith("("):
            return f"{left} {right}" if self.notation.latex else f"{left}{right}"
        return f"{left}{gap}{self.notation.times}{gap}{right}"

    def quotient(self, arguments: tuple[Expression, ...], gap: str) -> tuple[str, int]:
        over = self.notation.over
        if over == "frac":
            top, bottom = self.write(arguments[0], 0, first=True), self.write(arguments[1], 0, first=True)
            return rf"\frac{{{top}}}{{{bottom}}}", 3
        left, right = self.write(arguments[0], 2, first=True), self.write(arguments[1], 3)
        if over == "/" and isinstance(arguments[0], Leaf) and isinstance(arguments[1], Leaf):
            return f"{left}/{right}", 2
        return f"{left}{gap}{over}{gap}{right}", 2

    def power(self, arguments: tuple[Expression, ...]) -> str:
        base, exponent = arguments
        below = self.write(base, 4, first=True)
        if isinstance(base, Leaf) and (" " in below or below[:1] in ("-", "−")):
            below = f"({below})"
        if below.startswith(r"\frac"):
            below = rf"\left({below}\right)"
        text = self.write(exponent, 0, first=True)
        if self.notation.power == "raised" and text.lstrip("-").isdigit():
            return f"{below}{text.translate(_RAISED)}"
        if self.notation.power == "braces" and len(text) > 1:
            return f"{below}^{{{text}}}"
        return f"{below}^{text}" if text.isalnum() else f"{below}^({text})"

    def function(self, operator: str, arguments: tuple[Expression, ...]) -> str:
        inner = self.write(arguments[0], 0, first=True)
        if operator == "abs":
            return f"|{inner}|"
        if operator == "sqrt":
            if self.notation.latex:
                return rf"\sqrt{{{inner}}}"
            plain = isinstance(arguments[0], Leaf) and self.notation.root == "√"
            return f"√{inner}" if plain else f"{self.notation.root}({inner})"
        name = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}.get(operator, operator)
        return rf"\{name}({inner})" if self.notation.latex else f"{name}({inner})"


def half_first(expression: Expression) -> Expression:
    """Return `a * b / 2` as `1/2 * a * b`, as textbooks print it."""
    if isinstance(expression, Leaf) or expression.operator != "/":
        return expression
    top, bottom = expression.arguments
    if not (isinstance(bottom, Leaf) and bottom.source == "number" and isinstance(top, Term) and top.operator == "*"):
        return expression
    return _before(Term("/", (number(1), bottom)), top)


def _before(factor: Expression, product: Expression) -> Expression:
    if isinstance(product, Term) and product.operator == "*":
        return Term("*", (_before(factor, product.arguments[0]), product.arguments[1]))
    return Term("*", (factor, product))
