r"""MATH's rules: Hendrycks' `is_equiv` in both forms, Minerva's, and Math-Verify where it is installed.

`official_cases/minerva.jsonl` holds an answer, a gold answer, and what lm-eval's published code
(`minerva_math/utils.py` at 4785623) said of them under sympy 1.14.0 and antlr4 4.11, both normalised first.
"""

from __future__ import annotations

import importlib.util
import json
import threading
import time
from pathlib import Path

import pytest

from mmbench.errors import UsageError
from mmbench.interfaces import Given
from mmbench.records import Item, Key, Question
from mmbench.scoring.official import hendrycks, math_verify, minerva

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "official_cases" / "minerva.jsonl").read_text().splitlines()
]
EXCEPTIONS = {"n^{\\frac{3}{2}}": "sympy does not simplify a power of 3/2 less one of 1.5; we say right"}


def item(gold: str, choice: int | None = None, choices: tuple[str, ...] = ()) -> Item:
    key = Key(answer=gold, kind="expression" if choice is None else "choice", choice=choice)
    return Item(benchmark="math", question=Question(id="x", text="?", choices=choices), key=key)


def test_agreement_with_the_published_minerva_rule() -> None:
    differing = {
        answer
        for answer, gold, right in CASES
        if minerva.is_equiv(minerva.normalised(answer), minerva.normalised(gold)) is not right
    }
    print(f"minerva: {len(CASES) - len(differing)} of {len(CASES)} agree with the published code")
    assert len(CASES) == 129
    assert differing == set(EXCEPTIONS)


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        ("Final Answer: The final answer is $5$. I hope it is correct.", "$5$"),
        ("Final Answer: The final answer is $5$. ", "$5$"),
        ("Final Answer: The final answer is $5$", None),
        ("Final Answer: The final answer is 5\nFinal Answer: The final answer is 6. I hope it is correct.", "6"),
        ("Final Answer: The final answer is 5. I hope it is correct. No: 6. I hope it is correct.", "5"),
        ("The final answer is $5$. I hope it is correct.", None),
        ("\\boxed{5}", None),
    ],
)
def test_minerva_s_phrase(response: str, answer: str | None) -> None:
    assert minerva.final_answer(response) == answer


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("$x = \\frac12$", "\\frac{1}{2}"), ("5 \\text{ square feet}", "5"), ("10,000", "10000"),
        ("\\boxed{\\sqrt3}", "\\sqrt{3}"), ("90^\\circ", "90"), ("pizza slice", "pizzslice"), ("1,000 dollars", "1000"),
        ("\\text{Evelyn}", "Evelyn"), ("$5$ or $6$", "5"), ("\\$18", "18"),
    ],
)  # fmt: skip
def test_minerva_s_normal_form(answer: str, found: str) -> None:
    assert minerva.normalised(answer) == found


def test_minerva_scores_a_response() -> None:
    [right] = minerva.rule.score(item("\\frac{1}{2}"), Given("Final Answer: The final answer is $0.5$. ", None))
    [wrong] = minerva.rule.score(item("\\frac{1}{2}"), Given("\\boxed{\\frac{1}{2}}", None))
    assert (right.score, right.prediction, wrong.score, wrong.prediction) == (1.0, "0.5", 0.0, None)


# The repository's own tests (`math_equivalence_test.py`), then its traps; the last is lm-eval's verdict.
EQUIVALENT = [
    ("\\tfrac{1}{2} + \\frac1{72}", "\\\\frac{1}{2} + 2/3", False, False),
    ("10, 4, -2", "4, 10, -2", False, False),
    ("\\tfrac{1}{2} +\\! \\frac1{72}", "\\\\dfrac{1}{2} +\\frac{1}{72}", True, True),
    ("10\\text{ units}", "10 ", True, True),
    ("10\\text{ units}", "100 ", False, False),
    ("10", "\\$10", True, True),
    ("\\left(x-2\\right)\\left(x+2\\right)", "(x-2)(x+2)", True, True),
    ("0.1, 4, 2", "4, .1, 2", False, False),
    ("0.1", ".1", True, True),
    ("10\\%", "10", True, True),
    ("10\\sqrt{3} + \\sqrt4", "10\\sqrt3 + \\sqrt{4}", True, True),
    ("\\frac34i", "\\frac{3}{4}i", True, True),
    ("\\tfrac83", "\\frac{8}{3}", True, True),
    ("5x - 7y + 11z + 4 = 0", "x + y - z + 2 = 0", False, False),
    ("1/2", "\\frac{1}{2}", True, True),
    ("0.5", "1/2", True, True),
    ("0.25", "1/4", False, False),
    ("10%", "10", True, False),
    ("x/2", "x / 2", True, False),
    ("x=5", "5", True, True),
    ("xyz=5", "5", False, False),
    ("\\frac", "\\frac", True, True),
    ("\\frac", "\\frac ", False, False),
    ("5\\text{ a}\\text{ b}", "5", False, False),
    ("007/2", "7/2", False, False),
    ("", "", True, True),
]


@pytest.mark.parametrize(("left", "right", "same", "lm_eval"), EQUIVALENT)
def test_hendrycks_is_equiv(left: str, right: str, same: bool, lm_eval: bool) -> None:
    assert (hendrycks.is_equiv(left, right), hendrycks.is_equiv(left, right, lm_eval=True)) == (same, lm_eval)


@pytest.mark.parametrize(
    ("response", "box", "lm_eval"),
    [
        ("\\boxed{1} and \\boxed{\\frac{1}{2}}", "\\frac{1}{2}", "\\frac{1}{2}"),
        ("\\boxed 5$ so", None, "5"),
        ("\\boxed{5", None, "\\boxed{5"),
        ("\\fbox{5}", None, None),
        ("so \\[x\\] is $5$", None, "x"),
        ("so $5$ or $6$.", None, "5$ or $6"),
        ("5", None, "5"),
        ("", None, ""),
    ],
)
def test_hendrycks_extraction(response: str, box: str | None, lm_eval: str | None) -> None:
    scores = hendrycks.rule.score(item("7"), Given(response, "7"))
    assert [score.prediction for score in scores] == [box, lm_eval]
    assert [score.score for score in scores] == [0.0, 0.0]


def test_a_multiple_choice_is_compared_by_its_letter() -> None:
    asked = item("18", 1, ("9", "18"))
    assert [score.score for score in hendrycks.rule.score(asked, Given("\\boxed{B}", None))] == [1.0, 1.0]
    assert [score.score for score in hendrycks.rule.score(asked, Given("\\boxed{18}", None))] == [0.0, 0.0]


@pytest.mark.parametrize("piece", ["\\boxed{", "\\text{", "$", "\\[", "\\frac", "\\sqrt", "frac1", "{", "}", "="])
@pytest.mark.parametrize("phrase", ["", minerva.PHRASE])
def test_a_long_response_costs_little(piece: str, phrase: str) -> None:
    begun = time.process_time()
    for response in (phrase + piece * (200_000 // len(piece)) + ". ", (phrase + piece) * 4_000):
        for rule in (hendrycks.rule, minerva.rule):
            assert all(score.score == 0.0 for score in rule.score(item("5"), Given(response, None)))
    assert time.process_time() - begun < 2


installed = importlib.util.find_spec("math_verify") is not None


@pytest.mark.skipif(installed, reason="math-verify is installed")
def test_without_math_verify_the_error_says_what_to_install() -> None:
    with pytest.raises(UsageError, match=r"needs math-verify, .*: pip install 'mmbench\[math-verify\]'"):
        math_verify.rule.score(item("5"), Given("5", None))


@pytest.mark.skipif(not installed, reason="math-verify is not installed")
def test_math_verify_answers_from_a_process_of_its_own() -> None:
    def score(gold: Item, response: str) -> float:
        return math_verify.rule.score(gold, Given(response, None))[0].score

    assert score(item("\\frac{1}{2}"), "It is $\\boxed{0.5}$.") == 1.0
    assert score(item("5"), "It is $\\boxed{6}$.") == 0.0
    assert score(item("x", 1, ("a", "x")), "The answer is B") == 1.0
    assert score(item("5"), "") == 0.0
    answers: dict[int, float] = {}
    threads = [
        threading.Thread(target=lambda number=number: answers.update({number: score(item(str(number)), f"${number}$")}))
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == dict.fromkeys(range(4), 1.0)


def test_a_process_that_does_not_answer_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Stand-ins for the package: one that hangs on "hang", dies on "die", and else says right."""
    (tmp_path / "math_verify.py").write_text(
        "import os, time\n"
        "ExprExtractionConfig = LatexExtractionConfig = StringExtractionConfig = object\n"
        "def parse(text, extraction_config=None):\n"
        "    if text == 'hang': time.sleep(60)\n"
        "    if text == 'die': os._exit(3)\n"
        "    if text == 'raise': raise ValueError('no')\n"
        "    return [text]\n"
        "def verify(gold, found): return True\n"
    )
    root = Path(math_verify.__file__).resolve().parents[2]
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{root}")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(math_verify, "SECONDS", 0.5)
    rule = math_verify.MathVerifyRule()
    found = [rule.score(item("5"), Given(said, None))[0] for said in ("5", "hang", "5", "die", "raise", "5")]
    assert [score.score for score in found] == [1.0, 0.0, 1.0, 0.0, 0.0, 1.0]
    assert found[1].prediction == found[3].prediction == "stopped: it took too long or too much memory"
    assert found[4].prediction == "ValueError: no"
    assert rule.worker is not None
    rule.worker.stop()
