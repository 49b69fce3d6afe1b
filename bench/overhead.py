"""What the harness itself costs: items per CPU second around a model that does nothing, memory, start-up.

    python bench/overhead.py [--quick] [--peers PYTHON]

Each of 2,000 items has a 224x224 PNG; the durable log and scoring are on. Measured in processes of their own, in turn,
each figure the median of the rounds. `--peers` names a Python that has inspect_ai and lmms-eval installed
(bench/peers/README.md); they are then measured in the same turns on the same items. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIDE = 224
WORKER = ROOT / "bench" / "overhead_worker.py"
PEERS = {"inspect_ai": "inspect_worker.py", "lmms_eval": "lmms_worker.py"}


def make_items(folder: Path, count: int) -> None:
    """Write a folder of items: `items.jsonl` and a PNG each, drawn so that it compresses as a simple chart does."""
    from PIL import Image, ImageDraw

    (folder / "images").mkdir(parents=True)
    with (folder / "items.jsonl").open("w") as file:
        for number in range(count):
            picture = Image.new("RGB", (SIDE, SIDE), "white")
            pen = ImageDraw.Draw(picture)
            for bar in range(8):
                height = 20 + (number * 7 + bar * 37) % 180
                pen.rectangle((10 + bar * 26, SIDE - height, 28 + bar * 26, SIDE), fill=(bar * 30, number % 256, 120))
            pen.text((5, 5), f"item {number}", fill="black")
            picture.save(folder / "images" / f"{number}.png")
            row = {"id": str(number), "question": f"How high is bar {number % 8}?", "answer": str(number % 50)}
            file.write(json.dumps({**row, "image": f"images/{number}.png"}) + "\n")


def cpu_of(command: list[str]) -> tuple[float, dict[str, float]]:
    """Run a command and return its CPU seconds (user and system, children included) and the JSON it printed last."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    lines = done.stdout.strip().split("\n")
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, json.loads(lines[-1]) if lines[-1].startswith("{") else {}


def own(folder: Path, mode: str, count: int) -> dict[str, float]:
    """Measure this harness on the first `count` items of a folder."""
    seconds, found = cpu_of([sys.executable, str(WORKER), str(folder), mode, str(count)])
    return {**found, "process_cpu_seconds": seconds}


def command_line(*arguments: str) -> float:
    """Return the CPU seconds of a command of ours."""
    return cpu_of([sys.executable, "-m", "mmbench", *arguments])[0]


def measure(folder: Path, small: int, large: int, rounds: int, peers: str | None) -> dict[str, list[float]]:
    """Take every measurement in turn, `rounds` times."""
    found: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        found.setdefault(name, []).append(value)

    for turn in range(rounds):
        for mode in ("blind", "decode"):
            note(f"mmbench_{mode}_items_per_cpu_s", own(folder, mode, small)["items_per_cpu_s"])
            for peer, script in PEERS.items() if peers else ():
                command = [str(peers), str(ROOT / "bench" / "peers" / script), str(folder), mode, str(small)]
                note(f"{peer}_{mode}_items_per_cpu_s", cpu_of(command)[1]["items_per_cpu_s"])
        note("memory_small_mib", own(folder, "blind", small)["peak_mib"])
        note("memory_large_mib", own(folder, "blind", large)["peak_mib"])
        note("eight_items_cpu_s", own(folder, "decode", 8)["process_cpu_seconds"])
        for peer, script in PEERS.items() if peers else ():
            command = [str(peers), str(ROOT / "bench" / "peers" / script), str(folder), "decode", "8"]
            note(f"{peer}_eight_items_cpu_s", cpu_of(command)[0])
        with tempfile.TemporaryDirectory() as out:
            run = f"{out}/run-{turn}"
            note("figures_eight_items_cpu_s", command_line("eval", "--model", "random", "--limit", "8", "--out", run))
        for name, arguments in (("help", ["--help"]), ("list", ["list"]), ("score_help", ["score", "--help"])):
            note(f"{name}_cpu_s", statistics.median(command_line(*arguments) for _ in range(5)))
    return found


GOALS = {
    "mmbench_blind_items_per_cpu_s": ">= 1500",
    "mmbench_decode_items_per_cpu_s": ">= 900",
    "memory_growth": "flat: <= 1.1",
    "eight_items_cpu_s": "<= 1.5",
    "figures_eight_items_cpu_s": "<= 1.5",
    "help_cpu_s": "<= 0.15",
    "list_cpu_s": "<= 0.15",
    "score_help_cpu_s": "<= 0.15",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the items, one round")
    parser.add_argument("--peers", metavar="PYTHON", help="a Python with inspect_ai and lmms-eval")
    arguments = parser.parse_args()
    small, large, rounds = (200, 2_000, 1) if arguments.quick else (2_000, 20_000, 3)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "items"
        make_items(folder, large)
        found = measure(folder, small, large, rounds, arguments.peers)
    table = {name: statistics.median(values) for name, values in found.items()}
    table["memory_growth"] = table["memory_large_mib"] / table["memory_small_mib"]
    print(f"{'figure':<40} {'median':>10} {'min':>10} {'max':>10}  goal")
    for name, value in table.items():
        spread = found.get(name, [value])
        print(f"{name:<40} {value:>10.3f} {min(spread):>10.3f} {max(spread):>10.3f}  {GOALS.get(name, '')}")
    print(json.dumps({"items": small, "rounds": rounds, **{name: round(value, 4) for name, value in table.items()}}))


if __name__ == "__main__":
    main()
