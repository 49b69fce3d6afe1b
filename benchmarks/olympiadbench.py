"""OlympiadBench: olympiad and college entrance problems in English and Chinese (He et al., ACL 2024, arXiv 2402.14008).

On the hub as `Hothan/OlympiadBench`, split `train`, a configuration for each kind of problem. Native layout:
`data/<configuration>.json` and `images/img_<number>.jpg`. Read are the open-ended problems (`OE`), by default the
multimodal ones of mathematics. Theorem proofs (`TP`) are left out: they have no gold answer, and the published judge
does not score them either.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from mmbench import records
from mmbench.benchmarks.base.configured import Configured
from mmbench.benchmarks.base.dataset import fields, text_of
from mmbench.benchmarks.base.domains import domain_of
from mmbench.benchmarks.base.hub import Hub
from mmbench.errors import BadItem
from mmbench.records import BenchmarkCard, Hint, Item, Key, Question, Tolerance

if TYPE_CHECKING:
    from mmbench.benchmarks.base.reading import Record
    from mmbench.records import ImageRef

__all__ = ["CONFIGS", "OlympiadBench", "answer_parts"]

CONFIGS = (
    "OE_MM_maths_en_COMP",
    "OE_MM_maths_zh_COMP",
    "OE_MM_maths_zh_CEE",
    "OE_MM_physics_en_COMP",
    "OE_MM_physics_zh_CEE",
    "OE_TO_maths_en_COMP",
    "OE_TO_maths_zh_COMP",
    "OE_TO_maths_zh_CEE",
    "OE_TO_physics_en_COMP",
    "OE_TO_physics_zh_CEE",
)
PICTURES = 9
MAX_ANSWER = 5_000

_MARKER = re.compile(r"<img_(\d{1,9})>")
_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?")


class _Row(msgspec.Struct):
    id: int | str
    question: str
    subfield: str
    final_answer: list[str] | None
    answer_type: str | None
    is_multiple_answer: bool | None = None
    context: str | None = None
    solution: list[str] | None = None
    unit: str | None = None
    error: str | float | None = None


class _Options(records.Record, frozen=True, forbid_unknown_fields=True):
    """Which problems are read: their subject, their language, and whether they have pictures."""

    subject: Literal["maths", "physics", "all"] = "maths"
    language: Literal["en", "zh", "all"] = "all"
    modality: Literal["multimodal", "text", "all"] = "multimodal"


class OlympiadBench(Configured):
    """Open-ended problems of competitions and the Chinese college entrance exam; proofs, with no gold, are left out."""

    card: ClassVar[BenchmarkCard] = BenchmarkCard(
        name="olympiadbench",
        title="OlympiadBench",
        licence="Apache-2.0; the problems come from public competitions and exams",
        images_republishable=False,
        citation="He et al., OlympiadBench: A Challenging Benchmark for Promoting AGI with Olympiad-Level Bilingual "
        "Multimodal Scientific Problems, ACL 2024, arXiv:2402.14008",
        url="https://github.com/OpenBMB/OlympiadBench",
        official_rule="olympiadbench",
        breakdowns=("language", "subject", "subfield", "source", "modality", "answer_type"),
        verified=False,
    )
    Options: ClassVar[type[_Options]] = _Options
    layouts: ClassVar[tuple[str, ...]] = ("**/{config}.json", "**/{config}.parquet", *Configured.layouts)
    roots: ClassVar[tuple[str, ...]] = ("images", "OlympiadBench_Dataset/images")
    split = "train"

    def configs(self) -> tuple[str, ...]:
        """Return the configurations of the chosen subject, language and modality."""
        given = self.options
        modality = {"multimodal": "MM", "text": "TO"}.get(given.modality, "all")
        wanted = ((1, modality), (2, given.subject), (3, given.language))
        return tuple(
            config for config in CONFIGS if all(choice in ("all", config.split("_")[place]) for place, choice in wanted)
        )

    def source(self, config: str) -> Hub:
        """Return the configuration, which has no split but `train`."""
        return Hub("Hothan/OlympiadBench", config)

    def name(self, record: Record) -> str:
        """Return the configuration and the problem's number in it."""
        return f"{record.fields.get('config')}-{record.fields.get('id')}"

    def build(self, name: str, record: Record) -> Item:
        """Turn a problem into an item; several answers may come in any order."""
        row = fields(record, _Row)
        _, modality, subject, language, source = str(record.fields["config"]).split("_")
        text = f"{row.context}\n{row.question}" if row.context else row.question
        key = _key(row)
        return Item(
            benchmark="olympiadbench",
            split=self.split,
            question=Question(
                id=name,
                text=text,
                prompt=f"{_instruction(row, language, subject)}\n{text}",
                images=self._pictures(record, text),
                unit=(row.unit or "").strip(),
                language=language,
                hint=Hint(kind=key.kind),
            ),
            key=key,
            domain=domain_of("olympiadbench", row.subfield),
            skills=(row.subfield,),
            difficulty=source,
            metadata={
                "language": language,
                "subject": subject,
                "subfield": row.subfield,
                "source": source,
                "modality": modality,
                "answer_type": row.answer_type,
                "is_multiple_answer": int(bool(row.is_multiple_answer)),
                "error": text_of(row.error),
                "final_answer": (row.final_answer or [""])[0],
            },
        )

    def _pictures(self, record: Record, text: str) -> tuple[ImageRef, ...]:
        """Return the pictures: cells on the hub; in the native layout the files that markers in the text name."""
        cells = self.numbered_pictures(record, PICTURES)
        named = dict.fromkeys(_MARKER.findall(text))
        return cells or tuple(self.picture(f"img_{number}.jpg") for number in named)


def answer_parts(text: str) -> list[str]:
    r"""Return the answers of a published gold such as `$2$, $(4,16)$`, split at commas outside brackets."""
    parts, depth, start = [], 0, 0
    bare = text[:MAX_ANSWER].replace("$", "")
    for place, character in enumerate(bare):
        depth += (character in "([{") - (character in ")]}")
        if character in ",，" and depth == 0:
            parts.append(bare[start:place].strip())
            start = place + 1
    return [part for part in (*parts, bare[start:].strip()) if part]


def _key(row: _Row) -> Key:
    answers = [answer.strip() for answer in row.final_answer or [] if answer.strip()]
    if not answers:
        raise BadItem("expected a final answer, found none; theorem proofs have none and cannot be scored")
    if "human" in (row.answer_type or "").lower():
        raise BadItem(f"answer_type '{row.answer_type}': a human has to judge the answer; no rule can")
    tolerance = Tolerance(abs=_error(row.error))
    solution = "\n\n".join(row.solution or [])
    several = bool(row.is_multiple_answer)
    parts = answer_parts(answers[0])
    if not all(_NUMBER.fullmatch(part) for part in parts) or (len(parts) > 1 and not several):
        return Key(
            answer=answers[0],
            kind="expression",
            tolerance=tolerance,
            accepted=tuple(answers[1:]),
            ordered=not several,
            solution=solution,
        )
    if several:
        return Key(answer=f"[{', '.join(parts)}]", kind="list", tolerance=tolerance, ordered=False, solution=solution)
    return Key(answer=parts[0], kind="float", tolerance=tolerance, solution=solution)


def _error(error: str | float | None) -> float | None:
    """Return the published tolerance; of several, one an answer, the widest, as a key holds but one.

    Raises:
        BadItem: it is no number.
    """
    given = [part.strip() for part in text_of(error).split(",") if part.strip()]
    try:
        return max(map(float, given), default=None)
    except ValueError:
        raise BadItem(f"expected a tolerance such as '1e-2' or '1e-1,1e-2', found '{error}'") from None


_FORMS = {
    "en": {
        "Numerical": "a numerical value",
        "Expression": "an expression",
        "Equation": "an equation",
        "Interval": "an interval",
    },
    "zh": {"Numerical": "数值", "Expression": "表达式", "Equation": "方程", "Interval": "区间"},
}


def _forms(row: _Row, language: str) -> list[str]:
    """Return the forms of the answers as the prompt names them; none where it leaves them unnamed, as for tuples."""
    published = row.answer_type or ""
    if not published or "Tuple" in published:
        return []
    listed = published.split(",") if row.is_multiple_answer else [published]
    named = [next((text for form, text in _FORMS[language].items() if form in one), "") for one in listed]
    if not all(named):
        raise BadItem(f"unknown answer_type '{published}'; known: Tuple, {', '.join(_FORMS['en'])}")
    return list(dict.fromkeys(named)) if len(set(named)) == 1 else named


def _instruction(row: _Row, language: str, subject: str) -> str:
    """Return the published instruction (repository OpenBMB/OlympiadBench, `inference/code/evaluators/evaluator.py`)."""
    forms = _forms(row, language)
    return (_english if language == "en" else _chinese)(row, subject, forms)


def _english(row: _Row, subject: str, forms: list[str]) -> str:
    several = bool(row.is_multiple_answer)
    form = ""
    if forms and not several:
        form = f"The answer of The problem should be {forms[0]}. "
    elif len(forms) == 1:
        form = f"The problem has multiple answers, each of them should be {forms[0]}. "
    elif forms:
        form = f"The problem has multiple answers, with the answers in order being {', '.join(forms)}. "
    boxed = "\\boxed{multiple answers connected with commas}" if several else "\\boxed{answer}"
    unit = ", note that the unit of the answer should not be included in \\boxed{}" if row.unit else ""
    return (
        f"The following is an open-ended problem from an International {'Math' if subject == 'maths' else 'Physics'} "
        f"competition. {form}Please calculate the answer according to the given requirements and the information "
        "provided. Please use LaTeX format to represent the variables and formulas used in the solution process and "
        f'results. Please end your solution with "So the final answer is {boxed}{"(unit)" if row.unit else ""}." and '
        f"give the result explicitly{unit}."
    )


def _chinese(row: _Row, subject: str, forms: list[str]) -> str:
    several = bool(row.is_multiple_answer)
    form = ""
    if forms and not several:
        form = f"，答案类型为{forms[0]}"
    elif len(forms) == 1:
        form = f"，题目有多个答案，答案类型均为{forms[0]}"
    elif forms:
        form = f"，题目有多个答案，答案类型分别为{'、'.join(forms)}"
    boxed = "\\boxed{用英文逗号连接的多个答案}" if several else "\\boxed{答案}"
    unit = "，注意答案的单位不要放在\\boxed{}中" if row.unit else ""
    return (
        f"以下是中国{'数学' if subject == 'maths' else '物理'}竞赛中的解答题{form}。"
        "请根据题目的要求和所提供的信息计算得出答案。"
        "解答过程和结果中使用的变量和公式请使用LaTeX格式表示。"
        f"请在最后以“所以最终答案是{boxed}{'(单位)' if row.unit else ''}。”显式给出结果{unit}。"
    )
