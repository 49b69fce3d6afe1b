"""How often the sorter is right on each route to a diagnosis: the figures of `scoring/diagnose/confidence.py`.

    python bench/confidence.py [--items 2000] [--seeds 101,102]

Simulated students of the development half answer the figures suite; routes with few cases are pulled towards the mean
of all (ten cases' worth), and one whose mistakes the development half does not plant is given the mean. Prints a line a
route and the table to put into the module.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter

from mmbench.adapters.student import Student, StudentOptions
from mmbench.making import make_benchmark
from mmbench.scoring.diagnose.case import case_of
from mmbench.scoring.diagnose.item import evidence
from mmbench.scoring.judging import judge

PULL = 10
SUBTYPES = ("conclusion", "rounding")
"""Routes that are named for the one sub-type of mistake that takes them."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--seeds", default="101,102")
    given = parser.parse_args()
    asked, right, planted = Counter[str](), Counter[str](), Counter[str]()
    student = Student("", StudentOptions(style="development", calculation=0.34, logic=0.33, misreading=0.33))
    for seed in given.seeds.split(","):
        benchmark = make_benchmark(f"figures:n={given.items},seed={seed}", None)
        for row in benchmark.rows():
            item = benchmark.item(row)
            if not item.key.program:
                continue
            answer = student.answer(item, 1)
            judged = judge(answer.text, item.question, item.key)
            if answer.planted.kind == "none" or judged.outcome != "wrong":
                continue
            planted[answer.planted.subtype] += 1
            found = evidence(case_of(answer.text, item.question, item.key, judged.extraction))
            if found:
                asked[found[0].route] += 1
                right[found[0].route] += found[0].finding.kind == answer.planted.kind
    mean = right.total() / asked.total()
    table = {}
    for route, count in sorted(asked.items()):
        if route not in SUBTYPES or planted[route]:
            table[route] = round((right[route] + PULL * mean) / (count + PULL), 3)
        else:
            table[route] = round(mean, 3)
        print(f"{route:32} {right[route]:5} of {count:5}  {table[route]:.3f}")
    print(json.dumps(table))


if __name__ == "__main__":
    main()
