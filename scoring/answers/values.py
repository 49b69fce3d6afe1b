"""What an answer can be: the typed values that parsing makes and comparing reads.

A scalar is a small tree of `Number`, `Constant`, `Symbol` and `Apply` nodes. The other values stand around such trees.
Trees come bounded from the parser (see `limits`); whoever walks one may recurse.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

from msgspec import Struct

__all__ = [
    "Apply",
    "Cases",
    "Constant",
    "Interval",
    "Matrix",
    "Moment",
    "Node",
    "Number",
    "Quantity",
    "Ratio",
    "Relation",
    "Sequence",
    "Symbol",
    "Truth",
    "Union",
    "Unit",
    "Value",
    "Words",
]


class Number(Struct, frozen=True):
    """A rational number, exact. `decimals` counts the digits written after the point, None where there is no point."""

    value: Fraction
    decimals: int | None = None


class Constant(Struct, frozen=True):
    """`pi`, `e`, `i` or `oo` (infinity)."""

    name: Literal["pi", "e", "i", "oo"]


class Symbol(Struct, frozen=True):
    """A variable: a letter, a Greek letter by its English name, either with a subscript (`x_1`, `theta_max`).

    `...` is an ellipsis; names such as `∀x`, `x*` and `angle_ABC` stand for what is not taken apart.
    """

    name: str


class Apply(Struct, frozen=True):
    r"""An operation on nodes.

    `add` and `mul` take two or more; `neg`, `div`, `pow`; `root` (radicand, degree; the real root where the radicand is
    real and the degree odd); `abs`, `fact`, `binomial` (n, k), `permutation` (n, k), `floor`, `ceil`, `sign`, `gcd`,
    `lcm`, `max`, `min`, `mod`; `exp`, `ln`, `log` (x, base; with x alone the base is not stated); `sin`, `cos`, `tan`,
    `cot`, `sec`, `csc` and those with `arc` before and `h` behind; `re`, `im`, `conj`, `arg`; `degree` (an angle in
    degrees: `30^\circ`), `percent`, `base` (digits, base: `1011_2`); `call` (the function's symbol, arguments; a prime
    is part of the symbol's name); `integral` (integrand, variable, low, high; or integrand and variable alone), `sum`
    and `product` (term, variable,
    low, high), `limit` (expression, variable, to), `derivative` (expression, variable).
    """

    op: str
    args: tuple[Node, ...]


Node: TypeAlias = Number | Constant | Symbol | Apply


class Unit(Struct, frozen=True):
    """A unit of measure: `dimension` as sorted (base, exponent) pairs, `scale` to the base units, exact.

    Bases: m, kg, s, K, A, mol, cd, rad, byte, and one for each currency (`USD`) and each noun that is counted (`apple`,
    singular). `offset` is for temperatures (value in K = value * scale + offset). `name` is as written.
    """

    dimension: tuple[tuple[str, Fraction], ...]
    scale: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)
    name: str = ""


class Quantity(Struct, frozen=True):
    """A scalar (or a sequence of scalars: `3, 4 cm`) with a unit."""

    value: Node | Sequence
    unit: Unit


class Sequence(Struct, frozen=True):
    r"""Several values: `tuple` (..), `list` [..], `set` {..}, `angle` <..>, or `bare`: separated by commas or "and".

    `(3, 12)` is a tuple and `[3, 12]` a list even where an interval may be meant: whoever compares decides by the gold.
    `a \pm b` is the bare sequence of both.
    """

    items: tuple[Value, ...]
    form: Literal["tuple", "list", "set", "angle", "bare"] = "bare"


class Interval(Struct, frozen=True):
    """An interval that can be nothing else: half-open, with an infinite end, or a range in words (`3 to 5`)."""

    low: Node
    high: Node
    low_closed: bool
    high_closed: bool


class Union(Struct, frozen=True):
    """A union of two or more sets."""

    parts: tuple[Value, ...]


class Matrix(Struct, frozen=True):
    """A matrix or, with one row or one column, a vector, row by row."""

    rows: tuple[tuple[Node, ...], ...]


class Relation(Struct, frozen=True):
    r"""A chain of relations: `1 < x <= 5` has three sides and two signs, of `=`, `!=`, `<`, `<=`, `>`, `>=`, `~`, `in`.

    `~` stands for `\approx` and its like.
    """

    sides: tuple[Value, ...]
    signs: tuple[str, ...]


class Ratio(Struct, frozen=True):
    """`3:4` or `2:3:5`."""

    parts: tuple[Node, ...]


class Cases(Struct, frozen=True):
    """A piecewise expression: (expression, condition) pairs; a condition is None for `otherwise`."""

    branches: tuple[tuple[Node, Value | None], ...]


class Moment(Struct, frozen=True):
    """A date, a time of day, or both; what is not given is None. Hours count to 24."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None


class Truth(Struct, frozen=True):
    """Yes or true, no or false."""

    value: bool


class Words(Struct, frozen=True):
    """Short text that is nothing else, tidied: lower case, single spaces, no markup, no article, no final stop."""

    text: str


Value: TypeAlias = (
    Node | Quantity | Sequence | Interval | Union | Matrix | Relation | Ratio | Cases | Moment | Truth | Words
)
