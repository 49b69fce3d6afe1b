"""The chat-completions adapter, against an endpoint on this machine."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING

import pytest
from endpoint import serving
from support import png

from mmbench.adapters.openai import OpenAIModel
from mmbench.errors import UsageError
from mmbench.images import file_image
from mmbench.records import Image, Message, Request, Sampling, Text

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.records import Response


def asked(url: str, *messages: Message, retries: int = 0, sampling: Sampling | None = None) -> Response:
    model = OpenAIModel("m", OpenAIModel.Options(base_url=url, retries=retries))
    request = Request(messages=messages or (Message(role="user", content=(Text(text="2+2?"),)),))
    if sampling is not None:
        request = Request(messages=request.messages, sampling=sampling, seed=5)
    return asyncio.run(model.generate(request))


def test_text_and_pictures_go_out_and_the_answer_comes_back(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png())
    picture = file_image(tmp_path, "a.png")
    message = Message(role="user", content=(Image(image=picture), Text(text="How many?")))
    with serving(lambda body: "four") as endpoint:
        response = asked(endpoint.url, message, sampling=Sampling(temperature=0.5, max_tokens=9))
    assert (response.text, response.finish, response.usage.input_tokens, response.usage.output_tokens) == (
        "four",
        "stop",
        7,
        3,
    )
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
    assert response.finish == "error"
    assert "127.0.0.1:9" in response.error
    assert response.text == ""


def test_wrong_use_is_said_before_anything_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(UsageError, match="OPENAI_API_KEY is not set"):
        OpenAIModel("m", OpenAIModel.Options()).load({})
    with pytest.raises(UsageError, match="http:// or https://"):
        OpenAIModel("m", OpenAIModel.Options(base_url="localhost:8000"))
    with pytest.raises(UsageError, match="needs a model"):
        OpenAIModel("", OpenAIModel.Options())
