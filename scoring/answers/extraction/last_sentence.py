"""The answer that a response's concluding sentence gives, where nothing says more plainly what the answer is."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from mmbench.scoring.answers.extraction.asked import Asked, alike, is_value
from mmbench.scoring.answers.extraction.hedges import hedges
from mmbench.scoring.answers.extraction.quantities import concluded, is_bound, quantities, quantity_only
from mmbench.scoring.answers.extraction.sentences import MATH, bare, is_whole, phrase, sentences

__all__ = ["Concluded", "last_sentence"]

MAX_TAIL = 1_500
"""Characters from the end that are looked at."""
BACK = 3
"""Sentences from the end that may hold the conclusion."""
MAX_EQUATION = 120
MAX_SAYING = 60
MAX_WORDS = 5


class Concluded(NamedTuple):
    """An answer, the rule that found it, and what is wrong with it."""

    text: str
    how: str
    problem: Literal["", "several answers", "hedged"] = ""


_PLAN = re.compile(
    r"\W{0,4}(?:let(?:'s| us| me)|we (?:need|must|should|have) to|we will|we'll|i (?:need|will|should|have to|"
    r"would need)|"
    r"i'll|first|next|now|to (?:find|solve|determine|get|calculate|answer)|note|recall|remember|step \d|given|consider|"
    r"suppose|assume|接下来|首先|然后我们|设|假设)\b",
    re.IGNORECASE,
)
_MARKER = re.compile(
    r"[\s*>#$(-]{0,6}(?:\d{1,2}[.)]\s{1,2})?(?:and |but )?"
    r"(?:(?:so|thus|hence|therefore|consequently|accordingly|in (?:conclusion|summary|total|all)|finally|overall|"
    r"to (?:conclude|summarize|sum up)|this (?:means|gives|implies)|that (?:means|is)|as a result|it follows|"
    r"we (?:get|have|find|obtain|conclude)|which (?:means|gives))\b"
    r"|∴|\\therefore\b|所以|因此|因而|故|综上|于是|最终|最后|总之|可得|即|则|得)",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"=|≈|\\approx|[是为有得共需]"
    r"|\b(?:is|are|was|were|be|has|have|equals?|gets?|costs?|needs?|takes?|contains?|scored|makes?|gives?)\b",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:[-*•+]\s|\d{1,2}[.)]\s|\||>\s?[-*]\s)")
_CALL = re.compile(r"[\w.]{2,30}\([^\n]{0,200}\);?$")


def last_sentence(text: str, asked: Asked) -> Concluded | None:
    """Take the concluding sentence: the last one, or one just before it that begins like a conclusion."""
    tail = text[-MAX_TAIL:]
    said = sentences(tail if asked.form == "list" else _without_list(tail))
    for back, sentence in enumerate(reversed(said[-BACK:])):
        marked = _MARKER.match(sentence) is not None
        if back and not marked:
            continue
        if sentence.endswith("?") or (_PLAN.match(sentence) and not marked):
            if not back:
                return None
            continue
        found = _given(sentence, asked, marked)
        if found is not None:
            return found
    return None


def _without_list(text: str) -> str:
    """Leave out a table or list that a text ends with, and the line that announces it."""
    lines = text.rstrip().split("\n")
    end = len(lines)
    while end and _listed(lines[end - 1]):
        end -= 1
    if end in (0, len(lines)):
        return text
    return "\n".join(lines[: end - 1] if lines[end - 1].rstrip().endswith(":") else lines[:end])


def _listed(line: str) -> bool:
    return not line.strip() or ((_ITEM.match(line) is not None or " | " in line) and not _MARKER.match(line))


def _given(sentence: str, asked: Asked, marked: bool) -> Concluded | None:
    if asked.form == "choice":
        return _option(sentence, asked)
    if asked.form == "choices":
        return _options(sentence)
    if not marked and (_ITEM.match(sentence) or _CALL.match(sentence)):
        return None
    return _number(sentence, marked) if asked.form == "number" else _formula(sentence, asked)


_LETTER = re.compile(
    r"(?:\b(?:so|thus|hence|therefore|it(?:'s| is)|must be|would be|choose|is|are|leaves|only)|→|=>|⇒|:)[ ,:*(]{1,4}"
    r"(?:(?:option|choice|answer) )?\(?([A-J])\)?[\s.*!)$]*$"
    r"|\b(?:option|choice),? \(?([A-J])\)?[\s.*!]*$"
)
_SMALL_LETTER = re.compile(r"\b(?:is|be|option|choice|estimate|choose|select)[ :*]{1,3}\(([a-j])\)")
_LABELS = re.compile(r"\(([A-J])\)|\b(?:option|choice)s? ([A-J])\b|选项? ?([A-J])(?![A-Za-z])")


def _option(sentence: str, asked: Asked) -> Concluded | None:
    said = bare(_main_clause(sentence))
    if asked.option(said) is not None:
        return Concluded(said, "last line" if asked.is_option(said) else "last sentence")
    if len([option for option in asked.choices if option and option.casefold() in said.casefold()]) > 1:
        hedge = hedges(sentence)
        if hedge.words or hedge.alternatives:
            return Concluded(said, "last sentence", "hedged")
    letters = {next(filter(None, groups)) for groups in _LABELS.findall(sentence)}
    if len(letters) > 1:
        hedge = hedges(sentence)
        return Concluded(said, "last sentence", "hedged" if hedge.words or hedge.alternatives else "several answers")
    found = _LETTER.search(sentence) or _SMALL_LETTER.search(sentence)
    letter = next(filter(None, found.groups())) if found else ""
    if letter and asked.option(letter) is not None:
        return Concluded(letter, "last sentence")
    values = concluded(said) if asked.choices and not letters else []
    if len(values) == 1 and not is_bound(said, values[0]) and asked.option(values[0].text) is not None:
        return Concluded(values[0].text, "last quantity")
    return None


_CLAUSE = re.compile(r"\W{0,3}(?:since|because|if|when|as|given)\b[^,]{1,300},\s(?=\S)", re.IGNORECASE)


def _main_clause(sentence: str) -> str:
    """Leave out the condition or reason that a sentence begins with."""
    found = _CLAUSE.match(sentence)
    return sentence[found.end() :] if found else sentence


_MANY = re.compile(
    r"(?<![A-Za-z])\(?[A-J]\)?(?:(?:\s?[,、和及与&]\s?(?:and )?|\s(?:and|or)\s)\(?[A-J]\)?(?![A-Za-z])){1,9}"
    r"|(?<![A-Za-z])[A-J]{2,10}(?![A-Za-z])"
)


def _options(sentence: str) -> Concluded | None:
    found = _MANY.findall(sentence)
    if len(found) != 1:
        single = _LETTER.search(sentence)
        return Concluded(single[1] or single[2], "last sentence") if single and not found else None
    return Concluded(found[0], "last sentence", "hedged" if " or " in found[0] else "")


def _number(sentence: str, marked: bool) -> Concluded | None:
    said = bare(_unmarked(sentence))
    found = concluded(said)
    if len(found) == 1 and quantity_only(said):
        return Concluded(said, "last line")
    hedge = hedges(said)
    again = None if hedge.words or hedge.alternatives else _said_again(said)
    if again is not None:
        return again
    if found and alike([each.text for each in found]) and not (hedge.words and len(quantities(said)) > 1):
        return Concluded(found[0].text, "last quantity") if not is_bound(said, found[0]) else None
    if not found:
        return _in_words(said)
    in_words = None if hedge.words or hedge.alternatives else _in_words(said)
    if in_words and all(each.text in in_words.text for each in found) and not _BESIDES.search(in_words.text):
        return in_words
    if found and (marked or hedge.alternatives or _PREDICATE.search(said)):
        return Concluded(said, "last sentence", "hedged" if hedge.words or hedge.alternatives else "several answers")
    return None


def _said_again(sentence: str) -> Concluded | None:
    """Take the form in which a sentence puts its value again (", i.e. 5 cm"), or an exact value with its rounding."""
    found = _AGAIN.search(sentence) or _ABOUT.search(sentence)
    said = bare(found[1]) if found else ""
    return Concluded(said, "last sentence") if said and is_value(said, several=True) else None


def _in_words(sentence: str) -> Concluded | None:
    """Take a number in words that a sentence ends with ("the limit is infinity")."""
    verb = _AFTER_VERB.match(sentence) or _AFTER_VERB_ZH.match(sentence)
    said = phrase(sentence[verb.end() :]) if verb else ""
    return Concluded(said, "last sentence") if said and is_value(said) else None


def _unmarked(sentence: str) -> str:
    marker = _MARKER.match(sentence)
    return sentence[marker.end() :].lstrip(" ,:") if marker else sentence


_AFTER_VERB = re.compile(
    r".*\b(?:is|are|was|be|it's|equals|becomes|costs?|takes?|needs?|(?:ranges?|varies|goes) from)\b"
    r"(?: (?:therefore|thus|then|given by|equal to|exactly|approximately|about|at|located at))?[: ]",
    re.IGNORECASE,
)
_AFTER_VERB_ZH = re.compile(r".*(?:[是为得](?![\u4e00-\u9fff]{2})|花了|用了|需要?|[共有](?=\d))")
_BESIDES = re.compile(r"\b(?:with|than|who|which|whose)\b")
_AGAIN = re.compile(r"(?:\bi\.e\.,?|\bthat is,|\bnamely,?|[,，]\s?即)\s?([^\n]{1,120})$")
_ABOUT = re.compile(r"=\s?([^=\n]{1,60}(?:≈|\\approx)[^=\n]{1,40})$")
_EQUATION = re.compile(r"^[^a-z]*[a-z]?\w{0,2}(?:\([^()]{1,20}\))?\s?=")
_NAME = re.compile(r"\s*\\?[A-Za-z]{0,8}\s*")
_JOINTS = " ,;.andor和或、"
_JUDGED_ZH = re.compile(r"(?:命题|说法|结论|判断|语句)[^,;]{0,6}?(正确|错误|不成立|成立|不对|对|真|假)的?$")
_AND = re.compile(r",? (?:and|or) ")
_NOT_SAID = re.compile(
    r"^(?:not|no|that|because|also|shown|given|\w+ed)\b|n't|\b(?:is|are|was|than|which|who)\b", re.IGNORECASE
)


def _formula(sentence: str, asked: Asked) -> Concluded | None:
    """Take the one formula that a sentence ends with or says something to be; for a text, the few words it says so."""
    sentence = _unmarked(sentence)
    again = _said_again(bare(sentence))
    if again is not None and asked.form != "text":
        return again
    verb = _AFTER_VERB.match(sentence) or _AFTER_VERB_ZH.match(sentence)
    how = "last sentence" if verb else "last line"
    rest = sentence[verb.end() :] if verb else sentence
    spans = {span for groups in MATH.findall(rest) if not _NAME.fullmatch(span := next(filter(None, groups)))}
    said = phrase(rest)
    if not said or not is_whole(said):
        return None
    if len(spans) == 1:
        return Concluded(bare(spans.pop()), how)
    if spans:
        return Concluded(said, how) if not MATH.sub("", said).strip(_JOINTS) else None
    if is_value(said, several=True) or (_EQUATION.search(said) and len(said) <= MAX_EQUATION):
        return Concluded(said, how)
    if asked.form == "text":
        judged = _JUDGED_ZH.search(bare(sentence))
        if judged:
            return Concluded(judged[1], "last sentence")
        few = verb and len(said) <= MAX_SAYING and len(said.split()) <= MAX_WORDS and not _NOT_SAID.search(said)
        return Concluded(said, how) if few else None
    found = concluded(said)
    if len(found) == 1 and len(quantities(said)) == 1:
        return Concluded(found[0].text, "last quantity") if not is_bound(said, found[0]) else None
    listed = found and (asked.form == "list" or (verb and quantity_only(_AND.sub(",", said))))
    return Concluded(said, how) if listed else None
