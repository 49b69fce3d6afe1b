"""Kept answers: what is asked anew and what is not, files that may be shared, killed, torn and foreign, and pruning."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from endpoint import serving
from support import ROOT, Numbers, Scripted, mmbench, number_in, png, read_lines

from mmbench.config import EvalConfig
from mmbench.errors import BadItem, RunError, UsageError
from mmbench.evaluate import evaluate
from mmbench.images import altered_image, file_image, read_bytes
from mmbench.interfaces import Capabilities
from mmbench.records import FileImage, Image, Line, Message, Request, Response, Sampling, Text, Token, Usage
from mmbench.response_cache import CachedModel, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mmbench.records import BenchmarkCard, ImageRef

KEY = "sk-planted-0123456789"


class Told(Scripted):
    """A model of a name and revision that gives whole responses."""

    def __init__(self, response: Callable[[Request], Response], revision: str = "1", **capabilities: bool) -> None:
        super().__init__(lambda request: "", **capabilities)
        self.response = response
        self.revision = revision

    def identity(self) -> dict[str, str]:
        return {"name": "told", "revision": self.revision}

    async def generate(self, request: Request) -> Response:
        self.asked.append(request)
        await asyncio.sleep(0)
        return self.response(request)


def sums(**capabilities: bool) -> Scripted:
    return Scripted(lambda request: str(2 * number_in(request)), **capabilities)


def run(out: Path, model: Scripted, folder: Path, n: int = 10, **settings: Any) -> list[Line]:
    config = EvalConfig(model="scripted", out=str(out), **settings)
    evaluate(config, model=CachedModel(model, folder), benchmarks={"numbers": Numbers(n)})
    return msgspec.convert(read_lines(out / "responses.jsonl"), list[Line])


def said(lines: list[Line]) -> dict[str, str]:
    return {line.item: line.trace.text for line in lines}


def request(text: str = "2+2?", image: ImageRef | None = None, system: str = "", **settings: Any) -> Request:
    shown = (Image(image=image),) if image else ()
    opening = [Message(role="system", content=(Text(text=system),))] if system else []
    turns = (*opening, Message(role="user", content=(*shown, Text(text=text))))
    of_request = {name: settings.pop(name) for name in ("seed", "samples", "about") if name in settings}
    return Request(messages=turns, sampling=Sampling(**settings), **of_request)


def ask(model: Scripted, folder: Path, *requests: Request) -> list[Response]:
    """Ask through the cache, all at once, in a session of its own."""
    cached = CachedModel(model, folder)

    async def all_at_once() -> list[Response]:
        return await asyncio.gather(*map(cached.generate, requests))

    cached.load({})
    try:
        return asyncio.run(all_at_once())
    finally:
        cached.close()


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "mmbench-cache.json")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def misses(tmp_path: Path, first: Request, second: Request, models: tuple[Scripted, Scripted] | None = None) -> bool:
    """Whether the second request is asked after the first was; the same request a third time never is."""
    one, other = models or (sums_of_nothing(), sums_of_nothing())
    ask(one, tmp_path / "cache", first)
    ask(other, tmp_path / "cache", second)
    again = sums_of_nothing()
    ask(Told(again.response, getattr(other, "revision", "1")), tmp_path / "cache", second)
    assert not again.asked
    return len(other.asked) == 1


def sums_of_nothing(revision: str = "1") -> Told:
    return Told(lambda asked: Response(text="4"), revision)


# What is asked anew, and what is not.


def test_a_second_run_asks_nothing_and_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = run(tmp_path / "a", sums(), tmp_path / "cache")
    assert "cache: 0 of 10 answers taken from" in capsys.readouterr().err
    model = sums()
    second = run(tmp_path / "b", model, tmp_path / "cache")
    assert not model.asked
    assert capsys.readouterr().err.rstrip().endswith(f"cache: 10 of 10 answers taken from {tmp_path / 'cache'}")
    cached = [line.trace.calls[0].response.cached for line in (*first, *second)]
    assert cached == [False] * 10 + [True] * 10
    assert said(first) == said(second)
    verdicts = [(tmp_path / name / "verdicts.jsonl").read_bytes() for name in "ab"]
    assert verdicts[0] == verdicts[1]


def test_only_what_is_new_is_asked(tmp_path: Path) -> None:
    run(tmp_path / "a", sums(), tmp_path / "cache", n=6)
    model = sums()
    run(tmp_path / "b", model, tmp_path / "cache", n=10)
    assert sorted(map(number_in, model.asked)) == [6, 7, 8, 9]


def test_greedy_answers_are_found_under_another_seed_and_sampled_ones_are_not(tmp_path: Path) -> None:
    run(tmp_path / "a", sums(), tmp_path / "cache", seed=1)
    run(tmp_path / "b", sums(), tmp_path / "cache", seed=1, temperature=0.7)
    models = [sums(), sums(), sums()]
    run(tmp_path / "c", models[0], tmp_path / "cache", seed=2)
    run(tmp_path / "d", models[1], tmp_path / "cache", seed=1, temperature=0.7)
    run(tmp_path / "e", models[2], tmp_path / "cache", seed=2, temperature=0.7)
    assert [len(model.asked) for model in models] == [0, 0, 10]


def test_repeats_ask_once_an_item_when_greedy_and_each_time_when_sampled(tmp_path: Path) -> None:
    greedy, sampled, again = sums(), sums(), sums()
    lines = run(tmp_path / "a", greedy, tmp_path / "cache", repeats=4)
    assert (len(lines), len(greedy.asked)) == (40, 10)
    run(tmp_path / "b", sampled, tmp_path / "cache", repeats=4, temperature=1.0)
    assert len(sampled.asked) == 40
    run(tmp_path / "c", again, tmp_path / "cache", repeats=5, temperature=1.0)
    assert len(again.asked) == 10


@pytest.mark.parametrize(
    "other",
    [
        request("2+3?"),
        request(system="Be brief."),
        request(max_tokens=64),
        request(top_p=0.5),
        request(top_k=3),
        request(stop=("\n",)),
        request(logprobs=2),
        request(samples=2),
        request(temperature=0.5),
    ],
    ids=["text", "system", "max_tokens", "top_p", "top_k", "stop", "logprobs", "samples", "temperature"],
)
def test_whatever_an_answer_follows_from_makes_it_another(tmp_path: Path, other: Request) -> None:
    assert misses(tmp_path, request(), other)


def test_where_a_block_ends_and_who_speaks_makes_it_another(tmp_path: Path) -> None:
    def turns(*roles: tuple[str, tuple[str, ...]]) -> Request:
        messages = [
            {"role": role, "content": [{"type": "text", "text": text} for text in texts]} for role, texts in roles
        ]
        return Request(messages=msgspec.convert(messages, tuple[Message, ...]))

    models = [sums_of_nothing() for _ in range(4)]
    ask(models[0], tmp_path, turns(("user", ("ab", "c"))))
    ask(models[1], tmp_path, turns(("user", ("a", "bc"))))
    ask(models[2], tmp_path, turns(("user", ("ab",)), ("assistant", ("c",))))
    ask(models[3], tmp_path, turns(("user", ("ab",)), ("user", ("c",))))
    assert [len(model.asked) for model in models] == [1, 1, 1, 1]


def test_another_revision_is_another_model(tmp_path: Path) -> None:
    assert misses(tmp_path, request(), request(), (sums_of_nothing("1"), sums_of_nothing("2")))


def test_what_the_model_is_not_shown_makes_no_difference(tmp_path: Path) -> None:
    assert not misses(tmp_path, request(about="numbers/1"), request(about="numbers/2"))


def test_lone_surrogates_are_told_apart(tmp_path: Path) -> None:
    assert misses(tmp_path, request("\ud800"), request("\ud801"))


def picture(folder: Path, colour: str, name: str = "a.png") -> FileImage:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(png(colour=colour))
    return file_image(folder, name)


def test_pictures_are_told_apart_by_their_bytes_and_not_by_their_name(tmp_path: Path) -> None:
    red = picture(tmp_path / "one", "red")
    blue = picture(tmp_path / "one", "blue")
    assert red.path == blue.path
    moved = picture(tmp_path / "two", "red", "b.png")
    assert misses(tmp_path, request(image=red), request(image=blue))
    assert not misses(tmp_path, request(image=red), request(image=moved))
    assert misses(tmp_path, request(image=red), request())


def test_a_drawn_picture_is_told_apart_by_what_is_drawn(tmp_path: Path) -> None:
    red, blue = picture(tmp_path / "one", "red"), picture(tmp_path / "two", "blue")
    blurred = altered_image(red, corruption="blur:2")
    (tmp_path / "drawn.png").write_bytes(read_bytes(blurred))
    assert not misses(tmp_path, request(image=blurred), request(image=altered_image(red, corruption="blur:2")))
    assert misses(tmp_path, request(image=blurred), request(image=altered_image(blue, corruption="blur:2")))
    assert misses(tmp_path / "one", request(image=blurred), request(image=red))
    assert not misses(tmp_path, request(image=blurred), request(image=file_image(tmp_path, "drawn.png")))


def test_a_missing_picture_is_the_items_failure(tmp_path: Path) -> None:
    model = sums_of_nothing()
    with pytest.raises(BadItem, match="No such file"):
        ask(model, tmp_path / "cache", request(image=FileImage(path=str(tmp_path / "none.png"))))
    assert not files(tmp_path / "cache")


# What is passed straight on, and what is kept.


def test_sampled_answers_of_a_model_that_heeds_no_seed_are_not_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in "ab":
        model = sums(seeds=False)
        run(tmp_path / name, model, tmp_path / "cache", temperature=1.0)
        assert len(model.asked) == 10
    assert not files(tmp_path / "cache")
    assert "cache:" not in capsys.readouterr().err
    run(tmp_path / "c", sums(seeds=False), tmp_path / "cache")
    model = sums(seeds=False)
    run(tmp_path / "d", model, tmp_path / "cache")
    assert not model.asked


def test_answers_of_a_model_that_heeds_no_temperature_are_sampled_ones(tmp_path: Path) -> None:
    for name in "ab":
        model = sums(seeds=False, greedy=False)
        run(tmp_path / name, model, tmp_path / "cache")
        assert len(model.asked) == 10
    assert not files(tmp_path / "cache")


def test_a_blind_model_is_never_kept(tmp_path: Path) -> None:
    for name in "ab":
        model = sums(blind=True)
        run(tmp_path / name, model, tmp_path / "cache")
        assert len(model.asked) == 10
    assert not (tmp_path / "cache").exists()


def test_failures_are_not_kept_and_cut_answers_are(tmp_path: Path) -> None:
    def flaky(asked: Request) -> Response:
        if len(model.asked) == 1:
            return Response(finish="error", error="HTTP 500")
        if len(model.asked) == 2:
            raise OSError("hung up")
        if len(model.asked) == 3:
            return Response(text="4", others=(Response(finish="error", error="HTTP 500"),))
        return Response(text="4 and so", finish="length")

    model = Told(flaky)
    assert ask(model, tmp_path, request())[0].error == "HTTP 500"
    with pytest.raises(OSError, match="hung up"):
        ask(model, tmp_path, request())
    assert ask(model, tmp_path, request())[0].others[0].error
    assert not files(tmp_path)
    fresh, kept = ask(model, tmp_path, request())[0], ask(model, tmp_path, request())[0]
    assert (fresh.finish, kept.finish, kept.text, len(model.asked)) == ("length", "length", "4 and so", 4)


def test_the_whole_answer_comes_back_without_its_time_and_its_price(tmp_path: Path) -> None:
    given = Response(
        text="½ \u2028 \x00",
        reasoning="because",
        usage=Usage(input_tokens=7, output_tokens=3, reasoning_tokens=1, cached_tokens=2, cost=0.25),
        latency=1.5,
        logprobs=(Token(text="½", logprob=-0.1, top=(("½", -0.1), ("1", -2.5))),),
        others=(Response(text="other"),),
    )
    model = Told(lambda asked: given)
    assert ask(model, tmp_path, request())[0] == given
    usage = msgspec.structs.replace(given.usage, cost=0.0)
    assert ask(model, tmp_path, request())[0] == msgspec.structs.replace(given, latency=0.0, usage=usage, cached=True)


def test_equal_requests_at_once_ask_once(tmp_path: Path) -> None:
    model = sums_of_nothing()
    answers = ask(model, tmp_path, *[request()] * 20, request("3+3?"))
    assert len(model.asked) == 2
    assert sorted(answer.cached for answer in answers) == [False] * 2 + [True] * 19


def test_a_request_whose_elder_fails_is_asked_itself(tmp_path: Path) -> None:
    def once(asked: Request) -> Response:
        return Response(finish="error", error="HTTP 500") if len(model.asked) == 1 else Response(text="4")

    model = Told(once)
    answers = ask(model, tmp_path, *[request()] * 5)
    assert [answer.error for answer in answers].count("HTTP 500") == 1
    assert ([answer.text for answer in answers].count("4"), len(model.asked)) == (4, 2)


def test_a_request_whose_elder_is_cancelled_is_asked_itself(tmp_path: Path) -> None:
    cached = CachedModel(Scripted(lambda asked: "4", seconds=0.2), tmp_path)

    async def cancelled() -> Response:
        elder = asyncio.create_task(cached.generate(request()))
        while not cached.asked:
            await asyncio.sleep(0.001)
        waiting = asyncio.create_task(cached.generate(request()))
        elder.cancel()
        return await waiting

    cached.load({})
    assert asyncio.run(cancelled()).text == "4"
    assert len(cached.asked) == 2


def test_it_is_the_model_it_holds(tmp_path: Path) -> None:
    class Late(Scripted):
        hashed = 0
        closed = False

        def identity(self) -> dict[str, str]:
            self.hashed += 1
            return {"name": "late"}

        def load(self, cards: dict[str, BenchmarkCard]) -> None:
            self.concurrency = 64

        def close(self) -> None:
            self.closed = True

    model = Late(lambda asked: "4", system=False)
    cached = CachedModel(model, tmp_path)
    assert (cached.concurrency, cached.capabilities) == (4, Capabilities(system=False))
    cached.load({})
    assert cached.concurrency == 64
    assert (cached.identity(), cached.identity(), model.hashed) == ({"name": "late"}, {"name": "late"}, 1)
    cached.close()
    assert model.closed


# The folder.


def test_torn_and_foreign_files_are_asked_again_and_replaced(tmp_path: Path) -> None:
    ask(sums_of_nothing(), tmp_path, request())
    (path,) = files(tmp_path)
    whole = path.read_bytes()
    record = json.loads(whole)
    damage = [
        b"",
        whole[:-20],
        b"\xff\xfe" + whole,
        b"null",
        b"[" * 100_000,
        b'{"response": {"text": 5}}',
        json.dumps({**record, "format": 99}).encode(),
        json.dumps({**record, "response": {"error": "HTTP 500", "finish": "error"}}).encode(),
    ]
    for data in damage:
        path.write_bytes(data)
        model = sums_of_nothing()
        assert ask(model, tmp_path, request())[0].text == "4"
        assert len(model.asked) == 1, data[:40]
        assert Store(tmp_path).get(path.stem) == Response(text="4")


def test_a_pipe_in_the_place_of_an_answer_is_not_waited_for(tmp_path: Path) -> None:
    ask(sums_of_nothing(), tmp_path, request())
    (path,) = files(tmp_path)
    path.unlink()
    os.mkfifo(path)
    freed: list[bool] = []

    def free() -> None:
        freed.append(True)
        os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))

    timer = threading.Timer(20, free)
    timer.start()
    model = sums_of_nothing()
    ask(model, tmp_path, request())
    timer.cancel()
    assert (len(model.asked), path.is_file(), freed) == (1, True, [])


@pytest.mark.parametrize("data", [b"", b"[]", b'{"format": 99}'], ids=["empty", "list", "newer"])
def test_a_folder_of_another_format_is_refused_before_anything_is_asked(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "mmbench-cache.json").write_bytes(data)
    model = sums_of_nothing()
    with pytest.raises(UsageError, match=re.escape(str(tmp_path))):
        ask(model, tmp_path, request())
    assert not model.asked
    assert tree(tmp_path) == {"mmbench-cache.json": data}


def test_a_folder_that_holds_something_else_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    model = sums_of_nothing()
    with pytest.raises(UsageError, match=r"holds 'thesis\.tex'"):
        ask(model, tmp_path, request())
    assert not model.asked
    assert tree(tmp_path) == {"thesis.tex": b"mine"}


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    model = sums()
    with pytest.raises(RunError, match=r"/dev/null/x cannot be written: Not a directory"):
        run(tmp_path / "a", model, Path("/dev/null/x"))
    assert not model.asked


def full(*arguments: Any, **keywords: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("begun", [False, True], ids=["new", "begun"])
def test_a_full_disk_is_told_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: bool
) -> None:
    if begun:
        Store(tmp_path).open()
    before = tree(tmp_path)
    monkeypatch.setattr(Path, "replace", full)
    model = sums_of_nothing()
    with pytest.raises(RunError, match="No space left on device"):
        ask(model, tmp_path, request())
    assert not model.asked
    assert tree(tmp_path) == before


def test_a_disk_that_fills_up_in_the_middle_costs_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model = sums_of_nothing()
    cached = CachedModel(model, tmp_path)
    cached.load({})
    monkeypatch.setattr(Path, "replace", full)
    answers = [asyncio.run(cached.generate(request(text))).text for text in ("2+2?", "3+1?")]
    assert (answers, files(tmp_path)) == (["4", "4"], [])
    assert capsys.readouterr().err.count("No space left on device; answers are not kept") == 1


WRITES = """
import sys
from pathlib import Path
from support import Numbers, Scripted, number_in
from mmbench.config import EvalConfig
from mmbench.evaluate import evaluate
from mmbench.response_cache import CachedModel
out, cache, seconds = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
model = CachedModel(Scripted(lambda request: str(2 * number_in(request)) * 500, seconds), cache)
evaluate(EvalConfig(model="scripted", out=out), model=model, benchmarks={"numbers": Numbers(200)})
"""


def writing(out: Path, cache: Path, seconds: float) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    command = [sys.executable, "-c", WRITES, str(out), str(cache), str(seconds)]
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)


def finished(cache: Path) -> int:
    return len(list(cache.glob("??/*.json")))


def check_whole(cache: Path) -> None:
    """Every file is an answer that can be read, or was never finished."""
    for path in files(cache):
        assert path.name.endswith(".tmp") or Store(cache).get(path.stem) is not None, path


def test_processes_that_write_one_folder_at_once_leave_whole_answers(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    processes = [writing(tmp_path / f"run-{number}", cache, 0.0) for number in range(3)]
    assert [process.wait(120) for process in processes] == [0, 0, 0]
    check_whole(cache)
    assert len(files(cache)) == 200
    model = sums()
    run(tmp_path / "after", model, cache, n=200)
    assert not model.asked


def test_a_killed_process_leaves_whole_answers_and_the_next_asks_the_rest(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for number in range(2):
        process = writing(tmp_path / f"run-{number}", cache, 0.25)
        enough = finished(cache) + 10
        deadline = time.monotonic() + 60
        while finished(cache) < enough and time.monotonic() < deadline:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        assert process.wait(60) == -signal.SIGKILL
        check_whole(cache)
    kept = finished(cache)
    assert 20 <= kept < 200
    model = sums()
    run(tmp_path / "after", model, cache, n=200)
    assert len(model.asked) == 200 - kept


# `mmbench cache`.

DAY = 86400.0


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a cache of ten answers: those of `a` were used 1 to 5 days ago, those of `b` 6 to 10 days ago."""
    store = Store(tmp_path / "cache")
    store.open()
    for number in range(1, 11):
        key = f"{number:064x}"
        store.put(key, "a" if number <= 5 else "b", Response(text="x" * 1000))
        used = time.time() - number * DAY
        os.utime(store.folder / "00" / f"{key}.json", (used, used))
    return store.folder


def left(folder: Path) -> list[int]:
    return sorted(int(path.stem, 16) for path in files(folder) if path.suffix == ".json" and len(path.stem) == 64)


def pruned(folder: Path, *arguments: str) -> dict[str, Any]:
    done = mmbench("cache", "prune", str(folder), *arguments, "--json")
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_a_hit_counts_as_use(tmp_path: Path) -> None:
    ask(sums_of_nothing(), tmp_path, request(), request("3+3?"))
    for path in files(tmp_path):
        os.utime(path, (0, 0))
    ask(sums_of_nothing(), tmp_path, request())
    done = Store(tmp_path).prune(older_than=DAY)
    assert (done.removed, done.left) == (1, 1)
    model = sums_of_nothing()
    ask(model, tmp_path, request())
    assert not model.asked


def sizes(folder: Path) -> Iterator[int]:
    return (path.stat().st_size for path in files(folder))


def test_prune_by_age_size_and_model(old: Path) -> None:
    each, total = max(sizes(old)), sum(sizes(old))
    told = pruned(old, "--older-than", "8.5d")
    assert (told["removed"], told["left"], left(old)) == (2, 8, [1, 2, 3, 4, 5, 6, 7, 8])
    assert told["removed_bytes"] + told["left_bytes"] == total
    assert told["left_bytes"] == sum(sizes(old))
    pruned(old, "--older-than", "3.5d", "--model", "a")
    assert left(old) == [1, 2, 3, 6, 7, 8]
    store = Store(old)
    assert store.prune(max_size=4 * each).removed == 2
    assert left(old) == [1, 2, 3, 6]
    assert store.prune(max_size=2 * each, model="a").removed == 1
    assert left(old) == [1, 2, 6]
    assert store.prune(older_than=5.5 * DAY, max_size=each).removed == 2
    assert left(old) == [1]
    pruned(old, "--model", "b")
    assert left(old) == [1]
    pruned(old, "--model", "a")
    assert left(old) == []


def test_a_dry_run_says_what_would_go_and_removes_nothing(old: Path) -> None:
    before = tree(old)
    done = mmbench("cache", "prune", str(old), "--max-size", "0MB", "--dry-run")
    assert (done.returncode, tree(old)) == (0, before)
    assert done.stdout.startswith("would remove 10 answers (")
    assert done.stdout.endswith("; 0 (0 B) stay\n")


def test_files_that_are_not_ours_are_left_alone(old: Path) -> None:
    key = "0" * 64
    foreign = ["notes.txt", "00/notes.txt", f"00/{key}.json.bak", f"{key}.json", f"other/{key}.json", f"00/{key}/x"]
    for name in foreign:
        (old / name).parent.mkdir(exist_ok=True)
        (old / name).write_text("mine")
    outside = old.parent / "outside"
    outside.mkdir()
    (outside / f"{key}.json").write_text("mine")
    (old / "ab").symlink_to(outside)
    (old / "00" / f"{'f' * 64}.json").symlink_to(outside / f"{key}.json")
    temporary = f"00/.{key}.json.{'1' * 16}.tmp"
    fresh = f"00/.{key}.json.{'2' * 16}.tmp"
    (old / fresh).write_text("half")
    (old / temporary).write_text("half")
    os.utime(old / temporary, (0, 0))
    told = pruned(old, "--max-size", "0KB")
    assert (told["removed"], told["unfinished"]) == (10, 1)
    assert set(tree(old)) == {*foreign, fresh, f"00/{'f' * 64}.json", "mmbench-cache.json"}
    assert (outside / f"{key}.json").read_text() == "mine"


def test_list_says_what_is_there_by_model(old: Path) -> None:
    torn = old / "00" / f"{7:064x}.json"
    torn.write_bytes(b"torn")
    os.utime(torn, (time.time() - 7 * DAY,) * 2)
    done = mmbench("cache", "list", str(old), "--json")
    told = json.loads(done.stdout)
    assert (told["answers"], told["bytes"]) == (10, sum(sizes(old)))
    assert {name: counts["answers"] for name, counts in told["models"].items()} == {"": 1, "a": 5, "b": 4}
    assert told["oldest_use"] == told["models"]["b"]["oldest_use"] < told["models"]["a"]["oldest_use"]
    assert told["newest_use"] == told["models"]["a"]["newest_use"]
    table = mmbench("cache", "list", str(old)).stdout.splitlines()
    assert [line.split()[0] for line in table] == ["model", "(cannot", "a", "b", "in"]
    assert table[-1].split()[2] == "10"


def test_a_name_in_a_foreign_file_drives_no_terminal(old: Path) -> None:
    (old / "00" / f"{1:064x}.json").write_text(json.dumps({"model": "\x1b[2Jevil" + "x" * 500}))
    done = mmbench("cache", "list", str(old))
    assert done.returncode == 0
    assert "evil" in done.stdout
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) < 200


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say what to remove"),
        (("--older-than", "30"), "such as 30d, found '30'"),
        (("--older-than", "-1d"), "found '-1d'"),
        (("--older-than", "10GB"), "found '10GB'"),
        (("--max-size", "10"), "such as 10GB, found '10'"),
        (("--max-size", "nanGB"), "found 'nanGB'"),
    ],
)
def test_wrong_usage_of_prune_is_told_and_removes_nothing(old: Path, arguments: tuple[str, ...], said: str) -> None:
    done = mmbench("cache", "prune", str(old), *arguments)
    assert (done.returncode, len(left(old))) == (2, 10)
    assert said in done.stderr


def test_a_folder_that_is_no_cache_is_refused(tmp_path: Path) -> None:
    (tmp_path / "00").mkdir()
    (tmp_path / "00" / f"{1:064x}.json").write_text("{}")
    for arguments in (("list", str(tmp_path)), ("prune", str(tmp_path), "--max-size", "0KB"), ("list", "/no/such")):
        done = mmbench("cache", *arguments)
        assert (done.returncode, "is no cache of answers" in done.stderr) == (2, True), done.stderr
    assert len(files(tmp_path)) == 1


def test_through_the_command_line_an_endpoint_is_asked_once_and_its_key_is_kept_nowhere(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    with serving(lambda body: "\\boxed{4}") as endpoint:
        arguments = ["eval", "--model", "openai:m", "--limit", "6"]
        arguments += ["--model-option", f"base_url={endpoint.url}", "--cache", str(cache)]
        done = [mmbench(*arguments, "--out", str(tmp_path / name), OPENAI_API_KEY=KEY) for name in "ab"]
    assert [each.returncode for each in done] == [0, 0], done[0].stderr + done[1].stderr
    taken = [re.findall(r"cache: (\d+) of 6 answers taken", each.stderr) for each in done]
    assert taken == [["0"], ["6"]]
    assert (len(endpoint.asked), len(files(cache))) == (6, 6)
    first, second = (read_lines(tmp_path / name / "responses.jsonl") for name in "ab")
    usage = [line["trace"]["calls"][0]["response"]["usage"]["output_tokens"] for line in first + second]
    assert usage == [3] * 12
    assert KEY.encode() not in b"".join(tree(tmp_path).values())
    assert not [each for each in done if KEY in each.stdout + each.stderr]


def test_two_ports_of_a_host_are_two_models(tmp_path: Path) -> None:
    for url in ("http://h:1/v1", "http://h:2/v1"):
        model = sums()
        model.url = url  # type: ignore[attr-defined]
        run(tmp_path / url[-4:-3], model, tmp_path / "cache")
        assert len(model.asked) == 10
