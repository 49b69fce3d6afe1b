"""The answer of a response that neither marks nor states it: a bare answer, bold type, a table, its last sentence."""

from __future__ import annotations

import re
from typing import Literal

from mmbench.scoring.answers.extraction.asked import LETTERS, MAX_VALUE, Asked, is_step, is_value
from mmbench.scoring.answers.extraction.hedges import OR_ELSE, hedges
from mmbench.scoring.answers.extraction.last_sentence import MAX_TAIL, Concluded, last_sentence
from mmbench.scoring.answers.extraction.quantities import concluded, quantity_only
from mmbench.scoring.answers.extraction.sentences import MATH, bare, sentences
from mmbench.scoring.answers.reading.read import read
from mmbench.scoring.answers.values import Truth, Words

__all__ = ["Concluded", "conclusion"]

MAX_WHOLE = 60
"""Characters of a response, or of something in bold type, that is an answer and nothing else."""
MAX_LINE = 120
MAX_BOLD_TEXT = 20_000
"""Characters from the end in which bold type is looked for."""


def conclusion(text: str, asked: Asked, ends: bool = True) -> Concluded | None:
    """Find the answer by the rules of last resort, the most certain first; with `ends` also in the last sentence."""
    if len(text) <= MAX_WHOLE and not _TAG.sub("", text).strip():
        return None
    whole = _whole(text, asked)
    if whole is not None:
        return whole
    text = _without_code(text)
    opening = _opening(text, asked)
    found = _bold(text, asked) or (_ending(text, asked) if ends else None)
    if opening is not None:
        if found is not None and not found.problem and _differ(opening, found.text, asked):
            return Concluded(f"{opening} ... {found.text}", "several answers", "several answers")
        return Concluded(opening, "first line")
    if found is None and "\n" not in text and len(text) <= MAX_WHOLE:
        return _said(bare(text), asked)
    return found


def _said(text: str, asked: Asked) -> Concluded | None:
    """Take a short sentence that is the whole of a response: for a text as it is, else where it can be read."""
    if asked.form == "text":
        return Concluded(text, "whole", "hedged" if hedges(text).words or OR_ELSE.search(text) else "")
    readable = asked.form in ("expression", "list") and not isinstance(read(text), Words | Truth | None)
    return Concluded(text, "whole") if readable else None


def _ending(text: str, asked: Asked) -> Concluded | None:
    return _row(text, asked) or _entries(text, asked) or last_sentence(text, asked)


def _differ(first: str, last: str, asked: Asked) -> bool:
    if asked.form == "choice":
        return asked.option(first) != asked.option(last)
    found = _YES_NO.match(last) if asked.form == "text" else None
    return found is not None and found[1].casefold() != first.casefold()


_FENCED = re.compile(r"```\w{0,12}\n?([^`]{1,200}?)\n?```")
_SENTENCE = re.compile(
    r"(?<!\\)\b(?:is|are|was|were|equals|therefore|thus|hence|so|it's)\b|^the .{12}|[是为]|所以|因此|命题|说法|结论",
    re.IGNORECASE,
)
_YES_NO = re.compile(r"[*\s\"]{0,4}(yes|no|true|false|correct|incorrect)\b[*\"]{0,3}\s?(?:[.,:;!-]|$)", re.IGNORECASE)


def _whole(text: str, asked: Asked) -> Concluded | None:
    """Take a response that is an answer and nothing else; a sentence is left to the other rules."""
    text = _FENCED.sub(r"\1", text).strip() if text.startswith("```") else text
    if asked.form == "choices":
        text = text.replace("\n", ", ")
    longest = max(MAX_WHOLE, *map(len, asked.choices or ("",))) + 10
    if "\n" in text or len(text) > (MAX_VALUE if asked.form in ("number", "expression", "list") else longest):
        return None
    said = bare(text)
    if not said or (text.endswith("?") and not asked.choices):
        return None
    if asked.lettered:
        return _whole_option(said, asked)
    if asked.form == "number":
        return Concluded(said, "whole") if is_step(said) or is_value(said) else None
    if asked.form != "text" and is_value(said, several=True):
        return Concluded(said, "whole")
    if len(text) > longest or _SENTENCE.search(said) or (MATH.search(text) and not MATH.fullmatch(text.strip(" .*"))):
        return None
    if asked.form == "text":
        if len(said) > MAX_WHOLE or (_YES_NO.match(text) and " " in said):
            return None
        return Concluded(_BRACKETS.sub(r"\1", said), "whole", "hedged" if OR_ELSE.search(said) else "")
    return Concluded(said, "whole")


_TAG = re.compile(r"<[^<>]{0,40}>")
_BRACKETS = re.compile(r"^\(([^()\d,;]{1,60})\)$")


_TAGGED = re.compile(r"[<>]")
_LETTER_OR = re.compile(r"\(?[A-J]\)?,? or \(?[A-J]\)?", re.IGNORECASE)
_BRIEF, _BRIEF_ZH = 40, 8


def _whole_option(said: str, asked: Asked) -> Concluded | None:
    """Take a label, an option's text or, since they answer something, three words at most that name no option."""
    hedged: Literal["hedged", ""] = "hedged" if _LETTER_OR.fullmatch(said) else ""
    if asked.form == "choices":
        fits = LETTERS.fullmatch(said) is not None
    else:
        brief = len(said) <= (_BRIEF if said.isascii() else _BRIEF_ZH) and len(said.split()) <= 3
        brief = brief and not _TAGGED.search(said)
        fits = brief or asked.is_option(said)
    return Concluded(said, "whole", hedged) if fits or hedged else None


_FENCE = re.compile(r"^[ >]{0,6}(?:```|~~~)", re.MULTILINE)


def _without_code(text: str) -> str:
    """Leave out the fenced blocks that a text ends with."""
    tail = text[-MAX_BOLD_TEXT:]
    fences = [match.start() for match in _FENCE.finditer(tail)]
    while len(fences) >= 2 and "\n" not in tail[fences[-1] :].strip():
        tail = tail[: fences[-2]].rstrip()
        del fences[-2:]
    return tail


def _opening(text: str, asked: Asked) -> str | None:
    """Take a first line that is an answer and nothing else, or begins with yes, no, true or false."""
    first, _, rest = text.partition("\n")
    said = bare(first[:MAX_TAIL])
    if rest.strip() and len(said) <= MAX_LINE:
        if asked.form == "number" and "=" not in said and quantity_only(said):
            return said
        if asked.form == "choice" and not first.rstrip().endswith((":", "?")) and asked.is_option(said):
            return said
    found = _YES_NO.match(first)
    if found and (asked.form == "text" or (asked.form == "choice" and asked.option(found[1]) is not None)):
        return found[1]
    return None


_BOLD = re.compile(r"(?<![\w)])\*\*(?=\S)([^*\n]{1,200})(?<=\S)\*\*(?![\w(]|\s?[:：])|\\textbf\{([^{}\n]{1,200})\}")


def _bold(text: str, asked: Asked) -> Concluded | None:
    """Take what the last sentence has in bold type, or all bold type of the response where it gives one answer."""
    last = text.rsplit("\n", 1)[-1][-MAX_TAIL:]
    found = _bold_answers((sentences(last) or [""])[-1], asked) if "*" in last or "\\textbf" in last else []
    if not found and asked.form in ("choice", "choices", "number"):
        found = _bold_answers(text, asked)
    distinct = {asked.option(said) if asked.form == "choice" else _value(said) for said in found}
    return Concluded(found[-1], "bold") if len(distinct) == 1 else None


def _value(text: str) -> str:
    found = concluded(text)
    return re.sub(r"[\s$,]", "", found[0].text if len(found) == 1 else text).casefold()


def _bold_answers(text: str, asked: Asked) -> list[str]:
    found = []
    for match in _BOLD.finditer(text):
        written = match[1] or match[2] or ""
        if written.rstrip().endswith((":", "：")) or len(written) > MAX_LINE:
            continue
        settled = asked.settled(bare(written))
        if settled is not None and not settled.problem and not is_step(settled.text):
            found.append(settled.text)
    return found


_ROW = re.compile(
    r"\|?\s*\**(?:the )?(?:grand )?(?:total|answer|final answer|result|sum|合计|总计|总和|答案)\**\s*\|(.*)",
    re.IGNORECASE,
)


def _row(text: str, asked: Asked) -> Concluded | None:
    """Take the last cell of a table's last row where the row is called total, answer or result."""
    last = text.rsplit("\n", 1)[-1].strip()
    found = _ROW.fullmatch(last) if last.startswith("|") and len(last) <= MAX_TAIL else None
    if found is None:
        return None
    settled = asked.settled(bare(found[1].strip().strip("|").rsplit("|", 1)[-1]))
    return Concluded(settled.text, "table") if settled and not settled.problem else None


_BRACKETED = re.compile(r"(?<![\w\\\])])\[[^\[\]\n\\]{0,400}\](?![(\w])")
_BULLET = re.compile(r"\s*(?:[-*•+]|\d{1,2}[.)]|\(\d{1,2}\))\s+(?!\*)(.{1,60})")
_PART = re.compile(r"\s*\([a-hivx1-9]{1,3}\)\s.{1,60}")
_MAX_ENTRY = 40


def _entries(text: str, asked: Asked) -> Concluded | None:
    """For a list: take the last bracketed one, or the short entries of a list that ends the response."""
    if asked.form not in ("list", "expression"):
        return None
    lines = text[-MAX_TAIL:].strip().split("\n")
    if len(lines) > 1 and all(map(_PART.fullmatch, lines)):
        return Concluded("; ".join(line.strip() for line in lines), "list")
    bracketed = _BRACKETED.findall(text[-MAX_TAIL:])
    if bracketed and asked.form == "list":
        return Concluded(bracketed[-1], "list")
    entries: list[str] = []
    for line in reversed(text[-MAX_TAIL:].split("\n")):
        found = _BULLET.fullmatch(line)
        said = bare(found[1]) if found else ""
        if not said or len(said) > _MAX_ENTRY:
            break
        entries.insert(0, said)
    return Concluded(", ".join(entries), "list") if len(entries) > 1 and all(map(quantity_only, entries)) else None
