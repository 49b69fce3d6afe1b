"""What charts are about: quantities with their titles, axes, units and words, split by series and by names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.charts.kinds import KINDS, Group, Kind, Pair, groups_of, numbers_of
from mmbench.benchmarks.figures.style import say

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from mmbench.benchmarks.figures.style import Language

__all__ = ["ADDITIVE", "CROSSED", "GOODS", "MEASURED", "TIMES", "Split", "Topic", "split_of"]


class Topic(NamedTuple):
    """A quantity split by series and by a kind of names.

    Attributes:
        title: above the chart.
        axis: title of the value axis.
        unit: its unit, or the Chinese measure word.
        kinds: what it may be split by, keys of `KINDS`.
        series: names in the legend; none where there is one series.
        of: the quantity of a series `{s}`.
        all: the quantity of all series together; empty where a sum makes no sense.
        share: end of a question for a percentage: of series `{s}` at a place `{at}`, or of a place by its name `{s}`.
        steps: what may lie between two ticks of its axis.
        more: the Chinese word for more of it.
    """

    title: Pair
    axis: Pair
    unit: Pair
    kinds: tuple[str, ...]
    series: tuple[Pair, ...]
    of: Pair
    all: Pair = ("", "")
    share: Pair = ("", "")
    steps: tuple[int, ...] = (10, 20, 50)
    more: str = "多"


CROSSED: tuple[Topic, ...] = (
    Topic(
        ("Books lent by a village library", "社区图书馆图书借阅量"), ("Books lent", "借阅量（本）"), ("", "本"),
        ("days", "months"),
        (("novels", "小说"), ("comics", "漫画"), ("atlases", "地图册")),
        ("number of {s} lent", "{s}借阅量"), ("number of books lent", "图书借阅总量"),
        ("books lent {at} were {s}", "{at}借出的图书中，{s}占百分之几"),
    ),
    Topic(
        ("Visitors to the science museum", "科技馆参观人数"), ("Visitors", "人数（人）"), ("", "人"), ("days",),
        (("adults", "成人"), ("students", "学生"), ("seniors", "老人")),
        ("number of {s}", "{s}人数"), ("number of visitors", "参观总人数"),
        ("visitors {at} were {s}", "{at}的参观者中，{s}占百分之几"),
    ),
    Topic(
        ("Material collected for recycling", "可回收垃圾回收量"), ("Mass (t)", "质量（吨）"), ("t", "吨"),
        ("towns", "years", "months"), (("paper", "废纸"), ("glass", "玻璃"), ("plastic", "塑料")),
        ("mass of {s} collected", "{s}回收量"), ("mass of material collected", "回收总量"),
        ("material collected {at} was {s}", "{at}回收的垃圾中，{s}占百分之几"),
    ),
    Topic(
        ("Electricity from renewable sources", "可再生能源发电量"), ("Electricity (GWh)", "发电量（万千瓦时）"),
        ("GWh", "万千瓦时"), ("years", "months"), (("wind", "风力"), ("sunlight", "太阳能"), ("water", "水力")),
        ("electricity from {s}", "{s}发电量"), ("electricity from all sources", "总发电量"),
        ("electricity {at} came from {s}", "{at}的总发电量中，{s}发电占百分之几"),
    ),
    Topic(
        ("Sales of a bakery", "面包店销量"), ("Pieces sold", "销量（个）"), ("", "个"), ("days",),
        (("rolls", "面包卷"), ("muffins", "松饼"), ("bagels", "贝果")),
        ("number of {s} sold", "{s}销量"), ("number of pieces sold", "总销量"),
        ("pieces sold {at} were {s}", "{at}售出的面点中，{s}占百分之几"),
    ),
    Topic(
        ("Passengers of the city's transport (thousands)", "城市公共交通客运量"),
        ("Passengers (thousands)", "客运量（万人）"), ("thousand", "万人"), ("years", "months", "days"),
        (("bus", "公交"), ("tram", "电车"), ("ferry", "轮渡")),
        ("number of {s} passengers", "{s}客运量"), ("number of passengers", "总客运量"),
        ("passengers {at} were {s} passengers", "{at}的总客运量中，{s}占百分之几"),
    ),
    Topic(
        ("Members of school clubs", "学校社团人数"), ("Members", "人数（人）"), ("", "人"), ("clubs",),
        (("girls", "女生"), ("boys", "男生")), ("number of {s}", "{s}人数"), ("number of members", "总人数"),
        ("members {at} were {s}", "{at}的成员中，{s}占百分之几"), (5,),
    ),
    Topic(
        ("Fruit harvested by a farm", "某农场水果产量"), ("Harvest (t)", "产量（吨）"), ("t", "吨"), ("years",),
        (("apples", "苹果"), ("pears", "梨"), ("plums", "李子")), ("harvest of {s}", "{s}产量"),
        ("harvest of fruit", "水果总产量"), ("fruit harvested {at} was {s}", "{at}收获的水果中，{s}占百分之几"),
    ),
    Topic(
        ("Monthly rainfall", "月降水量"), ("Rainfall (mm)", "降水量（毫米）"), ("mm", "毫米"), ("months",),
        (("Leeds", "南京"), ("Dover", "成都"), ("York", "长沙")), ("rainfall in {s}", "{s}的降水量"), steps=(10, 20),
    ),
    Topic(
        ("Hours of sunshine", "日照时数"), ("Sunshine (h)", "日照时数（小时）"), ("h", "小时"), ("months",),
        (("Rome", "昆明"), ("Oslo", "重庆"), ("Paris", "青岛")), ("sunshine in {s}", "{s}的日照时数"), steps=(20, 50),
    ),
)  # fmt: skip
"""Quantities split twice."""
ADDITIVE = tuple(topic for topic in CROSSED if topic.all[0])
"""Those whose series can be added up."""

GOODS: tuple[Topic, ...] = (
    Topic(
        ("Points scored in a quiz", "知识竞赛得分"), ("Points", "得分（分）"), ("", "分"), ("people",), (),
        ("number of points scored", "得分"), share=("points were scored by {s}", "{s}的得分占总得分的百分之几"),
        steps=(5, 10, 20),
    ),
    Topic(
        ("Distance cycled in one month", "一个月骑行路程"), ("Distance (km)", "路程（千米）"), ("km", "千米"),
        ("people",), (),
        ("distance cycled", "骑行路程"), share=("total distance was cycled by {s}", "{s}的骑行路程占总路程的百分之几"),
        steps=(10, 20, 50),
    ),
    Topic(
        ("Visitors on one Sunday", "某周日各景点游客人数"), ("Visitors", "人数（人）"), ("", "人"), ("sights",), (),
        ("number of visitors", "游客人数"), share=("visitors went to the {s}", "{s}的游客人数占总人数的百分之几"),
        steps=(20, 50, 100),
    ),
    Topic(
        ("Articles sold in one week", "一周商品销量"), ("Number sold", "销量（件）"), ("", "件"), ("goods",), (),
        ("sales figure", "销量"), share=("articles sold were {s}", "{s}的销量占总销量的百分之几"), steps=(5, 10, 20),
    ),
    Topic(
        ("Waste paper collected by classes", "各班废纸收集量"), ("Mass (kg)", "质量（千克）"), ("kg", "千克"),
        ("classes",), (),
        ("mass of paper collected", "废纸收集量"), share=("paper was collected by {s}",
        "{s}的废纸收集量占总量的百分之几"),
        steps=(5, 10, 20),
    ),
    Topic(
        ("New flats built in one year", "一年新建住宅套数"), ("Flats", "套数（套）"), ("", "套"), ("towns",), (),
        ("number of flats built", "新建住宅套数"), share=("flats were built in {s}",
        "{s}的新建住宅套数占总数的百分之几"),
        steps=(20, 50, 100),
    ),
)  # fmt: skip
"""Quantities of one series, by names that have no order."""

TIMES: tuple[Topic, ...] = (
    Topic(
        ("Members of a chess club", "棋类俱乐部会员人数"), ("Members", "人数（人）"), ("", "人"), ("years",), (),
        ("number of members", "会员人数"), steps=(5, 10, 20),
    ),
    Topic(
        ("Umbrellas sold by a shop", "某商店雨伞销量"), ("Umbrellas sold", "销量（把）"), ("", "把"), ("months",), (),
        ("number of umbrellas sold", "雨伞销量"),
    ),
    Topic(
        ("Water level of a river", "河流水位"), ("Water level (cm)", "水位（厘米）"), ("cm", "厘米"), ("days",), (),
        ("water level", "水位"), steps=(20, 50, 100), more="高",
    ),
    Topic(
        ("Visitors to a swimming pool", "游泳馆入场人数"), ("Visitors", "人数（人）"), ("", "人"), ("days",), (),
        ("number of visitors", "入场人数"), steps=(20, 50, 100),
    ),
    Topic(
        ("Electricity used by a household", "某家庭用电量"), ("Electricity (kWh)", "用电量（千瓦时）"), ("kWh",
        "千瓦时"),
        ("months", "years"), (), ("electricity use", "用电量"), steps=(20, 50, 100),
    ),
    Topic(
        ("Price of a share", "某股票价格"), ("Price ($)", "价格（元）"), ("$", "元"), ("months", "years"), (),
        ("price of the share", "股票价格"), steps=(5, 10, 20), more="高",
    ),
)  # fmt: skip
"""Quantities of one series, by months, years or days."""

MEASURED: tuple[Topic, ...] = (
    Topic(
        ("Water in two tanks", "两个水箱中的水量"), ("Water (l)", "水量（升）"), ("l", "升"), ("minutes",), (("tank A",
        "甲水箱"), ("tank B", "乙水箱")),
        ("amount of water in {s}", "{s}的水量"), steps=(10, 20, 50),
    ),
    Topic(
        ("Height of bean plants", "豆苗高度"), ("Height (mm)", "高度（毫米）"), ("mm", "毫米"), ("plant days",),
        (("plant A", "甲豆苗"), ("plant B", "乙豆苗")), ("height of {s}", "{s}的高度"), steps=(10, 20, 50), more="高",
    ),
    Topic(
        ("Height on mountain trails", "登山路线海拔"), ("Height (m)", "海拔（米）"), ("m", "米"), ("kilometres",),
        (("trail A", "甲路线"), ("trail B", "乙路线")), ("height on {s}", "{s}的海拔"), steps=(50, 100), more="高",
    ),
    Topic(
        ("Distance from home", "离家距离"), ("Distance (m)", "距离（米）"), ("m", "米"), ("minutes",),
        (("Anna", "小红"), ("Ben", "小明")), ("{s}'s distance from home", "{s}离家的距离"), steps=(50, 100, 200),
        more="远",
    ),
)  # fmt: skip
"""Quantities that change evenly between measurements, at numbers along the axis."""


class Split(NamedTuple):
    """A topic as one chart has it: with its series and groups, in a language; groups may stand at numbers."""

    topic: Topic
    kind: Kind
    series: tuple[str, ...]
    groups: tuple[Group, ...]
    language: Language
    numbers: range = range(0)

    def say(self, en: str, zh: str) -> str:
        """Return the wording in the chart's language."""
        return say(self.language, en, zh)

    def of(self, series: int) -> str:
        """Return the quantity of a series in words."""
        return say(self.language, *self.topic.of).format(s=self.series[series])

    def the(self, series: int) -> str:
        """Return the quantity of a series in words, with its article."""
        of = self.of(series)
        return of if self.language == "zh" or "'s " in of else f"the {of}"

    def name(self, series: int, group: int) -> str:
        """Return what a value is called."""
        if not self.topic.series:
            return self.groups[group].label
        one, other = self.series[series], self.groups[group].label
        return say(self.language, f"{one}, {other}", f"{one}{other}" if self.numbers else f"{other}{one}")

    def at(self, group: int) -> str:
        """Return a group with its preposition."""
        return self.groups[group].at

    @property
    def labels(self) -> tuple[str, ...]:
        """The groups as the axis has them."""
        return tuple(group.label for group in self.groups)

    @property
    def over(self) -> str:
        """All groups, with their preposition."""
        return say(self.language, *self.kind.over)

    @property
    def which(self) -> str:
        """How one of the groups is asked for."""
        return say(self.language, *self.kind.which)

    @property
    def all(self) -> str:
        """The quantity of all series together."""
        return say(self.language, *self.topic.all)

    @property
    def number_unit(self) -> str:
        """The unit of the numbers along the horizontal axis."""
        return say(self.language, *self.kind.axis).replace("（", "(").partition("(")[2].rstrip(")）")

    @property
    def unit(self) -> str:
        """The unit of the values."""
        return say(self.language, *self.topic.unit)

    @property
    def title(self) -> str:
        """The chart's title."""
        return say(self.language, *self.topic.title)

    @property
    def axis(self) -> str:
        """The value axis's title."""
        return say(self.language, *self.topic.axis)

    def cell(self, series: int, group: int) -> str:
        """Return a value in words."""
        joint = "" if self.topic.series else "的"
        return say(self.language, f"{self.the(series)} {self.at(group)}", f"{self.at(group)}{joint}{self.of(series)}")

    def share(self, series: int, at: str) -> str:
        """Return the end of a question for the percentage of a series at a place."""
        return say(self.language, *self.topic.share).format(s=self.series[series], at=at)

    def share_of(self, groups: Sequence[int]) -> str:
        """Return the end of a question for the percentage of some groups, where there is one series."""
        return say(self.language, *self.topic.share).format(s=self.names(groups))

    def names(self, groups: Sequence[int]) -> str:
        """Return some groups in a list: `Anna, Ben and Clara`."""
        *most, last = [self.groups[group].name for group in groups]
        return say(self.language, f"{', '.join(most)} and {last}", f"{'、'.join(most)}和{last}")


def split_of(
    same: random.Random,
    fresh: random.Random,
    language: Language,
    topics: tuple[Topic, ...],
    *,
    groups: tuple[int, int] = (3, 5),
    kinds: tuple[str, ...] = tuple(KINDS),
) -> Split:
    """Draw a topic and what it is split by; how many series and groups are shown is fresh."""
    topic = same.choice(topics)
    kind = KINDS[same.choice([name for name in topic.kinds if name in kinds])]
    names = fresh.sample(topic.series, min(fresh.randint(2, 3), len(topic.series)))
    series = tuple([say(language, *name) for name in names]) or ("",)
    count = fresh.randint(*groups)
    if kind.names:
        return Split(topic, kind, series, groups_of(fresh, kind, count, language), language)
    step = fresh.choice((2, 4, 5, 10))
    numbers = range(0, step * count, step)
    return Split(topic, kind, series, numbers_of(kind, numbers, language), language, numbers)
