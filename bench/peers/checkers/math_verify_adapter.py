"""Math-Verify at its best: the gold in dollars, a bare expression too, option letters by their own configuration."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Any

from math_verify import ExprExtractionConfig, LatexExtractionConfig, StringExtractionConfig, parse, verify

VERSION = version("math-verify")
MATHS = [LatexExtractionConfig(boxed_match_priority=0), ExprExtractionConfig()]
LETTERS = StringExtractionConfig(strings=tuple("ABCDEFGHIJ"))
DELIMITED = re.compile(r"\$|\\\(|\\\[|\\boxed")
PROSE = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}\s+[A-Za-z]{2,}")


def delimited(text: str) -> str:
    """Return a bare expression in dollars, anything else as it is."""
    bare = "\n" not in text and len(text) <= 200 and not DELIMITED.search(text) and not PROSE.search(text)
    return f"${text}$" if bare else text


def judge(pair: dict[str, Any]) -> bool:
    """Say whether the response equals any of the golds."""
    tolerance = pair["tolerance"] or {}
    rounding = int(tolerance.get("decimals", 6))
    maths = None
    for gold in pair["golds"]:
        if re.fullmatch("[A-J]", gold.strip()):
            found = parse(pair["response"], [LETTERS, *MATHS])
            wanted = parse(gold, [LETTERS])
        else:
            maths = parse(delimited(pair["response"]), MATHS) if maths is None else maths
            found = maths
            wanted = parse(gold if DELIMITED.search(gold) else f"${gold}$", MATHS)
        if verify(wanted, found, float_rounding=rounding):
            return True
    return False
