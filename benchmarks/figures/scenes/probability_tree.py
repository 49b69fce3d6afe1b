"""Two-stage probability trees with decimals or fractions on the branches, or an urn with counts at the root."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.base.fonts import text_size
from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in
from mmbench.benchmarks.figures.scenes.sizes import any_size
from mmbench.benchmarks.figures.sheet import Box
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "probability-tree"
DOMAIN: Domain = "statistics"

TOPICS = (
    (("A part is picked at random.", ("machine A", "comes from machine A"), ("machine B", "comes from machine B"),
      ("faulty", "is faulty"), ("good", "is good"), "part"),
     ("任取一个零件。", ("机器A", "来自机器A"), ("机器B", "来自机器B"), ("次品", "是次品"), ("合格",
      "是合格品"), "这个零件")),
    (("A pupil is picked at random.", ("bus", "comes by bus"), ("bicycle", "comes by bicycle"),
      ("late", "is late"), ("on time", "is on time"), "pupil"),
     ("任选一名学生。", ("公交", "乘公交上学"), ("骑车", "骑车上学"), ("迟到", "迟到"), ("准时",
      "准时到校"), "这名学生")),
    (("A message is picked at random.", ("private", "is private"), ("business", "is a business message"),
      ("answered", "is answered"), ("ignored", "is ignored"), "message"),
     ("任取一条消息。", ("私人", "是私人消息"), ("工作", "是工作消息"), ("回复", "得到回复"), ("未回",
      "没有得到回复"), "这条消息")),
    (("A seed is picked at random.", ("dry soil", "lies in dry soil"), ("wet soil", "lies in wet soil"),
      ("sprouts", "sprouts"), ("fails", "does not sprout"), "seed"),
     ("任取一粒种子。", ("干土", "种在干土里"), ("湿土", "种在湿土里"), ("发芽", "发芽"), ("未发",
      "没有发芽"), "这粒种子")),
    (("A guest of the hotel is picked at random.", ("tourist", "is a tourist"), ("other", "is not a tourist"),
      ("happy", "is happy"), ("unhappy", "complains"), "guest"),
     ("任选一位酒店客人。", ("游客", "是游客"), ("其他", "不是游客"), ("满意", "感到满意"), ("不满",
      "感到不满"), "这位客人")),
)  # fmt: skip
"""What is picked; the two outcomes of each stage, as the tree names them and as a sentence says them; the thing."""
URNS = (
    (("red", "blue"), ("红球", "蓝球")), (("white", "black"), ("白球", "黑球")), (("green", "yellow"), ("绿球",
     "黄球")),
)  # fmt: skip
ABOUT = (
    "A tree with two stages: first {a_name} or {b_name}, then {y_name} or {n_name}; branches have probabilities.",
    "图中是两步的树状图：第一步为“{a_name}”或“{b_name}”，第二步为“{y_name}”或“{n_name}”，部分分支上标有概率。",
)
ABOUT_URN = (
    "A tree for two draws from a box of {one} and {two} balls; the numbers of balls stand at the root.",
    "图中是从盒子里摸两次球的树状图，树根处标出了{one}和{two}的个数，每次摸到的是{one}或{two}。",
)
PUT_ASIDE = (
    "Two balls are drawn from the box one after the other, without putting the first one back.",
    "从盒子里依次摸出两个球，第一个球摸出后不放回。",
)
PUT_BACK = (
    "A ball is drawn from the box and put back, then a second ball is drawn.",
    "从盒子里摸出一个球，放回后再摸出一个球。",
)


class _Kind(NamedTuple):
    """A question, the branches that are labelled, the path whose probability is asked for, if one.

    Branches are `A` and `B`, then `Ay`, `An`, `By` and `Bn`.
    """

    labelled: str
    asked: Asked
    path: str = ""


def _asked(
    en: tuple[str, str], zh: tuple[str, str], program: str, skills: tuple[str, ...], wrong: tuple[tuple[str, str], ...]
) -> Asked:
    """Return a question about a tree whose answer is a percentage; the first mistake misreads the tree."""
    made = [(misread if number == 0 else logic)(f"({text}) * 100", note) for number, (text, note) in enumerate(wrong)]
    pick = ("{pick}", "{pick}")
    return Asked(en, zh, f"({program}) * 100", skills, tuple(made), "%", 1, pick, ABOUT)


JOINT = (
    ("What is the probability, in percent, that the {thing} {a} and {y}?",
     "How likely, in percent, is a {thing} that {a} and {y}?"),
    ("{thing}{a}并且{y}的概率是百分之几？", "求{thing}{a}且{y}的概率，用百分数表示。"),
)  # fmt: skip
TOTAL = (
    ("What is the probability, in percent, that the {thing} {y}?", "How likely, in percent, is a {thing} that {y}?"),
    ("{thing}{y}的概率是百分之几？", "求{thing}{y}的概率，用百分数表示。"),
)
GIVEN = (
    ("Given that the {thing} {y}, what is the probability, in percent, that it {a}?",
     "The {thing} {y}. How likely is it then, in percent, that it {a}?"),
    ("已知{thing}{y}，那么{thing}{a}的概率是百分之几？", "如果{thing}{y}，求{thing}{a}的概率，用百分数表示。"),
)  # fmt: skip
BOTH = "{A} * {Ay} + {B} * {By}"

LEVELS = (
    (
        _Kind("A B Ay An By Bn", _asked(*JOINT, "{A} * {Ay}", ("probability", "multiply"), (
            ("{A} * {An}", "follows the wrong branch"), ("({A} + {Ay}) / 2", "takes the mean of the two branches"),
            ("{B} * {Ay}", "starts with the wrong branch"), (BOTH, "adds the other path"), ("{Ay}",
             "gives the second branch"))), "A"),
        _Kind("A B Ay By", _asked(*JOINT, "{A} * {Ay}", ("probability", "multiply"), (
            ("{A} * {By}", "follows the wrong branch"), ("{A}", "gives the first branch"), ("{B} * {By}",
             "takes the other path"),
            (BOTH, "adds the other path"), ("{A} * (1 - {Ay})", "takes the complement"))), "A"),
    ),
    (
        _Kind("A B Ay An By Bn", _asked(*TOTAL, BOTH, ("probability", "multiply", "add"), (
            ("{A} * {An} + {B} * {Bn}", "takes the other outcome"), ("{A} * {Ay}", "takes one path only"),
            ("{B} * {By}", "takes one path only"), ("({Ay} + {By}) / 2", "takes the mean of the two branches"),
            ("{A} * {By} + {B} * {Ay}", "exchanges the branches")))),
        _Kind("B An By", _asked(*JOINT, "(1 - {B}) * (1 - {An})", ("probability", "subtract", "multiply"), (
            ("{B} * (1 - {An})", "starts with the wrong branch"), ("(1 - {B}) * {An}", "follows the wrong branch"),
            ("1 - {B} * {An}", "takes the complement of the product"), ("(1 - {B}) * {By}",
             "takes the other second stage"),
            ("{B} * {By}", "takes the other path"))), "A"),
        _Kind("A An Bn", _asked(
            ("What is the probability, in percent, that the {thing} {b} and {y}?",
             "How likely, in percent, is a {thing} that {b} and {y}?"),
            ("{thing}{b}并且{y}的概率是百分之几？", "求{thing}{b}且{y}的概率，用百分数表示。"),
            "(1 - {A}) * (1 - {Bn})", ("probability", "subtract", "multiply"), (
            ("{A} * (1 - {Bn})", "starts with the wrong branch"), ("(1 - {A}) * {Bn}", "follows the wrong branch"),
            ("(1 - {A}) * (1 - {An})", "takes the other second stage"), ("{A} * (1 - {An})",
             "takes the other path"))), "B"),
    ),
    (
        _Kind("A B Ay An By Bn", _asked(*GIVEN, f"{{A}} * {{Ay}} / ({BOTH})", ("probability", "divide"), (
            ("{A} * {Ay}", "does not divide by the probability of the condition"), ("{B} * {By} / (" + BOTH + ")",
             "takes the other path"),
            ("{A}", "gives the first branch"), ("{Ay}", "exchanges event and condition"), ("{Ay} / ({Ay} + {By})",
             "leaves out the first stage")))),
        _Kind("A An Bn", _asked(*GIVEN, "{A} * (1 - {An}) / ({A} * (1 - {An}) + (1 - {A}) * (1 - {Bn}))",
            ("probability", "subtract", "divide"), (
            ("{A} * (1 - {An})",
             "does not divide by the probability of the condition"), ("{A} * {An} / ({A} * {An} + (1 - {A}) * {Bn})",
             "takes the other outcome"),
            ("1 - {An}", "exchanges event and condition"), ("(1 - {An}) / (2 - {An} - {Bn})",
             "leaves out the first stage"),
            ("(1 - {A}) * (1 - {Bn}) / ({A} * (1 - {An}) + (1 - {A}) * (1 - {Bn}))", "takes the other path")))),
        _Kind("B An Bn", _asked(*TOTAL, "(1 - {B}) * (1 - {An}) + {B} * (1 - {Bn})", ("probability", "subtract",
            "multiply", "add"), (
            ("(1 - {B}) * {An} + {B} * {Bn}", "takes the other outcome"), ("{B} * (1 - {An}) + (1 - {B}) * (1 - {Bn})",
             "exchanges the first branches"),
            ("(1 - {B}) * (1 - {An})", "takes one path only"), ("1 - ({An} + {Bn}) / 2",
             "takes the mean of the two branches")))),
        _Kind("A Ay yes", _asked(
            ("Which probability, in percent, is missing on the branch from '{b_name}' to '{y_name}'?",
             "How likely, in percent, is '{y_name}' if it is known that the first stage gave '{b_name}'?"),
            ("从“{b_name}”到“{y_name}”的分支上应填的概率是百分之几？",
             "已知第一步的结果是“{b_name}”，那么“{y_name}”的概率是百分之几？"),
            "({yes} - {A} * {Ay}) / (1 - {A})", ("probability", "equation"), (
            ("{yes} - {A} * {Ay}", "forgets to divide by the first branch"), ("({yes} - {A} * {Ay}) / {A}",
             "divides by the wrong branch"),
            ("{yes}", "gives the total"), ("1 - {Ay}",
             "takes the complement of the other branch"), ("{yes} / (1 - {A})", "forgets the other path")))),
    ),
)  # fmt: skip
URN_WORDS = {
    "same": (("What is the probability, in percent, that both balls are {one}?",
    "How likely are two {one} balls, in percent?"),
             ("两次摸到的都是{one}的概率是百分之几？", "求摸出两个{one}的概率，用百分数表示。")),
    "any": (("What is the probability, in percent, that at least one of the balls is {one}?",
             "How likely is it, in percent, that a {one} ball is drawn at least once?"),
            ("至少有一次摸到{one}的概率是百分之几？", "摸出的球中至少有一个{one}的概率是百分之几？")),
    "given": (("At least one of the two balls is {one}. How likely is it then, in percent, that both are?",
               "Given that at least one is {one}, what is the probability, in percent, that both are?"),
              ("已知至少有一个{one}，那么两个都是{one}的概率是百分之几？",
               "如果摸出的球中至少有一个{one}，那么两个球都是{one}的概率是百分之几？")),
}  # fmt: skip

URN_WRONG = (
    ("mixed", "takes balls of two colours"), ("any", "takes at least one"), ("same", "takes two of the colour"),
    ("given", "divides by the cases with at least one"), ("first", "gives the first draw only"),
)  # fmt: skip
URN_SKILLS = ("count", "probability", "multiply")


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem, about an urn in a third of them from level 2 on.

    Level 1: a path. Level 2: a path with missing branches, a total, two draws from an urn. Level 3: a condition, a
    total or a branch that has to be found from the complements, draws from an urn with a condition.
    """
    same, rng = dice.same, dice.fresh
    urn, phrase = level > 1 and same.random() < 0.34, same.randrange(2)
    if urn:
        return _urn(dice, level, language, phrase)
    kind, topic = same.choice(LEVELS[level - 1]), same.choice(TOPICS)[language == "zh"]
    pick, *ends, thing = topic
    stages = dict(zip("AByn", ends, strict=True))
    if same.random() < 0.5:
        stages = {"A": stages["B"], "B": stages["A"], "y": stages["n"], "n": stages["y"]}
    labels = {key: name for key, (name, _) in stages.items()}
    tree = _Tree(rng, style_of(rng), labels)
    values = _probabilities(rng, kind.path, fractions="yes" not in kind.labelled and rng.random() < 0.4)
    names = {key: _named(key, labels, language) for key in values}
    tree.label({key: values[key] for key in kind.labelled.split() if key != "yes"}, names)
    if "yes" in kind.labelled:
        tree.below(f"P({labels['y']}) = {values['yes']}", names["yes"], values["yes"])
    words = {f"{key.lower()}_name": name for key, name in labels.items()} | {
        key.lower(): s for key, (_, s) in stages.items()
    }
    return kind.asked.of(tree.sheet, language, phrase, names, pick=pick, thing=thing, **words)


def _named(key: str, labels: dict[str, str], language: Language) -> str:
    if key == "yes":
        return say(language, f"{labels['y']} in all", f"{labels['y']}的总概率")
    return " → ".join([labels[letter] for letter in key])


def _probabilities(rng: random.Random, path: str, *, fractions: bool) -> dict[str, str]:
    """Return the probabilities of all branches by the letters of their outcomes, and of `yes` in all, as written.

    What is asked for may be anything between 0 and 1: that of the path through `path`, else a mixture of both paths.
    """
    first, second = rng.uniform(0.12, 0.88), rng.uniform(0.07, 0.93)
    other = min(0.95, max(0.05, second + rng.uniform(-0.45, 0.45)))
    if path:
        whole, part = rng.uniform(0.05, 0.92), rng.uniform(0.25, 0.75)
        first, second = whole**part, whole ** (1 - part)
    if path == "B":
        first, second, other = 1 - first, other, second
    written, exact = {}, {}
    for one, rest, share in (("A", "B", first), ("Ay", "An", second), ("By", "Bn", other)):
        whole_parts = rng.randint(11, 28) if fractions else 100
        parts = min(whole_parts - 1, max(1, round(share * whole_parts)))
        for key, count in ((one, parts), (rest, whole_parts - parts)):
            exact[key] = Fraction(count, whole_parts)
            written[key] = f"{count}/{whole_parts}" if fractions else f"{count / whole_parts:.2f}"
    total = exact["A"] * exact["Ay"] + exact["B"] * exact["By"]
    return written | {"yes": f"{float(total):.3f}"}


def _urn(dice: Dice, level: int, language: Language, phrase: int) -> Problem:
    """Make a problem about two balls drawn from a box."""
    same, rng = dice.same, dice.fresh
    kind = same.choice(("same", "any") if level == 2 else ("any", "given"))
    back = same.random() < 0.35
    colours = list(same.choice(URNS)[language == "zh"])
    same.shuffle(colours)
    one, two = colours
    tree = _Tree(rng, style_of(rng), {"A": one, "B": two, "y": one, "n": two})
    few, many = any_size(rng, 2, 14), any_size(rng, 5, 36)
    counts = {one: few, two: many} if kind == "any" else {one: many, two: few}
    names = {color: say(language, f"{color} balls", f"{color}的个数") for color in colours}
    tree.root(counts, names, language)
    share = _urn_share(back)
    wrong = tuple(logic(f"{share[other]} * 100", note) for other, note in URN_WRONG if other != kind)
    wrong += (logic(f"{_urn_share(not back)[kind]} * 100", "mistakes how the second ball is drawn"),)
    english, chinese = URN_WORDS[kind]
    setting = PUT_BACK if back else PUT_ASIDE
    asked = Asked(english, chinese, f"{share[kind]} * 100", URN_SKILLS, wrong, "%", 1, setting, ABOUT_URN)
    return asked.of(tree.sheet, language, phrase, {"r": names[one], "b": names[two]}, one=one, two=two)


def _urn_share(back: bool) -> dict[str, str]:
    """Return programs for what two draws can give, from the counts `r` and `b`."""
    less = 0 if back else 1
    other = "({r} + {b})" if back else "({r} + {b} - 1)"
    draw = {key: f"{{{key}}} / ({{r}} + {{b}})" for key in "rb"}
    again = {key: f"{{{key}}} / {other}" if back else f"({{{key}}} - {less}) / {other}" for key in "rb"}
    two = {key: f"{draw[key]} * ({again[key]})" for key in "rb"}
    return {
        "first": draw["r"],
        "same": two["r"],
        "mixed": f"2 * ({draw['r']}) * ({{b}} / {other})",
        "any": f"(1 - {two['b']})",
        "given": f"{two['r']} / (1 - {two['b']})",
    }


class _Tree:
    """A tree of two stages from left to right; outcomes are `A` and `B`, then `y` and `n` after each."""

    def __init__(self, rng: random.Random, style: Style, labels: dict[str, str]) -> None:
        self.sheet = sheet_in(style, rng.choice((640, 680, 720)), rng.choice((420, 450, 480)))
        self.fill = style.faint if style.fills else ""
        self.spans: dict[str, tuple[Point, Point]] = {}
        wide, high = self.sheet.width, self.sheet.height - 40
        first, second = rng.sample("AB", 2), rng.sample("yn", 2)
        middle = 20 + high / 2
        self.start = (46.0, middle)
        for n, one in enumerate(first):
            y = 20 + high * (0.26 + 0.48 * n)
            box = self.node((wide * 0.44, y), labels[one])
            self.branch(one, self.start, (box.left, y))
            for m, other in enumerate(second):
                leaf = (wide * 0.8, y + high * (-0.13 + 0.26 * m))
                self.branch(one + other, (box.right, y), leaf)
                self.sheet.text((leaf[0] + 8, leaf[1]), labels[other], anchor="lm")
        self.sheet.circle(self.start, 5, colour="", fill=self.sheet.ink)

    def node(self, at: Point, text: str) -> Box:
        """Draw an outcome of the first stage in a frame."""
        wide = text_size(self.sheet.font, self.sheet.size, text)[0] / 2 + 10
        box = Box(at[0] - wide, at[1] - 17, at[0] + wide, at[1] + 17)
        self.sheet.rect(box, fill=self.fill, width=1.5)
        self.sheet.text(at, text)
        return box

    def branch(self, name: str, start: Point, end: Point) -> None:
        """Draw a branch."""
        self.spans[name] = (start, end)
        self.sheet.line(start, end, width=1.8)

    def label(self, values: dict[str, str], names: dict[str, str]) -> None:
        """Write probabilities on the outer sides of branches."""
        for key, value in values.items():
            (x0, y0), (x1, y1) = self.spans[key]
            wide, up, down = text_size(self.sheet.font, self.sheet.size, value)
            off = (wide / 2 + 4) * abs(y1 - y0) / (x1 - x0) + 5 + (up + down) / 2
            y = (y0 + y1) / 2 + (-off if y1 < y0 else off)
            box = self.sheet.text(((x0 + x1) / 2, y + (up - down) / 2), value)
            self.sheet.fact(names[key], value, box, group="branch")

    def below(self, text: str, name: str, value: str) -> None:
        """Print a fact at the foot."""
        box = self.sheet.text((self.sheet.width / 2, self.sheet.height - 14), text, anchor="mb")
        self.sheet.fact(name, value, box, group="total")

    def root(self, counts: dict[str, int], names: dict[str, str], language: Language) -> None:
        """Draw the box that balls are drawn from above the root, with the numbers of balls in it."""
        x, y = self.start[0] + 40, 20.0
        rows = list(counts.items())
        box = Box(x - 70, y, x + 70, y + 14 + 26 * len(rows))
        self.sheet.rect(box, width=1.6)
        self.sheet.path([(self.start[0], box.bottom), self.start], width=1.2, dash=(4, 4))
        for n, (colour, count) in enumerate(rows):
            at = (x, y + 20 + 26 * n)
            text = self.sheet.text(at, say(language, f"{count} {colour}", f"{count}个{colour}"))
            self.sheet.fact(names[colour], count, text, group="balls")
