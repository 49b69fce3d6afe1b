"""MathVerse: 788 problems in six versions that move the conditions from the text into the figure (ECCV 2024).

Source: Zhang et al., arXiv 2403.14624. Native layout: `data/testmini.json` (five versions) and
`data/testmini_text_only.json` with `images_version_*/`, or both files at the top as the hub keeps them. The split
`public` is the website's selection of 121 problems, `visualizer/data/mv_data_public.json` (its `.js` file without
`test_data = `) with `visualizer/images/`. On the hub, each version is also a split (`text_lite`, `vision_only`, ...).
The leaderboard's overall score is the mean over the five versions with a picture; Text Only is its ablation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import msgspec

from mmbench import records
from mmbench.benchmarks.base.dataset import Dataset, fields, gold_letter, text_of
from mmbench.benchmarks.base.domains import domain_of
from mmbench.benchmarks.base.hub import Hub, hub_records
from mmbench.errors import BadItem
from mmbench.records import BenchmarkCard, Hint, Item, Key, Question, Tolerance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.benchmarks.base.reading import Record

__all__ = ["MathVerse"]

HUB = "CaraJ/MathVerse-lmmseval"
# What each version leaves in text and figure; "full" where the question stands in the text and the figure is as usual.
VIEWS = {
    "Text Dominant": "text-dominant",
    "Text Lite": "full",
    "Text Only": "text-only",
    "Vision Intensive": "full",
    "Vision Dominant": "vision-dominant",
    "Vision Only": "vision-only",
}
# The website numbers 121 problems: blocks of the first four versions, then all of Vision Dominant, then Vision Only.
BEFORE = {"Vision Dominant": 4 * 121, "Vision Only": 5 * 121}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_HEADING = re.compile(r"^[ \t]*Choices?[ \t]*:[ \t]*$", re.MULTILINE)
_OPTION = re.compile(r"\s*\(?([A-Z])[.:：)](.*)")
_PLACES = re.compile(r"\b(\d|one|two|three|four) decimal places?\b", re.IGNORECASE)
_NEAREST = {"whole number": 0, "tenth": 1, "hundredth": 2, "thousandth": 3}
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4}


class _Labels(msgspec.Struct):
    source: str
    subject: str
    subfield: str


class _Row(msgspec.Struct):
    problem_version: str
    question: str
    answer: str | int | float
    question_type: Literal["multi-choice", "free-form"]
    metadata: _Labels
    sample_index: str | int = ""
    query_wo: str | None = None
    query_cot: str | None = None
    question_for_eval: str = ""


class _SiteLabels(msgspec.Struct):
    source: str
    subjects: str
    subfields: str
    problem_version: str


class _SiteRow(msgspec.Struct):
    question: str
    answer: str | int | float
    question_type: Literal["multi_choice", "free_form"]
    metadata: _SiteLabels
    choices: list[str] | None = None
    question_for_eval: str = ""


class _Options(records.Record, frozen=True, forbid_unknown_fields=True):
    """`prompt`: the published query of the leaderboard's scores (`query_wo`), or of CoT evaluation (`query_cot`)."""

    prompt: Literal["query_wo", "query_cot"] = "query_wo"


class MathVerse(Dataset):
    """Plane geometry, solid geometry and functions, each problem asked in six ways."""

    card: ClassVar[BenchmarkCard] = BenchmarkCard(
        name="mathverse",
        title="MathVerse",
        licence="MIT; CC BY-SA 4.0 for the website's selection; problems belong to their sources",
        images_republishable=False,
        citation="Zhang et al., MathVerse: Does Your Multi-modal LLM Truly See the Diagrams in Visual Math Problems?, "
        "ECCV 2024, arXiv:2403.14624",
        url="https://mathverse-cuhk.github.io",
        official_rule="mathverse",
        breakdowns=("problem_version", "subject", "subfield", "question_type"),
        human=64.9,
        chance=12.4,
    )
    Options: ClassVar[type[_Options]] = _Options
    hub: ClassVar[tuple[Hub, ...]] = (Hub(HUB, "testmini"), Hub(HUB, "testmini_text_only", "text_only"))
    files: ClassVar[tuple[str, ...]] = (
        "data/{split}.json",
        "data/{split}_text_only.json",
        "{split}.json",
        "{split}_text_only.json",
        "visualizer/data/mv_data_{split}.json",
        "data/mv_data_{split}.json",
    )
    roots: ClassVar[tuple[str, ...]] = ("", "data", "images", "data/images", "visualizer/images")
    split = "testmini"

    def name(self, record: Record) -> str:
        """Return the problem's index with the version; the published `sample_index` starts anew for Text Only."""
        if "pid" in record.fields:
            return f"site-{record.fields['pid']}"
        return f"{record.fields.get('problem_index')}-{_slug(str(record.fields.get('problem_version')))}"

    def records(self) -> Iterator[Record]:
        """Yield the rows, each with the question and choices in words, which Vision Only has in the picture alone."""
        worded: dict[str, str] = {}
        for record in self._published():
            if record.problem:
                yield record
                continue
            problem = _problem(record.fields)
            own = str(record.fields.get("question_for_eval") or _as_text(record.fields))
            if own.strip():
                worded.setdefault(problem, own)
            text = own if own.strip() else worded.get(problem, "")
            yield record._replace(fields={**record.fields, "question_for_eval": text})

    def _published(self) -> Iterator[Record]:
        versions = {_slug(version).replace("-", "_") for version in VIEWS}
        if self.folder is None and self.split in versions:
            config = "testmini_text_only" if self.split == "text_only" else "testmini_version_split"
            yield from hub_records(Hub(HUB, config), self.split)
        else:
            yield from super().records()

    def build(self, name: str, record: Record) -> Item:
        """Turn a version of a problem into an item; all versions of a problem are one cluster."""
        row = _row(record)
        if row.problem_version not in VIEWS:
            raise BadItem(f"unknown problem_version '{row.problem_version}'; known: {', '.join(VIEWS)}")
        images = self.pictures(record, "image")
        if not images and row.problem_version != "Text Only":
            raise BadItem(f"expected a picture for the version '{row.problem_version}', found none")
        stem, _ = _split(row.question)
        choices, key = _gold(row)
        subfield = f"{row.metadata.subject}-{row.metadata.subfield}"
        problem = _problem(record.fields)
        return Item(
            benchmark="mathverse",
            split=self.split,
            question=Question(
                id=name,
                text=stem,
                prompt=(row.query_wo if self.options.prompt == "query_wo" else row.query_cot)
                or _query(self.options.prompt, row),
                images=images,
                choices=choices,
                hint=Hint(kind=key.kind, decimals=key.tolerance.decimals),
            ),
            key=key,
            domain=domain_of("mathverse", subfield),
            skills=(row.metadata.subfield,),
            cluster=problem,
            view=VIEWS[row.problem_version],
            metadata={
                "problem_version": row.problem_version,
                "subject": row.metadata.subject,
                "subfield": subfield,
                "question_type": row.question_type,
                "source": row.metadata.source,
                "sample_index": str(row.sample_index),
                "problem_index": problem,
                "answer": text_of(row.answer),
            },
        )


def _slug(version: str) -> str:
    return version.lower().replace(" ", "-")


def _problem(row: dict[str, Any]) -> str:
    """Return what the versions of a problem have in common: its index, or its place on the website."""
    if "pid" not in row:
        return str(row.get("problem_index"))
    pid, labels = str(row["pid"]), row.get("metadata")
    version = str(labels.get("problem_version")) if isinstance(labels, dict) else ""
    if not re.fullmatch(r"\d{1,9}", pid):
        return f"site-{pid}"
    number = int(pid) - BEFORE[version] if version in BEFORE else (int(pid) + 3) // 4
    return f"site-problem-{number}"


def _as_text(row: dict[str, Any]) -> str:
    """Return a question with its choices below it; the website keeps them apart."""
    question, choices = str(row.get("question") or ""), row.get("choices")
    if not isinstance(choices, list) or not choices:
        return question
    return "\n".join([question.rstrip("\n"), "Choices:", *map(str, choices)])


def _row(record: Record) -> _Row:
    """Return a row of either layout as testmini publishes it.

    Raises:
        BadItem: a column is missing or holds something else.
    """
    if "pid" not in record.fields:
        return fields(record, _Row)
    site = fields(record, _SiteRow)
    labels = site.metadata
    return _Row(
        problem_version=labels.problem_version,
        question=_as_text(record.fields) if site.question else "",
        answer=site.answer,
        question_type="multi-choice" if site.question_type == "multi_choice" else "free-form",
        metadata=_Labels(labels.source, labels.subjects, labels.subfields.partition(" ")[2]),
        sample_index=text_of(record.fields["pid"]),
        question_for_eval=site.question_for_eval,
    )


def _split(text: str) -> tuple[str, tuple[str, ...]]:
    """Split a question from its options, which stand under "Choices:" a line each, as `A:12` or `A.12`."""
    headings = list(_HEADING.finditer(text))
    if not headings:
        return text.rstrip("\n"), ()
    options: list[list[str]] = []
    for line in text[headings[-1].end() :].splitlines():
        match = _OPTION.match(line)
        if match and match[1] == LETTERS[len(options) : len(options) + 1]:
            options.append([match[2].strip()])
        elif options and line.strip():
            options[-1].append(line.strip())
    return text[: headings[-1].start()].rstrip("\n"), tuple(map("\n".join, options))


def _gold(row: _Row) -> tuple[tuple[str, ...], Key]:
    """Return the choices as they are asked and the key; choices that stand in the picture are asked by their letters.

    Raises:
        BadItem: no gold answer, no choices, or a gold answer that is not among them.
    """
    gold = text_of(row.answer)
    if not gold:
        raise BadItem("no gold answer: column 'answer' is empty")
    if row.question_type == "free-form":
        decimals = _decimals(row.question or row.question_for_eval)
        return (), Key(answer=gold, kind="expression", tolerance=Tolerance(decimals=decimals))
    shown = _split(row.question)[1]
    options = shown or _split(row.question_for_eval)[1]
    if not options:
        raise BadItem("a multi-choice question without 'Choices:', here or in another version of the problem")
    choices = options if shown and all(shown) else tuple(LETTERS[: len(options)])
    bare = re.sub(r"\band\b|[\s().,;、]", "", gold)
    if len(bare) > 1 and gold not in options and set(bare) <= set(LETTERS[: len(options)]):
        return choices, Key(answer=", ".join(sorted(set(bare))), kind="choices")
    index = options.index(gold) if len(bare) > 1 and gold in options else gold_letter(gold, options)
    accepted = (options[index],) if options[index] not in ("", choices[index]) else ()
    return choices, Key(answer=choices[index], kind="choice", choice=index, accepted=accepted)


def _decimals(question: str) -> int | None:
    """Return the decimal places that a question asks for: "two decimal places", "the nearest tenth"."""
    named = _PLACES.search(question)
    if named:
        return int(_WORDS.get(named[1].lower(), named[1]))
    return next((places for unit, places in _NEAREST.items() if f"nearest {unit}" in question.lower()), None)


def _query(prompt: str, row: _Row) -> str:
    """Return the query that testmini would publish for a row of the website."""
    choice = row.question_type == "multi-choice"
    form = "the correct option letter, e.g., A, B, C, D" if choice else "the final value, e.g., 1, 2.5, 300"
    if prompt == "query_wo":
        asked = f"lease directly answer the question and provide {form}."
    else:
        asked = f"lease first conduct reasoning, and then answer the question and provide {form}, at the end."
    if not row.question:
        return f"According to the question shown in the image, p{asked}"
    return f"P{asked}\nQuestion: {row.question}"
