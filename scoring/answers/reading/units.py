r"""Units of measure: `unit` reads the name of one, `counted` the name of what is counted, `convert` goes between two.

Angles have two bases, `deg` and `rad`, since no exact scale joins them; months are a base apart from seconds. A name
with two meanings (`pounds`, `C`, `度`) has its first meaning as its value; `convert` and `fitting` try the
others where that one does not fit. The words for `%` are a unit with the base `percent`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache, lru_cache

from mmbench.scoring.answers.reading.unit_table import (
    ALSO,
    COUNTERS,
    CUT,
    FILLERS,
    GENERIC,
    MARKS,
    NEVER,
    NOUNS,
    PREFIXES,
    UNITS,
    Row,
)
from mmbench.scoring.answers.reading.words import HAN
from mmbench.scoring.answers.values import Unit

__all__ = ["convert", "counted", "fitting", "is_counted", "unit"]

MAX_NAME = 120
"""Characters of a unit's name, markup included; a longer text is no unit."""
_MAX_EXPONENT = 9

_Dimension = tuple[tuple[str, Fraction], ...]


def unit(text: str) -> Unit | None:
    r"""Return the unit that a text names and nothing else (`cm`, `\\text{ cm}^2`, `miles per hour`, `平方米`), or None.

    `units`, `square units` and their like are dimensionless. The name is the text without its markup.
    """
    return _unit(text) if len(text) <= MAX_NAME else None


def counted(text: str) -> Unit | None:
    """Return the unit for one to four plain words that may name what is counted ("red balls", "students per class").

    Its base is the noun in lower case and in the singular, so that `apple` and `Apples` are one; a unit of measure is
    itself. Only for text that stands behind a number: nearly any words are a noun to it.
    """
    return _counted(text) if len(text) <= MAX_NAME else None


def is_counted(found: Unit) -> bool:
    """Whether a unit measures nothing and only says what is counted, or not even that (`apples`, `square units`)."""
    return all(base not in _measured() for base, _ in found.dimension)


def convert(value: Fraction, given: Unit, to: Unit) -> Fraction | None:
    """Return a value in another unit, exact, or None where the dimensions differ."""
    pair = fitting(given, to)
    if pair is None:
        return None
    return (value * pair[0].scale + pair[0].offset - pair[1].offset) / pair[1].scale


def fitting(one: Unit, other: Unit) -> tuple[Unit, Unit] | None:
    """Return two units in the readings of their names that have one dimension (`pounds` beside `£`), or None."""
    if one.dimension == other.dimension:
        return one, other
    for reading in _readings(one.name):
        if reading.dimension == other.dimension:
            return reading, other
    for reading in _readings(other.name):
        if reading.dimension == one.dimension:
            return one, reading
    return None


@lru_cache(maxsize=512)
def _readings(name: str) -> tuple[Unit, ...]:
    found = (unit(also) or counted(also) for also in ALSO.get(name, "").split())
    return tuple(reading for reading in found if reading is not None)


_COMMANDS = re.compile(
    r"\\(?:text|textrm|textit|textbf|textnormal|mathrm|mathit|mathbf|mathsf|operatorname|rm|mbox|hbox)(?![a-z])"
)
_POWER = re.compile(r"\^\s*\{\s*([-+]?\d)\s*\}")
_HYPHEN = re.compile(r"(?<=[A-Za-z])-(?=[A-Za-z])")
_STOP = re.compile(r"(?<=[A-Za-z])\.(?![A-Za-z])")


def _clean(text: str) -> str:
    """Return a unit's name without markup: powers as `^2`, products as `*`, single spaces."""
    if not text.isalpha():
        if "\\" in text or "^" in text or not text.isascii():
            text = _COMMANDS.sub(" ", text)
            for mark, plain in MARKS:
                text = text.replace(mark, plain)
            text = _POWER.sub(r"^\1", text)
        text = text.replace("{", "").replace("}", "")
        text = _HYPHEN.sub(" ", _STOP.sub("", text))
    return " ".join(text.split()).replace(" ^", "^").replace("µ ", "µ")


@lru_cache(maxsize=4096)
def _unit(text: str) -> Unit | None:
    name = _clean(text)
    found = _lookup(name)
    if found is not None:
        return Unit(found.dimension, found.scale, found.offset, name)
    return _compound(name, nouns=False)


@lru_cache(maxsize=4096)
def _counted(text: str) -> Unit | None:
    known = _unit(text)
    if known is not None:
        return known
    name = _clean(text)
    return _noun(name) or _compound(name, nouns=True)


_WORD = re.compile(r"[a-z]{2,24}(?:'s?)?")
_HAN = re.compile(f"{HAN}{{1,6}}")
_GOES_ON = re.compile("[以之]?[后前]|左右|到达|相遇|[长高宽远深厚重的能可才就还剩共完]")
"""How Chinese words begin that go on behind a unit and are no part of its name (`3小时后相遇`)."""
_NO_HAN_NOUN = re.compile("因为|由于|所以|因此|[是为则即故等不]|正确|错误")


def _noun(name: str) -> Unit | None:
    if not name.isascii():
        return _han_noun(name)
    written = name.split()
    if not written:
        return None
    while written and written[0].lower() in FILLERS:
        del written[0]
    end = next((at for at, word in enumerate(written) if at and word.lower() in CUT), len(written))
    del written[end:]
    while written and written[-1].lower() in FILLERS:
        del written[-1]
    if not written:
        return Unit((), name=name)
    measured = _unit(" ".join(written))
    if measured is not None:
        return measured
    words = [word.lower() for word in written]
    if len(words) > 4 or any(word in NEVER or _WORD.fullmatch(word) is None for word in words):
        return None
    base = " ".join([*words[:-1], _singular(words[-1])])
    if len(words) > 2 and "of" in words:
        base = " ".join(_singular(word) for word in words)
    return Unit(((base, Fraction(1)),), name=name)


def _han_noun(name: str) -> Unit | None:
    noun = NOUNS.get(name)
    if noun is None:
        if _HAN.fullmatch(name) is None or _NO_HAN_NOUN.search(name) is not None:
            return None
        for end in range(len(name) - 1, 0, -1):
            found = _unit(name[:end])
            if found is not None and found.dimension and _GOES_ON.match(name, end):
                return found
        noun = name[1:] if name[0] in COUNTERS else name
        noun = NOUNS.get(noun, noun)
    return Unit(((noun, Fraction(1)),) if noun else (), name=name)


def _singular(word: str) -> str:
    known = NOUNS.get(word)
    if known is not None:
        return known
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes", "oes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 2:
        return word[:-1]
    return word


_TOKEN = re.compile(rf"\^\(?([-+]?\d)\)?|([-+]?\d)|([/*()])|([A-Za-z%µÅΩ°℃℉º'\"$€£¥¢₹₩₽₱]+|{HAN}+)")
_SQUARE = {"square": 2, "sq": 2, "cubic": 3, "cu": 3, "cube": 3}
_SQUARED = {"squared": 2, "cubed": 3}


def _compound(name: str, nouns: bool) -> Unit | None:
    """Return the product of powers that a name spells; what follows `/` or "per" is below the line, to the end."""
    tokens = _tokens(name)
    if not tokens:
        return None
    factors = _factors(tokens, nouns)
    if factors is None or not factors:
        return None
    exponents: dict[str, Fraction] = {}
    scale = Fraction(1)
    for factor, power in factors:
        if abs(power) > _MAX_EXPONENT:
            return None
        scale *= factor.scale**power
        for base, exponent in factor.dimension:
            exponents[base] = exponents.get(base, Fraction(0)) + exponent * power
    dimension: _Dimension = tuple(sorted((base, exponent) for base, exponent in exponents.items() if exponent))
    return Unit(dimension, scale, name=name)


def _tokens(name: str) -> list[str]:
    """Split a name into words, signs and powers (`^2`); an empty list where something else is in it."""
    tokens: list[str] = []
    at = 0
    for match in _TOKEN.finditer(name):
        if name[at : match.start()].strip():
            return []
        at = match.end()
        power, digit, sign, word = match.groups()
        if sign or power:
            tokens.append(sign or f"^{power}")
        elif digit:
            if not tokens or match.start() == 0 or name[match.start() - 1] == " ":
                return []
            tokens.append(f"^{digit}")
        elif word.isascii() or len(word) == 1:
            tokens.append(word)
        else:
            tokens += _han_tokens(word)
    return tokens if not name[at:].strip() else []


def _han_tokens(word: str) -> list[str]:
    parts = word.split("每")
    tokens: list[str] = []
    for index, part in enumerate(parts):
        if index:
            tokens.append("/")
        if part[:2] in ("平方", "立方"):
            tokens.append("square" if part[0] == "平" else "cubic")
            part = part[2:]
        if part:
            tokens.append(part)
    return tokens


def _factors(tokens: list[str], nouns: bool) -> list[tuple[Unit, int]] | None:
    factors: list[tuple[Unit, int]] = []
    outside: list[bool] = []
    below, power, at = False, 1, 0
    while at < len(tokens):
        part = tokens[at]
        lower = part.lower()
        at += 1
        if part == "(":
            if factors and tokens[at - 2] not in "/*":
                return None
            outside.append(below)
            continue
        if part == ")":
            if not outside or (tokens[at : at + 1] and tokens[at][0] == "^"):
                return None
            below = outside.pop()
            continue
        if part == "/" or lower in ("per", "a", "an"):
            if not factors and lower != "per":
                return None
            below = True
            continue
        if part == "*":
            continue
        if part[0] == "^" or lower in _SQUARED:
            if not factors:
                return None
            last, before = factors[-1]
            factors[-1] = (last, before * (_SQUARED.get(lower) or int(part[1:])))
            continue
        if lower in _SQUARE and at < len(tokens):
            power = _SQUARE[lower]
            continue
        found, at = _factor(tokens, at - 1, nouns)
        if found is None:
            return None
        factors.append((found, -power if below else power))
        power = 1
    dangling = power != 1 or tokens[-1] in "/*" or tokens[-1] == "per"
    return None if outside or dangling else factors


def _factor(tokens: list[str], at: int, nouns: bool) -> tuple[Unit | None, int]:
    """Return the unit that begins at a token, of two words if there is such a one, and where it ends."""
    if at + 1 < len(tokens) and tokens[at + 1][0] not in "^/*()":
        found = _lookup(f"{tokens[at]} {tokens[at + 1]}")
        if found is not None:
            return found, at + 2
    found = _lookup(tokens[at])
    if found is None and nouns:
        end = at + 1
        while end < len(tokens) and tokens[end][0] not in "^/*()" and tokens[end].lower() not in ("per", "a", "an"):
            end += 1
        return _noun(" ".join(tokens[at:end])), end
    return found, at + 1


def _lookup(name: str) -> Unit | None:
    exact, folded = _known()
    found = exact.get(name)
    if found is None and len(name) > 1:
        found = folded.get(name.casefold())
    return found


@cache
def _measured() -> frozenset[str]:
    return frozenset(base for row in UNITS for base, _ in _dimension(row.dimension))


@cache
def _known() -> tuple[dict[str, Unit], dict[str, Unit]]:
    """Return all units by name, and by name in lower case where that is no other unit's name."""
    exact: dict[str, Unit] = {}
    for row in UNITS:
        measured = Unit(_dimension(row.dimension), Fraction(row.scale), Fraction(row.offset))
        for name, scale in _names(row):
            exact.setdefault(name, Unit(measured.dimension, measured.scale * scale, measured.offset))
    for name in (*GENERIC.split(), *COUNTERS):
        exact.setdefault(name.replace("_", " "), Unit(()))
    folded: dict[str, Unit] = {}
    for name, found in exact.items():
        lower = name.casefold()
        if folded.setdefault(lower, found) != found:
            folded[lower] = exact.get(lower, Unit((), Fraction(0)))
    return exact, {name: found for name, found in folded.items() if found.scale}


def _names(row: Row) -> list[tuple[str, Fraction]]:
    names = [(name, Fraction(1)) for name in (row.symbols + " " + row.others).split()]
    for word in row.words.split():
        names += [(word, Fraction(1)), (word + "s", Fraction(1))]
    for letter in row.prefixes:
        long, scale = PREFIXES[letter]
        names += [(letter + symbol, Fraction(scale)) for symbol in row.symbols.split()]
        for word in row.words.split():
            names += [(long + word, Fraction(scale)), (long + word + "s", Fraction(scale))]
    if "µ" in row.prefixes:
        names += [("u" + symbol, Fraction(PREFIXES["µ"][1])) for symbol in row.symbols.split()]
    return [(name.replace("_", " "), scale) for name, scale in names]


def _dimension(text: str) -> _Dimension:
    pairs = (re.fullmatch(r"([A-Za-z]+)(-?\d+)?", base) for base in text.split())
    return tuple(sorted((pair[1], Fraction(pair[2] or 1)) for pair in pairs if pair))
