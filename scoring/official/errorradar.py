"""ErrorRadar's official metrics: ACC_step and ACC_cate (Yan et al., arXiv 2410.04509).

Both are the share of answers that name the marked step, or the marked category, exactly. How an answer is read out of a
response is not known here, the code not being at hand: ours is used where no other extraction was recorded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mmbench.records import Item, OfficialScore
from mmbench.scoring.official.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.interfaces import Given
    from mmbench.records import Task

__all__ = ["Accuracies", "ErrorRadarRule", "rule"]

MAX_EXTRACTION = 1_000
NAMES = {"error_step": "ACC_step", "error_category": "ACC_cate"}


class Accuracies:
    """Counts the two tasks apart."""

    def __init__(self) -> None:
        self.scores: dict[str, list[float]] = {}

    def add(self, item: Item, score: OfficialScore) -> None:
        """Take in one answer; the task of an item that could not be asked is not known."""
        if item.problem:
            return
        self.scores.setdefault(NAMES[item.task], []).append(score.score)

    def figures(self) -> dict[str, str]:
        """Return the accuracies in percent with one place."""
        return {name: f"{100 * sum(scores) / len(scores):.1f}" for name, scores in sorted(self.scores.items())}


class ErrorRadarRule(Rule):
    """Exact match of the step or the category."""

    versions = ("errorradar",)
    tasks: tuple[Task, ...] = ("error_step", "error_category")

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score the step or the category that was extracted from a response."""
        extraction = given.extraction or ""
        if item.task == "error_category":
            picked = _category(extraction, item.question.choices)
            right = picked is not None and picked == item.key.choice
            shown = None if picked is None else item.question.choices[picked]
        else:
            shown = _step(extraction)
            right = shown == item.key.answer
        return (OfficialScore(rule="errorradar", score=float(right), prediction=shown),)

    def published(self, correct: float, total: int, bucket: bool) -> str:
        """Return an accuracy in percent with one place."""
        return f"{100 * correct / total:.1f}"

    def aggregate(self) -> Accuracies:
        """Return both accuracies."""
        return Accuracies()


rule = ErrorRadarRule()


def _step(extraction: str) -> str | None:
    """Return the one whole number in an extraction; None where there is none, or several."""
    numbers = re.findall(r"\d+", extraction[:MAX_EXTRACTION])
    return (numbers[0].lstrip("0") or "0") if len(numbers) == 1 and len(numbers[0]) < 10 else None


def _category(extraction: str, choices: Sequence[str]) -> int | None:
    """Return the category whose text or letter an extraction is, or that alone is named in it; None otherwise."""
    bare = re.sub(r"\\(?:boxed|text)\b|[{}$*]", "", extraction[:MAX_EXTRACTION]).strip(" .").casefold()
    named = [place for place, choice in enumerate(choices) if choice.casefold() in bare]
    if len(named) == 1:
        return named[0]
    letter = re.match(r"\(?([a-z])[).:]?(?:\s|$)", bare)
    place = ord(letter[1]) - ord("a") if letter else len(choices)
    return place if place < len(choices) else None
