"""What all records share, and the words of their fields."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

__all__ = ["MISTAKES", "OUTCOMES", "AnswerKind", "MistakeKind", "Outcome", "Record", "Stage", "Task"]

AnswerKind = Literal["integer", "float", "choice", "choices", "list", "expression", "text"]
Task = Literal["solve", "error_step", "error_category"]
Outcome = Literal["right", "wrong", "unparsed", "no_answer", "failed"]
Stage = Literal["loader", "image", "adapter", "strategy", "scorer"]
MistakeKind = Literal["calculation", "logic", "misreading", "undetermined", "none"]

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
MISTAKES: tuple[MistakeKind, ...] = ("calculation", "logic", "misreading", "undetermined")
"""What a wrong answer can be."""


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all records: immutable, keyword-only, defaults left out of the JSON."""
