"""Diagnoses of single answers: the type, the sub-type, the step, both values; and what must not be said."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from support import ROOT

import mmbench
from mmbench.records import Diagnosis, FileImage, Key, Question
from mmbench.scoring.diagnose.item import diagnose_answer
from mmbench.scoring.diagnose.taxonomies import SUBTYPES

SALES: dict[str, Any] = {"Sales 2018": 30, "Sales 2019": 45, "Sales 2020": 51}
GROWTH = "('Sales 2019' - 'Sales 2018') / 'Sales 2018' * 100"
ASKED = "By how many percent did sales grow from 2018 to 2019?"

CASES = [
    # what is false in itself
    (
        "Sales: 45 and 30. 45 - 30 = 15. 15/30*100 = 40. The answer is 40%.",
        "calculation",
        "arithmetic",
        "15/30*100 = 40",
    ),
    ("45 − 30 = 25\n25 ÷ 30 × 100 ≈ 83.3\nAnswer: 83.3", "calculation", "arithmetic", "45 − 30 = 25"),
    ("Let x be the growth. 30x = 1500, so x = 60. The answer is 60.", "calculation", "equation", "x = 60"),
    (
        "Subtracting 30 from 45 gives 16, and 16/30 = 53.3%. The answer is 53.3.",
        "calculation",
        "arithmetic",
        "30 from 45",
    ),
    # what was read wrongly, under its name or not
    (
        "Sales in 2019 are 51, in 2018 30. 51 - 30 = 21. 21/30*100 = 70. The answer is 70.",
        "misreading",
        "neighbour",
        "51",
    ),
    ("51 - 30 = 21. 21/30*100 = 70. The answer is 70.", "misreading", "neighbour", "51"),
    ("2019: 54, 2018: 30. (54 - 30)/30 = 80%. So 80.", "misreading", "value", "54"),
    ("The bar for 2019 is 450. (450 - 30)/30*100 = 1400. The answer is 1400.", "misreading", "scale", "450"),
    ("2018 is 45 and 2019 is 30. (30 - 45)/45*100 = -33.3. The answer is -33.3", "misreading", "swap", "2018 is 45"),
    (
        "I read 51 for Sales 2019 and 30 for 2018. The growth is (51-30)/30*100 = 70, so 70.",
        "misreading",
        "neighbour",
        "51",
    ),
    # true numbers, another plan
    ("45 - 30 = 15. 15/45*100 = 33.3. The answer is 33.3.", "logic", "formula", "15/45*100 = 33.3"),
    ("45 + 30 = 75. 75/30*100 = 250. The answer is 250.", "logic", "operation", "45 + 30 = 75"),
    ("45 - 30 = 15. The answer is 15.", "logic", "missing step", "The answer is 15."),
    ("(45 - 30)/30*100 = 50. 50 / 2 = 25. The answer is 25.", "logic", "extra step", "50 / 2 = 25"),
]


def _diagnosed(response: str, **changes: Any) -> Diagnosis:
    asked: dict[str, Any] = {"question": ASKED, "gold": "50", "facts": SALES, "program": GROWTH}
    return mmbench.diagnose(response, **(asked | changes))


@pytest.mark.parametrize(("response", "kind", "subtype", "quoted"), CASES)
def test_a_wrong_answer_is_of_its_kind_and_the_step_is_quoted(
    response: str, kind: str, subtype: str, quoted: str
) -> None:
    said = _diagnosed(response)
    assert (said.kind, said.subtype) == (kind, subtype), said
    assert quoted in said.quote
    assert said.quote in response
    assert said.step is not None
    assert SUBTYPES[said.subtype].kind == said.kind
    assert said.explanation
    assert said.explanations[0].kind == said.kind


@pytest.mark.parametrize(
    "response",
    [
        "Sales were 30 in 2018 and 45 in 2019. 45 + 30 = 75, so 75.",
        "There were 45 in 2019 and 30 in 2018. So they grew by 45 + 30 = 75.",
        "I read 45 for 2019 and 30 for 2018, together 75.",
        "2019 (45) plus 2018 (30) is 75.",
    ],
)
def test_values_named_behind_them_are_read_truly(response: str) -> None:
    said = _diagnosed(response, gold="15", program="'Sales 2019' - 'Sales 2018'", question="By how much did they grow?")
    assert said.kind == "logic", said


def test_both_values_are_shown() -> None:
    said = _diagnosed("Sales in 2019 are 51. (51 - 30) / 30 * 100 = 70. The answer is 70.")
    assert (said.found, said.expected) == ("51", "45")
    assert said.explanation == "Sales 2019 is 45, not 51, which is the value of Sales 2020."


def test_the_first_wrong_step_decides() -> None:
    both = "2019: 54, 2018: 30.\n54 - 30 = 34.\n34/30*100 = 113.3. The answer is 113.3"
    said = _diagnosed(both)
    assert (said.kind, said.step) == ("misreading", 0)
    assert [each.kind for each in said.explanations] == ["misreading", "calculation"]


def test_a_right_answer_has_no_mistake() -> None:
    assert _diagnosed("45 - 30 = 15, and 15/30 = 50%.").kind == "none"


def test_a_bare_answer_that_several_mistakes_give_is_left_open() -> None:
    said = _diagnosed("The answer is 123456.")
    assert said.kind == "undetermined"
    assert said.step is None


def test_where_the_picture_s_facts_are_not_known_true_equalities_prove_nothing() -> None:
    question = Question(id="1", text="How many stars are there?", images=(FileImage(path="x.png", sha256="0"),))
    key = Key(answer="11", kind="integer")
    assert diagnose_answer("1 + 1 + 2 = 4. The answer is 4.", question, key, "4").kind == "undetermined"
    assert diagnose_answer("1 + 1 + 2 = 5. The answer is 5.", question, key, "5").kind == "calculation"


def test_in_a_text_true_steps_to_a_wrong_answer_are_logic() -> None:
    text = "A box holds 12 eggs. Anna buys 3 boxes and breaks 5 eggs. How many are left?"
    said = mmbench.diagnose("12 + 3 = 15. 15 - 5 = 10. The answer is 10.", question=text, gold="31", facts={})
    assert (said.kind, said.subtype) == ("logic", "operation")
    said = mmbench.diagnose("12 × 8 = 96. 96 - 5 = 91. The answer is 91.", question=text, gold="31", facts={})
    assert (said.kind, said.subtype, said.found, said.expected) == ("misreading", "condition", "8", "3")


def test_a_wrong_option_picked_after_right_work_is_a_conclusion() -> None:
    said = _diagnosed("(45 - 30)/30*100 = 50. The answer is (B).", choices=["50", "60"])
    assert (said.kind, said.subtype) == ("logic", "conclusion")


def test_tolerance_follows_from_the_axis() -> None:
    key = Key(
        answer="15",
        kind="float",
        facts=SALES,
        resolution=dict.fromkeys(SALES, 1.0),
        program="'Sales 2019' - 'Sales 2018'",
    )
    question = Question(id="1", text="By how much did sales grow?")
    near = diagnose_answer("2019 is 46, 2018 is 30. 46 - 30 = 26. Answer: 26", question, key, "26")
    assert (near.kind, near.found) == ("calculation", "26")
    far = diagnose_answer("2019 is 49, 2018 is 30. 49 - 30 = 19. Answer: 19", question, key, "19")
    assert (far.kind, far.found, far.expected) == ("misreading", "49", "45")


def test_a_value_in_another_unit_is_no_misreading() -> None:
    facts: dict[str, Any] = {"AB": 150, "CD": 450}
    key = Key(answer="300", kind="float", facts=facts, units={"AB": "cm", "CD": "cm"}, program="'CD' - 'AB'")
    question = Question(id="1", text="How much longer is CD than AB?", unit="cm")
    said = diagnose_answer("AB is 1.5 m and CD is 4.5 m. 450 - 150 = 200", question, key, "200")
    assert (said.kind, said.quote) == ("calculation", "450 - 150 = 200")
    said = diagnose_answer("AB = 150 cm, CD = 45 cm. 150 - 45 = 105", question, key, "105")
    assert (said.kind, said.subtype, said.quote) == ("misreading", "scale", "CD = 45")


def test_known_mistakes_of_an_item_carry_their_kind() -> None:
    from mmbench.records import Mistake

    known = Mistake(kind="misreading", program="'Sales 2020' - 'Sales 2018'", note="takes the last year")
    key = Key(answer="15", kind="integer", facts=SALES, program="'Sales 2019' - 'Sales 2018'", mistakes=(known,))
    question = Question(id="1", text="By how much did sales grow?")
    said = diagnose_answer("2020 is 51 and 2018 is 30. 51 - 30 = 21.", question, key, "21")
    assert said.kind == "misreading"
    assert {each.evidence for each in said.explanations} == {"option", "alignment"}


CHINESE = {"2018年销量": 30, "2019年销量": 45, "2020年销量": 51}


@pytest.mark.parametrize(
    ("response", "kind"),
    [
        ("解：2019年的销量是45，2018年的销量是30。45减去30等于25。答案：25", "calculation"),
        ("2019年的销量是51，2018年的销量是30。\n51 − 30 = 21\n答案是21。", "misreading"),
        ("首先，读出45和30。所以45 + 30 = 75。答案：75", "logic"),
        ("45与30的差是25，答案是25", "calculation"),
    ],
)
def test_chinese_answers_are_sorted_as_well(response: str, kind: str) -> None:
    program = "'2019年销量' - '2018年销量'"
    said = mmbench.diagnose(
        response, question="2019年的销量比2018年多多少？", gold="15", facts=CHINESE, program=program
    )
    assert said.kind == kind, said


def test_the_same_verdict_in_any_order_thread_and_process() -> None:
    responses = [case[0] for case in CASES] * 4
    alone = [_diagnosed(response) for response in responses]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(_diagnosed, reversed(responses))) == alone[::-1]
    code = (
        "import json, sys, mmbench, msgspec\n"
        "asked = json.load(sys.stdin)\n"
        "said = [mmbench.diagnose(r, **asked['given']) for r in asked['responses']]\n"
        "print(msgspec.json.encode(said).decode())"
    )
    asked = {"question": ASKED, "gold": "50", "facts": SALES, "program": GROWTH}
    given = json.dumps({"given": asked, "responses": responses})
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code], input=given, capture_output=True, text=True, cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        import msgspec

        assert msgspec.json.decode(done.stdout, type=list[Diagnosis]) == alone


def test_bad_calls_are_refused() -> None:
    with pytest.raises(ValueError, match="no fact named"):
        _diagnosed("51", program="'Sales 2021' - 1")
    with pytest.raises(ValueError, match="gold"):
        _diagnosed("51", gold="")
