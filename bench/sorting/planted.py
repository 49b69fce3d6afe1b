"""Simulated students with planted mistakes: what the sorter makes of their responses, and of their answers alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from mmbench.adapters.student import HALVES, Student, StudentOptions, half_of
from mmbench.benchmarks.figures import Figures
from mmbench.interfaces import Source
from mmbench.scoring.diagnose.item import diagnose_answer
from mmbench.scoring.diagnose.steps import index_at, split
from mmbench.scoring.verdict import decide
from sorting.metrics import (
    TYPES,
    Said,
    Steps,
    calibration,
    confusion,
    expected_calibration_error,
    ratio,
    step_scores,
    threshold_for,
    type_scores,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.adapters.student import Half
    from mmbench.records import Diagnosis, Item, Planted
    from sorting.clock import Clock

__all__ = ["HALVES", "Answered", "Played", "by_group", "dumped", "numbers_only", "planted_scores", "played"]

SEED = 20_240_611
PRECISION = 0.85
THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)


class Answered(NamedTuple):
    """A response judged wrong: the item, the text, what was planted, what was said of it and of its answer alone."""

    item: Item
    text: str
    style: str
    planted: Planted
    said: Diagnosis
    alone: Diagnosis

    def steps(self) -> Steps:
        """Return the step that holds the planted mistake and the step accused."""
        return Steps(index_at(split(self.text), self.planted.start), self.said.step)


class Played(NamedTuple):
    """What came of a half: the responses judged wrong, and how many of the others had which outcome."""

    answered: list[Answered]
    skipped: dict[str, int]


def played(half: Half, n: int, clock: Clock) -> Played:
    """Have students of a half answer `n` items of all families, a third of them with each type of mistake.

    Items that are no problem to solve are left out; so are, counted, responses that are not judged wrong.
    """
    suite = Figures(Figures.Options(n=n, seed=SEED), Source())
    student = Student("", StudentOptions(calculation=1 / 3, logic=1 / 3, misreading=1 / 3, style=half, seed=SEED))
    found, skipped = [], Counter[str]()
    for row in suite.rows():
        item = suite.item(row)
        if item.task != "solve":
            skipped["not a problem to solve"] += 1
            continue
        response = student.answer(item, 0)
        outcome, extraction, _ = decide(response.text, item.question, item.key)
        if outcome == "wrong" and response.planted.kind != "none":
            found.append(answered(item, response.text, response.style, response.planted, extraction, clock))
        else:
            skipped[f"{'nothing' if response.planted.kind == 'none' else 'mistake'} planted, judged {outcome}"] += 1
    return Played(found, dict(sorted(skipped.items())))


def answered(item: Item, text: str, style: str, planted: Planted, extraction: str, clock: Clock) -> Answered:
    """Diagnose a wrong response, and its final answer alone."""
    said = clock.time("planted", diagnose_answer, text, item.question, item.key, extraction)
    boxed = f"\\boxed{{{extraction}}}"
    alone = clock.time("number only", diagnose_answer, boxed, item.question, item.key, extraction)
    return Answered(item, text, style, planted, said, alone)


def _said(rows: Sequence[Answered]) -> list[Said]:
    return [Said(row.planted.kind, row.said.kind, row.said.confidence) for row in rows]


def by_group(rows: Sequence[tuple[str, Said]]) -> dict[str, dict[str, Any]]:
    """Return of each group how many there are, how many are right and how many undetermined, the worst first."""
    groups: dict[str, list[Said]] = defaultdict(list)
    for name, said in rows:
        groups[name].append(said)
    found = {
        name: {
            "n": len(group),
            "accuracy": ratio(sum(one.said == one.label for one in group), len(group)),
            "undetermined": sum(one.said not in TYPES for one in group),
        }
        for name, group in groups.items()
    }
    return dict(sorted(found.items(), key=lambda pair: (pair[1]["accuracy"], -pair[1]["n"], pair[0])))


def planted_scores(rows: Sequence[Answered]) -> dict[str, Any]:
    """Return all figures over responses with planted mistakes."""
    said = _said(rows)
    bins = calibration(said)
    evidence = [row.said.explanations[0].evidence if row.said.explanations else "none" for row in rows]
    tagged = list(zip(rows, said, strict=True))
    by_subtype = by_group([(f"{row.planted.kind}: {row.planted.subtype}", one) for row, one in tagged])
    exact = sum(row.planted.subtype == row.said.subtype for row in rows)
    return {
        **type_scores(said),
        "subtype_accuracy": ratio(exact, len(rows)),
        "confusion": confusion(said),
        "steps": step_scores([row.steps() for row in rows]),
        "by_evidence": by_group(list(zip(evidence, said, strict=True))),
        "by_subtype": by_subtype,
        "by_language": by_group([(row.item.question.language, one) for row, one in tagged]),
        "worst_styles": dict(list(by_group([(row.style, one) for row, one in tagged]).items())[:10]),
        "worst_families": dict(list(by_group([(_family(row), one) for row, one in tagged]).items())[:10]),
        "ece": expected_calibration_error(bins),
        "bins": [[each.n, round(each.confidence, 4), round(each.accuracy, 4)] for each in bins],
    }


def numbers_only(development: Sequence[Answered], held_out: Sequence[Answered]) -> dict[str, Any]:
    """Return what final answers alone tell: the threshold found on one half, and precision and coverage on both."""
    halves = {
        name: [Said(row.planted.kind, row.alone.kind, row.alone.confidence) for row in rows]
        for name, rows in (("development", development), ("held-out", held_out))
    }
    threshold = threshold_for(halves["development"], PRECISION)
    return {
        "wanted_precision": PRECISION,
        "threshold": threshold,
        **{
            name: {
                "n": len(said),
                "ece": expected_calibration_error(calibration(said)),
                "at_threshold": None if threshold is None else _kept(said, threshold),
                "at": {f"{least:g}": _kept(said, least) for least in THRESHOLDS},
            }
            for name, said in halves.items()
        },
    }


def _kept(said: Sequence[Said], threshold: float) -> dict[str, float]:
    kept = [one for one in said if one.said in TYPES and one.confidence >= threshold]
    return {
        "kept": len(kept),
        "precision": ratio(sum(one.said == one.label for one in kept), len(kept)),
        "coverage": ratio(len(kept), len(said)),
    }


def dumped(rows: Sequence[Answered], most: int) -> str:
    """Return the first misjudged responses as text for reading.

    Raises:
        ValueError: one of them is of the held-out half, which nobody may read who writes the sorter.
    """
    parts: list[str] = []
    for row in rows:
        if half_of(row.style) != "development":
            raise ValueError(f"{row.style}: a style of the held-out half; only the development half may be read")
        if row.said.kind == row.planted.kind or len(parts) == most:
            continue
        quoted = row.text[row.planted.start : row.planted.end]
        parts.append(
            f"## {row.item.question.id} ({_family(row)}, {row.style})\n\n"
            f"{row.item.question.text}\n\nfacts: {row.item.key.facts}\nprogram: {row.item.key.program}\n"
            f"answer: {row.item.key.answer}\n\n--- response\n{row.text}\n---\n\n"
            f"planted: {row.planted.kind}, {row.planted.subtype}: {quoted!r} ({row.planted.note})\n"
            f"said: {row.said.kind}, {row.said.subtype}, step {row.said.step}: {row.said.quote!r}, found "
            f"{row.said.found!r}, expected {row.said.expected!r}: {row.said.explanation}\n"
            f"explanations: {[(one.kind, one.subtype, one.evidence, one.note) for one in row.said.explanations]}\n"
        )
    return "\n".join(parts)


def _family(row: Answered) -> str:
    return str(row.item.metadata["family"])
