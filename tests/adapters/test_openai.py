"""The chat-completions adapter against an endpoint on this machine: what goes out, comes back, is refused."""

from __future__ import annotations

import asyncio
import base64
import importlib.util
import json
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from endpoint import serving
from faulty import Reply, completion, faulty, streamed
from support import ROOT, png

from mmbench.adapters.openai import OpenAIModel
from mmbench.errors import UsageError
from mmbench.images import file_image
from mmbench.records import Image, Message, Request, Sampling, Text, Token

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.records import Response

HOSTED = "https://api.openai.com/v1"
QUESTION = Message(role="user", content=(Text(text="2+2?"),))


def asked(url: str, *messages: Message, request: Request | None = None, **options: Any) -> Response:
    model = OpenAIModel("m", OpenAIModel.Options(base_url=url, **{"retries": 0, **options}))
    return asyncio.run(model.generate(request or Request(messages=messages or (QUESTION,))))


def body_of(request: Request, **options: Any) -> dict[str, Any]:
    """Return the body that a request is sent as, without model and messages."""
    with serving(lambda body: "four") as endpoint:
        assert asked(endpoint.url, request=request, **options).error == ""
    (body,) = endpoint.asked
    return {name: value for name, value in body.items() if name not in ("model", "messages")}


def test_text_and_pictures_go_out_and_the_answer_comes_back(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png())
    picture = file_image(tmp_path, "a.png")
    message = Message(role="user", content=(Image(image=picture), Text(text="How many?")))
    request = Request(messages=(message,), sampling=Sampling(temperature=0.5, max_tokens=9), seed=5)
    with serving(lambda body: "four") as endpoint:
        response = asked(endpoint.url, request=request)
    usage = response.usage
    assert (response.text, response.finish, usage.input_tokens, usage.output_tokens) == ("four", "stop", 7, 3)
    (body,) = endpoint.asked
    assert (body["model"], body["temperature"], body["max_tokens"], body["seed"]) == ("m", 0.5, 9, 5)
    image, text = body["messages"][0]["content"]
    assert text == {"type": "text", "text": "How many?"}
    head, data = image["image_url"]["url"].split(",")
    assert (head, base64.b64decode(data)) == ("data:image/png;base64", (tmp_path / "a.png").read_bytes())


def test_a_busy_server_is_asked_again_and_a_refusal_is_not() -> None:
    replies: list[str | int] = ["four", 503]
    with serving(lambda body: replies.pop()) as endpoint:
        assert asked(endpoint.url, retries=1).text == "four"
    with serving(lambda body: 401) as endpoint:
        response = asked(endpoint.url, retries=3)
    assert (response.finish, len(endpoint.asked)) == ("error", 1)
    assert "HTTP 401" in response.error


def test_an_unreachable_server_is_an_error_not_an_answer() -> None:
    response = asked("http://127.0.0.1:9/v1")
    assert (response.finish, response.text) == ("error", "")
    assert response.error.startswith("http://127.0.0.1:9/v1: no connection: ConnectError: ")


def test_a_plain_request_asks_for_nothing_that_a_server_may_lack() -> None:
    usual = {"temperature": 0.0, "top_p": 1.0, "max_tokens": 1024, "seed": 0}
    assert body_of(Request(messages=(QUESTION,))) == usual


def test_every_setting_goes_out_under_its_name() -> None:
    sampling = Sampling(temperature=1.0, top_p=0.9, max_tokens=7, top_k=20, stop=("END", "\n\n"), logprobs=2)
    start = Message(role="assistant", content=(Text(text="The answer is"),))
    request = Request(messages=(QUESTION, start), sampling=sampling, seed=2**31 + 3)
    extra = '{"min_p": 0.1, "top_p": null, "chat_template_kwargs": {"enable_thinking": false, "level": 2}}'
    options = {"thinking": "on", "reasoning_effort": "low", "prefix": True}
    body = body_of(request, **options)
    assert body == {
        "temperature": 1.0, "top_p": 0.9, "max_tokens": 7, "seed": 3, "top_k": 20, "stop": ["END", "\n\n"],
        "logprobs": True, "top_logprobs": 2, "reasoning_effort": "low", "continue_final_message": True,
        "add_generation_prompt": False, "chat_template_kwargs": {"enable_thinking": True},
    }  # fmt: skip
    body = body_of(request, **options, extra=extra)
    assert "top_p" not in body
    assert (body["min_p"], body["chat_template_kwargs"]) == (0.1, {"enable_thinking": False, "level": 2})


def test_the_hosted_service_is_asked_in_its_own_terms() -> None:
    model = OpenAIModel("m", OpenAIModel.Options(base_url=HOSTED))
    body = model._settings(Request(messages=(QUESTION,), sampling=Sampling(max_tokens=5)))
    assert (body["max_completion_tokens"], "max_tokens" in body) == (5, False)
    assert (model.capabilities.top_k, model.capabilities.seeds) == (False, False)
    local = OpenAIModel("m", OpenAIModel.Options(base_url="http://h:1/v1", prefix=True))
    assert (local.capabilities.top_k, local.capabilities.seeds, local.capabilities.prefix) == (True, True, True)


def test_usage_cost_reasoning_and_log_probabilities_are_read() -> None:
    likely = [{"token": "4", "logprob": -0.1}, {"token": "5", "logprob": -2}]
    choice = {
        "message": {"role": "assistant", "content": "4", "reasoning_content": "two and two"},
        "finish_reason": "length",
        "logprobs": {"content": [{"token": "4", "logprob": -0.1, "bytes": [52], "top_logprobs": likely}]},
    }
    usage = {
        "prompt_tokens": 1000, "completion_tokens": 500, "prompt_tokens_details": {"cached_tokens": 800},
        "completion_tokens_details": {"reasoning_tokens": 400, "audio_tokens": None},
    }  # fmt: skip
    with faulty(lambda body, n: Reply(json.dumps({"choices": [choice], "usage": usage}).encode())) as server:
        response = asked(server.url, price_in=2.0, price_out=8.0)
    assert (response.text, response.reasoning, response.finish) == ("4", "two and two", "length")
    assert msgspec.structs.astuple(response.usage) == (1000, 500, 400, 800, pytest.approx(0.006))
    assert response.logprobs == (Token(text="4", logprob=-0.1, top=(("4", -0.1), ("5", -2.0))),)


@pytest.mark.parametrize(
    ("reply", "text", "reasoning", "finish"),
    [
        (completion(""), "", "", "stop"),
        (completion(None, reasoning="hm"), "", "hm", "stop"),
        (completion(None, finish="length"), "", "", "length"),
        (completion(None, refusal="I cannot."), "I cannot.", "", "stop"),
        (completion("4", finish=None), "4", "", "stop"),
        (completion("<think>hm</think>4"), "<think>hm</think>4", "", "stop"),
        (completion("4", reasoning_content={"odd": 1}), "4", "", "stop"),
        (Reply(b'{"choices": [{"message": {"content": "4"}}], "usage": {"prompt_tokens": "many"}}'), "4", "", "stop"),
        (Reply(b'{"choices": [{"message": {"content": "4"}, "logprobs": [1]}], "usage": -1}'), "4", "", "stop"),
    ],
)
def test_what_counts_as_an_answer(reply: Reply, text: str, reasoning: str, finish: str) -> None:
    with faulty(lambda body, n: reply) as server:
        response = asked(server.url)
    assert (response.error, response.text, response.reasoning, response.finish) == ("", text, reasoning, finish)


def test_several_samples_come_in_one_call_and_what_a_server_leaves_out_is_asked_for() -> None:
    def given(most: int, body: dict[str, Any], n: int) -> Reply:
        choices = [
            {"index": place, "message": {"content": f"{body['seed']}.{place}"}, "finish_reason": "stop"}
            for place in reversed(range(min(body.get("n", 1), most)))
        ]
        return Reply(json.dumps({"choices": choices, "usage": {"completion_tokens": 10}}).encode())

    request = Request(messages=(QUESTION,), samples=5, seed=40, sampling=Sampling(temperature=1.0))
    for most, texts, calls in (
        (9, ["40.0", "40.1", "40.2", "40.3", "40.4"], 1),
        (2, ["40.0", "40.1", "42.0", "42.1", "44.0"], 3),
        (1, ["40.0", "41.0", "42.0", "43.0", "44.0"], 5),
    ):
        with faulty(partial(given, most)) as server:
            response = asked(server.url, request=request)
            assert len(server.bodies) == calls
        assert [response.text, *(other.text for other in response.others)] == texts
        assert response.usage.output_tokens == 10 * calls


def test_streamed_samples_reasoning_and_log_probabilities_are_put_together() -> None:
    def piece(index: int, finish: str | None = None, logprob: float | None = None, **delta: Any) -> dict[str, Any]:
        told: dict[str, Any] = {"index": index, "delta": delta, "finish_reason": finish}
        if logprob is not None:
            told["logprobs"] = {"content": [{"token": delta["content"], "logprob": logprob, "top_logprobs": []}]}
        return {"choices": [told]}

    chunks = [
        piece(1, role="assistant", content=""), piece(0, role="assistant", reasoning_content="two "),
        piece(0, reasoning_content="and two"), piece(1, content="fi", logprob=-1.0), piece(0, content="four"),
        piece(1, content="ve", logprob=-2.0), piece(0, finish="stop"), piece(1, finish="length"),
        {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 4}},
    ]  # fmt: skip
    with faulty(lambda body, n: streamed(*chunks)) as server:
        response = asked(server.url, stream=True, request=Request(messages=(QUESTION,), samples=2))
        assert server.bodies[0]["stream_options"] == {"include_usage": True}
    (other,) = response.others
    assert (response.text, response.reasoning, response.finish, response.logprobs) == (
        "four",
        "two and two",
        "stop",
        (),
    )
    assert (other.text, other.finish, [token.logprob for token in other.logprobs]) == ("five", "length", [-1.0, -2.0])
    assert (response.usage.input_tokens, response.usage.output_tokens) == (3, 4)


def test_the_identity_names_what_changes_answers_and_nothing_else() -> None:
    plain = OpenAIModel("m", OpenAIModel.Options(base_url="http://h:1/v1", stream=True, retries=1, price_in=1.0))
    assert plain.identity() == {"name": "openai:m", "endpoint": "h"}
    changed = OpenAIModel.Options(base_url="http://h:1/v1", thinking="off", max_image_side=512, prefix=True)
    told = {"name": "openai:m", "endpoint": "h", "thinking": "off", "max_image_side": "512", "prefix": "True"}
    assert OpenAIModel("m", changed).identity() == told


def test_wrong_use_is_said_before_anything_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "  ")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(UsageError, match="OPENAI_API_KEY is not set"):
        OpenAIModel("m", OpenAIModel.Options()).load({})
    with pytest.raises(UsageError, match="needs a model"):
        OpenAIModel("", OpenAIModel.Options())
    with pytest.raises(UsageError, match="prefix=true"):
        asked("http://127.0.0.1:9/v1", QUESTION, Message(role="assistant", content=(Text(text="It is"),)))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"base_url": "localhost:8000"}, "http:// or https://"),
        ({"base_url": "http://"}, "name a host"),
        ({"base_url": "http://h:port/v1"}, "name a host"),
        ({"base_url": "http://me:hidden@h/v1"}, "no user, password"),
        ({"base_url": "http://h/v1?key=hidden"}, "no user, password"),
        ({"base_url": "http://h/sk-planted-hidden/v1"}, "no user, password, key"),
        ({"extra": '{"a": "sk-planted-hidden"}'}, "keys come from the environment"),
        ({"extra": "min_p=1"}, "extra must be a JSON object"),
        ({"extra": "[1]"}, "extra must be a JSON object"),
        ({"extra": '{"n": 2}'}, "extra cannot set 'n'"),
        ({"concurrency": 0}, "concurrency must be at least 1, found 0"),
        ({"retries": -1}, "retries must be at least 0"),
        ({"timeout": 0.0}, "timeout must be above 0"),
        ({"total_timeout": float("nan")}, "total_timeout must be above 0"),
        ({"base_url": HOSTED, "thinking": "on"}, "thinking is for servers"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-hidden")
    with pytest.raises(UsageError, match=said) as caught:
        OpenAIModel("m", OpenAIModel.Options(**{"base_url": "http://h:1/v1", **options}))
    assert "hidden" not in str(caught.value)


def test_without_the_package_the_command_that_installs_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    said = r"needs openai, which is not installed: pip install 'mmbench\[openai\]'"
    with pytest.raises(UsageError, match=said):
        OpenAIModel("m", OpenAIModel.Options())


def test_the_page_on_endpoints_lists_every_option_with_its_default() -> None:
    page = (ROOT / "docs" / "endpoints.md").read_text()
    for field in msgspec.structs.fields(OpenAIModel.Options):
        usual = str(field.default).lower().removesuffix(".0") or "none"
        assert f"| `{field.name}` | {usual} |" in page
