"""Clock faces: spans of time, angles of the hands, a clock in a mirror, a clock that is slow."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Point, Sheet
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "clock"
DOMAIN: Domain = "measurement"

TRIES = 200
ROMAN = ("XII", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI")
TURNS = tuple((math.sin(math.radians(6 * mark)), math.cos(math.radians(6 * mark))) for mark in range(60))
"""Right and up, a step along the direction of each minute."""
SINGLE = ("The figure shows an analogue clock.", "图中是一个指针式钟面。")
PAIR = ("The figure shows two analogue clocks, A and B.", "图中有A、B两个指针式钟面。")
MIRROR = (
    "The figure shows how an analogue clock without numbers looks in a mirror; the facts give the time that its hands"
    " seem to show there if it is read like an ordinary clock.",
    "图中是一个没有数字的钟面在镜子里的像，给出的是把镜中的像当作普通钟面读出的时刻。",
)
SAME_MORNING = ("Clock A shows a time in the morning, clock B a later time on the same morning.",
                "钟面A表示上午的一个时刻，钟面B表示同一天上午稍后的时刻。")  # fmt: skip
OVER_NOON = ("Clock A shows a time in the morning, clock B a time in the afternoon of the same day.",
             "钟面A表示上午的一个时刻，钟面B表示同一天下午的一个时刻。")  # fmt: skip
LASTED = "minutes_between({ha}, {ma}, {hb}, {mb})"

LEVELS = (
    (
        ("one", Asked(
            ("It is morning. How many minutes have passed since {since} o'clock?",
             "The clock shows a time in the morning. How many minutes is that after {since}:00?"),
            ("现在是上午，从{since}时整到现在经过了多少分钟？",
             "钟面表示上午的一个时刻，这时离{since}时整过去了多少分钟？"),
            "minutes_between({since}, 0, {ha}, {ma})", ("read a value", "time"),
            (logic("({ha} - {since}) * 100 + {ma}", "takes an hour for 100 minutes"),
             misread("minutes_between({since}, 0, {ha} + 1, {ma})", "takes the next hour"),
             misread("minutes_between({since}, 0, {ha}, {ma} / 5)", "reads the minute hand as hours"),
             logic("minutes_between({since}, {ma}, {ha}, 0)", "subtracts the minutes")),
            "min", None, description=SINGLE)),
        ("one", Asked(
            ("It is morning. How many minutes is it until noon?",
             "The clock shows a time in the morning. In how many minutes will it be 12 o'clock?"),
            ("现在是上午，再过多少分钟是中午12时？", "钟面表示上午的一个时刻，从这时到中午12时还有多少分钟？"),
            "minutes_between({ha}, {ma}, 12, 0)", ("read a value", "time"),
            (logic("(12 - {ha}) * 60 + {ma}", "adds the minutes"),
             logic("(12 - {ha}) * 100 - {ma}", "takes an hour for 100 minutes"),
             misread("minutes_between({ha} + 1, {ma}, 12, 0)", "takes the next hour"),
             misread("minutes_between({ha}, {ma} / 5, 12, 0)", "reads the minute hand as hours")),
            "min", None, description=SINGLE)),
        ("two", Asked(
            ("How many minutes pass from the time on clock A to that on clock B?",
             "By how many minutes is B later than A?"),
            ("从钟面A的时刻到钟面B的时刻经过了多少分钟？", "钟面B的时刻比钟面A的时刻晚多少分钟？"),
            LASTED, ("read a value", "time"),
            (logic("({hb} - {ha}) * 100 + {mb} - {ma}", "takes an hour for 100 minutes"),
             logic("({hb} - {ha}) * 60 + abs({mb} - {ma})", "takes the minutes the wrong way round"),
             logic("({hb} - {ha}) * 60", "leaves out the minutes"),
             misread(LASTED + " + 60", "takes the next hour for B")),
            "min", None, SAME_MORNING, PAIR)),
    ),
    (
        ("angle", Asked(
            ("What is the size of the smaller angle between the two hands?",
             "How many degrees does the smaller angle between the hour hand and the minute hand measure?"),
            ("时针与分针所成的较小的角是多少度？", "求这时时针和分针的夹角（小于平角）的度数。"),
            "{turn}", ("read a value", "angle relations", "time"),
            (logic("abs({ha} * 30 - {ma} * 6)", "lets the hour hand stand on the hour"),
             logic("360 - {turn}", "gives the larger angle"),
             misread("{turn} + 30", "takes the next hour"), misread("abs({turn} - 30)", "takes the hour before"),
             logic("abs({ha} * 30 + {ma} - {ma} * 6)", "turns the hour hand by a degree a minute")),
            "°", None, description=SINGLE)),
        ("two", Asked(
            ("A rehearsal lasts from A to B, with a break of {rest} minutes in between. How many minutes is that"
             " without the break?",
             "Someone works from A to B and rests for {rest} minutes in between. How many minutes of work is that?"),
            ("一次排练从A开始，到B结束，中间休息{rest}分钟，除去休息，实际排练了多少分钟？",
             "小明从A工作到B，中间休息了{rest}分钟，他实际工作了多少分钟？"),
            LASTED + " - {rest}", ("read a value", "time", "subtract"),
            (logic(LASTED, "forgets the break"), logic(LASTED + " + {rest}", "adds the break"),
             logic("({hb} - {ha}) * 100 + {mb} - {ma} - {rest}", "takes an hour for 100 minutes"),
             misread(LASTED + " + 60 - {rest}", "takes the next hour for B")),
            "min", None, SAME_MORNING, PAIR)),
        ("noon", Asked(
            ("How many minutes lie between the two times?", "How many minutes pass from A to B?"),
            ("两个时刻之间相隔多少分钟？", "从A到B经过了多少分钟？"),
            "minutes_between({ha}, {ma}, 12, 0) + minutes_between(0, 0, {hb}, {mb})", ("read a value", "time", "add"),
            (logic("abs(minutes_between({hb}, {mb}, {ha}, {ma}))", "forgets that it is afternoon"),
             logic("minutes_between({ha}, {ma}, 12, 0)", "stops at noon"),
             logic("minutes_between({ha}, {ma}, {hb} + 10, {mb})", "takes half a day for ten hours"),
             misread("minutes_between({ha}, {ma}, {hb} + 13, {mb})", "takes the next hour for B")),
            "min", None, OVER_NOON, PAIR)),
        ("two", Asked(
            ("Through how many degrees does the hour hand turn from A to B?",
             "How many degrees does the hour hand move from A to B?"),
            ("从A到B，时针转过了多少度？", "从钟面A的时刻到钟面B的时刻，时针转动了多少度？"),
            LASTED + " / 2", ("read a value", "time", "angle relations"),
            (logic(LASTED + " * 6", "gives the angle of the minute hand"),
             logic("({hb} - {ha}) * 30", "counts whole hours only"),
             logic(LASTED, "takes a degree for each minute"), logic(LASTED + " / 5", "divides by five")),
            "°", None, SAME_MORNING, PAIR)),
    ),
    (
        ("mirror", Asked(
            ("How many minutes past 12 o'clock is it really?",
             "What time is it really? Give it in minutes past 12 o'clock."),
            ("实际时刻是12时以后的多少分钟？", "求实际的时刻，用12时以后经过的分钟数表示。"),
            "12 * 60 - ({ha} * 60 + {ma})", ("spatial view", "time", "subtract"),
            (misread("{ha} * 60 + {ma}", "reads the clock without the mirror"),
             logic("(12 - {ha}) * 60 + {ma}", "mirrors the hour only"),
             logic("(11 - {ha}) * 60 + {ma}", "mirrors the hour hand only"),
             logic("abs({ha} * 60 + {ma} - 6 * 60)", "turns the face by half a turn"),
             logic("{ha} * 60 + 60 - {ma}", "mirrors the minute hand only")),
            "min", None,
            ("The figure shows a clock as it looks in a mirror that hangs opposite.",
             "图中是挂钟在对面镜子里的像。"), MIRROR)),
        ("slow", Asked(
            ("The clock loses {lost} minutes in every hour. It was set right at {since} o'clock this morning. How many"
             " minutes have really passed since then?",
             "This clock, set right at {since}:00 this morning, runs slow by {lost} minutes each hour. How many minutes"
             " after {since}:00 is it really?"),
            ("这个钟每小时慢{lost}分钟，今天上午{since}时整校准过，实际上从那时起经过了多少分钟？",
             "这个钟每小时比标准时间慢{lost}分钟，上午{since}时整对准了时间，现在实际离{since}时整过了多少分钟？"),
            "minutes_between({since}, 0, {ha}, {ma}) * 60 / (60 - {lost})", ("read a value", "time", "proportion"),
            (logic("minutes_between({since}, 0, {ha}, {ma})", "trusts the clock"),
             logic("minutes_between({since}, 0, {ha}, {ma}) * (60 - {lost}) / 60", "corrects the wrong way"),
             logic("minutes_between({since}, 0, {ha}, {ma}) * 60 / (60 + {lost})", "takes the clock to be fast"),
             logic("minutes_between({since}, 0, {ha}, {ma}) * (1 + {lost} / 60)",
                   "adds the minutes for each hour it shows"),
             logic("minutes_between({since}, 0, {ha}, {ma}) + {lost}", "corrects for one hour only")),
            "min", None, description=SINGLE)),
        ("speed", Asked(
            ("A car drives {way} km between the two times. What is its average speed in kilometres per hour?",
             "A train covers {way} km between the two times. What is its mean speed in kilometres per hour?"),
            ("一辆汽车在A时刻出发，到B时刻共行驶{way}千米，它的平均速度是每小时多少千米？",
             "一列火车在这两个时刻之间行驶了{way}千米，它的平均速度是每小时多少千米？"),
            "speed({way}, " + LASTED + " / 60)", ("read a value", "time", "proportion"),
            (logic("{way} / ({hb} - {ha})", "counts whole hours only"),
             logic("{way} * " + LASTED + " / 60", "multiplies by the time"),
             misread("{way} / (" + LASTED + " / 60 + 1)", "takes the next hour for B"),
             logic("{way} / (" + LASTED + " / 100)", "takes an hour for 100 minutes")),
            "km/h", None, SAME_MORNING, PAIR)),
    ),
)  # fmt: skip


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: minutes between times. Level 2: angles, breaks, over noon. Level 3: a mirror, a slow clock, a speed."""
    kind, asked = dice.same.choice(LEVELS[level - 1])
    phrase = dice.same.randrange(2)
    rng = dice.fresh
    times, words = _times(rng, kind)
    style = style_of(rng)
    sheet = sheet_in(style, *((760, 420) if len(times) == 2 else (480, 480)))
    look = "none" if kind == "mirror" else rng.choice(("all", "all", "quarters", "roman"))
    fine = any(minutes % 5 for _, minutes in times) or rng.random() < 0.6
    radius = 150.0 if len(times) == 2 else 185.0
    names = {}
    for number, (hour, minutes) in enumerate(times):
        letter = "ab"[number]
        centre = (sheet.width * (2 * number + 1) / (2 * len(times)), sheet.height / 2 - (18 if len(times) == 2 else 0))
        shown = (hour % 12 + minutes / 60) * 30, minutes * 6.0
        tips = _face(sheet, style, centre, radius, look, fine, shown)
        if len(times) == 2:
            sheet.text((centre[0], centre[1] + radius + 26), letter.upper(), size=sheet.size + 4)
        name = say(language, f" on clock {letter.upper()}", f"钟面{letter.upper()}的") if len(times) == 2 else ""
        for key, value, tip, word in (("h", hour, tips[0], ("hour", "时")), ("m", minutes, tips[1], ("minutes", "分"))):
            names[key + letter] = say(language, f"{word[0]}{name}", f"{name}{word[1]}")
            sheet.fact(names[key + letter], value, tip, group=word[0])
    if kind == "angle":
        facts = {"ha": f"'{names['ha']}'", "ma": f"'{names['ma']}'"}
        hour, minutes = times[0]
        apart = "abs(({ha} * 30 + {ma} / 2) - {ma} * 6)"
        wide = abs(hour * 30 - minutes * 5.5) > 180
        words["turn"] = (f"(360 - {apart})" if wide else apart).format_map(facts)
    return asked.of(sheet, language, phrase, names, **words)


def _clear(hour: int, minutes: int) -> bool:
    """Whether the hands are far enough apart to be told."""
    apart = abs((hour % 12) * 30 - minutes * 5.5) % 360
    return 14 < min(apart, 360 - apart) < 172


def _times(rng: random.Random, kind: str) -> tuple[list[tuple[int, int]], dict[str, str | int]]:
    """Draw the times that the clocks show, as hour and minutes, and the numbers of the question."""
    times, words = _draw(rng, kind)
    for _ in range(TRIES):
        if all(_clear(*time) for time in times):
            break
        times, words = _draw(rng, kind)
    return times, words


def _draw(rng: random.Random, kind: str) -> tuple[list[tuple[int, int]], dict[str, str | int]]:
    minutes = rng.choice((rng.randint(1, 59), 5 * rng.randint(1, 11)))
    if kind == "one":
        since = rng.choice((6, 7))
        return [(rng.randint(since + 1, 11), minutes)], {"since": since}
    if kind == "mirror":
        return [(rng.randint(2, 10), 5 * rng.randint(1, 11))], {}
    if kind == "angle":
        return [(rng.randint(1, 11), 2 * rng.randint(3, 28))], {}
    if kind == "slow":
        lost, part = rng.choice(((4, 14), (5, 11), (6, 9), (10, 5), (12, 4)))
        since, shown = rng.choice((6, 7, 8)), part * rng.randint(75 // part, 180 // part)
        return [(since + shown // 60, shown % 60)], {"lost": lost, "since": since}
    if kind == "noon":
        return [(rng.randint(7, 11), minutes), (rng.randint(1, 6), 5 * rng.randint(0, 11))], {}
    start = rng.randint(6, 9) * 60 + minutes
    if kind == "speed":
        lasted = rng.choice((75, 90, 105, 108, 120, 135, 144, 150))
        grain = 60 // math.gcd(60, lasted)
        pace = grain * rng.randint(40 // grain + 1, 100 // grain)
        end = min(start, 9 * 60) + lasted
        start = end - lasted
        return [divmod(start, 60), divmod(end, 60)], {"way": pace * lasted // 60}
    end = min(start + rng.randint(45, 200), 12 * 60 - 1)
    return [divmod(start, 60), divmod(end, 60)], {"rest": 5 * rng.randint(2, 6)}


def _face(
    sheet: Sheet, style: Style, centre: Point, radius: float, look: str, fine: bool, turns: tuple[float, float]
) -> list[Point]:
    """Draw a clock whose hour and minute hands are turned by `turns` degrees from 12, and return the hands' tips."""

    def at(share: float, turn: Point) -> Point:
        return centre[0] + radius * share * turn[0], centre[1] - radius * share * turn[1]

    frame = style.palette[1] if style.fills else sheet.ink
    sheet.circle(centre, radius, width=3.5, fill="#FFFFFF" if style.fills else "", colour=frame, solid=False)
    for mark, turn in enumerate(TURNS):
        if mark % 5 == 0:
            sheet.path((at(0.9, turn), at(0.97, turn)), width=2.4, solid=False)
        elif fine:
            sheet.path((at(0.935, turn), at(0.97, turn)), width=0.9, solid=False)
    for hour in range(12):
        if look == "none" or (look == "quarters" and hour % 3):
            continue
        text = ROMAN[hour] if look == "roman" else str(hour or 12)
        sheet.text(at(0.79, TURNS[5 * hour]), text, size=sheet.size + (0 if look == "roman" else 3))
    short, long = ((math.sin(math.radians(turn)), math.cos(math.radians(turn))) for turn in turns)
    tips = [at(0.46, short), at(0.84 if look == "none" else 0.68, long)]
    sheet.line(at(-0.08, short), tips[0], width=6.5, solid=False)
    sheet.line(at(-0.1, long), tips[1], width=3, colour="#B03A2E" if style.fills else sheet.ink, solid=False)
    sheet.circle(centre, 6, colour="", fill=sheet.ink, solid=False)
    return tips
