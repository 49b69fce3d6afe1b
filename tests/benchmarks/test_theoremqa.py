"""TheoremQA: the published comparison of every recorded prediction, and the prediction from every solution."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from support import items_of, png, write_parquet

from mmbench.benchmarks.base.domains import DOMAINS
from mmbench.errors import BadItem
from mmbench.importing import Predictions, import_run
from mmbench.rundir import RunDir
from mmbench.scoring.official.theoremqa import extraction, first_extraction, right

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# The second file was made with the first repository's extraction.
OUTPUTS = {"internlm2_math_20b_5shots_short": extraction, "Mistral_7B_v0.1_5shots_mistral": first_extraction}


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.parametrize("name", OUTPUTS)
def test_recorded_predictions_are_compared_as_published(
    name: str, shared: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = shared("TheoremQA")
    path = folder / "outputs" / f"{name}.jsonl"
    import_run(Predictions("theoremqa", (path,), name, data=folder), tmp_path / "run", [])
    rows = rows_of(path)
    items = {item.question.text: item for item in items_of("theoremqa", folder)}
    verdicts = {verdict.item.split("/", 1)[1]: verdict for verdict in RunDir(tmp_path / "run").verdicts()}
    assert len(verdicts) == len(rows) == len(items)
    for row in rows:
        item = items[row["question"]]
        assert item.metadata["Answer"] == row["correct"][0]
        score, first = verdicts[item.question.id].official
        assert (first.score, first.prediction) == (score.score, score.prediction)
        assert score.prediction == row["pred"]
        assert (score.score == 1.0) is by_hand(row["pred"], *row["correct"]), row
    correct = sum(verdict.official[0].score for verdict in verdicts.values())
    print(f"{name}: {correct:.0f} of {len(rows)} right by the published comparison")


def by_hand(pred: str, gold: str, value: Any) -> bool:
    """The published comparison for what these files hold: plain numbers, lists as written, letters and words."""
    if gold in ("(a)", "(b)", "(c)", "(d)"):
        return gold in pred
    if pred == gold:
        return True
    try:
        number = float(pred)
    except ValueError:
        return pred == "(3, 5)" and value == [3, 5]
    if isinstance(value, list) or value is None:
        return False
    return round(number) == value if isinstance(value, int) else abs(number - value) <= 0.04 * abs(value)


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_solution_gives_the_recorded_prediction(name: str, shared: Callable[[str], Path]) -> None:
    for row in rows_of(shared("TheoremQA") / "outputs" / f"{name}.jsonl"):
        assert OUTPUTS[name](row["solution"]) == row["pred"]


def test_the_items_are_the_published_problems(shared: Callable[[str], Path]) -> None:
    rows = json.loads((shared("TheoremQA") / "theoremqa_test.json").read_text())
    items = {item.question.id: item for item in items_of("theoremqa", shared("TheoremQA"))}
    assert items.keys() == {row["id"] for row in rows}
    kinds = {"integer": "integer", "float": "float", "bool": "choice", "option": "choice"}
    for row in rows:
        item = items[row["id"]]
        assert item.key.kind == kinds.get(row["Answer_type"], "list")
        assert item.metadata["Answer"] == str(row["Answer"])
        assert item.domain in DOMAINS
        assert item.question.prompt.endswith(f"\n\nProblem:{row['Question']}\nSolution:")
        if row["Answer_type"] == "option":
            assert item.key.answer in row["Question"]
            assert item.key.choice == "abcdef".index(row["Answer"][1])
    fisher = items["xinyi/fisher_information_4.json"]
    assert fisher.question.choices[2] == "$J_g(\\theta) = 2J_f(\\theta)$"
    assert (fisher.key.choice, fisher.domain) == (2, "statistics")


def problem(**changes: Any) -> dict[str, Any]:
    row = {
        "Question": "What is half of five?", "Answer": 2.5, "Answer_type": "float", "Picture": None,
        "id": "a/half.json", "theorem": "division", "subfield": "Algebra", "field": "Math", "source": "self",
    }  # fmt: skip
    return row | changes


def write(folder: Path, *problems: dict[str, Any]) -> Path:
    (folder / "theoremqa_test.json").write_text(json.dumps(problems))
    (folder / "images").mkdir(exist_ok=True)
    (folder / "images" / "circuit.png").write_bytes(png())
    return folder


def test_a_folder_in_the_native_layout(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        problem(),
        problem(id="2", Answer=False, Answer_type="bool", field="Physics", subfield="Optics"),
        problem(id="3", Answer=[1, -2], Answer_type="list of integer", Picture="images/circuit.png"),
        problem(id="4", Answer="(b)", Answer_type="option", Question="Which? (a): one; (b): two. Which one is it?"),
        problem(id="5", Answer="(c)", Answer_type="option", Question="Which colour in the figure is darkest?"),
        problem(id="6", Answer=1e-05),
    )
    half, statement, listed, option, bare, small = items_of("theoremqa", folder)
    assert (half.key.kind, half.key.tolerance.rel, half.metadata["Answer"]) == ("float", 0.04, "2.5")
    assert (statement.key.answer, statement.key.choice, statement.domain) == ("False", 1, "science problem")
    assert (listed.key.answer, listed.key.ordered, listed.question.images[0].sha256 != "") == ("[1, -2]", False, True)
    assert (option.question.choices, option.key.choice) == (("one", "two"), 1)
    assert (bare.key.kind, bare.key.answer, bare.key.accepted) == ("text", "(c)", ("c",))
    assert (small.key.answer, half.skills) == ("1e-05", ("division",))


def test_the_hub_s_columns(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"Question": "One?", "Answer": "1", "Answer_type": "integer", "Picture": png()},
        {"Question": "True?", "Answer": "True", "Answer_type": "bool", "Picture": None},
    ]
    write_parquet(tmp_path / "data" / "test-00000-of-00001.parquet", rows)
    one, true = items_of("theoremqa", tmp_path)
    assert (one.key.kind, one.key.answer, one.domain) == ("integer", "1", "general mathematics")
    assert (true.key.choice, true.question.images) == (0, ())
    assert one.question.images[0].sha256


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"Answer": "maybe", "Answer_type": "bool"}, "'maybe' of type 'bool'; expected True or False"),
        ({"Answer": "(z)", "Answer_type": "option"}, r"expected a letter from \(a\) to \(f\)"),
        ({"Answer": "five"}, "'five' of type 'float' is not a number"),
        ({"Answer": ["x"], "Answer_type": "list of float"}, "is not a list of numbers"),
        ({"Answer_type": "essay"}, "Invalid enum value 'essay'"),
        ({"subfield": "Baking", "field": "Cooking"}, "no domain for the label 'Cooking'"),
        ({"Question": None}, r"Expected `str`, got `null` - at `\$.Question`"),
    ],
)
def test_a_bad_row_says_what_is_wrong(changes: dict[str, Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(BadItem, match=message):
        items_of("theoremqa", write(tmp_path, problem(**changes)))


def test_outputs_with_one_question_twice_are_told_apart(tmp_path: Path) -> None:
    folder = write(tmp_path, problem(id="1", Answer=12), problem(id="2", Answer=5), problem(id="3", Answer=5))
    question = problem()["Question"]
    rows = [
        {"question": question, "correct": [gold, float(gold)], "solution": f"The answer is {pred}", "pred": pred}
        for gold, pred in (("5", "5"), ("12", "11.6"), ("5", "6"), ("7", "7"))
    ]
    path = tmp_path / "model.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    import_run(Predictions("theoremqa", (path,), "m", data=folder), tmp_path / "run", [])
    verdicts = {verdict.item: verdict for verdict in RunDir(tmp_path / "run").verdicts()}
    scores = {name: verdict.official[0].score for name, verdict in verdicts.items() if verdict.failure is None}
    assert scores == {"theoremqa/2": 1.0, "theoremqa/1": 1.0, "theoremqa/3": 0.0}
    failure = verdicts["theoremqa/row-4"].failure
    assert failure is not None
    assert "no problem with the question" in failure.error


@pytest.mark.parametrize(
    ("prediction", "gold", "same"),
    [
        ("the (b) one", "(b)", True), ("true", "True", True), ("10.6", "11", True), ("10.4", "11", False),
        ("2.6", "2.5", True), ("2.61", "2.5", False), ("50%", "0.5", True), ("3π", "9.42", True), ("2.5", "2", True),
        ("[1, 2]", "[1, 2]", True), ("[1.0, 2]", "[1, 2]", False), ("(2, 1)", "[1, 2]", True), ("(1, 2)", "1", True),
        ("(1, 2, 3)", "[1, 2]", False), ("", "0", False), ("nan", "0.0", False), ("x", "[1]", False),
        ("inf", "3", False),
    ],
)  # fmt: skip
def test_the_published_comparison(prediction: str, gold: str, same: bool) -> None:
    assert right(prediction, gold) is same


@pytest.mark.parametrize(
    ("response", "found"),
    [
        ("So the answer is (c).", "(c)"), ("The answer is: x = \\frac{1}{4}.", "0.25"),
        ("The answer is 3, 5", "(3, 5)"),
        ("The answer is [1/2, 3].", "[0.5, 3]"), ("There are no roots, 7.", "False"), ("We get 4 and 7.5", "7.5"),
        ("The answer is 5 km", "5"), ("The answer is 1\n\nThe answer is 2", "1"), ("", ""),
    ],
)  # fmt: skip
def test_the_published_extraction(response: str, found: str) -> None:
    assert extraction(response) == found


@pytest.mark.parametrize("piece", ["1", "-", "The answer is ", "(", "[1,", "\\frac{1}", " 1 ", "."])
def test_a_megabyte_costs_little_time(piece: str) -> None:
    response = piece * (200_000 // len(piece))
    start = time.monotonic()
    right(extraction(response), "3.5")
    right(response, "[1, 2]")
    right(response, "2.5")
    assert time.monotonic() - start < 5
