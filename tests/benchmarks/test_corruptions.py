"""Corruptions: the same pixels every time, stronger where they should be, and nothing hidden that is asked about."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image, ImageDraw
from support import ROOT

from mmbench.benchmarks.views import CORRUPTIONS, as_corrupted, chosen_corruptions, draw
from mmbench.benchmarks.views.corruptions import corrupted
from mmbench.benchmarks.views.paper import border, content, filled
from mmbench.errors import UsageError
from mmbench.images import altered_image
from mmbench.records import AlteredImage, FileImage, Item, Key, Question

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

PAPER = (253, 252, 247)
STRENGTHS = (1, 2, 3)


def chart(width: int = 640, height: int = 480) -> Picture:
    """Return bars with labels, a wide margin around them."""
    picture = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(picture)
    left, top, right, bottom = width // 5, height // 6, width * 4 // 5, height * 5 // 6
    pen.line((left, top, left, bottom, right, bottom), fill="black", width=2)
    for number, colour in enumerate(("steelblue", "salmon", "seagreen", "orange")):
        x = left + (number + 1) * (right - left) // 6
        pen.rectangle((x, bottom - (number + 2) * (bottom - top) // 7, x + width // 16, bottom - 3), fill=colour)
        pen.text((x, bottom + 4), f"Q{number + 1}", fill="black")
    return picture


def photo(width: int, height: int) -> Picture:
    """Return a picture that is blank nowhere."""
    return Image.fromarray(np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8))


def difference(one: Picture, other: Picture) -> float:
    """Return the mean absolute difference of what stands in the middle of both."""
    size = (min(one.width, other.width), min(one.height, other.height))

    def middle(picture: Picture) -> np.ndarray:
        left, top = (picture.width - size[0]) // 2, (picture.height - size[1]) // 2
        return np.asarray(picture.crop((left, top, left + size[0], top + size[1])), dtype=float)

    return float(np.abs(middle(one) - middle(other)).mean())


@pytest.mark.parametrize("name", [name for name in CORRUPTIONS if name != "crop"])
def test_a_stronger_one_changes_more(name: str) -> None:
    for seed in ("a", "b", "c", "d"):
        changes = [difference(chart(), corrupted(chart(), f"{name}:{strength}", seed)) for strength in STRENGTHS]
        assert 0 < changes[0] < changes[1] < changes[2], changes


@pytest.mark.parametrize("name", ["rotation", "noise", "shadow", "distractor"])
def test_another_picture_is_spoilt_another_way(name: str) -> None:
    spoilt = {corrupted(chart(), f"{name}:2", seed).tobytes() for seed in "abcdef"}
    assert len(spoilt) > 1


CODE = """
import hashlib, io, sys
sys.path.insert(0, "tests/benchmarks")
from test_corruptions import chart
from mmbench.benchmarks.views import CORRUPTIONS, draw
from mmbench.images import altered_image
from mmbench.records import FileImage
base = FileImage(path="x", sha256="5")
for name in CORRUPTIONS:
    print(hashlib.sha256(draw(altered_image(base, "Find x.", f"{name}:2"), chart())).hexdigest())
"""


def test_the_same_bytes_here_and_in_another_process() -> None:
    base = FileImage(path="x", sha256="5")

    def hashes() -> list[str]:
        recipes = [altered_image(base, "Find x.", f"{name}:2") for name in CORRUPTIONS]
        return [hashlib.sha256(draw(recipe, chart())).hexdigest() for recipe in recipes]

    here = hashes()
    assert hashes() == here
    assert len(set(here)) == len(CORRUPTIONS)
    paths = f"{ROOT}{os.pathsep}{ROOT / 'tests'}"
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": "77"}
    command = [sys.executable, "-W", "error", "-c", CODE]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == here


def ink(picture: Picture) -> Any:
    return np.abs(np.asarray(picture).astype(int) - PAPER).max(axis=2) > 6


def test_a_crop_takes_the_margin_first_and_little_of_the_content() -> None:
    whole = content(filled(chart()))
    assert whole is not None
    left, top, right, bottom = whole
    pieces = [corrupted(chart(), f"crop:{strength}", "x") for strength in STRENGTHS]
    for picture in pieces[:2]:
        assert ink(picture).sum() == ink(chart()).sum(), "content was lost"
    assert pieces[0].size == ((right + 640 + 1) // 2 - left // 2, (bottom + 480 + 1) // 2 - top // 2)
    assert pieces[1].size == (right - left + 4, bottom - top + 4)
    area = (right - left) * (bottom - top)
    lost = 1 - pieces[2].width * pieces[2].height / area
    assert 0 < lost <= 0.04
    x, y = (right - left) // 100, (bottom - top) // 100
    assert pieces[2].tobytes() == chart().crop((left + x, top + y, right - x, bottom - y)).tobytes()


def test_a_picture_without_a_margin_loses_at_most_four_percent() -> None:
    picture = photo(300, 200)
    assert [corrupted(picture, f"crop:{strength}", "x").size for strength in STRENGTHS] == [
        (300, 200), (300, 200), (294, 196),
    ]  # fmt: skip
    blank = Image.new("RGB", (300, 200), "white")
    assert corrupted(blank, "crop:3", "x").size == (300, 200)


@pytest.mark.parametrize("strength", STRENGTHS)
def test_stickers_stand_on_blank_paper_only(strength: int) -> None:
    for seed in "abcdefgh":
        spoilt = corrupted(chart(), f"distractor:{strength}", seed)
        assert spoilt.size == chart().size
        before, after = np.asarray(chart()), np.asarray(spoilt)
        covered = ink(chart())
        assert (before[covered] == after[covered]).all()
        changed = (before != after).any(axis=2)
        assert changed.mean() > 0.002 * strength
        rows, columns = changed.nonzero()
        middle = np.hypot(columns - 320, rows - 240)
        assert middle.min() > 60, "a sticker in the middle of what is shown"


@pytest.mark.parametrize("size", [(300, 200), (1, 1), (900, 20)])
def test_where_nothing_is_blank_stickers_stand_below(size: tuple[int, int]) -> None:
    picture = photo(*size)
    spoilt = corrupted(picture, "distractor:3", "x")
    assert spoilt.height > size[1]
    assert spoilt.crop((0, 0, *size)).tobytes() == picture.tobytes()
    below = np.asarray(spoilt.crop((0, size[1], spoilt.width, spoilt.height)))
    assert (below != np.array(border(picture)[0])).any()


@pytest.mark.parametrize("strength", STRENGTHS)
def test_a_turned_picture_is_all_in_view(strength: int) -> None:
    framed = Image.new("RGB", (300, 200), PAPER)
    ImageDraw.Draw(framed).rectangle((1, 1, 298, 198), outline="black", width=3)
    turned = corrupted(framed, f"rotation:{strength}", "x")
    assert turned.width > 300
    assert turned.height > 200
    darkness = [float((np.array(PAPER) - np.asarray(picture, dtype=float)).sum()) for picture in (framed, turned)]
    assert darkness[1] == pytest.approx(darkness[0], rel=0.02), "a part of the frame was lost"
    for corner in ((0, 0), (turned.width - 1, 0), (0, turned.height - 1)):
        assert turned.getpixel(corner) == PAPER


@pytest.mark.parametrize("name", CORRUPTIONS)
@pytest.mark.parametrize("mode", ["RGB", "P", "RGBA"])
@pytest.mark.parametrize("size", [(1, 1), (2, 300), (37, 5)])
def test_odd_pictures_are_spoilt_too(name: str, mode: str, size: tuple[int, int]) -> None:
    picture = photo(*size).convert(mode).convert("RGB")
    for strength in STRENGTHS:
        spoilt = corrupted(picture, f"{name}:{strength}", "x")
        assert spoilt.mode == "RGB"
        assert min(spoilt.size) >= 1


@pytest.mark.parametrize("name", ["distractor", "noise", "rotation"])
def test_a_large_picture_has_a_bound(name: str) -> None:
    data = draw(altered_image(FileImage(path="x", sha256="1"), corruption=f"{name}:3"), chart(4000, 3000))
    assert len(data) < 60_000_000
    with Image.open(io.BytesIO(data)) as drawn:
        assert (drawn.format, drawn.mode) == ("PNG", "RGB")
        assert 11_000_000 < drawn.width * drawn.height <= 16_000_000


def test_corruptions_are_chosen_by_name_and_strength() -> None:
    assert chosen_corruptions(["blur", "jpeg:3", "none", "", "blur:2"]) == ("blur:2", "jpeg:3", "")
    assert chosen_corruptions(["none", "all:1"]) == ("", *(f"{name}:1" for name in CORRUPTIONS))
    for spec, says in [
        ("blurr", r"no corruption 'blurr'\. Did you mean 'blur'\? Known: blur, jpeg"),
        ("none:1", "no corruption 'none'"),
        ("blur:4", "blur:4: expected a strength of 1, 2 or 3, such as blur:2, found '4'"),
        ("blur:", "expected a strength"),
        ("blur:²", "expected a strength"),
    ]:
        with pytest.raises(UsageError, match=says):
            chosen_corruptions([spec])
    with pytest.raises(UsageError, match="no corruption is named"):
        chosen_corruptions([])


def test_all_pictures_of_an_item_are_spoilt_and_a_caption_with_them() -> None:
    one, two = FileImage(path="x", sha256="1"), FileImage(path="y", sha256="2")
    question = Question(id="1", text="?", images=(altered_image(one, "Find x."), two))
    item = Item(benchmark="b", question=question, key=Key(answer="1"))
    spoilt = as_corrupted(item, "blur:1")
    assert spoilt.corruption == "blur:1"
    assert [image.caption for image in spoilt.question.images if isinstance(image, AlteredImage)] == ["Find x.", ""]
    assert all(isinstance(i, AlteredImage) and i.corruption == "blur:1" for i in spoilt.question.images)
    assert as_corrupted(item, "") is item
    blind = Item(benchmark="b", question=Question(id="1", text="?"), key=Key(answer="1"))
    assert as_corrupted(blind, "blur:1") is blind
