"""Progress of a run on standard error: a bar on a terminal, one line every so often without one."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mmbench.records import Verdict

__all__ = ["BarProgress", "LineProgress", "Progress", "Standing", "make_progress"]

LINE_SECONDS = 10.0
BAR_SECONDS = 0.1


class Standing:
    """How a run stands: counts over this session and before, the rate and the time left.

    The accuracy and the failures are this session's: what was finished before is scored at the end.
    """

    def __init__(self, total: int, done: int) -> None:
        self.total = total
        self.before = done
        self.done = done
        self.judged = 0
        self.right = 0
        self.failed = 0
        self.start = time.monotonic()

    def add(self, verdict: Verdict) -> None:
        """Count one finished item."""
        self.done += 1
        self.judged += 1
        self.right += verdict.outcome == "right"
        self.failed += verdict.outcome == "failed"

    def text(self) -> str:
        """Return the standing in one line: count, accuracy so far, failures, rate, time left."""
        elapsed = max(time.monotonic() - self.start, 1e-9)
        rate = self.judged / elapsed
        parts = [f"{self.done}/{self.total}"]
        if self.judged:
            share = f"right {100 * self.right / self.judged:.1f} %"
            parts.append(f"{share} of {self.judged} new" if self.before else share)
        parts += [f"failed {self.failed}", f"{rate:.1f} items/s"]
        if rate and self.done < self.total:
            parts.append(f"{_clock((self.total - self.done) / rate)} left")
        return " · ".join(parts)


def _clock(seconds: float) -> str:
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


class Progress(Protocol):
    """Shows a run's progress."""

    def start(self, total: int, done: int) -> None:
        """Begin, with `done` of `total` items finished in earlier sessions."""
        ...

    def add(self, verdict: Verdict) -> None:
        """Show one more finished item."""
        ...

    def stop(self) -> None:
        """End; the last state stays visible."""
        ...


class LineProgress:
    """One plain line every ten seconds, and one at the end."""

    def start(self, total: int, done: int) -> None:
        """Begin."""
        self.standing = Standing(total, done)
        self.shown = time.monotonic()

    def add(self, verdict: Verdict) -> None:
        """Count; print when it is time."""
        self.standing.add(verdict)
        if time.monotonic() - self.shown >= LINE_SECONDS:
            self.shown = time.monotonic()
            print(self.standing.text(), file=sys.stderr, flush=True)

    def stop(self) -> None:
        """Print the last standing."""
        print(self.standing.text(), file=sys.stderr, flush=True)


class BarProgress:
    """A bar that redraws itself in place, by rich."""

    def start(self, total: int, done: int) -> None:
        """Begin."""
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bar

        self.standing = Standing(total, done)
        self.shown = 0.0
        self.bar = Bar(BarColumn(), TextColumn("{task.description}"), console=Console(stderr=True), auto_refresh=False)
        self.task = self.bar.add_task(self.standing.text(), total=total, completed=done)
        self.bar.start()

    def add(self, verdict: Verdict) -> None:
        """Count; redraw at most ten times a second."""
        self.standing.add(verdict)
        if time.monotonic() - self.shown >= BAR_SECONDS:
            self.shown = time.monotonic()
            self._draw()

    def stop(self) -> None:
        """Draw the last standing and leave it."""
        self._draw()
        self.bar.stop()

    def _draw(self) -> None:
        self.bar.update(self.task, completed=self.standing.done, description=self.standing.text(), refresh=True)


def make_progress() -> Progress:
    """Return the bar where standard error is a terminal, else the lines."""
    return BarProgress() if sys.stderr.isatty() else LineProgress()
