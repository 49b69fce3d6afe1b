"""A response as steps: what a person would number, line by line and sentence by sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Step", "index_at", "split"]

_END = re.compile(
    r"\n|[。！？；]+[”」）]?"
    r"|[.!?]+[)\"”*$]{0,3}(?=\s{1,20}[A-Z0-9\\$(“\"'*∴#∠△√\u4e00-\u9fff-]|\s{0,20}\n)"
)
_NO_END = re.compile(
    r"(?:\b(?:[A-Z]|vs|i\.e|e\.g|[Ff]ig|[Nn]o|approx|St|Mr|Ms|Mrs|Dr|cf|ca)|(?:^|\n)\s{0,20}(?:Step )?\d{1,2})$"
)
_SAYS = re.compile(r"[^\W_]|\\[a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its number from 0 and where it stands, in characters of the response."""

    index: int
    start: int
    end: int


def split(text: str) -> list[Step]:
    """Return the steps of a response in order: each line, and in a line each sentence, that says anything.

    Marks without a word or number (a rule, a fence, the brackets of displayed mathematics) make no step of their own.
    """
    steps: list[Step] = []
    start = 0
    for end in _ends(text):
        if _SAYS.search(text, start, end):
            said = text[start:end]
            first = start + len(said) - len(said.lstrip())
            steps.append(Step(len(steps), first, start + len(said.rstrip())))
        start = end
    return steps


def _ends(text: str) -> list[int]:
    """Return where steps end: at a line's end, and at a full stop that is no part of an abbreviation or a number."""
    ends = []
    for found in _END.finditer(text):
        at = found.start()
        if text[at] == "." and _NO_END.search(text, max(0, at - 26), at):
            continue
        ends.append(found.end())
    return [*ends, len(text)]


def index_at(steps: list[Step], place: int) -> int | None:
    """Return the number of the step that holds a character, or of the last one that begins before it."""
    found = None
    for step in steps:
        if step.start > place:
            break
        found = step.index
    return found
