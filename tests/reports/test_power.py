"""`mmbench power`: what runs measure equals a count by hand, repeats take away what they can, nonsense is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest
from support import Numbers, Scripted, mmbench, number_in

from mmbench.config import EvalConfig
from mmbench.errors import RunError
from mmbench.evaluate import evaluate
from mmbench.reports.answers import Answers, Cell, Identity
from mmbench.reports.comparable import Aligned
from mmbench.reports.power import Asked, Plan, of_run, of_runs, power_text

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.records import Request


def told(*arguments: str) -> dict[str, Any]:
    done = mmbench("power", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    figures: dict[str, Any] = msgspec.json.decode(done.stdout)
    return figures


def test_a_number_of_items_says_what_it_shows() -> None:
    done = mmbench("power", "--items", "1000")
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.split("\n")[3:7]]
    assert [(row[0], row[3]) for row in rows] == [("0.05", "2.0"), ("0.10", "2.8"), ("0.18", "3.8"), ("0.28", "4.7")]


def test_a_difference_says_what_it_needs() -> None:
    [row] = told("--items", "1000", "--difference", "3", "--discordance", "0.1", "--one-sided")["rows"]
    assert row["needed"] == 687, "statistics.md, section 4"
    assert row["detectable"] == pytest.approx(2.486475 * (0.1 / 1000) ** 0.5, rel=1e-5)
    [row] = told("--difference", "2", "--discordance", "0.1")["rows"]
    assert row["needed"] == 1963
    assert "detectable" not in row


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "power needs a run, --items or --difference"),
        (("--items", "0"), "--items"),
        (("--items", "10", "--difference", "0"), "--difference"),
        (("--items", "10", "--discordance", "1.5"), "--discordance"),
        (("--items", "10", "--alpha", "1"), "--alpha"),
        (("--items", "10", "--discordance", "nan"), "--discordance"),
        (("--difference", "20", "--discordance", "0.1"), "differ by no more than 10 points"),
        (("a", "b", "c"), "two runs at most, found 3"),
        (("a", "--items", "10"), "--items is for want of a run"),
        (("a", "b", "--discordance", "0.1"), "they measure it"),
    ],
)
def test_nonsense_is_wrong_usage(arguments: tuple[str, ...], says: str) -> None:
    done = mmbench("power", *arguments)
    assert done.returncode == 2, done.stdout
    assert says in done.stderr


def sums(out: Path, wrong: tuple[int, ...], n: int = 40) -> Path:
    """Ask sums, of which the named ones are answered wrongly."""

    def answer(request: Request) -> str:
        number = number_in(request)
        return str(2 * number + (number in wrong))

    config = EvalConfig(model="scripted", out=str(out))
    evaluate(config, model=Scripted(answer), benchmarks={"numbers": Numbers(n)})
    return out


def test_two_runs_measure_the_discordance(tmp_path: Path) -> None:
    one, two = sums(tmp_path / "one", (1, 3, 4)), sums(tmp_path / "two", (3, 5, 6, 8))
    found = told(str(one), str(two), "--difference", "10")
    [row] = found["rows"]
    assert row["variance"] == pytest.approx(5 / 40), "1 and 4, 5, 6 and 8 are right in just one of them"
    assert row["needed"] == np.ceil(2.8015852**2 * (5 / 40) / 0.01)
    domains = {row["name"]: row for row in found["domains"]}
    assert domains["even"]["variance"] == pytest.approx(3 / 20)
    assert domains["odd"]["variance"] == pytest.approx(2 / 20)


def test_two_runs_that_agree_say_nothing_of_others(tmp_path: Path) -> None:
    one, two = sums(tmp_path / "one", (1,)), sums(tmp_path / "two", (1,))
    done = mmbench("power", str(one), str(two), "--difference", "3")
    assert done.returncode == 0, done.stderr
    assert "not known" in done.stdout
    assert "they say nothing of what other models would show" in done.stdout


def test_runs_of_other_items_are_not_put_together(tmp_path: Path) -> None:
    one, two = sums(tmp_path / "one", (1,)), sums(tmp_path / "two", (1,), n=39)
    done = mmbench("power", str(one), str(two))
    assert done.returncode == 3
    assert "items: 1 only in" in done.stderr


def simulated(rates: Any, repeats: int, seed: int) -> list[Cell]:
    """Draw the repeats of items with known chances."""
    right = np.random.default_rng(seed).binomial(repeats, rates)
    return [
        Cell(f"b/{place}", "b", "plain", f"b/{place}", "f", repeats, float(count), 0)
        for place, count in enumerate(right.tolist())
    ]


def test_repeats_take_away_the_sampling_and_leave_the_items() -> None:
    """Known: the items' chances differ with a variance of .04; sampling adds p (1 - p) of each model."""
    n = 20_000
    random = np.random.default_rng(99)
    one = random.uniform(0.3, 0.7, n)
    two = one + random.choice([-0.2, 0.2], n)
    cells = [simulated(rates, 4, seed) for seed, rates in enumerate((one, two))]
    aligned = Aligned([Identity(name="one"), Identity(name="two")], cells, [])
    found = of_runs(aligned, Asked(difference=0.03), Plan())
    noise = float((one * (1 - one) + two * (1 - two)).mean())
    by_repeats = {int(row.name): row.variance for row in found.repeats}
    assert by_repeats[1] == pytest.approx(0.04 + noise, rel=0.03)
    assert by_repeats[4] == pytest.approx(found.rows[0].variance, rel=1e-9), "what was measured, at four repeats"
    assert by_repeats[16] == pytest.approx(0.04 + noise / 16, rel=0.08)
    assert found.repeats[0].needed is not None
    assert "which no repeats take away" in power_text(found)


def test_one_run_with_repeats_says_how_far_sampling_goes() -> None:
    rates = np.full(5000, 0.5)
    found = of_run("run", simulated(rates, 4, 0), Asked(), Plan())
    assert found.repeats[0].variance == pytest.approx(0.5, rel=0.03), "twice p (1 - p)"
    assert of_run("run", simulated(rates, 1, 0), Asked(), Plan()).repeats == ()


def test_names_from_data_cannot_drive_the_terminal() -> None:
    cells = [cell._replace(domain="\x1b[2Jtable\n") for cell in simulated([0.5] * 5, 1, 0)]
    text = power_text(of_run("run", cells, Asked(), Plan()))
    assert "\x1b" not in text
    assert "table" in text


def test_a_run_without_items_is_told() -> None:
    with pytest.raises(RunError, match="run has no items"):
        of_run("run", Answers(Identity(name="run"), []).cells, Asked(), Plan())
