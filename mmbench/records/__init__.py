"""The records that flow through mmbench: small frozen structs, each one line of JSON.

The split that matters most: a model or a strategy is handed a `Question`, never a `Key`.
This package imports nothing of ours.
"""

from __future__ import annotations

from mmbench.records.base import MISTAKES, OUTCOMES, AnswerKind, MistakeKind, Outcome, Record, Stage, Task
from mmbench.records.calls import (
    Answer,
    Call,
    Failure,
    Image,
    Imported,
    Line,
    Message,
    Planted,
    Request,
    Response,
    Sampling,
    Text,
    Token,
    Trace,
    Usage,
)
from mmbench.records.items import (
    BenchmarkCard,
    Hint,
    Item,
    Key,
    LineKey,
    Mistake,
    Place,
    Question,
    Tolerance,
    fingerprint,
)
from mmbench.records.pictures import AlteredImage, CellImage, FileImage, GeneratedImage, ImageRef, MemberImage
from mmbench.records.verdicts import (
    Diagnosis,
    Evidence,
    Explanation,
    Judged,
    OfficialScore,
    SecondOpinion,
    Verdict,
)

__all__ = [
    "MISTAKES",
    "OUTCOMES",
    "AlteredImage",
    "Answer",
    "AnswerKind",
    "BenchmarkCard",
    "Call",
    "CellImage",
    "Diagnosis",
    "Evidence",
    "Explanation",
    "Failure",
    "FileImage",
    "GeneratedImage",
    "Hint",
    "Image",
    "ImageRef",
    "Imported",
    "Item",
    "Judged",
    "Key",
    "Line",
    "LineKey",
    "MemberImage",
    "Message",
    "Mistake",
    "MistakeKind",
    "OfficialScore",
    "Outcome",
    "Place",
    "Planted",
    "Question",
    "Record",
    "Request",
    "Response",
    "Sampling",
    "SecondOpinion",
    "Stage",
    "Task",
    "Text",
    "Token",
    "Tolerance",
    "Trace",
    "Usage",
    "Verdict",
    "fingerprint",
]
