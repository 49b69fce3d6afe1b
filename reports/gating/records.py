"""What the gate says, as records: `gate.json` is made of these. Accuracies, differences and margins are in [0, 1]."""

from __future__ import annotations

from typing import Literal

from mmbench.records.base import Record
from mmbench.reports.baselines.content import Calibration  # noqa: TC001
from mmbench.reports.comparing.records import Kind  # noqa: TC001
from mmbench.reports.gating.decision import Verdict, Whole  # noqa: TC001
from mmbench.reports.gating.settings import Settings

__all__ = ["Gated", "Lost", "Part", "Side"]


class Side(Record, frozen=True):
    """The baseline or the candidate: what to call it, where it is, its model, and how many lines failed."""

    label: str
    path: str
    origin: str
    model: dict[str, str]
    asked: int
    failed: int


class Part(Record, frozen=True):
    """A suite, or a domain of it where one is named, and what became of it.

    `items` counts cells, items under one condition. `low` and `high` are the one-sided bounds of the difference
    (candidate minus baseline) at `alpha`, `method` their name. `p` is that of the candidate not being worse, by `test`;
    `adjusted` after Holm's procedure over all that can fail, None where this cannot; `q` is the two-sided p adjusted
    over the domains (Benjamini and Hochberg 1995), None for suites. `worse` says that a fall is shown. `detectable` is
    the fall that is shown four times in five. `margin`, `pass_probability` (of two equally good models), and the items
    and repeats with which these pass four times in five are of suites alone; `repeats_needed` is None where it is not
    known, and 0 where no number is enough. `reading` says all this in words.
    """

    suite: str
    domain: str
    verdict: Verdict
    items: int
    clusters: int
    baseline: float
    candidate: float
    difference: float
    low: float
    high: float
    error: float
    wins: int
    losses: int
    discordance: float
    method: str
    test: str
    p: float
    adjusted: float | None
    worse: bool
    detectable: float
    q: float | None = None
    margin: float | None = None
    pass_probability: float | None = None
    items_needed: int | None = None
    repeats_needed: int | None = None
    reading: str = ""


class Lost(Record, frozen=True):
    """An item that the candidate answers worse than the baseline, with what is known of its wrong answer.

    `outcome` is our verdict on the first repeat that is not right; the rest is its diagnosis, empty where there is
    none.
    """

    key: str
    suite: str
    domain: str
    baseline: float
    candidate: float
    outcome: str = ""
    kind: str = ""
    subtype: str = ""
    quote: str = ""
    explanation: str = ""


class Gated(Record, frozen=True):
    """Everything that `mmbench gate` says.

    `verdict` is `invalid` where there is none; then `reason` says why, and there is nothing else. `exit_code` is what
    the command ends with. `without_failed` is the verdict with items left out that failed in either run, None where
    none did. `newly_right` counts the items that the candidate answers better.
    """

    verdict: Literal["pass", "regression", "inconclusive", "invalid"]
    exit_code: int
    reason: str = ""
    settings: Settings = Settings()
    baseline: Side | None = None
    candidate: Side | None = None
    suites: tuple[Part, ...] = ()
    domains: tuple[Part, ...] = ()
    without_failed: Whole | None = None
    calibration: Calibration | None = None
    mistakes: tuple[Kind, ...] = ()
    newly_wrong: tuple[Lost, ...] = ()
    newly_right: int = 0
    notes: tuple[str, ...] = ()
