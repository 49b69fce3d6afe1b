"""The gate on simulated models: false alarms stay below 5 %, and falls are found as often as is promised.

The bounds of power are those of shared/reference/statistics.md where it states them: McNemar's exact test alone finds a
fall of 3 points in .90 and of 5 in 1.0 of cases (1,000 items, 10 % differ).
"""

from __future__ import annotations

import json
import math
import subprocess
import sys

import pytest
from support import ROOT

sys.path.insert(0, str(ROOT / "bench"))

from gate import Case, clustered, measured, simulate

GATES = 3000


def above(share: float, gates: int = GATES) -> float:
    """Return how much a share of so many gates may come out above the true one: three standard errors."""
    return share + 3 * math.sqrt(share * (1 - share) / gates)


@pytest.mark.parametrize("differ", [0.03, 0.10, 0.20])
def test_an_equally_good_candidate_is_called_a_regression_at_most_one_time_in_twenty(differ: float) -> None:
    found = simulate(Case(differ), GATES)
    assert found.regression <= 0.05
    assert found.regression > 0.01, "a gate that never speaks is none"


@pytest.mark.parametrize("differ", [0.05, 0.15, 0.30])
def test_twelve_domains_do_not_add_false_alarms(differ: float) -> None:
    assert simulate(Case(differ, domains=True), GATES).regression <= 0.05


def test_families_of_items_do_not_add_false_alarms() -> None:
    """Items that change together are no independent evidence, and equal models fail more often where it is taken so."""
    assert clustered(600).regression <= above(0.05, 600)
    assert clustered(2000, told=False).regression > above(0.05, 2000)


@pytest.mark.parametrize(
    ("case", "least", "most"),
    [
        (Case(0.03, 0.03), 0.99, 1.0),
        (Case(0.10, 0.03), 0.88, 0.92),
        (Case(0.10, 0.05), 0.99, 1.0),
        (Case(0.20, 0.03), 0.63, 0.70),
        (Case(0.20, 0.05), 0.95, 0.98),
        (Case(0.10, 0.03, domains=True), 0.85, 0.90),
    ],
)
def test_a_fall_of_the_whole_suite_is_found(case: Case, least: float, most: float) -> None:
    assert least <= simulate(case, GATES).regression <= most


def test_a_fall_of_ten_points_in_a_domain_is_found_three_times_in_four() -> None:
    """The price of one alpha for suite and domains: Holm over twelve domains alone finds it in .87 of cases."""
    found = simulate(Case(0.15, 0.10, domains=True, domain="geometry problem solving"), GATES)
    assert 0.75 <= found.domain_regression <= 0.83


def test_a_domain_that_collapses_does_not_escape_by_the_noise_of_its_own_fall() -> None:
    """Where 40 % of its items differ a domain of 208 could not show 10 points, were its fall counted as noise."""
    found = simulate(Case(0.40, 0.30, domains=True, domain="geometry problem solving"), 1000)
    assert found.domain_regression > 0.99


def test_a_small_domain_is_only_watched() -> None:
    found = simulate(Case(0.15, 0.14, domains=True, domain="logical reasoning"), 1000)
    assert found.domain_regression == 0


@pytest.mark.parametrize("differ", [0.03, 0.10, 0.20])
def test_a_candidate_worse_by_the_whole_margin_passes_at_most_one_time_in_twenty(differ: float) -> None:
    assert simulate(Case(differ, 0.02), GATES).suite_passed <= above(0.05)


def test_equally_good_candidates_pass_as_often_as_is_said() -> None:
    from mmbench.reports.statistics.power import pass_probability

    for differ in (0.03, 0.10, 0.20):
        said = pass_probability(0.02, math.sqrt(differ / 1000))
        assert simulate(Case(differ), GATES).passed == pytest.approx(said, abs=0.03)


def test_the_simulation_measures_what_it_says() -> None:
    difference = measured(30, 50, 1000)
    assert difference.mean == pytest.approx(-0.02)
    assert (difference.wins, difference.losses) == (30, 50)
    assert (difference.method, difference.items) == ("Tango", 1000)


def test_the_bench_prints_its_table_and_a_line_of_json() -> None:
    command = [sys.executable, str(ROOT / "bench" / "gate.py"), "--gates", "20"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.strip().split("\n")[-1])
    assert found["gates"] == 20
    assert len(found["cases"]) >= 15
    assert {"passed", "regression", "inconclusive", "differ", "fall"} < set(found["cases"][0])
