"""How sure a diagnosis is: the share of right ones on each route to it.

Measured by `python bench/confidence.py` on the development half of simulated students. The routes of elimination, which
students do not take, carry the share of their types that the teachers' labels of verify-then-generate bear out.
"""

from __future__ import annotations

__all__ = ["CONFIDENCE", "confidence_of"]

CONFIDENCE: dict[str, float] = {
    "algebra calculation": 0.998,
    "bare fact logic": 0.744,
    "bare fact misreading": 0.998,
    "conclusion": 0.959,
    "conversion calculation": 0.992,
    "conversion logic": 0.966,
    "equality": 0.992,
    "known mistake": 0.931,
    "local logic": 0.724,
    "local logic mended": 0.914,
    "local misreading mended": 0.836,
    "plan logic": 0.903,
    "plan logic mended": 0.972,
    "plan misreading": 0.584,
    "plan misreading mended": 0.836,
    "reading": 0.968,
    "rounding": 0.959,
    "text logic": 0.6,
    "text logic mended": 0.6,
    "text misreading mended": 0.6,
}


def confidence_of(route: str) -> float:
    """Return the confidence of a route; that of the least sure one where it was never met."""
    return CONFIDENCE.get(route, min(CONFIDENCE.values()))
