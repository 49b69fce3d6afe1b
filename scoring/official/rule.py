"""What most official rules share: accuracy in percent with two places, no figures beyond means over items."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mmbench.interfaces import Aggregate, Given
    from mmbench.records import Item, OfficialScore, Task

__all__ = ["Rule"]


class Rule:
    """The base of official rules.

    Attributes:
        versions: the versions the rule exists in; the first is the usual one.
        tasks: the tasks it can score.
    """

    versions: tuple[str, ...]
    tasks: tuple[Task, ...] = ("solve",)

    def ready(self) -> None:
        """Raise `UsageError` where something the rule needs is not installed; most need nothing."""

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score a response, once for each version."""
        raise NotImplementedError

    def published(self, correct: float, total: int, bucket: bool) -> str:
        """Return an accuracy in percent with two places."""
        return f"{100 * correct / total:.2f}"

    def aggregate(self) -> Aggregate | None:
        """Return nothing: most benchmarks print means over items only."""
        return None
