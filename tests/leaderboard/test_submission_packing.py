"""Packing a run: the same bytes each time, nothing in it that is not to be handed on, and back to the same numbers."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from report_support import Given as Listed
from report_support import Sure, an_item
from submission_support import asked, forged, hashed, lines, members, packed, submitted
from support import mmbench, read_lines

from mmbench.config import EvalConfig
from mmbench.errors import RunError, UsageError
from mmbench.evaluate import evaluate
from mmbench.importing import Predictions, import_run
from mmbench.leaderboard.folders import without_folders
from mmbench.leaderboard.submitting.packing import pack
from mmbench.records import GeneratedImage
from mmbench.reports.reporting.build import build_report
from mmbench.rundir import RunDir
from mmbench.submissions import check_submission, prepare

if TYPE_CHECKING:
    from mmbench.reports.reporting.figures import Report

SCORED = ("items.jsonl", "verdicts.jsonl", "summary.json")


def numbers(run: Path) -> dict[str, Any]:
    """Return what a report says of a run, but where it is."""
    report: Report = build_report([run])
    told: dict[str, Any] = msgspec.to_builtins(report)
    text = json.dumps(told, sort_keys=True).replace(str(run), "RUN").replace(run.name, "RUN")
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.mark.parametrize("settings", [
    {"model": "student"},
    {"model": "random"},
    {"model": "random", "repeats": 3, "temperature": 1.0},
    {"model": "random", "views": ("full", "text-only"), "corruptions": ("", "blur")},
    {"model": "student", "limit": 5, "offset": 2},
    {"model": "random", "domains": ("plane geometry",)},
    {"model": "random", "ids": ("figures/bar-chart-0-0000", "pie-chart-0-0000")},
], ids=lambda settings: "-".join(map(str, settings)))  # fmt: skip
def test_what_is_packed_comes_back_with_the_same_numbers(settings: dict[str, Any], tmp_path: Path) -> None:
    settings = dict(settings)
    run = asked(tmp_path / "here" / "run", settings.pop("model"), "figures:n=40", **settings)
    archive = packed(run)
    entry = prepare(archive, tmp_path / "there" / "run", {})
    assert (entry.status, entry.changed, entry.name, entry.path) == (
        "rescored", 0, "run", tmp_path / "there" / "run",
    )  # fmt: skip
    summary = json.loads((run / "summary.json").read_text())
    assert entry.claimed == summary["accuracy"]
    assert len(entry.digest) == 16
    for name in SCORED:
        assert (entry.path / name).read_bytes() == (run / name).read_bytes(), name
    assert numbers(entry.path) == numbers(run)
    assert bool(entry.notes) == bool({"limit", "domains", "ids"} & set(settings)), entry.notes
    assert RunDir(entry.path).run().origin == RunDir(run).run().origin


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    run = asked(tmp_path / "run")
    first, second = pack(run, tmp_path / "a.zip"), pack(run, tmp_path / "b" / "b.zip")
    assert first.path.read_bytes() == second.path.read_bytes()
    with zipfile.ZipFile(first.path) as opened:
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert check_submission(first.path, {}).digest == check_submission(second.path, {}).digest
    assert pack(run, tmp_path / "c.zip", "other").path.read_bytes() != first.path.read_bytes()


def test_no_path_of_this_machine_is_in_it(tmp_path: Path) -> None:
    """The command line, the settings, a local model, a local benchmark, an error over a picture that is missing."""
    mine = tmp_path / "my data" / "mine"
    mine.mkdir(parents=True)
    (mine / "benchmark.yaml").write_text("name: mine\nrows: rows.jsonl\nimages: pictures\n")
    rows = [{"id": str(n), "question": f"{n}?", "answer": "5", "image": f"{n}.png"} for n in range(3)]
    (mine / "rows.jsonl").write_text("\n".join(map(json.dumps, [*rows, {"id": "x", "image": "1.png"}])))
    answers = tmp_path / "answers.jsonl"
    answers.write_text("".join(json.dumps({"item": f"mine/{n}", "response": "5"}) + "\n" for n in range(3)))
    done = mmbench(
        "eval", "--model", f"replay:{answers}", "--benchmark", str(mine), "--out", str(tmp_path / "runs" / "local"),
        "--cache", str(tmp_path / "cache"), "--max-failures", "100%", "--system", "Use either/or and /think.",
    )  # fmt: skip
    assert (tmp_path / "runs" / "local" / "summary.json").exists(), done.stderr
    assert str(tmp_path) in (tmp_path / "runs" / "local" / "responses.jsonl").read_text()
    content = members(packed(tmp_path / "runs" / "local"))
    for name, data in content.items():
        assert str(tmp_path).encode() not in data, name
        assert b"my data" not in data, name
        assert str(Path.cwd()).encode() not in data, name
        assert str(Path.home()).encode() + b"/" not in data, name
    run = json.loads(content["run.json"])
    assert run["asked"]["specs"] == ["mine"]
    assert run["asked"]["system"] == "Use either/or and /think."
    assert (run["sessions"][0]["config"]["out"], run["sessions"][0]["config"]["cache"]) == ("local", "cache")
    assert run["asked"]["model"]["spec"] == "replay:answers.jsonl"


@pytest.mark.parametrize(("text", "left"), [
    ("/home/me/x.png", "x.png"),
    ("hf:/home/me/a model", "hf:a model"),
    ("pretrained=/data/m,device=cuda", "pretrained=m,device=cuda"),
    ("the picture /home/my name/d/x.png is missing", "the picture x.png is missing"),
    ("the picture '/home/me/x.png': No such file", "the picture 'x.png': No such file"),
    ("file:///home/me/x, sqlite:///home/me/y", "x, y"),
    ("~/secret/x", "x"),
    ("/data", "/data"),
    ("http://localhost:8000/v1/chat", "http://localhost:8000/v1/chat"),
    ("Qwen/Qwen2.5-VL-7B", "Qwen/Qwen2.5-VL-7B"),
    ("3/4 and 3 / 4 </s>", "3/4 and 3 / 4 </s>"),
])  # fmt: skip
def test_paths_are_cut_to_their_last_part(text: str, left: str) -> None:
    assert without_folders(text) == left


def test_neither_golds_nor_pictures_nor_prompts_as_sent_are_in_it(tmp_path: Path) -> None:
    """Of log-probabilities, those of the tokens that were given, by which reports say how sure the model was."""
    image = GeneratedImage(generator="figures", recipe={"family": "secret-family"}, sha256="ab" * 32)
    metadata: dict[str, Any] = {"source": "book", "grade": "7", "answer": "secret-label"}
    items = [an_item("a", images=(image,), metadata=metadata), an_item("b")]
    model = Sure(lambda request: "7", lambda request: 0.25)
    model.capabilities = msgspec.structs.replace(model.capabilities, blind=True)
    config = EvalConfig(model="scripted", out=str(tmp_path / "run"), logprobs=2)
    evaluate(config, model=model, benchmarks={"given": Listed(items)})
    lined = read_lines(tmp_path / "run" / "responses.jsonl")
    for line in lined:
        line["trace"]["calls"][0]["response"]["logprobs"][0]["top"] = [["secret-token", -1.0]]
    (tmp_path / "run" / "responses.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lined))
    content = members(packed(tmp_path / "run"))
    for name, data in content.items():
        for secret in (b"secret-family", b"secret-label", b"secret-token", b'"AB"', b'"answer":"7"'):
            assert secret not in data, (name, secret)
    first, second = lines(content["items.jsonl"])
    assert first["key"] == {"answer": "", "kind": "integer"}
    assert first["metadata"] == {"source": "book"}
    assert first["question"]["images"] == [{"kind": "file", "path": "", "sha256": "ab" * 32}]
    assert "images" not in second["question"]
    call = lines(content["responses.jsonl"])[0]["trace"]["calls"][0]
    assert call["request"]["messages"] == []
    assert call["response"]["logprobs"][0]["logprob"] == pytest.approx(-1.386294)
    assert call["response"]["usage"] == {"input_tokens": 100, "output_tokens": 20, "cost": 0.5}


def test_a_run_that_is_not_done_is_not_packed(tmp_path: Path) -> None:
    run = asked(tmp_path / "run")
    whole = (run / "responses.jsonl").read_bytes()
    summary = (run / "summary.json").read_bytes()
    (run / "summary.json").unlink()
    with pytest.raises(RunError, match="mmbench score"):
        pack(run, tmp_path / "x.zip")
    (run / "summary.json").write_bytes(summary)
    (run / "responses.jsonl").write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    with pytest.raises(RunError, match=r"was changed since it was scored.*mmbench score"):
        pack(run, tmp_path / "x.zip")
    assert mmbench("score", str(run)).returncode == 3
    with pytest.raises(RunError, match="is incomplete: 1 of 24 lines have no response; finish it"):
        pack(run, tmp_path / "x.zip")
    with pytest.raises(RunError, match="no run in"):
        pack(tmp_path, tmp_path / "x.zip")
    assert list(tmp_path.glob("*.zip*")) == list(tmp_path.glob(".*.zip*")) == []


def test_a_run_edited_by_hand_is_not_packed(tmp_path: Path) -> None:
    run = asked(tmp_path / "run", "random")
    lined = read_lines(run / "responses.jsonl")
    lined[3]["trace"]["text"] = "A"
    lined[3]["trace"]["calls"][0]["response"]["text"] = "B"
    (run / "responses.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lined))
    with pytest.raises(RunError, match=r"run: responses.jsonl, line 4: .*its answer is not what its call was answered"):
        pack(run, tmp_path / "x.zip")


def test_an_imported_run_keeps_its_origin(tmp_path: Path) -> None:
    table = tmp_path / "preds.jsonl"
    rows = read_lines(asked(tmp_path / "run", "random", "figures:n=6") / "items.jsonl")
    table.write_text(
        "".join(
            json.dumps({"question_id": r["question"]["id"], "response": r["key"]["answer"], "correct": True}) + "\n"
            for r in rows
        )
    )
    import_run(
        Predictions("table", (table,), "someone", "figures", columns={"id": "question_id", "response": "response"}),
        tmp_path / "imported",
        ["mmbench", "import", str(table)],
    )
    archive = packed(tmp_path / "imported")
    entry = prepare(archive, tmp_path / "there", {})
    assert entry.status == "rescored"
    assert (entry.claimed, entry.changed) == (1.0, 0)
    assert entry.notes == ("imported: 6 of 300 items of 'figures'",)
    assert json.loads((tmp_path / "there" / "run.json").read_text())["origin"] == "imported"
    assert (tmp_path / "there" / "items.jsonl").read_bytes() == (tmp_path / "imported" / "items.jsonl").read_bytes()
    assert list(json.loads(members(archive)["run.json"])["imported"]["files"]) == ["preds.jsonl"]

    def other(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        items[2]["question"]["text"] = "How much is 1 + 1?"
        return items

    entry = check_submission(forged(archive, items=other, run=hashed(forged(archive, items=other))), {})
    assert entry.status == "self-reported"
    assert "is not an item of the data at hand as it was imported" in entry.notes[0]


def test_the_command_packs_and_says_what(tmp_path: Path) -> None:
    run = asked(tmp_path / "run", "random")
    out = tmp_path / "out.zip"
    done = mmbench("submit", str(run), "--out", str(out), "--name", "ours")
    claimed = json.loads((run / "summary.json").read_text())
    assert (done.returncode, done.stdout) == (0, "")
    assert f"{claimed['right']} of 24 right, {100 * claimed['accuracy']:.1f} %" in done.stderr
    assert mmbench("submit", str(run), cwd=tmp_path).returncode == 0
    assert (tmp_path / "run.zip").exists()
    assert mmbench("submit", str(tmp_path)).returncode == 3
    told = json.loads(members(out)["submission.json"])
    assert (told["name"], told["format"], told["claimed"]["n"]) == ("ours", 1, 24)
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="give another --out"):
        pack(run, tmp_path / "file" / "x.zip")


def test_a_submission_is_not_made_over_a_run(tmp_path: Path) -> None:
    archive = submitted(tmp_path / "run")
    with pytest.raises(RunError, match="already holds a run"):
        prepare(archive, tmp_path / "run", {})
    with pytest.raises(UsageError, match="no such folder"):
        prepare(archive, tmp_path / "new", {"mathvista": tmp_path / "nowhere"})


def test_relative_folders_of_a_command_are_cut_too(tmp_path: Path) -> None:
    run = asked(tmp_path / "run", "student", "figures:n=8")
    recorded = json.loads((run / "run.json").read_bytes())
    recorded["sessions"][0]["command"] = [
        "mmbench", "eval", "--out", "secret/a", "--data=secret/b", "--data", "mathvista=secret/c", "secret/d",
        "--model", "Qwen/Qwen2.5-VL-7B-Instruct", "--base-url", "http://localhost:8000/v1",
    ]  # fmt: skip
    (run / "run.json").write_text(json.dumps(recorded))
    (session,) = json.loads(members(packed(run))["run.json"])["sessions"]
    assert session["command"] == [
        "mmbench", "eval", "--out", "a", "--data=b", "--data", "mathvista=c", "d",
        "--model", "Qwen/Qwen2.5-VL-7B-Instruct", "--base-url", "http://localhost:8000/v1",
    ]  # fmt: skip
