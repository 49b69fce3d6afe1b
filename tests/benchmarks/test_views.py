"""Views: what each tells, draws and leaves out; nothing else of the key enters, and scoring stays the same."""

from __future__ import annotations

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest
from PIL import Image
from support import png

from mmbench import images, registry
from mmbench.benchmarks.views import VIEWS, as_view, draw
from mmbench.benchmarks.views.captions import captioned
from mmbench.errors import BadItem, UsageError
from mmbench.images import altered_image, file_image, generated_image, open_image, read_bytes
from mmbench.records import (
    AlteredImage,
    FileImage,
    Hint,
    Item,
    Key,
    Line,
    Mistake,
    Question,
    Tolerance,
    Trace,
    fingerprint,
)
from mmbench.scoring.verdict import verdict

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image as Picture

SETTING = "In triangle ABC, AB = 12 cm."
TEXT = f"{SETTING} How long is BC to the nearest whole number?"
FORM = "Give the letter as \\boxed{letter}."
ZH_SETTING = "在三角形ABC中，AB = 12 厘米。"
ZH_TEXT = f"{ZH_SETTING}求BC的长。"
ZH_FORM = "请把选项字母写在 \\boxed{} 里。"
SECRET = "xyzzy"


def english(folder: Path, **changes: Any) -> Item:
    (folder / "x.png").write_bytes(png(300, 200, "white"))
    question = Question(
        id="7",
        text=TEXT,
        setting=SETTING,
        prompt=f"Question: {TEXT} (Unit: cm)\nChoices:\n(A) 13\n(B) 19\n{FORM}",
        images=(file_image(folder, "x.png"),),
        choices=("13", "19"),
        unit="cm",
        hint=Hint(kind="choice"),
    )
    key = Key(
        answer=SECRET,
        kind="choice",
        choice=0,
        accepted=(SECRET,),
        facts={"AB": 12, "∠ABC": 40.5, "price": "-3", "share": 7.0},
        units={"AB": "cm", "∠ABC": "°", "price": "$", "share": "%"},
        description="The triangle is right-angled at C.",
        program=SECRET,
        labels=(SECRET,),
        solution=SECRET,
        mistakes=(Mistake(kind="logic", answer=SECRET, program=SECRET, note=SECRET),),
        places={SECRET: (0, 0, 1, 1)},
        resolution={SECRET: 1.0},
    )
    item = Item(benchmark="b", question=question, key=key, metadata={"answer": SECRET}, skills=(SECRET,))
    return msgspec.structs.replace(item, question=msgspec.structs.replace(question, **changes))


def chinese(folder: Path) -> Item:
    prompt = f"题目：{ZH_TEXT}（单位：厘米）\n选项：\nA. 13\nB. 19\n{ZH_FORM}"
    return english(folder, text=ZH_TEXT, setting=ZH_SETTING, prompt=prompt, language="zh")


def caption(item: Item) -> str:
    [image] = item.question.images
    assert isinstance(image, AlteredImage)
    return image.caption


TOLD = "The figure shows: AB = 12 cm; ∠ABC = 40.5°; price = -$3; share = 7%."
DESCRIBED = "About the figure: The triangle is right-angled at C."
ZH_TOLD = "图中给出：AB = 12 cm；∠ABC = 40.5°；price = -$3；share = 7%。图形说明：The triangle is right-angled at C."


def test_full_is_the_item_itself(tmp_path: Path) -> None:
    item = english(tmp_path)
    assert as_view(item, "full") is item


@pytest.mark.parametrize("view", ["text-dominant", "text-only"])
def test_what_the_figure_shows_is_told_in_order_with_units(view: str, tmp_path: Path) -> None:
    item = as_view(english(tmp_path), view)
    assert item.view == view
    assert item.question.text == f"{TOLD} {DESCRIBED}\n{TEXT}"
    assert item.question.prompt == f"Question: {item.question.text} (Unit: cm)\nChoices:\n(A) 13\n(B) 19\n{FORM}"
    assert len(item.question.images) == (view == "text-dominant")
    item = as_view(chinese(tmp_path), view)
    assert item.question.text == f"{ZH_TOLD}\n{ZH_TEXT}"


def test_the_setting_moves_into_the_picture(tmp_path: Path) -> None:
    item = as_view(english(tmp_path), "vision-dominant")
    assert item.question.text == "How long is BC to the nearest whole number?"
    assert item.question.prompt.startswith("Question: How long is BC")
    assert item.question.setting == ""
    assert caption(item) == SETTING
    item = as_view(chinese(tmp_path), "vision-dominant")
    assert (item.question.text, caption(item)) == ("求BC的长。", ZH_SETTING)


def test_the_whole_question_moves_into_the_picture(tmp_path: Path) -> None:
    item = as_view(english(tmp_path), "vision-only")
    assert item.question.prompt == f"Answer the question that is written in the picture.\n{FORM}"
    assert caption(item) == f"{TEXT} (Unit: cm)\n(A) 13\n(B) 19"
    assert item.question.text == ""
    item = as_view(chinese(tmp_path), "vision-only")
    assert item.question.prompt == f"请回答图片中写出的问题。\n{ZH_FORM}"
    assert caption(item) == f"{ZH_TEXT}（单位：厘米）\nA. 13\nB. 19"


FORMS: list[tuple[str, str, str]] = [
    (f"Solve, then say <A>.\nQuestion: {TEXT}\nOption: A. 13; B. 19\nUse the form above.",
     "Solve, then say <A>.\nUse the form above.", "A. 13\nB. 19"),
    (f'## Question\n{TEXT} choice: (A) 13 (B) 19\n## Answer in JSON\n{{\n    "answer": 1\n}}',
     '## Answer in JSON\n{\n    "answer": 1\n}', "(A) 13\n(B) 19"),
    (f"Hint: a letter, please.\nQuestion: {TEXT}\nChoices:\nA:13\nB:19", "Hint: a letter, please.", "A:13\nB:19"),
    (f"{TEXT}\n(a) 13 (b) 19 \n\nOnly (a, b).", "Only (a, b).", "(a) 13\n(b) 19"),
    (f"Answer the following question: {TEXT}\nBe brief.", "Be brief.", ""),
    (TEXT, "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("prompt", "frame", "options"), FORMS)
def test_the_form_of_the_answer_stays_in_the_text(prompt: str, frame: str, options: str, tmp_path: Path) -> None:
    item = as_view(english(tmp_path, prompt=prompt), "vision-only")
    lead = "Answer the question that is written in the picture."
    assert item.question.prompt == (f"{lead}\n{frame}" if frame else lead)
    assert caption(item) == (f"{TEXT}\n{options}" if options else TEXT)


def test_of_several_pictures_the_first_is_written_on(tmp_path: Path) -> None:
    other = FileImage(path="y.png", sha256="1" * 64)
    item = english(tmp_path)
    item = as_view(english(tmp_path, images=(*item.question.images, other)), "vision-only")
    assert [type(image) for image in item.question.images] == [AlteredImage, FileImage]
    assert item.question.prompt.startswith("Answer the question that is written in the first picture.")


def test_no_figure_leaves_the_question_alone(tmp_path: Path) -> None:
    item = english(tmp_path)
    bare = as_view(item, "no-figure")
    assert bare.question == msgspec.structs.replace(item.question, images=())
    assert bare.view == "no-figure"


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    *((view, {"images": ()}, "no picture") for view in VIEWS[1:]),
    *((view, {"text": "", "setting": ""}, "no words: its question stands in the picture") for view in VIEWS[1:]),
    *((view, {"prompt": "What is it?"}, "a prompt of other words") for view in VIEWS[1:5]),
    *((view, {"prompt": f"{TEXT}\n{TEXT}"}, "a prompt that holds its question 2 times") for view in VIEWS[1:5]),
    ("vision-dominant", {"setting": ""}, "no setting"),
    ("vision-dominant", {"setting": "elsewhere"}, "a setting that is no part of its question"),
    ("vision-dominant", {"text": SETTING, "prompt": SETTING}, "nothing to ask beside its setting"),
    ("vision-only", {"text": "x" * 4001, "prompt": "x" * 4001}, "more words than a picture can hold"),
    ("vision-only", {"prompt": f"{TEXT}\n(A) 13\n(B) nineteen"}, "options that its prompt shows in another form"),
]


@pytest.mark.parametrize(("view", "changes", "reason"), REFUSED)
def test_a_view_that_makes_no_sense_says_why(view: str, changes: dict[str, Any], reason: str, tmp_path: Path) -> None:
    with pytest.raises(BadItem, match=f"cannot be asked as '{view}': the item has {reason}"):
        as_view(english(tmp_path, **changes), view)


@pytest.mark.parametrize("view", ["text-dominant", "text-only"])
def test_nothing_known_of_the_figure_cannot_be_told(view: str, tmp_path: Path) -> None:
    item = english(tmp_path)
    item = msgspec.structs.replace(item, key=msgspec.structs.replace(item.key, facts={}, description=""))
    with pytest.raises(BadItem, match="no facts and no description"):
        as_view(item, view)


def test_a_published_view_is_kept_and_made_into_no_other(tmp_path: Path) -> None:
    published = msgspec.structs.replace(english(tmp_path), view="text-only")
    assert as_view(published, "text-only") is published
    assert as_view(published, "full") is published
    with pytest.raises(BadItem, match="a published view of its own, 'text-only'"):
        as_view(published, "vision-only")
    with pytest.raises(UsageError, match=r"no view 'vision'\. Did you mean 'vision-only'"):
        as_view(published, "vision")


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_else_of_the_key_enters_the_question(view: str, tmp_path: Path) -> None:
    item = english(tmp_path)
    shown = as_view(item, view).question
    assert SECRET not in msgspec.json.encode(shown).decode()
    emptied = Key(answer="", facts=item.key.facts, units=item.key.units, description=item.key.description)
    assert as_view(msgspec.structs.replace(item, key=emptied), view).question == shown
    if view not in ("text-dominant", "text-only"):
        assert as_view(msgspec.structs.replace(item, key=Key(answer="")), view).question == shown


def test_every_view_has_a_fingerprint_of_its_own(tmp_path: Path) -> None:
    items = [as_view(english(tmp_path), view) for view in VIEWS]
    assert len({fingerprint(item.question, item.key) for item in items}) == len(VIEWS)
    assert {item.question.id for item in items} == {"7"}


@pytest.mark.parametrize("view", VIEWS)
def test_what_the_question_says_of_rounding_holds_in_every_view(view: str, tmp_path: Path) -> None:
    key = Key(answer="12.6", kind="float", facts={"AB": 12})
    question = english(tmp_path, choices=(), hint=Hint(kind="float")).question
    item = as_view(Item(benchmark="b", question=question, key=key), view)
    line = Line(item="b/7", view=view, trace=Trace(text="The answer is 13 cm."))
    assert verdict(item, line).outcome == "right"
    exact = Key(answer="12.6", kind="float", tolerance=Tolerance(decimals=1))
    assert verdict(msgspec.structs.replace(item, key=exact), line).outcome == "wrong"


def noisy(width: int, height: int, colour: tuple[int, int, int] = (250, 250, 210)) -> Picture:
    """Return a picture of noise within a frame of one colour."""
    pixels = np.random.default_rng(3).integers(0, 256, (height, width, 3), dtype=np.uint8)
    picture = Image.new("RGB", (width, height), colour)
    picture.paste(Image.fromarray(pixels).crop((0, 0, max(1, width - 8), max(1, height - 8))), (4, 4))
    return picture


@pytest.mark.parametrize("size", [(640, 300), (60, 40), (1, 1), (2000, 90)])
@pytest.mark.parametrize("text", [TEXT, ZH_TEXT * 4, "word" * 300, "Find $\\frac{1}{2}x$."])
def test_a_caption_stands_above_the_picture_and_never_on_it(size: tuple[int, int], text: str) -> None:
    picture = noisy(*size)
    drawn = captioned(picture, text)
    assert drawn.width == max(480, size[0])
    band, left = drawn.height - size[1], (drawn.width - size[0]) // 2
    assert drawn.crop((left, band, left + size[0], drawn.height)).tobytes() == picture.tobytes()
    paper = picture.getpixel((0, 0))
    rows = np.asarray(drawn.crop((0, 0, drawn.width, band))) != np.array(paper)
    assert rows[5:-5].any(), "no letters"
    for edge in (rows[:4], rows[-4:], rows[:, :4], rows[:, -4:]):
        assert not edge.any(), "letters touch the edge of their band"


def test_letters_are_large_enough_and_wrap() -> None:
    heights = [captioned(noisy(width, 900), TEXT).height - 900 for width in (480, 960, 1920)]
    assert heights[1] > 30 * 1.4, "letters of 1/32 of the width"
    assert heights[2] > 1.7 * heights[1]
    assert heights[0] > 3 * 16, "letters of 16 pixels, on two lines at least"


@pytest.mark.parametrize("pair", ["角边", "∠∥", "⊥△", "×÷", "²√", "π°"])
def test_characters_are_drawn_and_not_replaced_by_boxes(pair: str) -> None:
    first, second = (captioned(noisy(500, 60), letter).tobytes() for letter in pair)
    assert first != second


def test_formulas_are_set_where_they_can_be() -> None:
    as_written = captioned(noisy(600, 60), "\\frac{1}{2}").tobytes()
    assert captioned(noisy(600, 60), "$\\frac{1}{2}$").tobytes() != as_written
    broken = "\\begin{array}{c}1\\end{array}"
    assert captioned(noisy(600, 60), f"${broken}$").tobytes() == captioned(noisy(600, 60), f"\\${broken}\\$").tobytes()
    money = captioned(noisy(600, 60), "It costs $5_ and $6_.").tobytes()
    assert money == captioned(noisy(600, 60), "It costs \\$5_ and \\$6_.").tobytes()


@pytest.mark.parametrize(("colour", "band"), [((250, 250, 210), (250, 250, 210)), ((10, 10, 40), (255, 255, 255))])
def test_the_band_has_the_paper_s_colour_unless_it_is_dark(
    colour: tuple[int, int, int], band: tuple[int, int, int]
) -> None:
    assert captioned(noisy(500, 100, colour), "?").getpixel((0, 0)) == band


@pytest.mark.parametrize("size", [(1, 1), (4000, 3000), (20_000, 2)])
def test_a_drawing_has_a_bound(size: tuple[int, int]) -> None:
    image = altered_image(FileImage(path="x", sha256="1"), caption=TEXT * 20, corruption="rotation:3")
    data = draw(image, Image.new("RGB", size, "white"))
    with Image.open(io.BytesIO(data)) as drawn:
        assert drawn.format == "PNG"
        assert drawn.width * drawn.height <= 16_000_000
        assert max(drawn.size) <= 8192


def test_a_picture_is_made_small_before_it_is_written_on() -> None:
    data = draw(altered_image(FileImage(path="x", sha256="1"), caption=TEXT), Image.new("RGB", (20_000, 2), "white"))
    with Image.open(io.BytesIO(data)) as drawn:
        assert drawn.width == 8192
        assert drawn.height > 200, "the letters were made small with it"


def test_an_altered_picture_is_opened_by_its_reference(tmp_path: Path) -> None:
    for mode in ("P", "RGBA", "L", "RGB"):
        Image.new(mode, (30, 20)).save(tmp_path / f"{mode}.png")
        image = altered_image(file_image(tmp_path, f"{mode}.png"), caption="Find x.")
        picture = open_image(image)
        assert (picture.mode, picture.width) == ("RGB", 480)
        assert images.where(image) == f"{tmp_path / mode}.png (with a caption)"
        assert msgspec.json.decode(msgspec.json.encode(image), type=AlteredImage) == image


def test_a_recipe_has_a_hash_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(png())
    (tmp_path / "y.png").write_bytes(png(9))
    one, two = file_image(tmp_path, "x.png"), file_image(tmp_path, "y.png")
    recipes = [
        altered_image(one, "a"), altered_image(one, "b"), altered_image(two, "a"), altered_image(one, "", "blur:1"),
        altered_image(altered_image(one, "a"), corruption="blur:1"),
    ]  # fmt: skip
    assert len({image.sha256 for image in recipes}) == len(recipes)
    assert recipes[-1] == altered_image(one, "a", "blur:1")


def test_a_missing_or_changed_base_is_named(tmp_path: Path) -> None:
    missing = altered_image(file_image(tmp_path, "none.png"), "Find x.")
    assert missing.sha256 == ""
    with pytest.raises(BadItem, match=r"none\.png .*No such file when"):
        open_image(missing)
    (tmp_path / "x.png").write_bytes(png())
    image = altered_image(file_image(tmp_path, "x.png"), "Find y.")
    (tmp_path / "x.png").write_bytes(png(9))
    with pytest.raises(BadItem, match=r"x\.png has changed since"):
        open_image(image)


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return what a generator named `counted` was asked to draw; the drawings kept are new and few."""
    drawn: list[int] = []

    def counted(recipe: dict[str, int]) -> bytes:
        drawn.append(recipe["n"])
        threading.Event().wait(0.02)
        if recipe["n"] < 0:
            raise ValueError("torn paper")
        return png(recipe["n"], 400)

    real = registry.resolve
    monkeypatch.setattr(registry, "resolve", lambda kind, name: counted if name == "counted" else real(kind, name))
    monkeypatch.setattr(images, "_drawings", images._Drawings(4000))
    return drawn


def test_several_views_draw_a_picture_once(drawings: list[int]) -> None:
    images._drawings.most = 1 << 20
    base = generated_image("counted", {"n": 5})
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda n: open_image(altered_image(base, f"Find {n}.")).size, range(10)))
        found += list(threads.map(lambda _: open_image(base).size, range(10)))
    assert len(found) == 20
    assert drawings == [5]


def test_few_drawings_are_kept_and_a_failed_one_is_tried_again(drawings: list[int]) -> None:
    whole = read_bytes(generated_image("counted", {"n": 1}))
    for number in range(2, 30):
        read_bytes(generated_image("counted", {"n": number}))
    assert images._drawings.held <= 4000
    assert images._drawings.held == sum(map(len, images._drawings.kept.values()))
    assert read_bytes(generated_image("counted", {"n": 1})) == whole
    assert drawings.count(1) == 2
    for _ in range(2):
        with pytest.raises(ValueError, match="torn paper"):
            read_bytes(generated_image("counted", {"n": -1}))
    assert drawings.count(-1) == 2
    assert not images._drawings.turns
