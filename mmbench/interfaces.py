"""What a benchmark, a model, a strategy and an official rule must offer: protocols, which any fitting object meets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

from mmbench.records import Answer, BenchmarkCard, Imported, Item, OfficialScore, Question, Record, Sampling, Trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import msgspec

    from mmbench.records import Request, Response

__all__ = [
    "Benchmark",
    "Capabilities",
    "ImportedItem",
    "Model",
    "NoOptions",
    "OfficialRule",
    "Row",
    "Session",
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
    """A row before it becomes an item. `where` says, for a person, where it stands; `data` is the benchmark's own."""

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
    """What a model can take and give. A blind model accepts pictures and never opens them."""

    images: bool = True
    many_images: bool = True
    system: bool = True
    blind: bool = False
    prefix: bool = False
    logprobs: bool = False
    json_mode: bool = False
    several: bool = False


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


class Session(Protocol):
    """A strategy's way to the model: it records every call."""

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


class OfficialRule(Protocol):
    """A benchmark's published metric, reproduced with its traps; a module fits."""

    versions: tuple[str, ...]

    def score(self, item: Item, extraction: str | None) -> tuple[OfficialScore, ...]:
        """Score an extraction; several entries where the published rule exists in several versions."""
        ...

    def buckets(self, item: Item) -> Iterable[tuple[str, str]]:
        """Yield the (group, bucket) pairs of the published breakdown that this item counts in."""
        ...

    def published(self, correct: int, total: int, bucket: bool) -> str:
        """Return an accuracy as the benchmark's own tables print it."""
        ...


class ImportedItem(NamedTuple):
    """One row of another harness's predictions: the item as it was asked, the response, what was recorded of it."""

    item: Item
    trace: Trace
    imported: Imported
