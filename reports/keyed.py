"""What the lines of a run's files have in common, for readers that decode only a part of them."""

from __future__ import annotations

from mmbench.records import LineKey
from mmbench.records.base import Record

__all__ = ["Keyed"]


class Keyed(Record, frozen=True):
    """A line of `responses.jsonl` or `verdicts.jsonl`, as far as it says what it is of."""

    item: str
    view: str = "full"
    corruption: str = ""
    variant: str = ""
    repeat: int = 0

    def line_key(self) -> LineKey:
        """Return the key of the line."""
        return LineKey(self.item, self.view, self.corruption, self.variant, self.repeat)
