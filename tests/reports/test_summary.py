"""Summaries: counts that add up, intervals that agree with scipy, text that a terminal can be trusted with."""

from __future__ import annotations

import tracemalloc
from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import Numbers, Scripted, mmbench, number_in

from mmbench.config import EvalConfig
from mmbench.errors import RunError
from mmbench.evaluate import evaluate
from mmbench.importing import Predictions, import_run
from mmbench.records import BenchmarkCard, Item, Key, Line, OfficialScore, Question, Trace, Verdict
from mmbench.reports.item_text import item_text
from mmbench.reports.statistics.means import estimate
from mmbench.reports.statistics.proportions import wilson
from mmbench.reports.summary import Summary
from mmbench.reports.text import breakdown_text, summary_text
from mmbench.rescore import score_run
from mmbench.rundir import RunDir, Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from mmbench.records import Outcome


def answers(out: Path) -> dict[str, object]:
    """Ask ten: right, wrong, no answer, unparsed and failed in known numbers."""

    def answer(request: object) -> str:
        number = number_in(request)  # type: ignore[arg-type]
        if number == 9:
            raise ConnectionError("gone")
        return {6: "", 7: "I do not know", 8: "The answer is 3 or 4."}.get(number, str(2 * number + (number in (1, 2))))

    config = EvalConfig(model="scripted", out=str(out))
    return evaluate(config, model=Scripted(answer), benchmarks={"numbers": Numbers(10)}).summary


def test_outcomes_are_counted_and_a_failure_is_never_a_wrong_answer_in_silence(tmp_path: Path) -> None:
    summary = answers(tmp_path)
    counts = {name: summary[name] for name in ("n", "right", "wrong", "unparsed", "no_answer", "failed")}
    assert counts == {"n": 10, "right": 4, "wrong": 2, "unparsed": 1, "no_answer": 2, "failed": 1}
    assert summary["accuracy"] == 0.4
    assert summary["accuracy_without_failed"] == pytest.approx(4 / 9)
    [numbers] = summary["benchmarks"].values()  # type: ignore[attr-defined]
    assert {name: part["n"] for name, part in numbers["domains"].items()} == {"even": 5, "odd": 5}


def test_the_table_says_n_interval_unparsed_and_failed(tmp_path: Path) -> None:
    text = summary_text("run", answers(tmp_path))
    header, *rows = [line.split() for line in text.split("\n")[2:6]]
    assert header == [
        "accuracy",
        "95",
        "%",
        "interval",
        "n",
        "right",
        "wrong",
        "unparsed",
        "no",
        "answer",
        "failed",
        "truncated",
    ]
    assert rows[-1] == ["numbers", "40.0", "%", "few,", "16.8", "to", "68.7", "10", "4", "2", "1", "2", "1", "0"]


def test_scoring_again_changes_nothing_and_mends_what_was_lost(tmp_path: Path) -> None:
    answers(tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in ("verdicts.jsonl", "summary.json")}
    (tmp_path / "verdicts.jsonl").unlink()
    (tmp_path / "summary.json").write_text("{")
    with pytest.raises(RunError, match="make it anew with: mmbench score"):
        RunDir(tmp_path).summary()
    with Writer(tmp_path) as writer:
        score_run(writer)
    assert before == {name: (tmp_path / name).read_bytes() for name in before}


def test_a_run_can_be_scored_into_another_folder(tmp_path: Path) -> None:
    answers(tmp_path / "run")
    before = {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir()}
    done = mmbench("score", str(tmp_path / "run"), "--out", str(tmp_path / "scores"), "--max-failures", "1")
    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir()} == before
    made = {path.name for path in (tmp_path / "scores").iterdir()}
    assert made == {".lock", "verdicts.jsonl", "summary.json"}
    for name in ("verdicts.jsonl", "summary.json"):
        assert (tmp_path / "scores" / name).read_bytes() == before[name]


def test_a_hand_edited_run_is_refused_by_line(tmp_path: Path) -> None:
    answers(tmp_path)
    log = tmp_path / "responses.jsonl"
    whole = log.read_bytes()
    lines = whole.splitlines(keepends=True)
    for text, says in [
        (whole + lines[3], "a second response to numbers/|1 responses that answer no item"),
        (
            whole.replace(b'"item":"numbers/4"', b'"item":"numbers/44"'),
            "1 responses that answer no item of items",
        ),
        (lines[0] + b"{broken}\n" + b"".join(lines[2:]), "line 2: "),
    ]:
        log.write_bytes(text)
        with Writer(tmp_path) as writer, pytest.raises(RunError, match=says):
            score_run(writer)


def test_untrusted_text_cannot_drive_the_terminal() -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\u202egnp"
    item = Item(
        benchmark="x", question=Question(id="1", text=evil, choices=(evil,)), key=Key(answer=evil, facts={evil: 1})
    )
    text = item_text(
        item, Line(item="x/1", trace=Trace(text=evil)), Verdict(item="x/1", outcome="wrong", extraction=evil)
    )
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_an_empty_import_is_wrong_usage(tmp_path: Path) -> None:
    from mmbench.errors import UsageError

    (tmp_path / "output_x.json").write_text("{}")
    with pytest.raises(UsageError, match="holds no rows"):
        import_run(Predictions("mathvista", (tmp_path / "output_x.json",), "x"), tmp_path / "run", [])
    assert [path.name for path in (tmp_path / "run").iterdir()] == [".lock"]


def test_labels_of_a_dataset_cannot_drive_a_terminal_nor_break_the_table() -> None:
    labels = ("\x1b[31mred", "two\nlines", "x" * 5000, "")
    card = BenchmarkCard(name="mine\x1b[0m", title="Mine", breakdowns=("figures", "average"))
    summary = Summary({card.name: card})
    for number, label in enumerate(labels):
        item = Item(
            benchmark=card.name, question=Question(id=str(number), text="?"), key=Key(answer="1"), domain="chart",
            metadata={"figures": label, "average": "all"},
        )  # fmt: skip
        summary.add(item, Verdict(item=item.line_key().item, outcome="right"))
    figures = {**summary.figures(), "missing": 0}
    assert "" not in figures["benchmarks"][card.name]["breakdown"]["figures"]
    assert "\x1b" not in summary_text("run", figures)
    shown = breakdown_text(figures)
    assert "\x1b" not in shown
    assert "  two lines" in shown
    assert "average\n  all " in shown
    assert max(map(len, shown.splitlines())) < 200


def lines_of(
    items: Iterable[tuple[str, str, str, tuple[str, ...]]], views: tuple[str, ...] = ("full",)
) -> Iterator[tuple[Item, Verdict]]:
    """Yield the lines of items, each given by its id, cluster, variant, and the letters of its repeats in each view."""
    outcomes: dict[str, Outcome] = {"r": "right", "w": "wrong", "f": "failed"}
    for name, cluster, variant, answers in items:
        for view, letters in zip(views, answers, strict=True):
            item = Item(
                benchmark="x", question=Question(id=name, text="?"), key=Key(answer="1"), view=view, variant=variant,
                cluster=cluster, domain=f"domain {len(name) % 2}", metadata={"level": letters[0]},
            )  # fmt: skip
            for repeat, letter in enumerate(letters):
                official = OfficialScore(rule="mathvision", score=float(letter == "r"))
                key = item.line_key(repeat)._asdict()
                yield item, Verdict(**key, outcome=outcomes[letter], official=(official,))


def summed(lines: Iterable[tuple[Item, Verdict]], repeats: int = 1, rule: str = "mathvision") -> dict[str, Any]:
    summary = Summary(
        {"x": BenchmarkCard(name="x", title="X", official_rule=rule, breakdowns=("level",))}, repeats=repeats
    )
    for _, group in groupby(lines, key=lambda line: line[1].line_key()._replace(repeat=0)):
        answered = list(group)
        for item, verdict in answered:
            summary.add(item, verdict)
        if len(answered) == repeats > 1:
            summary.vote(answered[0][0], answered[0][1].outcome == "right")
    return {"missing": 0, **summary.figures()}


def expected(
    lines: list[tuple[Item, Verdict]],
    chosen: Callable[[Item], bool] = lambda item: True,
    score: Callable[[list[bool]], float] = lambda rights: sum(rights) / len(rights),
) -> list[float]:
    """Return mean and interval of the cells, worked out by the reference from all of them at once."""
    cells: dict[tuple[str, ...], tuple[str, list[bool]]] = {}
    for item, verdict in lines:
        if chosen(item):
            cluster = f"cluster {item.cluster}" if item.cluster else f"item {item.question.id}"
            _, rights = cells.setdefault(verdict.line_key()[:-1], (cluster, []))
            rights.append(verdict.outcome == "right")
    found = estimate([score(rights) for _, rights in cells.values()], [cluster for cluster, _ in cells.values()])
    return [found.mean, found.low, found.high]


LETTERS = st.text("rwf", min_size=2, max_size=2)
ITEMS = st.lists(
    st.tuples(
        st.integers(0, 12).map(str), st.sampled_from(["", "", "a", "b"]), st.sampled_from(["", "1", "2"]),
        st.tuples(LETTERS, LETTERS),
    ),
    min_size=1, max_size=25, unique_by=lambda item: (item[0], item[2]),
)  # fmt: skip


def of_one_question(items: Iterable[tuple[str, str, str, tuple[str, ...]]]) -> list[tuple[str, str, str, Any]]:
    """Give every variant of a question the cluster of the first; only variants of a question share its id."""
    clusters: dict[str, str] = {}
    return [
        (name, clusters.setdefault(name, cluster), variant or ("0" if name in repeated else ""), answers)
        for repeated in [{name for name, _, variant, _ in items if variant}]
        for name, cluster, variant, answers in items
    ]


@given(ITEMS)
def test_every_interval_is_that_of_all_cells_and_clusters_at_once(items: list[Any]) -> None:
    """What is added up line by line is the reference's to 1e-12, for every figure of the summary."""
    views = ("full", "no-figure")
    lines = list(lines_of(of_one_question(items), views))
    figures = summed(lines, repeats=2)
    benchmark = figures["benchmarks"]["x"]

    def holds(part: dict[str, Any], wanted: list[float], name: str = "accuracy", interval: str = "interval") -> None:
        assert [part[name], *part[interval]] == pytest.approx(wanted, abs=1e-12)

    holds(figures, expected(lines))
    holds(benchmark, expected(lines))
    for view in views:
        holds(benchmark["views"][view], expected(lines, lambda item: item.view == view))  # noqa: B023
    for domain, part in benchmark["domains"].items():
        holds(part, expected(lines, lambda item: item.domain == domain))  # noqa: B023
    for level, part in benchmark["breakdown"]["level"].items():
        chosen = expected(lines, lambda item: item.metadata["level"] == level)  # noqa: B023
        holds(part, chosen)
        assert benchmark["official"]["mathvision"]["level"][level]["interval"] == pytest.approx(chosen[1:], abs=1e-12)
    several = benchmark["repeats"]
    for name, score in (
        ("average", lambda rights: sum(rights) / 2),
        ("pass@2", any),
        ("maj@2", lambda rights: rights[0]),
        ("consistency", lambda rights: rights[0] == rights[1]),
    ):
        wanted = expected(lines, score=lambda rights: float(score(rights)))  # noqa: B023
        holds(several, wanted, name, f"{name}_interval")
    assert "left_out" not in several


def test_items_that_share_a_figure_are_not_taken_for_independent() -> None:
    """The same answers in tens that agree: an interval as wide as that of a tenth of the items, and it says why."""
    plain = [(str(number), "", "", ("r" if number // 10 % 2 else "w",)) for number in range(400)]
    shared = [(name, str(int(name) // 10), variant, letters) for name, _, variant, letters in plain]
    alone, together = (summed(lines_of(items)) for items in (plain, shared))
    assert alone["interval"] == list(wilson(200, 400))
    assert "clusters" not in alone
    assert together["clusters"] == 40
    low, high = together["interval"]
    assert high - low == pytest.approx(wilson(20, 40)[1] - wilson(20, 40)[0], rel=0.05)
    note = "intervals go by clusters, which share a figure, a seed or a question: 400 items of x in 40 clusters"
    assert note in summary_text("run", together).splitlines()
    assert "intervals go by" not in summary_text("run", alone)
    assert together["benchmarks"]["x"]["official"]["mathvision"]["average"]["clusters"] == 40


def test_an_interval_of_few_is_marked() -> None:
    few = summed(lines_of([(str(number), "", "", ("rw"[number % 2],)) for number in range(29)]))
    enough = summed(lines_of([(str(number), "", "", ("rw"[number % 2],)) for number in range(60)]))
    clusters = summed(lines_of([(str(number), str(number % 29), "", ("rw"[number % 2],)) for number in range(60)]))
    for figures, marked in ((few, True), (enough, False), (clusters, True)):
        [row] = [line for line in summary_text("run", figures).splitlines() if line.startswith("x ")]
        assert ("few, " in row) == marked
        assert ("few: under 30 items, or clusters of items" in summary_text("run", figures)) or not marked


def test_a_variant_counts_by_the_mean_of_its_repeats() -> None:
    """Worst case and consistency are what one answer to each variant leads to expect, however often it was asked."""
    items = [("a", "", "1", ("rr",)), ("b", "", "1", ("rw",)), ("a", "", "2", ("rw",)), ("b", "", "2", ("rw",))]
    variants = summed(lines_of(items), repeats=2)["benchmarks"]["x"]["variants"]
    assert (variants["problems"], variants["variants"]) == (2, 2)
    assert variants["average"] == (1 + 1 / 2 + 1 / 2 + 1 / 2) / 4
    assert variants["worst_case"] == (1 / 2 + 1 / 4) / 2
    assert variants["consistency"] == (1 / 2 + (1 / 4 + 1 / 4)) / 2


def test_variants_of_problems_that_belong_together_are_a_cluster() -> None:
    def interval(cluster: Callable[[int], str]) -> list[float]:
        numbers = [*range(40)] * 2
        items = [
            (str(n), cluster(n), str(place // 40), ("r" if n // 10 % 2 else "w",)) for place, n in enumerate(numbers)
        ]
        found: list[float] = summed(lines_of(items))["benchmarks"]["x"]["variants"]["worst_case_interval"]
        return found

    assert interval(lambda number: "") == pytest.approx(wilson(20, 40))
    low, high = interval(lambda number: str(number // 10))
    assert high - low > 0.6


def test_a_benchmark_s_own_figures_are_of_the_first_repeat() -> None:
    """They are defined for one answer to each item; ProcessBench's F1 of all repeats would be of another sample."""

    def lines(repeats: int) -> Iterator[tuple[Item, Verdict]]:
        for number in range(6):
            solution = "correct" if number % 2 else "erroneous"
            item = Item(
                benchmark="x", question=Question(id=str(number), text="?"), key=Key(answer="1"), task="error_step",
                metadata={"subset": "gsm8k", "solution": solution},
            )  # fmt: skip
            for repeat in range(repeats):
                right = repeat > 0 or number < 4
                score = OfficialScore(rule="processbench", score=float(right))
                key = item.line_key(repeat)._asdict()
                yield item, Verdict(**key, outcome="right" if right else "wrong", official=(score,))

    once, twice = (summed(lines(repeats), repeats, "processbench")["benchmarks"]["x"] for repeats in (1, 2))
    assert once["figures"]["gsm8k F1"] == "66.7"
    assert twice["figures"] == once["figures"]
    assert twice["official"]["processbench"]["figures"] == once["official"]["processbench"]["figures"]
    assert twice["accuracy"] > once["accuracy"]
    text = breakdown_text({"missing": 0, "benchmarks": {"x": twice}})
    assert [line.split() for line in text.splitlines()].count(["gsm8k", "F1,", "first", "repeat", "66.7"]) == 2


def test_memory_does_not_grow_with_items_that_share_nothing() -> None:
    def peak(count: int) -> int:
        item, verdict = next(lines_of([("0", "", "", ("r",))]))
        summary = Summary({"x": BenchmarkCard(name="x", title="X", official_rule="mathvision", breakdowns=("level",))})
        tracemalloc.start()
        for number in range(count):
            named = msgspec.structs.replace(item, question=Question(id=str(number), text="?"))
            summary.add(named, msgspec.structs.replace(verdict, item=f"x/{number}"))
        summary.figures()
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    small = peak(1_000)
    assert peak(20_000) < small + 20_000
