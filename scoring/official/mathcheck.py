"""MathCheck's official checklist: accuracy or macro F1 in each cell, and their mean (`scripts/results_evaluate.py`).

Source: Zhou et al., MathCheck, ICLR 2025 (arXiv 2407.08733), PremiLab-Math/MathCheck at 0c26871. The
cells are four tasks by four kinds of question. Solving and naming the wrong step score the share of answers
that equal the gold one as text; judging an outcome, and whether a question can be answered, score the mean of both
labels' F1, an answer that names neither label counting as neither. A row's score is whether the label is right.

How answers are read, traps kept: a solution's answer is the number behind the last "####", else the last number, with
commas left out and nothing behind the word "Question" read, so that "2√3" is never right; 1e+20 becomes 100. A
judgement is what stands behind "The answer is:", else the last of the two words. A step is the first behind "The answer
is" on one line, but "all steps are correct" anywhere goes before it; "Judgement: Step 2" gives "Step" and is wrong;
without these, the only step named, one that something "begins at", or a step in the last finished sentence or in the
first.

The mean over all cells needs all sixteen.
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

__all__ = ["Checklist", "MathCheckRule", "judged", "named_step", "rule", "solved", "without_zeros"]

LABELS = {
    "outcome_judging": ("Incorrect", "Correct"),
    "answerable_judging": ("Unanswerable", "Answerable"),
}
TASKS = ("solving", "outcome_judging", "process_judging", "answerable_judging")
QUESTIONS = (
    "seed_question", "problem_understanding_question", "distractor_insertion_question", "scenario_understanding",
)  # fmt: skip
MAX_RESPONSE = 200_000


class Checklist:
    """Adds up the cells of the checklist."""

    def __init__(self) -> None:
        self.cells: dict[tuple[str, str], list[tuple[str, str | None]]] = {}

    def add(self, item: Item, score: OfficialScore) -> None:
        """Take in one row; the cell of one that could not be asked is not known."""
        if item.problem:
            return
        cell = str(item.metadata["task_type"]), str(item.metadata["question_type"])
        gold = _gold(item)
        self.cells.setdefault(cell, []).append((gold, gold if score.score == 1.0 else _other(score.prediction, gold)))

    def figures(self) -> dict[str, str]:
        """Return the published means and cells in percent with one place; "-" where no row was asked."""
        scores = {cell: _cell_score(cell[0], rows) for cell, rows in self.cells.items()}
        everything = [(task, question) for task in TASKS for question in QUESTIONS]
        groups = {
            "all": everything,
            **{task: [cell for cell in everything if cell[0] == task] for task in TASKS},
            **{question: [cell for cell in everything if cell[1] == question] for question in QUESTIONS},
            **{f"{task}, {question}": [(task, question)] for task, question in everything},
        }
        return {name: _mean([scores.get(cell) for cell in cells]) for name, cells in groups.items()}


def _other(prediction: str | None, gold: str) -> str | None:
    """Return what was said in place of the gold answer; our own extractions may say it in other cases."""
    return None if prediction is None or prediction == gold else prediction


def _cell_score(task: str, rows: Sequence[tuple[str, str | None]]) -> float:
    labels = LABELS.get(task)
    if labels is None:
        return sum(gold == found for gold, found in rows) / len(rows)
    return sum(_f1(label, rows) for label in labels) / len(labels)


def _f1(label: str, rows: Sequence[tuple[str, str | None]]) -> float:
    both = sum(gold == found == label for gold, found in rows)
    either = sum(gold == label for gold, _ in rows) + sum(found == label for _, found in rows)
    return 2 * both / either if either else 0.0


def _mean(scores: Sequence[float | None]) -> str:
    known = [score for score in scores if score is not None]
    return f"{100 * sum(known) / len(known):.1f}" if known and len(known) == len(scores) else "-"


class MathCheckRule(Rule):
    """The published extraction of each task's answer, and the checklist's means."""

    versions = ("mathcheck",)
    tasks: tuple[Task, ...] = ("solve", "error_step")

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score a response; a recorded extraction is not used."""
        found = _read(str(item.metadata["task_type"]), given.response[-MAX_RESPONSE:])
        return (OfficialScore(rule="mathcheck", score=float(found == _gold(item)), prediction=found),)

    def published(self, correct: float, total: int, bucket: bool) -> str:
        """Return an accuracy in percent with one place."""
        return f"{100 * correct / total:.1f}"

    def aggregate(self) -> Checklist:
        """Return the checklist."""
        return Checklist()


rule = MathCheckRule()


def _gold(item: Item) -> str:
    task = item.metadata["task_type"]
    if task == "solving":
        return without_zeros(item.key.answer)
    return f"Step {re.sub('[^0-9]', '', item.key.answer)}" if task == "process_judging" else item.key.answer


def _read(task: str, response: str) -> str | None:
    if task == "solving":
        return solved(response)
    return named_step(response) if task == "process_judging" else judged(task, response)


_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:/\d+)?")


def solved(response: str) -> str:
    """Return the number that a solution gives, as text; an empty one without any."""
    text = response.rstrip(".").replace(",", "").split("Question")[0]
    marked = re.findall("####(.*)", text)
    found = without_zeros(marked[-1].strip(" ")) if marked and re.search(r"\d", marked[-1]) else ""
    numbers = _NUMBER.findall(found or text)
    if not numbers:
        return ""
    number = without_zeros(numbers[0 if found else -1].strip(".").strip(" "))
    return number.rstrip(".").strip(" ")


def without_zeros(text: str) -> str:
    """Return a number without zeros at its end, as the published code does it; what is no number stays."""
    try:
        shown = str(float(text)).rstrip("0")
        return str(int(shown[:-1])) if shown.endswith(".") else str(float(shown))
    except ValueError:
        return text


def judged(task: str, response: str) -> str | None:
    """Return the label that a response gives; None where it names neither."""
    negative, positive = LABELS[task]
    words = (negative.lower(), positive.lower())
    if task == "outcome_judging":
        stated = re.search(r"The answer is:\s*(\w+)", response, re.IGNORECASE)
        if stated and stated[1].lower() in words:
            return negative if stated[1].lower() == words[0] else positive
        found = re.findall(r"\b(?:correct|incorrect)\b", response, re.IGNORECASE)
    else:
        found = re.findall("answerable|unanswerable", response, re.IGNORECASE)
    if not found:
        return None
    return negative if found[-1].lower() == words[0] else positive


_STEP = re.compile(r"Step \d+", re.IGNORECASE)
_STATED = re.compile("The answer is", re.IGNORECASE)


def named_step(response: str) -> str | None:
    """Return the step, or "All-Correct", that a response names; None where it names none, or several."""
    if re.search("all steps are correct", response, re.IGNORECASE):
        return "All-Correct"
    for line in response.split("\n"):
        stated = _STATED.search(line)
        step = _STEP.search(line, stated.end()) if stated else None
        if step:
            return str(step[0]).replace("step", "Step")
    judgement = re.search(r"Judgement:\s*(\w+)", response, re.IGNORECASE)
    if judgement and judgement[1].lower().startswith("step"):
        return str(judgement[1]).replace("step", "Step")
    steps = {step.lower() for step in _STEP.findall(response)}
    if len(steps) == 1:
        return str(steps.pop()).capitalize()
    begun = re.search(r"(?:begins?|began|starts?) (?:at|with) (Step \d+)", response, re.IGNORECASE)
    if begun:
        return str(begun[1]).capitalize()
    return _in_sentences(response)


def _in_sentences(response: str) -> str | None:
    """Return the step, or that all are correct, in the last finished sentence or in the first."""
    sentences = re.split("[.!?]+", response)
    ends = [sentences[-2].strip(), sentences[0].strip()] if len(sentences) > 1 else sentences
    for sentence in ends:
        if " correct" in sentence.lower():
            return "All-Correct"
        step = _STEP.search(sentence)
        if step:
            return step[0]
    return None
