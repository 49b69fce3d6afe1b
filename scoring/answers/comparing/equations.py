"""Equations and inequalities as answers: the side that is the answer, and whether two describe the same curve."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mmbench.scoring.answers.algebra.evaluate import symbols
from mmbench.scoring.answers.algebra.identity import proportional, same
from mmbench.scoring.answers.trees import difference, replaced
from mmbench.scoring.answers.values import Apply, Node, Number, Relation, Sequence, Symbol, Value, Words

if TYPE_CHECKING:
    from mmbench.scoring.answers.comparing.policy import Policy

__all__ = ["answer_sides", "label", "same_argument", "same_relation", "solves"]


def label(value: Value) -> str:
    """Return the name that an equation gives to its right side (`x = 3`, `f(x) = 2x`), or "" where it names none."""
    if not isinstance(value, Relation) or value.signs[0] not in ("=", "~"):
        return ""
    left = value.sides[0]
    if isinstance(left, Words):
        return left.text
    rest = value.sides[1:]
    if isinstance(left, Symbol):
        return "" if any(isinstance(side, Node) and left.name in symbols(side) for side in rest) else left.name
    if isinstance(left, Apply) and left.op == "call" and isinstance(left.args[0], Symbol):
        return left.args[0].name
    if isinstance(left, Apply) and left.op == "mul" and len(left.args) == 2 and len(rest) == 1:
        return _function_name(*left.args, rest[0])
    if isinstance(left, Sequence) and all(isinstance(item, Symbol) for item in left.items):
        return ", ".join(item.name for item in left.items if isinstance(item, Symbol))
    return ""


def _function_name(name: Node, argument: Node, value: Value) -> str:
    """Return the name of a function in `x(t) = 3t`, which also reads as a product."""
    if not (isinstance(name, Symbol) and isinstance(argument, Symbol) and isinstance(value, Node)):
        return ""
    inside = symbols(value)
    return name.name if argument.name in inside and name.name not in inside else ""


def same_argument(found: Relation, gold: Relation) -> Relation:
    """Return `f(y) = 2y` with the argument that the gold gives the function: `f(x) = 2x`."""
    mine, theirs = found.sides[0], gold.sides[0]
    if not (isinstance(mine, Apply) and isinstance(theirs, Apply) and mine.op == theirs.op == "call"):
        return found
    if mine.args[0] != theirs.args[0] or len(mine.args) != len(theirs.args):
        return found
    sides: list[Value] = list(found.sides)
    for old, new in zip(mine.args[1:], theirs.args[1:], strict=True):
        if isinstance(old, Symbol) and isinstance(new, Symbol) and old != new:
            sides = [_renamed(side, old, new) if isinstance(side, Node) else side for side in sides]
    return Relation(tuple(sides), found.signs)


def _renamed(side: Node, old: Symbol, new: Symbol) -> Node:
    """Rename a variable; another that has the new name already is set apart."""
    return replaced(replaced(side, new, Symbol(f"{new.name}'")), old, new)


def answer_sides(value: Relation) -> list[Value]:
    r"""Return the sides of a chain of equations that state its value, the exact one before its approximations.

    `S = 4 \pi r^2 = 100 \pi ≈ 314.2` gives `100 \pi` and `314.2`; `5 = x` gives `5`. Empty for inequalities.
    """
    if any(sign not in ("=", "~") for sign in value.signs):
        return []
    last = value.sides[-1]
    if len(value.sides) == 2 and isinstance(last, Symbol) and not _names(value.sides[0]):
        return [value.sides[0]]
    about = len(value.signs)
    while about > 1 and value.signs[about - 1] == "~":
        about -= 1
    if about == 1 and value.signs[0] == "~" and not isinstance(value.sides[0], Symbol | Words):
        about = 0
    return list(value.sides[about:])


def _names(value: Value) -> bool:
    return isinstance(value, Node) and bool(symbols(value))


def same_relation(found: Relation, gold: Relation, policy: Policy) -> bool | None:
    """Whether two equations (or inequalities) describe the same curve (or region); None is undecided.

    Equations are the same where one side minus the other differs by a constant factor, or where one gives a variable
    (`y = 2x + 1`), the other is linear in it, and putting the one into the other makes it hold.
    """
    if len(found.sides) != 2 or len(gold.sides) != 2:
        return None
    left, right = _zero_form(found), _zero_form(gold)
    if left is None or right is None:
        return None
    signs = (found.signs[0], gold.signs[0])
    if signs == ("=", "="):
        decided = proportional(left, right)
        if decided:
            return True
        if _solved_by(found, gold) or _solved_by(gold, found):
            return True
        return decided
    return _same_inequality(left, right, *signs)


def solves(found: Node, gold: Relation) -> bool:
    """Whether an expression is what an equation gives for its one variable that the expression does not hold.

    `6/x` solves `xy = 6`: the equation holds for that `y` and for no other.
    """
    form = _zero_form(gold) if gold.signs == ("=",) else None
    missing = symbols(form) - symbols(found) if form is not None else ()
    if len(missing) != 1:
        return False
    return _solved_by(gold, Relation((Symbol(next(iter(missing))), found), ("=",)))


def _zero_form(value: Relation) -> Node | None:
    left, right = value.sides
    return difference(left, right) if isinstance(left, Node) and isinstance(right, Node) else None


def _solved_by(implicit: Relation, explicit: Relation) -> bool:
    """Whether an equation is solved by another that gives a variable, and by nothing else."""
    name, given = explicit.sides[0], explicit.sides[1]
    if not isinstance(name, Symbol) or not label(explicit) or not isinstance(given, Node):
        return False
    form = _zero_form(implicit)
    if form is None or name.name not in symbols(form):
        return False
    values = [replaced(form, name, Number(Fraction(at))) for at in (0, 1, 2)]
    linear = same(Apply("add", (values[0], values[2])), Apply("mul", (Number(Fraction(2)), values[1])))
    if not linear or same(values[0], values[1]):
        return False
    return bool(same(replaced(form, name, given), Number(Fraction(0))))


def _same_inequality(left: Node, right: Node, found: str, gold: str) -> bool | None:
    """Compare `left sign 0` with `right sign 0`."""
    if found in (">", ">="):
        left, found = Apply("neg", (left,)), found.replace(">", "<")
    if gold in (">", ">="):
        right, gold = Apply("neg", (right,)), gold.replace(">", "<")
    if found != gold:
        return False
    factor = _ratio(left, right)
    if factor is None:
        return proportional(left, right) and None
    return factor > 0 or gold == "!="


def _ratio(left: Node, right: Node) -> Fraction | None:
    """Return the constant by which two expressions differ, or None where there is none that is rational."""
    from mmbench.scoring.answers.algebra.evaluate import exact

    if not proportional(left, right):
        return None
    names = sorted(symbols(left) | symbols(right))
    for start in (1, 2, 5):
        point = {name: Fraction(start + 2 * place, 3 + place) for place, name in enumerate(names)}
        top, bottom = exact(left, point), exact(right, point)
        if top is not None and bottom:
            return top / bottom
    return None
