"""We-Math's official rule and its four-way metric (repository `evaluation/`, We-Math/We-Math at 89a15bd).

Source: Qiao et al., We-Math (arXiv 2407.01284). The letter is the first character after the last "Answer". A composite
problem and its one-step parts together show insufficient knowledge (IK: a step and the whole wrong), inadequate
generalisation (IG: all steps right, the whole wrong), complete mastery (CM) or rote memorisation (RM: the whole right
in spite of a wrong step; loosely, in spite of all steps wrong). Score = (n - IG/2 - RM - IK) / n over the n composites.

The table's other columns (`evaluation/accuracy.py`, 681e040): accuracy on one-step parts by twelve topics, which is the
mean over a topic's knowledge concepts of the accuracy on each; only parts of composites whose first part is there
count.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mmbench.records import Item, OfficialScore
from mmbench.scoring.official.rule import Rule
from mmbench.scoring.official.wemath_topics import TOPICS

if TYPE_CHECKING:
    from mmbench.interfaces import Given

__all__ = ["FourWay", "WeMathRule", "letter", "rule"]

NAMES = {
    "IK": "insufficient knowledge (IK)",
    "IG": "inadequate generalisation (IG)",
    "CM": "complete mastery (CM)",
    "RM": "rote memorisation (RM)",
}


class FourWay:
    """Counts composites by what their steps show, strictly and loosely; incomplete composites count in `n` only."""

    def __init__(self) -> None:
        self.composites: dict[str, dict[str, bool]] = {}
        self.concepts: dict[str, dict[str, str]] = {}

    def add(self, item: Item, score: OfficialScore) -> None:
        """Take in one step or composite; without one that could not be asked, its composite stays incomplete."""
        if item.problem:
            return
        key = str(item.metadata["key"])
        self.composites.setdefault(item.cluster, {})[key] = score.score == 1.0
        if item.skills and not key.endswith("_multi"):
            self.concepts.setdefault(item.cluster, {})[key] = item.skills[0]

    def counts(self, *, strict: bool) -> dict[str, int]:
        """Return how many composites are IK, IG, CM and RM."""
        counts = dict.fromkeys(NAMES, 0)
        for parts in self.composites.values():
            kind = _kind(parts, strict)
            if kind:
                counts[kind] += 1
        return counts

    def figures(self) -> dict[str, str]:
        """Return the scores and shares of the published table, strict and loose."""
        shown: dict[str, str] = {}
        total = len(self.composites)
        if total == 0:
            return {"composites": "0"}
        for name, strict in (("strict", True), ("loose", False)):
            counts = self.counts(strict=strict)
            score = (total - 0.5 * counts["IG"] - counts["RM"] - counts["IK"]) / total
            shown[f"score ({name})"] = f"{score:.2%}"
            for kind in ("IK", "IG", "CM"):
                shown[f"{NAMES[kind]} ({name})"] = f"{counts[kind] / total:.2%} ({counts[kind]})"
            mastered = counts["CM"] + counts["RM"]
            rate = f"{counts['RM'] / mastered:.2%}" if mastered else "-"
            shown[f"{NAMES['RM']} ({name})"] = f"{rate} ({counts['RM']})"
        return {"composites": str(total), **shown, **self.topics()}

    def topics(self) -> dict[str, str]:
        """Return the accuracy on one-step parts of each topic that was asked about."""
        rights: dict[str, list[bool]] = {}
        for cluster, concepts in self.concepts.items():
            parts = self.composites[cluster]
            if any(key.endswith("_1") for key in parts):
                for key, concept in concepts.items():
                    rights.setdefault(concept, []).append(parts[key])
        shown = {}
        for topic, names in TOPICS.items():
            means = [sum(rights[name]) / len(rights[name]) for name in names if name in rights]
            if means:
                shown[f"one step: {topic}"] = f"{sum(means) / len(means):.2%}"
        return shown


def _kind(parts: dict[str, bool], strict: bool) -> str:
    wholes = [right for key, right in parts.items() if key.endswith("_multi")]
    steps = [right for key, right in parts.items() if not key.endswith("_multi")]
    expected = int(next(iter(parts))[0])
    if len(wholes) != 1 or len(steps) != expected:
        return ""
    if not wholes[0]:
        return "IG" if all(steps) else "IK"
    return "CM" if (all(steps) if strict else any(steps)) else "RM"


class WeMathRule(Rule):
    """The published letter rule and the four-way metric."""

    versions = ("wemath",)

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score the response, or its published short form where that was imported."""
        short = given.recorded.extraction if given.recorded else None
        found = letter(short or given.response)
        gold = "" if item.key.choice is None else chr(ord("A") + item.key.choice)
        return (OfficialScore(rule="wemath", score=float(found == gold), prediction=found),)

    def aggregate(self) -> FourWay:
        """Return the four-way metric."""
        return FourWay()


rule = WeMathRule()


def letter(response: str) -> str | None:
    """Return the letter that stands first behind the last "Answer"; None where none does."""
    rest = re.sub(r"[><:.]", "", response.split("Answer")[-1].strip()).strip()
    return rest[0] if rest and rest[0] in "ABCDEFGH" else None
