"""TAT-QA: 16,552 questions about a table and text from financial reports (Zhu et al., ACL 2021, arXiv 2105.07624).

Native layout: `tatqa_dataset_<split>.json`, also under `dataset_raw/`; splits `train`, `dev`, `test` (answers held out)
and `test_gold`. The tables are published as text; they are asked as pictures that we draw, the text in the prompt. The
hub holds the same JSON files, which mix lists and numbers in one column; they are read as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from mmbench.benchmarks.base.dataset import Dataset, fields, text_of
from mmbench.benchmarks.base.domains import domain_of
from mmbench.benchmarks.base.hub import fetched
from mmbench.benchmarks.base.table_picture import table_image
from mmbench.benchmarks.base.tables import any_order, is_number, number_text, split_header, table_facts
from mmbench.errors import BadItem, UsageError
from mmbench.program import ProgramError, evaluate, facts_used, to_fraction
from mmbench.records import BenchmarkCard, Hint, Item, Key, Question, Tolerance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mmbench.benchmarks.base.reading import Record
    from mmbench.records import AnswerKind

__all__ = ["TATQA"]

HUB = "hf://datasets/next-tat/TAT-QA"
DECIMALS = 2  # the published comparison rounds to two places


class _Table(msgspec.Struct):
    uid: str
    table: list[list[str]]


class _Paragraph(msgspec.Struct):
    order: int
    text: str


class _Row(msgspec.Struct):
    question: str
    table: _Table
    paragraphs: list[_Paragraph]
    answer_type: Literal["span", "multi-span", "arithmetic", "count"] | None = None
    answer: list[str] | str | int | float | None = None
    answer_from: str = ""
    derivation: str = ""
    scale: Literal["", "thousand", "million", "billion", "percent"] = ""


class TATQA(Dataset):
    """Questions about a drawn table and its paragraphs."""

    card: ClassVar[BenchmarkCard] = BenchmarkCard(
        name="tatqa",
        title="TAT-QA",
        licence="CC BY 4.0",
        images_republishable=True,
        citation="Zhu et al., TAT-QA: A Question Answering Benchmark on a Hybrid of Tabular and Textual Content in "
        "Finance, ACL 2021, arXiv:2105.07624",
        url="https://nextplusplus.github.io/TAT-QA",
        official_rule="tatqa",
        breakdowns=("answer_type", "answer_from"),
        verified=False,
    )
    files: ClassVar[tuple[str, ...]] = ("dataset_raw/tatqa_dataset_{split}.json", "tatqa_dataset_{split}.json")
    id_field: ClassVar[str] = "uid"
    split = "dev"

    def records(self) -> Iterator[Record]:
        """Yield one record a question.

        Raises:
            UsageError: the folder holds no such split, or the hub cannot be reached.
        """
        if self.folder is not None:
            yield from super().records()
            return
        name = f"{HUB}/{self.files[1].format(split=self.split)}"
        try:
            local = fetched(name)
        except (OSError, ValueError) as error:
            raise UsageError(f"{name} cannot be loaded: {error}. Give a local copy with --data FOLDER.") from error
        yield from self.table(local)

    def table(self, path: Path) -> Iterator[Record]:
        """Yield the questions of every context, each with its table and paragraphs."""
        for record in super().table(path):
            questions = record.fields.get("questions")
            if not isinstance(questions, list):
                problem = record.problem or "not as published: expected a list in the column 'questions'"
                yield record._replace(problem=problem)
                continue
            shared = {name: record.fields.get(name) for name in ("table", "paragraphs")}
            for number, question in enumerate(questions):
                own = question if isinstance(question, dict) else {}
                yield record._replace(fields=shared | own, name=f"{path.stem}-{record.number}-{number}")

    def build(self, name: str, record: Record) -> Item:
        """Turn a question into an item; its facts are the table's cells, its program the published derivation."""
        row = fields(record, _Row)
        table = [cells for cells in row.table.table if cells]
        columns, body = split_header(table)
        facts = table_facts(columns, body)
        key = _key(row)
        return Item(
            benchmark="tatqa",
            split=self.split,
            question=Question(
                id=name,
                text=row.question,
                prompt=_prompt(row),
                images=(table_image(table, len(table) - len(body)),),
                unit=row.scale,
                hint=Hint(kind=key.kind),
            ),
            key=msgspec.structs.replace(
                key, facts=facts, program=_program(row, facts), solution=row.derivation.strip()
            ),
            domain=domain_of("tatqa", str(row.answer_type)),
            cluster=row.table.uid,
            metadata={
                "answer_type": row.answer_type,
                "answer_from": row.answer_from,
                "scale": row.scale,
                "answers": [text_of(part) for part in (row.answer if isinstance(row.answer, list) else [row.answer])],
            },
        )


def _key(row: _Row) -> Key:
    if row.answer is None or row.answer_type is None or row.answer == []:
        raise BadItem("no gold answer: the split `test` holds them out, `test_gold` has them")
    parts = [text_of(part) for part in (row.answer if isinstance(row.answer, list) else [row.answer])]
    numbers = all(map(is_number, parts))
    if row.answer_type in ("arithmetic", "count"):
        if len(parts) != 1 or not numbers:
            raise BadItem(f"the answer {parts} of type '{row.answer_type}' is not a number")
        kind: AnswerKind = "integer" if row.answer_type == "count" else "float"
        tolerance = Tolerance(decimals=DECIMALS) if kind == "float" else Tolerance()
        return Key(answer=number_text(parts[0]), kind=kind, tolerance=tolerance)
    if len(parts) == 1:
        return Key(answer=number_text(parts[0]), kind="float") if numbers else Key(answer=parts[0])
    if numbers:
        return Key(answer=", ".join(map(number_text, parts)), kind="list", ordered=False)
    orders = any_order(parts, ", ")
    return Key(answer=orders[0], accepted=orders[1:])


_SIGNS = str.maketrans({"×": "*", "÷": "/", "–": "-", "−": "-", "[": "(", "]": ")", "%": None, "$": None})
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")


def _program(row: _Row, facts: Mapping[str, str | int | float]) -> str:
    """Return the derivation as a program over the cells; empty where it is none, or does not give the gold answer.

    A number becomes the cell that holds it where exactly one does, and stays a number where none or several do.
    """
    if row.answer_type != "arithmetic" or not isinstance(row.answer, int | float | str):
        return ""
    holders: dict[str, list[str]] = {}
    for name, value in facts.items():
        holders.setdefault(str(value), []).append(name)

    def cell(match: re.Match[str]) -> str:
        number = number_text(match[0])
        names = holders.get(number, [])
        return "'" + names[0].replace("'", "''") + "'" if len(names) == 1 else number

    program = _NUMBER.sub(cell, row.derivation.translate(_SIGNS)).strip()
    gold = text_of(row.answer)
    for candidate in (f"({program}) * 100", program) if row.scale == "percent" else (program,):
        try:
            used = facts_used(candidate)
            off = abs(evaluate(candidate, facts) - to_fraction(number_text(gold)))
        except ProgramError:
            return ""
        if used and off <= to_fraction("0.005"):
            return candidate
    return ""


def _prompt(row: _Row) -> str:
    """Return the paragraphs in their order, the question, and the unit that the answer is counted in."""
    paragraphs = "\n".join(part.text for part in sorted(row.paragraphs, key=lambda part: part.order))
    unit = f" (Unit: {row.scale})" if row.scale else ""
    return (
        f"{paragraphs}\n\nQuestion: {row.question}{unit}\n"
        "Answer the question from the table in the picture and the text above. "
        "Separate several answers by commas, write numbers without thousands commas and negative ones with a minus "
        'sign, and end with "The answer is ...".'
    )
