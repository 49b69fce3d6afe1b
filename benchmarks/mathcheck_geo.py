"""MathCheck-GEO: 60 geometry problems, each a checklist of four wordings by four tasks (Zhou et al., ICLR 2025).

Source: arXiv 2407.08733, repository PremiLab-Math/MathCheck. Native layout: `geo_checklist.json` and `images.zip` (or
`images/` unpacked). The tasks are solving (240 rows), judging an outcome (480), judging whether a question can be
answered (480), and naming the first wrong step of a solution (240). The data carry no licence: nothing of them may be
republished, and the prompts here are ours, with the form of the answer that the paper asks for ("The answer is: ...").
The paper's scores are macro F1 for the two kinds of judging, accuracy for the rest, averaged over the 16 cells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from mmbench.benchmarks.base.dataset import Dataset, fields, text_of
from mmbench.benchmarks.base.domains import domain_of
from mmbench.errors import BadItem
from mmbench.records import BenchmarkCard, Hint, Item, Key, Question

if TYPE_CHECKING:
    from mmbench.benchmarks.base.reading import Record

__all__ = ["MathCheckGeo"]

CHOICES = {
    "outcome_judging": ("Correct", "Incorrect"),
    "answerable_judging": ("Answerable", "Unanswerable"),
}
ASKED = {
    "solving": "Solve the problem. End with the answer in this form:\nThe answer is: ...",
    "outcome_judging": "Here are a mathematics problem and a solution. Is the solution's final answer Correct or "
    "Incorrect? End with your judgement in this form:\nThe answer is: ...",
    "answerable_judging": "Does the problem give enough information to be answered? Judge it Answerable or "
    "Unanswerable. End with your judgement in this form:\nThe answer is: ...",
    "process_judging": "Here are a mathematics problem and a wrong solution. Find the step where the errors begin. "
    "End with that step in this form:\nThe answer is: Step i",
}


class _Row(msgspec.Struct):
    task_type: Literal["solving", "outcome_judging", "answerable_judging", "process_judging"]
    question_type: Literal[
        "seed_question", "problem_understanding_question", "distractor_insertion_question", "scenario_understanding"
    ]
    group_id: str | int
    question: str
    answer: str | int | float
    solution: str | None = None


class MathCheckGeo(Dataset):
    """Checklists on GeoQA, UniGeo and Geometry3K problems; one figure and one seed problem a checklist."""

    card: ClassVar[BenchmarkCard] = BenchmarkCard(
        name="mathcheck_geo",
        title="MathCheck-GEO",
        licence="none stated",
        images_republishable=False,
        citation="Zhou et al., Is Your Model Really A Good Math Reasoner? Evaluating Mathematical Reasoning with "
        "Checklist, ICLR 2025, arXiv:2407.08733",
        url="https://mathcheck.github.io",
        official_rule="mathcheck",
        breakdowns=("task_type", "question_type", "task_type by question_type"),
        verified=False,
    )
    files: ClassVar[tuple[str, ...]] = ("geo_checklist.json", "data/geo_checklist.json")
    roots: ClassVar[tuple[str, ...]] = ("", "data")
    id_field: ClassVar[str] = "id"

    def build(self, name: str, record: Record) -> Item:
        """Turn a row of a checklist into an item; a checklist is one cluster."""
        row = fields(record, _Row)
        key = _gold(row)
        images = self.pictures(record, "image")
        if not images:
            raise BadItem("expected a picture in 'image', found none")
        text = row.question
        if row.task_type in ("outcome_judging", "process_judging"):
            if not row.solution:
                raise BadItem(f"expected a solution to judge ('{row.task_type}'), found none")
            text = f"{row.question}\nSolution: {row.solution}"
        return Item(
            benchmark="mathcheck_geo",
            split=self.split,
            task="error_step" if row.task_type == "process_judging" else "solve",
            question=Question(
                id=name,
                text=text,
                prompt=f"{ASKED[row.task_type]}\n\nQuestion: {text}",
                images=images,
                choices=CHOICES.get(row.task_type, ()),
                language="zh" if re.search(r"[\u4e00-\u9fff]", row.question) else "en",
                hint=Hint(kind=key.kind),
            ),
            key=key,
            domain=domain_of("mathcheck_geo", "MathCheck-GEO"),
            skills=(row.task_type,),
            cluster=str(row.group_id),
            metadata={
                "task_type": row.task_type,
                "question_type": row.question_type,
                "task_type by question_type": f"{row.task_type}, {row.question_type}",
            },
        )


def _gold(row: _Row) -> Key:
    """Return the key of a row.

    Raises:
        BadItem: no gold answer, a judgement that is none of the two, or a step that the solution does not have.
    """
    gold = text_of(row.answer)
    if not gold:
        raise BadItem("no gold answer: column 'answer' is empty")
    choices = CHOICES.get(row.task_type, ())
    if choices:
        if gold not in choices:
            raise BadItem(f"the answer '{gold}' is not among the choices {list(choices)}")
        return Key(answer=gold, kind="choice", choice=choices.index(gold))
    if row.task_type == "process_judging":
        step = re.fullmatch(r"Step (\d{1,4})", gold, re.IGNORECASE)
        if not step or not re.search(rf"\bStep {step[1]}\b", row.solution or "", re.IGNORECASE):
            raise BadItem(f"the answer '{gold}' names no step of the solution")
        return Key(answer=gold, kind="text", accepted=(step[1],))
    if re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", gold):
        return Key(answer=gold, kind="float" if "." in gold else "integer")
    return Key(answer=gold, kind="expression")
