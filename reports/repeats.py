"""Repeats: what the share of right answers is, and how sure of it one can be, where each item was asked several times.

Repeats of one item are no independent items: what is uncertain is mostly which items there are. Every mean is therefore
one over items, and its interval goes by the spread between them (Miller 2024, arXiv 2411.00640).
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from math import comb
from typing import TYPE_CHECKING, Any

from mmbench.reports.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmbench.records import Verdict

__all__ = ["Repeats", "Scores", "clustered", "repeats_line"]


def clustered(mean: float, squares: float, items: int, lines: int) -> tuple[float, float]:
    """Return the 95 % interval of a mean over items, each asked several times, in [0, 1].

    It is Wilson's with the effective sample size of a clustered sample, p (1 - p) / SE^2 (Korn and Graubard 1998), SE
    being the standard error of the item means (Miller 2024). That size is no less than the items, where all repeats
    of an item agree, and no more than the lines, where repeats of an item differ as those of different items do.

    Args:
        mean: the mean over items of an item's share, in [0, 1].
        squares: the sum over items of the squared difference of the item's share from the mean.
        items: how many items there are.
        lines: how many times they were asked in all.

    Raises:
        ValueError: there are no items.
    """
    spread = mean * (1 - mean)
    if items < 2 or spread <= 0:
        effective = float(items)
    elif squares <= 0:
        effective = float(lines)
    else:
        effective = min(max(spread * items * (items - 1) / squares, items), lines)
    return wilson(min(mean * effective, effective), effective)


class _Turn:
    """Tells whether a line is a further repeat of the item that the line before is of; items come one by one."""

    def __init__(self) -> None:
        self.item: tuple[str, str, str, str] | None = None
        self.repeat = 0

    def goes_on(self, verdict: Verdict) -> bool:
        """Take the next line; return whether its item is still the same."""
        item = (verdict.item, verdict.view, verdict.corruption, verdict.variant)
        same = item == self.item and verdict.repeat > self.repeat
        self.item, self.repeat = item, verdict.repeat
        return same


class Scores:
    """Adds up scores in [0, 1] of lines that come item by item; memory does not grow."""

    def __init__(self) -> None:
        self.total = 0.0
        self.lines = 0
        self._turn = _Turn()
        self._closed = (0, 0.0, 0.0)
        self._open = (0.0, 0)

    def add(self, verdict: Verdict, score: float) -> None:
        """Count the score of one line."""
        if not self._turn.goes_on(verdict):
            self._closed, self._open = self._moments(), (0.0, 0)
        self._open = (self._open[0] + score, self._open[1] + 1)
        self.total += score
        self.lines += 1

    def interval(self) -> tuple[float, float]:
        """Return the 95 % interval of the mean over items; that of Wilson where no item was asked twice."""
        items, shares, squares = self._moments()
        if items == self.lines:
            return wilson(self.total, self.lines)
        mean = min(shares / items, 1.0)
        return clustered(mean, squares - items * mean * mean, items, self.lines)

    def _moments(self) -> tuple[int, float, float]:
        """Return how many items there are, and the sums of their shares and of the shares squared."""
        items, shares, squares = self._closed
        total, asked = self._open
        if not asked:
            return self._closed
        return items + 1, shares + total / asked, squares + (total / asked) ** 2


class Repeats:
    """Counts items by how many of their lines there are, failed and are right.

    Lines come item by item, the repeats of an item in order. Memory grows with the repeats, not with the items.
    """

    def __init__(self) -> None:
        self.counts: dict[tuple[int, int, int], int] = {}
        self.voted = 0
        self.won = 0
        self._turn = _Turn()
        self._current = (0, 0, 0)

    def add(self, verdict: Verdict) -> None:
        """Count one line."""
        lines, failed, right = 0, 0, 0
        if self._turn.goes_on(verdict):
            lines, failed, right = self._current
            self._count(self._current, -1)
        self._current = (lines + 1, failed + (verdict.outcome == "failed"), right + (verdict.outcome == "right"))
        self._count(self._current, 1)

    def vote(self, right: bool) -> None:
        """Count whether the answer that most repeats of an item give is right."""
        self.voted += 1
        self.won += right

    def include(self, other: Repeats) -> None:
        """Count what another has counted, of other items."""
        for key, count in other.counts.items():
            self._count(key, count)
        self.voted += other.voted
        self.won += other.won

    def _count(self, key: tuple[int, int, int], count: int) -> None:
        self.counts[key] = self.counts.get(key, 0) + count
        if not self.counts[key]:
            del self.counts[key]

    @property
    def items(self) -> int:
        """How many items were asked at least once."""
        return sum(self.counts.values())

    @property
    def several(self) -> bool:
        """Whether an item was asked more than once."""
        return any(lines > 1 for lines, _, _ in self.counts)

    def average(self) -> tuple[float, tuple[float, float]] | None:
        """Return the mean over items of the share of right lines, with its interval; None where there are no items."""
        if not self.several:
            right, lines = sum(count * right for (_, _, right), count in self.counts.items()), self.items
            return (right / lines, wilson(right, lines)) if lines else None
        return self._estimate(1, lambda lines, right: Fraction(right, lines))

    def without_failed(self) -> float | None:
        """Return the mean over items of the share of right among the lines that did not fail; None without such."""
        shares = [
            (Fraction(right, lines - failed), count)
            for (lines, failed, right), count in self.counts.items()
            if lines > failed
        ]
        items = sum(count for _, count in shares)
        return float(sum(share * count for share, count in shares) / items) if items else None

    def figures(self, repeats: int) -> dict[str, Any]:
        """Return the estimates over items, each with its 95 % interval under `<name>_interval`; None where none can be.

        `average` is the share right; `pass@k` the chance that one of k repeats is right (the unbiased estimator of Chen
        et al. 2021, arXiv 2107.03374); `maj@k` the share of items whose most frequent answer is right; `consistency`
        that of items right in every repeat or in none. `left_out` says how many items have too few lines for each.

        Args:
            repeats: how often each item is asked.
        """
        powers = [1 << power for power in range(repeats.bit_length()) if 1 << power < repeats]
        estimates = {"average": self.average()}
        needed = {f"pass@{k}": k for k in (*powers, repeats)}
        for name, k in needed.items():
            estimates[name] = self._estimate(k, partial(_pass_at, k))
        voted = (self.won / self.voted, wilson(self.won, self.voted)) if self.voted else None
        estimates[f"maj@{repeats}"] = voted
        estimates["consistency"] = self._estimate(repeats, lambda lines, right: Fraction(right in (0, lines)))
        figures: dict[str, Any] = {"repeats": repeats, "items": self.items}
        for name, estimate in estimates.items():
            figures[name] = estimate[0] if estimate else None
            figures[f"{name}_interval"] = list(estimate[1]) if estimate else None
        few = {name: self._with_fewer(k) for name, k in needed.items()}
        few |= {f"maj@{repeats}": self.items - self.voted, "consistency": self._with_fewer(repeats)}
        if any(few.values()):
            figures["left_out"] = {name: count for name, count in few.items() if count}
        return figures

    def _with_fewer(self, lines: int) -> int:
        return sum(count for (asked, _, _), count in self.counts.items() if asked < lines)

    def _estimate(self, least: int, share: Callable[[int, int], Fraction]) -> tuple[float, tuple[float, float]] | None:
        """Return the mean over the items with at least so many lines of a share by lines and right ones."""
        shares = [
            (share(lines, right), count, lines) for (lines, _, right), count in self.counts.items() if lines >= least
        ]
        items = sum(count for _, count, _ in shares)
        if not items:
            return None
        mean = sum((each * count for each, count, _ in shares), Fraction(0)) / items
        squares = sum((count * (each - mean) ** 2 for each, count, _ in shares), Fraction(0))
        asked = sum(count * lines for _, count, lines in shares)
        return float(mean), clustered(float(mean), float(squares), items, asked)


def _pass_at(k: int, lines: int, right: int) -> Fraction:
    """Return the share of all choices of k among an item's lines that hold a right one."""
    return 1 - Fraction(comb(lines - right, k), comb(lines, k))


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
