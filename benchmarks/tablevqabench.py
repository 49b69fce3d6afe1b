"""TableVQA-Bench: 1,500 questions about pictures of tables in four parts (Kim et al., arXiv 2404.19205).

Parts: `vwtq` (WikiTableQuestions as Wikipedia shows it), `vwtq_syn` (the same, rendered anew), `vtabfact` (statements,
true or false) and `fintabnetqa` (financial reports). On the hub they are splits; `all` reads the four.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

import msgspec

from mmbench.benchmarks.base.dataset import Dataset, fields, text_of
from mmbench.benchmarks.base.domains import domain_of
from mmbench.benchmarks.base.hub import Hub, hub_records
from mmbench.benchmarks.base.tables import any_order, html_rows, is_number, number_text, split_header, table_facts
from mmbench.errors import BadItem, UsageError
from mmbench.records import BenchmarkCard, Hint, Item, Key, Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.benchmarks.base.reading import Record

__all__ = ["PARTS", "TableVQABench"]

PARTS = ("vwtq", "vwtq_syn", "vtabfact", "fintabnetqa")
HUB = "terryoo/TableVQA-Bench"
STATEMENT = ("True", "False")
BETWEEN = ("||", " || ", "|", ", ")  # several answers; the first is what the prompt asks for


class _Row(msgspec.Struct):
    qa_id: str
    question: str
    gt: str | int
    part: str
    text_html_table: str | None = None


class TableVQABench(Dataset):
    """Questions and statements about pictures of tables."""

    card: ClassVar[BenchmarkCard] = BenchmarkCard(
        name="tablevqabench",
        title="TableVQA-Bench",
        licence="CC BY 4.0; tables belong to their sources",
        images_republishable=False,
        citation="Kim et al., TableVQA-Bench: A Visual Question Answering Benchmark on Multiple Table Domains, "
        "arXiv:2404.19205",
        url="https://github.com/naver-ai/tablevqabench",
        official_rule="tablevqabench",
        breakdowns=("part",),
        verified=False,
    )
    hub: ClassVar[tuple[Hub, ...]] = tuple(Hub(HUB, split=part) for part in PARTS)
    split = "all"

    def records(self) -> Iterator[Record]:
        """Yield the rows of the parts asked for, each with its part's name.

        Raises:
            UsageError: no such part, or the hub or the folder does not hold it.
        """
        if self.split not in (*PARTS, "all"):
            raise UsageError(f"'{self.card.name}' has no split '{self.split}', only {', '.join(PARTS)} and all")
        for part in PARTS if self.split == "all" else (self.split,):
            where = HUB if self.folder is None else str(self.folder)
            for record in hub_records(Hub(where, split=part), part):
                yield record._replace(fields={**record.fields, "part": part})

    def name(self, record: Record) -> str:
        """Return the part and the published id."""
        return f"{record.fields.get('part')}-{record.fields.get('qa_id')}"

    def build(self, name: str, record: Record) -> Item:
        """Turn a row into an item; its facts are the cells of the published HTML table."""
        row = fields(record, _Row)
        gold = text_of(row.gt)
        if not gold:
            raise BadItem("no gold answer in the column 'gt'")
        key = _statement(gold) if row.part == "vtabfact" else _answer(gold, row.part)
        columns, body = split_header(html_rows(row.text_html_table or ""))
        return Item(
            benchmark="tablevqabench",
            split=row.part,
            question=Question(
                id=name,
                text=row.question,
                prompt=PROMPTS[row.part].format(question=row.question),
                images=self.pictures(record, "image"),
                choices=STATEMENT if row.part == "vtabfact" else (),
                hint=Hint(kind=key.kind),
            ),
            key=msgspec.structs.replace(key, facts=table_facts(columns, body)),
            domain=domain_of("tablevqabench", row.part),
            cluster=_table_of(row),
            metadata={"part": row.part, "gt": gold},
        )


def _statement(gold: str) -> Key:
    if gold not in ("0", "1"):
        raise BadItem(f"the gold '{gold}' of a statement; expected 0 or 1")
    choice = 0 if gold == "1" else 1
    return Key(answer=STATEMENT[choice], kind="choice", choice=choice)


# A number with what belongs to it, and the words of its unit behind: $(16.7) million, 39%, 17 weeks.
_MEASURED = re.compile(r"([-$€£(\s]*[\d.,]+[)%\s]*)[A-Za-z ]*")


def _answer(gold: str, part: str) -> Key:
    """Return the key of a question; several answers are joined by "|" as published.

    Numbers among several answers are texts too: the prompt asks for "||" between them, which no list of numbers has.
    """
    parts = [text.strip() for text in gold.split("|")] if part.startswith("vwtq") else [gold]
    if len(parts) > 1:
        written = (parts, [number_text(text) for text in parts])
        answer, *accepted = dict.fromkeys(
            order for texts in written for between in BETWEEN for order in any_order(texts, between)
        )
        return Key(answer=answer, kind="text", accepted=tuple(accepted))
    measured = _MEASURED.fullmatch(gold)
    if measured and is_number(measured[1]):
        value = number_text(measured[1])
        negative = (value, "-" + gold.replace("(", "").replace(")", "")) if value.startswith("-") else ()
        return Key(answer=gold, kind="float", accepted=negative)
    return Key(answer=gold, kind="text")


def _table_of(row: _Row) -> str:
    """Return the table's name, which the ids of two parts begin with: questions about one table are a cluster."""
    return row.qa_id.rpartition("_")[0] if row.part in ("vtabfact", "fintabnetqa") else ""


_QUESTION = (
    "You are asked to answer questions asked on an image.\n"
    "You should answer the question with a single word.\n"
    "Example: \n"
    "Question: what was the only year mr. wu competed in the olympic games?\n"
    "Answer: 2004\n"
    "Question: which township in pope county, arkansas has the least amount of water area?\n"
    "Answer: Freeman\n"
    "If you have multiple answers, please separate them with || marks. Example: Apple||Banana||Tomato\n\n"
    "Question: {question}\n"
    "Answer:"
)
# The published prompts (`src/example_prompts.py`).
PROMPTS = {
    "vwtq": _QUESTION,
    "vwtq_syn": _QUESTION,
    "vtabfact": (
        "You are asked to answer whether the statement is True or False based on given image\n"
        "You should only answer true or false.\n"
        "Example: \n"
        "Statement: the milwaukee buck win 6 game in the 2010 - 11 season\n"
        "Answer: True\n"
        "Statement: only the top team score above the average of 8.8\n"
        "Answer: False\n\n"
        "Statement: {question}\n"
        "Answer:"
    ),
    "fintabnetqa": (
        "You are asked to answer questions asked on a image.\n"
        "You should answer the question within a single word or few words.\n"
        "If units can be known, the answer should include units such as $, %, million and etc.\n"
        "Example: \n"
        "Question: What were the total financing originations for the fiscal year ended October 31, 2004?\n"
        "Answer: $3,852 million\n"
        "Question: What is the time period represented in the table?\n"
        "Answer: October 31\n"
        "Question: What was the percentage of net sales for selling, general and administrative expenses in 2006?\n"
        "Answer: 34.2%\n"
        "Question: {question}\n"
        "Answer:"
    ),
}
