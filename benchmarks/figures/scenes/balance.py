"""Balances that are level, with balls, boxes and printed weights, and mobiles with arms of printed lengths."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.base.fonts import text_size
from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, sheet_in
from mmbench.benchmarks.figures.scenes.sizes import any_size
from mmbench.benchmarks.figures.sheet import Box
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Point
    from mmbench.benchmarks.figures.style import Language, Style

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "balance"
DOMAIN: Domain = "algebra"

LEVEL = ("The balance is level. All balls weigh the same.", "天平保持平衡，图中每个球的质量相同。")
BOTH_LEVEL = (
    "Both balances are level. All balls weigh the same, and all boxes weigh the same.",
    "两架天平都保持平衡，图中每个球的质量相同，每个盒子的质量也相同。",
)
HANGS = (
    "The mobile hangs level; its bars and strings weigh nothing. On both sides of each string, weight times arm is "
    "equal.",
    "吊饰保持平衡，横杆和细线的质量不计；每根吊线两侧“质量×力臂”相等。",
)
ABOUT = (
    "A balance in equilibrium with balls and weights on its two pans.",
    "图中是一架平衡的天平，两个盘里放着球和砝码。",
)
ABOUT_TWO = (
    "Two balances in equilibrium, 1 above 2, with balls, boxes and weights on their pans.",
    "图中是两架平衡的天平，上面是天平1，下面是天平2，盘里放着球、盒子和砝码。",
)
ABOUT_MOBILE = (
    "A bar hangs from a string with a ball of unknown weight at one end and a weight at the other.",
    "一根横杆吊在细线上，一端挂着质量未知的球，另一端挂着砝码。",
)
ABOUT_MOBILE_TWO = (
    "A bar hangs from a string, with a weight at one end and a second bar at the other; balls x and y hang from that "
    "bar.",
    "一根横杆吊在细线上，一端挂着砝码，另一端吊着第二根横杆，第二根横杆的两端挂着球x和球y。",
)
BALL = (
    ("How heavy is one ball?", "How many grams does a ball weigh?"),
    ("每个球的质量是多少克？", "求一个球的质量。"),
)
BOX = (
    ("How heavy is one box?", "How many grams does a box weigh?"),
    ("每个盒子的质量是多少克？", "求一个盒子的质量。"),
)
SYSTEMS = ((1, 2, 2, 1), (2, 1, 1, 3), (3, 1, 1, 2), (2, 3, 1, 1), (1, 1, 3, 2), (1, 3, 2, 1), (2, 1, 3, 2),
           (3, 2, 1, 3), (1, 3, 3, 1), (2, 3, 3, 1), (3, 1, 2, 3), (2, 2, 1, 3))  # fmt: skip
"""Boxes and balls on the first balance, and on the second."""


class _Pan(NamedTuple):
    """What lies on a pan."""

    balls: int = 0
    boxes: int = 0
    weights: tuple[int, ...] = ()


class _Scene:
    """A sheet with balances or a mobile on it.

    `names` are the facts by key: `l_ball`, `l_box`, `l_weight`, `l_weight2` for what lies on the first pan, `r_ball`
    and so on for the second, with `a_` and `b_` before them where there are two balances.
    """

    def __init__(self, rng: random.Random, style: Style, language: Language) -> None:
        self.rng, self.style, self.language = rng, style, language
        self.names: dict[str, str] = {}
        self.ball, self.box = style.palette[0], style.palette[1]
        self.sheet = sheet_in(style, 10, 10)

    def open(self, wide: int, high: int) -> None:
        """Take an empty sheet of a size."""
        self.sheet = sheet_in(self.style, wide, high)

    def balance(self, y: float, one: _Pan, other: _Pan, number: str = "") -> None:
        """Draw a balance whose plates lie at a height; the first pan is `l` in the facts' keys, wherever it stands."""
        sheet, x = self.sheet, self.sheet.width / 2
        flipped = self.rng.random() < 0.5
        sheet.path([(x - 24, y + 92), (x, y + 30), (x + 24, y + 92)], closed=True, width=1.8, fill=self.style.faint)
        sheet.line((x - 70, y + 93), (x + 70, y + 93), width=3)
        sheet.line((x - 165, y + 29), (x + 165, y + 29), width=4)
        for n, (key, pan) in enumerate(zip("lr", (one, other), strict=True)):
            left = (n == 0) != flipped
            middle = x - 165 if left else x + 165
            sheet.line((middle, y + 29), (middle, y), width=3)
            sheet.line((middle - 146, y), (middle + 146, y), width=3.5)
            self._load(middle, y - 2, pan, {"": "", "1": "a_", "2": "b_"}[number] + key, self._side(number, left=left))
        if number:
            sheet.text((x, y + 76), number, size=sheet.size - 2)

    def _side(self, number: str, *, left: bool) -> str:
        english, chinese = ("left", "左边") if left else ("right", "右边")
        if not number:
            return say(self.language, f"on the {english}", f"天平{chinese}")
        return say(self.language, f"on the {english} of balance {number}", f"天平{number}{chinese}")

    def _load(self, middle: float, y: float, pan: _Pan, key: str, side: str) -> None:
        """Put the things side by side on a pan, balls and boxes and weights in any order."""
        texts = [f"{weight} g" for weight in pan.weights]
        wide = {text: text_size(self.sheet.font, self.sheet.size - 1, text)[0] + 22 for text in texts}
        groups = [["ball"] * pan.balls, ["box"] * pan.boxes, texts]
        self.rng.shuffle(groups)
        things = [thing for group in groups for thing in group]
        sizes = [wide.get(thing, 34.0) for thing in things]
        gap = min(8.0, (288 - sum(sizes)) / max(1, len(sizes) - 1))
        x = middle - (sum(sizes) + gap * (len(sizes) - 1)) / 2
        spans: dict[str, list[float]] = {"ball": [], "box": []}
        for thing, size in zip(things, sizes, strict=True):
            if thing in spans:
                self._thing(thing, (x + 17, y - 17))
                spans[thing] += [x, x + 34]
            else:
                self._weight(thing, Box(x, y - 34, x + size, y), f"{key}_weight", side)
            x += size + gap
        for thing, edges in spans.items():
            if edges:
                named = {"ball": ("balls", "球数"), "box": ("boxes", "盒子数")}[thing]
                self.names[f"{key}_{thing}"] = name = say(self.language, f"{named[0]} {side}", f"{side}的{named[1]}")
                self.sheet.fact(name, len(edges) // 2, Box(edges[0], y - 34, edges[-1], y), group="count")

    def _thing(self, thing: str, at: Point) -> None:
        if thing == "ball":
            self.sheet.circle(at, 16, width=1.6, fill=self.ball)
        else:
            self.sheet.rect(Box(*at, *at).grown(16), width=1.6, fill=self.box)

    def _weight(self, text: str, box: Box, key: str, side: str) -> None:
        left, top, right, bottom = box
        corners = [(left + 6, top), (right - 6, top), (right, bottom), (left, bottom)]
        self.sheet.path(corners, closed=True, width=1.6, fill=self.sheet.paper)
        place = self.sheet.text((box.middle[0], box.middle[1] + 1), text, size=self.sheet.size - 1)
        name = say(self.language, f"weight {side}", f"{side}的砝码")
        if name in self.sheet.facts:
            key, name = f"{key}2", say(self.language, f"second weight {side}", f"{side}的第二个砝码")
        self.names[key] = name
        self.sheet.fact(name, int(text.split()[0]), place, unit="g", group="weight")

    def bar(
        self, top: Point, arms: tuple[int, int], scale: float, down: int, keys: tuple[str, str]
    ) -> tuple[Point, Point]:
        """Draw a bar on a string, its arms labelled in cm, and return where the strings at its ends end."""
        x, y = top[0], top[1] + down
        self.sheet.line(top, (x, y), width=1.4)
        ends = ((x - arms[0] * scale, y), (x + arms[1] * scale, y))
        self.sheet.line(*ends, width=4)
        for arm, (end, _), key in zip(arms, ends, keys, strict=True):
            box = self.sheet.text(((x + end) / 2, y - 15), f"{arm} cm", size=self.sheet.size - 1)
            self.sheet.fact(self.names[key], arm, box, unit="cm", group="arm")
        return ends

    def hang(self, at: Point, length: float, text: str, name: str = "", value: int = 0) -> None:
        """Hang a weight, as a fact where it has a name, or a ball on a string."""
        x, y = at[0], at[1] + length
        self.sheet.line(at, (x, y), width=1.4)
        if not name:
            self.sheet.circle((x, y + 21), 21, width=1.6, fill=self.sheet.paper)
            self.sheet.text((x, y + 21), text)
            return
        wide = text_size(self.sheet.font, self.sheet.size, text)[0] / 2 + 12
        corners = [(x - wide + 6, y), (x + wide - 6, y), (x + wide, y + 36), (x - wide, y + 36)]
        self.sheet.path(corners, closed=True, width=1.6, fill=self.style.faint)
        box = self.sheet.text((x, y + 19), text)
        self.sheet.fact(name, value, box, unit="g", group="weight")


def _alone(scene: _Scene) -> Asked:
    n, x = scene.rng.randint(3, 7), any_size(scene.rng, 8, 800)
    scene.open(680, 250)
    scene.balance(116, _Pan(balls=n), _Pan(weights=(n * x,)))
    wrong = (
        logic("{r_weight} / ({l_ball} - 1)", "miscounts the balls"),
        logic("{r_weight} / ({l_ball} + 1)", "miscounts the balls"),
        logic("{r_weight} / 2", "halves"), logic("{r_weight} - {l_ball}", "subtracts the number of balls"),
    )  # fmt: skip
    return Asked(*BALL, "{r_weight} / {l_ball}", ("equation", "divide"), wrong, "g", None, LEVEL, ABOUT)


def _beside(scene: _Scene) -> Asked:
    rng = scene.rng
    x = any_size(rng, 8, 800)
    w = any_size(rng, x / 3, 3 * x)
    scene.open(680, 250)
    scene.balance(116, _Pan(balls=1, weights=(w,)), _Pan(weights=(x + w,)))
    wrong = (
        logic("{r_weight} + {l_weight}", "adds the weights"), misread("{l_weight}", "gives the weight beside the ball"),
        misread("{r_weight}", "gives the weight on the other pan"),
        logic("({r_weight} - {l_weight}) / 2", "halves the difference"),
    )  # fmt: skip
    return Asked(*BALL, "{r_weight} - {l_weight}", ("equation", "subtract"), wrong, "g", None, LEVEL, ABOUT)


def _with_weight(scene: _Scene) -> Asked:
    rng = scene.rng
    n, x = rng.randint(2, 5), any_size(rng, 8, 700)
    w = any_size(rng, x / 2, 3 * x)
    first = rng.randint(1, 9) * (n * x + w) // 10
    scene.open(680, 250)
    scene.balance(116, _Pan(balls=n, weights=(w,)), _Pan(weights=(first, n * x + w - first)))
    total = "{r_weight} + {r_weight2}"
    wrong = (
        logic(f"({total}) / {{l_ball}}", "forgets the weight beside the balls"),
        logic(f"({total} + {{l_weight}}) / {{l_ball}}", "adds the weight beside the balls"),
        logic(f"{total} - {{l_weight}}", "forgets to divide by the number of balls"),
        logic(f"({total} - {{l_weight}}) / ({{l_ball}} + 1)", "counts the weight as a ball"),
        logic("({r_weight} + {l_weight}) / {l_ball}", "overlooks a weight"),
    )  # fmt: skip
    skills = ("equation", "add", "subtract", "divide")
    return Asked(*BALL, f"({total} - {{l_weight}}) / {{l_ball}}", skills, wrong, "g", None, LEVEL, ABOUT)


def _both_sides(scene: _Scene) -> Asked:
    rng = scene.rng
    m, more = rng.randint(1, 2), rng.randint(2, 3)
    x = any_size(rng, 8, 700)
    w = any_size(rng, x / 3, 3 * x)
    scene.open(680, 250)
    scene.balance(116, _Pan(balls=m + more, weights=(w,)), _Pan(balls=m, weights=(w + more * x,)))
    wrong = (
        logic("({r_weight} - {l_weight}) / {l_ball}", "overlooks the balls on the other pan"),
        logic("({r_weight} - {l_weight}) / ({l_ball} + {r_ball})", "adds the balls of both pans"),
        logic("({r_weight} + {l_weight}) / ({l_ball} - {r_ball})", "adds the weights"),
        logic("{r_weight} / ({l_ball} - {r_ball})", "forgets the weight beside the balls"),
        logic("({r_weight} + {l_weight}) / ({l_ball} + {r_ball})", "adds what is on both pans"),
    )
    program = "({r_weight} - {l_weight}) / ({l_ball} - {r_ball})"
    return Asked(*BALL, program, ("equation", "subtract", "divide"), wrong, "g", None, LEVEL, ABOUT)


def _arms(rng: random.Random) -> tuple[int, int]:
    """Return two different lengths in cm, the longer one at most three times the shorter."""
    short = rng.randint(7, 30)
    arms = [short, rng.randint(short + 2, 3 * short)]
    rng.shuffle(arms)
    return arms[0], arms[1]


def _lever(scene: _Scene) -> Asked:
    rng, language = scene.rng, scene.language
    arms, w = _arms(rng), any_size(rng, 15, 900)
    left = rng.random() < 0.5
    sides = [say(language, "left arm", "左臂"), say(language, "right arm", "右臂")]
    near, far = ("u", "w") if left else ("w", "u")
    scene.names = {near: sides[0], far: sides[1], "weight": say(language, "weight", "砝码")}
    scene.open(640, 340)
    scale = 420 / sum(arms)
    start = (320 + (arms[0] - arms[1]) * scale / 2, 24.0)
    scene.sheet.circle(start, 4, colour="", fill=scene.sheet.ink)
    ends = scene.bar(start, arms, scale, 80, (near, far))
    unknown, known = ends if left else ends[::-1]
    scene.hang(unknown, rng.randint(50, 90), "?")
    scene.hang(known, rng.randint(50, 90), f"{w} g", scene.names["weight"], w)
    wrong = (
        logic("{weight} * {u} / {w}", "multiplies with the wrong arm"),
        misread("{weight}", "takes both to weigh the same"),
        logic("{weight} * {w} / ({u} + {w})", "divides by the whole bar"),
        logic("{weight} + {w} - {u}", "adds the difference of the arms"),
        logic("{weight} - {w} + {u}", "subtracts the difference of the arms"),
    )  # fmt: skip
    asks = (
        ("How heavy is the ball?", "How many grams does the ball with the question mark weigh?"),
        ("球的质量是多少克？", "求标有“?”的球的质量。"),
    )
    return Asked(*asks, "{weight} * {w} / {u}", ("equation", "proportion"), wrong, "g", 1, HANGS, ABOUT_MOBILE)


def _mobile(scene: _Scene) -> Asked:
    rng, language = scene.rng, scene.language
    left = rng.random() < 0.5
    w = any_size(rng, 40, 950)
    outer, lower = _arms(rng), _arms(rng)
    words = [say(language, *pair) for pair in (("left arm above", "上杆左臂"), ("right arm above", "上杆右臂"),
                                               ("left arm below", "下杆左臂"), ("right arm below",
                                                "下杆右臂"))]  # fmt: skip
    upper = ("w", "b") if left else ("b", "w")
    x_left = rng.random() < 0.5
    under = ("x", "y") if x_left else ("y", "x")
    scene.names = dict(zip((*upper, *under), words, strict=True)) | {"weight": say(language, "weight", "砝码")}
    scene.open(680, 470)
    scale, small = 340 / sum(outer), 220 / sum(lower)
    # The lower bar reaches beyond the end it hangs from; both together stand in the middle.
    beyond = (lower[1] if left else -lower[0]) * small
    start = (340 - (outer[1] - outer[0]) * scale / 2 - beyond / 2, 22.0)
    scene.sheet.circle(start, 4, colour="", fill=scene.sheet.ink)
    ends = scene.bar(start, outer, scale, 70, upper)
    known, joint = ends if left else ends[::-1]
    scene.hang(known, rng.randint(50, 80), f"{w} g", scene.names["weight"], w)
    for end, name in zip(scene.bar(joint, lower, small, 150, under), under, strict=True):
        scene.hang(end, rng.randint(40, 70), name)
    total = "{weight} * {w} / {b}"
    wrong = (
        logic(f"{total} * {{x}} / ({{x}} + {{y}})", "gives the weight of y"),
        logic(f"{total} / 2", "takes x and y to weigh the same"),
        logic("{weight} * {y} / ({x} + {y})", "overlooks the upper bar"),
        logic("{weight} * {b} / {w} * {y} / ({x} + {y})", "exchanges the upper arms"),
        logic(total, "gives x and y together"),
    )  # fmt: skip
    asks = (
        ("How heavy is the ball x?", "How many grams does the ball x weigh?"),
        ("球x的质量是多少克？", "求球x的质量。"),
    )
    program = f"{total} * {{y}} / ({{x}} + {{y}})"
    return Asked(*asks, program, ("equation", "proportion"), wrong, "g", 1, HANGS, ABOUT_MOBILE_TWO)


def _system(scene: _Scene, *, box: bool) -> Asked:
    rng = scene.rng
    p, c, r, d = rng.choice(SYSTEMS)
    x = any_size(rng, 8, 400)
    y = any_size(rng, x / 3, 3 * x)
    scene.open(680, 470)
    scene.balance(110, _Pan(c, p), _Pan(weights=(p * y + c * x,)), "1")
    scene.balance(334, _Pan(d, r), _Pan(weights=(r * y + d * x,)), "2")
    one, two = ("ball", "box") if box else ("box", "ball")
    # The unknown that is not asked for is made equal on both balances; the heavier one comes first.
    a, b = ("a", "b") if (p * d - r * c) * (1 if box else -1) > 0 else ("b", "a")
    first, second = f"{{{a}_l_{one}}}", f"{{{b}_l_{one}}}"
    top = f"{{{a}_r_weight}} * {second} - {{{b}_r_weight}} * {first}"
    bottom = f"{{{a}_l_{two}}} * {second} - {{{b}_l_{two}}} * {first}"
    program = f"({top}) / ({bottom})"
    wrong = (
        logic(f"({{{a}_r_weight}} - {program} * {{{a}_l_{two}}}) / {first}", "gives the other unknown"),
        logic("{a_r_weight} / ({a_l_box} + {a_l_ball})", "takes boxes and balls to weigh the same"),
        logic("{b_r_weight} / ({b_l_box} + {b_l_ball})", "takes boxes and balls to weigh the same"),
        logic("abs({a_r_weight} - {b_r_weight})", "subtracts the two weights"),
        logic(
            "({a_r_weight} + {b_r_weight}) / ({a_l_box} + {a_l_ball} + {b_l_box} + {b_l_ball})", "divides all by all"
        ),
    )
    return Asked(
        *(BOX if box else BALL), program, ("equation", "multiply", "subtract"), wrong, "g", None, BOTH_LEVEL, ABOUT_TWO
    )


def _replaced(scene: _Scene) -> Asked:
    rng = scene.rng
    n, more = rng.randint(1, 3), rng.randint(1, 3)
    x = any_size(rng, 8, 400)
    w = any_size(rng, x / 3, 2 * x)
    y = n * x + w
    scene.open(680, 470)
    scene.balance(110, _Pan(boxes=1), _Pan(balls=n, weights=(w,)), "1")
    scene.balance(334, _Pan(more, 2), _Pan(weights=(2 * y + more * x,)), "2")
    program = "({b_r_weight} - {b_l_box} * {a_r_weight}) / ({b_l_ball} + {b_l_box} * {a_r_ball})"
    wrong = (
        logic("{b_r_weight} / ({b_l_ball} + {b_l_box} * {a_r_ball})", "forgets the weight on balance 1"),
        logic(
            "({b_r_weight} - {a_r_weight}) / ({b_l_ball} + {b_l_box} * {a_r_ball})", "subtracts the weight only once"
        ),
        logic("({b_r_weight} - {b_l_box} * {a_r_weight}) / ({b_l_ball} + {a_r_ball})", "replaces only one box"),
        logic("({b_r_weight} + {b_l_box} * {a_r_weight}) / ({b_l_ball} + {b_l_box} * {a_r_ball})", "adds the weights"),
        logic(f"{{a_r_weight}} + {{a_r_ball}} * ({program})", "gives the weight of a box"),
    )
    return Asked(*BALL, program, ("equation", "multiply", "subtract"), wrong, "g", None, BOTH_LEVEL, ABOUT_TWO)


KINDS: dict[int, tuple[Callable[[_Scene], Asked], ...]] = {
    1: (_alone, _beside),
    2: (_with_weight, _both_sides, _lever),
    3: (partial(_system, box=True), partial(_system, box=False), _replaced, _mobile),
}


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: one unknown beside or against a weight. Level 2: weights on both pans, balls on both pans, a lever.
    Level 3: two balances, solved together or by replacing, a mobile of two bars.
    """
    same, rng = dice.same, dice.fresh
    draw, phrase = same.choice(KINDS[level]), same.randrange(2)
    scene = _Scene(rng, style_of(rng), language)
    asked = draw(scene)
    return asked.of(scene.sheet, language, phrase, scene.names)
