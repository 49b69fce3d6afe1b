"""The sub-types of mistakes, and what published taxonomies call them: one table for all.

A cell is the category of the published taxonomy that a mistake of the sub-type falls in. The published sets do not cut
where ours does: knowledge stands under logic, a question misunderstood under misreading.

Sources: ErrorRadar (arXiv 2410.04509), MM-MATH (2404.05091), We-Math (2407.01284), VisOnlyQA (2412.00947),
verify-then-generate (2407.09136).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mmbench.records import MistakeKind

__all__ = ["SUBTYPES", "TAXONOMIES", "USUAL", "Subtype", "published"]


class Subtype(NamedTuple):
    """A sub-type of mistake: the type it belongs to, what it means, and its category in each published taxonomy."""

    kind: MistakeKind
    meaning: str
    errorradar: str
    mm_math: str
    wemath: str
    visonlyqa: str
    verify_then_generate: str


_CALCULATION = ("Calculation error", "calculation", "inadequate generalization", "reasoning")
_REASONING = ("Reasoning error", "reasoning", "inadequate generalization", "reasoning")
_KNOWLEDGE = ("Knowledge error", "reasoning", "insufficient knowledge", "reasoning")
_VISION = ("Visual perception error", "diagram misinterpretation", "inadequate generalization", "perception")
_TEXT = ("Misinterpretation of the question", "text condition misunderstood", "inadequate generalization", "reasoning")
_BY_CALCULATOR = "Calculation error easily solved by a calculator"
_QUANTITY = "Extra quantity or Missing quantity"
_FACTUAL = "Missing / Wrong factual knowledge"
_QUESTION = "Misunderstanding of a question"
_UNITS = "Unit conversion error"
_FURTHER = "Reached correct solution but proceeded further"
_NONE = "None of the above"

SUBTYPES: dict[str, Subtype] = {
    "arithmetic": Subtype("calculation", "a result that is not what was computed", *_CALCULATION, _BY_CALCULATOR),
    "algebra": Subtype("calculation", "an expression rewritten to another one", *_CALCULATION, _BY_CALCULATOR),
    "equation": Subtype("calculation", "an equation solved wrongly", *_CALCULATION, _BY_CALCULATOR),
    "rounding": Subtype("calculation", "a result rounded wrongly", *_CALCULATION, _BY_CALCULATOR),
    "conversion": Subtype("calculation", "a unit converted with a slip in the result", *_CALCULATION, _UNITS),
    "operation": Subtype("logic", "another operation than the one that leads on", *_REASONING, _NONE),
    "formula": Subtype("logic", "a wrong formula or theorem", *_KNOWLEDGE, _FACTUAL),
    "missing step": Subtype("logic", "a step left out, or stopped early", *_REASONING, _QUANTITY),
    "extra step": Subtype("logic", "a step too many", *_REASONING, _FURTHER),
    "wrong quantity": Subtype("logic", "a quantity that does not belong there", *_REASONING, _QUANTITY),
    "factor": Subtype("logic", "a unit converted by a wrong factor", *_KNOWLEDGE, _UNITS),
    "conclusion": Subtype("logic", "true steps, and an answer that does not follow", *_REASONING, _NONE),
    "value": Subtype("misreading", "a value that the figure does not show", *_VISION, _NONE),
    "neighbour": Subtype("misreading", "the value of another thing shown", *_VISION, _NONE),
    "swap": Subtype("misreading", "two values taken for each other", *_VISION, _NONE),
    "scale": Subtype("misreading", "an axis, a scale or a unit misread", *_VISION, _NONE),
    "question": Subtype("misreading", "another quantity than the one asked for", *_TEXT, _QUESTION),
    "condition": Subtype("misreading", "a condition of the question dropped or misquoted", *_TEXT, _QUESTION),
}

USUAL: dict[MistakeKind, str] = {"calculation": "arithmetic", "misreading": "question", "logic": "operation"}
"""The sub-type of a mistake of which only the type is known."""

TAXONOMIES = ("errorradar", "mm_math", "wemath", "visonlyqa", "verify_then_generate")


def published(subtype: str, taxonomy: str) -> str:
    """Return what a published taxonomy calls a sub-type.

    Raises:
        ValueError: no such sub-type or taxonomy.
    """
    if subtype not in SUBTYPES or taxonomy not in TAXONOMIES:
        raise ValueError(
            f"no sub-type '{subtype}' in taxonomy '{taxonomy}'. Known sub-types: {', '.join(SUBTYPES)}; "
            f"taxonomies: {', '.join(TAXONOMIES)}."
        )
    category: str = getattr(SUBTYPES[subtype], taxonomy)
    return category
