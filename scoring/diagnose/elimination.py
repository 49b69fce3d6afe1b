"""What is left where an item has no program: a number mended, an operation mended, or true steps to a wrong answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.program import format_number
from mmbench.scoring.diagnose.alignment import CONSTANTS, Departure, mended_by, misread, other_signs
from mmbench.scoring.diagnose.expressions import leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from mmbench.scoring.diagnose.expressions import Leaf
    from mmbench.scoring.diagnose.facts import Fact
    from mmbench.scoring.diagnose.plan import Plan

__all__ = ["without_program"]


def without_program(
    plan: Plan, facts: Sequence[Fact], asked: frozenset[Fraction], is_right: Callable[[Fraction], bool]
) -> Departure | None:
    """Return how a plan that leads to a wrong answer departs, None where the text leaves that open.

    Every equality of it is true; where the question has a picture, its facts must be known. A number that nothing
    explains leaves it open, unless another one in its place gives the right answer. If all numbers are the question's
    or the figure's, the mistake is one of logic.
    """
    if is_right(plan.exact):
        return None
    found = leaves(plan.tree)
    known = {fact.value: fact for fact in facts}
    strange = [leaf for leaf in found if not _is_explained(leaf, asked, known)]
    used = {leaf.value for leaf in found}
    unused = [
        *((fact.name, fact.value) for fact in facts),
        *((format_number(number), number) for number in sorted(asked)),
    ]
    unused = [(name, worth) for name, worth in unused if worth not in used][:20]
    suspects = [leaf for leaf in found if leaf.value in known or leaf.value not in asked]
    for leaf in (*strange, *suspects)[:8]:
        for name, worth in unused:
            if mended_by(plan.tree, leaf, worth, is_right):
                return misread(leaf, (name, worth), known.get(leaf.value), sure=True)
    if strange:
        return None
    at = plan.used[-1]
    mended = any(is_right(result) for result in other_signs(plan.tree))
    note = "Another operation gives the right answer." if mended else "Every equality is true, and the answer is wrong."
    subtype = "operation" if mended else "conclusion"
    return Departure("logic", subtype, at.start, at.end, format_number(at.exact), "", note, mended)


def _is_explained(leaf: Leaf, asked: frozenset[Fraction], known: dict[Fraction, Fact]) -> bool:
    worth = leaf.value
    return worth in asked or worth in known or worth in CONSTANTS or -worth in asked
