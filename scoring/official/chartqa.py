"""ChartQA's relaxed accuracy, in the form that is reported today and in that of the benchmark's authors.

Source: Masry et al., ChartQA (arXiv 2203.10244, end of section 5.1): a number may be off by 5 % of the gold answer,
other answers must match exactly. Two published forms differ.

`chartqa` is pix2struct's (`pix2struct/metrics.py`, google-research/pix2struct at 5b086ef), taken over by Qwen-VL,
lmms-eval (`tasks/chartqa/utils.py` at 2bb5e98) and VLMEvalKit (`utils/vqa_eval.py` at 0a04a1d). Its traps are kept:
what ends in "%" is divided by 100, so 58% is 0.58 and not 58; a gold answer of 0 has no tolerance and falls to string
equality, so "0.0" is wrong for "0"; years are numbers, so 2010 is right for 2008; no thousands separators, so "1,234"
is wrong for "1234"; what Python's float takes ("1_0", "1e3", "Infinity") is a number. Whether VLMEvalKit strips and
lmms-eval does not makes no difference to a number; here the ends are stripped of white space, as VLMEvalKit does.

`chartqa-unichart` is that of ChartQA's authors for UniChart (`model/chartqa_model.py`, vis-nlp/UniChart at 036a3c9):
no percent signs; where the comparison fails, the gold answer has already become a float, so an answer that is no
number is held against "47.0"; for a gold answer of 0 both have become floats, so any way to write 0 is right.

What is compared: the prediction another harness recorded; else the response as it is where it is as short as what the
published prompt asks for (lmms-eval lets a model write 16 tokens; here at most 16 words); a longer response is
reasoning that the published form never saw, and our extraction stands for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.records import Item, OfficialScore
from mmbench.scoring.official.rule import Rule

if TYPE_CHECKING:
    from mmbench.interfaces import Given

__all__ = ["ChartQARule", "compared_text", "relaxed", "relaxed_unichart", "rule"]

MAX_WORDS = 16
TOLERANCE = 0.05


class ChartQARule(Rule):
    """Relaxed accuracy, in both published forms."""

    versions = ("chartqa", "chartqa-unichart")

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score the recorded prediction, the short response, or what was extracted from a long one."""
        found = compared_text(given)
        gold = item.key.answer
        scores = (relaxed(found, gold), relaxed_unichart(found, gold))
        return tuple(
            OfficialScore(rule=version, score=float(score), prediction=found)
            for version, score in zip(self.versions, scores, strict=True)
        )


rule = ChartQARule()


def compared_text(given: Given) -> str:
    """Return the recorded prediction, the short response, or what was extracted from a long one."""
    if given.recorded is not None:
        for recorded in (given.recorded.prediction, given.recorded.extraction):
            if recorded is not None:
                return recorded.strip()
    response = given.response.strip()
    if given.extraction is None or len(response.split(maxsplit=MAX_WORDS)) <= MAX_WORDS:
        return response
    return given.extraction.strip()


def relaxed(prediction: str, gold: str) -> bool:
    """Say whether a prediction is right by pix2struct's relaxed accuracy."""
    found, wanted = _percent(prediction), _percent(gold)
    if found is not None and wanted:
        return abs(found - wanted) / abs(wanted) <= TOLERANCE
    return prediction.lower() == gold.lower()


def _percent(text: str) -> float | None:
    try:
        return float(text.rstrip("%")) / 100.0 if text.endswith("%") else float(text)
    except ValueError:
        return None


def relaxed_unichart(prediction: str, gold: str) -> bool:
    """Say whether a prediction is right by UniChart's relaxed accuracy."""
    compared: tuple[str | float, str | float] = (prediction, gold)
    try:
        wanted = float(gold)
        compared = (prediction, wanted)
        found = float(prediction)
        compared = (found, wanted)
        return abs(wanted - found) / abs(wanted) <= TOLERANCE
    except (ValueError, ZeroDivisionError):
        return str(compared[0]).lower() == str(compared[1]).lower()
