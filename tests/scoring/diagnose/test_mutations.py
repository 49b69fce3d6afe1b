"""The mutation search: each sort of mistake is found by its number, ties are all named, and everything is bounded."""

from __future__ import annotations

import subprocess
import sys
import time
from fractions import Fraction

import pytest

from mmbench import program
from mmbench.program import FUNCTIONS, Apply, Fact, evaluate, parse, to_fraction
from mmbench.records import Key, Mistake, Tolerance
from mmbench.scoring.diagnose.mutation_slips import carries, digits, places_shown, transposed
from mmbench.scoring.diagnose.mutation_trees import TooManyPartsError, Tree, run
from mmbench.scoring.diagnose.mutations import Search, search

BARS: dict[str, str | int | float] = {
    "Sales 2017": 412, "Sales 2018": 250, "Sales 2019": 391, "Sales 2020": 508, "Staff 2018": 36, "Staff 2019": 47,
}  # fmt: skip
SURE = 0.6
"""What tells a search that knows the kind from one that does not."""
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
    ("the sign", "'Sales 2018' + ('Sales 2018' - 'Sales 2019') * 7 / 11", None, "-160.2727", "calculation",
     "arithmetic"),
    ("rounded too soon", "round('height' / 'radius' * 'edge', 1)", SOLID, "9.4", "calculation", "rounding"),
    ("another bar", RISE, None, "258", "misreading", "neighbour"),
    ("another row throughout", "'Sales 2019' * 3 - 'Staff 2019' * 'Staff 2019'", None, "-546", "misreading",
     "neighbour"),
    ("two values exchanged", "'Sales 2018' * 3 - 'Staff 2018' * 5", None, "-1142", "misreading", "swap"),
    ("digits exchanged", "'Sales 2019' * 3", None, "957", "misreading", "value"),
    ("ten times the scale", "'Sales 2017' - 'edge'", {**BARS, **SOLID}, "365", "misreading", "scale"),
    ("a number of the question", "'Sales 2018' * 35", None, "13250", "misreading", "condition"),
    ("another quantity", "'Sales 2019' / 'Staff 2019'", None, "508", "misreading", "question"),
    ("another operator", RISE, None, "641", "logic", "operation"),
    ("the wrong way round", "('Sales 2017' + 'Staff 2018') / 'Sales 2018'", None, "0.558", "logic", "operation"),
    ("another function", "sum('Sales 2017', 'Sales 2018', 'Sales 2019', 'Sales 2020')", None, "390.25", "logic",
     "operation"),
    ("another formula", "circle_area('radius')", SOLID, "37.70", "logic", "formula"),
    ("a factor of a formula", "cone_volume('radius', 'height')", SOLID, "1244.07", "logic", "formula"),
    ("a power of a formula", "cylinder_volume('radius', 'edge')", SOLID, "88.59", "logic", "formula"),
    ("a part left out", "('Sales 2019' - 'Sales 2018') * 'Staff 2018' + 'Staff 2019'", None, "5076", "logic",
     "missing step"),
    ("stopped early", "(('Sales 2019' - 'Sales 2018') * 7 + 'Sales 2017') * 13", None, "987", "logic", "missing step"),
    ("doubled at the end", "'Sales 2019' * 'Staff 2019' - 'Sales 2018'", None, "36254", "logic", "extra step"),
    ("taken away from a whole", "'height' * 'radius' + 'edge'", SOLID, "109.3", "logic", "extra step"),
    ("a wrong conversion", "'Staff 2018' * 60 + 'height'", {**BARS, **SOLID}, "3611", "logic", "factor"),
    ("a result put in again", "('Sales 2019' - 'Sales 2018') * 'Sales 2017' + 'Staff 2018'", None, "58233", "logic",
     "wrong quantity"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("work", "facts", "answer", "kind", "subtype"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_each_sort_of_mistake_is_found(
    work: str, facts: dict[str, str | int | float] | None, answer: str, kind: str, subtype: str
) -> None:
    result = found(answer, key(work, facts))
    assert (kind, subtype) in {(each.kind, each.subtype) for each in result.mutations}, result


@pytest.mark.parametrize(("work", "facts", "answer"), [(case[1], case[2], case[3]) for case in CASES])
def test_every_program_returned_gives_the_answer(
    work: str, facts: dict[str, str | int | float] | None, answer: str
) -> None:
    item = key(work, facts)
    result = found(answer, item)
    places = 1 if work.startswith("round") else len(answer.partition(".")[2])
    for mutation in result.mutations:
        value = evaluate(mutation.program, item.facts)
        assert program.round_half_up(value, places) == to_fraction(answer), mutation
        assert mutation.note
        assert 0 < result.confidence < 1


def test_the_note_names_what_was_taken_for_what() -> None:
    (first,) = found("258", key(RISE)).mutations
    assert first.program == "'Sales 2020' - 'Sales 2018'"
    assert first.note == "takes the value of Sales 2020 for Sales 2019"


def test_mistakes_that_collide_are_all_returned_and_are_not_trusted() -> None:
    added = found("25", key("'a' - 'c'", {"a": 20, "b": 10, "c": 5}))
    assert [(each.kind, each.program) for each in added.mutations] == [
        ("calculation", "'a' - 'c' + 10"),
        ("logic", "'a' + 'c'"),
    ]
    divided = found("4", key("'a' / 'b'", {"a": 8, "b": 4, "c": 16}))
    assert {(each.kind, each.program) for each in divided.mutations} == {
        ("misreading", "'c' / 'b'"),
        ("logic", "'a' - 'b'"),
        ("misreading", "'b'"),
        ("logic", "'b'"),
    }
    assert added.confidence < SURE > divided.confidence
    assert list(divided.mutations) == sorted(divided.mutations, key=lambda each: each.cost)


def test_a_known_mistake_comes_first_and_says_what_its_family_says() -> None:
    mistakes = (
        Mistake(kind="misreading", program="'Staff 2019' + 'Staff 2018'", note="takes staff for sales"),
        Mistake(kind="logic", program="'Sales 2019' + 'Sales 2018'", note="adds the two"),
    )
    item = key(RISE, mistakes=mistakes)
    added, staff = found("641", item), found("83", item)
    assert (added.mutations[0].kind, added.mutations[0].note) == ("logic", "adds the two")
    assert (staff.mutations[0].kind, staff.mutations[0].note) == ("misreading", "takes staff for sales")
    assert staff.confidence > SURE
    assert found("83", key(RISE)).mutations != staff.mutations


def test_an_option_carries_its_mistake_but_a_picked_option_proves_little() -> None:
    mistakes = (
        Mistake(kind="logic", answer="$977", note="errs twice"),
        Mistake(kind="calculation", answer="$137.5", note="works out too little"),
    )
    free, offered = key(RISE, mistakes=mistakes), key(RISE, mistakes=mistakes, choice=1)
    for item in (free, offered):
        (first,) = found("977", item).mutations
        assert (first.kind, first.program, first.note) == ("logic", "", "errs twice")
    assert found("977", free).confidence > SURE > found("977", offered).confidence
    assert found("-977", offered).mutations != found("977", offered).mutations


def test_an_answer_that_is_a_word_is_sought_by_its_number() -> None:
    facts: dict[str, str | int | float] = {"Mon": 31, "Tue": 12, "Wed": 47}
    item = key("argmax('Mon', 'Tue', 'Wed')", facts, labels=("Monday", "Tuesday", "Wednesday"))
    lowest = search(item, "Which day is the busiest?", Fraction(2), "Tuesday")
    assert {evaluate(each.program, facts) for each in lowest.mutations} == {2}
    assert lowest.confidence < SURE
    known = key(item.program, facts, labels=item.labels, mistakes=(Mistake(kind="logic", answer="Tuesday"),))
    assert search(known, "", Fraction(2), "Tuesday").mutations[0][:2] == ("logic", "operation")
    for answer in (Fraction(4), Fraction(0), Fraction(3)):
        assert search(item, "", answer, "").mutations == ()


def test_rounding_follows_what_is_written_and_what_is_asked() -> None:
    item = key("circle_area('radius')", SOLID)
    assert found("37.7", item).mutations == found("37.70", item).mutations
    assert found("37.71", item).mutations[0].cost > found("37.70", item).mutations[0].cost + 3
    assert not any(mutation.subtype == "formula" for mutation in found("38.5", item).mutations)
    rounded = key("round(circle_area('radius'), 1)", SOLID)
    assert found("37.7", rounded).mutations
    assert not any(mutation.subtype == "formula" for mutation in found("38", rounded).mutations)


def test_a_reading_may_be_off_by_what_can_be_read() -> None:
    exact, blurred = key(RISE), key(RISE, tolerance=Tolerance(abs=3.0))
    near = found("644", blurred)
    assert any(mutation.subtype == "operation" for mutation in near.mutations)
    assert not any(mutation.subtype == "operation" for mutation in found("644", exact).mutations)


def test_the_right_answer_needs_no_explanation() -> None:
    assert all(evaluate(each.program, BARS) != 141 for each in found("141", key(RISE)).mutations)


HOSTILE: dict[str, Key] = {
    "no program": key(""),
    "half a program": key("('Sales 2019' -"),
    "a fact unknown": key("'Sales 1999' + 1"),
    "a fact that is text": key("'a' + 1", {"a": "many"}),
    "facts that are no numbers": key("'d' + 1", {"a": "nan", "b": float("inf"), "c": "1/0", "d": 2}),
    "division by zero": key("1 / ('Sales 2019' - 'Sales 2019')"),
    "root of less than nothing": key("sqrt('Sales 2018' - 'Sales 2019')"),
    "a power without end": key("'Sales 2019' ^ 'Sales 2019' ^ 'Sales 2019'"),
    "numbers too large": key("'a' * 'b'", {"a": "9" * 900, "b": 10**300}),
    "numbers too small": key("'a' / 'b'", {"a": 1, "b": "1" + "0" * 900}),
    "rounding to places unknown": key("round('Sales 2019' / 7, 'Sales 2018')"),
    "rounding to fifty places": key("round('Sales 2019' / 7, 50)"),
    "tolerances without sense": key(RISE, tolerance=Tolerance(abs=float("nan"), rel=float("inf"), decimals=10**9)),
    "places below nothing": key("'Sales 2019' / 7", tolerance=Tolerance(abs=float("inf"), decimals=-5)),
    "resolution without sense": key(RISE, resolution={"Sales 2019": float("nan"), "Sales 2018": float("-inf")}),
    "a mistake that cannot be worked": key(RISE, mistakes=(Mistake(kind="logic", program="1 / 0"),)),
    "names of nothing and quotes": key("'' + 'a''b'", {"": 3, "a'b": 4, "\x00": 5, "\u202e": 6}),
    "every function": key(
        "mod('a', 7) + nth_largest(3, 'a', 2, 3, 4) + floor(2.5) + sign(-3) + atan(sin('a') / cos('a')) + log('a')"
        " + count_above(2, 'a', 3) + weighted_mean('a', 2, 3, 4) + median('a', 2) + range('a', 1) + ln('a')",
        {"a": 30},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    "wrong", [Fraction(5), Fraction(-7, 3), Fraction(0), Fraction(10**5000), Fraction(1, 10**5000)]
)
def test_nothing_raises(name: str, wrong: Fraction | int) -> None:
    written = "0." + "0" * 9_000 if wrong.denominator > 3 else "9" * 9_000
    for text in (QUESTION, "", "9" * 100_000, "1,2,3 " * 20_000, "\x00\u202e" * 50_000):
        result = search(HOSTILE[name], text, Fraction(wrong), written)
        assert 0 <= result.confidence <= 1


def table(number: int) -> dict[str, str | int | float]:
    """Return the facts of a table of ten columns."""
    return {f"row {at // 10}, column {at % 10}": at * 37 % 97 + 3 for at in range(number)}


def quoted(number: int) -> list[str]:
    """Return the names of a table's facts as a program writes them."""
    return [f"'{name}'" for name in table(number)]


def nested(depth: int) -> str:
    """Return a program nested so deep."""
    work = "'row 0, column 0'"
    for level in range(depth):
        work = f"({work} {'+-*'[level % 3]} {level % 5 + 1})"
    return work


LARGE = {
    "a sum of 300": f"sum({', '.join(quoted(300))})",
    "the largest of 300": f"argmax({', '.join(quoted(300))})",
    "above a limit": f"count_above(50, {', '.join(quoted(300))})",
    "weighted": f"weighted_mean({', '.join(quoted(300))})",
    "two sums": f"sum({', '.join(quoted(300)[:150])}) - sum({', '.join(quoted(300)[150:])})",
    "a chain of 199": " + ".join(quoted(300)[:199]),
    "30 formulas": " + ".join(f"cylinder_surface({a}, {b})" for a, b in zip(quoted(31), quoted(31)[1:], strict=False)),
    "nested 90 deep": nested(90),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_programs_are_bounded(name: str) -> None:
    item = key(LARGE[name], table(300))
    spent = []
    for _ in range(5):
        begun = time.process_time()
        result = search(item, QUESTION, Fraction(44), "44")
        spent.append(time.process_time() - begun)
        assert result.cut
    assert min(spent) < 0.1


def test_the_number_of_changes_tried_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    worth = Tree.worth

    def counted(tree: Tree, at: int, value: float) -> float:
        tried.append(at)
        return worth(tree, at, value)

    monkeypatch.setattr(Tree, "worth", counted)
    for work in LARGE.values():
        tried.clear()
        search(key(work, table(300)), QUESTION, Fraction(44), "44")
        assert 0 < len(tried) <= 4_000


def test_a_program_of_too_many_parts_is_not_laid_out() -> None:
    facts: dict[str, str | int | float] = {f"f{at}": at for at in range(999)}
    names = [f"'{name}'" for name in facts]
    work = f"sum(sum({', '.join(names[:600])}), sum({', '.join(names[600:])}))"
    with pytest.raises(TooManyPartsError):
        Tree(parse(work), {name: float(value) for name, value in facts.items()})
    assert search(key(work, facts), "", Fraction(5), "5") == Search((), True, 0.0)


def test_every_process_finds_the_same() -> None:
    lines = [
        "from mmbench.records import Key, Mistake",
        "from mmbench.scoring.diagnose.mutations import search",
        "from fractions import Fraction",
        f"print(search(Key(answer='0', facts={BARS!r}, program={SHARE!r}), {QUESTION!r}, Fraction(118, 10), '11.8'))",
        f"print(search(Key(answer='0', facts={BARS!r}, program={RISE!r}), {QUESTION!r}, Fraction(161), '161'))",
    ]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", "\n".join(lines)],
            capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(outputs) == 1
    assert "Mutation(" in outputs.pop()


WORTH = [
    "'a' + 'b' * 2 - 'c' / 'a'",
    "sqrt('a' ^ 2 + 'b' ^ 2) + pi",
    "cone_surface('a', hypotenuse('a', 'b')) + cone_volume('a', 'b')",
    "sum('a', 'b', 'c') / mean('a', 'b', 'c') + median('a', 'b', 'c') - range('a', 'c')",
    "weighted_mean('a', 'b', 'c', 2) + nth_largest(2, 'a', 'b', 'c') + argmax('a', 'b') + argmin('a', 'c')",
    "max('a', 'b') - min('b', 'c') + count_above(3, 'a', 'b', 'c') + count_below(3, 'a', 'c') + floor('a' / 'c')",
    "round('a' / 'c', 2) + round('b' / 'c') + mod('a', 4) + sign('a' - 'b') + abs(-'c') + ln('a') + log('b')",
    "sin('a') + cos('b') + tan('c') + asin(1 / 'a') + acos(1 / 'b') + atan('c')",
    "('a' + 'b') * ('a' + 'b') - ('a' + 'b') / 'c'",
]


@pytest.mark.parametrize("work", WORTH)
def test_a_tree_is_worth_what_the_program_is_worth_with_every_fact_changed(work: str) -> None:
    facts = {"a": 7.0, "b": 4.0, "c": 2.5}
    tree = Tree(parse(work), facts)
    assert tree.values[-1] == pytest.approx(float(evaluate(work, facts)), rel=1e-9)
    for name in tree.facts:
        changed = {**facts, name: 3.25}
        expected = pytest.approx(float(evaluate(work, changed)), rel=1e-9)
        assert tree.worth(tree.facts[name], 3.25) == expected
        assert tree.worth_with({tree.facts[name]: 3.25}) == expected


@pytest.mark.parametrize("work", WORTH)
def test_a_changed_tree_is_written_as_the_program_it_is_worth(work: str) -> None:
    facts = {"a": 7.0, "b": 4.0, "c": 2.5}
    tree = Tree(parse(work), facts)
    for at, part in enumerate(tree.parts):
        if isinstance(part.node, Apply) and part.arguments and tree.users[at]:
            changed = tree.program({at: Fact("c")})
            try:
                value = tree.worth(at, 2.5)
            except (ArithmeticError, ValueError):
                continue
            assert value == pytest.approx(float(evaluate(changed, facts)), rel=1e-9)


def test_every_function_can_be_run_in_floats() -> None:
    arguments = {"acos": (0.5,), "asin": (0.5,), "nth_largest": (2.0, 5.0, 6.0)}
    for name, function in FUNCTIONS.items():
        given = arguments.get(name, (7.0, 6.0, 5.0, 4.0, 3.0)[: max(function.arity[0], min(2, function.arity[1]))])
        exact = function.run(*map(Fraction, given))
        assert float(run(name)(*given)) == pytest.approx(float(exact), rel=1e-9), name


def test_slips_of_the_pen() -> None:
    assert set(digits(30)) == {10, 20, 40, 50, 60, 70, 80, 90} | {31, 32, 33, 34, 35, 36, 37, 38, 39}
    assert carries(48) == (38, 58, 148)
    assert transposed(3053) == (353, 3503, 3035)
    assert [places_shown(value) for value in (4.0, 4.5, 4.25, 1 / 3)] == [0, 1, 2, 2]
    assert digits(10**12) == carries(10**12) == transposed(10**12) == ()


def test_a_slip_starts_from_the_result_as_it_is_shown() -> None:
    first = found("1.9", key("round('height' / 'radius', 1)", SOLID)).mutations[0]
    assert evaluate(first.program, SOLID) == Fraction(11, 6) + Fraction(1, 10)
