"""MathCheck's checklist, MathVerse's quick match and We-Math's topics: readings, cells and means."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from mmbench.interfaces import Given
from mmbench.records import Imported, Item, Key, OfficialScore, Question
from mmbench.scoring.official import mathcheck, mathverse
from mmbench.scoring.official.wemath import FourWay, letter
from mmbench.scoring.official.wemath_topics import TOPICS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("response", "found"),
    [
        ("So 12 and 145.0", "145"), ("#### 20.25 cm\n7", "20.25"), ("####\n1,005.", "1005"), ("#### none, 3/4", "3/4"),
        ("It is 5. Question: 7", "5"), ("2√3", "3"), ("no number", ""), ("", ""), ("1e20", "20"),
        ("#### 100000000000000000000", "100"), ("-0.50", "-0.5"),
    ],
)  # fmt: skip
def test_solutions(response: str, found: str) -> None:
    assert mathcheck.solved(response) == found


@pytest.mark.parametrize(
    ("task", "response", "found"),
    [
        ("outcome_judging", "The answer is: Incorrect", "Incorrect"),
        ("outcome_judging", "the answer is: CORRECT. Not incorrect", "Correct"),
        ("outcome_judging", "The answer is: wrong, so incorrect", "Incorrect"),
        ("outcome_judging", "It is incorrect, no, correct", "Correct"),
        ("outcome_judging", "It is wrong", None),
        ("answerable_judging", "Answerable? No: unanswerable", "Unanswerable"),
        ("answerable_judging", "not answerable", "Answerable"),
        ("answerable_judging", "", None),
    ],
)
def test_judgements(task: str, response: str, found: str | None) -> None:
    assert mathcheck.judged(task, response) == found


@pytest.mark.parametrize(
    ("response", "found"),
    [
        ("Step 1 is fine.\nThe answer is: Step 2", "Step 2"),
        ("The answer is: step 3", "Step 3"),
        ("All steps are correct. The answer is: Step 2", "All-Correct"),
        ("The answer is\nStep 2, not Step 3", "Step 2"),
        ("Judgement: Step 2", "Step"),
        ("STEP 4, I think, step 4", "Step 4"),
        ("Step 1 and Step 2. The mistake began at step 2", "Step 2"),
        ("Step 1 leads to Step 2. It is Step 3! Bye", "Step 3"),
        ("Step 1 or Step 2 may be correct.", "All-Correct"),
        ("Nothing", None),
    ],
)
def test_steps(response: str, found: str | None) -> None:
    assert mathcheck.named_step(response) == found


def row(task: str, question: str, gold: str) -> Item:
    return Item(
        benchmark="mathcheck_geo",
        task="error_step" if task == "process_judging" else "solve",
        question=Question(id="x", text="?"),
        key=Key(answer=gold),
        metadata={"task_type": task, "question_type": question},
    )


def test_the_means_of_the_checklist() -> None:
    metric = mathcheck.Checklist()
    for question in mathcheck.QUESTIONS:
        for task, gold, responses in (
            ("solving", "145.0", ["145", "So 7"]),
            ("process_judging", "2", ["The answer is: Step 2"]),
            ("outcome_judging", "Correct", ["Correct", "Correct", "Incorrect", "?"]),
            ("answerable_judging", "Unanswerable", ["Unanswerable"]),
        ):
            for response in responses:
                asked = row(task, question, gold)
                [score] = mathcheck.rule.score(asked, Given(response, None))
                metric.add(asked, score)
    figures = metric.figures()
    outcome = 2 * 2 / (2 + 4) / 2  # F1 of Correct; that of Incorrect, which is no gold answer, is 0
    assert figures["solving"] == "50.0"
    assert figures["process_judging"] == "100.0"
    assert figures["outcome_judging, seed_question"] == f"{100 * outcome:.1f}" == "33.3"
    assert figures["answerable_judging"] == "50.0"
    assert figures["all"] == figures["seed_question"] == f"{100 * (0.5 + 1 + outcome + 0.5) / 4:.1f}"
    assert set(mathcheck.Checklist().figures().values()) == {"-"}


def test_our_own_verdicts_fit_the_checklist() -> None:
    metric = mathcheck.Checklist()
    asked = row("outcome_judging", "seed_question", "Correct")
    metric.add(asked, OfficialScore(rule="ours", score=1.0, prediction="A"))
    metric.add(asked, OfficialScore(rule="ours", score=0.0, prediction="Incorrect"))
    assert metric.figures()["outcome_judging, seed_question"] == f"{100 * (2 / 3) / 2:.1f}"


@pytest.mark.parametrize("piece", ["The answer is ", "Step 1 ", "Judgement:", "1", "correct ", "####1\n", ". ", " "])
def test_a_long_response_costs_little(piece: str) -> None:
    begun = time.process_time()
    for task in mathcheck.TASKS:
        asked = row(task, "seed_question", "2")
        mathcheck.rule.score(asked, Given(piece * (200_000 // len(piece)), None))
    assert time.process_time() - begun < 2


def question(gold: str, choices: tuple[str, ...] = (), version: str = "Text Lite", **metadata: Any) -> Item:
    choice = "ABCDE".index(gold) if choices else None
    return Item(
        benchmark="mathverse",
        question=Question(id="x", text="?", choices=choices),
        key=Key(answer=gold if choice is None else choices[choice], kind="text", choice=choice),
        metadata={"problem_version": version, "answer": gold, **metadata},
    )


@pytest.mark.parametrize(
    ("item", "given", "score"),
    [
        (question("B", ("4", "8")), Given("", "B"), 1.0),
        (question("B", ("4", "8")), Given("", "(B)"), 1.0),
        (question("B", ("4", "8")), Given("", "B."), 1.0),
        (question("B", ("4", "8")), Given("", "8"), 0.0),
        (question("B", ("4", "8")), Given("", "(B)", Imported(extraction="(B)")), 0.0),
        (question("B", ("4", "8")), Given("", "A", Imported(extraction="B")), 1.0),
        (question("22.3"), Given("", "22.3"), 1.0),
        (question("22.3"), Given("", "22.3 m"), 0.0),
        (question("C\nD"), Given("", "C, D"), 0.0),
        (question("14"), Given("14", None), 0.0),
    ],
)
def test_mathverse_s_quick_match(item: Item, given: Given, score: float) -> None:
    [found] = mathverse.rule.score(item, given)
    assert (found.rule, found.score) == ("mathverse-quick-match", score)


def test_mathverse_s_mean_leaves_text_only_out() -> None:
    metric = mathverse.FiveVersions()
    for version, scores in (("Text Lite", [1, 1]), ("Vision Only", [0, 0, 0, 0]), ("Text Only", [1])):
        for score in scores:
            metric.add(question("1", version=version), OfficialScore(rule="x", score=score))
    assert metric.figures() == {"mean over the versions with a picture": "50.0"}
    assert mathverse.rule.published(1, 3, False) == "0.333"


def test_mathverse_s_gold_answers_are_kept_as_published(shared: Callable[[str], Path]) -> None:
    from support import items_of

    folder = shared("MathVerse")
    golds = {row["problem_index"]: row for row in json.loads((folder / "data/testmini_text_only.json").read_text())}
    items = items_of("mathverse", folder)
    assert [item.metadata["answer"] for item in items] == [golds[item.cluster]["answer"] for item in items]
    for item in items:
        [score] = mathverse.rule.score(item, Given("", None, Imported(extraction=golds[item.cluster]["answer"])))
        assert score.score == 1.0


def test_we_math_s_topics_are_the_published_ones(shared: Callable[[str], Path]) -> None:
    nodes = json.loads((shared("We-Math") / "data" / "knowledge_structure_nodes.json").read_text())
    published: dict[str, list[str]] = {}
    for node in nodes:
        published.setdefault(node["root2"], []).append(node["full node"].rsplit("_", 1)[-1])
    assert {topic: set(names) for topic, names in TOPICS.items()} == {
        topic: set(names) for topic, names in published.items()
    }
    assert len(TOPICS) == 12


def test_we_math_s_accuracy_by_topic(shared: Callable[[str], Path]) -> None:
    """By hand from the published output: the mean over a topic's concepts of the accuracy on one-step parts."""
    from support import items_of

    folder = shared("We-Math")
    rows = json.loads((folder / "output" / "URSA-8B.json").read_text())
    items = {(item.cluster, item.metadata["key"]): item for item in items_of("wemath", folder)}
    metric = FourWay()
    rights: dict[str, list[bool]] = {}
    for published in rows:
        right = letter(published["response"]) == published["answer"]
        metric.add(items[published["ID"], published["key"]], OfficialScore(rule="wemath", score=float(right)))
        if not published["key"].endswith("multi"):
            rights.setdefault(published["knowledge concept"], []).append(right)
    for topic, names in TOPICS.items():
        means = [sum(rights[name]) / len(rights[name]) for name in names if name in rights]
        wanted = f"{sum(means) / len(means):.2%}" if means else None
        assert metric.topics().get(topic.join(("one step: ", ""))) == wanted
    assert len(metric.topics()) == len({topic for topic, names in TOPICS.items() if set(names) & rights.keys()})
