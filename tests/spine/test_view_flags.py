"""`--view` and `--corrupt`: what is asked, kept, left out and refused, through the command line and the run loop."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
import pytest
from support import Numbers, Scripted, mmbench, png, read_lines

from mmbench.benchmarks.base.table_picture import table_image
from mmbench.benchmarks.views import CORRUPTIONS, VIEWS
from mmbench.config import EvalConfig, default_out
from mmbench.errors import RunError, UsageError
from mmbench.evaluate import evaluate
from mmbench.images import file_image, open_image
from mmbench.records import AlteredImage, BenchmarkCard, FileImage, Image, Item, Verdict
from mmbench.reports.summary import Summary
from mmbench.reports.text import summary_text
from mmbench.rundir import RunDir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mmbench.interfaces import Row
    from mmbench.records import ImageRef, Request

ROWS: list[dict[str, Any]] = [
    {"id": "a", "question": "AB = 3 cm. How long is BC?", "setting": "AB = 3 cm.", "answer": "B",
     "choices": ["4 cm", "5 cm"], "image": "1.png", "facts": {"AC": 4}, "units": {"AC": "cm"},
     "description": "The angle at A is right."},
    {"id": "b", "question": "图中有几个圆？", "answer": "2", "language": "zh", "image": "1.png", "facts": {"圆": 2}},
    {"id": "c", "question": "How much is 2 + 3?", "answer": "5"},
]  # fmt: skip


def folder(path: Path, rows: list[dict[str, Any]] = ROWS) -> str:
    (path / "pictures").mkdir(parents=True)
    (path / "pictures" / "1.png").write_bytes(png(300, 200))
    (path / "benchmark.yaml").write_text("name: mine\nrows: rows.jsonl\nimages: pictures\ndomain: chart\n")
    (path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return str(path)


def keys(out: Path) -> list[tuple[str, str, str]]:
    items = [msgspec.convert(line, Item) for line in read_lines(out / "items.jsonl")]
    return [(item.question.id, item.view, item.corruption) for item in items]


def test_every_view_and_a_corruption_through_the_command_line(tmp_path: Path) -> None:
    data, out = folder(tmp_path / "mine"), tmp_path / "run"
    command = ["eval", "--model", "random", "--benchmark", data, "--view", "all", "--corrupt", "none"]
    command += ["--corrupt", "blur:1", "--out", str(out)]
    done = mmbench(*command)
    assert done.returncode == 0, done.stderr
    expected = [("a", view, corruption) for view in VIEWS[:4] for corruption in ("", "blur:1")]
    expected += [("a", "text-only", ""), ("a", "no-figure", "")]
    expected += [("b", view, spoilt) for view in ("full", "text-dominant", "vision-only") for spoilt in ("", "blur:1")]
    expected += [("b", "text-only", ""), ("b", "no-figure", ""), ("c", "full", "")]
    assert keys(out) == expected
    assert len(read_lines(out / "responses.jsonl")) == len(expected)
    assert len({line["fingerprint"] for line in read_lines(out / "items.jsonl")}) == len(expected)
    no_setting = "no setting: nothing says which of its words are conditions of the figure (1)"
    assert f"2 of 3 items of 'mine' are not asked as 'vision-dominant': they have {no_setting}" in done.stderr
    assert "1 of 3 items of 'mine' are not asked as 'no-figure': they have no picture\n" in done.stderr
    for row in ("view full, none", "view full, blur:1", "view text-only, none", "mine, all conditions"):
        assert sum(line.strip().startswith(row) for line in done.stdout.splitlines()) == 1, done.stdout
    summary = RunDir(out).summary()["benchmarks"]["mine"]
    assert {view: part["n"] for view, part in summary["views"].items()} == Counter(view for _, view, _ in expected)
    assert {name: part["n"] for name, part in summary["corruptions"].items()} == {"none": 12, "blur:1": 7}
    asked = RunDir(out).run().asked
    assert (asked["views"], asked["corruptions"]) == (["all"], ["", "blur:1"])
    assert asked["benchmarks"]["mine"]["left_out"]["vision-dominant"] == 2

    lines = (out / "responses.jsonl").read_bytes().splitlines(keepends=True)
    (out / "responses.jsonl").write_bytes(b"".join(lines[:4]))
    again = mmbench(*command)
    assert again.returncode == 0, again.stderr
    assert f"4 of {len(expected)} done" in again.stderr
    assert len(read_lines(out / "responses.jsonl")) == len(expected)
    other = mmbench(*command, "--view", "full", "--corrupt", "blur:2")
    assert other.returncode == 3
    assert 'corruptions: ["","blur:1"] in the run, ["","blur:1","blur:2"] asked' in other.stderr


def test_a_view_that_one_item_allows_leaves_the_others_out(tmp_path: Path) -> None:
    data, out = folder(tmp_path / "mine"), tmp_path / "run"
    done = mmbench("eval", "--model", "random", "--benchmark", data, "--view", "vision-dominant", "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert keys(out) == [("a", "vision-dominant", "")]
    assert RunDir(out).summary()["failed"] == 0


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (["--view", "text_only"], "--view: no view 'text_only'. Did you mean 'text-only'? Known: full, text-dominant"),
        (["--corrupt", "noize"], "--corrupt: no corruption 'noize'. Did you mean 'noise'?"),
        (["--corrupt", "noise:9"], "--corrupt noise:9: expected a strength of 1, 2 or 3"),
        (["--ids", "c", "--view", "full", "--view", "text-only"],
         "--view text-only: the benchmark 'mine' cannot be asked as 'text-only': its items have no picture."),
        (["--ids", "b", "--view", "vision-dominant"], "its items have no setting"),
    ],
)  # fmt: skip
def test_wrong_usage(flags: list[str], says: str, tmp_path: Path) -> None:
    out = tmp_path / "run"
    data = folder(tmp_path / "mine")
    done = mmbench("eval", "--model", "random", "--benchmark", data, "--out", str(out), *flags)
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert not (out / "items.jsonl").exists()


def test_a_config_file_names_conditions_and_flags_win(tmp_path: Path) -> None:
    data = folder(tmp_path / "mine")
    (tmp_path / "run.yaml").write_text(f"benchmarks: [{data}]\nviews: [no-figure]\ncorruptions: [none, jpeg]\n")
    command = ["eval", "--model", "random", "--config", str(tmp_path / "run.yaml"), "--ids", "a"]
    assert mmbench(*command, "--out", str(tmp_path / "one")).returncode == 0
    assert keys(tmp_path / "one") == [("a", "no-figure", "")]
    assert mmbench(*command, "--view", "full", "--out", str(tmp_path / "two")).returncode == 0
    assert keys(tmp_path / "two") == [("a", "full", ""), ("a", "full", "jpeg:2")]


def test_the_run_s_name_tells_conditions_only_where_they_are_unusual() -> None:
    def name(**settings: Any) -> str:
        return default_out(EvalConfig(model="random", **settings)).name

    assert name() == "random--figures--direct"
    assert name(views=("full", "no-figure")) == "random--figures--direct--full+no-figure"
    assert name(corruptions=("", "blur:2")) == "random--figures--direct--none+blur-2"


def test_limit_counts_items_before_they_are_multiplied(tmp_path: Path) -> None:
    data = folder(tmp_path / "mine")
    config = EvalConfig(
        model="random", benchmarks=(data,), out=str(tmp_path / "run"), limit=1, offset=1, views=("full", "no-figure"),
        corruptions=("none", "all"),
    )  # fmt: skip
    evaluate(config)
    found = keys(tmp_path / "run")
    assert {name for name, _, _ in found} == {"b"}
    assert len(found) == 1 + len(CORRUPTIONS) + 1
    with pytest.raises(RunError, match="corruptions"):
        evaluate(msgspec.structs.replace(config, corruptions=("",)))


def test_a_row_that_is_no_item_fails_once(tmp_path: Path) -> None:
    data = folder(tmp_path / "mine", [*ROWS, {"id": "d", "question": "?"}])
    out = tmp_path / "run"
    flags = ["--view", "text-only", "--view", "full", "--corrupt", "blur", "--max-failures", "1"]
    done = mmbench("eval", "--model", "random", "--benchmark", data, "--out", str(out), *flags)
    assert done.returncode == 0, done.stderr
    assert [key for key in keys(out) if key[0] == "d"] == [("d", "text-only", "")]
    assert RunDir(out).summary()["failed"] == 1


def test_nothing_to_corrupt_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = EvalConfig(model="scripted", out=str(tmp_path / "run"), corruptions=("blur",))
    evaluate(config, model=Scripted(lambda request: "1"), benchmarks={"numbers": Numbers(2)})
    assert "nothing of 'numbers' is corrupted: what is asked of it has no picture" in capsys.readouterr().err


class Shown(Numbers):
    """Sums with a picture each, as the test makes them."""

    def __init__(self, n: int, picture: Callable[[int], ImageRef]) -> None:
        super().__init__(n)
        self.picture = picture

    def item(self, row: Row) -> Item:
        item = super().item(row)
        question = msgspec.structs.replace(item.question, images=(self.picture(row.data),))
        return msgspec.structs.replace(item, question=question)


def sizes(request: Request) -> str:
    """Answer with the widths of the pictures."""
    blocks = request.messages[0].content
    return " ".join(str(open_image(block.image).size) for block in blocks if isinstance(block, Image))


def asked(tmp_path: Path, picture: Callable[[int], ImageRef], **settings: Any) -> list[dict[str, Any]]:
    config = EvalConfig(model="scripted", out=str(tmp_path / "run"), max_failures="100%", **settings)
    evaluate(config, model=Scripted(sizes), benchmarks={"numbers": Shown(1, picture)})
    return read_lines(tmp_path / "run" / "responses.jsonl")


def test_a_generated_picture_is_kept_as_it_was_shown(tmp_path: Path) -> None:
    def drawn(number: int) -> ImageRef:
        return table_image([["year", "sales"], ["2019", "7"]], 1)

    lines = asked(tmp_path, drawn, views=("full", "vision-only"), corruptions=("", "rotation:1"))
    kept = sorted(path.name for path in (tmp_path / "run" / "images").iterdir())
    assert len(kept) == 4
    shown = [line["trace"]["calls"][0]["request"]["messages"][0]["content"][0]["image"] for line in lines]
    assert sorted(image["path"].rsplit("/", 1)[1] for image in shown) == kept
    by_key = {(line.get("view", "full"), line.get("corruption", "")): line["trace"]["text"] for line in lines}
    assert by_key["vision-only", ""].startswith("(480, ")
    assert len(set(by_key.values())) == 4


def test_a_published_picture_is_altered_but_not_copied(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(png(300, 200))
    lines = asked(tmp_path, lambda n: file_image(tmp_path, "x.png"), views=("vision-only",), corruptions=("jpeg",))
    assert not (tmp_path / "run" / "images").exists()
    [line] = lines
    assert line["trace"]["text"].startswith("(480, ")
    shown = line["trace"]["calls"][0]["request"]["messages"][0]["content"][0]["image"]
    assert isinstance(msgspec.convert(shown, AlteredImage).base, FileImage)


def test_a_missing_base_fails_its_item_at_the_picture(tmp_path: Path) -> None:
    lines = asked(tmp_path, lambda n: file_image(tmp_path, "x.png"), views=("vision-only", "no-figure"))
    assert [(line["view"], line.get("failure")) for line in lines] == [
        ("vision-only", {"stage": "image",
                         "error": f"the picture {tmp_path}/x.png (with a caption) is missing"}),
        ("no-figure", None),
    ]  # fmt: skip


def test_a_base_that_changes_after_the_layout_fails_its_item_at_the_picture(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(png(30, 20))

    def changed(number: int) -> ImageRef:
        image = file_image(tmp_path, "x.png")
        (tmp_path / "x.png").write_bytes(png(31, 20))
        return image

    [line] = asked(tmp_path, changed, corruptions=("blur:1",))
    assert line["failure"]["stage"] == "image"
    assert "x.png has changed since the items were laid out" in line["failure"]["error"]


class Versions(Numbers):
    """Published versions of one problem, as MathVerse has them."""

    card: ClassVar[BenchmarkCard] = BenchmarkCard(name="numbers", title="Versions")

    def item(self, row: Row) -> Item:
        return msgspec.structs.replace(super().item(row), view=("full", "text-only")[row.data % 2])


def test_published_views_have_rows_of_their_own_and_are_asked_once(tmp_path: Path) -> None:
    config = EvalConfig(model="scripted", out=str(tmp_path / "run"), views=("full", "text-only"))
    summary = evaluate(config, model=Scripted(sizes), benchmarks={"numbers": Versions(4)}).summary
    assert [(name, view) for name, view, _ in keys(tmp_path / "run")] == [
        ("0", "full"), ("1", "text-only"), ("2", "full"), ("3", "text-only"),
    ]  # fmt: skip
    views = summary["benchmarks"]["numbers"]["views"]
    assert {view: part["n"] for view, part in views.items()} == {"full": 2, "text-only": 2}


def rows_of(text: str) -> list[str]:
    return [line.split("  ")[0] if not line.startswith("  ") else line.strip() for line in text.splitlines()]


def test_one_usual_condition_adds_no_row(tmp_path: Path) -> None:
    config = EvalConfig(model="scripted", out=str(tmp_path / "run"))
    summary = evaluate(config, model=Scripted(sizes), benchmarks={"numbers": Numbers(4)}).summary
    benchmark = summary["benchmarks"]["numbers"]
    assert not {"views", "corruptions", "conditions", "variants"} & set(benchmark)
    text = summary_text("run", summary)
    assert "view" not in text.split("\n", 1)[1]
    assert "all conditions" not in text


def answered() -> Iterator[tuple[Item, Verdict]]:
    """Three problems in three variants: all right, one right, none right; and one without variants."""
    base = next(iter(Numbers(1).rows()))
    for number, rights in enumerate(("111", "010", "000", "1")):
        for variant, right in enumerate(rights):
            item = Numbers(1).item(base)
            question = msgspec.structs.replace(item.question, id=str(number))
            named = f"v{variant}" if len(rights) > 1 else ""
            item = msgspec.structs.replace(item, question=question, variant=named)
            outcome = "right" if right == "1" else "wrong"
            yield item, Verdict(**item.line_key()._asdict(), outcome=outcome)  # type: ignore[arg-type]


def test_variants_of_a_problem_are_held_against_each_other() -> None:
    summary = Summary({})
    for item, verdict in answered():
        summary.add(item, verdict)
    figures = {"missing": 0, **summary.figures()}
    variants = figures["benchmarks"]["numbers"]["variants"]
    assert (variants["problems"], variants["variants"]) == (3, 3)
    assert variants["average"] == pytest.approx(4 / 9)
    assert variants["worst_case"] == pytest.approx(1 / 3)
    assert variants["consistency"] == pytest.approx(2 / 3)
    low, high = variants["worst_case_interval"]
    assert 0.05 < low < 1 / 3 < high < 0.8
    text = summary_text("run", figures)
    assert (
        "variants of numbers: 3 problems in up to 3 variants: average 44.4 %, worst case 33.3 % (95 % interval" in text
    )
    assert "consistency 66.7 %" in text


def test_a_variant_in_two_views_is_two_problems() -> None:
    summary = Summary({})
    for item, verdict in answered():
        for view in ("full", "no-figure"):
            viewed = msgspec.structs.replace(item, view=view)
            summary.add(viewed, msgspec.structs.replace(verdict, view=view))
    variants = summary.figures()["benchmarks"]["numbers"]["variants"]
    assert (variants["problems"], variants["variants"]) == (6, 3)


def test_no_condition_named_is_wrong_usage() -> None:
    for settings in ({"views": ()}, {"corruptions": ()}):
        with pytest.raises(UsageError, match="is named"):
            evaluate(EvalConfig(model="random", **settings))  # type: ignore[arg-type]
