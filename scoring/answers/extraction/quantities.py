r"""Quantities in running text: where they stand, and which one a concluding sentence gives.

A quantity here is a run of numbers, operators and LaTeX commands that holds a number or a constant; whether it can be
read as a value is not decided here. Texts are expected tidied (`text.tidy`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mmbench.scoring.answers.reading.units import counted, unit

__all__ = ["Quantity", "concluded", "is_bound", "leading", "quantities", "quantity_only", "unit_behind"]

MAX_SENTENCE = 800
"""Characters of a sentence that are looked at."""
MAX_UNIT = 60

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORDS = (
    r"zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    rf"eighteen|nineteen|(?:{_TENS})(?:-\w{{3,5}})?|hundred|thousand|half"
)
_TOKEN = re.compile(
    r"(?P<skip>\b(?:step|fig|figure|question|problem|equation|example|method|image|no\.)[ .]{1,2}\d{1,3}\b"
    r"|\b\d{1,4}(?:st|nd|rd|th)\b|\b[23]D\b|\b[A-Za-z]{2,20}-\d[\w.]{0,9})"
    r"|(?P<delimiter>\\[()\[\]])"
    r"|(?P<number>\b\d{1,4}\s?"
    r"(?:hours?|hrs?|h|minutes?|min|days?|weeks?|years?|dollars?|feet|foot|ft|小时|时|分|元|天|km|kg)\s?"
    r"(?:,\s?|and\s)?\d{1,4}\s?"
    r"(?:minutes?|mins?|seconds?|sec|s|hours?|months?|days?|cents?|inches|inch|in|分钟?|秒|角|小时|m|g)\b"
    r"|(?<![A-Za-z_])(?:\d{1,3}(?:,\d{3}){1,8}(?!\d)|\d+)(?:\.\d+)?|(?<![A-Za-z_\d])\.\d+)"
    rf"|(?P<word>\b(?:{_WORDS})\b(?!\s(?:of|side|angle)))"
    r"|(?P<label>\\(?:text|mathrm|operatorname|rm)\s?(?:\{[^{}]{0,60}\}|\b)|\\[,;:! ]|\\quad\b|~)"
    r"|(?P<relation>[=≈<>≤≥≠]"
    r"|\\(?:approx|leq?|geq?|neq?|lt|gt|to|rightarrow|Rightarrow|implies|therefore|because)\b)"
    r"|(?P<constant>\\(?:pi|infty|sqrt|[dt]?frac)\b|[π√∞]|\b(?:pi|sqrt|square root of|cube root of)\b|根号)"
    r"|(?P<sign>\\[a-zA-Z]{1,20}|\b(?:sin|cos|tan|cot|sec|csc|ln|log|lg|exp|abs|minus|negative)\b|负"
    r"|[-+*/^{}()\[\]–×÷·±°%!:$€£¥|_])"
    r"|(?P<verb>\b(?:is|are|was|were|be|equals?|becomes?|remains?|gives?|gets?|obtain|has|have|had|costs?|needs?|"
    r"contains?|yields?|scored|makes?|a total of)\b|[为是得有共剩需约])"
    r"|(?P<both>\b(?:and|while|whereas)\s(?=[A-Za-z\\$(]))"
    r"|(?P<so>\b(?:so|thus|therefore|hence|then|giving|making|resulting|rounds?|rounded)\b|[故则即]|所以|因此)"
    r"|(?P<sub>\b(?:when|if|because|since|where|who|whose|that|which|as|given|assuming|after|before|instead)\b"
    r"|因为|由于|当)"
    r"|(?P<aside>\bwith\b)"
    r"|(?P<text>[A-Za-z]+(?:'[a-z]+|\^\{?-?\d{1,2}\}?)?|[\u4e00-\u9fff])"
    r"|(?P<stop>[,;])",
    re.IGNORECASE,
)


class Quantity(NamedTuple):
    """A quantity as written and where its number stands."""

    text: str
    start: int
    end: int


class _Token(NamedTuple):
    kind: str
    start: int
    end: int


def _tokens(text: str) -> list[_Token]:
    return [_Token(str(match.lastgroup), match.start(), match.end()) for match in _TOKEN.finditer(text[:MAX_SENTENCE])]


_RUN = frozenset({"number", "word", "constant", "sign"})
_VALUE = frozenset({"number", "word", "constant"})


def _runs(text: str, tokens: list[_Token]) -> list[Quantity]:
    """Group neighbouring tokens to quantities, and trim the signs that belong to the sentence."""
    runs: list[Quantity] = []
    group: list[_Token] = []
    for token in [*tokens, _Token("stop", MAX_SENTENCE, MAX_SENTENCE)]:
        apart = bool(group) and (token.kind == "word" or _apart(text, group[-1], token))
        if token.kind in _RUN and not apart:
            group.append(token)
            continue
        if any(part.kind in _VALUE for part in group):
            runs.append(_trimmed(text, group))
        group = [token] if token.kind in _RUN else []
    return [run for run in runs if run.text]


def _apart(text: str, last: _Token, token: _Token) -> bool:
    """Whether words stand between two tokens, or a bracket opens behind a finished number ("7.8% (11% - 3.2%)")."""
    between = text[last.end : token.start]
    if between != " " or text[token.start : token.start + 1] != "(":
        return bool(between.strip(" *"))
    return text[last.end - 1] in "%°)}" or last.kind == "number"


_OPENING = re.compile(r"[\s:*/^_)\]}|!%°]*(?:[(\[{](?![^()]*[)\]}]))?[\s:*]*")
_CLOSING = re.compile(r"[\s:*/^_(\[{+\-–×÷·±|]*$")


def _trimmed(text: str, group: list[_Token]) -> Quantity:
    start, end = group[0].start, group[-1].end
    found = _OPENING.match(text, start, end)
    start = found.end() if found else start
    if text.startswith("- ", start) and text[:start].rstrip()[-1:].isalpha():
        start += 2
    closing = _CLOSING.search(text[start:end])
    end = start + closing.start() if closing else end
    written = text[start:end]
    while written and written[-1] in ")]}$" and not _balanced(written):
        written = written[:-1].rstrip()
    while written and written[0] in "([{" and not _balanced(written):
        written = written[1:].lstrip()
    if written.startswith("$") and (written.endswith("$") or "\\" in written):
        written = written.strip("$")
    return Quantity(written.strip(), start, end)


_PAIRS = {")": "(", "]": "[", "}": "{"}


def _balanced(text: str) -> bool:
    if text[-1] == "$":
        return text.count("$") % 2 == 0
    return all(text.count(closing) == text.count(opening) for closing, opening in _PAIRS.items())


def quantities(text: str) -> list[Quantity]:
    """Return the quantities of a short text, in order, without their units."""
    return _runs(text, _tokens(text))


_FORMULA = re.compile(
    r"(?:[\d\s.,+\-*/×÷·^_(){}\[\]√π∞°%!|<>=≤≥≈±~:;$€£¥']|\\[a-zA-Z]+|\\[,;:!{}%$]|(?<![a-zA-Z])[a-zA-Z](?![a-zA-Z]))*"
)


def quantity_only(text: str) -> bool:
    """Whether a text is a quantity and nothing but a label before it (`x = 5`) and a unit behind."""
    head = _FORMULA.match(text[:MAX_SENTENCE])
    rest = text[head.end() :].strip() if head else text
    if not rest:
        return any(token.kind in _VALUE for token in _tokens(text))
    return len(rest) <= MAX_UNIT and unit(rest) is not None and bool(quantities(text[: len(text) - len(rest)]))


_SUBORDINATE = re.compile(r"\W{0,3}(?:since|because|if|when|as|given|由于|因为|当)(?![a-z])", re.IGNORECASE)
_PLACED = re.compile(
    r"\W{0,3}(?:(?:so|thus|therefore|hence),? )?(?:with|for|after|by|in|from|using|at|on|在)\s", re.IGNORECASE
)


def concluded(text: str) -> list[Quantity]:
    r"""Return the quantity that a sentence gives, with its unit; several where the sentence does not say which.

    What stands behind the last verb or equals sign counts, unless clauses joined by "and" give different quantities.
    """
    text = text[:MAX_SENTENCE]
    tokens = _tokens(text)
    runs = _runs(text, tokens)
    if not runs:
        return [Quantity("1", one.start(), one.end())] if (one := _ONE.search(text)) else []
    if not _differ(runs):
        return [_with_unit(text, runs[-1])]
    commas = [token.start for token in tokens if token.kind == "stop" and token.start < runs[-1].start]
    if commas and (_SUBORDINATE.match(text) or _PLACED.match(text)):
        comma = 1 + (commas[-1] if _SUBORDINATE.match(text) else commas[0])
        if any(token.start >= comma for token in tokens if token.kind in ("verb", "relation")):
            rest = concluded(text[comma:])
            return [Quantity(run.text, run.start + comma, run.end + comma) for run in rest]
    given = _given(tokens, runs)
    if given and not _differ(given):
        return [_with_unit(text, given[-1])]
    return [_with_unit(text, run) for run in given or runs]


_ONE = re.compile(r"\b(?:is|are|only|exactly|just) one\b(?! of)", re.IGNORECASE)
_MARKUP = re.compile(r"[\s,*$]|\\[,;! ]")


def _differ(runs: list[Quantity]) -> bool:
    return len({_MARKUP.sub("", run.text).lower() for run in runs}) > 1


def _given(tokens: list[_Token], runs: list[Quantity]) -> list[Quantity]:
    """Return what the clauses of a sentence give: the last clause's, and those of the clauses joined to it by "and"."""
    given: list[list[Quantity]] = []
    joined = aside = False
    for at, token in enumerate(tokens):
        if token.kind in ("both", "so"):
            joined, aside = token.kind == "both", aside and token.kind == "both"
        elif token.kind in ("sub", "aside"):
            aside = bool(given)
        if aside or token.kind not in ("verb", "relation"):
            continue
        after = _clause(tokens, at + 1, runs)
        if not after:
            continue
        if not joined:
            given.clear()
        given.append(after)
        joined = False
    return [run for clause in given for run in clause]


def _clause(tokens: list[_Token], at: int, runs: list[Quantity]) -> list[Quantity]:
    """Return the quantities from a token on, up to the next verb or subordinate clause."""
    start = end = tokens[at].start if at < len(tokens) else MAX_SENTENCE
    for token in tokens[at:]:
        if token.kind in ("verb", "relation", "sub", "so"):
            end = token.start
            break
        end = MAX_SENTENCE
    return [run for run in runs if start <= run.start < end]


_GOES_ON = re.compile(
    r"[)\s]*(?:with|for|in|when|if|because|per|at|on|from|as|given|using|to the|which|by|since|after|out of|square|"
    r"more|less|and (?:the|it|not))\b|\s*[(:]",
    re.IGNORECASE,
)


def leading(text: str) -> str | None:
    """Return the quantity that a text begins with, with its unit, where the words behind it say more about it."""
    tokens = _tokens(text)
    first = next(iter(_runs(text, tokens)), None)
    if first is None or any(token.kind != "sign" for token in tokens if token.start < first.start):
        return None
    written = _with_unit(text, first).text
    behind = first.end + max(0, len(written) - len(first.text))
    return written if _GOES_ON.match(text, behind) or _GOES_ON.match(text, first.end) else None


_BOUND = re.compile(
    r"(?:n't|n't be|不是|不等于|≠)\s{0,2}$|\b(?:not|not be|never|than|at least|at most|over|under|below|above|up to|"
    r"exceeds?|least|within|between)\s{1,2}[$(]?$",
    re.IGNORECASE,
)


def is_bound(text: str, said: Quantity) -> bool:
    """Whether a sentence compares with a quantity or denies it ("less than 5", "not 5")."""
    return _BOUND.search(text[max(0, said.start - 14) : said.start]) is not None


_NO_UNIT = r"(?!(?:in|of|to|on|at|for|from|an?|the|is|are|was|were|with|by|and|or|as|if|when|that|which)\b)"
_SIGN = re.compile(r"(?:\\\)|\$)?\s?(\\?%|°(?! ?[CF]\b)|\^\{?\\circ\}?)")
_UNIT_WORDS = re.compile(
    rf"(?:\\\)|\$)?\s?((?:{_NO_UNIT}[A-Za-zµμ°Ω%\u4e00-\u9fff]+|in(?=\.?$))(?:\^\{{?-?\d\}}?)?"
    rf"(?:(?:(?:\s?/\s?|\s){_NO_UNIT}[A-Za-z]+|\s?/\s?[\u4e00-\u9fff]+)(?:\^\{{?\d\}}?)?){{0,3}})"
)
_LATEX_UNIT = re.compile(r"\s?(?:\\[,;! ]|~)?\s?\\(?:text|mathrm|rm)\s?\{[^{}]{1,40}\}(?:\^\{?\d\}?)?")
_RATE_ZH = re.compile(r"每[\u4e00-\u9fff]{1,2}$")


def unit_behind(text: str, at: int) -> str:
    """Return the unit of measure that stands at a place in a text, with the space before it; nothing counted."""
    sign = _SIGN.match(text, at)
    if sign:
        return sign[1]
    latex = _LATEX_UNIT.match(text, at)
    if latex:
        return latex[0]
    words = _UNIT_WORDS.match(text, at, at + MAX_UNIT)
    measured = _measured(words[1]) if words else ""
    return f" {measured}" if measured else ""


def _with_unit(text: str, run: Quantity) -> Quantity:
    """Return a quantity with the unit of measure behind it, or the noun where it ends the sentence."""
    rate = _RATE_ZH.search(text, max(0, run.start - 4), run.start)
    written = (rate[0] if rate else "") + run.text
    latex = _LATEX_UNIT.match(text, run.end)
    if latex:
        return run._replace(text=written + latex[0])
    words = _UNIT_WORDS.match(text, run.end)
    if words is None:
        return run._replace(text=written)
    found, gap = words[1], text[run.end : words.start(1)]
    measured = _measured(found)
    ends = not text[words.end() :].strip(" .*!)$") and (found.isascii() or unit(found[0]) is not None)
    if not measured and ends and " " not in found and counted(found) is not None:
        measured = found
    return run._replace(text=f"{written}{gap}{measured}" if measured else written)


def _measured(text: str) -> str:
    """Return the longest beginning of some words that is a unit of measure; none that only counts."""
    while text:
        known = unit(text)
        if known is not None and known.dimension:
            return text
        text = text.rpartition(" ")[0] if text.isascii() else text[:-1]
    return ""
