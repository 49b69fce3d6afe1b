"""The cells of a run: an item under one condition, with what came of all its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.records import MISTAKES

if TYPE_CHECKING:
    from mmbench.reports.results import Results, Row

__all__ = ["Asked", "asked_cells"]


class Asked(NamedTuple):
    """A cell: its labels are those of `row`, its first line; the counts are of lines.

    `score` is the mean score in [0, 1] of the `n` lines asked, `correct` their sum. `answered` counts the lines that
    did not fail. `failed` includes `missing`, lines without a response. `mistakes` has a kind and a sub-type for each
    wrong answer that was diagnosed.
    """

    row: Row
    score: float
    correct: float
    n: int
    right: int
    wrong: int
    unparsed: int
    no_answer: int
    failed: int
    missing: int
    truncated: int
    answered: int
    mistakes: tuple[tuple[str, str], ...]


def asked_cells(results: Results, rule: str = "") -> list[Asked]:
    """Return the cells of a run, in item order.

    Args:
        results: a scored run.
        rule: the official rule whose scores to take; our verdict where empty. Benchmarks that it says nothing of are
            left out.

    Raises:
        RunError: no line was scored by this rule.
    """
    left_out = results.silent(rule)
    cells = (_asked(lines, missing, rule) for lines, missing in results.by_cell())
    return [cell for cell in cells if cell.row.benchmark not in left_out]


def _asked(lines: list[Row], missing: list[Row], rule: str) -> Asked:
    outcomes = [row.outcome for row in lines]
    n = len(lines) + len(missing)
    correct = sum(row.score(rule) for row in lines)
    failed = outcomes.count("failed") + len(missing)
    return Asked(
        row=(lines or missing)[0],
        score=correct / n,
        correct=correct,
        n=n,
        right=outcomes.count("right"),
        wrong=outcomes.count("wrong"),
        unparsed=outcomes.count("unparsed"),
        no_answer=outcomes.count("no_answer"),
        failed=failed,
        missing=len(missing),
        truncated=sum(row.truncated for row in lines),
        answered=n - failed,
        mistakes=tuple((row.mistake, row.subtype) for row in lines if row.mistake in MISTAKES),
    )
