"""How a page writes numbers and texts of others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from mmbench.reports.reporting.figures import Place

__all__ = ["NOTHING", "amount", "band", "clean", "count", "interval", "percent", "position", "short"]

NOTHING = "–"
"""What stands where there is no number."""

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_NEWLINE = re.compile("\r\n?|[\u2028\u2029]")


def clean(value: Any) -> Any:
    """Return a text with a mark in place of what no page may hold; all else, and our own markup, as it is.

    That is: control characters, characters that turn the direction of what follows them, halves of characters.
    """
    if isinstance(value, str) and not isinstance(value, Markup):
        return _UNSAFE.sub("�", _NEWLINE.sub("\n", value))
    return value


def short(text: str, most: int = 120) -> str:
    """Return at most `most` characters of a label, the rest as an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def percent(share: float | None) -> str:
    """Return a share in [0, 1] in percent with one decimal."""
    return NOTHING if share is None else f"{100 * share:.1f} %"


def interval(low: float | None, high: float | None, words: str = "{low} to {high}") -> str:
    """Return an interval within [0, 1] in percent, such as `30.2 to 36.0`; `words` say it in another language."""
    if low is None or high is None:
        return NOTHING
    return words.format(low=f"{100 * low:.1f}", high=f"{100 * high:.1f}")


def count(number: float) -> str:
    """Return a number of lines: whole where it is whole, as official scores need not be."""
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.2f}"


def amount(number: float | None) -> str:
    """Return an amount of tokens, seconds or dollars with about three digits that matter."""
    if number is None:
        return NOTHING
    if number >= 100 or number == 0:
        return f"{number:,.0f}"
    return f"{number:.3g}" if number >= 0.001 else f"{number:.1e}"


def band(place: Place) -> str:
    """Return the ranks that a run may have."""
    if place.best is None or place.worst is None:
        return NOTHING
    return str(place.best) if place.best == place.worst else f"{place.best}–{place.worst}"


def position(share: float) -> str:
    """Return where a share stands on a bar that is 100 wide."""
    return f"{100 * min(max(share, 0.0), 1.0):.1f}"
