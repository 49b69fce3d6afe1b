"""A benchmark as a dataset folder: loaded by `datasets`, asked again by us, nothing lost on the way."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from small_vision import small_vision
from support import mmbench, read_lines

from mmbench.errors import RunError, UsageError
from mmbench.exporting import export
from mmbench.images import read_bytes
from mmbench.layout import laid_out
from mmbench.making import make_benchmark

if TYPE_CHECKING:
    from pathlib import Path


def test_figures_are_written_loaded_and_asked_again(tmp_path: Path) -> None:
    out = tmp_path / "set"
    done = mmbench("export", "figures", "--out", str(out), "--n", "59", "--seed", "3")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in out.iterdir()) == [
        "README.md", "benchmark.yaml", "images", "items.jsonl", "test.parquet",
    ]  # fmt: skip
    asked = [item for item, _ in laid_out(make_benchmark("figures:n=59,seed=3", None))]
    again = [item for item, _ in laid_out(make_benchmark(str(out), None))]
    for one, two in zip(asked, again, strict=True):
        assert not two.problem
        assert (one.question.id, one.question.prompt, one.question.choices) == (
            two.question.id, two.question.prompt, two.question.choices,
        )  # fmt: skip
        assert read_bytes(one.question.images[0]) == read_bytes(two.question.images[0])
        for field in ("answer", "choice", "kind", "tolerance", "facts", "units", "program", "solution", "description"):
            assert getattr(one.key, field) == getattr(two.key, field), (one.question.id, field)
        for field in ("places", "resolution", "labels", "mistakes"):
            assert getattr(one.key, field) == getattr(two.key, field), (one.question.id, field)
        assert (one.domain, one.skills, one.difficulty, one.task) == (two.domain, two.skills, two.difficulty, two.task)
    checked = mmbench("check-data", str(out))
    assert checked.returncode == 0, checked.stdout


def test_the_parquet_file_is_what_datasets_loads(tmp_path: Path) -> None:
    import datasets

    out = tmp_path / "set"
    export("dataset", "figures:n=6", out)
    rows = datasets.load_dataset(str(out), split="test", cache_dir=str(tmp_path / "cache"))
    written = read_lines(out / "items.jsonl")
    assert len(rows) == len(written) == 6
    for row, line in zip(rows, written, strict=True):
        assert row["question"] == line["question"]
        assert json.loads(row["facts"]) == line["facts"]
        with Image.open(out / "images" / line["image"][0]) as stored:
            assert row["images"][0].size == stored.size


def test_any_benchmark_can_be_written_and_bad_rows_are_named(tmp_path: Path) -> None:
    data = small_vision(tmp_path / "data")
    done = export("dataset", "mathvision", tmp_path / "set", data)
    assert done.rows == 4
    for line in read_lines(tmp_path / "set" / "items.jsonl"):
        for name in line["image"]:
            Image.open(io.BytesIO((tmp_path / "set" / "images" / name).read_bytes())).verify()
    with pytest.raises(RunError, match="is there already"):
        export("dataset", "mathvision", tmp_path / "set", data)


def test_variants_are_rows_of_their_own(tmp_path: Path) -> None:
    export("dataset", "figures:n=3,seeds=2", tmp_path / "set")
    lines = read_lines(tmp_path / "set" / "items.jsonl")
    assert len({line["id"] for line in lines}) == 6
    assert len({line["cluster"] for line in lines}) == 3


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("dataset", "--n", "3"), "--n and --seed go with"),
        (("dataset",), "nothing to export"),
        (("figures", "--benchmark", "mathvista"), "takes the suite 'figures' only"),
        (("datset", "--benchmark", "figures"), "Did you mean"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], says: str, tmp_path: Path) -> None:
    done = mmbench("export", *arguments, "--out", str(tmp_path / "set"))
    assert (done.returncode, says in done.stderr) == (2, True), done.stderr


def test_a_file_is_no_place_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "set").write_text("")
    with pytest.raises(UsageError, match="expected a folder"):
        export("dataset", "figures:n=1", tmp_path / "set")
