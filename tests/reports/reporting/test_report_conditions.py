"""What a report says of views, corruptions, variants, repeats, confidence and cost, against figures made by hand."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

import numpy as np
import pytest
from report_support import Given, Sure, an_item, ask, key_of
from sklearn.metrics import brier_score_loss, roc_auc_score
from support import png

from mmbench.config import EvalConfig
from mmbench.evaluate import evaluate
from mmbench.images import file_image
from mmbench.reports.reporting.build import build_report
from mmbench.reports.reporting.run_sections import run_sections
from mmbench.reports.statistics.exact import mcnemar
from mmbench.reports.statistics.paired import tango

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.records import LineKey
    from mmbench.reports.reporting.figures import RunReport


def number(key: LineKey) -> int:
    return int(key.item.removeprefix("given/"))


def report_on(path: Path) -> RunReport:
    [run] = build_report([path]).runs
    return run


@pytest.fixture(scope="module")
def viewed(tmp_path_factory: pytest.TempPathFactory) -> RunReport:
    """Forty items in three views, the one as published also blurred."""
    folder = tmp_path_factory.mktemp("viewed")
    (folder / "x.png").write_bytes(png(60, 40))
    items = [an_item(str(k), images=(file_image(folder, "x.png"),), domain="chart") for k in range(40)]

    def right(key: LineKey) -> bool:
        k = number(key)
        if key.view == "no-figure":
            return k % 4 == 1
        if key.view == "text-only":
            return k % 2 == 0
        return k % 4 == 2 or k % 8 == 0 if key.corruption else k % 4 != 0

    path = ask(folder / "run", items, right, views=("full", "text-only", "no-figure"), corruptions=("", "blur:1"))
    return report_on(path)


def test_views_and_corruptions_stand_beside_the_whole(viewed: RunReport) -> None:
    found = viewed.benchmarks[0].conditions
    assert {group.name: (group.right, group.n) for group in found.views} == {
        "full": (45, 80), "text-only": (20, 40), "no-figure": (10, 40),
    }  # fmt: skip
    assert {group.name: (group.right, group.n) for group in found.corruptions} == {
        "none": (60, 120),
        "blur:1": (15, 40),
    }
    assert [group.name for group in found.both] == ["full, none", "full, blur:1", "text-only, none", "no-figure, none"]
    assert (viewed.overall.n, viewed.overall.items, viewed.overall.clusters) == (160, 160, 40)
    assert viewed.overall.method == "clustered"
    assert any("160 items form 40 groups" in note for note in viewed.notes)


def test_gaps_are_paired_over_the_items_asked_in_both(viewed: RunReport) -> None:
    gaps = {gap.name: gap for gap in viewed.benchmarks[0].conditions.gaps}
    assert list(gaps) == ["visual gain", "perception gap"]
    gain, gap = gaps["visual gain"], gaps["perception gap"]
    assert (gain.condition, gain.reference, gain.accuracy, gain.reference_accuracy) == ("full", "no-figure", 0.75, 0.25)
    assert (gain.difference, gain.items, gain.method) == (0.5, 40, "Tango")
    assert (gain.low, gain.high) == pytest.approx(tango(20, 0, 40))
    assert gain.p == pytest.approx(mcnemar(20, 0))
    assert (gap.difference, gap.accuracy, gap.reference_accuracy) == (-0.25, 0.5, 0.75)
    assert (gap.low, gap.high) == pytest.approx(tango(10, 20, 40))
    [fall] = viewed.benchmarks[0].conditions.falls
    assert (fall.condition, fall.reference, fall.difference, fall.items) == ("blur:1", "none", -0.375, 40)
    assert (fall.low, fall.high) == pytest.approx(tango(5, 20, 40))


def test_an_item_asked_in_one_view_only_has_no_part_in_a_gap(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(png(60, 40))
    items = [an_item(str(k), images=(file_image(tmp_path, "x.png"),) if k < 6 else ()) for k in range(10)]
    run = report_on(ask(tmp_path / "run", items, lambda key: number(key) >= 6, views=("full", "no-figure")))
    [gap] = run.benchmarks[0].conditions.gaps
    assert (gap.items, gap.few, gap.accuracy, gap.difference) == (6, True, 0.0, 0.0)
    assert gap.low < 0 < gap.high, "nothing is 0 +- 0"


def test_variants_and_repeats_are_those_of_the_summary(tmp_path: Path) -> None:
    items = [an_item(str(k), variant=variant, domain="table") for k in range(12) for variant in ("a", "b")]

    def right(key: LineKey) -> bool:
        """Return whether: problems 0 to 2 always, 3 to 5 variant a only, 6 to 8 in the first repeat only."""
        k = number(key)
        return k < 3 or (k < 6 and key.variant == "a") or (6 <= k < 9 and key.repeat == 0)

    run = report_on(ask(tmp_path / "run", items, right, repeats=2, temperature=0.5))
    variants, repeats = run.benchmarks[0].variants, run.benchmarks[0].repeats
    assert variants is not None
    assert repeats is not None
    assert (variants.problems, variants.variants, repeats.repeats, repeats.items) == (12, 2, 2, 24)
    values = {each.name: each.value for each in variants.estimates}
    average = (6 + 3 + 6 * 0.5) / 24
    assert values["average"] == pytest.approx(average) == pytest.approx(run.overall.accuracy)
    # Where each of two variants is right half of the time, both are a quarter of it, and neither as often.
    assert values["worst case"] == pytest.approx((3 + 3 * 0.25) / 12)
    assert values["consistency"] == pytest.approx((3 + 3 * 0.5 + 3) / 12)
    found = {each.name: each.value for each in repeats.estimates}
    assert found["average"] == found["pass@1"] == pytest.approx(average)
    assert found["pass@2"] == pytest.approx((6 + 3 + 6) / 24)
    assert found["consistency"] == pytest.approx((6 + 6 + 6) / 24)
    assert all(each.low is not None for each in repeats.estimates)
    assert (run.overall.n, run.overall.items, run.overall.clusters) == (48, 24, 12)


def test_what_answers_took_is_counted_per_answer_and_per_right_answer(tmp_path: Path) -> None:
    run = sure_run(tmp_path)
    assert run.usage is not None
    assert (run.usage.responses, run.usage.calls, run.usage.right) == (40, 40, 22)
    totals = {"input tokens": 4000, "output tokens": 800, "US dollars": 20, "seconds": 80}
    assert {each.name: each.total for each in run.usage.taken} == totals
    for each in run.usage.taken:
        assert each.per_response == pytest.approx(totals[each.name] / 40)
        assert each.per_right == pytest.approx(totals[each.name] / 22)


CONFIDENCES = [(k * 17 % 40 + 1) / 41 for k in range(40)]
RIGHT = [confidence > 0.5 or k % 10 == 0 for k, confidence in enumerate(CONFIDENCES)]


def sure_run(tmp_path: Path) -> RunReport:
    """Ask forty items of a model that knows fairly well what it knows."""
    config = EvalConfig(model="sure", out=str(tmp_path / "run"))
    model = Sure(
        lambda request: "7" if RIGHT[number(key_of(request))] else "8",
        lambda request: CONFIDENCES[number(key_of(request))],
    )
    evaluate(config, model=model, benchmarks={"given": Given([an_item(str(k)) for k in range(40)])})
    return report_on(tmp_path / "run")


def test_calibration_is_that_of_other_programs(tmp_path: Path) -> None:
    found = sure_run(tmp_path).calibration
    assert found is not None
    assert (found.answers, found.without, found.few) == (40, 0, False)
    assert found.brier == pytest.approx(brier_score_loss(RIGHT, CONFIDENCES))
    assert found.auroc == pytest.approx(roc_auc_score(RIGHT, CONFIDENCES))
    order = np.argsort(CONFIDENCES)
    parts = [
        (statistics.fmean(CONFIDENCES[k] for k in part), statistics.fmean(RIGHT[k] for k in part))
        for part in np.array_split(order, 10)
    ]
    assert [(each.confidence, each.accuracy) for each in found.bins] == [pytest.approx(part) for part in parts]
    assert [each.n for each in found.bins] == [4] * 10
    assert found.ece == pytest.approx(statistics.fmean(abs(confidence - share) for confidence, share in parts))
    assert all(each.low < each.high for each in found.bins)


def test_equal_confidences_are_one_bin_and_all_right_has_no_auroc(tmp_path: Path) -> None:
    config = EvalConfig(model="sure", out=str(tmp_path / "run"))
    model = Sure(lambda request: "7", lambda request: 0.75)
    evaluate(config, model=model, benchmarks={"given": Given([an_item(str(k)) for k in range(5)])})
    found = report_on(tmp_path / "run").calibration
    assert found is not None
    [only] = found.bins
    assert (only.n, only.accuracy) == (5, 1.0)
    assert only.confidence == pytest.approx(0.75)
    assert (found.auroc, found.few) == (None, True)
    assert found.ece == pytest.approx(0.25)


def test_sections_name_what_was_asked_and_leave_out_the_rest(viewed: RunReport, tmp_path: Path) -> None:
    tables = {table.name for section in run_sections(viewed) for table in section.tables}
    assert {"views", "corruptions", "conditions", "gaps", "falls"} <= tables
    assert not {"variants", "repeats", "calibration", "usage"} & tables
    assert {"calibration", "usage"} <= {
        table.name for section in run_sections(sure_run(tmp_path)) for table in section.tables
    }
