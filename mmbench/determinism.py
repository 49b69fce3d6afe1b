"""Does a model give the same greedy answer alone and together with others? Measured, since batches change roundings."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from mmbench.adapters.strategies.direct import opening
from mmbench.errors import RunError
from mmbench.making import make_benchmark
from mmbench.records import Request, Sampling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.interfaces import Model
    from mmbench.records import Response

__all__ = ["Determinism", "figures_requests", "measure"]


class Determinism(NamedTuple):
    """What came of asking the same greedy requests twice.

    `same` of `asked` answers were equal to the letter; `places` says, for the others by the item's name, at which
    character they part.
    """

    asked: int
    same: int
    places: dict[str, int]


def figures_requests(n: int, max_tokens: int) -> list[Request]:
    """Return greedy requests of the first `n` items of the generated suite, pictures included."""
    benchmark = make_benchmark(f"figures:n={n}", None)
    items = [benchmark.item(row) for row in benchmark.rows()]
    sampling = Sampling(max_tokens=max_tokens)
    return [
        Request(messages=(opening(item.question),), sampling=sampling, about=item.line_key().text()) for item in items
    ]


def measure(model: Model, requests: Sequence[Request]) -> Determinism:
    """Ask a loaded model each request alone, then all at once.

    Raises:
        RunError: a call failed, with the item and the reason.
    """

    async def ask() -> tuple[list[Response], list[Response]]:
        alone = [await model.generate(request) for request in requests]
        return alone, await asyncio.gather(*map(model.generate, requests))

    alone, together = asyncio.run(ask())
    places = {}
    for request, one, other in zip(requests, alone, together, strict=True):
        error = one.error or other.error
        if error:
            raise RunError(f"{request.about}: {error}")
        if _said(one) != _said(other):
            places[request.about] = _parting(_said(one), _said(other))
    return Determinism(len(requests), len(requests) - len(places), places)


def _said(response: Response) -> str:
    return response.reasoning + response.text


def _parting(one: str, other: str) -> int:
    """Return the first place at which two different texts differ."""
    places = range(min(len(one), len(other)))
    return next((place for place in places if one[place] != other[place]), len(places))
