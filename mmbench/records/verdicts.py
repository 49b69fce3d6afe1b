"""What scoring makes of a response."""

from __future__ import annotations

from typing import Literal

from mmbench.records.base import MistakeKind, Outcome, Record
from mmbench.records.calls import Failure  # noqa: TC001
from mmbench.records.items import LineKey

__all__ = ["Diagnosis", "Evidence", "Explanation", "Judged", "OfficialScore", "SecondOpinion", "Verdict"]

Evidence = Literal["calculation", "reading", "alignment", "mutation", "option", "algebra", "elimination"]


class OfficialScore(Record, frozen=True):
    """The verdict of one official rule: its score in [0, 1] and the prediction it compared."""

    rule: str
    score: float
    prediction: str | None = None


class Explanation(Record, frozen=True):
    """One way in which a wrong answer may have come about.

    `evidence` names what speaks for it: `calculation` (a false equality), `reading` (a value that the figure or the
    question does not show), `alignment` (the first departure from the program), `mutation` (a small change of the
    program gives the answer), `option` (a known mistake of the item), `algebra` (a line does not follow from the one
    before), `elimination` (everything stated is true, and the answer is wrong).
    """

    kind: MistakeKind
    subtype: str
    evidence: Evidence
    note: str = ""


class Diagnosis(Record, frozen=True):
    """What kind of mistake a wrong answer is, and the step, quote and sentence that show it.

    `subtype` is one of `mmbench.scoring.diagnose.taxonomies.SUBTYPES`. `step` counts the steps of the response from 0,
    `quote` is the wrong statement as it stands there, `found` the value it gives and `expected` what it should have
    been. `confidence` is the chance that `kind` is right, as measured on simulated students. `explanations` are all
    that were considered, the deciding one first; `cut` says that a search ended at its bound.
    """

    kind: MistakeKind
    subtype: str = ""
    confidence: float = 0.0
    step: int | None = None
    quote: str = ""
    found: str = ""
    expected: str = ""
    explanation: str = ""
    explanations: tuple[Explanation, ...] = ()
    cut: bool = False


class SecondOpinion(Record, frozen=True):
    """What a model called in as judge says of a mistake that was `undetermined`; beside our diagnosis, never in it."""

    model: str
    kind: MistakeKind
    reply: str = ""
    error: str = ""


class Judged(Record, frozen=True):
    """What a model called in as judge made of a line: its word in `reply`, or why there is none in `error`."""

    model: str
    outcome: Literal["right", "wrong", "failed"]
    reply: str = ""
    error: str = ""


class Verdict(Record, frozen=True):
    """One line of `verdicts.jsonl`. `how` names the rule that found the answer and the rule that decided.

    `planted` is the mistake that a simulated student made on purpose.
    """

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
    second_opinion: SecondOpinion | None = None
    planted: MistakeKind | None = None
    failure: Failure | None = None

    def line_key(self) -> LineKey:
        """Return the key that joins this verdict with its item and response."""
        return LineKey(self.item, self.view, self.corruption, self.variant, self.repeat)
