"""The adapter for Gemini: Google's real client, against a server on this machine that speaks their protocol."""

from __future__ import annotations

import asyncio
import base64
import importlib.util
from typing import TYPE_CHECKING, Any

import pytest
from hosted import Asked, Told, in_turn, serving
from support import Numbers, png, read_lines

from mmbench.adapters.gemini import GeminiModel
from mmbench.config import EvalConfig
from mmbench.errors import UsageError
from mmbench.evaluate import evaluate
from mmbench.images import file_image
from mmbench.records import Image, Message, Request, Sampling, Text

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.records import Response

KEY = "AIza-planted-0123456789"
QUESTION = Message(role="user", content=(Text(text="2+2?"),))
USAGE = {
    "promptTokenCount": 9,
    "candidatesTokenCount": 10,
    "thoughtsTokenCount": 20,
    "cachedContentTokenCount": 2,
    "totalTokenCount": 39,
}


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", KEY)
    for name in ("GOOGLE_API_KEY", "GOOGLE_GEMINI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def candidate(text: str, reason: str = "STOP") -> dict[str, Any]:
    parts = [{"text": "two and two", "thought": True}, {"text": text, "thoughtSignature": "abc"}]
    return {"content": {"parts": parts, "role": "model"}, "finishReason": reason, "index": 0}


def content(*candidates: dict[str, Any], **further: Any) -> Told:
    told = {"candidates": candidates, "usageMetadata": USAGE, "modelVersion": "gemini-test", "responseId": "r"}
    return Told(told | further)


def failure(status: int, said: str = "as asked", *details: dict[str, Any], **headers: str) -> Told:
    error = {"code": status, "message": said, "status": "AS_ASKED", "details": details}
    return Told({"error": error}, status, headers)


def model(url: str, **options: Any) -> GeminiModel:
    return GeminiModel("gemini-test", GeminiModel.Options(base_url=url, **{"retries": 2, **options}))


def ask(model: GeminiModel, *messages: Message, samples: int = 1, **sampling: Any) -> Response:
    settings = Sampling(**{"max_tokens": 99, **sampling})
    request = Request(messages=messages or (QUESTION,), sampling=settings, seed=2**31 + 5, samples=samples)
    try:
        return asyncio.run(model.generate(request))
    finally:
        model.close()


def test_turns_pictures_and_settings_go_out_as_the_service_takes_them(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png())
    shown = Message(role="user", content=(Image(image=file_image(tmp_path, "a.png")), Text(text="How many?")))
    system, answer = Text(text="Be brief."), Text(text="four")
    turns = (Message(role="system", content=(system,)), QUESTION, Message(role="assistant", content=(answer,)), shown)
    with serving(lambda asked: content(candidate("five"))) as service:
        priced = model(service.url, price_in=3.0, price_out=15.0, thinking="2048")
        response = ask(priced, *turns, temperature=0.5, top_p=0.9, top_k=40, stop=("\n\n", "END"))
    (sent,) = service.asked
    assert sent.path == "/v1/models/gemini-test:generateContent"
    assert (sent.headers["x-goog-api-key"], "authorization" in sent.headers) == (KEY, False)
    instruction = sent.body.pop("systemInstruction")
    assert instruction["parts"] == [{"text": "Be brief."}]
    picture = sent.body["contents"][2]["parts"].pop(0)["inlineData"]
    assert (picture["mime_type"], base64.urlsafe_b64decode(picture["data"])) == ("image/png", png())
    assert sent.body == {
        "contents": [
            {"role": "user", "parts": [{"text": "2+2?"}]},
            {"role": "model", "parts": [{"text": "four"}]},
            {"role": "user", "parts": [{"text": "How many?"}]},
        ],
        "generationConfig": {
            "temperature": 0.5,
            "topP": 0.9,
            "topK": 40,
            "candidateCount": 1,
            "maxOutputTokens": 99,
            "stopSequences": ["\n\n", "END"],
            "seed": 5,
            "thinkingConfig": {"include_thoughts": True, "thinking_budget": 2048},
        },
    }
    assert (response.text, response.reasoning, response.finish) == ("five", "two and two", "stop")
    used = response.usage
    assert (used.input_tokens, used.output_tokens, used.reasoning_tokens, used.cached_tokens) == (9, 30, 20, 2)
    assert used.cost == pytest.approx((9 * 3 + 30 * 15) / 1e6)
    assert priced.identity() == {
        "name": "gemini:gemini-test",
        "endpoint": "127.0.0.1",
        "thinking": "2048",
    }


@pytest.mark.parametrize(
    ("thinking", "sent"),
    [
        ("", None),
        ("0", {"include_thoughts": False, "thinking_budget": 0}),
        ("-1", {"include_thoughts": True, "thinking_budget": -1}),
        ("low", {"include_thoughts": True, "thinking_level": "LOW"}),
    ],
)
def test_thinking_is_asked_for_as_told(thinking: str, sent: dict[str, Any] | None) -> None:
    with serving(lambda asked: content(candidate("four"))) as service:
        ask(model(service.url, thinking=thinking))
    settings = service.asked[0].body["generationConfig"]
    assert settings.get("thinkingConfig") == sent
    assert not {"topK", "stopSequences"} & set(settings)


def test_several_answers_come_as_others_and_missing_ones_are_asked_for_with_a_further_seed() -> None:
    first = content(candidate("a"), candidate("", "SAFETY"), candidate("b"))
    with serving(in_turn(first, content(candidate("c"), candidate("too many")))) as service:
        response = ask(model(service.url), samples=3, temperature=1.0)
    assert [response.text, *(other.text for other in response.others)] == ["a", "b", "c"]
    assert (response.usage.output_tokens, [other.usage.output_tokens for other in response.others]) == (60, [0, 0])
    settings = [asked.body["generationConfig"] for asked in service.asked]
    assert [(sent["candidateCount"], sent["seed"]) for sent in settings] == [(3, 5), (1, 7)]


def test_more_answers_than_one_call_gives_take_several_calls() -> None:
    def reply(asked: Asked) -> Told:
        return content(*(candidate("four") for _ in range(asked.body["generationConfig"]["candidateCount"])))

    with serving(reply) as service:
        response = ask(model(service.url), samples=11, temperature=1.0)
    assert len(response.others) == 10
    assert [asked.body["generationConfig"]["candidateCount"] for asked in service.asked] == [8, 3]


def test_a_busy_service_is_asked_again_after_the_time_it_asks_for() -> None:
    info = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "0.8s"}
    busy = failure(429, "quota", info)
    with serving(in_turn(busy, failure(503, **{"retry-after": "0"}), content(candidate("four")))) as service:
        response = ask(model(service.url))
    assert (response.text, response.error, len(service.asked)) == ("four", "", 3)
    assert service.times[1] - service.times[0] >= 0.8  # more than would be waited of our own accord


def test_a_service_that_stays_overloaded_is_an_error_after_the_tries() -> None:
    with serving(lambda asked: failure(503, "The model is overloaded.", **{"retry-after": "0"})) as service:
        response = ask(model(service.url, retries=1))
    assert (response.finish, len(service.asked)) == ("error", 2)
    assert "HTTP 503: The model is overloaded." in response.error


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_refused_request_is_not_repeated_and_the_key_it_echoes_is_not_kept(status: int) -> None:
    with serving(lambda asked: failure(status, f"no: {asked.headers['x-goog-api-key']}")) as service:
        response = ask(model(service.url))
    assert (response.finish, len(service.asked)) == ("error", 1)
    assert f"HTTP {status}: no: ***" in response.error
    assert KEY not in repr(response)


def test_a_redirect_is_not_followed_with_the_key() -> None:
    with serving(lambda asked: content(candidate("four"))) as other:
        with serving(lambda asked: Told("", 307, {"Location": f"{other.url}{asked.path}"})) as service:
            response = ask(model(service.url))
        assert other.asked == []
    assert "HTTP 307" in response.error


def test_what_was_blocked_is_an_error_that_says_so_and_a_cut_answer_is_cut() -> None:
    stopped = candidate("I", "SAFETY") | {"finishMessage": "not this"}
    blocked = Told({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": {"promptTokenCount": 9}})
    for told, said in ((content(stopped), "stopped: SAFETY not this"), (blocked, "blocked: {'blockReason': 'PROHIB")):
        with serving(in_turn(told)) as service:
            response = ask(model(service.url))
        assert (response.text, response.finish, len(service.asked)) == ("", "error", 1)
        assert said in response.error
    silent = {"content": {"role": "model"}, "finishReason": "MAX_TOKENS"}
    with serving(in_turn(content(candidate("fo", "MAX_TOKENS")), content(silent))) as service:
        cut, empty = ask(model(service.url)), ask(model(service.url))
    assert [(answer.text, answer.finish, answer.error) for answer in (cut, empty)] == [
        ("fo", "length", ""),
        ("", "length", ""),
    ]


@pytest.mark.parametrize(
    "body",
    ['{"candidates": [', "<html>Bad gateway</html>", [], {"candidates": []}, {"candidates": [{"content": 4}]}, ""],
)
def test_a_reply_that_is_no_answer_is_a_failed_try(body: Any) -> None:
    with serving(in_turn(Told(body), content(candidate("four")))) as service:
        assert ask(model(service.url)).text == "four"
    with serving(lambda asked: Told(body)) as service:
        response = ask(model(service.url, retries=0))
    assert response.finish == "error"
    assert "the reply cannot be read" in response.error or "the reply has no candidates" in response.error


def test_an_unreachable_service_is_an_error_and_worth_another_try() -> None:
    response = ask(model("http://127.0.0.1:9", retries=1))
    assert response.finish == "error"
    assert "http://127.0.0.1:9: no connection: ConnectError" in response.error
    assert "after 2 tries" in response.error


def test_one_model_answers_in_one_event_loop_after_another() -> None:
    with serving(lambda asked: content(candidate("four"))) as service:
        twice = model(service.url)
        request = Request(messages=(QUESTION,))
        assert [asyncio.run(twice.generate(request)).text for _ in range(2)] == ["four", "four"]
        twice.close()


def test_wrong_use_is_said_before_anything_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    GeminiModel("m", GeminiModel.Options()).load({})
    monkeypatch.setenv("GOOGLE_API_KEY", other := "AIza-other-0123456789")
    monkeypatch.delenv("GEMINI_API_KEY")
    GeminiModel("m", GeminiModel.Options()).load({})
    with serving(lambda asked: content(candidate("four"))) as service:
        ask(model(service.url))
    assert service.asked[0].headers["x-goog-api-key"] == other
    monkeypatch.delenv("GOOGLE_API_KEY")
    with pytest.raises(UsageError, match="GEMINI_API_KEY or GOOGLE_API_KEY is not set"):
        GeminiModel("m", GeminiModel.Options()).load({})
    model("http://127.0.0.1:9").load({})
    for wrong in ("much", "-2", "1.5"):
        with pytest.raises(UsageError, match="thinking is a number"):
            model("http://h", thinking=wrong)

    def find_spec(name: str) -> None:
        raise ModuleNotFoundError("No module named 'google'")

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)
    with pytest.raises(UsageError, match=r"pip install 'mmbench\[gemini\]'"):
        model("http://h")


def test_a_whole_run_ends_with_every_item_answered_or_failed_and_no_key_in_it(tmp_path: Path) -> None:
    def reply(asked: Asked) -> Told:
        number = int(asked.body["contents"][-1]["parts"][-1]["text"].split()[0])
        if number == 3:
            return failure(400, f"{asked.headers['x-goog-api-key']} may not ask this")
        return content(candidate(f"The answer is {2 * number}."))

    with serving(reply) as service:
        config = EvalConfig(model="gemini:gemini-test", out=str(tmp_path / "run"), max_failures="1")
        run = evaluate(config, model=model(service.url), benchmarks={"numbers": Numbers(6)})
    assert (run.summary["n"], run.summary["failed"], run.within_budget) == (6, 1, True)
    assert len(service.asked) == 6
    (failed,) = [line for line in read_lines(run.path / "responses.jsonl") if line.get("failure")]
    assert "HTTP 400: *** may not ask this" in failed["failure"]["error"]
    assert all(KEY.encode() not in file.read_bytes() for file in run.path.rglob("*") if file.is_file())
