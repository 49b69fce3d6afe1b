"""What a benchmark, a model, a strategy and an official rule must offer: protocols, which any fitting object meets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

from mmbench.records import (
    Answer,
    BenchmarkCard,
    Imported,
    Item,
    OfficialScore,
    Planted,
    Question,
    Record,
    Sampling,
    Task,
    Trace,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import msgspec

    from mmbench.errors import BadItem
    from mmbench.records import Request, Response

__all__ = [
    "Aggregate",
    "Benchmark",
    "Capabilities",
    "Given",
    "ImportContext",
    "ImportedItem",
    "Importer",
    "Model",
    "NoOptions",
    "OfficialRule",
    "Row",
    "Session",
    "Simulation",
    "Simulator",
    "Source",
    "Strategy",
]


class NoOptions(Record, frozen=True, forbid_unknown_fields=True):
    """Options of something that has none."""


class Source(NamedTuple):
    """Where a benchmark's rows come from: a local folder in the native layout, or (None) the hub; and which split."""

    data: Path | None = None
    split: str = ""


class Row(NamedTuple):
    """A row before it becomes an item. `where` says, for a person, where it stands.

    `data` is the benchmark's own, or a `BadItem` where the row cannot be read.
    """

    id: str
    where: str
    data: Any


class Benchmark(Protocol):
    """Where items come from. Rows are cheap to list; `item` may raise for one row without losing the others."""

    card: ClassVar[BenchmarkCard]
    Options: ClassVar[type[msgspec.Struct]]

    def __init__(self, options: Any, source: Source) -> None: ...

    def rows(self) -> Iterator[Row]:
        """Yield the rows in order, without opening pictures."""
        ...

    def item(self, row: Row) -> Item:
        """Turn a row into an item; any exception costs this row only."""
        ...


class Capabilities(Record, frozen=True):
    """What a model can take and give. A blind model accepts pictures and never opens them.

    `prefix`: it continues the start of an answer. `several`: it gives several samples in one call. `greedy`: at
    temperature 0 it takes the likeliest token; where it does not, every answer is a sampled one. `seeds`: a sampled
    answer follows from the request and its seed; where it does not, sampled answers are not kept in a cache. `top_k`
    and `stop`: it heeds these settings of `Sampling`.
    """

    images: bool = True
    many_images: bool = True
    system: bool = True
    blind: bool = False
    prefix: bool = False
    logprobs: bool = False
    json_mode: bool = False
    several: bool = False
    greedy: bool = True
    seeds: bool = True
    top_k: bool = False
    stop: bool = False


class Model(Protocol):
    """Who answers. `concurrency` is how many items are worth having in flight at once."""

    capabilities: Capabilities
    concurrency: int

    def identity(self) -> dict[str, str]:
        """Return what makes this model this model (name, revision, settings that change answers); loads no weights."""
        ...

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        """Make ready to answer the benchmarks with these cards."""
        ...

    async def generate(self, request: Request) -> Response:
        """Answer one request; raise, or set `Response.error`, where the call fails."""
        ...

    def close(self) -> None:
        """Give back what `load` took."""
        ...


class Simulation(Protocol):
    """What a simulator answers: the response, and the mistake it made on purpose."""

    @property
    def text(self) -> str:
        """The response."""
        ...

    @property
    def planted(self) -> Planted:
        """The mistake planted in it."""
        ...


class Simulator(Protocol):
    """Who plays a solver with known mistakes, to measure the harness with. It is handed whole items; it is no model."""

    Options: ClassVar[type[msgspec.Struct]]

    def __init__(self, name: str, options: Any) -> None: ...

    def identity(self) -> dict[str, str]:
        """Return what makes this simulator what it is: name and options."""
        ...

    def answer(self, item: Item, seed: int) -> Simulation:
        """Return a response to an item; raises where it cannot play one, as for an item without a program."""
        ...


class Session(Protocol):
    """A strategy's way to the model: it records every call, and opens each with the system turn, if there is one."""

    sampling: Sampling

    async def generate(self, request: Request) -> Response:
        """Ask the model; raises where the call fails."""
        ...

    def seed(self, call: int = 0) -> int:
        """Return the seed of this item's nth call: the same in every run, order and process."""
        ...


class Strategy(Protocol):
    """How a model is asked: one call or a whole search. `needs` names fields of `Capabilities`."""

    needs: ClassVar[frozenset[str]]
    Options: ClassVar[type[msgspec.Struct]]

    def __init__(self, options: Any) -> None: ...

    async def __call__(self, question: Question, session: Session) -> Answer:
        """Answer one question through the session."""
        ...


class Aggregate(Protocol):
    """Figures over a whole run that are no mean over items, such as a worst case over variants."""

    def add(self, item: Item, score: OfficialScore) -> None:
        """Take in the score of one item, which may be one that could not be asked (`item.problem`).

        Our own verdicts come as scores 1 and 0 with our extraction as the prediction.
        """
        ...

    def figures(self) -> dict[str, str]:
        """Return each figure, as the benchmark's own tables print it, by its name."""
        ...


class Given(NamedTuple):
    """What an official rule is given of an answer.

    Rules that start from the response itself take `response`; rules that start from an extracted answer take
    `extraction`, which is ours where no other was recorded; `recorded` is None unless the response was imported.
    """

    response: str
    extraction: str | None
    recorded: Imported | None = None


class OfficialRule(Protocol):
    """A benchmark's published metric, reproduced with its traps.

    `versions` names the versions the published rule exists in; `tasks` are the tasks it can score.
    """

    versions: tuple[str, ...]
    tasks: tuple[Task, ...]

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score what was answered, once for each version."""
        ...

    def published(self, correct: float, total: int, bucket: bool) -> str:
        """Return an accuracy as the benchmark's own tables print it."""
        ...

    def aggregate(self) -> Aggregate | None:
        """Return what adds up the figures that are no mean over items, where the benchmark prints such figures."""
        ...


class ImportContext(NamedTuple):
    """What an importer is given besides the file: the benchmark that was asked, and names of columns by their role."""

    benchmark: Benchmark
    columns: dict[str, str] = {}


class Importer(Protocol):
    """Reads predictions of another harness or paper; a module fits.

    `benchmark` names the benchmark that the predictions are of, empty where the user must say.
    """

    benchmark: str

    def read(self, path: Path, context: ImportContext) -> Iterator[tuple[str, ImportedItem | BadItem]]:
        """Yield each row's id with the item, response and recorded verdict, or with what is wrong with the row.

        Raises:
            UsageError: the file cannot be read as predictions of this kind at all.
        """
        ...


class ImportedItem(NamedTuple):
    """One row of another harness's predictions: the item as it was asked, the response, what was recorded of it."""

    item: Item
    trace: Trace
    imported: Imported
