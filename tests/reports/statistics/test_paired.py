"""Paired differences: published examples, an independent inversion, the libraries' tests, nothing certain by chance."""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from report_support import sign_flip
from scipy.stats import binomtest, permutation_test, ttest_rel
from scipy.stats import t as student
from statsmodels.stats.contingency_tables import mcnemar as reference_mcnemar

from mmbench.reports.statistics import exact
from mmbench.reports.statistics.exact import mcnemar
from mmbench.reports.statistics.paired import paired, tango


def test_tango_s_interval_as_published() -> None:
    """Airway hyper-responsiveness (Bentur et al. 2009) in Fagerland, Lydersen and Laake 2014, table 8: 1, 1, 7, 12."""
    low, high = tango(1, 7, 21)
    assert (round(low, 3), round(high, 3)) == (-0.517, -0.026)


def test_tango_s_interval_of_another_implementation() -> None:
    """R's PropCIs::scoreci.mp(25, 28, 618) at 90 %, whose difference is the second count minus the first."""
    low, high = tango(28, 25, 618, level=0.90)
    assert (round(low, 4), round(high, 4)) == (-0.0148, 0.0247)


def on_a_grid(gained: int, lost: int, n: int, z: float) -> tuple[float, float]:
    """Return the differences that the score test does not reject, from the formula alone, on a dense grid."""
    delta = np.linspace(-1, 1, 2_000_001)[1:-1]
    b = -gained - lost + (2 * n - gained + lost) * delta
    q = (np.sqrt(np.maximum(b**2 + 8 * n * lost * delta * (1 - delta), 0)) - b) / (4 * n)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = (gained - lost - n * delta) / np.sqrt(n * (2 * q + delta * (1 - delta)))
    kept = delta[np.abs(statistic) <= z]
    return float(kept.min()), float(kept.max())


@pytest.mark.parametrize(
    ("gained", "lost", "n"),
    [
        (0, 0, 37),
        (0, 0, 1000),
        (12, 2, 50),
        (0, 3, 122),
        (7, 0, 8),
        (37, 0, 37),
        (0, 5, 5),
        (148, 213, 1000),
        (1, 0, 1),
    ],
)
def test_tango_s_interval_is_the_inverted_test(gained: int, lost: int, n: int) -> None:
    assert tango(gained, lost, n) == pytest.approx(on_a_grid(gained, lost, n, 1.959963984540054), abs=3e-6)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.integers(0, n), st.just(n))))
def test_tango_s_interval_holds_the_difference_and_turns_with_it(counts: tuple[int, int, int]) -> None:
    gained, lost, n = counts
    if gained + lost > n:
        with pytest.raises(ValueError, match="no counts"):
            tango(gained, lost, n)
        return
    low, high = tango(gained, lost, n)
    assert -1 <= low <= (gained - lost) / n <= high <= 1
    assert high - low > 1e-4
    assert tango(lost, gained, n) == pytest.approx((-high, -low), abs=1e-9)
    narrow = tango(gained, lost, n, level=0.90)
    assert low - 1e-9 <= narrow[0] <= narrow[1] <= high + 1e-9


@pytest.mark.parametrize(("gained", "lost"), [(0, 0), (1, 0), (5, 12), (148, 213), (30, 30)])
def test_mcnemar_is_the_libraries(gained: int, lost: int) -> None:
    table = [[100, gained], [lost, 50]]
    assert mcnemar(gained, lost) == pytest.approx(float(reference_mcnemar(table, exact=True).pvalue))
    if gained + lost:
        one_sided = binomtest(gained, gained + lost, alternative="less").pvalue
        assert mcnemar(gained, lost, worse=True) == pytest.approx(one_sided)


def test_right_and_wrong_without_clusters() -> None:
    random = np.random.default_rng(3)
    before, after = (random.random(500) < 0.6).astype(float), (random.random(500) < 0.5).astype(float)
    found = paired(before, after)
    gained, lost = int((after > before).sum()), int((after < before).sum())
    assert (found.method, found.wins, found.losses) == ("Tango", gained, lost)
    assert (found.low, found.high) == tango(gained, lost, 500)
    assert (found.p, found.p_worse) == (mcnemar(gained, lost), mcnemar(gained, lost, worse=True))
    assert found.variance == found.discordance == pytest.approx((gained + lost) / 500)
    reference = ttest_rel(after, before)
    assert found.mean / found.error == pytest.approx(reference.statistic)
    assert paired(before, after, range(500)) == found


def test_clusters_of_equal_size_give_the_t_interval_of_statsmodels() -> None:
    random = np.random.default_rng(4)
    groups = np.repeat(np.arange(60), 5)
    lean = random.normal(0, 0.3, 60)[groups]
    before = (random.random(300) < 0.6).astype(float)
    after = (random.random(300) < np.clip(0.5 + lean, 0, 1)).astype(float)
    found = paired(before, after, groups.tolist())
    model = sm.OLS(after - before, np.ones(300)).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    assert found.method == "clustered t"
    assert found.error == pytest.approx(float(model.bse[0]), abs=1e-12)
    half = student.ppf(0.975, 59) * float(model.bse[0])
    assert (found.low, found.high) == pytest.approx((found.mean - half, found.mean + half))


def test_repeats_give_the_paired_t_interval() -> None:
    random = np.random.default_rng(5)
    before, after = random.integers(0, 5, 200) / 4, random.integers(0, 5, 200) / 4
    found = paired(before, after)
    reference = ttest_rel(after, before).confidence_interval(0.95)
    assert found.method == "paired t"
    assert (found.low, found.high) == pytest.approx((reference.low, reference.high))


def test_flipping_signs_is_scipy_s_permutation_test() -> None:
    differences = np.array([0.5, -0.25, 1.0, 0.75, -0.5, 1.0, 0.25, 0.0, 0.5, -0.25])
    for worse, alternative in ((False, "two-sided"), (True, "less")):
        reference = permutation_test(
            (differences,), np.sum, permutation_type="samples", alternative=alternative, n_resamples=np.inf
        )
        assert sign_flip(differences, worse=worse) == pytest.approx(reference.pvalue)


def test_clusters_that_differ_by_one_give_mcnemar_s_test() -> None:
    signs = np.array([1.0] * 32 + [-1.0] * 18 + [0.0] * 100)
    assert sign_flip(signs) == pytest.approx(mcnemar(32, 18))
    assert sign_flip(signs, worse=True) == pytest.approx(mcnemar(32, 18, worse=True))
    pairs = np.repeat(signs, 2)
    assert sign_flip(pairs, [place // 2 for place in range(300)]) == pytest.approx(mcnemar(32, 18))
    assert sign_flip(np.zeros(20)) == 1.0


@given(st.lists(st.sampled_from([-1.0, -0.75, -1 / 3, 0.0, 0.25, 0.5, 2 / 3, 1.0]), min_size=1, max_size=9))
def test_the_convolution_counts_every_flip(differences: list[float]) -> None:
    sums = np.array(differences)
    signs = 1 - 2 * ((np.arange(2 ** len(sums))[:, None] >> np.arange(len(sums))) & 1)
    totals = signs @ sums
    assert sign_flip(sums) == pytest.approx(np.mean(np.abs(totals) >= abs(sums.sum()) - 1e-9))
    assert sign_flip(sums, worse=True) == pytest.approx(np.mean(totals <= sums.sum() + 1e-9))


def test_differences_off_any_lattice_are_drawn() -> None:
    """Scores such as F1: the draws come near scipy's, and follow the seed."""
    off = np.random.default_rng(6).normal(-0.05, 0.5, 200)
    for worse, alternative in ((False, "two-sided"), (True, "less")):
        reference = permutation_test(
            (off,), np.sum, permutation_type="samples", alternative=alternative, n_resamples=20_000, rng=1
        )
        assert sign_flip(off, worse=worse) == pytest.approx(reference.pvalue, abs=0.015)
    assert sign_flip(off, seed=1) == sign_flip(off, seed=1)
    assert sign_flip(off - 5, worse=True) == 1 / (exact.DRAWS + 1)


@pytest.mark.parametrize(
    ("before", "after", "clusters"),
    [
        ([1.0], [1.0], None),
        ([1.0], [0.0], None),
        ([0.5] * 50, [0.25] * 50, None),
        ([1.0] * 40, [1.0] * 40, [0] * 40),
        ([1.0] * 40, [1.0] * 40, [place // 4 for place in range(40)]),
        ([0.5, 1.0], [0.5, 1.0], None),
        ([0.0] * 100, [1.0] * 100, None),
    ],
)
def test_no_difference_is_certain(before: list[float], after: list[float], clusters: list[int] | None) -> None:
    found = paired(before, after, clusters)
    mean = float(np.mean(np.array(after) - np.array(before)))
    assert found.mean == mean
    assert found.low <= mean <= found.high
    assert found.high - found.low > 0.02
    assert found.low < mean or mean == -1
    assert found.high > mean or mean == 1
    assert all(math.isfinite(value) for value in found if not isinstance(value, str))
    assert 0 < found.p <= 1


def test_what_cannot_be_paired_is_refused() -> None:
    for before, after in (([], []), ([1.0], [1.0, 0.0]), ([[1.0]], [[1.0]])):
        with pytest.raises(ValueError, match="expected two equal rows"):
            paired(before, after)
    with pytest.raises(ValueError, match="a cluster for each of 2 cells, found 1"):
        paired([1.0, 0.0], [1.0, 1.0], ["a"])
