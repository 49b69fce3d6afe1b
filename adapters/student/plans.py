"""From a program to ordered work: which operations a student writes as one, and the values carried on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mmbench.adapters.student.terms import Expression, Leaf, Term, leaves, number, over, reduced, shown, value_of
from mmbench.adapters.student.units import unit_of
from mmbench.program import FORMULAS, Apply, Fact, Number, ProgramError, evaluate, expand, to_fraction, unrounded
from mmbench.program.functions import PI

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from mmbench.adapters.student.styles import Grain
    from mmbench.program import FactValue, Node

__all__ = ["WORDED", "Habit", "Operation", "Plan", "Slip", "plan"]

WORDED = frozenset(
    ("argmax", "argmin", "max", "min", "median", "count_above", "count_below", "nth_largest", "round", "floor", "mod")
) | {"sign"}
_PLAIN = ("+", "-", "*", "/", "^", "neg", "sqrt")
_LEVEL = {"+": 1, "-": 1, "*": 2, "/": 2}
_LARGEST = 7


class Habit(NamedTuple):
    """How a student cuts and rounds work.

    `grain` says what is written in one expression: one operation (`binary`), a chain of like ones (`chain`) or a whole
    plain expression (`whole`). `written_out` students do not call formulas by name. Results are noted to `decimals`
    places, and `carried` on as noted or exactly. `pi` is what is taken for pi.
    """

    grain: Grain = "chain"
    written_out: bool = False
    decimals: int = 2
    carried: bool = False
    pi: Fraction = PI


class Slip(NamedTuple):
    """A wrong result: of which operation, the wrong value, and of which inner part where the operation has several.

    `form` is `solve` where an equation is solved wrongly, `kept` where a term changes sides and keeps its sign, and
    `round` where the rounding at the end goes wrong (then `operation` is -1).
    """

    operation: int
    value: Fraction
    inner: int | None = None
    form: Literal["", "solve", "kept", "round"] = ""


class Operation(NamedTuple):
    """One statement's worth of work: the expression, its stages, what it is worth and what was noted.

    `true` is what the numbers in it give, `result` the number carried on. `stage` is the expression with its inner
    operations done, where there are any. `title` names the formula that the operation stands for, if one.
    """

    operator: str
    node: Node
    expression: Term
    stage: Expression | None
    true: Fraction
    result: Leaf
    slip: Slip | None
    title: str = ""

    @property
    def rounded(self) -> bool:
        """Say whether what is noted is not exactly the result."""
        return self.result.shown != self.result.value or (self.slip is None and self.result.value != self.true)


class Plan(NamedTuple):
    """The work of one response: operations in order, the value they end in, the facts used, and the last rounding."""

    operations: tuple[Operation, ...]
    value: Leaf
    used: tuple[str, ...]
    rounding: int | None
    slip: Slip | None = None


def plan(
    root: Node,
    facts: Mapping[str, FactValue],
    habit: Habit,
    *,
    units: Mapping[str, str] | None = None,
    unit: str = "",
    slip: Slip | None = None,
    titles: Mapping[Node, str] | None = None,
) -> Plan:
    """Work a program as a student of these habits does.

    Args:
        root: The program; a `round` around it becomes the plan's rounding.
        facts: The values as read.
        habit: How the work is cut and rounded.
        units: The units of the facts, by name.
        unit: The unit of the answer.
        slip: A result to get wrong.
        titles: The formulas that nodes stand for which are not calls of them.

    Raises:
        ProgramError: the program has no value over these facts.
    """
    root, rounding = unrounded(root)
    if habit.written_out:
        root = expand(root)
    builder = _Builder(facts, habit, units or {}, slip, titles or {})
    final = builder.visit(root, "")
    if not isinstance(final, Leaf):
        final = builder.operation(root, final, unit)
    elif builder.operations and unit and isinstance(root, Apply):
        last = builder.operations[-1]
        final = final._replace(unit=unit)
        builder.operations[-1] = last._replace(result=final)
    return Plan(tuple(builder.operations), final, tuple(builder.used), rounding, slip)


class _Builder:
    def __init__(
        self,
        facts: Mapping[str, FactValue],
        habit: Habit,
        units: Mapping[str, str],
        slip: Slip | None,
        titles: Mapping[Node, str],
    ) -> None:
        self.facts = facts
        self.habit = habit
        self.units = units
        self.slip = slip
        self.titles = titles
        self.operations: list[Operation] = []
        self.used: dict[str, None] = {}
        self.done: dict[Node, Leaf] = {}

    def visit(self, node: Node, above: str) -> Expression:
        """Return what a node becomes in the expression above it: a number, or a part of it."""
        if isinstance(node, Number):
            return number(node.value)
        if isinstance(node, Fact):
            if node.name not in self.facts:
                raise ProgramError(f"no fact named {node.name!r}")
            value = to_fraction(self.facts[node.name])
            self.used[node.name] = None
            return Leaf(value, value, "fact", node.name, self.units.get(node.name, ""))
        if node.operator == "pi":
            return Leaf(self.habit.pi, self.habit.pi, "pi", "π")
        if node.operator == "abs" and (self.habit.grain != "whole" or not _is_difference(node.arguments[0])):
            turned = self.positive(node)
            if turned is not node:
                return self.visit(turned, above)
        if node in self.done:
            return self.done[node]
        expression = self.expression(node)
        if above and self.fused(node, expression, above):
            return expression
        result = self.operation(node, expression)
        self.done[node] = result
        return result

    def positive(self, node: Apply) -> Node:
        """Return what an absolute value is of, a difference the way round that is not negative; else the node."""
        inner = node.arguments[0]
        if evaluate(inner, self.facts) >= 0:
            return inner
        if isinstance(inner, Apply) and inner.operator == "-":
            return Apply("-", inner.arguments[::-1])
        return node

    def expression(self, node: Apply) -> Term:
        """Return a node's own expression over its arguments."""
        operator, arguments = node
        formula = FORMULAS.get(operator)
        parts = tuple([self.visit(argument, operator) for argument in arguments])
        if formula is not None:
            body = over(formula.body, dict(zip(formula.parameters, parts, strict=True)), self.habit.pi)
            return body if isinstance(body, Term) else Term("+", (body,))
        if operator == "mean":
            return Term("/", (Term("sum", parts), number(len(parts))))
        if operator == "range":
            ordered = sorted(parts, key=value_of)
            return Term("-", (ordered[-1], ordered[0]))
        if operator == "weighted_mean":
            pairs = tuple([Term("*", pair) for pair in zip(parts[::2], parts[1::2], strict=True)])
            return Term("/", (Term("sum", pairs), Term("sum", parts[1::2])))
        return Term(operator, parts)

    def fused(self, node: Apply, expression: Term, above: str) -> bool:
        """Say whether a node is written within the expression above it."""
        operator, grain = node.operator, self.habit.grain
        if node in self.titles:
            return False
        if operator == "neg":
            return above in _PLAIN or above == "sum"
        if operator not in _PLAIN or above in WORDED or above in FORMULAS:
            return False
        if grain == "binary":
            return False
        small = sum(1 for _ in leaves(expression)) <= _LARGEST
        if grain == "chain":
            return small and _LEVEL.get(operator, 0) == _LEVEL.get(above, -1)
        return small and operator != "sqrt" and (above in _PLAIN or above in ("sum", "abs", "mean"))

    def operation(self, node: Node, expression: Term, unit: str = "") -> Leaf:
        """Note an operation and return its result as the work goes on with it."""
        true = value_of(expression)
        slip = self.slip if self.slip and self.slip.operation == len(self.operations) else None
        decimals = self.habit.decimals
        stage: Expression | None = reduced(expression, decimals)
        if stage == expression:
            stage = None
        value = true
        if slip and slip.inner is not None and isinstance(stage, Term):
            stage = _spoiled(stage, slip.inner, slip.value)
            value = value_of(stage)
        elif slip:
            value = slip.value
        noted = shown(value, decimals)
        carried = noted if self.habit.carried else value
        operator = node.operator if isinstance(node, Apply) else ""
        title = operator if operator in FORMULAS else self.titles.get(node, "")
        result = Leaf(carried, noted, "result", unit=unit or unit_of(operator, expression))
        self.operations.append(Operation(operator, node, expression, stage, true, result, slip, title))
        return result


def _is_difference(node: Node) -> bool:
    return isinstance(node, Apply) and node.operator == "-"


def _spoiled(stage: Term, inner: int, value: Fraction) -> Term:
    """Return a stage with the result of its inner part number `inner` replaced."""
    at = -1

    def visit(part: Expression) -> Expression:
        nonlocal at
        if isinstance(part, Term):
            return Term(part.operator, tuple([visit(argument) for argument in part.arguments]))
        if part.source == "result" and part.name == "inner":
            at += 1
            return part._replace(value=value, shown=value) if at == inner else part
        return part

    spoiled = visit(stage)
    return spoiled if isinstance(spoiled, Term) else stage
