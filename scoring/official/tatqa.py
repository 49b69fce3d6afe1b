"""TAT-QA's official exact match and F1 (`tatqa_metric.py`, NExTplusplus/TAT-QA at c54088c).

Source: Zhu et al., TAT-QA, ACL 2021 (arXiv 2105.07624). Numbers are rounded to two places, multiplied by their scale
(thousand, million, billion, percent) and written with four; other answers lose case, punctuation and articles, and have
their scale behind them; several answers are sorted and joined. `tatqa-em` asks for the same text, `tatqa-f1` is the F1
of the sets of words, with two places, and for arithmetic and counts the exact match again.

Traps kept: a word that repeats counts once in F1; "(5)" is -5; a bare number with no scale may also be meant as it is,
so that 0.2342 is right for 23.42 percent; "5%" is 0.05 whatever its scale; "$" and brackets count as part of a number.

A published prediction is an answer, or several, with a scale. A recorded prediction that is such a pair in JSON,
`["23.4", "million"]`, is taken as it is; otherwise our extraction is the answer, split at its commas and spaces behind
them where several answers are asked for, and its scale is the item's, which our prompt names. How numbers are read
(`tatqa_utils.py`) is not among the repository's stored files; it is taken from an unchanged copy (jtonglet/SEER at
93e1867). What the published code stops at, and answers of more than 2,000 characters, are wrong.
"""

from __future__ import annotations

import json
import math
import re
import string
from typing import TYPE_CHECKING

from mmbench.records import Item, OfficialScore
from mmbench.scoring.official.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.interfaces import Given

__all__ = ["TATQARule", "measure", "rule", "said"]

MAX_ANSWER = 2_000
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "percent": 0.01}


class TATQARule(Rule):
    """The published exact match and F1."""

    versions = ("tatqa-em", "tatqa-f1")

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score the recorded pair of answer and scale, or what was extracted."""
        answers, scale = said(item, given)
        kind, gold = str(item.metadata.get("answer_type")), item.metadata.get("answers")
        wanted = gold if isinstance(gold, list) else [item.key.answer]
        scores = measure(answers, scale, wanted, str(item.metadata.get("scale") or ""), kind)
        shown = f"{' | '.join(answers)} {scale}".strip()[:MAX_ANSWER] if answers else None
        return tuple(
            OfficialScore(rule=version, score=score, prediction=shown)
            for version, score in zip(self.versions, scores, strict=True)
        )


rule = TATQARule()


def said(item: Item, given: Given) -> tuple[list[str], str]:
    """Return the answers and the scale that a response is taken to give."""
    recorded = given.recorded.prediction if given.recorded else None
    if recorded is not None and len(recorded) <= MAX_ANSWER:
        try:
            answer, scale = json.loads(recorded)
        except (ValueError, TypeError, RecursionError):
            pass
        else:
            return ([str(part) for part in answer] if isinstance(answer, list) else [str(answer)]), str(scale or "")
    text = (recorded if recorded is not None else given.extraction or "").strip()
    several = item.metadata.get("answer_type") == "multi-span"
    answers = [part.strip() for part in re.split(r",\s|[;\n]", text)] if several else [text]
    return [answer for answer in answers if answer], str(item.metadata.get("scale") or "")


def measure(answers: Sequence[str], scale: str, gold: Sequence[str], gold_scale: str, kind: str) -> tuple[float, float]:
    """Return exact match and F1 of answers with their scale; `kind` is the gold answer's type."""
    if not answers or not gold or sum(map(len, answers)) > MAX_ANSWER:
        return 0.0, 0.0
    try:
        wanted = _words(_joined(gold, gold_scale))
        candidates = [_words(_joined(answers, scale))]
        if len(answers) == 1 and not scale and "%" not in answers[0] and _is_number(answers[0]):
            number = _number(answers[0])
            candidates += [] if number is None else [_words(f"{number:.4f}")]
    except (OverflowError, ValueError):
        return 0.0, 0.0
    exact, f1 = max((float(" ".join(words) == " ".join(wanted)), _f1(set(words), set(wanted))) for words in candidates)
    return exact, exact if kind in ("arithmetic", "count") else f1


def _f1(found: set[str], wanted: set[str]) -> float:
    common = len(found & wanted)
    precision = common / len(found) if found else 1.0
    recall = common / len(wanted) if wanted else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return round(f1 * 100) / 100


def _joined(answers: Sequence[str], scale: str) -> str:
    """Return sorted answers in one text: numbers with four places and their scale worked in, others with it behind."""
    written = []
    for answer in sorted(answers):
        number = _number(answer) if _is_number(answer) else None
        if number is None:
            written.append(f"{answer} {scale}" if scale else answer)
        elif "%" in answer:
            written.append(f"{number:.4f}")
        else:
            written.append(f"{round(number, 2) * _scale(scale):.4f}")
    return " ".join(written)


def _words(text: str) -> list[str]:
    """Return the words of an answer as they are compared."""
    words: list[str] = []
    for token in text.lower().split(" "):
        bare = token if _is_number(token) else token.translate(_PUNCTUATION)
        if _is_number(bare):
            bare = str(_number(bare))
        words += re.sub(r"\b(a|an|the)\b", " ", bare).split()
    return words


_PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation))
_NOT_IN_NUMBERS = str.maketrans(dict.fromkeys("'\"\\$€£¥%(),[]"))


def _scale(text: str) -> float:
    return next((factor for name, factor in SCALES.items() if name in text.lower()), 1)


def _is_number(text: str) -> bool:
    words = " ".join(word.translate(_NOT_IN_NUMBERS) for word in text.split()).split()
    try:
        return bool(words) and not math.isnan(float(words[0])) and (len(words) < 2 or _scale(words[1]) != 1)
    except ValueError:
        return False


def _number(text: str) -> float | None:
    """Return the first number of a text, with the scale, percent sign or brackets that go with it."""
    found = re.search(r"([+-]?\d+(?:\.\d+)?)|[+-]?\.\d+", text.translate(_NOT_IN_NUMBERS))
    if found is None or found[1] is None:
        return None
    number = float(found[1]) if "." in found[1] else int(found[1])
    scaled = re.search(r"[\d.]+\s?[a-zA-Z]+", text)
    sign = -1 if re.search(r"\([\d.\s]+\)", text) else 1
    percent = 0.01 if re.search(r"[\d.\s]+%", text) else 1
    return round(number * (_scale(scaled[0]) if scaled else 1) * sign * percent, 4)
