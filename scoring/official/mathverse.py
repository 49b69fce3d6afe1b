r"""MathVerse's rule variant: the extracted answer is, letter for letter, the gold one (`--quick_match`).

Source: Zhang et al., MathVerse, ECCV 2024 (arXiv 2403.14624), `evaluation/score_answer_s2.py`, ZrrSkywalker/MathVerse
at 9f81505. The published scores are not these: there one call of a language model extracts the answer, and another
judges whether it means the same as the gold one (0.5m and 50cm do). The repository's own option without a judge, which
this is, compares texts: "22.3 m" is wrong for "22.3", and "A and C" for "A\nC".

The extraction is the recorded one. Where none is, ours is taken, and a letter in brackets or with a full stop for the
bare letter that the published extraction gives.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mmbench.records import Item, OfficialScore
from mmbench.scoring.official.rule import Rule

if TYPE_CHECKING:
    from mmbench.interfaces import Given

__all__ = ["FiveVersions", "MathVerseRule", "rule"]

WITH_PICTURE = ("Text Dominant", "Text Lite", "Vision Intensive", "Vision Dominant", "Vision Only")
_LETTER = re.compile(r"[(\[]?([A-Z])[)\]]?[.:]?")


class FiveVersions:
    """The mean over the versions with a picture, which the published tables rank by; Text Only is an ablation."""

    def __init__(self) -> None:
        self.scores: dict[str, list[float]] = {}

    def add(self, item: Item, score: OfficialScore) -> None:
        """Take in one question; the version of one that could not be asked is not known."""
        version = str(item.metadata.get("problem_version"))
        if version in WITH_PICTURE:
            self.scores.setdefault(version, []).append(score.score)

    def figures(self) -> dict[str, str]:
        """Return the mean of the versions' accuracies, in percent with one place."""
        means = [sum(scores) / len(scores) for scores in self.scores.values()]
        return {"mean over the versions with a picture": f"{100 * sum(means) / len(means):.1f}"} if means else {}


class MathVerseRule(Rule):
    """The published comparison without a judge."""

    versions = ("mathverse-quick-match",)

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score the recorded extraction, or else ours."""
        found = given.recorded.extraction if given.recorded else None
        if found is None:
            found = (given.extraction or "").strip()
            letter = _LETTER.fullmatch(found) if item.key.choice is not None else None
            found = letter[1] if letter else found
        return (OfficialScore(rule=self.versions[0], score=float(found == _gold(item)), prediction=found),)

    def published(self, correct: float, total: int, bucket: bool) -> str:
        """Return an accuracy as a share with three places, as the evaluation prints it."""
        return f"{correct / total:.3f}"

    def aggregate(self) -> FiveVersions:
        """Return the mean over the versions with a picture."""
        return FiveVersions()


rule = MathVerseRule()


def _gold(item: Item) -> str:
    """Return the gold answer as it is published; for items of other sources the letter or the answer."""
    published = item.metadata.get("answer")
    if published is not None:
        return str(published)
    return item.key.answer if item.key.choice is None else chr(ord("A") + item.key.choice)
