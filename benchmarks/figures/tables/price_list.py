"""Price lists: what a purchase costs, with several articles, and the change from a banknote."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q
from mmbench.benchmarks.figures.ruled import Cell, draw_table
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "price-list"
DOMAIN: Domain = "table"

SHOPS = (
    (
        ("Garden centre", "园艺店"),
        (("Rake", "耙子"), ("Flower pot", "花盆"), ("Gloves", "手套"), ("Seed tray", "育苗盘"), ("Spade", "铁锹"),
         ("Watering can", "喷壶")),
    ),
    (
        ("Stationery shop", "文具店"),
        (("Notebook", "笔记本"), ("Pen", "钢笔"), ("Ruler", "直尺"), ("Stapler", "订书机"), ("Folder", "文件夹"),
         ("Compass", "圆规")),
    ),
    (
        ("Sports shop", "体育用品店"),
        (("Football", "足球"), ("Skipping rope", "跳绳"), ("Racket", "球拍"), ("Swim cap", "泳帽"), ("Helmet", "头盔"),
         ("Yoga mat", "瑜伽垫")),
    ),
)  # fmt: skip


class _List(NamedTuple):
    sheet: Sheet
    goods: tuple[str, ...]
    names: tuple[str, ...]
    cents: tuple[int, ...]

    def price(self, number: int) -> str:
        return q(self.names[number])


def _draw(rng: random.Random, shop: int, language: Language) -> _List:
    style = style_of(rng)
    (title_en, title_zh), named = SHOPS[shop]
    count = rng.randint(4, 6)
    goods = tuple(say(language, *names) for names in rng.sample(named, count))
    cents = tuple(rng.sample(range(105, 2000), count))
    stock = rng.sample(range(6, 60), count)
    head = [say(language, *names) for names in (("Article", "商品"), ("Price ($)", "单价（元）"), ("In stock", "库存"))]
    rows = [[Cell(text, head=True, align="left" if n == 0 else "right") for n, text in enumerate(head)]]
    for good, cent, left in zip(goods, cents, stock, strict=True):
        cells = (good, _money(cent), str(left))
        rows.append([Cell(text, align="left" if n == 0 else "right") for n, text in enumerate(cells)])
    table = draw_table(rng, style, rows, title=say(language, title_en, title_zh))
    unit = say(language, "$", "元")
    names = tuple(say(language, f"price of {good}", f"{good}的单价") for good in goods)
    for row, (good, name, cent, left) in enumerate(zip(goods, names, cents, stock, strict=True), 1):
        table.sheet.fact(name, _money(cent), table.boxes[row, 1], unit=unit, group="price")
        table.sheet.fact(say(language, f"stock of {good}", f"{good}的库存"), left, table.boxes[row, 2], group="stock")
    return _List(table.sheet, goods, names, cents)


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


class _Purchase(NamedTuple):
    """How many of which articles; `other` is the price of one that is not bought."""

    first: str
    second: str
    one: str
    two: str
    other: str
    many: int
    few: int

    @property
    def total(self) -> str:
        return f"{self.many} * {self.one} + {self.few} * {self.two}"

    @property
    def swapped(self) -> str:
        return f"{self.few} * {self.one} + {self.many} * {self.two}"


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: some of one article. Level 2: some of two. Level 3: the change from a banknote."""
    shop, phrase = dice.same.randrange(len(SHOPS)), dice.same.randrange(2)
    rng = dice.fresh
    prices = _draw(rng, shop, language)
    a, b, c = rng.sample(range(len(prices.goods)), 3)
    many, few = rng.sample(range(2, 7), 2)
    named = (prices.goods[a], prices.goods[b])
    bought = _Purchase(*named, prices.price(a), prices.price(b), prices.price(c), many, few)
    if level == 1:
        problem = _one_article(prices.sheet, bought, language, phrase)
    elif level == 2:
        problem = _two_articles(prices.sheet, bought, language, phrase)
    else:
        note = 50 * (1 + (many * prices.cents[a] + few * prices.cents[b]) // 5000)
        problem = _change(prices.sheet, bought, note, language, phrase)
    title = say(
        language,
        "The table is a price list with the stock of each article.",
        "表格是一张价目表，列出每种商品的单价和库存。",
    )
    return problem._replace(unit=say(language, "$", "元"), decimals=2, description=title)


def _one_article(sheet: Sheet, bought: _Purchase, language: Language, phrase: int) -> Problem:
    many, first, one = bought.many, bought.first, bought.one
    ask = say(
        language,
        (f"How much do {many} of the article '{first}' cost?", f"What do you pay for {many} x '{first}'?")[phrase],
        (f"买{many}件“{first}”要付多少钱？", f"{many}件“{first}”一共多少元？")[phrase],
    )
    mistakes = (
        logic(one, "gives the price of one"),
        logic(f"{many + 1} * {one}", "counts one too many"),
        logic(f"{many - 1} * {one}", "counts one too few"),
    )
    return Problem(sheet, ask, f"{many} * {one}", ("read a cell", "multiply"), mistakes=mistakes)


def _two_articles(sheet: Sheet, bought: _Purchase, language: Language, phrase: int) -> Problem:
    first, second, one, two, _, many, few = bought
    ask = say(
        language,
        (f"How much do {many} of '{first}' and {few} of '{second}' cost together?",
         f"Someone buys {many} x '{first}' and {few} x '{second}'. What is the total price?")[phrase],
        (f"买{many}件“{first}”和{few}件“{second}”一共要付多少钱？",
         f"{many}件“{first}”与{few}件“{second}”的总价是多少元？")[phrase],
    )  # fmt: skip
    mistakes = (
        misread(bought.swapped, "exchanges the two numbers of articles"),
        logic(f"{many} * {one} + {two}", f"counts '{second}' once"),
        logic(f"({many} + {few}) * {one}", f"takes the price of '{first}' for all"),
        logic(f"({many} + {few}) * {two}", f"takes the price of '{second}' for all"),
        logic(f"{one} + {two}", "counts each article once"),
    )
    return Problem(sheet, ask, bought.total, ("read a cell", "multiply", "add"), mistakes=mistakes)


def _change(sheet: Sheet, bought: _Purchase, note: int, language: Language, phrase: int) -> Problem:
    first, second, one, _, other, many, few = bought
    ask = say(
        language,
        (f"You buy {many} of '{first}' and {few} of '{second}' and pay with ${note}. How much change do you get?",
         f"A customer pays {many} x '{first}' and {few} x '{second}' with ${note}. What is the change?")[phrase],
        (f"买{many}件“{first}”和{few}件“{second}”，付{note}元，应找回多少元？",
         f"顾客用{note}元买{many}件“{first}”和{few}件“{second}”，找回多少钱？")[phrase],
    )  # fmt: skip
    mistakes = (
        misread(f"{note} - ({bought.swapped})", "exchanges the two numbers of articles"),
        logic(bought.total, "gives the price, not the change"),
        logic(f"{note} - {many} * {one}", f"forgets '{second}'"),
        logic(f"{note} - ({many} * {one} + {few} * {other})", "takes the price of another article"),
    )
    return Problem(sheet, ask, f"{note} - ({bought.total})", ("read a cell", "multiply", "subtract"), mistakes=mistakes)
