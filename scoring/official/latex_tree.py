r"""LaTeX read as sympy's `parse_latex` reads it, for the official rules that stand on it: trees, no values, no `eval`.

The grammar is sympy's (`sympy/parsing/latex/LaTeX.g4`, release 1.14). Its traps are kept:

- Only the longest beginning that is an expression is read: "1,2" is 1, "5+" is 5. A character that the grammar does not
  know, where it is come upon ("5%", "5;"), makes the whole unreadable.
- Every letter is a symbol and a factor: "cm" is c times m in any order, "dx" is one symbol, e, i and \pi are no
  numbers. Spaces do not count: "3 4" is 34.
- A letter before a round bracket is a function: "n(n+1)" is no product. An x between two numbers multiplies them.
- What stands side by side binds closer than a slash: "1/2x" is 1/(2x), "\sin x/2" is sin(x/2). "x^y^z" is (x^y)^z.
- "\frac12" is read, "\sqrt2" is not.

Integrals, sums, products, limits, derivatives, bras and kets are unreadable here, as is what goes on beyond 250 tokens
or has 30 pairs of brackets within each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Union

from mmbench.scoring.official.latex_tokens import END, Token, Unreadable, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Tree", "Unreadable", "parse_latex", "symbols_of"]

MAX_DEPTH = 120  # of rules within each other: four a pair of brackets

# What it is, then its parts: trees, or text.
Tree = tuple[Union[str, "Tree"], ...]


# Where parsing went on to, with the tree up to there; None where the grammar does not go on.
_Found = tuple[Tree, int] | None

_TRIGONOMETRIC = ("sin", "cos", "tan", "csc", "sec", "cot")
_HYPERBOLIC = ("sinh", "cosh", "tanh")
_LOGARITHMS = ("log", "ln", "lg")
_INVERTED = frozenset((*_TRIGONOMETRIC, *_HYPERBOLIC))
_FUNCTIONS = _INVERTED | {"exp", *_LOGARITHMS, *(f"arc{name}" for name in _TRIGONOMETRIC), "arsinh", "arcosh", "artanh"}
_FRACTIONS = frozenset(("\\frac", "\\dfrac", "\\tfrac"))
_BINOMIALS = frozenset(("\\binom", "\\dbinom", "\\tbinom"))
_NOT_READ = frozenset(("\\lim", "\\int", "\\sum", "\\prod", "\\langle"))
_RELATIONS = {
    "=": "=", "<": "<", ">": ">", "\\neq": "!=", "\\leq": "<=", "\\le": "<=", "\\leqq": "<=", "\\leqslant": "<=",
    "\\geq": ">=", "\\ge": ">=", "\\geqq": ">=", "\\geqslant": ">=",
}  # fmt: skip
_TIMES = frozenset(("*", "\\times", "\\cdot"))
_OVER = frozenset(("/", "\\div", ":"))
_CLOSING = {"(": ")", "[": "]", "{": "}", "\\{": "\\}"}
_ROUNDED = {"\\lfloor": ("floor", "\\rfloor"), "\\lceil": ("ceiling", "\\rceil")}
_OTHER_COMMANDS = frozenset(
    ("\\rangle", "\\to", "\\rightarrow", "\\Rightarrow", "\\longrightarrow", "\\Longrightarrow", "\\rfloor", "\\rceil",
     "\\times", "\\cdot", "\\div", *_RELATIONS)
)  # fmt: skip


def parse_latex(text: str) -> Tree:
    """Return the tree of the longest beginning of a text that is an expression or relation.

    Raises:
        Unreadable: there is none, or it is too large.
    """
    return _Parser(tokens(text.strip())).relation()


def symbols_of(tree: Tree) -> frozenset[str]:
    """Return the names of a tree's symbols, function names left out."""
    if tree[0] == "symbol":
        return frozenset((str(tree[1]),))
    return frozenset().union(*(symbols_of(part) for part in tree[1:] if isinstance(part, tuple)))


class _Parser:
    """Descends the grammar; what a rule found at a place is remembered, so that trying again costs nothing."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.known: dict[tuple[str, int, bool], _Found] = {}
        self.depth = 0

    def at(self, place: int) -> Token:
        """Return a token; the grammar's lexer stops at a character it does not know."""
        token = self.tokens[place] if place < len(self.tokens) else END
        if token.kind == "unknown":
            raise Unreadable(f"unknown character {token.text!r}")
        return token

    def once(self, name: str, place: int, functions: bool, rule: Callable[[int, bool], _Found]) -> _Found:
        """Return what a rule finds at a place, worked out once."""
        key = name, place, functions
        if key not in self.known:
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise Unreadable("nested too deep")
            self.known[key] = rule(place, functions)
            self.depth -= 1
        return self.known[key]

    def relation(self) -> Tree:
        """Return the whole: an expression, or expressions with signs of relation between them."""
        found = self.expression(0)
        if found is None:
            raise Unreadable("no expression")
        tree, place = found
        while self.at(place).text in _RELATIONS:
            sign = _RELATIONS[self.at(place).text]
            found = self.expression(place + 1)
            if found is None:
                raise Unreadable(f"nothing behind '{sign}'")
            tree, place = ("relation", sign, tree, found[0]), found[1]
        return tree

    def expression(self, place: int) -> _Found:
        """Return a sum."""
        return self.once("sum", place, True, self._sum)

    def _sum(self, place: int, functions: bool) -> _Found:
        found = self.product(place, functions)
        while found is not None and self.at(found[1]).text in ("+", "-"):
            more = self.product(found[1] + 1, functions)
            if more is None:
                break
            term: Tree = more[0] if self.at(found[1]).text == "+" else ("negative", more[0])
            found = ("add", found[0], term), more[1]
        return found

    def product(self, place: int, functions: bool) -> _Found:
        """Return factors with signs of multiplication or division between them."""
        return self.once("product", place, functions, self._product)

    def _product(self, place: int, functions: bool) -> _Found:
        found = self.signed(place, functions)
        while found is not None and self.at(found[1]).text in _TIMES | _OVER:
            more = self.signed(found[1] + 1, functions)
            if more is None:
                break
            factor: Tree = more[0] if self.at(found[1]).text in _TIMES else ("power", more[0], ("number", "-1"))
            found = ("multiply", found[0], factor), more[1]
        return found

    def signed(self, place: int, functions: bool) -> _Found:
        """Return factors side by side, with signs before them."""
        return self.once("signed", place, functions, self._signed)

    def _signed(self, place: int, functions: bool) -> _Found:
        sign = self.at(place).text
        if sign in ("+", "-"):
            found = self.signed(place + 1, functions)
            if found is None or sign == "+":
                return found
            return ("negative", found[0]), found[1]
        factors: list[Tree] = []
        found = self.factor(place, True)
        while found is not None:
            factors.append(found[0])
            place = found[1]
            stray = self.at(place).kind == "digit" and self.dangling(place + 1)
            found = None if stray else self.factor(place, functions)
        return (_side_by_side(factors), place) if factors else None

    def factor(self, place: int, functions: bool) -> _Found:
        """Return one factor with its powers and factorials."""
        return self.once("factor", place, functions, self._factor)

    def _factor(self, place: int, functions: bool) -> _Found:
        found = self.operand(place, functions)
        while found is not None and self.at(found[1]).text == "^":
            exponent = self.script(found[1] + 1)
            if exponent is None:
                break
            found = ("power", found[0], exponent[0]), exponent[1]
            lower = self.lower(found[1])
            found = found if lower is None else (found[0], lower[1])
        while found is not None and self.at(found[1]).text == "!":
            found = ("factorial", found[0]), found[1] + 1
        return found

    def script(self, place: int) -> _Found:
        """Return an exponent or subscript: one atom, or an expression in braces."""
        return self.braced(place) if self.at(place).text == "{" else self.atom(place)

    def lower(self, place: int) -> _Found:
        """Return a subscript with its underscore."""
        return self.script(place + 1) if self.at(place).text == "_" else None

    def upper(self, place: int) -> _Found:
        """Return an exponent with its caret."""
        return self.script(place + 1) if self.at(place).text == "^" else None

    def enclosed(self, place: int, closing: str) -> _Found:
        """Return the expression that begins at a place and ends before a closing bracket."""
        found = self.expression(place)
        return (found[0], found[1] + 1) if found and self.at(found[1]).text == closing else None

    def braced(self, place: int) -> _Found:
        """Return an expression in braces."""
        return self.enclosed(place + 1, "}") if self.at(place).text == "{" else None

    def operand(self, place: int, functions: bool) -> _Found:
        """Return a bracket, an absolute value, a function where functions may stand, or an atom."""
        token = self.at(place)
        if token.text in _CLOSING:
            return self.enclosed(place + 1, _CLOSING[token.text])
        if token.text == "|":
            inner = self.enclosed(place + 1, "|")
            return inner and (("absolute", inner[0]), inner[1])
        if token.text in _ROUNDED:
            name, closing = _ROUNDED[token.text]
            inner = self.enclosed(place + 1, closing)
            return inner and ((name, inner[0]), inner[1])
        if token.kind == "ket" or token.text in _NOT_READ:
            raise Unreadable(f"'{token.text}' is not read")
        return (self.function(place) if functions else None) or self.atom(place)

    def function(self, place: int) -> _Found:
        """Return a named function with its argument, a root, a conjugate, or a letter before a bracket."""
        token = self.at(place)
        if token.kind == "command":
            if token.text[1:] in _FUNCTIONS:
                return self.named(place, token.text[1:])
            if token.text == "\\sqrt":
                return self.root(place + 1)
            if token.text == "\\overline":
                inner = self.braced(place + 1)
                return inner and (("conjugate", inner[0]), inner[1])
        name = self.name(place, quotes=True)
        if name is None or self.at(name[1]).text != "(":
            return None
        arguments: list[Tree] = []
        found = self.expression(name[1] + 1)
        while found is not None:
            arguments.append(found[0])
            if self.at(found[1]).text != ",":
                break
            found = self.expression(found[1] + 1)
        if found is None or self.at(found[1]).text != ")":
            return None
        return ("function", name[0][1], *arguments), found[1] + 1

    def named(self, place: int, name: str) -> _Found:
        r"""Return a function such as \sin, with its exponent, or for a logarithm its base."""
        place += 1
        lower = self.lower(place)
        upper = self.upper(lower[1] if lower else place)
        lower = lower or self.lower(upper[1] if upper else place)
        last = max((found for found in (lower, upper) if found), key=lambda found: found[1], default=None)
        place = last[1] if last else place
        argument = self.argument(place)
        if argument is None and last is not None and self.at(place - 1).kind == "digit" and len(str(last[0][1])) > 1:
            # Of the digits of a base or exponent without braces, the last one is the argument: "\log_28" is of 8.
            shorter: Tree = ("number", str(last[0][1])[:-1])
            argument = self.product(place - 1, False)
            lower, upper = (found and (shorter if found is last else found[0], 0) for found in (lower, upper))
        if argument is None:
            return None
        if name in _LOGARITHMS:
            base: Tree = lower[0] if lower else ("number", "10") if name == "lg" else ("euler",)
            tree: Tree = ("logarithm", argument[0], base)
        elif name in _INVERTED and upper and upper[0] in (("number", "-1"), ("negative", ("number", "1"))):
            return ("call", f"arc{name}", argument[0]), argument[1]
        else:
            tree = ("call", name, argument[0])
        return ("power", tree, upper[0]) if upper and upper[0] != ("number", "0") else tree, argument[1]

    def argument(self, place: int) -> _Found:
        """Return a named function's argument: the first one in round brackets, or the product behind the name."""
        if self.at(place).text == "(":
            first = found = self.expression(place + 1)
            while found is not None and self.at(found[1]).text == ",":
                found = self.expression(found[1] + 1)
            if first is not None and found is not None and self.at(found[1]).text == ")":
                return first[0], found[1] + 1
        return self.product(place, False)

    def root(self, place: int) -> _Found:
        """Return a root: its degree in square brackets where there is one, then what is under it in braces."""
        degree: _Found = ("number", "2"), place
        if self.at(place).text == "[":
            degree = self.enclosed(place + 1, "]")
        inner = self.braced(degree[1]) if degree else None
        return (("root", inner[0], degree[0]), inner[1]) if inner and degree else None

    def atom(self, place: int) -> _Found:
        """Return a number, symbol, fraction or binomial coefficient."""
        token = self.at(place)
        if token.kind == "digit":
            return self.number(place)
        if token.text in _FRACTIONS:
            return self.fraction(place + 1)
        if token.text in _BINOMIALS:
            n = self.braced(place + 1)
            k = self.braced(n[1]) if n else None
            return (("binomial", n[0], k[0]), k[1]) if n and k else None
        if token.text == "\\mathit":
            return self.italic(place + 1)
        if token.kind == "differential":
            return ("symbol", "d" + re.sub(r"[\s\\]", "", token.text[1:])), place + 1
        found = self.name(place, quotes=token.kind == "letter")
        return (("infinity",), found[1]) if found and token.text == "\\infty" else found

    def name(self, place: int, *, quotes: bool) -> _Found:
        """Return a symbol with its subscript and primes; primes are kept in the name only where `quotes`."""
        token = self.at(place)
        bare = token.text.removeprefix("\\")
        known = token.text in _OTHER_COMMANDS or bare in _FUNCTIONS or token.text in ("\\sqrt", "\\overline")
        if token.kind not in ("letter", "command") or (token.kind == "command" and known):
            return None
        place += 1
        primes = ""
        if self.at(place).kind == "quotes":
            primes, place = self.at(place).text, place + 1
        if self.at(place).text == "_":
            lower = self.lower(place)
            if lower is None:
                return None
            bare, place = f"{bare}_{{{_shown(lower[0])}}}", lower[1]
            if not primes and self.at(place).kind == "quotes":
                primes, place = self.at(place).text, place + 1
        return ("symbol", bare + primes if quotes else bare), place

    def number(self, place: int) -> _Found:
        """Return digits, with commas before groups of three and one decimal point; spaces between them do not count.

        Before a point that nothing follows, a run of digits is read one by one, and its last one not at all; before a
        second point, the last digit behind the first one belongs to the next number.
        """
        end = self.digits(place)
        if self.dangling(end):
            if end - place == 1:
                raise Unreadable("no digit behind the decimal point")
            end = place + 1
        else:
            while self.at(end).text == "," and self.digits(end + 1) >= end + 4 and not self.dangling(end + 4):
                end += 4
            if self.at(end).text == ".":
                point, end = end, self.digits(end + 1)
                end -= self.at(end).text == "." and end - point > 2
        return ("number", "".join(self.at(n).text for n in range(place, end)).replace(",", "")), end

    def digits(self, place: int) -> int:
        """Return where a run of digits ends."""
        while self.at(place).kind == "digit":
            place += 1
        return place

    def dangling(self, place: int) -> bool:
        """Say whether a decimal point stands at a place and no digit behind it."""
        return self.at(place).text == "." and self.at(place + 1).kind != "digit"

    def fraction(self, place: int) -> _Found:
        """Return a fraction of two braces or digits; a derivative is not read."""
        parts: list[Tree] = []
        starts = []
        for _ in range(2):
            starts.append(place + 1)
            token = self.at(place)
            digit: Tree = ("number", token.text)
            found = (digit, place + 1) if token.kind == "digit" else self.braced(place)
            if found is None:
                return None
            parts.append(found[0])
            place = found[1]
        below = self.at(starts[1])
        if (below.kind == "differential" and place == starts[1] + 2) or below.text == "\\partial":
            above = self.at(starts[0]).text
            if above.startswith("d") or above == "\\partial":
                raise Unreadable("a derivative is not read")
        return ("multiply", parts[0], ("power", parts[1], ("number", "-1"))), place

    def italic(self, place: int) -> _Found:
        r"""Return what stands in the braces of \mathit as one symbol."""
        if self.at(place).text != "{":
            return None
        place += 1
        letters = ""
        while self.at(place).kind == "letter":
            letters, place = letters + self.at(place).text, place + 1
        return (("symbol", letters), place + 1) if self.at(place).text == "}" else None


def _side_by_side(factors: list[Tree]) -> Tree:
    """Multiply factors; an x between two that hold no symbols is a sign of multiplication."""
    tree = factors[-1]
    for place in range(len(factors) - 2, -1, -1):
        factor = factors[place]
        if factor == ("symbol", "x") and place > 0:
            beside = symbols_of(factors[place - 1]) | symbols_of(factors[place + 1])
            if not beside:
                continue
        tree = ("multiply", factor, tree)
    return tree


def _shown(tree: Tree) -> str:
    """Return a subscript as text, the same for the same tree."""
    if len(tree) == 2 and isinstance(tree[1], str):
        return tree[1]
    return f"{tree[0]}({','.join(part if isinstance(part, str) else _shown(part) for part in tree[1:])})"
