r"""What stands around an answer and is no part of it, and the phrases that are an answer by themselves.

`unwrapped` takes off math delimiters, boxes, bold type and quotation marks; `without_hedge` "about"; `labelled` "the
area is"; `without_reason` "because .."; `without_qualifier` "for all integers n". `fixed` knows yes, no, "no
solution", infinity and their like.
All work on text as `tidy` leaves it, in linear time.
"""

from __future__ import annotations

import re

from mmbench.scoring.answers.reading.words import HAN
from mmbench.scoring.answers.values import Apply, Constant, Truth, Value, Words

__all__ = [
    "fixed",
    "flattened",
    "labelled",
    "unwrapped",
    "without_hedge",
    "without_qualifier",
    "without_reason",
]

MAX_LAYERS = 8
MAX_LABEL = 80
"""Characters of a label in front of an answer."""

_NONE, _INFINITY, _MANY, _ALL = Words("none"), Constant("oo"), Words("infinitely many"), Words("all real numbers")
_PHRASES: tuple[tuple[Value, str], ...] = (
    (Words("n/a"), "n/a|na|not applicable"),
    (Truth(True), "yes|true|correct|是|是的|对|对的|正确|真|能|可以|√|✓|✔|☑|✅|checkmark|surd"),
    (Truth(False), "no|false|incorrect|not true|not correct|否|不|不是|不对|错|错误|不正确|假|不能|不可以|×|✗|✘|❌"),
    (
        _NONE,
        "none|no solution|no solutions|no real solution|no real solutions|no real roots|no real root|no such number"
        "|no such numbers|no such value|no integer solution|no integer solutions|there is no solution"
        "|there are no solutions|there is no real solution|there are no real solutions|does not exist|doesn't exist"
        "|doesnt exist|do not exist|not exist|doesnotexist|dne|d.n.e|limit does not exist|undefined|not defined"
        "|is undefined|empty set|null set|emptyset|varnothing|∅|无解|无|没有|不存在|空集|无意义|没有意义"
        "|无实数解|无实根|没有实数根|方程无解",
    ),
    (_INFINITY, "infinity|positive infinity|plus infinity|+infinity|to infinity|无穷大|无穷|正无穷|正无穷大"),
    (Apply("neg", (_INFINITY,)), "negative infinity|minus infinity|-infinity|负无穷|负无穷大"),
    (
        _MANY,
        "infinitely many|infinite|infinitely many solutions|infinite solutions|infinite number of solutions|infinitely"
        "|infinite number|there are infinitely many solutions|无数个|无数|无穷多|无穷多个|无数多个"
        "|无数条|无穷多解|无数解",
    ),
    (
        _ALL,
        "all real numbers|all reals|all real|any real number|any real numbers|every real number|set of all real numbers"
        "|set of real numbers|real numbers|all real numbers x|all real values|mathbbr"
        "|全体实数|任意实数|所有实数|一切实数|实数集",
    ),
)
_FIXED = {phrase: value for value, phrases in _PHRASES for phrase in phrases.split("|")}
_LONGEST = max(map(len, _FIXED))


def fixed(key: str) -> Value | None:
    """Return what a phrase means that is an answer by itself; `key` is the text in its `plain` form."""
    found = _FIXED.get(key.rstrip("!? ")) if len(key) <= _LONGEST + 3 else None
    if found is None and not key.isascii() and (match := re.fullmatch(_JUDGED, key)) is not None:
        return Truth(match[1] is None)
    return found


_JUDGED = (
    r"(?:(?:该|这个?|此|本|这种|上述|原|以上|题中的?)?(?:命题|说法|结论|判断|等式|论断|陈述|观点)(?:是|为)?|(?:是|为)?(?=[真假]命题))"
    r"(?:((?:错误|不正确|不对|不成立|[错假])(?:命题)?)|(?:正确|成立|[对真])(?:命题)?)的?"
)
"""A judgement of a statement; what calls it wrong is the group."""


_COMMANDS = (
    "\\boxed{", "\\fbox{", "\\text{", "\\textbf{", "\\textit{", "\\textrm{", "\\mathrm{", "\\mathbf{", "\\mathit{",
    "\\mbox{", "\\hbox{", "\\emph{", "\\underline{", "\\ensuremath{", "\\displaystyle{", "\\operatorname{", "\\bold{",
    "\\num{", "\\number{",
)  # fmt: skip
_SWITCHES = ("\\displaystyle", "\\textstyle", "\\rm ", "\\bf ", "\\Large", "\\large", "\\left.", "\\quad", "\\qquad")
_PAIRS = (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]"), ("**", "**"), ("*", "*"), ("__", "__"), ("`", "`"),
          ('"', '"'), ("'", "'"), ("<answer>", "</answer>"), ("``", "''"))  # fmt: skip
_LEADING, _TRAILING = " \t\r\n,;=", " \t\r\n,;"
_EDGES = frozenset("\\$*_`\"'<=:;,.!? \t\r\n")


def unwrapped(text: str) -> str:
    """Return a text without what encloses the whole of it, and without stops and colons at its edges."""
    for _ in range(MAX_LAYERS):
        if not text or (text[0] not in _EDGES and text[-1] not in _EDGES):
            break
        before = text
        text = _unstopped(text.lstrip(_LEADING).rstrip(_TRAILING))
        if text[:2] == ": ":
            text = text[2:]
        if text[-1:] == ":" and not (text[-2:-1].isdecimal() or text[-2:-1] in ("}", ")")):
            text = text[:-1]
        for switch in _SWITCHES:
            text = text.removeprefix(switch)
        text = _without_pair(text)
        if text[:1] == "\\" and text[-1:] == "}":
            text = _without_command(text)
        if text == before:
            break
    return text


def _unstopped(text: str) -> str:
    """Return a text without the stop, question or exclamation mark of a sentence; `5!` keeps its own."""
    while text.endswith(("\\\\", "\\,", "\\;", "\\ ", "\\.")):
        text = text[:-2].rstrip(_TRAILING)
    if text.endswith(".") and not text.endswith(".."):
        return text[:-1].rstrip(_TRAILING)
    if text.endswith(("!", "?")) and (text[-1] == "?" or text[-3:-1].isalpha() or text[-2:-1] > "\u3400"):
        return text[:-1].rstrip(_TRAILING)
    return text


def _without_pair(text: str) -> str:
    for opening, closing in _PAIRS:
        if text.startswith(opening) and text.endswith(closing) and len(text) > len(opening) + len(closing):
            inner = text[len(opening) : -len(closing)]
            if closing[0] not in inner if len(closing) == 1 else (opening not in inner and closing not in inner):
                return inner
    return text


def _without_command(text: str) -> str:
    r"""Return the content of a command such as `\\boxed{..}` where its brace closes at the end of the text."""
    for command in _COMMANDS:
        if text.startswith(command):
            inner = text[len(command) : -1]
            if inner[-1:] != "\\" and _closed(inner):
                return inner
    return text


def _closed(text: str) -> bool:
    """Whether the braces of a text close within it."""
    depth = 0
    for index, char in enumerate(text):
        if char == "{" and text[index - 1 : index] != "\\":
            depth += 1
        elif char == "}" and text[index - 1 : index] != "\\":
            depth -= 1
            if depth < 0:
                return False
    return depth == 0


_INLINE = re.compile(r"(?<!\\)\${1,2}([^$\s](?:[^$]{0,500}[^$\s\\])?)\${1,2}(?![0-9])")
_TIMES = re.compile(r"(?<=[0-9]) ?[xX] ?(?=[0-9])")
_DISPLAYED = re.compile(r"(\$\$[^$]{1,500}\$\$)\s*(?=\$\$)")
_DEGREE = re.compile(r"\*\\degree(?![a-z])|\^?\s?\\circ(?=[A-Z])")
_TEXT_GROUP = re.compile(r"\\(?:text(?:bf|it|rm|normal)?|mbox|hbox)\s?\{([^{}]*)\}")
_DELIMITERS = re.compile(r"(?<!\\)\\[()\[\]]|\*\*")
_SPACES = re.compile(r"(?<!\\)\\[,;:!](?!\w)|(?<!\\)\\(?= )|\\q?quad(?![A-Za-z])|(?<=\S)~(?=\S)")


def flattened(text: str) -> str:
    r"""Return running text with LaTeX in it as text with the delimiters and the `\\text{..}` groups opened."""
    if "$" in text:
        text = _INLINE.sub(r" \1 ", _DISPLAYED.sub(r"\1, ", text))
    if "\\" in text:
        text = _DEGREE.sub("°", text)
        text = _TEXT_GROUP.sub(r" \1 ", _DELIMITERS.sub(" ", text))
        text = _SPACES.sub(" ", text)
    elif "**" in text:
        text = text.replace("**", "")
    return " ".join(_TIMES.sub(r" \\times ", text).split())


_HEDGE = re.compile(
    r"(?i:it is|it's|is|are|was|were|be|to be|equal to|equals|just|only|exactly|precisely|about|approximately|approx\.?"
    r"|around|roughly|nearly|almost|close to|circa|ca\.|at about|(?:located )?at(?= ?[($\\0-9-])|estimated at|either"
    r"|an? (?:total|value|sum|length|area|perimeter|volume|height|width|radius|measure|average|mean|score"
    r"|probability) of) |(?:\\approx|\\simeq|\\sim)(?![A-Za-z])|≈|~|大约是?|约为?|约等于|大概是?|等于|一共|共有?"
)
_HEDGE_BEHIND = re.compile(r"[ ,(]{0,3}(?:(?i:approximately|approx\.?|or so|roughly|rounded|exactly)|左右)[ )]{0,2}$")


def without_hedge(text: str) -> str:
    """Return an answer without the words that call it rounded or complete: "about 5", "5 or so", `约5`, "is only 5"."""
    for _ in range(4):
        match = _HEDGE.match(text)
        if match is None or not text[match.end() :].strip():
            break
        text = text[match.end() :].lstrip()
    behind = _HEDGE_BEHIND.search(text)
    return text[: behind.start()] if behind is not None and behind.start() else text


_LABEL_END = re.compile(
    r"(?:\\text\{[^{}]{0,40}\} ?)?(?:=|:(?![0-9])|(?<![0-9]):|[为是有]|等于|(?=[<>≤≥]|\\[lg][et](?:q|qslant)?(?![a-z]))"
    r"| (?:is|are|was|were|equals?|be|has|have|measures|costs|contains|gives|ranges|varies|lies) )"
)
_LABEL_WORD = re.compile(rf"[A-Za-z]{{3}}|{HAN}|^\W{{0,8}}[A-Za-z]\b|∠|△")
_SENTENCES = re.compile(
    r"^[-+($\\ ]{0,4}[0-9](?![0-9]*(?:st|nd|rd|th)\b).*(?:[,;]| (?:and|when|if|where|for|at) |和)"
    r"|[0-9A-Za-z)}%]{2}[.?!;] [A-Z(]"
)
"""What no label is: a value and the next one's label, or more than one sentence."""


_PLAIN_LABEL = rf"(?:[A-Za-z ]|{HAN}){{2,80}}"


def labelled(text: str) -> tuple[str, str] | None:
    """Return the label that a text begins with ("the area is 5", "length: 5 cm") and what stands behind it, or None."""
    match = _LABEL_END.search(text, 1, MAX_LABEL)
    if match is None:
        return None
    label, rest = text[: match.start()], text[match.end() :].strip()
    if not match[0] and re.fullmatch(_PLAIN_LABEL, label) is None:
        return None
    if not rest or _LABEL_WORD.search(label) is None or _SENTENCES.search(label) is not None:
        return None
    return label.strip(), rest


_QUALIFIER = re.compile(
    r"(?:[ ,;($]|\\[,; ]|\\q?quad(?![a-z])|\\(?:text|textrm|mathrm|mbox) ?\{[ ,(]{0,3}){1,6}"
    r"(?:(for) (?:all|any|every|each|some|arbitrary)|\\forall|∀|where|with|其中|对任意的?)(?![A-Za-z])"
)
_QUALIFIED = (
    r"\b(?:integers?|reals?|numbers?|rationals?|primes?|naturals?|constants?|arbitrary)\b"
    r"|\\in\b|∈|\\mathbb|整数|实数|自然数|常数"
)
_VARIABLE = r"(?<![A-Za-z\\])[b-zB-Z](?![A-Za-z])"
_NEXT = r"[,;]? ?(?:\\text ?\{ ?)?,? ?\b(?:and|or)\b(?! *[A-Za-z]\b *(?:\\in\b|∈|is|are))"
_CASES = r"\b(?:if|otherwise|else|when|for)\b|, ?[-+0-9]"


def without_qualifier(text: str) -> str:
    """Return an answer without the words that say what its variables stand for: "for all integers n", "where k .."."""
    for _ in range(4):
        match = _QUALIFIER.search(text)
        if match is None or not match.start():
            break
        rest = text[match.end() :]
        end = len(rest)
        if "=" in rest and (following := re.search(_NEXT, rest)) is not None:
            end = following.start()
        said = rest[:end]
        known = re.search(_QUALIFIED, said) or (match[1] and re.search(_VARIABLE, said))
        if not known or "=" in said or re.search(_CASES, said) or len(said) > MAX_LABEL * 2:
            break
        text = text[: match.start()] + rest[end:]
    return text


_REASON = re.compile(
    r"\b(?i:(?:because|since|as (?:the|it|there|we|they|this|shown|per)|which|so (?:the|it|we|that)|that is|due to"
    r"|given that|based on|according to|therefore|thus|hence|meaning|obtained|after rounding"
    r"|rounded to|using|by (?:the|\w{2,12}ing)|is (?:the|your|our|correct|right|my))\b|i\.e\.)"
    r"|因为|由于|所以|因此|即|理由"
)
_FIRST = re.compile(
    r"((?i:yes|no|true|false|correct|incorrect)|是的?|不是|对的?|错误?|正确)\s?[,.;:!(-](?:.|\n){0,400}?"
    rf"(?:[A-Za-z]{{3}}|{HAN}{{2}})"
    r"|((?i:yes|no)) (?:it|they|he|she|there|this|that)\b"
)
_WORDS = re.compile(rf"[A-Za-z]{{3}}|{HAN}{{2}}")


_LETTERED = r"[a-z]{2} \([A-Z]\)$"


def without_reason(text: str) -> str | None:
    """Return an answer without the explanation behind it: "5 (since ..)", "Yes, the ..", "72 (five less)"; or None."""
    first = _FIRST.match(text)
    if first is not None:
        return first[1] or first[2]
    match = _REASON.search(text)
    if match is not None:
        head = text[: match.start()].rstrip(" ,;:([-—–")
        return head or None
    if text.endswith(")"):
        opening = text.rfind("(")
        if opening > 0 and (_WORDS.search(text, opening) or re.search(_LETTERED, text)):
            return text[:opening].rstrip() or None
    return None
