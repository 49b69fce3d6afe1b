"""What it costs to report on runs, and to compare two of them: CPU seconds and peak memory.

    python bench/report.py [--quick]

Twenty runs of 6,000 items in twelve domains, all asked the same, with pictures, reasoned responses, diagnoses and an
official score each; once with items that are independent, once with five items to a group that belongs together. The
report is without plots and with its gallery of 200 wrong answers. Each command is a process of its own; CPU seconds are
the process's, the start included. The last line is JSON.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec
from PIL import Image as Picture

from mmbench.images import file_image
from mmbench.provenance import checker_version
from mmbench.records import (
    BenchmarkCard,
    Call,
    Diagnosis,
    Item,
    Key,
    Line,
    Message,
    OfficialScore,
    Outcome,
    Question,
    Request,
    Response,
    Text,
    Token,
    Trace,
    Usage,
    Verdict,
)
from mmbench.reports.summary import Summary
from mmbench.rundir import Run, Writer

RUNS, ITEMS, DOMAINS, GROUPED, PICTURES = 20, 6_000, 12, 5, 50
REPORT_SECONDS, REPORT_MIB, COMPARE_SECONDS = 20, 600, 3
STEPS = "First, read the two values from the chart. Then 27 + 15 = 42, and so on, step by step.\n" * 12
WRONG = "First, 27 + 15 = 43."


def pictures(folder: Path) -> None:
    """Draw pictures, noisy as photographs are."""
    draw = random.Random(0)
    for number in range(PICTURES):
        small = Picture.frombytes("RGB", (80, 60), draw.randbytes(80 * 60 * 3))
        data = io.BytesIO()
        small.resize((800, 600)).save(data, "PNG")
        (folder / f"{number}.png").write_bytes(data.getvalue())


def items_of(folder: Path, count: int, grouped: bool) -> list[Item]:
    """Return the items, the same for every run."""
    images = [file_image(folder, f"{number}.png") for number in range(PICTURES)]
    return [
        Item(
            benchmark="made",
            question=Question(
                id=f"item-{number:05d}",
                text=f"Question {number}: how much is the difference between the bars {number % 7} and {number % 5}?",
                prompt=f"Question {number}: how much is the difference between the bars? Think step by step.",
                images=(images[number % PICTURES],),
            ),
            key=Key(answer="42", kind="integer"),
            domain=f"domain {number // GROUPED % DOMAINS}",
            skills=(f"skill {number % 9}", f"skill {9 + number % 4}"),
            difficulty=str(1 + number % 3),
            cluster=f"group-{number // GROUPED}" if grouped else "",
            metadata={"source": f"source {number // GROUPED % 30}", "grade": f"grade {number % 4}"},
            fingerprint=f"{number:016x}",
        )
        for number in range(count)
    ]


def verdict_of(item: Item, draw: random.Random, accuracy: float) -> Verdict:
    """Return a verdict; four in five wrong answers are diagnosed."""
    name = f"{item.benchmark}/{item.question.id}"
    right = draw.random() < accuracy
    official = (OfficialScore(rule="made", score=float(right), prediction="42" if right else "43"),)
    if right:
        return Verdict(item=name, outcome="right", extraction="42", how="stated", official=official)
    outcome: Outcome = "unparsed" if draw.random() < 0.2 else "wrong"
    diagnosis = Diagnosis(
        kind=draw.choice(("calculation", "logic", "misreading", "undetermined")),
        subtype="arithmetic",
        confidence=0.9,
        step=0,
        quote="27 + 15 = 43",
        found="43",
        expected="42",
        explanation="27 + 15 is 42, not 43.",
    )
    return Verdict(
        item=name,
        outcome=outcome,
        extraction="43",
        how="stated",
        official=official,
        diagnosis=diagnosis if outcome == "wrong" else None,
    )


def line_of(item: Item, verdict: Verdict, draw: random.Random) -> Line:
    """Return a response of about a thousand characters, with its tokens' probabilities."""
    text = f"{STEPS if verdict.outcome == 'right' else WRONG + STEPS}\nThe answer is {verdict.extraction}."
    response = Response(
        text=text,
        usage=Usage(input_tokens=800, output_tokens=300, cost=0.001),
        latency=2.5,
        logprobs=tuple(Token(text="x", logprob=-draw.random()) for _ in range(30)),
    )
    request = Request(messages=(Message(role="user", content=(Text(text=item.question.prompt),)),))
    return Line(item=verdict.item, trace=Trace(calls=(Call(request=request, response=response),), text=text))


def make_run(folder: Path, number: int, items: list[Item]) -> None:
    """Write a run as mmbench writes it."""
    draw = random.Random(number)
    card = BenchmarkCard(name="made", title="Made", images_republishable=True, breakdowns=("source", "grade"))
    asked = {
        "model": {"name": f"model {number}"},
        "benchmarks": {"made": {"items": len(items), "fingerprint": "made", "prompts": "made"}},
        "strategy": {"name": "direct", "options": {}},
    }
    verdicts = [verdict_of(item, draw, 0.4 + 0.01 * number) for item in items]
    lines = [line_of(item, verdict, draw) for item, verdict in zip(items, verdicts, strict=True)]
    summary = Summary({"made": card})
    for item, verdict in zip(items, verdicts, strict=True):
        summary.add(item, verdict)
    figures = {"missing": 0, "checker": checker_version(), **summary.figures()}
    with Writer(folder) as writer:
        writer.write_run(Run(asked=asked, cards={"made": card}))
        for name, records in (("items", items), ("responses", lines), ("verdicts", verdicts)):
            writer.replace(f"{name}.jsonl", b"".join(msgspec.json.encode(record) + b"\n" for record in records))
        writer.replace("summary.json", msgspec.json.encode(figures))


def measure(*arguments: str) -> tuple[float, float]:
    """Return CPU seconds and peak MiB of a command."""
    done = subprocess.run(
        [sys.executable, "-c", WRAP, sys.executable, "-m", "mmbench", *arguments], capture_output=True, text=True
    )
    if done.returncode != 0:
        raise SystemExit(done.stderr[-2000:])
    found = json.loads(done.stdout.strip().split("\n")[-1])
    return found["cpu"], found["mib"]


# A process of its own, so that the peak is that of this one command.
WRAP = """
import json, resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "mib": used.ru_maxrss / 1024}))
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="4 runs of 600 items")
    runs, count = (4, 600) if parser.parse_args().quick else (RUNS, ITEMS)
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        pictures(folder)
        for kind in ("independent", "grouped"):
            items = items_of(folder, count, grouped=kind == "grouped")
            paths = [folder / kind / f"run-{number:02d}" for number in range(runs)]
            for number, path in enumerate(paths):
                make_run(path, number, items)
            out = str(folder / f"report-{kind}")
            report = measure("report", *map(str, paths), "--no-plots", "--out", out)
            compare = measure("compare", str(paths[0]), str(paths[-1]))
            figures |= {f"report_{kind}_cpu_s": report[0], f"report_{kind}_peak_mib": report[1]}
            figures |= {f"compare_{kind}_cpu_s": compare[0], f"compare_{kind}_peak_mib": compare[1]}
    print(f"{runs} runs of {count} items")
    print(f"{'figure':<34} {'value':>9} {'goal':>9}")
    goals = {"report_cpu_s": REPORT_SECONDS, "report_mib": REPORT_MIB, "compare_cpu_s": COMPARE_SECONDS}
    for name, value in figures.items():
        goal = goals.get(f"{name.split('_')[0]}_{'cpu_s' if name.endswith('cpu_s') else 'mib'}", "")
        print(f"{name:<34} {value:>9.2f} {goal:>9}")
    print(json.dumps({"runs": runs, "items": count, **{name: round(value, 2) for name, value in figures.items()}}))


if __name__ == "__main__":
    main()
