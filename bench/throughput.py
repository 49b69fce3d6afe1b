"""How fast answers are generated: our adapter against the ways other harnesses generate, and against the hardware.

    python bench/throughput.py [--size 7b] [--quick]

A random-weight model at real dimensions is asked items with pictures of mixed sizes and answers of mixed lengths (ten
times between short and long), one way after another:

    one at a time   model.generate on one item, as harnesses with batch size 1 do (a sample of the items)
    fixed batch     model.generate on so many items in the order they come, each batch as long as its longest answer
    mmbench         our adapter; join: with waiting items taking the places of finished ones
    uniform batch   model.generate on copies of one item with equal answers, at the batch size that does best: what
                    batching could give if all items were alike
    roofline        decoding one at a time at the memory bandwidth measured here: weights read once a token

Needs a GPU for figures that mean something; without one, a tiny model shows that everything runs. Tokens are those of
the answers wanted; what a batch generates beyond them counts for nothing. The last line is JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent))

from serving.load import Load, bandwidth, peak_memory, weight_bytes
from serving.models import SIZES, Made, make

from mmbench.adapters.hf import HFModel
from mmbench.adapters.hf import model as hf_model
from mmbench.adapters.hf.loading import Loaded
from mmbench.adapters.hf.options import HFOptions
from mmbench.adapters.hf.preparing import Preparer
from mmbench.images import file_image
from mmbench.records import Image, Message, Request, Sampling, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SIDES = ((224, 224), (336, 448), (448, 336), (640, 480), (1024, 768))
FIXED = 16
SAMPLE = 8
UNIFORM = (16, 64, 128, 256)


class Figures(NamedTuple):
    """What one way of generating came to."""

    items: int
    tokens: int
    seconds: float
    utilisation: float | None
    gib: float | None

    @property
    def tokens_per_s(self) -> float:
        """Return the tokens of wanted answers for each second."""
        return self.tokens / self.seconds


def requests(folder: Path, n: int, longest: int) -> list[Request]:
    """Return items with pictures of several sizes and answers of up to `longest` tokens, most of them far shorter."""
    from PIL import Image as Picture

    draw = random.Random(0)
    made = []
    for number in range(n):
        side = SIDES[number % len(SIDES)]
        path = folder / f"{number % 64}.png"
        if not path.exists():
            Picture.effect_noise(side, 80).convert("RGB").save(path)
        tokens = int(longest * 10 ** -draw.betavariate(2, 1))
        text = "Find the length of AB. " * draw.randint(1, 12)
        message = Message(role="user", content=(Image(image=file_image(folder, path.name)), Text(text=text)))
        made.append(Request(messages=(message,), sampling=Sampling(max_tokens=max(1, tokens))))
    return made


def measured(work: Callable[[], int], items: int) -> Figures:
    """Return what a piece of work came to; it returns the tokens wanted that it made."""
    with Load() as load:
        start = time.perf_counter()
        tokens = work()
        seconds = time.perf_counter() - start
    return Figures(items, tokens, seconds, load.utilisation(), peak_memory())


def generated(made: Made, preparer: Preparer, batch: Sequence[Request]) -> int:
    """Answer a batch by `model.generate`, as long as the longest answer in it."""
    import torch

    inputs = preparer.together([preparer.prepare(request) for request in batch])
    placed = {
        name: value.to(made.model.device, dtype=made.model.dtype if value.is_floating_point() else None)
        for name, value in inputs.items()
    }
    longest = max(request.sampling.max_tokens for request in batch)
    with torch.inference_mode():
        made.model.generate(**placed, max_new_tokens=longest, min_new_tokens=longest, do_sample=False)
    return sum(request.sampling.max_tokens for request in batch)


def in_batches(made: Made, asked: Sequence[Request], size: int) -> int:
    """Answer items in the order they come, so many at a time."""
    preparer = Preparer(made.processor, HFOptions())
    return sum(generated(made, preparer, asked[start : start + size]) for start in range(0, len(asked), size))


def uniform(made: Made, request: Request, sizes: Sequence[int], tokens: int) -> tuple[int, Figures]:
    """Return the batch size of equal items that does best, and what it came to."""
    import torch

    alike = Request(messages=request.messages, sampling=Sampling(max_tokens=tokens))
    best: tuple[int, Figures] | None = None
    for size in sizes:
        try:
            found = measured(lambda size=size: in_batches(made, [alike] * size, size), size)  # type: ignore[misc]
        except torch.OutOfMemoryError:
            break
        if best is None or found.tokens_per_s > best[1].tokens_per_s:
            best = size, found
    if best is None:
        raise SystemExit("not even the smallest batch fits in memory")
    return best


def ours(made: Made, asked: Sequence[Request], *, join: bool) -> int:
    """Answer items through our adapter, all in flight as the run loop has them."""
    with mock.patch.object(hf_model, "load", lambda *_: Loaded(made.model, made.processor)):
        model = HFModel("random", HFOptions(join=join))
        model.load({})
    waiting = iter(asked)

    async def work() -> int:
        return sum([(await model.generate(request)).usage.output_tokens for request in waiting])

    async def work_all() -> int:
        return sum(await asyncio.gather(*(work() for _ in range(model.concurrency))))

    try:
        return asyncio.run(work_all())
    finally:
        model.close()


def table(rows: dict[str, Figures]) -> list[str]:
    """Return the table for people."""
    lines = [f"{'':<28} {'items':>6} {'tokens/s':>10} {'items/s':>9} {'GPU %':>6} {'peak GiB':>9}"]
    for name, found in rows.items():
        busy = "" if found.utilisation is None else f"{found.utilisation:.0f}"
        gib = "" if found.gib is None else f"{found.gib:.1f}"
        speed = f"{found.tokens_per_s:>10.1f} {found.items / found.seconds:>9.2f}"
        lines.append(f"{name:<28} {found.items:>6} {speed} {busy:>6} {gib:>9}")
    return lines


def main() -> None:
    """Measure and print."""
    import torch

    gpu = torch.cuda.is_available()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=sorted(SIZES), default="7b" if gpu else "tiny")
    parser.add_argument("--items", type=int, default=512 if gpu else 48)
    parser.add_argument("--longest", type=int, default=512 if gpu else 48, help="tokens of the longest answer")
    parser.add_argument("--quick", action="store_true", help="an eighth of the items")
    given = parser.parse_args()
    items = given.items // 8 if given.quick else given.items
    if not gpu:
        torch.set_num_threads(1)  # several on a busy machine are many times slower
    made = make(SIZES[given.size], "cuda" if gpu else "cpu")
    with tempfile.TemporaryDirectory() as place:
        asked = requests(Path(place), items, given.longest)
        in_batches(made, asked[:2], 2)
        sample = asked[:SAMPLE]
        rows = {"one at a time": measured(lambda: in_batches(made, sample, 1), len(sample))}
        rows[f"fixed batch of {FIXED}"] = measured(lambda: in_batches(made, asked, FIXED), items)
        rows["mmbench"] = measured(lambda: ours(made, asked, join=False), items)
        rows["mmbench, join"] = measured(lambda: ours(made, asked, join=True), items)
        sizes = UNIFORM if gpu else UNIFORM[:2]
        mean = sum(request.sampling.max_tokens for request in asked) // len(asked)
        size, rows["uniform batch"] = uniform(made, asked[2], sizes, mean)
        rows[f"uniform batch of {size}"] = rows.pop("uniform batch")
    report(made, given.size, rows)


def report(made: Made, size: str, rows: dict[str, Figures]) -> None:
    """Print the table, the ratios that the project aims at, and the line of JSON."""
    import torch
    import transformers

    device = torch.cuda.get_device_name() if torch.cuda.is_available() else "CPU (figures mean nothing)"
    weights, speed = weight_bytes(made.model), bandwidth(made.model.device)
    roofline = speed / weights
    plain, joined = rows["mmbench"].tokens_per_s, rows["mmbench, join"].tokens_per_s
    alone = rows["one at a time"].tokens_per_s
    best = next(found.tokens_per_s for name, found in rows.items() if name.startswith("uniform"))
    print(f"{made.architecture}, {size}: {weights / 2**30:.1f} GiB of weights on {device}")
    print(f"torch {torch.__version__}, transformers {transformers.__version__}\n")
    print("\n".join(table(rows)))
    print(f"\nmemory bandwidth {speed / 1e9:.0f} GB/s: roofline of one at a time {roofline:.1f} tokens/s")
    print(f"mmbench over one at a time {plain / alone:.1f}x, over a uniform batch {plain / best:.2f}")
    print(f"join over no join {joined / plain:.2f}x")
    figures = {name.replace(" ", "_").replace(",", ""): round(found.tokens_per_s, 1) for name, found in rows.items()}
    ratios = {
        "over_one": round(plain / alone, 2),
        "over_uniform": round(plain / best, 3),
        "join_gain": round(joined / plain, 3),
    }
    print(
        json.dumps({"device": device, "size": size, "tokens_per_s": figures, "roofline": round(roofline, 1), **ratios})
    )


if __name__ == "__main__":
    main()
