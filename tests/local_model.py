"""A local model in tests: loaded, asked several requests at once, closed again."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tiny_llava import picture, prompt

from mmbench.adapters.hf import HFModel
from mmbench.config import EvalConfig
from mmbench.images import file_image
from mmbench.making import make_model
from mmbench.records import Image, Message, Request, Sampling, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mmbench.records import Response

__all__ = ["ask", "asked_of", "counting_request", "loaded", "mixed_requests"]


@contextmanager
def loaded(checkpoint: Path | str, **options: object) -> Iterator[HFModel]:
    """Load a checkpoint with options of `hf:`."""
    given = {name: str(value) for name, value in options.items()}
    model = make_model(EvalConfig(model=f"hf:{checkpoint}", model_options=given))
    assert isinstance(model, HFModel)
    model.load({})
    try:
        yield model
    finally:
        model.close()


def ask(model: HFModel, requests: Sequence[Request]) -> list[Response]:
    """Ask all at once; raises what the first of them raised."""

    async def together() -> list[Response]:
        return await asyncio.gather(*map(model.generate, requests))

    return asyncio.run(together())


def asked_of(checkpoint: Path | str, requests: Sequence[Request], **options: object) -> list[Response]:
    """Load, ask all at once, close."""
    with loaded(checkpoint, **options) as model:
        return ask(model, requests)


def counting_request(
    folder: Path, squares: int, text: str = "", seed: int = 0, samples: int = 1, **sampling: Any
) -> Request:
    """Ask how many squares a picture shows, or something else about it."""
    path = folder / f"{squares}.png"
    if not path.exists():
        picture(squares).save(path)
    blocks = (Image(image=file_image(folder, path.name)), Text(text=text or prompt()))
    messages = (Message(role="user", content=blocks),)
    return Request(messages=messages, sampling=Sampling(**sampling), seed=seed, samples=samples)


def mixed_requests(
    folder: Path, count: int, lengths: tuple[int, ...] = (1, 2, 3, 4, 5, 24), **sampling: Any
) -> list[Request]:
    """Ask about pictures in prompts of different lengths, each with a seed of its own.

    Answers are bound to these lengths in turn: how long a fitted model would go on differs between machines.
    """
    bounds = [lengths[number % len(lengths)] for number in range(count)]
    return [
        counting_request(folder, 1 + number % 4, "x " * (number * 7 % 23), number, max_tokens=bound, **sampling)
        for number, bound in enumerate(bounds)
    ]
