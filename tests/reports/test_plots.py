"""Plots: they show the figures they were given, nothing overlaps or leaves the canvas, and everybody can read them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import combinations, pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_hex, to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from PIL import Image
from support import ROOT

from mmbench.reports.plots import (
    accuracy_by_group,
    calibration,
    conditions,
    cost_accuracy,
    differences,
    forests,
    leaderboard,
    mistakes,
    models_by_domain,
    outcomes,
    save,
    shares,
)
from mmbench.reports.plots import domains as maps
from mmbench.reports.plots.frame import percent_ticks
from mmbench.reports.plots.labels import clean, shorten, width_of, wrap
from mmbench.reports.plots.placing import Box, place
from mmbench.reports.plots.style import drawing
from mmbench.reports.statistics.means import Estimate, estimate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox
    from matplotlib.typing import ColorType
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

OKABE_ITO = {"#000000", "#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7"}
GREYS = {"#333333", "#767676", "#d9d9d9", "#e6e6e6", "#ffffff"}
NASTY = [
    r"$\frac{a}{b}$ costs $5_^\%&<>",
    "line\nbreak\tand\x1b[31mred\x00",
    "很长的中文标签" * 6,
    "نموذج اللغة العربية الكبير",
    "מודל עברי",
    "x" * 300,
    "--> <!-- --!> ]]> <script>alert(1)</script>",
    "emoji 🧮 and a lone surrogate \ud800",
    "",
    "\u202eevil\u202c",
    "a label of sixty characters, or of some more, which is wrapped",
    "org/checkpoint-of-a-very-long-name-that-differs-only-at-its-end-step-1000",
    "org/checkpoint-of-a-very-long-name-that-differs-only-at-its-end-step-2000",
]
DOMAINS = [
    "geometry problem solving",
    "textbook question answering",
    "figure question answering",
    "math word problem",
    "visual question answering",
    "algebra",
    "arithmetic",
    "statistics",
    "scientific",
    "logical",
    "numeric commonsense",
    "几何（平面）",
    "functions and graphs of trigonometry",
    "$x_1$",
    "tables",
]
OUTCOMES = ("right", "wrong", "unparsed", "no_answer", "failed")
MISTAKES = ("calculation", "logic", "misreading", "undetermined")


def share(right: int, asked: int) -> Estimate:
    return estimate([1.0] * right + [0.0] * (asked - right))


def some(count: int, seed: int = 0) -> list[Estimate]:
    draw = random.Random(seed)
    return [share(draw.randint(0, n), n) for n in draw.choices([1, 12, 37, 122, 353], k=count)]


def counted(kinds: tuple[str, ...], count: int) -> list[dict[str, int]]:
    draw = random.Random(1)
    return [{kind: draw.randint(0, 90) for kind in kinds} for _ in range(count)]


def _of_rows() -> Iterator[tuple[str, Callable[[], Figure]]]:
    forty = [f"a group of some length, number {k}" for k in range(40)]
    for label, names in (("hostile", NASTY), ("one", ["algebra"]), ("forty", forty), ("usual", DOMAINS)):
        estimates = some(len(names))
        rows = list(zip(names, estimates, strict=True))
        bands = [(k + 1, 100) for k in range(len(names))]
        fell = [(name, each.mean - 0.5, each.low - 0.5, each.high - 0.5) for name, each in rows]
        costs = [(name, 100.0 * 1.3**k, each) for k, (name, each) in enumerate(rows)]
        same = [(name, 0.00025, each) for name, each in rows]
        yield f"groups {label}", partial(accuracy_by_group, names[-1], rows, share(520, 1000), 0.263)
        yield f"leaderboard {label}", partial(leaderboard, names, estimates, bands)
        yield f"conditions {label}", partial(conditions, names[0], rows, names[-1])
        yield f"differences {label}", partial(differences, fell, 0.02)
        yield f"outcomes {label}", partial(outcomes, list(zip(names, counted(OUTCOMES, len(names)), strict=True)))
        yield f"mistakes {label}", partial(mistakes, list(zip(names, counted(MISTAKES, len(names)), strict=True)))
        yield f"costs {label}", partial(cost_accuracy, costs, "output tokens")
        yield f"same costs {label}", partial(cost_accuracy, same, "US$ " + NASTY[0])


def _of_domains() -> Iterator[tuple[str, Callable[[], Figure]]]:
    twenty = DOMAINS + NASTY[:5]
    for models, domains in ((NASTY[:5], DOMAINS), (["a"], ["b"]), (NASTY, NASTY), (twenty, DOMAINS)):
        pairs = [(model, domain) for model in models for domain in domains]
        known = dict(zip(pairs, some(len(pairs)), strict=True))
        if len(pairs) > 1:
            del known[pairs[len(pairs) // 2]]
        yield f"{len(models)} x {len(domains)}", partial(models_by_domain, models, domains, known)


def _of_extremes() -> Iterator[tuple[str, Callable[[], Figure]]]:
    for label, each in (("all wrong", share(0, 1000)), ("all right", share(1000, 1000))):
        yield f"groups {label}", partial(accuracy_by_group, "", [("a", each)], each, None)
        yield f"map {label}", partial(models_by_domain, list("abcdef"), ["d"], {(m, "d"): each for m in "abcdef"})
        yield f"costs {label}", partial(cost_accuracy, [("a", 0.0, each), ("b", 0.0, each)], "US$")
        yield f"calibration {label}", partial(calibration, [(each.mean, each.mean, each.low, each.high, 10**6)], 0.0)
    yield "difference of none", partial(differences, [("a", 0.0, 0.0, 0.0)], None)
    bins = [(0.9 + k / 100, k / 10, k / 12, k / 9, 10**k) for k in range(1, 9)]
    yield "calibration", partial(calibration, bins, 0.3)


PLOTS = dict([*_of_rows(), *_of_domains(), *_of_extremes()])
"""Every plot with what it is seldom given: hostile names, one row, many rows, all wrong, all right."""


def texts(figure: Figure) -> list[tuple[str, Bbox]]:
    """Return all texts that a reader sees, with what they cover, in pixels."""
    with drawing():
        figure.draw_without_rendering()
        shown = [each for each in figure.findobj(Text) if each.get_visible() and each.get_text().strip()]
        return [(each.get_text(), each.get_window_extent()) for each in shown]


def marked(axes: Axes, marker: str = "o") -> list[tuple[float, float]]:
    """Return where dots with one of these markers stand."""
    return [points(line)[0] for line in axes.lines if str(line.get_marker()) in marker]


def points(line: Line2D) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in np.asarray(line.get_xydata())]


def words(figure: Figure) -> list[str]:
    return [text for text, _ in texts(figure)]


@pytest.mark.parametrize("name", PLOTS)
def test_no_two_texts_meet_and_none_leaves_the_figure(name: str) -> None:
    figure = PLOTS[name]()
    found = texts(figure)
    assert len(found) > 2
    width, height = figure.get_size_inches() * figure.dpi
    for text, box in found:
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height, text
    for (one, here), (two, there) in combinations(found, 2):
        across = min(here.x1, there.x1) - max(here.x0, there.x0)
        up = min(here.y1, there.y1) - max(here.y0, there.y0)
        assert across <= 0.5 or up <= 0.5, (one, two)  # half a pixel of 200 an inch


@pytest.mark.parametrize("name", PLOTS)
def test_a_plot_is_as_wide_as_a_column_or_a_page_and_uses_the_palette_only(name: str) -> None:
    figure = PLOTS[name]()
    assert figure.get_figwidth() in (3.35, 6.9)
    lines = [line.get_color() for line in figure.findobj(Line2D) if line.get_visible()]
    bars = [bar for axes in figure.axes for bar in axes.patches if isinstance(bar, Rectangle)]
    cells = [] if " x " in name or "map" in name else [bar.get_facecolor() for bar in bars]
    inks = [text.get_color() for text in figure.findobj(Text)]
    assert {to_hex(colour) for colour in [*lines, *cells, *inks]} <= OKABE_ITO | GREYS


def test_the_dots_are_the_figures_given_in_the_rows_of_their_names() -> None:
    groups = [("few", share(3, 12)), ("many", share(300, 400)), ("none", share(0, 37))]
    figure = accuracy_by_group("t", groups, share(303, 449), 0.25)
    (axes,) = figure.axes
    dots = {y: x for x, y in marked(axes)}
    lines = [points(line) for line in axes.lines]
    spans = {line[0][1]: [line[0][0], line[1][0]] for line in lines if len(line) == 2 and line[0][1] == line[1][1]}
    named = dict(zip([label.get_text() for label in axes.get_yticklabels()], axes.get_yticks(), strict=True))
    for name, each in groups:
        assert dots[named[name]] == pytest.approx(100 * each.mean)
        assert spans[named[name]] == pytest.approx([100 * each.low, 100 * each.high])
    assert named["few"] < named["many"] < named["none"]
    assert axes.get_ylim()[0] > axes.get_ylim()[1], "the first row is not the upper one"
    shown = words(figure)
    assert {"25.0", "75.0", "0.0", "12", "400", "37", "overall 67.5", "chance 25.0", "%", "n"} <= set(shown)


def test_a_leaderboard_goes_from_best_to_worst_with_bands_instead_of_ranks() -> None:
    figure = leaderboard(
        ["weak", "strong", "middle"], [share(1, 9), share(8, 9), share(5, 9)], [(3, 3), (1, 2), (1, 2)]
    )
    (axes,) = figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["strong", "middle", "weak"]
    shown = words(figure)
    assert [shown.count("1–2"), shown.count("3")] == [2, 1]


def test_bars_are_shares_of_what_was_asked_in_the_order_of_the_outcomes() -> None:
    figure = outcomes([("a", {"right": 6, "wrong": 2, "no_answer": 1, "failed": 1}), ("b", {"unparsed": 4}), ("c", {})])
    (axes,) = figure.axes
    drawn = [
        (bar.get_x(), bar.get_width(), to_hex(bar.get_facecolor()))
        for bar in axes.patches
        if isinstance(bar, Rectangle)
    ]
    assert [(round(x), round(width)) for x, width, _ in drawn] == [(0, 60), (60, 20), (80, 10), (90, 10), (0, 100)]
    assert [colour for *_, colour in drawn] == ["#009e73", "#d55e00", "#56b4e9", "#000000", "#f0e442"]
    shown = words(figure)
    assert {"10", "4", "right", "wrong", "unparsed", "no answer", "failed"} <= set(shown)
    assert "–" in shown, "a group that was asked nothing has no dash"


def test_mistakes_are_shares_of_the_wrong_answers() -> None:
    figure = mistakes([("a", {"calculation": 1, "logic": 1, "misreading": 0, "undetermined": 2})])
    bars = [bar for bar in figure.axes[0].patches if isinstance(bar, Rectangle)]
    assert [round(bar.get_width()) for bar in bars] == [25, 25, 50]
    assert "4" in words(figure)


def test_a_few_models_are_dots_with_a_dash_for_what_is_missing() -> None:
    known = {("a", "x"): share(1, 4), ("b", "x"): share(3, 4), ("a", "y"): share(2, 8)}
    figure = models_by_domain(["a", "b"], ["x", "y"], known)
    (axes,) = figure.axes
    assert [x for x, _ in marked(axes, "os")] == [25, 75, 25]
    assert [len(marked(axes, marker)) for marker in "os"] == [2, 1]
    assert words(figure).count("–") == 1
    assert {"4", "8", "a", "b"} <= set(words(figure))


def test_many_models_are_a_map_of_figures_with_intervals() -> None:
    models = list("abcdef")
    known = {(model, "x"): share(k, 10) for k, model in enumerate(models)} | {("a", "y"): share(500, 1000)}
    figure = models_by_domain(models, ["x", "y"], known)
    shown = words(figure)
    assert {"0", "10", "20", "30", "40", "50", "47–53", "0–28", "1000"} <= set(shown)
    assert shown.count("–") == 5
    known[("b", "y")] = share(1, 20)
    assert "≥20" in words(models_by_domain(models, ["x", "y"], known)), "n of a domain hides the smaller sample"


def test_differences_are_points_with_the_margin_on_the_side_of_losses() -> None:
    rows = [("down", -0.05, -0.08, -0.02), ("up", 0.04, 0.01, 0.07), ("flat", -0.0004, -0.03, 0.03)]
    figure = differences(rows, 0.02)
    (axes,) = figure.axes
    assert {marker: marked(axes, marker)[0][0] for marker in "v^o"} == pytest.approx({"v": -5, "^": 4, "o": -0.04})
    assert [(-2.0, 0.0), (-2.0, 1.0)] in [points(line) for line in axes.lines]
    assert {"−5.0", "+4.0", "0.0", "margin −2", "worse", "better", "not separable"} <= set(words(figure))
    assert not {"worse", "better"} & set(words(differences(rows[2:], None)))


def test_the_reference_condition_is_a_line_through_all_rows() -> None:
    figure = conditions("views", [("no-figure", share(1, 4)), ("full", share(3, 4))], "full")
    assert [(75.0, 0.0), (75.0, 1.0)] in [points(line) for line in figure.axes[0].lines]
    assert "reference: full" in words(figure)


def test_calibration_shows_accuracy_over_confidence_and_how_many_answers() -> None:
    figure = calibration([(0.3, 0.5, 0.4, 0.6, 40), (0.9, 0.8, 0.7, 0.9, 60)], 0.14)
    upper, lower = figure.axes
    assert marked(upper) == [(30, 50), (90, 80)]
    assert [points(line) for line in lower.lines] == [[(30, 0), (30, 40)], [(90, 0), (90, 60)]]
    assert upper.get_xlim() == lower.get_xlim()
    assert "expected calibration error 14.0 points, n = 100" in words(figure)


def test_costs_far_apart_are_on_a_logarithmic_axis_and_dots_stand_where_the_ticks_say() -> None:
    rows = [("cheap", 100.0, share(40, 100)), ("middle", 1000.0, share(50, 100)), ("dear", 10000.0, share(60, 100))]
    for costs in (rows, [(name, cost**0.5, each) for name, cost, each in rows]):
        figure = cost_accuracy(costs, "tokens")
        (axes,) = figure.axes
        dots = [x for x, _ in marked(axes)]
        places = dict(zip([label.get_text() for label in axes.get_xticklabels()], axes.get_xticks(), strict=True))
        gaps = [two - one for one, two in pairwise(dots)]
        if costs is rows:
            assert gaps[0] == pytest.approx(gaps[1])
            assert places["1,000"] == pytest.approx(dots[1])
        else:
            slope = (places["100"] - places["20"]) / 80
            assert gaps == pytest.approx([slope * (1000**0.5 - 10), slope * (100 - 1000**0.5)])
        assert {"cheap", "middle", "dear", "tokens per answer"} <= set(words(figure))


def test_names_that_would_collide_become_numbers_with_a_list() -> None:
    rows = [(f"model-{k}-of-a-family", 500.0 + k, share(50 + k % 2, 100)) for k in range(12)]
    shown = words(cost_accuracy(rows, "tokens"))
    assert all(shown.count(str(number)) >= 2 for number in range(1, 13))
    assert [text for text in shown if text.startswith("model-")] == [name for name, *_ in rows]


def test_nothing_to_show_is_said_and_is_no_error() -> None:
    for figure in (
        accuracy_by_group("t", [], None, None),
        models_by_domain(["a"], ["b"], {}),
        leaderboard([], [], []),
        outcomes([]),
        mistakes([]),
        conditions("t", [], "full"),
        calibration([], 0.0),
        differences([], 0.02),
        cost_accuracy([], "tokens"),
    ):
        assert "no data" in words(figure)


SCRIPT = """
import sys
from pathlib import Path
from mmbench.reports.plots import outcomes, models_by_domain, save
from mmbench.reports.statistics.means import estimate
assert "matplotlib.pyplot" not in sys.modules
known = {(m, d): estimate([0.0, 1.0, 1.0]) for m in "abc" for d in ("几何", "$x$")}
save(models_by_domain(list("abc"), ["几何", "$x$"], known), Path(sys.argv[1]), "map")
save(outcomes([("a", {"right": 1, "wrong": 2})]), Path(sys.argv[1]), "outcomes")
assert "matplotlib.pyplot" not in sys.modules
"""


def test_two_processes_write_the_same_bytes_whatever_the_users_own_settings(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 30\nlines.linewidth: 9\naxes.facecolor: red\n")
    for name, settings in (("one", {"MATPLOTLIBRC": str(tmp_path / "matplotlibrc")}), ("two", {})):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(len(settings)), **settings}
        subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path / name)], check=True, timeout=120, env=environment)
    for file in ("map.png", "map.svg", "outcomes.png", "outcomes.svg"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file


def test_threads_that_draw_at_once_write_what_one_writes_and_leave_the_settings_alone(tmp_path: Path) -> None:
    before = dict(matplotlib.rcParams)
    kinds = ["groups hostile", "outcomes usual", "5 x 15", "costs usual"]

    def written(place: str) -> list[bytes]:
        return [path.read_bytes() for kind in kinds for path in save(PLOTS[kind](), tmp_path / place, kind)]

    alone = written("alone")
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(written, "abcd")) == [alone] * 4
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("name", [name for name in PLOTS if "hostile" in name or " x " in name])
def test_an_svg_is_xml_that_reaches_for_nothing_outside(name: str, tmp_path: Path) -> None:
    png, svg = save(PLOTS[name](), tmp_path / "new", "plot")
    root = ElementTree.fromstring(svg.read_bytes())
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert {"path", "use"} <= tags
    assert not {"script", "text", "image", "foreignObject", "date"} & tags
    links = [value for element in root.iter() for key, value in element.attrib.items() if key.endswith("href")]
    assert links and all(link.startswith("#") for link in links)
    with Image.open(png) as picture:
        assert picture.info["dpi"] == pytest.approx((200, 200), abs=0.1)
        assert picture.width in (670, 1380)


def test_chinese_is_drawn_in_its_font_and_dollars_as_dollars(tmp_path: Path) -> None:
    _, svg = save(accuracy_by_group("$x_1$", [("几何", share(1, 2))], None, None), tmp_path, "plot")
    assert b"NotoSansCJK" in svg.read_bytes()
    assert "$x_1$" in words(accuracy_by_group("$x_1$", [("几何", share(1, 2))], None, None))


@given(st.text(), st.floats(0.3, 3), st.integers(1, 4))
def test_any_name_fits_where_it_is_put_without_control_characters(name: str, width: float, most: int) -> None:
    with drawing():
        shown = wrap(name, width, most)
        assert 1 <= len(shown.split("\n")) <= most
        assert all(0 < width_of(line) <= width for line in shown.split("\n"))
        assert all(character.isprintable() for character in shown.replace("\n", ""))
        if width_of(clean(name)) <= width:
            assert shown == clean(name)


def test_a_shortened_name_keeps_its_ends() -> None:
    with drawing():
        names = [shorten(f"org/{'long-' * 30}step-{step}", 1.2) for step in (1000, 2000)]
        assert len(set(names)) == 2
        assert all(name.startswith("org/long") and width_of(name) <= 1.2 for name in names)
        assert wrap("x" * 100_000, 1.0).count("\n") == 2


def test_ticks_stay_within_what_a_share_can_be() -> None:
    for low, high in ((0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.97, 1.0), (0.501, 0.502)):
        ticks = percent_ticks(low, high)
        assert 0 <= ticks[0] <= 100 * low + 1e-9 and 100 * high - 1e-9 <= ticks[-1] <= 100
        assert len(ticks) >= 2


def test_labels_find_room_or_none_is_said_to_be_there() -> None:
    area = Box(0, 0, 3, 2)
    points = [(1.5, 1.0)] * 60
    boxes = place(points, [(0.2, 0.12)] * 60, [Box(1.4, 0.9, 1.6, 1.1)], area, far=True)
    assert boxes is not None
    assert not any(one.meets(two) for one, two in combinations(boxes, 2))
    assert all(box.within(area) and not box.meets(Box(1.4, 0.9, 1.6, 1.1)) for box in boxes)
    assert place(points, [(0.2, 0.12)] * 60, [], area) is None
    assert place(points[:2], [(2, 2)] * 2, [], area, far=True) is None


MACHADO = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
"""Of linear RGB, Machado, Oliveira and Fernandes 2009, severity 1."""


def linear(colour: ColorType) -> Vector:
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: Vector) -> Vector:
    """Return CIE L*a*b* (D65) of linear RGB."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("sight", MACHADO)
def test_colours_that_stand_together_are_told_apart_by_every_sight(sight: str) -> None:
    together = [
        [look.colour for look in maps.LOOKS],
        [shares.FILLS[kind].colour for kind in OUTCOMES],
        [shares.FILLS[kind].colour for kind in MISTAKES],
        [look.colour for look in (forests.WORSE, forests.BETTER, forests.UNCLEAR)],
        [forests.PLAIN.colour, forests.REFERENCE.colour],
    ]
    for colours in together:
        for one, two in combinations(colours, 2):
            distance = np.linalg.norm(lab(MACHADO[sight] @ linear(one)) - lab(MACHADO[sight] @ linear(two)))
            assert distance > 15, (one, two)  # 2.3 is just noticeable


def test_markers_and_hatches_tell_in_grey_what_colours_tell() -> None:
    assert len({look.marker for look in maps.LOOKS}) == len(maps.LOOKS)
    assert len({look.marker for look in (forests.WORSE, forests.BETTER, forests.UNCLEAR)}) == 3
    for kinds in (OUTCOMES, MISTAKES):
        for one, two in combinations([shares.FILLS[kind] for kind in kinds], 2):
            lighter = abs(lab(linear(one.colour))[0] - lab(linear(two.colour))[0])
            assert one.hatch != two.hatch or lighter > 40, (one, two)


def test_figures_on_the_map_are_readable_and_lighter_means_higher() -> None:
    figure = models_by_domain(list("abcdef"), ["x"], {(m, "x"): share(20 * k, 100) for k, m in enumerate("abcdef")})
    cells = [bar for bar in figure.axes[0].patches if isinstance(bar, Rectangle)]
    grounds = [linear(cell.get_facecolor()) for cell in cells]
    luminance = [float(np.array([0.2126, 0.7152, 0.0722]) @ ground) for ground in grounds]
    assert min(luminance) > 4.5 * 0.05 - 0.05, "less contrast than WCAG asks for (4.5) under black figures"
    assert {to_hex(text.get_color()) for text in figure.axes[0].texts} == {"#000000"}
    assert all(one < two for one, two in pairwise(luminance))
