"""How often the answer checker is right, how fast it is, and what importing it costs, beside other checkers.

    python bench/checker.py [--quick] [--peers PYTHON] [--pairs FILE ...] [--disagreements FILE]

The sets are the pairs that the tests hold and the mix on which checkers are timed, or every FILE of `--pairs` instead:
JSON lines or a JSON array of objects with response, gold and expected (right, wrong, no_answer, unparsed, or true and
false); optional are id, kind, question, choices, unit, tolerance, ordered, accepted, truncated and why. `--peers` names
a Python that has other checkers installed (bench/peers/README.md).

Each checker judges each set in a process of its own, in turn, started afresh for every round; a pair that takes longer
than the limit is stopped from outside and counts as not accepted. Accuracy is the share of pairs that are called right
exactly where they are; `outcome` is the share where ours says the very outcome expected. CPU seconds are of judging
alone, child processes included, the median of the rounds. Import is that of a fresh process less a bare one, from
bytecode. Every gold of the shared samples is held against itself. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checkers.figures import Figures, figures
from checkers.golds import gold_pairs
from checkers.pairs import BadPairs, Pair, read_pairs
from checkers.running import ROOT, Broken, Checker, Run, import_seconds, judge_all

if TYPE_CHECKING:
    from collections.abc import Sequence

OURS = Checker("mmbench", ROOT / "bench" / "checkers" / "ours.py")
ADAPTERS = ROOT / "bench" / "peers" / "checkers"
CASES = ROOT / "tests" / "scoring" / "cases"
SHARED = Path(os.environ.get("MMBENCH_SHARED", ROOT.parent / "shared")) / "data"
MIX = "answer-mix"
SPEED_GOAL, IMPORT_GOAL = 5_000, 0.15


def peers(python: str | None) -> list[Checker]:
    """Return the peers that start under a Python; of each other one, say why not."""
    found = []
    for adapter in sorted(ADAPTERS.glob("*_adapter.py")) if python else ():
        checker = Checker(adapter.stem.removesuffix("_adapter"), adapter, str(python))
        try:
            judge_all(checker, [Pair("0", "\\boxed{1}", "1", "right")], 60)
        except Broken as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        found.append(checker)
    return found


def own_sets() -> dict[str, list[Pair]]:
    """Return the pairs of the tests, and the mix where the shared samples are at hand."""
    sets = {path.stem: read_pairs(path) for path in sorted(CASES.glob("*.jsonl"))}
    mix = SHARED / f"{MIX}.jsonl"
    return {**sets, MIX: read_pairs(mix)} if mix.is_file() else sets


def thinned(pairs: list[Pair], most: int) -> list[Pair]:
    """Return at most so many pairs, evenly spaced."""
    return pairs[:: -(-len(pairs) // most)] if pairs else pairs


Runs = dict[str, dict[str, list[Run]]]


def measure(checkers: Sequence[Checker], sets: dict[str, list[Pair]], rounds: int, limit: float) -> Runs:
    """Judge every set by every checker in turn, so many times over."""
    runs: Runs = {name: {} for name in sets}
    for turn in range(rounds):
        for name, pairs in sets.items():
            for checker in checkers:
                print(f"round {turn + 1}: {name}, {checker.name}", file=sys.stderr)
                runs[name].setdefault(checker.name, []).append(judge_all(checker, pairs, limit))
    return runs


def about(checkers: Sequence[Checker], runs: Runs, rounds: int) -> dict[str, dict[str, Any]]:
    """Return each checker's version, whether it loaded sympy, and its import's seconds, measured in turn."""
    taken: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as cache:
        for turn in range(rounds + 1):
            for checker in checkers:
                seconds = import_seconds(checker, Path(cache))
                if turn:
                    taken.setdefault(checker.name, []).append(seconds)
    found: dict[str, dict[str, Any]] = {}
    for name, times in taken.items():
        done = [run for on_set in runs.values() for run in on_set[name]]
        found[name] = {
            "version": done[0].version,
            "import_s": round(statistics.median(wall for _, wall in times), 4),
            "import_cpu_s": round(statistics.median(cpu for cpu, _ in times), 4),
            "sympy_imported": any(run.sympy for run in done),
        }
    return found


def reflexive(checkers: Sequence[Checker], most: int | None, limit: float) -> tuple[dict[str, Any], list[str]]:
    """Hold every gold of the shared samples against itself; return the counts, and which golds of ours fail.

    Ours judges by the items' own keys, as `mmbench check-data` does; a peer is given the gold in a box.
    """
    pairs, problems = gold_pairs(SHARED)
    counts = {OURS.name: {"golds": len(pairs), "failed": len(problems)}}
    asked = thinned(pairs, most) if most else pairs
    for checker in checkers:
        if pairs and checker != OURS:
            print(f"golds, {checker.name}", file=sys.stderr)
            said = judge_all(checker, asked, limit).said
            counts[checker.name] = {"golds": len(asked), "failed": sum(word != "right" for word in said)}
    return counts, problems


def goals(table: dict[str, dict[str, Figures]], facts: dict[str, dict[str, Any]]) -> dict[str, bool]:
    """Say of each goal whether it is met."""
    met = {}
    for name, found in table.items():
        ours = found[OURS.name]
        rest = [row for checker, row in found.items() if checker != OURS.name]
        if rest:
            least = min(row.false_accepts for row in rest)
            met[f"{name}: above every peer, or without a mistake"] = ours.accuracy == 1 or all(
                ours.accuracy > row.accuracy for row in rest
            )
            met[f"{name}: no more false accepts than the strictest peer"] = ours.false_accepts <= least
    if MIX in table:
        met[f"{MIX}: at least {SPEED_GOAL} pairs a CPU second"] = (
            table[MIX][OURS.name].pairs_per_cpu_second >= SPEED_GOAL
        )
    ours_facts = facts[OURS.name]
    met[f"import below {IMPORT_GOAL} s of CPU"] = ours_facts["import_cpu_s"] < IMPORT_GOAL
    met["no sympy"] = not ours_facts["sympy_imported"]
    if ours_facts["reflexive"]["golds"]:
        met["every gold is right against itself"] = ours_facts["reflexive"]["failed"] == 0
    return met


def print_set(name: str, pairs: Sequence[Pair], found: dict[str, Figures]) -> None:
    """Print one set's table."""
    right = sum(pair.expected == "right" for pair in pairs)
    print(f"\n{name}: {len(pairs)} pairs, {right} of them right")
    titles = ("accuracy", "false acc.", "false rej.", "time-outs", "errors", "pairs/CPU s", "outcome")
    print(f"{'checker':<20}" + "".join(f" {title:>11}" for title in titles))
    for checker, row in found.items():
        exact = "" if row.outcome_agreement is None else f"{100 * row.outcome_agreement:.2f}"
        counts = (row.false_accepts, row.false_rejects, row.timeouts, row.errors)
        cells = [f"{100 * row.accuracy:.2f}", *map(str, counts), f"{row.pairs_per_cpu_second:.0f}", exact]
        print(f"{checker:<20}" + "".join(f" {cell:>11}" for cell in cells).rstrip())


def print_about(facts: dict[str, dict[str, Any]]) -> None:
    """Print what holds of a checker whatever the set."""
    print(f"\n{'checker':<20} {'import, s':>11} {'CPU s':>11} {'sympy':>11} {'golds':>11} {'failed':>11}  version")
    for checker, row in facts.items():
        golds = row.get("reflexive", {"golds": "", "failed": ""})
        cells = [f"{row['import_s']:.3f}", f"{row['import_cpu_s']:.3f}", "yes" if row["sympy_imported"] else "no"]
        cells += [str(golds["golds"]), str(golds["failed"])]
        print(f"{checker:<20}" + "".join(f" {cell:>11}" for cell in cells) + f"  {row['version']}")


def write_disagreements(path: Path, sets: dict[str, list[Pair]], runs: Runs) -> None:
    """Write every pair of which ours does not say what is expected, with what each checker says."""
    with path.open("w") as file:
        for name, pairs in sets.items():
            for number, pair in enumerate(pairs):
                said = {checker: done[0].said[number] for checker, done in runs[name].items()}
                ours = said[OURS.name]
                if ours != pair.expected and not (pair.expected == "not right" and ours != "right"):
                    file.write(json.dumps({"set": name, **pair._asdict(), "said": said}) + "\n")


def parsed() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="at most 100 pairs of each set, one round")
    parser.add_argument("--peers", metavar="PYTHON", help="a Python with other checkers")
    parser.add_argument("--pairs", metavar="FILE", type=Path, action="append", help="judge these pairs; repeatable")
    parser.add_argument("--rounds", type=int, default=3, help="how often to measure [default: 3]")
    parser.add_argument("--limit", type=float, default=20.0, help="seconds a pair may take [default: 20]")
    parser.add_argument("--disagreements", metavar="FILE", type=Path, help="write the pairs that ours gets wrong")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    arguments = parsed()
    try:
        sets = {path.stem: read_pairs(path) for path in arguments.pairs} if arguments.pairs else own_sets()
    except BadPairs as error:
        raise SystemExit(str(error)) from None
    if arguments.quick:
        sets = {name: thinned(pairs, 100) for name, pairs in sets.items()}
    rounds = 1 if arguments.quick else max(arguments.rounds, 1)
    checkers = [OURS, *peers(arguments.peers)]
    try:
        runs = measure(checkers, sets, rounds, arguments.limit)
    except Broken as error:
        raise SystemExit(str(error)) from None
    table = {
        name: {checker: figures(pairs, done) for checker, done in runs[name].items()} for name, pairs in sets.items()
    }
    facts = about(checkers, runs, 1 if arguments.quick else 9)
    counts, problems = reflexive(checkers, 100 if arguments.quick else None, arguments.limit)
    for name, count in counts.items():
        facts[name]["reflexive"] = count
    for name, found in table.items():
        print_set(name, sets[name], found)
    print_about(facts)
    for problem in problems:
        print(f"not right against itself: {problem}")
    met = goals(table, facts)
    print("\ngoals" + ("" if len(checkers) > 1 else "; no peers: name a Python that has them with --peers"))
    for goal, reached in met.items():
        print(f"{'met' if reached else 'MISSED':<7} {goal}")
    if arguments.disagreements:
        write_disagreements(arguments.disagreements, sets, runs)
    rows = {name: {checker: row._asdict() for checker, row in found.items()} for name, found in table.items()}
    print(json.dumps({"rounds": rounds, "sets": rows, "checkers": facts, "goals": met}))


if __name__ == "__main__":
    main()
