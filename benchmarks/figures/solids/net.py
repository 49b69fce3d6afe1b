"""Nets: opposite faces of numbered cubes, volume and surface of folded boxes, prisms and cylinders."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.board import Board
from mmbench.benchmarks.figures.measures import any_length, tenths
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Point, Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "net"
DOMAIN: Domain = "solid geometry"

CUBES = (
    "#...|####|#...", "#...|####|.#..", "#...|####|..#.", "#...|####|...#", ".#..|####|.#..", ".#..|####|..#.",
    "##..|.###|.#..", "##..|.###|..#.", "##..|.###|...#", "##..|.##.|..##", "###..|..###",
)  # fmt: skip
"""The eleven nets of a cube by rows."""
BOX = ("The net folds up into a cuboid.", "把图中的展开图折叠成一个长方体。")
CUBE = ("The net folds up into a cube.", "把图中的展开图折叠成一个正方体。")
PRISM = ("The net folds up into a right prism with right triangles as bases.",
         "把图中的展开图折叠成一个底面是直角三角形的直三棱柱。")  # fmt: skip
TUBE = ("The net folds up into a cylinder.", "图中是一个圆柱的展开图。")
NUMBERED = (
    "The figure shows the net of a cube, six squares in a grid with a number on each; the facts give the number of each"
    " square by its row from the top and its column from the left.",
    "图中是正方体的展开图，六个正方形排成方格，每个上面写有一个数；各数按从上往下的行和从左往右的列给出。",
)
BOX_NET = (
    "The figure shows the net of a cuboid: a strip of four side faces, alternately a and b wide and c high, with two"
    " faces of a by b at one of the faces a wide.",
    "图中是长方体的展开图：四个侧面连成长条，宽依次为a、b、a、b，高都是c，其中一个宽为a的侧面上下各连一个a乘b的面。",
)
PRISM_NET = (
    "The figure shows the net of a prism: a strip of three rectangles of equal length, with two right triangles, whose"
    " legs are p and q, at the middle one.",
    "图中是三棱柱的展开图：三个同长的长方形连成一排，中间的长方形两端各连一个直角边为p、q的直角三角形。",
)
TUBE_NET = (
    "The figure shows the net of a cylinder: a rectangle with a circle above and one below.",
    "图中是圆柱的展开图：一个长方形，上下各有一个圆。",
)
VOLUME = (
    ("What is the volume of the solid?", "Find the volume of the folded solid."),
    ("折成的立体的体积是多少？", "求折成的立体的体积。"),
)
SURFACE = (
    ("What is the surface area of the solid?", "Find the total area of the net."),
    ("折成的立体的表面积是多少？", "求这个展开图的总面积。"),
)

SIX = "{f0}, {f1}, {f2}, {f3}, {f4}, {f5}"


class _Kind(NamedTuple):
    """A kind of question: the lengths that are given, the solid, what is asked."""

    given: str
    solid: str
    asked: Asked


LEVELS = (
    (
        _Kind("e", "cube", Asked(
            *VOLUME, "cube_volume({e})", ("volume",),
            (logic("cube_surface({e})", "gives the surface"), logic("{e} ^ 2", "squares the edge"),
             logic("3 * {e}", "multiplies by three"), logic("6 * {e} ^ 3", "multiplies by the number of faces")),
            "{unit}³", 1, CUBE)),
        _Kind("e", "cube", Asked(
            *SURFACE, "cube_surface({e})", ("surface",),
            (logic("cube_volume({e})", "gives the volume"), logic("4 * {e} ^ 2", "counts four faces"),
             logic("5 * {e} ^ 2", "counts five faces"), logic("12 * {e} ^ 2", "counts each face twice")),
            "{unit}²", 1, CUBE)),
        _Kind("", "opposite", Asked(
            ("Which number is on the face opposite {one}?",
             "When the cube is folded, which number lies on the face across from {one}?"),
            ("与{one}所在的面相对的面上的数是多少？", "折成正方体后，{one}的对面是哪个数？"),
            "{f1}", ("spatial view",),
            (misread("{f2}", "takes a neighbouring face"), misread("{f3}", "takes a neighbouring face"),
             misread("{f4}", "takes a neighbouring face"), misread("{f5}", "takes a neighbouring face")),
            "", None, CUBE, NUMBERED)),
    ),
    (
        _Kind("a b c", "cuboid", Asked(
            *VOLUME, "cuboid_volume({a}, {b}, {c})", ("spatial view", "volume"),
            (logic("cuboid_surface({a}, {b}, {c})", "gives the surface"),
             logic("{a} * {b} * {c} / 2", "halves the product"),
             logic("({a} + {b}) * {c}", "adds two of the edges"),
             logic("{a} ^ 2 * {c}", "takes the base for a square")),
            "{unit}³", 1, BOX, BOX_NET)),
        _Kind("a b c", "cuboid", Asked(
            *SURFACE, "cuboid_surface({a}, {b}, {c})", ("spatial view", "surface"),
            (logic("{a} * {b} + {a} * {c} + {b} * {c}", "counts each pair of faces once"),
             logic("2 * ({a} + {b}) * {c}", "leaves out top and bottom"),
             logic("2 * ({a} + {b}) * {c} + {a} * {b}", "counts one of top and bottom only"),
             logic("{a} * {b} * {c}", "gives the volume")),
            "{unit}²", 1, BOX, BOX_NET)),
        _Kind("p q l", "prism", Asked(
            *VOLUME, "prism_volume(triangle_area({p}, {q}), {l})", ("area", "volume"),
            (logic("{p} * {q} * {l}", "forgets to halve"), logic("{p} * {q} * {l} / 3", "takes a third"),
             logic("2 * triangle_area({p}, {q}) + ({p} + {q}) * {l}", "adds areas"),
             logic("({p} + {q}) / 2 * {l}", "adds the legs")),
            "{unit}³", 1, PRISM, PRISM_NET)),
        _Kind("r h", "cylinder", Asked(
            *VOLUME, "cylinder_volume({r}, {h})", ("spatial view", "volume"),
            (logic("cylinder_surface({r}, {h})", "gives the surface"),
             logic("cylinder_side({r}, {h})", "gives the area of the side"),
             misread("cylinder_volume({r} / 2, {h})", "takes the radius for a diameter"),
             logic("cylinder_volume({h}, {r})", "exchanges the lengths")),
            "{unit}³", 1, TUBE, TUBE_NET)),
        _Kind("", "around", Asked(
            ("What is the sum of the numbers on the four faces that share an edge with the face {one}?",
             "Add up the numbers on all faces that touch the face {one} along an edge of the cube. What do you get?"),
            ("与{one}所在的面相邻的四个面上的数之和是多少？", "折成正方体后，求与写有{one}的面相邻的各面上的数之和。"),
            "sum({f2}, {f3}, {f4}, {f5})", ("spatial view", "add"),
            (misread("sum({f1}, {f2}, {f3}, {f4})", "takes the opposite face for one of the four"),
             misread("sum({f1}, {f3}, {f4}, {f5})", "takes the opposite face for one of the four"),
             logic("sum({f1}, {f2}, {f3}, {f4}, {f5})", "adds all other faces"),
             logic("sum({f2}, {f3}, {f4})", "leaves out a face")),
            "", None, CUBE, NUMBERED)),
    ),
    (
        _Kind("a s c", "cuboid", Asked(
            *VOLUME, "cuboid_volume({a}, {s} / 2 - {a}, {c})", ("spatial view", "equation", "volume"),
            (logic("cuboid_volume({a}, {s} - {a}, {c})", "takes the strip to have two faces"),
             logic("cuboid_volume({a}, ({s} - {a}) / 3, {c})", "takes the other three faces to be alike"),
             logic("{a} * {s} * {c}", "takes the length of the strip for an edge"),
             logic("cuboid_volume({s} / 4, {s} / 4, {c})", "takes the four faces to be alike")),
            "{unit}³", 1, BOX, BOX_NET)),
        _Kind("a t c", "cuboid", Asked(
            *SURFACE, "cuboid_surface({a}, ({t} - {c}) / 2, {c})", ("spatial view", "equation", "surface"),
            (logic("cuboid_surface({a}, {t} - {c}, {c})", "forgets to halve the rest"),
             logic("2 * ({a} + ({t} - {c}) / 2) * {c}", "leaves out top and bottom"),
             logic("cuboid_volume({a}, ({t} - {c}) / 2, {c})", "gives the volume"),
             logic("cuboid_surface({a}, {t} / 3, {c})", "takes a third of the whole height")),
            "{unit}²", 1, BOX, BOX_NET)),
        _Kind("a b c", "path", Asked(
            ("The dashed segment joins the points P and Q of the net. How long is it?",
             "An ant walks over two faces of the box along the dashed line from P to Q. How long is its way?"),
            ("展开图上用虚线连接P、Q两点，这条线段的长是多少？",
             "一只蚂蚁沿虚线从P经过两个面爬到Q，它爬行的路程是多少？"),
            "hypotenuse({a} + {b}, {c})", ("Pythagoras", "spatial view", "add"),
            (logic("{a} + {b} + {c}", "adds the edges"), logic("hypotenuse({a}, {c}) + {b}", "crosses one face only"),
             logic("hypotenuse({a}, {c})", "crosses one face only"), logic("{a} + {b}", "walks along the edges")),
            "{unit}", 1, BOX, BOX_NET)),
        _Kind("p q l", "prism", Asked(
            *SURFACE, "2 * triangle_area({p}, {q}) + ({p} + {q} + hypotenuse({p}, {q})) * {l}",
            ("Pythagoras", "surface", "add"),
            (logic("({p} + {q} + hypotenuse({p}, {q})) * {l}", "leaves out the triangles"),
             logic("2 * triangle_area({p}, {q}) + ({p} + {q}) * {l}", "leaves out the middle rectangle"),
             logic("2 * {p} * {q} + ({p} + {q} + hypotenuse({p}, {q})) * {l}", "forgets to halve the triangles"),
             logic("triangle_area({p}, {q}) + ({p} + {q} + hypotenuse({p}, {q})) * {l}", "counts one triangle only")),
            "{unit}²", 1, PRISM, PRISM_NET)),
        _Kind("u h", "cylinder", Asked(
            *VOLUME, "cylinder_volume({u} / (2 * pi), {h})", ("circumference", "equation", "volume"),
            (logic("cylinder_volume({u} / pi, {h})", "takes the diameter for the radius"),
             logic("{u} * {h}", "gives the area of the side"), logic("({u} / 4) ^ 2 * {h}", "takes a square base"),
             logic("cylinder_volume({u} / (4 * pi), {h})", "halves once too often")),
            "{unit}³", 1, TUBE, TUBE_NET)),
        _Kind("", "corner", Asked(
            ("Three faces meet at each corner of the cube. What is the largest sum of the numbers on three such faces?",
             "For each corner of the cube, add the numbers on its three faces. What is the greatest of these sums?"),
            ("正方体的每个顶点处有三个面相交，这样的三个面上的数之和最大是多少？",
             "把交于同一顶点的三个面上的数相加，得到的最大的和是多少？"),
            "max({f0}, {f1}) + max({f2}, {f4}) + max({f3}, {f5})", ("spatial view", "compare", "add"),
            (logic("max({f0}, {f1}, {f2}) + max({f3}, {f4}, {f5}) + min({f0}, {f1})", "adds faces that do not meet"),
             logic(" + ".join(f"nth_largest({n}, {SIX})" for n in (1, 2, 3)), "takes the three greatest numbers"),
             logic("min({f0}, {f1}) + min({f2}, {f4}) + min({f3}, {f5})", "gives the least sum"),
             misread("max({f0}, {f2}) + max({f1}, {f4}) + max({f3}, {f5})", "pairs faces that are not opposite")),
            "", None, CUBE, NUMBERED)),
    ),
)  # fmt: skip
WORDS = {
    "s": ("length of the strip", "长条的总长"),
    "t": ("height of the whole net", "展开图的总高"),
    "u": ("length of the rectangle", "长方形的长"),
}
"""How facts are called that have no letter in the picture."""


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: a cube. Level 2: a box, prism or cylinder, faces around one. Level 3: an edge or a corner first."""
    kind = dice.same.choice(LEVELS[level - 1])
    phrase = dice.same.randrange(2)
    rng = dice.fresh
    if kind.solid in ("opposite", "around", "corner", "cube"):
        cells = _cells(rng)
        if kind.solid != "cube":
            return _numbered(rng, kind, cells, language, phrase)
        edge, unit = any_length(rng, 3, 50), rng.choice(("cm", "dm", "m"))
        board = _squares(rng, cells)
        x, y = max(cells)
        name = say(language, "edge of a square", "正方形的边长")
        board.length((x + 1, -y), (x + 1, -y - 1), edge, name=name, unit=unit, off=(x, -y - 0.5))
        return kind.asked.of(board.sheet, language, phrase, {"e": name}, unit=unit)
    size, unit = _measures(rng, kind.solid), rng.choice(("cm", "dm", "m"))
    draw = {"cuboid": _cuboid, "path": _cuboid, "prism": _prism, "cylinder": _cylinder}[kind.solid]
    given = kind.given.split()
    names = {key: say(language, *WORDS[key]) if key in WORDS else key for key in given}
    sheet = draw(rng, size, {key: names[key] for key in given}, unit)
    return kind.asked.of(sheet, language, phrase, names, unit=unit)


def _cells(rng: random.Random) -> dict[Point, int]:
    """Draw a net of a cube: the cells, x to the right and y down, and the face each becomes; 0 is opposite 1 and so on.

    The cube is rolled over the net: each cell becomes the face that lies on it.
    """
    rows = rng.choice(CUBES).split("|")
    open_cells = {(x, y) for y, row in enumerate(rows) for x, mark in enumerate(row) if mark == "#"}
    turn, flip = rng.random() < 0.5, rng.random() < 0.5
    open_cells = {((y, x) if turn else (x, y)) for x, y in open_cells}
    wide = max(x for x, _ in open_cells)
    open_cells = {(wide - x if flip else x, y) for x, y in open_cells}
    first = rng.choice(sorted(open_cells))
    lying = {first: (0, 1, 2, 4, 3, 5)}
    waiting = [first]
    while waiting:
        x, y = cell = waiting.pop()
        low, high, left, right, back, front = lying[cell]
        for dx, dy, rolled in (
            (1, 0, (right, left, low, high, back, front)),
            (-1, 0, (left, right, high, low, back, front)),
            (0, -1, (back, front, left, right, high, low)),
            (0, 1, (front, back, left, right, low, high)),
        ):
            place = (x + dx, y + dy)
            if place in open_cells and place not in lying:
                lying[place] = rolled
                waiting.append(place)
    return {cell: faces[0] for cell, faces in lying.items()}


def _squares(rng: random.Random, cells: dict[Point, int]) -> Board:
    """Draw the squares of a net and return their board, y upwards: a cell's upper left corner is at (x, -y)."""
    style = style_of(rng)
    corners: dict[str, Point] = {
        f"{number}{n}": (x + n // 2, -y - n % 2) for number, (x, y) in enumerate(cells) for n in range(4)
    }
    board = Board(sheet_in(style), corners, margin=64)
    for x, y in cells:
        fill = style.palette[0] if style.fills else ""
        board.polygon((x, -y), (x + 1, -y), (x + 1, -y - 1), (x, -y - 1), colour="", fill=fill, alpha=0.12)
    across = [(x, y + n, x + 1, y + n) for x, y in cells for n in (0, 1)]
    edges = across + [(x + n, y, x + n, y + 1) for x, y in cells for n in (0, 1)]
    for side in sorted(set(edges)):
        fold = edges.count(side) > 1
        x0, y0, x1, y1 = side
        board.line((x0, -y0), (x1, -y1), width=1.2 if fold else 2, dash=(6, 4) if fold else ())
    return board


def _numbered(rng: random.Random, kind: _Kind, cells: dict[Point, int], language: Language, phrase: int) -> Problem:
    board = _squares(rng, cells)
    sheet = board.sheet
    numbers = rng.sample(range(101, 990), 6)
    names = {}
    for (x, y), face in sorted(cells.items(), key=lambda item: item[0][::-1]):
        name = say(language, f"row {y + 1}, column {x + 1}", f"第{y + 1}行第{x + 1}列")
        box = sheet.text(board.at((x + 0.5, -y - 0.5)), str(numbers[face]), size=sheet.size + 6)
        sheet.fact(name, numbers[face], box)
        names[f"f{face}"] = name
    return kind.asked.of(sheet, language, phrase, names, one=numbers[0])


def _measures(rng: random.Random, solid: str) -> dict[str, float]:
    """Draw what the solid measures, by the keys of `LEVELS`."""
    if solid in ("path", "cuboid"):
        a = tenths(rng, 3.2, 38)
        b = tenths(rng, 0.55 * a, 0.9 * a)
        if solid == "path":
            return {"a": a, "b": b, "c": tenths(rng, 0.4 * (a + b), 0.8 * (a + b)), "path": 1}
        if rng.random() < 0.5:
            a, b = b, a
        c = tenths(rng, 0.7 * a, 1.9 * a)
        return {"a": a, "b": b, "c": c, "s": round(2 * (a + b), 1), "t": round(c + 2 * b, 1)}
    if solid == "prism":
        p = tenths(rng, 3.2, 34)
        q = tenths(rng, 0.5 * p, 2 * p)
        slope = math.hypot(p, q)
        return {"p": p, "q": q, "y": slope, "l": tenths(rng, 0.7 * slope, 1.8 * slope)}
    r = tenths(rng, 2.2, 21)
    u = tenths(rng, 13, 128)
    return {"r": r, "h": tenths(rng, 1.1 * r, 3 * r), "u": u}


def _sheet(rng: random.Random, points: dict[str, Point]) -> tuple[Board, str]:
    """Return the board of a net and the colour its faces are filled with."""
    style = style_of(rng)
    return Board(sheet_in(style, 720, 540), points, margin=86), style.palette[0] if style.fills else ""


def _panel(board: Board, fill: str, *corners: Point) -> None:
    """Draw a face of a net."""
    if fill:
        board.polygon(*corners, colour="", fill=fill, alpha=0.12)
    board.polygon(*corners, width=1.6)


def _rectangle(left: float, low: float, wide: float, high: float) -> tuple[Point, Point, Point, Point]:
    return (left, low), (left + wide, low), (left + wide, low + high), (left, low + high)


def _cuboid(rng: random.Random, size: dict[str, float], names: dict[str, str], unit: str) -> Sheet:
    a, b, c = (size[key] for key in "abc")
    at = rng.choice((0, 1)) * (a + b)
    wide = 2 * (a + b)
    board, fill = _sheet(rng, {"A": (0, 0), "B": (wide, c), "C": (at, -b), "D": (at + a, c + b)})
    for x, step in ((0.0, a), (a, b), (a + b, a), (2 * a + b, b)):
        _panel(board, fill, *_rectangle(x, 0, step, c))
    for low in (-b, c):
        _panel(board, fill, *_rectangle(at, low, a, b))
    if "path" in size:
        ends = ((at, 0.0), (at + a + b, c))
        board.line(*ends, dash=(6, 4), width=1.8, colour="#B03A2E")
        for name, end, toward in zip("PQ", ends, ((-1, 1), (1, -1)), strict=True):
            board.dot(end, radius=4, colour="#B03A2E")
            board.sheet.near(board.at(end), name, toward=toward, gap=6)
    edges = {"a": ((at, c + b), (at + a, c + b)), "b": ((at + a, c), (at + a, c + b)), "c": ((wide, 0), (wide, c))}
    for key, name in names.items():
        if key == "s":
            reach = b * board.scale + 20
            board.span((0, 0), (wide, 0), size[key], name=name, unit=unit, off=(0, c), distance=reach)
        elif key == "t":
            board.span((0, -b), (0, c + b), size[key], name=name, unit=unit, off=(wide, 0), distance=22)
        else:
            shown = f"{key} = {size[key]} {unit}"
            board.length(*edges[key], size[key], name=name, unit=unit, off=(at + a / 2, c / 2), shown=shown)
    return board.sheet


def _prism(rng: random.Random, size: dict[str, float], names: dict[str, str], unit: str) -> Sheet:
    p, q, hyp, long = (size[key] for key in "pqyl")
    up, height = p * p / hyp, p * q / hyp
    tips = ((p + up, long + height), (p + up, -height))
    board, fill = _sheet(rng, {"A": (0, 0), "B": (p + hyp + q, long), "C": tips[0], "D": tips[1]})
    for x, step in ((0.0, p), (p, hyp), (p + hyp, q)):
        _panel(board, fill, *_rectangle(x, 0, step, long))
    for tip, level in zip(tips, (long, 0.0), strict=True):
        _panel(board, fill, (p, level), (p + hyp, level), tip)
        board.right_angle(tip, (p, level), (p + hyp, level), size=10)
    edges: dict[str, tuple[Point, Point]] = {
        "p": ((p, long), tips[0]), "q": (tips[0], (p + hyp, long)), "l": ((0, 0), (0, long)),
    }  # fmt: skip
    for key, name in names.items():
        shown = f"{key} = {size[key]} {unit}"
        board.length(*edges[key], size[key], name=name, unit=unit, off=(p + hyp / 2, long / 2), shown=shown)
    return board.sheet


def _cylinder(rng: random.Random, size: dict[str, float], names: dict[str, str], unit: str) -> Sheet:
    r = size["r"] if "r" in names else size["u"] / (2 * math.pi)
    u, h = 2 * math.pi * r, size["h"]
    x = rng.uniform(0.25, 0.75) * u
    board, fill = _sheet(rng, {"A": (0, 0), "B": (u, h), "C": (x, h + 2 * r), "D": (x, -2 * r)})
    _panel(board, fill, *_rectangle(0, 0, u, h))
    for y in (h + r, -r):
        if fill:
            board.circle((x, y), r, colour="", fill=fill, alpha=0.12)
        board.circle((x, y), r, width=1.6)
        board.dot((x, y), radius=2.5)
    for key, name in names.items():
        if key == "u":
            board.span((0, 0), (u, 0), size[key], name=name, unit=unit, off=(0, h), distance=2 * r * board.scale + 20)
        elif key == "r":
            end = (x + r, h + r)
            board.line((x, h + r), end, width=1.3)
            board.length((x, h + r), end, size[key], name=name, unit=unit, off=(x, h), shown=f"r = {size[key]} {unit}")
        else:
            board.length((u, 0), (u, h), size[key], name=name, unit=unit, off=(0, 0), shown=f"h = {size[key]} {unit}")
    return board.sheet
