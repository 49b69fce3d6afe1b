"""How often the error sorter is right about the kind of mistake and the step, how sure it may be, and what it costs.

    python bench/diagnose.py [--quick] [--data DIR] [--list] [--dump N --to FILE] [--json]

Real labels: verify-then-generate, ProcessBench, PRMBench and the labelled solutions of GSM8K, where their folders are
under `--data`; accusations on right solutions; false results injected into right solutions. Planted mistakes: simulated
students on the suite `figures`, the half that the sorter may have been written against and the half held out. Final
answers alone: the same students' answers without their steps. Cost: CPU of each call, and hostile texts.

Seeds are fixed: two runs differ in nothing but `cost`. The last line is JSON.
"""

from __future__ import annotations

import argparse
import io
import json
import os
from contextlib import nullcontext, redirect_stdout
from pathlib import Path
from typing import Any

from sorting.clock import Clock
from sorting.hostile import hostile_costs
from sorting.injected import injected, injected_scores, plain
from sorting.metrics import quantiles
from sorting.planted import HALVES, dumped, numbers_only, planted_scores, played
from sorting.printing import print_audit, print_cost, print_injected, print_numbers, print_planted, print_real
from sorting.real import LOADERS, Solution, real_scores

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("MMBENCH_SHARED", ROOT.parent / "shared")) / "data"
ITEMS, QUICK_ITEMS = 2_000, 300


def real_labels(data: Path, clock: Clock, listed: bool) -> dict[str, Any]:
    """Measure on the sets whose folders are there; name the others."""
    figures: dict[str, Any] = {}
    solutions: list[Solution] = []
    for name, (folder, load) in LOADERS.items():
        if not (data / folder).is_dir():
            print(f"\n{name}: left out, there is no folder {folder} under the data")
            continue
        of_set = list(load(data))
        solutions += of_set
        figures[name] = real_scores(of_set, clock)
        print_real(name, figures[name])
        print_audit(name, figures[name], listed)
    if not solutions:
        return figures
    texts = injected(solutions)
    for form, made in (("with annotations", texts), ("plain", [plain(one) for one in texts])):
        figures[f"injected, {form}"] = injected_scores(made, clock)
        print_injected(form, figures[f"injected, {form}"], listed)
    return figures


def planted_mistakes(n: int, clock: Clock, dump: int, to: Path | None) -> dict[str, Any]:
    """Measure on simulated students, their whole responses and their answers alone."""
    halves = {half: played(half, n, clock) for half in HALVES}
    figures: dict[str, Any] = {}
    for half, found in halves.items():
        figures[half] = {"skipped": found.skipped, **planted_scores(found.answered)}
        print_planted(half, figures[half])
    alone = numbers_only(halves["development"].answered, halves["held-out"].answered)
    print_numbers(alone)
    if dump and to:
        to.write_text(dumped(halves["development"].answered, dump))
    return {"planted": figures, "number only": alone}


def cost(clock: Clock) -> dict[str, Any]:
    """Return CPU milliseconds a call by what was measured, and the cost of hostile texts."""
    calls = {
        name: {"n": len(taken), **{f"{key}_ms": round(1e3 * took, 2) for key, took in quantiles(taken).items()}}
        for name, taken in clock.taken.items()
    }
    return {"calls": calls, "hostile": hostile_costs()}


def parsed() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ITEMS} items of each half")
    parser.add_argument("--items", type=int, default=ITEMS, help=f"items of each half [default: {ITEMS}]")
    parser.add_argument("--data", metavar="DIR", type=Path, default=SHARED, help="where the labelled sets are")
    parser.add_argument("--list", action="store_true", help="list every accusation that a person is to read")
    parser.add_argument("--dump", metavar="N", type=int, default=0, help="write N misjudged of the development half")
    parser.add_argument("--to", metavar="FILE", type=Path, help="where to write them")
    parser.add_argument("--json", action="store_true", help="print the line of JSON only")
    arguments = parser.parse_args()
    if bool(arguments.dump) != bool(arguments.to):
        parser.error("--dump and --to go together: how many responses to write, and where")
    return arguments


def main() -> None:
    """Measure and print."""
    arguments = parsed()
    clock = Clock()
    items = QUICK_ITEMS if arguments.quick else arguments.items
    with redirect_stdout(io.StringIO()) if arguments.json else nullcontext():
        figures: dict[str, Any] = {"items": items, "real": real_labels(arguments.data, clock, arguments.list)}
        figures |= planted_mistakes(items, clock, arguments.dump, arguments.to)
        figures["cost"] = cost(clock)
        print_cost(figures["cost"])
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
