"""Units converted in a response: by the right factor, or not.

`2.5 m = 25 cm` and `3 h × 100 = 300 min` are wrong by their factor, which is logic (a fact not known);
`2.5 m = 240 cm` is wrong by its result, which is calculation. Days, weeks and longer are left alone: they may be
working days.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mmbench.program import format_number
from mmbench.scoring.diagnose.agreement import near, precision
from mmbench.scoring.diagnose.calculation import Finding, links
from mmbench.scoring.diagnose.evaluating import NoValueError, value
from mmbench.scoring.diagnose.expressions import Leaf, Operation, leaves, operations
from mmbench.scoring.diagnose.labels import scale_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.records import MistakeKind
    from mmbench.scoring.diagnose.calculation import Link
    from mmbench.scoring.diagnose.expressions import Expression
    from mmbench.scoring.diagnose.statements import Chain

__all__ = ["wrong_conversions"]

SLACK = Fraction(1, 20)
"""How far off, as a share, a factor between systems may be: an inch is about 2.5 cm."""
DAY = 86_400
_FACTORS = frozenset(
    Fraction(n) for n in (2, 3, 4, 6, 8, 10, 12, 16, 24, 36, 60, 100, 120, 360, 600, 1000, 3600, 10_000, 10**6)
)


def wrong_conversions(text: str, stated: Sequence[Chain]) -> list[Finding]:
    """Return the conversions of a response that are wrong, in order."""
    found = []
    for chain in stated:
        for link in links(chain):
            finding = _wrong(text, link)
            if finding is not None:
                found.append(finding)
                break
    return found


def _wrong(text: str, link: Link) -> Finding | None:
    source = _unit_of(link.here, link.left.label)
    target = _unit_of(link.there, link.right.label)
    if source is None or target is None or operations(link.there) or source[0] != target[0]:
        return None
    scale, other = source[1], target[1]
    if scale == other or _may_be_working_days(source[0], scale, other):
        return None
    try:
        here, there = value(link.here), value(link.there)
    except NoValueError:
        return None
    if isinstance(link.here, Leaf):
        return _of_a_number(text, link, here, there, scale / other)
    return _by_a_factor(text, link, scale / other)


def _unit_of(tree: Expression, label: str) -> tuple[object, Fraction] | None:
    """Return the dimension and scale of the only unit that a side names."""
    named = [label, *(leaf.label for leaf in leaves(tree))]
    known = {found for each in named if each and (found := scale_of(each)) is not None}
    return known.pop() if len(known) == 1 else None


def _may_be_working_days(dimension: object, scale: Fraction, other: Fraction) -> bool:
    return dimension == (("s", Fraction(1)),) and max(scale, other) >= DAY


def _of_a_number(text: str, link: Link, here: Fraction, there: Fraction, factor: Fraction) -> Finding | None:
    """Return what is wrong with `2.5 m = 25 cm`, if anything."""
    right = here * factor
    slack = 0 if {factor, 1 / factor} & _FACTORS else SLACK
    if not here or not there or near(right, there, precision(link.there), True) or abs(there - right) <= slack * right:
        return None
    implied = there / here
    known = implied if implied > 1 else 1 / implied
    if known in _FACTORS:
        note = f"The factor is {format_number(factor)}, not {format_number(implied)}."
        return _finding(text, link, "factor", format_number(right), note)
    return _finding(
        text, link, "conversion", format_number(right), f"{format_number(right)}, not {format_number(there)}."
    )


def _by_a_factor(text: str, link: Link, factor: Fraction) -> Finding | None:
    """Return what is wrong with `3 h × 100 = 300 min`, if anything: its factor is not the one between the units."""
    tree = link.here
    if (
        not isinstance(tree, Operation)
        or tree.sign not in ("*", "/")
        or not all(isinstance(p, Leaf) for p in tree.parts)
    ):
        return None
    bare = [part for part in tree.parts if isinstance(part, Leaf) and not part.label]
    if len(bare) != 1 or bare[0].value not in _FACTORS or (tree.sign == "/" and bare[0] is not tree.parts[1]):
        return None
    written = bare[0].value if tree.sign == "*" else 1 / bare[0].value
    if abs(written - factor) <= SLACK * factor:
        return None
    note = f"The factor is {format_number(factor)}, not {format_number(written)}."
    return _finding(text, link, "factor", format_number(factor), note)


def _finding(text: str, link: Link, subtype: str, expected: str, note: str) -> Finding:
    start, end = link.left.start, link.right.end
    found = text[link.right.start : end].strip()
    kind: MistakeKind = "logic" if subtype == "factor" else "calculation"
    return Finding(kind, subtype, start, end, text[start:end], found, expected, note)
