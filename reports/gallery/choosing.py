"""Which wrong answers to show: some of every domain and kind of mistake, the same ones each time."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.reports.results import Row

__all__ = ["choose"]

SHOWN_BY_A_STEP = ("calculation", "logic", "misreading")


def choose(rows: Sequence[Row], limit: int) -> list[Row]:
    """Return at most `limit` wrong answers, in the order of the rows.

    Domains and kinds of mistake take turns. Mistakes that a step proves come first; others follow, but for those of a
    domain that has no such mistake. Within a turn the order is that of a hash of the item, so that the choice neither
    favours the first items nor changes from call to call, and runs of the same items tend to show the same ones; a
    second answer to an item waits until every item had one.
    """
    wrong = [row for row in rows if row.outcome == "wrong"]
    proven = {row.domain for row in wrong if row.mistake in SHOWN_BY_A_STEP}
    answers: Counter[str] = Counter()
    waiting: list[tuple[int, int, str, Row]] = []
    for row in wrong:
        later = int(row.mistake not in SHOWN_BY_A_STEP and row.domain in proven)
        waiting.append((later, answers[row.item], _shuffled(row), row))
        answers[row.item] += 1
    waiting.sort(key=lambda each: each[:3])
    turns: Counter[tuple[str, str]] = Counter()
    ranked: list[tuple[int, int, str, Row]] = []
    for later, _, place, row in waiting:
        group = (row.domain, row.mistake)
        ranked.append((later, turns[group], place, row))
        turns[group] += 1
    ranked.sort(key=lambda each: each[:3])
    chosen = {row.line_key() for *_, row in ranked[: max(limit, 0)]}
    return [row for row in wrong if row.line_key() in chosen]


def _shuffled(row: Row) -> str:
    return hashlib.sha256(row.line_key().text().encode("utf-8", "surrogatepass")).hexdigest()
