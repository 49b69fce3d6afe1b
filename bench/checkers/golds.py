"""Every gold answer of the shared samples, as a loader of ours gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkers.pairs import Pair

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SAMPLES", "gold_pairs"]

SAMPLES = {
    "ChartQA": ("chartqa", ""),
    "DynaMath": ("dynamath", ""),
    "Geometry3K": ("geometry3k", "train"),
    "IconQA": ("iconqa", ""),
    "MATH-V": ("mathvision", ""),
    "MM-EUREKA-K12": ("mm_eureka", ""),
    "MathVerse": ("mathverse", ""),
    "MathVista": ("mathvista", ""),
    "PRMBench": ("prmbench", ""),
    "ProcessBench": ("processbench", ""),
    "PuzzleVQA": ("puzzlevqa", ""),
    "TabMWP": ("tabmwp", ""),
    "TheoremQA": ("theoremqa", ""),
    "VisOnlyQA": ("visonlyqa", ""),
    "We-Math": ("wemath", ""),
    "grade-school-math": ("gsm8k", "example_model_solutions"),
    "verify-then-generate": ("verify_then_generate", ""),
}


def gold_pairs(folder: Path) -> tuple[list[Pair], list[str]]:
    """Return each gold as a boxed answer to itself, and what `check-data` says of ours where it is not right.

    `folder` holds one folder for each dataset; those that are missing are left out.
    """
    from mmbench.checking import check_rows
    from mmbench.making import make_benchmark

    pairs, problems = [], []
    for name, (benchmark, split) in SAMPLES.items():
        if not (folder / name).is_dir():
            continue
        for item, found in check_rows(make_benchmark(benchmark, folder / name, split)):
            problems += [f"{benchmark}: {problem}" for problem in found if "gold answer" in problem]
            if item.problem:
                continue
            key, question = item.key, item.question
            gold = key.answer if key.choice is None else chr(ord("A") + key.choice)
            pairs.append(
                Pair(
                    id=f"{benchmark}/{question.id}",
                    response=f"\\boxed{{{gold}}}",
                    gold=gold,
                    expected="right",
                    kind=key.kind,
                    question=question.text,
                    choices=question.choices,
                    ordered=key.ordered if key.kind == "list" else None,
                    accepted=key.accepted,
                )
            )
    return pairs, problems
