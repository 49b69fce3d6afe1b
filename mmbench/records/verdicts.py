"""What scoring makes of a response."""

from __future__ import annotations

from typing import Literal

from mmbench.records.base import MistakeKind, Outcome, Record
from mmbench.records.calls import Failure  # noqa: TC001
from mmbench.records.items import LineKey

__all__ = ["Diagnosis", "Judged", "OfficialScore", "Verdict"]


class OfficialScore(Record, frozen=True):
    """The verdict of one official rule: its score in [0, 1] and the prediction it compared."""

    rule: str
    score: float
    prediction: str | None = None


class Diagnosis(Record, frozen=True):
    """What kind of mistake a wrong answer is, and the step, quote and sentence that show it."""

    kind: MistakeKind
    confidence: float = 0.0
    step: int | None = None
    quote: str = ""
    explanation: str = ""


class Judged(Record, frozen=True):
    """What a model called in as judge made of a line: its word in `reply`, or why there is none in `error`."""

    model: str
    outcome: Literal["right", "wrong", "failed"]
    reply: str = ""
    error: str = ""


class Verdict(Record, frozen=True):
    """One line of `verdicts.jsonl`. `how` names the rule that found the answer and the rule that decided."""

    item: str
    outcome: Outcome
    view: str = "full"
    corruption: str = ""
    variant: str = ""
    repeat: int = 0
    extraction: str = ""
    how: str = ""
    truncated: bool = False
    official: tuple[OfficialScore, ...] = ()
    diagnosis: Diagnosis | None = None
    judged: Judged | None = None
    failure: Failure | None = None

    def line_key(self) -> LineKey:
        """Return the key that joins this verdict with its item and response."""
        return LineKey(self.item, self.view, self.corruption, self.variant, self.repeat)
