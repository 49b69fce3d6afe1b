"""What a mistake is made in: an item, its right work, and a student's habits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mmbench.adapters.student.answers import Answer
from mmbench.program import Apply, ProgramError, to_fraction, unrounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from fractions import Fraction

    from mmbench.adapters.student.book import Book
    from mmbench.adapters.student.chance import Chance
    from mmbench.adapters.student.plans import Habit, Plan, Slip
    from mmbench.program import FactValue, Node
    from mmbench.records import Item, MistakeKind

__all__ = ["Mistake", "Operator", "Task"]


class Mistake(NamedTuple):
    """One way to go wrong on an item.

    `root` is the program that is worked, over `facts` as read; `slip` a result that is wrong. `misread` are the facts
    whose readings show the mistake, named whatever the style where `naming`. `asked` is what the student says is asked
    for, `given` the number said to stand in the question. `choice` is what is answered against the work. `titles` names
    formulas that nodes stand for. A `negative` answer is let through.
    """

    kind: MistakeKind
    subtype: str
    note: str
    root: Node
    facts: Mapping[str, FactValue]
    slip: Slip | None = None
    misread: frozenset[str] = frozenset()
    naming: bool = False
    asked: str = ""
    given: str = ""
    choice: int | None = None
    titles: Mapping[Node, str] = {}
    negative: bool = False


class Task(NamedTuple):
    """An item, its program, its right work and answer, the habits, and the chance to draw from."""

    item: Item
    root: Node
    plan: Plan
    answer: Answer
    habit: Habit
    book: Book
    chance: Chance

    @property
    def facts(self) -> Mapping[str, FactValue]:
        """Return the facts as the figure shows them."""
        return self.item.key.facts

    @property
    def bare(self) -> Node:
        """Return the program without the rounding that ends it."""
        return unrounded(self.root)[0]

    def rounded(self, root: Node) -> Node:
        """Return another program rounded as the item's is."""
        if self.bare is self.root or not isinstance(self.root, Apply):
            return root
        return Apply("round", (root, *self.root.arguments[1:]))

    def numbers(self) -> dict[str, Fraction]:
        """Return the facts that are numbers."""
        found: dict[str, Fraction] = {}
        for name, value in self.facts.items():
            try:
                found[name] = to_fraction(value)
            except ProgramError:
                continue
        return found

    def concluded(self, found: Answer, choice: int) -> Answer:
        """Return the answer of a student who picks another option, or another word, than the work leads to."""
        key, question = self.item.key, self.item.question
        if question.choices:
            return Answer(question.choices[choice], found.value, choice, True, choice == key.choice)
        return Answer(key.labels[choice], found.value, None, True, key.labels[choice] == key.answer)


Operator: TypeAlias = "Callable[[Task], Iterator[Mistake]]"
