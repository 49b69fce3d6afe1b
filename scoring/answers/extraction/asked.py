"""What form of answer was asked for, and what a statement gives of that form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from mmbench.scoring.answers.comparing.choices import pick_choice, pick_letter, same_value
from mmbench.scoring.answers.extraction.quantities import concluded, leading, quantity_only
from mmbench.scoring.answers.reading.read import read
from mmbench.scoring.answers.values import Sequence, Truth, Words

if TYPE_CHECKING:
    from mmbench.records import Hint

__all__ = ["LETTERS", "MAX_VALUE", "Asked", "Settled", "alike", "asked_for", "is_step", "is_value"]

MAX_ALIKE = 4
"""Values that may be writings of one and the same."""
MAX_VALUE = 1_000
"""Characters of a text that may be a value in words."""

LETTERS = re.compile(
    r"(?:\\text|\band\b|[\s(){}.,;&/$和及与]|(?<![A-Za-z])(?:[A-Ja-j](?![A-Za-z])|[A-J]{2,10}(?![A-Za-z])))+"
)
"""Letters of options and what joins them ("A, C", "(a) and (d)", "BD")."""
_LABELLED = re.compile(r"\(?[A-J][).:]")
_SHORT = 4
_LONGER = 12
"""Characters that a label and a few words may add to an option's text."""
_STEP = re.compile(r"(?:the )?(?:step|paragraph|line|question)\s{0,3}(?:number |no\.? ?|#)?(\d{1,4})", re.IGNORECASE)
_PART = re.compile(r"\$([^$]{1,300})\$ (?:of|for|as|in) (?:the|all|any|every|each)\b")


class Settled(NamedTuple):
    """An answer reduced to what can be read, and what is wrong with it."""

    text: str
    problem: Literal["", "several answers"] = ""


class Asked(NamedTuple):
    """The form of answer asked for. A `choice` without options is a letter."""

    form: Literal["choice", "choices", "number", "list", "expression", "text"]
    choices: tuple[str, ...] = ()

    @property
    def lettered(self) -> bool:
        """Whether letters name options."""
        return self.form in ("choice", "choices")

    def option(self, text: str) -> int | str | None:
        """Return the option that a text names, where one is asked for."""
        return pick_choice(text, self.choices) if self.choices else pick_letter(text)

    def is_option(self, text: str) -> bool:
        """Whether a text is an option's label or text and short of a sentence about it."""
        if _LABELLED.match(text):
            return True
        option = self.option(text)
        longest = len(self.choices[option]) + _LONGER if isinstance(option, int) else _SHORT
        return option is not None and len(text) <= longest

    def settled(self, text: str) -> Settled | None:
        """Reduce what a statement says to an answer of the form asked for; None where it holds none."""
        if not text:
            return None
        if self.form == "choice":
            return Settled(text) if self.option(text) is not None else None
        if self.form == "choices":
            text = text.removesuffix(" only")
            return Settled(text) if LETTERS.fullmatch(text) else None
        if self.form == "number":
            return _number(text)
        part = _PART.match(text)
        if part:
            return Settled(part[1])
        found = [] if quantity_only(text) or _LATIN.search(text) else _in_chinese(text)
        return Settled(found[0] if len(found) == 1 else text)


def asked_for(hint: Hint, choices: tuple[str, ...]) -> Asked:
    """Return the form that a question's hint and choices ask for."""
    if hint.kind == "choices":
        return Asked("choices", choices)
    if choices or hint.kind == "choice":
        return Asked("choice", choices)
    if hint.kind in ("integer", "float"):
        return Asked("number")
    if hint.kind in ("list", "expression"):
        return Asked(hint.kind)
    return Asked("text")


def _number(text: str) -> Settled | None:
    if is_step(text):
        return Settled(text)
    if quantity_only(text):
        return Settled(text)
    found = _in_chinese(text)
    if len(found) == 1:
        return Settled(found[0])
    if not _OR.search(text) and is_value(text):
        return Settled(text)
    first = leading(text)
    if first is not None:
        return Settled(first)
    found = [quantity.text for quantity in concluded(text)] or _alternatives(text)
    if not found:
        return None
    return Settled(found[0]) if alike(found) else Settled(text, "several answers")


_CHINESE, _LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z\\]")
_OR = re.compile(r"\s?(?:\bor\b|或者?|\\text\{\s?(?:or|或者?)\s?\})\s?", re.IGNORECASE)


def _in_chinese(text: str) -> list[str]:
    """Return the quantities that a Chinese sentence gives, whose words would else be read as a unit."""
    if not _CHINESE.search(text) or text.startswith("每"):
        return []
    return [quantity.text for quantity in concluded(text)]


def _alternatives(text: str) -> list[str]:
    """Return the values that a text leaves open ("a half or a third"); none where a part is no value."""
    parts = [part.strip() for part in _OR.split(text)]
    return parts if len(parts) > 1 and all(map(is_value, parts)) else []


def alike(values: list[str]) -> bool:
    """Whether some quantities are all the same, in one writing or another ("5/10 or 1/2")."""
    return len(values) <= MAX_ALIKE and all(same_value(value, values[0]) for value in values[1:])


_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|which|that|this|because|since|so|thus|therefore|hence|we|let|has|have|there|it|who|can|"
    r"cannot|not)\b|[是为得有不故则]|所以|因此",
    re.IGNORECASE,
)


def is_step(text: str) -> bool:
    """Whether a text is the name of a numbered part: `Step 3`, `paragraph 2`."""
    return _STEP.fullmatch(text) is not None


def is_value(text: str, several: bool = False) -> bool:
    """Whether a short text is a value and no sentence: a formula, a number in words, a date; with `several` a list."""
    if quantity_only(text):
        return True
    if len(text) > MAX_VALUE or _SENTENCE.search(text):
        return False
    value = read(text)
    return value is not None and not isinstance(value, Words | Truth) and (several or not isinstance(value, Sequence))
