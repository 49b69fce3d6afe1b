"""What holds of every official rule: no text raises, none takes long, and our own checker is not asked."""

from __future__ import annotations

import ast
import pkgutil
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mmbench.scoring.official
from mmbench import registry
from mmbench.interfaces import Given
from mmbench.records import Hint, Item, Key, Question, Task

RULES = sorted(set(registry.BUILT_IN["scorers"]) - {"math_verify"})  # that one asks a process, see test_official_math

# Every label that some rule looks at.
LABELS: dict[str, Any] = {
    "marker": "####", "answer_type": "float", "response_options": ["a", "b"], "question_type": "single_answer",
    "Answer": "[1.5, 2]", "part": "vwtq", "gt": "2004|2008", "subset": "math", "solution": "erroneous", "steps": 4,
    "classification": "circular", "group": "simplicity", "key": "2steps_1", "final_answer": "$2$, $3$", "error": "1e-2",
    "answer": "[Peru, Chile]", "year": ["NO"], "question type": "Factoid", "answers": ["$2,490.5", "(3)"],
    "scale": "million", "task_type": "solving", "problem_version": "Text Lite", "subject": "algebra", "level": "1",
    "modality": "MM", "language": "en", "source": "COMP", "subset by solution": "math erroneous",
}  # fmt: skip
FORMS = (
    {"task_type": "solving"},
    {"task_type": "outcome_judging", "question_type": "multiple_answers", "part": "vtabfact", "Answer": "26"},
    {"task_type": "process_judging", "part": "fintabnetqa", "Answer": "(a)", "answer_type": "multi-span"},
)


def items(rule: str) -> list[Item]:
    """Return an item of each kind for each task of a rule: a choice, a number, an expression."""
    tasks: tuple[Task, ...] = registry.resolve("scorers", rule).tasks
    keys = (
        Key(answer="12", kind="choice", choice=1),
        Key(answer="A, B", kind="choices") if rule == "visonlyqa" else Key(answer="12", kind="integer"),
        Key(answer="A" if rule == "visonlyqa" else "x^2+1", kind="expression"),
    )
    return [
        Item(
            benchmark=rule,
            task=task,
            question=Question(
                id="x", text="?", choices=("9", "12") if key.choice else (), unit="cm", hint=Hint(decimals=1)
            ),
            key=key,
            metadata={**LABELS, **form},
        )
        for task in tasks
        for key, form in zip(keys, FORMS, strict=True)
    ]


HOSTILE = [
    "9**9**9**9",
    "(10^8)!",
    "2^{1000000000}",
    "10^{10^{10^{10}}}",
    "\\boxed{" + "{" * 10_000 + "7" + "}" * 10_000 + "}",
    "\\frac{1}{" * 1_000,
    "9" * 100_000,
    "0." + "0" * 50_000 + "1",
    "$ " * 50_000,
    "\\[" * 50_000,
    "\\boxed{" * 15_000,
    "the answer is " * 8_000,
    "__import__('os').system('true')",
    "\ud800" * 999,
    "\x00" * 999,
    ",".join("9" * 30_000),
    "1,111" * 20_000,
    "(A)" * 30_000,
    "1e999999999",
    "-" * 100_000,
    "[" * 50_000,
    "a " * 50_000,
    "\n" * 100_000,
    "#### " * 20_000,
    "Step 1 " * 15_000,
    "Answer" * 15_000,
    "nan",
    "inf",
    "½²Ⅷ١٢",
    "\\sqrt" * 20_000,
    "% " * 50_000,
    "((((x)" * 15_000,
    "1/0",
    "{'short answer': 1}",
    "[[1],[2]]",
]


@pytest.mark.parametrize("rule", RULES)
def test_hostile_text_costs_little_and_raises_nothing(rule: str) -> None:
    scorer = registry.resolve("scorers", rule)
    asked = items(rule)
    for text in HOSTILE:
        begun = time.process_time()
        for item in asked:
            for answer in (Given(text, text), Given(text, None), Given(text, "")):
                scores = scorer.score(item, answer)
                assert tuple(score.rule for score in scores) == scorer.versions
                assert all(0.0 <= score.score <= 1.0 for score in scores)
        assert time.process_time() - begun < 3, (rule, text[:20])


@pytest.mark.parametrize("rule", RULES)
@given(st.text(max_size=120))
def test_no_text_raises(rule: str, text: str) -> None:
    scorer = registry.resolve("scorers", rule)
    for item in items(rule):
        scores = scorer.score(item, Given(text, text))
        assert tuple(score.rule for score in scores) == scorer.versions
        assert scores == scorer.score(item, Given(text, text))


@pytest.mark.parametrize("name", [info.name for info in pkgutil.iter_modules(mmbench.scoring.official.__path__)])
def test_a_rule_stands_on_itself(name: str) -> None:
    """An official rule that asked our own checker would move with it."""
    [folder] = mmbench.scoring.official.__path__
    tree = ast.parse((Path(folder) / f"{name}.py").read_text())
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert not [module for module in imported if module.startswith(("mmbench.scoring.answers", "sympy", "signal"))]
