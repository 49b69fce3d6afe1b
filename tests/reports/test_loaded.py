"""A run in Python: the numbers of the terminal, to the last bit; frames with the types one would expect."""

from __future__ import annotations

import doctest
import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from support import ROOT, Numbers, Scripted, mmbench, number_in

from mmbench import load_run
from mmbench.config import EvalConfig
from mmbench.errors import RunError, UsageError
from mmbench.evaluate import evaluate
from mmbench.importing import Predictions, import_run
from mmbench.records import OUTCOMES
from mmbench.reports.loaded import BY, LoadedRun
from mmbench.rescore import score_run
from mmbench.rundir import Writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mmbench.records import Request

COUNTS = ("n", *OUTCOMES, "truncated")


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> LoadedRun:
    """Return a run of problems in three variants, asked twice."""
    out = tmp_path_factory.mktemp("student") / "run"
    options = {"calculation": "0.2", "logic": "0.1"}
    evaluate(
        EvalConfig(
            model="student", out=str(out), model_options=options, benchmarks=("figures:n=15,seeds=3",), repeats=2
        )
    )
    return load_run(out)


@pytest.fixture(scope="module")
def blurred(tmp_path_factory: pytest.TempPathFactory) -> LoadedRun:
    """Return a run of two views, with and without blur."""
    out = tmp_path_factory.mktemp("blurred") / "run"
    views, corruptions = ("full", "no-figure"), ("", "blur:1")
    evaluate(
        EvalConfig(
            model="random", out=str(out), benchmarks=("figures:n=30,seed=3",), views=views, corruptions=corruptions
        )
    )
    return load_run(out)


@pytest.fixture(scope="module")
def bard(tmp_path_factory: pytest.TempPathFactory, shared: Callable[[str], Path]) -> LoadedRun:
    out = tmp_path_factory.mktemp("bard") / "run"
    import_run(
        Predictions("mathvista", (shared("MathVista") / "results" / "bard" / "output_bard.json",), "bard"), out, ()
    )
    return load_run(out)


def agrees(row: pd.Series, figures: dict[str, Any]) -> None:
    """Hold a row of `score` against what `summary.json` says."""
    assert {name: row[name] for name in COUNTS} == {name: figures[name] for name in COUNTS}
    assert (row["accuracy"], [row["low"], row["high"]]) == (figures["accuracy"], figures["interval"])
    assert row["items"] == figures.get("items", figures["n"])
    assert row["clusters"] == figures.get("clusters", row["items"])


def test_the_accuracies_are_those_of_the_summary_to_the_last_bit(student: LoadedRun, blurred: LoadedRun) -> None:
    for run in (student, blurred):
        summary = run.summary()
        benchmark = summary["benchmarks"]["figures"]
        agrees(run.score().loc["all"], summary)
        agrees(run.score("benchmark").loc["figures"], benchmark)
        domains = run.score(by="domain")
        assert list(domains.index) == list(benchmark["domains"])
        for domain, figures in benchmark["domains"].items():
            agrees(domains.loc[domain], figures)
    views, corruptions = blurred.score("view"), blurred.score("corruption")
    both = blurred.score(["view", "corruption"])
    benchmark = blurred.summary()["benchmarks"]["figures"]
    assert benchmark["clusters"] == 30
    for view, figures in benchmark["views"].items():
        agrees(views.loc[view], figures)
    for corruption, figures in benchmark["corruptions"].items():
        agrees(corruptions.loc[corruption], figures)
    for condition, figures in benchmark["conditions"].items():
        agrees(both.loc[tuple(condition.split(", "))], figures)


def test_the_official_scores_are_the_published_ones(bard: LoadedRun) -> None:
    """MathVista's leaderboard: Bard 34.8 % on testmini."""
    official = bard.summary()["benchmarks"]["mathvista"]["official"]["mathvista-published"]
    whole = bard.score(rule="mathvista-published").loc["all"]
    assert (whole["n"], round(100 * whole["accuracy"], 1)) == (1000, 34.8)
    assert [whole["low"], whole["high"]] == official["average"]["interval"]
    assert whole["method"] == "Wilson"
    sources = bard.score("source", rule="mathvista-published")
    for source, entry in official["source"].items():
        row = sources.loc[source]
        assert (row["n"], row["low"], row["high"]) == (entry["total"], *entry["interval"])
    frame = bard.to_pandas()
    assert frame["official.mathvista-published"].sum() == 348
    assert frame.groupby("source")["score"].sum().sum() == frame["score"].sum() == bard.summary()["right"]


def test_an_item_counts_for_each_of_its_skills(bard: LoadedRun) -> None:
    skills = bard.score("skill")
    frame = bard.to_pandas().explode("skills")
    assert dict(skills["n"]) == dict(frame["skills"].value_counts())
    assert skills["n"].sum() > 1000
    assert dict(skills["right"]) == dict(frame.groupby("skills")["score"].sum())


def test_every_line_is_a_row_with_the_types_one_would_expect(student: LoadedRun) -> None:
    frame = student.to_pandas()
    assert len(frame) == student.summary()["n"] == 90
    fields = set(student.results.rows[0]._fields) - {"official"}
    assert set(frame.columns) == fields | {"score", "answered"}
    texts = {"item", "view", "corruption", "variant", "benchmark", "domain", "outcome", "mistake", "cluster"}
    assert all(pd.api.types.is_string_dtype(frame[name]) for name in texts)
    assert frame["answered"].dtype == frame["truncated"].dtype == bool
    assert all(pd.api.types.is_integer_dtype(frame[name]) for name in ("repeat", "calls", "input_tokens"))
    assert all(pd.api.types.is_float_dtype(frame[name]) for name in ("score", "cost", "seconds", "confidence"))
    assert isinstance(frame["skills"][0], tuple)
    assert set(frame["outcome"]) <= set(OUTCOMES)
    assert frame["score"].mean() == pytest.approx(student.score().loc["all", "accuracy"])
    assert frame["variant"].nunique() == 3


def test_a_line_without_a_response_is_there_and_counts_nowhere(tmp_path: Path) -> None:
    def answer(request: Request) -> str:
        return str(2 * number_in(request))

    out = tmp_path / "run"
    evaluate(EvalConfig(model="scripted", out=str(out)), model=Scripted(answer), benchmarks={"numbers": Numbers(10)})
    path = out / "responses.jsonl"
    path.write_bytes(
        b"".join(line for line in path.read_bytes().splitlines(keepends=True) if b'"numbers/3"' not in line)
    )
    with Writer(out) as writer:
        score_run(writer)
    frame = load_run(out).to_pandas()
    assert list(frame["answered"]) == [True] * 9 + [False]
    assert (frame["item"].iloc[-1], frame["outcome"].iloc[-1], frame["score"].iloc[-1]) == ("numbers/3", "failed", 0.0)
    agrees(load_run(out).score().loc["all"], load_run(out).summary())
    path.unlink()
    with Writer(out) as writer:
        score_run(writer)
    empty = load_run(out)
    assert list(empty.to_pandas()["answered"]) == [False] * 10
    for by in (None, "domain", ["domain", "view"]):
        assert (len(empty.score(by)), "accuracy" in empty.score(by)) == (0, True)


@pytest.mark.parametrize(
    ("by", "says"),
    [
        ("domian", "Did you mean 'domain'"),
        (["domain", "levle"], "Did you mean 'level'"),
        ("outcome", "no such label"),
        ("", "no such label"),
        ([], "one or more different names"),
        (["view", "view"], "one or more different names"),
    ],
)
def test_a_label_that_is_none_is_refused(by: Any, says: str, student: LoadedRun) -> None:
    with pytest.raises(UsageError, match=says):
        student.score(by)


def test_every_label_groups_all_lines(bard: LoadedRun) -> None:
    for by in BY:
        if by != "skill":
            assert bard.score(by)["n"].sum() == 1000, by
        assert bard.score(by).index.name == by
    assert bard.score(["language", "answer_kind"]).index.names == ["language", "answer_kind"]


def test_what_is_not_there_is_told(student: LoadedRun, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no run in"):
        load_run(tmp_path)
    with pytest.raises(RunError, match="no line was scored by the rule 'mathvista'"):
        student.score(rule="mathvista")
    unscored = tmp_path / "unscored"
    evaluate(
        EvalConfig(model="scripted", out=str(unscored)), model=Scripted(lambda _: "1"), benchmarks={"n": Numbers(2)}
    )
    (unscored / "summary.json").unlink()
    with pytest.raises(RunError, match="make it with: mmbench score"):
        load_run(unscored).score()


def test_the_lines_are_read_once(student: LoadedRun) -> None:
    assert student.results is student.results


def test_the_page_shows_what_python_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "python.md").read_text()
    [command] = re.findall(r"^    mmbench (eval .*)$", page, re.MULTILINE)
    examples = "\n".join(re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL))
    done = mmbench(*command.split(), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    monkeypatch.chdir(tmp_path)
    test = doctest.DocTestParser().get_doctest(examples, {}, "python.md", "docs/python.md", 0)
    assert len(test.examples) >= 8
    said: list[str] = []
    with pd.option_context("display.width", 120, "display.max_columns", 20):
        result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=said.append)
    assert result.failed == 0, "".join(said)
