"""The chat-completions adapter under fire: every request ends answered or failed with the reason, none asked twice."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import pytest
from faulty import Reply, completion, faulty, question, streamed
from support import Numbers, mmbench, png, read_lines

from mmbench.adapters.endpoints import calls as calls_module
from mmbench.adapters.openai import OpenAIModel
from mmbench.adapters.openai import model as model_module
from mmbench.config import EvalConfig
from mmbench.errors import BadItem
from mmbench.evaluate import evaluate
from mmbench.images import file_image
from mmbench.records import Image, Message, Request, Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from faulty import Faulty

    from mmbench.records import ImageRef, Response

WEB = (("Content-Type", "text/html"),)
PLANTED = "sk-planted-7f3a9c"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls_module, "FIRST_WAIT", 0.001)


def refused(status: int, text: str = "as asked", **headers: str) -> Reply:
    body = json.dumps({"error": {"message": text}}).encode()
    return Reply(body, status, tuple((name.replace("_", "-"), value) for name, value in headers.items()))


def plain(value: Any) -> Reply:
    return Reply(json.dumps(value).encode())


def chunk(content: Any = None, finish: str | None = None, index: int = 0, **delta: Any) -> dict[str, Any]:
    return {"choices": [{"index": index, "delta": {"content": content, **delta}, "finish_reason": finish}]}


def ask(server: Faulty, retries: int = 1, **options: Any) -> Response:
    model = OpenAIModel("m", OpenAIModel.Options(base_url=server.url, retries=retries, **options))
    request = Request(messages=(Message(role="user", content=(Text(text="2 + 2?"),)),))
    response = asyncio.run(model.generate(request))
    model.close()
    return response


def first(bad: Reply) -> Callable[[dict[str, Any], int], Reply]:
    """Misbehave once, then answer."""
    return lambda body, n: completion("4") if n else bad


PASSING = {
    "429": refused(429),
    "429 with Retry-After": refused(429, retry_after="0.05"),
    "500": refused(500),
    "502 page": Reply(b"<html>bad gateway</html>", 502, WEB),
    "503": refused(503),
    "529": refused(529),
    "cut": completion("4")._replace(how="cut"),
    "reset": Reply(b"", how="reset"),
    "bad JSON": Reply(b'{"choices": ['),
    "not UTF-8": Reply(b'{"choices": [{"message": {"content": "\xff"}}]}'),
    "empty body": Reply(b""),
    "no choices": plain({"choices": []}),
    "choices null": plain({"choices": None}),
    "choices a dict": plain({"choices": {"0": 1}}),
    "choice a string": plain({"choices": ["4"]}),
    "no message": plain({"choices": [{"finish_reason": "stop"}]}),
    "message null": plain({"choices": [{"message": None}]}),
    "content a number": completion(4),
    "content null": completion(None),
    "a list": plain([1]),
    "null": plain(None),
    "error in a 200": plain({"error": {"message": "overloaded"}}),
    "given up": completion("4", finish="abort"),
}


def _always(bad: Reply, body: dict[str, Any], n: int) -> Reply:
    return bad


@pytest.mark.parametrize("name", PASSING)
def test_what_may_pass_is_asked_once_more_and_what_stays_is_failed_with_the_reason(name: str) -> None:
    with faulty(first(PASSING[name])) as server:
        response = ask(server)
        assert (response.text, response.error, server.hits["2 + 2?"]) == ("4", "", 2)
    with faulty(lambda body, n: PASSING[name]) as server:
        response = ask(server)
        assert (response.finish, response.text, server.hits["2 + 2?"]) == ("error", "", 2)
    assert response.error.startswith(f"{server.url}: ")
    assert response.error.endswith("(after 2 tries)")
    assert 60 < len(response.error) < 700


LASTING = {
    "400": (refused(400, "no picture here"), "HTTP 400: .*no picture here"),
    "401": (refused(401), "HTTP 401"),
    "403": (refused(403), "HTTP 403"),
    "404": (refused(404), "HTTP 404"),
    "422": (refused(422), "HTTP 422"),
    "501": (refused(501), "HTTP 501"),
    "nothing left to spend": (
        Reply(json.dumps({"error": {"message": "quota", "code": "insufficient_quota"}}).encode(), 429),
        "HTTP 429: .*quota",
    ),
    "web page": (Reply(b"<!doctype html><title>Welcome</title>", 200, WEB), "web page.*/v1.*Welcome"),
    "filtered": (completion("4", finish="content_filter"), "content filter"),
}


@pytest.mark.parametrize("name", LASTING)
def test_what_no_further_try_can_help_is_asked_once(name: str) -> None:
    reply, reason = LASTING[name]
    with faulty(lambda body, n: reply) as server:
        response = ask(server, retries=5)
        assert (response.finish, server.hits["2 + 2?"]) == ("error", 1)
    assert re.search(reason, response.error)


def test_a_server_that_hangs_or_drips_is_left_after_the_timeout() -> None:
    how: Literal["hang", "slow"]
    for how in ("hang", "slow"):
        for stream in (False, True):
            bad = (streamed(chunk("4", "stop")) if stream else completion("4"))._replace(how=how)
            with faulty(partial(_always, bad)) as server:
                response = ask(server, timeout=0.3, stream=stream)
                assert server.hits["2 + 2?"] == 2
            assert "no complete answer within 0.3 s (after 2 tries)" in response.error


def test_a_flood_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmbench.adapters.openai.replies.MOST_BYTES", 1000)
    with faulty(lambda body, n: completion("4" * 2000)) as server:
        assert "larger than 1000 bytes (after 1 try)" in ask(server).error
    with faulty(lambda body, n: streamed(*[chunk("4" * 100)] * 20)) as server:
        assert "larger than 1000 characters (after 1 try)" in ask(server, stream=True).error


STREAMS = {
    "cut between chunks": streamed(chunk("4"), done=False),
    "done too early": streamed(chunk("4")),
    "cut in a chunk": streamed(chunk("4"), chunk("", "stop"), how="cut"),
    "no chunk": streamed(),
    "bad JSON": streamed('{"choices": ['),
    "no chunk but a list": streamed([1]),  # type: ignore[arg-type]
    "wrong choices": streamed({"choices": "4"}),
    "wrong delta": streamed({"choices": [{"delta": 4}]}),
    "an error": streamed({"error": {"message": "out of memory"}}),
    "not streamed": completion("4"),
    "503": refused(503),
}


@pytest.mark.parametrize("name", STREAMS)
def test_a_stream_that_breaks_is_a_failed_try(name: str) -> None:
    good = streamed(chunk("fo"), chunk("ur"), chunk(None, "stop"), {"choices": [], "usage": {"prompt_tokens": 7}})
    with faulty(lambda body, n: good if n else STREAMS[name]) as server:
        response = ask(server, stream=True)
        assert (response.text, response.usage.input_tokens, server.hits["2 + 2?"]) == ("four", 7, 2)
    with faulty(lambda body, n: STREAMS[name]) as server:
        response = ask(server, stream=True)
        assert (response.finish, response.text, server.hits["2 + 2?"]) == ("error", "", 2)
    assert response.error.startswith(f"{server.url}: ")


def test_connections_are_kept_between_requests_and_closed_at_the_end() -> None:
    request = Request(messages=(Message(role="user", content=(Text(text="2 + 2?"),)),))
    with faulty(lambda body, n: completion("4")) as server:
        model = OpenAIModel("m", OpenAIModel.Options(base_url=server.url))

        async def many() -> list[Response]:
            return [await model.generate(request) for _ in range(10)]

        for runs in (1, 2):
            assert {response.text for response in asyncio.run(many())} == {"4"}
            assert server.connections == runs
        model.close()


def test_the_server_never_holds_more_than_allowed_and_recovers_from_being_busy() -> None:
    def reply(body: dict[str, Any], n: int) -> Reply:
        busy = n == 0 and int(question(body)) % 5 == 0
        return (refused(429) if busy else completion(question(body)))._replace(delay=0.01)

    with faulty(reply) as server:
        model = OpenAIModel("m", OpenAIModel.Options(base_url=server.url, concurrency=8))

        async def many() -> list[Response]:
            asked = [Request(messages=(Message(role="user", content=(Text(text=str(n)),)),)) for n in range(100)]
            return await asyncio.gather(*map(model.generate, asked))

        assert [response.text for response in asyncio.run(many())] == [str(n) for n in range(100)]
        assert 1 < server.most_held <= 8
        assert sum(server.hits.values()) == 120


def mixed(body: dict[str, Any], n: int) -> Reply:
    """Misbehave by the number asked about: some faults pass, some last."""
    number = int(question(body).split(" ")[0])
    good = completion(str(2 * number))
    passing = [good, *PASSING.values()]
    if number % 30 == 29:
        return list(LASTING.values())[number // 30][0]
    if number % 30 == 28:
        return refused(500, "for ever")
    if number == 27:
        return Reply(b"", how="hang")
    return good if n else passing[number % 30 % len(passing)]


def test_a_run_against_a_faulty_server_ends_with_every_item_answered_or_failed(tmp_path: Path) -> None:
    with faulty(mixed) as server:
        settings = {"base_url": server.url, "retries": "2", "timeout": "2"}
        config = EvalConfig(
            model="openai:m", model_options=settings, benchmarks=("numbers",), out=str(tmp_path / "run"),
            max_failures="100%",
        )  # fmt: skip
        done = evaluate(config, benchmarks={"numbers": Numbers(120)})
        hits = dict(server.hits)
    assert (done.summary["n"], done.summary["failed"], done.summary["right"]) == (120, 9, 111)
    failures = {
        int(line["item"].split("/")[-1]): line["failure"]
        for line in read_lines(done.path / "responses.jsonl")
        if line.get("failure")
    }
    assert sorted(failures) == [n for n in range(120) if n % 30 > 27 or n == 27]
    assert all(failure["stage"] == "adapter" and "after" in failure["error"] for failure in failures.values())
    asked = {int(text.split(" ")[0]): n for text, n in hits.items()}
    for number, n in asked.items():
        rest = number % 30
        if rest == 29:
            assert n == 1
        elif rest == 28 or number == 27:
            assert n == 3
        else:
            assert n == (1 if rest % (len(PASSING) + 1) == 0 else 2)


def test_a_server_that_dies_in_the_middle_costs_what_it_did_not_answer_and_the_run_is_continued(tmp_path: Path) -> None:
    def reply(body: dict[str, Any], n: int) -> Reply:
        if len(server.bodies) == 20:
            server.die()
        return completion(str(2 * int(question(body).split(" ")[0])))

    def run(url: str) -> dict[str, Any]:
        config = EvalConfig(
            model="openai:m", model_options={"base_url": url, "retries": "1", "concurrency": "4"},
            benchmarks=("numbers",), out=str(tmp_path / "run"), max_failures="100%",
        )  # fmt: skip
        return evaluate(config, benchmarks={"numbers": Numbers(60)}).summary

    with faulty(reply) as server:
        summary = run(server.url)
    assert summary["n"] == 60
    assert summary["right"] + summary["failed"] == 60
    assert 16 <= summary["right"] <= 20
    answered = summary["right"]
    with faulty(lambda body, n: completion(str(2 * int(question(body).split(" ")[0])))) as server:
        assert run(server.url)["right"] == 60
        assert sum(server.hits.values()) == 60 - answered


def test_a_key_never_reaches_a_file_or_the_screen(tmp_path: Path) -> None:
    def reply(body: dict[str, Any], n: int) -> Reply:
        heard = server.headers[-1]["authorization"] if server.headers else f"bearer {PLANTED}"
        said = heard.removeprefix("bearer ")
        if "two" in question(body):
            return completion(f"the key is {PLANTED} {said}", reasoning_content=PLANTED)
        return refused(401, f"Incorrect API key provided: {PLANTED}. Header: {said}", x_key=PLANTED)

    bench = tmp_path / "bench"
    bench.mkdir()
    (bench / "benchmark.yaml").write_text("name: keys\nrows: rows.jsonl\ndomain: chart\n")
    rows = [{"id": "1", "question": "one", "answer": "1"}, {"id": "2", "question": "two", "answer": "2"}]
    (bench / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    run = tmp_path / "run"
    with faulty(reply) as server:
        address = ("--model", "openai:m", "--base-url", server.url)
        done = mmbench("eval", "--benchmark", str(bench), *address, "--out", str(run), OPENAI_API_KEY=PLANTED)
        assert server.headers[0]["authorization"] == f"bearer {PLANTED}", "the key was not sent"
    assert "HTTP 401" in (run / "responses.jsonl").read_text()
    assert "***" in (run / "responses.jsonl").read_text()
    assert PLANTED not in done.stdout + done.stderr
    for path in run.rglob("*"):
        if path.is_file():
            assert PLANTED.encode() not in path.read_bytes(), path


def test_two_hundred_requests_hold_no_more_pictures_than_are_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import numpy as np
    from PIL import Image as Pictures

    noise = np.random.default_rng(0).integers(0, 256, (640, 640, 3), dtype=np.uint8)
    Pictures.fromarray(noise).save(tmp_path / "big.png")
    picture = file_image(tmp_path, "big.png")
    assert (tmp_path / "big.png").stat().st_size > 1_000_000
    alive, most, lock = 0, 0, threading.Lock()

    class Counted(str):
        __slots__ = ()

        def __del__(self) -> None:
            nonlocal alive
            with lock:
                alive -= 1

    def counting(image: ImageRef, limits: Any) -> str:
        nonlocal alive, most
        with lock:
            alive += 1
            most = max(most, alive)
        return Counted(original(image, limits))

    original = model_module._data_url
    monkeypatch.setattr(model_module, "_data_url", counting)
    with faulty(lambda body, n: completion("4")._replace(delay=0.02)) as server:
        model = OpenAIModel("m", OpenAIModel.Options(base_url=server.url, concurrency=4))
        request = Request(messages=(Message(role="user", content=(Image(image=picture), Text(text="2 + 2?"))),))

        async def many() -> list[Response]:
            return await asyncio.gather(*(model.generate(request) for _ in range(200)))

        assert [response.text for response in asyncio.run(many())] == ["4"] * 200
        assert server.most_held <= 4
    assert 1 <= most <= 12, "pictures are encoded before they can be sent, or kept after"


def test_a_missing_picture_is_the_items_fault_and_nothing_is_asked(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png())
    picture = file_image(tmp_path, "a.png")
    (tmp_path / "a.png").write_bytes(png(colour="blue"))
    request = Request(messages=(Message(role="user", content=(Image(image=picture), Text(text="?"))),))
    with faulty(lambda body, n: completion("4")) as server:
        model = OpenAIModel("m", OpenAIModel.Options(base_url=server.url))
        with pytest.raises(BadItem, match="has changed"):
            asyncio.run(model.generate(request))
        assert not server.bodies
