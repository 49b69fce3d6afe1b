"""What a row of a benchmark folder tells about its figure: facts and how the answer follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from mmbench import program
from mmbench.benchmarks.base.dataset import text_of
from mmbench.benchmarks.base.literals import literal
from mmbench.errors import BadItem, did_you_mean
from mmbench.records import Mistake, Place

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FIGURE", "figure_of"]

_T = TypeVar("_T")
FactValue = str | int | float

FIGURE = ("facts", "places", "resolution", "units", "description", "program", "labels", "solution", "mistakes")
"""The columns read here."""


def figure_of(row: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a `Key` that tell about the figure.

    Raises:
        BadItem: a column is not what it should be, or names a fact that is not there.
    """
    facts = _converted("facts", row.get("facts"), dict[str, FactValue], "names with their values")
    places = _converted("places", row.get("places"), dict[str, Place], "names of facts with four whole numbers")
    resolution = _converted("resolution", row.get("resolution"), dict[str, float], "names of facts with numbers")
    units = _converted("units", row.get("units"), dict[str, str], "names of facts with their units")
    for column, named in (("places", places), ("resolution", resolution), ("units", units)):
        _check_facts(column, named, facts)
    labels = _converted("labels", row.get("labels"), tuple[str, ...], "a list of words")
    mistakes = _converted("mistakes", row.get("mistakes"), tuple[Mistake, ...], "mistakes, each with kind and answer")
    return {
        "facts": facts,
        "places": places,
        "resolution": resolution,
        "units": units,
        "description": text_of(row.get("description")),
        "program": _program(text_of(row.get("program")), facts),
        "labels": labels,
        "solution": text_of(row.get("solution")),
        "mistakes": mistakes,
    }


def _converted(column: str, value: Any, kind: type[_T], expected: str) -> _T:
    try:
        found = literal(value) if isinstance(value, str) and value else value
        return msgspec.convert(kind() if found in (None, "") else found, kind)
    except (BadItem, msgspec.ValidationError) as error:
        raise BadItem(f"column '{column}': expected {expected}: {error}") from None


def _check_facts(column: str, named: Iterable[str], facts: dict[str, FactValue]) -> None:
    for name in named:
        if name not in facts:
            raise BadItem(f"column '{column}': no fact '{name}'.{did_you_mean(name, facts)}")


def _program(text: str, facts: dict[str, FactValue]) -> str:
    if not text:
        return ""
    try:
        _check_facts("program", program.facts_used(text), facts)
    except program.ProgramError as error:
        raise BadItem(f"column 'program': {error}") from None
    return text
