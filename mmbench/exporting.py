"""Writing a benchmark in the form of another harness, pictures included, so that its models can be asked there."""

from __future__ import annotations

import io
import os
import tempfile
from itertools import islice
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mmbench.errors import BadItem, RunError, UsageError, did_you_mean
from mmbench.exports import dataset, lmms_eval, vlmevalkit
from mmbench.images import open_image, read_bytes
from mmbench.layout import laid_out
from mmbench.making import make_benchmark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.interfaces import Benchmark
    from mmbench.records import BenchmarkCard, ImageRef, Item

__all__ = ["KINDS", "Exported", "Rows", "export"]


class Form(Protocol):
    """How a benchmark is written for one harness; a module fits."""

    def paths(self, out: Path, benchmark: str) -> tuple[Path, ...]:
        """Return the files that `write` makes; raises a `UsageError` where `out` cannot be their place."""
        ...

    def unshowable(self, item: Item) -> str:
        """Say why the harness could not ask an item; empty where it can."""
        ...

    def write(self, rows: Rows, files: tuple[Path, ...]) -> None:
        """Write the files."""
        ...

    def hint(self, out: Path, rows: Rows) -> str:
        """Say how to run it there and how to bring the answers back."""
        ...


KINDS: dict[str, Form] = {"dataset": dataset, "lmms-eval-task": lmms_eval, "vlmevalkit-tsv": vlmevalkit}
AS_STORED = ("PNG", "JPEG")
ORIENTATION = 0x0112


class Rows:
    """The items of a benchmark with the bytes of their pictures, one at a time.

    Attributes:
        card: the benchmark's card.
        asked: the options that name the benchmark on a command line.
        items: the items that can be asked.
        problems: what cannot be exported and why, a line each; grows while the rows are gone through.
        written: how many rows were given out.
    """

    def __init__(self, benchmark: Benchmark, asked: str, limit: int | None, form: Form) -> None:
        self.card: BenchmarkCard = benchmark.card
        self.asked = asked
        self.items: list[Item] = []
        self.problems: list[str] = []
        self.written = 0
        for item, where in islice(laid_out(benchmark), limit):
            refused = "" if item.problem else form.unshowable(item)
            if item.problem:
                self.problems.append(item.problem)
            elif refused:
                self.problems.append(f"{where}: {refused}")
            else:
                self.items.append(item)

    @property
    def most_pictures(self) -> int:
        """How many pictures the item with the most has."""
        return max((len(item.question.images) for item in self.items), default=0)

    @property
    def most_choices(self) -> int:
        """How many options the item with the most has."""
        return max((len(item.question.choices) for item in self.items), default=0)

    def __iter__(self) -> Iterator[tuple[Item, list[bytes]]]:
        """Yield each item with its pictures; one with a picture that cannot be read is left out and noted."""
        for item in self.items:
            try:
                pictures = [exported_picture(image) for image in item.question.images]
            except BadItem as error:
                self.problems.append(f"'{item.question.id}': {error}")
                continue
            self.written += 1
            yield item, pictures


def exported_picture(image: ImageRef) -> bytes:
    """Return a picture as it is shown to a model here: its own bytes, or a PNG where opening it changes pixels.

    Raises:
        BadItem: it cannot be read.
    """
    from PIL import Image

    shown = open_image(image)
    data = read_bytes(image)
    with Image.open(io.BytesIO(data)) as stored:
        plain = stored.mode in ("RGB", "L") and "transparency" not in stored.info
        upright = stored.getexif().get(ORIENTATION, 1) == 1
        if stored.format in AS_STORED and plain and upright:
            return data
    buffer = io.BytesIO()
    shown.save(buffer, "PNG")
    return buffer.getvalue()


class Exported(NamedTuple):
    """What was written, what could not be, and how to use it there, for a person."""

    files: tuple[Path, ...]
    rows: int
    problems: tuple[str, ...]
    hint: str
    card: BenchmarkCard


def export(
    kind: str, spec: str, out: Path, data: Path | None = None, split: str = "", limit: int | None = None
) -> Exported:
    """Write a benchmark in the form of another harness.

    Args:
        kind: one of `KINDS`.
        spec: the benchmark, by name with options, or a folder.
        out: where to: a folder for a task, a file for a table.
        data: a local copy of the benchmark's data.
        split: the split; empty for the usual one.
        limit: take only so many rows.

    Raises:
        UsageError: an unknown kind or benchmark, or nothing that could be exported; the message says what is wrong.
        RunError: `out` is there already, or cannot be written.
    """
    if kind not in KINDS:
        raise UsageError(f"nothing named '{kind}' to export.{did_you_mean(kind, KINDS)} Known: {', '.join(KINDS)}.")
    form = KINDS[kind]
    benchmark = make_benchmark(spec, data, split)
    files = form.paths(out, benchmark.card.name)
    for path in files:
        if path.exists():
            raise RunError(f"{path} is there already; give another --out, or remove it first")
    options = {"--benchmark": spec, "--data": "" if data is None else str(data), "--split": split}
    asked = " ".join(f"{name} {quote(value)}" for name, value in options.items() if value)
    rows = Rows(benchmark, asked, limit, form)
    if rows.items:
        _write(form, rows, files)
    if not rows.written:
        listed = "".join(f"\n  {problem}" for problem in rows.problems[:20])
        raise UsageError(f"nothing of '{benchmark.card.name}' can be exported:{listed or ' it has no rows'}")
    return Exported(files, rows.written, tuple(rows.problems), form.hint(out, rows), benchmark.card)


def _write(form: Form, rows: Rows, files: tuple[Path, ...]) -> None:
    """Write the files beside their places and move them there when all are whole."""
    folder = files[0].parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".export-", dir=folder) as place:
            made = tuple(Path(place) / path.name for path in files)
            form.write(rows, made)
            if rows.written:
                for path, target in zip(made, files, strict=True):
                    os.replace(path, target)  # noqa: PTH105
    except OSError as error:
        raise RunError(f"{folder} cannot be written: {error.strerror or error}") from error
