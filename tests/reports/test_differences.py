"""What `mmbench show --differences` says of each case, and that it shows what it should."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from small_vision import small_vision
from support import mmbench

from mmbench.records import Failure, Imported, Item, Key, Line, OfficialScore, Question, Trace, Verdict
from mmbench.reports.differences import differences
from mmbench.reports.item_text import item_text

if TYPE_CHECKING:
    from pathlib import Path

CHOICE = Item(
    benchmark="x",
    question=Question(id="1", text="?", choices=("red", "green", "blue")),
    key=Key(answer="blue", kind="choice", choice=2),
)
NUMBER = Item(benchmark="x", question=Question(id="1", text="?"), key=Key(answer="2.0", kind="float"))


def judged(outcome: Any, extraction: str = "", how: str = "", *official: OfficialScore) -> Verdict:
    return Verdict(item="x/1", outcome=outcome, extraction=extraction, how=how, official=official)


def reasons(item: Item, verdict: Verdict, recorded: Imported | None = None) -> tuple[str, ...]:
    return differences(item, Line(item="x/1", trace=Trace(text="..."), imported=recorded), verdict)


@pytest.mark.parametrize(
    ("item", "verdict", "recorded", "says"),
    [
        (
            CHOICE, judged("right", "(C)", "stated; option C"), Imported(extraction="B", right=False),
            "recorded wrong: its extraction 'B' is another option than the one we read, '(C)'",
        ),
        (
            CHOICE, judged("right", "blue", "stated; option C"), Imported(extraction="green", right=False),
            "recorded wrong: its extraction 'green' is another option than the one we read, 'blue'",
        ),
        (
            CHOICE, judged("right", "C", "stated; option C"), Imported(extraction="c.", right=False),
            "recorded wrong: both read option C, and the gold is '(C) blue'",
        ),
        (
            CHOICE, judged("right", "C", "stated; option C"), Imported(extraction="", prediction="red", right=False),
            "recorded wrong: its extraction is empty, we read 'C'; it took that for 'red'",
        ),
        (
            CHOICE, judged("no_answer"), Imported(extraction="None", prediction="blue", right=True),
            "recorded right: we found no answer in the response; its extraction is 'None'; it took that for 'blue'",
        ),
        (
            NUMBER, judged("unparsed", "2 or 3", "last line; not one number"), Imported(extraction="2", right=True),
            "recorded right: we could not read the answer '2 or 3' (last line; not one number); its extraction is '2'",
        ),
        (
            NUMBER, judged("unparsed", "2 or 3", "not one number"), Imported(extraction=" ", right=True),
            "recorded right: we could not read the answer '2 or 3' (not one number); its extraction is empty",
        ),
        (
            NUMBER, judged("right", "2", "boxed; number"), Imported(extraction="3", right=False),
            "recorded wrong: its extraction is '3', we read '2'",
        ),
        (
            NUMBER, judged("right", "2", "boxed; number"), Imported(prediction="2", right=False),
            "recorded wrong: both read '2', and we compare it otherwise (boxed; number); gold '2.0'",
        ),
        (
            NUMBER, judged("wrong", "2.04", "boxed; number"), Imported(right=True),
            "recorded right: we read '2.04', which is wrong (boxed; number); gold '2.0'; no extraction was recorded",
        ),
        (
            NUMBER, Verdict(item="x/1", outcome="failed", failure=Failure(stage="scorer", error="bad gold")),
            Imported(extraction="2", right=True),
            "recorded right: we could not score it (bad gold); its extraction is '2'",
        ),
        (
            NUMBER, judged("wrong", "2.04", "", OfficialScore(rule="r", score=1.0, prediction="2.0")), None,
            "by the official rule 'r' right: it read '2.0', we read '2.04'",
        ),
        (
            NUMBER, judged("right", "2", "number", OfficialScore(rule="r", score=0.0)), None,
            "by the official rule 'r' wrong: it read no answer, we read '2', which is right (number); gold '2.0'",
        ),
        (
            NUMBER, judged("right", "2", "number", OfficialScore(rule="r", score=0.5, prediction="2")), None,
            "by the official rule 'r' 0.5: it read '2' as we did, but we compare it otherwise (number); gold '2.0'",
        ),
        (
            NUMBER, judged("no_answer", "", "", OfficialScore(rule="r", score=1.0, prediction="2.0")), None,
            "by the official rule 'r' right: it read '2.0', we found no answer in the response",
        ),
        (
            NUMBER, judged("wrong", "a\n" + "b" * 90, "x"), Imported(extraction="2", right=True),
            "recorded right: its extraction is '2', we read 'a " + "b" * 78 + "...'",
        ),
    ],
)  # fmt: skip
def test_each_case_says_why(item: Item, verdict: Verdict, recorded: Imported | None, says: str) -> None:
    assert reasons(item, verdict, recorded) == (says,)


def test_verdicts_that_agree_or_are_not_recorded_say_nothing() -> None:
    right = judged("right", "2", "", OfficialScore(rule="r", score=1.0, prediction="2"))
    assert reasons(NUMBER, right, Imported(extraction="7", right=True)) == ()
    assert reasons(NUMBER, right, Imported(extraction="7")) == ()
    assert reasons(NUMBER, judged("unparsed", "?"), Imported(right=False)) == ()
    assert reasons(NUMBER, judged("wrong", "3", "", OfficialScore(rule="r", score=0.3, prediction="3"))) == ()


def test_options_that_look_like_letters_are_told_apart() -> None:
    item = Item(
        benchmark="x",
        question=Question(id="1", text="?", choices=("(b)", "(a)")),
        key=Key(answer="(b)", kind="choice", choice=0),
    )
    [reason] = reasons(item, judged("right", "(b)", "stated; option A"), Imported(extraction="(b)", right=False))
    assert reason.endswith("its extraction '(b)' is another option than the one we read, '(b)' (options B and A)")


def test_a_recorded_and_an_official_verdict_are_both_explained() -> None:
    scores = [OfficialScore(rule=name, score=0.0, prediction="3") for name in ("r", "s")]
    found = reasons(NUMBER, judged("right", "2", "", *scores), Imported(extraction="3", right=False))
    assert [reason.split(":")[0] for reason in found] == [
        "recorded wrong", "by the official rule 'r' wrong", "by the official rule 's' wrong",
    ]  # fmt: skip


def test_the_text_shows_what_was_recorded_and_keeps_the_terminal_safe() -> None:
    recorded = Imported(extraction="\x1b[2J", right=False)
    verdict = judged("right", "2", "boxed; number")
    line = Line(item="x/1", trace=Trace(text="2"), imported=recorded)
    text = item_text(NUMBER, line, verdict, differences(NUMBER, line, verdict))
    assert "recorded: wrong, extraction " in text
    assert "difference: recorded wrong: its extraction is " in text
    assert "\x1b" not in text


def test_show_lists_the_differing_items_only(tmp_path: Path) -> None:
    data = small_vision(tmp_path / "data")
    rows = [
        {"id": "11", "response": "The answer is 6.", "right": "no", "extraction": ""},
        {"id": "12", "response": "(C)", "right": "yes", "extraction": "C"},
        {"id": "15", "response": "(B)", "right": "", "extraction": ""},
    ]
    (tmp_path / "answers.json").write_text(json.dumps(rows))
    command = ("import", "table", "answers.json", "--benchmark", "mathvision", "--data", str(data), "--out", "run")
    assert mmbench(*command, cwd=tmp_path).returncode == 0
    shown = mmbench("show", "run", "--differences", cwd=tmp_path).stdout
    assert "mathvision/11" in shown
    assert "difference: recorded wrong: its extraction is empty, we read '6'" in shown
    assert "mathvision/12" not in shown
    listed = json.loads(mmbench("show", "run", "--differences", "--json", cwd=tmp_path).stdout)
    assert [entry["item"]["question"]["id"] for entry in listed] == ["11"]
    assert listed[0]["differences"] == ["recorded wrong: its extraction is empty, we read '6'"]
    plain = json.loads(mmbench("show", "run", "11", "--json", cwd=tmp_path).stdout)
    assert "differences" not in plain[0]
    assert "difference:" not in mmbench("show", "run", "11", cwd=tmp_path).stdout
