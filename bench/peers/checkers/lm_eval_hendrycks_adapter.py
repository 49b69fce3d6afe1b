"""lm-eval's hendrycks_math: equality of normalised texts."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from bare import bare_import

VERSION = f"lm-eval {version('lm-eval')}"
RULE = bare_import("lm-eval", "lm_eval.tasks.hendrycks_math.utils", datasets={"Dataset": object})


def judge(pair: dict[str, Any]) -> bool:
    """Say whether the answer equals any of the golds."""
    return any(RULE.is_equiv(pair["bare"].strip("$"), gold.strip("$")) for gold in pair["golds"])
