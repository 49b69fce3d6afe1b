"""Venn diagrams: two or three overlapping sets, numbers in their regions, some of them missing with totals given."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.board import polar
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in
from mmbench.benchmarks.figures.scenes.sizes import any_size
from mmbench.benchmarks.figures.sheet import Box, arc_points
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "venn"
DOMAIN: Domain = "combinatorics"

TOPICS = (
    (("pupils", "learn", ("French", "Spanish", "Latin", "Italian", "Russian"), ""),
     ("学生", "选修", ("法语", "西班牙语", "拉丁语", "意大利语", "俄语"), "门")),
    (("shops", "sell", ("bread", "milk", "tea", "fruit", "flowers"), ""),
     ("商店", "出售", ("面包", "牛奶", "茶叶", "水果", "鲜花"), "种")),
    (("families", "keep", ("cats", "dogs", "rabbits", "birds", "fish"), ""),
     ("家庭", "养", ("猫", "狗", "兔", "鸟", "鱼"), "种")),
    (("tourists", "visited", ("Rome", "Paris", "Madrid", "Vienna", "Prague"), ""),
     ("游客", "游览", ("罗马", "巴黎", "马德里", "维也纳", "布拉格"), "个")),
    (("members", "like", ("swimming", "running", "cycling", "hiking", "skiing"), ""),
     ("会员", "喜欢", ("游泳", "跑步", "骑行", "徒步", "滑雪"), "项")),
)  # fmt: skip
"""People, what they do, with what; in Chinese also the measure word of these."""
TINTS = ("#7FB3E6", "#F2B26B", "#8FCB9B", "#E59AB5", "#C3A6E0")
TWO = ("a", "b", "ab")
THREE = ("a", "b", "c", "ab", "ac", "bc", "abc")
ABOUT = (
    "A Venn diagram of the sets {A} and {B} in a frame that stands for all {people}; regions or totals are given.",
    "图中是集合“{A}”和“{B}”的韦恩图，方框表示全体{people}，给出了部分区域的数和总数。",
)
ABOUT3 = (
    "A Venn diagram of the sets {A}, {B} and {C} in a frame that stands for all {people}; regions or totals are given.",
    "图中是集合“{A}”“{B}”“{C}”的韦恩图，方框表示全体{people}，给出了各区域的数或总数。",
)


class _Kind(NamedTuple):
    """A question, how many sets the diagram has, and the regions (small letters) and totals that are printed."""

    sets: int
    printed: str
    asked: Asked


LEVELS = (
    (
        _Kind(2, "a b ab", Asked(
            ("How many {people} {do} {A}?", "What is the number of {people} that {do} {A}?"),
            ("{do}{A}的{people}一共有多少？", "有多少{people}{do}{A}？"),
            "{a} + {ab}", ("sets", "add"),
            (misread("{a}", "leaves out those in both sets"), logic("{a} + {ab} + {b}", "counts both sets"),
             logic("abs({a} - {ab})", "subtracts the overlap"), misread("{b} + {ab}", "takes the other set")),
            description=ABOUT)),
        _Kind(2, "a b ab", Asked(
            ("How many {people} {do} {A} or {B}, but not both?", "How many {people} {do} exactly one of {A} and {B}?"),
            ("{A}和{B}中恰好{do}一{kind}的{people}有多少？", "只{do}{A}或只{do}{B}的{people}一共有多少？"),
            "{a} + {b}", ("sets", "add"),
            (logic("{a} + {b} + {ab}", "adds those in both sets"), misread("{ab}", "gives those in both sets"),
             misread("{a} + {ab}", "gives all of one set"), logic("abs({a} - {b})", "subtracts")),
            description=ABOUT)),
        _Kind(2, "b ab A", Asked(
            ("How many {people} {do} {A}, but not {B}?", "How many {people} {do} {A} only?"),
            ("{do}{A}但不{do}{B}的{people}有多少？", "只{do}{A}、不{do}{B}的{people}有多少？"),
            "{A_total} - {ab}", ("sets", "subtract"),
            (misread("{A_total}", "gives all of the set"), logic("{A_total} - {b}", "subtracts the wrong region"),
             logic("{A_total} + {ab}", "adds the overlap"), logic("{A_total} + {b}", "gives the union")),
            description=ABOUT)),
        _Kind(3, "a b c ab ac bc abc", Asked(
            ("How many {people} {do} both {A} and {B}?", "How many {people} {do} {A} as well as {B}?"),
            ("既{do}{A}又{do}{B}的{people}有多少？", "{A}和{B}都{do}的{people}一共有多少？"),
            "{ab} + {abc}", ("sets", "add"),
            (misread("{ab}", "leaves out the middle"), misread("{abc}", "gives the middle only"),
             logic("{a} + {b}", "adds those in one set only"), misread("{ac} + {abc}", "takes another pair of sets"),
             logic("{ab} + {abc} + {ac}", "adds a third region")),
            description=ABOUT3)),
    ),
    (
        _Kind(2, "a b ab N", Asked(
            ("How many of the {people} {do} neither {A} nor {B}?",
             "How many of the {people} belong to neither of the two sets?"),
            ("{A}和{B}都不{do}的{people}有多少？", "有多少{people}既不{do}{A}也不{do}{B}？"),
            "{N} - sum({a}, {ab}, {b})", ("sets", "add", "subtract"),
            (logic("{N} - {a} - {b}", "leaves out those in both sets"),
             logic("{N} - {a} - {b} - 2 * {ab}", "counts the overlap twice"),
             misread("sum({a}, {ab}, {b})", "gives the union"), logic("{N} - {ab}", "subtracts only the overlap")),
            description=ABOUT)),
        _Kind(2, "ab A B", Asked(
            ("How many {people} {do} {A} or {B} or both?", "How many {people} {do} at least one of {A} and {B}?"),
            ("{A}和{B}中至少{do}一{kind}的{people}有多少？",
             "{do}{A}或{do}{B}（包括两{kind}都{do}）的{people}一共有多少？"),
            "union_count({A_total}, {B_total}, {ab})", ("sets", "add", "subtract"),
            (logic("{A_total} + {B_total}", "counts the overlap twice"),
             logic("{A_total} + {B_total} - 2 * {ab}", "leaves out the overlap"),
             logic("{A_total} + {B_total} + {ab}", "adds the overlap"),
             misread("max({A_total}, {B_total})", "gives the larger set")),
            description=ABOUT)),
        _Kind(3, "a b c ab ac bc abc", Asked(
            ("How many {people} {do} exactly two of the three?",
             "How many {people} are in exactly two of the three sets?"),
            ("三{kind}中恰好{do}两{kind}的{people}有多少？", "恰好属于其中两个集合的{people}有多少？"),
            "sum({ab}, {ac}, {bc})", ("sets", "add"),
            (logic("sum({ab}, {ac}, {bc}, {abc})", "adds the middle"),
             logic("sum({a}, {b}, {c})", "gives those in exactly one set"),
             logic("sum({ab}, {ac}, {bc}) + 3 * {abc}", "counts the middle with each pair"),
             misread("{ab} + {ac}", "leaves out a pair")),
            description=ABOUT3)),
        _Kind(3, "a b c ab ac bc abc", Asked(
            ("How many {people} {do} {A} or {B}?", "How many {people} {do} at least one of {A} and {B}?"),
            ("{do}{A}或{do}{B}的{people}一共有多少？", "{A}和{B}中至少{do}一{kind}的{people}有多少？"),
            "sum({a}, {b}, {ab}, {ac}, {bc}, {abc})", ("sets", "add"),
            (logic("sum({a}, {b}, {ab})", "leaves out those in the third set, too"),
             logic("sum({ab}, {abc})", "gives those in both sets"),
             logic("sum({a}, {b}, {c}, {ab}, {ac}, {bc}, {abc})", "counts all three sets"),
             logic("sum({a}, {b}, {ab}, {ac}, {bc})", "leaves out the middle"),
             logic("sum({a}, {b}, {ac}, {bc}) + 2 * ({ab} + {abc})", "counts the overlap twice")),
            description=ABOUT3)),
        _Kind(3, "a b c ab ac bc abc o", Asked(
            ("How many of the {people} are not in the set {A}?",
             "How many of all the {people} are outside the set {A}?"),
            ("全体{people}中，不{do}{A}的有多少？", "不属于集合“{A}”的{people}一共有多少？"),
            "sum({b}, {c}, {bc}, {o})", ("sets", "add"),
            (logic("sum({b}, {c}, {bc})", "leaves out those in no set"), misread("{o}", "gives those in no set"),
             logic("sum({b}, {c}, {bc}, {ab}, {ac}, {o})", "takes away only those with nothing else"),
             misread("sum({a}, {ab}, {ac}, {abc})", "gives the set itself")),
            description=ABOUT3)),
    ),
    (
        _Kind(2, "A B o N", Asked(
            ("How many {people} {do} both {A} and {B}?", "How large is the overlap of the two sets?"),
            ("既{do}{A}又{do}{B}的{people}有多少？", "两个集合的公共部分有多少{people}？"),
            "{A_total} + {B_total} - ({N} - {o})", ("sets", "equation"),
            (logic("({N} - {o}) - abs({A_total} - {B_total})", "subtracts the sets from each other"),
             logic("{N} - {A_total} - {o}", "gives those in one set only"),
             logic("{A_total} + {B_total} - {N} + 2 * {o}", "adds those in no set twice"),
             logic("{N} - {B_total} - {o}", "gives those in one set only"),
             logic("min({A_total}, {B_total})", "gives the smaller set")),
            description=ABOUT)),
        _Kind(2, "a b ab", Asked(
            ("Of the {people} that {do} {A}, what percentage {do} {B} as well?",
             "One of the {people} that {do} {A} is picked at random. How likely is it, in percent, to be in {B}, too?"),
            ("在{do}{A}的{people}中，同时{do}{B}的占百分之几？",
             "从{do}{A}的{people}中任选一个，恰好也{do}{B}的概率是百分之几？"),
            "percent_of({ab}, {a} + {ab})", ("sets", "probability", "percentage"),
            (logic("percent_of({ab}, {a} + {b} + {ab})", "divides by all in the two sets"),
             logic("percent_of({ab}, {a})", "divides by those in the one set only"),
             misread("percent_of({ab}, {b} + {ab})", "exchanges the two sets"),
             logic("percent_of({a}, {a} + {ab})", "gives the rest")),
            "%", 1, description=ABOUT)),
        _Kind(3, "a b c ab ac bc abc", Asked(
            ("Of the {people} that {do} {A}, what percentage {do} at least one of {B} and {C}, too?",
             "What percentage of those that {do} {A} are in at least one more of the sets?"),
            ("在{do}{A}的{people}中，还{do}{B}或{C}的占百分之几？",
             "{do}{A}的{people}中，至少还{do}另外一{kind}的占百分之几？"),
            "percent_of(sum({ab}, {ac}, {abc}), sum({a}, {ab}, {ac}, {abc}))", ("sets", "percentage"),
            (logic("percent_of(sum({ab}, {ac}), sum({a}, {ab}, {ac}, {abc}))", "leaves out the middle"),
             logic("percent_of({a}, sum({a}, {ab}, {ac}, {abc}))", "gives the rest"),
             logic("percent_of(sum({ab}, {ac}, {abc}), sum({a}, {b}, {c}, {ab}, {ac}, {bc}, {abc}))",
             "divides by all in the three sets"),
             logic("percent_of({abc}, sum({a}, {ab}, {ac}, {abc}))", "counts the middle only")),
            "%", 1, description=ABOUT3)),
        _Kind(3, "a b ab ac bc A", Asked(
            ("How many {people} {do} {B}?", "The number in the middle is missing. How many {people} {do} {B} in all?"),
            ("{do}{B}的{people}一共有多少？", "图中三个集合公共部分的数没有标出，{do}{B}的{people}一共有多少？"),
            "sum({b}, {ab}, {bc}, {A_total} - sum({a}, {ab}, {ac}))", ("sets", "equation", "add"),
            (logic("sum({b}, {ab}, {bc})", "leaves out the middle"),
             logic("sum({b}, {ab}, {bc}, {A_total} - {a})", "forgets two regions of the first set"),
             logic("sum({b}, {bc}, {A_total} - {a} - {ac})", "loses the overlap"),
             logic("sum({b}, {ab}, {bc}, {A_total})", "adds the whole first set")),
            description=ABOUT3)),
        _Kind(3, "a b c ab ac bc o N", Asked(
            ("How many {people} {do} all three?", "How many {people} belong to all three sets at once?"),
            ("三{kind}都{do}的{people}有多少？", "同时属于三个集合的{people}有多少？"),
            "{N} - sum({a}, {b}, {c}, {ab}, {ac}, {bc}, {o})", ("sets", "add", "subtract"),
            (logic("{N} - sum({a}, {b}, {c}, {ab}, {ac}, {bc})", "forgets those in no set"),
             logic("{N} - sum({a}, {b}, {c}, {o})", "gives those in at least two sets"),
             logic("{N} - sum({ab}, {ac}, {bc}, {o})", "subtracts only the overlaps"),
             logic("{N} - sum({a}, {b}, {ab}, {ac}, {bc}, {o})", "forgets a region")),
            description=ABOUT3)),
    ),
)  # fmt: skip


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: those in a set, in one set only, in exactly one, in two. Level 2: in neither, in at least one, in exactly
    two, outside a set. Level 3: an overlap or a region from totals, a conditional share.
    """
    same, rng = dice.same, dice.fresh
    kind, phrase = same.choice(LEVELS[level - 1]), same.randrange(2)
    people, do, names, measure = same.choice(TOPICS)[language == "zh"]
    chosen = dict(zip("ABC"[: kind.sets], same.sample(names, kind.sets), strict=True))
    facts = _named(chosen, people, language)
    diagram = _Diagram(rng, style_of(rng), kind.sets)
    diagram.write(kind.printed.split(), facts, chosen, people, language)
    return kind.asked.of(diagram.sheet, language, phrase, facts, people=people, do=do, kind=measure, **chosen)


def _named(chosen: dict[str, str], people: str, language: Language) -> dict[str, str]:
    """Return the names of the facts by region (small letters) and total."""
    names = {key.lower(): say(language, f"only {name}", f"仅{name}") for key, name in chosen.items()}
    names |= {f"{key}_total": say(language, f"{name} in all", f"{name}总数") for key, name in chosen.items()}
    for one, two in combinations(chosen, 2):
        pair = say(language, f"only {chosen[one]} and {chosen[two]}", f"仅{chosen[one]}和{chosen[two]}")
        names[(one + two).lower()] = say(language, "both", "两者都有") if len(chosen) == 2 else pair
    names["abc"] = say(language, "all three", "三者都有")
    names["o"] = say(language, "neither", "两者都没有") if len(chosen) == 2 else say(language, "none", "三者都没有")
    return names | {"N": say(language, f"{people} in all", f"{people}总数")}


class _Diagram:
    """Two or three circles in a frame, with a number for every region; `write` prints some of them."""

    def __init__(self, rng: random.Random, style: Style, sets: int) -> None:
        self.sets = sets
        self.sheet = sheet_in(style, rng.choice((600, 640, 680)), rng.randint(425, 450) if sets == 2 else 580)
        self.radius = rng.randint(118, 126)
        self.away = rng.randint(70, 82) if sets == 2 else rng.randint(70, 76)
        self.up = rng.choice((1, -1))
        drop = 6 if sets == 2 else 6 + 0.2 * self.up * self.radius
        self.middle = (self.sheet.width / 2, self.sheet.height / 2 + drop)
        turns = (0, 180) if sets == 2 else (90, 210, 330)
        order = rng.sample("abc"[:sets], sets)
        self.turns = dict(zip(order, turns, strict=True))
        self.values = _numbers(rng, TWO if sets == 2 else THREE)
        frame = Box(16, 16, self.sheet.width - 16, self.sheet.height - 16)
        self.sheet.rect(frame, width=1.4, solid=False)
        tints = rng.sample(TINTS, sets)
        circles = [arc_points(self.spot(turn, self.away), self.radius, 0, 357) for turn in turns]
        for circle, tint in zip(circles if style.fills else (), tints, strict=False):
            self.sheet.path(circle, closed=True, colour="", fill=tint, alpha=0.45, solid=False)
        for circle in circles:
            self.sheet.path(circle, closed=True, solid=False)

    def spot(self, turn: float, far: float) -> Point:
        """Return the place in a direction from the middle, upside down for half of the diagrams."""
        x, y = polar((0.0, 0.0), far, turn)
        return self.middle[0] + x, self.middle[1] - self.up * y

    def place(self, region: str) -> Point:
        """Return where the number of a region stands."""
        if region == "o":
            return self.sheet.width - 60, self.sheet.height - 44
        if len(region) == self.sets:
            return self.middle
        if len(region) == 1:
            return self.spot(
                self.turns[region], (self.away + 2 * self.radius) / 2 if self.sets == 2 else self.away + 56
            )
        missing = next(key for key in "abc" if key not in region)
        return self.spot(self.turns[missing] + 180, 0.78 * self.radius)

    def label(self, letter: str) -> Point:
        """Return where the name of a set stands: above its circle, or below it."""
        x, y = self.spot(self.turns[letter], self.away)
        above = y < self.middle[1] - 20 or self.sets == 2
        aside = 0.0 if abs(x - self.middle[0]) < 20 else 40.0 if x > self.middle[0] else -40.0
        return x + aside, y + (-self.radius - 18 if above else self.radius + 18)

    def write(
        self, printed: list[str], facts: dict[str, str], chosen: dict[str, str], people: str, language: Language
    ) -> None:
        """Write the names of the sets, and the numbers and totals that are printed."""
        sheet, values = self.sheet, self.values
        for letter, name in chosen.items():
            total = values[f"{letter}_total"]
            shown = say(language, f"{name} (total {total})", f"{name}（共{total}）") if letter in printed else name
            box = sheet.text(self.label(letter.lower()), shown)
            if letter in printed:
                sheet.fact(facts[f"{letter}_total"], total, box, group="total")
        for region in printed:
            if region in facts and region != "N":
                box = sheet.text(self.place(region), str(values[region]), size=sheet.size + 4)
                sheet.fact(facts[region], values[region], box, group="region")
        total = values["N"]
        heading = say(language, f"{people}: {total} in all", f"{people}共{total}") if "N" in printed else people
        heading = heading[0].upper() + heading[1:]
        box = sheet.text((30, 28), heading, anchor="lt")
        if "N" in printed:
            sheet.fact(facts["N"], total, box, group="total")


def _numbers(rng: random.Random, regions: tuple[str, ...]) -> dict[str, int]:
    """Return a number for each region and for those outside, and the totals."""
    most = any_size(rng, 25, 900)
    values = {key: rng.randint(most // 5, most) * (1 + (len(key) == 1)) for key in (*regions, "o")}
    totals = {f"{key.upper()}_total": sum([values[region] for region in regions if key in region]) for key in "abc"}
    return values | totals | {"N": sum(values.values())}
