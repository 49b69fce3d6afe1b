"""Computations that a sentence tells in any words: its numbers are known, its last one is new, an operation joins them.

"58.6 h and 14 h together make 72.6 h", "Park is 151 and Fair 84, so the gap is 67", "45比30多15". Only where the
figure's facts are known: every operand must be a fact, a number of the program or an earlier result. The operation is
the one that gives the new number; where none does, the one that the words name, and then the result is wrong.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING

from mmbench.scoring.diagnose.agreement import near
from mmbench.scoring.diagnose.evaluating import NoValueError, value
from mmbench.scoring.diagnose.expressions import Leaf, Operation, nested, operations
from mmbench.scoring.diagnose.statements import Chain, Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mmbench.scoring.diagnose.lexing import Token

__all__ = ["told"]

MAX_OPERANDS = 12
_HUNDRED = Leaf(Fraction(100), 0, "", 0, 0)
_ENDS = frozenset({"newline", "stop"})
_CUE_WORDS = (
    ("max", r"largest|biggest|greatest|highest|tallest|maximum|larger|most", "最[大高多长]|较[大高多长]"),
    ("min", r"smallest|lowest|least|shortest|minimum|smaller|fewest", "最[小低少短]|较[小低少短]"),
    ("mean", r"averag\w*|mean", "平均"),
    ("*", r"times|multipl\w+|product|doubl\w+|twice|squared?", "乘|积|倍|平方"),
    ("/", r"divid\w+|quotient|ratio|per|shared?|split|out of|percent\w*", "除|商|比值|平分|占"),
    (
        "-",
        r"subtract\w*|minus|differ\w*|less|fewer|more than|greater|gap|left|remain\w*|taking|take|away|exceeds?"
        r"|reduc\w+|drop\w*|decreas\w+|deduct\w*|margin|apart",
        "减|差|剩|多|少|余|去掉|扣",
    ),
    (
        "+",
        r"add\w*|plus|sum\w*|total\w*|together|altogether|combin\w+|increas\w+|up to|in all",
        "加|和|共|合|总",
    ),
)
_CUES = tuple((sign, re.compile(rf"\b(?:{english})\b|{han}", re.IGNORECASE)) for sign, english, han in _CUE_WORDS)
"""Words that name an operation, the most telling first."""
_RESULT = re.compile(
    r"\b(?:is|are|makes?|gives?|giving|gets?|yields?|equals?|to|leaves?|leaving|of|obtain|result\w*|becomes?|reach\w*|have|together"
    r"|=)\W{0,4}(?:about |around |roughly |approximately |exactly |us |a |the |total |of ){0,3}[$€£]?\s?[-−]?$"
    r"|[是为得到出成有即约差剩共计的多少高低大小贵长]\s?[-−]?$",
    re.IGNORECASE,
)
"""What stands right before a result."""


def told(
    text: str,
    tokens: Sequence[Token],
    stated: Sequence[Chain],
    known: frozenset[Fraction],
    naming: frozenset[str],
    read: frozenset[int],
) -> list[Chain]:
    """Return the computations told in sentences that state none, as chains.

    `known` are the values of facts, `naming` the numbers in their names, `read` the places of numbers that were read.
    """
    worked = [chain for chain in stated if any(side.tree is not None and operations(side.tree) for side in chain.sides)]
    results = {Fraction(0): -1}
    for chain in worked:
        last = chain.sides[-1].tree
        if isinstance(last, Leaf):
            results.setdefault(last.value, chain.start)
    found: list[Chain] = []
    for start, end in _sentences(tokens):
        first, last_end = tokens[start].start, tokens[end - 1].end
        if any(chain.start < last_end and chain.end > first for chain in worked):
            continue
        if max((token.start for token in tokens[start:end] if token.kind == "number"), default=0) in read:
            continue
        sentence = [token for token in tokens[start:end] if token.text not in naming or token.value in known]
        said = _told(text, sentence, known, {v for v, place in results.items() if place < first})
        if said is not None:
            found.append(said)
            last = said.sides[-1].tree
            if isinstance(last, Leaf):
                results.setdefault(last.value, said.start)
    return found


def _sentences(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    start = 0
    for at, token in enumerate(tokens):
        if token.kind in _ENDS:
            if at > start:
                yield start, at
            start = at + 1
    if len(tokens) > start:
        yield start, len(tokens)


def _told(text: str, tokens: Sequence[Token], known: frozenset[Fraction], results: set[Fraction]) -> Chain | None:
    numbers = [token for token in tokens if token.kind == "number" and token.value is not None]
    if not 3 <= len(numbers) <= MAX_OPERANDS + 1:
        return None
    last = numbers[-1]
    before = text[tokens[0].start : last.start]
    cue = next((sign for sign, words in _CUES if words.search(before)), "")
    if not _RESULT.search(before[-40:]):
        return None
    operands = [token for token in numbers[:-1] if token.value in known or token.value in results]
    if len(operands) < 2 or len(operands) < len(numbers) - 2:
        return None
    percent = text[last.end : last.end + 2].strip()[:1] in ("%", "％")
    trust = last.value not in known or cue in ("min", "max")
    tree = _joined([_leaf(token) for token in operands], _leaf(last), cue, percent, trust)
    if tree is None:
        return None
    left = Side(tree, "", operands[0].start, last.start)
    return Chain((left, Side(_leaf(last), "", last.start, last.end)), ("is",), "")


def _leaf(token: Token) -> Leaf:
    return Leaf(token.value or Fraction(0), token.decimals, "", token.start, token.end)


def _joined(operands: list[Leaf], result: Leaf, cue: str, percent: bool, trust: bool) -> Operation | None:
    """Return the operation over some numbers that gives a result, else (with `trust`) the one that the words name."""
    step = Fraction(1, 10**result.decimals)
    for tree in _ways(operands, cue, percent):
        try:
            if near(value(tree), result.value, step):
                return tree
        except NoValueError:
            continue
    return next(iter(_ways(operands, cue, percent)), None) if cue and trust else None


def _ways(operands: list[Leaf], cue: str, percent: bool) -> Iterator[Operation]:
    """Yield the operations over some numbers, the one that the words name first."""
    signs = [cue] if cue else []
    signs += [sign for sign in ("+", "-", "*", "/", "mean") if sign != cue]
    for sign in signs:
        if sign in ("mean", "min", "max"):
            yield Operation(sign, tuple(operands))
        elif sign in "+*":
            yield nested(sign, operands)
        elif len(operands) == 2:
            ordered = (
                sorted(permutations(operands), key=lambda pair: -pair[0].value)
                if sign == "-"
                else permutations(operands)
            )
            for pair in ordered:
                tree = Operation(sign, tuple(pair))
                yield Operation("*", (tree, _HUNDRED)) if percent and sign == "/" else tree
