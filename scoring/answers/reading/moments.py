"""Dates and times of day, English and Chinese: "3:45 pm", "half past three", "5 March 2020", `3月5日下午3点45分`."""

from __future__ import annotations

import re
from fractions import Fraction

from mmbench.scoring.answers.reading.words import HAN, number_words
from mmbench.scoring.answers.values import Moment

__all__ = ["last_moment", "moment"]

MAX_MOMENT = 60
"""Characters of a date or time; a longer text is none."""
MAX_SENTENCE = 120
"""Characters of a sentence that is looked at for a date or time at its end."""

# The patterns are text: few answers are dates or times, and `re` compiles and keeps a pattern where it is first used.

_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), start=1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_DAY = r"(?:the )?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_HALF = r"(?P<half>am|pm|noon|midnight|in the morning|in the afternoon|in the evening|at night)"
_NUMBER = r"[a-z]{3,9}(?:[ -][a-z]{3,5})?|[0-9]{1,2}"

_POINTS = r"(?<=[0-9 ])([ap])\. ?m\.?"
_CLOCK = rf"(?P<hour>[0-9]{{1,2}})(?:[:.](?P<minute>[0-9]{{2}})(?::(?P<second>[0-9]{{2}}))?)? ?{_HALF}"
_BARE = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
_O_CLOCK = rf"(?P<hour>{_NUMBER}) ?o ?['`]? ?clock(?: {_HALF})?"
_PAST = (
    rf"(?P<minute>{_NUMBER}|a quarter)(?P<unit> ?min(?:ute)?s?)? (?P<side>past|after|to|before)"
    rf" (?P<hour>{_NUMBER})(?P<clock> ?o ?['`]? ?clock)?(?: ?{_HALF})?"
)
_YEAR_FIRST = r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})"
_YEAR_LAST = r"(?P<one>[0-9]{1,2})([-/.])(?P<two>[0-9]{1,2})\2(?P<year>[0-9]{4})"
_MONTH_FIRST = rf"{_WEEKDAY}{_MONTH} {_DAY}(?:,? (?P<year>[0-9]{{4}}))?"
_DAY_FIRST = rf"{_WEEKDAY}{_DAY}(?: of)?[ -]{_MONTH}(?:,?[ -](?P<year>[0-9]{{4}}))?"
_NO_DAY = rf"{_MONTH},? (?:of )?(?P<year>[0-9]{{4}})"

_BEFORE = r"(?i)\b(at|on|in|by|until|since|i\.e\.,?) (?=[0-9a-z])"

_HAN_HALVES = "凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|夜里|半夜"
_HAN_NUMBER = "[0-9]{1,2}|[零〇一二两三四五六七八九十]{1,3}"
_HAN_DATE = (
    rf"(?:(?P<year>[0-9]{{4}}|[零〇一二三四五六七八九]{{4}}) ?年 ?)?"
    rf"(?P<month>{_HAN_NUMBER}) ?月 ?(?:(?P<day>{_HAN_NUMBER}) ?[日号])?"
)
_HAN_TIME = (
    rf"(?P<half>{_HAN_HALVES})? ?"
    rf"(?P<hour>{_HAN_NUMBER}) ?(?:(?P<sign>[点时:]) ?(?P<part>钟|整|半|一刻|三刻)?)"
    rf"(?:(?P<minute>{_HAN_NUMBER}) ?分?(?: ?(?P<second>{_HAN_NUMBER}) ?秒)?)?"
)
_HAN_CLOCK = rf"(?:{HAN}(?<!比)){{0,10}}?((?:{_HAN_HALVES})?[0-9]{{1,2}}:[0-9]{{2}})(?:{HAN}(?<!比)){{0,8}}"
_HAN_PARTS = {"钟": 0, "整": 0, "半": 30, "一刻": 15, "三刻": 45}
_HAN_AFTER_NOON = ("下午", "傍晚")
_HAN_NIGHT = ("晚上", "夜里")


def moment(text: str, clock: bool = False) -> Moment | None:
    """Return the date, the time of day or both that the whole of a text gives, or None.

    A date in figures counts only where day and month cannot be mixed up. `3:45` alone is a time only with `clock`; a
    year, a month or a weekday alone is none.
    """
    text = text.strip(" .,")
    if not text or len(text) > MAX_MOMENT:
        return None
    if not text.isascii():
        return _chinese(text)
    text = re.sub(_POINTS, r"\1m", text.lower())
    return _time(text, clock) or _date(text)


def last_moment(text: str, clock: bool = False) -> Moment | None:
    """Return the date or time that a sentence without other numbers says something happens at, or None.

    "The train leaves at 9:05 AM"; `火车15:50到达`.
    """
    if len(text) > MAX_SENTENCE:
        return None
    if not text.isascii():
        match = re.fullmatch(_HAN_CLOCK, text)
        return moment(match[1], clock=True) if match is not None else None
    for match in re.finditer(_BEFORE, text):
        if any(map(str.isdigit, text[: match.start()])):
            break
        found = moment(text[match.end() :], clock or match[1].lower() == "at")
        if found is not None:
            return found
    return None


def _time(text: str, clock: bool) -> Moment | None:
    if text in ("noon", "12 noon", "midday"):
        return Moment(hour=12, minute=0)
    if text in ("midnight", "12 midnight"):
        return Moment(hour=0, minute=0)
    match = re.fullmatch(_CLOCK, text) or (re.fullmatch(_BARE, text) if clock else None) or re.fullmatch(_O_CLOCK, text)
    if match is None:
        return _past(text)
    parts = match.groupdict()
    return _at(_number(parts["hour"]), _number(parts.get("minute")), _number(parts.get("second")), parts.get("half"))


def _past(text: str) -> Moment | None:
    """Return "half past three", "quarter to 5"; a plain number before "to" begins a range, not a time."""
    match = re.fullmatch(_PAST, text)
    if match is None:
        return None
    written = match["minute"].removeprefix("a ")
    minute = {"half": 30, "quarter": 15}.get(written)
    if minute is None:
        minute = _number(written)
        if not (match["unit"] or match["clock"] or match["half"] or match["side"] in ("past", "after")):
            return None
    hour = _number(match["hour"])
    if minute is None or hour is None or not 0 < minute < 60:
        return None
    if match["side"] in ("to", "before"):
        hour, minute = hour - 1 or 12, 60 - minute
    return _at(hour, minute, None, match["half"])


def _at(hour: int | None, minute: int | None, second: int | None, half: str | None) -> Moment | None:
    """Return a time of day; `half` is the half of the day by any of its names, None for a clock of 24 hours."""
    minute = minute or 0
    if hour is None or hour > 24 or minute > 59 or (second or 0) > 59:
        return None
    if half is not None:
        if not 1 <= hour <= 12:
            return None if half in ("am", "noon", "midnight") else Moment(hour=hour, minute=minute, second=second)
        late = half in ("pm", "noon", "in the afternoon", "in the evening") or (half == "at night" and hour != 12)
        hour = hour % 12 + (12 if late else 0)
    return Moment(hour=hour % 24, minute=minute, second=second)


def _date(text: str) -> Moment | None:
    match = re.fullmatch(_YEAR_FIRST, text)
    if match is not None:
        return _on(int(match["year"]), int(match["month"]), int(match["day"]))
    match = re.fullmatch(_YEAR_LAST, text)
    if match is not None:
        month, day = int(match["one"]), int(match["two"])
        if month > 12:
            month, day = day, month
        return _on(int(match["year"]), month, day) if day > 12 or day == month else None
    match = re.fullmatch(_MONTH_FIRST, text) or re.fullmatch(_DAY_FIRST, text) or re.fullmatch(_NO_DAY, text)
    if match is None:
        return None
    parts = match.groupdict()
    return _on(_number(parts["year"]), _MONTHS[parts["month"]], _number(parts.get("day")))


def _on(year: int | None, month: int, day: int | None) -> Moment | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= _LENGTHS[month - 1]):
        return None
    return Moment(year=year, month=month, day=day)


def _chinese(text: str) -> Moment | None:
    match = re.match(_HAN_DATE, text)
    date = Moment()
    if match is not None:
        month = _number(match["month"])
        found = None if month is None else _on(_number(match["year"]), month, _number(match["day"]))
        if found is None or (found.year is None and found.day is None):
            return None
        date = found
        text = text[match.end() :].lstrip(" ,")
        if not text:
            return date
    time = _chinese_time(text)
    if time is None:
        return None
    return Moment(date.year, date.month, date.day, time.hour, time.minute, time.second)


def _chinese_time(text: str) -> Moment | None:
    match = re.fullmatch(_HAN_TIME, text)
    if match is None or number_words(text) is not None:
        return None
    half, part = match["half"], match["part"]
    hour, minute, second = (_number(match[name]) for name in ("hour", "minute", "second"))
    if match["sign"] != "点" and minute is None and (half is None or match["sign"] == ":"):
        return None
    if part is not None and minute is not None:
        return None
    if part is not None:
        minute = _HAN_PARTS[part]
    return _at(hour, minute, second, _half(half, hour or 0))


def _half(name: str | None, hour: int) -> str | None:
    """Return the half of the day that a Chinese name and the hour mean."""
    if name is None or not 1 <= hour <= 12:
        return None
    if name == "中午":
        return "pm" if hour < 6 or hour == 12 else "am"
    if name in _HAN_NIGHT:
        return "at night" if hour > 5 else "am"
    return "pm" if name in _HAN_AFTER_NOON else "am"


def _number(written: str | None) -> int | None:
    """Return a number in figures or words; a four-figure year may be in Chinese figures."""
    if written is None:
        return None
    value = Fraction(written) if written.isdecimal() else number_words(written)
    return int(value) if value is not None and value.denominator == 1 else None
