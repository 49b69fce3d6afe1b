"""Charts: everything stands where the numbers say, labels keep apart, and what is shown is what the report says."""

from __future__ import annotations

import random
from itertools import combinations, pairwise
from math import log10
from typing import TYPE_CHECKING

import pytest
from chart_support import HOSTILE, a_run, a_site, some_mistakes

from mmbench.leaderboard.site.charts.costs import MEASURES, costs
from mmbench.leaderboard.site.charts.mistakes import mistakes, mistakes_by_domain
from mmbench.leaderboard.site.charts.placing import Box, beside, cut, width_of
from mmbench.leaderboard.site.charts.profile import LEFT, RIGHT, profile
from mmbench.reports.html import formats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.leaderboard.site.charts.costs import Costs
    from mmbench.leaderboard.site.shown import Site, Sort

CHINESE = "一个名字非常非常长的多模态数学模型-72B"


def meet(one: Box, two: Box) -> bool:
    return (
        one.left < two.right - 1e-6
        and two.left < one.right - 1e-6
        and one.top < two.bottom - 1e-6
        and two.top < one.bottom - 1e-6
    )


# Names


@pytest.mark.parametrize(
    "name", ["", "a", "x" * 5000, CHINESE, HOSTILE, "W" * 40, "\u202egnp.exe", "a\nb\tc", "👩‍👩‍👧" * 30]
)
def test_a_name_is_cut_to_its_room(name: str) -> None:
    text = cut(name, 80.0)
    assert text
    assert width_of(text) <= 80.0
    assert text == formats.clean(text)
    assert len(text.splitlines()) == 1
    assert cut(text, 80.0) == text


def test_a_cut_name_keeps_its_ends() -> None:
    start, end = cut("Qwen2.5-VL-72B-Instruct-2026-11-30", 110.0).split("…")
    assert "Qwen2.5-VL-72B-Instruct-2026-11-30".startswith(start)
    assert "Qwen2.5-VL-72B-Instruct-2026-11-30".endswith(end)
    assert len(start) > 3
    assert len(end) > 3
    assert cut("short", 110.0) == "short"


def test_east_asian_characters_count_double() -> None:
    assert 1.5 < width_of("多模态模型") / width_of("abcde") < 2.5
    assert width_of("e\u0301") == width_of("e")
    assert width_of("a\u200b") == width_of("a")


def test_labels_give_way_to_numbers_where_there_is_no_room() -> None:
    area = Box(0, 0, 200, 100)
    apart, numbered = beside(["one", "two"], [(40, 40), (150, 40)], [], area, 80)
    assert not numbered
    assert [label.text for label in apart] == ["one", "two"]
    crowd, numbered = beside(["a long name"] * 12, [(100.0, 50.0)] * 12, [Box(96, 46, 104, 54)], area, 80)
    assert numbered
    assert [label.text for label in crowd] == [str(number) for number in range(1, 13)]
    for labels in (apart, crowd):
        assert not any(meet(one.box, two.box) for one, two in combinations(labels, 2))
        assert all(box.left >= 0 and box.top >= 0 and box.right <= 200 and box.bottom <= 100 for _, box in labels)


def test_names_keep_off_lines_where_they_can() -> None:
    area, line = Box(0, 0, 200, 100), Box(10, 49, 190, 51)
    free, _ = beside(["a name"], [(100.0, 50.0)], [], area, 80, [line])
    assert not meet(free[0].box, line)
    crossed, numbered = beside(["a name"], [(100.0, 50.0)], [], area, 80, [area])
    assert not numbered
    assert crossed[0].text == "a name"


# The profile


def a_profile_site() -> Site:
    return a_site(
        a_run("one", 0.5, {"algebra": 0.25, "chart": 1.0, HOSTILE: 0.0, CHINESE: 0.5}),
        a_run("two", 0.75, {"algebra": 0.5, "chart": None}),
        a_run("three", 0.25, {"algebra": 0.75}),
        sorts=("model", "model", "simulated"),
    )


def test_a_profile_has_all_items_and_each_domain_where_the_numbers_are() -> None:
    site = a_profile_site()
    found = profile(site, site.listed[0])
    assert found is not None
    assert [row.name for row in found.rows] == ["", "algebra", "chart", HOSTILE, CHINESE]
    groups = [site.report.runs[0].overall, *site.report.runs[0].groups["domain"]]
    for row, group in zip(found.rows, groups, strict=True):
        assert (row.accuracy, row.low, row.high, row.n, row.few) == (
            group.accuracy, group.low, group.high, group.n, group.few,
        )  # fmt: skip
        for x, share in ((row.x, row.accuracy), (row.left, row.low), (row.right, row.high)):
            assert x == pytest.approx(LEFT + share * (RIGHT - LEFT), abs=0.06)
        assert LEFT <= row.left <= row.x <= row.right <= RIGHT
        assert width_of(row.label) < LEFT
    assert [y - x for x, y in pairwise(row.y for row in found.rows)] == [24.0] * 4
    assert found.rows[-1].y + 12 <= found.height
    assert dict((percent, x) for x, percent in found.scale) == {
        0: LEFT, 25: LEFT + (RIGHT - LEFT) / 4, 50: (LEFT + RIGHT) / 2, 75: RIGHT - (RIGHT - LEFT) / 4, 100: RIGHT,
    }  # fmt: skip


def test_a_profile_has_all_other_runs_and_tells_those_that_are_no_models() -> None:
    site = a_profile_site()
    found = profile(site, site.listed[0])
    assert found is not None
    others = {row.name: {(other.name, other.accuracy, other.reference) for other in row.others} for row in found.rows}
    assert others[""] == {("two", 0.75, False), ("three", 0.25, True)}
    assert others["algebra"] == {("two", 0.5, False), ("three", 0.75, True)}
    assert others["chart"] == others[HOSTILE] == set()
    assert found.rows[1].others[0].x == pytest.approx(LEFT + found.rows[1].others[0].accuracy * (RIGHT - LEFT))


def test_no_profile_without_domains_or_answers() -> None:
    for run in (a_run("one", 0.5), a_run("one", None, {"algebra": None})):
        site = a_site(run)
        assert profile(site, site.listed[0]) is None


# Accuracy against cost


def paid_site(*costs_of: dict[str, float] | None, sorts: Sequence[Sort] = ()) -> Site:
    runs = [a_run(f"run {k}", 0.4 + 0.05 * k, costs=each) for k, each in enumerate(costs_of)]
    return a_site(*runs, sorts=sorts)


@pytest.mark.parametrize(
    ("given", "sorts", "measure", "shown"),
    [
        ([{"US dollars": 1.0, "seconds": 5.0}, {"US dollars": 2.0, "seconds": 5.0}], (), "US dollars", 2),
        ([{"US dollars": 1.0, "output tokens": 7.0}, {"output tokens": 9.0}], (), "output tokens", 2),
        ([{"US dollars": 1.0, "seconds": 7.0}, {"seconds": 9.0}], (), "seconds", 2),
        ([{"US dollars": 1.0}, {"US dollars": 2.0}, {"seconds": 9.0}], (), "US dollars", 2),
        ([{"US dollars": 1.0}, {"US dollars": 2.0}, {"seconds": 9.0}], ("model", "model", "random"), "US dollars", 2),
        (
            [{"US dollars": 1.0}, {"US dollars": 2.0}, {"US dollars": 0.1}],
            ("model", "model", "random"),
            "US dollars",
            3,
        ),
        ([{"seconds": 1.0}, {"seconds": 2.0}], ("random", "simulated"), "seconds", 2),
    ],
)
def test_the_cost_is_the_first_that_all_models_have(
    given: list[dict[str, float]], sorts: Sequence[Sort], measure: str, shown: int
) -> None:
    found = costs(paid_site(*given, sorts=sorts))
    assert found is not None
    assert found.measure == measure
    assert len(found.dots) == shown
    assert len(found.without) == len(given) - shown


@pytest.mark.parametrize(
    "given",
    [
        [],
        [{"US dollars": 1.0}],
        [{"US dollars": 1.0}, None],
        [{"US dollars": 1.0}, {"seconds": 2.0}],
        [{"US dollars": 1.0}, {"US dollars": -2.0}],
        [{"US dollars": 1.0}, {"US dollars": float("inf")}],
        [{"US dollars": 1.0}, {"US dollars": float("nan")}],
        [{"input tokens": 1.0}, {"input tokens": 2.0}],
    ],
)
def test_no_costs_where_fewer_than_two_are_known(given: list[dict[str, float] | None]) -> None:
    assert costs(paid_site(*given)) is None


def crowd(count: int, seed: int, spread: float = 4.0) -> Site:
    drawn = random.Random(seed)
    sorts: list[Sort] = [drawn.choice(("model", "model", "imported", "simulated", "random")) for _ in range(count)]
    names = [drawn.choice((f"model-{k}-with-a-name", f"{CHINESE}{k}", f"{HOSTILE}{k}", f"m{k}")) for k in range(count)]
    runs = [
        a_run(
            name, round(drawn.random(), 2), costs={"US dollars": round(10 ** (spread * drawn.random() - 3), 3) or 1e-3}
        )
        for name in names
    ]
    return a_site(*runs, sorts=sorts)


def beaten(one: tuple[float, float], two: tuple[float, float]) -> bool:
    """Whether the first (cost, accuracy) is beaten by the second, by the definition."""
    return two != one and two[0] <= one[0] and two[1] >= one[1]


@pytest.mark.parametrize("seed", range(20))
def test_the_front_is_that_of_the_definition(seed: int) -> None:
    site = crowd(2 + 2 * seed, seed, 0.3 + seed / 4)
    found = costs(site)
    assert found is not None
    models = [dot for dot in found.dots if dot.kind == "model"] or list(found.dots)
    for dot in models:
        others = [(other.cost, other.accuracy) for other in models]
        assert dot.front == (not any(beaten((dot.cost, dot.accuracy), other) for other in others))
    assert not any(dot.front for dot in found.dots if dot not in models)
    steps = found.front
    assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(steps)), "steps go across or up"
    assert all(x1 <= x2 and y1 >= y2 for (x1, y1), (x2, y2) in pairwise(steps))
    assert {(dot.x, dot.y) for dot in found.dots if dot.front} <= set(steps)
    assert steps[-1][0] == found.plot.right


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("count", [2, 5, 20, 60])
def test_dots_and_labels_stand_in_the_chart_and_keep_apart(count: int, seed: int) -> None:
    found = costs(crowd(count, seed))
    assert found is not None
    inside = found.plot
    for dot in found.dots:
        assert inside.left < dot.x < inside.right
        assert inside.top <= dot.top <= dot.y <= dot.bottom <= inside.bottom
        box = dot.label.box
        assert inside.left <= box.left <= box.right <= inside.right
        assert inside.top <= box.top <= box.bottom <= inside.bottom
        assert width_of(dot.label.text) <= box.right - box.left
    assert not any(meet(one.label.box, two.label.box) for one, two in combinations(found.dots, 2))
    if not found.numbered:
        dots = [Box(dot.x - 4, dot.y - 4, dot.x + 4, dot.y + 4) for dot in found.dots]
        assert not any(meet(one.label.box, dot) for one in found.dots for dot in dots)
    else:
        assert [dot.label.text for dot in found.dots] == [str(number) for number in range(1, count + 1)]
    texts = [(x - width_of(text) / 2, x + width_of(text) / 2) for x, text in found.across]
    assert len(texts) >= 1
    assert all(after[0] > before[1] for before, after in pairwise(texts))
    assert texts[0][0] >= 0
    assert texts[-1][1] <= found.width


def test_a_few_runs_far_apart_have_their_names() -> None:
    runs = [a_run(f"model-{k}", 0.3 + 0.2 * k, costs={"seconds": float(10**k)}) for k in range(3)]
    found = costs(a_site(*runs))
    assert found is not None
    assert not found.numbered
    assert {dot.label.text for dot in found.dots} == {"model-0", "model-1", "model-2"}


def ticks(found: Costs) -> dict[float, float]:
    return {float(text.replace(",", "").replace("M", "e6")): x for x, text in found.across}


@pytest.mark.parametrize(
    ("taken", "logarithmic"),
    [
        ((1.0, 9.9), False),
        ((1.0, 10.0), False),
        ((1.0, 10.1), True),
        ((0.0004, 0.02, 3.0), True),
        ((250.0, 3000.0), True),
        ((1e-9, 1e9), True),
        ((980.0, 1000.0), False),
        ((7.0, 7.0), False),
        ((2e6, 9e6), False),
    ],
)
def test_costs_far_apart_are_on_a_logarithmic_scale(taken: tuple[float, ...], logarithmic: bool) -> None:
    found = costs(paid_site(*({"seconds": each} for each in taken)))
    assert found is not None
    assert found.logarithmic == logarithmic
    by_cost = sorted((dot.cost, dot.x) for dot in found.dots)
    assert by_cost == sorted(by_cost, key=lambda each: each[1])
    known = [(cost, x) for cost, x in (*by_cost, *ticks(found).items())]
    assert len(ticks(found)) >= 2
    (low, left), (high, right) = min(known), max(known)
    for cost, x in known:
        scaled = [log10(each) if logarithmic else each for each in (low, cost, high)]
        share = (scaled[1] - scaled[0]) / (scaled[2] - scaled[0])
        assert x == pytest.approx(left + share * (right - left), abs=0.2)


@pytest.mark.parametrize("shares", [(0.0, 1.0), (0.5, 0.5), (0.61, 0.66), (0.0, 0.0), (1.0, 1.0)])
def test_percentages_stand_where_they_belong(shares: tuple[float, float]) -> None:
    runs = [a_run(f"run {k}", share, costs={"seconds": 1.0 + k}, n=1000) for k, share in enumerate(shares)]
    found = costs(a_site(*runs))
    assert found is not None
    scale = {float(text): y for y, text in found.up}
    (low, bottom), (high, top) = min(scale.items()), max(scale.items())
    for dot in found.dots:
        for y, share in ((dot.y, dot.accuracy), (dot.top, dot.high), (dot.bottom, dot.low)):
            assert y == pytest.approx(bottom + (100 * share - low) / (high - low) * (top - bottom), abs=0.2)
            assert top <= y <= bottom
    assert 2 <= len(scale) <= 7
    assert all(before - after >= 14 for before, after in pairwise(scale.values()))


def test_what_is_no_model_is_drawn_otherwise_and_is_on_no_front() -> None:
    site = paid_site(
        *({"seconds": float(9 - k)} for k in range(5)), sorts=("model", "imported", "simulated", "random", "frequent")
    )
    found = costs(site)
    assert found is not None
    assert {dot.name: (dot.kind, dot.front) for dot in found.dots} == {
        "run 0": ("model", False),
        "run 1": ("model", True),
        "run 2": ("simulated", False),
        "run 3": ("baseline", False),
        "run 4": ("baseline", False),
    }
    assert set(MEASURES) >= {found.measure}


# Kinds of mistake


def test_bars_are_shares_end_to_end() -> None:
    run = a_run(
        "one",
        0.5,
        mistakes=(
            some_mistakes("", 6, 3, 1, 0),
            some_mistakes("algebra", 0, 0, 0, 0),
            some_mistakes("chart", 0, 3, 1, 4),
        ),
    )
    found = mistakes_by_domain(run)
    assert found is not None
    assert [row.name for row in found.rows] == ["", "chart"]
    for row, figures in zip(found.rows, (run.mistakes[0], run.mistakes[2]), strict=True):
        assert row.mistakes is figures
        assert [(each.kind, each.answers, each.share) for each in row.segments] == [
            (each.kind, each.count, each.share) for each in figures.kinds
        ]
        assert row.segments[0].x == found.left
        for before, after in pairwise(row.segments):
            assert after.x == pytest.approx(before.x + before.width, abs=0.11)
        last = row.segments[-1]
        assert last.x + last.width == pytest.approx(found.right, abs=0.11)
        for each in row.segments:
            assert each.width == pytest.approx(each.share * (found.right - found.left), abs=0.06)
            assert width_of(each.text, 10) <= max(each.width, 0)
    assert [each.text for each in found.rows[0].segments] == ["60 %", "30 %", "10", ""]
    assert found.height >= found.rows[-1].y + found.thick


def test_a_bar_a_run_in_the_order_of_the_leaderboard() -> None:
    site = a_site(
        a_run("worse", 0.2, mistakes=(some_mistakes("", 1, 2, 3, 4),)),
        a_run("none", 0.9),
        a_run("better", 0.8, mistakes=(some_mistakes("", 4, 3, 2, 1), some_mistakes("chart", 4, 3, 2, 1))),
    )
    found = mistakes(site)
    assert found is not None
    assert [row.name for row in found.rows] == ["better", "worse"]
    assert all(after.y - before.y > found.thick for before, after in pairwise(found.rows))


def test_no_bars_where_nothing_was_diagnosed() -> None:
    assert mistakes(a_site(a_run("one", 0.5), a_run("two", 0.5, mistakes=(some_mistakes("", 0, 0, 0, 0),)))) is None
    assert mistakes_by_domain(a_run("one", 0.5)) is None
