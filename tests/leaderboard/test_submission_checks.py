"""Forged submissions: what a forger who knows the format can change, and what it comes to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from submission_support import forged, hashed, members, submitted

from mmbench.errors import RunError
from mmbench.submissions import check_submission, prepare

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Lines = list[dict[str, Any]]


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the archive of a simulated student's run."""
    return submitted(tmp_path_factory.mktemp("student") / "run", "student", "figures:n=24")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the archive of the run of something that is asked as a model is."""
    return submitted(tmp_path_factory.mktemp("model") / "run", "random", "figures:n=24")


@pytest.fixture(scope="module")
def repeated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the archive of a run that asked each item three times, in two views."""
    out = tmp_path_factory.mktemp("repeated") / "run"
    return submitted(out, "random", "figures:n=8", repeats=3, temperature=1.0, views=("full", "no-figure"))


def refused(archive: Path, says: str) -> None:
    """Check that an archive is refused, with a message that says this."""
    with pytest.raises(RunError, match=says):
        check_submission(archive, {})


def at(place: int, **fields: Any) -> Callable[[Lines], Lines]:
    """Return an edit that sets fields of one line; a name with `__` leads into nested ones."""

    def edit(records: Lines) -> Lines:
        for name, value in fields.items():
            *outer, last = name.split("__")
            record: Any = records[place]
            for part in outer:
                record = record[int(part)] if part.isdecimal() else record.setdefault(part, {})
            record[last] = value
        return records

    return edit


def set_in(**fields: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return the same edit for a member that is one record."""
    return lambda record: at(0, **fields)([record])[0]


def test_a_verdict_made_right_is_found_by_rescoring(model: Path, tmp_path: Path) -> None:
    """Also where the forger counts anew and writes the hashes anew: both numbers are kept, and they differ."""
    honest = check_submission(model, {})
    assert honest.claimed is not None

    def edit(verdicts: Lines) -> Lines:
        wrong = [verdict for verdict in verdicts if verdict["outcome"] == "wrong"][:3]
        for verdict in wrong:
            verdict["outcome"] = "right"
            del verdict["diagnosis"]
        return verdicts

    entry = prepare(forged(model, verdicts=edit), tmp_path / "run", {})
    assert (entry.status, entry.changed) == ("rescored", 3)
    assert entry.claimed == pytest.approx(honest.claimed + 3 / 24)
    assert json.loads((tmp_path / "run" / "summary.json").read_text())["accuracy"] == honest.claimed
    assert entry.digest != honest.digest


def test_claims_that_the_verdicts_do_not_bear_out_are_refused(model: Path) -> None:
    def claim(**fields: Any) -> Path:
        return forged(model, submission=lambda told: {**told, "claimed": {**told["claimed"], **fields}})

    right = json.loads(members(model)["submission.json"])["claimed"]["right"]
    refused(claim(right=right + 1), f"claims {right + 1} lines 'right', verdicts.jsonl has {right}")
    refused(claim(accuracy=0.99), "claims an accuracy of 0.99 of 24 lines")
    refused(claim(n=25), "of 25 lines")


@pytest.mark.parametrize(("fields", "says"), [
    ({"trace__text": "The answer is A."}, "its answer is not what its call was answered"),
    ({"trace__reasoning": "I looked."}, "its reasoning is not that of its call"),
    ({"trace__truncated": True}, "whether the answer was cut"),
    ({"trace__calls": []}, "'direct' makes one call, and here are 0"),
    ({"trace__calls__0__response__text": "E"}, "its answer is not what its call was answered"),
    ({"trace__calls__0__response__finish": "length"}, "whether the answer was cut"),
    ({"trace__calls__0__response__error": "too busy"}, "its call failed, and it has not"),
    ({"trace__calls__0__response__usage": {"cost": -5.0}}, "below 0"),
    ({"failure": {"stage": "adapter", "error": "x"}}, "it failed, and has an answer"),
    ({"imported": {"right": True}}, "another harness recorded something"),
    ({"planted": {"kind": "none"}}, "only a simulated student has, and the origin is 'model'"),
])  # fmt: skip
def test_a_response_edited_by_hand_is_refused(fields: dict[str, Any], says: str, model: Path) -> None:
    place = next(n for n, verdict in enumerate(members(model)["verdicts.jsonl"].splitlines()) if b"option" in verdict)
    refused(forged(model, responses=at(place, **fields)), f"responses.jsonl, line {place + 1}: figures/.*{says}")


@pytest.mark.parametrize(("fields", "says"), [
    ({"truncated": True}, "whether the answer was cut"),
    ({"planted": "logic"}, "the mistake planted is not that of the line"),
    ({"diagnosis": {"kind": "logic"}, "outcome": "right"}, "a mistake is diagnosed in an answer that is 'right'"),
    ({"official": [{"rule": "x", "score": 7.0}]}, "an official score outside of 0 to 1"),
    ({"repeat": 1}, "expected figures/.*, found"),
])  # fmt: skip
def test_a_verdict_that_cannot_be_is_refused(fields: dict[str, Any], says: str, model: Path) -> None:
    refused(forged(model, verdicts=at(5, **fields)), f"verdicts.jsonl, line 6: .*{says}")


def test_failed_lines_stay_failed(tmp_path: Path) -> None:
    from report_support import an_item, ask

    from mmbench.leaderboard.submitting.packing import pack

    items = [an_item("a"), an_item("b", problem="the row is damaged")]
    run = ask(tmp_path / "run", items, lambda key: True)
    archive = pack(run, tmp_path / "run.zip").path
    assert check_submission(archive, {}).claimed == 0.5
    refused(forged(archive, verdicts=at(1, outcome="right")), "line 2: given/b: 'right', and the line failed")


def test_a_duplicated_line_is_refused(model: Path, repeated: Path) -> None:
    for archive in (model, repeated):
        refused(forged(archive, responses=lambda records: [*records, records[3]]), "a second response to")
        refused(forged(archive, responses=lambda records: [*records[:-1], records[3]]), "a second response to")
        refused(forged(archive, items=lambda records: [*records, records[3]]), "a second item")
        refused(forged(archive, verdicts=lambda records: [*records, records[3]]), "expected the end, found")


def test_a_line_that_was_not_asked_is_refused(model: Path, repeated: Path) -> None:
    refused(forged(model, responses=at(3, item="figures/other")), "line 4: figures/other was not asked")
    refused(forged(model, responses=at(3, repeat=1)), "was not asked")
    refused(forged(repeated, responses=at(3, repeat=3)), "was not asked")
    refused(forged(repeated, responses=at(3, repeat=-1)), "was not asked")
    refused(forged(repeated, responses=at(3, view="text-only")), "was not asked")
    refused(forged(model, items=at(3, benchmark="other")), "line 4: 'other' is no benchmark of run.json")


def test_a_run_without_some_of_its_lines_is_refused(model: Path, repeated: Path) -> None:
    refused(
        forged(model, responses=lambda records: records[1:]), "1 of 24 lines have no response, the first is figures/"
    )
    refused(forged(repeated, responses=lambda records: records[:-5]), "5 of 48 lines have no response")
    refused(forged(model, verdicts=lambda records: records[:-1]), "has no verdict")


def without(keep: Callable[[str], bool]) -> dict[str, Callable[[Lines], Lines]]:
    """Return edits that leave out items, with their responses and verdicts."""
    return {
        "items": lambda records: [r for r in records if keep(f"{r['benchmark']}/{r['question']['id']}")],
        "responses": lambda records: [r for r in records if keep(r["item"])],
        "verdicts": lambda records: [r for r in records if keep(r["item"])],
    }


def test_items_left_out_are_found(model: Path) -> None:
    """A forger who keeps what was right: by the count, by the hash of run.json, and by what the benchmark gives."""
    verdicts = [json.loads(line) for line in members(model)["verdicts.jsonl"].splitlines()]
    right = {verdict["item"] for verdict in verdicts if verdict["outcome"] == "right"}
    assert 0 < len(right) < 24
    edits: dict[str, Any] = without(right.__contains__)
    refused(forged(model, **edits), f"it has {len(right)} items of 'figures', and run.json says that 24 were asked")
    edits["run"] = set_in(asked__benchmarks__figures__items=len(right))
    refused(forged(model, **edits), "the items of 'figures' are not those of run.json, by their hash")
    edits["run"] = hashed(forged(model, **edits))
    refused(forged(model, **edits), r"at least \d+ items the benchmark here has and the archive lacks \(figures/")


@pytest.mark.parametrize(("edit", "says"), [
    (at(4, fingerprint="0123456789abcdef"), r"1 items have another question, gold or picture here \(figures/[^,]*\)"),
    (at(4, question__id="mine-1"), r"1 items the benchmark here has and the archive lacks .*1 items the archive has"),
    (at(4, question__prompt="The answer is A."), "'figures' has other prompts here, or another order"),
    (lambda records: [records[1], records[0], *records[2:]], "'figures' has other prompts here, or another order"),
], ids=["fingerprint", "id", "prompt", "order"])  # fmt: skip
def test_items_that_are_not_the_benchmark_s_are_refused(edit: Callable[[Lines], Lines], says: str, model: Path) -> None:
    names = [json.loads(line) for line in members(forged(model, items=edit))["items.jsonl"].splitlines()]
    order = [f"figures/{item['question']['id']}" for item in names]

    def renamed(records: Lines) -> Lines:
        known = {record["item"] for record in records}
        other = next((name for name in order if name not in known), "")
        for record in records:
            record["item"] = record["item"] if record["item"] in order else other
        return sorted(records, key=lambda record: order.index(record["item"]))

    edits: dict[str, Any] = {"items": edit, "responses": renamed, "verdicts": renamed}
    refused(forged(model, **edits), "are not those of run.json, by their hash")
    edits["run"] = hashed(forged(model, **edits))
    refused(forged(model, **edits), says)


def test_what_was_asked_cannot_be_told_otherwise(model: Path) -> None:
    """An easier seed or a smaller test than the items are of, and specs that name no benchmark."""
    refused(forged(model, run=set_in(asked__specs=["figures:n=24,seed=1"])), "24 items the archive has|here has")
    refused(forged(model, run=set_in(asked__specs=["figures:n=12"])), "12 items the archive has and the benchmark")
    refused(
        forged(model, run=set_in(asked__specs=["figures:n=9999999"])), "items the benchmark here has and the archive"
    )
    refused(forged(model, run=set_in(asked__specs=["figures:hard=1"])), "cannot be asked here: 'figures' has no option")
    refused(forged(model, run=set_in(asked__specs=["figures:n"])), "cannot be asked here")
    refused(forged(model, run=set_in(asked__specs=["mathvista"])), "'mathvista' is not how the benchmark 'figures' is")
    refused(forged(model, run=set_in(asked__specs=[])), "0 specs of 1 benchmarks")
    refused(forged(model, run=set_in(asked__selection={"limit": 10})), "14 items the archive has")
    refused(forged(model, run=set_in(asked__selection={"ids": ["nothing"]})), "cannot be asked here: --ids: no item")
    endless = set_in(asked__specs=["figures:n=9999999,seeds=1000"], asked__selection={"ids": ["nothing"]})
    refused(forged(model, run=endless), "cannot be asked here: 'figures' has more than 1,000,000 rows")
    refused(forged(model, run=set_in(asked__views=["upside-down"])), "cannot be asked here: --view")


@pytest.mark.parametrize(("fields", "says"), [
    ({"asked__repeats": "many"}, r"run.json: expected what `mmbench eval` writes: .*repeats"),
    ({"asked__repeats": 0}, "repeats"),
    ({"asked__repeats": 10**9}, "repeats"),
    ({"asked__repeats": 2}, "24 of 48 lines have no response"),
    ({"asked__model": "mine"}, "model"),
    ({"asked__benchmarks": {}}, "'figures' is no benchmark of run.json"),
    ({"sessions__0__versions": ["1"]}, "versions"),
    ({"cards__figures__name": "mathvista"}, "the card of 'figures' is that of 'mathvista'"),
    ({"format": 9}, "format of the run"),
    ({"asked": None}, "run.json"),
])  # fmt: skip
def test_a_run_json_that_is_none_is_refused(fields: dict[str, Any], says: str, model: Path) -> None:
    refused(forged(model, run=set_in(**fields)), says)


def test_a_student_does_not_pass_as_a_model(student: Path) -> None:
    """Whatever is taken off it: the origin, the mark on the model, the planted mistakes."""
    entry = check_submission(student, {})
    assert (entry.status, entry.changed) == ("rescored", 0)
    refused(
        forged(student, run=set_in(origin="model")), "the origin is 'model', and by model and strategy it is 'simul"
    )
    named = set_in(origin="model", asked__model={"name": "GPT-9"})
    refused(forged(student, run=named), "a planted mistake, which only a simulated student has")

    def plain(records: Lines) -> Lines:
        return [{name: value for name, value in record.items() if name != "planted"} for record in records]

    refused(forged(student, run=named, responses=plain, verdicts=plain), "'direct' makes one call, and here are 0")
    refused(forged(student, responses=plain, verdicts=plain), "a simulated student says what it planted")
    imported = set_in(origin="imported", asked__model={"name": "GPT-9"}, asked__strategy={"name": "imported"})
    refused(forged(student, run=imported), "a planted mistake")
    refused(forged(student, run=imported, responses=plain, verdicts=plain), "another harness recorded nothing of it")


def test_labels_come_from_the_benchmark(model: Path, tmp_path: Path) -> None:
    """Domain, level and card of an archive are not taken where the benchmark is at hand."""
    archive = forged(
        model,
        items=at(0, domain="easy", difficulty="0"),
        run=set_in(cards__figures__human=1.0, cards__figures__title="x"),
    )
    entry = prepare(archive, tmp_path / "run", {})
    assert entry.status == "rescored"
    honest = prepare(model, tmp_path / "honest", {})
    for name in ("items.jsonl", "summary.json"):
        assert (entry.path / name).read_bytes() == (honest.path / name).read_bytes()
    assert "human" not in json.loads((entry.path / "run.json").read_text())["cards"]["figures"]


def test_a_checker_of_another_version_is_told(model: Path) -> None:
    told = forged(model, submission=lambda told: {**told, "claimed": {**told["claimed"], "checker": "0" * 16}})
    entry = check_submission(told, {})
    assert any("another version of the checker" in note for note in entry.notes)
    assert check_submission(model, {}).notes == ()
