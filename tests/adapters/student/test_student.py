"""The student: the same in every process, right without mistakes, wrong with them, labelled for what it is."""

from __future__ import annotations

import hashlib
import json
import math
import os
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

import msgspec
import pytest
from support import ROOT

from mmbench import registry
from mmbench.adapters.student import Student, StudentOptions, half_of
from mmbench.adapters.student.book import TABLES
from mmbench.adapters.student.mistakes import OPERATORS
from mmbench.adapters.student.styles import STYLES
from mmbench.errors import BadItem, UsageError
from mmbench.making import make_benchmark
from mmbench.records import Item, Key, Question
from mmbench.scoring.diagnose.taxonomies import SUBTYPES
from mmbench.scoring.verdict import decide

if TYPE_CHECKING:
    from typing import Any

DIGEST = """
import hashlib, sys
from mmbench.adapters.student import Student
from mmbench.making import make_benchmark
benchmark = make_benchmark("figures:n=118,seed=9", None)
items = [item for item in map(benchmark.item, benchmark.rows()) if item.key.program]
items = items[::-1] if sys.argv[1] == "reversed" else items
student = Student("", Student.Options(calculation=0.3, logic=0.3, misreading=0.3))
said = {item.question.id: student.answer(item, 5) for item in items}
print(hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def items() -> list[Item]:
    benchmark = make_benchmark("figures:n=590,seed=3", None)
    items = [benchmark.item(row) for row in benchmark.rows()]
    return [item for item in items if item.key.program]


def student(**options: Any) -> Student:
    return Student("", StudentOptions(**options))


def test_a_student_without_mistakes_is_judged_right(items: list[Item]) -> None:
    good = student(calculation=0, logic=0, misreading=0)
    wrong = []
    for item in items:
        made = good.answer(item, 0)
        assert made.planted.kind == "none"
        assert (made.planted.start, made.planted.end) == (0, 0)
        if decide(made.text, item.question, item.key)[0] != "right":
            wrong.append((item.question.id, item.key.answer, made.text))
    assert len({item.metadata["family"] for item in items}) >= 56
    assert len(wrong) <= 0.005 * len(items), wrong


@pytest.mark.parametrize("kind", ["calculation", "logic", "misreading"])
def test_a_student_with_a_mistake_is_judged_wrong(items: list[Item], kind: str) -> None:
    rates = dict.fromkeys(("calculation", "logic", "misreading"), 0.0) | {kind: 1.0}
    bad = student(**rates)
    outcomes: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for item in items:
        made = bad.answer(item, 0)
        planted = made.planted
        kinds[planted.kind] += 1
        if planted.kind == "none":
            continue
        outcomes[decide(made.text, item.question, item.key)[0]] += 1
        assert SUBTYPES[planted.subtype].kind == planted.kind
        assert planted.note
        assert 0 <= planted.start < planted.end <= len(made.text)
        assert made.text[planted.start : planted.end].strip()
        assert "\x02" not in made.text
        assert "\x03" not in made.text
    assert outcomes["wrong"] >= 0.99 * outcomes.total(), outcomes
    assert kinds[kind] >= 0.93 * len(items), kinds
    assert kinds["none"] <= 0.01 * len(items), kinds


def test_the_rates_come_out_as_asked(items: list[Item]) -> None:
    rates = {"calculation": 0.15, "logic": 0.25, "misreading": 0.1}
    asked = student(**rates)
    kinds: Counter[str] = Counter()
    for seed in range(4):
        kinds.update(asked.answer(item, seed).planted.kind for item in items[:500])
    assert kinds.total() == 2000
    for kind, rate in (*rates.items(), ("none", 0.5)):
        assert abs(kinds[kind] / 2000 - rate) <= 3 * math.sqrt(rate * (1 - rate) / 2000), kinds


def test_the_same_in_every_process_and_order() -> None:
    digests = set()
    for order, hashing in (("forward", "1"), ("reversed", "2"), ("forward", "random")):
        environment = {**os.environ, "PYTHONHASHSEED": hashing, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", DIGEST, order], capture_output=True, text=True, env=environment, check=True
        )
        digests.add(done.stdout.strip())
    assert len(digests) == 1


def test_item_variant_and_both_seeds_decide(items: list[Item]) -> None:
    item = items[0]
    texts = {student(seed=a).answer(item, b).text for a in range(4) for b in range(4)}
    assert len(texts) >= 12
    assert student().answer(item, 1) == student().answer(item, 1)
    other = msgspec.structs.replace(item, variant="2")
    assert any(student().answer(item, seed) != student().answer(other, seed) for seed in range(5))


def test_the_halves_are_disjoint_and_rich() -> None:
    for half in ("development", "held-out"):
        for language, least in (("en", 5), ("zh", 3)):
            assert sum(style.language == language and half_of(style.name) == half for style in STYLES) >= least
            for purpose, table in TABLES[language].items():
                share = [name for name in table if half_of(f"{language}/{purpose}/{name}") == half]
                assert abs(2 * len(share) - len(table)) <= 1, (language, purpose)
        for kind, operators in OPERATORS.items():
            assert sum(half_of(name) == half for name in operators) >= 5, (kind, half)
    for language in ("en", "zh"):
        for purpose, phrases in TABLES[language].items():
            assert len(set(phrases.values())) == len(phrases), (language, purpose)
    assert sum(style.language == "en" for style in STYLES) >= 12
    assert sum(style.language == "zh" for style in STYLES) >= 8


@pytest.mark.parametrize("half", ["development", "held-out"])
def test_a_half_keeps_to_its_styles_and_mistakes(items: list[Item], half: str) -> None:
    one = student(calculation=0.3, logic=0.3, misreading=0.3, style=half)
    subtypes: Counter[str] = Counter()
    styles: Counter[str] = Counter()
    for item in items:
        made = one.answer(item, 1)
        assert made.half == half
        assert half_of(made.style) == half
        subtypes[f"{made.planted.kind}/{made.planted.subtype}"] += 1
        styles[made.style] += 1
    assert len(styles) == sum(half_of(style.name) == half for style in STYLES)
    assert len(subtypes) >= 11, subtypes


def test_both_halves_come_up_without_a_style(items: list[Item]) -> None:
    halves = Counter(student().answer(item, 0).half for item in items[:300])
    assert min(halves["development"], halves["held-out"]) > 100


def test_responses_are_in_the_language_of_the_question(items: list[Item]) -> None:
    for item in items[:200]:
        text = student().answer(item, 2).text.replace(item.question.text, "")
        chinese = sum("一" <= character <= "鿿" for character in text)
        assert (chinese > 0) == (item.question.language == "zh"), text


def test_identity_says_simulated() -> None:
    identity = student(calculation=0.2, seed=3).identity()
    assert identity["name"] == "student"
    assert identity["simulated"] == "true"
    assert identity["calculation"] == "0.2"
    assert identity["seed"] == "3"
    assert Student.simulated
    assert json.loads(json.dumps(identity)) == identity


@pytest.mark.parametrize(
    "options",
    [
        {"calculation": -0.1},
        {"logic": 1.5},
        {"calculation": 0.5, "logic": 0.4, "misreading": 0.2},
        {"misreading": float("nan")},
        {"calculation": float("inf")},
    ],
    ids=str,
)
def test_hostile_rates_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(UsageError, match="expected"):
        student(**options)


def test_hostile_words_are_refused() -> None:
    with pytest.raises(UsageError, match="takes no name"):
        Student("gpt", StudentOptions())
    for given in ({"calculation": "high"}, {"style": "dev"}, {"seed": "x"}, {"rate": "1"}, {"logic": "1e999"}):
        with pytest.raises(UsageError):
            Student("", registry.options("student", Student.Options, given))
    given = {"calculation": ".2", "logic": "0.3", "style": "held-out"}
    assert Student("", registry.options("student", Student.Options, given)).rates["calculation"] == 0.2


def test_an_item_that_cannot_be_worked_is_a_bad_item() -> None:
    question = Question(id="1", text="How many?")
    for key, said in (
        (Key(answer="4"), "no program"),
        (Key(answer="4", program="2 + "), "cannot work its program"),
        (Key(answer="4", program="'a' + 1"), "cannot work its program"),
        (Key(answer="4", program="1 / 0"), "cannot work its program"),
        (Key(answer="4", program="2 + 3"), "comes to 5, its answer is '4'"),
    ):
        with pytest.raises(BadItem, match=said):
            student().answer(Item(benchmark="b", question=question, key=key), 0)


def test_any_item_with_a_program_and_facts_will_do() -> None:
    key = Key(answer="25", kind="integer", facts={"Sales 2018": 20, "Sales 2019": "25"}, program="'Sales 2019'")
    percent = Key(
        answer="25",
        kind="integer",
        facts={"Sales 2018": 20, "Sales 2019": "25"},
        program="('Sales 2019' - 'Sales 2018') / 'Sales 2018' * 100",
    )
    for number, one in enumerate((key, percent)):
        item = Item(benchmark="b", question=Question(id=str(number), text="?"), key=one)
        for seed in range(40):
            made = student(calculation=0.3, logic=0.3, misreading=0.3).answer(item, seed)
            right = decide(made.text, item.question, item.key)[0] == "right"
            assert right == (made.planted.kind == "none"), made


def test_names_of_a_dataset_cannot_forge_marks() -> None:
    facts: dict[str, str | int | float] = {"a\x02b": 3, "c\x03": 4}
    key = Key(answer="7", kind="integer", facts=facts, program="'a\x02b' + 'c\x03'")
    item = Item(benchmark="b", question=Question(id="1", text="\x02sum\x03?"), key=key)
    for seed in range(60):
        made = student(calculation=0.3, logic=0.3, misreading=0.3).answer(item, seed)
        assert "\x02" not in made.text
        assert "\x03" not in made.text
        assert 0 <= made.planted.start <= made.planted.end <= len(made.text)


def test_a_thousand_answers_take_seconds(items: list[Item]) -> None:
    ready = student()
    for item in items[:100]:
        ready.answer(item, 9)
    began = time.process_time()
    texts = [ready.answer(item, 0).text for item in items]
    rate = len(texts) / (time.process_time() - began)
    print(f"{rate:.0f} answers per CPU second")
    assert rate > 300
    assert len({hashlib.sha256(text.encode()).digest() for text in texts}) == len(texts)
