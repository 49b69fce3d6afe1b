"""Reward functions for training, in the form that TRL's `GRPOTrainer(reward_funcs=[...])` calls them.

Each takes the completions of a batch and, by name, the columns of the data set (lists as long as the batch), and
returns one reward a completion; None where no reward can be given, which TRL leaves out of the mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.records import Verdict

__all__ = ["accuracy_reward", "answered_reward"]

_COLUMNS = ("question", "choices", "unit", "tolerance")


def accuracy_reward(completions: Sequence[Any], solution: Sequence[str], **columns: Any) -> list[float | None]:
    """Return 1 for a right answer and 0 for any other; None where the gold cannot be read or the check failed.

    Args:
        completions: texts, or conversations whose last message is the answer (`[{"role": ..., "content": ...}]`).
        solution: the gold answers.
        columns: `question`, `choices`, `unit` and `tolerance`, as for `mmbench.check`, are used where they are there.

    Raises:
        ValueError: `solution` or a column that is used is not as long as `completions`.
    """
    verdicts = _verdicts(completions, solution, columns)
    return [None if verdict is None else float(verdict.outcome == "right") for verdict in verdicts]


def answered_reward(completions: Sequence[Any], solution: Sequence[str], **columns: Any) -> list[float | None]:
    """Return 1 where an answer was given that can be read, right or wrong, and 0 where there is none.

    Args and errors as for `accuracy_reward`.
    """
    verdicts = _verdicts(completions, solution, columns)
    return [None if verdict is None else float(verdict.outcome in ("right", "wrong")) for verdict in verdicts]


def _verdicts(completions: Sequence[Any], solution: Sequence[str], columns: dict[str, Any]) -> list[Verdict | None]:
    used = {name: columns[name] for name in _COLUMNS if columns.get(name) is not None}
    for name, values in {"solution": solution, **used}.items():
        if len(values) != len(completions):
            raise ValueError(f"the column '{name}' has {len(values)} entries for {len(completions)} completions")
    rows = (dict(zip(used, row, strict=True)) for row in zip(*used.values(), strict=True)) if used else None
    given = list(rows) if rows is not None else [{}] * len(completions)
    return [
        _verdict(completion, gold, options)
        for completion, gold, options in zip(completions, solution, given, strict=True)
    ]


def _verdict(completion: Any, gold: str, options: dict[str, Any]) -> Verdict | None:
    from mmbench.scoring.check import check

    text = completion if isinstance(completion, str) else _content(completion[-1]["content"])
    try:
        verdict = check(text, str(gold), **{**options, "question": options.get("question") or ""})
    except ValueError:
        return None
    return None if verdict.outcome == "failed" else verdict


def _content(content: Any) -> str:
    """Return the text of a message, whose content is a text or a list of blocks."""
    if isinstance(content, str):
        return content
    return "".join(block.get("text") or "" for block in content if block.get("type") == "text")
