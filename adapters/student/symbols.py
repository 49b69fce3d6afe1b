"""Letters of formulas, and the equations that a student solves instead of computing directly."""

from __future__ import annotations

from typing import NamedTuple

from mmbench.adapters.student.terms import Expression, Leaf, Term, number, over
from mmbench.program import FORMULAS, Apply, Node
from mmbench.program.functions import PI

__all__ = ["Equation", "equation", "lettered"]

_LETTERS: dict[str, tuple[str, str]] = {
    "circle_area": ("A", "r"),
    "circumference": ("C", "r"),
    "sector_area": ("A", "r n"),
    "arc_length": ("l", "r n"),
    "triangle_area": ("A", "b h"),
    "rectangle_area": ("A", "l w"),
    "rectangle_perimeter": ("P", "l w"),
    "square_area": ("A", "s"),
    "parallelogram_area": ("A", "b h"),
    "rhombus_area": ("A", "p q"),
    "trapezoid_area": ("A", "a b h"),
    "hypotenuse": ("c", "a b"),
    "leg": ("b", "c a"),
    "sine_area": ("A", "a b γ"),
    "cuboid_volume": ("V", "a b c"),
    "cuboid_surface": ("S", "a b c"),
    "cube_volume": ("V", "a"),
    "cube_surface": ("S", "a"),
    "prism_volume": ("V", "B h"),
    "cylinder_volume": ("V", "r h"),
    "cylinder_side": ("L", "r h"),
    "cylinder_surface": ("S", "r h"),
    "cone_volume": ("V", "r h"),
    "cone_side": ("L", "r l"),
    "cone_surface": ("S", "r l"),
    "sphere_volume": ("V", "r"),
    "sphere_surface": ("S", "r"),
    "pyramid_volume": ("V", "B h"),
    "speed": ("v", "s t"),
    "slope": ("m", "x₁ y₁ x₂ y₂"),
    "distance": ("d", "x₁ y₁ x₂ y₂"),
    "line_value": ("y", "m b x"),
    "midpoint": ("M", "a b"),
    "polygon_angle_sum": ("S", "n"),
    "simple_interest": ("I", "P r t"),
}


def lettered(operator: str) -> tuple[str, Expression] | None:
    """Return a formula in letters: that of the result, and the body over those of the parameters."""
    letters = _LETTERS.get(operator)
    if letters is None:
        return None
    formula = FORMULAS[operator]
    symbols = dict(zip(formula.parameters, map(_symbol, letters[1].split()), strict=True))
    return letters[0], over(formula.body, symbols)


def _symbol(letter: str) -> Leaf:
    return Leaf(PI, PI, "symbol", letter)


class Equation(NamedTuple):
    """An equation in one unknown: its two sides, and what the unknown equals once its terms are moved.

    `kept` is what it would equal if the last term moved with its sign kept.
    """

    left: Expression
    right: Expression
    moved: Expression
    kept: Expression


def equation(node: Node, expression: Term, letter: str) -> Equation | None:
    """Return the equation that an operation solves, where it is a difference from a number, a leg or a quotient."""
    unknown = _symbol(letter)
    operator, arguments = expression
    if isinstance(node, Apply) and node.operator == "leg" and operator == "sqrt":
        squares = arguments[0]
        if isinstance(squares, Term):
            left = Term("+", (Term("^", (unknown, number(2))), squares.arguments[1]))
            kept = Term("sqrt", (Term("+", squares.arguments),))
            return Equation(left, squares.arguments[0], expression, kept)
    if operator == "-":
        taken: list[Expression] = []
        rest: Expression = expression
        while isinstance(rest, Term) and rest.operator == "-":
            taken.insert(0, rest.arguments[1])
            rest = rest.arguments[0]
        if isinstance(rest, Leaf) and all(isinstance(part, Leaf) for part in taken):
            side: Expression = unknown
            for part in taken:
                side = Term("+", (side, part))
            return Equation(side, rest, expression, Term("+", expression.arguments))
    if operator == "/" and all(isinstance(part, Leaf) for part in arguments):
        product = Term("*", (unknown, arguments[1]))
        return Equation(product, arguments[0], expression, Term("*", arguments))
    return None
