"""Misreadings: a value is read wrongly off the figure, or the question is."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from mmbench.adapters.student.naming import described, pair_of
from mmbench.adapters.student.task import Mistake
from mmbench.program import Apply, Fact, Number, ProgramError, facts_used, format_number, parse, replace_at, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mmbench.adapters.student.task import Operator, Task
    from mmbench.program import Node

__all__ = ["OPERATORS"]

_LOOKALIKES = {
    "0": "68",
    "1": "74",
    "2": "37",
    "3": "85",
    "4": "91",
    "5": "63",
    "6": "805",
    "7": "12",
    "8": "306",
    "9": "40",
}
_TOTALS = {"-": "+", "+": "-"}


def _read(task: Task, changes: Mapping[str, Fraction], subtype: str, note: str) -> Mistake:
    """Return the mistake of reading these values instead of those shown."""
    facts = dict(task.facts)
    for name, value in changes.items():
        facts[name] = format_number(value)
    return Mistake("misreading", subtype, note, task.root, facts, misread=frozenset(changes))


def _used(task: Task) -> dict[str, Fraction]:
    """Return the numbers that the program reads."""
    numbers = task.numbers()
    return {name: numbers[name] for name in facts_used(task.root) if name in numbers}


def _far(task: Task, name: str, old: Fraction, new: Fraction) -> bool:
    """Say whether a reading is off beyond what can be read, and still one that can stand there."""
    pair = pair_of(name)
    if pair and pair.purpose == "clock" and not (0 <= new < (24, 60)[pair.part] and new.denominator == 1):
        return False
    step = Fraction(str(task.item.key.resolution.get(name, 0)))
    return new != old and abs(new - old) > 3 * step and (new > 0 or old <= 0)


def _values(task: Task, subtype: str, note: str, candidates: Mapping[str, list[Fraction]]) -> Iterator[Mistake]:
    used = _used(task)
    for name, values in candidates.items():
        for value in values:
            if _far(task, name, used[name], value):
                said = f"{note}: {format_number(value)} for {name} instead of {format_number(used[name])}"
                yield _read(task, {name: value}, subtype, said)


def _transposed(task: Task) -> Iterator[Mistake]:
    """Exchange two digits of a reading."""
    found: dict[str, list[Fraction]] = {}
    for name, value in _used(task).items():
        text = format_number(value)
        places = [at for at in range(len(text) - 1) if text[at : at + 2].isdigit() and text[at] != text[at + 1]]
        swapped = [f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}" for at in places]
        found[name] = [Fraction(one) for one in swapped if not one.startswith("0")]
    return _values(task, "value", "exchanges two digits", found)


def _digit(task: Task) -> Iterator[Mistake]:
    """Take a digit for one that looks like it."""
    found: dict[str, list[Fraction]] = {}
    for name, value in _used(task).items():
        text = format_number(value)
        changed = _misseen(text)
        found[name] = [Fraction(one) for one in changed if not one.startswith("0") or text.startswith("0")]
    return _values(task, "value", "misreads a digit", found)


def _misseen(text: str) -> list[str]:
    """Return what a number becomes when one digit is taken for another that looks like it."""
    return [
        text[:at] + other + text[at + 1 :]
        for at, digit in enumerate(text)
        if digit.isdigit()
        for other in _LOOKALIKES[digit]
    ]


def _off(task: Task) -> Iterator[Mistake]:
    """Read a value that is off by more than can be read."""
    found: dict[str, list[Fraction]] = {}
    for name, value in _used(task).items():
        step = Fraction(str(task.item.key.resolution.get(name, 0)))
        unit = max(step * 4, _unit(value))
        found[name] = [value + task.chance.pick((2, -2, 3, -3)) * unit]
    return _values(task, "value", "reads a value badly", found)


def _unit(value: Fraction) -> Fraction:
    """Return the last place that a value is written to, a tenth of its size for round numbers."""
    text = format_number(value)
    if "." in text:
        return Fraction(1, 10 ** len(text.partition(".")[2]))
    zeros = len(text) - len(text.rstrip("0"))
    return Fraction(10**zeros) if value else Fraction(1)


def _alike(task: Task, name: str) -> list[str]:
    """Return the other numeric facts of the same unit and kind of name."""
    units, numbers = task.item.key.units, task.numbers()
    pair = pair_of(name)
    return [
        other
        for other in numbers
        if other != name
        and _siblings(name, other)
        and units.get(other, "") == units.get(name, "")
        and (pair is None) == ((found := pair_of(other)) is None)
        and (pair is None or found is None or pair.part == found.part)
    ]


def _siblings(name: str, other: str) -> bool:
    """Say whether two names are of one kind, so that one may be looked up for the other."""
    first, second = (re.findall(r"[A-Za-z]+|\d+|[一-鿿]+", one) for one in (name, other))
    if len(first) != len(second):
        return False
    kinds = [[word[0].isdigit() for word in words] for words in (first, second)]
    return kinds[0] == kinds[1] and (len(name) == len(other) or name.isascii() or bool(set(name) & set(other)))


def _neighbour(task: Task, beside: bool) -> Iterator[Mistake]:
    """Read another thing's value, one beside it or one further off, under the right name."""
    numbers = task.numbers()
    places = {name: at for at, name in enumerate(numbers)}
    for name, value in _used(task).items():
        for other in _alike(task, name):
            if (abs(places[name] - places[other]) <= 2) == beside and _far(task, name, value, numbers[other]):
                note = f"reads the value of {other}, {format_number(numbers[other])}, for {name}"
                yield _read(task, {name: numbers[other]}, "neighbour", note)


def _swap(task: Task) -> Iterator[Mistake]:
    """Take two values for each other."""
    used = _used(task)
    names = list(used)
    for at, first in enumerate(names):
        alike = _alike(task, first)
        for second in names[at + 1 :]:
            if second in alike and _far(task, first, used[first], used[second]):
                changes = {first: used[second], second: used[first]}
                yield _read(task, changes, "swap", f"exchanges the values of {first} and {second}")


def _ten(task: Task) -> Iterator[Mistake]:
    """Read one value on a scale ten times too large or too small."""
    found = {
        name: [value * 10, value / 10] if value >= 10 else [value * 10]
        for name, value in _used(task).items()
        if pair_of(name) is None
    }
    return _values(task, "scale", "misreads the scale", found)


def _axis(task: Task) -> Iterator[Mistake]:
    """Read every value of an axis ten or a hundred times too large, or by another tick."""
    used, units = _used(task), task.item.key.units
    for unit in dict.fromkeys(units.get(name, "") for name in used if units.get(name, "") not in ("°", "%")):
        names = [name for name in used if units.get(name, "") == unit and pair_of(name) is None]
        for factor in (Fraction(10), Fraction(2), Fraction(1, 2), Fraction(100)):
            if len(names) > 1 and all(used[name] for name in names):
                changes = {name: used[name] * factor for name in names}
                yield _read(task, changes, "scale", f"reads the scale {format_number(factor)} times as large")


def _tick(task: Task) -> Iterator[Mistake]:
    """Count a tick of the axis too many or too few."""
    found: dict[str, list[Fraction]] = {}
    for name, value in _used(task).items():
        step = Fraction(str(task.item.key.resolution.get(name, 0)))
        if step:
            found[name] = [value + sign * ticks * step for sign in (1, -1) for ticks in (5, 10)]
    return _values(task, "scale", "is a tick off", found)


def _another(task: Task, root: Node, note: str) -> Iterator[Mistake]:
    """Yield the mistake of answering another question, said in words."""
    wanted = described(root, task.book)
    if wanted and wanted != described(task.root, task.book):
        yield Mistake("misreading", "question", note, root, task.facts, asked=wanted)


def _opposite(task: Task) -> Iterator[Mistake]:
    """Take the least for the greatest, or the greatest for the least."""
    root = task.bare
    pairs = {"argmax": "argmin", "argmin": "argmax", "max": "min", "min": "max"}
    if isinstance(root, Apply) and root.operator in pairs:
        other = Apply(pairs[root.operator], root.arguments)
        yield from _another(task, task.rounded(other), "answers for the opposite extreme")


def _total(task: Task) -> Iterator[Mistake]:
    """Take the question for one about the total, or about the difference."""
    root = task.bare
    if not isinstance(root, Apply):
        return
    if root.operator in _TOTALS and all(isinstance(part, Fact) for part in root.arguments):
        other = Apply(_TOTALS[root.operator], root.arguments)
        yield from _another(task, task.rounded(other), "answers another question on the same values")
    if root.operator in ("sum", "mean"):
        other = Apply("mean" if root.operator == "sum" else "sum", root.arguments)
        yield from _another(task, task.rounded(other), "takes a total for a mean or a mean for a total")


def _single(task: Task) -> Iterator[Mistake]:
    """Answer with one of the values that the question compares."""
    names = _used(task)
    if len(names) > 1:
        for name in names:
            yield from _another(task, Fact(name), f"answers with the value of {name}")


def _elsewhere(task: Task) -> Iterator[Mistake]:
    """Use another fact, truly named, in the place of the one asked for."""
    numbers = task.numbers()
    for path, node in walk(task.root):
        if not isinstance(node, Fact) or node.name not in numbers:
            continue
        for other in _alike(task, node.name):
            if other not in facts_used(task.root) and _far(task, other, numbers[node.name], numbers[other]):
                root = replace_at(task.root, path, Fact(other))
                note = f"uses {other} in the place of {node.name}"
                yield Mistake(
                    "misreading", "question", note, root, task.facts, misread=frozenset((other,)), naming=True
                )


def _family(task: Task) -> Iterator[Mistake]:
    """Answer another question that the item's author names."""
    plain = _numbers_in(task.root)
    for known in task.item.key.mistakes:
        if known.kind != "misreading" or not known.program:
            continue
        try:
            root = parse(known.program)
        except ProgramError:
            continue
        if _numbers_in(root) <= plain:
            yield from _another(task, task.rounded(root), known.note)


def _numbers_in(root: Node) -> set[Fraction]:
    return {node.value for _, node in walk(root) if isinstance(node, Number)}


def _condition(task: Task) -> Iterator[Mistake]:
    """Misquote a number of the question."""
    stated = set(re.findall(r"(?<![\d.,])\d+(?:\.\d+)?(?![\d.])", task.item.question.text))
    for path, node in walk(task.root):
        if not isinstance(node, Number) or node.value <= 1:
            continue
        text = format_number(node.value)
        if text not in stated:
            continue
        for other in _misquoted(text):
            root = replace_at(task.root, path, Number(Fraction(other)))
            given = other if task.chance.happens(0.4) else ""
            yield Mistake("misreading", "condition", f"reads {other} for the {text} of the question", root, task.facts,
                          given=given)  # fmt: skip


def _misquoted(text: str) -> Iterator[str]:
    """Yield numbers that one may read for another."""
    yield from (changed for changed in _misseen(text) if not changed.startswith("0"))
    if len(text) == 2 and text.isdigit() and text[0] != text[1] != "0":
        yield text[::-1]


OPERATORS: dict[str, Operator] = {
    "misreading/transposed": _transposed,
    "misreading/digit": _digit,
    "misreading/off": _off,
    "misreading/beside": lambda task: _neighbour(task, True),
    "misreading/stranger": lambda task: _neighbour(task, False),
    "misreading/swap": _swap,
    "misreading/factor ten": _ten,
    "misreading/axis": _axis,
    "misreading/tick": _tick,
    "misreading/opposite": _opposite,
    "misreading/total": _total,
    "misreading/single": _single,
    "misreading/elsewhere": _elsewhere,
    "misreading/family": _family,
    "misreading/condition": _condition,
}
