"""Finding the answer in a free-form response, English or Chinese: rules in order, the first that finds wins.

Marks (a box, tags, a JSON field) come first, then statements ("the answer is"), then, in a response that ended by
itself, the rules of last resort. What a response takes back, leaves open or refuses to say is no answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mmbench.scoring.answers.extraction.asked import Asked, asked_for
from mmbench.scoring.answers.extraction.conclusion import conclusion
from mmbench.scoring.answers.extraction.hedges import confirms, is_refusal, last_retraction, sees_nothing
from mmbench.scoring.answers.extraction.marks import last_mark, without_brace_runs
from mmbench.scoring.answers.extraction.said import Extraction, Said, marked, stated
from mmbench.scoring.answers.extraction.sentences import without_closing
from mmbench.scoring.answers.extraction.thought import split_thought
from mmbench.scoring.answers.limits import MAX_RESPONSE
from mmbench.scoring.answers.reading.text import tidy

if TYPE_CHECKING:
    from mmbench.records import Hint

__all__ = ["Extraction", "extract"]

MAX_AFTER = 20_000
"""Characters behind a marked or stated answer that are searched for a retraction."""
_ENDS = 1_000
"""Characters at either end of a response without an answer that are searched for a refusal."""


def extract(response: str, hint: Hint, choices: tuple[str, ...] = (), truncated: bool = False) -> Extraction:
    """Find the answer in a response.

    Reasoning in a chat template's marks is left out. In a truncated response only a marked or stated answer counts.

    Args:
        response: what a model answered; the last `MAX_RESPONSE` characters are looked at.
        hint: the form of answer the question asks for.
        choices: the options of a multiple choice; without them a hint of `choice` asks for a letter.
        truncated: the response was cut at its token limit.

    Returns:
        The answer as written and the rule that found it; or, with an outcome of `unparsed` (several answers, a
        hedge) or `no_answer`, what was said instead and why it is none.
    """
    if not response or response.isspace():
        return _none("empty")
    _, text, finished = split_thought(tidy(response[-MAX_RESPONSE:]))
    if "\\n\\n" in text and "\n" not in text:
        text = text.replace("\\n\\n", "\n\n")
    text = without_closing(without_brace_runs(text) if "{{{{" in text else text)
    if not text:
        return _none("empty" if finished else "unfinished thought")
    found = _found(text, asked_for(hint, choices), truncated or not finished)
    if found is not None:
        return found
    if not finished:
        return _none("unfinished thought")
    if is_refusal(text[-_ENDS:]) or is_refusal(text[:_ENDS]):
        return _none("refused")
    return _none("truncated" if truncated else "no answer found")


def _none(how: str) -> Extraction:
    return Extraction("", how, "no_answer")


_SHORT = 12
"""Characters behind a mark that are too few for a statement."""
_BRIEF = 4
"""Characters behind an answer that are too few to take it back."""


def _found(text: str, asked: Asked, truncated: bool) -> Extraction | None:
    said = _marked(text, asked, truncated)
    if said is None or len(text) - said.end > _SHORT:
        said = stated(text, asked, said.end if said else 0, truncated) or said
    if said is None or not said.fits:
        concluded = None if truncated else _concluded(text, asked)
        if said is None or (concluded is not None and concluded.outcome == "found"):
            return concluded
    if said.found.how == "stated" and _PERHAPS.search(text[-_ENDS:]):
        return Extraction(said.found.text, "hedged", "unparsed")
    after = text[said.end : said.end + MAX_AFTER]
    taken_back = _taken_back(said, after, asked, truncated) if len(after) > _BRIEF else None
    return taken_back or said.found


_PERHAPS = re.compile(r"可能[^。.\n可]{1,20}(?:也|还|或者?)可能")
_LONG = 60
"""Characters of a tag's content that are more than an answer."""


def _marked(text: str, asked: Asked, truncated: bool) -> Said | None:
    """Return the marked answer. A long tag is read as a response; a box that names no option yields to a statement."""
    mark = last_mark(text, truncated)
    said = marked(text, mark, asked) if mark else None
    if mark is None or said is None:
        return None
    content = mark.parts[0]
    if mark.how == "answer tag" and (len(content) > _LONG or "\n" in content):
        inner = _found(content, asked, truncated)
        # Of a content of one line, its last line is a guess at a part of what the tag marks as a whole.
        if inner is None or (inner.how == "last line" and "\n" not in content):
            return said
        return said._replace(found=inner)
    if mark.how == "boxed" and asked.choices and asked.settled(said.found.text) is None:
        earlier = stated(text, asked, 0, truncated)
        return earlier if earlier is not None and earlier.fits else said
    return said


def _taken_back(said: Said, after: str, asked: Asked, truncated: bool) -> Extraction | None:
    """Return what a response says after it took an answer back; None where it did not, or confirms it."""
    retraction = last_retraction(after)
    if retraction is None:
        return None
    rest = after[retraction.end :].strip()
    if retraction.soft and confirms(rest):
        return None
    again = conclusion(rest, asked) if rest and not truncated else None
    if again is None or (retraction.soft and again.how == "last quantity"):
        return _none("retracted")
    return Extraction(again.text, again.problem or again.how, "unparsed" if again.problem else "found")


_UNSURE = ("last sentence", "last quantity")
_LAST = 300
"""Characters from the end in which a refusal speaks against an answer that is not certain."""
_SAYING = 25
"""Characters of a text that may be an answer even where it is a refusal by its words ("cannot be determined")."""


def _concluded(text: str, asked: Asked) -> Extraction | None:
    """Return what the rules of last resort find, unless the response refuses and they are not certain."""
    refused = is_refusal(text[-_LAST:]) or (len(text) <= 2 * _LAST and is_refusal(text)) or sees_nothing(text[:_ENDS])
    found = conclusion(text, asked, ends=not refused or bool(asked.choices))
    unsure = found is None or found.how in _UNSURE or (found.how == "whole" and len(found.text) > _SAYING)
    if refused and unsure and not (found and asked.choices and is_refusal(found.text)):
        return _none("refused")
    if found is None:
        return None
    return Extraction(found.text, found.problem or found.how, "unparsed" if found.problem else "found")
