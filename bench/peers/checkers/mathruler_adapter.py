"""MathRuler: PRM800K's comparison behind a search for the last boxed text."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from mathruler.grader import extract_boxed_content, grade_answer

VERSION = version("mathruler")


def judge(pair: dict[str, Any]) -> bool:
    """Say whether the boxed text, or what stands where none is boxed, equals any of the golds."""
    found = extract_boxed_content(pair["response"])
    answer = pair["bare"] if found == "None" else found
    return any(grade_answer(answer, gold.strip("$")) for gold in pair["golds"])
