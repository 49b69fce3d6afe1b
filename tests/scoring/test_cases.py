"""The table of hand-checked cases in `cases/*.jsonl`: a response, its gold answer, and the outcome that is due.

To add a case, append a line to the file of its theme. It needs `response`, `gold`, `kind` (one of `KINDS`), `expected`
and `why`; it may have `question`, `choices`, `unit`, `tolerance`, `ordered` (whether the order of a list counts),
`accepted` (other right answers) and `truncated`.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

import mmbench
from mmbench.records import Outcome
from mmbench.scoring.check import asked
from mmbench.scoring.verdict import decide

FOLDER = Path(__file__).parent / "cases"

KINDS = {
    "integer": "whole numbers",
    "decimal": "decimals, repeating ones too",
    "separator": "thousands separators and full-width digits",
    "fraction": "fractions and mixed numbers",
    "percent": "percentages",
    "scientific": "scientific notation and scale words",
    "number_words": "numbers in English words",
    "ratio": "ratios",
    "plus_minus": "pairs written with plus or minus",
    "range": "ranges",
    "infinity": "infinities",
    "rounding": "a tolerance in the key or a rounding in the question",
    "surd": "roots",
    "constant": "pi and e",
    "power": "powers",
    "log": "logarithms",
    "trig": "trigonometric functions",
    "absolute": "absolute values",
    "factorial": "factorials and binomial coefficients",
    "complex": "complex numbers",
    "polynomial": "polynomials and rational functions",
    "equation": "equations and named values",
    "piecewise": "piecewise functions",
    "vector": "vectors",
    "matrix": "matrices",
    "interval": "intervals and unions",
    "inequality": "inequalities",
    "set": "sets",
    "tuple": "tuples and points",
    "list": "lists",
    "parts": "answers of several parts",
    "unit": "units, converted, missing, wrong",
    "currency": "amounts of money",
    "angle": "angles",
    "date": "dates and days",
    "time": "times of day",
    "truth": "yes, no, true, false",
    "text": "names and short text",
    "choice": "options of a multiple choice",
    "extraction": "where in a response the answer stands",
    "working": "several sentences of working, with numbers that are not the answer",
    "empty": "responses with nothing in them",
    "thought": "reasoning in think tags",
    "retraction": "an answer taken back",
    "hedge": "two answers at once, and answers that only sound so",
    "refusal": "refusals, and answers in spite of a complaint",
    "truncated": "responses cut at the token limit",
    "trap": "pairs that other checkers get wrong",
    "chinese_number": "numbers in Chinese words and full-width digits",
    "chinese_extraction": "where in a Chinese response the answer stands",
    "chinese_choice": "options in Chinese costumes",
    "chinese_unit": "units and money in Chinese",
    "chinese_text": "names and judgements in Chinese",
    "chinese_math": "mathematics with Chinese punctuation and words",
    "chinese_working": "several sentences of Chinese working",
    "chinese_thought": "think tags round Chinese reasoning",
    "chinese_retraction": "an answer taken back in Chinese",
    "chinese_hedge": "two answers at once in Chinese",
    "chinese_refusal": "refusals in Chinese",
    "chinese_truncated": "cut responses in Chinese",
    "chinese_rounding": "questions that ask for rounding in Chinese",
}


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the table."""

    response: str
    gold: str
    kind: str
    expected: str
    why: str
    question: str = ""
    choices: tuple[str, ...] = ()
    unit: str | None = None
    tolerance: dict[str, float] | None = None
    ordered: bool | None = None
    accepted: tuple[str, ...] = ()
    truncated: bool = False


def lines() -> list[tuple[str, str]]:
    """Return every line of the table with where it stands."""
    return [
        (f"{path.stem}:{number}", line)
        for path in sorted(FOLDER.glob("*.jsonl"))
        for number, line in enumerate(path.read_text(encoding="utf-8").rstrip("\n").split("\n"), 1)
    ]


CASES = [(place, msgspec.json.decode(line, type=Case)) for place, line in lines()]


def outcome(case: Case) -> tuple[str, str]:
    """Return the outcome and how it was found; `check` has no argument for what only a key or a trace says."""
    arguments: dict[str, Any] = {
        "question": case.question,
        "choices": case.choices,
        "unit": case.unit,
        "tolerance": case.tolerance,
    }
    if case.ordered is None and not case.accepted and not case.truncated:
        verdict = mmbench.check(case.response, case.gold, **arguments)
        return verdict.outcome, f"{verdict.extraction!r}: {verdict.how}"
    question, key = asked(case.gold, **arguments)
    key = msgspec.structs.replace(key, accepted=case.accepted)
    if case.ordered is not None:
        key = msgspec.structs.replace(key, kind="list", ordered=case.ordered)
    decided, extraction, how = decide(case.response, question, key, case.truncated)
    return decided, f"{extraction!r}: {how}"


@pytest.mark.parametrize("case", [pytest.param(case, id=place) for place, case in CASES])
def test_case(case: Case) -> None:
    found, how = outcome(case)
    assert found == case.expected, f"{case.response!r} for {case.gold!r} ({case.why}): {found}, {how}"


def test_the_table_is_large_and_lines_are_whole() -> None:
    assert len(CASES) >= 600
    for place, line in lines():
        fields = json.loads(line)
        case = msgspec.json.decode(line, type=Case)
        assert case.expected in set(get_args(Outcome)) - {"failed"}, place
        assert case.gold.strip(), place
        assert 3 <= len(case.why) <= 100, place
        assert case.kind in KINDS, place
        assert not [name for name, value in fields.items() if value in (None, [], {})], f"{place}: left-out fields"
        assert len(set(case.choices)) == len(case.choices), place


def test_every_kind_has_right_and_not_right_cases() -> None:
    assert {case.kind for _, case in CASES} == set(KINDS)
    for kind in KINDS:
        expected = Counter(case.expected == "right" for _, case in CASES if case.kind == kind)
        assert len(expected) == 2, kind
        assert sum(expected.values()) >= 5, kind


def test_a_good_part_is_not_right_and_a_good_part_is_chinese() -> None:
    shares = Counter(case.expected for _, case in CASES)
    assert 0.35 <= 1 - shares["right"] / len(CASES) <= 0.5
    assert min(shares["unparsed"], shares["no_answer"]) >= 25
    chinese = [case for _, case in CASES if any(map(_is_chinese, case.response + case.gold))]
    assert len(chinese) >= 150
    working = [case for _, case in CASES if case.kind in ("working", "chinese_working")]
    assert len(working) >= 40
    assert all(len(case.response) >= 20 for case in working)


def _is_chinese(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK UNIFIED")


def test_no_pair_of_response_and_gold_stands_twice() -> None:
    seen: dict[tuple[str, str], str] = {}
    for place, case in CASES:
        pair = (case.response, case.gold)
        assert pair not in seen, f"{place} repeats {seen[pair]}"
        seen[pair] = place
