"""Pie and ring charts: shares in percent or by angle, with the total or the amount of one slice in a caption."""

from __future__ import annotations

import math
from itertools import permutations
from typing import TYPE_CHECKING, Literal, NamedTuple

from mmbench.benchmarks.base.fonts import text_size
from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.chart import Entry, legend, title_of
from mmbench.benchmarks.figures.charts.questions import DIFFERENCE, EXCESS, VALUE, View
from mmbench.benchmarks.figures.charts.readings import far_apart, ink_on
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, q, sheet_in
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.charts.kinds import Pair
    from mmbench.benchmarks.figures.sheet import Anchor, Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "pie-chart"
DOMAIN: Domain = "chart"


class _Topic(NamedTuple):
    """What is divided: `of` is the amount of a slice, `noun` what is counted, `unit` its unit."""

    title: Pair
    of: Pair
    noun: Pair
    unit: Pair
    most: int
    slices: tuple[Pair, ...]


TOPICS = (
    _Topic(
        ("How pupils came to school", "学生上学方式"), ("number of pupils who came {s}", "{s}上学的人数"),
        ("{} pupils", "{}人"),
        ("", "人"), 900,
        (("By bus", "乘公交"), ("By bicycle", "骑车"), ("On foot", "步行"), ("By car", "乘私家车"), ("By train",
        "乘地铁")),
    ),
    _Topic(
        ("Favourite sports of pupils", "学生最喜欢的运动"), ("number of pupils who liked {s} best", "最喜欢{s}的人数"),
        ("{} pupils", "{}人"), ("", "人"), 900,
        (("Swimming", "游泳"), ("Football", "足球"), ("Tennis", "网球"), ("Judo", "柔道"), ("Dancing", "舞蹈")),
    ),
    _Topic(
        ("Spending of a household in one month", "某家庭一个月的支出"), ("spending on {s}", "{s}支出"), ("${}",
        "{}元"),
        ("$", "元"), 4500, (("Rent", "房租"), ("Food", "食品"), ("Transport", "交通"), ("Clothing", "服装"),
        ("Leisure", "娱乐")),
    ),
    _Topic(
        ("Land of a farm", "某农场土地用途"), ("area of {s}", "{s}面积"), ("{} ha", "{}公顷"), ("ha", "公顷"), 700,
        (("Wheat", "小麦"), ("Maize", "玉米"), ("Potatoes", "土豆"), ("Meadow", "草地"), ("Forest", "林地")),
    ),
    _Topic(
        ("Books lent by a library", "图书馆借出的图书"), ("number of {s}", "{s}册数"), ("{} books", "{}册"), ("",
        "册"), 1200,
        (("Novels", "小说"), ("Comics", "漫画"), ("Atlases", "地图册"), ("Poems", "诗集"), ("Travel guides",
        "旅游书")),
    ),
)  # fmt: skip
KINDS = (
    (("amount", "percent"), ("angle", "percent"), ("portion", "degrees"), ("amount", "percent")),
    (("apart", "percent"), ("together", "degrees"), ("hole", "percent"), ("amount", "degrees"), ("apart", "degrees")),
    (("known", "percent"), ("known", "degrees"), ("rest", "percent"), ("hole", "degrees"), ("excess", "hole")),
)
"""What is asked at each level, and how the slices are labelled."""
ANCHORS: dict[tuple[str, bool], Anchor] = {
    ("l", False): "lb", ("m", False): "mb", ("r", False): "rb", ("l", True): "lt", ("m", True): "mt", ("r", True): "rt",
}  # fmt: skip
ANY = ("{described}", "{described}")
ANGLE = Asked(
    ("How many degrees does the central angle of the slice '{s}' have?", "How large is the central angle of '{s}'?"),
    ("“{s}”所对应扇形的圆心角是多少度？", "扇形“{s}”的圆心角是多少度？"),
    "{a} * 360 / 100", ("read a label", "percentage"),
    (logic("{a}", "takes the percentage for the angle"), logic("{a} * 180 / 100", "takes 180° for the full circle"),
     logic("360 - {a} * 360 / 100", "gives the rest of the circle"), logic("{a} / 360 * 100", "divides by 360")),
    "°", description=ANY,
)  # fmt: skip
PORTION = Asked(
    ("What percentage of the whole is '{s}'?", "How many percent of the whole circle does the slice '{s}' cover?"),
    ("“{s}”占总数的百分之几？", "扇形“{s}”占整个圆的百分之几？"),
    "percent_of({a}, 360)", ("read a label", "percentage"),
    (logic("percent_of({a}, 180)", "takes 180° for the full circle"), logic("100 - percent_of({a}, 360)",
    "gives the rest"),
     logic("percent_of({a}, 360 - {a})", "divides by the rest of the circle")),
    "%", decimals=1, description=ANY,
)  # fmt: skip
REST = Asked(
    ("If '{t}' is left out, what percentage of the rest is '{s}'?",
     "What percentage of everything except '{t}' does '{s}' make up?"),
    ("除去“{t}”，“{s}”占其余部分的百分之几？", "在“{t}”以外的部分中，“{s}”占百分之几？"),
    "percent_of({a}, 100 - {b})", ("read a label", "subtract", "percentage"),
    (logic("{a}", "takes the share of the whole"), logic("percent_of({a}, 100)  + {b}",
    "adds the share that is left out"),
     logic("percent_of({a}, {b})", "divides by the share that is left out"),
     logic("percent_of({a}, 100 + {b})", "adds to the whole instead of taking off")),
    "%", decimals=1, description=ANY,
)  # fmt: skip


class _Pie(NamedTuple):
    topic: _Topic
    names: tuple[str, ...]
    shares: tuple[float, ...]
    whole: int
    total: int
    known: str
    language: Language

    def of(self, slice_: int) -> str:
        name = self.names[slice_]
        return say(self.language, "the " + self.topic.of[0].format(s=_small(name)), self.topic.of[1].format(s=name))

    def amount(self, slice_: int, hole: int) -> str:
        share = f"({self.whole} - sum({self.others(slice_)}))" if slice_ == hole else q(self.names[slice_])
        return self.part(share)

    def part(self, share: str) -> str:
        return f"{q(self.known)} * {self.percent(share)} / 100"

    def percent(self, share: str) -> str:
        return f"percent_of({share}, 360)" if self.whole == 360 else share

    def others(self, slice_: int) -> str:
        return ", ".join([q(name) for n, name in enumerate(self.names) if n != slice_])


def _small(name: str) -> str:
    return name[0].lower() + name[1:]


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: an amount from percent and total, a slice's angle or percentage. Level 2: two amounts compared or added,
    the amount of a slice without label, an amount from an angle. Level 3: an amount from another slice's, a share of
    the rest, amounts compared in percent or by an angle that is missing.
    """
    same, rng = dice.same, dice.fresh
    kind, read = same.choice(KINDS[level - 1])
    topic, phrase = same.choice(TOPICS), same.randrange(2)
    hole = kind == "hole" or read == "hole"
    degrees = read in ("degrees", "hole")
    whole = 360 if degrees else 100
    count = rng.randint(4, 5)
    shares = _shares(rng, count, 360) if degrees else tuple([part / 10 for part in _shares(rng, count, 1000)])
    total = rng.randint(topic.most // 6, topic.most)
    order = rng.sample(range(count), count)
    names = tuple([say(language, *topic.slices[n]) for n in order])
    known = 0 if kind == "known" else -1
    shown = say(language, "total", "总计") if known else f"{names[0]}{say(language, ', amount', '数量')}"
    pie = _Pie(topic, names, shares, whole, total, shown, language)
    caption = kind not in ("angle", "portion", "rest")
    sheet = _draw(rng, pie, 1 if hole else -1, caption=caption)
    view = View(sheet, language, phrase, say(language, *topic.unit), _described(pie))
    if kind in ("angle", "portion", "rest"):
        return _shares_only(view, pie, rng, kind)
    if kind == "known":
        return _from_known(view, pie, rng)
    return _amounts(view, pie, rng, kind, 1 if hole else -1)


def _shares(rng: random.Random, count: int, whole: int) -> tuple[int, ...]:
    """Draw slices that fill the circle, none thinner than a twelfth of it."""
    least = math.ceil(whole / 12)
    free = whole - count * least
    cuts = sorted([rng.randint(0, free) for _ in range(count - 1)])
    parts = [least + b - a for a, b in zip((0, *cuts), (*cuts, free), strict=True)]
    if len(set(parts)) == 1:
        parts[0], parts[1] = parts[0] - 1, parts[1] + 1
    return tuple(parts)


def _draw(rng: random.Random, pie: _Pie, hole: int, *, caption: bool) -> Sheet:
    style = style_of(rng)
    sheet = sheet_in(style)
    top = title_of(sheet, say(pie.language, *pie.topic.title))
    keyed, ring = rng.random() < 0.5, rng.random() < 0.35
    if keyed:
        entries = [Entry(name, style.palette[n]) for n, name in enumerate(pie.names)]
        top = legend(sheet, entries, top + 4, 14, sheet.width - 14)
    bottom = sheet.height - (46 if caption else 14)
    widest = max(text_size(sheet.font, sheet.size, name)[0] for name in pie.names)
    radius = min((bottom - top) / 2 - (8 if keyed else 32), sheet.width / 2 - (20 if keyed else widest + 22))
    centre = (sheet.width / 2, (top + bottom) / 2)
    start = rng.choice((90.0, 90.0, rng.uniform(0, 360)))
    sign = "%" if pie.whole == 100 else "°"
    turn, middles = start, []
    for n, share in enumerate(pie.shares):
        end = turn - share * 360 / pie.whole
        sheet.wedge(centre, radius, end, turn, colour=style.paper, width=2, fill=style.palette[n], solid=False)
        middles.append(math.radians((turn + end) / 2))
        turn = end
    if ring:
        sheet.circle(centre, radius * 0.42, colour="", fill=style.paper, solid=False)
    for n, (share, middle) in enumerate(zip(pie.shares, middles, strict=True)):
        x, y = math.cos(middle), -math.sin(middle)
        at = (centre[0] + x * radius * 0.7, centre[1] + y * radius * 0.7)
        box = sheet.text(at, "?" if n == hole else f"{share:g}{sign}", colour=ink_on(style.palette[n]))
        if n != hole:
            sheet.fact(pie.names[n], f"{share:g}", box, unit=sign, group="share")
        if not keyed:
            _beside(sheet, pie.names[n], (centre[0] + x * (radius + 8), centre[1] + y * (radius + 8)), x, y)
    if caption:
        _caption(sheet, pie, (sheet.width / 2, sheet.height - 26))
    return sheet


def _beside(sheet: Sheet, name: str, at: tuple[float, float], x: float, y: float) -> None:
    """Write a name outside the circle, in the direction `x`, `y` of its slice."""
    across: Literal["l", "m", "r"] = "m" if abs(x) < 0.12 else "l" if x > 0 else "r"
    if abs(x) > 0.95:
        sheet.text(at, name, anchor="lm" if x > 0 else "rm")
    else:
        sheet.text(at, name, anchor=ANCHORS[across, y > 0])


def _caption(sheet: Sheet, pie: _Pie, at: tuple[float, float]) -> None:
    """Write the amount that is known, of all or of the first slice, below the circle."""
    whole = pie.known in ("total", "总计")
    value = pie.total if whole else round(pie.total * pie.shares[0] / pie.whole)
    name = say(pie.language, "Total: ", "总计：") if whole else pie.names[0] + say(pie.language, ": ", "：")
    box = sheet.text(at, name + say(pie.language, *pie.topic.noun).format(value))
    sheet.fact(pie.known, value, box, unit=say(pie.language, *pie.topic.unit), group="amount")


def _described(pie: _Pie) -> str:
    listed = say(pie.language, ", ", "、").join(pie.names)
    title = say(pie.language, *pie.topic.title)
    unit = say(
        pie.language, "percent" if pie.whole == 100 else "degrees", "百分比" if pie.whole == 100 else "圆心角的度数"
    )
    return say(
        pie.language,
        f"A pie chart titled '{title}' has the slices {listed}, clockwise; the slices are labelled in {unit}.",
        f"这是一幅扇形统计图，标题为“{title}”，按顺时针方向依次为{listed}，扇形上标有{unit}。",
    )


def _shares_only(view: View, pie: _Pie, rng: random.Random, kind: str) -> Problem:
    one, other = rng.sample(pie.names, 2)
    asked = {"angle": ANGLE, "portion": PORTION, "rest": REST}[kind]
    return view.ask(asked, s=one, t=other, a=q(one), b=q(other))


def _from_known(view: View, pie: _Pie, rng: random.Random) -> Problem:
    known, first, n = q(pie.known), pie.percent(q(pie.names[0])), rng.randrange(1, len(pie.names))
    share = pie.percent(q(pie.names[n]))
    asked = VALUE._replace(
        program="{known} / {first} * {share}",
        decimals=0,
        skills=("read a label", "proportion"),
        wrong=(
            logic("{known} * {first} / {share}", "divides by the wrong share"),
            logic("{known} / {first} * 100", "gives the total"),
            logic("{known} + {share} - {first}", "adds the difference of the shares"),
            logic("{known} * {share} / 100", "takes the known amount for the total"),
        ),
    )
    return view.ask(asked, one=pie.of(n), known=known, first=first, share=share)


def _amounts(view: View, pie: _Pie, rng: random.Random, kind: str, hole: int) -> Problem:
    total, whole, everything = q(pie.known), pie.whole, range(len(pie.names))
    s = hole if kind == "hole" else rng.choice(everything)
    if kind in ("amount", "hole"):
        share = f"({whole} - sum({pie.others(s)}))" if s == hole else q(pie.names[s])
        asked = VALUE._replace(
            skills=("read a label", "subtract", "percentage") if s == hole else ("read a label", "percentage"),
            wrong=(
                logic(f"{total} * ({whole} - {share}) / {whole}", "takes all the other slices"),
                logic(f"{total} / {share}", "divides the total by the share"),
                logic(f"{total} * {share} / {460 - whole}", "takes percent for degrees or degrees for percent"),
                misread(f"{total} * {q(pie.names[s - 1])} / {whole}", "takes the neighbouring slice"),
            ),
        )
        return view.ask(asked._replace(decimals=0), one=pie.of(s), a=pie.amount(s, hole))
    pairs = [pair for pair in permutations(everything, 2) if hole < 0 or hole in pair]
    s, t = far_apart(rng, pairs, lambda n: pie.shares[n], 0.08 * whole)
    one, other = pie.amount(s, hole), pie.amount(t, hole)
    if kind == "together":
        words = say(pie.language, f"{pie.of(s)} and {pie.of(t)}", f"{pie.of(s)}与{pie.of(t)}")
        program = pie.part(f"({q(pie.names[s])} + {q(pie.names[t])})")
        asked = Asked(
            ("What was the sum of {one}?", "How large were {one} together?"), ("{one}之和是多少{unit}？",
            "{one}一共是多少{unit}？"),
            program, ("read a label", "add", "proportion"),
            (logic(one, f"takes {pie.names[s]} only"), logic(other, f"takes {pie.names[t]} only"),
             logic(f"{total} - ({program})", "takes all the other slices")),
            "{unit}", description=ANY,
        )  # fmt: skip
        return view.ask(asked._replace(decimals=0), one=words)
    if kind == "apart":
        asked = DIFFERENCE._replace(program=pie.part(f"({q(pie.names[s])} - {q(pie.names[t])})"))
        asked = asked._replace(skills=("read a label", "subtract", "percentage"), decimals=0)
        wrong = logic(f"{q(pie.names[s])} - {q(pie.names[t])}", "compares the shares, not the amounts")
        return view.ask(asked, wrong, one=pie.of(s), other=pie.of(t), a=one, b=other)
    shares = [f"({whole} - sum({pie.others(n)}))" if n == hole else q(pie.names[n]) for n in (s, t)]
    asked = EXCESS._replace(skills=("read a label", "subtract", "percentage change"))
    wrong = logic(f"percent_of({shares[0]} - {shares[1]}, 360)", "divides by the whole circle")
    return view.ask(asked, wrong, one=pie.of(s), other=pie.of(t), a=shares[0], b=shares[1])
