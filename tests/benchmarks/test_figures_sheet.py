"""What families draw on: boxes that are measured, labels that find a place, tables and charts that fit their texts."""

from __future__ import annotations

import math
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PIL import Image, ImageChops

from mmbench.benchmarks.base.fonts import CJK, font, font_file, has_cjk, text_size
from mmbench.benchmarks.figures.board import Board, angle_at
from mmbench.benchmarks.figures.chart import Chart
from mmbench.benchmarks.figures.effects import applied
from mmbench.benchmarks.figures.items import ATTEMPTS, Recipe, problem_of
from mmbench.benchmarks.figures.problem import Dice, Problem, sheet_in
from mmbench.benchmarks.figures.render import picture, png
from mmbench.benchmarks.figures.ruled import Cell, draw_table
from mmbench.benchmarks.figures.scales import Band, Linear, Log, tick_label
from mmbench.benchmarks.figures.sheet import Box, Sheet
from mmbench.benchmarks.figures.style import style_of
from mmbench.errors import BadItem

if TYPE_CHECKING:
    from mmbench.benchmarks.base.fonts import FontName
    from mmbench.benchmarks.figures.problem import Family
    from mmbench.benchmarks.figures.style import Language

FONTS: tuple[FontName, ...] = ("sans", "serif", "mono", "times", "noto", "noto-serif", "hand", "sans-bold")
RECIPE = Recipe("made-up", 0, 0, 1, "en", options=False)


def inked(shown: Image.Image, paper: str = "#FFFFFF") -> tuple[int, int, int, int] | None:
    return ImageChops.difference(shown, Image.new("RGB", shown.size, paper)).getbbox()


@pytest.mark.parametrize("name", FONTS)
@pytest.mark.parametrize("text", ["Hxgj 12.5 cm²", "∠ABC = 40°", "三角形的面积（cm）", "A"])
def test_the_box_of_a_text_holds_its_ink(name: FontName, text: str) -> None:
    sheet = Sheet(400, 120, font=name)
    box = sheet.text((200, 60), text, size=24)
    found = inked(picture(sheet))
    assert found is not None
    assert box.left - 2 <= found[0] and found[2] <= box.right + 2
    assert box.top - 2 <= found[1] and found[3] <= box.bottom + 2
    assert box.right - box.left <= found[2] - found[0] + 20


@pytest.mark.parametrize("angle", [90, 30, -45, 180])
def test_the_box_of_a_turned_text_holds_its_ink(angle: float) -> None:
    sheet = Sheet(300, 300)
    box = sheet.text((150, 150), "Number of trees", angle=angle)
    found = inked(picture(sheet))
    assert found is not None
    grown = box.grown(3)
    assert grown.left <= found[0] and found[2] <= grown.right and grown.top <= found[1] and found[3] <= grown.bottom


def test_every_font_is_there_and_chinese_has_a_stand_in() -> None:
    assert all(font_file(name).is_file() for name in FONTS)
    assert font("sans", 20, "面积").path == font("noto", 20).path
    assert has_cjk("a，b") and not has_cjk("a² ≈ √3")
    assert CJK.search("①") is None
    assert text_size("sans", 18, "") == (0, 0, 0)


@pytest.mark.parametrize(
    ("segment", "crosses"),
    [((0, 0, 100, 100), True), ((0, 50, 100, 50), True), ((0, 0, 100, 20), False), ((45, 45, 55, 55), True),
     ((0, 90, 90, 0), True), ((0, 70, 70, 0), False), ((39, 0, 39, 100), False)],
)  # fmt: skip
def test_which_segments_cross_a_box(segment: tuple[float, float, float, float], crosses: bool) -> None:
    assert Box(40, 40, 60, 60).crossed_by(*segment) is crosses


def test_labels_find_a_free_place() -> None:
    sheet = Sheet(300, 300)
    sheet.line((20, 150), (280, 150))
    boxes = [sheet.near((150, 150), f"P{number}", gap=4) for number in range(2)]
    assert not any(one.meets(two) for n, one in enumerate(boxes) for two in boxes[n + 1 :])
    assert not any(box.crossed_by(20, 150, 280, 150) for box in boxes)
    assert all(math.dist(box.middle, (150, 150)) < 90 for box in boxes)
    assert sheet.is_legible()


@pytest.mark.parametrize("places", [((50, 50), (52, 52)), ((50, 50), (1, 90)), ((50, 50), (50, 199))])
def test_overlapping_words_and_words_off_the_sheet_are_illegible(places: tuple[tuple[int, int], ...]) -> None:
    sheet = Sheet(200, 200)
    for place in places:
        sheet.text(place, "label")
    assert not sheet.is_legible()


def crowded(most: int) -> Family:
    """Return a family whose first attempts overlap."""
    tried = []

    def make(dice: Dice, level: int, language: Language) -> Problem:
        sheet = Sheet(200, 200)
        tried.append(dice.fresh.random())
        for place in (50, 52 if len(tried) <= most else 90):
            sheet.text((100, place), "label")
        return Problem(sheet, "?", "1", ())

    return cast("Family", SimpleNamespace(NAME="made-up", DOMAIN="chart", make=make, tried=tried))


def test_a_layout_that_overlaps_is_drawn_anew_and_given_up_in_the_end() -> None:
    family = crowded(3)
    problem, _ = problem_of(RECIPE, family)
    assert problem.sheet.is_legible()
    assert len(set(cast("Any", family).tried)) == 4
    with pytest.raises(BadItem, match=f"overlap in each of {ATTEMPTS} attempts"):
        problem_of(RECIPE, crowded(10**6))


def test_two_facts_of_one_name_are_a_mistake() -> None:
    sheet = Sheet(100, 100)
    sheet.fact("AB", 3, (10, 10))
    with pytest.raises(ValueError, match="two facts are named 'AB'"):
        sheet.fact("AB", 4, (20, 20))


def test_a_board_keeps_proportions_and_angles() -> None:
    sheet = Sheet(600, 400)
    board = Board(sheet, {"A": (0, 0), "B": (10, 0), "C": (10, 5)})
    (ax, ay), (bx, by), (cx, cy) = (board.at(name) for name in "ABC")
    assert math.dist((ax, ay), (bx, by)) == pytest.approx(2 * math.dist((bx, by), (cx, cy)))
    assert cy < by
    assert angle_at((ax, ay), (bx, by), (cx, cy)) == pytest.approx(math.degrees(math.atan(0.5)))
    board.polygon("A", "B", "C")
    board.length("A", "B", 10, unit="cm")
    board.degrees("B", "A", "C", 90)
    assert sheet.facts == {"AB": 10, "∠ABC": 90}
    assert sheet.units == {"AB": "cm", "∠ABC": "°"}


def test_scales_put_values_where_axes_say() -> None:
    assert Linear(0, 50, 10).share(25) == 0.5
    assert [label for _, label in Linear(0, 1, 0.25).ticks()] == ["0", "0.25", "0.5", "0.75", "1"]
    assert Log(0, 4).share(100) == pytest.approx(0.5)
    assert [label for _, label in Log(3, 5).ticks()] == ["1000", "10,000", "100,000"]
    assert Band(("a", "b")).share(1) == 0.75
    assert [tick_label(value) for value in (0.1 + 0.2, -5, 12_500)] == ["0.3", "-5", "12,500"]


@pytest.mark.parametrize("seed", range(8))
def test_a_chart_lays_out_what_it_is_given(seed: int) -> None:
    style = style_of(Random(seed))
    sheet = sheet_in(style)
    names = ("A rather long name", "Another such name", "Short", "Northern district")
    chart = Chart(sheet, style, x=Band(names), y=Linear(0, 200_000, 50_000), title="A title " * 9, y_title="Visitors")
    for number, value in enumerate((50_000, 175_000, 100_000, 5_000)):
        end = chart.bar(number, value, colour=style.palette[0])
        assert end.middle[1] == pytest.approx(chart.y(value))
    assert sheet.is_legible()
    assert chart.area.bottom - chart.area.top > 200


def test_a_table_is_as_wide_as_its_texts_and_cells_may_span() -> None:
    style = style_of(Random(1))
    rows: list[list[Cell | None]] = [
        [Cell("Region", rows=2, head=True), Cell("a very long heading over two columns", columns=2, head=True), None],
        [None, Cell("2022"), Cell("2023")],
        [Cell("North", align="left"), Cell("1"), Cell("2", align="right")],
    ]
    table = draw_table(Random(2), style, rows, title="T", notes=("a note",))
    assert table.sheet.is_legible()
    assert set(table.boxes) == {(0, 0), (0, 1), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)}
    assert table.boxes[1, 1].middle[0] < table.boxes[0, 1].middle[0] < table.boxes[1, 2].middle[0]


def test_effects_change_the_paper_alike_each_time_and_keep_the_size() -> None:
    sheet = Sheet(300, 200)
    sheet.text((150, 100), "2x + 7 = 19", font="hand")
    plain = picture(sheet)
    sheet.effects = [("shadow", 2), ("grain", 2)]
    known = png(sheet)
    assert png(sheet) == known
    assert picture(sheet).size == plain.size
    assert inked(ImageChops.difference(picture(sheet), plain), "#000000")
    with pytest.raises(ValueError, match="no effect"):
        applied(plain, [("no such effect", 1)])
