"""What comparing needs of a run or a baseline: what was asked, and for each item how often the answer was right.

A run and a baseline file both come to this, so that `compare` and `gate` need not know which of them they were given.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from mmbench.records.base import Record
from mmbench.rundir import model_label

__all__ = ["Answers", "Cell", "Identity"]


class Cell(NamedTuple):
    """An item under one condition, over all its repeats.

    `key` is that of its lines without the repeat, as text. `cluster` is what shares a figure, a seed or a version group
    with it. `asked` counts the repeats asked for; `right` adds up their scores in [0, 1]: 1 for each right one by our
    verdict, the score of the rule where an official rule was chosen. `failed` counts repeats that failed or have no
    response. `mistakes` are the kinds of mistake diagnosed, one for each wrong repeat that was.
    """

    key: str
    benchmark: str
    domain: str
    cluster: str
    fingerprint: str
    asked: int
    right: float
    failed: int
    mistakes: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """The mean score of the repeats asked for, in [0, 1]."""
        return self.right / self.asked

    @property
    def condition(self) -> str:
        """The view and the corruption, such as `no-figure, blur:1`; `full` is the question as published."""
        parts = self.key.rsplit("|", 4)
        view, corruption = parts[1:3] if len(parts) == 5 and parts[4] == "0" else ("full", "")
        return f"{view}, {corruption}" if corruption else view


class Identity(Record, frozen=True):
    """What a run was asked, and how: what must be equal for two runs to be comparable, and what may differ.

    `benchmarks` is the entry of `run.json`: items, fingerprint and prompts' hash of each. `settings` holds split,
    views, corruptions, strategy, sampling and system turn; empty where the run was imported. `checker` is the hash of
    the answer checker that scored it, empty where none was recorded. `rule` is the official rule that the scores are
    by, empty for our verdict. `versions` are those of the packages in use when the model was last asked.
    """

    name: str
    model: dict[str, str] = {}
    origin: str = "model"
    benchmarks: dict[str, dict[str, Any]] = {}
    settings: dict[str, Any] = {}
    repeats: int = 1
    checker: str = ""
    rule: str = ""
    versions: dict[str, str] = {}

    @property
    def label(self) -> str:
        """What to call the model: its name, else how it was asked for."""
        return model_label(self.model)


class Answers(NamedTuple):
    """A run's or a baseline's identity, with one cell an item and condition, in the order asked.

    `notes` say what a reader should know of them, such as that some have no response.
    """

    identity: Identity
    cells: list[Cell]
    notes: tuple[str, ...] = ()
