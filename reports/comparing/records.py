"""What a comparison says, as records: `compare.json` is made of these. Accuracies and differences are in [0, 1]."""

from __future__ import annotations

from mmbench.records.base import Record

__all__ = [
    "Change",
    "Compared",
    "Comparison",
    "Count",
    "Entry",
    "Kind",
    "Pair",
    "Ranked",
    "Ranking",
    "Share",
    "Tested",
]


class Share(Record, frozen=True):
    """A run's accuracy over some items, with its 95 % interval; `right`, `asked` and `failed` count lines."""

    accuracy: float
    low: float
    high: float
    method: str
    right: float
    asked: int
    failed: int


class Compared(Record, frozen=True):
    """Two runs over some items: candidate minus baseline, paired by item.

    `items` counts cells, items under one condition. `low` and `high` are the 95 % interval of the difference, `method`
    its name; `p` is two-sided, by `test`; `q` is adjusted over the rows beside it (Benjamini and Hochberg 1995), None
    where there are none. `wins` and `losses` count the cells where the candidate scores higher and lower, `discordance`
    is their share. `detectable` is the true difference that these items show four times in five (two-sided, 5 %), None
    where no item differs, which says nothing of it. `error_ratio` is the standard error with items that belong together
    kept together over that without, None where no items do.
    """

    name: str
    items: int
    clusters: int
    few: bool
    baseline: Share
    candidate: Share
    difference: float
    low: float
    high: float
    error: float
    method: str
    p: float
    test: str
    q: float | None
    wins: int
    losses: int
    discordance: float
    detectable: float | None
    error_ratio: float | None


class Change(Record, frozen=True):
    """A cell on which two runs differ: its scores, and what is known of the candidate's answers that are not right.

    `mistakes` are the kinds diagnosed, `failed` counts the lines that failed or have no response.
    """

    key: str
    domain: str
    baseline: float
    candidate: float
    mistakes: tuple[str, ...]
    failed: int


class Count(Record, frozen=True):
    """How many of a run's diagnosed wrong answers are of a kind, with the 95 % interval of that share."""

    count: int
    share: float
    low: float
    high: float


class Kind(Record, frozen=True):
    """A kind of mistake in both runs; None where a run has no diagnosed wrong answer."""

    kind: str
    baseline: Count | None
    candidate: Count | None
    change: float | None


class Pair(Record, frozen=True):
    """A candidate against the baseline. `reading` is what the overall figures say, as a sentence.

    `without_failed` leaves out the cells that failed in either run, None where few lines failed or none is left.
    `benchmarks` and `conditions` are empty where there is one.
    """

    baseline: str
    candidate: str
    reading: str
    overall: Compared
    without_failed: Compared | None
    benchmarks: tuple[Compared, ...]
    conditions: tuple[Compared, ...]
    domains: tuple[Compared, ...]
    mistakes: tuple[Kind, ...]
    wins: tuple[Change, ...]
    losses: tuple[Change, ...]
    notes: tuple[str, ...]


class Entry(Record, frozen=True):
    """One of the runs: what to call it, where it is, how its answers came about, what it scores."""

    label: str
    path: str
    origin: str
    model: dict[str, str]
    share: Share


class Ranked(Record, frozen=True):
    """A run's place: the best and the worst rank that paired tests of all pairs, adjusted by Holm, leave open."""

    label: str
    accuracy: float
    low: float
    high: float
    best: int
    worst: int


class Tested(Record, frozen=True):
    """Two of many runs: the first minus the second; `adjusted` is p over all pairs (Holm 1979)."""

    first: str
    second: str
    difference: float
    low: float
    high: float
    p: float
    adjusted: float
    shown: bool


class Ranking(Record, frozen=True):
    """Three runs or more, by accuracy: their bands of ranks, and every pair of them."""

    rows: tuple[Ranked, ...]
    pairs: tuple[Tested, ...]
    separable: int


class Comparison(Record, frozen=True):
    """Everything that `mmbench compare` says. `rule` is the official rule that scored, empty for our verdict.

    `domains` are those it was restricted to. The first of `runs` is the baseline.
    """

    rule: str
    domains: tuple[str, ...]
    items: int
    clusters: int
    runs: tuple[Entry, ...]
    pairs: tuple[Pair, ...]
    ranking: Ranking | None
    notes: tuple[str, ...]
