"""What the suite `figures` costs: items without pictures, pictures by kind, and which families are the slowest.

    python bench/figures.py [--quick] [--items N] [--pictures N]

CPU seconds of this process, after a first item and picture of each family have been made (imports and fonts are counted
apart, as `start`). Pictures are drawn and encoded as a run does it. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import time

from mmbench.benchmarks.figures import Figures, draw
from mmbench.benchmarks.figures.catalogue import FAMILIES, family_of
from mmbench.interfaces import Source
from mmbench.records import GeneratedImage, Item


def made(n: int, seed: int, families: str = "") -> list[Item]:
    """Return `n` items."""
    suite = Figures(Figures.Options(n=n, seed=seed, families=families), Source())
    return [suite.item(row) for row in suite.rows()]


def drawn(items: list[Item]) -> float:
    """Return the CPU seconds that drawing the pictures of items takes."""
    start = time.process_time()
    for item in items:
        for image in item.question.images:
            if isinstance(image, GeneratedImage):
                draw(image.recipe)
    return time.process_time() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--pictures", type=int, default=20, help="pictures of each family")
    asked = parser.parse_args()
    share = 10 if asked.quick else 1

    start = time.process_time()
    drawn(made(len(FAMILIES), seed=1))
    first = time.process_time() - start
    count = asked.items // share
    suite = Figures(Figures.Options(n=count, seed=2), Source())
    start = time.process_time()
    for row in suite.rows():
        suite.item(row)
    seconds = time.process_time() - start

    rates: dict[str, list[float]] = {}
    rows = []
    for name in FAMILIES:
        pictures = max(2, asked.pictures // share)
        before = time.process_time()
        items = made(pictures, 3, name)
        making = time.process_time() - before
        each = drawn(items) / pictures
        kind = "charts" if family_of(name).DOMAIN == "chart" else "others"
        rates.setdefault(kind, []).append(each)
        rows.append((name, family_of(name).DOMAIN, 1e3 * making / pictures, 1e3 * each))
    print(f"{'family':22} {'domain':20} {'item, ms':>9} {'picture, ms':>12}")
    for name, domain, making, each in sorted(rows, key=lambda row: -row[3]):
        print(f"{name:22} {domain:20} {making:9.2f} {each:12.1f}")
    figures = {
        "families": len(FAMILIES),
        "start_cpu_s": round(first, 2),
        "items": count,
        "items_cpu_s": round(seconds, 2),
        "items_per_cpu_s": round(count / seconds),
        **{f"{kind}_pictures_per_cpu_s": round(len(times) / sum(times), 1) for kind, times in sorted(rates.items())},
    }
    print(f"\n{count} items without pictures: {seconds:.2f} CPU s")
    for kind, times in sorted(rates.items()):
        print(f"pictures per CPU second, {kind}: {len(times) / sum(times):.1f}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
