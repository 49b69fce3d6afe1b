"""Tariffs in steps: electricity, taxi rides, parking by the hour."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.problem import Problem, logic, misread, q
from mmbench.benchmarks.figures.tables.tariffs import Asked, money, price_table, priced

if TYPE_CHECKING:
    from mmbench.benchmarks.figures.sheet import Sheet

__all__ = ["parking", "taxi", "three_steps", "two_steps"]

# Electricity and taxi: prices in steps

STEPPED = (
    "The table gives a tariff: a fixed fee, and prices that hold for the part of the amount within each step.",
    "表格是一份阶梯价目：有一项固定费用，各档价格只适用于该档范围内的部分。",
)


class _Steps(NamedTuple):
    """A fixed fee, three prices and the two limits between them, as facts, with the limits' values."""

    sheet: Sheet
    fee: str
    prices: tuple[str, str, str]
    limits: tuple[str, str]
    low: int
    high: int


def _electricity(asked: Asked) -> _Steps:
    rng = asked.rng
    low = 50 * rng.randint(2, 4)
    high = low + 50 * rng.randint(2, 5)
    rise = rng.choice((1, -1))
    middle = rng.randint(34, 52)
    cents = [middle - rise * rng.randint(4, 12), middle, middle + rise * rng.randint(4, 12)]
    fee = 5 * rng.randint(80, 260)
    limits = (asked.say("end of step 1", "第一档上限"), asked.say("end of step 2", "第二档上限"))
    labels = (
        asked.say("Fixed fee per month", "每月固定费用"),
        asked.say(f"Step 1: up to {low} kWh, per kWh", f"第一档：不超过{low}千瓦时的部分，每千瓦时"),
        asked.say(f"Step 2: from {low} to {high} kWh, per kWh", f"第二档：{low}至{high}千瓦时的部分，每千瓦时"),
        asked.say(f"Step 3: above {high} kWh, per kWh", f"第三档：超过{high}千瓦时的部分，每千瓦时"),
    )
    names = [
        asked.say("fixed fee", "固定费用"),
        *(asked.say(f"price in step {n}", f"第{'一二三'[n - 1]}档电价") for n in (1, 2, 3)),
    ]
    unit = asked.say("kWh", "千瓦时")
    sheet = price_table(
        asked, ("Electricity tariff", "电费价目表"), (("Item", "项目"), ("Price ($)", "价格（元）")),
        [(label, [value]) for label, value in zip(labels, [fee, *cents], strict=True)], [[name] for name in names],
        (("Each price is for the part of the use within the step.", "各档电价只适用于该档范围内的用电量。"),),
        ((limits[0], low, 1, unit), (limits[1], high, 2, unit)),
    )  # fmt: skip
    one, two, three = (q(name) for name in names[1:])
    return _Steps(sheet, q(names[0]), (one, two, three), (q(limits[0]), q(limits[1])), low, high)


def _how_much_electricity(asked: Asked, use: int) -> str:
    return asked.ask(
        (f"A household uses {use} kWh in a month. What does it pay for this month?",
         f"What is the bill for a month in which {use} kWh are used?"),
        (f"某户一个月用电{use}千瓦时，这个月应付电费多少元？", f"一个月用电{use}千瓦时，按表应付多少元？"),
    )  # fmt: skip


def two_steps(asked: Asked) -> Problem:
    """Ask for the bill of a use in step 2."""
    tariff = _electricity(asked)
    use = tariff.low + asked.rng.randint(15, tariff.high - tariff.low - 15)
    first, second, third = tariff.prices
    limit = tariff.limits[0]
    mistakes = (
        logic(f"{tariff.fee} + {use} * {second}", "takes the price of step 2 for all"),
        logic(f"{tariff.fee} + {use} * {first}", "takes the price of step 1 for all"),
        logic(f"{limit} * {first} + ({use} - {limit}) * {second}", "forgets the fixed fee"),
        logic(f"{tariff.fee} + {limit} * {first} + {use} * {second}", "counts step 1 twice"),
        misread(f"{tariff.fee} + {limit} * {first} + ({use} - {limit}) * {third}", "takes the price of step 3"),
    )
    program = f"{tariff.fee} + {limit} * {first} + ({use} - {limit}) * {second}"
    skills = ("read a cell", "multiply", "add")
    return priced(asked, tariff.sheet, _how_much_electricity(asked, use), program, skills, STEPPED)._replace(
        mistakes=mistakes
    )


def three_steps(asked: Asked) -> Problem:
    """Ask for the bill of a use in step 3."""
    tariff = _electricity(asked)
    use = tariff.high + asked.rng.randint(15, 250)
    first, second, third = tariff.prices
    one, two = tariff.limits
    below = f"{one} * {first} + ({two} - {one}) * {second}"
    mistakes = (
        logic(f"{tariff.fee} + {use} * {third}", "takes the price of step 3 for all"),
        logic(f"{tariff.fee} + {one} * {first} + ({use} - {one}) * {second}", "leaves out step 3"),
        logic(f"{below} + ({use} - {two}) * {third}", "forgets the fixed fee"),
        logic(f"{tariff.fee} + {one} * {first} + {two} * {second} + ({use} - {two}) * {third}",
              "takes the end of step 2 for its length"),
        logic(f"{tariff.fee} + {below}", "leaves out what is above the last limit"),
    )  # fmt: skip
    program = f"{tariff.fee} + {below} + ({use} - {two}) * {third}"
    skills = ("read a cell", "multiply", "add", "subtract")
    return priced(asked, tariff.sheet, _how_much_electricity(asked, use), program, skills, STEPPED)._replace(
        mistakes=mistakes
    )


def taxi(asked: Asked) -> Problem:
    """Ask how far a ride went that cost so much."""
    rng = asked.rng
    limit, tenths, wait = rng.randint(3, 12), rng.randint(25, 420), rng.randint(2, 12)
    fee, second, minute = rng.randint(280, 600), 10 * rng.randint(13, 23), rng.randint(30, 60)
    first = second + rng.randint(20, 70)
    labels = (
        asked.say("Basic fare", "起步费"), asked.say(f"Each km up to km {limit}", f"{limit}千米以内，每千米"),
        asked.say(f"Each km after km {limit}", f"超过{limit}千米的部分，每千米"), asked.say("Waiting, per minute",
        "等候费，每分钟"),
    )  # fmt: skip
    names = (
        asked.say("basic fare", "起步费"), asked.say("price of a km up to the limit", "限程内每千米价格"),
        asked.say("price of a km after the limit", "超程每千米价格"), asked.say("price of a minute of waiting",
        "每分钟等候费"),
    )  # fmt: skip
    kilometres = asked.say("limit of the first price", "限程")
    sheet = price_table(
        asked, ("Taxi fares", "出租车价目表"), (("Item", "项目"), ("Price ($)", "价格（元）")),
        [(label, [value]) for label, value in zip(labels, (fee, first, second, minute), strict=True)],
        [[name] for name in names],
        (("The basic fare is always added.", "起步费另计，每次必收。"),), ((kilometres, limit, 1, asked.say("km",
         "千米")),),
    )  # fmt: skip
    paid = money(fee + limit * first + tenths * second // 10 + wait * minute)
    ask = asked.ask(
        (f"A ride with {wait} minutes of waiting cost ${paid}. How many kilometres did the taxi go?",
         f"Someone pays ${paid} for a taxi that also waited for {wait} minutes. How many kilometres was the ride?"),
        (f"某次乘车等候{wait}分钟，共付{paid}元，出租车行驶了多少千米？",
         f"乘出租车共付{paid}元，其中有{wait}分钟的等候，行程是多少千米？"),
    )  # fmt: skip
    base, one, two, slow = (q(name) for name in names)
    most = q(kilometres)
    rest = f"{paid} - {base} - {wait} * {slow} - {most} * {one}"
    mistakes = (
        logic(f"({rest}) / {two}", "forgets the kilometres at the first price"),
        logic(f"({paid} - {base} - {wait} * {slow}) / {one}", "takes the first price for all kilometres"),
        logic(f"({paid} - {base} - {wait} * {slow}) / {two}", "takes the second price for all kilometres"),
        logic(f"{most} + ({rest} + {wait} * {slow}) / {two}", "leaves out the waiting"),
        logic(f"{most} + ({rest} + {base}) / {two}", "leaves out the basic fare"),
    )
    skills = ("read a cell", "equation", "subtract", "divide")
    return Problem(
        sheet, ask, f"{most} + ({rest}) / {two}", skills, mistakes=mistakes, unit="km", description=asked.say(*STEPPED)
    )


# Parking

PARKING = (
    "The table gives what parking costs: for the first hour, for each further hour that is begun, and for a whole day.",
    "表格列出停车收费：首小时、之后每小时（不足一小时按一小时计）和全天票的价格。",
)


def parking(asked: Asked) -> Problem:
    """Ask for the price of a time from clock to clock."""
    rng = asked.rng
    first, further = rng.randint(150, 400), rng.randint(80, 145)
    names = (
        asked.say("first hour", "首小时"), asked.say("each further hour", "之后每小时"), asked.say("day ticket",
        "全天票"),
    )  # fmt: skip
    labels = [name[0].upper() + name[1:] for name in names]
    hours, minutes = rng.randint(3, 8), rng.randint(5, 55)
    day = first + 9 * further + rng.randint(50, 400)
    sheet = price_table(
        asked, ("Car park", "停车场收费标准"), (("Time", "时间"), ("Price ($)", "价格（元）")),
        [(label, [value]) for label, value in zip(labels, (first, further, day), strict=True)],
         [[name] for name in names],
        (("Each hour that is begun counts in full.", "不足一小时按一小时计。"),),
    )  # fmt: skip
    start = rng.randint(7 * 60, 12 * 60)
    end = start + 60 * (hours - 1) + minutes
    clock = [f"{time // 60}:{time % 60:02d}" for time in (start, end)]
    ask = asked.ask(
        (f"A car is parked from {clock[0]} to {clock[1]}, without a day ticket. What does that cost?",
         f"Someone parks at {clock[0]}, leaves at {clock[1]} and pays by the hour. How much is it?"),
        (f"一辆车从{clock[0]}停到{clock[1]}，没有买全天票，停车费是多少元？",
         f"某人{clock[0]}停车，{clock[1]}离开，按小时付费，应付多少元？"),
    )  # fmt: skip
    one, more, _ = map(q, names)
    mistakes = (
        logic(f"{one} + {hours - 2} * {more}", "does not count the hour that is begun"),
        logic(f"{one} + {hours} * {more}", "counts one hour too many"),
        logic(f"{hours} * {more}", "takes the price of a further hour for the first"),
        logic(f"{hours} * {one}", "takes the price of the first hour for all"),
    )
    program = f"{one} + ({hours} - 1) * {more}"
    return priced(asked, sheet, ask, program, ("read a cell", "time", "multiply", "add"), PARKING)._replace(
        mistakes=mistakes
    )
