"""How sure a diagnosis is: the share of right ones on each route to it, measured on students' development half."""

from __future__ import annotations

__all__ = ["CONFIDENCE", "confidence_of"]

CONFIDENCE: dict[str, float] = {}


def confidence_of(route: str) -> float:
    """Return the confidence of a route."""
    return CONFIDENCE.get(route, 0.5)
