"""Long texts cut to what a page can show, with the place that matters marked."""

from __future__ import annotations

from mmbench.records.base import Record

__all__ = ["MOST", "Passage", "passage", "shortened"]

MOST = 3_000
"""The most characters of a response that are shown."""


class Passage(Record, frozen=True):
    """A text in three parts, the middle one marked, and how many characters were left out on either side."""

    before: str = ""
    marked: str = ""
    after: str = ""
    left_out_before: int = 0
    left_out_after: int = 0


def passage(text: str, quote: str = "", most: int = MOST) -> Passage:
    """Return a text with the first place of a quote marked.

    A text longer than `most` characters is cut around the mark. Without a mark its end is kept, where the answer is.
    """
    start = text.find(quote) if quote else -1
    if start < 0:
        kept = text[-most:]
        return Passage(after=kept, left_out_before=len(text) - len(kept))
    end = start + len(quote)
    room = max(most - len(quote), 0)
    first = min(start, max(room // 2, room - (len(text) - end)))
    last = min(len(text) - end, room - first)
    return Passage(
        before=text[start - first : start],
        marked=quote,
        after=text[end : end + last],
        left_out_before=start - first,
        left_out_after=len(text) - end - last,
    )


def shortened(text: str, most: int) -> str:
    """Return at most `most` characters of a text, and say how many were left out."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text) - most:,} more characters)"
