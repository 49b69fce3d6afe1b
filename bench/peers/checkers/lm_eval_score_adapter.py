"""lm-eval's SCORE tasks: the comparison of NeMo-Skills and ToRA, the family of Qwen2.5-Math's."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from bare import bare_import

VERSION = f"lm-eval {version('lm-eval')}"
RULE = bare_import("lm-eval", "lm_eval.tasks.score.math.math_grader")


def judge(pair: dict[str, Any]) -> bool:
    """Say whether the answer equals any of the golds."""
    return any(RULE.math_equal(pair["bare"].strip("$"), gold.strip("$")) for gold in pair["golds"])
