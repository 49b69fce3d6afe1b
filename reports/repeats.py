"""Repeats: what the share of right answers is, and how sure of it one can be, where each item was asked several times.

Repeats of one item are no independent items, and neither are items that share a figure or a seed. Every score is
therefore first averaged within its cell, an item under one condition; a mean is one over cells, and its interval goes
by the spread between clusters of them (Miller 2024, arXiv 2411.00640; `mmbench.reports.statistics.means`).
"""

from __future__ import annotations

from functools import lru_cache
from math import comb
from typing import TYPE_CHECKING, Any, NamedTuple

from mmbench.reports.statistics.means import Moments

if TYPE_CHECKING:
    from mmbench.records import Verdict
    from mmbench.reports.results import Row
    from mmbench.reports.statistics.means import Estimate

__all__ = ["Means", "Place", "Places", "Repeats", "Scores", "repeats_line"]


class Place(NamedTuple):
    """The cell that a line is of, one object for all its repeats, and the cluster that the cell is of.

    `scattered` says that cells of other clusters may come between those of this one.
    """

    cluster: str
    scattered: bool


class Places:
    """Tells which cell each line is of; lines come item by item, the repeats of an item in order."""

    def __init__(self) -> None:
        self._cell = ("", "", "", "")
        self._repeat = 0
        self._place: Place | None = None

    def of(self, line: Verdict | Row, cluster: str) -> Place:
        """Return the place of the next line.

        Args:
            line: the next line.
            cluster: the name of what shares a figure, a seed or a version group with its item, else `line.item`.
        """
        cell = (line.item, line.view, line.corruption, line.variant)
        if self._place is None or cell != self._cell or line.repeat <= self._repeat:
            # Views and corruptions of an item are laid out one after the other; variants need not be.
            self._place = Place(cluster, cluster != line.item or line.variant != "")
            self._cell = cell
        self._repeat = line.repeat
        return self._place


class Means:
    """Adds up the scores of cells by cluster; memory grows with the scattered clusters only."""

    __slots__ = ("_closed", "_cluster", "_scattered", "_size", "_total")

    def __init__(self) -> None:
        self._closed = Moments()
        self._cluster = ""
        self._total = 0.0
        self._size = 0
        self._scattered: dict[str, tuple[float, int]] = {}

    def add(self, place: Place, score: float) -> None:
        """Take in the score of the next cell, in [0, 1]."""
        if place.scattered:
            total, size = self._scattered.get(place.cluster, (0.0, 0))
            self._scattered[place.cluster] = (total + score, size + 1)
        elif place.cluster == self._cluster:
            self._total += score
            self._size += 1
        else:
            if self._size:
                self._closed.add(self._total, self._size)
            self._cluster, self._total, self._size = place.cluster, score, 1

    def include(self, other: Means) -> None:
        """Take in cells of other clusters."""
        self._closed.include(other._moments())

    def _moments(self) -> Moments:
        moments = Moments()
        moments.include(self._closed)
        if self._size:
            moments.add(self._total, self._size)
        for total, size in self._scattered.values():
            moments.add(total, size)
        return moments

    def __bool__(self) -> bool:
        return self._size > 0 or bool(self._scattered) or self._closed.items > 0

    def estimate(self) -> Estimate:
        """Return the mean over cells with its 95 % interval.

        Raises:
            ValueError: there are none.
        """
        return self._moments().estimate()


class Scores:
    """Adds up scores in [0, 1] of lines, as an official rule gives them."""

    def __init__(self) -> None:
        self.total = 0.0
        self.lines = 0
        self._means = Means()
        self._place: Place | None = None
        self._open = (0.0, 0)

    def add(self, place: Place, score: float) -> None:
        """Count the score of one line."""
        if place is not self._place:
            self._close()
            self._place = place
        self._open = (self._open[0] + score, self._open[1] + 1)
        self.total += score
        self.lines += 1

    def _close(self) -> None:
        total, lines = self._open
        if self._place is not None and lines:
            self._means.add(self._place, total / lines)
        self._open = (0.0, 0)

    def estimate(self) -> Estimate:
        """Return the mean over cells with its 95 % interval, after the last line.

        Raises:
            ValueError: there was no line.
        """
        self._close()
        return self._means.estimate()


class Repeats:
    """Adds up, over cells, the share of right lines, and what else can be said where there are several of a cell.

    Memory grows with the clusters that are scattered, not with the items.

    Args:
        repeats: how often each item is asked; the estimates over several repeats are kept where it is more than 1.
    """

    def __init__(self, repeats: int = 1) -> None:
        self.repeats = repeats
        self.items = 0
        self.several = False
        self._right = Means()
        self._rates = (0.0, 0)
        self._others = {name: Means() for name in _needed(repeats)}
        self._left_out = dict.fromkeys(self._others, 0)
        self._place: Place | None = None
        self._open = [0, 0, 0]
        self._vote: bool | None = None

    def add(self, place: Place, outcome: str) -> None:
        """Count one line."""
        if place is not self._place:
            self._close()
            self._place = place
        self._open[0] += 1
        if outcome == "right":
            self._open[1] += 1
        elif outcome == "failed":
            self._open[2] += 1

    def vote(self, right: bool) -> None:
        """Count whether the answer that most repeats give is right, of the item whose lines were added last."""
        self._vote = right

    def include(self, other: Repeats) -> None:
        """Take in the shares of right lines of other clusters."""
        self._close()
        other._close()
        self.items += other.items
        self.several = self.several or other.several
        self._right.include(other._right)
        self._rates = (self._rates[0] + other._rates[0], self._rates[1] + other._rates[1])

    def _close(self) -> None:
        """Take in the cell whose lines were added last."""
        lines, right, failed = self._open
        if self._place is None or not lines:
            return
        self._right.add(self._place, right / lines)
        self.items += 1
        self.several = self.several or lines > 1
        if lines > failed:
            self._rates = (self._rates[0] + right / (lines - failed), self._rates[1] + 1)
        if self._others:
            self._take_in(self._place, lines, right)
        self._open = [0, 0, 0]
        self._vote = None

    def _take_in(self, place: Place, lines: int, right: int) -> None:
        for name, needed in _needed(self.repeats).items():
            score: float | None = None
            if name.startswith("maj@"):
                score = None if self._vote is None else float(self._vote)
            elif lines >= needed:
                score = float(right in (0, lines)) if name == "consistency" else _pass_at(needed, lines, right)
            if score is None:
                self._left_out[name] += 1
            else:
                self._others[name].add(place, score)

    def average(self) -> Estimate | None:
        """Return the mean over cells of the share of right lines, after the last line; None where there are none."""
        self._close()
        return self._right.estimate() if self._right else None

    def without_failed(self) -> float | None:
        """Return the mean over cells of the share of right among the lines that did not fail; None without such."""
        self._close()
        total, cells = self._rates
        return total / cells if cells else None

    def figures(self) -> dict[str, Any]:
        """Return the estimates over cells, each with its 95 % interval under `<name>_interval`; None where none can be.

        `average` is the share right; `pass@k` the chance that one of k repeats is right (the unbiased estimator of Chen
        et al. 2021, arXiv 2107.03374); `maj@k` the share of items whose most frequent answer is right; `consistency`
        that of items right in every repeat or in none. `left_out` says how many items have too few lines for each.
        """
        self._close()
        means = {"average": self._right, **self._others}
        estimates = {name: each.estimate() if each else None for name, each in means.items()}
        figures: dict[str, Any] = {"repeats": self.repeats, "items": self.items}
        for name, estimate in estimates.items():
            figures[name] = estimate.mean if estimate else None
            figures[f"{name}_interval"] = [estimate.low, estimate.high] if estimate else None
        if any(self._left_out.values()):
            figures["left_out"] = {name: count for name, count in self._left_out.items() if count}
        return figures


@lru_cache
def _needed(repeats: int) -> dict[str, int]:
    """Return the estimates over several repeats, with how many lines of a cell each needs."""
    if repeats < 2:
        return {}
    powers = [1 << power for power in range(repeats.bit_length()) if 1 << power < repeats]
    passes = {f"pass@{k}": k for k in (*powers, repeats)}
    return {**passes, f"maj@{repeats}": repeats, "consistency": repeats}


@lru_cache(maxsize=4096)
def _pass_at(k: int, lines: int, right: int) -> float:
    """Return the share of all choices of k among an item's lines that hold a right one."""
    return 1 - comb(lines - right, k) / comb(lines, k)


def repeats_line(name: str, figures: dict[str, Any]) -> str:
    """Return the estimates over a benchmark's repeats as one line, and how many items are left out of which.

    It leaves `pass@1` out, which is the average.
    """
    parts: list[str] = []
    for estimate in (key.removesuffix("_interval") for key in figures if key.endswith("_interval")):
        if figures[estimate] is not None and estimate != "pass@1":
            low, high = figures[f"{estimate}_interval"]
            label = "" if parts else "95 % interval "
            parts.append(f"{estimate} {100 * figures[estimate]:.1f} % ({label}{100 * low:.1f} to {100 * high:.1f})")
    line = f"repeats of {name}: {figures['items']} items asked {figures['repeats']} times: {', '.join(parts)}"
    few = ", ".join(f"{count} of {estimate}" for estimate, count in figures.get("left_out", {}).items())
    return f"{line}; items left out for want of repeats: {few}" if few else line
