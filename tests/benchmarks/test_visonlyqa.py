"""VisOnlyQA: the published predictions of every sampled response, tasks, options, splits."""

from __future__ import annotations

import json
from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from support import items_of, png, write_parquet

from mmbench.benchmarks import visonlyqa
from mmbench.benchmarks.base.reading import read_table
from mmbench.errors import BadItem, UsageError
from mmbench.importing import Predictions, import_run
from mmbench.interfaces import Given
from mmbench.making import make_benchmark
from mmbench.records import Imported, Item, Key, Question
from mmbench.rundir import RunDir
from mmbench.scoring.official.visonlyqa import named_option, predict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mmbench.benchmarks.base.hub import Hub
    from mmbench.benchmarks.base.reading import Record

RESPONSES = "results/model_responses/eval_real"
TASKS = ("charts__extraction", "geometry__area", "geometry__length", "geometry__triangle")
MODELS = ("Qwen2-VL-7B-Instruct", "gpt-4o-2024-08-06", "llava_next_llama3")

# Responses with reasoning (task, place) that name no single option: there the published step asked GPT-4o, and the
# rule takes its recorded prediction, which is this one.
BY_A_MODEL: dict[str, dict[tuple[str, int], str]] = {
    "Qwen2-VL-7B-Instruct": {
        ("charts__extraction", 1): "c",
        ("charts__extraction", 4): "c",
        ("charts__extraction", 7): "c",
        ("charts__extraction", 11): "a",
    },
    "gpt-4o-2024-08-06": {},
    "llava_next_llama3": {
        ("geometry__area", 4): "c",
        ("geometry__area", 6): "d",
        ("geometry__length", 6): "b",
        ("geometry__length", 8): "a",
        ("geometry__length", 11): "b",
        ("geometry__triangle", 2): "True",
        ("geometry__triangle", 9): "True",
    },
}


@pytest.mark.parametrize("model", MODELS)
def test_every_published_prediction_is_reproduced(model: str, shared: Callable[[str], Path], tmp_path: Path) -> None:
    folder = shared("VisOnlyQA")
    total = 0
    undecided = {}
    for task, prompt in product(TASKS, ("reasoning", "no_reasoning")):
        path = folder / RESPONSES / task / f"prompt={prompt}" / f"{model}.jsonl"
        out = tmp_path / task / prompt
        import_run(Predictions("visonlyqa", (path,), model, data=folder), out, [])
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        items = list(RunDir(out).items())
        verdicts = list(RunDir(out).verdicts())
        assert [item.question.prompt for item in items] == [row["prompt"] for row in rows]
        found = [(verdict.official[0].prediction, verdict.official[0].score) for verdict in verdicts]
        assert found == [(row["y_pred"], float(row["y_pred"] == row["y_true"])) for row in rows]
        accuracy = sum(row["y_pred"] == row["y_true"] for row in rows) / len(rows)
        table = json.loads((out / "summary.json").read_text())["benchmarks"]["visonlyqa"]["official"]["visonlyqa"]
        assert table["average"]["accuracy"] == f"{100 * accuracy:.1f}"
        assert table["task"].keys() == {task}
        for place, (item, row) in enumerate(zip(items, rows, strict=True)):
            total += 1
            options = item.metadata["response_options"]
            assert isinstance(options, list)
            if named_option(row["response"], options) is None:
                undecided[task, place] = row["y_pred"]
                assert prompt == "reasoning"
    print(f"{model}: {total} of {total} with the recorded step, {total - len(undecided)} from the response alone")
    assert total == 96
    assert undecided == BY_A_MODEL[model]


def test_the_items_are_the_published_questions(shared: Callable[[str], Path]) -> None:
    folder = shared("VisOnlyQA")
    items = items_of("visonlyqa", folder)
    assert Counter(item.metadata["task"] for item in items) == dict.fromkeys(TASKS, 12)
    assert all(item.question.images[0].sha256 for item in items)
    assert len({item.cluster for item in items}) == len({item.question.images[0].sha256 for item in items})
    assert Counter(item.domain for item in items) == {"plane geometry": 36, "chart": 12}
    for task in TASKS:
        rows = [json.loads(line) for line in (folder / "dataset/test/real" / f"{task}.jsonl").read_text().splitlines()]
        for item, row in zip((one for one in items if one.metadata["task"] == task), rows, strict=True):
            assert item.key.choice is not None
            assert row["response_options"][item.key.choice] == row["answer"]
            assert row["question"].startswith(item.question.text)
            assert item.question.prompt == row["prompt_no_reasoning"]
            if task != "geometry__triangle":
                assert f"({row['answer']}) {item.key.answer} " in row["question"]
    reasoning = items_of("visonlyqa:prompt=reasoning", folder)
    assert all("provide a short explanation" in item.question.prompt for item in reasoning)
    assert [item.key for item in reasoning] == [item.key for item in items]


def row(**changed: Any) -> dict[str, Any]:
    base = {
        "image_path": "images/a.png",
        "question": "AB is X times BC. (a) 0.5 (b) 2 ",
        "answer": "b",
        "prompt_reasoning": "AB is X times BC. (a) 0.5 (b) 2 \n\nExplain. Then answer (a, b).",
        "prompt_no_reasoning": "AB is X times BC. (a) 0.5 (b) 2 \n\nAnswer (a, b).",
        "image_category": "geometry",
        "task_category": "length",
        "question_type": "single_answer",
        "response_options": ["a", "b"],
        "source": "MathVista",
        "id": "visonlyqa_0123456789abcdef0123456789abcdef",
    }
    return base | changed


MULTI = row(
    question="List all figures with a ring.", answer="b,d", question_type="multiple_answers",
    response_options=["a", "b", "c", "d"], image_category="chemistry", task_category="shape_multi",
)  # fmt: skip
TRUE = row(question="AB is a line. True or False?", answer="False", response_options=["True", "False"])


def native(folder: Path, tasks: dict[str, list[dict[str, Any]]], split: str = "real") -> Path:
    (folder / "dataset/test" / split).mkdir(parents=True)
    (folder / "dataset/test/images").mkdir()
    (folder / "dataset/test/images/a.png").write_bytes(png())
    for task, rows in tasks.items():
        lines = "".join(json.dumps(one) + "\n" for one in rows)
        (folder / "dataset/test" / split / f"{task}.jsonl").write_text(lines)
    return folder


def test_both_layouts_give_the_same_items(tmp_path: Path) -> None:
    tasks = {"chemistry__shape_multi": [MULTI], "geometry__length": [row()], "geometry__triangle": [TRUE]}
    native(tmp_path / "native", tasks | {"geometry__shape": [{"question": "without prompts"}]})
    for task, rows in tasks.items():
        hub = [one | {"decoded_image": png()} for one in rows]
        write_parquet(tmp_path / "hub" / "data" / f"{task}-00000-of-00001.parquet", hub)
    found = [items_of("visonlyqa", tmp_path / layout) for layout in ("native", "hub")]
    for multi, length, triangle in found:
        assert (multi.key.answer, multi.key.kind, multi.key.choice) == ("B, D", "choices", None)
        assert multi.question.choices == ("a", "b", "c", "d")
        assert (length.question.text, length.question.choices) == ("AB is X times BC.", ("0.5", "2"))
        assert (length.key.answer, length.key.kind, length.key.choice) == ("2", "choice", 1)
        assert length.question.id == "geometry__length-0123456789ab"
        assert (triangle.key.answer, triangle.question.choices) == ("False", ("True", "False"))
        assert [item.question.images[0].sha256 != "" for item in (multi, length, triangle)] == [True] * 3
    plain = [[(item.question.id, item.question.prompt, item.key, item.domain) for item in items] for items in found]
    assert plain[0] == plain[1]


def test_tasks_of_the_synthetic_split_are_those_of_the_file(tmp_path: Path) -> None:
    tasks = {
        "3d__angle": [row(image_category="3d", task_category="size", source="SuperCLEVR", id="superCLEVR_new_024303")],
        "syntheticgeometry__area": [row(task_category="area", id="sg_1_area_0123456789abcdef")],
    }
    solid, plane = items_of("visonlyqa", native(tmp_path, tasks, "synthetic"), "synthetic")
    assert (solid.metadata["task"], solid.domain, solid.skills) == ("3d__angle", "solid geometry", ("angle",))
    assert solid.question.id == "3d__angle-superCLEVR_new_024303"
    assert (plane.question.id, plane.domain) == ("syntheticgeometry__area-sg_1_area_0123456789ab", "plane geometry")
    with pytest.raises(UsageError, match=r"no split 'test'\. Known: real, synthetic"):
        items_of("visonlyqa", tmp_path, "test")
    with pytest.raises(UsageError, match=r"expected dataset/test/real/\*.jsonl"):
        items_of("visonlyqa", tmp_path, "real")


def test_the_hub_is_read_task_by_task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "0123.parquet"
    write_parquet(path, [row() | {"decoded_image": png()}])
    asked: list[tuple[str, str]] = []

    def records(hub: Hub, split: str) -> Iterator[Record]:
        asked.append((hub.id, hub.split))
        return read_table(path)

    monkeypatch.setattr(visonlyqa, "hub_records", records)
    benchmark = make_benchmark("visonlyqa", None, "synthetic")
    items = [benchmark.item(one) for one in benchmark.rows()]
    assert {name for name, _ in asked} == {"ryokamoi/VisOnlyQA_Eval_Synthetic"}
    assert [item.metadata["task"] for item in items] == [task for _, task in asked]
    assert len(asked) == 7


@pytest.mark.parametrize(
    ("changed", "task", "message"),
    [
        ({"answer": "c"}, "geometry__length", r"the answer 'c' names none of the options \['a', 'b'\]"),
        ({"question_type": "essay"}, "geometry__length", "unknown question type 'essay'"),
        ({}, "geometry__taste", "no domain for the label 'geometry__taste'"),
        ({"prompt_reasoning": None}, "geometry__length", "not as published: .*prompt_reasoning"),
        ({"answer": "b,z"} , "geometry__length", "the answer 'b,z' names none"),
    ],
)  # fmt: skip
def test_bad_rows_say_what_is_wrong(changed: dict[str, Any], task: str, message: str, tmp_path: Path) -> None:
    benchmark = make_benchmark("visonlyqa", native(tmp_path, {task: [row(**changed)]}))
    [bad] = benchmark.rows()
    with pytest.raises(BadItem, match=message):
        benchmark.item(bad)


def test_responses_must_answer_the_rows_they_stand_for(tmp_path: Path) -> None:
    data = native(tmp_path / "data", {"geometry__length": [row(), row(id="visonlyqa_b")]})
    folder = tmp_path / "geometry__length" / "prompt=reasoning"
    folder.mkdir(parents=True)
    good = {"prompt": "<image>\n" + row()["prompt_reasoning"], "response": "(b)", "y_pred": "b", "y_true": "b"}
    rows = [good, good | {"prompt": "CD is X times EF."}, good]
    (folder / "m.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows))
    import_run(Predictions("visonlyqa", (folder / "m.jsonl",), "m", data=data), tmp_path / "run", [])
    first, second, third = RunDir(tmp_path / "run").items()
    assert (first.question.prompt, first.problem) == (good["prompt"], "")
    assert "it answers 'CD is X times EF.', expected 'AB is X times BC." in second.problem
    assert third.problem.endswith("the task 'geometry__length' has 2 rows")
    (folder / "m.jsonl").write_text(json.dumps(good | {"y_true": "a"}))
    import_run(Predictions("visonlyqa", (folder / "m.jsonl",), "m", data=data), tmp_path / "other", [])
    assert "its right answer is 'a', expected 'b'" in next(RunDir(tmp_path / "other").items()).problem


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("m.jsonl", "expected the published layout"),
        ("geometry__area/prompt=reasoning/m.jsonl", "the split 'real' holds no task 'geometry__area'"),
    ],
)
def test_the_path_says_task_and_prompt(place: str, message: str, tmp_path: Path) -> None:
    data = native(tmp_path / "data", {"geometry__length": [row()]})
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}")
    with pytest.raises(UsageError, match=message):
        import_run(Predictions("visonlyqa", (path,), "m", data=data), tmp_path / "run", [])


def asked(kind: str, options: list[str], choices: tuple[str, ...] = ()) -> Item:
    return Item(
        benchmark="visonlyqa",
        question=Question(id="1", text="?", choices=choices or tuple(options)),
        key=Key(answer=""),
        metadata={"question_type": kind, "response_options": options},
    )


LETTERS = ["a", "b", "c"]


@pytest.mark.parametrize(
    ("item", "given", "found"),
    [
        (asked("single_answer", LETTERS), Given("The answer is (b).", None), "b"),
        (asked("single_answer", LETTERS), Given("b", None), "b"),
        (asked("single_answer", LETTERS, ("1", "2", "4")), Given("(a) or (b)", "(b)"), "b"),
        (asked("single_answer", LETTERS, ("1", "2", "4")), Given("Not (a), not (b): 4", "4"), "c"),
        (asked("single_answer", LETTERS), Given("(a) or (b)", "", Imported(prediction="c")), "c"),
        (asked("single_answer", ["True", "False"]), Given("It is true.", None), None),
        (asked("single_answer", ["True", "False"]), Given("True", None), "True"),
        (asked("multiple_answers", LETTERS), Given("(a) and (c)", "(a) and (c)"), "a,c"),
        (asked("multiple_answers", LETTERS), Given("a", "", Imported(prediction="a,b")), "a,b"),
        (asked("multiple_answers", LETTERS), Given("", None), None),
    ],
)
def test_the_published_prediction(item: Item, given: Given, found: str | None) -> None:
    assert predict(item, given) == found
