"""verl's DAPO reward for mathematics: Minerva's normal form of texts, behind `Answer:` or a box."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from bare import bare_import

VERSION = f"verl {version('verl')}"
RULE = bare_import("verl", "verl.utils.reward_score.math_dapo")


def judge(pair: dict[str, Any]) -> bool:
    """Say whether the answer, said the way its prompt asks for, equals any of the golds."""
    return any(RULE.compute_score(f"Answer: {pair['bare']}", gold)["acc"] for gold in pair["golds"])
