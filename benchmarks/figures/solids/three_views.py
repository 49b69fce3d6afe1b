"""Stacks of cubes: drawn at a slant, as a plan with numbers, or by views from the front and the left."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.board import Board
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in
from mmbench.benchmarks.figures.sheet import Box
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Point, Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "three-views"
DOMAIN: Domain = "solid geometry"

FILLED = (
    "The solid is built of equal cubes. Below and behind the cubes that can be seen there are no gaps.",
    "图中的立体由同样大小的小正方体堆成，看得见的小正方体的下面和后面都没有空缺。",
)
STANDING = (
    "The solid is built of equal cubes, stands on a table and has no gaps below and behind the cubes that can be seen.",
    "图中的立体由同样大小的小正方体堆成，放在桌面上，看得见的小正方体的下面和后面都没有空缺。",
)
PLANNED = (
    "The plan shows a building of equal cubes from above; each number says how many cubes are stacked there.",
    "图中是由同样大小的小正方体搭成的立体的俯视图，各数表示该位置上小正方体的个数。",
)
VIEWED = (
    "The figure shows a building of equal cubes from the front and from the left.",
    "图中是由同样大小的小正方体搭成的立体的主视图和左视图。",
)
SLANTED = (
    "The figure shows stacks of cubes on a rectangular ground, seen at a slant from above. Rows are counted from the"
    " back to the front, columns from left to right.",
    "图中是由小正方体堆成的立体的直观图；行从后往前数，列从左往右数。",
)
PLAN = (
    "The figure shows a grid of numbers with an arrow that marks the front below it. Rows are counted from the back.",
    "图中是写有数的方格，下方的箭头标明正面；行从后往前数，列从左往右数。",
)
VIEWS = (
    "The figure shows two views made of squares; each column of a view has its number of squares. Columns are counted"
    " from the left.",
    "图中是用正方形画出的两个视图；各视图的每一列有若干个正方形，列从左往右数。",
)


class _Kind(NamedTuple):
    """A kind of question: the picture, and what is asked of it."""

    picture: str
    asked: Asked


LEVELS = (
    (
        _Kind("stack", Asked(
            ("How many cubes make up the solid?", "Of how many cubes is the solid built?"),
            ("这个立体由多少个小正方体堆成？", "图中一共有多少个小正方体？"),
            "sum({stacks})", ("spatial view", "count"),
            (misread("{up}", "counts the stacks"),
             misread("{front} + {right} + {up}", "counts the squares that can be seen"),
             misread("{front}", "counts the squares of the front"),
             logic("sum({stacks}) - {tallest} + 1", "leaves out cubes at the back"),
             logic("{wide} * {deep} * {tallest}", "counts a full block")),
            "", None, FILLED, SLANTED)),
        _Kind("plan", Asked(
            ("What is the mass of the whole building in grams?", "How many grams do all cubes of the building weigh?"),
            ("搭成这个立体的小正方体的总质量是多少克？", "这个立体一共重多少克？"),
            "sum({stacks}) * {each}", ("spatial view", "add", "multiply"),
            (misread("{up} * {each}", "counts the stacks"),
             logic("{wide} * {deep} * {tallest} * {each}", "counts a full block"),
             logic("(sum({stacks}) - {tallest}) * {each}", "leaves out a stack"),
             logic("{front} * {each}", "counts what the front shows")),
            "g", None, PLANNED, PLAN)),
    ),
    (
        _Kind("edge", Asked(
            ("What is the surface area of the solid, bottom included?",
             "How large is the whole surface of the solid (the bottom counts)?"),
            ("这个立体的表面积（包括底面）是多少？", "求整个立体（包括底面）的表面积。"),
            "2 * ({front} + {right} + {up}) * square_area({edge})", ("spatial view", "surface", "multiply"),
            (logic("({front} + {right} + {up}) * square_area({edge})", "counts only what can be seen"),
             logic("(2 * ({front} + {right}) + {up}) * square_area({edge})", "leaves out the bottom"),
             logic("6 * sum({stacks}) * square_area({edge})", "adds the surfaces of all cubes"),
             logic("2 * ({front} + {right} + {up}) * {edge}", "does not square the edge")),
            "cm²", None, FILLED, SLANTED)),
        _Kind("stack", Asked(
            ("How many cubes must be added to make it a cuboid of the same length, width and height?",
             "How many cubes are missing from a full block of the same length, width and height?"),
            ("至少再添多少个小正方体，才能堆成一个同样长、宽、高的长方体？",
             "要把它补成长、宽、高都不变的长方体，还需要多少个小正方体？"),
            "cuboid_volume({wide}, {deep}, {tallest}) - sum({stacks})", ("spatial view", "count", "subtract"),
            (logic("sum({stacks})", "gives the number of cubes there are"),
             logic("cuboid_volume({wide}, {deep}, {tallest})", "gives the number of cubes of the block"),
             logic("cuboid_volume({wide}, {deep}, {tallest}) - {front}", "counts the cubes in front only"),
             logic("cuboid_volume({wide}, {deep}, {tallest} - 1)", "leaves out the top layer")),
            "", None, FILLED, SLANTED)),
        _Kind("plan", Asked(
            ("How many squares does the view from the front show?",
             "Seen from the front, how many squares can be seen?"),
            ("从正面看，能看到多少个正方形？", "它的主视图由多少个正方形组成？"),
            "{peaks}", ("spatial view", "compare", "add"),
            (misread("{sidewise}", "takes the view from the side"), misread("{up}", "takes the view from above"),
             logic("sum({stacks})", "counts all cubes"), misread("{first}", "counts the stacks of the front row only")),
            "", None, PLANNED, PLAN)),
    ),
    (
        _Kind("edge", Asked(
            ("It is painted on all sides, except where it stands on the table. What is the painted area?",
             "All faces that can be reached without lifting it are painted. How large is the painted area?"),
            ("把它露在外面的面（不包括与桌面接触的底面）涂上颜色，涂色部分的面积是多少？",
             "除了与桌面接触的面以外，其余露在外面的面都涂上颜色，求涂色的面积。"),
            "(2 * ({front} + {right}) + {up}) * square_area({edge})", ("spatial view", "surface", "multiply"),
            (logic("2 * ({front} + {right} + {up}) * square_area({edge})", "adds the bottom"),
             logic("({front} + {right} + {up}) * square_area({edge})", "counts only what can be seen"),
             logic("2 * ({front} + {right}) + {up}", "forgets the size of a square"),
             logic("(2 * ({front} + {right}) + {up}) * {edge}", "does not square the edge")),
            "cm²", None, STANDING, SLANTED)),
        _Kind("stack", Asked(
            ("How many cubes must at least be added to make it a large cube?",
             "What is the least number of cubes that must be added to complete it to a full cube?"),
            ("至少再添多少个小正方体，才能堆成一个大正方体？", "要把它补成一个大正方体，最少还需要多少个小正方体？"),
            "cube_volume(max({wide}, {deep}, {tallest})) - sum({stacks})", ("spatial view", "compare", "subtract"),
            (logic("cuboid_volume({wide}, {deep}, {tallest}) - sum({stacks})", "completes a cuboid only"),
             logic("cube_volume(max({wide}, {deep}, {tallest}))", "gives the number of cubes of the large cube"),
             logic("cube_volume(max({wide}, {deep}, {tallest})) - {front}", "counts the cubes in front only"),
             logic("cube_volume(max({wide}, {deep}, {tallest})) - {up} * {tallest}", "counts full stacks")),
            "", None, FILLED, SLANTED)),
        _Kind("most", Asked(
            ("What is the greatest number of cubes the building can have?",
             "At most how many cubes can the building have?"),
            ("搭成这个立体最多需要多少个小正方体？", "这个立体最多由多少个小正方体搭成？"),
            "{fullest}", ("spatial view", "compare", "add"),
            (logic("{leanest}", "gives the least number"),
             logic("sum({fronts}) * {rows}", "repeats the front in each row"),
             logic("sum({fronts}) + sum({lefts})", "adds the squares of both views"),
             logic("sum({lefts}) * {columns}", "repeats the left view in each column")),
            "", None, VIEWED, VIEWS)),
        _Kind("least", Asked(
            ("What is the least number of cubes the building can have?",
             "At least how many cubes does the building have?"),
            ("搭成这个立体最少需要多少个小正方体？", "这个立体最少由多少个小正方体搭成？"),
            "{leanest}", ("spatial view", "compare", "add"),
            (logic("{fullest}", "gives the greatest number"), logic("sum({fronts}) + sum({lefts})", "adds both views"),
             logic("sum({fronts}) + {columns}", "adds a cube for each column"),
             misread("sum({lefts})", "takes one view")),
            "", None, VIEWED, VIEWS)),
    ),
)  # fmt: skip


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: number of cubes. Level 2: surface, missing cubes, a view. Level 3: painted area, a cube, two views."""
    kind = dice.same.choice(LEVELS[level - 1])
    phrase = dice.same.randrange(2)
    rng = dice.fresh
    if kind.picture in ("most", "least"):
        return _from_views(rng, kind, language, phrase)
    if kind.picture == "plan":
        rows, columns = rng.choice(((2, 3), (3, 3), (2, 4), (3, 4), (3, 2)))
        heights = [[rng.randint(0, 4) if y else rng.randint(1, 5) for _ in range(columns)] for y in range(rows)]
        heights[-1][rng.randrange(columns)] += 1
        sheet = _plan(rng, heights, language)
    else:
        heights = _falling(rng)
        sheet = _stack(rng, heights, language)
    names, words = _facts(sheet, heights, language, drawn=kind.picture != "plan")
    if kind.picture == "edge":
        edge = rng.randint(2, 15)
        text = say(language, f"edge of a cube: {edge} cm", f"小正方体的棱长：{edge} cm")
        box = sheet.text((sheet.width / 2, 24), text)
        names["edge"] = say(language, "edge of a cube", "小正方体的棱长")
        sheet.fact(names["edge"], edge, box, unit="cm")
    elif "{each}" in kind.asked.program:
        each = rng.randint(3, 48)
        box = sheet.text((sheet.width / 2, 24), say(language, f"each cube: {each} g", f"每个小正方体：{each} g"))
        names["each"] = say(language, "mass of a cube", "小正方体的质量")
        sheet.fact(names["each"], each, box, unit="g")
    return kind.asked.of(sheet, language, phrase, names, **words)


SIZES = ((2, 3, 3), (3, 3, 3), (3, 2, 4), (3, 3, 4), (2, 4, 3), (3, 4, 3), (4, 3, 3), (4, 4, 3), (3, 4, 4), (4, 3, 4),
         (4, 4, 4), (3, 3, 5), (3, 4, 5), (4, 3, 5))  # fmt: skip
"""Rows, columns and greatest heights of drawn solids."""


def _falling(rng: random.Random) -> list[list[int]]:
    """Draw heights by row from the back and column from the left that never rise towards the viewer."""
    rows, columns, tallest = rng.choice(SIZES)
    heights = [[0] * columns for _ in range(rows)]
    for y in range(rows):
        for x in range(columns):
            above = min(heights[y - 1][x] if y else tallest, heights[y][x - 1] if x else tallest)
            least = 1 if x == 0 or y == 0 else 0
            heights[y][x] = tallest if x == y == 0 else rng.randint(max(least, above - 2), above)
    return heights


def _facts(
    sheet: Sheet, heights: list[list[int]], language: Language, *, drawn: bool
) -> tuple[dict[str, str], dict[str, str]]:
    """Return names of facts and parts of programs by the keys of the questions.

    Where the solid itself is `drawn`, what can be counted from its sides are facts, too.
    """
    columns = list(zip(*heights, strict=True))
    stacks = {
        (y, x): say(language, f"row {y + 1}, column {x + 1}", f"第{y + 1}行第{x + 1}列")
        for y, row in enumerate(heights) for x, height in enumerate(row) if height
    }  # fmt: skip
    measured = {
        "front": (("squares seen from the front", "从正面看到的正方形"), sum(map(max, columns))),
        "right": (("squares seen from the right", "从右面看到的正方形"), sum(map(max, heights))),
        "up": (("squares seen from above", "从上面看到的正方形"), len(stacks)),
        "wide": (("cubes from left to right", "从左到右的小正方体"), len(columns)),
        "deep": (("cubes from back to front", "从后到前的小正方体"), len(heights)),
        "tallest": (("cubes in the highest stack", "最高一叠的小正方体"), max(map(max, heights))),
    }
    names = {}
    if drawn:
        names = {key: say(language, *said) for key, (said, _) in measured.items()}
        for key, (_, value) in measured.items():
            group = "squares" if key in ("front", "right", "up") else "cubes"
            whole = Box(40, 40, sheet.width - 40, sheet.height - 40)
            sheet.fact(names[key], value, whole, group=group)
    quoted = {place: f"'{name}'" for place, name in stacks.items()}
    across = [[quoted[y, x] for y in range(len(heights)) if (y, x) in quoted] for x in range(len(columns))]
    along = [[quoted[y, x] for x in range(len(columns)) if (y, x) in quoted] for y in range(len(heights))]
    words = {key: str(value) for key, (_, value) in measured.items()} | {
        "stacks": ", ".join(quoted.values()),
        "peaks": " + ".join(_greatest(line) for line in across if line),
        "sidewise": " + ".join(_greatest(line) for line in along if line),
        "first": f"sum({', '.join(along[-1])})",
    }
    return names, {key: word for key, word in words.items() if key not in names}


def _greatest(parts: list[str]) -> str:
    return f"max({', '.join(parts)})" if len(parts) > 1 else parts[0]


def _stack(rng: random.Random, heights: list[list[int]], language: Language) -> Sheet:
    """Draw stacks at a slant from above, the front at the lower left, and note their heights."""
    style = style_of(rng)
    deep, wide, tall = len(heights), len(heights[0]), heights[0][0]
    flat, slope = 0.87, rng.choice((0.42, 0.5))

    def at(x: float, y: float, z: float) -> Point:
        return (x - y) * flat, z - (x + y) * slope

    points = {"A": at(0, 0, tall), "B": at(wide, 0, 0), "C": at(0, deep, 0), "D": at(wide, deep, 0)}
    board = Board(sheet_in(style, 600, 520), points, margin=60)
    colour = rng.choice(style.palette)
    for y, row in enumerate(heights):
        for x, height in enumerate(row):
            for z in range(height):
                faces = []
                if z == height - 1:
                    faces.append((0.12, ((x, y, z + 1), (x + 1, y, z + 1), (x + 1, y + 1, z + 1), (x, y + 1, z + 1))))
                if z >= (row[x + 1] if x + 1 < wide else 0):
                    faces.append((0.6, ((x + 1, y, z), (x + 1, y + 1, z), (x + 1, y + 1, z + 1), (x + 1, y, z + 1))))
                if z >= (heights[y + 1][x] if y + 1 < deep else 0):
                    faces.append((0.35, ((x, y + 1, z), (x + 1, y + 1, z), (x + 1, y + 1, z + 1), (x, y + 1, z + 1))))
                for alpha, corners in faces:
                    shape = [at(*corner) for corner in corners]
                    board.polygon(*shape, colour="", fill=colour, alpha=alpha, solid=False)
                    board.polygon(*shape, width=1.4, solid=False)
            if height:
                name = say(language, f"row {y + 1}, column {x + 1}", f"第{y + 1}行第{x + 1}列")
                board.sheet.fact(name, height, board.at(at(x + 0.5, y + 0.5, height)), group="stack")
    _front(board, at(wide * 0.4, deep + 1.1, 0), at(wide * 0.4, deep + 0.25, 0), language)
    return board.sheet


def _front(board: Board, tail: Point, tip: Point, language: Language) -> None:
    """Draw the arrow that says which side is the front."""
    start, end = board.at(tail), board.at(tip)
    board.sheet.arrow(start, end, width=1.6)
    toward = (start[0] - end[0], start[1] - end[1])
    board.sheet.near(start, say(language, "front", "正面"), toward=toward, gap=4)


def _plan(rng: random.Random, heights: list[list[int]], language: Language) -> Sheet:
    """Draw the plan of stacks with their heights as numbers."""
    style = style_of(rng)
    deep, wide = len(heights), len(heights[0])
    board = Board(sheet_in(style, 520, 440), {"A": (0, 0), "B": (wide, deep + 0.9)}, margin=50)
    fill = style.palette[0] if style.fills else ""
    for y, row in enumerate(heights):
        for x, height in enumerate(row):
            if not height:
                continue
            low = deep - y - 0.1
            corners = ((x, low), (x + 1, low), (x + 1, low + 1), (x, low + 1))
            if fill:
                board.polygon(*corners, colour="", fill=fill, alpha=0.14)
            board.polygon(*corners, width=1.6)
            box = board.sheet.text(board.at((x + 0.5, low + 0.5)), str(height), size=board.sheet.size + 8)
            name = say(language, f"row {y + 1}, column {x + 1}", f"第{y + 1}行第{x + 1}列")
            board.sheet.fact(name, height, box, group="stack")
    _front(board, (wide / 2, 0.25), (wide / 2, 0.75), language)
    return board.sheet


def _from_views(rng: random.Random, kind: _Kind, language: Language, phrase: int) -> Problem:
    """Draw the front and the left view of a building and ask how many cubes it has at most or at least."""
    columns, rows, tallest = rng.randint(2, 5), rng.randint(2, 4), rng.randint(3, 5)
    fronts, lefts = ([rng.randint(1, tallest) for _ in range(count)] for count in (columns, rows))
    fronts[rng.randrange(columns)] = lefts[rng.randrange(rows)] = tallest
    style = style_of(rng)
    gap = 1.6
    board = Board(sheet_in(style, 640, 420), {"A": (0, 0), "B": (columns + gap + rows, tallest)}, margin=70)
    fill = style.palette[0] if style.fills else ""
    names: list[list[str]] = []
    captions = (("front view", "主视图"), ("view from the left", "左视图"))
    for start, heights, said in ((0.0, fronts, captions[0]), (columns + gap, lefts, captions[1])):
        caption = say(language, *said)
        names.append(
            [say(language, f"{caption}, column {n + 1}", f"{caption}第{n + 1}列") for n in range(len(heights))]
        )
        for number, height in enumerate(heights):
            for z in range(height):
                x = start + number
                board.polygon(
                    (x, z), (x + 1, z), (x + 1, z + 1), (x, z + 1), fill=fill, width=1.5, alpha=0.9 if fill else 1
                )
            top = board.at((start + number + 0.5, height - 0.5))
            board.sheet.fact(names[-1][number], height, top, group=caption)
        x, y = board.at((start + len(heights) / 2, 0))
        board.sheet.text((x, y + 26), caption)
    front, left = ([f"'{name}'" for name in part] for part in names)
    alone = list(range(rows))
    for height in fronts:
        same = [n for n in alone if lefts[n] == height]
        if same:
            alone.remove(same[0])
    words = {
        "fronts": ", ".join(front), "lefts": ", ".join(left), "rows": str(rows), "columns": str(columns),
        "fullest": " + ".join(f"min({one}, {two})" for one in front for two in left),
        "leanest": f"sum({', '.join(front + [left[n] for n in alone])})",
    }  # fmt: skip
    return kind.asked.of(board.sheet, language, phrase, {}, **words)
