"""What an archive holds: its members, how large they may be, and what `submission.json` says of them."""

from __future__ import annotations

from mmbench.records import Record

__all__ = ["FORMAT", "MANIFEST", "MAX_BYTES", "MAX_LINE", "MEMBERS", "Claimed", "Submission"]

FORMAT = 1
MANIFEST = "submission.json"
MEMBERS = {
    MANIFEST: 1 << 20,
    "run.json": 16 << 20,
    "items.jsonl": 512 << 20,
    "responses.jsonl": 1 << 30,
    "verdicts.jsonl": 512 << 20,
}
"""The members by name, and how many bytes each may unpack to."""
MAX_BYTES = 1 << 30
"""How many bytes all members may unpack to."""
MAX_LINE = 16 << 20
"""How many bytes a line of a member may have."""


class Claimed(Record, frozen=True):
    """What a submission says it has by our verdict: counts of lines, `accuracy` in [0, 1], and what scored it."""

    accuracy: float
    n: int
    right: int = 0
    wrong: int = 0
    unparsed: int = 0
    no_answer: int = 0
    failed: int = 0
    checker: str = ""


class Submission(Record, frozen=True):
    """`submission.json`. `name` is what the submitter calls it; `members` has the SHA-256 of each other member."""

    format: int
    name: str
    made_with: str
    claimed: Claimed
    members: dict[str, str]
