"""Which option of a multiple choice a short answer names: by letter, by text, by value. Never by likeness."""

from __future__ import annotations

import re
from typing import NamedTuple

from mmbench.scoring.answers.algebra.symbolic import SymbolicTimeout
from mmbench.scoring.answers.comparing.compare import compare
from mmbench.scoring.answers.comparing.policy import Policy
from mmbench.scoring.answers.extraction.quantities import quantity_only
from mmbench.scoring.answers.limits import MAX_ANSWER
from mmbench.scoring.answers.reading.read import read
from mmbench.scoring.answers.reading.text import plain, tidy
from mmbench.scoring.answers.values import Words

__all__ = ["pick_choice", "pick_letter", "same_value"]

UNKNOWN_OPTIONS = 10
"""Options that are supposed where they are not known: A to J."""
_MAX_NAMED = 400
"""Characters of a sentence that is searched for the texts of options."""


def pick_choice(text: str, choices: tuple[str, ...]) -> int | None:
    """Return the index of the one option that a short answer names, or None where it names none or more than one.

    A text that is itself an option wins over its reading as a letter. A letter whose text is another option's, and a
    value that two different options have, name none.
    """
    text = text[:MAX_ANSWER].strip()
    wanted = plain(text)
    if not choices or not wanted:
        return None
    options = [plain(choice) for choice in choices]
    same = [index for index, option in enumerate(options) if option == wanted and not _other_case(text, choices[index])]
    if len({choices[index] for index in same}) == 1 and not _article_or_letter(text, choices[same[0]], same[0]):
        return same[0]
    exact = [index for index in same if choices[index].strip() == text]
    if exact:
        return exact[0]
    label = _labelled(text, len(choices))
    if label is not None:
        agreed = _agreed(label, choices, options)
        if agreed or label.sure:
            return None if agreed is False else label.place
        if agreed is False and label.capital:
            return None
    if same or _NEGATIVE.match(wanted):
        return None
    equal = _equal(text, choices)
    if equal:
        return _single(equal, choices)
    return _inside(text, wanted, choices, options)


def _other_case(text: str, choice: str) -> bool:
    """Whether both are single letters, one of them a capital ("(E)" where an option is "(e)")."""
    letters = [found for found in (_ONE_LETTER.fullmatch(text), _ONE_LETTER.fullmatch(choice)) if found]
    return len(letters) == 2 and letters[0][1] != letters[1][1]


_ONE_LETTER = re.compile(r"\W*([A-Za-z])\W*")


def _article_or_letter(text: str, choice: str, index: int) -> bool:
    """Whether the text is the option's only if its "A" is an article, while it may be the letter of another option."""
    return index > 0 and text.startswith("A ") and not choice.lstrip().startswith(("A ", "a "))


def pick_letter(text: str) -> str | None:
    """Return the letter, A to J, of the one option that a short answer names where the options are not known."""
    text = text[:MAX_ANSWER].strip()
    label = _labelled(text, UNKNOWN_OPTIONS)
    if label is not None and label.sure:
        return None if _OTHER.search(label.rest) else chr(ord("A") + label.place)
    named = _named_letters(tidy(text[:_MAX_NAMED]), UNKNOWN_OPTIONS)
    return chr(ord("A") + named.pop()) if len(named) == 1 else None


_MARKUP = re.compile(
    r"\\(?:text(?:bf|it|rm)?|math(?:rm|bf)|boxed|left|right)(?![A-Za-z])|\\[()\[\],;! ]|[{}$*`\"_~]|^'|'$"
    r"|\[(?:final )?answer\]",
    re.IGNORECASE,
)
_LEAD = (
    r"[\s#>'-]{0,6}(?:\d{1,2}[.)] )?(?:(?:"
    r"so|thus|hence|therefore|ans|it(?:'s| is)|its|that(?:'s| is)|must be|is|would be|probably|likely|maybe|"
    r"i(?:'d| would)? (?:say|guess|think|believe)(?: that)?|correct|solution|result|letter|"
    r"(?:the |my )?(?:(?:most |only )?(?:correct|right|best|final|likely|appropriate|closest) )?"
    r"(?:answer|option|choice|statement)s?|我?(?:选择?|认为是)|因此|所以|故|应|选项|答案|正确(?:的|选项|答案)?"
    r")[\s:,]{0,3}(?:is|would be|should be|must be|是|为|选)?[\s:,]{0,3}){0,4}"
)
_LABEL = re.compile(
    _LEAD + r"[\s'-]{0,3}(?P<open>[(\[<]{0,2})\s?(?P<letter>[A-Za-z])(?:"
    r"\s?(?P<close>[)\]>]{1,2})[\s.:,-]{0,4}|\s?(?P<sep>[.:,;!])\s?|\s{1,2}[-–—→]\s"
    r"|\s?(?P<end>$|选项|项|(?=[\u4e00-\u9fff]))"
    r"|\s(?P<said>because|since|due|option|choice|(?:is|would be) (?:the )?(?:only )?"
    r"(?:correct|right|best|true|answer))\b"
    r"|(?P<gap>\s))(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(
    r"[\s(]*(?:the )?(?:option|choice|answer|选项?|第)\s?#?\(?(\d{1,2})\)?\s?(?:个|项|个选项)?[\s.)]*", re.IGNORECASE
)
_SIGN = re.compile(r"[\s(]*(?:([①-⑳])|([IVX]{1,4})|(i{1,3}|iv|vi{0,3}|ix|x))[\s).]*")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


class _Label(NamedTuple):
    """The option that a text begins by naming, the words behind its label, and whether it is surely a label."""

    place: int
    rest: str
    sure: bool
    capital: bool = True


def _labelled(text: str, count: int) -> _Label | None:
    cleaned = " ".join(_MARKUP.sub("", tidy(text)).split())
    found = _LABEL.fullmatch(cleaned)
    index = _letter(found["letter"], count) if found else None
    if found is None or index is None:
        return _numbered(cleaned, count)
    rest = found["rest"].strip(" .")
    if found["said"] or _EQUATION.match(rest):
        rest = ""
    sure = bool(found["close"]) or (found["gap"] is None and not _EQUATION.match(cleaned, found.end("letter")))
    if found["letter"].islower():
        sure = sure and (not rest or bool(found["open"] and found["close"]))
    return _Label(index, rest, sure, found["letter"].isupper())


_EQUATION = re.compile(r"\s?[=<>≤≥≈+*/^]")


def _letter(letter: str, count: int) -> int | None:
    index = ord(letter.upper()) - ord("A")
    return index if index < count else None


def _numbered(text: str, count: int) -> _Label | None:
    numbered = _NUMBERED.fullmatch(text)
    if numbered:
        index = int(numbered[1]) - 1
        return _Label(index, "", True) if 0 <= index < count else None
    sign = _SIGN.fullmatch(text)
    if sign is None:
        return None
    if sign[1]:
        index = ord(sign[1]) - ord("①")
    else:
        roman = (sign[2] or sign[3]).upper()
        index = _ROMAN.index(roman) if roman in _ROMAN else count
    return _Label(index, "", True) if index < count else None


def _agreed(label: _Label, choices: tuple[str, ...], options: list[str]) -> bool | None:
    """Whether the text behind a label is its option's: None where it is no option's, False where it is another's."""
    rest = label.rest
    if rest.startswith("(") and rest.find(")") in (-1, len(rest) - 1):
        rest = rest.strip("()")
    wanted = plain(rest)
    if options[label.place] == wanted:
        return True
    if not wanted:
        return None
    if _OTHER.search(rest) or wanted in options:
        return False
    if len(rest) > _MAX_VALUE:
        return None
    if same_value(rest, choices[label.place]):
        return True
    return False if _equal(rest, choices) else None


_OTHER = re.compile(r"^\(?[A-Z]\)?\.?$|(?:\bor|\band|&|/|,|或者?|和|与)\s?\(?[A-Z](?:[.):,]|$|(?=[\u4e00-\u9fff]))")
_MAX_VALUE = 120


def same_value(text: str, option: str) -> bool:
    """Whether two short texts give the same value; texts that are only words give none."""
    if len(text) > _MAX_VALUE or not (_VALUE.search(text) and _VALUE.search(option)):
        return False
    found, wanted = read(text), read(option)
    if found is None or wanted is None or isinstance(found, Words) or isinstance(wanted, Words):
        return False
    try:
        return compare(found, wanted, Policy()).same is True
    except SymbolicTimeout:
        return False


_VALUE = re.compile(
    r"\d|\\[a-z]|[√π∞∅½⅓⅔¼¾⅛一二两三四五六七八九十百千零]|^\W*(?:yes|no|true|false)\W*$"
    r"|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|\w{3,6}teen|\w{3,4}ty|hundred)\b",
    re.IGNORECASE,
)


def _equal(text: str, choices: tuple[str, ...]) -> list[int]:
    return [index for index, choice in enumerate(choices) if same_value(text, choice)]


def _single(indices: list[int], choices: tuple[str, ...]) -> int | None:
    """Return the first of some options where they are all written alike."""
    return indices[0] if len({choices[index] for index in indices}) == 1 else None


_BEFORE = 20
"""Characters before an option's text or letter in which a negation is looked for."""
_OPENERS = frozenset({"yes", "no", "true", "false", "none", "both", "neither", "all"})
_NOT = (
    r"(?:\bnot|n't|\bnever|\bno longer|\bother than|\brather than|\binstead of|\bneither|不是|不|并非|非)\s{0,2}"
    r"(?:an? |the |be |option |choice )?"
)
_NEGATIVE = re.compile(_NOT)
_NEGATED = re.compile(_NOT + r"\(?$")


def _inside(text: str, wanted: str, choices: tuple[str, ...], options: list[str]) -> int | None:
    """Return the one option whose text or label a sentence holds; a label and a text that differ name none."""
    if len(text) > _MAX_NAMED:
        return None
    letters = _named_letters(tidy(text), len(choices))
    if len(letters) > 1:
        return None
    named = _named_texts(text, wanted, options)
    if letters:
        place = min(letters)
        if not named:
            named = {options[other] for other in _equal(_NAMED.sub(" ", tidy(text)).strip(), choices)}
        return place if not named or options[place] in named else None
    if len(named) != 1:
        return None
    return _single([index for index, option in enumerate(options) if option in named], choices)


def _named_texts(text: str, wanted: str, options: list[str]) -> set[str]:
    """Return the options whose text a sentence holds, not as a part of another's; a formula holds none."""
    if quantity_only(text):
        return set()
    spans = [(start, end, option) for option in set(options) for start, end in _spans(wanted, option)]
    return {
        option
        for start, end, option in spans
        if not any(begin <= start and end <= stop and stop - begin > end - start for begin, stop, _ in spans)
    }


def _spans(text: str, option: str) -> list[tuple[int, int]]:
    """Return where an option's text stands in a sentence as words of its own, not negated."""
    if not option or len(option) > len(text):
        return []
    if len(option) == 1 and option.isalpha() and option.isascii():
        return []
    found: list[tuple[int, int]] = []
    start = text.find(option)
    while start >= 0 and len(found) < 20:
        end = start + len(option)
        if _whole(text, start, end) and not _NEGATED.search(text[max(0, start - _BEFORE) : start]):
            found.append((start, end))
        start = text.find(option, start + 1)
    if option in _OPENERS:
        return [
            (begin, end)
            for begin, end in found
            if (not text[:begin].strip() and text[end : end + 1] in ",.:;") or not text[end:].strip(" .!")
        ]
    return found


def _whole(text: str, start: int, end: int) -> bool:
    if not text[start].isascii() or not text[end - 1].isascii():
        return True
    before, after = text[start - 1 : start], text[end : end + 2]
    if text[start].isalnum() and ((before.isalnum() and before.isascii()) or (before in "._" and before)):
        return False
    if text[start].isdigit() and _TERM_BEFORE.search(text[max(0, start - 6) : start]):
        return False
    if text[end - 1].isdigit() and _TERM_AFTER.match(text, end):
        return False
    return not ((text[end - 1].isalnum() and after[:1].isalnum() and after[:1].isascii()) or after[:1] == "_")


_TERM_BEFORE = re.compile(r"[-+/*^(√π]$|(?:[\d)}π²³°]|(?<![a-z])[a-z])\s?[-+*/^×÷·]\s?$")
_TERM_AFTER = re.compile(r"[.,/^:]\d|[\^%°!]|\s?[-+*/^×÷·]\s?(?:[\d(√π\\]|[a-z](?![a-z]))|[a-zπ√](?![a-z])")
_NONE = re.compile(
    r"\b(?:none|neither|no) (?:of )?(?:the )?(?:\w+ )?(?:options?|choices?|answers?|them|these)\b", re.IGNORECASE
)
_NAMED = re.compile(
    r"\(([A-Z])\)|\b(?:options?|choices?|answers?)[ :]{1,2}\(?([A-Z])\b(?!')"
    r"|(?:选择?|选项|答案)[是为:\s]{0,3}\(?([A-Z])(?![A-Za-z])"
    r"|(?<![A-Za-z])([A-Z])\s?(?:选项|项)?\s?(?:is (?:the )?(?:correct|right|best)|正确)",
    re.IGNORECASE,
)


def _named_letters(text: str, count: int) -> set[int]:
    """Return the options that a sentence names in a way that only labels have."""
    found: set[int] = set()
    if _NONE.search(text):
        return found
    for match in _NAMED.finditer(text):
        letter = next(group for group in match.groups() if group)
        index = _letter(letter, count) if letter.isupper() else None
        if index is not None and not _NEGATED.search(text[max(0, match.start() - _BEFORE) : match.start()]):
            found.add(index)
    return found
