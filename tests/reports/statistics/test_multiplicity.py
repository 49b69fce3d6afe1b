"""Many tests at once, and power: equal to statsmodels, to the published tables, and to what is promised of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from mmbench.reports.statistics.multiplicity import benjamini_hochberg, holm, rank_bands
from mmbench.reports.statistics.power import detectable, items_needed, pass_probability

P = st.lists(st.floats(1e-6, 1), min_size=1, max_size=15)


@given(P)
def test_holm_and_benjamini_hochberg_are_statsmodels(p: list[float]) -> None:
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])
    assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1])
    assert benjamini_hochberg([]) == holm([]) == []


def test_holm_with_weights() -> None:
    """Holm 1979, section 3: the smallest p / w first, against the weights that are left."""
    assert holm([0.01, 0.02, 0.3], [0.7, 0.15, 0.15]) == pytest.approx([0.01 / 0.7, 0.02 * 0.3 / 0.15, 0.3])
    assert holm([0.04, 0.04], [0.5, 0.5]) == pytest.approx(holm([0.04, 0.04]))
    with pytest.raises(ValueError, match="a positive weight for each of 2"):
        holm([0.1, 0.2], [1.0, 0.0])


def test_rank_bands_part_what_differs_and_join_what_does_not() -> None:
    random = np.random.default_rng(0)
    easy = random.random(1000)
    scores = [(easy < rate).astype(float) for rate in (0.9, 0.5)]
    scores += [np.where(random.random(1000) < 0.1, 1 - scores[1], scores[1]), (easy < 0.1).astype(float)]
    assert rank_bands(scores) == [(1, 1), (2, 3), (2, 3), (4, 4)]
    assert rank_bands([scores[0]]) == [(1, 1)]
    assert rank_bands([scores[1], scores[1]]) == [(1, 2), (1, 2)]


def test_rank_bands_of_equal_models_seldom_exclude_a_rank() -> None:
    random = np.random.default_rng(1)
    wrong = 0
    for _ in range(200):
        chance = random.random(150)
        scores = [(random.random(150) < chance).astype(float) for _ in range(4)]
        wrong += any(band != (1, 4) for band in rank_bands(scores))
    assert wrong / 200 <= 0.05


@pytest.mark.parametrize(
    ("discordance", "points"),
    [(0.05, (4.4, 2.0, 0.9)), (0.10, (6.3, 2.8, 1.2)), (0.177, (8.3, 3.7, 1.6)), (0.28, (10.5, 4.7, 2.1))],
)
def test_what_can_be_seen_is_the_published_table(discordance: float, points: tuple[float, ...]) -> None:
    """`statistics.md`, section 3, for 200, 1,000 and 5,141 items: two-sided 5 %, power 80 %, in points."""
    found = [100 * detectable(discordance, items) for items in (200, 1000, 5141)]
    assert found == pytest.approx(points, abs=0.08)


@pytest.mark.parametrize(
    ("discordance", "margin", "items"), [(0.10, 0.01, 6183), (0.10, 0.02, 1546), (0.20, 0.03, 1374), (0.05, 0.03, 343)]
)
def test_items_needed_are_the_published_ones(discordance: float, margin: float, items: int) -> None:
    found = items_needed(discordance, margin, one_sided=True)
    assert found == pytest.approx(items, abs=1)
    assert detectable(discordance, found, one_sided=True) <= margin < detectable(discordance, found - 2, one_sided=True)


def test_the_chance_that_equals_pass() -> None:
    """`statistics.md`, section 5: .632 by the formula at n = 1,000, discordance .10, margin 2 points."""
    assert pass_probability(0.02, (0.10 / 1000) ** 0.5) == pytest.approx(0.64, abs=0.01)
    assert pass_probability(0.02, 0.0) == 1.0


def test_nonsense_is_refused() -> None:
    for variance, items in ((-0.1, 10), (0.1, 0)):
        with pytest.raises(ValueError, match="expected items and a variance"):
            detectable(variance, items)
    with pytest.raises(ValueError, match="expected a difference"):
        items_needed(0.1, 0.0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        detectable(0.1, 10, alpha=0.0)
