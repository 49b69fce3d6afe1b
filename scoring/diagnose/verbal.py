"""Computations said in words: "subtracting 30 from 45 gives 15", "the sum of 3 and 4 is 7", "30与45的和是75"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.scoring.diagnose.expressions import Leaf, Operation, leaves, nested, operations
from mmbench.scoring.diagnose.parsing import parse
from mmbench.scoring.diagnose.statements import Chain, Side, chains
from mmbench.scoring.diagnose.vocabulary import FILLERS, LEADS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.scoring.diagnose.lexing import Token

__all__ = ["said", "stated_in"]

MAX_TOKENS = 40
"""Tokens of one such computation."""


class _Phrase(NamedTuple):
    """A way to say an operation: the words between its operands, its sign, and whether the second comes first."""

    between: frozenset[str]
    sign: str
    turned: bool = False


_PHRASES = {
    "subtract": _Phrase(frozenset({"from"}), "-", turned=True),
    "subtracting": _Phrase(frozenset({"from"}), "-", turned=True),
    "taking": _Phrase(frozenset({"from"}), "-", turned=True),
    "add": _Phrase(frozenset({"and", "to"}), "+"),
    "adding": _Phrase(frozenset({"and", "to"}), "+"),
    "multiply": _Phrase(frozenset({"by", "and", "with"}), "*"),
    "multiplying": _Phrase(frozenset({"by", "and", "with"}), "*"),
    "divide": _Phrase(frozenset({"by"}), "/"),
    "dividing": _Phrase(frozenset({"by"}), "/"),
    "sum": _Phrase(frozenset({"and"}), "+"),
    "difference": _Phrase(frozenset({"and"}), "-"),
    "product": _Phrase(frozenset({"and"}), "*"),
}
_NOUNS = frozenset({"sum", "difference", "product"})
_OF_LISTS = {
    "sum": "+", "total": "+", "product": "*", "mean": "mean", "average": "mean", "median": "median", "smallest": "min",
    "minimum": "min", "lowest": "min", "least": "min", "smaller": "min", "largest": "max", "maximum": "max",
    "highest": "max", "greatest": "max", "biggest": "max", "larger": "max", "greater": "max",
}  # fmt: skip
"""Words before "of" and a list, and what they make of it."""
_CHINESE = {
    "和": "+",
    "差": "-",
    "积": "*",
    "商": "/",
    "总和": "+",
    "乘积": "*",
    "平均数": "mean",
    "平均值": "mean",
    "最小值": "min",
    "最大值": "max",
    "中位数": "median",
}
"""Nouns behind 的 and a list, and what they make of it."""
_CHINESE_ENDS = frozenset(noun[-1] for noun in _CHINESE)
_ENDS = frozenset({"newline", "stop", "arrow", "bar", "compare"})
_BEFORE_A_LIST = _ENDS | {"colon", "equals", "op"}


def stated_in(tokens: Sequence[Token]) -> list[Chain]:
    """Return everything that a response says is equal, in signs or in words, in order."""
    return sorted([*chains(tokens), *said(tokens)], key=lambda chain: (chain.start, chain.end))


def said(tokens: Sequence[Token]) -> list[Chain]:
    """Return the computations said in words, each as a chain of what is computed and its result."""
    found = []
    for at, token in enumerate(tokens):
        word = token.text.lower() if token.kind == "name" else ""
        chain = None
        if word in _OF_LISTS:
            chain = _of_list(tokens, at, _OF_LISTS[word])
        if chain is None and word in _PHRASES:
            chain = _english(tokens, at, _PHRASES[word], word in _NOUNS)
        elif token.kind == "han" and token.text in _CHINESE_ENDS and at > 3:
            chain = _chinese(tokens, at)
        if chain is None and (size := _in_all(tokens, at)):
            chain = _added_up(tokens, at, size)
        if chain is not None:
            found.append(chain)
    return found


def _of_list(tokens: Sequence[Token], at: int, sign: str) -> Chain | None:
    """Return the chain of "the sum of 12, 15 and 18 is 45"; the token is the noun."""
    if at + 2 >= len(tokens) or tokens[at + 1].text.lower() != "of":
        return None
    end = _until(tokens, at + 2, _ENDS)
    result = next((index for index in range(at + 3, end) if _is_result(tokens[index])), 0)
    parts = _listed(tokens, at + 2, result) if result else ()
    value = _result(tokens, result, end) if len(parts) > 1 else None
    if value is None:
        return None
    return Chain((Side(_joined(sign, parts), "", tokens[at].start, tokens[result - 1].end), value), ("is",), "")


_IN_ALL = tuple(
    [tuple(words.split()) for words in (
        "add up to", "adds up to", "sum to", "combine to", "together make", "together give", "together are", "total",
        "together total",
    )]
    + [tuple(words) for words in ("合计", "共计", "一共是", "总共是", "加起来是", "相加得", "总计")]
)  # fmt: skip
"""Words between a list of numbers and their sum."""
_IN_ALL_BY_FIRST = {first: tuple(words for words in _IN_ALL if words[0] == first) for first, *_ in _IN_ALL}


def _in_all(tokens: Sequence[Token], at: int) -> int:
    """Return how many tokens say that the numbers before are added up, 0 where none do."""
    for words in _IN_ALL_BY_FIRST.get(tokens[at].text.lower(), ()):
        if all(at + step < len(tokens) and tokens[at + step].text.lower() == word for step, word in enumerate(words)):
            return len(words)
    return 0


def _added_up(tokens: Sequence[Token], at: int, size: int) -> Chain | None:
    """Return the chain of "58.6 h and 14 h together make 72.6 h"; the words begin at a token."""
    start = _list_start(tokens, at)
    parts = _listed(tokens, start, at)
    while not parts and start < at:
        start += 1
        parts = _listed(tokens, start, at) if tokens[start - 1].kind == "comma" else ()
    value = _result(tokens, at + size - 1, _until(tokens, at + size, _ENDS)) if len(parts) > 1 else None
    if value is None:
        return None
    return Chain((Side(_joined("+", parts), "", parts[0].start, tokens[at + size - 1].end), value), ("is",), "")


def _joined(sign: str, parts: tuple[Leaf, ...]) -> Operation:
    """Return an operation over two numbers or more, those of two operands nested."""
    return nested(sign, parts) if sign in "+-*/" else Operation(sign, parts)


def _listed(tokens: Sequence[Token], start: int, end: int) -> tuple[Leaf, ...]:
    """Return the numbers of a list, one between two commas or "and", its label beside it; none where more is there."""
    found: list[Leaf] = []
    fresh = True
    for at in range(start, end):
        token = tokens[at]
        if token.kind == "number" and token.value is not None:
            if not fresh:
                return ()
            negative = at > start and tokens[at - 1].text == "-" and tokens[at - 1].kind == "op"
            found.append(Leaf(-token.value if negative else token.value, token.decimals, "", token.start, token.end))
            fresh = False
        elif (token.kind == "comma" and token.text != "，") or token.text.lower() in ("and", "和", "与", "及"):
            fresh = True
        elif token.kind not in ("name", "han", "percent", "degree", "sup", "open", "close") and token.text != "-":
            return ()
    return tuple(found)


def _english(tokens: Sequence[Token], at: int, phrase: _Phrase, noun: bool) -> Chain | None:
    if noun and at + 1 < len(tokens) and tokens[at + 1].text.lower() not in ("of", "between"):
        return None
    end = _until(tokens, at + 1, _ENDS)
    result = next((index for index in range(at + 2, end) if _is_result(tokens[index])), 0)
    if not result:
        return None
    middle = next((i for i in range(result - 1, at + 1, -1) if tokens[i].text.lower() in phrase.between), 0)
    if not middle:
        return None
    left, right = _operand(tokens, at + 1, middle), _operand(tokens, middle + 1, result)
    if left is None or right is None:
        return None
    parts = (right, left) if phrase.turned else (left, right)
    value = _result(tokens, result, end)
    if value is None:
        return None
    start = tokens[at].start
    if noun and phrase.sign == "-" and left.value < right.value:
        parts = (right, left)
    tree = Operation(phrase.sign, parts)
    return Chain((Side(tree, "", start, tokens[result - 1].end), value), ("is",), "")


def _chinese(tokens: Sequence[Token], at: int) -> Chain | None:
    """Return the chain of `45与30的差是15` or `3、8和7的平均数是6`; the token is the last of the noun."""
    noun = tokens[at].text
    behind = at - 1
    while behind > 0 and tokens[behind].kind == "han" and tokens[behind].text != "的" and at - behind < 4:
        noun = tokens[behind].text + noun
        behind -= 1
    if tokens[behind].text != "的" or at + 1 >= len(tokens) or not _is_result(tokens[at + 1]):
        return None
    sign = _CHINESE.get(noun)
    if sign is None:
        return None
    parts = _listed(tokens, _list_start(tokens, behind), behind)
    value = _result(tokens, at + 1, _until(tokens, at + 1, _ENDS)) if len(parts) > 1 else None
    if value is None or (sign in "-/" and len(parts) != 2):
        return None
    return Chain((Side(_joined(sign, parts), "", parts[0].start, tokens[at].end), value), ("is",), "")


def _list_start(tokens: Sequence[Token], end: int) -> int:
    """Return where a list may begin that ends before a token."""
    start = end
    while start > 0 and end - start < MAX_TOKENS and tokens[start - 1].kind not in _BEFORE_A_LIST:
        start -= 1
    return start


def _until(tokens: Sequence[Token], at: int, kinds: frozenset[str]) -> int:
    end = min(len(tokens), at + MAX_TOKENS)
    return next((index for index in range(at, end) if tokens[index].kind in kinds), end)


def _is_result(token: Token) -> bool:
    return token.kind in ("equals", "about") or (token.kind in ("name", "han") and token.text.lower() in LEADS)


_SEVERAL = frozenset({"each", "every", "both", "all", "digit", "digits"})


def _operand(tokens: Sequence[Token], start: int, end: int) -> Leaf | None:
    """Return the one number of a few tokens, the words and the years of its name left out."""
    numbers = [token for token in tokens[start:end] if token.kind == "number"]
    if any(token.text.lower() in _SEVERAL for token in tokens[start:end]):
        return None
    if not numbers or any(token.kind in ("op", "frac", "root", "percent") for token in tokens[start:end]):
        return None
    token = numbers[-1]
    if len(numbers) > 1 or token.value is None:
        return None
    return Leaf(token.value, token.decimals, "", token.start, token.end)


def _result(tokens: Sequence[Token], at: int, end: int) -> Side | None:
    at += 1
    while at < end and (tokens[at].text.lower() in FILLERS or _is_result(tokens[at]) or tokens[at].text in "us于到"):
        at += 1
    parsed = parse(tokens, at, end) if at < end else None
    if parsed is None or operations(parsed[0]) or len(leaves(parsed[0])) != 1:
        return None
    if parsed[1] < len(tokens) and tokens[parsed[1]].kind in ("op", "equals", "about", "percent"):
        return None
    return Side(parsed[0], "", tokens[at].start, tokens[parsed[1] - 1].end)
