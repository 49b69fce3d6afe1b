"""ChartQAPro: 1,948 questions about charts, dashboards and infographics of 157 sources (Masry et al., 2025).

On the hub, or a folder of its parquet files. A row holds the turns of a conversation (most have one) and the gold
answer of each; the last question is asked, with the turns before it in the prompt. Rows are published without an id:
theirs is made of questions and answers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

import msgspec

from mmbench.benchmarks.base.charts import Numbered, cluster, content_name, gold_kind
from mmbench.benchmarks.base.dataset import Dataset, fields
from mmbench.benchmarks.base.domains import domain_of
from mmbench.benchmarks.base.hub import Hub
from mmbench.errors import BadItem
from mmbench.records import BenchmarkCard, Hint, Item, Key, Question, Tolerance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.benchmarks.base.reading import Record
    from mmbench.interfaces import Row

__all__ = ["ChartQAPro"]

_UNANSWERABLE = (
    "If the question is unanswerable based on the information in the provided image, your answer should be "
    "unanswerable."
)
_PHRASE = (
    f"Your answer should be a single word, number, or phrase. {_UNANSWERABLE} Do not generate units. But if numerical "
    "units such as million, m, billion, B, or K are required, use the exact notation shown in the chart."
)
_LETTER = "Your answer should be one of the options letters only: a, b, c or d (just the letter itself without any "
_LAST = (
    "If there are multiple answers, put them in brackets using this format ['Answer1', 'Answer2'].\n"
    "Remember to generate the final answer only without any additional text!"
)
TASKS = {  # by question type: what is asked and the form of the answer, from the paper's direct prompts (table 6)
    "Conversational": (
        "You are given a multi-turn conversation, and your job is to answer the final question based on the "
        "conversation history and the information in the provided image.",
        _PHRASE,
    ),
    "Fact Checking": (
        "You are given a fact statement that you need to assess based on the provided image.",
        f"Your answer should be either true or false (without any additional text). {_UNANSWERABLE}",
    ),
    "Factoid": ("You are given a factoid question that you need to answer based on the provided image.", _PHRASE),
    "Hypothetical": (
        "You are given a hypothetical question that you need to answer based on the provided image.",
        _PHRASE,
    ),
    "Multi Choice": (
        "You are given a question along with different possible answers. You need to select the correct answer from "
        "them based on the provided image.",
        f"{_LETTER}additional text). {_UNANSWERABLE}",
    ),
}


class _Row(msgspec.Struct):
    questions: list[str] = msgspec.field(name="Question")
    answers: list[str] = msgspec.field(name="Answer")
    question_type: str = msgspec.field(name="Question Type")
    years: list[str] = msgspec.field(name="Year")
    paragraph: str | None = msgspec.field(name="Paragraph", default=None)


class ChartQAPro(Dataset):
    """Factoid, multiple-choice, conversational, hypothetical and fact-checking questions."""

    card: ClassVar[BenchmarkCard] = BenchmarkCard(
        name="chartqapro",
        title="ChartQAPro",
        licence="MIT; the charts are from 157 sources on the web",
        images_republishable=False,
        citation="Masry et al., ChartQAPro: A More Diverse and Challenging Benchmark for Chart Question Answering, "
        "arXiv:2504.05506",
        url="https://github.com/vis-nlp/ChartQAPro",
        official_rule="chartqapro",
        breakdowns=("question type",),
        verified=False,
    )
    hub: ClassVar[tuple[Hub, ...]] = (Hub("ahmed-masry/ChartQAPro"),)
    files: ClassVar[tuple[str, ...]] = ("data/{split}-*.parquet",)

    def rows(self) -> Iterator[Row]:
        """Yield the questions in published order."""
        number = Numbered()
        for row in super().rows():
            yield row._replace(id=number(row.id))

    def name(self, record: Record) -> str:
        """Return digits that stand for the questions and answers of a row."""
        columns = [record.fields.get(column) for column in ("Question", "Answer")]
        said = [str(part) for column in columns if isinstance(column, list) for part in column]
        return content_name("q", *said) if said else f"row-{record.number}"

    def build(self, name: str, record: Record) -> Item:
        """Turn a row into an item; a number may be off by 5 % unless it is marked as a year, as in the paper.

        Raises:
            BadItem: no question or no gold answer for each, or an unknown type.
        """
        row = fields(record, _Row)
        domain = domain_of("chartqapro", row.question_type)
        if not row.questions or len(row.answers) != len(row.questions) or not row.answers[-1].strip():
            raise BadItem(f"expected an answer to every question, found {row.answers} to {row.questions}")
        images = self.pictures(record, "image")
        key = _key(row)
        return Item(
            benchmark="chartqapro",
            split=self.split,
            question=Question(
                id=name,
                text=row.questions[-1].strip(),
                prompt=_prompt(row),
                images=images,
                hint=Hint(kind=key.kind),
            ),
            key=key,
            domain=domain,
            skills=(row.question_type,),
            cluster=cluster(images),
            metadata={"question type": row.question_type, "year": row.years, "answer": row.answers[-1]},
        )


# An entry of a list: quoted, so that it may hold commas, or up to the next comma.
_ENTRY = re.compile(r"""\s*(?:'([^']*)'|"([^"]*)"|([^,]+))\s*(?:,|$)""")


def _key(row: _Row) -> Key:
    """Return the gold answer of the last question: words, a number, or a list of either."""
    gold = row.answers[-1].strip().rstrip(".").strip()
    if row.question_type in ("Fact Checking", "Multi Choice"):
        return Key(answer=gold, accepted=(f"({gold})", f"{gold})") if len(gold) == 1 else ())
    flags = row.years[-1:] if row.question_type == "Conversational" else row.years
    year = "YES" in (flag.upper() for flag in flags)
    tolerance = Tolerance() if year else Tolerance(rel=0.05)
    kind = gold_kind(gold.removesuffix("%").strip())
    listed = re.fullmatch(r"\[(.*)\]", gold, re.DOTALL)
    parts = ["".join(entry).strip(" '\"") for entry in _ENTRY.findall(listed[1])] if listed else []
    if parts and all(gold_kind(part.removesuffix("%").strip()) != "text" for part in parts):
        numbers = ", ".join(part.replace(",", "") for part in parts)
        return Key(answer=f"[{numbers}]", kind="list", tolerance=tolerance)
    if parts:
        return Key(answer=gold, accepted=(f"[{', '.join(parts)}]", f"[{','.join(parts)}]", ", ".join(parts)))
    return Key(answer=gold, kind=kind, tolerance=Tolerance() if kind == "text" else tolerance)


def _prompt(row: _Row) -> str:
    """Return the published prompt: the task, the paragraph where there is one, the turns before, the question."""
    *earlier, asked = row.questions
    lines = [*TASKS[row.question_type], _LAST]
    if row.paragraph and row.paragraph.strip():
        lines.append(f"Context: {row.paragraph.strip()}")
    if earlier:
        turns = (
            f"Question: {question.strip()} Answer: {answer.strip()}"
            for question, answer in zip(earlier, row.answers, strict=False)
        )
        lines.append("Conversation:\n" + "\n".join(turns))
    return "\n".join([*lines, f"Question: {asked.strip()}"])
