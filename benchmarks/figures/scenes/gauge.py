"""Instruments: thermometers, measuring cylinders, speedometers, pressure gauges and fuel gauges."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in
from mmbench.benchmarks.figures.scales import Linear
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Point, Sheet
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "gauge"
DOMAIN: Domain = "measurement"

WATER = "#7FB8E0"
TWO_HOT = ("The figure shows two thermometers, A and B.", "图中有A、B两支温度计。")
ONE_HOT = ("The figure shows a thermometer.", "图中是一支温度计。")
JARS = ("The figure shows two measuring cylinders with water, A and B.", "图中有A、B两个盛水的量筒。")
JAR = ("The figure shows a measuring cylinder with some water.", "图中是一个盛有水的量筒。")
SPEED = ("The figure shows the speedometer of a car.", "图中是一辆汽车的速度表。")
PRESSURES = ("The figure shows two pressure gauges, A and B.", "图中有A、B两个压力表。")
TANK = ("The figure shows a fuel gauge, a dial from empty (E) to full (F) divided into equal parts.",
        "图中是一个油量表，从空（E）到满（F）等分为若干份。")  # fmt: skip
SUNK = ("Cylinder A shows the water before, cylinder B the same water after a stone was put in.",
        "A表示放入石块前的水面，B表示把石块完全浸没在同一量筒的水中以后的水面。")  # fmt: skip
BALLS = ("Cylinder A shows the water before, cylinder B the same water after some equal balls were dropped in.",
         "A表示放入小球前的水面，B表示把几个同样的小球放入同一量筒以后的水面。")  # fmt: skip


class _Kind(NamedTuple):
    """A kind of question: the instrument, how many there are, what is asked."""

    tool: str
    many: int
    asked: Asked


LEVELS = (
    (
        _Kind("hot", 1, Asked(
            ("By how many degrees must the temperature rise to reach {goal} °C?",
             "How many degrees below {goal} °C is the temperature?"),
            ("温度再升高多少摄氏度就到{goal} °C？", "现在的温度比{goal} °C低多少摄氏度？"),
            "{goal} - {a}", ("read a value", "subtract"),
            (misread("{goal} - {a} + {step}", "is a mark off"), misread("{goal} - {a} - {step}", "is a mark off"),
             logic("{goal} + {a}", "adds the numbers"), misread("{goal} - {a} + {gap}", "reads from the wrong number"),
             misread("{goal} - {a} - {gap}", "reads from the wrong number")),
            "°C", None, description=ONE_HOT)),
        _Kind("jar", 1, Asked(
            ("How much water must be added to fill the cylinder up to {goal} ml?",
             "The water is to reach the mark {goal} ml. How many millilitres are missing?"),
            ("再加入多少毫升水，水面就到{goal}毫升？", "要使水面达到{goal}毫升的刻度，还需加多少毫升水？"),
            "{goal} - {a}", ("read a value", "subtract"),
            (misread("{a}", "gives the reading"), misread("{goal} - {a} + {step}", "is a mark off"),
             misread("{goal} - {a} - {step}", "is a mark off"), misread("{goal} - {a} + {gap}",
                     "reads from the wrong number"),
             logic("{goal} + {a}", "adds the numbers")),
            "ml", None, description=JAR)),
        _Kind("speed", 1, Asked(
            ("Another car drives at {limit} km/h. By how many km/h is this car faster?",
             "By how much is the car faster than one that drives at {limit} km/h?"),
            ("另一辆汽车的速度是{limit}千米/时，图中的汽车比它快多少？",
             "这辆汽车此时的速度比{limit}千米/时快多少？"),
            "{a} - {limit}", ("read a value", "subtract"),
            (misread("{a}", "gives the speed"), misread("{a} - {limit} + {step}", "is a mark off"),
             misread("{a} - {limit} - {step}", "is a mark off"), misread("{a} - {limit} + {gap}",
                     "reads from the wrong number"),
             misread("{a} - {limit} - {gap}", "reads from the wrong number")),
            "km/h", None, description=SPEED)),
    ),
    (
        _Kind("hot", 2, Asked(
            ("How many degrees higher is the temperature in B than in A?",
             "From A to B, by how many degrees does it get warmer?"),
            ("温度计B的示数比温度计A高多少摄氏度？", "从A到B，温度升高了多少摄氏度？"),
            "{b} - {a}", ("read a value", "subtract"),
            (logic("abs({b} + {a})", "loses a minus sign"), misread("{b}", "gives the reading of B"),
             misread("{b} - {a} + {step}", "is a mark off"), misread("{b} - {a} - {step}", "is a mark off"),
             misread("{b} - {a} + {gap}", "reads from the wrong number")),
            "°C", None, description=TWO_HOT)),
        _Kind("sunk", 2, Asked(
            ("What is the volume of the stone in cubic centimetres?", "How many cm³ does the stone take up?"),
            ("石块的体积是多少立方厘米？", "求石块的体积，单位为立方厘米。"),
            "{b} - {a}", ("read a value", "subtract", "volume"),
            (misread("{b}", "gives the reading of B"), logic("{b} + {a}", "adds the readings"),
             misread("{a}", "gives the reading of A"), misread("{b} - {a} + {step}", "is a mark off"),
             misread("{b} - {a} - {step}", "is a mark off"), misread("{b} - {a} + {gap}",
                     "reads from the wrong number")),
            "cm³", None, SUNK, JARS)),
        _Kind("speed", 1, Asked(
            ("How many kilometres does the car travel in {minutes} minutes at this speed?",
             "The car keeps this speed for {minutes} minutes. How far does it go, in km?"),
            ("汽车以这个速度行驶{minutes}分钟，行驶了多少千米？", "保持这个速度行驶{minutes}分钟，汽车能行多少千米？"),
            "{a} * {minutes} / 60", ("read a value", "multiply", "unit conversion"),
            (logic("{a} * {minutes} / 100", "takes an hour for 100 minutes"), misread("({a} + {step}) * {minutes} / 60",
             "is a mark off"),
             misread("({a} - {step}) * {minutes} / 60", "is a mark off"), logic("{a} / {minutes} * 60",
                     "divides by the time"),
             misread("({a} + {gap}) * {minutes} / 60", "reads from the wrong number")),
            "km", 1, description=SPEED)),
    ),
    (
        _Kind("balls", 2, Asked(
            ("What is the volume of one ball in cubic centimetres?", "How many cm³ does a single ball take up?"),
            ("一个小球的体积是多少立方厘米？", "求每个小球的体积，单位为立方厘米。"),
            "({b} - {a}) / {balls}", ("read a value", "count", "divide", "volume"),
            (logic("{b} - {a}", "gives the volume of all balls"), logic("{b} / {balls}", "forgets the water"),
             logic("({b} - {a}) / ({balls} - 1)", "counts a ball too few"), logic("({b} - {a}) / ({balls} + 1)",
                   "counts a ball too many"),
             misread("({b} - {a} + {step}) / {balls}", "is a mark off")),
            "cm³", 1, BALLS, JARS)),
        _Kind("sunk", 2, Asked(
            ("The stone has a mass of {mass} g. What is its density in g/cm³?",
             "A stone of {mass} g was put in. How many grams does one cubic centimetre of it weigh?"),
            ("石块的质量是{mass}克，它的密度是每立方厘米多少克？", "已知石块重{mass}克，平均每立方厘米重多少克？"),
            "{mass} / ({b} - {a})", ("read a value", "subtract", "divide"),
            (logic("{mass} / {b}", "divides by the reading of B"), logic("{mass} / {a}", "divides by the reading of A"),
             logic("({b} - {a}) / {mass}", "divides the wrong way"), misread("{mass} / ({b} - {a} + {step})",
                   "is a mark off"),
             misread("{mass} / ({b} - {a} - {step})", "is a mark off")),
            "g/cm³", 2, SUNK, JARS)),
        _Kind("warm", 1, Asked(
            ("The thermometer shows °F. Subtract 32 and multiply by 5/9: what is the temperature in °C?",
             "What is this temperature, shown in °F, in degrees Celsius? Use C = (F − 32) × 5/9."),
            ("温度计的单位是华氏度，由C＝(F−32)×5/9，换算成摄氏度是多少？",
             "图中是华氏温度，按公式C＝(F−32)×5/9，求对应的摄氏温度。"),
            "({a} - 32) * 5 / 9", ("read a value", "unit conversion", "subtract"),
            (logic("{a} * 5 / 9 - 32", "multiplies first"), logic("{a} * 5 / 9", "forgets to subtract"),
             logic("{a} - 32", "forgets to multiply"),
             misread("({a} + {step} - 32) * 5 / 9", "is a mark off"), logic("({a} - 32) * 9 / 5",
                     "uses the wrong fraction"),
             misread("({a} - {step} - 32) * 5 / 9", "is a mark off")),
            "°C", 1, description=ONE_HOT)),
        _Kind("press", 2, Asked(
            ("By what percentage is the pressure at B higher than at A?",
             "From A to B the pressure rises. By how many percent?"),
            ("压力表B的示数比压力表A的示数高百分之几？", "从A到B，压力增加了百分之几？"),
            "percent_change({a}, {b})", ("read a value", "percentage change"),
            (logic("({b} - {a}) / {b} * 100", "divides by the pressure at B"), logic("{b} / {a} * 100",
             "gives the share, not the change"),
             logic("({b} - {a}) * 10", "gives the difference"), misread("percent_change({a}, {b} + {step})",
                   "is a mark off"),
             misread("percent_change({a} + {step}, {b})", "is a mark off")),
            "%", 1, description=PRESSURES)),
        _Kind("fuel", 1, Asked(
            ("The tank holds {tank} litres, and the car uses {use} litres for 100 km. How many more km can it go?",
             "With a tank of {tank} litres and a use of {use} litres for 100 km, how many km will the fuel last?"),
            ("油箱装满是{tank}升，汽车每行100千米耗油{use}升，剩下的油还能行多少千米？",
             "油箱容量{tank}升，每100千米耗油{use}升，余下的油最多能行驶多少千米？"),
            "{tank} / {parts} * {a} / {use} * 100", ("read a value", "proportion", "multiply"),
            (logic("{tank} / {use} * 100", "takes the tank to be full"),
             misread("{tank} / {parts} * ({a} + 1) / {use} * 100", "is a mark off"),
             misread("{tank} / {parts} * ({a} - 1) / {use} * 100", "is a mark off"),
             misread("{tank} / {parts} * ({parts} - {a}) / {use} * 100", "takes the fuel that is used up"),
             logic("{tank} / {parts} * {a} * {use}", "multiplies by the use")),
            "km", 1, description=TANK)),
    ),
)  # fmt: skip
NAMES = {
    "hot": ("thermometer", "温度计", "°C"), "warm": ("thermometer", "温度计", "°F"), "jar": ("cylinder", "量筒", "ml"),
    "sunk": ("cylinder", "量筒", "ml"), "balls": ("cylinder", "量筒", "ml"), "speed": ("speed", "速度", "km/h"),
    "press": ("pressure", "压力", "MPa"), "fuel": ("parts filled", "余下的份数", ""),
}  # fmt: skip
"""What a reading of each instrument is called, and its unit."""


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: a reading and a number. Level 2: two readings or a way. Level 3: density, percentage, fuel, °F to °C."""
    kind = dice.same.choice(LEVELS[level - 1])
    phrase = dice.same.randrange(2)
    rng = dice.fresh
    style = style_of(rng)
    scale = _scale(rng, kind.tool)
    fine = (scale.high - scale.low) / round((scale.high - scale.low) / scale.step) / scale.minor
    marks, words = _marks(rng, kind, scale, fine)
    values = [scale.low + mark * fine for mark in marks]
    en, zh, unit = NAMES[kind.tool]
    round_face = kind.tool in ("speed", "press", "fuel")
    sheet = sheet_in(
        style, *((740, 400) if round_face and kind.many == 2 else (480, 440) if round_face else (440, 540))
    )
    names = {}
    for number, value in enumerate(values):
        letter = "AB"[number]
        x = sheet.width * (2 * number + 1) / (2 * kind.many)
        place = _draw(sheet, style, kind.tool, x, scale, value, int(words.get("shown", 0)) * number)
        if kind.many == 2:
            sheet.text((x, sheet.height - 22), letter, size=sheet.size + 3)
        names[letter.lower()] = say(language, en, zh) + (say(language, f" {letter}", letter) if kind.many == 2 else "")
        read = str(marks[number]) if kind.tool == "fuel" else _plain(value)
        sheet.fact(names[letter.lower()], read, place, unit=unit, group="reading")
    if kind.tool == "balls":
        names["balls"] = say(language, "number of balls", "小球的个数")
        sheet.fact(names["balls"], int(words["shown"]), (sheet.width * 0.75, sheet.height - 90))
    elif kind.tool == "fuel":
        names["parts"] = say(language, "parts of the full dial", "总份数")
        sheet.fact(names["parts"], scale.minor * 2, (sheet.width / 2, sheet.height / 2))
    return kind.asked.of(sheet, language, phrase, names, step=_plain(fine), gap=_plain(scale.step), **words)


def _plain(value: float) -> str:
    """Return a reading without the dust of floating-point sums."""
    return format(round(value, 6), ".10g")


SPEEDS = ((0, 180, 20, 4), (0, 180, 20, 10), (0, 160, 20, 5), (0, 240, 40, 8), (0, 200, 20, 4), (0, 220, 20, 10))
PRESSES = (
    (0, 1, 0.1, 5),
    (0, 2.5, 0.5, 10),
    (0, 6, 1, 5),
    (0, 10, 1, 5),
    (0, 4, 0.5, 5),
    (0, 16, 2, 4),
    (0, 1.6, 0.2, 5),
)
VOLUMES = ((0, 100, 10, 5), (0, 50, 10, 10), (0, 250, 50, 10), (0, 500, 50, 5), (0, 1000, 100, 5), (0, 25, 5, 10),
           (0, 60, 10, 10), (0, 200, 20, 5), (0, 300, 50, 10))  # fmt: skip
"""Scales as their low and high end, the distance of numbers, and the parts between two of them."""


def _scale(rng: random.Random, tool: str) -> Linear:
    """Draw the scale of an instrument: its range, the numbered marks and the parts between two of them."""
    if tool == "hot":
        low = rng.choice((-30, -20, -10))
        return Linear(low, low + rng.choice((50, 60, 70)), 10, rng.choice((5, 10)))
    if tool == "warm":
        low = rng.randrange(40, 250, 10)
        return Linear(low, low + 60, 10, 10)
    if tool == "speed":
        return Linear(*rng.choice(SPEEDS))
    if tool == "press":
        return Linear(*rng.choice(PRESSES))
    if tool == "fuel":
        return Linear(0, 1, 0.5, rng.choice((3, 4, 5, 6)))
    return Linear(*rng.choice(VOLUMES))


def _marks(rng: random.Random, kind: _Kind, scale: Linear, fine: float) -> tuple[list[int], dict[str, str | int]]:
    """Draw the marks, from 0, that the instruments show, and the numbers of the question."""
    total = round((scale.high - scale.low) / fine)
    if kind.tool == "fuel":
        parts = 2 * scale.minor
        return [rng.randint(2, parts - 1)], {"tank": rng.randint(38, 78), "use": _plain(rng.randint(41, 98) / 10)}
    if kind.tool == "speed":
        mark = rng.choice([n for n in range(math.ceil(45 / fine), total * 9 // 10) if n % scale.minor])
        value = round(mark * fine)
        return [mark], {"limit": rng.randint(max(22, value - 72), value - 9), "minutes": rng.randint(7, 56)}
    if kind.many == 1:
        mark = rng.choice([n for n in range(total // 8, total * 2 // 3) if n % scale.minor])
        if kind.tool == "hot":
            return [mark], {"goal": rng.randint(max(2, round(scale.low + mark * fine) + 8), round(scale.high))}
        return [mark], {"goal": _plain(scale.low + rng.randint(mark + total // 7, total) * fine)}
    if kind.tool == "hot":
        zero = round(-scale.low / fine)
        return [rng.randint(2, zero - 2), rng.randint(zero + 3, total - 3)], {}
    if kind.tool == "press":
        low = rng.randint(total // 5, total * 3 // 5)
        return [low, rng.randint(low + 2, total - 1)], {}
    low = rng.choice([n for n in range(total // 6, total // 2) if n % scale.minor])
    high = rng.randint(low + max(6, total // 8), total - 2)
    if kind.tool == "balls":
        return [low, high], {"shown": rng.randint(3, 6)}
    volume = (high - low) * fine
    return [low, high], {"mass": _plain(round(volume * rng.uniform(1.6, 6.4), 1)), "shown": 1}


def _draw(sheet: Sheet, style: Style, tool: str, x: float, scale: Linear, value: float, inside: int) -> Point:
    """Draw an instrument around `x` and return the place of its reading."""
    if tool in ("hot", "warm"):
        return _thermometer(sheet, x, scale, value, "°C" if tool == "hot" else "°F")
    if tool in ("jar", "sunk", "balls"):
        return _cylinder(sheet, x, scale, value, inside, stone=tool == "sunk")
    centre = (x, sheet.height / 2 + {"press": -12, "fuel": 70}.get(tool, 14))
    return _dial(sheet, style, centre, 124 if tool == "press" else 165, scale, value, tool)


def _upright(sheet: Sheet, x: float, low: float, high: float, scale: Linear) -> None:
    """Draw the marks and numbers of an upright scale with its marks going to the left from `x`."""

    def at(value: float) -> float:
        return low - (low - high) * scale.share(value)

    for value, label in scale.ticks():
        sheet.path(((x, at(value)), (x - 18, at(value))), width=1.4, solid=False)
        sheet.text((x - 24, at(value)), label.replace("-", "−"), anchor="rm", size=max(15, sheet.size - 2))
    for value in scale.fine():
        sheet.path(((x, at(value)), (x - 10, at(value))), width=0.8, solid=False)


def _thermometer(sheet: Sheet, x: float, scale: Linear, value: float, unit: str) -> Point:
    low, high, wide = sheet.height - 130.0, 50.0, 8.0
    y = low - (low - high) * scale.share(value)
    bulb = low + 34
    sheet.circle((x, bulb), 19, fill="#C0392B", width=1.4, solid=False)
    sheet.path(((x - wide, bulb - 17), (x - wide, 28), (x + wide, 28), (x + wide, bulb - 17)), width=1.4, solid=False)
    sheet.path(
        ((x - 4, bulb), (x - 4, y), (x + 4, y), (x + 4, bulb)), closed=True, colour="", fill="#C0392B", solid=False
    )
    _upright(sheet, x - wide, low, high, scale)
    sheet.text((x + 30, 40), unit, size=sheet.size)
    return x, y


def _cylinder(sheet: Sheet, x: float, scale: Linear, value: float, inside: int, *, stone: bool) -> Point:
    low, high, wide = sheet.height - 80.0, 56.0, 46.0
    left, right = x - wide + 14, x + wide + 14
    y = low - (low - high) * scale.share(value)
    sheet.path(
        ((left, low), (left, y), (right, y), (right, low)), closed=True, colour="", fill=WATER, alpha=0.6, solid=False
    )
    sheet.path(((left, y), (right, y)), colour="#2F6F9F", width=1.8, solid=False)
    sheet.path(((left, 36), (left, low), (right, low), (right, 36)), width=1.8, solid=False)
    sheet.path(
        ((left - 14, low), (right + 14, low), (right + 14, low + 9), (left - 14, low + 9)),
        closed=True,
        width=1.6,
        solid=False,
    )
    if stone and inside:
        middle = (left + right) / 2
        around = ((-26, 0), (-20, -22), (-2, -30), (20, -24), (28, -6), (20, 0))
        sheet.path(
            [(middle + dx, low - 2 + dy) for dx, dy in around], closed=True, fill="#8A8178", width=1.3, solid=False
        )
    elif inside:
        for number in range(inside):
            centre = (left + 17 + 29 * (number % 3), low - 14 - 26 * (number // 3))
            sheet.circle(centre, 12, fill="#D98E04", width=1.2, solid=False)
    _upright(sheet, left, low, high, scale)
    sheet.text(((left + right) / 2, 22), "ml", size=sheet.size)
    return (left + right) / 2, y


def _dial(sheet: Sheet, style: Style, centre: Point, radius: float, scale: Linear, value: float, tool: str) -> Point:
    start, sweep = (225.0, 270.0) if tool != "fuel" else (180.0, 180.0)

    def at(share: float, value: float) -> Point:
        turn = math.radians(start - sweep * scale.share(value))
        return centre[0] + radius * share * math.cos(turn), centre[1] - radius * share * math.sin(turn)

    frame = style.palette[1] if style.fills else sheet.ink
    if tool == "fuel":
        sheet.arc(centre, radius, 0, 180, width=3, colour=frame, solid=False)
    else:
        sheet.circle(centre, radius, width=3, colour=frame, fill="#FFFFFF" if style.fills else "", solid=False)
    for tick, label in scale.ticks():
        sheet.path((at(0.86, tick), at(0.97, tick)), width=2.2, solid=False)
        shown = {0.0: "E", 0.5: "½", 1.0: "F"}[tick] if tool == "fuel" else label
        sheet.text(at(1.14 if tool != "press" else 1.17, tick), shown, size=max(15, sheet.size - 2))
    for tick in scale.fine():
        sheet.path((at(0.91, tick), at(0.97, tick)), width=1, solid=False)
    tip = at(0.9, value)
    sheet.path((at(-0.1, value), tip), width=3, colour="#B03A2E", solid=False)
    sheet.circle(centre, 7, colour="", fill=sheet.ink, solid=False)
    unit = NAMES[tool][2]
    if unit:
        sheet.text((centre[0], centre[1] + radius * 0.5), unit, size=sheet.size)
    return tip
