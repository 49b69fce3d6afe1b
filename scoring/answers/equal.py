"""Comparing values: exactly, or within the tolerance that a key states."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mmbench.records import Tolerance

__all__ = ["numbers_equal", "same_text"]


def numbers_equal(found: Fraction, gold: Fraction, tolerance: Tolerance) -> bool:
    """Whether two numbers are equal: exactly, or within any tolerance stated.

    `decimals` means equal once rounded, so a difference of half a unit in the last place passes.
    """
    off = abs(found - gold)
    if off == 0:
        return True
    if tolerance.abs is not None and off <= Fraction(tolerance.abs):
        return True
    if tolerance.rel is not None and off <= abs(gold) * Fraction(tolerance.rel):
        return True
    return tolerance.decimals is not None and off <= Fraction(1, 2 * 10**tolerance.decimals)


def same_text(left: str, right: str) -> bool:
    """Whether two short texts are the same but for case, width, spacing, markup and a final stop."""
    return plain(left) == plain(right)


def plain(text: str) -> str:
    """Return a text without markup, in lower case, spaces single, for comparing and searching."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"\\(?:text|mathrm|mathbf|textbf)\b|\\[,;! ]|[{}$*`\"']", "", text)
    for written, meant in (("^\\circ", "°"), ("\\circ", "°"), ("−", "-"), ("\\sqrt", "√")):
        text = text.replace(written, meant)
    return " ".join(text.casefold().split()).rstrip(".。")
