"""lm-eval's minerva_math: Minerva's normal form, then the difference by sympy's LaTeX parser."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from bare import bare_import

VERSION = f"lm-eval {version('lm-eval')}"
RULE = bare_import("lm-eval", "lm_eval.tasks.minerva_math.utils")


def judge(pair: dict[str, Any]) -> bool:
    """Say whether the answer equals any of the golds."""
    answer = RULE.normalize_final_answer(pair["bare"])
    return any(RULE.is_equiv(answer, RULE.normalize_final_answer(gold)) for gold in pair["golds"])
