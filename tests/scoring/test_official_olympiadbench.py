r"""OlympiadBench's judge: the verdicts of the published code on real and generated pairs, its traps, its bounds.

`official_cases/olympiadbench.jsonl` holds an answer, a gold answer, the tolerances, and what the published
`math_judger.py` (OpenBMB/OlympiadBench at 003c841) said of them under sympy 1.14.0 and antlr4 4.11: the repository's
own examples, pairs about its traps, gold answers of MATH-Vision, MathVerse and MM-EUREKA against each other and
respelt, and generated algebra.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from mmbench.interfaces import Given
from mmbench.records import Item, Key, Line, OfficialScore, Question, Trace
from mmbench.scoring.official.olympiadbench import ByDataset, compared, final_answer, judge, rule

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "official_cases" / "olympiadbench.jsonl").read_text().splitlines()
]
# What sympy makes of these differs; we say right to both.
EXCEPTIONS = {
    "- n - \\frac{9}{5} + \\frac{\\sqrt{5}}{1 + \\pi}": "equal, but 1e-17 n is left where pi is a float",
    "f(x)=n x \\left(x - 7\\right)": "equal, but sympy does not multiply x - 7 and x - 7.0 out against each other",
}


def test_agreement_with_the_published_judge() -> None:
    differing = {answer for answer, gold, errors, right in CASES if judge(answer, gold, errors) is not right}
    print(f"olympiadbench: {len(CASES) - len(differing)} of {len(CASES)} agree with the published judge")
    assert len(CASES) == 254
    assert differing == set(EXCEPTIONS)


@pytest.mark.parametrize(
    ("response", "chinese", "answer"),
    [
        ("So the final answer is 3.\nSo the final answer is \\boxed{5}.", False, "\\boxed{5}."),
        ("所以最终答案是\\boxed{5}。", True, "\\boxed{5}。"),
        ("所以最终答案是\\boxed{5}。", False, "所以最终答案是\\boxed{5}。"),
        ("It is 5", False, "It is 5"),
    ],
)
def test_where_the_answer_stands(response: str, chinese: bool, answer: str) -> None:
    assert final_answer(response, chinese=chinese) == answer


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\\boxed{5} then \\boxed{\\frac{1}{2}}", "5,\\frac{1}{2}"),
        ("\\boxed{\\boxed{3}}", "\\boxed{3},3"),
        ("\\boxed{5", None),
        ("first $1$\nthen $2$ and $3$.", "2,3"),
        ("c \\in \\left(0, 1\\right]", "(0, 1]"),
        ("5 \\mathrm{~cm}", "5 cm"),
        ("\\boxed{" + "1" * 6_000 + "}", None),
    ],
)
def test_what_is_compared(text: str, found: str | None) -> None:
    assert compared(text) == found


def item(**metadata: Any) -> Item:
    labels = {"modality": "MM", "subject": "maths", "language": "en", "source": "COMP", "final_answer": "$2,3$"}
    return Item(
        benchmark="olympiadbench",
        question=Question(id="x", text="?"),
        key=Key(answer="[2, 3]", kind="list"),
        metadata={**labels, **metadata},
    )


def score(response: str, **metadata: Any) -> OfficialScore:
    [found] = rule.score(item(**metadata), Given(response, None))
    return found


def test_tolerances_are_the_items() -> None:
    assert score("\\boxed{2.01, 3}").score == 0.0
    assert score("\\boxed{2.01, 3}", error="1e-2").score == 1.0
    assert score("\\boxed{2.01, 3}", error="1e-2,").score == 1.0
    assert score("\\boxed{3, 2.01}", error="1e-2,").score == 0.0
    assert score("\\boxed{2.01, 3}", error="1e-2", answer_type="Tuple").score == 0.0
    assert score("\\boxed{2, 3, 4}", error="1,1").score == 0.0


def test_empty_and_refused_responses_are_wrong_and_left_out_of_the_published_accuracy() -> None:
    metric = ByDataset()
    for response in ("\\boxed{3,2}", "\\boxed{4}", "", "<No response>", "code: 400 message: no"):
        metric.add(item(), score(response))
    metric.add(item(source="CEE"), score("\\boxed{2,3}"))
    assert metric.figures() == {
        "OE_MM_maths_en_CEE, of 1 answered": "100.00",
        "OE_MM_maths_en_COMP, of 2 answered": "50.00",
        "average, of 3 answered": "66.67",
    }
    assert ByDataset().figures() == {}


def test_the_rule_is_the_card_s_and_reads_the_published_gold(tmp_path: Path) -> None:
    from support import items_of

    from mmbench.scoring.verdict import verdict

    row = {
        "id": 1, "subfield": "Algebra", "context": None, "question": "?", "solution": ["So."], "unit": None,
        "final_answer": ["$\\frac{1}{2}$,$3$"], "is_multiple_answer": True, "answer_type": "Numerical", "error": None,
    }  # fmt: skip
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "OE_TO_maths_en_COMP.json").write_text(json.dumps([row]))
    [asked] = items_of("olympiadbench:modality=text,language=en", tmp_path)
    line = Line(item="olympiadbench/x", trace=Trace(text="So the final answer is \\boxed{3, 0.5}."))
    [official] = verdict(asked, line, "olympiadbench").official
    assert (official.score, official.prediction) == (1.0, "3, 0.5")


@pytest.mark.parametrize(
    "piece",
    [
        "\\boxed{",
        "\\boxed{1}",
        "$",
        "\\pm 1,",
        "(",
        "1+",
        "\\frac{1}{",
        "9^{",
        "x(",
        "\\sin ",
        "!",
        "-",
        "\\mathrm{",
        "a,",
    ],
)
def test_a_long_answer_costs_little(piece: str) -> None:
    begun = time.process_time()
    for text in (piece * (4_900 // len(piece)), piece * (200_000 // len(piece)), f"\\boxed{{{piece * 900}}}"):
        assert judge(text, "2,3") is False
        assert judge(text, "$x^2+1$") is False
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "huge", ["9^{9^{9^{9}}}", "(10^8)!", "2^{1000000000}", "\\binom{10^9}{5\\cdot 10^8}", "((9!)!)!"]
)
def test_a_huge_number_is_wrong_at_once(huge: str) -> None:
    begun = time.process_time()
    assert judge(huge, "5") is False
    assert judge(f"{huge}+x", "5+x") is False
    assert time.process_time() - begun < 0.5
