"""What the reports say of mistakes: counts, one diagnosis in words, a judge's word, what simulated students planted."""

from __future__ import annotations

from typing import Any

from mmbench.records import (
    Diagnosis,
    Explanation,
    Item,
    Key,
    Line,
    Planted,
    Question,
    SecondOpinion,
    Trace,
    Verdict,
)
from mmbench.reports.item_text import item_text
from mmbench.reports.mistakes import (
    diagnosis_lines,
    mistakes_rows,
    opinions_line,
    planted_rows,
    second_opinion_line,
    subtypes_lines,
)
from mmbench.reports.summary import Summary
from mmbench.reports.text import summary_text

SLIP = Diagnosis(
    kind="calculation", subtype="arithmetic", confidence=0.987, step=1,
    quote="45 - 30 = 25", found="25", expected="15", explanation="45 - 30 is 15, not 25.",
    explanations=(
        Explanation(kind="calculation", subtype="arithmetic", evidence="calculation", note="45 - 30 is 15, not 25."),
        Explanation(kind="logic", subtype="operation", evidence="alignment", note="adds."),
    ),
)  # fmt: skip
UNKNOWN = Diagnosis(
    kind="undetermined", explanation="Several kinds of mistakes give this answer.",
    explanations=(Explanation(kind="logic", subtype="formula", evidence="mutation", note="halves."),),
)  # fmt: skip


def item(benchmark: str = "x") -> Item:
    return Item(
        benchmark=benchmark, question=Question(id="1", text="?"), key=Key(answer="15", kind="integer"), domain="table"
    )


def figures(*diagnosed: tuple[str, Diagnosis | None], simulated: bool = False) -> dict[str, Any]:
    """The summary of wrong answers with these diagnoses, by benchmark; None is a right answer."""
    summary = Summary({}, simulated=simulated)
    for benchmark, diagnosis in diagnosed:
        outcome: Any = "right" if diagnosis is None else "wrong"
        planted: Any = ("none" if diagnosis is None else "logic") if simulated else None
        summary.add(
            item(benchmark), Verdict(item=f"{benchmark}/1", outcome=outcome, diagnosis=diagnosis, planted=planted)
        )
    return {"missing": 0, **summary.figures()}


def test_kinds_are_counted_by_domain_benchmark_and_in_all() -> None:
    rows = mistakes_rows(figures(("a", SLIP), ("a", UNKNOWN), ("b", SLIP), ("c", None)))
    assert [row[:3] for row in rows] == [
        ("mistakes", "n", "calculation"),
        ("  table", "2", "1 (50 %)"),
        ("a", "2", "1 (50 %)"),
        ("  table", "1", "1 (100 %)"),
        ("b", "1", "1 (100 %)"),
        ("all", "3", "2 (67 %)"),
    ]
    assert rows[2][-1] == "1 (50 %)"


def test_a_run_without_diagnoses_has_no_table_of_mistakes() -> None:
    summary = figures(("a", None))
    assert (mistakes_rows(summary), subtypes_lines(summary), planted_rows(summary)) == ([], [], [])
    assert "mistakes" not in summary_text("run", summary)
    assert "simulated" not in summary_text("run", summary)


def test_a_summary_from_before_there_were_diagnoses_can_be_shown() -> None:
    summary = figures(("a", SLIP))
    for part in (summary, summary["benchmarks"]["a"], summary["benchmarks"]["a"]["domains"]["table"]):
        del part["mistakes"]
    del summary["benchmarks"]["a"]["subtypes"]
    assert "a" in summary_text("run", summary)


def test_sub_types_stand_below_the_table_the_most_frequent_first() -> None:
    neighbour = Diagnosis(kind="misreading", subtype="neighbour")
    summary = figures(("a", neighbour), ("a", SLIP), ("a", SLIP))
    assert subtypes_lines(summary) == ["sub-types on a: arithmetic 2, neighbour 1"]
    assert "sub-types on a" in summary_text("run", summary)


def test_a_simulated_run_says_so_and_holds_planted_against_diagnosed() -> None:
    summary = figures(("a", SLIP), ("a", UNKNOWN), ("a", None), simulated=True)
    assert planted_rows(summary) == [
        ("planted \\ diagnosed", "calculation", "undetermined", "right"),
        ("logic", "1", "1", "0"),
        ("none", "0", "0", "1"),
    ]
    summary["planted"]["logic"]["wrong"] = 2  # answers about somebody else's mistake have no diagnosis
    assert planted_rows(summary)[0][-1] == "not sorted"
    assert summary_text("run", summary).splitlines()[1] == "simulated student, not a model"


def test_a_diagnosis_in_words() -> None:
    assert diagnosis_lines(SLIP) == [
        "mistake: calculation (arithmetic), confidence 0.987, step 2",
        "  at: 45 - 30 = 25",
        "  found 25, expected 15",
        "  why: 45 - 30 is 15, not 25.",
        "  also: logic (operation), by alignment: adds.",
    ]
    assert diagnosis_lines(UNKNOWN) == [
        "mistake: undetermined. Several kinds of mistakes give this answer.",
        "  may be: logic (formula), by mutation: halves.",
    ]
    broken = Diagnosis(kind="calculation", subtype="arithmetic", quote="1 + 1 \\\\\n&= 3", expected="2", cut=True)
    assert diagnosis_lines(broken)[1:3] == ["  at: 1 + 1 \\\\ &= 3", "  found nothing, expected 2"]
    assert "too long" in diagnosis_lines(broken)[-1]


def test_an_item_shows_diagnosis_second_opinion_and_what_was_planted() -> None:
    line = Line(
        item="x/1", trace=Trace(text="45 - 30 = 25"), planted=Planted(kind="logic", subtype="formula", note="halves")
    )
    opinion = SecondOpinion(model="judge-1", kind="logic")
    judged = Verdict(item="x/1", outcome="wrong", diagnosis=SLIP, second_opinion=opinion)
    text = item_text(item(), line, judged)
    assert "mistake: calculation (arithmetic)" in text
    assert "judge judge-1 on the mistake: logic" in text
    assert "simulated student, not a model; planted: logic (formula): halves" in text
    failed = SecondOpinion(model="judge-1", kind="undetermined", error="no reply")
    assert second_opinion_line(failed) == "judge judge-1 on the mistake: failed (no reply)"


def test_what_a_response_says_cannot_drive_the_terminal_by_way_of_its_diagnosis() -> None:
    evil = "\x1b[2J\x07\u202e"
    diagnosis = Diagnosis(
        kind="logic", subtype="formula", quote=evil, found=evil, expected=evil, explanation=evil,
        explanations=(Explanation(kind="logic", subtype=evil, evidence="option", note=evil),) * 2,
    )  # fmt: skip
    line = Line(item="x/1", trace=Trace(text=evil), planted=Planted(kind="logic", subtype=evil, note=evil))
    opinion = SecondOpinion(model=evil, kind="undetermined", error=evil)
    text = item_text(item(), line, Verdict(item="x/1", outcome="wrong", diagnosis=diagnosis, second_opinion=opinion))
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_a_judge_s_word_on_undetermined_mistakes_is_counted_apart() -> None:
    counts = {"asked": 3, "calculation": 0, "logic": 2, "misreading": 0, "unclear": 0, "failed": 1}
    assert opinions_line({"model": "j", "mistakes": counts}) == [
        "judge j on 3 undetermined mistakes: 2 logic, 1 failed"
    ]
    assert opinions_line({"model": "j", "mistakes": dict.fromkeys(counts, 0)}) == []
    assert opinions_line({"model": "j"}) == []
