r"""Cutting tidied text at the ends of sentences, English and Chinese, without cutting decimals, initials or LaTeX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MATH", "MAX_SPAN", "bare", "first_sentence", "is_whole", "phrase", "sentences", "without_closing"]

MAX_SPAN = 500
"""Characters of one statement that are looked at."""
MAX_DISPLAY = 1_500
"""Characters of a displayed formula."""
MAX_COURTESIES = 6
MAX_CLOSING = 300
"""Characters from the end in which a courtesy is looked for."""

MATH = re.compile(r"\$\$?([^$]{1,400})\$\$?|\\\((.{1,400}?)\\\)|\\\[(.{1,400}?)\\\]")
"""A formula between math delimiters."""

_STOP = re.compile(r"([.?!])[\"')*$\]}]{0,6}(?=\s{1,3}[^a-z\s=+\-<>/^)\]},.*]|\s{1,3}\*\*|\s{0,3}$|[\u4e00-\u9fff])")
_TOKEN = re.compile(r"[^\s()\[\]{}*$\",;:]{0,12}$")
_ABBREVIATION = re.compile(r"e\.g|i\.e|vs|approx|figs?|eqs?|mrs?|dr|prof|cf|resp", re.IGNORECASE)
_BEFORE_NUMBER = re.compile(r"no|max|min|avg|vol|ch|sec|pp?|ca", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_EXPLANATION = re.compile(
    r"[*\s]{1,5}(?:This|It|That|These|Because|Since|Therefore|So|As|We|In|By|To|If|When|Given|Explanation|Reason|"
    r"Here|Looking)\b"
)
_NEAR = 12
"""Characters before a full stop that tell what it ends."""


def _stops(text: str) -> Iterator[int]:
    """Yield where sentences end, their stops and closing brackets included."""
    for match in _STOP.finditer(text):
        at, stop = match.start(), match[1]
        before = text[at - 1 : at]
        if stop == ".":
            ends = before not in ("", " ", ".") and _ends(text, at)
        else:
            ends = before.isalnum() or (before != "" and before in ")*\"'")
            ends = ends and (stop == "?" or text[at - 2 : at].isalpha())
        if ends:
            yield match.end()


def _ends(text: str, at: int) -> bool:
    """Whether the full stop at a position ends a sentence, for all that its next character says."""
    if len(text) - at < _NEAR and not text[at + 1 :].strip():
        return True
    found = _TOKEN.search(text, max(0, at - _NEAR), at)
    word = found[0] if found else ""
    if _ABBREVIATION.fullmatch(word) or (_BEFORE_NUMBER.fullmatch(word) and text[at + 1 : at + 3].strip().isdigit()):
        return False
    if _INITIALS.fullmatch(word):
        return word.lower() in ("a.m", "p.m")
    label = len(word) == 1 and word.isalpha() and word not in "xyz"
    if not label or text[max(0, at - _NEAR) : at - 1].strip(" \t*([$\n#-"):
        return True
    return _EXPLANATION.match(text, at + 1) is not None


def sentences(text: str) -> list[str]:
    """Split a short text into lines and these into sentences; lines without words or digits are left out."""
    found = []
    for line in text.split("\n"):
        start = 0
        for end in _stops(line):
            found.append(line[start:end])
            start = end
        found.append(line[start:])
    return [sentence for sentence in map(str.strip, found) if sentence.strip("*_#>`-|\\[]$ \t.")]


def first_sentence(text: str) -> str:
    """Return the first sentence of a line."""
    return text[: next(_stops(text), len(text))]


_REASON = re.compile(
    r"(?:\s{0,3}[,;:(—-]{1,2}\s{0,3}|\s{1,3})"
    r"(?:(?:because|since|as (?:it|the|there|we|this|they|shown|can|seen|per|indicated|given)|which|"
    r"so (?:the|we|it|that)|but|not|meaning|thus|hence|where|rounded|if we|and (?:not|the|this|it|therefore|so|is))\b"
    r"|so,|due to|given that|based on|according to|i\.e\.|that is,|therefore|whereas|while\b|although|assuming|"
    r"after (?:round|simpl)|when (?:round|simpl|express)|obtained|however|is (?:the )?(?:correct|right|answer))"
    r"|\s{0,3}[,;(\[]?\s{0,3}(?:因为|由于|所以|因此|其中|理由|解析|而不是|不是|这是|原因)",
    re.IGNORECASE,
)
_EXCLAIMED = re.compile(r"[^!$\\+*/=-]*\d!\s*")
_DISPLAYS = (("\\[", "\\]"), ("$$", "$$"), ("\\begin{", "\\end{"), ("\\left[\\begin{", "\\right]"))


def phrase(text: str) -> str:
    """Return what a statement says: the first sentence or displayed formula, without the reason given for it."""
    text = text.lstrip(" \t\r\n*:_>}")
    for opening, closing in _DISPLAYS:
        if text.startswith(opening):
            end = text.find(closing, len(opening), MAX_DISPLAY)
            if end >= 0:
                brace = text.find("}", end) + 1 if closing == "\\end{" else 0
                return bare(text[: max(brace, end + len(closing))])
    text = first_sentence(text[:MAX_SPAN].split("\n", 1)[0])
    if _EXCLAIMED.fullmatch(text):
        text = text.rstrip("! ")
    for match in _REASON.finditer(text):
        if text[: match.start()].strip(" *$([,"):
            text = text[: match.start()]
            break
    return bare(text)


_BOLD_FACE = re.compile(r"\\(?:textbf|mathbf|bf)\s?\{([^{}]{0,300})\}")
_BOLD_PAIR = re.compile(r"(?<![\w)])\*{2,3}(?=\S)([^*\n]{1,300})(?<=\S)\*{2,3}")
_BOLD = re.compile(r"(?<![\w)])\*{2,3}|\*{2,3}(?![\w(])")
_ENCLOSED = re.compile(r"\\\[(.{1,1500})\\\]|\\\((.{1,1500})\\\)|\$\$(.{1,1500})\$\$|\$(.{1,1500})\$", re.DOTALL)
_LAYERS = 4


def _without_bold(text: str) -> str:
    """Return a text without the marks of bold type; `x**2` keeps its asterisks."""
    if "**" in text:
        text = _BOLD.sub("", _BOLD_PAIR.sub(r"\1", text))
    if text.startswith("__") and text.endswith("__"):
        text = text.strip("_")
    return _BOLD_FACE.sub(r"\1", text) if "bf" in text else text


def bare(text: str) -> str:
    """Return a statement without bold type, quotation marks, enclosing math delimiters and a final stop or comma."""
    for _ in range(_LAYERS):
        before = text
        text = _without_bold(text).strip(' \t\r\n*`"')
        if text.endswith((".", ",", ";", ":", "!")):
            text = _unstopped(text)
        if text.startswith(("$", "\\")):
            inner = _ENCLOSED.fullmatch(text)
            content = inner[inner.lastindex] if inner and inner.lastindex else ""
            if content and not any(sign in content for sign in ("\\]", "\\)", "$")):
                text = content
        text = _closed(text)
        if text == before:
            break
    return text.strip()


def _unstopped(text: str) -> str:
    if text[-1] == "!":
        called = text[-2:-1].isalpha() and text[-3:-2].isalpha()
        return text[:-1] if called or (" " in text and text[0].isalpha() and _EXCLAIMED.fullmatch(text)) else text
    if text.endswith(("...", "…")) and text.rstrip(".… ").endswith(","):
        return text
    if text[-1] == "." and _INITIALS.fullmatch(text.rsplit(None, 1)[-1][:-1]):
        return text
    return text[:-1].rstrip()


def _closed(text: str) -> str:
    """Return a text without a bracket at one edge whose partner lies outside it."""
    if text.startswith("(") and not any(sign in text for sign in ")]"):
        return text[1:]
    if text.endswith("}") and text.count("}") > text.count("{"):
        return text[:-1]
    if text.endswith(")") and not any(sign in text for sign in "(["):
        return text[:-1]
    return text


_BRACKET = re.compile(r"\\.|[()\[\]{}]", re.DOTALL)


def is_whole(text: str) -> bool:
    """Whether no bracket is left open at the end of a text; an interval's may close with another kind."""
    depth = 0
    for found in _BRACKET.finditer(text):
        depth += 1 if found[0] in "([{" else -1 if found[0] in ")]}" else 0
    return depth <= 0


_COURTESY = re.compile(
    r"\W{0,4}(?:is there anything|i (?:really )?hope (?:this|that|it|you)|hope (?:this|that|it) (?:help|is)|"
    r"(?:do|would|if) you (?:have|want|need|like|would|try)\b[^\n]{0,60}?\b"
    r"(?:other|more|another|anything|further|questions?|clarification|help|details?|steps?|like)\b|"
    r"(?:please )?(?:let me know|feel free|don'?t hesitate)|thank(?:s| you)\b|happy to help|good luck|you'?re welcome|"
    r"希望(?:这|能|对|以上)|如果(?:您|你)(?:还|有|需要)|如有(?:疑问|问题|任何)|请问|还有(?:什么|其他|别的)|祝(?:你|您))",
    re.IGNORECASE,
)
_COURTEOUS = (
    "hope", "et me know", "eel free", "help", "question", "you ", "hank", "luck", "hesitate", "elcome",
    "希望", "如", "请问", "还有", "祝",
)  # fmt: skip
_SPECIAL = (
    "<|im_end|>", "<|endoftext|>", "<|eot_id|>", "</s>", "<|end|>", "<eos>", "<|end_of_solution|>", "<end_of_turn>",
    "<|return|>", "<|end▁of▁sentence|>",
)  # fmt: skip
_RULE = re.compile(r"[-*_=#>`\s]+")
_MAX_RULE = 80


def without_closing(text: str) -> str:
    """Leave out closing lines or sentences that only ask whether there is more to do, and end marks of templates."""
    text = text.strip()
    tail = text[-MAX_CLOSING:]
    if not text.endswith(tuple("-_=#>`*")) and not any(word in tail for word in _COURTEOUS):
        return text
    for _ in range(MAX_COURTESIES):
        if text.endswith(_SPECIAL):
            text = text[: text.rfind("<")].rstrip()
            continue
        head, _, last = text.rpartition("\n")
        rule = len(last) < _MAX_RULE and "```" not in last and _RULE.fullmatch(last)
        if head and (rule or _COURTESY.match(last)):
            text = head.rstrip()
            continue
        closing = _last_courtesy(last)
        if not closing:
            break
        text = text[: len(text) - closing].rstrip()
    return text


def _last_courtesy(line: str) -> int:
    """Return the length of a courteous last sentence of a line, 0 where there is none."""
    line = line[-MAX_SPAN:]
    last = max((end for end in _stops(line) if end < len(line) - 1), default=0)
    return len(line) - last if last and _COURTESY.match(line, last) else 0
