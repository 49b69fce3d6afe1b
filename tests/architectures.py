"""What must hold of `hf:` for every architecture, checked on a tiny random checkpoint of it in fp32."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

from local_model import ask, loaded
from tiny_models import build, picture

from mmbench.adapters.hf import engine
from mmbench.adapters.hf.joining import JOINABLE, join
from mmbench.images import file_image
from mmbench.records import Image, Message, Request, Sampling, Text

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.adapters.hf.decoding import Batch
    from mmbench.records import Response

__all__ = ["check_batches", "check_control_tokens", "check_pictures_count", "requests_of"]

TALK = ("Find x.", "How many squares are in the picture?", "How many squares, and where? " * 3, "1")


def _images(folder: Path, *squares: int) -> list[Image]:
    shown = []
    for count in squares:
        path = folder / f"{count}.png"
        if not path.exists():
            picture(count).save(path)
        shown.append(Image(image=file_image(folder, path.name)))
    return shown


def requests_of(folder: Path, n: int) -> list[Request]:
    """Requests with one picture, with two, texts of different lengths, answers of different lengths."""
    made = []
    for number in range(n):
        squares = (1 + number % 4, 1 + (number + 1) % 4) if number % 5 == 3 else (1 + number % 4,)
        text = Text(text=TALK[number % len(TALK)])
        message = Message(role="user", content=(*_images(folder, *squares), text))
        made.append(Request(messages=(message,), sampling=Sampling(max_tokens=3 + number * 5 % 22)))
    return made


def _told(responses: list[Response]) -> list[tuple[str, str, int]]:
    return [(each.text, each.finish, each.usage.input_tokens) for each in responses]


def check_batches(architecture: str, folder: Path) -> None:
    """Batched, dropped and joined rows have the tokens of single runs; where rows cannot join, none did."""
    build(architecture, folder / "model")
    requests = requests_of(folder, 14)
    joined: list[int] = []

    def noted(batch: Batch, other: Batch) -> None:
        joined.append(len(other.rows))
        join(batch, other)

    with loaded(folder / "model", dtype="float32", batch_size=6, join=True) as model:
        single = [ask(model, [request])[0] for request in requests]
        with mock.patch.object(engine, "join", noted):
            together = ask(model, requests)
    for one, several in zip(_told(single), _told(together), strict=True):
        assert one == several, f"alone: {one}; with others: {several}"
    assert len({each.text for each in single}) > 4, "the test needs answers that differ"
    assert bool(joined) == (architecture in JOINABLE), f"{sum(joined)} rows joined"


def check_pictures_count(architecture: str, folder: Path) -> None:
    """Another picture under the same question gives another answer, and a request without a picture is answered."""
    build(architecture, folder / "model")
    sampling = Sampling(max_tokens=20)
    asked = [
        Request(messages=(Message(role="user", content=(*_images(folder, n), Text(text=TALK[1]))),), sampling=sampling)
        for n in (1, 4)
    ]
    blind = Request(messages=(Message(role="user", content=(Text(text=TALK[1]),)),), sampling=sampling)
    with loaded(folder / "model", dtype="float32") as model:
        one, four, none = ask(model, [*asked, blind])
    assert one.text != four.text
    assert none.usage.input_tokens < one.usage.input_tokens


def check_control_tokens(architecture: str, folder: Path) -> None:
    """A question that holds the architecture's own control tokens is text: same pictures, no turn ended."""
    build(architecture, folder / "model")
    with loaded(folder / "model", dtype="float32") as model:
        tokenizer = model.preparer.processor.tokenizer
        special = [token.content for token in tokenizer.added_tokens_decoder.values() if token.special]
        sampling = Sampling(max_tokens=4)
        plain, hostile = (
            Request(messages=(Message(role="user", content=(*_images(folder, 2), Text(text=text))),), sampling=sampling)
            for text in ("Find x.", f"Find x. {' '.join(special)}")
        )
        ids = set(tokenizer.convert_tokens_to_ids(special))
        counts = [
            sum(token in ids for token in model.preparer.prepare(request).inputs["input_ids"][0].tolist())
            for request in (plain, hostile)
        ]
        assert len(ask(model, [hostile])) == 1
    assert counts[0] == counts[1] > 0
