"""The model's thread under fire: memory runs out, requests fail, rows leave and join, somebody interrupts."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pytest
from local_model import ask, asked_of, counting_request, loaded, mixed_requests

from mmbench.adapters.hf import engine as engine_module
from mmbench.adapters.hf import waiting as waiting_module
from mmbench.adapters.hf.joining import join
from mmbench.adapters.hf.preparing import Prepared
from mmbench.adapters.hf.waiting import Job, Limits, Waiting
from mmbench.records import Request, Sampling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mmbench.adapters.hf import HFModel
    from mmbench.adapters.hf.decoding import Batch


def watch(model: HFModel, before: Callable[[int, Any], None]) -> list[int]:
    """Call `before` with the rows and inputs of every call of `generate`; return the numbers of rows, as they come."""
    generate = model.engine.model.generate
    sizes: list[int] = []

    def watched(**given: Any) -> Any:
        rows = given["input_ids"].shape[0]
        sizes.append(rows)
        before(rows, given)
        return generate(**given)

    model.engine.model.generate = watched
    return sizes


def test_out_of_memory_halves_the_budget_and_loses_nothing(
    tiny_llava: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import torch

    requests = mixed_requests(tmp_path, 20)
    single = [response.text for response in asked_of(tiny_llava, requests, batch_size=1)]

    def small(rows: int, given: Any) -> None:
        if rows > 3:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")

    with loaded(tiny_llava) as model:
        budget = model.engine.limits.tokens
        sizes = watch(model, small)
        answers = ask(model, requests)
        assert model.engine.limits.tokens < budget / 2
    assert [answer.text for answer in answers] == single
    assert sizes[0] > 3
    assert max(sizes[-3:]) <= 3
    assert "out of memory with 20 rows: batches are held to" in capsys.readouterr().err


def test_finished_rows_of_a_batch_that_runs_out_of_memory_are_not_asked_again(tiny_llava: Path, tmp_path: Path) -> None:
    import torch

    failed: list[set[int]] = []

    def fails_once(rows: int, given: Any) -> None:
        if len(sizes) == 2 and not failed:
            failed.append({id(job) for job in handed_out})
            raise torch.OutOfMemoryError("CUDA out of memory.")

    handed_out: list[Job] = []
    with loaded(tiny_llava) as model:
        hand_out = model.engine._hand_out

        def noted(rows: Any, running: Any) -> None:
            handed_out.extend(row.job for row in rows)
            hand_out(rows, running)

        model.engine._hand_out = noted  # type: ignore[method-assign]
        sizes = watch(model, fails_once)
        answers = ask(model, mixed_requests(tmp_path, 20))
    assert len(answers) == 20
    assert failed[0], "the test needs rows that finished before memory ran out"
    assert len(handed_out) == len({id(job) for job in handed_out}) == 20


def test_one_request_that_is_too_large_fails_alone_and_says_why(tiny_llava: Path, tmp_path: Path) -> None:
    import torch

    long = counting_request(tmp_path, 1, text="y " * 400, max_tokens=24)

    def full(rows: int, given: Any) -> None:
        if given["input_ids"].shape[1] > 500:
            raise torch.OutOfMemoryError("CUDA out of memory.")

    async def asked() -> list[Any]:
        requests = [*mixed_requests(tmp_path, 6), long]
        return await asyncio.gather(*map(model.generate, requests), return_exceptions=True)

    with loaded(tiny_llava) as model:
        watch(model, full)
        *others, failed = asyncio.run(asked())
    assert all(other.text is not None for other in others)
    assert isinstance(failed, MemoryError)
    assert "out of memory with this one request of" in str(failed)
    assert "max_pixels" in str(failed)


@pytest.mark.parametrize("error", [ValueError("bad request"), SystemExit(3)])
def test_a_request_that_fails_costs_itself_only(tiny_llava: Path, tmp_path: Path, error: BaseException) -> None:
    def refuse(rows: int, given: Any) -> None:
        if (given["input_ids"] == marked).sum() > 30:
            raise error

    async def asked() -> list[Any]:
        requests = [*mixed_requests(tmp_path, 6), counting_request(tmp_path, 1, text="@" * 40, max_tokens=4)]
        return await asyncio.gather(*map(model.generate, requests), return_exceptions=True)

    with loaded(tiny_llava) as model:
        marked = model.preparer.processor.tokenizer("@", add_special_tokens=False)["input_ids"][0]
        watch(model, refuse)
        *others, failed = asyncio.run(asked())
    assert [type(other).__name__ for other in others] == ["Response"] * 6
    assert isinstance(failed, Exception)
    assert str(error) in str(failed)


def test_finished_rows_leave_the_batch_and_are_answered_while_it_runs(tiny_llava: Path, tmp_path: Path) -> None:
    answered: list[int] = []
    with loaded(tiny_llava) as model:
        done: list[Any] = []
        sizes = watch(model, lambda rows, given: answered.append(len(done)))

        async def asked() -> None:
            async def one(request: Request) -> None:
                done.append(await model.generate(request))

            await asyncio.gather(*map(one, mixed_requests(tmp_path, 20)))

        asyncio.run(asked())
    assert sizes[0] == 20
    assert len(sizes) > 2
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < 10
    assert len(done) == 20


def test_waiting_requests_take_the_places_of_finished_ones(
    tiny_llava: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined: list[tuple[int, int]] = []

    def noted(batch: Batch, other: Batch) -> None:
        joined.append((len(batch.rows), len(other.rows)))
        join(batch, other)

    monkeypatch.setattr(engine_module, "join", noted)
    requests = mixed_requests(tmp_path, 30)
    single = [response.text for response in asked_of(tiny_llava, requests, batch_size=1)]
    assert joined == []
    together = asked_of(tiny_llava, requests, batch_size=6, join=True)
    assert [response.text for response in together] == single
    assert len(joined) > 3
    assert all(running + new <= 6 for running, new in joined)


def test_pictures_of_finished_rows_are_let_go_while_others_join(tiny_llava: Path, tmp_path: Path) -> None:
    """A batch that others keep joining may last as long as the run: it must not hold what it answered."""
    held: list[Any] = []
    alive: list[int] = []

    def count(rows: int, given: Any) -> None:
        gc.collect()
        alive.append(sum(tensor() is not None for tensor in held))

    with loaded(tiny_llava, batch_size=4, join=True) as model:
        prepare = model.preparer.prepare

        def noted(request: Request) -> Prepared:
            prepared = prepare(request)
            held.append(weakref.ref(prepared.inputs["pixel_values"]))
            return prepared

        model.preparer.prepare = noted  # type: ignore[method-assign]
        watch(model, count)
        answers = ask(model, mixed_requests(tmp_path, 24))
    assert len(answers) == len(held) == 24
    assert alive[0] >= 4
    assert alive[-1] <= 4


def test_memory_that_runs_out_while_others_join_loses_nothing(
    tiny_llava: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import torch

    requests = mixed_requests(tmp_path, 30)
    single = [response.text for response in asked_of(tiny_llava, requests, batch_size=1)]

    def fails_now_and_then(rows: int, given: Any) -> None:
        if len(sizes) in (5, 11):
            raise torch.OutOfMemoryError("CUDA out of memory.")

    with loaded(tiny_llava, batch_size=6, join=True) as model:
        sizes = watch(model, fails_now_and_then)
        answers = ask(model, requests)
    assert [answer.text for answer in answers] == single
    assert capsys.readouterr().err.count("out of memory with") == 2


def test_pictures_are_prepared_while_the_model_generates(tiny_llava: Path, tmp_path: Path) -> None:
    generating, prepared = threading.Event(), threading.Event()
    threads: set[str] = set()

    def hold(rows: int, given: Any) -> None:
        generating.set()
        assert prepared.wait(60), "nothing was prepared while the model was busy"

    with loaded(tiny_llava) as model:
        watch(model, hold)
        prepare = model.preparer.prepare

        def noted(request: Request) -> Prepared:
            done = prepare(request)
            threads.add(threading.current_thread().name.partition("_")[0])
            if generating.is_set():
                prepared.set()
            return done

        model.preparer.prepare = noted  # type: ignore[method-assign]

        async def asked() -> list[Any]:
            first = asyncio.create_task(model.generate(counting_request(tmp_path, 1, max_tokens=16)))
            while not generating.is_set():
                await asyncio.sleep(0.01)
            return [await model.generate(counting_request(tmp_path, 2, max_tokens=16)), await first]

        second, first = asyncio.run(asked())
    assert (first.text, second.text) == ("\\boxed{1}", "\\boxed{2}")
    assert threads == {"prepare"}


def test_an_interrupted_batch_ends_at_its_next_token(tiny_llava: Path, tmp_path: Path) -> None:
    begun = threading.Event()
    with loaded(tiny_llava) as model:
        model.engine.model.generation_config.eos_token_id = 9999
        sizes = watch(model, lambda rows, given: begun.set())

        async def asked() -> None:
            task = asyncio.create_task(model.generate(counting_request(tmp_path, 1, max_tokens=3000)))
            while not begun.is_set():
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        asyncio.run(asked())
        model.engine.close()
        assert sizes == [1]
        assert model.engine.waiting.take(Limits(1)) == []


def job(
    length: int,
    max_tokens: int = 10,
    kinds: tuple[str, ...] = ("input_ids",),
    temperature: float = 0.0,
    size: int = 0,
) -> Job:
    request = Request(messages=(), sampling=Sampling(max_tokens=max_tokens, temperature=temperature))
    return Job(Prepared(request, [], dict.fromkeys(kinds), length, size), 0, Future())


def waiting_with(*jobs: Job) -> Waiting:
    waiting = Waiting()
    waiting.expect()
    waiting.add(list(jobs))
    return waiting


def lengths(jobs: list[Job]) -> list[int]:
    return [each.prepared.length for each in jobs]


def test_a_batch_is_the_oldest_request_and_those_nearest_in_length() -> None:
    waiting = waiting_with(*map(job, (50, 500, 52, 490, 10, 51)))
    assert lengths(waiting.take(Limits(3 * 62))) == [50, 51, 52]
    assert lengths(waiting.take(Limits(10_000))) == [500, 490, 10]


def test_a_request_longer_than_the_budget_goes_alone_and_none_is_passed_over() -> None:
    waiting = waiting_with(*map(job, (9000, 20, 20)))
    assert lengths(waiting.take(Limits(100))) == [9000]
    assert lengths(waiting.take(Limits(100))) == [20, 20]


def test_only_what_is_chosen_alike_and_has_the_same_kinds_of_input_goes_together() -> None:
    waiting = waiting_with(job(5), job(5, 11), job(5, 10, ("input_ids", "pixel_values")), job(5, temperature=1.0))
    assert [len(waiting.take(Limits(1000))) for _ in range(3)] == [2, 1, 1]


def test_a_batch_waits_for_what_is_being_prepared_unless_it_is_full() -> None:
    waiting = waiting_with(*map(job, (5, 5, 5)))
    waiting.expect()
    assert len(waiting.take(Limits(1000, rows=2))) == 2
    taken: list[list[Job]] = []
    thread = threading.Thread(target=lambda: taken.append(waiting.take(Limits(1000, rows=2))))
    thread.start()
    thread.join(0.2)
    assert taken == []
    waiting.withdraw()
    thread.join(30)
    assert [len(batch) for batch in taken] == [1]


def test_what_waits_is_bounded_in_memory(tiny_llava: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for two prepared pictures, no more than those and one for each thread are ever held."""
    most: list[int] = []
    with loaded(tiny_llava, batch_size=2) as model:
        size = model.preparer.prepare(counting_request(tmp_path, 1)).size
        assert size > 3 * 32 * 32 * 4
        monkeypatch.setattr(waiting_module, "MOST_BYTES", 2 * size)
        sizes = watch(model, lambda rows, given: most.append(len(model.engine.waiting._jobs)))
        answers = ask(model, mixed_requests(tmp_path, 30))
        threads = model._workers._max_workers
    assert len(answers) == 30
    assert max(most) <= 2 + threads
    assert len(sizes) >= 15


def test_a_batch_does_not_wait_for_requests_that_wait_for_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_module, "MOST_BYTES", 10)
    waiting = Waiting()
    waiting.expect()
    waiting.expect()
    waiting.add([job(5, size=10)])
    waiter = threading.Thread(target=waiting.wait_for_room)
    waiter.start()
    waiter.join(0.2)
    assert waiter.is_alive()
    assert len(waiting.take(Limits(1000))) == 1
    waiter.join(30)
    assert not waiter.is_alive()


def test_what_is_put_back_is_next_and_what_is_cancelled_is_gone() -> None:
    waiting = waiting_with(*map(job, (30, 40, 50)))
    (first,) = waiting.take(Limits(1, rows=1))
    waiting.put_back([first])
    (again,) = waiting.take(Limits(1, rows=1))
    assert again is first
    (second,) = waiting.take(Limits(1, rows=1))
    waiting.put_back([second])
    second.future.cancel()
    assert lengths(waiting.take(Limits(1000))) == [50]
    waiting.close()
    assert waiting.take(Limits(1000)) == []
