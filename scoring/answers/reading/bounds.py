"""Ranges and bounds in words: "from 3 to 5", `3-5 cm`, "x is greater than 5", "at least 5", "5 or more", `x不小于3`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from mmbench.scoring.answers.reading.compounds import with_noun
from mmbench.scoring.answers.reading.units import convert, counted, unit
from mmbench.scoring.answers.reading.words import number_words
from mmbench.scoring.answers.trees import names
from mmbench.scoring.answers.values import (
    Apply,
    Constant,
    Interval,
    Node,
    Number,
    Quantity,
    Ratio,
    Relation,
    Sequence,
    Symbol,
    Unit,
)

if TYPE_CHECKING:
    from mmbench.scoring.answers.reading.compounds import Parse

__all__ = ["bound", "spread"]

MAX_END = 60
"""Characters of one end of a range."""
MAX_BOUND = 100
"""Characters of a bound in words; a longer text is none."""

_SPREADS = (
    r"(?i)(?:from|between) (.{1,60}?) (?:to|and|through) (.{1,60})",
    r"从? ?(.{1,60}?) ?[至到] ?(.{1,60}?)(?:之间)?",
    r"(?i)([^,;=]{1,60}) to ([^,;=]{1,60})",
    r"([-+]?[$€£¥]?[0-9][0-9.,]{0,20}\S{0,6}) ?[~–] ?([$€£¥]?[0-9][0-9.,]{0,20}.{0,30})",
    r"([$€£¥][0-9][0-9.,]{0,20}) ?- ?([$€£¥][0-9][0-9.,]{0,20}.{0,30})",
)
_SPREAD_SIGNS = ("to", "from", "between", "至", "到", "~", "–", "-$", "-€", "-£", "-¥")
_DASHED = r"([0-9]{1,12}(?:\.[0-9]{1,12})?) ?([^0-9-]{0,20}?) ?- ?([0-9]{1,12}(?:\.[0-9]{1,12})?)( ?)([^0-9-].{0,40})"


def spread(text: str, parse: Parse) -> Interval | Quantity | Ratio | None:
    """Return a range in words or with a dash: "from 3 to 5", "3 to 5 cm", `3~5`, `3–5`, `3-5 cm`.

    With a unit it is a quantity of both ends in square brackets. A plain dash makes a range only before a unit. What
    falls in words is a ratio: "3 to 1".
    """
    if len(text) > 2 * MAX_END + 20:
        return None
    if "-" in text and (match := re.fullmatch(_DASHED, text)) is not None:
        return _dashed(match, parse)
    if not any(sign in text for sign in _SPREAD_SIGNS):
        return None
    for form in _SPREADS:
        match = re.fullmatch(form, text)
        if match is None:
            continue
        low, high = (_end(side.strip(), parse) for side in match.groups())
        if low is not None and high is not None:
            return _between(low, high)
    return None


_End = tuple[Node, Unit | None]


def _between(low: _End, high: _End) -> Interval | Quantity | Ratio | None:
    (first, small), (last, large) = low, high
    if small is not None and large is not None and small.dimension != large.dimension:
        return None
    if small is not None and large is not None and small.scale != large.scale and isinstance(first, Number):
        converted = convert(first.value, small, large)
        first = first if converted is None else Number(converted)
    measured = large or small
    if isinstance(first, Number) and isinstance(last, Number) and first.value > last.value:
        return Ratio((first, last)) if measured is None else None
    if isinstance(last, Apply) and last.op == "percent" and isinstance(first, Number):
        first = Apply("percent", (first,))
    if measured is not None:
        return Quantity(Sequence((first, last), "list"), measured)
    return Interval(first, last, low_closed=True, high_closed=True)


def _dashed(match: re.Match[str], parse: Parse) -> Interval | Quantity | None:
    """Return `3-5 cm` as a range; a single letter right behind a figure (`3-5s`) is as good a variable as a unit."""
    first, gap, name = match[2], match[4], match[5]
    if (name in ("%", "\\%") and not first) or (first and unit(first) is None):
        return None
    if len(name) == 1 and not (isinstance(parse(f"{match[3]} {name}"), Quantity) if gap else name in "%°"):
        return None
    if unit(name) is None and (len(name) < 3 or counted(name) is None):
        return None
    low, high = _end(match[1] + first, parse), _end(match[3] + gap + name, parse)
    found = _between(low, high) if low is not None and high is not None else None
    return None if isinstance(found, Ratio) else found


def _end(text: str, parse: Parse) -> _End | None:
    """Return a number, in figures or words, or an expression with figures in it, and the unit of measure behind it."""
    words = number_words(text)
    if words is not None:
        return Number(words), None
    if not any(char.isdigit() or char == "\\" for char in text):
        return None
    value = parse(text) or with_noun(text, parse)
    if isinstance(value, Quantity) and isinstance(value.value, Number | Apply):
        return value.value, value.unit if value.unit.dimension else None
    if isinstance(value, Apply) and value.op == "degree":
        return value.args[0], None
    return (value, None) if isinstance(value, Number | Apply) else None


_ENGLISH = {
    ">=": "greater than or equal to|more than or equal to|larger than or equal to|bigger than or equal to|at least"
    "|no less than|not less than|no fewer than|not fewer than|no smaller than",
    "<=": "less than or equal to|fewer than or equal to|smaller than or equal to|at most|no more than|not more than"
    "|no greater than|not greater than|up to",
    ">": "greater than|more than|larger than|bigger than|higher than|above|over",
    "<": "less than|fewer than|smaller than|lower than|below|under",
}
_CHINESE = {
    ">=": "大于等于|大于或等于|不小于|不少于|不低于|至少|最少",
    "<=": "小于等于|小于或等于|不大于|不超过|不多于|不高于|至多|最多",
    ">": "大于|多于|高于|超过",
    "<": "小于|少于|低于|不足|不到",
}
_MARKS = {
    ">=": r">=|≥|\\ge(?:q|qslant)?(?![a-z])",
    "<=": r"<=|≤|\\le(?:q|qslant)?(?![a-z])",
    ">": r">|\\gt(?![a-z])",
    "<": r"<|\\lt(?![a-z])",
}
_VERB = r"(?P<verb>is|are|was|were|(?:must|should|has to|have to|will|can) be)"
_BEHIND = {">=": "more|greater|larger|higher|above|over|以上", "<=": "less|fewer|smaller|lower|below|under|以下"}
_HINTS = (
    "than", "least", "most", "up to", "above", "over ", "below", "under", "or more", "or less", "or greater",
    "or fewer", "or larger", "or smaller", "or higher", "or lower", "nd over", "or over", "<", ">", "≤", "≥", "\\l",
    "\\g", "于", "超过", "至", "最", "不足", "不到", "以上", "以下",
)  # fmt: skip
_INFINITY = Constant("oo")


@cache
def _forms() -> list[tuple[str, re.Pattern[str]]]:
    """Return the patterns of bounds, each with the sign it stands for; few answers need them."""
    forms = []
    for sign, words in _BEHIND.items():
        forms.append((sign, rf"(?P<limit>.{{1,40}}?),? ?(?:or|and|及|或) ?(?:{words})(?: [a-z]{{2,12}})?"))
    for sign in (">=", "<=", ">", "<"):
        subject = rf"(?:(?P<subject>.{{1,40}}?) )??(?:{_VERB} )?(?:strictly )?"
        han = r"(?P<subject>.{1,20}?)??(?P<verb>应?[是为])?"
        forms.append((sign, rf"(?:{_MARKS[sign]}) ?(?P<limit>[^<>=].*)"))
        forms.append((sign, rf"{subject}(?:{_ENGLISH[sign]}) (?P<limit>.+)"))
        forms.append((sign, rf"{han}(?:{_CHINESE[sign]})(?:需?要|[是为有需])? ?(?P<limit>.+)"))
    return [(sign, re.compile(form, re.IGNORECASE)) for sign, form in forms]


def bound(text: str, parse: Parse) -> Interval | Relation | None:
    """Return the half-line that a text speaks of, as a relation where it names the variable; None for other text.

    A unit behind the bound is left out.
    """
    if len(text) > MAX_BOUND:
        return None
    lower = text.lower()
    if not any(hint in lower for hint in _HINTS):
        return None
    for sign, form in _forms():
        match = form.fullmatch(text)
        if match is None:
            continue
        limit = _end(match["limit"].strip(), parse)
        if limit is not None:
            said = match.groupdict()
            return _on((said.get("subject") or "").strip(), bool(said.get("verb")), sign, limit[0], parse)
    return None


def _on(subject: str, verb: bool, sign: str, limit: Node, parse: Parse) -> Interval | Relation | None:
    """Return what is said of a subject: of a variable a relation, of a thing in words a half-line."""
    if subject:
        found = None if len(subject) > 1 and subject.isalpha() else parse(subject)
        if isinstance(found, Symbol) or (isinstance(found, Apply) and names(found)):
            return Relation((found, limit), (sign,))
        if isinstance(found, Node) or any(map(str.isdigit, subject)) or not (verb or not subject.isascii()):
            return None
    closed = sign[1:] == "="
    if sign[0] == ">":
        return Interval(limit, _INFINITY, low_closed=closed, high_closed=False)
    return Interval(Apply("neg", (_INFINITY,)), limit, low_closed=False, high_closed=closed)
