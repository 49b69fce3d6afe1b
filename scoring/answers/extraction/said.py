"""What a response marks or states as its answer, cut to an answer of the form asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from mmbench.scoring.answers.extraction.asked import Asked, alike
from mmbench.scoring.answers.extraction.hedges import OR_ELSE, hedges, is_refusal
from mmbench.scoring.answers.extraction.quantities import unit_behind
from mmbench.scoring.answers.extraction.sentences import MAX_SPAN, bare, first_sentence, is_whole, phrase, sentences
from mmbench.scoring.answers.extraction.stated import Statement, statements

if TYPE_CHECKING:
    from mmbench.scoring.answers.extraction.marks import Mark

__all__ = ["Extraction", "Said", "marked", "stated"]

MAX_HEDGE = 160
"""Characters from where an answer begins that are searched for a hedge."""
MAX_END = 1_500
"""Characters behind a weak statement that are still the end of a response."""


class Extraction(NamedTuple):
    """The answer as written, the rule that found it or why there is none, and which of these it is."""

    text: str
    how: str
    outcome: Literal["found", "unparsed", "no_answer"] = "found"


class Said(NamedTuple):
    """An answer as marked or stated, where the text goes on, and whether it is of the form asked for."""

    found: Extraction
    end: int
    fits: bool = True


_OR = re.compile(r"\\text\{\s?(?:or|或者?)\s?\}|\bor\b|或者?", re.IGNORECASE)


def marked(text: str, mark: Mark, asked: Asked) -> Said | None:
    """Return the answer that a mark in a text holds; several parts are one answer only where one may have parts."""
    parts = [part for part in map(_unlabelled, mark.parts) if part]
    if not parts:
        return None
    said = ", ".join(parts)
    if len(parts) > 1 and asked.form in ("choice", "number"):
        return Said(Extraction(said, "hedged" if _OR.search(mark.between) else "several answers", "unparsed"), mark.end)
    if asked.form == "number" and _OR.search(said):
        values = [part.strip() for part in _OR.split(said) if part.strip()]
        if len(values) > 1 and not alike(values):
            return Said(Extraction(said, "hedged", "unparsed"), mark.end)
    if mark.how == "boxed" and len(parts) == 1 and len(text) > mark.end + 1 and not asked.lettered:
        said += unit_behind(text, mark.end)
    return Said(Extraction(said, mark.how), mark.end)


_LABEL = re.compile(r"\s*(?:the )?(?:final |correct )?(?:answer|答案)(?: is|是|为|:)\s*", re.IGNORECASE)


def _unlabelled(text: str) -> str:
    """Return what a mark holds without a final stop and without "the answer is"."""
    text = text.strip()
    if len(text) > 2 and text[-1] == "." and not text.endswith(("...", "\\right.")):
        text = text[:-1].rstrip()
    found = _LABEL.match(text) if "nswer" in text or "答案" in text else None
    return text[found.end() :].strip() if found else text


def stated(text: str, asked: Asked, since: int = 0, truncated: bool = False) -> Said | None:
    """Return the last statement from a place on that says an answer of the form asked for.

    Where there is none, what the last statement says at all, but only of a whole text. At the cut of a truncated text
    a statement counts in the longer form that it had before, if it had one.
    """
    tail = text[since:]
    fallback: Said | None = None
    cut: Said | None = None
    for statement in statements(tail, asked.lettered):
        if not statement.strong and (since or fallback or not _near_end(tail, statement.begin)):
            continue
        said = _statement(tail, statement, asked)
        if said is None:
            continue
        said = said._replace(end=since + said.end)
        if cut is not None:
            return said if said.fits and said.found.text.startswith(cut.found.text) else cut
        if said.fits and not (truncated and tail.endswith(said.found.text)):
            return said
        if said.fits:
            cut = said
        elif fallback is None and not since:
            fallback = said
    return cut or fallback


def _near_end(text: str, at: int) -> bool:
    return len(text) - at <= MAX_END and "\n\n" not in text[at:].strip()


_NOT = re.compile(r"(?:not|n't|不是)\s?[\d$\\(-]", re.IGNORECASE)
_JUNK = re.compile(
    r"(?:(?:in)?correct|right|wrong|reasonable|consistent|valid|invalid|shown|given|found|obtained|based|as follows|"
    r"below|above|provided|the same|in the|a (?:whole )?(?:number|integer)|an? (?:integer|decimal|fraction|number)|"
    r"not\b|正确|错误|不)",
    re.IGNORECASE,
)


def _statement(text: str, statement: Statement, asked: Asked) -> Said | None:
    """Return what a statement says; None where it says nothing that could be an answer."""
    rest = text[statement.begin : statement.begin + 3 * MAX_SPAN]
    if statement.end is None:
        said, end = phrase(rest), statement.begin
    else:
        said, end = bare(text[statement.begin : statement.end]), statement.end
    if not said or _NOT.match(said) or (len(text) - statement.begin <= MAX_SPAN and not is_whole(said)):
        return None
    open_to = _left_open(said, rest.split("\n", 1)[0][:MAX_HEDGE], asked)
    settled = asked.settled(said)
    if settled is None and asked.form == "number":
        settled = asked.settled(bare(next(iter(sentences(rest[:MAX_SPAN])), "")))
    if open_to and (settled is None or settled.problem or open_to != "alternatives" or asked.form == "text"):
        how = "several answers" if open_to == "several answers" else "hedged"
        return Said(Extraction(said, how, "unparsed"), end)
    if settled is None:
        fallback = asked.form in ("choice", "choices", "text") and not _JUNK.match(said) and not is_refusal(said)
        return Said(Extraction(said, "stated"), end, fits=False) if fallback else None
    if settled.problem:
        return Said(Extraction(said, settled.problem, "unparsed"), end)
    junk = asked.form in ("text", "list", "expression") and _JUNK.match(said)
    return None if junk else Said(Extraction(settled.text, "stated"), end)


_TWO_LETTERS = re.compile(
    r"\(?[A-J]\)?[.:]?(?: [^,;\n]{1,30})?(?:,? (?:or|and) |\s?(?:,|&|或者?|和|与)\s?)(?:option )?"
    r"\(?[A-J](?![A-Za-z])",
    re.IGNORECASE,
)


def _left_open(said: str, line: str, asked: Asked) -> Literal["", "words", "alternatives", "several answers"]:
    """Return what leaves a statement open: a hedge in words, alternatives, several letters where one was asked for."""
    sentence = first_sentence(line)
    hedge = hedges(sentence, line[len(sentence) :])
    if hedge.words:
        return "words"
    if asked.form == "choice":
        if not _TWO_LETTERS.match(said) or asked.option(said) is not None:
            return ""
        return "alternatives" if hedge.alternatives else "several answers"
    if asked.form == "text":
        return "alternatives" if OR_ELSE.search(said) else ""
    return "alternatives" if hedge.alternatives and asked.form == "number" else ""
