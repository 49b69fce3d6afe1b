"""Scatter plots as they are drawn: their topics, their points about a line, the line itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.chart import Chart
from mmbench.benchmarks.figures.problem import Problem, sheet_in
from mmbench.benchmarks.figures.scales import Linear
from mmbench.benchmarks.figures.style import say, style_of
from mmbench.program.phrases import in_unit

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.figures.sheet import Box, Point, Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["FALLING", "RISING", "SURE", "UNRELATED", "Marked", "Plot", "Topic", "draw_plot"]

ACROSS, UP = 16, 20
"""Grid steps of the axes; every second one has a tick."""
LETTERS = "ABCDEF"
SURE = 13
"""A value of so many times what can be read is read well enough."""
SETTINGS = ("Each point of the diagram stands for one {}.", "图中每个点表示一{}。")


class _Words(NamedTuple):
    """In one language: title, what a point stands for, one and many, then the name and unit of both axes."""

    title: str
    one: str
    many: str
    x: str
    x_unit: str
    y: str
    y_unit: str


class Topic(NamedTuple):
    """Where the axes begin and how large the step between ticks is, and the words of both languages."""

    x: tuple[int, int]
    y: tuple[int, int]
    en: _Words
    zh: _Words


RISING = (
    Topic((0, 2), (0, 10),
           _Words("Study time and test score", "pupil", "pupils", "study time", "h", "test score", "points"),
           _Words("学习时间与测验成绩", "名学生", "学生", "学习时间", "小时", "成绩", "分")),
    Topic((14, 2), (0, 50),
           _Words("Temperature and ice creams sold", "day", "days", "temperature", "°C", "number of ice creams sold",
                  ""),
           _Words("气温与冰淇淋销量", "天", "日子", "气温", "°C", "冰淇淋销量", "支")),
    Topic((0, 8), (0, 10),
           _Words("Age and thickness of trees", "tree", "trees", "age", "years", "trunk diameter", "cm"),
           _Words("树龄与树干直径", "棵树", "树", "树龄", "年", "树干直径", "cm")),
    Topic((20, 20), (0, 20),
           _Words("Floor area and heating cost per month", "flat", "flats", "floor area", "m²", "heating cost", "$"),
           _Words("住房面积与每月取暖费", "套住房", "住房", "面积", "m²", "取暖费", "元")),
)  # fmt: skip
FALLING = (
    Topic((0, 400), (0, 2),
           _Words("Altitude and temperature", "mountain hut", "mountain huts", "altitude", "m", "temperature", "°C"),
           _Words("海拔与气温", "个气象站", "气象站", "海拔", "m", "气温", "°C")),
    Topic((0, 2), (60, 10),
           _Words("Weekly training and time for 100 m", "swimmer", "swimmers", "training time", "h", "swimming time",
                  "s"),
           _Words("每周训练时间与100 m游泳用时", "名运动员", "运动员", "训练时间", "小时", "游泳用时", "秒")),
    Topic((0, 6), (0, 10),
           _Words("Age and capacity of phone batteries", "battery", "batteries", "age", "months", "capacity", "%"),
           _Words("手机电池的使用时间与剩余容量", "块电池", "电池", "使用时间", "个月", "剩余容量", "%")),
)  # fmt: skip
UNRELATED = (
    Topic((32, 2), (0, 10),
           _Words("Shoe size and test score", "pupil", "pupils", "shoe size", "", "test score", "points"),
           _Words("鞋码与测验成绩", "名学生", "学生", "鞋码", "码", "成绩", "分")),
    Topic((2, 4), (0, 50),
           _Words("House number and power used", "household", "households", "house number", "", "power used", "kWh"),
           _Words("门牌号与月用电量", "户家庭", "家庭", "门牌号", "号", "用电量", "kWh")),
)  # fmt: skip


class Marked(NamedTuple):
    """A point: where it stands, its letter if it has one, and its facts; one without a letter has none for x."""

    x: int
    y: float
    letter: str
    x_fact: str
    y_fact: str


class Plot(NamedTuple):
    """A drawn plot: its points from left to right, and two places on its line with the facts that stand there."""

    sheet: Sheet
    language: Language
    words: _Words
    points: list[Marked]
    line: list[tuple[int, float, str]]
    ahead: int

    def labelled(self) -> list[Marked]:
        """Return the points that have letters."""
        return [point for point in self.points if point.letter]

    def x(self, value: int) -> str:
        """Return a value of the horizontal axis with its unit."""
        return in_unit(str(value), self.words.x_unit)

    def sure(self) -> list[Marked]:
        """Return the labelled points whose values are large enough to be read well."""
        points = self.labelled()
        least = SURE * max(self.sheet.resolution.values(), default=0)
        return [point for point in points if point.y >= least] or [max(points, key=lambda point: point.y)]

    def problem(self, ask: str, program: str, skills: tuple[str, ...], **more: object) -> Problem:
        """Return a problem in the unit of the vertical axis, unless `more` says otherwise."""
        words = self.words
        description = say(
            self.language,
            f"Scatter plot '{words.title}': horizontal axis {words.x}, vertical axis {words.y}. Some points are "
            f"labelled by letters, the others are told apart by their {words.x}.",
            f"散点图《{words.title}》：横轴为{words.x}，纵轴为{words.y}。部分点标有字母，其余各点用{words.x}来区分。",
        )
        settings = {"setting": say(self.language, *SETTINGS).format(words.one), "unit": words.y_unit, **more}
        return Problem(self.sheet, ask, program, skills, description=description, **settings)  # type: ignore[arg-type]


def draw_plot(rng: random.Random, topic: Topic, way: int, language: Language, kind: str) -> Plot:
    """Draw points about a line that rises or falls, `way` 1 or -1, or of no correlation, as a kind of question needs.

    The line itself is drawn where it is asked about. Its ends are printed and the points stand on grid lines where a
    distance from it is asked; elsewhere both are read.
    """
    style = style_of(rng)._replace(grid="both")
    words = topic.zh if language == "zh" else topic.en
    (x_low, x_step), (y_low, y_step) = topic.x, topic.y
    line, apart = kind in ("prediction", "residual"), kind in ("difference", "groups")
    slope = rng.uniform(0.4, 0.65) if line else rng.uniform(0.85, 0.98) if apart else rng.uniform(0.5, 0.95)
    low = rng.uniform(2, UP - 2 - (slope * (ACROSS + 4) + 3 if line else slope * ACROSS))
    slope, start = way * slope, low if way > 0 else UP - low
    sheet = sheet_in(style)
    chart = Chart(
        sheet, style, title=words.title,
        x=Linear(x_low, x_low + x_step * ACROSS // 2, x_step, 2), y=Linear(y_low, y_low + y_step * UP // 2, y_step, 2),
        x_title=_axis(words.x, words.x_unit, language), y_title=_axis(words.y, words.y_unit, language),
    )  # fmt: skip
    places = 1 if y_step < 10 else 0
    resolution = 0 if kind == "residual" else y_step / 10
    ends = [(x_low + x_step * n // 2, round(y_low + y_step * (start + slope * n) / 2, places)) for n in (0, ACROSS)]
    at = _points(rng, slope, start, rng.choice((8, 10, 12)), (2, 5) if line else (0.3, 1.1) if apart else (1, 3))
    if kind == "residual":
        at = [(across, round(up)) for across, up in at]
    spots = [(x_low + x_step * across // 2, round(y_low + y_step * up / 2, places)) for across, up in at]
    if line:
        pixels = [(chart.x(x), chart.y(y)) for x, y in ends]
        sheet.line(*pixels, colour=style.palette[1], width=2)
    for x, y in spots:
        chart.dot((chart.x(x), chart.y(y)), style.palette[0], 5)
    fit = _fit(chart, ends, words, language, resolution) if line else []
    named = _named(rng, len(spots), apart=apart)
    points = [
        _point(chart, spot, named.get(number, ""), words, language, resolution) for number, spot in enumerate(spots)
    ]
    return Plot(sheet, language, words, points, fit, x_low + x_step * (ACROSS + rng.randint(1, 4)) // 2)


def _named(rng: random.Random, points: int, *, apart: bool) -> dict[int, str]:
    """Draw letters for five or six points: three of the last and as many of the first where they are `apart`."""
    count = rng.randint(5, 6)
    third = -(-points // 3)
    chosen = sorted(rng.sample(range(points), count))
    if apart:
        chosen = sorted([*rng.sample(range(third), count - 3), *rng.sample(range(points - third, points), 3)])
    return dict(zip(chosen, rng.sample(LETTERS[:count], count), strict=True))


def _fit(
    chart: Chart, ends: list[tuple[int, float]], words: _Words, language: Language, resolution: float
) -> list[tuple[int, float, str]]:
    """Return the ends of the line with the facts that they are; their values are printed where they are exact."""
    found = []
    for x, y in ends:
        name = say(language, f"line at {in_unit(str(x), words.x_unit)}", f"直线在{in_unit(str(x), words.x_unit)}处的值")
        pixel = chart.x(x), chart.y(y)
        place: Point | Box = pixel
        if not resolution:
            place = chart.sheet.near(pixel, f"{y:g}", toward=(1 if x == ends[0][0] else -1, -1), gap=9)
        chart.sheet.fact(name, f"{y:g}", place, unit=words.y_unit, group="line", resolution=resolution)
        found.append((x, y, name))
    return found


def _axis(name: str, unit: str, language: Language) -> str:
    return say(language, f"{name} ({unit})" if unit else name, f"{name}（{unit}）")


def _points(
    rng: random.Random, slope: float, start: float, count: int, off: tuple[float, float]
) -> list[tuple[int, float]]:
    """Return points about a line, in turn above it and below; without slope, about as high left as right."""
    places, half = sorted(rng.sample(range(1, ACROSS), count)), count // 2
    if slope:
        noise = [sign * rng.uniform(*off) for _ in range(half) for sign in (1, -1)]
        return [(x, min(UP - 1.0, max(1.0, start + slope * x + up))) for x, up in zip(places, noise, strict=True)]
    left = [rng.uniform(2, UP - 3) for _ in range(half)]
    right = rng.sample([height + rng.random() for height in left], half)
    return list(zip(places, [*left, *right], strict=True))


def _point(
    chart: Chart, place: tuple[int, float], letter: str, words: _Words, language: Language, resolution: float
) -> Marked:
    x, y = place
    pixel = chart.x(x), chart.y(y)
    if not letter:
        where = in_unit(str(x), words.x_unit)
        name = say(language, f"{words.y} at {words.x} {where}", f"{words.x}{where}处的{words.y}")
        chart.sheet.fact(name, f"{y:g}", pixel, unit=words.y_unit, group="y", resolution=resolution)
        return Marked(x, y, "", "", name)
    chart.sheet.near(pixel, letter, toward=(1, -1), gap=7)
    x_fact, y_fact = (say(language, f"{letter}: {name}", f"{letter}的{name}") for name in (words.x, words.y))
    chart.sheet.fact(x_fact, x, pixel, unit=words.x_unit, group="x")
    chart.sheet.fact(y_fact, f"{y:g}", pixel, unit=words.y_unit, group="y", resolution=resolution)
    return Marked(x, y, letter, x_fact, y_fact)
