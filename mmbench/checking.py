"""Checking a benchmark's data before anything is asked: every row, every picture, every gold answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench import program
from mmbench.errors import BadItem
from mmbench.images import open_image
from mmbench.layout import laid_out, shortened
from mmbench.scoring.verdict import decide

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from mmbench.interfaces import Benchmark
    from mmbench.records import Item, Key

__all__ = ["Checked", "check_rows"]


class Checked(NamedTuple):
    """What was found in a row: the item, and what is wrong with it, each with where it stands."""

    item: Item
    problems: tuple[str, ...]


def check_rows(benchmark: Benchmark, limit: int | None = None) -> Iterator[Checked]:
    """Yield every row of a benchmark with what is wrong with it: the row, its pictures, its gold, its program."""
    for number, (item, where) in enumerate(laid_out(benchmark)):
        if limit is not None and number >= limit:
            return
        if item.problem:
            yield Checked(item, (item.problem,))
            continue
        found = (*_pictures(item), *_gold(item), *_program(item))
        yield Checked(item, tuple(f"{where}: {shortened(problem)}" for problem in found))


def _pictures(item: Item) -> Iterator[str]:
    for image in item.question.images:
        try:
            open_image(image)
        except BadItem as error:
            yield str(error)


def _gold(item: Item) -> Iterator[str]:
    """Ask the checker for the gold answer's own verdict."""
    key = item.key
    given = key.answer if key.choice is None else chr(ord("A") + key.choice)
    try:
        outcome, _, how = decide(f"<answer>{given}</answer>", item.question, key)
    except ValueError as error:
        yield str(error)
        return
    if outcome != "right":
        yield f"the checker does not take the gold answer '{key.answer}' ({key.kind}) for itself: {outcome} ({how})"


def _word(key: Key, value: Fraction) -> Iterator[str]:
    known = value.denominator == 1 and 1 <= value <= len(key.labels)
    word = key.labels[int(value) - 1] if known else ""
    if word != key.answer:
        said = f"which is '{word}'" if known else f"and there are {len(key.labels)} labels"
        yield f"the program gives {program.format_number(value)}, {said}; the answer says {key.answer}"


def _program(item: Item) -> Iterator[str]:
    """Compare what the program gives with the gold answer: a number, or the number of a word."""
    key = item.key
    if not key.program:
        return
    try:
        value = program.evaluate(key.program, key.facts)
        if key.labels:
            yield from _word(key, value)
            return
        gold = program.to_fraction(key.answer)
    except (program.ProgramError, ValueError) as error:
        yield f"the program cannot be held against the answer: {error}"
        return
    decimals = key.tolerance.decimals
    if decimals is not None:
        value = program.round_half_up(value, decimals)
    slack = max(key.tolerance.abs or 0, (key.tolerance.rel or 0) * abs(float(gold)))
    if abs(value - gold) > program.to_fraction(slack):
        yield f"the program gives {program.format_number(value)}, the answer says {key.answer}"
