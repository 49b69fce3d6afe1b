"""Plans gone wrong in a program: another operation or formula, a step left out or added, a quantity out of place."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache, partial
from typing import TYPE_CHECKING

from mmbench.program import FORMULAS, Apply, Fact, Number
from mmbench.scoring.diagnose.mutation_changes import Change, number, written
from mmbench.scoring.diagnose.mutation_trees import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mmbench.program import Node
    from mmbench.scoring.diagnose.mutation_changes import Case

__all__ = [
    "constants",
    "dropped",
    "early",
    "exchanged",
    "extra",
    "formula_parts",
    "formulas",
    "functions",
    "operators",
    "quantities",
    "turned_signs",
]

MAX_OPERANDS = 60
"""Operands of one operation that are left out or replaced."""
_POSITIONS = ("argmax", "argmin")
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷", "^": "^"}
_LIKE = {"+": "-", "-": "+", "*": "/", "/": "*"}
_FUNCTIONS = {
    "argmax": ("argmin",),
    "argmin": ("argmax",),
    "count_above": ("count_below",),
    "count_below": ("count_above",),
    "max": ("min", "mean", "sum"),
    "mean": ("sum", "median"),
    "median": ("mean",),
    "min": ("max", "mean", "sum"),
    "range": ("max", "min"),
    "sum": ("mean", "max"),
    "sin": ("cos", "tan"),
    "cos": ("sin", "tan"),
    "tan": ("sin", "cos"),
    "asin": ("acos", "atan"),
    "acos": ("asin", "atan"),
    "atan": ("asin", "acos"),
    "weighted_mean": ("mean",),
}
_FACTORS: dict[float, tuple[float, ...]] = {
    60: (100, 3600, 10),
    3600: (60, 100),
    100: (10, 1000, 60),
    1000: (100, 10),
    10: (100, 1000),
    180: (360, 90),
    360: (180, 100),
    90: (180, 360),
    24: (12, 60),
    12: (10, 24),
    7: (5, 30),
}
_EXTRA = ((2.0, "*", 2.0), (2.0, "/", 2.0), (1.0, "*", 100.0), (1.0, "/", 100.0), (0.5, "*", 10.0), (0.5, "/", 10.0),
          (0.5, "+", 1.0), (0.5, "-", 1.0), (0.5, "*", 3.0), (0.5, "/", 3.0), (0.3, "*", 4.0), (0.3, "/", 4.0),
          (0.3, "*", 60.0), (0.3, "/", 60.0), (0.5, "^", 2.0))  # fmt: skip
_WHOLES = ((1.0, 180.0), (0.5, 100.0), (0.5, 90.0), (0.5, 360.0), (0.3, 1.0))


def operators(case: Case) -> Iterator[Change]:
    """Yield another sign of the four basic operations."""
    for at, node, values in _operations(case):
        if node.operator not in _LIKE or case.tree.parts[at].formula:
            continue
        for sign in _LIKE:
            if sign != node.operator:
                weight = 2.0 if sign == _LIKE[node.operator] else 1.0
                yield Change(at, _worth(sign, *values), weight, partial(_other_sign, node, sign))


def turned_signs(case: Case) -> Iterator[Change]:
    """Yield the opposite operation, as comes of moving a term or a factor to the other side as it stands."""
    for at, node, values in _operations(case):
        if node.operator in _LIKE:
            sign = _LIKE[node.operator]
            yield Change(at, _worth(sign, *values), 1.0, partial(_moved, node, sign))


def exchanged(case: Case) -> Iterator[Change]:
    """Yield differences and quotients the other way round."""
    for at, node, values in _operations(case):
        if node.operator in ("-", "/"):
            yield Change(at, _worth(node.operator, values[1], values[0]), 1.0, partial(_turned, node))


def dropped(case: Case) -> Iterator[Change]:
    """Yield operations, outside of formulas, of which an operand is left out."""
    for at, node, values in _operations(case):
        if not case.tree.parts[at].formula:
            yield from _without(case, at, node, values)


def formula_parts(case: Case) -> Iterator[Change]:
    """Yield formulas of which a factor, a power, a sign or a number is wrong."""
    for at, node, values in _operations(case):
        if not case.tree.parts[at].formula:
            continue
        yield from _without(case, at, node, values)
        if node.operator in ("+", "-"):
            sign = _LIKE[node.operator]
            yield Change(at, _worth(sign, *values), 1.0, partial(_other_sign, node, sign))
        for place, argument in enumerate(node.arguments):
            if isinstance(argument, Number):
                for wrong in (2 * values[place], values[place] + 1, values[place] - 1):
                    yield _with_operand(at, node, values, place, Number(number(wrong)), wrong, 0.4)


def early(case: Case) -> Iterator[Change]:
    """Yield earlier results that are given as the answer."""
    inside = _inside_formulas(case)
    for at, node, _ in _operations(case):
        if at != case.root and node.operator != "neg" and at not in inside:
            value = case.tree.values[at]
            yield Change(case.root, value, 1.0, partial(_stopped, case.tree.node(at), value))


def extra(case: Case) -> Iterator[Change]:
    """Yield a step too many, at the end or on the way."""
    for at, operation, _ in _operations(case):
        if operation.operator in _POSITIONS or (case.tree.parts[at].formula and at != case.root):
            continue
        share = 1.0 if at == case.root else 0.2
        value, node = case.tree.values[at], case.tree.node(at)
        for weight, sign, other in _EXTRA:
            told = partial(_further, node, sign, Number(Fraction(other)))
            yield Change(at, _worth(sign, value, other), share * weight, told)
        for weight, whole in _WHOLES:
            told = partial(_taken_away, node, whole)
            yield Change(at, whole - value, share * weight, told)
    yield from _added(case)


def _added(case: Case) -> Iterator[Change]:
    """Yield a quantity of the program that is used once more at the end."""
    root, worth = case.tree.node(case.root), case.tree.values[case.root]
    if isinstance(root, Apply) and root.operator in _POSITIONS:
        return
    for at in range(case.root):
        part = case.tree.parts[at]
        if isinstance(part.node, Number):
            continue
        for weight, sign in ((1.0, "+"), (1.0, "-"), (0.5, "*"), (0.5, "/")):
            told = partial(_further, root, sign, part.node)
            yield Change(case.root, _worth(sign, worth, case.tree.values[at]), weight / 2, told)


def formulas(case: Case) -> Iterator[Change]:
    """Yield another formula over the same operands."""
    for call in case.tree.calls:
        values = [case.tree.values[at] for at in call.arguments]
        nodes = tuple([case.tree.node(at) for at in call.arguments])
        for name, weight in _like(call.name):
            formula = FORMULAS[name]
            value = _in_floats(formula.body, dict(zip(formula.parameters, values, strict=True)))
            yield Change(call.at, value, weight, partial(_other_formula, call.name, name, nodes))


def functions(case: Case) -> Iterator[Change]:
    """Yield another function over the same values, or the next one in order."""
    for at, node, values in _operations(case):
        for name in _FUNCTIONS.get(node.operator, ()):
            kept = slice(None, None, 2) if node.operator == "weighted_mean" else slice(None)
            new = Apply(name, node.arguments[kept])
            yield Change(at, _worth(name, *values[kept]), 1.0, partial(_other_function, node, new))
        if node.operator == "nth_largest":
            for wrong in (values[0] + 1, values[0] - 1, len(values) - values[0]):
                if 1 <= wrong < len(values):
                    yield _with_operand(at, node, values, 0, Number(number(wrong)), wrong)


def constants(case: Case) -> Iterator[Change]:
    """Yield numbers that the plan brings in, such as the factor of a conversion, replaced by others."""
    for at, part in enumerate(case.tree.parts):
        value = case.tree.values[at]
        if not isinstance(part.node, Number) or value in case.asked or (part.formula and value not in _FACTORS):
            continue
        wrong = [(other, 1.0) for other in _FACTORS.get(value, ())]
        wrong += [(value * 10, 0.5), (value / 10, 0.5), (value * 2, 0.5), (value / 2, 0.5)]
        wrong += [(value + 1, 0.5), (value - 1, 0.5)]
        for other, weight in wrong:
            yield Change(at, other, weight, partial(_other_number, value, other))


def quantities(case: Case) -> Iterator[Change]:
    """Yield operands replaced, in one place, by another quantity of the program: a fact or a result before it.

    A fact that stands in one place only is not replaced by another fact: that is a reading gone wrong.
    """
    tree = case.tree
    usable = [at for at in range(case.root) if tree.users[at] and not isinstance(tree.node(at), Number)]
    inside = _inside_formulas(case)
    results = [at for at in usable if isinstance(tree.node(at), Apply)]
    for at, node, values in _operations(case):
        for place, here in enumerate(tree.parts[at].arguments[:MAX_OPERANDS]):
            if here in inside:
                continue
            several = isinstance(tree.node(here), Apply) or len(tree.users[here]) > 1
            for other in usable if several else results:
                if other >= at:
                    break
                if other != here:
                    yield _with_operand(at, node, values, place, tree.node(other), tree.values[other])


def _operations(case: Case) -> Iterator[tuple[int, Apply, list[float]]]:
    """Yield the operations, the last one first: where each stands, the operation, what its operands are worth."""
    for at in range(case.root, -1, -1):
        part = case.tree.parts[at]
        if isinstance(part.node, Apply) and part.arguments and (case.tree.users[at] or at == case.root):
            yield at, part.node, [case.tree.values[argument] for argument in part.arguments]


def _inside_formulas(case: Case) -> set[int]:
    """Return where the operations stand that are steps within a named formula, not its result."""
    steps = {at for at, part in enumerate(case.tree.parts) if part.formula and part.arguments}
    return steps - {call.at for call in case.tree.calls}


def _without(case: Case, at: int, node: Apply, values: list[float]) -> Iterator[Change]:
    """Yield what an operation becomes when an operand is left out."""
    if len(values) == 1 and node.operator not in ("sum", "mean", "max", "min", "median"):
        yield Change(at, values[0], 1.0, partial(_left_out, node.arguments[0], node))
    elif len(values) == 2:
        for place in (0, 1):
            kept = node.arguments[place]
            weight = 0.2 if isinstance(kept, Number) else 1.0
            yield Change(at, values[place], weight, partial(_left_out, kept, node))
    elif node.operator in ("sum", "mean", "max", "min", "median"):
        for place in range(min(len(values), MAX_OPERANDS)):
            value = _worth(node.operator, *values[:place], *values[place + 1 :])
            yield Change(at, value, 2.0 / len(values), partial(_one_less, node, place))


def _with_operand(
    at: int, node: Apply, values: list[float], place: int, new: Node, value: float, weight: float = 1.0
) -> Change:
    """Return an operation one of whose operands is another one."""
    worth = _worth(node.operator, *values[:place], value, *values[place + 1 :])
    return Change(at, worth, weight, partial(_put_in, node, place, new, value))


def _worth(name: str, *values: float) -> float:
    """Return what an operation is worth, not a number where it has no value."""
    try:
        return float(run(name)(*values))
    except (ArithmeticError, ValueError):
        return math.nan


@cache
def _like(name: str) -> tuple[tuple[str, float], ...]:
    """Return the formulas that can be taken for one, with how likely: as many operands, angles where it has them."""
    formula = FORMULAS[name]
    found = []
    for other in FORMULAS.values():
        if other.name == name or len(other.parameters) != len(formula.parameters):
            continue
        if bool(other.units) != bool(formula.units) or other.angle != formula.angle:
            continue
        if len(other.angles) == len(formula.angles):
            found.append((other.name, 1.0 if other.parameters == formula.parameters else 0.2))
    return tuple(found)


def _in_floats(node: Node, given: Mapping[str, float]) -> float:
    if isinstance(node, Fact):
        return given[node.name]
    if isinstance(node, Number):
        return float(node.value)
    return _worth(node.operator, *[_in_floats(argument, given) for argument in node.arguments])


def _said(node: Node) -> str:
    """Return a short name of a part for a sentence."""
    if isinstance(node, Fact):
        return node.name
    if isinstance(node, Number):
        return written(float(node.value))
    return f"the result of {_SIGNS.get(node.operator, node.operator)}"


def _other_sign(node: Apply, sign: str) -> tuple[Node, str]:
    return Apply(sign, node.arguments), f"takes {_SIGNS[sign]} for {_SIGNS[node.operator]}"


def _moved(node: Apply, sign: str) -> tuple[Node, str]:
    return Apply(sign, node.arguments), f"moves a part to the other side with {_SIGNS[sign]}"


def _turned(node: Apply) -> tuple[Node, str]:
    first, second = node.arguments
    return Apply(node.operator, (second, first)), f"exchanges the two sides of {_SIGNS[node.operator]}"


def _left_out(kept: Node, out: Node) -> tuple[Node, str]:
    if isinstance(out, Apply) and kept in out.arguments and len(out.arguments) == 2:
        other = out.arguments[1 - out.arguments.index(kept)]
        return kept, f"leaves out {_SIGNS.get(out.operator, out.operator)} {_said(other)}"
    return kept, f"leaves out {_said(out)}"


def _one_less(node: Apply, place: int) -> tuple[Node, str]:
    kept = Apply(node.operator, node.arguments[:place] + node.arguments[place + 1 :])
    return kept, f"leaves out {_said(node.arguments[place])}"


def _stopped(node: Node, value: float) -> tuple[Node, str]:
    return node, f"stops at the result {written(value)}"


def _further(node: Node, sign: str, other: Node) -> tuple[Node, str]:
    return Apply(sign, (node, other)), f"goes on with {_SIGNS[sign]} {_said(other)}"


def _taken_away(node: Node, whole: float) -> tuple[Node, str]:
    return Apply("-", (Number(Fraction(whole)), node)), f"takes the result away from {written(whole)}"


def _other_formula(old: str, new: str, nodes: tuple[Node, ...]) -> tuple[Node, str]:
    return Apply(new, nodes), f"takes the {FORMULAS[new].english} for the {FORMULAS[old].english}"


def _other_function(node: Apply, new: Apply) -> tuple[Node, str]:
    return new, f"takes {new.operator} for {node.operator}"


def _other_number(right: float, wrong: float) -> tuple[Node, str]:
    return Number(number(wrong)), f"takes {written(wrong)} where {written(right)} belongs"


def _put_in(node: Apply, place: int, new: Node, value: float) -> tuple[Node, str]:
    arguments = (*node.arguments[:place], new, *node.arguments[place + 1 :])
    return Apply(node.operator, arguments), f"puts in {written(value)} where {_said(node.arguments[place])} belongs"
