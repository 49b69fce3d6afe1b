"""Units of measure: as people and LaTeX write them, what they measure, and going from one to another."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import slowness

from mmbench.scoring.answers.reading.units import convert, counted, fitting, is_counted, unit

LENGTH, AREA, VOLUME, SPEED = "m^1", "m^2", "m^3", "m^1 s^-1"


def shown(dimension: tuple[tuple[str, Fraction], ...]) -> str:
    return " ".join(f"{base}^{power}" for base, power in dimension)


@pytest.mark.parametrize(
    ("text", "dimension", "scale"),
    [
        ("cm", LENGTH, "1/100"),
        ("cm.", LENGTH, "1/100"),
        (" cm ", LENGTH, "1/100"),
        ("Cm", LENGTH, "1/100"),
        ("CM", LENGTH, "1/100"),
        ("Km", LENGTH, "1000"),
        ("kilometres", LENGTH, "1000"),
        ("in", LENGTH, "127/5000"),
        ("inches", LENGTH, "127/5000"),
        ("''", LENGTH, "127/5000"),
        ("'", LENGTH, "381/1250"),
        ("foot", LENGTH, "381/1250"),
        ("mi", LENGTH, "201168/125"),
        ("厘米", LENGTH, "1/100"),
        ("公里", LENGTH, "1000"),
        ("\\mu m", LENGTH, "1/1000000"),
        ("um", LENGTH, "1/1000000"),
        ("cm^2", AREA, "1/10000"),
        ("cm^{2}", AREA, "1/10000"),
        ("cm²", AREA, "1/10000"),
        ("cm2", AREA, "1/10000"),
        ("sq cm", AREA, "1/10000"),
        ("sq. ft.", AREA, "145161/1562500"),
        ("square feet", AREA, "145161/1562500"),
        ("square-feet", AREA, "145161/1562500"),
        ("feet squared", AREA, "145161/1562500"),
        ("square centimeters", AREA, "1/10000"),
        ("\\text{ cm}^2", AREA, "1/10000"),
        ("\\mathrm{cm}^2", AREA, "1/10000"),
        ("\\mathrm{~cm}^{2}", AREA, "1/10000"),
        ("\\,\\text{cm}^{2}", AREA, "1/10000"),
        ("平方厘米", AREA, "1/10000"),
        ("亩", AREA, "2000/3"),
        ("cubic metres", VOLUME, "1"),
        ("cc", VOLUME, "1/1000000"),
        ("dm^3", VOLUME, "1/1000"),
        ("L", VOLUME, "1/1000"),
        ("mL", VOLUME, "1/1000000"),
        ("fluid ounces", VOLUME, "473176473/16000000000000"),
        ("立方厘米", VOLUME, "1/1000000"),
        ("升", VOLUME, "1/1000"),
        ("kg", "kg^1", "1"),
        ("KG", "kg^1", "1"),
        ("mg", "kg^1", "1/1000000"),
        ("pounds", "kg^1", "45359237/100000000"),
        ("公斤", "kg^1", "1"),
        ("hrs", "s^1", "3600"),
        ("hours", "s^1", "3600"),
        ("min", "s^1", "60"),
        ("sec", "s^1", "1"),
        ("weeks", "s^1", "604800"),
        ("个小时", "s^1", "3600"),
        ("months", "month^1", "1"),
        ("years old", "month^1", "12"),
        ("岁", "month^1", "12"),
        ("m/s", SPEED, "1"),
        ("m s^{-1}", SPEED, "1"),
        ("m·s^-1", SPEED, "1"),
        ("m \\cdot s^{-1}", SPEED, "1"),
        ("m s-1", SPEED, "1"),
        ("km/h", SPEED, "5/18"),
        ("km per hour", SPEED, "5/18"),
        ("kmph", SPEED, "5/18"),
        ("miles per hour", SPEED, "1397/3125"),
        ("miles an hour", SPEED, "1397/3125"),
        ("mph", SPEED, "1397/3125"),
        ("千米/时", SPEED, "5/18"),
        ("千米每小时", SPEED, "5/18"),
        ("m/s^2", "m^1 s^-2", "1"),
        ("m/s/s", "m^1 s^-2", "1"),
        ("meters per second squared", "m^1 s^-2", "1"),
        ("feet per second per second", "m^1 s^-2", "381/1250"),
        ("g/cm^3", "kg^1 m^-3", "1000"),
        ("克/立方厘米", "kg^1 m^-3", "1000"),
        ("N", "kg^1 m^1 s^-2", "1"),
        ("N·m", "kg^1 m^2 s^-2", "1"),
        ("J", "kg^1 m^2 s^-2", "1"),
        ("kilowatt-hours", "kg^1 m^2 s^-2", "3600000"),
        ("kPa", "kg^1 m^-1 s^-2", "1000"),
        ("J/(kg·K)", "K^-1 m^2 s^-2", "1"),
        ("J/kg·K", "K^-1 m^2 s^-2", "1"),
        ("(m/s)·kg", "kg^1 m^1 s^-1", "1"),
        ("mhz", "s^-1", "1000000"),
        ("\\Omega", "A^-2 kg^1 m^2 s^-3", "1"),
        ("k\\Omega", "A^-2 kg^1 m^2 s^-3", "1000"),
        ("C", "A^1 s^1", "1"),
        ("°C", "K^1", "1"),
        ("^\\circ C", "K^1", "1"),
        ("^{\\circ}\\mathrm{C}", "K^1", "1"),
        ("degrees Celsius", "K^1", "1"),
        ("degrees", "deg^1", "1"),
        ("°", "deg^1", "1"),
        ("度", "deg^1", "1"),
        ("radians", "rad^1", "1"),
        ("percent", "percent^1", "1"),
        ("per cent", "percent^1", "1"),
        ("\\%", "percent^1", "1"),
        ("$", "USD^1", "1"),
        ("\\$", "USD^1", "1"),
        ("dollars", "USD^1", "1"),
        ("USD", "USD^1", "1"),
        ("cents", "USD^1", "1/100"),
        ("€", "EUR^1", "1"),
        ("£", "GBP^1", "1"),
        ("元", "CNY^1", "1"),
        ("角", "CNY^1", "1/10"),
        ("元/千克", "CNY^1 kg^-1", "1"),
        ("cents per mile", "USD^1 m^-1", "5/804672"),
        ("square units", "", "1"),
        ("units^2", "", "1"),
        ("个", "", "1"),
        ("次", "", "1"),
    ],
)
def test_units(text: str, dimension: str, scale: str) -> None:
    found = unit(text)
    assert found is not None
    assert (shown(found.dimension), found.scale) == (dimension, Fraction(scale))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "x",
            "M",
            "S",
            "t",
            "a",
            "per",
            "square",
            "squared",
            "^2",
            "/",
            "(m",
            "m)",
            "m/",
            "miles per",
            "*",
            "(m/s)^2",
        ),
        *(
            "2 cm",
            "cm 2",
            "cm = 3",
            "apples",
            "人",
            "the",
            "平方",
            "每",
            "cm,",
            "m^99",
            "m^x",
            "答案",
            "\x00",
            "\ud800",
            "cm" * 100,
        ),
    ],
)
def test_no_units(text: str) -> None:
    assert unit(text) is None


def test_name_is_the_text_without_markup() -> None:
    found = unit("\\text{ cm}^{2}")
    assert found is not None
    assert found.name == "cm^2"


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("apples", "apple^1"),
        ("Apples", "apple^1"),
        ("red balls", "red ball^1"),
        ("children", "child^1"),
        ("boxes", "box^1"),
        ("cities", "city^1"),
        ("classes", "class^1"),
        ("buses", "bus^1"),
        ("people", "person^1"),
        ("人", "person^1"),
        ("个苹果", "苹果^1"),
        ("boxes of apples", "box of apple^1"),
        ("students in total", "student^1"),
        ("more apples", "apple^1"),
        ("kites in the picture", "kite^1"),
        ("people who were born after the war", "person^1"),
        ("more", ""),
        ("students per class", "class^-1 student^1"),
        ("dollars per person", "USD^1 person^-1"),
        ("people per square mile", "m^-2 person^1"),
        ("meters long", "m^1"),
        ("小时后相遇", "s^1"),
        ("分米长", "m^1"),
        ("年级", "年级^1"),
        ("cm", "m^1"),
    ],
)
def test_counted(text: str, dimension: str) -> None:
    found = counted(text)
    assert found is not None
    assert shown(found.dimension) == dimension


@pytest.mark.parametrize(
    "text", ["", "x", "because", "is 5", "5 apples", "it is what it is", "a+b", "\\alpha", "one, two"]
)
def test_nothing_counted(text: str) -> None:
    assert counted(text) is None


@pytest.mark.parametrize(
    ("value", "given", "to", "result"),
    [
        ("50", "mm", "cm", "5"),
        ("90", "km/h", "m/s", "25"),
        ("100", "°C", "°F", "212"),
        ("25", "C", "°F", "77"),
        ("0", "°C", "K", "5463/20"),
        ("1", "year", "months", "12"),
        ("2", "hours", "minutes", "120"),
        ("5", "pounds", "kg", "45359237/20000000"),
        ("5", "pounds", "£", "5"),
        ("5", "£", "pounds", "5"),
        ("3", "m", "min", "3"),
        ("20", "度", "°C", "20"),
        ("1", "度", "kWh", "1"),
        ("5", "cm", "cm^2", None),
        ("5", "kg", "m", None),
        ("5", "years", "days", None),
        ("5", "degrees", "radians", None),
    ],
)
def test_convert(value: str, given: str, to: str, result: str | None) -> None:
    one, other = unit(given), unit(to)
    assert one is not None
    assert other is not None
    assert convert(Fraction(value), one, other) == (None if result is None else Fraction(result))
    assert (fitting(one, other) is not None) is (fitting(other, one) is not None) is (result is not None)
    assert (fitting(one, other) is None) is (result is None)


def test_what_only_counts() -> None:
    measured, noun, generic = unit("rpm"), counted("apples"), unit("square units")
    assert measured is not None
    assert noun is not None
    assert generic is not None
    assert [is_counted(found) for found in (measured, noun, generic)] == [False, True, True]


@pytest.mark.parametrize(
    "text",
    ["m" * 100_000, "m " * 50_000, "^" * 100_000, "m^9" * 40, "square " * 17, "(" * 100_000, "每" * 120, "-a" * 60],
)
def test_hostile(text: str) -> None:
    start = time.thread_time()
    unit(text)
    counted(text)
    assert time.thread_time() - start < 0.05 * slowness()


@given(st.one_of(st.text(max_size=130), st.text("cmkgs/^-23 per{}\\()平方厘米每", max_size=40)))
def test_never_raises(text: str) -> None:
    for found in (unit(text), counted(text)):
        assert found is None or found.scale > 0
