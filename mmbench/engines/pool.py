"""The replicas as the caller sees them: which are up, who gets the next request, what a death costs.

Ray places the replicas and starts the dead ones again; this module decides only which of those that are up is asked.
Everything here runs on one event loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections import deque
from typing import TYPE_CHECKING, Any, Literal

from mmbench.errors import UsageError
from mmbench.images import read_bytes
from mmbench.records import Image, Response

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.engines.replica import Loaded
    from mmbench.records import Request

__all__ = ["Pool"]

MAX_DEATHS = 3
"""A request in flight at so many deaths has failed. The last of its tries has a replica to itself, so that a request
is not failed for what another does."""
LOAD_DEATHS = 3
"""A replica that dies so many times in a row while it loads is given up."""
BARREN_DEATHS = 10
"""A replica that dies so many times in a row without an answer in between is given up."""
PATIENCE = 300.0
"""Seconds without any replica placed after which no more are waited for."""
CLOSING = 5.0
MAX_SAID = 300


class _Seat:
    """A replica and what is known of it. `alone`: the request it holds shares it with no other."""

    def __init__(self, number: int, actor: Any) -> None:
        self.number = number
        self.actor = actor
        self.phase: Literal["placing", "loading", "up", "over"] = "placing"
        self.node = ""
        self.window = 0
        self.in_flight = 0
        self.alone = False
        self.load_deaths = 0
        self.barren_deaths = 0
        self.fallen: asyncio.Future[str] | None = None

    def fell(self, reason: str) -> None:
        """Note that a call ended in a death: nothing is given to this replica before it is up again."""
        if self.phase == "up":
            self.phase = "placing"
        if self.fallen is not None and not self.fallen.done():
            self.fallen.set_result(reason)


class Pool:
    """Replicas of one model. `window` is how many requests one of them takes, known once the first has loaded."""

    def __init__(self, actors: Sequence[Any], blind: bool) -> None:
        self.window = 1
        self._seats = [_Seat(number, actor) for number, actor in enumerate(actors, 1)]
        self._blind = blind
        self._waiting: deque[asyncio.Future[_Seat]] = deque()
        self._suspects: deque[asyncio.Future[_Seat]] = deque()
        self._tasks: list[asyncio.Task[None]] = []
        self._over = ""

    async def start(self) -> None:
        """Return as soon as one replica is up; the others join when they are.

        Raises:
            UsageError: a replica cannot load the model, or none was placed in `PATIENCE` seconds.
        """
        self._first: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._tasks = [asyncio.create_task(self._tend(seat)) for seat in self._seats]
        self._tasks.append(asyncio.create_task(self._guard()))
        await self._first

    async def answer(self, request: Request) -> Response:
        """Have a replica answer, and another where the first dies over it.

        Raises:
            BadItem: a picture cannot be read.
        """
        from ray.exceptions import RayError, RayTaskError

        pictures = () if self._blind else await asyncio.to_thread(_pictures, request)
        said = ""
        for deaths in range(MAX_DEATHS):
            seat = await self._seat(alone=deaths == MAX_DEATHS - 1)
            if seat is None:
                return Response(finish="error", error=self._over)
            try:
                response: Response = await _called(seat.actor.generate.remote(request, pictures))
                seat.barren_deaths = 0
                return response
            except RayTaskError as error:
                return Response(finish="error", error=f"the replica failed: {_said(error.cause or error)}")
            except RayError as error:
                said = _said(error)
                seat.fell(said)
            finally:
                self._release(seat)
        failed = f"its replica died while it was in flight, {MAX_DEATHS} times, the last time with no other: {said}"
        return Response(finish="error", error=failed)

    async def close(self) -> None:
        """Stop tending the replicas, and let the models that are up give back what they took."""
        self._first.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        closing = [_quietly(seat.actor.close.remote()) for seat in self._seats if seat.phase == "up"]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*closing), CLOSING)

    async def _seat(self, alone: bool) -> _Seat | None:
        """Wait for a place at a replica; None where there will be none."""
        if self._over:
            return None
        place: asyncio.Future[_Seat] = asyncio.get_running_loop().create_future()
        (self._suspects if alone else self._waiting).append(place)
        self._assign()
        try:
            return await place
        except _NoReplica:
            return None
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and not place.exception():
                self._release(place.result())
            raise

    def _release(self, seat: _Seat) -> None:
        seat.in_flight -= 1
        seat.alone = False
        self._assign()

    def _assign(self) -> None:
        """Give out places, each at the replica with the fewest requests in flight.

        Suspects come first: the emptiest replica is left to run empty for them.
        """
        for line in (self._suspects, self._waiting):
            while line and line[0].done():
                line.popleft()
        open_to_all = sorted((s for s in self._seats if s.phase == "up" and not s.alone), key=lambda s: s.in_flight)
        while self._suspects and open_to_all and not open_to_all[0].in_flight:
            seat = open_to_all.pop(0)
            seat.alone = True
            self._give(seat, self._suspects)
        if self._suspects:
            open_to_all = open_to_all[1:]
        while self._waiting and open_to_all:
            seat = min(open_to_all, key=lambda s: s.in_flight)
            if seat.in_flight >= seat.window:
                break
            self._give(seat, self._waiting)

    @staticmethod
    def _give(seat: _Seat, line: deque[asyncio.Future[_Seat]]) -> None:
        seat.in_flight += 1
        line.popleft().set_result(seat)
        while line and line[0].done():
            line.popleft()

    async def _tend(self, seat: _Seat) -> None:
        """Follow one replica: placed by Ray, loaded, up, dead, placed again, until it is given up."""
        from ray.exceptions import RayError

        while True:
            seat.phase = "placing"
            try:
                seat.node = await seat.actor.where.remote()
            except RayError as error:
                return self._give_up(seat, _said(error))
            seat.phase = "loading"
            try:
                loaded: Loaded = await seat.actor.load.remote()
            except RayError as error:
                seat.load_deaths += 1
                if seat.load_deaths >= LOAD_DEATHS:
                    return self._give_up(seat, f"died {LOAD_DEATHS} times while loading the model: {_said(error)}")
                continue
            if loaded.problem:
                if not self._first.done():  # what one node lacks the others may lack too: said before anything is asked
                    self._end(f"replica {seat.number} on {seat.node}: {loaded.problem}")
                return self._give_up(seat, loaded.problem)
            seat.load_deaths = 0
            reason = await self._up(seat, loaded.window)
            seat.barren_deaths += 1
            if seat.barren_deaths >= BARREN_DEATHS:
                return self._give_up(seat, f"died {BARREN_DEATHS} times without an answer in between: {reason}")
            _tell(f"replica {seat.number} on {seat.node} died; what it was answering is asked again. {reason}")

    async def _up(self, seat: _Seat, window: int) -> str:
        """Have a replica given requests until it is seen to have died; return why."""
        self.window = max(self.window, window)
        seat.window = window
        seat.fallen = asyncio.get_running_loop().create_future()
        seat.phase = "up"
        if not self._first.done():
            self._first.set_result(None)
        self._assign()
        watch = asyncio.create_task(_watch(seat))
        try:
            return await seat.fallen
        finally:
            watch.cancel()

    def _give_up(self, seat: _Seat, reason: str) -> None:
        import ray

        seat.phase = "over"
        ray.kill(seat.actor, no_restart=True)
        if self._over:
            return
        reason = f"replica {seat.number}{f' on {seat.node}' * bool(seat.node)}: {reason}"
        if all(other.phase == "over" for other in self._seats):
            self._end(f"no replica is left. The last, {reason}")
        else:
            _tell(f"{reason}; it is given up")

    async def _guard(self) -> None:
        """End all waiting where no replica was placed for `PATIENCE` seconds."""
        step = min(1.0, PATIENCE / 10)
        idle = 0.0
        while idle < PATIENCE:
            await asyncio.sleep(step)
            idle = 0.0 if any(seat.phase in ("loading", "up") for seat in self._seats) else idle + step
            if self._over:
                return
        self._end(f"Ray found no room for any replica in {PATIENCE:g} seconds; `ray status` shows who uses the nodes")

    def _end(self, reason: str) -> None:
        """Fail whatever waits, and whatever is still asked."""
        self._over = reason
        if not self._first.done():
            self._first.set_exception(UsageError(f"--engine ray: {reason}"))
        for place in (*self._suspects, *self._waiting):
            if not place.done():
                place.set_exception(_NoReplica())


class _NoReplica(Exception):
    """There will be no replica to wait for."""


async def _watch(seat: _Seat) -> None:
    from ray.exceptions import RayError

    try:
        await seat.actor.stand.remote()
    except RayError as error:
        seat.fell(_said(error))


async def _called(reference: Any) -> Any:
    """Wait for a call; where the waiting is cancelled, so is the call."""
    import ray

    try:
        return await reference
    except asyncio.CancelledError:
        ray.cancel(reference)
        raise


async def _quietly(reference: Any) -> None:
    from ray.exceptions import RayError

    try:
        await reference
    except RayError as error:
        _tell(f"a replica did not close its model: {_said(error)}")


def _pictures(request: Request) -> tuple[bytes, ...]:
    return tuple(
        read_bytes(block.image) for message in request.messages for block in message.content if isinstance(block, Image)
    )


def _said(error: BaseException) -> str:
    """Return what Ray says of an error, on one line and bounded."""
    return " ".join(str(error).split())[:MAX_SAID]


def _tell(text: str) -> None:
    print(f"ray: {text}", file=sys.stderr)
