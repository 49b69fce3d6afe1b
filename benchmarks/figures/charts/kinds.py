"""What stands along an axis of names: months, years, towns, people, or times that are measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.style import say

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.figures.style import Language

__all__ = ["KINDS", "Group", "Kind", "Pair", "groups_of", "numbers_of"]

Pair = tuple[str, str]
"""English and Chinese."""


class Kind(NamedTuple):
    """A kind of names.

    Attributes:
        names: each as the English axis has it, as an English sentence has it,
        and in Chinese; none where numbers stand.
        at: a name in a sentence: "in May".
        which: how one of them is asked for.
        over: all of them.
        axis: title of the axis.
        run: neighbours are shown, in order.
        label: how a number is called where there are no names: "15 min".
        per: one step of such a number.
    """

    names: tuple[tuple[str, str, str], ...]
    at: Pair
    which: Pair
    over: Pair
    axis: Pair
    run: bool = True
    label: Pair = ("", "")
    per: Pair = ("", "")


class Group(NamedTuple):
    """A name along the axis: as the axis has it, with its preposition, and in a sentence."""

    label: str
    at: str
    name: str


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = (
    ("Monday", "周一"),
    ("Tuesday", "周二"),
    ("Wednesday", "周三"),
    ("Thursday", "周四"),
    ("Friday", "周五"),
    ("Saturday", "周六"),
    ("Sunday", "周日"),
)
_PEOPLE = (
    ("Anna", "小红"),
    ("Ben", "小明"),
    ("Clara", "小丽"),
    ("David", "小刚"),
    ("Emma", "小芳"),
    ("Felix", "小强"),
    ("Grace", "小雨"),
)
_GOODS = (
    ("pens", "钢笔"),
    ("rulers", "直尺"),
    ("erasers", "橡皮"),
    ("folders", "文件夹"),
    ("notebooks", "笔记本"),
    ("markers", "马克笔"),
)
_SIGHTS = (("zoo", "动物园"), ("castle", "古堡"), ("aquarium", "水族馆"), ("planetarium", "天文馆"), ("museum",
"博物馆"),
           ("tower", "观光塔"))  # fmt: skip

KINDS: dict[str, Kind] = {
    "months": Kind(
        tuple((name[:3], name, f"{number}月") for number, name in enumerate(_MONTHS, 1)),
        ("in {}", "{}"), ("In which month", "哪个月"), ("over all the months shown", "图中各月"), ("Month", "月份"),
    ),
    "days": Kind(
        tuple((name[:3], name, zh) for name, zh in _DAYS),
        ("on {}", "{}"), ("On which day", "哪一天"), ("over all the days shown", "图中各天"), ("Day", "星期"),
    ),
    "years": Kind(
        tuple((str(year), str(year), f"{year}年") for year in range(2006, 2025)),
        ("in {}", "{}"), ("In which year", "哪一年"), ("over all the years shown", "图中各年"), ("Year", "年份"),
    ),
    "clubs": Kind(
        (("Choir", "choir", "合唱团"), ("Chess", "chess club", "象棋社"), ("Drama", "drama club", "戏剧社"),
         ("Robots", "robotics club", "机器人社"), ("Photo", "photo club", "摄影社"), ("Art", "art club", "美术社")),
        ("in the {}", "{}"), ("In which club", "哪个社团"), ("in all the clubs shown", "图中各社团"), ("Club", "社团"),
        run=False,
    ),
    "towns": Kind(
        (("Leeds", "Leeds", "苏州"), ("York", "York", "南京"), ("Bath", "Bath", "杭州"), ("Dover", "Dover", "宁波"),
         ("Derby", "Derby", "合肥"), ("Oxford", "Oxford", "无锡")),
        ("in {}", "{}"), ("In which town", "哪座城市"), ("in all the towns shown", "图中各城市"), ("Town", "城市"),
        run=False,
    ),
    "people": Kind(
        tuple((name, name, zh) for name, zh in _PEOPLE),
        ("by {}", "{}"), ("By whom", "谁"), ("by the people shown", "图中各人"), ("Name", "姓名"), run=False,
    ),
    "goods": Kind(
        tuple((name.capitalize(), name, zh) for name, zh in _GOODS),
        ("for {}", "{}"), ("For which article", "哪种商品"), ("for the articles shown", "图中各种商品"), ("Article",
        "商品"),
        run=False,
    ),
    "sights": Kind(
        tuple((name.capitalize(), name, zh) for name, zh in _SIGHTS),
        ("to the {}", "{}"), ("To which sight", "哪个景点"), ("to the sights shown", "图中各景点"), ("Sight", "景点"),
        run=False,
    ),
    "classes": Kind(
        tuple((f"{grade}{room}", f"class {grade}{room}", f"{zh}（{number}）班")
              for grade, zh in ((7, "七"), (8, "八")) for number, room in enumerate("ABC", 1)),
        ("by {}", "{}"), ("By which class", "哪个班"), ("by the classes shown", "图中各班"), ("Class", "班级"),
        run=False,
    ),
    "minutes": Kind(
        (), ("after {} minutes", "第{}分钟"), ("After how many minutes", "第几分钟时"), ("at the times shown",
        "图中各时刻"),
        ("Time (min)", "时间（分钟）"), label=("{} min", "{}分钟"), per=("minute", "分钟"),
    ),
    "plant days": Kind(
        (), ("on day {}", "第{}天"), ("On which day", "第几天时"), ("on the days shown", "图中各天"),
        ("Time (days)", "时间（天）"), label=("day {}", "第{}天"), per=("day", "天"),
    ),
    "kilometres": Kind(
        (), ("after {} km", "走了{}千米时"), ("After how many kilometres", "走了多少千米时"), ("at the places shown",
        "图中各处"),
        ("Distance (km)", "路程（千米）"), label=("{} km", "{}千米"), per=("kilometre", "千米"),
    ),
}  # fmt: skip


def groups_of(rng: random.Random, kind: Kind, count: int, language: Language) -> tuple[Group, ...]:
    """Draw names of a kind: neighbours where they have an order."""
    if kind.run:
        start = rng.randint(0, len(kind.names) - count)
        names = kind.names[start : start + count]
    else:
        names = tuple(rng.sample(kind.names, count))
    at = say(language, *kind.at)
    return tuple([Group(say(language, short, zh), at.format(name), name)
                  for short, long, zh in names for name in (say(language, long, zh),)])  # fmt: skip


def numbers_of(kind: Kind, numbers: range, language: Language) -> tuple[Group, ...]:
    """Return measured times or places as groups."""
    label, at = say(language, *kind.label), say(language, *kind.at)
    start = say(language, "at the start", "开始时")
    return tuple([Group(label.format(n), at.format(n) if n else start, label.format(n)) for n in numbers])
