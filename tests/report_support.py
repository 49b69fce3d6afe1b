"""Small runs for tests of reports: items as given, answered by a function of the line's key."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from support import Scripted

from mmbench.config import EvalConfig
from mmbench.evaluate import evaluate
from mmbench.interfaces import NoOptions, Row
from mmbench.records import BenchmarkCard, Item, Key, LineKey, Question, Response, Token, Usage
from mmbench.reports.statistics.exact import codes_of, flipped, summed

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from pathlib import Path

    import msgspec
    from numpy.typing import ArrayLike

    from mmbench.records import Request

__all__ = ["Given", "Sure", "an_item", "ask", "given_as", "key_of", "sign_flip"]


class Given:
    """A benchmark of the items given."""

    card: ClassVar[BenchmarkCard] = BenchmarkCard(name="given", title="Given")
    Options: ClassVar[type[msgspec.Struct]] = NoOptions

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items

    def rows(self) -> Iterator[Row]:
        for number, item in enumerate(self.items):
            yield Row(f"{item.question.id}-{number}", item.question.id, item)

    def item(self, row: Row) -> Item:
        item: Item = row.data
        return item


def given_as(card: BenchmarkCard, items: Sequence[Item]) -> Given:
    """Return a benchmark of the items given, with a card of its own."""
    kind = type("GivenAs", (Given,), {"card": card})
    benchmark: Given = kind(items)
    return benchmark


class Sure(Scripted):
    """A scripted model that says how sure it is of each answer, and what the answer took."""

    def __init__(self, answer: Callable[[Request], str], sure: Callable[[Request], float]) -> None:
        super().__init__(answer, logprobs=True)
        self.sure = sure

    async def generate(self, request: Request) -> Response:
        tokens = (Token(text="x", logprob=math.log(self.sure(request))),)
        usage = Usage(input_tokens=100, output_tokens=20, cost=0.5)
        return Response(text=self.answer(request), logprobs=tokens, usage=usage, latency=2.0)


def an_item(name: str, **labels: Any) -> Item:
    """Return an item whose answer is 7."""
    question = {part: labels.pop(part) for part in ("images", "choices", "language") if part in labels}
    return Item(
        benchmark="given",
        question=Question(id=name, text=f"How long is {name}?", prompt=f"How long is {name}?", **question),
        key=Key(answer="7", kind="integer", facts={"AB": 3}),
        **labels,
    )


def key_of(request: Request) -> LineKey:
    """Return the key of the line that a request is of."""
    item, view, corruption, variant, repeat = request.about.rsplit("|", 4) if "|" in request.about else (
        request.about, "full", "", "", "0",
    )  # fmt: skip
    return LineKey(item, view, corruption, variant, int(repeat))


def ask(out: Path, items: Sequence[Item], right: Callable[[LineKey], bool], **settings: Any) -> Path:
    """Ask the items, answered right where a function of the line's key says so, and return the run."""
    config = EvalConfig(model="scripted", out=str(out), max_failures="100%", **settings)
    model = Scripted(lambda request: "7" if right(key_of(request)) else "8", images=True)
    evaluate(config, model=model, benchmarks={"given": Given(items)})
    return out


def sign_flip(
    differences: ArrayLike, clusters: Sequence[Hashable] | None = None, *, worse: bool = False, seed: int = 0
) -> float:
    """Return the p-value of cells' differences under flips of their clusters' signs."""
    values = np.asarray(differences, float)
    return flipped(summed(values, codes_of(clusters, len(values))), seed)[worse]
