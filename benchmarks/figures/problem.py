"""What a family makes: a problem over a sheet, and the two streams of random numbers it is made from."""

from __future__ import annotations

import random
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from mmbench.benchmarks.figures.sheet import Sheet
from mmbench.program import quote

if TYPE_CHECKING:
    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.style import Language, Style
    from mmbench.records import MistakeKind, Task

__all__ = ["SKILLS", "Dice", "Family", "Problem", "Wrong", "logic", "misread", "q", "sheet_in", "slip"]

q = quote
SKILLS = frozenset(
    {
        "add", "angle relations", "angle sum", "area", "circle theorems", "circumference", "compare", "coordinates",
        "count", "divide", "equation", "estimate", "find an error", "follow steps", "function", "interpolate", "mean",
        "median", "multiply", "percentage", "percentage change", "perimeter", "probability", "proportion", "Pythagoras",
        "range", "ratio", "read a cell", "read a label", "read a value", "sets", "similarity", "slope", "spatial view",
        "subtract", "surface", "time", "transformation", "trend", "trigonometry", "unit conversion", "volume",
    }
)  # fmt: skip
"""What problems take; reports break scores down by these."""


class Dice:
    """The random numbers of a problem.

    `same` decides what problem it is (what is asked, in which words): alike in all variants. `fresh` decides numbers
    and looks: new in each variant. Both are the same on every platform and Python version.
    """

    def __init__(self, name: str, variant: int, attempt: int = 0) -> None:
        self._name = name
        self._numbers = f"{name}/{variant}/{attempt}" if attempt else f"{name}/{variant}"

    @cached_property
    def same(self) -> random.Random:
        """Decides what problem it is."""
        return random.Random(self._name)  # noqa: S311

    @cached_property
    def fresh(self) -> random.Random:
        """Decides numbers and looks."""
        return random.Random(self._numbers)  # noqa: S311


class Wrong(NamedTuple):
    """A known wrong solution: what kind of mistake, the program it works, what was done wrong."""

    kind: MistakeKind
    program: str
    note: str


def logic(program: str, note: str) -> Wrong:
    """A wrong operation, formula or quantity."""
    return Wrong("logic", program, note)


def misread(program: str, note: str) -> Wrong:
    """A value read from the wrong place, or the question's words misread."""
    return Wrong("misreading", program, note)


def slip(program: str, note: str) -> Wrong:
    """A slip in working out a result."""
    return Wrong("calculation", program, note)


class Problem(NamedTuple):
    """A problem over a figure.

    Attributes:
        sheet: the picture, with its facts.
        ask: the question.
        program: how the answer follows from the facts; its value is exact, or rounded by an outermost `round`.
        skills: what it takes, in the words of `SKILLS`.
        setting: the conditions of the figure as the question states them, which a view may move into the picture.
        mistakes: wrong solutions that are typical for this problem. Misread facts and slips are added to them.
        unit: the unit of the answer.
        decimals: places the answer is asked to.
        labels: where the answer is a word, the words by the number, from 1, that the program gives.
        answer: the answer itself, where no program gives it.
        description: what the figure shows besides its facts, for whoever cannot see it.
        task: what is asked.
    """

    sheet: Sheet
    ask: str
    program: str
    skills: tuple[str, ...]
    setting: str = ""
    mistakes: tuple[Wrong, ...] = ()
    unit: str = ""
    decimals: int | None = None
    labels: tuple[str, ...] = ()
    answer: str = ""
    description: str = ""
    task: Task = "solve"


class Family(Protocol):
    """A module of the suite: problems of one kind at three levels, in English and Chinese."""

    NAME: str
    DOMAIN: Domain

    def make(self, dice: Dice, level: int, language: Language) -> Problem:
        """Make a problem at level 1, 2 or 3.

        What is asked and in which words is drawn from `dice.same`, numbers and looks from `dice.fresh`.
        """
        ...


def sheet_in(style: Style, width: int = 0, height: int = 0, **changes: Any) -> Sheet:
    """Return an empty sheet in a style, of the style's size where none is given."""
    settings = {"paper": style.paper, "ink": style.ink, "font": style.font, "size": style.size, **changes}
    return Sheet(width or style.shape[0], height or style.shape[1], **settings)
