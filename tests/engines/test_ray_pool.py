"""Who is asked and what a death costs, against replicas that die as told; nothing of Ray runs."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from mmbench.engines import pool
from mmbench.engines.pool import Pool
from mmbench.engines.replica import Loaded
from mmbench.errors import UsageError
from mmbench.records import Message, Request, Response, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

ray = pytest.importorskip("ray")


class Actor:
    """Stands in for a replica. Asked a poisonous request it dies with all it has in flight, and comes up again."""

    def __init__(self, poison: str = "", window: int = 4, placed: bool = True, loads: bool = True) -> None:
        self.poison = poison
        self.window = window
        self.placed = placed
        self.loads = loads
        self.deaths = 0
        self.most = 0
        self.killed = False
        self._flying: set[asyncio.Future[Response]] = set()
        self._standing: list[asyncio.Future[None]] = []
        for name in ("where", "load", "stand", "generate", "close"):
            setattr(self, name, SimpleNamespace(remote=getattr(self, f"_{name}")))

    def die(self) -> None:
        self.deaths += 1
        calls: list[asyncio.Future[Any]] = [*self._flying, *self._standing]
        for call in calls:
            if not call.done():
                call.set_exception(ray.exceptions.ActorUnavailableError("killed", None))
        self._standing.clear()

    async def _where(self) -> str:
        if not self.placed:
            await asyncio.Event().wait()
        if self.killed:
            raise ray.exceptions.ActorDiedError()
        return "node"

    async def _load(self) -> Loaded:
        if not self.loads:
            raise ray.exceptions.ActorUnavailableError("died", None)
        return Loaded(window=self.window, problem="" if self.window else "no weights")

    async def _stand(self) -> None:
        end: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._standing.append(end)
        await end

    async def _generate(self, request: Request, pictures: tuple[bytes, ...]) -> Response:
        end: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._flying.add(end)
        self.most = max(self.most, len(self._flying))
        loop = asyncio.get_running_loop()
        if self.poison and self.poison in asked(request):
            loop.call_later(0.01, self.die)
        else:
            loop.call_later(0.02, answered, end, request)
        try:
            return await end
        finally:
            self._flying.discard(end)

    async def _close(self) -> None:
        pass


def asked(request: Request) -> str:
    block = request.messages[0].content[0]
    assert isinstance(block, Text)
    return block.text


def answered(end: asyncio.Future[Response], request: Request) -> None:
    if not end.done():
        end.set_result(Response(text=asked(request)))


def about(text: str) -> Request:
    return Request(messages=(Message(role="user", content=(Text(text=text),)),))


def running(actors: list[Actor], work: Callable[[Pool], Coroutine[Any, Any, None]]) -> None:
    """Start a pool of these replicas, do the work, close it; bounded, since what goes wrong here hangs."""

    async def main() -> None:
        made = Pool(actors, blind=False)
        await made.start()
        try:
            await work(made)
        finally:
            await made.close()

    asyncio.run(asyncio.wait_for(main(), 30))


@pytest.fixture(autouse=True)
def no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray, "kill", lambda actor, no_restart: setattr(actor, "killed", True))
    monkeypatch.setattr(ray, "cancel", lambda reference: None)


@pytest.mark.parametrize("replicas", [1, 3])
def test_poison_fails_and_nothing_that_flew_with_it_does(replicas: int) -> None:
    actors = [Actor(poison="poison", window=8) for _ in range(replicas)]

    async def work(made: Pool) -> None:
        texts = [f"{n}{' poison' * (n in (2, 3))}" for n in range(40)]
        told = await asyncio.gather(*(made.answer(about(text)) for text in texts))
        for text, response in zip(texts, told, strict=True):
            if "poison" in text:
                assert "3 times, the last time with no other: The actor" in response.error
            else:
                assert (response.text, response.error) == (text, "")

    running(actors, work)


def test_no_replica_is_given_more_than_its_window_and_all_are_used() -> None:
    actors = [Actor(window=3), Actor(window=3)]

    async def work(made: Pool) -> None:
        await asyncio.gather(*(made.answer(about(str(n))) for n in range(30)))

    running(actors, work)
    assert [actor.most for actor in actors] == [3, 3]


def test_one_that_stops_waiting_gives_its_place_back() -> None:
    async def work(made: Pool) -> None:
        for _ in range(4):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(made.answer(about("slow")), 0.005)
        assert (await made.answer(about("next"))).text == "next"

    running([Actor(window=1)], work)


def test_where_all_are_dead_for_good_what_is_left_fails_with_the_reason() -> None:
    actor = Actor(window=1)

    async def work(made: Pool) -> None:
        assert (await made.answer(about("first"))).text == "first"
        waiting = [asyncio.create_task(made.answer(about(str(n)))) for n in range(5)]
        await asyncio.sleep(0)
        actor.killed = True
        actor.die()
        told = await asyncio.gather(*waiting)
        assert all("no replica is left" in response.error for response in told)

    running([actor], work)


def test_a_replica_that_only_dies_is_given_up_and_the_other_answers(capsys: pytest.CaptureFixture[str]) -> None:
    async def work(made: Pool) -> None:
        told = await asyncio.gather(*(made.answer(about(str(n))) for n in range(20)))
        assert all(response.text for response in told)

    running([Actor(loads=False), Actor()], work)
    assert "died 3 times while loading the model" in capsys.readouterr().err


def test_none_placed_in_time_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PATIENCE", 0.2)

    async def work(made: Pool) -> None:
        raise AssertionError("started without a replica")

    with pytest.raises(UsageError, match=r"no room for any replica in 0\.2 seconds"):
        running([Actor(placed=False)], work)


def test_what_a_node_lacks_is_said_before_anything_is_asked() -> None:
    async def work(made: Pool) -> None:
        raise AssertionError("started with a replica that cannot load")

    lacking = Actor(window=0)
    with pytest.raises(UsageError, match="replica 1 on node: no weights"):
        running([lacking, Actor(placed=False)], work)
