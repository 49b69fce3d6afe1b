"""Sets with labels that people gave: their solutions, and what the sorter makes of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from mmbench.records import Hint, Key, Question
from mmbench.scoring.answers.extraction.extract import extract
from mmbench.scoring.diagnose.algebra import broken_lines
from mmbench.scoring.diagnose.calculation import audit
from mmbench.scoring.diagnose.call import diagnose
from mmbench.scoring.diagnose.item import diagnose_answer
from mmbench.scoring.diagnose.lexing import tokens_of
from mmbench.scoring.diagnose.steps import split
from mmbench.scoring.diagnose.taxonomies import SUBTYPES, published
from mmbench.scoring.diagnose.verbal import stated_in
from sorting.exact import equalities
from sorting.metrics import Said, Steps, confusion, ratio, step_scores, type_scores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from mmbench.records import Diagnosis, MistakeKind
    from sorting.clock import Clock

__all__ = ["LOADERS", "Solution", "accusations", "checked", "given_step", "real_scores"]

TAXONOMY = "verify_then_generate"
_KINDS: dict[str, MistakeKind] = {
    "Calculation error easily solved by a calculator": "calculation",
    "Misunderstanding of a question": "misreading",
}
_NO_KIND = "None of the above"


class Solution(NamedTuple):
    """A solution in steps. `wrong` is the first wrong step from 0, None where all are right or nobody says which.

    `right` says whether the whole is labelled right; `gold` is empty where the set does not give the answer. `kind` and
    `category` are what is said of the mistake, empty where nothing is.
    """

    set: str
    id: str
    question: str
    gold: str
    steps: list[str]
    right: bool
    wrong: int | None = None
    category: str = ""
    kind: str = ""

    @property
    def text(self) -> str:
        """The solution as one response."""
        return "\n".join(self.steps)


def _rows(path: Path) -> list[dict[str, Any]]:
    text = path.read_text()
    rows: list[dict[str, Any]] = (
        json.loads(text) if path.suffix == ".json" else [json.loads(line) for line in text.splitlines()]
    )
    return rows


def _verify_then_generate(data: Path) -> Iterator[Solution]:
    for number, row in enumerate(_rows(data / "verify-then-generate/dataset/dataset.json")):
        category = row["error_category"]
        yield Solution(
            "verify-then-generate",
            str(number),
            row["problem"],
            row["reference_solution"].split("\n")[-1].strip(),
            row["student_incorrect_solution"],
            right=False,
            wrong=row["incorrect_index"],
            category=category,
            kind="" if category == _NO_KIND else _KINDS.get(category, "logic"),
        )


def _process_bench(data: Path) -> Iterator[Solution]:
    for path in sorted((data / "ProcessBench").glob("*.json")):
        for row in _rows(path):
            text = "\n".join(row["steps"])
            right = row["label"] == -1
            yield Solution(
                "ProcessBench",
                row["id"],
                row["problem"],
                _last(text) if row["final_answer_correct"] else "",
                row["steps"],
                right,
                None if right else row["label"],
            )


def _prm_bench(data: Path) -> Iterator[Solution]:
    for row in _rows(data / "PRMBench/mr_eval/tasks/prmtest_classified_subset400/data/target_data.jsonl"):
        errors = row["error_steps"]
        yield Solution(
            "PRMBench",
            row["idx"],
            row["question"],
            _last("\n".join(row["original_process"])),
            row["modified_process"],
            right=not errors,
            wrong=min(errors) - 1 if errors else None,
            category=row["classification"],
        )


def _gsm8k(data: Path) -> Iterator[Solution]:
    path = data / "grade-school-math/grade_school_math/data/example_model_solutions.jsonl"
    for number, row in enumerate(_rows(path)):
        gold = row["ground_truth"].split("A:")[-1].strip()
        given = {name: field for name, field in row.items() if isinstance(field, dict)}
        given["ground_truth"] = {"solution": row["ground_truth"], "is_correct": True}
        for name, field in given.items():
            steps = field["solution"].split("\n")
            yield Solution("GSM8K", f"{number}/{name}", row["question"], gold, steps, field["is_correct"])


def _last(text: str) -> str:
    return extract(text, Hint(kind="expression")).text


LOADERS: dict[str, tuple[str, Callable[[Path], Iterator[Solution]]]] = {
    "verify-then-generate": ("verify-then-generate", _verify_then_generate),
    "ProcessBench": ("ProcessBench", _process_bench),
    "PRMBench": ("PRMBench", _prm_bench),
    "GSM8K": ("grade-school-math", _gsm8k),
}
"""By set: its folder under the data, and how its solutions are read."""


def given_step(steps: Sequence[str], place: int) -> int:
    """Return which of the steps that were joined by line breaks holds a character."""
    end = -1
    for number, step in enumerate(steps):
        end += len(step) + 1
        if place <= end:
            return number
    return len(steps) - 1


def accused_step(solution: Solution, said: Diagnosis) -> int | None:
    """Return which of the given steps a diagnosis accuses."""
    if said.step is None:
        return None
    return given_step(solution.steps, split(solution.text)[said.step].start)


def sorted_out(solution: Solution) -> Diagnosis:
    """Diagnose a solution labelled wrong; without a gold that can be read, from its text alone."""
    if solution.gold:
        try:
            said = diagnose(solution.text, question=solution.question, gold=solution.gold, facts={})
        except ValueError:
            pass
        else:
            if said.kind != "none":
                return said
    return diagnose_answer(solution.text, Question(id=solution.id, text=solution.question), Key(answer=solution.gold))


def accusations(solution: Solution, clock: Clock) -> list[dict[str, Any]]:
    """Return what the audits of calculations and of algebra accuse in a solution, whatever its answer."""
    text = solution.text
    found = [("calculation", finding) for finding in clock.time("audit", audit, text)]
    found += [("algebra", finding) for finding in broken_lines(text, stated_in(tokens_of(text)))]
    return [
        {
            **_where(solution),
            "audit": name,
            "step": given_step(solution.steps, finding.start),
            "start": finding.start,
            "end": finding.end,
            "quote": finding.quote,
            "found": finding.found,
            "expected": finding.expected,
        }
        for name, finding in found
    ]


def _where(solution: Solution) -> dict[str, str]:
    return {"set": solution.set, "id": solution.id}


def checked(solutions: Sequence[Solution], clock: Clock) -> dict[str, Any]:
    """Hold the calculation audit against the exact check, on all solutions: what it accuses, and what it misses.

    A finding is confirmed where an equality that the exact check calls false ends in it. The others are to be read: the
    exact check knows plain arithmetic only.
    """
    accused = confirmed = false = found = 0
    unconfirmed = []
    for solution in solutions:
        findings = clock.time("audit", audit, solution.text)
        wrong = [one for one in equalities(solution.text) if one.false]
        hit = [any(finding.start <= one.start < finding.end for one in wrong) for finding in findings]
        accused, confirmed, false = accused + len(findings), confirmed + sum(hit), false + len(wrong)
        found += sum(any(finding.start <= one.start < finding.end for finding in findings) for one in wrong)
        unconfirmed += [
            {**_where(solution), "right": solution.right, "quote": one.quote, "expected": one.expected}
            for one, is_confirmed in zip(findings, hit, strict=True)
            if not is_confirmed
        ]
    return {
        "accused": accused,
        "confirmed": confirmed,
        "unconfirmed": unconfirmed,
        "false_by_exact_check": false,
        "of_these_found": found,
    }


def real_scores(solutions: Sequence[Solution], clock: Clock) -> dict[str, Any]:
    """Return the figures of one set: steps and types on the wrong solutions, accusations on the right ones."""
    wrong = [solution for solution in solutions if not solution.right]
    said = [clock.time("real", sorted_out, solution) for solution in wrong]
    steps = [Steps(solution.wrong, accused_step(solution, each)) for solution, each in zip(wrong, said, strict=True)]
    typed = [
        Said(solution.kind, each.kind, each.confidence)
        for solution, each in zip(wrong, said, strict=True)
        if solution.kind
    ]
    kinds = [Said(solution.category or "wrong", each.kind) for solution, each in zip(wrong, said, strict=True)]
    right = [solution for solution in solutions if solution.right]
    found = [accusations(solution, clock) for solution in right]
    accused = {name: sum(any(one["audit"] == name for one in each) for each in found) for name in _AUDITS}
    figures: dict[str, Any] = {
        "audit": checked(solutions, clock),
        "wrong": len(wrong),
        "proved": sum(map(_is_proved, said)),
        "coverage": ratio(sum(each.kind not in ("undetermined", "none") for each in said), len(wrong)),
        "by_category": confusion(kinds),
        "right": len(right),
        "right_accused": {**accused, "any": sum(map(bool, found)), "rate": ratio(sum(map(bool, found)), len(right))},
        "accusations_on_right": [one for each in found for one in each],
    }
    if any(solution.wrong is not None for solution in wrong):
        figures["steps"] = step_scores(steps)
        figures["steps_proved"] = step_scores(
            [step if _is_proved(each) else step._replace(said=None) for step, each in zip(steps, said, strict=True)]
        )
    if typed:
        figures |= {"types": type_scores(typed), "confusion": confusion(typed)}
        figures["published"] = _published(wrong, said)
    return figures


def _is_proved(said: Diagnosis) -> bool:
    """Whether a diagnosis names a wrong statement, and does not only find none."""
    return bool(said.explanations) and said.explanations[0].evidence != "elimination"


_AUDITS = ("calculation", "algebra")


def _published(wrong: Sequence[Solution], said: Sequence[Diagnosis]) -> dict[str, Any]:
    """Return how the categories of the published taxonomy agree, over all that were given a sub-type."""
    pairs = [
        (solution.category, published(each.subtype, TAXONOMY))
        for solution, each in zip(wrong, said, strict=True)
        if each.subtype in SUBTYPES
    ]
    hits = sum(label == found for label, found in pairs)
    table: dict[str, dict[str, int]] = {}
    for label, found in sorted(pairs):
        row = table.setdefault(label, {})
        row[found] = row.get(found, 0) + 1
    return {"n": len(pairs), "agree": hits, "rate": ratio(hits, len(pairs)), "confusion": table}
