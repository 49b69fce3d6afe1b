"""What the key and the question's wording say about how answers are compared: never a guess about an answer."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.records import Tolerance
from mmbench.scoring.answers.reading.units import unit

if TYPE_CHECKING:
    from mmbench.scoring.answers.values import Unit

__all__ = ["Policy", "policy"]


class Policy(NamedTuple):
    """How to compare: all of it comes from the key or from the question's wording.

    `unit` is the one the gold is given in where the gold itself names none. `figures` are significant figures asked
    for. `pi` is the value the question says to take for pi. `ordered` is None where neither key nor question says
    whether the order of a list counts (then its brackets decide). `clock`: `3:45` is a time of day. `asked` is the
    question's text.
    """

    tolerance: Tolerance = Tolerance()
    unit: Unit | None = None
    figures: int | None = None
    pi: Fraction | None = None
    ordered: bool | None = None
    clock: bool = False
    asked: str = ""

    def exact(self) -> bool:
        """Whether nothing lets an answer be off."""
        return self.figures is None and self.tolerance == _NONE


_NONE = Tolerance()
MAX_PLACES = 30

_COUNTS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6,
}  # fmt: skip
_PLACES = {
    "whole": 0, "integer": 0, "one": 0, "unit": 0, "degree": 0, "dollar": 0, "percent": 0,
    "tenth": 1, "hundredth": 2, "cent": 2, "penny": 2, "thousandth": 3, "ten-thousandth": 4,
    "个": 0, "十分": 1, "百分": 2, "千分": 3,
}  # fmt: skip
_COUNT = r"(\d{1,2}|zero|one|two|three|four|five|six)"
_ROUNDING = (
    (re.compile(rf"\b(?:to|with|of|at) (?:exactly )?{_COUNT}[- ](?:decimal|d\.?\s?p\b)", re.IGNORECASE), "count"),
    (re.compile(rf"\b{_COUNT} (?:digits?|places) (?:after|to the right of) the decimal", re.IGNORECASE), "count"),
    (
        re.compile(
            r"\bnearest (whole|integer|one|unit|degree|dollar|percent|tenth|hundredth|cent|penny|thousandth"
            r"|ten-thousandth)",
            re.IGNORECASE,
        ),
        "place",
    ),
    (re.compile(r"\bnearest 0?\.(0*1)\b"), "unit"),
    (re.compile(r"保留(?:到)?(?:小数点后)?([一两二三四五六]|\d{1,2})位(?:小数)?(?!有效)"), "count"),
    (re.compile(r"(?:精确|保留|四舍五入)到(?:小数点后)?(个|十分|百分|千分)位"), "place"),
    (re.compile(r"(?:精确|四舍五入)到0?\.(0*1)(?!\d)"), "unit"),
    (re.compile(r"(?:保留|四舍五入|精确)到?整数|(?:to|as) the nearest integer"), "integer"),
)
_FIGURES = re.compile(
    rf"\b{_COUNT}[- ]significant (?:figure|digit)|保留([一两二三四五六]|\d{{1,2}})位有效数字", re.IGNORECASE
)
_PI = re.compile(
    r"(?:π|\\pi|\bpi)\$?\s*(?:=|≈|\\approx|as|to be|取|be)\s*\$?(3\.14\d{0,4}|3(?![.\d])|22/7|\\frac\{22\}\{7\})"
)
_PERCENT = re.compile(
    r"\b(?:what|which|how many) (?:is the )?percent|\bpercent(?:age)?\b[^.?]{0,80}\?|\bin %"
    r"|百分之几|百分比|百分率|[(（]%[)）]",
    re.IGNORECASE,
)
_PERCENT_UNIT = unit("percent")
_ORDER = re.compile(
    r"\b(?:in (?:ascending|descending|increasing|decreasing|order|alphabetical)|respectively|from (?:least|smallest|"
    r"largest|greatest|low|high)|order(?:ed)? pair)|从[小大]到|依次|分别|按.{0,6}顺序",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b(?:what time|at what time|clock|a\.m\.|p\.m\.|o'clock)|几点|时刻|钟面|什么时间", re.IGNORECASE)
MAX_QUESTION = 20_000


def policy(
    question: str = "",
    asked: str = "",
    tolerance: Tolerance = _NONE,
    ordered: bool | None = None,
    rounding: bool = True,
) -> Policy:
    """Return the policy for a question in words, the unit it asks for and what its key says.

    The key comes first: the question's rounding is read only where the key states no tolerance and `rounding` holds.
    """
    text = question[:MAX_QUESTION]
    figures = None
    if rounding and text and tolerance == _NONE:
        figures = _figures(text)
        if figures is None:
            tolerance = Tolerance(decimals=_decimals(text))
    if ordered is None and text and _ORDER.search(text):
        ordered = True
    return Policy(
        tolerance=tolerance,
        unit=unit(asked) if asked else _PERCENT_UNIT if text and _PERCENT.search(text) else None,
        figures=figures,
        pi=_pi(text) if text else None,
        ordered=ordered,
        clock=bool(text) and _CLOCK.search(text) is not None,
        asked=text,
    )


def _figures(text: str) -> int | None:
    found = _FIGURES.search(text)
    return _count(found[1] or found[2]) if found else None


def _decimals(text: str) -> int | None:
    for pattern, kind in _ROUNDING:
        found = pattern.search(text)
        if found is None:
            continue
        if kind == "integer":
            return 0
        if kind == "unit":
            return len(found[1])
        return _PLACES[found[1].lower()] if kind == "place" else _count(found[1])
    return None


def _count(text: str) -> int | None:
    places = int(text) if text.isdecimal() else _COUNTS[text.lower()]
    return places if places <= MAX_PLACES else None


def _pi(text: str) -> Fraction | None:
    found = _PI.search(text)
    if found is None:
        return None
    return Fraction(22, 7) if "22" in found[1] else Fraction(found[1])
