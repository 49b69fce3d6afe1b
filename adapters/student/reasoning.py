"""Logic mistakes: true readings, true arithmetic, a wrong plan."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mmbench.adapters.student.task import Mistake
from mmbench.program import FORMULAS, Apply, Fact, Number, ProgramError, expand, parse, replace_at, walk, written_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mmbench.adapters.student.task import Operator, Task
    from mmbench.program import Node

__all__ = ["OPERATORS"]

_OTHER = {"+": "-", "-": "+", "*": "/", "/": "*", "sum": "mean", "mean": "sum"}
_MIXED: tuple[tuple[str, ...], ...] = (
    ("circle_area", "circumference"),
    ("sphere_volume", "sphere_surface"),
    ("rectangle_area", "rectangle_perimeter"),
    ("cuboid_volume", "cuboid_surface"),
    ("cube_volume", "cube_surface"),
    ("cylinder_volume", "cylinder_side", "cylinder_surface", "cone_volume"),
    ("cone_volume", "cylinder_volume"),
    ("cone_side", "cone_surface"),
    ("sector_area", "arc_length"),
    ("supplement", "complement"),
    ("hypotenuse", "leg"),
    ("inscribed_angle", "central_angle"),
    ("triangle_area", "rectangle_area"),
    ("prism_volume", "pyramid_volume"),
    ("regular_polygon_angle", "polygon_angle_sum"),
    ("third_angle", "exterior_angle"),
)
_CONSTANTS = {180: (360, 90), 360: (180,), 90: (180, 60), 60: (100,), 100: (10, 1000), 1000: (100,), 10: (100,)}
_FACTORS = (10, 60, 100, 1000)


def _logic(task: Task, root: Node, subtype: str, note: str, titles: Mapping[Node, str] | None = None) -> Mistake:
    return Mistake("logic", subtype, note, task.rounded(root), task.facts, titles=titles or {})


def _operator(task: Task) -> Iterator[Mistake]:
    """Use another operation."""
    root = task.bare
    for path, node in walk(root):
        if isinstance(node, Apply) and node.operator in _OTHER:
            other = _OTHER[node.operator]
            changed = replace_at(root, path, Apply(other, node.arguments))
            yield _logic(task, changed, "operation", f"uses {other} instead of {node.operator}")


def _bodies(task: Task) -> Iterator[tuple[Node, tuple[int, ...], Apply, Node]]:
    """Yield the program, the place and the call of every formula, and the formula's body over its arguments."""
    root = task.bare
    for path, node in walk(root):
        if isinstance(node, Apply) and node.operator in FORMULAS:
            yield root, path, node, written_out(node)


def _changed_formula(task: Task, note: str, change: str) -> Iterator[Mistake]:
    """Yield the program with one formula's body changed where a number stands in it."""
    for root, path, node, body in _bodies(task):
        for inner, part in walk(body):
            for new in _without(part) if change == "factor" else _unpowered(part):
                wrong = replace_at(body, inner, new)
                if isinstance(wrong, Apply):
                    changed = replace_at(root, path, wrong)
                    said = f"{note} in the {FORMULAS[node.operator].english}"
                    yield _logic(task, changed, "formula", said, {wrong: node.operator})


def _without(part: Node) -> Iterator[Node]:
    """Yield a product or quotient without its number or without pi."""
    if not isinstance(part, Apply) or part.operator not in ("*", "/"):
        return
    first, second = part.arguments
    if isinstance(second, Number):
        yield first
    if part.operator == "*" and (isinstance(first, Number) or first == Apply("pi", ())):
        yield second


def _unpowered(part: Node) -> Iterator[Node]:
    """Yield a power as its base, as a product with the exponent, or one lower."""
    if isinstance(part, Apply) and part.operator == "^" and isinstance(part.arguments[1], Number):
        base, exponent = part.arguments
        yield base
        if isinstance(exponent, Number) and exponent.value == 3:
            yield Apply("^", (base, Number(Fraction(2))))
        else:
            yield Apply("*", (base, Number(Fraction(2))))


def _factor_added(task: Task) -> Iterator[Mistake]:
    """Put a factor into a formula that has none there."""
    for root, path, node, body in _bodies(task):
        for factor in (2, 3) if "volume" in node.operator else (2,):
            for sign in ("/", "*"):
                wrong = Apply(sign, (body, Number(Fraction(factor))))
                note = f"puts {sign} {factor} into the {FORMULAS[node.operator].english}"
                yield _logic(task, replace_at(root, path, wrong), "formula", note, {wrong: node.operator})


def _mixed(task: Task) -> Iterator[Mistake]:
    """Use another formula of the same quantities: under its own name, or under that of the right one."""
    for root, path, node, _ in _bodies(task):
        for group in _MIXED:
            for other in group if node.operator in group else ():
                if other == node.operator or len(FORMULAS[other].parameters) != len(node.arguments):
                    continue
                wrong: Apply = Apply(other, node.arguments)
                note = f"takes the {FORMULAS[other].english} for the {FORMULAS[node.operator].english}"
                yield _logic(task, replace_at(root, path, wrong), "formula", note)
                body = written_out(wrong)
                yield _logic(task, replace_at(root, path, body), "formula", note, {body: node.operator})


def _inverse(task: Task) -> Iterator[Mistake]:
    """Divide the wrong way round, or by the new value instead of the old."""
    root = task.bare
    for path, node in walk(root):
        if not isinstance(node, Apply):
            continue
        if node.operator in ("/", "percent_of", "speed") and not isinstance(node.arguments[1], Number):
            changed = Apply(node.operator, node.arguments[::-1])
            yield _logic(task, replace_at(root, path, changed), "operation", "divides the wrong way round")
        if node.operator == "percent_change":
            old, new = node.arguments
            share = Apply("/", (Apply("-", (new, old)), new))
            changed = Apply("*", (share, Number(Fraction(100))))
            yield _logic(task, replace_at(root, path, changed), "wrong quantity", "divides by the new value")
        if node.operator == "slope":
            x0, y0, x1, y1 = node.arguments
            changed = Apply("slope", (y0, x0, y1, x1))
            yield _logic(task, replace_at(root, path, changed), "formula", "divides the run by the rise")


def _stop(task: Task) -> Iterator[Mistake]:
    """Stop at an intermediate result."""
    root = task.bare
    for path, node in walk(root):
        if path and isinstance(node, Apply) and node.operator not in ("pi", "neg"):
            yield _logic(task, node, "missing step", "stops at an intermediate result")


def _dropped(task: Task) -> Iterator[Mistake]:
    """Leave out a term of a sum or difference."""
    root = task.bare
    for path, node in walk(root):
        if not isinstance(node, Apply):
            continue
        if node.operator in ("sum", "mean") and len(node.arguments) > 2:
            for at in range(len(node.arguments)):
                rest = node.arguments[:at] + node.arguments[at + 1 :]
                yield _logic(
                    task, replace_at(root, path, Apply(node.operator, rest)), "missing step", "leaves out a value"
                )
        if node.operator in ("+", "-"):
            for kept in node.arguments[: 1 if node.operator == "-" else 2]:
                yield _logic(task, replace_at(root, path, kept), "missing step", "leaves out a term")


def _skipped(task: Task) -> Iterator[Mistake]:
    """Skip a multiplication or division."""
    root = task.bare
    for path, node in walk(root):
        if isinstance(node, Apply) and node.operator in ("*", "/"):
            first = node.arguments[0]
            if not isinstance(first, Number) or node.operator == "*":
                kept = node.arguments[1] if isinstance(first, Number) else first
                yield _logic(task, replace_at(root, path, kept), "missing step", "leaves out an operation")


def _doubled(task: Task) -> Iterator[Mistake]:
    """Double or halve what is finished already."""
    root = task.bare
    if isinstance(root, Apply) and not task.item.key.labels and root.operator not in ("argmax", "argmin"):
        for sign, note in (("*", "doubles the result"), ("/", "halves the result")):
            yield _logic(task, Apply(sign, (root, Number(Fraction(2)))), "extra step", note)


def _again(task: Task) -> Iterator[Mistake]:
    """Add or subtract something that is counted already."""
    root = task.bare
    if not isinstance(root, Apply) or task.item.key.labels or root.operator in ("argmax", "argmin"):
        return
    for _, node in walk(root):
        if isinstance(node, Fact):
            for sign in ("+", "-"):
                changed = Apply(sign, (root, node))
                yield _logic(task, changed, "extra step", f"counts {node.name} once more")


def _earlier(task: Task) -> Iterator[Mistake]:
    """Put an earlier result in the place of another quantity."""
    root = task.bare
    parts = [(path, node) for path, node in walk(root) if isinstance(node, Apply) and path and node.arguments]
    for path, node in walk(root):
        if not path or isinstance(node, Number):
            continue
        for other_path, other in parts:
            apart = path[: len(other_path)] != other_path and other_path[: len(path)] != path
            if apart and other != node:
                yield _logic(task, replace_at(root, path, other), "wrong quantity", "uses an earlier result again")


def _constant(task: Task) -> Iterator[Mistake]:
    """Take another constant, or convert by a wrong factor."""
    root = expand(task.bare)
    stated = task.item.question.text
    for path, node in walk(root):
        if isinstance(node, Number) and str(node.value) not in stated:
            for other in _CONSTANTS.get(int(node.value), ()) if node.value.denominator == 1 else ():
                converts = node.value in _FACTORS and task.item.question.unit not in ("", "%", "°")
                subtype = "factor" if converts else "wrong quantity"
                changed = replace_at(root, path, Number(Fraction(other)))
                yield _logic(task, changed, subtype, f"takes {other} instead of {node.value}")


def _family(task: Task) -> Iterator[Mistake]:
    """Reason wrongly in a way that the item's author names."""
    for known in task.item.key.mistakes:
        if known.kind == "logic" and known.program:
            try:
                yield _logic(task, parse(known.program), "operation", known.note)
            except ProgramError:
                continue


def _conclusion(task: Task) -> Iterator[Mistake]:
    """Work rightly and answer something else."""
    key, question = task.item.key, task.item.question
    for choice in range(len(question.choices or key.labels)):
        mistake = Mistake("logic", "conclusion", "answers against the work", task.root, task.facts, choice=choice)
        yield mistake


OPERATORS: dict[str, Operator] = {
    "logic/other operation": _operator,
    "logic/factor forgotten": lambda task: _changed_formula(task, "forgets a factor", "factor"),
    "logic/power": lambda task: _changed_formula(task, "takes a power wrongly", "power"),
    "logic/factor added": _factor_added,
    "logic/mixed": _mixed,
    "logic/inverse": _inverse,
    "logic/stop": _stop,
    "logic/dropped": _dropped,
    "logic/skipped": _skipped,
    "logic/doubled": _doubled,
    "logic/again": _again,
    "logic/earlier": _earlier,
    "logic/constant": _constant,
    "logic/family": _family,
    "logic/conclusion": _conclusion,
}
