"""A pupil's solution of a task about areas in a small printed figure, one result a line, with a mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.board import Board
from mmbench.benchmarks.figures.sheet import Box
from mmbench.benchmarks.figures.student.errors import TASKS, Asked
from mmbench.benchmarks.figures.student.paper import Page, print_sentence, spoken
from mmbench.benchmarks.figures.student.steps import Step, solution_on, worked_wrongly
from mmbench.benchmarks.figures.style import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.problem import Dice, Problem
    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "student-geometry"
DOMAIN: Domain = "plane geometry"

Pair = tuple[str, str]
_PLUS, _MINUS, _TIMES, _HALF = "{0} + {1}", "{0} − {1}", "{0} × {1}", "{0} × {1} ÷ 2"
_WRONG = {_PLUS: (_MINUS,), _MINUS: (_PLUS,), _TIMES: (_PLUS, _HALF), _HALF: (_TIMES,), "{0} ÷ 2": ("{0} × 2",)}
_RECTANGLE, _TRIANGLE, _AREA = ("rectangle", "长方形"), ("triangle", "三角形"), ("area", "面积")


_Length = tuple[str, "Point", "Point", bool]


class _Task(NamedTuple):
    """A task: its printed sentence, the lengths with their names, how the figure is drawn, the lines.

    A length is called by a letter; "n" is the number `{}` in the sentence, where there is one. `shape` makes the figure
    from the lengths. A line is its label, its form and its operands.
    """

    text: Pair
    ranges: dict[str, tuple[int, int]]
    names: dict[str, Pair]
    shape: Callable[[dict[str, int]], _Shape]
    lines: tuple[tuple[Pair, str, *tuple[str, ...]], ...]
    unit: Pair
    description: Pair


class _Shape(NamedTuple):
    """A figure: polygons by their corners, and where lengths are written: from, to, beside a line or on its own one."""

    polygons: tuple[tuple[Point, ...], ...]
    lengths: tuple[_Length, ...]
    dashed: tuple[tuple[Point, Point], ...] = ()


def _house(g: dict[str, int]) -> _Shape:
    w, h, top = g["w"], g["h"], g["t"]
    wall = ((0, 0), (w, 0), (w, h), (w / 2, top), (0, h))
    lengths: tuple[_Length, ...] = (
        ("w", (0, 0), (w, 0), False),
        ("h", (0, 0), (0, h), False),
        ("t", (w, 0), (w, top), True),
    )
    polygons: tuple[tuple[Point, ...], ...] = (wall,)
    if "p" in g:
        left, low = w * 0.32, h * 0.33
        p, q = g["p"], g["q"]
        polygons += (((left, low), (left + p, low), (left + p, low + q), (left, low + q)),)
        lengths += (("p", (left, low), (left + p, low), False), ("q", (left + p, low), (left + p, low + q), False))
    return _Shape(polygons, lengths, (((0, h), (w, h)),))


def _corner(g: dict[str, int]) -> _Shape:
    a, b, c, d = (g[name] for name in "abcd")
    shape = ((0, 0), (a, 0), (a, d), (c, d), (c, b), (0, b))
    lengths = (("a", (0, 0), (a, 0), False), ("b", (0, 0), (0, b), False), ("c", (0, b), (c, b), False),
               ("d", (a, 0), (a, d), False))  # fmt: skip
    return _Shape((shape,), lengths, (((c, 0), (c, d)),))


def _trapezoid(g: dict[str, int]) -> _Shape:
    a, c, h, p, q = (g[name] for name in "achpq")
    shift = (a - c) * 0.35
    left, low = shift + c * 0.25, h * 0.25
    pond = ((left, low), (left + p, low), (left + p, low + q), (left, low + q))
    lengths = (("a", (0, 0), (a, 0), False), ("c", (shift, h), (shift + c, h), False), ("h", (a, 0), (a, h), True),
               ("p", (left, low), (left + p, low), False), ("q", (left + p, low), (left + p, low + q),
                False))  # fmt: skip
    return _Shape((((0, 0), (a, 0), (shift + c, h), (shift, h)), pond), lengths)


def _frame(g: dict[str, int]) -> _Shape:
    a, b, c, d = (g[name] for name in "abcd")
    x, y = (a - c) / 2, (b - d) / 2
    inner = ((x, y), (x + c, y), (x + c, y + d), (x, y + d))
    lengths = (("a", (0, 0), (a, 0), False), ("b", (0, 0), (0, b), False), ("c", (x, y + d), (x + c, y + d), False),
               ("d", (x + c, y), (x + c, y + d), False))  # fmt: skip
    return _Shape((((0, 0), (a, 0), (a, b), (0, b)), inner), lengths)


def _garden(g: dict[str, int]) -> _Shape:
    w, h, t, p, q = (g[name] for name in "whtpq")
    left, low = w * 0.2, h * 0.2
    pond = ((left, low), (left + p, low), (left + p, low + q), (left, low + q))
    lengths = (("t", (0, 0), (t, 0), False), ("h", (0, 0), (0, h), False), ("w", (0, h), (w, h), False),
               ("p", (left, low), (left + p, low), False), ("q", (left + p, low), (left + p, low + q),
                False))  # fmt: skip
    return _Shape((((0, 0), (t, 0), (w, h), (0, h)), pond), lengths, (((w, 0), (w, h)),))


_ROOF = ((("height", "高"), _MINUS, "t", "h"), (_RECTANGLE, _TIMES, "w", "h"), (_TRIANGLE, _HALF, "w", "1"))
_PRICED: Pair = ("cost", "费用")
TASKS_BY_LEVEL: dict[int, tuple[_Task, ...]] = {
    1: (
        _Task(
            ("Find the area of the front of this house (in m²).", "求这面房屋正墙的面积（单位：m²）。"),
            {"w": (7, 12), "h": (4, 6), "t": (8, 11)},
            {"w": ("width", "宽"), "h": ("height of the side wall", "侧墙高"), "t": ("whole height", "总高")},
            _house, (*_ROOF, (_AREA, _PLUS, "2", "3")), ("m²", "m²"),
            ("The figure is a rectangle with an isosceles triangle on top of it.",
             "图形由长方形和它上面的等腰三角形组成。"),
        ),
        _Task(
            ("Find the area of this figure (in m²).", "求下面图形的面积（单位：m²）。"),
            {"a": (12, 18), "b": (8, 11), "c": (4, 6), "d": (3, 5)},
            {"a": ("lower side", "下边"), "b": ("left side", "左边"), "c": ("upper side", "上边"), "d": ("right side",
             "右边")},
            _corner, ((("width", "宽"), _MINUS, "a", "c"), (("left", "左"), _TIMES, "c", "b"),
                      (("right", "右"), _TIMES, "1", "d"), (_AREA, _PLUS, "2", "3")), ("m²", "m²"),
            ("The figure is L-shaped: a high rectangle to the left, and a low one to its right that reaches up to "
             "the right side. The upper side belongs to the high one.",
             "图形呈L形：左边是高的长方形，右边连着矮的长方形；上边属于高的部分，右边属于矮的部分。"),
        ),
    ),
    2: (
        _Task(
            ("A lawn has the form of a trapezoid with a rectangular pond.|How many m² are lawn?",
             "梯形草地中有一个长方形水池，|草地的面积是多少平方米？"),
            {"a": (15, 22), "c": (9, 12), "h": (7, 11), "p": (3, 5), "q": (2, 4)},
            {"a": ("lower side", "下底"), "c": ("upper side", "上底"), "h": ("height", "高"),
             "p": ("length of the pond", "水池长"),
             "q": ("width of the pond", "水池宽")},
            _trapezoid, ((("sides", "两底和"), _PLUS, "a", "c"), (("times height", "乘高"), _TIMES, "1", "h"),
                         (("trapezoid", "梯形"), "{0} ÷ 2", "2"), (("pond", "水池"), _TIMES, "p", "q"),
                         (("lawn", "草地"), _MINUS, "3", "4")), ("m²", "m²"),
            ("The figure is a trapezoid with its two parallel sides below and above, and a rectangular pond inside.",
             "图形是上下两边平行的梯形，内有一个长方形水池。"),
        ),
        _Task(
            ("A path runs around a flower bed. One m² of it costs ${}.|How much does the whole path cost?",
             "花坛四周是小路，每平方米造价{}元，|小路一共要多少元？"),
            {"a": (12, 18), "b": (8, 11), "c": (6, 9), "d": (4, 6), "n": (3, 9)},
            {"a": ("outer length", "外长"), "b": ("outer width", "外宽"), "c": ("inner length", "内长"),
             "d": ("inner width", "内宽"),
             "n": ("price", "单价")},
            _frame, ((("outside", "外"), _TIMES, "a", "b"), (("inside", "内"), _TIMES, "c", "d"),
                     (("path", "小路"), _MINUS, "1", "2"), (_PRICED, _TIMES, "3", "n")), ("$", "元"),
            ("The figure is a rectangle with a smaller rectangle, the flower bed, inside; the path lies between them.",
             "图形是大长方形内套一个小长方形（花坛），两者之间是小路。"),
        ),
    ),
    3: (
        _Task(
            ("The lawn (without the rectangular pond) needs {} g of seed per m².|How many g is that?",
             "草地（不含长方形水池）每平方米要{}克草籽，|一共需要多少克？"),
            {"w": (10, 13), "h": (7, 10), "t": (17, 21), "p": (3, 5), "q": (2, 4), "n": (12, 35)},
            {"w": ("upper side", "上边"), "h": ("left side", "左边"), "t": ("lower side", "下边"),
             "p": ("length of the pond", "水池长"),
             "q": ("width of the pond", "水池宽"), "n": ("seed per m²", "每平方米草籽")},
            _garden, ((("side", "底"), _MINUS, "t", "w"), (_RECTANGLE, _TIMES, "w", "h"), (_TRIANGLE, _HALF, "1", "h"),
                      (("together", "合计"), _PLUS, "2", "3"), (("pond", "水池"), _TIMES, "p", "q"),
                      (("lawn", "草地"), _MINUS, "4", "5"), (("seed", "草籽"), _TIMES, "6", "n")), ("g", "克"),
            ("The figure is a rectangle with a right triangle to its right, of the same height; the lower side runs "
             "along both, the upper side belongs to the rectangle. A rectangular pond lies inside the rectangle.",
             "图形由长方形和它右边等高的直角三角形组成；下边是两者的总长，上边属于长方形。长方形内有一个长方形水池。"),
        ),
        _Task(
            ("The wall without the window is painted. One m² costs ${}.|How much is that?",
             "墙面（不含窗）粉刷每平方米{}元，|一共要多少元？"),
            {"w": (9, 13), "h": (6, 7), "t": (9, 11), "p": (2, 4), "q": (2, 3), "n": (6, 15)},
            {"w": ("width", "宽"), "h": ("height of the side wall", "侧墙高"), "t": ("whole height", "总高"),
             "p": ("width of the window", "窗宽"), "q": ("height of the window", "窗高"), "n": ("price", "单价")},
            _house, (*_ROOF, (("together", "合计"), _PLUS, "2", "3"), (("window", "窗"), _TIMES, "p", "q"),
                     (("wall", "墙面"), _MINUS, "4", "5"), (_PRICED, _TIMES, "6", "n")), ("$", "元"),
            ("The figure is a rectangle with an isosceles triangle on top of it and a rectangular window in it.",
             "图形由长方形和它上面的等腰三角形组成，长方形内有一扇长方形的窗。"),
        ),
    ),
}  # fmt: skip


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: an area of two parts. Level 2: less a part, or its price. Level 3: both. Asked: result, line or kind."""
    same, rng = dice.same, dice.fresh
    asked = Asked(TASKS[same.randrange(3)], same.randrange(2), language)
    task = TASKS_BY_LEVEL[level][same.randrange(2)]
    names = {letter: say(language, *name) for letter, name in task.names.items()}
    steps = tuple(_step(label, form, parts, names) for label, form, *parts in task.lines)
    given, work = worked_wrongly(
        rng, asked, steps, lambda: {names[letter]: rng.randint(*limits) for letter, limits in task.ranges.items()}
    )
    page = Page(rng, len(steps), 262)
    _print(page, task, names, given, language)
    text = spoken(say(language, *task.text), language, names.get("n", ""))
    return solution_on(
        page, rng, asked, work, unit=say(language, *task.unit), skills=("area", "multiply"),
        wanted=asked.say(
            ("The handwritten solution contains a mistake. What is the right answer to the printed task?",
             "Someone made a mistake in solving the printed task. What is the right result?"),
            ("手写解答中有一处错误。题目的正确答案是多少？", "有人解这道题时出了错，正确的结果应是多少？"),
        ),
        description=say(
            language,
            f"The printed task is: '{text}' {task.description[0]} Below it is a handwritten solution, line by line.",
            f"印刷的题目是：“{text}”{task.description[1]}下面是分行编号的手写解答。",
        ),
    )  # fmt: skip


def _step(label: Pair, form: str, parts: list[str], names: dict[str, str]) -> Step:
    operands = tuple(int(part) if part.isdigit() else names[part] for part in parts)
    return Step(form, operands, _WRONG[form], label)


def _print(page: Page, task: _Task, names: dict[str, str], given: dict[str, int], language: Language) -> None:
    """Print the task on the card: the sentence above the figure, and note its numbers."""
    sheet, card = page.sheet, page.card
    y = print_sentence(page, say(language, *task.text), names.get("n", ""), given)
    shape = task.shape({letter: given[name] for letter, name in names.items()})
    corners = {f"corner {n}": corner for n, corner in enumerate(shape.polygons[0])}
    board = Board(sheet, corners, area=Box(card.left, y - 14, card.right, card.bottom), margin=30)
    for number, polygon in enumerate(shape.polygons):
        board.polygon(*polygon, fill="#FFFFFF" if number else "#EEF3FA", width=1.8)
    for start, end in shape.dashed:
        board.line(start, end, dash=(5, 4), width=1.2)
    for letter, start, end, apart in shape.lengths:
        inner = next((p for p in shape.polygons[1:] if start in p and end in p), None)
        off = None if inner is None else ((inner[0][0] + inner[2][0]) / 2, (inner[0][1] + inner[2][1]) / 2)
        name = names[letter]
        if apart:
            board.span(start, end, given[name], name=name, unit="m", group="given")
        else:
            board.length(start, end, given[name], name=name, unit="m", off=off, group="given")
