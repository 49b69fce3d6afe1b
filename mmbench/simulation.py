"""The door for simulators: they are handed whole items, keys included, and nothing else ever is.

A simulator plays a solver, to measure the harness with: it is not a model, and whatever comes of it is marked so. Only
what `registry` lists under `simulators` stands behind a door; what is registered as an adapter is asked through its
`generate` and never sees an item, whatever methods it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from mmbench.errors import UsageError
from mmbench.interfaces import Capabilities

if TYPE_CHECKING:
    from mmbench.config import EvalConfig
    from mmbench.interfaces import Simulation, Simulator
    from mmbench.records import BenchmarkCard, Item, Request

__all__ = ["Door", "check_asked"]


class Door:
    """A simulator in the place of a model in the run loop."""

    capabilities = Capabilities(blind=True, greedy=False)
    concurrency = 1

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def identity(self) -> dict[str, str]:
        """Return what makes this simulator what it is, marked as simulated."""
        return {**self._simulator.identity(), "simulated": "true"}

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        """Nothing to make ready."""

    def close(self) -> None:
        """Nothing to give back."""

    def answer(self, item: Item, seed: int) -> Simulation:
        """Return a simulated response to an item, and the mistake planted in it."""
        return self._simulator.answer(item, seed)

    async def generate(self, request: Request) -> NoReturn:
        """Refuse: a simulator is no model.

        Raises:
            UsageError: always.
        """
        raise UsageError("a simulator is handed whole items; it cannot be asked as a model is.")


def check_asked(config: EvalConfig) -> None:
    """Refuse what makes no sense for a simulator.

    Raises:
        UsageError: a strategy, a view, a corruption, a system turn, a cache or an engine: a simulator heeds none.
    """
    if config.strategy != "direct":
        raise UsageError(f"--strategy {config.strategy}: a simulator makes no calls that a strategy could direct.")
    if config.views != ("full",) or any(config.corruptions):
        raise UsageError("--view, --corrupt: a simulator looks at no pictures; ask it items as they are.")
    if config.system or config.cache or config.engine or config.replicas > 1:
        raise UsageError("--system, --cache, --engine, --replicas: a simulator is no model, and runs right here.")
