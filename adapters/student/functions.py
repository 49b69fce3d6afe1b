"""Sentences for what has no sign of its own: the greatest, the median, how many lie above, rounding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.adapters.student.book import cleaned
from mmbench.adapters.student.naming import spoken
from mmbench.adapters.student.terms import Leaf, value_of
from mmbench.program import Apply, Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.adapters.student.book import Book
    from mmbench.adapters.student.plans import Operation
    from mmbench.adapters.student.saying import Sayer

__all__ = ["sentence"]


def sentence(operation: Operation, sayer: Sayer, labels: Sequence[str]) -> str:
    """Return the sentence of an operation that is said in words.

    Args:
        operation: The operation.
        sayer: How this response says numbers.
        labels: What the arguments of the last operation are called, if they are.
    """
    operator = operation.operator
    book = sayer.book
    parts = operation.expression.arguments
    inserts = {"r": sayer.said(operation.result), "a": _said(parts[0], sayer), "b": _said(parts[-1], sayer)}
    if operator in ("argmax", "argmin"):
        inserts |= _extreme(operation, sayer, labels)
    elif operator in ("count_above", "count_below"):
        inserts |= {"list": book.listed([_said(part, sayer) for part in parts[1:]]), "limit": inserts["a"]}
    elif operator == "nth_largest":
        inserts["descending"] = _ordered(parts[1:], sayer, descending=True)
    elif operator == "median":
        inserts["ordered"] = _ordered(parts, sayer, descending=False)
    elif operator == "round":
        places = int(value_of(parts[1])) if len(parts) > 1 else 0
        inserts["places"] = book.term(f"places_{places}") or book.term("places_0")
    else:
        inserts["list"] = book.listed([_said(part, sayer) for part in parts])
    return book.say(f"fn_{operator}", **inserts)


def _said(part: object, sayer: Sayer) -> str:
    return sayer.said(part) if isinstance(part, Leaf) else ""


def _ordered(parts: Sequence[object], sayer: Sayer, *, descending: bool) -> str:
    values = [part for part in parts if isinstance(part, Leaf)]
    pause = "、" if sayer.book.language == "zh" else ", "
    return pause.join(sayer.said(leaf) for leaf in sorted(values, key=lambda leaf: leaf.shown, reverse=descending))


def _extreme(operation: Operation, sayer: Sayer, labels: Sequence[str]) -> dict[str, str]:
    """Return what a sentence on the greatest or least of several needs."""
    book = sayer.book
    parts = operation.expression.arguments
    names = _names(operation, book, labels)
    best = int(operation.result.value) - 1
    named = [f"{name} {_said(part, sayer)}" for name, part in zip(names, parts, strict=True)]
    if book.language == "zh":
        named = [f"{name}（{_said(part, sayer)}）" for name, part in zip(names, parts, strict=True)]
    pause = "、" if book.language == "zh" else ", "
    return {"pairs": pause.join(named), "best": names[best], "r": _said(parts[best], sayer)}


def _names(operation: Operation, book: Book, labels: Sequence[str]) -> list[str]:
    node = operation.node
    count = len(operation.expression.arguments)
    if len(labels) == count:
        return [cleaned(label) for label in labels]
    if isinstance(node, Apply) and all(isinstance(argument, Fact) for argument in node.arguments):
        return [spoken(argument.name, book) for argument in node.arguments if isinstance(argument, Fact)]
    return [book.term("position").format(at=at) for at in range(1, count + 1)]
