"""The gallery: the marked step is the quoted one, the choice is spread and bounded, no picture can break it."""

from __future__ import annotations

import base64
import io
import tracemalloc
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from PIL import Image
from report_support import Given
from support import Numbers, Scripted, png, prompt_of

from mmbench import images
from mmbench.config import EvalConfig
from mmbench.errors import RunError
from mmbench.evaluate import evaluate
from mmbench.records import FileImage, Item, Key, Question
from mmbench.reports import results as scored
from mmbench.reports.gallery import WIDTH, Entry, Thumbnail, gallery
from mmbench.reports.gallery.choosing import choose
from mmbench.reports.gallery.passages import MOST, passage, shortened
from mmbench.reports.gallery.thumbnails import thumbnail
from mmbench.reports.results import load_results

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def an_item(name: str, **labels: Any) -> Item:
    pictures = labels.pop("images", ())
    question = Question(id=name, text=f"Sum of {name}?", prompt=f"{name}: sum?", images=pictures)
    return Item(benchmark="given", question=question, key=Key(answer="7", kind="integer"), **labels)


def asked(out: Path, items: Sequence[Item], answer: Callable[[str], str], **settings: Any) -> list[Entry]:
    """Ask the items, answered by a function of the prompt, and return the gallery."""
    config = EvalConfig(model="scripted", out=str(out), max_failures="100%", **settings)
    model = Scripted(lambda request: answer(prompt_of(request)))
    benchmark: Any = Given(items)
    evaluate(config, model=model, benchmarks={"given": benchmark})
    return gallery(out, load_results(out), 200)


def picture_file(path: Path, data: bytes) -> FileImage:
    path.write_bytes(data)
    return images.file_image(path.parent, path.name)


def decoded(small: Thumbnail) -> Image.Image:
    head, _, data = small.uri.partition(",")
    assert head == "data:image/webp;base64"
    return Image.open(io.BytesIO(base64.b64decode(data)))


def test_the_marked_step_is_exactly_the_quote(tmp_path: Path) -> None:
    said = "First, 3 + 4 = 7.\nThen 7 * 2 = 15.\nSo the answer is 15."
    (entry,) = asked(tmp_path / "run", [an_item("a", domain="algebra")], lambda prompt: said)
    assert entry.diagnosis is not None
    assert entry.response.marked == entry.diagnosis.quote == "7 * 2 = 15"
    assert entry.response.before + entry.response.marked + entry.response.after == said
    assert (entry.domain, entry.gold, entry.extraction, entry.key) == ("algebra", "7", "15", "given/a")


def test_only_wrong_answers_are_shown(tmp_path: Path) -> None:
    replies = {"a": "7", "b": "8", "c": "", "d": "no idea"}
    entries = asked(tmp_path / "run", [an_item(name) for name in replies], lambda prompt: replies[prompt[0]])
    assert [entry.key for entry in entries] == ["given/b"]


def test_a_run_without_wrong_answers_has_an_empty_gallery(tmp_path: Path) -> None:
    assert asked(tmp_path / "run", [an_item("a")], lambda prompt: "7") == []


def test_how_an_item_was_asked_is_told(tmp_path: Path) -> None:
    items = [an_item("a"), an_item("b", variant="2", cluster="a")]
    entries = asked(tmp_path / "run", items, lambda prompt: "8", repeats=2)
    conditions = [entry.condition for entry in entries]
    assert conditions == ["", "repeat 2", "variant 2", "variant 2, repeat 2"]
    assert [entry.key for entry in entries][1] == "given/a|full|||1"


def test_chinese_choices_and_several_pictures(tmp_path: Path) -> None:
    one = picture_file(tmp_path / "one.png", png(500, 100))
    two = picture_file(tmp_path / "two.png", png(40, 30, "blue"))
    question = Question(
        id="一", text="求∠ABC的度数。", prompt="求", images=(one, two, one), choices=("30°", "60°"), language="zh"
    )
    item = Item(benchmark="given", question=question, key=Key(answer="60°", kind="choice", choice=1), domain="几何")
    (entry,) = asked(tmp_path / "run", [item], lambda prompt: "答案是 A")
    assert (entry.question, entry.domain, entry.choices, entry.choice) == (question.text, "几何", ("30°", "60°"), 1)
    assert entry.gold == "(B) 60°"
    assert [(small.width, small.height) for small in entry.pictures] == [(320, 64), (40, 30), (320, 64)]
    assert not entry.republishable


def test_pictures_that_cannot_be_opened_are_left_blank(tmp_path: Path) -> None:
    missing = FileImage(path=str(tmp_path / "nowhere.png"), sha256="0" * 64)
    corrupt = picture_file(tmp_path / "corrupt.png", png()[:40])
    program = picture_file(tmp_path / "program.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n")
    unhashed = FileImage(path="images/1.jpg")
    assert [thumbnail(image) for image in (missing, corrupt, program, unhashed)] == [Thumbnail()] * 4


def test_a_huge_picture_is_not_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image = picture_file(tmp_path / "huge.png", png(200, 200))
    monkeypatch.setattr(images, "MAX_PIXELS", 39_999)
    assert thumbnail(image) == Thumbnail()


@pytest.mark.parametrize(
    ("size", "shown"),
    [((2000, 500), (320, 80)), ((319, 11), (319, 11)), ((1, 1), (1, 1)), ((30, 9000), (2, 640)), ((9000, 1), (320, 1))],
)
def test_thumbnails_are_small_and_never_enlarged(tmp_path: Path, size: tuple[int, int], shown: tuple[int, int]) -> None:
    small = thumbnail(picture_file(tmp_path / "picture.png", png(*size)))
    assert (small.width, small.height) == decoded(small).size == shown
    assert small.width <= WIDTH


def test_many_pictures_are_counted_and_not_all_shown(tmp_path: Path) -> None:
    image = picture_file(tmp_path / "one.png", png())
    (entry,) = asked(tmp_path / "run", [an_item("a", images=(image,) * 9)], lambda prompt: "8")
    assert (len(entry.pictures), entry.others) == (6, 3)


def test_a_long_response_is_cut_around_the_mark() -> None:
    text = "a" * 60_000 + "WRONG" + "b" * 40_000
    cut = passage(text, "WRONG")
    assert cut.marked == "WRONG"
    assert len(cut.before) + len(cut.marked) + len(cut.after) == MOST
    assert len(cut.before) + cut.left_out_before == 60_000
    assert len(cut.after) + cut.left_out_after == 40_000


@pytest.mark.parametrize(("before", "after"), [(0, 10_000), (5, 10_000), (10_000, 5), (10_000, 0), (100, 100)])
def test_room_that_one_side_does_not_need_goes_to_the_other(before: int, after: int) -> None:
    cut = passage("a" * before + "WRONG" + "b" * after, "WRONG")
    assert (len(cut.before) + cut.left_out_before, len(cut.after) + cut.left_out_after) == (before, after)
    shown = len(cut.before) + 5 + len(cut.after)
    assert shown == min(before + 5 + after, MOST)
    assert set(cut.before) <= {"a"}
    assert set(cut.after) <= {"b"}


def test_without_the_quote_the_end_is_kept_and_nothing_is_marked() -> None:
    for quote in ("", "not there"):
        cut = passage("x" * 10_000 + "the answer", quote)
        assert (cut.before, cut.marked, cut.left_out_after) == ("", "", 0)
        assert cut.after.endswith("the answer")
        assert len(cut.after) + cut.left_out_before == 10_010
    assert shortened("abcdef", 4) == "abcd… (2 more characters)"
    assert shortened("abcd", 4) == "abcd"


def a_row(number: int, domain: str, mistake: str, outcome: str = "wrong", repeat: int = 0) -> scored.Row:
    item = f"x/{number}"
    labels: dict[str, Any] = {"view": "full", "corruption": "", "variant": "", "benchmark": "x", "skills": ()}
    labels |= dict.fromkeys(("level", "language", "answer_kind", "question_type", "source", "fingerprint"), "")
    return scored.Row(
        item=item,
        repeat=repeat,
        domain=domain,
        cluster=item,
        outcome=outcome,
        truncated=False,
        mistake=mistake,
        subtype="",
        official={},
        **labels,
    )


def test_domains_and_kinds_take_turns() -> None:
    rows = [a_row(number, "big", "calculation") for number in range(5000)]
    rows += [a_row(5000 + number, "big", "logic") for number in range(50)]
    rows += [a_row(6000 + number, "small", "misreading") for number in range(3)]
    chosen = Counter((row.domain, row.mistake) for row in choose(rows, 23))
    assert chosen == {("big", "calculation"): 10, ("big", "logic"): 10, ("small", "misreading"): 3}


def test_mistakes_shown_by_a_step_come_first_but_every_domain_has_its_turn() -> None:
    rows = [a_row(number, "a", "undetermined") for number in range(100)]
    rows += [a_row(100 + number, "a", "logic") for number in range(5)]
    rows += [a_row(200 + number, "b", "undetermined") for number in range(100)]
    chosen = Counter((row.domain, row.mistake) for row in choose(rows, 10))
    assert chosen == {("a", "logic"): 5, ("b", "undetermined"): 5}


def test_the_choice_is_not_the_first_ones_and_does_not_change() -> None:
    rows = [a_row(number, "a", "logic") for number in range(1000)]
    chosen = choose(rows, 100)
    assert chosen == choose(rows, 100)
    assert [rows.index(row) for row in chosen] == sorted(rows.index(row) for row in chosen)
    assert sum(row in rows[:500] for row in chosen) in range(30, 71)
    assert choose(rows, 0) == []
    assert choose([a_row(1, "a", "", "right")], 5) == []


def test_another_item_comes_before_a_second_answer_to_one() -> None:
    rows = [a_row(number, "a", "logic", repeat=repeat) for number in range(20) for repeat in range(4)]
    assert len({row.item for row in choose(rows, 20)}) == 20


def big_run(out: Path, count: int) -> None:
    """Write a run of many wrong answers with long responses."""
    big: Any = Numbers(count, gold=lambda number: "1")
    config = EvalConfig(model="scripted", out=str(out))
    evaluate(config, model=Scripted(lambda request: "2" + "\n" + "so " * 5000), benchmarks={"numbers": big})


def test_memory_stays_small_on_a_long_run(tmp_path: Path) -> None:
    """Only what is shown is held: 200 entries cut to a few thousand characters each, not the file."""
    big_run(tmp_path / "run", 500)
    results = load_results(tmp_path / "run")
    size = (tmp_path / "run" / "responses.jsonl").stat().st_size
    tracemalloc.start()
    try:
        entries = gallery(tmp_path / "run", results, 200)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(entries) == 200
    assert len(msgspec.json.encode(entries)) < 200 * (MOST + 1000)
    assert peak < size


def test_a_run_that_changed_since_it_was_loaded_is_refused(tmp_path: Path) -> None:
    asked(tmp_path / "run", [an_item("a")], lambda prompt: "8")
    results = load_results(tmp_path / "run")
    (tmp_path / "run" / "responses.jsonl").write_bytes(b"")
    with pytest.raises(RunError, match="was changed while it was read"):
        gallery(tmp_path / "run", results, 200)


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    asked(tmp_path / "run", [an_item("a"), an_item("b")], lambda prompt: "8")
    results = load_results(tmp_path / "run")
    path = tmp_path / "run" / "items.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"question":{"id":"b"', b'"question":{"id":7'))
    with pytest.raises(RunError, match=r"items\.jsonl, line 2"):
        gallery(tmp_path / "run", results, 200)
