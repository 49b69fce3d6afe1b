"""Dates and times of day: as they are written in English and Chinese, and what only looks like one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmbench.scoring.answers.reading.moments import last_moment, moment
from mmbench.scoring.answers.values import Moment


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("3:45 pm", 15, 45),
        ("3:45 PM", 15, 45),
        ("3:45 p.m.", 15, 45),
        ("3:45PM.", 15, 45),
        ("3.45 pm", 15, 45),
        ("3pm", 15, 0),
        ("3 a.m.", 3, 0),
        ("12:30 am", 0, 30),
        ("12:30 pm", 12, 30),
        ("12 noon", 12, 0),
        ("noon", 12, 0),
        ("midnight", 0, 0),
        ("3 in the afternoon", 15, 0),
        ("10 at night", 22, 0),
        ("3 o'clock", 3, 0),
        ("three o'clock", 3, 0),
        ("3 o'clock pm", 15, 0),
        ("half past three", 3, 30),
        ("quarter to 5", 4, 45),
        ("a quarter past five", 5, 15),
        ("quarter to one", 12, 45),
        ("10 minutes to six", 5, 50),
        ("twenty-five past seven", 7, 25),
        ("20 past four pm", 16, 20),
        ("3点", 3, 0),
        ("3点半", 3, 30),
        ("3点钟", 3, 0),
        ("3点一刻", 3, 15),
        ("三点四十五分", 3, 45),
        ("下午3点45分", 15, 45),
        ("下午三点半", 15, 30),
        ("上午10点", 10, 0),
        ("中午12点", 12, 0),
        ("凌晨12点", 0, 0),
        ("晚上8:30", 20, 30),
        ("晚上12点", 0, 0),
        ("15时45分", 15, 45),
        ("下午15:45", 15, 45),
    ],
)
def test_times(text: str, hour: int, minute: int) -> None:
    assert moment(text) == Moment(hour=hour, minute=minute)


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("March 5, 2020", 2020, 3, 5),
        ("Mar. 5, 2020", 2020, 3, 5),
        ("5 March 2020", 2020, 3, 5),
        ("5th of March", None, 3, 5),
        ("the 5th of March, 2020", 2020, 3, 5),
        ("May 5th", None, 5, 5),
        ("Monday, March 5", None, 3, 5),
        ("5-Mar-2020", 2020, 3, 5),
        ("March 2020", 2020, 3, None),
        ("2020-03-05", 2020, 3, 5),
        ("2020/3/5", 2020, 3, 5),
        ("13/05/2020", 2020, 5, 13),
        ("05/13/2020", 2020, 5, 13),
        ("5/5/2020", 2020, 5, 5),
        ("2020年3月5日", 2020, 3, 5),
        ("3月5日", None, 3, 5),
        ("三月五号", None, 3, 5),
        ("2020年3月", 2020, 3, None),
    ],
)
def test_dates(text: str, year: int | None, month: int, day: int | None) -> None:
    assert moment(text) == Moment(year=year, month=month, day=day)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train leaves at 9:05 AM.", Moment(hour=9, minute=5)),
        ("The shop opens at 9:05", Moment(hour=9, minute=5)),
        ("It was on July 4th, 1776", Moment(1776, 7, 4)),
        ("火车15:50到达", Moment(hour=15, minute=50)),
        ("下午3:45到达", Moment(hour=15, minute=45)),
        ("比分3:15", None),
        ("15 trains leave at 9:05", None),
        ("She was born in 1990", None),
        ("at " * 60, None),
    ],
)
def test_last_moment(text: str, expected: Moment | None) -> None:
    assert last_moment(text) == expected


def test_date_with_time() -> None:
    assert moment("2020年3月5日下午3点") == Moment(2020, 3, 5, 15, 0)


def test_bare_clock_counts_only_where_a_clock_is_read() -> None:
    assert moment("3:45") is None
    assert moment("3:45", clock=True) == Moment(hour=3, minute=45)
    assert moment("15:45:30", clock=True) == Moment(hour=15, minute=45, second=30)
    assert moment("3:75", clock=True) is None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "5",
            "March",
            "May",
            "Monday",
            "2020",
            "3:4",
            "25:00",
            "3:75 pm",
            "13 am",
            "January 32",
            "30 February",
            "0/0/2020",
        ),
        *("03/05/2020", "3 to 5", "ten to six", "five to ten", "half", "quarter", "5 m", "3 a", "noon!", "2020-13-01"),
        *("3时", "3月", "2020年", "三点一四", "3.5点", "25点", "3点75分", "点", "下午", "\x00", "\ud800", "٣点"),
    ],
)
def test_no_moments(text: str) -> None:
    assert moment(text) is None


@pytest.mark.parametrize("text", ["3:45 " * 20_000, "1" * 1_000_000, "a " * 30, "点" * 60, "三" * 60, "half past " * 6])
def test_hostile(text: str) -> None:
    start = time.perf_counter()
    moment(text, clock=True)
    assert time.perf_counter() - start < 0.02


@given(st.one_of(st.text(max_size=70), st.text("0123456789:-/. apm点时分月日年半", max_size=20)), st.booleans())
def test_never_raises(text: str, clock: bool) -> None:
    found = moment(text, clock)
    if found is not None:
        assert found.hour is None or 0 <= found.hour < 24
        assert found.month is None or 1 <= found.month <= 12
