"""Repeats and usage in a summary: estimates worked by hand, intervals that cover, totals that add up."""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from support import Numbers

from mmbench.records import (
    BenchmarkCard,
    Call,
    Item,
    Key,
    Line,
    OfficialScore,
    Question,
    Request,
    Response,
    Trace,
    Usage,
    Verdict,
)
from mmbench.reports.repeats import Places, Repeats, Scores
from mmbench.reports.statistics.means import estimate
from mmbench.reports.statistics.proportions import wilson
from mmbench.reports.summary import Summary
from mmbench.reports.text import summary_text
from mmbench.reports.usage import UsageTotal, usage_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mmbench.records import Outcome

OUTCOMES: dict[str, Outcome] = {"r": "right", "w": "wrong", "f": "failed", "u": "unparsed", "n": "no_answer"}


def verdicts(items: Iterable[str]) -> list[Verdict]:
    """Return verdicts: a string for each item, a letter for each repeat; a dot is a repeat that is not there yet."""
    return [
        Verdict(item=f"x/{number}", outcome=OUTCOMES[letter], repeat=repeat)
        for number, letters in enumerate(items)
        for repeat, letter in enumerate(letters)
        if letter != "."
    ]


def counted(items: Iterable[str], repeats: int = 1) -> Repeats:
    counts, places = Repeats(repeats), Places()
    for verdict in verdicts(items):
        counts.add(places.of(verdict, verdict.item), verdict.outcome)
    return counts


def interval(items: list[str]) -> tuple[float, float]:
    average = counted(items).average()
    assert average is not None
    return average.low, average.high


def test_each_count_of_right_repeats_worked_by_hand() -> None:
    """Four repeats, of which 0 to 4 are right: pass@2 is 0, 1/2, 5/6, 1, 1 and pass@4 all but the first."""
    figures = counted(["wwww", "rwww", "wrrw", "rrwr", "rrrr"], 4).figures()
    assert (figures["repeats"], figures["items"]) == (4, 5)
    assert figures["average"] == figures["pass@1"] == 0.5
    assert figures["average_interval"] == figures["pass@1_interval"]
    assert figures["pass@2"] == pytest.approx((0 + 1 / 2 + 5 / 6 + 1 + 1) / 5)
    assert figures["pass@4"] == 0.8
    assert figures["pass@4_interval"] == pytest.approx(wilson(4, 5))
    assert figures["consistency"] == 0.4
    assert figures["consistency_interval"] == pytest.approx(wilson(2, 5))
    whole = estimate([0, 0.25, 0.5, 0.75, 1])
    assert figures["average_interval"] == pytest.approx((whole.low, whole.high))


def test_pass_at_k_is_the_share_of_all_choices_of_k_that_hold_a_right_one() -> None:
    rng = random.Random(5)
    items = ["".join(rng.choice("rwwufn") for _ in range(7)) for _ in range(12)]
    figures = counted(items, 7).figures()
    assert {name for name in figures if name.startswith("pass") and "_" not in name} == {
        "pass@1", "pass@2", "pass@4", "pass@7",
    }  # fmt: skip
    for k in (1, 2, 4, 7):
        shares = [
            sum("r" in chosen for chosen in choices) / len(choices)
            for choices in (list(combinations(item, k)) for item in items)
        ]
        assert figures[f"pass@{k}"] == pytest.approx(sum(shares) / len(shares))


def test_items_with_too_few_repeats_are_left_out_and_counted() -> None:
    repeats, places = Repeats(4), Places()
    for verdict in verdicts(["rr..", "w...", "rwrw", ".w.r", "...."]):
        repeats.add(places.of(verdict, verdict.item), verdict.outcome)
        if (verdict.item, verdict.repeat) == ("x/2", 3):
            repeats.vote(True)
    figures = repeats.figures()
    assert figures["items"] == 4
    assert figures["average"] == pytest.approx((1 + 0 + 1 / 2 + 1 / 2) / 4)
    assert figures["pass@2"] == pytest.approx((1 + 5 / 6 + 1) / 3)
    assert (figures["pass@4"], figures["maj@4"], figures["consistency"]) == (1.0, 1.0, 0.0)
    assert figures["left_out"] == {"pass@2": 1, "pass@4": 3, "maj@4": 3, "consistency": 3}


def test_what_cannot_be_estimated_yet_is_none() -> None:
    figures = counted(["r...", "w..."], 4).figures()
    assert (figures["average"], figures["pass@2"], figures["maj@4"], figures["consistency"]) == (0.5, None, None, None)
    assert Repeats(4).figures()["average"] is None


def test_a_failed_repeat_is_not_right_and_left_out_of_the_accuracy_without_failures() -> None:
    repeats = counted(["rf", "ff", "rw"])
    average = repeats.average()
    assert average is not None
    assert average.mean == pytest.approx((1 / 2 + 0 + 1 / 2) / 3)
    assert repeats.without_failed() == pytest.approx((1 + 1 / 2) / 2)
    assert counted(["ff"]).without_failed() is None


def test_one_repeat_is_the_plain_proportion_with_wilson_s_interval() -> None:
    repeats = counted("rrwfu")
    average = repeats.average()
    assert average is not None
    assert (average.mean, average.low, average.high, average.method) == (2 / 5, *wilson(2, 5), "Wilson")
    assert repeats.without_failed() == 2 / 4
    assert not repeats.several


def test_repeats_that_agree_add_nothing() -> None:
    assert interval(["rrrr", "wwww", "wwww"]) == pytest.approx(wilson(1, 3))
    assert interval(["rrrr"] * 5) == pytest.approx(wilson(5, 5))
    assert interval(["wwww"] * 5) == pytest.approx(wilson(0, 5))
    low, high = interval(["rrww"])
    assert high - low > 0.8, "one item says nothing of others"


@pytest.mark.parametrize(("items", "repeats", "a", "b"), [(20, 8, 0.5, 0.5), (60, 8, 1.0, 1.0), (100, 4, 0.9, 0.1)])
def test_the_interval_covers_where_that_over_lines_does_not(items: int, repeats: int, a: float, b: float) -> None:
    rng = random.Random(7)
    rounds, covered, plain = 600, 0, 0
    for _ in range(rounds):
        shares = []
        for _ in range(items):
            chance = rng.betavariate(a, b)
            shares.append(sum(rng.random() < chance for _ in range(repeats)) / repeats)
        mean, true = sum(shares) / items, a / (a + b)
        whole = estimate(shares)
        covered += whole.low <= true <= whole.high
        low, high = wilson(round(mean * items * repeats), items * repeats)
        plain += low <= true <= high
    assert 0.925 <= covered / rounds <= 0.975
    assert plain / rounds < 0.85


def test_the_interval_of_scores_is_that_of_counts() -> None:
    items = ["rrww", "rrrr", "wwww", "rwww", ".r.w"]
    scores, places = Scores(), Places()
    for verdict in verdicts(items):
        scores.add(places.of(verdict, verdict.item), float(verdict.outcome == "right"))
    assert scores.estimate() == counted(items).average()
    assert (scores.total, scores.lines) == (8.0, 18)


def item(number: int, domain: str = "sums") -> Item:
    return Item(
        benchmark="x", question=Question(id=str(number), text="?"), key=Key(answer="1"), domain=domain,
        metadata={"level": "easy" if number % 2 else "hard"},
    )  # fmt: skip


def test_every_table_of_the_summary_goes_by_items() -> None:
    """The same answers four times over: four times the lines, and not one interval narrower."""

    def figures(repeats: int) -> dict[str, Any]:
        card = BenchmarkCard(name="x", title="X", official_rule="mathvision", breakdowns=("level",))
        summary = Summary({"x": card}, repeats=repeats)
        for number in range(20):
            asked = item(number, "sums" if number < 8 else "figures")
            right = number % 3 == 0
            for repeat in range(repeats):
                official = OfficialScore(rule="mathvision", score=float(right))
                key = asked.line_key(repeat)._asdict()
                verdict = Verdict(**key, outcome="right" if right else "wrong", official=(official,))
                summary.add(asked, verdict)
            if repeats > 1:
                summary.vote(asked, right)
        return {"missing": 0, **summary.figures()}

    once, often = figures(1), figures(4)
    x, y = once["benchmarks"]["x"], often["benchmarks"]["x"]
    pairs = [(once, often), (x, y)]
    pairs += [(x["domains"][name], y["domains"][name]) for name in ("sums", "figures")]
    pairs += [(x["breakdown"]["level"][name], y["breakdown"]["level"][name]) for name in ("easy", "hard")]
    for one, four in pairs:
        assert (four["n"], four["items"]) == (4 * one["n"], one["n"])
        assert "items" not in one
        assert four["accuracy"] == one["accuracy"]
        assert four["interval"] == pytest.approx(one["interval"])
    rule, repeated = x["official"]["mathvision"], y["official"]["mathvision"]
    assert repeated["average"]["total"] == 80
    for one, four in [(rule["average"], repeated["average"]), (rule["level"]["easy"], repeated["level"]["easy"])]:
        assert four["accuracy"].split("=")[-1] == one["accuracy"].split("=")[-1]
        assert four["interval"] == pytest.approx(one["interval"])
    assert y["repeats"]["maj@4"] == y["repeats"]["average"] == 7 / 20
    assert y["domains"]["sums"]["repeats"]["maj@4"] == 3 / 8
    assert "repeats" not in x
    text = summary_text("run", often)
    assert "repeats of x: 20 items asked 4 times: average 35.0 % (95 % interval 18.1 to 56.7), pass@2 35.0 %" in text
    assert "official rule 'mathvision' on x, over 4 repeats: " in text
    header, row = (next(line for line in text.splitlines() if word in line) for word in ("accuracy", "x  "))
    assert header.split()[4:6] == ["items", "n"]
    assert row.split()[7:9] == ["20", "80"]
    assert "repeats" not in summary_text("run", once)


def test_views_of_an_item_are_counted_apart_and_together() -> None:
    summary = Summary({}, repeats=2)
    for number in range(4):
        for view in ("full", "no-figure"):
            for repeat in range(2):
                key = item(number).line_key(repeat)._replace(view=view)
                right = view == "full" and (number + repeat) % 2 == 0
                summary.add(item(number), Verdict(**key._asdict(), outcome="right" if right else "wrong"))
    figures = summary.figures()["benchmarks"]["x"]
    assert (figures["n"], figures["items"], figures["accuracy"]) == (16, 8, 0.25)
    assert {name: (part["n"], part["items"], part["accuracy"]) for name, part in figures["views"].items()} == {
        "full": (8, 4, 0.5),
        "no-figure": (8, 4, 0.0),
    }


def test_an_incomplete_run_says_what_is_left_out() -> None:
    summary = Summary({}, repeats=4)
    for asked, letters in [(item(0), "rrrw"), (item(1), "rw"), (item(2), "w")]:
        for verdict in verdicts([letters]):
            summary.add(asked, Verdict(item=asked.line_key().item, outcome=verdict.outcome, repeat=verdict.repeat))
    text = summary_text("run", {"missing": 5, **summary.figures()})
    assert "items left out for want of repeats: 1 of pass@2, 2 of pass@4, 3 of maj@4, 2 of consistency" in text
    assert "maj@4 " not in text
    assert "incomplete: 5 repeats of items have no response yet" in text


def test_lines_of_one_item_that_are_no_repeats_are_items_of_their_own() -> None:
    asked = next(iter(Numbers(1).rows()))
    summary = Summary({})
    for _ in range(3):
        summary.add(Numbers(1).item(asked), Verdict(item="numbers/0", outcome="right"))
    assert "items" not in summary.figures()


def line(*responses: Response) -> Line:
    return Line(item="x/1", trace=Trace(calls=tuple(Call(Request(messages=()), response) for response in responses)))


def test_tokens_are_those_of_all_answers_and_the_cost_that_of_the_calls_made() -> None:
    usage = UsageTotal()
    paid = Usage(input_tokens=1000, output_tokens=200, reasoning_tokens=50, cached_tokens=600, cost=0.1)
    usage.add(line(Response(usage=paid, others=(Response(),)), Response(usage=paid, cached=True)))
    usage.add(line(Response(usage=paid, error="cut off"), Response()))
    usage.add(line())
    assert usage.figures() == {
        "calls": 4,
        "cached_calls": 1,
        "input_tokens": 3000,
        "output_tokens": 600,
        "reasoning_tokens": 150,
        "cached_tokens": 1800,
        "cost": 0.2,
    }
    assert usage_line(usage.figures()) == (
        "tokens: 3,000 in (1,800 cached), 600 out (150 reasoning), 0.20 US dollars, 1 of 4 calls from the cache"
    )


def test_unknown_tokens_are_not_told_and_no_call_is_no_usage() -> None:
    usage = UsageTotal()
    usage.add(line())
    assert usage.figures() == {}
    usage.add(line(Response(text="4")))
    assert usage.figures()["calls"] == 1
    assert "cost" not in usage.figures()
    assert usage_line(usage.figures()) == ""
    usage.add(line(Response(usage=Usage(input_tokens=7, cost=0.0001))))
    assert usage_line(usage.figures()) == "tokens: 7 in, 0 out, under 0.01 US dollars"
