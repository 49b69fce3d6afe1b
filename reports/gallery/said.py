"""What was said in a line of a run, without its calls and their log-probabilities, which are most of it."""

from __future__ import annotations

from mmbench.records import Failure, LineKey
from mmbench.records.base import Record

__all__ = ["Said"]


class _Trace(Record, frozen=True):
    text: str = ""
    reasoning: str = ""


class Said(Record, frozen=True):
    """What is shown of a line of `responses.jsonl`; its calls are not decoded."""

    item: str
    view: str = "full"
    corruption: str = ""
    variant: str = ""
    repeat: int = 0
    trace: _Trace = _Trace()
    failure: Failure | None = None

    def line_key(self) -> LineKey:
        """Return the key of the line."""
        return LineKey(self.item, self.view, self.corruption, self.variant, self.repeat)
