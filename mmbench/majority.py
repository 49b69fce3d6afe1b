"""The answer that most repeats of an item give, and whether it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mmbench.scoring.answers import pick_choice
from mmbench.scoring.answers.algebra.symbolic import SymbolicTimeout
from mmbench.scoring.judging import judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.records import Item, Verdict

__all__ = ["majority_is_right"]


def majority_is_right(item: Item, verdicts: Sequence[Verdict]) -> bool:
    """Return whether the answer that most repeats give is right; of two given as often, the one that came first.

    Right answers are one answer. Wrong ones are the same where the checker would take one for right were the other the
    gold, or where it cannot tell and they are spelled alike. A repeat that failed or gave no answer that could be read
    has no vote; where none has, nothing is right.

    Args:
        item: what was asked.
        verdicts: the verdicts on its repeats, in order.
    """
    votes = [_RIGHT if verdict.outcome == "right" else verdict.extraction for verdict in verdicts if _votes(verdict)]
    ballot = _Ballot(item)
    for vote in votes:
        ballot.count(vote)
    return bool(ballot.counts) and max(ballot.counts, key=lambda answer: ballot.counts[answer]) is _RIGHT


_RIGHT = None
"""The vote for the right answer, however it is spelled."""


def _votes(verdict: Verdict) -> bool:
    return verdict.outcome in ("right", "wrong")


class _Ballot:
    """Votes by answer, in the order in which the answers were first given."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.counts: dict[str | None, int] = {}
        self.met: dict[str, str] = {}
        self.compares = True

    def count(self, vote: str | None) -> None:
        """Count a vote for the answer that it is the same as, or for a new one."""
        answer = vote if vote is None else self._named(vote)
        self.counts[answer] = self.counts.get(answer, 0) + 1

    def _named(self, text: str) -> str:
        """Return the answer given before that a text is the same as, or else the text."""
        if text not in self.met:
            given = [answer for answer in self.counts if answer is not None]
            self.met[text] = next((answer for answer in given if self._same(text, answer)), text)
        return self.met[text]

    def _same(self, text: str, answer: str) -> bool:
        """Whether the checker takes two wrong answers for the same.

        It was made for golds that can be read: whatever it raises over a wrong answer in the gold's place only means
        that it cannot tell. Where symbolic work did not end once, no more is begun for this item.
        """
        if not self.compares:
            return False
        question, key = self.item.question, self.item.key
        choice = pick_choice(answer, question.choices) if question.choices else None
        kind = "expression" if key.kind in ("integer", "float") else key.kind
        key = msgspec.structs.replace(key, answer=answer, accepted=(), choice=choice, kind=kind)
        try:
            return judge(text, question, key).outcome == "right"
        except SymbolicTimeout:
            self.compares = False
        except Exception:
            return False
        return False
