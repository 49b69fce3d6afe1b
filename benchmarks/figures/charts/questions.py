"""Questions that many charts ask: what a value is, and sums, differences, ratios and percentages of values.

Texts name quantities as `{one}` and `{other}`, programs as `{a}` and `{b}`, which can stand beside
operators; `{row}` are several values with commas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.problem import Wrong, logic, misread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.benchmarks.figures.problem import Problem
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DIFFERENCE", "EXCESS", "MEAN", "RATIO", "SHARE", "TOTAL", "VALUE", "View"]

ANY = ("{described}", "{described}")

VALUE = Asked(
    ("What was {one}?", "Use the chart to find {one}."),
    ("{one}是多少{unit}？", "根据统计图，求{one}。"),
    "{a}",
    ("read a value",),
    (
        misread("{a} + {step}", "reads one grid line too high"),
        misread("{a} - {step}", "reads one grid line too low"),
        misread("{b}", "reads a neighbour"),
    ),
    "{unit}",
    description=ANY,
)
DIFFERENCE = Asked(
    ("By how much did {one} exceed {other}?", "How much greater was {one} than {other}?"),
    ("{one}比{other}{more}多少{unit}？", "求{one}比{other}{more}多少{unit}。"),
    "{a} - {b}",
    ("read a value", "subtract"),
    (
        logic("{a} + {b}", "adds where the difference is asked"),
        misread("{b}", "gives the smaller value itself"),
        logic("({a} - {b}) / 2", "takes half the difference"),
        misread("{a}", "gives the greater value itself"),
    ),
    "{unit}",
    description=ANY,
)
RATIO = Asked(
    ("{One} was how many times {other}?", "What is the ratio of {one} to {other}, written as a decimal number?"),
    ("{one}是{other}的多少倍？", "{one}相当于{other}的多少倍？"),
    "{a} / {b}",
    ("read a value", "ratio"),
    (
        logic("{b} / {a}", "divides the wrong way round"),
        logic("({a} - {b}) / {b}", "divides the difference by the smaller value"),
        logic("({a} + {b}) / {b}", "divides the sum by the smaller value"),
    ),
    decimals=2,
    description=ANY,
)
EXCESS = Asked(
    ("By what percentage did {one} exceed {other}?", "By how many percent was {one} greater than {other}?"),
    ("{one}比{other}{more}百分之几？", "求{one}比{other}{more}百分之几。"),
    "percent_change({b}, {a})",
    ("read a value", "percentage change"),
    (
        logic("percent_of({a} - {b}, {a})", "divides by the greater value"),
        logic("percent_of({a}, {b})", "gives the share, not how much more it is"),
        logic("percent_of({a} - {b}, {a} + {b})", "divides by the sum of both"),
    ),
    "%",
    decimals=1,
    description=ANY,
)
SHARE = Asked(
    ("What percentage of the {one}?", "According to the chart, what percentage of the {one}?"),
    ("{one}？", "请根据统计图计算：{one}？"),
    "percent_of({a}, {b})",
    ("read a value", "add", "percentage"),
    (
        logic("percent_of({a}, {b} - {a})", "divides by the others instead of all"),
        logic("100 - percent_of({a}, {b})", "gives the share of the others"),
    ),
    "%",
    decimals=1,
    description=ANY,
)
TOTAL = Asked(
    ("What was the total {one}?", "What does the {one} add up to?"),
    ("{one}一共是多少{unit}？", "{one}之和是多少{unit}？"),
    "sum({row})",
    ("read a value", "add"),
    (
        logic("sum({row}) - {a}", "leaves out one value"),
        logic("sum({row}) + {b}", "counts one value twice"),
    ),
    "{unit}",
    description=ANY,
)
MEAN = Asked(
    ("What was the mean {one}?", "What was the average {one}?"),
    ("{one}的平均数是多少{unit}？", "求{one}的平均数。"),
    "mean({row})",
    ("read a value", "mean"),
    (
        logic("sum({row}) / ({count} - 1)", "divides by one too few"),
        logic("sum({row}) / ({count} + 1)", "divides by one too many"),
        logic("median({row})", "takes the median for the mean"),
        logic("(max({row}) + min({row})) / 2", "takes the middle between the greatest and the least"),
    ),
    "{unit}",
    decimals=1,
    description=ANY,
)


class View(NamedTuple):
    """A chart that is drawn, and the number of a question's phrasing; `more` is the Chinese word for more of it."""

    sheet: Sheet
    language: Language
    phrase: int
    unit: str
    described: str
    more: str = "多"

    def ask(self, asked: Asked, *wrong: Wrong, **words: str | float) -> Problem:
        """Return a question asked of the chart, with mistakes that this one invites besides."""
        words = {"unit": self.unit, "described": self.described, "more": self.more, **words}
        one = str(words.get("one", ""))
        words["One"] = one[:1].upper() + one[1:]
        return asked._replace(wrong=(*asked.wrong, *wrong)).of(self.sheet, self.language, self.phrase, {}, **words)

    def which(self, asked: Asked, labels: Sequence[str], **words: str | float) -> Problem:
        """Return a question that one of `labels` answers."""
        return self.ask(asked, **words)._replace(labels=tuple(labels))
