"""Simulated coverage: how often 95 % intervals hold the truth, at 37, 122 and 1,000 items, seeded.

Bounds allow for the noise of so many draws: with 2,000 of them a coverage of .95 is measured within .015.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from report_support import sign_flip
from scipy.stats import binom

from mmbench.reports.statistics.exact import mcnemar
from mmbench.reports.statistics.means import Moments, estimate, stratified
from mmbench.reports.statistics.paired import paired, tango
from mmbench.reports.statistics.proportions import wilson

SIZES = (37, 122, 1000)


@pytest.mark.parametrize(("n", "mean", "worst"), [(37, 0.953, 0.932), (122, 0.952, 0.941), (1000, 0.949, 0.946)])
def test_wilson_covers_as_published(n: int, mean: float, worst: float) -> None:
    """Exact, by enumeration, on the 97 shares of `statistics.md`, section 2."""
    bounds = np.array([wilson(right, n) for right in range(n + 1)])
    covered = []
    for share in np.linspace(0.02, 0.98, 97):
        holds = (bounds[:, 0] <= share) & (share <= bounds[:, 1])
        covered.append(binom.pmf(np.arange(n + 1), n, share)[holds].sum())
    assert np.mean(covered) == pytest.approx(mean, abs=0.001)
    assert min(covered) == pytest.approx(worst, abs=0.001)


CELLS = {
    "much alike": (0.80, 0.02, 0.05, 0.13),
    "nearly all right": (0.93, 0.01, 0.03, 0.03),
    "even": (0.50, 0.10, 0.10, 0.30),
    "far apart": (0.30, 0.25, 0.10, 0.35),
}
"""Both right, only the candidate, only the baseline, neither: the first two are those of `statistics.md`, section 2."""


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("cells", CELLS.values(), ids=list(CELLS))
def test_tango_covers(n: int, cells: tuple[float, ...]) -> None:
    random = np.random.default_rng(n)
    counts = random.multinomial(n, cells, 4000)[:, 1:3]
    truth = cells[1] - cells[2]
    found = {(gained, lost): tango(gained, lost, n) for gained, lost in np.unique(counts, axis=0).tolist()}
    covered = np.mean([found[gained, lost][0] <= truth <= found[gained, lost][1] for gained, lost in counts.tolist()])
    assert covered >= 0.94
    assert covered <= (0.999 if n == 37 else 0.985 if n == 122 else 0.965)


@pytest.mark.parametrize(("cells", "published"), [((0.80, 0.02, 0.05, 0.13), 0.990), ((0.93, 0.01, 0.03, 0.03), 0.997)])
def test_tango_covers_as_published_at_37(cells: tuple[float, ...], published: float) -> None:
    counts = np.random.default_rng(7).multinomial(37, cells, 4000)[:, 1:3]
    truth = cells[1] - cells[2]
    covered = np.mean([low <= truth <= high for low, high in (tango(b, c, 37) for b, c in counts.tolist())])
    assert covered == pytest.approx(published, abs=0.008)


def clustered_totals(random: Any, clusters: int, sizes: tuple[int, ...], rate: float, rho: float) -> Any:
    """Draw cluster sizes, and right answers whose rates vary between clusters with a correlation of rho."""
    size = random.choice(sizes, clusters)
    rates = random.beta(rate * (1 - rho) / rho, (1 - rate) * (1 - rho) / rho, clusters)
    return random.binomial(size, rates), size


@pytest.mark.parametrize("clusters", [8, *SIZES])
@pytest.mark.parametrize("sizes", [(2,), (5,), (1, 2, 3, 10)], ids=str)
@pytest.mark.parametrize("rho", [0.05, 0.5])
def test_clustered_means_cover(clusters: int, sizes: tuple[int, ...], rho: float) -> None:
    random = np.random.default_rng(clusters)
    draws = 3000 if clusters < 1000 else 800
    for rate in (0.1, 0.6, 0.95):
        covered = above = 0
        for _ in range(draws):
            moments = Moments()
            for total, size in np.array(clustered_totals(random, clusters, sizes, rate, rho)).T.tolist():
                moments.add(total, size)
            found = moments.estimate()
            covered += found.low <= rate <= found.high
            above += rate > found.high
        assert covered / draws >= 0.925, rate
        assert above / draws <= 0.075, rate


FEW_LARGE = (1, 1, 1, 1, 20)


@pytest.mark.parametrize(
    ("clusters", "sizes", "rate", "rho"),
    [
        (8, (1, 2, 3, 10), 0.5, 0.8),
        (12, (1, 2, 3, 10), 0.5, 0.8),
        (37, (1, 2, 3, 10), 0.1, 0.8),
        (122, FEW_LARGE, 0.9, 0.3),
        (400, FEW_LARGE, 0.97, 0.8),
    ],
)
def test_means_over_clusters_of_very_unequal_size_cover(
    clusters: int, sizes: tuple[int, ...], rate: float, rho: float
) -> None:
    """What Kish's number of clusters and the bound by their correlation are there for."""
    random = np.random.default_rng(clusters)
    covered = 0
    for _ in range(1500):
        moments = Moments()
        for total, size in np.array(clustered_totals(random, clusters, sizes, rate, rho)).T.tolist():
            moments.add(total, size)
        found = moments.estimate()
        covered += found.low <= rate <= found.high
    assert covered / 1500 >= 0.93


def test_intervals_that_know_nothing_of_clusters_do_not_cover() -> None:
    """The check can fail: Wilson's interval over the cells of large clusters is far too narrow."""
    random = np.random.default_rng(0)
    covered = 0
    for _ in range(500):
        total, size = clustered_totals(random, 50, (10,), 0.6, 0.5)
        low, high = wilson(int(total.sum()), int(size.sum()))
        covered += low <= 0.6 <= high
    assert covered / 500 < 0.7


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("repeats", [2, 8])
def test_means_over_repeats_cover(n: int, repeats: int) -> None:
    random = np.random.default_rng(n + repeats)
    draws = 4000 if n < 1000 else 1500
    for one, two in ((1.0, 1.0), (0.5, 2.0), (8.0, 0.4)):
        truth = one / (one + two)
        shares = random.binomial(repeats, random.beta(one, two, (draws, n))) / repeats
        covered = np.mean([found.low <= truth <= found.high for found in map(estimate, shares.tolist())])
        assert 0.925 <= covered <= (0.99 if n == 37 else 0.975), (one, two)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("equal", [False, True])
def test_means_over_fixed_domains_cover(n: int, equal: bool) -> None:
    random = np.random.default_rng(n)
    rates = np.array([0.9, 0.6, 0.3])
    counts = np.array([n - 2 * (n // 4), n // 4, n // 4])
    strata = np.repeat([0, 1, 2], counts)
    truth = rates.mean() if equal else float((rates * counts).sum() / n)
    draws = 1000 if n < 1000 else 300
    covered = 0
    for _ in range(draws):
        scores = (random.random(n) < rates[strata]).astype(float)
        found = stratified(scores.tolist(), strata.tolist(), equal=equal)
        covered += found.low <= truth <= found.high
    assert 0.93 <= covered / draws <= 0.985


@pytest.mark.parametrize("size", [1, 4])
@pytest.mark.parametrize(
    ("counts", "rates"),
    [((60, 1), (0.95, 0.5)), ((60, 5), (0.9, 0.8)), ((100, 20, 5), (0.97, 0.9, 0.6)), ((12, 12, 12), (0.95,) * 3)],
    ids=str,
)
def test_macro_means_that_rest_on_small_domains_cover(
    counts: tuple[int, ...], rates: tuple[float, ...], size: int
) -> None:
    """Items alone, or families of four: one domain's few answers may all be the same by chance."""
    random = np.random.default_rng(len(counts) + size)
    domains = np.repeat(np.arange(len(counts)), counts)
    strata, families = np.repeat(domains, size), np.repeat(np.arange(len(domains)), size)
    chances = np.array(rates)[domains]
    covered = 0
    for _ in range(600):
        drawn = chances if size == 1 else random.beta(1.5 * chances, 1.5 * (1 - chances))
        scores = (random.random(len(strata)) < drawn[families]).astype(float)
        found = stratified(scores.tolist(), strata.tolist(), families.tolist(), equal=True)
        covered += bool(found.low <= np.mean(rates) <= found.high)
    assert covered / 600 >= 0.92


def paired_draw(random: Any, clusters: int, sizes: tuple[int, ...], cells: tuple[float, ...], rho: float) -> Any:
    """Draw differences of -1, 0 and 1 whose chances vary between clusters, and the cluster of each."""
    cell_shares = np.array(cells)
    group = np.repeat(np.arange(clusters), random.choice(sizes, clusters))
    chances = random.dirichlet(cell_shares * (1 - rho) / rho, clusters)[group]
    draw = random.random(len(group))
    return (draw < chances[:, 0]).astype(float) - (draw > 1 - chances[:, 2]), group


@pytest.mark.parametrize("clusters", [8, *SIZES])
@pytest.mark.parametrize("sizes", [(2,), (5,), (1, 2, 3, 10)], ids=str)
def test_clustered_differences_cover(clusters: int, sizes: tuple[int, ...]) -> None:
    """Also each of the two one-sided 95 % bounds that the gate goes by.

    Where losses are rare and clusters unequal the difference is skewed, and a t interval's lower bound is too high in
    up to 8 % of draws instead of 5 %; otherwise both hold within the noise.
    """
    random = np.random.default_rng(clusters)
    draws = 1500 if clusters < 1000 else 600
    for cells in ((0.05, 0.90, 0.05), (0.15, 0.60, 0.25), (0.02, 0.90, 0.08)):
        truth = cells[0] - cells[2]
        covered = below = above = 0
        for _ in range(draws):
            differences, group = paired_draw(random, clusters, sizes, cells, 0.2)
            zeros = np.zeros(len(group))
            found = paired(zeros, differences, group.tolist())
            covered += found.low <= truth <= found.high
            bounds = paired(zeros, differences, group.tolist(), level=0.90)
            below += truth < bounds.low
            above += truth > bounds.high
        assert covered / draws >= 0.92, cells
        assert max(below, above) / draws <= (0.085 if cells == (0.02, 0.90, 0.08) else 0.07), cells


@pytest.mark.parametrize("n", SIZES)
def test_one_sided_bounds_of_tango_hold(n: int) -> None:
    """By enumeration the worst of these cells misses in .063 of cases; the rest is the noise of 4,000 draws."""
    random = np.random.default_rng(n)
    for cells in CELLS.values():
        truth = cells[1] - cells[2]
        counts = random.multinomial(n, cells, 4000)[:, 1:3].tolist()
        found = {
            (gained, lost): tango(gained, lost, n, level=0.90) for gained, lost in {tuple(each) for each in counts}
        }
        below = np.mean([truth < found[gained, lost][0] for gained, lost in counts])
        above = np.mean([truth > found[gained, lost][1] for gained, lost in counts])
        assert below <= 0.065, cells
        assert above <= 0.065, cells


@pytest.mark.parametrize("n", SIZES)
def test_tests_of_equals_seldom_reject(n: int) -> None:
    random = np.random.default_rng(n)
    counts = random.multinomial(n, (0.1, 0.8, 0.1), 3000)[:, ::2].tolist()
    assert np.mean([mcnemar(gained, lost) <= 0.05 for gained, lost in counts]) <= 0.055
    assert np.mean([mcnemar(gained, lost, worse=True) <= 0.05 for gained, lost in counts]) <= 0.055


@pytest.mark.parametrize("clusters", [8, 37, 122])
def test_flipped_clusters_of_equals_seldom_reject(clusters: int) -> None:
    random = np.random.default_rng(clusters)
    rejected = 0
    for _ in range(2000):
        differences, group = paired_draw(random, clusters, (1, 2, 3, 10), (0.15, 0.7, 0.15), 0.3)
        rejected += sign_flip(differences, group.tolist(), worse=True) <= 0.05
    assert rejected / 2000 <= 0.06
