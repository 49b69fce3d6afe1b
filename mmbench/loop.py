"""The run loop: many items at once through a strategy and a model, each ending as one durable line.

Whatever goes wrong with one item (its row, its picture, the strategy, the model) becomes that item's `failed` line;
only the run directory itself failing ends the run.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mmbench import images
from mmbench.errors import BadItem, RunError
from mmbench.jsonl import encode_line
from mmbench.records import AlteredImage, Answer, Failure, GeneratedImage, Line, Planted, Sampling, Trace
from mmbench.session import CallFailed, RecordingSession
from mmbench.simulation import Door

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mmbench.interfaces import Model, Simulation, Strategy
    from mmbench.records import ImageRef, Item, Question, Stage
    from mmbench.rundir import Writer

__all__ = ["Asking", "run_items"]

_LINE = msgspec.json.Decoder(Line)


class Asking(NamedTuple):
    """Who answers and how. `concurrency` is how many items are in flight at once; `system` is the system turn."""

    model: Model
    strategy: Strategy
    sampling: Sampling = Sampling()
    seed: int = 0
    concurrency: int = 1
    system: str = ""


async def run_items(
    items: Iterable[tuple[Item, int]], asking: Asking, writer: Writer, finished: Callable[[Item, Line], None]
) -> None:
    """Ask every item for its repeat and append its line; `finished` is called after each line is written.

    Raises:
        RunError: the run directory cannot be written.
    """
    waiting = iter(items)
    with ThreadPoolExecutor(1, thread_name_prefix="draw") as drawing:
        painter = _Painter(writer, drawing)
        async with asyncio.TaskGroup() as group:
            for _ in range(asking.concurrency):
                group.create_task(_work(waiting, asking, writer, painter, finished))


async def _work(
    waiting: Iterator[tuple[Item, int]],
    asking: Asking,
    writer: Writer,
    painter: _Painter,
    finished: Callable[[Item, Line], None],
) -> None:
    for item, repeat in waiting:
        line, encoded = _writable(await _ask(item, repeat, asking, painter))
        writer.append(encoded)
        finished(item, line)


async def _ask(item: Item, repeat: int, asking: Asking, painter: _Painter) -> Line:
    start = time.perf_counter()
    key = item.line_key(repeat)
    session = RecordingSession(asking.model, asking.sampling, asking.seed, key, asking.system)
    failure: Failure | None = None
    answer = Answer(text="")
    planted: Planted | None = None
    try:
        if item.problem:
            raise _Failed("loader", item.problem)
        question = item.question
        if question.images and not asking.model.capabilities.blind:
            question = await painter.drawn(question)
        if isinstance(asking.model, Door):
            simulated = _simulated(asking.model, item, session.seed())
            answer, planted = Answer(text=simulated.text), simulated.planted
        else:
            answer = await asking.strategy(question, session)
    except RunError:
        raise
    except _Failed as error:
        failure = Failure(stage=error.stage, error=error.reason)
    except CallFailed as error:
        stage: Stage = "image" if isinstance(error.__cause__, BadItem) else "adapter"
        failure = Failure(stage=stage, error=str(error))
    except Exception as error:
        failure = Failure(stage="strategy", error=f"{type(error).__name__}: {error}")
    trace = Trace(calls=tuple(session.calls), text=answer.text, reasoning=answer.reasoning, truncated=answer.truncated)
    seconds = round(time.perf_counter() - start, 6)
    return Line(**key._asdict(), trace=trace, planted=planted, failure=failure, seconds=seconds)


def _simulated(door: Door, item: Item, seed: int) -> Simulation:
    try:
        return door.answer(item, seed)
    except Exception as error:
        reason = str(error) if isinstance(error, BadItem) else f"{type(error).__name__}: {error}"
        raise _Failed("adapter", reason) from error


class _Failed(Exception):
    """An item that failed before the strategy was called."""

    def __init__(self, stage: Stage, reason: str) -> None:
        super().__init__(stage, reason)
        self.stage = stage
        self.reason = reason


def _writable(line: Line) -> tuple[Line, bytes]:
    """Return a line as it will be read back, and encoded; a line that could not be read back becomes a failed one.

    A model or strategy from outside may put anything into its answer.
    """
    try:
        encoded = encode_line(line)
        return _LINE.decode(encoded), encoded
    except (msgspec.MsgspecError, TypeError, ValueError) as error:
        failure = Failure(stage="strategy", error=f"the answer is not what a record can hold: {error}")
        line = Line(**line.line_key()._asdict(), failure=failure, seconds=line.seconds)
        return line, encode_line(line)


class _Painter:
    """Draws generated and altered pictures, one at a time beside the event loop.

    Pictures that are ours, generated or altered from generated ones, go into the run's `images/`: their licence always
    lets them be kept, and what was shown is then in the run, by content hash. Altered pictures of others are only
    drawn ahead for the adapter that opens them.
    """

    def __init__(self, writer: Writer, drawing: ThreadPoolExecutor) -> None:
        self.writer = writer
        self.drawing = drawing

    async def drawn(self, question: Question) -> Question:
        """Return the question with its generated pictures drawn, and every other picture known to be there.

        Raises:
            _Failed: a picture is missing or cannot be drawn.
        """
        drawn = (GeneratedImage, AlteredImage)
        if not any(isinstance(image, drawn) or not image.sha256 for image in question.images):
            return question
        shown: list[ImageRef] = []
        for image in question.images:
            if not image.sha256 and not isinstance(image, GeneratedImage):
                raise _Failed("image", f"the picture {images.where(image)} is missing")
            shown.append(await self._kept(image) if isinstance(image, drawn) else image)
        return msgspec.structs.replace(question, images=tuple(shown))

    async def _kept(self, image: GeneratedImage | AlteredImage) -> ImageRef:
        loop = asyncio.get_running_loop()
        try:
            data = await loop.run_in_executor(self.drawing, images.read_bytes, image)
        except Exception as error:
            raise _Failed("image", f"{images.where(image)}: {type(error).__name__}: {error}") from error
        return self.writer.keep_image(data) if images.is_ours(image) else image
