"""The simulator: its options and rates; the response itself is written when one is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from mmbench.errors import UsageError
from mmbench.records import Planted, Record

if TYPE_CHECKING:
    import msgspec

    from mmbench.adapters.student.chance import Half
    from mmbench.records import Item, MistakeKind

__all__ = ["Simulated", "Student", "StudentOptions"]

_KINDS: tuple[MistakeKind, ...] = ("calculation", "logic", "misreading")


class StudentOptions(Record, frozen=True, forbid_unknown_fields=True):
    """The options of the student.

    `calculation`, `logic` and `misreading` are the shares of responses that hold a mistake of that kind. `style` keeps
    to one half of phrasings and mistakes (`development` or `held-out`); empty, each response is of either half. Rates
    may be text, since `.2` is no number to the reader of options.
    """

    calculation: float | str = 0.15
    logic: float | str = 0.15
    misreading: float | str = 0.15
    style: Literal["", "development", "held-out"] = ""
    seed: int = 0


class Simulated(NamedTuple):
    """A simulated response, the mistake planted in it, and the style and half it was written in."""

    text: str
    planted: Planted
    style: str
    half: Half


class Student:
    """A simulator: is handed whole items, keys included, and writes responses with known mistakes."""

    Options: ClassVar[type[msgspec.Struct]] = StudentOptions
    simulated: ClassVar[bool] = True

    def __init__(self, name: str, options: StudentOptions) -> None:
        if name:
            raise UsageError(f"the simulator 'student' takes no name, found 'student:{name}'")
        rates = {kind: _rate(kind, getattr(options, kind)) for kind in _KINDS}
        if sum(rates.values()) > 1 + 1e-9:
            listed = " + ".join(f"{kind}={rate:g}" for kind, rate in rates.items())
            raise UsageError(f"student: the rates add up to {sum(rates.values()):g} ({listed}); expected at most 1")
        self.rates = rates
        self.options = options

    def identity(self) -> dict[str, str]:
        """Return what `run.json` says of the simulator; `simulated` is `true`."""
        rates = {str(kind): f"{rate:g}" for kind, rate in self.rates.items()}
        return {
            "name": "student",
            "simulated": "true",
            **rates,
            "style": self.options.style,
            "seed": str(self.options.seed),
        }

    def answer(self, item: Item, seed: int) -> Simulated:
        """Return a response to an item, the same in every process for the same item, options and seed.

        Raises:
            BadItem: the item has no program that can be worked, or its program does not come to its answer.
        """
        from mmbench.adapters.student.playing import play

        return play(item, self.options, self.rates, seed)


def _rate(kind: MistakeKind, given: float | str) -> float:
    """Return a rate as a number.

    Raises:
        UsageError: it is no number from 0 to 1.
    """
    try:
        rate = float(given)
    except ValueError:
        rate = -1.0
    if not 0 <= rate <= 1:
        raise UsageError(f"student: {kind}={given} is no rate; expected a number from 0 to 1")
    return rate
