"""The calculation audit: what is false is found where it stands; what people write without error is left alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mmbench.scoring.diagnose.calculation import audit
from mmbench.scoring.diagnose.conversions import wrong_conversions
from mmbench.scoring.diagnose.lexing import lex
from mmbench.scoring.diagnose.steps import index_at, split
from mmbench.scoring.diagnose.verbal import stated_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FALSE = [
    ("He pays 3 x 4 = 11 dollars.", "3 x 4 = 11", "12"),
    (r"\frac{1}{2}\cdot 6\cdot 8 = 26", r"\frac{1}{2}\cdot 6\cdot 8 = 26", "24"),
    ("So 25% of 80 is 25.", "25% of 80 is 25", "20"),
    ("Total = 45 + 30 = 85", "45 + 30 = 85", "75"),
    (r"The area is \(\pi \times 5^2 = 88.54\).", r"\pi \times 5^2 = 88.54", "78.54"),
    ("14 x $50 = $720", "14 x $50 = $720", "700"),
    ("5 pizzas x 12 slices per pizza = 50 slices", "5 pizzas x 12 slices per pizza = 50 slices", "60"),
    ("45 − 30\n= 25", "45 − 30\n= 25", "15"),
    ("17 × 3 = 41, und 41 + 1 = 42", "17 × 3 = 41", "51"),
    ("45减去30等于25", "45减去30等于25", "15"),
    ("80的25%是25", "80的25%是25", "20"),
    ("45与30的差是25。", "45与30的差是25", "15"),
    ("√(3² + 4²) = 6", "√(3² + 4²) = 6", "5"),
    (r"\sqrt{50} \approx 7.19", r"\sqrt{50} \approx 7.19", "7.07"),
    ("sin 30° = 0.6", "sin 30° = 0.6", "0.5"),
    ("2 hours + 30 minutes = 170 minutes", "2 hours + 30 minutes = 170 minutes", "150"),
    ("Subtracting 30 from 45 gives 16.", "Subtracting 30 from 45 gives 16", "15"),
    ("The sum of 3 and 4 is 8.", "sum of 3 and 4 is 8", "7"),
    ("2(45) = 80", "2(45) = 80", "90"),
    ("45 (2019) − 30 (2018) = 25", "45 (2019) − 30 (2018) = 25", "15"),
    ("2019 (45) − 2018 (30) = 25", "2019 (45) − 2018 (30) = 25", "15"),
    ("½ × 6 × 8 = 42", "½ × 6 × 8 = 42", "24"),
    ("x = 45 − 30 = 12, so x = 12", "45 − 30 = 12", "15"),
    ("1,250 × 4 = 5,100", "1,250 × 4 = 5,100", "5000"),
    ("a = 12/7 = 1.83", "12/7 = 1.83", "1.71"),
    ("0.1 × 30 = 300", "0.1 × 30 = 300", "3"),
    ("3 − 8 = 5", "3 − 8 = 5", "-5"),
]

TRUE = [
    "7/2 = 3.5, which rounds to 4, and 17/4 = 4 full boxes",
    "12/7 = 1.71 and 1.71 × 3 = 5.14",
    "1/3 × 90 = 0.33 × 90 = 29.7",
    "5 + 3 = 8 × 2 = 16",
    "The growth is (12-10)/10*100 = 20%",
    "100 + 10% = 110",
    "\\pi × 5² = 78.5 and 3.14 × 25 = 78.5",
    "1/2 hour = 30 minutes and 2 hours = 120 minutes",
    "3 hours × 60 = 180 minutes, 6 ft × 12 in/ft = 72 inches",
    "$5 × 4 = 2000 cents",
    "3 pencils + 1 eraser = 124",
    "sin(\\pi/6) = 0.5",
    "2\\frac{1}{3} * 3 = 7 and 1 1/2 + 2 = 3.5",
    "the difference of 5 and 3 × 2 = 4",
    "twice 5 + 3 = 13",
    "\\binom{5}{2} = 10, f(3) = 10, log_2(8) = 3",
    "3m + 2 = 14, 2x = 10, 17·5 \\equiv 2 \\pmod{83}",
    "1 + 2 + \\cdots + 100 = 5050",
    "$4 (from the last trip) + $2 (half of the rewards) = $6",
    "Step 1: 3 + 4 = 7\n2. 5 + 6 = 11\n- 12 + 22 = 34",
    "10:30 - 9:45 = 45 minutes",
    "20/100 = 20% = 0.2",
    "17 / 5 = 3 remainder 2",
    "Half of 12 is 6, and twice 7 is 14.",
    "1,234 × 10 = 12,340 and 1{,}234 × 10 = 12{,}340",
    "45与30的和是75，12除以4等于3，12的一半是6",
    "2/3 of 30 is 20, and 1/4 of the 80 students = 20 students",
    "1800 - $2000 = $200 short",
    "6! = 720",
    "180° − 35° − 75° = 70°",
]


@pytest.mark.parametrize(("text", "quote", "expected"), FALSE)
def test_a_false_equality_is_found_where_it_stands(text: str, quote: str, expected: str) -> None:
    findings = audit(text)
    assert [finding.quote for finding in findings] == [quote]
    assert findings[0].expected == expected
    assert findings[0].kind == "calculation"
    assert text[findings[0].start : findings[0].end] == quote


@pytest.mark.parametrize("text", TRUE)
def test_what_is_true_in_the_writer_s_way_is_left_alone(text: str) -> None:
    assert audit(text) == []


def test_what_follows_from_a_slip_is_no_second_one() -> None:
    text = "17 × 3 = 41.\n41 + 10 = 51.\n51 / 3 = 17."
    steps = split(text)
    assert [(finding.quote, index_at(steps, finding.start)) for finding in audit(text)] == [("17 × 3 = 41", 0)]


def _right_solutions(grade_school: Path, process_bench: Path) -> Iterator[tuple[str, str]]:
    lines = (grade_school / "grade_school_math/data/example_model_solutions.jsonl").read_text().splitlines()
    for row in map(json.loads, lines):
        yield row["question"][:40], row["ground_truth"]
        for model in ("6b_finetuning", "6b_verification", "175b_finetuning", "175b_verification"):
            if row[model]["is_correct"]:
                yield f"{row['question'][:40]}, {model}", row[model]["solution"]
    for name in ("gsm8k", "math", "olympiadbench", "omnimath"):
        rows: list[dict[str, Any]] = json.loads((process_bench / f"{name}.json").read_text())
        for row in rows:
            if row["label"] == -1:
                yield row["id"], "\n".join(row["steps"])


def test_right_solutions_are_not_accused(shared: Callable[[str], Path]) -> None:
    """One of them, a solution marked right, does write 0.5 - $0.4 = $0.5."""
    solutions = list(_right_solutions(shared("grade-school-math"), shared("ProcessBench")))
    accused = [(where, finding.quote) for where, text in solutions for finding in audit(text)]
    assert len(solutions) == 184
    assert [quote.partition("=")[0].strip() for _, quote in accused] == ["0.5 - $0.4"]


@pytest.mark.parametrize(
    ("text", "kind", "subtype"),
    [
        ("2.5 m = 25 cm", "logic", "factor"),
        ("3 h × 100 = 300 min", "logic", "factor"),
        ("2 m² = 200 cm²", "logic", "factor"),
        ("3小时=300分钟", "logic", "factor"),
        ("2.5 m = 240 cm", "calculation", "conversion"),
        ("3 hours = 190 minutes", "calculation", "conversion"),
    ],
)
def test_a_wrong_conversion_is_logic_by_its_factor_and_calculation_by_its_result(
    text: str, kind: str, subtype: str
) -> None:
    found = wrong_conversions(text, stated_in(lex(text)))
    assert [(each.kind, each.subtype, each.quote) for each in found] == [(kind, subtype, text)]


@pytest.mark.parametrize(
    "text",
    [
        "2.5 m = 250 cm", "3 h × 60 = 180 min", "1/2 hour = 30 minutes", "1 mile = 1.6 km", "6 ft × 12 = 72 inches",
        "2 days = 16 hours", "180 min ÷ 60 = 3 h", "90 minutes = 1.5 hours", "3小时 = 180分钟", "$3 = 300 cents",
    ],
)  # fmt: skip
def test_a_right_conversion_is_left_alone(text: str) -> None:
    assert wrong_conversions(text, stated_in(lex(text))) == []
    assert audit(text) == []
