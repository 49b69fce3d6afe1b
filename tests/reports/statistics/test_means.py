"""Means: equal to the libraries where those have them, and an honest interval where nothing varies."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from scipy.stats import t as student

from mmbench.reports.statistics.means import Moments, estimate, stratified
from mmbench.reports.statistics.proportions import t95, wilson

if TYPE_CHECKING:
    from collections.abc import Sequence


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_scipy_s(counts: tuple[int, int]) -> None:
    right, asked = counts
    low, high = wilson(right, asked)
    reference = binomtest(right, asked).proportion_ci(method="wilson")
    assert (low, high) == pytest.approx((reference.low, reference.high), abs=1e-12)
    assert 0 <= low <= right / asked <= high <= 1
    assert high > low


def test_nothing_asked_has_no_interval() -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson(0, 0)
    with pytest.raises(ValueError, match="no scores"):
        estimate([])
    with pytest.raises(ValueError, match="no scores"):
        stratified([], [])
    with pytest.raises(ValueError, match="no scores"):
        Moments().estimate()


@pytest.mark.parametrize("degrees", [*range(1, 60), 100, 399, 5999])
def test_t_quantiles_are_scipy_s(degrees: int) -> None:
    assert t95(degrees) == pytest.approx(student.ppf(0.975, degrees), abs=1e-5)


def test_right_and_wrong_without_clusters_is_wilson() -> None:
    scores = [1.0] * 348 + [0.0] * 652
    found = estimate(scores)
    assert found.method == "Wilson"
    assert (found.low, found.high) == wilson(348, 1000)
    assert estimate(scores, range(1000)) == found
    assert found.error == pytest.approx(np.std(scores, ddof=1) / math.sqrt(1000))


@given(st.integers(0, 10_000), st.integers(3, 60))
def test_the_clustered_error_is_statsmodels(seed: int, clusters: int) -> None:
    random = np.random.default_rng(seed)
    groups = np.concatenate([np.arange(clusters), random.integers(0, clusters, 3 * clusters)])
    scores = (random.random(len(groups)) < random.random(clusters)[groups]).astype(float)
    found = estimate(scores.tolist(), groups.tolist())
    model = sm.OLS(scores, np.ones_like(scores)).fit(cov_type="cluster", cov_kwds={"groups": groups})
    # statsmodels multiplies by (n - 1) / (n - 1) for one parameter: the version with C / (C - 1) remains.
    assert found.mean == pytest.approx(scores.mean())
    assert found.error == pytest.approx(float(model.bse[0]), abs=1e-9)
    assert (found.items, found.clusters) == (4 * clusters, clusters)
    assert found.low <= found.mean <= found.high
    assert found.high > found.low


def test_clusters_that_agree_widen_the_interval_and_repeats_narrow_it() -> None:
    random = np.random.default_rng(1)
    answers = (random.random(100) < 0.5).astype(float).tolist()
    alone = estimate(answers)
    copied = estimate([answer for answer in answers for _ in range(4)], [item for item in range(100) for _ in range(4)])
    assert copied.mean == alone.mean
    assert copied.high - copied.low == pytest.approx(alone.high - alone.low, rel=0.03)
    independent = (random.random(400) < 0.5).astype(float)
    shares = estimate(independent.reshape(100, 4).mean(axis=1).tolist())
    assert shares.error == pytest.approx(estimate(independent.tolist()).error, rel=0.15)


@given(st.lists(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=5), min_size=1, max_size=30))
def test_sums_that_are_put_together_are_those_of_all(groups: list[list[float]]) -> None:
    whole, one, two = Moments(), Moments(), Moments()
    for place, group in enumerate(groups):
        whole.add(sum(group), len(group))
        (one if place % 2 else two).add(sum(group), len(group))
    one.include(two)
    expected = estimate([score for group in groups for score in group], _names(groups))
    for found in (whole.estimate(), one.estimate()):
        assert found[:4] == pytest.approx(expected[:4], abs=1e-9)
        assert found[4:] == expected[4:]
        assert 0 <= found.low <= found.mean + 1e-12
        assert found.mean - 1e-12 <= found.high <= 1
        assert found.high - found.low > 0.01
        assert all(map(math.isfinite, found[:4]))


def _names(groups: Sequence[Sequence[float]]) -> list[int]:
    return [place for place, group in enumerate(groups) for _ in group]


@pytest.mark.parametrize(
    ("scores", "clusters"),
    [
        ([1.0], None),
        ([0.5], None),
        ([1.0] * 10, ["a"] * 10),
        ([0.5] * 10, None),
        ([1.0, 0.0] * 5, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]),
        ([1.0] * 50, range(50)),
    ],
)
def test_nothing_is_certain(scores: list[float], clusters: Sequence[int] | None) -> None:
    found = estimate(scores, clusters)
    alone = estimate([1.0] * found.clusters)
    assert found.high - found.low >= (alone.high - alone.low) - 1e-12, "a cluster is worth no more than one answer"


def test_strata_are_fixed() -> None:
    """Two domains of which one is easy and one is hard: what is left to chance is inside them."""
    scores = [1.0] * 90 + [0.0] * 10 + [1.0] * 10 + [0.0] * 90
    strata = ["easy"] * 100 + ["hard"] * 100
    found = stratified(scores, strata)
    inside = 0.9 * 0.1 / 99
    assert found.mean == 0.5
    assert found.error == pytest.approx(math.sqrt(2 * 0.25 * inside))
    assert found.error < 0.7 * estimate(scores).error
    assert found.method == "stratified"


def test_the_macro_mean_weighs_every_stratum_alike() -> None:
    scores = [1.0] * 8 + [0.0] * 2 + [0.0] * 3 + [1.0]
    strata = ["large"] * 10 + ["small"] * 4
    found = stratified(scores, strata, equal=True)
    assert found.mean == pytest.approx((0.8 + 0.25) / 2)
    assert found.error == pytest.approx(math.sqrt(0.25 * (0.8 * 0.2 / 9) + 0.25 * (0.25 * 0.75 / 3)))


def test_a_stratum_of_one_item_is_not_taken_for_certain() -> None:
    scores = [1.0] * 30 + [0.0] * 30 + [1.0]
    strata = ["large"] * 60 + ["single"]
    found = stratified(scores, strata, equal=True)
    assert found.error > 0.2, "half of the mean rests on one item"
    certain = stratified([1.0] * 60 + [0.0], strata, equal=True)
    assert certain.error > 0.2, "also where no stratum shows any spread"
    assert certain.high - certain.low > 0.5
    assert stratified([1.0, 1.0], ["a", "b"]).high - stratified([1.0, 1.0], ["a", "b"]).low > 0.3
