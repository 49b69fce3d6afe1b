"""How often the gate gives a false alarm, how often it finds a fall, and how often it passes what it should not.

    python bench/gate.py [--quick] [--gates N] [--json]

Simulated gates over right-or-wrong items, decided by the same function that `mmbench gate` calls. `falls` is by how
many points the candidate is truly worse, `differ` the share of items on which the two differ, the fall included. With
domains, twelve of MathVista's sizes stand beside a suite of 1,000 items, independent of it, which is the worst case for
false alarms. Seeds are fixed. The last line is JSON.
"""

from __future__ import annotations

import argparse
import io
import json
from collections import Counter
from contextlib import nullcontext, redirect_stdout
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from mmbench.reports.gating.decision import Decision, Measured, Policy, decide
from mmbench.reports.statistics.paired import Difference, paired
from mmbench.reports.tables import table

__all__ = ["CLUSTERED", "DOMAINS", "ITEMS", "Case", "Found", "clustered", "measured", "simulate"]

ITEMS = 1000
DOMAINS = {
    "algebraic reasoning": 281,
    "arithmetic reasoning": 353,
    "figure question answering": 269,
    "geometry problem solving": 208,
    "geometry reasoning": 239,
    "logical reasoning": 37,
    "math word problem": 186,
    "numeric commonsense": 144,
    "scientific reasoning": 122,
    "statistical reasoning": 301,
    "textbook question answering": 158,
    "visual question answering": 179,
}
"""MathVista's testmini: items of each task and skill."""
GATES, QUICK_GATES, CLUSTERED = 10_000, 1_000, 60
ALPHA = 0.05
DIFFER = 0.15
"""The share of items that differ where nothing falls beside a domain that does."""


class Case(NamedTuple):
    """What is simulated: the candidate falls by `fall` in the suite, or in one domain where one is named."""

    differ: float
    fall: float = 0.0
    margin: float = 0.02
    items: int = ITEMS
    domains: bool = False
    domain: str = ""


class Found(NamedTuple):
    """Shares of the simulated gates: whole verdicts, suites that pass, and regressions of the domain that falls."""

    passed: float
    regression: float
    inconclusive: float
    suite_passed: float
    domain_regression: float


CASES = [
    *(Case(0.03, fall / 100) for fall in (0, 2, 3)),
    *(Case(differ, fall / 100) for differ in (0.10, 0.20) for fall in (0, 2, 3, 5)),
    *(Case(0.10, fall / 100, items=5000) for fall in (0, 1, 2)),
    Case(0.15, domains=True),
    Case(0.10, 0.03, domains=True),
    Case(0.15, 0.10, domains=True, domain="geometry problem solving"),
    Case(0.40, 0.30, domains=True, domain="geometry problem solving"),
    Case(0.15, 0.14, domains=True, domain="logical reasoning"),
]


@cache
def measured(gained: int, lost: int, items: int) -> Difference:
    """Return the difference of so many items right or wrong, as the gate measures it."""
    before, after = np.zeros(items), np.zeros(items)
    before[:lost] = 1
    after[lost : lost + gained] = 1
    return paired(before, after, level=1 - 2 * ALPHA)


def simulate(case: Case, gates: int, seed: int = 0) -> Found:
    """Decide so many gates, each with newly drawn outcomes."""
    random = np.random.default_rng([seed, int(1000 * case.differ), int(1000 * case.fall), case.items])
    policy = Policy(margins={"suite": case.margin}, alpha=ALPHA)
    sizes = {"": case.items, **(DOMAINS if case.domains else {})}
    drawn = {}
    for name, size in sizes.items():
        fall = case.fall if name == case.domain else 0.0
        differ = case.differ if name == case.domain or not case.domain else DIFFER
        gained, lost = (differ - fall) / 2, (differ + fall) / 2
        drawn[name] = random.multinomial(size, [gained, lost, 1 - gained - lost], gates)
    decisions = []
    for gate in range(gates):
        parts = [Measured("suite", name, measured(*map(int, drawn[name][gate][:2]), sizes[name])) for name in sizes]
        decisions.append(decide(parts[:1], parts[1:], policy))
    return _shares(decisions, list(sizes).index(case.domain) - 1 if case.domain else None)


def clustered(gates: int, clusters: int = CLUSTERED, seed: int = 0, *, told: bool = True) -> Found:
    """Decide gates of two equally good models over clusters of 1 to 6 items, half of which change together.

    Args:
        gates: how many.
        clusters: how many in each.
        seed: of the outcomes.
        told: whether the gate is told what belongs together.
    """
    random = np.random.default_rng([seed, clusters])
    policy = Policy(margins={"suite": 0.05}, alpha=ALPHA)
    decisions = []
    for _ in range(gates):
        members = np.repeat(np.arange(clusters), random.integers(1, 7, clusters))
        level = random.beta(1, 1, clusters)[members]
        before, after = ((_together(random, level, members, clusters)) for _ in range(2))
        difference = paired(before, after, list(members) if told else None, level=1 - 2 * ALPHA)
        decisions.append(decide([Measured("suite", "", difference)], [], policy))
    return _shares(decisions, None)


def _together(random: np.random.Generator, level: Any, members: Any, clusters: int) -> Any:
    """Return right or wrong for each item: with chance one half as its cluster's first draw says, else on its own."""
    shared = (random.random(clusters)[members] < level).astype(float)
    alone = (random.random(len(members)) < level).astype(float)
    return np.where(random.random(len(members)) < 0.5, shared, alone)


def _shares(decisions: list[Decision], domain: int | None) -> Found:
    counted = Counter(decision.verdict for decision in decisions)
    total = len(decisions)
    suites = sum(decision.suites[0].verdict == "pass" for decision in decisions)
    of_domain = 0
    if domain is not None:
        of_domain = sum(decision.domains[domain].verdict == "regression" for decision in decisions)
    return Found(
        passed=counted["pass"] / total,
        regression=counted["regression"] / total,
        inconclusive=counted["inconclusive"] / total,
        suite_passed=suites / total,
        domain_regression=of_domain / total,
    )


def _row(case: Case, found: Found) -> tuple[str, ...]:
    what = case.domain or ("suite and 12 domains" if case.domains else "suite")
    regression = found.domain_regression if case.domain else found.regression
    sizes = str(DOMAINS[case.domain]) if case.domain else f"{case.items:,}"
    verdicts = (f"{share:.3f}" for share in (found.passed, regression, found.inconclusive))
    return (what, sizes, f"{100 * case.differ:g} %", f"{100 * case.fall:g}", f"{100 * case.margin:g}", *verdicts)


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_GATES} gates a case")
    parser.add_argument("--gates", type=int, default=GATES, help=f"gates a case [default: {GATES}]")
    parser.add_argument("--json", action="store_true", help="print the line of JSON only")
    arguments = parser.parse_args()
    gates = QUICK_GATES if arguments.quick else arguments.gates
    figures: dict[str, Any] = {"gates": gates, "cases": []}
    rows: list[tuple[str, ...]] = [("what", "items", "differ", "falls", "margin", "pass", "regression", "inconclusive")]
    with redirect_stdout(io.StringIO()) if arguments.json else nullcontext():
        for case in CASES:
            found = simulate(case, gates)
            rows.append(_row(case, found))
            figures["cases"].append({**case._asdict(), **found._asdict()})
        few = max(gates // 10, 1)
        of_clusters = clustered(few)
        verdicts = (of_clusters.passed, of_clusters.regression, of_clusters.inconclusive)
        rows.append(
            (f"{CLUSTERED} clusters ({few} gates)", "210", "-", "0", "5", *(f"{each:.3f}" for each in verdicts))
        )
        figures["clustered"] = {"gates": few, "clusters": CLUSTERED, **of_clusters._asdict()}
        print(f"{gates} simulated gates a row; of a domain, how often it is called a regression itself\n")
        print(table(rows))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
