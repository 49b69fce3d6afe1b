"""Reports on MathVista's published outputs: the published tables, and counts that are made independently."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pandas as pd
import pytest
from support import read_lines

from mmbench.importing import Predictions, import_run
from mmbench.reports.reporting.build import build_report
from mmbench.reports.reporting.figures import Group, Report
from mmbench.reports.reporting.files import report_json
from mmbench.reports.statistics.multiplicity import rank_bands
from mmbench.reports.statistics.proportions import wilson

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = {"bard": "bard", "chatgpt": "chatgpt_2shot_code", "gpt4": "gpt4", "llava": "llava_llama_2_13b"}
RULE = "mathvista-published"


@pytest.fixture(scope="module")
def runs(shared: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the four published outputs as runs."""
    results = shared("MathVista") / "results"
    made = {}
    for folder, name in NAMES.items():
        made[folder] = tmp_path_factory.mktemp("runs") / folder
        import_run(Predictions("mathvista", (results / folder / f"output_{name}.json",), name), made[folder], ())
    return made


@pytest.fixture(scope="module")
def report(runs: dict[str, Path]) -> Report:
    return build_report(list(runs.values()), RULE)


@pytest.mark.parametrize("place", range(4))
def test_the_official_tables_are_the_published_ones(place: int, report: Report, shared: Callable[[str], Path]) -> None:
    folder, name = list(NAMES.items())[place]
    published = json.loads((shared("MathVista") / "results" / folder / f"scores_{name}.json").read_text())
    [benchmark] = report.runs[place].benchmarks
    [table] = [table for table in benchmark.official if table.rule == RULE]
    found: dict[str, Any] = {
        "average": table.average,
        **{group: {entry.name: entry for entry in entries} for group, entries in table.groups.items()},
    }
    assert set(found) == set(published)
    average = published.pop("average")
    assert (table.average.accuracy, table.average.correct, table.average.total) == tuple(average.values())
    for group, buckets in published.items():
        assert set(found[group]) == set(buckets)
        for bucket, entry in buckets.items():
            shown = found[group][bucket]
            assert (shown.accuracy, shown.correct, shown.total) == (entry["accuracy"], entry["correct"], entry["total"])
            assert (shown.low, shown.high) == pytest.approx(wilson(entry["correct"], entry["total"]), abs=1e-12)


def frame(path: Path) -> pd.DataFrame:
    """Return the lines of a run, joined by pandas from the files themselves."""
    items = pd.json_normalize(read_lines(path / "items.jsonl"))
    items["item"] = items["benchmark"] + "/" + items["question.id"]
    verdicts = pd.DataFrame(read_lines(path / "verdicts.jsonl"))
    verdicts["score"] = [
        next(score["score"] for score in official if score["rule"] == RULE) for official in verdicts["official"]
    ]
    verdicts["mistake"] = [each["kind"] if isinstance(each, dict) else "" for each in verdicts["diagnosis"]]
    if "truncated" not in verdicts:
        verdicts["truncated"] = False
    return verdicts.merge(items, on="item", validate="1:1")


def figures(group: Group) -> dict[str, Any]:
    names = ("n", "items", "clusters", "accuracy", "low", "high", "right", "wrong", "unparsed", "no_answer", "failed")
    return {name: getattr(group, name) for name in (*names, "truncated", "few", "mistakes")}


def expected(part: pd.DataFrame) -> dict[str, Any]:
    low, high = wilson(part["score"].sum(), len(part))
    counts = part["outcome"].value_counts()
    return {
        "n": len(part),
        "items": len(part),
        "clusters": len(part),
        "accuracy": pytest.approx(part["score"].mean()),
        "low": pytest.approx(low),
        "high": pytest.approx(high),
        **{name: counts.get(name, 0) for name in ("right", "wrong", "unparsed", "no_answer", "failed")},
        "truncated": int(part["truncated"].fillna(False).sum()),
        "few": len(part) < 30,
        "mistakes": {
            kind: int((part["mistake"] == kind).sum())
            for kind in ("calculation", "logic", "misreading", "undetermined")
        },
    }


@pytest.mark.parametrize("name", ["bard", "gpt4"])
def test_groups_equal_an_independent_count(name: str, runs: dict[str, Path], report: Report) -> None:
    lines = frame(runs[name])
    run = report.runs[list(NAMES).index(name)]
    assert figures(run.overall) == expected(lines)
    columns = {"domain": "domain", "level": "difficulty", "answer_kind": "key.kind", "source": "metadata.source"}
    for kind, column in columns.items():
        groups = dict(iter(lines.groupby(column)))
        assert [group.name for group in run.groups[kind]] == sorted(groups)
        for group in run.groups[kind]:
            assert figures(group) == expected(groups[group.name])
    skills = lines.explode("skills")
    assert sum(group.n for group in run.groups["skill"]) == len(skills) > len(lines)
    for group in run.groups["skill"]:
        assert figures(group) == expected(skills[skills["skills"] == group.name])


def test_the_wider_claim_has_a_wider_interval_and_the_worst_domain_is_not_of_few(report: Report) -> None:
    bard = report.runs[0]
    assert bard.overall.low is not None
    assert bard.overall.high is not None
    [drawn] = bard.overall.others
    assert drawn.claim == "new sources like these 31"
    ratio = (drawn.high - drawn.low) / (bard.overall.high - bard.overall.low)
    assert ratio == pytest.approx(2.8, abs=0.3), "statistics.md: clustered by source, the error is 2.81 times as large"
    assert bard.macro is not None
    domains = bard.groups["domain"]
    accuracies = [domain.accuracy or 0.0 for domain in domains]
    assert bard.macro.value == pytest.approx(sum(accuracies) / len(accuracies))
    assert min(domains, key=lambda domain: domain.n).n < 30
    assert bard.worst is not None
    assert bard.worst.accuracy == min(domain.accuracy or 0.0 for domain in domains if domain.n >= 30)


def test_leaderboards_are_sorted_and_ranked_only_where_all_were_asked_alike(
    report: Report, runs: dict[str, Path]
) -> None:
    whole, *domains = report.leaderboards
    assert [round(1000 * (place.group.accuracy or 0)) for place in whole.places if place.group] == [348, 261, 261, 251]
    assert not whole.alike
    assert all(place.best is None for place in whole.places)
    assert any("not asked the same items" in note for note in whole.notes)
    assert any("10 with another question" in note for note in report.notes)
    assert {board.name for board in domains} == set(frame(runs["bard"])["domain"])
    alike = [board for board in domains if board.alike]
    assert 0 < len(alike) < len(domains)
    assert all(place.best for board in alike for place in board.places)


def test_the_bands_are_those_of_the_statistics(runs: dict[str, Path]) -> None:
    pair = build_report([runs["bard"], runs["gpt4"]], RULE)
    columns = [frame(runs[name]).sort_values("item")["score"] for name in ("bard", "gpt4")]
    assert pair.leaderboards[0].alike
    assert [(place.best, place.worst) for place in pair.leaderboards[0].places] == rank_bands(columns)


def test_json_holds_everything_and_nothing_that_is_no_json(report: Report) -> None:
    text = report_json(report)
    assert msgspec.json.decode(text, type=Report, strict=True) == report

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    plain = json.loads(text, parse_constant=refuse)
    assert list(plain) == ["rule", "runs", "leaderboards", "benchmarks", "notes", "made_with"]
    assert len(plain["runs"][0]["groups"]["domain"][0]) == len(Group.__struct_fields__), "a field was left out"
    assert report_json(build_report([Path(run.path) for run in report.runs], RULE)) == text
