"""MMMU: college questions in 30 subjects, by default mathematics (Yue et al., CVPR 2024, arXiv 2311.16502).

On the hub as `MMMU/MMMU`, a configuration a subject, and as `lmms-lab-encoder/MMMU`, one table of all; a local copy of
either is read. Splits: `dev`, `validation`, `test`; where a split has no answers its rows say so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import msgspec

from mmbench import records
from mmbench.benchmarks.base.configured import Configured
from mmbench.benchmarks.base.dataset import fields, gold_letter, lettered
from mmbench.benchmarks.base.domains import domain_of
from mmbench.benchmarks.base.hub import Hub, hub_records
from mmbench.benchmarks.base.literals import literal_list
from mmbench.errors import BadItem, UsageError, did_you_mean
from mmbench.records import BenchmarkCard, Hint, Item, Key, Question, Tolerance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.benchmarks.base.reading import Record
    from mmbench.interfaces import Source

__all__ = ["DISCIPLINES", "DISCIPLINE_OF", "MMMU", "PICTURES", "chosen_subjects"]

DISCIPLINES = {
    "Art and Design": ("Art", "Art_Theory", "Design", "Music"),
    "Business": ("Accounting", "Economics", "Finance", "Manage", "Marketing"),
    "Science": ("Biology", "Chemistry", "Geography", "Math", "Physics"),
    "Health and Medicine": (
        "Basic_Medical_Science",
        "Clinical_Medicine",
        "Diagnostics_and_Laboratory_Medicine",
        "Pharmacy",
        "Public_Health",
    ),
    "Humanities and Social Science": ("History", "Literature", "Psychology", "Sociology"),
    "Tech and Engineering": (
        "Agriculture",
        "Architecture_and_Engineering",
        "Computer_Science",
        "Electronics",
        "Energy_and_Power",
        "Materials",
        "Mechanical_Engineering",
    ),
}
DISCIPLINE_OF = {subject: discipline for discipline, subjects in DISCIPLINES.items() for subject in subjects}
ONE_TABLE = "lmms-lab-encoder/MMMU"
PICTURES = 7

_NUMBER = re.compile(r"-?(?:\d{1,30}|\d{1,3}(?:,\d{3}){1,9})(?:\.\d{1,30})?(?:/\d{1,30})?")


class _Row(msgspec.Struct):
    question: str
    options: str
    answer: str | list[str]
    question_type: str
    subfield: str | None = None
    topic_difficulty: str | None = None
    img_type: str | None = None
    explanation: str | None = None


class _Options(records.Record, frozen=True, forbid_unknown_fields=True):
    """`subject`: one of the 30 or `all`; `repository`: which copy on the hub is read."""

    subject: str = "Math"
    repository: Literal["MMMU/MMMU", "lmms-lab-encoder/MMMU"] = "MMMU/MMMU"


class MMMU(Configured):
    """The questions of one subject, or of all; multiple choice and open."""

    card: ClassVar[BenchmarkCard] = BenchmarkCard(
        name="mmmu",
        title="MMMU",
        licence="Apache-2.0; questions and pictures belong to their sources",
        images_republishable=False,
        citation="Yue et al., MMMU: A Massive Multi-discipline Multimodal Understanding and Reasoning Benchmark for "
        "Expert AGI, CVPR 2024, arXiv:2311.16502",
        url="https://mmmu-benchmark.github.io",
        official_rule="mmmu",
        breakdowns=("discipline", "subject", "difficulty", "image type"),
        verified=False,
    )
    Options: ClassVar[type[_Options]] = _Options
    layouts: ClassVar[tuple[str, ...]] = (*Configured.layouts, "data/{split}-*.parquet", "{split}-*.parquet")
    split = "validation"
    id_field: ClassVar[str] = "id"

    def __init__(self, options: Any, source: Source) -> None:
        super().__init__(options, source)
        self.subjects = chosen_subjects("mmmu", options.subject)

    def configs(self) -> tuple[str, ...]:
        """Return the chosen subjects."""
        return self.subjects

    def source(self, config: str) -> Hub:
        """Return the subject's configuration."""
        return Hub("MMMU/MMMU", config)

    def holds(self, record: Record, config: str) -> bool:
        """Say whether a row is of the subject, which its id names; one that names none is kept, to fail as a row."""
        return _subject(record, self.subjects[0]) == config

    def records(self) -> Iterator[Record]:
        """Yield the rows of the chosen subjects, from either published form."""
        if self.folder is not None or self.options.repository != ONE_TABLE:
            yield from super().records()
            return
        for record in hub_records(Hub(ONE_TABLE), self.split):
            subject = _subject(record, self.subjects[0])
            if record.problem or subject in self.subjects:
                yield record._replace(fields={**record.fields, "config": subject})

    def build(self, name: str, record: Record) -> Item:
        """Turn a question into an item; markers such as `<image 1>` name its pictures by their number."""
        row = fields(record, _Row)
        subject = _subject(record)
        if subject not in DISCIPLINE_OF:
            raise BadItem(f"expected an id such as 'validation_Math_12', found '{record.fields.get('id')}'")
        choices = _choices(row)
        choosing = row.question_type == "multiple-choice"
        key = _choice_key(row, choices) if choosing else _open_key(row)
        form = f"{lettered(choices)}\n\n{CHOICE_ENDING}" if choosing else OPEN_ENDING
        return Item(
            benchmark="mmmu",
            split=self.split,
            question=Question(
                id=name,
                text=row.question,
                prompt=f"{row.question}\n{form}",
                images=self.numbered_pictures(record, PICTURES),
                choices=choices,
                hint=Hint(kind=key.kind),
            ),
            key=key,
            domain=domain_of("mmmu", subject),
            skills=(row.subfield,) if row.subfield else (),
            difficulty=row.topic_difficulty or "",
            metadata={
                "subject": subject,
                "discipline": DISCIPLINE_OF[subject],
                "difficulty": row.topic_difficulty,
                "image type": literal_list(row.img_type) if row.img_type else [],
                "question_type": row.question_type,
            },
        )


CHOICE_ENDING = "Answer with the option's letter from the given choices directly."
OPEN_ENDING = "Answer the question using a single word or phrase."


def chosen_subjects(benchmark: str, subject: str) -> tuple[str, ...]:
    """Return the subjects that an option names: one, or all 30.

    Raises:
        UsageError: there is no such subject.
    """
    known = tuple(DISCIPLINE_OF)
    if subject == "all":
        return known
    if subject not in known:
        raise UsageError(
            f"'{benchmark}': no subject '{subject}'.{did_you_mean(subject, known)} Known: all, {', '.join(known)}."
        )
    return (subject,)


def _subject(record: Record, otherwise: str = "") -> str:
    """Return the subject in an id such as `validation_Math_12`, or `otherwise` where it names none."""
    named = str(record.fields.get("id")).partition("_")[2].rpartition("_")[0]
    return named if named in DISCIPLINE_OF else otherwise


def _choices(row: _Row) -> tuple[str, ...]:
    if row.question_type == "multiple-choice":
        return tuple(literal_list(row.options))
    if row.question_type not in ("open", "short-answer"):
        raise BadItem(f"expected question_type 'multiple-choice' or 'open', found '{row.question_type}'")
    return ()


def _choice_key(row: _Row, choices: tuple[str, ...]) -> Key:
    letter = row.answer if isinstance(row.answer, str) else ", ".join(row.answer)
    if not choices or letter in ("", "?"):
        raise BadItem(f"expected choices and a gold letter, found {len(choices)} choices and the answer '{letter}'")
    choice = gold_letter(letter, choices)
    return Key(answer=choices[choice], kind="choice", choice=choice, solution=row.explanation or "")


def _open_key(row: _Row) -> Key:
    """Return the key of an open question; the gold may be a list, or the text of one, of answers that all count.

    Numbers are compared at two decimal places, as the published evaluation rounds both sides.
    """
    given = row.answer
    golds = literal_list(given) if isinstance(given, str) and given.strip().startswith("[") else given
    answers = [answer.strip() for answer in ([golds] if isinstance(golds, str) else golds)]
    if not answers or not all(answers) or answers == ["?"]:
        raise BadItem(f"expected a gold answer, found {given!r}")
    numbers = all(_NUMBER.fullmatch(answer) for answer in answers)
    return Key(
        answer=answers[0],
        kind="float" if numbers else "text",
        accepted=tuple(answers[1:]),
        tolerance=Tolerance(decimals=2) if numbers else Tolerance(),
        solution=row.explanation or "",
    )
