r"""Splitting an answer into tokens: LaTeX, plain text and a little Chinese, with one spelling for each operator.

What only moves or dresses the rest (spaces, `\left`, `\displaystyle`, `\mathbf`, math delimiters, colours) makes no
token. A token is a number as written, a run of letters, a run of Chinese, a command, a whole `\text{..}`, or a sign.
"""

from __future__ import annotations

import re
from functools import cache

from mmbench.scoring.answers.limits import MAX_TOKENS
from mmbench.scoring.answers.reading.latex_names import ALIASES, FUNCTIONS, KEYWORDS, MAGNITUDES

__all__ = ["TEXTS", "Unreadable", "lex"]


class Unreadable(ValueError):
    """The text, as a whole, is not one value of the grammar."""


_POWER = r"(?:[eE][-+]?[0-9]{1,6}(?![0-9A-Za-z.]))?"
_GROUPED = (
    r"(?:(?<!,)|(?=[0-9]{1,3}[^,]))[1-9][0-9]{0,2}"
    r"(?:(?:COMMA\ ?\{,\ ?\}\ ?|,?\\[,:;!]\ ?|\\?\ )[0-9]{3})++(?![0-9])(?:\.[0-9]+)?"
)
_NUMBER = rf"[0-9]+(?:\{{,\ ?\}}[0-9]+|\.(?!\.)[0-9]*)?{_POWER}|\.[0-9]+|\.{{3,6}}"
_WORD = (
    r"(?:Rs\.?|(?:US|HK|AU|CA|NZ|[ACS])\\?\$)(?=\s*\.?[0-9])"
    r"|[xX](?=10(?:\^|\*\*))|[A-Za-z][0-9]+(?![0-9A-Za-z.])|[A-Za-z]+"
)
_SIGN = r"[-+/^_()\[\],}&%:;|~$°]|\*\*?|<=?|>=?|!(?:(?<![0-9)]!)=)?|=[=<]?|'+|\{(?:\s*\})?|\s+"
_BRACES = r"\s*\{(?:[^{}]++|\{[^{}]*+\})*+\}"
_UNIT_VECTOR = r"\s*(?:\{\s*\\?(?:[ijk]|[ij]math)\s*\}|\\[ij]math|(?<=\s)(?:[ijk]|[ij]math)(?![A-Za-z]))"
_COMMAND = (
    rf"\\(?:t(?:ext(?:rm|bf|it|sf|tt|normal|up|md|color)?|ag\*?){_BRACES}|m(?:ath(?:rm|tt)|box){_BRACES}"
    rf"|operatorname\*?{_BRACES}|(?:[hv]?phantom|[hv]space\*?|hbox|color|label){_BRACES}"
    r"|begin\s*\{[A-Za-z]{1,12}\*?\}(?:\s*\{[lcr| @{}]{1,20}\})?|end\s*\{[A-Za-z]{1,12}\*?\}"
    r"|mathbb\s*(?:\{\s*[A-Z]\s*\}|(?<=\s)[A-Z](?![A-Za-z]))"
    rf"|(?:hat|widehat|vec|mathbf|boldsymbol|bm|overrightarrow){_UNIT_VECTOR}"
    r"|(?:left|[bB]igg?l|right|[bB]igg?r)\s*(?:[|<>]|\\\||\.(?![0-9]))"
    r"|\\(?:\[\s*-?[0-9.]{1,5}\s*[a-z]{2}\s*\])?"
    r"|[A-Za-z]+|.)"
)
_HAN = r"以及|或者|并且|[和或且及与]|(?:(?![和或且及与])[\u3400-\u4dbf\u4e00-\u9fff])+"


@cache
def _token(grouping: bool) -> re.Pattern[str]:
    comma = r",(?![0-9]{3},(?:[0-9]{1,2}(?![0-9])|[-(A-Za-z](?![a-z]{2})))|" if grouping else ""
    number = f"{_GROUPED.replace('COMMA', comma)}|{_NUMBER}"
    return re.compile(f"{number}|{_SIGN}|{_COMMAND}|{_WORD}|{_HAN}|.", re.DOTALL)


TEXTS = ("\\text", "\\mathrm", "\\mathtt", "\\mbox", "\\hbox", "\\operatorname")
"""How commands begin whose argument is text and not mathematics."""
_BRACED = (*TEXTS, "\\end", "\\color", "\\tag", "\\label", "phantom", "space")
_NOTHING = re.compile(r"\\(?:text)?color|\\tag|\\label|\\[hv]?phantom|\\[hv]space")
_SPACED = re.compile(r"(\\(?:left|right))\s+(?![A-Za-z])")
_GAPS = re.compile(r"~|\\[,;:!> ]|\\q?quad(?![A-Za-z])|\s+")


def lex(text: str, grouping: bool) -> list[str]:
    """Return the tokens of a text; `grouping` joins `1,234` to one number.

    Raises:
        Unreadable: more than `MAX_TOKENS` of them.
    """
    if "\\left " in text or "\\right " in text:
        text = _SPACED.sub(r"\1", text)
    found = _token(grouping).findall(text)
    known = ALIASES.get
    tokens = [token for written in found if (token := known(written, written)) and token[0] > " "]
    if len(tokens) > MAX_TOKENS:
        raise Unreadable("too many tokens")
    if "}" in text and any(name in text for name in _BRACED):
        inner = [_inside(token) if token[0] == "\\" and token[-1] in "}]" else token for token in tokens]
        return [token for token in inner if token]
    return tokens


_PLAIN = re.compile(r"[A-Z]{2,4}|[0-9]+(?:\.[0-9]+)?|[,;:.]")


def _inside(token: str) -> str:
    r"""Return what a `\text{..}` holds where that alone is a token of another kind, and `\end` for any end."""
    if not token.startswith(TEXTS):
        if token.startswith("\\end"):
            return "\\end"
        return "\\\\" if token[1] == "\\" else "" if _NOTHING.match(token) else token
    if token.startswith("\\textcolor"):
        return ""
    inside = " ".join(_GAPS.sub(" ", token[token.index("{") + 1 : -1]).split())
    word = inside.strip(",; ").casefold()
    if word in KEYWORDS or ALIASES.get(word, word) in FUNCTIONS or word in MAGNITUDES or word == "d":
        return ALIASES.get(word, word)
    return inside if not inside or _PLAIN.fullmatch(inside) else token
