"""PRMBench's official metric, PRMScore (ssmisya/PRMBench at a1ae4ea, `prmtest_classified/task.py`, `form_latex_strs`).

Source: Song et al., PRMBench (arXiv 2501.03124). Over all steps of a class, right steps are positive, wrong ones
negative; PRMScore = (F1 of the positive + F1 of the negative) / 2, and the F1 of the positive alone for
`multi_solutions`, which has no wrong steps. A group's score is the mean of its classes, the overall score is over the
steps of all classes. Traps that are kept: original solutions (`correct`) count nowhere; an answer that cannot be read
is left out; a precision, recall or F1 without a denominator is -1, so that a class in which steps are named, but never
a wrong one, gets (F1 - 1) / 2, less than one in which none is named (F1 / 2); a score below 0 is 0.

The published critics score each step; here a step is predicted wrong where its number stands in the list answered.
An item's score is the share of steps judged right.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mmbench.records import Item, OfficialScore
from mmbench.scoring.official.rule import Rule

if TYPE_CHECKING:
    from mmbench.interfaces import Given
    from mmbench.records import Task

__all__ = ["PRMBenchRule", "PRMScore", "predicted", "rule"]

MAX_EXTRACTION = 10_000
NAMES = {
    "redundency": "NR",
    "circular": "NCL",
    "counterfactual": "ES",
    "step_contradiction": "SC",
    "domain_inconsistency": "DC",
    "confidence": "CI",
    "missing_condition": "PS",
    "deception": "DR",
    "multi_solutions": "MS",
}


class _Counts:
    """The confusion matrix of steps: positive are right steps, true is what was judged as it is."""

    def __init__(self) -> None:
        self.tp = self.fn = self.tn = self.fp = 0

    def add(self, right: int, right_kept: int, wrong: int, wrong_found: int) -> None:
        self.tp += right_kept
        self.fn += right - right_kept
        self.tn += wrong_found
        self.fp += wrong - wrong_found

    def score(self, *, positive_only: bool = False) -> float:
        """Return PRMScore, from 0 to 1."""
        positive = _f1(self.tp, self.fp, self.fn)
        score = positive if positive_only else (positive + _f1(self.tn, self.fn, self.fp)) / 2
        return max(score, 0.0)


def _f1(true: int, false: int, missed: int) -> float:
    precision = true / (true + false) if true + false else -1.0
    recall = true / (true + missed) if true + missed else -1.0
    return 2 * precision * recall / (precision + recall) if precision + recall else -1.0


class PRMScore:
    """Adds up the steps of each class."""

    def __init__(self) -> None:
        self.total = _Counts()
        self.classes: dict[str, _Counts] = {}
        self.groups: dict[str, list[str]] = {}
        self.asked = self.read = 0

    def add(self, item: Item, score: OfficialScore) -> None:
        """Take in one solution."""
        group = item.metadata.get("group")
        if group is None:
            return
        self.asked += 1
        found = predicted(score.prediction or "")
        if found is None:
            return
        self.read += 1
        name = str(item.metadata["classification"])
        if name not in self.classes:
            self.classes[name] = _Counts()
            self.groups.setdefault(str(group), []).append(name)
        gold, steps = _gold(item), _steps(item)
        named = {step for step in found if 1 <= step <= steps}
        right = steps - len(gold)
        for counts in (self.total, self.classes[name]):
            counts.add(right, right - len(named - gold), len(gold), len(gold & named))

    def figures(self) -> dict[str, str]:
        """Return the published table in percent with one place."""
        if not self.classes:
            return {}
        scores = {name: counts.score(positive_only=name == "multi_solutions") for name, counts in self.classes.items()}
        shown = {"PRMScore": self.total.score()}
        shown |= {f"{name} ({short})": scores[name] for name, short in NAMES.items() if name in scores}
        shown |= {group: sum(map(scores.__getitem__, names)) / len(names) for group, names in self.groups.items()}
        return {
            **{name: f"{100 * score:.1f}" for name, score in shown.items()},
            "answers read": f"{self.read}/{self.asked}",
        }


class PRMBenchRule(Rule):
    """The share of steps judged right, and PRMScore over all items."""

    versions = ("prmbench",)
    tasks: tuple[Task, ...] = ("error_step",)

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score the list of wrong steps that was extracted from a response."""
        found = predicted(given.extraction or "")
        if found is None:
            return (OfficialScore(rule="prmbench", score=0.0),)
        gold, steps = _gold(item), _steps(item)
        named = {step for step in found if 1 <= step <= steps}
        share = (steps - len(gold ^ named)) / steps if steps else 0.0
        return (OfficialScore(rule="prmbench", score=share, prediction=str(sorted(named))),)

    def aggregate(self) -> PRMScore:
        """Return PRMScore by class, by group and over all."""
        return PRMScore()


rule = PRMBenchRule()


def predicted(extraction: str) -> set[int] | None:
    """Return the step numbers of an extracted list, without the 0 that stands for none; None where it is no list."""
    if not extraction.strip():
        return None
    if not extraction.strip("[](){}$ \n"):
        return set()
    bare = re.sub(r"\bsteps?\b|\band\b|[\[\](){}$]", " ", extraction[:MAX_EXTRACTION].lower())
    steps = re.split(r"\s*,\s*|\s+", bare.strip(" ,\n"))
    if not all(re.fullmatch(r"-?\d{1,9}(?:\.0+)?", step) for step in steps):
        return None
    return {int(float(step)) for step in steps} - {0}


def _steps(item: Item) -> int:
    return int(str(item.metadata["steps"]))


def _gold(item: Item) -> set[int]:
    return predicted(item.key.answer) or set()
