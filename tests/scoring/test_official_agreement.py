"""Every official rule against the published outputs at hand, item by item; what differs is listed one by one.

The rules are run on the rows alone, without a run directory and without our own checker. `pytest -k agreement -s`
prints what agrees; docs/official-rules.md holds the table.
"""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from mmbench import registry
from mmbench.errors import BadItem
from mmbench.interfaces import Given, ImportContext
from mmbench.making import make_benchmark
from mmbench.scoring.official.theoremqa import extraction, first_extraction
from mmbench.scoring.official.visonlyqa import named_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from mmbench.interfaces import ImportedItem
    from mmbench.records import OfficialScore


def answered(
    name: str, path: Path, data: Path | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[tuple[str, ImportedItem]]:
    """Yield the rows of a file of published outputs, by the importer's own ids."""
    importer = registry.resolve("importers", name)
    benchmark = make_benchmark(importer.benchmark, data)
    for row, found in importer.read(path, ImportContext(benchmark, dict(columns or {}))):
        assert not isinstance(found, BadItem), found
        yield row, found


def scored(rule: str, row: ImportedItem, given: Given | None = None) -> dict[str, OfficialScore]:
    """Return each version's score of a row."""
    given = given or Given(row.trace.text, row.imported.extraction, row.imported)
    return {score.rule: score for score in registry.resolve("scorers", rule).score(row.item, given)}


class Difference(NamedTuple):
    """What a row's file recorded as prediction and verdict, and what the rule says."""

    recorded: tuple[Any, bool]
    ours: tuple[Any, bool]


def report(rule: str, source: str, total: int, differing: Mapping[Any, Any]) -> None:
    print(f"{rule} on {source}: {total - len(differing)} of {total} agree")


MATHVISTA = {
    "bard/output_bard": {},
    "chatgpt/output_chatgpt_2shot_code": {},
    # The recorded prediction is `int(float())` of the extraction, here alone; the verdict is the same.
    "gpt4/output_gpt4": {"784": Difference(("77", False), (None, False))},
    "llava/output_llava_llama_2_13b": {},
}


@pytest.mark.parametrize("name", MATHVISTA)
def test_agreement_mathvista(name: str, shared: Callable[[str], Path]) -> None:
    path = shared("MathVista") / "results" / f"{name}.json"
    rows = json.loads(path.read_text())
    differing = {}
    for pid, row in answered("mathvista", path):
        recorded = (rows[pid]["prediction"], rows[pid]["true_false"])
        score = scored("mathvista", row)["mathvista-published"]
        if (score.prediction, score.score == 1.0) != recorded:
            differing[pid] = Difference(recorded, (score.prediction, score.score == 1.0))
    report("mathvista-published", name, len(rows), differing)
    assert len(rows) == 1_000
    assert differing == MATHVISTA[name]


# Today's rule takes `int(float())`, so that answers are right which the published tables call wrong. No other verdict
# differs, and a prediction differs only where an integer was extracted with decimals.
TODAY: dict[str, dict[str, str]] = {
    "bard/output_bard": {},
    "chatgpt/output_chatgpt_2shot_code": {
        "409": "5.0", "429": "10.0", "597": "10.0", "799": "13.0", "928": "5.0", "959": "32.5",
    },
    "gpt4/output_gpt4": {},
    "llava/output_llava_llama_2_13b": {},
}  # fmt: skip


@pytest.mark.parametrize("name", TODAY)
def test_agreement_mathvista_of_today(name: str, shared: Callable[[str], Path]) -> None:
    path = shared("MathVista") / "results" / f"{name}.json"
    rows = json.loads(path.read_text())
    differing = {}
    for pid, row in answered("mathvista", path):
        score = scored("mathvista", row)["mathvista"]
        extracted = rows[pid]["extraction"]
        if score.prediction != rows[pid]["prediction"]:
            assert rows[pid]["answer_type"] == "integer"
            assert (rows[pid]["prediction"], score.prediction) == (None, str(int(float(extracted))))
        if (score.score == 1.0) != rows[pid]["true_false"]:
            differing[pid] = extracted
    report("mathvista", name, len(rows), differing)
    assert differing == TODAY[name]


MATHVISION = (
    "closed-source/Gemini/Gemini-Pro-CoT",
    "closed-source/Qwen/Qwen-VL-Max",
    "open-source/LLavA/LLaVA-v1.5-13B",
)


@pytest.mark.parametrize("name", MATHVISION)
def test_agreement_mathvision(name: str, shared: Callable[[str], Path]) -> None:
    folder = shared("MATH-V")
    path = folder / "outputs" / f"{name}.jsonl"
    rows = {row["id"]: row for row in map(json.loads, path.read_text().splitlines())}
    differing = {}
    for pid, row in answered("mathvision", path, folder):
        recorded = (rows[pid]["model_answer"], rows[pid]["correct"])
        score = scored("mathvision", row)["mathvision"]
        if (score.prediction, score.score == 1.0) != recorded:
            differing[pid] = Difference(recorded, (score.prediction, score.score == 1.0))
    report("mathvision", name, len(rows), differing)
    assert len(rows) == 90
    assert differing == {}


def test_agreement_wemath(shared: Callable[[str], Path]) -> None:
    """The file holds no verdict; the published one is whether the letter behind "Answer: " is the gold one."""
    folder = shared("We-Math")
    path = folder / "output" / "URSA-8B.json"
    rows = json.loads(path.read_text())
    differing = {}
    for (name, row), published in zip(answered("wemath", path, folder), rows, strict=True):
        letter = published["response"].removeprefix("Answer: ")
        recorded = (letter, letter == published["answer"])
        score = scored("wemath", row)["wemath"]
        if (score.prediction, score.score == 1.0) != recorded:
            differing[name] = Difference(recorded, (score.prediction, score.score == 1.0))
    report("wemath", "URSA-8B", len(rows), differing)
    assert len(rows) == 36
    assert differing == {}


DYNAMATH = ("GPT4o-result.csv", "Qwen2-7B-result.csv", "llava1.5-7B-result.csv")


@pytest.mark.parametrize("name", DYNAMATH)
def test_agreement_dynamath(name: str, shared: Callable[[str], Path]) -> None:
    """These files hold verdicts and no responses: the rule has nothing to compare, and takes each verdict as it is."""
    path = shared("DynaMath") / "samples and result" / name
    differing = {}
    total = 0
    for row, found in answered("dynamath", path):
        total += 1
        score = scored("dynamath", found)["dynamath"]
        if found.trace.text or (score.score == 1.0) is not found.imported.right:
            differing[row] = score
    print(f"dynamath on {name}: {total - len(differing)} of {total} verdicts taken as recorded, none compared anew")
    assert total == 5_010
    assert differing == {}


TABMWP = {
    "gpt3/exp1_test_TQ-A_0_seed_2": "tabmwp",
    "gpt3/exp4_test_TQ-SA_2_seed_2": "tabmwp",
    "t5/exp6_large": "tabmwp-fine-tuned",
    "tapex/exp4_tapex-large": "tabmwp-fine-tuned",
}


@pytest.mark.parametrize("name", TABMWP)
def test_agreement_tabmwp(name: str, shared: Callable[[str], Path]) -> None:
    """From the output alone, by the extraction of the script that made the file."""
    folder = shared("TabMWP")
    path = folder / "results" / f"{name}.json"
    rows = json.loads(path.read_text())["results"]
    differing = {}
    for pid, row in answered("tabmwp", path, folder):
        recorded = (rows[pid]["prediction_norm"], rows[pid]["true_false"])
        score = scored("tabmwp", row, Given(rows[pid]["output"], None))[TABMWP[name]]
        if (score.prediction, score.score == 1.0) != recorded:
            differing[pid] = Difference(recorded, (score.prediction, score.score == 1.0))
    report(TABMWP[name], name, len(rows), differing)
    assert len(rows) == 80
    assert differing == {}


# The published code asked GPT-4o which option these responses with reasoning name, as none, or several, stand in them.
# The rule cannot ask, and takes the prediction that was recorded: "c" and so on.
ASKED = {
    ("Qwen2-VL-7B-Instruct", "charts__extraction", 1): "c",
    ("Qwen2-VL-7B-Instruct", "charts__extraction", 4): "c",
    ("Qwen2-VL-7B-Instruct", "charts__extraction", 7): "c",
    ("Qwen2-VL-7B-Instruct", "charts__extraction", 11): "a",
    ("llava_next_llama3", "geometry__area", 4): "c",
    ("llava_next_llama3", "geometry__area", 6): "d",
    ("llava_next_llama3", "geometry__length", 6): "b",
    ("llava_next_llama3", "geometry__length", 8): "a",
    ("llava_next_llama3", "geometry__length", 11): "b",
    ("llava_next_llama3", "geometry__triangle", 2): "True",
    ("llava_next_llama3", "geometry__triangle", 9): "True",
}
VISONLYQA = ("Qwen2-VL-7B-Instruct", "gpt-4o-2024-08-06", "llava_next_llama3")


@pytest.mark.parametrize("model", VISONLYQA)
def test_agreement_visonlyqa(model: str, shared: Callable[[str], Path]) -> None:
    folder = shared("VisOnlyQA")
    tasks = ("charts__extraction", "geometry__area", "geometry__length", "geometry__triangle")
    differing: dict[Any, Any] = {}
    asked = {}
    total = 0
    for task, prompt in product(tasks, ("reasoning", "no_reasoning")):
        path = folder / "results/model_responses/eval_real" / task / f"prompt={prompt}" / f"{model}.jsonl"
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        for place, ((_, row), published) in enumerate(zip(answered("visonlyqa", path, folder), rows, strict=True)):
            total += 1
            recorded = (published["y_pred"], published["y_pred"] == published["y_true"])
            score = scored("visonlyqa", row)["visonlyqa"]
            if (score.prediction, score.score == 1.0) != recorded:
                differing[task, prompt, place] = Difference(recorded, (score.prediction, score.score == 1.0))
            options = row.item.metadata["response_options"]
            assert isinstance(options, list)
            if named_option(published["response"], options) is None:
                assert prompt == "reasoning"
                asked[model, task, place] = published["y_pred"]
    report("visonlyqa", model, total, differing)
    assert total == 96
    assert differing == {}
    assert asked == {key: option for key, option in ASKED.items() if key[0] == model}


# The second file was made with the first published extraction.
THEOREMQA = {
    "internlm2_math_20b_5shots_short": ("theoremqa", extraction),
    "Mistral_7B_v0.1_5shots_mistral": ("theoremqa-first", first_extraction),
}


@pytest.mark.parametrize("name", THEOREMQA)
def test_agreement_theoremqa(name: str, shared: Callable[[str], Path]) -> None:
    """The files hold the extracted answer and no verdict; every answer is extracted again from its solution."""
    folder = shared("TheoremQA")
    path = folder / "outputs" / f"{name}.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    version, extract = THEOREMQA[name]
    differing = {}
    for (problem, row), published in zip(answered("theoremqa", path, folder), rows, strict=True):
        score = scored("theoremqa", row, Given(published["solution"], None))[version]
        recorded = scored("theoremqa", row)[version]
        assert score.prediction == extract(published["solution"])
        if (score.prediction, score.score) != (published["pred"], recorded.score):
            differing[problem] = (published["pred"], score.prediction)
    report(version, name, len(rows), differing)
    assert len(rows) == 78
    assert differing == {}


GSM8K = ("6b_finetuning", "6b_verification", "175b_finetuning", "175b_verification")


@pytest.mark.parametrize("model", GSM8K)
def test_agreement_gsm8k(model: str, shared: Callable[[str], Path]) -> None:
    path = shared("grade-school-math") / "grade_school_math/data/example_model_solutions.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    differing = {}
    for (name, row), published in zip(answered("gsm8k", path, columns={"model": model}), rows, strict=True):
        score = scored("gsm8k", row)["gsm8k"]
        if (score.score == 1.0) is not published[model]["is_correct"]:
            differing[name] = (published[model]["solution"], score)
    report("gsm8k", model, len(rows), differing)
    assert len(rows) == 60
    assert differing == {}
