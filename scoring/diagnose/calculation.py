"""The calculation audit: every equality that can be worked out is, exactly.

An approximation is not an error; a step that is right given an earlier slip is not one either, since each equality is
held against its own operands. What cannot be read, or has names in it, is passed over.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.program import format_number
from mmbench.scoring.diagnose.agreement import agree, all_readings, near, precision
from mmbench.scoring.diagnose.evaluating import PLAIN, NoValueError, value
from mmbench.scoring.diagnose.expressions import Leaf, Operation, leaves, names, operations
from mmbench.scoring.diagnose.labels import scale_of
from mmbench.scoring.diagnose.lexing import tokens_of
from mmbench.scoring.diagnose.verbal import stated_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.records import MistakeKind
    from mmbench.scoring.diagnose.expressions import Expression
    from mmbench.scoring.diagnose.statements import Chain, Side

__all__ = ["Finding", "Link", "audit", "false_equalities", "links"]

_MONEY = re.compile(r"[-+=] ?\$")
MAX_FINDINGS = 40
"""False equalities of one response that are told."""
MAX_CARRIED = 400
"""Rounded results that are remembered with their exact values."""


class Finding(NamedTuple):
    """Something wrong that stands in a response: its type and sub-type, where, what it says and what it should say."""

    kind: MistakeKind
    subtype: str
    start: int
    end: int
    quote: str
    found: str
    expected: str
    explanation: str


def audit(text: str) -> list[Finding]:
    """Return the false equalities of a response, in order. Never raises, whatever the text."""
    return false_equalities(text, stated_in(tokens_of(text)))


def false_equalities(text: str, stated: list[Chain]) -> list[Finding]:
    """Return what is false among the chains of a response, in order."""
    carried: dict[Fraction, Fraction] = {}
    findings: list[Finding] = []
    for chain in stated:
        if len(findings) == MAX_FINDINGS:
            break
        finding = _false_link(text, chain, carried)
        if finding is not None:
            findings.append(finding)
        _carry(chain, carried)
    return findings


class Link(NamedTuple):
    """Two neighbouring sides of a chain that both have a value, and their expressions."""

    left: Side
    right: Side
    here: Expression
    there: Expression
    about: bool


def links(chain: Chain) -> Iterator[Link]:
    """Yield every two neighbouring sides that have a value."""
    last: tuple[Side, Expression] | None = None
    for side, sign in zip(chain.sides, ("", *chain.signs), strict=True):
        if side.tree is None or names(side.tree):
            last = None
            continue
        if last is not None:
            yield Link(last[0], side, last[1], side.tree, sign == "~")
        last = side, side.tree


def _false_link(text: str, chain: Chain, carried: dict[Fraction, Fraction]) -> Finding | None:
    """Return the first false link of a chain."""
    for link in links(chain):
        if not _is_work(link) or agree(link.here, link.there, link.about, carried) is not False:
            continue
        if not _excused(text, link, carried):
            return _finding(text, link)
    return None


def _is_work(link: Link) -> bool:
    """Whether a link says what something comes to: the left side is worked out."""
    signs = operations(link.here)
    if signs == ["/"] and not operations(link.there):
        labelled = link.left.label or link.right.label or any(leaf.label for leaf in leaves(link.here))
        return not labelled or not _is_literal(link.here)
    return bool(signs)


def _is_literal(tree: Expression) -> bool:
    """Whether an operation is a fraction written as a number: `1/2 hour = 30 minutes`."""
    if not isinstance(tree, Operation):
        return False
    top, bottom = tree.parts
    return isinstance(top, Leaf) and isinstance(bottom, Leaf) and not top.label and top.value < 20


_COUNTED = {"cent": 100, "dollar": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12}
_COUNTED_ZH = {"万": 10**4, "亿": 10**8}


def _excused(text: str, link: Link, carried: dict[Fraction, Fraction]) -> bool:
    """Whether a false link is a way of writing: `5 + 3 = 8 x 2 = 16`, a unit that changes, a remainder, a debt."""
    if operations(link.there):
        first = leaves(link.there)[0] if leaves(link.there) else None
        if first and agree(link.here, first._replace(label=""), True, carried):
            return True
    try:
        here, there = value(link.here), value(link.there)
    except NoValueError:
        return True
    behind = link.right.label.lower()
    if _mixed_nouns(link.here) or "remainder" in behind or "余" in behind or behind.startswith("r "):
        return True
    labels = _labels(link)
    if here == -there and there > 0 and (labels or _MONEY.search(text, link.left.start, link.right.end)):
        return True
    return any(near(here * factor, there, precision(link.there)) for factor in _factors(labels))


def _factors(labels: list[str]) -> set[Fraction]:
    """Return the factors between the units that the labels of a link name."""
    found: set[Fraction] = set()
    units = [known for label in labels if (known := scale_of(label)) is not None]
    for dimension, scale in units:
        found.update(scale / other for kind, other in units if kind == dimension)
    for word in {word.rstrip("s").lower() for label in labels for word in label.split()}:
        factor = _COUNTED.get(word) or _COUNTED_ZH.get(word)
        if factor is not None:
            found |= {Fraction(factor), Fraction(1, factor)}
    return found


def _mixed_nouns(tree: Expression) -> bool:
    """Whether different things are added up, as in an equation in words: `3 pencils + 1 eraser = 124`."""
    if not isinstance(tree, Operation) or tree.sign not in ("+", "-"):
        return False
    nouns = {
        leaf.label.split(" ")[0].lower().rstrip("s")
        for leaf in leaves(tree)
        if leaf.label[:1].isalpha() and scale_of(leaf.label) is None
    }
    return len(nouns) > 1


def _labels(link: Link) -> list[str]:
    found = [side.label for side in (link.left, link.right) if side.label]
    return found + [leaf.label for tree in (link.here, link.there) for leaf in leaves(tree) if leaf.label]


def _finding(text: str, link: Link) -> Finding:
    start, end = link.left.start, link.right.end
    found, worked = text[link.right.start : end].strip(), text[start : link.left.end].strip()
    expected = _shown(link.here, link.there)
    said = f"{worked} is {expected}, not {found}."
    return Finding("calculation", "arithmetic", start, end, text[start:end], found, expected, said)


def _shown(left: Expression, right: Expression) -> str:
    """Return what a computation comes to, read in the way that is nearest to what was written, to as many digits."""
    worths = []
    for reading in all_readings(left, right):
        if reading.pi is not None:
            continue
        try:
            scale = reading.units.get(leaves(right)[0].start, Fraction(1)) if leaves(right) else Fraction(1)
            worths.append((abs(value(left, reading) - value(right, reading)) / scale, value(left, reading) / scale))
        except NoValueError:
            continue
    exact = min(worths)[1]
    step = precision(right)
    return (
        format_number(exact, len(str(step.denominator)) - 1) if step is not None and step < 1 else format_number(exact)
    )


def _carry(chain: Chain, carried: dict[Fraction, Fraction]) -> None:
    """Remember the exact value behind a result that a chain rounds."""
    last = chain.sides[-1].tree
    if last is None or precision(last) is None or len(carried) > MAX_CARRIED:
        return
    for side in chain.sides[:-1]:
        if side.tree is None or names(side.tree) or not operations(side.tree):
            continue
        try:
            exact, written = value(side.tree, PLAIN._replace(carried=carried)), value(last)
        except NoValueError:
            continue
        if exact != written and near(exact, written, precision(last)):
            carried[leaves(last)[0].value] = exact
            return
