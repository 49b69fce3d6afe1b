"""Which runs may be compared: every reason to refuse has its own words, and says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from mmbench.errors import RunError
from mmbench.records import LineKey
from mmbench.reports.answers import Answers, Cell, Identity
from mmbench.reports.comparable import ACROSS, align

if TYPE_CHECKING:
    from collections.abc import Sequence

SETTINGS = {
    "split": "test",
    "views": ["full"],
    "corruptions": [""],
    "strategy": {"name": "direct", "options": {}},
    "sampling": {"temperature": 0.0},
    "system": "",
}


def cell(key: str, right: float = 1, fingerprint: str = "f") -> Cell:
    return Cell(key, "x", "algebra", key, fingerprint, 1, right, 0)


def answers(name: str, cells: Sequence[Cell] = (cell("x/1"), cell("x/2")), **changed: Any) -> Answers:
    """Return a run of two items, asked and scored as usual but for what is changed."""
    identity = Identity(
        name=name,
        model={"name": f"model of {name}"},
        benchmarks={"x": {"items": len(cells), "fingerprint": "b", "prompts": "p"}},
        settings=SETTINGS,
        checker="c1",
        versions={"mmbench": "1"},
    )
    return Answers(msgspec.structs.replace(identity, **changed), list(cells))


def refused(*runs: Answers, **options: Any) -> str:
    with pytest.raises(RunError) as error:
        align(runs, **options)
    assert error.value.exit_code == 3
    return str(error.value)


def test_runs_asked_alike_stand_side_by_side_in_the_order_of_the_first() -> None:
    one = answers("a", [cell("x/1", 1), cell("x/2", 0)])
    two = answers("b", [cell("x/2", 0.25), cell("x/1", 0.5)])
    aligned = align([one, two])
    assert [[each.key for each in column] for column in aligned.columns] == [["x/1", "x/2"]] * 2
    assert [each.right for each in aligned.columns[1]] == [0.5, 0.25]
    assert aligned.notes == []


def test_items_in_one_run_only_are_counted_and_named_on_each_side() -> None:
    one = answers("a", [cell("x/1"), *(cell(f"x/a{n}") for n in range(5))])
    two = answers("b", [cell("x/1"), cell("x/b0")])
    message = refused(one, two)
    assert message.startswith("a and b cannot be compared, they were not asked or scored alike:\n")
    assert "items: 5 only in a (x/a0, x/a1, x/a2, ...); --common leaves them out" in message
    assert "items: 1 only in b (x/b0); --common leaves it out" in message


def test_an_item_with_another_content_is_another_item() -> None:
    message = refused(answers("a"), answers("b", [cell("x/1"), cell("x/2", fingerprint="g")]))
    assert "items: 1 with another question, choice, picture or gold answer (x/2); --common leaves it out" in message


def test_conditions_and_variants_are_part_of_what_was_asked() -> None:
    plain, blurred = cell("x/1"), cell(LineKey("x/1", "full", "blur:1").text())
    assert "1 only in b (x/1|full|blur:1||0)" in refused(answers("a", [plain]), answers("b", [plain, blurred]))


def test_common_takes_what_all_were_asked_alike_and_says_how_much_it_leaves_out() -> None:
    one = answers("a", [cell("x/1"), cell("x/2"), cell("x/3")])
    two = answers("b", [cell("x/2"), cell("x/3", fingerprint="g"), cell("x/4")])
    three = answers("c", [cell("x/2"), cell("x/3"), cell("x/4")])
    aligned = align([one, two, three], common=True)
    assert [[each.key for each in column] for column in aligned.columns] == [["x/2"]] * 3
    assert aligned.notes == ["left out: 3 items that not all runs were asked alike"]


def test_nothing_in_common_is_told() -> None:
    message = refused(answers("a", [cell("x/1")]), answers("b", [cell("x/2")]), common=True)
    assert message == "the runs have no item in common: there is nothing to compare"


def test_runs_without_items_are_told() -> None:
    assert refused(answers("a", []), answers("b", [])) == "a has no items: there is nothing to compare"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("strategy", {"name": "vote"}, 'strategy: {"name":"direct","options":{}} in a, {"name":"vote"} in b'),
        ("sampling", {"temperature": 0.7}, 'sampling: {"temperature":0.0} in a, {"temperature":0.7} in b'),
        ("system", "Be brief.", 'system: nothing in a, "Be brief." in b'),
    ],
)
def test_what_differs_in_asking_is_named_and_may_be_meant(name: str, value: object, message: str) -> None:
    one, two = answers("a"), answers("b", settings={**SETTINGS, name: value})
    assert f"{message} (--across {name} where that is meant)" in refused(one, two)
    assert align([one, two], [name]).notes == [f"{name} differs on purpose: {message.removeprefix(f'{name}: ')}"]
    others = [other for other in ACROSS if other != name]
    assert f"{name}:" in refused(one, two, across=others)


def test_prompts_worded_otherwise_are_refused_or_meant() -> None:
    one = answers("a")
    two = answers("b", benchmarks={"x": {"items": 2, "fingerprint": "b", "prompts": "q"}})
    assert "prompts: those of x are worded otherwise (--across prompts where that is meant)" in refused(one, two)
    assert align([one, two], ["prompts"]).notes == ["prompts differs on purpose: those of x are worded otherwise"]


def test_a_hash_of_prompts_over_other_items_says_nothing_of_their_wording() -> None:
    """The hash runs over all prompts in order: of a run of half the items it is another, and proves nothing."""
    one = answers("a", [cell("x/1"), cell("x/2")])
    two = answers("b", [cell("x/2")], benchmarks={"x": {"items": 1, "fingerprint": "h", "prompts": "q"}})
    aligned = align([one, two], common=True)
    assert len(aligned.columns[0]) == 1
    assert any("whether the prompts of x are worded alike is not known" in note for note in aligned.notes)


@pytest.mark.parametrize("name", ["split", "views", "corruptions"])
def test_another_selection_is_no_hindrance_to_the_items_in_common(name: str) -> None:
    one, two = answers("a"), answers("b", settings={**SETTINGS, name: "other"})
    message = refused(one, two)
    assert f"{name}:" in message
    assert "--across" not in message
    assert any(note.startswith(f"{name} differs: ") for note in align([one, two], common=True).notes)


def test_another_checker_is_refused_with_the_remedy() -> None:
    message = refused(answers("a"), answers("b", checker="c2"))
    assert "checker: c1 scored a, c2 scored b; do: mmbench score, on both, with the same mmbench" in message


def test_an_unknown_checker_is_refused_with_the_remedy() -> None:
    message = refused(answers("a"), answers("b", checker=""))
    assert "checker: b does not say which scored it; do: mmbench score b" in message
    message = refused(answers("a", checker=""), answers("b", checker=""))
    assert "checker: a and b do not say which scored it; do: mmbench score a" in message


def test_neither_common_nor_across_excuses_the_checker() -> None:
    assert "checker:" in refused(answers("a"), answers("b", checker="c2"), across=ACROSS, common=True)


def test_scores_by_different_rules_are_not_compared() -> None:
    message = refused(answers("a", rule="mathvista"), answers("b"))
    assert "rule: the rule 'mathvista' scored a, our verdict scored b; give both the same --rule" in message


def test_everything_that_differs_is_said_at_once() -> None:
    two = answers("b", [cell("x/1")], checker="c2", settings={**SETTINGS, "sampling": {}, "system": "Be brief."})
    message = refused(answers("a"), two)
    assert [line.split(":")[0].strip() for line in message.split("\n")[1:]] == [
        "items",
        "checker",
        "sampling",
        "system",
    ]


def test_an_imported_run_is_compared_with_a_note() -> None:
    aligned = align([answers("a"), answers("b", origin="imported", settings={})])
    assert aligned.notes == ["b was imported: how its model was asked is not known"]


def test_an_imported_baseline_does_not_hide_that_the_others_differ() -> None:
    imported = answers("a", origin="imported", settings={})
    other = answers("c", settings={**SETTINGS, "system": "Be brief."})
    assert refused(imported, answers("b"), other).startswith("b and c cannot be compared")


def test_notes_come_once_however_many_runs() -> None:
    simulated = [answers(name, origin="simulated") for name in "abc"]
    assert align(simulated).notes == [f"{name} is simulated: a student, not a model" for name in "abc"]


def test_other_repeats_and_versions_are_noted() -> None:
    aligned = align([answers("a"), answers("b", repeats=4, versions={"mmbench": "2", "torch": "3"})])
    assert aligned.notes == [
        "repeats differ: 1 in a, 4 in b; each item's mean is compared",
        "versions differ in a and b: mmbench 1 and 2",
    ]


def test_what_the_reader_of_a_run_noted_is_kept() -> None:
    noted = answers("b")._replace(notes=("b is incomplete: 1 of 2 lines have no response and count as failed",))
    assert align([answers("a"), noted]).notes == list(noted.notes)
    assert align([answers("a"), noted], common=True).notes == list(noted.notes)


def test_an_item_s_name_cannot_break_the_message() -> None:
    message = refused(answers("a", [cell("x/1\nerror: all is well")]), answers("b", [cell("x/2")]))
    assert "1 only in a (x/1 error: all is well)" in message


@pytest.mark.parametrize(
    ("key", "condition"),
    [
        (LineKey("x/1"), "full"),
        (LineKey("x/1", view="no-figure"), "no-figure"),
        (LineKey("x/1", corruption="blur:1"), "full, blur:1"),
        (LineKey("x/a|b", "no-figure", "blur:1", "v2"), "no-figure, blur:1"),
        (LineKey("x/a|b|c"), "full"),
        (LineKey("x/1", variant="v2"), "full"),
    ],
)
def test_the_condition_of_a_cell_is_read_from_its_key(key: LineKey, condition: str) -> None:
    assert cell(key.text()).condition == condition
