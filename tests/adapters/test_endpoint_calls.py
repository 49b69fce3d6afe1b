"""The limit on calls in flight, the retries, and what is kept out of errors; without a server."""

from __future__ import annotations

import asyncio
import gc
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from mmbench.adapters.endpoints import calls as module
from mmbench.adapters.endpoints.calls import Calls, CallsFailed, PerLoop, Trouble, masked, retry_after, said
from mmbench.errors import BadItem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

BUSY = Trouble("busy", again=True, busy=True)
AGAIN = Trouble("down", again=True)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_WAIT", 0.001)


class Server:
    """Counts what is in flight; fails as its plan says, by the number of the try."""

    def __init__(self, plan: dict[int, Trouble] | None = None) -> None:
        self.plan = plan or {}
        self.tries = 0
        self.flying = 0
        self.most = 0
        self.starts: list[float] = []

    async def once(self) -> str:
        number = self.tries
        self.tries += 1
        self.starts.append(time.monotonic())
        self.flying += 1
        self.most = max(self.most, self.flying)
        try:
            for _ in range(5):
                await asyncio.sleep(0)
            if number in self.plan:
                raise OSError(number)
            return "yes"
        finally:
            self.flying -= 1

    def trouble(self, error: Exception) -> Trouble:
        return self.plan[error.args[0]]

    async def burst(self, calls: Calls, n: int) -> int:
        """Ask n at once and return the most that were in flight together."""
        self.most = 0
        await asyncio.gather(*(calls.run(self.once, self.trouble) for _ in range(n)), return_exceptions=True)
        return self.most


def failing(calls: Calls, once: Callable[[], Awaitable[str]], trouble: Trouble) -> str:
    with pytest.raises(CallsFailed) as caught:
        asyncio.run(calls.run(once, lambda error: trouble))
    return str(caught.value)


def test_no_more_are_in_flight_than_allowed_and_loops_may_follow_each_other() -> None:
    calls, server = Calls(4, 0, 60), Server()
    assert [asyncio.run(server.burst(calls, 50)) for _ in range(2)] == [4, 4]
    assert server.tries == 100


def test_a_busy_server_halves_the_limit_once_for_tries_in_flight_together_and_answers_raise_it() -> None:
    async def run() -> list[int]:
        calls = Calls(16, 3, 60)
        server = Server({number: BUSY for number in range(16)})
        await server.burst(calls, 16)
        found = [await server.burst(calls, 16)]
        for _ in range(12):
            found.append(await server.burst(calls, 16))
        return found

    found = asyncio.run(run())
    assert 8 <= found[0] < 12, "sixteen refusals of one round are one sign"
    assert found == sorted(found)
    assert found[-1] == 16


def test_a_server_that_stays_busy_is_asked_one_at_a_time() -> None:
    async def run() -> int:
        calls, server = Calls(32, 7, 60), Server(dict.fromkeys(range(1000), BUSY))
        await server.burst(calls, 32)
        assert server.tries == 32 * 8
        return await server.burst(calls, 8)

    assert asyncio.run(run()) == 1


def test_latency_far_above_the_best_lowers_the_limit_but_not_below_a_quarter(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]

    class Clock:
        @staticmethod
        def monotonic() -> float:
            return clock[0]

    async def run() -> list[int]:
        calls, server = Calls(16, 0, 1e9), Server()
        monkeypatch.setattr(module, "time", Clock)

        async def lasting(seconds: float) -> str:
            clock[0] += seconds
            return "yes"

        for _ in range(20):
            await calls.run(lambda: lasting(1.0), server.trouble)
        for _ in range(300):
            await calls.run(lambda: lasting(4.0), server.trouble)
        found = [await server.burst(calls, 16)]
        for _ in range(60):
            await calls.run(lambda: lasting(100.0), server.trouble)
        slow = Server()
        found.append(await slow.burst(calls, 16))
        for _ in range(2000):
            await calls.run(lambda: lasting(100.0), server.trouble)
        found.append(await slow.burst(calls, 16))
        return found

    usual, lowered, forgotten = asyncio.run(run())
    assert usual == 16, "answers four times as long are no overload"
    assert 4 <= lowered < 16
    assert forgotten == 16, "what lasts is not taken for overload for ever"


def test_while_the_server_asks_for_quiet_nobody_is_sent() -> None:
    async def run() -> None:
        calls = Calls(2, 1, 60)
        server = Server({0: Trouble("busy", again=True, busy=True, wait=0.3)})
        await asyncio.gather(*(calls.run(server.once, server.trouble) for _ in range(6)))
        first, with_it, *later = server.starts
        assert with_it - first < 0.3
        assert len(later) == 5
        assert min(later) - first >= 0.3

    asyncio.run(run())


def test_a_wait_longer_than_there_is_time_ends_the_request_and_those_behind_it_unasked() -> None:
    async def run() -> list[str]:
        calls = Calls(1, 5, 30)
        server = Server({0: Trouble("slow down", again=True, busy=True, wait=3600)})
        said = await asyncio.gather(*(calls.run(server.once, server.trouble) for _ in range(3)), return_exceptions=True)
        assert server.tries == 1
        return [str(error) for error in said]

    first, *others = asyncio.run(run())
    assert first == "slow down (after 1 try; it asks to wait 3600 s; total_timeout is 30 s)"
    for other in others:
        assert other == "the server asked for 3600 s without requests: slow down (after 0 tries)"


def test_tries_are_counted_and_what_cannot_help_is_not_tried() -> None:
    server = Server(dict.fromkeys(range(9), AGAIN))
    assert failing(Calls(1, 3, 60), server.once, AGAIN) == "down (after 4 tries)"
    assert server.tries == 4
    server = Server({0: Trouble("refused")})
    assert failing(Calls(1, 3, 60), server.once, Trouble("refused")) == "refused (after 1 try)"
    assert server.tries == 1


def test_total_timeout_bounds_a_request_with_all_its_tries() -> None:
    async def never() -> str:
        await asyncio.Event().wait()
        return ""

    assert failing(Calls(1, 9, 0.2), never, AGAIN) == "no answer within 0.2 s (after 1 try)"
    tries = Server(dict.fromkeys(range(9), Trouble("down", again=True, wait=0.15)))
    told = failing(Calls(1, 9, 0.4), tries.once, Trouble("down", again=True, wait=0.15))
    assert told.startswith("down (after ")
    assert tries.tries in (2, 3)


def test_a_cancelled_call_gives_its_place_back() -> None:
    async def run() -> None:
        calls, server = Calls(1, 0, 60), Server()
        never = asyncio.Event()

        async def hang() -> str:
            await never.wait()
            return ""

        holding = asyncio.create_task(calls.run(hang, server.trouble))
        waiting = asyncio.create_task(calls.run(server.once, server.trouble))
        await asyncio.sleep(0.01)
        for task in (waiting, holding):
            task.cancel()
        await asyncio.gather(holding, waiting, return_exceptions=True)
        async with asyncio.timeout(10):
            assert await calls.run(server.once, server.trouble) == "yes"

    asyncio.run(run())


def test_a_bad_picture_is_raised_as_it_is_and_not_tried_again() -> None:
    tries = 0

    async def once() -> str:
        nonlocal tries
        tries += 1
        raise BadItem("no such picture")

    with pytest.raises(BadItem, match="no such picture"):
        asyncio.run(Calls(1, 5, 60).run(once, lambda error: AGAIN))
    assert tries == 1


def test_a_client_is_made_once_a_loop_and_closed_in_it() -> None:
    told: list[str] = []

    class Client:
        async def __aenter__(self) -> str:
            told.append("open")
            return "client"

        async def __aexit__(self, *_: object) -> None:
            await asyncio.sleep(0)
            told.append("closed")

    clients = PerLoop(Client)

    async def ask() -> None:
        assert [await clients.get() for _ in range(3)] == ["client"] * 3

    asyncio.run(ask())
    asyncio.run(ask())
    assert told == ["open", "closed"] * 2

    async def forget() -> None:
        await ask()
        clients.clear()
        gc.collect()
        for _ in range(5):
            await asyncio.sleep(0)
        assert told[-1] == "closed"

    asyncio.run(forget())


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "3"}, 3),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": ""}, None),
        ({"retry-after": "1e9"}, 86_400),
        ({"retry-after": "Fri, 01 Jan 2021 00:00:00 GMT"}, 0),
        ({"retry-after": "Fri, 99 Jan 2021 00:00:00 GMT"}, None),
        ({"retry-after": "Fri, 01 Jan 99999 00:00:00 GMT"}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


def test_retry_after_as_a_date() -> None:
    found = retry_after({"Retry-After": format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)})
    assert found is not None
    assert 0 < found <= 60


def test_keys_and_control_characters_are_kept_out_of_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-1234\n")
    monkeypatch.setenv("HF_TOKEN", "EMPTY")
    assert masked("Bearer sk-planted-1234: EMPTY") == "Bearer ***: EMPTY"
    told = said("x" * 290 + "sk-planted-1234" + "y" * 100)
    assert "sk-" not in told
    assert len(told) <= 303
    monkeypatch.setenv("GATEWAY_ACCESS_TOKEN", "tk-planted-5678")
    assert said("for tk-planted-5678") == "for ***"
    assert masked("the answer is tk-planted-5678") == "the answer is tk-planted-5678"
    assert said("\x1b[31mred") == "�[31mred"
