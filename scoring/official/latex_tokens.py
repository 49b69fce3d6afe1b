r"""The tokens of LaTeX as sympy's lexer cuts them: letters and digits one by one, spacing left out."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["END", "Token", "Unreadable", "tokens"]

MAX_TOKENS = 250


class Unreadable(ValueError):
    """The text is no expression, or one that is not read here."""


class Token(NamedTuple):
    """A piece of text; `kind` is `command`, `letter`, `digit`, `sign`, `differential`, `quotes`, `ket` or `unknown`."""

    kind: str
    text: str


END = Token("end", "")
_TOKEN = re.compile(
    r"""
      (?P<skip> [ \t\r\n]+ | \\[,:;!*\-./"(=] | \\(?:thinspace|medspace|thickspace|quad|qquad|negthinspace|negmedspace
        |negthickspace|left(?!\|)|right(?!\|)|vrule|vcenter|vbox|vskip|vspace|hfil)(?![a-zA-Z]) )
    | (?P<ket> \\left\| | \\right\| )
    | (?P<command> \\[a-zA-Z]+ )
    | (?P<differential> d[ \t\r\n]*(?:[a-zA-Z]|\\[a-zA-Z]+) )
    | (?P<letter> [a-zA-Z] )
    | (?P<digit> [0-9] )
    | (?P<sign> \\[{}] | [-+*/(){}\[\]|_^:<>!,.] | = | &[ \t\r\n]*= )
    | (?P<quotes> '+ )
    """,
    re.VERBOSE,
)


def tokens(text: str) -> list[Token]:
    """Return the tokens, at most 250, up to the first character that the grammar does not know, which is `unknown`."""
    found: list[Token] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or len(found) == MAX_TOKENS:
            found.append(Token("unknown", text[place]))
            break
        if match.lastgroup != "skip":
            found.append(Token(str(match.lastgroup), match[0] if match[0][0] != "&" else "="))
        place = match.end()
    return found
