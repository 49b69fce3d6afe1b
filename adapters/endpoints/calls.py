"""How an endpoint is asked: a limit on calls in flight that adapts, patient retries, keys kept out of what is said."""

from __future__ import annotations

import asyncio
import math
import os
import re
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from mmbench.errors import MmbenchError, printable

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Mapping
    from contextlib import AbstractAsyncContextManager

    from anyio import CapacityLimiter
    from tenacity import RetryCallState

__all__ = ["SECRET", "Calls", "CallsFailed", "PerLoop", "Trouble", "masked", "retry_after", "said"]

T = TypeVar("T")

KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY", "HF_TOKEN")
SECRET = re.compile(r"(api|access|auth|secret)_?key$|secret$|password$|(^|auth_|access_|api_|hf_)token$", re.IGNORECASE)
"""Names of what must be kept secret."""
SHORTEST_KEY = 8  # below it a value is a placeholder, such as EMPTY, and may be a word of an answer
MOST_SAID = 300
FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
LONGEST_ASKED = 86_400.0
SLOW = 8.0
"""How many times the best latency the usual one may be before the limit is lowered."""
QUICK = 1.0
"""Seconds; a usual latency below is never a sign of too much asked."""
SMOOTHING = 0.1
FORGETTING = 0.01
SAMPLES = 10


class Trouble(NamedTuple):
    """What a failed try means.

    Attributes:
        reason: for a person, without keys, with at most some 300 characters of what the server said.
        again: it is worth another try.
        busy: the server asked to slow down (429, 503, 529).
        wait: seconds it asked to wait (`Retry-After`).
    """

    reason: str
    again: bool = False
    busy: bool = False
    wait: float | None = None


class CallsFailed(Exception):
    """A request that got no answer, and is not tried any more; says why, and after how many tries."""


class Calls:
    """Asks with a bounded number of tries in flight, and again where that may help.

    The limit starts at `concurrency` and never exceeds it. It adapts as TCP does: a busy server halves it, at most once
    for the tries that were in flight together, and each answer raises it by one over itself, so by one a round.
    Where the smoothed latency is far above the best seen (8 times, since answers differ in length), the limit falls
    by a fifth, though for this never below a quarter of `concurrency`; what is best is slowly forgotten, since
    another benchmark may simply have longer answers.

    A try holds its place only while it is sent and answered. A wait before the next try is drawn between 0 and a bound
    that doubles, unless the server said how long. Where a busy server said so, nothing is sent by anyone before.

    Args:
        concurrency: the most tries in flight, in each event loop.
        retries: further tries of one request.
        total_timeout: seconds for one request with all its tries and waits. Waiting for a free place does not count:
            it says how many are asked, not how the server does.
    """

    def __init__(self, concurrency: int, retries: int, total_timeout: float) -> None:
        self.concurrency = concurrency
        self.retries = retries
        self.total_timeout = total_timeout
        self._gates: WeakKeyDictionary[asyncio.AbstractEventLoop, _Gate] = WeakKeyDictionary()

    async def run(self, once: Callable[[], Awaitable[T]], trouble: Callable[[Exception], Trouble]) -> T:
        """Return what `once` returns, which is called for each try.

        Args:
            once: one try; raises where it fails. It is called when the try may be sent, so that what it builds lives
                no longer than the try.
            trouble: says what an error of `once` means. Our own errors (`MmbenchError`) are raised as they are.

        Raises:
            CallsFailed: the error is not worth another try, or tries or time are used up.
        """
        from tenacity import AsyncRetrying, retry_if_exception, wait_random_exponential

        gate = self._gates.setdefault(asyncio.get_running_loop(), _Gate(self.concurrency))
        asked = _Asked(gate, self.total_timeout)
        drawn = wait_random_exponential(multiplier=FIRST_WAIT, max=LONGEST_WAIT)

        def wait(state: RetryCallState) -> float:
            told = asked.trouble.wait
            return drawn(state) if told is None else told

        def stop(state: RetryCallState) -> bool:
            return asked.tries > self.retries or state.upcoming_sleep >= asked.left

        retrying = AsyncRetrying(
            wait=wait, stop=stop, sleep=asked.sleep, retry=retry_if_exception(asked.worth_another), reraise=True
        )
        try:
            return await retrying(asked.once, once, trouble)
        except _TryFailed:
            raise CallsFailed(asked.why_ended(self.retries)) from None


class _TryFailed(Exception):
    """A try that failed; what it means stands in `_Asked.trouble`."""


class _Asked:
    """One request: how often it was tried, what went wrong last, and the seconds it has left."""

    def __init__(self, gate: _Gate, total: float) -> None:
        self.gate = gate
        self.total = total
        self.left = total
        self.tries = 0
        self.trouble = Trouble("")

    async def once(self, once: Callable[[], Awaitable[T]], trouble: Callable[[Exception], Trouble]) -> T:
        async with self.gate.place():
            await self._hush()
            self.tries += 1
            start = time.monotonic()
            deadline = asyncio.timeout(self.left)
            try:
                async with deadline:
                    answer = await once()
            except MmbenchError:
                raise
            except Exception as error:
                late = isinstance(error, TimeoutError) and deadline.expired()
                self.trouble = Trouble(f"no answer within {self.total:g} s") if late else trouble(error)
                self.gate.failed(start, self.trouble)
                raise _TryFailed from None
            finally:
                self.left -= time.monotonic() - start
            self.gate.answered(start)
            return answer

    async def _hush(self) -> None:
        """Wait until nobody asks for quiet; give up at once where that takes longer than there is time."""
        while (quiet := self.gate.quiet_until - time.monotonic()) > 0:
            if quiet >= self.left:
                reason = self.trouble.reason or self.gate.reason
                self.trouble = Trouble(f"the server asked for {quiet:.0f} s without requests: {reason}")
                raise _TryFailed
            await self.sleep(quiet)

    async def sleep(self, seconds: float) -> None:
        self.left -= seconds
        await asyncio.sleep(seconds)

    def worth_another(self, error: BaseException) -> bool:
        return isinstance(error, _TryFailed) and self.trouble.again

    def why_ended(self, retries: int) -> str:
        tries = f"{self.tries} {'try' if self.tries == 1 else 'tries'}"
        told = self.trouble.wait
        if self.trouble.again and self.tries <= retries:
            asks = f"; it asks to wait {told:.0f} s" if told is not None and told >= self.left else ""
            return f"{self.trouble.reason} (after {tries}{asks}; total_timeout is {self.total:g} s)"
        return f"{self.trouble.reason} (after {tries})"


class _Gate:
    """The places of one event loop, and how many there are at the moment."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.limit = float(most)
        self.quiet_until = 0.0
        self.reason = ""
        self.cut = 0.0
        self.usual = 0.0
        self.best = math.inf
        self.samples = 0
        self._places: CapacityLimiter | None = None

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        from anyio import CapacityLimiter

        if self._places is None:
            self._places = CapacityLimiter(self.most)
        async with self._places:
            yield

    def answered(self, start: float) -> None:
        seconds = time.monotonic() - start
        self.samples += 1
        self.usual += (seconds - self.usual) * max(SMOOTHING, 1 / self.samples)
        if self.samples >= SAMPLES:
            self.best = min(self.usual, self.best + (self.usual - self.best) * FORGETTING)
        if self.usual > max(QUICK, SLOW * self.best) and start > self.cut:
            self._set(max(self.limit * 0.8, self.most / 4), cut=True)
        else:
            self._set(self.limit + 1 / self.limit)

    def failed(self, start: float, trouble: Trouble) -> None:
        if not trouble.busy:
            return
        if trouble.wait is not None:
            self.quiet_until = max(self.quiet_until, time.monotonic() + trouble.wait)
            self.reason = trouble.reason
        if start > self.cut:
            self._set(self.limit / 2, cut=True)

    def _set(self, limit: float, cut: bool = False) -> None:
        self.limit = min(max(limit, 1.0), float(self.most))
        if cut:
            self.cut = time.monotonic()
        if self._places is not None:
            self._places.total_tokens = int(self.limit)


class PerLoop(Generic[T]):
    """One client for each event loop that asks, closed by the loop when it ends.

    A client's connections belong to the loop that opened them, and `asyncio.run` may be called again. The client is
    held by an asynchronous generator, which a loop closes before it ends, and also when nobody holds it any more.

    Args:
        make: makes a client, as a context manager that closes it and is itself no asynchronous generator.
    """

    def __init__(self, make: Callable[[], AbstractAsyncContextManager[T]]) -> None:
        self._make = make
        self._held: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[T, AsyncGenerator[T, None]]] = (
            WeakKeyDictionary()
        )

    async def get(self) -> T:
        """Return the client of the running loop, made at the first call."""
        loop = asyncio.get_running_loop()
        if loop not in self._held:
            holder = self._hold()
            self._held[loop] = (await anext(holder), holder)
        return self._held[loop][0]

    async def _hold(self) -> AsyncGenerator[T, None]:
        async with self._make() as client:
            yield client

    def clear(self) -> None:
        """Let go of every client; loops that still run close theirs."""
        self._held.clear()


def masked(text: str) -> str:
    """Return a text, which may be an answer, with the values of the providers' API keys replaced by `***`."""
    return _without(KEYS, text)


def said(text: str) -> str:
    """Return what a server or a client said as an error may tell it: cut at 300 characters, no control characters.

    The values of all environment variables that are named as keys are replaced by `***`.
    """
    told = printable(_without([name for name in os.environ if SECRET.search(name)], text)).strip()
    return told if len(told) <= MOST_SAID else f"{told[:MOST_SAID]}..."


def _without(names: Iterable[str], text: str) -> str:
    for name in names:
        key = os.environ.get(name, "").strip()
        if len(key) >= SHORTEST_KEY:
            text = text.replace(key, "***")
    return text


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a reply asks to wait, at most a day; None where it does not, or what it says is nonsense.

    `retry-after-ms` goes before `retry-after`, which holds seconds or an HTTP date (RFC 9110, 10.2.3).
    """
    found = {name.lower(): value.strip() for name, value in headers.items()}
    seconds = _number(found.get("retry-after-ms", ""))
    if seconds is not None:
        return min(seconds / 1000, LONGEST_ASKED)
    text = found.get("retry-after", "")
    seconds = _number(text)
    if seconds is None and text:
        try:
            until = parsedate_to_datetime(text)
        except ValueError:
            return None
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        seconds = max(0.0, (until - datetime.now(UTC)).total_seconds())
    return None if seconds is None else min(seconds, LONGEST_ASKED)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None
