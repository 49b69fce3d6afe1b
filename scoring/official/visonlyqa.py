"""VisOnlyQA's official rule: the option that a response names (repository `src/evaluation/`, 33a1355).

Source: Kamoi et al., VisOnlyQA, COLM 2025 (arXiv 2412.00947). A single answer is the one option that stands in the
response in parentheses, or else the one that stands in it at all; it is right where it equals the gold option. The
table's average is the accuracy over all items of the split, whatever their task.

The traps are kept: case counts ("true" names nothing), and a bare "a" is found in any word. Where the response names no
single option, and for every question with several answers, the official step asks a language model. Where a run has
its prediction recorded, that is taken; otherwise the option that our extraction names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mmbench.records import Item, OfficialScore
from mmbench.scoring.official.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.interfaces import Given

__all__ = ["VisOnlyQARule", "named_option", "predict", "rule"]


MAX_EXTRACTION = 1_000


class VisOnlyQARule(Rule):
    """The published comparison of options."""

    versions = ("visonlyqa",)

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score a response, with the recorded prediction or our extraction where the response alone does not say."""
        prediction = predict(item, given)
        return (OfficialScore(rule="visonlyqa", score=float(prediction == _gold(item)), prediction=prediction),)

    def published(self, correct: float, total: int, bucket: bool) -> str:
        """Return an accuracy in percent with one place."""
        return f"{100 * correct / total:.1f}"


rule = VisOnlyQARule()


def predict(item: Item, given: Given) -> str | None:
    """Return the option, or options with commas, that the response is taken to name; None where none can be."""
    options = _options(item)
    single = item.metadata["question_type"] == "single_answer"
    found = named_option(given.response, options) if single else None
    if found is not None:
        return found
    if given.recorded is not None and given.recorded.prediction is not None:
        return given.recorded.prediction
    extraction = given.extraction or ""
    if single:
        return _named(extraction, options, item.question.choices)
    letters = set(re.findall(r"(?<![a-z])[a-z](?![a-z])", extraction.lower()))
    return ",".join(option for option in options if option in letters) or None


_LETTER = re.compile(r"\(?([a-z])(?:[).:]\s.*|\)?)", re.DOTALL)


def _named(extraction: str, options: Sequence[str], choices: Sequence[str]) -> str | None:
    """Return the option whose letter our extraction is or begins with, or whose text it ends with; None otherwise."""
    bare = re.sub(r"\\(?:boxed|text)\b|[{}$*]", "", extraction[:MAX_EXTRACTION]).strip(" .").casefold()
    letter = _LETTER.fullmatch(bare)
    if letter:
        place = ord(letter[1]) - ord("a")
        return options[place] if place < len(options) else None
    for names in (options, choices):
        found = [place for place, name in enumerate(names) if _ends(bare, name.casefold())]
        if len(found) == 1:
            return options[found[0]]
    return None


def _ends(text: str, name: str) -> bool:
    """Say whether a text is a name, or has one of several characters as its last word."""
    return text == name or (len(name) > 1 and re.search(rf"\W{re.escape(name)}$", text) is not None)


def named_option(response: str, options: Sequence[str]) -> str | None:
    """Return the only option in parentheses in a response, else the only one in it; None where there is no such one."""
    for form in ("({})", "{}"):
        found = [option for option in options if form.format(option) in response]
        if len(found) == 1:
            return found[0]
    return None


def _options(item: Item) -> list[str]:
    options = item.metadata["response_options"]
    return options if isinstance(options, list) else []


def _gold(item: Item) -> str:
    options = _options(item)
    if item.key.choice is not None:
        return options[item.key.choice]
    return ",".join(options[ord(letter) - ord("A")] for letter in item.key.answer.split(", "))
