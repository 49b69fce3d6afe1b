"""One measurement of bench/overhead.py: `overhead_worker.py FOLDER blind|decode COUNT`, in a process of its own."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from mmbench.config import EvalConfig
from mmbench.evaluate import evaluate
from mmbench.images import file_image, open_image
from mmbench.interfaces import Capabilities, NoOptions, Row
from mmbench.records import BenchmarkCard, Hint, Image, Item, Key, Question, Request, Response

if TYPE_CHECKING:
    from collections.abc import Iterator

    import msgspec


class Bars:
    """The items of a folder, read one line at a time."""

    card: ClassVar[BenchmarkCard] = BenchmarkCard(name="bars", title="Bars")
    Options: ClassVar[type[msgspec.Struct]] = NoOptions

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.count = count

    def rows(self) -> Iterator[Row]:
        """Yield the first `count` lines."""
        with (self.folder / "items.jsonl").open() as file:
            for number, line in zip(range(self.count), file, strict=False):
                row = json.loads(line)
                yield Row(row["id"], f"line {number + 1}", row)

    def item(self, row: Row) -> Item:
        """Hash the picture and make the item."""
        question = Question(
            id=row.id,
            text=row.data["question"],
            prompt=f"Question: {row.data['question']}\nAnswer with a number in \\boxed{{}}.",
            images=(file_image(self.folder, row.data["image"]),),
            hint=Hint(kind="integer"),
        )
        return Item(
            benchmark="bars", question=question, key=Key(answer=row.data["answer"], kind="integer"), domain="chart"
        )


class Nothing:
    """A model that does nothing, or nothing but decode its picture."""

    Options: ClassVar[type[msgspec.Struct]] = NoOptions
    capabilities = Capabilities()
    concurrency = 16

    def __init__(self, *, decode: bool) -> None:
        self.decode = decode

    def identity(self) -> dict[str, str]:
        """Return a name."""
        return {"name": "nothing"}

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        """Load nothing."""

    def close(self) -> None:
        """Close nothing."""

    async def generate(self, request: Request) -> Response:
        """Answer 7."""
        if self.decode:
            for block in request.messages[0].content:
                if isinstance(block, Image):
                    open_image(block.image)
        return Response(text="The bar ends at the line marked 7, so the answer is \\boxed{7}.")


def main() -> None:
    """Run once and print items per CPU second (imports left out) and peak memory."""
    folder, mode, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    model = Nothing(decode=mode == "decode")
    with tempfile.TemporaryDirectory() as out:
        config = EvalConfig(model="nothing", out=out)
        start = time.process_time()
        done = evaluate(config, model=model, benchmarks={"bars": Bars(folder, count)})
        seconds = time.process_time() - start
    if (done.summary["n"], done.summary["failed"]) != (count, 0):
        raise SystemExit(f"the run is not whole: {done.summary}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"items_per_cpu_s": count / seconds, "peak_mib": peak}))


if __name__ == "__main__":
    main()
