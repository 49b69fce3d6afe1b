r"""Answers that a response states in words: "the answer is", `Answer:`, `#### 42`, 答案是, 故选, "B is correct".

Key words are looked for from the end; at each a pattern of bounded length is tried, so that the work stays linear.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mmbench.scoring.answers.extraction.quantities import quantity_only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Statement", "statements"]

MAX_TRIES = 60
"""Occurrences of one key word that are looked at, from the end."""


class Statement(NamedTuple):
    """Where a statement begins, and where the words that say the answer begin and end.

    An `end` of None leaves them to end with their phrase. A statement that is not `strong` ("the result is") may be a
    step on the way: it counts only at the end of a response.
    """

    start: int
    begin: int
    end: int | None = None
    strong: bool = True


_Reader: TypeAlias = "Callable[[str, int], Statement | None]"
"""Reads the statement around a key word that stands at a place in a text."""


def statements(text: str, options: bool) -> Iterator[Statement]:
    """Yield the statements of a response, the last first; with `options` letters name options."""
    readers = _OPTION_READERS if options else _READERS
    found: list[tuple[int, str]] = []
    for key in readers:
        at = text.rfind(key)
        for _ in range(MAX_TRIES):
            if at < 0:
                break
            found.append((at, key))
            at = text.rfind(key, 0, at)
    found.sort(reverse=True)
    for at, key in found:
        statement = readers[key](text, at)
        if statement is not None:
            yield statement


_ADVERB = (
    r"(?:therefore|thus|then|hence|so|also|still|simply|just|only|definitely|certainly|clearly|most likely|probably|"
    r"likely|indeed|now|again|actually|finally|really|directly|obviously|of course|in fact|approximately|about)"
)
_SOFTENED = r"(?:therefore|thus|also|then|only|typically|usually|generally|likely|simply)"
_VERB = (
    r"(?:(?:would|should|will|must|has to|have to|could|might|may|can|ought to|needs to)"
    rf"(?: {_SOFTENED})? be|(?:comes|works|turns) out (?:to be|to|as|at)|appears to be|seems to be|"
    r"is (?:equal to|given by|found to be)|is|are|was|were|becomes?|remains?|equals?)\b"
)
_IS = rf"[ ]{{1,2}}(?:{_ADVERB}[, ]{{1,2}}){{0,2}}{_VERB}(?:[, ]{{1,2}}{_ADVERB}\b)?"
_BETWEEN = (
    r"(?:[ ,]{1,2}(?:to|for|of|in|that|which|we|you|i|choice|option|letter|value|key|after|rounded|correct|as|when|"
    r"with|based|here|below|above|from|using|by|therefore|thus|then|among|expressed|closest|nearest)\b"
    r"(?:[^\n:?.]|\.(?=\d)){0,90}?|[ ]?\([^()\n]{0,40}\),?)?"
)
_NO_LIST = r"(?! (?:choice|option)s\b)"
_ANSWER_IS = re.compile(
    rf"nswers?\b{_NO_LIST}(?! (?:choice|option) \(?[A-J]\b)[*_\"' ]{{0,4}}{_BETWEEN}[, *]{{0,3}}{_IS}"
    r"(?: as follows| that\b| (?:the )?(?:option|choice|letter)\b(?=[ (]))?[\s:*_]{0,6}",
    re.IGNORECASE,
)
_ANSWER_COLON = re.compile(
    rf"nswers?\b{_NO_LIST}[*_\"']{{0,4}}"
    r"(?: (?:to|for|of) (?:the|this|your|part|question|problem|\()[^\n.:?]{0,60}| ?\([^()\n]{0,40}\)"
    r"| (?:choice|option|letter|key|value|is))?"
    r"[ *_\"']{0,4}(?:[:=→⇒]|[-=]>|(?<= )[-–—](?= ))[\s*_]{0,6}",
    re.IGNORECASE,
)
_HEADING = re.compile(r"nswer[*_# ]{0,6}\n", re.IGNORECASE)
_HEADED = re.compile(
    r"(?:^|\n)[#*_>\- ]{0,10}(?:\d{1,2}\. )?(?:(?:the|my) )?(?:(?:final|correct|short) )?a$", re.IGNORECASE
)
_NOT_STATED = re.compile(
    r"(?:\bto|\bcan|\bcannot|n't|\bnot|\bwill|\bnot (?:the|an|my|a)(?: \w+)?|\b(?:detailed|full|long)|"
    r"\b(?:got|get|gets|find|found|reach\w*|arrive\w* at|check|verify) (?:the|this|my|that)|"
    r"\b(?:provide|give|offer|need|have|obtain) (?:an?|any)(?: \w+){0,2})\s{1,2}a$"
    r"|\bwhat(?:'s| is) the (?:\w+ )?a$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\n[\s*]{0,4}(?=(?:[-*•+a]\.?|1\.)\s)|(?<=\s)(?:[-•+*]\.?|1\.)\s")
_LOOKBACK = 40
_MAX_SUBJECT = 90
_REVERSED = re.compile(
    r"(?:^|[\n.!?:,;]\s{0,3}|\b(?:so|thus|hence|therefore|that|option|choice|think|believe|and|then)\b[ ,]{1,3})"
    r"(?P<said>[^\n.!?:,;]{1,60}?)[ ,]{1,2}(?:is|must be|would be|should be|seems to be)"
    r"(?: (?:therefore|thus|clearly|indeed|then))?(?: the| our| my| your)?"
    r"(?: (?:only|final|correct|right|best|most \w+)){0,2} a$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"[\s*\"']*(?:what|this|that|which|it|here|there|who|where|below|above|these)\b", re.IGNORECASE)
_SO = re.compile(r"(?:so|thus|hence|therefore|then|and)[ ,]{1,3}", re.IGNORECASE)
_IF = re.compile(r"nswers?,? (?:if|only if|when|unless)\b", re.IGNORECASE)


def _answer(text: str, at: int) -> Statement | None:
    """Read "the answer is 5", "Answer: 5", a heading "Answer", and "5 is the answer" at the word's second letter."""
    since = max(0, at - _MAX_SUBJECT)
    before = text[since:at]
    near = before[-_LOOKBACK:]
    found = _ANSWER_COLON.match(text, at) or _ANSWER_IS.match(text, at)
    if found and not _NOT_STATED.search(near) and not _LISTED.search(text, found.end() - 1, found.end() + 3):
        return Statement(at - 1, found.end())
    if _HEADING.match(text, at) and _HEADED.search(near):
        return Statement(at - 1, text.index("\n", at) + 1)
    said = _REVERSED.search(before)
    if said and not _PRONOUN.match(said["said"]) and not _IF.match(text, at):
        so = _SO.match(said["said"])
        begin = since + said.start("said") + (so.end() if so else 0)
        return Statement(begin, begin, since + said.end("said"))
    return None


_OPTION_IS = re.compile(
    r"(?:(?:ption|hoice)\b|(?:ption|hoice)s(?= are\b))[*_\"' ]{0,4}(?: (?:to|for|of|here|that)\b[^\n:.?]{0,60}?)?"
    rf"[, *]{{0,3}}(?:{_IS}|:)[\s:*_]{{0,6}}",
    re.IGNORECASE,
)
_RIGHT_OPTION = re.compile(
    r"(?:\b(?:correct|right|best|appropriate|suitable|closest|nearest|final|matching|answer|selected|chosen|my|only|"
    r"accurate|valid|proper|likely|reasonable|fitting)|(?:^|\n)[\s*_#>]{0,6})[ *]{0,3}\w$",
    re.IGNORECASE,
)
_RIGHT_OPTIONS = re.compile(r"\b(?:correct|right|true)[ *]{0,3}\w$", re.IGNORECASE)


def _option(text: str, at: int) -> Statement | None:
    """Read "the correct option is B"; "the first option is 12 cm" only weighs one."""
    found = _OPTION_IS.match(text, at)
    right = _RIGHT_OPTIONS if found and "s are" in found[0] else _RIGHT_OPTION
    return Statement(at - 1, found.end()) if found and right.search(text[max(0, at - _LOOKBACK) : at]) else None


_CHOSEN = re.compile(
    r"(?:hoose|hose|elect|elected|ick|picked|go with|opt for)[ ]{1,2}(?:the )?(?:option|choice|answer|"
    r"letter)?[ :*(]{0,4}"
    r"(?P<letter>[A-J])(?![\w'])(?! (?:and|or|as an)\b)"
)
_NOT_CHOSEN = re.compile(r"(?:not|n't|never)\s{1,2}\w{0,2}$", re.IGNORECASE)


def _chosen(text: str, at: int) -> Statement | None:
    found = _CHOSEN.match(text, at)
    return _lettered(found) if found and not _NOT_CHOSEN.search(text[max(0, at - 12) : at]) else None


_MORE = re.compile(r"\)?\s?(?:和|或者?|与|、|,|and|or|&)\s?\(?[A-J](?![A-Za-z])")


def _lettered(found: re.Match[str], since: int = 0) -> Statement:
    """Return the statement of a letter, or of the letters where more follow."""
    begin = since + found.start("letter")
    several = _MORE.match(found.string, found.end("letter"))
    return Statement(begin, begin, None if several else since + found.end("letter"))


_LETTER_IS = re.compile(
    r"(?:^|[\s(*:,.])(?P<letter>[A-J])(?:\)|\.)?[*]{0,2}(?:[:.] ?[^\n.]{1,40}|,? [^\n.,]{1,40})?[*]{0,2}"
    r" (?:is|must be|would be|seems)(?: (?:therefore|thus|clearly|indeed|most likely))?(?: the)?(?: only| most)? $"
)
_NO_OPTION = re.compile(
    r"(?:angle|triangle|point|side|line|segment|vertex|circle|figure|region|statement|[∠△]|[a-z]=)[ ]{0,2}$|[A-Za-z]$"
)
_SEVERAL = re.compile(r"\b(?:none|neither|not|no)\b|[A-J]\)?(?:,| and| or|, and|, or) ?\(?$", re.IGNORECASE)
_RIGHT = re.compile(
    r"(?:correct|right)(?: (?:answer|option|choice|one|response|statement))?"
    r"(?![ -]?(?:angle|triangle|side|hand|of\b|if\b|isosceles))"
)


def _right(text: str, at: int) -> Statement | None:
    """Read "B is correct" and "(B) 12 cm is the right one" at their last words; "angle B is right" names none."""
    since = max(0, at - 70)
    found = _LETTER_IS.search(text[since:at])
    if found is None or "not" in found[0] or not _RIGHT.match(text, at):
        return None
    letter = since + found.start("letter")
    clause = text[max(0, since - 60) : letter].rpartition(". ")[2]
    if _SEVERAL.search(clause) or _NO_OPTION.search(text[max(0, letter - 12) : letter]):
        return None
    return _lettered(found, since)


_RESULT = re.compile(
    rf"(?:esult|olution|olution set|onclusion)s?(?: of [^\n.:?]{{0,40}})?{_IS}[\s:]{{0,4}}|esult ?[:=][\s*]{{0,5}}",
    re.IGNORECASE,
)
_FINAL = re.compile(r"\b(?:final|overall)[ *]{1,3}\w$", re.IGNORECASE)


def _result(text: str, at: int) -> Statement | None:
    found = _RESULT.match(text, at)
    if found is None:
        return None
    return Statement(at - 1, found.end(), strong=_FINAL.search(text[max(0, at - _LOOKBACK) : at]) is not None)


_ANSWER_ZH = re.compile(
    r"答案[*\" \]]{0,3}(?:应该|应当|应|就|便|只能|选项|可以)?(?:是|为|选择?|等于)?[\s*]{0,3}[:=]?[\s*]{0,4}(?:是|为)?"
)
_REPLY_ZH = re.compile(r"答[ *]{0,3}[:,][\s*]{0,4}")
_ANS = re.compile(r"Ans\b[ ]?[:.=]{1,2}[\s*]{0,4}")
_LAST_MARK = re.compile(r"####[ ]{0,3}(?=\S)|A:[ ]{1,2}(?=\S)")


def _said(pattern: re.Pattern[str], not_after: str = "") -> _Reader:
    """Return what reads a pattern that the answer follows, where no sign of `not_after` stands before it."""

    def read(text: str, at: int) -> Statement | None:
        found = pattern.match(text, at)
        before = text[at - 1 : at] if at else ""
        return Statement(at, found.end()) if found and not (before and before in not_after) else None

    return read


def _last_mark(text: str, at: int) -> Statement | None:
    """Read `#### 42` or `A: 42` where it is the last line; the first also where more follows."""
    found = _LAST_MARK.match(text, at)
    if found is None or (at and text[at - 1] != "\n"):
        return None
    line, _, rest = text[found.end() :].partition("\n")
    last = not rest.strip() or (found[0].startswith("#") and len(line) <= _LOOKBACK and quantity_only(line))
    return Statement(at, found.end()) if last else None


_OPENED_ZH = r"[\s:*\"'(]{0,4}(?P<letter>[A-Ja-j①-⑩])(?![A-Za-z])"
_CHOOSE_ZH = re.compile(rf"选(?!项)(?:择|取)?(?:答案|选项|项)?(?:应该|应)?(?:是|为)?{_OPENED_ZH}")
_OPTION_ZH = re.compile(rf"选项?(?:应该|应)?(?:是|为|:){_OPENED_ZH}")
_OPTION_RIGHT_ZH = re.compile(r"选项[ ]?(?P<letter>[A-J])[ ]?(?:是)?(?:正确|对的|符合)")
_RIGHT_ZH = re.compile(r"(?P<letter>[A-J])[ )]?(?:选项|项)?[ ]?(?:是|才是|为)?$")
_NOT_CHOSEN_ZH = "不没未别备单筛多"


def _chosen_zh(text: str, at: int) -> Statement | None:
    before = text[max(0, at - 6) : at]
    if before[-1:] and before[-1] in _NOT_CHOSEN_ZH:
        return None
    found = _CHOOSE_ZH.match(text, at) or _OPTION_RIGHT_ZH.match(text, at)
    if found is None and "正确" in before:
        found = _OPTION_ZH.match(text, at)
    return _lettered(found) if found else None


def _right_zh(text: str, at: int) -> Statement | None:
    since = max(0, at - 6)
    found = _RIGHT_ZH.search(text[since:at])
    return _lettered(found, since) if found and not text.startswith("正确答案", at) else None


_READERS: dict[str, _Reader] = {
    "nswer": _answer,
    "NSWER": _answer,
    "esult": _result,
    "olution": _result,
    "onclusion": _result,
    "Ans": _said(_ANS),
    "####": _last_mark,
    "A:": _last_mark,
    "答案": _said(_ANSWER_ZH),
    "答": _said(_REPLY_ZH, not_after="解回作抢"),
}
_OPTION_READERS: dict[str, _Reader] = {
    **{key: reader for key, reader in _READERS.items() if key not in ("esult", "olution", "onclusion", "A:")},
    "ption": _option,
    "hoice": _option,
    "hoose": _chosen,
    "elect": _chosen,
    "ick": _chosen,
    "go with": _chosen,
    "opt for": _chosen,
    "correct": _right,
    "right": _right,
    "选": _chosen_zh,
    "正确": _right_zh,
}
