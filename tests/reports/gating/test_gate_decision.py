"""The gate's decision on figures: what passes, what regresses, what stays open, and what is declared beforehand."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest
from scipy.stats import binom

from mmbench.errors import RunError, UsageError
from mmbench.reports.answers import Answers, Cell, Identity
from mmbench.reports.baselines.content import Calibrated, Calibration
from mmbench.reports.gating.calibration import calibrate, expectations, false_alarm
from mmbench.reports.gating.decision import Measured, Policy, decide, noise, smallest_margin
from mmbench.reports.gating.measuring import check_supported, measure, repeats_needed
from mmbench.reports.gating.settings import check_names, margin_of, read_settings
from mmbench.reports.statistics.paired import Difference, paired

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def difference(gained: int, lost: int, items: int) -> Difference:
    before, after = np.zeros(items), np.zeros(items)
    before[:lost], after[lost : lost + gained] = 1, 1
    return paired(before, after, level=0.90)


def of(
    gained: int, lost: int, items: int, domain: str = "", suite: str = "s", calibrated: float | None = None
) -> Measured:
    return Measured(suite, domain, difference(gained, lost, items), calibrated)


POLICY = Policy(margins={"s": 0.02, "t": 0.02})


@pytest.mark.parametrize(
    ("gained", "lost", "items", "verdict"),
    [
        (50, 50, 5000, "pass"),
        (50, 0, 1000, "pass"),
        (0, 0, 1000, "pass"),
        (20, 60, 1000, "regression"),
        (0, 1000, 1000, "regression"),
        (50, 60, 1000, "inconclusive"),
        (0, 0, 20, "inconclusive"),
        (0, 1, 1, "inconclusive"),
        (1, 0, 1, "inconclusive"),
    ],
)
def test_a_suite_passes_fails_or_stays_open(gained: int, lost: int, items: int, verdict: str) -> None:
    decision = decide([of(gained, lost, items)], [], POLICY)
    assert decision.verdict == decision.suites[0].verdict == verdict


def test_what_is_worse_by_less_than_the_margin_passes_and_is_marked() -> None:
    decision = decide([of(100, 160, 20_000)], [], POLICY)
    assert (decision.verdict, decision.suites[0].worse) == ("pass", False), "0.3 points are less than the floor"
    decision = decide([of(100, 260, 20_000)], [], POLICY)
    assert (decision.verdict, decision.suites[0].worse) == ("pass", True)


def test_a_fall_smaller_than_the_floor_is_no_regression_however_sure() -> None:
    sure = of(0, 9, 2000)
    tight = Policy(margins={"s": 0.001}, floor=0.005)
    assert sure.difference.p_worse < 0.01
    assert decide([sure], [], tight).verdict == "inconclusive"
    assert decide([sure], [], tight._replace(floor=0.0045)).verdict == "regression", "exactly the floor counts"


def test_one_suite_that_regresses_fails_all_and_one_that_is_open_leaves_all_open() -> None:
    good, bad, unclear = of(50, 50, 5000), of(20, 60, 1000, suite="t"), of(50, 60, 1000, suite="t")
    assert decide([good, bad], [], POLICY).verdict == "regression"
    assert decide([good, unclear], [], POLICY).verdict == "inconclusive"
    assert decide([good, bad, unclear._replace(suite="s")], [], POLICY).verdict == "regression"


def test_suites_and_domains_share_one_alpha() -> None:
    """Of 0.05 the suite starts with seven tenths where a domain can fail too, and with all where none can."""
    suite = of(40, 58, 1000)
    assert 0.035 < suite.difference.p_worse < 0.05
    policy = Policy(margins={"s": 0.01})
    assert decide([suite], [], policy).verdict == "regression"
    domain = of(10, 10, 300, "d")
    shared = decide([suite], [domain], policy)
    assert shared.domains[0].verdict == "no regression"
    assert shared.verdict == "inconclusive"
    watched = decide([suite], [of(5, 5, 30, "d")], policy)
    assert (watched.domains[0].verdict, watched.verdict) == ("watch", "regression")


def test_a_domain_fails_the_whole_though_the_suite_passes() -> None:
    decision = decide([of(60, 60, 5000)], [of(0, 20, 300, "d"), of(5, 5, 300, "e")], POLICY)
    assert decision.suites[0].verdict == "pass"
    assert [domain.verdict for domain in decision.domains] == ["regression", "no regression"]
    assert decision.verdict == "regression"


def test_only_domains_that_are_named_may_fail() -> None:
    suite, domains = of(60, 60, 5000), [of(0, 20, 300, "d"), of(5, 5, 300, "e")]
    decision = decide([suite], domains, POLICY._replace(domains=frozenset({"e"})))
    assert [domain.verdict for domain in decision.domains] == ["watch", "no regression"]
    assert decision.verdict == "pass"
    assert decide([suite], domains, POLICY._replace(domains=frozenset())).verdict == "pass"


def test_a_domain_must_be_able_to_show_ten_points() -> None:
    """At the noise of its suite, of its own items, or of two runs of the baseline: the loudest counts."""
    quiet = [of(15, 15, 1000)]
    assert decide(quiet, [of(3, 3, 200, "d")], POLICY).domains[0].verdict == "no regression"
    assert decide(quiet, [of(40, 40, 200, "d")], POLICY).domains[0].verdict == "watch"
    assert decide([of(150, 150, 1000)], [of(3, 3, 200, "d")], POLICY).domains[0].verdict == "no regression"
    assert decide([of(200, 200, 1000)], [of(3, 3, 200, "d")], POLICY).domains[0].verdict == "watch"
    assert decide(quiet, [of(3, 3, 200, "d", calibrated=0.4)], POLICY).domains[0].verdict == "watch"


def test_a_handful_of_items_shows_nothing_however_quiet_they_are() -> None:
    """No exact test at 5 % can reject by fewer than five items."""
    outcome = decide([of(0, 0, 1000)], [of(0, 0, 20, "d")], POLICY).domains[0]
    assert (outcome.verdict, outcome.detectable) == ("watch", 0.25)


def test_the_noise_is_what_would_be_left_between_equals() -> None:
    assert noise(difference(30, 50, 1000)) == pytest.approx(0.06)
    assert noise(difference(0, 50, 1000)) == pytest.approx(0.001), "at least one item"
    assert noise(difference(0, 0, 1000)) == pytest.approx(0.001)


def test_the_smallest_margin_is_that_of_the_reference() -> None:
    """With 0.87 of the one-sided detectable difference equal models pass in 70 %: z .95 + .52 over z .95 + z .80."""
    assert smallest_margin(0.10, 1000) == pytest.approx(0.0216, abs=1e-4)
    assert smallest_margin(0.10, 1000) / math.sqrt(0.1 / 1000) - 1.645 == pytest.approx(0.52, abs=0.01)


def cells(scores: Sequence[float], repeats: int = 1, failed: int = 0) -> list[Cell]:
    return [Cell(f"s/{n}", "s", "d", f"s/{n}", "f", repeats, score * repeats, failed) for n, score in enumerate(scores)]


def test_a_margin_that_the_items_cannot_support_is_refused_with_what_they_can() -> None:
    before, after = cells([1, 0] * 50), cells([0, 1] * 5 + [1, 0] * 45)
    measures = measure(before, after, None, 0.05)
    policy = Policy(margins={"s": 0.02})
    with pytest.raises(UsageError) as error:
        check_supported(measures, policy)
    message = str(error.value)
    assert message.startswith("s: a margin of 2 points is more than 100 items can show.")
    assert "these two runs; there is no calibration" in message
    assert "at least 6.9 points" in message
    assert "or ask 1170 items" in message
    check_supported(measures, Policy(margins={"s": 0.069}))


def test_a_great_fall_is_no_reason_to_refuse_the_margin() -> None:
    """What a fall adds to the discordance is not noise: otherwise the worst candidates would get no verdict."""
    before = cells([1] * 1000)
    after = cells([0] * 300 + [1] * 700)
    check_supported(measure(before, after, None, 0.05), Policy(margins={"s": 0.02}))


def test_a_calibration_decides_what_margin_is_supported() -> None:
    before, after = cells([1, 0] * 500), cells([0, 1] * 100 + [1, 0] * 400)
    policy = Policy(margins={"s": 0.02})
    with pytest.raises(UsageError):
        check_supported(measure(before, after, None, 0.05), policy)
    quiet = Calibrated(items=1000, repeats=1, difference=0, p=1, discordance=0.03, variance=0.03, method="Tango")
    calibration = Calibration(runs=("a", "b"), suites={"s": quiet})
    check_supported(measure(before, after, calibration, 0.05), policy)


def test_a_calibration_in_which_nothing_differed_is_one() -> None:
    """A model that decodes greedily answers the same twice: the margin is supported, whoever the candidate is."""
    before, after = cells([1, 0] * 500), cells([0, 1] * 100 + [1, 0] * 400)
    still = Calibrated(items=1000, repeats=1, difference=0.0, p=1.0, discordance=0.0, variance=0.0, method="Tango")
    measures = measure(before, after, Calibration(runs=("a", "b"), suites={"s": still}), 0.05)
    check_supported(measures, Policy(margins={"s": 0.01}))
    assert repeats_needed(measures, measures.suites[0], 0.1) == 0
    with pytest.raises(UsageError, match="by the calibration"):
        check_supported(measures, Policy(margins={"s": 0.001}))


def test_repeats_average_out_what_is_drawn_anew_and_nothing_else() -> None:
    """Every answer is a coin: the difference's variance is 1/2 with one repeat, so that 1/8 needs four."""
    random = np.random.default_rng(0)
    before = cells(list(random.binomial(2, 0.5, 4000) / 2), 2)
    after = cells(list(random.binomial(2, 0.5, 4000) / 2), 2)
    measures = measure(before, after, None, 0.05)
    assert repeats_needed(measures, measures.suites[0], 1 / 8) in (4, 5)
    fixed = measure(cells([0.0, 1.0] * 100, 2), cells([1.0, 0.0] * 100, 2), None, 0.05)
    assert repeats_needed(fixed, fixed.suites[0], 1 / 8) == 0, "no repeat changes these answers"
    single = measure(cells([0.0, 1.0] * 100), cells([1.0, 0.0] * 100), None, 0.05)
    assert repeats_needed(single, single.suites[0], 1 / 8) is None


def identity(name: str, **changed: Any) -> Identity:
    made = Identity(name=name, model={"name": "m", "seed": name}, benchmarks={"s": {"prompts": "p"}}, checker="c")
    return msgspec.structs.replace(made, **changed)


def test_a_calibration_measures_two_runs_of_one_model() -> None:
    one = Answers(identity("runs/a"), cells([1, 0] * 100))
    two = Answers(identity("runs/b"), cells([0, 0] * 6 + [1, 1] * 4 + [1, 0] * 90))
    calibration, _ = calibrate(one, two)
    assert calibration.runs == ("a", "b")
    suite = calibration.suites["s"]
    assert (suite.items, suite.discordance, suite.method) == (200, 0.05, "Tango")
    assert [suite.difference, suite.variance] == pytest.approx([-0.01, 0.05])
    (expected,) = expectations(calibration, read_settings(None))
    assert expected.stable
    assert expected.exact
    assert expected.smallest_margin == pytest.approx(smallest_margin(0.05, 200))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"model": {"name": "other"}}, "are not of the same model: name is m and other"),
        ({"model": {"name": "m", "dtype": "float16"}}, "dtype is not given and float16"),
        ({"repeats": 4}, "asked each item 1 and 4 times"),
        ({"checker": "d"}, "checker: c scored a, d scored b"),
    ],
)
def test_a_calibration_of_two_models_is_refused(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(RunError) as error:
        calibrate(Answers(identity("a"), cells([1, 0])), Answers(identity("b", **changed), cells([1, 0])))
    assert message in str(error.value)


def test_a_calibration_with_failures_is_refused() -> None:
    with pytest.raises(RunError, match="2 lines failed or have no response"):
        calibrate(Answers(identity("a"), cells([1, 0])), Answers(identity("b"), cells([1, 0], failed=1)))


@pytest.mark.parametrize(
    ("differ", "items", "floor"), [(0.03, 1000, 0.005), (0.10, 1000, 0.005), (0.3, 37, 0.0), (0.0, 10, 0.0)]
)
def test_the_expected_false_alarms_are_counted_out(differ: float, items: int, floor: float) -> None:
    """Over every number of items that differ, and every part of them that is lost."""
    total = 0.0
    for changed in range(items + 1):
        weight = binom.pmf(changed, items, differ)
        if weight < 1e-12:
            continue
        for gained, chance in enumerate(binom.pmf(range(changed + 1), changed, 0.5)):
            shown = binom.cdf(gained, changed, 0.5) <= 0.05 and (changed - 2 * gained) / items >= floor - 1e-12
            total += weight * chance * (shown and changed > 0)
    assert false_alarm(differ, items, floor, 0.05) == pytest.approx(total, abs=1e-9)
    assert total <= 0.05


CONFIG = """
margin = 2
floor = 0.25
on_inconclusive = "fail"
domains = ["algebra"]
[suites.mathvista]
margin = 3.5
"""


def test_a_gate_toml_is_read_and_the_command_line_goes_over_it(tmp_path: Path) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(CONFIG)
    settings = read_settings(path, margin=1.5, rule=None, on_inconclusive=None)
    assert (margin_of(settings, "mathvista"), margin_of(settings, "other")) == (0.035, 0.015)
    assert (settings.floor, settings.on_inconclusive, settings.domains) == (0.25, "fail", ("algebra",))
    assert (settings.alpha, settings.min_coverage, settings.domain_detectable) == (0.05, 99.5, 10.0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("margn = 2", "unknown setting 'margn'. Did you mean 'margin'?"),
        ("margin = nan", "margin: expected a number, more than 0 and at most 100 points; found nan"),
        ("margin = inf", "margin: expected a number"),
        ("margin = 0", "margin: expected a number"),
        ("margin = -1", "margin: expected a number"),
        ("margin = true", "margin: expected a number"),
        ('margin = "2"', "margin: expected a number"),
        ("alpha = 0.5", "alpha: expected a number, more than 0 and at most 0.25"),
        ("floor = -0.1", "floor: expected a number, 0 to 100 points"),
        ('on_inconclusive = "ignore"', "on_inconclusive: expected one of warn, fail; found 'ignore'"),
        ("rule = 3", "rule: expected a text; found 3"),
        ('domains = "algebra"', "domains: expected a list of domains' names"),
        ("[suites]\nx = 2", "suites.x: expected a table with a margin"),
        ("[suites.x]\nfloor = 2\nmargin = 1", "suites.x: unknown setting 'floor'. Known: margin."),
        ("[suites.x]\nmargin = nan", "suites.x.margin: expected a number"),
        ("margin = ", "is not TOML"),
        ("margin = 2\nmargin = 3", "is not TOML"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(text)
    with pytest.raises(UsageError) as error:
        read_settings(path)
    assert message in str(error.value)
    assert str(path) in str(error.value)


def test_a_configuration_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gate.toml").write_bytes(b"margin = \xff")
    for path in (tmp_path / "gate.toml", tmp_path / "none.toml", tmp_path):
        with pytest.raises(UsageError, match=r"gate\.toml|none\.toml|cannot be read"):
            read_settings(path)


def test_a_margin_must_be_declared_and_names_must_exist(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no margin was declared for s"):
        margin_of(read_settings(None), "s")
    path = tmp_path / "gate.toml"
    path.write_text("domains = ['algebr']\n[suites.mathvist]\nmargin = 2\n")
    with pytest.raises(UsageError, match="Did you mean 'mathvista'"):
        check_names(read_settings(path), {"mathvista": {"algebra"}})
    path.write_text("domains = ['algebr']\n")
    with pytest.raises(UsageError, match=r"no item is of 'algebr'. Did you mean 'algebra'"):
        check_names(read_settings(path), {"mathvista": {"algebra"}})


def test_the_decision_does_not_depend_on_the_order_of_suites_and_domains() -> None:
    domains = [of(0, 20, 300, "d"), of(5, 5, 300, "e"), of(2, 9, 200, "f")]
    found = set()
    for order in itertools.permutations(domains):
        decision = decide([of(60, 60, 5000)], order, POLICY)
        found.add(tuple(sorted((d.domain, o) for d, o in zip(order, decision.domains, strict=True))))
    assert len(found) == 1
