"""Tariffs: postage by weight, electricity and taxis in steps, parking by the hour, plans with a fee and a price."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q
from mmbench.benchmarks.figures.tables.tariff_steps import parking, taxi, three_steps, two_steps
from mmbench.benchmarks.figures.tables.tariffs import Asked, Pair, price_table, priced

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "tariff-table"
DOMAIN: Domain = "table"


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: one price and a number. Level 2: a price in steps, or two. Level 3: compared, or from the cost back."""
    same = dice.same
    phrase, topic, kind = same.randrange(2), same.randrange(len(PLANS)), same.randrange(4)
    return KINDS[level][kind](Asked(language, phrase, topic, dice.fresh))


# Postage

WEIGHTS = (20, 50, 100, 250, 500, 1000)


class _Postage(NamedTuple):
    sheet: Sheet
    names: list[list[str]]
    steps: tuple[int, ...]

    def price(self, step: int, abroad: int) -> str:
        return q(self.names[step][abroad])


def _postage(asked: Asked) -> _Postage:
    rng = asked.rng
    inland = [rng.randint(82, 148)]
    abroad = [inland[0] + rng.randint(40, 75)]
    for _ in WEIGHTS[1:]:
        inland.append(inland[-1] + rng.randint(25, 62))
        abroad.append(abroad[-1] + rng.randint(64, 90))
    labels = [asked.say(f"up to {weight} g", f"不超过{weight} g") for weight in WEIGHTS]
    places = (asked.say("inland", "国内"), asked.say("abroad", "国外"))
    names = [[asked.say(f"{place}, {label}", f"{place}，{label}") for place in places] for label in labels]
    sheet = price_table(
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


def _letters(asked: Asked) -> Problem:
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
    return priced(asked, post.sheet, ask, program, ("read a cell", "multiply"), POSTAGE)._replace(mistakes=mistakes)


def _two_letters(asked: Asked) -> Problem:
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
    problem = priced(
        asked, post.sheet, ask, f"{few} * {first} + {many} * {second}", ("read a cell", "multiply", "add"), POSTAGE
    )
    return problem._replace(mistakes=mistakes)


def _together(asked: Asked) -> Problem:
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
    return priced(asked, post.sheet, ask, program, skills, POSTAGE)._replace(mistakes=mistakes)


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
    _Plan(("Prices of a swimming pool", "游泳馆价目表"), ("Fee per year", "年费"), ("Each visit", "每次入场"),
          ("{} visits in a year", "一年去{}次"), ("how many visits in a year", "一年去多少次"), ("", "次"), 50),
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


def _plans(asked: Asked) -> tuple[_Plans, list[int]]:
    """Draw tariffs, each with a greater fee and a smaller price than the one before, and where they are equal."""
    plan, rng = PLANS[asked.topic], asked.rng
    grain = plan.cents
    price = [rng.randint(16 * grain, 22 * grain)]
    fee = [rng.randint(30 * grain, 120 * grain)]
    equal = [rng.randint(11, 90)]
    equal.append(equal[0] + rng.randint(10, 90))
    for times in equal:
        step = rng.randint(3 * grain, 7 * grain)
        price.append(price[-1] - step)
        fee.append(fee[-1] + times * step)
    order = rng.sample(range(3), 3)
    fee, price = [fee[n] for n in order], [price[n] for n in order]
    names = [[asked.say(f"{label}, tariff {letter}", f"方案{letter}的{label}") for letter in LETTERS]
             for label in (asked.say(plan.fee[0].lower(), plan.fee[1]), asked.say(plan.price[0].lower(),
             plan.price[1]))]  # fmt: skip
    head = (("Tariff", "方案"), *((f"{letter} ($)", f"{letter}（元）") for letter in LETTERS))
    sheet = price_table(asked, plan.title, head, [(asked.say(*plan.fee), fee), (asked.say(*plan.price), price)], names)
    fees, prices = (tuple(map(q, row)) for row in names)
    place = [order.index(n) for n in range(3)]
    return _Plans(sheet, fees, prices, tuple(fee), tuple(price)), [*place, *equal]


def _one_plan(asked: Asked) -> Problem:
    plans, _ = _plans(asked)
    plan, many = asked.rng.randrange(3), asked.rng.randint(12, 160)
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
    return priced(asked, plans.sheet, ask, plans.cost(plan, many), skills, PLANNED)._replace(mistakes=mistakes)


def _cheapest(asked: Asked) -> Problem:
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


def _break_even(asked: Asked) -> Problem:
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


KINDS: dict[int, tuple[Callable[[Asked], Problem], ...]] = {
    1: (_letters, _one_plan, _letters, _one_plan),
    2: (_two_letters, two_steps, parking, _cheapest),
    3: (_together, three_steps, taxi, _break_even),
}
