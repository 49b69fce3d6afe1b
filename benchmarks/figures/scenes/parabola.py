"""Parabolas: on a grid or as a sketch with coordinates, as the arch of a bridge, a cable, the path of a throw."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.geometry.lattice import Lattice
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in
from mmbench.benchmarks.figures.scenes.sizes import any_size
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.geometry.lattice import Cell
    from mmbench.benchmarks.figures.sheet import Box, Point, Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "parabola"
DOMAIN: Domain = "function plot"

STEPS = ((1, 1), (1, 2), (2, 1), (1, 5), (5, 2), (2, 5), (5, 10), (10, 5), (2, 20), (10, 50), (20, 10), (20, 100),
         (50, 20), (5, 50))  # fmt: skip
STEEP = ((1, 2), (1, 5), (1, 10), (1, 20), (2, 10), (2, 20), (2, 50), (5, 50), (5, 100))
"""Units of a square's side, across and up, where the coefficient of x² has to be large enough to be rounded."""
TINTS = ("#E8EEF5", "#F3EBDD", "#E9F1E6")


class _Draft:
    """What a figure is drawn with; `sketched` gives coordinates in writing instead of a grid."""

    def __init__(self, dice: Dice, language: Language) -> None:
        self.rng, self.language = dice.fresh, language
        self.style = style_of(dice.fresh)
        self.sketched = dice.same.random() < 0.5
        self.down = dice.same.random() < 0.5
        self.colour = min(self.style.palette[:3], key=_light)
        self.sheet = sheet_in(self.style, 10, 10)
        self.names: dict[str, str] = {}
        self.words: dict[str, int | str] = {}
        self.steps: tuple[tuple[int, int], ...] = STEPS
        self.step = 1

    def size(self, small: tuple[int, int], large: tuple[int, int]) -> int:
        """Return a number of squares, or of units in a sketch."""
        return any_size(self.rng, *large) if self.sketched else self.rng.randint(*small)

    def draw(self, vertex: Point, point: Point, points: dict[str, Cell], left: float, right: float) -> None:
        """Draw the parabola with a vertex through a point from left to right, and name points on it."""
        stretch = (point[1] - vertex[1]) / (point[0] - vertex[0]) ** 2
        places = [left + (right - left) * n / 40 for n in range(41)]
        curve = [(x, vertex[1] + stretch * (x - vertex[0]) ** 2) for x in places]
        for name in points:
            self.names[f"x{name}"] = say(self.language, f"x of {name}", f"{name}的横坐标")
            self.names[f"y{name}"] = say(self.language, f"y of {name}", f"{name}的纵坐标")
        (self._sketch if self.sketched else self._grid)(curve, points, vertex[0], math.copysign(1, stretch))

    def _grid(self, curve: list[Point], points: dict[str, Cell], axis: float, opens: float) -> None:
        low, high = (f(0, *(y for _, y in curve)) for f in (min, max))
        window = (min(0, math.floor(curve[0][0])), math.floor(low), math.ceil(curve[-1][0]), math.ceil(high))
        grid = Lattice(self.rng, self.style, self.language, window, self.rng.choice(self.steps))
        grid.sheet.path([grid.at(x, y) for x, y in curve], width=2.2, colour=self.colour)
        for name, (x, y) in points.items():
            away = (axis, y + 2 * opens) if x != axis else (axis, y + opens)
            grid.mark({name: (x, y)}, away=away)
        grid.number()
        self.sheet, self.step = grid.sheet, grid.step[0]

    def _sketch(self, curve: list[Point], points: dict[str, Cell], axis: float, opens: float) -> None:
        sheet = self.sheet = sheet_in(self.style, self.rng.choice((600, 640, 680)), self.rng.choice((420, 460, 500)))
        low, high = (f(0, *(y for _, y in curve)) for f in (min, max))
        left, right = min(0, curve[0][0]), max(0, curve[-1][0])
        wide, tall = (sheet.width - 190) / (right - left), (sheet.height - 150) / (high - low)

        def at(x: float, y: float) -> Point:
            return 90 + (x - left) * wide, 80 + (high - y) * tall

        (x0, y0), (x1, y1) = at(left, low), at(right, high)
        zero = at(0, 0)
        sheet.arrow((x0 - 25, zero[1]), (x1 + 40, zero[1]), width=1.5)
        sheet.arrow((zero[0], y0 + 25), (zero[0], y1 - 40), width=1.5)
        sheet.path([at(x, y) for x, y in curve], width=2.2, colour=self.colour)
        sheet.text((x1 + 36, zero[1] + 14), "x")
        sheet.text((zero[0] - 14, y1 - 36), "y")
        for name, (x, y) in points.items():
            place = at(x, y)
            sheet.circle(place, 4, colour="", fill=sheet.ink)
            toward = (x - axis, 0.6 * opens * abs(x - axis)) if x != axis else (0.3, opens)
            box = sheet.near(place, f"{name}({x}, {y})".replace("-", "−"), toward=toward, gap=8)
            for key, value in ((f"x{name}", x), (f"y{name}", y)):
                sheet.fact(self.names[key], value, box, group="coordinate")


def _light(colour: str) -> float:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 0.3 * red + 0.59 * green + 0.11 * blue


TWO_POINTS = (
    "The graph of a quadratic function; A and B lie on it.",
    "图中是二次函数的图象，点A、B在图象上。",
)
ZEROS = (
    "The graph of a quadratic function; A and B are its points on the x-axis.",
    "图中是二次函数的图象，A、B是它与x轴的交点。",
)
VERTEX = (
    "The graph of a quadratic function; V is its vertex, and A lies on it.",
    "图中是二次函数的图象，V是顶点，点A在图象上。",
)


def _axis(draft: _Draft) -> Asked:
    rng = draft.rng
    apart, m = draft.size((3, 8), (8, 300)), draft.size((3, 6), (9, 300))
    left = rng.randint(-1, 4) if not draft.sketched else rng.randint(-(apart // 3), 2 * apart)
    y = rng.randint(-20, 20) if draft.sketched else rng.randint(-2, 2)
    up = -1 if draft.down else 1
    middle = left + apart / 2
    vertex = (middle, y - up * m)
    out = rng.uniform(0.1, 0.2) * apart
    draft.draw(vertex, (left, y), {"A": (left, y), "B": (left + apart, y)}, left - out, left + apart + out)
    wrong = (
        logic("abs({xB} - {xA}) / 2", "halves the difference"),
        logic("abs({xB} - {xA})", "gives the distance of the points"),
        logic("abs({xA} + {xB})", "forgets to halve"), misread("{xB}", "gives the coordinate of a point"),
        misread("abs({yA})", "takes the other coordinate"),
    )  # fmt: skip
    asks = (
        ("The points A and B are equally high. What is the x-coordinate of the vertex of the parabola?",
         "A and B have the same y-coordinate. At which x does the axis of symmetry of the parabola stand?"),
        ("点A、B的纵坐标相等，抛物线的顶点的横坐标是多少？",
         "点A与点B的纵坐标相同，抛物线的对称轴与x轴交点的横坐标是多少？"),
    )  # fmt: skip
    return Asked(*asks, "midpoint({xA}, {xB})", ("coordinates", "function"), wrong, description=TWO_POINTS)


def _zeros(draft: _Draft) -> Asked:
    rng = draft.rng
    apart, m = draft.size((4, 9), (6, 400)), draft.size((3, 6), (9, 300))
    left = rng.randint(-3, 2) if not draft.sketched else rng.randint(-apart, apart // 2)
    left -= left == 0
    vertex = (left + apart / 2, float(m if draft.down else -m))
    out = rng.uniform(0.08, 0.15) * apart
    draft.draw(vertex, (left, 0), {"A": (left, 0), "B": (left + apart, 0)}, left - out, left + apart + out)
    wrong = (
        logic("abs({xA} + {xB})", "adds the coordinates"), misread("{xB}", "gives one of the zeros"),
        logic("({xB} - {xA}) / 2", "halves the distance"), misread("abs({xA})", "gives the other zero"),
    )  # fmt: skip
    asks = (
        ("How far apart are the zeros of the function?",
         "What is the distance between the points where the parabola meets the x-axis?"),
        ("函数的两个零点之间的距离是多少？", "抛物线与x轴的两个交点之间的距离是多少？"),
    )  # fmt: skip
    return Asked(*asks, "{xB} - {xA}", ("coordinates", "subtract"), wrong, description=ZEROS)


def _half(draft: _Draft, across: tuple[int, int] = (4, 120)) -> tuple[Cell, Cell, int]:
    """Return the vertex, a point A at its left or right, and how far apart they are across, in squares or units."""
    rng = draft.rng
    u, m = draft.size((2, 5), across), draft.size((3, 7), (8, 400))
    d = u + draft.size((2, 6), (max(4, u // 3), 3 * u + 4))
    low = 2 if not draft.sketched else min(30, m)
    e = rng.randint(-low, low) + (m if draft.down else 0)
    side = rng.choice((1, -1))
    return (d, e), (d + side * u, e - m if draft.down else e + m), u


def _above(draft: _Draft) -> Asked:
    vertex, point, u = _half(draft)
    draft.draw(vertex, point, {"V": vertex, "A": point}, vertex[0] - 1.15 * u, vertex[0] + 1.15 * u)
    more, less = ("{yV}", "{yA}") if draft.down else ("{yA}", "{yV}")
    where = ("below", "低", "greatest", "最大值") if draft.down else ("above", "高", "least", "最小值")
    wrong = (
        logic("abs({yV} + {yA})", "adds the coordinates"), misread("abs({xV} - {xA})", "takes the distance across"),
        misread(f"abs({more})", "gives one of the coordinates"),
        misread(f"abs({less})", "gives one of the coordinates"),
    )  # fmt: skip
    asks = (
        (f"V is the vertex of the parabola. How far {where[0]} V is the point A, in units of the y-axis?",
         f"By how much does the value of the function at A differ from its {where[2]} value, which it has at V?"),
        (f"V是抛物线的顶点，按y轴的单位，点A比顶点V{where[1]}多少？",
         f"函数在顶点V处取得{where[3]}，点A的函数值与{where[3]}相差多少？"),
    )  # fmt: skip
    return Asked(*asks, f"{more} - {less}", ("coordinates", "subtract"), wrong, description=VERTEX)


def _mirror(draft: _Draft) -> Asked:
    vertex, point, u = _half(draft)
    side = 1 if point[0] > vertex[0] else -1
    near, far = vertex[0] - 0.3 * side * u, point[0] + 0.15 * side * u
    draft.draw(vertex, point, {"V": vertex, "A": point}, min(near, far), max(near, far))
    wrong = (
        logic("{xV} + {xA}", "adds the coordinates"), logic("({xV} + {xA}) / 2", "takes the middle of V and A"),
        logic("abs({xV} - {xA})", "gives the distance from the axis"), logic("2 * {xA} - {xV}", "mirrors V in A"),
        misread("{xA}", "gives the point A itself"), logic("2 * {xV}", "forgets to subtract"),
    )  # fmt: skip
    asks = (
        ("Only a part of the parabola with the vertex V is drawn. Its point B is as high as A. What is the "
         "x-coordinate of B?",
         "A is reflected in the axis of symmetry of the parabola, whose vertex is V. What is the x-coordinate of the "
         "image?"),
        ("图中只画出了以V为顶点的抛物线的一部分，抛物线上的点B与点A高度相同，点B的横坐标是多少？",
         "V是抛物线的顶点，点A关于抛物线的对称轴的对称点的横坐标是多少？"),
    )  # fmt: skip
    return Asked(*asks, "2 * {xV} - {xA}", ("coordinates", "function"), wrong, description=VERTEX)


def _coefficient(draft: _Draft) -> Asked:
    draft.steps = STEEP
    vertex, point, u = _half(draft, (2, 7))
    draft.draw(vertex, point, {"V": vertex, "A": point}, vertex[0] - 1.15 * u, vertex[0] + 1.15 * u)
    rise = "({yV} - {yA})" if draft.down else "({yA} - {yV})"
    form = ("y = e − a(x − d)²", "y＝e−a(x−d)²") if draft.down else ("y = a(x − d)² + e", "y＝a(x−d)²＋e")
    wrong = (
        logic(f"{rise} / abs({{xA}} - {{xV}})", "forgets to square"),
        logic("abs({yA} / ({xA} - {xV}) ^ 2)", "forgets the height of the vertex"),
        logic(f"{rise} / {{xA}} ^ 2", "takes the vertex to lie on the y-axis"),
        logic(f"{rise} / (2 * ({{xA}} - {{xV}}) ^ 2)", "halves"),
        logic(f"({{xA}} - {{xV}}) ^ 2 / {rise}", "divides the wrong way round"),
    )  # fmt: skip
    asks = (
        (f"The parabola with the vertex V has an equation of the form {form[0]}. How large is a?",
         f"V is the vertex. The function can be written as {form[0]} with a positive number a. What is a?"),
        (f"以V为顶点的抛物线的解析式是{form[1]}，a的值是多少？",
         f"V是抛物线的顶点，设函数解析式为{form[1]}（a＞0），求a的值。"),
    )  # fmt: skip
    program = f"{rise} / ({{xA}} - {{xV}}) ^ 2"
    return Asked(*asks, program, ("coordinates", "function", "equation"), wrong, decimals=2, description=VERTEX)


def _value(draft: _Draft) -> Asked:
    vertex, point, u = _half(draft)
    draft.draw(vertex, point, {"V": vertex, "A": point}, vertex[0] - 1.15 * u, vertex[0] + 1.15 * u)
    x = draft.step * (vertex[0] + draft.rng.randint(2 * u, 3 * u))
    draft.words["x"] = x
    rise = "({yV} - {yA})" if draft.down else "({yA} - {yV})"
    scale = f"(({x} - {{xV}}) / ({{xA}} - {{xV}})) ^ 2"
    bottom = "{yV}" if draft.down else "{yV} + "
    drop = f"{rise} * {scale}"
    program = f"{drop} - {bottom}" if draft.down else bottom + drop
    wrong = (
        logic(f"{rise} * abs(({x} - {{xV}}) / ({{xA}} - {{xV}}))", "forgets to square"),
        logic(drop, "gives the distance from the height of V"),
        logic(f"{drop} + abs({{yA}})", "starts at the height of A"),
        logic(f"{rise} * ({x} / ({{xA}} - {{xV}})) ^ 2", "counts from the y-axis"),
        logic(f"{rise} * (({x} - {{xV}}) / ({{xA}} - {{xV}})) ^ 2 / 2", "halves"),
    )  # fmt: skip
    asks = (
        (
            "How large is the value of the function at x = {x}?",
            "Which y-coordinate does the point of the parabola with x = {x} have?",
        ),
        ("当x＝{x}时，函数值是多少？", "抛物线上横坐标为{x}的点的纵坐标是多少？"),
    )
    if draft.down:
        asks = (
            ("How far below the x-axis is the parabola at x = {x}?",
             "At x = {x} the value of the function is negative. What is its absolute value?"),
            ("抛物线上横坐标为{x}的点在x轴下方，它到x轴的距离是多少？", "当x＝{x}时，函数值是负数，求它的绝对值。"),
        )  # fmt: skip
    setting = ("V is the vertex of the parabola.", "V是抛物线的顶点。")
    skills = ("coordinates", "function", "equation")
    return Asked(*asks, program, skills, wrong, decimals=1, setting=setting, description=VERTEX)


def _highest(draft: _Draft) -> Asked:
    rng = draft.rng
    draft.sketched = True
    start, apart = rng.randint(2, 30), any_size(rng, 20, 200)
    share = rng.uniform(0.12, 0.36)
    point = (start + round(share * apart), rng.randint(round(0.12 * apart), round(0.5 * apart)))
    stretch = point[1] / ((point[0] - start) * (start + apart - point[0]))
    vertex = (start + apart / 2, stretch * apart * apart / 4)
    if rng.random() < 0.5:
        point = (2 * start + apart - point[0], point[1])
    draft.draw(vertex, point, {"A": (start, 0), "B": (start + apart, 0), "C": point}, start, start + apart)
    wrong = (
        logic("{yC} * ({xB} - {xA}) / 2 / min({xC} - {xA}, {xB} - {xC})", "rises in a straight line to the middle"),
        misread("{yC}", "takes C for the highest point"),
        logic("{yC} / (({xC} - {xA}) * ({xB} - {xC})) * ({xB} - {xA}) ^ 2", "forgets to halve the width"),
        logic("{yC} * ({xB} - {xA}) / (2 * abs({xC} - ({xA} + {xB}) / 2))", "compares lengths across"),
        logic("{yC} / (({xC} - {xA}) * ({xB} - {xC})) * ({xB} / 2) ^ 2", "takes A to be the origin"),
    )  # fmt: skip
    asks = (
        ("How high does the ball rise?", "What is the greatest height the ball reaches?"),
        ("小球飞行的最大高度是多少？", "求小球达到的最大高度。"),
    )
    about = (
        "A parabola that opens downwards: A and B are its points on the ground, C lies on it.",
        "图中是开口向下的抛物线，A、B是它与x轴的交点，点C在抛物线上。",
    )
    program = "{yC} / (({xC} - {xA}) * ({xB} - {xC})) * (({xB} - {xA}) / 2) ^ 2"
    skills = ("coordinates", "function", "equation")
    return Asked(*asks, program, skills, wrong, "m", 1, setting=FLIGHT, description=about)


def _landing(draft: _Draft) -> Asked:
    rng = draft.rng
    draft.sketched = True
    d, e = any_size(rng, 8, 150), any_size(rng, 8, 150)
    start = rng.randint(2, max(2, 3 * e // 4))
    vertex = (d, e)
    reach = d * (1 + math.sqrt(e / (e - start)))
    draft.draw(vertex, (0, start), {"V": vertex, "A": (0, start)}, 0, reach)
    wrong = (
        logic("2 * {xV}", "takes the ball to start on the ground"),
        logic("{xV} * sqrt({yV} / ({yV} - {yA}))", "counts from the vertex"),
        logic("{xV} + {xV} * {yV} / ({yV} - {yA})", "forgets the root"),
        logic("{xV} + {yV}", "adds the coordinates of V"),
        logic("2 * {xV} + {yA}", "adds the height of the start"),
    )  # fmt: skip
    asks = (
        ("The ball starts at A; V is its highest point. At which x does it reach the ground?",
         "A is the start and V the highest point. How far from the y-axis does the ball come down?"),
        ("小球从点A抛出，V是最高点，小球落地点的横坐标是多少？", "A是抛出点，V是最高点，小球落地时离y轴多远？"),
    )  # fmt: skip
    about = (
        "A parabola that opens downwards from A on the y-axis over its vertex V to the ground.",
        "图中的抛物线开口向下，从y轴上的点A经过顶点V到x轴。",
    )
    program = "{xV} + {xV} * sqrt({yV} / ({yV} - {yA}))"
    skills = ("coordinates", "function", "equation")
    return Asked(*asks, program, skills, wrong, "m", 1, setting=FLIGHT, description=about)


FLIGHT = (
    "The ball flies along a parabola. The x-axis is the ground; one unit of the axes is one metre.",
    "小球沿抛物线飞行，x轴表示地面，坐标轴上的单位长度为1 m。",
)


def _span(sheet: Sheet, start: Point, end: Point, text: str) -> Box:
    """Draw a dimension line with its length, which stands beside it, and return the box of that."""
    sheet.arrow(start, end, both=True, width=1.1, head=8)
    upright = abs(start[0] - end[0]) < 1
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    return sheet.near(middle, text, toward=(1.0, 0.0) if upright else (0.0, 1.0), gap=6)


def _arch(draft: _Draft, *, level: bool) -> Asked:
    """Draw an arch with a beam in it: given how high, asked how wide (`level`), or the other way round."""
    rng, language, style = draft.rng, draft.language, draft.style
    span = any_size(rng, 16, 180)
    rise = rng.randint(round(0.45 * span), round(0.7 * span))
    given = rng.randint(rise // 6, 3 * rise // 4) if level else 2 * rng.randint(span // 7, 2 * span // 5)
    share = math.sqrt(1 - given / rise) if level else given / span
    height = given / rise if level else 1 - share**2
    sheet = draft.sheet = sheet_in(style, 640, 440)
    left, right, ground, top = 110.0, 500.0, 350.0, 350.0 - 390 * rise / span
    middle = (left + right) / 2
    points = [(middle + 195 * t / 20, ground - (ground - top) * (1 - (t / 20) ** 2)) for t in range(-20, 21)]
    sheet.path(points, width=3, fill=rng.choice(TINTS) if style.fills else "", colour=draft.colour)
    sheet.line((left - 60, ground), (right + 90, ground), width=1.8)
    y = ground - (ground - top) * height
    ends = ((middle - 195 * share, y), (middle + 195 * share, y))
    sheet.line(*ends, width=2)
    for x in (ends[0][0], ends[1][0]):
        sheet.line((x, y), (x, ground), width=1.2, dash=(5, 4))
    sheet.line((middle, top), (right + 75, top), width=0.9, dash=(3, 3))
    boxes = {"w": _span(sheet, (left, ground + 22), (right, ground + 22), f"{span} m"),
             "h": _span(sheet, (right + 62, ground), (right + 62, top), f"{rise} m")}  # fmt: skip
    values = {"w": span, "h": rise, "b": given}
    if level:
        boxes["b"] = _span(sheet, (middle, ground), (middle, y), f"{given} m")
    else:
        boxes["b"] = _span(sheet, (ends[0][0], y + 14), (ends[1][0], y + 14), f"{given} m")
    words = {"w": ("span of the arch", "拱的跨度"), "h": ("height of the arch", "拱高"),
             "b": ("height of the beam", "横梁的高度") if level else ("length of the beam", "横梁的长")}  # fmt: skip
    for key, pair in words.items():
        draft.names[key] = say(language, *pair)
        sheet.fact(draft.names[key], values[key], boxes[key], unit="m", group="length")
    return _wide() if level else _high()


ARCH = (
    "The arch is a parabola; the beam is level and touches it at both ends.",
    "拱形是抛物线，横梁水平，两端都在拱上。",
)
ABOUT_ARCH = (
    "A parabolic arch on level ground with a horizontal beam between its sides.",
    "水平地面上的抛物线形拱，两侧之间架有一根水平横梁。",
)


def _wide() -> Asked:
    asks = (
        ("How long is the beam?", "What is the length of the horizontal beam?"),
        ("横梁的长是多少？", "求水平横梁的长度。"),
    )
    wrong = (
        logic("{w} * (1 - {b} / {h})", "takes the arch for a triangle"),
        logic("{w} * sqrt({b} / {h})", "measures the height from the top"),
        logic("{w} / 2 * sqrt(1 - {b} / {h})", "gives half the length"),
        logic("{w} * {b} / {h}", "takes the length to be proportional"),
        logic("{w} * (1 - ({b} / {h}) ^ 2)", "squares instead of taking the root"),
    )  # fmt: skip
    skills = ("function", "equation")
    return Asked(*asks, "{w} * sqrt(1 - {b} / {h})", skills, wrong, "m", 1, setting=ARCH, description=ABOUT_ARCH)


def _high() -> Asked:
    asks = (
        ("How high above the ground is the beam?", "At what height above the ground does the beam lie?"),
        ("横梁离地面的高度是多少？", "求横梁到地面的距离。"),
    )
    wrong = (
        logic("{h} * (1 - {b} / {w})", "takes the arch for a triangle"),
        logic("{h} * ({b} / {w}) ^ 2", "gives the distance from the top"),
        logic("{h} * {b} / {w}", "takes the height to be proportional"),
        logic("{h} * (1 - ({b} / (2 * {w})) ^ 2)", "halves the beam but not the span"),
        logic("{h} * sqrt(1 - {b} / {w})", "takes the root instead of squaring"),
    )  # fmt: skip
    skills = ("function", "equation")
    return Asked(*asks, "{h} * (1 - ({b} / {w}) ^ 2)", skills, wrong, "m", 1, setting=ARCH, description=ABOUT_ARCH)


KINDS: dict[int, tuple[Callable[[_Draft], Asked], ...]] = {
    1: (_axis, _zeros, _above),
    2: (_mirror, _coefficient),
    3: (_value, _highest, _landing, partial(_arch, level=True), partial(_arch, level=False)),
}


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: the axis of symmetry, how far apart the zeros are, how far a point is above the vertex. Level 2: a mirror
    point, the coefficient of x². Level 3: a value far off, the height or the reach of a throw, a beam in an arch.
    """
    kind, phrase = dice.same.choice(KINDS[level]), dice.same.randrange(2)
    draft = _Draft(dice, language)
    asked = kind(draft)
    return asked.of(draft.sheet, language, phrase, draft.names, **draft.words)
