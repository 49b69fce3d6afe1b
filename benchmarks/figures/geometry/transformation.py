"""Transformations on a coordinate grid: where reflection, translation, rotation or enlargement takes a vertex."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.geometry.lattice import Lattice
from mmbench.benchmarks.figures.problem import Dice, Problem, Wrong, logic, misread, q
from mmbench.benchmarks.figures.scenes.sizes import any_size
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.asked import Pair
    from mmbench.benchmarks.figures.geometry.lattice import Cell
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "transformation"
DOMAIN: Domain = "analytic geometry"

SHAPES: tuple[tuple[Cell, ...], ...] = (
    ((0, 0), (3, 0), (1, 2)), ((0, 0), (2, 1), (0, 3)), ((0, 0), (3, 1), (1, 3)), ((0, 1), (3, 0), (2, 3)),
    ((0, 0), (4, 1), (1, 2)), ((0, 0), (3, 0), (2, 2), (0, 1)), ((0, 0), (2, 0), (3, 2), (0, 3)),
    ((0, 1), (2, 0), (3, 3)),
)  # fmt: skip
PRIME = "′"


class _Draft(NamedTuple):
    """What is drawn with, and what stays the same in all variants: which vertex is asked for, which of two ways."""

    rng: random.Random
    style: Style
    language: Language
    vertex: str
    turn: int

    def image(self) -> dict[str, Cell]:
        """Return a polygon in the first quadrant, where transformations take the one that is drawn."""
        rng = self.rng
        shape = rng.choice(SHAPES)
        right, up, back, down = rng.randint(2, 6), rng.randint(2, 5), rng.random() < 0.5, rng.random() < 0.5
        wide, high = (max(cell[axis] for cell in shape) for axis in (0, 1))
        cells = [(right + (wide - x if back else x), up + (high - y if down else y)) for x, y in shape]
        return dict(zip("ABCD", cells, strict=False))

    def grid(self, *groups: dict[str, Cell], room: dict[str, Cell]) -> Lattice:
        """Draw polygons on a grid that has room for others, too, and name their corners, or that of single points."""
        rng = self.rng
        cells = [(0, 0), *room.values(), *(cell for group in groups for cell in group.values())]
        low = [min(cell[axis] for cell in cells) for axis in (0, 1)]
        high = [max(cell[axis] for cell in cells) for axis in (0, 1)]
        less = [value - rng.randint(1, 2) if value < 0 else 0 for value in low]
        step = any_size(rng, 2, 64)
        window = (less[0], less[1], high[0] + rng.randint(1, 2), high[1] + rng.randint(1, 2))
        grid = Lattice(rng, self.style, self.language, window, (step, step))
        for number, group in enumerate(groups):
            if len(group) > 2:
                colour = self.style.palette[number]
                grid.path(*group.values(), closed=True, colour="", fill=colour, alpha=0.25, solid=False)
                grid.path(*group.values(), closed=True, colour=colour, width=2.2)
        return grid


class _Image(NamedTuple):
    """The image of a vertex: its coordinates, wrong solutions, the transformation in words, what else is drawn."""

    grid: Lattice
    x: str
    y: str
    wrong: tuple[Wrong, ...]
    setting: Pair
    about: Pair = ("", "")


Made = tuple[Lattice, Asked]


def _sum(draft: _Draft, made: _Image) -> Made:
    """Ask for the sum of the coordinates of a vertex's image."""
    v, grid = draft.vertex, made.grid
    wrong = (
        *made.wrong,
        logic(f"abs({grid.x(v)} + {grid.y(v)})", "takes the vertex for its image"),
        misread(f"abs({made.x})", "gives the x-coordinate only"),
        misread(f"abs({made.y})", "gives the y-coordinate only"),
        misread(f"({made.x}) + ({made.y}) + {grid.step[0]}", "reads a coordinate one grid line too far"),
    )
    en = (f"The vertex {v} goes to {v}′. What is the sum of the coordinates of {v}′?",
          f"Find the image of the vertex {v}. What do you get when you add its two coordinates?")  # fmt: skip
    zh = (f"顶点{v}的对应点是{v}′，点{v}′的横坐标与纵坐标的和是多少？",
          f"求顶点{v}的对应点的坐标。它的横坐标加上纵坐标等于多少？")  # fmt: skip
    corners = "".join(name for name in "ABCD" if name in grid.points)
    about = (f"Polygon {corners} on a coordinate grid{made.about[0]}.", f"坐标平面内有多边形{corners}{made.about[1]}。")
    skills = ("coordinates", "transformation", "add")
    return grid, Asked(en, zh, f"({made.x}) + ({made.y})", skills, wrong, setting=made.setting, description=about)


def _draw(draft: _Draft, cells: dict[str, Cell], room: dict[str, Cell], **points: Cell) -> Lattice:
    """Draw the polygon, with room for its image, and name its corners and some single points."""
    grid = draft.grid(cells, points, room=room)
    for name, cell in points.items():
        middle = [sum(c[axis] for c in cells.values()) / len(cells) for axis in (0, 1)]
        grid.mark({name.replace("_", PRIME): cell}, away=(middle[0], middle[1]))
    grid.mark(cells)
    return grid


def _mapped(cells: dict[str, Cell], where: Callable[[int, int], Cell]) -> dict[str, Cell]:
    return {name: where(*cell) for name, cell in cells.items()}


def _beside(draft: _Draft, image: dict[str, Cell]) -> Cell:
    """Return a point to the left or right of a polygon, off the y-axis: what turns about it stays clear of itself."""
    rng, columns = draft.rng, [cell[0] for cell in image.values()]
    if rng.random() < 0.5:
        return (max(columns) + rng.randint(1, 2)) or 1, rng.randint(1, 5)
    return (min(columns) - rng.randint(1, 2)) or -1, rng.randint(1, 5)


def _in_axis(draft: _Draft) -> Made:
    image, v, level = draft.image(), draft.vertex, draft.turn
    grid = _draw(draft, _mapped(image, (lambda x, y: (x, -y)) if level else (lambda x, y: (-x, y))), image)
    x, y = grid.x(v), grid.y(v)
    others = [name for name in "ABC" if name != v]
    wrong = (
        *(misread(f"abs({grid.x(n)}) + abs({grid.y(n)})", f"takes {n} for {v}") for n in others),
        logic(f"2 * (abs({x}) + abs({y}))", "doubles the distances from the axes"),
    )
    name = "yx"[level]
    setting = (f"The polygon is reflected in the {name}-axis.", f"作多边形关于{name}轴对称的图形。")
    return _sum(draft, _Image(grid, *((x, f"-{y}") if level else (f"-{x}", y)), wrong, setting))


def _shift(draft: _Draft) -> Made:
    rng, image, v = draft.rng, draft.image(), draft.vertex
    right, up = rng.randint(2, 6) * rng.choice((1, -1)), rng.randint(2, 5) * rng.choice((1, -1))
    grid = _draw(draft, _mapped(image, lambda x, y: (x - right, y - up)), image)
    x, y, step = grid.x(v), grid.y(v), grid.step[0]
    across, along = abs(right) * step, abs(up) * step
    (one, back), (two, down) = ("+-" if right > 0 else "-+"), ("+-" if up > 0 else "-+")
    wrong = (
        logic(f"{x} {back} {across} + {y} {down} {along}", "moves the opposite way"),
        logic(f"{x} {one} {across} + {y} {down} {along}", "moves the opposite way up or down"),
        logic(f"{x} {back} {across} + {y} {two} {along}", "moves the opposite way across"),
        logic(f"{x} {one} {across} + {y}", "moves it across only"),
    )
    words = f"{across} units to the {'right' if right > 0 else 'left'} and {along} units {'up' if up > 0 else 'down'}"
    chinese = (
        f"向{'右' if right > 0 else '左'}平移{across}个单位长度，再向{'上' if up > 0 else '下'}平移{along}个单位长度"
    )
    setting = (f"The polygon is moved {words}.", f"把多边形{chinese}。")
    return _sum(draft, _Image(grid, f"{x} {one} {across}", f"{y} {two} {along}", wrong, setting))


def _vector(draft: _Draft) -> Made:
    rng, image = draft.rng, draft.image()
    v = "BC"[draft.turn]
    right, up = rng.randint(3, 6) * rng.choice((1, -1)), rng.randint(3, 6) * rng.choice((1, -1))
    grid = _draw(draft, _mapped(image, lambda x, y: (x - right, y - up)), image, A_=image["A"])
    x, y, goal = grid.x(v), grid.y(v), f"A{PRIME}"
    wrong = (
        logic(f"{x} + {grid.x('A')} - {grid.x(goal)} + {y} + {grid.y('A')} - {grid.y(goal)}", "moves the opposite way"),
        logic(f"{x} + {grid.x(goal)} + {y} + {grid.y(goal)}", "adds the coordinates of A′"),
        misread(f"{grid.x(goal)} + {grid.y(goal)}", "gives the image of A"),
        logic(f"{x} + ({grid.x(goal)} - {grid.x('A')}) + {y}", "moves it across only"),
    )
    setting = ("The polygon is translated so that A goes to A′.", "平移多边形，使点A移到点A′。")
    about = ("; the point A′ is marked", "，并标出了点A′")
    moved = f"{x} + ({grid.x(goal)} - {grid.x('A')})", f"{y} + ({grid.y(goal)} - {grid.y('A')})"
    return _sum(draft._replace(vertex=v), _Image(grid, *moved, wrong, setting, about))


def _half_turn(draft: _Draft) -> Made:
    image, v = draft.image(), draft.vertex
    px, py = _beside(draft, image)
    grid = _draw(draft, _mapped(image, lambda x, y: (2 * px - x, 2 * py - y)), image, P=(px, py))
    x, y, cx, cy = grid.x(v), grid.y(v), grid.x("P"), grid.y("P")
    wrong = (
        logic(f"abs({x} + {y})", "turns about the origin"),
        logic(f"2 * {cx} - {x} + {y}", "reflects in the upright line through P"),
        logic(f"{x} + 2 * {cy} - {y}", "reflects in the level line through P"),
        logic(f"{cx} - {x} + {cy} - {y}", "forgets to add the centre again"),
    )
    setting = ("The polygon is rotated by 180° about P.", "把多边形绕点P旋转180°。")
    about = (" and a point P beside it", "和它旁边的一点P")
    return _sum(draft, _Image(grid, f"2 * {cx} - {x}", f"2 * {cy} - {y}", wrong, setting, about))


def _mirror(draft: _Draft, grid: Lattice, column: int) -> str:
    """Draw the dashed upright line g and return where it stands."""
    _, low, _, high = grid.window
    grid.path((column, low), (column, high), dash=(8, 5), width=2, colour=draft.style.palette[1])
    x, y = grid.at(column, high)
    box = grid.sheet.near((x, y), "g", toward=(1.0, 0.3), gap=6)
    name = say(draft.language, "x of g", "直线g的横坐标")
    grid.sheet.fact(name, column * grid.step[0], box, group="coordinate")
    return q(name)


def _in_line(draft: _Draft) -> Made:
    image, v = draft.image(), draft.vertex
    column = _beside(draft, image)[0]
    cells = _mapped(image, lambda x, y: (2 * column - x, y))
    grid = draft.grid(cells, room={**image, "g": (column, 0)})
    g = _mirror(draft, grid, column)
    grid.mark(cells)
    x, y = grid.x(v), grid.y(v)
    wrong = (
        logic(f"-{x} + {y}", "reflects in the y-axis"),
        logic(f"{g} - {x} + {y}", "takes the distance from g for the coordinate"),
        logic(f"{x} - {y}", "reflects in the x-axis"),
        logic(f"2 * {g} - {x} - {y}", "turns the y-coordinate over, too"),
    )
    setting = ("The polygon is reflected in the dashed line g.", "作多边形关于虚线g对称的图形。")
    about = (" and the upright line g", "和一条竖直的直线g")
    return _sum(draft, _Image(grid, f"2 * {g} - {x}", y, wrong, setting, about))


def _about_origin(draft: _Draft) -> Made:
    image, v, clockwise = draft.image(), draft.vertex, draft.turn
    grid = _draw(draft, _mapped(image, (lambda x, y: (-y, x)) if clockwise else (lambda x, y: (y, -x))), image)
    x, y = grid.x(v), grid.y(v)
    others = [name for name in "ABC" if name != v]
    wrong = (
        *(misread(f"abs({grid.x(n)}) + abs({grid.y(n)})", f"takes {n} for {v}") for n in others),
        logic(f"2 * (abs({x}) + abs({y}))", "doubles the distances from the axes"),
    )
    ways = (("counterclockwise", "逆时针"), ("clockwise", "顺时针"))[clockwise]
    setting = (f"The polygon is rotated by 90° {ways[0]} about the origin.", f"把多边形绕原点O按{ways[1]}方向旋转90°。")
    return _sum(draft, _Image(grid, *((y, f"-{x}") if clockwise else (f"-{y}", x)), wrong, setting))


def _enlarged(draft: _Draft) -> Made:
    cells, v, rng = draft.image(), draft.vertex, draft.rng
    times = rng.choice((2, 3, 4))
    centre = (rng.randint(0, min(cell[0] for cell in cells.values()) - 1), rng.randint(1, 3))
    grid = _draw(draft, cells, {}, P=centre)
    x, y, cx, cy = grid.x(v), grid.y(v), grid.x("P"), grid.y("P")
    wrong = (
        logic(f"{times} * ({x} + {y})", "enlarges from the origin"),
        logic(f"{times} * ({x} - {cx}) + {times} * ({y} - {cy})", "forgets to add the centre again"),
        logic(f"{x} + {y} + {times} * ({x} - {cx} + {y} - {cy})", "goes the enlarged way from the vertex"),
        logic(f"{cx} + {cy} + {x} + {y}", "adds the coordinates of P"),
    )
    setting = (f"The polygon is enlarged from the centre P with the scale factor {times}.",
               f"以点P为位似中心，在点P的同侧把多边形放大到原来的{times}倍。")  # fmt: skip
    about = (" and a point P beside it", "和它旁边的一点P")
    moved = f"{cx} + {times} * ({x} - {cx})", f"{cy} + {times} * ({y} - {cy})"
    return _sum(draft, _Image(grid, *moved, wrong, setting, about))


def _about_point(draft: _Draft) -> Made:
    image, v, clockwise = draft.image(), draft.vertex, draft.turn
    px, py = _beside(draft, image)
    back: Callable[[int, int], Cell] = lambda x, y: (px - (y - py), py + (x - px))  # noqa: E731
    forth: Callable[[int, int], Cell] = lambda x, y: (px + (y - py), py - (x - px))  # noqa: E731
    grid = _draw(draft, _mapped(image, back if clockwise else forth), image, P=(px, py))
    x, y, cx, cy = grid.x(v), grid.y(v), grid.x("P"), grid.y("P")
    turned = (f"{cx} + ({y} - {cy})", f"{cy} - ({x} - {cx})"), (f"{cx} - ({y} - {cy})", f"{cy} + ({x} - {cx})")
    right, left = turned if clockwise else turned[::-1]
    wrong = (
        logic(" + ".join(left), "turns the wrong way"),
        logic(f"{y} - {x}" if clockwise else f"{x} - {y}", "turns about the origin"),
        logic(f"2 * {cx} - {x} + 2 * {cy} - {y}", "turns by 180°"),
        logic(f"{cx} + ({y} - {cy}) + {cy} + ({x} - {cx})", "exchanges the steps without a sign"),
    )
    ways = (("counterclockwise", "逆时针"), ("clockwise", "顺时针"))[clockwise]
    setting = (f"The polygon is rotated by 90° {ways[0]} about P.", f"把多边形绕点P按{ways[1]}方向旋转90°。")
    about = (" and a point P beside it", "和它旁边的一点P")
    return _sum(draft, _Image(grid, *right, wrong, setting, about))


def _twice(draft: _Draft) -> Made:
    image, v = draft.image(), draft.vertex
    px, py = _beside(draft, image)
    between = _mapped(image, lambda x, y: (2 * px - x, 2 * py - y))
    column = _beside(draft, between)[0]
    cells = _mapped(between, lambda x, y: (2 * column - x, y))
    grid = draft.grid(cells, room={"P": (px, py), "g": (column, 0)})
    g = _mirror(draft, grid, column)
    grid.mark({"P": (px, py)}, away=cells["A"])
    grid.mark(cells)
    x, y, cx, cy = grid.x(v), grid.y(v), grid.x("P"), grid.y("P")
    wrong = (
        logic(f"2 * {cx} - {x} + 2 * {cy} - {y}", "forgets the reflection"),
        logic(f"2 * {g} - {x} + {y}", "forgets the rotation"),
        logic(f"2 * {g} - (2 * {cx} - {x}) + 2 * {cy} - {y}", "rotates first"),
        logic(f"2 * {cx} - (2 * {g} - {x}) + {y}", "turns the x-coordinate only"),
    )
    setting = ("The polygon is reflected in the dashed line g; its image is then rotated by 180° about P.",
               "先作多边形关于虚线g对称的图形，再把所得图形绕点P旋转180°。")  # fmt: skip
    about = (", the upright line g and a point P", "、一条竖直的直线g和一点P")
    return _sum(draft, _Image(grid, f"2 * {cx} - (2 * {g} - {x})", f"2 * {cy} - {y}", wrong, setting, about))


def _scaled(draft: _Draft, cells: dict[str, Cell]) -> tuple[Lattice, str]:
    """Draw a polygon that is enlarged from Z so that A goes to A′, both off the polygon; return the scale factor."""
    rng, times, (ax, ay) = draft.rng, draft.rng.choice((2, 2, 3)), cells["A"]
    right, top = (max(cell[axis] for cell in cells.values()) for axis in (0, 1))
    left, low = (min(cell[axis] for cell in cells.values()) for axis in (0, 1))
    ways = [
        (x, y)
        for x in (-2, -1, 1, 2)
        for y in (-2, -1, 0, 1, 2)
        if all(not (left <= ax + n * x <= right and low <= ay + n * y <= top) for n in (-1, times - 1))
    ]
    x, y = rng.choice(ways)
    points = {**cells, "Z": (ax - x, ay - y), "A_": (ax + (times - 1) * x, ay + (times - 1) * y)}
    zx, zy = points["Z"]
    seen = [*points.values(), *((zx + times * (cx - zx), zy + times * (cy - zy)) for cx, cy in cells.values())]
    right, up = (rng.randint(1, 2) - min(cell[axis] for cell in seen) for axis in (0, 1))
    moved = {name: (x + right, y + up) for name, (x, y) in points.items()}
    grid = _draw(draft, {name: moved[name] for name in cells}, {}, Z=moved["Z"], A_=moved["A_"])
    return grid, f"({grid.x(f'A{PRIME}')} - {grid.x('Z')}) / ({grid.x('A')} - {grid.x('Z')})"


def _from_pair(draft: _Draft) -> Made:
    v = "BC"[draft.turn]
    grid, factor = _scaled(draft, draft.image())
    x, y, cx, cy = grid.x(v), grid.y(v), grid.x("Z"), grid.y("Z")
    gx, gy = grid.x(f"A{PRIME}"), grid.y(f"A{PRIME}")
    wrong = (
        logic(f"{x} + ({gx} - {grid.x('A')}) + {y} + ({gy} - {grid.y('A')})", "translates instead"),
        logic(f"{factor} * ({x} + {y})", "enlarges from the origin"),
        logic(f"{factor} * ({x} - {cx}) + {factor} * ({y} - {cy})", "forgets to add Z again"),
        misread(f"{gx} + {gy}", "gives the image of A"),
    )
    setting = (
        "The polygon is enlarged from the centre Z so that A goes to A′.",
        "以点Z为位似中心把多边形放大，使点A的对应点为A′。",
    )
    about = ("; the points Z and A′ are marked, with A on the segment ZA′", "，并标出了点Z和点A′，点A在线段ZA′上")
    moved = f"{cx} + {factor} * ({x} - {cx})", f"{cy} + {factor} * ({y} - {cy})"
    return _sum(draft._replace(vertex=v), _Image(grid, *moved, wrong, setting, about))


def _image_area(draft: _Draft) -> Made:
    rng = draft.rng
    right, up, wide, high = rng.randint(2, 3), rng.randint(2, 3), rng.randint(2, 4), rng.randint(2, 4)
    cells = {"A": (right, up), "B": (right + wide, up), "C": (right + rng.randint(0, wide), up + high)}
    grid, factor = _scaled(draft, cells)
    area = f"triangle_area({grid.side('A', 'B')}, {grid.height('A', 'B', 'C')})"
    wrong = (
        logic(f"{factor} * {area}", "multiplies by the scale factor once"),
        misread(area, "gives the area of triangle ABC"),
        logic(f"({factor}) ^ 2 * 2 * {area}", "forgets to halve"),
        logic(f"({factor}) ^ 3 * {area}", "takes the third power of the factor"),
        logic(f"({factor} + 1) ^ 2 * {area}", "takes the way from A to A′ to be as long as AB"),
    )
    en = ("What is the area of the image of triangle ABC in square units of the axes?",
          "How large is the area of the enlarged triangle, measured in the units of the axes?")  # fmt: skip
    zh = ("按坐标轴上的单位计算，放大后的三角形的面积是多少？",
          "以坐标轴上的单位长度为长度单位，求放大后所得三角形的面积。")  # fmt: skip
    setting = ("Triangle ABC is enlarged from the centre Z so that A goes to A′.",
               "以点Z为位似中心把三角形ABC放大，使点A的对应点为A′。")  # fmt: skip
    about = ("Triangle ABC and the points Z and A′ on a coordinate grid, with A on the segment ZA′.",
             "坐标平面内有三角形ABC以及点Z和点A′，点A在线段ZA′上。")  # fmt: skip
    program = f"({factor}) ^ 2 * {area}"
    skills = ("coordinates", "transformation", "area", "similarity")
    return grid, Asked(en, zh, program, skills, wrong, setting=setting, description=about)


MAPS: tuple[tuple[Pair, Callable[[int, int], Cell], str], ...] = (
    (("reflection in the x-axis", "关于x轴对称"), lambda x, y: (x, -y), "{x}, -{y}"),
    (("reflection in the y-axis", "关于y轴对称"), lambda x, y: (-x, y), "-{x}, {y}"),
    (("rotation by 180° about the origin", "绕原点旋转180°"), lambda x, y: (-x, -y), "-{x}, -{y}"),
    (("reflection in the line y = x", "关于直线y=x对称"), lambda x, y: (y, x), "{y}, {x}"),
    (("rotation by 90° counterclockwise about the origin", "绕原点逆时针旋转90°"), lambda x, y: (-y, x),
     "-{y}, {x}"),
    (("rotation by 90° clockwise about the origin", "绕原点顺时针旋转90°"), lambda x, y: (y, -x),
     "{y}, -{x}"),
)  # fmt: skip
"""Transformations: what they are called, where they take a point, the same in coordinates."""


def _which(draft: _Draft, chosen: tuple[int, ...]) -> Problem:
    """Ask which transformation takes one triangle to the other."""
    rng, language = draft.rng, draft.language
    shape = draft.image()
    aside = shape["A"][0] == shape["A"][1]
    shape = {name: (shape[name][0] + aside, shape[name][1]) for name in "ABC"}
    signs = rng.choice((1, -1)), rng.choice((1, -1))
    cells = {name: (signs[0] * x, signs[1] * y) for name, (x, y) in shape.items()}
    goal, goal_name = MAPS[rng.choice(chosen)][1], f"A{PRIME}"
    image = {f"{name}{PRIME}": goal(*cell) for name, cell in cells.items()}
    grid = draft.grid(cells, image, room={})
    for group in (cells, image):
        grid.mark(group, dots=False)
    grid.number()
    taken = [MAPS[number][2].format(x=grid.x("A"), y=grid.y("A")) for number in chosen]
    program = f"argmin({', '.join(f'distance({place}, {grid.xy(goal_name)})' for place in taken)})"
    labels = tuple(say(language, *MAPS[number][0]) for number in chosen)
    ask = say(
        language,
        ("Which of these transformations takes triangle ABC to triangle A′B′C′: {}?",
         "Triangle A′B′C′ is the image of triangle ABC. By which of these transformations: {}?")[draft.turn],
        ("下列哪种变换把三角形ABC变为三角形A′B′C′：{}？",
         "三角形A′B′C′是由三角形ABC变换得到的，是下列哪种变换：{}？")[draft.turn],
    ).format(say(language, "; ", "；").join(labels))  # fmt: skip
    about = say(language, "Triangle ABC and triangle A′B′C′ on a coordinate grid; A goes to A′, B to B′ and C to C′.",
                "坐标平面内有三角形ABC和三角形A′B′C′，A、B、C的对应点分别是A′、B′、C′。")  # fmt: skip
    return Problem(grid.sheet, ask, program, ("transformation", "coordinates"), labels=labels, description=about)


KINDS: dict[int, tuple[Callable[[_Draft], Made], ...]] = {
    1: (_in_axis, _in_axis, _shift, _shift),
    2: (_vector, _half_turn, _in_line, _about_origin, _enlarged),
    3: (_about_point, _about_point, _twice, _from_pair, _image_area),
}


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: reflection in an axis, a move, or which transformation it was. Level 2: the move of A to A′, half a turn
    about a point, reflection in a line, a quarter turn about the origin, enlargement, which transformation. Level 3: a
    quarter turn about a point, two transformations, an enlargement given by one image, the area of the image.
    """
    same, rng = dice.same, dice.fresh
    which = same.randrange(5) == 0 and level < 3
    kind, vertex, turn, phrase = same.choice(KINDS[level]), same.choice("ABC"), same.randrange(2), same.randrange(2)
    chosen = tuple(same.sample(range(3 if level == 1 else len(MAPS)), 3 if level == 1 else 4))
    draft = _Draft(rng, style_of(rng), language, vertex, turn)
    if which:
        return _which(draft, chosen)
    grid, question = kind(draft)
    grid.number()
    return question.of(grid.sheet, language, phrase, {})
