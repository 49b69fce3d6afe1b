"""The adapter for Claude: Anthropic's real client, against a server on this machine that speaks their protocol."""

from __future__ import annotations

import asyncio
import base64
import importlib.util
import io
import threading
from typing import TYPE_CHECKING, Any

import pytest
from hosted import Asked, Told, in_turn, serving
from PIL import Image as Picture
from support import Numbers, png, read_lines

from mmbench.adapters.anthropic import AnthropicModel
from mmbench.config import EvalConfig
from mmbench.errors import BadItem, UsageError
from mmbench.evaluate import evaluate
from mmbench.images import file_image
from mmbench.records import Image, Message, Request, Sampling, Text

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.records import Response

KEY = "sk-ant-planted-0123456789"
QUESTION = Message(role="user", content=(Text(text="2+2?"),))


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.delenv("ANTHROPIC_BASE_URL", raising=False)


def message(text: str, stop: str = "end_turn", **further: Any) -> Told:
    usage = {"input_tokens": 7, "output_tokens": 30, "cache_creation_input_tokens": 1, "cache_read_input_tokens": 2}
    usage |= {"output_tokens_details": {"thinking_tokens": 20}, "service_tier": "standard"}  # type: ignore[dict-item]
    content = [
        {"type": "thinking", "thinking": "two and two", "signature": "abc"},
        {"type": "text", "text": text, "citations": None},
    ]
    told = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-test", "content": content}
    return Told(told | {"stop_reason": stop, "stop_sequence": None, "usage": usage} | further)


def failure(status: int, kind: str, said: str = "as asked", **headers: str) -> Told:
    return Told({"type": "error", "error": {"type": kind, "message": said}}, status, headers)


def model(url: str, **options: Any) -> AnthropicModel:
    return AnthropicModel("claude-test", AnthropicModel.Options(base_url=url, **{"retries": 2, **options}))


def ask(model: AnthropicModel, *messages: Message, **sampling: Any) -> Response:
    settings = Sampling(**{"max_tokens": 99, **sampling})
    try:
        return asyncio.run(model.generate(Request(messages=messages or (QUESTION,), sampling=settings, seed=5)))
    finally:
        model.close()


def test_turns_pictures_and_settings_go_out_as_the_service_takes_them(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png())
    shown = Message(role="user", content=(Image(image=file_image(tmp_path, "a.png")), Text(text="How many?")))
    system, start = Text(text="Be brief."), Text(text="There are ")
    turns = (Message(role="system", content=(system,)), shown, Message(role="assistant", content=(start,)))
    with serving(lambda asked: message("four")) as service:
        old = model(service.url, sampling=True, prefix=True, price_in=3.0, price_out=15.0)
        response = ask(old, *turns, temperature=0.5, top_k=40, stop=("\n\n", "END"))
    (sent,) = service.asked
    assert (sent.path, sent.headers["authorization"]) == ("/v1/messages", f"Bearer {KEY}")
    picture = {"type": "base64", "media_type": "image/png", "data": base64.b64encode(png()).decode()}
    assert sent.body == {
        "model": "claude-test",
        "max_tokens": 99,
        "system": "Be brief.",
        "stop_sequences": ["\n\n", "END"],
        "temperature": 0.5,
        "top_k": 40,
        "messages": [
            {"role": "user", "content": [{"type": "image", "source": picture}, {"type": "text", "text": "How many?"}]},
            {"role": "assistant", "content": [{"type": "text", "text": "There are"}]},
        ],
    }
    assert sent.headers["anthropic-version"] == "2023-06-01"
    assert (response.text, response.reasoning, response.finish) == ("four", "two and two", "stop")
    used = response.usage
    assert (used.input_tokens, used.output_tokens, used.reasoning_tokens, used.cached_tokens) == (10, 30, 20, 2)
    assert used.cost == pytest.approx((10 * 3 + 30 * 15) / 1e6)


def test_today_s_api_is_sent_no_sampling_settings_and_says_so_where_some_are_asked_for() -> None:
    with serving(lambda asked: message("four")) as service:
        assert ask(model(service.url)).text == "four"
        for settings in ({"temperature": 0.7}, {"temperature": 1.0, "top_p": 0.9}):
            with pytest.raises(UsageError, match="sampling=true"):
                ask(model(service.url), **settings)
        ask(model(service.url, sampling=True), temperature=1.0, top_p=0.9)
    today, older = service.asked
    assert not {"temperature", "top_p", "top_k", "thinking", "system", "stop_sequences"} & set(today.body)
    assert today.headers["anthropic-version"] != older.headers["anthropic-version"]
    assert (older.body["top_p"], "temperature" in older.body) == (0.9, False)
    assert model("http://h").identity()["sampling"] == "the model's own"
    assert "sampling" not in model("http://h", sampling=True).identity()


@pytest.mark.parametrize(
    ("thinking", "sent"),
    [
        ("2048", {"type": "enabled", "budget_tokens": 2048, "display": "summarized"}),
        ("adaptive", {"type": "adaptive", "display": "summarized"}),
        ("off", {"type": "disabled"}),
    ],
)
def test_thinking_is_asked_for_as_told(thinking: str, sent: dict[str, Any]) -> None:
    with serving(lambda asked: message("four")) as service:
        thinker = model(service.url, thinking=thinking, sampling=True)
        ask(thinker, max_tokens=4096)
    assert service.asked[0].body["thinking"] == sent
    assert ("temperature" in service.asked[0].body) == (thinking == "off")
    assert thinker.identity()["thinking"] == thinking
    assert (thinker.capabilities.prefix, thinker.capabilities.seeds) == (False, False)


def test_a_budget_must_be_among_the_new_tokens() -> None:
    with pytest.raises(UsageError, match="below --max-tokens, which is 99"):
        ask(model("http://127.0.0.1:9", thinking="2048"))
    for wrong in ("100", "yes", "-1"):
        with pytest.raises(UsageError, match="at least 1024 tokens"):
            model("http://h", thinking=wrong)


def test_a_busy_service_is_asked_again_after_the_time_it_asks_for() -> None:
    busy = failure(429, "rate_limit_error", **{"retry-after": "0.8"})
    with serving(in_turn(busy, failure(529, "overloaded_error", **{"retry-after": "0"}), message("four"))) as service:
        response = ask(model(service.url))
    assert (response.text, response.error, len(service.asked)) == ("four", "", 3)
    assert service.times[1] - service.times[0] >= 0.8  # more than would be waited of our own accord


def test_a_service_that_stays_overloaded_is_an_error_after_the_tries() -> None:
    with serving(lambda asked: failure(529, "overloaded_error", "Overloaded", **{"retry-after": "0"})) as service:
        response = ask(model(service.url, retries=1))
    assert (response.finish, len(service.asked)) == ("error", 2)
    assert "HTTP 529" in response.error
    assert "Overloaded" in response.error


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_refused_request_is_not_repeated_and_the_key_it_echoes_is_not_kept(status: int) -> None:
    with serving(lambda asked: failure(status, "invalid", f"no: {asked.headers['authorization']}")) as service:
        response = ask(model(service.url))
    assert (response.finish, len(service.asked)) == ("error", 1)
    assert f"HTTP {status}" in response.error
    assert "no: Bearer ***" in response.error
    assert KEY not in repr(response)


def test_a_refusal_is_an_error_that_says_so_and_a_cut_answer_is_cut() -> None:
    details = {"type": "refusal", "category": "bio", "explanation": "not this"}
    with serving(lambda asked: message("I", "refusal", stop_details=details)) as service:
        response = ask(model(service.url))
    assert (response.text, response.finish, len(service.asked)) == ("", "error", 1)
    assert "the model refused" in response.error
    assert "not this" in response.error
    with serving(in_turn(message("fo", "max_tokens"), message("", content=[]))) as service:
        assert (ask(model(service.url)).finish, ask(model(service.url)).text) == ("length", "")


@pytest.mark.parametrize(
    "body",
    [
        '{"id": "msg',
        "<html>Bad gateway</html>",
        [],
        {"type": "message"},
        {"content": "four", "stop_reason": "end_turn"},
    ],
)
def test_a_reply_that_is_no_message_is_a_failed_try(body: Any) -> None:
    with serving(in_turn(Told(body), message("four"))) as service:
        assert ask(model(service.url)).text == "four"
    with serving(lambda asked: Told(body)) as service:
        response = ask(model(service.url, retries=0))
    assert response.finish == "error"
    assert "the reply cannot be read" in response.error


def test_an_unreachable_service_is_an_error_and_a_silent_one_is_not_waited_for() -> None:
    response = ask(model("http://127.0.0.1:9", retries=0))
    assert response.finish == "error"
    assert "http://127.0.0.1:9: no connection: ConnectError" in response.error

    def silent(asked: Asked) -> Told:
        threading.Event().wait(1.0)
        return message("four")

    with serving(silent) as service:
        response = ask(model(service.url, retries=0, timeout=0.3))
    assert "no complete answer within 0.3 s" in response.error


def test_a_picture_that_cannot_be_opened_is_the_item_s_fault(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture")
    shown = Message(role="user", content=(Image(image=file_image(tmp_path, "a.png")),))
    with serving(lambda asked: message("four")) as service, pytest.raises(BadItem):
        ask(model(service.url), shown)
    assert service.asked == []


def test_a_big_picture_is_made_to_fit(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png(9000, 3))
    shown = Message(role="user", content=(Image(image=file_image(tmp_path, "a.png")),))
    with serving(lambda asked: message("four")) as service:
        ask(model(service.url), shown)
    sent = base64.b64decode(service.asked[0].body["messages"][0]["content"][0]["source"]["data"])
    with Picture.open(io.BytesIO(sent)) as opened:
        assert opened.width == 8000


def test_one_model_answers_in_one_event_loop_after_another() -> None:
    with serving(lambda asked: message("four")) as service:
        twice = model(service.url)
        request = Request(messages=(QUESTION,))
        assert [asyncio.run(twice.generate(request)).text for _ in range(2)] == ["four", "four"]
        twice.close()


def test_wrong_use_is_said_before_anything_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    AnthropicModel("m", AnthropicModel.Options()).load({})
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    with pytest.raises(UsageError, match="ANTHROPIC_API_KEY is not set"):
        AnthropicModel("m", AnthropicModel.Options()).load({})
    model("http://127.0.0.1:9").load({})
    with pytest.raises(UsageError, match="does not continue the start of an answer"):
        ask(model("http://127.0.0.1:9"), QUESTION, Message(role="assistant", content=(Text(text="It is"),)))
    for url in ("localhost:8000", f"http://user:{KEY}@host", "http://host?key=abc", "http://["):
        with pytest.raises(UsageError, match="base_url") as told:
            model(url)
        assert KEY not in str(told.value)
    with pytest.raises(UsageError, match="needs a model"):
        AnthropicModel("", AnthropicModel.Options())
    with pytest.raises(UsageError, match="concurrency"):
        model("http://h", concurrency=0)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'mmbench\[anthropic\]'"):
        model("http://h")


def test_a_whole_run_ends_with_every_item_answered_or_failed_and_no_key_in_it(tmp_path: Path) -> None:
    def reply(asked: Asked) -> Told:
        number = int(asked.body["messages"][-1]["content"][-1]["text"].split()[0])
        if number == 3:
            return failure(400, "invalid_request_error", f"{asked.headers['authorization']} may not ask this")
        return message(f"The answer is {2 * number}.")

    with serving(reply) as service:
        solver = model(service.url, price_in=1.0)
        run = evaluate(
            EvalConfig(model="anthropic:claude-test", out=str(tmp_path / "run"), max_failures="1"),
            model=solver,
            benchmarks={"numbers": Numbers(6)},
        )
    assert (run.summary["n"], run.summary["failed"], run.within_budget) == (6, 1, True)
    assert len(service.asked) == 6
    lines = {line["item"]: line for line in read_lines(run.path / "responses.jsonl")}
    (failed,) = [item for item, line in lines.items() if line.get("failure")]
    assert "HTTP 400" in lines[failed]["failure"]["error"]
    assert all(KEY.encode() not in file.read_bytes() for file in run.path.rglob("*") if file.is_file())
