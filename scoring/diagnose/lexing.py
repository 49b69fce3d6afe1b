r"""The tokens of mathematics in running text: English and Chinese, plain, Markdown and LaTeX, each with its place.

A token keeps where it stands in the response, so that whatever is found can be quoted. Marks that say nothing here
(dollar signs, bold, spacing commands) make no token.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

__all__ = ["MAX_TEXT", "Token", "lex", "tokens_of"]

MAX_TEXT = 8_000
"""Characters of a response that are looked at: of a longer one the end, from the beginning of a line."""
MAX_TOKENS = 3_000
"""Tokens that are looked at, the last ones."""
MAX_DIGITS = 30

_PATTERN = re.compile(
    r"(?P<newline>\n|\\n(?![a-zA-Z])|\\[\[\]]|\$\$|\\\\(?:\[[^\]\n]{0,8}\])?"
    r"|\\(?:begin|end)\s?\{[a-z*]{1,12}\}(?:\{[a-z|]{0,9}\})?|<br ?/?>)"
    r"|(?P<skip><<[^<>\n]{0,200}>>|[ \t\r\f\v]+|\$|`+|\\[(\),;:! ]|\\(?:displaystyle"
    r"|textstyle|limits|boxed|quad|qquad|phantom|hspace)(?![a-zA-Z])|(?<!\d)~|~(?!\d)|&|\\(?=\$)|[\"“”‘’#]|\*{3,}"
    r"|(?<![\d)])\*\*|\*\*(?![\d(])|(?<=\w)\*(?=\s|$)(?!\s?[\d($\\.])"
    r"|(?:^|(?<=\n))\s{0,40}[-*•]\s+(?=\S)|_{2,}|\u200b|\ufeff)"
    r"|(?P<text>\\(?:text|mathrm|operatorname|textbf|mathbf|mbox|textrm|textit|mathit|rm)\s?"
    r"\{(?P<inner>[^{}\n]{0,80})\})"
    r"|(?P<frac>\\[dtc]?frac(?![a-zA-Z]))"
    r"|(?P<root>\\sqrt(?![a-zA-Z])|√|∛|\bsqrt\b(?=\s?\()|(?:the )?square root of|根号)"
    r"|(?P<times>(?<=[\d)}%])\s?[xX](?=\s?[\d($.])|(?<=\s)[xX](?=\s?[$(\\]{0,3}\d)"
    r"|\\(?:times|cdot|ast)(?![a-zA-Z])|[×·⋅∙∗✕✖]"
    r"|\*(?!\*)|\bmultiplied by\b|\btimes\b(?=\s[^a-z\s])|乘以|乘(?!积))"
    r"|(?P<degree>\^\s?(?:\{\s?\\circ\s?\}|\\circ(?![a-z]))|°(?![CF])|\\degree(?![a-zA-Z])|\bdegrees?\b|度(?=[^\u4e00-\u9fff]|$))"
    r"|(?P<power>(?<=[\d)])\*\*(?=[\d(])|\^)"
    r"|(?P<over>\\div(?![a-zA-Z])|[÷/⁄]|\bdivided by\b|除以)"
    r"|(?P<plus>\+|\bplus\b|加上|加(?!权))"
    r"|(?P<minus>(?<=[\w)%°] )–(?=\s[$\d(])|[-−﹣－]|\bminus\b|减去|减(?![少法]))"
    r"|(?P<percent>\\?[%％]|\bper ?cent\b)"
    r"|(?P<sup>[²³⁴⁵⁶⁷⁸⁹]|⁻?[¹⁰²³])"
    r"|(?P<about>\\(?:approx|simeq|doteq|sim|cong)(?:eq)?(?![a-zA-Z])|[≈≒≃]|约等于|大?约[为是]|=\s?约)"
    r"|(?P<equals>=(?!>)|＝|等于|得到|得出|结果[是为])"
    r"|(?P<compare>\\(?:n?leq?|n?geq?|neq?|lt|gt|in|pm|mp|ll|gg|equiv)(?![a-zA-Z])|[<>≤≥≠±∈]|!=)"
    r"|(?P<arrow>\\(?:implies|impliedby|iff|[lL]ongrightarrow|Longleftrightarrow|Leftrightarrow|Rightarrow|rightarrow|to"
    r"|therefore|because)(?![a-zA-Z])|=>|->|[→⇒⟹∴∵])"
    r"|(?P<constant>\\pi(?![a-zA-Z])|π|(?<![A-Za-z])[Pp]i(?![A-Za-z]))"
    r"|(?P<function>\\?\b(?:arcsin|arccos|arctan|sin|cos|tan|ln|log|lg)(?![a-zA-Z])(?:\s?\^\s?\{?\s?-1\s?\}?)?)"
    r"|(?P<vulgar>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])"
    r"|(?P<ordinal>\d+(?:st|nd|rd|th)\b)"
    r"|(?P<clock>\b\d{1,2}[:：]\d{2}\b)"
    r"|(?P<number>\d{1,3}(?:(?:,|\{,\}|，)\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
    r"|(?P<open>(?:\\(?:left|[bB]igg?l?)\s?)?[(\[{（【])|(?P<close>(?:\\(?:right|[bB]igg?r?)\s?)?[)\]}）】])"
    r"|(?P<name>(?:\bm\s?)?(?:∠|\\angle)\s?[A-Z0-9α-ω]{1,3}′?(?![a-z])|\\(?![lc]?dots)[a-zA-Z]+|△\s?[A-Z]{2,4}"
    r"|[A-Za-z_][A-Za-z0-9_]*(?:['’][a-z]{1,2}\b)?′?|[α-ωΑ-Ω])"
    r"|(?P<han>[\u4e00-\u9fff])"
    r"|(?P<bar>(?:\\(?:left|right)\s?)?\|)|(?P<factorial>!(?=\s?[-+*/=)^×]))"
    r"|(?P<dash>(?<=\d)[–～~](?=\d))|(?P<comma>[,，、])|(?P<colon>[:：])|(?P<stop>\.{1,6}|\\[lc]?dots(?![a-z])|[;；。!?？！…—–])"
    r"|(?P<other>[^\s])",
    re.MULTILINE,
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_VULGAR = dict(
    zip(
        "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞",
        ["1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "2/5", "3/5", "4/5", "1/6", "5/6", "1/8", "3/8", "5/8", "7/8"],
        strict=True,
    )
)
_SIGNS = {"times": "*", "power": "^", "over": "/", "plus": "+", "minus": "-"}


class Token(NamedTuple):
    """A token: its kind, what stands there (an operator by its sign), its place, and a number's value.

    `decimals` counts the digits behind a number's point. Operators are of kind `op`; `equals`, `about` and `compare`
    are relations.
    """

    kind: str
    text: str
    start: int
    end: int
    value: Fraction | None = None
    decimals: int = 0


def tokens_of(response: str) -> list[Token]:
    """Return the tokens of that part of a response that is looked at, in order."""
    return lex(response, _window(response))[-MAX_TOKENS:]


def _window(text: str) -> int:
    if len(text) <= MAX_TEXT:
        return 0
    start = len(text) - MAX_TEXT
    line = text.find("\n", start, start + 500)
    return line + 1 if line >= 0 else start


def lex(text: str, start: int = 0) -> list[Token]:
    """Return the tokens of a text from a place on, in order, their places in the whole text."""
    tokens: list[Token] = []
    for found in _PATTERN.finditer(text, start):
        kind = found.lastgroup
        if kind == "inner":
            kind = "text"
        if kind == "skip" or kind is None:
            continue
        tokens.append(_token(kind, found))
    return _with_bars(tokens)


def _with_bars(tokens: list[Token]) -> list[Token]:
    """Return the tokens with the bars of absolute values as brackets: two in a line around a computation."""
    bars: list[int] = []
    for at, token in enumerate([*tokens, Token("newline", "", 0, 0)]):
        if token.kind == "bar":
            bars.append(at)
        elif token.kind == "newline":
            if len(bars) % 2 == 0:
                for left, right in zip(bars[::2], bars[1::2], strict=True):
                    if any(inner.kind == "op" for inner in tokens[left + 1 : right]):
                        tokens[left] = tokens[left]._replace(kind="open", text="|")
                        tokens[right] = tokens[right]._replace(kind="close", text="|")
            bars.clear()
    return tokens


def _token(kind: str, found: re.Match[str]) -> Token:
    first, last = found.span()
    written = found[0]
    if kind == "number":
        value, decimals = _number(written)
        return Token("number" if value is not None else "other", written, first, last, value, decimals)
    if kind in _SIGNS:
        return Token("op", _SIGNS[kind], first, last)
    if kind == "sup":
        return Token("sup", written, first, last, Fraction(int(written.translate(_SUPERSCRIPTS))))
    if kind == "vulgar":
        return Token("number", written, first, last, Fraction(_VULGAR[written]))
    if kind in ("open", "close"):
        return Token(kind, written[-1], first, last)
    if kind == "text":
        return Token("name", (found["inner"] or "").strip(), first, last)
    return Token(kind, written, first, last)


@lru_cache(maxsize=4096)
def _number(written: str) -> tuple[Fraction | None, int]:
    plain = written.replace("{,}", "").replace(",", "").replace("，", "")
    if len(plain) > MAX_DIGITS:
        return None, 0
    return Fraction(plain), len(plain.partition(".")[2])
