"""We-Math: the four-way metric, on the published output and on composites made by hand."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING

import pytest
from support import items_of

from mmbench.benchmarks.wemath import WeMath
from mmbench.errors import BadItem
from mmbench.importing import Predictions, import_run
from mmbench.interfaces import NoOptions, Source
from mmbench.layout import unaskable
from mmbench.records import Item, Key, OfficialScore, Question
from mmbench.rundir import RunDir
from mmbench.scoring.official.wemath import FourWay, letter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_every_row_of_the_published_output(shared: Callable[[str], Path], tmp_path: Path) -> None:
    path = shared("We-Math") / "output" / "URSA-8B.json"
    import_run(Predictions("wemath", (path,), "URSA-8B", data=shared("We-Math")), tmp_path / "run", [])
    rows = json.loads(path.read_text())
    wanted = {
        f"{row['ID']}-{row['key'].split('_')[1]}": row["response"].split("Answer")[-1].strip(" :.") == row["answer"]
        for row in rows
    }
    found = {
        verdict.item.split("/")[1]: verdict.official[0].score == 1.0 for verdict in RunDir(tmp_path / "run").verdicts()
    }
    print(f"URSA-8B: {sum(found[name] == right for name, right in wanted.items())} of {len(wanted)} agree")
    assert found == wanted
    table = json.loads((tmp_path / "run" / "summary.json").read_text())["benchmarks"]["wemath"]["official"]["wemath"]
    four_way = {name: figure for name, figure in table["figures"].items() if not name.startswith("one step: ")}
    assert four_way == by_hand(rows, wanted)


def by_hand(rows: list[dict[str, str]], right: dict[str, bool]) -> dict[str, str]:
    """The published table's figures, from the definitions in the paper, written apart from the rule."""
    composites = {row["ID"] for row in rows}
    n = len(composites)
    shown = {"composites": str(n)}
    for name in ("strict", "loose"):
        counts = dict.fromkeys(("IK", "IG", "CM", "RM"), 0)
        for composite in composites:
            steps = [right[f"{composite}-{n}"] for n in range(1, int(composite[0]) + 1)]
            known = all(steps) if name == "strict" else any(steps)
            if right[f"{composite}-multi"]:
                counts["CM" if known else "RM"] += 1
            else:
                counts["IG" if all(steps) else "IK"] += 1
        shown[f"score ({name})"] = f"{1 - (counts['IG'] / 2 + counts['RM'] + counts['IK']) / n:.2%}"
        shown[f"insufficient knowledge (IK) ({name})"] = f"{counts['IK'] / n:.2%} ({counts['IK']})"
        shown[f"inadequate generalisation (IG) ({name})"] = f"{counts['IG'] / n:.2%} ({counts['IG']})"
        shown[f"complete mastery (CM) ({name})"] = f"{counts['CM'] / n:.2%} ({counts['CM']})"
        whole = counts["CM"] + counts["RM"]
        shown[f"rote memorisation (RM) ({name})"] = f"{counts['RM'] / whole:.2%} ({counts['RM']})"
    return shown


def test_the_published_score_of_the_whole_benchmark() -> None:
    """URSA-8B over all 525 composites: IK 197, IG 56, strict CM 141 and RM 131, loose CM 253 and RM 19."""
    metric = FourWay()
    groups = {  # what the two steps and the whole were, and how many such composites there are
        (False, False, False): 197,
        (True, True, False): 56,
        (True, True, True): 141,
        (True, False, True): 112,
        (False, False, True): 19,
    }
    number = 0
    for outcomes, count in groups.items():
        for _ in range(count):
            number += 1
            for key, right in zip(("2steps_1", "2steps_2", "2steps_multi"), outcomes, strict=True):
                metric.add(part(str(number), key), scored(right))
    figures = metric.figures()
    assert (figures["score (strict)"], figures["score (loose)"]) == ("32.19%", "53.52%")
    assert (figures["composites"], figures["rote memorisation (RM) (loose)"]) == ("525", "6.99% (19)")


def scored(right: bool) -> OfficialScore:
    return OfficialScore(rule="wemath", score=float(right))


def part(cluster: str, key: str) -> Item:
    return Item(
        benchmark="wemath",
        question=Question(id=key, text=""),
        key=Key(answer=""),
        cluster=cluster,
        metadata={"key": key},
    )


@pytest.mark.parametrize("steps", [2, 3])
def test_every_complete_composite_is_of_one_kind(steps: int) -> None:
    for outcomes in product((False, True), repeat=steps + 1):
        for strict in (False, True):
            metric = FourWay()
            keys = [*(f"{steps}steps_{n + 1}" for n in range(steps)), f"{steps}steps_multi"]
            for key, right in zip(keys, outcomes, strict=True):
                metric.add(part("x", key), scored(right))
            assert sum(metric.counts(strict=strict).values()) == 1


@pytest.mark.parametrize(
    ("response", "found"),
    [
        ("Answer: C", "C"),
        ("<Thought process>: <<so>> <Answer>: <<B>>", "B"),
        ("C", "C"),
        ("The answer is C", None),
        ("", None),
        ("Answer: none", None),
    ],
)
def test_the_published_letter(response: str, found: str | None) -> None:
    assert letter(response) == found


def test_options_and_clusters(shared: Callable[[str], Path]) -> None:
    benchmark = WeMath(NoOptions(), Source(shared("We-Math")))
    items = [benchmark.item(row) for row in benchmark.rows()]
    assert len(items) == 68
    assert len({item.question.id for item in items}) == 68
    assert len({item.cluster for item in items}) == 20
    assert all(item.question.images[0].sha256 for item in items)
    by_id = {item.question.id: item for item in items}
    assert by_id["2steps_325-1"].question.choices == ("12", "14", "10", "8", "No correct answer")
    assert all(";" not in choice for item in items for choice in item.question.choices)


def test_a_composite_with_a_part_that_could_not_be_asked_is_of_no_kind() -> None:
    metric = FourWay()
    for key in ("2steps_1", "2steps_multi"):
        metric.add(part("x", key), scored(True))
    metric.add(unaskable("wemath", "x-2", "no gold answer"), scored(False))
    assert metric.counts(strict=True) == {"IK": 0, "IG": 0, "CM": 0, "RM": 0}
    assert metric.figures()["composites"] == "1"


@pytest.mark.parametrize("key", ["", "2steps", "2steps_1_2", "_multi", "steps_1", "2steps_4", "Xsteps_multi"])
def test_a_key_that_names_no_step_is_said(key: str, tmp_path: Path) -> None:
    row = {"ID": "2steps_1", "question": "?", "option": "A. 1; B. 2", "answer": "A", "key": key}
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "testmini.json").write_text(json.dumps([{**row, "knowledge concept": "Rotation"}]))
    with pytest.raises(BadItem, match=f"expected a key such as '2steps_1' or '2steps_multi', found '{key}'"):
        items_of("wemath", tmp_path)
