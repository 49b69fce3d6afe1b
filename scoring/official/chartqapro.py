"""ChartQAPro's official accuracy: relaxed for numbers, edit similarity for texts, part by part for lists.

Source: Masry et al., ChartQAPro (arXiv 2504.05506), `evaluate_predictions.py`, vis-nlp/ChartQAPro at 8911d1b; edit
similarity as in the package `anls` 0.0.2. A number may be off by 5 % of the gold one, percent signs left out on both
sides; one that is marked as a year must be the same text. Texts score 1 less their edit distance over the longer one's
length where that is below a half, else 0. Lists are compared in order, a part too many or too few scores 0.

Traps kept: true and false, and the letters of options, are compared by similarity, although the code means to compare
them exactly; a gold list without quotes is quoted word by word, so that "[New York, Rome]" asks for "NewYork"; where
there are fewer marks of years than parts they are repeated; a gold list that Python does not read is one text.

What is compared is chosen as for `chartqa`. Where the published code would stop (no mark of a year), a part is no year.
A prediction of more than 2,000 characters is no list.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from mmbench.records import Item, OfficialScore
from mmbench.scoring.official.chartqa import compared_text
from mmbench.scoring.official.mathvista import edit_distance
from mmbench.scoring.official.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.interfaces import Given

__all__ = ["ChartQAProRule", "relaxed", "rule", "similarity"]

TOLERANCE = 0.05
THRESHOLD = 0.5
MAX_LIST = 2_000


class ChartQAProRule(Rule):
    """The published score of an answer, from 0 to 1."""

    versions = ("chartqapro",)

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score the recorded prediction, the short response, or what was extracted from a long one."""
        found = compared_text(given)
        years = item.metadata.get("year")
        marks = years if isinstance(years, list) else []
        if item.metadata.get("question type") == "Conversational":
            marks = marks[-1:]
        gold = str(item.metadata["answer"])
        score = relaxed(found.strip(".").strip("\n"), gold.strip(".").strip("\n"), marks)
        return (OfficialScore(rule="chartqapro", score=score, prediction=found),)


rule = ChartQAProRule()


def relaxed(prediction: str, gold: str, years: Sequence[str] = ()) -> float:
    """Return the score of a prediction; `years` says "YES" for each part of the gold answer that is a year."""
    wanted = _listed(_quoted(gold)) or [gold]
    found = _listed(prediction) or [prediction]
    marks = list(years) * len(wanted) if len(years) < len(wanted) else list(years)
    marks += ["NO"] * len(wanted)
    parts = [
        float(one.strip().lower() == other.strip().lower()) if mark.upper() == "YES" else _part(one, other)
        for one, other, mark in zip(wanted, found, marks, strict=False)
    ]
    return sum(parts) / max(len(wanted), len(found))


def _quoted(gold: str) -> str:
    """Return a list in square brackets with its words in quotes, where Python then reads it; else the text."""
    inner = re.match(r"^\[(.*)\]$", gold.strip())
    if inner is None:
        return gold
    quoted = "[" + re.sub(r"(?<!['\w])(\w[^,]*?)(?!['\w])", r"'\1'", inner[1]) + "]"
    found = _literal(quoted)
    return gold if found is None else str(found)


def _listed(text: str) -> list[str] | None:
    found = _literal(text)
    return [str(entry).strip(" '") for entry in found] if isinstance(found, list) else None


_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def _literal(text: str) -> object:
    """Return the value that a text is the Python literal of; None where it is none, or longer than a list may be."""
    if len(text) > MAX_LIST or "[" not in text:
        return None
    # An unknown escape stays as it is written, as Python reads it, but without Python's warning.
    plain = _ESCAPE.sub(lambda match: match[0] if match[1] in "\n\\'\"abfnrtv01234567xNuU" else f"\\{match[0]}", text)
    try:
        return ast.literal_eval(plain)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


def _part(gold: str, prediction: str) -> float:
    wanted, found = (text.strip().strip("%").strip() for text in (gold, prediction))
    numbers = _number(wanted), _number(found)
    if numbers[0] is None or numbers[1] is None:
        return similarity(found, wanted)
    if numbers[0] == 0.0:
        return float(numbers[1] == 0.0)
    return float(abs(numbers[1] - numbers[0]) / abs(numbers[0]) <= TOLERANCE)


def _number(text: str) -> float | None:
    try:
        return float(text.strip().strip("%"))
    except ValueError:
        return None


def similarity(prediction: str, gold: str) -> float:
    """Return the edit similarity of two texts, 0 below a half; case and white space do not count."""
    found, wanted = (" ".join(text.lower().split()) for text in (prediction, gold))
    longer = max(len(found.upper()), len(wanted.upper()))
    if longer == 0:
        return 1.0
    if abs(len(found) - len(wanted)) / longer >= THRESHOLD:
        return 0.0
    off = edit_distance(found, wanted) / longer
    return 1 - off if off < THRESHOLD else 0.0
