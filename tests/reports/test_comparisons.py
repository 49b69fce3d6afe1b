"""`mmbench compare` against calculations written apart, on published outputs; what it says where little is known."""

from __future__ import annotations

import csv
import json
import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest
from scipy.stats import binomtest, norm, ttest_rel
from support import Numbers, Scripted, mmbench, number_in, read_lines

from mmbench.config import EvalConfig
from mmbench.errors import RunError, UsageError
from mmbench.evaluate import evaluate
from mmbench.importing import Predictions, import_run
from mmbench.jsonl import encode_line
from mmbench.records import BenchmarkCard, LineKey
from mmbench.reports.answers import Answers, Cell, Identity
from mmbench.reports.comparable import align
from mmbench.reports.comparing.figures import compare, restricted
from mmbench.reports.comparing.files import comparison_csv, comparison_json, write_files
from mmbench.reports.comparing.markdown import comparison_markdown
from mmbench.reports.comparing.reading import read_all, read_answers
from mmbench.reports.comparing.text import comparison_text
from mmbench.reports.markdown import escaped
from mmbench.rescore import score_run
from mmbench.rundir import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from mmbench.interfaces import Row
    from mmbench.records import Item, Request
    from mmbench.reports.comparing.records import Comparison

PUBLISHED = {"bard": "bard/output_bard.json", "gpt4": "gpt4/output_gpt4.json"}
Z = 1.959963984540054


# Calculations written apart: scipy and statsmodels, and Tango's interval as the differences that its test keeps.


def tango_by_grid(gained: int, lost: int, n: int) -> tuple[float, float]:
    """Return the lowest and the highest difference that the score test keeps, on a grid of 1/100,000."""
    delta = np.linspace(-1 + 1e-9, 1 - 1e-9, 200_001)
    b = -gained - lost + (2 * n - gained + lost) * delta
    c = -lost * delta * (1 - delta)
    q = (np.sqrt(np.maximum(b * b - 8 * n * c, 0)) - b) / (4 * n)
    statistic = (gained - lost - n * delta) / np.sqrt(np.maximum(n * (2 * q + delta * (1 - delta)), 1e-300))
    kept = delta[np.abs(statistic) <= Z]
    return float(kept.min()), float(kept.max())


def check_pair(
    comparison: Comparison, before: dict[str, float], after: dict[str, float], domain: dict[str, str]
) -> None:
    """Check a comparison of right and wrong, all rows of it, against the scores by key."""
    from statsmodels.stats.contingency_tables import mcnemar
    from statsmodels.stats.multitest import multipletests

    (pair,) = comparison.pairs
    rows = {row.name: row for row in pair.domains}
    assert sorted(rows) == sorted(set(domain.values()))
    p_values = {}
    for name, row in [*rows.items(), ("all", pair.overall)]:
        keys = [key for key in before if name in ("all", domain[key])]
        x, y = (np.array([scores[key] for key in keys]) for scores in (before, after))
        gained, lost, n = int(((y - x) > 0).sum()), int(((y - x) < 0).sum()), len(keys)
        assert (row.items, row.clusters, row.wins, row.losses) == (n, n, gained, lost)
        assert row.difference == pytest.approx((gained - lost) / n, abs=1e-12)
        assert (row.low, row.high) == pytest.approx(tango_by_grid(gained, lost, n), abs=2e-5)
        assert (row.method, row.test) == ("Tango", "exact McNemar")
        both, neither = int((x * y).sum()), int(((1 - x) * (1 - y)).sum())
        p_values[name] = float(mcnemar([[both, lost], [gained, neither]], exact=True).pvalue)
        assert row.p == pytest.approx(p_values[name], rel=1e-9)
        assert row.error == pytest.approx(float(np.std(y - x, ddof=1)) / math.sqrt(n))
        if gained != lost:
            assert row.error == pytest.approx(row.difference / ttest_rel(y, x).statistic)
        for share, scores in ((row.baseline, x), (row.candidate, y)):
            wilson = binomtest(int(scores.sum()), n).proportion_ci(method="wilson")
            assert share.accuracy == pytest.approx(scores.mean())
            assert (share.right, share.asked) == (scores.sum(), n)
            assert (share.low, share.high) == pytest.approx((wilson.low, wilson.high), abs=1e-9)
            assert share.method == "Wilson"
        if gained + lost:
            quantiles = norm.ppf(0.975) + norm.ppf(0.8)
            assert row.detectable == pytest.approx(quantiles * math.sqrt((gained + lost) / n / n))
    q_values = multipletests([p_values[name] for name in rows], method="fdr_bh")[1]
    assert [row.q for row in rows.values()] == pytest.approx(list(q_values))


# Runs: published ones, and such as are made of scores.


@pytest.fixture(scope="module")
def published(shared: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the run directories of two systems' published outputs."""
    folder = tmp_path_factory.mktemp("published")
    for name, path in PUBLISHED.items():
        import_run(Predictions("mathvista", (shared("MathVista") / "results" / path,), name), folder / name, ())
    return {name: folder / name for name in PUBLISHED}


def compared(*runs: Path, rule: str = "", domains: Sequence[str] = ()) -> Comparison:
    return compare(restricted(align(read_all(runs, rule)), domains), domains)


def answers(
    name: str,
    scores: Iterable[float],
    clusters: Sequence[str] = (),
    domains: Sequence[str] = (),
    keys: Sequence[str] = (),
    repeats: int = 1,
    failed: Sequence[int] = (),
    mistake: str = "logic",
) -> Answers:
    """Return a run with these scores, one for each item; what is not right was diagnosed, unless it failed."""
    cells = []
    for number, score in enumerate(scores):
        key = keys[number] if keys else f"x/{number:05}"
        wrong = 0 if number in failed else round(repeats * (1 - score))
        cells.append(
            Cell(
                key=key,
                benchmark="x",
                domain=domains[number] if domains else "algebra",
                cluster=clusters[number] if clusters else key.partition("|")[0],
                fingerprint="f",
                asked=repeats,
                right=score * repeats,
                failed=repeats if number in failed else 0,
                mistakes=(mistake,) * wrong,
            )
        )
    identity = Identity(name=f"runs/{name}", model={"name": name}, repeats=repeats, checker="c")
    return Answers(identity, cells)


def of(*runs: Answers) -> Comparison:
    return compare(align(runs))


def drawn(share: float, n: int, seed: int) -> list[float]:
    return [float(right) for right in np.random.default_rng(seed).random(n) < share]


def scripted(out: Path, right: Callable[[int], bool], fails: Sequence[int] = (), n: int = 20, **settings: Any) -> Path:
    """Make a run over sums that gives the right answer where it is told to."""

    def answer(request: Request) -> str:
        number = number_in(request)
        if number in fails:
            raise ConnectionError("gone")
        return str(2 * number + (not right(number)))

    config = EvalConfig(model="scripted", out=str(out), max_failures="100%", **settings)
    evaluate(config, model=Scripted(answer), benchmarks={"numbers": Numbers(n)})
    return out


# The numbers.


def test_published_scores_give_what_an_independent_calculation_gives(
    published: dict[str, Path], shared: Callable[[str], Path]
) -> None:
    """Read from the published files themselves: what they call right, by their own field."""
    results = shared("MathVista") / "results"
    scores, totals = [], []
    for path in PUBLISHED.values():
        recorded = msgspec.json.decode((results / path).read_bytes())
        totals.append(json.loads((results / path.replace("output_", "scores_")).read_bytes())["average"]["correct"])
        scores.append({f"mathvista/{pid}": float(str(row["true_false"]) == "True") for pid, row in recorded.items()})
    runs = [published["bard"], published["gpt4"]]
    domain = {cell.key: cell.domain for cell in read_answers(runs[0]).cells}
    comparison = compared(*runs, rule="mathvista-published")
    assert [run.share.right for run in comparison.runs] == [sum(each.values()) for each in scores] == totals
    check_pair(comparison, scores[0], scores[1], domain)


def test_our_verdicts_give_what_an_independent_calculation_gives(published: dict[str, Path]) -> None:
    runs = [published["bard"], published["gpt4"]]
    scores = [
        {line["item"]: float(line["outcome"] == "right") for line in read_lines(run / "verdicts.jsonl")} for run in runs
    ]
    domain = {f"mathvista/{item['question']['id']}": item["domain"] for item in read_lines(runs[0] / "items.jsonl")}
    check_pair(compared(*runs), scores[0], scores[1], domain)


def test_clusters_give_what_statsmodels_gives() -> None:
    from statsmodels.api import OLS

    random = np.random.default_rng(5)
    groups = np.repeat(np.arange(60), random.integers(1, 8, 60))
    level = random.random(60)[groups]
    before = (random.random(len(groups)) < level).astype(float)
    after = (random.random(len(groups)) < 0.8 * level).astype(float)
    clusters = [f"x/cluster/{group}" for group in groups]
    row = of(answers("a", before, clusters), answers("b", after, clusters)).pairs[0].overall
    difference = after - before
    fitted = OLS(difference, np.ones(len(groups))).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    assert (row.items, row.clusters, row.method, row.test) == (len(groups), 60, "clustered t", "cluster sign-flip")
    assert row.difference == pytest.approx(fitted.params[0])
    assert row.error == pytest.approx(fitted.bse[0])
    low, high = fitted.conf_int()[0]
    assert low - 0.002 < row.low <= low, "wider by a little, because the clusters differ in size"
    assert high <= row.high < high + 0.002
    assert row.error_ratio == pytest.approx(fitted.bse[0] / (difference.std(ddof=1) / math.sqrt(len(difference))))
    assert row.p == pytest.approx(fitted.pvalues[0], abs=0.03)


def test_a_large_effect_of_clusters_is_told_and_a_small_one_is_not() -> None:
    before, after = drawn(0.5, 40, 1), drawn(0.5, 40, 2)
    clusters = [f"c{number // 6}" for number in range(240)]
    together = of(*(answers(name, np.repeat(each, 6), clusters) for name, each in (("a", before), ("b", after))))
    ratio = together.pairs[0].overall.error_ratio
    assert ratio is not None
    assert 2 < ratio < 3
    text = comparison_text(together, 0)
    assert "240 items form 40 groups that share a figure, a seed or a version group" in text
    assert f"the standard error is {ratio:.2f} times that of independent items" in text
    apart = of(answers("a", drawn(0.5, 240, 1), clusters), answers("b", drawn(0.5, 240, 2), clusters))
    assert "form 40 groups" not in comparison_text(apart, 0)


def test_repeats_are_averaged_within_the_item_first() -> None:
    """Each item's mean is one observation: 200 items asked 4 times are 200, not 800."""
    random = np.random.default_rng(3)
    before, after = (random.binomial(4, 0.5, 200) / 4 for _ in range(2))
    row = of(answers("a", before, repeats=4), answers("b", after, repeats=4)).pairs[0].overall
    expected = ttest_rel(after, before)
    interval = expected.confidence_interval()
    assert (row.items, row.baseline.asked, row.method) == (200, 800, "paired t")
    assert row.error == pytest.approx((after - before).mean() / expected.statistic)
    assert (row.low, row.high) == pytest.approx((interval.low, interval.high))


def test_a_run_against_itself_differs_by_nothing_and_is_not_called_equal(published: dict[str, Path]) -> None:
    comparison = compared(published["bard"], published["bard"])
    row = comparison.pairs[0].overall
    assert (row.difference, row.wins, row.losses, row.p, row.detectable) == (0, 0, 0, 1, None)
    assert row.low < 0 < row.high
    text = comparison_text(comparison, 5)
    assert "No item differs" in text
    assert "does not show that they are equal" in text
    assert "is given more than once: a run compared with itself" in text


def test_the_order_of_the_items_changes_nothing() -> None:
    clusters = [f"c{number // 3}" for number in range(150)]
    one, two = answers("a", drawn(0.6, 150, 1), clusters), answers("b", drawn(0.5, 150, 2), clusters)
    shuffled = [
        run._replace(cells=[run.cells[place] for place in np.random.default_rng(seed).permutation(150)])
        for seed, run in enumerate((one, two))
    ]
    expected = of(one, two)
    assert of(one, shuffled[1]) == of(shuffled[0], two) == of(*shuffled) == expected


def test_only_the_domains_asked_for_are_compared() -> None:
    domains = ["algebra", "table"] * 30
    runs = answers("a", drawn(0.6, 60, 1), domains=domains), answers("b", drawn(0.5, 60, 2), domains=domains)
    comparison = compare(restricted(align(runs), ["table"]), ["table"])
    assert comparison.items == 30
    assert [row.name for row in comparison.pairs[0].domains] == ["table"]
    assert "30 items of table, scored by our verdict" in comparison_text(comparison, 0)
    with pytest.raises(
        UsageError, match=r"no item is of the domain 'tabel'. Did you mean 'table'\? Here: algebra, tab"
    ):
        restricted(align(runs), ["tabel"])


def test_conditions_and_benchmarks_have_rows_of_their_own() -> None:
    items = [f"x/{number}" for number in range(40)]
    keys = [LineKey(item, view).text() for view in ("full", "no-figure") for item in items]
    one = answers("a", [*drawn(0.8, 40, 1), *drawn(0.4, 40, 2)], keys=keys)
    two = answers("b", [*drawn(0.8, 40, 3), *drawn(0.4, 40, 4)], keys=keys)
    two = two._replace(cells=[cell._replace(benchmark=f"y{number % 2}") for number, cell in enumerate(two.cells)])
    one = one._replace(cells=[cell._replace(benchmark=f"y{number % 2}") for number, cell in enumerate(one.cells)])
    comparison = of(one, two)
    (pair,) = comparison.pairs
    assert [(row.name, row.items) for row in pair.conditions] == [("full", 40), ("no-figure", 40)]
    assert [(row.name, row.items) for row in pair.benchmarks] == [("y0", 40), ("y1", 40)]
    assert (pair.overall.items, pair.overall.clusters) == (80, 40), "both views of an item belong together"
    assert pair.conditions[0].method == "Tango"
    text = comparison_text(comparison, 0)
    assert "80 items, each counted once under every condition, in 40 groups" in text
    assert re.search(r"^condition no-figure +40 ", text, re.MULTILINE)


# What it says.


def test_a_shown_difference_is_said_with_its_interval() -> None:
    text = comparison_text(of(answers("a", [1.0] * 60 + [0.0] * 40), answers("b", [1.0] * 30 + [0.0] * 70)), 0)
    low, high = tango_by_grid(0, 30, 100)
    assert f"b is worse than a by 30.0 points (95 % interval {100 * low:.1f} to {100 * high:.1f})." in text


def test_where_nothing_is_shown_the_text_says_what_could_not_be_seen() -> None:
    comparison = of(answers("a", drawn(0.5, 500, 1)), answers("b", drawn(0.5, 500, 2)))
    row, reading = comparison.pairs[0].overall, comparison.pairs[0].reading
    assert row.detectable is not None
    assert reading.startswith("No difference is shown between b and a: ")
    assert reading.endswith(
        f"Differences under {100 * row.detectable:.1f} points cannot be seen reliably with these items."
    )


def test_interval_and_test_that_disagree_show_nothing() -> None:
    """With 1 gained and 7 lost of 100, Tango's interval ends below 0 and the exact test says p = 0.07."""
    before = [0.0] + [1.0] * 7 + [1.0] * 92
    after = [1.0] + [0.0] * 7 + [1.0] * 92
    pair = of(answers("a", before), answers("b", after)).pairs[0]
    assert pair.overall.high < 0 < 0.05 < pair.overall.p
    assert "Interval and test disagree at 5 % (p = 0.070), so it is taken as not shown." in pair.reading


def test_wins_and_losses_are_listed_by_key_with_what_the_loss_is() -> None:
    keys = ["x/c", "x/b", "x/a", "x/d", "x/e"]
    comparison = of(
        answers("a", [1, 1, 0, 1, 1], keys=keys),
        answers("b", [0, 0, 1, 1, 0], keys=keys, mistake="misreading", failed=[4]),
    )
    (pair,) = comparison.pairs
    assert [(change.key, change.mistakes, change.failed) for change in pair.losses] == [
        ("x/b", ("misreading",), 0),
        ("x/c", ("misreading",), 0),
        ("x/e", (), 1),
    ]
    assert [change.key for change in pair.wins] == ["x/a"]
    text = comparison_text(comparison, 2)
    assert "3 losses, the first 2, by key." in text
    assert "x/e" not in text
    assert re.search(r"^x/b +algebra +1 +0 +misreading$", text, re.MULTILINE)
    assert re.search(r"^x/e +algebra +1 +0 +failed$", comparison_text(comparison, 3), re.MULTILINE)
    assert "Losses" not in comparison_text(comparison, 0)
    assert json.loads(comparison_json(comparison))["pairs"][0]["losses"][2]["key"] == "x/e"


def test_kinds_of_mistakes_are_shares_of_what_was_diagnosed() -> None:
    one = answers("a", [0.0] * 30 + [1.0] * 70, mistake="logic")
    two = answers("b", [0.0] * 40 + [1.0] * 60, mistake="logic")
    two.cells[:10] = [cell._replace(mistakes=("calculation",)) for cell in two.cells[:10]]
    kinds = {row.kind: row for row in of(one, two).pairs[0].mistakes}
    assert list(kinds) == ["calculation", "logic", "misreading", "undetermined"]
    before, after = kinds["logic"].baseline, kinds["logic"].candidate
    assert before is not None
    assert after is not None
    wilson = binomtest(30, 40).proportion_ci(method="wilson")
    assert (before.count, before.share, after.count, after.share) == (30, 1, 30, 0.75)
    assert (after.low, after.high) == pytest.approx((wilson.low, wilson.high))
    assert kinds["logic"].change == pytest.approx(-0.25)
    perfect = of(one, answers("b", [1.0] * 100)).pairs[0].mistakes
    assert [(row.candidate, row.change) for row in perfect] == [(None, None)] * 4
    assert of(answers("a", [1.0] * 9), answers("b", [1.0] * 9)).pairs[0].mistakes == ()


def test_many_failures_are_warned_of_and_the_difference_is_told_without_them() -> None:
    before, after = drawn(0.7, 200, 1), drawn(0.7, 200, 2)
    after[:20] = [0.0] * 20
    comparison = of(answers("a", before), answers("b", after, failed=range(20)))
    (pair,) = comparison.pairs
    rest = of(answers("a", before[20:]), answers("b", after[20:])).pairs[0].overall
    assert pair.without_failed == msgspec.structs.replace(rest, name="without failed")
    text = comparison_text(comparison, 0)
    assert "0 of 200 lines failed in a (0.0 %), 20 of 200 lines failed in b (10.0 %)" in text
    assert "without the 20 items that failed in either: No difference is shown between b and a" in text
    assert re.search(r"^without failed +180 ", text, re.MULTILINE)


def test_few_failures_need_no_warning_and_a_run_that_failed_throughout_gets_one() -> None:
    few = of(answers("a", [1.0] * 400), answers("b", [0.0] * 2 + [1.0] * 398, failed=range(2)))
    assert few.pairs[0].without_failed is None
    assert few.pairs[0].notes == ()
    assert few.runs[1].share.failed == 2
    every = of(answers("a", [1.0] * 40), answers("b", [0.0] * 40, failed=range(40)))
    assert every.pairs[0].without_failed is None
    assert "every item failed in one or the other" in every.pairs[0].notes[0]


# Many runs.


def test_many_runs_are_ranked_in_bands_that_a_separate_calculation_gives() -> None:
    from statsmodels.stats.multitest import multipletests

    names, scores = "abcde", [drawn(share, 300, seed) for seed, share in enumerate((0.5, 0.8, 0.52, 0.3, 0.55))]
    comparison = of(*map(answers, names, scores))
    ranking = comparison.ranking
    assert ranking is not None
    order = [names.index(row.label) for row in ranking.rows]
    assert order == sorted(range(5), key=lambda k: -sum(scores[k]))
    p_values, pairs = [], []
    for one in range(5):
        for two in range(one + 1, 5):
            x, y = scores[order[one]], scores[order[two]]
            gained, lost = (sum(a > b for a, b in zip(*each, strict=True)) for each in ((x, y), (y, x)))
            p_values.append(binomtest(gained, gained + lost).pvalue)
            pairs.append((one, two, (gained - lost) / 300))
    adjusted = multipletests(p_values, method="holm")[1]
    assert [test.adjusted for test in ranking.pairs] == pytest.approx(list(adjusted))
    assert [test.difference for test in ranking.pairs] == pytest.approx([each for *_, each in pairs])
    bands = [[1, 5] for _ in range(5)]
    for (one, two, _), p in zip(pairs, adjusted, strict=True):
        if p <= 0.05:
            bands[two][0] += 1
            bands[one][1] -= 1
    assert [[row.best, row.worst] for row in ranking.rows] == bands
    assert bands[0] == [1, 1]
    assert bands[1][1] > 2, "the middle three are not told apart"
    text = comparison_text(comparison, 0)
    assert re.search(r"^2 c +2 to 3 .*\n3 e +2 to 4 .*\n4 a +3 to 4 ", text, re.MULTILINE)
    assert f"neighbours in the list are told apart in {ranking.separable} of 4 cases" in text


def test_the_baseline_is_the_first_given_whatever_its_rank() -> None:
    comparison = of(
        answers("low", drawn(0.2, 99, 1)), answers("high", drawn(0.9, 99, 2)), answers("mid", [1, 0, 1] * 33)
    )
    assert [(pair.baseline, pair.candidate) for pair in comparison.pairs] == [("low", "high"), ("low", "mid")]
    assert all(pair.overall.difference > 0 for pair in comparison.pairs)


def test_runs_of_one_model_are_told_apart() -> None:
    one, two = answers("m", [1.0, 0.0]), answers("m", [0.0, 0.0])
    two = two._replace(identity=msgspec.structs.replace(two.identity, name="runs/other"))
    assert [run.label for run in of(one, two, two).runs] == ["m (runs/m)", "m (runs/other), 1", "m (runs/other), 2"]


# Little to go by, and hostile names.


def finite(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(finite, value.values()))
    if isinstance(value, list):
        return all(map(finite, value))
    return not isinstance(value, float) or math.isfinite(value)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([1.0], [1.0]),
        ([0.0], [1.0]),
        ([1.0] * 50, [1.0] * 50),
        ([0.0] * 50, [0.0] * 50),
        ([0.0] * 50, [1.0] * 50),
        ([0.5] * 50, [0.25] * 50),
        ([0.5], [0.25]),
    ],
)
@pytest.mark.parametrize("together", [False, True])
def test_the_smallest_and_the_most_extreme_runs_have_finite_figures(
    before: list[float], after: list[float], together: bool
) -> None:
    clusters = ["one"] * len(before) if together else []
    runs = [answers(name, scores, clusters) for name, scores in (("a", before), ("b", after), ("c", before))]
    comparison = of(*runs)
    figures = json.loads(comparison_json(comparison), parse_constant=lambda name: pytest.fail(name))
    assert finite(figures)
    may_be_none = "q|detectable|error_ratio|change|without_failed|baseline|candidate"
    assert "null" not in re.sub(f'"({may_be_none})": null', "", comparison_json(comparison).decode())
    for pair in comparison.pairs:
        assert -1 <= pair.overall.low < pair.overall.high <= 1, "an interval is never of width 0"
        assert pair.overall.low <= pair.overall.difference <= pair.overall.high
    for run in comparison.runs:
        assert 0 <= run.share.low < run.share.high <= 1
    assert "nan" not in comparison_text(comparison, 10).lower().split()


HOSTILE = "=cmd|' /C calc'!A0\n# owned\x1b[31m <script>alert(1)</script> [x](http://evil) `code` **b** @all\u202e"


def hostile() -> tuple[Comparison, list[list[Cell]]]:
    keys, domains = [HOSTILE + str(number) for number in range(6)], [HOSTILE] * 6
    runs = [answers(HOSTILE + name, drawn(0.5, 6, seed), (), domains, keys) for seed, name in enumerate("abc", 10)]
    aligned = align([run._replace(notes=(HOSTILE,)) for run in runs])
    return compare(aligned), aligned.columns


def test_hostile_names_cannot_drive_a_terminal_or_break_a_line() -> None:
    comparison, _ = hostile()
    text = comparison_text(comparison, 10)
    assert all(character.isprintable() or character == "\n" for character in text)
    assert not re.search(r"^# owned", text, re.MULTILINE)


def test_hostile_names_are_no_markup_in_markdown() -> None:
    comparison, _ = hostile()
    markdown = comparison_markdown(comparison, 10)
    assert all(character.isprintable() or character == "\n" for character in markdown)
    assert "<" not in markdown
    assert "http://" not in markdown
    assert "@" not in markdown
    assert not re.search(r"(?<!\\)[`*\[]", markdown)
    headings = [line for line in markdown.split("\n") if line.startswith("#")]
    assert len(headings) == markdown.count("\n## ") + 1
    blocks = re.findall(r"(?:^\|.*\n)+", markdown, re.MULTILINE)
    assert len(blocks) >= 4
    for block in blocks:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1


def test_what_markdown_shows_is_the_name_itself() -> None:
    assert escaped("no-figure, blur:1") == "no-figure, blur:1"
    assert escaped("a|b_c\\d\ne") == r"a\|b\_c\\d e"
    assert escaped("x & <y> www.a.b") == "x &amp; &lt;y&gt; www&#46;a.b"


@pytest.mark.parametrize(("name", "start"), [("- x", r"\- x is"), ("1. x", r"1\. x is"), ("# x", r"\# x is")])
def test_a_name_at_the_start_of_a_paragraph_makes_no_list(name: str, start: str) -> None:
    markdown = comparison_markdown(of(answers("a", [0.0] * 40), answers(name, [1.0] * 40)), 0)
    assert f"\n\n{start} better than a by 100.0 points" in markdown


def test_hostile_names_are_no_formulas_in_a_spreadsheet() -> None:
    comparison, columns = hostile()
    rows = list(csv.reader(comparison_csv(comparison, columns).splitlines(keepends=True)))
    assert len(rows) == 7
    assert {len(row) for row in rows} == {5}
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_names_with_lone_surrogates_can_be_written(tmp_path: Path) -> None:
    aligned = align([answers(name, [1.0, 0.0], domains=["\ud800"] * 2) for name in "ab"])
    write_files(tmp_path / "out", compare(aligned), aligned.columns, 10)
    assert json.loads((tmp_path / "out" / "compare.json").read_bytes())["items"] == 2


# Run directories and the command line.


def test_an_incomplete_run_is_compared_and_called_incomplete(tmp_path: Path) -> None:
    one, two = (scripted(tmp_path / name, lambda number: number % 3 > 0) for name in ("one", "two"))
    path = two / "responses.jsonl"
    kept = [line for line in path.read_bytes().splitlines(keepends=True) if b'"numbers/4"' not in line]
    path.write_bytes(b"".join(kept))
    with Writer(two) as writer:
        score_run(writer)
    comparison = compared(one, two)
    assert f"{two} is incomplete: 1 of 20 lines have no response and count as failed" in comparison.notes
    assert [change.key for change in comparison.pairs[0].losses] == ["numbers/4"]
    assert comparison.pairs[0].without_failed is not None
    assert (comparison.pairs[0].without_failed.items, comparison.pairs[0].without_failed.losses) == (19, 0)


def test_repeats_of_a_run_are_averaged(tmp_path: Path) -> None:
    one = scripted(tmp_path / "one", lambda number: number % 3 > 0)
    two = scripted(tmp_path / "two", lambda number: number % 2 > 0, repeats=3)
    comparison = compared(one, two)
    assert comparison.items == 20
    assert [run.share.asked for run in comparison.runs] == [20, 60]
    assert f"repeats differ: 1 in {one}, 3 in {two}; each item's mean is compared" in comparison.notes
    assert comparison.pairs[0].overall.method == "Tango", "three equal repeats are right or wrong"


class Others(Numbers):
    """The same sums under another name."""

    card = BenchmarkCard(name="others", title="Others")

    def item(self, row: Row) -> Item:
        return msgspec.structs.replace(super().item(row), benchmark="others")


def test_benchmarks_that_a_rule_says_nothing_of_are_left_out_with_a_note(tmp_path: Path) -> None:
    config = EvalConfig(model="scripted", out=str(tmp_path / "run"))
    evaluate(config, model=Scripted(lambda _: "1"), benchmarks={"numbers": Numbers(4), "others": Others(4)})
    path = tmp_path / "run" / "verdicts.jsonl"
    lines = read_lines(path)
    for line in lines:
        if line["item"].startswith("others/"):
            line["official"] = [{"rule": "theirs", "score": 0.5}]
    path.write_bytes(b"".join(map(encode_line, lines)))
    read = read_answers(tmp_path / "run", "theirs")
    assert Counter(cell.benchmark for cell in read.cells) == {"others": 4}
    assert sum(cell.right for cell in read.cells) == 2
    assert read.notes == (f"{tmp_path / 'run'}: the rule 'theirs' says nothing of numbers, which is left out",)
    assert len(read_answers(tmp_path / "run").cells) == 8
    with pytest.raises(RunError, match="no line was scored by the rule 'thiers'"):
        read_answers(tmp_path / "run", "thiers")


def test_the_command_writes_text_and_files(tmp_path: Path) -> None:
    one = scripted(tmp_path / "one", lambda number: number % 3 > 0)
    two = scripted(tmp_path / "two", lambda number: number % 4 > 0)
    done = mmbench("compare", str(one), str(two), "--out", str(tmp_path / "out"), "--list", "1")
    assert done.returncode == 0, done.stderr
    assert "No difference is shown between scripted (" in done.stdout
    figures = json.loads((tmp_path / "out" / "compare.json").read_bytes())
    assert figures["pairs"][0]["overall"]["losses"] == len(figures["pairs"][0]["losses"]) == 3
    assert (tmp_path / "out" / "compare.md").read_text().startswith("# Comparison\n\n## Runs\n")
    with (tmp_path / "out" / "compare.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["item"] for row in rows] == [f"numbers/{number}" for number in range(20)]
    assert [list(row.values())[2:] for row in rows[:5]] == [["0", "0"], ["1", "1"], ["1", "1"], ["0", "1"], ["1", "0"]]
    printed = mmbench("compare", str(one), str(two), "--json")
    assert json.loads(printed.stdout) == figures


def test_the_command_refuses_with_its_status(tmp_path: Path) -> None:
    one = scripted(tmp_path / "one", lambda number: number % 3 > 0)
    fewer = scripted(tmp_path / "fewer", lambda number: number % 3 > 0, n=15)
    (tmp_path / "file").write_text("")
    for arguments, status, words in (
        ((), 2, "compare needs two runs or more, the baseline first; found none"),
        ((str(one),), 2, f"compare needs two runs or more, the baseline first; found only {one}"),
        ((str(one), str(tmp_path / "none")), 3, "no run in"),
        ((str(one), str(fewer)), 3, f"items: 5 only in {one} (numbers/15, numbers/16, numbers/17, ...); --common"),
        ((str(one), str(one), "--rule", "mathvista"), 3, "no line was scored by the rule 'mathvista'"),
        ((str(one), str(one), "--domain", "evne"), 2, "no item is of the domain 'evne'. Did you mean 'even'?"),
        ((str(one), str(one), "--out", str(tmp_path / "file")), 2, "cannot be written"),
        ((str(one), str(one), "--across", "items"), 2, "'items' is not one of"),
    ):
        done = mmbench("compare", *arguments)
        assert done.returncode == status, (arguments, done.stderr)
        assert words in done.stderr
        assert "Traceback" not in done.stderr
    done = mmbench("compare", str(one), str(fewer), "--common")
    assert done.returncode == 0
    assert "left out: 5 items that not all runs were asked alike" in done.stdout


def test_comparing_imports_no_library_that_it_does_not_need(tmp_path: Path) -> None:
    one = scripted(tmp_path / "one", lambda number: number % 3 > 0, n=3)
    done = mmbench("compare", str(one), str(one), PYTHONPROFILEIMPORTTIME="1")
    assert done.returncode == 0
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "mmbench.reports.comparing.figures" in imported
    assert not imported & {"pandas", "statsmodels", "matplotlib", "jinja2", "sympy", "datasets", "PIL", "torch"}


def test_a_baseline_s_file_stands_for_its_run(tmp_path: Path) -> None:
    runs = [tmp_path / "a", tmp_path / "b"]
    for seed, out in enumerate(runs):
        arguments = ("--benchmark", "figures:n=60,seed=3", "--model", "student", "--model-option", f"seed={seed}")
        assert mmbench("eval", *arguments, "--out", str(out)).returncode == 0
    saved = tmp_path / "baseline.json"
    assert mmbench("baseline", "save", str(runs[0]), "--out", str(saved)).returncode == 0
    by_run, by_file = (
        msgspec.json.decode(mmbench("compare", str(first), str(runs[1]), "--json").stdout)["pairs"][0]
        for first in (runs[0], saved)
    )
    for part in ("overall", "domains", "mistakes"):
        assert by_file[part] == by_run[part]
    assert mmbench("compare", str(saved), str(tmp_path / "nowhere")).returncode == 3
