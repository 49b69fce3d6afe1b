"""What takes an answer back or leaves it open: refusals, retractions, hedges between several answers."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["OR_ELSE", "Hedge", "Retraction", "confirms", "hedges", "is_refusal", "last_retraction", "sees_nothing"]

_UNABLE = (
    r"(?:cannot|can'?t|can not|could not|couldn'?t|unable to|not able to|impossible to|not possible to|difficult to|"
    r"hard to|insufficient to|don'?t know how to|no way to)"
)
_TO_ANSWER = (
    r"(?:determin\w+|answer\w*|solve\w?|tell\b|find|found|see\b|view|help|assist|provid\w+|comput\w+|calculat\w+|"
    r"identif\w+|conclud\w+|giv\w+|say\b|know\w?|read\b|interpret|analy[sz]e|access|discern\w*|ascertain\w*|infer\w*|"
    r"evaluat\w+|estimat\w+|physically|directly)"
)
_REFUSAL = re.compile(
    rf"\b{_UNABLE} (?:\w{{2,12}},? (?:and |or )?){{0,2}}?(?:be )?(?:\w{{4,12}}ly )?{_TO_ANSWER}"
    r"|\b(?:not|n't|doesn'?t|does not|without|isn'?t|is not|no|insufficient|lacks?|missing|need|require)"
    r" (?:\w{2,10} ){0,3}?(?:enough|sufficient|necessary|adequate|information|context|details|data)\b"
    r"|\b(?:do|does|did|could) ?(?:n'?t|not) (?:actually )?(?:know|have (?:access|the image|an image))"
    r"|\bi(?:'m| am) (?:not sure|sorry|unsure|afraid)|\bsorry,? (?:but )?i\b|\bi (?:apologi[sz]e|refuse|decline)"
    r"|\bas an? (?:\w+[- ]){0,3}(?:ai|language model|assistant)\b"
    r"|\b(?:not|il|un)[- ]?(?:legible|readable|visible|clear enough)|\bblurr(?:y|ed)\b"
    r"|\btoo (?:blurry|small|dark|faint|unclear|low)"
    r"|\b(?:is|are|was|were) (?:insufficient|inconclusive|indeterminate|undetermined|unknown|unclear|unavailable|"
    r"ambiguous|incomplete|not (?:clear|known|given|provided|available|specified|stated|shown|possible|determinable))"
    r"|\bplease (?:provide|share|upload|clarify|attach|supply)|\bdoes not provide|\bnot (?:been )?provided\b"
    r"|\bnot (?:among|in|one of|listed (?:in|among)|available in|present in|included in)"
    r" the (?:given |provided |answer )?(?:options|choices)"
    r"|\bnone of the (?:given |provided )?(?:options|choices) (?:\([^)]{1,40}\) |[A-J, ]{1,20} )?(?:\w+ ){0,2}"
    r"(?:match|fit|correspond|correct|right)|\bmistake in the (?:question|problem|options|choices)"
    r"|无法|不能(?:确定|判断|得出|计算|求|回答)|不知道|不确定|难以(?:确定|判断)|看不(?:清|到|见)|信息不(?:足|够)|条件不(?:足|够)"
    r"|没有(?:足够|提供)|抱歉|对不起",
    re.IGNORECASE,
)
_UNSEEING = re.compile(
    r"\b(?:cannot|can'?t|unable to|not able to|don'?t have the ability to) (?:\w+ly )?"
    r"(?:view|see|access|open|interpret|process|analy[sz]e|display|help with) (?:or \w+ )?"
    r"(?:the |any |this |that |your )?(?:images?|pictures?|photos?|figures?|graphs?|charts?|diagrams?|visual)"
    r"|\bas an? (?:\w+[- ]){0,3}(?:ai|language model)\b|无法(?:查看|看到|识别)(?:图|该图|这张)",
    re.IGNORECASE,
)


def is_refusal(text: str) -> bool:
    """Whether a sentence or two say that there is no answer to be had."""
    return _REFUSAL.search(text) is not None


def sees_nothing(text: str) -> bool:
    """Whether a text says that its writer cannot see the picture."""
    return _UNSEEING.search(text) is not None


class Retraction(NamedTuple):
    """Where a retraction ends, and whether it only announces another look."""

    end: int
    soft: bool


_RETRACTION = re.compile(
    r"(?:^|[\n.!?;,—(*]|\bbut|\boh|\bhmm)[\s*(—.-]{0,4}(?:"
    r"(?P<soft>(?:let me|let's|i(?:'ll| will| should| need to| must)) (?:just )?"
    r"(?:re-?(?:check|examine|consider|evaluate|think|compute|calculate|read|do|visit)|look again|try again|start over|"
    r"think again)|重新(?:检查|审视|考虑|计算|分析|看)|再(?:检查|想想|看看))"
    r"|wait\b(?=[\s]{0,2}[,.!—:-]|\s(?:no|actually|that|this|i)\b)|no,? wait\b|hold on\b|scratch that|strike that"
    r"|(?:a )?correction\s?[:,.]|(?:let me|i (?:need|have) to|i must) correct\b|on second thoughts?"
    r"|actually,? (?:no\b|that(?:'s| is| was)(?: not|n't)? |it(?:'s| is| should be)\b"
    r"|the (?:correct |right |final )?answer|i (?:was|made|mis|think|need))"
    r"|(?:oops|whoops)\b|my (?:mistake|apologies|bad)\b"
    r"|i (?:apologi[sz]e|(?:have )?made an? (?:\w+ )?(?:mistake|error))"
    r"|(?:that|this)(?:'s| is| was) (?:wrong|incorrect|not (?:right|correct)|a mistake)"
    r"|不对[,.!:\s]|更正|纠正一下|等一下|等等[,.!]|(?:我|刚才|之前|上面)\w{0,6}(?:错了|有误|弄错)|搞错了|算错了)",
    re.IGNORECASE | re.MULTILINE,
)
_CONFIRMATION = re.compile(
    r"\b(?:confirms?|confirmed|verif(?:y|ies|ied)|checks? out|matches|holds|stands|as (?:before|expected)|"
    r"consistent with|same (?:answer|result)|(?:is|are|was|seems|indeed|that'?s) (?:indeed )?"
    r"(?:correct|right|consistent|true|valid))|[✓✔☑✅]|\\checkmark|正确|无误|一致|成立|符合|没错",
    re.IGNORECASE,
)


def last_retraction(text: str) -> Retraction | None:
    """Return the last place in a text where its writer takes something back."""
    last = None
    for match in _RETRACTION.finditer(text):
        last = match
    return Retraction(last.end(), last["soft"] is not None) if last else None


def confirms(text: str) -> bool:
    """Whether a second look ends in what was said before."""
    return _CONFIRMATION.search(text) is not None


_EITHER = re.compile(
    r"\beither\b[^\n]{1,60}?\bor\b|\bmaybe\b[^.\n]{1,40}\b(?:or|maybe)\b|要么[^\n]{1,30}要么"
    r"|\b(?:or|but|and) (?:it )?(?:maybe|perhaps|possibly|potentially|could|might|may)\b"
    r"|\b(?:could|might|may)(?: (?:also|well|even|possibly))? (?:be|equal)\b[^.\n]{1,40}?\bor\b"
    r"|(?:可能|也许|或许|大概)[^.\n]{0,12}?(?:或|也可能|也许|还是)|也可能|还可能|或者?可能",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"[.,;] (?:(?:but|although|though|or|and|however|alternatively),? )?(?:it|this|the answer)"
    r" (?:could|might|may)(?: (?:also|well|even|possibly))? be\b|也可能是",
    re.IGNORECASE,
)
_OR = re.compile(r"\bor\b|或者?|还是|\\text\{\s?or\s?\}", re.IGNORECASE)
OR_ELSE = re.compile(
    r"\bor\b(?! (?:equal|more|less|fewer|greater|not|both|above|below|higher|lower))|或(?!者?(?:等于|更))",
    re.IGNORECASE,
)
"""An alternative in a text; "less than or equal" is none."""


class Hedge(NamedTuple):
    """Signs of a hedge: words that only a hedge has; a plain "or"."""

    words: bool
    alternatives: bool


def hedges(sentence: str, after: str = "") -> Hedge:
    """Look for a hedge in a sentence, and for another answer in the words behind it."""
    words = _EITHER.search(sentence) is not None or _ELSE.search(sentence + after) is not None
    return Hedge(words, _OR.search(sentence) is not None)
