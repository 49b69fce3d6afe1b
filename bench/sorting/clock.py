"""CPU seconds of each call, gathered under a name."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Clock"]

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Clock:
    """Runs calls and keeps the CPU seconds that each took, by what is measured."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = {}

    def time(self, what: str, call: Callable[_P, _T], /, *given: _P.args, **named: _P.kwargs) -> _T:
        """Return what a call returns. What the bench itself holds is kept from the collector: its time would count."""
        gc.freeze()
        start = time.process_time()
        try:
            return call(*given, **named)
        finally:
            self.taken.setdefault(what, []).append(time.process_time() - start)
