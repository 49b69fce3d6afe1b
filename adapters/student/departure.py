"""Where work leaves the path of the right program: operations that no right solution contains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.program import Apply, Fact, Node, Number, expand, walk

if TYPE_CHECKING:
    from mmbench.adapters.student.plans import Plan

__all__ = ["canonical", "departures"]


def departures(root: Node, work: Plan) -> list[int]:
    """Return which operations of the work, counted from 0, are no part of the program."""
    known: set[str] = set()
    for program in (root, expand(root)):
        for _, node in walk(program):
            known.add(canonical(node))
            if isinstance(node, Apply) and node.operator == "abs" and isinstance(node.arguments[0], Apply):
                inner = node.arguments[0]
                known.add(canonical(Apply(inner.operator, inner.arguments[::-1])))
    return [at for at, operation in enumerate(work.operations) if canonical(operation.node) not in known]


def canonical(node: Node) -> str:
    """Return a program's text, the same for terms and factors in another order, formulas written out."""
    return _text(expand(node))


def _text(node: Node) -> str:
    if isinstance(node, Fact):
        return repr(node.name)
    if isinstance(node, Number):
        return str(node.value)
    operator, arguments = node
    if operator in ("+", "*", "sum"):
        kind = "*" if operator == "*" else "+"
        return f"({kind.join(sorted(_flat(node, kind)))})"
    return f"{operator}({','.join(map(_text, arguments))})"


def _flat(node: Node, kind: str) -> list[str]:
    if isinstance(node, Apply) and ("+" if node.operator == "sum" else node.operator) == kind:
        return [part for argument in node.arguments for part in _flat(argument, kind)]
    return [_text(node)]
