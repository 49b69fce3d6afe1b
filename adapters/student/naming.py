"""How readings and what is asked for are named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mmbench.adapters.student.book import cleaned
from mmbench.program import FORMULAS, Fact, Number, format_number, unrounded

if TYPE_CHECKING:
    from mmbench.adapters.student.book import Book
    from mmbench.program import Node

__all__ = ["Pair", "described", "figure_of", "pair_of", "sort_of", "spoken"]

_SYMBOL = re.compile(r"∠?[A-Za-z]{1,3}′?")
_PAIRS = (
    ("point", re.compile(r"([xy]) of (\w+)"), ("x", "y")),
    ("point", re.compile(r"(\w+?)的([横纵])坐标"), ("横", "纵")),
    ("clock", re.compile(r"(.+), (hour|minute)"), ("hour", "minute")),
    ("clock", re.compile(r"(.+)，([时分])"), ("时", "分")),
)
_BRACKETED = re.compile(r"([^()]+) \(([^(),]+)\)")
_COLON = re.compile(r"([^:]+): ([^:]+)")
_COMMA = re.compile(r"([^,]+), ([^,]+)")


class Pair(NamedTuple):
    """Half of a pair that is read at once: a point's coordinates or a time of day."""

    purpose: str
    name: str
    part: int


def pair_of(fact: str) -> Pair | None:
    """Return what pair a fact is half of, if it is."""
    for purpose, pattern, parts in _PAIRS:
        match = pattern.fullmatch(fact)
        if match:
            first, second = match.groups()
            part, name = (first, second) if first in parts else (second, first)
            if part in parts:
                return Pair(purpose, name, parts.index(part))
    return None


def sort_of(fact: str, domain: str, family: str) -> str:
    """Return which readings' phrases fit a fact: `item_symbol`, `item_bar`, `item_table`, ... or plain `item`."""
    if _SYMBOL.fullmatch(fact) and domain not in ("chart", "statistics", "table"):
        return "item_symbol"
    if "bar" in family or family == "histogram":
        return "item_bar"
    if "line" in family and domain == "chart":
        return "item_line"
    if domain in ("chart", "statistics") and "table" not in family:
        return "item_chart"
    return "item_table" if domain in ("table", "statistics") else "item"


def figure_of(domain: str, family: str) -> str:
    """Return which noun names the figure."""
    if "table" in family or domain == "table":
        return "table"
    if domain in ("chart", "statistics"):
        return "chart"
    if "geometry" in domain:
        return "diagram"
    return "graph" if domain == "function plot" else "figure"


def spoken(fact: str, book: Book) -> str:
    """Return a fact's name as it is said: as shown, or turned into a phrase."""
    fact = cleaned(fact)
    if book.language == "zh" or not book.chance.happens(0.4):
        return fact
    match = _BRACKETED.fullmatch(fact) or _COLON.fullmatch(fact)
    if match:
        first, second = match.groups()
        swapped = _COLON.fullmatch(fact) is not None
        return f"the {second} of {first}" if swapped else f"the {first} of {second}"
    match = _COMMA.fullmatch(fact)
    return f"{match[1]} at {match[2]}" if match else fact


def described(node: Node, book: Book) -> str:
    """Return in words what a program works out; empty where there are no plain words for it."""
    node, _ = unrounded(node)
    if isinstance(node, Fact):
        return book.term("d_fact").format(a=cleaned(node.name))
    if isinstance(node, Number):
        return ""
    operator, arguments = node
    if operator == "abs":
        return described(arguments[0], book)
    if operator in FORMULAS and book.term(f"d_{operator}") == "":
        return book.term("d_formula").format(title=FORMULAS[operator].title(book.language))
    parts = [_part(argument, book) for argument in arguments]
    phrase = book.term(f"d_{operator}")
    if not phrase or not all(parts) or len(parts) > 8 or sum(map(len, parts)) > 160:
        return ""
    return phrase.format(a=parts[0], b=parts[-1], list=book.listed(parts))


def _part(node: Node, book: Book) -> str:
    if isinstance(node, Fact):
        return cleaned(node.name)
    if isinstance(node, Number):
        return format_number(node.value)
    operator = node.operator
    return described(node, book) if operator in ("sum", "mean") or operator in FORMULAS else ""
