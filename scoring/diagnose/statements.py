"""The equalities that a response states: chains of sides with `=`, `≈` or a verb between them, each side parsed.

`b = 32 - 21 = 11` has three sides, the first of them a name. A side that does not stand alone, such as the `4` in "the
sum of 3 and 4 = 7", has no tree: nothing is said about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.scoring.diagnose.expressions import operations
from mmbench.scoring.diagnose.parsing import parse
from mmbench.scoring.diagnose.vocabulary import FILLERS, FORBIDDEN, PARTS, PREFIXES, RESULT_VERBS, UNSAFE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.scoring.diagnose.expressions import Expression
    from mmbench.scoring.diagnose.lexing import Token

__all__ = ["Chain", "Side", "chains"]

MAX_SIDE = 60
"""Tokens of one side."""
MAX_STARTS = 24
"""Places at which a side's beginning is looked for."""
MAX_NAME = 14
"""Tokens of a name before an equals sign."""

_RELATIONS = frozenset({"equals", "about"})
_HARD = frozenset({"newline", "stop", "colon", "comma", "compare", "arrow", "bar", "other", "equals", "about"})


class Side(NamedTuple):
    """A side of a chain: its expression (None where it cannot be read alone), the words behind it, and its place."""

    tree: Expression | None
    label: str
    start: int
    end: int


class Chain(NamedTuple):
    """Sides that are said to be equal. `signs` are `=`, `~` or `is`; `name` are the words before the first sign."""

    sides: tuple[Side, ...]
    signs: tuple[str, ...]
    name: str

    @property
    def start(self) -> int:
        """Where the chain begins, in characters of the response."""
        return self.sides[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.sides[-1].end


def chains(tokens: Sequence[Token]) -> list[Chain]:
    """Return the chains of a response in order."""
    found: list[Chain] = []
    done = 0
    last: Side | None = None
    for at, token in enumerate(tokens):
        if at < done:
            continue
        if token.kind in _RELATIONS:
            chain, done = _chain(tokens, at, last)
        elif token.kind in ("name", "han") and token.text.lower() in RESULT_VERBS:
            spoken, after = _spoken(tokens, at)
            if spoken is None:
                continue
            chain, done = spoken, after
        else:
            continue
        if chain is not None:
            found.append(chain)
            last = chain.sides[-1]
    return found


def _chain(tokens: Sequence[Token], at: int, last: Side | None) -> tuple[Chain | None, int]:
    """Return the chain whose first relation stands at a token, and the token behind it."""
    first, name = _left(tokens, at, last)
    sides: list[Side] = [first]
    signs: list[str] = []
    while at < len(tokens) and tokens[at].kind in _RELATIONS:
        sign = "=" if tokens[at].kind == "equals" else "~"
        side, after = _right(tokens, at + 1)
        if side is None:
            return (Chain(tuple(sides), tuple(signs), name) if signs else None), max(after, at + 1)
        sides.append(side)
        signs.append(sign)
        at = _over_newline(tokens, after)
    return Chain(tuple(sides), tuple(signs), name), at


def _over_newline(tokens: Sequence[Token], at: int) -> int:
    """Return the place behind a line's end where the next line begins with a relation."""
    ahead = at
    while ahead < len(tokens) and tokens[ahead].kind == "newline":
        ahead += 1
    return ahead if ahead < len(tokens) and tokens[ahead].kind in _RELATIONS else at


def _left(tokens: Sequence[Token], at: int, last: Side | None) -> tuple[Side, str]:
    """Return the side before a relation, and the words there where it is a name."""
    while at > 0 and (
        tokens[at - 1].kind == "newline" or (tokens[at].text.startswith("结果") and tokens[at - 1].kind == "comma")
    ):
        at -= 1
    stop = _clause(tokens, at)
    for start in _starts(tokens, stop, at):
        parsed = parse(tokens, start, at)
        if parsed is not None and parsed[1] == at:
            place = tokens[start].start, tokens[at - 1].end
            tree = parsed[0] if is_alone(tokens, start, stop) else None
            return Side(tree, "", *place), _words(tokens, max(stop, start - MAX_NAME), start)
    begins = max(stop, at - MAX_NAME)
    first = tokens[min(begins, len(tokens) - 1)]
    return Side(None, "", first.start, tokens[max(at - 1, begins)].end), _words(tokens, begins, at)


def _clause(tokens: Sequence[Token], at: int) -> int:
    """Return where the clause begins that ends at a token; commas in brackets do not end it."""
    stop, depth = at, 0
    while stop > 0 and stop > at - MAX_SIDE:
        kind = tokens[stop - 1].kind
        depth += (kind == "close") - (kind == "open" and depth > 0)
        if kind in _HARD and not (depth and kind in ("comma", "colon")):
            break
        stop -= 1
    return stop


def _words(tokens: Sequence[Token], start: int, end: int) -> str:
    return " ".join(token.text for token in tokens[start:end])


def _starts(tokens: Sequence[Token], stop: int, at: int) -> list[int]:
    """Return the tokens at which an expression may begin that ends at another, the last few of them, in order."""
    found: list[int] = []
    depth = 0
    for start in range(at - 1, stop - 1, -1):
        depth += tokens[start].kind == "close"
        if depth == (tokens[start].kind == "open") and _may_start(tokens, start):
            found.append(start)
        depth = max(0, depth - (tokens[start].kind == "open"))
    return found[:MAX_STARTS][::-1]


def _may_start(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.kind == "op":
        return token.text == "-" and (at == 0 or tokens[at - 1].kind not in ("number", "close", "percent", "degree"))
    if token.kind == "name":
        return len(token.text) == 1 or "_" in token.text or token.text.lower() in PREFIXES
    return token.kind in ("number", "open", "constant", "frac", "root", "function")


def is_alone(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether an expression that begins at a token is no part of a larger one before it."""
    if start == stop:
        return start == 0 or tokens[start - 1].kind != "op"
    before, first = tokens[start - 1], tokens[start]
    if first.kind == "op":
        return before.kind == "open"
    if before.end == first.start and before.kind in ("name", "close"):
        return False
    if before.kind in ("name", "han"):
        word = before.text.lower()
        if word in ("and", "和"):
            return not any(token.kind == "number" for token in tokens[stop : start - 1])
        if word == "by":
            return start - 2 < stop or not tokens[start - 2].text.lower().startswith(("divid", "multipl"))
        if word == "of":
            return not any(token.text.lower() in PARTS for token in tokens[max(stop, start - 4) : start - 1])
        return word not in UNSAFE and not (before.kind == "name" and len(word) == 1 and word != "a")
    if before.kind == "close":
        return start - stop == 3 and tokens[start - 2].kind == "number"
    return before.kind == "open"


def _right(tokens: Sequence[Token], at: int) -> tuple[Side | None, int]:
    """Return the side behind a relation and the token behind it; no side where none can be read."""
    while at < len(tokens) and (tokens[at].kind == "newline" or tokens[at].text.lower() in FILLERS):
        at += 1
    end = min(len(tokens), at + MAX_SIDE)
    parsed = parse(tokens, at, end)
    if parsed is None:
        ahead = at
        while ahead < end and tokens[ahead].kind not in _HARD:
            ahead += 1
        if ahead < len(tokens) and tokens[ahead].kind in _RELATIONS and ahead > at:
            return Side(None, "", tokens[at].start, tokens[ahead - 1].end), ahead
        return None, at
    tree, after = parsed
    last = after
    while last < end and last - after < 8 and (size := _label_size(tokens, last, after, end)):
        last += size
    label = _words(tokens, after, last)
    behind = tokens[last] if last < len(tokens) else None
    cut = behind is not None and (
        behind.kind in ("op", "sup", "number", "clock", "ordinal")
        or _is_endless(behind)
        or (last == after and _goes_on(tokens, after))
    )
    side = Side(None if cut else tree, label, tokens[at].start, tokens[after - 1].end)
    return side, last if behind is not None and behind.kind in _RELATIONS else after


def _is_label(token: Token) -> bool:
    return token.kind in ("name", "han") and token.text.lower() not in FORBIDDEN


def _is_endless(token: Token) -> bool:
    """Whether dots say that a number goes on: `0.333...`."""
    return token.kind == "stop" and (len(token.text) > 1 or token.text == "…")


def _label_size(tokens: Sequence[Token], at: int, after: int, end: int) -> int:
    """Return how many tokens of a label stand at a place: a word, `²` or `^2` or `^{2}` behind one, none."""
    token = tokens[at]
    if _is_label(token):
        return 1
    if at == after:
        return 0
    if token.kind == "sup":
        return 1
    if token.kind == "op" and token.text == "/" and at + 1 < end and tokens[at + 1].kind in ("name", "han"):
        return 2
    if token.kind == "op" and token.text == "^":
        size = 4 if at + 1 < end and tokens[at + 1].kind == "open" else 2
        return size if at + size <= end else 0
    return 0


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    touching = token.start == tokens[at - 1].end
    return (token.kind in ("open", "name", "percent", "factorial") and touching and token.text.isascii()) or (
        token.text in ("±", "\\pm")
    )


def _spoken(tokens: Sequence[Token], at: int) -> tuple[Chain | None, int]:
    """Return the chain of a computation, a verb and its result ("25% of 80 is 20"), and the token behind it."""
    stop = _clause(tokens, at)
    for start in _starts(tokens, stop, at):
        parsed = parse(tokens, start, at)
        if parsed is None or parsed[1] != at:
            continue
        if not operations(parsed[0]) or not is_alone(tokens, start, stop):
            return None, at
        result, after = _right(tokens, at + 1)
        if result is None or result.tree is None or operations(result.tree):
            return None, at
        left = Side(parsed[0], "", tokens[start].start, tokens[at - 1].end)
        return Chain((left, result), ("is",), _words(tokens, max(stop, start - MAX_NAME), start)), after
    return None, at
