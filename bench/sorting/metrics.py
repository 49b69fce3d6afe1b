"""What diagnoses amount to against labels: precision, recall, F1, coverage, steps, calibration, thresholds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "TYPES",
    "UNDETERMINED",
    "Bin",
    "Said",
    "Steps",
    "calibration",
    "confusion",
    "expected_calibration_error",
    "macro_f1",
    "quantiles",
    "ratio",
    "step_scores",
    "threshold_for",
    "type_scores",
]

TYPES = ("calculation", "logic", "misreading")
UNDETERMINED = "undetermined"


class Said(NamedTuple):
    """A label, what was said of it and how surely; whatever is not one of `TYPES` is taken as nothing said."""

    label: str
    said: str
    confidence: float = 0.0


class Steps(NamedTuple):
    """A labelled first wrong step and the step accused, from 0; None is a solution without one, or none accused."""

    label: int | None
    said: int | None


class Bin(NamedTuple):
    """Diagnoses of like confidence: how many, their mean confidence, and the share that is right."""

    n: int
    confidence: float
    accuracy: float


def ratio(part: float, whole: float) -> float:
    """Return a share to four digits, 0 of nothing."""
    return round(part / whole, 4) if whole else 0.0


def _scores(hits: int, said: int, labelled: int) -> dict[str, float]:
    precision, recall = hits / said if said else 0.0, hits / labelled if labelled else 0.0
    f1 = 2 * hits / (said + labelled) if said + labelled else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def type_scores(answers: Sequence[Said]) -> dict[str, Any]:
    """Return the scores of each type, macro-F1, accuracy and coverage.

    `undetermined` is a miss for the type of the label and no false accusation of any other. A type that is neither
    labelled nor said has no scores and no part in macro-F1.
    """
    pairs = Counter((answer.label, answer.said) for answer in answers)
    types = {}
    for kind in TYPES:
        said = sum(n for (_, found), n in pairs.items() if found == kind)
        labelled = sum(n for (label, _), n in pairs.items() if label == kind)
        if said or labelled:
            types[kind] = {"n": labelled, **_scores(pairs[kind, kind], said, labelled)}
    determined = sum(answer.said in TYPES for answer in answers)
    hits = sum(pairs[kind, kind] for kind in TYPES)
    return {
        "n": len(answers),
        "types": types,
        "macro_f1": macro_f1(answers),
        "accuracy": ratio(hits, len(answers)),
        "precision": ratio(hits, determined),
        "coverage": ratio(determined, len(answers)),
    }


def macro_f1(answers: Sequence[Said]) -> float:
    """Return the mean F1 of the types that are labelled or said."""
    pairs = Counter((answer.label, answer.said) for answer in answers)
    found = []
    for kind in TYPES:
        total = sum(n * ((label == kind) + (said == kind)) for (label, said), n in pairs.items())
        if total:
            found.append(2 * pairs[kind, kind] / total)
    return round(sum(found) / len(found), 4) if found else 0.0


def confusion(answers: Sequence[Said]) -> dict[str, dict[str, int]]:
    """Return how often each label (first) was called what (second); `undetermined` is everything but the types."""
    pairs = Counter((answer.label, answer.said if answer.said in TYPES else UNDETERMINED) for answer in answers)
    labels = sorted({answer.label for answer in answers})
    return {label: {said: pairs[label, said] for said in (*TYPES, UNDETERMINED)} for label in labels}


def step_scores(steps: Sequence[Steps]) -> dict[str, Any]:
    """Return precision, recall and F1 of the accused first wrong step: exactly it, and at most one beside it."""
    said = sum(step.said is not None for step in steps)
    labelled = sum(step.label is not None for step in steps)
    apart = [abs(step.said - step.label) for step in steps if step.said is not None and step.label is not None]
    exact, near = sum(gap == 0 for gap in apart), sum(gap <= 1 for gap in apart)
    return {
        "labelled": labelled,
        "accused": said,
        "exact": {"hits": exact, **_scores(exact, said, labelled)},
        "within_one": {"hits": near, **_scores(near, said, labelled)},
    }


def calibration(answers: Iterable[Said], bins: int = 10) -> list[Bin]:
    """Return bins of equal count (to within one) in order of confidence, over what was determined.

    Equal confidences keep the order in which they are given.
    """
    ordered = sorted((answer for answer in answers if answer.said in TYPES), key=lambda answer: answer.confidence)
    found = []
    for number in range(bins):
        part = ordered[number * len(ordered) // bins : (number + 1) * len(ordered) // bins]
        if part:
            right = sum(answer.said == answer.label for answer in part) / len(part)
            found.append(Bin(len(part), sum(answer.confidence for answer in part) / len(part), right))
    return found


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """Return the mean gap of confidence and accuracy, each bin weighing what it holds.

    Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning" (AAAI 2015), with
    bins of equal count as in Nguyen and O'Connor, "Posterior calibration and exploratory analysis for natural language
    processing models" (EMNLP 2015).
    """
    total = sum(each.n for each in bins)
    return round(sum(each.n * abs(each.confidence - each.accuracy) for each in bins) / total, 4) if total else 0.0


def threshold_for(answers: Sequence[Said], precision: float) -> float | None:
    """Return the least confidence from which on the precision is kept, None where no threshold keeps it."""
    determined = [answer for answer in answers if answer.said in TYPES]
    for threshold in sorted({answer.confidence for answer in determined}):
        kept = [answer for answer in determined if answer.confidence >= threshold]
        if sum(answer.said == answer.label for answer in kept) >= precision * len(kept):
            return threshold
    return None


def quantiles(values: Sequence[float]) -> dict[str, float]:
    """Return the median, the 95th percentile (nearest rank) and the worst of some values."""
    if not values:
        return {"median": 0.0, "p95": 0.0, "worst": 0.0}
    ordered = sorted(values)
    return {
        "median": ordered[(len(ordered) - 1) // 2],
        "p95": ordered[-(-95 * len(ordered) // 100) - 1],
        "worst": ordered[-1],
    }
