"""What a report says, as records: `report.json` is made of these, and every page, table and plot shows them.

Accuracies, shares and the bounds of their 95 % intervals are in [0, 1], or None where there is nothing to take them
over.
No field has a default, so that each of them stands in the JSON, and none is NaN or infinite.
"""

from __future__ import annotations

from mmbench.records.base import Record

__all__ = [
    "KINDS",
    "BenchmarkReport",
    "Bin",
    "Calibration",
    "Conditions",
    "Count",
    "Gap",
    "Group",
    "Interval",
    "Leaderboard",
    "Mean",
    "Mistakes",
    "OfficialEntry",
    "OfficialTable",
    "Place",
    "Repeats",
    "Report",
    "RunReport",
    "Taken",
    "Usage",
    "Variants",
]

KINDS = {
    "domain": "domain",
    "skill": "skill",
    "level": "level",
    "language": "language",
    "answer_kind": "answer kind",
    "question_type": "question type",
    "source": "source",
}
"""How the items of a run are grouped, with what to call it. An item counts in each of its skills."""


class Interval(Record, frozen=True):
    """A second 95 % interval of a mean, where what is claimed decides how wide it is.

    `claim` completes "for a claim about ...".
    """

    claim: str
    low: float
    high: float
    method: str


class Mean(Record, frozen=True):
    """A mean with its 95 % interval; None where too little was asked for it."""

    name: str
    value: float | None
    low: float | None
    high: float | None


class Group(Record, frozen=True):
    """A run's score over some items. A line is one asking of an item, a cell an item under one condition.

    `n` counts lines asked, `items` cells, `clusters` the independent groups of them (what shares a figure, a seed or a
    version group, or is one item under several conditions); `few` says that these are fewer than 30. `accuracy` is the
    mean over cells of the share of their lines that is right; by an official rule, that of its scores, and `correct`
    adds these up over lines. It is None where nothing was asked. `right`, `wrong`, `unparsed`, `no_answer` and `failed`
    are lines by our verdict and add up to `n`; `failed` includes `missing`, the lines without a response. `truncated`
    counts cut responses, whatever came of them. `accuracy_without_failed` leaves failed lines out, None where all
    failed. `others` are intervals by other claims, whose standard error is more than 1.25 times as large or as small.
    `mistakes` counts what the wrong answers were diagnosed as, by kind.
    """

    name: str
    n: int
    items: int
    clusters: int
    accuracy: float | None
    low: float | None
    high: float | None
    method: str
    few: bool
    correct: float
    right: int
    wrong: int
    unparsed: int
    no_answer: int
    failed: int
    missing: int
    truncated: int
    accuracy_without_failed: float | None
    mistakes: dict[str, int]
    others: tuple[Interval, ...]


class Count(Record, frozen=True):
    """How many of the wrong answers diagnosed are of a kind, with the 95 % interval of that share.

    It is Wilson's; where several of the answers are to one item or to items that belong together, it goes by clusters.
    """

    kind: str
    count: int
    share: float
    low: float
    high: float


class Mistakes(Record, frozen=True):
    """What the wrong answers of a group are: by kind (calculation, logic, misreading, undetermined) and sub-type.

    `name` is a domain, or empty for all of them. `wrong` counts wrong answers, `diagnosed` those that were sorted: what
    the shares are of. `subtypes` maps `kind/subtype` to how many there are, the most frequent first.
    """

    name: str
    wrong: int
    diagnosed: int
    few: bool
    kinds: tuple[Count, ...]
    subtypes: dict[str, int]


class Gap(Record, frozen=True):
    """A paired difference within one run: the accuracy under `condition` less that under `reference`.

    Both are over the `items` asked under both; `meaning` says in words what it measures, where the name does not.
    `p` is two-sided.
    """

    name: str
    meaning: str
    condition: str
    reference: str
    accuracy: float
    reference_accuracy: float
    difference: float
    low: float
    high: float
    method: str
    p: float
    items: int
    clusters: int
    few: bool


class Conditions(Record, frozen=True):
    """A benchmark by view and by corruption; each is empty where all items were asked alike.

    `both` has every view under every corruption, where both differ. `gaps` are differences between views, `falls`
    those of each corruption to the uncorrupted picture.
    """

    views: tuple[Group, ...]
    corruptions: tuple[Group, ...]
    both: tuple[Group, ...]
    gaps: tuple[Gap, ...]
    falls: tuple[Gap, ...]


class Variants(Record, frozen=True):
    """Problems asked in several variants: the average, and the shares of problems that hold in all of them.

    `estimates` are `average` (over variants, without an interval), `worst case` (right in every variant) and
    `consistency` (right in every variant, or in none), the last two over problems. All by our verdict.
    """

    problems: int
    variants: int
    estimates: tuple[Mean, ...]


class Repeats(Record, frozen=True):
    """Items asked several times: `average`, `pass@k`, `maj@k` and `consistency`, each a mean over items.

    All are by our verdict. `left_out` says how many items have too few lines for each.
    """

    repeats: int
    items: int
    estimates: tuple[Mean, ...]
    left_out: dict[str, int]


class Taken(Record, frozen=True):
    """What answers took of one thing: in all, per response and per right answer (None where there is none).

    `name` is `input tokens`, `output tokens`, `reasoning tokens` (of the output tokens), `US dollars` or `seconds`.
    """

    name: str
    total: float
    per_response: float | None
    per_right: float | None


class Usage(Record, frozen=True):
    """What the answers of a run took; `right` is what those per right answer are divided by.

    Tokens are those of all responses, also from the cache; dollars those of the calls that were paid; seconds those of
    the model's calls, which may overlap.
    """

    responses: int
    right: float
    calls: int
    taken: tuple[Taken, ...]


class Bin(Record, frozen=True):
    """A bin of answers with about the same confidence: its mean, the share right, the interval of that, how many."""

    confidence: float
    accuracy: float
    low: float
    high: float
    n: int


class Calibration(Record, frozen=True):
    """How well the model's token probabilities say whether an answer is right.

    The confidence of an answer is the geometric mean of the probabilities of its tokens. `bins` hold equally many
    answers each (up to 10). `ece` is the mean distance of confidence and accuracy over bins, weighted by answers
    (Naeini et al. 2015, with bins of equal count); `brier` the mean squared distance of confidence and right (1) or not
    (0); `auroc` the chance that a right answer has more confidence than one that is not, ties counting half, None where
    all or none are right. `without` counts responses that have no probabilities.
    """

    answers: int
    without: int
    few: bool
    confidence: float
    accuracy: float
    ece: float
    brier: float
    auroc: float | None
    bins: tuple[Bin, ...]


class OfficialEntry(Record, frozen=True):
    """An entry of a published table: the accuracy as its script prints it, with the interval that it lacks.

    `accuracy` is that text, rounded and scaled as published; `low` and `high` are in [0, 1].
    """

    name: str
    accuracy: str
    correct: float
    total: int
    low: float | None
    high: float | None


class OfficialTable(Record, frozen=True):
    """A benchmark's published breakdown by one official rule; `figures` are what its own script adds."""

    rule: str
    average: OfficialEntry
    groups: dict[str, tuple[OfficialEntry, ...]]
    figures: dict[str, str]


class BenchmarkReport(Record, frozen=True):
    """A run on one of its benchmarks.

    `human` and `chance` are published accuracies in [0, 1]. `breakdown` groups the lines by the labels that the paper's
    tables go by, by our verdict; `official` are those tables by the official rules, and `figures` what the benchmark
    computes from our verdicts as its paper does. `variants` and `repeats` are None where there is one of each.
    """

    name: str
    title: str
    version: str
    licence: str
    images_republishable: bool
    citation: str
    url: str
    fingerprint: str
    human: float | None
    chance: float | None
    overall: Group
    breakdown: dict[str, tuple[Group, ...]]
    official: tuple[OfficialTable, ...]
    figures: dict[str, str]
    conditions: Conditions
    variants: Variants | None
    repeats: Repeats | None


class RunReport(Record, frozen=True):
    """Everything a report says of one run.

    `label` is what to call it, unique in the report; `slug` names its folder under `runs/`; `path` is where the run is.
    `origin` is `model`, `imported` (another harness's responses) or `simulated` (a student, not a model). `model` is
    its identity as recorded; `settings` say how it was asked, in words. `repeats` is how often each item was asked.

    `overall` is the micro mean: every item weighs the same. `macro` is the mean of the domains' accuracies, with a
    stratified interval, None where there are not two domains. `worst` is the domain of the smallest accuracy among
    those that are not `few`; where there is none such, among all. `groups` has the groups by each of `KINDS`, empty
    ones left out. `mistakes` starts with the whole, then has a row for each domain with a wrong answer.
    """

    label: str
    slug: str
    path: str
    origin: str
    model: dict[str, str]
    settings: dict[str, str]
    repeats: int
    rule: str
    benchmarks: tuple[BenchmarkReport, ...]
    overall: Group
    macro: Mean | None
    worst: Group | None
    groups: dict[str, tuple[Group, ...]]
    mistakes: tuple[Mistakes, ...]
    usage: Usage | None
    calibration: Calibration | None
    notes: tuple[str, ...]


class Place(Record, frozen=True):
    """A run on a leaderboard: `run` is its index in the report, `group` its score, None where it was not asked.

    `best` and `worst` are the ranks that paired tests leave open (Holm's adjustment over all pairs); None where the
    runs were not asked the same.
    """

    run: int
    label: str
    slug: str
    group: Group | None
    best: int | None
    worst: int | None


class Leaderboard(Record, frozen=True):
    """The runs by accuracy on what has a `name`, a domain or a benchmark, those that were not asked it last.

    An empty name is all items. `alike` says whether two runs or more were asked it, all of them the same items, and
    scored by the same rule and checker: only then are there bands of ranks. `items` counts the cells of the run that
    was asked most.
    """

    name: str
    items: int
    alike: bool
    places: tuple[Place, ...]
    notes: tuple[str, ...]


class Report(Record, frozen=True):
    """A report on one run or more. `rule` is the official rule that scored, empty for our verdict.

    `leaderboards` starts with the one over all items, then has one a domain; `benchmarks` has one a benchmark, in order
    of appearance. `made_with` is the version of mmbench.
    """

    rule: str
    runs: tuple[RunReport, ...]
    leaderboards: tuple[Leaderboard, ...]
    benchmarks: tuple[Leaderboard, ...]
    notes: tuple[str, ...]
    made_with: str
