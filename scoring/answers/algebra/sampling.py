"""Sample points for two trees, drawn from a digest of both that does not depend on their order."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import TYPE_CHECKING

from mmbench.scoring.answers.algebra.evaluate import exact, symbols
from mmbench.scoring.answers.values import Apply, Number, Symbol
from mmbench.scoring.answers.work import current

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.scoring.answers.values import Node

__all__ = ["Draws", "Residues", "integer_symbols", "points"]

_SCALES = ((1, 1), (1, 2), (6, 1), (1, 8), (40, 1), (2, 1), (1, 32), (300, 1))
_FAR_SCALES = ((1000, 1), (100, 1), (10_000, 1), (1, 1000))
_FAR = 24
"""The index of the first point that is far out, for expressions that are rarely defined."""
_MAX_INTEGER = 30


class Draws:
    """Numbers that two trees, a name and an index decide."""

    def __init__(self, left: Node, right: Node) -> None:
        self.sides = left, right
        self.seed = b""

    def draw(self, name: str, index: int) -> int:
        """Return a number of 64 bits."""
        if not self.seed:
            self.seed = b"".join(sorted(_digest(_spell(node), 32) for node in self.sides))
        return int.from_bytes(_digest(f"{index} {name}", 8, self.seed), "big")


def _digest(text: str, length: int, start: bytes = b"") -> bytes:
    return hashlib.blake2b(start + text.encode("utf-8", "replace"), digest_size=length).digest()


def _spell(node: Node) -> str:
    if isinstance(node, Number):
        return f"{node.value.numerator:x}/{node.value.denominator:x}"
    if isinstance(node, Apply):
        return f"{node.op}({','.join([_spell(arg) for arg in node.args])})"
    return node.name


class Residues(dict[str, int]):
    """A residue modulo a prime for every name that is asked for."""

    def __init__(self, draws: Draws, index: int, prime: int) -> None:
        super().__init__()
        self.draws = draws
        self.index = index
        self.prime = prime

    def __missing__(self, name: str) -> int:
        value = self[name] = self.draws.draw(name, self.index) % self.prime
        return value


def points(names: list[str], integers: frozenset[str], draws: Draws, count: int) -> Iterator[dict[str, Fraction]]:
    """Yield real sample points of several magnitudes: all positive, all negative, then every mixture of two signs.

    Arguments:
        names: The symbols.
        integers: Those that are positive integers.
        draws: Where the numbers come from.
        count: How many points.
    """
    work = current()
    for index in range(count):
        point = {}
        work.charge(4 * len(names))
        for place, name in enumerate(names):
            draw = draws.draw(name, index)
            if name in integers:
                spread = draw % 14 if len(integers) > 1 else (index * 5 + draw % 5) % _MAX_INTEGER
                point[name] = Fraction(1 + spread)
                continue
            scales = _SCALES if index < _FAR else _FAR_SCALES
            times, over = scales[(index // 2 + (draw >> 10 & 1)) % len(scales)]
            size = (1024 + draw % 1024) * times
            point[name] = Fraction(-size if _negative(index, place, len(names), draw) else size, 1024 * over)
        yield point


def _negative(index: int, place: int, count: int, draw: int) -> bool:
    if index < 2 or count == 1:
        return index % 2 == 1
    if index < 6:
        return bool((place >> (index - 2) // 2 & 1) ^ (index & 1))
    return bool(draw >> 60 & 1)


def integer_symbols(node: Node) -> frozenset[str]:
    """Return the symbols that can only be integers: in factorials, exponents of negative numbers, bounds of sums."""
    if not isinstance(node, Apply) or not symbols(node):
        return frozenset()
    inner: frozenset[str] = frozenset().union(*map(integer_symbols, node.args))
    if node.op in ("fact", "binomial", "permutation", "gcd", "lcm"):
        return inner | symbols(node)
    if node.op in ("sum", "product") and len(node.args) == 4 and isinstance(node.args[1], Symbol):
        return (inner - symbols(node.args[1])).union(*map(symbols, node.args[2:]))
    if node.op == "pow" and (exponents := symbols(node.args[1])):
        base = exact(node.args[0])
        if base is not None and base < 0:
            return inner | exponents
    return inner
