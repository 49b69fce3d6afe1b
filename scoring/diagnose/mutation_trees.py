"""Programs laid out flat in floating point: what the whole is worth when one part of it is worth something else.

Parts that are alike stand once, as a solver works them once; a formula stands written out. A change of a part is
carried up to the whole along the parts that depend on it, and no further.
"""

from __future__ import annotations

import math
import operator
import statistics
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from mmbench.program import FORMULAS, FUNCTIONS, Apply, Fact, Number
from mmbench.program.functions import OPERATORS, PI

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mmbench.program import Node

__all__ = ["Call", "Part", "TooManyPartsError", "Tree", "run"]

MAX_PARTS = 1_000


class TooManyPartsError(ValueError):
    """A program of more parts than are laid out."""


def _round(value: float, decimals: float = 0.0) -> float:
    scale = 10.0 ** int(decimals)
    return math.copysign(math.floor(abs(value) * scale + 0.5 + 1e-9), value) / scale


def _weighted_mean(*pairs: float) -> float:
    weighted = [value * weight for value, weight in zip(pairs[::2], pairs[1::2], strict=True)]
    return sum(weighted) / sum(pairs[1::2])


def _nth_largest(number: float, *values: float) -> float:
    if not 1 <= number <= len(values):
        raise ValueError("fewer values than that")
    return sorted(values, reverse=True)[int(number) - 1]


_IN_FLOATS: dict[str, Callable[..., float]] = {
    "/": operator.truediv,
    "^": math.pow,
    "pi": lambda: float(PI),
    "sqrt": math.sqrt,
    "mean": lambda *values: sum(values) / len(values),
    "median": lambda *values: statistics.median(values),
    "weighted_mean": _weighted_mean,
    "round": _round,
    "nth_largest": _nth_largest,
    "floor": lambda value: math.floor(value + 1e-9),
}


def run(name: str) -> Callable[..., Any]:
    """Return an operator or function over floats; it raises ArithmeticError or ValueError where it has no value.

    Raises:
        KeyError: there is none of that name.
    """
    return _IN_FLOATS.get(name) or OPERATORS.get(name) or FUNCTIONS[name].run


_SUM = run("sum")


class Part(NamedTuple):
    """A part of a program: the fact, number or operation, where its arguments stand, and the formula it belongs to."""

    node: Node
    arguments: tuple[int, ...]
    formula: str


class Call(NamedTuple):
    """A named formula as called: its name, and where its result and its arguments stand."""

    name: str
    at: int
    arguments: tuple[int, ...]


class Tree:
    """A program over facts: its parts, innermost first, and what each is worth.

    Attributes:
        parts: the parts; the last one is the whole.
        values: what each part is worth.
        users: for each part, those it is an argument of.
        facts: where each fact stands, by name.
        calls: the named formulas called.

    Raises:
        ArithmeticError, ValueError, KeyError: a part has no value.
        TooManyPartsError: there are more than `MAX_PARTS`.
        RecursionError: the program is nested too deep.
    """

    def __init__(self, root: Node, facts: Mapping[str, float]) -> None:
        self.parts: list[Part] = []
        self.values: list[float] = []
        self.users: list[list[int]] = []
        self.facts: dict[str, int] = {}
        self.calls: list[Call] = []
        self._known = facts
        self._alike: dict[tuple[object, ...], int] = {}
        self._shapes: list[object] = []
        self._routes: dict[int, Callable[[float], float]] = {}
        self._dependent: dict[int, list[int]] = {}
        self._costs: dict[int, int] = {}
        self._runs: list[Callable[..., Any]] = []
        self._add(root, {}, "")

    def worth(self, at: int, value: float) -> float:
        """Return what the whole is worth when one part is worth `value`; errors as for `run`."""
        route = self._routes.get(at)
        if route is None:
            route = self._routes[at] = self._route(at)
        return route(value)

    def worth_with(self, changed: Mapping[int, float]) -> float:
        """Return what the whole is worth when several parts are worth something else."""
        above = sorted({part for at in changed for part in self._above(at)} - changed.keys())
        return self._again(dict(changed), above)

    def cost(self, at: int) -> int:
        """Return how many parts are worked again when one changes, those of many arguments counted as more."""
        known = self._costs.get(at)
        if known is None:
            known = 1 + sum(1 + len(self.parts[part].arguments) // 8 for part in self._above(at))
            self._costs[at] = known
        return known

    def node(self, at: int) -> Node:
        """Return a part as a program."""
        return self.parts[at].node

    def program(self, changed: Mapping[int, Node]) -> Node:
        """Return the program with parts replaced wherever they stand."""
        new = dict(changed)
        for at in sorted({part for start in changed for part in self._above(start)} - changed.keys()):
            part = self.parts[at]
            arguments = tuple([new.get(argument, self.parts[argument].node) for argument in part.arguments])
            new[at] = part.node._replace(arguments=arguments) if isinstance(part.node, Apply) else part.node
        return new.get(len(self.parts) - 1, self.parts[-1].node)

    def _add(self, node: Node, given: Mapping[str, int], formula: str) -> int:
        if isinstance(node, Fact):
            return given[node.name] if formula else self._fact(node)
        if isinstance(node, Number):
            return self._put(Part(node, (), formula), float(node.value), ("", node.value))
        called = FORMULAS.get(node.operator)
        inner = [self._add(argument, given, formula) for argument in node.arguments]
        if called is not None:
            at = self._add(called.body, dict(zip(called.parameters, inner, strict=True)), called.name)
            self.calls.append(Call(called.name, at, tuple(inner)))
            return at
        shape = (node.operator, *[self._shapes[at] for at in inner])
        if shape in self._alike:
            return self._alike[shape]
        value = float(run(node.operator)(*[self.values[at] for at in inner]))
        written = Apply(node.operator, tuple([self.parts[at].node for at in inner]))
        self._alike[shape] = self._put(Part(written, tuple(inner), formula), value, len(self.parts))
        return len(self.parts) - 1

    def _fact(self, node: Fact) -> int:
        if node.name not in self.facts:
            self.facts[node.name] = self._put(Part(node, (), ""), self._known[node.name], node.name)
        return self.facts[node.name]

    def _put(self, part: Part, value: float, shape: object) -> int:
        at = len(self.parts)
        if at >= MAX_PARTS:
            raise TooManyPartsError(f"a program of more than {MAX_PARTS} parts")
        if not math.isfinite(value):
            raise OverflowError("a part too large for floating point")
        self.parts.append(part)
        self._runs.append(run(part.node.operator) if isinstance(part.node, Apply) else float)
        self.values.append(value)
        self.users.append([])
        self._shapes.append(shape)
        for argument in part.arguments:
            self.users[argument].append(at)
        return at

    def _above(self, at: int) -> list[int]:
        """Return all parts that depend on one, innermost first."""
        known = self._dependent.get(at)
        if known is None:
            found: set[int] = set()
            waiting = [at]
            while waiting:
                users = [user for user in self.users[waiting.pop()] if user not in found]
                found.update(users)
                waiting += users
            known = self._dependent[at] = sorted(found)
        return known

    def _route(self, at: int) -> Callable[[float], float]:
        lifts: list[Callable[[float], float]] = []
        place = at
        while len(self.users[place]) == 1:
            user = self.users[place][0]
            lifts.append(self._lift(user, self.parts[user].arguments.index(place)))
            place = user
        if place == len(self.parts) - 1:
            return partial(_risen, lifts)
        above = self._above(at)
        return lambda value: self._again({at: value}, above)

    def _lift(self, user: int, place: int) -> Callable[[float], float]:
        """Return how the value of a part follows from that of one argument."""
        values = [self.values[argument] for argument in self.parts[user].arguments]
        work = self._runs[user]
        if len(values) == 2 and place == 1:
            return partial(work, values[0])
        if len(values) == 2:
            other = values[1]
            return lambda value: work(value, other)
        if work is _SUM:
            return partial(operator.add, sum(values[:place]) + sum(values[place + 1 :]))
        before, after = values[:place], values[place + 1 :]
        return lambda value: work(*before, value, *after)

    def _again(self, known: dict[int, float], above: Sequence[int]) -> float:
        values, parts, runs = self.values, self.parts, self._runs
        for at in above:
            inner = [known[argument] if argument in known else values[argument] for argument in parts[at][1]]
            known[at] = float(runs[at](*inner))
        return known.get(len(values) - 1, values[-1])


def _risen(lifts: Sequence[Callable[[float], float]], value: float) -> float:
    for lift in lifts:
        value = lift(value)
    return float(value)
