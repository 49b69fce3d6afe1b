"""Scenes of scattered shapes in several colours or sizes, or of cards with numbers: counts, shares, sums."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in, slip
from mmbench.benchmarks.figures.scenes.sizes import any_size
from mmbench.benchmarks.figures.sheet import Box
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "counting-scene"
DOMAIN: Domain = "counting"


def _regular(corners: int, inner: float = 1.0) -> tuple[Point, ...]:
    """Return the corners of a regular shape of radius 1; every second one lies at `inner`."""
    turns = [(2 * math.pi * n / corners, inner if n % 2 else 1.0) for n in range(corners)]
    return tuple([(far * math.sin(turn), -far * math.cos(turn)) for turn, far in turns])


COLOURS = {
    ("red", "红色"): ("#D9352B", "#F5A9A1"),
    ("blue", "蓝色"): ("#2B62C9", "#A9C4F2"),
    ("green", "绿色"): ("#2E9B4B", "#A6DBB0"),
    ("yellow", "黄色"): ("#F4C430", "#FBE69A"),
    ("purple", "紫色"): ("#8640B5", "#D5B4EA"),
    ("grey", "灰色"): ("#8A8F98", "#CED2D8"),
}
"""Colours by name: as shapes are filled, and as cards are."""
KINDS = {
    ("circles", "圆形"): _regular(30),
    ("squares", "正方形"): tuple([(0.9 * x, 0.9 * y) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]),
    ("triangles", "三角形"): _regular(3),
    ("stars", "五角星"): _regular(10, 0.42),
    ("hexagons", "六边形"): _regular(6),
}
SIZES = (("large", "大的"), ("small", "小的"))
ABOUT = (
    "Scattered shapes that do not overlap: {kinds}, each {values}; the facts tell how many of each there are.",
    "图中散布着互不重叠的{kinds}，分为{values}；已知的是每一种图形的个数。",
)
ABOUT_CARDS = (
    "Scattered {kinds}, each {values}, with a number on each; those of a kind are numbered row by row from the top.",
    "图中散布着{kinds}，分为{values}，每个图形上写有一个数；同一种图形从上到下逐行编号。",
)
GRIDS = ((5, 4, 100), (6, 4, 100), (6, 5, 96), (7, 5, 90), (8, 5, 82), (8, 6, 80), (9, 6, 74), (9, 7, 74), (10, 7, 68))
"""Places across and down for shapes, and the side of a place in pixels."""
MOST = 60
"""So many shapes at most."""
Counts = dict[tuple[int, int], int]
"""How many shapes there are of a value and a kind, by their numbers."""


class _Plan(NamedTuple):
    """What stays the same in all variants: colours or sizes and shapes, by both languages' names, cards or not."""

    values: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    sized: bool
    cards: bool


def _planned(rng: random.Random, *, cards: bool) -> _Plan:
    sized = rng.random() < 0.3 and not cards
    values = rng.sample(SIZES, 2) if sized else rng.sample(list(COLOURS), 3)
    kinds = [kind for kind in KINDS if not cards or kind[0] in ("circles", "squares", "hexagons")]
    return _Plan(tuple(values), tuple(rng.sample(kinds, 2 if cards else 3)), sized, cards)


class _Scene:
    """A scene that is drawn from how many shapes of each value and kind there are.

    `names` are the facts by key: `v0k1`, `v2k0` and so on, on cards with `n1`, `n2` behind.
    """

    def __init__(self, rng: random.Random, plan: _Plan, language: Language, counts: Counts) -> None:
        self.plan, self.language = plan, language
        self.values, self.kinds = ([pair[language == "zh"] for pair in pairs] for pairs in (plan.values, plan.kinds))
        self.names: dict[str, str] = {}
        self._first: dict[tuple[int, int], Box] = {}
        style = style_of(rng)
        things = [key for key, count in counts.items() for _ in range(count)]
        rng.shuffle(things)
        columns, rows, side = next(grid for grid in GRIDS if grid[0] * grid[1] >= len(things) + 1)
        self.sheet = sheet_in(style, columns * side + 24, rows * side + 24)
        self.others = rng.sample(list(COLOURS.values()), rng.randint(2, 4))
        for place, thing in zip(sorted(rng.sample(range(columns * rows), len(things))), things, strict=True):
            row, column = divmod(place, columns)
            self._put(rng, thing, (12 + (column + 0.5) * side, 12 + (row + 0.5) * side), side)
        for thing, box in self._first.items():
            name = self._named(thing)
            self.names[_key(*thing)] = name
            self.sheet.fact(name, counts[thing], box, group="count")

    def _put(self, rng: random.Random, thing: tuple[int, int], at: Point, side: float) -> None:
        """Draw a shape somewhere in its place; the first of a sort is where the fact stands."""
        value, kind = self.plan.values[thing[0]], self.plan.kinds[thing[1]]
        share = (0.37, 0.17)[SIZES.index(value)] if self.plan.sized else rng.uniform(0.24, 0.42)
        radius = side * (0.34 if self.plan.cards else share)
        room = side / 2 - radius - 3
        x, y = at[0] + rng.uniform(-room, room), at[1] + rng.uniform(-room, room)
        turn = rng.uniform(-0.2, 0.2) if self.plan.cards or kind[0] == "squares" else rng.uniform(0, 6.3)
        fill = (rng.choice(self.others) if self.plan.sized else COLOURS[value])[self.plan.cards]
        c, s = radius * math.cos(turn), radius * math.sin(turn)
        points = [(x + c * a - s * b, y + s * a + c * b) for a, b in KINDS[kind]]
        self.sheet.path(points, closed=True, width=1.2, fill=fill, solid=False)
        if not self.plan.cards:
            self._first.setdefault(thing, Box(x, y, x, y).grown(radius))
            return
        number, count = rng.randint(3, 99), len(self.keys(*thing)) + 1
        name = say(self.language, f"number {count} on {self._named(thing)}", f"{self._named(thing)}上的第{count}个数")
        self.names[f"{_key(*thing)}n{count}"] = name
        self.sheet.fact(name, number, self.sheet.text((x, y), str(number), size=self.sheet.size + 2), group="number")

    def _named(self, thing: tuple[int, int]) -> str:
        joint = "" if self.language == "zh" else " "
        return f"{self.values[thing[0]]}{joint}{self.kinds[thing[1]]}"

    def keys(self, value: int | None = None, kind: int | None = None) -> list[str]:
        """Return the facts' keys of one value, or kind, or both, or all."""
        wanted = ("" if value is None else f"v{value}", "" if kind is None else f"k{kind}")
        return [key for key in self.names if wanted[0] in key and wanted[1] in key]

    def words(self) -> dict[str, str]:
        """Return the words that questions are filled with."""
        joint, last = ("、", "和") if self.language == "zh" else (", ", " and ")
        words = {f"value{n}": name for n, name in enumerate(self.values)}
        words |= {f"kind{n}": name for n, name in enumerate(self.kinds)}
        words["kinds"] = last.join([joint.join(self.kinds[:-1]), self.kinds[-1]])
        either = say(self.language, " or ", "、")
        return words | {"values": either.join(self.values)}


def _key(value: int, kind: int) -> str:
    return f"v{value}k{kind}"


def _sum(keys: list[str]) -> str:
    listed = ", ".join([f"{{{key}}}" for key in keys])
    return f"sum({listed})" if len(keys) > 1 else listed


class _Kind(NamedTuple):
    """A question.

    Attributes:
        counts: how many shapes of a value and a kind there are, in a scene more or less full.
        asked: what is asked.
        cards: whether the shapes bear numbers.
    """

    counts: Callable[[random.Random, int, int, int], int]
    asked: Callable[[_Scene], Asked]
    cards: bool = False


def _any(rng: random.Random, value: int, kind: int, level: int) -> int:
    return rng.randint(1, level)


def _many(rng: random.Random, value: int, kind: int, level: int) -> int:
    """Return a count, larger for the first value and kind."""
    return any_size(rng, 5, 36) if value == kind == 0 else rng.randint(1, 4)


def _first_kind(rng: random.Random, value: int, kind: int, level: int) -> int:
    """Return a count, larger for the first kind than for the second."""
    return (rng.randint(3, level + 6), rng.randint(1, 2), rng.randint(1, 4))[kind]


def _first_value(rng: random.Random, value: int, kind: int, level: int) -> int:
    """Return a count, larger for the first value."""
    return rng.randint(1, 2 * level if value == 0 else level)


def _few_first(rng: random.Random, value: int, kind: int, level: int) -> int:
    """Return a count, smaller for the first value."""
    return rng.randint(1, 2) if value == 0 else rng.randint(2, level + 2)


def _on_cards(rng: random.Random, value: int, kind: int, level: int) -> int:
    return rng.randint(2, 4)


def _counted(rng: random.Random, kind: _Kind, plan: _Plan) -> Counts:
    """Return how many shapes of each value and kind there are: as the question needs it."""
    pairs = [(value, shape) for value in range(len(plan.values)) for shape in range(len(plan.kinds))]
    level = any_size(rng, 3, 12)
    counts = {pair: kind.counts(rng, *pair, level) for pair in pairs}
    while sum(counts.values()) > MOST and max(counts.values()) > 2:
        counts = {pair: count - 1 if count > 2 else count for pair, count in counts.items()}
    return counts


def _one_sort(scene: _Scene) -> Asked:
    asked, whole, others = _sum(scene.keys(0, 0)), _sum(scene.keys(0)), _sum(scene.keys(None, 0))
    wrong = (
        misread(whole, "counts the other shapes, too"), misread(others, "counts all of that shape"),
        misread(_sum(scene.keys(1, 0)), "takes another sort"), slip(f"{asked} - 1", "misses one"),
        slip(f"{asked} + 1", "counts one twice"),
    )  # fmt: skip
    asks = (
        ("How many {value0} {kind0} are there?", "Count the {value0} {kind0}: how many are in the picture?"),
        ("图中有多少个{value0}{kind0}？", "数一数，{value0}{kind0}一共有多少个？"),
    )
    return Asked(*asks, asked, ("count",), wrong, description=ABOUT)


def _one_kind(scene: _Scene) -> Asked:
    asked, whole = _sum(scene.keys(None, 0)), _sum(scene.keys())
    wrong = (
        misread(_sum(scene.keys(0, 0)), "counts those of one sort only"),
        misread(_sum(scene.keys(None, 1)), "counts another shape"),
        logic(f"{whole} - {asked}", "counts the other shapes"), slip(f"{asked} - 1", "misses one"),
        slip(f"{asked} + 1", "counts one twice"),
    )  # fmt: skip
    asks = (
        ("How many {kind0} are there in the picture?", "What is the number of {kind0}?"),
        ("图中一共有多少个{kind0}？", "{kind0}的个数是多少？"),
    )
    return Asked(*asks, asked, ("count", "add"), wrong, description=ABOUT)


def _one_value(scene: _Scene) -> Asked:
    asked, whole = _sum(scene.keys(0)), _sum(scene.keys())
    wrong = (
        misread(_sum(scene.keys(0, 0)), "counts one shape only"),
        misread(_sum(scene.keys(1)), "counts the wrong shapes"),
        logic(f"{whole} - {asked}", "counts the others"), slip(f"{asked} - 2", "misses two"),
        slip(f"{asked} + 1", "counts one twice"),
    )  # fmt: skip
    asks = (
        ("How many shapes are {value0}?", "What is the number of {value0} shapes?"),
        ("{value0}图形一共有多少个？", "图中有多少个{value0}图形？"),
    )
    return Asked(*asks, asked, ("count", "add"), wrong, description=ABOUT)


def _neither(scene: _Scene) -> Asked:
    rest = [key for key in scene.keys(None) if "v0" not in key and "k0" not in key]
    asked, whole = _sum(rest), _sum(scene.keys())
    wrong = (
        logic(f"{whole} - {_sum(scene.keys(0))}", "leaves out only one condition"),
        logic(f"{whole} - {_sum(scene.keys(None, 0))}", "leaves out only one condition"),
        logic(f"{whole} - {_sum(scene.keys(0, 0))}", "takes away only those that are both"),
        misread(_sum([*scene.keys(0), *scene.keys(1, 0)]), "counts those that are the one or the other"),
    )
    asks = (
        ("How many shapes are neither {value0} nor {kind0}?",
         "Leave out everything {value0} and all {kind0}. How many shapes remain?"),
        ("既不是{value0}也不是{kind0}的图形有多少个？", "去掉所有{value0}图形和所有{kind0}，还剩多少个图形？"),
    )  # fmt: skip
    return Asked(*asks, asked, ("count", "add"), wrong, description=ABOUT)


def _more(scene: _Scene) -> Asked:
    one, other = _sum(scene.keys(None, 0)), _sum(scene.keys(None, 1))
    wrong = (
        logic(f"{one} + {other}", "adds"), misread(one, "gives the larger number"),
        misread(f"{one} - {_sum(scene.keys(None, 2))}", "takes another shape"),
        logic(f"{_sum(scene.keys(0, 0))} - {_sum(scene.keys(0, 1))}", "counts one sort only"),
        misread(other, "gives the smaller number"),
    )  # fmt: skip
    asks = (
        (
            "How many more {kind0} than {kind1} are there?",
            "By how much does the number of {kind0} exceed that of {kind1}?",
        ),
        ("{kind0}比{kind1}多多少个？", "{kind0}的个数比{kind1}的个数多多少？"),
    )
    return Asked(*asks, f"{one} - {other}", ("count", "subtract"), wrong, description=ABOUT)


def _card_sum(scene: _Scene) -> Asked:
    asked = scene.keys(0)
    wrong = (
        misread(_sum(scene.keys(0, 0)), "leaves out one of the shapes"), logic(_sum(asked[1:]), "leaves out a number"),
        misread(_sum(scene.keys(1)), "adds the wrong numbers"),
        logic(f"{_sum(asked)} + {{{asked[0]}}}", "adds a number twice"),
        misread(_sum([*asked, scene.keys(2)[0]]), "adds a number of another shape"),
    )  # fmt: skip
    asks = (
        ("What is the sum of the numbers on the {value0} shapes?",
         "Add all numbers that stand on {value0} shapes. What is the sum?"),
        ("{value0}图形上的数的和是多少？", "把所有{value0}图形上的数相加，和是多少？"),
    )  # fmt: skip
    return Asked(*asks, _sum(asked), ("read a label", "add"), wrong, description=ABOUT_CARDS)


def _share(scene: _Scene) -> Asked:
    asked, whole = _sum(scene.keys(0, 0)), _sum(scene.keys())
    wrong = (
        logic(f"percent_of({asked}, {_sum(scene.keys(0))})", "divides by those shapes only"),
        logic(f"percent_of({asked}, {_sum(scene.keys(None, 0))})", "divides by those of that shape only"),
        logic(f"percent_of({asked}, {whole} - {asked})", "divides by the others"),
        slip(f"percent_of({asked} - 1, {whole})", "misses one"),
        slip(f"percent_of({asked}, {whole} - 3)", "misses three of all"),
    )  # fmt: skip
    asks = (
        ("What percentage of all shapes are {value0} {kind0}?",
         "One shape is picked at random. How likely, in percent, is it one of the {value0} {kind0}?"),
        ("{value0}{kind0}占全部图形的百分之几？", "任选一个图形，它是{value0}{kind0}的概率是百分之几？"),
    )  # fmt: skip
    return Asked(*asks, f"percent_of({asked}, {whole})", ("count", "percentage"), wrong, "%", 1, description=ABOUT)


def _given(scene: _Scene) -> Asked:
    others = [key for key in scene.keys(None) if "k0" not in key]
    asked = [key for key in others if "v0" in key]
    wrong = (
        logic(f"percent_of({_sum(asked)}, {_sum(scene.keys())})", "divides by all shapes"),
        logic(f"percent_of({_sum(asked)}, {_sum(scene.keys(0))})", "exchanges the two conditions"),
        misread(f"percent_of({_sum(scene.keys(0))}, {_sum(scene.keys())})", "overlooks the first condition"),
        misread(
            f"percent_of({_sum(scene.keys(0, 0))}, {_sum(scene.keys(None, 0))})", "takes those that are to be left out"
        ),
        slip(f"percent_of({_sum(asked)} + 1, {_sum(others)} + 1)", "counts one twice"),
    )
    asks = (
        ("Of the shapes that are not {kind0}, what percentage are {value0}?",
         "All {kind0} are taken away. What percentage of the remaining shapes are {value0}?"),
        ("在不是{kind0}的图形中，{value0}图形占百分之几？", "去掉所有{kind0}，{value0}图形占剩下图形的百分之几？"),
    )  # fmt: skip
    program = f"percent_of({_sum(asked)}, {_sum(others)})"
    return Asked(*asks, program, ("count", "percentage", "probability"), wrong, "%", 1, description=ABOUT)


def _half(scene: _Scene) -> Asked:
    own, whole = _sum(scene.keys(0)), scene.keys()
    others = _sum([key for key in whole if "v0" not in key])
    wrong = (
        logic(f"{_sum(whole)} / 2 - {own}", "forgets that the whole grows, too"),
        logic(others, "gives the number of the others"),
        logic(f"({others} - {own}) / 2", "halves the difference"),
        logic(f"{_sum(whole)} - {own} / 2", "halves the wrong number"),
        slip(f"{others} - {own} + 1", "adds one too many"),
    )  # fmt: skip
    asks = (
        ("How many {value0} shapes have to be added so that exactly half of all shapes are {value0}?",
         "{value0} shapes are added until half of all shapes are {value0}. How many are added?"),
        ("再添加多少个{value0}图形，{value0}图形就恰好占全部图形的一半？",
         "要使{value0}图形占全部图形的一半，需要再画多少个{value0}图形？"),
    )  # fmt: skip
    return Asked(*asks, f"{others} - {own}", ("count", "equation"), wrong, description=ABOUT)


def _card_mean(scene: _Scene) -> Asked:
    asked = scene.keys(0)
    listed = ", ".join([f"{{{key}}}" for key in asked])
    wrong = (
        logic(f"sum({listed}) / {len(asked) - 1}", "divides by one less"),
        logic(f"sum({listed}) / {len(asked) + 1}", "divides by one more"),
        logic(f"median({listed})", "takes the median"),
        logic(f"(max({listed}) + min({listed})) / 2", "takes the middle of the extremes"),
        misread(f"mean({', '.join([f'{{{key}}}' for key in scene.keys(1)])})", "takes the wrong shapes"),
    )  # fmt: skip
    asks = (
        (
            "What is the mean of the numbers on the {value0} shapes?",
            "How large are the numbers on the {value0} shapes on average?",
        ),
        ("{value0}图形上的数的平均数是多少？", "求所有{value0}图形上的数的平均数。"),
    )
    return Asked(*asks, f"mean({listed})", ("read a label", "mean"), wrong, decimals=1, description=ABOUT_CARDS)


def _card_means(scene: _Scene) -> Asked:
    one, other = ([f"{{{key}}}" for key in scene.keys(value)] for value in (0, 1))
    means = [f"mean({', '.join(listed)})" for listed in (one, other)]
    wrong = (
        logic(f"{means[0]} + {means[1]}", "adds the means"),
        logic(f"abs(median({', '.join(one)}) - median({', '.join(other)}))", "takes the medians"),
        logic(f"abs(sum({', '.join(one)}) - sum({', '.join(other)})) / {len(one) + len(other)}", "divides by all"),
        logic(f"abs(max({', '.join(one)}) - max({', '.join(other)}))", "takes the greatest numbers"),
    )
    asks = (
        ("By how much do the means of the numbers on the {value0} and on the {value1} shapes differ?",
         "Take the mean of the numbers on the {value0} shapes and that on the {value1} shapes. How far apart are "
         "they?"),
        ("{value0}图形上的数的平均数与{value1}图形上的数的平均数相差多少？",
         "分别求{value0}图形和{value1}图形上的数的平均数，两个平均数相差多少？"),
    )  # fmt: skip
    program = f"abs({means[0]} - {means[1]})"
    return Asked(*asks, program, ("read a label", "mean", "subtract"), wrong, decimals=1, description=ABOUT_CARDS)


KINDS_OF = {
    1: (_Kind(_many, _one_sort), _Kind(_any, _one_kind), _Kind(_any, _one_value)),
    2: (_Kind(_any, _neither), _Kind(_first_kind, _more), *[_Kind(_on_cards, _card_sum, cards=True)] * 2),
    3: (_Kind(_many, _share), _Kind(_first_value, _given), _Kind(_few_first, _half),
        _Kind(_on_cards, _card_mean, cards=True), _Kind(_on_cards, _card_means, cards=True)),
}  # fmt: skip


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: how many of a sort, of a kind, of a colour or size. Level 2: neither nor, how many more, a sum of numbers.
    Level 3: shares, how many are lacking to half, means of numbers.
    """
    same, rng = dice.same, dice.fresh
    kind, phrase = same.choice(KINDS_OF[level]), same.randrange(2)
    plan = _planned(same, cards=kind.cards)
    scene = _Scene(rng, plan, language, _counted(rng, kind, plan))
    problem = kind.asked(scene).of(scene.sheet, language, phrase, scene.names, **scene.words())
    return problem._replace(ask=problem.ask[0].upper() + problem.ask[1:])
