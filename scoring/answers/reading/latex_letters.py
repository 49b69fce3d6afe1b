"""Letters and words in expressions, and what stands behind a value: powers, factorials, percent, degrees, primes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from mmbench.scoring.answers.reading.latex_commands import argument, raw_group, subscripted
from mmbench.scoring.answers.reading.latex_literals import literal, repeating, trailing
from mmbench.scoring.answers.reading.latex_names import ENGLISH, RELATIONS
from mmbench.scoring.answers.reading.latex_sets import REALS
from mmbench.scoring.answers.reading.lexer import Unreadable
from mmbench.scoring.answers.reading.units import unit
from mmbench.scoring.answers.values import Apply, Constant, Interval, Node, Number, Symbol

if TYPE_CHECKING:
    from mmbench.scoring.answers.reading.latex_parser import Parser

__all__ = ["call", "number", "postfix", "word"]

_CALLED = ("f", "g", "h")
_COUNTED = {"C": "binomial", "A": "permutation", "P": "permutation"}
_SETS = frozenset("ZNQRℤℕℚ")
_ORDINALS = frozenset(("th", "st", "nd", "rd"))
_ZERO, _SIXTY, _HOUR = literal("0"), literal("60"), literal("3600")


def word(p: Parser, lexeme: str) -> Node:
    """Return what a run of letters stands for: one symbol, or the first letter of a product of them."""
    p.at += 1
    if len(lexeme) == 1 and lexeme.isascii():
        return _letter(p, lexeme)
    if lexeme[1:].isdigit():
        p.named += 1
        return Symbol(subscripted(f"{lexeme[0]}_{lexeme[1:]}", p))
    if lexeme.isupper() and lexeme.isascii() and len(lexeme) <= 4:
        p.named += 1
        return Symbol(subscripted(lexeme, p))
    p.at -= 1
    p.split(p.at, _parts(p, lexeme))
    return p.operand()


def _letter(p: Parser, lexeme: str) -> Node:
    follower = p.tokens[p.at]
    if lexeme in ("e", "i") and follower not in ("_", "'") and lexeme not in p.symbols:
        return Constant("e" if lexeme == "e" else "i")
    if follower == "_" and lexeme in _COUNTED:
        return _choice(p, lexeme)
    if lexeme == "C" and follower == "^":
        return _choice(p, lexeme)
    if lexeme == "m" and follower == "\\angle":
        return p.operand()
    p.named += 1
    symbol = Symbol(subscripted(lexeme, p))
    follower = p.tokens[p.at]
    if lexeme == "P" and follower == "(":
        return _event(p, symbol)
    if lexeme in _CALLED and follower == "(":
        return call(p, symbol)
    if lexeme in _CALLED and follower == "^" and p.tokens[p.at + 1 : p.at + 6] == ["{", "-", "1", "}", "("]:
        p.at += 5
        return call(p, Symbol(f"{symbol.name}^-1"))
    return symbol


def _event(p: Parser, symbol: Symbol) -> Symbol:
    """Return `P(X = 1)` as one symbol, for what is in the brackets is no number; `P` alone where it could be."""
    end = p.at
    while p.tokens[end] and p.tokens[end] != ")":
        end += 1
    inside = p.tokens[p.at + 1 : end]
    if p.tokens[end] != ")" or not any(lexeme in RELATIONS or lexeme == "|" for lexeme in inside):
        return symbol
    p.at = end + 1
    return Symbol(f"{symbol.name}({''.join(inside)})")


def call(p: Parser, function: Symbol) -> Node:
    """Return a function that is only a name, with the arguments in the brackets that open here."""
    p.at += 1
    p.deeper()
    values = p.listing()
    p.depth -= 1
    p.expect(")")
    nodes = tuple(value for value in values if isinstance(value, Node))
    if len(nodes) != len(values) or not nodes:
        raise Unreadable("function of something else than scalars")
    return Apply("call", (function, *nodes))


def _choice(p: Parser, letter: str) -> Node:
    """Return `C_5^2` and its like as a number of choices; else a symbol, with the subscript and power that it has."""
    tokens, start = p.tokens, p.at
    scripts: dict[str, Node] = {}
    while (sign := tokens[p.at]) in ("_", "^") and sign not in scripts:
        p.at += 1
        scripts[sign] = argument(p)
    below, above = scripts.get("_"), scripts.get("^")
    if below is not None and above is not None:
        if isinstance(below, Number) and isinstance(above, Number):
            chosen = below.value >= above.value
        else:
            chosen = letter == "C" and not isinstance(below, Number)
        if chosen:
            return Apply(_COUNTED[letter], (below, above))
    end, p.at = p.at, start
    if tokens[start] == "^" and below is not None:
        raise Unreadable("subscript behind a power")
    p.named += 1
    symbol = Symbol(subscripted(letter, p))
    p.at = end
    return symbol if above is None else Apply("pow", (symbol, above))


_FUNCTION = re.compile("arcsin|arccos|arctan|sinh|cosh|tanh|sin|cos|tan|cot|sec|csc|exp|log|ln")
_ARGUMENTS = frozenset("xyztabcnABCw")
_FAMILIES = ("abcd", "uvw")
_TERMS = frozenset(("an", "as", "at", "am", "be", "by", "my"))
"""Words that are products in `ax + by`."""
_JOINED = frozenset("+-*/=^)}")
_VOWEL = re.compile(r"[AEIOUaeiou]")


def _parts(p: Parser, lexeme: str) -> list[str]:
    """Return the letters and function names that a run of letters is made of.

    Raises:
        Unreadable: it is rather a word.
    """
    if not lexeme.isascii() or len(lexeme) > 12:
        raise Unreadable("a word")
    if all(letter in p.symbols for letter in lexeme):
        return list(lexeme)
    if _several_cases(p, lexeme) or (lexeme in _TERMS and _is_term(p)):
        return list(lexeme)
    if lexeme.casefold() in ENGLISH or (len(lexeme) > 2 and not lexeme.islower()):
        raise Unreadable("a word")
    parts: list[str] = []
    at = 0
    for match in _FUNCTION.finditer(lexeme):
        parts += [*lexeme[at : match.start()], match[0]]
        at = match.end()
    parts += lexeme[at:]
    if at:
        inside = [part for part in parts if len(part) == 1]
        behind = lexeme[at:]
        if len(inside) > 3 or len(behind) > 1 or (behind and behind not in _ARGUMENTS):
            raise Unreadable("a word")
        return parts
    known = any(lexeme in name for name in _FAMILIES) or (_VOWEL.search(lexeme) is None and unit(lexeme) is None)
    if len(lexeme) > 4 or (len(lexeme) == 4 and not known) or not (known or _mathematical(p)):
        raise Unreadable("a word")
    return parts


def _is_term(p: Parser) -> bool:
    """Whether a short word stands like a term: beside a sign or the end of the text."""
    before, behind = p.tokens[p.at - 1], p.tokens[p.at + 1]
    return behind in _JOINED or (behind in ("", ",", ";") and before in _JOINED)


def _several_cases(p: Parser, lexeme: str) -> bool:
    """Whether a short run is a product of small and capital letters, such as `nRT`, and no name or unit."""
    if not 2 < len(lexeme) <= 4 or lexeme.islower() or lexeme.istitle() or _VOWEL.search(lexeme):
        return False
    return _mathematical(p) and unit(lexeme) is None


def _mathematical(p: Parser) -> bool:
    """Whether the text holds anything but words and separators."""
    if p.mathematical is None:
        p.mathematical = any(not lexeme.isalpha() and lexeme not in ",;.:()[] " for lexeme in p.tokens)
    return p.mathematical


def number(p: Parser, lexeme: str) -> Node:
    r"""Return a number, with the digits that repeat for ever where they are marked: `0.\overline{3}`, `0.(3)`."""
    tokens = p.tokens
    if "." not in lexeme or tokens[p.at] not in ("\\overline", "\\dot", "("):
        return literal(lexeme)
    if tokens[p.at] == "(":
        digits = tokens[p.at + 1]
        if not digits.isdigit() or tokens[p.at + 2] != ")":
            return literal(lexeme)
        p.at += 3
        return repeating(lexeme, digits)
    block = ""
    while True:
        mark, digits = tokens[p.at], tokens[p.at + 1]
        if block and mark.isdigit():
            block += mark
            p.at += 1
        elif mark not in ("\\overline", "\\dot"):
            break
        elif digits.isdigit():
            block += digits
            p.at += 2
        elif digits == "{" and tokens[p.at + 2].isdigit() and tokens[p.at + 3] == "}":
            block += tokens[p.at + 2]
            p.at += 4
        else:
            break
    return repeating(lexeme, block) if block else literal(lexeme)


def postfix(p: Parser, base: Node) -> Node:
    """Return a value with the one sign behind it."""
    lexeme = p.tokens[p.at]
    if lexeme == "^":
        return _power(p, base)
    if lexeme == "°" or lexeme == "\\circ":
        return _degrees(p, base, p.at + 1)
    if lexeme == "%":
        p.at += 1
        return Apply("percent", (base,))
    if lexeme == "!":
        p.at += 1
        if p.tokens[p.at] == "!":
            raise Unreadable("double factorial")
        return Apply("fact", (base,))
    if lexeme == "_" and isinstance(base, Number):
        p.at += 1
        return _based(p, base)
    before = p.tokens[p.at - 1]
    if lexeme == "..." and isinstance(base, Number) and "." in before and before[-1].isdigit():
        p.at += 1
        return trailing(before)
    if lexeme == "_" and isinstance(base, Symbol) and before == "}":
        return Symbol(subscripted(base.name, p))
    if lexeme == "'" or lexeme == "_":
        raise Unreadable(f"{lexeme!r} behind a value")
    return base


def _based(p: Parser, digits: Number) -> Node:
    """Return digits with the base they are written in, as `base`."""
    base = argument(p)
    if not isinstance(base, Number) or digits.decimals is not None:
        raise Unreadable("subscript of a number")
    return Apply("base", (digits, base))


def _power(p: Parser, base: Node) -> Node:
    tokens, at = p.tokens, p.at
    if tokens[at + 1] in ("\\circ", "°"):
        return _degrees(p, base, at + 2)
    if tokens[at + 1] == "{" and tokens[at + 3] == "}" and tokens[at + 2] in ("\\circ", "°", "o") and _numeric(p, base):
        return _degrees(p, base, at + 4)
    if tokens[at + 1] == "{" and tokens[at + 2] == "'" and isinstance(base, Symbol):
        p.at += 1
        return Symbol(base.name + raw_group(p))
    mark = tokens[at + 2] if tokens[at + 1] == "{" and tokens[at + 3] == "}" else tokens[at + 1]
    behind = at + (4 if tokens[at + 1] == "{" else 2)
    if mark in ("*", "+"):
        return _starred(p, base, mark, behind)
    if mark.rpartition("{")[2].rstrip("}") in _ORDINALS and (mark[0] == "\\" or isinstance(base, Number)):
        p.at = behind
        return base
    power = p.exponent()
    if isinstance(base, Symbol) and tokens[p.at] == "_":
        base = Symbol(subscripted(base.name, p))
    return Apply("pow", (base, power))


def _starred(p: Parser, base: object, mark: str, behind: int) -> Node:
    """Return the positive part of a set of numbers (`N^*`, `R^+`), or a symbol with a star."""
    if base == REALS:
        p.at = behind
        return cast("Node", Interval(_ZERO, REALS.high, low_closed=False, high_closed=False))
    if not isinstance(base, Symbol) or (mark == "+" and base.name not in _SETS):
        raise Unreadable("a sign as a power")
    p.at = behind
    return Symbol(f"{base.name}+" if base.name in _SETS else f"{base.name}*")


def _numeric(p: Parser, base: Node) -> bool:
    return p.tokens[p.at + 2] != "o" or isinstance(base, Number)


def _degrees(p: Parser, base: Node, behind: int) -> Node:
    """Return an angle with its minutes and seconds; before C or F the place stays, for a unit of temperature."""
    tokens = p.tokens
    if tokens[behind].rpartition("{")[2].strip(" }") in ("C", "F", "Celsius", "Fahrenheit", "celsius", "fahrenheit"):
        return base
    p.at = behind
    parts: list[Node] = [base]
    for marks, size in (("'",), _SIXTY), (("''", '"'), _HOUR):
        if not tokens[p.at][:1].isdigit():
            break
        behind = p.at + (2 if tokens[p.at + 1] == "^" else 1)
        mark = tokens[behind]
        if mark == "{":
            end = tokens.index("}", behind) if "}" in tokens[behind:] else behind
            mark, behind = "".join(tokens[behind + 1 : end]), end
        if mark in marks:
            parts.append(Apply("div", (literal(tokens[p.at]), size)))
            p.at = behind + 1
    return Apply("degree", (base if len(parts) == 1 else Apply("add", tuple(parts)),))
