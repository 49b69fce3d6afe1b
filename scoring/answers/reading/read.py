"""Reading an answer: the one door from the text of an answer, or of a gold, to its value.

Mathematics is the grammar's; around it stand the words people add: labels, hedges, reasons, numbers in words, nouns,
dates, ranges. Text that is nothing else is `Words`, never an error.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from mmbench.scoring.answers.limits import MAX_ANSWER
from mmbench.scoring.answers.reading.bounds import bound, spread
from mmbench.scoring.answers.reading.compounds import (
    compound,
    in_words,
    magnitude,
    nth,
    of_unit,
    once,
    proportion,
    rate,
    rooted,
    share,
    with_noun,
)
from mmbench.scoring.answers.reading.grammar import Unreadable, parse
from mmbench.scoring.answers.reading.moments import last_moment, moment
from mmbench.scoring.answers.reading.phrases import (
    fixed,
    flattened,
    labelled,
    unwrapped,
    without_hedge,
    without_qualifier,
    without_reason,
)
from mmbench.scoring.answers.reading.text import plain, tidy
from mmbench.scoring.answers.reading.unit_table import NEVER
from mmbench.scoring.answers.reading.words import HAN
from mmbench.scoring.answers.values import (
    Interval,
    Quantity,
    Ratio,
    Relation,
    Sequence,
    Symbol,
    Truth,
    Value,
    Words,
)

__all__ = ["read"]

MAX_WORDS = 200
"""Characters of text that count as an answer in words; a longer text that is nothing else is not read."""
MAX_ITEMS = 60
"""Items of a list in words."""
_LAYERS = 3
"""How often what stands around an answer is taken off and the rest read anew."""


def read(
    text: str, *, symbols: frozenset[str] = frozenset(), grouping: bool = True, clock: bool = False
) -> Value | None:
    """Return the value that the whole of an answer's text gives.

    Args:
        text: an answer or a gold, as it was extracted.
        symbols: names that are variables wherever they stand: `5 m` is then five times m.
        grouping: `1,234` is one number.
        clock: `3:45` is a time of day.

    Returns:
        The value; `Words` for short text that is nothing else; None for text that is empty or over the caps.
    """
    text = text.strip()
    return _read(text, _Terms(symbols, grouping, clock)) if 0 < len(text) <= MAX_ANSWER else None


class _Terms(NamedTuple):
    symbols: frozenset[str]
    grouping: bool
    clock: bool


@lru_cache(maxsize=1024)
def _read(text: str, terms: _Terms) -> Value | None:
    text = unwrapped(tidy(text).strip()).replace("US$", "$")
    if text.endswith("T"):
        text = _BEARING.sub("", text)
    if "又" in text or "负" in text:
        text = _MINUS.sub("-", _MIXED.sub(" ", text))
    if "<su" in text:
        text = re.sub(_SCRIPT, lambda match: f"{'^' if match[1] == 'sup' else '_'}{{{match[2]}}}", text)
    return _value(text, terms, _LAYERS) if 0 < len(text) <= MAX_ANSWER else None


_BEARING = re.compile(r"(?:(?<=°)|(?<=\\circ)|(?<=\\circ\})) ?T$")
_MIXED, _MINUS = re.compile(r"(?<=[0-9]) ?又 ?(?=[0-9\\])"), re.compile(r"负 ?(?=[0-9\\.(])")
_SCRIPT = r"<(sup|sub)>([^<>]{1,40})</\1>"
_HAN = re.compile(f"{HAN}+")
_CIRCLED = "[①-⑳](?:[ ,;和]{0,3}[①-⑳]){0,19}"
_WORDY = re.compile(
    rf"(?<![\\A-Za-z])[A-Za-z]{{2,}}|{HAN}|[~–:'\"√✓$]|\\text|\\mathrm"
    r"|[0-9][-/.][0-9]{1,2}[-/.][0-9]|[0-9] ?[kKMBT]\b|^[nN]/[aA]$|[0-9]-[0-9.]{1,9}(?: [A-Za-z]|°)|%-[0-9]"
)


def _value(text: str, terms: _Terms, layers: int) -> Value | None:
    if layers and _MARK.match(text) is not None and (numbered := _numbered(text, terms, layers)) is not None:
        return numbered
    if "\n" in text and layers and (lines := _lines(text, terms, layers)) is not None:
        return lines
    if _WORDY.search(text) is None:
        value = _parsed(text, terms)
        if value is not None:
            return value
    return _worded(text, terms, layers)


def _parsed(text: str, terms: _Terms) -> Value | None:
    try:
        value = parse(text, terms.symbols, terms.grouping)
    except Unreadable:
        return None
    if isinstance(value, Quantity):
        return of_unit(value.value, value.unit)
    if isinstance(value, Relation) and isinstance(value.sides[0], Words):
        return _unlabelled(value)
    return once(_unqualified(value)) if isinstance(value, Sequence) else value


def _unlabelled(value: Relation) -> Value:
    """Return what stands behind words and an equals sign; behind another sign it is not the words' value."""
    if value.signs[0] not in ("=", "~"):
        return value
    if len(value.sides) == 2:
        return value.sides[1]
    return Relation(value.sides[1:], value.signs[1:])


_NUMBER_SETS = frozenset("ℝℤℕℚℂ")


def _unqualified(value: Sequence) -> Value:
    r"""Return a list without what says of a variable which numbers it stands for (`x = k \pi, k \in \mathbb{Z}`)."""
    items = value.items
    while value.form == "bare" and len(items) > 1 and _is_domain(items[-1]):
        items = items[:-1]
    if len(items) == len(value.items) or any(map(_is_domain, items)):
        return value
    return items[0] if len(items) == 1 else Sequence(items)


def _is_domain(value: Value) -> bool:
    if not isinstance(value, Relation) or value.signs != ("in",):
        return False
    kind = value.sides[1]
    return isinstance(value.sides[0], Symbol) and isinstance(kind, Symbol) and kind.name[0] in _NUMBER_SETS


_MARK = re.compile(r"(?:^|(?<=[\s;,.]))(?:[Pp]art ?)?\(?([0-9]{1,2}|[a-h]|i{1,3}|iv|v)\)[ .:]{0,2}")
_ORDERS = (tuple(map(str, range(1, 30))), tuple("abcdefgh"), ("i", "ii", "iii", "iv", "v"))


def _numbered(text: str, terms: _Terms, layers: int) -> Sequence | None:
    """Return the values of numbered parts, in order: "(1) 12; (2) 30", "(a) 5 (b) 7"."""
    for order in _ORDERS:
        marks: list[re.Match[str]] = []
        for match in _MARK.finditer(text):
            if len(marks) < len(order) and match[1] == order[len(marks)]:
                marks.append(match)
        if len(marks) < 2 or marks[0].start():
            continue
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        parts = [text[mark.end() : end].strip(" \n,;") for mark, end in zip(marks, ends, strict=True)]
        items = [_value(unwrapped(part.removesuffix(" and")), terms, layers - 1) if part else None for part in parts]
        found = tuple(item for item in items if item is not None)
        return Sequence(found, "tuple") if len(found) == len(items) else None
    return None


_CARRIED = ("=", "<", ">", "≈", "≤", "≥", "+", "-", "*", "/", "&", ")", "\\approx", "\\le", "\\ge", "\\times", "\\cdot")
"""What a line begins with that goes on where the line before ended."""


def _lines(text: str, terms: _Terms, layers: int) -> Sequence | None:
    """Return a value from each line, where no line goes on in the next."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if "\\begin" in text or "\\\\" in text or any(line.startswith(_CARRIED) for line in lines[1:]):
        return None
    found = _listed("; ".join(lines), terms, layers)
    return None if found is None or any(isinstance(item, Words) for item in found.items) else found


_TIMELY = re.compile(
    r"(?i:[0-9] ?[ap]\.? ?m\b|clock|\b(?:noon|midnight|midday|past|quarter)\b|:[0-9]{2}(?![0-9])"
    r"|[0-9]([-/.])[0-9]{1,2}\1[0-9]"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|morning|afternoon|evening|at night))|[点时月]"
)
_NO_NUMBER = r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{1,2}:[0-9]{2} ?[-–~] ?[0-9]{1,2}:[0-9]{2}"
"""A date whose month is not known, and a time from one hour to another."""
_ORDINAL = re.compile(r"[0-9](?:st|nd|rd|th)\b")
_PERCENT = re.compile(r"(?<=[0-9)}]) ?(?i:per cent|percentage points?|percents|pct)\b")


def _worded(text: str, terms: _Terms, layers: int) -> Value | None:
    """Read a text that has words in it, or that the grammar does not read."""
    found = _by_itself(text, terms, layers)
    if found is not None:
        return found
    shorter = without_qualifier(without_hedge(text))
    if shorter != text and layers:
        found = _value(unwrapped(shorter), terms, layers - 1)
        if not isinstance(found, Words) or fixed(found.text) is not None:
            return found
    words = _ORDINAL.search(text) is not None or _HAN.fullmatch(text) is not None
    found = None if words else _parsed(_PERCENT.sub(r"\\%", text), terms)
    return _around(text, terms, layers) if found is None else found


def _by_itself(text: str, terms: _Terms, layers: int) -> Value | None:
    """Return what is no mathematics for the grammar: a set phrase, a date or time, a range, a number in words."""
    found = fixed(plain(text)) if len(text) <= MAX_WORDS else None
    if found is None and _TIMELY.search(text) is not None:
        found = moment(text, terms.clock) or last_moment(text, terms.clock)
        if found is None and re.fullmatch(_NO_NUMBER, text):
            found = Words(plain(text))
    if found is not None:
        return found
    if not text.isascii() and (found := _by_itself_chinese(text, terms, layers)) is not None:
        return found

    def part(piece: str) -> Value | None:
        return _parsed(piece, terms)

    found = spread(text, part) or bound(text, part) or compound(text) or share(text) or nth(text)
    return found or in_words(text) or magnitude(text, terms.symbols)


def _by_itself_chinese(text: str, terms: _Terms, layers: int) -> Value | None:
    """Read signs in circles, a ratio (`三比四`), a rate (`每小时60千米`) and a root (`二分之根号三`)."""
    if "①" <= text[0] <= "⑳" and re.fullmatch(_CIRCLED, text) is not None:
        items = tuple(Words(sign) for sign in text if "①" <= sign <= "⑳")
        return items[0] if len(items) == 1 else Sequence(items)
    turned = rate(text) if layers else None
    if turned is not None:
        return _value(turned, terms, layers - 1)
    root = rooted(text)
    return proportion(text) if root is None else _parsed(root, terms)


def _around(text: str, terms: _Terms, layers: int) -> Value | None:
    """Take off what stands around an answer, and read the rest; what is left at the end is words."""
    if len(text) > MAX_WORDS:
        layers = min(layers, 1)
    flat = unwrapped(flattened(text))
    if flat != text and flat and layers:
        return _value(flat, terms, layers - 1)
    if _ORDINAL.search(text) is None:
        found = with_noun(text, lambda part: _parsed(part, terms))
        if found is not None:
            return found
    if layers and (named := _named(text, terms, layers)) is not None:
        return named
    reason = without_reason(text) if layers else None
    value = _value(unwrapped(reason), terms, layers - 1) if reason else None
    if value is not None and not isinstance(value, Words):
        return value
    label = labelled(text) if layers else None
    value = _value(unwrapped(label[1]), terms, layers - 1) if label else None
    if value is not None and label and not isinstance(value, Words):
        ratio = isinstance(value, Interval) and "ratio" in label[0].lower()
        return Ratio((value.low, value.high)) if ratio and isinstance(value, Interval) else value
    found = _listed(text, terms, layers) if layers else None
    if found is not None:
        return once(found)
    if len(text) > MAX_WORDS:
        return None
    words = plain(text)
    if words[:1] == "(" and (bracketed := re.fullmatch(_BRACKETED, words)) is not None:
        words = bracketed[1]
    return Words(words) if words else None


_BRACKETED = r"\(([^\W\d_][^\d()=,;<>+*/^\\]{0,60})\)"
_NAMED = rf"((?:[A-Za-z]|{HAN})(?:[A-Za-z '-]|{HAN}){{1,40}}?)(?: ?[:=]| (?:is|are|was|were) |[是为]) ?(.+)"


def _named(text: str, terms: _Terms, layers: int) -> Sequence | None:
    """Return values with a label each as equations: "Maximum: 3, minimum: 1"."""
    parts = _parts(text)
    matches = [re.fullmatch(_NAMED, part) for part in parts or ()]
    names = [plain(match[1]) for match in matches if match is not None]
    if len(names) < 2 or len(set(names)) < len(matches):
        return None
    values = [_value(unwrapped(match[2]), terms, layers - 1) for match in matches if match is not None]
    found = [value for value in values if value is not None and not isinstance(value, Words)]
    if len(found) < len(names):
        return None
    return Sequence(tuple(Relation((Words(name), value), ("=",)) for name, value in zip(names, found, strict=True)))


def _is_name(part: str) -> bool:
    words = part.lower().split()
    return len(words) <= 3 and len(part) <= 30 and not any(word in NEVER for word in words)


_SEPARATOR = re.compile(r"[()\[\]{}]|[,;]|\s(?:and|&)\s|[和及与]")


def _listed(text: str, terms: _Terms, layers: int) -> Sequence | None:
    """Return a list: of values, or of short names ("Alice, Bob and Carol", `['a', 'b']`)."""
    bracketed = text[:1] == "[" and text[-1:] == "]"
    parts = _parts(text[1:-1] if bracketed else text)
    if parts is None:
        return None
    items = [_value(unwrapped(part), terms, layers - 1) for part in parts]
    found = tuple(item for item in items if item is not None)
    if len(found) < len(items):
        return None
    if not bracketed:
        names = sum(isinstance(item, Words) for item in found)
        if any(isinstance(item, Truth) for item in found) or names not in (0, len(found)):
            return None
        if names and not all(map(_is_name, parts)):
            return None
    return Sequence(found, "list" if bracketed else "bare")


def _parts(text: str) -> list[str] | None:
    """Split a list at its outer commas and "and"; None where it is none, has too many items or an empty one."""
    parts: list[str] = []
    depth = start = 0
    for match in _SEPARATOR.finditer(text):
        sign = match[0]
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif depth == 0:
            part = text[start : match.start()].strip()
            if part:
                parts.append(part)
            elif sign.strip() != "and":
                return None
            start = match.end()
    parts.append(text[start:].strip())
    return parts if depth == 0 and 1 < len(parts) <= MAX_ITEMS and parts[-1] else None
