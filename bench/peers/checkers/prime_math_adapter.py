"""verl's reward for mathematics (prime_math): PRM800K's comparison, then numbers and sympy's LaTeX parser."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from bare import bare_import

VERSION = f"verl {version('verl')}"
RULE = bare_import("verl", "verl.utils.reward_score.prime_math", verl__utils__metric={"Metric": object})


def judge(pair: dict[str, Any]) -> bool:
    """Say whether the response equals any of the golds."""
    return any(RULE.compute_score(pair["response"], gold.strip("$"))[0] for gold in pair["golds"])
