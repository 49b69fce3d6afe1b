"""One table from every benchmark's own labels to the domains that leaderboards are read across.

It is data, in one place; a label that is missing here is an error, not an "other".
"""

from __future__ import annotations

from typing import Literal

from mmbench.errors import BadItem

__all__ = ["DOMAINS", "Domain", "domain_of"]

Domain = Literal[
    "chart",
    "counting",
    "document",
    "function plot",
    "logic puzzle",
    "natural scene",
    "plane geometry",
    "science figure",
    "table",
]

DOMAINS: dict[str, dict[str, Domain]] = {
    "mathvista": {  # by metadata.context, the kind of picture
        "abstract scene": "counting",
        "bar chart": "chart",
        "document image": "document",
        "function plot": "function plot",
        "geometry diagram": "plane geometry",
        "line plot": "chart",
        "map chart": "chart",
        "medical image": "science figure",
        "natural image": "natural scene",
        "pie chart": "chart",
        "puzzle test": "logic puzzle",
        "radar chart": "chart",
        "scatter plot": "chart",
        "scientific figure": "science figure",
        "synthetic scene": "counting",
        "table": "table",
        "violin plot": "chart",
        "word cloud": "document",
        "heatmap chart": "chart",
    },
}


def domain_of(benchmark: str, label: str) -> Domain:
    """Return the domain of a benchmark's own label.

    Raises:
        BadItem: the label is not in the table.
    """
    try:
        return DOMAINS[benchmark][label]
    except KeyError:
        known = ", ".join(DOMAINS.get(benchmark, {}))
        raise BadItem(f"no domain for the label '{label}'; known: {known}") from None
