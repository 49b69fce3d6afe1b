"""Units of measure and currency signs in expressions: `3 cm`, `$5`, `2 h 30 min`, `5 million dollars`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.scoring.answers.reading.latex_names import FUNCTIONS, MAGNITUDES, RELATIONS
from mmbench.scoring.answers.reading.lexer import Unreadable
from mmbench.scoring.answers.reading.units import counted, unit
from mmbench.scoring.answers.values import Apply, Constant, Number, Quantity

if TYPE_CHECKING:
    from mmbench.scoring.answers.reading.latex_parser import Parser
    from mmbench.scoring.answers.values import Node, Unit

__all__ = ["CURRENCIES", "at_condition", "at_remark", "at_unit", "magnitude", "measured", "money"]

_MARKED = "$ ¥ € £ ₹ ₩ ₽ ₱"
_MARKS = frozenset(_MARKED.split())
_NAMES = "Rs. Rs US$ HK$ AU$ A$ C$ CA$ NZ$ S$ USD EUR GBP CNY RMB JPY INR HKD CAD AUD"
CURRENCIES = _MARKS | frozenset(_NAMES.split())
"""Signs and names of money that may stand before an amount."""
_ENDS = frozenset(
    ("", ",", ";", "and", "or", ")", "]", "}", "\\}", "⟩", "=", "!=", "<", "<=", ">", ">=", "≈", ":", "&", "\\\\", "|",
     ".", "if", "when", "for", "otherwise", "where")
)  # fmt: skip
_JOINING = frozenset(("*", "/", "÷", "^", "°", "%", "'", "''", "\\circ", "\\mu", "\\Omega"))
_SINGLE = frozenset("mgsLlhNJWV")
_LENGTHS = frozenset(("cm", "mm", "km", "dm", "ft", "in", "yd", "mi"))
_MAX_NAME = 24
"""Tokens of a unit."""
_PI = Constant("pi")


def at_unit(p: Parser, factors: list[Node]) -> bool:
    """Whether a unit, or the letter U as a union sign, stands here behind some factors."""
    lexeme = p.tokens[p.at]
    if len(lexeme) == 1 and lexeme.isascii() and lexeme.isalpha():
        if lexeme == "U" and p.tokens[p.at - 1] in (")", "]") and p.tokens[p.at + 1] in ("(", "[", "\\{"):
            return True
        if lexeme not in _SINGLE or p.named or lexeme in p.symbols or (lexeme != "m" and _PI in factors):
            return False
        if _here(p) is None:
            return False
        p.units |= {lexeme}
        return True
    if lexeme == "MN" or (lexeme[0] == "\\" and lexeme[-1] != "}" and lexeme not in ("\\mu", "\\Omega")):
        return False
    return _here(p) is not None


def at_condition(p: Parser) -> bool:
    """Whether the round bracket here holds a relation."""
    if RELATIONS.isdisjoint(p.tokens):
        return False
    inside = p.tokens[p.at : p.tokens.index(")", p.at)] if ")" in p.tokens[p.at : p.at + _MAX_NAME] else []
    return not RELATIONS.isdisjoint(inside)


def at_remark(p: Parser) -> bool:
    """Whether the round bracket here holds a unit, a modulus or a condition: `5 (cm)`, `3 (mod 7)`, `2x (x > 0)`."""
    lexeme = p.tokens[p.at + 1]
    if lexeme == "mod" or at_condition(p):
        return True
    wordy = len(lexeme) > 1 and (lexeme.isalpha() or (lexeme[0] == "\\" and lexeme[-1] == "}"))
    return wordy and lexeme not in FUNCTIONS and _here(p) is not None


def _here(p: Parser) -> tuple[Unit, int] | None:
    """Return the unit that stands here, perhaps in brackets, and the place behind it."""
    tokens, start = p.tokens, p.at
    if tokens[start] == "(":
        end = tokens.index(")", start) if ")" in tokens[start : start + 12] else start
        found = unit(_spelled(tokens[start + 1 : end]))
        return None if found is None else (found, end + 1)
    end, depth = start, 0
    while end < start + _MAX_NAME:
        lexeme = tokens[end]
        if lexeme == "{":
            depth += 1
        elif lexeme == "}":
            if not depth:
                break
            depth -= 1
        elif not _continues(tokens, end):
            break
        end += 1
    if end == p.at or (tokens[end] not in _ENDS and not tokens[end][:1].isdigit()):
        return None
    name = _spelled(tokens[start:end])
    found = unit(name)
    if found is None and not p.named and depth == 0 and all(map(_is_word, tokens[start:end])):
        found = counted(name)
    return None if found is None else (found, end)


def _is_word(lexeme: str) -> bool:
    return lexeme[-1] == "}" or (len(lexeme) > 2 and lexeme.isalpha()) or not lexeme.isascii()


_MYRIADS = ("万亿", "千万", "百万", "十万", "万", "亿")


def magnitude(p: Parser, lexeme: str) -> int:
    """Step over a word such as `million` and return its power of ten; 0 where the token does not begin with one."""
    if p.tokens[p.at - 1] in MAGNITUDES:
        return 0
    power = MAGNITUDES.get(lexeme, 0)
    if power:
        p.at += 1
        return power
    if lexeme[0] == "\\" and lexeme[-1] == "}":
        command, _, inside = lexeme.partition("{")
        word, _, rest = inside[:-1].strip(" ~").partition(" ")
        if word in MAGNITUDES and rest:
            p.split(p.at, [word, f"{command}{{{rest}}}"])
            return magnitude(p, word)
    for myriad in _MYRIADS:
        if lexeme.startswith(myriad):
            p.split(p.at, [myriad, lexeme[len(myriad) :]])
            return magnitude(p, myriad)
    return 0


def _spelled(tokens: list[str]) -> str:
    """Return tokens as text, with a space between words."""
    text = before = ""
    for lexeme in tokens:
        text += f" {lexeme}" if before.isalpha() and lexeme.isalpha() else lexeme
        before = lexeme
    return text


def _continues(tokens: list[str], at: int) -> bool:
    lexeme = tokens[at]
    if lexeme in _ENDS or not lexeme:
        return False
    if lexeme in _JOINING or lexeme in _MARKS:
        return True
    if lexeme[0] == "\\":
        return lexeme[-1] == "}" and not lexeme.startswith(("\\begin", "\\end"))
    if lexeme[0].isalpha():
        return True
    before = tokens[at - 1]
    if lexeme == "-" or lexeme.isdigit():
        return before in ("^", "{", "-", "(") or (lexeme in "23" and before in _LENGTHS and tokens[at + 1] in _ENDS)
    return False


def measured(p: Parser, value: Node) -> Quantity | None:
    """Return a value with the unit that follows, or None where none follows; `2 h 30 min` is one quantity."""
    if p.tokens[p.at] in _ENDS:
        return None
    here = _here(p)
    if here is None:
        return None
    first, p.at = here
    parts = [value]
    while p.tokens[p.at][:1].isdigit():
        part = p.factor()
        here = _here(p)
        if here is None or here[0].dimension != first.dimension or first.offset or here[0].offset:
            raise Unreadable("a number behind a unit")
        p.at = here[1]
        parts.append(Apply("mul", (part, Number(here[0].scale / first.scale))))
    return Quantity(value if len(parts) == 1 else Apply("add", tuple(parts)), first)


def money(p: Parser) -> Quantity:
    """Return an amount behind its currency, the place being at that."""
    sign = p.tokens[p.at]
    p.at += 1
    found = unit(sign.replace("\\", "").rstrip("."))
    if found is None:
        raise Unreadable("unknown currency")
    value = p.additive()
    again = None if p.tokens[p.at] in _ENDS else _here(p)
    if again is not None and again[0].dimension == found.dimension:
        p.at = again[1]
    return Quantity(value, found)
