"""Hostile responses: whatever the text, the sorter says something within bounds and raises nothing."""

from __future__ import annotations

import random
import time
import tracemalloc

import pytest
from support import slowness

from mmbench.records import Key, Question
from mmbench.scoring.diagnose.item import diagnose_answer

FACTS: dict[str, str | int | float] = {"Sales 2018": 30, "Sales 2019": 45, "Sales 2020": 51}
KEY = Key(answer="50", kind="float", facts=FACTS, program="('Sales 2019' - 'Sales 2018') / 'Sales 2018' * 100")
QUESTION = Question(id="1", text="By how many percent did sales grow from 2018 to 2019?")
DICE = random.Random(1)
MAX_SECONDS = 0.25  # a fifth of it where nothing else runs: a coarse bound, since other tests run beside
MAX_BYTES = 32 * 2**20

HOSTILE = {
    "100 KB of prose": "The total is 3 + 4 = 7 apples and 2019 is 45. " * 2200,
    "100 KB of one chain": "3 + 4 = 7 = " * 8000,
    "100 KB of one sum": "1+" * 50_000 + "1 = 5",
    "10,000 braces": "{" * 10_000 + "3" + "}" * 10_000 + " = 4",
    "10,000 brackets": "(" * 10_000 + "3" + ")" * 10_000 + " = 4",
    "open brackets": "(" * 100_000,
    "a million digits": "9" * 1_000_000 + " = 5",
    "a million digits in a sum": "3 + " + "9" * 1_000_000 + " = 5",
    "a tower": "9**9**9**9 = 5. 9^9^9^9 = 3. 2^(9999999999) = 4, 99999999! = 3, (99^99)^99 = 2",
    "a tower in braces": "9^{9^{9^{9}}} = 5",
    "right to left": "\u202e3 + 4 = 7\u202c \u200f = 8 " * 1000,
    "NUL": "3 + 4 = 8\x00\x00" * 1000,
    "half a surrogate pair": "3 + 4 = \ud800 8, \udfff",
    "fractions without end": "\\frac" * 20_000,
    "nested fractions": "\\frac{1}{" * 3000 + "2" + "}" * 3000 + " = 3",
    "nested roots": "\\sqrt{" * 5000 + "2" + "}" * 5000 + " = 3",
    "signs": "-" * 50_000 + "3 = 4",
    "names": "Sales 2018 Sales 2019 Sales 2020 " * 3000 + "45",
    "numbers": " ".join(str(DICE.randrange(1000)) for _ in range(25_000)),
    "equalities": ". ".join(f"{DICE.randrange(99)} + 7 = {DICE.randrange(199)}" for _ in range(6000)),
    "words": "and " * 25_000,
    "newlines": "\n" * 100_000,
    "backslashes": "\\" * 100_000,
    "dollars": "$" * 100_000,
    "bars": "|3-4" * 25_000,
    "Chinese": "的是" * 50_000,
    "halves": "half of " * 12_000 + "3 = 4",
    "percents": "5%" * 30_000,
    "labels": "3 apples " * 12_000 + "= 4",
    "factorials": "5!" * 20_000 + " = 3",
    "squares": "5²" * 30_000 + " = 3",
    "sums in words": "the sum of 3 and 4 " * 5000,
    "lists": "3, " * 30_000 + "add up to 4",
    "division by zero": "3 / 0 = 4, 0^-1 = 3, (1 - 1)/(2 - 2) = 5",
    "nothing": "",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_response_is_sorted_within_bounds(name: str) -> None:
    text = HOSTILE[name]
    seconds = MAX_SECONDS * slowness()
    spent = seconds
    for _ in range(3):
        start = time.process_time()
        diagnose_answer(text, QUESTION, KEY, "4")
        spent = min(spent, time.process_time() - start)
    assert spent < seconds
    said = diagnose_answer(text, QUESTION, KEY, "4")
    assert said.cut == (len(text) > 8_000)
    tracemalloc.start()
    diagnose_answer(text, QUESTION, KEY, "4")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < MAX_BYTES


def test_any_text_is_sorted() -> None:
    words = r"3 4.5 = + - × ÷ / ^ ( ) { } \frac \sqrt % ° is of and Sales 2019 的 是 和 ≈ | x . , ! ²"
    pieces = [*words.split(), "half", "sum", "\\text{cm}", "$", "**", "\n"]
    dice = random.Random(7)
    for _ in range(1500):
        text = " ".join(dice.choice(pieces) for _ in range(dice.randrange(40)))
        said = diagnose_answer(text, QUESTION, KEY, dice.choice(["", "4", "B", "1/0"]))
        assert said.quote in text or not said.quote


BROKEN_KEYS = [
    Key(answer="50", facts={"a": "not a number", "b": 3}, program="'a' - 'b'"),
    Key(answer="50", facts=FACTS, program="'Sales 2021' +"),
    Key(answer="50", facts=FACTS, program="1 / ('Sales 2018' - 30)"),
    Key(answer="", facts={}, program=""),
    Key(answer="B", kind="choice", choice=1, facts=FACTS),
    Key(
        answer="north",
        kind="text",
        facts=FACTS,
        labels=("north", "south"),
        program="argmax('Sales 2018', 'Sales 2019')",
    ),
    Key(answer="50", facts={str(n): n for n in range(3000)}, program="'1' + '2'"),
]


@pytest.mark.parametrize("key", BROKEN_KEYS)
def test_a_key_that_does_not_hold_together_costs_the_evidence_only(key: Key) -> None:
    said = diagnose_answer("2019 is 51. 51 - 30 = 22. The answer is 22.", QUESTION, key, "22")
    assert said.kind in ("calculation", "misreading", "logic", "undetermined")
