"""What was said in a line of a run, without its calls and their log-probabilities, which are most of it."""

from __future__ import annotations

from mmbench.records import Failure  # noqa: TC001
from mmbench.records.base import Record
from mmbench.reports.keyed import Keyed

__all__ = ["Said"]


class _Trace(Record, frozen=True):
    text: str = ""
    reasoning: str = ""


class Said(Keyed, frozen=True):
    """What is shown of a line of `responses.jsonl`; its calls are not decoded."""

    trace: _Trace = _Trace()
    failure: Failure | None = None
