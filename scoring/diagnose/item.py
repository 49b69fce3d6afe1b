"""The diagnosis of one wrong answer: every piece of evidence in order of place, and the first that is wrong decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.records import Diagnosis, Explanation
from mmbench.scoring.diagnose.algebra import broken_lines
from mmbench.scoring.diagnose.calculation import false_equalities
from mmbench.scoring.diagnose.case import Case, Evidenced, answered_number, case_of
from mmbench.scoring.diagnose.confidence import confidence_of
from mmbench.scoring.diagnose.conversions import wrong_conversions
from mmbench.scoring.diagnose.departed import departed
from mmbench.scoring.diagnose.expressions import leaves
from mmbench.scoring.diagnose.lexing import MAX_TEXT
from mmbench.scoring.diagnose.mutations import search
from mmbench.scoring.diagnose.readings import misreadings
from mmbench.scoring.diagnose.steps import index_at, split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.records import Key, Question
    from mmbench.scoring.diagnose.readings import Misreading

__all__ = ["diagnose_answer", "evidence"]

NOTHING = "Nothing in the response shows where it went wrong."
THRESHOLD = 0.85
"""The least confidence at which an answer without work is given a type: the precision that is asked of it."""
MAX_TOLD = 8


def diagnose_answer(response: str, question: Question, key: Key, extraction: str = "") -> Diagnosis:
    """Return what kind of mistake a wrong answer is, with the step that proves it.

    Args:
        response: the response as given.
        question: the question.
        key: the key; its facts and its program are the strongest evidence, and neither is needed.
        extraction: the answer that the checker found in the response.

    Returns:
        A diagnosis; `undetermined` where the evidence does not say.
    """
    case = case_of(response, question, key, extraction)
    return _decided(case, evidence(case))


def evidence(case: Case) -> list[Evidenced]:
    """Return what speaks for each type of mistake, the deciding piece first; none where nothing does."""
    return _stated_wrong(case) or departed(case)


def _stated_wrong(case: Case) -> list[Evidenced]:
    """Return the false equalities and the misreadings that stand in the response, those that the answer rests on."""
    found = [Evidenced(finding, "calculation", "equality") for finding in false_equalities(case.text, case.stated)]
    misread = misreadings(case.text, case.readings, case.facts)
    found += [Evidenced(each.finding, "reading", "reading") for each in misread if _matters(case, each)]
    found += [
        Evidenced(finding, "algebra", f"algebra {finding.kind}") for finding in broken_lines(case.text, case.stated)
    ]
    found += [
        Evidenced(finding, "calculation", f"conversion {finding.kind}")
        for finding in wrong_conversions(case.text, case.stated)
    ]
    return sorted(found, key=lambda each: each.finding.start)


def _matters(case: Case, misread: Misreading) -> bool:
    """Whether a misreading may have led to the answer: the program uses the fact, or the plan the value."""
    if case.plan is None:
        return True
    if case.is_right(case.plan.exact):
        return False
    if case.gold is not None and misread.fact.name in case.gold.facts:
        return True
    return any(abs(misread.value) == abs(leaf.value) for leaf in leaves(case.plan.tree))


def _decided(case: Case, found: Sequence[Evidenced]) -> Diagnosis:
    """Return the diagnosis that the first evidence gives; none that is clear is `undetermined`."""
    cut = len(case.text) > MAX_TEXT
    if not found:
        return _last_resort(case, cut)
    first = found[0]
    finding = first.finding
    steps = split(case.text)
    return Diagnosis(
        kind=finding.kind,
        subtype=finding.subtype,
        confidence=confidence_of(first.route),
        step=index_at(steps, finding.start),
        quote=finding.quote[:300],
        found=finding.found[:80],
        expected=finding.expected[:80],
        explanation=finding.explanation[:300],
        explanations=tuple(
            Explanation(
                kind=each.finding.kind,
                subtype=each.finding.subtype,
                evidence=each.evidence,
                note=each.finding.explanation[:200],
            )
            for each in found[:6]
        ),
        cut=cut,
    )


def _last_resort(case: Case, cut: bool) -> Diagnosis:
    """Return what the answer alone tells: the small change of the program that gives it, where it is of one type."""
    answered = answered_number(case)
    if answered is None or case.gold is None:
        return Diagnosis(kind="undetermined", explanation=NOTHING, cut=cut)
    found = search(case.key, case.key.wording or case.question.text, answered, case.extraction)
    explanations = tuple(
        Explanation(kind=each.kind, subtype=each.subtype, evidence="mutation", note=each.note[:200])
        for each in found.mutations[:MAX_TOLD]
    )
    kinds = {each.kind for each in found.mutations}
    if len(kinds) != 1 or found.confidence < THRESHOLD:
        note = "Several kinds of mistakes give this answer." if len(kinds) > 1 else NOTHING
        return Diagnosis(kind="undetermined", explanation=note, explanations=explanations, cut=cut or found.cut)
    first = found.mutations[0]
    return Diagnosis(
        kind=first.kind,
        subtype=first.subtype,
        confidence=round(found.confidence, 3),
        found=case.extraction[:80],
        expected=case.wanted[:80],
        explanation=f"The answer is what comes of one who {first.note}."[:300],
        explanations=explanations,
        cut=cut or found.cut,
    )
