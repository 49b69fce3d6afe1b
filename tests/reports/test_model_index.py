"""A model card's `model-index`: read by the hub's own library, refused where it would say what is not so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import yaml
from huggingface_hub import ModelCard, ModelCardData
from huggingface_hub.repocard import metadata_load, metadata_save
from huggingface_hub.repocard_data import model_index_to_eval_results
from support import Numbers, Scripted, number_in

from mmbench.config import EvalConfig
from mmbench.errors import RunError
from mmbench.evaluate import evaluate
from mmbench.importing import Predictions, import_run
from mmbench.reports.model_index import model_index
from mmbench.reports.results import Results, load_results
from mmbench.rescore import score_run
from mmbench.rundir import Writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from huggingface_hub import EvalResult

    from mmbench.records import Request

HOSTILE = "org/m'\": !!python/object:os.system {a: [&x *x]}\n- no\u202e\x1b[31m # 你好"


def asked(out: Path, **settings: Any) -> Results:
    """Ask ten sums, of which three come out wrong."""

    def answer(request: Request) -> str:
        number = number_in(request)
        return str(2 * number + (number < 3))

    evaluate(
        EvalConfig(model="scripted", out=str(out), **settings),
        model=Scripted(answer),
        benchmarks={"numbers": Numbers(10)},
    )
    return load_results(out)


def named(results: Results, model: dict[str, str], title: str = "Numbers") -> Results:
    card = msgspec.structs.replace(results.run.cards["numbers"], title=title)
    run = msgspec.structs.replace(results.run, asked={**results.run.asked, "model": model}, cards={"numbers": card})
    return results._replace(run=run)


def read(text: str) -> tuple[str, list[EvalResult]]:
    return model_index_to_eval_results(yaml.safe_load(text)["model-index"])


def test_the_hub_s_library_reads_what_the_run_found(tmp_path: Path) -> None:
    results = named(asked(tmp_path / "run", repeats=2), {"name": "hf:org/model", "revision": "abc123"})
    name, [found] = read(model_index(results))
    assert (name, found.task_type) == ("org/model", "image-text-to-text")
    assert (found.dataset_type, found.dataset_name) == ("numbers", "Numbers")
    assert (found.metric_type, found.metric_name, found.metric_value) == ("accuracy", "Accuracy", 0.7)
    low, high = results.summary["benchmarks"]["numbers"]["interval"]
    args = found.metric_args
    assert args is not None
    assert args["interval_95"] == [round(low, 4), round(high, 4)]
    assert (args["n"], args["items"], args["repeats"], args["model_revision"]) == (20, 10, 2, "abc123")
    assert args["checker"] == results.summary["checker"]
    assert args["harness"].startswith("mmbench ")
    assert (args["strategy"], args["sampling"]["temperature"]) == ("direct", 0.0)
    assert found.dataset_args is not None
    assert found.dataset_args["fingerprint"] == results.run.asked["benchmarks"]["numbers"]["fingerprint"]


def test_a_card_holds_it_and_says_the_same_again(tmp_path: Path) -> None:
    text = model_index(asked(tmp_path / "run"))
    card = ModelCard(f"---\n{text}---\n\n# A model\n")
    assert isinstance(card.data, ModelCardData)
    assert card.data.eval_results == read(text)[1]
    assert card.data.model_name == "scripted"
    metadata_save(tmp_path / "README.md", yaml.safe_load(text))
    assert metadata_load(tmp_path / "README.md") == yaml.safe_load(text)
    loaded = ModelCard.load(tmp_path / "README.md").data
    assert isinstance(loaded, ModelCardData)
    assert loaded.eval_results == read(text)[1]


def test_names_are_text_whatever_they_hold(tmp_path: Path) -> None:
    text = model_index(named(asked(tmp_path / "run"), {"name": HOSTILE}, title=HOSTILE))
    name, [found] = read(text)
    assert "&" not in text.replace("&x", "")
    assert name == found.dataset_name == HOSTILE.replace("\u202e", "�").replace("\x1b", "�")
    assert all(character.isprintable() or character == "\n" for character in text)
    for value in ("yes", "1e3", "null", "~", "- a", "{}", "2026-01-01", "=", "[x"):
        assert read(model_index(named(asked(tmp_path / "run"), {"name": value})))[0] == value


def test_the_place_of_a_checkpoint_is_not_published(tmp_path: Path) -> None:
    results = asked(tmp_path / "run")
    for path, name in (("/home/me/secret/qwen-tuned/", "qwen-tuned"), ("./out/step-3", "step-3"), ("a/b", "a/b")):
        text = model_index(named(results, {"name": f"hf:{path}"}))
        assert read(text)[0] == name
        assert "secret" not in text


def test_each_condition_is_a_value_of_its_own_and_no_mixture_is(tmp_path: Path) -> None:
    out = tmp_path / "run"
    evaluate(EvalConfig(model="random", out=str(out), benchmarks=("figures:n=20,seed=3",), views=("full", "no-figure")))
    results = load_results(out)
    views = results.summary["benchmarks"]["figures"]["views"]
    found = {each.metric_name: each.metric_value for each in read(model_index(results))[1]}
    assert found == {f"Accuracy (view {view})": round(part["accuracy"], 4) for view, part in views.items()}


def test_a_published_run_says_that_it_was_imported(tmp_path: Path, shared: Callable[[str], Path]) -> None:
    out = tmp_path / "run"
    answers = shared("MathVista") / "results" / "bard" / "output_bard.json"
    import_run(Predictions("mathvista", (answers,), "bard"), out, ())
    text = model_index(load_results(out))
    name, found = read(text)
    assert "&id" not in text, "each value says in full what it was measured with"
    values = {each.metric_name: each.metric_value for each in found}
    assert name == "bard"
    assert values["Accuracy (official rule mathvista-published)"] == 0.348
    assert len({each.unique_identifier for each in found}) == 1
    for each in found:
        assert each.metric_args is not None
        assert "imported" in each.metric_args["note"]
        assert "sampling" not in each.metric_args
        assert each.metric_args["n"] == 1000


def test_students_and_unfinished_runs_have_no_card(tmp_path: Path) -> None:
    evaluate(EvalConfig(model="student", out=str(tmp_path / "student"), benchmarks=("figures:n=3",)))
    with pytest.raises(RunError, match="a student is no model"):
        model_index(load_results(tmp_path / "student"))
    asked(tmp_path / "run")
    path = tmp_path / "run" / "responses.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:7]))
    with Writer(tmp_path / "run") as writer:
        score_run(writer)
    with pytest.raises(RunError, match="3 questions have no response"):
        model_index(load_results(tmp_path / "run"))
