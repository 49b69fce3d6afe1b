"""What several tests need: a small benchmark in memory, models that answer as told, the command line as a process."""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys
import time
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from PIL import Image

from mmbench.errors import BadItem
from mmbench.interfaces import Capabilities, NoOptions, Row, Source
from mmbench.making import make_benchmark
from mmbench.records import BenchmarkCard, Hint, Item, Key, Question, Request, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Numbers", "Scripted", "least_seconds", "mmbench", "read_lines", "slowness"]

ROOT = Path(__file__).resolve().parent.parent


def mmbench(
    *arguments: str, cwd: Path | None = None, stdin: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "mmbench", *arguments]
    settings = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=settings, timeout=300, input=stdin)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a JSONL file."""
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]


class Numbers:
    """A benchmark of `n` sums; `broken` rows raise when they become items."""

    card: ClassVar[BenchmarkCard] = BenchmarkCard(name="numbers", title="Numbers")
    Options: ClassVar[type[msgspec.Struct]] = NoOptions

    def __init__(self, n: int, broken: tuple[int, ...] = (), gold: Callable[[int], str] = lambda k: str(2 * k)) -> None:
        self.n = n
        self.broken = broken
        self.gold = gold

    def rows(self) -> Iterator[Row]:
        for number in range(self.n):
            yield Row(str(number), f"row {number}", number)

    def item(self, row: Row) -> Item:
        number = row.data
        if number in self.broken:
            raise KeyError(f"column 'answer' of row {number}")
        return Item(
            benchmark="numbers",
            question=Question(
                id=row.id, text=f"{number} + {number}?", prompt=f"{number} + {number}?", hint=Hint(kind="integer")
            ),
            key=Key(answer=self.gold(number), kind="integer"),
            domain="even" if number % 2 == 0 else "odd",
        )


class Scripted:
    """A model that answers by a function of the request; the function may raise."""

    Options: ClassVar[type[msgspec.Struct]] = NoOptions
    concurrency = 4

    def __init__(self, answer: Callable[[Request], str], seconds: float = 0.0, **capabilities: bool) -> None:
        self.answer = answer
        self.seconds = seconds
        self.capabilities = Capabilities(**capabilities)
        self.asked: list[Request] = []

    def identity(self) -> dict[str, str]:
        return {"name": "scripted"}

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        pass

    def close(self) -> None:
        pass

    async def generate(self, request: Request) -> Response:
        self.asked.append(request)
        if self.seconds:
            await asyncio.sleep(self.seconds)
        return Response(text=self.answer(request))


def number_in(request: Request) -> int:
    """Return the number that a `Numbers` question asks about."""
    return int(prompt_of(request).split(" ")[0])


def prompt_of(request: Request) -> str:
    """Return the text of a request's last turn."""
    block = request.messages[-1].content[-1]
    assert hasattr(block, "text")
    return block.text


def items_of(name: str, data: Path, split: str = "") -> list[Item]:
    """Return every item of a benchmark's local copy; a bad row raises."""
    benchmark = make_benchmark(name, data, split)
    items = []
    for row in benchmark.rows():
        if isinstance(row.data, BadItem):
            raise row.data
        items.append(benchmark.item(row))
    assert len({item.line_key() for item in items}) == len(items), "two items share a key"
    return items


def png(width: int = 8, height: int = 6, colour: str = "red") -> bytes:
    """Return a small picture's bytes."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()


def write_parquet(path: Path, rows: list[dict[str, Any]], row_group: int = 100) -> None:
    """Write rows as the hub publishes them; values of type bytes are pictures, also in lists."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    def cell(value: Any) -> Any:
        if isinstance(value, bytes):
            return {"bytes": value, "path": None}
        return [cell(part) for part in value] if isinstance(value, list) else value

    path.parent.mkdir(parents=True, exist_ok=True)
    table = pa.Table.from_pylist([{name: cell(value) for name, value in row.items()} for row in rows])
    pq.write_table(table, path, row_group_size=row_group)


__all__ += ["Source", "items_of", "number_in", "png", "prompt_of", "write_parquet"]


REFERENCE_SECONDS = 0.0115
"""What `slowness` measures on the machine that the bounds on work were set on."""


@cache
def slowness() -> float:
    """Return how many times slower this machine is now than the one that bounds in seconds were set on; at least 1."""
    return max(1.0, min(_round_of_work() for _ in range(5)) / REFERENCE_SECONDS)


def _round_of_work() -> float:
    start = time.thread_time()
    table: dict[int, Fraction] = {}
    for number in range(1, 10_000):
        table[number % 100] = Fraction(number, 7) + 1
    return time.thread_time() - start


def least_seconds(work: Callable[[], object], enough: float, tries: int = 3) -> float:
    """Return the least CPU seconds of this thread that some work took, tried again while it took more than enough."""
    least = float("inf")
    for _ in range(tries):
        start = time.thread_time()
        work()
        least = min(least, time.thread_time() - start)
        if least < enough:
            break
    return least
