"""MMMU-Pro: MMMU hardened, by default mathematics with ten options (Yue et al., ACL 2025, arXiv 2409.02813).

On the hub as `MMMU/MMMU_Pro`, split `test`. The same questions stand in three configurations: with up to ten options,
with four, and as a picture of the question (`vision`). The forms share their ids; an item's `variant` names its form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

import msgspec

from mmbench import records
from mmbench.benchmarks.base.configured import Configured
from mmbench.benchmarks.base.dataset import fields, gold_letter
from mmbench.benchmarks.base.domains import domain_of
from mmbench.benchmarks.base.hub import Hub
from mmbench.benchmarks.base.literals import literal_list
from mmbench.benchmarks.mmmu import DISCIPLINE_OF, PICTURES, chosen_subjects
from mmbench.errors import BadItem
from mmbench.records import BenchmarkCard, Hint, Item, Key, Question

if TYPE_CHECKING:
    from mmbench.benchmarks.base.reading import Record
    from mmbench.interfaces import Source

__all__ = ["MMMUPro"]

# The published instructions (repository MMMU-Benchmark/MMMU, `mmmu-pro/prompts.yaml`).
LAST_LINE = (
    "The last line of your response should be of the following format: 'Answer: $LETTER' (without quotes) where LETTER "
    "is one of options."
)
INSTRUCTIONS = {
    ("cot", False): f"Answer the preceding multiple choice question. {LAST_LINE} Think step by step before answering.",
    ("cot", True): "Write out the multiple-choice question in the image and then solve it. "
    f"{LAST_LINE} Think step by step before answering.",
    ("direct", False): "Answer with the option letter from the given choices directly.",
    ("direct", True): f"Answer with the option letter from the given choices directly. {LAST_LINE}",
}


class _Row(msgspec.Struct):
    id: str
    options: str
    answer: str
    subject: str


class _Standard(_Row):
    question: str
    topic_difficulty: str | None = None
    img_type: str | None = None
    explanation: str | None = None


class _Options(records.Record, frozen=True, forbid_unknown_fields=True):
    """`config`: the form of the questions; `subject`: one of 30 or `all`; `prompt`: which published instruction."""

    config: Literal["standard (10 options)", "standard (4 options)", "vision"] = "standard (10 options)"
    subject: str = "Math"
    prompt: Literal["cot", "direct"] = "cot"


class MMMUPro(Configured):
    """Multiple choice in one of three forms."""

    card: ClassVar[BenchmarkCard] = BenchmarkCard(
        name="mmmu_pro",
        title="MMMU-Pro",
        licence="Apache-2.0; questions and pictures belong to their sources",
        images_republishable=False,
        citation="Yue et al., MMMU-Pro: A More Robust Multi-discipline Multimodal Understanding Benchmark, ACL 2025, "
        "arXiv:2409.02813",
        url="https://mmmu-benchmark.github.io",
        official_rule="mmmu_pro",
        breakdowns=("config", "discipline", "subject"),
        verified=False,
    )
    Options: ClassVar[type[_Options]] = _Options
    id_field: ClassVar[str] = "id"

    def __init__(self, options: Any, source: Source) -> None:
        super().__init__(options, source)
        self.subjects = chosen_subjects("mmmu_pro", options.subject)

    def configs(self) -> tuple[str, ...]:
        """Return the chosen form."""
        return (self.options.config,)

    def source(self, config: str) -> Hub:
        """Return the form's configuration."""
        return Hub("MMMU/MMMU_Pro", config)

    def holds(self, record: Record, config: str) -> bool:
        """Say whether a row is of a chosen subject; one that names none is kept, to fail as a row."""
        return (record.fields.get("subject") or self.subjects[0]) in self.subjects

    def build(self, name: str, record: Record) -> Item:
        """Turn a question into an item; in the form `vision` the question and its options stand in the picture only."""
        vision = self.options.config == "vision"
        row: _Row = fields(record, _Row if vision else _Standard)
        choices = tuple(literal_list(row.options))
        choice = gold_letter(row.answer, choices)
        if row.subject not in DISCIPLINE_OF:
            raise BadItem(f"unknown subject '{row.subject}'; known: {', '.join(DISCIPLINE_OF)}")
        instruction = INSTRUCTIONS[self.options.prompt, vision]
        text = row.question if isinstance(row, _Standard) else ""
        shown = "\n".join(f"{chr(ord('A') + index)}. {option}" for index, option in enumerate(choices))
        return Item(
            benchmark="mmmu_pro",
            split=self.split,
            question=Question(
                id=name,
                text=text,
                prompt=instruction if vision else f"{text}\n{shown}\n{instruction}",
                images=self.pictures(record, "image") if vision else self.numbered_pictures(record, PICTURES),
                choices=choices,
                hint=Hint(kind="choice"),
            ),
            key=Key(
                answer=choices[choice],
                kind="choice",
                choice=choice,
                solution=(row.explanation or "") if isinstance(row, _Standard) else "",
            ),
            domain=domain_of("mmmu", row.subject),
            difficulty=(row.topic_difficulty or "") if isinstance(row, _Standard) else "",
            cluster=row.id,
            variant=self.options.config,
            metadata={
                "config": self.options.config,
                "subject": row.subject,
                "discipline": DISCIPLINE_OF[row.subject],
            },
        )
