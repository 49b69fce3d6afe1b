"""lmms-eval's OlympiadBench judger: several answers one to one, intervals, equations, an absolute tolerance."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from bare import bare_import

VERSION = f"lmms-eval {version('lmms-eval')}"
JUDGER = bare_import("lmms-eval", "lmms_eval.tasks.olympiadbench.olympiadbench_evals").OlympiadBenchEvaluator()


def judge(pair: dict[str, Any]) -> bool:
    """Say whether the answer equals any of the golds, within the pair's absolute tolerance where it has one."""
    precision = (pair["tolerance"] or {}).get("abs", 1e-8)
    return any(JUDGER.judge(gold, pair["bare"], precision) for gold in pair["golds"])
