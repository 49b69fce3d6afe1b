"""Tariffs: postage by weight, electricity and taxis in steps, parking by the hour, plans with a fee and a price."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q
from mmbench.benchmarks.figures.style import say, style_of
from mmbench.benchmarks.figures.tables.filled import filled

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "tariff-table"
DOMAIN: Domain = "table"

Pair = tuple[str, str]


class _Asked(NamedTuple):
    """What a question is drawn with: language, phrasing, topic, and fresh numbers."""

    language: Language
    phrase: int
    topic: int
    rng: random.Random

    def say(self, en: str, zh: str) -> str:
        return say(self.language, en, zh)

    def ask(self, en: Pair, zh: Pair) -> str:
        """Return the phrasing drawn, in the language."""
        return say(self.language, en[self.phrase], zh[self.phrase])

    @property
    def money(self) -> str:
        return self.say("$", "元")


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: one price and a number. Level 2: a price in steps, or two. Level 3: compared, or from the cost back."""
    same = dice.same
    phrase, topic, kind = same.randrange(2), same.randrange(len(PLANS)), same.randrange(4)
    return KINDS[level][kind](_Asked(language, phrase, topic, dice.fresh))


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _prices(
    asked: _Asked, title: Pair, head: tuple[Pair, ...], rows: Sequence[tuple[str, Sequence[int]]],
    names: Sequence[Sequence[str]],
    notes: tuple[Pair, ...] = (), limits: tuple[tuple[str, int, int, str], ...] = (),
) -> Sheet:  # fmt: skip
    """Draw a table of prices and note them as facts.

    `names` are the facts of each row; `limits` are facts in the row headings: name, value, row and unit.
    """
    rng = asked.rng
    texts = [[label, *(_money(cents) for cents in row)] for label, row in rows]
    table = filled(
        rng, style_of(rng), [asked.say(*text) for text in head], texts, title=asked.say(*title),
        notes=[asked.say(*note) for note in notes],
    )  # fmt: skip
    for y, (_, row) in enumerate(rows):
        for x, cents in enumerate(row):
            place = table.boxes[y + 1, x + 1]
            table.sheet.fact(names[y][x], _money(cents), place, unit=asked.money, group=f"price {x}")
    for name, value, y, unit in limits:
        table.sheet.fact(name, value, table.boxes[y + 1, 0], unit=unit, group="limit")
    return table.sheet


# Postage

WEIGHTS = (20, 50, 100, 250, 500, 1000)


class _Postage(NamedTuple):
    sheet: Sheet
    names: list[list[str]]
    steps: tuple[int, ...]

    def price(self, step: int, abroad: int) -> str:
        return q(self.names[step][abroad])


def _postage(asked: _Asked) -> _Postage:
    rng = asked.rng
    inland = [5 * rng.randint(18, 28)]
    abroad = [inland[0] + 5 * rng.randint(8, 14)]
    for _ in WEIGHTS[1:]:
        inland.append(inland[-1] + 5 * rng.randint(5, 12))
        abroad.append(abroad[-1] + 5 * rng.randint(13, 17))
    labels = [asked.say(f"up to {weight} g", f"不超过{weight} g") for weight in WEIGHTS]
    places = (asked.say("inland", "国内"), asked.say("abroad", "国外"))
    names = [[asked.say(f"{place}, {label}", f"{place}，{label}") for place in places] for label in labels]
    sheet = _prices(
        asked, ("Postage for letters (in $)", "信函邮费（单位：元）"), (("Weight", "重量"), ("Inland", "国内"),
        ("Abroad", "国外")),
        [(label, prices) for label, *prices in zip(labels, inland, abroad, strict=True)], names,
    )  # fmt: skip
    return _Postage(sheet, names, WEIGHTS)


POSTAGE = (
    "The table gives the postage for letters inland and abroad for weights up to each limit.",
    "表格列出各重量档次（不超过某一重量）的国内、国外信函邮费。",
)


def _weight(rng: random.Random, step: int) -> int:
    """Draw a weight well inside a step."""
    low, high = (5, *WEIGHTS)[step], WEIGHTS[step]
    return rng.randint(low + max(2, (high - low) // 10), high - max(2, (high - low) // 10))


def _letters(asked: _Asked) -> Problem:
    post, rng = _postage(asked), asked.rng
    step, many, abroad = rng.randrange(1, 5), rng.randint(3, 9), rng.randrange(2)
    weight = _weight(rng, step)
    where = asked.say(("inland", "abroad")[abroad], ("国内", "国外")[abroad])
    ask = asked.ask(
        (f"How much is the postage for {many} letters {where} that weigh {weight} g each?",
         f"{many} letters of {weight} g each are sent {where}. What do you pay for them?"),
        (f"寄{many}封{where}信，每封重{weight} g，邮费一共多少元？",
         f"{many}封各重{weight} g的{where}信要付邮费多少元？"),
    )  # fmt: skip
    mistakes = (
        misread(f"{many} * {post.price(step - 1, abroad)}", "takes the step below"),
        misread(f"{many} * {post.price(step + 1, abroad)}", "takes the step above"),
        misread(f"{many} * {post.price(step, 1 - abroad)}", "reads the other column"),
        misread(post.price(step, abroad), "gives the postage for one letter"),
    )
    program = f"{many} * {post.price(step, abroad)}"
    return _priced(asked, post.sheet, ask, program, ("read a cell", "multiply"), POSTAGE)._replace(mistakes=mistakes)


def _two_letters(asked: _Asked) -> Problem:
    post, rng = _postage(asked), asked.rng
    one, two = rng.sample(range(1, 5), 2)
    near, far, few, many = _weight(rng, one), _weight(rng, two), rng.randint(2, 4), rng.randint(5, 9)
    ask = asked.ask(
        (f"You send {few} letters of {near} g each inland and {many} letters of {far} g each abroad. "
         "What is the postage in all?",
         f"What do {few} inland letters of {near} g each and {many} letters abroad of {far} g each cost together?"),
        (f"寄{few}封各重{near} g的国内信和{many}封各重{far} g的国外信，邮费一共多少元？",
         f"{few}封国内信（每封{near} g）和{many}封国外信（每封{far} g）共需邮费多少元？"),
    )  # fmt: skip
    first, second = post.price(one, 0), post.price(two, 1)
    mistakes = (
        misread(f"{few} * {post.price(one, 1)} + {many} * {post.price(two, 0)}", "exchanges the columns"),
        misread(f"{few} * {post.price(one - 1, 0)} + {many} * {post.price(two - 1, 1)}", "takes the step below"),
        misread(f"{many} * {first} + {few} * {second}", "exchanges the numbers of letters"),
        misread(f"{few} * {post.price(one + 1, 0)} + {many} * {post.price(two + 1, 1)}", "takes the step above"),
    )
    problem = _priced(
        asked, post.sheet, ask, f"{few} * {first} + {many} * {second}", ("read a cell", "multiply", "add"), POSTAGE
    )
    return problem._replace(mistakes=mistakes)


def _together(asked: _Asked) -> Problem:
    """Ask what is saved by sending two things in one letter, for a number of such letters."""
    post, rng = _postage(asked), asked.rng
    one, two = rng.sample(range(1, 5), 2)
    near, far, many = _weight(rng, one), _weight(rng, two), rng.randint(3, 9)
    both = next(step for step, limit in enumerate(WEIGHTS) if near + far <= limit)
    abroad = rng.randrange(2)
    where = asked.say(("inland", "abroad")[abroad], ("国内", "国外")[abroad])
    ask = asked.ask(
        (f"{many} customers each get a catalogue of {near} g and a book of {far} g, sent {where}. "
         "How much postage is saved in all if the two are sent in one letter to each customer?",
         f"A shop sends {many} people {where} a brochure of {near} g and a calendar of {far} g each. "
         "How much less does the postage cost in all if both go into one letter instead of two?"),
        (f"商店给{many}位顾客各寄一本{near} g的目录和一本{far} g的书（{where}）。"
         "每位顾客的两件合成一封信寄，一共可节省邮费多少元？",
         f"要给{many}人各寄一份{near} g的宣传册和一份{far} g的日历（{where}），合寄一封信比分开寄两封一共少付多少元？"),
    )  # fmt: skip
    first, second, whole = (post.price(step, abroad) for step in (one, two, both))
    mistakes = (
        logic(f"{first} + {second} - {whole}", "counts one customer only"),
        logic(f"{many} * {whole}", "gives the postage for the single letters"),
        logic(f"{many} * ({first} + {second})", "gives the postage for the separate letters"),
        misread(f"{many} * ({first} + {second} - {post.price(min(both, 4) + 1, abroad)})", "takes a step too high"),
        misread(f"{many} * ({first} + {second} - {post.price(max(one, two) - 1, abroad)})", "takes a step too low"),
    )
    program = f"{many} * ({first} + {second} - {whole})"
    skills = ("read a cell", "add", "subtract", "multiply")
    return _priced(asked, post.sheet, ask, program, skills, POSTAGE)._replace(mistakes=mistakes)


def _priced(asked: _Asked, sheet: Sheet, ask: str, program: str, skills: tuple[str, ...], description: Pair) -> Problem:
    return Problem(sheet, ask, program, skills, unit=asked.money, decimals=2, description=asked.say(*description))


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


def _electricity(asked: _Asked) -> _Steps:
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
    sheet = _prices(
        asked, ("Electricity tariff", "电费价目表"), (("Item", "项目"), ("Price ($)", "价格（元）")),
        [(label, [value]) for label, value in zip(labels, [fee, *cents], strict=True)], [[name] for name in names],
        (("Each price is for the part of the use within the step.", "各档电价只适用于该档范围内的用电量。"),),
        ((limits[0], low, 1, unit), (limits[1], high, 2, unit)),
    )  # fmt: skip
    one, two, three = (q(name) for name in names[1:])
    return _Steps(sheet, q(names[0]), (one, two, three), (q(limits[0]), q(limits[1])), low, high)


def _how_much_electricity(asked: _Asked, use: int) -> str:
    return asked.ask(
        (f"A household uses {use} kWh in a month. What does it pay for this month?",
         f"What is the bill for a month in which {use} kWh are used?"),
        (f"某户一个月用电{use}千瓦时，这个月应付电费多少元？", f"一个月用电{use}千瓦时，按表应付多少元？"),
    )  # fmt: skip


def _two_steps(asked: _Asked) -> Problem:
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
    return _priced(asked, tariff.sheet, _how_much_electricity(asked, use), program, skills, STEPPED)._replace(
        mistakes=mistakes
    )


def _three_steps(asked: _Asked) -> Problem:
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
    return _priced(asked, tariff.sheet, _how_much_electricity(asked, use), program, skills, STEPPED)._replace(
        mistakes=mistakes
    )


def _taxi(asked: _Asked) -> Problem:
    """Ask how far a ride went that cost so much."""
    rng = asked.rng
    limit, further = rng.randint(4, 10), rng.randint(3, 25)
    fee, first, minute = 10 * rng.randint(28, 60), 10 * rng.randint(20, 29), 5 * rng.randint(6, 12)
    second = first - 10 * rng.randint(2, 7)
    wait = rng.randint(2, 12)
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
    sheet = _prices(
        asked, ("Taxi fares", "出租车价目表"), (("Item", "项目"), ("Price ($)", "价格（元）")),
        [(label, [value]) for label, value in zip(labels, (fee, first, second, minute), strict=True)],
        [[name] for name in names],
        (("The basic fare is always added.", "起步费另计，每次必收。"),), ((kilometres, limit, 1, asked.say("km",
         "千米")),),
    )  # fmt: skip
    paid = _money(fee + limit * first + further * second + wait * minute)
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


def _parking(asked: _Asked) -> Problem:
    """Ask for the price of a time from clock to clock."""
    rng = asked.rng
    first, further = 10 * rng.randint(15, 40), 10 * rng.randint(8, 14)
    names = (
        asked.say("first hour", "首小时"), asked.say("each further hour", "之后每小时"), asked.say("day ticket",
        "全天票"),
    )  # fmt: skip
    labels = [name[0].upper() + name[1:] for name in names]
    hours, minutes = rng.randint(3, 8), rng.randint(5, 55)
    day = first + 9 * further + 10 * rng.randint(5, 40)
    sheet = _prices(
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
    return _priced(asked, sheet, ask, program, ("read a cell", "time", "multiply", "add"), PARKING)._replace(
        mistakes=mistakes
    )


# Plans with a fee and a price


class _Plan(NamedTuple):
    """A kind of plans: title, the fee's row, the price's row, and a number of units in a sentence."""

    title: Pair
    fee: Pair
    price: Pair
    use: Pair
    how_many: Pair
    unit: Pair
    cents: int


PLANS = (
    _Plan(("Prices of a swimming pool", "游泳馆价目表"), ("Fee per month", "月费"), ("Each visit", "每次入场"),
          ("{} visits in a month", "一个月去{}次"), ("how many visits in a month", "一个月去多少次"), ("", "次"), 50),
    _Plan(("Rent of an electric scooter", "电动滑板车租用价目"), ("Fee per ride", "每次起租费"), ("Each minute",
    "每分钟"),
          ("a ride of {} minutes", "骑行{}分钟"), ("how many minutes of riding", "骑行多少分钟"), ("min", "分钟"), 1),
    _Plan(("Rent of a van", "货车租赁价目"), ("Fee per day", "每天租金"), ("Each km", "每千米"),
          ("a day with {} km", "一天行驶{}千米"), ("how many kilometres in a day", "一天行驶多少千米"), ("km", "千米"),
           5),
)  # fmt: skip
LETTERS = "ABC"
PLANNED = (
    "The table gives three tariffs in columns A, B and C: a fee that is paid once, and a price for each unit.",
    "表格的A、B、C三列是三种收费方案，各有一项固定费用和每单位的价格。",
)


class _Plans(NamedTuple):
    sheet: Sheet
    fees: tuple[str, ...]
    prices: tuple[str, ...]
    fee: tuple[int, ...]
    price: tuple[int, ...]

    def cost(self, plan: int, many: int) -> str:
        return f"{self.fees[plan]} + {many} * {self.prices[plan]}"

    def cents(self, plan: int, many: int) -> int:
        return self.fee[plan] + many * self.price[plan]


def _plans(asked: _Asked) -> tuple[_Plans, list[int]]:
    """Draw tariffs, each with a greater fee and a smaller price than the one before, and where they are equal."""
    plan, rng = PLANS[asked.topic], asked.rng
    grain = plan.cents
    price = [grain * rng.randint(16, 22)]
    fee = [grain * 10 * rng.randint(3, 12)]
    equal = [rng.randint(11, 24)]
    equal.append(equal[0] + rng.randint(6, 24))
    for times in equal:
        step = grain * rng.randint(3, 7)
        price.append(price[-1] - step)
        fee.append(fee[-1] + times * step)
    order = rng.sample(range(3), 3)
    fee, price = [fee[n] for n in order], [price[n] for n in order]
    names = [[asked.say(f"{label}, tariff {letter}", f"方案{letter}的{label}") for letter in LETTERS]
             for label in (asked.say(plan.fee[0].lower(), plan.fee[1]), asked.say(plan.price[0].lower(),
             plan.price[1]))]  # fmt: skip
    head = (("Tariff", "方案"), *((f"{letter} ($)", f"{letter}（元）") for letter in LETTERS))
    sheet = _prices(asked, plan.title, head, [(asked.say(*plan.fee), fee), (asked.say(*plan.price), price)], names)
    fees, prices = (tuple(map(q, row)) for row in names)
    place = [order.index(n) for n in range(3)]
    return _Plans(sheet, fees, prices, tuple(fee), tuple(price)), [*place, *equal]


def _one_plan(asked: _Asked) -> Problem:
    plans, _ = _plans(asked)
    plan, many = asked.rng.randrange(3), asked.rng.randint(6, 40)
    use, letter = asked.say(*PLANS[asked.topic].use).format(many), LETTERS[plan]
    ask = asked.ask(
        (f"What does {use} cost with tariff {letter}?", f"Someone has tariff {letter}. How much is {use}?"),
        (f"按方案{letter}，{use}要付多少元？", f"选择方案{letter}，{use}，费用是多少元？"),
    )
    if asked.topic == 0:
        ask = ask.replace("What does", "What do").replace("How much is", "How much are")
    other = (plan + 1) % 3
    mistakes = (
        misread(plans.cost(other, many), "reads another column"),
        logic(f"{many} * {plans.prices[plan]}", "forgets the fee"),
        logic(f"{plans.fees[plan]} + {plans.prices[plan]}", "counts the price once"),
        logic(f"{plans.fees[plan]} + {many + 1} * {plans.prices[plan]}", "counts one too many"),
    )
    skills = ("read a cell", "multiply", "add")
    return _priced(asked, plans.sheet, ask, plans.cost(plan, many), skills, PLANNED)._replace(mistakes=mistakes)


def _cheapest(asked: _Asked) -> Problem:
    plans, (_, _, _, low, high) = _plans(asked)
    rng = asked.rng
    many = rng.choice((low - rng.randint(3, 8), rng.randint(low + 2, high - 2), high + rng.randint(3, 20)))
    use = asked.say(*PLANS[asked.topic].use).format(many)
    ask = asked.ask(
        (f"Which tariff is the cheapest for {use}?", f"Someone needs {use}. With which tariff does this cost least?"),
        (f"{use}，哪种方案最便宜？", f"若{use}，选哪种方案费用最少？"),
    )
    costs = ", ".join(plans.cost(plan, many) for plan in range(3))
    mistakes = (
        misread(f"argmin({', '.join(plans.fees)})", "compares the fees only"),
        misread(f"argmin({', '.join(plans.prices)})", "compares the prices only"),
        logic(f"argmax({costs})", "takes the dearest"),
    )
    labels = tuple(asked.say(f"tariff {letter}", f"方案{letter}") for letter in LETTERS)
    skills = ("read a cell", "multiply", "add", "compare")
    return Problem(
        plans.sheet, ask, f"argmin({costs})", skills, mistakes=mistakes, labels=labels, description=asked.say(*PLANNED)
    )


def _break_even(asked: _Asked) -> Problem:
    plans, (cheap, middle, dear, _, _) = _plans(asked)
    first = asked.rng.random() < 0.5
    one, two = (cheap, middle) if first else (middle, dear)
    a, b = sorted((one, two))
    how_many = asked.say(*PLANS[asked.topic].how_many)
    ask = asked.ask(
        (f"For {how_many} do the tariffs {LETTERS[a]} and {LETTERS[b]} cost the same?",
         f"Tariffs {LETTERS[a]} and {LETTERS[b]} cost the same for a certain use. For {how_many} is that so?"),
        (f"{how_many}时，方案{LETTERS[a]}和方案{LETTERS[b]}的费用相同？",
         f"方案{LETTERS[a]}与方案{LETTERS[b]}在{how_many}时费用恰好相等？"),
    )  # fmt: skip
    fees, prices = f"({plans.fees[two]} - {plans.fees[one]})", f"({plans.prices[one]} - {plans.prices[two]})"
    third = 3 - one - two
    mistakes = (
        logic(f"({plans.fees[two]} + {plans.fees[one]}) / ({plans.prices[one]} + {plans.prices[two]})",
        "adds instead of subtracting"),
        logic(f"{fees} / {plans.prices[two]}", "divides by the lower price"),
        logic(f"{fees} / {plans.prices[one]}", "divides by the higher price"),
        misread(f"abs(({plans.fees[third]} - {plans.fees[one]}) / ({plans.prices[third]} - {plans.prices[one]}))",
                "takes the third tariff for one of the two"),
    )  # fmt: skip
    skills = ("read a cell", "equation", "subtract", "divide")
    return Problem(
        plans.sheet, ask, f"{fees} / {prices}", skills, mistakes=mistakes, unit=asked.say(*PLANS[asked.topic].unit),
        description=asked.say(*PLANNED),
    )  # fmt: skip


KINDS: dict[int, tuple[Callable[[_Asked], Problem], ...]] = {
    1: (_letters, _one_plan, _letters, _one_plan),
    2: (_two_letters, _two_steps, _parking, _cheapest),
    3: (_together, _three_steps, _taxi, _break_even),
}
