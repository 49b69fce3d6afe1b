"""Conditions: every selected item is asked in each view and under each corruption that makes sense for it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mmbench.benchmarks.views import VIEWS, CannotAsk, as_corrupted, as_view
from mmbench.benchmarks.views.views import ALL, PICTURELESS
from mmbench.errors import UsageError
from mmbench.records import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.records import Item, LineKey

__all__ = ["Conditions", "Expansion"]


class Conditions(NamedTuple):
    """The views and corruptions asked; the view `all` stands for every one that a benchmark can be asked in."""

    views: tuple[str, ...] = ("full",)
    corruptions: tuple[str, ...] = ("",)


class Expansion:
    """One benchmark's items under all conditions; counts what is left out because it makes no sense."""

    def __init__(self, benchmark: str, conditions: Conditions) -> None:
        self.benchmark = benchmark
        self.conditions = conditions
        self.views = VIEWS if ALL in conditions.views else conditions.views
        self.items = 0
        self.corrupted = 0
        self.reasons: dict[str, Counter[str]] = {view: Counter() for view in self.views}

    def of(self, item: Item) -> Iterator[Item]:
        """Yield an item in every view that makes sense for it, under every corruption where there is a picture.

        A row that is no item fails once.
        """
        if item.problem:
            view = self.views[0]
            corruption = "" if view in PICTURELESS else self.conditions.corruptions[0]
            yield msgspec.structs.replace(item, view=view, corruption=corruption)
            return
        self.items += 1
        met: set[LineKey] = set()
        for view in self.views:
            try:
                viewed = as_view(item, view)
            except CannotAsk as error:
                self.reasons[view][error.reason] += 1
                continue
            for corruption in self.conditions.corruptions:
                asked = as_corrupted(viewed, corruption)
                if asked.line_key() not in met:
                    met.add(asked.line_key())
                    self.corrupted += bool(asked.corruption)
                    yield asked if asked is item else _fingerprinted(asked)

    def check(self) -> None:
        """Refuse a view that was named and makes sense for no item.

        Raises:
            UsageError: there is one; the message says why.
        """
        if ALL in self.conditions.views:
            return
        for view in self.views:
            if self.items and self.reasons[view].total() == self.items:
                raise UsageError(
                    f"--view {view}: the benchmark '{self.benchmark}' cannot be asked as '{view}': its items have "
                    f"{self._why(view)}."
                )

    def _why(self, view: str) -> str:
        counts = self.reasons[view].most_common()
        if len(counts) == 1:
            return counts[0][0]
        return "; or ".join(f"{reason} ({count})" for reason, count in counts)

    @property
    def left_out(self) -> dict[str, int]:
        """How many items are not asked in a view, of the views that some are not asked in."""
        return {view: reasons.total() for view, reasons in self.reasons.items() if reasons}

    def notes(self) -> list[str]:
        """Say, a line each, what is not asked and why."""
        notes = []
        for view, count in self.left_out.items():
            what = f"{count} of {self.items} items of '{self.benchmark}'"
            notes.append(f"{what} are not asked as '{view}': they have {self._why(view)}")
        if any(self.conditions.corruptions) and self.items and not self.corrupted:
            notes.append(f"nothing of '{self.benchmark}' is corrupted: what is asked of it has no picture")
        return notes

    def figures(self) -> dict[str, Any]:
        """Return what `run.json` says of what was left out."""
        return {"left_out": self.left_out} if self.left_out else {}


def _fingerprinted(item: Item) -> Item:
    return msgspec.structs.replace(item, fingerprint=fingerprint(item.question, item.key))
