"""Rulers: things that do not start at zero, two things, two units, cards measured both ways, callipers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in
from mmbench.benchmarks.figures.style import say, style_of
from mmbench.program import format_number

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "ruler"
DOMAIN: Domain = "measurement"

THINGS = (("pencil", "铅笔"), ("nail", "钉子"), ("strip of paper", "纸条"), ("rod", "木棒"))
WOOD = "#F3E3B8"
ONE = (
    "The figure shows a {en} above a centimetre ruler with a mark for each millimetre; its left end is not at 0.",
    "图中是一把以厘米为单位、最小刻度为1毫米的直尺，上面放着{zh}，它的左端没有对准0刻度。",
)
TWO = (
    "The figure shows two bars, A and B, above a centimetre ruler with a mark for each millimetre.",
    "图中是一把最小刻度为1毫米的直尺，上面放着A、B两根木条。",
)
INCH = (
    "The figure shows a {en} above an inch ruler on which each inch is divided into {parts} equal parts.",
    "图中是一把以英寸为单位的直尺，每英寸等分为{parts}份，上面放着{zh}。",
)
CARD = (
    "The figure shows a rectangular card with one ruler along its lower edge and one along its left edge, both in"
    " centimetres with a mark for each millimetre.",
    "图中是一张长方形卡片，下边和左边各放着一把最小刻度为1毫米的直尺。",
)
CALLIPER = (
    "The figure shows the scales of a vernier calliper around a ball: the main scale in millimetres, and the vernier,"
    " whose ten parts are together nine millimetres long. The facts give the last mark of the main scale before"
    " the vernier's 0, and the vernier's line that meets a mark.",
    "图中是用游标卡尺量小球直径时的刻度：主尺最小刻度为1毫米，游标的十等份共长9毫米。给出了游标0刻度线左边最近的主尺读数，以及与主尺刻度对齐的游标刻度线。",
)
ON_BALL = ("A vernier calliper measures the diameter of a ball; its scales are shown enlarged.",
           "用游标卡尺测量小球的直径，图中是放大后的刻度。")  # fmt: skip
ROW = (
    "The figure shows a row of equal coins that touch each other above a centimetre ruler with millimetre marks.",
    "图中是一排紧挨着的同样的圆片，下面是一把最小刻度为1毫米的直尺。",
)


class _Kind(NamedTuple):
    """A kind of question: the picture, and what is asked of it."""

    picture: str
    asked: Asked


LEVELS = (
    (
        _Kind("one", Asked(
            ("How long is the {en} in centimetres?", "What is the length of the {en}, in cm?"),
            ("{zh}的长度是多少厘米？", "求{zh}的长，单位为厘米。"),
            "{right} - {left}", ("read a value", "subtract"),
            (misread("{right}", "reads the right end only"), misread("{right} - {left} + 1",
             "starts one centimetre early"),
             misread("{right} - {left} - 1", "starts one centimetre late"), logic("{right} + {left}",
                     "adds the readings"),
             misread("{right} - {left} + 0.1", "is a mark off"), misread("{right} - {left} - 0.1", "is a mark off")),
            "cm", None, description=ONE)),
        _Kind("one", Asked(
            ("How long is the {en} in millimetres?", "What is the length of the {en}, in mm?"),
            ("{zh}的长度是多少毫米？", "求{zh}的长，单位为毫米。"),
            "({right} - {left}) * 10", ("read a value", "subtract", "unit conversion"),
            (misread("{right} * 10", "reads the right end only"), misread("({right} - {left} + 1) * 10",
             "starts one centimetre early"),
             misread("({right} - {left} - 1) * 10", "starts one centimetre late"), logic("({right} + {left}) * 10",
                     "adds the readings"),
             misread("({right} - {left}) * 10 + 1", "is a mark off"), misread("({right} - {left}) * 10 - 1",
                     "is a mark off")),
            "mm", None, description=ONE)),
    ),
    (
        _Kind("two", Asked(
            ("By how many millimetres is the longer bar longer than the other?",
             "How many mm longer is one bar than the other?"),
            ("较长的木条比另一根长多少毫米？", "两根木条的长度相差多少毫米？"),
            "abs(({b2} - {b1}) - ({a2} - {a1})) * 10", ("read a value", "subtract", "unit conversion"),
            (misread("abs({b2} - {a2}) * 10", "compares the right ends only"), misread("abs({b1} - {a1}) * 10",
             "compares the left ends only"),
             logic("(({b2} - {b1}) + ({a2} - {a1})) * 10", "adds the lengths"),
             misread("abs(({b2} - {b1}) - ({a2} - {a1})) * 10 + 10", "is a centimetre off")),
            "mm", None, description=TWO)),
        _Kind("two", Asked(
            ("What is the total length of the two bars in centimetres?",
             "The two bars are put end to end. How long are they, in cm?"),
            ("两根木条的总长是多少厘米？", "把两根木条首尾相接，共长多少厘米？"),
            "({a2} - {a1}) + ({b2} - {b1})", ("read a value", "subtract", "add"),
            (misread("{a2} + {b2}", "reads the right ends only"), misread("{a2} + {b2} - {a1}", "reads one bar from 0"),
             logic("abs(({b2} - {b1}) - ({a2} - {a1}))", "subtracts the lengths"),
             misread("({a2} - {a1}) + ({b2} - {b1}) + 1", "is a centimetre off"),
             misread("({a2} - {a1}) + ({b2} - {b1}) - 1", "is a centimetre off")),
            "cm", None, description=TWO)),
        _Kind("row", Asked(
            ("The coins are equal and touch each other. What is the diameter of one coin in millimetres?",
             "How many millimetres wide is one of these equal coins, which lie side by side without gaps?"),
            ("图中同样的圆片紧挨着排成一排，一个圆片的直径是多少毫米？",
             "同样大小的圆片紧挨着排列，求每个圆片的直径，单位为毫米。"),
            "({right} - {left}) * 10 / {count}", ("read a value", "count", "divide"),
            (misread("{right} * 10 / {count}", "measures from 0"), logic("({right} - {left}) * 10 / ({count} + 1)",
             "counts a coin too many"),
             logic("({right} - {left}) * 10 / ({count} - 1)", "counts a coin too few"),
             logic("({right} - {left}) * 10 / {count} / 2", "gives the radius")),
            "mm", 1, description=ROW)),
    ),
    (
        _Kind("inch", Asked(
            ("The ruler is marked in inches. How long is the {en} in millimetres? Take 1 inch as 25.4 mm.",
             "What is the length of the {en} in millimetres, if the ruler shows inches and 1 inch is 25.4 mm?"),
            ("直尺的单位是英寸，1英寸等于25.4毫米，{zh}的长度是多少毫米？",
             "图中是一把英寸尺，已知1英寸为25.4毫米，求{zh}的长是多少毫米。"),
            "({right} - {left}) * 25.4", ("read a value", "subtract", "unit conversion"),
            (misread("{right} * 25.4", "reads the right end only"), logic("({right} - {left}) * 10",
             "takes inches for centimetres"),
             misread("({right} - {left} + 1 / {parts}) * 25.4", "is a mark off"),
             misread("({right} - {left} - 1 / {parts}) * 25.4", "is a mark off"), logic("({right} + {left}) * 25.4",
                     "adds the readings")),
            "mm", 1, description=INCH)),
        _Kind("card", Asked(
            ("What is the area of the card in square centimetres?", "Find the area of the rectangular card in cm²."),
            ("这张长方形卡片的面积是多少平方厘米？", "求长方形卡片的面积，单位为平方厘米。"),
            "rectangle_area({x2} - {x1}, {y2} - {y1})", ("read a value", "subtract", "area"),
            (misread("rectangle_area({x2}, {y2})", "measures from 0"), misread("rectangle_area({x2} - {x1}, {y2})",
             "measures the height from 0"),
             logic("rectangle_perimeter({x2} - {x1}, {y2} - {y1})", "gives the perimeter"),
             logic("({x2} - {x1}) * ({y2} - {y1}) / 2", "halves the product")),
            "cm²", None, description=CARD)),
        _Kind("card", Asked(
            ("A border is glued all around the card. How many centimetres of it are needed?",
             "What is the perimeter of the card in cm?"),
            ("沿卡片的四周贴一圈花边，需要多少厘米的花边？", "求这张长方形卡片的周长，单位为厘米。"),
            "rectangle_perimeter({x2} - {x1}, {y2} - {y1})", ("read a value", "subtract", "perimeter"),
            (misread("rectangle_perimeter({x2}, {y2})", "measures from 0"), logic("({x2} - {x1}) + ({y2} - {y1})",
             "adds two sides only"),
             logic("rectangle_area({x2} - {x1}, {y2} - {y1})", "gives the area"),
             misread("rectangle_perimeter({x2} - {x1}, {y2})", "measures the height from 0")),
            "cm", None, description=CARD)),
        _Kind("calliper", Asked(
            ("The main scale is in millimetres, and the vernier reads tenths. What is the ball's circumference in mm?",
             "The calliper reads tenths of a millimetre. How many millimetres is it around the ball at its widest?"),
            ("主尺的单位是毫米，游标每格表示0.1毫米。小球最大圆周的长是多少毫米？",
             "游标卡尺的精度为0.1毫米，求小球最大圆的周长，单位为毫米。"),
            "pi * ({main} + {line} / 10)", ("read a value", "add", "circumference"),
            (logic("pi * ({main} + {line})", "takes the parts of the vernier for millimetres"),
             misread("pi * {main}", "leaves out the vernier"), logic("2 * pi * ({main} + {line} / 10)",
                     "takes the diameter for the radius"),
             misread("pi * ({main} + 1 + {line} / 10)", "takes the next mark"), logic("{main} + {line} / 10",
                     "gives the diameter")),
            "mm", 1, ON_BALL, CALLIPER)),
    ),
)  # fmt: skip
NAMES = {
    "left": ("left end", "左端读数"), "right": ("right end", "右端读数"),
    "a1": ("left end of A", "A左端读数"), "a2": ("right end of A", "A右端读数"),
    "b1": ("left end of B", "B左端读数"), "b2": ("right end of B", "B右端读数"),
    "x1": ("left edge of the card", "卡片左边读数"), "x2": ("right edge of the card", "卡片右边读数"),
    "y1": ("lower edge of the card", "卡片下边读数"), "y2": ("upper edge of the card", "卡片上边读数"),
    "count": ("number of coins", "圆片的个数"), "main": ("reading of the main scale", "主尺读数"),
    "line": ("line of the vernier that meets a mark", "与主尺对齐的游标刻度线"),
}  # fmt: skip


class _Ruler(NamedTuple):
    """A drawn ruler: where its first label stands, the pixels of a unit, and that label."""

    origin: float
    scale: float
    first: int

    def at(self, value: Fraction | float) -> float:
        """Return the pixel of a reading along the ruler."""
        return self.origin + (float(value) - self.first) * self.scale


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: one length. Level 2: two lengths, or many at once. Level 3: inches, a card, a vernier calliper."""
    kind = dice.same.choice(LEVELS[level - 1])
    phrase, thing = dice.same.randrange(2), dice.same.choice(THINGS)
    rng = dice.fresh
    parts = rng.choice((8, 16)) if kind.picture == "inch" else 10
    if kind.picture in ("one", "inch"):
        sheet, readings = _one(rng, style_of(rng), parts, thing[0])
    else:
        draw = {"two": _two, "row": _row, "card": _card, "calliper": _calliper}[kind.picture]
        sheet, readings = draw(rng, style_of(rng))
    names = {key: say(language, *NAMES[key]) for key in readings}
    for key, (value, place) in readings.items():
        unit = "" if key in ("count", "line") else {"main": "mm"}.get(key, "cm" if parts == 10 else "in")
        sheet.fact(
            names[key], format_number(Fraction(value)), place, unit=unit, group=key[0] if key[0] in "xy" else "end"
        )
    return kind.asked.of(sheet, language, phrase, names, en=thing[0], zh=thing[1], parts=parts)


Readings = dict[str, tuple[Fraction | int, tuple[float, float]]]


def _ruler(
    sheet: Sheet,
    low: float,
    high: float,
    line: float,
    first: int,
    count: int,
    parts: int = 10,
    *,
    upright: bool = False,
) -> _Ruler:
    """Draw a ruler from `low` to `high` pixels, its marks starting from `line`, with `count` units from `first` on."""
    pad, deep = 16.0, 62.0
    scale = (high - low - 2 * pad) / count
    ruler = _Ruler(low + pad if not upright else high - pad, scale if not upright else -scale, first)

    def place(along: float, across: float) -> tuple[float, float]:
        return (line - across, along) if upright else (along, line + across)

    corners = (place(low, 0), place(high, 0), place(high, deep), place(low, deep))
    sheet.path(corners, closed=True, fill=WOOD, width=1.2, solid=False)
    for number in range(count * parts + 1):
        along = ruler.at(first + number / parts)
        whole, half = number % parts == 0, number * 2 % parts == 0
        reach = 20 if whole else 15 if half else 10
        sheet.path((place(along, 0), place(along, reach)), colour="#222222", width=1.4 if whole else 0.9, solid=False)
        if whole:
            sheet.text(place(along, 32), str(first + number // parts), size=16, colour="#222222")
    name = "cm" if parts == 10 else "inch"
    sheet.text(place(ruler.at(first + 0.5), 50), name, size=14, colour="#222222")
    return ruler


def _span(
    rng: random.Random, first: int, count: int, parts: int = 10, *, least: float = 0.35
) -> tuple[Fraction, Fraction]:
    """Draw the readings of two ends on marks, not at the ends of the ruler, and at least a share of it apart."""
    length = rng.randint(round(count * parts * least), round(count * parts * 0.86))
    start = rng.randint(2, count * parts - length - 1)
    return Fraction(start, parts) + first, Fraction(start + length, parts) + first


def _one(rng: random.Random, style: Style, parts: int, thing: str) -> tuple[Sheet, Readings]:
    """Draw a thing above a ruler."""
    sheet = sheet_in(style, 720, 260)
    count = rng.randint(8, 12) if parts == 10 else rng.randint(4, 6)
    first = rng.randint(0, 14)
    ruler = _ruler(sheet, 26, 694, 160, first, count, parts)
    left, right = _span(rng, first, count, parts, least=0.16)
    _thing(sheet, style, ruler.at(left), ruler.at(right), thing)
    return _ends(sheet, ruler, 160, {"left": (left, 100), "right": (right, 100)})


def _ends(sheet: Sheet, ruler: _Ruler, line: float, ends: dict[str, tuple[Fraction, float]]) -> tuple[Sheet, Readings]:
    """Draw dashed lines from the ends of things down to the ruler, and return the readings."""
    for value, top in ends.values():
        sheet.line((ruler.at(value), top), (ruler.at(value), line), width=0.9, dash=(4, 3), solid=False)
    return sheet, {key: (value, (ruler.at(value), line)) for key, (value, _) in ends.items()}


def _thing(sheet: Sheet, style: Style, left: float, right: float, thing: str) -> None:
    """Draw a long thing between two ends."""
    colour, y, high = style.palette[0], 100.0, {"nail": 6.0, "strip of paper": 20.0}.get(thing, 14.0)
    tip = right - {"pencil": 34.0, "nail": 22.0}.get(thing, 0.0)
    sheet.path([(left, y - high), (tip, y - high), (right, y), (tip, y + high), (left, y + high)] if tip < right else
               [(left, y - high), (right, y - high), (right, y + high), (left, y + high)],
               closed=True, fill=colour, width=1.5)  # fmt: skip
    if thing == "pencil":
        sheet.line((tip, y - high), (tip, y + high), width=1.2)
    elif thing == "nail":
        sheet.path(
            [(left, y - 18), (left + 7, y - 18), (left + 7, y + 18), (left, y + 18)],
            closed=True,
            fill=colour,
            width=1.5,
        )


def _two(rng: random.Random, style: Style) -> tuple[Sheet, Readings]:
    """Draw two bars above a ruler."""
    sheet = sheet_in(style, 740, 320)
    ruler = _ruler(sheet, 26, 714, 220, 0, 12)
    more = rng.randint(9, 84)
    short = rng.randint(14, 108 - more)
    spans = []
    for length in rng.sample((short, short + more), 2):
        start = rng.randint(2, 119 - length)
        spans.append((Fraction(start, 10), Fraction(start + length, 10)))
    one, two = spans
    made = _ends(sheet, ruler, 220, {"a1": (one[0], 76), "a2": (one[1], 76), "b1": (two[0], 148), "b2": (two[1], 148)})
    for name, (left, right), y, colour in (("A", one, 76, 0), ("B", two, 148, 1)):
        x0, x1 = ruler.at(left), ruler.at(right)
        box = ((x0, y - 16), (x1, y - 16), (x1, y + 16), (x0, y + 16))
        sheet.path(box, closed=True, fill=style.palette[colour], width=1.5)
        sheet.text(((x0 + x1) / 2, y - 30), name)
    return made


def _row(rng: random.Random, style: Style) -> tuple[Sheet, Readings]:
    """Draw a row of coins above a ruler."""
    sheet = sheet_in(style, 740, 300)
    ruler = _ruler(sheet, 26, 714, 190, 0, 12)
    count = rng.randint(3, 7)
    wide = rng.randint(9 * count, min(29 * count, 110))
    start = rng.randint(3, 117 - wide)
    left, right = Fraction(start, 10), Fraction(start + wide, 10)
    radius = (ruler.at(right) - ruler.at(left)) / count / 2
    y = 182 - radius
    made = _ends(sheet, ruler, 190, {"left": (left, y), "right": (right, y)})
    for number in range(count):
        centre = (ruler.at(left) + radius * (2 * number + 1), y)
        sheet.circle(centre, radius, fill=style.palette[0], width=1.5)
        sheet.circle(centre, radius * 0.75, width=1)
    made[1]["count"] = (count, ((ruler.at(left) + ruler.at(right)) / 2, y))
    return made


def _card(rng: random.Random, style: Style) -> tuple[Sheet, Readings]:
    """Draw a card with a ruler below and one on its left."""
    sheet = sheet_in(style, 620, 500)
    across = _ruler(sheet, 100, 600, 420, 0, 10)
    down = _ruler(sheet, 21, 404, 84, 0, 7, upright=True)
    left, right = _span(rng, 0, 10, least=0.18)
    low, high = _span(rng, 0, 7, least=0.22)
    x0, x1, y0, y1 = across.at(left), across.at(right), down.at(low), down.at(high)
    for x in (x0, x1):
        sheet.line((x, y0), (x, 420), width=0.9, dash=(4, 3), solid=False)
    for y in (y0, y1):
        sheet.line((x0, y), (84, y), width=0.9, dash=(4, 3), solid=False)
    sheet.path(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), closed=True, fill=style.palette[0], alpha=0.8, width=1.6)
    readings: Readings = {
        "x1": (left, (x0, 420)), "x2": (right, (x1, 420)), "y1": (low, (84, y0)), "y2": (high, (84, y1)),
    }  # fmt: skip
    return sheet, readings


def _calliper(rng: random.Random, style: Style) -> tuple[Sheet, Readings]:
    """Draw the scales of a vernier calliper, enlarged: the main scale above, the vernier below."""
    sheet = sheet_in(style, 740, 260)
    main, line = rng.randint(8, 94), rng.randint(1, 9)
    first = max(0, main - rng.randint(3, 6))
    scale, x0, y = 32.0, 48.0, 130.0
    sheet.path(((24, 50), (716, 50), (716, y), (24, y)), closed=True, fill=WOOD, width=1.2, solid=False)
    for number in range(21):
        x, value = x0 + number * scale, first + number
        reach = 34 if value % 10 == 0 else 26 if value % 5 == 0 else 18
        sheet.path(((x, y), (x, y - reach)), colour="#222222", width=1.2, solid=False)
        if value % 5 == 0:
            sheet.text((x, y - 50), str(value), size=17, colour="#222222")
    start = x0 + (main + line / 10 - first) * scale
    end = start + 9 * scale
    sheet.path(
        ((start - 18, y), (end + 18, y), (end + 18, y + 72), (start - 18, y + 72)),
        closed=True,
        fill="#DDE3E8",
        width=1.2,
        solid=False,
    )
    for number in range(11):
        x = start + number * 0.9 * scale
        sheet.path(((x, y), (x, y + (30 if number % 5 == 0 else 20))), colour="#222222", width=1.2, solid=False)
        if number % 5 == 0:
            sheet.text((x, y + 46), str(number), size=17, colour="#222222")
    readings: Readings = {
        "main": (main, (x0 + (main - first) * scale, y)),
        "line": (line, (start + line * 0.9 * scale, y)),
    }
    return sheet, readings
