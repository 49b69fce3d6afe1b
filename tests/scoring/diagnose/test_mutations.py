"""The mutation search: each sort of mistake is found by its number, mistakes that collide are all named, nothing runs off."""

from __future__ import annotations

import subprocess
import sys
import time
from fractions import Fraction

import pytest

from mmbench import program
from mmbench.program import FUNCTIONS, Apply, Fact, evaluate, parse, to_fraction
from mmbench.records import Key, Mistake, Tolerance
from mmbench.scoring.diagnose.mutation_calculation import final_slips, offs
from mmbench.scoring.diagnose.mutation_slips import carries, digits, places_shown, transposed
from mmbench.scoring.diagnose.mutation_trees import TooManyPartsError, Tree, run
from mmbench.scoring.diagnose.mutations import THRESHOLD, Search, search

BARS: dict[str, str | int | float] = {
    "Sales 2017": 412, "Sales 2018": 250, "Sales 2019": 391, "Sales 2020": 508, "Staff 2018": 36, "Staff 2019": 47,
}  # fmt: skip
UNITS = {name: "$" if name.startswith("Sales") else "people" for name in BARS}
SOLID: dict[str, str | int | float] = {"radius": 6, "height": 11, "edge": "4.7"}
QUESTION = "By how much did sales rise from 2018 to 2019, if 35 of them are left out?"


def key(work: str, facts: dict[str, str | int | float] | None = None, **more: object) -> Key:
    """Return a key with the program and facts given."""
    known = BARS if facts is None else facts
    units = UNITS if facts is None else {}
    return Key(answer="0", facts=known, units=units, program=work, **more)  # type: ignore[arg-type]


def found(answer: str, item: Key, question: str = QUESTION) -> Search:
    """Return the search for an answer as written."""
    return search(item, question, to_fraction(answer), answer)


RISE = "'Sales 2019' - 'Sales 2018'"
SHARE = "percent_of('Staff 2019', 'Sales 2019')"
CASES: list[tuple[str, str, dict[str, str | int | float] | None, str, str, str]] = [
    ("a digit of the answer", RISE, None, "171", "calculation", "arithmetic"),
    ("a carry forgotten", "'Sales 2019' + 'Sales 2018'", None, "541", "calculation", "arithmetic"),
    ("off by one", RISE, None, "142", "calculation", "arithmetic"),
    ("a digit on the way", "('Sales 2019' - 'Sales 2018') * 'Staff 2018'", None, "6156", "calculation", "arithmetic"),
    ("the decimal point", "'edge' * 'edge'", SOLID, "220.9", "calculation", "arithmetic"),
    ("the sign", "'Sales 2018' + ('Sales 2018' - 'Sales 2019') * 7 / 11", None, "-160.2727", "calculation", "arithmetic"),
    ("rounded too soon", "round('height' / 'radius' * 'height', 1)", SOLID, "22.0", "calculation", "rounding"),
    ("another bar", RISE, None, "258", "misreading", "neighbour"),
    ("another row throughout", "'Sales 2019' * 3 - 'Staff 2019' * 'Staff 2019'", None, "-546", "misreading", "neighbour"),
    ("two values exchanged", "'Sales 2018' * 3 - 'Staff 2018' * 5", None, "-1142", "misreading", "swap"),
    ("digits exchanged", "'Sales 2019' * 3", None, "957", "misreading", "value"),
    ("ten times the scale", "'Sales 2017' - 'edge'", {**BARS, **SOLID}, "365", "misreading", "scale"),
    ("a number of the question", "'Sales 2018' * 35", None, "13250", "misreading", "condition"),
    ("another quantity", "'Sales 2019' / 'Staff 2019'", None, "508", "misreading", "question"),
    ("another operator", RISE, None, "641", "logic", "operation"),
    ("the wrong way round", "('Sales 2017' + 'Staff 2018') / 'Sales 2018'", None, "0.558", "logic", "operation"),
    ("another function", "sum('Sales 2017', 'Sales 2018', 'Sales 2019', 'Sales 2020')", None, "390.25", "logic", "operation"),
    ("another formula", "circle_area('radius')", SOLID, "37.70", "logic", "formula"),
    ("a factor of a formula", "cone_volume('radius', 'height')", SOLID, "1244.07", "logic", "formula"),
    ("a power of a formula", "cylinder_volume('radius', 'edge')", SOLID, "88.59", "logic", "formula"),
    ("a part left out", "('Sales 2019' - 'Sales 2018') * 'Staff 2018' + 'Staff 2019'", None, "5076", "logic", "missing step"),
    ("stopped early", "(('Sales 2019' - 'Sales 2018') * 7 + 'Sales 2017') * 13", None, "987", "logic", "missing step"),
    ("doubled at the end", "'Sales 2019' * 'Staff 2019' - 'Sales 2018'", None, "36254", "logic", "extra step"),
    ("taken away from a whole", "'height' * 'radius' + 'edge'", SOLID, "109.3", "logic", "extra step"),
    ("a wrong conversion", "'Staff 2018' * 60 + 'height'", {**BARS, **SOLID}, "3611", "logic", "factor"),
    ("a result put in again", "('Sales 2019' - 'Sales 2018') * 'Sales 2017' + 'Staff 2018'", None, "58233", "logic", "wrong quantity"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("work", "facts", "answer", "kind", "subtype"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_each_sort_of_mistake_is_found(
    work: str, facts: dict[str, str | int | float] | None, answer: str, kind: str, subtype: str
) -> None:
    result = found(answer, key(work, facts))
    assert (kind, subtype) in {(each.kind, each.subtype) for each in result.mutations}, result
