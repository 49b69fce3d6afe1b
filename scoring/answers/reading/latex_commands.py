r"""What commands and function names stand for: fractions, roots, functions, bars above, sums, limits, integrals.

Each is called with the parser's place just behind the name and returns one node.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mmbench.scoring.answers.reading.latex_literals import literal
from mmbench.scoring.answers.reading.latex_names import FUNCTIONS, GREEK, KEYWORDS
from mmbench.scoring.answers.reading.latex_parser import Parser, product
from mmbench.scoring.answers.reading.lexer import Unreadable
from mmbench.scoring.answers.values import Apply, Constant, Node, Number, Sequence, Symbol

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["COMMANDS", "argument", "raw_group", "subscripted"]

_ONE, _TWO, _THREE, _TEN = map(literal, ("1", "2", "3", "10"))
_INVERSE = {name: f"arc{name}" for name in FUNCTIONS if f"arc{name}" in FUNCTIONS}
_SEVERAL = ("max", "min", "gcd", "lcm")


def argument(p: Parser) -> Node:
    """Return the argument of a command: what stands in braces, or one operand."""
    if p.tokens[p.at] == "{":
        p.at += 1
        return p.within("}")
    p.deeper()
    found = p.operand()
    p.depth -= 1
    return found


def raw_group(p: Parser) -> str:
    """Step over what stands in braces, or over one token, and return its tokens as one name."""
    tokens = p.tokens
    if tokens[p.at] != "{":
        if not tokens[p.at].strip("\\").isalnum() and tokens[p.at] not in ("+", "*"):
            raise Unreadable("subscript expected")
        p.at += 1
        return tokens[p.at - 1].strip("\\")
    start, depth = p.at, 0
    while True:
        lexeme = tokens[p.at]
        if not lexeme:
            raise Unreadable("brace not closed")
        depth += (lexeme == "{") - (lexeme == "}")
        p.at += 1
        if depth == 0:
            break
    return "".join(lexeme.strip("\\") for lexeme in tokens[start : p.at] if lexeme not in "{} ")


def _digits(p: Parser) -> None:
    r"""Split the two signs of `\frac12` and `\frac x2`; not where the second argument follows."""
    lexeme = p.tokens[p.at]
    follower = p.tokens[p.at + 1]
    if len(lexeme) == 2 and lexeme[0].isalpha() and lexeme[1].isdigit():
        p.split(p.at, list(lexeme))
    elif len(lexeme) > 1 and lexeme.isdigit() and follower != "{" and not follower.isdigit():
        if len(lexeme) > 2:
            raise Unreadable("arguments run together")
        p.split(p.at, list(lexeme))


def _frac(p: Parser) -> Node:
    _digits(p)
    derivative = _derivative(p)
    if derivative is not None:
        return derivative
    top = argument(p)
    return Apply("div", (top, argument(p)))


def _binom(p: Parser) -> Node:
    _digits(p)
    top = argument(p)
    return Apply("binomial", (top, argument(p)))


def _sqrt(p: Parser) -> Node:
    degree: Node = _TWO
    if p.tokens[p.at] == "[":
        p.at += 1
        degree = p.within("]")
    return Apply("root", (argument(p), degree))


def _cbrt(p: Parser) -> Node:
    return Apply("root", (argument(p), _THREE))


def _overline(p: Parser) -> Node:
    tokens, at = p.tokens, p.at
    name = tokens[at + 1] if tokens[at] == "{" and tokens[at + 2] == "}" else tokens[at]
    if name.isalpha() and name not in ("z", "w"):
        p.at += 1 if name is tokens[at] else 3
        p.named += 1
        return Symbol(name if len(name) > 1 else f"{name}_bar")
    return Apply("conj", (argument(p),))


def _figure(name: str, p: Parser) -> Node:
    r"""Return the symbol for `\angle ABC`, `\triangle ABC`, `\angle 1`."""
    label = raw_group(p)
    if not label.isalnum():
        raise Unreadable(f"{name} of nothing")
    while (mark := p.tokens[p.at])[:1] == "'":
        p.at += 1
        label += mark
    p.named += 1
    return Symbol(f"{name}_{label}")


def _complement(p: Parser) -> Node:
    """Return the complement of a set by its letter as one symbol."""
    name = "complement"
    if p.tokens[p.at] == "_":
        p.at += 1
        name = f"{name}_{raw_group(p)}"
    p.named += 1
    return Symbol(f"{name}_{raw_group(p)}")


def _function(name: str, p: Parser) -> Node:
    """Return a function of what follows it: in brackets, or as far as a product of plain factors goes."""
    tokens = p.tokens
    power: Node | None = None
    base: Node | None = None
    while tokens[p.at] in ("^", "_"):
        if tokens[p.at] == "^":
            power = p.exponent()
        elif name == "log":
            base = _base(p)
        else:
            raise Unreadable(f"subscript of {name}")
    if name in _SEVERAL:
        found = _several(name, p)
    else:
        value = _function_argument(p)
        op = name
        if name == "lg":
            op, base = "log", _TEN
        if power == Apply("neg", (_ONE,)) and name in _INVERSE:
            op, power = _INVERSE[name], None
        found = Apply(op, (value, base) if base is not None else (value,))
    return found if power is None else Apply("pow", (found, power))


def _base(p: Parser) -> Node:
    r"""Return the base of `\log_2 8`, the place being at `_`; `\log_28` has base 2."""
    p.at += 1
    lexeme, follower = p.tokens[p.at], p.tokens[p.at + 1]
    if lexeme.isdigit() and len(lexeme) > 1 and (not follower or follower in ")]},=+-"):
        p.split(p.at, [lexeme[0], lexeme[1:]])
    return argument(p)


def _several(name: str, p: Parser) -> Node:
    closers = {"(": ")", "{": "}", "\\{": "\\}", "[": "]"}
    closer = closers.get(p.tokens[p.at])
    if closer is None:
        raise Unreadable(f"{name} without brackets")
    p.at += 1
    p.deeper()
    values = p.listing()
    p.depth -= 1
    p.expect(closer)
    if len(values) == 1 and isinstance(values[0], Sequence):
        values = list(values[0].items)
    nodes = tuple(value for value in values if isinstance(value, Node))
    if len(nodes) != len(values) or not nodes:
        raise Unreadable(f"{name} of something else than scalars")
    return Apply(name, nodes)


def _function_argument(p: Parser) -> Node:
    first = p.tokens[p.at]
    p.deeper()
    if first in ("(", "[", "{", "|", "\\lvert", "\\{"):
        found = p.operand()
    elif first in ("-", "+"):
        found = p.signed_factor()
    else:
        found = _run_of_factors(p)
    p.depth -= 1
    return found


def _run_of_factors(p: Parser) -> Node:
    r"""Return the argument of a function without brackets: `2x` of `\sin 2x \cos x`, `pi/3` of `sin pi/3`."""
    tokens = p.tokens
    factors = [p.operand() if tokens[p.at] in FUNCTIONS else p.factor()]
    while _continues(p, tokens[p.at], factors) and p.joins(tokens[p.at], factors):
        pass
    found = product(factors)
    if tokens[p.at] == "/" and _of_pi(factors) and tokens[p.at + 1].isdigit():
        p.at += 1
        return Apply("div", (found, p.operand()))
    return found


_LEADERS = frozenset((*GREEK, "\\pi", "\\frac", "\\sqrt", "\\overline", "\\infty"))


def _continues(p: Parser, lexeme: str, factors: list[Node]) -> bool:
    """Whether a token goes on the argument of a function written without brackets."""
    if lexeme in p.stops or lexeme in FUNCTIONS:
        return False
    if lexeme == "(":
        return all(isinstance(factor, Number | Constant) for factor in factors)
    variable = lexeme.isalpha() and lexeme.isascii() and lexeme not in KEYWORDS
    return variable or lexeme in _LEADERS or lexeme[:1].isdigit()


def _of_pi(factors: list[Node]) -> bool:
    return Constant("pi") in factors and all(isinstance(factor, Number | Constant) for factor in factors)


def _scripts(p: Parser) -> tuple[Node | None, Node | None, Node | None]:
    """Return what stands below (variable and value, where it is an equation) and above a sum or integral sign."""
    variable = low = high = None
    while p.tokens[p.at] in ("_", "^"):
        if p.tokens[p.at] == "^":
            high = p.exponent()
            continue
        p.at += 1
        if p.tokens[p.at] == "{":
            p.at += 1
            low = p.additive()
            if p.tokens[p.at] in ("=", "\\to"):
                p.at += 1
                variable, low = low, p.additive()
            p.expect("}")
        else:
            low = argument(p)
    return variable, low, high


def _sum(name: str, p: Parser) -> Node:
    p.deeper()
    symbols = p.symbols
    p.symbols = symbols | set(p.tokens[p.at + 2 : p.at + 3])
    variable, low, high = _scripts(p)
    if not isinstance(variable, Symbol) or low is None or high is None:
        raise Unreadable(f"{name} without its limits")
    term = p.term()
    p.symbols = symbols
    p.depth -= 1
    return Apply(name, (term, variable, low, high))


def _limit(p: Parser) -> Node:
    p.deeper()
    variable, to, _ = _scripts(p)
    if not isinstance(variable, Symbol) or to is None:
        raise Unreadable("limit without its variable")
    term = p.term()
    p.depth -= 1
    return Apply("limit", (term, variable, to))


def _integral(p: Parser) -> Node:
    p.deeper()
    _, low, high = _scripts(p)
    variable = _differential(p)
    stops, p.stops = p.stops, ("d ",)
    value = _ONE if p.tokens[p.at] == "d " else p.additive()
    p.stops = stops
    p.expect("d ")
    p.depth -= 1
    if (low is None) != (high is None):
        raise Unreadable("integral with one limit")
    p.named += 1
    if low is None or high is None:
        return Apply("integral", (value, Symbol(variable)))
    return Apply("integral", (value, Symbol(variable), low, high))


def _differential(p: Parser) -> str:
    """Find the `dx` of the integral that starts here, mark it with one token and return the variable."""
    depth = 0
    tokens = p.tokens
    for index in range(p.at, len(tokens) - 4):
        lexeme = tokens[index]
        depth += (lexeme in ("{", "(", "[")) - (lexeme in ("}", ")", "]"))
        if depth < 0:
            break
        if not depth and (found := _differential_at(p, index)):
            before, variable, length = found
            start = index - 1 if not before and index > p.at and tokens[index - 1] == "*" else index
            p.split(start, [*before, "d "], index - start + length)
            return variable
        if not depth and lexeme == "\\frac" and (variable := _differential_above(p, index + 1)):
            return variable
    raise Unreadable("integral without its variable")


def _differential_at(p: Parser, index: int) -> tuple[list[str], str, int] | None:
    """Return what is glued before a `dx` that stands at a token, the variable, and how many tokens it takes."""
    lexeme, follower = p.tokens[index], p.tokens[index + 1]
    if lexeme == "d" and (follower in GREEK or (len(follower) == 1 and follower.isalpha())):
        return [], GREEK.get(follower, follower), 2
    if lexeme.isalpha() and lexeme.islower() and len(lexeme) > 1 and lexeme[-2] == "d":
        return [lexeme[:-2]] if lexeme[:-2] else [], lexeme[-1], 1
    return None


def _differential_above(p: Parser, start: int) -> str:
    """Move the `dx` that ends the numerator of the fraction here to behind the fraction; return its variable."""
    tokens = p.tokens
    middle = _group_end(p, start)
    end = _group_end(p, middle)
    if not end:
        return ""
    for index in (middle - 3, middle - 2):
        found = _differential_at(p, index) if index > start else None
        if found and index + found[2] == middle - 1:
            before, variable, length = found
            tokens.insert(end, "d ")
            p.split(index, before or ([] if index > start + 1 else ["1"]), length)
            return variable
    return ""


def _group_end(p: Parser, start: int) -> int:
    """Return the place behind the braces that open at a place; 0 where none do."""
    depth = 0
    for index in range(start, len(p.tokens)):
        depth += (p.tokens[index] == "{") - (p.tokens[index] == "}")
        if not depth:
            return index + 1 if index > start else 0
    return 0


def _derivative(p: Parser) -> Node | None:
    r"""Read `\frac{d}{dx} f` or `\frac{dy}{dx}`, the place being at the numerator, or return None."""
    tokens, at = p.tokens, p.at
    if tokens[at] != "{" or tokens[at + 1][:1] != "d" or tokens[at + 2] != "}" or tokens[at + 3] != "{":
        return None
    above, below = tokens[at + 1], tokens[at + 4]
    if tokens[at + 5] != "}" or len(below) != 2 or below[0] != "d" or len(above) > 2:
        return None
    p.at += 6
    p.named += 1
    if len(above) == 2:
        return Apply("derivative", (Symbol(above[1]), Symbol(below[1])))
    p.deeper()
    value = p.term()
    p.depth -= 1
    return Apply("derivative", (value, Symbol(below[1])))


def _quantified(sign: str, p: Parser) -> Node:
    r"""Return the variable behind `\forall` or `\exists` as one symbol with that sign."""
    p.named += 1
    return Symbol(subscripted(sign + raw_group(p), p))


def _greek(name: str, p: Parser) -> Node:
    p.named += 1
    return Symbol(subscripted(name, p))


def subscripted(name: str, p: Parser) -> str:
    """Return a symbol's name with the subscript and primes that follow."""
    if p.tokens[p.at] == "_":
        p.at += 1
        name = f"{name}_{raw_group(p)}"
    while (mark := p.tokens[p.at])[:1] == "'":
        p.at += 1
        name += mark
    return name


COMMANDS: dict[str, Callable[[Parser], Node]] = {
    "\\frac": _frac,
    "\\binom": _binom,
    "\\sqrt": _sqrt,
    "\\cbrt": _cbrt,
    "\\overline": _overline,
    "\\complement": _complement,
    "\\int": _integral,
    "\\lim": _limit,
    "\\pi": lambda p: Constant("pi"),
    "...": lambda p: Symbol("..."),
    "\\forall": partial(_quantified, "∀"),
    "\\exists": partial(_quantified, "∃"),
    "\\infty": lambda p: Constant("oo"),
    "\\sum": partial(_sum, "sum"),
    "\\prod": partial(_sum, "product"),
}
COMMANDS |= {lexeme: partial(_figure, lexeme[1:]) for lexeme in ("\\angle", "\\triangle", "\\odot", "\\square")}
COMMANDS |= {name: partial(_function, name) for name in FUNCTIONS}
COMMANDS |= {lexeme: partial(_greek, name) for lexeme, name in GREEK.items()}
